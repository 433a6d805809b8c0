//! What a line of quick entry would make, piece by piece, and the offer to cite it for its ends, too.

use egui::{RichText, Ui};

use super::Around;
use crate::dossier::edit::quick_entry::{Entry, Preview};
use crate::dossier::model::Claim;
use crate::picture::theme::Theme;
use crate::window::action::Shortcut;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{claim_sentence, place_words, text_button};
use crate::window::session::Session;
use crate::wording::{listed, with_article};

/// At most so many ends are named in the offer.
const NAMED: usize = 3;

/// What the line would make, piece by piece.
pub(super) fn preview(ui: &mut Ui, pieces: &[Preview], around: Around<'_>) {
    let theme = around.theme;
    let vocabulary = &around.session.dossier().vocabulary;
    ui.spacing_mut().item_spacing.y = 1.0;
    let mut pieces: Vec<&Preview> = pieces.iter().collect();
    pieces.sort_by_key(|piece| rank(piece));
    for piece in pieces {
        let (mark, text) = match piece {
            Preview::Known { .. } => continue,
            Preview::New { name, kind, guessed, .. } => {
                let kind = vocabulary.entity_kind_or_neutral(kind).label;
                let guessed = if *guessed { " (guessed; write “Name: kind” to choose)" } else { "" };
                ("New", format!("{name}, {}{guessed}", with_article(&kind)))
            }
            Preview::Tie(words) => ("Relation", words.clone()),
            Preview::NewSource(id) => ("New source", id.to_string()),
            Preview::When(words) => ("When", words.clone()),
            Preview::Cites(claim) => (if claim.denies { "Denied by" } else { "Source" }, cited(claim, around.session)),
        };
        ui.horizontal(|ui| {
            let (rect, response) = ui.allocate_exact_size(egui::vec2(78.0, 18.0), egui::Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, mark));
            let font = egui::FontId::proportional(12.0);
            let ink = color32(theme.ink_third);
            ui.painter().text(rect.left_center(), egui::Align2::LEFT_CENTER, mark, font, ink);
            let text = RichText::new(crate::problem::printable(&text)).size(13.0).color(color32(theme.ink));
            ui.add(egui::Label::new(text).wrap());
        });
    }
}

/// What stands first: the relation and who says so, then what comes along with it.
fn rank(piece: &Preview) -> u8 {
    match piece {
        Preview::Tie(_) => 0,
        Preview::Cites(_) => 1,
        Preview::New { .. } => 2,
        Preview::NewSource(_) => 3,
        Preview::When(_) => 4,
        Preview::Known { .. } => 5,
    }
}

/// Source, place, who is quoted and in which words.
fn cited(claim: &Claim, session: &Session) -> String {
    let dossier = session.dossier();
    let source = dossier.source(&claim.source);
    let mut out = source.map_or_else(|| claim.source.to_string(), |source| source.short_label());
    if let Some(at) = &claim.at {
        out += &format!(", {}", place_words(at).0);
    }
    out += &format!(" · {}", claim_sentence(claim, dossier));
    if let Some(quote) = &claim.quote {
        out += &format!(" · “{quote}”");
    }
    out
}

/// The offer to give ends without a claim what the line cites. Says whether it was clicked.
pub(super) fn citing_ends(ui: &mut Ui, entry: &Entry, keys: Shortcut, theme: &Theme) -> bool {
    let names: Vec<&str> = entry.uncited_ends().collect();
    if names.is_empty() {
        return false;
    }
    let mut named: Vec<String> = names.iter().take(NAMED).map(|name| (*name).to_owned()).collect();
    if names.len() > NAMED {
        named.push(format!("{} more", names.len() - NAMED));
    }
    let text = format!("{}: add and cite it for {}, too", keys.text(), listed(&named));
    text_button(ui, &text, &text, theme).clicked()
}
