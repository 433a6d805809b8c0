//! What a view shows of the time from one date to another, as it is written. What is there at which time is worked out elsewhere.

/// What is shown of the time from an earlier to a later date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// Whatever is there on some day of it.
    #[default]
    AnyTime,
    /// Only what is there on every day of it.
    Throughout,
    /// What came and what went from the end of one date to the end of the other.
    Compare,
}

impl Span {
    /// Each with its word.
    pub(crate) const ALL: &[(&str, Span)] =
        &[("any_time", Span::AnyTime), ("throughout", Span::Throughout), ("compare", Span::Compare)];
    /// The words alone, in the same order.
    pub(crate) const WORDS: &[&str] = &[Self::ALL[0].0, Self::ALL[1].0, Self::ALL[2].0];
}
