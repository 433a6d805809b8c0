//! What a person relies on: what they did is there again after a crash, once, in order, until they
//! decide; and nothing that lies in the folder keeps the program from starting.

use std::sync::Arc;

use super::super::{Expected, FileToSave, RealDisk, Saving};
use super::*;

struct Place {
    folder: tempfile::TempDir,
    main: PathBuf,
    storage: Storage,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let main = folder.path().join("main.ron");
        std::fs::write(&main, "0").unwrap();
        let storage = Storage::new(Arc::new(RealDisk), folder.path().join("state"));
        Place { folder, main, storage }
    }

    fn journal(&self) -> Journal {
        Journal::new(&self.storage, "Main", Some(&self.main), self.base())
    }

    fn base(&self) -> Base {
        vec![(self.main.clone(), super::super::fingerprint(&RealDisk, &self.main).unwrap().unwrap())]
    }

    fn save(&self, journal: &Journal, upto: u64, text: &str) {
        let expected = Expected::Content(self.base()[0].1);
        let files = [FileToSave { path: &self.main, bytes: text.as_bytes(), expected }];
        let how = Saving { check: &|_| Ok(()), may_shrink: false, journal: Some((journal, upto)) };
        self.storage.save(&files, &how).unwrap();
    }

    fn journals(&self) -> Vec<PathBuf> {
        let paths = std::fs::read_dir(self.storage.journals().unwrap()).unwrap().map(|e| e.unwrap().path());
        paths.filter(|p| p.extension().is_some()).collect()
    }
}

#[test]
fn what_is_not_saved_is_offered_until_the_person_decides() {
    let place = Place::new();
    let journal = place.journal();
    assert!(!place.storage.journals().unwrap().exists(), "who only looks leaves nothing behind");
    assert_eq!(journal.append("Add Japan", b"one"), 1);
    assert_eq!(journal.append("Rename Laos", b"two"), 2);
    assert!(journal.wait_until_synced(Duration::from_secs(10)));
    let state = journal.state();
    assert_eq!((state.last, state.written, state.synced, &state.trouble), (2, 2, 2, &None));
    assert!(place.storage.is_edited_elsewhere(&place.main));
    assert_eq!(place.storage.leftovers().list.len(), 0, "its window lives");
    drop(journal);
    assert!(!place.storage.is_edited_elsewhere(&place.main));
    for _later in 0..2 {
        let found = place.storage.leftovers();
        assert_eq!(found.list.len(), 1);
        let left = &found.list[0];
        assert_eq!((left.name.as_str(), left.path.as_ref(), left.edits.len()), ("Main", Some(&place.main), 2));
        assert!(left.changed_since.is_empty() && left.last_edit_ms() >= left.started_ms);
        assert_eq!(place.storage.leftovers().list.len(), 0, "one window at a time is asked");
    }
    let (journal, edits) = place.storage.leftovers().list.remove(0).restore();
    assert_eq!(edits.iter().map(|e| e.label.as_str()).collect::<Vec<_>>(), ["Add Japan", "Rename Laos"]);
    assert_eq!(journal.append("Third", b"three"), 3);
    drop(journal);
    let left = place.storage.leftovers().list.remove(0);
    assert_eq!(left.edits.iter().map(|e| &*e.change).collect::<Vec<_>>(), [&b"one"[..], b"two", b"three"]);
    left.discard();
    assert_eq!(place.storage.leftovers().list.len(), 0);
    assert_eq!(std::fs::read_dir(place.storage.trash().unwrap()).unwrap().count(), 1, "kept for thirty days");
}

#[test]
fn what_is_saved_is_not_offered() {
    let place = Place::new();
    let journal = place.journal();
    journal.append("a", b"1");
    journal.append("b", b"2");
    place.save(&journal, 2, "2");
    assert!(place.journals().is_empty());
    // An edit that is made while another save runs is not part of it.
    journal.append("c", b"3");
    journal.append("d", b"4");
    place.save(&journal, 3, "3");
    drop(journal);
    let left = place.storage.leftovers().list.remove(0);
    assert_eq!(left.edits.iter().map(|e| e.number).collect::<Vec<_>>(), [4]);
    assert!(left.changed_since.is_empty());
}

#[test]
fn a_save_that_was_killed_before_it_said_so_counts_by_what_the_files_hold() {
    let place = Place::new();
    let journal = place.journal();
    journal.append("a", b"1");
    let new = [(place.main.clone(), Fingerprint::of(b"1"))];
    journal.saving(1, &new);
    drop(journal);
    assert_eq!(place.storage.leftovers().list[0].edits.len(), 1, "the file is the old one");
    std::fs::write(&place.main, "1").unwrap();
    assert_eq!(place.storage.leftovers().list.len(), 0, "the file is the new one");
    // And where it is neither: offered, to be merged.
    let journal = place.journal();
    journal.append("b", b"2");
    place.storage.keep_version(&place.main, b"1").unwrap();
    drop(journal);
    std::fs::write(&place.main, "theirs").unwrap();
    let left = place.storage.leftovers().list.remove(0);
    assert_eq!((left.edits.len(), &left.changed_since), (1, &vec![place.main.clone()]));
    assert_eq!(left.base_content(&place.main).unwrap(), b"1");
}

