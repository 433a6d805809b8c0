//! Kinds of a file as kinds of a dossier: those that the vocabulary has by another spelling or a usual other word, and
//! new ones for the rest.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt as _};
use serde::{Deserialize, Serialize};

use super::super::graph::Direction;
use crate::dossier::edit::quick_entry::free_kind_id;
use crate::dossier::model::fold::search_form;
use crate::dossier::model::{EntityKind, RelationKind, Shape, Vocabulary};

/// What nodes are of which a file says no kind.
const NODE: &str = "node";

/// Usual words of other programs, folded, and the kind of entity that is meant.
const ENTITY_WORDS: &[(&str, &str)] = &[
    ("country", "state"),
    ("nation", "state"),
    ("human", "person"),
    ("individual", "person"),
    ("organization", "organisation"),
    ("org", "organisation"),
    ("organism", "organisation"),
    ("legal entity", "organisation"),
    ("public body", "organisation"),
    ("firm", "company"),
    ("business", "company"),
    ("corporation", "company"),
    ("city", "place"),
    ("location", "place"),
    ("address", "place"),
    ("conference", "meeting"),
    ("session", "meeting"),
    ("position", "post"),
    ("office", "post"),
    ("paper", "document"),
];

/// The same for kinds of relation.
const RELATION_WORDS: &[(&str, &str)] = &[
    ("membership", "member_of"),
    ("member", "member_of"),
    ("contained in", "part_of"),
    ("occupancy", "holds_post"),
    ("employment", "works_for"),
    ("employed by", "works_for"),
    ("ownership", "owns"),
    ("owner", "owns"),
    ("related", "related_to"),
    ("participates in", "takes_part_in"),
];

/// Colours and shapes of new kinds, in turn.
const COLOURS: [&str; 7] = ["#0A6FCA", "#C47500", "#9D4396", "#198853", "#BC411D", "#5C6670", "#7C7976"];
const SHAPES: [Shape; 5] = [Shape::Disc, Shape::RoundedSquare, Shape::Hexagon, Shape::Diamond, Shape::Pentagon];

/// A word in the form in which words are compared: `PublicBody` and `public_body` are `public body`.
fn form(word: &str) -> String {
    let mut apart = String::with_capacity(word.len() + 4);
    let mut before_small = false;
    for c in word.chars() {
        if c.is_uppercase() && before_small {
            apart.push(' ');
        }
        before_small = c.is_lowercase();
        apart.push(if matches!(c, '_' | '-' | ':') { ' ' } else { c });
    }
    search_form(apart.trim())
}

/// What is known of a word, or of the one that it is the plural of.
fn singular_or_plural<'f>(forms: &'f HashMap<String, String>, form: &str) -> Option<&'f String> {
    let singular = || match form.strip_suffix("ies") {
        Some(stem) => forms.get(&format!("{stem}y")),
        None => form.strip_suffix('s').and_then(|singular| forms.get(singular)),
    };
    forms.get(form).or_else(singular)
}

/// What a person wants a word of a file to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KindChoice {
    /// The kind with this id.
    Known(String),
    /// A new kind with this label.
    New(String),
}

/// What words of a file are to be; the empty word stands for records of which the file says no kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KindChoices {
    /// Words for kinds of entity.
    pub(crate) entities: BTreeMap<String, KindChoice>,
    /// Words for kinds of relation.
    pub(crate) relations: BTreeMap<String, KindChoice>,
}

impl KindChoices {
    /// Whether anything was said.
    pub(super) fn says_something(&self) -> bool {
        !self.entities.is_empty() || !self.relations.is_empty()
    }
}

/// A word of a file and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KindUse {
    /// The word as it is written; empty for records of which the file says no kind.
    pub(crate) word: String,
    /// How many records it stands in.
    pub(crate) count: usize,
    /// Id of the kind.
    pub(crate) id: String,
}

/// How many different words are counted; files with more have no kinds but names.
const MOST_USES: usize = 500;

/// Words in the order in which they are met, counted.
#[derive(Debug, Default)]
struct Uses {
    list: Vec<KindUse>,
    numbers: HashMap<String, usize>,
}

