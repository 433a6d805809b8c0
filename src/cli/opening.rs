//! What the command line asks of the window: which dossier, how to look at it, and whether only a
//! picture of it is wanted. Nothing here knows a window.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches};

use super::{COMMANDS, Exit, Failure, arguments, with_console};
use crate::dossier::model::Date;

/// How the window is to open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    /// The dossier; `None` is the first built-in example.
    pub file: Option<PathBuf>,
    /// One of its views, by name.
    pub view: Option<String>,
    /// `light` or `dark`; `None` follows the system.
    pub theme: Option<String>,
    /// The date at whose end the network is shown; `None` is all dates.
    pub as_of: Option<Date>,
    /// Ids of entities or relations to select.
    pub select: Vec<String>,
    /// Only a picture of the window, into a file.
    pub screenshot: Option<Screenshot>,
    /// A folder of kept answers of endpoints: the window looks things up there, and sends nothing.
    pub replay: Option<PathBuf>,
}

/// A picture of the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Screenshot {
    /// Where to write it, as PNG.
    pub(crate) path: PathBuf,
    /// Width and height of the window in points.
    pub size: (u32, u32),
    /// Pixels of the picture for each point of the window.
    pub scale: f32,
}

impl Screenshot {
    /// Writes pixels (red, green, blue, opacity; rows from the top) as PNG; yields how the program ends.
    ///
    /// # Errors
    /// A message for the person if the picture cannot be made.
    pub fn save(&self, width: u32, height: u32, rgba: &[u8]) -> Result<Exit, String> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(rgba)?;
            writer.finish()
        });
        written.map_err(|error| format!("the picture cannot be written as PNG: {error}"))?;
        Ok(with_console(|console| match console.deliver(&self.path, &bytes) {
            Ok(()) => Exit::Done,
            Err(failure) => {
                console.note(&failure.text);
                failure.exit
            }
        }))
    }
}

#[cfg(feature = "endpoint")]
fn add_replay(program: clap::Command) -> clap::Command {
    let replay = Arg::new("replay")
        .long("replay")
        .value_name("DIR")
        .value_parser(clap::builder::PathBufValueParser::new())
        .value_hint(clap::ValueHint::DirPath)
        .help("Look things up in the saved answers of this folder; send nothing");
    program.arg(replay)
}

#[cfg(not(feature = "endpoint"))]
fn add_replay(program: clap::Command) -> clap::Command {
    program
}

#[cfg(feature = "endpoint")]
fn replay(matches: &ArgMatches) -> Option<PathBuf> {
    matches.get_one::<PathBuf>("replay").cloned()
}

#[cfg(not(feature = "endpoint"))]
fn replay(_: &ArgMatches) -> Option<PathBuf> {
    None
}

/// Adds the arguments that go without a subcommand.
pub(super) fn add_arguments(program: clap::Command) -> clap::Command {
    add_replay(program)
        .arg(arguments::file())
        .arg(arguments::view())
        .arg(arguments::as_of())
        .arg(
            Arg::new("select")
                .long("select")
                .value_name("ID")
                .action(ArgAction::Append)
                .help("Select an entity or relation; may be given several times"),
        )
        .arg(
            Arg::new("theme")
                .long("theme")
                .value_name("THEME")
                .value_parser(["light", "dark"])
                .help("Theme of the window [default: the system's]"),
        )
        .arg(
            Arg::new("screenshot")
                .long("screenshot")
                .value_name("OUT.png")
                .value_parser(clap::builder::PathBufValueParser::new())
                .value_hint(clap::ValueHint::FilePath)
                .help(
                    "Save a picture of the window (PNG, - for standard output) instead of opening it; needs no display",
                ),
        )
        .arg(
            Arg::new("size")
                .long("size")
                .value_name("WxH")
                .requires("screenshot")
                .value_parser(arguments::size_px)
                .default_value("1280x800")
                .help("Size of the window in the picture"),
        )
        .arg(
            Arg::new("scale")
                .long("scale")
                .value_name("N")
                .requires("screenshot")
                .value_parser(arguments::number_in(0.5, 8.0))
                .default_value("1")
                .help("Pixels per point in the picture, such as 2 for a high-resolution screen"),
        )
}

pub(super) fn read(matches: &ArgMatches) -> Result<Opening, Failure> {
    let file = matches.get_one::<PathBuf>("file").cloned();
    if let Some(word) = file.as_ref().and_then(|f| f.to_str()) {
        refuse_misspelt_command(word)?;
    }
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let screenshot = matches.get_one::<PathBuf>("screenshot").map(|path| Screenshot {
        path: path.clone(),
        size: matches.get_one::<(u32, u32)>("size").copied().unwrap_or((1280, 800)),
        scale: matches.get_one::<f64>("scale").copied().unwrap_or(1.0) as f32,
    });
    Ok(Opening {
        file,
        view: text("view"),
        theme: text("theme"),
        as_of: matches.get_one::<Date>("as-of").cloned(),
        select: matches.get_many::<String>("select").into_iter().flatten().cloned().collect(),
        screenshot,
        replay: replay(matches),
    })
}

/// A bare word that looks much like a command is no file to open.
fn refuse_misspelt_command(word: &str) -> Result<(), Failure> {
    if !word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
        return Ok(());
    }
    let described: Vec<clap::Command> = COMMANDS.iter().map(|c| c.describe()).collect();
    match arguments::nearest(word, described.iter().map(|d| d.get_name())) {
        Some(name) => Err(Failure::usage(format!(
            "there is no command `{word}`; did you mean `{name}`? (A file of that name opens as ./{word})"
        ))),
        None => Ok(()),
    }
}
