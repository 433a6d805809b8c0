//! What lies behind the network, ready to be drawn: coasts, years, spans and areas as straight
//! pieces. Made once a scene.

use std::sync::atomic::{AtomicU64, Ordering};

use super::gpu::frame::Backdrop;
use super::stock::{half, rgba};
use crate::picture::scene::Scene;

/// How far a flattened curve may stray, in scene units.
const TOLERANCE: f64 = 0.1;

/// The backdrop of a scene.
pub fn backdrop(scene: &Scene) -> Backdrop {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut out = Backdrop { id: NEXT.fetch_add(1, Ordering::Relaxed), ..Backdrop::default() };
    for item in &scene.behind {
        let style = [rgba(item.colour), half(item.width as f32)];
        let mut last = kurbo::Point::ZERO;
        let mut first = last;
        let mut piece = |from: kurbo::Point, to: kurbo::Point| {
            let bits = |v: f64| (v as f32).to_bits();
            // Cut nowhere: from 0 to 1.
            out.line_places.push([bits(from.x), bits(from.y), bits(to.x), bits(to.y), 0, 0xffff_0000]);
            out.line_styles.push(style);
        };
        kurbo::flatten(&item.path, TOLERANCE, |el| match el {
            kurbo::PathEl::MoveTo(p) => (first, last) = (p, p),
            kurbo::PathEl::LineTo(p) => {
                piece(last, p);
                last = p;
            }
            kurbo::PathEl::ClosePath => piece(last, first),
            kurbo::PathEl::QuadTo(..) | kurbo::PathEl::CurveTo(..) => {}
        });
    }
    out
}
