//! The ties that are listed: a filter over them, what of them is on the canvas, and a row each, to be picked.

use egui::{CursorIcon, Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::asked::Order;
use super::ghosts::Told;
use super::keys::give_keys;
use super::offer::{About, Offer};
use super::state::{Focus, Wish};
use crate::dossier::endpoint::Thing;
use crate::explore::query::language::Fault;
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{
    FieldLabel, TextLook, capital, clean, ground, lay, text_button, text_field, whole, words,
};
use crate::wording::{counted, in_figures};

/// Height of a row.
const ROW: f32 = 26.0;
/// Most of what is wrong with a filter that is told.
const MOST_FAULTS: usize = 2;

/// What the list has to know of the window.
#[derive(Clone, Copy)]
pub(super) struct Listed<'a> {
    pub(super) theme: &'a Theme,
    /// The canvas can be seen beside the card.
    pub(super) has_canvas: bool,
    /// The time of the window in words: “as of 2014”.
    pub(super) time: Option<&'a str>,
    /// What the window's filter says of evidence, and whether what it does not find is pale instead of hidden.
    pub(super) filter: &'a str,
    pub(super) dims: bool,
    /// How many requests it takes at most to read what rows say, where that waits for somebody to want it.
    pub(super) cost: Option<usize>,
}

/// Shows them.
pub(super) fn ties(
    ui: &mut Ui,
    about: &mut About,
    focus: &mut Option<Focus>,
    listed: Listed<'_>,
    wish: &mut Option<Wish>,
) {
    let theme = listed.theme;
    if about.offer.by.is_none() {
        match &about.dropped {
            Some(dropped) => {
                let number = counted(dropped.ties.len(), "offered relation", "offered relations");
                words(ui, &format!("Dropped {number}."), TextLook::small(theme));
                if text_button(ui, "Bring back", "Bring back what was dropped", theme).clicked() {
                    about.bring_back();
                    *focus = Some(Focus::Filter);
                }
            }
            None => {
                let text = "Choose a property to see where it leads. To take in only this thing, use the button below.";
                words(ui, text, TextLook::faint(theme));
            }
        }
        return;
    }
    let thing = about.thing.iri.clone();
    let offer = &mut about.offer;
    filter_row(ui, offer, focus, theme, wish);
    for fault in offer.faults.iter().take(MOST_FAULTS) {
        words(ui, &in_words(fault, &offer.filter), TextLook::small(theme).ink(theme.error));
    }
    let mut drops = false;
    ui.horizontal_wrapped(|ui| {
        words(ui, &count(offer), TextLook::faint(theme));
        if let (Some(by), Some(next)) = (&offer.by, &offer.next)
            && text_button(ui, "Next 100", "List the next 100", theme).clicked()
        {
            *wish = Some(Wish::Ask(Order::Neighbours(thing.clone(), by.clone(), next.clone())));
        }
        drops = text_button(ui, "Drop", "Drop what was offered", theme)
            .on_hover_text("Remove the list, its ghosts and your ticks. The dossier does not change. (Delete)")
            .clicked();
    });
    if let Some(problem) = &offer.records.trouble {
        let why = format!("Dates and evidence of some of these are not known: {}.", problem.message);
        words(ui, &printable(&why), TextLook::small(theme).ink(theme.warning));
        if text_button(ui, "Try again", "Try again to read dates and evidence", theme).clicked() {
            offer.records.forget_failed();
            *wish = Some(Wish::Records);
        }
    }
    if let Some(cost) = listed.cost {
        let requests = counted(cost, "request", "requests");
        let text = format!("Dates and evidence are not read yet. That takes up to {requests}.");
        words(ui, &text, TextLook::small(theme));
        if text_button(ui, "Read them", "Read dates and evidence of what is listed", theme).clicked() {
            *wish = Some(Wish::Records);
        }
    }
    if listed.has_canvas {
        for line in on_canvas(offer.ghosts.told, listed) {
            words(ui, &line, TextLook::faint(theme));
        }
    }
    // Elsewhere the key is for what is selected.
    drops |= rows(ui, offer, theme) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Delete));
    if drops {
        about.drop_offer();
        *focus = Some(Focus::Properties);
    }
}

