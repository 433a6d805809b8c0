//! Names and notes put elsewhere on the page of the figure editor, with the pointer or with keys, and the notes' texts. Where they
//! come out is told in `picture::figure`.

use egui::{
    CursorIcon, Id, Key, Modifiers, Pos2, Rect, Response, Role, Stroke, StrokeKind, TextEdit, Ui, Vec2, WidgetInfo,
    pos2,
};
use kurbo::{Point, Vec2 as PageVec};

use super::drawing::PaintedPage;
use crate::dossier::model::{EntityId, Note, Pin, ViewPage};
use crate::picture::figure::{Movable, MovableKind};
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, quiet_button, select_all, text_button, words};
use crate::window::session::Session;
use crate::wording::counted;

/// How far a key moves a name, in scene units: letters are 9 high.
const STEP: f64 = 2.0;
/// What a new note says until it is typed over.
const NEW: &str = "New note";
/// Places are kept to a tenth of a unit.
const TENTHS: f64 = 10.0;
/// Letters of a name in a row at most.
const NAME: usize = 32;

/// What is being moved, and which note is to be typed.
#[derive(Default)]
pub(super) struct Hands {
    moving: Option<Moving>,
    /// The note whose text takes the keyboard next.
    typed: Option<usize>,
}

/// A thing under the pointer.
struct Moving {
    thing: Movable,
    /// From the pointer to the middle of the thing, in points of the page.
    grip: PageVec,
}

/// A page on the screen: where it is, and points of the screen a point of the page.
pub(super) type OnSheet = (Rect, f32);

impl Hands {
    /// Follows the pointer over the page: what it holds is outlined where it would stand, and the page is changed when it is let go.
    pub(super) fn follow(
        &mut self,
        ui: &Ui,
        (page, sheet): (&PaintedPage, OnSheet),
        (response, theme): (&Response, &Theme),
        settings: &ViewPage,
    ) -> Option<ViewPage> {
        let on_page = |at: Pos2| {
            let at = (at - sheet.0.min) / sheet.1;
            Point::new(f64::from(at.x), f64::from(at.y))
        };
        let under = |at: Pos2| thing_at(page, on_page(at)).cloned();
        if response.drag_started()
            && let Some(at) = ui.input(|input| input.pointer.press_origin())
            && let Some(thing) = under(at)
        {
            self.moving = Some(Moving { grip: thing.area.center() - on_page(at), thing });
        }
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            self.moving = None;
        }
        let Some(moving) = &self.moving else {
            if response.hover_pos().is_some_and(|at| under(at).is_some()) {
                ui.ctx().set_cursor_icon(CursorIcon::Grab);
            }
            return None;
        };
        let at = response.interact_pointer_pos().or_else(|| ui.input(|input| input.pointer.latest_pos()))?;
        let middle = on_page(at) + moving.grip;
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        outline(ui, kurbo::Rect::from_center_size(middle, moving.thing.area.size()), sheet, theme);
        if !response.drag_stopped() {
            return None;
        }
        let moving = self.moving.take()?;
        Some(put(settings, &moving.thing.what, (middle - moving.thing.from) / page.painting.movable.scale.max(1e-9)))
    }

    /// A click on a note has its text typed.
    pub(super) fn type_note_at(&mut self, page: &PaintedPage, at: Point) -> bool {
        let Some(Movable { what: MovableKind::Note(number), .. }) = thing_at(page, at) else { return false };
        self.typed = Some(*number);
        true
    }

    /// Texts of notes, with the ways to add and to remove one. Says whether the page is to be kept.
    pub(super) fn note_rows(&mut self, ui: &mut Ui, page: &mut ViewPage, session: &Session, theme: &Theme) -> bool {
        let mut settled = false;
        let mut gone = None;
        for (number, note) in page.notes.iter_mut().enumerate() {
            let row = ui.vertical(|ui| note_row(ui, (number, note), session, theme));
            let NoteRow { text, is_left, is_changed, is_removed } = row.inner;
            settled |= is_left || is_changed;
            if is_removed {
                gone = Some(number);
            }
            if self.typed == Some(number) {
                self.typed = None;
                ui.memory_mut(|memory| memory.request_focus(text));
                select_all(ui, text, &note.text);
                row.response.scroll_to_me(None);
            }
        }
        if let Some(number) = gone {
            page.notes.remove(number);
            settled = true;
        }
        if settled {
            page.notes.retain(|note| !note.text.trim().is_empty());
        }
        let about = match session.selected_entities().as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        let (says, tip) = match &about {
            Some(id) => {
                (format!("Add a note about {}", name_of(session, id.as_str())), "A note with a line to the node")
            }
            None => ("Add a note".to_owned(), "A note at a place of its own; select a node to add one about it"),
        };
        if text_button(ui, &says, &says, theme).on_hover_text(tip).clicked() {
            page.notes.push(Note { text: NEW.to_owned(), about, x: None, y: None });
            self.typed = Some(page.notes.len() - 1);
            settled = true;
        }
        settled
    }
}

/// What was done to a note.
struct NoteRow {
    /// The field of its text.
    text: Id,
    /// The field was left.
    is_left: bool,
    is_changed: bool,
    is_removed: bool,
}

