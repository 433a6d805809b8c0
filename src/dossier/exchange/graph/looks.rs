//! Which columns only say how records were drawn, where names alone do not tell: `size` may be bytes and `b` a truth of
//! the author's own. What is not clearly drawing is data.

use super::super::value::{Column, Purpose, Value};
use super::Records;

/// Names whose values may say how something was drawn: colours, their parts, sizes, switches of programs that draw.
const NAMES: [&str; 21] = [
    "color",
    "colour",
    "r",
    "g",
    "b",
    "a",
    "alpha",
    "size",
    "scale",
    "opacity",
    "width",
    "height",
    "shape",
    "style",
    "selected",
    "grabbable",
    "locked",
    "hidden",
    "pannable",
    "viz",
    "fill",
];

/// What a column is for by its name; which of those that may be drawing are is decided when all values are known.
pub(crate) fn purpose_of(name: &str) -> Purpose {
    let is_known = NAMES.iter().any(|known| first(name).eq_ignore_ascii_case(known));
    if is_known { Purpose::MayBeLook } else { Purpose::Own }
}

/// Decides it for the records of a graph, of which some may have places.
pub(super) fn decide(records: &mut Records, has_places: bool) {
    if !records.columns.iter().any(|column| column.purpose == Purpose::MayBeLook) {
        return;
    }
    let has = |names: &[&str], fits: &dyn Fn(&Value<'_>) -> bool| {
        let is = |column: &Column, name: &str| column.name.eq_ignore_ascii_case(name) && all(column, fits);
        names.iter().all(|name| records.columns.iter().any(|column| is(column, name)))
    };
    let is_rgb = has(&["r", "g", "b"], &is_byte);
    let is_coloured =
        is_rgb || has(&["color"], &is_colour) || has(&["colour"], &is_colour) || has(&["fill"], &is_colour);
    let is_box = has_places && has(&["width", "height"], &is_number);
    let is_drawn = is_coloured || has_places;
    for column in records.columns.iter_mut().filter(|column| column.purpose == Purpose::MayBeLook) {
        let name = column.name.to_ascii_lowercase();
        let is_look = match first(&name) {
            "r" | "g" | "b" => is_rgb,
            "a" | "alpha" => is_rgb && all(column, &is_number),
            "color" | "colour" | "fill" => all(column, &is_colour),
            "size" | "scale" | "opacity" => is_coloured && has_places && all(column, &is_number),
            "width" | "height" => is_box,
            "shape" => is_coloured || is_box,
            "selected" | "grabbable" | "locked" | "hidden" | "pannable" => is_drawn && all(column, &is_switch),
            // What lies in an object `style` or `viz`.
            "style" | "viz" => name.contains('.'),
            _ => false,
        };
        column.purpose = if is_look { Purpose::Look } else { Purpose::Own };
    }
}

/// `color` of `color.border`.
fn first(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// Whether a column has values and all are so.
fn all(column: &Column, fits: &dyn Fn(&Value<'_>) -> bool) -> bool {
    let defaults = column.default.iter().map(Value::borrowed);
    let mut values = column.values().chain(defaults).peekable();
    values.peek().is_some() && values.all(|value| fits(&value))
}

fn as_number(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Real(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
        Value::Boolean(_) | Value::Date(_) | Value::List(_) => None,
    }
}

fn is_number(value: &Value<'_>) -> bool {
    as_number(value).is_some()
}

/// A part of a colour as Gephi writes it.
fn is_byte(value: &Value<'_>) -> bool {
    as_number(value).is_some_and(|number| (0.0..=255.0).contains(&number) && number.fract() == 0.0)
}

fn is_switch(value: &Value<'_>) -> bool {
    match value {
        Value::Boolean(_) => true,
        Value::Text(text) => matches!(text.trim(), "true" | "false"),
        Value::Integer(_) | Value::Real(_) | Value::Date(_) | Value::List(_) => false,
    }
}

/// `#ff0000`, `rgb(255, 0, 0)`, `hsl(…)`; `red` may be a party or a wine.
fn is_colour(value: &Value<'_>) -> bool {
    let Value::Text(text) = value else { return false };
    let text = text.trim().to_ascii_lowercase();
    let is_hex = |digits: &str| matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    text.strip_prefix('#').is_some_and(is_hex)
        || (["rgb(", "rgba(", "hsl(", "hsla("].iter().any(|start| text.starts_with(start)) && text.ends_with(')'))
}
