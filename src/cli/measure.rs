//! `chancery measure`: numbers about a dossier's entities and about the whole, as a table to read, for spreadsheets or for
//! programs, with how each was worked out beside it. What measures are is told in `measure`.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches};
use serde::Serialize;
use serde_json::{Map, Value};

use super::question::understood;
use super::{Command, Console, Exit, Failure, arguments};
use crate::dossier::document;
use crate::dossier::exchange::cell;
use crate::dossier::model::{Date, Dossier, Entity};
use crate::explore::measuring::{Certainty, Counted};
use crate::explore::query::filter::Filter;
use crate::explore::query::language::Evaluator;
use crate::layout::options::chosen;
use crate::math::Portable as _;
use crate::measure::{self, ALL_NAMES, MEASURES, NamedMeasure, Settings, Way, Weighting, WholeValue};
use crate::problem::{Severity, printable};
use crate::progress::{Cancelled, Progress};
use crate::wording::counted;

pub(super) struct MeasureCommand;

/// What is measured where nothing else is asked for.
const USUAL: [&str; 6] = ["degree", "betweenness", "closeness", "pagerank", "core", "community"];
/// So many entities are in a table to read.
const ROWS: usize = 20;

/// What was found, as JSON.
#[derive(Serialize)]
struct Found<'a> {
    counted: Scope<'a>,
    network: Vec<WholeRow>,
    /// Ids of the relations without which a part falls apart.
    bridges: Vec<&'a str>,
    measures: Vec<Column>,
    entities: Vec<Row<'a>>,
}

/// Over what everything was counted.
#[derive(Serialize)]
struct Scope<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    filter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    understood: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'a str>,
    presence: &'a str,
    entities: usize,
    relations: usize,
}

#[derive(Serialize)]
struct WholeRow {
    name: &'static str,
    label: &'static str,
    value: Option<f64>,
    formula: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A measure with how it was worked out.
#[derive(Serialize)]
struct Column {
    name: &'static str,
    label: &'static str,
    formula: &'static str,
    /// Whether values are names of groups rather than amounts.
    group: bool,
    settings: String,
    /// How far an estimated value may be off.
    #[serde(skip_serializing_if = "Option::is_none")]
    bound: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    kind: &'a str,
    name: &'a str,
    values: Map<String, Value>,
}

/// How the result is written.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Table,
    Csv,
    Json,
}

impl Command for MeasureCommand {
    fn describe(&self) -> clap::Command {
        let measures = MEASURES.iter().map(|m| format!("\n  {:<13} {}", m.name, m.formula())).collect::<String>();
        clap::Command::new("measure")
            .about("Measure how central entities are and how the network hangs together")
            .arg(arguments::file().required(true))
            .args(asked())
            .args(settings())
            .arg(arguments::seed("communities and estimates"))
            .arg(arguments::threads())
            .after_help(format!(
                "Examples:\n  chancery measure notes.ron\n  \
                 chancery measure notes.ron --by betweenness,constraint -o measures.csv\n  \
                 chancery measure notes.ron --filter 'kind:state,organisation' --count certain --json\n\n\
                 Without -o, the {ROWS} entities that rank highest are printed as a table, after what is known of the \
                 whole. CSV has a row for each entity counted: id, kind, name and the measures. JSON has counted (over \
                 what), network (numbers about the whole), bridges (IDs of relations without which a part falls apart), \
                 measures (how each was worked out) and entities with their values; null where a measure is not \
                 defined.\n\nMeasures:{measures}\n\n\
                 Relations from an entity to itself count only in degrees. Of more than 20,000 entities, betweenness is \
                 estimated, with its bound; --exact counts every path. The same file and options give the same bytes, \
                 with any number of threads.\nExit status: 1 if the dossier has errors (what could be read is still \
                 measured), 2 if the filter is wrong."
            ))
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let out = matches.get_one::<PathBuf>("output");
        let form = form_of(matches, out.map(PathBuf::as_path))?;
        let document = document::open_named(&arguments::file_of(matches));
        let found = arguments::with_threads(arguments::threads_of(matches), || find(matches, &document.dossier))??;
        let whole = out.is_some();
        let text = match form {
            Form::Table => table(&found, whole),
            Form::Csv => csv(&found),
            Form::Json => String::new(),
        };
        match (form, out) {
            (Form::Json, None) => console.print_json(&found),
            (Form::Json, Some(out)) => console.deliver_json(out, &found)?,
            (_, Some(out)) => console.deliver(out, text.as_bytes())?,
            (_, None) => console.print(text.trim_end()),
        }
        let errors: Vec<_> = document.problems.iter().filter(|p| p.severity == Severity::Error).collect();
        errors.iter().for_each(|problem| console.note(&problem.to_text()));
        Ok(if errors.is_empty() { Exit::Done } else { Exit::WrongInput })
    }
}

fn option(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value)
}

