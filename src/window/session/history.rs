//! One history for what is changed in the dossier and in the view, in the order it happened, and
//! what in the session follows when records come, go or change their ids.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::last_used::LastUsed;
use super::views::bounded;
use super::{Effect, ItemId, Session};
use crate::dossier::document::Edit;
use crate::dossier::edit::{Brings, Change, Touched};
use crate::dossier::model::{EntityId, Relation, RelationId, SourceId};
use crate::explore::query::views;
use crate::picture::stages::ViewSettings;
use crate::window::action::{Edits, SelectHow};

/// How many steps can be taken back.
const UNDO_LIMIT: usize = 1_000;

/// One step: a change of the dossier, of the view, or of both.
#[derive(Clone, Debug)]
pub(crate) struct SessionStep {
    name: String,
    /// The view at the other end of the step, if it changed.
    look: Option<ViewSettings>,
    /// The name of the view that is open at the other end of the step.
    view: Option<String>,
    /// It puts nodes somewhere by hand.
    arranges: bool,
    /// The document's history has a step for it too.
    data: bool,
}

/// A change of the dossier as it is written down, to be done again after a crash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Logged {
    /// These were made, in one step.
    Edit(String, Vec<Change>),
    /// The last step was taken back.
    Undo,
    /// It was done again.
    Redo,
}

/// Steps done, and steps taken back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    done: Vec<SessionStep>,
    /// The next to be done again is the last.
    undone: Vec<SessionStep>,
}

impl Steps {
    /// Whether nodes were put somewhere by hand.
    pub(super) fn arrange(&self) -> bool {
        self.done.iter().any(|step| step.arranges)
    }

    fn push(&mut self, step: SessionStep) {
        self.undone.clear();
        self.done.push(step);
        if self.done.len() > UNDO_LIMIT {
            self.done.remove(0);
        }
    }

    /// A step that a document has already, made while this view is open.
    pub(super) fn bring(&mut self, name: String, view: Option<String>) {
        self.push(SessionStep { name, look: None, view, arranges: false, data: true });
    }

    /// Of another text of the same dossier: only what changed the view can be taken back.
    pub(crate) fn without_data(mut self) -> Steps {
        self.done.retain(|step| !step.data);
        self.undone.clear();
        self
    }
}

impl Session {
    /// What undoing would take back, for the menu.
    pub fn undo_name(&self) -> Option<&str> {
        self.steps.done.last().map(|step| step.name.as_str())
    }

    /// What redoing would do again.
    pub fn redo_name(&self) -> Option<&str> {
        self.steps.undone.last().map(|step| step.name.as_str())
    }

    /// Names of all steps, oldest first, and how many of them are done.
    pub fn history(&self) -> (Vec<&str>, usize) {
        let steps = self.steps.done.iter().chain(self.steps.undone.iter().rev());
        (steps.map(|step| step.name.as_str()).collect(), self.steps.done.len())
    }

    /// Whether there is something to save.
    pub fn is_changed(&self) -> bool {
        self.document.is_changed()
    }

    /// Whether the dossier may be changed at all.
    pub(crate) fn is_editable(&self) -> bool {
        !self.document.read_only
    }

    /// The source and place cited last, in this session.
    pub fn last_cited(&self) -> Option<(&SourceId, Option<&str>)> {
        let (source, at) = self.last_used.cited.as_ref()?;
        self.dossier().source(source).map(|s| (&s.id, at.as_deref()))
    }

    /// The kind that an entity was given last, in this session.
    pub(crate) fn last_kind(&self) -> Option<&str> {
        self.last_used.kind.as_deref()
    }