impl Uses {
    fn count(&mut self, word: Option<&str>, id: &str) {
        let word = word.map(str::trim).unwrap_or_default();
        let number = match self.numbers.get(word) {
            Some(number) => *number,
            None if self.list.len() >= MOST_USES => return,
            None => {
                self.numbers.insert(word.to_owned(), self.list.len());
                self.list.push(KindUse { word: word.to_owned(), count: 0, id: id.to_owned() });
                self.list.len() - 1
            }
        };
        if let Some(used) = self.list.get_mut(number) {
            used.count += 1;
        }
    }
}

/// Makes kinds of the words of a file, each once.
pub(super) struct Kinds {
    vocabulary: Vocabulary,
    chosen: KindChoices,
    entity_uses: Uses,
    relation_uses: Uses,
    /// Ids of new kinds that were asked for, by label.
    asked_entities: HashMap<String, String>,
    asked_relations: HashMap<String, String>,
    entity_forms: HashMap<String, String>,
    relation_forms: HashMap<String, String>,
    /// Kinds without direction that were made for a file.
    undirected_forms: HashMap<String, String>,
    entities: HashMap<String, String>,
    /// Without a direction and with one.
    relations: [HashMap<String, String>; 2],
    made: usize,
}

impl Kinds {
    /// Beginning with a vocabulary.
    pub(super) fn new(vocabulary: Vocabulary, chosen: KindChoices) -> Self {
        let (mut entity_forms, mut relation_forms) = (HashMap::new(), HashMap::new());
        for kind in &vocabulary.entity_kinds {
            for word in [&kind.id, &kind.label, &kind.plural] {
                entity_forms.entry(form(word)).or_insert_with(|| kind.id.clone());
            }
        }
        for kind in &vocabulary.relation_kinds {
            let label = form(&kind.label);
            let bare = ["is a ", "is an ", "is the ", "is "].iter().find_map(|start| label.strip_prefix(start));
            for word in [form(&kind.id), label.clone(), bare.unwrap_or(&label).to_owned()] {
                relation_forms.entry(word).or_insert_with(|| kind.id.clone());
            }
        }
        let known = |id: &str| vocabulary.entity_kind(id).is_some() || vocabulary.relation_kind(id).is_some();
        let words = |words: &[(&str, &str)], forms: &mut HashMap<String, String>| {
            for (word, id) in words.iter().filter(|(_, id)| known(id)) {
                forms.entry((*word).to_owned()).or_insert_with(|| (*id).to_owned());
            }
        };
        words(ENTITY_WORDS, &mut entity_forms);
        words(RELATION_WORDS, &mut relation_forms);
        Kinds {
            vocabulary,
            chosen,
            entity_uses: Uses::default(),
            relation_uses: Uses::default(),
            asked_entities: HashMap::new(),
            asked_relations: HashMap::new(),
            entity_forms,
            relation_forms,
            undirected_forms: HashMap::new(),
            entities: HashMap::new(),
            relations: [HashMap::new(), HashMap::new()],
            made: 0,
        }
    }

    /// The kind of entity for a word of the file; for none, `node`.
    pub(super) fn entity(&mut self, word: Option<&str>) -> String {
        let written = word.map(str::trim).unwrap_or_default();
        if let Some(id) = self.entities.get(written) {
            return id.clone();
        }
        let word = if written.is_empty() { NODE } else { written };
        let form = form(word);
        let id = match (self.chosen.entities.get(written).cloned(), singular_or_plural(&self.entity_forms, &form)) {
            (Some(KindChoice::Known(id)), _) if self.vocabulary.entity_kind(&id).is_some() => id,
            (Some(KindChoice::Known(label) | KindChoice::New(label)), _) => match self.asked_entities.get(&label) {
                Some(id) => id.clone(),
                None => {
                    let id = self.new_entity(&label);
                    self.asked_entities.insert(label, id.clone());
                    id
                }
            },
            (None, Some(id)) => id.clone(),
            (None, None) => {
                let id = self.new_entity(word);
                self.entity_forms.insert(form, id.clone());
                id
            }
        };
        self.entities.insert(written.to_owned(), id.clone());
        id
    }

    /// The same, and counts it.
    pub(super) fn entity_counted(&mut self, word: Option<&str>) -> String {
        let id = self.entity(word);
        self.entity_uses.count(word, &id);
        id
    }

