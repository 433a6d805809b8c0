//! The tables of a dossier, row by row: the sheets of a workbook, or a pair of CSV tables. Knows not how cells are
//! written.

use std::collections::{HashMap, HashSet};

use super::super::format::{Failure, Options, Read, UnknownEnds};
use super::super::graph::{Added, Direction, Graph};
use super::super::report::{At, NoteKind, Open, Report, Unit};
use super::super::value::Value;
use super::super::writing::columns::{Build, FieldColumn};
use super::super::writing::sheets::{self, flat};
use super::held::{Head, MARK, Records};
use super::plan::{Heads, Made, Plan, of_cell, of_typed_cell};
use crate::dossier::model::schema::Schema;
use crate::dossier::model::{Claim, Entity, EntityKind, Name, Pin, Relation, RelationKind, Source, View};
use crate::problem::Problem;

/// What a sheet holds.
enum Sheet {
    About,
    Entities(Plan<Entity>),
    Relations(Plan<Relation>),
    Claims(Flat<Claim>),
    Names(Flat<Name>),
    Sources(Flat<Source>),
    Kinds(Flat<EntityKind>),
    RelationKinds(Flat<RelationKind>),
    Views(Flat<View>),
    Pins(Flat<Pin>),
    Long,
}

/// The columns of records that hold no others.
struct Flat<R: Schema> {
    fields: Vec<FieldColumn<R>>,
    /// For each column its field, by number.
    columns: Vec<Option<usize>>,
    /// The columns that tell whose the record is.
    whose: Vec<Option<usize>>,
}

impl<R: Schema> Flat<R> {
    fn of(heads: &[String], whose: &[&str], part: &str, report: &mut Report) -> Self {
        let fields = flat::<R>();
        let columns = heads.iter().map(|head| fields.iter().position(|field| field.name == *head));
        let columns: Vec<_> = columns.collect();
        for (head, column) in heads.iter().zip(&columns) {
            if column.is_none() && !head.is_empty() && !whose.contains(&head.as_str()) {
                report.note(NoteKind::LeftOut, &format!("unknown column `{head}` in “{part}”"), None);
            }
        }
        let whose = whose.iter().map(|name| heads.iter().position(|head| head == name)).collect();
        Flat { fields, columns, whose }
    }

    fn record(&self, cells: &[Option<Value<'_>>], report: &mut Report, at: At) -> R {
        let mut build = Build::<R>::new();
        for (column, cell) in self.columns.iter().zip(cells) {
            let field = column.and_then(|number| self.fields.get(number));
            if let (Some(field), Some(value)) = (field, cell)
                && let Err(why) = build.set(field, value)
            {
                report.note(NoteKind::LeftOut, &why, Some(at));
            }
        }
        let (record, done) = build.finish();
        if let Err(why) = done {
            report.note(NoteKind::LeftOut, &why, Some(at));
        }
        record
    }

    /// Whose it is, by the columns that tell it.
    fn whose(&self, cells: &[Option<Value<'_>>]) -> Vec<String> {
        let text = |column: &Option<usize>| {
            let cell = column.and_then(|number| cells.get(number)).and_then(Option::as_ref);
            cell.map(|value| value.shown().into_owned()).unwrap_or_default()
        };
        self.whose.iter().map(text).collect()
    }
}

/// Which tables they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Tables {
    /// Sheets with typed cells, and all that a dossier holds.
    Workbook,
    /// Nodes and edges, of texts alone.
    Csv,
}

/// A dossier that is read row by row.
pub(in super::super) struct Rows {
    tables: Tables,
    pub(in super::super) report: Report,
    records: Records,
    graph: Graph,
    sheet: Option<Sheet>,
    part: u16,
    name: String,
    long: HashMap<usize, String>,
    entities: HashMap<String, usize>,
    relations: HashMap<String, usize>,
    views: HashMap<String, usize>,
    others: HashSet<(&'static str, String)>,
    /// Whether the workbook says that it is a dossier.
    pub(in super::super) is_marked: bool,
}

impl Rows {
    /// Nothing yet.
    pub(in super::super) fn new(tables: Tables, format: &'static str) -> Self {
        Rows {
            tables,
            report: Report::new(format),
            records: Records { has_head: tables == Tables::Workbook, ..Records::default() },
            graph: Graph::new(Direction::Directed),
            sheet: None,
            part: 0,
            name: String::new(),
            long: HashMap::new(),
            entities: HashMap::new(),
            relations: HashMap::new(),
            views: HashMap::new(),
            others: HashSet::new(),
            is_marked: false,
        }
    }

