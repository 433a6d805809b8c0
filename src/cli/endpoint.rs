//! `chancery endpoint`: searches a SPARQL endpoint, shows what a thing is tied to, and takes things into a dossier with
//! their evidence. To name the address in the command is the consent to ask it; nothing else of the program sends anything.

mod again;
mod key;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::PathBufValueParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};
use serde::Serialize;

use super::edit::{opened_to_change, told};
use super::{Command, Console, Exit, Failure, arguments};
use crate::dossier::document::{self, Document};
use crate::dossier::endpoint::{
    self, Asking, Candidate, Client, Direction, Endpoint, Event, How, Http, KNOWN, Kept, Keys, Mode, PROFILES, Page,
    Paging, Picks, Property, Showing, TakeOptions, Transport,
};
use crate::dossier::exchange::{self, JoinChoices};
use crate::dossier::storage::{Answers, Storage};
use crate::problem::{Severity, printable};
use crate::progress::Progress;
use crate::wording::counted;

pub(super) struct EndpointCommand;

/// Names with what they are, a line each.
fn lines<'a>(named: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    named.map(|(name, about)| format!("\n  {name:<14} {about}")).collect()
}

/// Most pages of a hundred that `take --all` fetches of one property.
const MOST_PAGES: usize = 10;

impl Command for EndpointCommand {
    fn describe(&self) -> clap::Command {
        clap::Command::new("endpoint")
            .about("Search a SPARQL endpoint, and take things into a dossier with their sources")
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommand(
                common(clap::Command::new("search"))
                    .about("Find things by name")
                    .arg(Arg::new("name").value_name("NAME").required(true).help("Name to search for"))
                    .arg(
                        Arg::new("how")
                            .long("how")
                            .value_name("HOW")
                            .value_parser(["exact", "index", "containing"])
                            .default_value("exact")
                            .help("Match the exact name, use the server’s own index, or find the text anywhere in names (slow)"),
                    )
                    .arg(arguments::json()),
            )
            .subcommand(
                common(clap::Command::new("expand"))
                    .about("Show the relations of a thing: its properties with counts, or where one property leads")
                    .arg(thing())
                    .arg(property())
                    .arg(direction())
                    .arg(arguments::json()),
            )
            .subcommand(
                common(clap::Command::new("take"))
                    .about("Take things into a dossier, alone or with the relations of a property")
                    .arg(thing().num_args(1..))
                    .arg(property())
                    .arg(direction())
                    .arg(
                        Arg::new("among")
                            .long("among")
                            .action(ArgAction::SetTrue)
                            .help("Also take the relations between all things taken"),
                    )
                    .arg(
                        Arg::new("deprecated")
                            .long("deprecated")
                            .action(ArgAction::SetTrue)
                            .help("Also take deprecated statements; their claims are marked as superseded"),
                    )
                    .arg(into("Dossier to add to")),
            )
            .subcommand(
                common(clap::Command::new("again"))
                    .about("Check what has changed at an endpoint since its data was taken into a dossier")
                    .arg(into("Dossier to compare"))
                    .arg(
                        Arg::new("apply")
                            .long("apply")
                            .action(ArgAction::SetTrue)
                            .help("Apply the changes to the dossier; where both sides changed a value, yours is kept"),
                    )
                    .arg(
                        Arg::new("new")
                            .long("new")
                            .value_name("NUMBERS")
                            .help("Take new statements, too: their numbers as shown, such as 1,3-5, or all"),
                    )
                    .arg(arguments::json()),
            )
            .subcommand(key::describe())
            .subcommand(clap::Command::new("clear").about("Delete all saved answers from endpoints"))
            .after_help(format!(
                "Examples:\n  \
                 chancery endpoint search Wikidata ASEAN --contact me@example.org\n  \
                 chancery endpoint expand Wikidata http://www.wikidata.org/entity/Q7768\n  \
                 chancery endpoint take Wikidata http://www.wikidata.org/entity/Q7768 --property P463 --in --into notes.ron\n  \
                 chancery endpoint again Wikidata --into notes.ron --apply --new all\n  \
                 chancery endpoint key OpenSanctions < key.txt\n\n\
                 URL is an address or one of:{}\n\n\
                 Profiles:{}\n\n\
                 Each answer is saved on disk and used again; --anew asks again, --offline sends nothing.\n\
                 Notes and what is missing go to standard error.\n\
                 Exit status: 1 if the endpoint does not answer; then nothing is written.",
                lines(KNOWN.iter().map(|known| (known.name, known.about))),
                lines(PROFILES.iter().map(|profile| (profile.name(), profile.about())))
            ))
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let Some((name, matches)) = matches.subcommand() else {
            return Err(Failure::usage("say what to do: search, expand, take, again, key or clear"));
        };
        if name == "clear" {
            let (files, bytes) = Storage::of_this_system().answers().clear().map_err(|p| Failure::problem(&p))?;
            console.note(&format!(
                "removed {} ({} KiB)",
                counted(files, "saved answer", "saved answers"),
                bytes.div_ceil(1024)
            ));
            return Ok(Exit::Done);
        }
        if name == "key" {
            return key::run(matches, console);
        }
        let asked = Asked::of(matches)?;
        let progress = Progress::new();
        // The console is for one thread: what happens meanwhile is printed by whoever asks.
        let tell = |event: Event| eprintln!("{}", event.in_words());
        let asking = Asking { progress: &progress, tell: &tell };
        let outcome = asked.with(asking, |client| match name {
            "search" => search(client, matches, console),
            "expand" => expand(client, matches, console),
            "take" => take(client, matches, console),
            _ => again::again(client, &asked, asking, matches, console),
        });
        let Some(shown) = asked.showing.as_ref().and_then(Showing::shown) else { return outcome };
        if !asked.profile_given {
            console.note("this request detects the kind of endpoint; use --profile to set it");
        }
        shown.lines().for_each(|line| console.print(&printable(line)));
        Ok(Exit::Done)
    }
}

