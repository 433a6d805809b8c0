//! What is brought into the picture and taken out of it again by hand: an empty start, expanding and collapsing, further foci,
//! hiding. Each is one step of the view; the dossier is not touched.

use std::collections::{BTreeSet, HashSet};

use super::Session;
use crate::dossier::edit::Touched;
use crate::dossier::model::{EntityId, NodeIndex};
use crate::explore::query::filter::Filter;
use crate::explore::query::surroundings::{Neighbours, Surroundings, Way};
use crate::picture::stages::ViewSettings;
use crate::wording::{counted, in_figures};

/// A choice of neighbours that are not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExpandChoice {
    /// “meetings”, “takes part in”.
    pub(crate) label: String,
    /// “12”, “20 of 103”.
    pub(crate) count: String,
    /// Whether it is part of the choice above it.
    pub(crate) is_part: bool,
    /// Those that come, and those of the same sort that are shown: all that this expansion needs.
    pub(crate) ids: Vec<EntityId>,
}

/// Takes entities away without leaving a trace of them in the view, but hides them where others are shown unasked.
fn take_away(look: &mut ViewSettings, ids: Vec<EntityId>) {
    look.filter.shown.retain(|id| !ids.contains(id));
    look.brought.retain(|id, _| !ids.contains(id));
    if !look.filter.start_empty {
        look.filter.hidden.extend(ids);
    }
}

impl Session {
    /// Hides entities, as a step of the view.
    pub(super) fn hide(&mut self, ids: Vec<EntityId>) {
        self.hide_as("hide", ids);
    }

    pub(super) fn hide_as(&mut self, name: &'static str, ids: Vec<EntityId>) {
        self.change(name, |look| take_away(look, ids));
    }

    /// Shows or hides a kind; what was brought in of it goes with it.
    pub(super) fn show_kind(&mut self, kind: String, show: bool) {
        let of_kind =
            self.brought_where(|session, id| session.dossier().entity_by_id(id).is_some_and(|e| e.kind == kind));
        self.change("show or hide a kind", |look| {
            if show {
                look.filter.hidden_kinds.remove(&kind);
            } else {
                look.filter.hidden_kinds.insert(kind);
                forget_brought(look, &of_kind);
            }
        });
    }

    /// Shows or hides a file; what was brought in of it goes with it.
    pub(super) fn show_file(&mut self, path: String, show: bool) {
        let is_of = |session: &Session, id: &str| {
            let file = session.dossier().entity_by_id(id).map(|e| usize::from(e.file.0));
            file.and_then(|file| session.dossier().files.get(file)).is_some_and(|file| file.path == path)
        };
        let of_file = self.brought_where(is_of);
        self.change("filter by file", |look| {
            if show {
                look.filter.hidden_files.remove(&path);
            } else {
                look.filter.hidden_files.insert(path);
                forget_brought(look, &of_file);
            }
        });
    }

    fn brought_where(&self, is: impl Fn(&Session, &str) -> bool) -> BTreeSet<EntityId> {
        // Of an empty start it is hidden like all else, and shown again like all else.
        let shown = Some(&self.look.filter.shown).filter(|_| !self.look.filter.start_empty);
        shown.into_iter().flatten().filter(|id| is(self, id.as_str())).cloned().collect()
    }

    /// Shows nothing but the selection, and what will be brought in.
    pub(super) fn start_empty(&mut self) {
        let shown = self.selected_entities().into_iter().collect();
        self.change("start empty", |look| {
            look.filter = Filter { start_empty: true, shown, ..Filter::default() };
            look.brought.clear();
        });
    }

    /// Shows only these entities, and pins each where it stands.
    pub(super) fn crop_to(&mut self, entities: Vec<EntityId>) {
        let pins = entities.iter().filter_map(|id| self.positions.get(id).map(|at| (id.clone(), *at))).collect();
        self.change("crop to what is seen", |look| {
            look.filter = Filter { start_empty: true, shown: entities.into_iter().collect(), ..Filter::default() };
            look.brought.clear();
            look.pins = pins;
        });
    }

    /// Whether the view begins empty and nothing was brought in yet.
    pub(crate) fn is_blank(&self) -> bool {
        let filter = &self.look.filter;
        filter.start_empty && filter.foci.is_empty() && {
            let dossier = self.dossier();
            filter.shown.iter().all(|id| dossier.entity_index(id.as_str()).is_none())
        }
    }

