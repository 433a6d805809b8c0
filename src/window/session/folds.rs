//! Folding from the window's side: what may be folded, folding it and unfolding it again, each a step of the view. What a fold
//! is, and what it does to the network, is not known here.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;

use super::Session;
use crate::dossier::model::{EdgeIndex, EntityId, NodeIndex};
use crate::explore::folding::{Bundle, Fold, fold_id, is_fold};
use crate::explore::query::fold_text::these;
use crate::explore::query::language::{MOST_BYTES, Wish, wished, written_id};
use crate::window::action::{ItemId, SelectHow};
use crate::wording::counted;

/// Something that can be folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoldChoice {
    /// “meetings”, “each community”.
    pub(crate) label: String,
    /// How many entities that is, where it is one fold.
    pub(crate) count: Option<usize>,
    /// As a view writes it.
    pub(crate) text: String,
}

/// Of the author's own fields so many are offered, those that most entities have.
const MOST_FIELDS: usize = 6;

/// Kinds of relation from a part to its whole.
const PART_KINDS: &[&str] = &["part_of", "member_of"];

impl Session {
    /// The fold of a node.
    pub(crate) fn fold(&self, id: &EntityId) -> Option<&Fold> {
        self.folded.as_ref()?.fold(id.as_str())
    }

    /// The counted relations of a line.
    pub(crate) fn bundle(&self, item: &ItemId) -> Option<&Bundle> {
        match item {
            ItemId::Relation(id) => self.folded.as_ref()?.bundle(id.as_str()),
            ItemId::Entity(_) => None,
        }
    }

    /// Lets go of selected folds that are not there any more, once what is folded is known again.
    pub(crate) fn deselect_gone_folds(&mut self) {
        let is_gone = |item: &ItemId| match item {
            ItemId::Entity(id) => is_fold(id.as_str()) && self.fold(id).is_none(),
            ItemId::Relation(id) => is_fold(id.as_str()) && self.bundle(item).is_none(),
        };
        if self.selection().iter().any(is_gone) {
            let there = self.selection().iter().filter(|item| !is_gone(item)).cloned().collect();
            self.selection.select(there, SelectHow::Replace);
        }
    }

    /// What is selected of the dossier: without folds and counted relations.
    pub(super) fn selected_records(&self) -> Vec<ItemId> {
        let is_record = |item: &&ItemId| match item {
            ItemId::Entity(id) => !is_fold(id.as_str()),
            ItemId::Relation(id) => !is_fold(id.as_str()),
        };
        self.selection().iter().filter(is_record).cloned().collect()
    }

    /// The folds that are selected, by the ids of their nodes.
    pub(crate) fn selected_folds(&self) -> Vec<EntityId> {
        let fold = |item: &ItemId| match item {
            ItemId::Entity(id) => self.fold(id).map(|fold| fold.id.clone()),
            ItemId::Relation(_) => None,
        };
        self.selection().iter().filter_map(fold).collect()
    }

    /// The selected entities, and those in selected folds.
    pub(super) fn selected_with_members(&self) -> Vec<EntityId> {
        let folds = self.selected_folds();
        let members = folds.iter().filter_map(|id| self.fold(id)).flat_map(|fold| fold.members.iter().cloned());
        self.selected_entities().into_iter().chain(members).collect()
    }

