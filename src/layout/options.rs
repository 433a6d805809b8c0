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
    /// Lengths tell how many steps apart two nodes are.
    #[default]
    Distances,
    /// Neighbours lie beside each other: communities stand out.
    Communities,
}

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
