//! Tiles of density for what cannot be told apart: which are in view, which are kept, and the
//! threads that make them. Each tile is made once for a scene and a level, and then only moved with
//! the camera; while one is being made, a coarser one stands in for it. How a tile is rastered is
//! in `picture::density`.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, OnceLock};

use super::frame_request::FrameRequest;
use super::gpu::frame::{GpuFrame, TileQuad, TileUpload};
use super::gpu::{LAYERS, TILE};
use super::packed_scene::PackedScene;
use crate::picture::density::{self, Crowd, Dot, LineInk, Matter, Square, Stroke};
use crate::picture::matter;
use crate::picture::theme::Theme;
use crate::picture::tree::Tree;
use crate::progress::Progress;

/// At most so many tiles of one plane are wanted for a view; a larger view takes coarser ones.
const WANTED: usize = 24;
/// So many levels up a stand-in is looked for.
const LEVELS_UP: i32 = 6;
/// Scenes with more lines than this show a sample of them first.
const ROUGH_ABOVE: usize = 150_000;
/// The share of lines in that sample.
const ROUGH: f32 = 0.08;
/// A line alone is drawn as if so wide, in pixels.
const LINE_PX: f32 = 0.55;
/// At most so many pictures go to the GPU in one frame.
const UPLOADS: usize = 6;

/// What a tile shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum TileKind {
    Lines,
    Nodes,
}

/// Which tile: its plane, level (pixels a scene unit, as a power of two), and place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct TileKey {
    plane: TileKind,
    level: i32,
    x: i32,
    y: i32,
}

impl TileKey {
    /// Scene units along a side.
    fn side(level: i32) -> f64 {
        f64::from(TILE) / 2f64.powi(level)
    }

    /// Least x and y, largest x and y in the scene.
    fn area(self) -> [f32; 4] {
        let side = TileKey::side(self.level);
        let at = |n: i32| (f64::from(n) * side) as f32;
        [at(self.x), at(self.y), at(self.x + 1), at(self.y + 1)]
    }

    /// The tile so many levels coarser that holds this one.
    fn above(self, levels: i32) -> TileKey {
        TileKey { level: self.level - levels, x: self.x >> levels, y: self.y >> levels, ..self }
    }
}

/// A tile to be made.
#[derive(Clone, Copy)]
struct TileOrder {
    key: TileKey,
    share: f32,
}

/// What the threads share: what is to be made, in order of need.
#[derive(Default)]
struct Desk {
    orders: Vec<TileOrder>,
    subject: Option<TileSubject>,
    at_work: Vec<(u64, TileKey)>,
    closed: bool,
}

/// What tiles are pictures of.
#[derive(Clone)]
struct TileSubject {
    number: u64,
    stock: Arc<PackedScene>,
    /// How crowded its lines are, found by the first thread that needs it.
    crowd: Arc<OnceLock<Arc<Crowd>>>,
    theme: &'static Theme,
    progress: Progress,
}

struct Made {
    subject: u64,
    order: TileOrder,
    pixels: Option<Arc<Vec<u8>>>,
}

/// A tile that is there.
struct KeptTile {
    layer: u32,
    /// A number of its own picture.
    id: u64,
    /// The share of lines it shows.
    share: f32,
    /// The frame that last drew it.
    used: u64,
    /// Until it has been sent.
    pixels: Option<Arc<Vec<u8>>>,
    /// Nothing is in it.
    empty: bool,
}

/// The tiles of a canvas.
pub(crate) struct Density {
    desk: Arc<(Mutex<Desk>, Condvar)>,
    made: Receiver<Made>,
    /// For the threads, started when the first tile is needed.
    outbox: Option<Sender<Made>>,
    wake: Arc<dyn Fn() + Send + Sync>,
    subject: Option<TileSubject>,
    kept: HashMap<TileKey, KeptTile>,
    free: Vec<u32>,
    frame: u64,
}

