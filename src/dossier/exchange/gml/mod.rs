//! GML, the Graph Modelling Language of Graphlet, as networkx, igraph, yEd, Tulip, OGDF and Graphviz write it: keys with
//! numbers, texts and lists, flattened to dotted names where they are nested.

mod lexer;

use std::borrow::Cow;
use std::collections::HashMap;

use self::lexer::{Lexer, Token};
use super::encoding::Rule;
use super::fault::{Fault, Lines, MetAt as _};
use super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::graph::{Added, Columns, Direction, Graph, Position};
use super::limits::Limit;
use super::references;
use super::report::{At, NoteKind, Report, Unit, empty_end};
use super::value::{Purpose, Value};
use crate::progress::Progress;

/// The Graph Modelling Language.
pub(crate) struct Gml;

impl Format for Gml {
    fn name(&self) -> &'static str {
        "gml"
    }

    fn about(&self) -> &'static str {
        "GML, the Graph Modelling Language"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["gml"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        let mut lexer = Lexer { text: &head.text, at: 0 };
        // Before the graph stand a few keys such as `Creator` and `Version`.
        for _ in 0..32 {
            match (lexer.next(), lexer.next()) {
                (Ok((Token::Word(key), _)), Ok((Token::Open, _))) if key.eq_ignore_ascii_case("graph") => {
                    return Sure::Certain;
                }
                (Ok((Token::Word(_), _)), Ok((Token::Text(_) | Token::Word(_), _))) => {}
                _ => return Sure::No,
            }
        }
        Sure::No
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Any, options)?;
        let mut report = Report::new(self.name());
        text.tell(&mut report);
        let pace = Pace::new(progress, text.as_str().len());
        let lexer = Lexer { text: text.as_str(), at: 0 };
        let mut reader =
            Reader { lexer, lines: Lines::default(), pace, report: &mut report, graphs: Vec::new(), dotted: 0 };
        reader.file().map_err(|fault| fault.placed(&text))?;
        let graphs = reader.graphs;
        Read::finish(graphs, report, options)
    }
}

/// A value of a record with its name, dotted where it was nested.
struct Pair<'a> {
    name: Cow<'a, str>,
    value: Scalar<'a>,
    at: usize,
}

#[derive(Clone, Copy)]
enum Scalar<'a> {
    Word(&'a str),
    Text(&'a str),
}

impl<'a> Scalar<'a> {
    /// As text.
    fn text(self) -> Cow<'a, str> {
        match self {
            Scalar::Word(word) => Cow::Borrowed(word),
            Scalar::Text(text) if text.contains("\\\"") => {
                Cow::Owned(references::plain(&text.replace("\\\"", "\"")).into_owned())
            }
            Scalar::Text(text) => references::plain(text),
        }
    }

    fn number(self) -> Option<f64> {
        match self {
            Scalar::Word(text) | Scalar::Text(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
        }
    }

    /// As the value of a column.
    fn value(self) -> Value<'a> {
        let Scalar::Word(word) = self else { return Value::Text(self.text()) };
        if let Ok(whole) = word.parse() {
            return Value::Integer(whole);
        }
        match word.parse::<f64>() {
            // More digits than a number holds: a code.
            Ok(_) if word.len() > 15 && word.bytes().all(|b| b.is_ascii_digit()) => Value::text(word),
            // What is not finite is counted by the column.
            Ok(real) => Value::Real(real),
            Err(_) => Value::text(word),
        }
    }
}

struct Reader<'t, 'r> {
    lexer: Lexer<'t>,
    lines: Lines,
    pace: Pace<'r>,
    report: &'r mut Report,
    graphs: Vec<Graph>,
    /// Bytes of dotted names that were made of nested ones.
    dotted: usize,
}

