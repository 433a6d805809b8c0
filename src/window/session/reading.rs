//! The text of a source that is read beside the graph: which one, what claims cite of it, which
//! words are chosen, and how passages and selection lead to each other. Free of egui; reading the
//! file is the frame's.

use std::sync::Arc;

use super::text_names::NamesKey;
use super::{Effect, ItemId, Session};
use crate::dossier::document::WayToText;
use crate::dossier::edit::{Change, ClaimOwner};
use crate::dossier::model::{Claim, SourceId};
use crate::explore::query::mentions::TextNames;
use crate::explore::query::passages::{Marks, Passages, Position, Span};
use crate::problem::Problem;
use crate::window::action::{Action, Edits, Prompt, SelectHow, Towards};

/// A quotation keeps at most so many characters; of a longer passage its ends are quoted.
const QUOTED: usize = 400;

/// What there is of a text.
#[derive(Clone, Debug, Default)]
pub(crate) enum TextState {
    /// No source is chosen, or it names no text.
    #[default]
    Nothing,
    /// It is to be read.
    Wanted(WayToText),
    /// It is being read.
    Loading(WayToText),
    /// It cannot be read, and why.
    Failed(Box<Problem>),
    /// Here it is.
    Ready(Arc<Passages>),
}

/// What is read, and where one is in it.
#[derive(Debug, Default)]
pub struct Reading {
    /// Whether the pane stands beside the graph.
    pub open: bool,
    /// Grows each time it is opened, so that the text can take the keyboard's focus.
    pub(crate) opened: u64,
    source: Option<SourceId>,
    state: TextState,
    /// What is cited of it, at a revision.
    pub(super) marks: Option<(u64, Arc<Marks>)>,
    /// The revision at which the way to the text was looked at last.
    looked: u64,
    /// The way by which the text was read.
    way: Option<WayToText>,
    chosen: Option<(Position, Position)>,
    /// The passage one is at.
    mark: Option<usize>,
    /// The names in it, and in what they were looked for.
    pub(super) names: Option<(NamesKey, Arc<TextNames>)>,
    /// The search that failed, which is not begun again.
    pub(super) names_failed: Option<NamesKey>,
    /// How many texts have come so far.
    pub(super) texts_read: u64,
    /// What is to be brought into view; the number grows with each wish.
    wanted: (u64, Position),
    /// The claim whose passage is to be shown once the text is there.
    goal: Option<(ClaimOwner, Option<usize>)>,
    /// The selection that was followed last: attention, and the thing itself.
    followed: (u64, Option<ItemId>),
}

impl Reading {
    /// The source that is read.
    pub fn source(&self) -> Option<&SourceId> {
        self.source.as_ref()
    }

    /// What there is of its text.
    pub(crate) fn state(&self) -> &TextState {
        &self.state
    }

    /// The text, once it is there.
    pub fn text(&self) -> Option<&Arc<Passages>> {
        match &self.state {
            TextState::Ready(text) => Some(text),
            TextState::Nothing | TextState::Wanted(_) | TextState::Loading(_) | TextState::Failed(_) => None,
        }
    }

    /// What claims cite of it.
    pub fn marks(&self) -> Option<&Arc<Marks>> {
        self.marks.as_ref().map(|(_, marks)| marks)
    }

    /// Whether there is a passage to go to.
    pub(crate) fn has_marks(&self) -> bool {
        self.open && self.marks().is_some_and(|marks| !marks.list.is_empty())
    }

    /// The passage one is at, by its number among the marks.
    pub fn mark(&self) -> Option<usize> {
        self.mark
    }

    /// The words that are chosen: where they begin and end.
    pub fn chosen(&self) -> Option<(Position, Position)> {
        self.chosen
    }

    /// What was last asked to be brought into view, with the number of the wish.
    pub(crate) fn wanted(&self) -> (u64, Position) {
        self.wanted
    }

    pub(super) fn choose(&mut self, chosen: Option<(Position, Position)>) {
        self.chosen = chosen.map(|(a, b)| if a <= b { (a, b) } else { (b, a) }).filter(|(a, b)| a < b);
        if self.chosen.is_some() {
            self.mark = None;
        }
    }

    pub(super) fn show(&mut self, at: Position) {
        self.wanted = (self.wanted.0 + 1, at);
    }

