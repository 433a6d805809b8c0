//! The stages as they run again: what they remember is what they would make afresh.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::dossier::document::{EXAMPLES, open_example};
use crate::dossier::model::{Colouring, Date, Entity, EntityId, Relation, Span, Status, Vocabulary, When};
use crate::explore::communities::Communities;
use crate::explore::query::period::Since;
use crate::layout::{Areas, Grouping};
use crate::picture::encoding::ColourBy;
use crate::picture::scene::LegendEntry;

#[test]
fn a_scene_at_another_time_is_the_scene_that_is_built() {
    let dossier = open_example(&EXAMPLES[0]).dossier;
    let mut stages = Stages::default();
    let mut look =
        ViewSettings { layout: "grid".to_owned(), areas: Areas::Of(Grouping::Kind), ..ViewSettings::default() };
    let since = |span| Some(Since { date: Date::read("2003"), span });
    for (as_of, since) in [
        (None, None),
        (Some("2013"), None),
        (Some("2014-06"), None),
        (Some("2014-06"), since(Span::Compare)),
        (Some("2013"), since(Span::AnyTime)),
        (Some("2013"), since(Span::Throughout)),
        (Some("1900"), None),
        (None, None),
    ] {
        (look.as_of, look.since) = (as_of.map(Date::read), since);
        stages.update(&dossier, 1, &look, &Theme::LIGHT, &Progress::new()).unwrap();
        let (built, _) = draw(&dossier, &look, &Theme::LIGHT, &Progress::new()).unwrap();
        assert_eq!(format!("{:?}", stages.scene()), format!("{built:?}"), "{as_of:?}");
    }
    assert_eq!(stages.builds().layout, 1, "places stay");
}

/// Groups of so many, each tied to three of its own, which are tied to those of the next group.
fn groups(count: usize, size: usize) -> Dossier {
    let mut dossier = Dossier::new(Vocabulary::default());
    for n in 0..count * size {
        dossier.add_entity(Entity::new(format!("e{n}").as_str(), "person", format!("Person {n}"))).unwrap();
        let group = n / size * size;
        let before = (n == group && n > 0).then(|| n - size);
        for other in (group..n.min(group + 3)).chain(before) {
            let mut relation = Relation::new(format!("e{n}").as_str(), "supports", format!("e{other}").as_str());
            relation.id = format!("{n}-{other}").as_str().into();
            dossier.add_relation(relation).unwrap();
        }
    }
    dossier
}

fn grid() -> ViewSettings {
    ViewSettings { layout: "grid".to_owned(), ..ViewSettings::default() }
}

/// What colours say.
fn colour_words(scene: &Scene) -> Vec<String> {
    scene.colour_rows().into_iter().map(|row| row.word).collect()
}

#[test]
fn a_large_network_says_kinds_until_its_communities_are_given() {
    let count = FOUND_AT_ONCE / 100 + 1;
    let dossier = groups(count, 100);
    // Each group stands apart, evenly strewn.
    let place = |n: usize| {
        let (group, away, turn) = (n / 100, ((n % 100) as f32).sqrt() * 40.0, (n % 100) as f32 * 2.399_963);
        let middle = ((group % 5) as f32 * 1_500.0, (group / 5) as f32 * 1_500.0);
        (middle.0 + away * turn.cosine(), middle.1 + away * turn.sine())
    };
    let pins: BTreeMap<EntityId, (f32, f32)> =
        (0..count * 100).map(|n| (EntityId::new(format!("e{n}")), place(n))).collect();
    let grid = || ViewSettings { pins: pins.clone(), ..grid() };
    let mut stages = Stages::default();
    stages.give_communities(None);
    let update = |stages: &mut Stages, look: &ViewSettings| {
        let drawn = stages.update(&dossier, 1, look, &Theme::LIGHT, &Progress::new()).unwrap();
        (drawn, stages.scene())
    };
    let (_, plain) = update(&mut stages, &grid());
    assert_eq!((colour_words(&plain).len(), plain.areas.len()), (0, 0));
    let found = Arc::new(Communities::of_whole(&dossier, None, &Progress::new()).unwrap());
    stages.give_communities(Some(&found));
    let (drawn, coloured) = update(&mut stages, &grid());
    // Twelve hues, and the rest in one.
    assert_eq!((drawn, colour_words(&coloured).len(), stages.builds().layout), (true, 13, 1));
    assert_eq!((coloured.areas.len(), coloured.captions_over), (12, true));
    assert!(!coloured.legend.iter().any(|entry| matches!(entry, LegendEntry::Area { .. })), "swatches say the same");
    stages.give_communities(Some(&found));
    assert!(!update(&mut stages, &grid()).0, "nothing is new");
    let kinds = ViewSettings { colour: Some(ColourBy::new(Colouring::Kind)), ..grid() };
    let (_, again) = update(&mut stages, &kinds);
    assert_eq!((colour_words(&again).len(), again.areas.len()), (0, 0));
    let bare = ViewSettings { areas: Areas::None, ..grid() };
    let (_, bare) = update(&mut stages, &bare);
    assert_eq!((colour_words(&bare).len(), bare.areas.len()), (13, 0));
}

