//! What is asked of an endpoint, and what comes back: the work that is done off the frame's thread. Knows neither the card
//! nor the window.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::dossier::document::Snapshot;
use crate::dossier::edit::{Change, EditRefusal, apply};
use crate::dossier::endpoint::{
    self, Again, Asking, Client, Endpoint, Event, Found, How, Http, Kept, Mode, Offered, Page, Paging, Picks, Profile,
    Property, TakeOptions, Taking, Thing, Told, add_ties_among,
};
use crate::dossier::exchange::{Failure, JoinChoices};
use crate::dossier::model::EntityId;
use crate::dossier::storage::Answers;
use crate::problem::{Problem, codes};
use crate::progress::Progress;

/// What is asked.
#[derive(Clone, Debug)]
pub(super) enum Order {
    /// How the endpoint is to be asked.
    Probe,
    /// Things of a name. Where none has exactly this name, the server's own search is asked, if it has one.
    Find(String, How),
    /// What a thing is tied to.
    Properties(Thing),
    /// What a property leads to, from where the pages before end.
    Neighbours(String, Property, Paging),
    /// All that is to be known of what was picked, and what taking it in comes to.
    Offer(Box<Picked>),
    /// What listed ties would become as records.
    Records(Box<Picked>),
    /// What taking in comes to with other choices: nothing is asked.
    Join(Arc<Offered>, JoinChoices),
    /// What changed of what was taken before: of one entity, or of all.
    Again(Option<EntityId>),
    /// These changes, with those that taking some of the new statements comes to, by their numbers: nothing is asked.
    Choose(Arc<Again>, Vec<Change>, BTreeSet<usize>),
}

impl Order {
    /// Whether an endpoint is asked.
    pub(super) fn is_asked(&self) -> bool {
        match self {
            Order::Probe
            | Order::Find(..)
            | Order::Properties(_)
            | Order::Neighbours(..)
            | Order::Offer(_)
            | Order::Records(_)
            | Order::Again(_) => true,
            Order::Join(..) | Order::Choose(..) => false,
        }
    }

    /// Which answers it is content with: whoever asks again wants to know what is said now.
    pub(super) fn mode(&self) -> Mode {
        if matches!(self, Order::Again(_)) { Mode::Anew } else { Mode::Kept }
    }

    /// Whether nobody waits for it: it is asked because of what was asked before.
    pub(super) fn is_quiet(&self) -> bool {
        matches!(self, Order::Records(_))
    }
}

/// What was picked to be taken in.
#[derive(Clone, Debug, Default)]
pub(super) struct Picked {
    pub(super) picks: Picks,
    /// The ties among all that is taken, too.
    pub(super) among: bool,
    pub(super) options: TakeOptions,
}

/// What came back.
pub(super) enum Reply {
    Probed,
    /// And how it was found.
    Found(Found, How),
    Properties(Vec<Property>),
    Page(Page),
    Records(Arc<Offered>),
    Taking(Arc<Offered>, Box<Taking>),
    Again(Arc<Again>),
    /// All changes that were chosen.
    Chosen(Vec<Change>),
}

/// The way to an endpoint.
#[derive(Clone)]
pub(super) struct Way {
    /// The connection that a person agreed to; `None` where only kept answers are used.
    pub(super) web: Option<Arc<Http>>,
    pub(super) answers: Answers,
    pub(super) mode: Mode,
}

/// What a task is to do.
pub(super) struct Job {
    pub(super) number: u64,
    pub(super) endpoint: Endpoint,
    /// How it is asked is found out first.
    pub(super) probes: bool,
    pub(super) way: Way,
    pub(super) order: Order,
    /// What is taken in is joined to this.
    pub(super) open: Arc<Snapshot>,
    /// Which state of which document that is.
    pub(super) state: (u64, u64),
}

/// What a task brings back.
pub(crate) struct Answered {
    pub(super) number: u64,
    pub(super) order: Order,
    /// How the endpoint is asked, where that was found out.
    pub(super) profile: Option<&'static dyn Profile>,
    pub(super) told: Told,
    pub(super) reply: Result<Reply, Failure>,
    pub(super) state: (u64, u64),
}

/// A line that whoever asks says meanwhile: that the server is slow, or asked to wait.
#[derive(Clone, Default)]
pub(super) struct Note(Arc<Mutex<String>>);

impl Note {
    /// What was said last.
    pub(super) fn text(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn say(&self, event: &Event) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = event.in_words();
    }
}

