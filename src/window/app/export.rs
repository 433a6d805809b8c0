//! The dialog that makes a figure of what is shown, the same as `chancery figure` would, and the
//! question before a link is followed.

use egui::{ComboBox, Context, DragValue, Grid, Id, Key, Modal, Response, RichText, TextEdit, Ui};

use super::recipe::Recipe;
use super::style::SMALL;
use super::tasks::{TaskResult, Tasks};
use crate::picture::figure::levels::LINES_EACH;
use crate::picture::figure::{FIGURES, Figure, ManyLines, PageSize, Png, Request};
use crate::picture::theme::Theme;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::select_all;
use crate::window::session::Session;
use crate::wording::capital;

/// Sizes that reports ask for, in millimetres.
const SIZES: &[(&str, f64, f64)] = &[
    ("Text width, A4 (160 × 110 mm)", 160.0, 110.0),
    ("Page width (183 × 130 mm)", 183.0, 130.0),
    ("One column (89 × 90 mm)", 89.0, 90.0),
    ("Slide (254 × 143 mm)", 254.0, 143.0),
];

/// Largest side of a figure, in millimetres.
const LARGEST_MM: f64 = 1200.0;

/// The dialog's fields.
pub(crate) struct ExportDialog {
    title: String,
    subtitle: String,
    size: PageSize,
    dpi: f64,
    theme: &'static Theme,
    /// How lines are drawn, where the dossier has so many that it matters.
    lines: Option<ManyLines>,
    format: &'static dyn Figure,
    /// It has not been shown yet.
    is_new: bool,
}

/// What came of the dialog in a frame.
pub(crate) enum Answer {
    /// It stays open.
    Open,
    Closed,
    /// The figure is to be written to a file of this name, once that is chosen.
    Save(Box<Recipe>, String),
    /// It cannot be drawn, and why.
    Refused(String),
}

impl ExportDialog {
    /// The dialog with the words of the open view, or the dossier's own.
    pub(crate) fn new(session: &Session) -> Self {
        let dossier = session.dossier();
        let view = session.open_view();
        let title = view.and_then(|view| view.title.as_ref()).unwrap_or(&dossier.title);
        let subtitle = view.and_then(|view| view.subtitle.as_ref()).or(dossier.subtitle.as_ref());
        ExportDialog {
            title: title.clone(),
            subtitle: subtitle.cloned().unwrap_or_default(),
            size: PageSize { width_mm: SIZES[1].1, height_mm: SIZES[1].2 },
            dpi: 300.0,
            theme: &Theme::PRINT,
            lines: (dossier.relation_count() > LINES_EACH).then(ManyLines::default),
            format: FIGURES[0],
            is_new: true,
        }
    }

    /// Shows it and says what came of it.
    #[must_use]
    pub(crate) fn show(&mut self, ctx: &Context, session: &Session, theme: &Theme) -> Answer {
        let mut answer = Answer::Open;
        let modal = Modal::new(Id::unique("export")).show(ctx, |ui| {
            ui.set_width(460.0);
            ui.heading("Export figure");
            let explain = "Exports the current view, with its filters and as-of date, laid out for the page.";
            ui.label(RichText::new(explain).size(SMALL).color(color32(theme.ink_third)));
            ui.add_space(12.0);
            let entered =
                Grid::new("export fields").num_columns(2).spacing([16.0, 8.0]).show(ui, |ui| self.fields(ui)).inner;
            ui.add_space(16.0);
            ui.horizontal(|ui| {
                let save = RichText::new("Save as…").color(color32(theme.accent)).family(super::fonts::semibold());
                if ui.button(save).clicked() || entered {
                    answer = self.save(session);
                }
                if ui.button("Cancel").clicked() {
                    answer = Answer::Closed;
                }
            });
        });
        match answer {
            Answer::Open if modal.should_close() => Answer::Closed,
            answer => answer,
        }
    }

