//! Keys are kept, found and forgotten; and stand in nothing that is written.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use super::super::fixtures::{Folder, files, folder};
use super::super::transport::{Asking, Http, Kept, Mode, Request, Transport as _};
use super::super::{Endpoint, named};
use super::*;
use crate::dossier::exchange::Failure;
use crate::dossier::storage::Answers;
use crate::progress::Progress;

const SECRET: &str = "ApiKey sesame-opens-9f3c";

/// A store in memory.
#[derive(Clone, Default)]
struct Fake(Arc<Mutex<HashMap<String, Key>>>);

impl SecretStore for Fake {
    fn get(&self, address: &str) -> Result<Option<Key>, NoStore> {
        Ok(self.0.lock().unwrap().get(address).cloned())
    }

    fn set(&self, address: &str, key: &Key) -> Result<(), NoStore> {
        self.0.lock().unwrap().insert(address.to_owned(), key.clone());
        Ok(())
    }

    fn remove(&self, address: &str) -> Result<bool, NoStore> {
        Ok(self.0.lock().unwrap().remove(address).is_some())
    }
}

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

fn keys(store: &Fake) -> Keys {
    Keys::with(Box::new(store.clone()), None)
}

#[test]
fn a_key_is_kept_found_in_the_next_session_and_forgotten() {
    let store = Fake::default();
    let (here, there) = (address("https://a.example/api"), address("https://b.example/api"));
    let key = Key::of(&format!("  {SECRET}\n")).unwrap();
    assert_eq!(key.value(), SECRET);
    let first = keys(&store);
    assert_eq!(first.key(&here), None);
    assert_eq!(first.keep(&here, key.clone()), KeptIn::Store);
    assert_eq!(first.key(&here), Some(key.clone()), "though it was asked for before");
    let next = keys(&store);
    assert_eq!((next.key(&here), next.key(&there)), (Some(key.clone()), None), "each service has its own");
    assert_eq!(next.remove(&here), Ok(true));
    assert_eq!((next.key(&here), next.remove(&here)), (None, Ok(false)));
    assert_eq!(keys(&store).key(&here), None);
    // The environment wins, and is not written down.
    let given = Keys::with(Box::new(store.clone()), Key::of("given"));
    assert_eq!(given.key(&there), Key::of("given"));
    assert!(given.is_given() && store.0.lock().unwrap().is_empty());
}

#[test]
fn without_a_store_a_key_is_held_until_the_program_ends() {
    let here = address("https://a.example/api");
    let key = Key::of(SECRET).unwrap();
    let session = Keys::with(Box::new(Nowhere), None);
    assert!(session.remove(&here).is_err());
    assert!(matches!(session.keep(&here, key.clone()), KeptIn::Session(_)));
    assert_eq!(session.key(&here), Some(key));
    assert_eq!(session.remove(&here), Ok(true));
    assert_eq!(session.key(&here), None);
    assert_eq!(Keys::with(Box::new(Nowhere), None).key(&here), None);
}

#[test]
fn what_cannot_stand_in_a_header_is_no_key() {
    for text in ["", "  \n", "a\nb", "schlüssel", &"x".repeat(LONGEST_KEY + 1)] {
        assert_eq!(Key::of(text), None, "{text:?}");
    }
}

/// A server that repeats in its answer what it was sent, with this status.
fn echo(status: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://127.0.0.1:{}/", listener.local_addr().unwrap().port());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let (mut head, mut chunk) = (String::new(), [0_u8; 4096]);
            while !head.contains("\r\n\r\n") {
                let read = stream.read(&mut chunk).unwrap_or(0);
                if read == 0 {
                    break;
                }
                head += &String::from_utf8_lossy(&chunk[..read]);
            }
            let said = head.lines().find(|line| line.to_lowercase().starts_with("authorization")).unwrap_or("none");
            let body = format!("{{\"sent\": \"{said}\"}}");
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
        }
    });
    url
}

/// What a service answers that repeats the key, and the folder in which that was kept.
fn asked(status: &'static str) -> (Result<String, String>, Folder) {
    let folder = folder();
    let endpoint = Endpoint::parse(&echo(status), named("yente").unwrap()).unwrap();
    let keys = Arc::new(keys(&Fake::default()));
    keys.keep(&endpoint.url, Key::of(SECRET).unwrap());
    let web = Http::new(endpoint.question().agreed(), endpoint.user_agent()).with_keys(keys, endpoint.url.clone());
    let kept = Kept::before(&web, Answers::in_folder(folder.path()), Mode::Kept);
    let progress = Progress::new();
    let answer = kept.send(&Request::get(endpoint.url.clone()), Asking { progress: &progress, tell: &|_| {} });
    let answer = answer.map(|answer| answer.text).map_err(|failure| match failure {
        Failure::Wrong(problem) => format!("{problem:?}"),
        Failure::Cancelled => String::new(),
    });
    (answer, folder)
}

#[test]
fn a_key_is_sent_and_stands_in_no_answer_error_or_file() {
    let (answer, folder) = asked("200 OK");
    let answer = answer.unwrap();
    assert!(answer.to_lowercase().contains("authorization: apikey (key)"), "it was sent, and is hidden: {answer}");
    let files = files(&folder);
    assert_eq!(files.len(), 1, "the answer is kept");
    assert!(!files[0].contains("sesame"), "{}", files[0]);
    let (answer, _folder) = asked("500 Oh no");
    let error = answer.unwrap_err();
    assert!(error.contains("500") && !error.contains("sesame"), "{error}");
    let key = Key::of(SECRET).unwrap();
    assert!(!format!("{key:?}").contains("sesame"));
    // Nor in the source by which a dossier knows the service.
    let endpoint = Endpoint::parse("https://api.example.org", named("yente").unwrap()).unwrap();
    assert!(!format!("{:?}", endpoint.source(None)).contains("sesame"));
}
