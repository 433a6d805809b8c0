//! What is shown, told in words: each entity and each relation with what is known of it and on what that rests, and
//! the sources by number. For pages and reports; nothing here knows how it looks.

use std::collections::HashMap;

use crate::dossier::model::{Basis, Claim, Dossier, SourceId, Status, When};
use crate::explore::query::filter::Shown;

/// Everything that is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Account {
    pub(crate) entities: Vec<EntityAccount>,
    pub(crate) relations: Vec<RelationAccount>,
    /// Those that are cited, in the dossier's order; their numbers begin with 1.
    pub(crate) sources: Vec<SourceAccount>,
}

/// An entity.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EntityAccount {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) other_names: Vec<String>,
    /// Its kind, in the singular.
    pub(crate) kind: String,
    pub(crate) facts: Facts,
}

/// A relation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RelationAccount {
    pub(crate) id: String,
    /// Ids of its ends.
    pub(crate) ends: (String, String),
    /// `Japan hosts the meeting`.
    pub(crate) sentence: String,
    pub(crate) facts: Facts,
}

/// What is known of either.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Facts {
    /// The date in words.
    pub(crate) when: Option<String>,
    pub(crate) status: Status,
    pub(crate) summary: Option<String>,
    pub(crate) claims: Vec<ClaimAccount>,
}

/// What a source says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClaimAccount {
    /// The number of the source; `None` where the dossier has no such source.
    pub(crate) source: Option<usize>,
    /// The place in it.
    pub(crate) at: Option<String>,
    /// How it says so, where it does not simply state it: `as Anna reported`.
    pub(crate) manner: Option<String>,
    pub(crate) quote: Option<String>,
    pub(crate) denies: bool,
}

/// A source.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SourceAccount {
    pub(crate) citation: String,
    /// Only where a browser opens it as a page: nothing else is a link.
    pub(crate) link: Option<String>,
}

impl Account {
    /// Of what is shown of a dossier.
    pub(crate) fn of(dossier: &Dossier, shown: &Shown) -> Account {
        let entities = || shown.entities.iter().filter_map(|at| dossier.entity(*at));
        let relations = || shown.relations.iter().filter_map(|at| dossier.relation(*at));
        let claims = entities().flat_map(|e| &e.claims).chain(relations().flat_map(|r| &r.claims));
        let cited: std::collections::BTreeSet<&SourceId> = claims.map(|claim| &claim.source).collect();
        let sources = || dossier.sources.iter().filter(|source| cited.contains(&source.id));
        let numbers: HashMap<&SourceId, usize> =
            sources().enumerate().map(|(at, source)| (&source.id, at + 1)).collect();
        let facts = |status, when: Option<&When>, summary: &Option<String>, claims: &[Claim]| Facts {
            when: when.map(|when| when.date.in_words()),
            status,
            summary: summary.clone().filter(|text| !text.trim().is_empty()),
            claims: claims.iter().map(|claim| claim_account(dossier, &numbers, claim)).collect(),
        };
        Account {
            entities: entities()
                .map(|entity| EntityAccount {
                    id: entity.id.to_string(),
                    name: entity.name.clone(),
                    other_names: entity.names.iter().map(|name| name.text.clone()).collect(),
                    kind: dossier.vocabulary.entity_kind_or_neutral(&entity.kind).label,
                    facts: facts(entity.status, entity.when.as_ref(), &entity.summary, &entity.claims),
                })
                .collect(),
            relations: relations()
                .map(|relation| RelationAccount {
                    id: relation.id.to_string(),
                    ends: (relation.from.to_string(), relation.to.to_string()),
                    sentence: dossier.sentence_of(relation),
                    facts: facts(relation.status, relation.when.as_ref(), &relation.summary, &relation.claims),
                })
                .collect(),
            sources: sources()
                .map(|source| SourceAccount {
                    citation: source.citation(),
                    link: source.url.clone().filter(|url| is_page(url)),
                })
                .collect(),
        }
    }
}

impl Facts {
    /// What is not simply so: `planned`, `hoped`.
    pub(crate) fn doubt(&self) -> Option<&'static str> {
        (self.status != Status::Actual).then(|| self.status.word())
    }
}

/// Whether a browser opens this as a page, and does nothing else with it.
fn is_page(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    let is_web = ["http://", "https://"].iter().any(|start| lower.starts_with(start));
    is_web && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}

fn claim_account(dossier: &Dossier, numbers: &HashMap<&SourceId, usize>, claim: &Claim) -> ClaimAccount {
    let manner = match &claim.basis {
        Basis::Stated => None,
        Basis::Reported { by, .. } => Some(format!("as {} reported", dossier.label_of(by))),
        Basis::Inferred { how, .. } if how.trim().is_empty() => Some("inferred".to_owned()),
        Basis::Inferred { how, .. } => Some(format!("inferred: {how}")),
        Basis::Judgement { by: None } => Some("a judgement".to_owned()),
        Basis::Judgement { by: Some(by) } => Some(format!("a judgement of {}", dossier.label_of(by))),
    };
    ClaimAccount {
        source: numbers.get(&claim.source).copied(),
        at: claim.at.clone(),
        manner,
        quote: claim.quote.clone().filter(|quote| !quote.trim().is_empty()),
        denies: claim.denies,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_web_are_links() {
        for (url, is) in [
            ("https://example.org/a?b=c", true),
            ("HTTP://example.org", true),
            ("javascript:alert(1)", false),
            (" java\tscript:alert(1)", false),
            ("https://a\u{0}b", false),
            ("data:text/html,x", false),
            ("file:///etc/passwd", false),
            ("//example.org", false),
            ("", false),
        ] {
            assert_eq!(is_page(url), is, "{url}");
        }
    }
}
