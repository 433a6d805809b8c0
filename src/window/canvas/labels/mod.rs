//! Which names are shown, and where. Chosen for each frame from what is in view, most important
//! first, so that no name lies on another or on a foreign node; and so that it stays calm: a name
//! that was shown stays on its side until it must yield, and one that had to go does not come back
//! at once. Works in screen points on plain numbers; nothing here knows egui, a GPU or the scene.

mod label_chooser;
pub(crate) mod lines;
mod names;
mod shapes;

use std::sync::Arc;

use kurbo::{Point, Rect, Vec2};
use rustc_hash::{FxHashMap, FxHashSet};

use self::label_chooser::{Chooser, is_barred, place};
use self::lines::{LabelledLine, ShownWord, Words};
use self::names::{NameCache, SIZES};
use self::shapes::Shapes;
use crate::picture::lettering::TextBlock;
use crate::picture::scene::box_grid::{BoxGrid, PointBox};
use crate::picture::scene::name_budget::Budget;
use crate::picture::scene::sides::Side;

/// Nodes for which no room was found that are remembered.
const REJECTED: usize = 2_400;
/// Names a frame that are shaped anew; the rest follows in the next frames. While the camera moves
/// there is more to do, and less time to read.
pub(crate) const SHAPED: usize = 6;
const SHAPED_MOVING: usize = 3;
/// Letters in points at least and at most.
const LETTERS: (f32, f32) = (9.5, 15.0);
/// Bonus for names already shown, against flicker.
const STAYING: f32 = 1.6;
/// Opacity of a name before its first frame.
const UNSEEN: f32 = -1.0;
/// Seconds in which a name appears or goes.
const FADE_SECS: f64 = 0.15;

/// How the scene is looked at in this frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LabelView<'a> {
    /// The point of the scene in the middle of the view.
    pub(crate) centre: Point,
    /// Screen points a scene unit.
    pub(crate) zoom: f64,
    /// Width and height of the view in points.
    pub size: (f32, f32),
    /// Pixels of the screen a point.
    pub(crate) pixels_per_point: f32,
    /// Seconds.
    pub(crate) now: f64,
    /// Names appear and go at once.
    pub(crate) reduced_motion: bool,
    /// Seen from afar, as density: no shape of a node is in the way of names.
    pub(crate) far: bool,
    /// How many names there may be.
    pub(crate) budget: Budget,
    /// Room that is taken by other words.
    pub(crate) captions: &'a [PointBox],
    /// Nodes whose names those words say: they need none beside them, unless they come first.
    pub(crate) told: &'a [u32],
    /// Nodes whose names come first, in this order: selected, hovered, found.
    pub(crate) first: &'a [u32],
    /// Another number when node numbers or names have changed.
    pub(crate) scene: u64,
    /// Another number when nodes have moved.
    pub(crate) positions: u64,
    /// Names that may be shaped in this frame: [`SHAPED`], or all for a still picture.
    pub(crate) shape_at_most: usize,
}

impl LabelView<'_> {
    /// Whether anything can be seen.
    pub(crate) fn is_drawable(&self) -> bool {
        self.zoom.is_finite() && self.zoom > 0.0 && self.size.0 > 1.0 && self.size.1 > 1.0
    }

    /// A place of the scene, in points.
    pub(crate) fn to_screen(self, point: Point) -> (f32, f32) {
        let at = (point - self.centre) * self.zoom;
        (at.x as f32 + self.size.0 / 2.0, at.y as f32 + self.size.1 / 2.0)
    }

    fn to_scene(self, area: &PointBox) -> Rect {
        let x = |v: f32| self.centre.x + f64::from(v - self.size.0 / 2.0) / self.zoom;
        let y = |v: f32| self.centre.y + f64::from(v - self.size.1 / 2.0) / self.zoom;
        Rect::new(x(area.x0), y(area.y0), x(area.x1), y(area.y1))
    }

    fn whole(self) -> PointBox {
        PointBox::new(0.0, 0.0, self.size.0, self.size.1)
    }

    /// Size of letters in points, to the nearest quarter of a pixel.
    fn letters(self, strong: bool) -> f32 {
        let least = LETTERS.0 + self.budget.larger();
        let ordinary = (SIZES.0 * self.zoom as f32).clamp(least, LETTERS.1);
        let size = if strong { ordinary * SIZES.1 / SIZES.0 } else { ordinary };
        let quarters = 4.0 * self.pixels_per_point.max(0.25);
        (size * quarters).round() / quarters
    }
}

