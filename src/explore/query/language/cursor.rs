//! What may stand at a place in the text of a query, by the tokens before it: a field, a value of one, a flag, an entity, or a
//! conjunction. Nothing here knows a dossier.

use std::ops::Range;

use super::domain::Domain;
use super::fields::{self, Field};
use super::lexer::{Sort, Token, tokens};
use super::scopes::{self, Scope, Takes};
use super::syntax::{OWN, Wanted};

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Expected {
    /// A new test: a field, a scope, a word; after a test also `OR`.
    Test { of: Domain, after_test: bool },
    /// A value of a field.
    Value(&'static Field),
    /// A field after `no:`.
    FieldName { of: Domain },
    /// A flag after `is:`.
    Flag { of: Domain },
    /// An entity after a scope.
    Entity(Scope),
    /// Anything may be written, and nothing is known of it: inside a text in quotes, a value of one's own field.
    Text,
}

/// The place of a cursor: what is expected there, what of it is written, and where that stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cursor {
    pub(super) expected: Expected,
    pub(super) typed: String,
    pub(super) range: Range<usize>,
    /// The test that is being written, up to the cursor.
    pub(super) test: Range<usize>,
    /// What it finds is left out.
    pub(super) denied: bool,
}

/// What may stand where the text ends.
pub(super) fn at_end(text: &str) -> Cursor {
    let tokens = tokens(text);
    let of = asked_of(&tokens);
    let touches = tokens.last().is_some_and(|last| last.span.end == text.len());
    let end = text.len()..text.len();
    let empty =
        |expected| Cursor { expected, typed: String::new(), range: end.clone(), test: end.clone(), denied: false };
    let after_test = tokens.last().is_some_and(|last| ends_test(&last.sort));
    let Some(last) = tokens.last().filter(|_| touches) else {
        return empty(Expected::Test { of, after_test });
    };
    // The run of tokens that hang together, from the last on backwards.
    let start = tokens.iter().rposition(|token| !token.glued || opens(&token.sort)).unwrap_or(0);
    let run = &tokens[start..];
    let minus = run.first().filter(|token| token.sort == Sort::Minus).map(|minus| minus.span.start);
    let denied = minus.is_some() || is_denied(&tokens[..start]);
    let run = if run.first().is_some_and(|token| opens(&token.sort)) { &run[1..] } else { run };
    let test = minus.or_else(|| run.first().map(|token| token.span.start)).unwrap_or(text.len())..text.len();
    let written = match &last.sort {
        Sort::Word(word) => Some(word.clone()),
        Sort::Quoted(text, false) => Some(text.clone()),
        _ => None,
    };
    let (typed, range) = match written {
        Some(typed) => (typed, last.span.clone()),
        None => (String::new(), text.len()..text.len()),
    };
    let expected = match run {
        [] => Expected::Test { of, after_test: false },
        [Token { sort: Sort::Word(name), .. }, Token { sort: Sort::Colon | Sort::Order(_), .. }, ..] => {
            value_of(name, of)
        }
        [Token { sort: Sort::Quoted(_, false), .. }] => Expected::Text,
        _ if matches!(last.sort, Sort::Close | Sort::Quoted(_, true)) => Expected::Test { of, after_test: true },
        [_] => {
            let before = start.checked_sub(1).map(|at| &tokens[at].sort);
            Expected::Test { of, after_test: before.is_some_and(ends_test) }
        }
        _ => Expected::Text,
    };
    // A value that is written to its end is followed by something else.
    if matches!(last.sort, Sort::Close | Sort::Quoted(_, true)) {
        return empty(Expected::Test { of, after_test: true });
    }
    Cursor { expected, typed, range, test, denied }
}

/// Whether what follows these tokens is denied by the last of them.
fn is_denied(before: &[Token]) -> bool {
    before.last().is_some_and(|token| matches!(&token.sort, Sort::Word(word) if word == "NOT"))
}

