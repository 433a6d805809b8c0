//! `chancery query --why`: what connects two entities or more, for people and programs. How chains are found and said is
//! told in `explore::chains`.

use clap::{Arg, ArgAction, ArgMatches};
use serde::Serialize;

use super::super::{Console, Failure};
use crate::cli::question::understood;
use crate::dossier::model::{Date, Dossier, EntityId, Truth, naming};
use crate::explore::chains::{
    Chain, Connection, Dates, Finder, How, Link, MOST_ENDS, Question, Stop, Tie, USUAL_CHAINS, USUALLY_AVOIDED,
    answer_in_words, class_of, grades_in_words, link_in_words, support, verb, weakest,
};
use crate::explore::evidence::Origins;
use crate::explore::query::language::Evaluator;
use crate::explore::query::search;
use crate::progress::Progress;
use crate::wording::alternatives;

/// Most chains that can be asked for.
const MOST_CHAINS: u16 = 50;

pub(super) fn arguments() -> Vec<Arg> {
    let switch = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).requires("why");
    vec![
        Arg::new("why")
            .long("why")
            .value_name("ENTITY")
            .num_args(1..)
            .help("Show why two or more entities are connected: the best-supported chains between them"),
        Arg::new("short")
            .long("short")
            .value_name("BASE")
            .num_args(0..=1)
            .default_missing_value("1")
            .default_value("64")
            .value_parser(stop)
            .requires("why")
            .help("How much worse each grade makes a link: 1 puts the shortest chains first, 64 the best-supported"),
        Arg::new("avoid")
            .long("avoid")
            .value_name("EXPR")
            .default_value(USUALLY_AVOIDED)
            .allow_hyphen_values(true)
            .help("Entities and relations to leave out on the way, as a query; '' for none")
            .requires("why"),
        Arg::new("chains")
            .long("chains")
            .value_name("N")
            .value_parser(clap::value_parser!(u16).range(1..=i64::from(MOST_CHAINS)))
            .default_value("5")
            .requires("why")
            .help("How many chains to show"),
        switch("directed").help("Follow relations only from their start to their end"),
        switch("together").conflicts_with("in-turn").help("Only chains whose links may all hold on one day"),
        switch("in-turn").help("Only chains whose links may begin one after another"),
        switch("quoted").help("Count being quoted on something as a tie to it"),
    ]
}

pub(super) fn run(dossier: &Dossier, matches: &ArgMatches, console: &mut Console<'_>) -> Result<(), Failure> {
    let avoided = matches.get_one::<String>("avoid").map_or(USUALLY_AVOIDED, String::as_str);
    let question = question(dossier, matches, avoided)?;
    // Nobody cancels a command but by ending it.
    let progress = Progress::new();
    let answer = Finder::default().ask(dossier, 0, &question, &progress).unwrap_or_default();
    if matches.get_flag("json") {
        console.print_json(&Answer::new(dossier, &question, &answer));
    } else {
        console.print(&answer_in_words(dossier, &question, &answer));
    }
    Ok(())
}

fn stop(text: &str) -> Result<Stop, String> {
    let row = Stop::ALL.iter().find(|row| row.2.to_string() == text);
    let bases: Vec<String> = Stop::ALL.iter().map(|row| row.2.to_string()).collect();
    row.map(|row| row.1).ok_or_else(|| format!("write {}", alternatives(&bases)))
}

fn question(dossier: &Dossier, matches: &ArgMatches, avoided: &str) -> Result<Question, Failure> {
    let texts = matches.get_many::<String>("why").into_iter().flatten();
    let mut ends: Vec<EntityId> = Vec::new();
    for text in texts {
        let id = entity(dossier, text)?;
        if !ends.contains(&id) {
            ends.push(id);
        }
    }
    if ends.len() < 2 {
        return Err(Failure::usage("`--why` needs two different entities or more, such as --why malaysia japan"));
    }
    if ends.len() > MOST_ENDS {
        return Err(Failure::usage(format!("`--why` takes {MOST_ENDS} entities at most")));
    }
    // What is left out without being asked for may be no kind of this dossier.
    let avoid = if avoided == USUALLY_AVOIDED {
        crate::explore::query::language::parse(avoided).query
    } else {
        understood(avoided, dossier, &mut Evaluator::default())?.query
    };
    let stop = matches.get_one::<Stop>("short").copied().unwrap_or_default();
    let dates = match (matches.get_flag("together"), matches.get_flag("in-turn")) {
        (true, _) => Dates::Together,
        (false, true) => Dates::InTurn,
        (false, false) => Dates::Any,
    };
    Ok(Question {
        ends,
        stop,
        avoid,
        directed: matches.get_flag("directed"),
        as_of: matches.get_one::<Date>("as-of").cloned(),
        dates,
        quoted: matches.get_flag("quoted"),
        most: matches.get_one::<u16>("chains").map_or(USUAL_CHAINS, |most| usize::from(*most)),
    })
}

