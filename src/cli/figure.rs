//! `chancery figure`: draws a dossier into a file, without a display. Here is what can be asked for; where figures go
//! is told in `outputs`.

mod outputs;
mod recipe;
mod request;
mod writing;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};

use self::outputs::Plan;
pub(super) use self::recipe::recipe;
pub(super) use self::request::{failure_of, format_of, pictures_of, request_of, view_of};
use super::{Command, Console, Exit, Failure, arguments};
use crate::dossier::document::{self, Document};
use crate::dossier::model::{Attribute, Colouring, FigurePage, MARGIN_MM, PAGES, RelationLabels};
use crate::dossier::storage::FONTS_VARIABLE;
use crate::layout::{Form, LAYOUTS, RowOrder};
use crate::measure::ALL_NAMES;
use crate::picture::figure::levels::{LINES_EACH, NODES_EACH};
use crate::picture::figure::{FIGURES, ManyLines, USUAL_DPI};
use crate::picture::theme::Theme;
use crate::problem::{Severity, printable};
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
            .args(drawing())
            .args(of_figures())
            .args(writing::arguments())
            .args(where_to())
            .after_help(format!(
                "Examples:\n  chancery figure notes.ron -o notes.svg\n  \
                 chancery figure notes.ron -o notes.png --size 180x120mm --dpi 300 --as-of 2014-06\n  \
                 chancery figure example:asean-japan -o japan.svg --focus japan --hops 2 --theme dark\n  \
                 chancery figure notes.ron -o years.svg --dates 2012,2013,2014-06\n  \
                 chancery figure notes.ron --all-views --format pdf -o figures\n  \
                 chancery figure notes.ron --view who-pays -o who-pays.svg --check\n\n\
                 The same dossier and options give the same bytes, on every machine and with any number of \
                 threads; with --system-fonts, wherever the same fonts are installed. {FONTS_VARIABLE} names \
                 folders of fonts in place of the computer's.\n\nLayouts:{layouts}"
            ))
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        if matches.get_flag("list-views") {
            return Ok(outputs::list_views(&opened(matches)?.dossier, console));
        }
        let plan = Plan::of(self.describe(), matches)?;
        let mut document = opened(matches)?;
        let exit = plan.draw(matches, &document, console)?;
        if !matches.get_flag("watch") {
            return Ok(exit);
        }
        if document.on_disk().is_empty() {
            return Err(Failure::usage("--watch needs a dossier in a file"));
        }
        // Until the program is stopped. A dossier that has errors for a while is no reason to stop.
        loop {
            outputs::wait_for_change(&document);
            document = document::open_named(&arguments::file_of(matches));
            let drawn = accepted(matches, &document).and_then(|()| plan.draw(matches, &document, console));
            if let Err(failure) = drawn {
                console.note(&failure.text);
            }
        }
    }
}

/// What is drawn, how, and on which page: the arguments of all that holds a figure.
pub(super) fn drawing() -> Vec<Arg> {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let mut all = Vec::from(content());
    all.extend(arguments::since());
    all.push(
        arguments::between()
            .conflicts_with_all(["as-of", "dates"])
            .help("Draw what came and what went from the end of one date to the end of another"),
    );
    all.extend(page());
    all.push(flag("system-fonts").help(
        "Use installed fonts for letters that the built-in fonts lack; the figure names them, and may differ on other \
         computers",
    ));
    all.push(flag("tapered").help("Draw lines wide at the start and narrow at the end, without arrowheads"));
    all.extend(form());
    all.push(arguments::areas());
    all.extend(encoding());
    all.extend(super::layout::placing());
    all.extend([
        arguments::seed("arrangement"),
        arguments::threads(),
        option("title", "TEXT").help("Title, instead of the view's or dossier's"),
        option("subtitle", "TEXT").help("Start of the line under the title"),
        flag("despite-errors").help("Accept a dossier that has errors, and use what could be read"),
    ]);
    all
}

fn option(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value)
}

fn output() -> Arg {
    let extensions = FIGURES.iter().map(|f| f.extension()).collect::<Vec<_>>().join(", ");
    option("output", "OUT")
        .short('o')
        .required_unless_present("list-views")
        .value_parser(PathBufValueParser::new())
        .value_hint(clap::ValueHint::FilePath)
        .help(format!(
            "Output file, or - for standard output; its extension sets the format: {extensions} [without one: {}]",
            FIGURES[0].extension()
        ))
}

/// Which figures are made, and what becomes of them.
fn where_to() -> [Arg; 4] {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    [
        flag("list-views").help("Print the names of the dossier's views, and draw nothing"),
        flag("all-views")
            .conflicts_with_all(["view", "title", "subtitle"])
            .help("Draw each view of the dossier into the folder OUT, in a file of its name"),
        flag("check").help(
            "Write nothing: compare OUT with what would be drawn, and say what differs; the exit status is 1 if \
             anything does",
        ),
        flag("watch").conflicts_with("check").help("Draw again whenever a file of the dossier changes"),
    ]
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
    [
        option("size", "PAGE").value_parser(FigurePage::read).help(format!(
            "Page: WxHmm (also cm, in), W alone to be as high as needed, or {} [default: the view's, or 180 mm wide]",
            alternatives(&PAGES.iter().map(|page| page.word).collect::<Vec<_>>())
        )),
        option("margin", "MM")
            .value_parser(arguments::number_in(*MARGIN_MM.start(), *MARGIN_MM.end()))
            .help("Space around everything, in mm [default: the view's, or 4.2]"),
        option("credit", "TEXT").help("Who made the figure and under which terms, as its last line"),
        Arg::new("no-legend").long("no-legend").action(ArgAction::SetTrue).help("Leave out the legend"),
        option("hide-name", "ID").action(ArgAction::Append).help("Write no name beside an entity"),
        option("relation-labels", "HOW").value_parser(RelationLabels::WORDS.to_vec()).help(
            "Say on lines what they mean: in words, with numbers and a key in the legend, not at all (none), or in words \
             where nearly all have room (auto) [default: the view's, or auto]",
        ),
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
pub(super) fn opened(matches: &ArgMatches) -> Result<Document, Failure> {
    let document = document::open_named(&arguments::file_of(matches));
    accepted(matches, &document)?;
    Ok(document)
}

/// Whether a dossier is free of errors, or they are accepted.
fn accepted(matches: &ArgMatches, document: &Document) -> Result<(), Failure> {
    let path = arguments::file_of(matches);
    let errors: Vec<String> =
        document.problems.iter().filter(|p| p.severity == Severity::Error).map(|p| p.to_text() + "\n").collect();
    if errors.is_empty() || matches.get_flag("despite-errors") {
        return Ok(());
    }
    let many = counted(errors.len(), "error", "errors");
    Err(Failure::input(format!(
        "{} has {many}, so it would be drawn incompletely (use --despite-errors to draw it anyway)\n\n{}",
        printable(&path.display().to_string()),
        errors.join("\n").trim_end()
    )))
}

/// What only a figure that stands alone has.
fn of_figures() -> [Arg; 2] {
    [
        Arg::new("no-sources").long("no-sources").action(ArgAction::SetTrue).help("Leave out the list of sources"),
        option("dpi", "N").value_parser(arguments::number_in(36.0, 2400.0)).help(format!(
            "Resolution of PNG figures, and of images inside other formats, in dots per inch [default: {USUAL_DPI}]"
        )),
    ]
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