    /// Brings entities in by hand.
    pub(super) fn bring(&mut self, ids: Vec<EntityId>) {
        self.change("add to the view", |look| {
            for id in &ids {
                look.filter.hidden.remove(id);
            }
            look.filter.shown.extend(ids);
        });
    }

    /// Shows only what lies around these; a fold is opened instead.
    pub(super) fn focus(&mut self, foci: Vec<(EntityId, u32)>) {
        let folds: Vec<EntityId> =
            foci.iter().filter(|(id, _)| self.fold(id).is_some()).map(|(id, _)| id.clone()).collect();
        if folds.is_empty() {
            self.change("focus", |look| look.filter.foci = foci);
        } else {
            self.unfold(&folds);
        }
    }

    /// The selected entities become foci, too.
    pub(super) fn add_foci(&mut self) {
        let selected = self.selected_entities();
        self.change("add to the focus", |look| {
            for id in selected {
                if look.filter.foci.iter().all(|(known, _)| *known != id) {
                    look.filter.foci.push((id, 1));
                }
            }
        });
    }

    /// The neighbours of an entity by sort, those that are not shown told apart.
    pub(crate) fn surroundings(&self, id: &EntityId) -> Surroundings {
        let Some(entity) = self.dossier().entity_index(id.as_str()) else { return Surroundings::default() };
        let shown = self.drawn_entities(&self.look.filter);
        // Of an empty start what the rest of the filter leaves out does not come by bringing it in.
        let may_come = self.look.filter.start_empty.then(|| {
            let filter =
                Filter { start_empty: false, shown: BTreeSet::new(), foci: Vec::new(), ..self.look.filter.clone() };
            self.drawn_entities(&filter)
        });
        let may_come = |at: NodeIndex| may_come.as_ref().is_none_or(|all| all.contains(&at));
        Surroundings::of(self.dossier(), entity, |at| shown.contains(&at), may_come)
    }

    fn drawn_entities(&self, filter: &Filter) -> HashSet<NodeIndex> {
        let shown = filter.apply_with(self.dossier(), self.revision, &mut self.evaluator());
        shown.entities.into_iter().collect()
    }

    /// What may be chosen of an entity's neighbours that are not shown: all, each kind, and of a kind with several kinds of
    /// relation each of them.
    pub(crate) fn expand_choices(&self, id: &EntityId) -> Vec<ExpandChoice> {
        let found = self.surroundings(id);
        let mut choices = Vec::new();
        let hidden_kinds = found.kinds.iter().filter(|kind| !kind.all.hidden.is_empty()).count();
        if hidden_kinds > 1 {
            choices.push(self.choice("all neighbours".to_owned(), false, &found.all));
        }
        for of_kind in found.kinds.iter().filter(|kind| !kind.all.hidden.is_empty()) {
            let plural = self.dossier().vocabulary.entity_kind_or_neutral(&of_kind.kind).plural;
            choices.push(self.choice(plural, false, &of_kind.all));
            let tied: Vec<_> = of_kind.tied.iter().filter(|(.., all)| !all.hidden.is_empty()).collect();
            for (relation, way, all) in tied {
                let kind = self.dossier().vocabulary.relation_kind_or_neutral(relation);
                let label = match way {
                    Way::Out => kind.label,
                    Way::In => kind.inverse,
                };
                choices.push(self.choice(label, true, all));
            }
        }
        choices
    }

    fn choice(&self, label: String, is_part: bool, all: &Neighbours) -> ExpandChoice {
        let (next, hidden) = (all.next(), all.hidden.len());
        let count = if next.len() < hidden {
            format!("{} of {}", in_figures(next.len()), in_figures(hidden))
        } else {
            in_figures(hidden)
        };
        let ids = next.iter().chain(&all.shown).filter_map(|at| self.dossier().entity(*at));
        ExpandChoice { label, count, is_part, ids: ids.map(|entity| entity.id.clone()).collect() }
    }

    /// Shows neighbours of an entity. Those that another expansion brought are needed by this one, too.
    pub(super) fn expand(&mut self, origin: &EntityId, ids: Vec<EntityId>) {
        let shown: HashSet<EntityId> = self.shown_entities().into_iter().collect();
        self.change("expand", |look| {
            for id in ids {
                if !shown.contains(&id) {
                    look.filter.shown.insert(id.clone());
                    look.brought.entry(id).or_default().insert(origin.clone());
                } else if let Some(origins) = look.brought.get_mut(&id) {
                    origins.insert(origin.clone());
                }
            }
        });
    }

