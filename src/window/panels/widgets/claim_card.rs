//! The cards under *Who says so*: one claim a card, with source, place, ground, grade and
//! quotation.

use egui::{CornerRadius, Frame, Margin, Stroke, Ui, vec2};

use super::claim_words::{SentencePart, claim_sentence, place_words, plain_date, whole_sentence};
use super::link::{in_running_text, link, text_button};
use super::text::{TextLook, words};
use super::{color32, text};
use crate::dossier::edit::{Change, ClaimOwner};
use crate::dossier::model::{Claim, EntityId, Rating};
use crate::window::action::{Action, Edits, ItemId, Prompt};
use crate::window::panels::Context;

/// Shows at most so many claims as cards, those that still stand first.
pub(crate) fn claim_cards(
    ui: &mut Ui,
    of: &ClaimOwner,
    claims: &[Claim],
    most: usize,
    context: Context<'_>,
    actions: &mut Vec<Action>,
) {
    let standing = claims.iter().enumerate().filter(|(_, claim)| !claim.superseded);
    let superseded = claims.iter().enumerate().filter(|(_, claim)| claim.superseded);
    for (number, (at, claim)) in standing.chain(superseded).enumerate().take(most) {
        if number > 0 {
            ui.add_space(4.0);
        }
        ui.push_id(("claim", number), |ui| card(ui, of, at, claim, context, actions));
    }
}

fn card(ui: &mut Ui, of: &ClaimOwner, at: usize, claim: &Claim, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    Frame::NONE
        .fill(color32(theme.field))
        // A denial must not pass for support at a glance.
        .stroke(if claim.denies {
            Stroke::new(1.5, color32(theme.error))
        } else {
            Stroke::new(1.0, color32(theme.hairline))
        })
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
            head(ui, claim, context, actions);
            ground(ui, claim, context, actions);
            let small = TextLook::small(theme);
            if let Some(quote) = &claim.quote {
                words(ui, &format!("“{}”", quote.trim_matches(['“', '”', '"'])), TextLook::body(theme).size(12.5));
            }
            if let Some(rating @ Rating::Admiralty { .. }) = claim.rating {
                words(ui, &format!("Rated {}: {}", rating.text(), rating.in_words()), small);
            }
            if let Some(note) = &claim.note {
                words(ui, note, small);
            }
            if let Some(seen) = &claim.seen {
                words(ui, &format!("Accessed: {}", plain_date(seen)), TextLook::faint(theme));
            }
            if let Some(checked) = checked_words(claim) {
                words(ui, &checked, TextLook::faint(theme));
            }
            if claim.superseded {
                words(ui, "Superseded: no longer believed, kept for reference.", TextLook::faint(theme));
            }
            buttons(ui, (of, at), claim, context, actions);
        });
}

/// What can be done with a claim: in a dossier that may only be read, its passage can be, and it can be struck.
fn buttons(
    ui: &mut Ui,
    (of, at): (&ClaimOwner, usize),
    claim: &Claim,
    context: Context<'_>,
    actions: &mut Vec<Action>,
) {
    let (session, theme) = (context.session, context.theme);
    let has_text = session.dossier().source(&claim.source).is_some_and(|source| source.text.is_some());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let number = at + 1;
        if has_text && text_button(ui, "Read", &format!("Show the passage cited by claim {number}"), theme).clicked() {
            actions.push(Action::Read(claim.source.clone(), Some((of.clone(), at))));
        }
        let help = "Show what would fall without this claim; the dossier stays as it is";
        let strike = |ui: &mut Ui| {
            text_button(ui, "Try without", &format!("Try without claim {number}"), theme).on_hover_text(help)
        };
        if claim.supports() && strike(ui).clicked() {
            actions.push(Action::StrikeClaim(of.clone(), at));
        }
        if !session.is_editable() {
            return;
        }
        if text_button(ui, "Edit", &format!("Edit claim {number}"), theme).clicked() {
            actions.push(Action::Ask(Prompt::Claim(of.clone(), Some(at))));
        }
        if text_button(ui, "Delete", &format!("Delete claim {number}"), theme).clicked() {
            let change = Change::RemoveClaim { of: of.clone(), at };
            let say = "Deleted a claim".to_owned();
            actions.push(Action::Edit(Box::new(Edits { say, ..Edits::one(change) })));
        }
    });
}

