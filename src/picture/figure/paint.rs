//! A figure as a closed list of few drawn things, in the order in which they are drawn: paths, text
//! and pictures in named groups, with places, colours and widths resolved. Every format writes this
//! list and nothing else, so that no two of them can differ. Units are points (1/72 inch), y down.
//! Nothing here knows a file format.

use std::sync::Arc;

use kurbo::{Affine, BezPath, PathEl, Point, Rect};

use super::legend::Sign;
use super::legibility::Legibility;
use super::letters::{Text, runs};
use super::names::{PlacedCaption, PlacedName, PlacedWord};
use super::notes::{INSIDE, PlacedNote};
use super::page::{PageSize, PlacedText};
use crate::dossier::model::Note;
use crate::explore::account::Account;
use crate::explore::query::presence::Presence;
use crate::picture::curves;
use crate::picture::lettering::{TextBlock, TextLine, TextStyle, Weight, shape_block};
use crate::picture::pictures::Thumbnail;
use crate::picture::scene::bodies::{NAME_SIZE, ROW_NAME_WIDTH};
use crate::picture::scene::chart::{Chart, Piece, Rule, Tile, TileOf, TilePaint};
use crate::picture::scene::lines::TIP;
use crate::picture::scene::paint::name_contrast;
use crate::picture::scene::{BackItem, GroupArea, Label, LineItem, NodeItem, Scene, taper};
use crate::picture::theme::{Colour, Theme};
use crate::wording::in_figures;

/// Lines get thinner with the network, down to this share of their width.
const THINNEST: f64 = 0.6;
/// The same in a crowd.
const HAIRLINE: f64 = 0.25;
/// Width of the line from a node to its name, in points, and how much of the name's ink is in it.
const LEADER: f64 = 0.4;
const LEADER_INK: f32 = 0.6;
/// Width of the edge of a note and of its line, and its corners, in points.
const NOTE_LINE: f64 = 0.5;
const NOTE_CORNER: f64 = 2.0;
/// In a crowd arrowheads are drawn that are so long, and icons in nodes of this radius, in points.
const TIP_FROM: f64 = 1.5;
const ICON_FROM: f64 = 2.4;
/// No node is smaller than this, in points of radius: 0.3 mm across.
const LEAST_RADIUS: f64 = 0.425;
/// Letters of the numbers of cells, in scene units.
const NUMBERS: f32 = 6.6;
/// A mark shorter than this is a dot: it needs round ends to be seen.
const DOT: f64 = 0.1;

/// A figure, ready to be written.
#[derive(Clone, Debug)]
pub struct Painting {
    /// The page in millimetres.
    pub(crate) size_mm: PageSize,
    /// Width and height of the page in points.
    pub(crate) size: (f64, f64),
    /// Resolution, for formats made of pixels.
    pub(crate) dpi: f64,
    /// Colour of the page; `None` leaves it clear.
    pub(crate) ground: Option<Colour>,
    /// Title, as plain text.
    pub(crate) title: String,
    /// What it shows, in a few words, for those who cannot see it.
    pub(crate) alternative: String,
    /// The same at length.
    pub(crate) description: String,
    /// How its names and lines come out.
    pub(crate) legibility: Legibility,
    /// What can be put elsewhere by hand.
    pub(crate) movable: Movables,
    /// What is known of each thing, for formats that tell it.
    pub(crate) account: Option<Arc<Account>>,
    /// What is drawn, from back to front.
    pub(crate) items: Vec<Item>,
}

/// What of a page can be put elsewhere by hand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Movables {
    /// Points of the page a unit of the scene, in which places are told.
    pub(crate) scale: f64,
    /// From back to front.
    pub(crate) things: Vec<Movable>,
}

impl Movables {
    /// Numbers of the notes that stand on the page.
    pub(super) fn notes(&self) -> impl Iterator<Item = usize> + '_ {
        self.things.iter().filter_map(|thing| match thing.what {
            MovableKind::Note(number) => Some(number),
            MovableKind::Name(_) => None,
        })
    }
}

/// A name or a note where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Movable {
    pub(crate) what: MovableKind,
    pub(crate) area: Rect,
    /// Where its place is counted from.
    pub(crate) from: Point,
}

/// What can be put elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum MovableKind {
    /// The name of this entity.
    Name(Arc<str>),
    /// The note of this number.
    Note(usize),
}

/// A drawn thing.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Group(Group),
    Path(Path),
    Text(Text),
    Picture(Picture),
    Raster(Raster),
}

