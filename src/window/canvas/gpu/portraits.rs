//! Pictures of nodes on the GPU: layers of a texture that go to what was seen last. Made when the first
//! picture is seen; most dossiers have none.

use std::collections::HashMap;

use egui_wgpu::wgpu;

use super::vertex_buffer::VertexBuffer;
use crate::picture::pictures::{THUMBNAIL_LEVELS, THUMBNAIL_SIDE, Thumbnail};
use crate::window::canvas::instance::Portrait;

/// Pictures that are kept on the GPU. No multiple of 6: OpenGL would take the texture for cube maps.
pub(crate) const LAYERS: usize = 128;

/// Where a picture is drawn: place, sizes and traits of its node, and the layer.
pub(crate) type PortraitQuad = [u32; 5];

/// Which picture each layer holds.
#[derive(Default)]
pub(crate) struct Layers {
    /// By the picture's number: the layer, and the frame that it was last wanted in.
    held: HashMap<u64, (u32, u64)>,
    frame: u64,
}

impl Layers {
    /// A layer for a picture, and whether it has to be filled; `None` if all are wanted in this frame.
    fn of(&mut self, picture: u64) -> Option<(u32, bool)> {
        if let Some((layer, wanted)) = self.held.get_mut(&picture) {
            *wanted = self.frame;
            return Some((*layer, false));
        }
        let layer = if self.held.len() < LAYERS {
            self.held.len() as u32
        } else {
            let (&oldest, &(layer, wanted)) =
                self.held.iter().min_by_key(|(number, (_, wanted))| (*wanted, **number))?;
            if wanted == self.frame {
                return None;
            }
            self.held.remove(&oldest);
            layer
        };
        self.held.insert(picture, (layer, self.frame));
        Some((layer, true))
    }
}

/// All that is kept for pictures.
pub(crate) struct Portraits {
    layers: Layers,
    texture: Option<wgpu::Texture>,
    /// What the buffer holds.
    quads: Vec<PortraitQuad>,
    /// How many of them belong to what is brought out: the last.
    pub(crate) bright: u32,
    /// All of them, for drawing.
    pub(crate) buffer: VertexBuffer<PortraitQuad>,
}

impl Portraits {
    /// None yet.
    pub(crate) fn new(device: &wgpu::Device) -> Self {
        let buffer = VertexBuffer::new(device);
        Portraits { layers: Layers::default(), texture: None, quads: Vec::new(), bright: 0, buffer }
    }

    /// How many are drawn.
    pub(crate) fn count(&self) -> u32 {
        self.quads.len() as u32
    }

    /// The texture, made when first needed; and whether it was made just now.
    fn texture(&mut self, device: &wgpu::Device) -> (wgpu::Texture, bool) {
        let is_new = self.texture.is_none();
        let side = THUMBNAIL_SIDE as u32;
        let make = || {
            device.create_texture(&wgpu::TextureDescriptor {
                label: Some("portraits"),
                size: wgpu::Extent3d { width: side, height: side, depth_or_array_layers: LAYERS as u32 },
                mip_level_count: THUMBNAIL_LEVELS as u32,
                sample_count: 1,
                dimension: wgpu::TextureDimension::D2,
                format: wgpu::TextureFormat::Rgba8Unorm,
                usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
                view_formats: &[],
            })
        };
        (self.texture.get_or_insert_with(make).clone(), is_new)
    }

    /// Sends what a frame shows and is not there yet. Yields the texture if it is a new one, and how many
    /// bytes of quads and of pictures were sent.
    pub(crate) fn send(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        portraits: &[Portrait],
        bright: &[Portrait],
    ) -> (Option<wgpu::Texture>, u64, u64) {
        if portraits.is_empty() && bright.is_empty() {
            self.quads.clear();
            self.bright = 0;
            return (None, 0, 0);
        }
        let (texture, is_new) = self.texture(device);
        self.layers.frame += 1;
        let mut pictures = 0;
        let mut quads = |all: &[Portrait]| -> Vec<PortraitQuad> {
            let quad = |portrait: &Portrait| {
                let (layer, empty) = self.layers.of(portrait.picture.id)?;
                if empty {
                    pictures += fill(queue, &texture, layer, &portrait.picture);
                }
                let ([x, y], [.., sizes, traits]) = (portrait.place, portrait.style);
                Some([x, y, sizes, traits, layer])
            };
            all.iter().filter_map(quad).collect()
        };
        // What is brought out comes first, should there not be room for all.
        let above = quads(bright);
        let mut all = quads(portraits);
        self.bright = above.len() as u32;
        all.extend(above);
        let mut small = 0;
        if all != self.quads {
            small = self.buffer.send(device, queue, &all, None);
            self.quads = all;
        }
        (is_new.then_some(texture), small, pictures)
    }
}

/// Puts a picture and its smaller copies into a layer.
fn fill(queue: &wgpu::Queue, texture: &wgpu::Texture, layer: u32, picture: &Thumbnail) -> u64 {
    let mut sent = 0;
    for (level, (side, pixels)) in picture.levels().enumerate() {
        let size = wgpu::Extent3d { width: side as u32, height: side as u32, depth_or_array_layers: 1 };
        queue.write_texture(
            wgpu::TexelCopyTextureInfo {
                texture,
                mip_level: level as u32,
                origin: wgpu::Origin3d { x: 0, y: 0, z: layer },
                aspect: wgpu::TextureAspect::All,
            },
            pixels,
            wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(side as u32 * 4),
                rows_per_image: Some(side as u32),
            },
            size,
        );
        sent += pixels.len() as u64;
    }
    sent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_go_to_what_was_seen_last() {
        let mut layers = Layers { frame: 1, ..Layers::default() };
        for picture in 0..LAYERS as u64 {
            assert_eq!(layers.of(picture), Some((picture as u32, true)));
        }
        assert_eq!(layers.of(7), Some((7, false)));
        assert_eq!(layers.of(1000), None, "all are wanted in this frame");
        layers.frame = 2;
        for picture in 1..LAYERS as u64 {
            assert_eq!(layers.of(picture), Some((picture as u32, false)));
        }
        assert_eq!(layers.of(1000), Some((0, true)), "the one that was not seen makes way");
        assert_eq!(layers.of(0), None);
        layers.frame = 3;
        assert_eq!(layers.of(0).map(|(_, empty)| empty), Some(true));
    }
}
