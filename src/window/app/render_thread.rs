//! The stages run on a thread of their own: the frame orders a picture and shows the last one it
//! got. A newer order replaces one that waits, and stops one that is at work on another dossier.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::recent_pictures::RecentPictures;
use crate::dossier::document::Snapshot;
use crate::dossier::model::EntityId;
use crate::explore::communities::Communities;
use crate::explore::folding::Folded;
use crate::explore::query::comparison::Comparison;
use crate::explore::query::filter::Shown;
use crate::layout::Options;
use crate::picture::encoding::Scales;
use crate::picture::pictures::Pictures;
use crate::picture::scene::Scene;
use crate::picture::stages::{self, StageRuns, Stages, ViewSettings};
use crate::picture::theme::Theme;
use crate::progress::Progress;
use crate::window::canvas::packed_scene::PackedScene;

/// What to draw.
#[derive(Clone)]
pub(crate) struct DrawOrder {
    pub(crate) snapshot: Arc<Snapshot>,
    /// Pictures of its entities.
    pub(crate) pictures: Arc<Pictures>,
    /// The session's revision.
    pub(crate) revision: u64,
    /// How to look at it.
    pub(crate) look: ViewSettings,
    /// Communities of a large network, once they are found.
    pub(crate) communities: Option<Arc<Communities>>,
    pub(crate) theme: &'static Theme,
    /// Whether nodes glide to new places.
    pub(crate) glide: bool,
}

/// What was drawn.
#[derive(Clone, Default)]
pub(crate) struct DrawnPicture {
    /// The scene, ready to be drawn.
    pub(crate) stock: Arc<PackedScene>,
    /// How many entities and relations are hidden.
    pub(crate) hidden: (usize, usize),
    /// What the query of the filter finds.
    pub(crate) found: Option<Arc<Shown>>,
    /// What is folded in it.
    pub(crate) folded: Option<Arc<Folded>>,
    /// What became of what is shown, where two dates are compared.
    pub(crate) compared: Option<Arc<Comparison>>,
    /// Where each entity stands.
    pub(crate) positions: Arc<BTreeMap<EntityId, (f32, f32)>>,
    /// How often each stage has run.
    pub(crate) builds: StageRuns,
    /// The scales of colour and size.
    pub(crate) scales: Scales,
}

/// How long nodes glide, and how often they are drawn on the way.
const GLIDE: Duration = Duration::from_millis(220);
const GLIDE_FRAMES: u32 = 12;
/// Up to so many nodes glide: beyond, a scene takes longer to make than a frame lasts.
const GLIDERS: usize = 1_500;

enum Answer {
    /// Not done yet; more is to come for the same order.
    Glimpse(Box<DrawnPicture>),
    Done(Box<DrawnPicture>),
    Stopped,
    Failed(String),
}

/// The thread that draws.
pub(crate) struct RenderThread {
    orders: Sender<(DrawOrder, Progress)>,
    answers: Receiver<Answer>,
    /// The order at work and those that wait: how many answers are still to come.
    pending: usize,
    progress: Progress,
    /// What the last order wanted laid out, and how.
    wanted: Option<(u64, String, Options, u64, u32)>,
    /// How many orders were given: what works on an older one need not be pretty.
    given: Arc<AtomicU64>,
    /// Since when it is busy without a break.
    busy_since: Option<Instant>,
}

