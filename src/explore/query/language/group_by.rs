//! By what entities can be in one group; who is in which is worked out in `groups`.

/// By what entities are in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum GroupBy {
    /// More relations among them than chance would give.
    Community,
    /// Some way leads from each to each.
    Component,
    /// The state that each is nearest to.
    Country,
}

impl GroupBy {
    pub(super) const ALL: [GroupBy; 3] = [GroupBy::Community, GroupBy::Component, GroupBy::Country];

    /// Those that take a while where the network is large.
    pub(crate) fn is_slow(self) -> bool {
        match self {
            GroupBy::Community => true,
            GroupBy::Component | GroupBy::Country => false,
        }
    }
}
