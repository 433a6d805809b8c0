//! What an editor looks at before a figure goes to print: whether its letters can be read, whether anything lies on anything, whether
//! all that is drawn is explained. Each check says what it found in one sentence, of which thing, and what would mend it. The
//! bounds are those of journals (Nature, Elsevier, IEEE) and of WCAG 2.2.

use std::collections::HashMap;
use std::sync::Arc;

use kurbo::{BezPath, ParamCurve as _, ParamCurveNearest as _, Point, Shape as _};

use super::installed::Used;
use super::page::PageSize;
use super::paint::{Painting, Part};
use super::survey::{Survey, SurveyedLabel, SurveyedLine, SurveyedNode, is_over};
use crate::picture::theme::Colour;
use crate::wording::{capital, counted, listed};

/// Letters are no smaller than this in print, in points.
const LEAST_LETTERS: f64 = 6.0;
/// What rounding may make of it.
const ROUNDING: f64 = 0.05;
/// Contrast of text, and of everything else that must be told from the page.
const TEXT_CONTRAST: f32 = 4.5;
const MARK_CONTRAST: f32 = 3.0;
/// Pixels an inch of a picture that is printed.
const PRINT_DPI: f64 = 300.0;
/// Up to so many nodes it is asked which lines run through others.
const CROSSED: usize = 400;
/// A title of more words than this is rather a caption.
const TITLE_WORDS: usize = 16;
/// What sticks out of the page by less is only rounded, in points.
const OUTSIDE: f64 = 0.5;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Check {
    /// Whether there is nothing to do about it.
    pub(crate) passed: bool,
    /// What was found, as a sentence without its full stop.
    pub(crate) words: String,
    /// The entity or relation that it is about, the first of several.
    pub(crate) culprit: Option<Culprit>,
    pub(crate) mend: Option<Mend>,
}

/// A thing of the dossier, by its id.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Culprit {
    Entity(Arc<str>),
    Relation(Arc<str>),
}

/// What was found on a page, and where everything stands on it.
#[derive(Debug)]
pub(crate) struct Looked {
    /// What is to be looked at first, then what is in order.
    pub(crate) checks: Vec<Check>,
    /// Boxes of nodes and courses of lines, in points.
    pub(crate) things: Vec<(Culprit, BezPath)>,
}

/// What would mend a fault.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Mend {
    /// A page of this size.
    Page(PageSize),
    /// The legend.
    Legend,
    /// The list of sources.
    Sources,
    /// Numbers in place of words on lines.
    Numbers,
    /// This resolution.
    Dpi(f64),
    /// Letters of installed fonts.
    Fonts,
}

/// What a page cannot tell by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// The format is made of pixels.
    pub(crate) has_pixels: bool,
    /// Something shown rests on a source.
    pub(crate) cites: bool,
    /// A page with room for names that have none on this.
    pub(crate) offered: Option<PageSize>,
    /// A single network: what is drawn several times has its names as often.
    pub(crate) is_single: bool,
    /// Letters may come from installed fonts.
    pub(crate) installed_fonts: bool,
}

impl Check {
    fn passed(words: &str) -> Check {
        Check { passed: true, words: words.to_owned(), culprit: None, mend: None }
    }

    fn failed(words: String) -> Check {
        Check { passed: false, words, culprit: None, mend: None }
    }

    fn of(self, culprit: Culprit) -> Check {
        Check { culprit: Some(culprit), ..self }
    }

    fn mended_by(self, mend: Option<Mend>) -> Check {
        Check { mend, ..self }
    }
}

/// Looks at a figure.
pub(crate) fn look_at(painting: &Painting, asked: Asked) -> Looked {
    let survey = Survey::of(painting);
    let checks = checks(painting, &survey, asked);
    let nodes = survey.nodes.into_iter().map(|node| (Culprit::Entity(node.id), node.shape.to_path(0.1)));
    let lines = survey.lines.into_iter().map(|line| (Culprit::Relation(line.id), line.path));
    Looked { checks, things: lines.chain(nodes).collect() }
}

