//! How a kind of endpoint is asked, behind the list [`PROFILES`]: what is found, what a thing is tied to, and the statements
//! of what is taken. What becomes of statements is not decided here.

mod common;
mod kinds;
mod plain;
mod wikibase;
mod words;

use std::collections::BTreeSet;

use super::client::Client;
use super::offer::{Found, How, Page, Paging, Picks, Property, Tie};
use super::taking::Facts;
use crate::dossier::exchange::Failure;

/// How a kind of endpoint is asked.
pub(crate) trait Profile: Sync {
    /// Its name for people and `--profile`: `rdf`.
    fn name(&self) -> &'static str;
    /// What it is, a few words.
    fn about(&self) -> &'static str;
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
    /// All statements that say what is taken in.
    ///
    /// # Errors
    /// What went wrong; or that a person asked to stop.
    fn facts(&self, client: &Client<'_>, picks: &Picks, with_deprecated: bool) -> Result<Facts, Failure>;
}

/// All profiles, the narrower first.
pub(crate) const PROFILES: &[&dyn Profile] = &[&wikibase::Wikibase, &plain::Plain];

/// The profile of this name.
pub(crate) fn named(name: &str) -> Option<&'static dyn Profile> {
    PROFILES.iter().find(|profile| profile.name().eq_ignore_ascii_case(name)).copied()
}

/// The first profile that an endpoint fits.
///
/// # Errors
/// That it did not answer, or answered nothing that is known; or that a person asked to stop.
pub(crate) fn probe(client: &Client<'_>) -> Result<&'static dyn Profile, Failure> {
    for profile in PROFILES {
        if profile.fits(client)? {
            return Ok(*profile);
        }
    }
    let message = format!("{} answers, but has no statements that can be read", client.endpoint.url.host());
    Err(super::known::failed(message, "the address may be that of an empty or another graph"))
}
