//! Popolo (popoloproject.com/specs): persons, organizations, posts, areas and events as nodes, memberships as edges.
//! Documents of lists by class, or one record.

use std::collections::HashMap;

use super::super::encoding::{Rule, Text};
use super::super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::super::graph::{Added, Direction, Graph, NameRole, OtherName, When};
use super::super::report::{At, NoteKind, Open, Report, Unit};
use super::super::value::{Purpose, Value};
use super::fields::Fields;
use super::outline::Outline;
use super::pull::{Piece, Pull};
use crate::problem::{Problem, codes};
use crate::progress::Progress;

/// Popolo documents.
pub(crate) struct Popolo;

/// The classes: the key of their list, what one is called, and the keys that only it has.
const CLASSES: &[(&str, &str, &[&str])] = &[
    ("memberships", "membership", &["on_behalf_of_id", "post_id", "person", "post", "member"]),
    ("posts", "post", &["other_label"]),
    (
        "persons",
        "person",
        &["birth_date", "death_date", "given_name", "family_name", "gender", "honorific_prefix", "sort_name"],
    ),
    ("organizations", "organization", &["founding_date", "dissolution_date"]),
    ("areas", "area", &["geometry"]),
    ("events", "event", &["attendees", "all_day"]),
];

const MEMBERSHIP: &str = "membership";

impl Format for Popolo {
    fn name(&self) -> &'static str {
        "popolo"
    }

    fn about(&self) -> &'static str {
        "Popolo: persons, organizations, posts and memberships"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        let outline = Outline::of(head);
        let lists = CLASSES.iter().filter(|(list, ..)| outline.has(&format!("{list}[]"))).count();
        let single = (outline.has("person_id") || outline.has("person{}"))
            && (outline.has("organization_id") || outline.has("organization{}"))
            || (outline.has("name") || outline.has("label"))
                && outline.has("id")
                && CLASSES.iter().flat_map(|(_, _, keys)| *keys).filter(|key| outline.has(key)).count() > 0
            || outline.has("name")
                && outline.has("classification")
                && (outline.has("parent_id") || outline.has("identifier"))
            || outline.has("memberships[]") && outline.has("name")
            || outline.has("label") && (outline.has("organization_id") || outline.has("organization{}"));
        match lists {
            0 if single => Sure::Perhaps,
            0 => Sure::No,
            1 => Sure::Likely,
            _ => Sure::Certain,
        }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Utf8, options)?;
        let mut report = Report::new(self.name());
        text.tell(&mut report);
        let parts = CLASSES.iter().map(|(_, class, _)| report.part("", Unit::Element, class)).collect();
        let graph = Graph::new(Direction::Directed);
        let pace = Pace::new(progress, text.as_str().len());
        let mut reader = Reader {
            text: &text,
            pace,
            report,
            parts,
            counts: HashMap::new(),
            graph,
            parents: Vec::new(),
            labels: HashMap::new(),
            owner: None,
            owner_is_person: false,
        };
        let mut pull = Pull::new(&text);
        match pull.value()? {
            Piece::Object => reader.document(&mut pull)?,
            Piece::Array => {
                while pull.item()? {
                    let start = pull.at();
                    let piece = pull.value()?;
                    reader.single(&mut pull, &piece, start)?;
                }
            }
            piece => pull.skip(&piece)?,
        }
        if !pull.is_end() {
            let at = pull.at();
            return Err(pull
                .wrong(at, "there is text after the end of the document", "remove it, or save the file again")
                .into());
        }
        reader.finish(options)
    }
}

struct Reader<'a, 't> {
    text: &'t Text<'t>,
    pace: Pace<'a>,
    report: Report,
    /// By class.
    parts: Vec<u16>,
    counts: HashMap<&'static str, u32>,
    graph: Graph,
    parents: Vec<(u32, String)>,
    /// Names of nodes that only memberships tell.
    labels: HashMap<u32, String>,
    /// The record that the lists that are being read stand in.
    owner: Option<String>,
    /// Whether memberships in it leave out the person, who it then is.
    owner_is_person: bool,
}

