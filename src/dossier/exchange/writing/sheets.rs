//! A dossier as the sheets of a workbook: which there are, and their columns. The reader of such workbooks goes by the
//! same names. Knows not how cells are written.

use super::super::failure::Failure;
use super::super::own;
use super::super::value::Value;
use super::columns::{FieldColumn, Sort, field_columns};
use super::derived::Recorded;
use super::network::{Column, Network};
use super::{Dossier, Steps};
use crate::dossier::model::schema::Schema;
use crate::dossier::model::{Claim, Name, Pin};

/// What the dossier is as a whole, and that it is one.
pub(in super::super) const ABOUT: &str = "About";
pub(in super::super) const ENTITIES: &str = "Entities";
pub(in super::super) const RELATIONS: &str = "Relations";
pub(in super::super) const CLAIMS: &str = "Claims";
pub(in super::super) const NAMES: &str = "Names";
pub(in super::super) const SOURCES: &str = "Sources";
pub(in super::super) const KINDS: &str = "Kinds";
pub(in super::super) const RELATION_KINDS: &str = "Relation kinds";
pub(in super::super) const VIEWS: &str = "Views";
/// Entities at places of their own, view by view.
pub(in super::super) const PINS: &str = "Pins";
/// Texts that are too long for a cell, in parts.
pub(in super::super) const LONG: &str = "Long texts";

/// Heads of columns that tell whose a name, claim or pin is.
pub(in super::super) const OF_ENTITY: &str = "entity";
pub(in super::super) const OF: &str = "of";
pub(in super::super) const RECORD: &str = "record";
pub(in super::super) const OF_VIEW: &str = "view";
/// Words in the column [`OF`].
pub(in super::super) const ENTITY: &str = "entity";
pub(in super::super) const RELATION: &str = "relation";
/// Heads of the sheet [`ABOUT`].
pub(in super::super) const ABOUT_HEADS: [&str; 2] = ["what", "value"];
/// Heads of the sheet [`LONG`].
pub(in super::super) const LONG_HEADS: [&str; 3] = ["text", "part", "words"];
/// The version of all this, in the row [`own::MARK`] of [`ABOUT`].
pub(in super::super) const VERSION: i64 = 1;

/// Fields whose elements are rows of a sheet of their own; other lists of records stand in a cell.
const OWN_SHEETS: [&str; 3] = ["claims", "names", "pins"];

/// What stands in a cell instead of a long text.
pub(in super::super) fn long_reference(number: usize) -> String {
    format!("{{long text {number}}}")
}

/// The number of the long text that a cell stands for.
pub(in super::super) fn long_number(cell: &str) -> Option<usize> {
    cell.strip_prefix("{long text ")?.strip_suffix('}')?.parse().ok()
}

