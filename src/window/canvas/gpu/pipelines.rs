//! Pipelines, buffers and textures of the renderer: how they are made and filled.

use std::collections::HashSet;

use egui_wgpu::wgpu;
use egui_wgpu::wgpu::VertexFormat::{
    Float16x2, Float32, Float32x2, Float32x4, Sint16x2, Snorm16x2, Uint8x4, Uint16x4, Uint32, Uint32x2, Unorm8x4,
    Unorm16x2,
};

use super::portraits::PortraitQuad;
use super::vertex_buffer::VertexBuffer;
use super::{LAYERS, STAGES, STRIDE, TILE, shapes, write};
use crate::dossier::model::Shape;
use crate::picture::scene::icons::{self, IconNumber};
use crate::window::canvas::gpu::frame::{Letter, Triangle};
use crate::window::canvas::instance::{LinePlace, LineStyle, NodePlace, NodeStyle};

/// All pipelines, and what never changes.
pub(crate) struct Pipelines {
    pub(crate) strokes: wgpu::RenderPipeline,
    pub(crate) heads: wgpu::RenderPipeline,
    pub(crate) crosses: wgpu::RenderPipeline,
    pub(crate) nodes: wgpu::RenderPipeline,
    pub(crate) portraits: wgpu::RenderPipeline,
    pub(crate) tiles: wgpu::RenderPipeline,
    pub(crate) areas: wgpu::RenderPipeline,
    pub(crate) halos: wgpu::RenderPipeline,
    pub(crate) letters: wgpu::RenderPipeline,
    /// Tables of distances of all shapes, then of icons and signs.
    shapes: wgpu::Texture,
    /// Icons whose table is there.
    icons: HashSet<IconNumber>,
    view_layout: wgpu::BindGroupLayout,
    picture_layout: wgpu::BindGroupLayout,
    smooth: wgpu::Sampler,
}

/// A vertex buffer as pipelines see it.
type PipelineLayout<'a> = Option<wgpu::VertexBufferLayout<'a>>;

fn instances<T>(attributes: &[wgpu::VertexAttribute]) -> PipelineLayout<'_> {
    Some(wgpu::VertexBufferLayout {
        array_stride: size_of::<T>() as u64,
        step_mode: wgpu::VertexStepMode::Instance,
        attributes,
    })
}

const fn attribute(format: wgpu::VertexFormat, offset: u64, shader_location: u32) -> wgpu::VertexAttribute {
    wgpu::VertexAttribute { format, offset, shader_location }
}

