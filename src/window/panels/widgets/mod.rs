//! Pieces that several panels share: text in every script, links, kind icons, claim cards, rows.
//! Nothing here knows which panel it stands in, and nothing here changes a session.

mod change_mark;
mod choices;
mod claim_card;
mod claim_words;
pub(crate) mod draft;
mod end_choices;
mod fall_key;
mod fields;
mod kind_icon;
mod link;
mod rows;
mod tab;
mod text;

pub(crate) use change_mark::{MARK, change_mark, change_words};
pub(crate) use choices::{EditRow, choice_row, entity_kinds, label_cell, relation_kinds, status_choices};
pub(crate) use claim_card::claim_cards;
pub(super) use claim_card::is_link;
pub(crate) use claim_words::{
    claim_sentence, date_words, language_name, place_words, plain_date, relation_mark, sentence, status_word,
};
pub(crate) use end_choices::{end_called, end_choices};
pub(crate) use fall_key::fall_key;
#[cfg(feature = "endpoint")]
pub(crate) use fields::secret_field;
pub(crate) use fields::{FieldLabel, edged, hold_focus, search_field, select_all, switch, text_field};
pub(crate) use kind_icon::{Icon, LineMark, eye, kind_icon, severity_mark};
pub(crate) use link::{link, link_called, link_of_parts, quiet_button, select_how, text_button};
pub(super) use rows::chevron;
pub(crate) use rows::{EntityRow, RowEnd, fact_row, ground, hairline, heading, inset, row, section};
pub(crate) use tab::{tab, tab_within};
pub(crate) use text::{TextLook, clean, lay, line, pieces, whole, words};

use egui::Color32;

use crate::picture::theme::Tint;
pub(crate) use crate::window::canvas::paint::color32;
pub(crate) use crate::wording::capital;

/// Room between the edge of what the frame gives a panel and its text, in points: where a row is
/// tinted, the tint reaches that far.
pub(crate) const INSET: f32 = 8.0;

/// A panel's ground, tinted with the accent.
pub(crate) fn tint(theme: &crate::picture::theme::Theme, tint: Tint) -> Color32 {
    color32(theme.tinted(tint))
}
