//! A dossier as measures want it: which of its records are counted, as numbered nodes and weighted edges. How measures work is
//! in `measure`; nothing here knows how values are shown.

use std::collections::HashMap;

use crate::dossier::model::{Date, Dossier, EdgeIndex, NodeIndex};
use crate::explore::query::filter::Shown;
use crate::explore::query::presence::{Presence, Presences};
use crate::measure::{self, Edge, Measured, NamedMeasure, Network, Settings, Subject, WholeValue};
use crate::progress::{Cancelled, Progress};

/// How certain a record must be to be counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Everything that is shown, planned or not.
    #[default]
    All,
    /// What is certainly or possibly there; what is only planned is not.
    Possible,
    /// Only what is certainly there.
    Certain,
}

impl Certainty {
    /// All of them under their words, the default first.
    pub(crate) const ALL: &'static [(&'static str, Certainty)] =
        &[("all", Certainty::All), ("possible", Certainty::Possible), ("certain", Certainty::Certain)];

    fn least(self) -> Presence {
        match self {
            Certainty::All => Presence::Planned,
            Certainty::Possible => Presence::Possible,
            Certainty::Certain => Presence::Certain,
        }
    }
}

/// The records that are counted, and their network.
pub struct Counted {
    /// The entity of each node.
    pub(crate) entities: Vec<NodeIndex>,
    /// The relation of each edge.
    pub(crate) relations: Vec<EdgeIndex>,
    network: Network,
    /// The kind of each node as a number.
    kinds: Vec<u32>,
}

impl Counted {
    /// Counts what is shown at a date, if it is certain enough. A relation counts if both of its ends do.
    pub fn new(dossier: &Dossier, shown: &Shown, as_of: Option<&Date>, certainty: Certainty) -> Self {
        let mut presences = Presences::at(dossier, as_of);
        if let Some(drawn) = &shown.drawn {
            presences.limit(drawn);
        }
        let least = certainty.least();
        let entities: Vec<NodeIndex> =
            shown.entities.iter().copied().filter(|at| presences.entity(*at) >= least).collect();
        let number: HashMap<NodeIndex, u32> = entities.iter().enumerate().map(|(i, at)| (*at, i as u32)).collect();
        let (mut relations, mut edges) = (Vec::new(), Vec::new());
        for &at in shown.relations.iter().filter(|at| presences.relation(**at) >= least) {
            let Some((relation, (from, to))) = dossier.relation(at).zip(dossier.ends(at)) else { continue };
            if let (Some(&from), Some(&to)) = (number.get(&from), number.get(&to)) {
                let directed = dossier.vocabulary.relation_kind_or_neutral(&relation.kind).directed;
                edges.push(Edge { from, to, weight: relation.weight.unwrap_or(1.0), directed });
                relations.push(at);
            }
        }
        let mut names: HashMap<&str, u32> = HashMap::new();
        let mut kind = |at: &NodeIndex| {
            let next = names.len() as u32;
            *names.entry(dossier.entity(*at).map_or("", |e| e.kind.as_str())).or_insert(next)
        };
        let kinds = entities.iter().map(&mut kind).collect();
        Counted { network: Network::new(entities.len(), edges), entities, relations, kinds }
    }

    /// A value for each of the entities by the measure with this name and default settings; `None` if there is none.
    pub fn values(&self, name: &str) -> Option<Vec<Option<f64>>> {
        // Nobody holds this progress, so that nobody can cancel it.
        Some(self.measure(measure::named(name)?, &Settings::default(), &Progress::new()).ok()?.values)
    }

    /// A value for each of the entities.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn measure(
        &self,
        measure: &NamedMeasure,
        settings: &Settings,
        progress: &Progress,
    ) -> Result<Measured, Cancelled> {
        measure.measure(&self.network, settings, progress)
    }

    /// Numbers about the whole.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn wholes(&self, settings: &Settings, progress: &Progress) -> Result<Vec<WholeValue>, Cancelled> {
        measure::wholes(&Subject { network: &self.network, kinds: &self.kinds, settings: *settings, progress })
    }

    /// The relations without which a part falls apart.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn bridges(&self, dossier: &Dossier, progress: &Progress) -> Result<Vec<EdgeIndex>, Cancelled> {
        let pairs = measure::bridges(&self.network, progress)?;
        let number: HashMap<NodeIndex, u32> = self.entities.iter().enumerate().map(|(i, at)| (*at, i as u32)).collect();
        let is_bridge = |at: &&EdgeIndex| {
            let ends = dossier.ends(**at).and_then(|(a, b)| Some((*number.get(&a)?, *number.get(&b)?)));
            ends.is_some_and(|(a, b)| pairs.binary_search(&(a.min(b), a.max(b))).is_ok())
        };
        Ok(self.relations.iter().filter(is_bridge).copied().collect())
    }
}
