//! Arrangements that were made, to be taken again: a page is drawn several times, for its size, for its words and for each change in the
//! editor, and most of that leaves names and lines where they are. What an arrangement is made of is told here once; how it is made is not
//! known here.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use kurbo::{Point, Rect};
use sha2::{Digest as _, Sha256};

use super::words::{LineTexts, LineWords};
use super::{Arranged, Room};
use crate::picture::lettering::Fonts;
use crate::picture::scene::item::Scene;

/// Most arrangements that are kept: to find the size of a page takes about ten.
const MOST: usize = 48;

/// The last arrangements of names and lines, and of words on those.
#[derive(Default)]
pub struct Arrangements {
    names: RefCell<VecDeque<(Key, Arc<Arranged>)>>,
    words: RefCell<VecDeque<(Key, Option<LineWords>)>>,
}

impl fmt::Debug for Arrangements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrangements").field("names", &self.names.borrow().len()).finish_non_exhaustive()
    }
}

/// What something was made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    digest: [u8; 32],
    fonts: Fonts,
}

impl Arrangements {
    /// The names and lines of a scene in a room, which are made if they are not known.
    pub(super) fn names(&self, key: &Key, make: impl FnOnce() -> Arranged) -> Arc<Arranged> {
        known(&self.names, key, || Arc::new(make()))
    }

    /// What is written on lines that are arranged so.
    pub(super) fn words(&self, key: &Key, make: impl FnOnce() -> Option<LineWords>) -> Option<LineWords> {
        known(&self.words, key, make)
    }
}

fn known<T: Clone>(list: &RefCell<VecDeque<(Key, T)>>, key: &Key, make: impl FnOnce() -> T) -> T {
    let found = list.borrow().iter().find(|(known, _)| known == key).map(|(_, made)| made.clone());
    found.unwrap_or_else(|| {
        let made = make();
        let mut list = list.borrow_mut();
        list.truncate(MOST - 1);
        list.push_front((key.clone(), made.clone()));
        made
    })
}

impl Key {
    /// Of all that decides where the names and lines of a scene go. Colours do not.
    pub(super) fn of_names(scene: &Scene, room: &Room) -> Key {
        let mut all = Bytes::default();
        all.rect(room.area);
        all.number(room.letters);
        all.list(&room.captions, |all, area| all.rect(*area));
        all.list(&room.fixed.boxes, |all, area| all.rect(*area));
        all.list(&room.fixed.lines, |all, (a, b)| [a, b].into_iter().for_each(|at| all.point(*at)));
        let mut names: Vec<(usize, Point)> = room.fixed.names.iter().map(|(node, at)| (*node, *at)).collect();
        names.sort_unstable_by_key(|(node, _)| *node);
        all.list(&names, |all, (node, at)| {
            node.hash(all);
            all.point(*at);
        });
        let nodes: Vec<usize> = (0..scene.nodes.len()).collect();
        all.list(&nodes, |all, number| {
            let (node, look) = (&scene.nodes[*number], scene.node_look(*number));
            all.point(node.centre());
            all.number(f64::from(node.radius));
            all.number(f64::from(scene.importance(*number)));
            (look.shape, look.strong, scene.label(*number)).hash(all);
        });
        let lines: Vec<usize> = (0..scene.lines.len()).collect();
        all.list(&lines, |all, number| {
            let (line, look) = (&scene.lines[*number], scene.line_look(*number));
            let is_pointed = look.directed && !scene.is_tapered(look);
            (line.ends, line.course.bend.to_bits(), line.course.turn, line.course.parallel, is_pointed).hash(all);
        });
        Key { digest: all.0.finalize().into(), fonts: scene.fonts }
    }

    /// Of all that decides where words go on the lines of a scene whose names and lines have this key.
    pub(super) fn of_words(&self, scene: &Scene, texts: &LineTexts) -> Key {
        use kurbo::Shape as _;
        let mut all = Bytes::default();
        self.digest.hash(&mut all);
        all.rect(scene.bounds);
        all.list(&scene.over, |all, mark| all.rect(mark.path.bounding_box()));
        all.number(texts.letters);
        all.number(texts.most_ink);
        all.list(&texts.texts, |all, text| (&text.lines, &text.text).hash(all));
        Key { digest: all.0.finalize().into(), fonts: texts.fonts }
    }
}

/// Bytes that a key is made of.
#[derive(Default)]
struct Bytes(Sha256);

impl Bytes {
    fn number(&mut self, number: f64) {
        number.to_bits().hash(self);
    }

    fn point(&mut self, at: Point) {
        self.number(at.x);
        self.number(at.y);
    }

    fn rect(&mut self, area: Rect) {
        [area.x0, area.y0, area.x1, area.y1].into_iter().for_each(|side| self.number(side));
    }

    fn list<T>(&mut self, list: &[T], each: impl Fn(&mut Bytes, &T)) {
        list.len().hash(self);
        list.iter().for_each(|item| each(self, item));
    }
}

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Never called: the key is the whole digest.
    fn finish(&self) -> u64 {
        0
    }
}
