//! What the box offers under its field: names, ways to go on, commands, views and words of the language, the likeliest
//! first. How they are shown and what happens when one is taken is not here.

use std::ops::Range;

use crate::explore::query::language::topics;
use crate::explore::query::typed::Reply;
use crate::layout::LAYOUTS;
use crate::window::action::{Action, COMMANDS, ItemId};
use crate::window::session::Session;
use crate::wording::in_figures;

/// So many earlier questions are listed.
const RECENT: usize = 5;

/// What may be taken.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Take {
    /// This is done, and the box closes.
    Do(Action),
    /// What is shown is narrowed to the words that were typed.
    Narrow,
    /// A text goes into the field in place of another.
    Put(Range<usize>, String),
    /// The field says this instead.
    Replace(String),
}

/// One offer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) name: String,
    /// What it is or means.
    pub(super) detail: String,
    /// At the right end: a number, keys.
    pub(super) end: String,
    /// It would find nothing.
    pub(super) is_idle: bool,
    pub(super) take: Take,
}

impl Row {
    fn new(name: impl Into<String>, detail: impl Into<String>, take: Take) -> Row {
        Row { name: name.into(), detail: detail.into(), end: String::new(), is_idle: false, take }
    }

    /// As assistive technology says it.
    pub(super) fn label(&self) -> String {
        [&self.name, &self.detail, &self.end]
            .map(String::as_str)
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// What is offered for a reply. `recent` are earlier questions, the last first.
pub(super) fn rows(reply: &Reply, recent: &[String], session: &Session) -> Vec<Row> {
    let text = reply.typed.text.trim();
    let mut rows = mends(reply);
    if text.is_empty() {
        let earlier = recent.iter().take(RECENT);
        rows.extend(earlier.map(|text| Row::new(text.clone(), "asked before", Take::Replace(text.clone()))));
    }
    rows.extend(reply.names.iter().filter_map(|hit| name(hit, session)));
    if reply.is_plain && !text.is_empty() {
        rows.extend(named(text, session));
        if !reply.understood.is_empty() {
            let mut narrow = Row::new(format!("Show only what mentions “{text}”"), "", Take::Narrow);
            narrow.is_idle = !reply.finds_any();
            rows.push(narrow);
        }
    }
    rows.extend(completions(reply));
    if text.is_empty() {
        rows.extend(named("", session));
    }
    rows
}

/// What to put in the place of what is wrong.
fn mends(reply: &Reply) -> Vec<Row> {
    let mend = |fault: &crate::explore::query::language::Fault| {
        let mend = fault.mend.as_ref()?;
        let text = mend.text.clone()?;
        Some(Row::new(text.clone(), mend.words.clone(), Take::Put(fault.span.clone(), text)))
    };
    // Where the word is still being written, ways to go on are better help.
    if !reply.completions.is_empty() { Vec::new() } else { reply.faults.iter().filter_map(mend).collect() }
}

fn name(hit: &crate::explore::query::search::Hit, session: &Session) -> Option<Row> {
    let dossier = session.dossier();
    let entity = dossier.entity(hit.entity)?;
    let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind).label;
    let detail = match &hit.by {
        Some(by) => format!("{kind}, also {by}"),
        None => kind,
    };
    Some(Row::new(entity.name.clone(), detail, Take::Do(Action::GoTo(ItemId::Entity(entity.id.clone())))))
}

fn completions(reply: &Reply) -> impl Iterator<Item = Row> {
    reply.completions.iter().map(|offer| Row {
        end: match offer.records {
            Some(records) if offer.leaves_out => format!("leaves out {}", in_figures(records)),
            Some(records) => in_figures(records),
            None => String::new(),
        },
        is_idle: offer.records == Some(0),
        ..Row::new(offer.text.clone(), offer.detail.clone(), Take::Put(offer.range.clone(), offer.text.clone()))
    })
}

/// Commands, layouts, views and words of the language that are called so, the nearest first.
fn named(typed: &str, session: &Session) -> Vec<Row> {
    let typed = typed.to_lowercase();
    let mut found: Vec<(u8, Row)> = Vec::new();
    let mut offer = |names: &[&str], row: Row| {
        if let Some(distance) = distance(&typed, names) {
            found.push((distance, row));
        }
    };
    if !typed.is_empty() {
        for topic in topics() {
            let row = Row::new(topic.text.clone(), topic.about, Take::Replace(topic.text.clone()));
            offer(&[&[topic.text.as_str(), topic.about][..], topic.synonyms].concat(), row);
        }
        for view in &session.dossier().views {
            let row = Row::new(view.name.clone(), "view", Take::Do(Action::UseView(view.name.clone())));
            offer(&[&view.name, "view"], row);
        }
        for layout in LAYOUTS {
            let name = format!("Layout: {}", layout.name());
            offer(&[&name], Row::new(name.clone(), layout.good_for(), Take::Do(Action::UseLayout(layout.name()))));
        }
        for (name, action) in super::super::layouts::choices(session) {
            offer(&[&name], Row::new(name.clone(), "", Take::Do(action)));
        }
    }
    for info in COMMANDS.iter().filter(|info| session.is_enabled(info.command)) {
        let mut row = Row::new(info.name, "", Take::Do(Action::Run(info.command)));
        row.end = info.keys_shown();
        offer(&[&[info.name][..], info.synonyms].concat(), row);
    }
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().map(|(_, row)| row).collect()
}

/// How far names are from what is typed, where all of its words are in them; the first name counts most.
fn distance(typed: &str, names: &[&str]) -> Option<u8> {
    let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let all = names.join(" ");
    if !typed.split_whitespace().all(|word| all.contains(word)) {
        return None;
    }
    let begins = |text: &str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        typed.split_whitespace().all(|word| words.any(|part| part.starts_with(word)))
    };
    let main = names.first().map_or("", String::as_str);
    Some(match () {
        () if main.starts_with(typed) => 0,
        // Another word for just this, before what is only one of its words elsewhere.
        () if names.iter().any(|name| name == typed) => 1,
        () if begins(main) => 2,
        () if names.iter().any(|name| name.starts_with(typed)) => 3,
        () if names.iter().any(|name| begins(name)) => 4,
        () => 5,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::{EXAMPLES, open_example};

    #[test]
    fn commands_views_and_words_of_the_language_are_found_by_other_words() {
        let session = Session::new(open_example(&EXAMPLES[0]));
        let first = |typed: &str| named(typed, &session).first().map(|row| row.name.clone());
        for (typed, name) in [
            ("shortest", "path:"),
            ("path", "path:"),
            ("Shortest path", "path:"),
            ("import", "Open…"),
            ("legend", "Legend"),
            ("colour by", "Colour by…"),
            ("save as", "Save as…"),
            ("layout grid", "Layout: grid"),
            ("grid", "Layout: grid"),
            ("layout timeline", "Layout: timeline"),
            ("timeline", "Show as a timeline"),
            ("Timeline", "Show as a timeline"),
            ("lanes", "Show as a timeline"),
            ("matrix", "Show as a matrix"),
            ("adjacency", "Show as a matrix"),
            ("network", "Show as a network"),
            ("show as", "Show as a network"),
        ] {
            assert_eq!(first(typed).as_deref(), Some(name), "{typed}");
        }
        for typed in ["filter", "size", "legend", "colour", "view", "exit", "bookmark", "help"] {
            assert!(first(typed).is_some(), "{typed}");
        }
        assert_eq!(first("qqqq"), None);
    }

    #[test]
    fn what_is_nearer_comes_first() {
        assert!(distance("pa", &["path:", "on a path"]) < distance("pa", &["Type file paths"]));
        assert!(distance("line", &["Show as lanes", "line"]) < distance("line", &["Layout: line"]));
        assert!(distance("path", &["Type file paths"]) < distance("path", &["Open", "paths"]));
        assert_eq!(distance("x", &["abc"]), None);
    }
}
