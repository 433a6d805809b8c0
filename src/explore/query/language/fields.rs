//! The table of fields: each with its words, its type, what it speaks of, how it is said, and how it is read. Parser,
//! completion, explanation, evaluation and help go by this table alone. Flags of `is:` have a table of their own below.

use super::domain::Domain;
use super::group_by::GroupBy;
use super::readers::{self, Of, Reader, Subject};
use crate::dossier::model::words::Words as _;
use crate::dossier::model::{Basis, Claim, Status};

/// What the values of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueType {
    /// Ids and names of entities, ids of relations.
    Id,
    EntityKind,
    RelationKind,
    /// An entity, by id or name.
    Entity,
    /// A source, by id or words of its title.
    Source,
    /// A file of the dossier, by path or title.
    File,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Words in a text.
    Text,
    /// A place in a source: `P5` is also `P5.1`, but not `P51`.
    Place,
    Number,
    /// A number of things, said with the field's noun.
    Count,
    /// low, medium or high.
    Level,
    Date(DateRule),
    /// A date on which things are there or not.
    AsOf,
    /// An entity, by ID or name, for the group that it is in.
    Group(GroupBy),
}

/// How the date of a record is held against one that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateRule {
    /// Some of it lies within.
    Within,
    /// It is over before.
    Before,
    /// It begins after.
    After,
}

impl ValueType {
    /// Whether values have an order, and so `<` and `..` a meaning.
    pub(crate) fn is_ordered(self) -> bool {
        match self {
            ValueType::Number | ValueType::Count | ValueType::Level | ValueType::Date(DateRule::Within) => true,
            ValueType::Id | ValueType::EntityKind | ValueType::RelationKind | ValueType::Entity => false,
            ValueType::Source | ValueType::File | ValueType::Choice(_) | ValueType::Text | ValueType::Place => false,
            ValueType::Date(DateRule::Before | DateRule::After) | ValueType::AsOf | ValueType::Group(_) => false,
        }
    }

    /// Whether nearly every value is another, or none is written in a record: these are not read ahead.
    pub(super) fn is_free(self) -> bool {
        match self {
            ValueType::Id | ValueType::Text | ValueType::AsOf | ValueType::Group(_) => true,
            ValueType::EntityKind | ValueType::RelationKind | ValueType::Entity | ValueType::Source => false,
            ValueType::File | ValueType::Choice(_) | ValueType::Place | ValueType::Number | ValueType::Count => false,
            ValueType::Level | ValueType::Date(_) => false,
        }
    }

    /// Whether a record that says nothing may still be what is asked for: it has a date, only nobody says which.
    pub(super) fn may_be_missing(self) -> bool {
        match self {
            ValueType::Date(_) | ValueType::Level => true,
            ValueType::Id | ValueType::EntityKind | ValueType::RelationKind | ValueType::Entity => false,
            ValueType::Source | ValueType::File | ValueType::Choice(_) | ValueType::Text | ValueType::Place => false,
            ValueType::Number | ValueType::Count | ValueType::AsOf | ValueType::Group(_) => false,
        }
    }

    /// What may be written, for messages.
    pub(crate) fn says(self) -> &'static str {
        match self {
            ValueType::Id => "an ID or a name",
            ValueType::EntityKind => "a kind of entity",
            ValueType::RelationKind => "a kind of relation",
            ValueType::Entity | ValueType::Group(_) => "an entity",
            ValueType::Source => "a source",
            ValueType::File => "a file of the dossier",
            ValueType::Choice(_) => "one of a few words",
            ValueType::Text => "words",
            ValueType::Place => "a place in a source",
            ValueType::Number | ValueType::Count => "a number",
            ValueType::Level => "low, medium or high",
            ValueType::Date(_) | ValueType::AsOf => "a date",
        }
    }
}

/// A field of the language.
pub(crate) struct Field {
    /// How it is written.
    pub(crate) word: &'static str,
    /// Other words that are taken for it.
    pub(crate) synonyms: &'static [&'static str],
    /// What `no:` says is not there.
    pub(crate) noun: &'static str,
    /// What it asks for, in a few words.
    pub(crate) about: &'static str,
    pub(crate) domain: Domain,
    pub(crate) value: ValueType,
    /// How it is said, and how it is denied: after a noun, or of a claim as what it does. `{}` are the values.
    pub(crate) says: [&'static str; 2],
    pub(super) read: Reader,
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word)
    }
}

const E: Domain = Domain::ENTITIES;
const R: Domain = Domain::RELATIONS;
const ER: Domain = Domain::RECORDS;
const C: Domain = Domain::CLAIMS;

