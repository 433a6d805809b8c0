//! The lossless syntax tree: a flat vector of tokens that tile the text, and nodes over ranges of
//! them. It knows the shape of RON, not what a dossier is. Made by the parser, never by hand.

use std::borrow::Cow;

use super::lexer::{Bracket, Token, TokenKind};
use super::literal::{self, Escapes, Number};

/// Index of a node in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(pub(super) u32);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// The whole file; its child is the value.
    File,
    /// `#![…]`
    Attribute,
    /// `( … )`, perhaps with a word before it. Children are fields or values.
    Group,
    /// `[ … ]`; children are values.
    List,
    /// `{ … }`; children are entries.
    Map,
    /// `name: value` in a group; its child is the value.
    Field,
    /// `key: value` in a map; its children are key and value.
    Entry,
    /// One literal, a bare word, or a range of numbers.
    Scalar,
}

/// A node: its kind and the tokens it spans, from its first to its last that is no trivia.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(crate) kind: NodeKind,
    /// An error of syntax stands directly in it, so that what is missing need not be reported.
    pub(crate) broken: bool,
    pub(crate) first: u32,
    /// Inclusive.
    pub(crate) last: u32,
    /// 0 is none: the file itself is nobody's child.
    pub(crate) child: u32,
    /// The next child of the same parent; 0 is none.
    pub(crate) next: u32,
}

/// A parsed text. It does not hold the text: whoever asks hands it in again.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(super) tokens: Vec<Token>,
    pub(super) nodes: Vec<Node>,
}

/// What a scalar, or a word, says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scalar<'a> {
    /// Text in quotes.
    Text(Cow<'a, str>),
    /// A bare word, without `r#`.
    Word(&'a str),
    /// A number; `inf` and `NaN` too.
    Number(Number),
    /// A character, a byte string, a range: nothing that a dossier has a use for.
    Other,
}

impl Tree {
    /// The whole file.
    pub fn file(&self) -> NodeId {
        NodeId(0)
    }

    /// The file's value, if there is one.
    pub(crate) fn root(&self) -> Option<NodeId> {
        self.children(self.file()).find(|n| self.kind(*n) != NodeKind::Attribute)
    }

    /// What a node is.
    pub fn kind(&self, node: NodeId) -> NodeKind {
        self.node(node).kind
    }

    /// Whether an error of syntax stands directly in the node.
    pub(crate) fn is_broken(&self, node: NodeId) -> bool {
        self.node(node).broken
    }

    /// The node's children in order.
    pub(crate) fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let some = |n: u32| (n != 0).then_some(NodeId(n));
        std::iter::successors(some(self.node(node).child), move |n| some(self.node(*n).next))
    }

    /// The node's bytes, without blanks and comments around it.
    pub fn bytes(&self, node: NodeId) -> (usize, usize) {
        let node = self.node(node);
        match (self.tokens.get(node.first as usize), self.tokens.get(node.last as usize)) {
            (Some(first), Some(last)) => (first.start as usize, last.end as usize),
            _ => (0, 0),
        }
    }

    /// Bytes of the node's first token: a record's bracket or the word before it.
    pub(crate) fn head_bytes(&self, node: NodeId) -> (usize, usize) {
        self.tokens.get(self.node(node).first as usize).map_or((0, 0), |t| (t.start as usize, t.end as usize))
    }

    /// The word before a group's bracket.
    pub(crate) fn group_name<'a>(&self, node: NodeId, text: &'a str) -> Option<&'a str> {
        self.first_word(node, text)
    }

    /// The name of a field. One that was written in quotes by mistake comes without them.
    pub(crate) fn field_name<'a>(&self, node: NodeId, text: &'a str) -> &'a str {
        let token = self.tokens.get(self.node(node).first as usize);
        self.first_word(node, text).unwrap_or_else(|| token.map_or("", |t| slice(text, t)).trim_matches('"'))
    }

    /// The last child of a field or entry: its value, unless that is missing.
    pub(crate) fn value_of(&self, node: NodeId) -> Option<NodeId> {
        match self.kind(node) {
            NodeKind::Entry => self.children(node).nth(1),
            NodeKind::Field
            | NodeKind::File
            | NodeKind::Attribute
            | NodeKind::Group
            | NodeKind::List
            | NodeKind::Map
            | NodeKind::Scalar => self.children(node).next(),
        }
    }

    /// The value of the first field with this name in a group.
    pub(crate) fn field(&self, group: NodeId, name: &str, text: &str) -> Option<NodeId> {
        let is_it = |n: &NodeId| self.kind(*n) == NodeKind::Field && self.field_name(*n, text) == name;
        self.children(group).find(is_it).and_then(|field| self.value_of(field))
    }

    /// `x` of `Some(x)`; any other node itself.
    pub(super) fn unwrapped(&self, mut node: NodeId, text: &str) -> NodeId {
        while self.kind(node) == NodeKind::Group && self.group_name(node, text) == Some("Some") {
            let mut children = self.children(node);
            match (children.next(), children.next()) {
                (Some(only), None) if self.kind(only) != NodeKind::Field => node = only,
                _ => break,
            }
        }
        node
    }

    /// What a scalar says; `None` for any other node.
    pub(crate) fn scalar<'a>(&self, node: NodeId, text: &'a str) -> Option<Scalar<'a>> {
        let inner = self.node(node);
        if inner.kind != NodeKind::Scalar {
            return None;
        }
        if inner.first != inner.last {
            return Some(Scalar::Other);
        }
        let token = self.tokens.get(inner.first as usize)?;
        let written = slice(text, token);
        Some(match token.kind {
            TokenKind::Text => Scalar::Text(text_of(written)),
            TokenKind::RawText => Scalar::Text(Cow::Borrowed(raw_text_of(written))),
            TokenKind::Number => Scalar::Number(literal::number(written).unwrap_or(Number::Float(f64::NAN))),
            TokenKind::Byte => Scalar::Number(byte_of(written)),
            TokenKind::Word => match literal::number(written) {
                // Only `inf` and `NaN` are both.
                Ok(number) => Scalar::Number(number),
                Err(_) => Scalar::Word(written),
            },
            TokenKind::RawWord => Scalar::Word(written.strip_prefix("r#").unwrap_or(written)),
            // A char and bytes are literals that no field takes; the others are no literals.
            TokenKind::Char
            | TokenKind::Bytes
            | TokenKind::ByteOrderMark
            | TokenKind::Blank
            | TokenKind::Comment
            | TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::Hash
            | TokenKind::Bang
            | TokenKind::Range
            | TokenKind::Unknown => Scalar::Other,
        })
    }

    /// The text again, token by token.
    pub fn print(&self, text: &str) -> String {
        self.tokens.iter().map(|t| slice(text, t)).collect()
    }

    fn node(&self, node: NodeId) -> &Node {
        &self.nodes[node.0 as usize]
    }

    fn first_word<'a>(&self, node: NodeId, text: &'a str) -> Option<&'a str> {
        let token = self.tokens.get(self.node(node).first as usize)?;
        match token.kind {
            TokenKind::Word => Some(slice(text, token)),
            TokenKind::RawWord => slice(text, token).strip_prefix("r#"),
            _ => None,
        }
    }

    /// Checks what every tree keeps, for tests: tokens tile the text, children lie in their
    /// parents one after the other.
    #[doc(hidden)]
    pub fn check(&self, text: &str) -> Result<(), String> {
        let mut at = 0;
        for token in &self.tokens {
            if token.start != at || token.end <= token.start {
                return Err(format!("gap or empty token at byte {at}"));
            }
            at = token.end;
        }
        if at as usize != text.len() {
            return Err(format!("tokens end at {at} of {}", text.len()));
        }
        for id in (0..self.nodes.len() as u32).map(NodeId) {
            let (start, end) = self.bytes(id);
            let mut before = start;
            for child in self.children(id) {
                let (from, to) = self.bytes(child);
                if from < before || to > end || from > to {
                    return Err(format!("child {child:?} at {from}..{to} is not in {id:?} at {start}..{end}"));
                }
                before = to;
            }
        }
        Ok(())
    }
}

