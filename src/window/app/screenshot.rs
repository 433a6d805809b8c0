//! The window drawn into a picture file without a window system: the same frame, the same
//! renderer, on whatever graphics adapter there is (a software one will do).

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use egui::{Pos2, RawInput, Rect, Vec2};
use egui_wgpu::wgpu;
use egui_wgpu::{RenderState, RendererOptions, ScreenDescriptor, WgpuConfiguration, WgpuSetup, WgpuSetupCreateNew};

use super::{App, Start};
use crate::dossier::document::Document;
use crate::picture::stages::ViewSettings;
use crate::window::canvas::packed_scene::PackedScene;

/// How long to wait for the adapter.
const ADAPTER_TIMEOUT: Duration = Duration::from_secs(20);
/// How long to wait for the frame to settle, by the clock.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(120);
/// The largest side of a picture, in pixels: what every adapter can do.
const LARGEST_SIDE: f32 = 8192.0;

/// Pixels, four bytes each (red, green, blue, opacity), rows from the top.
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The bytes.
    pub rgba: Vec<u8>,
}

/// Draws the window of `size` points at `scale` pixels a point, once all in it has settled.
///
/// # Errors
/// A message for the person: no such file, view or record, no adapter, picture too large.
pub fn take(start: Start, size: (u32, u32), scale: f32) -> Result<Pixels, String> {
    let size = Vec2::new(size.0 as f32, size.1 as f32);
    let in_range = |side: f32| (1.0..=LARGEST_SIDE).contains(&(side * scale));
    if !(in_range(size.x) && in_range(size.y)) {
        return Err(format!("A screenshot's sides must be 1 to {LARGEST_SIDE} pixels."));
    }
    let ctx = egui::Context::default();
    let asked = start.clone();
    let mut app = App::new(&ctx, Start { still: true, ..start });
    if let Some(why) = not_there(&app.session.document, &asked) {
        return Err(why);
    }
    let renderer = Offscreen::new()?;
    app.draw_to(renderer.state.target_format);
    let mut time = 0.0;
    let started = Instant::now();
    let mut textures = egui::TexturesDelta::default();
    let mut settled_frames = 0;
    loop {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
            time: Some(time),
            max_texture_side: Some(LARGEST_SIDE as usize),
            focused: true,
            ..RawInput::default()
        };
        let viewport = input.viewports.entry(egui::ViewportId::ROOT).or_default();
        viewport.native_pixels_per_point = Some(scale);
        let output = ctx.run_ui(input, |ui| {
            app.logic(ui.ctx());
            app.show(ui);
        });
        textures.append(output.textures_delta);
        time += 0.1;
        settled_frames = if app.is_settled() { settled_frames + 1 } else { 0 };
        // Some of egui's sizes come right only in the frame after.
        if settled_frames >= 4 || started.elapsed() > SETTLE_TIMEOUT {
            return renderer.draw(&ctx, output.shapes, textures, size, scale);
        }
        if settled_frames == 0 {
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

/// What was asked for and is not there: in a window that is seen, in a picture made by a script it
/// may not be.
fn not_there(document: &Document, asked: &Start) -> Option<String> {
    if let Some(problem) = document.unreadable() {
        let help = problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        return Some(format!("{}{help}", problem.message));
    }
    let dossier = &document.dossier;
    if let Some(name) = asked.view.as_ref().filter(|name| dossier.views.iter().all(|view| view.name != **name)) {
        return Some(format!("the dossier has no view `{name}`"));
    }
    let is_there = |id: &String| dossier.entity_by_id(id).is_some() || dossier.relation_by_id(id).is_some();
    let missing = asked.select.iter().find(|id| !is_there(id))?;
    Some(format!("the dossier has no entity or relation `{missing}`"))
}

/// A graphics adapter without a window.
pub struct Offscreen {
    state: RenderState,
}

impl Offscreen {
    /// The adapter that there is.
    ///
    /// # Errors
    /// A message for the person if there is none.
    pub(crate) fn new() -> Result<Self, String> {
        let setup = WgpuSetup::CreateNew(WgpuSetupCreateNew::without_display_handle());
        let instance = pollster::block_on(setup.new_instance());
        let config = WgpuConfiguration { wgpu_setup: setup, ..WgpuConfiguration::default() };
        let state = RenderState::create(&config, &instance, None, RendererOptions::PREDICTABLE);
        let state = pollster::block_on(state).map_err(|e| {
            format!(
                "No graphics adapter can be used ({e}). On Debian or Ubuntu the package \
                 mesa-vulkan-drivers brings one that draws in software; `chancery figure` needs none."
            )
        })?;
        Ok(Offscreen { state })
    }

    /// Device, queue and format.
    pub(crate) fn state(&self) -> &RenderState {
        &self.state
    }

    /// Hands commands over and waits until they are done.
    pub(crate) fn finish(&self, commands: wgpu::CommandBuffer) {
        self.state.queue.submit([commands]);
        // Timeouts are reported by the caller that reads the pixels.
        let _ = self.state.device.poll(wgpu::PollType::Wait { submission_index: None, timeout: Some(ADAPTER_TIMEOUT) });
    }

    fn draw(
        &self,
        ctx: &egui::Context,
        shapes: Vec<egui::epaint::ClippedShape>,
        textures: egui::TexturesDelta,
        size: Vec2,
        scale: f32,
    ) -> Result<Pixels, String> {
        let texture = self.target(size, scale);
        self.render(ctx, shapes, textures, &texture, scale);
        self.read(&texture)
    }

    /// Something to draw to.
    pub(crate) fn target(&self, size: Vec2, scale: f32) -> wgpu::Texture {
        let (width, height) = ((size.x * scale).round() as u32, (size.y * scale).round() as u32);
        self.state.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("screenshot"),
            size: wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: self.state.target_format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        })
    }

    /// Draws what egui has, and waits until it is there.
    pub(crate) fn render(
        &self,
        ctx: &egui::Context,
        shapes: Vec<egui::epaint::ClippedShape>,
        mut textures: egui::TexturesDelta,
        texture: &wgpu::Texture,
        scale: f32,
    ) {
        let (device, queue) = (&self.state.device, &self.state.queue);
        let mut renderer = self.state.renderer.write();
        for (id, images) in textures.set.drain() {
            for image in images {
                renderer.update_texture(device, queue, id, &image);
            }
        }
        let screen = ScreenDescriptor { pixels_per_point: scale, size_in_pixels: [texture.width(), texture.height()] };
        let meshes = ctx.tessellate(shapes, scale);
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some("screenshot") });
        let mut commands = renderer.update_buffers(device, queue, &mut encoder, &meshes, &screen);
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        {
            let mut pass = encoder
                .begin_render_pass(&wgpu::RenderPassDescriptor {
                    label: Some("screenshot"),
                    color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                        view: &view,
                        resolve_target: None,
                        ops: wgpu::Operations {
                            load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                            store: wgpu::StoreOp::Store,
                        },
                        depth_slice: None,
                    })],
                    ..Default::default()
                })
                .forget_lifetime();
            renderer.render(&mut pass, &meshes, &screen);
        }
        let last = encoder.finish();
        if !commands.is_empty() {
            queue.submit(std::mem::take(&mut commands));
        }
        drop(renderer);
        self.finish(last);
    }

    /// Reads what was drawn.
    ///
    /// # Errors
    /// A message for the person if the adapter does not answer.
    pub(crate) fn read(&self, texture: &wgpu::Texture) -> Result<Pixels, String> {
        let (device, queue) = (&self.state.device, &self.state.queue);
        let (width, height) = (texture.width(), texture.height());
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some("read") });
        // Rows of a copied texture must start at multiples of this.
        let row = (width * 4).next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
        let buffer = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("screenshot"),
            size: u64::from(row) * u64::from(height),
            usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        encoder.copy_texture_to_buffer(
            texture.as_image_copy(),
            wgpu::TexelCopyBufferInfo {
                buffer: &buffer,
                layout: wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(row), rows_per_image: None },
            },
            wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
        );
        queue.submit([encoder.finish()]);
        let (sender, receiver) = channel();
        buffer.slice(..).map_async(wgpu::MapMode::Read, move |result| drop(sender.send(result)));
        let failed = |what: &dyn std::fmt::Display| format!("The graphics adapter did not respond: {what}");
        device
            .poll(wgpu::PollType::Wait { submission_index: None, timeout: Some(ADAPTER_TIMEOUT) })
            .map_err(|e| failed(&e))?;
        receiver.recv().map_err(|e| failed(&e))?.map_err(|e| failed(&e))?;
        let mapped = buffer.slice(..).get_mapped_range().map_err(|e| failed(&e))?;
        let mut rgba = Vec::with_capacity((width * height * 4) as usize);
        for line in mapped.chunks_exact(row as usize) {
            rgba.extend_from_slice(&line[..(width * 4) as usize]);
        }
        let blue_first =
            matches!(self.state.target_format, wgpu::TextureFormat::Bgra8Unorm | wgpu::TextureFormat::Bgra8UnormSrgb);
        for pixel in rgba.as_chunks_mut::<4>().0 {
            if blue_first {
                pixel.swap(0, 2);
            }
            pixel[3] = 255;
        }
        Ok(Pixels { width, height, rgba })
    }
}

