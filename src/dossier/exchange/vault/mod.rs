//! Vaults of Obsidian: notes in Markdown become nodes, links between them edges. The files are handed in, as a ZIP archive
//! or one by one; nothing here opens a folder.

mod folder;
mod frontmatter;
mod links;
mod note;
mod parts;
mod resolve;

use std::io::{Cursor, Read as _};

use super::encoding::{Rule, Text};
use super::failure::Failure;
use super::format::{Format, Head, Input, Options, Pace, Read, Sure};
use super::graph::{Added, Direction, Graph, NameRole, OtherName, When};
use super::limits::Limit;
use super::report::{At, NoteKind, Report, Unit};
use super::value::{Purpose, Value};
use crate::problem::{Problem, codes};
use crate::progress::Progress;
use crate::wording::counted;
pub(crate) use folder::VaultFolder;
use parts::{Note, Place, Target};
use resolve::Names;

/// Notes of Obsidian.
pub(crate) struct Vault;

/// The name of the format.
pub(crate) const VAULT: &str = "obsidian";
/// Text of this length may come out of any archive, in bytes.
const SMALL: usize = 16 << 20;
/// So many times its size may come out of a larger one.
const MOST_RATIO: usize = 100;
/// How much of reading an archive is unpacking it, and how much of reading notes is finding out what they are called.
const UNPACKING: f32 = 0.2;
const NAMING: f32 = 0.2;

impl Format for Vault {
    fn name(&self) -> &'static str {
        VAULT
    }

    fn about(&self) -> &'static str {
        "Obsidian vaults: a ZIP archive of notes, or Markdown notes"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "zip"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        let has = |text: &[u8]| memchr::memmem::find(head.bytes, text).is_some();
        if head.bytes.starts_with(b"PK\x03\x04") {
            return match () {
                () if has(b"[Content_Types].xml") || has(b"mimetype") || has(b".graphml") => Sure::No,
                () if has(b".obsidian/") => Sure::Certain,
                () if has(b".md") => Sure::Likely,
                () => Sure::Perhaps,
            };
        }
        let starts_other = head.text.starts_with(['{', '[', '<', '*', '@']);
        let links = head.text.split_once("[[").is_some_and(|(_, rest)| rest.contains("]]"));
        let has_head = frontmatter::split(&head.text).is_some();
        match () {
            () if starts_other || head.text.is_empty() => Sure::No,
            () if links && (has_head || head.text.starts_with("# ")) => Sure::Likely,
            () if links || has_head => Sure::Perhaps,
            () => Sure::No,
        }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        if !input.bytes.starts_with(b"PK") {
            return read_together(&[*input], options, progress);
        }
        let mut report = Report::new(VAULT);
        let files = unpacked(input, &mut report, progress)?;
        let inputs: Vec<Input<'_>> = files.iter().map(|(name, bytes)| Input { name, bytes }).collect();
        notes(&inputs, inputs.len() > 1, report, options, &progress.part(UNPACKING, 1.0))
    }
}

/// Reads notes that belong together, each by its path.
///
/// # Errors
/// A limit, no note at all, or that a person asked to stop.
pub(crate) fn read_together(inputs: &[Input<'_>], options: &Options, progress: &Progress) -> Result<Read, Failure> {
    notes(inputs, inputs.len() > 1, Report::new(VAULT), options, progress)
}

/// The notes of an archive. Nothing is written to a disk.
fn unpacked(input: &Input<'_>, report: &mut Report, progress: &Progress) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let broken = |_| {
        let message = format!("{} is cut off or damaged: its list of files cannot be read", input.name);
        Problem::error(codes::CUT_OFF, message).with_help("fetch or save it again")
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(input.bytes)).map_err(broken)?;
    let most = Limit::Unpacked.most().min(SMALL + MOST_RATIO * input.bytes.len());
    let (mut files, mut total) = (Vec::new(), 0);
    let part = report.part("", Unit::Element, "file");
    for number in 0..archive.len() {
        progress.report(number as f32 / archive.len() as f32 * UNPACKING)?;
        let damaged = |what: &str| {
            let message = format!("{} is damaged: {what} cannot be unpacked", input.name);
            Problem::error(codes::NOT_THE_FORMAT, message).with_help("fetch or save it again")
        };
        let mut entry = archive.by_index(number).map_err(|_| damaged("a file"))?;
        let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
        if entry.is_symlink() {
            let record = report.open(At { part, number: number as u32 + 1, offset: 0 });
            report.refused(record, "it is a link to another file");
            continue;
        }
        let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        if entry.is_dir() || hidden || !is_note(&name) {
            continue;
        }
        let mut bytes = Vec::new();
        let room = (most - total) as u64 + 1;
        entry.by_ref().take(room).read_to_end(&mut bytes).map_err(|_| damaged(&name))?;
        total += bytes.len();
        if total > most {
            let message = format!("{} unpacks to more than {}", input.name, counted(most, "byte", "bytes"));
            let problem = Problem::error(codes::TOO_LARGE, message);
            return Err(problem
                .with_help("the file may be a decompression bomb; open it only if you trust where it came from")
                .into());
        }
        files.push((name, bytes));
    }
    if files.is_empty() {
        let problem = Problem::error(codes::EMPTY, format!("{} has no notes in it", input.name));
        return Err(problem.with_help("a note is a file whose name ends in `.md`").into());
    }
    Ok(files)
}

