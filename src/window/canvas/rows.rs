//! A timeline or a matrix under the hand: what is at a place of it, which rows and cells are marked, and the names and headings
//! that stay in view however far one scrolls. Bars and cells themselves are part of the backdrop. Looks only at what is in view.

use std::collections::HashSet;
use std::ops::Range;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Color32, FontFamily, FontId, Painter, Pos2, Rect, Stroke, StrokeKind, Ui, UiBuilder, Vec2};
use kurbo::Point;

use super::camera::Camera;
use super::packed_scene::PackedScene;
use super::paint::{color32, cross};
use super::picking::{self, PickHit, PickReach};
use super::{Canvas, CanvasView, hit_thing};
use crate::dossier::model::When;
use crate::layout::{Form, RowOrder};
use crate::picture::lettering::{TextStyle, Weight, shape_line};
use crate::picture::scene::Scene;
use crate::picture::scene::chart::{Chart, Refusal, TileOf, TilePaint};
use crate::problem::printable;
use crate::window::action::{Action, Command, ItemId};
use crate::window::session::Session;
use crate::wording::{capital, counted, in_figures};

/// Room for names, for the years or names over columns, and for the line that says what rows go by, in points.
const NAMES: f32 = 168.0;
const YEARS: f32 = 22.0;
const TURNED: f32 = 118.0;
const BAR: f32 = 30.0;
/// Letters in points at least and at most.
const LETTERS: (f32, f32) = (8.0, 14.0);
/// Rows that are lower than this have no names but for those that are marked, and no numbers below the other.
const NAMED_FROM: f32 = 8.0;
const NUMBERED_FROM: f32 = 13.0;
/// Rows are not fitted to the window lower than this, so that names can be read: they begin at the upper left corner instead.
const LEAST_ROW: f64 = 11.0;
/// Room between that corner and the first row and column.
const CORNER: f64 = 6.0;
/// Space between a node and its name.
const GAP: f32 = 4.0;
/// Relations of a cell that a tooltip lists.
const LISTED: usize = 8;

/// Room over the rows.
fn over(chart: &Chart) -> f32 {
    BAR + if chart.form == Form::Matrix { TURNED } else { YEARS }
}

/// The part of the canvas that names and headings leave to rows, and the camera that shows them there: all of them, or where
/// they would be too low to be named, the first.
pub(super) fn fitting(chart: &Chart, room: Rect) -> (Rect, Camera) {
    let clear = Rect::from_min_max(room.min + Vec2::new(NAMES, over(chart)), room.max).intersect(room);
    let clear = if clear.width() > 60.0 && clear.height() > 60.0 { clear } else { room };
    let bounds = kurbo::Rect { x0: chart.area.x0 - 20.0, ..chart.area };
    let mut camera = Camera::fitting(clear, bounds, 1.6);
    let least = LEAST_ROW / chart.row.max(1.0);
    if camera.zoom < least {
        camera.zoom = least;
        // What fits in one direction is still in the middle of it.
        let from_corner = |start: f64, end: f64, room: f32| {
            f64::midpoint(start, end).min(start + (f64::from(room) / 2.0 - CORNER) / least)
        };
        camera.centre = Point::new(
            from_corner(bounds.x0, bounds.x1, clear.width()),
            from_corner(bounds.y0, bounds.y1, clear.height()),
        );
    }
    (clear, camera)
}

/// What is at a point of the scene: a node, a cell, a relation, then the bar or the name of a row.
pub(crate) fn hit(stock: &PackedScene, chart: &Chart, point: Point, zoom: f64) -> Option<PickHit> {
    let row = stock.scene.row_at(point.y);
    let tile = row.and_then(|row| chart.tile_at(row, point, 3.0 / zoom));
    if let Some(TileOf::Cell(cell)) = tile.map(|tile| tile.of) {
        let lines = chart.cells.get(cell as usize)?;
        return lines.first().map(|line| PickHit::Line(*line as usize));
    }
    let lines = chart.form == Form::Timeline && point.x >= chart.area.x0;
    let near = picking::at(stock, point, PickReach { target: 4.0 / zoom, edge: 2.0 / zoom, lines });
    let in_front = (point.x < chart.area.x0).then_some(row).flatten().map(PickHit::Node);
    near.or(tile.and(row).map(PickHit::Node)).or(in_front)
}

