//! Text that a file says, in any script: reordered by UAX #9, freed of control characters, cut
//! with an ellipsis where it does not fit, and always whole for assistive technology.

use std::borrow::Cow;
use std::sync::Arc;

use egui::cache::{ComputerMut, FrameCache};
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontFamily, FontId, Galley, Label, Response, Stroke, Ui};

use super::color32;
use crate::picture::lettering::{self, TextBlock, TextLine, TextStyle, Weight};
use crate::picture::theme::{Colour, Theme};
use crate::problem::turns_reading;

/// How a stretch of text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TextLook {
    /// Size in points.
    pub size: f32,
    /// Semi-bold.
    pub(crate) strong: bool,
    pub(crate) colour: Color32,
    /// Struck through: no longer held.
    pub(crate) struck: bool,
    /// Underlined: a link under the pointer or in focus.
    pub(crate) underlined: bool,
}

impl TextLook {
    fn new(size: f32, colour: Colour) -> Self {
        TextLook { size, strong: false, colour: color32(colour), struck: false, underlined: false }
    }

    /// Running text.
    pub(crate) fn body(theme: &Theme) -> Self {
        Self::new(13.0, theme.ink)
    }

    /// Smaller, in the second ink.
    pub(crate) fn small(theme: &Theme) -> Self {
        Self::new(12.0, theme.ink_second)
    }

    /// Smaller, in the third ink.
    pub(crate) fn faint(theme: &Theme) -> Self {
        Self::new(12.0, theme.ink_third)
    }

    /// The heading of a card.
    pub(crate) fn heading(theme: &Theme) -> Self {
        Self::new(17.0, theme.ink).strong()
    }

    /// The heading of a section.
    pub(crate) fn section(theme: &Theme) -> Self {
        Self::new(13.0, theme.ink).strong()
    }

    /// A link at body size.
    pub(crate) fn link(theme: &Theme) -> Self {
        Self::new(13.0, theme.accent)
    }

    /// The same in semi-bold.
    #[must_use]
    pub(crate) fn strong(self) -> Self {
        TextLook { strong: true, ..self }
    }

    /// The same in another ink.
    #[must_use]
    pub(crate) fn ink(self, colour: Colour) -> Self {
        TextLook { colour: color32(colour), ..self }
    }

    /// The same at another size in points.
    #[must_use]
    pub(crate) fn size(self, size: f32) -> Self {
        TextLook { size, ..self }
    }

    /// The same, struck through or not.
    #[must_use]
    pub(crate) fn struck(self, struck: bool) -> Self {
        TextLook { struck, ..self }
    }

    /// The same, underlined or not.
    #[must_use]
    pub(crate) fn underlined(self, underlined: bool) -> Self {
        TextLook { underlined, ..self }
    }

    pub(super) fn family(self) -> FontFamily {
        if self.strong { FontFamily::Name("semibold".into()) } else { FontFamily::Proportional }
    }

    fn format(self, family: FontFamily) -> TextFormat {
        let stroke = |wanted: bool| if wanted { Stroke::new(1.0, self.colour) } else { Stroke::NONE };
        TextFormat {
            font_id: FontId::new(self.size, family),
            color: self.colour,
            strikethrough: stroke(self.struck),
            underline: stroke(self.underlined),
            line_height: Some((self.size * 1.4).round()),
            valign: egui::Align::Center,
            ..TextFormat::default()
        }
    }

    fn shaping(self) -> TextStyle {
        TextStyle::bundled(self.size, if self.strong { Weight::SemiBold } else { Weight::Regular })
    }
}

