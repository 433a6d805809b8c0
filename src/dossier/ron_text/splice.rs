//! A record's text made to say something else: what it says is compared with what it shall say,
//! field by field and item by item, and only what differs is written anew. All else stays to the
//! byte: comments, order, spelling of numbers, unknown fields.

use super::lexer::{Bracket, TokenKind};
use super::parser::parse;
use super::punctuated::{Habit, Piece, Pieces, line_break};
use super::tree::{NodeId, NodeKind, Scalar, Tree};
use super::value::{Order, Value};
use super::write::{Style, WIDTH, in_manner_of, inline, width};
use crate::dossier::model::List;

/// Cuts a bracketed node into pieces.
pub(crate) fn cut(text: &str, tree: &Tree, node: NodeId) -> Pieces {
    let items: Vec<(usize, usize)> = tree.children(node).map(|child| tree.bytes(child)).collect();
    let (start, end) = tree.bytes(node);
    let (open, close) = tree.inside(node);
    Pieces::cut(text, start, open, close, end, &items)
}

/// A parsed text that is to be changed.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) tree: &'a Tree,
    /// Line break of the file.
    pub(super) newline: &'a str,
}

/// The text of a group with changed fields: of a record, or of what stands around the lists. Lists
/// that the caller takes care of are named in neither value and so left alone. `before` is what
/// stands before it in its line.
///
/// # Errors
/// Why it cannot be done, in one sentence.
pub(crate) fn group(
    before: &str,
    text: &str,
    newline: &str,
    old: &Value,
    new: &Value,
    order: Order,
) -> Result<String, String> {
    // Blanks of the same width, so that columns and indentation are what they are in the file.
    let before: String = before.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let whole = format!("{before}{text}");
    let (tree, errors) = parse(&whole);
    let root = tree.root().filter(|_| errors.is_empty()).ok_or("the text of the record has errors of syntax")?;
    let at = Text { text: &whole, tree: &tree, newline };
    let (start, end) = tree.bytes(root);
    let inner = at.rewritten(root, old, new, order)?;
    Ok(format!("{}{inner}{}", &whole[before.len()..start], &whole[end..]))
}

/// Where the items of a dossier's lists begin in its text; `None` for a list that is not there.
pub(crate) fn holes(text: &str) -> [Option<usize>; 6] {
    let (tree, errors) = parse(text);
    let root = tree.root().filter(|_| errors.is_empty());
    let at = Text { text, tree: &tree, newline: "\n" };
    List::ALL.map(|(name, _)| {
        let value = at.unwrapped(tree.field(at.unwrapped(root?), name, text)?);
        (tree.kind(value) == NodeKind::List).then(|| tree.inside(value).0)
    })
}

/// A list or map as it stands in the text, with what was read of it.
#[derive(Clone, Copy)]
struct ReadItems<'i> {
    node: NodeId,
    /// All of its items, those that could not be read too.
    children: &'i [NodeId],
    /// Which of them each value that was read stands in.
    places: &'i [usize],
}

