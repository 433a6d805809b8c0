//! The stages as they run again: what they remember is what they would make afresh.

use super::*;
use crate::dossier::document::{EXAMPLES, open_example};
use crate::dossier::model::{Date, Span};
use crate::explore::query::period::Since;
use crate::layout::{Areas, Grouping};

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
