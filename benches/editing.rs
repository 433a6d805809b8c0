//! Opening and editing at size, alone and while another thread reads: a dossier of 100,000 entities and
//! 300,000 relations. Prints user CPU seconds, milliseconds and ratios; `CHANCERY_ENTITIES` sets another size.
//!
//! Opening is held against plain `ron::from_str` into the same types (serde's form of them), side
//! by side, several times in turn.

use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Instant;

use chancery::dossier::document::{self, Document};
use chancery::dossier::edit::{Change, EntityField, InsertAt, RelationField};
use chancery::dossier::model::{Entity, Relation, Source};
use serde::Deserialize;

#[derive(Deserialize)]
#[allow(dead_code, reason = "they are read to be timed")]
struct Dossier {
    format: u32,
    title: String,
    sources: Vec<Source>,
    entities: Vec<Entity>,
    relations: Vec<Relation>,
}

/// A text as a person would write it, one record a line.
fn text(entities: usize) -> String {
    let mut out =
        String::from("#![enable(implicit_some)]\nDossier(\n    format: 1,\n    title: \"Large\",\n    sources: [\n");
    for n in 0..100 {
        out.push_str(&format!("        (id: \"s{n}\", title: \"Source {n}\", published: \"2015-10\"),\n"));
    }
    out.push_str("    ],\n    entities: [\n");
    for n in 0..entities {
        if n % 50 == 0 {
            out.push_str(&format!("        // {n}\n"));
        }
        let kind = ["state", "organisation", "official", "meeting"][n % 4];
        out.push_str(&format!(
            "        (id: \"e{n}\", kind: \"{kind}\", name: \"Entity number {n}\", when: \"20{:02}\", claims: [(source: \"s{}\", at: \"P{}\")]),\n",
            n % 20, n % 100, n % 9
        ));
    }
    out.push_str("    ],\n    relations: [\n");
    for n in 0..entities * 3 {
        let (from, to) = (n * 7919 % entities, (n * 104_729 + 13) % entities);
        let kind = ["member_of", "supports", "takes_part_in"][n % 3];
        out.push_str(&format!(
            "        (from: \"e{from}\", kind: \"{kind}\", to: \"e{to}\", when: \"2015-10\", claims: [(source: \"s{}\", at: \"P{}\")]),\n",
            n % 100, n % 9
        ));
    }
    out.push_str("    ],\n)\n");
    out
}

/// User CPU seconds of this process so far, and its peak memory in MiB; Linux alone tells.
fn usage() -> (f64, u64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or("");
    let ticks: f64 = after.split_whitespace().nth(11).and_then(|t| t.parse().ok()).unwrap_or(0.0);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|l| l.starts_with("VmHWM:")).and_then(|l| l.split_whitespace().nth(1)?.parse().ok());
    (ticks / 100.0, peak.unwrap_or(0u64) / 1024)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let before = usage().0;
    let out = work();
    (out, usage().0 - before)
}

