//! What mouse, trackpad, touch and pen do on the canvas: panning, zooming, clicking, dragging nodes,
//! drawing a box or a lasso around them.

use std::sync::Arc;

use egui::{CursorIcon, Event, Key, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Rect, Response, Ui, Vec2};
use kurbo::Point;

use super::packed_scene::PackedScene;
use super::picking::{self, PickHit};
use super::{Canvas, CanvasView, hit_thing, node_thing, paint, rows};
use crate::dossier::model::EntityId;
use crate::explore::folding::is_fold;
use crate::picture::theme::Theme;
use crate::window::action::{Action, ItemId, Prompt, SelectHow};

/// Above so many nodes only the picture follows a drag; all else follows when it ends.
const FOLLOWING: usize = 2_000;
/// How far the handle for a new relation stands from a node's rim, in screen points.
const HANDLE_OFF: f32 = 9.0;
/// Radius of the handle, and how near the pointer takes hold of it.
const HANDLE: f32 = 5.0;
const HANDLE_REACH: f32 = 10.0;

/// How far a new node is put from any other, across and down, in scene units: names go across.
const ROOM: (f32, f32) = (90.0, 52.0);
/// How many rings of places are tried for it.
const RINGS: u32 = 24;

/// Points of a lasso are at least so far apart, in screen points.
const LASSO_STEP: f32 = 3.0;

/// A drag in progress.
#[derive(Clone, Debug)]
pub(crate) enum Drag {
    Pan,
    /// A box around what is to be selected.
    Box {
        /// Where it began, on the screen.
        from: Pos2,
    },
    /// A line around what is to be selected.
    Lasso {
        /// Its points on the screen.
        points: Vec<Pos2>,
    },
    Nodes {
        /// Where the pointer took hold, in the scene.
        grabbed: Point,
        /// Which nodes, and where they were.
        starts: Vec<(EntityId, Point)>,
    },
    /// A new relation, from the handle at a node's rim.
    Tie {
        /// The node it starts at.
        from: EntityId,
        /// Where that stands on the screen.
        start: Pos2,
    },
}

/// The pointer over the canvas in one frame: what its gestures go by.
#[derive(Clone, Copy)]
pub(super) struct Pointing<'a> {
    pub(super) ui: &'a Ui,
    /// The canvas on the screen.
    pub(super) rect: Rect,
    pub(super) response: &'a Response,
    pub(super) view: CanvasView<'a>,
    /// What is under the pointer.
    pub(super) hit: Option<PickHit>,
}

impl Canvas {
    pub(super) fn zoom_and_scroll(&mut self, ui: &Ui, rect: Rect, response: &Response) {
        let (before, least) = (self.camera, self.flying.least());
        if let Some(touch) = ui.input(|i| i.multi_touch()).filter(|t| rect.contains(t.start_pos)) {
            self.camera.zoom_at(rect, touch.center_pos, f64::from(touch.zoom_delta), least);
            self.camera.pan(touch.translation_delta);
        } else if let Some(pos) = ui.input(|i| i.pointer.hover_pos()).filter(|_| response.contains_pointer()) {
            let (pinch, scroll, source) = ui.input(|i| {
                let source = i.events.iter().rev().find_map(|e| match e {
                    Event::MouseWheel { unit, source, .. } => Some((*unit, *source)),
                    _ => None,
                });
                (i.zoom_delta(), i.smooth_scroll_delta(), source)
            });
            if let Some((unit, source)) = source {
                // Where the system does not tell: a wheel turns in lines, two fingers move by points.
                self.wheel_pans = match source {
                    MouseWheelSource::Trackpad | MouseWheelSource::Momentum => true,
                    MouseWheelSource::Wheel => false,
                    _ => unit == MouseWheelUnit::Point,
                };
            }
            if pinch != 1.0 {
                self.camera.zoom_at(rect, pos, f64::from(pinch), least);
            } else if scroll != Vec2::ZERO {
                if self.wheel_pans {
                    self.camera.pan(scroll);
                } else {
                    self.camera.zoom_at(rect, pos, f64::from(scroll.y / 240.0).exp(), least);
                }
            }
        }
        if self.camera != before {
            self.flying.taken();
        }
    }

    /// Begins, goes on with and ends what is done with the button held down.
    pub(super) fn drags(&mut self, pointing: Pointing<'_>, actions: &mut Vec<Action>) {
        let Pointing { ui, response, .. } = pointing;
        if response.drag_started() {
            self.drag = Some(self.begin_drag(pointing));
        }
        let mut drag = self.drag.take();
        if let Some(drag) = &mut drag {
            self.go_on_with_drag(drag, pointing, actions);
        }
        let over = response.drag_stopped() || !response.dragged();
        self.drag = drag.filter(|_| !over);
        if self.lasso && response.hovered() {
            ui.set_cursor_icon(CursorIcon::Crosshair);
        }
    }

