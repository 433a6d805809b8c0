//! The renderer: keeps places and looks of all things on the GPU and draws what a [`GpuFrame`] says.
//! Moving the camera changes a uniform; hovering and selecting fill small buffers; only what has
//! changed of a scene is sent again. One pipeline a primitive. Vertex attributes only, no storage
//! buffers, so that it runs on OpenGL too. Knows no session, no gestures and no egui but the
//! callback in `callback.rs`.

pub(crate) mod callback;
pub(crate) mod frame;
mod pipelines;
pub(crate) mod portraits;
mod shapes;
mod vertex_buffer;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use egui_wgpu::wgpu;

use self::frame::{FrameLook, GpuFrame};
use self::pipelines::{Buffers, Pipelines};
use self::portraits::Portraits;
use super::packed_scene::Changed;
use crate::dossier::model::Shape;
use crate::picture::scene::icons;
use crate::picture::scene::shapes::unit_bounds;

/// Pixels along the side of a tile of density.
pub(crate) const TILE: u32 = 512;
/// Tiles that are kept on the GPU. No multiple of 6: OpenGL would take the texture for cube maps.
pub(crate) const LAYERS: u32 = 50;

/// What a frame sent and drew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sent {
    /// Bytes of places and looks of the scene's things.
    pub(crate) geometry: u64,
    /// Bytes of small buffers: what is brought out, letters, tiles' corners, uniforms.
    pub(crate) small: u64,
    /// Bytes of pictures: letters, tiles.
    pub(crate) pictures: u64,
    /// Nodes and lines drawn one by one, tiles, letters.
    pub(crate) nodes: u32,
    pub(crate) lines: u32,
    pub(crate) tiles: u32,
    pub(crate) letters: u32,
    pub(crate) calls: u32,
}

/// One canvas on the GPU.
pub(crate) struct Gpu {
    id: u64,
    pipelines: Pipelines,
    buffers: Buffers,
    portraits: Portraits,
    /// The stock that the buffers hold.
    holds: u64,
    overlay: u64,
    letters: u64,
    backdrop: u64,
    atlas: u64,
    /// Which picture each layer holds.
    layers: HashMap<u32, u64>,
    /// What the last frame sent.
    pub(crate) sent: Sent,
}

/// Which of the uniforms a draw takes.
#[derive(Clone, Copy)]
enum Stage {
    /// Lines one by one.
    Lines,
    /// Nodes one by one.
    Nodes,
    /// What is brought out.
    Bright,
    /// What lies behind.
    Behind,
}

const STAGES: [Stage; 4] = [Stage::Lines, Stage::Nodes, Stage::Bright, Stage::Behind];
/// Distance of uniforms in their buffer: what every adapter can align to.
const STRIDE: u64 = 512;

impl Gpu {
    /// For targets of a format.
    pub(crate) fn new(device: &wgpu::Device, queue: &wgpu::Queue, format: wgpu::TextureFormat) -> Self {
        let pipelines = Pipelines::new(device, queue, format);
        let buffers = Buffers::new(device, &pipelines);
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Gpu {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            pipelines,
            buffers,
            portraits: Portraits::new(device),
            holds: u64::MAX,
            overlay: 0,
            letters: 0,
            backdrop: 0,
            atlas: 0,
            layers: HashMap::new(),
            sent: Sent::default(),
        }
    }

    /// Sends what the frame needs and is not there yet.
    pub(crate) fn prepare(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, frame: &GpuFrame) {
        self.sent = Sent::default();
        self.send_stock(device, queue, frame);
        self.send_small(device, queue, frame);
        self.send_pictures(device, queue, frame);
        let uniforms: Vec<u8> = STAGES
            .iter()
            .flat_map(|stage| {
                let (strength, opacity) = match stage {
                    Stage::Lines => (frame.look.strength, frame.lines_opacity),
                    Stage::Nodes => (frame.look.strength, frame.nodes_opacity),
                    Stage::Bright => (1.0, 1.0),
                    // What lies behind everything is faint as it is.
                    Stage::Behind => (frame.look.strength.max(0.4), 1.0),
                };
                // What lies behind is made of straight pieces.
                let pieces = if matches!(stage, Stage::Behind) { 1 } else { frame.look.pieces };
                let mut bytes = uniform(&FrameLook { pieces, ..frame.look }, strength, opacity);
                bytes.resize(STRIDE as usize, 0);
                bytes
            })
            .collect();
        queue.write_buffer(&self.buffers.uniforms, 0, &uniforms);
        self.sent.small += uniforms.len() as u64;
    }

