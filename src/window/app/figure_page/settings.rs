//! What is set about the page at the right of the figure editor: its size, its words, what stands on it, what its checks found, and how it
//! is saved. What each means is told in `picture::figure`.

use egui::{ComboBox, DragValue, Id, Response, RichText, ScrollArea, TextEdit, Ui, WidgetInfo};

use super::FigurePage;
use super::drawing::item;
use super::moving::moved_names_row;
use crate::dossier::edit::Change;
use crate::dossier::model::{
    EntityId, FigurePage as Sheet, LegendAt, MARGIN_MM, PAGES, RelationLabels, View, ViewPage,
};
use crate::picture::figure::checks::{Check, Mend};
use crate::picture::figure::levels::LINES_EACH;
use crate::picture::figure::{FIGURES, ManyLines, PageSize};
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::action::{Action, Command, Edits, SelectHow};
use crate::window::app::App;
use crate::window::app::export::file_stem;
use crate::window::app::recipe::Recipe;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, edged, hairline, section, select_all, text_button, words};
use crate::window::session::Session;
use crate::wording::{capital, counted};

/// Width of what a setting is called.
const LABEL: f32 = 64.0;
/// The last margin that is kept where nobody asks for another, in millimetres.
const USUAL_MARGIN_MM: f64 = 4.2;
/// Letters of a name in a setting at most.
const NAME: usize = 32;
/// The height of a page that becomes fixed before it was drawn, in millimetres.
const FIXED_MM: f64 = 130.0;

impl App {
    /// Shows the settings.
    pub(super) fn figure_settings(&mut self, ui: &mut Ui, theme: &'static Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        let foot = 74.0;
        let area = ui.available_rect_before_wrap();
        let top = egui::Rect::from_min_max(area.min, egui::pos2(area.right(), area.bottom() - foot));
        ui.scope_builder(egui::UiBuilder::new().max_rect(top), |ui| {
            ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 6.0;
                ui.set_width(ui.available_width() - 8.0);
                let figure = &mut self.chrome.figure;
                let before = figure.draft.clone().unwrap_or_else(|| self.session.look.page.clone());
                let mut page = before.clone();
                let mut settled = false;
                settled |= page_rows(ui, figure, &mut page, theme);
                hairline(ui, theme);
                section(ui, "Words", "", theme);
                actions.extend(title_rows(ui, figure, &self.session, theme));
                settled |= credit_row(ui, &mut page, theme);
                as_of_row(ui, &self.session, theme);
                hairline(ui, theme);
                settled |= shown_rows(ui, figure, &mut page, &self.session, theme);
                settled |= figure.hands.note_rows(ui, &mut page, &self.session, theme);
                hairline(ui, theme);
                settled |= check_rows(ui, figure, &mut page, theme, &mut actions);
                if page != before || figure.draft.is_some() {
                    figure.draft = Some(page);
                }
                if settled && let Some(page) = figure.draft.take() {
                    actions.push(Action::SetPage(Box::new(page)));
                }
            });
        });
        let bottom = egui::Rect::from_min_max(egui::pos2(area.left(), top.bottom()), area.max);
        ui.scope_builder(egui::UiBuilder::new().max_rect(bottom), |ui| self.figure_foot(ui, theme, &mut actions));
        actions
    }

    /// Formats, *Save* and *Copy*.
    fn figure_foot(&mut self, ui: &mut Ui, theme: &'static Theme, actions: &mut Vec<Action>) {
        hairline(ui, theme);
        let figure = &mut self.chrome.figure;
        let mut saves = false;
        ui.horizontal(|ui| {
            for &format in FIGURES {
                let extension = format.extension();
                if ui.selectable_label(figure.format.extension() == extension, extension.to_uppercase()).clicked() {
                    figure.format = format;
                }
            }
            if figure.format.has_pixels() {
                ui.add(DragValue::new(&mut figure.dpi).range(72.0..=1200.0).suffix(" dpi").speed(5.0));
            }
        });
        ui.horizontal(|ui| {
            let save =
                RichText::new("Save…").color(color32(theme.accent)).family(crate::window::app::fonts::semibold());
            saves = ui.button(save).on_hover_text("Save the figure as a file").clicked();
            if text_button(ui, "Copy", "Copy the figure as a picture", theme).clicked() {
                actions.push(Action::Run(Command::CopyFigure));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let keys = Command::FigureEditor.info().keys_shown();
                if text_button(ui, "Done", "Close the figure editor", theme).on_hover_text(keys).clicked() {
                    actions.push(Action::Run(Command::FigureEditor));
                }
            });
        });
        if saves {
            self.save_page();
        }
    }

    /// Asks where the figure is to be saved.
    fn save_page(&mut self) {
        let key = self.chrome.figure.key(&self.session);
        let title = key.title.clone().unwrap_or_else(|| self.session.dossier().title.clone());
        let recipe = Recipe::new(key.request(), &self.session);
        if let Err(why) = recipe.check() {
            self.messages.say(why, true);
            return;
        }
        let name = format!("{}.{}", file_stem(&title), recipe.extension());
        self.choose_figure_file(recipe, name);
    }

    /// Selects what the next check that did not pass is about.
    pub(super) fn next_check(&mut self, backwards: bool) -> Option<Action> {
        let figure = &mut self.chrome.figure;
        let checks = &figure.shown.as_ref()?.page.checks;
        let count = checks.iter().take_while(|check| !check.passed).count();
        let step = if backwards { count.checked_sub(1)? } else { 1 };
        let at =
            figure.check.map_or(if backwards { count.checked_sub(1)? } else { 0 }, |at| (at + step) % count.max(1));
        figure.check = (at < count).then_some(at);
        select(checks.get(at).filter(|check| !check.passed)?)
    }
}

