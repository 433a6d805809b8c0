//! `chancery bench-canvas`: how fast the canvas draws a file, along a fixed path of the camera. The
//! arguments alone; the measuring is the window's, which the front door joins to them.

use std::path::PathBuf;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches};

use super::{Command, Console, Exit, Failure, arguments};
use crate::layout::options::chosen;
use crate::layout::{Areas, Form};

pub(crate) struct BenchCanvasCommand;

pub(super) const NAME: &str = "bench-canvas";

/// What is to be measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measuring {
    /// The file, a dossier or any graph that is read.
    pub file: PathBuf,
    /// A table `node,x,y` of places; without it the file is laid out.
    pub positions: Option<PathBuf>,
    /// How many frames each part is measured over.
    pub frames: u32,
    /// Size of the view in points.
    pub size: (u32, u32),
    /// Pixels of the screen for each point of the interface.
    pub scale: f32,
    /// The whole window, beside one without anything in it.
    pub window: bool,
    /// Name of a theme: `light` or `dark`.
    pub theme: String,
    /// What areas are drawn behind, if any are drawn.
    pub areas: Areas,
    /// As a network, or in rows.
    pub form: Form,
    /// A folder for pictures of some frames.
    pub pictures: Option<PathBuf>,
    /// JSON instead of a table.
    pub json: bool,
}

impl Command for BenchCanvasCommand {
    fn describe(&self) -> clap::Command {
        let path = |name: &'static str, value: &'static str| {
            Arg::new(name).long(name).value_name(value).value_parser(PathBufValueParser::new())
        };
        clap::Command::new(NAME)
            .about("Measure how fast the canvas draws a file, without a display")
            .arg(arguments::file().required(true).help("A dossier, example:NAME, or a graph of another format"))
            .arg(
                path("positions", "POS.csv")
                    .help("Positions of the nodes (node,x,y), as `chancery layout` writes them"),
            )
            .arg(
                Arg::new("frames")
                    .long("frames")
                    .value_name("N")
                    .value_parser(clap::value_parser!(u32).range(2..=100_000))
                    .default_value("200")
                    .help("Frames along the camera's path"),
            )
            .arg(
                Arg::new("size")
                    .long("size")
                    .value_name("WxH")
                    .value_parser(arguments::size_px)
                    .default_value("1280x800")
                    .help("Size of the view"),
            )
            .arg(
                Arg::new("scale")
                    .long("scale")
                    .value_name("N")
                    .value_parser(arguments::number_in(0.5, 4.0))
                    .default_value("1")
                    .help("Pixels per point"),
            )
            .arg(
                Arg::new("theme")
                    .long("theme")
                    .value_name("THEME")
                    .value_parser(["light", "dark"])
                    .default_value("light")
                    .help("Colours"),
            )
            .arg(arguments::areas())
            .arg(
                Arg::new("as")
                    .long("as")
                    .value_name("FORM")
                    .value_parser(Form::WORDS.to_vec())
                    .default_value("network")
                    .help("Draw it as a network, a timeline or a matrix"),
            )
            .arg(path("pictures", "FOLDER").help("Also write pictures of some frames there, as PNG"))
            .arg(
                Arg::new("window")
                    .long("window")
                    .action(ArgAction::SetTrue)
                    .help("Measure whole windows instead of the canvas: one empty, one with the file"),
            )
            .arg(arguments::json().help("Print the figures as JSON"))
            .after_help(
                "Examples:\n  chancery bench-canvas example:asean-japan\n  \
                 chancery bench-canvas edges.csv --positions places.csv --frames 400 --json\n\n\
                 The program's own work comes before the graphics adapter's: finding what is in view, tiles, names,\n\
                 picking, uploading, encoding. The adapter's time is measured separately.",
            )
    }

    fn run(&self, _matches: &ArgMatches, _console: &mut Console<'_>) -> Result<Exit, Failure> {
        Err(Failure::usage("measuring the canvas needs a build with the window"))
    }
}

pub(super) fn read(matches: &ArgMatches) -> Measuring {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    Measuring {
        file: path("file").unwrap_or_default(),
        positions: path("positions"),
        frames: matches.get_one::<u32>("frames").copied().unwrap_or(200),
        size: matches.get_one::<(u32, u32)>("size").copied().unwrap_or((1280, 800)),
        scale: matches.get_one::<f64>("scale").copied().unwrap_or(1.0) as f32,
        window: matches.get_flag("window"),
        theme: matches.get_one::<String>("theme").cloned().unwrap_or_default(),
        areas: arguments::given_areas(matches).unwrap_or_default(),
        form: matches.get_one::<String>("as").and_then(|word| chosen(Form::ALL, word)).unwrap_or_default(),
        pictures: path("pictures"),
        json: matches.get_flag("json"),
    }
}
