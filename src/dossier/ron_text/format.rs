//! The canonical form of a dossier's text: what fits is in one line, what does not has a field or
//! item a line, with trailing commas. Only `chancery fmt` asks for it. Order, comments, blank lines
//! between records, and the spelling of texts and numbers stay. Formatting twice changes nothing.

use super::lexer::{Token, TokenKind, lex};
use super::parser::parse;
use super::punctuated::Piece;
use super::splice::cut;
use super::syntax::SyntaxErrors;
use super::tree::{NodeId, NodeKind, Tree};
use super::write::width;

/// How wide a line may be, in characters.
const WIDTH: usize = 100;
const STEP: &str = "    ";

/// Formats a text.
///
/// # Errors
/// It has errors of syntax.
pub fn format(text: &str) -> Result<String, String> {
    let (tree, errors) = parse(text);
    let root = tree.root().filter(|_| errors.is_empty()).ok_or("the text has errors of syntax")?;
    let newline = if text.find('\n').is_some_and(|at| text[..at].ends_with('\r')) { "\r\n" } else { "\n" };
    let form = Form { text, tree: &tree, newline };
    let (start, end) = tree.bytes(root);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    if text.starts_with('\u{feff}') {
        out.push('\u{feff}');
    }
    let head = &text[out.len()..start];
    let (hoisted, body) = form.node(root, "", 0, true);
    form.loose(&mut out, head, &hoisted);
    out.push_str(&body);
    out.push_str(newline);
    let tail = &text[end..];
    let notes = comments(tail);
    if let Some((first, rest)) = notes.split_first() {
        // A comment in the last line stays there.
        if !first.after_break {
            out.truncate(out.len() - newline.len());
            out.push(' ');
        }
        out.push_str(first.text);
        out.push_str(newline);
        for note in rest {
            if note.apart {
                out.push_str(newline);
            }
            out.push_str(note.text);
            out.push_str(newline);
        }
    }
    Ok(out)
}

struct Form<'a> {
    text: &'a str,
    tree: &'a Tree,
    newline: &'a str,
}

/// Where an item on lines of its own goes.
struct ItemPlace<'i> {
    indent: &'i str,
    /// It is the first in its brackets.
    first: bool,
    /// So many of the comments before it stand beside the opening bracket already.
    skip: usize,
}

/// A comment among blanks.
struct Note<'t> {
    text: &'t str,
    /// A blank line stands before it.
    apart: bool,
    /// A line break stands between it and the beginning.
    after_break: bool,
}

/// The comments of a text that has nothing else but blanks and, perhaps, a comma.
fn comments(text: &str) -> Vec<Note<'_>> {
    let mut out = Vec::new();
    let (mut breaks, mut broken) = (0, false);
    for token in lex(text, &mut SyntaxErrors::default()) {
        let slice = &text[token.start as usize..token.end as usize];
        match token.kind {
            TokenKind::Blank => {
                breaks = slice.matches('\n').count();
                broken |= breaks > 0;
            }
            TokenKind::Comment => {
                out.push(Note { text: slice.trim_end(), apart: breaks >= 2, after_break: broken });
                breaks = 0;
            }
            _ => {}
        }
    }
    out
}

/// Whether a blank line stands directly before the end of a lead.
fn ends_apart(lead: &str) -> bool {
    let blank = lead.len() - lead.trim_end_matches(super::lexer::is_blank).len();
    lead[lead.len() - blank..].matches('\n').count() >= 2
}