    /// Changes the dossier; one step to undo.
    pub(super) fn edit(&mut self, edits: Edits) -> Effect {
        let Edits { name, changes, places, select, opens, say } = edits;
        let name = if name.is_empty() { Change::name_all(&changes, self.dossier()) } else { name };
        let changes = views::with_filters(self.dossier(), changes);
        let query = views::filter_after(&self.look.filter.query, &changes);
        let fold: Vec<String> = self.look.fold.iter().map(|text| views::filter_after(text, &changes)).collect();
        let used = LastUsed::of(&changes);
        let tied = only_relation(&changes).filter(|_| select.is_empty()).cloned();
        let before = self.document.history().1;
        let places = if self.look.form.has_rows() { Vec::new() } else { places };
        let (places, view) = (bounded(places), opens.or_else(|| self.view_after(&changes)));
        let kinds = self.hidden_kinds_after(&changes);
        let logged = Logged::Edit(name.clone(), changes.clone());
        let edit = Edit { name: name.clone(), changes };
        let touched = match self.document.apply(edit) {
            Ok(touched) => touched,
            Err(refusal) => return Effect::Refused(refusal.to_string()),
        };
        self.last_used.update(used);
        let filter = &self.look.filter;
        let shows_otherwise =
            !places.is_empty() || kinds != filter.hidden_kinds || query != filter.query || fold != self.look.fold;
        let look = shows_otherwise.then(|| self.look.clone());
        self.look.pins.extend(places);
        self.look.filter.hidden_kinds = kinds;
        self.look.filter.query = query;
        self.look.fold = fold;
        let view = std::mem::replace(&mut self.view.open, view);
        let data = self.document.history().1 != before;
        if data {
            self.log.push(logged);
        }
        if data || look.is_some() {
            self.steps.push(SessionStep { name, look, view, arranges: false, data });
        }
        self.follow(&touched);
        let select =
            tied.and_then(|relation| self.id_of_last(&relation)).map_or(select, |id| vec![ItemId::Relation(id)]);
        if !select.is_empty() {
            let there = select.into_iter().filter(|thing| self.exists(thing)).collect();
            self.selection.select(there, SelectHow::Replace);
        }
        if say.is_empty() { Effect::None } else { Effect::Say(say) }
    }

    /// The id of the relation that was added last between these ends.
    fn id_of_last(&self, added: &Relation) -> Option<RelationId> {
        if added.id_given {
            return Some(added.id.clone());
        }
        let dossier = self.dossier();
        let from = dossier.entity_index(added.from.as_str())?;
        let ties = dossier.relations_of(from).filter_map(|(edge, _, _)| dossier.relation(edge));
        let same = ties.filter(|r| !r.id_given && r.from == added.from && r.kind == added.kind && r.to == added.to);
        // The author's order numbers them: `--2`, …, `--10`.
        same.map(|r| r.id.clone()).max_by_key(|id| (id.as_str().len(), id.clone()))
    }

    /// Enters a change of the view into the history.
    pub(super) fn change(&mut self, name: &'static str, change: impl FnOnce(&mut ViewSettings)) {
        self.change_view(name, false, |look, _| change(look));
    }

    /// The same for nodes that are put somewhere by hand.
    pub(super) fn arrange(&mut self, name: &'static str, places: Vec<(EntityId, (f32, f32))>) {
        // Rows stand where their order puts them.
        if !self.look.form.has_rows() {
            self.change_view(name, true, |look, _| look.pins.extend(bounded(places)));
        }
    }

    /// The same with the name of the view that is open.
    pub(super) fn change_view(
        &mut self,
        name: &'static str,
        arranges: bool,
        change: impl FnOnce(&mut ViewSettings, &mut Option<String>),
    ) {
        let (old, view) = (self.look.clone(), self.view.open.clone());
        change(&mut self.look, &mut self.view.open);
        if self.look != old || self.view.open != view {
            self.steps.push(SessionStep { name: name.to_owned(), look: Some(old), view, arranges, data: false });
        }
    }

    /// What was changed since it was last asked, to be written down.
    pub(crate) fn take_log(&mut self) -> Vec<Logged> {
        std::mem::take(&mut self.log)
    }

    /// Does again what was written down. Says whether it could be done.
    pub(crate) fn replay(&mut self, logged: Logged) -> bool {
        match logged {
            Logged::Edit(name, changes) => {
                let edits = Edits { name, changes, ..Edits::default() };
                !matches!(self.edit(edits), Effect::Refused(_))
            }
            Logged::Undo => {
                self.undo();
                true
            }
            Logged::Redo => {
                self.redo();
                true
            }
        }
    }