    /// What is dragged goes by where the button was pressed, and with which keys.
    fn begin_drag(&mut self, pointing: Pointing<'_>) -> Drag {
        let Pointing { ui, rect, response, view, hit } = pointing;
        let (origin, modifiers, space) = ui.input(|i| (i.pointer.press_origin(), i.modifiers, i.key_down(Key::Space)));
        let origin = origin.unwrap_or(rect.center());
        let at = self.camera.scene_from_screen(rect, origin);
        let primary = response.drag_started_by(PointerButton::Primary);
        self.flying.taken();
        let handle = self.handle(ui, rect, response, view).filter(|(_, at)| at.distance(origin) <= HANDLE_REACH);
        if !primary || space {
            return Drag::Pan;
        }
        if let Some((number, _)) = handle {
            let node = &view.stock.scene.nodes[number];
            let start = self.camera.screen_from_scene(rect, node.centre());
            return Drag::Tie { from: EntityId::new(Arc::clone(&node.id)), start };
        }
        match (modifiers.shift, modifiers.alt, self.hit_at(rect, origin, view.stock).or(hit)) {
            (true, true, _) => Drag::Lasso { points: vec![origin] },
            (true, false, _) => Drag::Box { from: origin },
            (false, _, _) if self.lasso => Drag::Lasso { points: vec![origin] },
            // Rows stand where their order puts them.
            (false, _, Some(PickHit::Node(number))) if view.stock.scene.chart.is_none() => {
                self.start_nodes(view, number, at)
            }
            (false, _, Some(PickHit::Node(_) | PickHit::Line(_)) | None) => Drag::Pan,
        }
    }

    fn go_on_with_drag(&mut self, drag: &mut Drag, pointing: Pointing<'_>, actions: &mut Vec<Action>) {
        let Pointing { ui, rect, response, view, .. } = pointing;
        let pointer = response.interact_pointer_pos();
        let how = if ui.input(|i| i.modifiers.command) { SelectHow::Toggle } else { SelectHow::Add };
        let select = |numbers: Vec<usize>| {
            Action::Select(numbers.into_iter().map(|n| node_thing(&view.stock.scene, n)).collect(), how)
        };
        match drag {
            Drag::Pan => {
                if response.dragged() {
                    self.camera.pan(response.drag_delta());
                    ui.set_cursor_icon(CursorIcon::Grabbing);
                }
            }
            Drag::Nodes { grabbed, starts } => {
                if let Some(pos) = pointer {
                    let delta = self.camera.scene_from_screen(rect, pos) - *grabbed;
                    self.drag_nodes(response, view, delta, starts, actions);
                }
                ui.set_cursor_icon(CursorIcon::Grabbing);
            }
            Drag::Tie { from, .. } => {
                if let (Some(pos), true) = (pointer, response.drag_stopped()) {
                    let at = self.camera.scene_from_screen(rect, pos);
                    let to = self.hit_at(rect, pos, view.stock).and_then(PickHit::node);
                    let to = to.map(|number| EntityId::new(Arc::clone(&view.stock.scene.nodes[number].id)));
                    let place = view.stock.scene.chart.is_none().then_some((at.x as f32, at.y as f32));
                    actions.push(Action::Ask(Prompt::Relate(from.clone(), to, place)));
                }
                ui.set_cursor_icon(CursorIcon::Crosshair);
            }
            Drag::Box { from } => {
                if let Some(pos) = pointer.filter(|_| response.drag_stopped()) {
                    let a = self.camera.scene_from_screen(rect, *from);
                    let b = self.camera.scene_from_screen(rect, pos);
                    actions.push(select(picking::inside(view.stock, kurbo::Rect::from_points(a, b))));
                }
            }
            Drag::Lasso { points } => {
                if let Some(pos) = pointer.filter(|p| points.last().is_none_or(|l| l.distance(*p) >= LASSO_STEP)) {
                    points.push(pos);
                }
                if response.drag_stopped() {
                    let around: Vec<Point> = points.iter().map(|p| self.camera.scene_from_screen(rect, *p)).collect();
                    actions.push(select(picking::within(view.stock, &around)));
                    self.lasso = false;
                }
                ui.set_cursor_icon(CursorIcon::Crosshair);
            }
        }
    }

    /// Nodes follow the pointer at once; the rest of the program hears of it as fast as it can.
    fn drag_nodes(
        &mut self,
        response: &Response,
        view: CanvasView<'_>,
        delta: kurbo::Vec2,
        starts: &[(EntityId, Point)],
        actions: &mut Vec<Action>,
    ) {
        let to = |start: &Point| {
            let to = *start + delta;
            (to.x as f32, to.y as f32)
        };
        let places = || starts.iter().map(|(id, start)| (id.clone(), to(start))).collect::<Vec<_>>();
        if response.drag_stopped() {
            actions.push(Action::Place(places()));
        } else if response.drag_delta() != Vec2::ZERO {
            self.moving.step += 1;
            self.moving.places = places().into_iter().collect();
            let alive = crate::layout::named(&view.session.look.layout).is_some_and(|l| l.is_live());
            if alive || view.stock.scene.nodes.len() <= FOLLOWING {
                actions.push(Action::Dragging(places()));
            }
        }
    }

