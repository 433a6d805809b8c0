//! The text of a file in one piece per record, so that an edit costs the record and not the file.
//! Pieces are put together to the very bytes that were read, and every edit is kept as a patch
//! that can be taken back to the byte.

use std::sync::Arc;

use super::file_text::Spans;
use super::parser::parse;
use super::punctuated::{Habit, Piece, closed_up, give_comma, lead_of_second, new_piece, trail_end};
use super::splice::{self, cut, holes};
use super::value::{Order, Value, of_head, of_record};
use super::write::Style;
use super::{read, tree::NodeKind};
use crate::dossier::model::{List, Record, Relation};

/// The text of one file.
#[derive(Clone, Debug)]
pub(crate) struct TextFile {
    /// Its path as the dossier names it.
    pub(crate) path: String,
    /// As it was read.
    base: Arc<str>,
    newline: &'static str,
    /// All text outside records; holes mark where records go.
    frame: String,
    lists: [ListText; 6],
}

#[derive(Clone, Debug, Default)]
struct ListText {
    /// Where in the frame its records go.
    hole: Option<usize>,
    /// Its records in order, by number in `pieces`.
    order: Vec<u32>,
    /// Pieces that are, were or may come back.
    pieces: Vec<Segment>,
    /// Those in which problems were found when they were read, or beside which something stands
    /// that was not read; ascending.
    troubled: Vec<u32>,
}

/// A record with its lead and trail: a stretch of the base, or a text of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    own: Option<Box<str>>,
    start: u32,
    lead: u32,
    body: u32,
    trail: u32,
}

impl Segment {
    fn of(piece: &Piece) -> Segment {
        let own = format!("{}{}{}", piece.lead, piece.body, piece.trail).into_boxed_str();
        let length = |text: &str| text.len() as u32;
        Segment {
            own: Some(own),
            start: 0,
            lead: length(&piece.lead),
            body: length(&piece.body),
            trail: length(&piece.trail),
        }
    }

    fn text<'a>(&'a self, base: &'a str) -> &'a str {
        let length = (self.lead + self.body + self.trail) as usize;
        match &self.own {
            Some(own) => own,
            None => &base[self.start as usize..self.start as usize + length],
        }
    }

    fn piece(&self, base: &str) -> Piece {
        let text = self.text(base);
        let (lead, rest) = text.split_at(self.lead as usize);
        let (body, trail) = rest.split_at(self.body as usize);
        Piece { lead: lead.to_owned(), body: body.to_owned(), trail: trail.to_owned() }
    }
}

/// The text of a record with what stands around it.
pub(super) struct Stretch<'a> {
    text: &'a str,
    lead: u32,
    body: u32,
    /// Whether reading it again may tell of problems; so where it was written here.
    pub(crate) troubled: bool,
}

impl<'a> Stretch<'a> {
    /// What stands before the record, up to the one before it.
    pub(crate) fn lead(&self) -> &'a str {
        &self.text[..self.lead as usize]
    }

    pub(crate) fn body(&self) -> &'a str {
        &self.text[self.lead as usize..(self.lead + self.body) as usize]
    }

    /// Its comma, and a comment that ends its line.
    pub(crate) fn trail(&self) -> &'a str {
        &self.text[(self.lead + self.body) as usize..]
    }
}

/// A change of a file's text, both ways.
#[derive(Clone, Debug)]
pub(crate) struct Patch(Move);

#[derive(Clone, Debug)]
enum Move {
    /// A piece became another: what it was, what it is.
    Piece(List, u32, Box<[Segment; 2]>),
    /// A piece came in at a number of the order.
    In(List, usize, u32),
    /// A piece went out.
    Out(List, usize, u32),
    /// What is no record became another text: what it was, what it is.
    Frame(Box<[Frame; 2]>),
}

/// What is no record, with where the records go.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Frame {
    text: String,
    holes: [Option<usize>; 6],
}

impl Patch {
    /// The patch that takes this one back.
    #[must_use]
    pub(crate) fn inverse(self) -> Patch {
        Patch(match self.0 {
            Move::Piece(list, key, mut texts) => {
                texts.reverse();
                Move::Piece(list, key, texts)
            }
            Move::In(list, at, key) => Move::Out(list, at, key),
            Move::Out(list, at, key) => Move::In(list, at, key),
            Move::Frame(mut frames) => {
                frames.reverse();
                Move::Frame(frames)
            }
        })
    }
}

