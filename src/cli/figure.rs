//! `chancery figure`: draws a dossier into a file, without a display.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::{Command, Console, Exit, Failure, arguments, one_line};
use crate::dossier::document::{self, Document};
use crate::dossier::model::{Attribute, Colouring, Dossier, EntityId, FigurePage, MARGIN_MM, PAGES, View, view_dates};
use crate::dossier::storage;
use crate::explore::query::language::Evaluator;
use crate::explore::query::search::Index;
use crate::layout::options::chosen;
use crate::layout::{Form, LAYOUTS, RowOrder};
use crate::measure::ALL_NAMES;
use crate::picture::encoding::{ColourBy, SizeBy};
use crate::picture::figure::levels::{LINES_EACH, NODES_EACH};
use crate::picture::figure::{self, FIGURES, FigureSubject, ManyLines, Request, USUAL_DPI, Undrawn};
use crate::picture::pictures::Pictures;
use crate::picture::theme::Theme;
use crate::picture::views::{self, ViewSettings};
use crate::problem::{Severity, printable};
use crate::progress::Progress;
use crate::wording::{alternatives, counted};

pub(super) struct FigureCommand;

impl Command for FigureCommand {
    fn describe(&self) -> clap::Command {
        let layouts = LAYOUTS.iter().map(|l| format!("\n  {:<10} {}", l.name(), l.good_for())).collect::<String>();
        clap::Command::new("figure")
            .about("Draw a figure for a report")
            .arg(arguments::file().required(true))
            .arg(output())
            .arg(
                option("format", "FORMAT")
                    .value_parser(FIGURES.iter().map(|f| f.extension()).collect::<Vec<_>>())
                    .help("Format of the figure, whatever the extension of OUT says"),
            )
            .args(content())
            .args(arguments::since())
            .arg(
                arguments::between()
                    .conflicts_with_all(["as-of", "dates"])
                    .help("Draw what came and what went from the end of one date to the end of another"),
            )
            .args(page())
            .arg(
                Arg::new("tapered")
                    .long("tapered")
                    .action(ArgAction::SetTrue)
                    .help("Draw lines wide at the start and narrow at the end, without arrowheads"),
            )
            .args(form())
            .arg(arguments::areas())
            .args(encoding())
            .args(super::layout::placing())
            .arg(arguments::seed("arrangement"))
            .arg(arguments::threads())
            .arg(option("title", "TEXT").help("Title, instead of the view's or dossier's"))
            .arg(option("subtitle", "TEXT").help("Start of the line under the title"))
            .arg(
                Arg::new("despite-errors")
                    .long("despite-errors")
                    .action(ArgAction::SetTrue)
                    .help("Draw a dossier that has errors, as far as it could be read"),
            )
            .after_help(format!(
                "Examples:\n  chancery figure notes.ron -o notes.svg\n  \
                 chancery figure notes.ron -o notes.png --size 180x120mm --dpi 300 --as-of 2014-06\n  \
                 chancery figure example:asean-japan -o japan.svg --focus japan --hops 2 --theme dark\n  \
                 chancery figure notes.ron -o years.svg --dates 2012,2013,2014-06\n\n\
                 The same dossier and options give the same bytes, on every machine and with any number of \
                 threads.\n\nLayouts:{layouts}"
            ))
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let out = matches.get_one::<PathBuf>("output").cloned().unwrap_or_default();
        let format = match matches.get_one::<String>("format").and_then(|name| figure::named(name)) {
            Some(format) => format,
            None => format_of(&out)?,
        };
        let document = opened(matches)?;
        let (pictures, undrawn) = Pictures::of_document(&document);
        let pictures = Arc::new(pictures);
        undrawn.iter().for_each(|problem| console.note(&problem.to_text()));
        let request = request_of(matches, &document.dossier, format)?;
        let subject = FigureSubject::new(&document.dossier, &pictures);
        // Nobody holds this progress, so that nobody can cancel it.
        let draw = || request.draw(subject, &Progress::new());
        let drawn = arguments::with_threads(arguments::threads_of(matches), draw)?.map_err(failure_of)?;
        if drawn.shown.entities.is_empty() {
            console.note("note: nothing is shown: the dossier is empty, or everything is hidden");
        }
        console.deliver(&out, &drawn.bytes)?;
        drawn.notes.iter().for_each(|note| console.note(&format!("note: {}", printable(note))));
        console.note(&format!(
            "{}: {}, {}, {} × {} mm",
            printable(&out.display().to_string()),
            counted(drawn.shown.entities.len(), "entity", "entities"),
            counted(drawn.shown.relations.len(), "relation", "relations"),
            drawn.size.width_mm,
            drawn.size.height_mm
        ));
        Ok(Exit::Done)
    }
}

