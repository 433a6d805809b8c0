//! What stands on a painted page, as checks of a figure ask for it: names with the ink they cover, nodes, lines and all other text. It is
//! taken from the list that every format writes, so that it holds for each of them.

use std::collections::HashMap;
use std::sync::Arc;

use kurbo::{BezPath, Rect, Shape as _, Vec2};

use super::letters::Text;
use super::paint::{Group, Item, Painting, Part, Path};
use crate::picture::lettering::{Face, outline};
use crate::picture::theme::Colour;

/// Everything of a page that checks ask for, in the order in which it is drawn.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) nodes: Vec<SurveyedNode>,
    pub(super) lines: Vec<SurveyedLine>,
    /// What is written on lines.
    pub(super) labels: Vec<SurveyedLabel>,
    /// All text that is no name and stands on no line.
    pub(super) words: Vec<SurveyedText>,
    /// Names that stand over the network rather than with their nodes.
    pub(super) loose_names: usize,
    /// How many marks of the legend there are.
    pub(super) legend_signs: usize,
    /// Whether there is a list of sources or a credit.
    pub(super) has_sources: bool,
}

/// A node with its name.
pub(super) struct SurveyedNode {
    pub(super) id: Arc<str>,
    /// What is said of it, its whole name included.
    pub(super) description: String,
    /// The box of its shape.
    pub(super) shape: Rect,
    /// The colour that it is known by: inside, or of its rim.
    pub(super) colour: Colour,
    /// Nothing is inside, and the rim is in pieces: it is planned, hoped for or asked for.
    pub(super) is_dashed: bool,
    pub(super) name: Option<SurveyedText>,
}

/// A relation.
pub(super) struct SurveyedLine {
    pub(super) id: Arc<str>,
    pub(super) from: Arc<str>,
    pub(super) to: Arc<str>,
    pub(super) description: String,
    pub(super) path: BezPath,
    pub(super) is_dashed: bool,
}

/// What is written on a relation.
pub(super) struct SurveyedLabel {
    /// The relation's id.
    pub(super) of: Arc<str>,
    pub(super) text: SurveyedText,
    /// The box that it covers.
    pub(super) plate: Rect,
}

/// Text as it is drawn.
#[derive(Clone)]
pub(super) struct SurveyedText {
    pub(super) text: String,
    /// The ink of each of its lines.
    pub(super) ink: Vec<Rect>,
    /// Size of its letters in points, before what some scripts are enlarged by.
    pub(super) size: f64,
    pub(super) colour: Colour,
    /// How many of its characters are in none of our fonts.
    pub(super) missing: usize,
}

impl SurveyedText {
    /// Whether its ink meets a box by more than a hair.
    pub(super) fn covers(&self, area: Rect) -> bool {
        self.ink.iter().any(|ink| is_over(*ink, area))
    }

    /// The box of all its ink.
    pub(super) fn bounds(&self) -> Rect {
        self.ink.iter().copied().reduce(|a, b| a.union(b)).unwrap_or_default()
    }
}

/// Whether two boxes lie on each other by more than a hair, in points.
pub(super) fn is_over(a: Rect, b: Rect) -> bool {
    const HAIR: f64 = 0.3;
    a.x0 + HAIR < b.x1 && b.x0 + HAIR < a.x1 && a.y0 + HAIR < b.y1 && b.y0 + HAIR < a.y1
}

impl Survey {
    /// Looks at a page.
    pub(super) fn of(painting: &Painting) -> Survey {
        let mut survey = Survey::default();
        let mut letters = Letters::default();
        for item in &painting.items {
            survey.item(item, Part::Network, &mut letters);
        }
        survey
    }

    fn item(&mut self, item: &Item, part: Part, letters: &mut Letters) {
        match item {
            Item::Group(group) => match group.part {
                Part::Node => self.nodes.extend(node(group, letters)),
                Part::Relation => self.lines.extend(line(group)),
                Part::Label => self.labels.extend(label(group, letters)),
                part => group.items.iter().for_each(|item| self.item(item, part, letters)),
            },
            Item::Text(text) => {
                self.has_sources |= part == Part::Sources;
                self.loose_names += usize::from(part == Part::Network);
                self.words.push(letters.text(text));
            }
            Item::Path(_) => self.legend_signs += usize::from(part == Part::Legend),
            Item::Picture(_) | Item::Raster(_) => {}
        }
    }
}