impl RenderThread {
    /// Starts the thread. `wake` is called when a picture is ready.
    pub(crate) fn start(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (orders, inbox) = channel::<(DrawOrder, Progress)>();
        let (outbox, answers) = channel();
        let given = Arc::new(AtomicU64::new(0));
        let newest = Arc::clone(&given);
        std::thread::Builder::new()
            .name("drawing".to_owned())
            .spawn(move || {
                let mut stages = Stages::default();
                let mut stood = Arc::default();
                let recent: Mutex<RecentPictures> = Mutex::default();
                while let Ok((mut order, mut progress)) = inbox.recv() {
                    while let Ok(newer) = inbox.try_recv() {
                        let _ = outbox.send(Answer::Stopped);
                        (order, progress) = newer;
                    }
                    let number = newest.load(Ordering::Relaxed);
                    let is_newest = || newest.load(Ordering::Relaxed) == number && !progress.is_cancelled();
                    let show = |picture: DrawnPicture| {
                        let _ = outbox.send(Answer::Glimpse(Box::new(picture)));
                        wake();
                    };
                    let drawn = catch_unwind(AssertUnwindSafe(|| {
                        draw(&mut stages, &order, &progress, &mut stood, &is_newest, &show, &recent)
                    }));
                    let answer = drawn.unwrap_or_else(|_| {
                        // What the stages hold may be half made.
                        stages = Stages::default();
                        log::error!("drawing panicked");
                        Answer::Failed("Chancery could not draw the graph because of an internal error. Your file has not changed.".to_owned())
                    });
                    if outbox.send(answer).is_err() {
                        return;
                    }
                    wake();
                    // Whoever filters a large network next need not wait for all of it.
                    if is_newest() {
                        make_ready(&mut stages, &order, &recent);
                    }
                }
            })
            .expect("the system can start a thread");
        RenderThread { orders, answers, pending: 0, progress: Progress::new(), wanted: None, given, busy_since: None }
    }

    /// Orders a picture.
    pub(crate) fn order(&mut self, order: DrawOrder) {
        // What lays out something else is of no more use.
        let look = &order.look;
        let wanted = (order.revision, look.layout.clone(), look.options, look.seed, look.afresh);
        if self.wanted.as_ref() != Some(&wanted) {
            self.progress.cancel();
            self.wanted = Some(wanted);
        }
        // What is paused would keep all later orders waiting.
        self.progress.pause(false);
        self.progress = Progress::new();
        self.given.fetch_add(1, Ordering::Relaxed);
        self.busy_since.get_or_insert_with(Instant::now);
        if self.orders.send((order, self.progress.clone())).is_ok() {
            self.pending += 1;
        }
    }

    /// Whether a picture is still to come.
    pub(crate) fn is_busy(&self) -> bool {
        self.pending > 0
    }

    /// How far the work is, from 0.0 to 1.0.
    pub(crate) fn done(&self) -> f32 {
        self.progress.done()
    }

    /// For how long a picture has been waited for.
    pub(crate) fn busy_for(&self) -> Duration {
        self.busy_since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Whether the work waits to be continued.
    pub(crate) fn is_paused(&self) -> bool {
        self.progress.is_paused()
    }

    /// Has the work wait, or go on.
    pub(crate) fn pause(&self, paused: bool) {
        self.progress.pause(paused);
    }

    /// Stops the work; the last picture stays until another is ordered.
    pub(crate) fn cancel(&self) {
        self.progress.cancel();
    }

    /// The newest picture if one has come, waiting for it at most so long.
    ///
    /// # Errors
    /// A message for the person, if drawing failed.
    pub(super) fn take(&mut self, wait: Duration) -> Result<Option<DrawnPicture>, String> {
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
            if let Answer::Glimpse(picture) = answer {
                newest = Some(*picture);
                continue;
            }
            self.pending -= 1;
            if self.pending == 0 {
                self.busy_since = None;
            }
            match answer {
                Answer::Done(picture) | Answer::Glimpse(picture) => newest = Some(*picture),
                Answer::Stopped => {}
                Answer::Failed(message) => return Err(message),
            }
        }
        Ok(newest)
    }
}

