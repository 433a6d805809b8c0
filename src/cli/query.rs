//! `chancery query`: what a question in the query language finds, for people, programs and tables. What the language means
//! is told in `explore::query::language`.

mod claims;
mod evidence;
mod why;

use clap::{Arg, ArgAction, ArgGroup, ArgMatches};
use serde::Serialize;

use self::claims::{Cited, ClaimFound};
use super::question::understood;
use super::{Command, Console, Exit, Failure, arguments, between};
use crate::dossier::document::{self, Document};
use crate::dossier::exchange::cell;
use crate::dossier::model::{Date, Dossier, Entity, Relation, Span, Status, Truth, When};
use crate::explore::query::language::{Evaluator, Parsed, help, is_plain, speaks_of};
use crate::explore::query::lifetimes::Lifetimes;
use crate::explore::query::period::{Period, Since};
use crate::explore::query::presence::Presence;
use crate::explore::query::search::Index;
use crate::problem::{Problem, Severity, printable};
use crate::wording::{counted, listed};

pub(super) struct QueryCommand;

/// What may be asked instead of a question in the language.
const INSTEAD: [&str; 3] = ["why", "evidence", "without"];

/// What was found, as JSON.
#[derive(Serialize)]
struct Found<'a> {
    /// The question as it was read.
    query: String,
    /// The same in words.
    understood: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'a str>,
    /// The first date of the time that is asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'a str>,
    /// Whether all of that time is meant.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    throughout: bool,
    /// The time in words.
    #[serde(skip)]
    time: Option<String>,
    entities: Vec<FoundEntity<'a>>,
    relations: Vec<FoundRelation<'a>>,
}

#[derive(Serialize)]
struct FoundEntity<'a> {
    id: &'a str,
    presence: &'static str,
    kind: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<Vec<ClaimFound<'a>>>,
}

#[derive(Serialize)]
struct FoundRelation<'a> {
    id: &'a str,
    presence: &'static str,
    from: &'a str,
    kind: &'a str,
    to: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<Vec<ClaimFound<'a>>>,
}

