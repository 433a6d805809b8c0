//! How many keys and clicks it takes to enter ten relations, in two ways.

use egui::{Key, Modifiers};

use super::app::Window;
use super::editing::empty;
use super::saving::until;

/// What a person does, counted where it enters the window.
#[derive(Clone, Copy, Default)]
struct Effort {
    keys: usize,
    characters: usize,
    clicks: usize,
}

impl egui::Plugin for Effort {
    fn debug_name(&self) -> &'static str {
        "effort"
    }

    fn input_hook(&mut self, _: &egui::Context, input: &mut egui::RawInput) {
        for event in &input.events {
            match event {
                egui::Event::Key { pressed: true, .. } => self.keys += 1,
                egui::Event::Text(text) => self.characters += text.chars().count(),
                egui::Event::PointerButton { pressed: true, .. } => self.clicks += 1,
                _ => {}
            }
        }
    }
}

/// An empty dossier, in a window that counts from now on.
fn counting() -> Window {
    let window = empty();
    window.harness.ctx.add_plugin(Effort::default());
    window
}

fn effort(window: &Window) -> Effort {
    window.harness.ctx.with_plugin(|effort: &mut Effort| *effort).unwrap()
}

/// From an empty dossier, ten relations of the article with their sources, as someone enters them
/// who knows the keys: one to begin, one a relation, one to end. No problem is left.
#[test]
fn ten_relations_of_the_article_are_entered_from_nothing() {
    let mut window = counting();
    window.key(Modifiers::COMMAND, Key::L);
    let lines = [
        "Japan: state -> takes part in -> \"Second AMMTC + Japan\": meeting @2015-10-01 [beat-2015 P1.1]",
        "ASEAN: organisation -> takes part in -> \"Second AMMTC + Japan\" @2015-10-01 [P1.1]",
        "\"Second AMMTC + Japan\" -> is held in -> Kuala Lumpur: place [P3.1]",
        "\"First AMMTC + Japan\": meeting -> is held in -> Vientiane: place @2013 [P2.2]",
        "\"Third AMMTC + Japan\": meeting -> is held in -> Myanmar: state @2017 !planned [P8.1]",
        "\"Second AMMTC + Japan\" -> is about -> Terrorism: topic [P1.2]",
        "\"Second AMMTC + Japan\" -> is about -> Cyber crime: topic [P1.2]",
        "Japan -> takes part in -> Cybercrime Dialogue: dialogue @2014-05 [P4.1]",
        "ASEAN -> takes part in -> Cybercrime Dialogue @2014-05 [P4.1]",
        "\"Second AMMTC + Japan\" -> issued -> Joint statement: document [P3.1]",
    ];
    for line in lines {
        window.type_text(line);
        // Adds it, and gives its new ends what it cites.
        window.key(Modifiers::COMMAND, Key::Enter);
    }
    window.key(Modifiers::NONE, Key::Escape);
    let Effort { keys, characters, clicks } = effort(&window);
    let dossier = window.app().session().dossier();
    assert_eq!(dossier.relation_count(), 10);
    assert!(dossier.relations().all(|(_, _, _, r)| !r.claims.is_empty()), "each has its source");
    assert_eq!(dossier.sources.len(), 1);
    assert!(dossier.entities().all(|(_, e)| e.claims.len() == 1), "and each end");
    assert_eq!(characters, lines.iter().map(|line| line.chars().count()).sum::<usize>(), "what is typed is counted");
    assert!(keys <= 12, "{keys} keys");
    assert_eq!(clicks, 0);
    // One problem more is told, and with it gone none is left.
    let problems = |w: &Window| w.app().session().document.problems.len();
    window.key(Modifiers::COMMAND, Key::L);
    window.type_text("Nobody: person");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Escape);
    until(&mut window, "what nobody has claimed is told", |w| problems(w) == 1);
    window.key(Modifiers::COMMAND, Key::Z);
    until(&mut window, "no problem is left", |w| problems(w) == 0);
}

/// The same through cards: what is typed are names, kinds, dates and places alone. Five keys for
/// the first entity and its source, and three a relation.
#[test]
fn ten_relations_are_entered_by_cards_with_few_keys() {
    let mut window = counting();
    // The first thing, and the source along with it.
    window.key(Modifiers::NONE, Key::N);
    window.type_text("Japan");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Q);
    window.type_text("beat-2015");
    window.key(Modifiers::NONE, Key::Tab);
    window.type_text("P1.1");
    window.key(Modifiers::NONE, Key::Enter);
    let ties = [
        ("Second meeting", "takes part @2015-10-01 [P1.1]"),
        ("First meeting", "takes part @2013 [P2.2]"),
        ("Third meeting", "takes part @2017 [P8.1]"),
        ("Cybercrime Dialogue", "takes part @2014-05 [P4.1]"),
        ("Counter Terrorism Dialogue", "takes part [P3.3]"),
        ("ASEAN", "partner [P2.1]"),
        ("Myanmar", "has relations [P8.1]"),
        ("Committee dialogue", "takes part @2016 [P5.1]"),
        ("Senior officials", "partner [P2.1]"),
        ("Malaysia", "has relations [P5.1]"),
    ];
    for (name, kind) in ties {
        // From the relation just made it goes on from where one came.
        window.key(Modifiers::NONE, Key::C);
        window.type_text(name);
        window.key(Modifiers::NONE, Key::Enter);
        window.type_text(kind);
        window.key(Modifiers::NONE, Key::Enter);
    }
    let dossier = window.app().session().dossier();
    assert_eq!(dossier.relation_count(), 10);
    assert!(dossier.relations().all(|(_, _, _, r)| r.claims.len() == 1));
    let Effort { keys, clicks, .. } = effort(&window);
    assert!(keys <= 35, "{keys} keys");
    assert_eq!(clicks, 0);
}
