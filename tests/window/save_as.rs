//! Saving elsewhere: what has no text of its own gets one, and what cannot be saved is told.

use chancery::dossier::document;
use chancery::problem::Severity;
use chancery::window::app::{AfterSave, Start};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;

fn on(path: &std::path::Path) -> Window {
    Window::start(Start { path: Some(path.to_owned()), ..Start::default() }, egui::vec2(1000.0, 700.0))
}

fn save_as(window: &mut Window, target: &std::path::Path) {
    window.harness.state_mut().write(Some(target.to_owned()), AfterSave::Stay);
    window.settle();
}

#[test]
fn a_graph_of_another_program_is_saved_as_a_dossier_and_can_be_edited_then() {
    let folder = tempfile::tempdir().unwrap();
    let graphml = "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"><graph edgedefault=\"undirected\">\
                   <node id=\"Anna\"/><node id=\"Bert\"/><edge source=\"Anna\" target=\"Bert\"/></graph></graphml>";
    for (name, text) in [("e.csv", "source,target,weight\nAnna,Bert,2.5\n"), ("e.graphml", graphml)] {
        let (path, target) = (folder.path().join(name), folder.path().join(format!("{name}.ron")));
        std::fs::write(&path, text).unwrap();
        let mut window = on(&path);
        save_as(&mut window, &target);
        assert!(window.harness.query_by_label_contains("Saved e.").is_some());
        let saved = document::open(&target);
        assert_eq!((saved.dossier.entity_count(), saved.dossier.relation_count()), (2, 1));
        // That nobody says so yet is a note.
        let worse: Vec<_> = saved.problems.iter().filter(|p| p.severity != Severity::Note).collect();
        assert!(worse.is_empty(), "{worse:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "the graph itself stays");
        assert_eq!(window.app().session().document.path.as_deref(), Some(&*target));
        window.key(Modifiers::COMMAND, Key::A);
        window.key(Modifiers::NONE, Key::Delete);
        window.key(Modifiers::COMMAND, Key::S);
        assert!(!std::fs::read_to_string(&target).unwrap().contains("Anna"));
    }
}

#[test]
fn what_cannot_be_saved_is_told_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("new.ron");
    for (name, text, why) in [
        ("broken.ron", "Dossier(format: 1, entities: [(", "could not be read completely"),
        ("newer.ron", "Dossier(format: 99, entities: [])", "could not be read completely"),
        ("open.graphml", "<graphml><graph></node>", "could not be read completely"),
        ("marks.ron", "<<<<<<< a\n(((\n=======\n]]]\n>>>>>>> b\n", "could not be read completely"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let mut window = on(&path);
        save_as(&mut window, &target);
        assert!(window.harness.query_by_label_contains(why).is_some(), "{name}");
        assert!(!target.exists(), "{name}");
        window.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
        assert!(window.harness.query_all_by_label_contains(why).count() > 0, "{name}");
    }
    let csv = folder.path().join("e.csv");
    std::fs::write(&csv, "source,target\na,b\n").unwrap();
    let mut window = on(&csv);
    save_as(&mut window, &csv);
    assert!(window.harness.query_by_label_contains("must end in .ron").is_some());
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), "source,target\na,b\n");
}
