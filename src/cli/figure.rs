//! `chancery figure`: draws a dossier into a file, without a display.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::check::counted;
use super::{Command, Console, Exit, Failure, arguments, one_line};
use crate::dossier::document;
use crate::dossier::model::{Date, Dossier, EntityId, View};
use crate::dossier::storage;
use crate::explore::query::filter::Shown;
use crate::explore::query::search::Index;
use crate::picture::figure::{self, FIGURES, Page, PageText};
use crate::picture::layout::LAYOUTS;
use crate::picture::pictures::Pictures;
use crate::picture::scene::Scene;
use crate::picture::stages::{self, ViewSettings};
use crate::picture::theme::Theme;
use crate::picture::views;
use crate::problem::{Severity, printable};
use crate::progress::Progress;

pub(super) struct Figure;

/// Most pixels of a picture: a page of a metre square at 300 dpi.
const MAX_PIXELS: f64 = 150e6;
const MM_PER_INCH: f64 = 25.4;
/// A page whose size nobody asked for grows until ordinary names are so large, in points, or it is as
/// tall as it may be; each time all is drawn anew, which is for networks of up to [`GROWING`] entities.
const LEGIBLE_PT: f64 = 6.2;
const GROWING: usize = 400;
/// Width of a page where none is asked for.
const WIDTH_MM: f64 = 180.0;

impl Command for Figure {
    fn describe(&self) -> clap::Command {
        let extensions = FIGURES.iter().map(|f| f.extension()).collect::<Vec<_>>().join(", ");
        let layouts = LAYOUTS.iter().map(|l| format!("\n  {:<10} {}", l.name(), l.good_for())).collect::<String>();
        let option = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
        clap::Command::new("figure")
            .about("Draw a figure for a report")
            .arg(arguments::file().required(true))
            .arg(
                option("output", "OUT")
                    .short('o')
                    .required(true)
                    .value_parser(PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help(format!("Output file; its extension sets the format: {extensions}")),
            )
            .arg(arguments::view())
            .arg(arguments::as_of())
            .arg(option("focus", "ID").help("Show only the surroundings of this entity"))
            .arg(option("hops", "N").value_parser(value_parser!(u32)).help("Steps around the focus [default: 1]"))
            .arg(option("hide-kind", "KIND").action(ArgAction::Append).help("Leave out entities of a kind"))
            .arg(
                option("hide-file", "PATH").action(ArgAction::Append).help("Leave out the records of an included file"),
            )
            .arg(
                option("size", "WxHmm")
                    .value_parser(arguments::size_mm)
                    .help("Page size, in mm, cm or in [default: 180 mm wide, as high as needed]"),
            )
            .arg(
                option("dpi", "N")
                    .value_parser(arguments::number_in(36.0, 2400.0))
                    .default_value("150")
                    .help("Resolution of PNG figures, in dots per inch"),
            )
            .arg(
                option("theme", "THEME")
                    .value_parser(Theme::ALL.iter().map(|t| t.name).collect::<Vec<_>>())
                    .default_value("print")
                    .help("Colours"),
            )
            .arg(
                Arg::new("tapered")
                    .long("tapered")
                    .action(ArgAction::SetTrue)
                    .help("Draw lines wide at the start and narrow at the end, without arrowheads"),
            )
            .arg(arguments::areas())
            .args(super::layout::placing())
            .arg(arguments::seed())
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
                 chancery figure example:asean-japan -o japan.svg --focus japan --hops 2 --theme dark\n\n\
                 The same dossier and options give the same bytes, on every machine and with any number of \
                 threads.\n\nLayouts:{layouts}"
            ))
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let out = matches.get_one::<PathBuf>("output").cloned().unwrap_or_default();
        let kind = kind_of(&out)?;
        let path = arguments::file_of(matches);
        let document = document::open(&path);
        let errors: Vec<String> =
            document.problems.iter().filter(|p| p.severity == Severity::Error).map(|p| p.to_text() + "\n").collect();
        if !errors.is_empty() && !matches.get_flag("despite-errors") {
            let many = counted(errors.len(), "error", "errors");
            return Err(Failure::input(format!(
                "{} has {many}, so the figure would be incomplete (use --despite-errors to draw it anyway)\n\n{}",
                printable(&path.display().to_string()),
                errors.join("\n").trim_end()
            )));
        }
        let (pictures, undrawn) = Pictures::of_document(&document);
        let pictures = Arc::new(pictures);
        undrawn.iter().for_each(|problem| console.note(&problem.to_text()));
        let dossier = &document.dossier;
        let theme = matches.get_one::<String>("theme").and_then(|name| Theme::named(name)).unwrap_or(&Theme::PRINT);
        let view = view_of(matches, dossier)?;
        let mut look = look_of(matches, dossier, view)?;
        let entities = look.filter.apply(dossier).entities.len();
        let page = page_of(matches, entities)?;
        let grows = matches.get_one::<(f64, f64)>("size").is_none() && entities <= GROWING;
        let words = |key: &str| matches.get_one::<String>(key).map(String::as_str);
        let title = words("title").or(view.and_then(|v| v.title.as_deref()));
        let subtitle = words("subtitle").or(view.and_then(|v| v.subtitle.as_deref()));
        let draw = || {
            let (page, scene, shown) = fitted(page, grows, theme, |page| {
                look.aspect = page.aspect();
                // Nobody holds this progress, so that nobody can cancel it.
                let (scene, shown) = stages::draw_with(dossier, &pictures, &look, theme, &Progress::new()).ok()?;
                let text = figure::words(dossier, &look, &shown, title, subtitle);
                Some((scene, shown, text))
            })?;
            let text: PageText = figure::words(dossier, &look, &shown, title, subtitle);
            Some((kind.write(&page.with(&scene, &text, theme)), shown, page))
        };
        let drawn = arguments::with_threads(arguments::threads_of(matches), draw)?;
        let Some((bytes, shown, page)) = drawn else { return Err(Failure::input("the drawing was stopped")) };
        if shown.entities.is_empty() {
            console.note("note: nothing is shown: the dossier is empty, or everything is hidden");
        }
        let bytes = bytes.map_err(|problem| Failure::input(one_line(&problem)))?;
        storage::write_atomic(&out, &bytes).map_err(|problem| Failure::input(one_line(&problem)))?;
        console.note(&format!(
            "{}: {}, {}, {} × {} mm",
            printable(&out.display().to_string()),
            counted(shown.entities.len(), "entity", "entities"),
            counted(shown.relations.len(), "relation", "relations"),
            page.width_mm,
            page.height_mm
        ));
        Ok(Exit::Done)
    }
}

