//! What the session does on a command, and the switches that it holds. Whether a command is
//! possible is not asked here.

use super::{Effect, Session};
use crate::dossier::model::{EntityId, NodeIndex};
use crate::explore::query::filter::Filter;
use crate::layout::{Choice, Direction, Effort, Form, Grouping, LAYOUTS, RowOrder, Style};
use crate::measure::RANKINGS;
use crate::window::action::{Action, Command, Handler, ItemId, Prompt, SelectHow, SessionCommand, Towards, ViewSwitch};

/// Steps around the focus at most.
const MOST_HOPS: u32 = 9;

impl Session {
    /// Performs a command as far as the session can, if it is possible.
    pub(super) fn run(&mut self, command: Command) -> Effect {
        if !self.is_enabled(command) {
            return Effect::None;
        }
        match command.info().handler {
            Handler::Session(command) => self.run_own(command),
            Handler::ViewSwitch(switch) => self.flip(switch),
            Handler::Frame(command) => Effect::Run(command),
            Handler::FrameSwitch(switch) => Effect::Flip(switch),
        }
    }

    /// One arm a command, each one call: reads better whole.
    fn run_own(&mut self, command: SessionCommand) -> Effect {
        match command {
            SessionCommand::Undo => self.undo(),
            SessionCommand::Redo => self.redo(),
            SessionCommand::Copy => return Effect::Copy(self.selection_as_text()),
            SessionCommand::Duplicate => return self.duplicate(),
            SessionCommand::Delete => return self.delete(),
            SessionCommand::SelectAll => self.select_all(),
            SessionCommand::SelectNone => self.select_none(),
            SessionCommand::InvertSelection => self.invert_selection(),
            SessionCommand::SelectNeighbours => self.select_neighbours(),
            SessionCommand::CopyIds => return Effect::Copy(self.selected_ids()),
            SessionCommand::StepSelection(towards) => self.selection.step(towards),
            SessionCommand::NewEntity => return Effect::Ask(Prompt::NewEntity(None)),
            SessionCommand::NewSource => return Effect::Ask(Prompt::Source(None)),
            SessionCommand::NewClaim => return self.new_claim(),
            SessionCommand::Rename => return self.ask_of_entity(Prompt::Rename),
            SessionCommand::Merge => return self.ask_to_merge(),
            SessionCommand::Split => return self.ask_of_entity(Prompt::Split),
            SessionCommand::ShowMenu => return self.menu_of_selection(),
            SessionCommand::Connect => {
                let from = self.connect_from();
                return from.map_or(Effect::None, |id| Effect::Ask(Prompt::Relate(id, None, None)));
            }
            SessionCommand::Reverse => return self.reverse(),
            SessionCommand::CiteAsLast => return self.cite_as_last(),
            SessionCommand::Details => return Effect::Ask(Prompt::Details),
            SessionCommand::Kinds => return Effect::Ask(Prompt::Kinds),
            SessionCommand::QuickEntry => return Effect::Ask(Prompt::Quick),
            SessionCommand::CitePassage => return self.cite_passage(),
            SessionCommand::RelatePassage => return self.relate_passage(),
            SessionCommand::StepPassage(towards) => return self.step_passage(towards),
            SessionCommand::CheckClaims => return self.check_claims(),
            SessionCommand::Why => self.why_selected(),
            SessionCommand::StepChain(towards) => self.step_chain(towards),
            SessionCommand::AsOfAll => return self.perform(Action::SetAsOf(None)),
            SessionCommand::Hide => return self.perform(Action::Hide(self.selected_with_members())),
            SessionCommand::HideOthers => self.hide_others(),
            SessionCommand::ShowAll => self.change("show all", |look| look.filter = Filter::default()),
            SessionCommand::Focus => {
                let foci = self.selected_entities().into_iter().map(|id| (id, 1)).collect();
                return self.perform(Action::Focus(foci));
            }
            SessionCommand::AddFocus => self.add_foci(),
            SessionCommand::Expand => return self.ask_of_entity(Prompt::Expand),
            SessionCommand::Collapse => self.collapse_selected(),
            SessionCommand::Fold => return Effect::Ask(Prompt::Fold),
            SessionCommand::Unfold => self.unfold(&self.selected_folds()),
            SessionCommand::UnfoldAll => self.change("unfold all", |look| look.fold.clear()),
            SessionCommand::StartEmpty => self.start_empty(),
            SessionCommand::WidenFocus => return self.change_focus(|hops| (hops + 1).min(MOST_HOPS)),
            SessionCommand::NarrowFocus => return self.change_focus(|hops| hops.saturating_sub(1)),
            SessionCommand::Pin => self.pin_selected(),
            SessionCommand::Unpin => return self.perform(Action::Unpin(self.selected_entities())),
            SessionCommand::UnpinAll => self.change("unpin all", |look| look.pins.clear()),
            SessionCommand::StepLayout(towards) => return self.step_layout(towards),
            SessionCommand::NextChoice(choice) => self.choose_next(choice),
            SessionCommand::NextAreas => self.next_areas(),
            SessionCommand::NextColours => self.next_colours(),
            SessionCommand::NextRowOrder => self.next_row_order(),
            SessionCommand::Shuffle => self.shuffle(),
            SessionCommand::LayOutAgain => {
                self.change("lay out again", |look| look.afresh = look.afresh.wrapping_add(1));
            }
            SessionCommand::ShowDates => return Effect::Ask(Prompt::Dates),
            SessionCommand::SaveView => return Effect::Ask(Prompt::SaveView),
            SessionCommand::DuplicateView => return self.duplicate_view(),
            SessionCommand::MoveView(towards) => return self.move_view(towards),
            SessionCommand::UpdateView => return self.update_view(),
            SessionCommand::EditView => {
                let name = self.open_view().map(|view| view.name.clone());
                return name.map_or(Effect::None, |name| Effect::Ask(Prompt::EditView(name)));
            }
            SessionCommand::DeleteView => return self.delete_view(),
        }
        Effect::None
    }

