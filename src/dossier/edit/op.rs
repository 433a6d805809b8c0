//! What happened to which record, in both directions: the small steps that every change is made
//! of. Running them forwards or backwards always leads to the same dossier.

use std::collections::BTreeSet;

use crate::dossier::model::{AddError, Dossier, EntityId, Record, RelationId, SourceId, Spot};

/// What stands at the head of a dossier's main file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Title; `None` where the file gives none.
    pub(crate) title: Option<String>,
    /// The sentence under it.
    pub(crate) subtitle: Option<String>,
    /// The author's remark.
    pub(crate) note: Option<String>,
}

impl Head {
    /// The head of a dossier.
    pub(crate) fn of(dossier: &Dossier) -> Head {
        let title = dossier.files.first().map_or_else(|| Some(dossier.title.clone()), |file| file.title.clone());
        Head { title, subtitle: dossier.subtitle.clone(), note: dossier.note.clone() }
    }
}

/// A small step. Spots count at the moment when the step is run.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "steps hold records whole, and there are few of them")]
pub enum Op {
    /// A record is put in.
    Insert(Spot, Record),
    /// A record is taken out.
    Remove(Spot, Record),
    /// A record becomes another: what it was, what it is. Entities keep their id.
    Rewrite(Spot, Record, Record),
    /// An entity gets another id. The records are itself and the relations that it is an end of.
    Rename {
        /// The id as it was.
        from: EntityId,
        /// The id as it is.
        to: EntityId,
        /// The records that say so: as they were, as they are.
        records: Vec<(Spot, Record, Record)>,
    },
    /// A view becomes another number among those of its file.
    MoveView(Spot, usize),
    /// Title and remarks.
    Head(Head, Head),
}

/// What changes touched, for whoever keeps something that follows from a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Entities that were added, changed or removed.
    pub entities: BTreeSet<EntityId>,
    /// Relations that were added, changed or removed, by the ids they had and have.
    pub relations: BTreeSet<RelationId>,
    /// Sources that were added, changed or removed.
    pub sources: BTreeSet<SourceId>,
    /// Kinds were added, changed or removed.
    pub(crate) kinds: bool,
    /// Views were added, changed or removed.
    pub(crate) views: bool,
    /// Title or remarks changed.
    pub(crate) head: bool,
    /// Entities or relations came, went or were tied elsewhere: the network has another shape.
    pub(crate) structure: bool,
    /// Entities with another id: old, new, in order.
    pub(crate) renamed_entities: Vec<(EntityId, EntityId)>,
    /// Relations with another id (derived ids follow from their ends): old, new, in order.
    pub(crate) renamed_relations: Vec<(RelationId, RelationId)>,
}

impl Touched {
    /// The id that an entity has now.
    pub(crate) fn entity_now(&self, id: &EntityId) -> EntityId {
        self.renamed_entities.iter().fold(id.clone(), |id, (old, new)| if id == *old { new.clone() } else { id })
    }

    /// The id that a relation has now.
    pub(crate) fn relation_now(&self, id: &RelationId) -> RelationId {
        self.renamed_relations.iter().fold(id.clone(), |id, (old, new)| if id == *old { new.clone() } else { id })
    }

    /// Adds what further changes touched.
    pub(crate) fn add(&mut self, other: Touched) {
        self.entities.extend(other.entities);
        self.relations.extend(other.relations);
        self.sources.extend(other.sources);
        self.kinds |= other.kinds;
        self.views |= other.views;
        self.head |= other.head;
        self.structure |= other.structure;
        self.renamed_entities.extend(other.renamed_entities);
        self.renamed_relations.extend(other.renamed_relations);
    }

    fn record(&mut self, record: &Record) {
        match record {
            Record::Entity(entity) => drop(self.entities.insert(entity.id.clone())),
            Record::Relation(relation) => drop(self.relations.insert(relation.id.clone())),
            Record::Source(source) => drop(self.sources.insert(source.id.clone())),
            Record::EntityKind(_) | Record::RelationKind(_) => self.kinds = true,
            Record::View(_) => self.views = true,
        }
    }

