//! What is worked out once for a revision of a dossier, so that every question costs little: numbers of records and claims,
//! ends of relations, folded names and texts. Nothing here knows a query.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use fixedbitset::FixedBitSet;
use memchr::memmem;
use petgraph::visit::NodeIndexable;
use unicode_script::{Script, UnicodeScript};

use super::begun::Begun;
use super::columns::{Column, Columns};
use super::domain::Domain;
use super::fields::{FIELDS, Field, ValueType};
use super::group_by::GroupBy;
use super::groups::Groups;
use super::known::{self, Kinds};
use super::readers::{Datum, Of, Subject};
use super::rows::Ties;
use super::syntax::FieldName;
use super::{fields, readers};
use crate::dossier::model::fold::{search_form, search_form_into};
use crate::dossier::model::{Claim, Dossier};
use crate::explore::query::galloping::next_place;
use crate::explore::query::search;

/// An entity, a relation or a claim by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Entity(u32),
    Relation(u32),
    Claim(u32),
}

/// A dossier at one revision, made ready.
pub(super) struct Index {
    /// The entities that there are, by petgraph's numbers.
    pub(super) entities: FixedBitSet,
    /// The relations that there are.
    pub(super) relations: FixedBitSet,
    /// The claims that count as support, of the record or of a field.
    pub(super) standing: FixedBitSet,
    /// The claims that records rest on: see [`Claim::carrying`].
    pub(super) carrying: FixedBitSet,
    /// The record of each claim: claims of entities in the author's order, then those of relations.
    pub(super) owners: Vec<Item>,
    /// The numbers of each record's claims: from the first to before the next record's.
    entity_claims: Vec<(u32, u32)>,
    relation_claims: Vec<(u32, u32)>,
    /// Where each relation starts and ends.
    pub(super) ends: Vec<(u32, u32)>,
    /// What everyone says in the fields that were asked for.
    columns: Columns,
    ties: OnceLock<Ties>,
    names: OnceLock<search::Index>,
    /// Records by the beginnings of their ids and names.
    pub(super) begun: Begun,
    texts: OnceLock<Texts>,
    entity_kinds: OnceLock<Kinds>,
    relation_kinds: OnceLock<Kinds>,
    sources: OnceLock<BTreeMap<String, String>>,
    own_fields: OnceLock<Vec<String>>,
    groups: [OnceLock<(Groups, Arc<Column>)>; GroupBy::ALL.len()],
}

impl Index {
    pub(super) fn new(dossier: &Dossier) -> Self {
        let graph = dossier.graph();
        let room = dossier.relations().map(|(index, ..)| index.index() + 1).max().unwrap_or(0);
        let mut index = Index {
            entities: FixedBitSet::with_capacity(graph.node_bound()),
            relations: FixedBitSet::with_capacity(room),
            standing: FixedBitSet::new(),
            carrying: FixedBitSet::new(),
            owners: Vec::new(),
            entity_claims: vec![(0, 0); graph.node_bound()],
            relation_claims: vec![(0, 0); room],
            ends: vec![(0, 0); room],
            columns: Columns::default(),
            ties: OnceLock::new(),
            names: OnceLock::new(),
            begun: Begun::default(),
            texts: OnceLock::new(),
            entity_kinds: OnceLock::new(),
            relation_kinds: OnceLock::new(),
            sources: OnceLock::new(),
            own_fields: OnceLock::new(),
            groups: Default::default(),
        };
        let (mut standing, mut carrying) = (Vec::new(), Vec::new());
        let mut own = |item: Item, claims: &[Claim]| {
            let first = index.owners.len();
            let numbers = claims.iter().enumerate();
            standing.extend(numbers.filter(|(_, claim)| claim.supports()).map(|(at, _)| first + at));
            carrying.extend(Claim::carrying(claims).map(|(at, _)| first + at));
            index.owners.extend(claims.iter().map(|_| item));
            let numbers = (first as u32, index.owners.len() as u32);
            match item {
                Item::Entity(at) => index.entity_claims[at as usize] = numbers,
                Item::Relation(at) => index.relation_claims[at as usize] = numbers,
                Item::Claim(_) => {}
            }
        };
        for (at, entity) in dossier.entities() {
            index.entities.insert(at.index());
            own(Item::Entity(at.index() as u32), &entity.claims);
        }
        for (at, from, to, relation) in dossier.relations() {
            index.relations.insert(at.index());
            index.ends[at.index()] = (from.index() as u32, to.index() as u32);
            own(Item::Relation(at.index() as u32), &relation.claims);
        }
        let set = |numbers: Vec<usize>, room: usize| {
            let mut bits = FixedBitSet::with_capacity(room);
            bits.extend(numbers);
            bits
        };
        (index.standing, index.carrying) = (set(standing, index.owners.len()), set(carrying, index.owners.len()));
        index
    }

