//! The inspector: what is known about what is selected, and who says so. One file for each thing
//! that can be selected; what they need from the whole dossier is worked out once per selection.

use std::collections::HashMap;

use egui::{Response, ScrollArea, Ui};

use super::widgets::inset;
use super::{Context, Panel, Side};
use crate::window::action::{Action, Thing};

mod entity;
mod nothing;
mod relation;
mod several;
mod ties;

/// How many rows a group shows before it is asked for more.
const FIRST_ROWS: usize = 30;
/// How many rows it shows more of each time it is asked.
const MORE_ROWS: usize = 200;

/// Makes the panel.
pub fn panel() -> Box<dyn Panel> {
    Box::<Inspector>::default()
}

#[derive(Default)]
struct Inspector {
    /// What was worked out, for which revision and selection.
    known: Option<(u64, Vec<Thing>, Known)>,
    passing: Passing,
}

/// What is worked out once for a selection.
enum Known {
    Nothing(nothing::Overview),
    Entity(ties::Ties),
    Relation,
    Several(several::Shared),
}

/// What lasts from frame to frame while the selection is the same.
#[derive(Default)]
struct Passing {
    /// How many rows groups show that were asked for more.
    rows: HashMap<String, usize>,
    /// What a row under the pointer names.
    hovered: Option<Thing>,
    /// The same as of this frame.
    hovering: Option<Thing>,
}

impl Passing {
    /// Notes that a row is about a thing, so that the graph can bring it out.
    fn note(&mut self, row: &Response, thing: impl FnOnce() -> Thing) {
        if row.contains_pointer() {
            self.hovering = Some(thing());
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
        }
        let Some((_, selection, known)) = &self.known else { return Vec::new() };
        let passing = &mut self.passing;
        passing.hovering = None;
        let mut actions = Vec::new();
        let salt = (session.revision, selection.first(), selection.len());
        ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]).show(ui, |ui| {
            inset(ui, |ui| match known {
                Known::Nothing(overview) => nothing::show(ui, overview, context, &mut actions),
                Known::Several(shared) => several::show(ui, shared, context, passing, &mut actions),
                Known::Entity(ties) => {
                    if let Some(entity) = selection.first().and_then(|thing| session.entity(thing)) {
                        entity::show(ui, entity, ties, context, passing, &mut actions);
                    }
                }
                Known::Relation => {
                    if let Some(relation) = selection.first().and_then(|thing| session.relation(thing)) {
                        relation::show(ui, relation, context, passing, &mut actions);
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

fn work_out(context: Context<'_>) -> Known {
    let session = context.session;
    let dossier = session.dossier();
    match session.selection() {
        [] => Known::Nothing(nothing::Overview::of(dossier)),
        [Thing::Entity(id)] => match dossier.entity_index(id.as_str()) {
            Some(index) => Known::Entity(ties::Ties::of(dossier, index)),
            None => Known::Nothing(nothing::Overview::of(dossier)),
        },
        [Thing::Relation(_)] => Known::Relation,
        things => Known::Several(several::Shared::of(dossier, things)),
    }
}
