//! Icons of kinds as signs to choose from: all of them in one small texture, made for the screen's
//! resolution when first shown.

use egui::{Color32, ColorImage, Context, Id, Painter, Pos2, Rect, TextureHandle, TextureOptions, pos2, vec2};
use kurbo::PathEl;

use crate::picture::scene::icons::{self, ICONS, IconNumber};

/// Side of a sign, in points.
const SIDE: f32 = 16.0;

/// Paints an icon around a centre.
pub(crate) fn paint(painter: &Painter, icon: IconNumber, centre: Pos2, colour: Color32) {
    let texture = strip(painter.ctx());
    let (place, count) = (f32::from(icon.get() - 1), ICONS.len() as f32);
    let within = Rect::from_min_max(pos2(place / count, 0.0), pos2((place + 1.0) / count, 1.0));
    painter.image(texture.id(), Rect::from_center_size(centre, vec2(SIDE, SIDE)), within, colour);
}

/// All icons beside each other.
fn strip(ctx: &Context) -> TextureHandle {
    let side = (SIDE * ctx.pixels_per_point()).round().clamp(8.0, 128.0) as usize;
    let id = Id::unique(("icons of kinds", side));
    if let Some(texture) = ctx.data(|data| data.get_temp::<TextureHandle>(id)) {
        return texture;
    }
    let texture = ctx.load_texture("icons of kinds", image(side), TextureOptions::LINEAR);
    ctx.data_mut(|data| data.insert_temp(id, texture.clone()));
    texture
}

/// The picture of [`strip`]: white, as much as each pixel is covered.
fn image(side: usize) -> ColorImage {
    let size = [side * ICONS.len(), side];
    let blank = || ColorImage::filled(size, Color32::TRANSPARENT);
    let Some(mut mask) = tiny_skia::Mask::new(size[0] as u32, size[1] as u32) else { return blank() };
    let half = side as f32 / 2.0;
    for (place, (name, _)) in ICONS.iter().enumerate() {
        let Some(path) = icons::number(name).and_then(skia_path) else { continue };
        let to = tiny_skia::Transform::from_row(half, 0.0, 0.0, half, half + (place * side) as f32, half);
        mask.fill_path(&path, tiny_skia::FillRule::Winding, true, to);
    }
    ColorImage::new(size, mask.data().iter().map(|covered| Color32::from_white_alpha(*covered)).collect())
}

fn skia_path(icon: IconNumber) -> Option<tiny_skia::Path> {
    let mut builder = tiny_skia::PathBuilder::new();
    let at = |p: kurbo::Point| (p.x as f32, p.y as f32);
    kurbo::flatten(&*icons::path(icon), 0.005, |element| match element {
        PathEl::MoveTo(p) => builder.move_to(at(p).0, at(p).1),
        PathEl::LineTo(p) => builder.line_to(at(p).0, at(p).1),
        PathEl::ClosePath => builder.close(),
        PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
    });
    builder.finish()
}
