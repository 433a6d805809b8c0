//! The card that looks things up in endpoints: what is found there is looked at, picked and taken into the open dossier with
//! its sources. What is asked and what becomes of it is the endpoints' own; here is when it is asked, and that a person has
//! agreed to it before anything is sent.

mod about;
mod again;
mod again_page;
mod again_taking;
pub(super) mod asked;
mod card;
mod found;
mod ghosts;
mod key;
mod keys;
mod look;
mod offer;
mod overlay;
mod places;
mod preview;
mod query;
mod records;
mod state;
mod ties;
mod top;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use self::asked::{Answered, Job, Note, Order, Way, broken};
use self::card::Around;
use self::look::RowsLook;
use self::places::{Origin, Places};
use self::query::query_of;
pub(super) use self::state::LookUpCard;
use self::state::{Focus, Search, Target, Waiting, Wish, Work};
use self::ties::Listed;
use super::App;
use super::tasks::TaskResult;
use crate::dossier::edit::{Change, EntityField, InsertAt};
use crate::dossier::endpoint::{Endpoint, Http, Key, Keys, Mode, Question, Thing, Told, identifying_field};
use crate::dossier::model::EntityId;
use crate::dossier::storage::Answers;
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::progress::Progress;
use crate::window::action::{Action, Command, Edits, ItemId};

/// What the task is called.
const LOOKING_UP: &str = "Looking up";
/// Most entities that are selected once they are taken in.
const MOST_SELECTED: usize = 500;

/// What outlives the card: what a person agreed to in this session, and what the card last showed.
pub(super) struct LookUps {
    /// Connections, each with what was agreed to. None is made otherwise.
    connections: Vec<(Question, Arc<Http>)>,
    /// The folder of kept answers that alone is used.
    replay: Option<PathBuf>,
    /// The card as it was left, by the number of the opened document.
    put_by: Option<(u64, Box<LookUpCard>)>,
    /// How many questions there were.
    asked: u64,
    /// The keys of services that need one.
    keys: Arc<Keys>,
    /// By what rows are seen.
    look: RowsLook,
}

impl LookUps {
    /// Nothing was agreed to.
    pub(super) fn new(replay: Option<PathBuf>) -> Self {
        let keys = Arc::new(Keys::of_this_system());
        LookUps { connections: Vec::new(), replay, put_by: None, asked: 0, keys, look: RowsLook::default() }
    }

    /// A person has agreed: there is a connection from now on.
    fn connect(&mut self, endpoint: &Endpoint) -> Arc<Http> {
        let question = endpoint.question();
        let web = Http::new(question.clone().agreed(), endpoint.user_agent());
        let web = Arc::new(web.with_keys(Arc::clone(&self.keys), endpoint.url.clone()));
        self.connections.push((question, Arc::clone(&web)));
        web
    }
}

impl App {
    /// Opens the card, perhaps with what is known of an entity.
    pub(super) fn look_up(&mut self, of: Option<EntityId>) {
        if self.are_look_ups_off() {
            return;
        }
        // One that stands beside the graph goes on.
        if let Some(mut card) = self.dialogs.look_up.take() {
            card.stop();
            self.look_ups.put_by = Some((card.opened, card));
        }
        let (dossier, contact) = (self.session.dossier(), &self.settings.look_ups.contact);
        let put_by = self.look_ups.put_by.take().filter(|(opened, _)| *opened == self.session.opened);
        let mut card = match put_by {
            Some((_, mut card)) => {
                let before = card.endpoint().map(|endpoint| endpoint.url.clone());
                let places = std::mem::replace(&mut card.places, Places::of(dossier, contact));
                card.places = places.renewed(dossier, contact);
                if before.as_ref() != card.endpoint().map(|endpoint| &endpoint.url) {
                    card.begin_anew();
                }
                card.focus = Some(Focus::Search);
                card
            }
            None => Box::new(LookUpCard::new(Places::of(dossier, contact), self.session.opened)),
        };
        let selected = match self.session.selected_entities().as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        card.target = of.clone().or(selected).and_then(|id| Target::of(dossier, &id));
        if of.is_some()
            && let Some(target) = &card.target
        {
            let text = target.label.clone();
            card.begin_anew();
            card.search = Search { text, ..Search::default() };
        }
        self.dialogs.look_up = Some(card);
    }

