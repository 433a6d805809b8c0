//! Twelve questions that an analyst puts to the example, each answered in the window within four actions: a key, a text
//! that is typed, or a click. The same questions as commands are in `tests/cli`.

use chancery::window::app::Start;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::app::Window;
use super::reading;

const PLAIN: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { command: true, shift: true, ..Modifiers::NONE };
const MOST: usize = 4;

/// A window in which one question is asked, and what was done for it.
struct Asking {
    window: Window,
    done: Vec<String>,
}

impl Asking {
    fn new() -> Self {
        Asking { window: Window::start(Start::default(), egui::vec2(1280.0, 800.0)), done: Vec::new() }
    }

    fn key(mut self, modifiers: Modifiers, key: Key, name: &str) -> Self {
        self.window.key(modifiers, key);
        self.done.push(name.to_owned());
        self
    }

    fn write(mut self, text: &str) -> Self {
        self.window.type_text(text);
        self.done.push(format!("“{text}”"));
        self
    }

    fn click(mut self, name: &str) -> Self {
        self.window.click(name);
        self.done.push(format!("click {name}"));
        self
    }

    fn click_node(mut self, id: &str, modifiers: Modifiers) -> Self {
        let at = self.window.at(id);
        self.window.pointer(at, at, modifiers);
        self.done.push(format!("click {id}"));
        self
    }

    /// A question in the box, with Enter.
    fn asked(question: &str) -> Self {
        Asking::new().key(CTRL, Key::K, "Ctrl+K").write(question).key(PLAIN, Key::Enter, "Enter")
    }

    fn says(&self, text: &str) -> bool {
        let has = |said: Option<String>| said.is_some_and(|said| said.contains(text));
        let mut all = self.window.harness.query_all_by(|_| true);
        all.any(|node| has(node.accesskit_node().value()) || has(node.accesskit_node().label()))
    }

    /// Entities and relations that are drawn.
    fn shown(&self) -> (usize, usize) {
        let scene = self.window.app().scene();
        (scene.nodes.len(), scene.lines.len())
    }

    /// The lines that are drawn, as sentences.
    fn lines(&self) -> Vec<String> {
        let scene = self.window.app().scene();
        (0..scene.lines.len()).map(|line| scene.describe_line(line)).collect()
    }

    /// Checks that no more was done than may be, and that the answer is there.
    fn answers(self, question: &str, texts: &[&str]) -> Self {
        assert!(self.done.len() <= MOST, "{question} took {:?}", self.done);
        println!("{question}: {}", self.done.join(" · "));
        for text in texts {
            assert!(self.says(text), "{question}: nothing says “{text}”");
        }
        self
    }
}

#[test]
fn which_meetings_of_a_series_and_where() {
    let asking = Asking::asked("from:(kind:meeting \"AMMTC + Japan\") rel:held_in");
    let asking = asking.key(CTRL, Key::T, "Ctrl+T");
    let asking =
        asking.answers("meetings of a series", &["42 of 49 entities and 101 relations hidden", "4 of 105 rows"]);
    // The table lists the relations that were asked for, with their dates and places.
    let rows = asking.window.harness.query_all_by_label_contains("Row: ");
    let rows: Vec<String> = rows.filter_map(|row| row.accesskit_node().label()).collect();
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(asking.says("Vientiane") && asking.says("2015-10-01"), "where and when");
    let lines = asking.lines();
    for place in [
        "First AMMTC + Japan is held in Vientiane",
        "Second AMMTC + Japan is held in Kuala Lumpur",
        "Myanmar (planned)",
    ] {
        assert!(lines.iter().any(|line| line.contains(place)), "{place}: {lines:?}");
    }
}

#[test]
fn what_rests_on_one_official() {
    let asking = Asking::asked("only:(said-by:nur-jazlan-mohamed)").answers("one official’s word", &[]);
    let (_, relations) = asking.shown();
    assert!(relations >= 18, "{relations}");
}

#[test]
fn which_dates_were_worked_out() {
    let asking = Asking::asked("date:inferred").answers("dates worked out", &["hidden"]);
    assert!(asking.shown().1 >= 57, "{:?}", asking.shown());
}

#[test]
fn what_existed_at_two_dates_and_what_may_have() {
    let asking = Asking::new().key(Modifiers::SHIFT, Key::D, "Shift+D").write("2013..2014-06");
    let asking = asking.key(PLAIN, Key::Enter, "Enter");
    asking.answers("end of 2013 and June 2014", &["Came, ", "May have come, ", "Stays, ", "Cybercrime Dialogue"]);
}

#[test]
fn what_is_planned_after_a_day() {
    let asking = Asking::asked("after:2015-10 status:planned").answers("planned after a day", &[]);
    assert!(asking.lines().len() >= 7, "{:?}", asking.lines());
}

#[test]
fn how_a_person_is_tied_to_a_state_and_what_of_it_is_reported() {
    let asking = Asking::new().click_node("nur-jazlan-mohamed", PLAIN).click_node("japan", Modifiers::SHIFT);
    let asking = asking.key(PLAIN, Key::Y, "Y");
    asking.answers("a person and a state", &["Chain 1: ", "stated", "reported"]);
}

#[test]
fn what_touches_cyber_crime() {
    let asking = Asking::asked("near:cyber-crime").answers("touches cyber crime", &[]);
    assert_eq!(asking.shown().0, 10);
}

#[test]
fn all_that_one_side_gives_or_is_asked_to_give() {
    let asking = Asking::asked("from:japan").answers("what one side gives", &[]);
    assert_eq!(asking.lines().iter().filter(|line| line.starts_with("Japan ")).count(), 12);
}

#[test]
fn which_relations_have_no_place() {
    let asking = Asking::asked("relations no:at").answers("no place", &[]);
    assert_eq!(asking.shown().1, 18);
}

#[test]
fn a_name_is_found_in_another_spelling_and_script() {
    for name in ["日本", "Tokyo", "Japn"] {
        let asking = Asking::asked(name).answers("another spelling", &["The other party"]);
        assert_eq!(asking.window.selected(), ["japan"], "{name}");
    }
}

#[test]
fn the_passage_behind_a_relation() {
    // The article of the example is not ours to give; this dossier has the text of its source beside it.
    let folder = reading::folder(reading::ARTICLE);
    let start = Start { path: Some(folder.path().join("main.ron")), ..Start::default() };
    let mut asking = Asking::new();
    asking.window = Window::start(start, egui::vec2(1280.0, 1200.0));
    let asking = asking.click_node("south", PLAIN).click("Passage: Harbour Post, 2015 ¶ 2.1, not rated, Joint watch");
    let asking = asking.answers("the passage behind a relation", &["A joint watch had been proposed"]);
    assert!(asking.window.app().session().reading.open);
}

#[test]
fn what_falls_without_one_source() {
    let asking = Asking::new().key(CTRL_SHIFT, Key::V, "Ctrl+Shift+V");
    let label = {
        let mut rows = asking.window.harness.query_all_by_label_contains("ASEAN Secretariat");
        rows.find_map(|row| row.accesskit_node().label()).expect("the source is listed")
    };
    asking.click(&label).answers("without one source", &["Falls", "Weaker", "Kept only by its relations"]);
}
