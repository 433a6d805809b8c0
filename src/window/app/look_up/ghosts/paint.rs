//! How ghosts are painted over the canvas, and which of them is under the pointer: hollow and dashed in the third ink, as what is
//! named and has no record is; what is picked in full strength and in the accent colour. Places come from the model.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Ui, Vec2, pos2, vec2};

use super::model::{Ghost, Ghosts, Line, RADIUS, Strength};
use super::slots::FILLS;
use crate::picture::theme::Theme;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, clean, lay};

/// Ghosts are no smaller, in points, however far away; and no nearer to the pointer than this to be meant.
const LEAST: f32 = 2.5;
const REACH: f32 = 12.0;
/// Names are shown from this zoom on.
const NAMED_FROM: f32 = 0.55;
/// Size of names, in points.
const NAME: f32 = 11.0;
/// Dashes of outlines and of lines, in points.
const DASHES: [(f32, f32); 2] = [(3.2, 2.4), (5.0, 4.0)];

/// How the scene is seen.
pub(crate) struct Seen<'a> {
    /// The canvas on the screen.
    pub(crate) area: Rect,
    /// Points per scene unit.
    pub(crate) zoom: f32,
    /// Where a place of the scene is on the screen.
    pub(crate) on_screen: &'a dyn Fn((f32, f32)) -> Option<Pos2>,
}

impl Ghosts {
    /// Notes which ghost is at a place of the screen. Says whether there is one.
    pub(crate) fn point_at(&mut self, at: Option<Pos2>, seen: &Seen<'_>) -> bool {
        let reach = (RADIUS * seen.zoom + 3.0).max(REACH);
        let away = |ghost: &Ghost| Some((seen.on_screen)(ghost.at)?.distance(at?));
        let near = self.list.iter().filter_map(|ghost| Some((ghost, away(ghost).filter(|away| *away <= reach)?)));
        let nearest = near.min_by(|a, b| a.1.total_cmp(&b.1));
        self.hovered = nearest.map(|(ghost, _)| ghost.key.clone());
        self.hovered.is_some()
    }

    /// What the ghost under the pointer is, in words.
    pub(crate) fn hovered_in_words(&self) -> Option<String> {
        let key = self.hovered.as_ref()?;
        let ghost = self.list.iter().find(|ghost| ghost.key == *key)?;
        let does = if ghost.is_picked { "Click to untick it." } else { "Click to tick it." };
        Some(format!("{}\n{}\nNot in the dossier yet. {does}", clean(&ghost.name), clean(&ghost.what)))
    }

    /// Paints them.
    pub(crate) fn paint(&self, ui: &Ui, seen: &Seen<'_>, theme: &Theme) {
        let painter = ui.painter_at(seen.area);
        let Some(hub) = &self.hub else { return };
        let Some(middle) = (seen.on_screen)(hub.at) else { return };
        let brush = Brush { painter: &painter, seen, theme };
        let rim = hub.radius * seen.zoom + 3.0;
        let is_lit = |key: &String| self.lit.as_ref() == Some(key) || self.hovered.as_ref() == Some(key);
        for line in &self.lines {
            brush.known(line, (middle, rim), is_lit(&line.key));
        }
        // Lines lie below all ghosts.
        for ghost in &self.list {
            let Some(at) = (seen.on_screen)(ghost.at) else { continue };
            let ends = [(middle, rim), (at, brush.radius() + 2.0)];
            brush.line(ends, ghost.strength, ghost.is_picked, is_lit(&ghost.key));
        }
        for ghost in &self.list {
            brush.ghost(ui, ghost, is_lit(&ghost.key));
        }
        if let Some(name) = &hub.ghost {
            let at = Rect::from_center_size(middle, Vec2::splat(2.0 * brush.radius() + 4.0));
            let stroke = Stroke::new(1.2, color32(theme.ink_second));
            painter.circle_filled(middle, brush.radius() + 1.0, color32(theme.canvas));
            painter.extend(Shape::dashed_line(&around(at), stroke, DASHES[0].0, DASHES[0].1));
            brush.name(ui, name, middle, TextLook::body(theme).size(NAME + 1.0), false);
        }
    }
}

/// A circle as a closed line.
fn around(at: Rect) -> Vec<Pos2> {
    let point = |n: usize| at.center() + Vec2::angled(std::f32::consts::TAU * n as f32 / 32.0) * at.width() / 2.0;
    (0..=32).map(point).collect()
}

struct Brush<'a> {
    painter: &'a Painter,
    seen: &'a Seen<'a>,
    theme: &'a Theme,
}

