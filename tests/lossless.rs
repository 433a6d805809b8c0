//! What I wrote stays as I wrote it: generated dossiers, random edits, everything taken back.
//!
//! `CHANCERY_EDITS` sets how many edits are tried (10,000 without it), `CHANCERY_SEED` the seed, and
//! `CHANCERY_SEEDS` with how many seeds from there on a thousand changes are undone (1 without it).

#[path = "../fuzz/edits.rs"]
mod edits;

use std::sync::Arc;

use chancery::dossier::document::{self, Snapshot};
use chancery::dossier::edit::Change;
use chancery::dossier::model::{Dossier, Entity};
use edits::generate::{self, Choices};

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

#[test]
fn an_edit_changes_its_lines_alone_and_undoing_leads_back_to_the_byte() {
    let seed = setting("CHANCERY_SEED", 20_151_001);
    let wanted = setting("CHANCERY_EDITS", 10_000) as usize;
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    let run = |worker: usize| {
        let (mut tried, mut made) = (0, 0);
        for number in 0.. {
            if tried >= wanted / workers {
                break;
            }
            let own = seed.wrapping_mul(1_000_003).wrapping_add((number * workers + worker) as u64);
            let done = std::panic::catch_unwind(|| edits::run(&mut Choices::new(&[], own), 10));
            let tally = done.unwrap_or_else(|_| panic!("the dossier of seed {own} broke a promise"));
            tried += tally.tried;
            made += tally.made;
        }
        (tried, made)
    };
    let sums: Vec<(usize, usize)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|worker| scope.spawn(move || run(worker))).collect();
        handles.into_iter().map(|h| h.join().expect("no promise was broken")).collect()
    });
    let (tried, made) = sums.iter().fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    println!("{tried} edits tried, {made} made");
    assert!(made * 3 > tried * 2, "too many are refused to prove anything: {made} of {tried}");
}

#[test]
fn changes_of_dossiers_that_stay_open_keep_every_promise() {
    let first = setting("CHANCERY_SEED", 20_151_001);
    let tallies = (first..first + 300).map(|seed| edits::run_on_kept(&mut Choices::new(&[], seed), 2));
    assert!(tallies.map(|tally| tally.made).sum::<usize>() > 300);
}

#[test]
fn a_thousand_changes_are_taken_back_one_by_one_and_made_again() {
    let first = setting("CHANCERY_SEED", 20_151_001);
    for seed in first..first + setting("CHANCERY_SEEDS", 1) {
        println!("seed {seed}");
        undo_a_thousand(seed);
    }
}

fn undo_a_thousand(seed: u64) {
    let mut choices = Choices::new(&[], seed);
    let files = generate::dossier(&mut choices);
    let named: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let mut document = document::open_texts(&named);
    let mut states = vec![(document.dossier.clone(), edits::texts(&document))];
    while states.len() <= 1_000 {
        let change = generate::change(&mut choices, &document.dossier);
        let steps = document.history().1;
        if document.apply(change).is_ok() && document.history().1 > steps {
            states.push((document.dossier.clone(), edits::texts(&document)));
        }
    }
    let same = |document: &document::Document, at: usize| {
        document.dossier.check_indices().unwrap();
        document.dossier.same_as(&states[at].0).unwrap_or_else(|why| panic!("state {at}: {why}"));
        assert_eq!(edits::texts(document), states[at].1, "state {at}");
    };
    for at in (0..1_000).rev() {
        document.undo().unwrap();
        same(&document, at);
    }
    assert!(document.can_undo().is_none() && !document.is_changed());
    for at in 1..=1_000 {
        document.redo().unwrap();
        same(&document, at);
    }
    document.check().unwrap();
    document.jump_to(500);
    same(&document, 500);
}

#[test]
fn what_was_saved_last_is_known_whatever_was_done_since() {
    let seed = setting("CHANCERY_SEED", 20_151_001);
    let mut choices = Choices::new(&[], seed);
    let files = generate::dossier(&mut choices);
    let named: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let mut document = document::open_texts(&named);
    let mut saved = document.dossier.clone();
    for step in 0..600 {
        match choices.below(12) {
            0 => {
                document.mark_saved();
                saved = document.dossier.clone();
            }
            1..=3 => drop(document.undo()),
            4 => drop(document.redo()),
            _ => {
                let change = generate::change(&mut choices, &document.dossier);
                let _ = document.apply(change);
            }
        }
        let again = document.as_saved().expect("it is a state of this history");
        again.same_as(&saved).unwrap_or_else(|why| panic!("step {step} of seed {seed}: {why}"));
        again.check_indices().unwrap();
    }
}

/// Whether two dossiers are the same, to the indices of their records.
fn same_to_the_index(a: &Dossier, b: &Dossier) -> Result<(), String> {
    a.same_as(b)?;
    a.check_indices()?;
    let entity = |(index, entity): (_, &Entity)| b.entity_index(entity.id.as_str()) == Some(index);
    let relations = a.relations().map(|(index, from, to, _)| (index, from, to));
    if !a.entities().all(entity) || !relations.eq(b.relations().map(|(index, from, to, _)| (index, from, to))) {
        return Err("records have other indices".to_owned());
    }
    Ok(())
}

