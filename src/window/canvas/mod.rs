//! The scene under the hand: camera, gestures, picking, accessibility. The canvas borrows the
//! session and the scene and hands back actions; it changes nothing but its own camera.

pub mod accessibility;
pub mod camera;
pub mod draw;
pub mod paint;
pub mod picking;
mod walk;

use std::collections::HashSet;
use std::sync::Arc;

use egui::{
    CursorIcon, Event, Key, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Rect, Response, Sense, Ui, Vec2,
};
use kurbo::Point;

use self::camera::{Camera, Flight};
use self::draw::{Emphasis, Prepared};
use self::picking::Hit;
use crate::dossier::model::{EntityId, RelationId};
use crate::picture::scene::Scene;
use crate::picture::theme::Theme;
use crate::window::action::{Action, SelectHow, Thing};
use crate::window::session::Session;

/// How near the pointer must come to a thing, in screen points: targets are at least 24 pt wide.
const REACH: f32 = 8.0;

/// How long the pointer must rest before the tooltip, in seconds.
const TOOLTIP_AFTER_SECS: f32 = 0.45;

/// Where the camera is asked to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraWish {
    /// The whole scene.
    FitAll,
    /// What is selected.
    FitSelection,
    /// What is selected, but only if it is out of view; the zoom stays.
    Reveal,
    /// 100 %.
    Actual,
    /// Larger by a step.
    In,
    /// Smaller by a step.
    Out,
}

/// A drag in progress.
#[derive(Clone, Debug)]
enum Drag {
    Pan,
    Box { from: Pos2 },
    Nodes { grabbed: Point, starts: Vec<(EntityId, Point)> },
}

/// What a frame of the canvas shows: everything it borrows.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The open dossier and how it is looked at.
    pub session: &'a Session,
    /// The scene as it now stands.
    pub scene: &'a Arc<Scene>,
    /// Colours.
    pub theme: &'a Theme,
}

/// The canvas.
#[derive(Default)]
pub struct Canvas {
    camera: Camera,
    flight: Option<Flight>,
    drag: Option<Drag>,
    /// The person has moved the camera: from then on it moves by itself no more.
    moved_by_hand: bool,
    /// The scene that `prepared` was made of.
    prepared_of: Option<Arc<Scene>>,
    prepared: Prepared,
    view: Option<Rect>,
    wish: Option<CameraWish>,
    wheel_pans: bool,
}

impl Canvas {
    /// Asks the camera to go somewhere at the next frame.
    pub fn ask(&mut self, wish: CameraWish) {
        self.wish = Some(wish);
    }

    /// Starts over for another dossier: the whole of it in view.
    pub fn reset(&mut self) {
        *self = Canvas::default();
    }

    /// The camera, for the status line and tests.
    pub fn camera(&self) -> Camera {
        self.camera
    }

    /// Whether the camera is on its way.
    pub fn is_moving(&self) -> bool {
        self.flight.is_some() || self.wish.is_some()
    }

    /// Where a node stands on the screen, for tests.
    pub fn screen_position(&self, scene: &Scene, id: &str) -> Option<Pos2> {
        let node = scene.nodes.iter().find(|n| &*n.id == id)?;
        Some(self.camera.screen_from_scene(self.view?, node.centre))
    }

