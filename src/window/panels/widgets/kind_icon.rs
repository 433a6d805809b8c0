//! Small signs painted by hand: the shape of a kind in its colour, the pattern of a line, how bad
//! a problem is, an eye. Each sign is told by its shape as well as by its colour.

use std::collections::HashMap;
use std::sync::OnceLock;

use egui::{Color32, Mesh, Painter, Pos2, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};
use kurbo::PathEl;

use super::color32;
use crate::dossier::model::{Entity, EntityKind, Shape};
use crate::explore::query::presence::Presence;
use crate::picture::scene::paint::{Look, paint, paint_entity};
use crate::picture::scene::{Dash, shapes};
use crate::picture::theme::Theme;
use crate::problem::Severity;

/// Width and height of an icon's place in a row, in points.
const PLACE: f32 = 16.0;
/// Radius that outlines are flattened at; they are scaled from it.
const DRAWN_AT: f64 = 16.0;

/// A closed polygon around the origin with the triangles that fill it, at radius [`DRAWN_AT`].
struct Polygon {
    points: Vec<Pos2>,
    triangles: Vec<[u32; 3]>,
}

fn polygon(shape: Shape) -> &'static Polygon {
    static ALL: OnceLock<HashMap<Shape, Polygon>> = OnceLock::new();
    static NONE: Polygon = Polygon { points: Vec::new(), triangles: Vec::new() };
    let all = ALL.get_or_init(|| Shape::ALL.iter().map(|&(_, shape)| (shape, flatten(shape))).collect());
    all.get(&shape).unwrap_or(&NONE)
}

/// The outer outline of a shape as a polygon; holes are left to the stroke.
fn flatten(shape: Shape) -> Polygon {
    let mut points: Vec<Pos2> = Vec::new();
    let mut closed = false;
    kurbo::flatten(shapes::outline(shape, DRAWN_AT), 0.1, |element| match element {
        PathEl::MoveTo(p) if points.is_empty() => points.push(pos2(p.x as f32, p.y as f32)),
        PathEl::LineTo(p) if !closed => points.push(pos2(p.x as f32, p.y as f32)),
        PathEl::MoveTo(_) | PathEl::ClosePath => closed = true,
        _ => {}
    });
    points.dedup_by(|a, b| a.distance(*b) < 0.05);
    if points.len() > 1 && points[0].distance(points[points.len() - 1]) < 0.05 {
        points.pop();
    }
    let triangles = triangulate(&points);
    Polygon { points, triangles }
}

/// Cuts ears off a simple polygon until nothing is left (Meisters 1975). Quadratic, and fine for
/// the few dozen points of an icon.
fn triangulate(points: &[Pos2]) -> Vec<[u32; 3]> {
    let cross = |a: Pos2, b: Pos2, c: Pos2| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let area: f32 = (0..points.len())
        .map(|i| {
            let (a, b) = (points[i], points[(i + 1) % points.len()]);
            a.x * b.y - b.x * a.y
        })
        .sum();
    let sign = area.signum();
    let mut left: Vec<usize> = (0..points.len()).collect();
    let mut out = Vec::new();
    while left.len() > 2 {
        let n = left.len();
        let ear = (0..n).find(|&i| {
            let (a, b, c) = (left[(i + n - 1) % n], left[i], left[(i + 1) % n]);
            let convex = cross(points[a], points[b], points[c]) * sign > 0.0;
            let inside = |p: usize| {
                p != a
                    && p != b
                    && p != c
                    && cross(points[a], points[b], points[p]) * sign > 0.0
                    && cross(points[b], points[c], points[p]) * sign > 0.0
                    && cross(points[c], points[a], points[p]) * sign > 0.0
            };
            convex && !left.iter().any(|&p| inside(p))
        });
        // A polygon of rounding errors may have no ear left; then any corner will do.
        let i = ear.unwrap_or(0);
        out.push([left[(i + n - 1) % n] as u32, left[i] as u32, left[(i + 1) % n] as u32]);
        left.remove(i);
    }
    out
}

/// What an icon shows: the shape of a kind and the look that the picture gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Icon {
    shape: Shape,
    look: Look,
}

/// Radius of icons, in points.
const RADIUS: f64 = 6.0;

impl Icon {
    /// The icon of a kind.
    pub(crate) fn of_kind(kind: &EntityKind, theme: &Theme) -> Icon {
        Icon { shape: kind.shape, look: paint(kind, theme) }
    }

    /// The icon of an entity: hollow where it is only meant to be, pale where nobody named it.
    pub(crate) fn of(entity: &Entity, kind: &EntityKind, theme: &Theme) -> Icon {
        Icon { shape: kind.shape, look: paint_entity(entity, kind, Presence::Certain, theme) }
    }

    /// Paints it around a centre.
    pub(crate) fn paint(&self, painter: &Painter, centre: Pos2) {
        let polygon = polygon(self.shape);
        let scale = (RADIUS / DRAWN_AT) as f32;
        let points: Vec<Pos2> = polygon.points.iter().map(|p| centre + p.to_vec2() * scale).collect();
        if let Some(fill) = self.look.fill {
            let fill = color32(fill);
            let mut mesh = Mesh::default();
            for point in &points {
                mesh.colored_vertex(*point, fill);
            }
            for [a, b, c] in &polygon.triangles {
                mesh.add_triangle(*a, *b, *c);
            }
            painter.add(mesh);
            // A thin outline softens the edge of the triangles.
            painter.add(egui::epaint::PathShape::closed_line(points.clone(), Stroke::new(0.6, fill)));
        }
        let Some(outline) = self.look.stroke else { return };
        let stroke = Stroke::new(outline.width_at(RADIUS) as f32, color32(outline.colour));
        if self.look.dashed {
            let mut closed = points;
            closed.extend(closed.first().copied());
            painter.extend(egui::Shape::dashed_line(&closed, Stroke::new(1.2, stroke.color), 2.2, 1.6));
        } else {
            painter.add(egui::epaint::PathShape::closed_line(points, stroke));
        }
    }
}