impl Command for QueryCommand {
    fn describe(&self) -> clap::Command {
        let switch = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
        clap::Command::new("query")
            .about("Find the entities and relations that match a query")
            .arg(arguments::file().required(true))
            .arg(
                Arg::new("expression")
                    .value_name("EXPR")
                    .required_unless_present_any(INSTEAD.into_iter().chain(["between"]))
                    .conflicts_with_all(INSTEAD)
                    .allow_hyphen_values(true)
                    .help("The query, such as 'from:japan -status:actual'; empty for everything"),
            )
            .arg(
                arguments::as_of()
                    .conflicts_with_all(["evidence", "without"])
                    .help("Show only what is present, possibly present or planned at the end of a date"),
            )
            .args(arguments::since())
            .arg(arguments::between().conflicts_with("as-of").conflicts_with_all(INSTEAD))
            .arg(arguments::json().conflicts_with_all(["csv", "ids"]))
            .arg(
                switch("csv")
                    .conflicts_with_all(INSTEAD)
                    .conflicts_with("ids")
                    .help("Print a CSV table for spreadsheets"),
            )
            .arg(
                switch("claims")
                    .conflicts_with_all(INSTEAD)
                    .conflicts_with_all(["csv", "ids", "between"])
                    .help("With each match, its claims and the passages of the sources they cite"),
            )
            .arg(
                switch("by-date")
                    .conflicts_with_all(INSTEAD)
                    .conflicts_with("between")
                    .help("List the earliest first, and what has no date last"),
            )
            .arg(switch("ids").conflicts_with_all(INSTEAD).help("Print the IDs of certain matches, one per line"))
            .args(why::arguments())
            .args(evidence::arguments())
            .group(ArgGroup::new("instead").args(INSTEAD))
            .after_help(format!(
                "Examples:\n  chancery query notes.ron 'from:japan -status:actual'\n  \
                 chancery query notes.ron 'kind:dialogue as-of:2014-06' --json\n  \
                 chancery query notes.ron 'only:(source:asean-secretariat)' --ids\n  \
                 chancery query notes.ron '\"cyber crime\" OR near:(kind:threat)/1'\n  \
                 chancery query notes.ron 'between:asean,japan' --claims\n  \
                 chancery query notes.ron --between 2013 2014-06\n  \
                 chancery query notes.ron 'rel:held_in' --by-date\n  \
                 chancery query notes.ron 'kind:official' --since 2003 --as-of 2013 --throughout\n  \
                 chancery query notes.ron --why malaysia \"Cyber crime\" --avoid 'kind:topic OR degree>30'\n  \
                 chancery query notes.ron --without source:gazette --without said-by:mayor\n\n\
                 Words are searched in names, aliases, IDs, summaries, notes, quotations and custom fields: whole \
                 words, cyber* for beginnings, \"cyber crime\" words that follow each other. All parts must match; \
                 combine them with OR, - or NOT, and brackets. Start with `entities` or `relations` to find only \
                 these.\n\n{}\n\n\
                 A missing date or rating could have any value: such records are possible matches and listed \
                 separately; surely:( ) leaves them out.\n\n\
                 JSON has query, understood (the query in words), entities and relations; each of them has id, \
                 presence (certain or possible; with --as-of also planned), kind, status, when, and name or from and \
                 to; with --claims also claims, with the fields of the dossier and passages. With --since it has since \
                 and, with --throughout, throughout. CSV has the same columns. With --why it has chains (each with links, and these with ties), common and \
                 part; with --without falls, left_to_inference, weaker and kept_by_ties; with --evidence rests_on, \
                 on_one_source, on_one_word, on_inference, contradictions and to_do; the README lists all fields. \
                 With --between A B, JSON has between (the dates) and, in place of presence, \
                 change (came, went, may_have_come, may_have_gone, planned, stays, unclear or undated), before and after \
                 (the presence at the end of each date); --ids leaves out what stays.\nExit status: 0 also if nothing is found, 1 if the dossier has errors \
                 (what could be read is still searched), 2 if the query is wrong.",
                help()
            ))
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let path = arguments::file_of(matches);
        let document = document::open_named(&path);
        if let Some(option) = why::given_option(matches).filter(|_| !matches.contains_id("why")) {
            return Err(Failure::usage(format!("`--{option}` goes with `--why`, as in --why A B --{option}")));
        }
        if matches.contains_id("why") {
            why::run(&document.dossier, matches, console)?;
        } else if matches.contains_id("without") {
            evidence::without(&document.dossier, matches, console)?;
        } else if matches.get_flag("evidence") {
            evidence::evidence(&document.dossier, matches, console);
        } else if matches.contains_id("between") {
            between::print(matches, &document.dossier, console)?;
        } else {
            print_found(&document, matches, console)?;
        }
        Ok(end(&document.problems, console))
    }
}

/// Notes what could not be read.
fn end(problems: &[Problem], console: &mut Console<'_>) -> Exit {
    let mut errors = problems.iter().filter(|p| p.severity == Severity::Error).peekable();
    let exit = if errors.peek().is_none() { Exit::Done } else { Exit::WrongInput };
    errors.for_each(|problem| console.note(&problem.to_text()));
    exit
}

