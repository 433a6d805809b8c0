//! Where figures go: into a file, into a folder of all views, or nowhere, where it is only asked whether a file is
//! still what would be drawn; once, or again whenever the dossier changes.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ArgMatches;

use super::recipe;
use super::request::{failure_of, format_of, pictures_of, request_of, view_of};
use super::writing;
use crate::cli::{Console, Exit, Failure, arguments, one_line};
use crate::dossier::document::Document;
use crate::dossier::model::{Dossier, View};
use crate::dossier::storage::{self, RealDisk};
use crate::picture::figure::{self, Drawn, FIGURES, Figure, FigureSubject, Request, drift};
use crate::problem::printable;
use crate::progress::Progress;
use crate::wording::counted;

/// How often it is looked whether files changed.
const LOOK: Duration = Duration::from_millis(300);
/// Letters of a name of a view that a file is called by.
const NAME: usize = 80;

/// What is drawn, and where to.
pub(super) struct Plan {
    /// The arguments that there are.
    command: clap::Command,
    format: &'static dyn Figure,
    out: PathBuf,
    all_views: bool,
    only_check: bool,
}

impl Plan {
    /// What the command line asks for, before anything is read.
    pub(super) fn of(command: clap::Command, matches: &ArgMatches) -> Result<Plan, Failure> {
        let out = matches.get_one::<PathBuf>("output").cloned().unwrap_or_default();
        let all_views = matches.get_flag("all-views");
        let format = match matches.get_one::<String>("format").and_then(|name| figure::named(name)) {
            Some(format) => format,
            None if all_views => FIGURES[0],
            None => format_of(&out)?,
        };
        Ok(Plan { command, format, out, all_views, only_check: matches.get_flag("check") })
    }

    /// Draws a document once.
    pub(super) fn draw(
        &self,
        matches: &ArgMatches,
        document: &Document,
        console: &mut Console<'_>,
    ) -> Result<Exit, Failure> {
        let pictures = pictures_of(document, console);
        let subject = FigureSubject::new(&document.dossier, &pictures);
        let jobs = match self.all_views {
            true => self.views(&document.dossier)?,
            false => vec![(view_of(matches, &document.dossier)?, self.out.clone())],
        };
        if self.all_views && !self.only_check {
            storage::create_folder(&self.out)
                .map_err(|error| Failure::input(format!("{}: {error}", self.out.display())))?;
        }
        let mut exit = Exit::Done;
        for (view, out) in jobs {
            let mut request = request_of(matches, &document.dossier, view, self.format)?;
            request.dpi = matches.get_one::<f64>("dpi").copied().unwrap_or(request.dpi);
            request.settings.page.hide_sources |= matches.get_flag("no-sources");
            request.writing = writing::given(matches);
            request.writing.recipe =
                recipe::recipe(&self.command, matches, document, (view, request.settings.as_of.clone()));
            let drawn = drawn(matches, &request, subject)?;
            exit = match self.only_check {
                true => worse(exit, check(&out, &drawn, console)?),
                false => delivered(&out, &drawn, console)?,
            };
        }
        Ok(exit)
    }

    /// Each view with the file that it goes to.
    fn views<'d>(&self, dossier: &'d Dossier) -> Result<Vec<(Option<&'d View>, PathBuf)>, Failure> {
        if dossier.views.is_empty() {
            return Err(Failure::input("the dossier has no views"));
        }
        let mut taken: Vec<String> = Vec::new();
        for view in &dossier.views {
            let stem = stem(&view.name);
            let other = |name: &String| taken.iter().any(|known| known.to_lowercase() == name.to_lowercase());
            let numbered = (2..).map(|number| format!("{stem}-{number}"));
            let name = std::iter::once(stem.clone()).chain(numbered).find(|name| !other(name));
            taken.push(name.unwrap_or(stem));
        }
        let file = |name: String| self.out.join(format!("{name}.{}", self.format.extension()));
        Ok(dossier.views.iter().map(Some).zip(taken.into_iter().map(file)).collect())
    }
}

