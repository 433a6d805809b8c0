// What is done to every damaged text, here and in the tests: read it as a dossier and as one that
// includes it, as RON, a date, a line of quick entry, a question or a journal, and hold us to our promises.

use std::sync::OnceLock;

use chancery::dossier::edit::{self, quick_entry};
use chancery::dossier::model::{Date, Dossier, Vocabulary};
use chancery::dossier::storage::{JournalEntry, edits_in_journal, journal_with};
use chancery::dossier::{document, ron_text};
use chancery::explore::query::language;
use chancery::problem::{Problem, codes};

/// Reads bytes as a dossier. Panics where a promise is broken.
pub(super) fn read(bytes: &[u8]) {
    let fetch = |path: &str| match path {
        "background.ron" | "part.ron" => Ok(bytes.to_vec()),
        _ => Err(Problem::error(codes::IO, "not there")),
    };
    let reading = ron_text::read("damaged.ron", bytes, &fetch);
    for problem in &reading.problems {
        let text = problem.to_text();
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        if let Some(place) = &problem.place {
            assert!(place.line >= 1 && place.column >= 1);
        }
    }
    for (_, from, to, _) in reading.dossier.relations() {
        assert!(reading.dossier.entity(from).is_some() && reading.dossier.entity(to).is_some());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let (tree, _) = ron_text::parse(text);
        assert_eq!(tree.print(text), text);
        tree.check(text).expect("the tree tiles its text");
    }
}

/// Parses bytes as RON and asks `ron` for its opinion. Known differences, each a refusal of ours
/// that is told with its place: depth; byte order marks, which `ron` refuses; and `Some x` without
/// brackets, which `ron` takes where `Some` may be left out.
pub(super) fn tree(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (tree, errors) = ron_text::parse(text);
    assert_eq!(tree.print(text), text);
    tree.check(text).expect("the tree tiles its text");
    let deep = text.bytes().filter(|b| matches!(b, b'(' | b'[' | b'{')).count() > 30;
    if deep || text.starts_with('\u{feff}') {
        return;
    }
    let options = ron::Options::default().with_default_extension(
        ron::extensions::Extensions::IMPLICIT_SOME | ron::extensions::Extensions::UNWRAP_NEWTYPES,
    );
    let after_some = |at: usize| text.get(..at).is_some_and(|before| before.ends_with("Some"));
    let bare_some = |at: usize, message: &str| message.starts_with("`Some` needs a value") || after_some(at);
    let known = errors.list.iter().any(|e| bare_some(e.bytes.0, &e.message));
    if options.from_str::<ron::Value>(text).is_ok() && !known {
        assert!(errors.is_empty(), "we refuse {text:?}: {:?}", errors.list);
    }
}

/// Reads bytes as a date.
pub(super) fn edtf(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let date = Date::read(text);
    assert_eq!(date.written(), text);
    if let (Some(first), Some(last)) = (date.earliest(), date.latest()) {
        assert!(first <= last, "{text}");
        // Both ends answer, whatever the answer is.
        let _ = (date.holds_on(first), date.holds_on(last));
    }
    assert!(!date.in_words().is_empty() || text.is_empty());
    let days = date.turning_days();
    assert!(days.windows(2).all(|w| w[0] < w[1]), "{text}");
    if let Err(error) = Date::parse(text) {
        assert!(error.span.0 <= error.span.1 && text.is_char_boundary(error.span.0.min(text.len())), "{text}");
    }
}

/// A small dossier, so that a copy of it costs little: two things of one name, an alias in another
/// script, an id that is another's name, a ghost, and a source.
const KNOWN: &str = r#"Dossier(
    format: 1,
    title: "Known",
    sources: [(id: "wire", title: "A wire"), (id: "P8", title: "Named like a place")],
    entities: [
        (id: "japan", kind: "state", name: "Japan", names: [(text: "日本", lang: "ja"), (text: "Tokyo", role: alias)]),
        (id: "asean", kind: "organisation", name: "ASEAN"),
        (id: "a-b", kind: "meeting", name: "A + B"),
        (id: "twin", kind: "topic", name: "japan"),
        (id: "Topic", kind: "topic", name: "asean"),
    ],
    relations: [
        (from: "japan", kind: "hosts", to: "a-b", when: "2015-10", claims: [(source: "wire", at: "P1")]),
        (from: "asean", kind: "member_of", to: "nobody"),
    ],
)"#;

/// Takes bytes apart as a line of quick entry.
pub(super) fn quick_entry(bytes: &[u8]) {
    static DOSSIER: OnceLock<Dossier> = OnceLock::new();
    let Ok(line) = std::str::from_utf8(bytes) else { return };
    let dossier = DOSSIER.get_or_init(|| {
        let mut dossier = document::open_texts(&[("known.ron", KNOWN)]).dossier;
        // Every kind is looked at in every run; a few do.
        let mut few = Vocabulary::default();
        dossier.vocabulary.entity_kinds.iter().take(6).for_each(|kind| few.set_entity_kind(kind.clone()));
        dossier.vocabulary.relation_kinds.iter().take(8).for_each(|kind| few.set_relation_kind(kind.clone()));
        dossier.vocabulary = few.into();
        dossier
    });
    match quick_entry::parse(line, dossier) {
        Ok(entry) => {
            let mut dossier = dossier.clone();
            let cites = entry.uncited_ends().next().is_some();
            let entry = if cites { entry.citing_ends() } else { entry };
            for change in &entry.changes {
                edit::apply(&mut dossier, change).unwrap_or_else(|why| panic!("{line:?}: {change:?}: {why}"));
            }
            dossier.check_indices().unwrap();
        }
        Err(error) => assert!(error.column <= line.chars().count().max(quick_entry::MOST), "{line:?}"),
    }
    if line.len() < 200 {
        for completion in quick_entry::complete(line, line.len(), dossier) {
            assert!(line.get(completion.range).is_some(), "{line:?}");
        }
    }
}

