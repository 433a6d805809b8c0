//! What a filter leaves of a scene: places, curves and names are taken from the scene of the whole, and only what hangs on what
//! else is shown is made anew, so that a filter is seen at once in a large network. What a look is made of is told in `build`.

use foldhash::fast::RandomState;
use kurbo::Rect;
use rayon::prelude::*;
use std::collections::HashMap;

use super::build::{
    Looks, NAMES_PLACED, NodeClass, Parts, box_of, dim_line, dim_node, legend_of, line_look, node_look, places,
    way_box, width, with_margin,
};
use super::item::{Line, LineLook, Node, NodeLook, Scene};
use super::lines::{RelationToDraw, Standing, fanned, looks_where_lines_run, unseen_bend};
use super::restyle::ByClass;
use super::sides::Side;
use crate::dossier::model::{EdgeIndex, NodeIndex};

/// What is in none of the lists.
const NONE: u32 = u32::MAX;

/// A part of a scene.
pub(crate) struct PartOfScene {
    pub(crate) scene: Scene,
    /// It is what would be built, areas and what else lies behind it left aside: so much is drawn that neither bends nor places
    /// of names are chosen by what is around them.
    pub(crate) is_complete: bool,
}

/// What of the scene of the whole is drawn now. The bodies are those of the whole, in its order, and no two dates may be compared,
/// nothing folded or tapered. `None` where the whole lacks something.
pub(crate) fn part_of(whole: &Scene, parts: &Parts<'_>) -> Option<PartOfScene> {
    let chosen = chosen(whole, parts)?;
    let mut numbers = vec![NONE; whole.nodes.len()];
    chosen.iter().enumerate().for_each(|(new, old)| numbers[*old as usize] = new as u32);
    let (mut lines, line_looks) = lines(whole, parts, &numbers)?;
    fan_anew(whole, &chosen, &mut lines);
    let (nodes, node_looks) = nodes(whole, parts, &chosen, &lines)?;
    let graph = parts.dossier.graph();
    let mut scene = Scene {
        legend: legend_of(parts, &node_looks, &line_looks),
        bounds: bounds(whole, parts, &chosen, &lines),
        ground: Some(parts.theme.canvas),
        sized: parts.encoded.is_sized(),
        names: whole.names.some(&chosen),
        node_of: places(graph.node_indices().map(NodeIndex::index), nodes.iter().map(|node| node.entity.index())),
        line_of: places(graph.edge_indices().map(EdgeIndex::index), lines.iter().map(|line| line.relation.index())),
        nodes,
        node_looks,
        lines,
        line_looks,
        ..Scene::default()
    };
    scene.settle_lines();
    let is_complete = scene.nodes.len() > NAMES_PLACED && !looks_where_lines_run(scene.nodes.len(), scene.lines.len());
    Some(PartOfScene { scene, is_complete })
}

impl Scene {
    /// Which number each node and each line of another scene of the same network has here; the largest number for none. `None`
    /// where something does not stand where it stands there, or where only one of them is made of rows.
    pub(crate) fn numbers_in(&self, whole: &Scene) -> Option<(Vec<u32>, Vec<u32>)> {
        let number = |list: &[u32], at: usize| list.get(at).copied().unwrap_or(NONE);
        let nodes: Vec<u32> = whole.nodes.iter().map(|node| number(&self.node_of, node.entity.index())).collect();
        let lines: Vec<u32> = whole.lines.iter().map(|line| number(&self.line_of, line.relation.index())).collect();
        let is_same = |(old, new): (&Node, &u32)| {
            self.nodes.get(*new as usize).is_none_or(|node| (node.at, node.radius) == (old.at, old.radius))
        };
        let count = |numbers: &[u32]| numbers.iter().filter(|number| **number != NONE).count();
        let is_part = self.chart.is_none()
            && whole.chart.is_none()
            && whole.nodes.iter().zip(&nodes).all(is_same)
            && count(&nodes) == self.nodes.len()
            && count(&lines) == self.lines.len();
        is_part.then_some((nodes, lines))
    }
}

/// The nodes of the whole that are drawn.
fn chosen(whole: &Scene, parts: &Parts<'_>) -> Option<Vec<u32>> {
    if parts.bodies.len() != whole.nodes.len() {
        return None;
    }
    let number = |at: &NodeIndex| whole.node_of.get(at.index()).copied().filter(|number| *number != NONE);
    let chosen: Vec<u32> = parts.drawn.entities().iter().map(number).collect::<Option<_>>()?;
    chosen.is_sorted().then_some(chosen)
}

/// What of a line is not as in the whole.
struct Changed {
    old: u32,
    ends: (u32, u32),
    width: Option<f32>,
    look: u16,
}

