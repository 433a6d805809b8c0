//! Text that was given its place becomes letters: instances of pictures in the atlas, hung on places
//! of the scene. Which names are shown is not asked here.

use super::captions;
use super::frame_request::{DIMMED, FrameRequest};
use super::gpu::frame::Letter;
use super::instance::rgba;
use super::labels::ShownName;
use super::labels::lines::ShownWord;
use crate::picture::lettering::atlas::{Atlas, GlyphPlace, pen};
use crate::picture::lettering::{Face, TextBlock, TextLine, TextStyle, Weight, shape_line};
use crate::picture::scene::paint::name_contrast;
use crate::picture::scene::{Node as SceneNode, Scene};
use crate::picture::theme::{Colour, OFF_CONTRAST};

/// A node says how many of its neighbours are hidden from this radius on the screen, in letters so
/// large; both in points.
const BADGE_FROM: f32 = 5.0;
const BADGE_SIZE: f32 = 8.5;

/// Sets names as letters.
pub(super) struct Setter<'a> {
    pub(crate) request: &'a FrameRequest<'a>,
    pub(crate) scene: &'a Scene,
    pub(crate) atlas: &'a mut Atlas,
    pub(crate) letters: Vec<Letter>,
    /// A letter whose halo is about as wide as a space.
    pub(crate) filler: (Face, u32),
    /// While one zooms: sizes of letters in the frame before.
    pub(crate) before: Option<Vec<u16>>,
    pub(crate) sizes: Vec<u16>,
    /// A picture of another size was taken.
    pub(crate) rough: bool,
}

/// How a line of letters is set.
#[derive(Clone, Copy)]
struct LineStyle {
    /// Size of the shaped text, in points.
    size: f32,
    /// How many times as large it is drawn.
    scale: f32,
    /// Turned by this, in radians.
    angle: f32,
    /// Whether it runs along a line of the graph, which then must not show in its gaps.
    along: bool,
    ink: Colour,
}

impl LineStyle {
    /// Of the upright lines of a block.
    fn block(size: f32, scale: f32, ink: Colour) -> Self {
        LineStyle { size, scale, angle: 0.0, along: false, ink }
    }
}