fn option(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value)
}

fn output() -> Arg {
    let extensions = FIGURES.iter().map(|f| f.extension()).collect::<Vec<_>>().join(", ");
    option("output", "OUT")
        .short('o')
        .required(true)
        .value_parser(PathBufValueParser::new())
        .value_hint(clap::ValueHint::FilePath)
        .help(format!(
            "Output file, or - for standard output; its extension sets the format: {extensions} [without one: {}]",
            FIGURES[0].extension()
        ))
}

/// What of the dossier is shown.
fn content() -> [Arg; 8] {
    [
        arguments::view(),
        arguments::as_of(),
        option("dates", "DATE,DATE,…")
            .conflicts_with("as-of")
            .help("Draw the network at the end of each of 3 to 6 dates, side by side, such as 2012,2013,2014-06"),
        option("focus", "ID").help("Show only this entity and its neighbourhood"),
        option("hops", "N").value_parser(value_parser!(u32)).help("Steps around the focus [default: 1]"),
        option("filter", "EXPR")
            .allow_hyphen_values(true)
            .help("Show only what a question finds, as in `chancery query`; what it finds possibly is drawn fainter"),
        option("hide-kind", "KIND").action(ArgAction::Append).help("Leave out entities of a kind"),
        option("hide-file", "PATH").action(ArgAction::Append).help("Leave out the records of an included file"),
    ]
}

/// In what form it is drawn.
fn form() -> [Arg; 2] {
    [
        option("as", "FORM")
            .value_parser(Form::WORDS.to_vec())
            .help("Draw nodes and lines, a timeline with a lane for each entity, or a matrix [default: network]"),
        option("rows-by", "ORDER")
            .value_parser(RowOrder::WORDS.to_vec())
            .help("What rows of a timeline or matrix are ordered by [default: beginning, in a matrix community]"),
    ]
}

/// On what it is shown.
fn page() -> [Arg; 8] {
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    [
        option("size", "PAGE").value_parser(FigurePage::read).help(format!(
            "Page: WxHmm (also cm, in), W alone to be as high as needed, or {} [default: the view's, or 180 mm wide]",
            alternatives(&PAGES.iter().map(|page| page.word).collect::<Vec<_>>())
        )),
        option("margin", "MM")
            .value_parser(arguments::number_in(*MARGIN_MM.start(), *MARGIN_MM.end()))
            .help("Space around everything, in mm [default: the view's, or 4.2]"),
        option("credit", "TEXT").help("Who made the figure and under which terms, as its last line"),
        flag("no-legend", "Leave out the legend"),
        flag("no-sources", "Leave out the list of sources"),
        option("dpi", "N").value_parser(arguments::number_in(36.0, 2400.0)).help(format!(
            "Resolution of PNG figures, and of images inside other formats, in dots per inch [default: {USUAL_DPI}]"
        )),
        option("lines", "HOW").value_parser(ManyLines::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>()).help(format!(
            "Lines of a network with more than {LINES_EACH}: as a picture of their density, thinned to the line from \
             each entity to its best-known neighbour, or all [default: density]. Up to {NODES_EACH} entities are \
             drawn as shapes, more as a picture"
        )),
        option("theme", "THEME")
            .value_parser(Theme::ALL.iter().map(|t| t.name).collect::<Vec<_>>())
            .default_value("print")
            .help("Colours"),
    ]
}

/// The dossier, which must be free of errors unless they are accepted.
fn opened(matches: &ArgMatches) -> Result<Document, Failure> {
    let path = arguments::file_of(matches);
    let document = document::open_named(&path);
    let errors: Vec<String> =
        document.problems.iter().filter(|p| p.severity == Severity::Error).map(|p| p.to_text() + "\n").collect();
    if errors.is_empty() || matches.get_flag("despite-errors") {
        return Ok(document);
    }
    let many = counted(errors.len(), "error", "errors");
    Err(Failure::input(format!(
        "{} has {many}, so the figure would be incomplete (use --despite-errors to draw it anyway)\n\n{}",
        printable(&path.display().to_string()),
        errors.join("\n").trim_end()
    )))
}

