//! Ghosts in the window: when they are made anew, what the pointer does to them, and where the card stands so that they are seen.

use egui::{Context, CursorIcon, PopupAnchor, Rect, Tooltip, Ui, pos2};

use super::ghosts::{Seen, Version};
use super::offer::About;
use super::state::{LookUpCard, Stage};
use crate::dossier::endpoint::known_things;
use crate::picture::theme::Theme;
use crate::window::app::{App, menu};
use crate::window::canvas::camera::Camera;
use crate::window::canvas::tools::clear_of;

/// The card beside the graph: share of the window's width, least and most of it in points, and how far from the edges.
const WIDTH: (f32, f32, f32) = (0.36, 360.0, 470.0);
const EDGE: f32 = 8.0;
/// Height of the line at the foot of the window.
const STATUS: f32 = 24.0;
/// In a narrower window the card covers the graph.
const LEAST: f32 = 860.0;
/// Ghosts are not brought farther away than this to be seen all at once: their names go.
const FAR: f64 = 0.6;

impl App {
    /// Where the card stands while what is offered is seen on the canvas; `None` where there is nothing to be seen.
    pub(super) fn beside_the_graph(&self, ctx: &Context, card: &LookUpCard) -> Option<Rect> {
        let window = ctx.content_rect();
        let is_seen = card.stage() == Stage::About && window.width() >= LEAST && self.shows_network();
        let width = (window.width() * WIDTH.0).clamp(WIDTH.1, WIDTH.2);
        let bars = if self.chrome.folded.all { (0.0, 0.0) } else { (menu::HEIGHT, STATUS) };
        let corner = pos2(window.right() - EDGE - width, window.top() + bars.0 + EDGE);
        is_seen.then(|| Rect::from_min_max(corner, window.max - egui::vec2(EDGE, EDGE + bars.1)))
    }

    /// Whether the canvas shows the network of what is open, and not something else in its place.
    fn shows_network(&self) -> bool {
        self.session.dossier().entity_count() > 0
            && self.drawing.opened == self.session.opened
            && self.session.look.dates.is_empty()
            && !self.chrome.figure.is_open
            && self.drawing.picture.stock.scene.chart.is_none()
    }

    /// Before the canvas is shown: makes ghosts anew if need be, and says to whom the pointer is.
    pub(in crate::window::app) fn point_at_ghosts(&mut self, ui: &Ui) {
        let at = self.canvas.pointer_for_others(ui);
        let card = self.dialogs.look_up.take();
        let mut is_ghost = false;
        if let Some(mut card) = card {
            if self.beside_the_graph(ui.ctx(), &card).is_some() && self.renew_ghosts(ui.ctx(), &mut card) {
                let seen = self.seen();
                let ghosts = card.about.as_mut().map(|about| &mut about.offer.ghosts);
                is_ghost = seen.zip(ghosts).is_some_and(|((area, zoom), ghosts)| {
                    let on_screen = |place| self.canvas.on_screen(place);
                    ghosts.point_at(at, &Seen { area, zoom, on_screen: &on_screen })
                });
            } else if let Some(about) = &mut card.about {
                about.offer.ghosts.hide();
            }
            self.dialogs.look_up = Some(card);
        }
        self.canvas.yield_pointer(is_ghost);
    }

    /// The canvas on the screen beside its buttons, and how large things are there.
    fn seen(&self) -> Option<(Rect, f32)> {
        Some((clear_of(self.canvas.area()?), self.canvas.camera().zoom as f32))
    }

