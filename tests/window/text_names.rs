//! Names in the text that is read: known ones are underlined and lead to their entities, and what is not in the dossier
//! yet is put there by one key, with place and quotation.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::app::Window;
use super::reading::{folder, open};

/// An invented article.
pub(super) const ARTICLE: &str = "Two ports agree on a joint watch\n\n\
    North Port and South Port met Nur Jazlan in Kuala Lumpur. Nothing was said.\n\n\
    It rained. South Port wrote to North Port again. Nur Jazlan was there, as was the north.\n";

fn shows(window: &Window, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).next().is_some()
}

fn chosen(window: &Window) -> Option<String> {
    let reading = &window.app().session().reading;
    let (from, to) = reading.chosen()?;
    Some(reading.text()?.words(from, to))
}

#[test]
fn a_sentence_with_two_names_becomes_a_relation_that_cites_it() {
    let folder = folder(ARTICLE);
    let mut window = open(folder.path(), &[]);
    window.click("1 sentence to relate");
    assert_eq!(chosen(&window).as_deref(), Some("South Port wrote to North Port again."));
    assert!(shows(&window, "Relate South Port and North Port…"));
    window.key(Modifiers::NONE, Key::Enter);
    window.type_text("proposed");
    window.key(Modifiers::NONE, Key::Enter);
    let dossier = window.app().session().dossier();
    let made = dossier.relation_by_id("south--proposed--north").expect("both ends were known");
    let claim = &made.claims[0];
    assert_eq!((claim.source.as_str(), claim.at.as_deref()), ("post", Some("P2.2")));
    assert_eq!(claim.quote.as_deref(), Some("South Port wrote to North Port again."));
    assert!(shows(&window, "0 sentences to relate"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert!(shows(&window, "1 sentence to relate"), "the list follows the dossier");
}

#[test]
fn a_likely_name_is_added_or_tied_by_one_key_with_place_and_quotation() {
    let folder = folder(ARTICLE);
    let mut window = open(folder.path(), &[]);
    let before = window.app().session().dossier().entity_count();
    window.click("2 likely new names");
    assert!(shows(&window, "Nur Jazlan, 2 times") && shows(&window, "Kuala Lumpur"));
    assert!(chosen(&window).is_some_and(|words| words.starts_with("North Port and South Port met")));
    window.key(Modifiers::NONE, Key::Enter);
    let dossier = window.app().session().dossier();
    assert_eq!(dossier.entity_count(), before + 1);
    let added = dossier.entity_by_id("nur-jazlan").unwrap();
    let claim = &added.claims[0];
    assert_eq!((claim.source.as_str(), claim.at.as_deref()), ("post", Some("P1.1")));
    assert_eq!(claim.quote.as_deref(), Some("North Port and South Port met Nur Jazlan in Kuala Lumpur."));
    assert_eq!(window.selected(), ["nur-jazlan"]);
    assert!(shows(&window, "1 likely new name"), "what is known now is not offered any more");
    window.key(Modifiers::SHIFT, Key::Enter);
    let dossier = window.app().session().dossier();
    let tied = dossier.entity_by_id("nur-jazlan").unwrap();
    assert_eq!(tied.names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>(), ["Kuala Lumpur"]);
    assert_eq!(tied.claims[1].about.as_deref(), Some("names"));
    assert_eq!(dossier.entity_count(), before + 1);
    for _ in 0..2 {
        window.key(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(window.app().session().dossier().entity_count(), before);
    assert!(shows(&window, "2 likely new names"));
}

#[test]
fn arrows_walk_the_list_and_show_each_place() {
    let folder = folder(ARTICLE);
    let mut window = open(folder.path(), &["watch"]);
    window.click("2 likely new names");
    window.key(Modifiers::NONE, Key::ArrowDown);
    assert!(shows(&window, "Add Kuala Lumpur as"));
    assert!(shows(&window, "Make Kuala Lumpur another name of Joint watch"), "of what is selected");
    window.click("2 likely new names");
    assert!(!shows(&window, "Add Kuala Lumpur as"), "the same words fold the list away");
}

#[test]
fn a_known_name_leads_to_its_entity() {
    let folder = folder(ARTICLE);
    let mut window = open(folder.path(), &[]);
    let rect = window.harness.get_by_label_contains("P2: It rained").rect();
    // After the number of the paragraph and the first short sentence.
    let name = rect.left_top() + egui::vec2(34.0 + 80.0, 10.0);
    window.pointer(name, name, Modifiers::NONE);
    assert_eq!(window.selected(), ["south"]);
}
