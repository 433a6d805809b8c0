//! How long it takes not to lose anything, at 100,000 entities and 300,000 relations: journal, save,
//! reload of a change from outside, comparing. `CHANCERY_ENTITIES` sets another size.
//!
//! Times are printed with the time of a calibrating loop, so that figures of different machines can
//! be compared.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chancery::dossier::compare;
use chancery::dossier::document;
use chancery::dossier::edit::{Change, EntityField};
use chancery::dossier::storage::{Expected, FileToSave, Fingerprint, Journal, RealDisk, Saving, Storage};

fn main() {
    let entities: usize = std::env::var("CHANCERY_ENTITIES").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let path = folder.path().join("large.ron");
    let text = text(entities);
    std::fs::write(&path, &text).expect("room for the dossier");
    println!("calibrating loop {:?}; {} MB", timed(calibrate).0, text.len() >> 20);
    let storage = Storage::new(Arc::new(RealDisk), folder.path().join("state"));

    let (open, mut document) = timed(|| document::open(&path));
    println!("open {open:?}");
    let base = document.dossier.clone();
    let journal = Journal::new(&storage, "large", Some(&path), vec![(path.clone(), Fingerprint::of(text.as_bytes()))]);
    let mut longest = Duration::ZERO;
    let mut all = Duration::ZERO;
    for n in 0..100 {
        let change = change(n, "written");
        let bytes = ron::to_string(&change).expect("changes are plain data");
        document.apply(change).expect("the entity is there");
        let (time, _) = timed(|| journal.append("change the note", bytes.as_bytes()));
        (longest, all) = (longest.max(time.wall), all + time.wall);
    }
    println!("journal write: {:?} in the middle of 100, {longest:?} at most", all / 100);
    let (synced, _) = timed(|| journal.wait_until_synced(Duration::from_secs(10)));
    println!("journal synced after {synced:?} more");

    let (print, new) = timed(|| document.files_to_save());
    let expected = Expected::Content(Fingerprint::of(text.as_bytes()));
    let files = [FileToSave { path: &path, bytes: new[0].text.as_bytes(), expected }];
    let checked = std::cell::Cell::new(Time::default());
    let check = |_: &[FileToSave<'_>]| {
        let (time, result) = timed(|| document.check_before_saving());
        checked.set(time);
        result
    };
    let saving = Saving { check: &check, may_shrink: false, journal: Some((&journal, 100)) };
    let (saved, result) = timed(|| storage.save(&files, &saving));
    result.expect("nothing stands in the way");
    println!("save {:?}: text {print:?}, check {:?}, disk {:?}", print + saved, checked.get(), saved - checked.get());
    document.mark_saved();

    // Somebody else changes one line; one unsaved edit of our own is merged into it.
    document.apply(change(3, "mine")).expect("the entity is there");
    let theirs = new[0].text.replacen("name: \"Entity 50\"", "name: \"Fifty\"", 1);
    std::fs::write(&path, theirs).expect("room for the dossier");
    let (reload, fresh) = timed(|| document.read_beside(&path));
    assert!(fresh.conflicts.is_empty() && fresh.mine.len() == 1 && fresh.changed.len() == 1);
    println!("reload of a one-line change, own edits merged: {reload:?}");
    let (diff, difference) = timed(|| compare::diff(&base, &fresh.document.dossier));
    println!("diff {diff:?}: {} changed", difference.entities.changed.len());
}

fn change(n: usize, what: &str) -> Change {
    Change::SetEntity { id: (&*format!("e{n}")).into(), set: vec![EntityField::Note(Some(format!("{what} {n}")))] }
}

fn text(entities: usize) -> String {
    let mut out = String::from(
        "#![enable(implicit_some)]\nDossier(\n    format: 1,\n    title: \"Large\",\n    sources: [(id: \"s\", title: \"S\")],\n    entities: [\n",
    );
    for n in 0..entities {
        out += &format!(
            "        (id: \"e{n}\", kind: \"state\", name: \"Entity {n}\", claims: [(source: \"s\", at: \"P{n}\")]),\n"
        );
    }
    out += "    ],\n    relations: [\n";
    for n in 0..entities * 3 {
        let (from, to) = (n % entities, (n * 7919 + 13) % entities);
        out += &format!(
            "        (from: \"e{from}\", kind: \"supports\", to: \"e{to}\", when: \"2015-10\", claims: [(source: \"s\", at: \"P{n}\")]),\n"
        );
    }
    out + "    ],\n)\n"
}

fn timed<T>(work: impl FnOnce() -> T) -> (Time, T) {
    let (start, processor) = (Instant::now(), processor_time());
    let result = work();
    (Time { wall: start.elapsed(), processor: processor_time().saturating_sub(processor) }, result)
}

/// How long something took. On a busy machine only the processor's time means something; it is
/// known to a hundredth of a second, on Linux.
#[derive(Clone, Copy, Default)]
struct Time {
    wall: Duration,
    processor: Duration,
}

impl std::fmt::Debug for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.1?} (processor {:.2?})", self.wall, self.processor)
    }
}

impl std::ops::Add for Time {
    type Output = Time;
    fn add(self, other: Time) -> Time {
        Time { wall: self.wall + other.wall, processor: self.processor + other.processor }
    }
}

impl std::ops::Sub for Time {
    type Output = Time;
    fn sub(self, other: Time) -> Time {
        let processor = self.processor.saturating_sub(other.processor);
        Time { wall: self.wall.saturating_sub(other.wall), processor }
    }
}

/// User and system time of this process, in clock ticks of 10 ms.
fn processor_time() -> Duration {
    let stat = chancery::dossier::storage::about_this_process("stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
    let ticks: u64 = fields.skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// A fixed amount of plain work: FNV-1a over 4 MiB.
fn calibrate() {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for n in 0..4u32 << 20 {
        hash = (hash ^ u64::from(black_box(n) & 0xff)).wrapping_mul(0x0100_0000_01b3);
    }
    black_box(hash);
}