impl TextFile {
    /// Cuts a text without errors of syntax. `open` says where the items of each list begin.
    pub(super) fn new(
        path: String,
        text: Arc<str>,
        open: [Option<usize>; 6],
        spans: &Spans,
        mut troubled: Vec<u32>,
    ) -> TextFile {
        troubled.sort_unstable();
        let newline = if text.find('\n').is_some_and(|at| text[..at].ends_with('\r')) { "\r\n" } else { "\n" };
        let mut lists: [ListText; 6] = Default::default();
        let mut starts: Vec<(usize, usize)> = (0..6).filter_map(|list| open[list].map(|start| (start, list))).collect();
        starts.sort_unstable();
        let mut frame = String::new();
        let mut at = 0;
        for (start, list) in starts {
            frame.push_str(&text[at..start]);
            at = start;
            let into = &mut lists[list];
            into.hole = Some(frame.len());
            into.pieces.reserve_exact(spans[list].len());
            for &(from, to) in &spans[list] {
                let (from, to) = (from as usize, to as usize);
                let end = trail_end(&text, to, text.len());
                into.pieces.push(Segment {
                    own: None,
                    start: at as u32,
                    lead: (from - at) as u32,
                    body: (to - from) as u32,
                    trail: (end - to) as u32,
                });
                if troubled.get(troubled.partition_point(|t| (*t as usize) < at)).is_some_and(|t| (*t as usize) < end) {
                    into.troubled.push(into.pieces.len() as u32 - 1);
                }
                at = end;
            }
            into.order = (0..into.pieces.len() as u32).collect();
        }
        frame.push_str(&text[at..]);
        TextFile { path, base: text, newline, frame, lists }
    }

    /// The whole text.
    pub(crate) fn print(&self) -> String {
        let mut holes: Vec<(usize, &ListText)> = self.lists.iter().filter_map(|l| Some((l.hole?, l))).collect();
        holes.sort_by_key(|(hole, _)| *hole);
        let mut out = String::with_capacity(self.base.len() + 1024);
        let mut at = 0;
        for (hole, list) in holes {
            out.push_str(&self.frame[at..hole]);
            at = hole;
            for key in &list.order {
                out.push_str(list.pieces[*key as usize].text(&self.base));
            }
        }
        out.push_str(&self.frame[at..]);
        out
    }

    /// How many records a list has.
    pub(crate) fn records_in(&self, list: List) -> usize {
        self.lists[list as usize].order.len()
    }