/// The arguments that say which endpoint is asked, and how.
fn common(command: clap::Command) -> clap::Command {
    command
        .arg(
            Arg::new("url")
                .value_name("URL")
                .required(true)
                .help("Address of the endpoint, or the name of a known one"),
        )
        .arg(
            Arg::new("profile")
                .long("profile")
                .value_name("NAME")
                .value_parser(PROFILES.iter().map(|profile| profile.name()).collect::<Vec<_>>())
                .help("Kind of endpoint; detected if not given"),
        )
        .arg(
            Arg::new("languages")
                .long("languages")
                .value_name("TAGS")
                .default_value("en")
                .help("Languages of names, the best first, such as ja,en"),
        )
        .arg(
            Arg::new("contact")
                .long("contact")
                .value_name("ADDRESS")
                .help("E-mail or web address that is shown to the server; public servers ask for one"),
        )
        .arg(Arg::new("api").long("api").value_name("URL").help("Address of the api.php of a Wikibase"))
        .arg(
            Arg::new("anew")
                .long("anew")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["offline", "replay"])
                .help("Ask the server even if its answer is saved"),
        )
        .arg(Arg::new("offline").long("offline").action(ArgAction::SetTrue).help("Send nothing; use saved answers"))
        .arg(
            Arg::new("show-query")
                .long("show-query")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["offline", "replay"])
                .help("Send and write nothing; print the next query that would be sent"),
        )
        .arg(
            Arg::new("replay")
                .long("replay")
                .value_name("DIR")
                .value_parser(PathBufValueParser::new())
                .value_hint(clap::ValueHint::DirPath)
                .help("Send nothing; use the saved answers in this folder"),
        )
}

fn thing() -> Arg {
    Arg::new("thing").value_name("IRI").required(true).help("IRI of the thing, as search prints it")
}

fn property() -> Arg {
    Arg::new("property")
        .long("property")
        .value_name("NAME")
        .help("Property to follow: its IRI, the last part of the IRI, or its label")
}

fn direction() -> Arg {
    Arg::new("in")
        .long("in")
        .action(ArgAction::SetTrue)
        .requires("property")
        .help("Follow the property backwards, to what points at the thing")
}

fn into(help: &'static str) -> Arg {
    Arg::new("into")
        .long("into")
        .value_name("DOSSIER.ron")
        .required(true)
        .value_parser(PathBufValueParser::new())
        .value_hint(clap::ValueHint::FilePath)
        .help(help)
}

