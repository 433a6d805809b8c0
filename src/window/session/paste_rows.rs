//! Rows of a spreadsheet as records: one a line, cells parted by tabs. A first line that names the
//! columns says what is what; without it the columns are name, kind, when, status, summary.

use super::{Effect, Session};
use crate::dossier::edit::quick_entry::{free_id, free_kind_id};
use crate::dossier::edit::{Change, EntityField, InsertAt};
use crate::dossier::model::naming::{NameIndex, undecided};
use crate::dossier::model::{Date, Dossier, Entity, EntityId, Relation, Status, When};
use crate::window::action::{Edits, ItemId};
use crate::wording::counted;

/// Columns that are understood.
const COLUMNS: [&str; 8] = ["name", "kind", "when", "status", "summary", "from", "to", "id"];

/// Whether a text looks like rows of a spreadsheet rather than RON.
pub(super) fn is_rows(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.contains('\t')) && !text.trim_start().starts_with(['(', '[', 'D', '#'])
        || is_header(text.lines().next().unwrap_or_default()).is_some()
}

fn is_header(line: &str) -> Option<Vec<String>> {
    let cells: Vec<String> = line.split('\t').map(|c| c.trim().to_lowercase()).collect();
    let known = cells.iter().filter(|c| COLUMNS.contains(&c.as_str())).count();
    (known == cells.len() && known > 1).then_some(cells)
}

/// One row, under the columns that all have.
struct Row<'t> {
    columns: &'t [String],
    cells: Vec<&'t str>,
}

impl<'t> Row<'t> {
    /// What a column says, unless it is empty or not there.
    fn get(&self, column: &str) -> Option<&'t str> {
        let at = self.columns.iter().position(|c| c == column)?;
        self.cells.get(at).copied().filter(|text| !text.is_empty())
    }

    fn when(&self) -> Option<When> {
        self.get("when").map(|text| When::given(Date::read(text)))
    }

    fn status(&self) -> Result<Option<Status>, String> {
        let Some(text) = self.get("status") else { return Ok(None) };
        let known = Status::ALL.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        known.map(|(_, status)| Some(*status)).ok_or_else(|| "has an unknown status".to_owned())
    }

    /// Whether the rows are relations: they have a column for where each begins.
    fn is_relation(&self) -> bool {
        self.columns.iter().any(|column| column == "from")
    }
}

/// What the rows so far come to.
struct Pasted<'d> {
    dossier: &'d Dossier,
    names: NameIndex,
    /// The kind of entities whose row names none.
    usual_kind: &'d str,
    changes: Vec<Change>,
    select: Vec<ItemId>,
    made: Vec<EntityId>,
}

