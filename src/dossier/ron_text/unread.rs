//! What a text says beyond what was read of it: fields that the format does not know, values that
//! were not understood, records that were not taken in. The model holds none of it, so whoever
//! compares or merges whole files asks here, and has such a field written here, its bytes and its
//! comments kept. What it means is nobody's business.

use super::lexer::{TokenKind, lex};
use super::parser::parse;
use super::punctuated::{Habit, Piece, Pieces, comments, ends_with_line_comment, is_trivia, line_break};
use super::read;
use super::splice::{Text, cut};
use super::syntax::SyntaxErrors;
use super::texts::{Patch, TextFile};
use super::tree::{NodeId, NodeKind};
use super::value::{Order, Value, of_head, of_record};
use crate::dossier::model::{List, Record};

/// The item of a list of a record that something stands in: name of the list, number from 0.
pub(crate) type ItemOfList = Option<(String, usize)>;

/// Something that a text says and that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    /// The item of a list of the record that it stands in, if it stands in one.
    pub(crate) item: ItemOfList,
    /// The name of the field, after the names of the groups around it (`basis.page`). What is no
    /// field with a name of its own has a name with a blank in it, by which it cannot be written.
    pub(crate) name: String,
    /// Its value without blanks and comments.
    pub(crate) said: String,
    /// As it is written.
    pub(crate) text: FieldText,
    /// Names of the fields before it in its group, the nearest first.
    pub(crate) after: Vec<String>,
}

/// A field as it is written, with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldText {
    /// Comments before it.
    pub(crate) lead: String,
    /// Name and value.
    pub(crate) body: String,
    /// The comment that ends its line.
    pub(crate) trail: String,
}

/// What the head of a file says beyond titles and records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UnreadHead {
    /// The files that it includes; `None` where they are among the other fields, for want of
    /// being a list of texts.
    pub(crate) include: Option<Vec<String>>,
    /// All else, the version of the format included.
    pub(crate) fields: Vec<Unread>,
}

impl Unread {
    /// Whether something of this name is a field, which can be written.
    pub(crate) fn is_field(name: &str) -> bool {
        !name.contains(' ')
    }
}

