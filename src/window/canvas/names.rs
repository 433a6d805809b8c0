//! From chosen names to letters: which names are shown is decided in `labels/`, which pictures the
//! letters have in `picture::lettering`; here the one becomes instances of the other. Letters hang on
//! places of the scene, so that panning sends nothing.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use egui::{Pos2, Rect};
use kurbo::{Point, QuadBez};

use super::camera::Camera;
use super::gpu::frame::{AtlasPatches, Frame, Letter, Letters, Patch};
use super::labels::lines::{Line as WordLine, ShownWord};
use super::labels::{Labels, Node, Nodes, SHAPED, Shown, View};
use super::plan::{Ask, DIMMED};
use super::stock::{Changed, Stock, rgba};
use crate::picture::lettering::atlas::{Atlas, pen};
use crate::picture::lettering::{Face, TextBlock, TextLine, TextStyle, Weight, shape_line};
use crate::picture::scene::lines::bent;
use crate::picture::scene::{Node as SceneNode, Scene, shapes};
use crate::picture::theme::Colour;
use crate::picture::tree::Best;

/// Foreign shapes of at least this radius on the screen keep their place free of names, in points.
const APART: f64 = 4.0;
/// Words along lines from this zoom on, and with at most so many lines in view.
const WORDS_FROM: f64 = 1.15;
const WORDS_LINES: usize = 1_500;
/// Parallel lines are joined below this zoom and say how many they are.
const JOINED_BELOW: f64 = 0.34;
/// Captions of the backdrop: letters at least and at most, in points.
const CAPTIONS: (f64, f64) = (8.0, 13.0);
/// A node says how many of its neighbours are hidden from this radius on the screen, in letters so
/// large; both in points.
const BADGE_FROM: f32 = 5.0;
const BADGE_SIZE: f32 = 8.5;
/// Above so many pending pieces the atlas is sent whole.
const PIECES: usize = 24;

/// Names that are shown.
pub struct Names {
    labels: Labels,
    atlas: Atlas,
    best: RefCell<Best>,
    /// The stock that names were chosen of, and the number of its order of nodes.
    stock: u64,
    order: u64,
    /// Names of this frame, for picking.
    shown: Vec<Shown>,
    of: Option<Arc<Stock>>,
    /// What the letters were made for.
    made_for: Option<MadeFor>,
    letters: Arc<Letters>,
    pending: Vec<Patch>,
    whole: bool,
    patches: Arc<AtlasPatches>,
    lines: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq)]
struct MadeFor {
    theme: &'static str,
    overlay: u64,
    dims: bool,
    generation: u32,
    captions: f64,
    stock: u64,
}

impl Default for Names {
    fn default() -> Self {
        Names {
            labels: Labels::default(),
            atlas: Atlas::new(1.0),
            best: RefCell::default(),
            stock: 0,
            order: 0,
            shown: Vec::new(),
            of: None,
            made_for: None,
            letters: Arc::default(),
            pending: Vec::new(),
            whole: true,
            patches: Arc::default(),
            lines: Vec::new(),
        }
    }
}

/// Nodes as names see them.
struct Source<'a> {
    stock: &'a Stock,
    best: &'a RefCell<Best>,
    zoom: f64,
    crowded: bool,
}

impl Nodes for Source<'_> {
    fn node(&self, number: u32) -> Node {
        let number = number as usize;
        let (node, look) = (&self.stock.scene.nodes[number], self.stock.scene.node_look(number));
        let unit = shapes::unit_bounds(look.shape);
        Node {
            centre: node.centre(),
            bounds: unit.scale_from_origin(f64::from(node.radius)),
            importance: node.degree as f32 * look.opacity,
            side: node.side,
            strong: look.strong,
        }
    }

    fn name(&self, number: u32) -> &str {
        self.stock.scene.label(number as usize)
    }

    fn best(&self, area: kurbo::Rect, each: &mut dyn FnMut(u32) -> bool) {
        let rect = [area.x0, area.y0, area.x1, area.y1].map(|v| v as f32);
        let Ok(mut scratch) = self.best.try_borrow_mut() else { return };
        self.stock.node_tree.best(rect, &mut scratch, |number| {
            !area.contains(self.stock.scene.nodes[number as usize].centre()) || each(number)
        });
    }

    fn near(&self, area: kurbo::Rect, each: &mut dyn FnMut(u32, Point, kurbo::Rect)) {
        if self.crowded || f64::from(self.stock.largest) * self.zoom < APART {
            return;
        }
        let rect = [area.x0, area.y0, area.x1, area.y1].map(|v| v as f32);
        let stock = self.stock;
        // What is asked of each stands side by side in the stock, in the order of the tree.
        stock.node_tree.each_place(rect, |place, number| {
            let (at, radius, shape) = stock.body(place);
            if f64::from(radius) * self.zoom >= APART {
                each(number, at, shapes::unit_bounds(shape).scale_from_origin(f64::from(radius)));
            }
        });
    }
}

