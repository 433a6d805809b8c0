//! Size and colour by what entities have: the scales that turn values into steps of colour and into areas, kept in a view so that
//! two figures compare. Values come from outside; neither shapes nor places are known.

use crate::dossier::model::{Attribute, COLOUR_BOUNDS, Colouring, NodeIndex, colour_bounds};
use crate::explore::attribute::{ByEntity, Values};
use crate::explore::communities;
use crate::math::Portable as _;
use crate::picture::hues::{HUES, hue, rest};
use crate::picture::theme::{Colour, Theme};
use crate::wording::{counted, in_figures, with_thousands};

/// Steps of colour: each has as many entities, as far as equal values allow.
const STEPS: usize = COLOUR_BOUNDS - 1;
/// Five steps of cividis (Nuñez, Anderton and Renslow 2018), which readers with any colour vision can tell apart.
const CIVIDIS: [u32; STEPS] = [0x00_22_4E, 0x41_4D_6B, 0x7C_7B_78, 0xBC_AF_6F, 0xFE_E8_38];
/// Radius of the largest value, and the least that is still seen.
const RADII: (f64, f64) = (22.0, 2.5);

/// What nodes are coloured by.
#[derive(Clone, Debug, PartialEq)]
pub struct ColourBy {
    pub(crate) by: Colouring,
    /// The bounds of the steps, ascending; empty until amounts are first worked out.
    pub(crate) bounds: Vec<f64>,
}

/// Above so many nodes colours usually say communities.
pub(crate) const MANY: usize = 300;

/// What colours say of a network of so many nodes where nothing else is asked for.
pub(crate) fn usual_colouring(nodes: usize) -> Colouring {
    if nodes > MANY { Colouring::Attribute(Attribute::Measure(communities::MEASURE)) } else { Colouring::Kind }
}

/// Whether colours say communities.
pub(crate) fn tells_communities(by: &Colouring) -> bool {
    *by == Colouring::Attribute(Attribute::Measure(communities::MEASURE))
}

/// What the area of nodes goes by.
#[derive(Clone, Debug, PartialEq)]
pub struct SizeBy {
    pub(crate) attribute: Attribute,
    /// The value that is drawn largest; `None` until amounts are first worked out.
    pub(crate) full: Option<f64>,
}

impl ColourBy {
    /// By this, with bounds that are still to be worked out.
    pub(crate) fn new(by: Colouring) -> Self {
        ColourBy { by, bounds: Vec::new() }
    }

    /// As a view says it: kind or attribute, and bounds such as `0, 1, 2.5, 4, 12, 30`. What is not understood is left out.
    pub(crate) fn read(by: Option<&str>, bounds: Option<&str>) -> Option<Self> {
        let bounds = bounds.and_then(colour_bounds).unwrap_or_default();
        Some(ColourBy { by: Colouring::parse(by?)?, bounds })
    }

    /// The bounds as a view says them.
    pub(crate) fn bounds_written(&self) -> Option<String> {
        let texts: Vec<String> = self.bounds.iter().map(f64::to_string).collect();
        (!texts.is_empty()).then(|| texts.join(", "))
    }
}

impl SizeBy {
    /// By an attribute, with the largest value still to be worked out.
    pub(crate) fn new(attribute: Attribute) -> Self {
        SizeBy { attribute, full: None }
    }

    /// As a view says it. What is not understood is left out.
    pub(crate) fn read(attribute: Option<&str>, full: Option<f64>) -> Option<Self> {
        Some(SizeBy {
            attribute: Attribute::parse(attribute?)?,
            full: full.filter(|full| full.is_finite() && *full > 0.0),
        })
    }
}

/// The colour of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColourCode {
    /// A step of amounts, from 0.
    Step(u8),
    /// A category, from 0; those beyond the colours share one.
    Category(u8),
    /// It has no value.
    Nothing,
}

impl ColourCode {
    /// Whether it is seen on every ground only with a line around it.
    pub(crate) fn needs_rim(self) -> bool {
        match self {
            ColourCode::Step(_) | ColourCode::Nothing => true,
            ColourCode::Category(_) => false,
        }
    }

    /// The colour itself.
    pub(crate) fn colour(self, theme: &Theme) -> Colour {
        let nothing = theme.canvas.mix(theme.line, 0.45);
        match self {
            ColourCode::Step(step) => CIVIDIS.get(usize::from(step)).map_or(nothing, |rgb| Colour::hex(*rgb)),
            ColourCode::Category(number) => hue(usize::from(number), theme).unwrap_or(rest(theme)),
            ColourCode::Nothing => nothing,
        }
    }
}

