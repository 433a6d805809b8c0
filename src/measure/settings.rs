//! What can be chosen about measures, the same for all: how much a relation counts, whether its direction does, the seed,
//! and up to what size paths are counted exactly. Each measure says which of these it heeds.

/// How much a relation counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Weighting {
    /// Neighbours count once, however many relations join them.
    #[default]
    Once,
    /// Every relation counts.
    Each,
    /// Relations count by their weight; those of one pair add up.
    Strength,
    /// The weight of a relation is its length; of those of one pair the shortest counts.
    Distance,
}

impl Weighting {
    /// All of them under their words, the default first.
    pub(crate) const ALL: &'static [(&'static str, Weighting)] = &[
        ("once", Weighting::Once),
        ("each", Weighting::Each),
        ("strength", Weighting::Strength),
        ("distance", Weighting::Distance),
    ];

    fn says(self) -> &'static str {
        match self {
            Weighting::Once => "neighbours count once",
            Weighting::Each => "every relation counts",
            Weighting::Strength => "relations count by weight",
            Weighting::Distance => "weights are lengths",
        }
    }
}

/// Which way relations are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Way {
    /// Their direction does not matter.
    Both,
    /// From where they point from to where they point to.
    Out,
    /// The other way: what leads to a node counts.
    In,
}

impl Way {
    /// All of them under their words.
    pub(crate) const ALL: &'static [(&'static str, Way)] = &[("both", Way::Both), ("out", Way::Out), ("in", Way::In)];

    /// The way back.
    pub(super) fn opposite(self) -> Way {
        match self {
            Way::Both => Way::Both,
            Way::Out => Way::In,
            Way::In => Way::Out,
        }
    }

    fn says(self) -> &'static str {
        match self {
            Way::Both => "direction ignored",
            Way::Out => "along outgoing relations",
            Way::In => "along incoming relations",
        }
    }
}

/// Of more nodes than this, betweenness is estimated from a sample of paths.
pub(super) const EXACT_NODES: usize = 20_000;

/// What is chosen about measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settings {
    /// How much a relation counts.
    pub(crate) weighting: Weighting,
    /// Which way relations are followed; `None` is each measure's own default.
    pub(crate) way: Option<Way>,
    /// Seed of what is random.
    pub(crate) seed: u64,
    /// Of more nodes, betweenness is estimated.
    pub(crate) exact_nodes: usize,
    /// Greatest error of estimated betweenness, as a share of all pairs, and how likely it is exceeded.
    pub(crate) error: f64,
    pub(crate) risk: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { weighting: Weighting::Once, way: None, seed: 1, exact_nodes: EXACT_NODES, error: 0.01, risk: 0.1 }
    }
}

/// What a measure heeds of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heeds {
    /// The weightings that make a difference; of others the first of [`Weighting::ALL`] is used instead.
    pub(crate) weightings: &'static [Weighting],
    /// The default way, if it is heeded.
    pub(crate) way: Option<Way>,
    pub(crate) seed: bool,
}

impl Heeds {
    /// Nothing.
    pub(crate) const NOTHING: Heeds = Heeds { weightings: &[], way: None, seed: false };
    /// As measures do that count paths.
    pub(crate) const PATHS: Heeds = Heeds { weightings: &[Weighting::Distance], way: Some(Way::Both), seed: false };
    /// As measures do that go by the strength of ties.
    pub(crate) const TIES: Heeds =
        Heeds { weightings: &[Weighting::Each, Weighting::Strength], way: None, seed: false };

    /// The weighting that is used where `settings` ask for one.
    pub(crate) fn weighting(&self, settings: &Settings) -> Weighting {
        if self.weightings.contains(&settings.weighting) { settings.weighting } else { Weighting::default() }
    }

    /// The way that is used where `settings` ask for one.
    pub(crate) fn way(&self, settings: &Settings) -> Way {
        self.way.map_or(Way::Both, |usual| settings.way.unwrap_or(usual))
    }

    /// How a measure with these settings was worked out, in words: `direction ignored; neighbours count once`.
    pub(crate) fn in_words(&self, settings: &Settings) -> String {
        let way = self.way.map(|_| self.way(settings).says().to_owned());
        let weighting = (!self.weightings.is_empty()).then(|| self.weighting(settings).says().to_owned());
        let seed = self.seed.then(|| format!("seed {}", settings.seed));
        [way, weighting, seed].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}
