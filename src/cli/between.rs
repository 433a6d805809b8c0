//! `chancery query --between A B`: what came and what went between two dates, for people, programs and tables. What becomes of
//! a record is worked out in `explore::query::between`.

use clap::ArgMatches;
use serde::Serialize;

use super::question::understood;
use super::{Console, Failure, arguments};
use crate::dossier::exchange::cell;
use crate::dossier::model::{Date, Dossier, EdgeIndex, NodeIndex, Truth, When};
use crate::explore::query::between::{Between, TwoDates};
use crate::explore::query::comparison::Comparison;
use crate::explore::query::language::Evaluator;
use crate::explore::query::period::Since;
use crate::problem::printable;

/// What was found, as JSON.
#[derive(Serialize)]
struct Found<'a> {
    between: [&'a str; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    understood: Option<String>,
    entities: Vec<FoundEntity<'a>>,
    relations: Vec<FoundRelation<'a>>,
    #[serde(skip)]
    comparison: Comparison,
}

#[derive(Serialize)]
struct FoundEntity<'a> {
    #[serde(flatten)]
    stands: Stands<'a>,
    kind: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct FoundRelation<'a> {
    #[serde(flatten)]
    stands: Stands<'a>,
    from: &'a str,
    kind: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct Stands<'a> {
    id: &'a str,
    change: &'static str,
    /// Presence at the end of each date.
    before: &'static str,
    after: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'a str>,
    status: &'static str,
}

/// Prints what became of everything between the dates that were given, or of what a query finds.
///
/// # Errors
/// What is wrong with the dates or the query.
pub(super) fn print(matches: &ArgMatches, dossier: &Dossier, console: &mut Console<'_>) -> Result<(), Failure> {
    let Some((after, Some(Since { date: before, .. }))) = arguments::given_comparison(matches)? else {
        return Err(Failure::usage("--between needs two dates"));
    };
    let found = find(matches, dossier, &before, &after)?;
    if matches.get_flag("json") {
        console.print_json(&found);
    } else if matches.get_flag("csv") {
        console.print(table(&found).trim_end());
    } else if matches.get_flag("ids") {
        let changed = |stands: &&Stands<'_>| stands.change != Between::Stays.word();
        let all = found.entities.iter().map(|e| &e.stands).chain(found.relations.iter().map(|r| &r.stands));
        all.filter(changed).for_each(|stands| console.print(stands.id));
    } else {
        console.print(&in_words(dossier, &found));
    }
    Ok(())
}

fn find<'a>(
    matches: &ArgMatches,
    dossier: &'a Dossier,
    before: &'a Date,
    after: &'a Date,
) -> Result<Found<'a>, Failure> {
    let two = TwoDates::new(dossier, before, after);
    let mut evaluator = Evaluator::default();
    let expression = matches.get_one::<String>("expression").filter(|text| !text.trim().is_empty());
    let parsed = expression.map(|text| understood(text, dossier, &mut evaluator)).transpose()?;
    let answer = parsed.as_ref().map(|parsed| evaluator.ask(dossier, 0, &parsed.query));
    let entities: Vec<NodeIndex> = dossier
        .entities()
        .map(|(at, _)| at)
        .filter(|at| answer.as_ref().is_none_or(|answer| answer.entity(*at) != Truth::No))
        .collect();
    let relations: Vec<EdgeIndex> = dossier
        .relations()
        .map(|(at, ..)| at)
        .filter(|at| answer.as_ref().is_none_or(|answer| answer.relation(*at) != Truth::No))
        .collect();
    let written = |when: &'a Option<When>| when.as_ref().map(|when| when.date.written());
    let mut found = Found {
        between: [before.written(), after.written()],
        understood: parsed.as_ref().map(|parsed| evaluator.explain(dossier, 0, &parsed.query)),
        query: parsed.as_ref().map(|parsed| parsed.query.to_string()),
        entities: Vec::new(),
        relations: Vec::new(),
        comparison: Comparison::new(
            dossier,
            &two,
            (before, after),
            entities.iter().copied(),
            relations.iter().copied(),
        ),
    };
    for (at, entity) in entities.into_iter().filter_map(|at| Some((at, dossier.entity(at)?))) {
        let standing = two.entity(dossier, at);
        let Some(change) = standing.change else { continue };
        let (id, change, when) = (entity.id.as_str(), change.word(), written(&entity.when));
        let (before, after) = (standing.before.word(), standing.after.word());
        let stands = Stands { id, change, before, after, when, status: entity.status.word() };
        found.entities.push(FoundEntity { stands, kind: &entity.kind, name: &entity.name });
    }
    for (at, relation) in relations.into_iter().filter_map(|at| Some((at, dossier.relation(at)?))) {
        let standing = two.relation(dossier, at);
        let Some(change) = standing.change else { continue };
        let (id, change, when) = (relation.id.as_str(), change.word(), written(&relation.when));
        let (before, after) = (standing.before.word(), standing.after.word());
        let stands = Stands { id, change, before, after, when, status: relation.status.word() };
        let (from, to) = (relation.from.as_str(), relation.to.as_str());
        found.relations.push(FoundRelation { stands, from, kind: &relation.kind, to });
    }
    Ok(found)
}

fn table(found: &Found<'_>) -> String {
    let mut out = String::from("record,id,change,before,after,kind,name,from,to,when,status\n");
    let mut row = |record, stands: &Stands<'_>, kind, [name, from, to]: [&str; 3]| {
        let Stands { id, change, before, after, when, status } = *stands;
        let cells = [record, id, change, before, after, kind, name, from, to, when.unwrap_or(""), status];
        out.push_str(&cells.map(|text| cell(text, false)).join(","));
        out.push('\n');
    };
    found.entities.iter().for_each(|e| row("entity", &e.stands, e.kind, [e.name, "", ""]));
    found.relations.iter().for_each(|r| row("relation", &r.stands, r.kind, ["", r.from, r.to]));
    out
}

/// What was compared and understood, then the lists.
fn in_words(dossier: &Dossier, found: &Found<'_>) -> String {
    let understood = found.understood.iter().map(|text| format!(": {}", printable(text)));
    let title = std::iter::once(found.comparison.title()).chain(understood).collect::<String>();
    std::iter::once(title).chain(found.comparison.in_words(dossier)).collect::<Vec<_>>().join("\n")
}