    fn send_stock(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, frame: &GpuFrame) {
        let stock = &frame.stock;
        if self.holds == stock.id {
            return;
        }
        let (nodes, lines) = match &stock.changed {
            Changed::Some { nodes, lines } if self.holds == stock.follows => (Some(nodes), Some(lines)),
            _ => (None, None),
        };
        let b = &mut self.buffers;
        let mut sent = 0;
        sent += b.node_places.send(device, queue, &stock.node_places, nodes);
        sent += b.node_styles.send(device, queue, &stock.node_styles, nodes);
        sent += b.line_places.send(device, queue, &stock.line_places, lines);
        sent += b.line_styles.send(device, queue, &stock.line_styles, lines);
        self.sent.geometry += sent;
        self.holds = stock.id;
        // Tables of icons come with the first that is seen: most dossiers have none.
        for (icon, _) in stock.scene.node_looks.iter().filter_map(|look| look.icon) {
            self.sent.pictures += self.pipelines.icon_table(queue, icon);
        }
    }

    fn send_small(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, frame: &GpuFrame) {
        let b = &mut self.buffers;
        let mut sent = 0;
        if self.overlay != frame.overlay.id {
            sent += b.bright_node_places.send(device, queue, &frame.overlay.node_places, None);
            sent += b.bright_node_styles.send(device, queue, &frame.overlay.node_styles, None);
            sent += b.bright_line_places.send(device, queue, &frame.overlay.line_places, None);
            sent += b.bright_line_styles.send(device, queue, &frame.overlay.line_styles, None);
            if let Some(cross) = icons::sign(icons::Sign::Cross).filter(|_| frame.overlay.has_fallen) {
                self.sent.pictures += self.pipelines.icon_table(queue, cross);
            }
            self.overlay = frame.overlay.id;
        }
        if self.letters != frame.letters.id {
            sent += b.letters.send(device, queue, &frame.letters.letters, None);
            self.letters = frame.letters.id;
        }
        if self.backdrop != frame.backdrop.id {
            sent += b.areas.send(device, queue, &frame.backdrop.areas, None);
            sent += b.behind_places.send(device, queue, &frame.backdrop.line_places, None);
            sent += b.behind_styles.send(device, queue, &frame.backdrop.line_styles, None);
            self.backdrop = frame.backdrop.id;
        }
        let quads: Vec<[u32; 10]> = frame
            .line_tiles
            .iter()
            .chain(&frame.node_tiles)
            .map(|t| {
                let bits = |v: [f32; 4]| v.map(f32::to_bits);
                let ([a, b, c, d], [e, f, g, h]) = (bits(t.area), bits(t.within));
                [a, b, c, d, e, f, g, h, t.layer, (t.opacity.clamp(0.0, 1.0) * 255.0).round() as u32]
            })
            .collect();
        sent += b.tiles.send(device, queue, &quads, None);
        self.sent.small += sent;
    }

    fn send_pictures(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, frame: &GpuFrame) {
        for upload in &frame.tile_uploads {
            if self.layers.insert(upload.layer, upload.id) != Some(upload.id) {
                let size = wgpu::Extent3d { width: TILE, height: TILE, depth_or_array_layers: 1 };
                let tiles = self.buffers.tile_pictures(device, &self.pipelines);
                write(queue, tiles, [0, 0, upload.layer], size, &upload.pixels, 4);
                self.sent.pictures += upload.pixels.len() as u64;
            }
        }
        let (texture, small, pictures) = self.portraits.send(device, queue, &frame.portraits, &frame.bright_portraits);
        if let Some(texture) = texture {
            self.buffers.portraits_of(device, &self.pipelines, texture);
        }
        self.sent.small += small;
        self.sent.pictures += pictures;
        if self.atlas != frame.atlas.id {
            self.buffers.atlas_of(device, &self.pipelines, frame.atlas.side.max(1));
            for patch in &frame.atlas.patches {
                let size = wgpu::Extent3d { width: patch.size[0], height: patch.size[1], depth_or_array_layers: 1 };
                write(queue, &self.buffers.atlas, [patch.at[0], patch.at[1], 0], size, &patch.texels, 2);
                self.sent.pictures += patch.texels.len() as u64;
            }
            self.atlas = frame.atlas.id;
        }
        if let Ok(mut ack) = frame.ack.lock() {
            ack.renderer = self.id;
            ack.atlas = self.atlas;
            ack.tiles.extend(frame.tile_uploads.iter().map(|u| u.id));
        }
    }