    fn new_entity(&mut self, word: &str) -> String {
        let id = free_kind_id(word, |id| self.vocabulary.entity_kind(id).is_some());
        let label = EntityKind::usual_label(word);
        self.vocabulary.set_entity_kind(EntityKind {
            plural: EntityKind::usual_plural(&label),
            label,
            colour: COLOURS.get(self.made % COLOURS.len()).copied().unwrap_or_default().to_owned(),
            shape: SHAPES.get(self.made % SHAPES.len()).copied().unwrap_or_default(),
            enduring: true,
            ..EntityKind::new(id.clone())
        });
        self.made += 1;
        id
    }

    /// The kind of relation for a word of the file and the direction of an edge; for no word, one that says nothing but
    /// that there is an edge.
    pub(super) fn relation(&mut self, word: Option<&str>, direction: Direction) -> String {
        let directed = match direction {
            Direction::Directed | Direction::Mutual => true,
            Direction::Undirected => false,
        };
        let written = word.map(str::trim).unwrap_or_default();
        let word = match written {
            "" if directed => "links to",
            "" => "edge",
            word => word,
        };
        if let Some(id) = self.relations[usize::from(directed)].get(word) {
            return id.clone();
        }
        if let Some(choice) = self.chosen.relations.get(written).cloned() {
            let id = self.asked_relation(choice, directed);
            self.relations[usize::from(directed)].insert(word.to_owned(), id.clone());
            return id;
        }
        let form = form(word);
        let known = self.relation_forms.get(&form).and_then(|id| self.vocabulary.relation_kind(id));
        // A kind with a direction would make one up for an edge that has none.
        let known = known.filter(|kind| directed || !kind.directed).map(|kind| kind.id.clone());
        let known = known.or_else(|| self.undirected_forms.get(&form).filter(|_| !directed).cloned());
        let id = match known {
            Some(id) => id,
            None => self.new_relation(word, form, directed),
        };
        self.relations[usize::from(directed)].insert(word.to_owned(), id.clone());
        id
    }

    /// The kind that a person wants, whatever direction the edge has.
    fn asked_relation(&mut self, choice: KindChoice, directed: bool) -> String {
        match choice {
            KindChoice::Known(id) if self.vocabulary.relation_kind(&id).is_some() => id,
            KindChoice::Known(label) | KindChoice::New(label) => match self.asked_relations.get(&label) {
                Some(id) => id.clone(),
                None => {
                    let id = self.make_relation(&label, &label, directed);
                    self.asked_relations.insert(label, id.clone());
                    id
                }
            },
        }
    }

    /// Counts a word that a relation was made of.
    pub(super) fn count_relation(&mut self, word: Option<&str>, id: &str) {
        self.relation_uses.count(word, id);
    }

    /// Whether a person has said what relations are of which the file says no kind.
    pub(super) fn is_bare_relation_chosen(&self) -> bool {
        self.chosen.relations.contains_key("")
    }

    fn new_relation(&mut self, word: &str, form: String, directed: bool) -> String {
        let wanted = if !directed && self.relation_forms.contains_key(&form) {
            format!("{word} undirected")
        } else if directed && self.undirected_forms.contains_key(&form) {
            format!("{word} directed")
        } else {
            word.to_owned()
        };
        let id = self.make_relation(word, &wanted, directed);
        let forms = if directed { &mut self.relation_forms } else { &mut self.undirected_forms };
        forms.insert(form, id.clone());
        id
    }

    fn make_relation(&mut self, word: &str, wanted: &str, directed: bool) -> String {
        let id = free_kind_id(wanted, |id| self.vocabulary.relation_kind(id).is_some());
        let label = match word {
            "edge" => "is related to".to_owned(),
            word => EntityKind::usual_label(word),
        };
        let inverse = match word {
            "links to" => "is linked from".to_owned(),
            _ => RelationKind::usual_inverse(&label, directed),
        };
        self.vocabulary.set_relation_kind(RelationKind {
            label,
            inverse,
            directed,
            enduring: true,
            ..RelationKind::new(id.clone())
        });
        id
    }

    /// Whether a kind has a direction.
    pub(super) fn is_directed(&self, id: &str) -> bool {
        self.vocabulary.relation_kind(id).is_some_and(|kind| kind.directed)
    }