/// Things that belong together, with what programs and assistive technology may know of them.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) part: Part,
    /// Facts for programs, such as `id` and `kind`, in a fixed order.
    pub(crate) data: Vec<(&'static str, Arc<str>)>,
    /// What the group shows, in words.
    pub(crate) alternative: Option<String>,
    pub(crate) items: Vec<Item>,
}

/// What a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Title and subtitle.
    Head,
    /// All group areas.
    Areas,
    /// The area of one group of entities.
    Area,
    /// Lines and words that explain what positions mean.
    Backdrop,
    /// One of several pictures of the network.
    Panel,
    /// Bars or cells of rows, with their rules and headings.
    Chart,
    /// The bars of one entity.
    Lane,
    /// The relations of two entities.
    Cell,
    /// All relations and entities.
    Network,
    Relation,
    /// What is written on a relation.
    Label,
    Node,
    /// Marks of a comparison, over the network.
    Marks,
    /// All notes.
    Notes,
    /// A note, with its line to what it is about.
    Note,
    Legend,
    Sources,
}

/// An outline that is filled, stroked or both; the stroke is over the fill.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) outline: BezPath,
    /// Non-zero winding; may be translucent.
    pub(crate) fill: Option<Colour>,
    pub(crate) stroke: Option<Stroke>,
}

/// A line along an outline, half of its width to either side.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stroke {
    pub(crate) colour: Colour,
    pub(crate) width: f64,
    /// Lengths of marks and gaps in turn; empty for a solid line.
    pub(crate) dash: Vec<f64>,
    pub(crate) join: Join,
}

/// Corners of a stroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    Mitre,
    Round,
}

/// A square picture, cut to a shape.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) pixels: Arc<Thumbnail>,
    /// What the picture fills before it is cut.
    pub(crate) square: Rect,
    pub(crate) clip: BezPath,
    /// From 0.0 to 1.0.
    pub(crate) opacity: f32,
}

/// Pixels that fill a rectangle of the page.
#[derive(Clone, Debug)]
pub(crate) struct Raster {
    /// Row by row: red, green, blue, opacity; premultiplied.
    pub(crate) pixels: Arc<Vec<u8>>,
    /// Pixels across and down.
    pub(crate) size: (usize, usize),
    pub(crate) area: Rect,
}

impl Stroke {
    fn new(colour: Colour, width: f64, dash: Vec<f64>) -> Self {
        Stroke { colour, width, dash, join: Join::Mitre }
    }

    /// Whether some marks are dots, which are drawn with round ends.
    pub(crate) fn is_dotted(&self) -> bool {
        self.dash.iter().any(|length| *length < DOT)
    }
}

impl Path {
    fn filled(outline: BezPath, fill: Colour) -> Item {
        Item::Path(Path { outline, fill: Some(fill), stroke: None })
    }

    fn stroked(outline: BezPath, stroke: Stroke) -> Item {
        Item::Path(Path { outline, fill: None, stroke: Some(stroke) })
    }
}

impl Painting {
    /// Its title; a word for what it is where it has none, for those whose program asks for one.
    pub(super) fn title_or_not(&self) -> &str {
        match self.title.trim() {
            "" => "Figure",
            title => title,
        }
    }

    /// Whether anything of a sort is on it.
    pub(super) fn has(&self, part: Part) -> bool {
        fn is_there(items: &[Item], part: Part) -> bool {
            items.iter().any(|item| match item {
                Item::Group(group) => group.part == part || is_there(&group.items, part),
                Item::Path(_) | Item::Text(_) | Item::Picture(_) | Item::Raster(_) => false,
            })
        }
        is_there(&self.items, part)
    }

    /// All text, wherever it is.
    pub(crate) fn texts(&self) -> Vec<&Text> {
        fn gather<'a>(items: &'a [Item], out: &mut Vec<&'a Text>) {
            for item in items {
                match item {
                    Item::Group(group) => gather(&group.items, out),
                    Item::Text(text) => out.push(text),
                    Item::Path(_) | Item::Picture(_) | Item::Raster(_) => {}
                }
            }
        }
        let mut out = Vec::new();
        gather(&self.items, &mut out);
        out
    }
}

/// One line of letters on its baseline.
pub(crate) fn set_line(line: TextLine, size: f32, colour: Colour, baseline: Point) -> Item {
    let block = TextBlock { width: line.width, lines: vec![line], size, ..TextBlock::default() };
    Item::Text(Text::level(colour, runs(block, 0.0, baseline, 1.0)))
}

