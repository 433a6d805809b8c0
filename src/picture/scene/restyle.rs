//! The same scene at another time: places, curves and names stay, and only looks are made anew, so that a date can move quickly
//! through a large network. What a look is made of is told in `build`; a scene made here equals one that is built.

use super::behind::is_area;
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
        node.look = looks.of((old.class, stand, false), || match dossier.entity(node.entity) {
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
        line.look = looks.of((old.class, stand, false), || match relation() {
            Some(relation) => LineLook { class: old.class, ..line_look(dossier, relation, stand, theme) },
            None => old.clone(),
        });
    }
    scene.line_looks = looks.made;
    scene.settle_lines();
    let areas: Vec<LegendEntry> = scene.legend.drain(..).filter(is_area).collect();
    scene.legend = legend(dossier, &scene.node_looks, &scene.line_looks, encoded, false, theme);
    scene.list_areas(areas);
    scene
}

/// Ways to stand at a time: four presences, each with a date or without, and dimmed or not.
const STANDS: usize = 16;

/// Looks by their class, by how what they are of stands, and by whether it is dimmed.
pub(super) struct ByClass<T> {
    /// One more than the number of a look; 0 is none yet.
    numbers: Vec<u32>,
    pub(super) made: Vec<T>,
}

impl<T> ByClass<T> {
    pub(super) fn new(classes: impl Iterator<Item = u16>) -> Self {
        let most = classes.map(usize::from).max().map_or(0, |most| most + 1);
        ByClass { numbers: vec![0; most * STANDS], made: Vec::new() }
    }

    pub(super) fn of(&mut self, (class, stand, dimmed): (u16, Stand, bool), make: impl FnOnce() -> T) -> u16 {
        let stands = stand.presence as usize * 4 + usize::from(stand.unknown) * 2 + usize::from(dimmed);
        let place = usize::from(class) * STANDS + stands;
        if self.numbers.len() <= place {
            self.numbers.resize(place + STANDS, 0);
        }
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
