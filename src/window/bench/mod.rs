//! Measuring the canvas without a display: the same planner and renderer as in the window, along a
//! fixed path of the camera, each part timed apart. Or whole windows, one with the file and one with
//! nothing in it.

mod painter;
mod path;
mod report;
mod rows;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use self::path::{heart, path};
pub(crate) use self::report::Report;
use self::report::Spread;
use self::rows::RowsPainter;
use super::action::{Action, ItemId};
use super::app::{Offscreen, Start};
use super::canvas::attention::{Attention, Moving};
use super::canvas::camera::Camera;
use super::canvas::frame_request::FrameRequest;
use super::canvas::gpu::frame::GpuFrame;
use super::canvas::gpu::{Gpu, Sent};
use super::canvas::packed_scene::PackedScene;
use super::canvas::picking::{self, PickReach};
use super::canvas::plan::{Planner, Rest};
use super::canvas::rows::hit as row_hit;
use super::cpu_time::cpu_time;
use super::session::Session;
use crate::dossier::document;
use crate::dossier::exchange;
use crate::dossier::model::{Dossier, EntityId};
use crate::layout::{Areas, Form};
use crate::picture::pictures::Pictures;
use crate::picture::stages::Stages;
use crate::picture::theme::Theme;
use crate::progress::Progress;
use egui_wgpu::wgpu;

/// Room for a node on each side, in scene units.
const ROOM: f32 = 42.0;

/// What is measured.
#[derive(Clone, Debug)]
pub struct Bench {
    /// The file.
    pub file: PathBuf,
    /// A table of places.
    pub positions: Option<PathBuf>,
    /// Frames along the path.
    pub frames: u32,
    /// Size in points.
    pub size: (u32, u32),
    /// Pixels a point.
    pub scale: f32,
    /// Whole windows.
    pub window: bool,
    /// `light` or `dark`.
    pub theme: String,
    /// Areas behind these groups.
    pub areas: Areas,
    /// As a network, or in rows.
    pub form: Form,
    /// A folder for pictures.
    pub pictures: Option<PathBuf>,
}

/// Measures.
///
/// # Errors
/// A message for the person: a file that cannot be read, no adapter.
pub fn run(bench: &Bench) -> Result<Report, String> {
    if bench.window { windows(bench) } else { canvas(bench) }
}

/// The file with everything in its place.
fn open(bench: &Bench, report: &mut Report) -> Result<(Session, Arc<PackedScene>, Instant), String> {
    let begun = Instant::now();
    let document = document::open_named(&bench.file);
    if document.dossier.entity_count() == 0 {
        let why = document.problems.first().map(|p| p.message.clone()).unwrap_or_default();
        return Err(format!("{} holds nothing to draw. {why}", bench.file.display()));
    }
    let (pictures, _) = Pictures::of_document(&document);
    let mut session = Session::new(document);
    session.pictures = Arc::new(pictures);
    session.look.areas = bench.areas;
    session.look.form = bench.form;
    if let Some(path) = &bench.positions {
        // Everything is pinned, so that the layout has nothing to do.
        session.look.layout = "grid".to_owned();
        session.look.pins = places(path, session.dossier())?;
    }
    let read = Instant::now();
    report.add("read", (read - begun).as_secs_f64(), "s");
    let mut stages = Stages::default();
    stages.set_pictures(&session.pictures);
    let theme = theme(bench);
    stages
        .update(session.dossier(), 1, &session.look, theme, &Progress::new())
        .map_err(|_| "The layout was stopped.".to_owned())?;
    let scene = stages.scene();
    if let Some(refused) = scene.chart.as_ref().and_then(|chart| chart.refused.as_ref()) {
        return Err(format!("{}: {}", refused.message, refused.help));
    }
    report.add("layout and scene", read.elapsed().as_secs_f64(), "s");
    let now = Instant::now();
    let stock = Arc::new(PackedScene::new(scene, None));
    report.add("stock", now.elapsed().as_secs_f64(), "s");
    let (nodes, lines) = (stock.scene.nodes.len(), stock.scene.lines.len());
    let (node_bytes, line_bytes) = stock.bytes();
    report.add("nodes", nodes as f64, "");
    report.add("lines", lines as f64, "");
    report.add("memory per node", node_bytes as f64 / nodes.max(1) as f64, "bytes");
    report.add("memory per line", line_bytes as f64 / lines.max(1) as f64, "bytes");
    Ok((session, stock, read))
}