    fn go_to(&mut self, mark: usize) {
        let Some(span) = self.marks().and_then(|marks| marks.list.get(mark)).map(|mark| mark.span) else { return };
        self.mark = Some(mark);
        self.chosen = None;
        self.show((span.block, span.start));
    }
}

fn of(thing: &ItemId) -> ClaimOwner {
    match thing {
        ItemId::Entity(id) => ClaimOwner::Entity(id.clone()),
        ItemId::Relation(id) => ClaimOwner::Relation(id.clone()),
    }
}

/// The record of a claim, as it is selected.
pub(crate) fn thing(of: &ClaimOwner) -> ItemId {
    match of {
        ClaimOwner::Entity(id) => ItemId::Entity(id.clone()),
        ClaimOwner::Relation(id) => ItemId::Relation(id.clone()),
    }
}

impl Session {
    /// Shows or hides the pane.
    pub(super) fn toggle_reading(&mut self) {
        self.reading.open = !self.reading.open;
        if !self.reading.open {
            return;
        }
        self.reading.opened += 1;
        if matches!(self.reading.state, TextState::Failed(_)) {
            self.look_for_text();
        }
        self.choose_source();
    }

    /// Without a text so far: that of what is selected, of what was cited last, or the first there is.
    fn choose_source(&mut self) {
        if self.reading.source.is_none() {
            let has_text = |id: &&SourceId| self.dossier().source(id).is_some_and(|s| s.text.is_some());
            let selected = self.selection().last().map(|thing| self.sources_of(thing)).unwrap_or_default();
            let last = self.last_used.cited.iter().map(|(id, _)| id);
            let all = self.dossier().sources.iter().map(|s| &s.id);
            let found = selected.iter().chain(last).chain(all).find(has_text).cloned();
            if let Some(source) = found {
                self.read_source(source);
            }
        }
    }

    /// Opens the pane on a source, at what a claim cites.
    pub(super) fn read(&mut self, source: SourceId, claim: Option<(ClaimOwner, usize)>) {
        self.reading.open = true;
        self.reading.opened += 1;
        self.reading.goal = claim.map(|(of, number)| (of, Some(number)));
        if self.reading.source.as_ref() != Some(&source) {
            self.read_source(source);
        }
        self.reach_goal();
    }

    fn read_source(&mut self, source: SourceId) {
        self.reading.source = Some(source);
        self.reading.way = None;
        self.reading.state = TextState::Nothing;
        self.reading.marks = None;
        self.reading.mark = None;
        self.reading.chosen = None;
        self.look_for_text();
    }

    /// Has the text read again, because its file changed.
    pub(crate) fn read_text_again(&mut self) {
        self.reading.way = None;
        self.look_for_text();
    }

    /// Wants the text, if the way to it is another than that by which it was read.
    fn look_for_text(&mut self) {
        let Some(source) = &self.reading.source else { return };
        let way = self.document.way_to_text(source);
        // What could not be read may be there by now.
        let stands = match &self.reading.state {
            TextState::Failed(_) => false,
            TextState::Nothing => way.is_none(),
            TextState::Wanted(_) | TextState::Loading(_) | TextState::Ready(_) => way.is_some(),
        };
        if stands && way == self.reading.way {
            return;
        }
        self.reading.way.clone_from(&way);
        match way {
            Some(way) => self.reading.state = TextState::Wanted(way),
            None => {
                self.reading.state = TextState::Nothing;
                self.reading.marks = None;
            }
        }
    }

    /// The text that is to be read now, once.
    pub(crate) fn take_text_wanted(&mut self) -> Option<WayToText> {
        let TextState::Wanted(way) = &self.reading.state else { return None };
        let way = way.clone();
        self.reading.state = TextState::Loading(way.clone());
        Some(way)
    }

    /// A text has come; one that is not waited for any more is dropped.
    pub(crate) fn text_came(&mut self, way: &WayToText, text: Result<Arc<Passages>, Problem>) {
        if !matches!(&self.reading.state, TextState::Loading(waited) if waited == way) {
            return;
        }
        self.reading.texts_read += 1;
        self.reading.state = match text {
            Ok(text) => TextState::Ready(text),
            Err(problem) => TextState::Failed(Box::new(problem)),
        };
        self.reading.marks = None;
        self.reading.mark = None;
        self.reading.chosen = None;
        self.keep_reading();
    }

