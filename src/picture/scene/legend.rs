//! The legend: only what occurs in the picture, kinds in the vocabulary's order.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::compared;
use super::icons;
use super::item::{ColourRow, Dash, LegendEntry, LineLook, NodeLook};
use super::paint::{banded, paint};
use super::shapes::outline;
use crate::dossier::model::Dossier;
use crate::explore::folding::is_fold;
use crate::explore::query::presence::Presence;
use crate::picture::encoding::{ColourCode, Encoded, Key, with_count};
use crate::picture::theme::Theme;

/// Radius of shapes in a legend.
const RADIUS: f64 = 6.0;

/// Entries for the looks that occur among nodes and lines.
/// Where colours are coded, or two dates compared, they do not say kinds.
pub(super) fn legend(
    dossier: &Dossier,
    nodes: &[NodeLook],
    lines: &[LineLook],
    encoded: &Encoded,
    compares: bool,
    theme: &Theme,
) -> Vec<LegendEntry> {
    let grey = encoded.is_coloured() || compares;
    let kinds: BTreeSet<&str> = nodes.iter().map(|n| &*n.kind).collect();
    let known = &dossier.vocabulary.entity_kinds;
    let mut kinds: Vec<&str> = kinds.into_iter().collect();
    kinds.sort_by_key(|kind| known.number(kind).unwrap_or(usize::MAX));
    let mut out: Vec<LegendEntry> = kinds
        .into_iter()
        .map(|id| {
            let kind = dossier.vocabulary.entity_kind_or_neutral(id);
            let plain = paint(&kind, theme);
            let look = if grey { plain.recoloured(ColourCode::Nothing, theme) } else { plain };
            let look = if is_fold(id) { banded(look, theme) } else { look };
            let outline = Arc::new(outline(kind.shape, RADIUS));
            LegendEntry::Kind {
                outline,
                fill: look.fill,
                stroke: look.stroke.map(|s| (s.colour, s.width_at(RADIUS))),
                icon: kind.icon.as_deref().and_then(icons::number).map(|icon| {
                    (
                        icons::placed(icon, kind.shape, RADIUS),
                        if grey {
                            icons::colour(look.fill, None, theme)
                        } else {
                            icons::colour(look.fill, look.stroke.map(|s| s.colour), theme)
                        },
                    )
                }),
                word: kind.label,
            }
        })
        .collect();
    let follows = encoded.keys.iter().skip(1).map(Some).chain([None]);
    let is_of_colour = |key: &Key| matches!(key, Key::Colour(..));
    // Colours of a comparison say nothing else.
    let told = encoded.keys.iter().zip(follows).filter(|(key, next)| {
        !compares || !(is_of_colour(key) || matches!(key, Key::Heading(_)) && next.is_some_and(is_of_colour))
    });
    out.extend(told.map(|(key, _)| match key {
        Key::Heading(word) => LegendEntry::Heading { word: word.clone() },
        Key::Colour(code, name, count) => LegendEntry::Swatch(ColourRow {
            code: *code,
            fill: code.colour(theme),
            edge: if code.needs_rim() { theme.ink_second } else { code.colour(theme) },
            name: name.clone(),
            count: *count,
            word: with_count(name, *count),
        }),
        Key::Size(radius, word) => LegendEntry::Size { radius: *radius, word: word.clone() },
    }));
    if compares {
        // While dates are compared, patterns of lines say what changed, and not on what grounds it stands.
        out.extend(compared::legend(nodes, lines));
        return out;
    }
    let dashes: BTreeSet<Dash> = lines.iter().map(|l| l.dash).collect();
    out.extend(dashes.into_iter().map(|dash| LegendEntry::Line { dash, word: word(dash) }));
    let hollow = nodes.iter().any(|n| n.dashed) || lines.iter().any(|l| l.directed && l.hollow);
    if hollow {
        out.push(LegendEntry::Planned { word: "planned, hoped for or requested" });
    }
    let faint = |presence: Presence, unknown: bool| presence == Presence::Possible && !unknown;
    let possible =
        nodes.iter().any(|n| faint(n.presence, n.unknown)) || lines.iter().any(|l| faint(l.presence, l.unknown));
    let unknown = nodes.iter().any(|n| n.unknown) || lines.iter().any(|l| l.unknown);
    // Both in one entry: a row more makes the page of a figure taller.
    out.extend(match (possible, unknown) {
        (true, true) => Some(LegendEntry::Unknown { word: "possibly present; ?: no date" }),
        (true, false) => Some(LegendEntry::Possible { word: "possibly present" }),
        (false, true) => Some(LegendEntry::Unknown { word: "no date: possibly present" }),
        (false, false) => None,
    });
    out
}

/// What a pattern says.
pub(crate) fn word(dash: Dash) -> &'static str {
    match dash {
        Dash::Solid => "stated in a source",
        Dash::Dashed => "reported by someone",
        Dash::Dotted => "our inference",
        Dash::DashDot => "someone’s judgement",
    }
}