impl Default for Density {
    fn default() -> Self {
        Density::new(Arc::new(|| ()))
    }
}

impl Drop for Density {
    fn drop(&mut self) {
        if let Ok(mut desk) = self.desk.0.lock() {
            desk.closed = true;
            if let Some(subject) = &desk.subject {
                subject.progress.cancel();
            }
        }
        self.desk.1.notify_all();
    }
}

impl Density {
    /// No tiles yet; `wake` is called from another thread when one is there.
    pub(crate) fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let (outbox, made) = channel();
        Density {
            desk: Arc::default(),
            made,
            outbox: Some(outbox),
            wake,
            subject: None,
            kept: HashMap::new(),
            free: (0..LAYERS).rev().collect(),
            frame: 0,
        }
    }

    /// Adds the tiles in view to a frame. Yields whether some are still being made.
    pub(crate) fn fill(
        &mut self,
        request: &FrameRequest<'_>,
        visible: [f32; 4],
        lines: f32,
        nodes: f32,
        frame: &mut GpuFrame,
    ) -> bool {
        if lines <= 0.0 && nodes <= 0.0 {
            return false;
        }
        self.frame += 1;
        self.follow(request);
        self.take();
        let mut wanted: Vec<TileOrder> = Vec::new();
        for (plane, opacity) in [(TileKind::Lines, lines), (TileKind::Nodes, nodes)] {
            if opacity > 0.0 {
                let quads = self.plane(request, visible, plane, opacity, &mut wanted);
                match plane {
                    TileKind::Lines => frame.line_tiles = quads,
                    TileKind::Nodes => frame.node_tiles = quads,
                }
            }
        }
        let mut unsent: Vec<(&TileKey, &mut KeptTile)> =
            self.kept.iter_mut().filter(|(_, k)| k.pixels.is_some() && k.used == self.frame).collect();
        unsent.sort_by_key(|(_, k)| k.id);
        // A still picture is drawn once, with all there is.
        let most = if request.still { usize::MAX } else { UPLOADS };
        let more = unsent.len() > most;
        for (_, kept) in unsent.into_iter().take(most) {
            if let Some(pixels) = &kept.pixels {
                frame.tile_uploads.push(TileUpload { layer: kept.layer, id: kept.id, pixels: Arc::clone(pixels) });
            }
        }
        if more {
            (self.wake)();
        }
        let waiting = !wanted.is_empty() || more;
        self.order(wanted);
        waiting
    }

    /// The renderer has these pictures by now; a new one has none.
    pub(crate) fn arrived(&mut self, tiles: &[u64], renderer_is_new: bool) {
        if renderer_is_new {
            self.kept.clear();
            self.free = (0..LAYERS).rev().collect();
        }
        for kept in self.kept.values_mut().filter(|k| k.pixels.is_some()) {
            if tiles.contains(&kept.id) {
                kept.pixels = None;
            }
        }
    }

    /// Starts over when the scene or its colours are others.
    fn follow(&mut self, request: &FrameRequest<'_>) {
        let theme = Theme::named(request.theme.name).unwrap_or(&Theme::LIGHT);
        let same = self.subject.as_ref().is_some_and(|s| s.stock.id == request.stock.id && s.theme.name == theme.name);
        if same {
            return;
        }
        if let Some(old) = &self.subject {
            old.progress.cancel();
        }
        static NEXT: AtomicU64 = AtomicU64::new(1);
        self.kept.clear();
        self.free = (0..LAYERS).rev().collect();
        self.subject = Some(TileSubject {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            stock: Arc::clone(request.stock),
            crowd: Arc::default(),
            theme,
            progress: Progress::new(),
        });
    }

    fn take(&mut self) {
        while let Ok(made) = self.made.try_recv() {
            if self.subject.as_ref().is_none_or(|s| s.number != made.subject) {
                continue;
            }
            let Some(pixels) = made.pixels else { continue };
            let empty = pixels.iter().all(|b| *b == 0);
            let Some(layer) = self.layer(made.order.key) else { continue };
            static NEXT: AtomicU64 = AtomicU64::new(1);
            let id = NEXT.fetch_add(1, Ordering::Relaxed);
            let kept = KeptTile { layer, id, share: made.order.share, used: self.frame, pixels: Some(pixels), empty };
            self.kept.insert(made.order.key, kept);
        }
    }

    /// A layer for a tile: its own if it has one, a free one, or that of the tile that was not used
    /// for longest.
    fn layer(&mut self, key: TileKey) -> Option<u32> {
        if let Some(kept) = self.kept.get(&key) {
            return Some(kept.layer);
        }
        if let Some(layer) = self.free.pop() {
            return Some(layer);
        }
        let oldest = self.kept.iter().filter(|(_, k)| k.used + 1 < self.frame);
        let key = *oldest.min_by_key(|(_, k)| (k.used, k.id))?.0;
        self.kept.remove(&key).map(|k| k.layer)
    }

    // In one piece: tiles that are there, wanted and to be replaced are told apart in one walk.
    fn plane(
        &mut self,
        request: &FrameRequest<'_>,
        visible: [f32; 4],
        plane: TileKind,
        opacity: f32,
        wanted: &mut Vec<TileOrder>,
    ) -> Vec<TileQuad> {
        let bounds = request.stock.scene.bounds;
        let part = [
            f64::from(visible[0]).max(bounds.x0),
            f64::from(visible[1]).max(bounds.y0),
            f64::from(visible[2]).min(bounds.x1),
            f64::from(visible[3]).min(bounds.y1),
        ];
        let mut quads = Vec::new();
        if part[0] >= part[2] || part[1] >= part[3] {
            return quads;
        }
        let mut level = (request.camera.zoom * f64::from(request.scale.min(1.25))).log2().round() as i32;
        let tiles = |level: i32| {
            let side = TileKey::side(level);
            let at = |v: f64| (v / side).floor() as i32;
            (at(part[0])..=at(part[2]), at(part[1])..=at(part[3]))
        };
        let mut range = tiles(level);
        while range.0.clone().count() * range.1.clone().count() > WANTED {
            level -= 1;
            range = tiles(level);
        }
        // The coarsest that shows all of it comes first, and stands in for everything.
        let largest = bounds.width().max(bounds.height()).max(1.0);
        let whole = ((f64::from(TILE) / largest).log2().floor() as i32).min(level);
        let rough = request.stock.scene.lines.len() > ROUGH_ABOVE && plane == TileKind::Lines;
        let side = TileKey::side(whole);
        let middle = |a: f64, b: f64| ((a + b) / 2.0 / side).floor() as i32;
        let root = TileKey { plane, level: whole, x: middle(part[0], part[2]), y: middle(part[1], part[3]) };
        if !self.kept.contains_key(&root) && rough {
            wanted.push(TileOrder { key: root, share: ROUGH });
        }
        let (xs, ys) = range;
        for (x, y) in ys.flat_map(|y| xs.clone().map(move |x| (x, y))) {
            let key = TileKey { plane, level, x, y };
            match self.kept.get_mut(&key) {
                Some(kept) if kept.share >= 1.0 => {
                    kept.used = self.frame;
                    if !kept.empty {
                        quads.push(TileQuad {
                            area: key.area(),
                            within: [0.0, 0.0, 1.0, 1.0],
                            layer: kept.layer,
                            opacity,
                        });
                    }
                }
                _ => {
                    wanted.push(TileOrder { key, share: 1.0 });
                    quads.extend(self.stand_in(key, opacity));
                }
            }
        }
        quads
    }

    /// The part of a coarser tile that covers this one.
    fn stand_in(&mut self, key: TileKey, opacity: f32) -> Option<TileQuad> {
        for levels in 0..=LEVELS_UP {
            let above = key.above(levels);
            if let Some(kept) = self.kept.get_mut(&above) {
                kept.used = self.frame;
                if kept.empty {
                    return None;
                }
                let share = 1.0 / (1 << levels) as f32;
                let at = |n: i32| (n - ((n >> levels) << levels)) as f32 * share;
                let (x, y) = (at(key.x), at(key.y));
                return Some(TileQuad {
                    area: key.area(),
                    within: [x, y, x + share, y + share],
                    layer: kept.layer,
                    opacity,
                });
            }
        }
        None
    }

    /// Hands the threads what is wanted now; what was wanted before and is not any more is dropped.
    fn order(&mut self, orders: Vec<TileOrder>) {
        if !orders.is_empty()
            && let Some(outbox) = self.outbox.take()
        {
            let threads = std::thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1)).clamp(1, 4);
            for number in 0..threads {
                let (desk, outbox, wake) = (Arc::clone(&self.desk), outbox.clone(), Arc::clone(&self.wake));
                // A canvas without tiles still works, so what the system refuses is passed over.
                let _ = std::thread::Builder::new()
                    .name(format!("density {number}"))
                    .spawn(move || work(&desk, &outbox, &*wake));
            }
        }
        let Ok(mut desk) = self.desk.0.lock() else { return };
        let number = self.subject.as_ref().map_or(0, |s| s.number);
        desk.orders = orders.into_iter().rev().filter(|o| !desk.at_work.contains(&(number, o.key))).collect();
        desk.subject.clone_from(&self.subject);
        let any = !desk.orders.is_empty();
        drop(desk);
        if any {
            self.desk.1.notify_all();
        }
    }
}