    /// Over the canvas: paints ghosts, and picks those that are clicked.
    pub(in crate::window::app) fn show_ghosts(&mut self, ui: &Ui, theme: &Theme) {
        let Some((area, zoom)) = self.seen() else { return };
        let Some(card) = &mut self.dialogs.look_up else { return };
        let Some(about) = card.about.as_mut().filter(|about| about.offer.by.is_some()) else { return };
        let canvas = &self.canvas;
        let on_screen = |place| canvas.on_screen(place);
        let ghosts = &about.offer.ghosts;
        ghosts.paint(ui, &Seen { area, zoom, on_screen: &on_screen }, theme);
        let Some(told) = ghosts.hovered_in_words() else { return };
        ui.set_cursor_icon(CursorIcon::PointingHand);
        let id = ui.scope_id().with("ghost");
        Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, PopupAnchor::Pointer).gap(14.0).show(|ui| {
            ui.set_max_width(280.0);
            ui.label(told);
        });
        if ui.input(|input| input.pointer.primary_clicked()) {
            let ties = ghosts.ties_hovered().map(<[usize]>::to_vec).unwrap_or_default();
            about.offer.flip(&ties);
            about.offer.brings = ties.first().copied();
            ui.ctx().request_repaint();
        }
    }

    /// Makes ghosts anew if what they were made by has changed. Says whether there are any to be shown.
    fn renew_ghosts(&mut self, ctx: &Context, card: &mut LookUpCard) -> bool {
        let target = card.target.as_ref();
        let Some(about) = card.about.as_mut().filter(|about| about.offer.by.is_some()) else { return false };
        let stock = &self.drawing.picture.stock;
        let (session, look) = (&self.session, &self.session.look);
        self.look_ups.look.follow(look);
        let rows = &self.look_ups.look;
        let version = Version {
            scene: stock.id,
            revision: (session.opened, session.revision),
            offered: about.offer.changes,
            look: rows.version,
        };
        if about.offer.ghosts.are_of(&version) {
            return true;
        }
        let is_first = !std::mem::replace(&mut about.offer.ghosts.were_shown, true);
        let dossier = session.dossier();
        let known = known_things(dossier);
        let standings = {
            let offer = &mut about.offer;
            offer.records.standings(&offer.ties, look.period(), &rows.evidence)
        };
        // An entity of the same name that is not said to be another thing will be this one.
        let same = |name: &str| name.trim().to_lowercase() == about.thing.shown().trim().to_lowercase();
        let target = target.filter(|target| target.identifier.is_none() && same(&target.label));
        let offered = about.for_ghosts(&known, &standings, target.map(|target| &target.id), look.dim_rest);
        let node_of = |id: &crate::dossier::model::EntityId| {
            let number = stock.scene.node_called(dossier, id.as_str())?;
            stock.scene.nodes.get(number).filter(|node| *node.id == *id.as_str()).map(|_| number)
        };
        about.offer.ghosts.make(version, &offered, stock, node_of, self.canvas.middle());
        if is_first {
            bring_into_view(self, ctx, card);
        }
        true
    }
}

/// The first time the ghosts are brought to where the card does not cover them, no larger than things are.
fn bring_into_view(app: &mut App, ctx: &Context, card: &LookUpCard) {
    let bounds = card.about.as_ref().and_then(|about: &About| about.offer.ghosts.bounds());
    let (Some((middle, bounds)), Some(mut clear)) = (bounds, app.canvas.area()) else { return };
    let Some(covered) = app.beside_the_graph(ctx, card) else { return };
    let whole = clear;
    clear.max.x = clear.max.x.min(covered.left() - EDGE);
    let camera = app.canvas.camera();
    let corners = [(bounds.x0, bounds.y0), (bounds.x1, bounds.y1)];
    let is_seen = |(x, y): (f64, f64)| clear.contains(camera.screen_from_scene(whole, kurbo::Point::new(x, y)));
    if clear.width() < 80.0 || corners.into_iter().all(is_seen) {
        return;
    }
    let fitting = Camera::fitting(clear, bounds, camera.zoom).zoom;
    let zoom = fitting.max(FAR.min(camera.zoom));
    let centre = if zoom > fitting { middle } else { bounds.center() };
    let off = whole.center() - clear.center();
    app.canvas.look_from(Camera { centre: centre + kurbo::Vec2::new(off.x.into(), off.y.into()) / zoom, zoom });
}