/// Which endpoint is asked, and by which way.
struct Asked {
    endpoint: Endpoint,
    profile_given: bool,
    web: Option<Http>,
    /// What would be sent is shown instead.
    showing: Option<Showing>,
    answers: Answers,
    mode: Mode,
}

impl Asked {
    fn of(matches: &ArgMatches) -> Result<Self, Failure> {
        let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
        let profile = text("profile").and_then(endpoint::named);
        let usual = profile.or_else(|| endpoint::named("rdf")).ok_or_else(|| Failure::usage("there is no profile"))?;
        let url = text("url").unwrap_or_default();
        let mut endpoint = Endpoint::parse(url, usual).map_err(|p| Failure::usage(p.to_text()))?;
        let is_known = KNOWN.iter().any(|known| known.url == endpoint.url.as_str());
        // The dossier that is added to may know it already.
        let there = matches.try_get_one::<PathBuf>("into").ok().flatten().and_then(|path| known_in(path, &endpoint));
        let is_known = is_known || there.is_some();
        let languages_given = matches.value_source("languages") == Some(ValueSource::CommandLine);
        if let Some(there) = there {
            let languages = if languages_given { endpoint.languages } else { there.languages.clone() };
            endpoint = Endpoint { languages, ..there };
        }
        if let Some(profile) = profile {
            endpoint.profile = profile;
        }
        if let Some(api) = text("api") {
            endpoint.api = Some(endpoint::Address::parse(api).map_err(|p| Failure::usage(p.to_text()))?);
        }
        if languages_given {
            endpoint.languages = endpoint::languages_of(text("languages").unwrap_or_default());
        }
        endpoint.contact = text("contact").unwrap_or_default().to_owned();
        let replay = matches.get_one::<PathBuf>("replay");
        let answers = match replay {
            Some(folder) => Answers::in_folder(folder),
            None => Storage::of_this_system().answers(),
        };
        let sends_nothing = replay.is_some() || matches.get_flag("offline");
        let shows = matches.get_flag("show-query");
        let mode = match (sends_nothing, matches.get_flag("anew")) {
            (true, _) => Mode::Offline,
            (false, true) => Mode::Anew,
            (false, false) => Mode::Kept,
        };
        // A person wrote the address: that is the consent.
        let web = (!sends_nothing && !shows).then(|| {
            let keys = Arc::new(Keys::of_this_system());
            Http::new(endpoint.question().agreed(), endpoint.user_agent()).with_keys(keys, endpoint.url.clone())
        });
        let showing = (!sends_nothing && shows).then(Showing::default);
        Ok(Asked { endpoint, profile_given: profile.is_some() || is_known, web, showing, answers, mode })
    }

    fn transport(&self, mode: Mode) -> Kept<'_> {
        let asked = self.web.as_ref().map(|web| web as &dyn Transport);
        match asked.or(self.showing.as_ref().map(|showing| showing as &dyn Transport)) {
            Some(asked) => Kept::before(asked, self.answers.clone(), mode),
            None => Kept::alone(self.answers.clone(), mode),
        }
    }

    /// Does something with a client; the profile is found out before that unless it was given.
    fn with<T>(&self, asking: Asking<'_>, work: impl FnOnce(&Client<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
        let transport = self.transport(self.mode);
        let mut endpoint = self.endpoint.clone();
        if !self.profile_given {
            endpoint.profile = endpoint::probe(&Client::new(&endpoint, &transport, asking)).map_err(failed)?;
        }
        work(&Client::new(&endpoint, &transport, asking))
    }
}

fn failed(failure: exchange::Failure) -> Failure {
    match failure {
        exchange::Failure::Cancelled => Failure::input("stopped"),
        exchange::Failure::Wrong(problem) => Failure::problem(&problem),
    }
}

/// Tells what is missing, and from when answers are.
fn account(client: &Client<'_>, told: endpoint::Told, console: &mut Console<'_>) {
    for what in &told.missing {
        console.note(&format!("incomplete: {}", printable(what)));
    }
    if let Some(day) = told.kept_from {
        let (year, month, day) = day.ymd();
        console.note(&format!(
            "{}: saved answers are from {year:04}-{month:02}-{day:02}; --anew asks again",
            printable(&client.endpoint.name)
        ));
    }
}

