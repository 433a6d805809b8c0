//! From a stock to chosen names and on to the renderer: which names are shown is decided in
//! `labels/`, they are set in `letters`, and their pictures lie in the atlas of `picture::lettering`,
//! of which the renderer is sent what is new. Letters hang on places of the scene, so that panning
//! sends nothing.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use egui::{Pos2, Rect};
use kurbo::QuadBez;

use super::camera::Camera;
use super::captions::Captions;
use super::fallen::cross_at;
use super::frame_request::FrameRequest;
use super::gpu::frame::{AtlasPatch, AtlasPatches, GpuFrame, Letters};
use super::labels::lines::LabelledLine;
use super::labels::{Candidate, LabelNode, LabelView, Labels, Nodes, Obstacle, SHAPED, ShownName};
use super::letters::{Setter, filler};
use super::packed_scene::{Changed, PackedScene};
use crate::picture::lettering::atlas::Atlas;
use crate::picture::scene::box_grid::PointBox;
use crate::picture::scene::lines::bent;
use crate::picture::scene::name_budget::Budget;
use crate::picture::scene::shapes;
use crate::picture::tree::Best;

/// Foreign shapes of at least this radius on the screen keep their place free of names, in points.
const APART: f64 = 4.0;
/// Words along lines from this zoom on, and with at most so many lines in view.
const WORDS_FROM: f64 = 1.15;
const WORDS_LINES: usize = 1_500;
/// Parallel lines are joined below this zoom and say how many they are.
const JOINED_BELOW: f64 = 0.34;
/// Pictures of letters that are made in a frame: at rest, and while the camera moves.
const PICTURES: (usize, usize) = (64, 12);
/// Above so many pending pieces the atlas is sent whole.
const PIECES: usize = 24;

/// Names that are shown.
pub struct ShownNames {
    labels: Labels,
    atlas: Atlas,
    best: RefCell<Best>,
    /// The stock that names were chosen of, and the number of its order of nodes.
    stock: u64,
    order: u64,
    budget: Budget,
    /// Names of this frame, for picking.
    shown: Vec<ShownName>,
    of: Option<Arc<PackedScene>>,
    /// What the letters were made for.
    made_for: Option<MadeFor>,
    letters: Arc<Letters>,
    /// Some of them are pictures of another size, until there are better ones.
    rough: bool,
    /// Sizes of letters in quarters of a pixel: of the last frame that set any.
    sizes: Vec<u16>,
    camera: Option<Camera>,
    pending: Vec<AtlasPatch>,
    whole: bool,
    patches: Arc<AtlasPatches>,
    lines: Vec<u32>,
    /// The overlay whose crosses words leave free; 0 is none.
    fallen: u64,
    captions: Captions,
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

impl Default for ShownNames {
    fn default() -> Self {
        ShownNames {
            labels: Labels::default(),
            atlas: Atlas::new(1.0),
            best: RefCell::default(),
            stock: 0,
            order: 0,
            budget: Budget::default(),
            shown: Vec::new(),
            of: None,
            made_for: None,
            letters: Arc::default(),
            rough: false,
            sizes: Vec::new(),
            camera: None,
            pending: Vec::new(),
            whole: true,
            patches: Arc::default(),
            lines: Vec::new(),
            fallen: 0,
            captions: Captions::default(),
        }
    }
}

/// What is in view, as far as names go by it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InView {
    /// How many nodes, up to a number that is a crowd anyhow.
    pub(crate) nodes: usize,
    /// They are too many to be told apart.
    pub(crate) nodes_crowded: bool,
    /// Lines are.
    pub(crate) lines_crowded: bool,
}

/// Nodes as names see them.
struct NamedNodes<'a> {
    stock: &'a PackedScene,
    best: &'a RefCell<Best>,
}

