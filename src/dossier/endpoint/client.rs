//! One conversation with an endpoint: queries go out, rows come back, and what a person should know of it is gathered. What
//! is asked for is decided by the profiles.

use std::cell::{Cell, RefCell};

use oxrdf::{BlankNode, NamedNode};
use serde_json::Value;

use super::answer::Rows;
use super::known::Endpoint;
use super::query::{Select, iri};
use super::transport::{Answer, Asking, Request, Transport};
use crate::dossier::exchange::Failure;
use crate::dossier::model::Day;
use crate::problem::{Problem, codes};

/// Most things that are named in one query.
pub(super) const AT_ONCE: usize = 100;

/// What a person should know of the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// What is missing or was left out, each once: sentences without a full stop.
    pub(crate) missing: Vec<String>,
    /// The oldest day of an answer that was kept from before.
    pub(crate) kept_from: Option<Day>,
    /// The last day of an answer.
    pub(crate) day: Option<Day>,
    /// How many requests were answered.
    pub(crate) requests: usize,
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
}

impl<'a> Client<'a> {
    /// With an endpoint, by a transport.
    pub(crate) fn new(endpoint: &'a Endpoint, transport: &'a dyn Transport, asking: Asking<'a>) -> Self {
        Client { endpoint, transport, asking, told: RefCell::default(), blanks: Cell::new(0) }
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
            let message = format!("the answer of {} is not JSON: {error}", request.to.host());
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
