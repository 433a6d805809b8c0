//! Attributes of GEXF: which there are, of which type, with which default, and the values of records.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::fault::{Fault, MetAt as _};
use super::super::graph::{Graph, Records};
use super::super::limits::Limit;
use super::super::report::{NoteKind, Report};
use super::super::value::{Purpose, Value, declared_boolean, declared_real};
use super::super::xml::{Piece, Tag, Xml};
use super::times::Found;
use crate::problem::Problem;

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Text,
    Address,
    Integer,
    Real,
    Boolean,
    List,
}

impl Type {
    fn of(word: &str) -> Self {
        let word = word.trim().to_ascii_lowercase();
        match word.as_str() {
            "integer" | "long" | "short" | "byte" | "int" => Type::Integer,
            "float" | "double" => Type::Real,
            "boolean" => Type::Boolean,
            "anyuri" => Type::Address,
            // Numbers of any length stay as they are written.
            "bigdecimal" | "biginteger" | "char" | "character" | "string" => Type::Text,
            _ if word.starts_with("list") => Type::List,
            _ => Type::Text,
        }
    }

    /// A text as a value; `false` where it is of another type.
    fn read(self, text: &str) -> (Option<Value<'_>>, bool) {
        let bare = text.trim();
        if text.is_empty() {
            return (None, true);
        }
        let found = match self {
            Type::Text | Type::Address => Some(Value::text(text)),
            Type::Integer => bare.parse().ok().map(Value::Integer),
            Type::Real => declared_real(bare).map(Value::Real),
            Type::Boolean => declared_boolean(bare).map(Value::Boolean),
            Type::List => Some(Value::List(list(bare))),
        };
        match found {
            Some(value) => (Some(value), true),
            None => (Some(Value::text(text)), false),
        }
    }
}

/// `[a, "b, c"]` of version 1.3; `a|b`, `a;b` and `a,b` of those before.
fn list(text: &str) -> Vec<Cow<'_, str>> {
    let inside = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let mark = if inside.is_some() {
        ','
    } else {
        ['|', ';', ','].into_iter().find(|mark| text.contains(*mark)).unwrap_or('|')
    };
    let text = inside.unwrap_or(text);
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let quoted = quote.and_then(|quote| {
            let inside = rest.get(1..)?;
            let end = inside.find(quote)?;
            let after = inside.get(end + 1..)?.trim_start();
            (after.is_empty() || after.starts_with(mark)).then(|| (inside.get(..end).unwrap_or_default(), after))
        });
        let (item, after) = quoted.unwrap_or_else(|| {
            let end = rest.find(mark).unwrap_or(rest.len());
            (rest.get(..end).unwrap_or_default().trim(), rest.get(end..).unwrap_or_default())
        });
        out.push(Cow::Borrowed(item));
        rest = after.strip_prefix(mark).unwrap_or_default().trim_start();
    }
    out
}

#[derive(Debug)]
struct Attribute {
    column: usize,
    of_type: Type,
}

/// Values of one record that hold at some time only.
#[derive(Debug)]
struct Timed {
    column: usize,
    row: u32,
    texts: Vec<String>,
}

/// All attributes of a graph.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// Those of nodes and those of edges.
    known: [HashMap<String, Attribute>; 2],
    timed: [HashMap<(usize, u32), usize>; 2],
    timed_values: [Vec<Timed>; 2],
}