/// Draws on a page, and where it grows, on taller ones until ordinary names are legible; yields the
/// best of them.
pub(super) fn fitted(
    mut page: PageSize,
    grows: bool,
    theme: &Theme,
    mut draw: impl FnMut(&PageSize) -> Option<(Scene, Shown, PageText)>,
) -> Option<(PageSize, Scene, Shown)> {
    // The best page so far: how large its names are, and all that is needed to write it.
    let mut best: Option<(f64, PageSize, Scene, Shown)> = None;
    loop {
        let (scene, shown, text) = draw(&page)?;
        let size = figure::name_size_pt(&page.with(&scene, &text, theme));
        // A taller page must be worth its paper.
        if best.as_ref().is_none_or(|b| size > b.0 * 1.03) {
            best = Some((size, page, scene, shown));
        }
        let taller = (page.height_mm * 1.12).round().min(figure::tallest_mm(page.width_mm));
        if !grows || size >= LEGIBLE_PT || taller <= page.height_mm {
            break;
        }
        page.height_mm = taller;
    }
    best.map(|(_, page, scene, shown)| (page, scene, shown))
}

/// Size and fineness of a page.
#[derive(Clone, Copy)]
pub(super) struct PageSize {
    pub(crate) width_mm: f64,
    pub(crate) height_mm: f64,
    pub(crate) dpi: f64,
}

impl PageSize {
    /// A page of the usual width for so many entities, and whether it may grow.
    pub(crate) fn usual(entities: usize) -> (PageSize, bool) {
        let height_mm = figure::natural_height_mm(WIDTH_MM, entities);
        (PageSize { width_mm: WIDTH_MM, height_mm, dpi: 150.0 }, entities <= GROWING)
    }

    pub(crate) fn with<'a>(&self, scene: &'a Scene, text: &'a PageText, theme: &'a Theme) -> Page<'a> {
        Page { width_mm: self.width_mm, height_mm: self.height_mm, dpi: self.dpi, scene, text, theme }
    }

    /// Of the room that the page has for the network.
    pub(crate) fn aspect(&self) -> f32 {
        figure::network_aspect(self.width_mm, self.height_mm)
    }
}

fn page_of(matches: &ArgMatches, entities: usize) -> Result<PageSize, Failure> {
    let natural = (WIDTH_MM, figure::natural_height_mm(WIDTH_MM, entities));
    let (width_mm, height_mm) = matches.get_one::<(f64, f64)>("size").copied().unwrap_or(natural);
    let dpi = matches.get_one::<f64>("dpi").copied().unwrap_or(150.0);
    let pixels = width_mm * height_mm * (dpi / MM_PER_INCH).powi(2);
    if pixels > MAX_PIXELS {
        return Err(Failure::usage(format!(
            "{width_mm} × {height_mm} mm at {dpi} dpi are {:.0} million pixels; {:.0} million are the most",
            pixels / 1e6,
            MAX_PIXELS / 1e6
        )));
    }
    Ok(PageSize { width_mm, height_mm, dpi })
}

/// The way of writing that a file's extension asks for.
pub(super) fn kind_of(out: &Path) -> Result<&'static dyn figure::Figure, Failure> {
    let extension = out.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    figure::named(&extension).ok_or_else(|| {
        let known = FIGURES.iter().map(|f| format!(".{}", f.extension())).collect::<Vec<_>>().join(", ");
        Failure::usage(format!("{} is not a figure format; use one of {known}", out.display()))
    })
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

/// A look at everything, as figures are drawn where nothing else is asked for.
pub(super) fn plain_look() -> ViewSettings {
    ViewSettings { aspect: 1.0, compose: true, ..ViewSettings::default() }
}

/// The view, with the command line's options in place of what it says.
fn look_of(matches: &ArgMatches, dossier: &Dossier, view: Option<&View>) -> Result<ViewSettings, Failure> {
    let many = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned();
    let mut look = plain_look();
    if let Some(view) = view {
        views::apply(view, &mut look);
    }
    look.tapered |= matches.get_flag("tapered");
    look.areas = arguments::given_areas(matches).or(look.areas);
    let filter = &mut look.filter;
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
    filter.focus = match (matches.get_one::<String>("focus"), filter.focus.take()) {
        (Some(id), _) => Some((focus_of(id, dossier)?, hops.unwrap_or(1))),
        (None, Some((id, usual))) => Some((id, hops.unwrap_or(usual))),
        (None, None) if hops.is_some() => return Err(Failure::usage("--hops goes with --focus")),
        (None, None) => None,
    };
    if let Some(date) = matches.get_one::<Date>("as-of") {
        look.as_of = Some(date.clone());
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
