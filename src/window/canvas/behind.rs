//! What lies behind the network, ready to be drawn: areas of groups as triangles; coasts, years, spans
//! and outlines as straight pieces. Made once a scene.

use std::sync::atomic::{AtomicU64, Ordering};

use kurbo::{BezPath, Point};
use lyon_tessellation::math::point;
use lyon_tessellation::path::Path;
use lyon_tessellation::{BuffersBuilder, FillOptions, FillRule, FillTessellator, FillVertex, VertexBuffers};

use super::gpu::frame::FrameBackdrop;
use super::instance::{half, rgba};
use crate::picture::scene::chart::{Chart, Piece};
use crate::picture::scene::{GroupArea, Scene};
use crate::picture::theme::Colour;

/// How far a flattened curve may stray, in scene units.
const TOLERANCE: f64 = 0.1;

/// The backdrop of a scene.
pub(crate) fn backdrop(scene: &Scene) -> FrameBackdrop {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut out = FrameBackdrop { id: NEXT.fetch_add(1, Ordering::Relaxed), ..FrameBackdrop::default() };
    // Outlines of a large network are as coarse as it is large.
    let tolerance = TOLERANCE.max(scene.bounds.width().max(scene.bounds.height()) / 20_000.0);
    for area in &scene.areas {
        let rings = rings(&area.path, tolerance);
        fill(&mut out, &rings, area.fill);
        strokes(&mut out, &rings, area.edge, GroupArea::EDGE);
    }
    if let Some(chart) = &scene.chart {
        rows(&mut out, chart);
    }
    for item in &scene.behind {
        strokes(&mut out, &rings(&item.path, TOLERANCE), item.colour, item.width);
    }
    out
}

/// Rules, bars and cells. All of their pieces are convex.
fn rows(out: &mut FrameBackdrop, chart: &Chart) {
    for rule in &chart.rules {
        strokes(out, &[vec![rule.from, rule.to]], rule.colour, rule.width);
    }
    out.under = out.line_places.len() as u32;
    let bits = |v: f64| (v as f32).to_bits();
    for tile in &chart.tiles {
        let look = chart.tile_looks[usize::from(tile.look)];
        for piece in tile.pieces(look.paint) {
            match piece {
                Piece::Line(points, width) => strokes(out, &[points], look.colour, width),
                Piece::Area(points) => out.areas.extend(points.windows(2).skip(1).map(|pair| {
                    let at = [points[0], pair[0], pair[1]].map(|p| [bits(p.x), bits(p.y)]);
                    [at[0][0], at[0][1], at[1][0], at[1][1], at[2][0], at[2][1], rgba(look.colour)]
                })),
            }
        }
    }
}

/// The corners of each piece of a path. A closed piece ends where it began.
fn rings(path: &BezPath, tolerance: f64) -> Vec<Vec<Point>> {
    let mut out: Vec<Vec<Point>> = Vec::new();
    kurbo::flatten(path, tolerance, |el| match el {
        kurbo::PathEl::MoveTo(p) => out.push(vec![p]),
        kurbo::PathEl::LineTo(p) => out.last_mut().into_iter().for_each(|ring| ring.push(p)),
        kurbo::PathEl::ClosePath => out.last_mut().into_iter().for_each(|ring| ring.extend(ring.first().copied())),
        kurbo::PathEl::QuadTo(..) | kurbo::PathEl::CurveTo(..) => {}
    });
    out
}

fn strokes(out: &mut FrameBackdrop, rings: &[Vec<Point>], colour: Colour, width: f64) {
    let bits = |v: f64| (v as f32).to_bits();
    for pair in rings.iter().flat_map(|ring| ring.windows(2)) {
        let (from, to) = (pair[0], pair[1]);
        // Cut nowhere: from 0 to 1.
        out.line_places.push([bits(from.x), bits(from.y), bits(to.x), bits(to.y), 0, 0xffff_0000]);
        out.line_styles.push([rgba(colour), half(width as f32)]);
    }
}

fn fill(out: &mut FrameBackdrop, rings: &[Vec<Point>], colour: Colour) {
    let mut path = Path::builder();
    for ring in rings.iter().filter(|ring| ring.len() > 3) {
        let at = |p: &Point| point(p.x as f32, p.y as f32);
        path.begin(at(&ring[0]));
        ring[1..ring.len() - 1].iter().for_each(|p| {
            path.line_to(at(p));
        });
        path.end(true);
    }
    let mut made: VertexBuffers<[f32; 2], u32> = VertexBuffers::new();
    let corners = &mut BuffersBuilder::new(&mut made, |v: FillVertex<'_>| v.position().to_array());
    let options = FillOptions::default().with_fill_rule(FillRule::NonZero);
    // What cannot be filled still has its outline.
    if FillTessellator::new().tessellate_path(&path.build(), &options, corners).is_err() {
        return;
    }
    let corner = |n: u32| made.vertices.get(n as usize).copied().unwrap_or_default().map(f32::to_bits);
    out.areas.extend(made.indices.chunks_exact(3).map(|three| {
        let ([ax, ay], [bx, by], [cx, cy]) = (corner(three[0]), corner(three[1]), corner(three[2]));
        [ax, ay, bx, by, cx, cy, rgba(colour)]
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triangles_cover_an_area_and_leave_its_hole() {
        let mut path = BezPath::new();
        for (by, turns) in [(10.0, false), (4.0, true)] {
            let mut corners = [(-by, -by), (by, -by), (by, by), (-by, by)];
            if turns {
                corners.reverse();
            }
            path.move_to(corners[0]);
            corners[1..].iter().for_each(|p| path.line_to(*p));
            path.close_path();
        }
        let mut out = FrameBackdrop::default();
        fill(&mut out, &rings(&path, 0.1), Colour::hex(0));
        let area: f32 = out
            .areas
            .iter()
            .map(|t| {
                let v: Vec<f32> = t[..6].iter().map(|b| f32::from_bits(*b)).collect();
                ((v[2] - v[0]) * (v[5] - v[1]) - (v[4] - v[0]) * (v[3] - v[1])).abs() / 2.0
            })
            .sum();
        assert!((area - (400.0 - 64.0)).abs() < 0.1, "{area}");
    }
}
