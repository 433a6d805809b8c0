//! From kurbo's curves to egui's shapes: flattening, filling, strokes with patterns, text with
//! halos. Used by the canvas and by the small icons of panels. Knows no scene and no camera.

use egui::epaint::{Mesh, PathStroke, Vertex, WHITE_UV};
use egui::{Color32, FontFamily, FontId, Painter, Pos2, Shape, Stroke, Vec2};
use kurbo::{BezPath, PathEl, Point};

use crate::picture::lettering::{TextBlock, TextLine};
use crate::picture::theme::Colour;

/// How far a flattened curve may stray, in scene units.
const TOLERANCE: f64 = 0.08;

/// A colour as egui has it.
pub(crate) fn color32(colour: Colour) -> Color32 {
    Color32::from_rgba_unmultiplied(colour.r, colour.g, colour.b, colour.a)
}

/// The corners of a path's parts: one list of points a part, and whether it is closed.
pub(crate) fn flatten(path: &BezPath) -> Vec<(Vec<Point>, bool)> {
    let mut parts: Vec<(Vec<Point>, bool)> = Vec::new();
    kurbo::flatten(path, TOLERANCE, |el| match el {
        PathEl::MoveTo(p) => parts.push((vec![p], false)),
        PathEl::LineTo(p) => {
            if let Some((points, _)) = parts.last_mut() {
                points.push(p);
            }
        }
        PathEl::ClosePath => {
            if let Some((points, closed)) = parts.last_mut() {
                *closed = true;
                // A last point on top of the first would give a stroke a joint of no length.
                if points.len() > 2 && (points[0] - points[points.len() - 1]).hypot() < 1e-6 {
                    points.pop();
                }
            }
        }
        PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
    });
    parts
}

/// Fills a closed outline that can be seen whole from `heart` (all shapes of nodes and
/// arrowheads can), with smooth edges. egui itself fills convex outlines only.
pub(crate) fn fill_from_heart(points: &[Pos2], heart: Pos2, colour: Color32) -> Shape {
    let mut mesh = Mesh::default();
    mesh.vertices.push(Vertex { pos: heart, uv: WHITE_UV, color: colour });
    mesh.vertices.extend(points.iter().map(|&pos| Vertex { pos, uv: WHITE_UV, color: colour }));
    let count = points.len() as u32;
    for i in 0..count {
        mesh.add_triangle(0, 1 + i, 1 + (i + 1) % count);
    }
    // egui feathers strokes: a hair of the same colour smooths the mesh's edge.
    let edge = Shape::closed_line(points.to_vec(), PathStroke::new(0.6, colour));
    Shape::Vec(vec![Shape::mesh(mesh), edge])
}

/// Draws a line with a pattern of marks and gaps (see `scene::Dash::pattern`); none is solid.
pub(crate) fn stroke_line(points: &[Pos2], closed: bool, stroke: Stroke, pattern: &[f32], out: &mut Vec<Shape>) {
    if pattern.is_empty() {
        out.push(if closed {
            Shape::closed_line(points.to_vec(), PathStroke::from(stroke))
        } else {
            Shape::line(points.to_vec(), PathStroke::from(stroke))
        });
        return;
    }
    let ring: Vec<Pos2>;
    let points = if closed {
        ring = points.iter().chain(points.first()).copied().collect();
        &ring
    } else {
        points
    };
    let total: f32 = pattern.iter().sum();
    if total <= 0.1 {
        return;
    }
    // Walk the line once and lay marks by arc length. Marks of next to no length are dots.
    let mut at = 0usize;
    let mut left = pattern[0];
    let mut mark = vec![points[0]];
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = (to - from).length();
        while length > 1e-4 {
            let step = left.min(length);
            let next = from + (to - from) * (step / length);
            if at.is_multiple_of(2) {
                mark.push(next);
            }
            from = next;
            length -= step;
            left -= step;
            if left <= 1e-4 {
                if at.is_multiple_of(2) {
                    finish_mark(&mut mark, pattern[at], stroke, out);
                }
                at = (at + 1) % pattern.len();
                left = pattern[at].max(1e-3);
                mark.clear();
                mark.push(from);
            }
        }
    }
    if at.is_multiple_of(2) && mark.len() > 1 {
        finish_mark(&mut mark, pattern[at], stroke, out);
    }
}

fn finish_mark(mark: &mut Vec<Pos2>, length: f32, stroke: Stroke, out: &mut Vec<Shape>) {
    if length < 0.1 {
        out.push(Shape::circle_filled(mark[0], stroke.width * 0.62, stroke.color));
    } else {
        out.push(Shape::line(std::mem::take(mark), PathStroke::from(stroke)));
    }
}

/// Draws a block of shaped text with its top left corner at `origin`, `scale` screen points a
/// unit. A halo keeps it readable over lines.
pub(crate) fn text_block(
    painter: &Painter,
    block: &TextBlock,
    align: f32,
    origin: Pos2,
    scale: f32,
    ink: Color32,
    halo: Option<Color32>,
) {
    if let Some(halo) = halo {
        let reach = (block.size * 0.16 * scale).clamp(1.0, 3.0);
        for step in 0..8 {
            let turn = std::f32::consts::TAU * step as f32 / 8.0;
            paint_lines(painter, block, align, origin + reach * Vec2::angled(turn), scale, halo);
        }
    }
    paint_lines(painter, block, align, origin, scale, ink);
}

fn paint_lines(painter: &Painter, block: &TextBlock, align: f32, origin: Pos2, scale: f32, colour: Color32) {
    for (number, line) in block.lines.iter().enumerate() {
        let lead = (block.width - line.width) * align;
        let baseline = block.ascent + block.line_height * number as f32;
        text_line(painter, line, block.size, origin + scale * Vec2::new(lead, baseline), scale, colour);
    }
}

/// Draws one shaped line with its baseline starting at `origin`. Each run has its place from our
/// own shaping; egui only draws its letters.
fn text_line(painter: &Painter, line: &TextLine, size: f32, origin: Pos2, scale: f32, colour: Color32) {
    for run in &line.runs {
        let font = FontId::new(size * run.face.scale() * scale, FontFamily::Name(run.face.key().into()));
        let galley = painter.layout_no_wrap(run.text.clone(), font, colour);
        let baseline =
            |row: &egui::epaint::text::PlacedRow| row.pos.y + row.glyphs.first().map_or(row.size.y, |g| g.pos.y);
        let ascent = galley.rows.first().map_or(0.0, baseline);
        painter.galley(origin + Vec2::new(run.x * scale, -ascent), galley, colour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_covers_the_line_in_its_own_proportion() {
        let points = [Pos2::new(0.0, 0.0), Pos2::new(40.0, 0.0), Pos2::new(40.0, 60.0)];
        let mut out = Vec::new();
        stroke_line(&points, false, Stroke::new(1.0, Color32::BLACK), &[6.0, 4.0], &mut out);
        assert_eq!(out.len(), 10);
        let mut dots = Vec::new();
        stroke_line(&points, false, Stroke::new(1.0, Color32::BLACK), &[0.01, 4.0], &mut dots);
        assert!((24..=26).contains(&dots.len()), "{}", dots.len());
    }

    #[test]
    fn a_closed_outline_is_flattened_without_doubling_its_start() {
        let square = kurbo::Shape::to_path(&kurbo::Rect::new(0.0, 0.0, 2.0, 2.0), 0.1);
        let parts = flatten(&square);
        assert_eq!(parts.len(), 1);
        assert_eq!((parts[0].0.len(), parts[0].1), (4, true));
    }
}