    /// Draws a frame that was prepared, from the back to the front.
    pub(crate) fn paint(&self, pass: &mut wgpu::RenderPass<'_>, frame: &GpuFrame) -> Sent {
        let mut sent = self.sent;
        pass.set_bind_group(1, &self.buffers.pictures, &[]);
        self.backdrop(pass, frame, &mut sent);
        let line_tiles = frame.line_tiles.len() as u32;
        self.tiles(pass, Stage::Lines, 0..line_tiles, &mut sent);
        self.lines(pass, frame, &mut sent);
        // What is brought out of lines lies on other lines and under nodes.
        self.bright_lines(pass, frame, &mut sent);
        self.tiles(pass, Stage::Nodes, line_tiles..line_tiles + frame.node_tiles.len() as u32, &mut sent);
        self.nodes(pass, frame, &mut sent);
        let portraits = self.portraits.count() - self.portraits.bright;
        self.pictures_of_nodes(pass, Stage::Nodes, 0..portraits, &mut sent);
        self.bright_nodes(pass, frame, &mut sent);
        self.pictures_of_nodes(pass, Stage::Bright, portraits..self.portraits.count(), &mut sent);
        self.letters(pass, frame, &mut sent);
        sent
    }

    /// What follows is drawn with the uniforms of a stage.
    fn set_stage(&self, pass: &mut wgpu::RenderPass<'_>, stage: Stage) {
        pass.set_bind_group(0, &self.buffers.view, &[(stage as u64 * STRIDE) as u32]);
    }

    fn backdrop(&self, pass: &mut wgpu::RenderPass<'_>, frame: &GpuFrame, sent: &mut Sent) {
        let (p, b, backdrop) = (&self.pipelines, &self.buffers, &frame.backdrop);
        let all = backdrop.line_places.len() as u32;
        let under = backdrop.under.min(all);
        self.straight_lines(pass, 0..under, sent);
        if !backdrop.areas.is_empty() {
            pass.set_pipeline(&p.areas);
            self.set_stage(pass, Stage::Behind);
            pass.set_vertex_buffer(0, b.areas.slice());
            pass.draw(0..3, 0..backdrop.areas.len() as u32);
            sent.calls += 1;
        }
        self.straight_lines(pass, under..all, sent);
    }

    /// Some lines of the backdrop.
    fn straight_lines(&self, pass: &mut wgpu::RenderPass<'_>, range: std::ops::Range<u32>, sent: &mut Sent) {
        if range.is_empty() {
            return;
        }
        pass.set_pipeline(&self.pipelines.strokes);
        self.set_stage(pass, Stage::Behind);
        pass.set_vertex_buffer(0, self.buffers.behind_places.slice());
        pass.set_vertex_buffer(1, self.buffers.behind_styles.slice());
        pass.draw(0..4, range);
        sent.calls += 1;
    }

    fn lines(&self, pass: &mut wgpu::RenderPass<'_>, frame: &GpuFrame, sent: &mut Sent) {
        if frame.lines.is_empty() || frame.lines_opacity <= 0.0 {
            return;
        }
        let (p, b) = (&self.pipelines, &self.buffers);
        self.set_stage(pass, Stage::Lines);
        pass.set_vertex_buffer(0, b.line_places.slice());
        pass.set_vertex_buffer(1, b.line_styles.slice());
        pass.set_pipeline(&p.strokes);
        for range in &frame.lines {
            pass.draw(0..stroke_vertices(frame), range.clone());
            sent.calls += 1;
            sent.lines += range.len() as u32;
        }
        if frame.look.tip > 0.0 {
            pass.set_pipeline(&p.heads);
            for range in &frame.lines {
                pass.draw(0..4, range.clone());
                sent.calls += 1;
            }
        }
    }

    fn bright_lines(&self, pass: &mut wgpu::RenderPass<'_>, frame: &GpuFrame, sent: &mut Sent) {
        let count = frame.overlay.line_places.len() as u32;
        if count == 0 {
            return;
        }
        let (p, b) = (&self.pipelines, &self.buffers);
        self.set_stage(pass, Stage::Bright);
        pass.set_vertex_buffer(0, b.bright_line_places.slice());
        pass.set_vertex_buffer(1, b.bright_line_styles.slice());
        pass.set_pipeline(&p.strokes);
        pass.draw(0..stroke_vertices(frame), 0..count);
        sent.calls += 1;
        sent.lines += count;
        if frame.look.tip > 0.0 {
            pass.set_pipeline(&p.heads);
            pass.draw(0..4, 0..count);
            sent.calls += 1;
        }
        if frame.overlay.has_fallen {
            pass.set_pipeline(&p.crosses);
            pass.draw(0..4, 0..count);
            sent.calls += 1;
        }
    }

