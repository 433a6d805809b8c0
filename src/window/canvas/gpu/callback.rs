//! The renderer within egui: a paint callback. Each canvas has a renderer of its own in egui's
//! store of resources, which dies with the device; a new device gets a new one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use egui_wgpu::wgpu;
use egui_wgpu::{CallbackResources, CallbackTrait, ScreenDescriptor};

use super::frame::GpuFrame;
use super::{Gpu, Sent};

/// Draws a frame where egui says.
pub(crate) struct Callback {
    /// Whose renderer.
    pub(crate) canvas: u64,
    /// What egui draws to.
    pub(crate) format: wgpu::TextureFormat,
    /// What is drawn.
    pub(crate) frame: Arc<GpuFrame>,
    /// Where to tell what was sent and drawn.
    pub(crate) tell: Arc<Mutex<Sent>>,
}

#[derive(Default)]
struct Canvases(HashMap<u64, Gpu>);

impl CallbackTrait for Callback {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        _screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let canvases = resources.entry::<Canvases>().or_insert_with(Canvases::default);
        let gpu = canvases.0.entry(self.canvas).or_insert_with(|| Gpu::new(device, queue, self.format));
        gpu.prepare(device, queue, &self.frame);
        Vec::new()
    }

    fn paint(
        &self,
        _info: egui::PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        if let Some(gpu) = resources.get::<Canvases>().and_then(|c| c.0.get(&self.canvas)) {
            let sent = gpu.paint(pass, &self.frame);
            if let Ok(mut tell) = self.tell.lock() {
                *tell = sent;
            }
        }
    }
}