fn theme(bench: &Bench) -> &'static Theme {
    Theme::named(&bench.theme).unwrap_or(&Theme::LIGHT)
}

/// Reads a table `node,x,y`.
fn places(path: &Path, dossier: &Dossier) -> Result<std::collections::BTreeMap<EntityId, (f32, f32)>, String> {
    let failed = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    let bytes = crate::dossier::storage::read_named(path).map_err(|p| p.message)?;
    let mut rows = csv::Reader::from_reader(bytes.as_slice());
    let mut out = Vec::new();
    for row in rows.deserialize::<(String, f32, f32)>() {
        let (id, x, y) = row.map_err(|e| failed(&e))?;
        if !(x.is_finite() && y.is_finite()) {
            return Err(failed(&format!("the position of {id} is not a number")));
        }
        let is_there = dossier.entity_by_id(&id).is_some();
        out.push((EntityId::new(if is_there { &id } else { exchange::text_of_cell(&id) }), (x, y)));
    }
    Ok(spread(out).into_iter().collect())
}

/// Layouts of bare graphs have edges about 1 long; nodes need room for their shapes.
fn spread(mut places: Vec<(EntityId, (f32, f32))>) -> Vec<(EntityId, (f32, f32))> {
    let low = |of: fn(&(f32, f32)) -> f32| places.iter().map(|(_, p)| of(p)).fold(f32::INFINITY, f32::min);
    let high = |of: fn(&(f32, f32)) -> f32| places.iter().map(|(_, p)| of(p)).fold(f32::NEG_INFINITY, f32::max);
    let area = (high(|p| p.0) - low(|p| p.0)) * (high(|p| p.1) - low(|p| p.1));
    let scale = (places.len() as f32 * ROOM * ROOM / area.max(1e-6)).sqrt();
    if scale > 1.0 && scale.is_finite() {
        places.iter_mut().for_each(|(_, p)| *p = (p.0 * scale, p.1 * scale));
    }
    places
}

/// A target on the adapter that frames are drawn to.
struct Target {
    texture: wgpu::Texture,
    view: wgpu::TextureView,
}

