//! Classes of Wikidata that our vocabulary has a kind for. A thing is of the first of them that its classes lead up to.

/// Class and kind, the narrower first.
pub(super) const ROOTS: &[(&str, &str)] = &[
    ("Q5", "person"),
    ("Q3624078", "state"),
    ("Q6256", "state"),
    ("Q192350", "ministry"),
    ("Q327333", "agency"),
    ("Q4164871", "post"),
    ("Q294414", "post"),
    ("Q4830453", "company"),
    ("Q245065", "organisation"),
    ("Q43229", "organisation"),
    ("Q2761147", "meeting"),
    ("Q1656682", "event"),
    ("Q732577", "publication"),
    ("Q49848", "document"),
    ("Q515", "place"),
    ("Q56061", "place"),
    ("Q2221906", "place"),
];

/// The kind of a thing by the classes that it leads up to.
pub(super) fn kind<'c>(classes: impl Iterator<Item = &'c str> + Clone) -> Option<&'static str> {
    ROOTS.iter().find(|(root, _)| classes.clone().any(|class| class == *root)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::ron_text::built_in_vocabulary;

    #[test]
    fn the_kinds_are_those_of_our_vocabulary() {
        for (root, id) in ROOTS {
            assert!(built_in_vocabulary().entity_kind(id).is_some(), "{root}: {id}");
        }
        assert_eq!(kind(["Q2221906", "Q6256"].into_iter()), Some("state"), "a state is a place, too");
        assert_eq!(kind(["Q1"].into_iter()), None);
    }
}
