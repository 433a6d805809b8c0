//! What the card knows: which endpoint is asked, what was found, what is picked, and what waits for an answer or for a
//! person's consent. Draws nothing and asks nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::again::AgainPage;
use super::asked::{Answered, Note, Order, Picked, Reply};
use super::places::Places;
use super::query::QueryShown;
use crate::dossier::edit::Change;
use crate::dossier::endpoint::{
    Candidate, Direction, Endpoint, Found, How, Offered, Page, Paging, Picks, Property, Question, TakeOptions, Taking,
    Thing, Tie, Told, identifier,
};
use crate::dossier::exchange::{Failure, JoinChoices};
use crate::dossier::model::{Dossier, EntityId};
use crate::problem::Problem;
use crate::progress::Progress;

/// The card that looks things up.
pub(crate) struct LookUpCard {
    pub(super) places: Places,
    pub(super) search: Search,
    /// The thing that is looked at; `None` while candidates are.
    pub(super) about: Option<About>,
    /// What taking in comes to, before it is done.
    pub(super) preview: Option<Preview>,
    /// What was taken before is asked again: all that the card is for then.
    pub(super) again: Option<AgainPage>,
    /// What is asked once a person agrees.
    pub(super) waiting: Option<Waiting>,
    /// What is asked now.
    pub(super) work: Option<Work>,
    pub(super) last: Last,
    /// The selected entity.
    pub(super) target: Option<Target>,
    /// What gets the keys next.
    pub(super) focus: Option<Focus>,
    /// Whether what is sent is shown.
    pub(super) query: QueryShown,
}

/// A search.
#[derive(Default)]
pub(super) struct Search {
    pub(super) text: String,
    /// What was found, for which text, and how.
    pub(super) found: Option<(String, Found, How)>,
    /// Number of the chosen candidate.
    pub(super) chosen: usize,
    /// The chosen one is brought into view.
    pub(super) brings: bool,
}

/// A thing with what it is tied to.
pub(super) struct About {
    pub(super) thing: Thing,
    pub(super) properties: Vec<Property>,
    /// What they are called, in their order.
    pub(super) names: Vec<String>,
    /// The property whose ties are listed.
    pub(super) by: Option<Property>,
    pub(super) ties: Vec<Tie>,
    pub(super) things: BTreeMap<String, Thing>,
    pub(super) next: Option<Paging>,
    pub(super) filter: String,
    /// Numbers of the ties that the filter leaves.
    pub(super) shown: Vec<usize>,
    pub(super) picks: AboutPicks,
}

/// What is picked of a thing's ties, of whichever property.
#[derive(Default)]
pub(super) struct AboutPicks {
    pub(super) ties: BTreeSet<Tie>,
    pub(super) among: bool,
    pub(super) with_deprecated: bool,
}

/// What taking in comes to.
pub(super) struct Preview {
    pub(super) offered: Arc<Offered>,
    pub(super) taking: Box<Taking>,
    pub(super) choices: JoinChoices,
    /// Of which state of which document.
    pub(super) state: (u64, u64),
    pub(super) words: Vec<Heading>,
}

/// Changes of a sort, in words.
pub(super) struct Heading {
    pub(super) title: &'static str,
    pub(super) lines: Vec<String>,
}

/// What waits for consent.
pub(super) struct Waiting {
    pub(super) order: Order,
    pub(super) question: Question,
    /// What is sent first.
    pub(super) query: String,
    /// The person is not to be asked again about these hosts.
    pub(super) always: bool,
}

/// What is at work.
pub(super) struct Work {
    pub(super) number: u64,
    pub(super) progress: Progress,
    pub(super) note: Note,
}

/// What was asked last, and what came of it.
#[derive(Default)]
pub(super) struct Last {
    pub(super) order: Option<Order>,
    pub(super) told: Told,
    pub(super) trouble: Option<Problem>,
}

/// The entity that is selected while one looks up.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) id: EntityId,
    pub(super) label: String,
    /// Which thing it is, if that is kept: an IRI.
    pub(super) identifier: Option<String>,
}

/// What can be given the keys.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Focus {
    Search,
    /// The button that does not connect.
    Refuse,
    /// The first field of the form.
    Form,
    Properties,
    Filter,
    Foot,
}

