// What must hold of every edit of every dossier, here and in the tests: what is not edited stays
// to the byte, model and text agree, and undoing leads back.

use std::sync::OnceLock;

use chancery::dossier::document::{self, Document};
use chancery::dossier::edit::{Change, Touched};
use chancery::dossier::model::List;
use chancery::dossier::ron_text;

#[path = "generate.rs"]
pub(super) mod generate;

use generate::Choices;

/// How many edits were tried, and how many of them were made.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub tried: usize,
    pub made: usize,
}

/// Generates a dossier and makes changes to it, one by one. Panics where a promise is broken.
pub(super) fn run(choices: &mut Choices<'_>, changes: usize) -> Tally {
    let files = generate::dossier(choices);
    let mut tally = Tally::default();
    let named: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut document = document::open_texts(&named);
    assert!(!document.read_only, "{:?}\n{}", document.problems, files[0].1);
    assert_eq!(texts(&document), files.iter().map(|(_, t)| t.clone()).collect::<Vec<_>>());
    formatted(&document, &named);
    for _ in 0..changes {
        let change = generate::change(choices, &document.dossier);
        tally.tried += 1;
        tally.made += usize::from(edit(&mut document, change));
    }
    tally
}

/// How many generated dossiers [`run_on_kept`] chooses from.
const KEPT: usize = 256;

/// Up to how many bytes they have.
const SMALL: usize = 1_200;

/// Makes changes to one of a number of generated dossiers that stay open: to generate and open one
/// takes as long as many changes. Panics where a promise is broken.
pub(super) fn run_on_kept(choices: &mut Choices<'_>, changes: usize) -> Tally {
    static OPEN: OnceLock<Vec<OnceLock<Document>>> = OnceLock::new();
    let which = choices.below(KEPT);
    let open = OPEN.get_or_init(|| (0..KEPT).map(|_| OnceLock::new()).collect());
    let kept = open[which].get_or_init(|| {
        // Small ones: there a change costs the least, and what may go wrong is all there.
        let mut generated = (0..).map(|n| generate::dossier(&mut Choices::new(&[], (n * KEPT + which) as u64)));
        let is_small = |files: &Vec<(String, String)>| files.iter().map(|(_, text)| text.len()).sum::<usize>() < SMALL;
        let files = generated.find(is_small).expect("some are small");
        let named: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        document::open_texts(&named)
    });
    let mut document = kept.clone();
    let mut tally = Tally::default();
    for _ in 0..changes {
        let change = generate::change(choices, &document.dossier);
        tally.tried += 1;
        tally.made += usize::from(edit(&mut document, change));
    }
    tally
}

/// Makes one change, takes it back, makes it again; whether it was made.
pub(super) fn edit(document: &mut Document, change: Change) -> bool {
    let (before, texts_before) = (document.dossier.clone(), texts(document));
    let spans_before = spans(document);
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| document.apply(change.clone())));
    let done = done.unwrap_or_else(|_| {
        panic!(
            "{change:?}\n--- before\n{}\n--- after\n{}",
            texts_before.join("\n+++\n"),
            texts(document).join("\n+++\n")
        )
    });
    let touched = match done {
        Ok(touched) => touched,
        Err(refusal) => {
            assert_eq!(texts(document), texts_before, "{change:?}: {refusal}");
            document.dossier.same_as(&before).unwrap();
            document.dossier.check_indices().unwrap();
            return false;
        }
    };
    let after = texts(document);
    let told =
        || format!("{change:?}\n--- before\n{}\n--- after\n{}", texts_before.join("\n+++\n"), after.join("\n+++\n"));
    document.check().unwrap_or_else(|why| panic!("{why}\n{}", told()));
    only_its_lines(document, &change, &touched, &texts_before, &spans_before)
        .unwrap_or_else(|why| panic!("{why}\n{}", told()));
    if document.revision() == 0 || texts_before == after {
        return true;
    }
    let model = document.dossier.clone();
    document.undo();
    assert_eq!(texts(document), texts_before, "{}", told());
    document.dossier.same_as(&before).unwrap_or_else(|why| panic!("{why}\n{}", told()));
    document.dossier.check_indices().unwrap();
    document.redo();
    assert_eq!(texts(document), after, "{}", told());
    document.dossier.same_as(&model).unwrap_or_else(|why| panic!("{why}\n{}", told()));
    true
}