/// An icon in a place of its own; says nothing to assistive technology, as a word beside it does.
pub(crate) fn kind_icon(ui: &mut Ui, icon: Icon) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(PLACE), Sense::hover());
    if ui.is_rect_visible(rect) {
        icon.paint(ui.painter(), rect.center());
    }
    response
}

/// How a line is drawn in the picture: its pattern, and whether it is only meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LineMark {
    /// Pattern by basis.
    pub(crate) dash: Dash,
    /// Planned, hoped for or asked for: a hollow tip.
    pub(crate) hollow: bool,
}

/// A short sample of a relation's line, from `left` to 20 points on.
pub(crate) fn line_sample(painter: &Painter, left: Pos2, mark: LineMark, theme: &Theme) {
    let colour = color32(theme.ink_third);
    let stroke = Stroke::new(1.2, colour);
    let tip = left + vec2(20.0, 0.0);
    let end = tip - vec2(5.0, 0.0);
    let pattern = mark.dash.pattern(1.2);
    if pattern.is_empty() {
        painter.line_segment([left, end], stroke);
    } else {
        let (marks, gaps): (Vec<f32>, Vec<f32>) =
            pattern.chunks(2).map(|pair| ((pair[0] as f32).max(1.3), pair.get(1).map_or(2.0, |g| *g as f32))).unzip();
        painter.extend(egui::Shape::dashed_line_with_offset(&[left, end], stroke, &marks, &gaps, 0.0));
    }
    let head = vec![tip, tip + vec2(-5.0, -2.8), tip + vec2(-5.0, 2.8)];
    if mark.hollow {
        painter.add(egui::epaint::PathShape::closed_line(head, Stroke::new(1.0, colour)));
    } else {
        painter.add(egui::Shape::convex_polygon(head, colour, Stroke::NONE));
    }
}

/// How bad a problem is, by shape and colour: error a crossed disc, warning a triangle, note a
/// ring. `name` is its word for assistive technology.
pub(crate) fn severity_mark(ui: &mut Ui, severity: Severity, theme: &Theme) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, severity.word()));
    let (c, painter) = (rect.center(), ui.painter());
    let ground = color32(theme.panel);
    match severity {
        Severity::Error => {
            painter.circle_filled(c, 6.0, color32(theme.error));
            let stroke = Stroke::new(1.6, ground);
            painter.line_segment([c + vec2(-2.3, -2.3), c + vec2(2.3, 2.3)], stroke);
            painter.line_segment([c + vec2(-2.3, 2.3), c + vec2(2.3, -2.3)], stroke);
        }
        Severity::Warning => {
            let colour = color32(theme.warning);
            let corners = vec![c + vec2(0.0, -6.5), c + vec2(7.0, 5.5), c + vec2(-7.0, 5.5)];
            painter.add(egui::Shape::convex_polygon(corners, colour, Stroke::NONE));
            painter.line_segment([c + vec2(0.0, -2.5), c + vec2(0.0, 1.5)], Stroke::new(1.5, ground));
            painter.circle_filled(c + vec2(0.0, 3.6), 0.9, ground);
        }
        Severity::Note => {
            let colour = color32(theme.ink_third);
            painter.circle_stroke(c, 5.5, Stroke::new(1.2, colour));
            painter.circle_filled(c + vec2(0.0, -2.6), 0.9, colour);
            painter.line_segment([c + vec2(0.0, -0.6), c + vec2(0.0, 3.0)], Stroke::new(1.4, colour));
        }
    }
    response
}

/// An eye, open or struck through, at a place of its own size.
pub(crate) fn eye(painter: &Painter, c: Pos2, open: bool, colour: Color32) {
    let stroke = Stroke::new(1.2, colour);
    for bow in [-1.0, 1.0] {
        let points = [c + vec2(-6.5, 0.0), c + vec2(-2.6, 5.4 * bow), c + vec2(2.6, 5.4 * bow), c + vec2(6.5, 0.0)];
        painter.add(egui::epaint::CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke));
    }
    if open {
        painter.circle_filled(c, 2.0, colour);
    } else {
        painter.line_segment([c + vec2(-5.0, 5.0), c + vec2(5.0, -5.0)], stroke);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(points: &[Pos2]) -> f32 {
        let n = points.len();
        let twice: f32 =
            (0..n).map(|i| points[i].x * points[(i + 1) % n].y - points[(i + 1) % n].x * points[i].y).sum();
        twice.abs() / 2.0
    }

    #[test]
    fn every_shape_is_filled_within_its_outline() {
        for &(word, shape) in Shape::ALL {
            let polygon = polygon(shape);
            assert!(polygon.points.len() >= 3, "{word}");
            let filled: f32 = polygon.triangles.iter().map(|t| area(&t.map(|i| polygon.points[i as usize]))).sum();
            let whole = area(&polygon.points);
            assert!((filled - whole).abs() < whole * 0.01, "{word}: {filled} of {whole}");
        }
    }

    #[test]
    fn a_polygon_with_a_dent_is_cut_into_its_own_area() {
        let points = [pos2(0.0, 0.0), pos2(4.0, 0.0), pos2(4.0, 4.0), pos2(2.0, 1.0), pos2(0.0, 4.0)];
        let triangles = triangulate(&points);
        assert_eq!(triangles.len(), 3);
        let filled: f32 = triangles.iter().map(|t| area(&t.map(|i| points[i as usize]))).sum();
        assert!((filled - area(&points)).abs() < 1e-4);
    }
}
