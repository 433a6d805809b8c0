//! The whole window on the built-in example, driven as a person would: by names, keys and pointer.

use chancery::dossier::document::EXAMPLES;
use chancery::explore::query::presence::Presence;
use chancery::picture::scene::overlaps;
use chancery::window::action::ItemId;
use chancery::window::app::{App, Start};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

pub(super) struct Window {
    pub(super) harness: Harness<'static, App>,
}

impl Window {
    pub(super) fn open() -> Window {
        Window::start(Start::default(), egui::vec2(1280.0, 800.0))
    }

    pub(super) fn start(start: Start, size: egui::Vec2) -> Window {
        Window::moving(Start { still: true, ..start }, size)
    }

    /// One that moves unless told to be still.
    pub(super) fn moving(start: Start, size: egui::Vec2) -> Window {
        let start = Start { theme: Some("light".into()), ..start };
        let harness = Harness::builder()
            .with_size(size)
            .with_max_steps(64)
            .with_step_dt(0.05)
            .allow_missing_glyphs()
            .build_eframe(move |cc| App::new(&cc.egui_ctx, start));
        let mut window = Window { harness };
        window.settle();
        window
    }

    pub(super) fn app(&self) -> &App {
        self.harness.state()
    }

    /// Frames until the picture is there and nothing moves.
    pub(super) fn settle(&mut self) {
        let mut quiet = 0;
        let begun = std::time::Instant::now();
        while begun.elapsed() < std::time::Duration::from_secs(60) {
            self.harness.step();
            quiet = if self.app().is_settled() { quiet + 1 } else { 0 };
            if quiet >= 4 {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        panic!("the window did not settle");
    }

    pub(super) fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub(super) fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
    }

    pub(super) fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.settle();
    }

    pub(super) fn at(&self, id: &str) -> Pos2 {
        self.app().canvas().screen_position(self.app().scene(), id).unwrap()
    }

    pub(super) fn pointer(&mut self, from: Pos2, to: Pos2, modifiers: Modifiers) {
        let button = |pos, pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers };
        self.harness.event_modifiers(Event::PointerMoved(from), modifiers);
        self.harness.step();
        self.harness.event_modifiers(button(from, true), modifiers);
        self.harness.step();
        if to != from {
            for part in 1..=4 {
                let pos = from + (to - from) * (part as f32 / 4.0);
                self.harness.event_modifiers(Event::PointerMoved(pos), modifiers);
                self.harness.step();
            }
        }
        self.harness.event_modifiers(button(to, false), modifiers);
        self.harness.step();
        self.settle();
    }

    pub(super) fn selected(&self) -> Vec<String> {
        let id = |t: &ItemId| match t {
            ItemId::Entity(id) => id.to_string(),
            ItemId::Relation(id) => id.to_string(),
        };
        self.app().session().selection().iter().map(id).collect()
    }

    fn presence(&self, id: &str) -> Presence {
        {
            let scene = self.app().scene();
            let number = scene.nodes.iter().position(|n| &*n.id == id).unwrap();
            scene.node_look(number).presence
        }
    }
}

#[test]
fn searching_an_alias_lands_on_its_entity() {
    let mut window = Window::open();
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text("Tokyo");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(window.selected(), ["japan"]);
    // In the inspector by now.
    assert!(window.harness.query_by_label("Who says so").is_some());
}

#[test]
fn names_are_found_in_their_own_script_and_a_slip_away() {
    let mut window = Window::open();
    for typed in ["日本", "jappan", "tokio"] {
        window.key(Modifiers::NONE, Key::Escape);
        window.key(Modifiers::COMMAND, Key::F);
        window.type_text(typed);
        window.key(Modifiers::NONE, Key::Enter);
        assert_eq!(window.selected(), ["japan"], "{typed}");
    }
}

