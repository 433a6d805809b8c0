//! A new relation: the other end by name, by click or new, then a kind that fits both, most likely
//! first. A date and a source may be typed after the kind.

use egui::{Context, Id, ScrollArea, Ui};

use super::name::KindChoice;
use super::parts::{card_at, heading, option, quiet};
use super::tail::{self, Tail};
use super::{Around, Card};
use crate::dossier::edit::quick_entry::free_kind_id;
use crate::dossier::edit::{Change, InsertAt};
use crate::dossier::model::fold::search_form;
use crate::dossier::model::{Claim, Entity, EntityId, Relation, RelationKind};
use crate::window::action::{Action, Edits};
use crate::window::panels::widgets::{FieldLabel, hold_focus, relation_kinds, text_field};
use crate::window::session::Session;

/// At most so many entities are offered.
const HITS: usize = 6;

enum Other {
    /// Not chosen yet.
    Open,
    /// One that is there.
    There(EntityId),
    /// One that will be made, with this name.
    New(String),
}

/// Asks for the other end and the kind.
pub(crate) struct Relate {
    from: EntityId,
    to: Other,
    at: Option<(f32, f32)>,
    typed: String,
    chosen: usize,
    kinds: Option<KindChoice>,
    /// The person chose the kind of what is new.
    kind_chosen: bool,
    /// What is cited where nothing else is typed.
    cite: Option<Claim>,
}

impl Relate {
    /// From an entity, perhaps to another; what is new goes to the place.
    pub(crate) fn new(from: EntityId, to: Option<EntityId>, at: Option<(f32, f32)>) -> Self {
        let to = to.map_or(Other::Open, Other::There);
        Relate { from, to, at, typed: String::new(), chosen: 0, kinds: None, kind_chosen: false, cite: None }
    }

    /// From an entity, perhaps to another, citing a passage.
    pub(crate) fn citing(from: EntityId, to: Option<EntityId>, claim: Claim) -> Self {
        Relate { cite: Some(claim), ..Relate::new(from, to, None) }
    }

    fn go_on(&mut self, to: Other) {
        self.to = to;
        self.typed.clear();
        self.chosen = 0;
    }

