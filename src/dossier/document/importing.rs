//! A graph of another program made into a dossier with a text of its own, so that it can be edited and
//! saved. Reading such files is the exchange's; where it is saved is not decided here.

use std::collections::BTreeSet;

use super::{Document, Edit, empty, open_texts};
use crate::dossier::compare;
use crate::dossier::edit::{Change, InsertAt};
use crate::dossier::exchange;
use crate::dossier::model::Dossier;
use crate::dossier::ron_text;
use crate::problem::{Severity, printable};

/// Why a dossier cannot be saved, whatever the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unsaveable(String);

impl std::fmt::Display for Unsaveable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Document {
    /// Whether it is another program's graph, which has no text to be saved before it is made into a
    /// dossier.
    pub(crate) fn is_imported(&self) -> bool {
        let by_format = self.path.as_ref().is_some_and(|path| exchange::by_extension(path).is_some());
        by_format && self.texts.is_empty() && !self.has_errors()
    }

    /// Why it cannot be saved anywhere: it was not read whole, so that something would be lost.
    pub(crate) fn unsaveable(&self) -> Option<Unsaveable> {
        if !self.read_only || self.is_imported() {
            return None;
        }
        let why = self.problems.iter().max_by_key(|problem| problem.severity).map(|problem| match &problem.place {
            Some(place) => format!("{place}: {}", problem.message),
            None => problem.message.clone(),
        });
        let why = why.unwrap_or_else(|| "it has no text".to_owned());
        let text = format!("This file is read-only, because it could not be read completely ({why}); fix it first");
        Some(Unsaveable(printable(&text)))
    }

    fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

/// A dossier with a text of its own that says what this one says. Takes as long as making every record
/// once.
///
/// # Errors
/// What cannot be said in a text.
pub(crate) fn with_text(dossier: &Dossier) -> Result<Document, Unsaveable> {
    let cannot = |why: String| Unsaveable(format!("this graph cannot be made into a dossier: {why}"));
    let mut made = empty();
    let mut changes = own_kinds(dossier);
    changes.extend(compare::merge(&made.dossier, &made.dossier, dossier).changes);
    made.apply(Edit { changes, ..Edit::default() }).map_err(|refusal| cannot(refusal.to_string()))?;
    // Read anew: it begins without a history.
    let text = made.text(0).unwrap_or_default();
    let fresh = open_texts(&[("untitled.ron", &text)]);
    if fresh.read_only {
        return Err(cannot("its text would have errors".to_owned()));
    }
    // The graph has no version of our format; its text has.
    let mut wanted = dossier.clone();
    wanted.format = fresh.dossier.format;
    let difference = compare::diff(&wanted, &fresh.dossier);
    let parts = [&difference.entities, &difference.relations, &difference.sources];
    if !difference.dossier.is_empty() || parts.iter().any(|part| !part.is_empty()) {
        return Err(cannot("its text would not match it".to_owned()));
    }
    Ok(fresh)
}

/// Changes that declare the kinds in use that are not built in: an import brings them along.
fn own_kinds(dossier: &Dossier) -> Vec<Change> {
    let built_in = ron_text::built_in_vocabulary();
    let entities: BTreeSet<&str> = dossier.entities().map(|(_, entity)| entity.kind.as_str()).collect();
    let relations: BTreeSet<&str> = dossier.relations().map(|(_, _, _, relation)| relation.kind.as_str()).collect();
    let of_entities = entities.into_iter().filter(|id| built_in.entity_kind(id).is_none());
    let of_entities = of_entities.filter_map(|id| dossier.vocabulary.entity_kind(id).cloned());
    let of_relations = relations.into_iter().filter(|id| built_in.relation_kind(id).is_none());
    let of_relations = of_relations.filter_map(|id| dossier.vocabulary.relation_kind(id).cloned());
    let of_entities = of_entities.map(|kind| Change::SetEntityKind { kind, place: InsertAt::default() });
    let of_relations = of_relations.map(|kind| Change::SetRelationKind { kind, place: InsertAt::default() });
    of_entities.chain(of_relations).collect()
}

#[cfg(test)]
mod tests {
    use super::super::open;
    use super::*;
    use crate::dossier::storage::write_atomic;

    #[test]
    fn graphs_of_other_programs_become_dossiers_that_say_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let graphml = "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"><graph edgedefault=\"undirected\">\
                       <node id=\"n0\"/><node id=\"n1\"/><edge source=\"n0\" target=\"n1\"/></graph></graphml>";
        for (name, text) in
            [("a.csv", "source,target,weight\nAnna,Bert,2.5\nBert,Cleo,1\nAnna,Cleo,0.5\n"), ("b.graphml", graphml)]
        {
            let path = folder.path().join(name);
            write_atomic(&path, text.as_bytes()).unwrap();
            let imported = open(&path);
            assert!(imported.is_imported() && imported.unsaveable().is_none(), "{:?}", imported.problems);
            let made = with_text(&imported.dossier).unwrap();
            assert!(!made.is_changed() && !made.read_only, "{:?}", made.problems);
            // That nobody says so yet is a note.
            assert!(made.problems.iter().all(|p| p.severity == Severity::Note), "{:?}", made.problems);
            assert_eq!(made.dossier.entity_count(), imported.dossier.entity_count());
            assert_eq!(made.dossier.relation_count(), imported.dossier.relation_count());
        }
        let path = folder.path().join("blank.csv");
        write_atomic(&path, b"source,target\nAnna K,Bert\n").unwrap();
        let why = with_text(&open(&path).dossier).unwrap_err().to_string();
        assert!(why.contains("Anna K"), "what a dossier cannot have as an id is told: {why}");
        for (name, text) in [("c.graphml", "<graphml><graph></node>"), ("d.ron", "Dossier(format: 1, entities: [(")] {
            let path = folder.path().join(name);
            write_atomic(&path, text.as_bytes()).unwrap();
            let broken = open(&path);
            assert!(!broken.is_imported());
            assert!(broken.unsaveable().unwrap().to_string().contains(name), "{:?}", broken.unsaveable());
        }
    }
}
