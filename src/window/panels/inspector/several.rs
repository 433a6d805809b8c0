//! The inspector on several things: what they share.

use std::collections::{BTreeMap, HashMap, HashSet};

use egui::Ui;

use super::{SelectionState, edit};
use crate::dossier::model::{Claim, Dossier, EdgeIndex, NodeIndex, SourceId};
use crate::window::action::{Action, Command, ItemId};
use crate::window::panels::Context;
use crate::window::panels::widgets::{
    EntityRow, Icon, RowEnd, TextLook, hairline, plain_date, relation_mark, row, section, text_button, words,
};
use crate::wording::{counted, in_figures};

/// What several selected things share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct InCommon {
    entities: Vec<NodeIndex>,
    relations: Vec<EdgeIndex>,
    /// Kinds of the selected entities with how many there are, most first.
    kinds: Vec<(String, usize)>,
    /// Entities tied to every selected entity and not selected themselves.
    neighbours: Vec<NodeIndex>,
    /// Relations between selected entities.
    among: Vec<EdgeIndex>,
    /// Sources that every selected thing rests on.
    sources: Vec<SourceId>,
}

impl InCommon {
    /// Works out what things share.
    pub(crate) fn of(dossier: &Dossier, things: &[ItemId]) -> InCommon {
        let mut shared = InCommon::default();
        for thing in things {
            match thing {
                ItemId::Entity(id) => shared.entities.extend(dossier.entity_index(id.as_str())),
                ItemId::Relation(id) => shared.relations.extend(dossier.relation_index(id.as_str())),
            }
        }
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for entity in shared.entities.iter().filter_map(|i| dossier.entity(*i)) {
            *kinds.entry(&entity.kind).or_default() += 1;
        }
        shared.kinds = kinds.into_iter().map(|(kind, count)| (kind.to_owned(), count)).collect();
        shared.kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        shared.tie_up(dossier);
        shared.sources = common_sources(dossier, &shared.entities, &shared.relations);
        shared
    }

    fn tie_up(&mut self, dossier: &Dossier) {
        let selected: HashSet<NodeIndex> = self.entities.iter().copied().collect();
        let mut among = HashSet::new();
        let mut tied_to: HashMap<NodeIndex, usize> = HashMap::new();
        for &entity in &self.entities {
            let mut others = HashSet::new();
            for (edge, other, _) in dossier.relations_of(entity) {
                if selected.contains(&other) {
                    among.insert(edge);
                } else {
                    others.insert(other);
                }
            }
            for other in others {
                *tied_to.entry(other).or_default() += 1;
            }
        }
        let all = self.entities.len();
        if all > 1 {
            self.neighbours = tied_to.into_iter().filter(|(_, n)| *n == all).map(|(other, _)| other).collect();
            self.neighbours.sort_unstable();
        }
        self.among = among.into_iter().collect();
        self.among.sort_unstable();
    }
}

fn common_sources(dossier: &Dossier, entities: &[NodeIndex], relations: &[EdgeIndex]) -> Vec<SourceId> {
    let entities = entities.iter().filter_map(|i| dossier.entity(*i)).map(|e| &e.claims);
    let relations = relations.iter().filter_map(|i| dossier.relation(*i)).map(|r| &r.claims);
    let mut common: Option<Vec<SourceId>> = None;
    for claims in entities.chain(relations) {
        let cites = |source: &SourceId| claims.iter().any(|c: &Claim| c.source == *source);
        match &mut common {
            None => {
                let mut all: Vec<SourceId> = Vec::new();
                for claim in claims {
                    if !all.contains(&claim.source) {
                        all.push(claim.source.clone());
                    }
                }
                common = Some(all);
            }
            Some(common) => common.retain(cites),
        }
    }
    common.unwrap_or_default()
}

/// Shows what several things share.
/// In one piece: one section after the other, as they are shown.
pub(crate) fn show(
    ui: &mut Ui,
    shared: &InCommon,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let theme = context.theme;
    let dossier = context.session.dossier();
    words(ui, &format!("{} selected", title(shared)), TextLook::heading(theme));
    let kinds: Vec<String> = shared
        .kinds
        .iter()
        .map(|(kind, count)| {
            let kind = dossier.vocabulary.entity_kind_or_neutral(kind);
            counted(*count, &kind.label, &kind.plural)
        })
        .collect();
    words(ui, &kinds.join(", "), TextLook::small(theme).size(12.5));
    if context.session.is_editable() {
        ui.add_space(4.0);
        let entities: Vec<_> = shared.entities.iter().filter_map(|i| dossier.entity(*i)).collect();
        let relations: Vec<_> = shared.relations.iter().filter_map(|i| dossier.relation(*i)).collect();
        edit::several(ui, &entities, &relations, context, actions);
    }

    if shared.entities.len() > 1 {
        if text_button(ui, "Why are these connected? (Y)", "Why are these connected?", theme).clicked() {
            actions.push(Action::Run(Command::Why));
        }
        hairline(ui, theme);
        section(ui, "Common neighbours", &in_figures(shared.neighbours.len()), theme);
        if shared.neighbours.is_empty() {
            words(ui, "No common neighbours.", TextLook::faint(theme));
        }
        limited(ui, "neighbours", &shared.neighbours, context, passing, |ui, passing, index| {
            entity_row(ui, *index, context, passing, actions);
        });
        hairline(ui, theme);
        section(ui, "Relations between them", &in_figures(shared.among.len()), theme);
        if shared.among.is_empty() {
            words(ui, "No relations between them.", TextLook::faint(theme));
        }
        limited(ui, "among", &shared.among, context, passing, |ui, passing, index| {
            relation_row(ui, *index, context, passing, actions);
        });
    }
    hairline(ui, theme);
    section(ui, "Common sources", &in_figures(shared.sources.len()), theme);
    if shared.sources.is_empty() {
        words(ui, "No source is cited for all of them.", TextLook::faint(theme));
    }
    for source in &shared.sources {
        let label = dossier.source(source).map_or_else(|| source.to_string(), |s| s.short_label());
        if text_button(ui, &label, &format!("Source: {label}"), theme).clicked() {
            actions.push(Action::ShowSource(Some(source.clone())));
        }
    }
    hairline(ui, theme);
    section(ui, "Selected", &in_figures(shared.entities.len() + shared.relations.len()), theme);
    limited(ui, "entities", &shared.entities, context, passing, |ui, passing, index| {
        entity_row(ui, *index, context, passing, actions);
    });
    limited(ui, "relations", &shared.relations, context, passing, |ui, passing, index| {
        relation_row(ui, *index, context, passing, actions);
    });
}