/// What a person wants of the card.
pub(super) enum Wish {
    Ask(Order),
    /// The last question once more, of the server itself.
    Again,
    /// What waits may be sent.
    Connect,
    /// Take back the last thing: a question, a page; at last the card.
    Back,
    /// The selected entity is this thing.
    SameAs(Thing),
    /// Take in what the preview shows.
    Take,
    /// Use what the form says.
    UseForm,
    /// Forget the key of the endpoint.
    RemoveKey,
}

/// Which page of the card is seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Search,
    About,
    Preview,
    Again,
}

impl Target {
    /// An entity, as far as it is known here.
    pub(super) fn of(dossier: &Dossier, id: &EntityId) -> Option<Self> {
        let entity = dossier.entity_by_id(id.as_str()).filter(|entity| !entity.ghost)?;
        Some(Target { id: id.clone(), label: entity.label().to_owned(), identifier: identifier(entity) })
    }
}

impl LookUpCard {
    /// One that has asked nothing.
    pub(super) fn new(places: Places) -> Self {
        LookUpCard {
            places,
            search: Search::default(),
            about: None,
            preview: None,
            again: None,
            waiting: None,
            work: None,
            last: Last::default(),
            target: None,
            focus: Some(Focus::Search),
            query: QueryShown::default(),
        }
    }

    /// The page that is seen.
    pub(super) fn stage(&self) -> Stage {
        if self.again.is_some() {
            return Stage::Again;
        }
        match (&self.preview, &self.about) {
            (Some(_), _) => Stage::Preview,
            (None, Some(_)) => Stage::About,
            (None, None) => Stage::Search,
        }
    }

    /// The endpoint that is asked.
    pub(super) fn endpoint(&self) -> Option<&Endpoint> {
        self.places.chosen().map(|place| &place.endpoint)
    }

    /// Another endpoint is asked from now on: what the one before said is put away.
    pub(super) fn begin_anew(&mut self) {
        self.stop();
        (self.about, self.preview, self.waiting) = (None, None, None);
        self.search.found = None;
        self.last = Last::default();
    }

    /// Ends what is at work.
    pub(super) fn stop(&mut self) -> bool {
        let work = self.work.take();
        work.iter().for_each(|work| work.progress.cancel());
        work.is_some()
    }

    /// Takes back the last thing. Says whether the card is to be closed: there was nothing else.
    pub(super) fn back(&mut self) -> bool {
        if self.waiting.take().is_some() {
            self.focus = Some(Focus::Search);
        } else if self.stop() {
            return false;
        } else if self.places.form.take().is_some() {
            self.focus = Some(Focus::Search);
        } else if self.preview.take().is_some() {
            self.last.trouble = None;
            self.focus = Some(if self.about.is_some() { Focus::Filter } else { Focus::Search });
        } else if self.about.take().is_some() {
            self.last = Last::default();
            self.focus = Some(Focus::Search);
        } else {
            return true;
        }
        false
    }

    /// Puts what came back in its place.
    pub(super) fn take(&mut self, answered: Answered, open: &Dossier) {
        let Answered { order, told, reply, state, .. } = answered;
        if order.is_asked() {
            self.last.told = told;
        }
        self.last.order = Some(order.clone());
        match reply {
            // Whoever stopped it knows.
            Err(Failure::Cancelled) => {}
            Err(Failure::Wrong(problem)) => self.last.trouble = Some(problem),
            Ok(Reply::Probed) => self.focus = Some(Focus::Search),
            Ok(Reply::Found(found, how)) => {
                let asked = if let Order::Find(name, _) = order { name } else { String::new() };
                self.search.found = Some((asked, found, how));
                self.search.chosen = 0;
                (self.about, self.preview) = (None, None);
            }
            Ok(Reply::Properties(properties)) => {
                if let Order::Properties(thing) = order {
                    self.about = Some(About::new(thing, properties));
                    self.focus = Some(Focus::Properties);
                }
            }
            Ok(Reply::Page(page)) => {
                if let (Order::Neighbours(of, by, paging), Some(about)) = (order, &mut self.about)
                    && about.thing.iri == of
                {
                    about.add(by, paging == Paging::default(), page);
                    self.focus = Some(Focus::Filter);
                }
            }
            Ok(Reply::Again(again)) => self.asked_again(again, open, state),
            Ok(Reply::Chosen(changes)) => self.chosen_again(changes),
            Ok(Reply::Taking(offered, taking)) => {
                let choices = if let Order::Join(_, choices) = order { choices } else { JoinChoices::default() };
                let words = in_words(&taking, open);
                self.preview = Some(Preview { offered, taking, choices, state, words });
                self.focus = Some(Focus::Foot);
            }
        }
    }

