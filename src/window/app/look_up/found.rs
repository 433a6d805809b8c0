//! The candidates for a name: what each is, of what kind, and how much is said of it. The arrow keys choose, Enter opens.

use egui::{CursorIcon, Id, Key, Modifiers, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::asked::{Order, Picked};
use super::keys::give_keys;
use super::state::{Focus, LookUpCard, Wish};
use crate::dossier::endpoint::{Candidate, How, Picks, Thing};
use crate::dossier::storage::Answers;
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::panels::widgets::{FieldLabel, TextLook, clean, ground, lay, text_button, text_field, whole, words};

/// Height of a row.
const ROW: f32 = 46.0;
/// Most letters of the selected entity's name on a button.
const MOST_OF_LABEL: usize = 24;
/// Room for the number of statements.
const COUNT: f32 = 110.0;

impl LookUpCard {
    /// The field that is typed into, and how its text is looked for.
    pub(super) fn search_field(&mut self, ui: &mut Ui, theme: &Theme, wish: &mut Option<Wish>) {
        ui.horizontal(|ui| {
            let width = (ui.available_width() - 240.0).max(140.0);
            let label = FieldLabel { name: "Name to look up", hint: "A name, or the IRI of a thing", width };
            let field = text_field(ui, Id::unique("look up name"), &mut self.search.text, label, theme);
            give_keys(&mut self.focus, Focus::Search, &field.response);
            if field.left {
                *wish = Some(Wish::Back);
            }
            self.step(field.moved);
            let text = self.search.text.trim().to_owned();
            let is_known = self.search.found.as_ref().is_some_and(|(asked, ..)| *asked == text);
            let searches = text_button(ui, "Search", "Search", theme).clicked();
            let contains = text_button(ui, "Search inside names", "Search inside names", theme)
                .on_hover_text("Find the text anywhere in a name. This is slow on large servers.")
                .clicked();
            if text.is_empty() {
                return;
            }
            if contains {
                *wish = Some(Wish::Ask(Order::Find(text, How::Containing)));
            } else if field.entered && is_known && self.candidate().is_some() {
                *wish = self.opened();
            } else if searches || field.entered {
                *wish = Some(Wish::Ask(of_text(text)));
            }
        });
    }

    /// What the search sends, if that is to be seen. Where a person is asked first, it is shown there.
    pub(super) fn search_query(&mut self, ui: &mut Ui, answers: &Answers, theme: &Theme) {
        if self.waiting.is_some() || self.work.is_some() {
            return;
        }
        let LookUpCard { places, query, search, .. } = self;
        if let Some(place) = places.chosen() {
            query.of_search(ui, &place.endpoint, place.probes, search.text.trim(), answers, theme);
        }
    }

    /// Chooses a candidate further down or up.
    fn step(&mut self, by: i32) {
        let count = self.search.found.as_ref().map_or(0, |(_, found, _)| found.candidates.len());
        if by != 0 && count > 0 {
            let next = self.search.chosen as i64 + i64::from(by);
            self.search.chosen = next.clamp(0, count as i64 - 1) as usize;
            self.search.brings = true;
        }
    }

    /// Looks at the chosen candidate.
    fn opened(&self) -> Option<Wish> {
        Some(Wish::Ask(Order::Properties(self.candidate()?.thing.clone())))
    }

    /// The candidates.
    pub(super) fn candidates(&mut self, ui: &mut Ui, theme: &Theme, wish: &mut Option<Wish>) {
        self.known(ui, theme, wish);
        let brings = std::mem::take(&mut self.search.brings);
        let Some((asked, found, how)) = &self.search.found else {
            if self.work.is_none() && self.waiting.is_none() && self.last.trouble.is_none() {
                words(ui, "Type a name and press Enter.", TextLook::faint(theme));
            }
            return;
        };
        if found.candidates.is_empty() {
            let name = self.endpoint().map(|endpoint| endpoint.name.clone()).unwrap_or_default();
            let what = match how {
                How::Exact | How::Index => {
                    format!("Nothing in {name} is called “{asked}”. Try “Search inside names”, or another spelling.")
                }
                How::Containing => format!("No name in {name} contains “{asked}”."),
            };
            words(ui, &printable(&what), TextLook::small(theme));
            return;
        }
        let (mut chosen, mut opens) = (self.search.chosen, false);
        let more = found.more;
        ScrollArea::vertical().id_salt("look up candidates").auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (number, candidate) in found.candidates.iter().enumerate() {
                let is_chosen = number == self.search.chosen;
                let (clicked, opened) = row(ui, candidate, is_chosen, brings && is_chosen, theme);
                if clicked || opened {
                    chosen = number;
                }
                opens |= opened;
            }
            if more {
                words(ui, "There are more. Type a longer name.", TextLook::faint(theme));
            }
        });
        self.search.chosen = chosen;
        if opens {
            *wish = self.opened();
        }
    }

    /// Which thing the selected entity is, where that is kept.
    fn known(&self, ui: &mut Ui, theme: &Theme, wish: &mut Option<Wish>) {
        let Some(target) = &self.target else { return };
        let Some(iri) = &target.identifier else { return };
        let text = format!("“{}” is {iri}.", target.label);
        words(ui, &printable(&text), TextLook::small(theme));
        if text_button(ui, "Show its relations", "Show the relations of the selected entity", theme).clicked() {
            let thing = Thing { iri: iri.clone(), label: target.label.clone(), ..Thing::default() };
            *wish = Some(Wish::Ask(Order::Properties(thing)));
        }
        ui.add_space(6.0);
    }

    /// What can be done with the chosen candidate, at the foot of the card.
    pub(super) fn candidate_foot(&self, ui: &mut Ui, can_take: bool, theme: &Theme, wish: &mut Option<Wish>) {
        let Some(candidate) = self.candidate() else { return };
        let thing = candidate.thing.clone();
        let name = printable(thing.shown());
        let offer = |ui: &mut Ui, is_on: bool, text: &str, spoken: &str| {
            let button = |ui: &mut Ui| text_button(ui, text, spoken, theme);
            ui.add_enabled_ui(is_on, button).inner
        };
        if offer(ui, can_take, "Take in…", &format!("Take in {name}")).clicked() {
            let picks = Picks { things: [thing.iri.clone()].into(), ..Picks::default() };
            *wish = Some(Wish::Ask(Order::Offer(Box::new(Picked { picks, ..Picked::default() }))));
        }
        if let Some(target) = &self.target {
            let label: String = printable(&target.label).chars().take(MOST_OF_LABEL).collect();
            let text = format!("Same as “{label}”");
            let is_on = can_take && target.identifier.as_deref() != Some(thing.iri.as_str());
            let says = "Save the identifier of this thing in a field of the entity. Nothing else changes.";
            if offer(ui, is_on, &text, &text).on_hover_text(says).clicked() {
                *wish = Some(Wish::SameAs(thing.clone()));
            }
        }
        if offer(ui, true, "Show its relations", &format!("Show the relations of {name}")).clicked() {
            *wish = Some(Wish::Ask(Order::Properties(thing)));
        }
    }
}

