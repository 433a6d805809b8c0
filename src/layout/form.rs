//! In what form a dossier is drawn: as a network, as a timeline of entities or as a matrix; and by what the rows of the
//! last two are ordered. The words are the format's own and those of command lines. How each is drawn is not known here.

use super::options::words_of;

/// In what form a dossier is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Nodes and lines, placed by a layout.
    #[default]
    Network,
    /// A lane for each entity, as long as it is there.
    Timeline,
    /// A row and a column for each entity.
    Matrix,
}

/// What the rows of a timeline or of a matrix are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOrder {
    /// What begins first is on top.
    Beginning,
    /// Kinds together, in the order of the vocabulary.
    Kind,
    /// Communities together, the largest on top.
    Community,
    /// What has most relations is on top.
    Degree,
    /// By name.
    Name,
    /// What is related is near each other: reverse Cuthill–McKee.
    Bandwidth,
}

impl Form {
    /// Each with its word.
    pub(crate) const ALL: &[(&str, Form)] =
        &[("network", Form::Network), ("timeline", Form::Timeline), ("matrix", Form::Matrix)];
    /// The words alone, in the same order.
    pub(crate) const WORDS: &[&str] = &words_of::<_, { Self::ALL.len() }>(Self::ALL);

    /// Whether it is made of rows.
    pub(crate) fn has_rows(self) -> bool {
        match self {
            Form::Network => false,
            Form::Timeline | Form::Matrix => true,
        }
    }

    /// The most rows that it can have.
    pub(crate) fn most_rows(self) -> usize {
        match self {
            Form::Network => 0,
            Form::Timeline => 5_000,
            Form::Matrix => 500,
        }
    }

    /// What its rows are ordered by where nothing is chosen.
    pub(crate) fn usual_order(self) -> RowOrder {
        match self {
            Form::Network | Form::Timeline => RowOrder::Beginning,
            Form::Matrix => RowOrder::Community,
        }
    }
}

impl RowOrder {
    /// Each with its word.
    pub(crate) const ALL: &[(&str, RowOrder)] = &[
        ("beginning", RowOrder::Beginning),
        ("kind", RowOrder::Kind),
        ("community", RowOrder::Community),
        ("degree", RowOrder::Degree),
        ("name", RowOrder::Name),
        ("bandwidth", RowOrder::Bandwidth),
    ];
    /// The words alone, in the same order.
    pub(crate) const WORDS: &[&str] = &words_of::<_, { Self::ALL.len() }>(Self::ALL);

    /// What it is called in figures and in the legend.
    pub(crate) fn says(self) -> &'static str {
        match self {
            RowOrder::Beginning => "by beginning",
            RowOrder::Kind => "by kind, then beginning",
            RowOrder::Community => "by community, then number of relations",
            RowOrder::Degree => "by number of relations",
            RowOrder::Name => "by name",
            RowOrder::Bandwidth => "by bandwidth (reverse Cuthill–McKee)",
        }
    }
}
