//! GML in ASCII, with references for all else, as networkx wants it. Keys are letters, digits and underscores; data of
//! the author's own under other keys stand together as JSON.

use super::derived::Recorded;
use super::graphml::mixed;
use super::lost::{self, Holds};
use super::network::{Column, Directions, Network, OwnWay, Way};
use super::{CREATOR, Failure, Lost, Steps, WriteOptions, Writer, Written, notation};
use crate::dossier::exchange::own;
use crate::dossier::exchange::value::Value;
use crate::dossier::model::Dossier;
use crate::progress::Progress;

/// Writes GML.
pub(crate) struct Gml;

const WAY: Way = Way { nested: true, own: OwnWay::Typed { lists: false, flags: false }, is_key };

/// Key of networkx that tells parallel edges apart.
const KEY: &str = "key";

fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Whether whole numbers of GML, of 32 bits with a sign, hold it.
fn is_whole(number: f64) -> bool {
    number.trunc() == number && number.abs() < 2_147_483_648.0
}

impl Writer for Gml {
    fn name(&self) -> &'static str {
        "gml"
    }

    fn title(&self) -> &'static str {
        "GML"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["gml"]
    }

    fn write(&self, dossier: &Dossier, _: &WriteOptions, progress: &Progress) -> Result<Written, Failure> {
        let network = Network::new(dossier, WAY);
        let mut steps = Steps::new(progress, network.len());
        let mut out = Out::default();
        out.text.push_str("Creator \"");
        out.text.push_str(CREATOR);
        out.text.push_str("\"\ngraph [\n");
        out.put("  ", "directed", if network.directions == Directions::None { "0" } else { "1" });
        out.put("  ", "multigraph", "1");
        if !dossier.given_title().is_empty() {
            out.quoted("  ", "name", dossier.given_title());
        }
        out.quoted("  ", own::MARK, &own::head(dossier));
        // Ids of GML are whole numbers; ours stand in `name`, as igraph has it. `label` is what people see and networkx
        // knows nodes by, so that it must not come twice.
        let mut numbers = std::collections::HashMap::with_capacity(dossier.entity_count());
        for (number, entity) in network.nodes().enumerate() {
            steps.step()?;
            numbers.insert(entity.id.as_str(), number.to_string());
            out.text.push_str("  node [\n");
            out.put("    ", "id", &number.to_string());
            out.quoted("    ", "label", entity.id.as_str());
            out.quoted("    ", "name", &entity.name);
            if !entity.kind.is_empty() {
                out.quoted("    ", "kind", &entity.kind);
            }
            if let Some((x, y)) = network.position(entity) {
                out.text.push_str("    graphics [\n");
                out.real("      ", "x", x);
                out.real("      ", "y", y);
                out.text.push_str("    ]\n");
            }
            out.columns(dossier, &network.entities, entity);
            out.text.push_str("  ]\n");
        }
        for relation in network.edges() {
            steps.step()?;
            out.text.push_str("  edge [\n");
            for (key, end) in [("source", &relation.from), ("target", &relation.to)] {
                out.put("    ", key, numbers.get(end.as_str()).map_or("-1", String::as_str));
            }
            out.quoted("    ", "id", relation.id.as_str());
            out.quoted("    ", KEY, relation.id.as_str());
            out.quoted("    ", "kind", &relation.kind);
            if let Some(weight) = relation.weight {
                out.real("    ", "weight", weight);
            }
            out.columns(dossier, &network.relations, relation);
            out.text.push_str("  ]\n");
        }
        out.text.push_str("]\n");
        let mut lost = lost::of(dossier, Holds { claims: true, whole: true });
        lost.extend(mixed(network.directions));
        let what = "NUL characters: they were replaced by �";
        lost.extend((out.nuls > 0).then(|| Lost { what: what.to_owned(), count: out.nuls, first: Vec::new() }));
        Ok(Written::one(out.text.into_bytes(), lost))
    }
}

#[derive(Default)]
struct Out {
    text: String,
    nuls: usize,
}

impl Out {
    fn put(&mut self, indent: &str, key: &str, word: &str) {
        for part in [indent, key, " ", word, "\n"] {
            self.text.push_str(part);
        }
    }

    fn real(&mut self, indent: &str, key: &str, number: f64) {
        // Numbers with an exponent or beyond 32 bits must have a point.
        let word = if is_whole(number) { format!("{number:.0}") } else { exponent(number) };
        self.put(indent, key, &word);
    }

    fn quoted(&mut self, indent: &str, key: &str, text: &str) {
        for part in [indent, key, " \""] {
            self.text.push_str(part);
        }
        for c in text.chars() {
            match c {
                '"' => self.text.push_str("&quot;"),
                '&' => self.text.push_str("&amp;"),
                // Some programs take it for the beginning of an escape.
                '\\' => self.text.push_str("&#92;"),
                '\0' => {
                    self.nuls += 1;
                    self.text.push_str("&#65533;");
                }
                ' '..='~' => self.text.push(c),
                _ => self.text.push_str(&format!("&#{};", u32::from(c))),
            }
        }
        self.text.push_str("\"\n");
    }

    fn columns<R: Recorded>(&mut self, dossier: &Dossier, columns: &[Column<R>], record: &R) {
        for column in columns {
            let Some(value) = column.value(dossier, record) else { continue };
            match &value {
                Value::Text(text) | Value::Date(text) => self.quoted("    ", &column.name, text),
                Value::List(texts) => self.quoted("    ", &column.name, &notation::texts(texts)),
                Value::Real(number) => self.real("    ", &column.name, *number),
                Value::Integer(number) => self.real("    ", &column.name, *number as f64),
                Value::Boolean(yes) => self.put("    ", &column.name, if *yes { "1" } else { "0" }),
            }
        }
    }
}

/// A number with a point: `1.0E+20`, as the grammar has it.
fn exponent(number: f64) -> String {
    let text = format!("{number:?}");
    match text.split_once('e') {
        None => text,
        Some((digits, power)) => {
            let point = if digits.contains('.') { "" } else { ".0" };
            let sign = if power.starts_with('-') { "" } else { "+" };
            format!("{digits}{point}E{sign}{power}")
        }
    }
}