/// What a click on a hit selects: of a cell all its relations.
pub(super) fn things(scene: &Scene, hit: PickHit) -> Vec<ItemId> {
    match hit {
        PickHit::Node(_) => vec![hit_thing(scene, hit)],
        PickHit::Line(line) => {
            cell_of(scene, line).into_iter().map(|line| hit_thing(scene, PickHit::Line(line as usize))).collect()
        }
    }
}

/// The lines of the cell that a line is in; elsewhere that line alone.
fn cell_of(scene: &Scene, line: usize) -> Vec<u32> {
    let of = |chart: &Chart| {
        let [(x, y), _] = scene.run(line);
        let at = Point::new(f64::from(x), f64::from(y));
        let tile = chart.tile_at(scene.row_at(at.y)?, at, 0.0);
        Some(chart.together_with(line as u32, tile))
    };
    scene.chart.as_deref().and_then(of).unwrap_or_else(|| vec![line as u32])
}

/// What a tooltip says of a hit: of a cell all its relations, of what stands in time also when.
pub(super) fn describe(scene: &Scene, session: &Session, hit: PickHit) -> String {
    let dossier = session.dossier();
    let dated = |words: String, when: Option<&When>| match when.filter(|_| scene.chart.is_some()) {
        Some(when) => format!("{words}, {}", when.date.in_words()),
        None => words,
    };
    let line = match hit {
        PickHit::Node(node) => {
            let when = dossier.entity_by_id(&scene.nodes[node].id).and_then(|entity| entity.when.as_ref());
            return dated(scene.describe_node(node), when);
        }
        PickHit::Line(line) => line,
    };
    let lines = cell_of(scene, line);
    let row = |line: &u32| {
        let when = dossier.relation_by_id(&scene.lines[*line as usize].id).and_then(|relation| relation.when.as_ref());
        dated(scene.describe_line(*line as usize), when)
    };
    let mut out: Vec<String> = lines.iter().take(LISTED).map(row).collect();
    if lines.len() > 1 {
        out.insert(0, counted(lines.len(), "relation", "relations"));
    }
    if lines.len() > LISTED {
        out.push(format!("and {} more", in_figures(lines.len() - LISTED)));
    }
    out.join("\n")
}

/// What the whole is called.
pub(super) fn title(scene: &Scene) -> &'static str {
    match scene.chart.as_ref().map_or(Form::Network, |chart| chart.form) {
        Form::Network => "Graph",
        Form::Timeline => "Timeline",
        Form::Matrix => "Matrix",
    }
}

/// A frame of rows: what it looks at, and from where.
struct Rows<'a> {
    chart: &'a Chart,
    scene: &'a Scene,
    view: CanvasView<'a>,
    camera: Camera,
    rect: Rect,
    painter: Painter,
    /// Height of a row, in points.
    row: f32,
    /// Rows in view.
    seen: Range<usize>,
    /// Rows that are selected or pointed at, among those in view.
    marked: Vec<usize>,
}

