//! What is open and how it is looked at: document, selection, hover, filter, as-of date, and the
//! back and forward of each. Free of egui, so that it can be tested without a window.

pub(crate) mod bringing;
mod checking;
mod colouring;
mod commands;
mod enabled;
pub(crate) mod exploring;
pub(crate) mod folds;
mod history;
mod last_used;
pub mod reading;
mod records;
mod selection;
pub(crate) mod text_names;
mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

pub(crate) use self::checking::today;
use self::colouring::ColouringState;
use self::exploring::Exploring;
pub(crate) use self::history::Logged;
use self::history::Steps;
use self::last_used::LastUsed;
use self::reading::Reading;
use self::selection::{Selection, exists};
use self::views::ViewState;

use crate::dossier::document::Document;
use crate::dossier::model::naming;
use crate::dossier::model::{Claim, Date, Dossier, Entity, EntityId, Relation, SourceId, Truth};
use crate::explore::folding::{self, Folded};
use crate::explore::query::comparison::Comparison;
use crate::explore::query::facets::Facets;
use crate::explore::query::filter::Shown;
use crate::explore::query::language::{self, Evaluator};
use crate::explore::query::search;
use crate::layout::Form;
use crate::picture::encoding::SizeBy;
use crate::picture::pictures::Pictures;
use crate::picture::scene::ColourRow;
use crate::picture::stages::ViewSettings;
use crate::problem::Subject;
use crate::window::action::{Action, FrameCommand, FrameSwitch, ItemId, Prompt, SelectHow};
use crate::wording::counted;

/// What the frame must do after [`Session::perform`], because the session cannot.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Effect {
    /// Nothing more.
    None,
    /// Bring the selection into view if it is not.
    RevealSelection,
    /// A command that needs the frame: dialogs, camera, panels.
    Run(FrameCommand),
    /// Flip a switch of the frame.
    Flip(FrameSwitch),
    /// Open a file.
    Open(std::path::PathBuf),
    /// Open a built-in example by name.
    OpenExample(&'static str),
    /// Ask about, then open, a link.
    FollowLink(String),
    /// Put text on the clipboard.
    Copy(String),
    /// Ask the person for what is missing.
    Ask(Prompt),
    /// Say what was changed, and offer to undo it.
    Say(String),
    /// Say why something was not done.
    Refused(String),
}

/// The open dossier and how it is looked at.
pub struct Session {
    /// What is open.
    pub document: Document,
    /// Pictures of its entities; none before they are read.
    pub pictures: Arc<Pictures>,
    /// Grows with each document that is opened or read again and with each change; stages keep
    /// their results by it.
    pub(crate) revision: u64,
    /// Grows with each document that is opened.
    pub(crate) opened: u64,
    /// Names, folded for searching; made when first asked for.
    search: OnceLock<search::Index>,
    /// How it is looked at.
    pub look: ViewSettings,
    /// Positions as now shown, in scene units; the frame keeps them in step, `Pin` reads them.
    pub(crate) positions: Arc<BTreeMap<EntityId, (f32, f32)>>,
    /// What the filter lets through, as now shown; the frame keeps it in step.
    pub(crate) found: Option<Arc<Shown>>,
    /// What is folded, as now shown; the frame keeps it in step.
    pub(crate) folded: Option<Arc<Folded>>,
    /// What became of what is shown between the two dates that are compared; the frame keeps it in step.
    pub(crate) compared: Option<Arc<Comparison>>,
    /// What is known of the dossier for questions that are answered at once.
    evaluator: Mutex<Evaluator>,
    /// The numbers of the filter panel; the frame has them worked out while it is open.
    pub(crate) facets: Option<Arc<Facets>>,
    /// Fields of it that are counted though it takes long.
    fields_wanted: BTreeSet<String>,
    /// What colours say, as now shown; the frame keeps it in step.
    pub(crate) colour_rows: Vec<ColourRow>,
    /// Whether a layout is at work; the frame keeps it in step.
    pub(crate) laying_out: bool,
    selection: Selection,
    /// What was pinned before the drag that is going on, so that the whole drag is one step. No more
    /// of the look: the rest may change meanwhile, by keys.
    before_drag: Option<BTreeMap<EntityId, (f32, f32)>>,
    steps: Steps,
    view: ViewState,
    last_used: LastUsed,
    /// Changes of the dossier that were not written down yet.
    log: Vec<Logged>,
    /// The text that is read beside the graph.
    pub reading: Reading,
    exploring: Exploring,
    colouring: ColouringState,
}

