//! Asking at size: a dossier of 100,000 entities and 300,000 relations with names, dates and claims. Prints how long every
//! further key takes while a question is typed, what the box and the filter panel take to answer, how long five chains
//! between two entities take, how long a filter and a step of the as-of date take to become a picture, and how long the
//! longest and worst texts take to read.
//! `CHANCERY_ENTITIES` sets another size.

use std::collections::BTreeSet;
use std::time::Instant;

use chancery::dossier::document;
use chancery::dossier::model::{
    Basis, Claim, Date, Dossier, Entity, Name, NameRole, Rating, Relation, Source, Status, Vocabulary, When,
};
use chancery::explore::chains::Finder;
use chancery::explore::query::facets::facets;
use chancery::explore::query::filter::{Filter, RecentlyShown};
use chancery::explore::query::language::{Evaluator, MOST_BYTES, parse};
use chancery::explore::query::typed::{self, Typed};
use chancery::picture::stages::{Stages, ViewSettings};
use chancery::picture::theme::Theme;
use chancery::progress::Progress;

/// How long a key may take, in milliseconds.
const KEY_MS: f64 = 30.0;
/// How long a step of the as-of date may take: thirty a second.
const STEP_MS: f64 = 1_000.0 / 30.0;
/// How long five chains may take.
const CHAINS_MS: f64 = 200.0;
/// How long the numbers of the filter panel may take.
const FACETS_MS: f64 = 50.0;
/// How long a filter may take to become a picture.
const PICTURE_MS: f64 = 50.0;
/// How long any text may take to be read.
const READ_MS: f64 = 1.0;

fn main() {
    let entities = std::env::var("CHANCERY_ENTITIES").ok().and_then(|v| v.parse().ok()).unwrap_or(100_000);
    let worst_read = reading();
    println!("reading {MOST_BYTES} bytes: at most {worst_read:.3} ms (aim {READ_MS})");
    let dossier = dossier(entities);
    println!("{} entities, {} relations", dossier.entity_count(), dossier.relation_count());
    let mut evaluator = Evaluator::default();
    let (_, first) = timed(|| evaluator.ask(&dossier, 1, &parse("entity").query));
    println!("the first question, with what is prepared once: {first:.0} ms");
    let (_, ready) = timed(|| evaluator.prepare(&dossier, 1));
    println!("the rest of it, made ready while the first question is read: {ready:.0} ms");
    let mut worst = (0.0, String::new());
    for question in QUESTIONS {
        for end in (1..=question.len()).filter(|end| question.is_char_boundary(*end)) {
            let typed = &question[..end];
            let ((), took) = timed(|| {
                let parsed = parse(typed);
                evaluator.ask(&dossier, 1, &parsed.query);
                evaluator.unknown(&dossier, 1, &parsed.query);
                evaluator.explain(&dossier, 1, &parsed.query);
            });
            if took > worst.0 {
                worst = (took, typed.to_owned());
            }
            if end == question.len() || took > KEY_MS {
                println!("{took:6.1} ms  {typed}");
            }
        }
    }
    println!("the slowest key: {:.1} ms (aim {KEY_MS}): {}", worst.0, worst.1);
    as_of_steps(&dossier);
    chains(&dossier);
    answers(&dossier, &mut evaluator);
    pictures(&dossier);
}

/// How long it takes until what is shown is a scene again: after a filter, and after a step of the date.
fn pictures(dossier: &Dossier) {
    let mut stages = Stages::default();
    // Where things stand does not matter here; they stay there.
    let mut look = ViewSettings { layout: "grid".to_owned(), ..ViewSettings::default() };
    let mut draw = |look: &ViewSettings| {
        let at_once =
            || stages.update_in_haste(dossier, 1, look, &Theme::LIGHT, &Progress::new()).expect("nobody cancels");
        let (_, took) = timed(at_once);
        let (_, settled) = timed(|| stages.settle(dossier, look, &Theme::LIGHT));
        let scene = stages.scene();
        (took, settled, scene.nodes.len(), scene.lines.len())
    };
    println!("the first picture: {:.0} ms", draw(&look).0);
    for query in FILTERS {
        (*query).clone_into(&mut look.filter.query);
        let (took, settled, nodes, lines) = draw(&look);
        println!(
            "{took:6.1} ms  to the picture (aim {PICTURE_MS}), {settled:.0} more until it is settled, of {nodes} and {lines}: {query}"
        );
    }
}