/// A node as far as its name is concerned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LabelNode {
    /// Its centre in the scene.
    pub(crate) centre: Point,
    /// The box of its shape around its centre, in scene units.
    pub(crate) bounds: Rect,
    /// How important it is; more is more. Not negative.
    pub(crate) importance: f32,
    /// Where its name stands in the scene.
    pub(crate) side: Side,
    /// Whether its name is semi-bold and larger.
    pub(crate) strong: bool,
}

/// A node whose name may be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) number: u32,
    /// Its centre in the scene.
    pub(crate) centre: Point,
    /// How important it is, as [`LabelNode`] has it.
    pub(crate) importance: f32,
}

/// A node's shape, as far as no foreign name may lie on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Obstacle {
    pub(crate) number: u32,
    /// Its box in the scene.
    pub(crate) bounds: Rect,
    /// From which zoom on it counts; from further away it is a dot among others.
    pub(crate) from_zoom: f64,
}

/// Where nodes come from.
pub(crate) trait Nodes {
    /// A node by number.
    fn node(&self, number: u32) -> LabelNode;

    /// The name of a node.
    fn name(&self, number: u32) -> &str;

    /// The best-known node of each of the largest groups, largest first.
    fn heads(&self) -> &[u32];

    /// Hands out nodes with their centre in a box of the scene (and perhaps some nearby), in falling
    /// importance, until it is told to stop (`false`). Equally important ones always come in the same order.
    fn best(&self, area: Rect, each: &mut dyn FnMut(Candidate) -> bool);

    /// Hands out the shapes that touch a box of the scene (and perhaps some nearby) and count at this
    /// zoom.
    fn near(&self, area: Rect, zoom: f64, each: &mut dyn FnMut(Obstacle));
}

#[derive(Clone, Debug)]
pub(crate) struct ShownName {
    pub(crate) node: u32,
    /// The shaped text. Draw it `scale` times as large as it is.
    pub(crate) text: Arc<TextBlock>,
    /// Screen points a unit of the text.
    pub scale: f32,
    /// Top left corner from the node's centre, in screen points.
    pub(crate) offset: Vec2,
    /// How its lines stand in the block: 0.0 left, 0.5 centred, 1.0 right.
    pub(crate) align: f32,
    /// 0.0 to 1.0, while it appears or goes.
    pub(crate) opacity: f32,
    /// It is going: it takes no room any more.
    pub(crate) leaving: bool,
    side: Side,
    /// Its node as it was in this frame.
    of: LabelNode,
}

impl ShownName {
    fn importance(&self) -> f32 {
        self.of.importance
    }

    /// The box of its letters, with its node at `at`.
    pub(crate) fn area(&self, at: (f32, f32)) -> PointBox {
        let (x, y) = (at.0 + self.offset.x as f32, at.1 + self.offset.y as f32);
        let (width, height) = self.text_size(self.scale);
        PointBox::new(x, y, width, height)
    }

    fn text_size(&self, scale: f32) -> (f32, f32) {
        (self.text.width * scale, self.text.height * scale)
    }
}

/// What a round of choosing led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Whether anything that is shown differs from the frame before.
    pub(crate) changed: bool,
    /// Whether another frame is needed: something fades, or waits to be shaped.
    pub(crate) unfinished: bool,
}

/// What was asked in the frame before.
#[derive(Clone, Copy, PartialEq)]
struct AskedView {
    centre: Point,
    zoom: f64,
    size: (f32, f32),
    pixels_per_point: f32,
    far: bool,
    budget: Budget,
    scene: u64,
    positions: u64,
}

impl AskedView {
    /// Whether the same is asked, where only the distance of names may differ.
    fn is(self, other: AskedView) -> bool {
        self.budget.is_like(other.budget) && self == AskedView { budget: self.budget, ..other }
    }
}

/// What is other than in the frame before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ViewChange {
    /// Nothing: what was put off is done.
    None,
    /// Where one looks from; all that was shown stands as it stood.
    Centre,
    /// How large things are, too.
    Zoom,
    /// Anything else.
    Scene,
}

