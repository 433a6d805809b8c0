//! What a format is: its names, how a file of it is known by its content, and how it is read. Knows no single format.

use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};

use super::encoding::{Rule, Text};
pub(crate) use super::failure::Failure;
use super::graph::Graph;
use super::limits::Limit;
use super::own::Records;
use super::report::{NoteKind, Report};
use super::table::{Row, TableOptions};
use crate::dossier::model::Dossier;
use crate::problem::Problem;
use crate::progress::{Cancelled, Progress};
use crate::wording::counted;

/// A file as it was read from the disk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input<'a> {
    /// Its name for messages; its extension breaks ties between formats.
    pub(crate) name: &'a str,
    /// All of it.
    pub(crate) bytes: &'a [u8],
}

impl<'a> Input<'a> {
    /// Its text, by the encoding that was chosen or found.
    ///
    /// # Errors
    /// As [`Text::decode`].
    pub(crate) fn text(&self, rule: Rule, options: &Options) -> Result<Text<'a>, Problem> {
        Text::decode(self.name, self.bytes, rule, options.encoding)
    }
}

/// What to do with edges to nodes that a file with nodes does not tell of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum UnknownEnds {
    /// They become nodes without anything but an id.
    #[default]
    #[serde(rename = "add")]
    Stub,
    /// The edges are refused.
    Refuse,
}

/// What a person can say of a file that is to be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// The encoding of its text.
    pub(crate) encoding: Option<&'static Encoding>,
    /// What to do with edges to unknown nodes.
    pub(crate) ends: UnknownEnds,
    /// How tables are read.
    pub(crate) tables: TableOptions,
}

/// The beginning of a file, from which formats tell whether it is theirs.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    /// Up to [`Head::LENGTH`] bytes.
    pub(crate) bytes: &'a [u8],
    /// Those as text, without a byte order mark and blanks before the first character; empty if they are no text.
    pub(crate) text: String,
    /// Whether that is the whole file.
    pub(crate) whole: bool,
}

impl<'a> Head<'a> {
    /// How many bytes are looked at.
    pub(crate) const LENGTH: usize = 64 << 10;

    /// The beginning of a file.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let head = &bytes[..bytes.len().min(Self::LENGTH)];
        let whole = head.len() == bytes.len();
        // A character that is cut in two at the end must not make it another encoding.
        let cut = if whole { head } else { &head[..head.iter().rposition(u8::is_ascii).unwrap_or(0) & !1] };
        let text = Text::decode("", cut, Rule::Any, None).map(|t| t.as_str().trim_start().to_owned());
        Head { bytes: head, text: text.unwrap_or_default(), whole }
    }

    /// Whether the text begins with this, not minding ASCII case.
    pub(crate) fn starts_with(&self, word: &str) -> bool {
        self.text.as_bytes().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    }

    /// Whether the bytes have a name of a part of a ZIP archive somewhere, in any case and with either slash: some
    /// programs write the names of parts otherwise than the others.
    pub(crate) fn has_part(&self, name: &str) -> bool {
        let is =
            |byte: &u8, wanted: u8| if *byte == b'\\' { wanted == b'/' } else { byte.eq_ignore_ascii_case(&wanted) };
        self.bytes
            .windows(name.len())
            .any(|found| found.iter().zip(name.bytes()).all(|(byte, wanted)| is(byte, wanted)))
    }

    /// Whether the text has this somewhere.
    pub(crate) fn contains(&self, text: &str) -> bool {
        memchr::memmem::find(self.text.as_bytes(), text.as_bytes()).is_some()
    }
}

/// How sure a format is that a file is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sure {
    /// It is not.
    No,
    /// Nothing speaks against it.
    Perhaps,
    /// It looks like it.
    Likely,
    /// It says so.
    Certain,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    /// Its networks, at least one.
    pub(crate) graphs: Vec<Graph>,
    /// What became of each record.
    pub(crate) report: Report,
    /// The first rows of tables that were refused.
    pub(crate) refused_rows: Vec<KeptRow>,
    /// The records of a dossier that was written as tables and came back.
    pub(crate) own: Option<Box<Records>>,
    /// The dossier itself, where the file is one that a program of ours wrote and nothing of it is lost; `graphs` is its
    /// outline then.
    pub(crate) whole: Option<Box<Dossier>>,
}

/// A row of a table as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeptRow {
    /// Number of its part in the report.
    pub(crate) part: u16,
    /// Its number as a spreadsheet shows it.
    pub(crate) number: u32,
    /// Its cells.
    pub(crate) cells: Vec<String>,
}