// In one piece: the measurements, one after the other.
fn main() {
    let entities = std::env::var("CHANCERY_ENTITIES").ok().and_then(|v| v.parse().ok()).unwrap_or(100_000);
    let text = text(entities);
    println!("{entities} entities, {} relations, {} MiB", entities * 3, text.len() >> 20);
    let before = usage().1;
    let (document, first) = timed(|| document::open_texts(&[("large.ron", &text)]));
    println!("open {first:.2} s user, peak {} MiB more than {before}", usage().1 - before);
    drop(document);
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let mut ratios: Vec<f64> = (0..5)
        .map(|_| {
            let (_, ours) = timed(|| document::open_texts(&[("large.ron", &text)]));
            let (read, theirs) = timed(|| options.from_str::<Dossier>(&text));
            read.expect("the text is plain RON");
            println!("  open {ours:.2} s, ron {theirs:.2} s user");
            ours / theirs
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    println!("open / ron: {:.2} (median of 5)", ratios[2]);

    let mut document = document::open_texts(&[("large.ron", &text)]);
    let middle = entities / 2;
    let entity = |n: usize| format!("e{n}").as_str().into();
    let changes: Vec<(&str, Change)> = vec![
        ("set a name", Change::SetEntity { id: entity(middle), set: vec![EntityField::Name("Other".to_owned())] }),
        ("add an entity", Change::AddEntity { entity: Entity::new("new", "state", "New"), place: InsertAt::default() }),
        (
            "add a relation after the first",
            Change::AddRelation {
                relation: Relation::new(format!("e{middle}").as_str(), "hosts", "e1"),
                place: InsertAt {
                    file: None,
                    after: document.dossier.relations().next().map(|(.., r)| r.id.to_string()),
                },
            },
        ),
        (
            "tie a relation elsewhere",
            Change::SetRelation {
                id: document.dossier.relations().nth(entities).unwrap().3.id.clone(),
                set: vec![RelationField::To(entity(3))],
            },
        ),
        ("delete an entity", Change::RemoveEntity { id: entity(middle) }),
        ("change an id", Change::RenameEntity { id: entity(middle + 1), to: "renamed".into(), keep_as_alias: true }),
        ("merge two", Change::MergeEntities { keep: entity(5), lose: entity(6), set: vec![] }),
        ("set the title", Change::SetTitle("Larger".to_owned())),
    ];
    let alone: Vec<[f64; 3]> = changes.iter().map(|(_, change)| best(&mut document, change, false)).collect();
    for ((name, _), [edit, undo, redo]) in changes.iter().zip(&alone) {
        println!("{name}: edit {edit:.2} ms, undo {undo:.2} ms, redo {redo:.2} ms");
    }
    let before = resident();
    document.snapshot().dossier();
    println!("readers' copy: {} MiB", resident().saturating_sub(before));
    for ((name, change), alone) in changes.iter().zip(&alone) {
        let held = best(&mut document, change, true);
        let ratios: Vec<String> = held.iter().zip(alone).map(|(held, alone)| format!("{:.2}", held / alone)).collect();
        println!("{name} while a snapshot is held: {:.2} ms; edit, undo, redo by {}", held[0], ratios.join(", "));
    }
    let (_, print) = timed(|| document.text(0));
    println!("text {print:.2} s user");
    assert_eq!(document.text(0).as_deref(), Some(text.as_str()));
}

/// Memory of this process at the moment, in MiB; Linux alone tells.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmRSS:"));
    line.and_then(|l| l.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// The shortest times in milliseconds of a change, of undoing it and of making it again; if so wanted
/// while another thread holds what was there before.
fn best(document: &mut Document, change: &Change, is_held: bool) -> [f64; 3] {
    let mut best = [f64::INFINITY; 3];
    let ways: [&dyn Fn(&mut Document); 3] = [
        &|document| drop(document.apply(change.clone()).expect("it makes sense")),
        &|document| drop(document.undo()),
        &|document| drop(document.redo()),
    ];
    for _ in 0..5 {
        for (best, way) in best.iter_mut().zip(ways) {
            let held = is_held.then(|| Held::new(document));
            let begun = Instant::now();
            way(document);
            *best = best.min(begun.elapsed().as_secs_f64() * 1e3);
            drop(held);
        }
        document.undo();
    }
    best
}

/// A snapshot that another thread looks at until this is dropped.
struct Held {
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Held {
    fn new(document: &Document) -> Self {
        let snapshot = document.snapshot();
        let (done, end) = channel();
        let (looks, looked) = channel();
        let thread = std::thread::spawn(move || {
            let entities = snapshot.dossier().entity_count();
            looks.send(entities).expect("somebody waits");
            // It ends with an error, once the sender is dropped.
            let _: Result<(), _> = end.recv();
            assert_eq!(snapshot.dossier().entity_count(), entities);
        });
        looked.recv().expect("it is looked at");
        Held { done: Some(done), thread: Some(thread) }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.done.take();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("nothing it reads has changed");
        }
    }
}
