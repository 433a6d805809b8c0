//! The network that is drawn of a dossier: what the filter lets through, with the rest of it dimmed where a view says so, and
//! folded where it says that. Nothing here knows places, shapes or colours.

use std::collections::HashSet;
use std::sync::Arc;

use crate::dossier::model::{Dossier, EdgeIndex, NodeIndex};
use crate::explore::folding::{Folded, Folding};
use crate::explore::query::filter::Shown;
use crate::explore::query::language::Evaluator;
use crate::picture::views::ViewSettings;
use crate::progress::{Cancelled, Progress};

/// What is drawn, by the indices of its network.
#[derive(Debug, Default)]
pub(crate) struct DrawnNetwork {
    /// What is drawn before anything is folded.
    plain: Shown,
    folded: Option<Arc<Folded>>,
    /// Whether what the filter does not find is drawn, too.
    dims: bool,
    dimmed_nodes: HashSet<NodeIndex>,
    dimmed_lines: HashSet<EdgeIndex>,
}

impl DrawnNetwork {
    /// What is drawn of a dossier at a revision where a filter lets this through.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn new(
        (dossier, revision): (&Dossier, u64),
        shown: &Shown,
        look: &ViewSettings,
        evaluator: &mut Evaluator,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let asks = !look.filter.query.trim().is_empty() || !look.filter.foci.is_empty();
        let dims = look.dim_rest && asks;
        let plain = if dims {
            look.filter.without_question().apply_with(dossier, revision, evaluator)
        } else {
            Shown { drawn: None, ..shown.clone() }
        };
        let folding = Folding { dossier, revision, drawn: &plain, texts: &look.fold };
        let folded = Folded::new(folding, evaluator, progress)?.map(Arc::new);
        let mut network = DrawnNetwork { plain, folded, dims, ..DrawnNetwork::default() };
        if dims {
            network.dim_all_but(shown);
        }
        Ok(network)
    }

    /// Dims what is not shown; a fold only if all that is in it is dimmed.
    fn dim_all_but(&mut self, shown: &Shown) {
        let entities: HashSet<NodeIndex> = shown.entities.iter().copied().collect();
        let relations: HashSet<EdgeIndex> = shown.relations.iter().copied().collect();
        self.dimmed_nodes = self.plain.entities.iter().filter(|at| !entities.contains(at)).copied().collect();
        self.dimmed_lines = self.plain.relations.iter().filter(|at| !relations.contains(at)).copied().collect();
        if let Some(folded) = &self.folded {
            let folds = folded.members().iter().filter(|(_, members)| members.iter().all(|at| !entities.contains(at)));
            self.dimmed_nodes.extend(folds.map(|(at, _)| *at));
            let lines = folded.counted().iter().filter(|(_, all)| all.iter().all(|at| !relations.contains(at)));
            self.dimmed_lines.extend(lines.map(|(at, _)| *at));
        }
    }

    /// The network itself: the dossier, or what folding made of it.
    pub(crate) fn network<'d>(&'d self, dossier: &'d Dossier) -> &'d Dossier {
        self.folded.as_deref().map_or(dossier, Folded::dossier)
    }

    /// What is folded.
    pub(crate) fn folded(&self) -> Option<&Arc<Folded>> {
        self.folded.as_ref()
    }

    /// In the author's order, then folds.
    pub(crate) fn entities(&self) -> &[NodeIndex] {
        self.folded.as_deref().map_or(&self.plain.entities, Folded::entities)
    }

    /// In the author's order, counted ones last.
    pub(crate) fn relations(&self) -> &[EdgeIndex] {
        self.folded.as_deref().map_or(&self.plain.relations, Folded::relations)
    }

    /// How many entities and relations are neither drawn nor folded.
    pub(crate) fn hidden(&self) -> (usize, usize) {
        (self.plain.hidden_entities, self.plain.hidden_relations)
    }

    /// Whether what the filter does not find is drawn, too.
    pub(crate) fn dims(&self) -> bool {
        self.dims
    }

    /// Whether a node steps back because the filter does not find it.
    pub(crate) fn is_dimmed(&self, at: NodeIndex) -> bool {
        self.dimmed_nodes.contains(&at)
    }

    /// The same of a line.
    pub(crate) fn is_line_dimmed(&self, at: EdgeIndex) -> bool {
        self.dimmed_lines.contains(&at)
    }

    /// For how many relations a line stands.
    pub(crate) fn count_of(&self, at: EdgeIndex) -> usize {
        self.folded.as_ref().map_or(1, |folded| folded.count_of(at))
    }

    /// What measures count: what is drawn and not dimmed.
    pub(crate) fn counted(&self) -> Shown {
        Shown {
            entities: self.entities().iter().filter(|at| !self.is_dimmed(**at)).copied().collect(),
            relations: self.relations().iter().filter(|at| !self.is_line_dimmed(**at)).copied().collect(),
            ..Shown::default()
        }
    }
}