impl Job {
    /// Does it. `wake` shows what is said meanwhile.
    pub(super) fn run(self, progress: &Progress, note: &Note, wake: &(dyn Fn() + Sync)) -> Answered {
        let Job { number, mut endpoint, probes, way, order, open, state } = self;
        let tell = |event: Event| {
            note.say(&event);
            wake();
        };
        let asking = Asking { progress, tell: &tell };
        let kept = match &way.web {
            Some(web) => Kept::before(&**web, way.answers.clone(), way.mode),
            None => Kept::alone(way.answers.clone(), way.mode),
        };
        let mut profile = None;
        if order.is_asked() && (probes || matches!(order, Order::Probe)) {
            match endpoint::probe(&Client::new(&endpoint, &kept, asking)) {
                Ok(found) => {
                    endpoint.profile = found;
                    profile = Some(found);
                }
                Err(failure) => {
                    return Answered { number, order, profile, told: Told::default(), reply: Err(failure), state };
                }
            }
        }
        let client = Client::new(&endpoint, &kept, asking);
        let reply = answer(&client, &order, &open, &way.answers);
        let told = match &reply {
            // What is offered has taken what was told.
            Ok(Reply::Taking(offered, _) | Reply::Records(offered)) => offered.told.clone(),
            Ok(Reply::Again(again)) => again.told.clone(),
            Ok(_) | Err(_) => client.take_told(),
        };
        Answered { number, order, profile, told, reply, state }
    }
}

/// Asks, and says what came back.
///
/// # Errors
/// What went wrong; or that a person asked to stop.
pub(super) fn answer(client: &Client<'_>, order: &Order, open: &Snapshot, answers: &Answers) -> Result<Reply, Failure> {
    let profile = client.endpoint.profile;
    match order {
        Order::Probe => Ok(Reply::Probed),
        Order::Find(name, how) => {
            let found = profile.find(client, name, *how)?;
            let searches_itself = client.endpoint.api.is_some();
            if found.candidates.is_empty() && *how == How::Exact && searches_itself {
                return Ok(Reply::Found(profile.find(client, name, How::Index)?, How::Index));
            }
            Ok(Reply::Found(found, *how))
        }
        Order::Properties(thing) => Ok(Reply::Properties(profile.properties(client, &thing.iri)?)),
        Order::Neighbours(of, by, paging) => Ok(Reply::Page(profile.neighbours(client, of, by, paging)?)),
        Order::Offer(picked) => {
            let mut picks = picked.picks.clone();
            if picked.among {
                add_ties_among(client, &mut picks)?;
            }
            let offered = endpoint::offered(client, &picks, picked.options)?;
            let taking = endpoint::take(open.dossier(), &offered, JoinChoices::default(), client.endpoint);
            Ok(Reply::Taking(Arc::new(offered), Box::new(taking)))
        }
        Order::Records(picked) => {
            Ok(Reply::Records(Arc::new(endpoint::offered(client, &picked.picks, picked.options)?)))
        }
        Order::Join(offered, choices) => {
            let taking = endpoint::take(open.dossier(), offered, choices.clone(), client.endpoint);
            Ok(Reply::Taking(Arc::clone(offered), Box::new(taking)))
        }
        Order::Again(of) => {
            let then = endpoint::asked_on(open.dossier(), client.endpoint);
            let before_by = then.map(|day| Kept::alone(answers.clone(), Mode::AsOf(day)));
            let before = before_by.as_ref().map(|by| Client::new(client.endpoint, by, client.asking));
            let again = endpoint::ask_again(open.dossier(), of.as_ref(), client, before.as_ref())?;
            Ok(Reply::Again(Arc::new(again)))
        }
        Order::Choose(again, changes, new) => {
            let mut changes = changes.clone();
            let mut dossier = open.dossier().clone();
            for change in &changes {
                apply(&mut dossier, change).map_err(|refusal| refused(&refusal))?;
            }
            let taking = again.news.take(&dossier, new, client.endpoint);
            changes.extend(taking.into_iter().flat_map(|taking| taking.edit.changes));
            Ok(Reply::Chosen(changes))
        }
    }
}

/// What was chosen cannot be done together.
fn refused(refusal: &EditRefusal) -> Failure {
    let problem = Problem::error(codes::NO_ANSWER, format!("this cannot be taken in: {}", refusal.message));
    problem.with_help("choose less, or ask again").into()
}

/// What is said of work that failed within the program.
pub(super) fn broken() -> Failure {
    let problem = Problem::error(codes::NO_ANSWER, "looking up failed because of an internal error");
    problem.with_help("nothing was taken in; please report this with what you looked up").into()
}
