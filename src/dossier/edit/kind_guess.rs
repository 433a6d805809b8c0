//! The kind that a name most likely has, by the words in it: what is called *Ministry of …* is a ministry.
//! Only a first offer, which the person changes with one key; where the words say nothing, neither
//! does this.

use crate::dossier::model::Vocabulary;
use crate::dossier::model::fold::search_form;

/// Words that tell a kind of the built-in vocabulary, folded; in English and the languages of its neighbours.
const WORDS: &[(&str, &[&str])] = &[
    ("ministry", &["ministry", "department", "ministere", "ministerio", "ministerium", "kementerian", "secretariat"]),
    ("agency", &["agency", "authority", "bureau", "office", "commission", "police", "directorate", "administration"]),
    ("company", &["company", "corporation", "inc", "ltd", "llc", "plc", "gmbh", "ag", "holdings", "bank"]),
    (
        "organisation",
        &[
            "organisation",
            "organization",
            "association",
            "union",
            "league",
            "federation",
            "institute",
            "university",
            "foundation",
            "council",
            "society",
            "party",
            "community",
        ],
    ),
    ("state", &["republic", "kingdom", "khanate", "sultanate", "emirate"]),
    (
        "post",
        &[
            "minister",
            "president",
            "secretary",
            "ambassador",
            "chair",
            "director",
            "commissioner",
            "governor",
            "spokesperson",
        ],
    ),
    ("dialogue", &["dialogue", "talks", "negotiations", "consultation", "consultations", "process"]),
    ("meeting", &["meeting", "summit", "conference", "session", "forum", "congress"]),
    ("event", &["anniversary", "election", "ceremony", "exercise", "festival", "visit"]),
    ("programme", &["programme", "program", "project", "scheme"]),
    ("initiative", &["initiative", "campaign", "mission"]),
    ("request", &["request", "appeal"]),
    ("proposal", &["proposal", "bid"]),
    ("threat", &["threat", "attack", "attacks"]),
    (
        "document",
        &[
            "agreement",
            "treaty",
            "statement",
            "declaration",
            "plan",
            "report",
            "convention",
            "memorandum",
            "protocol",
            "letter",
            "resolution",
            "charter",
            "act",
            "communique",
        ],
    ),
    ("publication", &["newspaper", "journal", "gazette", "magazine", "times", "herald", "news"]),
    ("place", &["city", "province", "island", "islands", "river", "port", "strait", "sea", "airport"]),
];

/// Words after which a name goes on about something else: *Ministry* of *Trade*.
const HEAD_ENDS: &[&str] =
    &["of", "for", "on", "to", "in", "between", "against", "with", "at", "de", "del", "der", "des", "du"];

/// Titles before the name of a person who holds an office, and before anybody's.
const OFFICIAL: &[&str] = &["minister", "president", "ambassador", "governor", "senator", "king", "queen"];
const PERSON: &[&str] = &["mr", "mrs", "ms", "dr", "prof", "professor", "sir", "dame"];

/// The id of the kind that `name` most likely has, if its words tell: one that `vocabulary` knows.
pub(crate) fn likely_kind(name: &str, vocabulary: &Vocabulary) -> Option<String> {
    let words: Vec<String> = search_form(name).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let known = |id: &&str| vocabulary.entity_kind(id).is_some();
    // What is said last before *of* is what it is; the words before that only say which.
    let end = words.iter().position(|w| HEAD_ENDS.contains(&w.as_str())).unwrap_or(words.len());
    let first = words.first()?;
    if end > 1 && end == words.len() {
        let title = [("official", OFFICIAL), ("person", PERSON)].into_iter().find(|(_, t)| t.contains(&first.as_str()));
        if let Some((kind, _)) = title.filter(|(kind, _)| known(kind)) {
            return Some(kind.to_owned());
        }
    }
    words[..end].iter().rev().find_map(|word| {
        by_word(word, vocabulary).or_else(|| {
            let kind = WORDS.iter().find(|(_, words)| words.contains(&&**word))?.0;
            known(&kind).then(|| kind.to_owned())
        })
    })
}

/// A kind of the vocabulary that is called by this word itself.
fn by_word(word: &str, vocabulary: &Vocabulary) -> Option<String> {
    let called = |label: &str| !label.is_empty() && search_form(label) == word;
    vocabulary.entity_kinds.iter().find(|k| called(&k.label)).map(|k| k.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::EntityKind;

    #[test]
    fn names_tell_their_kinds() {
        let mut vocabulary = Vocabulary::default();
        for kind in WORDS.iter().map(|(kind, _)| *kind).chain(["official", "person"]) {
            vocabulary.set_entity_kind(EntityKind::new(kind));
        }
        for (name, kind) in [
            ("Ministry of Foreign Affairs", Some("ministry")),
            ("Department for Trade", Some("ministry")),
            ("Third Annual Meeting", Some("meeting")),
            ("Meeting of the Trade Ministry", Some("meeting")),
            ("ASEAN-Japan Cybercrime Dialogue", Some("dialogue")),
            ("Joint Statement on Trade", Some("document")),
            ("Treaty of Lisbon", Some("document")),
            ("Minister of Finance", Some("post")),
            ("President Jokowi Widodo", Some("official")),
            ("Dr. Mary Akello", Some("person")),
            ("Republic of Korea", Some("state")),
            ("Harbour Authority", Some("agency")),
            ("Oy Merrow Ltd", Some("company")),
            ("Lena Fischer", None),
            ("", None),
            ("…", None),
        ] {
            assert_eq!(likely_kind(name, &vocabulary).as_deref(), kind, "{name}");
        }
    }

    #[test]
    fn only_kinds_that_the_dossier_has_are_offered_and_its_own_are() {
        let mut vocabulary = Vocabulary::default();
        assert_eq!(likely_kind("Ministry of Trade", &vocabulary), None);
        vocabulary.set_entity_kind(EntityKind { label: "Ship".into(), ..EntityKind::new("vessel") });
        assert_eq!(likely_kind("Supply Ship", &vocabulary).as_deref(), Some("vessel"));
    }
}