    /// The vocabulary with the new kinds, and the words that were counted: of entities, of relations.
    pub(super) fn into_parts(self) -> (Vocabulary, Vec<KindUse>, Vec<KindUse>) {
        (self.vocabulary, self.entity_uses.list, self.relation_uses.list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::ron_text::built_in_vocabulary;

    fn kinds() -> Kinds {
        Kinds::new(Vocabulary::clone(built_in_vocabulary()), KindChoices::default())
    }

    #[test]
    fn kinds_are_found_by_other_spellings_and_usual_words() {
        let mut kinds = kinds();
        for (word, id) in [
            ("state", "state"),
            ("Countries", "state"),
            ("country", "state"),
            ("Organization", "organisation"),
            ("PublicBody", "organisation"),
            ("people", "person"),
            ("Person", "person"),
            ("Vessel", "vessel"),
        ] {
            assert_eq!(kinds.entity(Some(word)), id, "{word}");
        }
        assert_eq!(kinds.entity(None), "node");
        assert_eq!(kinds.entity(Some("vessel")), "vessel", "the same kind by another spelling");
        for (word, id) in [("member of", "member_of"), ("Membership", "member_of"), ("works_for", "works_for")] {
            assert_eq!(kinds.relation(Some(word), Direction::Directed), id, "{word}");
        }
    }

    #[test]
    fn what_a_person_says_of_a_word_holds_and_words_are_counted() {
        let known = |id: &str| KindChoice::Known(id.to_owned());
        let new = |label: &str| KindChoice::New(label.to_owned());
        let chosen = KindChoices {
            entities: [("country", new("Land")), ("pays", new("Land")), ("", known("topic")), ("x", known("no such"))]
                .map(|(word, choice)| (word.to_owned(), choice))
                .into(),
            relations: [("".to_owned(), known("owns"))].into(),
        };
        let mut kinds = Kinds::new(Vocabulary::clone(built_in_vocabulary()), chosen);
        let made: Vec<_> = [Some("country"), Some("pays"), None, Some(" "), Some("x"), Some("person")]
            .map(|w| kinds.entity_counted(w))
            .into();
        assert_eq!(made, ["land", "land", "topic", "topic", "no_such", "person"]);
        assert_eq!(kinds.relation(None, Direction::Undirected), "owns", "as asked, whatever the direction");
        assert!(kinds.is_bare_relation_chosen());
        let (vocabulary, uses, _) = kinds.into_parts();
        assert_eq!(vocabulary.entity_kind("land").map(|kind| kind.label.as_str()), Some("Land"));
        let counts: Vec<_> = uses.iter().map(|used| (used.word.as_str(), used.count)).collect();
        assert_eq!(counts, [("country", 1), ("pays", 1), ("", 2), ("x", 1), ("person", 1)]);
    }

    #[test]
    fn a_kind_without_direction_is_one_by_all_its_spellings() {
        let mut kinds = kinds();
        let ids = ["member of", "Member of", "member_of"].map(|word| kinds.relation(Some(word), Direction::Undirected));
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_ne!(ids[0], "member_of");
        let undirected = kinds.relation(Some("fights"), Direction::Undirected);
        let directed = ["fights", "Fights"].map(|word| kinds.relation(Some(word), Direction::Directed));
        assert!(directed[0] == directed[1] && directed[0] != undirected);
        assert!(kinds.is_directed(&directed[0]) && !kinds.is_directed(&undirected));
    }

    #[test]
    fn an_edge_without_direction_gets_none() {
        let mut kinds = kinds();
        let id = kinds.relation(Some("owns"), Direction::Undirected);
        assert_ne!(id, "owns");
        let directed = kinds.relation(Some("borders"), Direction::Directed);
        let undirected = kinds.relation(Some("borders"), Direction::Undirected);
        assert_ne!(directed, undirected);
        let (vocabulary, ..) = kinds.into_parts();
        assert!(!vocabulary.relation_kind(&id).unwrap().directed);
        assert!(vocabulary.relation_kind(&directed).unwrap().directed);
        assert!(!vocabulary.relation_kind(&undirected).unwrap().directed);
    }
}