    /// The texts of a list's records, in order.
    pub(super) fn stretches(&self, list: List) -> impl Iterator<Item = Stretch<'_>> {
        (0..self.records_in(list)).filter_map(move |at| self.stretch(list, at))
    }

    /// The text of a record with what stands around it.
    pub(super) fn stretch(&self, list: List, at: usize) -> Option<Stretch<'_>> {
        let into = &self.lists[list as usize];
        let key = into.order.get(at)?;
        let segment = &into.pieces[*key as usize];
        let troubled = segment.own.is_some() || into.troubled.binary_search(key).is_ok();
        Some(Stretch { text: segment.text(&self.base), lead: segment.lead, body: segment.body, troubled })
    }

    /// The text of a record, without what stands around it.
    pub(crate) fn record(&self, list: List, at: usize) -> Option<&str> {
        let into = &self.lists[list as usize];
        let segment = &into.pieces[*into.order.get(at)? as usize];
        let text = segment.text(&self.base);
        text.get(segment.lead as usize..(segment.lead + segment.body) as usize)
    }

    /// Bytes of a record in the whole text.
    pub(crate) fn span(&self, list: List, at: usize) -> Option<(usize, usize)> {
        let into = &self.lists[list as usize];
        let hole = into.hole?;
        let length = |l: &ListText, key: &u32| {
            let piece = &l.pieces[*key as usize];
            (piece.lead + piece.body + piece.trail) as usize
        };
        let earlier = self.lists.iter().filter(|l| l.hole.is_some_and(|h| h < hole));
        let before: usize = earlier.flat_map(|l| l.order.iter().map(|key| length(l, key))).sum();
        let own: usize = into.order.get(..at)?.iter().map(|key| length(into, key)).sum();
        let piece = &into.pieces[*into.order.get(at)? as usize];
        let start = hole + before + own + piece.lead as usize;
        Some((start, start + piece.body as usize))
    }

    /// Bytes of the value of a record's field in the whole text, without `Some` around it.
    pub(crate) fn field_span(&self, list: List, at: usize, field: &str) -> Option<(usize, usize)> {
        let (start, end) = self.span(list, at)?;
        let text = self.record(list, at)?;
        debug_assert_eq!(text.len(), end - start);
        let (tree, _) = parse(text);
        let root = tree.root().filter(|r| tree.kind(*r) == NodeKind::Group)?;
        let (from, to) = tree.bytes(tree.unwrapped(tree.field(root, field, text)?, text));
        Some((start + from, start + to))
    }

    /// Runs a patch.
    pub(crate) fn run(&mut self, patch: &Patch) {
        match &patch.0 {
            Move::Piece(list, key, texts) => {
                self.lists[*list as usize].pieces[*key as usize] = texts[1].clone();
            }
            Move::In(list, at, key) => self.lists[*list as usize].order.insert(*at, *key),
            Move::Out(list, at, _) => drop(self.lists[*list as usize].order.remove(*at)),
            Move::Frame(frames) => {
                self.frame.clone_from(&frames[1].text);
                for (list, hole) in self.lists.iter_mut().zip(frames[1].holes) {
                    list.hole = hole;
                }
            }
        }
    }

    pub(super) fn piece(&self, list: List, at: usize) -> Option<Piece> {
        let into = &self.lists[list as usize];
        into.order.get(at).map(|key| into.pieces[*key as usize].piece(&self.base))
    }

    /// Runs a patch that has just been thought out.
    fn enter(&mut self, patches: &mut Vec<Patch>, step: Move) {
        let patch = Patch(step);
        self.run(&patch);
        patches.push(patch);
    }

    pub(super) fn set_piece(&mut self, patches: &mut Vec<Patch>, list: List, at: usize, piece: &Piece) {
        let into = &self.lists[list as usize];
        let key = into.order[at];
        let (old, new) = (into.pieces[key as usize].clone(), Segment::of(piece));
        if old.text(&self.base) != new.text(&self.base) || old.lead != new.lead || old.body != new.body {
            self.enter(patches, Move::Piece(list, key, Box::new([old, new])));
        }
    }

    fn set_frame(&mut self, patches: &mut Vec<Patch>, text: String, holes: [Option<usize>; 6]) {
        let old = Frame { text: self.frame.clone(), holes: self.lists.each_ref().map(|l| l.hole) };
        let new = Frame { text, holes };
        if old != new {
            self.enter(patches, Move::Frame(Box::new([old, new])));
        }
    }

    /// What stands between a list's last record and its closing bracket: from the hole on.
    pub(super) fn tail(&self, list: List) -> Option<(usize, usize)> {
        let hole = self.lists[list as usize].hole?;
        let (tree, _) = parse(&self.frame);
        let close = tree.closing_after(hole)?;
        Some((hole, close))
    }

    pub(super) fn set_tail(&mut self, patches: &mut Vec<Patch>, tail: (usize, usize), new: &str) {
        let grown = new.len() as isize - (tail.1 - tail.0) as isize;
        let text = format!("{}{new}{}", &self.frame[..tail.0], &self.frame[tail.1..]);
        let moved = |hole: usize| if hole > tail.0 { (hole as isize + grown) as usize } else { hole };
        let holes = self.lists.each_ref().map(|l| l.hole.map(moved));
        self.set_frame(patches, text, holes);
    }

    /// Writes a new record in as number `at` of its list.
    ///
    /// # Errors
    /// Why it cannot be; the text is then as it was.
    pub(crate) fn insert(&mut self, at: usize, record: &Record) -> Result<Vec<Patch>, String> {
        let list = record.list();
        let mut patches = Vec::new();
        if self.lists[list as usize].hole.is_none() {
            self.add_list(&mut patches, list)?;
        }
        let done = self.insert_piece(&mut patches, list, at, |style, column| {
            let Value::Group(_, fields) = of_record(record) else { return Err("this is not a record".to_owned()) };
            let body = style.record(&fields, column);
            agrees(list, &body, record).map(|()| body)
        });
        self.or_take_back(done, patches)
    }

    /// Puts a piece in as number `at` of its list. Its text is made in the style of its siblings, from a column on.
    pub(super) fn insert_piece(
        &mut self,
        patches: &mut Vec<Patch>,
        list: List,
        at: usize,
        body: impl FnOnce(&Style, usize) -> Result<String, String>,
    ) -> Result<(), String> {
        let tail_at = self.tail(list).ok_or("the list is not closed")?;
        let mut tail = self.frame[tail_at.0..tail_at.1].to_owned();
        let count = self.records_in(list);
        let (before, after) = (at.checked_sub(1).and_then(|n| self.piece(list, n)), self.piece(list, at));
        let sibling = before.as_ref().or(after.as_ref());
        let outer = indent_before(&self.frame, tail_at.0);
        let step = if outer.contains('\t') { "\t" } else { "    " };
        let usual = format!("{outer}{step}");
        let indent = sibling.and_then(|p| indent_of(&p.lead)).unwrap_or(usual);
        let style = self.style(sibling, &indent, step);
        let column = if sibling.is_none_or(Piece::begins_line) { indent.chars().count() } else { 0 };
        let body = body(&style, column)?;
        let habit = Habit { newline: self.newline, indent: &indent, outer: &outer, block: true };
        let is_second = at == 1;
        let first = if is_second { before.as_ref() } else { None };
        let piece = new_piece(before.as_ref(), first, after.as_ref(), &mut tail, body, habit);
        if at == count
            && let Some(mut before) = before
        {
            give_comma(&mut before.trail);
            self.set_piece(patches, list, at - 1, &before);
        }
        if at == 0
            && let Some(mut first) = after
        {
            first.lead = lead_of_second(&first, self.piece(list, 1).as_ref());
            self.set_piece(patches, list, 0, &first);
        }
        self.set_tail(patches, tail_at, &tail);
        let into = &mut self.lists[list as usize];
        let key = into.pieces.len() as u32;
        into.pieces.push(Segment::of(&piece));
        self.enter(patches, Move::In(list, at, key));
        Ok(())
    }

    /// The style of a new record: its sibling's, else that of the built-in examples.
    fn style(&self, sibling: Option<&Piece>, indent: &str, step: &str) -> Style {
        let Some(sibling) = sibling else { return Style::usual(self.newline, indent, step) };
        let whole = format!("{indent}{}", sibling.body);
        let (tree, _) = parse(&whole);
        match tree.root().filter(|r| tree.kind(*r) == NodeKind::Group && tree.group_name(*r, &whole) != Some("Some")) {
            Some(root) => Style::of(&cut(&whole, &tree, root), self.newline, indent, step),
            None => Style::usual(self.newline, indent, step),
        }
    }

    /// Adds the field of a list that is not there.
    fn add_list(&mut self, patches: &mut Vec<Patch>, list: List) -> Result<(), String> {
        let empty = Value::Group(None, Vec::new());
        let with = Value::Group(None, vec![(list.field(), Value::List(Vec::new()))]);
        let text = splice::group("", &self.frame, self.newline, &empty, &with, Order::DOSSIER)?;
        self.set_new_frame(patches, text)
    }

    /// Another frame, with its holes where they belong.
    fn set_new_frame(&mut self, patches: &mut Vec<Patch>, text: String) -> Result<(), String> {
        let holes = holes(&text);
        let lost = self.lists.iter().zip(&holes).any(|(list, hole)| list.hole.is_some() && hole.is_none());
        if lost {
            return Err("the lists of the file would be lost".to_owned());
        }
        self.set_frame(patches, text, holes);
        Ok(())
    }

    /// Takes record number `at` of a list out, with the comments that belong to it.
    pub(crate) fn remove(&mut self, list: List, at: usize) -> Result<Vec<Patch>, String> {
        let mut patches = Vec::new();
        let gone = self.piece(list, at).ok_or("this record does not exist")?;
        let before = at.checked_sub(1).and_then(|n| self.piece(list, n));
        let before_ends_line = before.as_ref().is_some_and(Piece::ends_line);
        match self.piece(list, at + 1) {
            Some(mut next) => {
                next.lead = closed_up(&gone.lead, &next.lead, false, at == 0, before_ends_line);
                self.set_piece(&mut patches, list, at + 1, &next);
            }
            None => {
                let tail_at = self.tail(list).ok_or("the list is not closed")?;
                let tail = &self.frame[tail_at.0..tail_at.1];
                let new = closed_up(&gone.lead, tail, true, at == 0, before_ends_line);
                self.set_tail(&mut patches, tail_at, &new);
            }
        }
        let key = self.lists[list as usize].order[at];
        self.enter(&mut patches, Move::Out(list, at, key));
        Ok(patches)
    }

    /// Makes record number `at` say something else.
    ///
    /// # Errors
    /// Why it cannot be; the text is then as it was.
    pub(crate) fn rewrite(&mut self, at: usize, old: &Record, new: &Record) -> Result<Vec<Patch>, String> {
        let list = new.list();
        let (said, says) = (of_record(old), of_record(new));
        if said == says {
            return Ok(Vec::new());
        }
        let mut piece = self.piece(list, at).ok_or("this record does not exist")?;
        let before = piece.lead.rsplit('\n').next().unwrap_or("").to_owned();
        piece.body = splice::group(&before, &piece.body, self.newline, &said, &says, Order::of_list(list))?;
        agrees(list, &piece.body, new)?;
        let mut patches = Vec::new();
        self.set_piece(&mut patches, list, at, &piece);
        Ok(patches)
    }

    /// Makes the head say something else: title, subtitle and note.
    ///
    /// # Errors
    /// Why it cannot be; the text is then as it was.
    pub(crate) fn set_head(&mut self, old: &HeadText<'_>, new: &HeadText<'_>) -> Result<Vec<Patch>, String> {
        let text = splice::group("", &self.frame, self.newline, &old.value(), &new.value(), Order::DOSSIER)?;
        let mut patches = Vec::new();
        self.set_new_frame(&mut patches, text)?;
        Ok(patches)
    }

    /// Its line break.
    pub(super) fn newline(&self) -> &'static str {
        self.newline
    }

    /// All text outside records.
    pub(super) fn frame(&self) -> &str {
        &self.frame
    }

    /// Puts a text in the place of all that is outside records. It must have the same lists.
    ///
    /// # Errors
    /// Why it cannot be; the text is then as it was.
    pub(super) fn replace_frame(&mut self, text: String) -> Result<Vec<Patch>, String> {
        let mut patches = Vec::new();
        self.set_new_frame(&mut patches, text)?;
        Ok(patches)
    }

    /// Puts a text in the place of record number `at`, which must say the same as `record`.
    ///
    /// # Errors
    /// Why it cannot be; the text is then as it was.
    pub(crate) fn replace_record(&mut self, at: usize, record: &Record, body: &str) -> Result<Vec<Patch>, String> {
        let list = record.list();
        agrees(list, body, record)?;
        let mut piece = self.piece(list, at).ok_or("this record does not exist")?;
        body.clone_into(&mut piece.body);
        let mut patches = Vec::new();
        self.set_piece(&mut patches, list, at, &piece);
        Ok(patches)
    }

    /// Puts other blanks and comments around record number `at`.
    pub(super) fn replace_around(&mut self, list: List, at: usize, lead: String, trail: String) -> Vec<Patch> {
        let mut patches = Vec::new();
        if let Some(piece) = self.piece(list, at) {
            self.set_piece(&mut patches, list, at, &Piece { lead, body: piece.body, trail });
        }
        patches
    }

    pub(super) fn or_take_back(&mut self, done: Result<(), String>, patches: Vec<Patch>) -> Result<Vec<Patch>, String> {
        match done {
            Ok(()) => Ok(patches),
            Err(why) => {
                for patch in patches.into_iter().rev() {
                    self.run(&patch.inverse());
                }
                Err(why)
            }
        }
    }
}