impl Canvas {
    /// Draws what belongs to rows over them, and says what the person wants.
    pub(super) fn draw_rows(&self, ui: &mut Ui, rect: Rect, view: CanvasView<'_>, actions: &mut Vec<Action>) {
        let scene = &view.stock.scene;
        let Some(chart) = scene.chart.as_deref() else { return };
        if let Some(refused) = &chart.refused {
            refusal(ui, rect, refused, actions);
            return;
        }
        let seen = self.camera.visible(rect);
        let first = scene.nodes.partition_point(|node| f64::from(node.at.1) < seen.y0 - chart.row);
        let last = scene.nodes.partition_point(|node| f64::from(node.at.1) < seen.y1 + chart.row);
        let is_marked = |row: &usize| {
            let id = &scene.nodes[*row].id;
            let pointed = matches!(view.session.hovered(), Some(ItemId::Entity(hovered)) if hovered.as_str() == &**id);
            pointed || self.attention.selected.contains(id)
        };
        let marked = (first..last).filter(is_marked).collect();
        let row = (chart.row * self.camera.zoom) as f32;
        let painter = ui.painter_at(rect);
        let rows = Rows { chart, scene, view, camera: self.camera, rect, painter, row, seen: first..last, marked };
        rows.bands();
        rows.cells(&self.attention.bright_lines, &self.attention.fallen_lines);
        rows.columns(ui);
        rows.names(ui);
        order_bar(ui, rect, chart, view, actions);
    }
}

impl Canvas {
    /// The same for who only looks.
    pub(crate) fn show_rows(&mut self, ui: &mut Ui, rect: Rect, view: CanvasView<'_>) {
        self.attention.update(view.session, view.stock, None);
        self.draw_rows(ui, rect, view, &mut Vec::new());
    }
}

