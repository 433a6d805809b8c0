//! Numbers about a network: how much each node matters, by several definitions, one file each behind
//! [`MEASURES`], and about the whole in `whole.rs`. Works on plain pairs of numbers and knows neither files nor how anything
//! looks. It is below the dossier, whose format takes the words for measures from here. The same network always gives
//! the same numbers, for any number of threads.

mod betweenness;
mod closeness;
mod clustering;
mod communities;
mod components;
mod constraint;
mod core_number;
mod cuts;
mod degree;
mod dice;
mod eigenvector;
mod katz;
mod leiden;
mod network;
mod pagerank;
mod path_sample;
mod paths;
mod settings;
mod sources;
#[cfg(test)]
mod tests;
mod whole;

use crate::progress::{Cancelled, Progress};

pub(crate) use communities::communities;
pub(crate) use network::{Edge, Network};
pub(crate) use settings::{Heeds, Settings, Way, Weighting};
pub(crate) use whole::{Subject, WholeValue, wholes};

/// A number for every node.
trait Measure: Sync {
    /// What people read: `Betweenness`.
    fn label(&self) -> &'static str;
    /// The meaning of a high value, in one sentence.
    fn says(&self) -> &'static str;
    /// How it is worked out, exactly.
    fn formula(&self) -> &'static str;
    /// Whether values are names of groups rather than amounts.
    fn is_group(&self) -> bool {
        false
    }
    /// What of the settings makes a difference.
    fn heeds(&self) -> Heeds {
        Heeds::NOTHING
    }
    /// A value per node, finite and not below 0, or none where it is not defined.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    fn values(&self, network: &Network, settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled>;
}

/// What a measure found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Measured {
    /// One per node.
    pub(crate) values: Vec<Option<f64>>,
    /// How far an estimated value may be off.
    pub(crate) bound: Option<f64>,
    /// What else is to be known of this run.
    pub(crate) note: Option<String>,
}

impl Measured {
    fn of(values: Vec<f64>) -> Self {
        Measured { values: values.into_iter().map(Some).collect(), bound: None, note: None }
    }
}

/// A measure under its name.
pub(crate) struct NamedMeasure {
    /// The word for it in dossiers and on command lines: `betweenness`.
    pub(crate) name: &'static str,
    measure: &'static dyn Measure,
}

const fn row(name: &'static str, measure: &'static dyn Measure) -> NamedMeasure {
    NamedMeasure { name, measure }
}

/// All measures; the first is the default.
pub(crate) const MEASURES: &[NamedMeasure] = &[
    row("degree", &degree::Degree { way: Way::Both, weighted: false }),
    row("betweenness", &betweenness::Betweenness),
    row("closeness", &closeness::Closeness),
    row("pagerank", &pagerank::PageRank),
    row("in_degree", &degree::Degree { way: Way::In, weighted: false }),
    row("out_degree", &degree::Degree { way: Way::Out, weighted: false }),
    row("strength", &degree::Degree { way: Way::Both, weighted: true }),
    row("in_strength", &degree::Degree { way: Way::In, weighted: true }),
    row("out_strength", &degree::Degree { way: Way::Out, weighted: true }),
    row("harmonic", &closeness::Harmonic),
    row("eigenvector", &eigenvector::Eigenvector),
    row("katz", &katz::Katz),
    row("core", &core_number::CoreNumber),
    row("clustering", &clustering::Clustering),
    row("constraint", &constraint::Constraint),
    row("cut_point", &cuts::CutPoint),
    row("component", &components::Component),
    row("community", &communities::Community),
];

/// The first so many rank nodes in layouts: the middle of a star leads by each.
const RANKING: usize = 4;

/// The measures by which layouts rank nodes.
pub(crate) const RANKINGS: &[NamedMeasure] = MEASURES.split_at(RANKING).0;

/// The names of [`RANKINGS`], which are words of the format.
pub(crate) const NAMES: &[&str] = &names_of::<RANKING>(RANKINGS);
/// The names of all measures.
pub(crate) const ALL_NAMES: &[&str] = &names_of::<{ MEASURES.len() }>(MEASURES);

const fn names_of<const N: usize>(measures: &[NamedMeasure]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = measures[at].name;
        at += 1;
    }
    names
}

/// The measure with this name.
pub(crate) fn named(name: &str) -> Option<&'static NamedMeasure> {
    MEASURES.iter().find(|m| m.name == name)
}

impl NamedMeasure {
    /// What people read: `Betweenness`.
    pub(crate) fn label(&self) -> &'static str {
        self.measure.label()
    }

    /// The meaning of a high value, in one sentence.
    pub(crate) fn says(&self) -> &'static str {
        self.measure.says()
    }

    /// How it is worked out, exactly.
    pub(crate) fn formula(&self) -> &'static str {
        self.measure.formula()
    }

    /// Whether values are names of groups rather than amounts.
    pub(crate) fn is_group(&self) -> bool {
        self.measure.is_group()
    }

    /// How it is worked out with these settings: `direction ignored; neighbours count once`. Empty where nothing can be chosen.
    pub(crate) fn settings_in_words(&self, settings: &Settings) -> String {
        self.measure.heeds().in_words(settings)
    }

    /// A value per node, finite and not below 0, or none where it is not defined.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn measure(
        &self,
        network: &Network,
        settings: &Settings,
        progress: &Progress,
    ) -> Result<Measured, Cancelled> {
        self.measure.values(network, settings, progress)
    }

    /// How high each node ranks, by the default settings: what is not defined ranks lowest.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn ranks(&self, network: &Network, progress: &Progress) -> Result<Vec<f32>, Cancelled> {
        let found = self.measure(network, &Settings::default(), progress)?;
        Ok(found.values.into_iter().map(|value| value.unwrap_or(0.0) as f32).collect())
    }
}

/// The pairs of nodes that a bridge joins, by number, the smaller first, ascending.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn bridges(network: &Network, progress: &Progress) -> Result<Vec<(u32, u32)>, Cancelled> {
    Ok(cuts::cuts(network, progress)?.bridges)
}