impl Session {
    /// A session on a document, at rest: nothing selected, nothing hidden, the whole record.
    pub fn new(document: Document) -> Self {
        Session {
            document,
            pictures: Arc::default(),
            revision: 1,
            opened: 1,
            search: OnceLock::new(),
            look: ViewSettings::default(),
            positions: Arc::default(),
            found: None,
            folded: None,
            compared: None,
            evaluator: Mutex::default(),
            facets: None,
            fields_wanted: BTreeSet::new(),
            colour_rows: Vec::new(),
            laying_out: false,
            selection: Selection::default(),
            before_drag: None,
            steps: Steps::default(),
            view: ViewState::default(),
            last_used: LastUsed::default(),
            log: Vec::new(),
            reading: Reading::default(),
            exploring: Exploring::default(),
            colouring: ColouringState::default(),
        }
    }

    /// Puts another document in place of this one. With `keep_view` (the same file read again)
    /// whatever still exists stays selected, hidden and pinned.
    pub(crate) fn replace_document(&mut self, document: Document, keep_view: bool) {
        let (revision, opened) = (self.revision + 1, self.opened + 1);
        let old = std::mem::replace(self, Session::new(document));
        self.revision = revision;
        self.opened = if keep_view { opened - 1 } else { opened };
        // What it brings along is undone like any other change.
        let brought = self.document.can_undo().map(str::to_owned);
        if keep_view {
            self.look = old.look;
            // Until they are read again.
            self.pictures = old.pictures;
            self.steps = old.steps.without_data();
            self.last_used = old.last_used;
            self.view = old.view;
            self.positions = old.positions;
            self.selection = old.selection.for_reread(self.dossier());
            self.reading = old.reading;
            self.exploring = old.exploring;
            self.exploring.forget_struck_claims();
            self.colouring = old.colouring.for_reread();
        } else {
            self.selection = old.selection.for_another();
            self.reading.open = old.reading.open;
        }
        if let Some(name) = brought {
            self.steps.bring(name, self.view.open.clone());
        }
    }

    /// Fields of the filter panel that are counted though it takes long.
    pub fn fields_wanted(&self) -> &BTreeSet<String> {
        &self.fields_wanted
    }

    /// The open dossier.
    pub fn dossier(&self) -> &Dossier {
        &self.document.dossier
    }

    /// Names, folded for searching.
    pub fn search(&self) -> &search::Index {
        self.search.get_or_init(|| search::Index::new(self.dossier()))
    }

    /// The entities that a text means, by id or name: none, the one, or several to choose from.
    pub(crate) fn called(&self, text: &str) -> Vec<&Entity> {
        // Whatever ties is found, and finding is quick.
        let near = self.search().same(text).into_iter();
        naming::called(text, near.filter_map(|index| self.dossier().entity(index)))
    }

    /// What is selected, in the order of selecting.
    pub fn selection(&self) -> &[ItemId] {
        self.selection.items()
    }

    /// Whether a thing is selected.
    pub(crate) fn is_selected(&self, thing: &ItemId) -> bool {
        self.selection().contains(thing)
    }

    /// What the pointer is over.
    pub fn hovered(&self) -> Option<&ItemId> {
        self.selection.hovered()
    }

    /// Changes whenever the selection, hover or highlight changes.
    pub(crate) fn attention(&self) -> u64 {
        self.selection.revision()
    }

    /// The entity from which one came to the relation that is selected.
    pub(crate) fn came_from(&self) -> Option<&EntityId> {
        self.selection.came_from()
    }

    /// The source whose records are brought out, if one is.
    pub fn shown_source(&self) -> Option<&SourceId> {
        self.selection.source()
    }

    /// The entity of a thing, if it is one and exists.
    pub fn entity(&self, thing: &ItemId) -> Option<&Entity> {
        match thing {
            ItemId::Entity(id) => self.dossier().entity_by_id(id.as_str()),
            ItemId::Relation(_) => None,
        }
    }

    /// The relation of a thing, if it is one and exists.
    pub(crate) fn relation(&self, thing: &ItemId) -> Option<&Relation> {
        match thing {
            ItemId::Relation(id) => self.dossier().relation_by_id(id.as_str()),
            ItemId::Entity(_) => None,
        }
    }

    fn exists(&self, thing: &ItemId) -> bool {
        exists(self.dossier(), thing)
    }

    /// Ids of the selected entities; those of folds are none.
    pub(crate) fn selected_entities(&self) -> Vec<EntityId> {
        let entity = |thing: &ItemId| match thing {
            ItemId::Entity(id) => (!folding::is_fold(id.as_str())).then(|| id.clone()),
            ItemId::Relation(_) => None,
        };
        self.selection().iter().filter_map(entity).collect()
    }