impl<'t> Reader<'t, '_> {
    fn file(&mut self) -> Result<(), Fault> {
        let mut creator = String::new();
        let mut outside = Vec::new();
        loop {
            let (token, at) = self.lexer.next()?;
            let key = match token {
                Token::End => break,
                Token::Word(key) => key,
                Token::Text(_) | Token::Open | Token::Close => return Err(no_key(at)),
            };
            let value = match self.lexer.next()? {
                (Token::Open, begin) if key.eq_ignore_ascii_case("graph") => {
                    self.graph(begin)?;
                    continue;
                }
                (Token::Open, begin) if key.eq_ignore_ascii_case("node") || key.eq_ignore_ascii_case("edge") => {
                    self.pairs(begin, key, 1, &mut Vec::new())?;
                    self.refuse_outside(at);
                    continue;
                }
                (Token::Open, begin) => {
                    self.pairs(begin, key, 1, &mut outside)?;
                    continue;
                }
                (Token::Word(word), _) => Scalar::Word(word),
                (Token::Text(text), _) => Scalar::Text(text),
                (Token::Close | Token::End, at) => return Err(no_value(key, at)),
            };
            if key.eq_ignore_ascii_case("creator") && creator.is_empty() {
                creator = value.text().into_owned();
            } else {
                outside.push(Pair { name: Cow::Borrowed(key), value, at });
            }
        }
        let Some(first) = self.graphs.first_mut() else {
            return Err(Fault::not_the_format(0, "this file has no `graph [`", "save it as GML again"));
        };
        for pair in &outside {
            tell_outside(first, pair)?;
        }
        for graph in &mut self.graphs {
            graph.meta.creator.clone_from(&creator);
        }
        Ok(())
    }

    /// A record that no graph holds.
    fn refuse_outside(&mut self, at: usize) {
        let part = self.report.parts().len().saturating_sub(1) as u16;
        let place = At { part, number: self.lines.line(self.lexer.text, at), offset: at as u32 };
        let record = self.report.open(place);
        self.report.refused(record, "it is outside `graph [ ]`");
    }

    fn graph(&mut self, begin: usize) -> Result<(), Fault> {
        Limit::Graphs.check(self.graphs.len() + 1).met_at(begin)?;
        let name = if self.graphs.is_empty() { String::new() } else { format!("graph {}", self.graphs.len() + 1) };
        let part = self.report.part(&name, Unit::Line, "");
        let mut graph = Graph::new(Direction::Undirected);
        graph.y_down = true;
        let mut pairs = Vec::new();
        loop {
            let (token, at) = self.lexer.next()?;
            self.pace.reached(at)?;
            let key = match token {
                Token::Word(key) => key,
                Token::Close => break,
                Token::End => return Err(cut_off(begin)),
                Token::Text(_) | Token::Open => return Err(no_key(at)),
            };
            let (token, value_at) = self.lexer.next()?;
            match token {
                Token::Open if key.eq_ignore_ascii_case("node") || key.eq_ignore_ascii_case("edge") => {
                    pairs.clear();
                    self.pairs(value_at, "", 2, &mut pairs)?;
                    let place = At { part, number: self.lines.line(self.lexer.text, at), offset: at as u32 };
                    if key.eq_ignore_ascii_case("node") {
                        self.node(&mut graph, &pairs, place)?;
                    } else {
                        self.edge(&mut graph, &pairs, place)?;
                    }
                }
                Token::Open => {
                    pairs.clear();
                    self.pairs(value_at, key, 2, &mut pairs)?;
                    for pair in &pairs {
                        self.tell(&mut graph, &pair.name, pair.value, value_at)?;
                    }
                }
                Token::Word(word) => self.tell(&mut graph, key, Scalar::Word(word), value_at)?,
                Token::Text(text) => self.tell(&mut graph, key, Scalar::Text(text), value_at)?,
                Token::Close | Token::End => return Err(no_value(key, value_at)),
            }
        }
        graph.keep_repeated(self.report).met_at(begin)?;
        self.graphs.push(graph);
        Ok(())
    }

    /// What stands of the graph as a whole.
    fn tell(&mut self, graph: &mut Graph, key: &str, value: Scalar<'_>, at: usize) -> Result<(), Fault> {
        Limit::Cell.check(key.len() + value.text().len()).met_at(at)?;
        let text = value.text().into_owned();
        match key.to_ascii_lowercase().as_str() {
            "directed" => {
                let directed = matches!(text.as_str(), "1" | "true");
                graph.default_direction = if directed { Direction::Directed } else { Direction::Undirected };
            }
            "label" | "title" | "name" if graph.meta.title.is_empty() => graph.meta.title = text,
            "comment" if graph.meta.description.is_empty() => graph.meta.description = text,
            _ => {
                Limit::Columns.check(graph.meta.others.len() + 1).met_at(at)?;
                graph.meta.others.push((key.to_owned(), text));
            }
        }
        Ok(())
    }

    /// The pairs of a list up to its closing bracket.
    fn pairs(&mut self, begin: usize, above: &str, depth: usize, out: &mut Vec<Pair<'t>>) -> Result<(), Fault> {
        Limit::Depth.check(depth).met_at(begin)?;
        loop {
            let (token, at) = self.lexer.next()?;
            let key = match token {
                Token::Word(key) => key,
                Token::Close => return Ok(()),
                Token::End => return Err(cut_off(begin)),
                Token::Text(_) | Token::Open => return Err(no_key(at)),
            };
            let name = if above.is_empty() { Cow::Borrowed(key) } else { Cow::Owned(format!("{above}.{key}")) };
            // Each level makes the names longer.
            self.dotted += if above.is_empty() { 0 } else { name.len() };
            Limit::check_made(self.dotted, self.lexer.text.len()).met_at(at)?;
            let value = match self.lexer.next()? {
                (Token::Open, begin) => {
                    self.pairs(begin, &name, depth + 1, out)?;
                    continue;
                }
                (Token::Word(word), _) => Scalar::Word(word),
                (Token::Text(text), _) => Scalar::Text(text),
                (Token::Close | Token::End, at) => return Err(no_value(key, at)),
            };
            out.push(Pair { name, value, at });
        }
    }

    fn node(&mut self, graph: &mut Graph, pairs: &[Pair<'t>], place: At) -> Result<(), Fault> {
        let at = place.offset as usize;
        let id = match find(pairs, "id") {
            Some(id) => id.text(),
            None => {
                self.report.note(NoteKind::Doubtful, "a node without an `id`, which no edge can name", Some(place));
                // Several may stand in one line.
                Cow::Owned(format!("node without id {}", graph.nodes.len() + 1))
            }
        };
        let record = self.report.open(place);
        let node = match graph.add_node(&id, place).met_at(at)? {
            Added::New(node) | Added::Implied(node) => {
                self.report.taken(record);
                node
            }
            Added::Again(node) => {
                self.report.merged_node(record, graph.nodes.at(node));
                node
            }
        };
        let labelled = find(pairs, "label");
        let named_in_drawing = is_named_in_drawing(pairs);
        let mut position = [None; 3];
        let mut seen_id = false;
        let links = links(pairs);
        for (number, pair) in pairs.iter().enumerate() {
            match &*pair.name {
                "id" if !std::mem::replace(&mut seen_id, true) => {}
                "label" => graph.nodes.set_label(node, &pair.value.text()).met_at(pair.at)?,
                // igraph has only a name.
                "name" if labelled.is_none() => graph.nodes.set_label(node, &pair.value.text()).met_at(pair.at)?,
                "LabelGraphics.text" if named_in_drawing => {
                    graph.nodes.set_label(node, &pair.value.text()).met_at(pair.at)?;
                }
                "graphics.x" => position[0] = pair.value.number(),
                "graphics.y" => position[1] = pair.value.number(),
                "graphics.z" => position[2] = pair.value.number(),
                // The group of yEd.
                "gid" if pair.value.text().is_empty() => {}
                "gid" => {
                    let group = graph.end(&pair.value.text(), place).met_at(pair.at)?;
                    graph.set_parent(node, group);
                }
                _ if links.get(number).is_some_and(|link| link.first) => {
                    put(&mut graph.nodes.columns, node, pairs, &links, number)?;
                }
                _ => {}
            }
        }
        if let [Some(x), Some(y), z] = position {
            graph.set_position(node, Position { x, y, z });
        }
        Ok(())
    }

    fn edge(&mut self, graph: &mut Graph, pairs: &[Pair<'t>], place: At) -> Result<(), Fault> {
        let at = place.offset as usize;
        let (Some(from), Some(to)) = (find(pairs, "source"), find(pairs, "target")) else {
            return Err(Fault::not_the_format(at, "this edge has no `source` or no `target`", "give each edge both"));
        };
        for end in ["source", "target"] {
            if pairs.iter().filter(|pair| pair.name == end).count() > 1 {
                let message = format!("an edge with more than one `{end}`; the first was read");
                self.report.note(NoteKind::Doubtful, &message, Some(place));
            }
        }
        let record = self.report.open(place);
        if let Some(reason) = empty_end([("source", &from.text()), ("target", &to.text())]) {
            self.report.refused(record, &reason);
            return Ok(());
        }
        let (from, to) = (graph.end(&from.text(), place).met_at(at)?, graph.end(&to.text(), place).met_at(at)?);
        let edge = graph.add_edge(from, to, place).met_at(at)?;
        self.report.taken(record);
        let links = links(pairs);
        let named_in_drawing = is_named_in_drawing(pairs);
        for (number, pair) in pairs.iter().enumerate() {
            match &*pair.name {
                "source" | "target" => {}
                "LabelGraphics.text" if named_in_drawing => {
                    graph.edges.set_label(edge, &pair.value.text()).met_at(pair.at)?;
                }
                "id" => graph.set_edge_id(edge, &pair.value.text()).met_at(pair.at)?,
                "label" => graph.edges.set_label(edge, &pair.value.text()).met_at(pair.at)?,
                "directed" => {
                    let directed = pair.value.number().is_some_and(|n| n != 0.0);
                    graph.set_direction(edge, if directed { Direction::Directed } else { Direction::Undirected });
                }
                "weight" => match pair.value.number() {
                    Some(weight) => drop(graph.set_weight(edge, weight)),
                    None if pair.value.text().is_empty() => {}
                    None => graph.keep_weight(edge, &pair.value.text(), self.report).met_at(pair.at)?,
                },
                _ if links.get(number).is_some_and(|link| link.first) => {
                    put(&mut graph.edges.columns, edge, pairs, &links, number)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// What stands outside of all graphs is told of the first.
fn tell_outside(graph: &mut Graph, pair: &Pair<'_>) -> Result<(), Fault> {
    let text = pair.value.text();
    Limit::Cell.check(pair.name.len() + text.len()).met_at(pair.at)?;
    if pair.name.eq_ignore_ascii_case("comment") && graph.meta.description.is_empty() {
        graph.meta.description = text.into_owned();
        return Ok(());
    }
    Limit::Columns.check(graph.meta.others.len() + 1).met_at(pair.at)?;
    graph.meta.others.push((pair.name.to_string(), text.into_owned()));
    Ok(())
}

/// Whether a record has its name only where it tells how that is drawn, as yFiles and Rocs have it.
fn is_named_in_drawing(pairs: &[Pair<'_>]) -> bool {
    ["label", "name"].into_iter().all(|name| find(pairs, name).is_none_or(|text| text.text().is_empty()))
}

fn find<'p>(pairs: &[Pair<'p>], name: &str) -> Option<Scalar<'p>> {
    pairs.iter().find(|pair| pair.name == name).map(|pair| pair.value)
}

/// Where a pair stands among those of its name.
#[derive(Clone, Copy)]
struct Link {
    /// Whether it is the first one.
    first: bool,
    /// The number of the next one, 0 for none.
    next: usize,
}

/// Links of the pairs of each name.
fn links(pairs: &[Pair<'_>]) -> Vec<Link> {
    let mut last: HashMap<&str, usize> = HashMap::with_capacity(pairs.len());
    let mut out = vec![Link { first: true, next: 0 }; pairs.len()];
    for (number, pair) in pairs.iter().enumerate() {
        if let Some(before) = last.insert(&pair.name, number)
            && let Ok([one, other]) = out.get_disjoint_mut([before, number])
        {
            one.next = number;
            other.first = false;
        }
    }
    out
}

/// Sets a value; several under one name are a list.
fn put(columns: &mut Columns, row: u32, pairs: &[Pair<'_>], links: &[Link], first: usize) -> Result<(), Fault> {
    let numbers =
        std::iter::successors(Some(first), |at| links.get(*at).map(|link| link.next).filter(|next| *next > 0));
    let mut all = numbers.filter_map(|number| pairs.get(number));
    let Some(pair) = all.next() else { return Ok(()) };
    let look = pair.name.starts_with("graphics.") || pair.name.starts_with("LabelGraphics.");
    let column = columns.named(&pair.name, if look { Purpose::Look } else { Purpose::Own }).met_at(pair.at)?;
    // networkx marks lists of one value so.
    let marker = |pair: &&Pair<'_>| matches!(pair.value, Scalar::Text("_networkx_list_start"));
    let mut all = all.peekable();
    let value = if all.peek().is_none() && !marker(&pair) {
        pair.value.value()
    } else {
        let all = std::iter::once(pair).chain(all).filter(|pair| !marker(pair));
        Value::List(all.map(|pair| pair.value.text()).collect())
    };
    columns.put(column, row, &value).met_at(pair.at)
}

fn no_key(at: usize) -> Fault {
    Fault::not_the_format(
        at,
        "expected a key here",
        "GML is a list of keys, each with a number, a \"text\" or a [ list ]",
    )
}

fn no_value(key: &str, at: usize) -> Fault {
    Fault::not_the_format(
        at,
        format!("`{key}` has no value"),
        "give it a number, a \"text\" or a [ list ], or remove it",
    )
}

fn cut_off(begin: usize) -> Fault {
    Fault::cut_off(begin, "the file ends inside this `[`", "the file is cut off, or a `]` is missing")
}

#[cfg(test)]
mod tests;
