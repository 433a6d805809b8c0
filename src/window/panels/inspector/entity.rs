//! The inspector on one entity: a card that says what it is, who says so, and what it is tied to.

use egui::Ui;

use super::ties::{Tie, TieStanding, Ties};
use super::{AsOf, FIRST_CLAIMS, SelectionState, edit, presence_fact};
use crate::dossier::edit::ClaimOwner;
use crate::dossier::model::{Claim, Dossier, Entity, FieldValue, NameRole, Relation, SourceId};
use crate::window::action::{Action, ItemId, SelectHow};
use crate::window::panels::Context;
use crate::window::panels::widgets::{
    EntityRow, Icon, RowEnd, TextLook, capital, date_words, fact_row, hairline, heading, kind_icon, language_name,
    line, link_called, place_words, plain_date, relation_mark, row, section, select_how, status_word, tab, text_button,
    words,
};
use crate::wording::{counted, in_figures};

/// Shows what is said of an entity itself.
pub(super) fn show(
    ui: &mut Ui,
    entity: &Entity,
    as_of: AsOf<'_>,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let theme = context.theme;
    let editable = context.session.is_editable() && !entity.ghost;
    title(ui, entity, editable, context);
    ui.add_space(4.0);
    if editable {
        edit::entity(ui, entity, context, passing, actions);
    } else {
        facts(ui, entity, context);
    }
    let index = context.session.dossier().entity_index(entity.id.as_str());
    if let (Some((date, presences)), Some(index)) = (as_of, index) {
        presence_fact(ui, date, presences.entity(index), context);
    }
    if !editable {
        own_fields(ui, &entity.fields, context);
    }
    for remark in remarks(entity) {
        ui.add_space(4.0);
        words(ui, &remark, TextLook::small(theme).size(12.5));
    }
    if !editable {
        if let Some(summary) = &entity.summary {
            ui.add_space(8.0);
            words(ui, summary, TextLook::body(theme));
        }
        if let Some(note) = &entity.note {
            ui.add_space(4.0);
            words(ui, &format!("Note: {note}"), TextLook::small(theme).size(12.5));
        }
    }
    if !entity.claims.is_empty() {
        hairline(ui, theme);
        section(ui, "Who says so", "", theme);
        ui.add_space(2.0);
        // Where relations follow they are soon reached.
        let has_relations = index.is_some_and(|at| context.session.dossier().relations_of(at).next().is_some());
        let first = if has_relations { 1 } else { FIRST_CLAIMS };
        passing.claims(ui, (&ClaimOwner::Entity(entity.id.clone()), &entity.claims), first, context, actions);
    } else if !entity.ghost {
        hairline(ui, theme);
        edit::cite(ui, ClaimOwner::Entity(entity.id.clone()), context, actions);
    }
}

/// Shows what an entity is called besides: after its relations, as there may be many names.
pub(super) fn show_names(
    ui: &mut Ui,
    entity: &Entity,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    if context.session.is_editable() && !entity.ghost {
        edit::names(ui, entity, context, passing, actions);
    } else {
        names(ui, entity, context);
    }
}