    fn flip(&mut self, switch: ViewSwitch) -> Effect {
        match switch {
            ViewSwitch::ReadingPane => self.toggle_reading(),
            ViewSwitch::Tapered => self.change("taper lines", |look| look.tapered = !look.tapered),
            ViewSwitch::Form(form) => self.show_as(form),
        }
        Effect::None
    }

    /// Whether a switch is on, for its tick in the menu.
    pub(crate) fn is_on(&self, switch: ViewSwitch) -> bool {
        match switch {
            ViewSwitch::ReadingPane => self.reading.open,
            ViewSwitch::Tapered => self.look.tapered,
            ViewSwitch::Form(form) => self.look.form == form,
        }
    }

    fn select_all(&mut self) {
        let all = self.shown_entities().into_iter().map(ItemId::Entity).collect();
        self.selection.select(all, SelectHow::Replace);
    }

    /// What was asked last is taken back last: first what was selected since.
    fn select_none(&mut self) {
        let ends = self.why().map(|question| question.ends.clone());
        let are_ends = ends.is_some_and(|ends| ends == self.selected_entities());
        if (self.selection().is_empty() || are_ends || !self.struck().is_empty()) && self.leave_exploring() {
            return;
        }
        self.deselect();
    }

    /// Nothing is selected or highlighted any more; what is asked stays.
    pub(super) fn deselect(&mut self) {
        self.reading.choose(None);
        self.selection.show_source(None);
    }

    fn invert_selection(&mut self) {
        let others = self.shown_entities().into_iter().map(ItemId::Entity);
        let others = others.filter(|t| !self.is_selected(t)).collect();
        self.selection.select(others, SelectHow::Replace);
    }

    fn select_neighbours(&mut self) {
        let dossier = self.dossier();
        let starts: Vec<NodeIndex> =
            self.selected_entities().iter().filter_map(|id| dossier.entity_index(id.as_str())).collect();
        let neighbours: Vec<ItemId> = starts
            .iter()
            .flat_map(|&start| dossier.relations_of(start))
            .filter_map(|(_, other, _)| dossier.entity(other))
            .map(|e| ItemId::Entity(e.id.clone()))
            .collect();
        self.selection.select(neighbours, SelectHow::Add);
    }

