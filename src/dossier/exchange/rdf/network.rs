//! Statements as a network: which resources are nodes, which statements edges, and what became of each. What a
//! statement says of a node or an edge is read next door.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::super::encoding::Text;
use super::super::failure::Failure;
use super::super::fault::{Fault, MetAt as _};
use super::super::format::{Options, Pace, Read};
use super::super::report::{NoteKind, Report};
use super::cited::Cited;
use super::names::Ids;
use super::parse::SHARE;
use super::properties::rdf;
use super::reader::{Fate, Reader, Role};
use super::reified;
use super::store::{Store, TermId};
use super::wikibase::Wikibase;
use crate::progress::Progress;

/// Reads a network out of all statements of a file.
///
/// # Errors
/// A limit; or that a person asked to stop.
pub(super) fn read(
    store: &Store,
    text: &Text<'_>,
    report: Report,
    options: &Options,
    progress: &Progress,
) -> Result<Read, Failure> {
    read_by(Reader::new(store, report), text, options, progress).map(|(read, _)| read)
}

/// The same with references and ranks apart from the fields.
///
/// # Errors
/// As [`read`].
#[cfg(feature = "endpoint")]
pub(super) fn read_citing(
    store: &Store,
    text: &Text<'_>,
    report: Report,
    progress: &Progress,
) -> Result<(Read, Vec<Cited>), Failure> {
    let mut reader = Reader::new(store, report);
    reader.cited = Some(Vec::new());
    read_by(reader, text, &Options::default(), progress)
}

fn read_by(
    mut reader: Reader<'_>,
    text: &Text<'_>,
    options: &Options,
    progress: &Progress,
) -> Result<(Read, Vec<Cited>), Failure> {
    reader.all(progress).map_err(|fault| fault.placed(text))?;
    let Reader { store, graph, mut report, fates, cited, .. } = reader;
    // Its syntax is that of RDF: where none of it is a network, it is still what it was taken for.
    report.certain = true;
    if store.statements.is_empty() {
        report.note(NoteKind::Doubtful, "this file has no statements", None);
    }
    for (statement, fate) in store.statements.iter().zip(fates) {
        let record = report.open(statement.at);
        match fate {
            Fate::Taken => report.taken(record),
            Fate::Merged(into) => {
                report.merged(record, store.statements.get(into as usize).map_or(statement.at, |into| into.at));
            }
            Fate::Unseen => report.refused(record, "it is about something that is neither a node nor an edge"),
        }
    }
    for (at, first) in &store.repeated {
        let record = report.open(*at);
        report.merged(record, store.statements.get(*first as usize).map_or(*at, |first| first.at));
    }
    Ok((Read::finish(vec![graph], report, options)?, cited.unwrap_or_default()))
}

impl Reader<'_> {
    fn all(&mut self, progress: &Progress) -> Result<(), Fault> {
        let store = self.store;
        self.wikibase = Wikibase::of(store);
        self.classify();
        if let Some(wikibase) = self.wikibase.take() {
            wikibase.classify(self);
            self.wikibase = Some(wikibase);
        }
        let subjects = store.statements.iter().map(|statement| statement.subject);
        let objects = store.statements.iter().map(|statement| statement.object);
        let mut seen: HashSet<TermId, RandomState> = HashSet::default();
        let once = subjects.chain(objects).filter(|id| self.role(*id) == Role::Node && seen.insert(*id));
        let once: Vec<TermId> = once.collect();
        self.ids = Ids::of(store, once.into_iter());
        // In the order of the file, so that each is told where it is first spoken of.
        let mut told = Vec::new();
        for statement in &store.statements {
            let id = statement.subject;
            if self.role(id) == Role::Node && !self.nodes.contains_key(&id) {
                let name = self.ids.id(store, id);
                let at = statement.at.offset as usize;
                let node = self.graph.add_node(&name, statement.at).met_at(at)?.number();
                self.nodes.insert(id, node);
                told.push(id);
            }
        }
        let mut pace = Pace::new(progress, 1_000_000);
        let share = |done: usize| {
            let whole = (SHARE + (1.0 - SHARE) * done as f32 / store.statements.len().max(1) as f32) * 1e6;
            whole as usize
        };
        let mut done = 0;
        for id in told {
            done += self.about(id).len();
            pace.reached(share(done))?;
            self.node(id)?;
        }
        reified::edges(self)?;
        let words: Vec<TermId> = (0..store.len() as TermId).filter(|id| self.role(*id) == Role::Word).collect();
        for id in words {
            self.take_about(id);
            // With the lists of what it says.
            for number in self.about(id) {
                let Some(statement) = self.statement(number) else { continue };
                self.take_lists(statement.object)?;
            }
        }
        self.take_types_of_cells();
        Ok(())
    }

    /// Marks the statements that only call a cell of a list an `rdf:List` as read: they add nothing.
    fn take_types_of_cells(&mut self) {
        let (kind, list) = (self.store.find_iri(&rdf("type")), self.store.find_iri(&rdf("List")));
        for (number, statement) in (0..).zip(&self.store.statements) {
            let is_type = Some(statement.predicate) == kind && Some(statement.object) == list;
            if is_type && self.role(statement.subject) == Role::Cell {
                self.take(number);
            }
        }
    }
}
