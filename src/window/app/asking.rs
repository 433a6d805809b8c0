//! Questions about the dossier are answered on a thread of their own, which remembers what was asked of a revision: the
//! window shows the last reply until the next is there. A newer question of a sort takes the place of one that waits.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::waker::Waker;
use crate::dossier::document::Snapshot;
use crate::explore::query::facets::{self, Facets};
use crate::explore::query::filter::{Filter, RecentlyShown};
use crate::explore::query::language::Evaluator;
use crate::explore::query::typed::{self, Reply, Typed};

/// What is asked.
pub(super) enum Sort {
    /// What comes of a text that is being typed.
    Typed(Typed),
    /// The numbers of the filter panel, with the fields that take long and are wanted.
    Facets(Filter, BTreeSet<String>),
}

/// What is asked, and of what.
pub(super) struct Question {
    pub(super) snapshot: Arc<Snapshot>,
    /// The session's revision.
    pub(super) revision: u64,
    pub(super) sort: Sort,
}

enum Answer {
    Typed(Box<Reply>),
    Facets(Box<Facets>),
    /// A newer question came, or the answer failed.
    Nothing,
}

/// The thread that answers.
pub(super) struct Asking {
    questions: Sender<Question>,
    /// One for each question.
    answers: Receiver<Answer>,
    pending: usize,
    reply: Option<Box<Reply>>,
    facets: Option<Box<Facets>>,
}

impl Asking {
    /// Starts the thread; the window is woken by every reply. What is known of the dossier is shared with this evaluator.
    pub(super) fn start(waker: Waker, shared: &Evaluator) -> Asking {
        let (questions, inbox) = channel::<Question>();
        let (outbox, answers) = channel();
        let evaluator = shared.sharing();
        let work = move || {
            let (mut evaluator, mut recent) = (evaluator, RecentlyShown::default());
            while let Ok(first) = inbox.recv() {
                // What a person waits for while typing is answered first.
                let [mut typed, mut numbers] = [None, None];
                for question in std::iter::once(first).chain(inbox.try_iter()) {
                    let place = match question.sort {
                        Sort::Typed(_) => &mut typed,
                        Sort::Facets(..) => &mut numbers,
                    };
                    if place.replace(question).is_some() {
                        let _ = outbox.send(Answer::Nothing);
                    }
                }
                let mut asked = None;
                for question in [typed, numbers].into_iter().flatten() {
                    asked = Some((Arc::clone(&question.snapshot), question.revision));
                    let answer = catch_unwind(AssertUnwindSafe(|| answer(question, &mut evaluator, &mut recent)));
                    let answer = answer.unwrap_or_else(|_| {
                        log::error!("answering a query panicked");
                        (evaluator, recent) = Default::default();
                        Answer::Nothing
                    });
                    if outbox.send(answer).is_err() {
                        return;
                    }
                    waker.wake();
                }
                // Whoever asks once asks again: the next questions find everything ready.
                if let Some((snapshot, revision)) = asked {
                    evaluator.prepare(snapshot.dossier(), revision);
                }
            }
        };
        std::thread::Builder::new().name("asking".to_owned()).spawn(work).expect("the system can start a thread");
        Asking { questions, answers, pending: 0, reply: None, facets: None }
    }

    /// Asks.
    pub(super) fn ask(&mut self, question: Question) {
        self.pending += usize::from(self.questions.send(question).is_ok());
    }

    /// Whether a reply is still to come.
    pub(super) fn is_busy(&self) -> bool {
        self.pending > 0
    }

    /// The newest reply to what was typed, if one has come, waiting at most so long.
    pub(super) fn take_reply(&mut self, wait: Duration) -> Option<Box<Reply>> {
        self.receive(wait);
        self.reply.take()
    }

    /// The newest numbers of the filter panel, if they have come.
    pub(super) fn take_facets(&mut self) -> Option<Box<Facets>> {
        self.receive(Duration::ZERO);
        self.facets.take()
    }

    fn receive(&mut self, wait: Duration) {
        let began = Instant::now();
        while self.pending > 0 {
            match self.answers.recv_timeout(wait.saturating_sub(began.elapsed())) {
                Ok(answer) => {
                    self.pending -= 1;
                    match answer {
                        Answer::Typed(reply) => self.reply = Some(reply),
                        Answer::Facets(facets) => self.facets = Some(facets),
                        Answer::Nothing => {}
                    }
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => self.pending = 0,
            }
        }
    }
}

fn answer(question: Question, evaluator: &mut Evaluator, recent: &mut RecentlyShown) -> Answer {
    let Question { snapshot, revision, sort } = question;
    let of = (snapshot.dossier(), revision);
    match sort {
        Sort::Typed(typed) => Answer::Typed(Box::new(typed::reply(typed, of, evaluator, recent))),
        Sort::Facets(filter, wanted) => {
            Answer::Facets(Box::new(facets::facets(filter, &wanted, of, evaluator, recent)))
        }
    }
}
