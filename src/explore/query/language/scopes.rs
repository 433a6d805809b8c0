//! The words that take a question or entities after their colon, in one table: what each speaks of, what it asks about, and
//! how it is said. What they do is told in `evaluate`.

use super::domain::Domain;

/// A scope: a test of what is around a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    Has,
    From,
    To,
    Ends,
    Claim,
    Only,
    Surely,
    Near,
    Path,
    Between,
    Common,
}

/// What may stand after a scope's colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A question in brackets.
    Question,
    /// A question in brackets, or entities.
    QuestionOrEntities,
    /// Entities, so many at least.
    Entities(usize),
    /// Two ends, `a..b`.
    Ends,
}

/// What is known of a scope.
pub(crate) struct ScopeRow {
    pub(crate) scope: Scope,
    pub(crate) word: &'static str,
    pub(crate) about: &'static str,
    pub(crate) takes: Takes,
    /// What the scope itself speaks of.
    pub(crate) domain: Domain,
    /// What the question inside must speak of.
    pub(crate) inside: Domain,
    /// As it may be written.
    pub(crate) example: &'static str,
}

const fn row(
    (scope, word): (Scope, &'static str),
    about: &'static str,
    takes: Takes,
    [domain, inside]: [Domain; 2],
    example: &'static str,
) -> ScopeRow {
    ScopeRow { scope, word, about, takes, domain, inside, example }
}

const E: Domain = Domain::ENTITIES;
const R: Domain = Domain::RELATIONS;
const ER: Domain = Domain::RECORDS;
const C: Domain = Domain::CLAIMS;

/// Every scope, in the order in which they are offered and in that of [`Scope`].
pub(crate) const SCOPES: &[ScopeRow] = &[
    row((Scope::Has, "has"), "entities with a relation such as …", Takes::Question, [E, R], "has:(rel:held_in)"),
    row((Scope::From, "from"), "relations that start at …", Takes::QuestionOrEntities, [R, E], "from:japan"),
    row((Scope::To, "to"), "relations that end at …", Takes::QuestionOrEntities, [R, E], "to:(kind:meeting)"),
    row((Scope::Ends, "ends"), "relations with either end at …", Takes::QuestionOrEntities, [R, E], "ends:japan"),
    row((Scope::Claim, "claim"), "one claim is all of …", Takes::Question, [ER, C], "claim:(basis:reported at:P5)"),
    row((Scope::Only, "only"), "every claim that counts is …", Takes::Question, [ER, C], "only:(basis:inferred)"),
    row((Scope::Surely, "surely"), "certainly …", Takes::Question, [ER, ER], "surely:(as-of:2014)"),
    row((Scope::Near, "near"), "entities within so many steps of …", Takes::QuestionOrEntities, [E, E], "near:japan/2"),
    row((Scope::Path, "path"), "on a shortest path between two", Takes::Ends, [ER, E], "path:malaysia..japan"),
    row((Scope::Between, "between"), "relations between entities", Takes::Entities(2), [R, E], "between:asean,japan"),
    row((Scope::Common, "common"), "entities related to each of …", Takes::Entities(2), [E, E], "common:asean,japan"),
];

impl Scope {
    /// What is known of it.
    pub(crate) fn row(self) -> &'static ScopeRow {
        &SCOPES[self as usize]
    }
}

/// The scope that a word is for.
pub(crate) fn named(word: &str) -> Option<&'static ScopeRow> {
    SCOPES.iter().find(|row| row.word.eq_ignore_ascii_case(word))
}

#[test]
fn rows_are_found_by_their_scope() {
    assert!(SCOPES.iter().all(|row| std::ptr::eq(row.scope.row(), row)));
}