    /// The numbers of the claims that a record rests on.
    pub(super) fn claims_of(&self, item: Item) -> impl Iterator<Item = usize> {
        let (first, end) = match item {
            Item::Entity(at) => self.entity_claims[at as usize],
            Item::Relation(at) => self.relation_claims[at as usize],
            Item::Claim(at) => (at, at + 1),
        };
        (first as usize..end as usize).filter(|at| self.carrying.contains(*at))
    }

    /// What all entities, all relations or all claims say in a field.
    pub(super) fn column(&self, name: &FieldName, of: Domain, dossier: &Dossier) -> Arc<Column> {
        match name {
            FieldName::Known(Field { value: ValueType::Group(by), .. }) if of == Domain::ENTITIES => {
                Arc::clone(&self.grouped(*by, dossier).1)
            }
            FieldName::Known(_) | FieldName::Own(_) => self.columns.get(name, of, dossier),
        }
    }

    /// In which group each entity is.
    pub(super) fn groups(&self, by: GroupBy, dossier: &Dossier) -> &Groups {
        &self.grouped(by, dossier).0
    }

    fn grouped(&self, by: GroupBy, dossier: &Dossier) -> &(Groups, Arc<Column>) {
        self.groups[by as usize].get_or_init(|| {
            let groups = Groups::new(dossier, by);
            let column = Arc::new(groups.column(dossier));
            (groups, column)
        })
    }

    /// Who is tied to whom.
    pub(super) fn ties(&self) -> &Ties {
        self.ties.get_or_init(|| Ties::new(self.entities.len(), self.relations.ones().map(|at| self.ends[at])))
    }

    /// Works out at once what otherwise waits for the first question that needs it.
    pub(super) fn prepare(&self, dossier: &Dossier) {
        for of in [Domain::ENTITIES, Domain::RELATIONS, Domain::CLAIMS] {
            let known = FIELDS.iter().filter(|field| field.domain.meets(of) && !field.value.is_free());
            let mut names: Vec<FieldName> = known.map(FieldName::Known).collect();
            if Domain::RECORDS.meets(of) {
                names.extend(self.own_fields(dossier).iter().cloned().map(FieldName::Own));
            }
            self.columns.prepare(&names, of, dossier);
        }
        self.names(dossier);
        self.begun.ids(dossier);
        self.texts(dossier);
        self.ties();
        self.entity_kinds(dossier);
        self.relation_kinds(dossier);
        self.sources(dossier);
        GroupBy::ALL.into_iter().filter(|by| !by.is_slow()).for_each(|by| {
            self.groups(by, dossier);
        });
    }

    /// The names of all entities, folded.
    pub(super) fn names(&self, dossier: &Dossier) -> &search::Index {
        self.names.get_or_init(|| search::Index::new(dossier))
    }

    /// Everything that is written, folded.
    pub(super) fn texts(&self, dossier: &Dossier) -> &Texts {
        self.texts.get_or_init(|| Texts::new(dossier))
    }

    /// The kinds of entity.
    pub(super) fn entity_kinds(&self, dossier: &Dossier) -> &Kinds {
        self.entity_kinds.get_or_init(|| known::entity_kinds(dossier))
    }

    /// The kinds of relation.
    pub(super) fn relation_kinds(&self, dossier: &Dossier) -> &Kinds {
        self.relation_kinds.get_or_init(|| known::relation_kinds(dossier))
    }

    /// The fields of the author's own that most records have.
    pub(super) fn own_fields(&self, dossier: &Dossier) -> &[String] {
        self.own_fields.get_or_init(|| known::own_fields(dossier))
    }

    /// The sources with their citations.
    pub(super) fn sources(&self, dossier: &Dossier) -> &BTreeMap<String, String> {
        self.sources.get_or_init(|| known::sources(dossier))
    }
}

/// All that is written in a dossier but kinds, dates and citations, folded as for search: one text a line.
pub(super) struct Texts {
    folded: String,
    /// Where each line begins, whose it is, and which of the fields it is from.
    lines: Vec<(u32, Item, u8)>,
}

/// Fields whose texts are looked through.
const SEARCHED: [&str; 5] = ["id", "name", "summary", "note", "quote"];
/// The number of a field of the author's own among them.
const OWN: u8 = SEARCHED.len() as u8;

/// The number of a field among those that are looked through; `None` for one that is not.
pub(super) fn searched(word: &str) -> Option<u8> {
    SEARCHED.iter().position(|searched| *searched == word).map(|at| at as u8)
}

