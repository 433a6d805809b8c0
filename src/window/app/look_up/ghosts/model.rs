//! Which ghosts there are and where they stand in the scene. Paints nothing.

use std::collections::{BTreeMap, HashMap};

use kurbo::Point;

use super::slots::{FILLS, Slots, fills, offset};
use crate::dossier::model::{EntityId, Shape};
use crate::explore::query::presence::Presence;
use crate::picture::scene::Node;
use crate::picture::scene::shapes::outline;
use crate::window::app::look_up::records::Standing;
use crate::window::canvas::packed_scene::PackedScene;

/// Most ghosts that are drawn.
pub(super) const MOST: usize = 200;
/// Radius of a ghost, in scene units.
pub(super) const RADIUS: f32 = 7.0;
/// Room around a name, in scene units.
const GAP: f64 = 4.0;
/// A thing that is itself a ghost has this much room around it, in scene units.
const ROOM: (f32, f32) = (190.0, 90.0);

/// A row of the list.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Number of the tie.
    pub(crate) tie: usize,
    /// What it leads to: an IRI, or its own where only that there is something is known.
    pub(crate) key: String,
    pub(crate) name: String,
    /// What it would be, in words.
    pub(crate) what: String,
    pub(crate) shape: Shape,
    /// The entity of the dossier that it leads to, if there is one.
    pub(crate) known: Option<EntityId>,
    pub(crate) is_picked: bool,
    pub(crate) standing: Standing,
}

/// What is offered of a thing.
pub(crate) struct Offered {
    /// What the thing is called.
    pub(crate) name: String,
    /// The entity of the dossier that it is; where there is none, it is a ghost itself.
    pub(crate) hub: Option<EntityId>,
    /// The rows that the filter of the list leaves, in their order.
    pub(crate) rows: Vec<Row>,
    /// What the filter of the window does not find is pale; otherwise it is hidden.
    pub(crate) dims: bool,
}

/// By what ghosts were made: whoever finds the same has them already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Version {
    /// The scene, and the state of the dossier.
    pub(crate) scene: u64,
    pub(crate) revision: (u64, u64),
    /// How often what is offered has changed.
    pub(crate) offered: u64,
    /// How often the date and the filter of the window have changed.
    pub(crate) look: u64,
}

/// How much of what is offered is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Ghosts.
    pub(crate) drawn: usize,
    /// Things that are in the list alone, because there are too many or there is no room.
    pub(crate) undrawn: usize,
    /// Lines to what the dossier has.
    pub(crate) lines: usize,
    /// Rows that are pale because of the date.
    pub(crate) absent: usize,
    /// Rows that are hidden, or pale, by the filter of the window.
    pub(crate) filtered: usize,
}

/// How strongly something is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Strength {
    pub(super) node: f32,
    pub(super) line: f32,
}

/// A ghost.
pub(super) struct Ghost {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) what: String,
    /// Its outline around its middle, in scene units.
    pub(super) outline: Vec<Vec<(f32, f32)>>,
    pub(super) ties: Vec<usize>,
    pub(super) is_picked: bool,
    pub(super) strength: Strength,
    pub(super) at: (f32, f32),
}

/// A line to what the dossier has: where it ends and how large that is.
pub(super) struct Line {
    pub(super) key: String,
    pub(super) is_picked: bool,
    pub(super) strength: Strength,
    pub(super) to: (f32, f32),
    pub(super) radius: f32,
}

/// The hub of what is offered.
pub(super) struct Hub {
    pub(super) at: (f32, f32),
    pub(super) radius: f32,
    /// It is a ghost itself, so called.
    pub(super) ghost: Option<String>,
}

/// All ghosts.
#[derive(Default)]
pub(crate) struct Ghosts {
    version: Option<Version>,
    slots: Slots,
    /// Where a hub that the dossier does not have stands.
    apart: Option<(f32, f32)>,
    pub(super) hub: Option<Hub>,
    pub(super) list: Vec<Ghost>,
    pub(super) lines: Vec<Line>,
    pub(crate) told: Told,
    /// They were brought into view.
    pub(crate) were_shown: bool,
    /// The key of what the pointer or the keys are at in the list.
    pub(crate) lit: Option<String>,
    /// The key of the ghost under the pointer.
    pub(crate) hovered: Option<String>,
}

impl Ghosts {
    /// Whether they were made by this.
    pub(crate) fn are_of(&self, version: &Version) -> bool {
        self.version.as_ref() == Some(version)
    }