/// Whether a file of this name is a note.
pub(crate) fn is_note(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".md") || name.ends_with(".markdown")
}

/// Reads notes; the places in them are told with the note's path where they are `several`.
fn notes(
    inputs: &[Input<'_>],
    several: bool,
    mut report: Report,
    options: &Options,
    progress: &Progress,
) -> Result<Read, Failure> {
    Limit::Nodes.check(inputs.len())?;
    let total: usize = inputs.iter().map(|input| input.bytes.len()).sum();
    Limit::Bytes.check(total)?;
    let names = Names::of(inputs.iter().map(|input| input.name));
    let mut reader = Reader { graph: Graph::new(Direction::Directed), report: Report::default(), names: &names };
    let mut texts = Vec::new();
    let mut pace = Pace::new(progress, (total as f32 / NAMING) as usize);
    let mut named = 0;
    for (number, input) in inputs.iter().enumerate() {
        pace.reached(named)?;
        named += input.bytes.len();
        let part = report.part_in(number as u16, if several { input.name } else { "" }, Unit::Line, "");
        let at = At { part, number: 1, offset: 0 };
        // An empty note is a note.
        let text = if input.bytes.is_empty() { Ok(Text::new(input.name, "")) } else { input.text(Rule::Any, options) };
        let record = report.open(at);
        match text {
            Ok(text) => {
                text.tell(&mut report);
                let node = match reader.graph.add_node(names.id(number), at)? {
                    Added::New(node) | Added::Implied(node) => {
                        report.taken(record);
                        node
                    }
                    // Two files of one path, as archives may have.
                    Added::Again(node) => {
                        report.refused(record, "an earlier note has the same path");
                        let _ = node;
                        continue;
                    }
                };
                reader.graph.nodes.set_label(node, names.title(number))?;
                texts.push((number, node, part, text));
            }
            Err(problem) if !several => return Err(problem.into()),
            Err(problem) => report.refused(record, &problem.message),
        }
    }
    reader.report = report;
    let reading = progress.part(NAMING, 1.0);
    let mut pace = Pace::new(&reading, total);
    let mut done = 0;
    for (number, node, part, text) in &texts {
        pace.reached(done)?;
        done += text.as_str().len();
        let read = reader.note(*number, *node, *part, text);
        read.map_err(|failure| match failure {
            Failure::Wrong(problem) => Failure::Wrong(text.located(problem, 0)),
            Failure::Cancelled => Failure::Cancelled,
        })?;
    }
    let Reader { mut graph, mut report, .. } = reader;
    for column in graph.nodes.columns.iter_mut().chain(graph.edges.columns.iter_mut()) {
        column.settle()?;
        column.infer(false)?;
    }
    report.note(NoteKind::LeftOut, "the text of the notes, except links, tags and properties", None);
    Read::finish(vec![graph], report, options)
}

struct Reader<'n> {
    graph: Graph,
    report: Report,
    names: &'n Names,
}

/// Properties that say what a note is about.
const KINDS: [&str; 3] = ["type", "kind", "class"];
const ALIASES: [&str; 2] = ["aliases", "alias"];
const STARTS: [&str; 5] = ["start", "since", "from", "born", "founded"];
const ENDS: [&str; 5] = ["end", "until", "to", "died", "dissolved"];
const WHENS: [&str; 2] = ["date", "when"];
const NOTES: [&str; 3] = ["description", "summary", "abstract"];
const SOURCES: [&str; 2] = ["source", "sources"];
const ADDRESSES: [&str; 3] = ["url", "website", "link"];
/// How Obsidian shows a note.
const LOOKS: [&str; 4] = ["cssclass", "cssclasses", "banner", "icon"];