impl Nodes for NamedNodes<'_> {
    fn node(&self, number: u32) -> LabelNode {
        let number = number as usize;
        let (node, look) = (&self.stock.scene.nodes[number], self.stock.scene.node_look(number));
        let unit = shapes::unit_bounds(look.shape);
        LabelNode {
            centre: node.centre(),
            bounds: unit.scale_from_origin(f64::from(node.radius)),
            importance: self.stock.scene.importance(number) * (look.opacity.clamp(0.0, 1.0) * 255.0).round() / 255.0,
            side: node.side,
            strong: look.strong,
        }
    }

    fn name(&self, number: u32) -> &str {
        self.stock.scene.label(number as usize)
    }

    fn heads(&self) -> &[u32] {
        &self.stock.heads
    }

    // What is asked of each stands side by side in the stock, in the order of the tree.
    fn best(&self, area: kurbo::Rect, each: &mut dyn FnMut(Candidate) -> bool) {
        // Names of rows are set by `rows`.
        if self.stock.scene.chart.is_some() {
            return;
        }
        let rect = [area.x0, area.y0, area.x1, area.y1].map(|v| v as f32);
        let Ok(mut scratch) = self.best.try_borrow_mut() else { return };
        self.stock.node_tree.best_places(rect, &mut scratch, |place, number, importance| {
            let (centre, opacity) = self.stock.standing(place);
            !area.contains(centre) || each(Candidate { number, centre, importance: importance * opacity })
        });
    }

    fn near(&self, area: kurbo::Rect, zoom: f64, each: &mut dyn FnMut(Obstacle)) {
        if f64::from(self.stock.largest) * zoom < APART {
            return;
        }
        let rect = [area.x0, area.y0, area.x1, area.y1].map(|v| v as f32);
        let stock = self.stock;
        stock.node_tree.each_place(rect, |place, number| {
            let (at, radius, shape) = stock.body(place);
            let from_zoom = APART / f64::from(radius).max(1e-9);
            if from_zoom <= zoom {
                let bounds = shapes::unit_bounds(shape).scale_from_origin(f64::from(radius)) + at.to_vec2();
                each(Obstacle { number, bounds, from_zoom });
            }
        });
    }
}

impl ShownNames {
    /// Adds names to a frame, of which some nodes are in view.
    /// Yields whether another frame is wanted.
    /// In one piece: each sort of words must know which places the ones before took.
    pub(crate) fn fill(
        &mut self,
        request: &FrameRequest<'_>,
        visible: [f32; 4],
        crowd: InView,
        frame: &mut GpuFrame,
    ) -> bool {
        let stock = request.stock;
        if self.stock != stock.id {
            let same = matches!(stock.changed, Changed::Some { .. }) && stock.follows == self.stock;
            self.order += u64::from(!same);
            self.stock = stock.id;
        }
        self.captions.choose(&stock.scene, stock.id, &request.camera, request.size);
        self.budget = self.budget.next(crowd.nodes, request.size, covered(request, visible));
        let view = LabelView {
            captions: self.captions.areas(),
            told: self.captions.told(),
            centre: request.camera.centre,
            zoom: request.camera.zoom,
            size: request.size,
            pixels_per_point: request.scale,
            now: request.now,
            reduced_motion: request.still,
            far: crowd.nodes_crowded,
            budget: self.budget,
            first: if stock.scene.chart.is_some() { &[] } else { request.first },
            scene: self.order,
            positions: stock.id,
            shape_at_most: if request.still { usize::MAX } else { SHAPED },
        };
        let source = NamedNodes { stock, best: &self.best };
        let chosen = self.labels.choose(&view, &source);
        let (mut changed, unfinished) = (chosen.changed, chosen.unfinished);
        if changed || self.of.as_ref().is_none_or(|of| !Arc::ptr_eq(of, stock)) {
            self.shown.clear();
            self.shown.extend_from_slice(self.labels.names());
            self.of = Some(Arc::clone(stock));
            changed = true;
        }
        let fallen = if request.overlay.has_fallen { request.overlay.id } else { 0 };
        if self.labels.chose_anew() || (self.fallen != fallen && view.is_drawable()) {
            self.fallen = fallen;
            let lines = word_lines(request, visible, crowd.lines_crowded, &mut self.lines);
            let crosses = if lines.is_empty() { Vec::new() } else { crosses(request, &view) };
            changed |= self.labels.choose_words(&view, &source, &lines, &crosses);
        }

        let before = self.camera.replace(request.camera);
        let zooms = before.is_some_and(|b| b.zoom != request.camera.zoom) && !request.still;
        let pictures = match before {
            _ if request.still => usize::MAX,
            Some(before) if before != request.camera => PICTURES.1,
            _ => PICTURES.0,
        };
        self.atlas.begin(request.scale, pictures);
        let captions = if stock.scene.captions.is_empty() { 0.0 } else { request.camera.zoom };
        let made_for = MadeFor {
            theme: request.theme.name,
            overlay: frame.overlay.id,
            dims: request.dims,
            generation: self.atlas.generation(),
            captions,
            stock: stock.id,
        };
        if changed || self.rough || self.made_for != Some(made_for) {
            let mut setter = Setter {
                request,
                scene: &stock.scene,
                atlas: &mut self.atlas,
                letters: Vec::with_capacity(self.letters.letters.len() + 64),
                filler: filler(),
                // A size that comes and goes is not worth pictures of its own.
                before: zooms.then(|| std::mem::take(&mut self.sizes)),
                sizes: Vec::new(),
                rough: false,
            };
            setter.captions(self.captions.shown());
            setter.words(self.labels.words());
            setter.names(&self.shown);
            let letters = setter.letters;
            (self.sizes, self.rough) = (setter.sizes, setter.rough);
            self.letters = Arc::new(Letters { id: self.letters.id + 1, letters });
            // Making room may have moved what was placed before: then the next frame sets all anew.
            let moved = self.atlas.generation() != made_for.generation;
            self.made_for = (!moved).then_some(made_for);
        }
        self.hand_over();
        frame.letters = Arc::clone(&self.letters);
        frame.atlas = Arc::clone(&self.patches);
        unfinished || self.rough
    }

