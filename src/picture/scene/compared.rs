//! How a scene tells what became of things from one date to another: what came is blue, what went orange, with a sign in the
//! shape and a pattern of lines that tell as much without colour; all else steps back. Shapes still tell kinds.

use super::icons::{self, Sign};
use super::item::{Dash, LegendEntry, LineLook, NodeLook, Outline};
use crate::explore::query::between::Between;
use crate::picture::theme::{Colour, Theme};

/// How pale the fill is of what may have come or gone.
const PALE: f32 = 0.72;
/// How much of the colour of lines is in nodes that stay.
const QUIET: f32 = 0.55;
/// How much of what is only planned is seen.
const PLANNED: f32 = 0.55;

/// How what became of something looks.
struct Style {
    colour: Colour,
    sign: Option<Sign>,
    /// Solid for nodes: a full fill.
    dash: Dash,
    /// It may be so, or not.
    uncertain: bool,
    /// It is no more there: hollow.
    gone: bool,
    /// How wide its lines are, as a multiple of usual ones.
    width: f64,
}

fn style(change: Between, theme: &Theme) -> Option<Style> {
    let style = |colour, sign, dash, uncertain, gone| Style { colour, sign, dash, uncertain, gone, width: 1.55 };
    match change {
        Between::Came => Some(style(theme.came, Some(Sign::Plus), Dash::Solid, false, false)),
        Between::MayHaveCome => Some(style(theme.came, Some(Sign::Plus), Dash::Dotted, true, false)),
        Between::Went => Some(style(theme.went, Some(Sign::Minus), Dash::Dashed, false, true)),
        // Dotted like what may have come it would differ by its colour alone.
        Between::MayHaveGone => Some(style(theme.went, Some(Sign::Minus), Dash::DashDot, true, true)),
        Between::Stays => Some(Style { width: 1.0, ..style(theme.line, None, Dash::Solid, false, false) }),
        Between::Unclear | Between::Undated => {
            Some(Style { width: 0.6, ..style(theme.line, Some(Sign::Query), Dash::Solid, true, false) })
        }
        Between::Planned => None,
    }
}

/// How much wider than usual a line is.
pub(super) fn widened(change: Option<Between>, theme: &Theme) -> f64 {
    change.and_then(|change| style(change, theme)).map_or(1.0, |style| style.width)
}

/// A node of which this became; `plain` is as it looks where it is there, or planned.
pub(super) fn node(plain: NodeLook, change: Option<Between>, theme: &Theme) -> NodeLook {
    let Some(Style { colour, sign, uncertain, gone, width, .. }) = change.and_then(|change| style(change, theme))
    else {
        // Planned, or at neither date.
        return NodeLook { opacity: plain.opacity * PLANNED, ink: theme.ink_third, change, ..plain };
    };
    let changed = width > 1.0;
    let ground = if changed { colour } else { theme.canvas.mix(colour, QUIET) };
    let fill = match (gone, uncertain) {
        (true, false) => None,
        (_, true) => Some(colour.mix(theme.canvas, PALE)),
        (false, false) => Some(ground),
    };
    let outlined = gone || uncertain;
    let stroke = outlined.then_some(Outline { colour, width: 1.5, per_radius: 0.0 });
    let number = sign.and_then(icons::sign).or(plain.icon.map(|(icon, _)| icon));
    NodeLook {
        fill,
        stroke,
        icon: number.map(|icon| (icon, icons::colour(fill, stroke.map(|s| s.colour), theme))),
        dashed: changed && uncertain,
        ink: if changed { theme.ink } else { theme.ink_second },
        opacity: 1.0,
        unknown: false,
        change,
        ..plain
    }
}

/// A line of which this became.
pub(super) fn line(plain: LineLook, change: Option<Between>, theme: &Theme) -> LineLook {
    let Some(Style { colour, dash, uncertain, gone, .. }) = change.and_then(|change| style(change, theme)) else {
        return LineLook { opacity: plain.opacity * PLANNED, change, dash: planned_dash(change), ..plain };
    };
    let colour = if uncertain && dash == Dash::Dotted { theme.canvas.mix(colour, 0.75) } else { colour };
    LineLook { colour, dash, hollow: gone, opacity: 1.0, unknown: false, change, ..plain }
}

fn planned_dash(change: Option<Between>) -> Dash {
    if change == Some(Between::Planned) { Dash::Dashed } else { Dash::Solid }
}

/// The entries of what occurs, in the order in which it is told.
pub(super) fn legend(nodes: &[NodeLook], lines: &[LineLook]) -> Vec<LegendEntry> {
    let occurs = |change: Between| {
        nodes.iter().any(|look| look.change == Some(change)) || lines.iter().any(|look| look.change == Some(change))
    };
    let all = Between::ALL.iter().filter(|(change, ..)| occurs(*change));
    all.map(|(change, _, word)| LegendEntry::Between { change: *change, word }).collect()
}

/// What stands for a change in a legend: a disc and a line.
pub(crate) struct Sample {
    /// Paint inside the disc; `None` is hollow.
    pub(crate) fill: Option<Colour>,
    /// Paint of its outline.
    pub(crate) edge: Colour,
    /// Its outline is dashed.
    pub(crate) dashed: bool,
    /// What stands in it, and its colour.
    pub(crate) sign: Option<(icons::IconNumber, Colour)>,
    pub(crate) line: Colour,
    pub(crate) dash: Dash,
    /// Width of the line.
    pub(crate) width: f64,
}

/// The sample of a change.
pub(crate) fn sample(change: Between, theme: &Theme) -> Sample {
    let Some(Style { colour, sign, dash, uncertain, gone, width }) = style(change, theme) else {
        let pale = theme.canvas.mix(theme.line, PLANNED);
        return Sample { fill: None, edge: pale, dashed: true, sign: None, line: pale, dash: Dash::Dashed, width: 1.1 };
    };
    let fill = match (gone, uncertain) {
        (true, false) => None,
        (_, true) => Some(colour.mix(theme.canvas, PALE)),
        (false, false) => Some(if width > 1.0 { colour } else { theme.canvas.mix(colour, QUIET) }),
    };
    let outline = (gone || uncertain).then_some(colour);
    Sample {
        fill,
        edge: colour,
        dashed: uncertain && width > 1.0,
        sign: sign.and_then(icons::sign).map(|sign| (sign, icons::colour(fill, outline, theme))),
        line: colour,
        dash,
        width: 1.1 * width,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::theme::OFF_CONTRAST;

    #[test]
    fn colour_is_never_the_only_carrier() {
        for theme in Theme::ALL {
            let all: Vec<Style> = Between::ALL.iter().filter_map(|(change, ..)| style(*change, theme)).collect();
            let grey = |s: &Style| (s.dash, s.sign, s.uncertain, s.gone, s.width.to_bits());
            for (number, one) in all.iter().enumerate() {
                // Unclear and undated look the same, and the list tells them apart.
                let same = all[..number].iter().filter(|other| grey(other) == grey(one)).count();
                assert!(same == 0 || one.sign == Some(Sign::Query), "{}", theme.name);
            }
        }
    }

    #[test]
    fn what_changed_is_seen_on_every_ground() {
        for theme in Theme::ALL {
            for colour in [theme.came, theme.went] {
                assert!(colour.contrast(theme.canvas) >= 4.5, "{}: {colour}", theme.name);
                assert!(colour.contrast(theme.panel) >= 4.5, "{}: {colour}", theme.name);
                assert!(theme.canvas.mix(colour, 0.75).contrast(theme.canvas) >= OFF_CONTRAST, "{}", theme.name);
            }
        }
    }
}