fn datum(group: &Group, name: &str) -> Arc<str> {
    group.data.iter().find(|(key, _)| *key == name).map_or_else(|| "".into(), |(_, value)| Arc::clone(value))
}

fn node(group: &Group, letters: &mut Letters) -> Option<SurveyedNode> {
    let path = group.items.iter().find_map(path_of)?;
    let name = group.items.iter().find_map(|item| match item {
        Item::Text(text) => Some(letters.text(text)),
        Item::Group(_) | Item::Path(_) | Item::Picture(_) | Item::Raster(_) => None,
    });
    let rim = path.stroke.as_ref();
    Some(SurveyedNode {
        id: datum(group, "id"),
        description: group.alternative.clone().unwrap_or_default(),
        shape: path.outline.bounding_box(),
        colour: rim.map(|rim| rim.colour).or(path.fill).unwrap_or(Colour::hex(0)),
        is_dashed: rim.is_some_and(|rim| !rim.dash.is_empty()),
        name,
    })
}

fn line(group: &Group) -> Option<SurveyedLine> {
    let path = group.items.iter().find_map(path_of)?;
    Some(SurveyedLine {
        id: datum(group, "id"),
        from: datum(group, "from"),
        to: datum(group, "to"),
        description: group.alternative.clone().unwrap_or_default(),
        path: path.outline.clone(),
        is_dashed: path.stroke.as_ref().is_some_and(|stroke| !stroke.dash.is_empty()),
    })
}

fn label(group: &Group, letters: &mut Letters) -> Option<SurveyedLabel> {
    group.items.iter().find_map(|item| match item {
        Item::Text(text) => {
            let (of, text, halo) = (datum(group, "of"), letters.text(text), text.halo.as_ref());
            let plate = halo.map_or_else(|| text.bounds(), |halo| halo.outline.bounding_box());
            Some(SurveyedLabel { of, text, plate })
        }
        Item::Group(_) | Item::Path(_) | Item::Picture(_) | Item::Raster(_) => None,
    })
}

fn path_of(item: &Item) -> Option<&Path> {
    match item {
        Item::Path(path) => Some(path),
        Item::Group(_) | Item::Text(_) | Item::Picture(_) | Item::Raster(_) => None,
    }
}

/// The ink of letters in ems, each measured once.
#[derive(Default)]
struct Letters {
    ink: HashMap<(Face, u32), Option<Rect>>,
}

impl Letters {
    fn ink(&mut self, face: Face, glyph: u32) -> Option<Rect> {
        *self.ink.entry((face, glyph)).or_insert_with(|| {
            let outline = outline(face, glyph);
            (!outline.is_empty()).then(|| outline.bounding_box())
        })
    }

    fn text(&mut self, text: &Text) -> SurveyedText {
        let turn = text.turn();
        let mut lines: Vec<(f64, Rect)> = Vec::new();
        let (mut size, mut missing) = (f64::INFINITY, 0);
        for run in &text.runs {
            size = size.min(run.size / f64::from(run.face.scale()));
            missing += run.glyphs.iter().filter(|glyph| glyph.id == 0).count();
            for glyph in &run.glyphs {
                let Some(ink) = self.ink(run.face, glyph.id) else { continue };
                let ink = ink.scale_from_origin(run.size) + Vec2::new(glyph.at.x, glyph.at.y);
                match lines.iter_mut().find(|(baseline, _)| *baseline == run.origin.y) {
                    Some((_, all)) => *all = all.union(ink),
                    None => lines.push((run.origin.y, ink)),
                }
            }
        }
        SurveyedText {
            text: text.runs.iter().map(|run| run.text.as_str()).collect::<Vec<_>>().join(" "),
            ink: lines.into_iter().map(|(_, ink)| turn.transform_rect_bbox(ink)).collect(),
            size: if size.is_finite() { size } else { 0.0 },
            colour: text.colour,
            missing,
        }
    }
}
