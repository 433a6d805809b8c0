//! What may stand where the cursor is.

use std::collections::HashMap;
use std::ops::Range;

use super::brackets::start_of_speaker;
use super::scan::{Part, Sort, scan_loosely};
use crate::dossier::model::fold::search_form;
use crate::dossier::model::naming::called;
use crate::dossier::model::{Dossier, Entity, Status};

/// One way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Bytes of the line that it takes the place of.
    pub range: Range<usize>,
    /// What is put there.
    pub(crate) text: String,
    /// What a person sees beside it: the kind of a thing, the title of a source.
    pub(crate) detail: String,
}

/// How many are offered.
const MOST: usize = 12;

/// Ways to go on at a byte of the line, likeliest first.
pub fn complete(line: &str, cursor: usize, dossier: &Dossier) -> Vec<Completion> {
    let mut cursor = cursor.min(line.len());
    while !line.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let before = &line[..cursor];
    let (parts, _) = scan_loosely(before);
    let (done, current): (&[Part], Option<&Part>) = match parts.split_last() {
        Some((last, done)) if is_open(last, before) => (done, Some(last)),
        _ => (&parts, None),
    };
    let range = current.map_or(cursor..cursor, |part| {
        let sign = usize::from(matches!(part.sort, Sort::Date | Sort::Status | Sort::Claim));
        part.start + sign..cursor
    });
    let typed = search_form(&line[range.clone()]);
    match current.map(|p| p.sort) {
        Some(Sort::Claim) => in_brackets(line, range, dossier),
        Some(Sort::Status) => statuses(&typed, range),
        Some(Sort::Date) => Vec::new(),
        _ => match done.iter().rev().find(|p| p.sort != Sort::Name).map(|p| p.sort) {
            Some(Sort::Colon) => entity_kinds(dossier, &typed, range),
            Some(Sort::Arrow | Sort::BackArrow) if arrows(done) % 2 == 1 => {
                relation_kinds(dossier, done, &typed, range)
            }
            Some(Sort::Date | Sort::Status | Sort::Claim) => Vec::new(),
            _ => entities(dossier, &typed, range),
        },
    }
}

/// Whether the cursor is still in a part.
fn is_open(part: &Part, before: &str) -> bool {
    match part.sort {
        Sort::Name => true,
        Sort::Date | Sort::Status => part.end == before.len(),
        Sort::Claim => !before.trim_end().ends_with(']'),
        _ => false,
    }
}

fn arrows(parts: &[Part]) -> usize {
    parts.iter().filter(|p| matches!(p.sort, Sort::Arrow | Sort::BackArrow)).count()
}

/// 0 begins with what is typed, 1 a word in it does, 2 holds it; `None` does not fit.
fn fit(folded: &str, typed: &str) -> Option<usize> {
    if folded.starts_with(typed) {
        Some(0)
    } else if folded.split(' ').any(|word| word.starts_with(typed)) {
        Some(1)
    } else {
        folded.contains(typed).then_some(2)
    }
}

/// Sorts by fit and weight, and keeps the best.
fn best(mut found: Vec<(usize, std::cmp::Reverse<usize>, String, String)>, range: Range<usize>) -> Vec<Completion> {
    found.sort();
    found.truncate(MOST);
    found.into_iter().map(|(_, _, text, detail)| Completion { range: range.clone(), text, detail }).collect()
}

fn entities(dossier: &Dossier, typed: &str, range: Range<usize>) -> Vec<Completion> {
    let fits = |entity: &Entity| {
        let names = std::iter::once(entity.name.as_str()).chain(entity.names.iter().map(|n| n.text.as_str()));
        names.chain([entity.id.as_str()]).filter_map(|name| fit(&search_form(name), typed)).min()
    };
    let found = dossier.entities().filter(|(_, e)| !e.ghost).filter_map(|(index, entity)| {
        let weight = std::cmp::Reverse(dossier.degree(index));
        Some((fits(entity)?, weight, written(&entity.name), entity.kind.clone()))
    });
    best(found.collect(), range)
}