/// Reads bytes as a question: every place is in the text, what is printed is read as the same, and asking never fails.
pub(super) fn query(bytes: &[u8]) {
    static DOSSIER: OnceLock<Dossier> = OnceLock::new();
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let parsed = language::parse(text);
    for fault in &parsed.faults {
        assert!(text.get(fault.span.clone()).is_some(), "{text:?}: {fault:?}");
    }
    let printed = parsed.query.to_string();
    let again = language::parse(&printed);
    // What is printed may be longer than what was read, and too long.
    if printed.len() <= language::MOST_BYTES {
        assert!(again.faults.is_empty(), "{text:?}: {:?}", again.faults);
        assert_eq!(again.query, parsed.query, "{text:?}");
    }
    if text.len() < 200 {
        let dossier = DOSSIER.get_or_init(|| document::open_texts(&[("known.ron", KNOWN)]).dossier);
        let mut evaluator = language::Evaluator::default();
        assert!(!evaluator.explain(dossier, 0, &parsed.query).is_empty());
        evaluator.unknown(dossier, 0, &parsed.query);
        for offer in language::complete(text, text.len(), dossier, 0, &mut evaluator) {
            assert!(text.get(offer.range).is_some(), "{text:?}");
        }
        let (certain, possible) = evaluator.ask(dossier, 0, &parsed.query).entity_counts();
        assert!(certain + possible <= dossier.entity_count(), "{text:?}");
    }
}

/// Reads bytes as a journal, and a journal that was damaged as the bytes say: nothing comes back
/// that was not written, and nothing out of order.
pub(super) fn journal(bytes: &[u8]) {
    static WRITTEN: OnceLock<(Vec<JournalEntry>, Vec<u8>)> = OnceLock::new();
    let (edits, whole) = WRITTEN.get_or_init(|| {
        let edit = |number: u64| JournalEntry {
            number: number + 4,
            at_ms: number,
            label: format!("edit {number}"),
            change: (0..number as u8 * 7).collect(),
        };
        let edits: Vec<JournalEntry> = (0..5).map(edit).collect();
        let bytes = journal_with("Written", &edits);
        (edits, bytes)
    });
    let Some((way, rest)) = bytes.split_first() else { return };
    match way % 3 {
        0 => drop(edits_in_journal(rest)),
        // Records whose sums are right, whatever stands in them.
        1 => {
            let mut made = journal_with("Made", &[]);
            for body in rest.split(|b| *b == 0xff) {
                made.extend((body.len() as u32).to_le_bytes());
                made.extend(crc32fast::hash(body).to_le_bytes());
                made.extend(body);
            }
            let read = edits_in_journal(&made).expect("its opening is whole");
            assert!(read.windows(2).all(|pair| pair[0].number + 1 == pair[1].number));
        }
        _ => {
            let (damaged, moved) = damage(whole, rest);
            let read = edits_in_journal(&damaged).unwrap_or_default();
            if moved {
                // Whole records were moved: what is left of them is still told in order.
                assert!(read.is_empty() || edits.windows(read.len()).any(|part| part == read));
            } else {
                assert!(edits.starts_with(&read), "{read:?}");
            }
        }
    }
}

/// Damages a journal: cuts it off, flips bits, fills with zeros, puts bytes in, or moves pieces;
/// and whether pieces were moved.
fn damage(whole: &[u8], by: &[u8]) -> (Vec<u8>, bool) {
    let mut bytes = whole.to_vec();
    let mut moved = false;
    for step in by.chunks(4) {
        let [way, at, len, value] = [0, 1, 2, 3].map(|n| step.get(n).copied().unwrap_or(0));
        // Places are finer than a byte can say: the lowest bits of the way go in front.
        let at = (usize::from(way >> 3) << 8 | usize::from(at)) % (bytes.len() + 1);
        let end = (at + usize::from(len)).min(bytes.len());
        match way & 7 {
            0 => bytes.truncate(at),
            1 | 2 => bytes.iter_mut().skip(at).take(1).for_each(|b| *b ^= value),
            3 => bytes[at..end].fill(0),
            4 => drop(bytes.splice(at..at, vec![value; usize::from(len)])),
            5 => {
                bytes.drain(at..end);
                moved = true;
            }
            _ => {
                let piece = bytes[at..end].to_vec();
                let to = usize::from(value) * 2 % (bytes.len() + 1);
                bytes.splice(to..to, piece);
                moved = true;
            }
        }
    }
    (bytes, moved)
}
