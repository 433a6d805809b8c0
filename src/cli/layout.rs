//! `chancery layout`: positions as a table, and how good they are.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches};
use serde::Serialize;

use super::{Command, Console, Exit, Failure, arguments, one_line};
use crate::dossier::exchange::{self, Bare, Format, Ids, Input as File};
use crate::dossier::{document, storage};
use crate::layout::options::chosen;
use crate::layout::{
    Choice, Direction, Effort, Grouping, Input, LAYOUTS, NamedLayout, NodeBox, Options, Style, named, quality,
};
use crate::measure::{self, Edge, Network, communities};
use crate::picture::layout_input::Arrays;
use crate::picture::lettering::Fonts;
use crate::picture::scene::bodies::{Medium, bodies};
use crate::problem::{Problem, Severity, printable};
use crate::progress::Progress;

pub(super) struct LayoutCommand;

/// How it went, as JSON.
#[derive(Serialize)]
struct Report {
    layout: &'static str,
    nodes: usize,
    edges: usize,
    /// Wall time of reading, placing and writing, in seconds.
    read_s: f64,
    layout_s: f64,
    write_s: f64,
    /// Processor time of the whole process so far, in seconds; null where the system does not tell.
    cpu_user_s: Option<f64>,
    /// Most memory held, in MB; null where the system does not tell.
    peak_mb: Option<f64>,
    stress: f64,
    np1: Option<f64>,
    np2: Option<f64>,
    crossings: f64,
    crossings_per_edge: f64,
    overlaps: usize,
    lines_through_boxes: usize,
    width: f64,
    height: f64,
    edge_deviation: Option<f64>,
}

/// What is to be placed.
struct LayoutGraph {
    ids: NodeIds,
    boxes: Vec<NodeBox>,
    edges: Vec<(u32, u32)>,
    weights: Vec<f32>,
    arrays: Option<Arrays>,
    /// What a person should know of the file.
    told: Vec<String>,
}

enum NodeIds {
    Bare(Ids),
    Dossier(Vec<String>),
}

impl NodeIds {
    fn get(&self, number: usize) -> &str {
        match self {
            NodeIds::Bare(ids) => ids.get(number),
            NodeIds::Dossier(ids) => ids.get(number).map(String::as_str).unwrap_or_default(),
        }
    }
}

impl Command for LayoutCommand {
    fn describe(&self) -> clap::Command {
        let layouts = LAYOUTS.iter().map(|l| format!("\n  {:<11} {}", l.name(), l.good_for())).collect::<String>();
        let formats = arguments::formats_in_words();
        let option = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
        clap::Command::new("layout")
            .about("Lay out a dossier or graph and write the positions as a table")
            .arg(arguments::file().required(true).help("A dossier, example:NAME, or a graph of another format"))
            .arg(
                option("output", "POS.csv")
                    .short('o')
                    .required(true)
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("Where to write the table, node,x,y; - for standard output"),
            )
            .arg(arguments::from())
            .args(placing())
            .arg(arguments::seed("arrangement"))
            .arg(arguments::threads())
            .arg(
                option("aspect", "W:H")
                    .value_parser(aspect)
                    .default_value("1")
                    .help("Target aspect ratio, such as 3:2"),
            )
            .arg(
                Arg::new("boxes")
                    .long("boxes")
                    .action(ArgAction::SetTrue)
                    .help("Add columns for the space each node needs: left,right,up,down"),
            )
            .arg(
                Arg::new("raw")
                    .long("raw")
                    .action(ArgAction::SetTrue)
                    .help("Keep names that begin like a formula (= + - @) as they are, without an apostrophe"),
            )
            .arg(arguments::json().help("Score the drawing, and print time, memory and scores as JSON"))
            .after_help(format!(
                "Examples:\n  chancery layout notes.ron -o places.csv\n  \
                 chancery layout edges.csv -o places.csv --style communities --json\n  \
                 chancery layout example:asean-japan -o places.csv --layout layered --direction right\n\n\
                 The same file and options give the same bytes, with any number of threads.\n\n\
                 Layouts:{layouts}\n\n{formats}"
            ))
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let out = matches.get_one::<PathBuf>("output").cloned().unwrap_or_default();
        let json = matches.get_flag("json");
        if json && storage::is_standard(&out) {
            return Err(Failure::usage("-o - and --json both write to standard output: name a file for the table"));
        }
        let mut placed = arguments::with_threads(arguments::threads_of(matches), || place(matches))??;
        let begun = Instant::now();
        console.deliver(&out, &placed.table)?;
        placed.told.iter().for_each(|told| console.note(told));
        placed.report.iter_mut().for_each(|report| report.write_s += begun.elapsed().as_secs_f64());
        placed.report.iter().for_each(|report| console.print_json(report));
        Ok(Exit::Done)
    }
}