/// Shows a candidate. Says whether it was chosen, and whether it was opened.
fn row(ui: &mut Ui, candidate: &Candidate, is_chosen: bool, brings: bool, theme: &Theme) -> (bool, bool) {
    let thing = &candidate.thing;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 10.0, ROW), Sense::click());
    let count = candidate.statements.map(|count| match count.number {
        1 if !count.more => "1 statement".to_owned(),
        _ => format!("{count} statements"),
    });
    let called = candidate.found_by.as_deref().map(|name| format!("found as “{name}”"));
    let parts = [thing.kind.clone(), thing.description.clone(), called];
    let what = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let count = count.unwrap_or_default();
    response.widget_info(|| {
        let told = [thing.shown(), thing.short(), what.as_str(), count.as_str()].map(clean).join(", ");
        WidgetInfo::selected(Role::ListItem, true, is_chosen, told)
    });
    if ui.is_rect_visible(rect) {
        ground(ui, rect.shrink2(vec2(8.0, 0.0)), &response, is_chosen, theme);
        let (left, width) = (rect.left() + 8.0, rect.width() - COUNT - 24.0);
        let name = lay(ui, thing.shown(), TextLook::body(theme).strong(), width * 0.75, 1);
        let top = rect.top() + 14.0;
        name.paint(ui, left, top);
        let ink = if is_chosen { theme.ink_second } else { theme.ink_third };
        let faint = TextLook::faint(theme).ink(ink);
        let short = lay(ui, thing.short(), faint, (width - name.size().x - 8.0).max(20.0), 1);
        short.paint(ui, left + name.size().x + 8.0, top);
        lay(ui, &what, TextLook::small(theme), width, 1).paint(ui, left, rect.bottom() - 14.0);
        let count = lay(ui, &count, faint, COUNT, 1);
        count.paint(ui, rect.right() - 8.0 - count.size().x, top);
    }
    if brings {
        response.scroll_to_me(None);
    }
    let enters = response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let opened = response.double_clicked() || enters;
    let chosen = response.clicked() || response.gained_focus();
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| whole(ui, &format!("{}\n{what}", thing.iri)));
    (chosen, opened)
}

/// What a text asks for: a thing by its IRI, or things of a name.
fn of_text(text: String) -> Order {
    if text.starts_with("http://") || text.starts_with("https://") {
        return Order::Properties(Thing { iri: text, ..Thing::default() });
    }
    Order::Find(text, How::Exact)
}
