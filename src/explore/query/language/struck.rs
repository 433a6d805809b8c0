//! What of the evidence a question names: sources and speakers by themselves, since others may draw on them, and single
//! claims by any other test of claims. What follows from their falling is not known here.

use super::evaluate::Evaluation;
use super::fields::{Field, ValueType};
use super::index::Item;
use super::resolve::Resolver;
use super::scopes::Scope;
use super::syntax::{Expr, FieldName, Query, Rule, Test};
use super::{Evaluator, domain::Domain};
use crate::dossier::model::{Dossier, EdgeIndex, NodeIndex};

/// A record that has claims, by its index in one revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RecordAt {
    Entity(NodeIndex),
    Relation(EdgeIndex),
}

/// Evidence that is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedEvidence {
    /// Ids of sources.
    pub(crate) sources: Vec<String>,
    /// Ids of those who are quoted.
    pub(crate) speakers: Vec<String>,
    /// Records, each with the number of one of its claims.
    pub(crate) claims: Vec<(RecordAt, usize)>,
}

impl NamedEvidence {
    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        *self == NamedEvidence::default()
    }
}

/// The word of the field that names who is quoted.
const SPEAKER: &str = "said-by";

impl Evaluator {
    /// The evidence that a query names; `None` where a part of it speaks of no evidence, as `kind:state` does.
    pub(crate) fn evidence(&mut self, dossier: &Dossier, revision: u64, query: &Query) -> Option<NamedEvidence> {
        let (index, memory) = self.ready(dossier, revision);
        let mut named = NamedEvidence::default();
        let evaluation = Evaluation { dossier, index, memory };
        name(evaluation, query.condition.as_ref()?, &mut named)?;
        Some(named)
    }
}

fn name(evaluation: Evaluation<'_>, expr: &Expr, out: &mut NamedEvidence) -> Option<()> {
    let resolver = Resolver { dossier: evaluation.dossier, index: evaluation.index };
    match expr {
        Expr::Or(parts) => parts.iter().try_for_each(|part| name(evaluation, part, out)),
        Expr::Test(Test::Scope(Scope::Claim, inner)) => name(evaluation, inner, out),
        Expr::Test(Test::Field(FieldName::Known(Field { value: ValueType::Source, .. }), Rule::OneOf(values))) => {
            out.sources.extend(values.iter().flat_map(|v| resolver.meant(ValueType::Source, &v.written)));
            Some(())
        }
        Expr::Test(Test::Field(FieldName::Known(Field { word: SPEAKER, .. }), Rule::OneOf(values))) => {
            out.speakers.extend(values.iter().flat_map(|v| resolver.meant(ValueType::Entity, &v.written)));
            Some(())
        }
        // A bare word is a source or whoever is quoted, before it is looked for in what claims say.
        Expr::Test(Test::Words(written)) => {
            let is_source = |source: &&crate::dossier::model::Source| source.id.as_str() == written.text;
            if let Some(source) = evaluation.dossier.sources.iter().find(is_source) {
                out.sources.push(source.id.to_string());
                return Some(());
            }
            match resolver.meant(ValueType::Entity, written) {
                none if none.is_empty() => claims(evaluation, expr, out),
                ids => {
                    out.speakers.extend(ids);
                    Some(())
                }
            }
        }
        Expr::And(_) | Expr::Not(_) | Expr::Test(_) => claims(evaluation, expr, out),
    }
}

/// The claims that certainly meet a condition.
fn claims(evaluation: Evaluation<'_>, expr: &Expr, out: &mut NamedEvidence) -> Option<()> {
    let sets = evaluation.expr(expr, Domain::CLAIMS).claims?;
    let owners = &evaluation.index.owners;
    let mut first = 0;
    for (number, owner) in owners.iter().enumerate() {
        if owners.get(first) != Some(owner) {
            first = number;
        }
        if sets.truth(number) != crate::dossier::model::Truth::Yes {
            continue;
        }
        let record = match owner {
            Item::Entity(at) => RecordAt::Entity(NodeIndex::new(*at as usize)),
            Item::Relation(at) => RecordAt::Relation(EdgeIndex::new(*at as usize)),
            Item::Claim(_) => continue,
        };
        out.claims.push((record, number - first));
    }
    Some(())
}