/// Chooses names, frame after frame.
#[derive(Default)]
pub(crate) struct Labels {
    shown: Vec<ShownName>,
    /// Filled anew each frame and swapped with `shown`.
    next: Vec<ShownName>,
    names: NameCache,
    grid: BoxGrid,
    shapes: Shapes,
    asked: Option<AskedView>,
    first: Vec<u32>,
    /// Nodes whose names are shown or have been placed in this round.
    taken: FxHashSet<u32>,
    /// Names that have to go in this round.
    dismissed: Vec<ShownName>,
    /// Nodes for which no room was found near `rejected_at`: in which round, and whether some place
    /// was out of view.
    rejected: FxHashMap<u32, (u64, bool)>,
    /// The round in which the zoom changed last.
    zoomed: u64,
    /// Some were not looked at again although the view had changed.
    stale: bool,
    rejected_at: Point,
    /// Nodes whose names other words said.
    told: Vec<u32>,
    /// Names that had to go: at which zoom, in which round.
    gone: FxHashMap<u32, (f64, u64)>,
    /// Counts frames in which something was chosen.
    round: u64,
    now: f64,
    waiting: bool,
    looked_at: usize,
    /// Whether names were chosen anew in this frame.
    fresh: bool,
    /// So many boxes of the grid are names; the rest are words.
    taken_by_names: usize,
    words: Words,
}

impl Labels {
    /// Names that are shown, those that are going included, which come last.
    pub(crate) fn names(&self) -> &[ShownName] {
        &self.shown
    }

    /// Words along lines that are shown.
    pub(crate) fn words(&self) -> &[ShownWord] {
        self.words.shown()
    }

    /// Whether the last [`Self::choose`] chose anew, so that words are to be chosen again.
    pub(crate) fn chose_anew(&self) -> bool {
        self.fresh
    }