/// The text of a note, what it is about, and what can be done with it.
fn note_row(ui: &mut Ui, (number, note): (usize, &mut Note), session: &Session, theme: &Theme) -> NoteRow {
    let text = Id::unique(("figure note", number));
    let edit = TextEdit::multiline(&mut note.text).id(text).desired_rows(2).desired_width(ui.available_width() - 8.0);
    let response = ui.add(edit).on_hover_text("Drag the note on the page to put it elsewhere");
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, format!("Note {}", number + 1)));
    let mut row = NoteRow { text, is_left: response.lost_focus(), is_changed: false, is_removed: false };
    ui.horizontal(|ui| {
        let about = note.about.as_ref().map(|id| name_of(session, id.as_str()));
        let about = about.map_or_else(|| "At a place of its own".to_owned(), |name| format!("About {name}"));
        words(ui, &about, TextLook::faint(theme));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            row.is_removed = quiet_button(ui, "Remove", &format!("Remove note {}", number + 1), theme).clicked();
            let is_put = note.x.is_some() && note.y.is_some();
            if is_put && quiet_button(ui, "Place anew", "Let the note find a free place", theme).clicked() {
                (note.x, note.y) = (None, None);
                row.is_changed = true;
            }
        });
    });
    row
}

/// Moves the name of an entity a little, if it is on the page.
pub(super) fn nudged(page: &PaintedPage, settings: &ViewPage, entity: &EntityId, step: Vec2) -> Option<ViewPage> {
    let movable = &page.painting.movable;
    let thing = movable.things.iter().find(|thing| thing.what == MovableKind::Name(entity.as_str().into()))?;
    let now = (thing.area.center() - thing.from) / movable.scale.max(1e-9);
    Some(put(settings, &thing.what, now + PageVec::new(f64::from(step.x), f64::from(step.y)) * STEP))
}

/// The way of an arrow that is pressed with Alt, taken from what else it would do.
pub(super) fn arrow(ui: &egui::Context) -> Option<Vec2> {
    let ways = [
        (Key::ArrowLeft, Vec2::LEFT),
        (Key::ArrowRight, Vec2::RIGHT),
        (Key::ArrowUp, Vec2::UP),
        (Key::ArrowDown, Vec2::DOWN),
    ];
    ways.into_iter().find(|(key, _)| ui.input_mut(|input| input.consume_key(Modifiers::ALT, *key))).map(|(_, way)| way)
}

/// The way back for names that were put elsewhere. Says whether the page is to be kept.
pub(super) fn moved_names_row(ui: &mut Ui, page: &mut ViewPage, theme: &Theme) -> bool {
    if page.moved_names.is_empty() {
        return false;
    }
    let says = format!("Put back {}", counted(page.moved_names.len(), "moved name", "moved names"));
    let clicked = text_button(ui, &says, &says, theme).on_hover_text("Let names find their places").clicked();
    if clicked {
        page.moved_names.clear();
    }
    clicked
}

fn name_of(session: &Session, id: &str) -> String {
    let name = session.dossier().entity_by_id(id).map_or(id, |entity| entity.label());
    printable(&name.chars().take(NAME).collect::<String>())
}

/// The settings with a thing at another place.
fn put(settings: &ViewPage, what: &MovableKind, to: PageVec) -> ViewPage {
    let round = |value: f64| (value * TENTHS).round() / TENTHS;
    let (x, y) = (round(to.x), round(to.y));
    let mut page = settings.clone();
    match what {
        MovableKind::Name(id) => {
            let id = EntityId::new(&**id);
            match page.moved_names.iter_mut().find(|pin| pin.id == id) {
                Some(pin) => (pin.x, pin.y) = (x, y),
                None => page.moved_names.push(Pin { id, x, y }),
            }
        }
        MovableKind::Note(number) => {
            if let Some(note) = page.notes.get_mut(*number) {
                (note.x, note.y) = (Some(x), Some(y));
            }
        }
    }
    page
}

/// The foremost movable thing at a place of the page.
fn thing_at(page: &PaintedPage, at: Point) -> Option<&Movable> {
    page.painting.movable.things.iter().rev().find(|thing| thing.area.inflate(1.0, 1.0).contains(at))
}

fn outline(ui: &Ui, area: kurbo::Rect, (page, zoom): OnSheet, theme: &Theme) {
    let on_screen = |x: f64, y: f64| page.min + egui::vec2(x as f32, y as f32) * zoom;
    let (min, max) = (on_screen(area.x0, area.y0), on_screen(area.x1, area.y1));
    let rect = Rect::from_min_max(pos2(min.x, min.y), pos2(max.x, max.y)).expand(2.0);
    ui.painter().rect_stroke(rect, 2.0, Stroke::new(1.5, color32(theme.accent)), StrokeKind::Outside);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_elsewhere_is_kept_once_and_in_tenths() {
        let page = ViewPage {
            notes: vec![Note { text: "Why".to_owned(), about: None, x: None, y: None }],
            ..ViewPage::default()
        };
        let name = MovableKind::Name("japan".into());
        let once = put(&page, &name, PageVec::new(12.345, -3.0));
        let twice = put(&once, &name, PageVec::new(1.0, 2.0));
        assert_eq!(twice.moved_names, [Pin { id: EntityId::new("japan"), x: 1.0, y: 2.0 }]);
        assert_eq!(once.moved_names[0].x, 12.3);
        let note = put(&twice, &MovableKind::Note(0), PageVec::new(0.04, 7.0));
        assert_eq!((note.notes[0].x, note.notes[0].y), (Some(0.0), Some(7.0)));
        assert_eq!(put(&note, &MovableKind::Note(9), PageVec::new(1.0, 1.0)), note);
    }
}
