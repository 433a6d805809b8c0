//! The options of layouts, each choice with its word on command lines and in views.

/// What a person may choose about a layout; each layout heeds what makes sense for it
/// ([`super::Layout::heeds`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// How long to look for a better drawing.
    pub effort: Effort,
    /// What to keep true: distances or neighbourhoods.
    pub style: Style,
    /// Where edges point in `layered`.
    pub direction: Direction,
    /// Nodes of one group stay together (`organic`) or on one layer (`layered`).
    pub together: bool,
    /// What makes a group; it decides what is passed as [`super::Input::groups`].
    pub by: Grouping,
    /// The measure that rings go by, by name; `None` is the number of neighbours. It decides what is
    /// passed as [`super::Input::measure`].
    pub measure: Option<&'static str>,
}

/// One of the choices in [`Options`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// [`Options::effort`].
    Effort,
    /// [`Options::style`].
    Style,
    /// [`Options::direction`].
    Direction,
    /// [`Options::together`].
    Together,
    /// [`Options::by`].
    Grouping,
    /// [`Options::measure`].
    Measure,
}

/// What makes a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Entities of one kind.
    #[default]
    Kind,
    /// A state and what is fewer steps from it than from any other.
    Country,
    /// What has more to do with each other than with the rest (communities).
    Community,
}

/// How much time a layout may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    /// A first look, soon.
    Draft,
    /// Good for most uses.
    #[default]
    Normal,
    /// For print: several times slower.
    Best,
}

/// What a drawing preserves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Distances in a small network, a balance of both in a large one.
    #[default]
    BySize,
    /// Lengths tell how many steps apart two nodes are.
    Distances,
    /// In between: so many hundredths of the way from distances to communities. [`Style::between`] makes it.
    Between(u8),
    /// Neighbours lie beside each other: communities stand out.
    Communities,
}

/// Up to so many nodes distances can be read.
const READABLE: usize = 300;
/// Hundredths of the way towards communities at which both can be seen.
const BALANCED: u8 = 40;

/// Where edges point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From top to bottom.
    #[default]
    Down,
    /// From bottom to top.
    Up,
    /// From left to right.
    Right,
    /// From right to left.
    Left,
}

impl Effort {
    /// Each with its word.
    pub(crate) const ALL: &[(&str, Effort)] =
        &[("draft", Effort::Draft), ("normal", Effort::Normal), ("best", Effort::Best)];
    /// The words alone, in the same order.
    pub(crate) const WORDS: &[&str] = &words_of::<_, { Self::ALL.len() }>(Self::ALL);
}

impl Style {
    /// Each with its word.
    pub(crate) const ALL: &[(&str, Style)] = &[("distances", Style::Distances), ("communities", Style::Communities)];
    /// What a person is offered; in between any share can be written.
    pub(crate) const OFFERED: &[(&str, Style)] = &[
        ("by size", Style::BySize),
        ("distances", Style::Distances),
        ("balance", Style::Between(BALANCED)),
        ("communities", Style::Communities),
    ];

    /// So far on the way from distances, 0, to communities, 1, to the nearest hundredth; what is not a number is [`Style::BySize`].
    pub(crate) fn between(share: f64) -> Style {
        match (share * 100.0).round() {
            hundredths if hundredths <= 0.0 => Style::Distances,
            hundredths if hundredths >= 100.0 => Style::Communities,
            hundredths if hundredths > 0.0 => Style::Between(hundredths as u8),
            _ => Style::BySize,
        }
    }

    /// How far on that way a network of so many nodes is drawn.
    pub(crate) fn share(self, nodes: usize) -> f32 {
        match self {
            Style::BySize => {
                if nodes > READABLE {
                    f32::from(BALANCED) / 100.0
                } else {
                    0.0
                }
            }
            Style::Distances => 0.0,
            Style::Between(hundredths) => f32::from(hundredths.min(100)) / 100.0,
            Style::Communities => 1.0,
        }
    }
    /// The words alone, in the same order.
    pub(crate) const WORDS: &[&str] = &words_of::<_, { Self::ALL.len() }>(Self::ALL);
}

impl Direction {
    /// Each with its word.
    pub(crate) const ALL: &[(&str, Direction)] =
        &[("down", Direction::Down), ("up", Direction::Up), ("right", Direction::Right), ("left", Direction::Left)];
    /// The words alone, in the same order.
    pub(crate) const WORDS: &[&str] = &words_of::<_, { Self::ALL.len() }>(Self::ALL);
}

impl Grouping {
    /// Each with its word.
    pub(crate) const ALL: &[(&str, Grouping)] =
        &[("kind", Grouping::Kind), ("country", Grouping::Country), ("community", Grouping::Community)];
    /// The words alone, in the same order.
    pub(crate) const WORDS: &[&str] = &words_of::<_, { Self::ALL.len() }>(Self::ALL);
}

/// What has an area of its own behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Areas {
    /// What is usual where nothing is said.
    #[default]
    Usual,
    /// Nothing.
    None,
    /// Each group.
    Of(Grouping),
}

impl Areas {
    /// Each that can be said, with its word.
    pub(crate) const ALL: &[(&str, Areas)] = &[
        ("none", Areas::None),
        (Grouping::ALL[0].0, Areas::Of(Grouping::ALL[0].1)),
        (Grouping::ALL[1].0, Areas::Of(Grouping::ALL[1].1)),
        (Grouping::ALL[2].0, Areas::Of(Grouping::ALL[2].1)),
    ];
    /// The words alone, in the same order.
    pub(crate) const WORDS: &[&str] = &words_of::<_, { Self::ALL.len() }>(Self::ALL);
}

pub(super) const fn words_of<T, const N: usize>(all: &[(&'static str, T)]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut at = 0;
    while at < N {
        words[at] = all[at].0;
        at += 1;
    }
    words
}

/// The choice that a word stands for.
pub(crate) fn chosen<T: Copy>(all: &[(&str, T)], word: &str) -> Option<T> {
    all.iter().find(|(w, _)| *w == word).map(|(_, choice)| *choice)
}