fn drawn(matches: &ArgMatches, request: &Request, subject: FigureSubject<'_>) -> Result<Drawn, Failure> {
    // Nobody holds this progress, so that nobody can cancel it.
    let draw = || request.draw(subject, &Progress::new());
    arguments::with_threads(arguments::threads_of(matches), draw)?.map_err(failure_of)
}

fn delivered(out: &Path, drawn: &Drawn, console: &mut Console<'_>) -> Result<Exit, Failure> {
    if drawn.shown.entities.is_empty() {
        console.note("note: nothing is shown: the dossier is empty, or everything is hidden");
    }
    console.deliver(out, &drawn.bytes)?;
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

/// Whether a file is what would be drawn, and what differs if not.
fn check(out: &Path, drawn: &Drawn, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let file = storage::read_named(out).map_err(|problem| Failure::input(one_line(&problem)))?;
    let name = printable(&out.display().to_string());
    let told = drift::differences(&file, &drawn.bytes);
    if told.is_empty() {
        console.note(&format!("{name}: as the dossier draws it"));
        return Ok(Exit::Done);
    }
    console.print(&format!("{name} is not what the dossier draws now:"));
    told.iter().for_each(|line| console.print(&format!("  {line}")));
    Ok(Exit::WrongInput)
}

fn worse(one: Exit, other: Exit) -> Exit {
    if one == Exit::Done { other } else { one }
}

/// What a file is called after a view: letters and digits of its name, and dashes.
fn stem(name: &str) -> String {
    let kept = name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' });
    let kept: String = kept.collect();
    let parts: Vec<&str> = kept.split('-').filter(|part| !part.is_empty()).collect();
    let stem: String = parts.join("-").chars().take(NAME).collect();
    if stem.is_empty() { "view".to_owned() } else { stem }
}

/// Prints the views, one a line, each with its title.
pub(super) fn list_views(dossier: &Dossier, console: &mut Console<'_>) -> Exit {
    for view in &dossier.views {
        let title = view.title.as_deref().filter(|title| !title.is_empty());
        console.print(&title.map_or(view.name.clone(), |title| format!("{}\t{title}", view.name)));
    }
    if dossier.views.is_empty() {
        console.note("note: the dossier has no views");
    }
    Exit::Done
}

/// Waits until one of the files of a document is no longer what it was. A file that cannot be read just now, because
/// it is being written, counts once it can.
pub(super) fn wait_for_change(document: &Document) {
    let changed = |(path, known): &(PathBuf, storage::Fingerprint)| matches!(storage::fingerprint(&RealDisk, path), Ok(Some(now)) if now != *known);
    while !document.on_disk().iter().any(changed) {
        std::thread::sleep(LOOK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::open_texts;

    #[test]
    fn files_are_called_after_views_and_stay_in_their_folder() {
        for (name, file) in [
            ("Who pays", "Who-pays"),
            ("../../etc/passwd", "etc-passwd"),
            ("日本 2014", "日本-2014"),
            ("…", "view"),
            ("", "view"),
            ("a\u{0}b/c\\d:e", "a-b-c-d-e"),
        ] {
            assert_eq!(stem(name), file);
        }
        assert_eq!(stem(&"x".repeat(500)).len(), NAME);
    }

    #[test]
    fn views_of_like_names_have_files_of_their_own() {
        let views = r#"(name: "A b"), (name: "a-b"), (name: "A/B"), (name: "c")"#;
        let text = format!("Dossier(format: 1, title: \"Views\", views: [{views}])");
        let dossier = open_texts(&[("views.ron", &text)]).dossier;
        let command = clap::Command::new("figure");
        let plan = Plan { command, format: FIGURES[0], out: PathBuf::from("out"), all_views: true, only_check: false };
        let files: Vec<PathBuf> = plan.views(&dossier).unwrap().into_iter().map(|(_, file)| file).collect();
        assert_eq!(files, ["out/A-b.svg", "out/a-b-2.svg", "out/A-B-3.svg", "out/c.svg"].map(PathBuf::from));
    }
}