impl Brush<'_> {
    fn radius(&self) -> f32 {
        (RADIUS * self.seen.zoom).max(LEAST)
    }

    fn ink(&self, is_picked: bool, is_lit: bool) -> Color32 {
        let theme = self.theme;
        color32(if is_picked || is_lit { theme.accent } else { theme.ink_third })
    }

    /// A dashed line between two middles, from rim to rim.
    fn line(&self, [(from, off), (to, end)]: [(Pos2, f32); 2], strength: Strength, is_picked: bool, is_lit: bool) {
        let way = to - from;
        let length = way.length();
        if length <= off + end || !self.seen.area.intersects(Rect::from_two_pos(from, to).expand(1.0)) {
            return;
        }
        let step = way / length;
        let strong = is_picked || is_lit;
        let opacity = if strong { strength.line.max(0.6) } else { strength.line * 0.55 };
        let stroke = Stroke::new(if strong { 1.5 } else { 1.0 }, self.ink(is_picked, is_lit).gamma_multiply(opacity));
        // What is out of view need not be cut into dashes.
        let ends = [from + step * off, to - step * end];
        let longest = self.seen.area.width() + self.seen.area.height();
        if length > 4.0 * longest {
            self.painter.line_segment(ends, stroke);
        } else {
            self.painter.extend(Shape::dashed_line(&ends, stroke, DASHES[1].0, DASHES[1].1));
        }
    }

    /// A line to what the dossier has, and a ring around that while it is lit.
    fn known(&self, line: &Line, hub: (Pos2, f32), is_lit: bool) {
        let Some(at) = (self.seen.on_screen)(line.to) else { return };
        let rim = line.radius * self.seen.zoom + 3.0;
        self.line([hub, (at, rim)], line.strength, line.is_picked, is_lit);
        if is_lit {
            self.painter.circle_stroke(at, rim + 2.0, Stroke::new(1.5, color32(self.theme.accent)));
        }
    }

    fn ghost(&self, ui: &Ui, ghost: &Ghost, is_lit: bool) {
        let Some(at) = (self.seen.on_screen)(ghost.at) else { return };
        let zoom = self.seen.zoom;
        let fills = Rect::from_min_max(
            at - vec2(FILLS.0 * zoom, FILLS.1 * zoom + LEAST),
            at + vec2(FILLS.0 * zoom, FILLS.2 * zoom + LEAST),
        );
        if !self.seen.area.intersects(fills) {
            return;
        }
        let theme = self.theme;
        let scale = self.radius() / RADIUS;
        let strong = ghost.is_picked || is_lit;
        let opacity = if strong { ghost.strength.node.max(0.7) } else { ghost.strength.node };
        let stroke = Stroke::new(if ghost.is_picked { 2.0 } else { 1.3 }, self.ink(ghost.is_picked, is_lit));
        let stroke = Stroke { color: stroke.color.gamma_multiply(opacity), ..stroke };
        if ghost.is_picked {
            let tint = color32(theme.accent).gamma_multiply(0.14);
            self.painter.circle_filled(at, self.radius() * 0.9, tint);
        }
        for ring in &ghost.outline {
            let points: Vec<Pos2> = ring.iter().map(|(x, y)| at + vec2(*x, *y) * scale).collect();
            if ghost.is_picked {
                self.painter.line(points, stroke);
            } else {
                self.painter.extend(Shape::dashed_line(&points, stroke, DASHES[0].0, DASHES[0].1));
            }
        }
        if is_lit {
            self.painter.circle_stroke(at, self.radius() + 4.0, Stroke::new(1.5, color32(theme.accent)));
        }
        if zoom >= NAMED_FROM || is_lit {
            let ink = if strong { theme.ink } else { theme.ink_second };
            let look = TextLook::small(theme).size(NAME).ink(ink.with_opacity(opacity.max(0.6)));
            self.name(ui, &ghost.name, at, look, is_lit);
        }
    }

    /// A name below a middle, cut to its room unless it is wanted whole.
    fn name(&self, ui: &Ui, name: &str, at: Pos2, look: TextLook, whole: bool) {
        let room = if whole { 260.0 } else { (2.0 * FILLS.0 * self.seen.zoom).clamp(40.0, 180.0) };
        let laid = lay(ui, name, look, room, 1);
        let size = laid.size();
        let middle = at.y + self.radius() + 4.0 + size.y / 2.0;
        let left = at.x - size.x / 2.0;
        let ground = Rect::from_center_size(pos2(at.x, middle), size).expand2(vec2(2.0, 0.0));
        if !self.seen.area.contains_rect(ground) {
            return;
        }
        self.painter.rect_filled(ground, 3.0, color32(self.theme.canvas).gamma_multiply(0.82));
        laid.paint(ui, left, middle);
    }
}
