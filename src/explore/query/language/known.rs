//! What a dossier knows by name beside its entities: kinds with their words and how many records have them, sources with
//! their citations. What a word of a query means among them is told in `resolve`.

use std::collections::BTreeMap;

use crate::dossier::model::Dossier;

/// Kinds by their ids: all that the vocabulary has, and all that are used.
pub(super) type Kinds = BTreeMap<String, KindWords>;

/// What is known of a kind.
#[derive(Debug, Default)]
pub(super) struct KindWords {
    /// Label, id, and plural or inverse label.
    pub(super) words: Vec<String>,
    pub(super) records: usize,
}

pub(super) fn entity_kinds(dossier: &Dossier) -> Kinds {
    let known = dossier.vocabulary.entity_kinds.iter().map(|k| (k.id.as_str(), [&k.label, &k.id, &k.plural]));
    kinds(known, dossier.entities().map(|(_, entity)| entity.kind.as_str()))
}

pub(super) fn relation_kinds(dossier: &Dossier) -> Kinds {
    let known = dossier.vocabulary.relation_kinds.iter().map(|k| (k.id.as_str(), [&k.label, &k.id, &k.inverse]));
    kinds(known, dossier.relations().map(|(.., relation)| relation.kind.as_str()))
}

fn kinds<'d>(known: impl Iterator<Item = (&'d str, [&'d String; 3])>, used: impl Iterator<Item = &'d str>) -> Kinds {
    let with_words = |(id, words): (&str, [&String; 3])| {
        (id.to_owned(), KindWords { words: words.map(String::clone).into(), records: 0 })
    };
    let mut kinds: Kinds = known.map(with_words).collect();
    for id in used.filter(|id| !id.is_empty()) {
        match kinds.get_mut(id) {
            Some(kind) => kind.records += 1,
            None => drop(kinds.insert(id.to_owned(), KindWords { words: vec![id.to_owned()], records: 1 })),
        }
    }
    kinds
}

/// Every source with its citation.
pub(super) fn sources(dossier: &Dossier) -> BTreeMap<String, String> {
    dossier.sources.iter().map(|source| (source.id.to_string(), source.citation())).collect()
}

/// At most so many fields of the author's own are told.
const MOST_OWN: usize = 12;

/// Fields of the author's own, those first that most records have.
pub(super) fn own_fields(dossier: &Dossier) -> Vec<String> {
    let mut own: BTreeMap<&str, usize> = BTreeMap::new();
    let entities = dossier.entities().flat_map(|(_, entity)| &entity.fields);
    let relations = dossier.relations().flat_map(|(.., relation)| &relation.fields);
    entities.chain(relations).for_each(|(name, _)| *own.entry(name).or_default() += 1);
    let mut own: Vec<(&str, usize)> = own.into_iter().collect();
    own.sort_by_key(|(name, records)| (std::cmp::Reverse(*records), *name));
    own.into_iter().take(MOST_OWN).map(|(name, _)| name.to_owned()).collect()
}
