//! Requests over the web, by ureq with rustls and the certificates that the system trusts. The only file of the program
//! that opens a connection, and only to hosts that a person agreed to.

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

use super::super::address::Address;
use super::super::consent::Consent;
use super::super::keys::{Key, Keys};
use super::reading::{Bytes, Got, judge, text_of};
use super::retry_after;
use super::turns::{Turn, leave_alone, left_alone, pause};
use super::{
    Answer, Asking, Event, LONGEST, LOOK, MOST_BYTES, MOST_REDIRECTS, MOST_WAIT, Request, SLOW, TRIES, Transport,
};
use crate::dossier::exchange::Failure;
use crate::problem::{Problem, codes};
use crate::wording::counted;

/// Bytes that are read of an answer that is an error: its first words are shown.
const MOST_OF_ERROR: usize = 64 << 10;
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(15);

/// The web.
pub(crate) struct Http {
    consent: Consent,
    user_agent: String,
    /// Whose keys are sent as `Authorization`, and of which service; never kept or shown.
    keys: Option<(Arc<Keys>, Address)>,
    slow: Duration,
    longest: Duration,
}

/// Why nothing was got.
enum Lost {
    Stopped,
    Late,
    Web(ureq::Error),
}

impl Http {
    /// With a person's consent to the hosts, and the name that the program gives itself there.
    pub(crate) fn new(consent: Consent, user_agent: String) -> Self {
        Http { consent, user_agent, keys: None, slow: SLOW, longest: LONGEST }
    }

    /// The same with the key of a service, where there is one by the time something is sent.
    pub(crate) fn with_keys(mut self, keys: Arc<Keys>, of: Address) -> Self {
        self.keys = Some((keys, of));
        self
    }

    /// The same with other times, so that a test need not wait long.
    #[cfg(test)]
    pub(super) fn with_times(mut self, slow: Duration, longest: Duration) -> Self {
        (self.slow, self.longest) = (slow, longest);
        self
    }

    /// One exchange with a server. The worker that does it may outlive it by the time a socket takes to close.
    fn exchange(&self, request: &Request, to: &Address, key: Option<&Key>, asking: Asking<'_>) -> Result<Got, Failure> {
        let host = to.host();
        let agent = agent(to, self.longest);
        let ended = Arc::new(AtomicBool::new(false));
        let (sender, receiver) = mpsc::channel();
        let work = Work {
            agent: agent.clone(),
            to: to.as_str().to_owned(),
            body: request.body(),
            headers: self.headers(request, key),
            ended: Arc::clone(&ended),
        };
        let spawned = std::thread::Builder::new().name("endpoint".into()).spawn(move || {
            // Whoever waited may be gone.
            let _ = sender.send(work.run());
        });
        if let Err(error) = spawned {
            return Err(Problem::error(codes::NO_ANSWER, format!("no request could be started: {error}")).into());
        }
        let begun = Instant::now();
        let mut told = false;
        let lost = loop {
            let received = receiver.recv_timeout(LOOK);
            if !told && received.is_err() && begun.elapsed() >= self.slow {
                told = true;
                (asking.tell)(Event::Slow { host: host.to_string() });
            }
            match received {
                Ok(Ok(got)) => return Ok(got),
                Ok(Err(error)) => break Lost::Web(error),
                Err(RecvTimeoutError::Timeout) if asking.progress.is_cancelled() => break Lost::Stopped,
                Err(RecvTimeoutError::Timeout) if begun.elapsed() >= self.longest => break Lost::Late,
                Err(RecvTimeoutError::Timeout) => {}
                // The worker ended without a word.
                Err(RecvTimeoutError::Disconnected) => break Lost::Web(ureq::Error::ConnectionFailed),
            }
        };
        ended.store(true, Ordering::Relaxed);
        agent.shutdown();
        Err(match lost {
            Lost::Stopped => Failure::Cancelled,
            Lost::Late => late(to, self.longest).into(),
            Lost::Web(ureq::Error::Timeout(_)) => late(to, self.longest).into(),
            Lost::Web(error) => unreached(to, &error).into(),
        })
    }

