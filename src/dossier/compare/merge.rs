//! Three-way merge: what THEIRS changed since BASE, as changes to OURS, and what both changed
//! differently. In a conflict OURS is kept, and the conflict holds both values and the changes that
//! take THEIRS instead. Nothing is dropped: what one side removed and the other needs or changed is
//! kept.

use super::lists::{Lists, WantedHead};
use super::matching::{self, Renamed, pair_entities, pair_relations};
use super::network::{Steps, Work};
use super::side::{Beyond, Side};
use super::sides::{Conflict, Names, Wanted};
use crate::dossier::edit::Change;

/// The result of a merge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merge {
    /// What is to be changed in OURS, in this order. Ids are those that OURS has before; derived
    /// ids of parallel relations may move on the way.
    pub changes: Vec<Change>,
    /// What the user has to decide.
    pub(crate) conflicts: Vec<Conflict>,
    /// Records whose text must contain something beyond the model.
    pub(crate) wanted: Vec<Wanted>,
    /// The same for the heads of files.
    pub(crate) heads: Vec<WantedHead>,
}

/// Merges what THEIRS changed since BASE into OURS.
pub fn merge<'a>(base: impl Into<Side<'a>>, ours: impl Into<Side<'a>>, theirs: impl Into<Side<'a>>) -> Merge {
    let sides = [base.into(), ours.into(), theirs.into()];
    let beyond = Beyond::of(sides);
    let [base, ours, theirs] = sides.map(|side| side.dossier);
    let mut to_ours = Renamed::default();
    let mut to_theirs = Renamed::default();
    let sources =
        (matching::pair_sources(base, ours, &mut to_ours), matching::pair_sources(base, theirs, &mut to_theirs));
    let entities = (pair_entities(base, ours, &mut to_ours), pair_entities(base, theirs, &mut to_theirs));
    let names = Names::new(&to_ours, &to_theirs, beyond);
    let relations = (pair_relations(base, ours, &to_ours), pair_relations(base, theirs, &to_theirs));
    let mut work = Work {
        base,
        ours,
        theirs,
        names,
        steps: Steps::default(),
        conflicts: Vec::new(),
        wanted: Vec::new(),
        retied: Default::default(),
    };
    let gone = work.relations(&relations);
    work.entities(&entities, &gone);
    let mut steps = std::mem::take(&mut work.steps);
    let mut conflicts = std::mem::take(&mut work.conflicts);
    let mut wanted = std::mem::take(&mut work.wanted);
    let mut lists = Lists { base, ours, theirs, names: &work.names, conflicts: &mut conflicts, wanted: &mut wanted };
    let (head, heads) = lists.head();
    let (set_kinds, remove_kinds) = lists.kinds();
    let (set_sources, remove_sources) = lists.sources(&sources);
    let views = lists.views();
    steps.renames.extend(work.names.source_renames());
    let changes = [
        head,
        set_kinds,
        set_sources,
        steps.set_entities,
        steps.add_entities,
        steps.set_relations,
        steps.remove_relations,
        steps.remove_entities,
        steps.add_relations,
        remove_sources,
        remove_kinds,
        views,
        steps.renames,
    ];
    Merge { changes: changes.into_iter().flatten().collect(), conflicts, wanted, heads }
}
