//! What is brought out, as the renderer draws it: what is selected or hovered and all that it is tied
//! to, over a network that is dimmed; and nodes while they are dragged. Worked out when the selection,
//! the pointer or the scene changes, not each frame.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::fallen::{fallen_line, fallen_node};
use super::gpu::frame::Overlay;
use super::instance::{Portrait, line_flags, node_flags};
use super::packed_scene::{PackedScene, Radii, line_between, line_style, node_style};
use crate::dossier::model::EntityId;
use crate::layout::Form;
use crate::picture::encoding::ColourCode;
use crate::picture::scene::Scene;
use crate::window::action::ItemId;
use crate::window::session::Session;
use crate::window::session::exploring::BroughtOut;

/// What is brought out of a stock.
#[derive(Clone, Default)]
pub struct Attention {
    /// The session's count of changes and the stock that this was made of, and how far a drag is.
    made_of: Option<(u64, u64, u64)>,
    /// What is drawn over everything.
    pub overlay: Arc<Overlay>,
    /// Whether the rest is dimmed.
    pub(crate) dims: bool,
    /// Nodes whose names come first.
    pub(crate) first: Vec<u32>,
    /// Nodes that are brought out.
    pub(crate) bright: HashSet<u32>,
    /// Lines that are brought out.
    pub(crate) bright_lines: HashSet<u32>,
    /// Of these, lines that fall with what is struck.
    pub(crate) fallen_lines: HashSet<u32>,
    /// Ids of what is selected.
    pub(crate) selected: HashSet<Arc<str>>,
}

/// Nodes on their way, by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moving {
    /// Grows with each step.
    pub(crate) step: u64,
    /// Where they are now. By id: numbers change while a drag goes on, when something else is hidden.
    pub(crate) places: HashMap<EntityId, (f32, f32)>,
}

impl Attention {
    /// Brings it up to date.
    pub(crate) fn update(&mut self, session: &Session, stock: &PackedScene, moving: Option<&Moving>) {
        let key = (session.attention(), stock.id, moving.map_or(0, |m| m.step));
        if self.made_of == Some(key) {
            return;
        }
        self.made_of = Some(key);
        let mut marks = Marks {
            scene: &stock.scene,
            nodes: HashMap::new(),
            lines: HashMap::new(),
            fallen_nodes: HashSet::new(),
            fallen_lines: HashSet::new(),
        };
        self.first.clear();
        self.dims = marks.session(session, &mut self.first);
        // Among rows what is only pointed at or selected has its row marked, and all else stays as it is.
        let is_found =
            session.brought_out().is_some() || session.shown_source().is_some() || session.shown_colour().is_some();
        self.dims &= stock.scene.chart.is_none() || is_found;
        let moved = moving.map(|moving| marks.moving(session, moving)).unwrap_or_default();
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let mut overlay = Overlay { id: NEXT.fetch_add(1, Ordering::Relaxed), ..Overlay::default() };
        let radii = Radii::all();
        let scene = &stock.scene;
        let at = |node: u32| moved.get(&node).copied().unwrap_or(scene.nodes[node as usize].at);
        // In a fixed order, so that the same things make the same picture.
        let sorted = |marks: HashMap<u32, u32>| {
            let mut all: Vec<(u32, u32)> = marks.into_iter().collect();
            all.sort_unstable();
            all
        };
        self.selected.clear();
        self.selected.extend(session.selection().iter().map(|thing| match thing {
            ItemId::Entity(id) => id.shared(),
            ItemId::Relation(id) => id.shared(),
        }));
        let (fallen_nodes, fallen_lines) = (marks.fallen_nodes, marks.fallen_lines);
        self.bright.clear();
        self.bright.extend(marks.nodes.keys());
        self.bright_lines.clear();
        self.bright_lines.extend(marks.lines.keys());
        overlay.has_fallen = !(fallen_nodes.is_empty() && fallen_lines.is_empty());
        // In a matrix the cells are the relations, and `rows` marks them.
        let lines = if is_matrix(scene) { HashMap::new() } else { marks.lines };
        for (line, flags) in sorted(lines) {
            let ends = scene.lines[line as usize].ends;
            overlay.line_places.push(line_between(scene, radii, line as usize, at(ends.0), at(ends.1)));
            let style = line_style(scene, line as usize, flags);
            overlay.line_styles.push(if fallen_lines.contains(&line) { fallen_line(style) } else { style });
        }
        for (node, flags) in sorted(marks.nodes) {
            let flags = if scene.chart.is_some() { among_rows(flags) } else { flags };
            let place = at(node);
            let style = node_style(scene, node as usize, flags);
            let is_fallen = fallen_nodes.contains(&node);
            let style = if is_fallen { fallen_node(style, scene.ground) } else { style };
            let place = [place.0.to_bits(), place.1.to_bits()];
            overlay.node_places.push(place);
            overlay.node_styles.push(style);
            // A picture would hide the cross.
            let picture = scene.pictures.of(&scene.nodes[node as usize].id).filter(|_| !is_fallen);
            if let Some(picture) = picture {
                overlay.portraits.push(Portrait { place, style, picture: Arc::clone(picture) });
            }
        }
        self.fallen_lines = fallen_lines;
        self.overlay = Arc::new(overlay);
    }
}

