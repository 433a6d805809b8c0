//! Draws a scene through a camera with egui's painter. What can be worked out once a scene (the
//! flattened curves) is kept in [`Prepared`]; a frame only moves it to the screen. The retained
//! GPU renderer will take this file's place.

use std::collections::HashSet;
use std::sync::Arc;

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke};
use kurbo::Point;

use super::camera::Camera;
use super::paint::{color32, fill_from_heart, flatten, stroke_line, text_block};
use crate::picture::scene::{LineItem, NodeItem, Scene};
use crate::picture::theme::{Colour, Theme};

/// How strongly things are drawn that are not brought out.
const DIMMED: f32 = 0.2;

/// Labels whose letters would be smaller than this on screen are left out unless brought out.
const SMALLEST_LETTERS: f32 = 5.0;

/// What of a scene is the same in every frame.
#[derive(Default)]
pub struct Prepared {
    nodes: Vec<Vec<(Vec<Point>, bool)>>,
    lines: Vec<Vec<(Vec<Point>, bool)>>,
    tips: Vec<Vec<Point>>,
    behind: Vec<Vec<(Vec<Point>, bool)>>,
}

impl Prepared {
    /// Flattens a scene's curves.
    pub fn new(scene: &Scene) -> Self {
        let tip = |line: &LineItem| {
            let outline = line.tip.as_ref().map(|t| flatten(&t.outline));
            outline.and_then(|parts| parts.into_iter().next()).map(|(points, _)| points).unwrap_or_default()
        };
        Prepared {
            nodes: scene.nodes.iter().map(|n| flatten(&n.outline)).collect(),
            lines: scene.lines.iter().map(|l| flatten(&l.path)).collect(),
            tips: scene.lines.iter().map(tip).collect(),
            behind: scene.behind.iter().map(|line| flatten(&line.path)).collect(),
        }
    }
}

/// What is brought out, selected or hovered, by id.
#[derive(Default)]
pub struct Emphasis {
    /// If not `None`, all but these is dimmed.
    pub shown: Option<HashSet<Arc<str>>>,
    /// Entities and relations that are selected.
    pub selected: HashSet<Arc<str>>,
    /// Relations that touch a selected entity: they take the accent.
    pub touched: HashSet<Arc<str>>,
    /// What the pointer is over.
    pub hovered: Option<Arc<str>>,
    /// Entities that were put in their place by hand.
    pub pinned: HashSet<Arc<str>>,
}

impl Emphasis {
    fn strength(&self, id: &Arc<str>) -> f32 {
        match &self.shown {
            Some(shown) if !shown.contains(id) => DIMMED,
            _ => 1.0,
        }
    }
}

/// Draws the scene.
pub fn draw(
    painter: &Painter,
    view: Rect,
    camera: &Camera,
    scene: &Scene,
    prepared: &Prepared,
    emphasis: &Emphasis,
    theme: &Theme,
) {
    let pen = Pen { painter, view, camera, theme, emphasis };
    let visible = camera.visible(view).inflate(20.0, 20.0);
    pen.behind(scene, &prepared.behind);
    // Dimmed things first, so that what is brought out lies on top of them.
    for strong in [false, true] {
        for (i, line) in scene.lines.iter().enumerate() {
            let strength = emphasis.strength(&line.id);
            if (strength >= 1.0) == strong && kurbo::Shape::bounding_box(&line.path).overlaps(visible) {
                pen.line(line, &prepared.lines[i], &prepared.tips[i], strength);
            }
        }
    }
    for strong in [false, true] {
        for (i, node) in scene.nodes.iter().enumerate() {
            let strength = emphasis.strength(&node.id);
            if (strength >= 1.0) == strong && node.bounds().inflate(6.0, 6.0).overlaps(visible) {
                pen.node(node, &prepared.nodes[i], strength);
            }
        }
        for node in &scene.nodes {
            let strength = emphasis.strength(&node.id);
            if (strength >= 1.0) == strong && node.label.bounds().overlaps(visible) {
                pen.label(node, strength);
            }
        }
    }
}

struct Pen<'a> {
    painter: &'a Painter,
    view: Rect,
    camera: &'a Camera,
    theme: &'a Theme,
    emphasis: &'a Emphasis,
}