fn print_found(document: &Document, matches: &ArgMatches, console: &mut Console<'_>) -> Result<(), Failure> {
    let dossier = &document.dossier;
    let text = matches.get_one::<String>("expression").map_or("", String::as_str);
    let mut evaluator = Evaluator::default();
    let parsed = understood(text, dossier, &mut evaluator)?;
    let given = arguments::given_period(matches)?;
    let mut found = find(dossier, &parsed, given.as_ref(), &mut evaluator);
    if matches.get_flag("by-date") {
        found.entities.sort_by_cached_key(|entity| by_date(entity.when));
        found.relations.sort_by_cached_key(|relation| by_date(relation.when));
    }
    if found.entities.is_empty() && found.relations.is_empty() && is_plain(text) {
        similar(text, dossier, console);
    }
    let cited = matches.get_flag("claims").then(|| {
        let entities = found.entities.iter().map(|e| e.id);
        Cited::of(document, entities.chain(found.relations.iter().map(|r| r.id)), console)
    });
    if let Some(cited) = &cited {
        found.entities.iter_mut().for_each(|e| e.claims = Some(cited.claims(dossier, e.id)));
        found.relations.iter_mut().for_each(|r| r.claims = Some(cited.claims(dossier, r.id)));
    }
    if matches.get_flag("json") {
        console.print_json(&found);
    } else if matches.get_flag("csv") {
        console.print(table(&found).trim_end());
    } else if matches.get_flag("ids") {
        ids(&found, console);
    } else {
        console.print(&in_words(dossier, (&found, cited.as_ref()), &parsed));
    }
    Ok(())
}

/// What records are sorted by: their dates, and what has none last.
fn by_date(when: Option<&str>) -> (i32, i32) {
    when.map_or((i32::MAX, i32::MAX), |when| Date::read(when).sort_key())
}

/// Names that are spelt nearly like words of which nothing is found.
fn similar(text: &str, dossier: &Dossier, console: &mut Console<'_>) {
    const MOST: usize = 3;
    let hits = Index::new(dossier).find(text, MOST);
    let entities = hits.iter().filter_map(|hit| dossier.entity(hit.entity));
    let names: Vec<String> = entities.map(|entity| format!("{} [{}]", entity.name, entity.id)).collect();
    if !names.is_empty() {
        console.note(&format!("note: similar names: {}", listed(&names)));
    }
}

/// How a record stands: as certainly as it is found, and no more than it is present at the date. `None` leaves it out.
fn presence(truth: Truth, at_date: Option<Presence>) -> Option<&'static str> {
    let found = Presence::from(truth);
    let presence = at_date.map_or(found, |at_date| at_date.min(found));
    (presence != Presence::Absent && truth != Truth::No).then(|| presence.word())
}

fn find<'a>(
    dossier: &'a Dossier,
    parsed: &Parsed,
    given: Option<&'a (Date, Option<Since>)>,
    evaluator: &mut Evaluator,
) -> Found<'a> {
    let as_of = given.map(|(as_of, _)| as_of);
    let since = given.and_then(|(_, since)| since.as_ref());
    let period = Period::new(as_of, since);
    let answer = evaluator.ask(dossier, 0, &parsed.query);
    let presences = period.window().map(|window| Lifetimes::new(dossier).over(window));
    let written = |when: &'a Option<When>| when.as_ref().map(|when| when.date.written());
    let entity = |(at, entity): (_, &'a Entity)| {
        let presence = presence(answer.entity(at), presences.as_ref().map(|all| all.entity(at)))?;
        let Entity { id, kind, name, when, status, .. } = entity;
        let (when, status) = (written(when), status.word());
        Some(FoundEntity { id: id.as_str(), presence, kind, name, when, status, claims: None })
    };
    let relation = |(at, _, _, relation): (_, _, _, &'a Relation)| {
        let presence = presence(answer.relation(at), presences.as_ref().map(|all| all.relation(at)))?;
        let Relation { id, from, kind, to, when, status, .. } = relation;
        let (id, from, to) = (id.as_str(), from.as_str(), to.as_str());
        let (when, status) = (written(when), status.word());
        Some(FoundRelation { id, presence, from, kind, to, when, status, claims: None })
    };
    Found {
        query: parsed.query.to_string(),
        understood: evaluator.explain(dossier, 0, &parsed.query),
        as_of: as_of.map(Date::written),
        since: since.map(|since| since.date.written()),
        throughout: since.is_some_and(|since| since.span == Span::Throughout),
        time: period.in_words(),
        entities: dossier.entities().filter_map(entity).collect(),
        relations: dossier.relations().filter_map(relation).collect(),
    }
}