#[test]
fn a_link_in_the_inspector_is_followed_and_alt_left_goes_back() {
    let mut window = Window::start(
        Start { select: vec!["cybercrime-dialogue".into()], ..Start::default() },
        egui::vec2(1280.0, 1200.0),
    );
    let links: Vec<_> = window.harness.get_all_by_role(Role::Link).collect();
    let link = links.into_iter().find(|n| n.accesskit_node().label().is_some_and(|l| l.contains("Joint statement")));
    link.expect("a link to the joint statement").click();
    window.settle();
    assert_eq!(window.selected(), ["joint-statement"]);
    window.key(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(window.selected(), ["cybercrime-dialogue"]);
    window.key(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(window.selected(), ["joint-statement"]);
}

#[test]
fn the_as_of_bar_shows_the_cybercrime_dialogue_from_may_2014() {
    let mut window = Window::open();
    for (date, presence) in [("2014-06", Presence::Certain), ("2013-12", Presence::Absent)] {
        window.harness.get_by_label("As of date").focus();
        window.settle();
        window.key(Modifiers::COMMAND, Key::A);
        window.type_text(date);
        window.key(Modifiers::NONE, Key::Enter);
        assert_eq!(window.app().session().as_of().map(|d| d.written().to_owned()).as_deref(), Some(date));
        assert_eq!(window.presence("cybercrime-dialogue"), presence, "as of {date}");
    }
    let places = |w: &Window| w.app().scene().nodes.iter().map(|n| n.at).collect::<Vec<_>>();
    let before = places(&window);
    window.key(Modifiers::NONE, Key::Escape);
    assert_eq!(places(&window), before, "nothing moves with the date");
}

#[test]
fn clicks_on_the_canvas_select_add_toggle_and_clear() {
    let mut window = Window::open();
    let (japan, asean) = (window.at("japan"), window.at("asean"));
    window.pointer(japan, japan, Modifiers::NONE);
    assert_eq!(window.selected(), ["japan"]);
    window.pointer(asean, asean, Modifiers::SHIFT);
    assert_eq!(window.selected(), ["japan", "asean"]);
    window.pointer(japan, japan, Modifiers::COMMAND);
    assert_eq!(window.selected(), ["asean"]);
    window.key(Modifiers::NONE, Key::Escape);
    assert!(window.selected().is_empty());
    // A box around everything.
    let area = window.app().scene().nodes.iter().map(|n| window.at(&n.id)).fold(egui::Rect::NOTHING, |mut r, p| {
        r.extend_with(p);
        r
    });
    window.pointer(area.min - egui::vec2(8.0, 8.0), area.max + egui::vec2(8.0, 8.0), Modifiers::SHIFT);
    assert_eq!(window.selected().len(), window.app().scene().nodes.len());
}

#[test]
fn dragging_a_node_moves_and_pins_it_and_is_undone_in_one_step() {
    let mut window = Window::open();
    let centre = |w: &Window, id: &str| w.app().scene().nodes.iter().find(|n| &*n.id == id).unwrap().centre();
    let (before, other) = (centre(&window, "japan"), centre(&window, "asean"));
    let from = window.at("japan");
    window.pointer(from, from + egui::vec2(70.0, 45.0), Modifiers::NONE);
    let moved = centre(&window, "japan");
    assert!((moved - before).hypot() > 30.0);
    assert_eq!(centre(&window, "asean"), other, "nothing else moves");
    assert!(window.app().session().look.pins.contains_key("japan"));
    assert_eq!(window.app().session().undo_name(), Some("move"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(centre(&window, "japan"), before);
    assert_eq!(window.app().session().undo_name(), None);
    window.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(centre(&window, "japan"), moved);
}

#[test]
fn moving_the_camera_rebuilds_nothing() {
    let mut window = Window::open();
    let (builds, camera) = (window.app().builds(), window.app().canvas().camera());
    let empty = egui::pos2(790.0, 660.0);
    window.pointer(empty, empty + egui::vec2(60.0, -80.0), Modifiers::NONE);
    assert_ne!(window.app().canvas().camera().centre, camera.centre);
    let wheel = Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: egui::vec2(0.0, 3.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    };
    window.harness.event(wheel);
    // The wheel's turn is smoothed over some frames.
    window.harness.run_steps(30);
    assert!(window.app().canvas().camera().zoom > camera.zoom);
    window.key(Modifiers::NONE, Key::F);
    assert!((window.app().canvas().camera().zoom - camera.zoom).abs() < 1e-9);
    assert_eq!(window.app().builds(), builds);
    assert_eq!((builds.layout, builds.scene), (1, 1));
}

#[test]
fn arrows_walk_along_relations() {
    let mut window = Window::start(
        Start { select: vec!["nur-jazlan-mohamed".into()], ..Start::default() },
        egui::vec2(1280.0, 800.0),
    );
    let mut seen = std::collections::BTreeSet::new();
    for key in [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown] {
        window.key(Modifiers::NONE, key);
        let now = window.selected();
        assert_eq!(now.len(), 1);
        seen.extend(now);
    }
    assert!(seen.len() > 1, "{seen:?}");
}

#[test]
fn what_is_hidden_is_told_and_can_be_shown_again() {
    let mut window =
        Window::start(Start { select: vec!["asean".into()], ..Start::default() }, egui::vec2(1280.0, 800.0));
    let all = window.app().scene().nodes.len();
    window.key(Modifiers::NONE, Key::H);
    assert_eq!(window.app().scene().nodes.len(), all - 1);
    window.click("Show all");
    assert_eq!(window.app().scene().nodes.len(), all);
    assert_eq!(window.app().builds().layout, 1, "nothing moved");
}

#[test]
fn no_name_lies_on_another_or_on_a_foreign_node_in_any_example() {
    for example in EXAMPLES {
        let path = Some(format!("example:{}", example.name).into());
        let window = Window::start(Start { path, ..Start::default() }, egui::vec2(1280.0, 800.0));
        let scene = window.app().scene();
        assert_eq!(overlaps(scene), [], "{}", example.name);
    }
}

#[test]
fn an_untouched_window_stays_at_rest() {
    let mut window = Window::open();
    let before = window.app().frames();
    // Steps only run while the window asks for them; ten seconds by its own clock.
    for _ in 0..200 {
        let wanted = window.harness.output().viewport_output.values().any(|v| v.repaint_delay.as_secs_f32() < 10.0);
        if !wanted {
            break;
        }
        window.harness.step();
    }
    assert!(window.app().frames() - before < 2, "{} frames", window.app().frames() - before);
}

#[test]
fn a_window_of_any_size_is_drawn() {
    for size in [egui::vec2(320.0, 200.0), egui::vec2(640.0, 420.0), egui::vec2(2560.0, 1400.0)] {
        let window = Window::start(Start::default(), size);
        let ids: Vec<_> = window.app().scene().nodes.iter().map(|n| std::sync::Arc::clone(&n.id)).collect();
        assert!(!ids.is_empty());
        // The network fits into what the panels leave of it.
        let room = egui::Rect::from_min_size(Pos2::ZERO, size);
        let outside: Vec<_> = ids.iter().filter(|id| !room.contains(window.at(id))).collect();
        assert!(outside.is_empty(), "{outside:?} are not on a screen of {size}");
    }
}

#[test]
fn a_layout_is_chosen_in_the_menu_by_key_and_by_name_and_is_undone() {
    let mut window = Window::open();
    let layout = |w: &Window| w.app().session().look.layout.clone();
    window.click("Layout");
    window.click("Layout layered");
    assert_eq!(layout(&window), "layered");
    let scene = |w: &Window| w.app().scene().nodes.iter().map(|n| n.at).collect::<Vec<_>>();
    let layered = scene(&window);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(layout(&window), "organic");
    assert_ne!(scene(&window), layered);
    window.key(Modifiers::NONE, Key::L);
    assert_eq!(layout(&window), "force");
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text("layout timeline");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(layout(&window), "timeline");
}

#[test]
fn nodes_glide_to_another_layout_and_come_to_rest_there() {
    let place = |still: bool| {
        let mut window = Window::moving(Start { still, ..Start::default() }, egui::vec2(1280.0, 800.0));
        window.harness.key_press(Key::L);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..200 {
            window.harness.step();
            seen.extend(window.app().scene().nodes.first().map(|n| (n.at.0 * 100.0) as i64));
            std::thread::sleep(std::time::Duration::from_millis(3));
        }
        window.settle();
        (seen.len(), window.app().scene().nodes.iter().map(|n| n.at).collect::<Vec<_>>())
    };
    let (jumped, there) = place(true);
    let (glided, here) = place(false);
    assert!(jumped <= 2 && glided > 4, "{jumped} {glided}");
    assert_eq!(here, there);
}

#[test]
fn a_file_named_by_a_relative_path_keeps_its_folder() {
    std::fs::create_dir_all("target").unwrap();
    let folder = tempfile::tempdir_in("target").unwrap();
    let path = folder.path().join("notes.ron");
    std::fs::write(&path, "Dossier(format: 1, title: \"T\")").unwrap();
    let relative = path.strip_prefix(std::env::current_dir().unwrap()).unwrap_or(&path).to_owned();
    assert!(relative.is_relative());
    let start = Start { path: Some(relative), ..Start::default() };
    let window = Window::start(start, egui::vec2(1280.0, 800.0));
    let opened = window.app().session().document.path.clone().unwrap();
    assert!(opened.is_absolute() && opened.ends_with("notes.ron"), "{}", opened.display());
}