/// Makes tiles until the canvas is gone.
fn work(desk: &(Mutex<Desk>, Condvar), outbox: &Sender<Made>, wake: &(dyn Fn() + Send + Sync)) {
    loop {
        let (order, subject) = {
            let Ok(mut at) = desk.0.lock() else { return };
            loop {
                if at.closed {
                    return;
                }
                if let Some((order, subject)) = at.orders.pop().zip(at.subject.clone()) {
                    at.at_work.push((subject.number, order.key));
                    break (order, subject);
                }
                let Ok(woken) = desk.1.wait(at) else { return };
                at = woken;
            }
        };
        let pixels = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| raster(&order, &subject)));
        let pixels = pixels.ok().flatten().map(Arc::new);
        if let Ok(mut at) = desk.0.lock() {
            at.at_work.retain(|w| *w != (subject.number, order.key));
        }
        if outbox.send(Made { subject: subject.number, order, pixels }).is_err() {
            return;
        }
        wake();
    }
}

impl Matter for PackedScene {
    fn line_count(&self) -> usize {
        self.scene.lines.len()
    }

    fn line(&self, item: u32) -> Stroke {
        matter::stroke(&self.scene, item as usize)
    }

    fn node(&self, item: u32) -> Dot {
        matter::dot(&self.scene, item as usize)
    }

    fn line_tree(&self) -> &Tree {
        &self.line_tree
    }

    fn node_tree(&self) -> &Tree {
        &self.node_tree
    }
}

fn raster(order: &TileOrder, subject: &TileSubject) -> Option<Vec<u8>> {
    let stock = &*subject.stock;
    let side = TileKey::side(order.key.level);
    let origin = [f64::from(order.key.x) * side, f64::from(order.key.y) * side];
    let square = Square { origin, side, size_px: TILE as usize };
    match order.key.plane {
        TileKind::Lines => {
            let ink = subject.theme.crowd;
            let crowd = Arc::clone(subject.crowd.get_or_init(|| Arc::new(Crowd::of(stock))));
            let style = LineInk { ink: [ink.r, ink.g, ink.b], width_px: LINE_PX, crowd };
            density::lines_tile(stock, square, &style, order.share, &subject.progress)
        }
        TileKind::Nodes => {
            let ground = subject.theme.canvas;
            density::nodes_tile(stock, square, [ground.r, ground.g, ground.b], &subject.progress)
        }
    }
}