    fn nodes(&self, pass: &mut wgpu::RenderPass<'_>, frame: &GpuFrame, sent: &mut Sent) {
        if frame.nodes.is_empty() || frame.nodes_opacity <= 0.0 {
            return;
        }
        pass.set_pipeline(&self.pipelines.nodes);
        self.set_stage(pass, Stage::Nodes);
        pass.set_vertex_buffer(0, self.buffers.node_places.slice());
        pass.set_vertex_buffer(1, self.buffers.node_styles.slice());
        for range in &frame.nodes {
            pass.draw(0..4, range.clone());
            sent.calls += 1;
            sent.nodes += range.len() as u32;
        }
    }

    fn bright_nodes(&self, pass: &mut wgpu::RenderPass<'_>, frame: &GpuFrame, sent: &mut Sent) {
        let count = frame.overlay.node_places.len() as u32;
        if count == 0 {
            return;
        }
        pass.set_pipeline(&self.pipelines.nodes);
        self.set_stage(pass, Stage::Bright);
        pass.set_vertex_buffer(0, self.buffers.bright_node_places.slice());
        pass.set_vertex_buffer(1, self.buffers.bright_node_styles.slice());
        pass.draw(0..4, 0..count);
        sent.calls += 1;
        sent.nodes += count;
    }

    /// Halos first, so that none lies on the letters of another name.
    fn letters(&self, pass: &mut wgpu::RenderPass<'_>, frame: &GpuFrame, sent: &mut Sent) {
        let letters = frame.letters.letters.len() as u32;
        if letters == 0 {
            return;
        }
        self.set_stage(pass, Stage::Bright);
        pass.set_vertex_buffer(0, self.buffers.letters.slice());
        pass.set_pipeline(&self.pipelines.halos);
        pass.draw(0..4, 0..letters);
        pass.set_pipeline(&self.pipelines.letters);
        pass.draw(0..4, 0..letters);
        sent.calls += 2;
        sent.letters = letters;
    }

    fn pictures_of_nodes(&self, pass: &mut wgpu::RenderPass<'_>, stage: Stage, range: Range<u32>, sent: &mut Sent) {
        if range.is_empty() {
            return;
        }
        pass.set_pipeline(&self.pipelines.portraits);
        self.set_stage(pass, stage);
        pass.set_vertex_buffer(0, self.portraits.buffer.slice());
        pass.draw(0..4, range);
        sent.calls += 1;
    }

    fn tiles(&self, pass: &mut wgpu::RenderPass<'_>, stage: Stage, range: Range<u32>, sent: &mut Sent) {
        if range.is_empty() {
            return;
        }
        pass.set_pipeline(&self.pipelines.tiles);
        self.set_stage(pass, stage);
        pass.set_vertex_buffer(0, self.buffers.tiles.slice());
        pass.draw(0..4, range.clone());
        sent.calls += 1;
        sent.tiles += range.len() as u32;
    }
}

/// Vertices of the strip that a line is drawn as: two at each end of each of its pieces.
fn stroke_vertices(frame: &GpuFrame) -> u32 {
    frame.look.pieces.clamp(1, 64) * 2 + 2
}

fn write(
    queue: &wgpu::Queue,
    texture: &wgpu::Texture,
    [x, y, z]: [u32; 3],
    size: wgpu::Extent3d,
    bytes: &[u8],
    texel: u32,
) {
    queue.write_texture(
        wgpu::TexelCopyTextureInfo {
            texture,
            mip_level: 0,
            origin: wgpu::Origin3d { x, y, z },
            aspect: wgpu::TextureAspect::All,
        },
        bytes,
        wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(size.width * texel),
            rows_per_image: Some(size.height),
        },
        size,
    );
}

/// The bytes of a uniform, as `common.wgsl` has it.
fn uniform(look: &FrameLook, strength: f32, opacity: f32) -> Vec<u8> {
    let mut words: Vec<f32> = Vec::with_capacity(96);
    words.extend(look.centre);
    words.extend(look.size);
    words.extend([look.zoom, look.point, look.thick, strength]);
    words.extend(look.ground);
    words.extend(look.accent);
    words.extend([look.fan, look.tip, look.pieces.clamp(1, 64) as f32, opacity]);
    words.extend([look.taper[0], look.taper[1], 0.0, 0.0]);
    words.extend(Shape::ALL.iter().flat_map(|(_, shape)| {
        // The quad lies evenly around the centre.
        let reach = unit_bounds(*shape);
        let (down, half) = icons::seat(*shape);
        [reach.x1.max(-reach.x0) as f32, reach.y1.max(-reach.y0) as f32, down as f32, half as f32]
    }));
    words.iter().flat_map(|w| w.to_le_bytes()).collect()
}
