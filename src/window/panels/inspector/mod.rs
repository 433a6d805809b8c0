//! The inspector: what is known about what is selected, and who says so. One file for each thing
//! that can be selected; what they need from the whole dossier is worked out once per selection.

use std::collections::HashMap;

use egui::{Response, ScrollArea, Ui};

use super::widgets::{claim_cards, fact_row, inset, plain_date, text_button};
use super::{Context, Panel, Side};
use crate::dossier::edit::ClaimOwner;
use crate::dossier::model::{Claim, Date};
use crate::explore::folding::is_fold;
use crate::explore::query::lifetimes::Lifetimes;
use crate::explore::query::period::{Period, Since};
use crate::explore::query::presence::{Presence, Presences};
use crate::window::action::{Action, ItemId};
use crate::wording::counted;

mod colours;
mod course;
mod edit;
mod entity;
mod folded;
mod measures;
mod nothing;
mod relation;
mod several;
mod surroundings;
mod ties;

/// How many rows a group shows before it is asked for more.
const FIRST_ROWS: usize = 30;
/// How many rows it shows more of each time it is asked.
const MORE_ROWS: usize = 200;

/// How many claims an entity shows before it is asked for more.
const FIRST_CLAIMS: usize = 3;

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::<Inspector>::default()
}

#[derive(Default)]
struct Inspector {
    /// What was worked out, for which revision and selection.
    known: Option<(u64, Vec<ItemId>, WorkedOut)>,
    /// Who was there at the time that is seen, for which revision and time.
    presences: Option<(u64, SeenTime, Presences)>,
    /// From when to when everything is there, for which revision.
    lifetimes: Option<(u64, Lifetimes)>,
    /// What could be expanded, of which filter of which revision.
    surroundings: surroundings::Known,
    passing: SelectionState,
    measures: measures::Measures,
}

/// What is worked out once for a selection.
enum WorkedOut {
    Nothing(nothing::Overview),
    Entity(ties::Ties),
    /// A fold or counted relations, which come with the session.
    Folded,
    Relation,
    Several(several::InCommon),
}

/// What lasts from frame to frame while the selection is the same.
#[derive(Default)]
struct SelectionState {
    /// How many rows groups show that were asked for more.
    rows: HashMap<String, usize>,
    /// What a row under the pointer names.
    hovered: Option<ItemId>,
    /// The same as of this frame.
    hovering: Option<ItemId>,
    /// What is being added to the record, and whether its field is yet to take the cursor.
    adding: Option<(&'static str, bool)>,
    /// Relations are listed by date alone, not by kind first. It stays for what is selected next.
    by_date: bool,
}

impl SelectionState {
    /// Notes that a row is about a thing, so that the graph can bring it out.
    fn note(&mut self, row: &Response, thing: impl FnOnce() -> ItemId) {
        if row.contains_pointer() {
            self.hovering = Some(thing());
        }
    }

    /// Whether this is being added.
    fn adds(&self, key: &str) -> bool {
        self.adding.is_some_and(|(adding, _)| adding == key)
    }

    /// Whether the field of this is to take the cursor, once.
    fn focus(&mut self, key: &str) -> bool {
        match &mut self.adding {
            Some((adding, focus)) if *adding == key => std::mem::take(focus),
            _ => false,
        }
    }

    /// Shows the first claims as cards and, on asking, the rest.
    fn claims(
        &mut self,
        ui: &mut Ui,
        (of, claims): (&ClaimOwner, &[Claim]),
        first: usize,
        context: Context<'_>,
        actions: &mut Vec<Action>,
    ) {
        const KEY: &str = "claims";
        // One more than that is shown rather than a button in its place.
        let all = claims.len() <= first + 1 || self.rows.contains_key(KEY);
        claim_cards(ui, of, claims, if all { usize::MAX } else { first }, context, actions);
        let label = counted(claims.len().saturating_sub(first), "more claim", "more claims");
        if !all && text_button(ui, &label, &format!("Show {label}"), context.theme).clicked() {
            self.ask_for_more(KEY);
        }
    }

    fn rows_of(&self, group: &str) -> usize {
        self.rows.get(group).copied().unwrap_or(FIRST_ROWS)
    }

    fn ask_for_more(&mut self, group: &str) {
        let rows = self.rows_of(group) + MORE_ROWS;
        self.rows.insert(group.to_owned(), rows);
    }
}

impl Panel for Inspector {
    fn title(&self) -> &'static str {
        "Inspector"
    }

    fn side(&self) -> Side {
        Side::Right
    }

