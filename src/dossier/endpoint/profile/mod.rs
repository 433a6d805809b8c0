//! How a kind of endpoint is asked, behind the list [`PROFILES`]: what is found, what a thing is tied to, and the statements
//! of what is taken. What becomes of statements is not decided here.

mod common;
mod ftm;
mod kinds;
mod plain;
mod wikibase;
mod words;

use super::client::{Client, Profile, failed};
use crate::dossier::exchange::Failure;

/// All profiles, the narrower first; those of SPARQL before others.
pub(crate) const PROFILES: &[&dyn Profile] =
    &[&wikibase::Wikibase, &plain::Plain, &ftm::FollowTheMoney::YENTE, &ftm::FollowTheMoney::ALEPH];

/// The profile of this name.
pub(crate) fn named(name: &str) -> Option<&'static dyn Profile> {
    PROFILES.iter().find(|profile| profile.name().eq_ignore_ascii_case(name)).copied()
}

/// The first profile that an endpoint fits.
///
/// # Errors
/// That it did not answer, or answered nothing that is known; or that a person asked to stop.
pub(crate) fn probe(client: &Client<'_>) -> Result<&'static dyn Profile, Failure> {
    let mut refused = None;
    for profile in PROFILES {
        // What does not answer one query of SPARQL answers no other.
        if profile.is_sparql() && refused.is_some() {
            continue;
        }
        match profile.fits(client) {
            Ok(true) => return Ok(*profile),
            Ok(false) => {}
            Err(Failure::Wrong(problem)) => refused = refused.or(Some(problem)),
            Err(Failure::Cancelled) => return Err(Failure::Cancelled),
        }
    }
    if let Some(problem) = refused {
        return Err(Failure::Wrong(problem));
    }
    let message = format!("{} answers, but with no statements that Chancery can read", client.endpoint.url.host());
    Err(failed(message, "check the address; the graph there may be empty"))
}