impl Setter<'_> {
    pub(super) fn names(&mut self, shown: &[ShownName]) {
        let theme = self.request.theme;
        for name in shown {
            let Some(node) = self.scene.nodes.get(name.node as usize) else { continue };
            let look = self.scene.node_look(name.node as usize);
            let bright = !self.request.dims || self.request.bright.contains(&name.node);
            let strength = if bright { 1.0 } else { DIMMED };
            let least = if bright { name_contrast(look.presence) } else { OFF_CONTRAST };
            let ink = self.fainter(look.ink, look.opacity * strength, least);
            let ink = ink.with_opacity(name.opacity.clamp(0.0, 1.0));
            let origin = (name.offset.x as f32, name.offset.y as f32);
            let style = LineStyle::block(name.text.size, name.scale, ink);
            self.block(node.at, &name.text, name.align, origin, style);
            if node.unseen > 0 && !name.leaving && node.radius * self.request.camera.zoom as f32 >= BADGE_FROM {
                self.badge(
                    node,
                    self.fainter(theme.accent, strength, least).with_opacity(name.opacity.clamp(0.0, 1.0)),
                );
            }
        }
    }

    /// An ink that is fainter by a share, yet never below a contrast.
    fn fainter(&self, ink: Colour, share: f32, least: f32) -> Colour {
        if share >= 1.0 { ink } else { ink.fainter(self.request.theme.canvas, share, least) }
    }

    /// `+7` beside a node that has so many more neighbours than are shown.
    fn badge(&mut self, node: &SceneNode, ink: Colour) {
        let text = shape_line(&format!("+{}", node.unseen), TextStyle::bundled(1.0, Weight::SemiBold));
        let reach = node.radius * self.request.camera.zoom as f32;
        let size = BADGE_SIZE;
        let start = (reach * 0.75, -reach * 0.75 + size * 0.2);
        self.line(node.at, &text, start, LineStyle { size: 1.0, scale: size, angle: 0.0, along: false, ink });
    }

    pub(super) fn captions(&mut self, shown: &[u32]) {
        for label in shown.iter().filter_map(|n| self.scene.captions.get(*n as usize)) {
            let scale = captions::scale(label, self.request.camera.zoom);
            let bounds = label.bounds();
            let origin = (-label.text.width / 2.0 * scale, -label.text.height * scale);
            let ink = match self.request.dims {
                true => self.fainter(label.colour, 0.5, OFF_CONTRAST),
                false => label.colour,
            };
            let style = LineStyle::block(label.text.size, scale, ink);
            self.block((bounds.center().x as f32, bounds.y1 as f32), &label.text, 0.5, origin, style);
        }
    }

    pub(super) fn words(&mut self, words: &[ShownWord]) {
        let theme = self.request.theme;
        for word in words {
            // The word of a line that is brought out is brought out with it.
            let ink = match (self.request.dims, self.request.bright_lines.contains(&word.line)) {
                (true, true) => theme.ink,
                (true, false) => self.fainter(theme.ink_third, DIMMED, OFF_CONTRAST),
                (false, _) => theme.ink_third,
            };
            let anchor = (word.centre.x as f32, word.centre.y as f32);
            // The middle of capitals stands on the line.
            let origin = (-word.text.width * word.size / 2.0, word.size * 0.36);
            self.line(
                anchor,
                &word.text,
                origin,
                LineStyle { size: 1.0, scale: word.size, angle: word.angle, along: true, ink },
            );
        }
    }

    /// Lines one under the other, the upper left corner at `origin` points from the anchor. `align`: how
    /// much of what a line is shorter than the block stands before it, 0 to 1.
    fn block(&mut self, anchor: (f32, f32), block: &TextBlock, align: f32, origin: (f32, f32), style: LineStyle) {
        let scale = style.scale;
        for (number, line) in block.lines.iter().enumerate() {
            let lead = (block.width - line.width) * align;
            let baseline = block.ascent + block.line_height * number as f32;
            let start = (origin.0 + lead * scale, origin.1 + baseline * scale);
            self.line(anchor, line, start, style);
        }
    }

    /// One line, its baseline starting at `start` points from the anchor.
    fn line(&mut self, anchor: (f32, f32), line: &TextLine, start: (f32, f32), style: LineStyle) {
        let LineStyle { size, scale, angle, along, ink } = style;
        let pixels = self.request.scale;
        let (sin, cos) = angle.sin_cos();
        let snorm = |v: f32| u32::from((v.clamp(-1.0, 1.0) * 32767.0).round() as i16 as u16);
        let turn = if angle == 0.0 { 32767 } else { snorm(cos) | snorm(sin) << 16 };
        for run in &line.runs {
            let em = size * run.face.scale() * scale * pixels;
            let settled = self.settled(em);
            for glyph in &run.glyphs {
                let x = (start.0 + glyph.x * scale) * pixels;
                let y = (start.1 + glyph.y * scale) * pixels;
                let found = self.picture(run.face, glyph.id, em, x, settled);
                // Along a line a space needs a halo too, or the line shows in the gap.
                let gap = found.is_none() && along;
                let found = if gap { self.picture(self.filler.0, self.filler.1, em, x, settled) } else { found };
                let Some((placed, x, scaled)) = found else { continue };
                let [left, top, right, bottom] = placed.texels.map(u32::from);
                // Upright letters stand on whole pixels; turned ones and those on their way where they must.
                let y = if angle == 0.0 && scaled == 1.0 { y.round() } else { y };
                let fixed = |v: f32| u32::from(((v * 16.0).round() as i32).clamp(-32768, 32767) as i16 as u16);
                let [right_of, below] = placed.offset.map(|v| f32::from(v) * scaled);
                let offset = fixed(x + right_of) | fixed(y + below) << 16;
                self.letters.push([
                    anchor.0.to_bits(),
                    anchor.1.to_bits(),
                    offset,
                    left | top << 16,
                    (right - left) | (bottom - top) << 16,
                    rgba(ink),
                    turn,
                    u32::from(gap) | ((scaled * 32768.0) as u32).min(0xffff) << 16,
                ]);
            }
        }
    }

    /// Whether letters of this size are worth pictures of their own.
    fn settled(&mut self, em: f32) -> bool {
        let quarters = (em * 4.0).round() as u16;
        if !self.sizes.contains(&quarters) {
            self.sizes.push(quarters);
        }
        self.before.as_ref().is_none_or(|before| before.contains(&quarters))
    }

    /// A letter's picture for a pen at `x` pixels, from which pixel it is drawn, and by what it is scaled.
    fn picture(&mut self, face: Face, glyph: u32, em: f32, x: f32, settled: bool) -> Option<(GlyphPlace, f32, f32)> {
        let (pixel, phase) = pen(x);
        if settled && let Some(found) = self.atlas.soon(face, glyph, em, phase) {
            return found.map(|placed| (placed, pixel, 1.0));
        }
        let (placed, scaled) = self.atlas.for_now(face, glyph, em)?;
        self.rough = true;
        Some((placed, x, scaled))
    }
}

/// A letter whose halo is about as wide as a space.
pub(super) fn filler() -> (Face, u32) {
    static FILLER: std::sync::OnceLock<(Face, u32)> = std::sync::OnceLock::new();
    *FILLER.get_or_init(|| {
        let face = Face::inter(Weight::Regular);
        let line = shape_line("i", TextStyle::bundled(10.0, Weight::Regular));
        (face, line.runs.first().and_then(|r| r.glyphs.first()).map_or(0, |g| g.id))
    })
}