/// `text` with control characters and characters that change the direction of reading replaced by
/// U+FFFD, so that a name cannot reorder what stands around it. Joiners that scripts need stay;
/// line breaks stay too, tabs become a space.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    fn stand_in(c: char) -> Option<char> {
        match c {
            '\n' => None,
            '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
            c if c.is_control() => Some('\u{fffd}'),
            c if turns_reading(c) || c == '\u{feff}' => Some('\u{fffd}'),
            _ => None,
        }
    }
    if text.chars().any(|c| stand_in(c).is_some()) {
        Cow::Owned(text.replace("\r\n", "\n").chars().map(|c| stand_in(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a letter of a script that is written right to left is in it.
fn has_rtl(text: &str) -> bool {
    text.chars().any(is_rtl)
}

fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

/// A run that reads right to left but has no letter that says so (brackets, dashes): turned round
/// here, because egui shapes such a run from left to right.
fn turned(text: &str) -> String {
    const PAIRS: &str = "()[]{}<>«»‹›";
    let mirror = |c: char| {
        let place = PAIRS.chars().position(|p| p == c);
        place.and_then(|i| PAIRS.chars().nth(i ^ 1)).unwrap_or(c)
    };
    text.chars().rev().map(mirror).collect()
}

fn push_line(job: &mut LayoutJob, line: &TextLine, look: TextLook) {
    for run in &line.runs {
        if !run.rtl {
            job.append(&run.text, 0.0, look.format(look.family()));
        } else if has_rtl(&run.text) {
            job.append(
                &run.text,
                0.0,
                look.size(look.size * run.face.scale()).format(FontFamily::Name(run.face.key().into())),
            );
        } else {
            job.append(&turned(&run.text), 0.0, look.format(look.family()));
        }
    }
}

/// Text laid out, with what it says in reading order.
pub(crate) struct Laid {
    /// What is drawn.
    pub(crate) galley: Arc<Galley>,
    /// Whether something was cut off.
    pub(crate) elided: bool,
}

impl Laid {
    /// Its size in points.
    pub(crate) fn size(&self) -> egui::Vec2 {
        self.galley.size()
    }

    /// Draws it with its left edge at `x`, its middle at `y`.
    pub(crate) fn paint(&self, ui: &Ui, x: f32, y: f32) {
        let pos = egui::pos2(x, y - self.galley.size().y / 2.0);
        ui.painter().galley(pos, Arc::clone(&self.galley), Color32::PLACEHOLDER);
    }
}

/// Blocks of text that were broken into lines, kept as long as they are shown.
type Blocks = FrameCache<Arc<TextBlock>, Breaker>;

#[derive(Default)]
struct Breaker;

impl ComputerMut<(&str, u32, bool, u32, usize), Arc<TextBlock>> for Breaker {
    fn compute(&mut self, (text, size, strong, width, lines): (&str, u32, bool, u32, usize)) -> Arc<TextBlock> {
        let weight = if strong { Weight::SemiBold } else { Weight::Regular };
        let style = TextStyle::bundled(f32::from_bits(size), weight);
        let width = f32::from_bits(width);
        let block = lettering::shape_block(text, style, width, lines);
        if lines != 1 || block.width <= width {
            return Arc::new(block);
        }
        // A single word that is too wide for the line is cut all the same.
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let short = |end: usize| format!("{}…", text[..end].trim_end());
        let fits = |end: &usize| lettering::shape_line(&short(*end), style).width <= width;
        let end = ends.partition_point(fits).checked_sub(1).map_or(0, |last| ends[last]);
        Arc::new(lettering::shape_block(&short(end), style, f32::INFINITY, 1))
    }
}

/// A job that shows `text` within a width (points) on at most so many lines.
fn job(ui: &Ui, text: &str, look: TextLook, width: f32, lines: usize) -> (LayoutJob, bool) {
    let text = clean(text);
    let text = if lines == 1 && text.contains('\n') { Cow::Owned(text.replace('\n', " ")) } else { text };
    let mut job = LayoutJob::default();
    let mut cut = false;
    if has_rtl(&text) {
        // Lines are broken before runs are reordered (UAX #9, L1), so the breaking is done here.
        let mut left = lines;
        for paragraph in text.split('\n') {
            let key = (paragraph, look.size.to_bits(), look.strong, width.max(1.0).to_bits(), left);
            let block = ui.memory_mut(|memory| Arc::clone(memory.caches.cache::<Blocks>().get(key)));
            for line in &block.lines {
                if left < lines {
                    job.append("\n", 0.0, look.format(look.family()));
                }
                push_line(&mut job, line, look);
                left = left.saturating_sub(1);
            }
            cut |= block.lines.last().is_some_and(|line| line.text.ends_with('…')) && !paragraph.ends_with('…');
            if left == 0 {
                break;
            }
        }
    } else {
        job.append(&text, 0.0, look.format(look.family()));
        job.wrap = TextWrapping {
            max_width: width.max(1.0),
            max_rows: lines,
            break_anywhere: lines == 1,
            ..TextWrapping::default()
        };
    }
    (job, cut)
}

/// Lays out text within a width (points) on at most so many lines.
pub(crate) fn lay(ui: &Ui, text: &str, look: TextLook, width: f32, lines: usize) -> Laid {
    let (job, cut) = job(ui, text, look, width, lines);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    Laid { elided: cut || galley.elided, galley }
}

/// Lays out one line made of parts that do not reorder each other, within a width (points).
pub(crate) fn lay_parts(ui: &Ui, parts: &[&str], look: TextLook, width: f32) -> Laid {
    if let [text] = parts {
        return lay(ui, text, look, width, 1);
    }
    let mut whole = LayoutJob::default();
    whole.wrap = TextWrapping { max_width: width.max(1.0), max_rows: 1, break_anywhere: true, ..whole.wrap };
    for text in parts {
        push_isolated(&mut whole, &clean(text).replace('\n', " "), look);
    }
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(whole));
    Laid { elided: galley.elided, galley }
}

fn push_isolated(job: &mut LayoutJob, text: &str, look: TextLook) {
    if has_rtl(text) {
        push_line(job, &lettering::shape_line(text, look.shaping()), look);
    } else {
        job.append(text, 0.0, look.format(look.family()));
    }
}

/// Running text over the available width, on as many lines as it needs; it can be selected.
pub(crate) fn words(ui: &mut Ui, text: &str, look: TextLook) -> Response {
    let laid = lay(ui, text, look, ui.available_width(), usize::MAX);
    add(ui, laid, text)
}

/// One line over the available width, cut with an ellipsis; the pointer brings up the whole.
pub(crate) fn line(ui: &mut Ui, text: &str, look: TextLook) -> Response {
    let laid = lay(ui, text, look, ui.available_width(), 1);
    add(ui, laid, text)
}

/// Running text made of pieces that do not reorder each other (each is isolated).
pub(crate) fn pieces(ui: &mut Ui, parts: &[(&str, TextLook)]) -> Response {
    let mut whole = LayoutJob::default();
    whole.wrap.max_width = ui.available_width().max(1.0);
    for (text, look) in parts {
        push_isolated(&mut whole, &clean(text), *look);
    }
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(whole));
    let plain: String = parts.iter().map(|(text, _)| *text).collect();
    add(ui, Laid { elided: galley.elided, galley }, &plain)
}

/// Words amid others in a wrapping row: goes on where the row is and breaks at its end.
pub(super) fn running(ui: &mut Ui, text: &str, look: TextLook) -> Response {
    let (mut job, _) = job(ui, text, look, ui.max_rect().width(), usize::MAX);
    job.wrap.max_width = f32::INFINITY;
    let response = ui.add(Label::new(job).selectable(!has_rtl(text)).wrap());
    ui.ctx().accesskit_node_builder(response.id, |node| node.remove_action(egui::accesskit::Action::Click));
    response
}

fn add(ui: &mut Ui, laid: Laid, text: &str) -> Response {
    let elided = laid.elided;
    // What is copied from reordered text would come out in the order of the eye, so that is left
    // to the menu.
    let response = ui.add(Label::new(laid.galley).selectable(!has_rtl(text)).show_tooltip_when_elided(false));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(clean(text));
        // That its words can be selected with the pointer makes it nothing to be clicked.
        node.remove_action(egui::accesskit::Action::Click);
        node.remove_action(egui::accesskit::Action::Focus);
    });
    if elided { response.on_hover_ui(|ui| whole(ui, text)) } else { response }
}

