//! FollowTheMoney: a JSON object a line, with `id`, `schema` and `properties` of many values. Entities whose schema is
//! an edge become edges.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::super::encoding::{Rule, Text};
use super::super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::super::graph::{Added, Direction, Further, Graph, NameRole, OtherName, When};
use super::super::report::{At, Open, Report, Unit};
use super::super::texts::Index;
use super::super::value::Purpose;
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

/// Properties that are names, with what they are.
const NAMES: [(&str, NameRole); 4] = [
    ("properties.alias", NameRole::Alias),
    ("properties.weakAlias", NameRole::Alias),
    ("properties.previousName", NameRole::Former),
    ("properties.abbreviation", NameRole::Acronym),
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
            edge_bytes: HashMap::new(),
        };
        let mut pace = Pace::new(progress, text.as_str().len());
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
        Read::finish(vec![reader.graph], reader.report, options)
    }
}

struct Reader<'t> {
    text: &'t Text<'t>,
    report: Report,
    graph: Graph,
    again: Vec<(u32, Open, (usize, usize))>,
    /// Edges by id of their entity, to find fragments: first edge and place.
    edge_bytes: HashMap<String, (u32, At)>,
}

impl Reader<'_> {
    fn entity(&mut self, record: Open, fields: &mut Fields, bytes: (usize, usize)) -> Result<(), Problem> {
        let (Some(id), Some(schema)) = (fields.take_text(&["id"]), fields.take_text(&["schema"])) else {
            self.report.refused(record, "`id` or `schema` is missing");
            return Ok(());
        };
        match EDGES.iter().find(|EdgeSchema(name, ..)| *name == schema) {
            Some(edge) => self.edge(record, fields, &id, edge),
            None => {
                let added = self.graph.add_node(&id, record.at())?;
                if let Added::Again(node) = added {
                    self.again.push((node, record, bytes));
                    return Ok(());
                }
                self.fill_node(added.number(), fields, &schema)?;
                self.report.taken(record);
                Ok(())
            }
        }
    }

    fn fill_node(&mut self, node: u32, fields: &mut Fields, schema: &str) -> Result<(), Problem> {
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
        for (key, role) in NAMES {
            for name in fields.take_all(key) {
                self.graph.add_name(OtherName { node, text: &name, language: "", role })?;
            }
        }
        for (start, end) in spells(fields) {
            self.graph.nodes.times.put(node, When::Spell(&start, &end))?;
        }
        put_rest(&mut self.graph.nodes.columns, node, fields)
    }

    /// An edge for each pair of ends.
    fn edge(&mut self, record: Open, fields: &mut Fields, id: &str, schema: &EdgeSchema) -> Result<(), Problem> {
        let EdgeSchema(name, from_key, to_key, direction) = schema;
        let mut ends = [from_key, to_key].map(|key| fields.take_all(&format!("properties.{key}")));
        ends.iter_mut().for_each(|ids| ids.retain(|id| !id.is_empty()));
        for (ids, key) in ends.iter().zip([from_key, to_key]) {
            if ids.is_empty() {
                self.report.refused(record, &format!("`{key}` of this {name} is missing"));
                return Ok(());
            }
        }
        let at = record.at();
        if let Some((first, place)) = self.edge_bytes.get(id).copied() {
            // A fragment of an edge that is there: what it says more is added.
            put_rest(&mut self.graph.edges.columns, first, fields)?;
            self.report.merged(record, place);
            return Ok(());
        }
        let [from_ids, to_ids] = &ends;
        let spells = spells(fields);
        let dates = fields.take_all("properties.date");
        let label = fields.take_text(&["properties.role", "properties.relationship"]).unwrap_or_default();
        let mut first = None;
        for from in from_ids {
            for to in to_ids {
                let (from, to) = (self.graph.end(from, at)?, self.graph.end(to, at)?);
                let edge = self.graph.add_edge(from, to, at)?;
                first = first.or(Some(edge));
                self.graph.set_direction(edge, *direction);
                self.graph.set_edge_id(edge, id)?;
                self.graph.set_edge_kind(edge, name)?;
                self.graph.edges.set_label(edge, &label)?;
                for (start, end) in &spells {
                    self.graph.edges.times.put(edge, When::Spell(start, end))?;
                }
                for date in &dates {
                    self.graph.edges.times.put(edge, When::At(date))?;
                }
                put_rest(&mut self.graph.edges.columns, edge, fields)?;
            }
        }
        if let Some(first) = first {
            self.edge_bytes.insert(id.to_owned(), (first, at));
        }
        self.report.taken(record);
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
                for key in ["id", "schema", "caption"] {
                    fields.take_text(&[key]);
                }
                let label = self.graph.nodes.label(node);
                let names: Vec<String> = fields.take_all("properties.name");
                for name in names.iter().filter(|name| Some(*name) != label.as_ref()) {
                    self.graph.add_name(OtherName { node, text: name, language: "", role: NameRole::Alias })?;
                }
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
}

/// Starts and ends, paired in order; most have one of each.
fn spells(fields: &mut Fields) -> Vec<(String, String)> {
    let starts = fields.take_all("properties.startDate");
    let ends = fields.take_all("properties.endDate");
    let at = |texts: &[String], number: usize| texts.get(number).cloned().unwrap_or_default();
    (0..starts.len().max(ends.len())).map(|number| (at(&starts, number), at(&ends, number))).collect()
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
