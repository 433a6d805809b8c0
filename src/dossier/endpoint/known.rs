//! An endpoint as a person adds it, as a source of the dossier, and a few to choose from. Keys are not here: they never
//! stand in a dossier.

use super::address::Address;
use super::client::{Endpoint, Profile};
use super::profile;
use crate::dossier::model::{Date, Day, Dossier, Source};
use crate::problem::Problem;

/// What the note of a source begins with that is an endpoint.
const NOTE: &str = "Endpoint: ";

/// An endpoint to choose from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownEndpoint {
    /// What it is called.
    pub(crate) name: &'static str,
    /// What is there, a few words.
    pub(crate) about: &'static str,
    /// Where it is asked.
    pub(crate) url: &'static str,
    /// Where it has its own search.
    pub(crate) api: Option<&'static str>,
    /// How it is asked.
    pub(crate) profile: &'static str,
}

/// A few to choose from. Nothing is sent to them before a person says so.
pub(crate) const KNOWN: &[KnownEndpoint] = &[
    KnownEndpoint {
        name: "Wikidata",
        about: "120 million things described by volunteers, with references",
        url: "https://query.wikidata.org/sparql",
        api: Some("https://www.wikidata.org/w/api.php"),
        profile: "wikibase",
    },
    KnownEndpoint {
        name: "DBpedia",
        about: "data from the infoboxes of Wikipedia",
        url: "https://dbpedia.org/sparql",
        api: None,
        profile: "rdf",
    },
    KnownEndpoint {
        name: "EU Publications Office",
        about: "laws, documents and bodies of the European Union",
        url: "https://publications.europa.eu/webapi/rdf/sparql",
        api: None,
        profile: "rdf",
    },
    KnownEndpoint {
        name: "OpenSanctions",
        about: "sanctions lists, politicians and their associates; needs a key",
        url: "https://api.opensanctions.org",
        api: None,
        profile: "yente",
    },
    KnownEndpoint {
        name: "OpenAleph",
        about: "registers and leaked documents gathered by investigators; some need a key",
        url: "https://search.openaleph.org",
        api: None,
        profile: "openaleph",
    },
];

impl Endpoint {
    /// An endpoint by its address, with names in English first; one of [`KNOWN`] by its name or address is as it is there.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub(crate) fn parse(text: &str, profile: &'static dyn Profile) -> Result<Self, Problem> {
        let known = KNOWN.iter().find(|known| known.name.eq_ignore_ascii_case(text.trim()) || known.url == text.trim());
        let url = Address::parse(known.map_or(text, |known| known.url))?;
        let api = known.and_then(|known| known.api).and_then(|api| Address::parse(api).ok());
        let profile = known.and_then(|known| profile::named(known.profile)).unwrap_or(profile);
        let name = known.map_or_else(|| url.host().to_string(), |known| known.name.to_owned());
        Ok(Endpoint { name, url, api, profile, languages: vec!["en".to_owned()], contact: String::new() })
    }

    /// The source that it is in a dossier, last asked on a day.
    pub(crate) fn source(&self, day: Option<Day>) -> Source {
        let id = crate::dossier::edit::quick_entry::free_id(&self.name, |_| false);
        let mut source = Source::new(id.as_str());
        source.title = Some(self.name.clone());
        source.url = Some(self.url.as_str().to_owned());
        source.retrieved = day.and_then(|day| Date::parse(&super::transport::written(day)).ok());
        let api = self.api.as_ref().map_or_else(String::new, |api| format!("; API {}", api.as_str()));
        source.note = Some(format!("{NOTE}{}; languages {}{api}", self.profile.name(), self.languages.join(", ")));
        source
    }

    /// The source that it becomes in a dossier, under an id that is free there; `None` where it is one already.
    #[cfg_attr(not(feature = "window"), allow(dead_code, reason = "the command line adds it with what is taken"))]
    pub(crate) fn new_source(&self, dossier: &Dossier) -> Option<Source> {
        let is_this = |known: &Endpoint| known.url == self.url;
        if dossier.sources.iter().filter_map(Endpoint::of_source).any(|known| is_this(&known)) {
            return None;
        }
        let mut source = self.source(None);
        let is_taken = |id: &str| dossier.sources.iter().any(|known| known.id.as_str() == id);
        if is_taken(source.id.as_str()) {
            source.id = crate::dossier::edit::quick_entry::free_id(source.id.as_str(), is_taken).as_str().into();
        }
        Some(source)
    }

    /// The endpoint that a source of a dossier is; `None` where it is none.
    #[cfg_attr(not(feature = "window"), allow(dead_code, reason = "the command line is told the address"))]
    pub(crate) fn of_source(source: &Source) -> Option<Self> {
        let said = source.note.as_deref()?.lines().find_map(|line| line.strip_prefix(NOTE))?;
        let mut parts = said.split("; ");
        let profile = profile::named(parts.next()?.trim())?;
        let mut endpoint = Endpoint::parse(source.url.as_deref()?, profile).ok()?;
        endpoint.profile = profile;
        endpoint.name = source.title.clone().unwrap_or(endpoint.name);
        for part in parts {
            if let Some(languages) = part.strip_prefix("languages ") {
                endpoint.languages = languages_of(languages);
            } else if let Some(api) = part.strip_prefix("API ") {
                endpoint.api = Address::parse(api).ok();
            }
        }
        Some(endpoint)
    }
}

/// The languages of a list such as `en, ja`; what is no tag is left out.
pub(crate) fn languages_of(text: &str) -> Vec<String> {
    let is_tag =
        |tag: &&str| !tag.is_empty() && tag.len() <= 35 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    text.split([',', ' ']).map(str::trim).filter(is_tag).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_comes_back_from_its_source() {
        let mut endpoint = Endpoint::parse("wikidata", profile::PROFILES[0]).unwrap();
        assert_eq!((endpoint.name.as_str(), endpoint.profile.name()), ("Wikidata", "wikibase"));
        endpoint.languages = languages_of("ja, en,,<x>");
        let back = Endpoint::of_source(&endpoint.source(Some(Day::from_number(20_000)))).unwrap();
        assert_eq!(
            (back.url, back.api, back.languages),
            (endpoint.url, endpoint.api, vec!["ja".to_owned(), "en".into()])
        );
        let mut other = Source::new("x");
        other.note = Some("a note; Endpoint: rdf".to_owned());
        assert!(Endpoint::of_source(&other).is_none());
    }

    #[test]
    fn all_that_can_be_chosen_is_an_endpoint_and_the_person_is_asked_about_all_its_hosts() {
        for known in KNOWN {
            assert!(profile::named(known.profile).is_some(), "{}", known.name);
            let endpoint = Endpoint::parse(known.name, profile::PROFILES[0]).unwrap();
            assert!(endpoint.url.is_https());
            assert_eq!(endpoint.api.is_some(), known.api.is_some());
            let question = endpoint.question();
            assert!(question.in_words().contains(endpoint.url.host().as_str()));
            assert_eq!(question.hosts().count(), 1 + usize::from(known.api.is_some()));
        }
        let mut endpoint = Endpoint::parse("example.org/sparql", profile::PROFILES[0]).unwrap();
        endpoint.contact = "me@example.org\r\nX: y".to_owned();
        assert!(endpoint.user_agent().ends_with("(me@example.orgX: y)"), "{}", endpoint.user_agent());
    }
}