/// Lines with their ways in the whole, and their looks.
fn lines(whole: &Scene, parts: &Parts<'_>, numbers: &[u32]) -> Option<(Vec<Line>, Vec<LineLook>)> {
    let mut classes: Vec<Option<u16>> = Vec::new();
    let mut count = 0;
    let mut looks: ByClass<LineLook> = ByClass::new(std::iter::empty());
    let mut changed = Vec::with_capacity(parts.relations.len());
    for at in parts.relations {
        let number = *whole.line_of.get(at.index())?;
        let old = whole.lines.get(number as usize)?;
        let ends = (numbers[old.ends.0 as usize], numbers[old.ends.1 as usize]);
        if ends.0 == NONE || ends.1 == NONE {
            continue;
        }
        let (look, stand) = (&whole.line_looks[usize::from(old.look)], parts.relation(*at));
        let place = usize::from(look.class);
        if classes.len() <= place {
            classes.resize(place + 1, None);
        }
        let class = *classes[place].get_or_insert_with(|| {
            count += 1;
            count - 1
        });
        let dimmed = parts.drawn.is_line_dimmed(*at);
        let width = match stand.unknown == look.unknown {
            true => None,
            false => Some(width(parts.dossier.relation(*at)?, stand, parts.theme)),
        };
        let look = looks.of((class, stand, dimmed), || match parts.dossier.relation(*at) {
            Some(relation) => {
                let look = LineLook { class, ..line_look(parts.dossier, relation, stand, parts.theme) };
                if dimmed { dim_line(look, parts.theme) } else { look }
            }
            None => look.clone(),
        });
        changed.push(Changed { old: number, ends, width, look });
    }
    let line = |Changed { old, ends, width, look }: &Changed| {
        let old = &whole.lines[*old as usize];
        Line { ends: *ends, look: *look, width: width.unwrap_or(old.width), ..old.clone() }
    };
    Some((changed.par_iter().map(line).collect(), looks.made))
}

/// Of several lines between the same two some may be gone: those that are left lie as if there had never been more.
fn fan_anew(whole: &Scene, chosen: &[u32], lines: &mut [Line]) {
    let several: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].course.parallel > 1).collect();
    let wish = |line: &usize| RelationToDraw { from: lines[*line].ends.0 as usize, to: lines[*line].ends.1 as usize };
    let wishes: Vec<RelationToDraw> = several.iter().map(wish).collect();
    let at = |node: usize| whole.nodes[chosen[node] as usize].centre();
    let courses = fanned(&wishes, |wish| unseen_bend((at(wish.to) - at(wish.from)).hypot()));
    for (line, course) in several.into_iter().zip(courses) {
        lines[line].course = course;
    }
}

/// Nodes where they stand in the whole, and their looks.
fn nodes(whole: &Scene, parts: &Parts<'_>, chosen: &[u32], lines: &[Line]) -> Option<(Vec<Node>, Vec<NodeLook>)> {
    let mut seen = vec![0_u32; chosen.len()];
    for line in lines {
        seen[line.ends.0 as usize] += 1;
        if line.ends.1 != line.ends.0 {
            seen[line.ends.1 as usize] += 1;
        }
    }
    // A class of the whole has one kind and one status; colours may be others now.
    let mut known: HashMap<_, u16, RandomState> = HashMap::default();
    let mut classes = Looks::default();
    let mut looks: ByClass<NodeLook> = ByClass::new(std::iter::empty());
    let mut numbers = Vec::with_capacity(chosen.len());
    for old in chosen.iter().map(|old| &whole.nodes[*old as usize]) {
        let at = old.entity;
        let (stand, code) = (parts.entity(at), parts.encoded.colour(at));
        let dimmed = parts.drawn.is_dimmed(at);
        let old_class = whole.node_looks[usize::from(old.look)].class;
        let entity = parts.dossier.entity(at)?;
        let class = *known.entry((old_class, code)).or_insert_with(|| classes.of(NodeClass::new(entity, code), || ()));
        numbers.push(looks.of((class, stand, dimmed), || {
            let look = NodeLook { class, ..node_look(parts.dossier, entity, stand, code, parts.theme) };
            if dimmed { dim_node(look, parts.theme) } else { look }
        }));
    }
    let is_below = chosen.len() > NAMES_PLACED;
    let node = |((old, look), seen): ((&u32, u16), u32)| {
        let old = &whole.nodes[*old as usize];
        let side = if is_below { Side::Below } else { old.side };
        Node { look, side, unseen: old.degree.saturating_sub(seen), ..old.clone() }
    };
    Some((chosen.par_iter().zip(numbers).zip(seen).map(node).collect(), looks.made))
}

/// The box around what is left.
fn bounds(whole: &Scene, parts: &Parts<'_>, chosen: &[u32], lines: &[Line]) -> Rect {
    let standing = |node: u32| {
        let old = chosen[node as usize] as usize;
        Standing { body: &parts.bodies[old], at: whole.nodes[old].centre() }
    };
    let union = |a: Rect, b: Rect| a.union(b);
    let boxes = (0..chosen.len() as u32).into_par_iter().map(|node| box_of(&standing(node), Side::Below));
    let nodes = boxes.reduce_with(union);
    // Most lines lie within that: no line strays farther from the way between its ends than it is bent.
    let is_inside = |line: &&Line| {
        let [a, b] = [line.ends.0, line.ends.1].map(|end| whole.nodes[chosen[end as usize] as usize].centre());
        let reach = f64::from(line.course.bend.abs()) * 1.001 + 0.001;
        let around = Rect::from_points(a, b).inflate(reach, reach);
        line.course.turn == 0 && nodes.is_some_and(|nodes| nodes.union(around) == nodes)
    };
    let way = |line: &Line| way_box(&standing(line.ends.0), &standing(line.ends.1), line.course);
    let ways = lines.par_iter().filter(|line| !is_inside(line)).map(way).reduce_with(union);
    with_margin(nodes.into_iter().chain(ways).reduce(union))
}