fn switch(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

/// What to measure, over what, and where to write it.
fn asked() -> Vec<Arg> {
    vec![
        option("output", "OUT")
            .short('o')
            .value_parser(PathBufValueParser::new())
            .value_hint(clap::ValueHint::FilePath)
            .help("Where to write: a .csv or .json file, or - for standard output"),
        option("by", "MEASURE")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .value_parser(ALL_NAMES.to_vec())
            .hide_possible_values(true)
            .help(format!("Measures, separated by commas; see below [default: {}]", USUAL.join(","))),
        option("filter", "EXPR")
            .allow_hyphen_values(true)
            .help("Count only what a query finds, as in `chancery query`"),
        arguments::as_of().help("Count only what is present at the end of a date"),
        option("count", "PRESENCE").value_parser(words(Certainty::ALL)).help(
            "What counts: all, also what is planned; what is possible or certain; only what is certain [default: all]",
        ),
        arguments::json().conflicts_with("csv"),
        switch("csv").help("Write CSV, whatever the extension of OUT says"),
    ]
}

/// How to measure.
fn settings() -> Vec<Arg> {
    vec![
        option("weight", "HOW").value_parser(words(Weighting::ALL)).help(
            "How relations count: once a pair, each, by weight as strength, or by weight as distance [default: once]",
        ),
        option("direction", "WAY")
            .value_parser(words(Way::ALL))
            .help("Which relations are followed: both ways, out or in [default: out for pagerank, both for others]"),
        switch("exact").help("Count every path for betweenness, however long it takes"),
    ]
}

/// The words of a choice.
fn words<T>(all: &'static [(&'static str, T)]) -> Vec<&'static str> {
    all.iter().map(|(word, _)| *word).collect()
}

fn pick<T: Copy>(matches: &ArgMatches, name: &str, all: &[(&str, T)]) -> Option<T> {
    matches.get_one::<String>(name).and_then(|word| chosen(all, word))
}

fn form_of(matches: &ArgMatches, out: Option<&Path>) -> Result<Form, Failure> {
    if matches.get_flag("json") {
        return Ok(Form::Json);
    }
    if matches.get_flag("csv") {
        return Ok(Form::Csv);
    }
    let extension = out.and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase());
    match (out, extension.as_deref()) {
        (_, Some("json")) => Ok(Form::Json),
        (_, Some("csv")) => Ok(Form::Csv),
        (None, _) => Ok(Form::Table),
        (Some(out), _) if crate::dossier::storage::is_standard(out) => Ok(Form::Table),
        (Some(out), _) => {
            let name = printable(&out.display().to_string());
            Err(Failure::usage(format!(
                "what to write to {name} is not clear; end it in .csv or .json, or add --csv or --json"
            )))
        }
    }
}

fn settings_of(matches: &ArgMatches) -> Settings {
    let usual = Settings::default();
    Settings {
        weighting: pick(matches, "weight", Weighting::ALL).unwrap_or(usual.weighting),
        way: pick(matches, "direction", Way::ALL),
        seed: arguments::seed_of(matches),
        exact_nodes: if matches.get_flag("exact") { usize::MAX } else { usual.exact_nodes },
        ..usual
    }
}

fn find<'a>(matches: &'a ArgMatches, dossier: &'a Dossier) -> Result<Found<'a>, Failure> {
    let mut evaluator = Evaluator::default();
    let filter = matches.get_one::<String>("filter");
    let parsed = filter.map(|text| understood(text, dossier, &mut evaluator)).transpose()?;
    let query = parsed.as_ref().map(|parsed| parsed.query.to_string());
    let shown = Filter { query: query.clone().unwrap_or_default(), ..Filter::default() }.apply(dossier);
    let as_of = matches.get_one::<Date>("as-of");
    let certainty = pick(matches, "count", Certainty::ALL).unwrap_or_default();
    let subject = Counted::new(dossier, &shown, as_of, certainty);
    let scope = Scope {
        understood: parsed.as_ref().map(|parsed| evaluator.explain(dossier, 0, &parsed.query)),
        filter: query,
        as_of: as_of.map(Date::written),
        presence: matches.get_one::<String>("count").map_or(Certainty::ALL[0].0, String::as_str),
        entities: subject.entities.len(),
        relations: subject.relations.len(),
    };
    let names: Vec<&str> = matches.get_many::<String>("by").into_iter().flatten().map(String::as_str).collect();
    let mut measures: Vec<&NamedMeasure> = Vec::new();
    for name in if names.is_empty() { &USUAL[..] } else { &names } {
        let measure = measure::named(name);
        measures.extend(measure.filter(|measure| !measures.iter().any(|had| had.name == measure.name)));
    }
    // Nobody holds this progress, so that nobody can cancel it.
    let work = || measured(dossier, &subject, &measures, &settings_of(matches), scope, &Progress::new());
    work().map_err(|_| Failure::input("measuring was stopped"))
}

