//! Every command of the table, run in a window in which it is possible, has an effect that can be
//! seen: in the accessible tree, in what is painted, in the session, or in what the window asks of
//! the system.

use std::path::Path;

use chancery::layout::LAYOUTS;
use chancery::window::action::{Action, COMMANDS, Command, ItemId, SelectHow};
use chancery::window::app::Start;
use egui::Shape;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;
use super::reading;

/// What of a window a command may change.
#[derive(Debug, PartialEq)]
struct Seen {
    /// Each node of the accessible tree: what it is, says and holds.
    tree: Vec<String>,
    /// Each painted text.
    texts: Vec<String>,
    /// How the dossier is looked at, and what was done to it.
    session: String,
    camera: String,
    theme: String,
    /// Commands that have a tick in their menu.
    ticked: Vec<Command>,
}

fn seen(window: &Window) -> Seen {
    let nodes = window.harness.root().children_recursive();
    let tree = nodes.map(|node| {
        let node = node.accesskit_node();
        let says = (node.role(), node.label(), node.value(), node.toggled(), node.is_selected());
        format!("{says:?} {} {}", node.is_disabled(), node.is_focused())
    });
    let mut texts = Vec::new();
    for clipped in &window.harness.output().shapes {
        texts_of(&clipped.shape, &mut texts);
    }
    let session = window.app().session();
    let reading = (session.reading.open, session.reading.mark(), session.reading.chosen(), session.reading.source());
    let parts = (session.selection(), &session.look, session.history(), session.is_changed(), &session.dossier().title);
    let ticked = COMMANDS.iter().filter(|c| window.app().is_ticked(&window.harness.ctx, c));
    Seen {
        ticked: ticked.map(|c| c.command).collect(),
        tree: tree.collect(),
        texts,
        session: format!("{parts:?} {reading:?}"),
        camera: format!("{:?} {}", window.app().canvas().camera(), window.app().canvas().shows_map()),
        theme: window.harness.ctx.options(|o| format!("{:?}", o.theme_preference)),
    }
}

fn texts_of(shape: &Shape, out: &mut Vec<String>) {
    match shape {
        Shape::Text(text) => out.push(text.galley.text().to_owned()),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts_of(shape, out)),
        _ => {}
    }
}

/// Runs a command as a menu does, and yields what it asks of the system in that frame.
fn run(window: &mut Window, command: Command) -> Vec<String> {
    assert!(window.app().session().is_enabled(command), "{command:?} is not possible");
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::Run(command));
    window.harness.step();
    let output = window.harness.output();
    let of_window = output.viewport_output.values().flat_map(|v| &v.commands).map(|c| format!("{c:?}"));
    // The title follows from what changed, and is not itself an effect.
    let of_window = of_window.filter(|command| !command.starts_with("Title"));
    output.platform_output.commands.iter().map(|c| format!("{c:?}")).chain(of_window).collect()
}

fn perform(window: &mut Window, action: Action) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, action);
    window.settle();
}

/// On the small dossier of the folder, with these selected.
fn with(folder: &Path, select: &[&str]) -> Window {
    let path = Some(folder.join("main.ron"));
    let select = select.iter().map(|id| (*id).to_owned()).collect();
    Window::start(Start { path, select, ..Start::default() }, egui::vec2(1280.0, 800.0))
}

/// On a built-in example, which has many dates.
fn dated() -> Window {
    Window::open()
}

/// With this already done, one after another.
fn after(mut window: Window, done: &[Command]) -> Window {
    for command in done {
        run(&mut window, *command);
        window.settle();
        // The camera comes back to places where it rested.
        window.harness.run_steps(20);
    }
    window
}

/// On a built-in example, with chains between two entities.
fn connected() -> Window {
    let mut window = dated();
    let ends = ["malaysia", "cyber-crime"].map(|id| ItemId::Entity(id.into()));
    perform(&mut window, Action::Select(ends.into(), SelectHow::Replace));
    after(window, &[Command::Why])
}

/// With a view of the dossier open.
fn viewing(folder: &Path) -> Window {
    let path = folder.join("main.ron");
    let text = std::fs::read_to_string(&path).unwrap();
    let end = text.rfind(')').unwrap();
    std::fs::write(&path, format!("{}, views: [(name: \"Finding\")])", text[..end].trim_end().trim_end_matches(',')))
        .unwrap();
    let mut window = with(folder, &["south"]);
    perform(&mut window, Action::UseView("Finding".to_owned()));
    window
}

