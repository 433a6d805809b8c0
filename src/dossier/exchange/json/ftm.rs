//! FollowTheMoney: a JSON object a line, with `id`, `schema` and `properties` of many values. Entities whose schema is
//! an edge become edges, and what else names an entity of the file becomes an edge of that name.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::encoding::{Rule, Text};
use super::super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::super::graph::{Added, Direction, Further, Graph, NameRole, OtherName, When};
use super::super::limits::Limit;
use super::super::report::{At, NoteKind, Open, Report, Unit};
use super::super::texts::Index;
use super::super::value::{Purpose, Value};
use super::fields::Fields;
use super::outline::Outline;
use super::pull::{Piece, Pull};
use super::records::texts;
use crate::problem::Problem;
use crate::progress::Progress;

/// FollowTheMoney lines.
pub(crate) struct FollowTheMoney;

/// A schema that is an edge: its name, the properties of its ends, and whether it has a direction.
struct EdgeSchema(&'static str, &'static str, &'static str, Direction);

/// All of them (followthemoney 4.11.2).
const EDGES: &[EdgeSchema] = &[
    EdgeSchema("Associate", "person", "associate", Direction::Undirected),
    EdgeSchema("ContractAward", "contract", "supplier", Direction::Directed),
    EdgeSchema("Control", "controller", "controlled", Direction::Directed),
    EdgeSchema("CourtCaseParty", "party", "case", Direction::Directed),
    EdgeSchema("Debt", "debtor", "creditor", Direction::Directed),
    EdgeSchema("Directorship", "director", "organization", Direction::Directed),
    EdgeSchema("Documentation", "document", "entity", Direction::Undirected),
    EdgeSchema("Employment", "employee", "employer", Direction::Directed),
    EdgeSchema("Family", "person", "relative", Direction::Undirected),
    EdgeSchema("Membership", "member", "organization", Direction::Directed),
    EdgeSchema("Occupancy", "holder", "post", Direction::Directed),
    EdgeSchema("Ownership", "owner", "asset", Direction::Directed),
    EdgeSchema("Payment", "payer", "beneficiary", Direction::Directed),
    EdgeSchema("ProjectParticipant", "participant", "project", Direction::Directed),
    EdgeSchema("Representation", "agent", "client", Direction::Directed),
    EdgeSchema("Succession", "predecessor", "successor", Direction::Directed),
    EdgeSchema("UnknownLink", "subject", "object", Direction::Undirected),
];

/// Schema and the properties of both ends of all edges.
#[cfg(all(test, feature = "endpoint"))]
pub(crate) fn ftm_edges() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    EDGES.iter().map(|EdgeSchema(schema, from, to, _)| (*schema, *from, *to))
}

/// Properties that are names, with what they are.
const NAMES: [(&str, NameRole); 4] = [
    ("properties.alias", NameRole::Alias),
    ("properties.weakAlias", NameRole::Alias),
    ("properties.previousName", NameRole::Former),
    ("properties.abbreviation", NameRole::Acronym),
];

/// Properties of entities that are no edges, whose values are ids of other entities. Those that say where an entity
/// comes from (`proof`, `ancestors`, `riskSource`) stay fields.
const REFERENCES: &[&str] = &[
    "addressEntity",
    "authority",
    "bank",
    "bankAccount",
    "bankForeign",
    "bankRub",
    "caller",
    "candidate",
    "contract",
    "contractHolder",
    "declarant",
    "document",
    "emitters",
    "endLocation",
    "entity",
    "holder",
    "inReplyToEmail",
    "inReplyToMessage",
    "involved",
    "issuer",
    "match",
    "onBehalfOf",
    "operator",
    "organization",
    "organizer",
    "owner",
    "parent",
    "partOf",
    "pictured",
    "project",
    "receiver",
    "recipientAccount",
    "recipients",
    "resolved",
    "sender",
    "senderAccount",
    "startLocation",
    "taxee",
    "tenderers",
    "transport",
    "vehicle",
];