fn checks(painting: &Painting, survey: &Survey, asked: Asked) -> Vec<Check> {
    let mut all = vec![
        size_of_letters(survey),
        unnamed(painting, survey, asked),
        shortened(painting),
        names_on_names(survey),
        names_on_nodes(survey),
        lines_through_nodes(survey, asked),
        unlabelled(painting, survey),
        labels_on_others(survey),
        inside(painting, survey),
        contrast(painting, survey),
        fonts(painting, survey, asked),
        legend(survey),
        sources(survey, asked),
        title(painting),
    ];
    all.extend(notes(painting));
    if asked.has_pixels {
        all.push(resolution(painting));
    }
    all.sort_by_key(|check| check.passed);
    all
}

fn names(survey: &Survey) -> impl Iterator<Item = (&SurveyedNode, &super::survey::SurveyedText)> {
    survey.nodes.iter().filter_map(|node| Some((node, node.name.as_ref()?)))
}

fn entity(node: &SurveyedNode) -> Culprit {
    Culprit::Entity(Arc::clone(&node.id))
}

fn relation(id: &Arc<str>) -> Culprit {
    Culprit::Relation(Arc::clone(id))
}

fn label_texts(survey: &Survey) -> impl Iterator<Item = &super::survey::SurveyedText> {
    survey.labels.iter().map(|label| &label.text)
}

/// The name of a node in a sentence.
fn called(node: &SurveyedNode) -> &str {
    node.description.split(',').next().unwrap_or_default()
}

fn size_of_letters(survey: &Survey) -> Check {
    let of_names = names(survey).map(|(node, name)| (name.size, Some(entity(node))));
    let of_labels = survey.labels.iter().map(|label| (label.text.size, Some(relation(&label.of))));
    let others = survey.words.iter().map(|text| (text.size, None));
    let least =
        of_names.chain(of_labels).chain(others).filter(|(size, _)| *size > 0.0).min_by(|a, b| a.0.total_cmp(&b.0));
    match least {
        Some((size, culprit)) if size < LEAST_LETTERS - ROUNDING => {
            let words = format!("Letters are {size:.1} pt, under the {LEAST_LETTERS} pt of print");
            Check { culprit, ..Check::failed(words) }
        }
        Some((size, _)) => Check::passed(&format!("Letters are {size:.1} pt or larger")),
        None => Check::passed("There are no letters"),
    }
}

fn unnamed(painting: &Painting, survey: &Survey, asked: Asked) -> Check {
    let left_out = &painting.legibility.left_out;
    match left_out.first() {
        // In a crowd names stand over the network, the best known.
        _ if survey.loose_names > 0 => {
            let of = counted(survey.nodes.len(), "node", "nodes");
            Check::passed(&format!("{} of {of} are named, the best known", survey.loose_names))
        }
        Some((id, name)) => {
            let many = counted(left_out.len(), "name has", "names have");
            Check::failed(format!("{many} no room on this page: {name}"))
                .of(Culprit::Entity(Arc::clone(id)))
                .mended_by(asked.offered.map(Mend::Page))
        }
        None => match painting.legibility.says_hidden() {
            Some(hidden) => Check::passed(&format!("{hidden}; all other nodes are named")),
            None => Check::passed("Every node is named"),
        },
    }
}

fn shortened(painting: &Painting) -> Check {
    let shortened = &painting.legibility.shortened;
    match shortened.first() {
        Some((id, name)) => {
            let many = counted(shortened.len(), "name is", "names are");
            Check::failed(format!("{many} shortened: {name}")).of(Culprit::Entity(Arc::clone(id)))
        }
        None => Check::passed("No name is shortened"),
    }
}

fn names_on_names(survey: &Survey) -> Check {
    let all: Vec<_> = names(survey).collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    let bounds: Vec<_> = all.iter().map(|(_, name)| name.bounds()).collect();
    order.sort_by(|a, b| bounds[*a].x0.total_cmp(&bounds[*b].x0));
    let mut met = Vec::new();
    for (place, &a) in order.iter().enumerate() {
        let near = order[place + 1..].iter().take_while(|b| bounds[**b].x0 < bounds[a].x1);
        for &b in near.filter(|b| is_over(bounds[a], bounds[**b])) {
            if all[a].1.ink.iter().any(|ink| all[b].1.covers(*ink)) {
                met.push((a, b));
            }
        }
    }
    match met.first() {
        Some(&(a, b)) => {
            let many = counted(met.len(), "pair of names overlaps", "pairs of names overlap");
            Check::failed(format!("{many}: {}, {}", called(all[a].0), called(all[b].0))).of(entity(all[a].0))
        }
        None => Check::passed("No name lies on another"),
    }
}