    /// Begins a table: what it is, its name for people, and the heads of its columns. What is no part of a dossier is
    /// passed over.
    pub(in super::super) fn begin(&mut self, what: &str, name: &str, heads: &[String]) {
        self.part = self.report.part(name, Unit::Row, "");
        self.name = name.to_owned();
        let report = &mut self.report;
        let is_csv = self.tables == Tables::Csv;
        let own_value = if is_csv { of_cell } else { of_typed_cell };
        let names: Vec<&str> = heads.iter().map(String::as_str).collect();
        let plan_heads = |instead| Heads {
            instead,
            ignored: &[],
            places: if is_csv { &["x", "y"] } else { &[] },
            whole: !is_csv,
            own_value,
        };
        self.sheet = match what {
            sheets::ABOUT => Some(Sheet::About),
            sheets::ENTITIES => {
                let instead: &[_] = if is_csv { &[("label", "name")] } else { &[] };
                Some(Sheet::Entities(Plan::of(&names, &plan_heads(instead))))
            }
            sheets::RELATIONS => {
                let instead: &[_] = if is_csv { &[("source", "from"), ("target", "to")] } else { &[] };
                Some(Sheet::Relations(Plan::of(&names, &plan_heads(instead))))
            }
            sheets::CLAIMS => Some(Sheet::Claims(Flat::of(heads, &[sheets::OF, sheets::RECORD], name, report))),
            sheets::NAMES => Some(Sheet::Names(Flat::of(heads, &[sheets::OF_ENTITY], name, report))),
            sheets::SOURCES => Some(Sheet::Sources(Flat::of(heads, &[], name, report))),
            sheets::KINDS => Some(Sheet::Kinds(Flat::of(heads, &[], name, report))),
            sheets::RELATION_KINDS => Some(Sheet::RelationKinds(Flat::of(heads, &[], name, report))),
            sheets::VIEWS => Some(Sheet::Views(Flat::of(heads, &[], name, report))),
            sheets::PINS => Some(Sheet::Pins(Flat::of(heads, &[sheets::OF_VIEW], name, report))),
            sheets::LONG => Some(Sheet::Long),
            _ => {
                report.note(NoteKind::LeftOut, &format!("“{name}” is not a sheet of a dossier"), None);
                None
            }
        };
    }

