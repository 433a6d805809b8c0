//! The scene under the hand: camera, gestures, picking, names, accessibility; `gpu/` draws it. The
//! canvas borrows the session and the stock of the scene and hands back actions; it changes nothing
//! but its own camera.

pub(crate) mod accessibility;
pub mod attention;
mod behind;
pub mod camera;
mod captions;
pub(crate) mod density;
mod fallen;
mod flying;
pub mod frame_request;
mod gestures;
pub(crate) mod gpu;
pub(crate) mod instance;
mod labels;
mod laid_over;
mod letters;
mod minimap;
pub mod names;
pub mod packed_scene;
pub(crate) mod paint;
pub(crate) mod picking;
pub mod plan;
pub(crate) mod rows;
pub(crate) mod tools;
mod walk;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use egui::{Key, Pos2, Rect, Response, Sense, Ui, Vec2};
use egui_wgpu::wgpu;

use self::attention::{Attention, Moving};
use self::camera::Camera;
use self::flying::Flying;
use self::frame_request::FrameRequest;
use self::gestures::Drag;
use self::gestures::Pointing;
use self::gpu::Sent;
use self::gpu::callback::Callback;
use self::packed_scene::PackedScene;
use self::picking::PickHit;
use self::plan::{Planner, Rest, Took};
use crate::dossier::model::{EntityId, RelationId};
use crate::picture::scene::Scene;
use crate::picture::theme::Theme;
use crate::window::action::{Action, CameraWish, Command, ItemId, SelectHow};
use crate::window::session::Session;
use crate::wording::counted;

/// How long the pointer must rest before the tooltip, in seconds.
const TOOLTIP_AFTER_SECS: f32 = 0.45;

/// What a frame of the canvas shows: everything it borrows.
#[derive(Clone, Copy)]
pub struct CanvasView<'a> {
    /// The open dossier and how it is looked at.
    pub(crate) session: &'a Session,
    /// The scene as it now stands, ready to be drawn.
    pub(crate) stock: &'a Arc<PackedScene>,
    pub(crate) theme: &'a Theme,
}

/// What the last frame cost, for the overlay of frame times.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    /// Parts of making the frame.
    pub(crate) took: Took,
    /// All of our work on the canvas, in seconds.
    pub(crate) all_secs: f32,
    /// What was sent and drawn.
    pub(crate) sent: Sent,
}

/// The canvas.
pub struct Canvas {
    id: u64,
    format: wgpu::TextureFormat,
    camera: Camera,
    flying: Flying,
    drag: Option<Drag>,
    view: Option<Rect>,
    wheel_pans: bool,
    /// The next drag on empty space draws a lasso.
    lasso: bool,
    /// The overview is shown.
    map: bool,
    /// The pointer is at what another has over the graph.
    yields: bool,
    /// The keyboard is the graph's from the next frame on.
    takes_keys: bool,
    planner: Option<Planner>,
    attention: Attention,
    moving: Moving,
    told: accessibility::AccessNodes,
    map_lines: minimap::Minimap,
    rest: Rest,
    sent: Arc<Mutex<Sent>>,
    cost: Cost,
}

impl Default for Canvas {
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Canvas {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            // What tests and most systems draw to; the window says if it is another.
            format: wgpu::TextureFormat::Rgba8Unorm,
            camera: Camera::default(),
            flying: Flying::default(),
            drag: None,
            view: None,
            wheel_pans: false,
            lasso: false,
            map: false,
            yields: false,
            takes_keys: false,
            planner: None,
            attention: Attention::default(),
            moving: Moving::default(),
            told: accessibility::AccessNodes::default(),
            map_lines: minimap::Minimap::default(),
            rest: Rest::default(),
            sent: Arc::default(),
            cost: Cost::default(),
        }
    }
}

impl Canvas {
    /// Says what egui draws to.
    pub(crate) fn draw_to(&mut self, format: wgpu::TextureFormat) {
        self.format = format;
    }

    /// Asks the camera to go somewhere at the next frame.
    pub(crate) fn ask(&mut self, wish: CameraWish) {
        self.flying.ask(wish);
    }

    /// Starts over for another dossier: the whole of it in view.
    pub(crate) fn reset(&mut self) {
        let old = std::mem::take(self);
        self.format = old.format;
        self.map = old.map;
    }

