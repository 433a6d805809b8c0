//! Short names of resources: the ends of their IRIs where no other resource of the file has the same. Knows no graph.

use std::collections::HashMap;

use super::store::{Store, Term, TermId};

/// The end of an IRI after `#`, `/` or `:`; the whole where nothing stands there.
pub(super) fn local_name(iri: &str) -> &str {
    let bare = iri.trim_end_matches(['/', '#']);
    let name = bare.rsplit(['#', '/']).next().unwrap_or_default();
    let name = if bare.contains(['#', '/']) { name } else { bare.rsplit(':').next().unwrap_or_default() };
    if name.is_empty() { iri } else { name }
}

/// The IRI without its local name.
pub(super) fn namespace(iri: &str) -> &str {
    let name = local_name(iri);
    iri.trim_end_matches(['/', '#']).strip_suffix(name).unwrap_or(iri)
}

/// Whether a name says nothing to people: `Q42`, `P31`, a number, a hash.
pub(super) fn is_opaque(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let hash = name.len() >= 16 && name.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    hash || letters <= 1 && digits > 0
}

/// The ids of resources in a graph.
#[derive(Debug, Default)]
pub(super) struct Ids<'s> {
    /// How many resources have a local name; what there is twice is written out.
    counts: HashMap<&'s str, u32>,
    /// Numbers of blank nodes: their labels mean nothing.
    blanks: HashMap<TermId, u32>,
}

impl<'s> Ids<'s> {
    /// Of the resources that may become nodes, each once.
    pub(super) fn of(store: &'s Store, resources: impl Iterator<Item = TermId>) -> Self {
        let mut ids = Ids::default();
        for id in resources {
            match store.term(id) {
                Term::Iri(iri) => *ids.counts.entry(local_name(iri)).or_default() += 1,
                Term::Blank(_) => {
                    let next = ids.blanks.len() as u32 + 1;
                    ids.blanks.entry(id).or_insert(next);
                }
                Term::Literal(..) | Term::Quoted(..) => {}
            }
        }
        ids
    }

    /// The id of a resource.
    pub(super) fn id(&self, store: &'s Store, id: TermId) -> String {
        match store.term(id) {
            Term::Iri(iri) => {
                let name = local_name(iri);
                // Ids of blank nodes must not be taken by anything else.
                let free = self.counts.get(name).is_none_or(|count| *count <= 1) && !name.starts_with("blank-");
                if free { name.to_owned() } else { iri.to_owned() }
            }
            Term::Blank(label) => match self.blanks.get(&id) {
                Some(number) => format!("blank-{number}"),
                None => format!("_:{label}"),
            },
            Term::Literal(value, _) => value.to_owned(),
            Term::Quoted(..) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_iris_are_their_names() {
        for (iri, name, space) in [
            ("http://a.org/b#c", "c", "http://a.org/b#"),
            ("http://a.org/b/c", "c", "http://a.org/b/"),
            ("http://a.org/b/", "b", "http://a.org/"),
            ("urn:isbn:123", "123", "urn:isbn:"),
            ("mailto:a@b.org", "a@b.org", "mailto:"),
        ] {
            assert_eq!((local_name(iri), namespace(iri)), (name, space), "{iri}");
        }
        assert!(["Q42", "P31", "2014", "83c715a823f6d4f67e0a13eb513fc4de"].iter().all(|name| is_opaque(name)));
        assert!(["knows", "A", "member2", "Person"].iter().all(|name| !is_opaque(name)));
    }
}