impl TextFile {
    /// The records of a list that may say more than was read of them, by number.
    pub(crate) fn suspects(&self, list: List) -> impl Iterator<Item = usize> + '_ {
        self.stretches(list).enumerate().filter(|(_, stretch)| stretch.troubled).map(|(at, _)| at)
    }

    /// What a record says that was not read.
    pub(crate) fn unread(&self, list: List, at: usize) -> Vec<Unread> {
        let Some(text) = self.record(list, at) else { return Vec::new() };
        let (Some(record), faults) = read::record_and_faults(list, text) else { return Vec::new() };
        let Value::Group(_, said) = of_record(&record) else { return Vec::new() };
        let (tree, _) = parse(text);
        let text = Text { text, tree: &tree, newline: "\n" };
        let Some(root) = tree.root().map(|root| text.unwrapped(root)) else { return Vec::new() };
        let mut walk = Walk { text, faults: Some(&faults), out: Vec::new() };
        walk.group(root, &said, Order::of_list(list), &Way::default());
        walk.out
    }

    /// What the head says beyond titles and records; `is_main` where titles were read of it.
    pub(crate) fn unread_head(&self, is_main: bool) -> UnreadHead {
        let (tree, _) = parse(self.frame());
        let text = Text { text: self.frame(), tree: &tree, newline: "\n" };
        let Some(root) = tree.root().map(|root| text.unwrapped(root)) else { return UnreadHead::default() };
        let field = |name: &str| tree.field(root, name, self.frame()).map(|node| text.unwrapped(node));
        let read = |name: &str| Some(text.as_text(field(name)?)?.to_string()).filter(|_| is_main);
        let said = [read("title"), read("subtitle"), read("note")];
        let Value::Group(_, mut said) = of_head(said[0].as_ref(), said[1].as_ref(), said[2].as_ref()) else {
            return UnreadHead::default();
        };
        let lists =
            List::ALL.into_iter().filter(|(name, _)| field(name).is_some_and(|n| tree.kind(n) == NodeKind::List));
        said.extend(lists.map(|(name, _)| (name, Value::List(Vec::new()))));
        let include = field("include").and_then(|node| {
            let items = || tree.children(node).map(|item| text.as_text(item));
            let good = tree.kind(node) == NodeKind::List && items().all(|item| item.is_some());
            good.then(|| items().flatten().map(|path| path.to_string()).collect::<Vec<String>>())
        });
        if let Some(paths) = &include {
            said.push(("include", Value::List(paths.iter().map(|path| Value::Text(path.clone())).collect())));
        }
        let absent = if field("include").is_none() { Some(Vec::new()) } else { None };
        let mut walk = Walk { text, faults: None, out: Vec::new() };
        walk.group(root, &said, Order::DOSSIER, &Way::default());
        for (_, list) in List::ALL {
            for stretch in self.stretches(list) {
                walk.beside(list, stretch.lead());
            }
        }
        UnreadHead { include: include.or(absent), fields: walk.out }
    }

    /// Writes a field that the format does not know, or takes it away; what the record says
    /// otherwise stays. `record` is what it says.
    ///
    /// # Errors
    /// Why it cannot be; the text is then as it was.
    pub(crate) fn set_unread(
        &mut self,
        at: usize,
        record: &Record,
        (item, name): (&ItemOfList, &str),
        new: Option<(&FieldText, &[String])>,
    ) -> Result<Vec<Patch>, String> {
        let old = self.record(record.list(), at).ok_or("this record does not exist")?;
        let (tree, _) = parse(old);
        let text = Text { text: old, tree: &tree, newline: self.newline() };
        let mut node = text.unwrapped(tree.root().ok_or("the record has no text")?);
        let mut names: Vec<&str> = name.split('.').collect();
        let name = names.pop().unwrap_or(name);
        let inside = |node: NodeId, name: &str| tree.field(node, name, old).map(|n| text.unwrapped(n));
        if let Some((list, number)) = item {
            let list = inside(node, list).ok_or("its list does not exist")?;
            node = text.unwrapped(tree.children(list).nth(*number).ok_or("its item does not exist")?);
        }
        for group in names {
            node = inside(node, group).ok_or("its group does not exist")?;
        }
        let (start, end) = tree.bytes(node);
        let body = format!("{}{}{}", &old[..start], text.with_field(node, name, new)?, &old[end..]);
        self.replace_record(at, record, &body)
    }

    /// Writes a field of the head, or takes it away.
    ///
    /// # Errors
    /// Why it cannot be; the text is then as it was.
    pub(crate) fn set_unread_in_head(
        &mut self,
        name: &str,
        new: Option<(&FieldText, &[String])>,
    ) -> Result<Vec<Patch>, String> {
        let (tree, _) = parse(self.frame());
        let text = Text { text: self.frame(), tree: &tree, newline: self.newline() };
        let root = text.unwrapped(tree.root().ok_or("the file is empty")?);
        let (start, end) = tree.bytes(root);
        let changed = text.with_field(root, name, new)?;
        let whole = format!("{}{changed}{}", &self.frame()[..start], &self.frame()[end..]);
        if !parse(&whole).1.is_empty() {
            return Err("the field cannot be written there".to_owned());
        }
        self.replace_frame(whole)
    }

    /// Makes the file include other files: as `model` writes it, if it includes the same and nothing is
    /// lost by it.
    ///
    /// # Errors
    /// Why it cannot be; the text is then as it was.
    pub(crate) fn set_include(
        &mut self,
        old: &[String],
        new: &[String],
        model: Option<&TextFile>,
    ) -> Result<Vec<Patch>, String> {
        let own = self.include_text().map_or_else(Vec::new, |(text, _)| text.comments());
        let same = |model: &&TextFile| model.unread_head(true).include.as_deref() == Some(new) && !new.is_empty();
        let text = model.filter(same).and_then(TextFile::include_text);
        if let Some((text, after)) = text.filter(|(text, _)| own.iter().all(|own| text.comments().contains(own))) {
            return self.set_unread_in_head("include", Some((&text, &after)));
        }
        let value = |paths: &[String]| {
            let list = paths.iter().map(|path| Value::Text(path.clone())).collect();
            Value::Group(None, if paths.is_empty() { Vec::new() } else { vec![("include", Value::List(list))] })
        };
        let text = super::splice::group("", self.frame(), self.newline(), &value(old), &value(new), Order::DOSSIER)?;
        self.replace_frame(text)
    }

    /// How the head writes what it includes, and the fields before it.
    fn include_text(&self) -> Option<(FieldText, Vec<String>)> {
        let (tree, _) = parse(self.frame());
        let text = Text { text: self.frame(), tree: &tree, newline: "\n" };
        let root = text.unwrapped(tree.root()?);
        let (pieces, names) = (cut(self.frame(), &tree, root), text.names(root, Order::DOSSIER));
        let at = names.iter().position(|name| name == "include")?;
        Some((FieldText::of(pieces.items.get(at)?), before(&names, at)))
    }
}

