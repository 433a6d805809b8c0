//! Questions about the dossier are answered on a thread of their own, which remembers what was asked of a revision: the
//! window shows the last reply until the next is there. A newer question takes the place of one that waits.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::waker::Waker;
use crate::dossier::document::Snapshot;
use crate::explore::query::language::Evaluator;
use crate::explore::query::typed::{self, Reply, Typed};

/// What is asked, and of what.
pub(super) struct Question {
    pub(super) snapshot: Arc<Snapshot>,
    /// The session's revision.
    pub(super) revision: u64,
    pub(super) typed: Typed,
}

/// The thread that answers.
pub(super) struct Asking {
    questions: Sender<Question>,
    /// One for each question; nothing where a newer one came or the answer failed.
    replies: Receiver<Option<Box<Reply>>>,
    pending: usize,
}

impl Asking {
    /// Starts the thread; the window is woken by every reply.
    pub(super) fn start(waker: Waker) -> Asking {
        let (questions, inbox) = channel::<Question>();
        let (outbox, replies) = channel();
        let work = move || {
            let mut evaluator = Evaluator::default();
            while let Ok(mut question) = inbox.recv() {
                while let Ok(newer) = inbox.try_recv() {
                    let _ = outbox.send(None);
                    question = newer;
                }
                let Question { snapshot, revision, typed } = question;
                let answer = || typed::reply(typed, snapshot.dossier(), revision, &mut evaluator);
                let reply = catch_unwind(AssertUnwindSafe(answer)).map(Box::new).ok();
                if reply.is_none() {
                    log::error!("answering a query panicked");
                    evaluator = Evaluator::default();
                }
                if outbox.send(reply).is_err() {
                    return;
                }
                waker.wake();
            }
        };
        std::thread::Builder::new().name("asking".to_owned()).spawn(work).expect("the system can start a thread");
        Asking { questions, replies, pending: 0 }
    }

    /// Asks.
    pub(super) fn ask(&mut self, question: Question) {
        self.pending += usize::from(self.questions.send(question).is_ok());
    }

    /// Whether a reply is still to come.
    pub(super) fn is_busy(&self) -> bool {
        self.pending > 0
    }

    /// The newest reply if one has come, waiting at most so long for the last.
    pub(super) fn take(&mut self, wait: Duration) -> Option<Box<Reply>> {
        let began = Instant::now();
        let mut newest = None;
        while self.pending > 0 {
            match self.replies.recv_timeout(wait.saturating_sub(began.elapsed())) {
                Ok(reply) => {
                    self.pending -= 1;
                    newest = reply.or(newest);
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => self.pending = 0,
            }
        }
        newest
    }
}
