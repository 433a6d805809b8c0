//! What a view writes in words of its own: what entities are compared by (a measure, or one of the author's own fields), and
//! lists of numbers. How values are worked out
//! and shown is not known here.

use std::fmt;

use crate::measure;

/// Before the name of an own field.
const FIELD: &str = "field.";

/// A measure, or one of the author's own fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Attribute {
    /// A measure by its name.
    Measure(&'static str),
    /// An own field by its name.
    Field(String),
}

impl fmt::Display for Attribute {
    /// As dossiers and command lines write it: `betweenness`, `field.budget`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Attribute::Measure(name) => f.write_str(name),
            Attribute::Field(name) => write!(f, "{FIELD}{name}"),
        }
    }
}

impl Attribute {
    /// What a text means; `None` if there is no measure of this name.
    pub(crate) fn parse(text: &str) -> Option<Attribute> {
        match text.strip_prefix(FIELD) {
            Some(name) if !name.is_empty() => Some(Attribute::Field(name.to_owned())),
            Some(_) => None,
            None => measure::named(text).map(|measure| Attribute::Measure(measure.name)),
        }
    }

    /// What people read.
    pub(crate) fn label(&self) -> String {
        match self {
            Attribute::Measure(name) => measure::named(name).map_or("", |measure| measure.label()).to_owned(),
            Attribute::Field(name) => name.clone(),
        }
    }

    /// What it says, in one sentence.
    pub(crate) fn says(&self) -> &'static str {
        match self {
            Attribute::Measure(name) => measure::named(name).map_or("", |measure| measure.says()),
            Attribute::Field(_) => "Custom field of this dossier.",
        }
    }

    /// Whether it gives categories rather than amounts, as far as that is known without working it out.
    pub(crate) fn is_group(&self) -> bool {
        match self {
            Attribute::Measure(name) => measure::named(name).is_some_and(|measure| measure.is_group()),
            Attribute::Field(_) => false,
        }
    }
}

/// What colours of nodes say: the kind, or an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Colouring {
    /// The colour of its kind.
    Kind,
    /// A step or a category of an attribute.
    Attribute(Attribute),
}

/// The word for colours of kinds.
const KIND: &str = "kind";

impl fmt::Display for Colouring {
    /// As dossiers and command lines write it: `kind`, `community`, `field.budget`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Colouring::Kind => f.write_str(KIND),
            Colouring::Attribute(attribute) => attribute.fmt(f),
        }
    }
}

impl Colouring {
    /// What a text means; `None` if it is neither.
    pub(crate) fn parse(text: &str) -> Option<Colouring> {
        if text == KIND { Some(Colouring::Kind) } else { Attribute::parse(text).map(Colouring::Attribute) }
    }

    /// What people read.
    pub(crate) fn label(&self) -> String {
        match self {
            Colouring::Kind => "Kind".to_owned(),
            Colouring::Attribute(attribute) => attribute.label(),
        }
    }

    /// What it says, in one sentence.
    pub(crate) fn says(&self) -> &'static str {
        match self {
            Colouring::Kind => "Each node has the colour of its kind.",
            Colouring::Attribute(attribute) => attribute.says(),
        }
    }
}

/// How many bounds the steps of colours have.
pub(crate) const COLOUR_BOUNDS: usize = 6;

/// Bounds of steps of colour as a view writes them, `0, 1, 2.5, 4, 12, 30`: ascending numbers. `None` if it is anything else.
pub(crate) fn colour_bounds(text: &str) -> Option<Vec<f64>> {
    let number = |part: &str| part.trim().parse().ok().filter(|number: &f64| number.is_finite());
    let numbers: Option<Vec<f64>> = text.split(',').map(number).collect();
    numbers.filter(|numbers| numbers.len() == COLOUR_BOUNDS && numbers.is_sorted())
}

/// Numbers of steps as a view writes them for its further foci, `2, 1`. `None` if it is anything else.
pub(crate) fn focus_steps(text: &str) -> Option<Vec<u32>> {
    text.split(',').map(|part| part.trim().parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::MEASURES;

    #[test]
    fn attributes_are_written_as_they_are_read() {
        let measures = MEASURES.iter().map(|measure| Attribute::Measure(measure.name));
        for attribute in measures.chain([Attribute::Field("budget".to_owned()), Attribute::Field("a b".to_owned())]) {
            assert_eq!(Attribute::parse(&attribute.to_string()), Some(attribute.clone()));
            assert!(!attribute.label().is_empty() && attribute.says().ends_with('.'));
        }
        for text in ["", "field.", "betweennes", "Field.x", " degree"] {
            assert_eq!((Attribute::parse(text), Colouring::parse(text)), (None, None), "{text}");
        }
        assert_eq!((Attribute::parse("kind"), Colouring::parse("kind")), (None, Some(Colouring::Kind)));
        for text in ["kind", "community", "field.kind"] {
            assert_eq!(Colouring::parse(text).map(|by| by.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn steps_are_whole_numbers() {
        assert_eq!(focus_steps(" 2,0 , 13"), Some(vec![2, 0, 13]));
        for text in ["", "2,", "-1", "1.5", "2 1", "two"] {
            assert_eq!(focus_steps(text), None, "{text}");
        }
    }

    #[test]
    fn bounds_are_six_ascending_numbers() {
        assert_eq!(colour_bounds("0, 1,2.5 , 4, 12, 1e3"), Some(vec![0.0, 1.0, 2.5, 4.0, 12.0, 1000.0]));
        for text in ["", "1", "1,2,3,4,5", "1,2,3,4,5,4", "1,2,3,4,5,inf", "1,2,3,4,5,x", "1,2,3,4,5,6,7"] {
            assert_eq!(colour_bounds(text), None, "{text}");
        }
    }
}