impl Reader<'_, '_> {
    /// An object: lists by class, or one record.
    fn document(&mut self, pull: &mut Pull<'_>) -> Result<(), Failure> {
        let mut fields = Fields::default();
        let start = pull.behind().saturating_sub(1);
        // Lists about the record itself that stand before its id.
        let mut later = Vec::new();
        while let Some(key) = pull.key()? {
            let at = pull.at();
            let piece = pull.value()?;
            match (CLASSES.iter().find(|(list, ..)| *list == key), &piece) {
                (Some((_, class, _)), Piece::Array) if [MEMBERSHIP, "post"].contains(class) && !fields.has("id") => {
                    pull.skip(&piece)?;
                    later.push((*class, at, pull.behind()));
                }
                // Lists inside a record are about it.
                (Some((_, class, _)), Piece::Array) => {
                    self.owner = fields.peek_text("id");
                    self.list(pull, class)?;
                    self.owner = None;
                }
                _ => fields.member(pull, &key, &piece, at)?,
            }
        }
        self.owner = fields.peek_text("id");
        for (class, from, to) in later {
            let mut list = Pull::within(self.text, from, to);
            if list.value()? == Piece::Array {
                self.list(&mut list, class)?;
            }
        }
        self.owner = None;
        if fields.has("id") || fields.has("identifier") || fields.has("person_id") || fields.has("person.id") {
            let class = self.owner_is_person.then_some("person");
            self.record(&mut fields, class, start)?;
        } else {
            for (key, value) in fields.rest() {
                self.graph.meta.others.push((key.to_owned(), value.shown().into_owned()));
            }
        }
        Ok(())
    }

    fn list(&mut self, pull: &mut Pull<'_>, class: &'static str) -> Result<(), Failure> {
        let mut fields = Fields::default();
        while pull.item()? {
            let start = pull.at();
            self.pace.reached(start)?;
            let piece = pull.value()?;
            if piece == Piece::Object {
                fields.read(pull)?;
                self.record(&mut fields, Some(class), start)?;
            } else {
                pull.skip(&piece)?;
                let record = self.open(class, start);
                self.report.refused(record, "this is not a JSON object");
            }
        }
        Ok(())
    }

    fn single(&mut self, pull: &mut Pull<'_>, piece: &Piece<'_>, start: usize) -> Result<(), Failure> {
        let mut fields = Fields::default();
        if *piece == Piece::Object {
            fields.read(pull)?;
            self.record(&mut fields, None, start)?;
            return Ok(());
        }
        pull.skip(piece)?;
        let record = self.open("person", start);
        self.report.refused(record, "this is not a JSON object");
        Ok(())
    }

    fn open(&mut self, class: &'static str, start: usize) -> Open {
        let count = self.counts.entry(class).or_default();
        *count = count.saturating_add(1);
        let number = *count;
        let part =
            CLASSES.iter().position(|(_, c, _)| *c == class).and_then(|at| self.parts.get(at)).copied().unwrap_or(0);
        self.report.open(At { part, number, offset: start as u32 })
    }

    fn record(&mut self, fields: &mut Fields, class: Option<&'static str>, start: usize) -> Result<(), Problem> {
        let class = class.unwrap_or_else(|| {
            let own = |keys: &[&str]| keys.iter().any(|key| fields.has(key) || fields.has(&format!("{key}.id")));
            let membership = (fields.has("person_id") || fields.has("person.id")) && !fields.has("name");
            let found = CLASSES.iter().find(|(_, _, keys)| own(keys)).map(|(_, class, _)| *class);
            match found {
                _ if membership => MEMBERSHIP,
                Some(class) => class,
                None if fields.has("label") => "post",
                None => "organization",
            }
        });
        let record = self.open(class, start);
        let done =
            if class == MEMBERSHIP { self.membership(record, fields) } else { self.node(record, fields, class, start) };
        done.map_err(|problem| self.text.located(problem, start))
    }