    /// Nothing is drawn; places are kept.
    pub(crate) fn hide(&mut self) {
        (self.version, self.hub, self.hovered) = (None, None, None);
        (self.list, self.lines) = (Vec::new(), Vec::new());
    }

    /// Makes them. `node_of` finds the node of an entity; `middle` is what is seen in the middle.
    pub(crate) fn make(
        &mut self,
        version: Version,
        offered: &Offered,
        stock: &PackedScene,
        node_of: impl Fn(&EntityId) -> Option<usize>,
        middle: (f32, f32),
    ) {
        let nodes = &stock.scene.nodes;
        let node = |id: &EntityId| nodes.get(node_of(id)?);
        let hub = match offered.hub.as_ref().and_then(node) {
            Some(node) => Hub { at: node.at, radius: node.radius, ghost: None },
            None => {
                let roomy = |(x, y): (f32, f32)| is_free(stock, [x - ROOM.0, y - ROOM.1, x + ROOM.0, y + ROOM.1]);
                let stays = self.apart.filter(|at| is_free(stock, fills(*at)));
                let at = stays.unwrap_or_else(|| apart(stock, middle, roomy));
                self.apart = Some(at);
                Hub { at, radius: RADIUS, ghost: Some(offered.name.clone()) }
            }
        };
        let mut told = Told::default();
        let mut wanted: Vec<Ghost> = Vec::new();
        let mut standings: Vec<Standing> = Vec::new();
        let mut at: HashMap<&str, usize> = HashMap::new();
        let mut lines: BTreeMap<&str, Line> = BTreeMap::new();
        for row in &offered.rows {
            let standing = row.standing;
            told.absent += usize::from(standing.passes && standing.presence == Presence::Absent);
            told.filtered += usize::from(!standing.passes);
            if !standing.passes && !offered.dims {
                continue;
            }
            if let Some(node) = row.known.as_ref().and_then(node) {
                let line = lines.entry(row.key.as_str()).or_insert_with(|| Line {
                    key: row.key.clone(),
                    is_picked: true,
                    strength: Strength { node: 0.0, line: 0.0 },
                    to: node.at,
                    radius: node.radius,
                });
                line.is_picked &= row.is_picked;
                line.strength.line = line.strength.line.max(strength(standing).line);
                continue;
            }
            // What is in the dossier and not in the picture is no ghost.
            if row.known.is_some() {
                continue;
            }
            if let Some(number) = at.get(row.key.as_str()).copied() {
                if let (Some(ghost), Some(before)) = (wanted.get_mut(number), standings.get_mut(number)) {
                    ghost.ties.push(row.tie);
                    ghost.is_picked &= row.is_picked;
                    *before = before.or(standing);
                    ghost.strength = strength(*before);
                }
                continue;
            }
            if wanted.len() >= MOST {
                told.undrawn += 1;
                continue;
            }
            at.insert(row.key.as_str(), wanted.len());
            standings.push(standing);
            wanted.push(Ghost {
                key: row.key.clone(),
                name: row.name.clone(),
                what: row.what.clone(),
                outline: outline_of(row.shape),
                ties: vec![row.tie],
                is_picked: row.is_picked,
                strength: strength(standing),
                at: hub.at,
            });
        }
        let keys: Vec<&str> = wanted.iter().map(|ghost| ghost.key.as_str()).collect();
        let around = fills(hub.at);
        let clear = |by: (f32, f32)| {
            let area = fills((hub.at.0 + by.0, hub.at.1 + by.1));
            !overlap(area, around) && is_free(stock, area)
        };
        let places = self.slots.place(&keys, clear);
        let mut list = Vec::with_capacity(wanted.len());
        for (mut ghost, place) in wanted.into_iter().zip(places) {
            match place {
                Some(by) => {
                    ghost.at = (hub.at.0 + by.0, hub.at.1 + by.1);
                    list.push(ghost);
                }
                None => told.undrawn += 1,
            }
        }
        (told.drawn, told.lines) = (list.len(), lines.len());
        (self.list, self.lines, self.told) = (list, lines.into_values().collect(), told);
        (self.hub, self.version) = (Some(hub), Some(version));
        let hovered = self.hovered.take().filter(|key| self.list.iter().any(|ghost| ghost.key == *key));
        self.hovered = hovered;
    }

    /// The ties of the ghost under the pointer.
    pub(crate) fn ties_hovered(&self) -> Option<&[usize]> {
        let key = self.hovered.as_ref()?;
        self.list.iter().find(|ghost| ghost.key == *key).map(|ghost| ghost.ties.as_slice())
    }