/// Schemata, each with those that it is a narrower case of.
const BROADER: &[(&str, &[&str])] = &[
    ("Airplane", &["Vehicle", "Asset"]),
    ("Audio", &["Document"]),
    ("BankAccount", &["Asset"]),
    ("Company", &["Organization", "LegalEntity", "Asset"]),
    ("Contract", &["Asset"]),
    ("Email", &["HyperText", "PlainText", "Folder", "Document"]),
    ("Folder", &["Document"]),
    ("HyperText", &["Document"]),
    ("Image", &["Document"]),
    ("License", &["Contract", "Asset"]),
    ("Message", &["HyperText", "PlainText", "Folder", "Document"]),
    ("Organization", &["LegalEntity"]),
    ("Package", &["Folder", "Document"]),
    ("Pages", &["Document"]),
    ("Passport", &["Identification"]),
    ("Person", &["LegalEntity"]),
    ("PlainText", &["Document"]),
    ("PublicBody", &["Organization", "LegalEntity"]),
    ("RealEstate", &["Asset"]),
    ("Security", &["Asset"]),
    ("Table", &["Document"]),
    ("Trip", &["Event"]),
    ("Vehicle", &["Asset"]),
    ("Vessel", &["Vehicle", "Asset"]),
    ("Video", &["Document"]),
    ("Workbook", &["Folder", "Document"]),
];

impl Format for FollowTheMoney {
    fn name(&self) -> &'static str {
        "ftm"
    }

    fn about(&self) -> &'static str {
        "FollowTheMoney entities, one a line, of OpenSanctions and Aleph"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ftm", "jsonl", "ijson", "json"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        let outline = Outline::of(head);
        let has = outline.has("schema") && outline.has("id") && outline.has("properties{}");
        if has { Sure::Certain } else { Sure::No }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Utf8, options)?;
        let mut report = Report::new(self.name());
        text.tell(&mut report);
        let part = report.part("", Unit::Line, "");
        let mut reader = Reader {
            text: &text,
            report,
            graph: Graph::new(Direction::Directed),
            again: Vec::new(),
            edges: Vec::new(),
            edge_numbers: HashMap::new(),
            references: BTreeMap::new(),
        };
        // Edges are read again when all their fragments are known.
        let length = text.as_str().len();
        let mut pace = Pace::new(progress, length + length / 2);
        let mut pull = Pull::new(&text);
        let mut fields = Fields::default();
        let (mut line, mut counted) = (1, 0);
        while !pull.is_end() {
            let start = pull.at();
            pace.reached(start)?;
            line += text.as_str().get(counted..start).unwrap_or_default().matches('\n').count() as u32;
            counted = start;
            let piece = pull.value()?;
            let record = reader.report.open(At { part, number: line, offset: start as u32 });
            if piece != Piece::Object {
                pull.skip(&piece)?;
                reader.report.refused(record, "this is not a JSON object");
                continue;
            }
            fields.read(&mut pull)?;
            let end = pull.behind();
            reader.entity(record, &mut fields, (start, end)).map_err(|problem| text.located(problem, start))?;
        }
        reader.merge_again()?;
        for entity in std::mem::take(&mut reader.edges) {
            let start = entity.fragments.first().map_or(0, |(_, (start, _))| *start);
            pace.reached(length + start / 2)?;
            reader.fragments(&entity.fragments, &mut fields)?;
            reader.edge(entity, &mut fields).map_err(|problem| text.located(problem, start))?;
        }
        reader.tie_references()?;
        Read::finish(vec![reader.graph], reader.report, options)
    }
}

/// A record and its bytes.
type Fragment = (Open, (usize, usize));

/// An entity whose schema is an edge, and the records that tell of it.
struct EdgeEntity {
    id: String,
    schema: &'static EdgeSchema,
    fragments: Vec<Fragment>,
}