    /// Goes on in another window, on another graphics device: what was made for the old one is made
    /// again, and what is seen stays.
    pub(crate) fn move_house(&mut self) {
        self.planner = None;
        self.map_lines = minimap::Minimap::default();
        self.told = accessibility::AccessNodes::default();
        self.drag = None;
        self.flying.settle();
    }

    /// Shows or hides the overview.
    pub(crate) fn toggle_map(&mut self) {
        self.map = !self.map;
    }

    /// Whether the overview is shown.
    pub fn shows_map(&self) -> bool {
        self.map
    }

    /// Takes the keyboard, from the next frame on.
    pub(crate) fn take_keys(&mut self) {
        self.takes_keys = true;
    }

    /// Takes or puts down the lasso.
    pub(crate) fn toggle_lasso(&mut self) {
        self.lasso = !self.lasso;
    }

    /// The camera, for the status line and tests.
    pub fn camera(&self) -> Camera {
        self.camera
    }

    /// Puts the camera somewhere at once.
    pub(crate) fn look_from(&mut self, camera: Camera) {
        self.camera = camera;
        self.flying.taken();
    }

    /// Whether the camera is on its way, or something of the picture is still being made.
    pub(crate) fn is_moving(&self) -> bool {
        self.flying.is_flying() || self.rest.fading || self.rest.waiting
    }

    /// Where it stands on the screen, once it was shown.
    pub fn area(&self) -> Option<Rect> {
        self.view
    }

    /// Ids of the nodes whose middles are in view.
    pub(crate) fn seen(&self, scene: &Scene) -> Vec<Arc<str>> {
        let Some(view) = self.view else { return Vec::new() };
        let seen = scene.nodes.iter().filter(|node| view.contains(self.camera.screen_from_scene(view, node.centre())));
        seen.map(|node| Arc::clone(&node.id)).collect()
    }

    /// Where a node stands on the screen, for tests.
    pub fn screen_position(&self, scene: &Scene, id: &str) -> Option<Pos2> {
        let node = scene.nodes.iter().find(|n| &*n.id == id)?;
        Some(self.camera.screen_from_scene(self.view?, node.centre()))
    }

    /// Boxes of the names that are shown, with their nodes, in screen points, for tests.
    pub fn names_shown(&self) -> Vec<(u32, Rect)> {
        let (Some(view), Some(planner)) = (self.view, &self.planner) else { return Vec::new() };
        planner.names().boxes(&self.camera, view)
    }

    /// Shows the scene and says what the person wants.
    #[must_use]
    pub(crate) fn show(&mut self, ui: &mut Ui, view: CanvasView<'_>, instant: bool) -> Vec<Action> {
        let begun = std::time::Instant::now();
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        if !(rect.width() > 8.0 && rect.height() > 8.0) {
            return Vec::new();
        }
        if std::mem::take(&mut self.takes_keys) {
            response.request_focus();
        }
        let first = self.view.is_none();
        let resized = self.view.is_some_and(|v| v.size() != rect.size());
        self.view = Some(rect);
        let mut actions = Vec::new();
        let now = ui.input(|i| i.time);
        if self.flying.follow(&mut self.camera, rect, view, now, instant, first || resized) {
            ui.ctx().request_repaint();
        }
        self.zoom_and_scroll(ui, rect, &response);
        let hit = self.hit(ui, rect, &response, view.stock);
        let pointing = Pointing { ui, rect, response: &response, view, hit };
        self.drags(pointing, &mut actions);
        self.clicks(pointing, &mut actions);
        self.hover(ui, &response, view, hit, &mut actions);
        if !egui::Popup::is_any_open(ui.ctx()) {
            self.keys(ui, &response, view, &mut actions);
        }
        self.flying.remember(self.camera, now, self.drag.is_some());

        self.draw(ui, rect, view, now, instant);
        self.draw_rows(ui, rect, view, &mut actions);
        self.draw_handle(ui, rect, &response, view);
        self.draw_drag(ui, rect, view.theme);
        if response.has_focus() && view.session.selection().is_empty() {
            let ring = paint::color32(view.theme.accent);
            ui.painter_at(rect).rect_stroke(rect.shrink(1.5), 3.0, (1.5, ring), egui::StrokeKind::Inside);
        }
        let scene = &view.stock.scene;
        let entities = counted(scene.nodes.len(), "entity", "entities");
        let relations = counted(scene.lines.len(), "relation", "relations");
        response.widget_info(|| {
            let name = format!("{}, {entities}, {relations}", rows::title(scene));
            egui::WidgetInfo::labeled(egui::Role::Canvas, true, name)
        });
        let asked = self.told.tell(ui, response.id, rect, &self.camera, view.stock, &self.attention);
        if let Some(asked) = asked {
            let thing = hit_thing(scene, asked.hit);
            match (&thing, asked.open) {
                (ItemId::Entity(id), true) => actions.push(Action::Focus(vec![(id.clone(), 1)])),
                _ => actions.push(Action::Select(vec![thing], SelectHow::Replace)),
            }
        }
        // Over rows it would lie on names, and there is no network to be seen in it.
        if self.map && view.stock.scene.chart.is_none() {
            self.map_lines.show(ui, rect, view, &mut self.camera, &mut self.flying);
        }
        self.tools(ui, rect, view, &mut actions);
        self.cost.all_secs = begun.elapsed().as_secs_f32();
        actions
    }

