//! Tokens → tree. Takes any input and always ends: what is wrong becomes an error, and reading
//! goes on at the next comma or bracket, so that all errors show and the other records are whole.
//! Nothing here knows what a dossier is, nor where lines end.

use super::lexer::{Bracket, Token, TokenKind, lex};
use super::syntax::{SyntaxError, SyntaxErrors};
use super::tree::{Node, NodeId, NodeKind, Tree};
use crate::problem::codes;

/// How deep brackets may nest. A dossier needs six; the data of its author perhaps more.
pub(crate) const MAX_DEPTH: usize = 64;

/// The extensions of RON that a file may enable. We read all files as if the first two were on;
/// the others change only what serde makes of a file.
const EXTENSIONS: &[&str] = &["implicit_some", "unwrap_newtypes", "unwrap_variant_newtypes", "explicit_struct_names"];

/// Parses a text shorter than 4 GiB. Takes any input; what is wrong comes beside the tree.
pub fn parse(text: &str) -> (Tree, SyntaxErrors) {
    let mut errors = SyntaxErrors::default();
    let tokens = lex(text, &mut errors);
    parse_tokens(text, tokens, Vec::new(), errors, 1)
}

/// Parses tokens of a text; blanks and comments among them may be left out. The value in them lies
/// `depth` brackets deep. `room` is an emptied vector to be used again.
pub(crate) fn parse_tokens(
    text: &str,
    tokens: Vec<Token>,
    mut room: Vec<Node>,
    errors: SyntaxErrors,
    depth: usize,
) -> (Tree, SyntaxErrors) {
    let whole = Node {
        kind: NodeKind::File,
        broken: false,
        first: 0,
        last: tokens.len().saturating_sub(1) as u32,
        child: 0,
        next: 0,
    };
    let last_significant = tokens.iter().rposition(|t| !t.kind.is_trivia()).unwrap_or(0);
    room.push(whole);
    let tree = Tree { tokens, nodes: room };
    let mut parser = Parser {
        text,
        tree,
        errors,
        at: 0,
        open: [0; 3],
        frame: NodeId(0),
        muted: false,
        end_reported: false,
        last_significant,
    };
    parser.skip_trivia();
    parser.file(depth);
    (parser.tree, parser.errors)
}

struct Parser<'a> {
    text: &'a str,
    tree: Tree,
    errors: SyntaxErrors,
    /// The current token; never trivia.
    at: usize,
    /// How many brackets of each sort are open.
    open: [usize; 3],
    /// The bracketed node that is being read.
    frame: NodeId,
    /// An error was just reported: what follows up to the next comma or bracket is its echo.
    muted: bool,
    /// That the text ends too early was said.
    end_reported: bool,
    last_significant: usize,
}

/// Links children to a parent in order.
struct Children {
    parent: NodeId,
    last: u32,
}

/// What a bracket closed with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closed {
    Properly,
    /// It was given up for closed; the parent goes on at the current token.
    GivenUp,
}