impl Text<'_> {
    pub(super) fn slice(&self, node: NodeId) -> &str {
        let (start, end) = self.tree.bytes(node);
        &self.text[start..end]
    }

    /// `x` of `Some(x)`.
    pub(super) fn unwrapped(&self, node: NodeId) -> NodeId {
        self.tree.unwrapped(node, self.text)
    }

    pub(super) fn is_none(&self, node: NodeId) -> bool {
        self.tree.scalar(node, self.text) == Some(Scalar::Word("None"))
    }

    /// The text of a node that said `old` and shall say `new`.
    fn rewritten(&self, outer: NodeId, old: &Value, new: &Value, order: Order) -> Result<String, String> {
        if old == new {
            return Ok(self.slice(outer).to_owned());
        }
        let node = self.unwrapped(outer);
        let inner = match (self.tree.kind(node), old, new) {
            (NodeKind::Group, Value::Group(word, old), Value::Group(new_word, new)) if word == new_word => {
                self.fields(node, old, new, order)?
            }
            (NodeKind::List, Value::List(old), Value::List(new)) => self.items(node, old, new, order)?,
            (NodeKind::Map, Value::Map(old), Value::Map(new)) => self.entries(node, old, new)?,
            (NodeKind::Scalar, _, new) => in_manner_of(self.slice(node), new).unwrap_or_else(|| inline(new, ": ")),
            (_, _, new) => inline(new, ": "),
        };
        if outer == node {
            return Ok(inner);
        }
        let ((start, end), (from, to)) = (self.tree.bytes(outer), self.tree.bytes(node));
        Ok(format!("{}{inner}{}", &self.text[start..from], &self.text[to..end]))
    }

    fn fields(
        &self,
        node: NodeId,
        old: &[(&'static str, Value)],
        new: &[(&'static str, Value)],
        order: Order,
    ) -> Result<String, String> {
        let mut pieces = cut(self.text, self.tree, node);
        let children: Vec<NodeId> = self.tree.children(node).collect();
        let written: Vec<&str> = children
            .iter()
            .map(|c| if self.tree.kind(*c) == NodeKind::Field { self.tree.field_name(*c, self.text) } else { "" })
            .collect();
        // The first of two fields with one name is the one that counts.
        let mut names: Vec<&str> = written
            .iter()
            .map(|name| order.former.iter().find(|(before, _)| before == name).map_or(*name, |(_, now)| *now))
            .collect();
        let said = |of: &[(&'static str, Value)], name: &str| of.iter().position(|(n, _)| *n == name);
        for (name, value) in new {
            let Some(at) = names.iter().position(|n| n == name) else { continue };
            let inner = self.tree.value_of(children[at]).ok_or_else(|| format!("`{name}` has no value"))?;
            let before = said(old, name).map(|n| &old[n].1);
            if before == Some(value) && written[at] == *name {
                continue;
            }
            let value = match before {
                Some(before) => self.rewritten(inner, before, value, (order.inside)(name))?,
                // It says something that is not understood, or `None`.
                None if self.is_none(self.unwrapped(inner)) => format!("Some({})", inline(value, ": ")),
                None => inline(value, ": "),
            };
            let ((start, end), (from, to)) = (self.tree.bytes(children[at]), self.tree.bytes(inner));
            let head = &self.text[start..from];
            // A former name gives way to the present one.
            let now = head.strip_prefix(written[at]).map_or_else(|| head.to_owned(), |rest| format!("{name}{rest}"));
            pieces.items[at].body = format!("{now}{value}{}", &self.text[to..end]);
        }
        for (name, _) in old.iter().filter(|(name, _)| said(new, name).is_none()) {
            // All of that name: a second one, passed over until now, would count once the first is gone.
            while let Some(at) = names.iter().position(|n| n == name) {
                pieces.remove(at);
                names.remove(at);
            }
        }
        let rank = |name: &str| order.names.iter().position(|n| *n == name);
        for (name, value) in new {
            // What goes without saying in this text (a name that is the id) still does.
            let implied = said(old, name).is_some_and(|n| old[n].1 == *value);
            if names.contains(name) || implied {
                continue;
            }
            let before = names.iter().rposition(|n| rank(n).is_some_and(|r| Some(r) < rank(name)));
            let at = before.map_or(0, |n| n + 1);
            self.insert_field(&mut pieces, at, name, value, node);
            names.insert(at, name);
        }
        Ok(pieces.join())
    }

    /// Puts a field in, in the manner of the others.
    fn insert_field(&self, pieces: &mut Pieces, at: usize, name: &'static str, value: &Value, node: NodeId) {
        let indent = self.line_indent(self.tree.bytes(node).0);
        let mut style = Style::of(pieces, self.newline, &indent, "    ");
        let head = format!("{name}{}", style.colon);
        let broken = pieces.items.iter().find(|p| p.begins_line()).map(|p| line_break(&p.lead));
        let mut body = format!("{head}{}", inline(value, &style.colon));
        if width(&style.inner) + width(&body) > WIDTH {
            if broken.is_none() {
                style.inner.clone_from(&indent);
            }
            body = format!("{head}{}", style.block(value));
        }
        let first_line = body.lines().next().map_or(0, width);
        let habit = Habit { newline: self.newline, indent: &style.inner, outer: &indent, block: false };
        let before = pieces.items.len();
        pieces.insert(at, body, habit);
        debug_assert_eq!(pieces.items.len(), before + 1);
        // A line that would grow too wide is broken where lines are broken anyway.
        if let Some(broken) = broken
            && at > 0
            && !pieces.items[at].begins_line()
        {
            let column = self.column_before(pieces, at, node);
            if column + 2 + first_line > WIDTH {
                pieces.items[at].lead = broken;
            }
        }
    }

    /// The column in which item `at` would begin.
    fn column_before(&self, pieces: &Pieces, at: usize, node: NodeId) -> usize {
        let mut text = pieces.open.clone();
        for piece in &pieces.items[..at] {
            text.push_str(&piece.lead);
            text.push_str(&piece.body);
            text.push_str(&piece.trail);
        }
        match text.rsplit_once('\n') {
            Some((_, line)) => width(line),
            None => width(&text) + self.column(self.tree.bytes(node).0),
        }
    }

    /// The column, from 0, of a byte.
    fn column(&self, at: usize) -> usize {
        width(self.text[..at].rsplit('\n').next().unwrap_or(""))
    }

    /// The indentation of the line that a byte lies in.
    pub(super) fn line_indent(&self, at: usize) -> String {
        let line = self.text[..at].rsplit('\n').next().unwrap_or("");
        line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect()
    }

    fn items(&self, node: NodeId, old: &[Value], new: &[Value], order: Order) -> Result<String, String> {
        let children: Vec<NodeId> = self.tree.children(node).collect();
        let places = self.align(&children, old)?;
        let old: Vec<(Option<&str>, &Value)> = old.iter().map(|v| (None, v)).collect();
        let new: Vec<(Option<&str>, &Value)> = new.iter().map(|v| (None, v)).collect();
        self.sequence(ReadItems { node, children: &children, places: &places }, &old, &new, order)
    }

    fn entries(&self, node: NodeId, old: &[(String, Value)], new: &[(String, Value)]) -> Result<String, String> {
        let children: Vec<NodeId> = self.tree.children(node).collect();
        let key = |entry: &NodeId| match self.tree.children(*entry).next().and_then(|k| self.tree.scalar(k, self.text))
        {
            Some(Scalar::Text(key)) => key.into_owned(),
            _ => String::new(),
        };
        let keys: Vec<String> = children.iter().map(key).collect();
        let found = |name: &String| keys.iter().position(|k| k == name);
        let places: Option<Vec<usize>> = old.iter().map(|(name, _)| found(name)).collect();
        let places = places.ok_or("the map `fields` is not as it was read")?;
        let old: Vec<(Option<&str>, &Value)> = old.iter().map(|(k, v)| (Some(k.as_str()), v)).collect();
        let new: Vec<(Option<&str>, &Value)> = new.iter().map(|(k, v)| (Some(k.as_str()), v)).collect();
        self.sequence(ReadItems { node, children: &children, places: &places }, &old, &new, Order::NONE)
    }

    /// Which of the items each value was read from: items that could not be read are passed over.
    pub(super) fn align(&self, children: &[NodeId], old: &[Value]) -> Result<Vec<usize>, String> {
        if children.len() == old.len() {
            return Ok((0..old.len()).collect());
        }
        let mut at = 0;
        let mut places = Vec::with_capacity(old.len());
        for value in old {
            let found = (at..children.len()).find(|n| self.says(self.unwrapped(children[*n]), value));
            let found = found.ok_or("a list has items that could not be read; fix them first")?;
            places.push(found);
            at = found + 1;
        }
        Ok(places)
    }

    /// Whether a node says a value, and perhaps more.
    fn says(&self, node: NodeId, value: &Value) -> bool {
        let scalar = self.tree.scalar(node, self.text);
        match value {
            Value::Text(text) => matches!(scalar, Some(Scalar::Text(t)) if t == text.as_str()),
            Value::Word(word) => matches!(scalar, Some(Scalar::Word(w)) if w == *word),
            Value::Number(number) => matches!(scalar, Some(Scalar::Number(n)) if n.to_f64() == *number),
            Value::List(values) => {
                self.tree.kind(node) == NodeKind::List
                    && self.align(&self.tree.children(node).collect::<Vec<_>>(), values).is_ok()
            }
            Value::Group(word, fields) => {
                self.tree.kind(node) == NodeKind::Group
                    && word.is_none_or(|w| self.tree.group_name(node, self.text) == Some(w))
                    && fields.iter().all(|(name, value)| {
                        let field = self.tree.field(node, name, self.text);
                        field.is_some_and(|f| self.says(self.unwrapped(f), value))
                    })
            }
            Value::Map(_) => self.tree.kind(node) == NodeKind::Map,
        }
    }

    /// A list or map whose items say something else.
    fn sequence(
        &self,
        read: ReadItems<'_>,
        old: &[(Option<&str>, &Value)],
        new: &[(Option<&str>, &Value)],
        order: Order,
    ) -> Result<String, String> {
        let ReadItems { node, children, places } = read;
        let mut pieces = cut(self.text, self.tree, node);
        let script = pair_up(old, new);
        for (from, to) in script.iter().filter_map(|(from, to)| Some((from.as_ref()?, to.as_ref()?))) {
            let (child, (_, before), (_, after)) = (children[places[*from]], old[*from], new[*to]);
            let inner = if self.tree.kind(child) == NodeKind::Entry {
                self.tree.value_of(child).ok_or("an entry has no value")?
            } else {
                child
            };
            let written = self.rewritten(inner, before, after, order)?;
            let ((start, end), (a, b)) = (self.tree.bytes(child), self.tree.bytes(inner));
            pieces.items[places[*from]].body = format!("{}{written}{}", &self.text[start..a], &self.text[b..end]);
        }
        // Numbers in the text of what stays, as items come and go.
        let mut shift = 0_isize;
        let mut at = 0_usize;
        let close = self.tree.bytes(node).1;
        let outer = self.line_indent(close - 1);
        let opened = self.line_indent(self.tree.bytes(node).0);
        let base = if outer.len() > opened.len() { &outer } else { &opened };
        let indent = format!("{base}    ");
        for (from, to) in script {
            match (from, to) {
                (Some(from), Some(_)) => at = (places[from] as isize + shift) as usize + 1,
                (Some(from), None) => {
                    pieces.remove((places[from] as isize + shift) as usize);
                    shift -= 1;
                }
                (None, Some(to)) => {
                    let colon = pieces.items.first().map_or(": ".to_owned(), |p| colon_in(&p.body));
                    let value = inline(new[to].1, &colon);
                    let body = match new[to].0 {
                        Some(key) => format!("{}: {value}", super::write::quoted(key)),
                        None => value,
                    };
                    let wide = self.column_before(&pieces, at, node) + width(&body) + 4 > WIDTH;
                    let block = pieces.items.is_empty() && pieces.tail.contains('\n');
                    pieces.insert(at, body, Habit { newline: self.newline, indent: &indent, outer: &outer, block });
                    let first_in_line = |p: &Piece| p.begins_line();
                    if wide && at > 0 && !pieces.items[at].begins_line() {
                        let broken = pieces.items.iter().find(|p| first_in_line(p)).map(|p| line_break(&p.lead));
                        pieces.items[at].lead = broken.unwrap_or_else(|| format!("{}{indent}", self.newline));
                    }
                    at += 1;
                    shift += 1;
                }
                (None, None) => {}
            }
        }
        Ok(pieces.join())
    }
}

/// Between names and values in an item's text.
fn colon_in(body: &str) -> String {
    if body.contains(": ") || !body.contains(':') { ": ".to_owned() } else { ":".to_owned() }
}

/// Pairs old items with new ones in order, so that as much as possible stays as it is: each entry
/// is an item that stays or changes, goes, or comes. By dynamic programming over likeness
/// (Needleman and Wunsch 1970); where lists are very long, by their like beginnings and ends.
fn pair_up(old: &[(Option<&str>, &Value)], new: &[(Option<&str>, &Value)]) -> Vec<(Option<usize>, Option<usize>)> {
    const MOST: usize = 1 << 18;
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut script: Vec<(Option<usize>, Option<usize>)> = (0..head).map(|n| (Some(n), Some(n))).collect();
    if a.len() * b.len() <= MOST {
        let columns = b.len() + 1;
        let mut best = vec![0_u32; (a.len() + 1) * columns];
        let like = |i: usize, j: usize| likeness(a[i], b[j]);
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                let both = match like(i, j) {
                    0 => 0,
                    like => like + best[(i + 1) * columns + j + 1],
                };
                best[i * columns + j] = both.max(best[(i + 1) * columns + j]).max(best[i * columns + j + 1]);
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < a.len() || j < b.len() {
            let here = best[i * columns + j];
            let both = i < a.len() && j < b.len() && like(i, j) > 0;
            if both && here == like(i, j) + best[(i + 1) * columns + j + 1] {
                script.push((Some(head + i), Some(head + j)));
                (i, j) = (i + 1, j + 1);
            } else if i < a.len() && (j == b.len() || here == best[(i + 1) * columns + j]) {
                script.push((Some(head + i), None));
                i += 1;
            } else {
                script.push((None, Some(head + j)));
                j += 1;
            }
        }
    } else {
        let both = a.len().min(b.len());
        script.extend((0..both).map(|n| (Some(head + n), Some(head + n))));
        script.extend((both..a.len()).map(|n| (Some(head + n), None)));
        script.extend((both..b.len()).map(|n| (None, Some(head + n))));
    }
    script.extend((0..tail).map(|n| (Some(old.len() - tail + n), Some(new.len() - tail + n))));
    script
}

/// How like two items are: 0 cannot become each other, 1000 are the same.
fn likeness(a: (Option<&str>, &Value), b: (Option<&str>, &Value)) -> u32 {
    if a.0 != b.0 {
        return 0;
    }
    if a.1 == b.1 {
        return 1000;
    }
    match (a.1, b.1) {
        (Value::Group(word, old), Value::Group(new_word, new)) if word == new_word => {
            let same = old.iter().filter(|field| new.contains(field)).count() as u32;
            // What first says what it is weighs more.
            let first = u32::from(old.first() == new.first());
            2 + (same * 10 + first * 40).min(900)
        }
        _ => 1,
    }
}

impl Tree {
    /// The bytes between the brackets of a node.
    pub(super) fn inside(&self, node: NodeId) -> (usize, usize) {
        let (start, end) = self.bytes(node);
        let first = self.tokens.partition_point(|t| (t.start as usize) < start);
        let opens =
            |kind: TokenKind| matches!(kind, TokenKind::Open(Bracket::Round | Bracket::Square | Bracket::Curly));
        let open = self.tokens[first..].iter().find(|t| opens(t.kind)).map_or(end, |t| t.end as usize);
        (open, end - 1)
    }

    /// The first byte, from `at` on, of the bracket that closes what `at` lies in.
    pub(super) fn closing_after(&self, at: usize) -> Option<usize> {
        let first = self.tokens.partition_point(|t| (t.start as usize) < at);
        let mut level = 0_usize;
        for token in &self.tokens[first..] {
            match token.kind {
                TokenKind::Open(_) => level += 1,
                TokenKind::Close(_) if level == 0 => return Some(token.start as usize),
                TokenKind::Close(_) => level -= 1,
                _ => {}
            }
        }
        None
    }
}
