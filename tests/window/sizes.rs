//! Panels and columns of the table made wider: by the pointer, by keys, and back to the usual size.

use chancery::window::action::{Action, Command};
use egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;

const PLAIN: Modifiers = Modifiers::NONE;

/// The size that a border tells.
fn size(window: &Window, name: &str) -> f64 {
    window.harness.get_by_label(name).accesskit_node().numeric_value().expect("a border tells the size")
}

fn drag(window: &mut Window, name: &str, by: egui::Vec2) {
    let rect = window.harness.get_by_label(name).rect();
    // Away from the tools that float over the graph.
    let from = if rect.height() > rect.width() { rect.center_top() + egui::vec2(0.0, 60.0) } else { rect.center() };
    window.pointer(from, from + by, PLAIN);
}

#[test]
fn borders_are_dragged_within_limits_and_set_back() {
    let mut window = Window::open();
    window.key(Modifiers::COMMAND, Key::T);
    for (name, larger) in [
        ("Width of the left panel", egui::vec2(60.0, 0.0)),
        ("Width of the right panel", egui::vec2(-60.0, 0.0)),
        ("Height of the table", egui::vec2(0.0, -60.0)),
    ] {
        let before = size(&window, name);
        drag(&mut window, name, larger);
        let after = size(&window, name);
        assert!((after - before - 60.0).abs() < 6.0, "{name}: {before} {after}");
        drag(&mut window, name, larger * 40.0);
        let most = size(&window, name);
        assert!(most > after && most < 1100.0, "{name}: {most}");
        drag(&mut window, name, larger * -60.0);
        assert!(size(&window, name) > 100.0 && size(&window, name) < before, "{name}");
        let at = window.harness.get_by_label(name).rect().center();
        for pressed in [true, false, true, false] {
            window.harness.event(Event::PointerMoved(at));
            window.harness.event(Event::PointerButton {
                pos: at,
                button: PointerButton::Primary,
                pressed,
                modifiers: PLAIN,
            });
            window.harness.step();
        }
        window.settle();
        assert!((size(&window, name) - before).abs() < 2.0, "{name}: {before} {}", size(&window, name));
    }
}

#[test]
fn borders_are_moved_by_keys_alone() {
    let mut window = Window::open();
    window.key(Modifiers::SHIFT, Key::F7);
    let left = "Width of the left panel";
    assert!(window.harness.get_by_label(left).accesskit_node().is_focused());
    let before = size(&window, left);
    window.key(PLAIN, Key::ArrowRight);
    assert_eq!(size(&window, left), before + 16.0);
    window.key(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(size(&window, left), before + 80.0);
    window.key(PLAIN, Key::ArrowLeft);
    assert_eq!(size(&window, left), before + 64.0);
    window.key(PLAIN, Key::Home);
    assert_eq!(size(&window, left), 170.0);
    window.key(PLAIN, Key::Enter);
    assert_eq!(size(&window, left), before);
    window.key(PLAIN, Key::Tab);
    assert!(window.harness.get_by_label("Width of the right panel").accesskit_node().is_focused());
    let right = size(&window, "Width of the right panel");
    window.key(PLAIN, Key::ArrowLeft);
    assert_eq!(size(&window, "Width of the right panel"), right + 16.0);
    assert!(window.selected().is_empty(), "the graph did not get the keys");
}

#[test]
fn columns_of_the_table_are_dragged_and_set_back() {
    let mut window = Window::open();
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::Run(Command::Table));
    window.settle();
    let width = |window: &Window| window.harness.get_by_label("Sort by Name").rect().width();
    let before = width(&window);
    drag(&mut window, "Width of Name", egui::vec2(40.0, 0.0));
    assert!((width(&window) - before - 40.0).abs() < 6.0, "{before} {}", width(&window));
    drag(&mut window, "Width of Name", egui::vec2(2000.0, 0.0));
    assert!(window.harness.get_by_label("Sort by Kind").rect().width() > 30.0, "the next column is never gone");
    window.harness.get_by_label("Width of Name").focus();
    window.settle();
    window.key(PLAIN, Key::Enter);
    assert!((width(&window) - before).abs() < 1.0);
}
