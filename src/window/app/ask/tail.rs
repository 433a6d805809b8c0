//! What may be typed after a kind: `hosts @2017 [beat-2015 P8.1]`, a date and who says so.

use crate::dossier::model::{Claim, Date, Source, SourceId, When};
use crate::window::session::Session;

/// Words with the date and the claim that were written after them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tail {
    /// What stands before.
    pub(crate) words: String,
    /// The date after `@`.
    pub(crate) when: Option<When>,
    /// The claim in brackets.
    pub(crate) claim: Option<Claim>,
    /// What could not be understood.
    pub(crate) trouble: Option<String>,
}

/// Takes a line apart.
pub(crate) fn read(typed: &str, session: &Session) -> Tail {
    let mut tail = Tail::default();
    let mut rest = typed.to_owned();
    if let Some((before, after)) = typed.split_once('[') {
        let cited = after.trim().trim_end_matches(']').trim();
        rest = before.to_owned();
        match cite(cited, session) {
            Ok(claim) => tail.claim = Some(claim),
            Err(trouble) => tail.trouble = Some(trouble),
        }
    }
    if let Some((before, date)) = rest.clone().split_once('@') {
        rest = before.to_owned();
        let date = date.trim();
        if !date.is_empty() {
            match Date::parse(date) {
                Ok(date) => tail.when = Some(When::given(date)),
                Err(error) => tail.trouble = Some(format!("“{date}” is not a date: {error}")),
            }
        }
    }
    tail.words = rest.trim().to_owned();
    tail
}

/// `beat-2015 P8.1`, or a place alone in the source that was cited last, or nothing: as last.
fn cite(text: &str, session: &Session) -> Result<Claim, String> {
    let last = session.last_cited();
    let (first, place) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    if let Some(source) = source_called(first, session) {
        return Ok(Claim { at: some(place), ..Claim::stated(source) });
    }
    let only = match &session.dossier().sources[..] {
        [only] => Some((&only.id, None)),
        _ => None,
    };
    match last.or(only) {
        Some((source, at)) if text.is_empty() => {
            Ok(Claim { at: at.map(str::to_owned), ..Claim::stated(source.clone()) })
        }
        Some((source, _)) => Ok(Claim { at: some(text), ..Claim::stated(source.clone()) }),
        None => Err("Start with a source ID from this dossier, as in [beat-2015 P8.1].".to_owned()),
    }
}

/// The source with this id, or the only one whose id begins so.
fn source_called(text: &str, session: &Session) -> Option<SourceId> {
    let sources = &session.dossier().sources;
    if text.is_empty() {
        return None;
    }
    let exact = sources.iter().find(|s| s.id.as_str() == text);
    let mut begin = sources.iter().filter(|s| s.id.as_str().starts_with(text) && text.chars().count() > 2);
    let only = begin.next().filter(|_| begin.next().is_none());
    exact.or(only).map(|s: &Source| s.id.clone())
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document;

    #[test]
    fn date_and_source_are_read_after_the_words() {
        let session = Session::new(document::open_example(&document::EXAMPLES[0]));
        let first = session.dossier().sources[0].id.clone();
        let tail = read(&format!("hosts @2017 [{first} P8.1]"), &session);
        assert_eq!(tail.words, "hosts");
        assert_eq!(tail.when.map(|w| w.date.written().to_owned()).as_deref(), Some("2017"));
        let claim = tail.claim.unwrap();
        assert_eq!((claim.source, claim.at.as_deref()), (first, Some("P8.1")));
        assert!(read("hosts @May", &session).trouble.is_some());
        assert_eq!(read("hosts", &session), Tail { words: "hosts".into(), ..Tail::default() });
        assert!(read("hosts [P1]", &session).trouble.is_some(), "nothing was cited yet");
    }
}