    /// Where the ghost of a thing stands in the scene, for tests.
    #[cfg(test)]
    pub(crate) fn place_of(&self, name: &str) -> Option<(f32, f32)> {
        self.list.iter().find(|ghost| ghost.name == name).map(|ghost| ghost.at)
    }

    /// Where the hub stands in the scene, and how far ghosts reach around it.
    pub(crate) fn bounds(&self) -> Option<(Point, kurbo::Rect)> {
        let hub = self.hub.as_ref()?;
        let point = |(x, y): (f32, f32)| Point::new(f64::from(x), f64::from(y));
        let middle = point(hub.at);
        let all = self.list.iter().fold(kurbo::Rect::from_points(middle, middle), |all, g| all.union_pt(point(g.at)));
        Some((middle, all.inflate(f64::from(FILLS.0), f64::from(FILLS.2))))
    }
}

/// How strongly something is drawn that stands so: as what the dossier has.
fn strength(standing: Standing) -> Strength {
    use crate::picture::scene::paint::{line_opacity, node_opacity};
    if !standing.passes {
        let faint = line_opacity(Presence::Absent);
        return Strength { node: faint, line: faint };
    }
    Strength { node: node_opacity(standing.presence), line: line_opacity(standing.presence) }
}

fn outline_of(shape: Shape) -> Vec<Vec<(f32, f32)>> {
    let mut rings: Vec<Vec<(f32, f32)>> = Vec::new();
    let at = |p: Point| (p.x as f32, p.y as f32);
    kurbo::flatten(outline(shape, f64::from(RADIUS)), 0.1, |part| match part {
        kurbo::PathEl::MoveTo(p) => rings.push(vec![at(p)]),
        kurbo::PathEl::LineTo(p) => rings.last_mut().into_iter().for_each(|ring| ring.push(at(p))),
        kurbo::PathEl::ClosePath => rings.last_mut().into_iter().for_each(|ring| ring.extend(ring.first().copied())),
        // Flattened paths have none.
        kurbo::PathEl::QuadTo(..) | kurbo::PathEl::CurveTo(..) => {}
    });
    rings
}

