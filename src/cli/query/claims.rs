//! `chancery query --claims`: what stands behind each record that a query finds: its claims, and the passages that they cite
//! wherever the text of a source is at hand. How passages are found is told in `explore::query::passages`.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::super::Console;
use crate::dossier::compare::claim_in_words;
use crate::dossier::document::Document;
use crate::dossier::edit::ClaimOwner;
use crate::dossier::model::{Claim, Dossier, EntityId, RelationId, SourceId};
use crate::explore::query::passages::{Marks, Passages};
use crate::problem::printable;

/// A claim of a record that was found.
#[derive(Serialize)]
pub(super) struct ClaimFound<'a> {
    /// As in the dossier.
    #[serde(flatten)]
    claim: &'a Claim,
    /// What it cites, in the words of the source.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    passages: &'a [String],
}

/// The passages that claims cite, of sources whose texts were read.
#[derive(Default)]
pub(super) struct Cited(HashMap<(ClaimOwner, usize), Vec<String>>);

impl Cited {
    /// Reads the texts of the sources that claims of these entities and relations cite. One that cannot be read is told and
    /// left out.
    pub(super) fn of<'i>(document: &Document, ids: impl Iterator<Item = &'i str>, console: &mut Console<'_>) -> Cited {
        let claims = ids.filter_map(|id| Some(owned(&document.dossier, id)?.1)).flatten();
        let sources: BTreeSet<&SourceId> = claims.map(|claim| &claim.source).collect();
        let mut cited = Cited::default();
        for source in sources {
            match document.way_to_text(source).map(|way| way.read()) {
                Some(Ok(text)) => cited.mark(&Passages::new(&text.text, text.markdown), &document.dossier, source),
                Some(Err(problem)) => console.note(&problem.to_text()),
                None => {}
            }
        }
        cited
    }

    fn mark(&mut self, text: &Passages, dossier: &Dossier, source: &SourceId) {
        for mark in Marks::new(text, dossier, source).list {
            let words = text.words((mark.span.block, mark.span.start), (mark.span.block, mark.span.end));
            self.0.entry((mark.of, mark.claim)).or_default().push(words);
        }
    }

    /// The claims of a record.
    pub(super) fn claims<'a>(&'a self, dossier: &'a Dossier, id: &str) -> Vec<ClaimFound<'a>> {
        let Some((owner, claims)) = owned(dossier, id) else { return Vec::new() };
        let passages = |number| self.0.get(&(owner.clone(), number)).map(Vec::as_slice).unwrap_or_default();
        claims.iter().enumerate().map(|(at, claim)| ClaimFound { claim, passages: passages(at) }).collect()
    }

    /// The claims of a record below its row, each with its passages.
    pub(super) fn in_words(&self, dossier: &Dossier, id: &str) -> String {
        let mut out = String::new();
        for ClaimFound { claim, passages } in self.claims(dossier, id) {
            out += &format!("\n    {}", printable(&claim_in_words(claim)));
            for passage in passages {
                out += &format!("\n      “{}”", printable(passage));
            }
        }
        out
    }
}

/// A record's claims, with what they belong to.
fn owned<'a>(dossier: &'a Dossier, id: &str) -> Option<(ClaimOwner, &'a [Claim])> {
    let entity = dossier.entity_by_id(id).map(|e| (ClaimOwner::Entity(EntityId::new(id)), e.claims.as_slice()));
    let relation =
        || dossier.relation_by_id(id).map(|r| (ClaimOwner::Relation(RelationId::from(id)), r.claims.as_slice()));
    entity.or_else(relation)
}
