//! The canvas under the hand: selecting by lasso, walking by keys, the overview, names that never lie
//! on each other, what assistive technology hears, and rough handling.

use chancery::window::action::{Action, Command, ItemId, SelectHow};
use chancery::window::app::{App, Start};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;

fn open(select: &[&str]) -> Window {
    let select = select.iter().map(|id| (*id).to_owned()).collect();
    Window::start(Start { select, ..Start::default() }, egui::vec2(1280.0, 800.0))
}

fn press(window: &mut Window, pos: Pos2, pressed: bool, modifiers: Modifiers) {
    window
        .harness
        .event_modifiers(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers }, modifiers);
    window.harness.step();
}

fn draw(window: &mut Window, points: &[Pos2], modifiers: Modifiers) {
    window.harness.event_modifiers(Event::PointerMoved(points[0]), modifiers);
    window.harness.step();
    press(window, points[0], true, modifiers);
    for pair in points.windows(2) {
        for part in 1..=6 {
            let pos = pair[0] + (pair[1] - pair[0]) * (part as f32 / 6.0);
            window.harness.event_modifiers(Event::PointerMoved(pos), modifiers);
            window.harness.step();
        }
    }
    press(window, points[points.len() - 1], false, modifiers);
    window.settle();
}

#[test]
fn a_lasso_selects_what_it_goes_around_by_keys_and_by_its_button() {
    for by_button in [false, true] {
        let mut window = open(&[]);
        let middle = window.at("japan");
        let around: Vec<Pos2> =
            (0..=24).map(|i| middle + 40.0 * Vec2::angled(i as f32 / 24.0 * std::f32::consts::TAU)).collect();
        let inside: Vec<String> = {
            let scene = window.app().scene();
            let near = |n: &&chancery::picture::scene::Node| (window.at(&n.id) - middle).length() < 39.0;
            scene.nodes.iter().filter(near).map(|n| n.id.to_string()).collect()
        };
        if by_button {
            window.click("Lasso");
            draw(&mut window, &around, Modifiers::NONE);
        } else {
            draw(&mut window, &around, Modifiers::SHIFT | Modifiers::ALT);
        }
        let mut selected = window.selected();
        selected.sort();
        let mut expected = inside.clone();
        expected.sort();
        assert!(expected.contains(&"japan".to_owned()));
        assert_eq!(selected, expected, "by button: {by_button}");
    }
}

#[test]
fn tab_goes_through_the_relations_of_a_node_and_enter_to_the_other_end() {
    let mut window = open(&["nur-jazlan-mohamed"]);
    window.harness.get_by_role(Role::Canvas).focus();
    window.settle();
    let ties = {
        let dossier = window.app().session().dossier();
        let index = dossier.entity_index("nur-jazlan-mohamed").unwrap();
        dossier.relations_of(index).count()
    };
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..ties {
        window.key(Modifiers::NONE, Key::Tab);
        seen.extend(window.selected());
    }
    assert_eq!(seen.len(), ties, "each relation once: {seen:?}");
    window.key(Modifiers::SHIFT, Key::Tab);
    let relation = window.selected().pop().unwrap();
    window.key(Modifiers::NONE, Key::Enter);
    let there = window.selected().pop().unwrap();
    let relation = window.app().session().dossier().relation_by_id(&relation).unwrap().clone();
    assert!(there != "nur-jazlan-mohamed" && [relation.from.as_str(), relation.to.as_str()].contains(&there.as_str()));
}

#[test]
fn the_view_goes_back_and_forward_apart_from_undo() {
    let mut window = open(&["japan"]);
    let whole = window.app().canvas().camera();
    window.key(Modifiers::COMMAND, Key::Num9);
    let near = window.app().canvas().camera();
    assert_ne!(near, whole);
    window.key(Modifiers::ALT, Key::OpenBracket);
    assert_eq!(window.app().canvas().camera(), whole);
    window.key(Modifiers::ALT, Key::CloseBracket);
    assert_eq!(window.app().canvas().camera(), near);
    assert_eq!(window.app().session().undo_name(), None);
}

#[test]
fn the_overview_shows_where_one_is_and_goes_there() {
    let mut window = open(&[]);
    window.key(Modifiers::NONE, Key::M);
    assert!(window.app().canvas().shows_map());
    for _ in 0..6 {
        window.key(Modifiers::COMMAND, Key::Equals);
    }
    let before = window.app().canvas().camera();
    let map =
        window.harness.get_all_by_label("Overview").find(|n| n.accesskit_node().role() == Role::Image).unwrap().rect();
    let corner = map.min + map.size() * 0.2;
    window.pointer(corner, corner, Modifiers::NONE);
    let after = window.app().canvas().camera();
    assert!(after.centre != before.centre && after.zoom == before.zoom);
}

