//! The card as a person drives it, by names and keys: with kept answers, and with a server of this computer, which is asked
//! nothing before a person agrees.

mod again;
mod ghosts;
mod key;
mod query;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::fixtures::{Folder, folder};
use crate::dossier::document;
use crate::dossier::edit::{Change, EntityField};
use crate::dossier::endpoint::{self, Asking, Client, Endpoint, How, Kept, Mode, Paging, Picks, TakeOptions};
use crate::dossier::exchange::JoinChoices;
use crate::dossier::storage::{Answers, write_atomic};
use crate::progress::Progress;
use crate::window::action::{Action, Command};
use crate::window::app::{App, Start};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/endpoint/plain");
/// The heading where it is looked at.
const ABOUT: &str = "Association of Southeast Asian Nations in Sample";
const PLAIN: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

struct Window {
    harness: Harness<'static, App>,
    path: PathBuf,
    _folder: Folder,
}

impl Window {
    /// A dossier with an entity, which is selected, and an endpoint at an address.
    fn open(url: &str, replay: Option<PathBuf>) -> Window {
        Window::open_as(url, "rdf", replay)
    }

    /// The same with an endpoint that is asked by a profile.
    fn open_as(url: &str, profile: &str, replay: Option<PathBuf>) -> Window {
        let text = format!(
            "Dossier(format: 1, title: \"T\", sources: [\n    (id: \"sample\", title: \"Sample\", url: \"{url}\", note: \"Endpoint: \
             {profile}; languages en, ja\"),\n], entities: [\n    (id: \"ours\", kind: \"organisation\", name: \"ASEAN\", claims: [(source: \
             \"sample\")]),\n])\n"
        );
        Window::of(&text, "ours", replay)
    }

    /// A dossier, with an entity selected.
    fn of(text: &str, select: &str, replay: Option<PathBuf>) -> Window {
        let folder = folder();
        let path = folder.path().join("open.ron");
        write_atomic(&path, text.as_bytes()).unwrap();
        let start = Start {
            path: Some(path.clone()),
            select: vec![select.to_owned()],
            theme: Some("light".to_owned()),
            still: true,
            replay,
            ..Start::default()
        };
        let harness = Harness::builder()
            .with_size(egui::vec2(1280.0, 800.0))
            .with_max_steps(64)
            .with_step_dt(0.05)
            .allow_missing_glyphs()
            .build_eframe(move |cc| App::new(&cc.egui_ctx, start));
        let mut window = Window { harness, path, _folder: folder };
        window.settle();
        window
    }

    fn app(&self) -> &App {
        self.harness.state()
    }