/// Every basis of a claim.
const BASIS_WORDS: &[&str] = &{
    let mut words = [""; Basis::KINDS.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = Basis::KINDS[at].word;
        at += 1;
    }
    words
};

macro_rules! fields {
    ($($word:literal $synonyms:tt $noun:literal ($about:literal) $domain:ident $value:expr,
        $yes:literal $no:literal = $read:ident;)*) => {
        /// Every field, in the order in which they are offered.
        pub(crate) const FIELDS: &[Field] = &[$(Field {
            word: $word,
            synonyms: &$synonyms,
            noun: $noun,
            about: $about,
            domain: $domain,
            value: $value,
            says: [$yes, $no],
            read: readers::$read,
        }),*];
    };
}

use ValueType::{
    AsOf, Choice, Count, Date, EntityKind, File, Group, Id, Level, Number, Place, RelationKind, Source, Text,
};

fields! {
    "kind" ["type"] "kind" ("kind of an entity") E EntityKind, "of kind {}" "not of kind {}" = kind;
    "rel" ["relation", "link"] "kind" ("kind of a relation") R RelationKind, "of kind {}" "not of kind {}" = kind;
    "status" [] "status" ("actual, planned, hoped, requested, cancelled, ended") ER Choice(Status::WORDS),
        "that are {}" "that are not {}" = status;
    "when" [] "date" ("dated within a time; also when<2014, when:2013..2015") ER Date(DateRule::Within),
        "dated {}" "not dated {}" = when;
    "before" [] "date" ("over before a date") ER Date(DateRule::Before), "over before {}" "not over before {}" = when;
    "after" [] "date" ("beginning after a date") ER Date(DateRule::After),
        "beginning after {}" "not beginning after {}" = when;
    "as-of" ["asof"] "date" ("present at the end of a date") ER AsOf,
        "present as of {}" "not present as of {}" = when;
    "date" [] "date" ("whether a source gives the date, or it is inferred") ER Choice(readers::DATE_WORDS),
        "with a date that is {}" "without a date that is {}" = date_is_from;
    "source" ["src"] "source" ("cited source, by ID or words of its title") C Source,
        "is by {}" "is not by {}" = source;
    "basis" [] "basis" ("stated, reported, inferred, judgement") C Choice(BASIS_WORDS),
        "counts as {}" "does not count as {}" = basis;
    "said-by" ["by", "speaker"] "speaker" ("who is quoted, or whose judgement it is") C ValueType::Entity,
        "is the word of {}" "is not the word of {}" = said_by;
    "said-to" [] "listener" ("to whom it was said") C ValueType::Entity, "was told to {}" "was not told to {}" = said_to;
    "at" ["place"] "place" ("place in the source: at:P5 is also P5.1") C Place, "cites {}" "does not cite {}" = place;
    "certainty" ["sure"] "rating" ("low, medium or high; also certainty<high") C Level,
        "has {} certainty" "does not have {} certainty" = certainty;
    "rating" [] "rating" ("rating as written, such as B2") C Place, "is rated {}" "is not rated {}" = rating;
    "about" [] "field it is about" ("field that a claim supports, such as when") C Place,
        "is about {}" "is not about {}" = about;
    "quote" ["quotation"] "quotation" ("words of a quotation") C Text, "quotes {}" "does not quote {}" = quote;
    "accessed" ["seen"] "day of access" ("when a source was looked up") C Date(DateRule::Within),
        "was looked up {}" "was not looked up {}" = seen;
    "sources" [] "source" ("number of sources") ER Count, "with {}" "not with {}" = sources;
    "claims" [] "claim" ("number of claims") ER Count, "with {}" "not with {}" = claims;
    "degree" ["deg"] "relation" ("number of relations") E Count, "with {}" "not with {}" = degree;
    "degree-in" [] "incoming relation" ("number of relations that end there") E Count, "with {}" "not with {}" = degree_in;
    "degree-out" [] "outgoing relation" ("number of relations that start there") E Count, "with {}" "not with {}" = degree_out;
    "weight" [] "weight" ("strength of a relation; 1 where none is given") R Number,
        "of weight {}" "not of weight {}" = weight;
    "ordinal" ["number"] "number" ("number in a series") R Number, "of number {}" "not of number {}" = ordinal;
    "id" [] "ID" ("ID; of an entity also a name or alias") ER Id, "called {}" "not called {}" = id;
    "name" [] "name" ("words of a name or alias") E Text, "named {}" "not named {}" = name;
    "summary" [] "summary" ("words of the summary") ER Text, "whose summary has {}" "whose summary does not have {}" = summary;
    "note" [] "note" ("words of a note") ER Text, "whose note has {}" "whose note does not have {}" = note;
    "community" [] "community" ("in the same community as an entity: a group tied more closely than by chance") E
        Group(GroupBy::Community), "in the community of {}" "not in the community of {}" = of_the_whole;
    "component" ["connected"] "component" ("linked to an entity by any path, whatever the direction") E
        Group(GroupBy::Component), "connected to {} by some path" "not connected to {} by any path" = of_the_whole;
    "country" [] "nearest state" ("the state that is nearest, counted in relations") E
        Group(GroupBy::Country), "whose nearest state is {}" "whose nearest state is not {}" = of_the_whole;
    "file" [] "file" ("file that the record is in") ER File, "in {}" "not in {}" = file;
}

