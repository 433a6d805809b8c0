//! What lies behind the network: lines and words that tell what positions mean, in the theme's
//! quietest colours. Knows no layout by name.

use std::borrow::Cow;

use kurbo::{BezPath, Point, Rect, Shape as _};

use super::item::{BackItem, Label, Scene};
use crate::dossier::model::year_in_words;
use crate::layout::{BackLine, Backdrop, Caption};
use crate::picture::lettering::{TextStyle, Weight, shape_block};
use crate::picture::theme::Theme;

/// Size of the words.
const WORDS: f32 = 10.0;

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
    scene.captions = backdrop
        .words
        .iter()
        .map(|(caption, at)| {
            let word = match caption {
                Caption::Text(text) => Cow::Borrowed(text.as_str()),
                Caption::Year(year) => i32::try_from(*year).map(year_in_words).unwrap_or_default().into(),
            };
            let text = shape_block(&word, TextStyle { size: WORDS, weight: Weight::Regular }, 200.0, 1);
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
