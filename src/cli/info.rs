//! `chancery info`: what is in a dossier, in numbers.

use std::collections::BTreeMap;

use clap::ArgMatches;
use serde::Serialize;

use super::check::{counted_problems, examined};
use super::{Command, Console, Exit, Failure, arguments, until_the_end};
use crate::dossier::document::Document;
use crate::dossier::model::Dossier;
use crate::explore::query::timeline;
use crate::problem::{Severity, printable};
use crate::wording::counted;

pub(super) struct InfoCommand;

/// What is in a dossier, as JSON.
#[derive(Serialize)]
struct Facts<'a> {
    title: &'a str,
    subtitle: Option<&'a str>,
    format: u32,
    files: Vec<&'a str>,
    nodes: usize,
    edges: usize,
    /// Whether any relation has a direction.
    directed: bool,
    node_kinds: BTreeMap<&'a str, usize>,
    edge_kinds: BTreeMap<&'a str, usize>,
    sources: usize,
    claims: usize,
    /// Claims that deny what they are about.
    denials: usize,
    source_claims: BTreeMap<&'a str, usize>,
    earliest: Option<String>,
    latest: Option<String>,
    errors: usize,
    warnings: usize,
}

impl Command for InfoCommand {
    fn describe(&self) -> clap::Command {
        clap::Command::new("info")
            .about("Summarise a dossier: counts by kind, range of dates, sources")
            .arg(arguments::file().required(true))
            .arg(arguments::json())
            .after_help(
                "Examples:\n  chancery info notes.ron\n  chancery info --json example:asean-japan\n\n\
                 JSON has title, nodes, edges, directed, node_kinds, edge_kinds, sources, claims, earliest, latest, \
                 errors, warnings and more.\nExit status: 1 if the dossier has errors; what could be read is still \
                 shown.",
            )
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let path = arguments::file_of(matches);
        let document = until_the_end(examined(&path));
        let facts = facts(&document);
        if matches.get_flag("json") {
            console.print_json(&facts);
        } else {
            console.print(&in_words(&document.dossier, &facts));
        }
        for problem in document.problems.iter().filter(|p| p.severity == Severity::Error) {
            console.note(&problem.to_text());
        }
        if !document.problems.is_empty() {
            let name = printable(&arguments::shown(&path));
            let counts = counted_problems(&document.problems);
            console.note(&format!("{name}: {counts}; run `chancery check` for details"));
        }
        Ok(if facts.errors > 0 { Exit::WrongInput } else { Exit::Done })
    }
}

fn facts(document: &Document) -> Facts<'_> {
    let dossier = &document.dossier;
    let count = |severity| document.problems.iter().filter(|p| p.severity == severity).count();
    let mut node_kinds = BTreeMap::new();
    let mut edge_kinds = BTreeMap::new();
    let mut source_claims: BTreeMap<&str, usize> = dossier.sources.iter().map(|s| (s.id.as_str(), 0)).collect();
    let mut directed = false;
    let (mut claims, mut denials) = (0, 0);
    let mut add = |list: &[crate::dossier::model::Claim]| {
        claims += list.len();
        denials += list.iter().filter(|claim| claim.denies).count();
        for claim in list {
            if let Some(number) = source_claims.get_mut(claim.source.as_str()) {
                *number += 1;
            }
        }
    };
    for (_, entity) in dossier.entities() {
        *node_kinds.entry(entity.kind.as_str()).or_default() += 1;
        add(&entity.claims);
    }
    for (_, _, _, relation) in dossier.relations() {
        *edge_kinds.entry(relation.kind.as_str()).or_default() += 1;
        directed |= dossier.vocabulary.relation_kind(&relation.kind).is_none_or(|kind| kind.directed);
        add(&relation.claims);
    }
    let span = timeline::span(dossier);
    Facts {
        title: &dossier.title,
        subtitle: dossier.subtitle.as_deref(),
        format: dossier.format,
        files: dossier.files.iter().map(|f| f.path.as_str()).collect(),
        nodes: dossier.entity_count(),
        edges: dossier.relation_count(),
        directed,
        node_kinds,
        edge_kinds,
        sources: dossier.sources.len(),
        claims,
        denials,
        source_claims,
        earliest: span.map(|(first, _)| first.to_string()),
        latest: span.map(|(_, last)| last.to_string()),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
    }
}

fn in_words(dossier: &Dossier, facts: &Facts<'_>) -> String {
    let mut lines = vec![printable(if facts.title.is_empty() { "(no title)" } else { facts.title })];
    lines.extend(facts.subtitle.map(printable));
    lines.push(String::new());
    lines.push(counted(facts.nodes, "entity", "entities"));
    let kinds = facts.node_kinds.iter().map(|(id, number)| {
        let kind = dossier.vocabulary.entity_kind_or_neutral(id);
        (*number, if *number == 1 { kind.label } else { kind.plural })
    });
    list(kinds.collect(), &mut lines);
    lines.push(counted(facts.edges, "relation", "relations"));
    let kinds =
        facts.edge_kinds.iter().map(|(id, number)| (*number, dossier.vocabulary.relation_kind_or_neutral(id).label));
    list(kinds.collect(), &mut lines);
    lines.push(match timeline::span(dossier) {
        Some((first, last)) => format!("dates from {} to {}", first.in_words(), last.in_words()),
        None => "no dates".to_owned(),
    });
    let denials = match facts.denials {
        0 => String::new(),
        number => format!(", {}", counted(number, "of them denies", "of them deny")),
    };
    lines.push(format!(
        "{} from {}{denials}",
        counted(facts.claims, "claim", "claims"),
        counted(facts.sources, "source", "sources")
    ));
    let sources = dossier.sources.iter().map(|source| {
        let number = facts.source_claims.get(source.id.as_str()).copied().unwrap_or(0);
        (number, format!("{}: {}", source.id, source.citation()))
    });
    list(sources.collect(), &mut lines);
    lines.join("\n")
}

/// Indented lines, the largest number first.
fn list(mut rows: Vec<(usize, String)>, lines: &mut Vec<String>) {
    rows.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    lines.extend(rows.into_iter().map(|(number, text)| format!("{number:>6} {}", printable(&text))));
}