#[test]
fn a_snapshot_is_what_the_dossier_was_whenever_it_is_looked_at() {
    let first = setting("CHANCERY_SEED", 20_151_001);
    let mut looked = 0;
    for seed in first..first + 40 {
        let mut choices = Choices::new(&[], seed);
        let files = generate::dossier(&mut choices);
        let named: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        let mut document = document::open_texts(&named);
        let mut held: Vec<(Arc<Snapshot>, Dossier)> = Vec::new();
        for step in 0..120 {
            match choices.below(12) {
                0 => drop(document.undo()),
                1 => drop(document.redo()),
                2 => document.mark_saved(),
                3 | 4 => held.push((document.snapshot(), document.dossier.clone())),
                5 if !held.is_empty() => drop(held.swap_remove(choices.below(held.len()))),
                6 | 7 if !held.is_empty() => {
                    let (snapshot, meant) = &held[choices.below(held.len())];
                    same_to_the_index(snapshot.dossier(), meant)
                        .unwrap_or_else(|why| panic!("step {step} of seed {seed}: {why}"));
                    looked += 1;
                }
                // Of several at once the last may be refused, and the others are taken back.
                _ => {
                    let changes: Vec<Change> =
                        (0..1 + choices.below(3)).map(|_| generate::change(&mut choices, &document.dossier)).collect();
                    let _ = document.apply(changes);
                }
            }
        }
        for (snapshot, meant) in &held {
            same_to_the_index(snapshot.dossier(), meant).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
        }
    }
    assert!(looked > 300, "{looked} snapshots were looked at");
}

/// Cuts lines out, writes some twice, moves some, or changes a letter.
fn damaged(text: &str, choices: &mut Choices<'_>) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for _ in 0..1 + choices.below(3) {
        let (at, to) = (choices.below(lines.len().max(1)), choices.below(lines.len().max(1)));
        let Some(line) = lines.get(at).cloned() else { return text.to_owned() };
        match choices.below(5) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(to, line),
            2 => lines.swap(at, to),
            3 => lines[at] = line.replace(choices.of(&["e0", "s0", "meets", "\"", "name", "2015"]), "e1"),
            _ => lines[at] = line.replace(choices.of(&["),", "(", "]", ","]), choices.of(&["", "),", ", ,", ") x"])),
        }
    }
    lines.concat()
}

/// Tells, where the program itself panics, what it was given.
struct OnPanic<'a>(&'a str);

impl Drop for OnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.0);
        }
    }
}

#[test]
fn what_is_read_beside_what_was_read_before_is_the_same_as_read_anew() {
    let first = setting("CHANCERY_SEED", 20_151_001);
    let (mut sound, mut taken_over) = (0, 0);
    for seed in first..first + setting("CHANCERY_EDITS", 10_000) / 4 {
        let mut choices = Choices::new(&[], seed);
        let mut files = generate::dossier(&mut choices);
        let named = |files: &[(String, String)]| -> document::Document {
            document::open_texts(&files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect::<Vec<_>>())
        };
        // Trouble that stays, at times.
        if choices.once_in(3) {
            files[0].1 = damaged(&files[0].1, &mut choices);
        }
        let mut before = named(&files);
        for _ in 0..choices.below(4) {
            let change = generate::change(&mut choices, &before.dossier);
            let told = format!("seed {seed}: {change:?}\n{}", edits::texts(&before).join("\n+++\n"));
            let _told = OnPanic(&told);
            drop(before.apply(change));
        }
        if !before.read_only && choices.once_in(2) {
            files = before.files().into_iter().map(|file| (file.name, file.text)).collect();
        }
        let at = choices.below(files.len());
        files[at].1 = damaged(&files[at].1, &mut choices);
        let mut anew = named(&files);
        let given: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        let mut again = document::open_texts_after(&given, Some(&before));
        let told =
            format!("seed {seed}\n{}", files.iter().map(|(_, t)| t.as_str()).collect::<Vec<_>>().join("\n+++\n"));
        assert_eq!(again.problems, anew.problems, "{told}");
        assert_eq!(again.read_only, anew.read_only, "{told}");
        again.dossier.check_indices().unwrap();
        again.dossier.same_as(&anew.dossier).unwrap_or_else(|why| panic!("{why}\n{told}"));
        assert_eq!(edits::texts(&again), edits::texts(&anew), "{told}");
        let ids = |d: &document::Document| {
            d.dossier.relations().map(|(.., r)| (r.id.clone(), r.id_given)).collect::<Vec<_>>()
        };
        assert_eq!(ids(&again), ids(&anew), "{told}");
        sound += usize::from(!again.read_only);
        let there = |e: &chancery::dossier::model::Entity| {
            before.dossier.entity_by_id(e.id.as_str()).is_some_and(|b| std::ptr::eq(b, e))
        };
        taken_over += again.dossier.entities().filter(|(_, e)| there(e)).count();
        // And it can be edited on in the same way.
        for _ in 0..3 {
            let change = generate::change(&mut choices, &anew.dossier);
            let told = format!("{told}\n{change:?}");
            let _told = OnPanic(&told);
            let done = (again.apply(change.clone()).is_ok(), anew.apply(change.clone()).is_ok());
            assert_eq!(done.0, done.1, "{change:?}\n{told}");
            assert_eq!(edits::texts(&again), edits::texts(&anew), "{change:?}\n{told}");
        }
    }
    assert!(sound > 500 && taken_over > sound, "{taken_over} taken over in {sound} sound ones");
}