/// A level or upright rule.
pub(crate) fn ruled(from: Point, to: Point, colour: Colour, width: f64) -> Item {
    Path::stroked(corners(&[from, to]), Stroke::new(colour, width, Vec::new()))
}

pub(super) fn group(part: Part, items: Vec<Item>) -> Item {
    Item::Group(Group { part, data: Vec::new(), alternative: None, items })
}

pub(super) fn plain_text(text: PlacedText) -> Item {
    let runs = runs(text.block, 0.0, text.origin, 1.0);
    Item::Text(Text::level(text.colour, runs))
}

pub(super) fn sign(sign: Sign) -> Item {
    Item::Path(sign_path(sign))
}

/// A line through points.
fn corners(points: &[Point]) -> BezPath {
    let element = |(number, at): (usize, &Point)| if number == 0 { PathEl::MoveTo(*at) } else { PathEl::LineTo(*at) };
    BezPath::from_vec(points.iter().enumerate().map(element).collect())
}

/// The cell of some lines with the same two ends.
fn cell_group(scene: &Scene, lines: &[u32], items: Vec<Item>) -> Group {
    let ids: Vec<&str> = lines.iter().map(|line| &*scene.lines[*line as usize].id).collect();
    let words: Vec<String> = lines.iter().map(|line| scene.describe_line(*line as usize)).collect();
    Group {
        part: Part::Cell,
        data: vec![("relations", ids.join(" ").into())],
        alternative: Some(words.join("; ")),
        items,
    }
}

/// A sign of the legend as it is painted.
pub(super) fn sign_path(sign: Sign) -> Path {
    let stroke = sign.stroke.map(|(colour, width)| Stroke::new(colour, width, sign.dash));
    Path { outline: sign.path, fill: sign.fill, stroke }
}

/// From scene to page.
pub(super) struct Painter {
    pub(super) canvas: Colour,
    pub(super) network: Affine,
    /// The scale of `network`.
    pub(super) scale: f64,
    /// There is so much of it that what is too small to be read is left out.
    pub(super) crowd: bool,
}

impl Painter {
    /// An opaque colour that looks like `colour` at an opacity over the canvas.
    fn over_canvas(&self, colour: Colour, opacity: f32) -> Colour {
        self.canvas.mix(Colour { a: 255, ..colour }, opacity * f32::from(colour.a) / 255.0)
    }

    /// The width on the page of a line in the scene.
    fn width(&self, in_scene: f64) -> f64 {
        in_scene * self.scale.max(if self.crowd { HAIRLINE } else { THINNEST })
    }

    pub(super) fn area(&self, area: &GroupArea) -> Item {
        let stroke = Stroke::new(area.edge, self.width(GroupArea::EDGE), Vec::new());
        let path = Path { outline: self.network * area.path.clone(), fill: Some(area.fill), stroke: Some(stroke) };
        Item::Group(Group {
            part: Part::Area,
            data: vec![("name", area.name.as_str().into())],
            alternative: Some(area.name.clone()),
            items: vec![Item::Path(path)],
        })
    }

    pub(super) fn caption(&self, caption: &PlacedCaption<'_>, stands_over: bool) -> Item {
        let PlacedCaption { label, origin, scale, .. } = *caption;
        let runs = runs(label.text.clone(), label.align, origin, scale);
        Item::Text(match stands_over {
            true => Text::on_ground(label.colour, self.canvas, runs),
            false => Text::level(label.colour, runs),
        })
    }

    pub(super) fn lines<'a>(&'a self, items: &'a [BackItem]) -> impl Iterator<Item = Item> + 'a {
        items.iter().map(|item| {
            let stroke = Stroke::new(item.colour, self.width(item.width), Vec::new());
            Path::stroked(self.network * item.path.clone(), stroke)
        })
    }

