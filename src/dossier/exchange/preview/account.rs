//! What an import would come to: its tables as they are read, and what became of each record. Made anew for every
//! change of the choices.

use super::super::format::KeptRow;
use super::super::records::KindUse;
use super::super::report::Report;
use super::super::table::{Delimiter, Plan};
use crate::dossier::model::Dossier;
use crate::problem::Problem;

/// A table as it would be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    /// Its name in the choices: that of the sheet or file.
    pub(crate) key: String,
    /// The name of its file in the choices.
    pub(crate) file_key: String,
    /// How it is read.
    pub(crate) plan: Plan,
    /// Its first rows, those above and with the heads among them, then refused ones that stand farther below.
    pub(crate) rows: Vec<KeptRow>,
    /// Whether there are more rows.
    pub(crate) has_more: bool,
    /// Name of the encoding; empty where the file is no text.
    pub(crate) encoding: &'static str,
    /// What stands between cells; `None` where the file is no text.
    pub(crate) delimiter: Option<Delimiter>,
    /// Number of its part in the report; `None` if it was not read.
    pub(crate) part: Option<u16>,
}

/// What would be taken in.
#[derive(Debug)]
pub(crate) struct Taken {
    /// What the files say.
    pub(crate) dossier: Dossier,
    /// What became of each of their records.
    pub(crate) report: Report,
    /// Words for kinds of entity, counted.
    pub(crate) entity_kinds: Vec<KindUse>,
    /// Words for kinds of relation, counted.
    pub(crate) relation_kinds: Vec<KindUse>,
    /// Whether it is a dossier that was written in another format and came back: it keeps its kinds and sources.
    pub(crate) is_own: bool,
}

/// What an import would come to.
#[derive(Debug)]
pub(crate) struct Account {
    /// Its tables; none where the file is a network without tables.
    pub(crate) tables: Vec<Table>,
    /// Whether only the first rows were read, to show something at once.
    pub(crate) is_sample: bool,
    /// What would be taken in, or why nothing can be.
    pub(crate) outcome: Result<Box<Taken>, Box<Problem>>,
}

impl Account {
    /// Why it cannot be taken in as it is, a sentence without a full stop; `None` if it can.
    pub(crate) fn obstacle(&self) -> Option<String> {
        match &self.outcome {
            Err(problem) if self.is_sample && problem.code != crate::problem::codes::NO_TABLE => {
                Some("the file is still being read".to_owned())
            }
            Err(problem) => Some(problem.message.clone()),
            Ok(_) if self.is_sample => Some("the file is still being read".to_owned()),
            Ok(taken) if taken.dossier.entity_count() == 0 => Some("there is nothing to take in".to_owned()),
            Ok(_) => None,
        }
    }
}