/// A line of the key of colours or sizes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Key {
    /// What the next lines are about.
    Heading(String),
    /// A colour, what has it, and how many do where that is counted.
    Colour(ColourCode, String, Option<usize>),
    /// A radius, and the value that has it.
    Size(f64, String),
}

/// A line of the key in one piece: `ASEAN and Japan (13)`.
pub(crate) fn with_count(word: &str, count: Option<usize>) -> String {
    count.map_or_else(|| word.to_owned(), |count| format!("{word} ({})", in_figures(count)))
}

/// The scales that a picture has, to be kept with its view.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Scales {
    /// The bounds of the steps of colour; empty where there are none.
    pub(crate) bounds: Vec<f64>,
    /// The value that is drawn largest.
    pub(crate) full: Option<f64>,
}

/// The codes of all entities of a picture, with their key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Encoded {
    /// By index; what is beyond has no value.
    colours: Option<Vec<ColourCode>>,
    /// Radii; what has no amount has the least.
    radii: Option<ByEntity<f64>>,
    pub(crate) keys: Vec<Key>,
    /// The scales that were used, to be kept.
    pub(crate) bounds: Vec<f64>,
    pub(crate) full: Option<f64>,
    /// So many communities have colours of their own; 0 where colours say something else.
    pub(crate) communities: usize,
}

/// Values that become colours.
pub(crate) struct Coloured<'a> {
    pub(crate) by: &'a ColourBy,
    pub(crate) values: &'a Values,
    /// So many categories have colours of their own, if there are enough colours.
    pub(crate) hues: usize,
    /// Numbers of their colours; a category beyond these has the colour of its own number.
    pub(crate) order: &'a [usize],
}

const _: () = assert!(HUES == communities::COLOURED);

impl Encoded {
    /// The codes of so many nodes.
    pub(crate) fn new(colour: Option<Coloured<'_>>, size: Option<(&SizeBy, &Values)>, nodes: usize) -> Self {
        let mut encoded = Encoded::default();
        if let Some(colour) = colour {
            encoded.add_colours(&colour, nodes);
        }
        if let Some((by, values)) = size {
            encoded.add_sizes(by, values, nodes);
        }
        encoded
    }

    /// Whether colour says something else than the kind.
    pub(crate) fn is_coloured(&self) -> bool {
        self.colours.is_some()
    }

    /// Whether size says something else than the number of relations.
    pub(crate) fn is_sized(&self) -> bool {
        self.radii.is_some()
    }

    /// The colour of an entity, if colours are coded.
    pub(crate) fn colour(&self, at: NodeIndex) -> Option<ColourCode> {
        self.colours.as_ref().map(|colours| colours.get(at.index()).copied().unwrap_or(ColourCode::Nothing))
    }

    /// The radius of an entity, if sizes are coded.
    pub(crate) fn radius(&self, at: NodeIndex) -> Option<f64> {
        self.radii.as_ref().map(|radii| radii.get(&at).copied().unwrap_or(RADII.1))
    }

    fn add_colours(&mut self, colour: &Coloured<'_>, nodes: usize) {
        let Coloured { by, values, hues, order } = colour;
        self.keys.push(Key::Heading(format!("Colour: {}", by.by.label())));
        let valued = match values {
            Values::Amounts(amounts) => {
                self.bounds =
                    if by.bounds.is_empty() { quantiles(amounts.values().copied()) } else { by.bounds.clone() };
                let code = |value: &f64| ColourCode::Step(step(&self.bounds, *value));
                self.colours = Some(by_index(amounts.iter().map(|(at, value)| (*at, code(value)))));
                self.keys.extend(step_keys(&self.bounds));
                amounts.len()
            }
            Values::Categories { of, names } => {
                let hues = HUES.min(*hues);
                self.communities = if tells_communities(&by.by) { hues.min(names.len()) } else { 0 };
                let own = |number: usize| order.get(number).copied().unwrap_or(number);
                let code =
                    |number: usize| ColourCode::Category(if number < hues { own(number) as u8 } else { HUES as u8 });
                self.colours = Some(by_index(of.iter().map(|(at, number)| (*at, code(*number)))));
                let mut counts = vec![0_usize; names.len()];
                of.values().for_each(|number| counts[*number] += 1);
                let occurring = names.iter().zip(&counts).enumerate().filter(|(_, (_, count))| **count > 0);
                let (named, rest): (Vec<_>, Vec<_>) = occurring.partition(|(number, _)| *number < hues);
                let key = |(number, (name, count)): (usize, (&String, &usize))| {
                    Key::Colour(code(number), name.clone(), Some(*count))
                };
                self.keys.extend(named.into_iter().map(key));
                if !rest.is_empty() {
                    let count: usize = rest.iter().map(|(_, (_, count))| **count).sum();
                    let others = counted(rest.len(), "other", "others");
                    self.keys.push(Key::Colour(code(names.len().max(HUES)), others, Some(count)));
                }
                of.len()
            }
        };
        self.key_without_value(valued, nodes, |word, count| Key::Colour(ColourCode::Nothing, word, Some(count)));
    }