    fn headers(&self, request: &Request, key: Option<&Key>) -> Vec<(&'static str, String)> {
        let mut headers = vec![("accept", request.accept.to_owned()), ("user-agent", self.user_agent.clone())];
        if request.query.is_some() {
            headers.push(("content-type", "application/x-www-form-urlencoded; charset=utf-8".to_owned()));
        }
        headers.extend(key.map(|key| ("authorization", key.value().to_owned())));
        headers
    }
}

impl Transport for Http {
    fn send(&self, request: &Request, asking: Asking<'_>) -> Result<Answer, Failure> {
        let host = request.to.host();
        if !self.consent.covers(&host) {
            let message = format!("nothing was sent to {host}: nobody has agreed to that yet");
            return Err(Problem::error(codes::NO_ANSWER, message)
                .with_help("agree when you are asked, or use --offline")
                .into());
        }
        let key = self.keys.as_ref().and_then(|(keys, of)| keys.key(of));
        if key.is_some() && !request.to.is_https() && !host.is_this_computer() {
            let message = format!("nothing was sent to {host}: the key would go there without encryption");
            return Err(Problem::error(codes::NO_ANSWER, message).with_help("use its https address").into());
        }
        let outcome = self.send_with(request, key.as_ref(), asking);
        match &key {
            // A server may repeat what it was sent: that is not to be kept on the disk or shown.
            Some(key) => outcome
                .map(|answer| Answer { text: key.hidden_in(answer.text), ..answer })
                .map_err(|failure| without_key(failure, key)),
            None => outcome,
        }
    }
}

impl Http {
    fn send_with(&self, request: &Request, key: Option<&Key>, asking: Asking<'_>) -> Result<Answer, Failure> {
        let host = request.to.host();
        let mut to = request.to.clone();
        let (mut tries, mut redirects) = (1, 0);
        // Kept while waiting, too: others are not to ask a host that wants to be left alone.
        let _turn = Turn::at(&host, asking.progress)?;
        if let Some(left) = left_alone(&host) {
            return Err(wait_longer(&to, left).into());
        }
        loop {
            let got = self.exchange(request, &to, key, asking)?;
            if matches!(got.status, 301 | 302 | 303 | 307 | 308) {
                redirects += 1;
                if redirects > MOST_REDIRECTS {
                    let message = format!("{host} redirects in a loop");
                    return Err(Problem::error(codes::NO_ANSWER, message).with_help("check the address").into());
                }
                to = to.redirected(got.header("location").unwrap_or_default())?;
                continue;
            }
            if matches!(got.status, 429 | 503) {
                let now = retry_after::seconds();
                let asked = got.header("retry-after").and_then(|text| retry_after::read(text, now));
                let wait = asked.unwrap_or(Duration::from_secs(1 << tries));
                if wait > MOST_WAIT {
                    leave_alone(&host, wait);
                    return Err(wait_longer(&to, wait).into());
                }
                if tries < TRIES {
                    tries += 1;
                    (asking.tell)(Event::Waiting { host: host.to_string(), seconds: wait.as_secs().max(1) });
                    pause(wait.max(Duration::from_millis(200)), asking.progress)?;
                    continue;
                }
                leave_alone(&host, wait);
            }
            let media = judge(&host, request, &got)?;
            let cut = cut_in_words(&got);
            let day = retry_after::today();
            let text = text_of(&host, got.bytes)?;
            return Ok(Answer { media, text, day, is_kept: false, cut });
        }
    }
}

/// A failure that does not repeat the key.
fn without_key(failure: Failure, key: &Key) -> Failure {
    match failure {
        Failure::Cancelled => Failure::Cancelled,
        Failure::Wrong(mut problem) => {
            problem.message = key.hidden_in(std::mem::take(&mut problem.message));
            problem.help = problem.help.take().map(|help| key.hidden_in(help));
            Failure::Wrong(problem)
        }
    }
}

