//! Asking again what was taken before: with the answers of two days, and with a server that is asked nothing before a person
//! agrees.

use super::super::fixtures::copy_files;
use super::*;

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/endpoint/seed.ron");

/// A folder with the answers of the day on which the dossier was made, and of another one after something changed there.
fn two_days(earlier: &str, later: &str) -> Folder {
    let folder = folder();
    for (kept, day) in [(earlier, "2026-11-29"), (later, "2026-11-30")] {
        copy_files(&format!("endpoint/{kept}"), &folder, |name| name.replace("2026-11-29", day));
    }
    folder
}

/// The dossier that was made by look-up, with an entity of it selected.
fn open(select: &str, text: impl Fn(String) -> String, replay: Option<PathBuf>) -> Window {
    let seed = String::from_utf8(crate::dossier::storage::read_limited(Path::new(SEED)).unwrap()).unwrap();
    Window::of(&text(seed), select, replay)
}

/// The tick with these words.
fn tick(window: &mut Window, words: &str) {
    window
        .harness
        .get_by(|node| node.role() == Role::CheckBox && node.label().is_some_and(|l| l.contains(words)))
        .click();
    window.settle();
}

fn name_of(window: &Window, id: &str) -> String {
    window.app().session.dossier().entity_by_id(id).unwrap().name.clone()
}

#[test]
fn what_changed_is_shown_and_what_is_ticked_is_taken_in_as_one_step() {
    let answers = two_days("again", "changed");
    let mut window = open("q819", |text| text, Some(answers.path().to_owned()));
    let before = window.text();
    window.key(Modifiers::ALT, Key::U);
    assert!(window.says("What changed at Sample Wikibase"));
    window.click("Ask about all 13 entities");
    assert!(window.says("Laos") && window.says("name: Laos → Lao PDR"), "the difference in words");
    assert!(window.says("when: 1997 → 1997-07-23"));
    assert!(window.says("Papua New Guinea is a member of"), "and what is new");
    assert_eq!(window.text(), before, "nothing is written yet");
    // One of the changes is left, one of the new statements is taken.
    tick(&mut window, "1997 → 1997-07-23");
    tick(&mut window, "Papua New Guinea is a member of");
    window.key(CTRL, Key::Enter);
    assert!(!window.is_open());
    assert_eq!(name_of(&window, "q819"), "Lao PDR");
    let dossier = window.app().session.dossier();
    assert_eq!(dossier.entity_count(), 14);
    let since = |from: &str| {
        let all = dossier.relations().map(|(_, _, _, relation)| relation);
        let member = all.filter(|r| r.kind == "member_of").find(|r| r.from.as_str() == from).unwrap();
        member.when.as_ref().unwrap().date.written().to_owned()
    };
    assert_eq!((since("q836"), since("q691")), ("1997".to_owned(), "2026-11".to_owned()));
    window.key(CTRL, Key::Z);
    assert_eq!(window.text(), before, "one step");
}

#[test]
fn what_no_answer_is_saved_of_is_said_in_place() {
    let nothing = folder();
    let mut window = open("q819", |text| text, Some(nothing.path().to_owned()));
    let before = window.text();
    window.key(Modifiers::ALT, Key::U);
    assert!(window.says("What changed at Sample Wikibase") && window.says("There is no saved answer"));
    window.key(CTRL, Key::Enter);
    assert!(window.is_open() && window.text() == before, "there is nothing to take in");
    window.key(PLAIN, Key::Escape);
    assert!(!window.is_open());
}

#[test]
fn what_a_person_changed_too_stands_unless_it_is_ticked() {
    let answers = two_days("again", "changed");
    let own = |text: String| text.replace("name: \"Laos\"", "name: \"Our Laos\"");
    let mut window = open("q819", own, Some(answers.path().to_owned()));
    window.key(Modifiers::ALT, Key::U);
    window.click("Ask about all 13 entities");
    assert!(window.says("Changed on both sides") && window.says("Our Laos here, Lao PDR there"));
    window.key(CTRL, Key::Enter);
    assert!(!window.is_open() && name_of(&window, "q819") == "Our Laos", "a person's own word stands");
    window.key(CTRL, Key::Z);
    window.key(Modifiers::ALT, Key::U);
    window.click("Ask about all 13 entities");
    tick(&mut window, "Our Laos here");
    window.key(CTRL, Key::Enter);
    assert_eq!(name_of(&window, "q819"), "Lao PDR");
}

#[test]
fn that_nothing_changed_is_said() {
    let answers = two_days("changed", "changed");
    let mut window = open("q819", |text| text, Some(answers.path().to_owned()));
    let before = window.text();
    window.key(Modifiers::ALT, Key::U);
    window.click("Ask about all 13 entities");
    assert!(window.says("Nothing has changed at Sample Wikibase since 29 November 2026, and nothing is new there."));
    window.key(CTRL, Key::Enter);
    assert!(window.is_open() && window.text() == before);
    window.key(PLAIN, Key::Escape);
    assert!(!window.is_open());
}

#[test]
fn it_is_asked_only_after_a_person_agrees_and_only_of_what_came_from_there() {
    let server = Listening::start(Duration::ZERO);
    let url = server.url.clone();
    let here = move |text: String| text.replace("https://wikibase.example/sparql", &url);
    let mut window = open("q819", here, None);
    window.key(Modifiers::ALT, Key::U);
    assert!(window.says("Chancery will send") && window.focused() == "Cancel");
    window.key(PLAIN, Key::Enter);
    assert!(window.is_open() && window.says("Ask"));
    assert_eq!(server.count(), 0);
    window.click("Ask the endpoint");
    window.click("Connect");
    assert!(server.count() > 0);
    window.key(PLAIN, Key::Escape);
    // An entity of a person's own has nothing to be asked again.
    let mut own = Window::open("https://wikibase.example/sparql", Some(PathBuf::from(KEPT)));
    assert!(!own.app().session.is_enabled(Command::AskAgain), "it cites the endpoint, and is no thing there");
    own.key(Modifiers::ALT, Key::U);
    assert!(!own.is_open());
}
