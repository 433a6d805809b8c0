//! The default layout, a portfolio: each component is drawn by the method that suits it, then all
//! are packed to the wanted aspect. Small labelled components go to `small`, the others to the
//! `engine`.

use super::components::{components, pack};
use super::engine::{self, Graph, PinnedNodes, Points};
use super::rect::around;
use super::{
    Choice, Input, Layout, NO_GROUP, NodeBox, Options, Point, align, finished, incremental, overlap, prism, small,
    spread,
};
use crate::progress::{Cancelled, Progress};

/// Space kept between boxes, in scene units.
const GAP: f64 = 5.0;
/// Space kept between components.
const COMPONENT_GAP: f64 = 16.0;
/// Up to so many nodes a network may be printed with all its names, and is worth a long look at each of its parts.
const PRINTED: usize = 600;
/// Length of an edge between nodes without a size.
const POINT_EDGE: f64 = 30.0;

pub(crate) struct Organic;

impl Layout for Organic {
    fn good_for(&self) -> &'static str {
        "Any network: what is closely related is drawn close together."
    }

    fn synonyms(&self) -> &'static [&'static str] {
        &["force directed", "spring", "stress"]
    }

    fn heeds(&self, options: &Options) -> &'static [Choice] {
        if options.together {
            &[Choice::Effort, Choice::Style, Choice::Grouping, Choice::Together]
        } else {
            &[Choice::Effort, Choice::Style, Choice::Together]
        }
    }

    fn turns(&self) -> bool {
        true
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        progress.report(0.0)?;
        if let Some(points) = incremental::extend(input, GAP, progress)? {
            return Ok(finished(points));
        }
        let count = input.boxes.len();
        let hubs;
        let (edges, weights, whole) = if input.options.together && !input.groups.is_empty() {
            hubs = with_hubs(input);
            (&hubs.0[..], &hubs.1[..], hubs.2)
        } else {
            (input.edges, input.weights, count)
        };
        let parts = components(whole, edges);
        let mut drawing = OrganicDrawing { input, count, progress, points: vec![(0.0, 0.0); count], done: 0 };
        if let [only] = &parts[..]
            && only.len() == count
        {
            let nodes: Vec<usize> = (0..count).collect();
            drawing.part(&nodes, edges, weights)?;
        } else {
            drawing.parts(&parts, edges, weights)?;
        }
        let mut points = drawing.points;
        // Hubs of groups were only there to hold the groups together.
        let parts: Vec<Vec<usize>> = parts
            .into_iter()
            .map(|p| p.into_iter().filter(|&n| n < count).collect::<Vec<_>>())
            .filter(|p| !p.is_empty())
            .collect();
        let anchored: Vec<bool> = parts.iter().map(|p| p.iter().any(|&n| input.pin(n).is_some())).collect();
        if parts.len() > 1 {
            arrange(&mut points, input, &parts, &anchored);
        }
        Ok(finished(points))
    }
}

/// Edges, weights and number of nodes with one more node a group, tied to all in it.
fn with_hubs(input: &Input<'_>) -> (Vec<(u32, u32)>, Vec<f32>, usize) {
    let count = input.boxes.len();
    let mut numbers: Vec<u32> = input.groups.iter().copied().filter(|g| *g != NO_GROUP).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut edges = input.edges.to_vec();
    let mut weights = input.weights.to_vec();
    for (node, group) in input.groups.iter().enumerate().take(count) {
        if let Ok(hub) = numbers.binary_search(group) {
            edges.push((node as u32, (count + hub) as u32));
        }
    }
    if !weights.is_empty() {
        weights.resize(edges.len(), 1.0);
    }
    (edges, weights, count + numbers.len())
}

/// Space between boxes: of many small ones it is in proportion.
fn gap_around(boxes: &[NodeBox]) -> f64 {
    let sides: f64 = boxes.iter().map(|b| f64::from(b.width().min(b.height()))).sum();
    GAP.min(0.4 * sides / boxes.len().max(1) as f64)
}

/// Enlarges a drawing around the origin.
fn scale(points: &mut [Point], by: f64) {
    points.iter_mut().for_each(|p| *p = (p.0 * by, p.1 * by));
}

/// Edges and, where there are any, their weights.
type Edges = (Vec<(u32, u32)>, Vec<f32>);

/// The work in progress.
struct OrganicDrawing<'a> {
    input: &'a Input<'a>,
    /// Nodes beyond are hubs of groups.
    count: usize,
    progress: &'a Progress,
    points: Vec<Point>,
    done: usize,
}

