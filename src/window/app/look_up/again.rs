//! Asking again what was taken before: which entity, at which endpoint, what came of it, and what a person chose of that.
//! Draws nothing and asks nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::asked::Order;
use crate::dossier::compare::Picking;
use crate::dossier::edit::Change;
use crate::dossier::endpoint::Again;
use crate::dossier::model::{Day, Dossier, EntityId};

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
    pub(super) ready: Option<Vec<Change>>,
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
    pub(super) state: (u64, u64),
}

impl AgainPage {
    /// What is asked.
    pub(super) fn order(&self) -> Order {
        Order::Again((!self.all).then(|| self.of.clone()))
    }
}

impl Found {
    /// What changed, of which as many differences as are listed are chosen at first: what is not seen is not taken.
    pub(super) fn of(again: Arc<Again>, open: &Dossier, since: Option<Day>, state: (u64, u64), listed: usize) -> Self {
        let picking = Picking::of(open, again.merge.clone());
        let mut chosen = picking.at_first();
        chosen.iter_mut().skip(listed).for_each(|chosen| *chosen = false);
        let new = vec![false; again.news.statements.len()];
        Found { again, picking, chosen, new, since, state }
    }

    /// Nothing differs, and nothing is new.
    pub(super) fn is_nothing(&self) -> bool {
        self.picking.choices.is_empty() && self.picking.settled.is_empty() && self.new.is_empty()
    }

    /// How much is chosen.
    pub(super) fn count(&self) -> usize {
        self.chosen.iter().chain(&self.new).filter(|chosen| **chosen).count()
    }

    /// The numbers of the new statements that are chosen.
    pub(super) fn new_numbers(&self) -> BTreeSet<usize> {
        self.new.iter().enumerate().filter(|(_, chosen)| **chosen).map(|(number, _)| number).collect()
    }
}