    /// Chooses words along `lines`, in the room that is left after [`Self::choose`] for the same view and outside `marks`,
    /// which are boxes in points. Returns whether they differ from those that were shown.
    pub(crate) fn choose_words(
        &mut self,
        view: &LabelView<'_>,
        nodes: &dyn Nodes,
        lines: &[LabelledLine<'_>],
        marks: &[PointBox],
    ) -> bool {
        self.grid.truncate(self.taken_by_names);
        marks.iter().for_each(|area| self.grid.take(*area, u32::MAX));
        self.words.choose(view, nodes, lines, &mut self.grid, &mut self.shapes)
    }

    /// Chooses the names for a frame.
    pub(crate) fn choose(&mut self, view: &LabelView<'_>, nodes: &dyn Nodes) -> Outcome {
        let asked = AskedView {
            centre: view.centre,
            zoom: view.zoom,
            size: view.size,
            pixels_per_point: view.pixels_per_point,
            far: view.far,
            budget: view.budget,
            scene: view.scene,
            positions: view.positions,
        };
        let before = self.asked.replace(asked);
        let same_first = self.first == view.first && self.told == view.told;
        let drawable = view.is_drawable();
        let mut changed = false;
        self.fresh = false;
        if !drawable {
            changed = !self.shown.is_empty();
            self.shown.clear();
        } else if before != Some(asked) || !same_first || self.waiting || self.stale {
            if before.is_none_or(|b| b.scene != asked.scene) {
                changed |= !self.shown.is_empty();
                self.shown.clear();
                self.names.clear();
                self.gone.clear();
                self.words.clear();
            }
            // In another room nothing that was decided in the old one counts.
            if before.is_some_and(|b| b.size != asked.size) {
                self.gone.clear();
            }
            if !same_first {
                self.first.clear();
                self.first.extend_from_slice(view.first);
                self.told.clear();
                self.told.extend_from_slice(view.told);
            }
            let how = match before {
                _ if !same_first => ViewChange::Scene,
                Some(b) if b == asked => ViewChange::None,
                Some(b) if b.is(AskedView { centre: b.centre, ..asked }) => ViewChange::Centre,
                Some(b) if b == (AskedView { centre: b.centre, zoom: b.zoom, budget: b.budget, ..asked }) => {
                    ViewChange::Zoom
                }
                _ => ViewChange::Scene,
            };
            changed |= self.round(view, nodes, how);
        }
        changed |= self.fade(view);
        let fading = self.shown.iter().any(|s| s.leaving || s.opacity < 1.0);
        Outcome { changed, unfinished: fading || self.waiting || self.stale }
    }

    // In one piece: names are chosen in an order in which each takes room from those after it.
    fn round(&mut self, view: &LabelView<'_>, nodes: &dyn Nodes, how: ViewChange) -> bool {
        let moved_only = matches!(how, ViewChange::None | ViewChange::Centre);
        self.round += 1;
        self.waiting = false;
        self.grid.reset(view.size.0, view.size.1);
        view.captions.iter().for_each(|area| self.grid.take(*area, u32::MAX));
        self.shapes.begin(view);
        let far_from_it =
            (view.centre - self.rejected_at).hypot() * view.zoom > f64::from(view.size.0.min(view.size.1)) / 4.0;
        // While the view changes, room is looked for again only now and then; then once more.
        if far_from_it || self.rejected.len() > REJECTED || how == ViewChange::Scene || how == ViewChange::None {
            self.rejected.clear();
            self.rejected_at = view.centre;
        }
        if how != ViewChange::Centre {
            self.zoomed = self.round;
        }
        self.stale = false;
        if self.gone.len() > 2048 {
            let (zoom, round) = (view.zoom, self.round);
            self.gone.retain(|_, gone| is_barred(*gone, zoom, round));
        }
        let old = std::mem::take(&mut self.shown);
        let mut kept: Vec<&ShownName> = old.iter().filter(|s| !s.leaving).collect();
        self.taken.clear();
        self.taken.extend(kept.iter().map(|s| s.node));
        let moving = matches!(how, ViewChange::Centre | ViewChange::Zoom);
        let to_shape = if moving { view.shape_at_most.min(SHAPED_MOVING) } else { view.shape_at_most };
        let same_nodes = how != ViewChange::Scene;
        let mut chooser =
            Chooser { view, nodes, whole: view.whole(), moved_only, same_nodes, to_shape, firsts: 0, labels: self };
        for &node in view.first {
            chooser.first(node, &old);
        }
        // In a crowd each of the largest groups has a name, wherever it stands.
        if view.budget.crowded() > 0.0 {
            chooser.heads(&mut kept);
        }
        // What is shown counts more than it is; so the two lists are merged, each in falling order.
        kept.sort_unstable_by(|a, b| b.importance().total_cmp(&a.importance()).then(a.node.cmp(&b.node)));
        let mut standing = kept.into_iter().peekable();
        let mut looked_at = 0;
        nodes.best(view.to_scene(&view.whole()), &mut |candidate| {
            looked_at += 1;
            while let Some(shown) = standing.next_if(|s| s.importance() * STAYING >= candidate.importance) {
                chooser.keep(shown);
            }
            if !chooser.is_near_named(candidate.centre, 1.0) {
                chooser.come(candidate);
            }
            view.budget.goes_on(looked_at, chooser.named())
        });
        standing.for_each(|shown| chooser.keep(shown));
        self.looked_at = looked_at;
        self.taken_by_names = self.grid.len();
        self.fresh = true;
        self.say_goodbye(view, nodes, &old, same_nodes);
        // An order that does not hang on the merge.
        self.next.sort_by_key(|s| (s.leaving, s.node));
        std::mem::swap(&mut self.shown, &mut self.next);
        let same = |(a, b): (&ShownName, &ShownName)| {
            a.node == b.node && a.leaving == b.leaving && a.offset == b.offset && a.scale == b.scale
        };
        let changed = old.len() != self.shown.len() || !old.iter().zip(&self.shown).all(same);
        // The room of the list is used again.
        self.next = old;
        self.next.clear();
        changed
    }

    /// Names that had to go fade where they stood, unless they came back.
    fn say_goodbye(&mut self, view: &LabelView<'_>, nodes: &dyn Nodes, old: &[ShownName], same_nodes: bool) {
        let staying = self.next.len();
        for shown in old.iter().filter(|s| s.leaving).chain(&self.dismissed) {
            if let Some(back) = self.next[..staying].iter_mut().find(|s| s.node == shown.node) {
                back.opacity = back.opacity.max(shown.opacity);
                continue;
            }
            let of = if same_nodes { shown.of } else { nodes.node(shown.node) };
            let scale = view.letters(of.strong) / shown.text.size;
            let place = place(view, &of, view.to_screen(of.centre), shown.side, shown.text_size(scale));
            let (offset, align) = (place.offset, place.align);
            self.next.push(ShownName { scale, offset, align, leaving: true, of, ..shown.clone() });
        }
        self.dismissed.clear();
    }

    fn fade(&mut self, view: &LabelView<'_>) -> bool {
        let step = ((view.now - self.now) / FADE_SECS).clamp(0.0, 1.0) as f32;
        self.now = view.now;
        let step = if view.reduced_motion { 1.0 } else { step };
        let mut changed = false;
        for shown in &mut self.shown {
            let to = if shown.leaving { 0.0 } else { 1.0 };
            if shown.opacity != to {
                // A name that has just come begins with this frame, however long the one before took.
                let from = shown.opacity.max(0.0);
                let first_frame = shown.opacity == UNSEEN && !view.reduced_motion;
                let by = if first_frame { 0.0 } else { step };
                shown.opacity = if to > from { (from + by).min(1.0) } else { (from - by).max(0.0) };
                changed = true;
            }
        }
        let count = self.shown.len();
        self.shown.retain(|s| !s.leaving || s.opacity > 0.0);
        changed || self.shown.len() != count
    }
}

#[cfg(test)]
mod tests;