/// From few that are left to all.
const FILTERS: &[&str] = &[
    "kind:state",
    "near:e5",
    "id:e17 OR near:e9000/2",
    "kind:state when:2014",
    "field.size>900",
    "from:(kind:meeting)",
    "basis:reported",
    "-status:planned",
    "kind:state",
    "",
];

/// What a step costs while a date moves: presences and looks; places stay.
fn as_of_steps(dossier: &Dossier) {
    let mut look = ViewSettings { layout: "grid".to_owned(), ..ViewSettings::default() };
    let mut stages = Stages::default();
    let mut step = |date: Option<String>| {
        look.as_of = date.map(|text| Date::read(&text));
        timed(|| stages.update(dossier, 1, &look, &Theme::LIGHT, &Progress::new()).expect("nobody cancels")).1
    };
    println!("the first picture: {:.0} ms; the first date: {:.0} ms", step(None), step(Some("2000".to_owned())));
    let mut took: Vec<f64> = (0..40).map(|n| step(Some(format!("20{:02}-{:02}", n % 20, n % 12 + 1)))).collect();
    took.sort_by(f64::total_cmp);
    let (median, worst) = (took[took.len() / 2], took[took.len() - 1]);
    println!("an as-of step: median {median:.1} ms, at most {worst:.1} ms (aim {STEP_MS})");
}

/// Five chains between entities that lie anywhere.
fn chains(dossier: &Dossier) {
    let entities = dossier.entity_count();
    let mut finder = Finder::default();
    let mut ask = |n: usize| {
        let (from, to) = (n * 7919 % entities, (n * 104_729 + entities / 2) % entities);
        let (chains, took) = timed(|| finder.between(dossier, 1, [&format!("e{from}"), &format!("e{to}")], 5));
        (chains.len(), took)
    };
    println!("the first chains, with what is prepared once: {:.0} ms", ask(1).1);
    let answers: Vec<(usize, f64)> = (2..42).map(&mut ask).collect();
    let found = answers.iter().map(|(found, _)| found).sum::<usize>() as f64 / answers.len() as f64;
    let mut took: Vec<f64> = answers.iter().map(|(_, ms)| *ms).collect();
    took.sort_by(f64::total_cmp);
    let (median, worst) = (took[took.len() / 2], took[took.len() - 1]);
    println!("up to five chains ({found:.1} found): median {median:.0} ms, at most {worst:.0} ms (aim {CHAINS_MS})");
}

/// What the box answers to each key, with names, completions and numbers, and the numbers of the filter panel.
fn answers(dossier: &Dossier, evaluator: &mut Evaluator) {
    let filtered = |query: &str| Filter { query: query.to_owned(), ..Filter::default() };
    let mut worst = (0.0, String::new());
    let mut recent = RecentlyShown::default();
    for question in QUESTIONS.iter().chain(&["entity numb", "from:e17 kind:"]) {
        for end in (1..=question.len()).filter(|end| question.is_char_boundary(*end)) {
            let asked = Typed::new(&question[..end], filtered("kind:state"));
            let (_, took) = timed(|| typed::reply(asked, (dossier, 1), evaluator, &mut recent));
            if took > worst.0 {
                worst = (took, question[..end].to_owned());
            }
        }
    }
    println!("the slowest answer of the box: {:.1} ms: {}", worst.0, worst.1);
    for query in ["", "kind:state when:2014", "from:(kind:state) -status:planned basis:reported"] {
        let (_, took) =
            timed(|| facets(filtered(query), &BTreeSet::new(), (dossier, 1), evaluator, &mut RecentlyShown::default()));
        println!("{took:6.1} ms  facets (aim {FACETS_MS}) of: {query}");
    }
}

/// Typed one after the other, key by key.
const QUESTIONS: &[&str] = &[
    "cyber crime",
    "\"entity number 99\" OR summary",
    "kind:state when:2014 status:planned",
    "source:s7 basis:reported certainty<high",
    "claim:(source:s7 at:P5) only:(basis:stated)",
    "from:(kind:state) to:(kind:meeting) -rel:hosts",
    "kind:meeting -has:(rel:member_of) as-of:2014-06",
    "near:e5/3 degree>6 no:summary",
    "common:e1,e2 OR near:(name:7)/1",
    "path:e17..e9000",
    "sources>1 field.size>500 before:2015",
];

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let out = work();
    (out, start.elapsed().as_secs_f64() * 1e3)
}

