//! Several dates side by side in place of the graph.

use chancery::dossier::model::Date;
use chancery::window::action::{Action, Command};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;

const PLAIN: Modifiers = Modifiers::NONE;

fn says(window: &Window, text: &str) -> bool {
    window.harness.query_all_by_label_contains(text).next().is_some()
}

fn perform(window: &mut Window, action: Action) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, action);
    window.settle();
}

#[test]
fn dates_are_typed_shown_side_by_side_kept_in_a_view_and_taken_back() {
    let mut window = Window::open();
    perform(&mut window, Action::Run(Command::ShowDates));
    assert!(says(&window, "Three to six dates in order, separated by commas."));
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("2012, 2013");
    assert!(says(&window, "2 dates are given, not 3 to 6"));
    window.key(PLAIN, Key::Enter);
    assert!(window.app().session().look.dates.is_empty(), "what cannot be read is not shown");
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("2012, 2013, 2014-06");
    window.key(PLAIN, Key::Enter);
    assert!(says(&window, "The network. As of 2012, 2013 and June 2014"));
    perform(&mut window, Action::Run(Command::SaveView));
    window.type_text("years");
    window.key(PLAIN, Key::Enter);
    let view = window.app().session().dossier().views.iter().find(|view| view.name == "years").unwrap();
    assert_eq!(view.dates, ["2012", "2013", "2014-06"]);
    window.click("Back to the graph");
    assert!(!says(&window, "The network. As of"));
    perform(&mut window, Action::UseView("years".to_owned()));
    assert!(says(&window, "The network. As of 2012, 2013 and June 2014"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(!says(&window, "The network. As of"));
}

#[test]
fn a_click_selects_in_all_pictures_and_empty_ground_nothing() {
    let mut window = Window::open();
    let dates = ["2012", "2013", "2014"].map(|text| Date::parse(text).unwrap()).to_vec();
    perform(&mut window, Action::ShowDates(dates));
    let area = window.harness.get_by_label_contains("The network. As of").rect();
    // Somewhere among the places of a picture is a node.
    let mut found = Vec::new();
    for step in 0..400 {
        let at = area.min + egui::vec2(20.0 + 17.0 * (step % 36) as f32, 70.0 + 23.0 * (step / 36) as f32);
        if !area.contains(at) {
            continue;
        }
        window.pointer(at, at, PLAIN);
        found = window.selected();
        if !found.is_empty() {
            break;
        }
    }
    assert_eq!(found.len(), 1, "a node was hit");
    let id = found[0].clone();
    let name = window.app().session().dossier().entity_by_id(&id).map(|entity| entity.label().to_owned()).unwrap();
    assert!(says(&window, &name), "the inspector shows it");
    let corner = area.right_bottom() - egui::vec2(40.0, 6.0);
    window.pointer(corner, corner, PLAIN);
    assert!(window.selected().is_empty());
    assert!(window.harness.get_by_label("Back to the graph").accesskit_node().role() == egui::accesskit::Role::Button);
}