    /// Frames until nothing is at work.
    fn settle(&mut self) {
        let (mut quiet, begun) = (0, Instant::now());
        while begun.elapsed() < Duration::from_secs(60) {
            self.harness.step();
            quiet = if self.app().is_settled() { quiet + 1 } else { 0 };
            if quiet >= 4 {
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("the window did not settle");
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.settle();
    }

    fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    /// What has the keys.
    fn focused(&self) -> String {
        let focused = self.harness.query_all_by(|node| node.is_focused()).next();
        focused.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    }

    fn is_open(&self) -> bool {
        self.app().dialogs.look_up.is_some()
    }

    fn text(&self) -> String {
        self.app().session.document.text(0).unwrap_or_default().to_string()
    }
}

/// The same from the engine alone, as the command line drives it.
fn by_engine(path: &Path) -> String {
    let mut document = document::open_named(path);
    let own =
        EntityField::Own("wikidata".to_owned(), Some(crate::dossier::model::FieldValue::Text("Q7768".to_owned())));
    document.apply(Change::SetEntity { id: "ours".into(), set: vec![own] }).unwrap();
    let endpoint = document.dossier.sources.iter().find_map(Endpoint::of_source).unwrap();
    let kept = Kept::alone(Answers::in_folder(Path::new(KEPT)), Mode::Offline);
    let progress = Progress::new();
    let client = Client::new(&endpoint, &kept, Asking { progress: &progress, tell: &|_| {} });
    let profile = endpoint.profile;
    let found = profile.find(&client, "ASEAN", How::Exact).unwrap();
    let thing = found.candidates[0].thing.iri.clone();
    let properties = profile.properties(&client, &thing).unwrap();
    let members = properties.iter().find(|p| p.iri.ends_with("direct/P463")).unwrap();
    let page = profile.neighbours(&client, &thing, members, &Paging::default()).unwrap();
    let picks = Picks { things: [thing].into(), ties: page.ties.into_iter().collect() };
    let offered = endpoint::offered(&client, &picks, TakeOptions::default()).unwrap();
    let taking = endpoint::take(&document.dossier, &offered, JoinChoices::default(), &endpoint);
    document.apply(taking.edit).unwrap();
    document.text(0).unwrap_or_default().to_string()
}

#[test]
fn a_thing_is_found_looked_at_and_taken_in_and_undo_takes_it_back() {
    let mut window = Window::open("https://wikibase.example/sparql", Some(PathBuf::from(KEPT)));
    let before = window.text();
    window.key(CTRL, Key::U);
    assert!(window.says("Nothing is sent") && window.focused() == "Name to look up", "{}", window.focused());
    window.type_text("ASEAN");
    window.key(PLAIN, Key::Enter);
    assert!(window.says("Saved answer from"), "how old it is");
    window.click("Same as “ASEAN”");
    let field = |window: &Window| {
        let entity = window.app().session.dossier().entity_by_id("ours").unwrap();
        entity.fields.first().map(|(key, value)| format!("{key} {}", value.text()))
    };
    assert_eq!(field(&window).as_deref(), Some("wikidata Q7768"));
    // By keyboard: Enter opens the chosen candidate.
    window.harness.get_by_role_and_label(Role::TextInput, "Name to look up").focus();
    window.settle();
    window.key(PLAIN, Key::Enter);
    assert!(window.says(ABOUT));
    window.harness.get_by(|node| node.label().is_some_and(|label| label.contains("comes from 12"))).click();
    window.settle();
    assert!(window.says("12 listed") && window.focused() == "Filter what is listed");
    window.type_text("lao");
    assert!(window.says("1 of 12 listed"));
    window.key(PLAIN, Key::Escape);
    assert!(window.says("12 listed") && !window.says("of 12"), "Esc empties the field, and no more");
    window.click("Tick all listed");
    window.click("Take in Association of Southeast Asian Nations with 12 relations");
    assert!(window.says("12 entities new, 1 already there. 12 relations new"), "the sums");
    assert!(window.says("New relations, 12"));
    assert_eq!(window.app().session.dossier().relation_count(), 0, "nothing is written yet");
    window.key(CTRL, Key::Enter);
    assert!(!window.is_open());
    let dossier = window.app().session.dossier();
    assert_eq!((dossier.entity_count(), dossier.relation_count()), (13, 12));
    assert_eq!(window.text(), by_engine(&window.path), "the same as the engine makes of the same picks");
    window.key(CTRL, Key::Z);
    assert_eq!(window.app().session.dossier().entity_count(), 1, "one step");
    window.key(CTRL, Key::Z);
    assert_eq!(window.text(), before);
}

#[test]
fn what_is_not_kept_is_said_in_place_and_esc_goes_back_page_by_page() {
    let mut window = Window::open("https://wikibase.example/sparql", Some(PathBuf::from(KEPT)));
    window.key(Modifiers::SHIFT, Key::U);
    // The name of the selected entity is filled in.
    window.key(PLAIN, Key::Enter);
    window.key(PLAIN, Key::Enter);
    assert!(window.says(ABOUT));
    window.key(PLAIN, Key::Escape);
    assert!(!window.says(ABOUT) && window.is_open() && window.says("Look up"));
    // What no answer is kept of is said in place, with what to do.
    window.harness.get_by_role_and_label(Role::TextInput, "Name to look up").focus();
    window.settle();
    window.type_text(" nowhere");
    window.key(PLAIN, Key::Enter);
    assert!(window.says("and nothing was sent (try again without --offline or --replay)"));
    window.key(PLAIN, Key::Escape);
    assert!(!window.is_open());
    // It opens as it was left.
    window.key(CTRL, Key::U);
    let text = window.app().dialogs.look_up.as_ref().map(|card| card.search.text.as_str());
    assert_eq!(text, Some("ASEAN nowhere"));
}

/// A server that counts who comes, and keeps what is sent.
struct Listening {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Listening {
    /// One that finds nothing, after so long.
    fn start(after: Duration) -> Listening {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://127.0.0.1:{}/sparql", listener.local_addr().unwrap().port());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                // To connect is to be seen already.
                kept.lock().unwrap().push(String::new());
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let (mut head, mut length) = (String::new(), 0);
                loop {
                    let mut line = String::new();
                    if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
                        break;
                    }
                    if let Some(number) = line.to_lowercase().strip_prefix("content-length:") {
                        length = number.trim().parse().unwrap_or(0);
                    }
                    head += &line;
                }
                let mut body = vec![0; length];
                let _ = reader.read_exact(&mut body);
                *kept.lock().unwrap().last_mut().unwrap() = head + &String::from_utf8_lossy(&body);
                std::thread::sleep(after);
                let answer = r#"{"head":{"vars":[]},"results":{"bindings":[]}}"#;
                let _ = write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: {}\r\n\
                     Connection: close\r\n\r\n{answer}",
                    answer.len()
                );
            }
        });
        Listening { url, requests }
    }

    fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

