//! Quick entry: one line such as `Japan -> hosts -> Third AMMTC + Japan @2017 [beat-2015 P8.1]`
//! taken apart into changes, with a preview of what is new and what may complete it. Nothing here
//! knows a screen.
//!
//! A line is `ENDS -> KIND -> ENDS`, and further `-> KIND -> ENDS` for a chain; `<-` points the
//! other way. ENDS are names, aliases or ids, joined by `+`; a name in quotes may hold anything.
//! `NAME: KIND` says what a new thing is, and may stand alone. After that, in any order: `@DATE`,
//! `!STATUS`, and `[SOURCE PLACE by SPEAKER "QUOTATION"]`, several times if need be; `[PLACE]` cites
//! the source that was cited last, `[not SOURCE …]` one that denies it. Ends without a claim are
//! offered what the line cites.

mod brackets;
mod claim;
mod complete;
mod ends;
mod scan;

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use claim::WrittenClaim;
pub(crate) use claim::written_claim;
pub(crate) use complete::written;
pub use complete::{Completion, complete};
use ends::EndsToCite;
use scan::{Part, Sort, scan};

use super::{Change, InsertAt, likely_kind};
use crate::dossier::model::fold::{search_form, tying_form};
use crate::dossier::model::naming::{self, best, called};
use crate::dossier::model::{Claim, Date, Dossier, Entity, EntityId, Relation, RelationKind, SourceId, Status, When};

/// Why a line cannot be taken, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryError {
    /// What is wrong, with what to do about it.
    pub(crate) message: String,
    /// Characters from the beginning of the line to the culprit.
    pub column: usize,
    /// What may be put in its place, where a name does not decide.
    pub(crate) choices: Vec<Completion>,
}

impl EntryError {
    fn new(message: impl Into<String>, column: usize) -> Self {
        EntryError { message: message.into(), column, choices: Vec::new() }
    }
}

/// What a line would do, piece by piece.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Preview {
    /// An entity that is there.
    Known {
        /// Which.
        id: EntityId,
        /// Its name.
        name: String,
    },
    /// An entity that is new.
    New {
        /// The id it gets.
        id: EntityId,
        /// Its name.
        name: String,
        /// Its kind.
        kind: String,
        /// The kind is a guess from what it is tied by.
        guessed: bool,
    },
    /// A relation that is new, in words.
    Tie(String),
    /// A source that is new.
    NewSource(SourceId),
    /// A date, in words; not understood where it says so.
    When(String),
    /// A claim that the line makes.
    Cites(Box<Claim>),
}

/// A line taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// What they do, for a person to look over.
    pub(crate) preview: Vec<Preview>,
    /// The source that was cited last, for the next line.
    pub(crate) source: Option<SourceId>,
    /// Ends without a claim, which may be given what the line cites.
    ends: EndsToCite,
}

/// Longest line that is taken, in characters.
pub const MOST: usize = 2_000;

/// Takes a line apart.
///
/// # Errors
/// What is wrong, and where.
pub fn parse(line: &str, dossier: &Dossier) -> Result<Entry, EntryError> {
    parse_after(line, dossier, None)
}

/// Takes a line apart that follows one that cited a source.
///
/// # Errors
/// What is wrong, and where.
pub(crate) fn parse_after(line: &str, dossier: &Dossier, last_source: Option<&SourceId>) -> Result<Entry, EntryError> {
    if line.chars().count() > MOST {
        return Err(EntryError::new(format!("a line has at most {MOST} characters"), MOST));
    }
    let parts = scan(line)?;
    let mut reading = LineReader { line, dossier, entry: Entry::default(), fresh: Vec::new(), last_source };
    reading.line(&parts)?;
    Ok(reading.entry)
}

struct LineReader<'a> {
    line: &'a str,
    dossier: &'a Dossier,
    entry: Entry,
    /// Entities that the line itself brings.
    fresh: Vec<Entity>,
    last_source: Option<&'a SourceId>,
}

/// An end as written.
struct End<'p> {
    name: &'p Part,
    kind: Option<&'p Part>,
}