    /// Takes away what expanding the selected entity brought, unless another expansion brought it, too, or begins there.
    pub(super) fn collapse_selected(&mut self) {
        let selected = self.selected_entities();
        let mut gone = Vec::new();
        self.change("collapse", |look| {
            for origins in look.brought.values_mut() {
                selected.iter().for_each(|origin| {
                    origins.remove(origin);
                });
            }
            let begins: BTreeSet<EntityId> = look.brought.values().flatten().cloned().collect();
            let is_idle = |id: &EntityId, origins: &BTreeSet<EntityId>| origins.is_empty() && !begins.contains(id);
            gone = look.brought.iter().filter(|(id, origins)| is_idle(id, origins)).map(|(id, _)| id.clone()).collect();
            look.filter.shown.retain(|id| !gone.contains(id));
            // What stays because something begins there is nobody's any more.
            look.brought.retain(|_, origins| !origins.is_empty());
        });
        self.selection.deselect_entities(&gone);
    }

    /// Whether neighbours of the selected entity are not shown, as far as the picture tells.
    pub(super) fn can_expand(&self) -> bool {
        let selected = self.selected_entities();
        let [id] = &selected[..] else { return false };
        let dossier = self.dossier();
        let filter = &self.look.filter;
        if *filter == Filter::default() {
            return false;
        }
        let Some(entity) = dossier.entity_index(id.as_str()) else { return false };
        let is_shown = |at: NodeIndex| dossier.entity(at).is_some_and(|e| self.positions.contains_key(&e.id));
        dossier.relations_of(entity).any(|(_, other, _)| !is_shown(other))
    }

    /// Whether expanding the selected entity brought anything that is still there.
    pub(super) fn can_collapse(&self) -> bool {
        let selected = self.selected_entities();
        selected.iter().any(|id| self.count_brought(id) > 0)
    }

    /// How many of the neighbours are still there that expanding an entity brought.
    fn count_brought(&self, origin: &EntityId) -> usize {
        let is_there = |id: &EntityId| self.look.filter.shown.contains(id);
        self.look.brought.iter().filter(|(id, origins)| origins.contains(origin) && is_there(id)).count()
    }

    /// “12 neighbours brought in”, of an entity that was expanded.
    pub(crate) fn brought_by(&self, id: &EntityId) -> Option<String> {
        let brought = self.count_brought(id);
        (brought > 0).then(|| format!("{} brought in", counted(brought, "neighbour", "neighbours")))
    }

    /// Follows entities that an edit renamed.
    pub(super) fn follow_brought(&mut self, touched: &Touched) {
        let now = |ids: &BTreeSet<EntityId>| ids.iter().map(|id| touched.entity_now(id)).collect::<BTreeSet<_>>();
        self.look.filter.shown = now(&self.look.filter.shown);
        let brought = std::mem::take(&mut self.look.brought);
        self.look.brought = brought.iter().map(|(id, origins)| (touched.entity_now(id), now(origins))).collect();
    }
}

