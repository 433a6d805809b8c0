//! The stages run on a thread of their own: the frame orders a picture and shows the last one it
//! got. A newer order replaces one that waits, and stops one that is at work on another dossier.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::dossier::document::Document;
use crate::dossier::model::EntityId;
use crate::picture::scene::Scene;
use crate::picture::stages::{Builds, Look, Stages};
use crate::picture::theme::Theme;
use crate::progress::Progress;

/// What to draw.
#[derive(Clone)]
pub struct Order {
    /// The dossier.
    pub document: Arc<Document>,
    /// Its revision.
    pub revision: u64,
    /// How to look at it.
    pub look: Look,
    /// Colours.
    pub theme: &'static Theme,
}

/// What was drawn.
#[derive(Clone, Default)]
pub struct Picture {
    /// The scene.
    pub scene: Arc<Scene>,
    /// How many entities and relations are hidden.
    pub hidden: (usize, usize),
    /// Where each entity stands.
    pub positions: BTreeMap<EntityId, (f32, f32)>,
    /// How often each stage has run.
    pub builds: Builds,
}

enum Answer {
    Done(Box<Picture>),
    Stopped,
    Failed(String),
}

/// The thread that draws.
pub struct Drawing {
    orders: Sender<(Order, Progress)>,
    answers: Receiver<Answer>,
    /// The order at work and those that wait: how many answers are still to come.
    pending: usize,
    progress: Progress,
    revision: u64,
}

impl Drawing {
    /// Starts the thread. `wake` is called when a picture is ready.
    pub fn start(wake: impl Fn() + Send + 'static) -> Self {
        let (orders, inbox) = channel::<(Order, Progress)>();
        let (outbox, answers) = channel();
        std::thread::Builder::new()
            .name("drawing".to_owned())
            .spawn(move || {
                let mut stages = Stages::default();
                while let Ok((mut order, mut progress)) = inbox.recv() {
                    while let Ok(newer) = inbox.try_recv() {
                        let _ = outbox.send(Answer::Stopped);
                        (order, progress) = newer;
                    }
                    let drawn = catch_unwind(AssertUnwindSafe(|| draw(&mut stages, &order, &progress)));
                    let answer = drawn.unwrap_or_else(|_| {
                        // What the stages hold may be half made.
                        stages = Stages::default();
                        Answer::Failed("Drawing failed inside Chancery. Your file is untouched.".to_owned())
                    });
                    if outbox.send(answer).is_err() {
                        return;
                    }
                    wake();
                }
            })
            .expect("the system can start a thread");
        Drawing { orders, answers, pending: 0, progress: Progress::new(), revision: 0 }
    }

    /// Orders a picture.
    pub fn order(&mut self, order: Order) {
        if order.revision != self.revision {
            self.progress.cancel();
            self.revision = order.revision;
        }
        self.progress = Progress::new();
        if self.orders.send((order, self.progress.clone())).is_ok() {
            self.pending += 1;
        }
    }

    /// Whether a picture is still to come.
    pub fn is_busy(&self) -> bool {
        self.pending > 0
    }

    /// How far the work is, from 0.0 to 1.0.
    pub fn done(&self) -> f32 {
        self.progress.done()
    }

    /// Stops the work; the last picture stays.
    pub fn cancel(&self) {
        self.progress.cancel();
    }

    /// The newest picture if one has come, waiting for it at most so long.
    ///
    /// # Errors
    /// A message for the person, if drawing failed.
    pub fn take(&mut self, wait: Duration) -> Result<Option<Picture>, String> {
        let mut newest = None;
        let started = std::time::Instant::now();
        while self.pending > 0 {
            let answer = match self.answers.recv_timeout(wait.saturating_sub(started.elapsed())) {
                Ok(answer) => answer,
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => {
                    self.pending = 0;
                    break;
                }
            };
            self.pending -= 1;
            match answer {
                Answer::Done(picture) => newest = Some(*picture),
                Answer::Stopped => {}
                Answer::Failed(message) => return Err(message),
            }
        }
        Ok(newest)
    }
}

fn draw(stages: &mut Stages, order: &Order, progress: &Progress) -> Answer {
    let dossier = &order.document.dossier;
    if stages.update(dossier, order.revision, &order.look, order.theme, progress).is_err() {
        return Answer::Stopped;
    }
    let scene = stages.scene();
    let positions = scene.nodes.iter().map(|n| {
        let at = (n.centre.x as f32, n.centre.y as f32);
        (EntityId::new(Arc::clone(&n.id)), at)
    });
    let shown = stages.shown();
    Answer::Done(Box::new(Picture {
        positions: positions.collect(),
        hidden: (shown.hidden_entities, shown.hidden_relations),
        builds: stages.builds(),
        scene,
    }))
}