// Its parameters are what the thread keeps from one order to the next, each borrowed by itself.
fn draw(
    stages: &mut Stages,
    order: &DrawOrder,
    progress: &Progress,
    stood: &mut Arc<BTreeMap<EntityId, (f32, f32)>>,
    is_newest: &dyn Fn() -> bool,
    show: &(dyn Fn(DrawnPicture) + Sync),
    recent: &Mutex<RecentPictures>,
) -> Answer {
    let dossier = order.snapshot.dossier();
    stages.set_pictures(&order.pictures);
    stages.give_communities(order.communities.as_ref());
    let placed = |builds: StageRuns| (builds.layout, builds.recalled);
    let laid_out = placed(stages.builds());
    let watched = AtomicBool::new(false);
    let see = |scene: Scene| {
        watched.store(true, Ordering::Relaxed);
        show(picture(Arc::new(scene), None, (0, 0), StageRuns::default(), recent));
    };
    // A first layout and large ones may be watched; others glide from what stands there.
    let worth = stood.is_empty() || dossier.entity_count() > GLIDERS;
    let see: Option<stages::See<'_>> = if order.glide && worth { Some(&see) } else { None };
    if stages.update_seen(dossier, order.revision, &order.look, order.theme, progress, see).is_err() {
        return Answer::Stopped;
    }
    if stages.owes() {
        show(drawn(stages, stages.scene(), recent));
        if is_newest() {
            stages.settle(dossier, &order.look, order.theme);
        }
    }
    let done = drawn(stages, stages.scene(), recent);
    let same = || done.positions.keys().filter(|id| stood.contains_key(*id)).count();
    let moved = placed(stages.builds()) != laid_out && same() * 2 > done.positions.len();
    // Who watched the layout at work has seen where things went.
    let glides = order.glide && moved && !watched.load(Ordering::Relaxed);
    if glides && done.positions.len() <= GLIDERS {
        for frame in 1..GLIDE_FRAMES {
            if !is_newest() {
                break;
            }
            // Out fast, in softly.
            let share = 1.0 - (1.0 - frame as f32 / GLIDE_FRAMES as f32).powi(3);
            let scene = stages.between(dossier, &order.look, order.theme, stood, share);
            show(drawn(stages, Arc::new(scene), recent));
            std::thread::sleep(GLIDE / GLIDE_FRAMES);
        }
    }
    stood.clone_from(&done.positions);
    Answer::Done(Box::new(done))
}

/// Makes what the next filter needs.
fn make_ready(stages: &mut Stages, order: &DrawOrder, recent: &Mutex<RecentPictures>) {
    let ready =
        catch_unwind(AssertUnwindSafe(|| stages.make_ready(order.snapshot.dossier(), &order.look, order.theme)));
    if ready.is_err() {
        log::error!("drawing panicked");
        *stages = Stages::default();
    }
    if let Ok(mut recent) = recent.lock() {
        recent.keep_whole(stages.unfiltered());
    }
}

/// A scene of the stages as a picture, with what they know of it.
fn drawn(stages: &Stages, scene: Arc<Scene>, recent: &Mutex<RecentPictures>) -> DrawnPicture {
    // What is settled follows what was shown before it, and that was taken from the whole.
    let whole = stages.unfiltered().filter(|_| stages.owes());
    DrawnPicture {
        found: Some(Arc::clone(stages.shown())),
        folded: stages.drawn().folded().cloned(),
        compared: stages.comparison().cloned(),
        scales: stages.scales(),
        ..picture(scene, whole, stages.drawn().hidden(), stages.builds(), recent)
    }
}

