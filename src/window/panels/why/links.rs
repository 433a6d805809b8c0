//! Chains and their links in the panel: one chain open with every link, date, basis and source, the others as a sentence and
//! what is weakest in them.

use egui::{Sense, Ui, WidgetInfo};

use crate::dossier::model::EntityId;
use crate::explore::chains::{
    Chain, Connection, How, Link, grades_in_words, link_in_words, support_in_words, time_in_words, verb, weakest,
    weakness_in_words,
};
use crate::explore::evidence::Origins;
use crate::window::action::{Action, ItemId};
use crate::window::panels::Context;
use crate::window::panels::widgets::{
    EntityRow, Icon, RowEnd, TextLook, capital, ground, hairline, lay, link, row, words,
};
use crate::wording::counted;

/// How many ties stand beside the best one of a link.
const BESIDE: usize = 4;

/// An entity as a link to it.
pub(super) fn entity(ui: &mut Ui, id: &EntityId, context: Context<'_>, actions: &mut Vec<Action>) {
    let dossier = context.session.dossier();
    let Some(entity) = dossier.entity_by_id(id.as_str()) else { return };
    let shown = EntityRow {
        icon: Icon::of(entity, &dossier.vocabulary.entity_kind_or_neutral(&entity.kind), context.theme),
        name: &[entity.label()],
        strong: false,
        tail: RowEnd::default(),
        more: None,
    };
    ui.push_id(id, |ui| {
        if row(ui, &shown, context.theme).link.clicked() {
            actions.push(Action::GoTo(ItemId::Entity(id.clone())));
        }
    });
}

/// The links that hold several ends together.
pub(super) fn part(ui: &mut Ui, part: &[Link], context: Context<'_>, actions: &mut Vec<Action>) {
    if part.is_empty() {
        words(ui, "Nothing holds them together.", TextLook::faint(context.theme));
    }
    let origins = Origins::new(context.session.dossier());
    for (number, one) in part.iter().enumerate() {
        ui.push_id(number, |ui| {
            let says = link_in_words(context.session.dossier(), one);
            if link(ui, &says, TextLook::link(context.theme)).clicked() {
                actions.extend(go_to(one));
            }
            ties(ui, one, &origins, context);
        });
    }
}

/// All chains, the one that is looked at open.
pub(super) fn chains(ui: &mut Ui, connection: &Connection, context: Context<'_>, actions: &mut Vec<Action>) {
    let (shown, at) = context.session.chain_shown();
    let origins = Origins::new(context.session.dossier());
    for (number, chain) in connection.chains.iter().enumerate() {
        ui.push_id(number, |ui| {
            if number > 0 {
                hairline(ui, context.theme);
            }
            if head(ui, number, chain, number == shown, context) {
                actions.push(Action::ShowChain(number, None));
            }
            if number == shown {
                open(ui, chain, at, &origins, context, actions);
            } else {
                folded(ui, chain, &origins, context);
            }
        });
    }
}

/// The number of a chain and what it is. Says whether it was clicked.
fn head(ui: &mut Ui, number: usize, chain: &Chain, shown: bool, context: Context<'_>) -> bool {
    let theme = context.theme;
    let length = counted(chain.links.len(), "link", "links");
    let says = format!("{length}, {}", grades_in_words(context.session.dossier(), &chain.links));
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 24.0), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(egui::Role::ListItem, true, shown, format!("Chain {}: {says}", number + 1))
    });
    ground(ui, rect, &response, shown, theme);
    let look = TextLook::body(theme).strong();
    let ink = if shown { theme.accent } else { theme.ink };
    lay(ui, &(number + 1).to_string(), look.ink(ink), 20.0, 1).paint(ui, rect.left(), rect.center().y);
    lay(ui, &says, look, rect.width() - 22.0, 1).paint(ui, rect.left() + 22.0, rect.center().y);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