impl FieldText {
    fn of(piece: &Piece) -> FieldText {
        let told = |text: &str| if text.contains('/') { text.trim().to_owned() } else { String::new() };
        let trail = piece.trail.trim_start();
        FieldText {
            lead: told(&piece.lead),
            body: piece.body.clone(),
            trail: told(trail.strip_prefix(',').unwrap_or(trail)),
        }
    }

    fn comments(&self) -> Vec<String> {
        [&self.lead, &self.body, &self.trail].into_iter().flat_map(|text| comments(text)).collect()
    }
}

/// The names before one, the nearest first.
fn before(names: &[String], at: usize) -> Vec<String> {
    names[..at].iter().rev().filter(|name| !name.is_empty()).cloned().collect()
}

/// The way to a group in a record.
#[derive(Clone, Default)]
struct Way {
    item: ItemOfList,
    /// Names of groups with a full stop after each.
    groups: String,
}

impl Way {
    fn at_item(&self, list: &str, number: usize) -> Way {
        Way { item: Some((list.to_owned(), number)), groups: String::new() }
    }

    fn in_group(&self, name: &str) -> Way {
        Way { item: self.item.clone(), groups: format!("{}{name}.", self.groups) }
    }
}

/// Goes through a text beside what was read of it.
struct Walk<'a> {
    text: Text<'a>,
    /// Bytes of what is wrong; `None` where only what was read counts as read.
    faults: Option<&'a [(usize, usize)]>,
    out: Vec<Unread>,
}

