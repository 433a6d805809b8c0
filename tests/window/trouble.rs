//! What goes wrong below the window: a graphics device that is lost, a view without room.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chancery::window::app::{Loss, Measured, Pixels, Start};
use chancery::window::canvas::camera::Camera;
use egui::vec2;

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

#[test]
fn a_lost_device_is_told_and_another_takes_its_place() {
    let dossier = chancery::dossier::document::open_example(&chancery::dossier::document::EXAMPLES[0]);
    let mut stages = chancery::picture::stages::Stages::default();
    let session = chancery::window::session::Session::new(dossier.clone());
    let theme = &chancery::picture::theme::Theme::LIGHT;
    stages.update(session.dossier(), 1, &session.look, theme, &chancery::progress::Progress::new()).unwrap();
    let stock = Arc::new(chancery::window::canvas::packed_scene::PackedScene::new(stages.scene(), None));
    let light = Start { theme: Some("light".to_owned()), ..Start::default() };
    let shown = Some((dossier, session.look.clone(), stock));
    let mut window = Measured::new(light, (1280, 800), 1.0, shown).unwrap();
    // Names stand where they stood; so both pictures are of a window that has just moved.
    window.move_house().unwrap();
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

    window.move_house().unwrap();
    settle(&mut window);
    let after = middle(&window.pixels().unwrap());
    let apart = before.iter().zip(&after).filter(|(a, b)| a.abs_diff(**b) > 8).count();
    assert!(apart * 1000 < before.len(), "{apart} of {} differ", before.len());
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