fn request_of(
    matches: &ArgMatches,
    dossier: &Dossier,
    format: &'static dyn figure::Figure,
) -> Result<Request, Failure> {
    let view = view_of(matches, dossier)?;
    let usual = Request::new(format);
    let given = |key: &str| matches.get_one::<String>(key).cloned();
    let mut settings = settings_of(matches, dossier, view)?;
    let page = &mut settings.page;
    page.page = matches.get_one::<FigurePage>("size").map(FigurePage::to_string).or(page.page.take());
    page.margin = matches.get_one::<f64>("margin").copied().or(page.margin);
    page.credit = given("credit").or(page.credit.take());
    page.hide_legend |= matches.get_flag("no-legend");
    page.hide_sources |= matches.get_flag("no-sources");
    Ok(Request {
        settings,
        dpi: matches.get_one::<f64>("dpi").copied().unwrap_or(usual.dpi),
        theme: given("theme").and_then(|name| Theme::named(&name)).unwrap_or(usual.theme),
        lines: matches.get_one::<String>("lines").and_then(|word| chosen(ManyLines::ALL, word)).unwrap_or(usual.lines),
        title: given("title").or_else(|| view?.title.clone()),
        subtitle: given("subtitle").or_else(|| view?.subtitle.clone()),
        ..usual
    })
}

/// Why a command ends without its figure.
pub(super) fn failure_of(undrawn: Undrawn) -> Failure {
    match undrawn {
        Undrawn::Cancelled => Failure::input("the drawing was stopped"),
        Undrawn::TooLarge(problem) | Undrawn::TooSmall(problem) => Failure::usage(one_line(&problem)),
        Undrawn::Unwritable(problem) => Failure::input(one_line(&problem)),
    }
}

/// The format that a file's extension asks for.
pub(super) fn format_of(out: &Path) -> Result<&'static dyn figure::Figure, Failure> {
    // Standard output, pipes and devices have no extension to go by.
    if out.extension().is_none() && storage::is_special(out) {
        return Ok(FIGURES[0]);
    }
    let extension = out.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    figure::named(&extension).ok_or_else(|| {
        let known = FIGURES.iter().map(|f| format!(".{}", f.extension())).collect::<Vec<_>>().join(", ");
        Failure::usage(format!("{} is not a figure format; use one of {known}", out.display()))
    })
}

/// What colours and areas say.
fn encoding() -> Vec<Arg> {
    let measures = || format!("a measure ({}) or field.NAME", ALL_NAMES.join(", "));
    let colour = move |text: &str| match Colouring::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!("expected kind, {}", measures())),
    };
    let size = move |text: &str| match Attribute::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!("expected {}", measures())),
    };
    vec![
        option("colour-by", "ATTRIBUTE").value_parser(colour).help(
            "Colour nodes by kind, a measure or a custom field, field.NAME [default: kind, or community above 300 nodes]",
        ),
        option("size-by", "ATTRIBUTE")
            .value_parser(size)
            .help("Make the area of nodes proportional to a measure or a custom field, field.NAME"),
    ]
}

fn view_of<'a>(matches: &ArgMatches, dossier: &'a Dossier) -> Result<Option<&'a View>, Failure> {
    let Some(name) = matches.get_one::<String>("view") else { return Ok(None) };
    match dossier.views.iter().find(|v| v.name == *name) {
        Some(view) => Ok(Some(view)),
        None => {
            let names: Vec<String> = dossier.views.iter().map(|v| format!("`{}`", printable(&v.name))).collect();
            let known =
                if names.is_empty() { "it has none".to_owned() } else { format!("it has {}", names.join(", ")) };
            Err(Failure::input(format!("the dossier has no view `{name}`; {known}")))
        }
    }
}