    /// Makes the frame and hands it to the renderer.
    fn draw(&mut self, ui: &Ui, rect: Rect, view: CanvasView<'_>, now: f64, instant: bool) {
        let moving = matches!(self.drag, Some(Drag::Nodes { .. })).then_some(&self.moving);
        self.attention.update(view.session, view.stock, moving);
        let ctx = ui.ctx().clone();
        let planner = self.planner.get_or_insert_with(|| Planner::new(move || ctx.request_repaint()));
        let (frame, rest) = planner.plan(&FrameRequest {
            stock: view.stock,
            camera: self.camera,
            size: (rect.width(), rect.height()),
            scale: ui.ctx().pixels_per_point(),
            theme: view.theme,
            overlay: &self.attention.overlay,
            dims: self.attention.dims,
            first: &self.attention.first,
            bright: &self.attention.bright,
            bright_lines: &self.attention.bright_lines,
            now,
            still: instant,
        });
        self.cost.took = planner.took;
        if let Ok(sent) = self.sent.lock() {
            self.cost.sent = *sent;
        }
        self.rest = rest;
        if rest.fading {
            ui.ctx().request_repaint();
        }
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, 0.0, paint::color32(view.theme.canvas));
        let callback = Callback { canvas: self.id, format: self.format, frame, tell: Arc::clone(&self.sent) };
        painter.add(egui_wgpu::Callback::new_paint_callback(rect, callback));
    }

    fn hit(&self, ui: &Ui, rect: Rect, response: &Response, stock: &PackedScene) -> Option<PickHit> {
        let pos = ui.input(|i| i.pointer.hover_pos()).filter(|_| response.contains_pointer() && !self.yields)?;
        self.hit_at(rect, pos, stock)
    }

    /// What is at a place of the screen: a shape, then a name, then a line.
    fn hit_at(&self, rect: Rect, pos: Pos2, stock: &PackedScene) -> Option<PickHit> {
        let point = self.camera.scene_from_screen(rect, pos);
        let zoom = self.camera.zoom;
        if let Some(chart) = &stock.scene.chart {
            return rows::hit(stock, chart, point, zoom);
        }
        // Targets are at least 24 points wide, whatever is drawn there.
        let reach = picking::PickReach { target: 12.0 / zoom, edge: 4.0 / zoom, lines: false };
        let node = picking::at(stock, point, reach);
        node.or_else(|| {
            self.planner.as_ref()?.names().at(&self.camera, rect, pos, stock).map(|n| PickHit::Node(n as usize))
        })
        .or_else(|| {
            let apart = self.planner.as_ref().is_none_or(|p| !p.is_crowded());
            let reach = picking::PickReach { target: 8.0 / zoom, edge: 0.0, lines: apart };
            picking::at(stock, point, reach)
        })
    }

    fn hover(
        &self,
        ui: &Ui,
        response: &Response,
        view: CanvasView<'_>,
        hit: Option<PickHit>,
        actions: &mut Vec<Action>,
    ) {
        let scene = &view.stock.scene;
        let thing = hit.filter(|_| self.drag.is_none()).map(|hit| hit_thing(scene, hit));
        if thing.is_some() {
            ui.set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        if thing.as_ref() != view.session.hovered() && (response.contains_pointer() || view.session.hovered().is_some())
        {
            actions.push(Action::Hover(thing.clone()));
        }
        let (Some(hit), Some(thing)) = (hit, thing) else { return };
        // A box would cover what is being typed or chosen.
        let ctx = ui.ctx();
        let busy = ctx.text_edit_focused() || egui::Popup::is_any_open(ctx);
        if busy || ctx.memory(|m| m.top_modal_layer().is_some()) {
            return;
        }
        let rested = ui.input(|i| i.pointer.time_since_last_movement());
        if rested < TOOLTIP_AFTER_SECS {
            ui.ctx().request_repaint_after_secs(TOOLTIP_AFTER_SECS - rested + 0.01);
            return;
        }
        let words = rows::describe(scene, view.session, hit);
        let more = view.session.entity(&thing).and_then(|e| e.summary.as_deref());
        let id = response.id.with("tooltip");
        egui::Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, egui::PopupAnchor::Pointer).gap(14.0).show(
            |ui| {
                ui.set_max_width(280.0);
                ui.label(words);
                if let Some(more) = more {
                    let quiet = paint::color32(view.theme.ink_second);
                    ui.label(egui::RichText::new(crate::problem::printable(more)).color(quiet));
                }
            },
        );
    }

    fn keys(&self, ui: &Ui, response: &Response, view: CanvasView<'_>, actions: &mut Vec<Action>) {
        let focused = response.has_focus();
        let walking = focused && !view.session.selection().is_empty();
        if focused {
            ui.memory_mut(|m| {
                // With something selected, Tab goes through what it is tied to; Esc lets it go.
                let filter = egui::EventFilter {
                    horizontal_arrows: true,
                    vertical_arrows: true,
                    tab: walking,
                    ..Default::default()
                };
                m.set_focus_lock_filter(response.id, filter);
            });
        }
        if focused || ui.memory(|m| m.focused().is_none()) {
            self.arrows(ui, view, actions);
        }
        if walking {
            let tab = |m: egui::Modifiers| ui.input_mut(|i| i.consume_key(m, Key::Tab));
            let step =
                if tab(egui::Modifiers::SHIFT) { Some(false) } else { tab(egui::Modifiers::NONE).then_some(true) };
            if let Some(forward) = step {
                actions.extend(walk::next_relation(view, forward).map(Action::GoTo));
            }
            if ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Enter)) {
                match view.session.selection().last() {
                    Some(ItemId::Entity(id)) => actions.push(Action::Focus(vec![(id.clone(), 1)])),
                    Some(ItemId::Relation(_)) => actions.extend(walk::far_end(view).map(Action::GoTo)),
                    None => {}
                }
            }
        }
    }

    fn arrows(&self, ui: &Ui, view: CanvasView<'_>, actions: &mut Vec<Action>) {
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
        let is_free = view.stock.scene.chart.is_none();
        let nudge = pressed(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT)
            .map(|way| way * 15.0)
            .or_else(|| pressed(egui::Modifiers::COMMAND))
            .filter(|_| is_free);
        if let Some(by) = nudge {
            let places = walk::nudged(view, by);
            if !places.is_empty() {
                actions.push(Action::Place(places));
            }
        } else if let Some(way) = pressed(egui::Modifiers::NONE) {
            // Among chains that were found the arrows lead from chain to chain and along one.
            if view.session.is_enabled(Command::NextChain) {
                actions.extend(walk::chain(view.session, way));
                return;
            }
            actions.extend(walk::next(view, way).map(Action::GoTo));
        }
    }
}

fn node_thing(scene: &Scene, number: usize) -> ItemId {
    ItemId::Entity(EntityId::new(Arc::clone(&scene.nodes[number].id)))
}

fn hit_thing(scene: &Scene, hit: PickHit) -> ItemId {
    match hit {
        PickHit::Node(number) => node_thing(scene, number),
        PickHit::Line(number) => ItemId::Relation(RelationId::new(Arc::clone(&scene.lines[number].id))),
    }
}