impl Pasted<'_> {
    /// Adds a row.
    ///
    /// # Errors
    /// What is wrong with it, to follow its number.
    fn add(&mut self, row: &Row<'_>) -> Result<(), String> {
        let status = row.status()?;
        if row.is_relation() { self.add_relation(row, status) } else { self.add_entity(row, status) }
    }

    fn add_relation(&mut self, row: &Row<'_>, status: Option<Status>) -> Result<(), String> {
        let end = |column: &str| match row.get(column) {
            Some(name) => the_one(name, &self.names, self.dossier)?
                .ok_or_else(|| format!("names “{name}”, which is not in this dossier")),
            None => Err(format!("has nothing in the column “{column}”")),
        };
        let (from, to) = (end("from")?, end("to")?);
        let kind = row.get("kind").ok_or("has no kind")?;
        let kinds = self.dossier.vocabulary.relation_kinds.iter();
        let kind = kind_id(kind, kinds.map(|k| (k.id.as_str(), k.label.as_str())));
        let mut relation = Relation::new(from, kind, to);
        relation.when = row.when();
        relation.status = status.unwrap_or_default();
        relation.summary = row.get("summary").map(str::to_owned);
        self.changes.push(Change::AddRelation { relation, place: InsertAt::default() });
        Ok(())
    }

    /// Changes the entity that is called so, or makes one.
    fn add_entity(&mut self, row: &Row<'_>, status: Option<Status>) -> Result<(), String> {
        let name = row.get("name").ok_or("has no name")?;
        let kinds = self.dossier.vocabulary.entity_kinds.iter();
        let kind = row.get("kind").map(|kind| kind_id(kind, kinds.map(|k| (k.id.as_str(), k.label.as_str()))));
        // An id decides; a name that ties in another spelling does not change how it is spelled.
        let there = match row.get("id") {
            Some(id) => self.names.called(id).into_iter().find(|known| known.as_str() == id),
            None => the_one(name, &self.names, self.dossier)?,
        };
        if let Some(id) = there {
            let mut set: Vec<EntityField> =
                row.get("id").map(|_| EntityField::Name(name.to_owned())).into_iter().collect();
            set.extend(kind.map(EntityField::Kind));
            set.extend(row.when().map(|w| EntityField::When(Some(w))));
            set.extend(status.map(EntityField::Status));
            set.extend(row.get("summary").map(|s| EntityField::Summary(Some(s.to_owned()))));
            self.select.push(ItemId::Entity(id.clone()));
            self.changes.push(Change::SetEntity { id, set });
            return Ok(());
        }
        let taken = |id: &str| self.dossier.entity_index(id).is_some() || self.made.iter().any(|m| m.as_str() == id);
        let id = row.get("id").map_or_else(|| EntityId::from(free_id(name, taken)), EntityId::from);
        let mut entity = Entity::new(id.clone(), kind.unwrap_or_else(|| self.usual_kind.to_owned()), name);
        entity.when = row.when();
        entity.status = status.unwrap_or_default();
        entity.summary = row.get("summary").map(str::to_owned);
        self.made.push(id.clone());
        self.names.add(&entity);
        self.select.push(ItemId::Entity(id));
        self.changes.push(Change::AddEntity { entity, place: InsertAt::default() });
        Ok(())
    }
}

/// The id of the kind that a cell names by id or label, or one for a kind that nobody declared.
fn kind_id<'k>(typed: &str, mut kinds: impl Iterator<Item = (&'k str, &'k str)>) -> String {
    let known = kinds.find(|(id, label)| *id == typed || label.eq_ignore_ascii_case(typed));
    known.map_or_else(|| free_kind_id(typed, |_| false), |(id, _)| id.to_owned())
}

impl Session {
    /// Puts rows into the dossier: what is called so already is changed, the rest is new.
    pub(super) fn paste_rows(&mut self, text: &str) -> Effect {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
        let header = lines.peek().and_then(|line| is_header(line));
        let columns = match header {
            Some(columns) => {
                lines.next();
                columns
            }
            None => COLUMNS[..5].iter().map(|c| (*c).to_owned()).collect(),
        };
        let mut pasted = Pasted {
            dossier: self.dossier(),
            names: NameIndex::new(self.dossier().entities().map(|(_, e)| e)),
            usual_kind: self.last_kind().unwrap_or("organisation"),
            changes: Vec::new(),
            select: Vec::new(),
            made: Vec::new(),
        };
        let mut rows = 0;
        for line in lines {
            rows += 1;
            let row = Row { columns: &columns, cells: line.split('\t').map(str::trim).collect() };
            if let Err(what) = pasted.add(&row) {
                return Effect::Refused(format!("Could not paste: row {rows} {what}."));
            }
        }
        let Pasted { changes, select, .. } = pasted;
        let words = counted(rows, "row", "rows");
        let (name, say) = (format!("paste {words}"), format!("Pasted {words}"));
        self.edit(Edits { name, changes, select, say, ..Edits::default() })
    }
}

/// The entity that a cell names, if there is one; several are told.
fn the_one(name: &str, names: &NameIndex, dossier: &Dossier) -> Result<Option<EntityId>, String> {
    let called = names.called(name);
    if let [] | [_] = called[..] {
        return Ok(called.into_iter().next());
    }
    let several: Vec<&Entity> = called.iter().filter_map(|id| dossier.entity_by_id(id.as_str())).collect();
    Err(format!("does not say which entity is meant: {}; write the ID", undecided(name, &several)))
}