/// Shows what an entity is tied to.
pub(super) fn show_ties(
    ui: &mut Ui,
    ties: &Ties,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let theme = context.theme;
    hairline(ui, theme);
    if ties.count == 0 {
        section(ui, "Relations", "0", theme);
        words(ui, "No relations.", TextLook::faint(theme));
    }
    if ties.count > 1 {
        ui.horizontal(|ui| {
            ui.set_min_height(24.0);
            ui.spacing_mut().item_spacing.x = 14.0;
            for (word, by_date) in [("By kind", false), ("By date", true)] {
                if tab(ui, word, passing.by_date == by_date, theme) {
                    passing.by_date = by_date;
                }
            }
        });
    }
    if passing.by_date {
        for (number, (standing, list)) in ties.by_date.iter().enumerate() {
            if number > 0 {
                hairline(ui, theme);
            }
            section(ui, standing.heading(), &in_figures(list.ties.len()), theme);
            let rows = Rows { standing: *standing, name: standing.heading(), dated: list.dated, says_kind: true };
            let ties = list.ties.iter().map(|(tie, label)| (*tie, label.as_str()));
            ui.push_id(standing.heading(), |ui| rows.show(ui, ties, context, passing, actions));
        }
        return;
    }
    for (number, (standing, groups)) in ties.lists.iter().enumerate() {
        if number > 0 {
            hairline(ui, theme);
        }
        let count: usize = groups.iter().map(|group| group.ties.len()).sum();
        section(ui, standing.heading(), &in_figures(count), theme);
        for (place, group) in groups.iter().enumerate() {
            if place > 0 {
                ui.add_space(4.0);
            }
            ui.push_id((standing.heading(), place), |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let count = if group.ties.len() > 1 { in_figures(group.ties.len()) } else { String::new() };
                heading(ui, &group.label, &count, theme);
                let rows = Rows { standing: *standing, name: &group.label, dated: group.dated, says_kind: false };
                let ties = group.ties.iter().map(|tie| (*tie, group.label.as_str()));
                rows.show(ui, ties, context, passing, actions);
            });
        }
    }
}

fn title(ui: &mut Ui, entity: &Entity, editable: bool, context: Context<'_>) {
    let theme = context.theme;
    let kind = context.session.dossier().vocabulary.entity_kind_or_neutral(&entity.kind);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.vertical(|ui| {
            ui.set_width(18.0);
            ui.add_space(4.0);
            kind_icon(ui, Icon::of(entity, &kind, theme));
        });
        ui.vertical(|ui| {
            if editable {
                edit::heading(ui, entity, context);
            } else {
                words(ui, entity.label(), TextLook::heading(theme));
            }
        });
    });
    if editable {
        return;
    }
    let official = entity.names.iter().find(|n| n.role == NameRole::Official && n.text != entity.name);
    let full = (entity.name != entity.label()).then_some(entity.name.as_str());
    for line in full.into_iter().chain(official.map(|n| n.text.as_str())) {
        words(ui, line, TextLook::small(theme).size(12.5));
    }
}

fn facts(ui: &mut Ui, entity: &Entity, context: Context<'_>) {
    let theme = context.theme;
    let dossier = context.session.dossier();
    let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind);
    let unknown = dossier.vocabulary.entity_kind(&entity.kind).is_none();
    let remark = unknown.then_some(("not in the vocabulary", "This kind is not defined in the dossier’s vocabulary."));
    fact_row(ui, "Kind", &capital(&kind.label), remark, theme);
    if let Some(when) = &entity.when {
        let (value, remark) = date_words(when);
        let remark = remark.as_ref().map(|(short, long)| (short.as_str(), long.as_str()));
        fact_row(ui, "When", &value, remark, theme);
    }
    fact_row(ui, "Status", &capital(status_word(entity.status)), None, theme);
    let aliases: Vec<&str> = entity
        .names
        .iter()
        .filter(|n| alias_role(n.role) && n.lang.is_none())
        .map(|n| n.text.as_str())
        .filter(|name| *name != entity.label() && *name != entity.name)
        .collect();
    if !aliases.is_empty() {
        fact_row(ui, "Also", &aliases.join(", "), None, theme);
    }
}

/// The author's own data.
pub(crate) fn own_fields(ui: &mut Ui, fields: &[(String, FieldValue)], context: Context<'_>) {
    for (name, value) in fields {
        fact_row(ui, &capital(&name.replace('_', " ")), &value.text(), None, context.theme);
    }
}

/// Names that are listed in one line, because no language tells them apart.
fn alias_role(role: NameRole) -> bool {
    matches!(role, NameRole::Alias | NameRole::Acronym | NameRole::Former | NameRole::Short)
}

/// Names in other languages and scripts, each with what it is.
fn names(ui: &mut Ui, entity: &Entity, context: Context<'_>) {
    let theme = context.theme;
    let others: Vec<_> = entity.names.iter().filter(|n| n.lang.is_some()).collect();
    if others.is_empty() {
        return;
    }
    hairline(ui, theme);
    section(ui, "Names", "", theme);
    for name in others {
        let tag = name.lang.as_deref().unwrap_or_default();
        let role = match name.role {
            // What it is in that language needs no word.
            NameRole::Native | NameRole::Alias => None,
            role => Some((role.word(), "What the name is for")),
        };
        fact_row(ui, language_name(tag).unwrap_or(tag), &name.text, role, theme);
    }
}