#[derive(Serialize)]
struct CandidateJson<'a> {
    iri: &'a str,
    label: &'a str,
    language: &'a str,
    description: Option<&'a str>,
    kind: Option<&'a str>,
    found_by: Option<&'a str>,
    statements: Option<usize>,
    more_statements: bool,
}

fn search(client: &Client<'_>, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let name = matches.get_one::<String>("name").map(String::as_str).unwrap_or_default();
    let how = match matches.get_one::<String>("how").map(String::as_str) {
        Some("index") => How::Index,
        Some("containing") => How::Containing,
        _ => How::Exact,
    };
    let found = client.endpoint.profile.find(client, name, how).map_err(failed)?;
    account(client, client.take_told(), console);
    if matches.get_flag("json") {
        let all: Vec<CandidateJson<'_>> = found.candidates.iter().map(candidate_json).collect();
        console.print_json(&all);
    } else {
        for Candidate { thing, statements, .. } in &found.candidates {
            let parts = [thing.kind.as_deref(), thing.description.as_deref()];
            let what: Vec<&str> = parts.into_iter().flatten().collect();
            let count = statements.map_or_else(String::new, |count| format!(", {count} statements"));
            console.print(&printable(&format!("{}  {}  {}{count}", thing.iri, thing.shown(), what.join("; "))));
        }
    }
    if found.candidates.is_empty() {
        console.note("nothing was found; try --how index or --how containing");
    } else if found.more {
        console.note("there are more; search for a longer name");
    }
    Ok(Exit::Done)
}

fn candidate_json(candidate: &Candidate) -> CandidateJson<'_> {
    let thing = &candidate.thing;
    CandidateJson {
        iri: &thing.iri,
        label: &thing.label,
        language: &thing.language,
        description: thing.description.as_deref(),
        kind: thing.kind.as_deref(),
        found_by: candidate.found_by.as_deref(),
        statements: candidate.statements.map(|count| count.number),
        more_statements: candidate.statements.is_some_and(|count| count.more),
    }
}

/// The property that a person named, among those of a thing.
fn chosen(client: &Client<'_>, of: &str, matches: &ArgMatches) -> Result<Option<Property>, Failure> {
    let Some(name) = matches.get_one::<String>("property") else { return Ok(None) };
    let direction = if matches.get_flag("in") { Direction::In } else { Direction::Out };
    let all = client.endpoint.profile.properties(client, of).map_err(failed)?;
    let is = |property: &&Property| {
        let end = property.iri.rsplit(['/', '#']).next().unwrap_or_default();
        property.direction == direction
            && [property.iri.as_str(), end, property.label.as_str()].contains(&name.as_str())
    };
    match all.iter().find(is) {
        Some(property) => Ok(Some(property.clone())),
        None => {
            let near = arguments::nearest(name, all.iter().map(|property| property.label.as_str()));
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Err(Failure::input(printable(&format!(
                "the thing has no property `{name}` in this direction; --in reverses it{hint}"
            ))))
        }
    }
}

fn expand(client: &Client<'_>, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let of = matches.get_one::<String>("thing").map(String::as_str).unwrap_or_default();
    let profile = client.endpoint.profile;
    match chosen(client, of, matches)? {
        None => {
            for property in profile.properties(client, of).map_err(failed)? {
                let arrow = if property.direction == Direction::Out { "→" } else { "←" };
                let count = property.count.map_or_else(|| "?".to_owned(), |count| count.to_string());
                console.print(&printable(&format!("{arrow} {count}  {}  {}", property.label, property.iri)));
            }
        }
        Some(property) => {
            let page = profile.neighbours(client, of, &property, &Paging::default()).map_err(failed)?;
            for tie in &page.ties {
                let other =
                    if property.direction == Direction::Out { tie.to.as_deref() } else { Some(tie.from.as_str()) };
                let label = match other {
                    Some(iri) => page.things.get(iri).map_or(iri, |thing| thing.shown()),
                    None => "(unknown)",
                };
                let rank = if tie.deprecated { "  deprecated" } else { "" };
                console.print(&printable(&format!("{}  {label}{rank}", other.unwrap_or_default())));
            }
            if page.next.is_some() {
                console.note("there are more than these");
            }
        }
    }
    account(client, client.take_told(), console);
    Ok(Exit::Done)
}

