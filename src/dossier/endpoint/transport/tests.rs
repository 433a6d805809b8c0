//! Servers that misbehave, on this computer: told, bounded, stopped at once, nothing half taken. They are started by
//! Python; without it these tests say so and pass.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use super::super::address::Address;
use super::super::answer::Rows;
use super::super::consent::Question;
use super::super::keys::{Key, Keys, Nowhere};
use super::*;
use crate::dossier::storage::{Answers, read_tree, write_atomic};
use crate::problem::{Problem, codes};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");

/// A server that ends with its last user.
pub(in super::super) struct Server {
    process: Child,
    port: u16,
}

impl Server {
    /// Starts it; `None`, with a word, where there is no Python.
    pub(in super::super) fn start() -> Option<Server> {
        Self::run("server.py", &[&format!("{FOLDER}/data/exchange/rdf/wikibase-sample.ttl")])
    }

    /// Starts one of the scripts that print their port and serve until their input ends.
    pub(in super::super) fn run(script: &str, arguments: &[&str]) -> Option<Server> {
        let python = std::env::var("CHANCERY_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let process = Command::new(python)
            .arg(format!("{FOLDER}/endpoint/{script}"))
            .args(arguments)
            // No folder of compiled Python is to lie among the tests.
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut process) = process else {
            eprintln!("skipped: python3 cannot be started");
            return None;
        };
        let mut line = String::new();
        BufReader::new(process.stdout.take()?).read_line(&mut line).ok()?;
        Some(Server { port: line.trim().parse().ok()?, process })
    }

    /// The address of one of its ways to behave.
    pub(in super::super) fn address(&self, mode: &str) -> Address {
        Address::parse(&format!("http://127.0.0.1:{}/{mode}", self.port)).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The web, with a yes to an address.
pub(in super::super) fn web(to: &Address) -> Http {
    Http::new(Question::new(std::iter::once(to), "test".into()).agreed(), "Chancery/test (tests)".into())
}

fn ask(http: &Http, to: &Address, asking: Asking<'_>) -> Result<Rows, Failure> {
    let request = Request::query(to.clone(), "SELECT * WHERE { ?s ?p ?o } LIMIT 1".into());
    let answer = http.send(&request, asking)?;
    Rows::read(&to.host(), &answer, asking.progress)
}

fn quietly<T>(ask: impl FnOnce(Asking<'_>) -> T) -> T {
    let progress = Progress::new();
    ask(Asking { progress: &progress, tell: &|_| {} })
}

fn problem(server: &Server, mode: &str) -> Problem {
    let to = server.address(mode);
    match quietly(|asking| ask(&web(&to), &to, asking)) {
        Err(Failure::Wrong(problem)) => problem,
        other => panic!("{mode}: {other:?}"),
    }
}

#[test]
fn what_a_server_does_wrong_is_told_in_words() {
    let Some(server) = Server::start() else { return };
    for (mode, code, words) in [
        ("cut", codes::CUT_OFF, "ends before it is complete"),
        ("timeout", codes::CUT_OFF, "ran out of time"),
        ("500", codes::NO_ANSWER, "failed (500: Internal error out of memory)"),
        ("400", codes::NO_ANSWER, "rejected the query: Parse error: line 1"),
        ("html", codes::NO_ANSWER, "a web page (“Query service”)"),
        ("type", codes::NO_ANSWER, "`application/octet-stream`"),
        ("utf8", codes::NOT_UTF8, "not UTF-8"),
        ("elsewhere", codes::NO_ANSWER, "another host, elsewhere.example"),
        ("file", codes::NO_ANSWER, "file:"),
        ("circle", codes::NO_ANSWER, "in a loop"),
        ("nothing", codes::NO_ANSWER, "nothing at this address (404)"),
    ] {
        let problem = problem(&server, mode);
        assert_eq!(problem.code, code, "{mode}: {}", problem.message);
        assert!(problem.message.contains(words) && problem.help.is_some(), "{mode}: {}", problem.message);
    }
    let moved = server.address("moved");
    assert_eq!(quietly(|asking| ask(&web(&moved), &moved, asking)).unwrap().len(), 0, "sent on within the host");
}

#[test]
fn what_has_no_end_ends_at_the_limit() {
    let Some(server) = Server::start() else { return };
    for mode in ["bomb", "endless"] {
        let before = resident_mib();
        let problem = problem(&server, mode);
        assert_eq!(problem.code, codes::TOO_LARGE, "{mode}: {}", problem.message);
        assert!(resident_mib() < before + 1_024, "{mode} filled the memory");
    }
    let huge = server.address("huge");
    let rows = quietly(|asking| ask(&web(&huge), &huge, asking)).unwrap();
    assert_eq!(rows.len(), 1, "the row that fits");
    assert!(rows.missing[0].contains("longer than"), "{:?}", rows.missing);
}

fn resident_mib() -> usize {
    let status = crate::dossier::storage::about_this_process("status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<usize>().ok()).unwrap_or(0) >> 10
}

/// How long is waited for what must happen: no test of what happens measures how fast it does.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the server says of itself.
fn report(server: &Server, about: &str) -> String {
    let to = server.address(about);
    quietly(|asking| web(&to).send(&Request::get(to.clone()), asking)).unwrap().text
}

/// Waits until the server says so.
fn until(server: &Server, about: &str, says: &str) {
    let begun = Instant::now();
    while !report(server, about).contains(says) {
        assert!(begun.elapsed() < PATIENCE, "{about}: no {says} in {}", report(server, about));
        std::thread::sleep(LOOK);
    }
}

/// Asks, and stops as soon as the server has the request. Gives how long after that the asking ended.
fn stopped(server: &Server, mode: &str) -> Duration {
    let to = server.address(mode);
    let progress = Progress::new();
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let outcome = ask(&web(&to), &to, Asking { progress: &progress, tell: &|_| {} });
            (outcome, Instant::now())
        });
        until(server, "asked", &format!("'{mode}'"));
        progress.cancel();
        let cancelled = Instant::now();
        let (outcome, ended) = asking.join().unwrap();
        assert!(matches!(outcome, Err(Failure::Cancelled)), "{mode}: {outcome:?}");
        ended.saturating_duration_since(cancelled)
    })
}

