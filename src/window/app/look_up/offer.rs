//! A thing that is looked at, and what is offered of it: the ties that one property leads to, with the filter over them, what is
//! picked, what they would become, and their ghosts. Draws nothing and asks nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ghosts::{self, Ghosts, Row};
use super::records::{AT_ONCE, Records, Standing};
use crate::dossier::endpoint::{Direction, Offered, Page, Paging, Property, Thing, Tie};
use crate::dossier::model::{EntityId, Shape};
use crate::explore::query::language::{Fault, is_plain};
use crate::problem::Problem;

/// A thing with what it is tied to.
pub(super) struct About {
    pub(super) thing: Thing,
    pub(super) properties: Vec<Property>,
    /// What they are called, in their order.
    pub(super) names: Vec<String>,
    pub(super) offer: Offer,
    /// What was dropped last, until something else is offered.
    pub(super) dropped: Option<Box<Offer>>,
}

/// What is offered of a thing.
#[derive(Default)]
pub(super) struct Offer {
    /// The property whose ties are listed, and what it is called.
    pub(super) by: Option<Property>,
    pub(super) ties: Vec<Tie>,
    pub(super) things: BTreeMap<String, Thing>,
    pub(super) next: Option<Paging>,
    /// Words, or a question in the query language.
    pub(super) filter: String,
    /// Numbers of the ties that the filter leaves.
    pub(super) shown: Vec<usize>,
    /// What is wrong with the question, and how many ties it could not be asked of.
    pub(super) faults: Vec<Fault>,
    pub(super) unasked: usize,
    pub(super) picks: AboutPicks,
    pub(super) records: Records,
    pub(super) ghosts: Ghosts,
    /// The row that is to be brought into view.
    pub(super) brings: Option<usize>,
    /// How often it has changed.
    pub(super) changes: u64,
}

/// What is picked of a thing's ties, of whichever property.
#[derive(Default)]
pub(super) struct AboutPicks {
    pub(super) ties: BTreeSet<Tie>,
    pub(super) among: bool,
    pub(super) with_deprecated: bool,
}

impl About {
    /// A thing whose ties are not yet listed.
    pub(super) fn new(thing: Thing, properties: Vec<Property>) -> Self {
        About { thing, names: names(&properties), properties, offer: Offer::default(), dropped: None }
    }

    /// What is offered is dropped: rows, ghosts and picks, as one step.
    pub(super) fn drop_offer(&mut self) {
        let mut dropped = std::mem::take(&mut self.offer);
        dropped.ghosts.hide();
        self.dropped = Some(Box::new(dropped));
    }

    /// Takes that step back.
    pub(super) fn bring_back(&mut self) {
        if let Some(dropped) = self.dropped.take() {
            self.offer = *dropped;
            self.offer.changes += 1;
        }
    }

    /// The rows that the filter leaves, as ghosts have to know them. `known` are the things that the dossier has.
    pub(super) fn rows(&self, known: &BTreeMap<String, EntityId>, standings: &[Standing]) -> Vec<Row> {
        let offer = &self.offer;
        let by = offer.by.as_ref();
        let called = by.and_then(|by| self.properties.iter().position(|property| property == by));
        let called = called.and_then(|number| self.names.get(number)).map_or("", String::as_str);
        let row = |number: &usize| {
            let tie = offer.ties.get(*number)?;
            let standing = *standings.get(*number)?;
            let other = offer.other_end(tie).filter(|iri| *iri != self.thing.iri);
            // What leads back to the thing leads to nothing new.
            if other.is_none() && offer.other_end(tie).is_some() {
                return None;
            }
            let key = other.or(tie.statement.as_deref()).map_or_else(|| format!("#{number}"), str::to_owned);
            let record = offer.records.kind_of(tie);
            let kind = record.as_ref().map(|(_, kind)| kind.clone());
            let kind = kind.or_else(|| offer.things.get(other?)?.kind.clone());
            // With the signs of the list of properties.
            let tied = match by.map(|by| by.direction) {
                Some(Direction::In) => format!("← {called}"),
                Some(Direction::Out) | None => format!("→ {called}"),
            };
            let what: Vec<String> = [kind, Some(tied), offer.records.date_of(tie)].into_iter().flatten().collect();
            Some(Row {
                tie: *number,
                name: offer.label(tie).to_owned(),
                what: what.join(" · "),
                shape: record.map_or(Shape::default(), |(shape, _)| shape),
                known: other.and_then(|iri| known.get(iri)).cloned(),
                is_picked: offer.picks.ties.contains(tie),
                standing,
                key,
            })
        };
        offer.shown.iter().filter_map(row).collect()
    }

    /// What is offered, for ghosts. `target` is an entity that has the thing's name and no identifier that says otherwise.
    pub(super) fn for_ghosts(
        &self,
        known: &BTreeMap<String, EntityId>,
        standings: &[Standing],
        target: Option<&EntityId>,
        dims: bool,
    ) -> ghosts::Offered {
        let hub = known.get(&self.thing.iri).or(target).cloned();
        ghosts::Offered { name: self.thing.shown().to_owned(), hub, rows: self.rows(known, standings), dims }
    }
}

