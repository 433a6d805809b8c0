//! The same scene at another time: places, curves and names stay, and only looks are made anew, so that a date can move quickly
//! through a large network. What a look is made of is told in `build`; a scene made here equals one that is built.

use super::build::{Parts, Stand, line_look, node_look, width};
use super::item::{LegendEntry, LineLook, NodeLook, Scene};
use super::legend::legend;

/// The scene as it looks at the time of `parts`. No two dates may be compared, neither then nor now, and lines do not taper.
pub(crate) fn restyled(scene: &Scene, parts: &Parts<'_>) -> Scene {
    let Parts { dossier, encoded, theme, .. } = *parts;
    let mut scene = scene.clone();
    let before = std::mem::take(&mut scene.node_looks);
    let mut looks: ByClass<NodeLook> = ByClass::new(before.iter().map(|look| look.class));
    for node in &mut scene.nodes {
        let (stand, old) = (parts.entity(node.entity), &before[usize::from(node.look)]);
        node.look = looks.of(old.class, stand, || match dossier.entity(node.entity) {
            Some(entity) => {
                let look = node_look(dossier, entity, stand, encoded.colour(node.entity), theme);
                NodeLook { class: old.class, ..look }
            }
            None => old.clone(),
        });
    }
    scene.node_looks = looks.made;
    let before = std::mem::take(&mut scene.line_looks);
    let mut looks: ByClass<LineLook> = ByClass::new(before.iter().map(|look| look.class));
    for line in &mut scene.lines {
        let (stand, old) = (parts.relation(line.relation), &before[usize::from(line.look)]);
        let relation = || dossier.relation(line.relation);
        if stand.unknown != old.unknown
            && let Some(relation) = relation()
        {
            line.width = width(relation, stand, theme);
        }
        line.look = looks.of(old.class, stand, || match relation() {
            Some(relation) => LineLook { class: old.class, ..line_look(dossier, relation, stand, theme) },
            None => old.clone(),
        });
    }
    scene.line_looks = looks.made;
    scene.settle_lines();
    let is_area = |entry: &LegendEntry| matches!(entry, LegendEntry::Area { .. });
    let areas: Vec<LegendEntry> = scene.legend.drain(..).filter(is_area).collect();
    scene.legend = legend(dossier, &scene.node_looks, &scene.line_looks, encoded, false, theme);
    let is_kind = |entry: &LegendEntry| matches!(entry, LegendEntry::Kind { .. });
    let place = scene.legend.iter().position(|entry| !is_kind(entry)).unwrap_or(scene.legend.len());
    scene.legend.splice(place..place, areas);
    scene
}

/// Ways to stand at a time: four presences, each with a date or without.
const STANDS: usize = 8;

/// Looks by their class and by how what they are of stands.
struct ByClass<T> {
    /// One more than the number of a look; 0 is none yet.
    numbers: Vec<u32>,
    made: Vec<T>,
}

impl<T> ByClass<T> {
    fn new(classes: impl Iterator<Item = u16>) -> Self {
        let most = classes.map(usize::from).max().map_or(0, |most| most + 1);
        ByClass { numbers: vec![0; most * STANDS], made: Vec::new() }
    }

    fn of(&mut self, class: u16, stand: Stand, make: impl FnOnce() -> T) -> u16 {
        let place = usize::from(class) * STANDS + stand.presence as usize * 2 + usize::from(stand.unknown);
        if self.numbers[place] == 0 {
            // Beyond what a number can say, all further ones share the last.
            if self.made.len() <= usize::from(u16::MAX) {
                self.made.push(make());
            }
            self.numbers[place] = self.made.len() as u32;
        }
        (self.numbers[place] - 1) as u16
    }
}