/// Who has compared a claim with its source, and when: `Checked by A. Tan, 1 March 2026`.
fn checked_words(claim: &Claim) -> Option<String> {
    let by = claim.checked.by.as_ref().map(|by| format!(" by {by}"));
    let when = claim.checked.when.as_ref().map(|when| format!(", {}", plain_date(when)));
    (by.is_some() || when.is_some())
        .then(|| format!("Checked against the source{}{}", by.unwrap_or_default(), when.unwrap_or_default()))
}

/// Source at the left, place in it at the right.
fn head(ui: &mut Ui, claim: &Claim, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    let source = context.session.dossier().source(&claim.source);
    let label = source.map_or_else(|| format!("{} (not in the list of sources)", claim.source), |s| s.short_label());
    let look = TextLook::body(theme).size(12.5).strong().struck(claim.superseded);
    let look = if claim.superseded { look.ink(theme.ink_third) } else { look };
    ui.horizontal(|ui| {
        let place = claim.at.as_deref().map(place_words);
        let place_look = TextLook::body(theme).size(12.0).strong().ink(theme.accent);
        let width = ui.available_width();
        let place_laid = place.as_ref().map(|(short, _)| text::lay(ui, short, place_look, width * 0.45, 1));
        let place_width = place_laid.as_ref().map_or(0.0, |laid| laid.size().x + 8.0);
        ui.scope(|ui| {
            ui.set_max_width((width - place_width).max(40.0));
            let response = link(ui, &label, look);
            if response.clicked() && source.is_some() {
                actions.push(Action::ShowSource(Some(claim.source.clone())));
            }
            if let Some(source) = source {
                response.on_hover_ui(|ui| text::whole(ui, &source.citation()));
            }
        });
        if let (Some((short, long)), Some(laid)) = (place, place_laid) {
            ui.add_space((ui.available_width() - laid.size().x).max(0.0));
            let url = source.and_then(|s| s.url.as_deref()).filter(|url| is_link(url));
            let response = match url {
                Some(_) => link(ui, &short, place_look),
                None => text::line(ui, &short, place_look.ink(theme.ink_second)),
            };
            if let (true, Some(url)) = (response.clicked(), url) {
                actions.push(Action::FollowLink(url.to_owned()));
            }
            let hint = if url.is_some() { format!("{long}. Opens the source in the browser.") } else { long };
            response.on_hover_text(hint);
        }
    });
}

/// Whether a link may be offered: http, https or mailto.
pub(in crate::window::panels) fn is_link(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

/// Who says so, in words, with links to whoever is named.
fn ground(ui: &mut Ui, claim: &Claim, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    let dossier = context.session.dossier();
    let sentence = whole_sentence(claim, dossier.source(&claim.source), dossier);
    let look = TextLook::small(theme).size(12.5).struck(claim.superseded);
    if sentence.iter().all(|piece| matches!(piece, SentencePart::Plain(_))) {
        words(ui, &claim_sentence(claim, dossier), look);
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 1.0);
        ui.spacing_mut().interact_size.y = 0.0;
        for piece in &sentence {
            match piece {
                SentencePart::Plain(text) => {
                    text::running(ui, text, look);
                }
                SentencePart::Entity(id, name) => {
                    if in_running_text(ui, name, look.ink(theme.accent)).clicked() {
                        actions.push(Action::GoTo(ItemId::Entity(EntityId::from(id.as_str()))));
                    }
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_that_a_browser_may_open_are_offered() {
        for good in ["https://example.org/a", "HTTP://example.org", "mailto:a@example.org"] {
            assert!(is_link(good), "{good}");
        }
        for bad in ["file:///etc/passwd", "javascript:alert(1)", "example.org", "", "data:text/html,x"] {
            assert!(!is_link(bad), "{bad}");
        }
    }
}
