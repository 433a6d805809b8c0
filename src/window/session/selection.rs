//! What is selected, hovered or highlighted, and the way back and forward among what was selected.
//! What a selected record is, only the dossier knows.

use std::collections::BTreeSet;

use crate::dossier::edit::Touched;
use crate::dossier::model::{Dossier, EntityId, SourceId};
use crate::explore::folding::is_fold;
use crate::picture::encoding::ColourCode;
use crate::window::action::{ItemId, SelectHow, Towards};

/// What the person attends to.
#[derive(Debug, Default)]
pub(super) struct Selection {
    /// In the order of selecting.
    items: Vec<ItemId>,
    hovered: Option<ItemId>,
    /// The source whose records are highlighted.
    source: Option<SourceId>,
    /// The colour whose nodes are highlighted.
    colour: Option<ColourCode>,
    /// Grows with every change of the above.
    revision: u64,
    /// The entity that was selected before the relation that now is.
    came_from: Option<EntityId>,
    back: Vec<Vec<ItemId>>,
    forward: Vec<Vec<ItemId>>,
}

impl Selection {
    /// For another document: nothing is selected, and whoever compares revisions notices.
    pub(super) fn for_another(self) -> Selection {
        Selection { revision: self.revision + 1, ..Selection::default() }
    }

    /// For another text of the same dossier: what still exists stays selected.
    pub(super) fn for_reread(self, dossier: &Dossier) -> Selection {
        Selection {
            items: self.items.into_iter().filter(|item| exists(dossier, item)).collect(),
            source: self.source.filter(|id| dossier.source(id).is_some()),
            revision: self.revision + 1,
            came_from: self.came_from,
            ..Selection::default()
        }
    }

    pub(super) fn items(&self) -> &[ItemId] {
        &self.items
    }

    pub(super) fn hovered(&self) -> Option<&ItemId> {
        self.hovered.as_ref()
    }

    pub(super) fn source(&self) -> Option<&SourceId> {
        self.source.as_ref()
    }

    pub(super) fn colour(&self) -> Option<ColourCode> {
        self.colour
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    pub(super) fn came_from(&self) -> Option<&EntityId> {
        self.came_from.as_ref()
    }

    pub(super) fn select(&mut self, items: Vec<ItemId>, how: SelectHow) {
        let mut next = match how {
            SelectHow::Replace => Vec::new(),
            SelectHow::Add | SelectHow::Toggle => self.items.clone(),
        };
        // A set beside the list, so that selecting everything is not quadratic.
        let mut inside: BTreeSet<ItemId> = next.iter().cloned().collect();
        for item in items {
            if inside.insert(item.clone()) {
                next.push(item);
            } else if how == SelectHow::Toggle {
                inside.remove(&item);
                next.retain(|t| *t != item);
            }
        }
        if next == self.items {
            return;
        }
        self.revision += 1;
        self.colour = None;
        if let (Some(ItemId::Entity(id)), Some(ItemId::Relation(_))) = (self.items.last(), next.last()) {
            self.came_from = Some(id.clone());
        }
        let old = std::mem::replace(&mut self.items, next);
        if !old.is_empty() {
            self.back.push(old);
        }
        self.forward.clear();
    }

    /// Something else is brought out than before.
    pub(super) fn touch(&mut self) {
        self.revision += 1;
    }

    /// These leave the selection, which is no step of its own.
    pub(super) fn deselect_entities(&mut self, ids: &[EntityId]) {
        self.items.retain(|item| !matches!(item, ItemId::Entity(id) if ids.contains(id)));
    }

    pub(super) fn hover(&mut self, item: Option<ItemId>) {
        self.revision += 1;
        self.hovered = item;
    }

    /// Highlights the records of a source, or nothing, instead of what was selected and hovered.
    pub(super) fn show_source(&mut self, source: Option<SourceId>) {
        self.revision += 1;
        self.source = source;
        self.colour = None;
        self.hovered = None;
        self.select(Vec::new(), SelectHow::Replace);
    }

    /// Highlights what has a colour, or nothing, instead of what was selected and hovered.
    pub(super) fn show_colour(&mut self, colour: Option<ColourCode>) {
        if colour.is_some() {
            self.show_source(None);
        }
        self.revision += 1;
        self.colour = colour;
    }

    /// Whether there is a selection to go to.
    pub(super) fn can_step(&self, towards: Towards) -> bool {
        match towards {
            Towards::Previous => !self.back.is_empty(),
            Towards::Next => !self.forward.is_empty(),
        }
    }

    /// Goes to the previous or the next selection.
    pub(super) fn step(&mut self, towards: Towards) {
        let (from, to) = match towards {
            Towards::Previous => (&mut self.back, &mut self.forward),
            Towards::Next => (&mut self.forward, &mut self.back),
        };
        if let Some(next) = from.pop() {
            self.revision += 1;
            let now = std::mem::replace(&mut self.items, next);
            if !now.is_empty() {
                to.push(now);
            }
        }
    }

    /// Follows records that an edit renamed or removed.
    pub(super) fn follow(&mut self, touched: &Touched, dossier: &Dossier) {
        self.revision += 1;
        let renamed = !touched.renamed_entities.is_empty() || !touched.renamed_relations.is_empty();
        if renamed {
            let steps = self.back.iter_mut().chain(&mut self.forward).flatten();
            for item in steps.chain(&mut self.items).chain(&mut self.hovered) {
                *item = match item {
                    ItemId::Entity(id) => ItemId::Entity(touched.entity_now(id)),
                    ItemId::Relation(id) => ItemId::Relation(touched.relation_now(id)),
                };
            }
        }
        self.items.retain(|item| exists(dossier, item));
        if touched.structure || renamed {
            for steps in [&mut self.back, &mut self.forward] {
                steps.iter_mut().for_each(|items| items.retain(|item| exists(dossier, item)));
                steps.retain(|items| !items.is_empty());
            }
        }
        self.hovered.take_if(|item| !exists(dossier, item));
        self.came_from.take_if(|id| dossier.entity_by_id(id.as_str()).is_none());
        self.source.take_if(|id| dossier.source(id).is_none());
    }
}

/// Whether the record that an item names is in the dossier.
pub(super) fn exists(dossier: &Dossier, item: &ItemId) -> bool {
    match item {
        // Folds come and go with the view, not with the dossier.
        ItemId::Entity(id) => is_fold(id.as_str()) || dossier.entity_by_id(id.as_str()).is_some(),
        ItemId::Relation(id) => is_fold(id.as_str()) || dossier.relation_by_id(id.as_str()).is_some(),
    }
}