    fn is_shown(&self, context: Context<'_>) -> bool {
        let session = context.session;
        session.why().is_none() && session.struck().is_empty() && !session.shows_comparison()
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let session = context.session;
        let fresh = match &self.known {
            Some((revision, selection, _)) => *revision == session.revision && selection == session.selection(),
            None => false,
        };
        if !fresh {
            let known = work_out(context);
            self.known = Some((session.revision, session.selection().to_vec(), known));
            self.passing.rows.clear();
            self.passing.adding = None;
        }
        self.look_when(context);
        let presences = self.presences.as_ref().map(|(_, time, presences)| (time, presences));
        let Some((_, selection, known)) = &self.known else { return Vec::new() };
        let (passing, measures) = (&mut self.passing, &mut self.measures);
        if let [ItemId::Entity(id)] = &selection[..] {
            self.surroundings.look(id, session);
        }
        let surroundings = &self.surroundings;
        passing.hovering = None;
        let mut actions = Vec::new();
        let salt = (session.opened, selection.first(), selection.len());
        ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]).show(ui, |ui| {
            inset(ui, |ui| match known {
                WorkedOut::Nothing(overview) => nothing::show(ui, overview, context, &mut actions),
                WorkedOut::Several(shared) => several::show(ui, shared, context, passing, &mut actions),
                WorkedOut::Entity(ties) => {
                    if let Some(entity) = selection.first().and_then(|thing| session.entity(thing)) {
                        entity::show(ui, entity, presences, context, passing, &mut actions);
                        surroundings.show(ui, &entity.id, context, &mut actions);
                        entity::show_ties(ui, ties, context, passing, &mut actions);
                        entity::show_names(ui, entity, context, passing, &mut actions);
                        measures.show(ui, entity, context, &mut actions);
                    }
                }
                WorkedOut::Folded => match selection.first() {
                    Some(ItemId::Entity(id)) => {
                        if let Some(fold) = session.fold(id) {
                            folded::show_fold(ui, fold, presences, context, passing, &mut actions);
                        }
                    }
                    Some(item @ ItemId::Relation(_)) => {
                        if let Some(bundle) = session.bundle(item) {
                            folded::show_bundle(ui, bundle, context, passing, &mut actions);
                        }
                    }
                    None => {}
                },
                WorkedOut::Relation => {
                    if let Some(relation) = selection.first().and_then(|thing| session.relation(thing)) {
                        relation::show(ui, relation, presences, context, passing, &mut actions);
                    }
                }
            });
        });
        if passing.hovering != passing.hovered {
            passing.hovered.clone_from(&passing.hovering);
            actions.push(Action::Hover(passing.hovered.clone()));
        }
        actions
    }
}

impl Inspector {
    /// Brings up to date who was there at the time that is seen.
    fn look_when(&mut self, context: Context<'_>) {
        let session = context.session;
        let Some(as_of) = session.as_of().filter(|_| !session.selection().is_empty()) else {
            self.presences = None;
            return;
        };
        let time = SeenTime { as_of: as_of.clone(), since: session.look.since.clone() };
        if self.presences.as_ref().is_none_or(|(revision, of, _)| *revision != session.revision || *of != time) {
            if self.lifetimes.as_ref().is_none_or(|(revision, _)| *revision != session.revision) {
                self.lifetimes = Some((session.revision, Lifetimes::new(session.dossier())));
            }
            let window = time.period().window().zip(self.lifetimes.as_ref());
            let presences = window
                .map_or_else(|| Presences::whole(session.dossier()), |(window, (_, lifetimes))| lifetimes.over(window));
            self.presences = Some((session.revision, time, presences));
        }
    }
}

/// The time that is seen.
#[derive(Clone, PartialEq)]
struct SeenTime {
    as_of: Date,
    since: Option<Since>,
}

impl SeenTime {
    /// What it is called, and where several days are seen, on how many of them what is there is there.
    fn in_words(&self, there: bool) -> Option<(String, &'static str)> {
        Some(match self.period() {
            Period::All => return None,
            Period::AsOf(date) | Period::Compared { after: date, .. } => (format!("As of {}", plain_date(date)), ""),
            Period::Within { from, to, throughout } => {
                let how = if throughout { ", throughout" } else { ", at some time" };
                (format!("{} to {}", plain_date(from), plain_date(to)), if there { how } else { "" })
            }
        })
    }

    fn period(&self) -> Period<'_> {
        Period::new(Some(&self.as_of), self.since.as_ref())
    }
}

/// A time with who was there at it.
type AsOf<'a> = Option<(&'a SeenTime, &'a Presences)>;

/// The fact of whether something was there at the time that is seen.
fn presence_fact(ui: &mut Ui, time: &SeenTime, presence: Presence, context: Context<'_>) {
    let words = match presence {
        Presence::Certain => "Present",
        Presence::Possible => "Possibly present",
        Presence::Planned => "Only planned, hoped for or requested",
        Presence::Absent => "Not present",
    };
    let Some((label, more)) = time.in_words(presence >= Presence::Possible) else { return };
    fact_row(ui, &label, &format!("{words}{more}"), None, context.theme);
}

fn work_out(context: Context<'_>) -> WorkedOut {
    let session = context.session;
    let dossier = session.dossier();
    match session.selection() {
        [] => WorkedOut::Nothing(nothing::Overview::of(dossier)),
        [ItemId::Entity(id)] if is_fold(id.as_str()) => WorkedOut::Folded,
        [ItemId::Relation(id)] if is_fold(id.as_str()) => WorkedOut::Folded,
        [ItemId::Entity(id)] => match dossier.entity_index(id.as_str()) {
            Some(index) => WorkedOut::Entity(ties::Ties::of(dossier, index)),
            None => WorkedOut::Nothing(nothing::Overview::of(dossier)),
        },
        [ItemId::Relation(_)] => WorkedOut::Relation,
        things => WorkedOut::Several(several::InCommon::of(dossier, things)),
    }
}