impl Pipelines {
    // In one piece: a list of pipelines, one after the other, that share only what is made first.
    pub(crate) fn new(device: &wgpu::Device, queue: &wgpu::Queue, format: wgpu::TextureFormat) -> Self {
        let view_layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("view"),
            entries: &[wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
                ty: wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Uniform,
                    has_dynamic_offset: true,
                    min_binding_size: None,
                },
                count: None,
            }],
        });
        let picture_layout = picture_layout(device);
        let smooth = device.create_sampler(&wgpu::SamplerDescriptor {
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            mipmap_filter: wgpu::MipmapFilterMode::Linear,
            ..wgpu::SamplerDescriptor::default()
        });
        let module = |label: &str, text: &str| {
            device.create_shader_module(wgpu::ShaderModuleDescriptor {
                label: Some(label),
                source: wgpu::ShaderSource::Wgsl(format!("{}\n{text}", include_str!("common.wgsl")).into()),
            })
        };
        let plain = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("plain"),
            bind_group_layouts: &[Some(&view_layout)],
            immediate_size: 0,
        });
        let pictured = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("pictured"),
            bind_group_layouts: &[Some(&view_layout), Some(&picture_layout)],
            immediate_size: 0,
        });
        let pipeline = |label: &str,
                        layout: &wgpu::PipelineLayout,
                        module: &wgpu::ShaderModule,
                        (vertex, fragment): (&str, &str),
                        buffers: &[PipelineLayout<'_>],
                        topology: wgpu::PrimitiveTopology| {
            device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
                label: Some(label),
                layout: Some(layout),
                vertex: wgpu::VertexState {
                    module,
                    entry_point: Some(vertex),
                    buffers,
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                },
                primitive: wgpu::PrimitiveState { topology, ..wgpu::PrimitiveState::default() },
                depth_stencil: None,
                multisample: wgpu::MultisampleState::default(),
                fragment: Some(wgpu::FragmentState {
                    module,
                    entry_point: Some(fragment),
                    targets: &[Some(wgpu::ColorTargetState {
                        format,
                        blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                        write_mask: wgpu::ColorWrites::ALL,
                    })],
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                }),
                multiview_mask: None,
                cache: None,
            })
        };
        let strip = wgpu::PrimitiveTopology::TriangleStrip;

        let node_module = module("nodes", include_str!("nodes.wgsl"));
        let node_places = [attribute(Float32x2, 0, 0)];
        let node_styles = [
            attribute(Unorm8x4, 0, 1),
            attribute(Unorm8x4, 4, 2),
            attribute(Float16x2, 8, 3),
            attribute(Uint8x4, 12, 4),
        ];
        let node_buffers = [instances::<NodePlace>(&node_places), instances::<NodeStyle>(&node_styles)];
        let nodes = pipeline("nodes", &pictured, &node_module, ("vertex", "fragment"), &node_buffers, strip);

        let portrait_module = module("portraits", include_str!("portraits.wgsl"));
        let portrait = [
            attribute(Float32x2, 0, 0),
            attribute(Float16x2, 8, 1),
            attribute(Uint8x4, 12, 2),
            attribute(Uint32, 16, 3),
        ];
        let portrait_buffers = [instances::<PortraitQuad>(&portrait)];
        let ends = ("vertex", "fragment");
        let portraits = pipeline("portraits", &pictured, &portrait_module, ends, &portrait_buffers, strip);

        let line_module = module("lines", include_str!("lines.wgsl"));
        let line_places = [
            attribute(Float32x2, 0, 0),
            attribute(Float32x2, 8, 1),
            attribute(Float32, 16, 2),
            attribute(Unorm16x2, 20, 3),
        ];
        let line_styles = [attribute(Unorm8x4, 0, 4), attribute(Float16x2, 4, 5), attribute(Uint8x4, 4, 6)];
        let line_buffers = [instances::<LinePlace>(&line_places), instances::<LineStyle>(&line_styles)];
        let ends = ("stroke_vertex", "stroke_fragment");
        let strokes = pipeline("strokes", &plain, &line_module, ends, &line_buffers, strip);
        let ends = ("head_vertex", "head_fragment");
        let heads = pipeline("heads", &plain, &line_module, ends, &line_buffers, strip);
        let ends = ("cross_vertex", "cross_fragment");
        let crosses = pipeline("crosses", &plain, &line_module, ends, &line_buffers, strip);

        let tile_module = module("tiles", include_str!("tiles.wgsl"));
        let tile = [attribute(Float32x4, 0, 0), attribute(Float32x4, 16, 1), attribute(Uint32x2, 32, 2)];
        let tile_buffers = [instances::<[u32; 10]>(&tile)];
        let tiles = pipeline("tiles", &pictured, &tile_module, ("vertex", "fragment"), &tile_buffers, strip);
        let area_module = module("areas", include_str!("areas.wgsl"));
        let triangle = [
            attribute(Float32x2, 0, 0),
            attribute(Float32x2, 8, 1),
            attribute(Float32x2, 16, 2),
            attribute(Unorm8x4, 24, 3),
        ];
        let area_buffers = [instances::<Triangle>(&triangle)];
        let three = wgpu::PrimitiveTopology::TriangleList;
        let areas = pipeline("areas", &plain, &area_module, ("vertex", "fragment"), &area_buffers, three);
        let text_module = module("text", include_str!("text.wgsl"));
        let letter = [
            attribute(Float32x2, 0, 0),
            attribute(Sint16x2, 8, 1),
            attribute(Uint16x4, 12, 2),
            attribute(Unorm8x4, 20, 3),
            attribute(Snorm16x2, 24, 4),
            attribute(Uint32, 28, 5),
        ];
        let letter_buffers = [instances::<Letter>(&letter)];
        let halos = pipeline("halos", &pictured, &text_module, ("vertex", "halo_fragment"), &letter_buffers, strip);
        let letters =
            pipeline("letters", &pictured, &text_module, ("vertex", "letter_fragment"), &letter_buffers, strip);

        let shapes = shape_tables(device, queue);
        let icons = HashSet::new();
        Pipelines {
            strokes,
            heads,
            crosses,
            nodes,
            portraits,
            tiles,
            areas,
            halos,
            letters,
            shapes,
            icons,
            view_layout,
            picture_layout,
            smooth,
        }
    }

    /// Makes sure that the table of an icon is there. Yields how many bytes were sent.
    pub(crate) fn icon_table(&mut self, queue: &wgpu::Queue, icon: IconNumber) -> u64 {
        if !self.icons.insert(icon) {
            return 0;
        }
        let layer = Shape::ALL.len() as u32 + u32::from(icon.get()) - 1;
        send_table(queue, &self.shapes, layer, &shapes::icon_distances(icon))
    }
}