struct Reader<'t> {
    text: &'t Text<'t>,
    report: Report,
    graph: Graph,
    again: Vec<(u32, Open, (usize, usize))>,
    edges: Vec<EdgeEntity>,
    /// Numbers of `edges` by id.
    edge_numbers: HashMap<String, usize>,
    /// Ids that a node names in a property.
    references: BTreeMap<(u32, &'static str), Vec<String>>,
}

impl Reader<'_> {
    fn entity(&mut self, record: Open, fields: &mut Fields, bytes: (usize, usize)) -> Result<(), Problem> {
        let (Some(id), Some(schema)) = (fields.take_text(&["id"]), fields.take_text(&["schema"])) else {
            self.report.refused(record, "`id` or `schema` is missing");
            return Ok(());
        };
        if let Some(entity) = self.edge_numbers.get(&id).and_then(|number| self.edges.get_mut(*number)) {
            entity.fragments.push((record, bytes));
            return Ok(());
        }
        if let Some(schema) = EDGES.iter().find(|EdgeSchema(name, ..)| *name == schema) {
            Limit::Cell.check(id.len())?;
            Limit::Edges.check(self.edges.len() + 1)?;
            self.edge_numbers.insert(id.clone(), self.edges.len());
            self.edges.push(EdgeEntity { id, schema, fragments: vec![(record, bytes)] });
            return Ok(());
        }
        let added = self.graph.add_node(&id, record.at())?;
        if let Added::Again(node) = added {
            self.again.push((node, record, bytes));
            return Ok(());
        }
        self.fill_node(added.number(), fields, &schema, record.at())?;
        self.report.taken(record);
        Ok(())
    }

    fn fill_node(&mut self, node: u32, fields: &mut Fields, schema: &str, at: At) -> Result<(), Problem> {
        let names = fields.take_all("properties.name");
        // OpenSanctions says which of the names it would show.
        let caption = fields.take_text(&["caption"]).filter(|caption| names.is_empty() || names.contains(caption));
        let label = caption.or_else(|| names.first().cloned()).or_else(|| {
            ["properties.title", "properties.fileName", "properties.full"]
                .iter()
                .find_map(|key| fields.take_text(&[key]))
        });
        let label = label.unwrap_or_default();
        self.graph.nodes.set_label(node, &label)?;
        self.graph.set_node_kind(node, schema)?;
        for name in names.iter().filter(|name| **name != label) {
            self.graph.add_name(OtherName { node, text: name, language: "", role: NameRole::Alias })?;
        }
        self.names_and_references(node, fields)?;
        if let Some((start, end)) = self.spell(fields, at) {
            self.graph.nodes.times.put(node, When::Spell(&start, &end))?;
        }
        put_rest(&mut self.graph.nodes.columns, node, fields)
    }

    /// Takes other names, and what names other entities.
    fn names_and_references(&mut self, node: u32, fields: &mut Fields) -> Result<(), Problem> {
        for (key, role) in NAMES {
            for name in fields.take_all(key) {
                self.graph.add_name(OtherName { node, text: &name, language: "", role })?;
            }
        }
        for property in REFERENCES {
            let ids = fields.take_all(&format!("properties.{property}"));
            if !ids.is_empty() {
                self.references.entry((node, property)).or_default().extend(ids);
            }
        }
        Ok(())
    }

    /// Reads the records of an entity as one: values of all stand side by side.
    fn fragments(&self, fragments: &[Fragment], fields: &mut Fields) -> Result<(), Problem> {
        let mut all: Vec<(String, Vec<String>)> = Vec::new();
        let (mut numbers, mut seen) = (HashMap::new(), HashSet::new());
        for (_, (start, end)) in fragments {
            let mut pull = Pull::within(self.text, *start, *end);
            if pull.value()? == Piece::Object {
                fields.read(&mut pull)?;
            }
            fields.take_text(&["id"]);
            fields.take_text(&["schema"]);
            if fragments.len() == 1 {
                return Ok(());
            }
            for (key, value) in fields.rest() {
                let number = *numbers.entry(key.to_owned()).or_insert_with(|| {
                    all.push((key.to_owned(), Vec::new()));
                    all.len() - 1
                });
                let new = texts(value).into_iter().filter(|text| seen.insert((number, text.clone())));
                if let Some((_, texts)) = all.get_mut(number) {
                    texts.extend(new);
                }
            }
        }
        fields.clear();
        for (key, texts) in &all {
            fields.list(key, texts);
        }
        Ok(())
    }

    /// An edge for each pair of ends.
    fn edge(&mut self, entity: EdgeEntity, fields: &mut Fields) -> Result<(), Problem> {
        let EdgeEntity { id, schema: EdgeSchema(name, from_key, to_key, direction), fragments } = entity;
        let mut ends = [from_key, to_key].map(|key| fields.take_all(&format!("properties.{key}")));
        ends.iter_mut().for_each(|ids| ids.retain(|id| !id.is_empty()));
        for (ids, key) in ends.iter().zip([from_key, to_key]) {
            if ids.is_empty() {
                for (record, _) in fragments {
                    self.report.refused(record, &format!("`{key}` of this {name} is missing"));
                }
                return Ok(());
            }
        }
        let mut fragments = fragments.into_iter();
        let Some((record, _)) = fragments.next() else { return Ok(()) };
        let at = record.at();
        let [from_ids, to_ids] = &ends;
        let spell = self.spell(fields, at);
        let dates = fields.take_all("properties.date");
        let label = fields.take_text(&["properties.role", "properties.relationship"]).unwrap_or_default();
        for from in from_ids {
            for to in to_ids {
                let (from, to) = (self.graph.end(from, at)?, self.graph.end(to, at)?);
                let edge = self.graph.add_edge(from, to, at)?;
                self.graph.set_direction(edge, *direction);
                self.graph.set_edge_id(edge, &id)?;
                self.graph.set_edge_kind(edge, name)?;
                self.graph.edges.set_label(edge, &label)?;
                if let Some((start, end)) = &spell {
                    self.graph.edges.times.put(edge, When::Spell(start, end))?;
                }
                for date in &dates {
                    self.graph.edges.times.put(edge, When::At(date))?;
                }
                put_rest(&mut self.graph.edges.columns, edge, fields)?;
            }
        }
        self.report.taken(record);
        for (record, _) in fragments {
            self.report.merged(record, at);
        }
        Ok(())
    }

    /// Merges fragments of one entity: values of all stand side by side.
    fn merge_again(&mut self) -> Result<(), Problem> {
        self.graph.nodes.settle()?;
        let mut values: HashMap<(usize, u32), Index> = HashMap::new();
        let mut order = Vec::new();
        let mut fields = Fields::default();
        for (node, record, (start, end)) in std::mem::take(&mut self.again) {
            let mut pull = Pull::within(self.text, start, end);
            if pull.value()? == Piece::Object {
                fields.read(&mut pull)?;
                let schema = fields.take_text(&["schema"]).unwrap_or_default();
                for key in ["id", "caption"] {
                    fields.take_text(&[key]);
                }
                self.narrow(node, &schema, record.at())?;
                let label = self.graph.nodes.label(node);
                let names: Vec<String> = fields.take_all("properties.name");
                for name in names.iter().filter(|name| Some(*name) != label.as_ref()) {
                    self.graph.add_name(OtherName { node, text: name, language: "", role: NameRole::Alias })?;
                }
                self.names_and_references(node, &mut fields)?;
                for (key, value) in fields.rest() {
                    let name = key.strip_prefix("properties.").unwrap_or(key);
                    let column = self.graph.nodes.columns.named(name, purpose(name))?;
                    let all = match values.entry((column, node)) {
                        Entry::Occupied(all) => all.into_mut(),
                        Entry::Vacant(new) => {
                            order.push((column, node));
                            new.insert(self.graph.nodes.columns.index_of(column, node)?)
                        }
                    };
                    for text in texts(value) {
                        all.put(&text)?;
                    }
                }
            }
            let into = self.graph.nodes.at(node);
            self.report.merged(record, into);
        }
        let mut further = Further::new();
        for key in order {
            let Some(all) = values.remove(&key) else { continue };
            if self.graph.nodes.columns.put_all(key.0, key.1, &all, &mut further)? {
                let at = self.graph.nodes.at(key.1);
                self.report.split_values(self.graph.nodes.columns.name(key.0), at);
            }
        }
        Ok(())
    }

    /// Keeps the narrower of two schemata.
    fn narrow(&mut self, node: u32, schema: &str, at: At) -> Result<(), Problem> {
        // Everything is a `Thing`.
        let is_narrower = |one: &str, other: &str| {
            other == "Thing" || BROADER.iter().any(|(name, broader)| *name == one && broader.contains(&other))
        };
        let known = self.graph.node_kind(node).unwrap_or_default();
        if known == schema || is_narrower(known, schema) {
            return Ok(());
        }
        if known.is_empty() || is_narrower(schema, known) {
            return self.graph.set_node_kind(node, schema);
        }
        let message = "fragments of an entity have different schemata; the first one was kept";
        self.report.note(NoteKind::Doubtful, message, Some(at));
        Ok(())
    }

    /// Start and end, which belong together only where there is one of each. Several stay fields.
    fn spell(&mut self, fields: &mut Fields, at: At) -> Option<(String, String)> {
        const KEYS: [&str; 2] = ["properties.startDate", "properties.endDate"];
        let [start, end] = KEYS.map(|key| one_date(fields.all(key)));
        let (Some(start), Some(end)) = (start, end) else {
            let message = "several start or end dates, which cannot be paired, were kept as fields";
            self.report.note(NoteKind::Doubtful, message, Some(at));
            return None;
        };
        fields.take(&KEYS[..1]);
        fields.take(&KEYS[1..]);
        (!start.is_empty() || !end.is_empty()).then_some((start, end))
    }

    /// Ties nodes to what they name, where the file tells of it; the rest stays a field.
    fn tie_references(&mut self) -> Result<(), Problem> {
        for ((node, property), ids) in std::mem::take(&mut self.references) {
            let mut seen = HashSet::new();
            let mut unknown = Vec::new();
            for id in ids.iter().filter(|id| seen.insert(id.as_str())) {
                match self.graph.node(id).filter(|other| *other != node && self.graph.is_told(*other)) {
                    Some(other) => {
                        let edge = self.graph.add_edge(node, other, self.graph.nodes.at(node))?;
                        self.graph.set_edge_kind(edge, property)?;
                    }
                    None => unknown.push(id.as_str().into()),
                }
            }
            if !unknown.is_empty() {
                let column = self.graph.nodes.columns.named(property, purpose(property))?;
                self.graph.nodes.columns.put(column, node, &Value::List(unknown))?;
            }
        }
        Ok(())
    }
}

/// The only date of several that say the same with more or less precision; empty for none, nothing where they differ.
fn one_date(dates: Vec<String>) -> Option<String> {
    let longest = dates.iter().max_by_key(|date| date.len()).cloned().unwrap_or_default();
    dates.iter().all(|date| longest.starts_with(date.as_str())).then_some(longest)
}

fn purpose(name: &str) -> Purpose {
    match name {
        "sourceUrl" => Purpose::Url,
        "publisher" | "proof" | "datasets" => Purpose::Source,
        "notes" | "description" | "summary" => Purpose::Note,
        _ => Purpose::Own,
    }
}

fn put_rest(columns: &mut super::super::graph::Columns, record: u32, fields: &Fields) -> Result<(), Problem> {
    for (key, value) in fields.rest() {
        let name = key.strip_prefix("properties.").unwrap_or(key);
        let column = columns.named(name, purpose(name))?;
        columns.put(column, record, &value)?;
    }
    Ok(())
}
