//! A service that is asked, how a kind of them is asked, and one conversation with it: queries go out, rows come back, and what a person should know of it is gathered. What
//! is asked for is decided by the profiles.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{BlankNode, NamedNode};
use serde_json::Value;

use super::address::Address;
use super::answer::Rows;
use super::consent::Question;
use super::offer::{Found, How, Page, Paging, Picks, Property, Tie};
use super::query::{Select, iri};
use super::taking::Material;
use super::transport::{Answer, Asking, Request, Transport};
use crate::dossier::exchange::Failure;
use crate::dossier::model::Day;
use crate::problem::{Problem, codes};

/// Most things that are named in one query.
pub(super) const AT_ONCE: usize = 100;

/// What is shown to servers where a person gave no contact.
const NO_CONTACT: &str = "no contact given";

/// A service that is asked.
#[derive(Clone)]
pub(crate) struct Endpoint {
    /// What it is called.
    pub(crate) name: String,
    /// Where it is asked.
    pub(crate) url: Address,
    /// Where a Wikibase has its own search; `None` where it has none or none is known.
    pub(crate) api: Option<Address>,
    /// How it is asked.
    pub(crate) profile: &'static dyn Profile,
    /// Languages of names, the best first, as BCP 47 tags.
    pub(crate) languages: Vec<String>,
    /// Who asks: an e-mail or web address for those who run the server; public ones demand it.
    pub(crate) contact: String,
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").field("name", &self.name).field("url", &self.url).finish_non_exhaustive()
    }
}

impl Endpoint {
    /// How the program names itself there.
    pub(crate) fn user_agent(&self) -> String {
        let plain: String = self.contact.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(200).collect();
        let contact = if plain.trim().is_empty() { NO_CONTACT } else { plain.trim() };
        format!("Chancery/{} ({contact})", env!("CARGO_PKG_VERSION"))
    }

    /// What a person is to agree to before anything is sent.
    pub(crate) fn question(&self) -> Question {
        Question::new(std::iter::once(&self.url).chain(&self.api), self.user_agent())
    }
}

