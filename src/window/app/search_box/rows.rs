//! What the box offers under its field: names, ways to go on, commands, views and words of the language, the likeliest
//! first. How they are shown and what happens when one is taken is not here.

use std::ops::Range;

use crate::explore::query::language::topics;
use crate::explore::query::typed::Reply;
use crate::layout::LAYOUTS;
use crate::window::action::{Action, COMMANDS, CommandInfo, ItemId};
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
    /// Nothing: it says why something is not possible now.
    Nothing,
}

/// One offer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) name: String,
    /// What it is or means.
    pub(super) detail: String,
    /// At the right end: a number, keys.
    pub(super) end: String,
    /// It would find nothing, or is not possible now.
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
        rows.extend(further(text, session));
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
    let mut found: Vec<(u8, Row)> = Vec::new();
    let mut offer = |names: &[&str], row: Row| {
        if let Some(distance) = distance(typed, names) {
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
            let row = Row::new(name.clone(), layout.good_for(), Take::Do(Action::UseLayout(layout.name())));
            offer(&[&[name.as_str()][..], layout.synonyms()].concat(), row);
        }
        for (name, action) in super::super::layouts::choices(session) {
            offer(&[&name], Row::new(name.clone(), "", Take::Do(action)));
        }
    }
    for info in COMMANDS.iter().filter(|info| session.is_enabled(info.command)) {
        let mut row = Row::new(info.name, "", Take::Do(Action::Run(info.command)));
        row.end = info.keys_shown();
        offer(&names_of(info), row);
    }
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().map(|(_, row)| row).collect()
}

/// Commands whose help says so, and commands called so that are not possible now, with what is missing.
fn further(typed: &str, session: &Session) -> Vec<Row> {
    let row = |info: &CommandInfo| {
        let called = distance(typed, &names_of(info));
        let hindrance = session.hindrance(info.command);
        let of = |detail: &str, take| {
            let end = info.keys_shown();
            Row { end, is_idle: hindrance.is_some(), ..Row::new(info.name, detail, take) }
        };
        match (hindrance, called) {
            (None, Some(_)) => None,
            (None, None) => {
                let distance = distance(typed, &[info.help]).filter(|distance| *distance <= WORDS)?;
                Some((distance, of("", Take::Do(Action::Run(info.command)))))
            }
            (Some(hindrance), called) => {
                let distance = called.filter(|distance| *distance <= WORDS)?;
                Some((HINDERED + distance, of(hindrance, Take::Nothing)))
            }
        }
    };
    let mut found: Vec<(u8, Row)> = COMMANDS.iter().filter_map(row).collect();
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().map(|(_, row)| row).collect()
}

/// What a command may be called, its own name first.
fn names_of(info: &CommandInfo) -> Vec<&'static str> {
    [&[info.name][..], info.synonyms].concat()
}

/// What is not possible comes after all that is.
const HINDERED: u8 = 10;
/// From here on words were found in the middle of others only.
const WORDS: u8 = 4;

/// How far names are from what is typed, where all of its words are in them; the first name counts most.
fn distance(typed: &str, names: &[&str]) -> Option<u8> {
    let is_same = names.iter().any(|name| name.to_lowercase() == typed.to_lowercase());
    let typed = plain(typed);
    let names: Vec<String> = names.iter().map(|name| plain(name)).collect();
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
        () if main.starts_with(&typed) => 0,
        // Another word for just this, before what is only one of its words elsewhere.
        () if is_same => 1,
        () if begins(main) => 2,
        () if names.iter().any(|name| name.starts_with(&typed)) => 3,
        () if names.iter().any(|name| begins(name)) => WORDS,
        () => WORDS + 1,
    })
}

/// American spellings, as ours.
const SPELLINGS: [(&str, &str); 4] =
    [("color", "colour"), ("neighbor", "neighbour"), ("center", "centre"), ("license", "licence")];

/// As names are compared: in small letters and one spelling, every word in the singular.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace('-', " ");
    let text = SPELLINGS.iter().fold(text, |text, (theirs, ours)| text.replace(theirs, ours));
    let one = |word: &str| match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    };
    text.split(' ').map(one).collect::<Vec<_>>().join(" ")
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
            ("import", "Import…"),
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
    fn people_from_other_programs_find_what_they_ask_for() {
        let session = Session::new(open_example(&EXAMPLES[0]));
        let listed = |typed: &str| {
            let all = named(typed, &session).into_iter().chain(further(typed, &session));
            all.map(|row| row.name).collect::<Vec<_>>()
        };
        for (typed, name) in [
            ("screenshot", "Export figure…"),
            ("add node", "New entity…"),
            ("add edge", "Relate to…"),
            ("force directed", "Layout: organic"),
            ("tree", "Layout: layered"),
            ("circle", "Layout: circular"),
            ("dark mode", "Dark theme"),
            ("statistics", "Size by…"),
            ("measures", "Size by…"),
            ("modularity", "Next colours"),
            ("colors", "Colour by…"),
            ("settings", "Larger interface"),
            ("preferences", "Larger interface"),
            ("revert", "Reload"),
            ("neighbors", "Select neighbours"),
            ("ego network", "Focus"),
            ("subgraph", "Hide others"),
            ("lock", "Pin"),
            ("note", "Dossier details…"),
            ("excel", "Table"),
            ("version", "About Chancery"),
            ("license", "About Chancery"),
            ("bug", "Copy diagnostics"),
            ("shortest path", "Why are these connected?"),
            ("how are they connected", "Why are these connected?"),
            ("fullscreen", "Graph only"),
            ("errors", "Problems"),
            ("quote", "Reading pane"),
            ("undo", "Undo"),
        ] {
            assert!(listed(typed).iter().any(|row| row == name), "{typed}: {:?}", listed(typed));
        }
    }

    #[test]
    fn what_is_not_possible_now_says_what_is_missing() {
        let session = Session::new(open_example(&EXAMPLES[0]));
        let rows = further("why", &session);
        let row = rows.iter().find(|row| row.name == "Why are these connected?").unwrap();
        assert_eq!((row.detail.as_str(), row.is_idle), ("select two or more entities first", true));
        assert_eq!(row.take, Take::Nothing);
        assert!(rows.iter().skip_while(|row| !row.is_idle).all(|row| row.is_idle), "the rest come first");
    }

    #[test]
    fn what_is_nearer_comes_first() {
        assert!(distance("pa", &["path:", "on a path"]) < distance("pa", &["Type file paths"]));
        assert!(distance("line", &["Show as lanes", "line"]) < distance("line", &["Layout: line"]));
        assert!(distance("path", &["Type file paths"]) < distance("path", &["Open", "paths"]));
        assert_eq!(distance("x", &["abc"]), None);
    }
}