/// Whether a text is nothing but words to look for: no field, no sign of the language, nothing in quotes.
pub(super) fn is_plain(text: &str) -> bool {
    let tokens = tokens(text);
    let is_known = |word: &str| {
        fields::named(word).is_some()
            || scopes::named(word).is_some()
            || matches!(word, "no" | "is")
            || word.starts_with(OWN)
    };
    let follows = |at: usize| tokens.get(at + 1).filter(|next| next.glued).map(|next| &next.sort);
    tokens.iter().enumerate().all(|(at, token)| match &token.sort {
        Sort::Quoted(..) | Sort::Or => false,
        Sort::Minus => follows(at).is_none(),
        Sort::Word(word) if matches!(follows(at), Some(Sort::Colon | Sort::Order(_))) => !is_known(word),
        Sort::Word(word) => {
            let begins = word.len() > 1 && word.ends_with('*');
            let asks = at == 0 && Wanted::WORDS.iter().any(|(wanted, _)| wanted == word);
            !begins && !asks && !matches!(word.as_str(), "OR" | "AND" | "NOT")
        }
        Sort::Open | Sort::Close | Sort::Colon | Sort::Comma | Sort::Order(_) | Sort::Range => true,
    })
}

/// Whether a token begins what hangs together anew.
fn opens(sort: &Sort) -> bool {
    matches!(sort, Sort::Open | Sort::Minus | Sort::Or)
}

/// Whether a test may end with a token.
fn ends_test(sort: &Sort) -> bool {
    match sort {
        Sort::Close | Sort::Quoted(..) => true,
        Sort::Word(word) => !matches!(word.as_str(), "OR" | "AND" | "NOT"),
        Sort::Open | Sort::Minus | Sort::Or | Sort::Colon | Sort::Comma | Sort::Order(_) | Sort::Range => false,
    }
}

fn value_of(name: &str, of: Domain) -> Expected {
    match (fields::named(name), scopes::named(name), name) {
        (Some(field), _, _) => Expected::Value(field),
        (None, Some(row), _) if row.takes != Takes::Question => Expected::Entity(row.scope),
        (None, None, "no") => Expected::FieldName { of },
        (None, None, "is") => Expected::Flag { of },
        _ => Expected::Text,
    }
}

/// Of what a test at the end would speak: of what the innermost scope that is open asks about.
fn asked_of(tokens: &[Token]) -> Domain {
    let mut open: Vec<Domain> = vec![Domain::RECORDS];
    for (at, token) in tokens.iter().enumerate() {
        match token.sort {
            Sort::Open => {
                let scope = match at.checked_sub(2).map(|from| &tokens[from..at]) {
                    Some([Token { sort: Sort::Word(word), .. }, Token { sort: Sort::Colon, glued: true, .. }])
                        if token.glued =>
                    {
                        scopes::named(word)
                    }
                    _ => None,
                };
                let around = open.last().copied().unwrap_or(Domain::RECORDS);
                open.push(match scope {
                    Some(row) if row.scope != Scope::Surely => row.inside,
                    _ => around,
                });
            }
            Sort::Close if open.len() > 1 => drop(open.pop()),
            _ => {}
        }
    }
    open.last().copied().unwrap_or(Domain::RECORDS)
}

#[test]
fn names_are_plain_and_whatever_asks_is_not() {
    for name in ["", "Tokyo", "日本", "Nur-Jazlan (Japan), Mr", "Operation: Blue", "a - b", "colour by", "or", "2 < 3"]
    {
        assert!(is_plain(name), "{name}");
    }
    for query in [
        "kind:",
        "from:japan",
        "degree>3",
        "\"cyber",
        "a OR b",
        "a | b",
        "-japan",
        "cyber*",
        "NOT a",
        "entities",
        "no:",
        "field.x:1",
    ] {
        assert!(!is_plain(query), "{query}");
    }
}