impl Pen<'_> {
    fn to_screen(&self, points: &[Point]) -> Vec<Pos2> {
        points.iter().map(|&p| self.camera.screen_from_scene(self.view, p)).collect()
    }

    /// The colour as it looks at an opacity over the canvas. Mixed rather than see-through, so
    /// that lines do not shine through faint shapes.
    fn over_canvas(&self, colour: Colour, opacity: f32) -> Color32 {
        color32(self.theme.canvas.mix(Colour { a: 255, ..colour }, opacity * f32::from(colour.a) / 255.0))
    }

    /// Line widths and gaps grow with the zoom, but less than things do.
    fn line_scale(&self) -> f32 {
        (self.camera.zoom as f32).clamp(0.55, 2.5)
    }

    fn behind(&self, scene: &Scene, lines: &[Vec<(Vec<Point>, bool)>]) {
        let mut shapes = Vec::new();
        for (item, parts) in scene.behind.iter().zip(lines) {
            let stroke = Stroke::new(item.width as f32 * self.line_scale(), color32(item.colour));
            for (points, closed) in parts {
                stroke_line(&self.to_screen(points), *closed, stroke, &[], &mut shapes);
            }
        }
        self.painter.extend(shapes);
        for label in &scene.captions {
            let scale = self.camera.zoom as f32;
            if label.text.size * scale >= SMALLEST_LETTERS {
                let origin = self.camera.screen_from_scene(self.view, label.origin);
                text_block(self.painter, &label.text, label.align, origin, scale, color32(label.colour), None);
            }
        }
    }

    fn line(&self, line: &LineItem, parts: &[(Vec<Point>, bool)], tip: &[Point], strength: f32) {
        let selected = self.emphasis.selected.contains(&line.id);
        let hovered = self.emphasis.hovered.as_ref() == Some(&line.id);
        let accented = selected || hovered || self.emphasis.touched.contains(&line.id);
        let colour = if accented { self.theme.accent } else { line.colour };
        let colour = self.over_canvas(colour, line.opacity * strength);
        let scale = self.line_scale();
        let width = line.width as f32
            * scale
            * if selected || hovered {
                2.0
            } else if accented {
                1.35
            } else {
                1.0
            };
        let stroke = Stroke::new(width, colour);
        let pattern: Vec<f32> = line.dash.pattern(line.width).into_iter().map(|l| l as f32 * scale).collect();
        let mut shapes = Vec::new();
        for (points, closed) in parts {
            stroke_line(&self.to_screen(points), *closed, stroke, &pattern, &mut shapes);
        }
        if tip.len() > 2 {
            let points = self.to_screen(tip);
            let heart = points.iter().fold(egui::Vec2::ZERO, |sum, p| sum + p.to_vec2()) / points.len() as f32;
            if line.tip.as_ref().is_some_and(|t| t.hollow) {
                shapes.push(fill_from_heart(&points, heart.to_pos2(), color32(self.theme.canvas)));
                shapes.push(Shape::closed_line(points, Stroke::new(scale, colour)));
            } else {
                shapes.push(fill_from_heart(&points, heart.to_pos2(), colour));
            }
        }
        self.painter.extend(shapes);
    }

    fn node(&self, node: &NodeItem, parts: &[(Vec<Point>, bool)], strength: f32) {
        let opacity = node.opacity * strength;
        let centre = self.camera.screen_from_scene(self.view, node.centre);
        let zoom = self.camera.zoom as f32;
        let mut shapes = Vec::new();
        if self.emphasis.selected.contains(&node.id) {
            let reach = kurbo::Shape::bounding_box(&*node.outline);
            let reach = reach.width().max(reach.height()) as f32 / 2.0 * 1.12 * zoom + 4.0;
            shapes.push(Shape::circle_stroke(centre, reach, Stroke::new(1.8, color32(self.theme.accent))));
        }
        // Ground under hollow shapes, so that lines end at the outline.
        for (number, (points, _)) in parts.iter().enumerate() {
            let moved: Vec<Point> = points.iter().map(|p| *p + node.centre.to_vec2()).collect();
            let points = self.to_screen(&moved);
            if number == 0 {
                let fill = node.fill.map_or(color32(self.theme.canvas), |c| self.over_canvas(c, opacity));
                shapes.push(fill_from_heart(&points, centre, fill));
            } else {
                // Inner parts are holes: a ring's.
                shapes.push(fill_from_heart(&points, centre, color32(self.theme.canvas)));
            }
            if let Some((colour, width)) = node.stroke {
                let stroke = Stroke::new(width as f32 * self.line_scale(), self.over_canvas(colour, opacity));
                let scale = self.line_scale();
                let pattern: &[f32] = if node.dashed { &[3.2 * scale, 2.2 * scale] } else { &[] };
                stroke_line(&points, true, stroke, pattern, &mut shapes);
            }
        }
        if self.emphasis.hovered.as_ref() == Some(&node.id) {
            let moved: Vec<Point> = parts[0].0.iter().map(|p| *p + node.centre.to_vec2()).collect();
            let stroke = Stroke::new(2.0, color32(self.theme.accent));
            stroke_line(&self.to_screen(&moved), true, stroke, &[], &mut shapes);
        }
        if self.emphasis.pinned.contains(&node.id) {
            let below = centre + egui::vec2(0.0, node.radius as f32 * zoom + 3.0);
            shapes.push(Shape::circle_filled(below, 1.8, color32(self.theme.accent)));
        }
        self.painter.extend(shapes);
    }

    fn label(&self, node: &NodeItem, strength: f32) {
        let brought_out = self.emphasis.shown.is_some() && strength >= 1.0;
        let mut scale = self.camera.zoom as f32;
        let letters = node.label.text.size * scale;
        let hovered = self.emphasis.hovered.as_ref() == Some(&node.id);
        let selected = self.emphasis.selected.contains(&node.id);
        if letters < SMALLEST_LETTERS && !(brought_out || hovered || selected) {
            return;
        }
        let mut origin = self.camera.screen_from_scene(self.view, node.label.origin);
        if letters < 9.0 && (hovered || selected) {
            // Legible even far away: grown around its centre.
            let grown = 11.0 / node.label.text.size;
            let size = egui::vec2(node.label.text.width, node.label.text.height);
            origin -= size * (grown - scale) / 2.0;
            scale = grown;
        }
        let ink = self.over_canvas(node.label.colour, node.opacity.max(0.12) * strength);
        let halo = (strength >= 1.0).then(|| color32(self.theme.canvas));
        text_block(self.painter, &node.label.text, node.label.align, origin, scale, ink, halo);
    }
}
