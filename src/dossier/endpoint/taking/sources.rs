//! The sources that references name, each once: by title, address and day of publication.

use crate::dossier::edit::quick_entry::free_id;
use crate::dossier::exchange::Reference;
use crate::dossier::model::{Date, Source, SourceId};

/// Sources by what they are.
pub(super) struct SourceBook {
    sources: Vec<Source>,
}

impl SourceBook {
    /// With the endpoint itself.
    pub(super) fn new(endpoint: Source) -> Self {
        SourceBook { sources: vec![endpoint] }
    }

    /// The source of the endpoint.
    pub(super) fn endpoint(&self) -> SourceId {
        self.sources.first().map(|source| source.id.clone()).unwrap_or_default()
    }

    /// The source that a reference names; `None` if it names none.
    pub(super) fn of(&mut self, reference: &Reference) -> Option<SourceId> {
        let (url, others): (Vec<&String>, Vec<&String>) =
            reference.addresses.iter().partition(|address| is_link(address));
        let url = url.first().map(|url| (*url).clone());
        let stated_in = reference.stated_in.first();
        let named = reference.titles.first().or(stated_in).cloned();
        let title =
            named.or_else(|| url.as_deref().map(host)).or_else(|| others.first().map(|text| (*text).clone()))?;
        let mut source = Source::new("");
        source.publisher = stated_in.filter(|name| **name != title).cloned();
        source.published = reference.published.first().and_then(|date| Date::parse(date).ok());
        (source.title, source.url) = (Some(title), url);
        Some(self.put(source))
    }

    /// The source that an address or a title alone is.
    pub(super) fn named(&mut self, text: &str) -> SourceId {
        let mut source = Source::new("");
        if is_link(text) {
            (source.title, source.url) = (Some(host(text)), Some(text.to_owned()));
        } else {
            source.title = Some(text.to_owned());
        }
        self.put(source)
    }

    /// The source of this title, address and day, new if there is none.
    pub(super) fn put(&mut self, mut source: Source) -> SourceId {
        let same = |known: &&Source| {
            (&known.title, &known.url, &known.published) == (&source.title, &source.url, &source.published)
        };
        if let Some(known) = self.sources.iter().find(same) {
            return known.id.clone();
        }
        let title = source.title.as_deref().unwrap_or_default();
        let id = free_id(&title.replace('.', " "), |id| self.sources.iter().any(|known| known.id.as_str() == id));
        source.id = id.as_str().into();
        self.sources.push(source);
        id.as_str().into()
    }

    /// All of them.
    pub(super) fn into_sources(self) -> Vec<Source> {
        self.sources
    }
}

fn is_link(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The host of an address.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_a_source_once() {
        let mut book = SourceBook::new(Source::new("wikidata"));
        let mut reference = Reference { stated_in: vec!["The Guardian".into()], ..Reference::default() };
        let first = book.of(&reference);
        assert_eq!(first, book.of(&reference));
        reference.addresses = vec!["https://www.theguardian.com/sample".into()];
        reference.published = vec!["2015-10".into()];
        assert_ne!(first, book.of(&reference));
        assert_eq!(book.of(&Reference { imported: vec!["English Wikipedia".into()], ..Reference::default() }), None);
        let only_address = Reference { addresses: vec!["https://asean.org/x".into()], ..Reference::default() };
        assert_eq!(book.of(&only_address), Some("asean-org".into()));
        assert_eq!(book.named("https://asean.org/x"), "asean-org".into());
        assert_eq!(book.into_sources().len(), 4);
    }
}
