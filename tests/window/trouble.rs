//! What goes wrong below the window: a graphics device that is lost, a view without room.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chancery::window::action::{Action, ItemId, SelectHow};
use chancery::window::app::{Loss, Measured, Pixels, Reopened, Start};
use chancery::window::canvas::camera::Camera;
use egui::{Event, vec2};

use super::app::Window;

/// Pixels of the graph alone, without what is said over it.
fn middle(pixels: &Pixels) -> Vec<u8> {
    let rows = (pixels.height / 4)..(pixels.height / 2);
    let at = |y: u32| ((y * pixels.width + pixels.width / 3) * 4) as usize;
    rows.flat_map(|y| pixels.rgba[at(y)..at(y) + (pixels.width / 4 * 4) as usize].iter().copied()).collect()
}

fn settle(window: &mut Measured) {
    let around = egui::Rect::from_min_size(egui::Pos2::ZERO, vec2(700.0, 500.0));
    let camera = Camera::fitting(around, window.app().scene().bounds, 2.0);
    for _ in 0..40 {
        window.frame(camera).unwrap();
    }
}

/// The window with the picture of the first example, as it is drawn at rest.
fn example() -> Measured {
    let dossier = chancery::dossier::document::open_example(&chancery::dossier::document::EXAMPLES[0]);
    let mut stages = chancery::picture::stages::Stages::default();
    let session = chancery::window::session::Session::new(dossier.clone());
    let theme = &chancery::picture::theme::Theme::LIGHT;
    stages.update(session.dossier(), 1, &session.look, theme, &chancery::progress::Progress::new()).unwrap();
    let stock = Arc::new(chancery::window::canvas::packed_scene::PackedScene::new(stages.scene(), None));
    let light = Start { theme: Some("light".to_owned()), ..Start::default() };
    let shown = Some((dossier, session.look.clone(), stock));
    Measured::new(light, (1280, 800), 1.0, shown).unwrap()
}

#[test]
fn a_lost_device_is_told_and_another_takes_its_place() {
    let mut window = example();
    // Names stand where they stood; so both pictures are of a window that has just moved.
    window.move_house(Reopened::Device).unwrap();
    settle(&mut window);
    let before = middle(&window.pixels().unwrap());
    assert!(before.iter().any(|v| *v < 90), "there is something to see");

    let woken = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&woken);
    let loss = Loss::of(window.device(), move || _ = count.fetch_add(1, Ordering::Relaxed));
    settle(&mut window);
    assert_eq!(loss.why(), None);
    window.device().destroy();
    // egui cannot go on with a frame that is under way; what is in the window is not harmed.
    let _ = catch_unwind(AssertUnwindSafe(|| settle(&mut window)));
    let _ = window.device().poll(egui_wgpu::wgpu::PollType::Poll);
    assert!(loss.why().is_some() && woken.load(Ordering::Relaxed) > 0);
    assert!(window.pixels().is_err());

    window.move_house(Reopened::Device).unwrap();
    settle(&mut window);
    let after = middle(&window.pixels().unwrap());
    let apart = before.iter().zip(&after).filter(|(a, b)| a.abs_diff(**b) > 8).count();
    assert!(apart * 1000 < before.len(), "{apart} of {} differ", before.len());
}

#[test]
fn after_a_fault_the_graph_is_there_again() {
    let mut window = example();
    settle(&mut window);
    window.move_house(Reopened::Fault).unwrap();
    settle(&mut window);
    assert!(window.app().scene().nodes.len() > 20);
    assert!(middle(&window.pixels().unwrap()).iter().any(|v| *v < 90), "it is drawn");
}

fn perform(window: &mut Window, action: Action) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, action);
}

/// Names are chosen for a frame; the pointer may rest on one when the next frame's scene has fewer nodes.
#[test]
fn the_pointer_rests_on_a_name_while_the_scene_shrinks_and_grows() {
    let mut window = Window::open();
    window.harness.event(Event::PointerMoved(window.at("japan")));
    window.settle();
    let mut tried = 0;
    for _ in 0..6 {
        let few = window.app().scene().nodes.len() < 20;
        let mut names = window.app().canvas().names_shown();
        names.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        for (number, area) in names.into_iter().take(8) {
            if number as usize >= window.app().scene().nodes.len() {
                continue;
            }
            let id = window.app().scene().nodes[number as usize].id.to_string();
            perform(&mut window, Action::Select(vec![ItemId::Entity(id.as_str().into())], SelectHow::Replace));
            window.harness.event(Event::PointerMoved(area.center()));
            window.harness.step();
            perform(&mut window, Action::Focus(if few { vec![] } else { vec![(id.as_str().into(), 1)] }));
            for _ in 0..3 {
                window.harness.step();
            }
            window.settle();
            tried += 1;
            if few != (window.app().scene().nodes.len() < 20) {
                break;
            }
        }
    }
    assert!(tried >= 6);
}

#[test]
fn a_window_without_room_draws_nothing_and_comes_back() {
    let mut window = Window::start(Start::default(), vec2(1280.0, 800.0));
    window.settle();
    for size in [vec2(1.0, 1.0), vec2(0.0, 0.0), vec2(640.0, 1.0), vec2(3.0, 800.0)] {
        window.harness.set_size(size);
        window.harness.step();
        assert!(window.app().canvas().camera().zoom.is_finite());
    }
    window.harness.set_size(vec2(1280.0, 800.0));
    window.settle();
    let around = egui::Rect::from_min_size(egui::Pos2::ZERO, vec2(1280.0, 800.0));
    assert!(around.contains(window.at("japan")) && around.contains(window.at("asean")));
}