    /// Shows the fields. Says whether Enter was pressed in one of text.
    fn fields(&mut self, ui: &mut Ui) -> bool {
        let label = ui.label("Title");
        let id = Id::unique("figure title");
        let title = TextEdit::singleline(&mut self.title).id(id).desired_width(330.0);
        // Asked for until it is there: what is shown first is laid out more than once.
        self.is_new &= !ui.memory(|m| m.has_focus(id));
        let title = ui.add(title).labelled_by(label.id);
        if self.is_new {
            title.request_focus();
        }
        if title.gained_focus() {
            // Another figure has another title: typing replaces it.
            select_all(ui, id, &self.title);
        }
        ui.end_row();
        let label = ui.label("Subtitle");
        let subtitle = ui.add(TextEdit::singleline(&mut self.subtitle).desired_width(330.0)).labelled_by(label.id);
        ui.end_row();
        let left = [title, subtitle].iter().any(Response::lost_focus);
        // Taken, so that the dialog which opens now does not answer it, too.
        let entered = left && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Enter));
        ui.label("Size");
        ComboBox::from_id_salt("size").selected_text("Presets").show_ui(ui, |ui| {
            for &(name, width_mm, height_mm) in SIZES {
                ui.selectable_value(&mut self.size, PageSize { width_mm, height_mm }, name);
            }
        });
        ui.end_row();
        ui.label("");
        ui.horizontal(|ui| {
            ui.add(DragValue::new(&mut self.size.width_mm).range(40.0..=LARGEST_MM).suffix(" mm").speed(1.0));
            ui.label("×");
            ui.add(DragValue::new(&mut self.size.height_mm).range(40.0..=LARGEST_MM).suffix(" mm").speed(1.0));
        });
        ui.end_row();
        ui.label("Format");
        ui.horizontal(|ui| {
            for &format in FIGURES {
                let extension = format.extension();
                if ui.selectable_label(self.format.extension() == extension, extension.to_uppercase()).clicked() {
                    self.format = format;
                }
            }
            if self.format.has_pixels() {
                ui.add(DragValue::new(&mut self.dpi).range(72.0..=1200.0).suffix(" dpi").speed(5.0));
            }
        });
        ui.end_row();
        ui.label("Colours");
        ui.horizontal(|ui| {
            for &theme in Theme::ALL {
                if ui.selectable_label(self.theme.name == theme.name, capital(theme.name)).clicked() {
                    self.theme = theme;
                }
            }
        });
        ui.end_row();
        if let Some(lines) = &mut self.lines {
            ui.label("Lines");
            ui.horizontal(|ui| {
                for &(word, many) in ManyLines::ALL {
                    ui.selectable_value(lines, many, capital(word));
                }
            });
            ui.end_row();
        }
        entered
    }

    /// What the fields ask for, of what the session shows.
    fn recipe(&self, session: &Session) -> Recipe {
        let request = Request {
            settings: session.look.clone(),
            size: Some(self.size),
            dpi: self.dpi,
            theme: self.theme,
            lines: self.lines.unwrap_or_default(),
            title: Some(self.title.clone()),
            subtitle: Some(self.subtitle.clone()).filter(|s| !s.trim().is_empty()),
            ..Request::new(self.format)
        };
        Recipe::new(request, session)
    }

    fn save(&self, session: &Session) -> Answer {
        let recipe = self.recipe(session);
        // Before anyone chooses a file for it.
        match recipe.check() {
            Ok(()) => Answer::Save(Box::new(recipe), format!("{}.{}", file_stem(&self.title), self.format.extension())),
            Err(why) => Answer::Refused(why),
        }
    }
}