    /// The first question: to what?
    fn other_end(&mut self, ui: &mut Ui, around: Around<'_>) -> Option<Vec<Action>> {
        let (session, theme) = (around.session, around.theme);
        let dossier = session.dossier();
        let id = Id::unique("relate to");
        let label = FieldLabel { name: "Relate to", hint: "Type a name, or click it in the graph", width: 296.0 };
        let field = text_field(ui, id, &mut self.typed, label, theme);
        hold_focus(&field.response);
        if field.response.changed() {
            self.chosen = 0;
        }
        let typed = self.typed.trim().to_owned();
        let mut options: Vec<(Other, String, String)> = Vec::new();
        let mut known = false;
        for hit in session.search().find(&typed, HITS) {
            let Some(entity) = dossier.entity(hit.entity) else { continue };
            // What is only a slip away may be something else.
            let by = hit.by.as_deref().unwrap_or(&entity.name);
            known |= options.is_empty() && search_form(by).contains(&search_form(&typed));
            let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind).label;
            options.push((Other::There(entity.id.clone()), entity.name.clone(), kind));
        }
        if !typed.is_empty() {
            let new = (Other::New(typed.clone()), format!("New: “{typed}”"), "add it".to_owned());
            known |= !session.called(&typed).is_empty();
            options.insert(if known { options.len() } else { 0 }, new);
        }
        let last = options.len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(field.moved as isize).min(last);
        let mut answer = None;
        for (number, (other, name, detail)) in options.into_iter().enumerate() {
            let response = option(ui, &name, &detail, number == self.chosen, theme);
            if response.clicked() || (field.entered && number == self.chosen) {
                answer = Some(other);
            }
        }
        quiet(ui, "Enter: select · ↑ ↓: move · Esc: cancel", theme);
        if let Some(other) = answer {
            self.go_on(other);
            ui.ctx().request_repaint();
        }
        field.left.then(Vec::new)
    }

    /// The second question: how?
    /// In one piece: what is typed, the kinds that fit and the chosen one depend on each other.
    fn kind(&mut self, ui: &mut Ui, around: Around<'_>) -> Option<Vec<Action>> {
        let (session, theme) = (around.session, around.theme);
        let dossier = session.dossier();
        let start = dossier.entity_by_id(self.from.as_str())?;
        let label = FieldLabel { name: "Kind of relation", hint: "Kind, @date, [source place]", width: 296.0 };
        let field = text_field(ui, Id::unique("relation kind"), &mut self.typed, label, theme);
        hold_focus(&field.response);
        if field.response.changed() {
            self.chosen = 0;
        }
        let mut tail = tail::read(&self.typed, session);
        tail.claim = tail.claim.or_else(|| self.cite.clone());
        let new_kind = self.kinds.as_ref().filter(|_| self.kind_chosen).map(KindChoice::id);
        let end = match &self.to {
            Other::There(id) => dossier.entity_by_id(id.as_str()).cloned(),
            Other::New(name) => new_kind.map(|kind| Entity::new("", kind, name.as_str())),
            Other::Open => None,
        };
        let words = search_form(&tail.words);
        let label = |kind: &RelationKind, turned: bool| if turned { kind.inverse.clone() } else { kind.label.clone() };
        let fits = |text: &str| {
            let text = search_form(text);
            words.split_whitespace().all(|word| text.split(' ').any(|w| w.starts_with(word)))
        };
        let mut options: Vec<(RelationKind, bool)> = relation_kinds(dossier, start, end.as_ref());
        options.retain(|(kind, turned)| fits(&label(kind, *turned)) || fits(&kind.id.replace('_', " ")));
        let given = !words.is_empty() && !options.iter().any(|(k, t)| search_form(&label(k, *t)) == words);
        let last = options.len() + usize::from(given);
        self.chosen = self.chosen.saturating_add_signed(field.moved as isize).min(last.saturating_sub(1));
        let mut answer = None;
        ScrollArea::vertical().max_height(208.0).show(ui, |ui| {
            for (number, (kind, turned)) in options.iter().enumerate() {
                let selected = number == self.chosen;
                let detail = if *turned { "reversed" } else { "" };
                let response = option(ui, &label(kind, *turned), detail, selected, theme);
                if selected && field.moved != 0 {
                    response.scroll_to_me(None);
                }
                if response.clicked() || (field.entered && selected) {
                    answer = Some((kind.clone(), *turned, false));
                }
            }
            if given {
                let selected = self.chosen == options.len();
                let name = format!("New kind: “{}”", tail.words);
                let response = option(ui, &name, "add it", selected, theme);
                if response.clicked() || (field.entered && selected) {
                    answer = Some((kind_called(&tail.words), false, true));
                }
            }
        });
        if let Other::New(_) = self.to {
            let kinds = self.kinds.get_or_insert_with(|| KindChoice::new(session));
            if let (false, Other::New(name)) = (self.kind_chosen, &self.to) {
                kinds.guess(name, session);
            }
            if !self.kind_chosen
                && let Some((kind, turned)) = options.get(self.chosen)
            {
                // What is new is of a kind that the relation asks for.
                let wanted = if *turned { &kind.from } else { &kind.to };
                if !wanted.is_empty() && !wanted.contains(&kinds.id()) {
                    kinds.choose(&wanted[0]);
                }
            }
            quiet(ui, "Kind of the new entity:", theme);
            let before = kinds.id();
            kinds.show(ui, 0, theme);
            self.kind_chosen |= before != kinds.id();
        }
        if let Some(trouble) = &tail.trouble {
            ui.label(egui::RichText::new(trouble).size(12.0).color(crate::window::canvas::paint::color32(theme.error)));
        } else {
            quiet(ui, &said(&tail, session), theme);
        }
        match answer {
            Some((kind, turned, new)) if tail.trouble.is_none() => Some(self.relate(kind, turned, new, tail, session)),
            _ => field.left.then(Vec::new),
        }
    }

    fn relate(&self, kind: RelationKind, turned: bool, new: bool, tail: Tail, session: &Session) -> Vec<Action> {
        let (mut changes, mut places) = (Vec::new(), Vec::new());
        let other = match &self.to {
            Other::There(id) => id.clone(),
            Other::New(name) => {
                let id = session.free_id(name);
                let of = self.kinds.as_ref().map_or_else(|| "organisation".to_owned(), KindChoice::id);
                let mut entity = Entity::new(id.clone(), of, name.as_str());
                entity.claims.extend(tail.claim.clone());
                changes.push(Change::AddEntity { entity, place: InsertAt::default() });
                places.extend(self.at.map(|at| (id.clone(), at)));
                id
            }
            Other::Open => return Vec::new(),
        };
        let (from, to) = if turned { (other, self.from.clone()) } else { (self.from.clone(), other) };
        let mut relation = Relation::new(from.clone(), kind.id.clone(), to.clone());
        relation.when = tail.when;
        relation.claims.extend(tail.claim);
        if new {
            changes.push(Change::SetRelationKind { kind, place: InsertAt::default() });
        }
        changes.push(Change::AddRelation { relation, place: InsertAt::default() });
        // The last change says what the step is: the relation.
        let name = changes.last().map(|change| change.name(session.dossier())).unwrap_or_default();
        let edits = Edits { name, changes, places, ..Edits::default() };
        vec![Action::Edit(Box::new(edits))]
    }
}