#[test]
fn nothing_is_sent_before_a_person_agrees() {
    let server = Listening::start(Duration::ZERO);
    let mut window = Window::open(&server.url, None);
    window.key(CTRL, Key::U);
    window.type_text("Norland");
    window.key(PLAIN, Key::Enter);
    let host = server.url.trim_start_matches("http://").trim_end_matches("/sparql").to_owned();
    let words = format!("Chancery will send what you look up to {host}. Nothing else from this dossier is sent.");
    assert!(window.says(&words));
    assert_eq!(window.focused(), "Cancel", "the keys are where nothing is sent");
    window.key(PLAIN, Key::Enter);
    assert!(!window.says("Chancery will send") && window.is_open());
    window.key(PLAIN, Key::Enter);
    window.key(PLAIN, Key::Escape);
    window.key(PLAIN, Key::Escape);
    assert!(!window.is_open());
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(server.count(), 0, "start, opening, the card, its question and Cancel");
    // And after a person has agreed it is asked, for that and nothing else.
    window.key(CTRL, Key::U);
    window.key(PLAIN, Key::Enter);
    window.click("Connect");
    assert!(window.says("is called “Norland”"));
    assert!(server.count() > 0);
    let all = server.requests.lock().unwrap().join("\n");
    assert!(all.contains("Norland") && !all.contains("ours") && !all.contains("open.ron"), "{all}");
    assert!(all.contains("Chancery/"), "it says who asks");
    // Once a session.
    let before = server.count();
    window.click("Search inside names");
    assert!(!window.says("Chancery will send") && server.count() > before);
    // Who asks is said otherwise: that is another question.
    window.click("Languages, contact and key");
    window.harness.get_by_role_and_label(Role::TextInput, "Contact").focus();
    window.settle();
    window.type_text("me@example.org");
    window.key(PLAIN, Key::Enter);
    let before = server.count();
    window.click("Search");
    assert!(window.says("(me@example.org)”") && server.count() == before);
}

#[test]
fn an_endpoint_is_added_by_its_address_once_it_may_be_asked_how() {
    let server = Listening::start(Duration::ZERO);
    let mut window = Window::open("https://wikibase.example/sparql", None);
    window.key(CTRL, Key::U);
    window.click("Add endpoint");
    window.type_text("https://me:secret@a.org/");
    window.key(PLAIN, Key::Enter);
    assert!(window.says("has a name or a password in it"));
    window.key(CTRL, Key::A);
    window.type_text(&server.url);
    window.click("rdf");
    window.click("Add this endpoint");
    assert_eq!(server.count(), 0, "how it is asked was said: nothing was to be found out");
    let sources = &window.app().session.dossier().sources;
    assert_eq!(sources.last().and_then(|source| source.url.as_deref()), Some(server.url.as_str()));
    let back = sources.last().and_then(Endpoint::of_source).unwrap();
    assert_eq!(back.profile.name(), "rdf");
}

#[test]
fn esc_stops_a_question_at_once() {
    let server = Listening::start(Duration::from_secs(8));
    let mut window = Window::open(&server.url, None);
    window.key(CTRL, Key::U);
    window.type_text("Norland");
    window.key(PLAIN, Key::Enter);
    window.harness.get_by_role_and_label(Role::Button, "Connect").click();
    let begun = Instant::now();
    while server.count() == 0 && begun.elapsed() < Duration::from_secs(20) {
        window.harness.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    window.harness.step();
    assert!(window.says("Asking Sample"), "what is waited for is said");
    let begun = Instant::now();
    window.harness.key_press(Key::Escape);
    window.harness.step();
    window.harness.step();
    assert!(!window.says("Asking Sample") && window.is_open());
    window.settle();
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[test]
fn where_it_is_not_allowed_it_says_so_and_offers_the_setting() {
    let mut window = Window::open("https://wikibase.example/sparql", None);
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().perform(&ctx, Action::Run(Command::AllowLookUps));
    window.key(CTRL, Key::U);
    assert!(!window.is_open() && window.says("Looking up in endpoints is turned off"));
    window.click("Allow");
    window.key(CTRL, Key::U);
    assert!(window.is_open());
}

#[test]
#[ignore = "writes pictures for people to look at: CHANCERY_PICTURES=FOLDER"]
fn pictures() {
    let Some(folder) = std::env::var_os("CHANCERY_PICTURES").map(PathBuf::from) else { return };
    for theme in [egui::Theme::Light, egui::Theme::Dark] {
        let mut window = Window::open("https://wikibase.example/sparql", Some(PathBuf::from(KEPT)));
        window.harness.ctx.set_theme(theme);
        let take = |window: &mut Window, name: &str| {
            window.settle();
            let image = window.harness.render().expect("there is a graphics adapter");
            image.save(folder.join(format!("look-up-{name}-{theme:?}.png"))).expect("the picture can be written");
        };
        window.key(Modifiers::SHIFT, Key::U);
        take(&mut window, "start");
        window.key(PLAIN, Key::Enter);
        take(&mut window, "found");
        window.click("Languages, contact and key");
        take(&mut window, "form");
        window.key(PLAIN, Key::Escape);
        window.key(PLAIN, Key::Enter);
        window.harness.get_by(|node| node.label().is_some_and(|label| label.contains("comes from 12"))).click();
        window.settle();
        window.click("Tick all listed");
        take(&mut window, "about");
        window.click("Take in Association of Southeast Asian Nations with 12 relations");
        take(&mut window, "preview");
        let mut window = Window::open("http://127.0.0.1:9/sparql", None);
        window.harness.ctx.set_theme(theme);
        window.key(Modifiers::SHIFT, Key::U);
        window.key(PLAIN, Key::Enter);
        take(&mut window, "consent");
        window.click("Connect");
        take(&mut window, "trouble");
    }
}