impl OrganicDrawing<'_> {
    /// Draws each component by itself.
    fn parts(&mut self, parts: &[Vec<usize>], edges: &[(u32, u32)], weights: &[f32]) -> Result<(), Cancelled> {
        let total = parts.iter().map(Vec::len).sum::<usize>();
        let mut whereabouts = vec![(0u32, 0u32); total];
        for (part, nodes) in parts.iter().enumerate() {
            for (number, &node) in nodes.iter().enumerate() {
                whereabouts[node] = (part as u32, number as u32);
            }
        }
        let mut lists: Vec<Edges> = parts.iter().map(|_| Default::default()).collect();
        for (i, &(a, b)) in edges.iter().enumerate() {
            let ((part, a), (_, b)) = (whereabouts[a as usize], whereabouts[b as usize]);
            lists[part as usize].0.push((a, b));
            if let Some(&weight) = weights.get(i) {
                lists[part as usize].1.push(weight);
            }
        }
        for (nodes, (edges, weights)) in parts.iter().zip(&lists) {
            self.part(nodes, edges, weights)?;
        }
        Ok(())
    }

    /// Draws one component; the nodes' numbers in `edges` are places in `nodes`.
    fn part(&mut self, nodes: &[usize], edges: &[(u32, u32)], weights: &[f32]) -> Result<(), Cancelled> {
        let all = self.points.len().max(1) as f32;
        let share = (self.done as f32 / all, nodes.len() as f32 / all);
        self.progress.report(share.0)?;
        self.done += nodes.len();
        let real = nodes.iter().all(|&n| n < self.count);
        if let [only] = nodes {
            if real {
                self.points[*only] = self.input.pin(*only).unwrap_or((0.0, 0.0));
            }
            return Ok(());
        }
        let sized = nodes.iter().any(|&n| n < self.count && self.input.boxes[n].width() > 0.0);
        if sized
            && real
            && self.count <= PRINTED
            && nodes.len() <= small::SMALL
            && edges.len() <= small::EDGES
            && self.input.options.style.share(nodes.len()) == 0.0
        {
            let drawn = small::draw(self.input, nodes, edges, GAP, self.progress)?;
            for (&node, at) in nodes.iter().zip(drawn) {
                self.points[node] = at;
            }
            return Ok(());
        }
        self.by_engine(nodes, edges, weights, sized, share)
    }

    /// Drawn by the engine and, where nodes are pinned, drawn again around the pins. In one piece: each
    /// step needs what the one before made of units and pins.
    fn by_engine(
        &mut self,
        nodes: &[usize],
        edges: &[(u32, u32)],
        weights: &[f32],
        sized: bool,
        share: (f32, f32),
    ) -> Result<(), Cancelled> {
        let input = self.input;
        let graph = Graph::new(nodes.len(), edges, weights);
        let (stretch, unit) = if sized {
            let boxes: Vec<NodeBox> = nodes.iter().filter_map(|&n| input.boxes.get(n)).copied().collect();
            small::frame(&boxes, GAP)
        } else {
            (1.0, POINT_EDGE)
        };
        let to_scene = |p: &Points, v: usize| (f64::from(p.x[v]) * unit * stretch, f64::from(p.y[v]) * unit / stretch);
        let see = |p: &Points| self.show(nodes, (0..nodes.len()).map(|v| to_scene(p, v)).collect(), sized);
        // Parts of a whole are not worth a look of their own.
        let worth = input.watch.is_some() && nodes.len() * 2 > self.count;
        let mut job = engine::Job {
            graph: &graph,
            seed: input.seed,
            effort: input.options.effort,
            towards: input.options.style.share(nodes.len()),
            held: PinnedNodes::default(),
            start: None,
            progress: self.progress,
            share,
            see: if worth { Some(&see) } else { None },
        };
        let mut points = engine::draw(&job)?;
        let pins: Vec<Option<(f32, f32)>> = nodes
            .iter()
            .map(|&n| input.pins.get(n).copied().flatten())
            .map(|p| p.map(|(x, y)| ((f64::from(x) / unit / stretch) as f32, (f64::from(y) / unit * stretch) as f32)))
            .collect();
        if pins.iter().any(Option::is_some) {
            // Turned to where the pins are, then drawn again around them.
            let mut turned: Vec<(f32, f32)> = points.x.iter().copied().zip(points.y.iter().copied()).collect();
            align::align(&mut turned, &pins);
            (points.x, points.y) = turned.into_iter().unzip();
            let held = pins.iter().enumerate().filter_map(|(v, p)| p.map(|(x, y)| (v as u32, [x, y])));
            job.held = PinnedNodes(held.collect());
            job.start = Some(&points);
            points = engine::draw(&job)?;
        }
        let mut drawn: Vec<Point> = (0..nodes.len()).map(|v| to_scene(&points, v)).collect();
        let fixed: Vec<bool> = pins.iter().map(Option::is_some).collect();
        if !fixed.contains(&true) {
            small::lie_flat(&mut drawn, input.sane_aspect(), sized);
        }
        for (v, &node) in nodes.iter().enumerate().filter(|(_, n)| **n < self.count) {
            self.points[node] = input.pin(node).unwrap_or(drawn[v]);
        }
        if sized {
            self.take_apart(nodes);
        }
        Ok(())
    }

    /// Shows an unfinished drawing of a component as it will lie in the end and about as large, so that it neither turns nor
    /// jumps at last.
    fn show(&self, nodes: &[usize], mut drawn: Vec<Point>, sized: bool) {
        let input = self.input;
        let Some(watch) = input.watch else { return };
        small::lie_flat(&mut drawn, input.sane_aspect(), sized);
        if sized && nodes.len() > overlap::MANY && nodes.iter().all(|n| *n < self.count) {
            let boxes: Vec<NodeBox> = nodes.iter().map(|&n| input.boxes[n]).collect();
            let by = spread::fitting_scale(&drawn, &boxes, gap_around(&boxes));
            scale(&mut drawn, by);
        }
        let mut all = vec![(0.0f32, 0.0f32); self.count];
        for (v, &node) in nodes.iter().enumerate().filter(|(_, n)| **n < self.count) {
            all[node] = (drawn[v].0 as f32, drawn[v].1 as f32);
        }
        watch.see(&all);
    }

    /// Takes the boxes of some nodes off each other; pinned ones stay.
    fn take_apart(&mut self, nodes: &[usize]) {
        let input = self.input;
        let none = NodeBox { left: 0.0, right: 0.0, up: 0.0, down: 0.0 };
        let real: Vec<usize> = nodes.iter().copied().filter(|&n| n < self.count).collect();
        let boxes: Vec<NodeBox> = real.iter().map(|&n| input.boxes.get(n).copied().unwrap_or(none)).collect();
        let mut points: Vec<Point> = real.iter().map(|&n| self.points[n]).collect();
        let fixed: Vec<bool> = real.iter().map(|&n| input.pin(n).is_some()).collect();
        let is_crowd = self.count > overlap::MANY;
        let gap = if is_crowd { gap_around(&boxes) } else { GAP };
        if is_crowd && !fixed.contains(&true) {
            let by = spread::fitting_scale(&points, &boxes, gap);
            scale(&mut points, by);
        }
        prism::remove(&mut points, &boxes, &fixed, gap);
        for (&node, at) in real.iter().zip(points) {
            self.points[node] = at;
        }
    }
}