#[test]
fn an_old_content_that_came_back_brings_no_saved_edits_back() {
    let place = Place::new();
    let journal = place.journal();
    journal.append("a", b"1");
    journal.append("b", b"2");
    place.save(&journal, 1, "1");
    drop(journal);
    std::fs::write(&place.main, "0").unwrap();
    let left = place.storage.leftovers().list.remove(0);
    assert_eq!(left.edits.iter().map(|e| e.number).collect::<Vec<_>>(), [2]);
    assert_eq!(left.changed_since.len(), 1);
}

#[test]
fn a_new_beginning_replaces_the_old_edits_in_one_step() {
    let place = Place::new();
    let journal = place.journal();
    journal.append("a", b"1");
    std::fs::write(&place.main, "theirs").unwrap();
    journal.restart("Main", Some(&place.main), place.base(), &[("a", b"1 on theirs")]);
    assert_eq!(journal.append("b", b"2"), 2);
    assert_eq!(place.journals().len(), 1);
    drop(journal);
    let left = place.storage.leftovers().list.remove(0);
    assert_eq!(left.edits.iter().map(|e| &*e.change).collect::<Vec<_>>(), [&b"1 on theirs"[..], b"2"]);
    assert!(left.changed_since.is_empty());
}

#[test]
fn a_disk_that_refuses_is_told_of_and_tried_again() {
    let place = Place::new();
    let state = place.folder.path().join("state");
    // A file stands where the folder should be.
    std::fs::write(&state, "").unwrap();
    let journal = place.journal();
    journal.append("a", b"1");
    assert!(journal.state().trouble.is_some() && journal.state().written == 0);
    std::fs::remove_file(&state).unwrap();
    assert!(journal.wait_until_synced(Duration::from_secs(10)));
    assert_eq!(journal.state().trouble, None);
    drop(journal);
    assert_eq!(place.storage.leftovers().list[0].edits.len(), 1);
}

#[test]
fn a_discarded_journal_goes_after_thirty_days() {
    let place = Place::new();
    let trash = place.storage.trash().unwrap();
    std::fs::create_dir_all(&trash).unwrap();
    let day = 24 * 60 * 60 * 1000;
    for days in [1, 29, 31] {
        std::fs::write(trash.join(format!("{:013}-x.journal", now_ms() - days * day)), "").unwrap();
    }
    place.storage.leftovers();
    assert_eq!(std::fs::read_dir(&trash).unwrap().count(), 2);
}

/// How many corrupted files are tried; more by `CHANCERY_CORRUPTED`.
fn corrupted() -> u64 {
    std::env::var("CHANCERY_CORRUPTED").ok().and_then(|n| n.parse().ok()).unwrap_or(200)
}

#[test]
fn whatever_lies_in_the_folder_the_program_starts() {
    let place = Place::new();
    let journal = place.journal();
    for n in 0..20u8 {
        journal.append("edit", &[n; 40]);
    }
    drop(journal);
    let path = place.journals().remove(0);
    let good = std::fs::read(&path).unwrap();
    let mut random = Random(7);
    let mut edits = 0;
    for case in 0..corrupted() {
        let mut bytes = good.clone();
        match case % 5 {
            0 => bytes.truncate(random.below(bytes.len())),
            1 => (0..=random.below(8)).for_each(|_| {
                let at = random.below(bytes.len());
                bytes[at] = random.next() as u8
            }),
            2 => bytes = (0..random.below(4_000)).map(|_| random.next() as u8).collect(),
            3 => {
                let at = random.below(bytes.len());
                let tail = bytes[random.below(bytes.len())..].to_vec();
                bytes.splice(at.., tail);
            }
            _ => {
                let at = random.below(bytes.len());
                bytes.splice(at..at, [0xff; 9]);
            }
        }
        std::fs::write(&path, bytes).unwrap();
        let found = place.storage.leftovers();
        assert!(found.list.len() + found.unreadable.len() <= 1);
        for left in found.list {
            assert!(left.edits.iter().all(|e| e.change.len() == 40));
            edits += left.edits.len();
            let (journal, _) = left.restore();
            journal.append("after", b"x");
            drop(journal);
            let again = place.storage.leftovers().list.remove(0);
            assert_eq!(again.edits.last().unwrap().change, b"x", "what is torn is cut off first");
            again.discard();
        }
    }
    assert!(edits > 0);
}

/// A small generator (SplitMix64), the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}
