//! How a kind of endpoint is asked, behind the list [`PROFILES`]: what is found, what a thing is tied to, and the statements
//! of what is taken. What becomes of statements is not decided here.

mod common;
mod kinds;
mod plain;
mod wikibase;
mod words;

use super::client::{Client, Profile, failed};
use crate::dossier::exchange::Failure;

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
    Err(failed(message, "the address may be that of an empty or another graph"))
}
