//! The claims of a line: what its brackets say is looked up, a new source added, and a claim written
//! as brackets have it.

use super::brackets::{BY, DENIAL, Speaker, first_word, places_of_word, take_apart};
use super::scan::{Part, Sort};
use super::{Completion, EntryError, LineReader, Preview, complete, nearest};
use crate::dossier::edit::{Change, InsertAt, valid};
use crate::dossier::model::fold::search_form;
use crate::dossier::model::naming::{self, called};
use crate::dossier::model::{Basis, Claim, Dossier, Entity, Source, SourceId};

/// Words that lead to a number within a source.
const PARTS: [&str; 14] =
    ["p", "pp", "page", "§", "§§", "¶", "¶¶", "para", "paragraph", "ch", "chapter", "vol", "line", "note"];

/// Whether words begin with a place rather than with a source: `P5.1`, `p. 12`, `§ 3`.
fn looks_like_place(words: &str) -> bool {
    let (first, rest) = first_word(words);
    let begins_with_digit = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let is_part = PARTS.contains(&first.trim_end_matches('.').to_lowercase().as_str());
    (first.starts_with(['P', 'p', '§', '¶']) && first.chars().any(|c| c.is_ascii_digit()))
        || (is_part && begins_with_digit(rest))
}

/// A claim whose speaker is yet to be looked up: it may be someone whom the line itself brings.
pub(super) struct WrittenClaim {
    claim: Claim,
    /// Who may be quoted, with the place that it then is.
    speakers: Vec<(Option<String>, Part)>,
}

impl LineReader<'_> {
    /// Takes brackets apart; a source that is not there yet is added. A place alone is one in the source cited last.
    pub(super) fn claim(&mut self, part: &Part) -> Result<WrittenClaim, EntryError> {
        let brackets = take_apart(&part.text, |id| self.has_source(id));
        let words = brackets.speakers.first().map_or(brackets.words, |speaker| speaker.words);
        let first = first_word(words).0;
        let last = self.entry.source.as_ref().or(self.last_source).cloned();
        let (source, is_named) = match last {
            Some(last) if !self.has_source(first) && (looks_like_place(words) || first.is_empty()) => (last, false),
            _ if first.is_empty() => return self.error(part.start, "a source is missing in the brackets"),
            _ => (SourceId::from(first), true),
        };
        if valid::id(source.as_str()).is_err() {
            return self.error(part.start, format!("`{source}` cannot be a source’s id"));
        }
        if !self.has_source(source.as_str()) {
            self.entry.preview.push(Preview::NewSource(source.clone()));
            let new = Source::new(source.clone());
            self.entry.changes.push(Change::AddSource { source: new, place: InsertAt::default() });
        }
        self.entry.source = Some(source.clone());
        let place = |words: &str| {
            let words = if is_named { first_word(words).1 } else { words };
            Some(brackets.place.unwrap_or(words).trim()).filter(|at| !at.is_empty()).map(str::to_owned)
        };
        let speaker = |speaker: &Speaker<'_>| {
            let start = part.start + 1;
            let name = speaker.name.trim().to_owned();
            let (start, end) = (start + speaker.range.start, start + speaker.range.end);
            (place(speaker.words), Part { sort: Sort::Name, text: name, start, end })
        };
        Ok(WrittenClaim {
            speakers: brackets.speakers.iter().map(speaker).collect(),
            claim: Claim {
                at: place(brackets.words),
                quote: brackets.quote.map(str::to_owned),
                denies: brackets.denies,
                ..Claim::stated(source)
            },
        })
    }

    /// Whether there is such a source, in the dossier or by this line.
    fn has_source(&self, id: &str) -> bool {
        let brings = |c: &Change| matches!(c, Change::AddSource { source, .. } if source.id.as_str() == id);
        self.dossier.source(&id.into()).is_some() || self.entry.changes.iter().any(brings)
    }

    /// The claim with whoever it quotes.
    pub(super) fn spoken(&self, written: WrittenClaim) -> Result<Claim, EntryError> {
        let WrittenClaim { claim, speakers } = written;
        let Some((_, first)) = speakers.first() else { return Ok(claim) };
        for (at, part) in &speakers {
            if part.text.is_empty() {
                return self
                    .error(part.start, format!("name whoever is quoted after `{BY}`: an id, a name or an alias"));
            }
            let there = self.dossier.entities().map(|(_, entity)| entity).filter(|entity| !entity.ghost);
            match called(&part.text, there.chain(&self.fresh))[..] {
                [] => {}
                [only] => {
                    let basis = Basis::Reported { by: only.id.to_string(), to: None };
                    return Ok(Claim { at: at.clone(), basis, ..claim });
                }
                ref several => return Err(self.undecided(part, several)),
            }
        }
        let names = self.dossier.entities().filter(|(_, e)| !e.ghost).flat_map(|(_, entity)| {
            let others = entity.names.iter().map(|name| name.text.as_str());
            [entity.name.as_str()].into_iter().chain(others).chain([entity.id.as_str()])
        });
        let near = nearest(&search_form(&first.text), names);
        let help = near.map_or_else(
            || format!("; add it first, by the line “{}: KIND”", first.text),
            |near| format!("; did you mean “{near}”?"),
        );
        self.error(first.start, format!("there is no entity “{}” that could be quoted{help}", first.text))
    }

    /// That a name does not decide which entity is meant, with those to choose from.
    pub(super) fn undecided(&self, part: &Part, several: &[&Entity]) -> EntryError {
        let message = format!("{}; write the id", naming::undecided(&part.text, several));
        let choice = |entity: &&Entity| Completion {
            range: part.start..part.end,
            text: complete::written(entity.id.as_str()),
            detail: format!("{}, {}", entity.label(), entity.kind),
        };
        let choices = several.iter().map(choice).collect();
        EntryError { choices, ..EntryError::new(message, self.line[..part.start].chars().count()) }
    }
}

/// A claim as a line has it; `None` where it says what no line can, such as a rating. Blanks are single then, and
/// within quotes no others stand.
pub(crate) fn written_claim(claim: &Claim, dossier: &Dossier) -> Option<String> {
    let speaker = match &claim.basis {
        Basis::Stated => None,
        Basis::Reported { by, to: None } => Some(by.as_str()),
        Basis::Reported { .. } | Basis::Inferred { .. } | Basis::Judgement { .. } => return None,
    };
    let plain = Claim {
        source: claim.source.clone(),
        basis: claim.basis.clone(),
        at: claim.at.clone(),
        quote: claim.quote.clone(),
        denies: claim.denies,
        ..Claim::default()
    };
    let source = claim.source.as_str();
    let is_id = |id: &str| !id.is_empty() && !id.contains(['[', ']', '"']);
    if plain != *claim || !is_id(source) || [DENIAL, BY].contains(&source) || !speaker.is_none_or(is_id) {
        return None;
    }
    let tidy = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default().replace('"', "'");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (place, quote) = (tidy(&claim.at), tidy(&claim.quote));
    let mut out = format!("[{}{source}", if claim.denies { "not " } else { "" });
    let bare = !place.contains(['[', ']']) && places_of_word(&place, BY).is_empty();
    if !place.is_empty() {
        out += &if bare { format!(" {place}") } else { format!(" \"{place}\"") };
    }
    if let Some(speaker) = speaker {
        dossier.entity_by_id(speaker).filter(|entity| !entity.ghost)?;
        out += &format!(" {BY} {speaker}");
    }
    if !quote.is_empty() || (!bare && speaker.is_none()) {
        out += &format!(" \"{quote}\"");
    }
    Some(out + "]")
}