/// Puts the drawn components beside each other. Those with pins stay; the others go around them.
fn arrange(points: &mut [Point], input: &Input<'_>, parts: &[Vec<usize>], anchored: &[bool]) {
    let bounds = |nodes: &[usize], points: &[Point]| around(nodes.iter().map(|&n| input.boxes[n].edges(points[n])));
    let free: Vec<usize> = (0..parts.len()).filter(|&p| !anchored[p]).collect();
    let boxes: Vec<[f64; 4]> = free.iter().map(|&p| bounds(&parts[p], points)).collect();
    let sizes: Vec<(f64, f64)> = boxes.iter().map(|b| (b[2] - b[0], b[3] - b[1])).collect();
    let corners = pack(&sizes, input.sane_aspect(), COMPONENT_GAP);
    // Below whatever is held by pins.
    let held = (0..parts.len()).filter(|&p| anchored[p]).map(|p| bounds(&parts[p], points));
    let start = held.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    let (x, y) = start.map_or((0.0, 0.0), |b| (b[0], b[3] + COMPONENT_GAP));
    for ((&part, area), corner) in free.iter().zip(&boxes).zip(&corners) {
        for &node in &parts[part] {
            points[node] = (points[node].0 - area[0] + corner.0 + x, points[node].1 - area[1] + corner.1 + y);
        }
    }
    if anchored.iter().filter(|a| **a).count() > 1 {
        // Components that are held may lie on each other: nodes that are free give way.
        let fixed: Vec<bool> = (0..points.len()).map(|n| input.pin(n).is_some()).collect();
        overlap::remove(points, input.boxes, &fixed, GAP);
    }
}
