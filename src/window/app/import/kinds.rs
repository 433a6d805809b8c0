//! The words of the files that say kinds, counted, and which kind each is taken for.

use egui::{Id, ScrollArea, Ui, vec2};

use super::pick::{Picked, pick};
use super::{ImportCard, Into, Region, Wishes};
use crate::dossier::exchange::{KindChoice, KindUse, Taken, UnknownEnds};
use crate::dossier::model::Vocabulary;
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{Icon, TextLook, kind_icon, lay, section, words};
use crate::wording::in_figures;

/// Most words that are listed of each sort.
const LISTED: usize = 200;

/// Which of the two sorts of kinds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Entity,
    Relation,
}

impl ImportCard {
    /// Shows the kinds, and what becomes of ends that no row tells of.
    pub(super) fn kinds(&mut self, ui: &mut Ui, vocabulary: &Vocabulary, theme: &Theme, wishes: &mut Wishes) {
        let Some(shown) = self.shown.clone().map(|(_, shown)| shown) else { return };
        let Ok(taken) = &shown.account.outcome else {
            words(ui, "Kinds are listed once the table can be read.", TextLook::faint(theme));
            return;
        };
        ScrollArea::vertical().id_salt("import kinds").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width(ui.available_width() - 10.0);
            ui.spacing_mut().item_spacing = vec2(6.0, 2.0);
            if let Some(joined) = shown.joined.as_ref().filter(|_| self.into == Into::Open) {
                self.joining(ui, joined, theme, wishes);
            }
            if !taken.entity_kinds.is_empty() {
                section(ui, "Kinds of entity", "", theme);
                self.sort(ui, Sort::Entity, &taken.entity_kinds, taken, vocabulary, theme, wishes);
            }
            if !taken.relation_kinds.is_empty() {
                ui.add_space(10.0);
                section(ui, "Kinds of relation", "", theme);
                self.sort(ui, Sort::Relation, &taken.relation_kinds, taken, vocabulary, theme, wishes);
            }
            if taken.is_own {
                section(ui, "A dossier", "", theme);
                let text = "This file was written from a dossier. It keeps its kinds, sources and views.";
                ui.add(egui::Label::new(egui::RichText::new(text).color(color32(theme.ink_second))).wrap());
            }
            if !shown.account.tables.is_empty() {
                ui.add_space(10.0);
                section(ui, "Ends", "", theme);
                self.ends(ui, theme, wishes);
            }
        });
    }

    #[allow(clippy::too_many_arguments, reason = "what a row needs; a struct of them would serve this call alone")]
    fn sort(
        &mut self,
        ui: &mut Ui,
        sort: Sort,
        uses: &[KindUse],
        taken: &Taken,
        vocabulary: &Vocabulary,
        theme: &Theme,
        wishes: &mut Wishes,
    ) {
        let made = &taken.dossier.vocabulary;
        let known: Vec<(String, String)> = match sort {
            Sort::Entity => vocabulary.entity_kinds.iter().map(|kind| (kind.id.clone(), kind.label.clone())).collect(),
            Sort::Relation => {
                vocabulary.relation_kinds.iter().map(|kind| (kind.id.clone(), kind.label.clone())).collect()
            }
        };
        for (number, used) in uses.iter().take(LISTED).enumerate() {
            let label = match sort {
                Sort::Entity => made.entity_kind(&used.id).map_or(used.id.clone(), |kind| kind.label.clone()),
                Sort::Relation => made.relation_kind(&used.id).map_or(used.id.clone(), |kind| kind.label.clone()),
            };
            let chosen = known.iter().position(|(id, _)| *id == used.id);
            let is_new = chosen.is_none();
            let shown = if is_new { format!("new: {label}") } else { label.clone() };
            let word = if used.word.is_empty() { "(not said)" } else { &used.word };
            // Its own word as a new kind, then those that are there.
            let own = if used.word.is_empty() { label.clone() } else { used.word.replace('_', " ") };
            let mut options = vec![format!("new: {own}")];
            options.extend(known.iter().map(|(_, label)| label.clone()));
            ui.horizontal(|ui| {
                let whole = ui.available_width();
                let (rect, response) = ui.allocate_exact_size(vec2(whole * 0.42, 22.0), egui::Sense::hover());
                let laid = lay(ui, word, TextLook::body(theme).size(12.5), rect.width(), 1);
                laid.paint(ui, rect.left(), rect.center().y);
                if laid.elided {
                    response.on_hover_text(printable(word));
                }
                let (rect, _) = ui.allocate_exact_size(vec2(48.0, 22.0), egui::Sense::hover());
                let count = lay(ui, &in_figures(used.count), TextLook::small(theme), rect.width(), 1);
                count.paint(ui, rect.right() - count.size().x, rect.center().y);
                let (rect, _) = ui.allocate_exact_size(vec2(14.0, 22.0), egui::Sense::hover());
                lay(ui, "→", TextLook::faint(theme), 14.0, 1).paint(ui, rect.left(), rect.center().y);
                if sort == Sort::Entity
                    && let Some(kind) = made.entity_kind(&used.id)
                {
                    kind_icon(ui, Icon::of_kind(kind, theme));
                }
                let ink = if is_new { theme.accent } else { theme.ink };
                let what = if sort == Sort::Entity { "Kind of" } else { "Relation" };
                let name = format!("{what} {word}");
                let picked = Picked { name: &name, word: &shown, ink, strong: false, width: ui.available_width() };
                let id = Id::unique(("import kind", self.number, sort == Sort::Entity, &used.word));
                let selected = chosen.map_or(Some(0), |at| Some(at + 1));
                let (response, new) = pick(ui, id, &picked, &options, selected);
                if number == 0 && self.focus == Some(Region::Kinds) {
                    response.request_focus();
                    self.focus = None;
                }
                if response.gained_focus() {
                    self.region = Region::Kinds;
                    response.scroll_to_me(None);
                }
                let Some(new) = new else { return };
                let choice = match new.checked_sub(1).and_then(|at| known.get(at)) {
                    Some((id, _)) => KindChoice::Known(id.clone()),
                    None => KindChoice::New(own.clone()),
                };
                let choices = match sort {
                    Sort::Entity => &mut self.choices.entity_kinds,
                    Sort::Relation => &mut self.choices.relation_kinds,
                };
                choices.insert(used.word.clone(), choice);
                wishes.changed = true;
            });
        }
        if let Some(more) = uses.len().checked_sub(LISTED).filter(|more| *more > 0) {
            words(ui, &format!("{} more words", in_figures(more)), TextLook::faint(theme));
        }
    }

    fn ends(&mut self, ui: &mut Ui, theme: &Theme, wishes: &mut Wishes) {
        let options = ["is added".to_owned(), "is refused, with its row".to_owned()];
        let now = usize::from(self.choices.unknown_ends == UnknownEnds::Refuse);
        ui.horizontal_wrapped(|ui| {
            words(ui, "An end that no row tells of", TextLook::body(theme).size(12.5));
            let word = options.get(now).map_or("", String::as_str);
            let picked = Picked {
                name: "An end that no row tells of",
                word,
                ink: theme.ink,
                strong: false,
                width: ui.available_width(),
            };
            let id = Id::unique(("import ends", self.number));
            if let (_, Some(new)) = pick(ui, id, &picked, &options, Some(now)) {
                self.choices.unknown_ends = if new == 0 { UnknownEnds::Stub } else { UnknownEnds::Refuse };
                wishes.changed = true;
            }
        });
    }
}

/// A rule between two parts that stand side by side.
pub(super) fn rule(ui: &Ui, x: f32, theme: &Theme) {
    let area = ui.max_rect();
    ui.painter().vline(x, area.y_range(), (1.0, color32(theme.hairline)));
}