fn names_on_nodes(survey: &Survey) -> Check {
    let mut order: Vec<&SurveyedNode> = survey.nodes.iter().collect();
    order.sort_by(|a, b| a.shape.x0.total_cmp(&b.shape.x0));
    let widest = survey.nodes.iter().map(|node| node.shape.width()).fold(0.0, f64::max);
    let mut met = Vec::new();
    for (node, name) in names(survey) {
        let bounds = name.bounds();
        let from = order.partition_point(|other| other.shape.x0 < bounds.x0 - widest);
        let near = order[from..].iter().take_while(|other| other.shape.x0 < bounds.x1);
        met.extend(near.filter(|other| other.id != node.id && name.covers(other.shape)).map(|other| (node, *other)));
    }
    match met.first() {
        Some((node, other)) => {
            let many = counted(met.len(), "name lies", "names lie");
            Check::failed(format!("{many} on another node: {} on {}", called(node), called(other))).of(entity(node))
        }
        None => Check::passed("No name lies on a node"),
    }
}

fn lines_through_nodes(survey: &Survey, asked: Asked) -> Check {
    if survey.nodes.len() > CROSSED || !asked.is_single {
        return Check::passed("There are too many nodes to follow each line");
    }
    let mut met = Vec::new();
    for line in &survey.lines {
        let bounds = line.path.bounding_box();
        let others = survey.nodes.iter().filter(|node| node.id != line.from && node.id != line.to);
        for node in others.filter(|node| is_over(node.shape, bounds.inflate(1.0, 1.0))) {
            let (middle, radius) = (node.shape.center(), node.shape.width().min(node.shape.height()) / 2.0);
            if line.path.segments().any(|segment| distance(segment, middle) < radius - 0.2) {
                met.push((line, node));
            }
        }
    }
    match met.first() {
        Some((line, node)) => {
            let many = counted(met.len(), "line runs", "lines run");
            let words = format!("{many} through another node: {} through {}", line.description, called(node));
            Check::failed(words).of(Culprit::Relation(Arc::clone(&line.id)))
        }
        None => Check::passed("No line runs through another node"),
    }
}

fn unlabelled(painting: &Painting, survey: &Survey) -> Check {
    let labels = &painting.legibility.labels;
    let (one, many) = if labels.are_numbers { ("number", "numbers") } else { ("word", "words") };
    match (labels.refused, labels.left_out.first()) {
        (Some(refused), _) => {
            Check::failed(capital(refused)).mended_by(Some(Mend::Legend).filter(|_| labels.are_numbers))
        }
        (None, Some((id, line))) => {
            let count = counted(labels.left_out.len(), one, many);
            let has = if labels.left_out.len() == 1 { "has" } else { "have" };
            Check::failed(format!("{count} on lines {has} no room on this page: {line}"))
                .of(relation(id))
                .mended_by(Some(Mend::Numbers).filter(|_| !labels.are_numbers))
        }
        (None, None) if survey.labels.is_empty() => Check::passed("Nothing is written on lines"),
        (None, None) => Check::passed(&format!("Every {one} on lines has room")),
    }
}

/// Whether what is written on a line covers something that it is not about.
fn labels_on_others(survey: &Survey) -> Check {
    let ends: HashMap<&str, &SurveyedLine> = survey.lines.iter().map(|line| (&*line.id, line)).collect();
    let mut met: Vec<(&SurveyedLabel, String)> = Vec::new();
    for (at, label) in survey.labels.iter().enumerate() {
        let on = |area: kurbo::Rect| is_over(label.plate, area);
        let other = survey.labels[..at].iter().find(|other| on(other.plate)).map(|other| other.text.text.clone());
        let name = || names(survey).find(|(_, name)| name.covers(label.plate)).map(|(node, _)| called(node).to_owned());
        let node = || survey.nodes.iter().find(|node| on(node.shape)).map(|node| called(node).to_owned());
        met.extend(other.or_else(name).or_else(node).map(|other| (label, other)));
    }
    match met.first() {
        Some((label, other)) => {
            let many = counted(met.len(), "label of a line lies", "labels of lines lie");
            let line = ends.get(&*label.of).map_or(label.text.text.as_str(), |line| line.description.as_str());
            Check::failed(format!("{many} on something else: that of {line} on {other}")).of(relation(&label.of))
        }
        None => Check::passed("No label of a line lies on a name, a node or another"),
    }
}