/// The entity that an id, a name or an alias means.
fn entity(dossier: &Dossier, text: &str) -> Result<EntityId, Failure> {
    match naming::called(text, dossier.entities().map(|(_, entity)| entity))[..] {
        [only] => Ok(only.id.clone()),
        [] => {
            let near = search::Index::new(dossier).find(text, 1).into_iter().next();
            let near = near.and_then(|hit| dossier.entity(hit.entity));
            let mend = near.map_or_else(String::new, |e| format!("; did you mean `{}` ({})?", e.id, e.label()));
            Err(Failure::usage(format!("there is no entity `{text}`{mend}")))
        }
        ref several => Err(Failure::usage(format!("{}; write the id", naming::undecided(text, several)))),
    }
}

/// The answer as JSON.
#[derive(Serialize)]
struct Answer<'a> {
    why: Vec<&'a str>,
    /// What is asked, in words.
    understood: String,
    avoid: String,
    chains: Vec<ChainFound<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    otherwise: Option<usize>,
    common: Vec<&'a str>,
    part: Vec<LinkFound<'a>>,
}

#[derive(Serialize)]
struct ChainFound<'a> {
    length: usize,
    support: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    weakest: Option<String>,
    together: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    in_turn: &'static str,
    links: Vec<LinkFound<'a>>,
}

#[derive(Serialize)]
struct LinkFound<'a> {
    from: &'a str,
    to: &'a str,
    says: String,
    grade: u8,
    ties: Vec<TieFound<'a>>,
}

#[derive(Serialize)]
struct TieFound<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<&'a str>,
    /// The record on which somebody is quoted.
    #[serde(skip_serializing_if = "Option::is_none")]
    quoted_on: Option<&'a str>,
    verb: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'a str>,
    basis: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    said_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<String>,
    origins: usize,
    grade: u8,
}

impl<'a> Answer<'a> {
    fn new(dossier: &'a Dossier, question: &'a Question, answer: &'a Connection) -> Self {
        let origins = Origins::new(dossier);
        Answer {
            why: question.ends.iter().map(EntityId::as_str).collect(),
            understood: question.in_words(dossier),
            avoid: question.avoid.to_string(),
            chains: answer.chains.iter().map(|chain| chain_found(dossier, &origins, chain)).collect(),
            otherwise: answer.otherwise,
            common: answer.common.iter().map(EntityId::as_str).collect(),
            part: links_found(dossier, &origins, &answer.part),
        }
    }
}

fn chain_found<'a>(dossier: &'a Dossier, origins: &Origins<'_>, chain: &'a Chain) -> ChainFound<'a> {
    let truth = |truth: Truth| match truth {
        Truth::Yes => "certain",
        Truth::Maybe => "possible",
        Truth::No => "no",
    };
    ChainFound {
        length: chain.links.len(),
        support: grades_in_words(dossier, &chain.links),
        weakest: weakest(&chain.links).map(|link| link_in_words(dossier, link)),
        together: truth(chain.in_time.together),
        day: chain.in_time.day.map(|day| day.to_string()),
        in_turn: truth(chain.in_time.in_turn),
        links: links_found(dossier, origins, &chain.links),
    }
}

fn links_found<'a>(dossier: &'a Dossier, origins: &Origins<'_>, links: &'a [Link]) -> Vec<LinkFound<'a>> {
    let found = |link: &'a Link| LinkFound {
        from: link.from.as_str(),
        to: link.to.as_str(),
        says: link_in_words(dossier, link),
        grade: link.grade().number(),
        ties: link.ties.iter().map(|tie| tie_found(dossier, origins, link, tie)).collect(),
    };
    links.iter().map(found).collect()
}

fn tie_found<'a>(dossier: &'a Dossier, origins: &Origins<'_>, link: &Link, tie: &'a Tie) -> TieFound<'a> {
    let (relation, quoted_on) = match &tie.how {
        How::Relation(id) => (Some(id.as_str()), None),
        How::Quoted { record, .. } => (None, Some(record.as_str())),
    };
    let when = relation.and_then(|id| dossier.relation_by_id(id)).and_then(|relation| relation.when.as_ref());
    let supported = support(dossier, origins, tie);
    TieFound {
        relation,
        quoted_on,
        verb: verb(dossier, link, tie).0,
        when: when.map(|when| when.date.written()),
        basis: class_of(dossier, tie),
        said_by: supported.claim.and_then(|claim| claim.basis.said_by()),
        source: supported.claim.map(|claim| claim.source.as_str()),
        at: supported.claim.and_then(|claim| claim.at.as_deref()),
        rating: supported.claim.and_then(|claim| claim.rating).map(|rating| rating.text()),
        origins: supported.origins,
        grade: tie.grade.number(),
    }
}