/// What is only possible is told apart from the rest.
fn is_possible(presence: &str) -> bool {
    presence == Presence::Possible.word()
}

fn ids(found: &Found<'_>, console: &mut Console<'_>) {
    let entities = found.entities.iter().map(|entity| (entity.id, entity.presence));
    let all: Vec<_> = entities.chain(found.relations.iter().map(|relation| (relation.id, relation.presence))).collect();
    for (id, _) in all.iter().filter(|(_, presence)| !is_possible(presence)) {
        console.print(id);
    }
    let possible = all.iter().filter(|(_, presence)| is_possible(presence)).count();
    if possible > 0 {
        console.note(&format!("note: {}, not listed", counted(possible, "possible match", "possible matches")));
    }
}

fn table(found: &Found<'_>) -> String {
    let mut out = String::from("record,id,presence,kind,name,from,to,when,status\n");
    let mut row = |cells: [&str; 9]| {
        out.push_str(&cells.map(|text| cell(text, false)).join(","));
        out.push('\n');
    };
    for e in &found.entities {
        row(["entity", e.id, e.presence, e.kind, e.name, "", "", e.when.unwrap_or(""), e.status]);
    }
    for r in &found.relations {
        row(["relation", r.id, r.presence, r.kind, "", r.from, r.to, r.when.unwrap_or(""), r.status]);
    }
    out
}

fn in_words(dossier: &Dossier, (found, cited): (&Found<'_>, Option<&Cited>), parsed: &Parsed) -> String {
    let claims = |id: &str| cited.map(|cited| cited.in_words(dossier, id)).unwrap_or_default();
    let as_of = found.time.iter().map(|time| format!(", {time}")).collect::<String>();
    let mut out = vec![format!("{}{as_of}", printable(&found.understood)), String::new()];
    let (entities, relations) = speaks_of(&parsed.query);
    if entities {
        let rows = found.entities.iter().map(|e| (e.presence, entity_in_words(dossier, e) + &claims(e.id)));
        list(rows.collect(), dossier.entity_count(), ("entity", "entities"), &mut out);
    }
    if relations {
        let rows = found.relations.iter().map(|r| (r.presence, relation_in_words(dossier, r) + &claims(r.id)));
        list(rows.collect(), dossier.relation_count(), ("relation", "relations"), &mut out);
    }
    out.join("\n").trim_end().to_owned()
}

/// The certain ones with their number, then the possible ones.
fn list(rows: Vec<(&str, String)>, of: usize, (one, many): (&str, &str), out: &mut Vec<String>) {
    let (possible, certain): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(presence, _)| is_possible(presence));
    out.push(format!("{} of {of}", counted(certain.len(), one, many)));
    out.extend(certain.into_iter().map(|(_, row)| row));
    if !possible.is_empty() {
        out.push(format!("possibly {}", counted(possible.len(), &format!("more {one}"), &format!("more {many}"))));
        out.extend(possible.into_iter().map(|(_, row)| row));
    }
}

fn entity_in_words(dossier: &Dossier, entity: &FoundEntity<'_>) -> String {
    let kind = dossier.vocabulary.entity_kind_or_neutral(entity.kind).label;
    row(entity.name, &kind, (entity.when, entity.status), entity.id)
}

fn relation_in_words(dossier: &Dossier, relation: &FoundRelation<'_>) -> String {
    let sentence = dossier.relation_by_id(relation.id).map(|r| dossier.sentence_of(r)).unwrap_or_default();
    row(&sentence, "", (relation.when, relation.status), relation.id)
}

fn row(says: &str, kind: &str, (when, status): (Option<&str>, &str), id: &str) -> String {
    let when = when.map(|when| Date::read(when).in_words()).unwrap_or_default();
    let status = if status == Status::Actual.word() { "" } else { status };
    let details = [says, kind, &when, status].into_iter().filter(|part| !part.is_empty());
    printable(&format!("  {} [{id}]", details.collect::<Vec<_>>().join(", ")))
}
