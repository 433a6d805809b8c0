//! Chains as sentences: every link with its date, on what it rests, its source and the place there, the weakest link by name.
//! The same words are printed, copied and shown. Nothing here looks for chains.

use super::{Chain, Connection, Dates, How, Link, MOST_LINKS, Question, Stop, Tie, USUALLY_AVOIDED};
use crate::dossier::model::{Basis, Claim, Dossier, Relation, Status, Truth};
use crate::explore::evidence::{Grade, Origin, Origins, best_claim, source_called};
use crate::wording::{counted, listed};

/// How a tie is supported.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Support<'d> {
    /// The claim that it rests on first; `None` where it has none.
    pub(crate) claim: Option<&'d Claim>,
    /// How many origins vouch for it.
    pub(crate) origins: usize,
}

/// The claims by which a tie holds.
fn claims<'d>(dossier: &'d Dossier, tie: &Tie) -> &'d [Claim] {
    match &tie.how {
        How::Relation(id) => dossier.relation_by_id(id.as_str()).map_or(&[], |relation| &relation.claims),
        How::Quoted { record, is_entity, claim, .. } => {
            let all: Option<&Vec<Claim>> = if *is_entity {
                dossier.entity_by_id(record).map(|entity| &entity.claims)
            } else {
                dossier.relation_by_id(record).map(|relation| &relation.claims)
            };
            all.and_then(|all| all.get(*claim)).map_or(&[], std::slice::from_ref)
        }
    }
}

/// How a tie is supported.
pub(crate) fn support<'d>(dossier: &'d Dossier, origins: &Origins<'_>, tie: &Tie) -> Support<'d> {
    let claims = claims(dossier, tie);
    let carrying = Claim::carrying(claims).map(|(_, claim)| claim);
    Support { claim: best_claim(claims), origins: origins.distinct(carrying).len() }
}

/// What a tie rests on, in one word.
pub(crate) fn class_of(dossier: &Dossier, tie: &Tie) -> &'static str {
    match best_claim(claims(dossier, tie)).map(|claim| &claim.basis) {
        Some(Basis::Stated) => "stated",
        Some(Basis::Reported { .. }) => "reported",
        Some(Basis::Judgement { .. }) => "judged",
        Some(Basis::Inferred { .. }) => "inferred",
        None => "unsourced",
    }
}

/// The verb of a tie with its date, read from the start of its link: `is a member of`, `since 8 August 1967`.
pub(crate) fn verb(dossier: &Dossier, link: &Link, tie: &Tie) -> (String, Option<String>) {
    match &tie.how {
        How::Relation(id) => {
            let Some(relation) = dossier.relation_by_id(id.as_str()) else { return (id.to_string(), None) };
            let kind = dossier.vocabulary.relation_kind_or_neutral(&relation.kind);
            let along = relation.from == link.from;
            (if along { kind.label } else { kind.inverse }, when(relation))
        }
        How::Quoted { speaker, .. } if *speaker == link.from => ("is quoted on".to_owned(), None),
        How::Quoted { .. } => ("is spoken of by".to_owned(), None),
    }
}

