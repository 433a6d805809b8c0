//! From a stock and a camera to a frame: what is in view, what of it can be told apart and is drawn
//! one by one, what is shown as density, and which names there is room for. The same for the window
//! and for measuring without one; knows no egui and no GPU.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::density::Density;
use super::frame_request::{DIMMED, FrameRequest};
use super::gpu::frame::{Ack, FrameBackdrop, FrameLook, GpuFrame};
use super::gpu::portraits::LAYERS;
use super::instance::{NodeStyle, from_half};
use super::names::{InView, ShownNames};
use crate::picture::scene::lines::TIP;
use crate::picture::scene::taper::WIDTHS;
use crate::picture::theme::Colour;
use crate::window::cpu_time::cpu_time;

/// Up to so many lines in view are drawn one by one; more cannot be told apart.
const LINES_APART: usize = 3_000;
/// Up to so many nodes in view are drawn one by one.
const NODES_APART: usize = 6_000;
/// Up to so many lines in view are as strong as can be; more of them are fainter, at least so strong.
const LINES_STRONG: f32 = 160.0;
const FAINTEST: f32 = 0.5;
/// Back to one by one at this share of the number at which density began: nothing flickers.
const BACK: f64 = 0.8;
/// Up to so many times that number they are still drawn one by one while they fade.
const FADE_MOST: usize = 2;
/// How long one fades into the other, in seconds.
const FADE_SECS: f64 = 0.2;
/// From this radius on, in points, nodes show their pictures.
const PORTRAIT_FROM: f64 = 8.0;
/// CPU time that each part of making a frame took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Took {
    /// What is in view.
    pub(crate) query: Duration,
    /// Tiles of density.
    pub(crate) tiles: Duration,
    pub(crate) labels: Duration,
}

/// One kind of thing, drawn one by one or as density.
#[derive(Clone, Copy, Debug, Default)]
struct Crowding {
    /// Too many to be told apart.
    crowded: bool,
    /// When that changed.
    since: f64,
    /// Whether a count has been judged before.
    known: bool,
}

impl Crowding {
    /// Judges a number in view.
    fn judge(&mut self, count: usize, most: usize, now: f64) {
        let limit = if self.crowded { (most as f64 * BACK) as usize } else { most };
        let crowded = count > limit;
        if crowded != self.crowded {
            self.crowded = crowded;
            self.since = if self.known { now } else { f64::NEG_INFINITY };
        }
        if count > most * FADE_MOST {
            // So many would take long to draw even while they fade.
            self.since = f64::NEG_INFINITY;
        }
        self.known = true;
    }

    /// How far density has come in: 0.0 is one by one, 1.0 is density alone.
    fn density(&self, now: f64, still: bool) -> f32 {
        let share = if still { 1.0 } else { ((now - self.since) / FADE_SECS).clamp(0.0, 1.0) as f32 };
        if self.crowded { share } else { 1.0 - share }
    }
}

/// Makes frames, and keeps what one frame has in common with the next.
#[derive(Default)]
pub struct Planner {
    lines: Crowding,
    nodes: Crowding,
    density: Density,
    names: ShownNames,
    backdrop: (u64, &'static str, Arc<FrameBackdrop>),
    ack: Arc<Mutex<Ack>>,
    renderer: u64,
    /// How long the last frame took.
    pub(crate) took: Took,
}

/// What remains to be done after a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rest {
    /// Something fades: another frame is wanted now.
    pub fading: bool,
    /// Tiles are being made; they wake the window when they are there.
    pub waiting: bool,
}