impl Names {
    /// Adds names to a frame. `far` and `lines_far`: nodes, lines are too many to be told apart.
    /// Yields whether another frame is wanted.
    pub fn fill(&mut self, ask: &Ask<'_>, visible: [f32; 4], far: bool, lines_far: bool, frame: &mut Frame) -> bool {
        let stock = ask.stock;
        if self.stock != stock.id {
            let same = matches!(stock.changed, Changed::Some { .. }) && stock.follows == self.stock;
            self.order += u64::from(!same);
            self.stock = stock.id;
        }
        let view = View {
            centre: ask.camera.centre,
            zoom: ask.camera.zoom,
            size: ask.size,
            pixels_per_point: ask.scale,
            now: ask.now,
            reduced_motion: ask.still,
            far,
            first: ask.first,
            scene: self.order,
            positions: stock.id,
            shape_at_most: if ask.still { usize::MAX } else { SHAPED },
        };
        let source = Source { stock, best: &self.best, zoom: ask.camera.zoom, crowded: far };
        let chosen = self.labels.choose(&view, &source);
        let (mut changed, unfinished) = (chosen.changed, chosen.unfinished);
        if changed || self.of.as_ref().is_none_or(|of| !Arc::ptr_eq(of, stock)) {
            self.shown.clear();
            self.shown.extend_from_slice(self.labels.names());
            self.of = Some(Arc::clone(stock));
            changed = true;
        }
        if self.labels.chose_anew() {
            let lines = word_lines(stock, &ask.camera, visible, lines_far, &mut self.lines);
            changed |= self.labels.choose_words(&view, &source, &lines);
        }

        self.atlas.begin(ask.scale);
        let captions = if stock.scene.captions.is_empty() { 0.0 } else { ask.camera.zoom };
        let made_for = MadeFor {
            theme: ask.theme.name,
            overlay: frame.overlay.id,
            dims: ask.dims,
            generation: self.atlas.generation(),
            captions,
            stock: stock.id,
        };
        if changed || self.made_for != Some(made_for) {
            let mut setter =
                Setter { ask, scene: &stock.scene, atlas: &mut self.atlas, letters: Vec::new(), filler: filler() };
            setter.captions();
            setter.words(self.labels.words());
            setter.names(&self.shown);
            let letters = setter.letters;
            self.letters = Arc::new(Letters { id: self.letters.id + 1, letters });
            // Making room may have moved what was placed before: then the next frame sets all anew.
            let moved = self.atlas.generation() != made_for.generation;
            self.made_for = (!moved).then_some(made_for);
        }
        self.hand_over();
        frame.letters = Arc::clone(&self.letters);
        frame.atlas = Arc::clone(&self.patches);
        unfinished
    }

    /// The renderer has the atlas of this number by now; a new one has none.
    pub fn arrived(&mut self, atlas: u64, renderer_is_new: bool) {
        self.whole |= renderer_is_new;
        if atlas >= self.patches.id && !self.whole {
            self.pending.clear();
        }
    }

    /// Collects what is new in the atlas until the renderer has it.
    fn hand_over(&mut self) {
        let dirty = self.atlas.take_dirty();
        if dirty.is_empty() && !self.whole {
            return;
        }
        let side = usize::from(self.atlas.side());
        let grown = u32::from(self.atlas.side()) != self.patches.side;
        let cut = |x: usize, y: usize, width: usize, height: usize| {
            let mut texels = Vec::with_capacity(width * height * 2);
            for row in y..y + height {
                let start = (row * side + x) * 2;
                texels.extend_from_slice(&self.atlas.texels()[start..start + width * 2]);
            }
            Patch { at: [x as u32, y as u32], size: [width as u32, height as u32], texels }
        };
        if self.whole || grown || self.pending.len() + dirty.len() > PIECES {
            self.pending = vec![cut(0, 0, side, side)];
        } else {
            let new = dirty
                .iter()
                .map(|d| cut(usize::from(d.x), usize::from(d.y), usize::from(d.width), usize::from(d.height)));
            let new: Vec<Patch> = new.collect();
            self.pending.extend(new);
        }
        self.whole = false;
        self.patches =
            Arc::new(AtlasPatches { id: self.patches.id + 1, side: side as u32, patches: self.pending.clone() });
    }