impl Walk<'_> {
    fn group(&mut self, node: NodeId, read: &[(&'static str, Value)], order: Order, way: &Way) {
        let pieces = cut(self.text.text, self.text.tree, node);
        let names = self.text.names(node, order);
        let children: Vec<NodeId> = self.text.tree.children(node).collect();
        for (at, (child, name)) in children.iter().zip(&names).enumerate() {
            let earlier = names[..at].iter().filter(|other| *other == name).count();
            let value = self.text.tree.value_of(*child).map(|value| self.text.unwrapped(value));
            let unread = match (value, read.iter().find(|(known, _)| known == name)) {
                _ if name.is_empty() => Some(format!("value {}", at + 1)),
                _ if earlier > 0 => Some(format!("{name} ({})", earlier + 1)),
                _ if name.contains(['.', ' ']) => Some(format!("field {name}")),
                (None, _) => None,
                (Some(value), Some((_, said))) => {
                    self.value(value, said, (order.inside)(name), (name, way));
                    None
                }
                (Some(_), None) if !order.names.contains(&name.as_str()) => Some(name.clone()),
                (Some(value), None) => {
                    // Else it says what goes without saying.
                    let is_unread = !self.text.is_none(value) && self.is_faulty(*child);
                    is_unread.then(|| name.clone())
                }
            };
            if let Some(name) = unread {
                let value = self.text.tree.value_of(*child).unwrap_or(*child);
                self.out.push(Unread {
                    item: way.item.clone(),
                    name: format!("{}{name}", way.groups),
                    said: said(self.text.slice(value)),
                    text: FieldText::of(&pieces.items[at]),
                    after: before(&names, at),
                });
            }
        }
    }

    fn is_faulty(&self, node: NodeId) -> bool {
        let (start, end) = self.text.tree.bytes(node);
        self.faults.is_none_or(|faults| faults.iter().any(|(from, to)| *from < end && start < *to.max(&(from + 1))))
    }

    fn value(&mut self, node: NodeId, read: &Value, order: Order, (name, way): (&str, &Way)) {
        let children: Vec<NodeId> = self.text.tree.children(node).collect();
        match (self.text.tree.kind(node), read) {
            (NodeKind::Group, Value::Group(_, fields)) => self.group(node, fields, order, &way.in_group(name)),
            (NodeKind::List, Value::List(items)) => {
                let Ok(places) = self.text.align(&children, items) else {
                    let number = children.len();
                    return self.other(node, format!("{name} of {number} items"), way);
                };
                for (number, (place, item)) in places.iter().zip(items).enumerate() {
                    if let Value::Group(_, fields) = item {
                        let inner = self.text.unwrapped(children[*place]);
                        self.group(inner, fields, order, &way.at_item(name, number));
                    }
                }
                let left = children.iter().enumerate().filter(|(at, _)| !places.contains(at));
                for (number, (_, child)) in left.enumerate() {
                    self.other(*child, format!("{name} item {}", number + 1), way);
                }
            }
            (NodeKind::Map, Value::Map(entries)) => {
                let mut seen: Vec<String> = Vec::new();
                for entry in children {
                    let key = self.text.tree.children(entry).next();
                    let text = key.and_then(|key| self.text.as_text(key)).map(|key| key.to_string());
                    let known = |key: &&String| entries.iter().any(|(known, _)| known == *key) && !seen.contains(*key);
                    match text.as_ref().filter(known) {
                        Some(key) => seen.push(key.clone()),
                        None => {
                            let key = text.unwrap_or_else(|| self.text.slice(key.unwrap_or(entry)).to_owned());
                            self.other(entry, format!("{name} entry {key}"), way);
                        }
                    }
                }
            }
            // A value of one piece was read, or it would not be here.
            _ => {}
        }
    }

    /// Something that has no name of its own.
    fn other(&mut self, node: NodeId, name: String, way: &Way) {
        let body = self.text.slice(node).to_owned();
        let name = self.unique(format!("{}{name}", way.groups), &way.item);
        let text = FieldText { lead: String::new(), body: body.clone(), trail: String::new() };
        self.out.push(Unread { item: way.item.clone(), name, said: said(&body), text, after: Vec::new() });
    }

    /// What stands before a record of a list without having been read as one.
    fn beside(&mut self, list: List, lead: &str) {
        if is_trivia(lead) {
            return;
        }
        let (text, said) = (lead.trim().to_owned(), said(lead));
        let name = self.unique(format!("{} not read", list.field()), &None);
        let text = FieldText { lead: String::new(), body: text, trail: String::new() };
        self.out.push(Unread { item: None, name, said, text, after: Vec::new() });
    }

    fn unique(&self, name: String, item: &ItemOfList) -> String {
        let taken = |name: &str| self.out.iter().any(|other| other.name == name && other.item == *item);
        let numbered = (2..).map(|n| format!("{name} ({n})"));
        std::iter::once(name.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(name)
    }
}

/// A value without blanks, comments and commas before a closing bracket.
fn said(text: &str) -> String {
    let tokens = lex(text, &mut SyntaxErrors::default());
    let told: Vec<_> = tokens.iter().filter(|token| !token.kind.is_trivia()).collect();
    let mut out = String::new();
    for (at, token) in told.iter().enumerate() {
        let closes = told.get(at + 1).is_none_or(|next| matches!(next.kind, TokenKind::Close(_)));
        if token.kind == TokenKind::Comma && closes {
            continue;
        }
        out.push_str(&text[token.start as usize..token.end as usize]);
        if matches!(token.kind, TokenKind::Comma | TokenKind::Colon) {
            out.push(' ');
        }
    }
    out
}

impl Text<'_> {
    fn as_text(&self, node: NodeId) -> Option<std::borrow::Cow<'_, str>> {
        match self.tree.scalar(self.unwrapped(node), self.text)? {
            super::tree::Scalar::Text(text) => Some(text),
            super::tree::Scalar::Word(_) | super::tree::Scalar::Number(_) | super::tree::Scalar::Other => None,
        }
    }

    /// The present names of a group's fields; empty for what is no field.
    fn names(&self, node: NodeId, order: Order) -> Vec<String> {
        let name = |child: NodeId| {
            if self.tree.kind(child) != NodeKind::Field {
                return String::new();
            }
            let written = self.tree.field_name(child, self.text);
            order.former.iter().find(|(before, _)| *before == written).map_or(written, |(_, now)| now).to_owned()
        };
        self.tree.children(node).map(name).collect()
    }

    /// The text of a group with another field of a name, or without it.
    fn with_field(&self, node: NodeId, name: &str, new: Option<(&FieldText, &[String])>) -> Result<String, String> {
        let mut pieces = cut(self.text, self.tree, node);
        let names = self.names(node, Order::NONE);
        let at = names.iter().position(|known| known == name);
        match (at, new) {
            (Some(at), None) => pieces.remove(at),
            (None, None) => {}
            (Some(at), Some((field, _))) => {
                pieces.items[at].body.clone_from(&field.body);
                self.set_comments(&mut pieces, at, field, node);
            }
            (None, Some((field, after))) => {
                let place = after.iter().find_map(|name| names.iter().rposition(|known| known == name));
                let at = place.map_or(0, |place| place + 1);
                let indent = self.line_indent(self.tree.bytes(node).0);
                let inner = format!("{indent}    ");
                let habit = Habit { newline: self.newline, indent: &inner, outer: &indent, block: false };
                pieces.insert(at, field.body.clone(), habit);
                self.set_comments(&mut pieces, at, field, node);
            }
        }
        Ok(pieces.join())
    }

    /// Gives a field its comments.
    fn set_comments(&self, pieces: &mut Pieces, at: usize, field: &FieldText, node: NodeId) {
        let now = FieldText::of(&pieces.items[at]);
        let outer = self.line_indent(self.tree.bytes(node).0);
        let inner = format!("{}{outer}    ", self.newline);
        let broken = pieces.items.iter().find(|piece| piece.begins_line()).map(|piece| line_break(&piece.lead));
        let break_line = broken.unwrap_or(inner);
        if now.lead != field.lead {
            let own = &pieces.items[at].lead;
            let begins = if own.contains('\n') { line_break(own) } else { break_line.clone() };
            let plain =
                if own.contains('\n') { begins.clone() } else { own.chars().take_while(|c| *c == ' ').collect() };
            pieces.items[at].lead = match field.lead.as_str() {
                "" => plain,
                comments => format!("{begins}{comments}{begins}"),
            };
        }
        if now.trail != field.trail {
            let comma = if pieces.items[at].trail.trim_start().starts_with(',') { "," } else { "" };
            let gap = if field.trail.is_empty() { "" } else { " " };
            pieces.items[at].trail = format!("{comma}{gap}{}", field.trail);
        }
        let closing = format!("{}{outer}", self.newline);
        if ends_with_line_comment(&pieces.items[at].trail) {
            let (next, gap) = match pieces.items.get_mut(at + 1) {
                Some(next) => (&mut next.lead, break_line),
                None => (&mut pieces.tail, closing),
            };
            if !next.trim_start_matches([' ', '\t', '\r']).starts_with('\n') {
                *next = format!("{gap}{}", next.trim_start_matches([' ', '\t']));
            }
        }
    }
}