/// A window that is measured: the whole frame, drawn to a picture that nobody looks at.
pub struct Measured {
    ctx: egui::Context,
    app: App,
    offscreen: Offscreen,
    texture: wgpu::Texture,
    size: Vec2,
    scale: f32,
    time: f64,
}

/// A document, how it is looked at, and its scene.
pub(crate) type PreparedScene = (Document, ViewSettings, Arc<PackedScene>);

impl Measured {
    /// A window on what is shown, or on nothing.
    ///
    /// # Errors
    /// A message for the person if there is no adapter.
    pub fn new(start: Start, size: (u32, u32), scale: f32, shown: Option<PreparedScene>) -> Result<Self, String> {
        let size = Vec2::new(size.0 as f32, size.1 as f32);
        let ctx = egui::Context::default();
        let mut app = App::new(&ctx, Start { still: true, ..start });
        match shown {
            Some((document, look, stock)) => app.measure(document, Some(look), stock),
            None => app.measure(crate::dossier::document::empty(), None, Arc::default()),
        }
        let offscreen = Offscreen::new()?;
        app.draw_to(offscreen.state.target_format);
        let texture = offscreen.target(size, scale);
        let mut measured = Measured { ctx, app, offscreen, texture, size, scale, time: 0.0 };
        for _ in 0..400 {
            measured.frame(measured.app.canvas().camera())?;
            if measured.app.is_settled() {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(measured)
    }

    /// Name and interface of the adapter.
    pub(crate) fn adapter(&self) -> String {
        let info = self.offscreen.state.adapter.get_info();
        format!("{} ({:?})", info.name, info.backend)
    }

    /// The window's content, for tests.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The device that it is drawn with, for tests.
    pub fn device(&self) -> &wgpu::Device {
        &self.offscreen.state.device
    }

    /// What the last frame drew.
    ///
    /// # Errors
    /// A message for the person if the adapter does not answer.
    pub fn pixels(&self) -> Result<Pixels, String> {
        self.offscreen.read(&self.texture)
    }

    /// Goes on with another device in another context, as the window does after a loss or a fault.
    ///
    /// # Errors
    /// A message for the person if there is no adapter.
    pub fn move_house(&mut self, why: super::Reopened) -> Result<(), String> {
        self.ctx = egui::Context::default();
        self.offscreen = Offscreen::new()?;
        self.texture = self.offscreen.target(self.size, self.scale);
        self.time = 0.0;
        self.app.move_to(&self.ctx, egui::ThemePreference::Light, why);
        self.app.draw_to(self.offscreen.state.target_format);
        Ok(())
    }

    /// One frame with the camera there.
    ///
    /// # Errors
    /// None so far; what fails is told by reading the picture.
    pub fn frame(&mut self, camera: crate::window::canvas::camera::Camera) -> Result<(), String> {
        self.time += 1.0 / 60.0;
        self.app.look_from(camera);
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(self.time),
            max_texture_side: Some(LARGEST_SIDE as usize),
            focused: true,
            ..RawInput::default()
        };
        let viewport = input.viewports.entry(egui::ViewportId::ROOT).or_default();
        viewport.native_pixels_per_point = Some(self.scale);
        let output = self.ctx.run_ui(input, |ui| {
            self.app.logic(ui.ctx());
            self.app.show(ui);
        });
        self.offscreen.render(&self.ctx, output.shapes, output.textures_delta, &self.texture, self.scale);
        Ok(())
    }
}
