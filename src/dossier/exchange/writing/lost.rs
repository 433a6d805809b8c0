//! What of a dossier has no place in a format, counted. Knows no format: each says what it holds.

use super::Lost;
use super::columns::field_columns;
use crate::dossier::model::{Claim, Dossier, FileIndex, Name, NameRole, Source};

/// How many are named by id.
const NAMED: usize = 5;

/// What a format holds beside entities, relations and their own fields.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Holds {
    /// Claims with all that they say, and names with their languages.
    pub(super) claims: bool,
    /// Title, remarks, sources, kinds and views.
    pub(super) whole: bool,
}

/// Something that was left out, by id.
#[derive(Debug, Default)]
pub(super) struct Count {
    count: usize,
    first: Vec<String>,
}

impl Count {
    /// One more.
    pub(super) fn add(&mut self, id: &str) {
        self.add_many(id, 1);
    }

    /// So many more of one record.
    pub(super) fn add_many(&mut self, id: &str, many: usize) {
        if many > 0 {
            self.count += many;
            if self.first.len() < NAMED {
                self.first.push(id.to_owned());
            }
        }
    }

    /// What it amounts to; nothing where there was none.
    pub(super) fn lost(self, what: &str) -> Option<Lost> {
        (self.count > 0).then(|| Lost { what: what.to_owned(), count: self.count, first: self.first })
    }
}

/// What is lost of a dossier in a format that holds so much.
pub(super) fn of(dossier: &Dossier, holds: Holds) -> Vec<Lost> {
    let mut out = Vec::new();
    if !holds.claims {
        let (mut claims, mut names) = (Count::default(), Count::default());
        for (_, entity) in dossier.entities() {
            claims.add_many(entity.id.as_str(), entity.claims.iter().filter(|claim| says_more(claim)).count());
            names.add_many(entity.id.as_str(), entity.names.iter().filter(|name| is_more(name)).count());
        }
        for (_, _, _, relation) in dossier.relations() {
            claims.add_many(relation.id.as_str(), relation.claims.iter().filter(|claim| says_more(claim)).count());
        }
        out.extend(claims.lost(
            "claims in full: only their sources, quotations and the strongest rating and basis are written, as text",
        ));
        out.extend(names.lost("languages and roles of further names"));
    }
    if !holds.whole {
        let mut sources = Count::default();
        dossier.sources.iter().filter(|source| tells(source)).for_each(|source| sources.add(source.id.as_str()));
        out.extend(sources.lost("titles, authors, dates and links of sources: only their ids are written"));
        let mut kinds = Count::default();
        dossier.own_entity_kinds().for_each(|(_, kind)| kinds.add(&kind.id));
        dossier.own_relation_kinds().for_each(|(_, kind)| kinds.add(&kind.id));
        out.extend(
            kinds.lost("words, colours and shapes of kinds that the dossier declares: only their names are written"),
        );
        let mut views = Count::default();
        dossier.views.iter().for_each(|view| views.add(&view.name));
        out.extend(
            views.lost("views, except the positions of the first one that has any, if the format has positions"),
        );
        let mut head = Count::default();
        for (name, text) in [("subtitle", &dossier.subtitle), ("note", &dossier.note)] {
            if text.is_some() {
                head.add(name);
            }
        }
        out.extend(head.lost("texts about the dossier as a whole, except its title"));
    }
    let mut files = Count::default();
    let other = |file: FileIndex| file.0 != 0;
    dossier.entities().filter(|(_, e)| other(e.file)).for_each(|(_, e)| files.add(e.id.as_str()));
    dossier.relations().filter(|(_, _, _, r)| other(r.file)).for_each(|(_, _, _, r)| files.add(r.id.as_str()));
    dossier.sources.iter().filter(|s| other(s.file)).for_each(|s| files.add(s.id.as_str()));
    out.extend(files.lost("records of included files: they are written in one file with the others"));
    out
}

/// Whether a claim says more than its source.
fn says_more(claim: &Claim) -> bool {
    *claim != Claim::stated(claim.source.as_str())
}

fn is_more(name: &Name) -> bool {
    name.lang.is_some() || name.role != NameRole::Alias
}

/// Whether anything but the id of a source is known.
fn tells(source: &Source) -> bool {
    let columns = field_columns::<Source>();
    columns.iter().filter(|column| column.name != "id").any(|column| column.get(source).is_some())
}

/// Characters that a format cannot have.
pub(super) fn characters(count: usize) -> Option<Lost> {
    let what = "characters that the format does not allow: they were replaced by �";
    (count > 0).then(|| Lost { what: what.to_owned(), count, first: Vec::new() })
}