fn slice<'a>(text: &'a str, token: &Token) -> &'a str {
    text.get(token.start as usize..token.end as usize).unwrap_or("")
}

/// The body of `"…"`. The closing quote may be missing; a wrong escape leaves the body as it is.
fn text_of(written: &str) -> Cow<'_, str> {
    let body = written.strip_prefix('"').unwrap_or(written);
    // An escaped quote at the end of an unclosed text is not its end.
    let escapes = body.strip_suffix('"').map_or(0, |b| b.bytes().rev().take_while(|c| *c == b'\\').count());
    let body = if escapes.is_multiple_of(2) { body.strip_suffix('"').unwrap_or(body) } else { body };
    literal::unescape(body, Escapes::Text).unwrap_or(Cow::Borrowed(body))
}

/// The body of `r#"…"#`.
fn raw_text_of(written: &str) -> &str {
    let inner = written.strip_prefix('r').unwrap_or(written).trim_start_matches('#');
    let hashes = written.len().saturating_sub(inner.len() + 1);
    let inner = inner.strip_prefix('"').unwrap_or(inner);
    let end = inner.len().saturating_sub(hashes + 1);
    match inner.get(end..) {
        Some(tail) if tail.starts_with('"') && tail[1..].bytes().all(|b| b == b'#') => &inner[..end],
        _ => inner,
    }
}

fn byte_of(written: &str) -> Number {
    let body = written.strip_prefix("b'").and_then(|w| w.strip_suffix('\'')).unwrap_or("");
    let code = match body.strip_prefix("\\x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => {
            literal::unescape(body, Escapes::Byte).ok().and_then(|s| s.chars().next()).map(|c| u64::from(u32::from(c)))
        }
    };
    code.map_or(Number::Float(f64::NAN), |magnitude| Number::Whole { negative: false, magnitude })
}

impl NodeKind {
    /// What a person would call it.
    pub fn words(self) -> &'static str {
        match self {
            NodeKind::Group => "a record in ( )",
            NodeKind::List => "a list in [ ]",
            NodeKind::Map => "a map in { }",
            NodeKind::File | NodeKind::Attribute | NodeKind::Field | NodeKind::Entry | NodeKind::Scalar => "a value",
        }
    }
}

impl Bracket {
    /// The kind of node that stands in these brackets.
    pub(super) fn node_kind(self) -> NodeKind {
        match self {
            Bracket::Round => NodeKind::Group,
            Bracket::Square => NodeKind::List,
            Bracket::Curly => NodeKind::Map,
        }
    }
}