/// Rings would lie on the names of rows: there a line goes around the shape itself.
fn among_rows(flags: u32) -> u32 {
    if flags & node_flags::SELECTED == 0 { flags } else { flags & !node_flags::SELECTED | node_flags::HOVERED }
}

fn is_matrix(scene: &Scene) -> bool {
    scene.chart.as_ref().is_some_and(|chart| chart.form == Form::Matrix)
}

/// Numbers of what is brought out, with flags.
struct Marks<'a> {
    scene: &'a Scene,
    nodes: HashMap<u32, u32>,
    lines: HashMap<u32, u32>,
    /// Of these, what falls with what is struck.
    fallen_nodes: HashSet<u32>,
    fallen_lines: HashSet<u32>,
}

impl Marks<'_> {
    fn node_of(&self, session: &Session, id: &str) -> Option<u32> {
        let dossier = session.dossier();
        let in_fold = || {
            let fold = session.folded.as_ref()?.fold_of(dossier.entity_index(id)?)?;
            self.scene.node_called(dossier, fold.id.as_str())
        };
        Some(self.scene.node_called(dossier, id).or_else(in_fold)? as u32)
    }

    fn line_of(&self, session: &Session, id: &str) -> Option<u32> {
        Some(self.scene.line_called(session.dossier(), id)? as u32)
    }

    fn thing(&mut self, session: &Session, thing: &ItemId, node_flags: u32, line_flags: u32) {
        match thing {
            ItemId::Entity(id) => {
                if let Some(number) = self.node_of(session, id.as_str()) {
                    *self.nodes.entry(number).or_default() |= node_flags;
                }
            }
            ItemId::Relation(id) => {
                if let Some(number) = self.line_of(session, id.as_str()) {
                    *self.lines.entry(number).or_default() |= line_flags;
                    let ends = self.scene.lines[number as usize].ends;
                    self.nodes.entry(ends.0).or_default();
                    self.nodes.entry(ends.1).or_default();
                }
            }
        }
    }

    /// A thing's node with all lines that touch it, and what is at their far ends.
    fn tied(&mut self, session: &Session, thing: &ItemId, flags: u32) {
        let ItemId::Entity(id) = thing else { return };
        let Some(node) = self.node_of(session, id.as_str()) else { return };
        for line in self.scene.lines_at(session.dossier(), node as usize) {
            *self.lines.entry(line as u32).or_default() |= flags;
            let ends = self.scene.lines[line].ends;
            self.nodes.entry(ends.0).or_default();
            self.nodes.entry(ends.1).or_default();
        }
    }

    /// What was asked for is brought out, and what is selected or pointed at beside it.
    fn asked_for(&mut self, session: &Session, out: &BroughtOut, first: &mut Vec<u32>) {
        const CHOSEN: u32 = line_flags::ACCENT | line_flags::STRONG;
        for (things, node, line) in
            [(&out.others, 0, 0), (&out.fallen, 0, 0), (&out.first, 0, CHOSEN), (&out.ringed, node_flags::SELECTED, 0)]
        {
            things.iter().for_each(|thing| self.thing(session, thing, node, line));
        }
        for thing in &out.fallen {
            match thing {
                ItemId::Entity(id) => self.fallen_nodes.extend(self.node_of(session, id.as_str())),
                ItemId::Relation(id) => self.fallen_lines.extend(self.line_of(session, id.as_str())),
            }
        }
        for thing in session.selection() {
            self.thing(session, thing, node_flags::SELECTED, CHOSEN);
        }
        if let Some(thing) = session.hovered() {
            self.thing(session, thing, node_flags::HOVERED, CHOSEN);
        }
        for thing in out.ringed.iter().chain(&out.first).chain(&out.fallen) {
            if let ItemId::Entity(id) = thing {
                first.extend(self.node_of(session, id.as_str()));
            }
        }
    }

    /// What has a colour, and the lines within it.
    fn coloured(&mut self, colour: ColourCode) {
        let has = |node: u32| self.scene.node_look(node as usize).code == Some(colour);
        let nodes = (0..self.scene.nodes.len() as u32).filter(|node| has(*node)).map(|node| (node, 0));
        let lines = self.scene.lines.iter().enumerate().filter(|(_, line)| has(line.ends.0) && has(line.ends.1));
        let lines = lines.map(|(line, _)| (line as u32, 0)).collect();
        (self.nodes, self.lines) = (nodes.collect(), lines);
    }

    /// What the session brings out. Yields whether the rest is dimmed.
    fn session(&mut self, session: &Session, first: &mut Vec<u32>) -> bool {
        if let Some(out) = session.brought_out() {
            self.asked_for(session, &out, first);
            return true;
        }
        let selection = session.selection();
        if let Some(source) = session.shown_source().filter(|_| selection.is_empty()) {
            for thing in session.resting_on(source) {
                self.thing(session, &thing, 0, 0);
            }
            return true;
        }
        if let Some(colour) = session.shown_colour() {
            self.coloured(colour);
            return true;
        }
        for thing in selection.iter().rev() {
            self.thing(session, thing, node_flags::SELECTED, line_flags::ACCENT | line_flags::STRONG);
            self.tied(session, thing, line_flags::ACCENT);
            if let ItemId::Entity(id) = thing {
                first.extend(self.node_of(session, id.as_str()));
            }
        }
        if let Some(thing) = session.hovered() {
            self.thing(session, thing, node_flags::HOVERED, line_flags::ACCENT | line_flags::STRONG);
            self.tied(session, thing, 0);
            if let ItemId::Entity(id) = thing {
                first.extend(self.node_of(session, id.as_str()));
            }
        }
        // Of what stands around it, the most important first.
        let mut others: Vec<u32> = self.nodes.keys().copied().filter(|n| !first.contains(n)).collect();
        others.sort_unstable_by_key(|n| (std::cmp::Reverse(self.scene.nodes[*n as usize].degree), *n));
        others.truncate(60);
        first.extend(others);
        !selection.is_empty() || session.hovered().is_some()
    }

    /// Nodes on their way with their lines. Yields where those of the scene are.
    fn moving(&mut self, session: &Session, moving: &Moving) -> HashMap<u32, (f32, f32)> {
        let here = moving.places.iter().filter_map(|(id, at)| Some((self.node_of(session, id.as_str())?, *at)));
        let moved: HashMap<u32, (f32, f32)> = here.collect();
        for &node in moved.keys() {
            self.nodes.entry(node).or_default();
            for line in self.scene.lines_at(session.dossier(), node as usize) {
                self.lines.entry(line as u32).or_default();
            }
        }
        moved
    }
}