/// With an entity selected that was taken from an endpoint.
fn taken_from_an_endpoint(folder: &Path) -> Window {
    let path = folder.join("taken.ron");
    std::fs::write(
        &path,
        "Dossier(format: 1, sources: [(id: \"there\", title: \"There\", url: \"https://there.example/sparql\", \
         note: \"Endpoint: wikibase\")], entities: [(id: \"thing\", kind: \"topic\", name: \"Thing\", \
         fields: {\"wikidata\": \"Q1\"}, claims: [(source: \"there\")])])",
    )
    .unwrap();
    let start = Start { path: Some(path), select: vec!["thing".to_owned()], ..Start::default() };
    Window::start(start, egui::vec2(1280.0, 800.0))
}

/// With the text of a source open in the reading pane.
fn reading_pane(folder: &Path, choose: bool) -> Window {
    let mut window = reading::open(folder, &["north"]);
    let begun = std::time::Instant::now();
    while window.app().session().reading.marks().is_none() {
        assert!(begun.elapsed().as_secs() < 20, "the text did not come");
        window.harness.step();
    }
    if choose {
        perform(&mut window, Action::ChoosePassage(Some(((3, 0), (3, 12)))));
    }
    window
}

/// On a layout by which the command's choice goes.
fn heeding(mut window: Window, command: Command) -> Window {
    for layout in LAYOUTS {
        if window.app().session().is_enabled(command) {
            break;
        }
        perform(&mut window, Action::UseLayout(layout.name()));
    }
    window
}

/// A window in which the command is possible and has something to do. Most need no more than a
/// selected entity.
fn prepared(command: Command, folder: &Path) -> Window {
    use Command::*;
    let selected = || with(folder, &["south"]);
    match command {
        Undo => after(selected(), &[Hide]),
        Redo => after(selected(), &[Hide, Undo]),
        GoBack => after(selected(), &[SelectAll]),
        GoForward => after(selected(), &[SelectAll, GoBack]),
        CameraBack => after(selected(), &[ZoomIn, ZoomIn]),
        CameraForward => after(selected(), &[ZoomIn, ZoomIn, CameraBack]),
        ZoomFit | ZoomActual => after(selected(), &[ZoomIn]),
        Unpin | UnpinAll => after(selected(), &[Pin]),
        FocusMore | FocusLess => after(selected(), &[FocusSelection]),
        AddFocus => {
            let mut window = after(with(folder, &["north"]), &[FocusSelection]);
            let other = ItemId::Entity("watch".into());
            perform(&mut window, Action::Select(vec![other], SelectHow::Replace));
            window
        }
        Expand => after(selected(), &[HideOthers]),
        Collapse => {
            let mut window = after(selected(), &[StartEmpty]);
            perform(&mut window, Action::Expand("south".into(), vec!["north".into()]));
            window
        }
        Unfold => {
            let mut window = selected();
            perform(&mut window, Action::Fold("component:south".to_owned()));
            let fold = ItemId::Entity("fold component:south".into());
            perform(&mut window, Action::Select(vec![fold], SelectHow::Replace));
            window
        }
        UnfoldAll => {
            let mut window = selected();
            perform(&mut window, Action::Fold("kind".to_owned()));
            window
        }
        ShowAll => after(selected(), &[Hide]),
        AsOfNow => dated(),
        AsOfAll | AsOfEarlier => after(dated(), &[AsOfNow]),
        AsOfLater => after(dated(), &[AsOfNow, AsOfEarlier, AsOfEarlier]),
        ShowNetwork | NextRowOrder => after(dated(), &[ShowTimeline]),
        ThemeLight => after(selected(), &[ThemeDark]),
        ThemeDark => after(selected(), &[ThemeLight]),
        ShowOutline => after(selected(), &[ShowSources]),
        FillDown => after(with(folder, &["north", "watch"]), &[Table]),
        Reverse => {
            let mut window = selected();
            let relation = window.app().session().dossier().relations().next().map(|(_, _, _, r)| r.id.clone());
            let items = relation.into_iter().map(ItemId::Relation).collect();
            perform(&mut window, Action::Select(items, SelectHow::Replace));
            window
        }
        // With unsaved changes it asks first; without, it opens a dialog of the system.
        Open | Save => after(selected(), &[Duplicate]),
        Reload => {
            let window = selected();
            let path = folder.join("main.ron");
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, text.replace("\"Two ports\"", "\"Three ports\"")).unwrap();
            window
        }
        UpdateView => after(viewing(folder), &[Hide]),
        EditView | DuplicateView | DeleteView => viewing(folder),
        MoveViewUp => after(viewing(folder), &[DuplicateView]),
        MoveViewDown => after(viewing(folder), &[DuplicateView, MoveViewUp]),
        AskAgain => taken_from_an_endpoint(folder),
        Why => with(folder, &["north", "south"]),
        NextChain | PreviousChain => connected(),
        NextPassage | PreviousPassage => reading_pane(folder, false),
        CitePassage | RelatePassage => reading_pane(folder, true),
        NextEffort | NextStyle | NextDirection | NextGrouping | NextMeasure | GroupsTogether => {
            heeding(selected(), command)
        }
        _ => selected(),
    }
}