    /// Rules, bars or cells with their numbers, and headings.
    pub(super) fn chart(&self, scene: &Scene, chart: &Chart, theme: &Theme) -> Vec<Item> {
        let rule = |rule: &Rule| {
            let path = BezPath::from_vec(vec![PathEl::MoveTo(rule.from), PathEl::LineTo(rule.to)]);
            Path::stroked(self.network * path, Stroke::new(rule.colour, self.width(rule.width), Vec::new()))
        };
        let mut items: Vec<Item> = chart.rules.iter().map(rule).collect();
        for tiles in chart.tiles.chunk_by(|a, b| matches!(a.of, TileOf::Node(_)) && a.of == b.of) {
            let drawn = tiles.iter().flat_map(|tile| self.tile(chart, tile, theme)).collect();
            match tiles[0].of {
                TileOf::Node(node) => items.push(Item::Group(Group {
                    part: Part::Lane,
                    data: vec![("of", Arc::clone(&scene.nodes[node as usize].id))],
                    alternative: Some(scene.describe_node(node as usize)),
                    items: drawn,
                })),
                TileOf::Cell(cell) => items.push(Item::Group(cell_group(scene, &chart.cells[cell as usize], drawn))),
                TileOf::End => items.extend(drawn),
            }
        }
        for heading in &chart.headings {
            let style = TextStyle { size: NAME_SIZE, weight: Weight::Regular, fonts: scene.fonts };
            let block = shape_block(&heading.words, style, ROW_NAME_WIDTH, 1);
            items.push(match heading.node {
                Some(_) => {
                    let at = Point::new(heading.x, chart.area.y0 - 5.0);
                    let origin = Point::new(at.x, at.y - f64::from(block.height) / 2.0);
                    self.words(block, origin, Some(at), theme.ink)
                }
                None => {
                    let origin = Point::new(heading.x - f64::from(block.width) / 2.0, chart.area.y0 - 15.0);
                    self.words(block, origin, None, theme.ink_second)
                }
            });
        }
        if let Some((at, words)) = &chart.apart {
            let block = shape_block(
                words,
                TextStyle { size: NAME_SIZE, weight: Weight::SemiBold, fonts: scene.fonts },
                ROW_NAME_WIDTH,
                1,
            );
            let origin = Point::new(at.x - f64::from(block.width), at.y - f64::from(block.height) / 2.0);
            items.push(self.words(block, origin, None, theme.ink_second));
        }
        items
    }

    fn words(&self, block: TextBlock, origin: Point, turned: Option<Point>, colour: Colour) -> Item {
        let runs = runs(block, 0.0, self.network * origin, self.scale);
        Item::Text(Text { turned: turned.map(|about| self.network * about), ..Text::level(colour, runs) })
    }

    fn tile(&self, chart: &Chart, tile: &Tile, theme: &Theme) -> Vec<Item> {
        let look = chart.tile_looks[usize::from(tile.look)];
        let path = |points: Vec<Point>| self.network * corners(&points);
        let piece = |piece: Piece| match piece {
            Piece::Area(points) => {
                let mut outline = path(points);
                outline.close_path();
                Path::filled(outline, look.colour)
            }
            Piece::Line(points, width) => {
                Path::stroked(path(points), Stroke::new(look.colour, self.width(width), Vec::new()))
            }
        };
        let mut items: Vec<Item> = tile.pieces(look.paint).into_iter().map(piece).collect();
        if tile.count > 0 {
            let (at, inside) = tile.number_place();
            let style = TextStyle::bundled(NUMBERS, Weight::SemiBold);
            let block = shape_block(&in_figures(tile.count as usize), style, f32::INFINITY, 1);
            let origin = at - kurbo::Vec2::new(f64::from(block.width), f64::from(block.height)) / 2.0;
            let on_colour = inside && look.paint == TilePaint::Full;
            items.push(self.words(block, origin, None, if on_colour { look.ink } else { theme.ink }));
        }
        items
    }

    pub(super) fn relation(&self, line: LineItem) -> Item {
        let colour = self.over_canvas(line.colour, line.opacity);
        let width = self.width(line.width);
        let path = self.network * line.path;
        let dash = line.dash.pattern(width);
        let mut items = vec![if line.tapered {
            Path::filled(taper::outline(&path, width, &dash), colour)
        } else {
            Path::stroked(path, Stroke::new(colour, width, dash))
        }];
        if let Some(tip) = line.tip.filter(|_| !self.crowd || TIP.0 * self.scale >= TIP_FROM) {
            let stroke = Stroke { join: Join::Round, ..Stroke::new(colour, width * 0.9, Vec::new()) };
            items.push(Item::Path(Path {
                outline: self.network * tip.outline,
                fill: Some(if tip.hollow { self.canvas } else { colour }),
                stroke: tip.hollow.then_some(stroke),
            }));
        }
        Item::Group(Group {
            part: Part::Relation,
            data: vec![
                ("id", line.id),
                ("from", line.from),
                ("to", line.to),
                ("kind", line.kind),
                ("basis", line.basis.into()),
                ("status", line.status.into()),
                ("presence", line.presence.word().into()),
            ],
            alternative: Some(line.description),
            items,
        })
    }

