//! Records as they are read, file by file, before it is known what they refer to. Putting them
//! together is `resolve`'s.

use std::sync::Arc;

use super::fields::read;
use super::reader::Reader;
use super::record::RecordNode;
use crate::dossier::model::{Entity, EntityKind, FileIndex, List, Relation, RelationId, RelationKind, Source, View};
use crate::dossier::ron_text::file_text::FileText;
use crate::dossier::ron_text::problems::Problems;
use crate::dossier::ron_text::tree::NodeId;

/// Where a record begins and ends in its text, in bytes.
pub(super) type Span = (u32, u32);

/// The records of one file as they were read, before it is known what they refer to.
#[derive(Default)]
pub(super) struct StagedFile {
    pub(super) entity_kinds: Vec<(EntityKind, Span)>,
    pub(super) relation_kinds: Vec<(RelationKind, Span)>,
    pub(super) sources: Vec<(Source, Span)>,
    // As the network holds them, so that none is copied on its way.
    pub(super) entities: Vec<(Arc<Entity>, Span)>,
    pub(super) relations: Vec<(Arc<Relation>, Span)>,
    /// Ids that relations give themselves.
    pub(super) given: Vec<RelationId>,
    pub(super) views: Vec<(View, Span)>,
}

/// A record that is taken over.
pub(crate) enum ReusedRecord {
    Entity(Arc<Entity>),
    /// A relation, with the id that it had.
    Relation(Arc<Relation>),
}

/// Takes records in as their trees come along.
pub(crate) struct Staging<'p> {
    pub(crate) reader: Reader<'p>,
    pub(super) files: Vec<StagedFile>,
    /// Where records begin that were not taken in, or of which problems were told by themselves,
    /// file by file.
    pub(super) troubled: Vec<Vec<u32>>,
}

impl<'p> Staging<'p> {
    pub(crate) fn new(problems: &'p mut Problems) -> Self {
        Staging { reader: Reader::new(problems), files: Vec::new(), troubled: Vec::new() }
    }

    /// Reads a record as far as it can be read without the others.
    pub(crate) fn take(&mut self, file: &FileText, list: List, node: NodeId) {
        let (start, end) = file.bytes(node);
        let span = (start as u32, end as u32);
        if self.files.len() <= file.number {
            self.files.resize_with(file.number + 1, StagedFile::default);
        }
        let told = self.reader.problems.told();
        let taken = self.take_one(file, list, node, span);
        if !taken || self.reader.problems.told() > told {
            self.is_troubled(file.number, span.0);
        }
    }

    /// Takes in the records of a file that were not handed on one by one.
    pub(crate) fn take_rest(&mut self, root: &RecordNode<'_>) {
        for (name, list) in List::ALL {
            for node in root.list(&mut self.reader, name) {
                self.take(root.file, list, node);
            }
        }
    }

    /// Remembers that the text of a record is to be read anew, whenever it is read.
    fn is_troubled(&mut self, file: usize, start: u32) {
        if self.troubled.len() <= file {
            self.troubled.resize_with(file + 1, Vec::new);
        }
        self.troubled[file].push(start);
    }

    /// Takes a record in that stood with the very same text in a file that was read before.
    pub(crate) fn take_again(&mut self, file: usize, record: ReusedRecord, span: Span) {
        if self.files.len() <= file {
            self.files.resize_with(file + 1, StagedFile::default);
        }
        let staged = &mut self.files[file];
        match record {
            ReusedRecord::Entity(entity) => staged.entities.push((entity, span)),
            ReusedRecord::Relation(relation) => {
                staged.given.extend(relation.id_given.then(|| relation.id.clone()));
                staged.relations.push((relation, span));
            }
        }
    }

    /// Whether the record could be taken in.
    fn take_one(&mut self, file: &FileText, list: List, node: NodeId, span: Span) -> bool {
        let Staging { reader, files, .. } = self;
        let staged = &mut files[file.number];
        let number = FileIndex(file.number as u16);
        fn put<T>(into: &mut Vec<(T, Span)>, record: Option<T>, span: Span) -> bool {
            let taken = record.is_some();
            into.extend(record.map(|record| (record, span)));
            taken
        }
        match list {
            List::EntityKinds => put(&mut staged.entity_kinds, read(reader, node, file, list), span),
            List::RelationKinds => put(&mut staged.relation_kinds, read(reader, node, file, list), span),
            List::Sources => {
                let source = read(reader, node, file, list).map(|source| Source { file: number, ..source });
                put(&mut staged.sources, source, span)
            }
            List::Entities => {
                let entity = read(reader, node, file, list).map(|entity| Arc::new(Entity { file: number, ..entity }));
                put(&mut staged.entities, entity, span)
            }
            List::Relations => {
                let relation = read(reader, node, file, list).map(|relation| Relation { file: number, ..relation });
                staged.given.extend(relation.as_ref().filter(|r| r.id_given).map(|r| r.id.clone()));
                put(&mut staged.relations, relation.map(Arc::new), span)
            }
            List::Views => {
                let view = read(reader, node, file, list).map(|view| View { file: number, ..view });
                put(&mut staged.views, view, span)
            }
        }
    }

    /// Forgets what was read of a file.
    pub(crate) fn forget(&mut self, file: usize) {
        self.reader.problems.forget(file);
        if let Some(staged) = self.files.get_mut(file) {
            *staged = StagedFile::default();
        }
        if let Some(troubled) = self.troubled.get_mut(file) {
            troubled.clear();
        }
    }
}