    /// Whether endpoints may not be asked; then that is said, with a way to allow it.
    fn are_look_ups_off(&mut self) -> bool {
        if self.settings.look_ups.are_off {
            let why = "Looking up in endpoints is turned off.";
            self.messages.say_error_with(why, ("Allow", Action::Run(Command::AllowLookUps)));
        }
        self.settings.look_ups.are_off
    }

    /// Lets endpoints be asked, or not.
    pub(super) fn allow_look_ups(&mut self, allowed: bool) {
        self.settings.look_ups.are_off = !allowed;
        self.keep_settings();
        if !allowed {
            self.look_ups.connections.clear();
            self.look_ups.put_by = None;
            if let Some(mut card) = self.dialogs.look_up.take() {
                card.stop();
            }
        }
        self.messages.say_now("Looking up in endpoints: ", if allowed { "allowed" } else { "off" });
    }

    /// Shows the card if there is one.
    #[must_use]
    pub(super) fn show_look_up(&mut self, ctx: &Context, theme: &'static Theme) -> Vec<Action> {
        let Some(mut card) = self.dialogs.look_up.take() else { return Vec::new() };
        if card.opened != self.session.opened {
            // It stood beside a graph that is no longer there.
            card.stop();
            return Vec::new();
        }
        card.places.always = card.endpoint().is_some_and(|endpoint| self.is_always(&endpoint.question()));
        card.places.key_is_given = self.look_ups.keys.is_given();
        let contact = self.settings.look_ups.contact.clone();
        let (sends, obstacle) = (self.look_ups.replay.is_none(), self.no_taking());
        let answers = self.files.storage.answers();
        let beside = self.beside_the_graph(ctx, &card);
        self.look_ups.look.follow(&self.session.look);
        let RowsLook { time, evidence: filter, dims, .. } = &self.look_ups.look;
        let cost = card.cost_of_records().filter(|_| card.work.is_none());
        let has_canvas = beside.is_some();
        let listed = Listed { theme, has_canvas, time: time.as_deref(), filter, dims: *dims, cost };
        let wish =
            card.show(ctx, &Around { theme, contact: &contact, sends, obstacle, answers: &answers, beside, listed });
        let (actions, closes) = wish.map(|wish| self.fulfil(&mut card, wish)).unwrap_or_default();
        if card.work.is_none() {
            self.tasks.disown(LOOKING_UP);
        }
        if closes {
            card.stop();
            if card.again.is_none() {
                self.look_ups.put_by = Some((self.session.opened, card));
            }
        } else {
            self.dialogs.look_up = Some(card);
        }
        actions
    }

    /// Does what is wanted. Says what follows, and whether the card is done with.
    fn fulfil(&mut self, card: &mut LookUpCard, wish: Wish) -> (Vec<Action>, bool) {
        match wish {
            Wish::Ask(order) => {
                let mode = order.mode();
                self.ask_endpoint(card, order, mode);
            }
            Wish::Again => {
                if let Some(order) = card.last.order.clone() {
                    self.ask_endpoint(card, order, Mode::Anew);
                }
            }
            Wish::Records => self.read_records(card),
            Wish::Connect => self.connect(card),
            Wish::Back => return (Vec::new(), card.back()),
            Wish::SameAs(thing) => return (self.same_as(card, &thing), false),
            Wish::Take if card.again.is_some() => return self.take_again(card),
            Wish::Take => return self.take_looked_up(card),
            Wish::UseForm => return (self.use_form(card), false),
            Wish::RemoveKey => self.remove_key(card),
        }
        (Vec::new(), false)
    }