#[test]
fn every_command_has_an_effect() {
    let mut without = Vec::new();
    for info in COMMANDS {
        // These need a layout that takes long, and have a test of their own.
        if matches!(info.command, Command::PauseLayout | Command::StopLayout) {
            continue;
        }
        let folder = reading::folder(reading::ARTICLE);
        let mut window = prepared(info.command, folder.path());
        let before = seen(&window);
        window.settle();
        assert_eq!(seen(&window), before, "{:?}: the window is not at rest", info.command);
        let asked = run(&mut window, info.command);
        // A dialog of the system is open, or came and went where there is no screen.
        let waits = info.command == Command::SaveAs && !window.app().is_settled();
        if asked.is_empty() && !waits {
            window.settle();
            if seen(&window) == before {
                without.push(info.command);
            }
        }
    }
    assert_eq!(without, [], "without an effect that can be seen");
}

/// Entities in a wide net, in a grid, which is there at once.
fn many(folder: &Path) -> Window {
    const MANY: usize = 800;
    let entity = |n: usize| format!("(id: \"e{n}\", kind: \"person\", name: \"{n}\"),\n");
    let relation =
        |n: usize, other: usize| format!("(from: \"e{n}\", kind: \"partner\", to: \"e{}\"),\n", other % MANY);
    let entities: String = (0..MANY).map(entity).collect();
    let relations: String = (0..MANY).flat_map(|n| [relation(n, n + 1), relation(n, n * 7 + 3)]).collect();
    let text = format!(
        "Dossier(format: 1, entities: [{entities}], relations: [{relations}], views: [(name: \"Grid\", layout: grid)])"
    );
    let path = folder.join("many.ron");
    std::fs::write(&path, text).unwrap();
    let start = Start { path: Some(path), view: Some("Grid".into()), ..Start::default() };
    Window::start(start, egui::vec2(1280.0, 800.0))
}

#[test]
fn a_layout_under_way_is_paused_resumed_and_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = many(folder.path());
    let ctx = window.harness.ctx.clone();
    let paused = |w: &Window| w.harness.query_by_label("Layout paused").is_some();
    let until = |window: &mut Window, what: &str, is: &dyn Fn(&Window) -> bool| {
        let begun = std::time::Instant::now();
        while !is(window) {
            assert!(begun.elapsed().as_secs() < 60, "{what}");
            window.harness.step();
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    };
    let pause = |window: &mut Window, layout: &'static str| {
        window.harness.state_mut().perform(&ctx, Action::UseLayout(layout));
        window.harness.step();
        until(window, "it is laid out", &|w| w.app().session().is_enabled(Command::PauseLayout));
        run(window, Command::PauseLayout);
        until(window, "it is paused", &paused);
    };
    pause(&mut window, "force");
    run(&mut window, Command::PauseLayout);
    until(&mut window, "it goes on", &|w| !paused(w));
    pause(&mut window, "organic");
    run(&mut window, Command::StopLayout);
    assert_eq!(window.app().session().look.layout, "force", "as before it was asked for");
}
