//! The stages as they run again: what they remember is what they would make afresh.

use super::*;
use crate::dossier::document::{EXAMPLES, open_example};
use crate::dossier::model::{Colouring, Date, Entity, Relation, Span, Vocabulary};
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

/// So many cliques of ten, each joined to the next by one relation.
fn cliques(count: usize) -> Dossier {
    let mut dossier = Dossier::new(Vocabulary::default());
    for n in 0..count * 10 {
        dossier.add_entity(Entity::new(format!("e{n}").as_str(), "person", format!("Person {n}"))).unwrap();
        let clique = n / 10 * 10;
        for other in (clique..n).chain((n == clique && n > 0).then(|| n - 10)) {
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
    let dossier = cliques(FOUND_AT_ONCE / 10 + 1);
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
    assert!(coloured.captions_over && !coloured.areas.is_empty() && coloured.areas.len() <= 12);
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
    let dossier = cliques(40);
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
