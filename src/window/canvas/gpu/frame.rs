//! What one frame draws: plain data that the canvas makes and the renderer follows. No GPU here.

use std::ops::Range;
use std::sync::{Arc, Mutex};

use crate::dossier::document::Thumbnail;
use crate::window::canvas::packed_scene::{LinePlace, LineStyle, NodePlace, NodeStyle, PackedScene};

/// The way from scene to screen, and what is the same for all that is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    /// Scene point in the middle.
    pub centre: [f32; 2],
    /// Size in pixels.
    pub size: [f32; 2],
    /// Pixels a scene unit.
    pub zoom: f32,
    /// Pixels a point.
    pub point: f32,
    /// What line widths are multiplied by.
    pub thick: f32,
    /// How strongly things are drawn that are not brought out.
    pub strength: f32,
    /// The ground, 0 to 1.
    pub ground: [f32; 4],
    /// The accent.
    pub accent: [f32; 4],
    /// How far parallel lines fan out, 0 to 1.
    pub fan: f32,
    /// Length of arrowheads in pixels; 0 has none.
    pub tip: f32,
    /// What widths are multiplied by where a line begins and where it ends, if lines that run one
    /// way taper; nought if they do not.
    pub taper: [f32; 2],
    /// Pieces that a curve is drawn in.
    pub pieces: u32,
}

/// Nodes and lines drawn from small buffers of their own, over all else: what is brought out, and
/// what is being dragged.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// Changes with the content.
    pub id: u64,
    /// Where nodes are.
    pub node_places: Vec<NodePlace>,
    /// How they look.
    pub node_styles: Vec<NodeStyle>,
    /// Where lines run.
    pub line_places: Vec<LinePlace>,
    /// How they look.
    pub line_styles: Vec<LineStyle>,
    /// Pictures of its nodes.
    pub portraits: Vec<Portrait>,
}

/// A node with a picture.
#[derive(Clone, Debug)]
pub struct Portrait {
    /// Where it is.
    pub place: NodePlace,
    /// How it looks.
    pub style: NodeStyle,
    /// What it shows.
    pub picture: Arc<Thumbnail>,
}

/// A letter: see `text.wgsl` for the words.
pub type Letter = [u32; 8];

/// Letters of all names shown.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    /// Changes with the content.
    pub id: u64,
    /// One a letter.
    pub letters: Vec<Letter>,
}

/// A part of the atlas of letters that has changed.
#[derive(Clone, Debug)]
pub struct Patch {
    /// Left and top, in texels.
    pub at: [u32; 2],
    /// Width and height.
    pub size: [u32; 2],
    /// Two bytes a texel, row by row.
    pub texels: Vec<u8>,
}

/// The atlas of letters.
#[derive(Clone, Debug, Default)]
pub struct AtlasPatches {
    /// Changes with the content.
    pub id: u64,
    /// Texels along a side.
    pub side: u32,
    /// What the renderer has not said that it has.
    pub patches: Vec<Patch>,
}

/// A tile of density to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TileQuad {
    /// Least x and y, largest x and y, in the scene.
    pub area: [f32; 4],
    /// The same within the tile's picture, 0 to 1.
    pub within: [f32; 4],
    /// Which layer of the texture holds it.
    pub layer: u32,
    /// 0 to 1.
    pub opacity: f32,
}

/// A tile's picture that goes into a layer.
#[derive(Clone, Debug)]
pub struct TileUpload {
    /// The layer.
    pub layer: u32,
    /// A number of its own.
    pub id: u64,
    /// `TILE` x `TILE` pixels, four bytes each, premultiplied.
    pub pixels: Arc<Vec<u8>>,
}

/// A part of an area: its corners in the scene as bits of `f32`, and its colour (RGBA8).
pub type Triangle = [u32; 7];

/// Areas and lines behind everything: one a scene.
#[derive(Clone, Debug, Default)]
pub struct Backdrop {
    /// Changes with the content.
    pub id: u64,
    /// Areas, in triangles.
    pub areas: Vec<Triangle>,
    /// Straight lines.
    pub line_places: Vec<LinePlace>,
    /// How they look.
    pub line_styles: Vec<LineStyle>,
}

/// All that a frame draws.
#[derive(Clone, Default)]
pub struct Frame {
    /// The things.
    pub stock: Arc<PackedScene>,
    /// The view.
    pub look: Look,
    /// Which lines to draw one by one, as ranges of the stock's order, and how opaque.
    pub lines: Vec<Range<u32>>,
    /// 0 to 1.
    pub lines_opacity: f32,
    /// The same of nodes.
    pub nodes: Vec<Range<u32>>,
    /// 0 to 1.
    pub nodes_opacity: f32,
    /// Nodes in view whose pictures are large enough to be seen.
    pub portraits: Vec<Portrait>,
    /// The same of what is brought out.
    pub bright_portraits: Vec<Portrait>,
    /// Tiles under the lines, and under the nodes.
    pub line_tiles: Vec<TileQuad>,
    /// The same.
    pub node_tiles: Vec<TileQuad>,
    /// New pictures of tiles.
    pub tile_uploads: Vec<TileUpload>,
    /// What lies behind.
    pub backdrop: Arc<Backdrop>,
    /// What is brought out.
    pub overlay: Arc<Overlay>,
    /// Names.
    pub letters: Arc<Letters>,
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