fn picture(
    scene: Arc<Scene>,
    whole: Option<&Arc<Scene>>,
    hidden: (usize, usize),
    builds: StageRuns,
    recent: &Mutex<RecentPictures>,
) -> DrawnPicture {
    let mut recent = recent.lock().unwrap_or_else(PoisonError::into_inner);
    let (stock, positions) = recent.pack(scene, whole);
    DrawnPicture { stock, positions, hidden, builds, ..DrawnPicture::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::{EXAMPLES, open_example, open_texts};
    use crate::dossier::model::Dossier;
    use crate::explore::query::passages::Passages;
    use crate::window::action::{Action, Command, ItemId, SelectHow};
    use crate::window::session::{Effect, Session};

    /// A session and the thread that draws it.
    struct ThreadRig {
        session: Session,
        drawing: RenderThread,
    }

    impl ThreadRig {
        fn new() -> Self {
            ThreadRig { session: Session::new(open_example(&EXAMPLES[0])), drawing: RenderThread::start(|| {}) }
        }

        fn order(&mut self) {
            self.drawing.order(DrawOrder {
                snapshot: self.session.document.snapshot(),
                pictures: Arc::default(),
                revision: self.session.revision,
                look: self.session.look.clone(),
                communities: None,
                theme: &Theme::LIGHT,
                glide: false,
            });
        }

        /// The picture of what is looked at now.
        fn picture(&mut self) -> DrawnPicture {
            self.order();
            let mut last = None;
            while self.drawing.is_busy() {
                last = self.drawing.take(Duration::from_secs(20)).unwrap().or(last);
            }
            let picture = last.expect("a picture comes");
            self.session.positions.clone_from(&picture.positions);
            picture
        }

        fn perform(&mut self, action: Action) {
            assert_eq!(self.session.perform(action), Effect::None);
        }
    }

    #[test]
    fn what_is_dragged_in_force_takes_its_neighbours_along_and_stays_where_it_was_put() {
        let mut bench = ThreadRig::new();
        bench.perform(Action::UseLayout("force"));
        let before = bench.picture().positions;
        let id = EntityId::new("japan");
        let (x, y) = before[&id];
        for step in 1..=6 {
            bench.perform(Action::Dragging(vec![(id.clone(), (x + 100.0 * step as f32, y))]));
            bench.picture();
        }
        bench.perform(Action::Place(vec![(id.clone(), (x + 600.0, y))]));
        let after = bench.picture().positions;
        assert_eq!(after[&id], (x + 600.0, y));
        let dossier = bench.session.dossier();
        let japan = dossier.entity_index("japan").unwrap();
        let mut near: Vec<&EntityId> =
            dossier.relations_of(japan).filter_map(|(_, other, _)| dossier.entity(other)).map(|e| &e.id).collect();
        near.sort_unstable();
        near.dedup();
        near.retain(|other| **other != id);
        let mean = near.iter().map(|other| after[*other].0 - before[*other].0).sum::<f32>() / near.len() as f32;
        assert!(mean > 30.0, "neighbours moved by {mean}");
        // One drag is one step, and taking it back brings the place back.
        bench.perform(Action::Run(Command::Undo));
        assert_eq!(bench.picture().positions[&id], (x, y));
    }

    #[test]
    fn undoing_a_layout_brings_the_places_back_without_working_them_out() {
        let mut bench = ThreadRig::new();
        let first = bench.picture();
        bench.perform(Action::UseLayout("grid"));
        let grid = bench.picture();
        assert_ne!(first.positions, grid.positions);
        bench.perform(Action::Run(Command::Undo));
        let again = bench.picture();
        assert_eq!(again.positions, first.positions);
        assert_eq!((again.builds.layout, again.builds.recalled), (grid.builds.layout, 1));
        bench.perform(Action::Run(Command::Redo));
        let redone = bench.picture();
        assert_eq!(redone.positions, grid.positions);
        assert_eq!((redone.builds.layout, redone.builds.recalled), (grid.builds.layout, 2));
        // Laying out again is working out again.
        bench.perform(Action::Run(Command::LayOutAgain));
        assert_eq!(bench.picture().builds.layout, grid.builds.layout + 1);
    }

    #[test]
    fn after_stop_what_stood_before_comes_back() {
        let mut bench = ThreadRig::new();
        let first = bench.picture();
        bench.perform(Action::UseLayout("layered"));
        bench.order();
        bench.drawing.cancel();
        bench.session.give_up_layout();
        assert_eq!(bench.session.look.layout, "organic");
        let after = bench.picture();
        assert_eq!(after.positions, first.positions);
        // Something else that was changed in between stays as it is.
        bench.perform(Action::UseLayout("layered"));
        bench.perform(Action::ShowKind("state".to_owned(), false));
        bench.session.give_up_layout();
        assert_eq!(bench.session.look.layout, "organic");
        assert!(bench.session.look.filter.hidden_kinds.contains("state"));
    }

    /// A text so long that its layout is still at work when the next command comes.
    fn large() -> Session {
        let mut text = String::from("Dossier(format: 1, title: \"Large\", sources: [(id: \"s\")], entities: [\n");
        (0..1_500).for_each(|n| text += &format!("(id: \"e{n}\", kind: \"state\", name: \"State {n}\"),\n"));
        text += "], relations: [\n";
        (0..4_500).for_each(|n| {
            text += &format!("(from: \"e{}\", kind: \"supports\", to: \"e{}\"),\n", n % 1_500, n * 7_919 % 1_500);
        });
        Session::new(open_texts(&[("large.ron", &(text + "])"))]))
    }

    #[test]
    fn what_is_edited_while_a_layout_is_at_work_is_drawn_next() {
        let mut bench = ThreadRig { session: large(), drawing: RenderThread::start(|| {}) };
        let first = bench.session.dossier().relations().next().unwrap().3.clone();
        bench.order();
        let held = bench.session.document.snapshot();
        bench.perform(Action::Select(vec![ItemId::Entity(EntityId::new("e7"))], SelectHow::Replace));
        assert!(matches!(bench.session.perform(Action::Run(Command::Duplicate)), Effect::Say(_)));
        bench.perform(Action::Select(vec![ItemId::Relation(first.id.clone())], SelectHow::Replace));
        bench.perform(Action::Run(Command::Reverse));
        assert!(bench.drawing.is_busy(), "the layout of what was there before is still at work");
        assert_eq!(held.dossier().entity_count(), 1_500);
        assert_eq!(held.dossier().relation_by_id(first.id.as_str()), Some(&first));
        drop(held);
        let scene = Arc::clone(&bench.picture().stock.scene);
        assert_eq!(scene.nodes.len(), 1_501);
        let end = |node: u32| scene.nodes[node as usize].id.as_ref();
        let turned =
            scene.lines.iter().filter(|l| (end(l.ends.0), end(l.ends.1)) == (first.to.as_str(), first.from.as_str()));
        assert!(turned.count() > 0);
    }

    #[test]
    fn a_passage_is_cited_while_the_drawing_thread_reads() {
        let merrow = EXAMPLES.iter().find(|e| e.name == "merrow-port").unwrap();
        let mut bench = ThreadRig { session: Session::new(open_example(merrow)), drawing: RenderThread::start(|| {}) };
        bench.order();
        bench.perform(Action::Read("stonefield".into(), None));
        bench.session.keep_reading();
        let way = bench.session.take_text_wanted().unwrap();
        let text = way.read().unwrap();
        bench.session.text_came(&way, Ok(Arc::new(Passages::new(&text.text, text.markdown))));
        let id = EntityId::new("port-authority");
        bench.perform(Action::Select(vec![ItemId::Entity(id.clone())], SelectHow::Replace));
        bench.perform(Action::ChoosePassage(Some(((1, 0), (1, 6)))));
        let claims = |dossier: &Dossier| dossier.entity_by_id(id.as_str()).unwrap().claims.len();
        let held = bench.session.document.snapshot();
        let before = claims(held.dossier());
        assert!(matches!(bench.session.perform(Action::Run(Command::CitePassage)), Effect::Say(_)));
        assert_eq!((claims(held.dossier()), claims(bench.session.dossier())), (before, before + 1));
        bench.order();
        bench.picture();
        assert_eq!(claims(bench.session.document.snapshot().dossier()), before + 1);
    }
}