    /// What is written on a line, as present as the line.
    pub(super) fn label(&self, scene: &Scene, word: PlacedWord, ink: Colour) -> Item {
        let PlacedWord { line, block, origin, scale, plate } = word;
        let presence = scene.line_look(line).presence;
        let colour = ink.fainter(self.canvas, scene.line_paint(line).opacity, name_contrast(presence));
        let text = Text::on_plate(colour, self.canvas, plate, runs(block, 0.5, origin, scale));
        Item::Group(Group {
            part: Part::Label,
            data: vec![("of", Arc::clone(&scene.lines[line].id))],
            alternative: None,
            items: vec![Item::Text(text)],
        })
    }

    /// A node, with its name where it has one here.
    pub(super) fn node(&self, node: NodeItem, name: Option<PlacedName>) -> Item {
        let radius = self.scale * node.reach.height() / 2.0;
        let enlarged = (LEAST_RADIUS / radius.max(1e-9)).max(1.0);
        let to = self.network * Affine::translate(node.centre.to_vec2()) * Affine::scale(enlarged);
        let outline = to * (*node.outline).clone();
        let dash = node.dash(self.scale);
        let stroke = |(colour, width): (Colour, f64)| {
            Stroke::new(self.over_canvas(colour, node.opacity), self.width(width), dash.clone())
        };
        let fill = node.fill.map_or(self.canvas, |colour| self.over_canvas(colour, node.opacity));
        let mut items =
            vec![Item::Path(Path { outline: outline.clone(), fill: Some(fill), stroke: node.stroke.map(stroke) })];
        if let Some(pixels) = &node.picture {
            items.push(Path::filled(outline.clone(), self.canvas));
            items.push(Item::Picture(Picture {
                pixels: Arc::clone(pixels),
                square: to.transform_rect_bbox(node.picture_square()),
                clip: outline.clone(),
                opacity: node.opacity,
            }));
            items.extend(node.rim().map(|rim| Path::stroked(outline, stroke(rim))));
        } else if let Some((icon, colour)) = node.icon.as_ref().filter(|_| !self.crowd || radius >= ICON_FROM) {
            items.push(Path::filled(to * icon.clone(), self.over_canvas(*colour, node.opacity)));
        }
        if let Some(name) = name {
            items.extend(name.leader.map(|ends| self.leader(ends, &name.label, node.opacity)));
            items.push(self.name(name, node.presence, node.opacity));
        }
        Item::Group(Group {
            part: Part::Node,
            data: vec![("id", node.id), ("kind", node.kind), ("presence", node.presence.word().into())],
            alternative: Some(node.description),
            items,
        })
    }

    /// A note with its line to what it is about.
    pub(super) fn note(&self, note: PlacedNote, of: &[Note], theme: &Theme) -> Item {
        let PlacedNote { number, text, plate, line, .. } = note;
        let said = of.get(number);
        let mut data = vec![("number", number.to_string().into())];
        data.extend(said.and_then(|note| note.about.as_ref()).map(|about| ("of", about.as_str().into())));
        let stroke = Stroke::new(theme.ink_third, NOTE_LINE, Vec::new());
        let mut items = Vec::with_capacity(3);
        items.extend(line.map(|(from, to)| Path::stroked(corners(&[from, to]), stroke.clone())));
        let edge = curves::rounded(plate, NOTE_CORNER);
        items.push(Item::Path(Path { outline: edge, fill: Some(self.canvas), stroke: Some(stroke) }));
        items.push(Item::Text(Text::level(theme.ink, runs(text, 0.0, plate.origin() + INSIDE, 1.0))));
        let alternative = said.map(|note| format!("Note: {}", note.text));
        Item::Group(Group { part: Part::Note, data, alternative, items })
    }

    /// The line from a node to its name.
    fn leader(&self, (from, to): (Point, Point), label: &Label, opacity: f32) -> Item {
        let colour = self.over_canvas(self.canvas.mix(label.colour, LEADER_INK), opacity);
        Path::stroked(corners(&[from, to]), Stroke::new(colour, LEADER, Vec::new()))
    }

    /// A name, as present as its node.
    pub(super) fn name(&self, name: PlacedName, presence: Presence, opacity: f32) -> Item {
        let PlacedName { label, origin, scale, .. } = name;
        let colour = label.colour.fainter(self.canvas, opacity, name_contrast(presence));
        Item::Text(Text::on_ground(colour, self.canvas, runs(label.text, label.align, origin, scale)))
    }
}