    /// Everything that a source has a claim on, ends of its relations included.
    pub(crate) fn resting_on(&self, source: &SourceId) -> BTreeSet<ItemId> {
        let cites = |claims: &[Claim]| claims.iter().any(|c| c.source == *source);
        let mut out = BTreeSet::new();
        for (_, entity) in self.dossier().entities().filter(|(_, e)| cites(&e.claims)) {
            out.insert(ItemId::Entity(entity.id.clone()));
        }
        for (_, _, _, relation) in self.dossier().relations().filter(|(_, _, _, r)| cites(&r.claims)) {
            out.insert(ItemId::Relation(relation.id.clone()));
            out.insert(ItemId::Entity(relation.from.clone()));
            out.insert(ItemId::Entity(relation.to.clone()));
        }
        out
    }

    /// Fulfils a wish as far as the session can, and says what remains for the frame.
    /// In one piece: one arm an action.
    pub fn perform(&mut self, action: Action) -> Effect {
        match action {
            Action::Run(command) => return self.run(command),
            Action::Select(things, how) => self.selection.select(things, how),
            Action::Deselect => self.deselect(),
            Action::GoTo(thing) => {
                if self.exists(&thing) {
                    self.bring_back(&thing);
                    self.selection.select(vec![thing], SelectHow::Replace);
                    return Effect::RevealSelection;
                }
            }
            Action::Hover(thing) => self.selection.hover(thing),
            Action::Read(source, claim) => self.read(source, claim),
            Action::GoToPassage(mark) => return self.select_mark(mark),
            Action::ShowPlace(at) => self.reading.show(at),
            Action::ChoosePassage(chosen) => self.reading.choose(chosen),
            Action::ShowDates(dates) => self.change("show dates", |look| look.dates = dates),
            Action::SetAsOf(date) => (self.look.as_of, self.look.since) = (date, None),
            Action::SetPeriod(since, date) => (self.look.as_of, self.look.since) = (Some(date), Some(since)),
            Action::Dragging(places) => {
                self.before_drag.get_or_insert_with(|| self.look.pins.clone());
                self.look.pins.extend(places);
            }
            Action::Place(places) => {
                if let Some(before) = self.before_drag.take() {
                    self.look.pins = before;
                }
                self.arrange("move", places);
            }
            Action::Unpin(ids) => self.change("unpin", |look| look.pins.retain(|id, _| !ids.contains(id))),
            Action::Hide(ids) => {
                self.selection.deselect_entities(&ids);
                self.hide(ids);
            }
            Action::ShowKind(kind, show) => self.show_kind(kind, show),
            Action::ShowFile(path, show) => self.show_file(path, show),
            Action::Filter(query) => return self.set_query(query),
            Action::Focus(foci) => self.focus(foci),
            Action::Fold(text) => self.fold_by(text),
            Action::DimRest(dims) => self.change("dim or hide the rest", |look| look.dim_rest = dims),
            Action::Bring(ids) => self.bring(ids),
            Action::Expand(origin, ids) => self.expand(&origin, ids),
            Action::ShowSource(source) => self.selection.show_source(source),
            Action::AskWhy(question) => self.ask_why(question.map(|question| *question)),
            Action::ShowChain(chain, link) => self.show_chain(chain, link),
            Action::Strike(evidence) => self.strike(evidence),
            Action::StrikeClaim(of, at) => self.strike_claim(&of, at),
            Action::WantEvidence => self.want_evidence(),
            Action::WantField(name) => drop(self.fields_wanted.insert(name)),
            Action::WantMeasures(entity, measure) => self.want_measures((entity, measure)),
            Action::ShowProblem(number) => {
                let subject = self.document.problems.get(number).and_then(|p| p.subject.clone());
                return match subject {
                    Some(Subject::Entity(id)) => self.perform(Action::GoTo(ItemId::Entity(EntityId::new(id)))),
                    Some(Subject::Relation(id)) => {
                        self.perform(Action::GoTo(ItemId::Relation(crate::dossier::model::RelationId::new(id))))
                    }
                    Some(Subject::Source(id)) => self.perform(Action::ShowSource(Some(SourceId::new(id)))),
                    None => Effect::None,
                };
            }
            Action::UseView(name) => self.use_view(&name),
            Action::Edit(edits) => return self.edit(*edits),
            Action::Ask(ask) => return Effect::Ask(ask),
            Action::JumpTo(done) => self.jump_to(done),
            Action::Paste(text) => return self.paste(&text),
            Action::UseLayout(name) => self.change("change layout", |look| {
                // A layout places a network.
                look.form = Form::Network;
                look.layout = name.to_owned();
            }),
            Action::SetOptions(options) => self.change("layout", |look| look.options = options),
            Action::ShowAs(form) => self.show_as(form),
            Action::OrderRows(by) => self.change("order rows", |look| look.rows_by = Some(by)),
            Action::SetAreas(by) => self.set_areas(by),
            Action::ColourBy(by) => self.colour_by(by),
            Action::ShowColour(colour, fly) => return self.show_colour(colour, fly),
            Action::StopCommunities => self.give_up_communities(),
            Action::CropTo(entities) => self.crop_to(entities),
            Action::SetPage(page) => self.change("change the page", |look| look.page = *page),
            Action::SizeBy(by) => self.change("size by", |look| look.size = by.map(SizeBy::new)),
            Action::Open(path) => return Effect::Open(path),
            Action::OpenExample(name) => return Effect::OpenExample(name),
            Action::FollowLink(link) => return Effect::FollowLink(link),
            Action::Copy(text) => return Effect::Copy(text),
        }
        Effect::None
    }