pub(super) fn texts(document: &Document) -> Vec<String> {
    document.files().into_iter().map(|f| f.text).collect()
}

type Spans = Vec<(List, String, usize, (usize, usize))>;

/// Every record with its file and bytes.
fn spans(document: &Document) -> Spans {
    let d = &document.dossier;
    let mut ids: Vec<(List, String)> = Vec::new();
    ids.extend(d.entities().filter(|(_, e)| !e.ghost).map(|(_, e)| (List::Entities, e.id.to_string())));
    ids.extend(d.relations().map(|(.., r)| (List::Relations, r.id.to_string())));
    ids.extend(d.sources.iter().map(|s| (List::Sources, s.id.to_string())));
    let span = |(list, id): (List, String)| {
        let (file, bytes) = document.span(list, &id, None).expect("every record stands somewhere");
        (list, id, file, bytes)
    };
    ids.into_iter().map(span).collect()
}

/// Whether an edit of fields changed the lines of the records that it touched and no other.
fn only_its_lines(
    document: &Document,
    change: &Change,
    touched: &Touched,
    before: &[String],
    spans_before: &Spans,
) -> Result<(), String> {
    let of_fields = matches!(
        change,
        Change::SetEntity { .. }
            | Change::SetRelation { .. }
            | Change::ReverseRelation { .. }
            | Change::RenameEntity { .. }
            | Change::AddClaim { .. }
            | Change::SetClaim { .. }
            | Change::RemoveClaim { .. }
            | Change::SetSource { .. }
    );
    let renames_views = matches!(change, Change::RenameEntity { .. });
    if !of_fields || (renames_views && !document.dossier.views.is_empty()) {
        return Ok(());
    }
    let is_touched = |list: List, id: &str| match list {
        List::Entities => touched.entities.contains(id),
        List::Relations => touched.relations.contains(id),
        _ => touched.sources.contains(id),
    };
    let after = texts(document);
    let spans_after = spans(document);
    for (file, (old, new)) in before.iter().zip(&after).enumerate() {
        let rest = |text: &str, spans: &Spans| {
            let own: Vec<(usize, usize)> = spans
                .iter()
                .filter(|(list, id, f, _)| *f == file && is_touched(*list, id))
                .map(|(.., (start, end))| (line_of(text, *start), line_of(text, *end)))
                .collect();
            let lines = text.split('\n').enumerate();
            lines
                .filter(|(n, _)| !own.iter().any(|(a, b)| (a..=b).contains(&n)))
                .map(|(_, line)| line.to_owned())
                .collect::<Vec<_>>()
        };
        if rest(old, spans_before) != rest(new, &spans_after) {
            return Err(format!("lines of other records changed in file {file}"));
        }
    }
    Ok(())
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count()
}

/// Formatting says the same, keeps every comment, and done twice changes nothing.
fn formatted(document: &Document, files: &[(&str, &str)]) {
    let format = |text: &str| ron_text::format(text).expect("there are no errors of syntax");
    let once: Vec<(String, String)> = files.iter().map(|(n, text)| ((*n).to_owned(), format(text))).collect();
    for ((_, once), (_, text)) in once.iter().zip(files) {
        assert_eq!(&format(once), once, "--- before\n{text}\n--- once\n{once}\n--- twice\n{}", format(once));
        for comment in ["// note", "// about it", "// its own", "/* two", "/* a /* b */ c */", "/**/", "// (x)"] {
            assert_eq!(text.matches(comment).count(), once.matches(comment).count(), "{comment}\n{text}\n---\n{once}");
        }
    }
    let named: Vec<(&str, &str)> = once.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let again = document::open_texts(&named);
    document.dossier.same_as(&again.dossier).unwrap_or_else(|why| panic!("{why}\n{}\n---\n{}", files[0].1, once[0].1));
}
