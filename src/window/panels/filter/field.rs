//! An unfolded field of the filter panel: its histogram with bounds, its values, and a row for what is unknown.

use egui::{Id, Ui};

use super::super::Context;
use super::super::widgets::draft::{Edited, edited};
use super::super::widgets::{TextLook, link, words};
use super::histogram;
use super::values::{Row, show_row};
use crate::dossier::model::Date;
use crate::explore::query::language::{Facet, FacetValue, ranged, wished};
use crate::window::action::Action;

/// So many values are shown at first.
const FEW: usize = 6;

/// Shows it; says whether all values are to be shown from now on.
pub(super) fn show(ui: &mut Ui, facet: &Facet, whole: bool, context: Context<'_>, actions: &mut Vec<Action>) -> bool {
    let query = &context.session.look.filter.query;
    if facet.histogram.is_some() {
        if let Some((from, to)) = histogram::show(ui, facet, context) {
            actions.push(Action::Filter(ranged(query, &facet.name, &from, &to)));
        }
        bounds(ui, facet, context);
    }
    // Numbers have their histogram.
    let values = if facet.histogram.is_some() { &[][..] } else { &facet.values[..] };
    let most = values.iter().map(|value| value.records).chain([facet.unknown.records]).max().unwrap_or(0);
    let shown = if whole { values.len() } else { FEW };
    // What is asked for, or hidden, is always seen.
    let is_seen = |(at, value): &(usize, &FacetValue)| {
        *at < shown || value.wish.is_some() || is_hidden_by_hand(facet, &value.text, context).is_some()
    };
    let seen: Vec<&FacetValue> = values.iter().enumerate().filter(is_seen).map(|(_, value)| value).collect();
    let left = values.len() - seen.len();
    for value in seen {
        let hidden = is_hidden_by_hand(facet, &value.text, context);
        if let Some(wish) = show_row(ui, Row { facet: &facet.name, value, most, hidden: hidden.is_some() }, context) {
            actions.push(match hidden {
                Some(action) => action,
                None => Action::Filter(wished(query, &facet.name, Some(&value.text), wish)),
            });
        }
    }
    let wants_all =
        left > 0 && link(ui, &format!("and {left} more"), TextLook::link(context.theme).size(12.0)).clicked();
    if left == 0 && facet.more > 0 && facet.histogram.is_none() {
        words(ui, &format!("and {} more: type their names", facet.more), TextLook::faint(context.theme));
    }
    let unknown = Row { facet: &facet.name, value: &facet.unknown, most, hidden: false };
    if let Some(wish) = show_row(ui, unknown, context) {
        actions.push(Action::Filter(wished(query, &facet.name, None, wish)));
    }
    wants_all
}

/// Where a value is hidden by the outline's switches, the action that shows it again.
fn is_hidden_by_hand(facet: &Facet, value: &str, context: Context<'_>) -> Option<Action> {
    let filter = &context.session.look.filter;
    match facet.name.as_str() {
        "kind" if filter.hidden_kinds.contains(value) => Some(Action::ShowKind(value.to_owned(), true)),
        "file" if filter.hidden_files.contains(value) => Some(Action::ShowFile(value.to_owned(), true)),
        _ => None,
    }
}

/// Two fields for the bounds.
fn bounds(ui: &mut Ui, facet: &Facet, context: Context<'_>) {
    let (from, to) = facet.range.clone().unwrap_or_default();
    let query = context.session.look.filter.query.clone();
    let is_date = facet.histogram.as_ref().is_some_and(|histogram| histogram.is_years);
    let reads = move |text: &str| {
        text.is_empty() || if is_date { Date::parse(text).is_ok() } else { text.parse::<f64>().is_ok() }
    };
    let field = |ui: &mut Ui, which: &str, value: &str, make: &dyn Fn(&str) -> (String, String)| {
        ui.scope(|ui| {
            ui.set_max_width(86.0);
            let name = format!("{} {which}", facet.title);
            let how = Edited { name: &name, hint: "any", wraps: false, ..Edited::line(context.theme) };
            edited(ui, Id::unique(("bound", &facet.name, which)), value, how, context.theme, |text| {
                let (from, to) = make(text);
                reads(text).then(|| Action::Filter(ranged(&query, &facet.name, &from, &to)))
            });
        });
    };
    ui.horizontal(|ui| {
        words(ui, "from", TextLook::faint(context.theme));
        field(ui, "from", &from, &|text| (text.to_owned(), to.clone()));
        words(ui, "to", TextLook::faint(context.theme));
        field(ui, "to", &to, &|text| (from.clone(), text.to_owned()));
    });
}
