//! `chancery brief`: a view as a document, with its figure, what is known, and the sources.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgMatches};

use super::figure::{drawing, failure_of, opened, pictures_of, recipe, request_of, view_of};
use super::{Command, Console, Exit, Failure, arguments, one_line};
use crate::dossier::storage;
use crate::picture::brief::{self, BRIEFS, Brief, BriefFormat};
use crate::picture::figure::{FIGURES, FigureSubject};
use crate::problem::printable;
use crate::progress::Progress;
use crate::wording::counted;

pub(super) struct BriefCommand;

impl Command for BriefCommand {
    fn describe(&self) -> clap::Command {
        let extensions = || BRIEFS.iter().map(|brief| brief.extension());
        clap::Command::new("brief")
            .about("Write a report: the figure, who is who, relations, a timeline, what is uncertain, and sources")
            .arg(arguments::file().required(true))
            .arg(
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name("OUT")
                    .required(true)
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help(format!(
                        "Output file, or - for standard output; its extension sets the format: {}",
                        extensions().collect::<Vec<_>>().join(", ")
                    )),
            )
            .arg(
                Arg::new("format")
                    .long("format")
                    .value_name("FORMAT")
                    .value_parser(extensions().collect::<Vec<_>>())
                    .help("Format of the report, whatever the extension of OUT says"),
            )
            .args(drawing())
            .after_help(
                "Examples:\n  chancery brief notes.ron -o notes.docx\n  \
                 chancery brief notes.ron --view who-pays -o who-pays.md\n  \
                 chancery brief example:asean-japan --focus japan --as-of 2014-06 -o japan.html\n\n\
                 The report covers only what the figure shows, so options of view, date and filter limit both. For \
                 Markdown the figure is saved beside it, as an .svg file of the same name. The same dossier and \
                 options always give an identical file. `chancery figure --help` lists the layouts.",
            )
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let out = matches.get_one::<PathBuf>("output").cloned().unwrap_or_default();
        let format = format_of(matches, &out)?;
        let document = opened(matches)?;
        let pictures = pictures_of(&document, console);
        let view = view_of(matches, &document.dossier)?;
        let mut request = request_of(matches, &document.dossier, view, FIGURES[0])?;
        let date = request.settings.as_of.clone();
        request.writing.recipe = recipe(&self.describe(), matches, &document, (view, date));
        let subject = FigureSubject::new(&document.dossier, &pictures);
        // Nobody holds this progress, so that nobody can cancel it.
        let brief = || Brief::of(&request, subject, &Progress::new());
        let brief = arguments::with_threads(arguments::threads_of(matches), brief)?.map_err(failure_of)?;
        deliver(&out, format, &brief, console)?;
        Ok(Exit::Done)
    }
}

/// The format that is asked for.
fn format_of(matches: &ArgMatches, out: &Path) -> Result<&'static dyn BriefFormat, Failure> {
    match matches.get_one::<String>("format").and_then(|name| brief::named(name)) {
        Some(format) => Ok(format),
        None => brief::of_file(out).map_err(|problem| Failure::usage(problem.message)),
    }
}

/// Writes it, and its figure beside it where it is kept there.
fn deliver(out: &Path, format: &dyn BriefFormat, brief: &Brief, console: &mut Console<'_>) -> Result<(), Failure> {
    // A stream has no place beside it.
    let is_stream = storage::is_standard(out) || storage::is_special(out);
    if is_stream && format.keeps_figure_beside() {
        console.note("note: the figure is left out: it would be a file beside the report, and this is a stream");
    }
    let files = brief.files(format, out, !is_stream).map_err(|problem| Failure::input(one_line(&problem)))?;
    for (file, bytes) in files {
        console.deliver(&file, &bytes)?;
    }
    brief.notes.iter().for_each(|note| console.note(&format!("note: {}", printable(note))));
    let (entities, relations) = brief.counts;
    if entities == 0 {
        console.note("note: nothing is shown: the dossier is empty, or everything is hidden");
    }
    console.note(&format!(
        "{}: {}, {}",
        printable(&out.display().to_string()),
        counted(entities, "entity", "entities"),
        counted(relations, "relation", "relations")
    ));
    Ok(())
}