#[test]
fn no_name_lies_on_another_on_the_way_in_and_few_come_and_go() {
    let mut window = open(&[]);
    let mut shown: Vec<std::collections::BTreeSet<u32>> = Vec::new();
    for step in 0..200 {
        let factor = if step < 100 { 1.03_f64 } else { 1.0 / 1.03 };
        let app: &mut App = window.harness.state_mut();
        let mut camera = app.canvas().camera();
        camera.zoom *= factor;
        camera.centre.x += if step % 20 < 10 { 1.5 } else { -1.5 };
        app.look_from(camera);
        window.harness.step();
        let names = window.app().canvas().names_shown();
        for (i, (a, first)) in names.iter().enumerate() {
            for (b, second) in &names[..i] {
                assert!(!first.shrink(0.5).intersects(second.shrink(0.5)), "step {step}: {a} on {b}");
            }
        }
        shown.push(names.iter().map(|(n, _)| *n).collect());
    }
    assert!(shown[0].len() > 25, "{} names at rest", shown[0].len());
    let (mut flickered, mut all) = (0, 0);
    for (step, names) in shown.iter().enumerate() {
        all += names.len();
        for name in names {
            let after = &shown[step + 1..shown.len().min(step + 11)];
            let gone = after.iter().position(|s| !s.contains(name));
            flickered += usize::from(gone.is_some_and(|g| after[g..].iter().any(|s| s.contains(name))));
        }
    }
    assert!(flickered * 100 < all, "{flickered} of {all}");
}

#[test]
fn nodes_and_relations_are_told_with_their_place_in_the_set() {
    let mut window = open(&[]);
    let node = |window: &Window, part: &str| {
        let mut all = window.harness.get_all_by_role(Role::Button);
        all.find_map(|n| {
            let label = n.accesskit_node().label()?;
            label.starts_with(part).then(|| (label, n.accesskit_node().position_in_set()))
        })
    };
    let (japan, place) = node(&window, "Japan, state, ").expect("Japan is told");
    assert!(japan.ends_with("relations") && place.is_some(), "{japan} {place:?}");
    let mut camera = window.app().canvas().camera();
    let scene = std::sync::Arc::clone(window.app().scene());
    camera.centre = scene.nodes.iter().find(|n| &*n.id == "vientiane").unwrap().centre();
    camera.zoom *= 4.0;
    window.harness.state_mut().look_from(camera);
    window.settle();
    let all: std::collections::HashSet<String> = (0..scene.lines.len()).map(|l| scene.describe_line(l)).collect();
    let relations = window.harness.get_all_by_role(Role::Button);
    let told = relations.filter(|n| n.accesskit_node().label().is_some_and(|l| all.contains(&l))).count();
    assert!(told > 0, "relations near by are told");
}

/// Takes hold of a node and moves it slantwise, `count` steps of so many points; does not let go.
/// Yields where it was taken.
fn drag_along(window: &mut Window, id: &str, step: f32, count: u8) -> Pos2 {
    let from = window.at(id);
    window.harness.event(Event::PointerMoved(from));
    window.harness.step();
    press(window, from, true, Modifiers::NONE);
    for number in 1..=count {
        window.harness.event(Event::PointerMoved(from + Vec2::splat(step * f32::from(number))));
        window.harness.step();
    }
    from
}

#[test]
fn dragging_shows_at_once_where_the_node_is() {
    let mut window = open(&[]);
    let from = drag_along(&mut window, "vientiane", 6.0, 5);
    press(&mut window, from + Vec2::splat(30.0), false, Modifiers::NONE);
    window.settle();
    assert!((window.at("vientiane") - from - Vec2::splat(30.0)).length() < 8.0);
}

#[test]
fn areas_go_behind_groups_by_key_and_come_off_again() {
    let mut window = open(&[]);
    let areas =
        |window: &Window| -> Vec<String> { window.app().scene().areas.iter().map(|area| area.name.clone()).collect() };
    assert_eq!(areas(&window), [""; 0]);
    let mut seen = Vec::new();
    for _ in 0..3 {
        window.key(Modifiers::SHIFT, Key::G);
        window.settle();
        assert!(areas(&window).len() >= 3, "{:?}", areas(&window));
        seen.push(areas(&window));
        // No name of an area lies on the name or shape of a node.
        let scene = window.app().scene();
        let fine = chancery::picture::scene::Detail::new(scene);
        for caption in &scene.captions {
            for node in 0..scene.nodes.len() {
                let apart = |area: kurbo::Rect| !caption.bounds().overlaps(area.inset(0.05));
                assert!(apart(fine.node_bounds(node)) && apart(fine.name_bounds(node)), "{}", scene.label(node));
            }
        }
    }
    assert!(seen[0].contains(&"States".to_owned()) && seen[1].contains(&"Japan".to_owned()), "{seen:?}");
    window.key(Modifiers::SHIFT, Key::G);
    window.settle();
    assert_eq!(areas(&window), [""; 0]);
    window.key(Modifiers::COMMAND, Key::Z);
    window.settle();
    assert_eq!(areas(&window), seen[2], "undone");
}

#[test]
fn a_drag_outlives_a_scene_that_shrinks() {
    let mut window = open(&[]);
    let from = drag_along(&mut window, "vientiane", 8.0, 4);
    let ctx = window.harness.ctx.clone();
    let thing = ItemId::Entity("japan".into());
    window.harness.state_mut().perform(&ctx, Action::Select(vec![thing], SelectHow::Replace));
    window.harness.state_mut().perform(&ctx, Action::Run(Command::HideOthers));
    for step in 5..=20 {
        window.harness.event(Event::PointerMoved(from + Vec2::splat(8.0 * step as f32)));
        window.harness.step();
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(window.app().scene().nodes.len(), 1, "the rest is hidden while the drag goes on");
    press(&mut window, from + Vec2::splat(160.0), false, Modifiers::NONE);
    window.settle();
    assert_eq!(window.app().scene().nodes.len(), 1, "and stays hidden");
}
