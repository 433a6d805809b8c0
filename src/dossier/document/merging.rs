//! Merging into an open document: what somebody else changed, as one step of the history, in the
//! text as it stands. Used by the merge driver, and after a change from outside: then the new text
//! is opened, and one's own unsaved changes are merged into it. What no change can say is taken over
//! as text, elsewhere.

use std::collections::HashSet;

use super::Document;
use super::editing::Edit;
use super::step::Step;
use crate::dossier::compare::{self, Conflict, Dangling, Merge, Side, dangling};
use crate::dossier::edit::{Change, ClaimOwner, Touched, apply_as_written};
use crate::dossier::model::{Dossier, EntityId, List, RelationId};
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

    /// The document as one side of a comparison.
    pub fn side(&self) -> Side<'_> {
        Side { dossier: &self.dossier, texts: (!self.texts.is_empty()).then_some(&self.texts) }
    }

    /// Merges what THEIRS changed since BASE, as one step of the history that bears `name`. What the
    /// model does not hold is merged too where both come with their texts.
    pub fn merge<'s>(&mut self, base: impl Into<Side<'s>>, theirs: impl Into<Side<'s>>, name: &str) -> Merged {
        let (base, theirs) = (base.into(), theirs.into());
        let (ours, our_texts) = (self.dossier.clone(), self.texts.clone());
        let our_side = Side { dossier: &ours, texts: Some(&our_texts) };
        let mut merge = compare::merge(base, our_side, theirs);
        let before = self.history.done();
        // What of the records that cite what is gone was so on either side.
        let known = || dangling(&ours).into_iter().chain(dangling(theirs.dossier)).collect::<HashSet<Dangling>>();
        let mut merged = Merged::default();
        for round in 0..ROUNDS {
            merged = self.make(&merge, name);
            let lost = if merged.taken == 0 { Vec::new() } else { dangling(&self.dossier) };
            let known = if lost.is_empty() { HashSet::new() } else { known() };
            let lost: Vec<Dangling> = lost.into_iter().filter(|lost| !known.contains(lost)).collect();
            if lost.is_empty() {
                break;
            }
            if round + 1 == ROUNDS || !merge.keep_cited(&lost, &ours, theirs) {
                merged.conflicts.extend(Merge::cite_nothing(&lost));
                break;
            }
            while self.history.done() > before && self.undo().is_some() {}
        }
        for wanted in &mut merge.wanted {
            wanted.id = id_now(wanted.list, &wanted.id, &merged.touched);
        }
        let more = self.take_over(base, (&ours, &our_texts), theirs, &merge, name);
        let known =
            |c: &Conflict| merged.conflicts.iter().any(|k| (k.sort, &k.id, &k.field) == (c.sort, &c.id, &c.field));
        let more: Vec<Conflict> = more.into_iter().filter(|conflict| !known(conflict)).collect();
        merged.conflicts.extend(more);
        self.history.join_from(before, Step::add);
        merged
    }

    /// Makes the changes of a merge, each as a step of its own.
    fn make(&mut self, merge: &Merge, name: &str) -> Merged {
        let mut merged = Merged { conflicts: merge.conflicts.clone(), ..Merged::default() };
        let mut changes = merge.changes.clone();
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
                            if let Some(list) = conflict.list {
                                conflict.id = id_now(list, &conflict.id, &touched);
                            }
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
        merged
    }
}

impl<'a> From<&'a Document> for Side<'a> {
    fn from(document: &'a Document) -> Self {
        document.side()
    }
}

/// How often a merge is thought out again because a record would cite what is gone.
const ROUNDS: usize = 4;

/// The same change with the ids as they are now.
fn follow(change: &mut Change, touched: &Touched) {
    let entity = |id: &mut EntityId| *id = touched.entity_now(id);
    let relation = |id: &mut RelationId| *id = touched.relation_now(id);
    let follow_id = |list: List, id: &mut Option<String>| {
        if let Some(id) = id {
            *id = id_now(list, id, touched);
        }
    };
    match change {
        Change::AddEntity { place, .. } => follow_id(List::Entities, &mut place.after),
        Change::SetEntity { id, .. } | Change::RemoveEntity { id } | Change::RenameEntity { id, .. } => entity(id),
        Change::MergeEntities { keep, lose, .. } => [keep, lose].into_iter().for_each(entity),
        Change::SplitEntity { id, relations, .. } => {
            entity(id);
            relations.iter_mut().for_each(relation);
        }
        Change::AddRelation { relation, place } => {
            [&mut relation.from, &mut relation.to].into_iter().for_each(entity);
            follow_id(List::Relations, &mut place.after);
        }
        Change::SetRelation { id, .. } | Change::RemoveRelation { id } | Change::ReverseRelation { id } => relation(id),
        Change::AddClaim { of, .. } | Change::SetClaim { of, .. } | Change::RemoveClaim { of, .. } => match of {
            ClaimOwner::Entity(id) => entity(id),
            ClaimOwner::Relation(id) => relation(id),
        },
        // A merge renames sources last, and kinds and views never.
        Change::SetTitle(_)
        | Change::SetSubtitle(_)
        | Change::SetNote(_)
        | Change::AddSource { .. }
        | Change::RemoveSource { .. }
        | Change::SetSource { .. }
        | Change::RenameSource { .. }
        | Change::SetEntityKind { .. }
        | Change::RemoveEntityKind { .. }
        | Change::RenameEntityKind { .. }
        | Change::SetRelationKind { .. }
        | Change::RemoveRelationKind { .. }
        | Change::RenameRelationKind { .. }
        | Change::AddView { .. }
        | Change::SetView { .. }
        | Change::RemoveView { .. }
        | Change::MoveView { .. } => {}
    }
}

fn id_now(list: List, id: &str, touched: &Touched) -> String {
    match list {
        List::Entities => touched.entity_now(&EntityId::new(id)).to_string(),
        List::Relations => touched.relation_now(&RelationId::new(id)).to_string(),
        List::Sources | List::EntityKinds | List::RelationKinds | List::Views => id.to_owned(),
    }
}