fn measured<'a>(
    dossier: &'a Dossier,
    subject: &Counted,
    measures: &[&NamedMeasure],
    settings: &Settings,
    scope: Scope<'a>,
    progress: &Progress,
) -> Result<Found<'a>, Cancelled> {
    let row = |at: &_| {
        let Entity { id, kind, name, .. } = dossier.entity(*at)?;
        Some(Row { id: id.as_str(), kind, name, values: Map::new() })
    };
    let mut entities: Vec<Row<'a>> = subject.entities.iter().filter_map(row).collect();
    let mut columns = Vec::new();
    for measure in measures {
        let found = subject.measure(measure, settings, progress)?;
        for (row, value) in entities.iter_mut().zip(found.values) {
            row.values.insert(measure.name.to_owned(), number(value));
        }
        columns.push(Column {
            name: measure.name,
            label: measure.label(),
            formula: measure.formula(),
            group: measure.is_group(),
            settings: measure.settings_in_words(settings),
            bound: found.bound,
            note: found.note,
        });
    }
    let whole = |WholeValue { name, label, formula, value, note }| WholeRow { name, label, value, formula, note };
    Ok(Found {
        counted: scope,
        network: subject.wholes(settings, progress)?.into_iter().map(whole).collect(),
        bridges: subject
            .bridges(dossier, progress)?
            .into_iter()
            .filter_map(|at| dossier.relation(at))
            .map(|relation| relation.id.as_str())
            .collect(),
        measures: columns,
        entities,
    })
}

/// Whole numbers are written without a fraction.
fn number(value: Option<f64>) -> Value {
    match value {
        Some(value) if value.fract() == 0.0 && value.abs() < 9e15 => Value::from(value as i64),
        Some(value) => Value::from(value),
        None => Value::Null,
    }
}

fn csv(found: &Found<'_>) -> String {
    let mut out = String::from("id,kind,name");
    found.measures.iter().for_each(|column| out.extend([",", column.name]));
    out.push('\n');
    for row in &found.entities {
        out.push_str(&[row.id, row.kind, row.name].map(|text| cell(text, false)).join(","));
        for column in &found.measures {
            out.push(',');
            match &row.values[column.name] {
                Value::Null => {}
                value => out.push_str(&value.to_string()),
            }
        }
        out.push('\n');
    }
    out
}

/// What one reads on a screen: all entities where a file is asked for, otherwise those that rank highest.
fn table(found: &Found<'_>, all: bool) -> String {
    let Scope { entities, relations, .. } = found.counted;
    let (entities, relations) = (counted(entities, "entity", "entities"), counted(relations, "relation", "relations"));
    let understood = found.counted.understood.iter().map(|text| format!(": {}", printable(text)));
    let as_of = found.counted.as_of.iter().map(|date| format!(", as of {}", Date::read(date).in_words()));
    let presence = found.counted.presence;
    let presence = (presence != Certainty::ALL[0].0).then(|| format!(", {presence} only"));
    let mut out = vec![format!("{entities}, {relations}")];
    out[0].extend(as_of.chain(presence).chain(understood));
    out.push(String::new());
    for row in &found.network {
        let note = row.note.as_ref().map(|note| format!("  ({note})")).unwrap_or_default();
        let value = row.value.map_or("–".to_owned(), |value| short(&number(Some(value))));
        out.push(format!("{:<22} {value:>10}{note}", row.label));
    }
    out.push(String::new());
    let mut rows: Vec<&Row<'_>> = found.entities.iter().collect();
    let first = found.measures.first().map_or("", |column| column.name);
    let rank = |row: &Row<'_>| row.values.get(first).and_then(Value::as_f64).unwrap_or(f64::NEG_INFINITY);
    rows.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
    let shown = if all { rows.len() } else { rows.len().min(ROWS) };
    let width = rows[..shown].iter().map(|row| row.name.chars().count().min(NAME)).max().unwrap_or(0);
    let heads: String = found.measures.iter().map(|column| format!(" {:>12}", column.name)).collect();
    out.push(format!("{:width$}{heads}", ""));
    for row in &rows[..shown] {
        let name: String = printable(row.name).chars().take(NAME).collect();
        let values: String = found.measures.iter().map(|c| format!(" {:>12}", short(&row.values[c.name]))).collect();
        out.push(format!("{name:width$}{values}"));
    }
    if shown < rows.len() {
        out.push(format!("and {} more; -o OUT.csv writes all", rows.len() - shown));
    }
    out.push(String::new());
    for column in &found.measures {
        let how = [&column.settings, column.note.as_deref().unwrap_or_default()];
        let how: Vec<&str> = how.into_iter().filter(|text| !text.is_empty()).collect();
        let how = if how.is_empty() { String::new() } else { format!(" ({})", how.join("; ")) };
        out.push(format!("{}: {}{how}", column.name, column.formula));
    }
    out.join("\n") + "\n"
}

/// So many letters of a name are in a table.
const NAME: usize = 40;

/// A number to read: four digits that count.
fn short(value: &Value) -> String {
    match value.as_f64() {
        None => "–".to_owned(),
        Some(value) if value.fract() == 0.0 => format!("{value:.0}"),
        Some(value) => {
            let before = value.abs().log_base_10().floor().max(-6.0) as i32 + 1;
            format!("{value:.*}", (4 - before).clamp(0, 9) as usize)
        }
    }
}
