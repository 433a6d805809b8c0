//! Attributes of DOT: what they belong to, and what those of Graphviz are for. Knows no graph.

use std::borrow::Cow;

use super::super::graph::Position;
use super::super::value::Purpose;

/// What an attribute belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Graph,
    Node,
    Edge,
}

/// A name with a value.
#[derive(Clone, Debug)]
pub(super) struct Attribute<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) value: Cow<'t, str>,
    /// Whether the value stood in angle brackets.
    pub(super) html: bool,
}

/// Attributes that have a place of their own in a graph.
pub(super) fn special(of: Of, name: &str) -> bool {
    match of {
        Of::Graph => false,
        Of::Node => matches!(name, "label" | "pos"),
        Of::Edge => matches!(name, "label" | "weight" | "key" | "headport" | "tailport" | "dir"),
    }
}

/// A value as it is kept: what stood in angle brackets keeps them.
pub(super) fn written(value: &str, html: bool) -> Cow<'_, str> {
    if html { Cow::Owned(format!("<{value}>")) } else { Cow::Borrowed(value) }
}

/// `x,y` or `x,y,z` in points, with `!` where it is fixed.
pub(in super::super) fn position(text: &str) -> Option<Position> {
    let mut parts = text.trim().trim_end_matches('!').split(',').map(|part| part.trim().parse::<f64>().ok());
    let (x, y) = (parts.next()??, parts.next()??);
    let z = parts.next().flatten();
    (x.is_finite() && y.is_finite() && z.is_none_or(f64::is_finite)).then_some(Position { x, y, z })
}

/// Whether an attribute only says how something is drawn.
pub(in super::super) fn is_look(name: &str) -> bool {
    purpose(name) == Purpose::Look
}

/// What the attributes of Graphviz are for; others are the author's own.
pub(super) fn purpose(name: &str) -> Purpose {
    match name {
        "URL" | "href" => Purpose::Url,
        "comment" | "tooltip" => Purpose::Note,
        "color" | "fillcolor" | "fontcolor" | "fontname" | "fontsize" | "shape" | "style" | "width" | "height"
        | "penwidth" | "arrowhead" | "arrowtail" | "arrowsize" | "bgcolor" | "colorscheme" | "constraint" | "dir"
        | "distortion" | "fixedsize" | "gradientangle" | "headclip" | "tailclip" | "image" | "imagescale"
        | "labelangle" | "labeldistance" | "labelfloat" | "labelfontcolor" | "labelfontname" | "labelfontsize"
        | "labeljust" | "labelloc" | "layer" | "len" | "lhead" | "ltail" | "lp" | "margin" | "minlen" | "nojustify"
        | "ordering" | "orientation" | "peripheries" | "pin" | "pos" | "rects" | "regular" | "root" | "samehead"
        | "sametail" | "samplepoints" | "sides" | "skew" | "sortv" | "z" => Purpose::Look,
        _ => Purpose::Own,
    }
}