fn select(check: &Check) -> Option<Action> {
    Some(Action::Select(vec![item(check.culprit.clone()?)], SelectHow::Replace))
}

/// One setting: what it is called, and what it is.
fn setting<R>(ui: &mut Ui, label: &str, theme: &Theme, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(LABEL, 22.0), egui::Sense::hover());
        crate::window::panels::widgets::lay(ui, label, TextLook::small(theme), LABEL, 1).paint(
            ui,
            rect.left(),
            rect.center().y,
        );
        add(ui)
    })
    .inner
}

/// Whether a value that is dragged or typed has come to rest.
fn is_settled(response: &Response) -> bool {
    response.drag_stopped() || response.lost_focus()
}

/// Size, margin and colours. Says whether they are to be kept.
fn page_rows(ui: &mut Ui, figure: &mut FigurePage, page: &mut ViewPage, theme: &Theme) -> bool {
    section(ui, "Page", "", theme);
    let sheet = page.page.as_deref().and_then(|text| Sheet::read(text).ok()).unwrap_or(PAGES[0].page);
    let drawn = figure.shown.as_ref().map(|shown| shown.page.painting.size_mm);
    let mut settled = false;
    setting(ui, "Size", theme, |ui| {
        let name = sheet.named().map_or("Custom", |named| named.name);
        let combo = ComboBox::from_id_salt("figure size").selected_text(name).height(400.0);
        let combo = combo.width(ui.available_width() - 4.0).show_ui(ui, |ui| {
            for named in PAGES {
                if ui.selectable_label(sheet == named.page, named.name).clicked() {
                    page.page = Some(named.word.to_owned());
                    settled = true;
                }
            }
        });
        let spoken = || WidgetInfo::labeled(egui::Role::ComboBox, true, format!("Size: {name}"));
        combo.response.widget_info(spoken);
    });
    let (mut width, mut is_free) = (sheet.width_mm, sheet.height_mm.is_none());
    let mut height = sheet.height_mm.or(drawn.map(|size| size.height_mm)).unwrap_or(FIXED_MM);
    let mut changed = false;
    setting(ui, "", theme, |ui| {
        let side = |value| DragValue::new(value).range(20.0..=2_000.0).max_decimals(1).speed(1.0);
        let across = ui.add(side(&mut width)).accessible_name("Width in millimetres");
        ui.label("×");
        let down = ui.add_enabled(!is_free, side(&mut height)).accessible_name("Height in millimetres");
        ui.label("mm");
        settled |= is_settled(&across) || is_settled(&down);
        changed |= across.changed() || down.changed();
    });
    setting(ui, "", theme, |ui| {
        let tick = edged(ui, theme, |ui| ui.checkbox(&mut is_free, "As high as needed"));
        settled |= tick.changed();
        changed |= tick.changed();
    });
    let now = Sheet { width_mm: width, height_mm: (!is_free).then_some(height) };
    if changed && now != sheet {
        page.page = Some(now.to_string());
    }
    setting(ui, "Margin", theme, |ui| {
        let mut margin = page.margin.unwrap_or(USUAL_MARGIN_MM);
        let response = ui.add(DragValue::new(&mut margin).range(MARGIN_MM).max_decimals(1).suffix(" mm").speed(0.2));
        let response = response.accessible_name("Margin in millimetres");
        if response.changed() {
            page.margin = Some(margin);
        }
        settled |= is_settled(&response);
    });
    setting(ui, "Colours", theme, |ui| {
        for &other in Theme::ALL {
            if ui.selectable_label(figure.theme.name == other.name, capital(other.name)).clicked() {
                figure.theme = other;
            }
        }
    });
    settled
}