fn when(relation: &Relation) -> Option<String> {
    let status = (relation.status != Status::Actual).then(|| relation.status.word().to_owned());
    let date = relation.when.as_ref().map(|when| when.date.in_words());
    let said: Vec<String> = date.into_iter().chain(status).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// A link as a sentence without its stop: `Malaysia is a member of ASEAN`.
pub(crate) fn link_in_words(dossier: &Dossier, link: &Link) -> String {
    let verb = link.ties.first().map_or_else(|| "is tied to".to_owned(), |tie| verb(dossier, link, tie).0);
    format!("{} {verb} {}", dossier.label_of(link.from.as_str()), dossier.label_of(link.to.as_str()))
}

/// On what a tie rests: `stated · ASEAN Secretariat · 2 origins`, with the place in the source and whoever is quoted.
pub(crate) fn support_in_words(dossier: &Dossier, origins: &Origins<'_>, tie: &Tie) -> String {
    let Support { claim, origins: count } = support(dossier, origins, tie);
    let Some(claim) = claim else { return "no source".to_owned() };
    let basis = match claim.basis.said_by() {
        Some(speaker) => format!("{} by {}", class_of(dossier, tie), dossier.label_of(speaker)),
        None => class_of(dossier, tie).to_owned(),
    };
    let source = source_called(dossier, claim.source.as_str());
    let place = claim.at.as_ref().map(|at| format!("{source}, {at}")).unwrap_or(source);
    let rating = claim.rating.map(|rating| rating.in_words());
    let several = (count > 1).then(|| counted(count, "origin", "origins"));
    let parts: Vec<String> = [basis, place].into_iter().chain(rating).chain(several).collect();
    parts.join(" · ")
}

/// What kinds of support the links of a chain have: `all stated`, `1 reported, 1 inferred`.
pub(crate) fn grades_in_words(dossier: &Dossier, links: &[Link]) -> String {
    let classes: Vec<&str> = links.iter().filter_map(|l| l.ties.first()).map(|tie| class_of(dossier, tie)).collect();
    let Some(first) = classes.first() else { return String::new() };
    if classes.iter().all(|class| class == first) {
        return if classes.len() == 1 { (*first).to_owned() } else { format!("all {first}") };
    }
    let count = |class: &&str| classes.iter().filter(|other| *other == class).count();
    let told = ["reported", "judged", "inferred", "unsourced"];
    let parts: Vec<String> =
        told.iter().filter(|class| count(class) > 0).map(|class| format!("{} {class}", count(class))).collect();
    parts.join(", ")
}

/// The link that is supported worst, the first of equals.
pub(crate) fn weakest(links: &[Link]) -> Option<&Link> {
    links.iter().rev().max_by_key(|link| link.grade())
}

/// Why a link is the weakest, without a stop.
pub(crate) fn weakness_in_words(dossier: &Dossier, origins: &Origins<'_>, link: &Link) -> String {
    let says = link_in_words(dossier, link);
    let Some(tie) = link.ties.first() else { return says };
    let supported = support(dossier, origins, tie);
    let Some(claim) = supported.claim else { return format!("{says}: no source") };
    let who = origins.of(claim);
    let alone = match (supported.origins, who) {
        (0 | 1, Origin::Source(_)) if matches!(claim.basis, Basis::Inferred { .. }) => String::new(),
        (0 | 1, _) => format!("; {} alone says so", who.called(dossier)),
        (several, _) => format!("; {} say so", counted(several, "origin", "origins")),
    };
    let denied = if link.grade() > Grade::of_claim(claim) { "; denied" } else { "" };
    format!("{says}: {}{alone}{denied}", class_of(dossier, tie))
}

/// How the links of a chain lie in time, in a sentence; empty for a single link.
pub(crate) fn time_in_words(chain: &Chain) -> String {
    if chain.links.len() < 2 {
        return String::new();
    }
    let truth = |truth: Truth| match truth {
        Truth::Yes => "certainly",
        Truth::Maybe => "possibly",
        Truth::No => "never",
    };
    let day = chain.in_time.day.map(|day| format!(", on {}", day.in_words())).unwrap_or_default();
    format!(
        "All on one day: {}{day}. In date order: {}.",
        truth(chain.in_time.together),
        match chain.in_time.in_turn {
            Truth::No => "no",
            other => truth(other),
        }
    )
}

/// A chain in lines: the first says what it is, the last ones which link is weakest and how it lies in time.
pub(crate) fn chain_in_words(dossier: &Dossier, origins: &Origins<'_>, chain: &Chain) -> Vec<String> {
    let head = format!("{}, {}", counted(chain.links.len(), "link", "links"), grades_in_words(dossier, &chain.links));
    let mut lines = vec![head];
    lines.extend(links_in_words(dossier, origins, &chain.links));
    if let Some(link) = weakest(&chain.links).filter(|_| chain.links.len() > 1) {
        lines.push(format!("  Weakest link: {}.", weakness_in_words(dossier, origins, link)));
    }
    let time = time_in_words(chain);
    lines.extend((!time.is_empty()).then(|| format!("  {time}")));
    lines
}

/// Every link with all that ties its ends.
fn links_in_words(dossier: &Dossier, origins: &Origins<'_>, links: &[Link]) -> Vec<String> {
    let mut lines = Vec::new();
    for link in links {
        for (number, tie) in link.ties.iter().enumerate() {
            let (verb, when) = verb(dossier, link, tie);
            let when = when.map(|when| format!(", {when}")).unwrap_or_default();
            let rests = support_in_words(dossier, origins, tie);
            if number == 0 {
                lines.push(format!("  {}{when}", link_in_words(dossier, link)));
                lines.push(format!("      {rests}"));
            } else {
                lines.push(format!("      beside it: {verb}{when} · {rests}"));
            }
        }
    }
    lines
}

/// By what chains are put in order, in a sentence.
pub(crate) fn rule_in_words(stop: Stop) -> &'static str {
    match stop {
        Stop::Short => "Fewest links first.",
        Stop::Shorter => "Few links first; each grade of weakness counts as twice the length.",
        Stop::Founded => "Well supported first; each grade of weakness counts as eight times the length.",
        Stop::WellFounded => "Fewest weak links first, then fewest links.",
    }
}