/// The longest that any of some bad texts takes to be read.
fn reading() -> f64 {
    let filled = |part: &str| {
        let mut text = part.repeat(MOST_BYTES / part.len() + 1);
        text.truncate(text.floor_char_boundary(MOST_BYTES));
        text
    };
    let parts = [
        "(",
        ")",
        "-",
        "x:y ",
        "kind:a,",
        "a OR ",
        "\"",
        "near:(",
        "kind:state OR (",
        "when:2014-13 ",
        "a..",
        "…",
        "[",
        "no:x,",
    ];
    let mut worst: f64 = 0.0;
    for text in parts.map(filled) {
        let best = (0..5).map(|_| timed(|| parse(&text)).1).fold(f64::INFINITY, f64::min);
        worst = worst.max(best);
    }
    worst
}

/// Records as people write them, with something in most fields.
fn dossier(entities: usize) -> Dossier {
    let vocabulary: Vocabulary =
        (*document::EXAMPLES.first().map(document::open_example).expect("an example").dossier.vocabulary).clone();
    let mut dossier = Dossier::new(vocabulary);
    for n in 0..100 {
        let mut source = Source::new(format!("s{n}").as_str());
        source.title = Some(format!("Report number {n} on cyber crime"));
        source.published = Some(Date::read("2015-10"));
        dossier.sources.push(source);
    }
    let when = |n: usize| {
        let text =
            [format!("20{:02}", n % 20), format!("20{:02}-{:02}/..", n % 20, n % 12 + 1), format!("20{:02}~", n % 20)];
        (n % 4 != 3)
            .then(|| When { date: Date::read(&text[n % 3]), inferred: n.is_multiple_of(7).then(|| "so".to_owned()) })
    };
    let claims = |n: usize| {
        let claim = |m: usize| {
            let mut claim = Claim::stated(format!("s{}", (n + m * 13) % 100).as_str());
            claim.at = Some(format!("P{}.{}", n % 9, m));
            claim.basis = match (n + m) % 4 {
                0 => Basis::Reported { by: format!("e{}", n % 50), to: None },
                1 => Basis::Inferred { how: "from the rest".to_owned(), on: Vec::new() },
                _ => Basis::Stated,
            };
            claim.rating = ["high", "B2", "low", ""].get(n % 4).and_then(|text| Rating::parse(text));
            claim.quote = n.is_multiple_of(5).then(|| format!("grave and imminent {n}"));
            claim
        };
        (0..n % 3).map(claim).collect::<Vec<_>>()
    };
    let status = |n: usize| if n.is_multiple_of(9) { Status::Planned } else { Status::Actual };
    for n in 0..entities {
        let kind = ["state", "organisation", "official", "meeting"][n % 4];
        let mut entity = Entity::new(format!("e{n}").as_str(), kind, format!("Entity number {n}"));
        let alias = Name { text: format!("Alias {}", n * 7919 % entities), lang: None, role: NameRole::Alias };
        entity.names = if n.is_multiple_of(2) { vec![alias] } else { Vec::new() };
        entity.summary =
            n.is_multiple_of(3).then(|| format!("A summary of what number {n} is and does about cyber crime."));
        entity.fields = if n.is_multiple_of(4) {
            vec![("size".to_owned(), chancery::dossier::model::FieldValue::Number((n % 1000) as f64))]
        } else {
            Vec::new()
        };
        (entity.when, entity.claims, entity.status) = (when(n), claims(n), status(n));
        dossier.add_entity(entity).expect("ids differ");
    }
    // Some are tied far more often than most, as states and organisations are.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    for n in 0..entities * 3 {
        let from = (random() * entities as f64) as usize;
        let to = (random().powi(3) * entities as f64) as usize;
        let kind = ["member_of", "hosts", "takes_part_in"][n % 3];
        let mut relation = Relation::new(format!("e{from}").as_str(), kind, format!("e{to}").as_str());
        (relation.when, relation.claims, relation.status) = (when(n), claims(n), status(n));
        dossier.add_relation(relation).expect("ends are there");
    }
    dossier
}