    fn add_sizes(&mut self, by: &SizeBy, values: &Values, nodes: usize) {
        let none = ByEntity::default();
        let amounts = match values {
            Values::Amounts(amounts) => amounts,
            // Categories have no size.
            Values::Categories { .. } => &none,
        };
        let largest = amounts.values().copied().fold(0.0, f64::max);
        let full = by.full.or((largest > 0.0).then_some(largest));
        self.full = full;
        let radius = |value: f64| full.map_or(RADII.1, |full| radius(value, full));
        self.radii = Some(amounts.iter().map(|(at, value)| (*at, radius(*value))).collect());
        self.keys.push(Key::Heading(format!("Area: {}", by.attribute.label())));
        self.keys.extend(full.into_iter().flat_map(round_sizes).map(|value| Key::Size(radius(value), short(value))));
        self.key_without_value(amounts.len(), nodes, |word, count| Key::Size(RADII.1, with_count(&word, Some(count))));
    }

    fn key_without_value(&mut self, valued: usize, nodes: usize, key: impl Fn(String, usize) -> Key) {
        let without = nodes.saturating_sub(valued);
        if without > 0 {
            self.keys.push(key("no value".to_owned(), without));
        }
    }
}

/// Codes in the order of indices.
fn by_index(codes: impl Iterator<Item = (NodeIndex, ColourCode)>) -> Vec<ColourCode> {
    let mut list = Vec::new();
    for (at, code) in codes {
        if list.len() <= at.index() {
            list.resize(at.index() + 1, ColourCode::Nothing);
        }
        list[at.index()] = code;
    }
    list
}

/// The bounds of steps that have as many values each; empty without values.
fn quantiles(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return Vec::new() };
    (0..COLOUR_BOUNDS).map(|bound| sorted[last * bound / STEPS]).collect()
}

/// The step that a value is in: a bound belongs to the step below it, and what is outside to the nearest.
fn step(bounds: &[f64], value: f64) -> u8 {
    let inner = bounds.get(1..STEPS).unwrap_or_default();
    inner.iter().filter(|bound| value > **bound).count() as u8
}

/// The key of the steps that anything can be in.
fn step_keys(bounds: &[f64]) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for (number, ends) in bounds.windows(2).enumerate() {
        let is_first = number == 0;
        if !is_first && ends[0] >= ends[1] {
            continue;
        }
        let word = if ends[0] >= ends[1] {
            short(ends[1])
        } else if is_first {
            format!("{} to {}", short(ends[0]), short(ends[1]))
        } else {
            format!("over {} to {}", short(ends[0]), short(ends[1]))
        };
        keys.push(Key::Colour(ColourCode::Step(number as u8), word, None));
    }
    keys
}

/// The area goes by the value, down to what is still seen.
fn radius(value: f64, full: f64) -> f64 {
    (RADII.0 * (value.max(0.0) / full).min(1.0).sqrt()).max(RADII.1)
}

/// Three round values, the largest near the top of the scale.
fn round_sizes(full: f64) -> impl Iterator<Item = f64> {
    let round = |value: f64| {
        let power = 10_f64.power(value.log_base_10().floor());
        let digits = value / power;
        power * [5.0, 2.0, 1.0].into_iter().find(|round| digits >= *round * (1.0 - 1e-9)).unwrap_or(1.0)
    };
    [1.0, 0.25, 0.05].map(|share| round(full * share)).into_iter()
}