fn overlap(a: [f32; 4], b: [f32; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// What a node and its name fill.
fn boxes(node: &Node) -> [[f32; 4]; 2] {
    let (x, y) = (f64::from(node.at.0), f64::from(node.at.1));
    let reach = f64::from(node.radius) * 1.4 + 2.0;
    let body = kurbo::Rect::new(-reach, -reach, reach, reach);
    let (width, height) = (f64::from(node.name.0), f64::from(node.name.1));
    let (by, _) = node.side.offset((width, height), body, GAP);
    let name = kurbo::Rect::from_origin_size(by.to_point(), (width, height));
    [body, name].map(|area| [area.x0 + x, area.y0 + y, area.x1 + x, area.y1 + y].map(|v| v as f32))
}

/// Whether no node and no name of one is in a box.
fn is_free(stock: &PackedScene, area: [f32; 4]) -> bool {
    /// Names reach farther than the index knows.
    const NAME: f32 = 160.0;
    let around = [area[0] - NAME, area[1] - NAME / 4.0, area[2] + NAME, area[3] + NAME / 4.0];
    let mut free = true;
    stock.node_tree.each(around, |number| {
        free = free
            && stock
                .scene
                .nodes
                .get(number as usize)
                .is_none_or(|n| boxes(n).iter().all(|other| !overlap(*other, area)));
    });
    free
}

/// A place for a hub that is not there: near the middle of what is seen, else beside the network.
fn apart(stock: &PackedScene, middle: (f32, f32), is_roomy: impl Fn((f32, f32)) -> bool) -> (f32, f32) {
    let near = std::iter::once((0.0, 0.0)).chain((0..300).map_while(offset));
    let mut near = near.map(|by| (middle.0 + by.0, middle.1 + by.1));
    let bounds = stock.scene.bounds;
    let beside = ((bounds.x1 as f32) + ROOM.0, bounds.center().y as f32);
    near.find(|at| is_roomy(*at)).unwrap_or(beside)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::picture::scene::Scene;
    use crate::picture::scene::sample;

    fn row(tie: usize) -> Row {
        Row {
            tie,
            key: format!("http://a.org/{tie}"),
            name: format!("Thing {tie}"),
            what: String::new(),
            shape: Shape::Disc,
            known: None,
            is_picked: false,
            standing: Standing { presence: Presence::Certain, passes: true },
        }
    }

    fn offered(rows: Vec<Row>, hub: Option<&str>) -> Offered {
        Offered { name: "Hub".to_owned(), hub: hub.map(Into::into), rows, dims: false }
    }

    /// The ghosts of some rows, and the scene that they stand in.
    fn make(ghosts: &mut Ghosts, offered: &Offered) -> PackedScene {
        let scene: Scene = sample::planted(&[60, 12]);
        let stock = PackedScene::new(Arc::new(scene), None);
        let node_of = |id: &EntityId| stock.scene.nodes.iter().position(|node| *node.id == *id.as_str());
        ghosts.make(Version::default(), offered, &stock, node_of, (0.0, 0.0));
        stock
    }

    #[test]
    fn ghosts_stand_clear_of_nodes_their_names_and_each_other() {
        let first = make(&mut Ghosts::default(), &offered(Vec::new(), None)).scene.nodes[0].id.to_string();
        for hub in [Some(first.as_str()), None] {
            let mut ghosts = Ghosts::default();
            let stock = make(&mut ghosts, &offered((0..120).map(row).collect(), hub));
            assert_eq!(ghosts.told, Told { drawn: 120, ..Told::default() });
            assert_eq!(ghosts.hub.as_ref().unwrap().ghost.is_some(), hub.is_none());
            let areas: Vec<[f32; 4]> = ghosts.list.iter().map(|ghost| fills(ghost.at)).collect();
            for (number, area) in areas.iter().enumerate() {
                assert!(areas.iter().skip(number + 1).all(|other| !overlap(*area, *other)));
                let covered = stock.scene.nodes.iter().find(|n| boxes(n).iter().any(|other| overlap(*area, *other)));
                assert!(covered.is_none(), "{area:?} covers {:?}", covered.map(|node| &node.id));
            }
        }
    }

    #[test]
    fn a_bounded_number_is_drawn_and_the_rest_is_told() {
        let mut ghosts = Ghosts::default();
        make(&mut ghosts, &offered((0..1_440).map(row).collect(), None));
        assert_eq!((ghosts.list.len(), ghosts.told.drawn, ghosts.told.undrawn), (MOST, MOST, 1_240));
        let before: Vec<(f32, f32)> = ghosts.list.iter().map(|ghost| ghost.at).collect();
        // More rows, and the first ones stand where they stood.
        make(&mut ghosts, &offered((0..1_500).map(row).collect(), None));
        assert_eq!(before, ghosts.list.iter().map(|ghost| ghost.at).collect::<Vec<_>>());
    }

    #[test]
    fn what_does_not_hold_is_pale_and_what_is_filtered_is_hidden_or_pale() {
        let mut rows: Vec<Row> = (0..4).map(row).collect();
        rows[0].standing.presence = Presence::Absent;
        rows[1].standing.presence = Presence::Possible;
        rows[2].standing.passes = false;
        let mut all = offered(rows, None);
        let mut ghosts = Ghosts::default();
        make(&mut ghosts, &all);
        let drawn = |ghosts: &Ghosts| {
            ghosts.list.iter().map(|g| (g.ties[0], g.strength.node, g.strength.line)).collect::<Vec<_>>()
        };
        assert_eq!(drawn(&ghosts), [(0, 0.5, 0.3), (1, 0.5, 0.5), (3, 1.0, 1.0)]);
        assert_eq!(ghosts.told, Told { drawn: 3, absent: 1, filtered: 1, ..Told::default() });
        all.dims = true;
        make(&mut ghosts, &all);
        assert_eq!(drawn(&ghosts)[2], (2, 0.3, 0.3));
        assert_eq!(ghosts.told.drawn, 4);
    }

    #[test]
    fn a_thing_is_one_ghost_and_what_the_dossier_has_is_a_line() {
        let mut rows: Vec<Row> = (0..3).map(row).collect();
        rows[1].key = rows[0].key.clone();
        rows[1].is_picked = true;
        let mut ghosts = Ghosts::default();
        let stock = make(&mut ghosts, &offered(rows.clone(), None));
        assert_eq!(ghosts.list[0].ties, [0, 1]);
        assert!(!ghosts.list[0].is_picked, "only one of its rows is");
        rows[2].known = Some(EntityId::new(Arc::clone(&stock.scene.nodes[1].id)));
        make(&mut ghosts, &offered(rows.clone(), None));
        assert_eq!((ghosts.told.drawn, ghosts.told.lines), (1, 1));
        assert_eq!(ghosts.lines[0].to, stock.scene.nodes[1].at);
        // In the dossier, and not in the picture.
        rows[2].known = Some("elsewhere".into());
        make(&mut ghosts, &offered(rows, None));
        assert_eq!((ghosts.told.drawn, ghosts.told.lines), (1, 0));
    }
}