    /// Why nothing can be taken in.
    fn no_taking(&self) -> Option<&'static str> {
        if !self.session.is_editable() {
            return Some("This dossier is read-only: nothing can be taken in.");
        }
        self.session.document.is_imported().then_some("Save this as a dossier first, then take things in.")
    }

    fn is_always(&self, question: &Question) -> bool {
        question.hosts().all(|host| self.settings.look_ups.always.contains(host.as_str()))
    }

    /// The way to an endpoint, as far as a person has agreed to it; what is to be agreed to otherwise.
    fn way_to(&mut self, endpoint: &Endpoint, mode: Mode) -> Result<Way, Question> {
        if let Some(folder) = &self.look_ups.replay {
            return Ok(Way { web: None, answers: Answers::in_folder(folder), mode: Mode::Offline });
        }
        let question = endpoint.question();
        let known = self.look_ups.connections.iter().find(|(agreed, _)| *agreed == question);
        let web = match known {
            Some((_, web)) => Arc::clone(web),
            None if self.is_always(&question) => self.look_ups.connect(endpoint),
            None => return Err(question),
        };
        Ok(Way { web: Some(web), answers: self.files.storage.answers(), mode })
    }

    /// Asks at once, or after a person has agreed.
    fn ask_endpoint(&mut self, card: &mut LookUpCard, order: Order, mode: Mode) {
        let Some(endpoint) = card.endpoint().cloned() else { return };
        let way = match order.is_asked() {
            true => self.way_to(&endpoint, mode),
            false => Ok(Way { web: None, answers: self.files.storage.answers(), mode: Mode::Offline }),
        };
        match way {
            Ok(way) => self.start_looking_up(card, endpoint, order, way),
            // What nobody waits for is not asked about.
            Err(_) if order.is_quiet() => {}
            Err(question) => {
                card.stop();
                let probes = card.places.chosen().is_some_and(|place| place.probes);
                let (open, answers) = (self.session.document.snapshot(), self.files.storage.answers());
                let query = query_of(&endpoint, probes, &order, &open, &answers);
                card.waiting = Some(Waiting { order, question, query, always: false });
                card.focus = Some(Focus::Refuse);
            }
        }
    }

    /// The person pressed Connect.
    fn connect(&mut self, card: &mut LookUpCard) {
        let Some(Waiting { order, question, always, .. }) = card.waiting.take() else { return };
        let Some(endpoint) = card.endpoint().cloned() else { return };
        // What was agreed to is what was read: another endpoint is another question.
        if endpoint.question() != question {
            return;
        }
        if always {
            let hosts = question.hosts().map(|host| host.as_str().to_owned());
            self.settings.look_ups.always.extend(hosts);
            self.keep_settings();
        }
        self.look_ups.connect(&endpoint);
        card.focus = Some(Focus::Search);
        let mode = order.mode();
        self.ask_endpoint(card, order, mode);
    }

    /// Reads what listed ties would become, as far as that is not read yet and nothing else is asked.
    fn read_records(&mut self, card: &mut LookUpCard) {
        if let Some(picked) = card.unread().filter(|_| card.work.is_none()) {
            self.ask_endpoint(card, Order::Records(Box::new(picked)), Mode::Kept);
        }
    }

    fn start_looking_up(&mut self, card: &mut LookUpCard, endpoint: Endpoint, order: Order, way: Way) {
        card.stop();
        if !order.is_quiet() {
            card.last.trouble = None;
        }
        self.look_ups.asked += 1;
        let (number, progress, note) = (self.look_ups.asked, Progress::new(), Note::default());
        let is_quiet = order.is_quiet();
        card.work = Some(Work { number, progress: progress.clone(), note: note.clone(), is_quiet });
        let probes = card.places.chosen().is_some_and(|place| place.probes);
        let state = (self.session.opened, self.session.revision);
        let open = self.session.document.snapshot();
        let job = Job { number, endpoint, probes, way, order: order.clone(), open, state };
        let waker = self.tasks.waker().clone();
        self.tasks.start(LOOKING_UP, move || {
            let run = || job.run(&progress, &note, &|| waker.wake());
            let answered = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
                log::error!("looking up panicked");
                let told = Told::default();
                Answered { number, order, profile: None, told, reply: Err(broken()), state }
            });
            TaskResult::LookedUp(Box::new(answered))
        });
    }

    /// An endpoint has said something, unless nobody waits for it any more.
    pub(super) fn looked_up(&mut self, ctx: &Context, answered: Answered) {
        let Some(card) = &mut self.dialogs.look_up else { return };
        if card.work.as_ref().is_none_or(|work| work.number != answered.number) {
            return;
        }
        card.work = None;
        let mut new = None;
        if let Some(profile) = answered.profile
            && let Some(place) = card.places.chosen_mut()
        {
            place.endpoint.profile = profile;
            place.probes = false;
            new = (place.origin == Origin::Typed).then(|| place.endpoint.clone());
        }
        card.take(answered, self.session.dossier());
        if let Some(action) = card.ready_again() {
            self.dialogs.look_up = None;
            self.perform(ctx, action);
        } else if let Some(mut card) = self.dialogs.look_up.take() {
            if card.cost_of_records().is_none() {
                self.read_records(&mut card);
            }
            self.dialogs.look_up = Some(card);
        }
        if let Some(action) = new.and_then(|endpoint| self.add_endpoint(&endpoint)) {
            self.perform(ctx, action);
        }
    }

    /// Makes an endpoint a source of the dossier, where it is not one.
    fn add_endpoint(&self, endpoint: &Endpoint) -> Option<Action> {
        if self.no_taking().is_some() {
            return None;
        }
        let source = endpoint.new_source(self.session.dossier())?;
        let say = printable(&format!("Added {} to the sources", endpoint.name));
        let change = Change::AddSource { source, place: InsertAt::default() };
        Some(Action::Edit(Box::new(Edits { say, ..Edits::one(change) })))
    }

    /// Uses what the form says: another endpoint, or other languages and another contact.
    fn use_form(&mut self, card: &mut LookUpCard) -> Vec<Action> {
        let Some(form) = &card.places.form else { return Vec::new() };
        let (contact, always, is_new) = (form.contact.trim().to_owned(), form.always, form.is_new);
        let key = Key::of(&form.key);
        if !card.places.use_form() {
            return Vec::new();
        }
        if let Some(key) = key {
            self.keep_key(card, key);
        }
        self.settings.look_ups.contact = contact;
        if !is_new && let Some(endpoint) = card.endpoint() {
            for host in endpoint.question().hosts() {
                let host = host.as_str();
                match always {
                    true => self.settings.look_ups.always.insert(host.to_owned()),
                    false => self.settings.look_ups.always.remove(host),
                };
            }
        }
        self.keep_settings();
        card.begin_anew();
        card.focus = Some(Focus::Search);
        let Some(place) = card.places.chosen().filter(|_| is_new) else { return Vec::new() };
        if place.probes {
            self.ask_endpoint(card, Order::Probe, Mode::Kept);
            return Vec::new();
        }
        let endpoint = place.endpoint.clone();
        self.add_endpoint(&endpoint).into_iter().collect()
    }

    /// Keeps which thing the selected entity is.
    fn same_as(&mut self, card: &mut LookUpCard, thing: &Thing) -> Vec<Action> {
        let Some(target) = &mut card.target else { return Vec::new() };
        target.identifier = Some(thing.iri.clone());
        let (key, value) = identifying_field(&thing.iri);
        let set = vec![EntityField::Own(key, Some(value))];
        let say = printable(&format!("“{}” is now the same as {}", target.label, thing.short()));
        let name = format!("set the identifier of “{}”", target.label);
        let change = Change::SetEntity { id: target.id.clone(), set };
        vec![Action::Edit(Box::new(Edits { name, say, ..Edits::one(change) }))]
    }

    /// Takes in what the preview shows, as one step. Where the dossier has changed meanwhile, that is compared first.
    fn take_looked_up(&mut self, card: &mut LookUpCard) -> (Vec<Action>, bool) {
        let Some(preview) = &card.preview else { return (Vec::new(), false) };
        if preview.state != (self.session.opened, self.session.revision) {
            let order = Order::Join(Arc::clone(&preview.offered), preview.choices.clone());
            self.ask_endpoint(card, order, Mode::Offline);
            return (Vec::new(), false);
        }
        let changes = preview.taking.edit.changes.clone();
        if changes.is_empty() || self.no_taking().is_some() {
            return (Vec::new(), false);
        }
        let select = preview.taking.joined.about.iter().take(MOST_SELECTED).cloned().map(ItemId::Entity).collect();
        let name = preview.taking.edit.name.clone();
        let from = card.endpoint().map_or("", |endpoint| endpoint.name.as_str());
        let say = printable(&format!("Taken in from {from}"));
        let edits = Edits { name, changes, select, say, ..Edits::default() };
        card.preview = None;
        (vec![Action::Edit(Box::new(edits))], true)
    }
}

#[cfg(test)]
mod tests;

/// Where the tests keep what they write.
#[cfg(test)]
mod fixtures {
    /// A folder of a test's own.
    pub(super) type Folder = tempfile::TempDir;

    pub(super) fn folder() -> Folder {
        tempfile::tempdir().unwrap_or_else(|error| panic!("no folder: {error}"))
    }

    /// Copies the files of a folder of the tests' data, under names that are made of theirs.
    pub(super) fn copy_files(from: &str, to: &Folder, name: impl Fn(&str) -> String) {
        let from = format!("{}/tests/data/{from}", env!("CARGO_MANIFEST_DIR"));
        for file in std::fs::read_dir(&from).unwrap_or_else(|error| panic!("{from}: {error}")).flatten() {
            let to = to.path().join(name(&file.file_name().to_string_lossy()));
            std::fs::copy(file.path(), to).unwrap_or_else(|error| panic!("{from}: {error}"));
        }
    }
}
