//! DOT, the language of Graphviz: the whole grammar of its reader (libcgraph), several graphs in a file, clusters as
//! nodes that hold others. How a graph would be drawn is not worked out.

mod attributes;
mod labels;
mod lexer;
mod network;

use std::borrow::Cow;

use encoding_rs::Encoding;

use self::attributes::{Attribute, Of};
pub(super) use self::attributes::{is_look, position};
use self::lexer::{Key, Lexer, Token};
use self::network::{End, Network};
use super::encoding::Rule;
use super::fault::{Fault, MetAt as _};
use super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::limits::Limit;
use super::report::Report;
use crate::progress::Progress;

/// The language of Graphviz.
pub(crate) struct Dot;

impl Format for Dot {
    fn name(&self) -> &'static str {
        "dot"
    }

    fn about(&self) -> &'static str {
        "DOT, the language of Graphviz"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["dot", "gv"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        let mut lexer = Lexer::new(&head.text);
        let mut next = || lexer.next().map_or(Token::End, |(token, _)| token);
        let mut token = next();
        if token == Token::Key(Key::Strict) {
            token = next();
        }
        if !matches!(token, Token::Key(Key::Graph | Key::Digraph)) {
            return Sure::No;
        }
        loop {
            match next() {
                Token::Sign(b'{') => return Sure::Certain,
                Token::Word(_) | Token::Html(_) | Token::Sign(b'+') => {}
                // The file may be cut off right here.
                Token::End if head.whole => return Sure::Perhaps,
                _ => return Sure::No,
            }
        }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let encoding = options.encoding.or_else(|| charset(input.bytes));
        let text = input.text(Rule::Any, &Options { encoding, ..options.clone() })?;
        let mut report = Report::new(self.name());
        text.tell(&mut report);
        let pace = Pace::new(progress, text.as_str().len());
        let mut parser = Parser::new(text.as_str(), pace, &mut report);
        let graphs = parser.file().map_err(|fault| fault.placed(&text))?;
        Read::finish(graphs, report, options)
    }
}

/// The encoding that a graph says it has, in a file that is not UTF-8.
fn charset(bytes: &[u8]) -> Option<&'static Encoding> {
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let head = bytes.get(..bytes.len().min(Head::LENGTH))?;
    let after = head.get(memchr::memmem::find(head, b"charset")? + 7..)?.trim_ascii_start().strip_prefix(b"=")?;
    let after = after.trim_ascii_start();
    let after = after.strip_prefix(b"\"").unwrap_or(after);
    let end = after.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')))?;
    let label = String::from_utf8_lossy(after.get(..end)?).to_lowercase();
    let label = match label.as_str() {
        "latin-1" => "latin1",
        "big-5" => "big5",
        other => other,
    };
    Encoding::for_label(label.as_bytes())
}

/// A text that is being read, one token ahead.
struct Parser<'t, 'r> {
    lexer: Lexer<'t>,
    token: Token<'t>,
    at: usize,
    pace: Pace<'r>,
    network: Network<'r>,
}

impl<'t, 'r> Parser<'t, 'r> {
    fn new(text: &'t str, pace: Pace<'r>, report: &'r mut Report) -> Self {
        let network = Network::new(text.len(), report);
        Parser { lexer: Lexer::new(text), token: Token::End, at: 0, pace, network }
    }