/// A name as the line wants it.
pub(crate) fn written(name: &str) -> String {
    let plain = super::scan::scan(name).is_ok_and(|parts| matches!(&parts[..], [only] if only.sort == Sort::Name));
    if plain || name.contains('"') { name.to_owned() } else { format!("\"{name}\"") }
}

fn relation_kinds(dossier: &Dossier, done: &[Part], typed: &str, range: Range<usize>) -> Vec<Completion> {
    let mut used: HashMap<&str, usize> = HashMap::new();
    for (.., relation) in dossier.relations() {
        *used.entry(&relation.kind).or_default() += 1;
    }
    // What the first end is decides which kinds fit.
    let name = done.iter().rev().find(|p| p.sort == Sort::Name);
    let start = name.and_then(|name| called(&name.text, dossier.entities().map(|(_, e)| e)).into_iter().next());
    let start = start.map(|e| e.kind.as_str());
    let found = dossier.vocabulary.relation_kinds.iter().filter_map(|kind| {
        let fits = fit(&search_form(&kind.label), typed).or_else(|| fit(&search_form(&kind.id), typed))?;
        let foreseen = start.is_none_or(|start| kind.from.is_empty() || kind.from.iter().any(|k| k == start));
        let weight = std::cmp::Reverse(used.get(kind.id.as_str()).copied().unwrap_or(0));
        Some((fits + if foreseen { 0 } else { 10 }, weight, kind.label.clone(), kind.inverse.clone()))
    });
    best(found.collect(), range)
}

fn entity_kinds(dossier: &Dossier, typed: &str, range: Range<usize>) -> Vec<Completion> {
    let mut used: HashMap<&str, usize> = HashMap::new();
    for (_, entity) in dossier.entities() {
        *used.entry(&entity.kind).or_default() += 1;
    }
    let found = dossier.vocabulary.entity_kinds.iter().filter_map(|kind| {
        let fits = fit(&search_form(&kind.label), typed).or_else(|| fit(&search_form(&kind.id), typed))?;
        let weight = std::cmp::Reverse(used.get(kind.id.as_str()).copied().unwrap_or(0));
        Some((fits, weight, kind.label.clone(), kind.plural.clone()))
    });
    best(found.collect(), range)
}

/// In brackets: who is quoted, after the word for that; else a source, unless a quotation is being typed.
fn in_brackets(line: &str, range: Range<usize>, dossier: &Dossier) -> Vec<Completion> {
    let text = &line[range.clone()];
    if let Some(start) = start_of_speaker(text) {
        let range = range.start + start..range.end;
        let typed = search_form(line[range.clone()].trim_start_matches('"'));
        return entities(dossier, &typed, range);
    }
    if text.contains('"') {
        return Vec::new();
    }
    let source = text.strip_prefix("not ").unwrap_or(text);
    sources(dossier, &search_form(source), range.end - source.len()..range.end)
}

fn sources(dossier: &Dossier, typed: &str, range: Range<usize>) -> Vec<Completion> {
    let found = dossier.sources.iter().rev().enumerate().filter_map(|(late, source)| {
        let title = source.title.clone().unwrap_or_default();
        let fits = fit(&search_form(source.id.as_str()), typed).or_else(|| fit(&search_form(&title), typed))?;
        Some((fits, std::cmp::Reverse(usize::MAX - late), source.id.to_string(), title))
    });
    best(found.collect(), range)
}

fn statuses(typed: &str, range: Range<usize>) -> Vec<Completion> {
    let words = Status::ALL.iter().filter(|(word, _)| word.starts_with(typed));
    words
        .map(|(word, _)| Completion { range: range.clone(), text: (*word).to_owned(), detail: String::new() })
        .collect()
}
