//! Asking again what was taken before: which entity, at which endpoint, what came of it, and what a person chose of that.
//! What it looks like stands in the page.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::App;
use super::asked::Order;
use super::places::Places;
use super::preview::LISTED;
use super::state::{Focus, LookUpCard};
use crate::dossier::compare::Picking;
use crate::dossier::edit::Change;
use crate::dossier::endpoint::{Again, asked_on, count_taken, taken_from};
use crate::dossier::model::{Day, Dossier, EntityId};
use crate::problem::{Problem, codes, printable};
use crate::window::action::{Action, Edits};
use crate::wording::counted;

/// What was taken before is asked again.
pub(super) struct AgainPage {
    /// The entity.
    pub(super) of: EntityId,
    pub(super) label: String,
    /// All that was taken from the endpoint, not the entity alone.
    pub(super) all: bool,
    /// How many entities that is.
    pub(super) count: usize,
    /// The numbers, among the places, of the endpoints that the entity was taken from.
    pub(super) numbers: Vec<usize>,
    /// What came of it.
    pub(super) found: Option<Found>,
    /// All changes that were chosen, to be made.
    ready: Option<Vec<Change>>,
}

/// What came of it, and what is chosen.
pub(super) struct Found {
    pub(super) again: Arc<Again>,
    pub(super) picking: Picking,
    /// Those of the differences that are chosen.
    pub(super) chosen: Vec<bool>,
    /// Those of the new statements.
    pub(super) new: Vec<bool>,
    /// When it was asked for before.
    pub(super) since: Option<Day>,
    /// Of which state of which document.
    state: (u64, u64),
}

impl AgainPage {
    /// What is asked.
    pub(super) fn order(&self) -> Order {
        Order::Again((!self.all).then(|| self.of.clone()))
    }
}

impl Found {
    /// Nothing differs, and nothing is new.
    pub(super) fn is_nothing(&self) -> bool {
        self.picking.choices.is_empty() && self.picking.settled.is_empty() && self.new.is_empty()
    }

    /// How much is chosen.
    pub(super) fn count(&self) -> usize {
        self.chosen.iter().chain(&self.new).filter(|chosen| **chosen).count()
    }

    /// The numbers of the new statements that are chosen.
    fn new_numbers(&self) -> BTreeSet<usize> {
        self.new.iter().enumerate().filter(|(_, chosen)| **chosen).map(|(number, _)| number).collect()
    }
}

impl LookUpCard {
    /// What changed is there to be looked at.
    pub(super) fn asked_again(&mut self, again: Arc<Again>, open: &Dossier, state: (u64, u64)) {
        let since = self.endpoint().and_then(|endpoint| asked_on(open, endpoint));
        let Some(page) = &mut self.again else { return };
        let picking = Picking::of(open, again.merge.clone());
        let mut chosen = picking.at_first();
        // What is not listed is not taken unseen.
        chosen.iter_mut().skip(LISTED).for_each(|chosen| *chosen = false);
        let new = vec![false; again.news.statements.len()];
        page.found = Some(Found { again, picking, chosen, new, since, state });
        self.focus = Some(Focus::Foot);
    }

    /// What was chosen is known as changes.
    pub(super) fn chosen_again(&mut self, changes: Vec<Change>) {
        if let Some(page) = &mut self.again {
            page.ready = Some(changes);
        }
    }

    /// The step that takes in what was chosen, once all its changes are known.
    pub(super) fn ready_again(&mut self) -> Option<Action> {
        let page = self.again.as_mut()?;
        let (changes, count) = (page.ready.take()?, page.found.as_ref()?.count());
        Some(step(changes, count, self.endpoint().map_or("", |endpoint| endpoint.name.as_str())))
    }
}

/// One step that can be undone.
fn step(changes: Vec<Change>, count: usize, from: &str) -> Action {
    let name = format!("Take in {} from {from}", counted(count, "difference", "differences"));
    let say = printable(&format!("Taken in from {from}"));
    Action::Edit(Box::new(Edits { name, changes, say, ..Edits::default() }))
}

impl App {
    /// Asks the endpoint again that the selected entity was taken from.
    pub(super) fn ask_again(&mut self) {
        let Some(of) = self.session.selected_entities().first().cloned() else { return };
        if self.are_look_ups_off() {
            return;
        }
        let dossier = self.session.dossier();
        let mut card = Box::new(LookUpCard::new(Places::of(dossier, &self.settings.look_ups.contact)));
        let place = |url| card.places.list.iter().position(|place| place.endpoint.url == url);
        let numbers: Vec<usize> =
            taken_from(dossier, &of).into_iter().filter_map(|endpoint| place(endpoint.url)).collect();
        let Some(first) = numbers.first() else { return };
        card.places.number = *first;
        let count = card.endpoint().map_or(0, |endpoint| count_taken(dossier, endpoint));
        let label = dossier.label_of(of.as_str());
        let page = AgainPage { of, label, all: false, count, numbers, found: None, ready: None };
        let order = page.order();
        card.again = Some(page);
        let mode = order.mode();
        self.ask_endpoint(&mut card, order, mode);
        self.dialogs.look_up = Some(card);
    }

    /// Takes in what is chosen, as one step. Says what follows, and whether the card is done with.
    pub(super) fn take_again(&mut self, card: &mut LookUpCard) -> (Vec<Action>, bool) {
        let Some(found) = card.again.as_ref().and_then(|page| page.found.as_ref()) else { return (Vec::new(), false) };
        let (count, new) = (found.count(), found.new_numbers());
        if count == 0 || self.no_taking().is_some() {
            return (Vec::new(), false);
        }
        if found.state != (self.session.opened, self.session.revision) {
            let problem = Problem::error(codes::NO_ANSWER, "this dossier has changed since the endpoint was asked");
            card.last.trouble = Some(problem.with_help("try again, then choose anew"));
            card.last.order = card.again.as_ref().map(AgainPage::order);
            return (Vec::new(), false);
        }
        let changes = found.picking.changes(&found.chosen);
        if new.is_empty() {
            let from = card.endpoint().map_or("", |endpoint| endpoint.name.as_str());
            return (vec![step(changes, count, from)], true);
        }
        // What is new is joined to the dossier as it will be then.
        let order = Order::Choose(Arc::clone(&found.again), changes, new);
        let mode = order.mode();
        self.ask_endpoint(card, order, mode);
        (Vec::new(), false)
    }
}