    fn start_nodes(&mut self, view: CanvasView<'_>, number: usize, grabbed: Point) -> Drag {
        let scene = &view.stock.scene;
        let mut numbers = vec![number];
        if view.session.is_selected(&node_thing(scene, number)) {
            let dossier = view.session.dossier();
            let of = |thing: &ItemId| match thing {
                ItemId::Entity(id) => scene.node_called(dossier, id.as_str()),
                ItemId::Relation(_) => None,
            };
            numbers.extend(view.session.selection().iter().filter_map(of));
            numbers.sort_unstable();
            numbers.dedup();
        }
        let start = |n: usize| {
            let node = &scene.nodes[n];
            (EntityId::new(Arc::clone(&node.id)), node.centre())
        };
        self.moving.step += 1;
        self.moving.places.clear();
        Drag::Nodes { grabbed, starts: numbers.into_iter().map(start).collect() }
    }

    pub(super) fn clicks(&self, pointing: Pointing<'_>, actions: &mut Vec<Action>) {
        let Pointing { ui, rect, response, view, hit } = pointing;
        let (clicked, double, modifiers) = ui.input(|i| {
            let pointer = &i.pointer;
            (pointer.primary_clicked(), pointer.button_double_clicked(PointerButton::Primary), i.modifiers)
        });
        let pos = ui.input(|i| i.pointer.interact_pos()).unwrap_or(rect.center());
        let at = self.camera.scene_from_screen(rect, pos);
        let at = (at.x as f32, at.y as f32);
        if ui.input(|i| i.pointer.secondary_clicked()) && response.contains_pointer() && !self.on_tools(ui, rect) {
            let thing = hit.map(|hit| hit_thing(&view.stock.scene, hit));
            let others = thing.iter().filter(|thing| !view.session.is_selected(thing)).cloned();
            let others: Vec<ItemId> = others.collect();
            if !others.is_empty() {
                actions.push(Action::Select(others, SelectHow::Replace));
            }
            actions.push(Action::Ask(Prompt::Menu(thing, at)));
            return;
        }
        if !clicked || !response.contains_pointer() || self.on_tools(ui, rect) {
            return;
        }
        response.request_focus();
        let handle = self.handle(ui, rect, response, view).filter(|(_, place)| place.distance(pos) <= HANDLE_REACH);
        if let Some((number, _)) = handle {
            let id = EntityId::new(Arc::clone(&view.stock.scene.nodes[number].id));
            actions.push(Action::Ask(Prompt::Relate(id, None, None)));
            return;
        }
        let how = match (modifiers.shift, modifiers.command) {
            (_, true) => SelectHow::Toggle,
            (true, _) => SelectHow::Add,
            _ => SelectHow::Replace,
        };
        match hit {
            Some(PickHit::Node(number)) if double => {
                if let ItemId::Entity(id) = node_thing(&view.stock.scene, number) {
                    actions.push(Action::Focus(vec![(id, 1)]));
                }
            }
            None if double && view.session.is_editable() => {
                let place = view.stock.scene.chart.is_none().then_some(at);
                actions.push(Action::Ask(Prompt::NewEntity(place)));
            }
            Some(hit) => actions.push(Action::Select(rows::things(&view.stock.scene, hit), how)),
            None if how == SelectHow::Replace => actions.push(Action::Deselect),
            None => {}
        }
    }

    /// The handle for a new relation, while the pointer is near the node that it belongs to: the
    /// node, and where the handle stands on the screen.
    fn handle(&self, ui: &Ui, rect: Rect, response: &Response, view: CanvasView<'_>) -> Option<(usize, Pos2)> {
        let pos = ui.input(|i| i.pointer.press_origin().or(i.pointer.hover_pos()))?;
        if !view.session.is_editable() || !(response.contains_pointer() || self.drag.is_some()) {
            return None;
        }
        let scene = &view.stock.scene;
        let of = |number: usize| {
            let node = &scene.nodes[number];
            let centre = self.camera.screen_from_scene(rect, node.centre());
            let off = node.radius * self.camera.zoom as f32 + HANDLE_OFF;
            // At the rim's upper right, where names seldom stand.
            centre + Vec2::angled(-std::f32::consts::FRAC_PI_4) * off
        };
        let key = response.id.with("handle");
        // With its id: by now the number may be that of another node.
        let last: Option<(usize, Arc<str>)> = ui.data(|d| d.get_temp(key));
        let still_there = |(number, id): (usize, Arc<str>)| {
            scene.nodes.get(number).is_some_and(|node| node.id == id).then_some(number)
        };
        let near = |number: &usize| of(*number).distance(pos) <= HANDLE_REACH + 4.0;
        let over = || self.hit_at(rect, pos, view.stock).and_then(PickHit::node);
        // A relation ends at entities, and a fold is none.
        let is_entity = |number: &usize| !is_fold(&scene.nodes[*number].id);
        let number = last.and_then(still_there).filter(near).or_else(over).filter(is_entity);
        ui.data_mut(|d| match number {
            Some(number) => drop(d.insert_temp(key, (number, Arc::clone(&scene.nodes[number].id)))),
            None => d.remove::<(usize, Arc<str>)>(key),
        });
        number.map(|number| (number, of(number)))
    }