/// Makes a picture of what is shown for the clipboard.
pub(crate) fn copy(tasks: &mut Tasks, session: &Session, theme: &'static Theme) {
    let theme = if theme.is_dark { &Theme::DARK } else { &Theme::PRINT };
    let dialog = ExportDialog { dpi: 200.0, theme, format: &Png, ..ExportDialog::new(session) };
    let recipe = dialog.recipe(session);
    tasks.start("Copying the figure", move || {
        let image = recipe.bytes().and_then(|bytes| decode(&bytes));
        image.map_or_else(TaskResult::Failed, |image| TaskResult::Copied(Box::new(image)))
    });
}

fn decode(bytes: &[u8]) -> Result<egui::ColorImage, String> {
    let failed = |e: png::DecodingError| format!("Could not copy the picture: {e}");
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(failed)?;
    let size = reader
        .output_buffer_size()
        .ok_or("The picture is too large for the clipboard. Export it to a file instead.")?;
    let mut pixels = vec![0; size];
    let info = reader.next_frame(&mut pixels).map_err(failed)?;
    Ok(egui::ColorImage::from_rgba_unmultiplied(
        [info.width as usize, info.height as usize],
        &pixels[..info.buffer_size()],
    ))
}

/// A file name out of a title: no separators, no characters that systems refuse, not too long.
pub(super) fn file_stem(title: &str) -> String {
    let kept = title.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect::<String>();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let stem: String = words.join(" ").chars().take(60).collect();
    if stem.is_empty() { "figure".to_owned() } else { stem.trim().to_owned() }
}

/// The host (or address) that a link leads to, if it is of a kind that may be followed.
fn host(link: &str) -> Option<&str> {
    if link.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    if let Some(address) = link.strip_prefix("mailto:") {
        return Some(address.split('?').next().unwrap_or(address)).filter(|a| !a.is_empty());
    }
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    // What stands before an @ is no host, though it may be dressed up as one.
    let host = authority.rsplit('@').next()?;
    Some(host).filter(|h| !h.is_empty())
}

/// Asks whether to follow a link that the dossier gives; `Some` while the question stands.
#[must_use]
pub(crate) fn ask_link(ctx: &Context, link: String, theme: &Theme) -> Option<String> {
    let mut stay = true;
    let modal = Modal::new(Id::unique("link")).show(ctx, |ui| {
        ui.set_width(420.0);
        ui.heading("Open this link?");
        let shown = crate::problem::printable(&link);
        let host = host(&link);
        match host {
            Some(host) => {
                // Letters that look like others are told apart by their code.
                let ascii = host.escape_default().to_string();
                ui.label(format!("It goes to {ascii}"));
            }
            None => {
                let words = "Chancery opens only http, https and mailto links. You can copy this one.";
                ui.label(RichText::new(words).color(color32(theme.warning)));
            }
        }
        ui.add(egui::Label::new(RichText::new(shown).size(SMALL).color(color32(theme.ink_third))).wrap());
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            if host.is_some() && ui.button(RichText::new("Open in browser").color(color32(theme.accent))).clicked() {
                ctx.open_url(egui::OpenUrl::new_tab(&link));
                stay = false;
            }
            if ui.button("Copy").clicked() {
                ctx.copy_text(link.clone());
                stay = false;
            }
            if ui.button("Cancel").clicked() {
                stay = false;
            }
        });
    });
    (stay && !modal.should_close()).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_links_are_followed_and_their_true_host_is_shown() {
        assert_eq!(host("https://example.org/a"), Some("example.org"));
        assert_eq!(host("https://bank.example@evil.example/x"), Some("evil.example"));
        assert_eq!(host("mailto:a@example.org?subject=x"), Some("a@example.org"));
        for bad in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "//host/x",
            "https://a b",
            "-h",
        ] {
            assert_eq!(host(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_title_becomes_a_file_name() {
        assert_eq!(file_stem("../../etc/passwd: a \"finding\""), "etc passwd a finding");
        assert_eq!(file_stem("???"), "figure");
        assert!(file_stem(&"long ".repeat(99)).len() <= 60);
    }
}