/// The text of a group with the comments beside its fields that only THEIRS changed, of BASE, OURS and
/// THEIRS; `now` is what has come of OURS.
pub(super) fn with_comments(now: &str, newline: &str, versions: [&str; 3]) -> String {
    let fields = |group: &str| -> Vec<(String, FieldText)> {
        let (tree, _) = parse(group);
        let text = Text { text: group, tree: &tree, newline };
        let Some(root) = tree.root().map(|root| text.unwrapped(root)) else { return Vec::new() };
        let pieces = cut(group, &tree, root);
        text.names(root, Order::NONE).into_iter().zip(pieces.items.iter().map(FieldText::of)).collect()
    };
    let [base, ours, theirs] = versions.map(fields);
    let beside = |fields: &[(String, FieldText)], name: &str| {
        let field = fields.iter().find(|(other, _)| other == name);
        field.map_or_else(Default::default, |(_, field)| (field.lead.clone(), field.trail.clone()))
    };
    let mut out = now.to_owned();
    for (name, their) in theirs.iter().filter(|(name, _)| !name.is_empty()) {
        let (was, new) = (beside(&ours, name), (their.lead.clone(), their.trail.clone()));
        if new == was || beside(&base, name) != was {
            continue;
        }
        let (tree, _) = parse(&out);
        let text = Text { text: &out, tree: &tree, newline };
        let Some(root) = tree.root().map(|root| text.unwrapped(root)) else { continue };
        let Some((_, here)) = fields(&out).into_iter().find(|(other, _)| other == name) else { continue };
        let field = FieldText { lead: new.0, body: here.body, trail: new.1 };
        let (start, end) = tree.bytes(root);
        if let Ok(group) = text.with_field(root, name, Some((&field, &[]))) {
            out = format!("{}{group}{}", &out[..start], &out[end..]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::dossier::model::List;
    use crate::dossier::ron_text;
    use crate::problem::{Problem, codes};

    fn texts(text: &str) -> Vec<ron_text::TextFile> {
        let alone = |_: &str| Err(Problem::error(codes::IO, "nothing is included"));
        let reading = ron_text::read("t.ron", text.as_bytes(), &alone);
        assert!(!reading.read_only, "{:?}", reading.problems);
        reading.texts
    }

    #[test]
    fn what_was_not_read_is_told_with_its_place_and_its_bytes() {
        let text = "Dossier(format: 1, title: \"T\", include: [\"b.ron\"], // parts\n  people: [(id: \"x\",)],\n  sources: [(id: \"s\")],\n  entities: [\n    (id: \"a\", kind: \"state\", name: \"A\", status: actual, shape_x: /* odd */ 1, // why\n     claims: [(source: \"s\", page: 3, basis: reported(by: \"a\", via: \"post\")), (at: \"nowhere\")], fields: {\"k\": \"v\", \"bad\": (x: 1)}),\n    (kind: \"state\"),\n  ])";
        let file = &texts(text)[0];
        assert_eq!(file.suspects(List::Entities).collect::<Vec<_>>(), [0]);
        let unread = file.unread(List::Entities, 0);
        let told: Vec<_> = unread.iter().map(|u| (u.item.clone(), u.name.as_str(), u.said.as_str())).collect();
        let item = Some(("claims".to_owned(), 0));
        assert_eq!(
            told,
            [
                (None, "shape_x", "1"),
                (item.clone(), "page", "3"),
                (item, "basis.via", "\"post\""),
                (None, "claims item 1", "(at: \"nowhere\")"),
                (None, "fields entry bad", "\"bad\": (x: 1)"),
            ]
        );
        assert_eq!((unread[0].text.body.as_str(), unread[0].text.trail.as_str()), ("shape_x: /* odd */ 1", "// why"));
        let head = file.unread_head(true);
        assert_eq!(head.include, Some(vec!["b.ron".to_owned()]));
        let told: Vec<_> = head.fields.iter().map(|u| (u.name.as_str(), u.said.as_str())).collect();
        assert_eq!(told, [("format", "1"), ("people", "[(id: \"x\")]"), ("entities item 1", "(kind: \"state\")")]);
    }

    #[test]
    fn a_field_goes_from_one_text_to_another_with_its_comments() {
        let with = "(format: 1,\n  // of ours\n  extra: [1,  2], // two\n  entities: [(id: \"a\", kind: \"k\", name: \"A\", odd: 1)])";
        let from = &texts(with)[0];
        let mut to = texts("(format: 1,\n  entities: [(id: \"a\", kind: \"k\", name: \"A\")])").remove(0);
        let field = &from.unread_head(true).fields[1];
        to.set_unread_in_head("extra", Some((&field.text, &field.after))).unwrap();
        let odd = &from.unread(List::Entities, 0)[0];
        let record = super::read::record(List::Entities, "(id: \"a\", kind: \"k\", name: \"A\")").unwrap();
        to.set_unread(0, &record, (&odd.item, &odd.name), Some((&odd.text, &odd.after))).unwrap();
        assert_eq!(to.print(), with);
        to.set_unread_in_head("extra", None).unwrap();
        to.set_unread(0, &record, (&None, "odd"), None).unwrap();
        assert_eq!(to.print(), "(format: 1,\n  entities: [(id: \"a\", kind: \"k\", name: \"A\")])");
        to.set_include(&[], &["b.ron".to_owned()], None).unwrap();
        assert_eq!(to.include_text().unwrap().0.body, "include: [\"b.ron\"]");
    }
}