fn distance(segment: kurbo::PathSeg, to: Point) -> f64 {
    let at = segment.nearest(to, 0.05);
    segment.eval(at.t).distance(to)
}

fn inside(painting: &Painting, survey: &Survey) -> Check {
    let page = kurbo::Rect::new(0.0, 0.0, painting.size.0, painting.size.1).inflate(OUTSIDE, OUTSIDE);
    let is_out = |ink: &[kurbo::Rect]| ink.iter().any(|ink| !page.contains_rect(*ink));
    let node = survey.nodes.iter().find(|node| !page.contains_rect(node.shape));
    let name = || names(survey).find(|(_, name)| is_out(&name.ink)).map(|(node, _)| node);
    match node.or_else(name) {
        Some(node) => Check::failed(format!("{} sticks out of the page", called(node))).of(entity(node)),
        None => match survey.words.iter().chain(label_texts(survey)).find(|text| is_out(&text.ink)) {
            Some(text) => Check::failed(format!("“{}” sticks out of the page", text.text)),
            None => Check::passed("Everything is on the page"),
        },
    }
}

fn contrast(painting: &Painting, survey: &Survey) -> Check {
    // What is clear is mostly laid on paper.
    let ground = painting.ground.unwrap_or(Colour::hex(0xFF_FF_FF));
    let faint_name = names(survey).find(|(_, name)| name.colour.contrast(ground) < TEXT_CONTRAST);
    if let Some((node, name)) = faint_name {
        let ratio = name.colour.contrast(ground);
        return Check::failed(format!("The name {} is too faint: contrast {ratio:.1}", called(node))).of(entity(node));
    }
    if let Some(label) = survey.labels.iter().find(|label| label.text.colour.contrast(ground) < TEXT_CONTRAST) {
        let ratio = label.text.colour.contrast(ground);
        return Check::failed(format!("“{}” on a line is too faint: contrast {ratio:.1}", label.text.text))
            .of(relation(&label.of));
    }
    match survey.nodes.iter().find(|node| node.colour.contrast(ground) < MARK_CONTRAST) {
        Some(node) => {
            let ratio = node.colour.contrast(ground);
            Check::failed(format!("{} is too faint: contrast {ratio:.1}", called(node))).of(entity(node))
        }
        None => Check::passed("Names and nodes stand out from the page"),
    }
}

fn fonts(painting: &Painting, survey: &Survey, asked: Asked) -> Check {
    let used = Used::of_painting(painting).families();
    let lacking = |of: &str| match asked.installed_fonts {
        true => Check::failed(format!("Neither built-in nor installed fonts have all letters of {of}")),
        false => Check::failed(format!("No built-in font has all letters of {of}")).mended_by(Some(Mend::Fonts)),
    };
    let name = names(survey).find(|(_, name)| name.missing > 0);
    let other = survey.words.iter().chain(label_texts(survey)).find(|text| text.missing > 0);
    match (name, other) {
        (Some((node, _)), _) => lacking(called(node)).of(entity(node)),
        (None, Some(text)) => lacking(&format!("“{}”", text.text)),
        (None, None) if used.is_empty() => Check::passed("The fonts have every letter"),
        (None, None) => {
            Check::passed(&format!("The fonts have every letter, with those that are installed: {}", listed(&used)))
        }
    }
}

fn legend(survey: &Survey) -> Check {
    // The rule over the legend is a sign, too.
    if survey.legend_signs > 1 {
        return Check::passed("The legend explains what is drawn");
    }
    let node = survey.nodes.iter().find(|node| node.is_dashed).map(entity);
    let line = || survey.lines.iter().find(|line| line.is_dashed).map(|line| Culprit::Relation(Arc::clone(&line.id)));
    match node.or_else(line) {
        Some(culprit) => Check::failed("Without a legend nothing says what dashes mean".to_owned())
            .of(culprit)
            .mended_by(Some(Mend::Legend)),
        None => Check::passed("There is nothing that needs a legend"),
    }
}

