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
        let (mut changes, mut select, mut made): (Vec<Change>, Vec<ItemId>, Vec<EntityId>) = Default::default();
        let mut names = NameIndex::new(self.dossier().entities().map(|(_, e)| e));
        let usual = self.last_kind().unwrap_or("organisation").to_owned();
        let mut rows = 0;
        for (number, line) in lines.enumerate() {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            let get = |column: &str| {
                let at = columns.iter().position(|c| c == column)?;
                cells.get(at).copied().filter(|text| !text.is_empty())
            };
            let status = |text: &str| Status::ALL.iter().find(|(w, _)| w.eq_ignore_ascii_case(text)).map(|(_, s)| *s);
            let when = get("when").map(|text| When::given(Date::read(text)));
            let wrong = |what: &str| Effect::Refused(format!("Could not paste: row {} {what}.", number + 1));
            let known_status = match get("status").map(status) {
                Some(None) => return wrong("has an unknown status"),
                known => known.flatten(),
            };
            rows += 1;
            if columns.iter().any(|c| c == "from") {
                let end = |column: &str| match get(column) {
                    Some(name) => the_one(name, &names, self.dossier())?
                        .ok_or_else(|| format!("names “{name}”, which is not in this dossier")),
                    None => Err(format!("has nothing in the column “{column}”")),
                };
                let (from, to) = match (end("from"), end("to")) {
                    (Ok(from), Ok(to)) => (from, to),
                    (Err(why), _) | (_, Err(why)) => return wrong(&why),
                };
                let Some(kind) = get("kind") else { return wrong("has no kind") };
                let kinds = &self.dossier().vocabulary.relation_kinds;
                let known = kinds.iter().find(|k| k.id == kind || k.label.eq_ignore_ascii_case(kind));
                let kind = known.map_or_else(|| free_kind_id(kind, |_| false), |k| k.id.clone());
                let mut relation = Relation::new(from, kind, to);
                relation.when = when;
                relation.status = known_status.unwrap_or_default();
                relation.summary = get("summary").map(str::to_owned);
                changes.push(Change::AddRelation { relation, place: InsertAt::default() });
                continue;
            }
            let Some(name) = get("name") else { return wrong("has no name") };
            let kinds = &self.dossier().vocabulary.entity_kinds;
            let kind = get("kind").map(|kind| {
                let known = kinds.iter().find(|k| k.id == kind || k.label.eq_ignore_ascii_case(kind));
                known.map_or_else(|| free_kind_id(kind, |_| false), |k| k.id.clone())
            });
            // An id decides; a name that ties in another spelling does not change how it is spelled.
            let there = match get("id") {
                Some(id) => Ok(names.called(id).into_iter().find(|known| known.as_str() == id)),
                None => the_one(name, &names, self.dossier()),
            };
            let there = match there {
                Ok(there) => there,
                Err(why) => return wrong(&why),
            };
            if let Some(id) = there {
                let mut set: Vec<EntityField> =
                    get("id").map(|_| EntityField::Name(name.to_owned())).into_iter().collect();
                set.extend(kind.map(EntityField::Kind));
                set.extend(when.map(|w| EntityField::When(Some(w))));
                set.extend(known_status.map(EntityField::Status));
                set.extend(get("summary").map(|s| EntityField::Summary(Some(s.to_owned()))));
                select.push(ItemId::Entity(id.clone()));
                changes.push(Change::SetEntity { id, set });
                continue;
            }
            let taken = |id: &str| self.dossier().entity_index(id).is_some() || made.iter().any(|m| m.as_str() == id);
            let id = get("id").map_or_else(|| EntityId::from(free_id(name, taken)), EntityId::from);
            let mut entity = Entity::new(id.clone(), kind.unwrap_or_else(|| usual.clone()), name);
            entity.when = when;
            entity.status = known_status.unwrap_or_default();
            entity.summary = get("summary").map(str::to_owned);
            made.push(id.clone());
            names.add(&entity);
            select.push(ItemId::Entity(id));
            changes.push(Change::AddEntity { entity, place: InsertAt::default() });
        }
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