/// Which end of a relation.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    From,
    To,
}

impl LineReader<'_> {
    fn error<T>(&self, at: usize, message: impl Into<String>) -> Result<T, EntryError> {
        Err(EntryError::new(message, self.line[..at].chars().count()))
    }

    fn line(&mut self, parts: &[Part]) -> Result<(), EntryError> {
        let modifier = |p: &&Part| matches!(p.sort, Sort::Date | Sort::Status | Sort::Claim);
        let (when, status, written) = self.modifiers(parts.iter().filter(modifier))?;
        let body: Vec<&Part> = parts.iter().filter(|p| !modifier(p)).collect();
        if body.is_empty() {
            return self.error(0, "write a relation: A -> kind -> B");
        }
        let mut segments: Vec<Vec<&Part>> = vec![Vec::new()];
        let mut arrows = Vec::new();
        for part in body {
            match part.sort {
                Sort::Arrow | Sort::BackArrow => {
                    arrows.push(part);
                    segments.push(Vec::new());
                }
                _ => segments.last_mut().expect("one was put in").push(part),
            }
        }
        if arrows.is_empty() {
            self.alone(&segments[0], when, status)?;
            return self.cite(written);
        }
        if arrows.len() % 2 == 1 {
            let at = arrows[arrows.len() - 1].end;
            return self.error(at, "two arrows are needed: A -> kind -> B");
        }
        for (number, pair) in arrows.chunks(2).enumerate() {
            if pair[0].sort != pair[1].sort {
                return self.error(pair[1].start, "both arrows of a relation must point the same way");
            }
            let at = number * 2;
            let (left, kind, right) = (&segments[at], &segments[at + 1], &segments[at + 2]);
            let kind = self.relation_kind(kind, pair[0].end)?;
            let backwards = pair[0].sort == Sort::BackArrow;
            let (left, right) = (self.ends(left, pair[0].start)?, self.ends(right, pair[1].end)?);
            let swapped = backwards != kind.1;
            let (from, to) = if swapped { (right, left) } else { (left, right) };
            self.tie(&from, &kind.0, &to, &when, status)?;
        }
        self.cite(written)
    }

    /// Gives the relations what the line cites, or else the entities; whoever is quoted may be one of its ends.
    fn cite(&mut self, written: Vec<WrittenClaim>) -> Result<(), EntryError> {
        let claims: Vec<Claim> = written.into_iter().map(|claim| self.spoken(claim)).collect::<Result<_, _>>()?;
        self.entry.preview.extend(claims.iter().map(|claim| Preview::Cites(Box::new(claim.clone()))));
        let relates = self.entry.changes.iter().any(|change| matches!(change, Change::AddRelation { .. }));
        for change in &mut self.entry.changes {
            match change {
                Change::AddRelation { relation, .. } => relation.claims.clone_from(&claims),
                Change::AddEntity { entity, .. } if !relates => entity.claims.clone_from(&claims),
                _ => {}
            }
        }
        if relates {
            self.entry.ends = EndsToCite::new(&self.entry.changes, &claims, self.dossier);
        }
        Ok(())
    }

    /// A line without arrows: new things by themselves.
    fn alone(&mut self, parts: &[&Part], when: Option<When>, status: Status) -> Result<(), EntryError> {
        for end in self.ends(parts, 0)? {
            let there = self.named(&end.name.text);
            if let Some(entity) = there.first() {
                let message = match there[..] {
                    [_] if entity.name == end.name.text => format!("“{}” already exists", end.name.text),
                    [_] => format!("“{}” already exists, as “{}” ({})", end.name.text, entity.label(), entity.id),
                    _ => format!("it already exists: {}", naming::undecided(&end.name.text, &there)),
                };
                return self.error(end.name.start, message);
            }
            let Some(kind) = end.kind else {
                return self.error(end.name.end, "give its kind (NAME: KIND) or a relation (A -> kind -> B)");
            };
            let kind = self.entity_kind(kind)?;
            let id = self.create(&end.name.text, kind, false);
            let made = self.entry.changes.iter_mut().rev().find_map(|c| match c {
                Change::AddEntity { entity, .. } if entity.id == id => Some(entity),
                _ => None,
            });
            if let Some(entity) = made {
                entity.when.clone_from(&when);
                entity.status = status;
            }
        }
        Ok(())
    }

    fn modifiers<'p>(
        &mut self,
        parts: impl Iterator<Item = &'p Part>,
    ) -> Result<(Option<When>, Status, Vec<WrittenClaim>), EntryError> {
        let (mut when, mut status, mut claims) = (None, Status::Actual, Vec::new());
        for part in parts {
            match part.sort {
                Sort::Date => {
                    if part.text.is_empty() {
                        return self.error(part.end, "a date follows `@`, such as @2015-10");
                    }
                    let date = Date::parse(&part.text);
                    let date = match date {
                        Ok(date) => date,
                        Err(error) => return self.error(part.start, error.to_string()),
                    };
                    self.entry.preview.push(Preview::When(date.in_words()));
                    when = Some(When::given(date));
                }
                Sort::Status => {
                    let found = Status::ALL.iter().find(|(word, _)| *word == part.text);
                    match found {
                        Some((_, found)) => status = *found,
                        None => {
                            let words: Vec<&str> = Status::ALL.iter().map(|(word, _)| *word).collect();
                            let message = format!("`{}` is not a status; use {}", part.text, words.join(", "));
                            return self.error(part.start, message);
                        }
                    }
                }
                _ => claims.push(self.claim(part)?),
            }
        }
        Ok((when, status, claims))
    }

    fn ends<'p>(&self, parts: &[&'p Part], at: usize) -> Result<Vec<End<'p>>, EntryError> {
        let mut ends: Vec<End<'p>> = Vec::new();
        let mut expects = Expects::Name;
        for part in parts.iter().copied() {
            expects = match (part.sort, expects) {
                (Sort::Name, Expects::Name) => {
                    ends.push(End { name: part, kind: None });
                    Expects::More
                }
                (Sort::Name, Expects::Kind) => {
                    if let Some(last) = ends.last_mut() {
                        last.kind = Some(part);
                    }
                    Expects::More
                }
                (Sort::Plus, Expects::More) => Expects::Name,
                (Sort::Colon, Expects::More) if ends.last().is_some_and(|e| e.kind.is_none()) => Expects::Kind,
                _ => return self.error(part.start, format!("`{}` does not belong here", part.text)),
            };
        }
        match expects {
            Expects::More => Ok(ends),
            Expects::Name => self.error(parts.last().map_or(at, |p| p.end), "a name is missing here"),
            Expects::Kind => self.error(parts.last().map_or(at, |p| p.end), "a kind is missing here"),
        }
    }

    /// The kind of relation, and whether it was named from its other end.
    fn relation_kind(&self, parts: &[&Part], at: usize) -> Result<(RelationKind, bool), EntryError> {
        let [part] = parts else {
            return self
                .error(parts.first().map_or(at, |p| p.start), "put exactly one kind of relation between the arrows");
        };
        let kinds = &self.dossier.vocabulary.relation_kinds;
        let ranked = kinds.iter().flat_map(|kind| {
            let straight = agreement(&part.text, [&kind.id, &kind.label]).map(|rank| (rank, (kind, false)));
            let inverse = kind.directed.then(|| agreement(&part.text, [&kind.inverse])).flatten();
            straight.into_iter().chain(inverse.map(|rank| (rank + 1, (kind, true))))
        });
        let found = best(ranked);
        if let [(kind, turned)] = found[..] {
            return Ok((kind.clone(), turned));
        }
        let found = found.iter().map(|(kind, _)| (kind.label.as_str(), kind.id.as_str()));
        self.no_kind(part, "kind of relation", found.collect(), kinds.iter().map(|k| k.label.as_str()))
    }

    /// Of no kind, or of several, that a word might mean.
    fn no_kind<'k, T>(
        &self,
        part: &Part,
        what: &str,
        several: Vec<(&str, &str)>,
        all: impl Iterator<Item = &'k str>,
    ) -> Result<T, EntryError> {
        if !several.is_empty() {
            let told: Vec<String> = several.iter().map(|(label, id)| format!("“{label}” ({id})")).collect();
            let message = format!("“{}” could mean {}; write the id", part.text, told.join(" or "));
            return self.error(part.start, message);
        }
        let near = nearest(&search_form(&part.text), all);
        let help = near.map(|near| format!("; did you mean “{near}”?")).unwrap_or_default();
        self.error(part.start, format!("there is no {what} “{}”{help}", part.text))
    }

    fn entity_kind(&self, part: &Part) -> Result<String, EntryError> {
        let kinds = &self.dossier.vocabulary.entity_kinds;
        let ranked = kinds.iter().filter_map(|kind| Some((agreement(&part.text, [&kind.id, &kind.label])?, kind)));
        let found = best(ranked);
        if let [kind] = found[..] {
            return Ok(kind.id.clone());
        }
        let found = found.iter().map(|kind| (kind.label.as_str(), kind.id.as_str()));
        self.no_kind(part, "kind", found.collect(), kinds.iter().map(|k| k.label.as_str()))
    }

    fn tie(
        &mut self,
        from: &[End<'_>],
        kind: &RelationKind,
        to: &[End<'_>],
        when: &Option<When>,
        status: Status,
    ) -> Result<(), EntryError> {
        let from: Vec<(EntityId, String)> = self.resolve(from, kind, Side::From)?;
        let to: Vec<(EntityId, String)> = self.resolve(to, kind, Side::To)?;
        for (from, from_name) in &from {
            for (to, to_name) in &to {
                let mut relation = Relation::new(from.clone(), kind.id.as_str(), to.clone());
                relation.when.clone_from(when);
                relation.status = status;
                self.entry.preview.push(Preview::Tie(format!("{from_name} {} {to_name}", kind.label)));
                self.entry.changes.push(Change::AddRelation { relation, place: InsertAt::default() });
            }
        }
        Ok(())
    }

    fn resolve(
        &mut self,
        ends: &[End<'_>],
        kind: &RelationKind,
        side: Side,
    ) -> Result<Vec<(EntityId, String)>, EntryError> {
        let mut out = Vec::new();
        for end in ends {
            if let Some((id, name)) = self.find(end.name)? {
                let told = self.entry.preview.iter().any(|p| match p {
                    Preview::Known { id: known, .. } | Preview::New { id: known, .. } => *known == id,
                    _ => false,
                });
                if !told {
                    self.entry.preview.push(Preview::Known { id: id.clone(), name: name.clone() });
                }
                out.push((id, name));
                continue;
            }
            let (entity_kind, guessed) = match end.kind {
                Some(part) => (self.entity_kind(part)?, false),
                None => (self.guess(&end.name.text, kind, side), true),
            };
            let id = self.create(&end.name.text, entity_kind, guessed);
            out.push((id, end.name.text.clone()));
        }
        Ok(out)
    }

    /// The kind that a new end of such a relation most likely is: what its name says, where the relation
    /// can have that there; else what others there are, else what is foreseen.
    fn guess(&self, name: &str, kind: &RelationKind, side: Side) -> String {
        let foreseen = if side == Side::From { &kind.from } else { &kind.to };
        let by_name = likely_kind(name, &self.dossier.vocabulary);
        if let Some(by_name) = by_name.filter(|k| foreseen.is_empty() || foreseen.contains(k)) {
            return by_name;
        }
        let mut counts: Vec<(usize, &str)> = Vec::new();
        for (_, from, to, _) in self.dossier.relations().filter(|(.., r)| r.kind == kind.id) {
            let end = if side == Side::From { from } else { to };
            let Some(entity) = self.dossier.entity(end).filter(|e| !e.ghost) else { continue };
            match counts.iter_mut().find(|(_, k)| *k == entity.kind) {
                Some((count, _)) => *count += 1,
                None => counts.push((1, &entity.kind)),
            }
        }
        let most = counts.iter().rev().max_by_key(|(count, _)| *count).map(|(_, kind)| (*kind).to_owned());
        let first = self.dossier.vocabulary.entity_kinds.first().map(|k| k.id.clone());
        most.or_else(|| foreseen.first().cloned()).or(first).unwrap_or_else(|| "thing".to_owned())
    }

    /// The entities that a name, alias or id means, those of this line among them.
    fn named(&self, text: &str) -> Vec<&Entity> {
        called(text, self.dossier.entities().map(|(_, e)| e).chain(&self.fresh))
    }

    /// The one entity that is meant, if there is any.
    fn find(&self, part: &Part) -> Result<Option<(EntityId, String)>, EntryError> {
        let found = self.named(&part.text);
        match found[..] {
            [] => Ok(None),
            [only] => Ok(Some((only.id.clone(), only.name.clone()))),
            _ => Err(self.undecided(part, &found)),
        }
    }

    fn create(&mut self, name: &str, kind: String, guessed: bool) -> EntityId {
        let taken = |id: &str| {
            self.dossier.entity_by_id(id).is_some_and(|e| !e.ghost) || self.fresh.iter().any(|e| e.id.as_str() == id)
        };
        let id = EntityId::from(free_id(name, taken));
        let entity = Entity::new(id.clone(), kind.as_str(), name);
        self.fresh.push(entity.clone());
        self.entry.preview.push(Preview::New { id: id.clone(), name: name.to_owned(), kind, guessed });
        self.entry.changes.push(Change::AddEntity { entity, place: InsertAt::default() });
        id
    }
}

/// What may follow in a row of ends.
#[derive(Clone, Copy, PartialEq)]
enum Expects {
    Name,
    Kind,
    More,
}

/// How well one of the words for a kind agrees, best lowest: as written, or as a search would find it. Kinds are few
/// and of the dossier's own making, so that kindness ties nothing that one would hold for another.
fn agreement<const N: usize>(text: &str, words: [&String; N]) -> Option<u8> {
    let text = text.trim();
    if words.iter().any(|word| *word == text) {
        return Some(0);
    }
    let folded = search_form(text);
    (!folded.is_empty() && words.iter().any(|word| search_form(word) == folded)).then_some(2)
}

/// An id made of a name that nobody has: `third-ammtc`, `third-ammtc-2`.
pub(crate) fn free_id(name: &str, taken: impl Fn(&str) -> bool) -> String {
    // Latin ids are to be typed on any keyboard; other scripts keep their own letters.
    let latin = name.chars().any(|c| c.script() == Script::Latin);
    let folded = if latin { search_form(name) } else { tying_form(name).replace(['\'', '.'], "") };
    let words = folded.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c)));
    let words: Vec<&str> = words.filter(|word| word.contains(char::is_alphanumeric)).collect();
    let mut base: String = words.join("-").chars().take(60).collect();
    if base.is_empty() {
        base = "thing".to_owned();
    }
    if !taken(&base) {
        return base;
    }
    (2..).map(|n| format!("{base}-{n}")).find(|id| !taken(id)).unwrap_or(base)
}

/// An id for a kind, made of its label, that no other kind has: `affiliated_with`. Kinds part their words by `_`.
pub(crate) fn free_kind_id(label: &str, taken: impl Fn(&str) -> bool) -> String {
    free_id(label, |id| taken(&id.replace('-', "_"))).replace('-', "_")
}

fn nearest<'a>(folded: &str, all: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = folded.chars().count();
    let most = (length / 3).max(1);
    // No fewer edits lead from one to the other than their lengths differ by.
    let alike = all
        .map(|label| (search_form(label), label))
        .filter(|(label, _)| label.chars().count().abs_diff(length) <= most);
    let near = alike.map(|(form, label)| (strsim::osa_distance(folded, &form), label));
    near.filter(|(distance, _)| *distance <= most).min_by_key(|(distance, _)| *distance).map(|(_, label)| label)
}

#[cfg(test)]
mod tests;
