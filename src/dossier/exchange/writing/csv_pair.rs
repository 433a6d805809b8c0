//! A pair of CSV tables: nodes, and edges by the ids of their ends. The heads are those that spreadsheet programs, Gephi,
//! pandas and igraph look for. Cells that a spreadsheet would calculate are made harmless, and taken back in reading.

use std::borrow::Cow;

use super::super::cells::is_formula;
use super::derived::Recorded;
use super::lost::{self, Holds};
use super::network::{Column, Network, OwnWay, Way};
use super::{Failure, Steps, WriteOptions, Writer, Written, WrittenFile, notation};
use crate::dossier::exchange::value::Value;
use crate::dossier::model::Dossier;
use crate::progress::Progress;

/// Writes tables.
pub(crate) struct CsvPair;

const WAY: Way = Way { nested: false, own: OwnWay::Cells { typed: false }, is_key: |_| true };

/// The first heads of a table of nodes.
pub(in super::super) const NODE_HEADS: [&str; 5] = ["id", "label", "kind", "x", "y"];
/// The first heads of a table of edges.
pub(in super::super) const EDGE_HEADS: [&str; 5] = ["source", "target", "kind", "id", "weight"];
/// What stands before the extension of the table of edges.
pub(super) const EDGES: &str = "-edges";
/// What makes a cell text: spreadsheets do not calculate what stands behind a tab, and do not show it.
const HARMLESS: char = '\t';

impl Writer for CsvPair {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn title(&self) -> &'static str {
        "CSV tables of nodes and edges"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn write(&self, dossier: &Dossier, options: &WriteOptions, progress: &Progress) -> Result<Written, Failure> {
        let network = Network::new(dossier, WAY);
        let mut steps = Steps::new(progress, network.len());
        let mut nodes = Table { text: String::new(), raw: options.raw, nuls: 0 };
        nodes.heads(&NODE_HEADS, &network.entities);
        for entity in network.nodes() {
            steps.step()?;
            for text in [entity.id.as_str(), &entity.name, &entity.kind] {
                nodes.cell(text);
            }
            let (x, y) = network.position(entity).unzip();
            for place in [x, y] {
                nodes.plain(&place.map(notation::number).unwrap_or_default());
            }
            nodes.columns(dossier, &network.entities, entity);
        }
        let mut edges = Table { text: String::new(), raw: options.raw, nuls: 0 };
        edges.heads(&EDGE_HEADS, &network.relations);
        for relation in network.edges() {
            steps.step()?;
            let texts = [relation.from.as_str(), relation.to.as_str(), &relation.kind, relation.id.as_str()];
            texts.into_iter().for_each(|text| edges.cell(text));
            edges.plain(&relation.weight.map(notation::number).unwrap_or_default());
            edges.columns(dossier, &network.relations, relation);
        }
        let nuls = nodes.nuls + edges.nuls;
        let files = [("", nodes), (EDGES, edges)];
        let files = files.map(|(suffix, table)| WrittenFile { suffix, bytes: table.text.into_bytes() });
        let mut lost = lost::of(dossier, Holds::default());
        lost.extend(lost::characters(nuls));
        Ok(Written { files: files.into(), lost })
    }
}

struct Table {
    text: String,
    raw: bool,
    /// Characters that tables cannot have: readers take a NUL for a sign that a file is no text.
    nuls: usize,
}

impl Table {
    fn heads<R: Recorded>(&mut self, first: &[&str], columns: &[Column<R>]) {
        first.iter().for_each(|head| self.cell(head));
        columns.iter().for_each(|column| self.cell(&column.name));
        self.end_row();
    }

    fn columns<R: Recorded>(&mut self, dossier: &Dossier, columns: &[Column<R>], record: &R) {
        for column in columns {
            match column.value(dossier, record) {
                None => self.plain(""),
                Some(Value::List(texts)) => self.cell(&notation::texts(&texts)),
                Some(Value::Real(number)) => self.plain(&notation::number(number)),
                Some(value) => self.cell(&value.shown()),
            }
        }
        self.end_row();
    }

    fn plain(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push(',');
    }

    fn cell(&mut self, text: &str) {
        let mut text = if self.raw { Cow::Borrowed(text) } else { defused(text) };
        if text.contains('\0') {
            self.nuls += text.matches('\0').count();
            text = Cow::Owned(text.replace('\0', "\u{fffd}"));
        }
        // Readers take blanks around a cell away.
        let quoted = text.contains([',', '"', '\n', '\r', ';', '\t']) || text.trim() != text;
        if quoted {
            self.text.push('"');
            self.text.push_str(&text.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(&text);
        }
        self.text.push(',');
    }

    fn end_row(&mut self) {
        // The comma behind the last cell.
        self.text.pop();
        self.text.push('\n');
    }
}

/// A text with a tab before it if a spreadsheet would take it for a formula.
fn defused(text: &str) -> Cow<'_, str> {
    let is_number = text.parse::<f64>().is_ok_and(f64::is_finite);
    if is_formula(text) && !is_number { Cow::Owned(format!("{HARMLESS}{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell that was made harmless.
pub(in super::super) fn text_of(cell: &str) -> &str {
    cell.strip_prefix(HARMLESS).filter(|text| is_formula(text)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_harmless_and_numbers_stay() {
        for (text, cell) in [
            ("=1+1", "\t=1+1"),
            ("@SUM(1)", "\t@SUM(1)"),
            ("-5", "-5"),
            ("+1.5e3", "+1.5e3"),
            ("-5+cmd|' /C calc'!A0", "\t-5+cmd|' /C calc'!A0"),
            ("\t=1", "\t\t=1"),
            ("\r=1", "\t\r=1"),
            (" =1", "\t =1"),
            ("a=1", "a=1"),
        ] {
            assert_eq!((defused(text).as_ref(), text_of(cell)), (cell, text));
        }
    }

    proptest! {
        #[test]
        fn what_was_made_harmless_comes_back(text in "[=+@\t\r\n '\u{200b}a1-]{0,6}|\\PC{0,6}") {
            let cell = defused(&text);
            prop_assert_eq!(text_of(&cell), text.as_str());
        }
    }
}
