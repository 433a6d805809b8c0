//! How a request is sent and what comes back, behind [`Transport`]: the web ([`Http`]) or answers that were kept ([`Kept`]).
//! Limits of size and time stand here. What a query means is not known here.

mod http;
mod kept;
mod reading;
mod retry_after;
#[cfg(test)]
pub(super) mod tests;
mod turns;

use std::time::Duration;

use xxhash_rust::xxh3::xxh3_128;

use super::address::{Address, form};
use crate::dossier::exchange::Failure;
use crate::dossier::model::Day;
use crate::progress::Progress;
pub(crate) use http::Http;
pub(crate) use kept::{Kept, Mode, written};
pub(crate) use reading::says_nothing_there;

/// After so long a person is told that the server is slow.
pub(crate) const SLOW: Duration = Duration::from_secs(10);
/// After so long a request is given up.
pub(crate) const LONGEST: Duration = Duration::from_secs(55);
/// Most bytes of an answer, unpacked.
pub(crate) const MOST_BYTES: usize = 32 << 20;
/// What a server may ask to wait before a request is made again by itself.
const MOST_WAIT: Duration = Duration::from_secs(60);
/// How often a request is made again.
const TRIES: usize = 3;
/// How often one is sent on.
const MOST_REDIRECTS: usize = 3;
/// How often it is looked whether a person asked to stop.
const LOOK: Duration = Duration::from_millis(25);

/// Results of SPARQL, which every endpoint can give in at least one of the two.
pub(crate) const RESULTS: &str = "application/sparql-results+json, application/sparql-results+xml;q=0.8";
/// JSON of services that are no SPARQL endpoints.
pub(crate) const JSON: &str = "application/json";

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// Where to.
    pub(crate) to: Address,
    /// The SPARQL query; `None` where the address says it all.
    pub(crate) query: Option<String>,
    /// What answers are taken.
    pub(crate) accept: &'static str,
}

impl Request {
    /// A query to an endpoint, by POST as a form (SPARQL 1.1 Protocol, 2.1.2): addresses have a limit, queries none.
    pub(crate) fn query(to: Address, query: String) -> Self {
        Request { to, query: Some(query), accept: RESULTS }
    }

    /// A request that is said by its address.
    pub(crate) fn get(to: Address) -> Self {
        Request { to, query: None, accept: JSON }
    }

    /// As it is sent: where to, then the query.
    pub(super) fn in_words(&self) -> String {
        match &self.query {
            Some(query) => format!("POST {}\n\n{}", self.to.as_str(), query.trim_end()),
            None => format!("GET {}", self.to.as_str()),
        }
    }

    /// The form that is posted.
    fn body(&self) -> Option<String> {
        self.query.as_ref().map(|query| form(&[("query", query)]))
    }

    /// A short name for it, the same in every session.
    pub(crate) fn key(&self) -> String {
        let all = format!("{}\0{}\0{}", self.to.as_str(), self.query.as_deref().unwrap_or_default(), self.accept);
        format!("{:032x}", xxh3_128(all.as_bytes()))
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Its media type without parameters, in lower case.
    pub(crate) media: String,
    /// All of it, UTF-8.
    pub(crate) text: String,
    /// The day on which the server gave it, by UTC.
    pub(crate) day: Day,
    /// Whether it was kept from before.
    pub(crate) is_kept: bool,
    /// Why it is not all that the server has, where the server says so.
    pub(crate) cut: Option<String>,
}

/// What happens while a person waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// The server has not answered for [`SLOW`].
    Slow {
        /// Which.
        host: String,
    },
    /// The server asked to wait.
    Waiting {
        /// Which.
        host: String,
        /// How long, in seconds.
        seconds: u64,
    },
}

impl Event {
    /// What to show, a sentence without a full stop.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Event::Slow { host } => {
                format!("{host} has not answered yet; waiting up to {} seconds", LONGEST.as_secs())
            }
            Event::Waiting { host, seconds } => format!("{host} asked to wait; trying again in {seconds} seconds"),
        }
    }
}

/// Who asks: how to stop it, and whom to tell.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    /// By which it is stopped.
    pub(crate) progress: &'a Progress,
    /// Is told what happens meanwhile.
    pub(crate) tell: &'a (dyn Fn(Event) + Sync),
}

/// A way to get an answer.
pub(crate) trait Transport: Send + Sync {
    /// Sends a request and waits for the answer.
    ///
    /// # Errors
    /// What went wrong, with the host; or that a person asked to stop, within 0.3 s of that.
    fn send(&self, request: &Request, asking: Asking<'_>) -> Result<Answer, Failure>;
}
