//! `chancery query --evidence` and `--without`: on what a dossier rests, what contradicts itself, what is missing, and what
//! falls if something falls. How that is worked out is told in `explore::evidence`.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgMatches};
use serde::Serialize;

use super::super::{Console, Failure};
use crate::cli::question::understood;
use crate::dossier::model::Dossier;
use crate::explore::evidence::{
    ALIKE_MEND, Alike, Clash, Ledger, Load, NamedEvidence, Origins, RecordAt, Rests, alike, called, checked, clashes,
    gaps, id_of, load_in_words, rests, whom_to_ask,
};
use crate::explore::query::language::Evaluator;
use crate::progress::Progress;
use crate::wording::counted;

pub(super) fn arguments() -> [Arg; 2] {
    [
        Arg::new("evidence")
            .long("evidence")
            .action(ArgAction::SetTrue)
            .help("Show what the dossier rests on, contradictions, and what is still missing"),
        Arg::new("without")
            .long("without")
            .value_name("EXPR")
            .action(ArgAction::Append)
            .allow_hyphen_values(true)
            .help("Show what falls without a source, a speaker or claims: source:x, said-by:y, 'at:P5.1'; repeatable"),
    ]
}

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    record: &'static str,
    says: String,
}

#[derive(Serialize)]
struct Asked<'a> {
    id: &'a str,
    record: &'static str,
    says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<String>,
}

fn sort(record: RecordAt) -> &'static str {
    match record {
        RecordAt::Entity(_) => "entity",
        RecordAt::Relation(_) => "relation",
    }
}

fn listed<'a>(dossier: &'a Dossier, records: &[RecordAt]) -> Vec<Listed<'a>> {
    let one = |record: &RecordAt| Listed {
        id: id_of(dossier, *record),
        record: sort(*record),
        says: called(dossier, *record),
    };
    records.iter().map(one).collect()
}

/// What falls, as JSON.
#[derive(Serialize)]
struct Without<'a> {
    without: Vec<String>,
    sources: &'a [String],
    speakers: &'a [String],
    claims: usize,
    falls: Vec<Listed<'a>>,
    left_to_inference: Vec<Listed<'a>>,
    weaker: Vec<Listed<'a>>,
    kept_by_ties: Vec<Listed<'a>>,
}

/// What falls without what was named.
pub(super) fn without(dossier: &Dossier, matches: &ArgMatches, console: &mut Console<'_>) -> Result<(), Failure> {
    let mut evaluator = Evaluator::default();
    let (mut named, mut texts) = (NamedEvidence::default(), Vec::new());
    for text in matches.get_many::<String>("without").into_iter().flatten() {
        let parsed = understood(text, dossier, &mut evaluator)?;
        let Some(found) = evaluator.evidence(dossier, 0, &parsed.query) else {
            let message = format!("`{text}` names no evidence; write source:ID, said-by:ID or another test of claims");
            return Err(Failure::usage(message));
        };
        named.sources.extend(found.sources);
        named.speakers.extend(found.speakers);
        named.claims.extend(found.claims);
        texts.push(parsed.query.to_string());
    }
    let fall = Ledger::new(dossier).without(&named);
    if matches.get_flag("json") {
        console.print_json(&Without {
            without: texts,
            sources: &named.sources,
            speakers: &named.speakers,
            claims: named.claims.len(),
            falls: listed(dossier, &fall.falls),
            left_to_inference: listed(dossier, &fall.left_to_inference),
            weaker: listed(dossier, &fall.weaker),
            kept_by_ties: listed(dossier, &fall.kept_by_ties),
        });
    } else {
        console.print(&format!("Without {}", texts.join(" and ")));
        let lists = fall.lists();
        for (title, records, nothing) in lists {
            console.print("");
            console.print(&format!("{title}: {}", by_sort(records)));
            if records.is_empty() {
                console.print(&format!("  {nothing}"));
            }
            list(dossier, records, console);
        }
    }
    Ok(())
}

/// `4 entities, 18 relations`.
fn by_sort(records: &[RecordAt]) -> String {
    let entities = records.iter().filter(|record| matches!(record, RecordAt::Entity(_))).count();
    let relations = records.len() - entities;
    format!("{}, {}", counted(entities, "entity", "entities"), counted(relations, "relation", "relations"))
}

fn list(dossier: &Dossier, records: &[RecordAt], console: &mut Console<'_>) {
    for record in records {
        console.print(&format!("  {} [{}]", called(dossier, *record), id_of(dossier, *record)));
    }
}