/// The field that says which field of a record a claim is about.
pub(super) const ABOUT: &str = "about";

/// The field that a word is for.
pub(crate) fn named(word: &str) -> Option<&'static Field> {
    let is = |name: &str| name.eq_ignore_ascii_case(word);
    FIELDS.iter().find(|field| is(field.word) || field.synonyms.iter().any(|name| is(name)))
}

/// A flag of `is:`.
pub(crate) struct Flag {
    pub(crate) word: &'static str,
    pub(crate) about: &'static str,
    pub(crate) domain: Domain,
    /// As of [`Field::says`].
    pub(crate) says: [&'static str; 2],
    pub(super) test: fn(Subject<'_>) -> bool,
}

impl PartialEq for Flag {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl std::fmt::Debug for Flag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word)
    }
}

macro_rules! flags {
    ($($word:literal ($about:literal) $domain:ident, $yes:literal $no:literal = $test:expr;)*) => {
        /// Every flag.
        pub(crate) const FLAGS: &[Flag] =
            &[$(Flag { word: $word, about: $about, domain: $domain, says: [$yes, $no], test: $test }),*];
    };
}

flags! {
    "unnamed" ("no source names it") E, "that are unnamed" "that are not unnamed" =
        |of| matches!(of.of, Of::Entity(_, e) if e.unnamed);
    "implied" ("no source mentions it") E, "that are implied" "that are not implied" =
        |of| matches!(of.of, Of::Entity(_, e) if e.implied);
    "missing" ("a relation names it, but it has no record") E, "that are missing" "that are not missing" =
        |of| matches!(of.of, Of::Entity(_, e) if e.ghost);
    "alone" ("without relations") E, "that are alone" "that are not alone" =
        |of| matches!(of.of, Of::Entity(index, _) if of.dossier.graph().neighbors_undirected(index).next().is_none());
    "loop" ("starts and ends at the same entity") R, "that are loops" "that are not loops" =
        |of| matches!(of.of, Of::Relation(r) if r.from == r.to);
    "directed" ("its kind has a direction") R, "that are directed" "that are not directed" =
        |of| matches!(of.of, Of::Relation(r) if of.dossier.vocabulary.relation_kind(&r.kind).is_none_or(|k| k.directed));
    "denied" ("a source says that it is not so") ER, "that are denied" "that are not denied" =
        |of| has_claim(of, |claim| claim.denies && !claim.superseded);
    "superseded" ("a claim is no longer believed") ER, "with a superseded claim" "without a superseded claim" =
        |of| has_claim(of, |claim| claim.superseded);
    "checked" ("a claim was compared with its source") C, "is checked" "is not checked" =
        |of| matches!(of.of, Of::Claim(c) if c.checked.by.is_some() || c.checked.when.is_some());
}

fn has_claim(of: Subject<'_>, test: impl Fn(&Claim) -> bool) -> bool {
    match of.of {
        Of::Entity(_, entity) => entity.claims.iter().any(test),
        Of::Relation(relation) => relation.claims.iter().any(test),
        Of::Claim(claim) => test(claim),
    }
}

/// The flag that a word is for.
pub(crate) fn flag(word: &str) -> Option<&'static Flag> {
    FLAGS.iter().find(|flag| flag.word.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::query::language::scopes::SCOPES;

    #[test]
    fn every_word_means_one_thing() {
        let mut words: Vec<&str> = FIELDS.iter().flat_map(|f| f.synonyms.iter().copied().chain([f.word])).collect();
        words.extend(SCOPES.iter().map(|scope| scope.word));
        words.extend(["no", "is", "or", "and", "not", "entities", "relations", "field"]);
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all, "{words:?}");
        assert!(named(ABOUT).is_some());
        assert!(FIELDS.iter().all(|f| f.says.iter().all(|says| says.matches("{}").count() == 1)));
    }
}
