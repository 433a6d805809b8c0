//! What the card knows: which endpoint is asked, what was found, what is picked, and what waits for an answer or for a
//! person's consent. Draws nothing and asks nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::again::AgainPage;
use super::asked::{Answered, Note, Order, Picked, Reply};
use super::offer::About;
use super::places::Places;
use super::query::QueryShown;
use crate::dossier::edit::Change;
use crate::dossier::endpoint::{
    Candidate, Endpoint, Found, How, Offered, Paging, Picks, Question, TakeOptions, Taking, Thing, Told, identifier,
};
use crate::dossier::exchange::{Failure, JoinChoices};
use crate::dossier::model::{Dossier, EntityId};
use crate::problem::Problem;
use crate::progress::Progress;

/// The card that looks things up.
pub(crate) struct LookUpCard {
    /// The number of the opened document.
    pub(super) opened: u64,
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
    /// Nobody waits for it: records of what is listed already.
    pub(super) is_quiet: bool,
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
    /// Read what listed ties would become.
    Records,
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
    pub(super) fn new(places: Places, opened: u64) -> Self {
        LookUpCard {
            opened,
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

    /// Whether something is at work that a person waits for.
    pub(super) fn is_waited_for(&self) -> bool {
        self.work.as_ref().is_some_and(|work| !work.is_quiet)
    }

    /// Ends what is at work. Says whether a person waited for it.
    pub(super) fn stop(&mut self) -> bool {
        let was_waited_for = self.is_waited_for();
        self.work.take().iter().for_each(|work| work.progress.cancel());
        was_waited_for
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
        let order = match order {
            Order::Records(picked) => return self.take_records(*picked, reply),
            order => order,
        };
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
                    about.offer.add(by, paging == Paging::default(), page);
                    self.focus = Some(Focus::Filter);
                }
            }
            Ok(Reply::Again(again)) => self.asked_again(again, open, state),
            Ok(Reply::Chosen(changes)) => self.chosen_again(changes),
            // Taken above.
            Ok(Reply::Records(_)) => {}
            Ok(Reply::Taking(offered, taking)) => {
                let choices = if let Order::Join(_, choices) = order { choices } else { JoinChoices::default() };
                let words = in_words(&taking, open);
                self.preview = Some(Preview { offered, taking, choices, state, words });
                self.focus = Some(Focus::Foot);
            }
        }
    }

    /// Puts the records of listed ties in their place.
    fn take_records(&mut self, picked: Picked, reply: Result<Reply, Failure>) {
        let Some(about) = &mut self.about else { return };
        let Picks { things, ties } = picked.picks;
        if !things.contains(&about.thing.iri) {
            return;
        }
        match reply {
            Ok(Reply::Records(offered)) => about.offer.take_records(&about.thing.iri, ties, offered),
            Err(Failure::Wrong(problem)) => about.offer.records_failed(ties, problem),
            Ok(_) | Err(Failure::Cancelled) => {}
        }
    }

    /// What is to be read so that all listed ties have records; `None` where nothing is.
    pub(super) fn unread(&self) -> Option<Picked> {
        let about = self.about.as_ref()?;
        let ties = about.offer.unread();
        let options = TakeOptions { with_deprecated: ties.iter().any(|tie| tie.deprecated) };
        let picks = Picks { things: [about.thing.iri.clone()].into(), ties };
        (!picks.ties.is_empty()).then_some(Picked { picks, among: false, options })
    }

    /// How many requests reading them takes at most, where the service is asked for each entity: that is not done before
    /// somebody wants it.
    pub(super) fn cost_of_records(&self) -> Option<usize> {
        let profile = self.endpoint()?.profile;
        profile.requests(&Picks::default())?;
        profile.requests(&self.unread()?.picks)
    }

    /// The candidate that is chosen.
    pub(super) fn candidate(&self) -> Option<&Candidate> {
        let (_, found, _) = self.search.found.as_ref()?;
        found.candidates.get(self.search.chosen)
    }

    /// What taking in the thing that is looked at, with what is picked, asks for.
    pub(super) fn picked(&self) -> Option<Picked> {
        let about = self.about.as_ref()?;
        let chosen = &about.offer.picks;
        let picks = Picks { things: [about.thing.iri.clone()].into(), ties: chosen.ties.clone() };
        let options = TakeOptions { with_deprecated: chosen.with_deprecated };
        Some(Picked { picks, among: chosen.among, options })
    }
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
