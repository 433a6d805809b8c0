//! What lies behind the network: lines and words that tell what positions mean, in the theme's
//! quietest colours. Knows no layout by name.

use std::borrow::Cow;

use kurbo::{BezPath, Point, Rect, Shape as _};

use super::item::{BackItem, Label, LegendEntry, Scene};
use crate::dossier::model::year_in_words;
use crate::layout::{BackLine, Backdrop, Caption};
use crate::picture::lettering::{TextStyle, Weight, shape_block};
use crate::picture::theme::Theme;

/// Size of the words.
const WORDS: f32 = 10.0;

impl Scene {
    /// Keeps behind it what lay behind another scene, areas with their words in the legend, and over it their names.
    pub(crate) fn keep_behind(&mut self, before: &Scene) {
        self.behind.clone_from(&before.behind);
        self.captions.clone_from(&before.captions);
        self.captions_over = before.captions_over;
        self.areas.clone_from(&before.areas);
        self.list_areas(before.legend.iter().filter(|entry| is_area(entry)).cloned().collect());
    }

    /// The same without anything behind it. What it fills is not told anew.
    pub(crate) fn bare(&self) -> Scene {
        let (behind, areas, captions) = Default::default();
        let mut scene = Scene { behind, areas, captions, captions_over: false, ..self.clone() };
        scene.legend.retain(|entry| !is_area(entry));
        scene
    }

    /// Puts areas into the legend: after the kinds, before all else.
    pub(super) fn list_areas(&mut self, areas: Vec<LegendEntry>) {
        let is_kind = |entry: &LegendEntry| matches!(entry, LegendEntry::Kind { .. });
        let place = self.legend.iter().position(|entry| !is_kind(entry)).unwrap_or(self.legend.len());
        self.legend.splice(place..place, areas);
    }
}

/// Whether a line of the legend tells an area.
pub(super) fn is_area(entry: &LegendEntry) -> bool {
    matches!(entry, LegendEntry::Area { .. })
}

/// Lays a backdrop behind a scene. `drawn` tells which of its lines are wanted.
pub(crate) fn set_behind(scene: &mut Scene, backdrop: &Backdrop, theme: &Theme, drawn: impl Fn(&BackLine) -> bool) {
    let point = |p: &(f32, f32)| Point::new(f64::from(p.0), f64::from(p.1));
    let lines = backdrop.lines.iter().filter(|line| line.points.len() > 1 && drawn(line));
    scene.behind = lines
        .map(|line| {
            let mut path = BezPath::new();
            path.move_to(point(&line.points[0]));
            line.points[1..].iter().for_each(|p| path.line_to(point(p)));
            BackItem { path, width: f64::from(line.width), colour: theme.hairline }
        })
        .collect();
    let fonts = scene.fonts;
    scene.captions = backdrop
        .words
        .iter()
        .map(|(caption, at)| {
            let word = match caption {
                Caption::Text(text) => Cow::Borrowed(text.as_str()),
                Caption::Year(year) => i32::try_from(*year).map(year_in_words).unwrap_or_default().into(),
            };
            let text = shape_block(&word, TextStyle { size: WORDS, weight: Weight::Regular, fonts }, 200.0, 1);
            let origin = point(at) - kurbo::Vec2::new(f64::from(text.width) / 2.0, f64::from(text.height));
            Label { text, origin, align: 0.5, colour: theme.ink_third }
        })
        .collect();
    let lines = scene.behind.iter().map(|line| line.path.bounding_box());
    let boxes: Option<Rect> = lines.chain(scene.captions.iter().map(Label::bounds)).reduce(|a, b| a.union(b));
    if let Some(boxes) = boxes {
        scene.bounds = if scene.nodes.is_empty() { boxes } else { scene.bounds.union(boxes) };
    }
}