/// The whole answer, as it is printed and copied.
pub(crate) fn answer_in_words(dossier: &Dossier, question: &Question, connection: &Connection) -> String {
    let origins = Origins::new(dossier);
    let mut lines = vec![question.in_words(dossier)];
    for (number, chain) in connection.chains.iter().enumerate() {
        let told = chain_in_words(dossier, &origins, chain);
        lines.push(String::new());
        lines.extend(
            told.iter().enumerate().map(
                |(n, line)| {
                    if n == 0 { format!("{}. {line}", number + 1) } else { format!(" {line}") }
                },
            ),
        );
    }
    if question.ends.len() > 2 {
        let common: Vec<String> = connection.common.iter().map(|id| dossier.label_of(id.as_str())).collect();
        lines.push(String::new());
        lines.push(match &common[..] {
            [] => "Related to each of them: nothing.".to_owned(),
            some => format!("Related to each of them: {}.", listed(some)),
        });
        lines.extend(part_in_words(dossier, &origins, connection));
    } else if connection.chains.is_empty() {
        lines.push(String::new());
        lines.push(nothing_in_words(connection));
    }
    lines.join("\n")
}

fn part_in_words(dossier: &Dossier, origins: &Origins<'_>, connection: &Connection) -> Vec<String> {
    let part = &connection.part;
    if part.is_empty() {
        return vec!["Nothing holds them together.".to_owned()];
    }
    let mut lines = vec![
        String::new(),
        format!("Held together by {}, {}", counted(part.len(), "link", "links"), grades_in_words(dossier, part)),
    ];
    lines.extend(links_in_words(dossier, origins, part));
    lines.extend(weakest(part).map(|link| format!("  Weakest link: {}.", weakness_in_words(dossier, origins, link))));
    lines
}

/// What is said where no chain was found.
pub(crate) fn nothing_in_words(connection: &Connection) -> String {
    match connection.otherwise {
        Some(links) => {
            format!("No chain under these conditions. With nothing left out: {}.", counted(links, "link", "links"))
        }
        None => format!("No chain of up to {MOST_LINKS} links, even with nothing left out."),
    }
}

impl Question {
    /// What is left out and what else chains must be, in a line.
    pub(crate) fn conditions_in_words(&self) -> String {
        let avoided = self.avoid.to_string();
        let mut parts = vec![match avoided.as_str() {
            "" => "Nothing left out.".to_owned(),
            USUALLY_AVOIDED => "Not by way of topics or places.".to_owned(),
            avoided => format!("Not by way of {avoided}."),
        }];
        if self.directed {
            parts.push("Only along the direction of relations.".to_owned());
        }
        if let Some(date) = &self.as_of {
            parts.push(format!("As of {}.", date.in_words()));
        }
        match self.dates {
            Dates::Any => {}
            Dates::Together => parts.push("All links hold on the same day.".to_owned()),
            Dates::InTurn => parts.push("Links in date order.".to_owned()),
        }
        if self.quoted {
            parts.push("Being quoted on something counts as a tie to it.".to_owned());
        }
        parts.join(" ")
    }

    /// What is asked, in two lines.
    pub(crate) fn in_words(&self, dossier: &Dossier) -> String {
        let names: Vec<String> = self.ends.iter().map(|id| dossier.label_of(id.as_str())).collect();
        let (rule, conditions) = (rule_in_words(self.stop), self.conditions_in_words());
        format!("Why are {} connected?\n{rule} {conditions}", listed(&names))
    }
}
