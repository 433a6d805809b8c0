//! What would be sent, shown instead of sent. Nothing here opens a connection.

use std::sync::{Mutex, PoisonError};

use super::client::{Client, Endpoint};
use super::transport::{Answer, Asking, Kept, Mode, Request, Transport};
use crate::dossier::exchange::Failure;
use crate::dossier::storage::Answers;
use crate::progress::Progress;

/// Keeps the first request, and stops whoever makes it.
#[derive(Default)]
pub(crate) struct Showing(Mutex<Option<String>>);

impl Showing {
    /// That request, as it would be sent.
    pub(crate) fn shown(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Transport for Showing {
    fn send(&self, request: &Request, _: Asking<'_>) -> Result<Answer, Failure> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| request.in_words());
        Err(Failure::Cancelled)
    }
}

/// The next request of a question, as it would be sent; `None` where there is none, because the answers that are kept are
/// enough. What comes after it depends on its answer.
#[cfg_attr(not(feature = "window"), allow(dead_code, reason = "the command line shows its own"))]
pub(crate) fn next_request<T>(
    endpoint: &Endpoint,
    answers: Answers,
    mode: Mode,
    ask: impl FnOnce(&Client<'_>) -> Result<T, Failure>,
) -> Option<String> {
    let showing = Showing::default();
    let kept = Kept::before(&showing, answers, mode);
    let progress = Progress::new();
    let _ = ask(&Client::new(endpoint, &kept, Asking { progress: &progress, tell: &|_| {} }));
    showing.shown()
}

#[cfg(test)]
mod tests {
    use super::super::{How, named};
    use super::*;

    #[test]
    fn what_would_be_sent_is_the_query_itself() {
        let endpoint = Endpoint::parse("https://a.example/sparql", named("rdf").unwrap()).unwrap();
        let nowhere = super::super::fixtures::folder();
        let answers = Answers::in_folder(nowhere.path());
        let shown = next_request(&endpoint, answers.clone(), Mode::Kept, |client| {
            client.endpoint.profile.find(client, "Nor\"land", How::Exact)
        });
        let shown = shown.unwrap();
        assert!(shown.starts_with("POST https://a.example/sparql\n\n"), "{shown}");
        assert!(shown.contains("SELECT") && shown.contains("Nor\\\"land"), "{shown}");
        let yente = Endpoint::parse("https://a.example", named("yente").unwrap()).unwrap();
        let shown = next_request(&yente, answers.clone(), Mode::Kept, |client| {
            client.endpoint.profile.properties(client, "https://a.example/entities/NK-1")
        });
        assert_eq!(shown.unwrap().lines().next().unwrap().split(' ').next(), Some("GET"));
        assert_eq!(next_request(&endpoint, answers, Mode::Kept, |_| Ok(())), None);
    }
}
