//! Likely duplicates: pairs of entities that may be one and the same thing, each with a score and
//! the reasons for it. Candidates come from shared words and from shared neighbours, so that the
//! work grows with what is alike and not with the square of the network.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::dossier::model::fold::search_form;
use crate::dossier::model::{Dossier, Entity, EntityId, NodeIndex};
use crate::wording::counted;

/// Why two entities may be the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reason {
    /// They bear the same name, but for case and accents.
    SameName(String),
    /// One bears the initials of the other.
    Initials(String),
    /// Names that differ by a slip or two.
    NearName(String, String),
    /// Most words of their names are the same.
    SharedWords(Vec<String>),
    /// They are tied to the same others.
    SharedNeighbours(usize),
    /// They are tied to each other, which those that are one seldom are.
    TiedToEachOther,
    /// They are of different kinds.
    OtherKind,
}

impl Reason {
    /// In words.
    pub(crate) fn words(&self) -> String {
        match self {
            Reason::SameName(name) => format!("both are called “{name}”"),
            Reason::Initials(name) => format!("“{name}” matches the initials of the other"),
            Reason::NearName(a, b) => format!("“{a}” and “{b}” are very similar"),
            Reason::SharedWords(words) => format!("their names share {}", words.join(", ")),
            Reason::SharedNeighbours(1) => "one neighbour is the same".to_owned(),
            Reason::SharedNeighbours(n) => counted(*n, "neighbour is the same", "neighbours are the same"),
            Reason::TiedToEachOther => "but they are related to each other".to_owned(),
            Reason::OtherKind => "but they are of different kinds".to_owned(),
        }
    }
}

/// Two entities that may be one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pair {
    /// The one with more relations, or the first: the one to keep.
    pub(crate) keep: EntityId,
    pub(crate) lose: EntityId,
    /// From 0, perhaps, to 1, almost surely.
    pub(crate) score: f32,
    pub(crate) reasons: Vec<Reason>,
}

/// Words borne by more entities than this say nothing about any of them.
const COMMON: usize = 40;
/// Pairs below this are not told.
const LEAST: f32 = 0.4;

/// The likeliest duplicates, best first, at most `most` of them.
pub(crate) fn likely_duplicates(dossier: &Dossier, most: usize) -> Vec<Pair> {
    let entities: Vec<(NodeIndex, &Entity)> = dossier.entities().filter(|(_, e)| !e.ghost).collect();
    let faces: Vec<Face> = entities.iter().map(|(_, e)| Face::of(e)).collect();
    let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, face) in faces.iter().enumerate() {
        let keys: HashSet<&str> = face.keys().collect();
        for key in keys {
            by_key.entry(key).or_default().push(at);
        }
    }
    let mut candidates: HashSet<(usize, usize)> = HashSet::new();
    for group in by_key.values().filter(|g| (2..=COMMON).contains(&g.len())) {
        for (n, a) in group.iter().enumerate() {
            candidates.extend(group[n + 1..].iter().map(|b| (*a, *b)));
        }
    }
    let mut pairs: Vec<Pair> =
        candidates.into_iter().filter_map(|(a, b)| judge(dossier, &entities, &faces, a, b)).collect();
    pairs.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| (&a.keep, &a.lose).cmp(&(&b.keep, &b.lose))));
    pairs.truncate(most);
    pairs
}

/// What an entity is known by.
struct Face {
    /// Folded names, each with how it is written.
    names: Vec<(String, String)>,
    /// Initials of names of several words.
    initials: Vec<String>,
    /// Words of all names.
    words: Vec<String>,
    /// Skeletons of words, in which slips do not show.
    bones: Vec<String>,
}

impl Face {
    fn of(entity: &Entity) -> Face {
        let written = std::iter::once(&entity.name).chain(entity.names.iter().map(|n| &n.text));
        let mut face = Face { names: Vec::new(), initials: Vec::new(), words: Vec::new(), bones: Vec::new() };
        for name in written {
            let folded = search_form(name);
            if folded.is_empty() || face.names.iter().any(|(f, _)| *f == folded) {
                continue;
            }
            let words: Vec<&str> = folded.split(' ').filter(|w| !SMALL.contains(w)).collect();
            if words.len() >= 3 {
                face.initials.push(words.iter().filter_map(|w| w.chars().next()).collect());
            }
            for word in words {
                if word.chars().count() > 1 && !face.words.iter().any(|w| w == word) {
                    face.words.push(word.to_owned());
                    face.bones.push(bones(word));
                }
            }
            face.names.push((folded, name.clone()));
        }
        face
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        let names = self.names.iter().map(|(folded, _)| folded.as_str());
        names
            .chain(self.initials.iter().map(String::as_str))
            .chain(self.words.iter().map(String::as_str))
            .chain(self.bones.iter().map(String::as_str))
    }
}

/// Words that tell nothing.
const SMALL: [&str; 10] = ["of", "on", "the", "and", "for", "in", "to", "at", "a", "an"];