impl<'a> Form<'a> {
    fn slice(&self, node: NodeId) -> &'a str {
        let (start, end) = self.tree.bytes(node);
        &self.text[start..end]
    }

    /// What stands before the value: attributes and comments, each on a line of its own.
    fn loose(&self, out: &mut String, head: &str, hoisted: &[String]) {
        let tokens = lex(head, &mut SyntaxErrors::default());
        let slice = |t: &Token| &head[t.start as usize..t.end as usize];
        let begin = out.len();
        let mut attribute = String::new();
        let mut apart = false;
        for token in &tokens {
            match token.kind {
                TokenKind::Blank => apart |= slice(token).matches('\n').count() >= 2,
                TokenKind::Comment if attribute.is_empty() => {
                    self.line(out, begin, apart, slice(token).trim_end());
                    apart = false;
                }
                // A comment within an attribute comes before it.
                TokenKind::Comment => self.line(out, begin, false, slice(token).trim_end()),
                _ => {
                    attribute.push_str(slice(token));
                    match slice(token) {
                        "]" => {
                            self.line(out, begin, apart, &std::mem::take(&mut attribute));
                            apart = false;
                        }
                        "," => attribute.push(' '),
                        _ => {}
                    }
                }
            }
        }
        for comment in hoisted {
            self.line(out, begin, apart, comment);
            apart = false;
        }
        if apart && out.len() > begin {
            out.push_str(self.newline);
        }
    }

    fn line(&self, out: &mut String, begin: usize, apart: bool, text: &str) {
        if apart && out.len() > begin {
            out.push_str(self.newline);
        }
        out.push_str(text);
        out.push_str(self.newline);
    }

    /// A node set from a column, with the comments that must go before the item it is in. In one piece:
    /// it writes a node from its opening bracket to its closing one.
    fn node(&self, node: NodeId, indent: &str, column: usize, top: bool) -> (Vec<String>, String) {
        let kind = self.tree.kind(node);
        let children: Vec<NodeId> = self.tree.children(node).collect();
        if matches!(kind, NodeKind::Scalar | NodeKind::Attribute | NodeKind::File) {
            return self.scalar(node);
        }
        let pieces = cut(self.text, self.tree, node);
        let open: String = significant(&pieces.open);
        let mut hoisted: Vec<String> = comments(&pieces.open).iter().map(|n| n.text.to_owned()).collect();
        let fields = children.first().is_none_or(|c| self.tree.kind(*c) == NodeKind::Field);
        if kind == NodeKind::Group && (children.is_empty() || !fields) {
            let mut parts = Vec::new();
            for (piece, child) in pieces.items.iter().zip(&children) {
                hoisted.extend(comments(&piece.lead).iter().map(|n| n.text.to_owned()));
                let (before, text) = self.node(*child, indent, column + width(&open), false);
                hoisted.extend(before);
                hoisted.extend(comments(&piece.trail).iter().map(|n| n.text.to_owned()));
                parts.push(text);
            }
            hoisted.extend(comments(&pieces.tail).iter().map(|n| n.text.to_owned()));
            return (hoisted, format!("{open}{})", parts.join(", ")));
        }
        let of_records = top && children.iter().any(|c| self.tree.kind(*c) == NodeKind::Group);
        let root = top && kind == NodeKind::Group && column == 0 && indent.is_empty();
        if !root
            && !of_records
            && let Some(flat) = self.flat(node)
            && column + width(&flat) <= WIDTH
        {
            return (Vec::new(), flat);
        }
        let deeper = format!("{indent}{STEP}");
        let mut out = open;
        let begin = &pieces.items.first().map_or(pieces.tail.as_str(), |p| p.lead.as_str());
        let beside = comments(begin).into_iter().take_while(|n| !n.after_break).collect::<Vec<_>>();
        for note in &beside {
            out.push(' ');
            out.push_str(note.text);
            if note.text.starts_with("//") {
                break;
            }
        }
        let mut skip = beside.len();
        for (number, (piece, child)) in pieces.items.iter().zip(&children).enumerate() {
            let inner = self.item(*child, &deeper, root);
            let place = ItemPlace { indent: &deeper, first: number == 0, skip: std::mem::take(&mut skip) };
            self.piece(&mut out, piece, inner, place);
        }
        for note in comments(&pieces.tail).iter().skip(skip) {
            if note.apart && !pieces.items.is_empty() {
                out.push_str(self.newline);
            }
            out.push_str(self.newline);
            out.push_str(&deeper);
            out.push_str(note.text);
        }
        let close = pieces.close.trim_start();
        // Nothing but the brackets.
        if pieces.items.is_empty() && comments(&pieces.tail).is_empty() {
            return (hoisted, format!("{out}{close}"));
        }
        out.push_str(self.newline);
        out.push_str(indent);
        out.push_str(close);
        (hoisted, out)
    }

    /// One item on lines of its own.
    fn piece(&self, out: &mut String, piece: &Piece, (hoisted, text): (Vec<String>, String), place: ItemPlace<'_>) {
        let ItemPlace { indent, first, skip } = place;
        let begin = |out: &mut String, apart: bool, started: bool| {
            if apart && (started || !first) {
                out.push_str(self.newline);
            }
            out.push_str(self.newline);
            out.push_str(indent);
        };
        let mut started = skip > 0;
        let lead = comments(&piece.lead);
        for note in lead.iter().skip(skip) {
            begin(out, note.apart, started);
            out.push_str(note.text);
            started = true;
        }
        let trail = comments(&piece.trail);
        let (last, others) = match trail.split_last() {
            Some((last, others)) => (Some(last), others),
            None => (None, &trail[..]),
        };
        let apart = ends_apart(&piece.lead);
        let mut own = apart;
        for comment in hoisted.iter().map(String::as_str).chain(others.iter().map(|n| n.text)) {
            begin(out, std::mem::take(&mut own), started);
            out.push_str(comment);
            started = true;
        }
        begin(out, own, started);
        out.push_str(&text);
        out.push(',');
        if let Some(last) = last {
            out.push(' ');
            out.push_str(last.text);
        }
    }

    /// A field, an entry or a value as an item.
    fn item(&self, child: NodeId, indent: &str, top: bool) -> (Vec<String>, String) {
        let column = width(indent);
        let (name, value) = match self.tree.kind(child) {
            NodeKind::Field => (None, self.tree.value_of(child)),
            NodeKind::Entry => (self.tree.children(child).next(), self.tree.value_of(child)),
            NodeKind::File
            | NodeKind::Attribute
            | NodeKind::Group
            | NodeKind::List
            | NodeKind::Map
            | NodeKind::Scalar => return self.node(child, indent, column, false),
        };
        let Some(value) = value else { return (Vec::new(), self.slice(child).to_owned()) };
        let (start, from) = (self.tree.bytes(child).0, self.tree.bytes(value).0);
        let before = &self.text[start..from];
        let mut hoisted: Vec<String> = Vec::new();
        let head = match name {
            Some(key) => {
                let (notes, key) = self.node(key, indent, column, false);
                hoisted.extend(notes);
                format!("{key}: ")
            }
            None => format!("{}: ", significant(before).trim_end_matches(':')),
        };
        // A key may hold what looks like a comment; only what stands beside it is one.
        let between = match name {
            Some(key) => &self.text[self.tree.bytes(key).1..from],
            None => before,
        };
        hoisted.extend(comments(between).iter().map(|n| n.text.to_owned()));
        let (notes, text) = self.node(value, indent, column + width(&head), top);
        hoisted.extend(notes);
        (hoisted, head + &text)
    }

    fn scalar(&self, node: NodeId) -> (Vec<String>, String) {
        let text = self.slice(node);
        let parts = lex(text, &mut SyntaxErrors::default());
        if parts.len() < 2 {
            return (Vec::new(), text.to_owned());
        }
        (comments(text).iter().map(|n| n.text.to_owned()).collect(), significant(text))
    }

    /// A node in one line; `None` where comments or texts of several lines stand in it.
    fn flat(&self, node: NodeId) -> Option<String> {
        let text = self.slice(node);
        let tokens = lex(text, &mut SyntaxErrors::default());
        let mut out = String::new();
        let mut last: Option<TokenKind> = None;
        let significant: Vec<&Token> = tokens.iter().filter(|t| t.kind != TokenKind::Blank).collect();
        for (number, token) in significant.iter().enumerate() {
            let slice = &text[token.start as usize..token.end as usize];
            let closes = |n: usize| significant.get(n).is_none_or(|t| matches!(t.kind, TokenKind::Close(_)));
            match token.kind {
                TokenKind::Comment => return None,
                _ if slice.contains('\n') => return None,
                // No comma before a closing bracket.
                TokenKind::Comma if closes(number + 1) => continue,
                _ => {}
            }
            if matches!(last, Some(TokenKind::Comma | TokenKind::Colon)) {
                out.push(' ');
            }
            out.push_str(slice);
            last = Some(token.kind);
        }
        Some(out)
    }
}