/// What a reader could misunderstand, said outright.
fn remarks(entity: &Entity) -> Vec<String> {
    let mut out = Vec::new();
    if entity.ghost {
        out.push(format!("Missing entity: a relation uses the ID “{}”, but no entity has it.", entity.id));
    }
    if entity.unnamed {
        out.push("Unnamed: known to exist, but no source says who or what it is.".to_owned());
    }
    if entity.implied {
        out.push("Implied: no source mentions it, but something they do mention requires it.".to_owned());
    }
    if entity.kind == "post" {
        out.push("A post, not a person. Its known holders are listed under its relations.".to_owned());
    }
    if entity.status.is_prospective() {
        let word = status_word(entity.status);
        out.push(format!("Only {word}: no source says that it happened."));
    }
    out
}

/// Rows of relations under one heading, by date.
#[derive(Clone, Copy)]
struct Rows<'a> {
    standing: TieStanding,
    /// What stands over them.
    name: &'a str,
    /// So many have a date; the others come after them.
    dated: usize,
    /// Whether each says of what kind it is.
    says_kind: bool,
}

impl Rows<'_> {
    /// Shows them; asked for more, it shows more.
    fn show<'t>(
        self,
        ui: &mut Ui,
        ties: impl ExactSizeIterator<Item = (Tie, &'t str)>,
        context: Context<'_>,
        passing: &mut SelectionState,
        actions: &mut Vec<Action>,
    ) {
        let theme = context.theme;
        ui.spacing_mut().item_spacing.y = 0.0;
        let key = format!("{} {}", self.standing.heading(), self.name);
        let (shown, all) = (passing.rows_of(&key), ties.len());
        for (at, (tie, label)) in ties.enumerate().take(shown) {
            if at == self.dated && at > 0 {
                words(ui, "Without a date", TextLook::faint(theme).size(11.5));
            }
            ui.push_id(at, |ui| show_tie(ui, (self, label), tie, context, passing, actions));
        }
        if all > shown {
            let label = format!("Show more ({} in all)", counted(all, "relation", "relations"));
            let name = format!("Show more: {}", self.name);
            if text_button(ui, &label, &name, theme).clicked() {
                passing.ask_for_more(&key);
            }
        }
    }
}