    fn set_query(&mut self, query: String) -> Effect {
        if query.len() > language::MOST_BYTES {
            let limit = counted(language::MOST_BYTES, "byte", "bytes");
            return Effect::Refused(format!(
                "The filter would be too long: the limit is {limit}. Show all, then ask anew."
            ));
        }
        let name = if query.is_empty() { "clear the filter" } else { "filter" };
        self.change(name, |look| {
            look.filter.query = query;
            // Another question begins anew; of an empty start it narrows what was brought in.
            if !look.filter.start_empty {
                look.filter.shown.clear();
                look.brought.clear();
            }
        });
        Effect::None
    }

    /// The query, and what it must be that it also finds these entities.
    fn with_entities(&self, ids: &[EntityId]) -> String {
        let query = &self.look.filter.query;
        let drawn = self.evaluator().drawn(self.dossier(), self.revision, &language::parse(query).query);
        let is_found =
            |id: &&EntityId| self.dossier().entity_index(id.as_str()).is_some_and(|at| drawn.entity(at) != Truth::No);
        let lacking: Vec<String> =
            ids.iter().filter(|id| !is_found(id)).map(|id| language::id_test(id.as_str())).collect();
        match lacking.is_empty() || query.trim().is_empty() {
            true => query.clone(),
            false => language::widened(query, &lacking.join(" OR ")),
        }
    }

    /// What is asked here is asked often: the evaluator remembers.
    fn evaluator(&self) -> MutexGuard<'_, Evaluator> {
        self.evaluator.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the filter lets through.
    pub(crate) fn shown(&self) -> Shown {
        self.look.filter.apply_with(self.dossier(), self.revision, &mut self.evaluator())
    }

    pub(crate) fn shown_entities(&self) -> Vec<EntityId> {
        self.shown().entities.into_iter().filter_map(|i| self.dossier().entity(i)).map(|e| e.id.clone()).collect()
    }

    /// Makes sure that a thing one goes to is not hidden.
    fn bring_back(&mut self, thing: &ItemId) {
        let ids: Vec<EntityId> = match thing {
            ItemId::Entity(id) => vec![id.clone()],
            ItemId::Relation(_) => self.relation(thing).map(|r| vec![r.from.clone(), r.to.clone()]).unwrap_or_default(),
        };
        let shown: BTreeSet<EntityId> = self.shown_entities().into_iter().collect();
        if ids.iter().all(|id| shown.contains(id)) {
            return;
        }
        let dossier = &self.document.dossier;
        let query = self.with_entities(&ids);
        let of = |id: &EntityId| dossier.entity_by_id(id.as_str());
        let kinds: Vec<String> = ids.iter().filter_map(of).map(|e| e.kind.clone()).collect();
        let files: Vec<String> = ids
            .iter()
            .filter_map(of)
            .filter_map(|e| dossier.files.get(usize::from(e.file.0)))
            .map(|f| f.path.clone())
            .collect();
        self.change("unhide", |look| {
            if look.filter.start_empty {
                look.filter.shown.extend(ids.iter().cloned());
            }
            look.filter.hidden.retain(|id| !ids.contains(id));
            look.filter.hidden_kinds.retain(|k| !kinds.contains(k));
            look.filter.hidden_files.retain(|f| !files.contains(f));
            look.filter.foci.clear();
            look.filter.query = query;
        });
    }

    /// The as-of date as a day, if one is set and understood.
    pub fn as_of(&self) -> Option<&Date> {
        self.look.as_of.as_ref()
    }
}