fn sources(survey: &Survey, asked: Asked) -> Check {
    match (survey.has_sources, asked.cites) {
        (true, true) => Check::passed("The sources are listed"),
        (_, false) => Check::failed("Nothing that is shown cites a source".to_owned()),
        (false, true) => Check::failed("The sources are not listed".to_owned()).mended_by(Some(Mend::Sources)),
    }
}

/// Whether every note has what it is about; nothing where there are no notes.
fn notes(painting: &Painting) -> Option<Check> {
    if let Some(says) = painting.legibility.says_notes() {
        return Some(Check::failed(capital(&says)));
    }
    painting.has(Part::Note).then(|| Check::passed("Every note stands on the page"))
}

fn title(painting: &Painting) -> Check {
    match painting.title.split_whitespace().count() {
        0 => Check::failed("There is no title".to_owned()),
        many if many > TITLE_WORDS => {
            let many = counted(many, "word", "words");
            Check::failed(format!("The title has {many}; say the finding in fewer"))
        }
        _ => Check::passed("There is a title"),
    }
}

fn resolution(painting: &Painting) -> Check {
    if painting.dpi < PRINT_DPI {
        let words = format!("{:.0} dpi are few for print", painting.dpi);
        return Check::failed(words).mended_by(Some(Mend::Dpi(PRINT_DPI)));
    }
    Check::passed(&format!("{:.0} dpi are enough for print", painting.dpi))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::dossier::document::{EXAMPLES, open_example};
    use crate::dossier::model::ViewPage;
    use crate::picture::figure::paint::{Group, Item};
    use crate::picture::figure::{FigureSteps, FigureSubject, Painted, Request, named};
    use crate::picture::stages::ViewSettings;
    use crate::progress::Progress;

    fn painted(page: ViewPage) -> Painted {
        let document = open_example(&EXAMPLES[0]);
        let settings = ViewSettings { page, ..ViewSettings::default() };
        let request = Request { settings, ..Request::new(named("svg").unwrap()) };
        let pictures = Arc::default();
        let subject = FigureSubject::new(&document.dossier, &pictures);
        request.paint(&mut FigureSteps::default(), (subject, 0), &Progress::new()).unwrap()
    }

    fn looked(painted: &Painted, has_pixels: bool) -> Looked {
        let asked = Asked {
            has_pixels,
            cites: painted.cites,
            offered: painted.offered,
            is_single: true,
            installed_fonts: false,
        };
        look_at(&painted.painting, asked)
    }

    fn failed(looked: &Looked) -> Vec<&Check> {
        looked.checks.iter().filter(|check| !check.passed).collect()
    }

    #[test]
    fn a_usual_page_passes_and_everything_has_its_place() {
        let painted = painted(ViewPage::default());
        let looked = looked(&painted, false);
        assert_eq!(failed(&looked), Vec::<&Check>::new());
        let entities = looked.things.iter().filter(|(thing, _)| matches!(thing, Culprit::Entity(_))).count();
        let relations = looked.things.len() - entities;
        assert_eq!((entities, relations), (painted.shown.entities.len(), painted.shown.relations.len()));
    }

    #[test]
    fn what_is_left_out_is_told_with_what_would_mend_it() {
        let bare = ViewPage { hide_legend: true, hide_sources: true, ..ViewPage::default() };
        let looked = looked(&painted(bare), true);
        let mends: Vec<Option<Mend>> = failed(&looked).iter().map(|check| check.mend).collect();
        assert_eq!(mends, [Some(Mend::Legend), Some(Mend::Sources), Some(Mend::Dpi(PRINT_DPI))]);
        assert!(looked.checks.is_sorted_by_key(|check| check.passed), "what is to be done comes first");
    }

    #[test]
    fn a_page_that_is_too_small_names_what_has_no_room_and_a_page_that_would_do() {
        let painted = painted(ViewPage { page: Some("85x85".to_owned()), ..ViewPage::default() });
        let looked = looked(&painted, false);
        let about = failed(&looked);
        let check = about.iter().find(|check| check.words.contains("no room")).expect("names have no room");
        assert!(matches!(check.culprit, Some(Culprit::Entity(_))));
        if let Some(size) = painted.offered {
            assert_eq!(check.mend, Some(Mend::Page(size)));
        }
    }

    #[test]
    fn labels_of_lines_are_counted_where_they_have_no_room_and_lie_on_nothing() {
        for how in ["words", "numbers"] {
            let mut painted = painted(ViewPage { relation_labels: Some(how), ..ViewPage::default() });
            let first = looked(&painted, false);
            let found = |looked: &Looked, part: &str| looked.checks.iter().find(|c| c.words.contains(part)).cloned();
            assert!(found(&first, "No label of a line lies on").unwrap().passed, "{how}");
            let without = found(&first, "no room on this page").unwrap();
            assert!(matches!(without.culprit, Some(Culprit::Relation(_))));
            assert_eq!(without.mend, (how == "words").then_some(Mend::Numbers));
            let plate = Survey::of(&painted.painting).labels[0].plate.center();
            for_node(&mut painted.painting.items, "brunei", &mut |group| {
                for item in &mut group.items {
                    if let Item::Path(path) = item {
                        let by = plate - path.outline.bounding_box().center();
                        path.outline.apply_affine(kurbo::Affine::translate(by));
                    }
                }
            });
            let lies = found(&looked(&painted, false), "lies on something else").unwrap();
            assert!(lies.words.ends_with("on Brunei Darussalam"), "{}", lies.words);
        }
    }

    /// A page on which everything that can be wrong is wrong.
    #[test]
    fn faults_of_a_page_are_found() {
        let mut painted = painted(ViewPage::default());
        let shift = |painting: &mut Painting, id: &str, by: kurbo::Vec2| {
            let to = kurbo::Affine::translate(by);
            for_node(&mut painting.items, id, &mut |group| {
                for item in &mut group.items {
                    match item {
                        Item::Path(path) => path.outline.apply_affine(to),
                        Item::Text(text) => {
                            for run in &mut text.runs {
                                run.origin += by;
                                run.glyphs.iter_mut().for_each(|glyph| glyph.at += by);
                            }
                        }
                        Item::Group(_) | Item::Picture(_) | Item::Raster(_) => {}
                    }
                }
            });
        };
        let centre = |painting: &Painting, id: &str| {
            let survey = Survey::of(painting);
            survey.nodes.iter().find(|node| &*node.id == id).map(|node| node.shape.center()).unwrap()
        };
        // Brunei comes to stand on a line of others.
        let on_line = {
            let survey = Survey::of(&painted.painting);
            let is_foreign = |line: &&crate::picture::figure::survey::SurveyedLine| {
                &*line.from != "brunei" && &*line.to != "brunei" && line.path.bounding_box().width() > 60.0
            };
            let line = survey.lines.iter().find(is_foreign).unwrap();
            let segments: Vec<kurbo::PathSeg> = line.path.segments().collect();
            segments[segments.len() / 2].eval(0.5)
        };
        let by = on_line - centre(&painted.painting, "brunei");
        shift(&mut painted.painting, "brunei", by);
        shift(&mut painted.painting, "thailand", kurbo::Vec2::new(0.0, -2_000.0));
        for_node(&mut painted.painting.items, "viet-nam", &mut |group| {
            for item in &mut group.items {
                if let Item::Text(text) = item {
                    text.colour = Colour::hex(0xDD_DD_DD);
                }
            }
        });
        painted.painting.title.clear();
        let looked = looked(&painted, false);
        let words: Vec<&str> = failed(&looked).iter().map(|check| check.words.as_str()).collect();
        for part in ["Thailand sticks out", "Viet Nam is too faint", "no title", "run"] {
            assert!(words.iter().any(|words| words.contains(part)), "{part}: {words:?}");
        }
    }

    fn for_node(items: &mut [Item], id: &str, change: &mut dyn FnMut(&mut Group)) {
        for item in items {
            if let Item::Group(group) = item {
                let is_it =
                    group.part == Part::Node && group.data.iter().any(|(key, value)| *key == "id" && **value == *id);
                if is_it {
                    change(group);
                } else {
                    for_node(&mut group.items, id, change);
                }
            }
        }
    }
}