impl Rows<'_> {
    fn at(&self, x: f64, y: f64) -> Pos2 {
        self.camera.screen_from_scene(self.rect, Point::new(x, y))
    }

    fn middle(&self, row: usize) -> f32 {
        self.at(0.0, f64::from(self.scene.nodes[row].at.1)).y
    }

    fn letters(&self) -> f32 {
        // As large as rows leave room for.
        (0.92 * self.row).min(9.0 * self.camera.zoom as f32 + 2.0).clamp(LETTERS.0, LETTERS.1)
    }

    /// What is selected or pointed at runs through its whole row, and of a matrix its column.
    fn bands(&self) {
        let fill = color32(self.view.theme.accent).gamma_multiply(0.13);
        let area = Rect::from_min_max(
            self.at(self.chart.area.x0, self.chart.area.y0),
            self.at(self.chart.area.x1, self.chart.area.y1),
        );
        for &row in &self.marked {
            let y = self.middle(row);
            let half = self.row.max(2.0) / 2.0;
            self.painter.rect_filled(Rect::from_x_y_ranges(area.x_range(), y - half..=y + half), 0.0, fill);
            if self.chart.form == Form::Matrix {
                let x = self.at(f64::from(self.scene.nodes[row].at.1), 0.0).x;
                self.painter.rect_filled(Rect::from_x_y_ranges(x - half..=x + half, area.y_range()), 0.0, fill);
            }
        }
    }

    /// Numbers in cells, frames around those that are brought out, and crosses where all of it falls.
    fn cells(&self, bright: &HashSet<u32>, fallen: &HashSet<u32>) {
        if self.chart.form != Form::Matrix || self.row < 3.0 {
            return;
        }
        let seen = self.camera.visible(self.rect);
        let accent = Stroke::new(1.4, color32(self.view.theme.accent));
        for tile in self.chart.tiles_of(self.seen.clone()) {
            let middle = tile.area.center();
            if middle.x < seen.x0 - self.chart.row || middle.x > seen.x1 + self.chart.row {
                continue;
            }
            let TileOf::Cell(cell) = tile.of else { continue };
            let lines = &self.chart.cells[cell as usize];
            if !bright.is_empty() && lines.iter().any(|line| bright.contains(line)) {
                let around = Rect::from_center_size(self.at(middle.x, middle.y), Vec2::splat(self.row - 1.0));
                self.painter.rect_stroke(around, 1.5, accent, StrokeKind::Inside);
                if lines.iter().all(|line| fallen.contains(line)) {
                    // In a corner, beside the number.
                    let half = (self.row * 0.11).clamp(1.5, 3.2);
                    let at = around.right_top() + Vec2::new(-half - 3.0, half + 3.0);
                    cross(&self.painter, at, half, [self.view.theme.ink, self.view.theme.canvas]);
                }
            }
            if tile.count > 0 && self.row >= NUMBERED_FROM {
                let look = self.chart.tile_looks[usize::from(tile.look)];
                let (at, inside) = tile.number_place();
                let on_colour = inside && look.paint == TilePaint::Full;
                let ink = if on_colour { look.ink } else { self.view.theme.ink };
                let font = FontId::proportional((6.6 * self.camera.zoom) as f32);
                self.painter.text(
                    self.at(at.x, at.y),
                    Align2::CENTER_CENTER,
                    in_figures(tile.count as usize),
                    font,
                    color32(ink),
                );
            }
        }
    }

    /// Years or names over columns: at the upper edge as soon as the first row is out of view.
    fn columns(&self, ui: &Ui) {
        let theme = self.view.theme;
        let is_matrix = self.chart.form == Form::Matrix;
        let top = self.rect.top() + over(self.chart);
        let bottom = self.at(0.0, self.chart.area.y0).y.max(top);
        let strip = Rect::from_min_max(self.rect.min, Pos2::new(self.rect.right(), bottom));
        let ground = color32(theme.canvas);
        if bottom <= top + 0.5 || is_matrix {
            self.painter.rect_filled(strip, 0.0, ground.gamma_multiply(0.93));
        }
        if is_matrix && self.row < NAMED_FROM && self.marked.is_empty() {
            return;
        }
        let mut taken = f32::NEG_INFINITY;
        for heading in &self.chart.headings {
            let x = self.at(heading.x, 0.0).x;
            if x < self.rect.left() - 40.0 || x > self.rect.right() + 40.0 {
                continue;
            }
            match heading.node {
                Some(node) => {
                    let marked = self.marked.contains(&(node as usize));
                    if self.row < NAMED_FROM && !marked {
                        continue;
                    }
                    let ink = if marked { theme.accent } else { theme.ink };
                    let room = bottom - self.rect.top() - BAR - 10.0;
                    let galley = self.galley(ui, &heading.words, color32(ink), room, marked);
                    let at = Pos2::new(x - galley.size().y / 2.0, bottom - 5.0);
                    let turned = egui::epaint::TextShape::new(at, galley, color32(ink));
                    self.painter.add(turned.with_angle(-std::f32::consts::FRAC_PI_2));
                }
                None => {
                    let galley = self.galley(ui, &heading.words, color32(theme.ink_second), 80.0, false);
                    let left = x - galley.size().x / 2.0;
                    if left > taken + 6.0 {
                        taken = left + galley.size().x;
                        self.painter.galley(
                            Pos2::new(left, bottom - 4.0 - galley.size().y),
                            galley,
                            Color32::PLACEHOLDER,
                        );
                    }
                }
            }
        }
    }

    /// Names in front of rows: at the left edge as soon as their nodes are out of view.
    fn names(&self, ui: &Ui) {
        let theme = self.view.theme;
        let Some(node) = self.scene.nodes.first() else { return };
        let centre = self.at(f64::from(node.at.0), 0.0).x;
        let reach = node.radius * self.camera.zoom as f32 + GAP;
        let natural = centre - reach;
        let right = natural.max(self.rect.left() + NAMES - reach - 14.0);
        let is_apart = right > natural + 0.5;
        let top = self.rect.top() + BAR;
        let painter = self.painter.with_clip_rect(self.rect.intersect(Rect::everything_below(top)));
        let strip = Rect::from_min_max(Pos2::new(self.rect.left(), top), Pos2::new(right + 14.0, self.rect.bottom()));
        if is_apart {
            painter.rect_filled(strip, 0.0, color32(theme.canvas).gamma_multiply(0.93));
        }
        let width = right - self.rect.left() - 6.0;
        let below = self.rect.top() + over(self.chart) - self.row / 2.0;
        for row in self.seen.clone() {
            let marked = self.marked.contains(&row);
            let y = self.middle(row);
            if (self.row < NAMED_FROM && !marked) || y < below {
                continue;
            }
            let look = self.scene.node_look(row);
            let ink = if marked { theme.accent } else { look.ink };
            let galley = self.galley(ui, self.scene.label(row), color32(ink), width, look.strong || marked);
            let at = Pos2::new(right - galley.size().x, y - galley.size().y / 2.0);
            painter.galley(at, galley, Color32::PLACEHOLDER);
            if is_apart {
                let colour = look.fill.or(look.stroke.map(|s| s.colour)).unwrap_or(theme.ink_third);
                painter.circle_filled(Pos2::new(right + 7.0, y), 3.0, color32(colour));
            }
        }
        if let Some((at, words)) = &self.chart.apart {
            let y = self.at(at.x, at.y).y;
            let galley = self.galley(ui, words, color32(theme.ink_second), width, true);
            if y > below {
                painter.galley(
                    Pos2::new(right - galley.size().x, y - galley.size().y / 2.0),
                    galley,
                    Color32::PLACEHOLDER,
                );
            }
        }
    }

    /// One line in any script, cut where it is wider.
    fn galley(&self, ui: &Ui, text: &str, colour: Color32, width: f32, strong: bool) -> std::sync::Arc<egui::Galley> {
        let size = self.letters();
        let text = printable(text);
        let wrap =
            TextWrapping { max_width: width.max(24.0), max_rows: 1, break_anywhere: true, ..TextWrapping::default() };
        let mut job = LayoutJob { wrap, ..LayoutJob::default() };
        let weight = if strong { Weight::SemiBold } else { Weight::Regular };
        let format = |size: f32, family: FontFamily| TextFormat::simple(FontId::new(size, family), colour);
        if text.is_ascii() {
            let family = if strong { FontFamily::Name("semibold".into()) } else { FontFamily::Proportional };
            job.append(&text, 0.0, format(size, family));
        } else {
            // Runs come in the order of the eye, each in a face that has its letters.
            for run in shape_line(&text, TextStyle::bundled(size, weight)).runs {
                let family = FontFamily::Name(run.face.key().into());
                job.append(&run.text, 0.0, format(size * run.face.scale(), family));
            }
        }
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    }
}

