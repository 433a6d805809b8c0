//! A claim of a record: who says so, where, on what ground, how sure. What was cited last stands
//! there already, so that the next place in the same source is all there is to type.

use egui::{Context, Id, Key};

use super::form::{FormRow, RecordForm};
use super::parts::{chip, dialog, field, foot, heading, option, quiet};
use super::{Around, Card};
use crate::dossier::edit::quick_entry::free_id;
use crate::dossier::edit::{Change, ClaimOwner, InsertAt};
use crate::dossier::model::check::about;
use crate::dossier::model::fold::search_form;
use crate::dossier::model::naming::undecided;
use crate::dossier::model::schema::{FieldType, FormPart, Schema, type_in};
use crate::dossier::model::{Basis, Claim, Entity, FieldValue, Level, Rating, Relation, Source, SourceId};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Edits};
use crate::window::panels::widgets::edged;
use crate::window::panels::widgets::select_all;
use crate::window::session::Session;

/// At most so many sources are offered.
const SOURCES: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ground {
    Stated,
    Reported,
    Inferred,
    Judgement,
}

const GROUNDS: [(Ground, &str, &str); 4] = [
    (Ground::Stated, "stated", ""),
    (Ground::Reported, "reported", "Who is quoted: name or ID"),
    (Ground::Inferred, "inferred", "The reasoning, in one sentence"),
    (Ground::Judgement, "judgement", "Whose judgement, if not the author’s: name or ID"),
];

/// Asks for a claim.
pub(crate) struct ClaimCard {
    of: ClaimOwner,
    number: Option<usize>,
    /// What no line of the card says.
    draft: Claim,
    source: String,
    form: RecordForm<Claim>,
    ground: Ground,
    who: String,
    /// To whom it was said, where someone is quoted.
    to: String,
    /// Ids of the records that an inference rests on, separated by commas.
    on: String,
    /// The field it is about; empty for the record as a whole.
    about: String,
    first: bool,
}

impl ClaimCard {
    /// A new claim, or one of the record's by its number.
    pub(crate) fn new(of: ClaimOwner, number: Option<usize>, session: &Session) -> Self {
        let dossier = session.dossier();
        let claims = match &of {
            ClaimOwner::Entity(id) => dossier.entity_by_id(id.as_str()).map(|e| &e.claims),
            ClaimOwner::Relation(id) => dossier.relation_by_id(id.as_str()).map(|r| &r.claims),
        };
        let there = number.and_then(|number| claims?.get(number).cloned());
        let only = match &dossier.sources[..] {
            [only] => Some(only.id.clone()),
            _ => None,
        };
        let fresh = || {
            let (source, at) = session.last_cited().map_or((only, None), |(s, at)| (Some(s.clone()), at));
            Claim { at: at.map(str::to_owned), ..Claim::stated(source.unwrap_or_else(|| SourceId::new(""))) }
        };
        let number = number.filter(|_| there.is_some());
        let old = there.unwrap_or_else(fresh);
        let (ground, who) = match &old.basis {
            Basis::Stated => (Ground::Stated, String::new()),
            Basis::Reported { by, .. } => (Ground::Reported, by.clone()),
            Basis::Inferred { how, .. } => (Ground::Inferred, how.clone()),
            Basis::Judgement { by } => (Ground::Judgement, by.clone().unwrap_or_default()),
        };
        ClaimCard {
            of,
            number,
            source: old.source.to_string(),
            form: RecordForm::new(&old, |field| match field.kind.in_form() {
                FormPart::Line | FormPart::Date => true,
                // The source has a line of its own, ticks come last, and the basis is chosen.
                FormPart::Record | FormPart::Tick | FormPart::Own => false,
            }),
            ground,
            who,
            to: match &old.basis {
                Basis::Reported { to, .. } => to.clone().unwrap_or_default(),
                Basis::Stated | Basis::Inferred { .. } | Basis::Judgement { .. } => String::new(),
            },
            on: match &old.basis {
                Basis::Inferred { on, .. } => on.join(", "),
                Basis::Stated | Basis::Reported { .. } | Basis::Judgement { .. } => String::new(),
            },
            about: old.about.clone().unwrap_or_default(),
            first: true,
            draft: old,
        }
    }

    /// The records that the inference rests on, by id.
    fn premises(&self) -> Vec<String> {
        self.on.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
    }

