//! Quick entry: one line such as `Japan -> hosts -> Third AMMTC + Japan @2017 [beat-2015 P8.1]`
//! taken apart into changes, with a preview of what is new and what may complete it. Nothing here
//! knows a screen.
//!
//! A line is `ENDS -> KIND -> ENDS`, and further `-> KIND -> ENDS` for a chain; `<-` points the
//! other way. ENDS are names, aliases or ids, joined by `+`; a name in quotes may hold anything.
//! `NAME: KIND` says what a new thing is, and may stand alone. After that, in any order: `@DATE`,
//! `!STATUS`, and `[SOURCE PLACE "QUOTATION"]`, several times if need be; `[PLACE]` cites the
//! source that was cited last.

mod complete;
mod scan;

pub use complete::{Completion, complete};
use scan::{Part, Sort, scan};

use super::{Change, InsertAt, likely_kind};
use crate::dossier::model::fold::fold;
use crate::dossier::model::{
    Claim, Date, Dossier, Entity, EntityId, Relation, RelationKind, Source, SourceId, Status, When,
};

/// Why a line cannot be taken, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryError {
    /// What is wrong, with what to do about it.
    pub(crate) message: String,
    /// Characters from the beginning of the line to the culprit.
    pub column: usize,
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
        return Err(EntryError { message: format!("a line has at most {MOST} characters"), column: MOST });
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
        Err(EntryError { message: message.into(), column: self.line[..at].chars().count() })
    }

    fn line(&mut self, parts: &[Part]) -> Result<(), EntryError> {
        let modifier = |p: &&Part| matches!(p.sort, Sort::Date | Sort::Status | Sort::Claim);
        let (when, status, claims) = self.modifiers(parts.iter().filter(modifier))?;
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
            return self.alone(&segments[0], when, status, claims);
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
            self.tie(&from, &kind.0, &to, &when, status, &claims)?;
        }
        Ok(())
    }

    /// A line without arrows: new things by themselves.
    fn alone(
        &mut self,
        parts: &[&Part],
        when: Option<When>,
        status: Status,
        claims: Vec<Claim>,
    ) -> Result<(), EntryError> {
        for end in self.ends(parts, 0)? {
            if self.find(&end.name.text).is_some() {
                return self.error(end.name.start, format!("“{}” already exists", end.name.text));
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
                entity.claims.clone_from(&claims);
            }
        }
        Ok(())
    }

    fn modifiers<'p>(
        &mut self,
        parts: impl Iterator<Item = &'p Part>,
    ) -> Result<(Option<When>, Status, Vec<Claim>), EntryError> {
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

    /// `SOURCE PLACE "QUOTATION"`, or a place alone.
    fn claim(&mut self, part: &Part) -> Result<Claim, EntryError> {
        let (text, quote) = match part.text.split_once('"') {
            Some((before, quote)) => (before.trim(), Some(quote.trim_end_matches('"').to_owned())),
            None => (part.text.trim(), None),
        };
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let known = self.dossier.source(&first.into()).is_some();
        let last = self.entry.source.as_ref().or(self.last_source).cloned();
        let looks_like_place = first.starts_with(['P', 'p', '§']) && first.chars().any(|c| c.is_ascii_digit());
        let (source, at) = match last {
            Some(last) if !known && (looks_like_place || first.is_empty()) => (last, text),
            _ if first.is_empty() => return self.error(part.start, "a source is missing in the brackets"),
            _ => (SourceId::from(first), rest.trim()),
        };
        if super::valid::id(source.as_str()).is_err() {
            return self.error(part.start, format!("`{source}` cannot be a source’s id"));
        }
        let brought =
            self.entry.changes.iter().any(|c| matches!(c, Change::AddSource { source: s, .. } if s.id == source));
        if self.dossier.source(&source).is_none() && !brought {
            self.entry.preview.push(Preview::NewSource(source.clone()));
            let new = Source::new(source.clone());
            self.entry.changes.push(Change::AddSource { source: new, place: InsertAt::default() });
        }
        self.entry.source = Some(source.clone());
        Ok(Claim { at: Some(at.to_owned()).filter(|a| !a.is_empty()), quote, ..Claim::stated(source) })
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
        let folded = fold(&part.text);
        let kinds = &self.dossier.vocabulary.relation_kinds;
        let found = kinds.iter().find(|k| k.id == part.text || fold(&k.id) == folded || fold(&k.label) == folded);
        if let Some(kind) = found {
            return Ok((kind.clone(), false));
        }
        if let Some(kind) = kinds.iter().find(|k| k.directed && fold(&k.inverse) == folded) {
            return Ok((kind.clone(), true));
        }
        let near = nearest(&folded, kinds.iter().map(|k| k.label.as_str()));
        let help = near.map(|near| format!("; did you mean “{near}”?")).unwrap_or_default();
        self.error(part.start, format!("there is no kind of relation “{}”{help}", part.text))
    }

    fn entity_kind(&self, part: &Part) -> Result<String, EntryError> {
        let folded = fold(&part.text);
        let kinds = &self.dossier.vocabulary.entity_kinds;
        let found = kinds.iter().find(|k| fold(&k.id) == folded || fold(&k.label) == folded);
        if let Some(kind) = found {
            return Ok(kind.id.clone());
        }
        let near = nearest(&folded, kinds.iter().map(|k| k.label.as_str()));
        let help = near.map(|near| format!("; did you mean “{near}”?")).unwrap_or_default();
        self.error(part.start, format!("there is no kind “{}”{help}", part.text))
    }

    fn tie(
        &mut self,
        from: &[End<'_>],
        kind: &RelationKind,
        to: &[End<'_>],
        when: &Option<When>,
        status: Status,
        claims: &[Claim],
    ) -> Result<(), EntryError> {
        let from: Vec<(EntityId, String)> = self.resolve(from, kind, Side::From)?;
        let to: Vec<(EntityId, String)> = self.resolve(to, kind, Side::To)?;
        for (from, from_name) in &from {
            for (to, to_name) in &to {
                let mut relation = Relation::new(from.clone(), kind.id.as_str(), to.clone());
                relation.when.clone_from(when);
                relation.status = status;
                relation.claims = claims.to_vec();
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
            if let Some((id, name)) = self.find(&end.name.text) {
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

    /// The entity that a name, alias or id means; of several with one name the one with the most
    /// relations.
    fn find(&self, text: &str) -> Option<(EntityId, String)> {
        let own = |e: &Entity| (e.id.clone(), e.name.clone());
        if let Some(entity) =
            self.dossier.entity_by_id(text).or_else(|| self.fresh.iter().find(|e| e.id.as_str() == text))
        {
            return Some(own(entity));
        }
        let folded = fold(text);
        if let Some(entity) = self.fresh.iter().find(|e| fold(&e.name) == folded) {
            return Some(own(entity));
        }
        let all = || self.dossier.entities().filter(|(_, e)| !e.ghost);
        let by_name = all().filter(|(_, e)| fold(&e.name) == folded);
        let by_alias = || all().filter(|(_, e)| e.names.iter().any(|n| fold(&n.text) == folded));
        let best = by_name.max_by_key(|(i, _)| self.dossier.degree(*i));
        best.or_else(|| by_alias().max_by_key(|(i, _)| self.dossier.degree(*i))).map(|(_, e)| own(e))
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

/// An id made of a name that nobody has: `third-ammtc`, `third-ammtc-2`.
pub(crate) fn free_id(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
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
    let most = (folded.chars().count() / 3).max(1);
    let near = all.map(|label| (strsim::osa_distance(folded, &fold(label)), label));
    near.filter(|(distance, _)| *distance <= most).min_by_key(|(distance, _)| *distance).map(|(_, label)| label)
}

#[cfg(test)]
mod tests;