impl KeptRow {
    /// Longest cell that is kept, in characters: they are for showing.
    const CELL: usize = 200;

    /// A row of a part.
    pub(crate) fn of(row: &Row, part: u16) -> Self {
        let cells = row.cells().map(|cell| cell.chars().take(Self::CELL).collect());
        KeptRow { part, number: row.number, cells: cells.collect() }
    }
}

impl Read {
    /// Ends reading: puts the graphs in order, notes what they have that a person should know, and checks that every
    /// record is accounted for.
    ///
    /// # Errors
    /// A limit, or records that the reader lost.
    pub(crate) fn finish(mut graphs: Vec<Graph>, mut report: Report, options: &Options) -> Result<Self, Failure> {
        for graph in &mut graphs {
            for node in graph.settle()? {
                let message = "this node is inside itself through its parents; it was moved to the top level";
                report.note(NoteKind::Changed, message, Some(graph.nodes.at(node)));
            }
            // Where only edges name nodes none is unknown.
            let tells = graph.implied() < graph.nodes.len();
            if tells && options.ends == UnknownEnds::Refuse {
                graph.refuse_unknown_ends(&mut report)?;
            }
            if tells {
                for node in (0..graph.nodes.len() as u32).filter(|node| !graph.is_told(*node)) {
                    let message =
                        "an edge refers to a node that the file does not define; a node with only this id was added";
                    report.note(NoteKind::Doubtful, message, Some(graph.nodes.at(node)));
                }
            }
            for records in [&graph.nodes, &graph.edges, &graph.hyperedges] {
                for column in records.columns.iter().filter(|column| column.not_finite > 0) {
                    let blank = counted(
                        column.not_finite as usize,
                        "value is not a finite number and was left blank",
                        "values are not finite numbers and were left blank",
                    );
                    let message = format!("`{}`: {blank}", column.name);
                    report.note(NoteKind::LeftOut, &message, None);
                }
            }
        }
        // A default stands once in the file and in each record of the dossier.
        let records = graphs.iter().flat_map(|graph| [&graph.nodes, &graph.edges, &graph.hyperedges]);
        let defaults = records.flat_map(|of| of.columns.iter().map(|column| column.default_bytes(of.len())));
        Limit::Defaults.check(defaults.fold(0, usize::saturating_add))?;
        report.check()?;
        Ok(Read { graphs, report, refused_rows: Vec::new(), own: None, whole: None })
    }
}

/// What files of a format hold, as far as one has to know before they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Nodes and edges.
    Network,
    /// One table as text.
    Text,
    /// Several tables.
    Workbook,
}

/// A format that can be read.
pub(crate) trait Format: Sync {
    /// What its files hold.
    fn holds(&self) -> Holds {
        Holds::Network
    }

    /// Name for people and `--from`: `csv`.
    fn name(&self) -> &'static str;
    /// What it is, a few words.
    fn about(&self) -> &'static str;
    /// Extensions of its files, in lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// How sure the beginning of a file makes that it is of this format.
    fn sniff(&self, head: &Head<'_>) -> Sure;
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong, with its place; or that a person asked to stop.
    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure>;
}

/// Says how far a reader is, not too often.
#[derive(Debug)]
pub(crate) struct Pace<'a> {
    progress: &'a Progress,
    total: usize,
    /// How many steps lie between two reports.
    step: usize,
    next: usize,
    /// Steps so far, where they are counted here.
    done: usize,
}

impl<'a> Pace<'a> {
    /// How many steps lie between two reports at most, and how many reports there are at least.
    const STEP: usize = 1 << 16;
    const REPORTS: usize = 1 << 8;

    /// Over so many bytes (or other steps).
    pub(crate) fn new(progress: &'a Progress, total: usize) -> Self {
        let step = (total / Self::REPORTS).clamp(1, Self::STEP);
        Pace { progress, total: total.max(1), step, next: 0, done: 0 }
    }

    /// One more step is done.
    ///
    /// # Errors
    /// [`Cancelled`] if a person asked to stop.
    pub(crate) fn another(&mut self) -> Result<(), Cancelled> {
        self.done += 1;
        self.reached(self.done)
    }

    /// So many bytes are read.
    ///
    /// # Errors
    /// [`Cancelled`] if a person asked to stop.
    pub(crate) fn reached(&mut self, at: usize) -> Result<(), Cancelled> {
        if at < self.next {
            return Ok(());
        }
        self.next = at + self.step;
        self.progress.report(at as f32 / self.total as f32)
    }
}