#[test]
fn a_person_can_stop_it_and_the_server_sees_that_nobody_listens() {
    let Some(server) = Server::start() else { return };
    for mode in ["slow", "trickle", "drip"] {
        assert!(stopped(&server, mode) < PATIENCE, "{mode}");
        until(&server, "left", &format!("'{mode}'"));
    }
}

#[test]
#[ignore = "measures: for a quiet machine"]
fn stopping_takes_less_than_three_tenths_of_a_second() {
    let Some(server) = Server::start() else { return };
    for mode in ["slow", "trickle", "drip"] {
        let took = stopped(&server, mode);
        eprintln!("{mode}: stopped after {took:?}");
        assert!(took < Duration::from_millis(300), "{mode}: {took:?}");
    }
}

#[test]
fn who_waits_for_a_server_that_asked_for_it_can_be_stopped() {
    let Some(server) = Server::start() else { return };
    let to = server.address("429-minute");
    let progress = Progress::new();
    let stop = |event: Event| {
        assert!(matches!(event, Event::Waiting { seconds: 50, .. }), "{event:?}");
        progress.cancel();
    };
    let outcome = ask(&web(&to), &to, Asking { progress: &progress, tell: &stop });
    assert!(matches!(outcome, Err(Failure::Cancelled)), "{outcome:?}");
    assert!(report(&server, "asked").contains("'429-minute': 1"), "asked once");
}

#[test]
fn a_slow_server_is_told_of_and_left() {
    let Some(server) = Server::start() else { return };
    let to = server.address("slow");
    let heard: Mutex<Vec<Event>> = Mutex::default();
    let http = web(&to).with_times(Duration::from_millis(100), Duration::from_millis(600));
    let progress = Progress::new();
    let tell = |event| heard.lock().unwrap().push(event);
    let outcome = ask(&http, &to, Asking { progress: &progress, tell: &tell });
    assert!(matches!(&outcome, Err(Failure::Wrong(p)) if p.message.contains("did not answer within")), "{outcome:?}");
    assert_eq!(heard.into_inner().unwrap(), [Event::Slow { host: to.host().to_string() }]);
    until(&server, "left", "'slow'");
}

#[test]
fn who_asks_to_wait_is_waited_for_and_not_asked_meanwhile() {
    let Some(server) = Server::start() else { return };
    for mode in ["429", "503"] {
        let to = server.address(mode);
        let heard: Mutex<Vec<Event>> = Mutex::default();
        let progress = Progress::new();
        let begun = Instant::now();
        let tell = |event| heard.lock().unwrap().push(event);
        let rows = ask(&web(&to), &to, Asking { progress: &progress, tell: &tell }).unwrap();
        assert_eq!(rows.len(), 0);
        assert!(begun.elapsed() >= Duration::from_millis(900), "{mode} was asked again too early");
        assert_eq!(heard.into_inner().unwrap(), [Event::Waiting { host: to.host().to_string(), seconds: 1 }]);
    }
    assert!(problem(&server, "429-hour").message.contains("60 minutes"));
    let refused = problem(&server, "empty");
    assert!(refused.message.contains("asks for a pause"), "any other query waits as well: {}", refused.message);
}

#[test]
fn nothing_is_sent_without_consent() {
    let Some(server) = Server::start() else { return };
    let agreed = Address::parse("http://127.0.0.1:9/").unwrap();
    let to = server.address("empty");
    let outcome = quietly(|asking| ask(&web(&agreed), &to, asking));
    assert!(matches!(&outcome, Err(Failure::Wrong(p)) if p.message.contains("nobody has agreed")), "{outcome:?}");
    let request = Request::get(server.address("asked"));
    let asked = quietly(|asking| web(&to).send(&request, asking)).unwrap();
    assert!(!asked.text.contains("empty"), "{}", asked.text);
    let request = Request::get(server.address("agent"));
    let agent = quietly(|asking| web(&to).send(&request, asking)).unwrap();
    assert_eq!(agent.text, "{\"agent\": \"Chancery/test (tests)\"}");
    let keyed = Http::new(Question::new(std::iter::once(&to), "t".into()).agreed(), "t".into());
    let keyed = keyed.with_keys(Arc::new(Keys::with(Box::new(Nowhere), Key::of("secret"))), to.clone());
    assert_eq!(quietly(|asking| ask(&keyed, &to, asking)).unwrap().len(), 0, "to this computer a key may go plainly");
}