/// Title and subtitle: those of the open view, else of this figure alone.
fn title_rows(ui: &mut Ui, figure: &mut FigurePage, session: &Session, theme: &Theme) -> Option<Action> {
    let view = session.open_view();
    let dossier = session.dossier();
    let hints = [dossier.title.as_str(), dossier.subtitle.as_deref().unwrap_or("A line under the title")];
    let of_view = |text: fn(&View) -> &Option<String>| view.and_then(|view| text(view).clone()).unwrap_or_default();
    let said = [of_view(|view| &view.title), of_view(|view| &view.subtitle)];
    let typed = [&mut figure.words.title, &mut figure.words.subtitle];
    let mut settled = false;
    for (((typed, said), hint), label) in typed.into_iter().zip(&said).zip(hints).zip(["Title", "Subtitle"]) {
        let mut text = typed.clone().unwrap_or_else(|| said.clone());
        let response = text_row(ui, label, &mut text, hint, theme);
        if response.changed() {
            *typed = Some(text).filter(|text| text != said);
        }
        settled |= response.lost_focus();
    }
    let view = view.filter(|_| settled && session.is_editable())?;
    let words = &figure.words;
    let text = |typed: &Option<String>, said: &Option<String>| match typed {
        Some(typed) => Some(typed.trim().to_owned()).filter(|text| !text.is_empty()),
        None => said.clone(),
    };
    let new = View {
        title: text(&words.title, &view.title),
        subtitle: text(&words.subtitle, &view.subtitle),
        ..view.clone()
    };
    if new == *view {
        return None;
    }
    let change = Change::SetView { name: view.name.clone(), view: new };
    let name = format!("edit the view “{}”", view.name);
    (figure.words.title, figure.words.subtitle) = (None, None);
    Some(Action::Edit(Box::new(Edits { name, ..Edits::one(change) })))
}

/// Says whether it is to be kept.
fn credit_row(ui: &mut Ui, page: &mut ViewPage, theme: &Theme) -> bool {
    let mut credit = page.credit.clone().unwrap_or_default();
    let response = text_row(ui, "Credit", &mut credit, "Who made it, under which terms", theme);
    if response.changed() {
        page.credit = Some(credit).filter(|text| !text.is_empty());
    }
    response.lost_focus()
}

fn text_row(ui: &mut Ui, label: &str, text: &mut String, hint: &str, theme: &Theme) -> Response {
    setting(ui, label, theme, |ui| {
        let id = Id::unique(("figure words", label));
        let hint = RichText::new(hint).color(color32(theme.ink_third));
        let edit = TextEdit::singleline(text).id(id).hint_text(hint).desired_width(ui.available_width() - 8.0);
        let response = ui.add(edit).accessible_name(label);
        if response.gained_focus() {
            select_all(ui, id, text);
        }
        response
    })
}

fn as_of_row(ui: &mut Ui, session: &Session, theme: &Theme) {
    let time = session.look.period().in_words().map_or_else(|| "All dates".to_owned(), |words| capital(&words));
    setting(ui, "Dates", theme, |ui| words(ui, &time, TextLook::body(theme)));
}

