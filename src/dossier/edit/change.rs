//! What can be changed, by the author's ids. Changes are read and written by serde as they stand
//! here, so that journals, scripts and the window speak of the same.

use serde::{Deserialize, Serialize};

use crate::dossier::model::schema::FieldChange as _;
use crate::dossier::model::{
    Claim, Dossier, Entity, EntityField, EntityId, EntityKind, List, Relation, RelationField, RelationId, RelationKind,
    Source, SourceField, SourceId, View,
};
use crate::wording::counted;

/// Where a new record goes. Without a wish: at the end of its list in the main file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InsertAt {
    /// Path of the file, as [`crate::dossier::model::DossierFile::path`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Id (of a view the name) of the record of the same list that it goes after, in its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl InsertAt {
    fn is_free(&self) -> bool {
        *self == InsertAt::default()
    }
}

/// A record that bears claims.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimOwner {
    /// An entity.
    Entity(EntityId),
    /// A relation.
    Relation(RelationId),
}

/// One change that a person asks for. A document applies it to its model and its text together.
///
/// ```
/// use chancery::dossier::document::{EXAMPLES, open_example};
/// use chancery::dossier::edit::Change;
/// let mut document = open_example(&EXAMPLES[0]);
/// let before = document.dossier.title.clone();
/// document.apply(Change::SetTitle("Who helps whom".to_owned())).unwrap();
/// assert!(document.text(0).unwrap().contains("Who helps whom"));
/// document.undo();
/// assert_eq!(document.dossier.title, before);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The dossier's title.
    SetTitle(String),
    /// The sentence under it.
    SetSubtitle(Option<String>),
    /// The author's remark on the whole.
    SetNote(Option<String>),

    /// A new entity. One whose id relations name already takes the place of their ghost.
    AddEntity {
        /// The entity.
        entity: Entity,
        /// Where it goes.
        #[serde(default, skip_serializing_if = "InsertAt::is_free")]
        place: InsertAt,
    },
    /// Takes an entity away, and the relations that start or end there.
    RemoveEntity {
        /// Which.
        id: EntityId,
    },
    /// Sets fields of an entity.
    SetEntity {
        /// Which.
        id: EntityId,
        /// The fields.
        set: Vec<EntityField>,
    },
    /// Another id for an entity, wherever it is named: in relations, in claims, in views.
    RenameEntity {
        /// The id as it is.
        id: EntityId,
        /// The id as it shall be.
        to: EntityId,
        /// Keeps the old id as an alias among the names.
        #[serde(default)]
        keep_as_alias: bool,
    },
    /// Makes two entities one. See [`super::apply`] for what becomes of what they say.
    MergeEntities {
        /// The one that stays.
        keep: EntityId,
        /// The one that goes.
        lose: EntityId,
        /// Values that win over what would come out by itself.
        #[serde(default)]
        set: Vec<EntityField>,
    },
    /// Makes a second entity out of one: it takes over some relations and claims.
    SplitEntity {
        /// The one that stays.
        id: EntityId,
        /// The new one; it stands after the other.
        entity: Entity,
        /// Relations of the old one that go over to the new one.
        #[serde(default)]
        relations: Vec<RelationId>,
        /// Numbers, from 0, of the claims that go over.
        #[serde(default)]
        claims: Vec<usize>,
    },

    /// A new relation; both its ends must be there.
    AddRelation {
        /// The relation.
        relation: Relation,
        /// Where it goes.
        #[serde(default, skip_serializing_if = "InsertAt::is_free")]
        place: InsertAt,
    },
    /// Takes a relation away.
    RemoveRelation {
        /// Which.
        id: RelationId,
    },
    /// Sets fields of a relation, its ends and its id among them.
    SetRelation {
        /// Which.
        id: RelationId,
        /// The fields.
        set: Vec<RelationField>,
    },
    /// Turns a relation round.
    ReverseRelation {
        /// Which.
        id: RelationId,
    },

    /// Adds a claim to an entity or relation.
    AddClaim {
        /// To which.
        of: ClaimOwner,
        /// The claim.
        claim: Claim,
        /// Before which claim, by number from 0; without it, at the end.
        #[serde(default)]
        at: Option<usize>,
    },
    /// Puts a claim in the place of another.
    SetClaim {
        /// The record that bears it.
        of: ClaimOwner,
        /// Its number, from 0.
        at: usize,
        /// The claim.
        claim: Claim,
    },
    /// Takes a claim away.
    RemoveClaim {
        /// The record that bears it.
        of: ClaimOwner,
        /// Its number, from 0.
        at: usize,
    },

    /// A new source.
    AddSource {
        /// The source.
        source: Source,
        /// Where it goes.
        #[serde(default, skip_serializing_if = "InsertAt::is_free")]
        place: InsertAt,
    },
    /// Takes a source away.
    RemoveSource {
        /// Which.
        id: SourceId,
        /// Takes the claims that cite it away too; else they cite what is not there.
        #[serde(default)]
        with_claims: bool,
    },
    /// Sets fields of a source.
    SetSource {
        /// Which.
        id: SourceId,
        /// The fields.
        set: Vec<SourceField>,
    },
    /// Another id for a source, in all claims that cite it.
    RenameSource {
        /// The id as it is.
        id: SourceId,
        /// The id as it shall be.
        to: SourceId,
    },

    /// Declares a kind of entity, or puts it in the place of what the dossier declared; a built-in
    /// kind of this id is overridden.
    SetEntityKind {
        /// The kind.
        kind: EntityKind,
        /// Where it goes, if it is new.
        #[serde(default, skip_serializing_if = "InsertAt::is_free")]
        place: InsertAt,
    },
    /// Takes back what the dossier declared about a kind of entity.
    RemoveEntityKind {
        /// Which.
        id: String,
    },
    /// Another id for a kind of entity that the dossier declares, wherever it is named.
    RenameEntityKind {
        /// The id as it is.
        id: String,
        /// The id as it shall be.
        to: String,
    },
    /// Declares a kind of relation, or puts it in the place of what the dossier declared.
    SetRelationKind {
        /// The kind.
        kind: RelationKind,
        /// Where it goes, if it is new.
        #[serde(default, skip_serializing_if = "InsertAt::is_free")]
        place: InsertAt,
    },
    /// Takes back what the dossier declared about a kind of relation.
    RemoveRelationKind {
        /// Which.
        id: String,
    },
    /// Another id for a kind of relation that the dossier declares, wherever it is named.
    RenameRelationKind {
        /// The id as it is.
        id: String,
        /// The id as it shall be.
        to: String,
    },

    /// A new view.
    AddView {
        /// The view.
        view: View,
        /// Where it goes.
        #[serde(default, skip_serializing_if = "InsertAt::is_free")]
        place: InsertAt,
    },
    /// Puts a view, perhaps of another name, in the place of one.
    SetView {
        /// The name of the one that is there.
        name: String,
        /// The view.
        view: View,
    },
    /// Takes a view away.
    RemoveView {
        /// Which.
        name: String,
    },
    /// Puts a view somewhere else among those of its file; its text stays as it is.
    MoveView {
        /// Which.
        name: String,
        /// The view of the same file that it comes after; the beginning where there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<String>,
    },
}

