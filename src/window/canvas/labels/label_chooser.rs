//! One round of choosing names: who must be shown, who stays, who comes, and on which side of its
//! node each finds room.

use std::sync::Arc;

use kurbo::{Point, Rect, Vec2};

use super::names::SIZES;
use super::{Candidate, LabelNode, LabelView, Labels, Nodes, ShownName, UNSEEN};
use crate::picture::lettering::TextBlock;
use crate::picture::scene::box_grid::PointBox;
use crate::picture::scene::name_budget::{Budget, HUB, is_covered};
use crate::picture::scene::sides::{PLACES, Side};

/// Space around names, in points.
const AROUND: f32 = 2.0;
/// More space that a name needs to be shown anew, so that it does not have to go at once.
const ROOM_TO_COME: f32 = 3.0;
/// A name that is shown may be so much nearer to others than one that comes.
const STAYING_APART: f32 = 0.6;
/// A name that had to go comes back when the zoom has changed by this factor and after so many
/// frames with a moving camera; or after many more.
const RETURN: (f64, u64, u64) = (1.08, 12, 240);
/// Space between a shape and its name: in scene units, and in points at least and at most.
const GAP: (f64, f64, f64) = (2.5, 1.5, 4.0);
/// Frames with a changing zoom in which a place that was not found is not looked for again.
const PATIENCE: u64 = 5;
/// How boxes are known in the grid: of names that must be shown, and of all others.
const FIRST: u32 = 1;
const OTHER: u32 = 0;

/// Whether a name that had to go may not come back yet: at which zoom it went and in which round,
/// and how things are now.
pub(super) fn is_barred((zoom, round): (f64, u64), now_zoom: f64, now: u64) -> bool {
    let since = now - round;
    let factor = (now_zoom / zoom).max(zoom / now_zoom);
    since < RETURN.2 && (since < RETURN.1 || factor < RETURN.0)
}

/// A place that was found for a name.
#[derive(Clone, Copy)]
pub(super) struct FoundPlace {
    pub(crate) side: Side,
    pub(crate) offset: Vec2,
    pub(crate) align: f32,
    pub(crate) area: PointBox,
}

/// Where a name of a size stands beside its node.
pub(super) fn place(
    view: &LabelView<'_>,
    node: &LabelNode,
    at: (f32, f32),
    side: Side,
    size: (f32, f32),
) -> FoundPlace {
    let b = node.bounds;
    let zoom = view.zoom;
    let bounds = Rect::new(b.x0 * zoom, b.y0 * zoom, b.x1 * zoom, b.y1 * zoom);
    let gap = (GAP.0 * zoom).clamp(GAP.1, GAP.2);
    let (offset, align) = side.offset((f64::from(size.0), f64::from(size.1)), bounds, gap);
    let area = PointBox::new(at.0 + offset.x as f32, at.1 + offset.y as f32, size.0, size.1);
    FoundPlace { side, offset, align, area }
}

/// One round of choosing.
pub(super) struct Chooser<'a> {
    pub(crate) view: &'a LabelView<'a>,
    pub(crate) nodes: &'a dyn Nodes,
    pub(crate) whole: PointBox,
    pub(crate) moved_only: bool,
    /// Nodes are as they were in the frame before.
    pub(crate) same_nodes: bool,
    pub(crate) to_shape: usize,
    /// So many of those that are chosen must be shown.
    pub(crate) firsts: usize,
    pub(crate) labels: &'a mut Labels,
}