impl Target {
    fn new(device: &wgpu::Device, format: wgpu::TextureFormat, width: u32, height: u32) -> Target {
        let texture = device.create_texture(&wgpu::TextureDescriptor {
            label: Some("measured"),
            size: wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        Target { texture, view }
    }
}

/// How one frame went, in milliseconds: CPU time of this thread by part, and what passed on the wall
/// until all was sent and until the adapter was done.
#[derive(Clone, Copy, Debug, Default)]
struct Went {
    query: f64,
    tiles: f64,
    labels: f64,
    /// What egui paints over rows.
    rows: f64,
    picking: f64,
    upload: f64,
    encode: f64,
    wall: f64,
    adapter: f64,
    sent: Sent,
}

impl Went {
    fn ours(&self) -> f64 {
        self.query + self.tiles + self.labels + self.rows + self.picking + self.upload + self.encode
    }
}

struct Rig {
    offscreen: Offscreen,
    target: Target,
    gpu: Gpu,
    planner: Planner,
    woken: Arc<AtomicBool>,
    size: (f32, f32),
    scale: f32,
    theme: &'static Theme,
    clock: f64,
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

impl Rig {
    fn new(bench: &Bench) -> Result<Rig, String> {
        let offscreen = Offscreen::new()?;
        let state = offscreen.state();
        let (device, queue, format) = (&state.device, &state.queue, state.target_format);
        let pixels = |points: u32| ((points as f32 * bench.scale).round() as u32).max(1);
        let target = Target::new(device, format, pixels(bench.size.0), pixels(bench.size.1));
        let gpu = Gpu::new(device, queue, format);
        let woken = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&woken);
        let planner = Planner::new(move || flag.store(true, Ordering::Relaxed));
        let size = (bench.size.0 as f32, bench.size.1 as f32);
        Ok(Rig { offscreen, target, gpu, planner, woken, size, scale: bench.scale, theme: theme(bench), clock: 0.0 })
    }

    fn view(&self) -> egui::Rect {
        egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(self.size.0, self.size.1))
    }

    /// One frame from the camera to the last pixel.
    fn frame(&mut self, stock: &Arc<PackedScene>, camera: Camera, attention: &Attention, still: bool) -> (Went, Rest) {
        self.clock += 1.0 / 60.0;
        let started = Instant::now();
        let (frame, rest) = self.planner.plan(&FrameRequest {
            stock,
            camera,
            size: self.size,
            scale: self.scale,
            theme: self.theme,
            overlay: &attention.overlay,
            dims: attention.dims,
            first: &attention.first,
            bright: &attention.bright,
            bright_lines: &attention.bright_lines,
            now: self.clock,
            still,
        });
        let took = self.planner.took;
        let begun = cpu_time();
        // The pointer rests in the middle.
        let hit = match &stock.scene.chart {
            Some(chart) => row_hit(stock, chart, camera.centre, camera.zoom),
            None => {
                let lines = !self.planner.is_crowded();
                let reach = PickReach { target: 12.0 / camera.zoom, edge: 4.0 / camera.zoom, lines };
                picking::at(stock, camera.centre, reach)
            }
        };
        std::hint::black_box(hit);
        let picked = cpu_time();
        let state = self.offscreen.state();
        self.gpu.prepare(&state.device, &state.queue, &frame);
        let uploaded = cpu_time();
        let (buffer, sent) = self.encode(&frame);
        let encoded = cpu_time();
        let sent_off = Instant::now();
        self.offscreen.finish(buffer);
        let went = Went {
            query: ms(took.query),
            tiles: ms(took.tiles),
            labels: ms(took.labels),
            rows: 0.0,
            picking: ms(picked - begun),
            upload: ms(uploaded - picked),
            encode: ms(encoded - uploaded),
            wall: ms(sent_off - started),
            adapter: ms(sent_off.elapsed()),
            sent,
        };
        (went, rest)
    }

    fn encode(&self, frame: &GpuFrame) -> (wgpu::CommandBuffer, Sent) {
        let device = &self.offscreen.state().device;
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some("measured") });
        let ground = self.theme.canvas;
        let part = |v: u8| f64::from(v) / 255.0;
        let clear = wgpu::Color { r: part(ground.r), g: part(ground.g), b: part(ground.b), a: 1.0 };
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("measured"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &self.target.view,
                resolve_target: None,
                ops: wgpu::Operations { load: wgpu::LoadOp::Clear(clear), store: wgpu::StoreOp::Store },
                depth_slice: None,
            })],
            ..Default::default()
        });
        let sent = self.gpu.paint(&mut pass, frame);
        drop(pass);
        (encoder.finish(), sent)
    }

    /// Frames until nothing more is being made.
    fn settle(&mut self, stock: &Arc<PackedScene>, camera: Camera, attention: &Attention) {
        let begun = Instant::now();
        for _ in 0..400 {
            let (_, rest) = self.frame(stock, camera, attention, true);
            if !(rest.fading || rest.waiting) || begun.elapsed() > Duration::from_secs(60) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn picture(&mut self, bench: &Bench, stock: &Arc<PackedScene>, camera: Camera, name: &str) -> Result<(), String> {
        let Some(folder) = &bench.pictures else { return Ok(()) };
        self.settle(stock, camera, &Attention::default());
        let pixels = self.offscreen.read(&self.target.texture)?;
        let path = folder.join(format!("{name}.png"));
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, pixels.width, pixels.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let written = encoder.write_header().and_then(|mut w| {
            w.write_image_data(&pixels.rgba)?;
            w.finish()
        });
        written.map_err(|e| e.to_string())?;
        crate::dossier::storage::write_atomic(&path, &bytes).map(|_| ()).map_err(|p| p.message)
    }
}

// In one piece: the measurements in the order in which they warm things up for each other.
fn canvas(bench: &Bench) -> Result<Report, String> {
    let mut report = Report::default();
    // As in the window, the adapter is there before the file is read.
    let mut rig = Rig::new(bench)?;
    let (session, stock, read) = open(bench, &mut report)?;
    let info = rig.offscreen.state().adapter.get_info();
    report.adapter = format!("{} ({:?})", info.name, info.backend);
    let view = rig.view();
    let nothing = Attention::default();
    let heart = heart(&stock);
    let at = |share: f64| path(&stock, view, heart, share);
    // From reading to something to look at, and to the finished picture.
    rig.frame(&stock, at(0.0), &nothing, true);
    report.add("first frame after reading", read.elapsed().as_secs_f64(), "s");
    let mut rough = None;
    for _ in 0..2000 {
        rig.woken.store(false, Ordering::Relaxed);
        let (went, rest) = rig.frame(&stock, at(0.0), &nothing, true);
        let seen = went.sent.tiles > 0 || went.sent.lines > 0 || stock.scene.lines.is_empty();
        if seen {
            rough.get_or_insert(read.elapsed());
        }
        if !rest.waiting {
            break;
        }
        while !rig.woken.load(Ordering::Relaxed) && !rest.fading {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    report.add("first lines after reading", rough.unwrap_or_default().as_secs_f64(), "s");
    report.add("finished picture after reading", read.elapsed().as_secs_f64(), "s");

    // An empty frame of the same size: what the adapter takes for nothing.
    let empty = Arc::new(PackedScene::default());
    let bare: Vec<f64> = (0..20).map(|_| rig.frame(&empty, Camera::default(), &nothing, true).0.adapter).collect();
    report.add("adapter empty median", Spread::of(bare).median, "ms");
    rig.frame(&stock, at(0.0), &nothing, true);
    rig.settle(&stock, at(0.0), &nothing);

    let frames = bench.frames.max(2);
    let mut over = stock.scene.chart.is_some().then(RowsPainter::default);
    let frame = |n: u32| {
        let camera = at(f64::from(n) / f64::from(frames - 1));
        let mut went = rig.frame(&stock, camera, &nothing, false).0;
        if let Some(rows) = &mut over {
            went.rows = rows.frame(&session, &stock, rig.theme, (view, bench.scale), camera);
        }
        went
    };
    let all: Vec<Went> = (0..frames).map(frame).collect();
    let spread = |of: &dyn Fn(&Went) -> f64| Spread::of(all.iter().map(of).collect());
    report.spread(("ours median", "ours p99"), spread(&Went::ours));
    report.spread(("wall median", "wall p99"), spread(&|w| w.wall));
    report.spread(("query median", "query p99"), spread(&|w| w.query));
    report.spread(("tiles median", "tiles p99"), spread(&|w| w.tiles));
    report.spread(("labels median", "labels p99"), spread(&|w| w.labels));
    if over.is_some() {
        report.spread(("rows median", "rows p99"), spread(&|w| w.rows));
    }
    report.spread(("picking median", "picking p99"), spread(&|w| w.picking));
    report.spread(("upload median", "upload p99"), spread(&|w| w.upload));
    report.spread(("encode median", "encode p99"), spread(&|w| w.encode));
    report.spread(("adapter median", "adapter p99"), spread(&|w| w.adapter));
    let whole = spread(&|w| w.wall + w.adapter);
    report.add("frames", 1e3 / whole.median.max(1e-6), "1/s");
    let most = |of: &dyn Fn(&Sent) -> u64| all.iter().map(|w| of(&w.sent)).max().unwrap_or(0) as f64;
    let sum = |of: &dyn Fn(&Sent) -> u64| all.iter().map(|w| of(&w.sent)).sum::<u64>() as f64 / f64::from(frames);
    report.add("geometry sent most", most(&|s| s.geometry), "bytes");
    report.add("small buffers sent mean", sum(&|s| s.small), "bytes");
    report.add("pictures sent mean", sum(&|s| s.pictures), "bytes");
    report.add("nodes drawn mean", sum(&|s| s.nodes.into()), "");
    report.add("lines drawn mean", sum(&|s| s.lines.into()), "");
    report.add("tiles drawn mean", sum(&|s| s.tiles.into()), "");
    report.add("letters drawn mean", sum(&|s| s.letters.into()), "");
    report.add("calls mean", sum(&|s| s.calls.into()), "");
    for (place, name) in [(0.0, "far"), (0.38, "nearer"), (0.5, "near")] {
        rig.picture(bench, &stock, at(place), name)?;
    }
    hovering(&mut rig, session, &stock, over, &mut report);
    Ok(report)
}

/// Hovering over nodes of many relations and few, selecting them, and dragging one.
fn hovering(
    rig: &mut Rig,
    mut session: Session,
    stock: &Arc<PackedScene>,
    mut over: Option<RowsPainter>,
    report: &mut Report,
) {
    let camera = path(stock, rig.view(), heart(stock), 0.0);
    rig.settle(stock, camera, &Attention::default());
    let mut attention = Attention::default();
    let mut best: Vec<u32> = Vec::new();
    let all = [f32::MIN, f32::MIN, f32::MAX, f32::MAX];
    stock.node_tree.best(all, &mut Default::default(), |n| {
        best.push(n);
        best.len() < 60
    });
    let thing = |n: u32| ItemId::Entity(EntityId::new(Arc::clone(&stock.scene.nodes[n as usize].id)));
    let mut times = Vec::new();
    let mut bytes = 0;
    let step = (stock.scene.nodes.len() / 60).max(1);
    let some = (0..60).map(|i| (i * step % stock.scene.nodes.len().max(1)) as u32);
    let nodes: Vec<u32> = best.iter().copied().zip(some).flat_map(|(a, b)| [a, b]).collect();
    for (number, node) in nodes.iter().enumerate() {
        let begun = cpu_time();
        let action = if number % 3 == 2 {
            Action::Select(vec![thing(*node)], super::action::SelectHow::Replace)
        } else {
            Action::Hover(Some(thing(*node)))
        };
        let _ = session.perform(action);
        attention.update(&session, stock, None);
        let updated = ms(cpu_time() - begun);
        let (went, _) = rig.frame(stock, camera, &attention, false);
        let view = (rig.view(), rig.scale);
        let rows = over.as_mut().map_or(0.0, |rows| rows.frame(&session, stock, rig.theme, view, camera));
        times.push(updated + went.ours() + rows);
        bytes = bytes.max(went.sent.small + went.sent.geometry);
    }
    report.spread(("hovering median", "hovering p99"), Spread::of(times));
    report.add("hovering sent most", bytes as f64, "bytes");
    let Some(&node) = best.first().filter(|_| stock.scene.chart.is_none()) else { return };
    let from = stock.scene.nodes[node as usize].at;
    let mut moving = Moving::default();
    let mut times = Vec::new();
    for number in 0..60u16 {
        moving.step += 1;
        moving.places.insert(
            EntityId::new(Arc::clone(&stock.scene.nodes[node as usize].id)),
            (from.0 + f32::from(number), from.1),
        );
        let begun = cpu_time();
        attention.update(&session, stock, Some(&moving));
        let updated = ms(cpu_time() - begun);
        times.push(updated + rig.frame(stock, camera, &attention, false).0.ours());
    }
    let spread = Spread::of(times);
    report.spread(("dragging median", "dragging p99"), spread);
    report.add("dragging", 1e3 / spread.median.max(1e-6), "steps/s");
}

/// A picture of a dossier's scene as the canvas draws it at rest, `zoom` times as large as when all of
/// it is in view, around an entity or around its middle.
///
/// # Errors
/// A message for the person if there is no adapter.
pub fn picture(bench: &Bench, zoom: f64, around: Option<&str>) -> Result<super::app::Pixels, String> {
    let (session, stock, _) = open(bench, &mut Report::default())?;
    let mut rig = Rig::new(bench)?;
    let mut camera = Camera::fitting(rig.view(), stock.scene.bounds, 2.0);
    camera.zoom *= zoom;
    let index = around.and_then(|id| session.dossier().entity_index(id));
    if let Some(node) = index.and_then(|i| stock.scene.node_of(session.dossier(), i)) {
        camera.centre = stock.scene.nodes[node].centre();
    }
    rig.settle(&stock, camera, &Attention::default());
    rig.offscreen.read(&rig.target.texture)
}

/// Frames of whole windows: nothing in it, the file, and the file drawn by egui's own painter.
fn windows(bench: &Bench) -> Result<Report, String> {
    let mut report = Report::default();
    let (session, stock, _) = open(bench, &mut report)?;
    let view = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(bench.size.0 as f32, bench.size.1 as f32));
    let heart = heart(&stock);
    let at = |share: f64| path(&stock, view, heart, share);
    let start = Start { theme: Some(bench.theme.clone()), ..Start::default() };
    let frames = bench.frames.max(2);
    let mut times = Vec::new();
    for full in [false, true] {
        let shown = full.then(|| (session.document.clone(), session.look.clone(), Arc::clone(&stock)));
        let mut window = super::app::Measured::new(start.clone(), bench.size, bench.scale, shown)?;
        let mut all = Vec::new();
        for number in 0..frames {
            let begun = Instant::now();
            window.frame(at(f64::from(number) / f64::from(frames - 1)))?;
            all.push(ms(begun.elapsed()));
        }
        report.adapter = window.adapter();
        times.push(Spread::of(all));
    }
    report.spread(("empty window median", "empty window p99"), times[0]);
    report.spread(("window median", "window p99"), times[1]);
    report.add("ratio", times[1].median / times[0].median.max(1e-6), "");
    // A few are enough: each takes long.
    let few = frames.min(20);
    let painter = painter::frames(&stock, bench.size, bench.scale, theme(bench), few, at)?;
    report.spread(("painter median", "painter p99"), painter);
    report.add("painter to window", painter.median / times[1].median.max(1e-6), "");
    Ok(report)
}