/// All that a property leads to, page by page.
fn all_of(client: &Client<'_>, of: &str, by: &Property, console: &mut Console<'_>) -> Result<Page, Failure> {
    let mut all = Page::default();
    let mut next = Some(Paging::default());
    for _ in 0..MOST_PAGES {
        let Some(paging) = next.take() else { return Ok(all) };
        let page = client.endpoint.profile.neighbours(client, of, by, &paging).map_err(failed)?;
        all.ties.extend(page.ties);
        all.things.extend(page.things);
        next = page.next;
    }
    if next.is_some() {
        console.note(&format!(
            "incomplete: only the first {} were read",
            counted(all.ties.len(), "relation", "relations")
        ));
    }
    Ok(all)
}

fn take(client: &Client<'_>, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let things: Vec<String> = matches.get_many::<String>("thing").into_iter().flatten().cloned().collect();
    let mut picks = Picks { things: things.iter().cloned().collect(), ..Picks::default() };
    for of in &things {
        if let Some(property) = chosen(client, of, matches)? {
            picks.ties.extend(all_of(client, of, &property, console)?.ties);
        }
    }
    if matches.get_flag("among") {
        endpoint::add_ties_among(client, &mut picks).map_err(failed)?;
    }
    if let Some(requests) = client.endpoint.profile.requests(&picks) {
        console.note(&format!("this takes up to {}", counted(requests, "request", "requests")));
    }
    let options = TakeOptions { with_deprecated: matches.get_flag("deprecated") };
    let offered = endpoint::offered(client, &picks, options).map_err(failed)?;
    offered.notes.iter().for_each(|note| console.note(&printable(note)));
    account(client, offered.told.clone(), console);
    let (mut open, path) = target(matches, console)?;
    let taking = endpoint::take(&open.dossier, &offered, JoinChoices::default(), client.endpoint);
    let joined = &taking.joined;
    console.note(&format!(
        "{} added, {} already there; {} added, {} already there",
        counted(joined.entities_added, "entity", "entities"),
        joined.entities_matched,
        counted(joined.relations_added, "relation", "relations"),
        joined.relations_matched
    ));
    for unsure in &joined.unsure {
        console.note(&printable(&format!("not certain: “{}” may be there already", unsure.name)));
    }
    open.apply(taking.edit).map_err(|refusal| Failure::input(printable(&refusal.to_string())))?;
    save(open, &path, matches, console)
}

/// An endpoint as the dossier knows it that is added to: with its name, languages and kind.
fn known_in(path: &Path, endpoint: &Endpoint) -> Option<Endpoint> {
    let sources = document::open_named(path).dossier.sources;
    sources.iter().filter_map(Endpoint::of_source).find(|known| known.url == endpoint.url)
}

/// The dossier that is added to.
fn target(matches: &ArgMatches, console: &mut Console<'_>) -> Result<(Document, PathBuf), Failure> {
    let path = matches.get_one::<PathBuf>("into").cloned().unwrap_or_default();
    let open = opened_to_change(&path, &Storage::of_this_system(), console);
    if open.is_imported() || open.read_only {
        for problem in open.problems.iter().filter(|problem| problem.severity == Severity::Error) {
            console.note(&problem.to_text());
        }
        let name = printable(&arguments::shown(&path));
        return Err(Failure::input(format!(
            "nothing can be taken into {name}: it has errors, is read-only, or is another program’s file"
        )));
    }
    Ok((open, path))
}

fn save(mut open: Document, path: &Path, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
    if matches.get_flag("show-query") {
        console.note("nothing would be sent: all answers are saved; nothing was written");
        return Ok(Exit::Done);
    }
    let storage = Storage::of_this_system();
    let saved = open.save(&storage, false).map_err(|error| Failure::input(printable(&error.to_string())))?;
    told(&saved, &storage, path, console);
    Ok(Exit::Done)
}
