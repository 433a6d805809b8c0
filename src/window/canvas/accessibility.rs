//! Nodes and relations in the accessibility tree: role, name, kind, number of relations, and the
//! action of selecting. Bounded in number, so that a large network does not slow the frame.

use egui::{Id, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo};

use super::camera::Camera;
use crate::picture::scene::Scene;

/// At most so many nodes are given to the tree.
const LIMIT: usize = 400;

/// Tells the tree of the nodes that the view shows. Yields the number of the node that assistive
/// technology asked to select.
pub fn nodes(
    ui: &mut Ui,
    canvas: Id,
    view: Rect,
    camera: &Camera,
    scene: &Scene,
    is_selected: impl Fn(&str) -> bool,
) -> Option<usize> {
    let visible = camera.visible(view);
    let mut asked = None;
    let shown = scene.nodes.iter().enumerate().filter(|(_, n)| visible.contains(n.centre)).take(LIMIT);
    ui.scope_builder(UiBuilder::new().max_rect(view).accessibility_parent(canvas), |ui| {
        for (number, node) in shown {
            let box_ = node.bounds();
            let rect = Rect::from_two_pos(
                camera.screen_from_scene(view, box_.origin()),
                camera.screen_from_scene(view, kurbo::Point::new(box_.x1, box_.y1)),
            );
            // Clicks of a pointer are the canvas's own business: it knows shapes, not boxes.
            let response = ui.interact(rect.intersect(view), canvas.with(&*node.id), Sense::CLICK);
            let name = &node.description;
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected(&node.id), name.clone()));
            let by_pointer = ui.input(|i| i.pointer.any_click());
            if response.clicked() && !by_pointer {
                asked = Some(number);
            }
        }
    });
    asked
}
