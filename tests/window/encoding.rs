//! Colours and sizes that say something, and the legend over the graph.

use chancery::dossier::model::Attribute;
use chancery::window::action::Action;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

fn perform(window: &mut Window, action: Action) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, action);
    window.settle();
}

fn labels(window: &Window, word: &str) -> usize {
    window.harness.query_all_by_label_contains(word).count()
}

#[test]
fn colours_by_a_measure_are_chosen_told_kept_and_undone() {
    let mut window = Window::open();
    window.key(Modifiers::SHIFT, Key::K);
    window.click("Betweenness");
    let colour = window.app().session().look.colour.clone().expect("colours say something");
    assert_eq!(format!("{colour:?}").matches("Measure(\"betweenness\")").count(), 1);
    // The scale that was worked out is kept, so that another picture has the same.
    let kept = format!("{colour:?}");
    assert!(!kept.contains("bounds: []"), "{kept}");
    assert_eq!(labels(&window, "Colour: Betweenness"), 1);
    assert!(labels(&window, "over ") >= 2);
    // Hiding something does not change it.
    perform(&mut window, Action::ShowKind("meeting".to_owned(), false));
    assert_eq!(format!("{:?}", window.app().session().look.colour.clone().unwrap()), kept);
    window.key(Modifiers::COMMAND, Key::Z);
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(window.app().session().look.colour.is_none());
    assert_eq!(labels(&window, "Colour: "), 0);
}

#[test]
fn the_dialog_takes_arrows_and_enter() {
    let mut window = Window::open();
    window.key(Modifiers::SHIFT, Key::K);
    window.key(Modifiers::NONE, Key::ArrowDown);
    window.key(Modifiers::NONE, Key::Enter);
    let colour = window.app().session().look.colour.clone().expect("the second row is chosen");
    assert!(format!("{colour:?}").contains("Measure(\"degree\")"), "{colour:?}");
    assert!(window.selected().is_empty(), "the graph behind did not get the keys");
}

#[test]
fn areas_go_by_values_and_places_stay() {
    let mut window = Window::open();
    let radius = |window: &Window, id: &str| {
        let scene = window.app().scene();
        let node = scene.nodes.iter().find(|n| &*n.id == id).unwrap();
        (node.radius, node.at)
    };
    let (before, place) = radius(&window, "asean");
    perform(&mut window, Action::SizeBy(Some(Attribute::Measure("degree"))));
    let (after, same_place) = radius(&window, "asean");
    assert!(after > before && place == same_place, "{before} {after}");
    // Twice the neighbours, twice the area.
    let scene = window.app().scene();
    let largest = scene.nodes.iter().map(|n| n.radius).fold(0.0, f32::max);
    assert!((largest - 22.0).abs() < 1e-3, "{largest}");
    perform(&mut window, Action::SizeBy(None));
    assert_eq!(radius(&window, "asean").0, before);
}

#[test]
fn the_legend_shows_what_occurs_and_folds() {
    let mut window = Window::open();
    assert_eq!(labels(&window, "reported by someone"), 0);
    window.key(Modifiers::NONE, Key::K);
    for word in ["Lines and certainty", "reported by someone", "our inference", "planned, hoped for or requested"] {
        assert_eq!(labels(&window, word), 1, "{word}");
    }
    window.click("Lines and certainty");
    assert_eq!(labels(&window, "reported by someone"), 0);
    window.key(Modifiers::NONE, Key::K);
    assert_eq!(labels(&window, "Lines and certainty"), 0);
}

#[test]
fn what_has_no_size_is_not_offered_as_one() {
    let mut window = Window::open();
    perform(&mut window, Action::Run(chancery::window::action::Command::SizeBy));
    assert_eq!((labels(&window, "Community"), labels(&window, "Constraint")), (0, 1));
    window.key(Modifiers::NONE, Key::Escape);
    assert_eq!(labels(&window, "Constraint"), 0);
}