    /// The node whose name is at a place of the screen.
    pub fn at(&self, camera: &Camera, view: Rect, pos: Pos2) -> Option<u32> {
        self.boxes(camera, view).into_iter().find(|(_, area)| area.contains(pos)).map(|(node, _)| node)
    }

    /// Boxes of the names that are shown, with their nodes, in screen points.
    pub fn boxes(&self, camera: &Camera, view: Rect) -> Vec<(u32, Rect)> {
        let Some(stock) = &self.of else { return Vec::new() };
        let shown = self.shown.iter().filter(|s| !s.leaving);
        shown
            .filter_map(|s| {
                let node = stock.scene.nodes.get(s.node as usize)?;
                let at = camera.screen_from_scene(view, node.centre());
                let area = s.area((at.x, at.y));
                Some((s.node, Rect::from_min_max(Pos2::new(area.x0, area.y0), Pos2::new(area.x1, area.y1))))
            })
            .collect()
    }
}

/// Lines in view that may carry a word: what they are, or how many are drawn as one.
fn word_lines<'a>(
    stock: &'a Stock,
    camera: &Camera,
    visible: [f32; 4],
    crowded: bool,
    found: &mut Vec<u32>,
) -> Vec<WordLine<'a>> {
    let near = camera.zoom >= WORDS_FROM;
    let joined = camera.zoom < JOINED_BELOW;
    if crowded || !(near || joined) || stock.line_tree.count(visible, WORDS_LINES) > WORDS_LINES {
        return Vec::new();
    }
    found.clear();
    stock.line_tree.each(visible, |line| found.push(line));
    let scene = &stock.scene;
    found.sort_unstable();
    let mut told = HashSet::new();
    let line = |&number: &u32| {
        let line = &scene.lines[number as usize];
        if line.course.turn > 0 {
            return None;
        }
        let (a, b) = line.ends;
        if joined && (line.course.parallel < 2 || !told.insert((a.min(b), a.max(b)))) {
            return None;
        }
        let (from, to) = (&scene.nodes[a as usize], &scene.nodes[b as usize]);
        let bend = if joined { 0.0 } else { f64::from(line.course.bend) };
        let curve: QuadBez = bent(from.centre(), to.centre(), bend);
        Some(WordLine {
            line: number,
            curve,
            word: if joined { "" } else { &scene.line_look(number as usize).kind_label },
            count: if joined { u32::from(line.course.parallel) } else { 1 },
            importance: (from.degree.min(to.degree) + 1) as f32,
        })
    };
    found.iter().filter_map(line).collect()
}

/// Sets names as letters.
struct Setter<'a> {
    ask: &'a Ask<'a>,
    scene: &'a Scene,
    atlas: &'a mut Atlas,
    letters: Vec<Letter>,
    /// A letter whose halo is about as wide as a space.
    filler: (Face, u32),
}