/// All pictures lie in one group, each at a place of its own, bound once a frame: shapes, tiles, letters,
/// how they are sampled, and pictures of nodes.
fn picture_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let picture = |binding, view_dimension| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
        ty: wgpu::BindingType::Texture {
            sample_type: wgpu::TextureSampleType::Float { filterable: true },
            view_dimension,
            multisampled: false,
        },
        count: None,
    };
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("pictures"),
        entries: &[
            picture(0, wgpu::TextureViewDimension::D2Array),
            picture(1, wgpu::TextureViewDimension::D2Array),
            picture(2, wgpu::TextureViewDimension::D2),
            wgpu::BindGroupLayoutEntry {
                binding: 3,
                visibility: wgpu::ShaderStages::FRAGMENT,
                ty: wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering),
                count: None,
            },
            picture(4, wgpu::TextureViewDimension::D2Array),
        ],
    })
}

fn texture(device: &wgpu::Device, side: u32, layers: u32, format: wgpu::TextureFormat) -> wgpu::Texture {
    device.create_texture(&wgpu::TextureDescriptor {
        label: Some("canvas"),
        size: wgpu::Extent3d { width: side, height: side, depth_or_array_layers: layers },
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format,
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    })
}

fn shape_tables(device: &wgpu::Device, queue: &wgpu::Queue) -> wgpu::Texture {
    let side = shapes::SIDE;
    let layers = (Shape::ALL.len() + icons::PATHS) as u32;
    // No multiple of 6: OpenGL would take the texture for cube maps.
    let layers = layers + u32::from(layers.is_multiple_of(6));
    let tables = texture(device, side, layers, wgpu::TextureFormat::R16Float);
    for (layer, (_, shape)) in Shape::ALL.iter().enumerate() {
        send_table(queue, &tables, layer as u32, &shapes::distances(*shape));
    }
    tables
}

fn send_table(queue: &wgpu::Queue, tables: &wgpu::Texture, layer: u32, distances: &[f32]) -> u64 {
    let half = |d: &f32| (crate::window::canvas::instance::half(*d) as u16).to_le_bytes();
    let bytes: Vec<u8> = distances.iter().flat_map(half).collect();
    let size = wgpu::Extent3d { width: shapes::SIDE, height: shapes::SIDE, depth_or_array_layers: 1 };
    write(queue, tables, [0, 0, layer], size, &bytes, 2);
    bytes.len() as u64
}

/// Everything on the GPU that changes.
pub(crate) struct Buffers {
    pub(crate) uniforms: wgpu::Buffer,
    pub(crate) view: wgpu::BindGroup,
    pub(crate) node_places: VertexBuffer<NodePlace>,
    pub(crate) node_styles: VertexBuffer<NodeStyle>,
    pub(crate) line_places: VertexBuffer<LinePlace>,
    pub(crate) line_styles: VertexBuffer<LineStyle>,
    pub(crate) bright_node_places: VertexBuffer<NodePlace>,
    pub(crate) bright_node_styles: VertexBuffer<NodeStyle>,
    pub(crate) bright_line_places: VertexBuffer<LinePlace>,
    pub(crate) bright_line_styles: VertexBuffer<LineStyle>,
    pub(crate) areas: VertexBuffer<Triangle>,
    pub(crate) behind_places: VertexBuffer<LinePlace>,
    pub(crate) behind_styles: VertexBuffer<LineStyle>,
    pub(crate) tiles: VertexBuffer<[u32; 10]>,
    pub(crate) letters: VertexBuffer<Letter>,
    pub(crate) atlas: wgpu::Texture,
    tiles_texture: wgpu::Texture,
    portraits_texture: wgpu::Texture,
    pub(crate) pictures: wgpu::BindGroup,
}