    /// The candidate that is chosen.
    pub(super) fn candidate(&self) -> Option<&Candidate> {
        let (_, found, _) = self.search.found.as_ref()?;
        found.candidates.get(self.search.chosen)
    }

    /// What taking in the thing that is looked at, with what is picked, asks for.
    pub(super) fn picked(&self) -> Option<Picked> {
        let about = self.about.as_ref()?;
        let picks = Picks { things: [about.thing.iri.clone()].into(), ties: about.picks.ties.clone() };
        let options = TakeOptions { with_deprecated: about.picks.with_deprecated };
        Some(Picked { picks, among: about.picks.among, options })
    }
}

impl About {
    /// A thing whose ties are not yet listed.
    fn new(thing: Thing, properties: Vec<Property>) -> Self {
        About {
            thing,
            names: names(&properties),
            properties,
            by: None,
            ties: Vec::new(),
            things: BTreeMap::new(),
            next: None,
            filter: String::new(),
            shown: Vec::new(),
            picks: AboutPicks::default(),
        }
    }

    /// Adds a page; the first one of a property takes the place of another's.
    fn add(&mut self, by: Property, is_first: bool, page: Page) {
        if is_first {
            self.ties.clear();
            self.filter.clear();
        }
        self.by = Some(by);
        self.ties.extend(page.ties);
        self.things.extend(page.things);
        self.next = page.next;
        self.look_through();
    }

    /// Lists the ties anew that the filter leaves.
    pub(super) fn look_through(&mut self) {
        let wanted = self.filter.trim().to_lowercase();
        let fits = |tie: &Tie| {
            let other = self.other_end(tie);
            let kind = other.and_then(|iri| self.things.get(iri)?.kind.as_deref()).unwrap_or_default();
            [self.label(tie), kind].iter().any(|text| text.to_lowercase().contains(&wanted))
        };
        self.shown = (0..self.ties.len()).filter(|number| self.ties.get(*number).is_some_and(fits)).collect();
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

/// What taking in changes, sorted and in words.
fn in_words(taking: &Taking, open: &Dossier) -> Vec<Heading> {
    let changes = &taking.edit.changes;
    let new = changes.iter().filter_map(|change| match change {
        Change::AddEntity { entity, .. } => Some((entity.id.as_str(), entity.label())),
        _ => None,
    });
    let new: BTreeMap<&str, &str> = new.collect();
    let called =
        |id: &EntityId| new.get(id.as_str()).map_or_else(|| open.label_of(id.as_str()), |label| (*label).to_owned());
    let mut out = ["New entities", "New relations", "Changed", "New sources", "New kinds"]
        .map(|title| Heading { title, lines: Vec::new() });
    let [entities, relations, changed, sources, kinds] = &mut out;
    for change in changes {
        match change {
            Change::AddEntity { entity, .. } => {
                let kind = open.vocabulary.entity_kind_or_neutral(&entity.kind);
                entities.lines.push(format!("{} – {}", entity.label(), kind.label));
            }
            Change::AddRelation { relation, .. } => {
                let kind = open.vocabulary.relation_kind_or_neutral(&relation.kind);
                let when = relation.when.as_ref().map(|when| format!(", {}", when.date.in_words())).unwrap_or_default();
                relations.lines.push(format!(
                    "{} {} {}{when}",
                    called(&relation.from),
                    kind.label,
                    called(&relation.to)
                ));
            }
            Change::AddSource { source, .. } => sources.lines.push(source.short_label().to_string()),
            Change::SetEntityKind { kind, .. } => kinds.lines.push(kind.label.clone()),
            Change::SetRelationKind { kind, .. } => kinds.lines.push(kind.label.clone()),
            other => changed.lines.push(other.name(open)),
        }
    }
    out.into_iter().filter(|heading| !heading.lines.is_empty()).collect()
}