/// Why an answer is not all, as Virtuoso says it.
fn cut_in_words(got: &Got) -> Option<String> {
    if got.header("x-sql-state").is_some_and(|state| state.starts_with("S1T")) {
        return Some("the server ran out of time: rows are missing and counts are too low".to_owned());
    }
    let most = got.header("x-sparql-maxrows")?;
    let rows = most.parse().map_or_else(|_| "a limited number of rows".to_owned(), |rows| counted(rows, "row", "rows"));
    Some(format!("the server gives no more than {rows}; it has more"))
}

/// One agent a request: it is dead after it was shut down.
fn agent(to: &Address, longest: Duration) -> Agent {
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let mut config = Agent::config_builder()
        .tls_config(tls)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_response_header_size(64 << 10)
        .max_idle_connections(0)
        .timeout_connect(Some(CONNECT.min(longest)))
        .timeout_global(Some(longest + Duration::from_secs(1)));
    if to.host().is_this_computer() {
        config = config.proxy(None);
    }
    config.build().new_agent()
}

/// What the worker does.
struct Work {
    agent: Agent,
    to: String,
    body: Option<String>,
    headers: Vec<(&'static str, String)>,
    ended: Arc<AtomicBool>,
}

impl Work {
    fn run(self) -> Result<Got, ureq::Error> {
        let response = match &self.body {
            Some(body) => {
                let request =
                    self.headers.iter().fold(self.agent.post(&self.to), |r, (name, value)| r.header(*name, value));
                request.send(body.as_bytes())?
            }
            None => {
                let request =
                    self.headers.iter().fold(self.agent.get(&self.to), |r, (name, value)| r.header(*name, value));
                request.call()?
            }
        };
        let (parts, body) = response.into_parts();
        let status = parts.status.as_u16();
        let header = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let headers: Vec<(String, String)> = parts.headers.iter().map(header).collect();
        let most = if (200..300).contains(&status) { MOST_BYTES } else { MOST_OF_ERROR };
        let mut reader = body.into_reader();
        let (mut bytes, mut chunk, mut over) = (Vec::new(), vec![0u8; 64 << 10], false);
        while !over && !self.ended.load(Ordering::Relaxed) {
            // What is packed is unpacked as it is read, so that a bomb goes no further than the limit.
            let read = reader.read(&mut chunk).map_err(ureq::Error::Io)?;
            if read == 0 {
                break;
            }
            bytes.extend_from_slice(chunk.get(..read).unwrap_or_default());
            over = bytes.len() > most;
        }
        Ok(Got { status, headers, bytes: Bytes { bytes, over } })
    }
}

fn late(to: &Address, longest: Duration) -> Problem {
    let message = format!("{} did not answer within {} seconds", to.host(), longest.as_secs_f32().ceil());
    Problem::error(codes::NO_ANSWER, message).with_help("ask for less: one property, an exact name; or try again later")
}

fn wait_longer(to: &Address, left: Duration) -> Problem {
    let minutes = usize::try_from(left.as_secs().div_ceil(60)).unwrap_or(usize::MAX);
    let message = format!("{} asks for a pause of {}", to.host(), counted(minutes, "minute", "minutes"));
    Problem::error(codes::NO_ANSWER, message).with_help("wait that long; otherwise the server may block you")
}

/// Why a server was not reached, in words.
fn unreached(to: &Address, error: &ureq::Error) -> Problem {
    let host = to.host();
    let (message, help) = match error {
        ureq::Error::HostNotFound => {
            (format!("there is no server called {host}"), "check the address and the connection to the internet")
        }
        ureq::Error::Io(error) => match error.kind() {
            std::io::ErrorKind::ConnectionRefused => {
                (format!("{host} refuses the connection"), "check the address and its port; is the server running?")
            }
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput => (
                format!("the answer from {host} is damaged: {error}"),
                "try again; if this persists, tell whoever runs the server",
            ),
            std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::ConnectionReset => {
                (format!("the connection to {host} was lost in the middle of its answer"), "try again, or ask for less")
            }
            _ => (format!("the connection to {host} failed: {error}"), "try again"),
        },
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => (
            format!("the connection to {host} is not secure: {error}"),
            "check the address; ask those who run the server",
        ),
        _ => (format!("{host} did not answer as a web server does: {error}"), "check the address and its port"),
    };
    Problem::error(codes::NO_ANSWER, message).with_help(help)
}