    fn selected_ids(&self) -> String {
        let id = |thing: &ItemId| match thing {
            ItemId::Entity(id) => id.to_string(),
            ItemId::Relation(id) => id.to_string(),
        };
        self.selection().iter().map(id).collect::<Vec<_>>().join("\n")
    }

    fn ask_of_entity(&self, prompt: fn(EntityId) -> Prompt) -> Effect {
        let id = self.selected_entities().into_iter().next();
        id.map_or(Effect::None, |id| Effect::Ask(prompt(id)))
    }

    /// Two selected entities are to become one; otherwise one chooses among likely duplicates.
    fn ask_to_merge(&self) -> Effect {
        Effect::Ask(match &self.selected_entities()[..] {
            [keep, lose] => Prompt::Merge(keep.clone(), lose.clone()),
            _ => Prompt::Duplicates,
        })
    }

    fn hide_others(&mut self) {
        let keep = self.selected_entities();
        let others = self.shown_entities().into_iter().filter(|id| !keep.contains(id)).collect::<Vec<_>>();
        self.hide_as("hide others", others);
    }

    /// Of several foci those that are selected change; where none is, all do.
    fn change_focus(&mut self, hops_from: impl Fn(u32) -> u32) -> Effect {
        let (selected, mut foci) = (self.selected_entities(), self.look.filter.foci.clone());
        let is_any = foci.iter().any(|(id, _)| selected.contains(id));
        for (_, hops) in foci.iter_mut().filter(|(id, _)| !is_any || selected.contains(id)) {
            *hops = hops_from(*hops);
        }
        self.perform(Action::Focus(foci))
    }

    fn pin_selected(&mut self) {
        let here = |id: EntityId| self.positions.get(&id).map(|p| (id, *p));
        let places: Vec<_> = self.selected_entities().into_iter().filter_map(here).collect();
        self.arrange("pin", places);
    }

    /// A view has room for seeds of 32 bits.
    fn shuffle(&mut self) {
        self.change("shuffle", |look| look.seed = u64::from((look.seed as u32).wrapping_add(1)));
    }

    fn step_layout(&mut self, towards: Towards) -> Effect {
        let now = LAYOUTS.iter().position(|l| l.name() == self.look.layout).unwrap_or(0);
        let by = match towards {
            Towards::Next => 1,
            Towards::Previous => LAYOUTS.len() - 1,
        };
        self.perform(Action::UseLayout(LAYOUTS[(now + by) % LAYOUTS.len()].name()))
    }

    /// Goes to the next of what may be chosen about the layout.
    fn choose_next(&mut self, choice: Choice) {
        fn next<T: Copy + PartialEq>(all: &[(&str, T)], now: T) -> T {
            let at = all.iter().position(|(_, one)| *one == now).unwrap_or(0);
            all[(at + 1) % all.len()].1
        }
        let mut new = self.look.options;
        match choice {
            Choice::Effort => new.effort = next(Effort::ALL, new.effort),
            Choice::Style => new.style = next(Style::OFFERED, new.style),
            Choice::Direction => new.direction = next(Direction::ALL, new.direction),
            Choice::Grouping => new.by = next(Grouping::ALL, new.by),
            Choice::Measure => {
                let names: Vec<(&str, &'static str)> = RANKINGS.iter().map(|m| (m.name, m.name)).collect();
                new.measure = Some(next(&names, new.measure.unwrap_or(RANKINGS[0].name)));
            }
            Choice::Together => new.together = !new.together,
        }
        self.change("layout", |look| look.options = new);
    }

    /// Another form has its own usual order.
    pub(super) fn show_as(&mut self, form: Form) {
        self.change("shown as", |look| look.form = form);
    }

    fn next_row_order(&mut self) {
        let all = RowOrder::ALL;
        let now = all.iter().position(|(_, by)| *by == self.look.row_order()).unwrap_or(0);
        self.change("order rows", |look| look.rows_by = Some(all[(now + 1) % all.len()].1));
    }
}