/// Where the legend stands. Says whether it is to be kept.
fn legend_at(ui: &mut Ui, page: &mut ViewPage) -> bool {
    let called = |at: LegendAt| match at {
        LegendAt::Auto => "Where it leaves more room",
        LegendAt::Below => "Below",
        LegendAt::Right => "At the right",
    };
    let now = LegendAt::of(page.legend_at);
    let mut settled = false;
    let combo = ComboBox::from_id_salt("legend at").selected_text(called(now));
    let combo = combo.width(ui.available_width() - 4.0).show_ui(ui, |ui| {
        for &(word, at) in LegendAt::ALL {
            if ui.selectable_label(now == at, called(at)).clicked() {
                page.legend_at = Some(word).filter(|_| at != LegendAt::default());
                settled = true;
            }
        }
    });
    let spoken = || WidgetInfo::labeled(egui::Role::ComboBox, true, format!("Legend: {}", called(now)));
    combo.response.widget_info(spoken);
    settled
}

/// What labels of relations are called, and what they are.
fn on_lines(how: RelationLabels) -> (&'static str, &'static str) {
    match how {
        RelationLabels::Auto => ("Words if there is room", "What relations mean, in words, where nearly all have room"),
        RelationLabels::Words => ("Words", "What each relation means, in words, where there is room"),
        RelationLabels::Numbers => ("Numbers", "A number for each kind of relation, with a key in the legend"),
        RelationLabels::None => ("Nothing", "Lines without labels"),
    }
}

/// What stands on the page besides the network. Says whether it is to be kept.
fn shown_rows(ui: &mut Ui, figure: &mut FigurePage, page: &mut ViewPage, session: &Session, theme: &Theme) -> bool {
    section(ui, "Shown", "", theme);
    let mut settled = false;
    let tick = |ui: &mut Ui, hidden: &mut bool, name: &str| {
        let mut shown = !*hidden;
        let changed = edged(ui, theme, |ui| ui.checkbox(&mut shown, name)).changed();
        *hidden = !shown;
        changed
    };
    ui.horizontal(|ui| {
        settled |= tick(ui, &mut page.hide_legend, "Legend");
        if !page.hide_legend {
            settled |= legend_at(ui, page);
        }
    });
    settled |= tick(ui, &mut page.hide_sources, "Sources");
    let labels = RelationLabels::of(page.relation_labels);
    setting(ui, "On lines", theme, |ui| {
        let combo = ComboBox::from_id_salt("relation labels").selected_text(on_lines(labels).0);
        let combo = combo.width(ui.available_width() - 4.0).show_ui(ui, |ui| {
            for &(word, how) in RelationLabels::ALL {
                let (name, tip) = on_lines(how);
                if ui.selectable_label(labels == how, name).on_hover_text(tip).clicked() {
                    page.relation_labels = Some(word).filter(|_| how != RelationLabels::default());
                    settled = true;
                }
            }
        });
        let spoken = || WidgetInfo::labeled(egui::Role::ComboBox, true, format!("On lines: {}", on_lines(labels).0));
        combo.response.widget_info(spoken);
    });
    // A check offers them where letters are missing.
    if figure.system_fonts {
        edged(ui, theme, |ui| ui.checkbox(&mut figure.system_fonts, "Installed fonts"))
            .on_hover_text("Draw letters that the built-in fonts lack. The figure may differ on other computers.");
    }
    settled |= name_rows(ui, page, session, theme);
    settled |= moved_names_row(ui, page, theme);
    if session.dossier().relation_count() > LINES_EACH {
        setting(ui, "Lines", theme, |ui| {
            for &(word, many) in ManyLines::ALL {
                ui.selectable_value(&mut figure.lines, many, capital(word));
            }
        });
    }
    settled
}

