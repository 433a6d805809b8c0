//! Rough handling: random keys, letters, clicks, wheels and sizes, up to five events in one frame, as a slow
//! machine hands them over. `CHANCERY_EVENTS=100000 cargo test --test all rough` for the long run.

use chancery::window::app::Start;
use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Vec2};

use super::app::Window;
use crate::random::Random;

const KEYS: &[Key] = &[
    Key::ArrowLeft,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::Tab,
    Key::Enter,
    Key::Escape,
    Key::Delete,
    Key::A,
    Key::B,
    Key::C,
    Key::E,
    Key::F,
    Key::G,
    Key::H,
    Key::K,
    Key::L,
    Key::M,
    Key::N,
    Key::P,
    Key::Q,
    Key::S,
    Key::T,
    Key::Z,
    Key::Plus,
    Key::Minus,
    Key::OpenBracket,
    Key::CloseBracket,
    Key::Num0,
    Key::F2,
    Key::F7,
    Key::F11,
    Key::F12,
];

const MODIFIERS: [Modifiers; 8] = [
    Modifiers::NONE,
    Modifiers::NONE,
    Modifiers::NONE,
    Modifiers::NONE,
    Modifiers::SHIFT,
    Modifiers::COMMAND,
    Modifiers::ALT,
    Modifiers { alt: true, shift: true, ..Modifiers::NONE },
];

/// What a system hands over for something that a hand does at random.
fn events(random: &mut Random) -> Vec<Event> {
    let pos = Pos2::new(random.below(1500) as f32 - 100.0, random.below(1000) as f32 - 100.0);
    let modifiers = MODIFIERS[random.below(MODIFIERS.len())];
    let held = |event: Event| vec![Event::ModifiersChanged(modifiers), event, Event::ModifiersChanged(Modifiers::NONE)];
    match random.below(13) {
        0..=3 => held(Event::PointerMoved(pos)),
        4 | 5 => {
            let button = [PointerButton::Primary, PointerButton::Secondary, PointerButton::Middle][random.below(3)];
            held(Event::PointerButton { pos, button, pressed: random.below(2) == 0, modifiers })
        }
        6 | 7 => {
            let key = KEYS[random.below(KEYS.len())];
            // Opening the system’s dialogs is no rough handling.
            if modifiers.command && matches!(key, Key::S) {
                return Vec::new();
            }
            let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
            let mut all = held(event(true));
            let typed = key.name().to_lowercase();
            if modifiers == Modifiers::NONE && typed.len() == 1 {
                all.push(Event::Text(typed));
            }
            all.push(event(false));
            all
        }
        8 => {
            let delta = Vec2::new(random.below(9) as f32 - 4.0, random.below(9) as f32 - 4.0);
            let unit = if random.below(2) == 0 { MouseWheelUnit::Line } else { MouseWheelUnit::Point };
            let (phase, source) = (egui::TouchPhase::Move, egui::MouseWheelSource::Wheel);
            vec![Event::MouseWheel { unit, delta, phase, source, modifiers }]
        }
        9 => vec![Event::Zoom(0.5 + random.below(100) as f32 / 50.0)],
        10 => vec![Event::Text(["a", "日本", " ", "@2014", "[", "é"][random.below(6)].to_owned())],
        11 => vec![Event::Paste("near:japan/2".to_owned())],
        _ => vec![Event::PointerGone],
    }
}

#[test]
fn rough_handling_does_no_harm() {
    let count: u64 = std::env::var("CHANCERY_EVENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(3_000);
    // Whatever is saved goes there.
    let folder = tempfile::tempdir().unwrap();
    let start = Start { still: true, folder: Some(folder.path().to_owned()), ..Start::default() };
    let mut window = Window::moving(start, egui::vec2(1280.0, 800.0));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut number, mut slowest) = (0, std::time::Duration::ZERO);
    while number < count {
        let together = 1 + random.below(5) as u64;
        let all = (0..together).flat_map(|_| events(&mut random));
        window.harness.input_mut().events.extend(all);
        number += together;
        match random.below(100) {
            0 => {
                let size = Vec2::new(random.below(1600) as f32 + 1.0, random.below(1100) as f32 + 1.0);
                window.harness.set_size(size);
            }
            1 => {
                window.harness.set_pixels_per_point(0.6 + random.below(25) as f32 / 10.0);
            }
            _ => {}
        }
        let begun = std::time::Instant::now();
        window.harness.step();
        slowest = slowest.max(begun.elapsed());
        let camera = window.app().canvas().camera();
        assert!(camera.zoom.is_finite() && camera.zoom > 0.0 && camera.centre.is_finite(), "after {number} events");
    }
    println!("slowest frame {:.1} ms", slowest.as_secs_f64() * 1e3);
    window.harness.set_size(egui::vec2(1280.0, 800.0));
    window.harness.run_steps(20);
}