fn title(shared: &InCommon) -> String {
    let entities = counted(shared.entities.len(), "entity", "entities");
    let relations = counted(shared.relations.len(), "relation", "relations");
    match (shared.entities.len(), shared.relations.len()) {
        (_, 0) => entities,
        (0, _) => relations,
        _ => format!("{entities} and {relations}"),
    }
}

/// The first rows of a list, and a button for more.
pub(super) fn limited<T>(
    ui: &mut Ui,
    key: &str,
    items: &[T],
    context: Context<'_>,
    passing: &mut SelectionState,
    mut show: impl FnMut(&mut Ui, &mut SelectionState, &T),
) {
    let shown = passing.rows_of(key);
    ui.push_id(key, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for item in items.iter().take(shown) {
            show(ui, passing, item);
        }
        if items.len() > shown {
            let label = format!("Show more ({} in all)", items.len());
            if text_button(ui, &label, &format!("Show more {key}"), context.theme).clicked() {
                passing.ask_for_more(key);
            }
        }
    });
}

pub(super) fn entity_row(
    ui: &mut Ui,
    index: NodeIndex,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let dossier = context.session.dossier();
    let Some(entity) = dossier.entity(index) else { return };
    let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind);
    let line = EntityRow {
        icon: Icon::of(entity, &kind, context.theme),
        name: &[entity.label()],
        strong: kind.strong,
        tail: RowEnd { text: kind.label.clone(), ..RowEnd::default() },
        more: None,
    };
    let response = row(ui, &line, context.theme);
    passing.note(&response.whole, || ItemId::Entity(entity.id.clone()));
    if response.link.clicked() {
        actions.push(Action::GoTo(ItemId::Entity(entity.id.clone())));
    }
}

pub(super) fn relation_row(
    ui: &mut Ui,
    index: EdgeIndex,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let dossier = context.session.dossier();
    let Some(relation) = dossier.relation(index) else { return };
    let name = |id: &str| dossier.entity_by_id(id).map_or_else(|| id.to_owned(), |e| e.label().to_owned());
    let kind = dossier.vocabulary.relation_kind_or_neutral(&relation.kind);
    let (from, to) = (name(relation.from.as_str()), name(relation.to.as_str()));
    let sentence = [from.as_str(), " ", kind.label.as_str(), " ", to.as_str()];
    let start = dossier.entity_by_id(relation.from.as_str());
    let kind_of_start = dossier.vocabulary.entity_kind_or_neutral(start.map_or("", |e| &e.kind));
    let icon = start
        .map_or_else(|| Icon::of_kind(&kind_of_start, context.theme), |e| Icon::of(e, &kind_of_start, context.theme));
    let (mark, marks) = relation_mark(relation);
    // The sentence needs the room; when and on what ground stand in the hint.
    let date = relation.when.as_ref().map(|when| plain_date(&when.date));
    let hint: Vec<String> = date.into_iter().chain(marks.iter().map(|word| (*word).to_owned())).collect();
    let tail = RowEnd { mark: (!marks.is_empty()).then_some(mark), hint: hint.join("; "), ..RowEnd::default() };
    let line = EntityRow { icon, name: &sentence, strong: false, tail, more: None };
    let response = row(ui, &line, context.theme);
    passing.note(&response.whole, || ItemId::Relation(relation.id.clone()));
    if response.link.clicked() {
        actions.push(Action::GoTo(ItemId::Relation(relation.id.clone())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Relation, Vocabulary};

    #[test]
    fn what_several_share_is_found() {
        let mut dossier = Dossier::new(Vocabulary::default());
        for (id, source) in [("a", "s"), ("b", "s"), ("c", "t"), ("hub", "s")] {
            let mut entity = Entity::new(id, "state", id);
            entity.claims = vec![Claim::stated(source)];
            dossier.add_entity(entity).unwrap();
        }
        for (from, to) in [("a", "hub"), ("hub", "b"), ("a", "b"), ("a", "c")] {
            dossier.add_relation(Relation::new(from, "k", to)).unwrap();
        }
        let things = ["a", "b"].map(|id| ItemId::Entity(id.into()));
        let shared = InCommon::of(&dossier, &things);
        assert_eq!(shared.kinds, [("state".to_owned(), 2)]);
        assert_eq!(shared.neighbours, [dossier.entity_index("hub").unwrap()]);
        assert_eq!(shared.among, [dossier.relation_index("a--k--b").unwrap()]);
        assert_eq!(shared.sources, [SourceId::from("s")]);

        let things = ["a", "c"].map(|id| ItemId::Entity(id.into()));
        let shared = InCommon::of(&dossier, &things);
        assert!(shared.neighbours.is_empty() && shared.sources.is_empty());
    }
}