    /// Sources whose id, title or label has the words typed.
    fn matching<'a>(&self, session: &'a Session) -> Vec<&'a Source> {
        let typed = search_form(&self.source);
        let has = |s: &&Source| {
            let text = search_form(&format!("{} {} {}", s.id, s.citation(), s.short_label()));
            typed.split_whitespace().all(|word| text.contains(word))
        };
        session.dossier().sources.iter().filter(has).take(SOURCES).collect()
    }

    /// The claim as it stands here, and a source that must be made for it; or what is missing.
    fn claim(&self, session: &Session) -> Result<(Claim, Option<Source>), String> {
        let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let typed = self.source.trim();
        let dossier = session.dossier();
        let known = dossier.sources.iter().find(|s| s.id.as_str() == typed);
        let first = self.matching(session).into_iter().next();
        let (source, new) = match (known.or(first), typed) {
            (_, "") => return Err("Enter a source. To add a new one, type its title.".to_owned()),
            (Some(source), _) => (source.id.clone(), None),
            (None, title) => {
                let taken = |id: &str| dossier.sources.iter().any(|s| s.id.as_str() == id);
                let id = SourceId::new(free_id(title, taken));
                (id.clone(), Some(Source { title: Some(title.to_owned()), ..Source::new(id) }))
            }
        };
        let called = |who: &str| some(who).map(|who| named(&who, session)).transpose();
        let basis = match (self.ground, &self.who) {
            (Ground::Stated, _) => Basis::Stated,
            (Ground::Reported, who) => match called(who)? {
                Some(by) => Basis::Reported { by, to: called(&self.to)? },
                None => return Err("Enter who is quoted.".to_owned()),
            },
            (Ground::Inferred, _) => match some(&self.who) {
                Some(how) => Basis::Inferred { how, on: self.premises() },
                None => return Err("Explain how this was inferred.".to_owned()),
            },
            (Ground::Judgement, who) => Basis::Judgement { by: called(who)? },
        };
        let mut claim = Claim { source, basis, about: some(&self.about), ..self.draft.clone() };
        for row in &self.form.rows {
            if let FieldType::Rating(lens) = &row.field.kind {
                // More ways of writing it are understood than in a file.
                let typed = some(&row.text).map(|text| read_rating(&text).ok_or(RATINGS)).transpose()?;
                *(lens.put)(&mut claim) = typed;
            } else {
                type_in(&mut claim, row.field, row.text.trim())?;
            }
        }
        Ok((claim, new))
    }

    /// What the claim is about: the whole record, or one of its fields.
    fn about(&mut self, ui: &mut egui::Ui, session: &Session, theme: &Theme) {
        let dossier = session.dossier();
        let keys = |fields: Option<&[(String, FieldValue)]>| -> Vec<String> {
            fields.into_iter().flatten().map(|(key, _)| key.clone()).collect()
        };
        let (fields, own): (Vec<&str>, Vec<String>) = match &self.of {
            ClaimOwner::Entity(id) => {
                (about::<Entity>().collect(), keys(dossier.entity_by_id(id.as_str()).map(|e| &e.fields[..])))
            }
            ClaimOwner::Relation(id) => {
                (about::<Relation>().collect(), keys(dossier.relation_by_id(id.as_str()).map(|r| &r.fields[..])))
            }
        };
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(92.0, 28.0), egui::Sense::hover());
            let ink = crate::window::canvas::paint::color32(theme.ink_third);
            let font = egui::FontId::proportional(13.0);
            ui.painter().text(rect.left_center(), egui::Align2::LEFT_CENTER, "About", font, ink);
            const WHOLE: &str = "the record as a whole";
            let now = if self.about.is_empty() { WHOLE.to_owned() } else { self.about.replace('_', " ") };
            let menu = ui.menu_button(crate::problem::printable(&now), |ui| {
                for field in std::iter::once("").chain(fields).chain(own.iter().map(String::as_str)) {
                    let word = if field.is_empty() { WHOLE.to_owned() } else { field.replace('_', " ") };
                    if ui.add(egui::Button::new(word).selected(field == self.about)).clicked() {
                        field.clone_into(&mut self.about);
                        ui.close();
                    }
                }
            });
            menu.response
                .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, format!("About: {now}")));
        });
    }

    /// The source, and those that match while it is typed. Says whether Enter was pressed in it.
    fn source_line(&mut self, ui: &mut egui::Ui, id: Id, session: &Session, theme: &Theme) -> bool {
        let entered = field(ui, id, "Source", &mut self.source, "ID or title; an unknown title adds a source", theme);
        let typing = ui.memory(|m| m.has_focus(id));
        let exact = session.dossier().sources.iter().any(|s| s.id.as_str() == self.source.trim());
        if typing && !exact {
            let found: Vec<(String, String)> =
                self.matching(session).iter().map(|s| (s.id.to_string(), s.citation())).collect();
            for (number, (source, citation)) in found.iter().enumerate() {
                if option(ui, source, citation, number == 0, theme).clicked() {
                    self.source.clone_from(source);
                    let place = self.form.rows.first().map(FormRow::id);
                    place.into_iter().for_each(|id| ui.memory_mut(|m| m.request_focus(id)));
                }
            }
            if found.is_empty() && !self.source.trim().is_empty() {
                quiet(ui, "A new source with this title will be added.", theme);
            }
        }
        entered
    }

    /// What is so or not so of a claim.
    fn ticks(&mut self, ui: &mut egui::Ui, theme: &Theme) {
        for field in Claim::FIELDS.iter().filter(|field| !field.label.is_empty()) {
            let FieldType::Flag(lens, _) = &field.kind else { continue };
            // Nobody adds a claim that is no longer believed.
            let old_only = std::ptr::eq((lens.get)(&self.draft), &self.draft.superseded);
            if self.number.is_some() || !old_only {
                edged(ui, theme, |ui| ui.checkbox((lens.put)(&mut self.draft), field.label));
            }
        }
    }

    fn done(&self, claim: Claim, new: Option<Source>) -> Vec<Action> {
        let add = new.map(|source| Change::AddSource { source, place: InsertAt::default() });
        let of = self.of.clone();
        let set = match self.number {
            Some(at) => Change::SetClaim { of, at, claim },
            None => Change::AddClaim { of, claim, at: None },
        };
        vec![Action::Edit(Box::new(Edits::of(add.into_iter().chain([set]).collect())))]
    }
}