/// The whole of a text that was cut, for a tooltip.
pub(crate) fn whole(ui: &mut Ui, text: &str) {
    ui.set_max_width(360.0);
    let look =
        TextLook { size: 12.5, strong: false, colour: ui.visuals().text_color(), struck: false, underlined: false };
    let laid = lay(ui, text, look, 360.0, 24);
    ui.add(Label::new(laid.galley).selectable(false));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_reorder_what_stands_around_it() {
        assert_eq!(clean("abc"), "abc");
        assert!(matches!(clean("東京 กรุงเทพ"), Cow::Borrowed(_)));
        assert_eq!(clean("a\u{202e}b\u{0007}c\td"), "a\u{fffd}b\u{fffd}c d");
        // Joiners shape Persian, Khmer and Sinhala words and stay.
        assert!(matches!(clean("می\u{200c}خواهم"), Cow::Borrowed(_)));
    }

    #[test]
    fn brackets_in_a_right_to_left_name_face_the_right_way() {
        assert_eq!(turned(" ("), ") ");
        assert_eq!(turned("–«"), "»–");
    }

    #[test]
    fn a_word_that_is_too_wide_for_its_line_is_cut() {
        let word = "والمستشفياتوالمستشفياتوالمستشفيات";
        let block = Breaker.compute((word, 13.0_f32.to_bits(), false, 60.0_f32.to_bits(), 1));
        assert!(block.width <= 60.0 && block.width > 30.0, "{}", block.width);
        assert!(block.lines[0].text.ends_with('…'));
        let nothing = Breaker.compute((word, 13.0_f32.to_bits(), false, 1.0_f32.to_bits(), 1));
        assert_eq!(nothing.lines.len(), 1);
    }

    #[test]
    fn scripts_that_read_right_to_left_are_known() {
        for text in ["وزارة", "יִשְׂרָאֵל", "ދިވެހި"] {
            assert!(has_rtl(text), "{text}");
        }
        for text in ["Japan", "日本", "ญี่ปุ่น", "“quoted” — 2014"] {
            assert!(!has_rtl(text), "{text}");
        }
    }
}
