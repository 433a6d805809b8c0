//! How long it takes to draw a figure, and to draw it again after one change in the figure editor: to its title, colours, legend, hidden
//! names or margin. Networks of 100 and 200 entities with names, kinds and sources. Each change is given as a share of the first drawing,
//! and in milliseconds.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chancery::dossier::document::{EXAMPLES, open_example};
use chancery::dossier::model::{Claim, Dossier, Entity, Relation};
use chancery::picture::figure::{FigureSteps, FigureSubject, Request, named};
use chancery::picture::theme::Theme;
use chancery::progress::Progress;

/// How often each change is made.
const TIMES: usize = 9;
/// The resolution of a screen.
const SCREEN_DPI: f64 = 96.0;

type Change = fn(&mut Request, usize);

/// What is changed; the number tells one time from another.
const CHANGES: &[(&str, Change)] = &[
    ("title", |request, time| request.title = Some(format!("Title {time}"))),
    ("colours", |request, time| request.theme = [&Theme::PRINT, &Theme::LIGHT, &Theme::DARK][time % 3]),
    ("legend off and on", |request, time| request.settings.page.hide_legend = time.is_multiple_of(2)),
    ("a name hidden", |request, time| request.settings.page.hide_names = vec![format!("e{time}").as_str().into()]),
    ("margin", |request, time| request.settings.page.margin = Some(5.0 + time as f64 / 2.0)),
];

fn main() {
    for count in [100, 200] {
        for page in [None, Some("a4"), Some("180x240")] {
            measure(&network(count), count, page);
        }
    }
}

fn measure(dossier: &Dossier, count: usize, page: Option<&str>) {
    let pictures = Arc::default();
    let subject = (FigureSubject::new(dossier, &pictures), 0);
    let mut request = Request { dpi: SCREEN_DPI, ..Request::new(named("png").expect("a format")) };
    request.settings.page.page = page.map(str::to_owned);
    let mut steps = FigureSteps::default();
    let mut draw = |request: &Request| {
        let began = Instant::now();
        request.draw_again(&mut steps, subject, &Progress::new()).expect("a figure");
        began.elapsed()
    };
    let first = draw(&request);
    let page = page.unwrap_or("as high as needed");
    println!("{count} entities, {page}: drawn first in {} ms", first.as_millis());
    for (name, change) in CHANGES {
        let mut times: Vec<Duration> = (0..TIMES)
            .map(|time| {
                change(&mut request, time);
                draw(&request)
            })
            .collect();
        let all: Vec<String> = times.iter().map(|time| time.as_millis().to_string()).collect();
        times.sort();
        let median = times[TIMES / 2];
        let share = median.as_secs_f64() / first.as_secs_f64();
        println!("  {name}: {share:.2} of that, {} ms ({})", median.as_millis(), all.join(" "));
    }
}

/// A network with names of one to five words, 1.6 relations an entity.
fn network(count: usize) -> Dossier {
    const WORDS: [&str; 12] = [
        "Ministry",
        "of",
        "Trade",
        "Council",
        "Harbour",
        "Watch",
        "Office",
        "Transnational",
        "Crime",
        "Joint",
        "Task",
        "Force",
    ];
    const KINDS: [&str; 5] = ["state", "ministry", "official", "dialogue", "organisation"];
    let mut seed = 7_u32;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    let example = open_example(&EXAMPLES[0]).dossier;
    let mut dossier = Dossier::new(Arc::clone(&example.vocabulary));
    for number in 0..count {
        let words: Vec<&str> = (0..=random(5)).map(|_| WORDS[random(WORDS.len())]).collect();
        let name = format!("{} {number}", words.join(" "));
        let entity = Entity::new(format!("e{number}").as_str(), KINDS[random(KINDS.len())], name);
        dossier.add_entity(entity).expect("a new id");
    }
    for number in 1..count * 8 / 5 {
        let (from, to) = (number % count, random(number.min(count)));
        if from != to {
            let kind = ["related_to", "meets", "part_of"][random(3)];
            let mut relation = Relation::new(format!("e{from}").as_str(), kind, format!("e{to}").as_str());
            relation.claims.push(Claim::stated("s"));
            // Some are there already.
            let _ = dossier.add_relation(relation);
        }
    }
    dossier
}