/// A kind of relation that the person named.
fn kind_called(label: &str) -> RelationKind {
    RelationKind::named(free_kind_id(label, |_| false), label)
}

/// Date and source in words, or how to write them.
fn said(tail: &Tail, session: &Session) -> String {
    let mut parts = Vec::new();
    parts.extend(tail.when.as_ref().map(|when| when.date.in_words()));
    parts.extend(tail.claim.as_ref().map(|claim| {
        let source = session.dossier().source(&claim.source).map_or_else(String::new, |s| s.short_label());
        let at = claim.at.as_deref().map_or(String::new(), |at| format!(" {at}"));
        let quote = claim.quote.as_deref().map(|q| format!(": “{}”", q.chars().take(60).collect::<String>()));
        format!("according to {source}{at}{}", quote.unwrap_or_default())
    }));
    if parts.is_empty() {
        "Enter: relate · @2017: date · [ ]: cite last source again".to_owned()
    } else {
        parts.join(" · ")
    }
}

impl Card for Relate {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let dossier = around.session.dossier();
        let Some(start) = dossier.entity_by_id(self.from.as_str()) else { return Some(Vec::new()) };
        let name = start.label().to_owned();
        let to = match &self.to {
            Other::There(id) => Some(id.clone()),
            Other::Open | Other::New(_) => None,
        };
        let at = around.on_screen(ctx, to.as_ref().or(Some(&self.from)), self.at);
        card_at(ctx, "relate", at, 320.0, around.theme, |ui| match &self.to {
            Other::Open => {
                heading(ui, &format!("{name} …"), around.theme);
                self.other_end(ui, around)
            }
            Other::There(id) => {
                let other = dossier.entity_by_id(id.as_str()).map_or("", |e| e.label());
                heading(ui, &format!("{name} … {other}"), around.theme);
                self.kind(ui, around)
            }
            Other::New(new) => {
                heading(ui, &format!("{name} … {new}"), around.theme);
                self.kind(ui, around)
            }
        })
    }

    fn pick(&mut self, entity: &EntityId, _session: &Session) -> bool {
        let open = matches!(self.to, Other::Open);
        if open {
            self.go_on(Other::There(entity.clone()));
        }
        open
    }
}