    /// Shows the scene and says what the person wants.
    #[must_use]
    pub fn show(&mut self, ui: &mut Ui, view: View<'_>, instant: bool) -> Vec<Action> {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        if !(rect.width() > 8.0 && rect.height() > 8.0) {
            return Vec::new();
        }
        if !self.prepared_of.as_ref().is_some_and(|s| Arc::ptr_eq(s, view.scene)) {
            self.prepared = Prepared::new(view.scene);
            self.prepared_of = Some(Arc::clone(view.scene));
        }
        self.follow_wishes(ui, rect, view, instant);
        let mut actions = Vec::new();
        self.zoom_and_scroll(ui, rect, &response);
        let hit = self.hit(ui, rect, &response, view.scene);
        self.drags(ui, rect, &response, view, hit, &mut actions);
        self.clicks(ui, &response, view.scene, hit, &mut actions);
        self.hover(ui, &response, view, hit, &mut actions);
        if response.has_focus() {
            ui.memory_mut(|m| {
                let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
                m.set_focus_lock_filter(response.id, arrows);
            });
        }
        if response.has_focus() || ui.memory(|m| m.focused().is_none()) {
            self.arrows(ui, view, &mut actions);
        }

        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, 0.0, paint::color32(view.theme.canvas));
        let emphasis = emphasis(view.session);
        draw::draw(&painter, rect, &self.camera, view.scene, &self.prepared, &emphasis, view.theme);
        if let (Some(Drag::Box { from }), Some(to)) = (&self.drag, response.interact_pointer_pos()) {
            let accent = paint::color32(view.theme.accent);
            let area = Rect::from_two_pos(*from, to);
            painter.rect(area, 2.0, accent.gamma_multiply(0.10), (1.0, accent), egui::StrokeKind::Inside);
        }
        if response.has_focus() && view.session.selection().is_empty() {
            let ring = paint::color32(view.theme.accent);
            painter.rect_stroke(rect.shrink(1.5), 3.0, (1.5, ring), egui::StrokeKind::Inside);
        }
        let (entities, relations) = (view.scene.nodes.len(), view.scene.lines.len());
        response.widget_info(|| {
            let name = format!("Graph, {entities} entities, {relations} relations");
            egui::WidgetInfo::labeled(egui::Role::Canvas, true, name)
        });
        let selected: HashSet<&str> = view.session.selection().iter().map(thing_id).collect();
        let asked = accessibility::nodes(ui, response.id, rect, &self.camera, view.scene, |id| selected.contains(id));
        if let Some(number) = asked {
            actions.push(Action::Select(vec![node_thing(view.scene, number)], SelectHow::Replace));
        }
        actions
    }

    fn follow_wishes(&mut self, ui: &Ui, rect: Rect, view: View<'_>, instant: bool) {
        let first = self.view.is_none();
        let resized = self.view.is_some_and(|v| v.size() != rect.size());
        self.view = Some(rect);
        if view.scene.nodes.is_empty() {
            return;
        }
        let fit_all = Camera::fitting(rect, view.scene.bounds, 2.0);
        if first || (resized && !self.moved_by_hand && self.flight.is_none()) {
            self.camera = fit_all;
        }
        let now = ui.input(|i| i.time);
        if let Some(wish) = self.wish.take() {
            let middle = rect.center();
            let mut to = self.camera;
            match wish {
                CameraWish::FitAll => to = fit_all,
                CameraWish::FitSelection => {
                    if let Some(bounds) = selection_bounds(view) {
                        to = Camera::fitting(rect, bounds.inflate(40.0, 40.0), 2.0);
                    }
                }
                CameraWish::Reveal => {
                    if let Some(bounds) = selection_bounds(view) {
                        let seen = self.camera.visible(rect).inset(-20.0 / self.camera.zoom);
                        if !seen.contains_rect(bounds) {
                            to.centre = bounds.center();
                        }
                        if to.zoom < 0.6 {
                            to.zoom = 0.9;
                            to.centre = bounds.center();
                        }
                    }
                }
                CameraWish::Actual => to.zoom = 1.0,
                CameraWish::In => to.zoom_at(rect, middle, 1.25),
                CameraWish::Out => to.zoom_at(rect, middle, 0.8),
            }
            self.moved_by_hand = wish != CameraWish::FitAll;
            if to != self.camera {
                if instant {
                    self.camera = to;
                } else {
                    self.flight = Some(Flight::new(self.camera, to, now));
                }
            }
        }
        if let Some(flight) = &self.flight {
            let (camera, arrived) = flight.at(now);
            self.camera = camera;
            if arrived {
                self.flight = None;
            } else {
                ui.ctx().request_repaint();
            }
        }
    }

    fn zoom_and_scroll(&mut self, ui: &Ui, rect: Rect, response: &Response) {
        let Some(pos) = ui.input(|i| i.pointer.hover_pos()).filter(|_| response.contains_pointer()) else { return };
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
        let before = self.camera;
        if pinch != 1.0 {
            self.camera.zoom_at(rect, pos, f64::from(pinch));
        } else if scroll != Vec2::ZERO {
            if self.wheel_pans {
                self.camera.pan(scroll);
            } else {
                self.camera.zoom_at(rect, pos, f64::from(scroll.y / 240.0).exp());
            }
        }
        if self.camera != before {
            self.flight = None;
            self.moved_by_hand = true;
        }
    }

    fn hit(&self, ui: &Ui, rect: Rect, response: &Response, scene: &Scene) -> Option<Hit> {
        let pos = ui.input(|i| i.pointer.hover_pos()).filter(|_| response.contains_pointer())?;
        picking::at(scene, self.camera.scene_from_screen(rect, pos), f64::from(REACH) / self.camera.zoom)
    }

    fn drags(
        &mut self,
        ui: &Ui,
        rect: Rect,
        response: &Response,
        view: View<'_>,
        hit: Option<Hit>,
        actions: &mut Vec<Action>,
    ) {
        if response.drag_started() {
            let (origin, shift, space) =
                ui.input(|i| (i.pointer.press_origin(), i.modifiers.shift, i.key_down(Key::Space)));
            let origin = origin.unwrap_or(rect.center());
            let at = self.camera.scene_from_screen(rect, origin);
            let reach = f64::from(REACH) / self.camera.zoom;
            let primary = response.drag_started_by(PointerButton::Primary);
            self.flight = None;
            self.drag = Some(match picking::at(view.scene, at, reach).or(hit) {
                _ if !primary || space => Drag::Pan,
                _ if shift => Drag::Box { from: origin },
                Some(Hit::Node(number)) => self.start_nodes(view, number, at),
                _ => Drag::Pan,
            });
        }
        let pointer = response.interact_pointer_pos();
        match &self.drag {
            Some(Drag::Pan) if response.dragged() => {
                self.camera.pan(response.drag_delta());
                self.moved_by_hand = true;
                ui.set_cursor_icon(CursorIcon::Grabbing);
            }
            Some(Drag::Nodes { grabbed, starts }) => {
                if let Some(pos) = pointer {
                    let delta = self.camera.scene_from_screen(rect, pos) - *grabbed;
                    let moved = |(id, start): &(EntityId, Point)| {
                        let to = *start + delta;
                        (id.clone(), (to.x as f32, to.y as f32))
                    };
                    let places: Vec<_> = starts.iter().map(moved).collect();
                    if response.drag_stopped() {
                        actions.push(Action::Place(places));
                    } else if response.drag_delta() != Vec2::ZERO {
                        actions.push(Action::Dragging(places));
                    }
                    self.moved_by_hand = true;
                }
                ui.set_cursor_icon(CursorIcon::Grabbing);
            }
            Some(Drag::Box { from }) if response.drag_stopped() => {
                if let Some(pos) = pointer {
                    let a = self.camera.scene_from_screen(rect, *from);
                    let b = self.camera.scene_from_screen(rect, pos);
                    let inside = picking::inside(view.scene, kurbo::Rect::from_points(a, b));
                    let things = inside.into_iter().map(|n| node_thing(view.scene, n)).collect();
                    let how = if ui.input(|i| i.modifiers.command) { SelectHow::Toggle } else { SelectHow::Add };
                    actions.push(Action::Select(things, how));
                }
            }
            _ => {}
        }
        if response.drag_stopped() || !response.dragged() {
            self.drag = None;
        }
    }

    fn start_nodes(&self, view: View<'_>, number: usize, grabbed: Point) -> Drag {
        let node = &view.scene.nodes[number];
        let mut ids: HashSet<&str> = HashSet::from([&*node.id]);
        if view.session.is_selected(&node_thing(view.scene, number)) {
            ids.extend(view.session.selection().iter().map(thing_id));
        }
        let chosen = view.scene.nodes.iter().filter(|n| ids.contains(&*n.id));
        let starts = chosen.map(|n| (EntityId::new(Arc::clone(&n.id)), n.centre)).collect();
        Drag::Nodes { grabbed, starts }
    }

    fn clicks(&self, ui: &Ui, response: &Response, scene: &Scene, hit: Option<Hit>, actions: &mut Vec<Action>) {
        let (clicked, double, modifiers) = ui.input(|i| {
            let pointer = &i.pointer;
            (pointer.primary_clicked(), pointer.button_double_clicked(PointerButton::Primary), i.modifiers)
        });
        if !clicked || !response.contains_pointer() {
            return;
        }
        response.request_focus();
        let how = match (modifiers.shift, modifiers.command) {
            (_, true) => SelectHow::Toggle,
            (true, _) => SelectHow::Add,
            _ => SelectHow::Replace,
        };
        match hit {
            Some(Hit::Node(number)) if double => {
                if let Thing::Entity(id) = node_thing(scene, number) {
                    actions.push(Action::Focus(Some((id, 1))));
                }
            }
            Some(Hit::Node(number)) => actions.push(Action::Select(vec![node_thing(scene, number)], how)),
            Some(Hit::Line(number)) => {
                let thing = Thing::Relation(RelationId::new(Arc::clone(&scene.lines[number].id)));
                actions.push(Action::Select(vec![thing], how));
            }
            None if how == SelectHow::Replace => {
                actions.push(Action::Run(crate::window::action::Command::SelectNone));
            }
            None => {}
        }
    }

    fn hover(&self, ui: &Ui, response: &Response, view: View<'_>, hit: Option<Hit>, actions: &mut Vec<Action>) {
        let thing = match hit {
            _ if self.drag.is_some() => None,
            Some(Hit::Node(number)) => Some(node_thing(view.scene, number)),
            Some(Hit::Line(number)) => Some(Thing::Relation(RelationId::new(Arc::clone(&view.scene.lines[number].id)))),
            None => None,
        };
        if thing.is_some() {
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        if thing.as_ref() != view.session.hovered() && (response.contains_pointer() || view.session.hovered().is_some())
        {
            actions.push(Action::Hover(thing.clone()));
        }
        let (Some(hit), Some(_)) = (hit, thing) else { return };
        let rested = ui.input(|i| i.pointer.time_since_last_movement());
        if rested < TOOLTIP_AFTER_SECS {
            ui.ctx().request_repaint_after_secs(TOOLTIP_AFTER_SECS - rested + 0.01);
            return;
        }
        let words = match hit {
            Hit::Node(number) => &view.scene.nodes[number].description,
            Hit::Line(number) => &view.scene.lines[number].description,
        };
        let id = response.id.with("tooltip");
        egui::Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, egui::PopupAnchor::Pointer).gap(14.0).show(
            |ui| {
                ui.set_max_width(280.0);
                ui.label(words);
            },
        );
    }

    fn arrows(&self, ui: &Ui, view: View<'_>, actions: &mut Vec<Action>) {
        let keys = [
            (Key::ArrowLeft, Vec2::LEFT),
            (Key::ArrowRight, Vec2::RIGHT),
            (Key::ArrowUp, Vec2::UP),
            (Key::ArrowDown, Vec2::DOWN),
        ];
        let pressed = |m: egui::Modifiers| {
            keys.iter().find(|(key, _)| ui.input_mut(|i| i.consume_key(m, *key))).map(|(_, way)| *way)
        };
        // With Ctrl the selected nodes are nudged: the keyboard's way of dragging.
        let nudge = pressed(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT)
            .map(|way| way * 15.0)
            .or_else(|| pressed(egui::Modifiers::COMMAND));
        if let Some(by) = nudge {
            let places = walk::nudged(view, by);
            if !places.is_empty() {
                actions.push(Action::Place(places));
            }
        } else if let Some(way) = pressed(egui::Modifiers::NONE) {
            actions.extend(walk::next(view, way).map(Action::GoTo));
        }
    }
}

