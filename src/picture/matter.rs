//! A scene as density sees it: plain strokes and dots, found by trees. Which of them are drawn so is not asked here.

use crate::picture::density::{Dot, Matter, Stroke};
use crate::picture::scene::Scene;
use crate::picture::tree::{Curve, Tree};

/// A line of a scene as a stroke.
pub(crate) fn stroke(scene: &Scene, line: usize) -> Stroke {
    let course = scene.lines[line].course;
    let [from, to] = scene.run(line).map(|at| [at.0, at.1]);
    // A loop is nothing to see from afar.
    let bend = if course.turn == 0 { course.bend } else { 0.0 };
    let paint = scene.line_paint(line);
    let ink = paint.group.map(|_| [paint.colour.r, paint.colour.g, paint.colour.b]);
    let weight = (paint.opacity.clamp(0.0, 1.0) * 255.0) as u8;
    Stroke { curve: Curve { from, to, bend }, weight, ink }
}

/// A node of a scene as a dot.
pub(crate) fn dot(scene: &Scene, node: usize) -> Dot {
    let (node, look) = (&scene.nodes[node], scene.node_look(node));
    let paint = look.fill.or(look.stroke.map(|s| s.colour)).or(scene.ground);
    let colour = paint.map_or([0; 4], |p| [p.r, p.g, p.b, (look.opacity.clamp(0.0, 1.0) * 255.0) as u8]);
    Dot { at: [node.at.0, node.at.1], radius: node.radius, colour }
}

/// A scene with trees of its own, for whoever draws it once.
pub(crate) struct SceneMatter<'a> {
    scene: &'a Scene,
    lines: Tree,
    nodes: Tree,
}

impl<'a> SceneMatter<'a> {
    /// Of a scene of nodes and lines; a chart has others.
    pub(crate) fn new(scene: &'a Scene) -> Self {
        let points: Vec<[f32; 2]> = scene.nodes.iter().map(|n| [n.at.0, n.at.1]).collect();
        let ends: Vec<[u32; 2]> = scene.lines.iter().map(|l| [l.ends.0, l.ends.1]).collect();
        let bends: Vec<f32> = (0..scene.lines.len()).map(|line| stroke(scene, line).curve.bend).collect();
        let radii: Vec<f32> = scene.nodes.iter().map(|n| n.radius).collect();
        let ranks: Vec<f32> = (0..scene.nodes.len()).map(|n| scene.importance(n)).collect();
        let (lines, nodes) =
            rayon::join(|| Tree::of_lines(&points, &ends, &bends), || Tree::of_points(&points, &radii, &ranks));
        SceneMatter { scene, lines, nodes }
    }
}

impl Matter for SceneMatter<'_> {
    fn line_count(&self) -> usize {
        self.scene.lines.len()
    }

    fn line(&self, item: u32) -> Stroke {
        stroke(self.scene, item as usize)
    }

    fn node(&self, item: u32) -> Dot {
        dot(self.scene, item as usize)
    }

    fn line_tree(&self) -> &Tree {
        &self.lines
    }

    fn node_tree(&self) -> &Tree {
        &self.nodes
    }
}