/// A number to read: at most three digits that count, whole numbers whole.
pub(crate) fn short(value: f64) -> String {
    if value == 0.0 || (value.fract() == 0.0 && value.abs() < 1e7) {
        return with_thousands(&value.to_string());
    }
    let before = value.abs().log_base_10().floor() as i32 + 1;
    if !(-4..=7).contains(&before) {
        return format!("{value:.1e}");
    }
    let text = format!("{value:.*}", (3 - before).max(0) as usize);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    with_thousands(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_as_many_values_each() {
        let bounds = quantiles((0..=100).map(f64::from));
        assert_eq!(bounds, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!([0.0, 20.0, 20.5, 80.0, 81.0, -5.0, 500.0].map(|v| step(&bounds, v)), [0, 0, 1, 3, 4, 0, 4]);
        assert_eq!(step_keys(&bounds).len(), STEPS);
        // Where most values are the same, so is their step.
        let tied = quantiles([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 9.0].into_iter());
        assert_eq!([1.0, 2.0, 9.0].map(|v| step(&tied, v)), [0, 4, 4]);
        assert!(
            step_keys(&tied)
                .iter()
                .all(|key| matches!(key, Key::Colour(ColourCode::Step(step), ..) if [0, 4].contains(step)))
        );
        assert_eq!(quantiles(std::iter::empty()), [0.0; 0]);
        assert_eq!(step(&[], 3.0), 0);
    }

    #[test]
    fn areas_go_by_values() {
        assert_eq!(radius(10.0, 10.0), RADII.0);
        assert!((radius(5.0, 10.0).powi(2) / radius(10.0, 10.0).powi(2) - 0.5).abs() < 1e-12);
        assert_eq!([radius(0.0, 10.0), radius(-3.0, 10.0), radius(99.0, 10.0)], [RADII.1, RADII.1, RADII.0]);
        assert_eq!(round_sizes(137.0).collect::<Vec<_>>(), [100.0, 20.0, 5.0]);
        assert_eq!(round_sizes(0.8).map(short).collect::<Vec<_>>(), ["0.5", "0.2", "0.02"]);
    }

    #[test]
    fn bounds_are_read_as_they_are_written() {
        let degree = Colouring::Attribute(Attribute::Measure("degree"));
        let by = ColourBy { by: degree, bounds: vec![0.0, 0.1, 1.0, 2.5, 1e3, 1e9] };
        let written = by.bounds_written().unwrap();
        assert_eq!(ColourBy::read(Some("degree"), Some(&written)), Some(by));
        assert_eq!(SizeBy::read(Some("degree"), Some(-1.0)).unwrap().full, None);
    }

    #[test]
    fn the_largest_categories_have_hues_and_the_rest_is_counted() {
        let names: Vec<String> = (0..15).map(|number| format!("Part {number}")).collect();
        // Of the first 15 entities each is in a category of its own, all others are in the first.
        let of = (0..40_usize).map(|n| (NodeIndex::new(n), if n < 15 { n } else { 0 })).collect();
        let values = Values::Categories { of, names };
        let by = ColourBy::new(Colouring::Attribute(Attribute::Measure(communities::MEASURE)));
        let encoded = |hues| Encoded::new(Some(Coloured { by: &by, values: &values, hues, order: &[] }), None, 42);
        let words = |encoded: &Encoded| -> Vec<String> {
            let word = |key: &Key| match key {
                Key::Heading(word) | Key::Size(_, word) => word.clone(),
                Key::Colour(_, word, count) => with_count(word, *count),
            };
            encoded.keys.iter().map(word).collect()
        };
        let all = encoded(usize::MAX);
        assert_eq!((all.communities, words(&all).len()), (HUES, 1 + HUES + 2));
        assert_eq!(words(&all)[..2], ["Colour: Community", "Part 0 (26)"]);
        assert_eq!(words(&all)[1 + HUES..], ["3 others (3)", "no value (2)"]);
        let two = encoded(2);
        assert_eq!(words(&two)[2..], ["Part 1 (1)", "13 others (13)", "no value (2)"]);
        let colour = |encoded: &Encoded, n: usize| encoded.colour(NodeIndex::new(n)).unwrap().colour(&Theme::LIGHT);
        assert_ne!(colour(&two, 0), colour(&two, 1));
        assert_eq!((colour(&two, 2), colour(&two, 14)), (rest(&Theme::LIGHT), rest(&Theme::LIGHT)));
        assert_ne!(colour(&all, 11), rest(&Theme::LIGHT));
    }

    #[test]
    fn numbers_are_short() {
        let said = [0.0, 3.0, 1234.0, 0.012345, 12.345, 1234.5, 1e9, 0.00001234].map(short);
        assert_eq!(said, ["0", "3", "1\u{202f}234", "0.0123", "12.3", "1\u{202f}234", "1.0e9", "0.0000123"]);
    }
}
