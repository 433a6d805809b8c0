//! Nodes and relations in the accessibility tree: role, name, kind, number of relations, place in the
//! set, and the actions of selecting and opening. Bounded in number, the most important first, so that
//! a large network does not slow the frame.

use std::collections::HashSet;

use egui::accesskit;
use egui::{Id, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};
use kurbo::Point;

use super::attention::Attention;
use super::camera::Camera;
use super::packed_scene::PackedScene;
use super::picking::PickHit;
use crate::picture::scene::Scene;
use crate::picture::tree::Best;

/// At most so many nodes are given to the tree, and so many relations.
const NODES: usize = 200;
const LINES: usize = 100;

/// What of the view is told, kept until the view or the scene is another.
#[derive(Default)]
pub(crate) struct AccessNodes {
    of: Option<(u64, Camera, Rect)>,
    nodes: Vec<u32>,
    lines: Vec<u32>,
    scratch: Best,
}

/// What assistive technology asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AccessRequest {
    pub(crate) hit: PickHit,
    /// To show what is tied to it, rather than to select it.
    pub open: bool,
}

impl AccessNodes {
    /// Looks up what is in view, if that may have changed.
    fn look(&mut self, stock: &PackedScene, camera: &Camera, view: Rect) {
        let key = (stock.id, *camera, view);
        if self.of == Some(key) {
            return;
        }
        self.of = Some(key);
        let b = camera.visible(view);
        let rect = [b.x0, b.y0, b.x1, b.y1].map(|v| v as f32);
        let mut nodes = std::mem::take(&mut self.nodes);
        nodes.clear();
        stock.node_tree.best(rect, &mut self.scratch, |node| {
            if b.contains(stock.scene.nodes[node as usize].centre()) {
                nodes.push(node);
            }
            nodes.len() < NODES
        });
        self.nodes = nodes;
        self.lines.clear();
        // Relations only where they can be told apart.
        if stock.line_tree.count(rect, LINES) <= LINES {
            let lines = &mut self.lines;
            stock.line_tree.each(rect, |line| lines.push(line));
            lines.sort_unstable();
        }
    }

    /// What is told, in order: nodes, each that is selected with its relations after it, then the other
    /// relations.
    fn in_order(&self, scene: &Scene, attention: &Attention) -> Vec<PickHit> {
        let mut told = HashSet::new();
        let mut hits = Vec::with_capacity(self.nodes.len() + self.lines.len());
        let is_selected = |node: u32| attention.selected.contains(&scene.nodes[node as usize].id);
        for &node in &self.nodes {
            hits.push(PickHit::Node(node as usize));
            if !is_selected(node) {
                continue;
            }
            let touches = |line: &&u32| {
                let (a, b) = scene.lines[**line as usize].ends;
                a == node || b == node
            };
            let mut lines: Vec<u32> = attention.bright_lines.iter().filter(touches).copied().collect();
            lines.sort_unstable();
            lines.truncate(LINES);
            hits.extend(lines.into_iter().filter(|line| told.insert(*line)).map(|line| PickHit::Line(line as usize)));
        }
        let others = self.lines.iter().filter(|line| !told.contains(*line));
        hits.extend(others.map(|line| PickHit::Line(*line as usize)));
        hits
    }

    /// Tells the tree of what the view shows. Yields what assistive technology asked for.
    /// Its parameters are facts of this frame, each from elsewhere in the canvas.
    pub(crate) fn tell(
        &mut self,
        ui: &mut Ui,
        canvas: Id,
        view: Rect,
        camera: &Camera,
        stock: &PackedScene,
        attention: &Attention,
    ) -> Option<AccessRequest> {
        // Skip if no assistive technology is connected.
        ui.ctx().accesskit_node_builder(canvas, |_| ())?;
        self.look(stock, camera, view);
        let scene = &stock.scene;
        let by_pointer = ui.input(|i| i.pointer.any_click());
        let mut asked = None;
        let hits = self.in_order(scene, attention);
        let all = hits.len();
        ui.scope_builder(UiBuilder::new().max_rect(view).accessibility_parent(canvas), |ui| {
            for (place, hit) in hits.into_iter().enumerate() {
                let (id, at, size) = match hit {
                    PickHit::Node(n) => {
                        let node = &scene.nodes[n];
                        (&node.id, node.centre(), node.radius * 2.0 * camera.zoom as f32)
                    }
                    PickHit::Line(l) => {
                        let [a, b] = scene.run(l).map(|at| Point::new(f64::from(at.0), f64::from(at.1)));
                        let middle = a.midpoint(b);
                        (&scene.lines[l].id, middle, 8.0)
                    }
                };
                let rect = Rect::from_center_size(camera.screen_from_scene(view, at), Vec2::splat(size.max(8.0)));
                // Clicks of a pointer are the canvas's own business: it knows shapes, not boxes.
                let response = ui.interact(rect.intersect(view), canvas.with(&**id), Sense::CLICK);
                response.widget_info(|| {
                    let name = match hit {
                        PickHit::Node(n) => scene.describe_node(n),
                        PickHit::Line(l) => scene.describe_line(l),
                    };
                    WidgetInfo::selected(Role::Button, true, attention.selected.contains(id), name)
                });
                ui.ctx().accesskit_node_builder(response.id, |node| {
                    node.set_position_in_set(place + 1);
                    node.set_size_of_set(all);
                    node.add_action(accesskit::Action::Expand);
                });
                let open = ui.input(|i| i.has_accesskit_action_request(response.id, accesskit::Action::Expand));
                if open || (response.clicked() && !by_pointer) {
                    asked = Some(AccessRequest { hit, open });
                }
            }
        });
        asked
    }
}
