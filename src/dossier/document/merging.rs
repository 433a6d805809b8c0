//! Merging into an open document: what somebody else changed, as one step of the history, in the
//! text as it stands. Used by the merge driver, and after a change from outside: then the new text
//! is opened, and one's own unsaved changes are merged into it.

use super::Document;
use super::editing::Edit;
use super::step::Step;
use crate::dossier::compare::{self, Conflict};
use crate::dossier::edit::{Change, Touched, apply_as_written};
use crate::dossier::model::{Dossier, EntityId, RelationId};
use crate::dossier::ron_text;

/// What a merge came to.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// What both sides changed, each in another way. Ours stands.
    pub conflicts: Vec<Conflict>,
    /// What was changed.
    pub(crate) touched: Touched,
    /// How many changes were taken over.
    pub(crate) taken: usize,
}

impl Document {
    /// The dossier that a text would be read as in the place of the main file.
    pub(crate) fn read_text(&self, main: &str) -> Dossier {
        let mut files = self.files();
        if let Some(file) = files.first_mut() {
            main.clone_into(&mut file.text);
        }
        super::content::read_texts(&files, ron_text::read_quietly).dossier
    }

    /// Merges what THEIRS changed since BASE, as one step of the history that bears `name`.
    pub fn merge(&mut self, base: &Dossier, theirs: &Dossier, name: &str) -> Merged {
        let merge = compare::merge(base, &self.dossier, theirs);
        let mut merged = Merged { conflicts: merge.conflicts, ..Merged::default() };
        let before = self.history.done();
        let mut changes = merge.changes;
        for at in 0..changes.len() {
            let change = changes[at].clone();
            let edit = Edit { name: name.to_owned(), changes: vec![change] };
            match self.apply_by(edit, apply_as_written) {
                Ok(touched) => {
                    if !touched.renamed_relations.is_empty() || !touched.renamed_entities.is_empty() {
                        // Derived ids of parallel relations follow from their order.
                        changes[at + 1..].iter_mut().for_each(|change| follow(change, &touched));
                        for conflict in &mut merged.conflicts {
                            conflict.take_theirs.iter_mut().for_each(|change| follow(change, &touched));
                            conflict.id = id_now(conflict, &touched);
                        }
                    }
                    merged.touched.add(touched);
                    merged.taken += 1;
                }
                Err(refusal) => merged.conflicts.push(Conflict {
                    sort: "change",
                    id: String::new(),
                    label: format!("{}: {}", changes[at].name(&self.dossier), refusal.message),
                    field: None,
                    base: None,
                    ours: None,
                    theirs: ron::to_string(&changes[at]).ok(),
                    take_theirs: vec![changes[at].clone()],
                    list: None,
                }),
            }
        }
        self.history.join_from(before, Step::add);
        merged
    }
}

/// The same change with the ids as they are now.
fn follow(change: &mut Change, touched: &Touched) {
    let entity = |id: &mut EntityId| *id = touched.entity_now(id);
    let relation = |id: &mut RelationId| *id = touched.relation_now(id);
    match change {
        Change::SetEntity { id, .. } | Change::RemoveEntity { id } | Change::RenameEntity { id, .. } => entity(id),
        Change::SetRelation { id, .. } | Change::RemoveRelation { id } => relation(id),
        Change::AddRelation { place, .. } => {
            if let Some(after) = &mut place.after {
                *after = touched.relation_now(&RelationId::new(&**after)).to_string();
            }
        }
        _ => {}
    }
}

fn id_now(conflict: &Conflict, touched: &Touched) -> String {
    match conflict.sort {
        "entity" => touched.entity_now(&EntityId::new(&*conflict.id)).to_string(),
        "relation" => touched.relation_now(&RelationId::new(&*conflict.id)).to_string(),
        _ => conflict.id.clone(),
    }
}