impl Setter<'_> {
    fn names(&mut self, shown: &[Shown]) {
        let theme = self.ask.theme;
        for name in shown {
            let Some(node) = self.scene.nodes.get(name.node as usize) else { continue };
            let look = self.scene.node_look(name.node as usize);
            let bright = !self.ask.dims || self.ask.bright.contains(&name.node);
            let strength = if bright { 1.0 } else { DIMMED };
            let ink = theme.canvas.mix(look.ink, look.opacity.max(0.12) * strength);
            let ink = ink.with_opacity(name.opacity.clamp(0.0, 1.0));
            let origin = (name.offset.x as f32, name.offset.y as f32);
            self.block(node.at, &name.text, name.align, origin, name.scale, ink);
            if node.unseen > 0 && !name.leaving && node.radius * self.ask.camera.zoom as f32 >= BADGE_FROM {
                self.badge(node, strength * name.opacity.clamp(0.0, 1.0));
            }
        }
    }

    /// `+7` beside a node that has so many more neighbours than are shown.
    fn badge(&mut self, node: &SceneNode, strength: f32) {
        let text = shape_line(&format!("+{}", node.unseen), TextStyle { size: 1.0, weight: Weight::SemiBold });
        let reach = node.radius * self.ask.camera.zoom as f32;
        let size = BADGE_SIZE;
        let start = (reach * 0.75, -reach * 0.75 + size * 0.2);
        let ink = self.ask.theme.canvas.mix(self.ask.theme.accent, strength);
        self.line(node.at, &text, 1.0, start, size, 0.0, false, ink);
    }

    fn captions(&mut self) {
        for label in &self.scene.captions {
            let size = (f64::from(label.text.size) * self.ask.camera.zoom).clamp(CAPTIONS.0, CAPTIONS.1);
            let scale = (size / f64::from(label.text.size)) as f32;
            let bounds = label.bounds();
            let middle = ((bounds.x0 + bounds.x1) / 2.0, bounds.y1);
            let origin = (-label.text.width / 2.0 * scale, -label.text.height * scale);
            let strength = if self.ask.dims { 0.5 } else { 1.0 };
            let ink = self.ask.theme.canvas.mix(label.colour, strength);
            self.block((middle.0 as f32, middle.1 as f32), &label.text, 0.5, origin, scale, ink);
        }
    }

    fn words(&mut self, words: &[ShownWord]) {
        let theme = self.ask.theme;
        for word in words {
            let strength = if self.ask.dims { DIMMED } else { 1.0 };
            let ink = theme.canvas.mix(theme.ink_third, strength);
            let anchor = (word.centre.x as f32, word.centre.y as f32);
            // The middle of capitals stands on the line.
            let origin = (-word.text.width * word.size / 2.0, word.size * 0.36);
            self.line(anchor, &word.text, 1.0, origin, word.size, word.angle, true, ink);
        }
    }

    fn block(
        &mut self,
        anchor: (f32, f32),
        block: &TextBlock,
        align: f32,
        origin: (f32, f32),
        scale: f32,
        ink: Colour,
    ) {
        for (number, line) in block.lines.iter().enumerate() {
            let lead = (block.width - line.width) * align;
            let baseline = block.ascent + block.line_height * number as f32;
            let start = (origin.0 + lead * scale, origin.1 + baseline * scale);
            self.line(anchor, line, block.size, start, scale, 0.0, false, ink);
        }
    }

    /// One line, its baseline starting at `start` points from the anchor. `size` is that of the shaped
    /// text, which is drawn `scale` times as large.
    #[expect(clippy::too_many_arguments, reason = "each is one fact of the line")]
    fn line(
        &mut self,
        anchor: (f32, f32),
        line: &TextLine,
        size: f32,
        start: (f32, f32),
        scale: f32,
        angle: f32,
        along: bool,
        ink: Colour,
    ) {
        let pixels = self.ask.scale;
        let (sin, cos) = angle.sin_cos();
        let snorm = |v: f32| u32::from((v.clamp(-1.0, 1.0) * 32767.0).round() as i16 as u16);
        let turn = if angle == 0.0 { 32767 } else { snorm(cos) | snorm(sin) << 16 };
        for run in &line.runs {
            let em = size * run.face.scale() * scale * pixels;
            for glyph in &run.glyphs {
                let x = (start.0 + glyph.x * scale) * pixels;
                let y = (start.1 + glyph.y * scale) * pixels;
                let (pixel, phase) = pen(x);
                let found = self.atlas.glyph(run.face, glyph.id, em, phase);
                // Along a line a space needs a halo too, or the line shows in the gap.
                let gap = found.is_none() && along;
                let found = found.or_else(|| self.atlas.glyph(self.filler.0, self.filler.1, em, phase).filter(|_| gap));
                let Some(placed) = found else { continue };
                let [left, top, right, bottom] = placed.texels.map(u32::from);
                // Upright letters stand on whole pixels; turned ones where they must.
                let y = if angle == 0.0 { y.round() } else { y };
                let fixed = |v: f32| u32::from(((v * 16.0).round() as i32).clamp(-32768, 32767) as i16 as u16);
                let offset = fixed(pixel + f32::from(placed.offset[0])) | fixed(y + f32::from(placed.offset[1])) << 16;
                self.letters.push([
                    anchor.0.to_bits(),
                    anchor.1.to_bits(),
                    offset,
                    left | top << 16,
                    (right - left) | (bottom - top) << 16,
                    rgba(ink),
                    turn,
                    u32::from(gap),
                ]);
            }
        }
    }
}

fn filler() -> (Face, u32) {
    static FILLER: std::sync::OnceLock<(Face, u32)> = std::sync::OnceLock::new();
    *FILLER.get_or_init(|| {
        let face = Face::inter(Weight::Regular);
        let line = shape_line("i", TextStyle { size: 10.0, weight: Weight::Regular });
        (face, line.runs.first().and_then(|r| r.glyphs.first()).map_or(0, |g| g.id))
    })
}
