//! The same scene at another time: places, curves and names stay, and only looks are made anew, so that a date can move quickly
//! through a large network. What a look is made of is told in `build`; a scene made here equals one that is built.

use std::sync::Arc;

use rayon::prelude::*;

use super::behind::is_area;
use super::build::{Parts, Stand, line_look, node_look, width};
use super::item::{Line, LineLook, Node, NodeLook, Scene};
use super::legend::legend;

/// The scene as it looks at the time of `parts`. No two dates may be compared, neither then nor now, and lines do not taper.
pub(crate) fn restyled(scene: &Scene, parts: &Parts<'_>) -> Scene {
    let Parts { dossier, encoded, theme, .. } = *parts;
    let (nodes, node_looks) = nodes(scene, parts);
    let (lines, line_looks) = lines(scene, parts);
    let mut restyled = Scene {
        nodes,
        lines,
        areas: scene.areas.clone(),
        behind: scene.behind.clone(),
        captions: scene.captions.clone(),
        told: scene.told.clone(),
        over: scene.over.clone(),
        legend: legend(dossier, &node_looks, &line_looks, encoded, false, theme),
        node_looks,
        line_looks,
        pictures: Arc::clone(&scene.pictures),
        chart: scene.chart.clone(),
        runs: scene.runs.clone(),
        names: scene.names.clone(),
        node_of: scene.node_of.clone(),
        line_of: scene.line_of.clone(),
        ..*scene
    };
    restyled.settle_lines();
    restyled.list_areas(scene.legend.iter().filter(|entry| is_area(entry)).cloned().collect());
    restyled
}

fn nodes(scene: &Scene, parts: &Parts<'_>) -> (Vec<Node>, Vec<NodeLook>) {
    let Parts { dossier, encoded, theme, .. } = *parts;
    let mut looks: ByClass<NodeLook> = ByClass::new(scene.node_looks.iter().map(|look| look.class));
    let look_of = |node: &Node| {
        let (stand, old) = (parts.entity(node.entity), &scene.node_looks[usize::from(node.look)]);
        looks.of((old.class, stand, false), || match dossier.entity(node.entity) {
            Some(entity) => {
                let look = node_look(dossier, entity, stand, encoded.colour(node.entity), theme);
                NodeLook { class: old.class, ..look }
            }
            None => old.clone(),
        })
    };
    let numbers: Vec<u16> = scene.nodes.iter().map(look_of).collect();
    let node = |(node, look): (&Node, u16)| Node { look, ..node.clone() };
    (scene.nodes.par_iter().zip(numbers).map(node).collect(), looks.made)
}

fn lines(scene: &Scene, parts: &Parts<'_>) -> (Vec<Line>, Vec<LineLook>) {
    let Parts { dossier, theme, .. } = *parts;
    let mut looks: ByClass<LineLook> = ByClass::new(scene.line_looks.iter().map(|look| look.class));
    let look_of = |line: &Line| {
        let (stand, old) = (parts.relation(line.relation), &scene.line_looks[usize::from(line.look)]);
        let relation = || dossier.relation(line.relation);
        let is_as_wide = stand.unknown == old.unknown;
        let width = relation().filter(|_| !is_as_wide).map_or(line.width, |relation| width(relation, stand, theme));
        let look = looks.of((old.class, stand, false), || match relation() {
            Some(relation) => LineLook { class: old.class, ..line_look(dossier, relation, stand, theme) },
            None => old.clone(),
        });
        (look, width)
    };
    let changed: Vec<(u16, f32)> = scene.lines.iter().map(look_of).collect();
    let line = |(line, (look, width)): (&Line, (u16, f32))| Line { look, width, ..line.clone() };
    (scene.lines.par_iter().zip(changed).map(line).collect(), looks.made)
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