/// First letter and the other consonants, doubles once: what slips of the pen mostly leave.
fn bones(word: &str) -> String {
    let mut out = String::from("·");
    for (number, c) in word.chars().enumerate() {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h');
        if (number == 0 || !vowel) && !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

fn judge(dossier: &Dossier, entities: &[(NodeIndex, &Entity)], faces: &[Face], a: usize, b: usize) -> Option<Pair> {
    let ((index_a, entity_a), (index_b, entity_b)) = (entities[a], entities[b]);
    let mut reasons = Vec::new();
    let mut score: f32 = name_score(&faces[a], &faces[b], &mut reasons);
    let (around_a, around_b) = (neighbours(dossier, index_a), neighbours(dossier, index_b));
    let shared = around_a.keys().filter(|n| around_b.contains_key(n) && **n != index_a && **n != index_b).count();
    if shared > 0 {
        let all = around_a.len().min(around_b.len()).max(1);
        score += (1.0 - score) * 0.5 * (shared as f32 / all as f32).min(1.0) * (shared as f32 / (shared as f32 + 1.0));
        reasons.push(Reason::SharedNeighbours(shared));
    }
    if around_a.contains_key(&index_b) {
        score *= 0.6;
        reasons.push(Reason::TiedToEachOther);
    }
    if entity_a.kind != entity_b.kind {
        score *= 0.6;
        reasons.push(Reason::OtherKind);
    }
    // What nobody named is not the same for being described alike.
    if entity_a.unnamed || entity_b.unnamed {
        score *= 0.7;
    }
    if score < LEAST {
        return None;
    }
    let (keep, lose) = if around_b.len() > around_a.len() { (entity_b, entity_a) } else { (entity_a, entity_b) };
    Some(Pair { keep: keep.id.clone(), lose: lose.id.clone(), score, reasons })
}

fn neighbours(dossier: &Dossier, index: NodeIndex) -> BTreeMap<NodeIndex, ()> {
    // A hub shares neighbours with everybody.
    dossier.relations_of(index).take(500).map(|(_, other, _)| (other, ())).collect()
}

fn name_score(a: &Face, b: &Face, reasons: &mut Vec<Reason>) -> f32 {
    for (folded, written) in &a.names {
        if b.names.iter().any(|(other, _)| other == folded) {
            reasons.push(Reason::SameName(written.clone()));
            return if folded.chars().count() < 3 && folded.is_ascii() { 0.5 } else { 0.85 };
        }
    }
    for (one, other) in [(a, b), (b, a)] {
        let bears = |initials: &&String| one.names.iter().any(|(folded, _)| folded == *initials);
        if let Some(initials) = other.initials.iter().find(bears) {
            reasons.push(Reason::Initials(initials.to_uppercase()));
            return 0.7;
        }
    }
    let mut best = 0.0_f32;
    let mut near = None;
    for (folded_a, written_a) in &a.names {
        for (folded_b, written_b) in &b.names {
            let length = folded_a.chars().count().max(folded_b.chars().count());
            if length < 4 || folded_a.chars().count().abs_diff(folded_b.chars().count()) > length / 4 {
                continue;
            }
            // Numbers are no slips: the third meeting is not the second.
            if digits(folded_a) != digits(folded_b) {
                continue;
            }
            let distance = strsim::osa_distance(folded_a, folded_b);
            let alike = 1.0 - distance as f32 / length as f32;
            if alike > best {
                best = alike;
                near = Some((written_a.clone(), written_b.clone()));
            }
        }
    }
    if best >= 0.8
        && let Some((one, other)) = near
    {
        reasons.push(Reason::NearName(one, other));
        return 0.75 * best;
    }
    let shared: Vec<String> = a.words.iter().filter(|w| b.words.contains(w)).cloned().collect();
    let least = a.words.len().min(b.words.len());
    if least >= 2 && shared.len() * 3 >= least * 2 {
        let part = shared.len() as f32 / a.words.len().max(b.words.len()) as f32;
        reasons.push(Reason::SharedWords(shared));
        return 0.55 * part;
    }
    0.0
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Name, NameRole, Relation, Vocabulary};

    #[test]
    fn names_scripts_slips_initials_and_neighbours_tell() {
        let mut dossier = Dossier::new(Vocabulary::default());
        let mut add = |id: &str, kind: &str, name: &str, other: Option<&str>| {
            let mut entity = Entity::new(id, kind, name);
            entity.names.extend(other.map(|text| Name { text: text.to_owned(), lang: None, role: NameRole::Alias }));
            dossier.add_entity(entity).unwrap();
        };
        add("japan", "state", "Japan", Some("日本"));
        add("nippon", "state", "Nippon", Some("日本"));
        add("asean", "organisation", "ASEAN", None);
        add("assoc", "organisation", "Association of South East Asian Nations", None);
        add("malaysia", "state", "Malaysia", None);
        add("malasia", "state", "Malasia", None);
        add("m2", "meeting", "Meeting 2", None);
        add("m3", "meeting", "Meeting 3", None);
        for (from, to) in [("japan", "asean"), ("nippon", "asean"), ("m2", "asean"), ("m3", "asean")] {
            dossier.add_relation(Relation::new(from, "meets", to)).unwrap();
        }
        let pairs = likely_duplicates(&dossier, 10);
        let told: Vec<(&str, &str)> = pairs.iter().map(|p| (p.keep.as_str(), p.lose.as_str())).collect();
        assert_eq!(told, [("japan", "nippon"), ("asean", "assoc"), ("malaysia", "malasia")]);
        assert!(pairs[0].reasons.contains(&Reason::SameName("日本".to_owned())));
        assert!(pairs[0].reasons.contains(&Reason::SharedNeighbours(1)));
        assert!(pairs[0].score > pairs[1].score && pairs[0].score <= 1.0);
    }
    #[test]
    fn letters_that_people_leave_out_do_not_hide_a_duplicate() {
        let mut dossier = Dossier::new(Vocabulary::default());
        for (id, name) in
            [("a", "Łódź"), ("b", "Lodz"), ("c", "Großstraße"), ("d", "Grossstrasse"), ("e", "ที่"), ("f", "ทา")]
        {
            dossier.add_entity(Entity::new(id, "state", name)).unwrap();
        }
        let pairs = likely_duplicates(&dossier, 10);
        let found: Vec<(&str, &str)> = pairs.iter().map(|p| (p.keep.as_str(), p.lose.as_str())).collect();
        assert_eq!(found, [("a", "b"), ("c", "d")]);
    }
}