/// The filter, and a button that picks all that it leaves.
fn filter_row(ui: &mut Ui, offer: &mut Offer, focus: &mut Option<Focus>, theme: &Theme, wish: &mut Option<Wish>) {
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 90.0).max(100.0);
        let hint = "Words, or a query such as kind:state";
        let label = FieldLabel { name: "Filter what is listed", hint, width };
        let field = text_field(ui, Id::unique("look up filter"), &mut offer.filter, label, theme);
        give_keys(focus, Focus::Filter, &field.response);
        if field.left {
            if offer.filter.is_empty() {
                *wish = Some(Wish::Back);
            } else {
                offer.filter.clear();
                offer.look_through();
            }
        }
        if field.response.changed() {
            offer.look_through();
        }
        let listed = offer.shown.iter().filter_map(|number| offer.ties.get(*number));
        let all_picked = listed.clone().all(|tie| offer.picks.ties.contains(tie));
        let (text, spoken) = if all_picked { ("None", "Untick all listed") } else { ("All", "Tick all listed") };
        if !offer.shown.is_empty() && text_button(ui, text, spoken, theme).clicked() {
            let listed = offer.shown.clone();
            offer.flip(&listed);
        }
    });
}

/// How many are listed.
fn count(offer: &Offer) -> String {
    let all = in_figures(offer.ties.len());
    let mut text = match offer.shown.len() {
        shown if shown == offer.ties.len() => format!("{all} listed"),
        shown => format!("{} of {all} listed", in_figures(shown)),
    };
    if offer.unasked > 0 {
        text += &format!("; {} not read yet and left out", counted(offer.unasked, "is", "are"));
    }
    text
}

/// What of it is on the canvas, and why the rest is not.
fn on_canvas(told: Told, listed: Listed<'_>) -> Vec<String> {
    let mut first = format!("{} on the canvas", counted(told.drawn, "ghost", "ghosts"));
    if told.lines > 0 {
        first += &format!(", {} to entities in the dossier", counted(told.lines, "line", "lines"));
    }
    if told.undrawn > 0 {
        first += &format!(", and {} more in the list", in_figures(told.undrawn));
    }
    let mut out = vec![format!("{first}.")];
    if let Some(time) = listed.time.filter(|_| told.absent > 0) {
        out.push(format!("{} dimmed: not present {time}.", counted(told.absent, "is", "are")));
    }
    if told.filtered > 0 {
        let how = if listed.dims { "dimmed" } else { "hidden" };
        let filter = printable(listed.filter);
        out.push(format!("{} {how} by the window’s filter: {filter}", counted(told.filtered, "is", "are")));
    }
    out
}

/// What is wrong with a question, and where: “Column 6, `knd`: …”.
fn in_words(fault: &Fault, text: &str) -> String {
    let before = text.get(..fault.span.start).unwrap_or(text);
    let column = before.chars().count() + 1;
    let culprit = text.get(fault.span.clone()).filter(|culprit| !culprit.trim().is_empty());
    let at = culprit.map_or_else(String::new, |culprit| format!(", “{culprit}”"));
    let mend = fault.mend.as_ref().map(|mend| format!(" ({})", mend.words)).unwrap_or_default();
    printable(&format!("Column {column}{at}: {}{mend}", capital(&fault.message)))
}

/// Shows the rows. Says whether one of them has the keys.
fn rows(ui: &mut Ui, offer: &mut Offer, theme: &Theme) -> bool {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().id_salt("look up ties").auto_shrink([false, false]);
    if let Some(tie) = offer.brings.take()
        && let Some(place) = offer.shown.iter().position(|number| *number == tie)
    {
        area = area.vertical_scroll_offset((place as f32 * ROW - 3.0 * ROW).max(0.0));
    }
    let (mut flipped, mut lit, mut has_keys) = (None, None, false);
    area.show_rows(ui, ROW, offer.shown.len(), |ui, rows| {
        for number in offer.shown.get(rows).unwrap_or_default() {
            let Some(row) = tie_row(ui, offer, *number, theme) else { continue };
            if row.clicked() {
                flipped = Some(*number);
            }
            has_keys |= row.has_focus();
            if row.hovered() || row.has_focus() {
                lit = offer.ties.get(*number).and_then(|tie| offer.other_end(tie)).map(str::to_owned);
            }
        }
    });
    if offer.ghosts.lit != lit {
        offer.ghosts.lit = lit;
        ui.ctx().request_repaint();
    }
    if let Some(number) = flipped {
        offer.flip(&[number]);
    }
    has_keys
}