/// A chain as one sentence, with its weakest link.
fn folded(ui: &mut Ui, chain: &Chain, origins: &Origins<'_>, context: Context<'_>) {
    let dossier = context.session.dossier();
    let mut says = String::new();
    for (number, link) in chain.links.iter().enumerate() {
        let verb = link.ties.first().map_or_else(|| "is tied to".to_owned(), |tie| verb(dossier, link, tie).0);
        let to = dossier.label_of(link.to.as_str());
        if number == 0 {
            says.push_str(&dossier.label_of(link.from.as_str()));
        } else {
            says.push_str(", which");
        }
        says.push_str(&format!(" {verb} {to}"));
    }
    words(ui, &format!("{says}."), TextLook::body(context.theme));
    weakest_in(ui, chain, origins, context);
}

fn weakest_in(ui: &mut Ui, chain: &Chain, origins: &Origins<'_>, context: Context<'_>) {
    if let Some(link) = weakest(&chain.links).filter(|_| chain.links.len() > 1) {
        let says = weakness_in_words(context.session.dossier(), origins, link);
        words(ui, &format!("Weakest link: {says}."), TextLook::small(context.theme));
    }
}

/// A chain with all its links.
fn open(
    ui: &mut Ui,
    chain: &Chain,
    at: Option<usize>,
    origins: &Origins<'_>,
    context: Context<'_>,
    actions: &mut Vec<Action>,
) {
    let theme = context.theme;
    if let Some(first) = chain.links.first() {
        entity(ui, &first.from, context, actions);
    }
    for (number, one) in chain.links.iter().enumerate() {
        ui.push_id(("link", number), |ui| {
            let rail = ui.cursor().left() + 8.0;
            let top = ui.cursor().top();
            ui.horizontal(|ui| {
                ui.add_space(24.0);
                ui.vertical(|ui| {
                    let Some(tie) = one.ties.first() else { return };
                    let (verb, when) = verb(context.session.dossier(), one, tie);
                    let says = [Some(verb), when].into_iter().flatten().collect::<Vec<_>>().join(", ");
                    let look = if at == Some(number) { TextLook::link(theme).strong() } else { TextLook::link(theme) };
                    if text_link(ui, &says, look, &link_in_words(context.session.dossier(), one)) {
                        actions.push(Action::ShowChain(context.session.chain_shown().0, Some(number)));
                        actions.extend(go_to(one));
                    }
                    ties(ui, one, origins, context);
                });
            });
            let stroke = egui::Stroke::new(1.7, super::super::widgets::color32(theme.accent));
            ui.painter().vline(rail, (top + 2.0)..=(ui.cursor().top() - 4.0), stroke);
            entity(ui, &one.to, context, actions);
        });
    }
    weakest_in(ui, chain, origins, context);
    let time = time_in_words(chain);
    if !time.is_empty() {
        words(ui, &time, TextLook::small(theme));
    }
}

/// A link of running words whose accessible name is a whole sentence.
fn text_link(ui: &mut Ui, says: &str, look: TextLook, name: &str) -> bool {
    let response = link(ui, says, look);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Link, true, name));
    response.clicked()
}

/// On what a link rests, and what else ties its ends.
fn ties(ui: &mut Ui, one: &Link, origins: &Origins<'_>, context: Context<'_>) {
    let (dossier, theme) = (context.session.dossier(), context.theme);
    for (number, tie) in one.ties.iter().enumerate().take(1 + BESIDE) {
        let rests = support_in_words(dossier, origins, tie);
        if number == 0 {
            words(ui, &capital(&rests), TextLook::small(theme));
            continue;
        }
        let (verb, when) = verb(dossier, one, tie);
        let when = when.map(|when| format!(", {when}")).unwrap_or_default();
        words(ui, &format!("Beside it: {verb}{when} · {rests}"), TextLook::faint(theme));
    }
    let more = one.ties.len().saturating_sub(1 + BESIDE);
    if more > 0 {
        words(ui, &format!("and {more} more"), TextLook::faint(theme));
    }
}

/// Goes to the relation of a link.
fn go_to(link: &Link) -> Option<Action> {
    match &link.ties.first()?.how {
        How::Relation(id) => Some(Action::GoTo(ItemId::Relation(id.clone()))),
        How::Quoted { .. } => Some(Action::GoTo(ItemId::Entity(link.to.clone()))),
    }
}