fn forget_brought(look: &mut ViewSettings, ids: &BTreeSet<EntityId>) {
    look.filter.shown.retain(|id| !ids.contains(id));
    look.brought.retain(|id, _| !ids.contains(id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::open_texts;
    use crate::window::action::{Action, Command, ItemId, SelectHow};

    /// A hub with three meetings, one of them tied to a second state with a meeting of its own.
    fn session() -> Session {
        let entities = ["hub", "other"].map(|id| format!("(id: \"{id}\", kind: \"state\", name: \"{id}\")"));
        let meetings = ["m1", "m2", "m3", "m4"].map(|id| format!("(id: \"{id}\", kind: \"meeting\", name: \"{id}\")"));
        let ties = [("hub", "m1"), ("hub", "m2"), ("hub", "m3"), ("other", "m3"), ("other", "m4")];
        let ties = ties.map(|(from, to)| format!("(from: \"{from}\", kind: \"hosts\", to: \"{to}\")"));
        let all = [&entities[..], &meetings[..]].concat().join(", ");
        let text = format!("Dossier(format: 1, title: \"T\", entities: [{all}], relations: [{}])", ties.join(", "));
        Session::new(open_texts(&[("main.ron", &text)]))
    }

    fn perform(session: &mut Session, action: Action) {
        let _ = session.perform(action);
    }

    fn select(session: &mut Session, id: &str) {
        perform(session, Action::Select(vec![ItemId::Entity(id.into())], SelectHow::Replace));
    }

    fn shown(session: &Session) -> Vec<String> {
        session.shown_entities().iter().map(ToString::to_string).collect()
    }

    fn expand(session: &mut Session, id: &str, label: &str) {
        let choices = session.expand_choices(&id.into());
        let choice = choices.into_iter().find(|choice| choice.label == label).expect("it is offered");
        perform(session, Action::Expand(id.into(), choice.ids));
    }

    /// Only the hub is shown.
    fn started() -> Session {
        let mut session = session();
        select(&mut session, "hub");
        perform(&mut session, Action::Run(Command::StartEmpty));
        assert_eq!(shown(&session), ["hub"]);
        session
    }

    #[test]
    fn collapsing_takes_away_what_came_and_nothing_that_others_need() {
        let mut session = started();
        expand(&mut session, "hub", "meetings");
        assert_eq!(shown(&session), ["hub", "m1", "m2", "m3"]);
        expand(&mut session, "m3", "states");
        expand(&mut session, "other", "meetings");
        assert_eq!(shown(&session), ["hub", "other", "m1", "m2", "m3", "m4"]);
        select(&mut session, "hub");
        perform(&mut session, Action::Run(Command::Collapse));
        // M3 was also needed by the other state, and begins an expansion of its own.
        assert_eq!(shown(&session), ["hub", "other", "m3", "m4"]);
        select(&mut session, "other");
        perform(&mut session, Action::Run(Command::Collapse));
        assert_eq!(shown(&session), ["hub", "other", "m3"], "m3 still brought the other");
        assert!(!session.is_enabled(Command::Collapse), "there is nothing left to take away");
        for steps in [["hub", "other", "m3", "m4"].as_slice(), &["hub", "other", "m1", "m2", "m3", "m4"]] {
            perform(&mut session, Action::Run(Command::Undo));
            assert_eq!(shown(&session), steps);
        }
        perform(&mut session, Action::Run(Command::Collapse));
        assert_eq!(shown(&session), ["hub", "other", "m1", "m2", "m3"], "undone, it can be collapsed again");
    }

    #[test]
    fn beside_a_question_neighbours_come_and_go_with_their_ties() {
        let mut session = session();
        perform(&mut session, Action::Filter("kind:state".to_owned()));
        expand(&mut session, "hub", "meetings");
        assert_eq!(shown(&session), ["hub", "other", "m1", "m2", "m3"]);
        let drawn = session.look.filter.apply(session.dossier());
        assert_eq!(drawn.relations.len(), 4, "with the ties among what is shown");
        // Hidden by hand it goes; another question begins anew.
        perform(&mut session, Action::Hide(vec!["m1".into()]));
        assert_eq!(shown(&session), ["hub", "other", "m2", "m3"]);
        assert_eq!(session.expand_choices(&"hub".into())[0].count, "1");
        perform(&mut session, Action::ShowKind("meeting".to_owned(), false));
        assert_eq!(shown(&session), ["hub", "other"]);
        perform(&mut session, Action::Run(Command::Undo));
        perform(&mut session, Action::Filter("kind:state,topic".to_owned()));
        assert_eq!(shown(&session), ["hub", "other"]);
    }

    #[test]
    fn an_empty_start_is_narrowed_added_to_and_left() {
        let mut session = started();
        perform(&mut session, Action::Bring(vec!["m1".into(), "other".into()]));
        assert_eq!(shown(&session), ["hub", "other", "m1"]);
        perform(&mut session, Action::Filter("kind:state".to_owned()));
        assert_eq!(shown(&session), ["hub", "other"]);
        assert_eq!(session.expand_choices(&"hub".into()), [], "meetings are not asked for");
        perform(&mut session, Action::Filter(String::new()));
        perform(&mut session, Action::Hide(vec!["hub".into()]));
        assert_eq!(shown(&session), ["other", "m1"]);
        assert!(session.look.filter.hidden.is_empty(), "of an empty start nothing needs hiding");
        perform(&mut session, Action::GoTo(ItemId::Entity("m4".into())));
        assert_eq!(shown(&session), ["other", "m1", "m4"]);
        perform(&mut session, Action::Run(Command::ShowAll));
        assert_eq!(shown(&session).len(), 6);
    }

    #[test]
    fn choices_are_told_by_kind_and_relation_with_counts() {
        let session = started();
        let told = |id: &str| -> Vec<String> {
            let choices = session.expand_choices(&id.into());
            choices.iter().map(|choice| format!("{} {}", choice.label, choice.count)).collect()
        };
        assert_eq!(told("hub"), ["meetings 3", "hosts 3"]);
        assert_eq!(told("m3")[0], "states 1", "what is shown is not counted");
    }
}
