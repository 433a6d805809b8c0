//! How a table is read: separator, encoding, headings, decimal comma, order of dates, what a row is. Each is guessed and
//! can be changed; the table shows at once what comes of it.

use egui::{Id, Ui};

use super::pick::{Picked, pick};
use super::{ImportCard, Wishes};
use crate::dossier::exchange::{Delimiter, Shape, Table, TableChoice};
use crate::picture::theme::Theme;
use crate::window::panels::widgets::{TextLook, capital, edged, text_button, words};

/// Encodings that are offered, by their names on the web.
const ENCODINGS: [&str; 15] = [
    "UTF-8",
    "UTF-16LE",
    "UTF-16BE",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1257",
    "macintosh",
    "Shift_JIS",
    "EUC-JP",
    "GBK",
    "Big5",
    "EUC-KR",
];
/// Separators that are offered.
const DELIMITERS: [Delimiter; 5] =
    [Delimiter::Char(b','), Delimiter::Char(b';'), Delimiter::Char(b'\t'), Delimiter::Char(b'|'), Delimiter::Blanks];
/// Rows that may be the heads.
const HEADS: u32 = 10;

impl ImportCard {
    /// One line on how a table is read, with a way to change it.
    pub(super) fn read_as(&mut self, ui: &mut Ui, table: &Table, theme: &Theme) {
        let mut parts = Vec::new();
        if let Some(delimiter) = table.delimiter {
            parts.push(delimiter.words());
            parts.push(table.encoding.to_owned());
        }
        parts.push(match table.plan.header_row {
            0 => "no headings".to_owned(),
            row => format!("headings in row {row}"),
        });
        if table.plan.decimal_comma {
            parts.push("decimal comma".to_owned());
        }
        parts.push(match table.plan.day_first {
            Some(true) => "day before month".to_owned(),
            Some(false) => "month before day".to_owned(),
            None => "dates as they tell".to_owned(),
        });
        let (change, name) = if self.is_read_as_open {
            ("Done", "Done changing how it is read")
        } else {
            ("Change", "Change how it is read")
        };
        if text_button(ui, change, name, theme).clicked() {
            self.is_read_as_open = !self.is_read_as_open;
        }
        words(ui, &format!("Read as: {}", parts.join(" · ")), TextLook::small(theme));
    }

    /// All that can be changed about how a table is read.
    pub(super) fn read_as_choices(&mut self, ui: &mut Ui, table: &Table, theme: &Theme, wishes: &mut Wishes) {
        let number = self.number;
        let one = |ui: &mut Ui, name: &str, options: &[String], chosen: Option<usize>, shown: &str| {
            words(ui, name, TextLook::faint(theme));
            let picked = Picked { name, word: shown, ink: theme.ink, strong: false, width: 190.0 };
            let id = Id::unique(("import read as", number, &table.key, name));
            let new = pick(ui, id, &picked, options, chosen).1;
            ui.add_space(8.0);
            new
        };
        ui.horizontal_wrapped(|ui| {
            let shapes = [Shape::Nodes, Shape::Edges, Shape::LeftOut];
            let mut names: Vec<String> =
                ["an entity", "a relation", "not taken in"].iter().map(|name| (*name).to_owned()).collect();
            let mut at = shapes.iter().position(|shape| *shape == table.plan.shape);
            if at.is_none() {
                names.push(table.plan.shape.words().to_owned());
                at = Some(shapes.len());
            }
            let shown = at.and_then(|at| names.get(at)).cloned().unwrap_or_default();
            if let Some(shape) = one(ui, "A row is", &names, at, &shown).and_then(|new| shapes.get(new)) {
                self.choice(table).rows = Some(*shape);
                wishes.changed = true;
            }
            if let Some(delimiter) = table.delimiter {
                let names: Vec<String> = DELIMITERS.iter().map(|delimiter| capital(&delimiter.words())).collect();
                let at = DELIMITERS.iter().position(|other| *other == delimiter);
                let new = one(ui, "Cells are separated by", &names, at, &delimiter.words());
                if let Some(delimiter) = new.and_then(|new| DELIMITERS.get(new)) {
                    self.choices.texts.entry(table.file_key.clone()).or_default().delimiter = Some(delimiter.word());
                    // Other cells are other columns.
                    self.choice(table).columns.clear();
                    wishes.changed = true;
                }
                let names: Vec<String> = ENCODINGS.iter().map(|name| (*name).to_owned()).collect();
                let at = ENCODINGS.iter().position(|name| *name == table.encoding);
                let new = one(ui, "Encoding", &names, at, table.encoding);
                if let Some(encoding) = new.and_then(|new| ENCODINGS.get(new)) {
                    let text = self.choices.texts.entry(table.file_key.clone()).or_default();
                    text.encoding = Some((*encoding).to_owned());
                    wishes.changed = true;
                }
            }
            let mut names = vec!["none".to_owned()];
            names.extend((1..=HEADS.max(table.plan.header_row)).map(|row| format!("row {row}")));
            let at = Some(table.plan.header_row as usize);
            let shown = at.and_then(|at| names.get(at)).cloned().unwrap_or_default();
            if let Some(row) = one(ui, "Headings", &names, at, &shown) {
                self.choice(table).header_row = Some(row as u32);
                self.choice(table).columns.clear();
                wishes.changed = true;
            }
            let names = ["as they tell", "day before month", "month before day"].map(str::to_owned);
            let at = match table.plan.day_first {
                None => 0,
                Some(true) => 1,
                Some(false) => 2,
            };
            let shown = names.get(at).cloned().unwrap_or_default();
            if let Some(new) = one(ui, "Dates such as 1/2/2014", &names, Some(at), &shown) {
                self.choice(table).day_first = [None, Some(true), Some(false)].get(new).copied().flatten();
                wishes.changed = true;
            }
            let mut comma = table.plan.decimal_comma;
            if edged(ui, theme, |ui| ui.checkbox(&mut comma, "Decimal comma")).changed() {
                self.choice(table).decimal_comma = Some(comma);
                wishes.changed = true;
            }
            if table.plan.shape == Shape::Edges {
                let mut directed = table.plan.directed;
                if edged(ui, theme, |ui| ui.checkbox(&mut directed, "Relations have a direction")).changed() {
                    self.choice(table).directed = Some(directed);
                    wishes.changed = true;
                }
            }
            if table.delimiter.is_none() {
                let mut hidden = self.choices.hidden_sheets;
                if edged(ui, theme, |ui| ui.checkbox(&mut hidden, "Hidden sheets too")).changed() {
                    self.choices.hidden_sheets = hidden;
                    wishes.changed = true;
                }
            }
        });
    }

    fn choice(&mut self, table: &Table) -> &mut TableChoice {
        self.choices.tables.entry(table.key.clone()).or_default()
    }
}
