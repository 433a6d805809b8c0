//! What one frame draws: plain data that the canvas makes and the renderer follows. No GPU here.

use std::ops::Range;
use std::sync::{Arc, Mutex};

use crate::window::canvas::instance::{LinePlace, LineStyle, NodePlace, NodeStyle, Portrait};
use crate::window::canvas::packed_scene::PackedScene;

/// The way from scene to screen, and what is the same for all that is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct FrameLook {
    /// Scene point in the middle.
    pub(crate) centre: [f32; 2],
    /// Size in pixels.
    pub size: [f32; 2],
    /// Pixels a scene unit.
    pub(crate) zoom: f32,
    /// Pixels a point.
    pub(crate) point: f32,
    /// What line widths are multiplied by.
    pub(crate) thick: f32,
    /// How strongly things are drawn that are not brought out.
    pub(crate) strength: f32,
    /// The ground, 0 to 1.
    pub(crate) ground: [f32; 4],
    pub(crate) accent: [f32; 4],
    /// How far parallel lines fan out, 0 to 1.
    pub(crate) fan: f32,
    /// Length of arrowheads in pixels; 0 has none.
    pub(crate) tip: f32,
    /// What widths are multiplied by where a line begins and where it ends, if lines that run one
    /// way taper; nought if they do not.
    pub(crate) taper: [f32; 2],
    /// Pieces that a curve is drawn in.
    pub(crate) pieces: u32,
}

/// Nodes and lines drawn from small buffers of their own, over all else: what is brought out, and
/// what is being dragged.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// Changes with the content.
    pub(crate) id: u64,
    /// Where nodes are.
    pub(crate) node_places: Vec<NodePlace>,
    /// How they look.
    pub(crate) node_styles: Vec<NodeStyle>,
    /// Where lines run.
    pub(crate) line_places: Vec<LinePlace>,
    /// How they look.
    pub(crate) line_styles: Vec<LineStyle>,
    /// Pictures of its nodes.
    pub(crate) portraits: Vec<Portrait>,
    /// Whether some of them fall with what is struck, and have crosses.
    pub(crate) has_fallen: bool,
}

/// A letter: see `text.wgsl` for the words.
pub(crate) type Letter = [u32; 8];

/// Letters of all names shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letters {
    /// Changes with the content.
    pub(crate) id: u64,
    /// One a letter.
    pub(crate) letters: Vec<Letter>,
}

/// A part of the atlas of letters that has changed.
#[derive(Clone, Debug)]
pub(crate) struct AtlasPatch {
    /// Left and top, in texels.
    pub(crate) at: [u32; 2],
    /// Width and height.
    pub size: [u32; 2],
    /// Two bytes a texel, row by row.
    pub(crate) texels: Vec<u8>,
}

/// The atlas of letters.
#[derive(Clone, Debug, Default)]
pub struct AtlasPatches {
    /// Changes with the content.
    pub id: u64,
    /// Texels along a side.
    pub(crate) side: u32,
    /// What the renderer has not said that it has.
    pub(crate) patches: Vec<AtlasPatch>,
}

/// A tile of density to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TileQuad {
    /// Least x and y, largest x and y, in the scene.
    pub(crate) area: [f32; 4],
    /// The same within the tile's picture, 0 to 1.
    pub(crate) within: [f32; 4],
    /// Which layer of the texture holds it.
    pub(crate) layer: u32,
    /// 0 to 1.
    pub(crate) opacity: f32,
}

/// A tile's picture that goes into a layer.
#[derive(Clone, Debug)]
pub struct TileUpload {
    pub(crate) layer: u32,
    /// A number of its own.
    pub id: u64,
    /// `TILE` x `TILE` pixels, four bytes each, premultiplied.
    pub(crate) pixels: Arc<Vec<u8>>,
}

/// A part of an area: its corners in the scene as bits of `f32`, and its colour (RGBA8).
pub(crate) type Triangle = [u32; 7];

/// Areas and lines behind everything: one a scene.
#[derive(Clone, Debug, Default)]
pub(crate) struct FrameBackdrop {
    /// Changes with the content.
    pub(crate) id: u64,
    /// Areas, in triangles.
    pub(crate) areas: Vec<Triangle>,
    /// Straight lines.
    pub(crate) line_places: Vec<LinePlace>,
    /// How they look.
    pub(crate) line_styles: Vec<LineStyle>,
    /// So many of them, the first, lie under the areas.
    pub(crate) under: u32,
}

/// All that a frame draws.
#[derive(Clone, Default)]
pub struct GpuFrame {
    pub(crate) stock: Arc<PackedScene>,
    pub(crate) look: FrameLook,
    /// Which lines to draw one by one, as ranges of the stock's order, and how opaque.
    pub(crate) lines: Vec<Range<u32>>,
    /// 0 to 1.
    pub(crate) lines_opacity: f32,
    /// The same of nodes.
    pub(crate) nodes: Vec<Range<u32>>,
    /// 0 to 1.
    pub(crate) nodes_opacity: f32,
    /// Nodes in view whose pictures are large enough to be seen.
    pub(crate) portraits: Vec<Portrait>,
    /// The same of what is brought out.
    pub(crate) bright_portraits: Vec<Portrait>,
    /// Tiles under the lines, and under the nodes.
    pub(crate) line_tiles: Vec<TileQuad>,
    pub(crate) node_tiles: Vec<TileQuad>,
    /// New pictures of tiles.
    pub tile_uploads: Vec<TileUpload>,
    /// What lies behind.
    pub(crate) backdrop: Arc<FrameBackdrop>,
    /// What is brought out.
    pub(crate) overlay: Arc<Overlay>,
    pub(crate) letters: Arc<Letters>,
    /// Their pictures.
    pub atlas: Arc<AtlasPatches>,
    /// Where the renderer says what it has.
    pub ack: Arc<Mutex<Ack>>,
}

/// What the renderer has by now. Frames may be dropped unseen (a window that is covered, a device
/// that is lost), so what was sent is only gone when this says so.
#[derive(Clone, Debug, Default)]
pub struct Ack {
    /// Which renderer: a new one has nothing.
    pub renderer: u64,
    /// The number of the atlas.
    pub atlas: u64,
    /// Numbers of the pictures of tiles that have come since they were last looked at.
    pub tiles: Vec<u64>,
}