/// What a change brings into the dossier, for whoever goes on from it.
pub(crate) enum Brings<'a> {
    Entity(&'a Entity),
    Relation(&'a Relation),
    Claim(&'a Claim),
    Nothing,
}

/// What happens to the record that a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Happens {
    Added,
    Removed,
    /// So many of its fields are set; none means that nothing changes.
    FieldsSet(usize),
    /// It stays, and is another than before: replaced, renamed, merged, split, reversed, other claims.
    Rewritten,
}

impl Change {
    /// What the step is called in a history and after "Undo:", where nobody says it better:
    /// `add Laos`, `change the name of Japan`.
    pub fn name(&self, dossier: &Dossier) -> String {
        let called = |id: &EntityId| dossier.label_of(id.as_str());
        let relation = |id: &RelationId| match dossier.relation_by_id(id.as_str()) {
            Some(relation) => format!("“{}”", dossier.sentence_of(relation)),
            None => id.to_string(),
        };
        let of = |of: &ClaimOwner| match of {
            ClaimOwner::Entity(id) => called(id),
            ClaimOwner::Relation(id) => relation(id),
        };
        match self {
            Change::SetTitle(_) => "change the title".to_owned(),
            Change::SetSubtitle(_) => "change the subtitle".to_owned(),
            Change::SetNote(_) => "change the note".to_owned(),
            Change::AddEntity { entity, .. } => format!("add {}", entity.label()),
            Change::RemoveEntity { id } => format!("delete {}", called(id)),
            Change::SetEntity { id, set } => match &set[..] {
                [only] => format!("change the {} of {}", only.word(), called(id)),
                _ => format!("change {}", called(id)),
            },
            Change::RenameEntity { id, to, .. } => format!("change the id {id} to {to}"),
            Change::MergeEntities { keep, lose, .. } => format!("merge {} into {}", called(lose), called(keep)),
            Change::SplitEntity { id, entity, .. } => format!("split {} from {}", entity.label(), called(id)),
            Change::AddRelation { relation, .. } => format!("add “{}”", dossier.sentence_of(relation)),
            Change::RemoveRelation { id } => format!("delete {}", relation(id)),
            Change::SetRelation { id, set } => match &set[..] {
                [only] => format!("change the {} of {}", only.word(), relation(id)),
                _ => format!("change {}", relation(id)),
            },
            Change::ReverseRelation { id } => format!("reverse {}", relation(id)),
            Change::AddClaim { of: record, .. } => format!("add a claim to {}", of(record)),
            Change::SetClaim { of: record, .. } => format!("change a claim of {}", of(record)),
            Change::RemoveClaim { of: record, .. } => format!("delete a claim of {}", of(record)),
            Change::AddSource { source, .. } => format!("add the source {}", source.id),
            Change::RemoveSource { id, .. } => format!("delete the source {id}"),
            Change::SetSource { id, .. } => format!("change the source {id}"),
            Change::RenameSource { id, to } => format!("change the source’s id {id} to {to}"),
            Change::SetEntityKind { kind, .. } => format!("set the kind “{}”", kind.label),
            Change::SetRelationKind { kind, .. } => format!("set the kind “{}”", kind.label),
            Change::RemoveEntityKind { id } | Change::RemoveRelationKind { id } => format!("delete the kind {id}"),
            Change::RenameEntityKind { id, to } | Change::RenameRelationKind { id, to } => {
                format!("change the kind’s id {id} to {to}")
            }
            Change::AddView { view, .. } => format!("add the view “{}”", view.name),
            Change::SetView { view, .. } => format!("change the view “{}”", view.name),
            Change::RemoveView { name } => format!("delete the view “{name}”"),
            Change::MoveView { name, .. } => format!("move the view “{name}”"),
        }
    }

    /// What several changes at once are called: `delete 3 entities`, `5 changes`.
    pub(crate) fn name_all(changes: &[Change], dossier: &Dossier) -> String {
        if let [only] = changes {
            return only.name(dossier);
        }
        match changes.first().and_then(Change::deed) {
            Some(deed) if changes.iter().all(|change| change.deed() == Some(deed)) => {
                let (verb, one, many) = deed;
                format!("{verb} {}", counted(changes.len(), one, many))
            }
            _ => counted(changes.len(), "change", "changes"),
        }
    }

    /// The id that a record has from then on, if a change gives it another: its list, the old id, the new one. Of two
    /// entities that become one it is the id of the one that stays.
    pub(crate) fn new_id(&self) -> Option<(List, &str, &str)> {
        match self {
            Change::RenameEntity { id, to, .. } => Some((List::Entities, id.as_str(), to.as_str())),
            Change::MergeEntities { keep, lose, .. } => Some((List::Entities, lose.as_str(), keep.as_str())),
            Change::RenameSource { id, to } => Some((List::Sources, id.as_str(), to.as_str())),
            Change::RenameEntityKind { id, to } => Some((List::EntityKinds, id, to)),
            Change::RenameRelationKind { id, to } => Some((List::RelationKinds, id, to)),
            Change::SetRelation { id, set } => set.iter().find_map(|field| match field {
                RelationField::Id(Some(to)) => Some((List::Relations, id.as_str(), to.as_str())),
                _ => None,
            }),
            Change::SetTitle(_)
            | Change::SetSubtitle(_)
            | Change::SetNote(_)
            | Change::AddEntity { .. }
            | Change::RemoveEntity { .. }
            | Change::SetEntity { .. }
            | Change::SplitEntity { .. }
            | Change::AddRelation { .. }
            | Change::RemoveRelation { .. }
            | Change::ReverseRelation { .. }
            | Change::AddClaim { .. }
            | Change::SetClaim { .. }
            | Change::RemoveClaim { .. }
            | Change::AddSource { .. }
            | Change::RemoveSource { .. }
            | Change::SetSource { .. }
            | Change::SetEntityKind { .. }
            | Change::RemoveEntityKind { .. }
            | Change::SetRelationKind { .. }
            | Change::RemoveRelationKind { .. }
            | Change::AddView { .. }
            | Change::SetView { .. }
            | Change::RemoveView { .. }
            | Change::MoveView { .. } => None,
        }
    }

    /// What is done to what, where several such changes have a name together.
    fn deed(&self) -> Option<(&'static str, &'static str, &'static str)> {
        match self {
            Change::AddEntity { .. } => Some(("add", "entity", "entities")),
            Change::RemoveEntity { .. } => Some(("delete", "entity", "entities")),
            Change::SetEntity { .. } => Some(("change", "entity", "entities")),
            Change::SetRelation { .. } => Some(("change", "relation", "relations")),
            Change::SetTitle(_)
            | Change::SetSubtitle(_)
            | Change::SetNote(_)
            | Change::RenameEntity { .. }
            | Change::MergeEntities { .. }
            | Change::SplitEntity { .. }
            | Change::AddRelation { .. }
            | Change::RemoveRelation { .. }
            | Change::ReverseRelation { .. }
            | Change::AddClaim { .. }
            | Change::SetClaim { .. }
            | Change::RemoveClaim { .. }
            | Change::AddSource { .. }
            | Change::RemoveSource { .. }
            | Change::SetSource { .. }
            | Change::RenameSource { .. }
            | Change::SetEntityKind { .. }
            | Change::RemoveEntityKind { .. }
            | Change::RenameEntityKind { .. }
            | Change::SetRelationKind { .. }
            | Change::RemoveRelationKind { .. }
            | Change::RenameRelationKind { .. }
            | Change::AddView { .. }
            | Change::SetView { .. }
            | Change::RemoveView { .. }
            | Change::MoveView { .. } => None,
        }
    }

    /// The record that it is about, by its list and id (of a view its name), and what happens to it;
    /// `None` for what is said of the dossier as a whole. Of a merger it is the one that stays.
    pub(crate) fn about(&self) -> Option<(Happens, List, &str)> {
        use Happens::{Added, FieldsSet, Removed, Rewritten};
        Some(match self {
            Change::SetTitle(_) | Change::SetSubtitle(_) | Change::SetNote(_) => return None,
            Change::AddEntity { entity, .. } => (Added, List::Entities, entity.id.as_str()),
            Change::RemoveEntity { id } => (Removed, List::Entities, id.as_str()),
            Change::SetEntity { id, set } => (FieldsSet(set.len()), List::Entities, id.as_str()),
            Change::RenameEntity { id, .. }
            | Change::SplitEntity { id, .. }
            | Change::MergeEntities { keep: id, .. } => (Rewritten, List::Entities, id.as_str()),
            Change::AddRelation { relation, .. } => (Added, List::Relations, relation.id.as_str()),
            Change::RemoveRelation { id } => (Removed, List::Relations, id.as_str()),
            Change::SetRelation { id, set } => (FieldsSet(set.len()), List::Relations, id.as_str()),
            Change::ReverseRelation { id } => (Rewritten, List::Relations, id.as_str()),
            Change::AddClaim { of, .. } | Change::SetClaim { of, .. } | Change::RemoveClaim { of, .. } => match of {
                ClaimOwner::Entity(id) => (Rewritten, List::Entities, id.as_str()),
                ClaimOwner::Relation(id) => (Rewritten, List::Relations, id.as_str()),
            },
            Change::AddSource { source, .. } => (Added, List::Sources, source.id.as_str()),
            Change::RemoveSource { id, .. } => (Removed, List::Sources, id.as_str()),
            Change::SetSource { id, set } => (FieldsSet(set.len()), List::Sources, id.as_str()),
            Change::RenameSource { id, .. } => (Rewritten, List::Sources, id.as_str()),
            Change::SetEntityKind { kind, .. } => (Rewritten, List::EntityKinds, &kind.id),
            Change::RemoveEntityKind { id } => (Removed, List::EntityKinds, id),
            Change::RenameEntityKind { id, .. } => (Rewritten, List::EntityKinds, id),
            Change::SetRelationKind { kind, .. } => (Rewritten, List::RelationKinds, &kind.id),
            Change::RemoveRelationKind { id } => (Removed, List::RelationKinds, id),
            Change::RenameRelationKind { id, .. } => (Rewritten, List::RelationKinds, id),
            Change::AddView { view, .. } => (Added, List::Views, &view.name),
            Change::SetView { name, .. } | Change::MoveView { name, .. } => (Rewritten, List::Views, name),
            Change::RemoveView { name } => (Removed, List::Views, name),
        })
    }

    /// What it brings into the dossier that can be cited or related again.
    pub(crate) fn brings(&self) -> Brings<'_> {
        match self {
            Change::AddEntity { entity, .. } => Brings::Entity(entity),
            Change::AddRelation { relation, .. } => Brings::Relation(relation),
            Change::AddClaim { claim, .. } | Change::SetClaim { claim, .. } => Brings::Claim(claim),
            Change::SetTitle(_)
            | Change::SetSubtitle(_)
            | Change::SetNote(_)
            | Change::RemoveEntity { .. }
            | Change::SetEntity { .. }
            | Change::RenameEntity { .. }
            | Change::MergeEntities { .. }
            | Change::SplitEntity { .. }
            | Change::RemoveRelation { .. }
            | Change::SetRelation { .. }
            | Change::ReverseRelation { .. }
            | Change::RemoveClaim { .. }
            | Change::AddSource { .. }
            | Change::RemoveSource { .. }
            | Change::SetSource { .. }
            | Change::RenameSource { .. }
            | Change::SetEntityKind { .. }
            | Change::RemoveEntityKind { .. }
            | Change::RenameEntityKind { .. }
            | Change::SetRelationKind { .. }
            | Change::RemoveRelationKind { .. }
            | Change::RenameRelationKind { .. }
            | Change::AddView { .. }
            | Change::SetView { .. }
            | Change::RemoveView { .. }
            | Change::MoveView { .. } => Brings::Nothing,
        }
    }
}
