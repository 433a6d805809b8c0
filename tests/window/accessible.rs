//! What assistive technology is told of the window: names, roles, and what can be done.

use chancery::window::app::Start;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;

fn with(select: &[&str]) -> Window {
    let select = select.iter().map(|s| (*s).to_owned()).collect();
    Window::start(Start { select, ..Start::default() }, egui::vec2(1280.0, 720.0))
}

/// Roles of what a person acts on; each must say what it is.
const ACTED_ON: &[Role] = &[
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::Link,
    Role::ListBoxOption,
    Role::MenuItem,
    Role::MultilineTextInput,
    Role::Slider,
    Role::Tab,
    Role::TextInput,
];

#[test]
fn the_window_has_the_name_that_its_frame_shows() {
    let window = with(&[]);
    let root = window.harness.root();
    assert_eq!(root.accesskit_node().label().as_deref(), Some("ASEAN and Japan on transnational crime – Chancery"));
}

#[test]
fn whatever_can_be_acted_on_has_a_name() {
    for select in [&[][..], &["japan"], &["japan", "asean"]] {
        let window = with(select);
        let nameless = |n: &egui_kittest::kittest::AccessKitNode<'_>| {
            ACTED_ON.contains(&n.role()) && n.label().is_none_or(|label| label.trim().is_empty())
        };
        let found: Vec<_> =
            window.harness.query_all_by(nameless).map(|n| (n.accesskit_node().role(), n.rect())).collect();
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn words_are_nothing_to_be_clicked() {
    for select in [&[][..], &["japan"]] {
        let window = with(select);
        let clicked = |n: &egui_kittest::kittest::AccessKitNode<'_>| {
            n.role() == Role::Label && n.data().supports_action(egui::accesskit::Action::Click)
        };
        let found: Vec<_> = window.harness.query_all_by(clicked).map(|n| n.accesskit_node().value()).collect();
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn the_relations_of_a_selected_node_stand_right_after_it() {
    let window = with(&["japan"]);
    let scene = window.app().scene();
    let lines: Vec<String> = (0..scene.lines.len()).map(|line| scene.describe_line(line)).collect();
    let told: Vec<String> = window
        .harness
        .get_all_by_role(Role::Button)
        .filter(|n| n.accesskit_node().position_in_set().is_some())
        .filter_map(|n| n.accesskit_node().label())
        .collect();
    let japan = told.iter().position(|label| label.starts_with("Japan, state")).expect("Japan is told");
    let relations: usize = told[japan].rsplit(", ").next().unwrap().split(' ').next().unwrap().parse().unwrap();
    let after = told[japan + 1..].iter().take_while(|label| lines.contains(label)).count();
    assert!(relations > 3 && after == relations, "{after} of {relations}: {:?}", &told[japan..japan + 4]);
}

#[test]
fn tabs_and_menus_have_their_roles() {
    let mut window = with(&[]);
    assert_eq!(window.harness.get_all_by_role(Role::TabList).count(), 1);
    let tabs: Vec<_> = window.harness.get_all_by_role(Role::Tab).filter_map(|n| n.accesskit_node().label()).collect();
    assert!(["Outline", "Filter", "Sources", "Evidence"].iter().all(|tab| tabs.iter().any(|t| t == tab)), "{tabs:?}");
    assert_eq!(window.harness.get_all_by_role(Role::MenuBar).count(), 1);
    assert_eq!(window.harness.get_all_by_role(Role::MenuItem).count(), 8, "the titles in the bar");
    window.click("View");
    assert!(window.harness.get_all_by_role(Role::Menu).count() >= 1);
    assert!(window.harness.query_by_role_and_label(Role::MenuItem, "Open view").is_some());
}

#[test]
fn a_menu_with_many_views_stays_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.ron");
    let views: String = (0..80).map(|n| format!("(name: \"View {n} with a long name\"),")).collect();
    let entity = "(id: \"a\", kind: \"person\", name: \"A\")";
    std::fs::write(&path, format!("Dossier(format: 1, title: \"T\", entities: [{entity}], views: [{views}])")).unwrap();
    let mut window = Window::start(Start { path: Some(path), ..Start::default() }, egui::vec2(1280.0, 720.0));
    window.click("View");
    let room = window.harness.ctx.content_rect();
    let last = window.harness.get_by_label_contains("Open view").rect();
    assert!(room.contains_rect(last), "{last:?}");
}
