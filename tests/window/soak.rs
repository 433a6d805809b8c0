//! Hours of use in minutes: windows opened, used and closed over and over, and how much memory the
//! process holds after each. `CHANCERY_SOAK_MINUTES=30 cargo test --test all -- --ignored soak`.

use std::time::{Duration, Instant};

use chancery::dossier::model::EntityId;
use chancery::window::action::{Action, Command, ItemId, SelectHow};
use chancery::window::app::Start;
use egui::{Event, Key, Modifiers, Pos2, Vec2};

use super::app::Window;
use crate::random::Random;

/// What this process holds in memory, in MiB.
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmRSS:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

/// One window from opening to closing.
fn round(random: &mut Random, file: Option<&std::path::Path>) {
    let start = Start { path: file.map(Into::into), ..Start::default() };
    let mut window = Window::moving(Start { still: true, ..start }, egui::vec2(1280.0, 800.0));
    let ctx = window.harness.ctx.clone();
    let run = |window: &mut Window, command: Command| {
        window.harness.state_mut().perform(&ctx, Action::Run(command));
        window.settle();
    };
    for _ in 0..6 {
        let nodes = window.app().scene().nodes.len();
        let node = std::sync::Arc::clone(&window.app().scene().nodes[random.below(nodes)].id);
        let thing = ItemId::Entity(EntityId::new(node));
        window.harness.state_mut().perform(&ctx, Action::Select(vec![thing.clone()], SelectHow::Replace));
        window.harness.state_mut().perform(&ctx, Action::GoTo(thing));
        window.settle();
        window.harness.event(Event::Zoom(0.7 + random.below(60) as f32 / 100.0));
        let from = Pos2::new(500.0 + random.below(200) as f32, 300.0 + random.below(200) as f32);
        window.pointer(from, from + Vec2::new(40.0, -30.0), Modifiers::NONE);
        window.key(Modifiers::NONE, Key::Escape);
        match random.below(5) {
            0 => run(&mut window, Command::NextLayout),
            1 => run(&mut window, Command::Shuffle),
            2 => run(&mut window, Command::CopyFigure),
            3 => run(&mut window, Command::Table),
            _ => run(&mut window, Command::AsOfEarlier),
        }
    }
    run(&mut window, Command::CopyFigure);
}

#[test]
#[ignore = "takes as long as it is told to"]
fn soak() {
    let minutes: f64 = std::env::var("CHANCERY_SOAK_MINUTES").ok().and_then(|m| m.parse().ok()).unwrap_or(1.0);
    let folder = tempfile::tempdir().unwrap();
    let edges = folder.path().join("edges.csv");
    let mut random = Random(11);
    let mut text = "source,target\n".to_owned();
    for node in 1..1_000 {
        text += &format!("{node},{}\n{node},{}\n", random.below(node), random.below(1_000));
    }
    std::fs::write(&edges, text).unwrap();
    let begun = Instant::now();
    let mut held = Vec::new();
    while begun.elapsed() < Duration::from_secs_f64(minutes * 60.0) || held.len() < 12 {
        round(&mut random, (held.len() % 3 == 2).then_some(&*edges));
        let Some(now) = resident() else { return };
        held.push(now);
        if held.len() % 10 == 0 {
            println!("{:5.1} min, {} windows: {now:.0} MiB", begun.elapsed().as_secs_f64() / 60.0, held.len());
        }
    }
    // After the first quarter caches are full; what grows from there on goes on growing.
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let quarter = held.len() / 4;
    let (early, late) = (mean(&held[quarter..2 * quarter]), mean(&held[3 * quarter..]));
    println!("{} windows: {early:.0} MiB in the second quarter, {late:.0} in the last", held.len());
    assert!(late < early * 1.1 + 16.0, "it grows: {held:?}");
}
