//! Sources that are counted as two origins of a record and may be one: they have the same publisher, or are quoted with the
//! same words. Whether one copies the other is for a person to say, with `draws_on`.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use super::origins::{Origin, Origins, source_called};
use super::{RecordAt, claims_of, records};
use crate::dossier::model::fold::search_form;
use crate::dossier::model::{Claim, Dossier};
use crate::wording::counted;

/// Quotations of fewer letters agree by chance.
const SHORTEST_QUOTE: usize = 24;

/// Why two sources may be one origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Likeness {
    SameWords,
    SamePublisher,
}

impl Likeness {
    /// The word for programs, and the words for people.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Likeness::SameWords => ("same_words", "quoted with the same words"),
            Likeness::SamePublisher => ("same_publisher", "same publisher"),
        }
    }
}

/// Two sources that may be one origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alike {
    /// Their ids, in the order of the dossier.
    pub(crate) sources: [String; 2],
    pub(crate) likeness: Likeness,
    /// The records that count them as two.
    pub(crate) records: Vec<RecordAt>,
}

impl Alike {
    /// Which two, why, and how many records count them as two.
    pub(crate) fn in_words(&self, dossier: &Dossier) -> String {
        let [a, b] = self.sources.each_ref().map(|id| source_called(dossier, id));
        format!(
            "{a} and {b}: {}; {} both",
            self.likeness.words().1,
            counted(self.records.len(), "record cites", "records cite")
        )
    }
}

/// What fixes it.
pub(crate) const MEND: &str =
    "If one source copies the other, add the original to the copy’s `draws_on`; both then count as one origin.";

/// All pairs of sources that some record counts as two origins though they may be one, those of most records first.
pub(crate) fn alike(dossier: &Dossier, origins: &Origins<'_>) -> Vec<Alike> {
    let place: HashMap<&str, usize, RandomState> =
        dossier.sources.iter().enumerate().map(|(number, source)| (source.id.as_str(), number)).collect();
    let publisher = |number: usize| dossier.sources[number].publisher.as_deref().map(search_form);
    let publishers: Vec<Option<String>> = (0..dossier.sources.len()).map(publisher).collect();
    let mut found: BTreeMap<([usize; 2], Likeness), Vec<RecordAt>> = BTreeMap::new();
    for record in records(dossier) {
        // The first source of each publisher and quotation; the others are told beside it.
        let mut first: HashMap<(Likeness, &str), (usize, Origin<'_>), RandomState> = HashMap::default();
        let claims: Vec<(&Claim, String)> = Claim::carrying(claims_of(dossier, record))
            .map(|(_, claim)| (claim, claim.quote.as_deref().map(search_form).unwrap_or_default()))
            .collect();
        for (claim, quote) in &claims {
            let (origin, Some(number)) = (origins.of(claim), place.get(claim.source.as_str())) else { continue };
            if matches!(origin, Origin::Speaker(_)) {
                continue;
            }
            let quoted = (quote.chars().count() >= SHORTEST_QUOTE).then_some((Likeness::SameWords, quote.as_str()));
            let published = publishers[*number].as_deref().filter(|name| !name.is_empty());
            for key in quoted.into_iter().chain(published.map(|name| (Likeness::SamePublisher, name))) {
                let (other, its_origin) = *first.entry(key).or_insert((*number, origin));
                if its_origin != origin {
                    let pair = [other.min(*number), other.max(*number)];
                    let list = found.entry((pair, key.0)).or_default();
                    if list.last() != Some(&record) {
                        list.push(record);
                    }
                }
            }
        }
    }
    let id = |number: usize| dossier.sources[number].id.to_string();
    let mut all: Vec<Alike> = found
        .into_iter()
        .map(|((pair, likeness), records)| Alike { sources: pair.map(id), likeness, records })
        .collect();
    all.sort_by_key(|alike| std::cmp::Reverse(alike.records.len()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::open_texts;

    const WORDS: &str = "The ministers met in Kuala Lumpur and agreed on a plan.";

    /// The pairs that are told of a record with these claims.
    fn told(claims: &str) -> Vec<(String, &'static str, usize)> {
        let text = format!(
            "Dossier(format: 1, title: \"T\", sources: [
                (id: \"a\", publisher: \"The Daily\"), (id: \"b\", publisher: \"the daily \"), (id: \"c\"), (id: \"d\"),
                (id: \"copy\", publisher: \"The Daily\", draws_on: [\"a\"])],
             entities: [(id: \"e\", kind: \"person\", name: \"E\", claims: [{claims}])])"
        );
        let dossier = open_texts(&[("t.ron", &text)]).dossier;
        let found = alike(&dossier, &Origins::new(&dossier));
        let pair = |alike: Alike| (alike.sources.join(" "), alike.likeness.words().0, alike.records.len());
        found.into_iter().map(pair).collect()
    }

    #[test]
    fn one_publisher_and_the_same_words_are_told_where_two_origins_are_counted() {
        let quoting = |source: &str, words: &str| format!("(source: \"{source}\", quote: \"{words}\"),");
        assert_eq!(told("(source: \"a\"), (source: \"b\")"), [("a b".to_owned(), "same_publisher", 1)]);
        let same =
            told(&(quoting("c", WORDS) + &quoting("d", "the ministers met in Kuala Lumpur, and agreed on a plan")));
        assert_eq!(same, [("c d".to_owned(), "same_words", 1)]);
        let both = told(&(quoting("a", WORDS) + &quoting("b", WORDS)));
        assert_eq!(both.iter().map(|(.., why, _)| *why).collect::<Vec<_>>(), ["same_words", "same_publisher"]);
    }

    #[test]
    fn what_counts_as_one_origin_or_agrees_by_chance_is_not_told() {
        for claims in [
            "(source: \"a\"), (source: \"copy\")",
            "(source: \"a\"), (source: \"c\")",
            "(source: \"c\"), (source: \"d\")",
            "(source: \"a\"), (source: \"a\", at: \"P2\")",
            "(source: \"c\", quote: \"Yes, we did.\"), (source: \"d\", quote: \"Yes, we did.\")",
            "(source: \"a\"), (source: \"b\", superseded: true)",
            "(source: \"a\"), (source: \"b\", denies: true)",
            "(source: \"a\", basis: reported(by: \"e\")), (source: \"b\", basis: reported(by: \"e\"))",
        ] {
            assert_eq!(told(claims), [], "{claims}");
        }
    }
}