/// Answers that count how often they are asked for.
struct Counting(Mutex<usize>);

impl Transport for Counting {
    fn send(&self, request: &Request, _asking: Asking<'_>) -> Result<Answer, Failure> {
        let mut count = self.0.lock().unwrap();
        *count += 1;
        let text = format!("answer {count} to {}", request.query.as_deref().unwrap_or_default());
        let day = Day::from_number(20_000 + *count as i32);
        Ok(Answer { media: "application/json".into(), text, day, is_kept: false, cut: Some("a bit\nof it".into()) })
    }
}

/// A server that has nothing, and counts.
struct Nothing(Mutex<usize>);

impl Transport for Nothing {
    fn send(&self, _: &Request, _: Asking<'_>) -> Result<Answer, Failure> {
        *self.0.lock().unwrap() += 1;
        Err(Problem::error(codes::NO_ANSWER, "a.example has nothing at this address (404)").into())
    }
}

#[test]
fn that_a_service_has_nothing_of_an_entity_is_kept_too() {
    let folder = super::super::fixtures::folder();
    let (answers, server) = (Answers::in_folder(folder.path()), Nothing(Mutex::default()));
    let to = Address::parse("https://a.example/entities/NK-1").unwrap();
    let send = |kept: &Kept<'_>, request: &Request| match quietly(|asking| kept.send(request, asking)) {
        Err(Failure::Wrong(problem)) => problem,
        other => panic!("{other:?}"),
    };
    let entity = Request::get(to.clone());
    let before = send(&Kept::alone(answers.clone(), Mode::Offline), &entity);
    assert!(before.message.contains("no saved answer") && !says_nothing_there(&before));
    for mode in [Mode::Kept, Mode::Kept, Mode::Offline] {
        let said = send(&Kept::before(&server, answers.clone(), mode), &entity);
        assert!(says_nothing_there(&said), "{said:?}");
    }
    assert_eq!(*server.0.lock().unwrap(), 1, "it is asked once");
    send(&Kept::before(&server, answers.clone(), Mode::Anew), &entity);
    assert_eq!(*server.0.lock().unwrap(), 2);
    // A query to a wrong address is asked again once the address is right.
    let query = Request::query(to, "SELECT".into());
    send(&Kept::before(&server, answers.clone(), Mode::Kept), &query);
    send(&Kept::before(&server, answers, Mode::Kept), &query);
    assert_eq!(*server.0.lock().unwrap(), 4);
}

#[test]
fn an_answer_is_kept_with_its_day_and_found_again() {
    let folder = super::super::fixtures::folder();
    let answers = Answers::in_folder(folder.path());
    let counting = Counting(Mutex::default());
    let to = Address::parse("https://a.example/sparql").unwrap();
    let request = Request::query(to.clone(), "SELECT 日本\n--answer-- {}".into());
    let send = |kept: &Kept<'_>, request: &Request| quietly(|asking| kept.send(request, asking));
    let first = send(&Kept::before(&counting, answers.clone(), Mode::Kept), &request).unwrap();
    let again = send(&Kept::before(&counting, answers.clone(), Mode::Kept), &request).unwrap();
    assert_eq!(again, Answer { is_kept: true, cut: Some("a bit of it".into()), ..first.clone() });
    let anew = send(&Kept::before(&counting, answers.clone(), Mode::Anew), &request).unwrap();
    assert!(anew.text.starts_with("answer 2") && anew.day > first.day);
    let offline = send(&Kept::alone(answers.clone(), Mode::Offline), &request).unwrap();
    assert_eq!(offline.text, anew.text, "the last one");
    let then = send(&Kept::before(&counting, answers.clone(), Mode::AsOf(first.day)), &request).unwrap();
    assert_eq!(then.text, first.text, "the one of that day");
    let other = Request::query(to, "SELECT other".into());
    for mode in [Mode::Offline, Mode::AsOf(anew.day)] {
        let outcome = send(&Kept::before(&counting, answers.clone(), mode), &other);
        assert!(matches!(&outcome, Err(Failure::Wrong(p)) if p.message.contains("nothing was sent")), "{outcome:?}");
    }
    assert_eq!(*counting.0.lock().unwrap(), 2);
    let progress = Progress::new();
    for (name, _) in read_tree(folder.path(), &|_| true, &progress).unwrap().files {
        write_atomic(&folder.path().join(name), b"damaged").unwrap();
    }
    assert!(send(&Kept::alone(answers, Mode::Offline), &request).is_err(), "what is damaged is not there");
}