/// A text without blanks and comments.
fn significant(text: &str) -> String {
    let tokens = lex(text, &mut SyntaxErrors::default());
    tokens.iter().filter(|t| !t.kind.is_trivia()).map(|t| &text[t.start as usize..t.end as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(text: &str) -> String {
        let once = format(text).unwrap();
        assert_eq!(format(&once).as_deref(), Ok(once.as_str()), "formatting twice changes nothing");
        once
    }

    #[test]
    fn what_fits_is_in_one_line_and_comments_stay() {
        let text = "/* top */ #![enable(implicit_some)]\n\n\n// head\nDossier (format:1,title /* t */ :\"T\", entities: [ // all\n\n\n// of a\n(id:\"a\",kind:\"state\" , name: \"A\",), // end of a\n\n\n  (id: \"b\", // b\n kind: \"state\", name: Some( /* odd */ \"B\") ) /* x */ , /* tail */ ], sources:[ ] ) // bye\n// end";
        assert_eq!(
            formatted(text),
            "/* top */\n#![enable(implicit_some)]\n\n// head\nDossier(\n    format: 1,\n    /* t */\n    title: \"T\",\n    \
             entities: [ // all\n\n        // of a\n        (id: \"a\", kind: \"state\", name: \"A\"), // end of a\n\n        \
             (\n            id: \"b\", // b\n            kind: \"state\",\n            /* odd */\n            \
             name: Some(\"B\"),\n        ), /* x */\n        /* tail */\n    ],\n    sources: [],\n) // bye\n// end\n"
        );
        assert!(format("(a: ").is_err());
    }
}