impl Texts {
    fn new(dossier: &Dossier) -> Self {
        let mut texts = Texts { folded: String::new(), lines: Vec::new() };
        let numbered = SEARCHED.iter().zip(0..);
        let readers: Vec<(u8, readers::Reader)> =
            numbered.filter_map(|(word, at)| Some((at, fields::named(word)?.read))).collect();
        let mut claim_number = 0_u32;
        let mut read_claims = |texts: &mut Texts, claims: &[Claim]| {
            for claim in claims {
                texts.read(Item::Claim(claim_number), Subject { dossier, of: Of::Claim(claim) }, &readers);
                claim_number += 1;
            }
        };
        for (at, entity) in dossier.entities() {
            texts.read(Item::Entity(at.index() as u32), Subject { dossier, of: Of::Entity(at, entity) }, &readers);
            read_claims(&mut texts, &entity.claims);
        }
        for (at, _, _, relation) in dossier.relations() {
            // A derived ID says only what ends and kind say.
            let readers = if relation.id_given { &readers[..] } else { &readers[1..] };
            texts.read(Item::Relation(at.index() as u32), Subject { dossier, of: Of::Relation(relation) }, readers);
            read_claims(&mut texts, &relation.claims);
        }
        texts
    }

    fn read(&mut self, item: Item, subject: Subject<'_>, readers: &[(u8, readers::Reader)]) {
        for (field, read) in readers {
            read(subject, &mut |datum| {
                if let Datum::Text(text) = datum {
                    self.add(item, *field, text);
                }
            });
        }
        for (_, value) in subject.own() {
            self.add(item, OWN, &value.text());
        }
    }

    fn add(&mut self, item: Item, field: u8, text: &str) {
        // Beyond four gigabytes of text nothing more is found.
        let Ok(start) = u32::try_from(self.folded.len()) else { return };
        search_form_into(text, &mut self.folded);
        if self.folded.len() > start as usize {
            self.folded.push('\n');
            self.lines.push((start, item, field));
        }
    }

    /// Shows whose text has the words, and in which field; one may be shown several times.
    pub(super) fn find(&self, words: &Phrase, mut see: impl FnMut(Item, u8)) {
        if words.folded.is_empty() {
            return;
        }
        let mut line = 0;
        for at in memmem::find_iter(self.folded.as_bytes(), words.folded.as_bytes()) {
            if words.stands_at(&self.folded, at) {
                line = next_place(&self.lines, line, |(start, ..)| *start as usize <= at).saturating_sub(1);
                see(self.lines[line].1, self.lines[line].2);
            }
        }
    }
}

/// Words made ready for being looked for: whole words that follow each other, the last perhaps only begun.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    folded: String,
    begins: bool,
}

impl Phrase {
    pub(super) fn new(text: &str, begins: bool) -> Self {
        Phrase { folded: search_form(text), begins }
    }

    /// Whether a text has it.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let folded = search_form(text);
        !self.folded.is_empty() && folded.match_indices(&self.folded).any(|(at, _)| self.stands_at(&folded, at))
    }

    /// Whether a text is just this, or begins with it if no more is given.
    pub(super) fn is(&self, text: &str) -> bool {
        let folded = search_form(text);
        !self.folded.is_empty() && if self.begins { folded.starts_with(&self.folded) } else { folded == self.folded }
    }

    /// Whether words begin and end where it does. Scripts that are written without blanks begin and end anywhere.
    fn stands_at(&self, folded: &str, at: usize) -> bool {
        let parted = |outside: Option<char>, inside: Option<char>| {
            outside.is_none_or(|c| matches!(c, ' ' | '\n')) || inside.is_some_and(is_unspaced)
        };
        let end = at + self.folded.len();
        let starts = parted(folded[..at].chars().next_back(), self.folded.chars().next());
        starts && (self.begins || parted(folded[end..].chars().next(), self.folded.chars().next_back()))
    }
}

/// Whether a script goes without blanks between words.
fn is_unspaced(c: char) -> bool {
    use Script::{Bopomofo, Han, Hiragana, Katakana, Khmer, Lao, Myanmar, Thai, Tibetan};
    !c.is_ascii() && matches!(c.script(), Bopomofo | Han | Hiragana | Katakana | Khmer | Lao | Myanmar | Thai | Tibetan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_found_in_all_scripts() {
        let found = |typed: &str, begins: bool, text: &str| Phrase::new(typed, begins).is_in(text);
        for (typed, text) in [
            ("tokyo", "in Tokyo, Japan"),
            ("cyber crime", "on Cyber-crime"),
            ("viet nam", "Việt Nam"),
            ("対話", "犯罪対話会"),
            ("a", "a"),
        ] {
            assert!(found(typed, false, text), "{typed} in {text}");
        }
        for (typed, text) in [("cyber", "Cybercrime"), ("crime", "Cybercrime"), ("", "a"), ("a b", "a c b")] {
            assert!(!found(typed, false, text), "{typed} in {text}");
        }
        assert!(found("cyber", true, "a Cybercrime dialogue") && !found("crime", true, "Cybercrime"));
    }
}