    fn node(&mut self, record: Open, fields: &mut Fields, class: &'static str, start: usize) -> Result<(), Problem> {
        let Some(id) = fields.take_text(&["id", "identifier"]) else {
            self.report.refused(record, "`id` is missing");
            return Ok(());
        };
        let added = self.graph.add_node(&id, record.at())?;
        let node = added.number();
        if let Added::Again(_) = added {
            self.report.refused(record, &format!("the id `{id}` is that of an earlier record"));
            return Ok(());
        }
        self.labels.remove(&node);
        self.graph.nodes.set_label(node, &fields.take_text(&["name", "label"]).unwrap_or_default())?;
        self.graph.set_node_kind(node, class)?;
        let owner = self.owner.clone().filter(|_| class == "post");
        if let Some(parent) =
            fields.take_text(&["parent_id", "parent.id", "organization_id", "organization.id"]).or(owner)
        {
            if let Some(name) = fields.take_text(&["organization.name", "parent.name"]) {
                let parent = self.graph.end(&parent, self.graph.nodes.at(node))?;
                self.labels.insert(parent, name);
            }
            self.parents.push((node, parent));
        }
        for label in fields.take_all("other_label") {
            self.graph.add_name(OtherName { node, text: &label, language: "", role: NameRole::Alias })?;
        }
        self.other_names(node, fields)?;
        let (from, to) = match class {
            "organization" => ("founding_date", "dissolution_date"),
            _ => ("start_date", "end_date"),
        };
        self.times(fields, from, to, node, true)?;
        let memberships = fields.take_text(&["memberships"]);
        put_rest(&mut self.graph.nodes.columns, node, fields)?;
        self.report.taken(record);
        match memberships {
            Some(list) => {
                let before = self.owner.replace(id);
                let done = self.inner_memberships(&list, start);
                self.owner = before;
                done
            }
            None => Ok(()),
        }
    }

    fn other_names(&mut self, node: u32, fields: &mut Fields) -> Result<(), Problem> {
        let Some(list) = fields.take_text(&["other_names"]) else { return Ok(()) };
        let text = Text::new(self.text.name(), list.as_str());
        let mut pull = Pull::new(&text);
        let mut inner = Fields::default();
        if pull.value()? != Piece::Array {
            return Ok(());
        }
        while pull.item()? {
            let piece = pull.value()?;
            if piece != Piece::Object {
                pull.skip(&piece)?;
                continue;
            }
            inner.read(&mut pull)?;
            let name = inner.take_text(&["name"]).unwrap_or_default();
            let language = inner.take_text(&["lang"]).unwrap_or_default();
            let role = if inner.has("end_date") { NameRole::Former } else { NameRole::Alias };
            self.graph.add_name(OtherName { node, text: &name, language: &language, role })?;
            if inner.rest().next().is_some() {
                self.report.note(
                    NoteKind::LeftOut,
                    "dates and notes of alternative names",
                    Some(self.graph.nodes.at(node)),
                );
            }
        }
        Ok(())
    }

    /// Memberships inside another record.
    fn inner_memberships(&mut self, list: &str, start: usize) -> Result<(), Problem> {
        let text = Text::new(self.text.name(), list);
        let mut pull = Pull::new(&text);
        let mut fields = Fields::default();
        if pull.value()? != Piece::Array {
            return Ok(());
        }
        while pull.item()? {
            let piece = pull.value()?;
            let record = self.open(MEMBERSHIP, start);
            if piece == Piece::Object {
                fields.read(&mut pull)?;
                self.membership(record, &mut fields)?;
            } else {
                pull.skip(&piece)?;
                self.report.refused(record, "this is not a JSON object");
            }
        }
        Ok(())
    }