/// The view, with the command line's options in place of what it says.
fn settings_of(matches: &ArgMatches, dossier: &Dossier, view: Option<&View>) -> Result<ViewSettings, Failure> {
    let many = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned();
    let mut look = ViewSettings::default();
    if let Some(view) = view {
        views::apply(view, &mut look);
    }
    look.tapered |= matches.get_flag("tapered");
    let chosen_word = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    look.form = chosen_word("as").and_then(|word| chosen(Form::ALL, word)).unwrap_or(look.form);
    look.rows_by = chosen_word("rows-by").and_then(|word| chosen(RowOrder::ALL, word)).or(look.rows_by);
    look.areas = arguments::given_areas(matches).unwrap_or(look.areas);
    let attribute = |name: &str| matches.get_one::<String>(name).and_then(|text| Attribute::parse(text));
    let colouring = matches.get_one::<String>("colour-by").and_then(|text| Colouring::parse(text));
    look.colour = colouring.map(ColourBy::new).or(look.colour);
    look.size = attribute("size-by").map(SizeBy::new).or(look.size);
    let filter = &mut look.filter;
    if let Some(text) = matches.get_one::<String>("filter") {
        super::question::understood(text, dossier, &mut Evaluator::default())?;
        filter.query.clone_from(text);
    }
    for kind in many("hide-kind") {
        let known = dossier.vocabulary.entity_kind(&kind).is_some() || dossier.entities().any(|(_, e)| e.kind == kind);
        if !known {
            let kinds = dossier.vocabulary.entity_kinds.iter().map(|k| k.id.as_str());
            return Err(unknown("kind", &kind, arguments::nearest(&kind, kinds)));
        }
        filter.hidden_kinds.insert(kind);
    }
    for file in many("hide-file") {
        if !dossier.files.iter().any(|f| f.path == file) {
            let files = dossier.files.iter().map(|f| f.path.as_str());
            return Err(unknown("file", &file, arguments::nearest(&file, files)));
        }
        filter.hidden_files.insert(file);
    }
    let hops = matches.get_one::<u32>("hops").copied();
    match matches.get_one::<String>("focus") {
        Some(id) => filter.foci = vec![(focus_of(id, dossier)?, hops.unwrap_or(1))],
        None if hops.is_some() && filter.foci.is_empty() => return Err(Failure::usage("--hops goes with --focus")),
        None => filter.foci.iter_mut().for_each(|(_, usual)| *usual = hops.unwrap_or(*usual)),
    }
    if let Some((as_of, since)) = arguments::given_period(matches)?.or(arguments::given_comparison(matches)?) {
        (look.as_of, look.since) = (Some(as_of), since);
        look.dates.clear();
    }
    if let Some(text) = matches.get_one::<String>("dates") {
        let texts = split_dates(text);
        look.dates =
            view_dates(&texts).map_err(|(message, help)| Failure::usage(format!("--dates: {message}; {help}")))?;
    }
    if let Some(layout) = super::layout::layout_of(matches)? {
        // Places of one layout mean nothing in another.
        if layout != look.layout {
            look.pins.clear();
        }
        look.layout = layout.to_owned();
    }
    look.options = super::layout::options_of(matches, look.options);
    if let Some(seed) = arguments::given_seed(matches) {
        look.seed = seed;
    }
    Ok(look)
}

/// Dates at commas; those within brackets belong to a date.
fn split_dates(text: &str) -> Vec<String> {
    let mut depth = 0;
    let parts = text.split(|c: char| {
        depth += i32::from(c == '[') - i32::from(c == ']');
        c == ',' && depth <= 0
    });
    parts.map(|part| part.trim().to_owned()).collect()
}

/// The entity that is meant by an id; a name in its place gets the id that it likely means.
fn focus_of(id: &str, dossier: &Dossier) -> Result<EntityId, Failure> {
    if let Some(entity) = dossier.entity_by_id(id) {
        return Ok(entity.id.clone());
    }
    let hits = Index::new(dossier).find(id, 1);
    let near = hits.first().and_then(|hit| dossier.entity(hit.entity));
    Err(unknown("entity", id, near.map(|entity| entity.id.as_str())))
}

fn unknown(what: &str, given: &str, near: Option<&str>) -> Failure {
    let help = near.map(|near| format!("; did you mean `{}`?", printable(near))).unwrap_or_default();
    Failure::input(format!("the dossier has no {what} `{given}`{help}"))
}
