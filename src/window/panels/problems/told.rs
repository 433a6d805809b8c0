//! A problem as a person is told of it: in the domain's words, with what mends it at a click. What
//! stands in the file is shown on request only, by the panel. Draws nothing.

use super::mends::{self, Mend};
use super::plain;
use crate::dossier::model::Dossier;
use crate::problem::{Problem, codes};
use crate::window::panels::widgets::sentence;
use crate::window::session::Session;

/// A problem in words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    /// What is wrong.
    pub(super) sentence: String,
    /// What to do, where no click does it.
    pub(super) advice: Option<String>,
    /// What does it at a click.
    pub(super) mends: Vec<Mend>,
}

/// Says what is wrong, where there are better words than the reader's.
type Says = fn(&Problem, &Dossier) -> Option<String>;
/// What mends it, where that can be told from the dossier.
type Mends = fn(&Problem, &Session) -> Vec<Mend>;

/// How each kind of problem is told and mended.
const KINDS: &[(&str, Says, Mends)] = &[
    (codes::NO_CLAIM, plain::no_claim, mends::cite),
    (codes::UNFORESEEN_ENDS, plain::unforeseen_ends, mends::reverse),
    (codes::SUSPECT_TEXT, plain::suspect_text, mends::remove_unseen),
    (codes::NO_LETTER, plain::as_read, mends::none),
    (codes::BAD_DATE, plain::of_its_record, mends::dates),
    (codes::AMBIGUOUS_DATE, plain::of_its_record, mends::dates),
    (codes::UNKNOWN_KIND, plain::unknown_kind, mends::kinds),
    (codes::MISSING_SOURCE, plain::missing_source, mends::sources),
    (codes::UNKNOWN_ID, plain::unknown_id, mends::entities),
    (codes::DUPLICATE_ID, plain::as_read, mends::none),
    (codes::BAD_VIEW, plain::as_read, mends::none),
    (codes::BAD_FILTER, plain::as_read, mends::none),
    (codes::UNKNOWN_FIELD, plain::of_its_record, mends::none),
    (codes::DUPLICATE_FIELD, plain::of_its_record, mends::none),
    (codes::MISSING_FIELD, plain::of_its_record, mends::title),
    (codes::WRONG_TYPE, plain::of_its_record, mends::none),
    (codes::BAD_VALUE, plain::of_its_record, mends::none),
    (codes::BAD_ID, plain::of_its_record, mends::none),
    (codes::NOT_FINITE, plain::of_its_record, mends::none),
    (codes::BAD_INCLUDE, plain::as_read, mends::none),
    (codes::IO, plain::of_its_record, mends::none),
    (codes::NOT_SAVED, plain::as_read, mends::none),
    (codes::TOO_LARGE, plain::of_its_record, mends::none),
    (codes::NOT_UTF8, plain::as_read, mends::none),
    (codes::EMPTY, plain::as_read, mends::none),
    (codes::SYNTAX, plain::as_read, mends::none),
    (codes::CONFLICT, plain::as_read, mends::none),
    (codes::TOO_DEEP, plain::as_read, mends::none),
    (codes::NEWER_FORMAT, plain::as_read, mends::none),
    (codes::NOT_THE_FORMAT, plain::as_read, mends::none),
    (codes::CUT_OFF, plain::as_read, mends::none),
    (codes::NO_TABLE, plain::as_read, mends::none),
    (codes::REFUSED, plain::as_read, mends::none),
    (codes::IMPORTED, plain::as_read, mends::none),
    (codes::NO_ANSWER, plain::as_read, mends::none),
];

/// Tells of a problem.
pub(super) fn told(problem: &Problem, session: &Session) -> Told {
    let row = KINDS.iter().find(|(code, ..)| *code == problem.code);
    let said = row.and_then(|(_, says, _)| says(problem, session.dossier()));
    let mends = row.filter(|_| session.is_editable()).map(|(.., mends)| mends(problem, session)).unwrap_or_default();
    let advice = problem.help.as_ref().filter(|_| mends.is_empty() && !problem.help_is_code);
    Told {
        sentence: said.unwrap_or_else(|| sentence(&problem.message)),
        advice: advice.map(|help| sentence(help)),
        mends,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document;

    #[test]
    fn every_kind_of_problem_has_its_words() {
        for (code, _) in codes::ALL {
            assert_eq!(KINDS.iter().filter(|(known, ..)| known == code).count(), 1, "{code}");
        }
        assert_eq!(KINDS.len(), codes::ALL.len());
    }

    /// What a person would have to know the file's notation for.
    fn is_code(text: &str) -> bool {
        text.contains('`')
            || text.contains(": \"")
            || text.contains("(id:")
            || text.contains("[(")
            || text.contains("…\"")
    }

    /// An official without a source, and a post that holds him instead of being held.
    const TURNED: &str = r#"Dossier(format: 1, title: "T", sources: [(id: "s", title: "S")],
        entities: [
            (id: "p", kind: "official", name: "P"),
            (id: "m", kind: "post", name: "M", claims: [(source: "s")]),
        ],
        relations: [(from: "m", kind: "holds_post", to: "p", claims: [(source: "s")])])"#;

    #[test]
    fn no_problem_is_told_in_the_words_of_the_file() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let dossiers = files.filter(|path| path.extension().is_some_and(|extension| extension == "ron"));
        let mut sessions: Vec<(String, Session)> =
            dossiers.map(|path| (path.display().to_string(), Session::new(document::open(&path)))).collect();
        sessions.push(("turned.ron".into(), Session::new(document::open_texts(&[("turned.ron", TURNED)]))));
        let (mut seen, mut mended) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        for (path, session) in &sessions {
            for problem in &session.document.problems {
                let told = told(problem, session);
                for text in [&told.sentence].into_iter().chain(&told.advice) {
                    assert!(!is_code(text) || text.contains(path), "{path}: {text}");
                    let name = plain::name_of(problem.subject.as_ref(), session.dossier());
                    let named = name.is_some_and(|name| text.starts_with(&name));
                    assert!(named || text.chars().next().is_some_and(|c| !c.is_lowercase()), "{text}");
                    assert!(text.ends_with(['.', '?', '!']), "{text}");
                }
                for mend in &told.mends {
                    assert!(!is_code(&mend.label), "{}", mend.label);
                    mended.insert(problem.code);
                }
                seen.insert(problem.code);
            }
        }
        assert!(seen.len() >= 20, "{seen:?}");
        for code in
            ["no-claim", "unforeseen-ends", "suspect-text", "bad-date", "unknown-kind", "missing-source", "unknown-id"]
        {
            assert!(mended.contains(code), "{code} has a button: {mended:?}");
        }
    }
}
