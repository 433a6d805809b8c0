//! The diagnostics that a person can copy name nothing of the dossier.

use chancery::window::action::{Action, Command};
use chancery::window::app::Start;
use egui::{Key, Modifiers, OutputCommand};

use super::app::Window;
use crate::cli::TELLTALE;

#[test]
fn diagnostics_say_how_things_are_and_nothing_of_the_dossier() {
    chancery::logging::start(None, None);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Qwfile.ron");
    std::fs::write(&path, TELLTALE).unwrap();
    let state = Some(folder.path().join("Qwstate"));
    let start = Start { path: Some(path.clone()), state, select: vec!["qwid".into()], ..Start::default() };
    let mut window = Window::start(start, egui::vec2(1280.0, 800.0));
    window.key(Modifiers::NONE, Key::F2);
    window.type_text("Qwanother");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::COMMAND, Key::S);
    window.settle();
    assert!(std::fs::read_to_string(&path).unwrap().contains("Qwanother"));
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::Run(Command::CopyDiagnostics));
    window.harness.step();
    let commands = &window.harness.output().platform_output.commands;
    let text = commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let text = text.expect("there is a text on the clipboard");
    for part in [
        &format!("Chancery {}", chancery::VERSION),
        std::env::consts::OS,
        "1280 × 800 points, scale 1",
        "Dossier: 3 entities, 1 relation, 1 source,",
        "opened 3 entities",
        "saved 1 file,",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.to_lowercase().contains("qw"), "{text}");
}