impl Buffers {
    pub(crate) fn new(device: &wgpu::Device, pipelines: &Pipelines) -> Self {
        let uniforms = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("view"),
            size: STRIDE * STAGES.len() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let view = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("view"),
            layout: &pipelines.view_layout,
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                    buffer: &uniforms,
                    offset: 0,
                    size: std::num::NonZeroU64::new(STRIDE),
                }),
            }],
        });
        let atlas = texture(device, 1, 1, wgpu::TextureFormat::Rg8Unorm);
        // Two layers make it an array; there is room for tiles when the first is needed.
        let tiles_texture = texture(device, 1, 2, wgpu::TextureFormat::Rgba8Unorm);
        let portraits_texture = texture(device, 1, 2, wgpu::TextureFormat::Rgba8Unorm);
        let pictures = pictures(device, pipelines, [&tiles_texture, &portraits_texture], &atlas);
        Buffers {
            uniforms,
            view,
            node_places: VertexBuffer::new(device),
            node_styles: VertexBuffer::new(device),
            line_places: VertexBuffer::new(device),
            line_styles: VertexBuffer::new(device),
            bright_node_places: VertexBuffer::new(device),
            bright_node_styles: VertexBuffer::new(device),
            bright_line_places: VertexBuffer::new(device),
            bright_line_styles: VertexBuffer::new(device),
            areas: VertexBuffer::new(device),
            behind_places: VertexBuffer::new(device),
            behind_styles: VertexBuffer::new(device),
            tiles: VertexBuffer::new(device),
            letters: VertexBuffer::new(device),
            atlas,
            tiles_texture,
            portraits_texture,
            pictures,
        }
    }

    /// Makes sure that the atlas has this many texels along a side.
    pub(crate) fn atlas_of(&mut self, device: &wgpu::Device, pipelines: &Pipelines, side: u32) {
        if self.atlas.width() != side {
            self.atlas = texture(device, side, 1, wgpu::TextureFormat::Rg8Unorm);
            self.bind(device, pipelines);
        }
    }

    /// Takes another texture of pictures of nodes.
    pub(crate) fn portraits_of(&mut self, device: &wgpu::Device, pipelines: &Pipelines, portraits: wgpu::Texture) {
        self.portraits_texture = portraits;
        self.bind(device, pipelines);
    }

    fn bind(&mut self, device: &wgpu::Device, pipelines: &Pipelines) {
        let arrays = [&self.tiles_texture, &self.portraits_texture];
        self.pictures = pictures(device, pipelines, arrays, &self.atlas);
    }

    /// The texture of tiles, made when the first is needed: small networks need none.
    pub(crate) fn tile_pictures(&mut self, device: &wgpu::Device, pipelines: &Pipelines) -> &wgpu::Texture {
        if self.tiles_texture.width() != TILE {
            self.tiles_texture = texture(device, TILE, LAYERS, wgpu::TextureFormat::Rgba8Unorm);
            self.bind(device, pipelines);
        }
        &self.tiles_texture
    }
}

fn pictures(
    device: &wgpu::Device,
    pipelines: &Pipelines,
    [tiles, portraits]: [&wgpu::Texture; 2],
    atlas: &wgpu::Texture,
) -> wgpu::BindGroup {
    let view = |texture: &wgpu::Texture, dimension| {
        texture.create_view(&wgpu::TextureViewDescriptor { dimension: Some(dimension), ..Default::default() })
    };
    let shapes = view(&pipelines.shapes, wgpu::TextureViewDimension::D2Array);
    let tiles = view(tiles, wgpu::TextureViewDimension::D2Array);
    let portraits = view(portraits, wgpu::TextureViewDimension::D2Array);
    let atlas = view(atlas, wgpu::TextureViewDimension::D2);
    let entry = |binding, view| wgpu::BindGroupEntry { binding, resource: wgpu::BindingResource::TextureView(view) };
    device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("pictures"),
        layout: &pipelines.picture_layout,
        entries: &[
            entry(0, &shapes),
            entry(1, &tiles),
            entry(2, &atlas),
            wgpu::BindGroupEntry { binding: 3, resource: wgpu::BindingResource::Sampler(&pipelines.smooth) },
            entry(4, &portraits),
        ],
    })
}