impl Parser<'_> {
    fn kind(&self) -> Option<TokenKind> {
        self.tree.tokens.get(self.at).map(|t| t.kind)
    }

    /// The next non-trivia token after the current one.
    fn after(&self, at: usize) -> usize {
        let rest = self.tree.tokens.get(at + 1..).unwrap_or(&[]);
        at + 1 + rest.iter().take_while(|t| t.kind.is_trivia()).count()
    }

    fn kind_after(&self) -> Option<TokenKind> {
        self.tree.tokens.get(self.after(self.at)).map(|t| t.kind)
    }

    fn skip_trivia(&mut self) {
        while self.kind().is_some_and(TokenKind::is_trivia) {
            self.at += 1;
        }
    }

    fn bump(&mut self) {
        self.at = self.after(self.at);
    }

    fn written(&self, at: usize) -> &str {
        self.tree.tokens.get(at).map_or("", |t| &self.text[t.start as usize..t.end as usize])
    }

    fn is_word(&self) -> bool {
        matches!(self.kind(), Some(TokenKind::Word | TokenKind::RawWord))
    }

    fn bytes_of(&self, at: usize) -> (usize, usize) {
        let end = self.text.len();
        self.tree.tokens.get(at).map_or((end, end), |t| (t.start as usize, t.end as usize))
    }

    fn error_at(&mut self, at: usize, message: impl Into<String>, help: Option<&str>) {
        let frame = self.frame.0 as usize;
        self.tree.nodes[frame].broken = true;
        if !self.muted {
            self.errors.push_with_help(self.bytes_of(at), message, help);
        }
    }

    fn node(&mut self, kind: NodeKind, first: usize) -> NodeId {
        let id = NodeId(self.tree.nodes.len() as u32);
        let first = first as u32;
        self.tree.nodes.push(Node { kind, broken: false, first, last: first, child: 0, next: 0 });
        id
    }

    /// Ends a node before the current token.
    fn finish(&mut self, id: NodeId) {
        let mut last = self.at.min(self.tree.tokens.len()).saturating_sub(1);
        let first = self.tree.nodes[id.0 as usize].first as usize;
        while last > first && self.tree.tokens[last].kind.is_trivia() {
            last -= 1;
        }
        self.tree.nodes[id.0 as usize].last = last as u32;
    }

    fn link(&mut self, children: &mut Children, child: NodeId) {
        match children.last {
            0 => self.tree.nodes[children.parent.0 as usize].child = child.0,
            last => self.tree.nodes[last as usize].next = child.0,
        }
        children.last = child.0;
    }

    fn file(&mut self, depth: usize) {
        let mut children = Children { parent: NodeId(0), last: 0 };
        while self.kind() == Some(TokenKind::Hash) {
            let attribute = self.attribute();
            self.link(&mut children, attribute);
        }
        while matches!(self.kind(), Some(TokenKind::Unknown)) {
            self.bump();
        }
        if self.kind().is_some() && !self.starts_value() {
            self.error_at(self.at, "a dossier begins with `Dossier(` or `(`", None);
            while self.kind().is_some() && !matches!(self.kind(), Some(TokenKind::Open(_))) {
                self.bump();
            }
            self.muted = false;
        }
        if self.kind().is_some() {
            let (value, _) = self.value(depth, false);
            self.link(&mut children, value);
        }
        if self.kind().is_some() && !self.end_reported {
            self.muted = false;
            let help = "there may be one bracket too many before this, or a comma at the end";
            self.error_at(self.at, "the dossier has ended, but the text goes on", Some(help));
        }
    }

    /// `#![enable(a, b)]`, `#![type = "…"]` or `#![schema = "…"]`.
    fn attribute(&mut self) -> NodeId {
        let id = self.node(NodeKind::Attribute, self.at);
        let start = self.at;
        let good = self.attribute_inner();
        if !good {
            self.error_at(start, "this should be `#![enable(implicit_some)]` or be left out", None);
            while !matches!(
                self.kind(),
                None | Some(TokenKind::Close(Bracket::Square) | TokenKind::Open(Bracket::Round))
            ) {
                self.bump();
            }
            if self.kind() == Some(TokenKind::Close(Bracket::Square)) {
                self.bump();
            }
        }
        self.finish(id);
        id
    }

    fn take(&mut self, kind: TokenKind) -> bool {
        let found = self.kind() == Some(kind);
        if found {
            self.bump();
        }
        found
    }

    fn attribute_inner(&mut self) -> bool {
        self.bump();
        if !(self.take(TokenKind::Bang) && self.take(TokenKind::Open(Bracket::Square))) {
            return false;
        }
        let word = self.written(self.at).to_owned();
        self.bump();
        match word.as_str() {
            "enable" => {
                if !self.take(TokenKind::Open(Bracket::Round)) {
                    return false;
                }
                loop {
                    if !EXTENSIONS.contains(&self.written(self.at)) {
                        return false;
                    }
                    self.bump();
                    if !self.take(TokenKind::Comma) || !self.is_word() {
                        break;
                    }
                }
                self.take(TokenKind::Close(Bracket::Round)) && self.take(TokenKind::Close(Bracket::Square))
            }
            "type" | "schema" => {
                self.take(TokenKind::Equals)
                    && (self.take(TokenKind::Text) || self.take(TokenKind::RawText))
                    && self.take(TokenKind::Close(Bracket::Square))
            }
            _ => false,
        }
    }

    fn starts_value(&self) -> bool {
        matches!(
            self.kind(),
            Some(
                TokenKind::Word
                    | TokenKind::RawWord
                    | TokenKind::Number
                    | TokenKind::Text
                    | TokenKind::RawText
                    | TokenKind::Bytes
                    | TokenKind::Char
                    | TokenKind::Byte
                    | TokenKind::Range
                    | TokenKind::Open(_)
            )
        )
    }

    /// Reads a value; the current token must start one.
    fn value(&mut self, depth: usize, in_list: bool) -> (NodeId, Closed) {
        let start = self.at;
        match self.kind() {
            Some(TokenKind::Open(bracket)) => self.bracketed(start, bracket, depth, in_list),
            Some(TokenKind::Word | TokenKind::RawWord) => {
                let plain = self.kind() == Some(TokenKind::Word);
                let word = self.written(self.at);
                let (is_some, closed_word) =
                    (plain && word == "Some", plain && matches!(word, "true" | "false" | "None" | "inf" | "NaN"));
                let ranged = plain && word.starts_with(['i', 'N']) && super::literal::number(word).is_ok();
                if self.kind_after() == Some(TokenKind::Open(Bracket::Round)) && !closed_word && !ranged {
                    self.bump();
                    let (id, closed) = self.bracketed(start, Bracket::Round, depth, in_list);
                    if is_some && closed == Closed::Properly {
                        self.check_some(id);
                    }
                    return (id, closed);
                }
                let id = self.node(NodeKind::Scalar, start);
                if is_some {
                    self.error_at(start, "`Some` needs a value in brackets", Some("leave out `Some`"));
                }
                self.bump();
                if ranged {
                    self.range_tail();
                }
                self.finish(id);
                (id, Closed::Properly)
            }
            kind => {
                let id = self.node(NodeKind::Scalar, start);
                if kind != Some(TokenKind::Range) {
                    self.bump();
                }
                if matches!(kind, Some(TokenKind::Range | TokenKind::Number | TokenKind::Byte)) {
                    self.range_tail();
                }
                self.finish(id);
                (id, Closed::Properly)
            }
        }
    }

    /// `..` and what follows it: a number, which may be a word such as `inf` or a byte, or nothing.
    fn range_tail(&mut self) {
        if self.kind() != Some(TokenKind::Range) {
            return;
        }
        let (range, inclusive) = (self.at, self.written(self.at) == "..=");
        self.bump();
        let is_number = match self.kind() {
            Some(TokenKind::Number | TokenKind::Byte) => true,
            Some(TokenKind::Word) => super::literal::number(self.written(self.at)).is_ok(),
            _ => false,
        };
        if is_number {
            self.bump();
        } else if inclusive {
            self.error_at(range, "a number must follow `..=`", None);
        }
    }

    fn check_some(&mut self, id: NodeId) {
        let children: Vec<NodeId> = self.tree.children(id).take(2).collect();
        let one = matches!(children[..], [only] if self.tree.kind(only) != NodeKind::Field);
        if !one && !self.tree.is_broken(id) {
            let start = self.tree.nodes[id.0 as usize].first as usize;
            self.error_at(start, "`Some` needs exactly one value in its brackets", None);
        }
    }

    fn bracketed(&mut self, first: usize, bracket: Bracket, depth: usize, in_list: bool) -> (NodeId, Closed) {
        let id = self.node(bracket.node_kind(), first);
        if depth > MAX_DEPTH {
            self.too_deep(id);
            return (id, Closed::Properly);
        }
        let outer = std::mem::replace(&mut self.frame, id);
        self.open[bracket as usize] += 1;
        let opened = self.at;
        self.bump();
        let closed = self.items(id, bracket, opened, depth, in_list);
        self.open[bracket as usize] -= 1;
        self.frame = outer;
        self.finish(id);
        (id, closed)
    }

    /// Skips what is nested too deep, up to its closing bracket.
    fn too_deep(&mut self, id: NodeId) {
        self.errors.add(SyntaxError {
            code: codes::TOO_DEEP,
            bytes: self.bytes_of(self.at),
            message: format!("brackets are nested deeper than {MAX_DEPTH}; the contents of this one were skipped"),
            help: None,
        });
        let mut level = 0_usize;
        loop {
            match self.kind() {
                Some(TokenKind::Open(_)) => level += 1,
                Some(TokenKind::Close(_)) => level -= 1,
                None => {
                    self.end_reported = true;
                    break;
                }
                Some(_) => {}
            }
            self.bump();
            if level == 0 {
                break;
            }
        }
        self.finish(id);
    }

    /// Reads what stands between brackets, and the closing one. In one piece: the cases of one loop, each
    /// a kind of token.
    fn items(&mut self, id: NodeId, bracket: Bracket, opened: usize, depth: usize, in_list: bool) -> Closed {
        let mut children = Children { parent: id, last: 0 };
        // Whether the group has named fields; settled by its first item.
        let mut named: Option<bool> = None;
        loop {
            match self.kind() {
                None => {
                    self.end(opened, bracket);
                    return Closed::GivenUp;
                }
                Some(TokenKind::Close(found)) if found == bracket => {
                    self.muted = false;
                    self.bump();
                    return Closed::Properly;
                }
                Some(TokenKind::Close(found)) => {
                    self.muted = false;
                    if self.is_stray(found, bracket) {
                        self.stray(found);
                        continue;
                    }
                    let help = format!("put `{}` before this", bracket.close());
                    self.mismatch(opened, bracket, found, &help);
                    return Closed::GivenUp;
                }
                Some(TokenKind::Comma) => {
                    self.error_at(self.at, "something is missing before this comma", Some("remove the comma"));
                    self.muted = false;
                    self.bump();
                    continue;
                }
                Some(_) if !self.starts_value() => {
                    let written = self.written(self.at).chars().take(20).collect::<String>();
                    if self.kind() != Some(TokenKind::Unknown) {
                        self.error_at(self.at, format!("`{written}` does not belong here"), None);
                    }
                    self.muted = true;
                    self.tree.nodes[id.0 as usize].broken = true;
                    self.bump();
                    continue;
                }
                Some(_) => {}
            }
            if self.looks_unclosed(bracket, named, in_list) {
                self.muted = false;
                let help = format!("put `{}` before this", bracket.close());
                let message = format!("the `{}` before is not closed", bracket.open());
                self.error_at(self.at, message, Some(&help));
                return Closed::GivenUp;
            }
            let before = self.at;
            let (child, closed) = match bracket {
                Bracket::Round => self.group_item(&mut named, depth),
                Bracket::Square => self.value(depth + 1, true),
                Bracket::Curly => self.entry(depth),
            };
            self.link(&mut children, child);
            debug_assert!(self.at > before, "every item takes a token");
            match self.kind() {
                Some(TokenKind::Comma) => {
                    self.muted = false;
                    self.bump();
                }
                Some(TokenKind::Close(_)) | None => {}
                Some(_) if closed == Closed::GivenUp => {}
                Some(TokenKind::Unknown) => self.muted = true,
                Some(_) => {
                    let help = "put a comma before this";
                    self.error_at(self.at, format!("expected `,` or `{}` before this", bracket.close()), Some(help));
                    // A whole value may follow; its own errors are news.
                    self.muted = !self.starts_value();
                }
            }
        }
    }

    fn end(&mut self, opened: usize, bracket: Bracket) {
        if !self.end_reported {
            self.muted = false;
            let help = format!("add the missing `{}`", bracket.close());
            self.error_at(opened, format!("this `{}` is never closed", bracket.open()), Some(&help));
        }
        self.tree.nodes[self.frame.0 as usize].broken = true;
        self.end_reported = true;
    }

    /// Whether a closing bracket of the wrong sort is one too many, rather than a sign that the
    /// right one is missing.
    fn is_stray(&self, found: Bracket, bracket: Bracket) -> bool {
        let open = self.open[found as usize];
        let right_one_follows = self.kind_after() == Some(TokenKind::Close(bracket));
        // Closing the outermost bracket before the text's end would lose the rest.
        let would_end_all = found == Bracket::Round && open == 1 && self.at < self.last_significant;
        open == 0 || right_one_follows || would_end_all
    }

    fn stray(&mut self, found: Bracket) {
        let message = format!("this `{}` has no opening bracket", found.close());
        self.error_at(self.at, message, Some("remove it, or open the bracket before it"));
        self.bump();
    }

    fn mismatch(&mut self, opened: usize, bracket: Bracket, found: Bracket, help: &str) {
        let message = format!("this `{}` is not closed before the next `{}`", bracket.open(), found.close());
        self.error_at(opened, message, Some(help));
    }

    /// Whether the current item shows that the bracket should have been closed before: a field of
    /// the record around a list, or the next record of a list.
    fn looks_unclosed(&self, bracket: Bracket, named: Option<bool>, in_list: bool) -> bool {
        match bracket {
            Bracket::Square => {
                self.is_word() && self.kind_after() == Some(TokenKind::Colon) && self.open[Bracket::Round as usize] > 0
            }
            Bracket::Round => {
                let starts_record = match self.kind() {
                    Some(TokenKind::Open(Bracket::Round)) => true,
                    Some(TokenKind::Word) => self.kind_after() == Some(TokenKind::Open(Bracket::Round)),
                    _ => false,
                };
                in_list && named == Some(true) && starts_record
            }
            Bracket::Curly => false,
        }
    }

    /// A field or a bare value in a group.
    fn group_item(&mut self, named: &mut Option<bool>, depth: usize) -> (NodeId, Closed) {
        let start = self.at;
        let after = self.kind_after();
        let quoted = self.kind() == Some(TokenKind::Text) && after == Some(TokenKind::Colon);
        // `name "Japan"`: two values without a comma where only a colon makes sense.
        let no_colon = self.is_word()
            && *named != Some(false)
            && matches!(
                after,
                Some(
                    TokenKind::Text
                        | TokenKind::RawText
                        | TokenKind::Number
                        | TokenKind::Equals
                        | TokenKind::Open(Bracket::Square | Bracket::Curly)
                )
            );
        let is_field = (self.is_word() && after == Some(TokenKind::Colon)) || quoted || no_colon;
        match (*named, is_field) {
            (Some(true), false) => self.error_at(start, "a field needs a name here, as in `name: value`", None),
            (Some(false), true) => self.error_at(start, "a named field cannot stand among unnamed values", None),
            _ => {}
        }
        named.get_or_insert(is_field);
        if !is_field {
            return self.value(depth + 1, false);
        }
        if quoted {
            self.error_at(start, "write the field name without quotes", None);
        }
        let field = self.node(NodeKind::Field, start);
        self.bump();
        if no_colon {
            let word = self.written(start).to_owned();
            self.error_at(self.at, format!("expected `:` after `{word}`"), None);
            self.take(TokenKind::Equals);
        } else {
            self.bump();
        }
        let closed = self.field_value(field, depth);
        self.finish(field);
        (field, closed)
    }

    /// The value after a colon, linked to its field or entry as the last child.
    fn field_value(&mut self, parent: NodeId, depth: usize) -> Closed {
        // `name: id: "x"`: the next field follows where a value should stand.
        let next_field = self.is_word() && self.kind_after() == Some(TokenKind::Colon);
        if !self.starts_value() || next_field {
            if self.kind() != Some(TokenKind::Unknown) {
                self.error_at(self.before(), "a value is missing after this", None);
            }
            self.muted = !next_field;
            return if next_field { Closed::GivenUp } else { Closed::Properly };
        }
        let last = self.tree.nodes[parent.0 as usize].child;
        let (value, closed) = self.value(depth + 1, false);
        let mut children = Children { parent, last };
        self.link(&mut children, value);
        closed
    }

    /// The last token before the current one that is no trivia.
    fn before(&self) -> usize {
        self.tree.tokens[..self.at].iter().rposition(|t| !t.kind.is_trivia()).unwrap_or(0)
    }

    fn entry(&mut self, depth: usize) -> (NodeId, Closed) {
        let entry = self.node(NodeKind::Entry, self.at);
        let (key, closed) = self.value(depth + 1, false);
        self.link(&mut Children { parent: entry, last: 0 }, key);
        let closed = if closed == Closed::GivenUp {
            closed
        } else if self.kind() == Some(TokenKind::Colon) {
            self.bump();
            self.field_value(entry, depth)
        } else {
            let help = "in { } every value has a key: {\"key\": value}";
            self.error_at(self.at, "expected `:` and a value", Some(help));
            self.muted = true;
            Closed::Properly
        };
        self.finish(entry);
        (entry, closed)
    }
}