impl Offer {
    /// Adds a page; the first one of a property takes the place of another's.
    pub(super) fn add(&mut self, by: Property, is_first: bool, page: Page) {
        if is_first {
            self.ties.clear();
            self.filter.clear();
            self.ghosts = Ghosts::default();
        }
        self.by = Some(by);
        self.ties.extend(page.ties);
        self.things.extend(page.things);
        self.next = page.next;
        self.look_through();
    }

    /// Ties whose records are to be read next.
    pub(super) fn unread(&self) -> BTreeSet<Tie> {
        self.ties.iter().filter(|tie| !self.records.were_asked(tie)).take(AT_ONCE).cloned().collect()
    }

    /// Adds the records of some ties.
    pub(super) fn take_records(&mut self, thing: &str, ties: BTreeSet<Tie>, offered: Arc<Offered>) {
        self.records.add(thing, ties, offered);
        self.look_through();
    }

    /// They could not be read.
    pub(super) fn records_failed(&mut self, ties: BTreeSet<Tie>, why: Problem) {
        self.records.fail(ties, why);
        self.look_through();
    }

    /// Lists the ties anew that the filter leaves: words are looked for anywhere in names and kinds, and everywhere where the
    /// query language looks for them; all else is asked of what the ties would become.
    pub(super) fn look_through(&mut self) {
        self.changes += 1;
        (self.faults, self.unasked) = (Vec::new(), 0);
        let text = self.filter.trim().to_owned();
        if text.is_empty() {
            self.shown = (0..self.ties.len()).collect();
            return;
        }
        let found = self.records.find(&text, &self.ties);
        if !is_plain(&text) {
            (self.shown, self.faults, self.unasked) = (found.rows, found.faults, found.unread);
            // The place of a fault is that in the field.
            let before = self.filter.len() - self.filter.trim_start().len();
            for fault in &mut self.faults {
                fault.span = fault.span.start + before..fault.span.end + before;
            }
            return;
        }
        let wanted = text.to_lowercase();
        let fits = |number: usize| {
            let Some(tie) = self.ties.get(number) else { return false };
            let thing = self.other_end(tie).and_then(|iri| self.things.get(iri));
            let kind = thing.and_then(|thing| thing.kind.as_deref()).unwrap_or_default();
            [self.label(tie), kind].iter().any(|text| text.to_lowercase().contains(&wanted))
        };
        let mut shown: Vec<usize> = (0..self.ties.len()).filter(|number| fits(*number)).collect();
        shown.extend(found.rows);
        shown.sort_unstable();
        shown.dedup();
        self.shown = shown;
    }

    /// Picks some ties, or puts them back if all of them are picked.
    pub(super) fn flip(&mut self, numbers: &[usize]) {
        let ties: Vec<Tie> = numbers.iter().filter_map(|number| self.ties.get(*number)).cloned().collect();
        let all_picked = ties.iter().all(|tie| self.picks.ties.contains(tie));
        for tie in ties {
            if all_picked {
                self.picks.ties.remove(&tie);
            } else {
                self.picks.ties.insert(tie);
            }
        }
        self.changes += 1;
    }

    /// The IRI of what a tie leads to, seen from the thing; `None` where the server knows only that there is something.
    pub(super) fn other_end<'t>(&self, tie: &'t Tie) -> Option<&'t str> {
        match self.by.as_ref().map_or(Direction::Out, |by| by.direction) {
            Direction::Out => tie.to.as_deref(),
            Direction::In => Some(tie.from.as_str()),
        }
    }

    /// What that is called.
    pub(super) fn label<'t>(&'t self, tie: &'t Tie) -> &'t str {
        match self.other_end(tie) {
            Some(iri) => self.things.get(iri).map_or(iri, Thing::shown),
            None => "(unknown)",
        }
    }
}

/// What properties are called; of those that would be called alike, the end of the IRI, too.
fn names(properties: &[Property]) -> Vec<String> {
    let end = |property: &Property, parts: usize| {
        let iri = property.iri.trim_end_matches(['/', '#']);
        iri.rmatch_indices(['/', '#']).nth(parts - 1).map_or(iri, |(at, _)| iri.get(at + 1..).unwrap_or(iri)).to_owned()
    };
    let name = |property: &Property| match property.label.trim() {
        "" => end(property, 1),
        label => label.to_owned(),
    };
    let mut times: BTreeMap<(Direction, String), usize> = BTreeMap::new();
    for property in properties {
        *times.entry((property.direction, name(property))).or_default() += 1;
    }
    let told = |property: &Property| {
        let name = name(property);
        let is_alone = times.get(&(property.direction, name.clone())).is_none_or(|times| *times < 2);
        if is_alone { name } else { format!("{name} ({})", end(property, 2)) }
    };
    properties.iter().map(told).collect()
}