    /// The renderer has the atlas of this number by now; a new one has none.
    pub(crate) fn arrived(&mut self, atlas: u64, renderer_is_new: bool) {
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
            AtlasPatch { at: [x as u32, y as u32], size: [width as u32, height as u32], texels }
        };
        if self.whole || grown || self.pending.len() + dirty.len() > PIECES {
            self.pending = vec![cut(0, 0, side, side)];
        } else {
            let new = dirty
                .iter()
                .map(|d| cut(usize::from(d.x), usize::from(d.y), usize::from(d.width), usize::from(d.height)));
            let new: Vec<AtlasPatch> = new.collect();
            self.pending.extend(new);
        }
        self.whole = false;
        self.patches =
            Arc::new(AtlasPatches { id: self.patches.id + 1, side: side as u32, patches: self.pending.clone() });
    }

    /// The node of `stock` whose name is at a place of the screen. The names were chosen for the last
    /// frame, perhaps of another scene: what has another number by now is not found until they are
    /// chosen again.
    pub(crate) fn at(&self, camera: &Camera, view: Rect, pos: Pos2, stock: &PackedScene) -> Option<u32> {
        let chosen_of = &self.of.as_ref()?.scene;
        let (node, _) = self.boxes(camera, view).into_iter().find(|(_, area)| area.contains(pos))?;
        let then = chosen_of.nodes.get(node as usize)?;
        let now = stock.scene.nodes.get(node as usize)?;
        (now.id == then.id).then_some(node)
    }

    /// Boxes of the names that are shown, with their nodes, in screen points.
    pub(crate) fn boxes(&self, camera: &Camera, view: Rect) -> Vec<(u32, Rect)> {
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

/// How many square points of the view the drawing covers.
fn covered(request: &FrameRequest<'_>, visible: [f32; 4]) -> f32 {
    let bounds = request.stock.scene.bounds;
    let side = |least: f64, most: f64, from: f32, to: f32| (most.min(to.into()) - least.max(from.into())).max(0.0);
    let area = side(bounds.x0, bounds.x1, visible[0], visible[2]) * side(bounds.y0, bounds.y1, visible[1], visible[3]);
    (area * request.camera.zoom.powi(2)) as f32
}

/// Where crosses stand on lines, with a little room around them, in points.
fn crosses(request: &FrameRequest<'_>, view: &LabelView<'_>) -> Vec<PointBox> {
    let overlay = request.overlay;
    let half = 5.0 * view.zoom.clamp(0.55, 2.5) as f32 + 2.0;
    let at = overlay.line_places.iter().zip(&overlay.line_styles).filter_map(|(place, style)| cross_at(*place, *style));
    let on_screen = at.map(|at| view.to_screen(at));
    on_screen
        .filter(|(x, y)| (-half..view.size.0 + half).contains(x) && (-half..view.size.1 + half).contains(y))
        .map(|(x, y)| PointBox::new(x - half, y - half, 2.0 * half, 2.0 * half))
        .collect()
}

/// Lines in view that may carry a word: what they are, or how many are drawn as one.
fn word_lines<'a>(
    request: &FrameRequest<'a>,
    visible: [f32; 4],
    crowded: bool,
    found: &mut Vec<u32>,
) -> Vec<LabelledLine<'a>> {
    let (stock, camera) = (request.stock, &request.camera);
    let near = camera.zoom >= WORDS_FROM;
    let joined = camera.zoom < JOINED_BELOW;
    if stock.scene.chart.is_some()
        || crowded
        || !(near || joined)
        || stock.line_tree.count(visible, WORDS_LINES) > WORDS_LINES
    {
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
        Some(LabelledLine {
            line: number,
            curve,
            word: if joined { "" } else { &scene.line_look(number as usize).kind_label },
            count: if joined { u32::from(line.course.parallel) } else { 1 },
            // Those that are brought out come first.
            importance: (from.degree.min(to.degree) + 1) as f32
                * if request.bright_lines.contains(&number) { 1e6 } else { 1.0 },
        })
    };
    found.iter().filter_map(line).collect()
}