/// How a kind of endpoint is asked.
pub(crate) trait Profile: Sync {
    /// Its name for people and `--profile`: `rdf`.
    fn name(&self) -> &'static str;
    /// What it is, a few words.
    fn about(&self) -> &'static str;
    /// Whether it is asked by SPARQL.
    fn is_sparql(&self) -> bool {
        true
    }
    /// Whether an endpoint is of this kind.
    ///
    /// # Errors
    /// That it did not answer; or that a person asked to stop.
    fn fits(&self, client: &Client<'_>) -> Result<bool, Failure>;
    /// Things of a name.
    ///
    /// # Errors
    /// What went wrong; or that a person asked to stop.
    fn find(&self, client: &Client<'_>, name: &str, how: How) -> Result<Found, Failure>;
    /// The properties by which a thing is tied to others, both ways, with counts.
    ///
    /// # Errors
    /// What went wrong; or that a person asked to stop.
    fn properties(&self, client: &Client<'_>, of: &str) -> Result<Vec<Property>, Failure>;
    /// What a property leads to, a hundred at a time.
    ///
    /// # Errors
    /// What went wrong; or that a person asked to stop.
    fn neighbours(&self, client: &Client<'_>, of: &str, by: &Property, paging: &Paging) -> Result<Page, Failure>;
    /// The ties among things, which are at most a hundred.
    ///
    /// # Errors
    /// What went wrong; or that a person asked to stop.
    fn among(&self, client: &Client<'_>, things: &[String]) -> Result<Page, Failure>;
    /// The ties of statements that have names; none where statements have none.
    ///
    /// # Errors
    /// What went wrong; or that a person asked to stop.
    fn ties(&self, _client: &Client<'_>, _statements: &BTreeSet<String>) -> Result<Vec<Tie>, Failure> {
        Ok(Vec::new())
    }
    /// How many requests it takes at most to take in what is picked, where they grow with each thing; `None` where many
    /// things are asked for at once.
    fn requests(&self, _picks: &Picks) -> Option<usize> {
        None
    }
    /// All statements that say what is taken in.
    ///
    /// # Errors
    /// What went wrong; or that a person asked to stop.
    fn facts(&self, client: &Client<'_>, picks: &Picks, with_deprecated: bool) -> Result<Material, Failure>;
}

/// What a person should know of the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// What is missing or was left out, each once, with the reason after a colon where it needs one: `entities beyond the
    /// first 500: take fewer at once`.
    pub(crate) missing: Vec<String>,
    /// The oldest day of an answer that was kept from before.
    pub(crate) kept_from: Option<Day>,
    /// The last day of an answer.
    pub(crate) day: Option<Day>,
    /// How many requests were answered.
    pub(crate) requests: usize,
}

impl Told {
    /// Adds what is known of further answers.
    pub(super) fn add(&mut self, other: Told) {
        let new: Vec<String> = other.missing.into_iter().filter(|what| !self.missing.contains(what)).collect();
        self.missing.extend(new);
        self.kept_from = [self.kept_from, other.kept_from].into_iter().flatten().min();
        self.day = self.day.max(other.day);
        self.requests += other.requests;
    }
}

/// A conversation.
pub(crate) struct Client<'a> {
    /// Who is asked.
    pub(crate) endpoint: &'a Endpoint,
    transport: &'a dyn Transport,
    /// Who asks.
    pub(crate) asking: Asking<'a>,
    told: RefCell<Told>,
    blanks: Cell<u32>,
    /// Title and address of the collections that answers told of, by name.
    pub(super) collections: RefCell<BTreeMap<String, (String, Option<String>)>>,
}

impl<'a> Client<'a> {
    /// With an endpoint, by a transport.
    pub(crate) fn new(endpoint: &'a Endpoint, transport: &'a dyn Transport, asking: Asking<'a>) -> Self {
        Client {
            endpoint,
            transport,
            asking,
            told: RefCell::default(),
            blanks: Cell::new(0),
            collections: RefCell::default(),
        }
    }

    /// What a person should know of the answers so far; begins anew.
    pub(crate) fn take_told(&self) -> Told {
        self.told.take()
    }

    /// The day of the answers so far.
    pub(super) fn day(&self) -> Option<Day> {
        self.told.borrow().day
    }

    /// Something is missing.
    pub(super) fn missing(&self, what: impl Into<String>) {
        let (what, mut told) = (what.into(), self.told.borrow_mut());
        if !told.missing.contains(&what) {
            told.missing.push(what);
        }
    }

    /// A blank node that no other answer has.
    pub(super) fn blank(&self) -> BlankNode {
        let number = self.blanks.get();
        self.blanks.set(number.wrapping_add(1));
        BlankNode::new_unchecked(format!("b{number}"))
    }

    fn send(&self, request: &Request) -> Result<Answer, Failure> {
        let answer = self.transport.send(request, self.asking)?;
        let mut told = self.told.borrow_mut();
        told.requests += 1;
        told.day = told.day.max(Some(answer.day));
        if answer.is_kept {
            told.kept_from = Some(told.kept_from.map_or(answer.day, |day| day.min(answer.day)));
        }
        Ok(answer)
    }

    /// The rows of a query.
    ///
    /// # Errors
    /// What went wrong; or that a person asked to stop.
    pub(super) fn rows(&self, select: &Select) -> Result<Rows, Failure> {
        let request = Request::query(self.endpoint.url.clone(), select.to_string());
        let answer = self.send(&request)?;
        let rows = Rows::read(&self.endpoint.url.host(), &answer, self.asking.progress)?;
        rows.missing.iter().for_each(|what| self.missing(what.clone()));
        Ok(rows)
    }

    /// The rows of a query that need not succeed: what is asked for by the way. What went wrong is told as missing.
    ///
    /// # Errors
    /// That a person asked to stop.
    pub(super) fn rows_or_missing(&self, select: &Select, what: &str) -> Result<Rows, Failure> {
        match self.rows(select) {
            Err(Failure::Wrong(problem)) => {
                self.missing(format!("{what}: {}", problem.message));
                Ok(Rows::default())
            }
            other => other,
        }
    }

    /// An answer in JSON.
    ///
    /// # Errors
    /// What went wrong; or that a person asked to stop.
    pub(super) fn json(&self, request: &Request) -> Result<Value, Failure> {
        let answer = self.send(request)?;
        serde_json::from_str(&answer.text).map_err(|error| {
            let message = format!("the answer from {} is not JSON: {error}", request.to.host());
            Problem::error(codes::NOT_THE_FORMAT, message).with_help("check the address and the profile").into()
        })
    }
}

/// IRIs that may go into a query; others are told as missing, and not sent.
pub(super) fn iris<'t>(client: &Client<'_>, texts: impl IntoIterator<Item = &'t str>) -> Vec<NamedNode> {
    let good = texts.into_iter().filter_map(|text| match iri(text) {
        Ok(iri) => Some(iri),
        Err(problem) => {
            client.missing(problem.message);
            None
        }
    });
    good.collect()
}

/// A problem as a failure of what was asked.
pub(super) fn failed(message: impl Into<String>, help: &str) -> Failure {
    Problem::error(codes::NO_ANSWER, message).with_help(help).into()
}