/// Shows a tie. A click picks it or puts it back.
fn tie_row(ui: &mut Ui, offer: &Offer, number: usize, theme: &Theme) -> Option<Response> {
    let tie = offer.ties.get(number)?;
    let is_picked = offer.picks.ties.contains(tie);
    let thing = offer.other_end(tie).and_then(|iri| offer.things.get(iri));
    let label = offer.label(tie);
    let date = offer.records.date_of(tie);
    let mut parts: Vec<&str> = Vec::new();
    parts.extend(thing.and_then(|thing| thing.kind.as_deref()));
    parts.extend(date.as_deref());
    parts.extend(thing.and_then(|thing| thing.description.as_deref()));
    parts.extend(tie.deprecated.then_some("deprecated"));
    let what = parts.join(" · ");
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 10.0, ROW), Sense::click());
    let spoken =
        if what.is_empty() { clean(label).into_owned() } else { format!("{}, {}", clean(label), clean(&what)) };
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_picked, &spoken));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    // The pointer is at its ghost.
    let is_meant = offer.ghosts.ties_hovered().is_some_and(|ties| ties.contains(&number));
    if ui.is_rect_visible(rect) {
        let inner = rect.shrink2(vec2(8.0, 0.0));
        ground(ui, inner, &response, is_picked, theme);
        if is_meant {
            let edge = (1.5, color32(theme.accent));
            ui.painter().rect_stroke(rect, 6.0, edge, egui::StrokeKind::Inside);
        }
        let middle = rect.center().y;
        tick(ui, pos2(rect.left() + 16.0, middle), is_picked, theme);
        let width = rect.width() - 44.0;
        let name = lay(ui, label, TextLook::body(theme).struck(tie.deprecated), width * 0.6, 1);
        name.paint(ui, rect.left() + 32.0, middle);
        let ink = if is_picked { theme.ink_second } else { theme.ink_third };
        let rest = width - name.size().x - 10.0;
        if rest > 30.0 {
            let what = lay(ui, &what, TextLook::faint(theme).ink(ink), rest, 1);
            what.paint(ui, rect.left() + 42.0 + name.size().x, middle);
        }
    }
    let iri = offer.other_end(tie).unwrap_or("The endpoint says that there is a value, but not which.");
    let short = thing.map_or("", Thing::short);
    let hint = format!("{label} {short}\n{iri}\n{what}");
    Some(response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| whole(ui, &hint)))
}

/// A box, ticked or not.
fn tick(ui: &Ui, middle: egui::Pos2, is_on: bool, theme: &Theme) {
    let rect = Rect::from_center_size(middle, vec2(14.0, 14.0));
    let (fill, edge) = if is_on { (theme.accent, theme.accent) } else { (theme.field, theme.ink_third) };
    ui.painter().rect(rect, 3.0, color32(fill), (1.0, color32(edge)), egui::StrokeKind::Inside);
    if is_on {
        let points = [vec2(-3.5, 0.0), vec2(-1.0, 2.8), vec2(3.8, -3.0)].map(|by| middle + by);
        ui.painter().line(points.to_vec(), egui::Stroke::new(1.6, color32(theme.panel)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::query::language::parse;

    #[test]
    fn what_is_on_the_canvas_is_told_with_why_the_rest_is_not() {
        let theme = &Theme::LIGHT;
        let listed = Listed {
            theme,
            has_canvas: true,
            time: Some("as of 2010"),
            filter: "certainty:high",
            dims: false,
            cost: None,
        };
        let told = Told { drawn: 200, undrawn: 1_240, lines: 2, absent: 3, filtered: 1 };
        let expected = [
            "200 ghosts on the canvas, 2 lines to entities in the dossier, and 1\u{202f}240 more in the list.",
            "3 are dimmed: not present as of 2010.",
            "1 is hidden by the window’s filter: certainty:high",
        ];
        assert_eq!(on_canvas(told, listed), expected);
        let told = Told { drawn: 1, filtered: 2, ..Told::default() };
        let expected = ["1 ghost on the canvas.", "2 are dimmed by the window’s filter: certainty:high"];
        assert_eq!(on_canvas(told, Listed { dims: true, ..listed }), expected);
    }

    #[test]
    fn a_fault_is_told_with_its_column() {
        let text = "日本 knd:x";
        let told = in_words(&parse(text).faults[0], text);
        assert!(told.starts_with("Column 4, “knd"), "{told}");
    }
}