/// The arguments that choose a layout.
pub(super) fn placing() -> Vec<Arg> {
    let option = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    vec![
        option("layout", "NAME").help("Layout to use; see below"),
        option("style", "STYLE").value_parser(style).help(
            "organic: distances, communities, or a number from 0 to 1 in between \
                 [default: distances, of many nodes a balance]",
        ),
        option("effort", "EFFORT")
            .value_parser(words(Effort::ALL))
            .help("How long to look for a better drawing [default: normal]"),
        option("direction", "WAY")
            .value_parser(words(Direction::ALL))
            .help("layered: where edges point [default: down]"),
        option("group", "BY")
            .value_parser(words(Grouping::ALL))
            .help("What makes a group, for grouped, timeline and --together [default: kind]"),
        option("by", "MEASURE")
            .value_parser(measure::NAMES.to_vec())
            .help("concentric: the measure that ranks the rings, highest in the middle [default: degree]"),
        Arg::new("together")
            .long("together")
            .action(ArgAction::SetTrue)
            .help("Keep nodes of one group together; layered: on one layer"),
    ]
}

/// A style by its word or by its number.
fn style(text: &str) -> Result<Style, String> {
    let number = || text.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share)).map(Style::between);
    let words = Style::WORDS.join(" or ");
    chosen(Style::ALL, text).or_else(number).ok_or_else(|| format!("a style is {words}, or a number from 0 to 1"))
}

/// The words of a choice.
fn words<T>(all: &'static [(&'static str, T)]) -> Vec<&'static str> {
    all.iter().map(|(word, _)| *word).collect()
}

/// `base` with what [`placing`] was given in its place.
pub(super) fn options_of(matches: &ArgMatches, base: Options) -> Options {
    fn pick<T: Copy>(matches: &ArgMatches, name: &str, all: &[(&str, T)], base: T) -> T {
        matches.get_one::<String>(name).and_then(|word| chosen(all, word)).unwrap_or(base)
    }
    Options {
        effort: pick(matches, "effort", Effort::ALL, base.effort),
        style: matches.get_one::<Style>("style").copied().unwrap_or(base.style),
        direction: pick(matches, "direction", Direction::ALL, base.direction),
        together: matches.get_flag("together") || base.together,
        by: pick(matches, "group", Grouping::ALL, base.by),
        measure: matches.get_one::<String>("by").and_then(|name| measure::named(name)).map(|m| m.name).or(base.measure),
    }
}

/// The name of the layout that was asked for, if one was.
pub(super) fn layout_of(matches: &ArgMatches) -> Result<Option<&'static str>, Failure> {
    let Some(name) = matches.get_one::<String>("layout") else { return Ok(None) };
    named(name).map(|l| Some(l.name())).ok_or_else(|| {
        let names = LAYOUTS.iter().map(|l| l.name()).collect::<Vec<_>>().join(", ");
        Failure::usage(format!("there is no layout `{name}`; there are {names}"))
    })
}

fn aspect(text: &str) -> Result<f32, String> {
    let value = match text.split_once([':', '/']) {
        Some((w, h)) => w.trim().parse::<f32>().ok().zip(h.trim().parse::<f32>().ok()).map(|(w, h)| w / h),
        None => text.trim().parse().ok(),
    };
    value.filter(|v| (0.05..=20.0).contains(v)).ok_or_else(|| "an aspect is written as 3:2 or 1.5".to_owned())
}