    /// Takes a row; one without any cell says nothing.
    ///
    /// # Errors
    /// A limit.
    pub(in super::super) fn row(&mut self, number: u32, cells: &mut [Option<Value<'_>>]) -> Result<(), Problem> {
        let Some(sheet) = self.sheet.take() else { return Ok(()) };
        if cells.iter().all(Option::is_none) {
            self.sheet = Some(sheet);
            return Ok(());
        }
        self.lengthen(cells);
        let at = At { part: self.part, number, offset: 0 };
        let record = self.report.open(at);
        let done = self.take(&sheet, cells, record);
        self.sheet = Some(sheet);
        done
    }

    /// Puts long texts in the place of what stands for them.
    fn lengthen(&self, cells: &mut [Option<Value<'_>>]) {
        if self.long.is_empty() {
            return;
        }
        for cell in cells.iter_mut().flatten() {
            let Value::Text(text) = cell else { continue };
            if let Some(long) = sheets::long_number(text).and_then(|number| self.long.get(&number)) {
                *cell = Value::Text(long.clone().into());
            }
        }
    }

    fn take(&mut self, sheet: &Sheet, cells: &[Option<Value<'_>>], record: Open) -> Result<(), Problem> {
        let at = record.at();
        let said = || cells.iter().enumerate().filter_map(|(number, cell)| Some((number, cell.clone()?)));
        let report = &mut self.report;
        let refusal = match sheet {
            Sheet::About => self.about(cells),
            Sheet::Long => self.long_text(cells),
            Sheet::Entities(plan) => {
                let made = plan.record(said(), &[], report, at);
                self.entity(made, at)?
            }
            Sheet::Relations(plan) => {
                let made = plan.record(said(), &[], report, at);
                self.relation(made.record, at)?
            }
            Sheet::Claims(flat) => {
                let claim = flat.record(cells, report, at);
                self.claim(claim, &flat.whose(cells))
            }
            Sheet::Names(flat) => {
                let name = flat.record(cells, report, at);
                let id = flat.whose(cells).pop().unwrap_or_default();
                match self.entities.get(&id).and_then(|number| self.records.entities.get_mut(*number)) {
                    Some(entity) => {
                        entity.names.push(name);
                        None
                    }
                    None => Some(format!("there is no entity `{id}`")),
                }
            }
            Sheet::Sources(flat) => {
                let source: Source = flat.record(cells, report, at);
                self.once("source", source.id.as_str()).or_else(|| {
                    self.records.head.sources.push(source);
                    None
                })
            }
            Sheet::Kinds(flat) => {
                let kind: EntityKind = flat.record(cells, report, at);
                self.once("kind", &kind.id).or_else(|| {
                    self.records.head.entity_kinds.push(kind);
                    None
                })
            }
            Sheet::RelationKinds(flat) => {
                let kind: RelationKind = flat.record(cells, report, at);
                self.once("kind of relation", &kind.id).or_else(|| {
                    self.records.head.relation_kinds.push(kind);
                    None
                })
            }
            Sheet::Views(flat) => {
                let view: View = flat.record(cells, report, at);
                // Two views may have one name; places are those of the first.
                self.views.entry(view.name.clone()).or_insert(self.records.head.views.len());
                self.records.head.views.push(view);
                None
            }
            Sheet::Pins(flat) => {
                let pin = flat.record(cells, report, at);
                let view = flat.whose(cells).pop().unwrap_or_default();
                match self.views.get(&view).and_then(|number| self.records.head.views.get_mut(*number)) {
                    Some(view) => {
                        view.placing.pins.push(pin);
                        None
                    }
                    None => Some(format!("there is no view “{view}”")),
                }
            }
        };
        match refusal {
            None => self.report.taken(record),
            Some(reason) => self.report.refused(record, &reason),
        }
        Ok(())
    }

    /// Why a record of an id that must be its own is not taken.
    fn once(&mut self, what: &'static str, id: &str) -> Option<String> {
        if id.trim().is_empty() {
            return Some("`id` is empty".to_owned());
        }
        (!self.others.insert((what, id.to_owned()))).then(|| format!("another {what} has the id `{id}`"))
    }

    fn about(&mut self, cells: &[Option<Value<'_>>]) -> Option<String> {
        let text = |number: usize| cells.get(number).and_then(Option::as_ref).map(|value| value.shown().into_owned());
        let (what, value) = (text(0).unwrap_or_default(), text(1).unwrap_or_default());
        let head: &mut Head = &mut self.records.head;
        match what.as_str() {
            MARK => self.is_marked = true,
            "format" => head.format = value.trim().parse().unwrap_or_default(),
            "title" => head.title = value,
            "subtitle" => head.subtitle = Some(value),
            "note" => head.note = Some(value),
            _ => return Some(format!("a dossier has no `{what}`")),
        }
        None
    }

    fn long_text(&mut self, cells: &[Option<Value<'_>>]) -> Option<String> {
        let cell = |number: usize| cells.get(number).and_then(Option::as_ref);
        let number = cell(0).and_then(|value| value.shown().parse().ok());
        match (number, cell(2)) {
            (Some(number), Some(words)) => self.long.entry(number).or_default().push_str(&words.shown()),
            _ => return Some("`text` is not a number, or `words` is empty".to_owned()),
        }
        None
    }

    fn entity(&mut self, made: Made<Entity>, at: At) -> Result<Option<String>, Problem> {
        let Made { record: entity, is_missing, place } = made;
        let id = entity.id.as_str();
        if id.trim().is_empty() {
            return Ok(Some("`id` is empty".to_owned()));
        }
        if is_missing {
            self.graph.end(id, at)?;
            return Ok(None);
        }
        let node = match self.graph.add_node(id, at)? {
            Added::New(node) | Added::Implied(node) => node,
            Added::Again(_) => return Ok(Some(format!("another row has the id `{id}`"))),
        };
        self.graph.nodes.set_label(node, &entity.name)?;
        self.graph.set_node_kind(node, &entity.kind)?;
        if let [Some(x), Some(y)] = place {
            self.records.pins.push(Pin { id: entity.id.clone(), x, y });
        }
        self.entities.insert(id.to_owned(), self.records.entities.len());
        self.records.entities.push(entity);
        Ok(None)
    }

    fn relation(&mut self, relation: Relation, at: At) -> Result<Option<String>, Problem> {
        for (end, word) in [(&relation.from, "from"), (&relation.to, "to")] {
            if end.as_str().trim().is_empty() {
                return Ok(Some(format!("`{word}` is empty")));
            }
        }
        let id = relation.id.as_str();
        if self.relations.contains_key(id) {
            return Ok(Some(format!("another row has the id `{id}`")));
        }
        let (from, to) = (self.graph.end(relation.from.as_str(), at)?, self.graph.end(relation.to.as_str(), at)?);
        let edge = self.graph.add_edge(from, to, at)?;
        self.graph.set_edge_kind(edge, &relation.kind)?;
        if !id.is_empty() {
            self.graph.set_edge_id(edge, id)?;
            self.relations.insert(id.to_owned(), self.records.relations.len());
        }
        self.records.relations.push(relation);
        Ok(None)
    }

    fn claim(&mut self, claim: Claim, whose: &[String]) -> Option<String> {
        let [of, id] = whose else { return None };
        let claims = match of.as_str() {
            sheets::ENTITY => {
                let entity = self.entities.get(id).and_then(|number| self.records.entities.get_mut(*number));
                entity.map(|entity| &mut entity.claims)
            }
            sheets::RELATION => {
                let relation = self.relations.get(id).and_then(|number| self.records.relations.get_mut(*number));
                relation.map(|relation| &mut relation.claims)
            }
            _ => return Some(format!("`of` is “{of}”; it must be `entity` or `relation`")),
        };
        match claims {
            Some(claims) => {
                claims.push(claim);
                None
            }
            None => Some(format!("there is no {of} `{id}`")),
        }
    }

    /// What was read.
    ///
    /// # Errors
    /// As [`Read::finish`].
    pub(in super::super) fn finish(mut self, options: &Options) -> Result<Read, Failure> {
        if options.ends == UnknownEnds::Refuse {
            let known = &self.entities;
            self.records.relations.retain(|r| [&r.from, &r.to].iter().all(|end| known.contains_key(end.as_str())));
        }
        let mut read = Read::finish(vec![self.graph], self.report, options)?;
        read.own = Some(Box::new(self.records));
        Ok(read)
    }
}