impl Planner {
    /// A planner whose tiles call `wake` when they are ready.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Planner { density: Density::new(Arc::new(wake)), ..Planner::default() }
    }

    /// Makes a frame.
    pub fn plan(&mut self, request: &FrameRequest<'_>) -> (Arc<GpuFrame>, Rest) {
        let begun = cpu_time();
        let (has, tiles) = match self.ack.lock() {
            Ok(mut ack) => ((ack.renderer, ack.atlas), std::mem::take(&mut ack.tiles)),
            Err(_) => ((0, 0), Vec::new()),
        };
        let renderer_is_new = has.0 != self.renderer && self.renderer != 0;
        self.renderer = has.0;
        self.density.arrived(&tiles, renderer_is_new);
        self.names.arrived(has.1, renderer_is_new);
        let stock = request.stock;
        let look = look(request);
        let visible = request.visible();
        // Rings, outlines and names reach beyond the centre of what they belong to.
        let reach = 8.0 / request.camera.zoom as f32;
        let around = [visible[0] - reach, visible[1] - reach, visible[2] + reach, visible[3] + reach];
        let lines = stock.line_tree.count(around, LINES_APART * FADE_MOST);
        let nodes = stock.node_tree.count(around, NODES_APART * FADE_MOST);
        self.lines.judge(lines, LINES_APART, request.now);
        self.nodes.judge(nodes, NODES_APART, request.now);
        let lines_density = self.lines.density(request.now, request.still);
        let nodes_density = self.nodes.density(request.now, request.still);
        let mut frame = GpuFrame {
            stock: Arc::clone(stock),
            look,
            overlay: Arc::clone(request.overlay),
            ack: Arc::clone(&self.ack),
            ..GpuFrame::default()
        };
        if lines_density < 1.0 {
            stock.line_tree.ranges(around, &mut frame.lines);
        }
        if nodes_density < 1.0 {
            stock.node_tree.ranges(around, &mut frame.nodes);
        }
        let strength = strength(lines);
        portraits(request, &mut frame);
        frame.lines_opacity = (1.0 - lines_density) * strength;
        frame.nodes_opacity = 1.0 - nodes_density;
        let queried = cpu_time();

        let waiting = self.density.fill(request, visible, lines_density, nodes_density, &mut frame);
        // Until the tiles are there, what can be drawn one by one is.
        if lines_density >= 1.0 && frame.line_tiles.is_empty() && lines <= LINES_APART * FADE_MOST {
            stock.line_tree.ranges(around, &mut frame.lines);
            frame.lines_opacity = strength;
        }
        let tiled = cpu_time();

        frame.backdrop = self.backdrop(request);
        let crowd = InView { nodes, nodes_crowded: self.nodes.crowded, lines_crowded: self.lines.crowded };
        let named = self.names.fill(request, visible, crowd, &mut frame);
        let done = cpu_time();
        self.took = Took { query: queried - begun, tiles: tiled - queried, labels: done - tiled };
        let is_fading = |share: f32| share > 0.0 && share < 1.0;
        let fading = is_fading(lines_density) || is_fading(nodes_density) || named;
        (Arc::new(frame), Rest { fading, waiting })
    }

    fn backdrop(&mut self, request: &FrameRequest<'_>) -> Arc<FrameBackdrop> {
        if self.backdrop.0 != request.stock.id || self.backdrop.1 != request.theme.name {
            self.backdrop =
                (request.stock.id, request.theme.name, Arc::new(super::behind::backdrop(&request.stock.scene)));
        }
        Arc::clone(&self.backdrop.2)
    }

    /// Whether lines in view are too many to be told apart.
    pub(crate) fn is_crowded(&self) -> bool {
        self.lines.crowded
    }

    /// Where the names stand that the last frame shows, as boxes in points of the view.
    pub fn names(&self) -> &ShownNames {
        &self.names
    }
}

/// Pictures of what is drawn one by one and large enough: only those in view are looked at.
fn portraits(request: &FrameRequest<'_>, frame: &mut GpuFrame) {
    let shows = |style: &NodeStyle| f64::from(from_half(style[2] as u16)) * request.camera.zoom > PORTRAIT_FROM;
    if !request.stock.portraits.is_empty() && f64::from(request.stock.largest) * request.camera.zoom > PORTRAIT_FROM {
        for range in &frame.nodes {
            let first = request.stock.portraits.partition_point(|place| *place < range.start);
            let here = request.stock.portraits[first..].iter().take_while(|place| **place < range.end);
            let shown = here.filter(|place| shows(&request.stock.node_styles[**place as usize]));
            frame.portraits.extend(shown.filter_map(|place| request.stock.portrait(*place)));
            frame.portraits.truncate(LAYERS);
        }
    }
    frame.bright_portraits.extend(request.overlay.portraits.iter().filter(|p| shows(&p.style)).take(LAYERS).cloned());
}

/// How strong lines are when so many are in view: a few are read one by one, many are a ground on
/// which nodes and names stand.
fn strength(lines: usize) -> f32 {
    (LINES_STRONG / (lines as f32).max(LINES_STRONG)).powf(0.25).max(FAINTEST)
}

fn look(request: &FrameRequest<'_>) -> FrameLook {
    let zoom = request.camera.zoom as f32;
    // Widths grow with the zoom, but less than things do.
    let thick = zoom.clamp(0.55, 2.5) * request.scale;
    let colour = |c: Colour| [c.r, c.g, c.b, c.a].map(|v| f32::from(v) / 255.0);
    // An arrowhead of less than three points says nothing.
    let tip = TIP.0 as f32 * zoom.min(2.5);
    let pieces = match zoom {
        z if z < 0.12 => 4,
        z if z < 0.5 => 8,
        z if z < 2.0 => 16,
        _ => 28,
    };
    FrameLook {
        centre: [request.camera.centre.x as f32, request.camera.centre.y as f32],
        size: [request.size.0 * request.scale, request.size.1 * request.scale],
        zoom: zoom * request.scale,
        point: request.scale,
        thick,
        strength: if request.dims { DIMMED } else { 1.0 },
        ground: colour(request.theme.canvas),
        accent: colour(request.theme.accent),
        fan: ((zoom - 0.15) / 0.2).clamp(0.0, 1.0),
        tip: if tip < 2.2 { 0.0 } else { tip * request.scale },
        taper: if request.stock.scene.tapered { [WIDTHS.0 as f32, WIDTHS.1 as f32] } else { [0.0; 2] },
        pieces,
    }
}
