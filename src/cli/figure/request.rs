//! From the arguments of `chancery figure` to what is drawn. Nothing here draws or writes.

use std::path::Path;
use std::sync::Arc;

use clap::ArgMatches;

use crate::cli::{Console, Failure, arguments, layout, one_line, question};
use crate::dossier::document::Document;
use crate::dossier::model::{Attribute, Colouring, Dossier, EntityId, FigurePage, RelationLabels, View, view_dates};
use crate::dossier::storage;
use crate::explore::query::language::Evaluator;
use crate::explore::query::search::Index;
use crate::layout::options::chosen;
use crate::layout::{Form, RowOrder};
use crate::picture::encoding::{ColourBy, SizeBy};
use crate::picture::figure::{self, FIGURES, ManyLines, Request, Undrawn};
use crate::picture::pictures::Pictures;
use crate::picture::theme::Theme;
use crate::picture::views::{self, ViewSettings};
use crate::problem::printable;

/// The figure of a view, with the command line's options in place of what it says.
pub(in crate::cli) fn request_of(
    matches: &ArgMatches,
    dossier: &Dossier,
    view: Option<&View>,
    format: &'static dyn figure::Figure,
) -> Result<Request, Failure> {
    let usual = Request::new(format);
    let given = |key: &str| matches.get_one::<String>(key).cloned();
    let mut settings = settings_of(matches, dossier, view)?;
    if matches.get_flag("system-fonts") {
        settings.fonts = figure::installed_fonts();
    }
    let page = &mut settings.page;
    page.page = matches.get_one::<FigurePage>("size").map(FigurePage::to_string).or(page.page.take());
    page.margin = matches.get_one::<f64>("margin").copied().or(page.margin);
    page.credit = given("credit").or(page.credit.take());
    page.hide_legend |= matches.get_flag("no-legend");
    for id in matches.get_many::<String>("hide-name").into_iter().flatten() {
        page.hide_names.push(focus_of(id, dossier)?.to_string());
    }
    let labels = matches.get_one::<String>("relation-labels").and_then(|word| chosen(RelationLabels::ALL, word));
    page.relation_labels = labels.map(RelationLabels::word).or(page.relation_labels);
    Ok(Request {
        settings,
        theme: given("theme").and_then(|name| Theme::named(&name)).unwrap_or(usual.theme),
        lines: matches.get_one::<String>("lines").and_then(|word| chosen(ManyLines::ALL, word)).unwrap_or(usual.lines),
        title: given("title").or_else(|| view?.title.clone()),
        subtitle: given("subtitle").or_else(|| view?.subtitle.clone()),
        ..usual
    })
}

/// Why a command ends without its figure.
pub(in crate::cli) fn failure_of(undrawn: Undrawn) -> Failure {
    match undrawn {
        Undrawn::Cancelled => Failure::input("the drawing was stopped"),
        Undrawn::TooLarge(problem) | Undrawn::TooSmall(problem) => Failure::usage(one_line(&problem)),
        Undrawn::Unwritable(problem) => Failure::input(one_line(&problem)),
    }
}

/// The pictures of a document; those that cannot be shown are told.
pub(in crate::cli) fn pictures_of(document: &Document, console: &mut Console<'_>) -> Arc<Pictures> {
    let (pictures, undrawn) = Pictures::of_document(document);
    undrawn.iter().for_each(|problem| console.note(&problem.to_text()));
    Arc::new(pictures)
}

/// The format that a file's extension asks for.
pub(in crate::cli) fn format_of(out: &Path) -> Result<&'static dyn figure::Figure, Failure> {
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

/// The view that was asked for.
pub(in crate::cli) fn view_of<'a>(matches: &ArgMatches, dossier: &'a Dossier) -> Result<Option<&'a View>, Failure> {
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
        question::understood(text, dossier, &mut Evaluator::default())?;
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
    if let Some(layout) = layout::layout_of(matches)? {
        // Places of one layout mean nothing in another.
        if layout != look.layout {
            look.pins.clear();
        }
        look.layout = layout.to_owned();
    }
    look.options = layout::options_of(matches, look.options);
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