/// Takes sheets row by row.
pub(super) trait Sink {
    /// Begins a sheet with these columns.
    fn sheet(&mut self, name: &str, heads: &[(String, Sort)]) -> Result<(), Failure>;
    /// A row, a cell a column.
    fn row(&mut self, cells: &[Option<Value<'_>>]) -> Result<(), Failure>;
}

/// Writes all sheets but that of long texts.
pub(super) fn write(network: &Network<'_>, steps: &mut Steps<'_>, sink: &mut dyn Sink) -> Result<(), Failure> {
    let dossier = network.dossier;
    entities(network, steps, sink)?;
    relations(network, steps, sink)?;
    claims(network, steps, sink)?;
    names(network, steps, sink)?;
    list(SOURCES, dossier.sources.iter(), sink)?;
    list(KINDS, dossier.needed_entity_kinds().into_iter(), sink)?;
    list(RELATION_KINDS, dossier.needed_relation_kinds().into_iter(), sink)?;
    list(VIEWS, dossier.views.iter(), sink)?;
    pins(dossier, sink)?;
    about(dossier, sink)
}

/// Id, name and kind come first, then what the columns of the network are.
fn entities(network: &Network<'_>, steps: &mut Steps<'_>, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.sheet(ENTITIES, &heads(&["id", "name", "kind"], &network.entities))?;
    for entity in network.nodes() {
        steps.step()?;
        let texts = [entity.id.as_str(), &entity.name, &entity.kind];
        let mut cells: Vec<_> = texts.into_iter().map(text).collect();
        cells.extend(network.entities.iter().map(|column| column.value(network.dossier, entity)));
        sink.row(&cells)?;
    }
    Ok(())
}

fn relations(network: &Network<'_>, steps: &mut Steps<'_>, sink: &mut dyn Sink) -> Result<(), Failure> {
    let mut all = heads(&["id", "from", "kind", "to"], &network.relations);
    all.insert(4, ("weight".to_owned(), Sort::Number));
    sink.sheet(RELATIONS, &all)?;
    for relation in network.edges() {
        steps.step()?;
        let texts = [relation.id.as_str(), relation.from.as_str(), &relation.kind, relation.to.as_str()];
        let mut cells: Vec<_> = texts.into_iter().map(text).collect();
        cells.push(relation.weight.map(Value::Real));
        cells.extend(network.relations.iter().map(|column| column.value(network.dossier, relation)));
        sink.row(&cells)?;
    }
    Ok(())
}

fn claims(network: &Network<'_>, steps: &mut Steps<'_>, sink: &mut dyn Sink) -> Result<(), Failure> {
    let columns = flat::<Claim>();
    sink.sheet(CLAIMS, &with([OF, RECORD].as_slice(), &columns))?;
    let mut rows = |of: &str, id: &str, claims: &[Claim]| {
        for claim in claims {
            let mut cells = vec![text(of), text(id)];
            cells.extend(columns.iter().map(|column| column.get(claim)));
            sink.row(&cells)?;
        }
        Ok::<_, Failure>(())
    };
    for entity in network.nodes() {
        steps.step()?;
        rows(ENTITY, entity.id.as_str(), &entity.claims)?;
    }
    for relation in network.edges() {
        steps.step()?;
        rows(RELATION, relation.id.as_str(), &relation.claims)?;
    }
    Ok(())
}

fn names(network: &Network<'_>, steps: &mut Steps<'_>, sink: &mut dyn Sink) -> Result<(), Failure> {
    let columns = flat::<Name>();
    sink.sheet(NAMES, &with(&[OF_ENTITY], &columns))?;
    for entity in network.nodes() {
        steps.step()?;
        for name in &entity.names {
            let mut cells = vec![text(entity.id.as_str())];
            cells.extend(columns.iter().map(|column| column.get(name)));
            sink.row(&cells)?;
        }
    }
    Ok(())
}

fn pins(dossier: &Dossier, sink: &mut dyn Sink) -> Result<(), Failure> {
    let columns = flat::<Pin>();
    sink.sheet(PINS, &with(&[OF_VIEW], &columns))?;
    for view in &dossier.views {
        for pin in &view.placing.pins {
            let mut cells = vec![text(&view.name)];
            cells.extend(columns.iter().map(|column| column.get(pin)));
            sink.row(&cells)?;
        }
    }
    Ok(())
}

fn list<'r, R: Schema>(name: &str, records: impl Iterator<Item = &'r R>, sink: &mut dyn Sink) -> Result<(), Failure> {
    let columns = flat::<R>();
    sink.sheet(name, &with(&[], &columns))?;
    for record in records {
        let cells: Vec<_> = columns.iter().map(|column| column.get(record)).collect();
        sink.row(&cells)?;
    }
    Ok(())
}

fn about(dossier: &Dossier, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.sheet(ABOUT, &ABOUT_HEADS.map(|head| (head.to_owned(), Sort::Text)))?;
    sink.row(&[text(own::MARK), Some(Value::Integer(VERSION))])?;
    sink.row(&[text("format"), Some(Value::Integer(i64::from(dossier.format)))])?;
    let title = Some(dossier.title.as_str()).filter(|title| !title.is_empty());
    for (what, value) in
        [("title", title), ("subtitle", dossier.subtitle.as_deref()), ("note", dossier.note.as_deref())]
    {
        if let Some(value) = value {
            sink.row(&[text(what), text(value)])?;
        }
    }
    Ok(())
}

/// The columns of a record that hold no records of their own.
pub(in super::super) fn flat<R: Schema>() -> Vec<FieldColumn<R>> {
    let has_sheet = |column: &FieldColumn<R>| OWN_SHEETS.contains(&column.name.as_str());
    field_columns::<R>().into_iter().filter(|column| !has_sheet(column)).collect()
}

fn with<R: Schema>(first: &[&str], columns: &[FieldColumn<R>]) -> Vec<(String, Sort)> {
    let first = first.iter().map(|head| ((*head).to_owned(), Sort::Text));
    first.chain(columns.iter().map(|column| (column.name.clone(), column.sort))).collect()
}

fn heads<R: Recorded>(first: &[&str], columns: &[Column<R>]) -> Vec<(String, Sort)> {
    let first = first.iter().map(|head| ((*head).to_owned(), Sort::Text));
    first.chain(columns.iter().map(|column| (column.name.clone(), column.sort))).collect()
}

fn text(text: &str) -> Option<Value<'_>> {
    Some(Value::text(text))
}