    /// Where a place of the scene is on the screen.
    pub(crate) fn on_screen(&self, at: (f32, f32)) -> Option<Pos2> {
        Some(self.camera.screen_from_scene(self.view?, Point::new(f64::from(at.0), f64::from(at.1))))
    }

    /// Whether a place of the scene is in view.
    pub(crate) fn is_in_view(&self, at: (f32, f32)) -> bool {
        self.on_screen(at).zip(self.view).is_some_and(|(at, view)| view.contains(at))
    }

    /// What is seen in the middle, in the scene.
    pub(crate) fn middle(&self) -> (f32, f32) {
        (self.camera.centre.x as f32, self.camera.centre.y as f32)
    }

    /// A place for a new node with nothing else on it: beside `near`, else near what is seen in the middle.
    pub(crate) fn free_place(&self, stock: &PackedScene, near: Option<(f32, f32)>) -> (f32, f32) {
        let start = near.unwrap_or_else(|| self.middle());
        let is_free = |at: (f32, f32)| {
            let around = [at.0 - ROOM.0, at.1 - ROOM.1, at.0 + ROOM.0, at.1 + ROOM.1];
            stock.node_tree.count(around, 1) == 0
        };
        // Rings around the start, on each as many places as fit.
        let ring = |ring: u32| {
            let count = (ring * 6).max(1);
            (0..count).map(move |place| {
                let way = Vec2::angled(std::f32::consts::TAU * place as f32 / count as f32);
                (start.0 + way.x * ROOM.0 * ring as f32, start.1 + way.y * ROOM.1 * ring as f32)
            })
        };
        (0..RINGS).flat_map(ring).find(|at| is_free(*at)).unwrap_or(start)
    }

    /// The handle at a node's rim.
    pub(super) fn draw_handle(&self, ui: &Ui, rect: Rect, response: &Response, view: CanvasView<'_>) {
        if self.drag.is_some() || self.lasso {
            return;
        }
        let Some((_, at)) = self.handle(ui, rect, response, view) else { return };
        let held = ui.input(|i| i.pointer.hover_pos()).is_some_and(|p| p.distance(at) <= HANDLE_REACH);
        let accent = paint::color32(view.theme.accent);
        let ground = if held { accent } else { paint::color32(view.theme.canvas) };
        let painter = ui.painter_at(rect);
        painter.circle(at, HANDLE, ground, egui::Stroke::new(1.5, accent));
        if held {
            ui.set_cursor_icon(CursorIcon::Crosshair);
        }
    }

    /// The box, the lasso or the new relation under the hand.
    pub(super) fn draw_drag(&self, ui: &Ui, rect: Rect, theme: &Theme) {
        let painter = ui.painter_at(rect);
        let accent = paint::color32(theme.accent);
        match &self.drag {
            Some(Drag::Tie { start, .. }) => {
                if let Some(to) = ui.input(|i| i.pointer.interact_pos()) {
                    painter.line_segment([*start, to], egui::Stroke::new(1.8, accent));
                    painter.circle_filled(to, 4.0, accent);
                }
            }
            Some(Drag::Box { from }) => {
                if let Some(to) = ui.input(|i| i.pointer.interact_pos()) {
                    let area = Rect::from_two_pos(*from, to);
                    painter.rect(area, 2.0, accent.gamma_multiply(0.10), (1.0, accent), egui::StrokeKind::Inside);
                }
            }
            Some(Drag::Lasso { points }) if points.len() > 1 => {
                painter.add(egui::Shape::line(points.clone(), egui::Stroke::new(1.4, accent)));
                let ends = [points[0], points[points.len() - 1]];
                painter.extend(egui::Shape::dashed_line(&ends, egui::Stroke::new(1.0, accent), 4.0, 4.0));
            }
            // What moves is seen; a single point makes no line yet.
            Some(Drag::Pan | Drag::Nodes { .. } | Drag::Lasso { .. }) | None => {}
        }
    }
}