fn node_thing(scene: &Scene, number: usize) -> Thing {
    Thing::Entity(EntityId::new(Arc::clone(&scene.nodes[number].id)))
}

fn thing_id(thing: &Thing) -> &str {
    match thing {
        Thing::Entity(id) => id.as_str(),
        Thing::Relation(id) => id.as_str(),
    }
}

fn selection_bounds(view: View<'_>) -> Option<kurbo::Rect> {
    let ids: HashSet<&str> = view.session.selection().iter().map(thing_id).collect();
    let nodes = view.scene.nodes.iter().filter(|n| ids.contains(&*n.id)).map(|n| n.bounds().union(n.label.bounds()));
    let lines = view.scene.lines.iter().filter(|l| ids.contains(&*l.id)).map(|l| kurbo::Shape::bounding_box(&l.path));
    nodes.chain(lines).reduce(|a, b| a.union(b))
}

fn emphasis(session: &Session) -> Emphasis {
    let id = |thing: &Thing| match thing {
        Thing::Entity(id) => id.shared(),
        Thing::Relation(id) => id.shared(),
    };
    let mut touched = HashSet::new();
    for thing in session.selection() {
        if let Thing::Entity(entity) = thing
            && let Some(index) = session.dossier().entity_index(entity.as_str())
        {
            let relations = session.dossier().relations_of(index);
            touched.extend(relations.filter_map(|(r, _, _)| session.dossier().relation(r)).map(|r| r.id.shared()));
        }
    }
    Emphasis {
        shown: session.emphasis().map(|things| things.iter().map(id).collect()),
        selected: session.selection().iter().map(id).collect(),
        touched,
        hovered: session.hovered().map(id),
        pinned: session.look.pins.keys().map(EntityId::shared).collect(),
    }
}
