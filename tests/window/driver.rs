//! A window as a person drives it: by names, keys and pointer.

use chancery::explore::query::presence::Presence;
use chancery::window::action::Thing;
use chancery::window::app::{App, Start};
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

pub struct Window {
    pub harness: Harness<'static, App>,
}

impl Window {
    pub fn open() -> Window {
        Window::start(Start::default(), egui::vec2(1280.0, 800.0))
    }

    pub fn start(start: Start, size: egui::Vec2) -> Window {
        Window::moving(Start { still: true, ..start }, size)
    }

    /// One that moves unless told to be still.
    pub fn moving(start: Start, size: egui::Vec2) -> Window {
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

    pub fn app(&self) -> &App {
        self.harness.state()
    }

    /// Frames until the picture is there and nothing moves.
    pub fn settle(&mut self) {
        let mut quiet = 0;
        for _ in 0..2000 {
            self.harness.step();
            quiet = if self.app().is_settled() { quiet + 1 } else { 0 };
            if quiet >= 4 {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        panic!("the window did not settle");
    }

    pub fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
    }

    pub fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.settle();
    }

    pub fn at(&self, id: &str) -> Pos2 {
        self.app().canvas().screen_position(self.app().scene(), id).unwrap()
    }

    pub fn pointer(&mut self, from: Pos2, to: Pos2, modifiers: Modifiers) {
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

    pub fn selected(&self) -> Vec<String> {
        let id = |t: &Thing| match t {
            Thing::Entity(id) => id.to_string(),
            Thing::Relation(id) => id.to_string(),
        };
        self.app().session().selection().iter().map(id).collect()
    }

    pub fn presence(&self, id: &str) -> Presence {
        {
            let scene = self.app().scene();
            let number = scene.nodes.iter().position(|n| &*n.id == id).unwrap();
            scene.node_look(number).presence
        }
    }
}