    /// Takes the token and reads the next one.
    fn take(&mut self) -> Result<Token<'t>, Fault> {
        let (token, at) = self.lexer.next()?;
        self.at = at;
        if let Some(split) = self.lexer.split.take() {
            let line = self.lexer.line(split);
            self.network.split(split, line);
        }
        Ok(std::mem::replace(&mut self.token, token))
    }

    fn take_sign(&mut self, sign: u8) -> Result<bool, Fault> {
        let found = self.token == Token::Sign(sign);
        if found {
            self.take()?;
        }
        Ok(found)
    }

    fn file(&mut self) -> Result<Vec<super::graph::Graph>, Fault> {
        self.take()?;
        let mut graphs = Vec::new();
        loop {
            Limit::Graphs.check(graphs.len()).met_at(self.at)?;
            let strict = self.token == Token::Key(Key::Strict);
            if strict {
                self.take()?;
            }
            let directed = match self.token {
                Token::Key(Key::Digraph) => true,
                Token::Key(Key::Graph) => false,
                _ => return Err(self.unexpected("`graph` or `digraph`")),
            };
            self.take()?;
            let name = self.word()?.map(|(name, _)| name).unwrap_or_default();
            self.network.begin(&name, strict, directed);
            self.body()?;
            graphs.push(self.network.finish(self.at)?);
            if self.token == Token::End {
                return Ok(graphs);
            }
        }
    }

    /// A name, number or text; several texts joined by `+` are one. Whether it was in angle brackets comes with it.
    fn word(&mut self) -> Result<Option<(Cow<'t, str>, bool)>, Fault> {
        let mut word = match &mut self.token {
            Token::Word(word) => std::mem::take(word),
            Token::Html(text) => {
                let text = *text;
                self.take()?;
                return Ok(Some((Cow::Borrowed(text), true)));
            }
            _ => return Ok(None),
        };
        self.take()?;
        while self.take_sign(b'+')? {
            let Token::Word(more) = &self.token else { return Err(self.unexpected("a text in quotation marks")) };
            Limit::Cell.check(word.len() + more.len()).met_at(self.at)?;
            word.to_mut().push_str(more);
            self.take()?;
        }
        Ok(Some((word, false)))
    }

    /// Statements in braces.
    fn body(&mut self) -> Result<(), Fault> {
        let begin = self.at;
        if !self.take_sign(b'{')? {
            return Err(self.unexpected("`{`"));
        }
        loop {
            self.pace.reached(self.at)?;
            match self.token {
                Token::Sign(b'}') => return self.take().map(drop),
                Token::Sign(b';') => drop(self.take()?),
                Token::End => {
                    return Err(Fault::cut_off(
                        begin,
                        "the file ends inside this `{`",
                        "the file is cut off, or a `}` is missing",
                    ));
                }
                _ => self.statement()?,
            }
        }
    }

    fn statement(&mut self) -> Result<(), Fault> {
        let of = match self.token {
            Token::Key(Key::Graph) => Some(Of::Graph),
            Token::Key(Key::Node) => Some(Of::Node),
            Token::Key(Key::Edge) => Some(Of::Edge),
            _ => None,
        };
        if let Some(of) = of {
            self.take()?;
            if matches!(self.token, Token::Edge(_) | Token::Sign(b'=')) {
                let help = "put a node that is called so in quotation marks";
                return Err(Fault::not_the_format(self.at, "`graph`, `node` and `edge` are reserved words", help));
            }
            let attributes = self.attributes()?;
            return self.network.set_defaults(of, attributes, self.at);
        }
        let line_at = self.at;
        if matches!(self.token, Token::Word(_) | Token::Html(_)) {
            let begin = self.at;
            let (word, _) = self.word()?.unwrap_or_default();
            if self.take_sign(b'=')? {
                let (value, html) = self.word()?.ok_or_else(|| self.unexpected("a value"))?;
                let attribute = Attribute { name: word, value, html };
                return self.network.set_defaults(Of::Graph, vec![attribute], self.at);
            }
            let line = self.lexer.line(begin);
            let first = self.node(word, begin, line)?;
            return self.edges(vec![first], line_at, line);
        }
        let line = self.lexer.line(self.at);
        let first = self.operand()?;
        self.edges(first, line_at, line)
    }

    /// What follows the first end of a statement: more ends beside it, edges, attributes.
    fn edges(&mut self, mut first: Vec<End<'t>>, begin: usize, line: u32) -> Result<(), Fault> {
        while self.take_sign(b',')? {
            first.append(&mut self.operand()?);
        }
        let mut chain = vec![first];
        while let Token::Edge(arrow) = self.token {
            if arrow != self.network.directed() {
                let (message, help) = if arrow {
                    ("`->` is used in an undirected graph", "write `--`, or begin with `digraph`")
                } else {
                    ("`--` is used in a directed graph", "write `->`, or begin with `graph`")
                };
                return Err(Fault::not_the_format(self.at, message, help));
            }
            self.take()?;
            let mut ends = self.operand()?;
            while self.take_sign(b',')? {
                ends.append(&mut self.operand()?);
            }
            chain.push(ends);
        }
        let attributes = if self.token == Token::Sign(b'[') { self.attributes()? } else { Vec::new() };
        match chain.as_slice() {
            [nodes] => self.network.node_statement(nodes, &attributes, begin, line),
            _ => self.network.edge_statement(&chain, &attributes, begin, line),
        }
    }

    /// A node or the nodes of a subgraph.
    fn operand(&mut self) -> Result<Vec<End<'t>>, Fault> {
        let begin = self.at;
        let line = self.lexer.line(begin);
        match self.token {
            Token::Word(_) | Token::Html(_) => {
                let (word, _) = self.word()?.unwrap_or_default();
                Ok(vec![self.node(word, begin, line)?])
            }
            Token::Key(Key::Subgraph) => {
                self.take()?;
                let name = self.word()?.map(|(name, _)| name);
                self.subgraph(name, begin, line)
            }
            Token::Sign(b'{') => self.subgraph(None, begin, line),
            _ => Err(self.unexpected("a node or a subgraph")),
        }
    }

    fn node(&mut self, id: Cow<'t, str>, begin: usize, line: u32) -> Result<End<'t>, Fault> {
        let node = self.network.mention(&id, begin, line)?;
        let mut port = None;
        if self.take_sign(b':')? {
            let (name, _) = self.word()?.ok_or_else(|| self.unexpected("the name of a port"))?;
            port = Some(name);
            if self.take_sign(b':')? {
                let (side, _) = self.word()?.ok_or_else(|| self.unexpected("a side such as `n` or `sw`"))?;
                port = port.map(|name| Cow::Owned(format!("{name}:{side}")));
            }
        }
        Ok(End { node, port })
    }

    fn subgraph(&mut self, name: Option<Cow<'t, str>>, begin: usize, line: u32) -> Result<Vec<End<'t>>, Fault> {
        if self.token != Token::Sign(b'{') {
            // An old way to name a subgraph again.
            let Some(name) = name else { return Err(self.unexpected("`{`")) };
            let members = self.network.members_of(&name, begin)?;
            return Ok(members.into_iter().map(|node| End { node, port: None }).collect());
        }
        self.network.enter(name.as_deref(), begin)?;
        self.body()?;
        let members = self.network.leave(begin, line)?;
        Ok(members.into_iter().map(|node| End { node, port: None }).collect())
    }

    /// Any number of lists in square brackets.
    fn attributes(&mut self) -> Result<Vec<Attribute<'t>>, Fault> {
        let mut out = Vec::new();
        while self.token == Token::Sign(b'[') {
            let begin = self.at;
            self.take()?;
            loop {
                if self.take_sign(b']')? {
                    break;
                }
                if self.take_sign(b';')? || self.take_sign(b',')? {
                    continue;
                }
                if self.token == Token::End {
                    return Err(Fault::cut_off(
                        begin,
                        "the file ends inside this `[`",
                        "the file is cut off, or a `]` is missing",
                    ));
                }
                let key = match self.token {
                    // Attributes may be called like statements.
                    Token::Key(key) => Some(Cow::Borrowed(match key {
                        Key::Strict => "strict",
                        Key::Graph => "graph",
                        Key::Digraph => "digraph",
                        Key::Subgraph => "subgraph",
                        Key::Node => "node",
                        Key::Edge => "edge",
                    })),
                    _ => None,
                };
                let name = match key {
                    Some(key) => {
                        self.take()?;
                        key
                    }
                    None => self.word()?.ok_or_else(|| self.unexpected("the name of an attribute, or `]`"))?.0,
                };
                // Without a value an attribute is set, as old versions had it.
                let (value, html) = if self.take_sign(b'=')? {
                    self.word()?.ok_or_else(|| self.unexpected("a value"))?
                } else {
                    (Cow::Borrowed("true"), false)
                };
                Limit::Columns.check(out.len() + 1).met_at(self.at)?;
                out.push(Attribute { name, value, html });
            }
        }
        Ok(out)
    }

    fn unexpected(&self, wanted: &str) -> Fault {
        if self.token == Token::End {
            let message = format!("the file ends where {wanted} should be");
            return Fault::cut_off(self.at, message, "the file is cut off: save or copy it again");
        }
        Fault::not_the_format(
            self.at,
            format!("expected {wanted} here"),
            "put names with unusual signs in quotation marks",
        )
    }
}

#[cfg(test)]
mod tests;
