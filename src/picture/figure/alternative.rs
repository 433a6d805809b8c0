//! What a figure shows, for those who do not see it: in one short text, and in a longer one. How many and of what
//! kinds, what is tied most, in how many parts, and how certain it is; what it means is the author's to say. Every
//! format has its words from here.

use std::collections::HashMap;

use petgraph::graph::NodeIndex;

use crate::dossier::model::{Basis, Claim, Dossier, Note};
use crate::explore::query::filter::Shown;
use crate::layout::Form;
use crate::picture::views::ViewSettings;
use crate::wording::{counted, listed};

/// Characters of the short text at most: more are not listened to.
const SHORT: usize = 250;
/// Kinds that are named in the short text, and in the long one.
const KINDS: (usize, usize) = (3, 8);
/// The same of entities with the most relations.
const TIED: (usize, usize) = (3, 6);
/// Sizes of parts that are told.
const PARTS: usize = 5;

/// The short text and the long one.
pub(super) fn alternative(dossier: &Dossier, look: &ViewSettings, shown: &Shown, title: &str) -> (String, String) {
    let facts = Facts::of(dossier, shown);
    let time = look.period().in_words().map(|time| format!(", {time}")).unwrap_or_default();
    let lead = |kinds: usize, title: &str| {
        let title = if title.is_empty() { String::new() } else { format!(": {title}") };
        format!("{}{time}{title}.", facts.network(look.form, kinds))
    };
    let mut short = lead(KINDS.0, title);
    if short.chars().count() > SHORT {
        let room = SHORT.saturating_sub(lead(KINDS.0, "").chars().count() + 3);
        short = lead(KINDS.0, &cut(title, room));
    }
    for sentence in [facts.tied(TIED.0), facts.certainty()].into_iter().flatten() {
        if short.chars().count() + 1 + sentence.chars().count() <= SHORT {
            short = format!("{short} {sentence}");
        }
    }
    let notes = notes(dossier, look, shown);
    let told = [Some(lead(KINDS.1, title)), facts.tied(TIED.1), facts.parts(), facts.certainty(), notes];
    (short, told.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// What the notes on the page say of what is shown.
fn notes(dossier: &Dossier, look: &ViewSettings, shown: &Shown) -> Option<String> {
    let said = |note: &Note| match &note.about {
        None => Some(note.text.clone()),
        Some(id) => {
            let index = dossier.entity_index(id.as_str()).filter(|at| shown.entities.contains(at))?;
            Some(format!("{}: {}", dossier.entity(index)?.label(), note.text))
        }
    };
    let notes: Vec<String> = look.page.notes.iter().filter_map(said).collect();
    (!notes.is_empty()).then(|| format!("Notes: {}.", notes.join("; ").trim_end_matches('.')))
}

/// The beginning of a text, with an ellipsis where it goes on.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

/// What is counted.
struct Facts {
    entities: usize,
    relations: usize,
    /// Most frequent first: in words for one and for several.
    kinds: Vec<((String, String), usize)>,
    /// Names with their numbers of relations, most first.
    tied: Vec<(String, usize)>,
    /// Entities of each part, largest first.
    parts: Vec<usize>,
    /// Relations by what the strongest claim says of its basis, in the order of the table; those without any last.
    bases: Vec<(&'static str, usize)>,
    /// What is only meant to be.
    prospective: usize,
}

impl Facts {
    fn of(dossier: &Dossier, shown: &Shown) -> Facts {
        let mut degrees: HashMap<NodeIndex, usize> = HashMap::new();
        let ends: Vec<(NodeIndex, NodeIndex)> = shown.relations.iter().filter_map(|at| dossier.ends(*at)).collect();
        for (from, to) in &ends {
            *degrees.entry(*from).or_default() += 1;
            if from != to {
                *degrees.entry(*to).or_default() += 1;
            }
        }
        let name = |at: &NodeIndex| dossier.entity(*at).map(|entity| entity.label().to_owned()).unwrap_or_default();
        let mut tied: Vec<(&NodeIndex, usize)> =
            shown.entities.iter().map(|at| (at, degrees.get(at).copied().unwrap_or(0))).collect();
        tied.sort_by_key(|(_, degree)| std::cmp::Reverse(*degree));
        tied.truncate(TIED.1);
        let relations = || shown.relations.iter().filter_map(|at| dossier.relation(*at));
        let entities = || shown.entities.iter().filter_map(|at| dossier.entity(*at));
        let statuses = entities().map(|entity| entity.status).chain(relations().map(|relation| relation.status));
        Facts {
            entities: shown.entities.len(),
            relations: shown.relations.len(),
            kinds: kinds(dossier, shown),
            tied: tied.into_iter().filter(|(_, degree)| *degree > 1).map(|(at, degree)| (name(at), degree)).collect(),
            parts: parts(&shown.entities, &ends),
            bases: bases(relations().map(|relation| relation.claims.as_slice())),
            prospective: statuses.filter(|status| status.is_prospective()).count(),
        }
    }

    /// `Network diagram of 49 entities (11 states, 7 dialogues and 31 others) and 104 relations`.
    fn network(&self, form: Form, most: usize) -> String {
        let form = match form {
            Form::Network => "Network diagram",
            Form::Timeline => "Timeline",
            Form::Matrix => "Matrix",
        };
        let (named, others) = self.kinds.split_at(self.kinds.len().min(most));
        let mut kinds: Vec<String> = named.iter().map(|((one, many), count)| counted(*count, one, many)).collect();
        let rest: usize = others.iter().map(|(_, count)| count).sum();
        kinds.extend((rest > 0).then(|| counted(rest, "other", "others")));
        let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", listed(&kinds)) };
        let entities = counted(self.entities, "entity", "entities");
        format!("{form} of {entities}{kinds} and {}", counted(self.relations, "relation", "relations"))
    }

    /// `Most connected: ASEAN (30), Japan (19).`
    fn tied(&self, most: usize) -> Option<String> {
        let names: Vec<String> =
            self.tied.iter().take(most).map(|(name, degree)| format!("{name} ({degree})")).collect();
        (!names.is_empty()).then(|| format!("Most connected: {}.", names.join(", ")))
    }

    /// `3 parts, of 40, 6 and 3 entities.`
    fn parts(&self) -> Option<String> {
        let (named, others) = self.parts.split_at(self.parts.len().min(PARTS));
        let mut sizes: Vec<String> = named.iter().map(usize::to_string).collect();
        sizes.extend((!others.is_empty()).then(|| "fewer".to_owned()));
        match self.parts.len() {
            0 => None,
            1 => Some("Everything hangs together.".to_owned()),
            count => {
                // There is more than one of them in any case.
                Some(format!("{count} parts that nothing ties to each other, of {} {}.", listed(&sizes), "entities"))
            }
        }
    }

    /// `Of the relations 90 are stated and 8 are reported; 3 things are planned.`
    fn certainty(&self) -> Option<String> {
        let told: Vec<String> = self.bases.iter().map(|(word, count)| format!("{count} {word}")).collect();
        let told = (!told.is_empty()).then(|| format!("Relations: {}", told.join(", ")));
        let planned = (self.prospective > 0).then(|| format!("{} only planned", self.prospective));
        let parts: Vec<String> = told.into_iter().chain(planned).collect();
        (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
    }
}

fn kinds(dossier: &Dossier, shown: &Shown) -> Vec<((String, String), usize)> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for entity in shown.entities.iter().filter_map(|at| dossier.entity(*at)) {
        let place = *places.entry(&entity.kind).or_insert_with(|| {
            counts.push((&entity.kind, 0));
            counts.len() - 1
        });
        counts[place].1 += 1;
    }
    // Kinds as frequent stay in the order in which they occur.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let words = |id: &str| {
        let kind = dossier.vocabulary.entity_kind_or_neutral(id);
        (kind.label, kind.plural)
    };
    counts.into_iter().map(|(id, count)| (words(id), count)).collect()
}

/// How a relation with this basis is known.
fn word_of(basis: &Basis) -> &'static str {
    match basis {
        Basis::Stated => "stated",
        Basis::Reported { .. } => "reported",
        Basis::Inferred { .. } => "inferred",
        Basis::Judgement { .. } => "judged",
    }
}

/// How many relations rest on which basis.
fn bases<'a>(relations: impl Iterator<Item = &'a [Claim]>) -> Vec<(&'static str, usize)> {
    let mut counts: Vec<(u8, &'static str, usize)> = Vec::new();
    for claims in relations {
        let (strength, word) = match Claim::strongest(claims) {
            Some(claim) => (claim.basis.strength() + 1, word_of(&claim.basis)),
            None => (0, "without a source"),
        };
        match counts.iter_mut().find(|(_, known, _)| *known == word) {
            Some((.., count)) => *count += 1,
            None => counts.push((strength, word, 1)),
        }
    }
    counts.sort_by_key(|(strength, ..)| std::cmp::Reverse(*strength));
    counts.into_iter().map(|(_, word, count)| (word, count)).collect()
}

/// Sizes of what hangs together, largest first.
fn parts(entities: &[NodeIndex], ends: &[(NodeIndex, NodeIndex)]) -> Vec<usize> {
    let places: HashMap<NodeIndex, usize> = entities.iter().enumerate().map(|(place, at)| (*at, place)).collect();
    let mut leads: Vec<usize> = (0..entities.len()).collect();
    fn lead(leads: &mut [usize], mut of: usize) -> usize {
        while leads[of] != of {
            leads[of] = leads[leads[of]];
            of = leads[of];
        }
        of
    }
    for (from, to) in ends {
        if let (Some(from), Some(to)) = (places.get(from), places.get(to)) {
            let (a, b) = (lead(&mut leads, *from), lead(&mut leads, *to));
            leads[a.max(b)] = a.min(b);
        }
    }
    let mut sizes = vec![0; entities.len()];
    for place in 0..entities.len() {
        sizes[lead(&mut leads, place)] += 1;
    }
    sizes.retain(|size| *size > 0);
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Relation, Status};
    use crate::dossier::ron_text::built_in_vocabulary;

    fn dossier(names: usize) -> Dossier {
        let mut dossier = Dossier::new(built_in_vocabulary().clone());
        for n in 0..names {
            let kind = ["state", "state", "dialogue", "official", "place"][n % 5];
            let mut entity = Entity::new(format!("e{n}").as_str(), kind, format!("Name {n}"));
            entity.status = if n == 3 { Status::Planned } else { Status::Actual };
            dossier.add_entity(entity).unwrap();
        }
        for n in 1..names - 2 {
            let mut relation = Relation::new("e0", "related_to", format!("e{n}").as_str());
            let basis = if n % 2 == 0 { Basis::Stated } else { Basis::Judgement { by: None } };
            relation.claims.extend((n > 1).then(|| Claim { basis, ..Claim::stated("s") }));
            dossier.add_relation(relation).unwrap();
        }
        dossier
    }

    fn told(dossier: &Dossier, title: &str) -> (String, String) {
        let look = ViewSettings::default();
        alternative(dossier, &look, &look.filter.apply(dossier), title)
    }

    #[test]
    fn the_short_text_says_what_of_how_many_and_what_stands_out() {
        let (short, long) = told(&dossier(10), "Who meets whom");
        let lead = "Network diagram of 10 entities (4 states, 2 dialogues, 2 officials and 2 others) and 7 relations";
        assert!(short.starts_with(&format!("{lead}: Who meets whom. Most connected: Name 0 (7).")), "{short}");
        assert!(short.ends_with("Relations: 3 stated, 3 judged, 1 without a source; 1 only planned."), "{short}");
        assert!(long.contains("3 parts that nothing ties to each other, of 8, 1 and 1 entities."), "{long}");
        assert!(long.contains("2 places"), "{long}");
    }

    #[test]
    fn the_short_text_is_short_whatever_the_title() {
        for title in ["", "x", &"long ".repeat(300), &"日本".repeat(200)] {
            let (short, _) = told(&dossier(30), title);
            assert!(short.chars().count() <= SHORT && short.ends_with('.'), "{short}");
        }
    }

    #[test]
    fn nothing_and_one_thing_are_told_as_well() {
        let empty = Dossier::new(built_in_vocabulary().clone());
        assert_eq!(told(&empty, "None").0, "Network diagram of 0 entities and 0 relations: None.");
        let mut one = empty;
        one.add_entity(Entity::new("a", "state", "Alone")).unwrap();
        assert_eq!(
            told(&one, "").1,
            "Network diagram of 1 entity (1 state) and 0 relations. Everything hangs together."
        );
    }
}