    /// A person and a post, or an organization where no post is told; a post lies in its organization.
    fn membership(&mut self, record: Open, fields: &mut Fields) -> Result<(), Problem> {
        let mut end = |id: &str, inner: &str| fields.take_text(&[id, &format!("{inner}.id")]);
        let from = end("person_id", "person").or_else(|| end("member_id", "member"));
        let (post, mut organization) = (end("post_id", "post"), end("organization_id", "organization"));
        // What is left out is the record around it.
        self.owner_is_person |= self.owner.is_some() && from.is_none();
        if from.is_some() && organization.is_none() {
            organization.clone_from(&self.owner);
        }
        let from = from.or_else(|| self.owner.clone());
        let (Some(from), Some(to)) = (from, post.clone().or_else(|| organization.clone())) else {
            let missing = if fields.has("role") { "`organization_id`" } else { "`person_id` or `organization_id`" };
            self.report.refused(record, &format!("{missing} is missing"));
            return Ok(());
        };
        let at = record.at();
        let (from, to) = (self.graph.end(&from, at)?, self.graph.end(&to, at)?);
        if let (Some(_), Some(organization)) = (&post, &organization) {
            self.parents.push((to, organization.clone()));
            self.graph.end(organization, at)?;
        }
        let organization = organization.and_then(|id| self.graph.node(&id));
        let inner = [
            (Some(from), "person", "person.name"),
            (post.is_some().then_some(to), "post", "post.label"),
            (organization, "organization", "organization.name"),
        ];
        for (node, kind, key) in inner {
            let name = fields.take_text(&[key]);
            let Some(node) = node.filter(|node| !self.graph.is_told(*node)) else { continue };
            if self.graph.node_kind(node).is_none() {
                self.graph.set_node_kind(node, kind)?;
            }
            if let Some(name) = name {
                self.labels.insert(node, name);
            }
        }
        let edge = self.graph.add_edge(from, to, at)?;
        self.graph.set_edge_id(edge, &fields.take_text(&["id"]).unwrap_or_default())?;
        self.graph.set_edge_kind(edge, MEMBERSHIP)?;
        self.graph.edges.set_label(edge, &fields.take_text(&["role", "label"]).unwrap_or_default())?;
        self.times(fields, "start_date", "end_date", edge, false)?;
        put_rest(&mut self.graph.edges.columns, edge, fields)?;
        self.report.taken(record);
        Ok(())
    }

    fn times(&mut self, fields: &mut Fields, from: &str, to: &str, number: u32, is_node: bool) -> Result<(), Problem> {
        let (start, end) = (fields.take_text(&[from]).unwrap_or_default(), fields.take_text(&[to]).unwrap_or_default());
        let times = if is_node { &mut self.graph.nodes.times } else { &mut self.graph.edges.times };
        times.put(number, When::Spell(&start, &end))
    }

    fn finish(mut self, options: &Options) -> Result<Read, Failure> {
        for (node, name) in std::mem::take(&mut self.labels) {
            self.graph.nodes.set_label(node, &name)?;
        }
        for (node, parent) in std::mem::take(&mut self.parents) {
            match self.graph.node(&parent) {
                Some(parent) if self.graph.parent(node).is_none() => self.graph.set_parent(node, parent),
                Some(_) => {}
                None => {
                    // In another file.
                    let column = self.graph.nodes.columns.named("part of", Purpose::Own)?;
                    self.graph.nodes.columns.put(column, node, &Value::text(&parent))?;
                }
            }
        }
        if self.report.records_in() == 0 {
            let message = "this file has no Popolo persons, organizations or memberships";
            return Err(self
                .text
                .problem(codes::NOT_THE_FORMAT, (0, 1), message, "give another format with --from")
                .into());
        }
        Read::finish(vec![self.graph], self.report, options)
    }
}

fn put_rest(columns: &mut super::super::graph::Columns, record: u32, fields: &Fields) -> Result<(), Problem> {
    for (key, value) in fields.rest() {
        let purpose = match key {
            "sources" | "links" => Purpose::Source,
            "image" => Purpose::Url,
            "summary" | "biography" | "description" => Purpose::Note,
            _ => Purpose::Own,
        };
        let column = columns.named(key, purpose)?;
        columns.put(column, record, &value)?;
    }
    Ok(())
}