/// Whether names of what is selected are written, and the way back to all. Says whether it is to be kept.
fn name_rows(ui: &mut Ui, page: &mut ViewPage, session: &Session, theme: &Theme) -> bool {
    let selected = session.selected_entities();
    let mut settled = false;
    if let Some(first) = selected.first() {
        let is_hidden = |id: &EntityId| page.hide_names.iter().any(|hidden| *hidden == id.as_str());
        let mut shown = !selected.iter().all(is_hidden);
        let name = session.dossier().entity_by_id(first.as_str()).map_or(first.as_str(), |entity| entity.label());
        let says = match selected.len() {
            1 => format!("Name of {}", printable(&name.chars().take(NAME).collect::<String>())),
            many => format!("Names of the {many} selected"),
        };
        if edged(ui, theme, |ui| ui.checkbox(&mut shown, says)).changed() {
            page.hide_names.retain(|hidden| !selected.iter().any(|id| id.as_str() == *hidden));
            if !shown {
                page.hide_names.extend(selected.iter().map(EntityId::to_string));
            }
            settled = true;
        }
    }
    if !page.hide_names.is_empty() {
        let says = format!("Show {}", counted(page.hide_names.len(), "hidden name", "hidden names"));
        if text_button(ui, &says, "Write the names of all nodes", theme).clicked() {
            page.hide_names.clear();
            settled = true;
        }
    }
    settled
}

/// What the checks found: a click selects what a check is about, the word at the right mends it. Says whether the page is to be kept.
fn check_rows(
    ui: &mut Ui,
    figure: &mut FigurePage,
    page: &mut ViewPage,
    theme: &Theme,
    actions: &mut Vec<Action>,
) -> bool {
    let checks: Vec<Check> = figure.shown.as_ref().map(|shown| shown.page.checks.clone()).unwrap_or_default();
    let failed = checks.iter().filter(|check| !check.passed).count();
    let told = match (checks.len(), failed) {
        (0, _) => String::new(),
        (all, 0) => format!("all {all} passed"),
        (all, failed) => format!("{failed} to look at, {} passed", all - failed),
    };
    section(ui, "Checks", &told, theme);
    let mut settled = false;
    for (number, check) in checks.iter().enumerate() {
        let (sign, ink) = if check.passed { ("✓", theme.ink_third) } else { ("!", theme.warning) };
        ui.horizontal_top(|ui| {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(12.0, 18.0), egui::Sense::hover());
            crate::window::panels::widgets::lay(ui, sign, TextLook::body(theme).strong().ink(ink), 12.0, 1).paint(
                ui,
                rect.left(),
                rect.center().y,
            );
            ui.vertical(|ui| {
                let look = TextLook::body(theme).ink(if check.passed { theme.ink_third } else { theme.ink });
                let response = words(ui, &check.words, look);
                let response = response.interact(egui::Sense::click());
                if check.culprit.is_some() && response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                    figure.check = Some(number);
                    actions.extend(select(check));
                }
                if let Some(mend) = check.mend {
                    let word = mend_word(mend);
                    if text_button(ui, &word, &word, theme).clicked() {
                        settled |= apply(mend, figure, page);
                    }
                }
            });
        });
    }
    settled
}

fn mend_word(mend: Mend) -> String {
    match mend {
        Mend::Page(size) => format!("Use a page of {} × {} mm", size.width_mm, size.height_mm),
        Mend::Legend => "Show the legend".to_owned(),
        Mend::Sources => "List the sources".to_owned(),
        Mend::Numbers => "Write numbers with a key".to_owned(),
        Mend::Dpi(dpi) => format!("Use {dpi:.0} dpi"),
        Mend::Fonts => "Use installed fonts".to_owned(),
    }
}

/// Mends a fault. Says whether the page has changed.
fn apply(mend: Mend, figure: &mut FigurePage, page: &mut ViewPage) -> bool {
    match mend {
        Mend::Page(PageSize { width_mm, height_mm }) => {
            page.page = Some(Sheet { width_mm, height_mm: Some(height_mm) }.to_string());
        }
        Mend::Legend => page.hide_legend = false,
        Mend::Sources => page.hide_sources = false,
        Mend::Numbers => page.relation_labels = Some(RelationLabels::Numbers.word()),
        Mend::Dpi(dpi) => {
            figure.dpi = dpi;
            return false;
        }
        Mend::Fonts => {
            figure.system_fonts = true;
            return false;
        }
    }
    true
}