    fn renames(&mut self, renamed: Vec<(RelationId, RelationId)>) {
        for (old, new) in &renamed {
            self.relations.insert(old.clone());
            self.relations.insert(new.clone());
        }
        self.renamed_relations.extend(renamed);
    }
}

impl Op {
    /// The step that takes this one back.
    #[must_use]
    pub(crate) fn inverse(&self) -> Op {
        match self {
            Op::Insert(spot, record) => Op::Remove(*spot, record.clone()),
            Op::Remove(spot, record) => Op::Insert(*spot, record.clone()),
            Op::Rewrite(spot, old, new) => Op::Rewrite(*spot, new.clone(), old.clone()),
            Op::Rename { from, to, records } => Op::Rename {
                from: to.clone(),
                to: from.clone(),
                records: records.iter().map(|(spot, old, new)| (*spot, new.clone(), old.clone())).collect(),
            },
            Op::MoveView(spot, to) => Op::MoveView(Spot { at: *to, ..*spot }, spot.at),
            Op::Head(old, new) => Op::Head(new.clone(), old.clone()),
        }
    }

    /// Runs the step on a dossier.
    ///
    /// # Errors
    /// An id is taken; the dossier is then as it was.
    pub(super) fn run(&self, dossier: &mut Dossier, touched: &mut Touched) -> Result<(), AddError> {
        match self {
            Op::Insert(spot, record) => {
                touched.record(record);
                touched.structure |= is_of_network(record);
                touched.renames(dossier.insert(*spot, record.clone())?);
            }
            Op::Remove(spot, record) => {
                touched.record(record);
                touched.structure |= is_of_network(record);
                if let Some((_, renamed)) = dossier.remove(*spot) {
                    touched.renames(renamed);
                }
            }
            Op::Rewrite(spot, old, new) => {
                touched.record(old);
                touched.record(new);
                if let (Record::Relation(old), Record::Relation(new)) = (old, new) {
                    touched.structure |= old.from != new.from || old.to != new.to;
                }
                touched.renames(dossier.replace(*spot, new.clone())?);
            }
            Op::Rename { from, to, records } => {
                let renamed = dossier.rename_entity(from, to)?;
                for (_, old, new) in records {
                    touched.record(old);
                    touched.record(new);
                }
                touched.renamed_entities.push((from.clone(), to.clone()));
                touched.renames(renamed);
            }
            Op::MoveView(spot, to) => {
                touched.views = true;
                dossier.move_view(*spot, *to);
            }
            Op::Head(_, new) => {
                touched.head = true;
                dossier.title = new.title.clone().unwrap_or_else(|| Dossier::UNTITLED.to_owned());
                if let Some(main) = dossier.files.first_mut() {
                    main.title.clone_from(&new.title);
                }
                dossier.subtitle.clone_from(&new.subtitle);
                dossier.note.clone_from(&new.note);
            }
        }
        Ok(())
    }
}

/// Entities and relations are the network; their kinds decide how it looks, not its shape.
fn is_of_network(record: &Record) -> bool {
    matches!(record, Record::Entity(_) | Record::Relation(_))
}

/// Takes steps back that were run on this dossier last.
pub fn undo(dossier: &mut Dossier, ops: &[Op]) -> Touched {
    let mut touched = Touched::default();
    for op in ops.iter().rev() {
        let done = op.inverse().run(dossier, &mut touched);
        debug_assert!(done.is_ok(), "what was done can be undone: {done:?}");
    }
    touched
}

/// Runs steps again that were taken back last.
pub fn redo(dossier: &mut Dossier, ops: &[Op]) -> Touched {
    let mut touched = Touched::default();
    for op in ops {
        let done = op.run(dossier, &mut touched);
        debug_assert!(done.is_ok(), "what was undone can be done again: {done:?}");
    }
    touched
}