impl Chooser<'_> {
    pub(crate) fn has_room(&self) -> bool {
        self.named() < self.view.budget.names
    }

    /// How many have a name by now.
    pub(super) fn named(&self) -> usize {
        self.labels.next.len()
    }

    /// Whether a place is nearer to a node that is named for what it is than names of this view may be. The best
    /// known may be near each other; the more have names, the more the next are to be spread.
    pub(super) fn is_near_named(&self, centre: Point, share: f32) -> bool {
        let budget = self.view.budget;
        let named = (self.labels.next.len() as f32 / budget.names.max(1) as f32).min(1.0);
        let apart = f64::from(budget.apart * named * share) / self.view.zoom;
        apart > 0.0 && self.labels.next[self.firsts..].iter().any(|s| (s.of.centre - centre).hypot2() < apart * apart)
    }

    /// The best known of the largest groups, before all others; those that were shown are taken out of `kept`.
    pub(super) fn heads(&mut self, kept: &mut Vec<&ShownName>) {
        let nodes = self.nodes;
        for &number in nodes.heads().iter().take(self.view.budget.names / 2) {
            match kept.iter().position(|s| s.node == number) {
                Some(place) => self.keep(kept.swap_remove(place)),
                None => {
                    let LabelNode { centre, importance, .. } = nodes.node(number);
                    self.come(Candidate { number, centre, importance });
                }
            }
        }
    }

    /// A name that must be shown if its node is in view: it asks only what came before it, and if
    /// need be it stands on a foreign node.
    pub(crate) fn first(&mut self, number: u32, old: &[ShownName]) {
        let node = self.nodes.node(number);
        let at = self.view.to_screen(node.centre);
        let seen = at.0 >= 0.0 && at.1 >= 0.0 && at.0 <= self.whole.x1 && at.1 <= self.whole.y1;
        let twice = self.labels.next.iter().any(|s| s.node == number);
        // However few names a crowd has: these are wanted.
        let has_room = self.named() < Budget::default().names;
        if !seen || twice || !has_room || self.nodes.name(number).trim().is_empty() {
            return;
        }
        let name = || (self.nodes.name(number), node.strong);
        let known = self.labels.names.get(number, self.labels.round, name).block.clone();
        // The very first is named at once, however much there is to do.
        if known.is_none() && self.to_shape == 0 && self.firsts > 0 {
            self.labels.waiting = true;
            return;
        }
        let text = known.unwrap_or_else(|| {
            self.to_shape = self.to_shape.saturating_sub(1);
            self.labels.names.shape(number, self.nodes.name(number), node.strong)
        });
        let scale = self.view.letters(node.strong) / text.size;
        let size = (text.width * scale, text.height * scale);
        let before = old.iter().find(|s| s.node == number);
        let side = before.map_or(node.side, |s| s.side);
        let found = self
            .find(&node, at, side, size, |c, p| c.whole.holds(&p.area) && c.is_free(&p.area, number, AROUND))
            .or_else(|| self.find(&node, at, side, size, |c, p| c.is_free(&p.area, number, AROUND)))
            .or_else(|| self.find(&node, at, side, size, |c, p| c.labels.grid.is_free(&p.area.grown(AROUND))));
        if let Some(place) = found {
            self.labels.taken.insert(number);
            self.labels.gone.remove(&number);
            self.show(number, &node, text, scale, place, before.map_or(UNSEEN, |s| s.opacity), true);
            self.firsts = self.labels.next.len();
        }
    }

    /// A name that was shown in the frame before.
    pub(crate) fn keep(&mut self, shown: &ShownName) {
        let number = shown.node;
        if self.labels.next[..self.firsts].iter().any(|s| s.node == number) {
            return;
        }
        if self.view.told.contains(&number) {
            self.labels.dismissed.push(shown.clone());
            return;
        }
        let node = if self.same_nodes { shown.of } else { self.nodes.node(number) };
        let at = self.view.to_screen(node.centre);
        let scale = self.view.letters(node.strong) / shown.text.size;
        let size = shown.text_size(scale);
        let stands = place(self.view, &node, at, shown.side, size);
        let seen = stands.area.overlaps(&self.whole);
        if !seen && !self.whole.overlaps(&PointBox::new(at.0, at.1, 0.0, 0.0)) {
            // Out of view. It may come back with its node.
            return;
        }
        let is_crowded_out = self.is_near_named(node.centre, STAYING_APART);
        let room = self.has_room() && !is_crowded_out;
        if room {
            let free = seen && self.labels.grid.is_free(&stands.area.grown(AROUND));
            let stays = free
                && (self.moved_only
                    || self.is_clear_of_nodes(&stands.area, number)
                    || self.covers_lesser(&stands.area, number, node.importance));
            let found =
                if stays { Some(stands) } else { self.find_clear(&node, number, at, (shown.side, size), AROUND + 1.0) };
            if let Some(place) = found {
                self.show(number, &node, Arc::clone(&shown.text), scale, place, shown.opacity, false);
                return;
            }
        }
        // Pushed aside by what was selected, it may come back at once.
        let around = stands.area.grown(AROUND);
        let grid = &self.labels.grid;
        let pushed = room && !grid.is_free(&around) && !grid.any(&around, |tag| tag != FIRST);
        if !pushed {
            self.labels.gone.insert(number, (self.view.zoom, self.labels.round));
        }
        self.labels.dismissed.push(shown.clone());
    }

    /// A node whose name is not shown yet.
    pub(crate) fn come(&mut self, candidate: Candidate) {
        let number = candidate.number;
        let (zoom, round) = (self.view.zoom, self.labels.round);
        let barred = |gone: &(f64, u64)| is_barred(*gone, zoom, round);
        // They take turns, so that no frame has to look for all of them.
        let patience = PATIENCE + u64::from(number % 4);
        if self.view.told.contains(&number) {
            return;
        }
        let labels = &mut *self.labels;
        if let Some(&(at, edge)) = labels.rejected.get(&number) {
            if !edge && at >= labels.zoomed {
                return;
            }
            if round - at < patience {
                labels.stale = true;
                return;
            }
        }
        if self.labels.taken.contains(&number) || self.labels.gone.get(&number).is_some_and(barred) || !self.has_room()
        {
            return;
        }
        let at = self.view.to_screen(candidate.centre);
        if !self.whole.holds(&PointBox::new(at.0, at.1, 0.0, 0.0)) {
            return;
        }
        let node = &self.nodes.node(number);
        let known = self.labels.names.get(number, round, || (self.nodes.name(number), node.strong));
        let (guess, text) = (known.size, known.block.clone());
        if guess.0 <= 0.0 {
            return;
        }
        let unit = if node.strong { SIZES.1 } else { SIZES.0 };
        let scale = self.view.letters(node.strong) / unit;
        let Some(found) = self.find_to_come(number, node, at, (guess.0 * scale, guess.1 * scale)) else { return };
        let (text, found) = match text {
            Some(text) => (text, found),
            None if self.to_shape == 0 => {
                // Its room is kept for it until it has been shaped.
                self.labels.grid.take(found.area, OTHER);
                self.labels.waiting = true;
                return;
            }
            None => {
                self.to_shape -= 1;
                let text = self.labels.names.shape(number, self.nodes.name(number), node.strong);
                let size = (text.width * scale, text.height * scale);
                let Some(found) = self.find_to_come(number, node, at, size) else { return };
                (text, found)
            }
        };
        self.labels.gone.remove(&number);
        self.show(number, node, text, scale, found, UNSEEN, false);
    }

    /// A place with room to spare and wholly in view.
    fn find_to_come(&mut self, number: u32, node: &LabelNode, at: (f32, f32), size: (f32, f32)) -> Option<FoundPlace> {
        let found = self.find_clear(node, number, at, (node.side, size), AROUND + ROOM_TO_COME);
        if found.is_none() {
            let mut sides = PLACES.iter().map(|p| p.0).chain([node.side]);
            let outside = sides.any(|side| !self.whole.holds(&place(self.view, node, at, side, size).area));
            self.labels.rejected.insert(number, (self.labels.round, outside));
        }
        found
    }

    /// A place wholly in view, clear of names and nodes; for a hub without one, on lesser nodes.
    fn find_clear(
        &mut self,
        node: &LabelNode,
        number: u32,
        at: (f32, f32),
        (side, size): (Side, (f32, f32)),
        around: f32,
    ) -> Option<FoundPlace> {
        let clear = |c: &mut Self, p: &FoundPlace| c.whole.holds(&p.area) && c.is_free(&p.area, number, around);
        let found = self.find(node, at, side, size, clear);
        if found.is_some() || node.importance < HUB {
            return found;
        }
        self.find(node, at, side, size, |c, p| {
            c.whole.holds(&p.area)
                && c.labels.grid.is_free(&p.area.grown(around))
                && c.covers_lesser(&p.area, number, node.importance)
        })
    }

    /// The first place that will do: the wished side, then the others as they are liked.
    fn find(
        &mut self,
        node: &LabelNode,
        at: (f32, f32),
        wished: Side,
        size: (f32, f32),
        mut will_do: impl FnMut(&mut Self, &FoundPlace) -> bool,
    ) -> Option<FoundPlace> {
        let view = self.view;
        let others = PLACES.iter().map(|p| p.0).filter(|s| *s != wished);
        std::iter::once(wished).chain(others).map(|side| place(view, node, at, side, size)).find(|p| will_do(self, p))
    }

    fn is_free(&mut self, area: &PointBox, number: u32, around: f32) -> bool {
        self.labels.grid.is_free(&area.grown(around)) && self.is_clear_of_nodes(area, number)
    }

    /// Whether a name would lie on no node but its own.
    fn is_clear_of_nodes(&mut self, area: &PointBox, number: u32) -> bool {
        self.labels.shapes.is_clear(self.view, self.nodes, &area.grown(1.0), &|other| other == number)
    }

    /// Whether a name may stand where it lies on foreign nodes: a hub's on those that matter much less.
    /// In a crowd nothing else would be left for it, while leaves at the edge have theirs.
    fn covers_lesser(&mut self, area: &PointBox, number: u32, importance: f32) -> bool {
        let nodes = self.nodes;
        let is_lesser = |other: u32| other == number || is_covered(importance, nodes.node(other).importance);
        self.labels.shapes.is_clear(self.view, nodes, &area.grown(1.0), &is_lesser)
    }

    #[expect(clippy::too_many_arguments, reason = "each is one fact of the name")]
    fn show(
        &mut self,
        number: u32,
        node: &LabelNode,
        text: Arc<TextBlock>,
        scale: f32,
        place: FoundPlace,
        opacity: f32,
        first: bool,
    ) {
        self.labels.grid.take(place.area, if first { FIRST } else { OTHER });
        self.labels.next.push(ShownName {
            node: number,
            text,
            scale,
            offset: place.offset,
            align: place.align,
            opacity,
            leaving: false,
            side: place.side,
            of: *node,
        });
    }
}