    pub(super) fn undo(&mut self) {
        let Some(mut step) = self.steps.done.pop() else { return };
        if step.data
            && let Some(touched) = self.document.undo()
        {
            self.log.push(Logged::Undo);
            self.follow(&touched);
        }
        if let Some(look) = &mut step.look {
            std::mem::swap(look, &mut self.look);
        }
        std::mem::swap(&mut step.view, &mut self.view.open);
        self.steps.undone.push(step);
    }

    pub(super) fn redo(&mut self) {
        let Some(mut step) = self.steps.undone.pop() else { return };
        if step.data
            && let Some(touched) = self.document.redo()
        {
            self.log.push(Logged::Redo);
            self.follow(&touched);
        }
        if let Some(look) = &mut step.look {
            std::mem::swap(look, &mut self.look);
        }
        std::mem::swap(&mut step.view, &mut self.view.open);
        self.steps.done.push(step);
    }

    /// The layout is what it was before it was asked for: it took too long. Where nothing came after
    /// that, it is as if it had not been asked for.
    pub(crate) fn give_up_layout(&mut self) {
        let of = |look: &ViewSettings| (look.layout.clone(), look.options, look.seed, look.afresh);
        let now = of(&self.look);
        let other = |step: &SessionStep| step.look.as_ref().filter(|look| of(look) != now).map(of);
        let before = self.steps.done.iter().enumerate().rev().find_map(|(at, step)| Some((at, other(step)?)));
        match before {
            Some((last, _)) if last + 1 == self.steps.done.len() => self.undo(),
            Some((_, (layout, options, seed, afresh))) => self.change("stop layout", |look| {
                (look.layout, look.options, look.seed, look.afresh) = (layout, options, seed, afresh);
            }),
            None => {}
        }
    }

    /// Colours and sizes say what they said before the last change of them: working them out took too long.
    pub(crate) fn give_up_encoding(&mut self) {
        let of = |look: &ViewSettings| {
            let colour = look.colour.as_ref().map(|by| by.by.clone());
            (colour, look.size.as_ref().map(|by| by.attribute.clone()))
        };
        let now = of(&self.look);
        let was = self.steps.done.last().and_then(|step| step.look.as_ref()).map(of);
        if was.is_some_and(|was| was != now) {
            self.undo();
        } else {
            self.change("stop measuring", |look| (look.colour, look.size) = (None, None));
        }
    }

    pub(super) fn jump_to(&mut self, done: usize) {
        while self.steps.done.len() > done {
            self.undo();
        }
        while self.steps.done.len() < done && !self.steps.undone.is_empty() {
            self.redo();
        }
    }

    /// Brings all that names records up to date.
    fn follow(&mut self, touched: &Touched) {
        self.revision += 1;
        self.exploring.forget_struck_claims();
        if !touched.entities.is_empty() || !touched.renamed_entities.is_empty() {
            self.search.take();
        }
        self.selection.follow(touched, &self.document.dossier);
        self.follow_renamed(touched);
        if !touched.renamed_entities.is_empty() || !touched.renamed_relations.is_empty() {
            let pins = std::mem::take(&mut self.look.pins);
            self.look.pins = pins.into_iter().map(|(id, at)| (touched.entity_now(&id), at)).collect();
            let hidden = std::mem::take(&mut self.look.filter.hidden);
            self.look.filter.hidden = hidden.iter().map(|id| touched.entity_now(id)).collect();
            for (id, _) in &mut self.look.filter.foci {
                *id = touched.entity_now(id);
            }
            self.follow_brought(touched);
            for (old, new) in &touched.renamed_entities {
                if let Some(at) = self.positions.get(old).copied() {
                    let positions = Arc::make_mut(&mut self.positions);
                    positions.remove(old);
                    positions.insert(new.clone(), at);
                }
            }
        }
        let dossier = &self.document.dossier;
        self.look.filter.foci.retain(|(id, _)| dossier.entity_by_id(id.as_str()).is_some());
    }
}

/// The relation that changes add, if it is one only.
fn only_relation(changes: &[Change]) -> Option<&Relation> {
    let mut added = changes.iter().filter_map(|change| match change.brings() {
        Brings::Relation(relation) => Some(relation),
        Brings::Entity(_) | Brings::Claim(_) | Brings::Nothing => None,
    });
    let first = added.next();
    first.filter(|_| added.next().is_none())
}