/// Title and remarks, as a file has them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeadText<'a> {
    pub(crate) title: Option<&'a String>,
    /// The sentence under it.
    pub(crate) subtitle: Option<&'a String>,
    /// The author's remark.
    pub(crate) note: Option<&'a String>,
}

impl HeadText<'_> {
    fn value(&self) -> Value {
        of_head(self.title, self.subtitle, self.note)
    }
}

/// Whether a text reads back as a record.
pub(super) fn agrees(list: List, text: &str, record: &Record) -> Result<(), String> {
    let read = read::record(list, text);
    let same = read.as_ref().is_some_and(|read| match (read, record) {
        (Record::Relation(a), Record::Relation(b)) if !a.id_given && !b.id_given => {
            let mut a = Relation::clone(a);
            a.id.clone_from(&b.id);
            a.file = b.file;
            a == **b
        }
        (read, record) => {
            let mut read = read.clone();
            match record {
                Record::Entity(entity) => read.set_file(entity.file),
                Record::Relation(relation) => read.set_file(relation.file),
                Record::Source(source) => read.set_file(source.file),
                Record::View(view) => read.set_file(view.file),
                Record::EntityKind(_) | Record::RelationKind(_) => {}
            }
            read == *record
        }
    });
    if same {
        return Ok(());
    }
    Err(format!(
        "the change could not be written safely, because the {}’s text has an error; fix that first",
        list.one()
    ))
}

/// The indentation of the line in which a byte lies.
fn indent_before(text: &str, at: usize) -> String {
    let line = text[..at].rsplit('\n').next().unwrap_or("");
    line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect()
}

/// The indentation that a lead gives its record; `None` where the record begins no line.
fn indent_of(lead: &str) -> Option<String> {
    let (_, line) = lead.rsplit_once('\n')?;
    Some(line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect())
}