/// What the command hands out.
struct Placed {
    table: Vec<u8>,
    /// What a person should know of the file.
    told: Vec<String>,
    /// Where one was asked for.
    report: Option<Report>,
}

// In one piece: the steps of one run, each timed.
fn place(matches: &ArgMatches) -> Result<Placed, Failure> {
    let layout = layout_of(matches)?.and_then(named).unwrap_or(LAYOUTS[0]);
    let begun = Instant::now();
    let graph = read(matches, layout)?;
    let read_s = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let options = options_of(matches, Options::default());
    // A bare network has neither kinds nor countries, but it has communities.
    let communities = match &graph.arrays {
        None if options.by == Grouping::Community => communities(graph.boxes.len(), &graph.edges, &graph.weights),
        _ => Vec::new(),
    };
    let stopped = |_| Failure::input("the layout was stopped");
    let goes_by = options.measure.filter(|_| layout.heeds(&options).contains(&Choice::Measure));
    let measured = match (&graph.arrays, goes_by.and_then(measure::named)) {
        (None, Some(measure)) => {
            // In a bare network ties have no direction.
            let tie = |&(from, to): &(u32, u32)| Edge { from, to, weight: 1.0, directed: false };
            let network = Network::new(graph.boxes.len(), graph.edges.iter().map(tie).collect());
            measure.ranks(&network, &Progress::new()).map_err(stopped)?
        }
        _ => Vec::new(),
    };
    let base = graph.arrays.as_ref().map_or_else(
        || Input {
            weights: &graph.weights,
            groups: &communities,
            measure: &measured,
            ..Input::new(&graph.boxes, &graph.edges)
        },
        Arrays::input,
    );
    let input = Input {
        options,
        aspect: matches.get_one::<f32>("aspect").copied().unwrap_or(1.0),
        seed: arguments::seed_of(matches),
        ..base
    };
    // Nobody holds this progress, so that nobody can cancel it.
    let positions = layout.place(&input, &Progress::new()).map_err(stopped)?;
    let layout_s = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let columns = Columns { boxes: matches.get_flag("boxes"), raw: matches.get_flag("raw") };
    let table = table(&graph, input.boxes, &positions, &columns);
    let write_s = begun.elapsed().as_secs_f64();
    if !matches.get_flag("json") {
        return Ok(Placed { table, told: graph.told, report: None });
    }
    let (cpu_user_s, peak_mb) = (cpu_user_s(), peak_mb());
    let score = quality::measure(input.boxes, input.edges, &positions);
    let number = |v: f64| v.is_finite().then_some(v);
    let report = Report {
        layout: layout.name(),
        nodes: positions.len(),
        edges: input.edges.len(),
        read_s,
        layout_s,
        write_s,
        cpu_user_s,
        peak_mb,
        stress: score.stress,
        np1: number(score.np1),
        np2: number(score.np2),
        crossings: score.crossings,
        crossings_per_edge: score.crossings / input.edges.len().max(1) as f64,
        overlaps: score.overlaps,
        lines_through_boxes: score.lines_through_boxes,
        width: score.size.0,
        height: score.size.1,
        edge_deviation: number(score.edge_deviation),
    };
    Ok(Placed { table, told: graph.told, report: Some(report) })
}