    /// Keeps the pane in step with dossier and selection. Costs nothing where neither has changed.
    pub(crate) fn keep_reading(&mut self) {
        if !self.reading.open {
            return;
        }
        if std::mem::replace(&mut self.reading.looked, self.revision) != self.revision {
            self.choose_source();
            self.look_for_text();
        }
        if self.reading.marks.as_ref().is_none_or(|(revision, _)| *revision != self.revision) {
            self.mark_passages();
        }
        self.reach_goal();
        let attention = self.attention();
        if self.reading.followed.0 != attention {
            let selected = self.selection().last().cloned();
            let is_new = self.reading.followed.1 != selected;
            self.reading.followed = (attention, selected.clone());
            if let Some(thing) = selected.filter(|_| is_new) {
                self.follow_selection(&thing);
            }
        }
    }

    fn mark_passages(&mut self) {
        let (Some(source), Some(text)) = (self.reading.source.clone(), self.reading.text().cloned()) else { return };
        let at = |reading: &Reading| Some(reading.marks()?.list.get(reading.mark?)?.clone());
        let before = at(&self.reading);
        let marks = Arc::new(Marks::new(&text, self.dossier(), &source));
        // One stays at the same passage of the same record.
        self.reading.mark = before.and_then(|before| marks.list.iter().position(|m| *m == before));
        self.reading.marks = Some((self.revision, marks));
    }

    fn reach_goal(&mut self) {
        let Some(marks) = self.reading.marks().cloned() else { return };
        let Some((of, claim)) = self.reading.goal.take() else { return };
        let exact = marks.list.iter().position(|m| m.of == of && Some(m.claim) == claim);
        if let Some(mark) = exact.or_else(|| marks.first_of(&of)) {
            self.reading.go_to(mark);
        }
    }

    /// Goes to what a record that was selected cites; in another text if there is nothing in this one.
    fn follow_selection(&mut self, selected: &ItemId) {
        let of = of(selected);
        let marks = self.reading.marks().cloned();
        let here = marks.as_ref().and_then(|marks| marks.list.get(self.reading.mark?)).is_some_and(|m| m.of == of);
        if here || self.reading.goal.is_some() {
            return;
        }
        if let Some(mark) = marks.as_ref().and_then(|marks| marks.first_of(&of)) {
            // Words that are chosen stay: they are to be cited for what was selected.
            if self.reading.chosen.is_none() {
                self.reading.go_to(mark);
            }
            return;
        }
        self.reading.mark = None;
        let sources = self.sources_of(selected);
        if self.reading.chosen.is_some() || sources.iter().any(|s| Some(s) == self.reading.source.as_ref()) {
            return;
        }
        let other = sources.into_iter().find(|id| self.dossier().source(id).is_some_and(|s| s.text.is_some()));
        if let Some(other) = other {
            self.reading.goal = Some((of, None));
            self.read_source(other);
        }
    }

    /// The sources that a record's claims cite.
    fn sources_of(&self, thing: &ItemId) -> Vec<SourceId> {
        let claims = match thing {
            ItemId::Entity(_) => self.entity(thing).map(|e| &e.claims),
            ItemId::Relation(_) => self.relation(thing).map(|r| &r.claims),
        };
        claims.into_iter().flatten().filter(|c| !c.superseded).map(|c| c.source.clone()).collect()
    }

    /// Goes to the next or previous cited passage and selects its record.
    pub(super) fn step_passage(&mut self, towards: Towards) -> Effect {
        let Some(marks) = self.reading.marks().cloned() else { return Effect::None };
        let last = marks.list.len().saturating_sub(1);
        let chosen = self.reading.chosen.map(|(from, _)| from);
        let after = |at: Position| marks.list.partition_point(|m| (m.span.block, m.span.start) < at);
        let next = match (self.reading.mark, chosen, towards) {
            (Some(mark), _, Towards::Next) => {
                if mark >= last {
                    0
                } else {
                    mark + 1
                }
            }
            (Some(mark), _, Towards::Previous) => mark.checked_sub(1).unwrap_or(last),
            (None, Some(at), Towards::Next) => after(at).min(last),
            (None, Some(at), Towards::Previous) => after(at).checked_sub(1).unwrap_or(last),
            (None, None, Towards::Next) => 0,
            (None, None, Towards::Previous) => last,
        };
        self.go_to_mark(next)
    }