impl Reader<'_> {
    fn note(&mut self, number: usize, node: u32, part: u16, text: &Text<'_>) -> Result<(), Failure> {
        let note = Note::read(text.as_str());
        let at = |place: Place| At { part, number: place.line, offset: place.offset as u32 };
        let (mut start, mut end) = (String::new(), String::new());
        for property in &note.properties {
            let key = property.key.to_lowercase();
            let is = |keys: &[&str]| keys.contains(&key.as_str());
            let place = at(property.place);
            let texts: Vec<&str> = property.values.iter().map(String::as_str).filter(|v| !v.is_empty()).collect();
            let Some(first) = texts.first() else { continue };
            if is(&ALIASES) {
                for alias in texts {
                    self.graph.add_name(OtherName { node, text: alias, language: "", role: NameRole::Alias })?;
                }
            } else if is(&KINDS) && texts.len() == 1 && !first.contains("[[") {
                self.graph.set_node_kind(node, first)?;
            } else if is(&STARTS) && texts.len() == 1 && !first.contains("[[") {
                (*first).clone_into(&mut start);
            } else if is(&ENDS) && texts.len() == 1 && !first.contains("[[") {
                (*first).clone_into(&mut end);
            } else if is(&WHENS) && texts.len() == 1 && !first.contains("[[") {
                self.graph.nodes.times.put(node, When::At(first))?;
            } else {
                let purpose = match () {
                    () if is(&NOTES) => Purpose::Note,
                    () if is(&SOURCES) => Purpose::Source,
                    () if is(&ADDRESSES) => Purpose::Url,
                    () if is(&LOOKS) => Purpose::Look,
                    () => Purpose::Own,
                };
                // Links in properties are edges of the property's name, and no texts.
                let plain: Vec<&str> = texts.into_iter().filter(|text| !links::is_link(text)).collect();
                if !plain.is_empty() {
                    let column = self.graph.nodes.columns.named(&property.key, purpose)?;
                    let list = || Value::List(plain.iter().map(|text| (*text).into()).collect());
                    let value = if plain.len() == 1 { Value::text(plain[0]) } else { list() };
                    self.graph.nodes.columns.put(column, node, &value)?;
                }
            }
            if property.nested {
                self.report.note(
                    NoteKind::LeftOut,
                    "the structure of properties inside properties; they were kept as text",
                    Some(place),
                );
            }
        }
        self.graph.nodes.times.put(node, When::Spell(&start, &end))?;
        if !note.tags.is_empty() {
            let column = self.graph.nodes.columns.named("tags", Purpose::Own)?;
            let tags = note.tags.iter().map(|tag| tag.as_str().into()).collect();
            self.graph.nodes.columns.put(column, node, &Value::List(tags))?;
        }
        if let Some(place) = note.unclosed {
            let message = "the properties at the start of a note have no end; they were read as text";
            self.report.note(NoteKind::Doubtful, message, Some(at(place)));
        }
        let mut known = std::collections::HashMap::new();
        for link in &note.links {
            let place = at(link.place);
            let record = self.report.open(place);
            let to = match &link.target {
                Target::Attachment => {
                    self.report.refused(record, "it is a picture or another file that is not a note");
                    continue;
                }
                Target::Here => {
                    self.report.refused(record, "it links to a place in the same note");
                    continue;
                }
                Target::Note(path) => self.names.find(path, number).unwrap_or_else(|| self.names.unknown(path)),
            };
            let to = self.graph.end(&to, place)?;
            // The same tie again says nothing new.
            if let Some(first) = known.get(&(to, link.kind.as_str())) {
                self.report.merged(record, *first);
                continue;
            }
            known.insert((to, link.kind.as_str()), place);
            let edge = self.graph.add_edge(node, to, place)?;
            self.report.taken(record);
            self.graph.set_edge_kind(edge, &link.kind)?;
            for (name, text) in [("heading", &link.heading), ("shown as", &link.shown)] {
                if !text.is_empty() {
                    let column = self.graph.edges.columns.named(name, Purpose::Own)?;
                    self.graph.edges.columns.put(column, edge, &Value::text(text))?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