/// A relation: the other end and the date, and under them the source, its place and how sure it is.
fn show_tie(
    ui: &mut Ui,
    (rows, label): (Rows<'_>, &str),
    tie: Tie,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let theme = context.theme;
    let dossier = context.session.dossier();
    let (Some(relation), Some(other)) = (dossier.relation(tie.relation), dossier.entity(tie.other)) else { return };
    let kind = dossier.vocabulary.entity_kind_or_neutral(&other.kind);
    let (mark, all_marks) = relation_mark(relation);
    let marks = all_marks.iter().filter(|word| **word != rows.standing.said_by_heading());
    let date = relation.when.as_ref().map(|when| plain_date(&when.date));
    let inferred = relation.when.as_ref().is_some_and(|when| when.inferred.is_some());
    let tail: Vec<String> = date.clone().into_iter().chain(marks.map(|word| (*word).to_owned())).collect();
    let ground = Ground::of(relation, dossier);
    let mut hint = hint(label, other.label(), date.as_deref(), inferred, &all_marks);
    if let Some(ground) = &ground {
        hint += &format!("; {}", ground.says);
    }
    let shown = EntityRow {
        icon: Icon::of(other, &kind, theme),
        name: &[other.label()],
        strong: kind.strong,
        tail: RowEnd {
            text: tail.join(" · "),
            shorter: date.into_iter().chain(relation.when.as_ref().map(|when| when.date.in_short())).collect(),
            mark: (!all_marks.is_empty()).then_some(mark),
            hint,
        },
        more: Some(format!("Relation: {label} {}", other.label())),
    };
    let response = row(ui, &shown, theme);
    passing.note(&response.whole, || ItemId::Relation(relation.id.clone()));
    passing.note(&response.link, || ItemId::Entity(other.id.clone()));
    if response.link.clicked() {
        let thing = ItemId::Entity(other.id.clone());
        actions.push(match select_how(ui) {
            SelectHow::Replace => Action::GoTo(thing),
            how => Action::Select(vec![thing], how),
        });
    }
    if response.more {
        actions.push(Action::GoTo(ItemId::Relation(relation.id.clone())));
    }
    let kind = rows.says_kind.then_some(label);
    if let Some(ground) = ground {
        ground.show(ui, relation, (kind, other.label()), context, actions);
    } else if let Some(kind) = kind {
        ui.horizontal(|ui| {
            ui.add_space(24.0);
            line(ui, kind, TextLook::faint(theme).size(11.5));
        });
    }
}

/// The strongest claim of a relation, as its row tells it.
struct Ground {
    /// Its number among the claims of the relation.
    at: usize,
    source: SourceId,
    /// Whether the passage can be read.
    has_text: bool,
    /// Source, place and rating, and how many more claims there are.
    says: String,
}

impl Ground {
    fn of(relation: &Relation, dossier: &Dossier) -> Option<Ground> {
        let claim = Claim::strongest(&relation.claims)?;
        let at = relation.claims.iter().position(|other| std::ptr::eq(other, claim))?;
        let source = dossier.source(&claim.source);
        let mut says = source.map_or_else(|| claim.source.to_string(), |s| s.short_label());
        if let Some(place) = &claim.at {
            says += &format!(" {}", place_words(place).0);
        }
        let rating = claim.rating.map_or_else(|| "not rated".to_owned(), |rating| format!("rated {}", rating.text()));
        says += &format!(", {rating}");
        if relation.claims.len() > 1 {
            says += &format!(", and {}", counted(relation.claims.len() - 1, "more claim", "more claims"));
        }
        let has_text = source.is_some_and(|source| source.text.is_some());
        Some(Ground { at, source: claim.source.clone(), has_text, says })
    }

    /// A link to the passage or, where the source has no text, to the claims of the relation.
    fn show(
        self,
        ui: &mut Ui,
        relation: &Relation,
        (kind, other): (Option<&str>, &str),
        context: Context<'_>,
        actions: &mut Vec<Action>,
    ) {
        let look = TextLook::faint(context.theme).size(11.5);
        ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(24.0);
            let shown = kind.map_or_else(|| self.says.clone(), |kind| format!("{kind} · {}", self.says));
            let response = link_called(ui, &shown, &format!("Passage: {}, {other}", self.says), look);
            let help = if self.has_text { "Read the passage" } else { "Show its claims" };
            if response.on_hover_text(help).clicked() {
                actions.push(match self.has_text {
                    true => Action::Read(self.source, Some((ClaimOwner::Relation(relation.id.clone()), self.at))),
                    false => Action::GoTo(ItemId::Relation(relation.id.clone())),
                });
            }
        });
        ui.add_space(3.0);
    }
}

/// The tail of a row in full.
fn hint(label: &str, other: &str, date: Option<&str>, inferred: bool, marks: &[&str]) -> String {
    let mut out = format!("{} {other}", capital(label));
    if let Some(date) = date {
        out += &format!("; {date}");
        if inferred {
            out += " (date inferred)";
        }
    }
    for mark in marks {
        out += &format!("; {mark}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::Status;

    #[test]
    fn what_could_be_misread_is_said_outright() {
        let mut entity = Entity::new("x", "post", "Deputy Home Minister");
        entity.unnamed = true;
        entity.status = Status::Requested;
        let text = remarks(&entity).join("\n");
        for part in ["Unnamed:", "not a person", "Only requested"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(remarks(&Entity::new("japan", "state", "Japan")).is_empty());
    }

    #[test]
    fn a_tail_says_all_of_it_on_asking() {
        let text = hint("takes part in", "Dialogue", Some("May 2014"), true, &["reported"]);
        assert_eq!(text, "Takes part in Dialogue; May 2014 (date inferred); reported");
    }
}