#[test]
fn communities_keep_their_number_whatever_is_shown_and_folds_have_theirs() {
    let dossier = groups(40, 10);
    let scene = |look: &ViewSettings| draw(&dossier, look, &Theme::LIGHT, &Progress::new()).unwrap().0;
    let whole = colour_words(&scene(&grid()));
    assert_eq!(whole.last().map(String::as_str), Some("28 others (280)"));
    let mut look = ViewSettings { colour: ColourBy::read(Some("community"), None), ..grid() };
    look.filter.hidden = (10..400).map(|n| EntityId::new(format!("e{n}"))).collect();
    let part = colour_words(&scene(&look));
    assert_eq!(part.len(), 1);
    assert!(whole.contains(&part[0]), "{part:?} is one of {whole:?}");
    // Each fold is one of its community.
    let folded = ViewSettings { fold: vec!["community".to_owned()], colour: look.colour.clone(), ..grid() };
    let words = colour_words(&scene(&folded));
    assert_eq!(words.len(), 13);
    assert!(words[..12].iter().all(|word| word.ends_with(" (1)")), "{words:?}");
}

/// Groups with several lines between the same two, loops, plans, and dates that not all have.
fn varied_groups() -> Dossier {
    let mut dossier = groups(60, 100);
    for n in (0..6_000).step_by(7) {
        for (number, to) in [(0, n + 1), (1, n + 1), (2, n), (3, n)].into_iter().filter(|(_, to)| *to < 6_000) {
            let mut relation = Relation::new(format!("e{n}").as_str(), "meets", format!("e{to}").as_str());
            relation.id = format!("more-{n}-{number}").as_str().into();
            relation.status = if n % 2 == 0 { Status::Planned } else { Status::Actual };
            let date = Date::read(&format!("20{:02}", n % 20));
            relation.when = (n % 3 == 0).then_some(When { date, inferred: None });
            dossier.add_relation(relation).unwrap();
        }
    }
    dossier
}

#[test]
fn what_a_filter_leaves_of_a_large_network_is_seen_at_once_and_settles_to_what_is_built() {
    let dossier = varied_groups();
    let mut stages = Stages::default();
    let hides = |every: usize| -> BTreeSet<EntityId> {
        (0..6_000).step_by(every).map(|n| EntityId::new(format!("e{n}"))).collect()
    };
    let asks = |query: &str, dim_rest: bool| {
        let mut look = ViewSettings { dim_rest, ..grid() };
        query.clone_into(&mut look.filter.query);
        look
    };
    let hidden = |every: usize, as_of: Option<&str>| {
        let mut look = ViewSettings { as_of: as_of.map(Date::read), ..grid() };
        look.filter.hidden = hides(every);
        look
    };
    for (name, look, at_once) in [
        ("all", grid(), false),
        ("four fifths", hidden(5, None), true),
        ("few", asks("near:e700/2", false), true),
        ("plans, and what may be", asks("status:planned when:2003", false), true),
        ("at a date", hidden(9, Some("2010")), true),
        ("the rest dimmed", asks("near:e700/3", true), true),
        ("kinds", ViewSettings { colour: Some(ColourBy::new(Colouring::Kind)), ..hidden(5, None) }, true),
        ("all again", grid(), true),
    ] {
        stages.update_in_haste(&dossier, 1, &look, &Theme::LIGHT, &Progress::new()).unwrap();
        assert_eq!(stages.owes(), at_once, "{name}");
        let (nodes, lines) = (stages.scene().nodes.len(), stages.scene().lines.len());
        stages.settle(&dossier, &look, &Theme::LIGHT);
        let scene = stages.scene();
        assert_eq!((nodes, lines, stages.owes()), (scene.nodes.len(), scene.lines.len(), false), "{name}");
        let (built, _) = draw(&dossier, &look, &Theme::LIGHT, &Progress::new()).unwrap();
        assert!(format!("{scene:?}") == format!("{built:?}"), "{name}");
    }
    assert_eq!(stages.builds().layout, 1, "places stay");
}

#[test]
fn a_filter_that_was_there_first_is_followed_at_once_when_all_is_ready() {
    let dossier = varied_groups();
    let mut stages = Stages::default();
    let mut look = grid();
    "degree>4".clone_into(&mut look.filter.query);
    let update = |stages: &mut Stages, look: &ViewSettings| {
        stages.update_in_haste(&dossier, 1, look, &Theme::LIGHT, &Progress::new()).unwrap();
        stages.owes()
    };
    assert!(!update(&mut stages, &look), "nothing is known of the whole");
    stages.make_ready(&dossier, &look, &Theme::LIGHT);
    look.filter.query.clear();
    assert!(update(&mut stages, &look));
    // Another picture was ordered before it settled.
    look.as_of = Some(Date::read("2007"));
    assert!(update(&mut stages, &look));
    stages.settle(&dossier, &look, &Theme::LIGHT);
    let (built, _) = draw(&dossier, &look, &Theme::LIGHT, &Progress::new()).unwrap();
    assert!(format!("{:?}", stages.scene()) == format!("{built:?}"));
    // What stands elsewhere is no part of it.
    look.pins = BTreeMap::from([(EntityId::new("e7"), (5.0, 7.0))]);
    assert!(!update(&mut stages, &look));
}