/// What is said where a rating is none.
const RATINGS: &str = "Enter high, medium, low or a code such as B2.";

/// `B2`, `b2`, `high`, `High`.
fn read_rating(text: &str) -> Option<Rating> {
    let lower = text.to_lowercase();
    Rating::parse(&lower).or_else(|| Rating::parse(&text.to_uppercase())).or(match lower.as_str() {
        "h" => Some(Rating::Level(Level::High)),
        "m" | "med" => Some(Rating::Level(Level::Medium)),
        "l" => Some(Rating::Level(Level::Low)),
        _ => None,
    })
}

/// The id of the entity that is called so; the text where none is.
fn named(text: &str, session: &Session) -> Result<String, String> {
    match session.called(text)[..] {
        [] => Ok(text.to_owned()),
        [only] => Ok(only.id.to_string()),
        ref several => Err(format!("{}. Enter its ID.", undecided(text, several))),
    }
}

impl Card for ClaimCard {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let (session, theme) = (around.session, around.theme);
        let id = |name: &str| Id::unique(("claim", name));
        let dossier = session.dossier();
        let of = match &self.of {
            ClaimOwner::Entity(id) => dossier.entity_by_id(id.as_str()).map(|entity| entity.label().to_owned()),
            ClaimOwner::Relation(id) => dossier.relation_by_id(id.as_str()).map(|r| dossier.sentence_of(r)),
        };
        let title = if self.number.is_some() { "Claim" } else { "New claim" };
        let title = of.map_or(title.to_owned(), |of| format!("{title}: {of}"));
        let (answer, close) = dialog(ctx, "claim", 460.0, theme, |ui| {
            heading(ui, &title, theme);
            let mut entered = self.source_line(ui, id("source"), session, theme);
            let mut rows = self.form.rows.iter_mut();
            // The place comes right after the source that it is in.
            entered |= rows.next().is_some_and(|row| row.show(ui, theme));
            ui.horizontal(|ui| {
                ui.add_space(98.0);
                for (ground, word, _) in GROUNDS {
                    if chip(ui, word, self.ground == ground, theme) {
                        self.ground = ground;
                    }
                }
            });
            let hint = GROUNDS.iter().find(|(g, _, _)| *g == self.ground).map_or("", |(_, _, hint)| *hint);
            if !hint.is_empty() {
                let label = if self.ground == Ground::Inferred { "How" } else { "Who" };
                entered |= field(ui, id("who"), label, &mut self.who, hint, theme);
            }
            if self.ground == Ground::Reported {
                entered |= field(ui, id("to"), "To whom", &mut self.to, "If the source says: name or ID", theme);
            }
            if self.ground == Ground::Inferred {
                entered |= field(ui, id("on"), "From", &mut self.on, "IDs of records, separated by commas", theme);
            }
            for row in rows {
                entered |= row.show(ui, theme);
            }
            self.about(ui, session, theme);
            self.ticks(ui, theme);
            if std::mem::take(&mut self.first) {
                let place = self.form.rows.first().filter(|_| !self.source.is_empty());
                let (start, text) = place.map_or((id("source"), ""), |row| (row.id(), row.text.as_str()));
                ui.memory_mut(|m| m.request_focus(start));
                select_all(ui, start, text);
            }
            let claim = self.claim(session);
            quiet(ui, claim.as_ref().err().map_or("Press Enter to save the claim.", String::as_str), theme);
            let deed = if self.number.is_some() { "Update claim" } else { "Add claim" };
            let (done, cancelled) = foot(ui, deed, claim.is_ok(), theme);
            let escaped = ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape));
            match claim {
                Ok((claim, new)) if done || entered => Some(self.done(claim, new)),
                _ if cancelled || escaped => Some(Vec::new()),
                _ => {
                    if entered {
                        // Enter takes the cursor away; what is missing can be typed on.
                        ui.memory_mut(|m| m.request_focus(id("source")));
                    }
                    None
                }
            }
        });
        answer.or(close.then(Vec::new))
    }
}
