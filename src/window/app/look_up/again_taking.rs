//! Asking again from the selected entity, and taking in what was chosen as one step.

use std::sync::Arc;

use super::again::{AgainPage, Found};
use super::asked::Order;
use super::places::Places;
use super::preview::LISTED;
use super::state::{Focus, LookUpCard};
use crate::dossier::edit::Change;
use crate::dossier::endpoint::{Again, asked_on, count_taken, taken_from};
use crate::dossier::model::Dossier;
use crate::problem::{Problem, codes, printable};
use crate::window::action::{Action, Edits};
use crate::window::app::App;
use crate::wording::counted;

impl LookUpCard {
    /// What changed is there to be looked at.
    pub(super) fn asked_again(&mut self, again: Arc<Again>, open: &Dossier, state: (u64, u64)) {
        let since = self.endpoint().and_then(|endpoint| asked_on(open, endpoint));
        let Some(page) = &mut self.again else { return };
        page.found = Some(Found::of(again, open, since, state, LISTED));
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
    pub(in crate::window::app) fn ask_again(&mut self) {
        let Some(of) = self.session.selected_entities().first().cloned() else { return };
        if self.are_look_ups_off() {
            return;
        }
        let dossier = self.session.dossier();
        let mut card =
            Box::new(LookUpCard::new(Places::of(dossier, &self.settings.look_ups.contact), self.session.opened));
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