impl Attributes {
    /// `<attributes …>` with what lies in it.
    pub(super) fn declare<'t>(
        &mut self,
        xml: &mut Xml<'t>,
        tag: Tag<'t>,
        graph: &mut Graph,
        report: &mut Report,
    ) -> Result<(), Fault> {
        let class = xml.attribute(&tag, "class")?.unwrap_or(Cow::Borrowed("node"));
        let on_edge = class == "edge";
        let records = if on_edge { &mut graph.edges } else { &mut graph.nodes };
        loop {
            match xml.next()? {
                Piece::Open(inner) if inner.name == "attribute" && matches!(&*class, "node" | "edge") => {
                    self.attribute(xml, inner, records, on_edge, report)?;
                }
                Piece::Open(_) => xml.skip()?,
                Piece::Text(text) => xml.refuse_text(&text)?,
                Piece::Close | Piece::End => return Ok(()),
            }
        }
    }

    fn attribute<'t>(
        &mut self,
        xml: &mut Xml<'t>,
        tag: Tag<'t>,
        records: &mut Records,
        on_edge: bool,
        report: &mut Report,
    ) -> Result<(), Fault> {
        let (mut id, mut title, mut of_type) = (None, None, Type::Text);
        for (name, raw) in tag.attributes() {
            match name {
                "id" => id = Some(xml.value(raw)?.into_owned()),
                "title" => title = Some(xml.value(raw)?.into_owned()),
                "type" => of_type = Type::of(raw),
                _ => {}
            }
        }
        let mut default = None;
        loop {
            match xml.next()? {
                Piece::Open(inner) if inner.name == "default" => {
                    let mut text = String::new();
                    xml.content(&mut text)?;
                    default = Some(text.trim().to_owned());
                }
                Piece::Open(_) => xml.skip()?,
                Piece::Text(text) => xml.refuse_text(&text)?,
                Piece::Close | Piece::End => break,
            }
        }
        let Some(id) = id else {
            return Err(Fault::not_the_format(tag.at, "this attribute has no id", "give it `id` and `title`"));
        };
        let title = title.filter(|title| !title.is_empty()).unwrap_or_else(|| id.clone());
        let purpose = if of_type == Type::Address { Purpose::Url } else { Purpose::Own };
        let column = records.columns.apart(&title, purpose).met_at(tag.at)?;
        if let (Some(default), Some(column)) = (default, records.columns.at_mut(column)) {
            column.default = of_type.read(&default).0.map(Value::into_owned);
        }
        let known = &mut self.known[usize::from(on_edge)];
        Limit::Columns.check(known.len() + 1).met_at(tag.at)?;
        if known.insert(id, Attribute { column, of_type }).is_some() {
            report.note(NoteKind::Doubtful, "an attribute is declared twice; the last one holds", None);
        }
        Ok(())
    }

    /// Whether the file declares an attribute.
    pub(super) fn knows(&self, on_edge: bool, id: &str) -> bool {
        self.known[usize::from(on_edge)].contains_key(id)
    }

    /// Sets the value of a record; gives `false` where it is not of the attribute's type and was taken as text.
    pub(super) fn put(
        &mut self,
        records: &mut Records,
        on_edge: bool,
        row: u32,
        id: &str,
        text: &str,
        found: &Found<'_>,
    ) -> Result<bool, Problem> {
        let sort = usize::from(on_edge);
        let (column, of_type) = match self.known[sort].get(id) {
            Some(attribute) => (attribute.column, attribute.of_type),
            None => {
                let column = records.columns.apart(id, Purpose::Own)?;
                self.known[sort].insert(id.to_owned(), Attribute { column, of_type: Type::Text });
                (column, Type::Text)
            }
        };
        if !found.is_empty() {
            Limit::Cell.check(text.len())?;
            let values = &mut self.timed_values[sort];
            let number = *self.timed[sort].entry((column, row)).or_insert(values.len());
            if number == values.len() {
                values.push(Timed { column, row, texts: Vec::new() });
            }
            if let Some(timed) = values.get_mut(number) {
                timed.texts.push(format!("{text} ({})", found.shown()));
            }
            return Ok(true);
        }
        let (value, fits) = of_type.read(text);
        if let Some(value) = value {
            records.columns.put(column, row, &value)?;
        }
        Ok(fits)
    }

    /// Sets the values that change over time.
    pub(super) fn finish(&mut self, graph: &mut Graph) -> Result<(), Problem> {
        for (records, values) in [&mut graph.nodes, &mut graph.edges].into_iter().zip(&mut self.timed_values) {
            for Timed { column, row, texts } in values.drain(..) {
                let texts = texts.into_iter().map(Cow::Owned).collect();
                records.columns.put(column, row, &Value::List(texts))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_in_all_spellings() {
        for text in ["[a, \"b, c\", d]", "a|b, c|d", "a;b, c;d"] {
            assert_eq!(list(text), ["a", "b, c", "d"], "{text}");
        }
        assert_eq!(
            (list("[]").len(), list("one"), list("a, b")),
            (0, vec![Cow::Borrowed("one")], vec!["a".into(), "b".into()])
        );
        assert_eq!(list("[\"a\"b, c]"), ["\"a\"b", "c"]);
    }

    #[test]
    fn values_of_another_type_stay_as_texts() {
        assert_eq!(Type::of("Integer").read(" 7 "), (Some(Value::Integer(7)), true));
        assert_eq!(Type::of("double").read("x"), (Some(Value::text("x")), false));
        assert_eq!(Type::of("boolean").read(""), (None, true));
        assert_eq!(
            Type::of("biginteger").read("123456789012345678901"),
            (Some(Value::text("123456789012345678901")), true)
        );
    }
}
