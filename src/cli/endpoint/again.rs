//! `chancery endpoint again`: what changed at an endpoint since a dossier was filled from it, and what is new there, with
//! what of it is taken.

use std::collections::BTreeSet;

use clap::ArgMatches;
use serde::Serialize;

use super::super::{Console, Exit, Failure};
use super::{Asked, account, failed, save, target};
use crate::dossier::compare::Difference;
use crate::dossier::endpoint::{self, Again, Asking, Client, Kept, Mode, NewStatement, Transport};
use crate::problem::printable;
use crate::wording::counted;

fn refused(refusal: impl std::fmt::Display) -> Failure {
    Failure::input(printable(&refusal.to_string()))
}

/// Asks again, shows what changed and what is new, and takes what is wanted of it.
pub(super) fn again(
    client: &Client<'_>,
    asked: &Asked,
    asking: Asking<'_>,
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    let (mut open, path) = target(matches, console)?;
    // Asking again from what is kept would find nothing new.
    let mode = if asked.mode == Mode::Kept { Mode::Anew } else { asked.mode };
    let now_by = asked.transport(mode);
    let now = Client::new(client.endpoint, &now_by, asking);
    let then = endpoint::asked_on(&open.dossier, client.endpoint);
    let before_by = then.map(|day| Kept::alone(asked.answers.clone(), Mode::AsOf(day)));
    let before = before_by.as_ref().map(|by| Client::new(client.endpoint, by as &dyn Transport, asking));
    let again = endpoint::ask_again(&open.dossier, None, &now, before.as_ref()).map_err(failed)?;
    account(client, again.told.clone(), console);
    if !again.knew_before {
        console.note(
            "the earlier answers are no longer saved, so your own edits are shown as if the endpoint had changed",
        );
    }
    told_again(&again, matches, console);
    let chosen = match matches.get_one::<String>("new") {
        Some(text) => numbers(text, again.news.statements.len())?,
        None => BTreeSet::new(),
    };
    if !matches.get_flag("apply") && chosen.is_empty() {
        return Ok(Exit::Done);
    }
    if matches.get_flag("apply") {
        if !again.merge.conflicts.is_empty() {
            console.note(&format!("kept your version of {}", counted(again.merge.conflicts.len(), "value", "values")));
        }
        open.apply(again.merge.changes.clone()).map_err(refused)?;
    }
    if let Some(taking) = again.news.take(&open.dossier, &chosen, client.endpoint).filter(|_| !chosen.is_empty()) {
        console.note(&format!("{} added", counted(taking.joined.relations_added, "relation", "relations")));
        open.apply(taking.edit).map_err(refused)?;
    }
    save(open, &path, matches, console)
}

#[derive(Serialize)]
struct AgainJson<'a> {
    changed: &'a Difference,
    new: Vec<NewJson<'a>>,
}

#[derive(Serialize)]
struct NewJson<'a> {
    number: usize,
    words: &'a str,
    from: &'a str,
    property: &'a str,
    to: Option<&'a str>,
    statement: Option<&'a str>,
}

/// What changed there, and what is new, with the numbers by which it is chosen.
fn told_again(again: &Again, matches: &ArgMatches, console: &mut Console<'_>) {
    let new = (1..).zip(&again.news.statements);
    if matches.get_flag("json") {
        let new = new.map(|(number, NewStatement { tie, words })| NewJson {
            number,
            words,
            from: &tie.from,
            property: &tie.property,
            to: tie.to.as_deref(),
            statement: tie.statement.as_deref(),
        });
        return console.print_json(&AgainJson { changed: &again.difference, new: new.collect() });
    }
    if again.difference.is_empty() {
        console.note("nothing changed there");
    } else {
        console.print(&again.difference.to_text());
    }
    if again.news.statements.is_empty() {
        return console.note("nothing is new there");
    }
    console.print(&format!(
        "{} that the dossier does not have:",
        counted(again.news.statements.len(), "statement", "statements")
    ));
    for (number, new) in new {
        console.print(&printable(&format!("{number:>3}  {}", new.words)));
    }
    if !again.news.are_new_there {
        console.note("some of these may not be new: the earlier answers are no longer saved");
    }
    if matches.get_one::<String>("new").is_none() {
        console.note("use --new NUMBERS to take them");
    }
}

/// Numbers such as `1,3-5`, less one each; `all` is every one of `count`.
fn numbers(text: &str, count: usize) -> Result<BTreeSet<usize>, Failure> {
    if text.trim().eq_ignore_ascii_case("all") {
        return Ok((0..count).collect());
    }
    let mut out = BTreeSet::new();
    for part in text.split(',').map(str::trim) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.trim().parse::<usize>().ok().filter(|number| (1..=count).contains(number));
        match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => out.extend(first - 1..last),
            _ => {
                let range = if count == 0 {
                    "nothing is new there".to_owned()
                } else {
                    format!("write numbers from 1 to {count}")
                };
                return Err(Failure::usage(printable(&format!("--new: `{part}`: {range}"))));
            }
        }
    }
    Ok(out)
}