    /// Goes to a passage and selects its record.
    fn go_to_mark(&mut self, mark: usize) -> Effect {
        let Some(of) = self.reading.marks().and_then(|m| m.list.get(mark)).map(|m| m.of.clone()) else {
            return Effect::None;
        };
        self.reading.go_to(mark);
        self.perform(Action::GoTo(thing(&of)))
    }

    /// The chosen words as a claim: source, place and quotation.
    pub(crate) fn passage(&self) -> Option<Claim> {
        let (from, to) = self.reading.chosen().filter(|_| self.reading.open)?;
        self.passage_between(from, to)
    }

    /// Words of the text as a claim.
    pub(super) fn passage_between(&self, from: Position, to: Position) -> Option<Claim> {
        let (source, text) = (self.reading.source()?, self.reading.text()?);
        let quote = quoted(&text.words(from, to));
        Some(Claim {
            at: text.place_of(from, to),
            quote: (!quote.is_empty()).then_some(quote),
            ..Claim::stated(source.clone())
        })
    }

    /// Cites the chosen words for each selected record.
    pub(super) fn cite_passage(&mut self) -> Effect {
        let Some(claim) = self.passage() else { return Effect::None };
        let at = claim.at.as_deref().map_or(String::new(), |at| format!(" {at}"));
        let (name, say) = (format!("cite {}{at}", claim.source), format!("Cited {}{at}", claim.source));
        let changes = self.selected_records();
        let changes = changes.iter().map(|t| Change::AddClaim { of: of(t), claim: claim.clone(), at: None });
        let edits = Edits { name, changes: changes.collect(), say, ..Edits::default() };
        let effect = self.edit(edits);
        if !matches!(effect, Effect::Refused(_)) {
            let goal = self.selection().last().map(of);
            self.keep_reading();
            // One is at what was just cited.
            let made = goal.and_then(|of| {
                self.reading.marks()?.list.iter().rposition(|m| m.of == of && cites(m.span, &self.reading))
            });
            self.reading.chosen = None;
            self.reading.mark = made;
        }
        effect
    }

    /// Asks for a relation that cites the chosen words: from the selected entity, else in one line.
    pub(super) fn relate_passage(&mut self) -> Effect {
        let Some(claim) = self.passage().map(Box::new) else { return Effect::None };
        Effect::Ask(match self.selection() {
            [ItemId::Entity(id)] => Prompt::RelateCiting(id.clone(), None, claim),
            _ => Prompt::QuickCiting(claim),
        })
    }

    /// Selects what cites a place of the text; the next of several at each asking. Says whether
    /// anything does.
    pub(crate) fn mark_at(&self, (block, byte): Position) -> Option<usize> {
        let marks = self.reading.marks()?;
        let here = marks.in_block(block).filter(|n| {
            let span = marks.list[*n].span;
            span.start <= byte && byte < span.end
        });
        let here: Vec<usize> = here.collect();
        let now = here.iter().position(|n| Some(*n) == self.reading.mark);
        now.map_or_else(|| here.first().copied(), |at| here.get((at + 1) % here.len()).copied())
    }

    /// Goes to a passage by its number and selects its record.
    pub(super) fn select_mark(&mut self, mark: usize) -> Effect {
        let Some(of) = self.reading.marks().and_then(|m| m.list.get(mark)).map(|m| m.of.clone()) else {
            return Effect::None;
        };
        self.reading.mark = Some(mark);
        self.reading.chosen = None;
        self.selection.select(vec![thing(&of)], SelectHow::Replace);
        Effect::RevealSelection
    }
}

/// Whether a mark lies in the chosen words.
fn cites(span: Span, reading: &Reading) -> bool {
    reading.chosen.is_some_and(|(from, to)| from <= (span.block, span.end) && (span.block, span.start) <= to)
}

/// Words as they are quoted: whole, or their ends where they are many.
fn quoted(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>();
    let whole = words.join(" ");
    if whole.chars().count() <= QUOTED {
        return whole;
    }
    let (first, last) = (&words[..words.len().min(14)], &words[words.len().saturating_sub(14)..]);
    let short = format!("{} … {}", first.join(" "), last.join(" "));
    if words.len() > 28 && short.chars().count() <= QUOTED { short } else { whole.chars().take(QUOTED).collect() }
}
