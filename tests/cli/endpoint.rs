//! `chancery endpoint`: with answers that were kept, and with a server of this computer, which counts what it is asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use super::{Ran, chancery, run};

const URL: &str = "https://wikibase.example/sparql";
const ASEAN: &str = "http://www.wikidata.org/entity/Q7768";
const MEMBER_OF: &str = "http://www.wikidata.org/prop/direct/P463";
/// How the kept answers were asked for.
const PLAIN: [&str; 4] = ["--profile", "rdf", "--languages", "en,ja"];

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/endpoint").join(name)
}

/// Runs a command of endpoints with a folder of its own for what it keeps.
fn endpoint(state: &Path, arguments: &[&str]) -> Ran {
    run(&mut command(state, arguments))
}

fn command(state: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.arg("endpoint").args(arguments).env("CHANCERY_STATE_DIR", state).env_remove("CHANCERY_ENDPOINT_KEY");
    // No keyring is asked.
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
    command
}

/// The same with kept answers alone.
fn replayed(folder: &str, arguments: &[&str]) -> Ran {
    let state = tempfile::tempdir().unwrap();
    let folder = kept(folder).display().to_string();
    endpoint(state.path(), &[arguments, &PLAIN, &["--replay", &folder]].concat())
}

/// A server that finds nothing, and keeps what it is asked.
struct Listening {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Listening {
    fn start() -> Listening {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://127.0.0.1:{}/sparql", listener.local_addr().unwrap().port());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
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
                all.lock().unwrap().push(head + &String::from_utf8_lossy(&body));
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

/// All that a folder holds, as text, with the names of the files.
fn all_in(folder: &Path) -> String {
    let mut out = String::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        out += &path.display().to_string();
        out += &if path.is_dir() {
            all_in(&path)
        } else {
            String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned()
        };
    }
    out
}

#[test]
fn things_are_found_by_name() {
    let ran = replayed("plain", &["search", URL, "ASEAN"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let first = ran.out.lines().next().unwrap_or_default();
    assert!(first.starts_with(ASEAN) && first.contains("Association of Southeast Asian Nations"), "{}", ran.out);
    assert!(ran.err.contains("saved answers are from 2026-11-29"), "{}", ran.err);
    let json = replayed("plain", &["search", URL, "ASEAN", "--json"]).json(0);
    assert_eq!(json[0]["iri"], ASEAN);
    let none = replayed("plain", &["search", URL, "\" } DROP ALL #"]);
    assert_eq!((none.status, none.out.as_str()), (0, ""));
    assert!(none.err.contains("nothing was found"), "{}", none.err);
}

#[test]
fn what_a_thing_is_tied_to_is_counted_and_listed() {
    let ran = replayed("plain", &["expand", URL, ASEAN]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.lines().any(|line| line.starts_with("← 12 ") && line.ends_with(MEMBER_OF)), "{}", ran.out);
    let members = replayed("plain", &["expand", URL, ASEAN, "--property", MEMBER_OF, "--in"]);
    assert_eq!((members.status, members.out.lines().count()), (0, 12), "{}", members.err);
    assert!(members.out.contains("  Laos\n"), "{}", members.out);
    let wrong = replayed("plain", &["expand", URL, ASEAN, "--property", MEMBER_OF]);
    assert!(wrong.status == 1 && wrong.err.contains("--in reverses it"), "{}", wrong.err);
    let usage = replayed("plain", &["expand", URL, ASEAN, "--in"]);
    assert_eq!(usage.status, 2, "{}", usage.err);
}

#[test]
fn things_are_taken_into_a_dossier_with_their_sources() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.ron");
    // The endpoint is a source already: it keeps its name.
    let text = format!(
        "Dossier(format: 1, title: \"Untitled dossier\", sources: [(id: \"sample-wikibase\", title: \"Sample Wikibase\", \
         url: \"{URL}\", retrieved: \"2026-11-29\", note: \"Endpoint: rdf; languages en, ja\")])\n"
    );
    std::fs::write(&notes, &text).unwrap();
    let path = notes.display().to_string();
    let take = ["take", URL, ASEAN, "--property", MEMBER_OF, "--in", "--into", &path];
    let ran = replayed("plain", &take);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("13 entities added, 0 already there; 12 relations added"), "{}", ran.err);
    let expected = kept("plain.ron").display().to_string();
    assert_eq!(chancery(&["diff", &expected, &path]).out, "", "as it is expected");
    let once = std::fs::read_to_string(&notes).unwrap();
    let again = replayed("plain", &take);
    assert!(again.err.contains("0 entities added, 13 already there"), "{}", again.err);
    assert_eq!(std::fs::read_to_string(&notes).unwrap(), once, "the same again adds nothing");
    // What is not there is not written.
    let nowhere = folder.path().join("new.ron").display().to_string();
    let lost = replayed("seed", &["take", URL, ASEAN, "--into", &nowhere]);
    assert_eq!(lost.status, 1, "{}", lost.err);
    assert!(!Path::new(&nowhere).exists());
}

#[test]
fn what_changed_since_is_told_and_taken() {
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers");
    std::fs::create_dir(&answers).unwrap();
    for (name, day) in [("again", "2026-11-29"), ("changed", "2026-11-30")] {
        for file in std::fs::read_dir(kept(name)).unwrap() {
            let file = file.unwrap();
            let name = file.file_name().to_string_lossy().replace("2026-11-29", day);
            std::fs::copy(file.path(), answers.join(name)).unwrap();
        }
    }
    let notes = folder.path().join("notes.ron");
    std::fs::copy(kept("seed.ron"), &notes).unwrap();
    let before = std::fs::read_to_string(&notes).unwrap();
    let (path, replay) = (notes.display().to_string(), answers.display().to_string());
    let again = |more: &[&str]| {
        let all = ["again", URL, "--into", path.as_str(), "--replay", replay.as_str()];
        endpoint(folder.path(), &[&all[..], more].concat())
    };
    let ran = again(&[]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let expected = std::fs::read_to_string(kept("changed.txt")).unwrap();
    let (changed, new) = expected.split_once("\nnew: ").unwrap();
    // There the answers of both days have the same date.
    let changed = changed.replace(
        "→ sample-wikibase Q921-FE2EF495, seen 2026-11-29",
        "→ sample-wikibase Q921-FE2EF495, seen 2026-11-30",
    );
    assert!(ran.out.contains(changed.trim()), "{}\n{}", ran.out, ran.err);
    for line in new.lines() {
        let words = line.trim_start_matches("new: ");
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    assert_eq!(std::fs::read_to_string(&notes).unwrap(), before, "to look changes nothing");
    let json = again(&["--json"]).json(0);
    assert_eq!(json["changed"]["entities"]["changed"][0]["id"], "q819");
    assert_eq!(json["new"].as_array().map(Vec::len), Some(2));
    assert_eq!(again(&["--new", "3"]).status, 2, "there are two");
    let ran = again(&["--apply", "--new", "2"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let after = std::fs::read_to_string(&notes).unwrap();
    assert!(after.contains("Lao PDR") && after.contains("Papua New Guinea"), "{after}");
    let ran = again(&[]);
    assert!(ran.status == 0 && ran.err.contains("nothing changed there"), "{}{}", ran.out, ran.err);
}

#[test]
fn answers_are_saved_used_without_a_connection_and_deleted() {
    let (state, server) = (tempfile::tempdir().unwrap(), Listening::start());
    let search = ["search", server.url.as_str(), "Norland", "--profile", "rdf"];
    let offline = [&search[..], &["--offline"]].concat();
    let none = endpoint(state.path(), &offline);
    assert_eq!((none.status, server.count()), (1, 0), "{}", none.err);
    assert!(none.err.contains("there is no saved answer") && none.err.contains("--offline"), "{}", none.err);
    assert_eq!(endpoint(state.path(), &search).status, 0);
    let asked = server.count();
    assert!(asked > 0 && all_in(state.path()).contains("Norland"));
    let again = endpoint(state.path(), &offline);
    assert_eq!((again.status, server.count()), (0, asked), "{}", again.err);
    assert_eq!(endpoint(state.path(), &search).status, 0);
    assert_eq!(server.count(), asked, "nothing is asked twice");
    endpoint(state.path(), &[&search[..], &["--anew"]].concat());
    assert!(server.count() > asked);
    let clear = endpoint(state.path(), &["clear"]);
    assert!(clear.status == 0 && clear.err.contains("removed"), "{}", clear.err);
    assert!(!all_in(state.path()).contains("Norland"));
    assert_eq!(endpoint(state.path(), &offline).status, 1);
}

#[test]
fn the_query_is_shown_and_not_sent() {
    let (state, server) = (tempfile::tempdir().unwrap(), Listening::start());
    let search = ["search", server.url.as_str(), "Norland", "--profile", "rdf", "--show-query"];
    let ran = endpoint(state.path(), &search);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.starts_with(&format!("POST {}\n\n", server.url)), "{}", ran.out);
    assert!(ran.out.contains("SELECT") && ran.out.contains("Norland"), "{}", ran.out);
    // Neither where the kind of endpoint is yet to be found out.
    let probe = endpoint(state.path(), &["search", &server.url, "Norland", "--show-query"]);
    assert!(probe.status == 0 && probe.err.contains("--profile"), "{}", probe.err);
    assert_eq!(server.count(), 0);
    // What is sent is what was shown.
    endpoint(state.path(), &search[..5]);
    let query = ran.out.split_once("\n\n").unwrap().1.trim();
    let first = server.requests.lock().unwrap().first().cloned().unwrap_or_default();
    let sent = first.rsplit("query=").next().unwrap_or_default();
    let word = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    assert!(word(sent).len() >= word(query).len(), "{sent}");
    assert!(first.contains("Norland"), "{first}");
}

#[test]
fn what_is_wrong_is_said_with_its_place_in_the_exit_status() {
    let state = tempfile::tempdir().unwrap();
    let at = |arguments: &[&str]| endpoint(state.path(), arguments);
    let wrong = at(&["search", "ftp://files.example/x", "Norland"]);
    assert!(wrong.status == 2 && wrong.err.contains("is not an address of a service"), "{}", wrong.err);
    let secret = at(&["search", "https://me:sesame@a.example/", "Norland"]);
    assert!(secret.status == 2 && secret.err.contains("has a name or a password in it"), "{}", secret.err);
    let nobody = at(&["search", "http://127.0.0.1:9/sparql", "Norland", "--profile", "rdf"]);
    assert!(nobody.status == 1 && nobody.err.contains("refuses the connection"), "{}", nobody.err);
    assert!(nobody.err.contains("help") || nobody.err.contains("check the address"), "{}", nobody.err);
    assert_eq!(at(&["search", URL, "Norland", "--profile", "sparkle"]).status, 2);
    assert_eq!(at(&["take", URL, ASEAN]).status, 2, "it is not said into which dossier");
    assert_eq!(at(&[]).status, 2);
    let both = at(&["search", URL, "Norland", "--anew", "--offline"]);
    assert_eq!(both.status, 2, "{}", both.err);
}

#[test]
fn the_help_tells_what_there_is() {
    let help = chancery(&["endpoint", "--help"]);
    assert_eq!(help.status, 0);
    for word in ["search", "expand", "take", "again", "key", "clear", "Wikidata", "yente", "Exit status"] {
        assert!(help.out.contains(word), "{word}: {}", help.out);
    }
    let search = chancery(&["endpoint", "search", "--help"]).out;
    for word in ["--show-query", "--offline", "--replay", "--contact"] {
        assert!(search.contains(word), "{word}: {search}");
    }
    assert!(chancery(&["endpoint", "key", "--help"]).out.contains("standard input"));
}

#[test]
fn a_key_is_read_from_standard_input_and_stands_in_no_file() {
    let (state, server) = (tempfile::tempdir().unwrap(), Listening::start());
    let typed = |text: &str| {
        let mut command = command(state.path(), &["key", &server.url]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    };
    // There is no store here: that is said, and nothing is kept elsewhere.
    let ran = typed("ApiKey sesame-opens\n");
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("the key was not saved") && ran.err.contains("CHANCERY_ENDPOINT_KEY"), "{}", ran.err);
    assert!(!(ran.out + &ran.err + &all_in(state.path())).contains("sesame"));
    assert!(typed("\n").err.contains("has no key"));
    let removed = endpoint(state.path(), &["key", &server.url, "--remove"]);
    assert!(removed.status == 1 && removed.err.contains("no key was removed"), "{}", removed.err);
    assert_eq!(server.count(), 0, "to keep a key asks nobody");
    // The environment's is sent, and kept nowhere.
    let mut search = command(state.path(), &["search", &server.url, "Norland", "--profile", "rdf"]);
    let ran = run(search.env("CHANCERY_ENDPOINT_KEY", "ApiKey sesame-opens"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let all = server.requests.lock().unwrap().join("\n");
    assert!(all.to_lowercase().contains("authorization: apikey sesame-opens"), "{all}");
    assert!(!(ran.out + &ran.err + &all_in(state.path())).contains("sesame"));
}