    /// What can be folded of what is shown: the selection, each kind, what shares the selected entity's fields; and at once
    /// every kind, community, component, and each value of an own field.
    pub(crate) fn fold_choices(&self) -> Vec<FoldChoice> {
        let dossier = self.dossier();
        let selected = self.selected_entities();
        let one = |label: String, count: usize, text: String| FoldChoice { label, count: Some(count), text };
        let mut choices = Vec::new();
        if selected.len() > 1 {
            let text = these(selected.iter().map(EntityId::as_str));
            choices.push(one("the selection".to_owned(), selected.len(), text));
        }
        let (mut kinds, mut fields) =
            (BTreeMap::<&str, usize>::new(), BTreeMap::<&str, BTreeMap<String, usize>>::new());
        let shown = self.shown_entities();
        for entity in shown.iter().filter_map(|id| dossier.entity_by_id(id.as_str())) {
            *kinds.entry(&entity.kind).or_default() += 1;
            for (name, value) in &entity.fields {
                *fields.entry(name).or_default().entry(value.text()).or_default() += 1;
            }
        }
        for (name, value) in
            self.selected_entities().iter().filter_map(|id| dossier.entity_by_id(id.as_str())).flat_map(|e| &e.fields)
        {
            let (value, field) = (value.text(), format!("field.{name}"));
            let count = fields.get(name.as_str()).and_then(|values| values.get(&value)).copied().unwrap_or(0);
            choices.push(one(format!("{name}: {value}"), count, wished("", &field, Some(&value), Wish::Only)));
        }
        choices.extend(selected.iter().flat_map(|id| self.parts_of(id)));
        let mut kinds: Vec<(&str, usize)> = kinds.into_iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for (kind, count) in kinds {
            let plural = dossier.vocabulary.entity_kind_or_neutral(kind).plural;
            choices.push(one(plural, count, wished("", "kind", Some(kind), Wish::Only)));
        }
        let each = [("each kind", "kind"), ("each community", "community"), ("each component", "component")];
        let each = each.map(|(label, text)| (label.to_owned(), text.to_owned()));
        let mut fields: Vec<(&str, usize)> =
            fields.iter().map(|(name, values)| (*name, values.values().sum())).collect();
        fields.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let fields =
            fields.into_iter().take(MOST_FIELDS).map(|(name, _)| (format!("each {name}"), format!("field.{name}")));
        choices.extend(each.into_iter().chain(fields).map(|(label, text)| FoldChoice { label, count: None, text }));
        let mut offered = BTreeSet::new();
        choices.retain(|choice| {
            choice.count.is_none_or(|count| count > 1)
                && choice.text.len() <= MOST_BYTES
                && !self.look.fold.contains(&choice.text)
                && offered.insert(choice.text.clone())
        });
        choices
    }

    /// An entity with what is said to be part of it.
    fn parts_of(&self, id: &EntityId) -> Vec<FoldChoice> {
        let dossier = self.dossier();
        let Some(whole) = dossier.entity_index(id.as_str()) else { return Vec::new() };
        let choice = |kind: &&str| {
            let is_part = |(edge, other, way): &(EdgeIndex, NodeIndex, Direction)| {
                *way == Direction::Incoming
                    && *other != whole
                    && dossier.relation(*edge).is_some_and(|relation| relation.kind == **kind)
            };
            let parts: BTreeSet<NodeIndex> =
                dossier.relations_of(whole).filter(is_part).map(|(_, other, _)| other).collect();
            let inverse = dossier.vocabulary.relation_kind_or_neutral(kind).inverse;
            let text = format!("{} OR has:(rel:{kind} to:{})", these([id.as_str()]), written_id(id.as_str()));
            let label = format!("{} and what it {inverse}", dossier.label_of(id.as_str()));
            (!parts.is_empty()).then(|| FoldChoice { label, count: Some(parts.len() + 1), text })
        };
        PART_KINDS.iter().filter_map(choice).collect()
    }

    /// Folds what a text says. What is selected of it is selected as the fold that it becomes.
    pub(super) fn fold_by(&mut self, text: String) {
        let folded_selection =
            self.selected_entities().len() > 1 && text == these(self.selected_entities().iter().map(EntityId::as_str));
        let node = ItemId::Entity(fold_id(&text));
        self.change("fold", |look| {
            // The newest comes first: what was chosen last is what one wants to see.
            look.fold.retain(|other| *other != text);
            look.fold.insert(0, text);
        });
        if folded_selection {
            self.selection.select(vec![node], SelectHow::Replace);
        }
    }

    /// Unfolds some folds, by the ids of their nodes; their members are selected then.
    pub(super) fn unfold(&mut self, ids: &[EntityId]) {
        let Some(folded) = self.folded.clone() else { return };
        let members: Vec<ItemId> = ids
            .iter()
            .filter_map(|id| folded.fold(id.as_str()))
            .flat_map(|fold| fold.members.iter().cloned().map(ItemId::Entity))
            .collect();
        self.change("unfold", |look| look.fold = folded.without(&look.fold, ids));
        self.selection.select(members, SelectHow::Replace);
    }

    /// “3 folds” in the words of the banner; `None` where nothing is folded.
    pub(crate) fn folds_in_words(&self) -> Option<String> {
        let folded = self.folded.as_ref()?;
        let entities: usize = folded.folds.iter().map(|fold| fold.members.len()).sum();
        let folds = counted(folded.folds.len(), "node", "nodes");
        Some(format!("{} folded into {folds}", counted(entities, "entity", "entities")))
    }
}