#[derive(Serialize)]
struct Evidence<'a> {
    claims: usize,
    checked: usize,
    origins: usize,
    rests_on: Vec<RestsOn<'a>>,
    on_one_source: Vec<Listed<'a>>,
    on_one_word: Vec<Listed<'a>>,
    on_inference: Vec<Listed<'a>>,
    contradictions: Vec<Listed<'a>>,
    /// Sources that some record counts as two origins, and that may be one.
    maybe_one_origin: Vec<MaybeOne>,
    to_do: BTreeMap<&'static str, Vec<Asked<'a>>>,
}

#[derive(Serialize)]
struct MaybeOne {
    sources: [String; 2],
    why: &'static str,
    records: Vec<String>,
}

#[derive(Serialize)]
struct RestsOn<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said_by: Option<&'a str>,
    cited_by_entities: usize,
    cited_by_relations: usize,
    entities_on_it_alone: usize,
    relations_on_it_alone: usize,
}

/// On what the dossier rests, and what is to be done.
pub(super) fn evidence(dossier: &Dossier, matches: &ArgMatches, console: &mut Console<'_>) {
    // Nobody cancels a command but by ending it.
    let rests = rests(&Ledger::new(dossier), &Progress::new()).unwrap_or_default();
    if matches.get_flag("json") {
        console.print_json(&as_json(dossier, &rests));
    } else {
        print(dossier, &rests, console);
    }
}

fn as_json<'a>(dossier: &'a Dossier, rests: &'a Rests) -> Evidence<'a> {
    let asked = |record: &RecordAt| Asked {
        id: id_of(dossier, *record),
        record: sort(*record),
        says: called(dossier, *record),
        ask: whom_to_ask(dossier, *record),
    };
    let to_do = gaps(dossier).into_iter().map(|(gap, records)| (gap.word, records.iter().map(asked).collect()));
    let clash =
        |clash: Clash| Listed { id: id_of(dossier, clash.record), record: sort(clash.record), says: clash.says };
    let maybe_one = |Alike { sources, likeness, records }: Alike| MaybeOne {
        sources,
        why: likeness.words().0,
        records: records.iter().map(|record| id_of(dossier, *record).to_owned()).collect(),
    };
    let (checked, claims) = checked(dossier);
    Evidence {
        claims,
        checked,
        origins: rests.origins,
        rests_on: rests.loads.iter().map(rests_on).collect(),
        on_one_source: listed(dossier, &rests.on_one_source),
        on_one_word: listed(dossier, &rests.on_one_word),
        on_inference: listed(dossier, &rests.on_inference),
        contradictions: clashes(dossier).into_iter().map(clash).collect(),
        maybe_one_origin: alike(dossier, &Origins::new(dossier)).into_iter().map(maybe_one).collect(),
        to_do: to_do.collect(),
    }
}

fn print(dossier: &Dossier, rests: &Rests, console: &mut Console<'_>) {
    let (checked, claims) = checked(dossier);
    let claims = counted(claims, "claim", "claims");
    console.print(&format!("{claims}, {checked} checked; {}", counted(rests.origins, "origin", "origins")));
    console.print("\nWhat rests on each alone");
    for load in &rests.loads {
        console.print(&format!("  {}", load_in_words(dossier, load)));
    }
    console.print(&format!("\nOn one source: {}", by_sort(&rests.on_one_source)));
    console.print(&format!("On one speaker’s word: {}", by_sort(&rests.on_one_word)));
    console.print(&format!("On inference alone: {}", by_sort(&rests.on_inference)));
    list(dossier, &rests.on_inference, console);
    let clashes = clashes(dossier);
    console.print(&format!("\nContradictions: {}", clashes.len()));
    for Clash { record, says } in &clashes {
        console.print(&format!("  {}: {says} [{}]", called(dossier, *record), id_of(dossier, *record)));
    }
    let alike = alike(dossier, &Origins::new(dossier));
    if !alike.is_empty() {
        console.print(&format!("\nMay be one origin: {}", counted(alike.len(), "pair of sources", "pairs of sources")));
        for pair in &alike {
            console.print(&format!("  {} [{}]", pair.in_words(dossier), pair.sources.join(", ")));
        }
        console.print(&format!("  {ALIKE_MEND}"));
    }
    console.print("\nTo do");
    for (gap, records) in gaps(dossier) {
        let mend = if records.is_empty() { String::new() } else { format!(". {}", gap.mend) };
        console.print(&format!("  {}: {}{mend}", gap.title, by_sort(&records)));
    }
}

fn rests_on(load: &Load) -> RestsOn<'_> {
    let id = load.id.as_str();
    RestsOn {
        source: load.is_source.then_some(id),
        said_by: (!load.is_source).then_some(id),
        cited_by_entities: load.cited_by[0],
        cited_by_relations: load.cited_by[1],
        entities_on_it_alone: load.alone[0],
        relations_on_it_alone: load.alone[1],
    }
}