fn read(matches: &ArgMatches, layout: NamedLayout) -> Result<LayoutGraph, Failure> {
    let path = arguments::file_of(matches);
    let from = arguments::from_of(matches)?;
    if from.is_some() || exchange::by_extension(&path).is_some() {
        let bytes = storage::read_named(&path).map_err(|problem| Failure::input(one_line(&problem)))?;
        if let Some(format) = from.or_else(|| exchange::of_file(&path, &bytes)) {
            return bare(&path, &bytes, format);
        }
    }
    let document = document::open_named(&path);
    let errors: Vec<String> =
        document.problems.iter().filter(|p| p.severity == Severity::Error).map(|p| p.to_text() + "\n").collect();
    if !errors.is_empty() {
        let name = printable(&path.display().to_string());
        return Err(Failure::input(format!("{name} has errors\n\n{}", errors.join("\n").trim_end())));
    }
    let dossier = &document.dossier;
    let entities: Vec<_> = dossier.entities().map(|(i, _)| i).collect();
    let ids = dossier.entities().map(|(_, e)| e.id.to_string()).collect();
    let options = options_of(matches, Options::default());
    // Nobody holds this progress, so that nobody can cancel it.
    let arrays = Arrays::new(
        dossier,
        &bodies(dossier, &entities, (Medium::Window, Fonts::Bundled), |at| dossier.degree(at)),
        options.by,
    )
    .measured(dossier, &*layout, &options, &Progress::new())
    .map_err(|_| Failure::input("the layout was stopped"))?;
    // The command is over soon, and all its memory goes at once: to give it back piece by piece would only take time.
    std::mem::forget(document);
    Ok(LayoutGraph {
        ids: NodeIds::Dossier(ids),
        boxes: Vec::new(),
        edges: Vec::new(),
        weights: Vec::new(),
        arrays: Some(arrays),
        told: Vec::new(),
    })
}

/// A file of another program, of which only nodes, edges and weights count.
fn bare(path: &Path, bytes: &[u8], format: &dyn Format) -> Result<LayoutGraph, Failure> {
    let name = arguments::shown(path);
    let input = File { name: &name, bytes };
    if let Some(conflict) = exchange::conflict(&input) {
        return Err(Failure::problem(&conflict));
    }
    let plain = if format.name() == exchange::TABLE { Bare::plain(bytes) } else { None };
    let mut notes = Vec::new();
    let graph = match plain {
        Some(graph) => graph,
        // Nobody holds this progress, so that nobody can cancel it.
        None => match format.read(&input, &exchange::Options::default(), &Progress::new()) {
            Ok(read) => {
                let problems = exchange::problems(&read.report, &[input]);
                let warnings = problems.iter().filter(|problem| problem.severity > Severity::Note);
                notes.extend(warnings.map(Problem::to_text));
                Bare::of(&read)
            }
            Err(exchange::Failure::Wrong(problem)) => return Err(Failure::problem(&problem)),
            Err(exchange::Failure::Cancelled) => return Err(Failure::input("the layout was stopped")),
        },
    };
    let none = NodeBox { left: 0.0, right: 0.0, up: 0.0, down: 0.0 };
    Ok(LayoutGraph {
        boxes: vec![none; graph.ids.len()],
        ids: NodeIds::Bare(graph.ids),
        edges: graph.edges,
        weights: graph.weights,
        arrays: None,
        told: notes,
    })
}

/// How the table is written.
struct Columns {
    /// The space that nodes need is in it.
    boxes: bool,
    /// Names that begin like a formula stay as they are.
    raw: bool,
}

/// The table of positions: the shortest numbers that are read back exactly.
fn table(graph: &LayoutGraph, boxes: &[NodeBox], positions: &[(f32, f32)], columns: &Columns) -> Vec<u8> {
    use std::io::Write as _;
    let mut out = Vec::with_capacity(positions.len() * 28 + 64);
    out.extend_from_slice(if columns.boxes { b"node,x,y,left,right,up,down\n" } else { b"node,x,y\n" });
    for (number, (x, y)) in positions.iter().enumerate() {
        let id = graph.ids.get(number);
        out.extend_from_slice(exchange::cell(id, columns.raw).as_bytes());
        // Writing to memory cannot fail.
        let _ = write!(out, ",{x},{y}");
        if columns.boxes {
            let b = boxes[number];
            let _ = write!(out, ",{},{},{},{}", b.left, b.right, b.up, b.down);
        }
        out.push(b'\n');
    }
    out
}

/// User time of this process, from the kernel's account of it (Linux).
fn cpu_user_s() -> Option<f64> {
    let text = storage::about_this_process("stat")?;
    // After the name, which may hold anything: state is the first field, user time the twelfth.
    let ticks: f64 = text.rsplit_once(')')?.1.split_ascii_whitespace().nth(11)?.parse().ok()?;
    Some(ticks / 100.0)
}

/// The most memory that this process held (Linux).
fn peak_mb() -> Option<f64> {
    let text = storage::about_this_process("status")?;
    let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}