/// What rows are ordered by, to be chosen, and what is not drawn.
fn order_bar(ui: &mut Ui, rect: Rect, chart: &Chart, view: CanvasView<'_>, actions: &mut Vec<Action>) {
    let room = Rect::from_min_max(rect.min + Vec2::new(10.0, 3.0), Pos2::new(rect.right() - 10.0, rect.top() + BAR));
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(egui::Layout::left_to_right(egui::Align::Center)), |ui| {
        let quiet = color32(view.theme.ink_second);
        let now = view.session.look.row_order();
        let label = match chart.form {
            Form::Network | Form::Timeline => "Lanes",
            Form::Matrix => "Rows and columns",
        };
        ui.label(egui::RichText::new(label).size(12.0).color(quiet));
        let chosen =
            egui::ComboBox::from_id_salt("row order").width(150.0).selected_text(now.says()).show_ui(ui, |ui| {
                let mut by = now;
                for (_, order) in RowOrder::ALL {
                    ui.selectable_value(&mut by, *order, order.says());
                }
                by
            });
        chosen.response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::ComboBox, true, format!("Order of rows: {}", now.says()))
        });
        if let Some(by) = chosen.inner.filter(|by| *by != now) {
            actions.push(Action::OrderRows(by));
        }
        let says = egui::RichText::new(&chart.says).size(12.0).color(quiet);
        ui.add(egui::Label::new(says).truncate());
    });
}

/// Why nothing is drawn, with a way back.
fn refusal(ui: &mut Ui, rect: Rect, refused: &Refusal, actions: &mut Vec<Action>) {
    let room = Rect::from_center_size(rect.center(), Vec2::new(rect.width().min(420.0), 90.0));
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(egui::Layout::top_down(egui::Align::Center)), |ui| {
        ui.label(format!("{}. {}.", capital(&refused.message), capital(refused.help)));
        ui.add_space(8.0);
        if ui.button(Command::ShowNetwork.info().name).clicked() {
            actions.push(Action::ShowAs(Form::Network));
        }
    });
}
