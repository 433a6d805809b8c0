//! Arcs and edges of a network, in pairs or in lists, and the relations that they belong to.

use std::rc::Rc;

use super::super::fault::{Fault, MetAt as _};
use super::super::graph::{Direction, Graph};
use super::super::report::{At, NoteKind};
use super::super::value::Value;
use super::words::Line;
use super::{Reader, purpose, put_times, word};

/// What the heading of lines says of their relation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Relation {
    pub(super) number: Option<u32>,
    /// Its name, else its number; empty for none.
    pub(super) name: String,
}

impl Relation {
    /// `:1 "works for"`, `: "works for"`, `"works for"`. A number without a colon may be how many lines follow.
    pub(super) fn of(rest: &str) -> Self {
        let bare = rest.trim();
        let numbered = bare.strip_prefix(':').map(str::trim_start);
        let text = numbered.unwrap_or(bare);
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, after) = text.split_at(digits);
        let number = number.parse().ok().filter(|_| after.is_empty() || after.starts_with([' ', '\t', '"']));
        let name = if number.is_some() { after } else { text };
        let name = name.trim().trim_matches('"');
        // What stands behind a heading may be a remark.
        let name = if name.starts_with('%') { "" } else { name };
        match number {
            Some(number) if name.is_empty() => {
                let name = numbered.map_or(String::new(), |_| u32::to_string(&number));
                Relation { number: numbered.and(Some(number)), name }
            }
            number => Relation { number, name: name.to_owned() },
        }
    }
}

/// `1: 2 3`: the number of the relation that a line says it belongs to, and the rest of the line.
fn numbered(line: &str) -> (Option<u32>, &str) {
    let bare = line.trim_start();
    let number = bare.split_once(':').and_then(|(number, rest)| {
        let is_number = number.bytes().all(|b| b.is_ascii_digit());
        Some((number.parse().ok().filter(|_| is_number)?, rest))
    });
    number.map_or((None, line), |(number, rest)| (Some(number), rest))
}

impl<'t> Reader<'t, '_> {
    /// The relation of a line: its own, else that of the heading; and the line without it.
    fn relation_of(&self, line: &'t str) -> (Rc<str>, &'t str) {
        match numbered(line) {
            (Some(number), rest) => {
                let known = self.relations.get(&number).filter(|name| !name.is_empty());
                (known.cloned().unwrap_or_else(|| number.to_string().into()), rest)
            }
            (None, line) => (Rc::clone(&self.relation), line),
        }
    }

    pub(super) fn pair(&mut self, graph: &mut Graph, line: &'t str, arcs: bool, here: At) -> Result<(), Fault> {
        let at = here.offset as usize;
        let (relation, line) = self.relation_of(line);
        let mut words = Line::new(line);
        let ends = (word(&mut words, at)?, word(&mut words, at)?);
        let record = self.report.open(here);
        let (Some(from), Some(to)) = ends else {
            self.report.refused(record, "the line has only one end");
            return Ok(());
        };
        if from.text.is_empty() || to.text.is_empty() {
            self.report.refused(record, "an end of the line is empty");
            return Ok(());
        }
        if let Some(reason) = self.no_vertex(&from.text).or_else(|| self.no_vertex(&to.text)) {
            self.report.refused(record, &reason);
            return Ok(());
        }
        let edge = add(graph, &from.text, &to.text, arcs, here)?;
        self.report.taken(record);
        graph.set_edge_kind(edge, &relation).met_at(at)?;
        let mut next = word(&mut words, at)?;
        if let Some(value) = next.as_ref().filter(|word| !word.quoted).and_then(|word| word.text.parse::<f64>().ok()) {
            if !graph.set_weight(edge, value) {
                self.report.note(NoteKind::LeftOut, "a weight that is not a finite number", Some(here));
            }
            next = word(&mut words, at)?;
        }
        while let Some(name) = next {
            if name.text.starts_with('[') && !name.quoted {
                put_times(&mut graph.edges.times, edge, &name.text, at)?;
            } else if let Some(value) = word(&mut words, at)? {
                if name.text == "l" {
                    graph.edges.set_label(edge, &value.text).met_at(at)?;
                } else {
                    let column = graph.edges.columns.named(&name.text, purpose(&name.text)).met_at(at)?;
                    graph.edges.columns.put(column, edge, &Value::Text(value.text)).met_at(at)?;
                }
            }
            next = word(&mut words, at)?;
        }
        Ok(())
    }

    /// `1 2 3`: from the first to each of the others.
    pub(super) fn list(&mut self, graph: &mut Graph, line: &'t str, arcs: bool, here: At) -> Result<(), Fault> {
        let at = here.offset as usize;
        let (relation, line) = self.relation_of(line);
        let mut words = Line::new(line);
        let Some(from) = word(&mut words, at)? else { return Ok(()) };
        while let Some(to) = word(&mut words, at)? {
            let record = self.report.open(here);
            if from.text.is_empty() || to.text.is_empty() {
                self.report.refused(record, "an end of the line is empty");
                continue;
            }
            if let Some(reason) = self.no_vertex(&from.text).or_else(|| self.no_vertex(&to.text)) {
                self.report.refused(record, &reason);
                continue;
            }
            let edge = add(graph, &from.text, &to.text, arcs, here)?;
            self.report.taken(record);
            graph.set_edge_kind(edge, &relation).met_at(at)?;
        }
        Ok(())
    }
}

fn add(graph: &mut Graph, from: &str, to: &str, arcs: bool, here: At) -> Result<u32, Fault> {
    let at = here.offset as usize;
    let (from, to) = (graph.end(from, here).met_at(at)?, graph.end(to, here).met_at(at)?);
    let edge = graph.add_edge(from, to, here).met_at(at)?;
    graph.set_direction(edge, if arcs { Direction::Directed } else { Direction::Undirected });
    Ok(edge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_lines_say_their_relation() {
        for (rest, number, name) in [
            ("", None, ""),
            (":1 \"works for\"", Some(1), "works for"),
            (": \"likes\"", None, "likes"),
            (":2", Some(2), "2"),
            (":3\"owns\"", Some(3), "owns"),
            ("\"hates\"", None, "hates"),
            ("works for", None, "works for"),
            ("120", None, ""),
            (": 3rd", None, "3rd"),
            ("% a remark", None, ""),
        ] {
            assert_eq!(Relation::of(rest), Relation { number, name: name.to_owned() }, "{rest}");
        }
        assert_eq!(numbered(" 12: 1 2"), (Some(12), " 1 2"));
        assert_eq!(numbered("1 2 [3:4]"), (None, "1 2 [3:4]"));
        assert_eq!(numbered(": 1 2"), (None, ": 1 2"));
    }
}
