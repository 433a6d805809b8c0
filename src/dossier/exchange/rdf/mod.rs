//! RDF: Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD. Resources become nodes, statements between them edges,
//! literals fields; statements about statements (reification, RDF 1.2, Wikibase) say more of edges. Nothing is ever
//! fetched: contexts and entities that stand elsewhere are an error.

mod cited;
mod doctype;
mod lines;
mod literals;
mod names;
mod network;
mod older;
mod ours;
mod parse;
mod prefixes;
mod properties;
mod reader;
mod reified;
mod store;
mod subject;
mod wikibase;

use super::encoding::Rule;
use super::format::{Failure, Format, Head, Input, Options, Read, Sure};
use super::report::{NoteKind, Report};
use crate::guarded::guarded;
use crate::problem::codes;
use crate::progress::Progress;
#[cfg(feature = "endpoint")]
pub(crate) use cited::{Cited, Rank, Reference};
pub(crate) use ours::Turtle as TurtleWriter;

/// How RDF is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Turtle,
    NTriples,
    NQuads,
    TriG,
    Xml,
    JsonLd,
}

/// RDF in one of its notations.
pub(crate) struct Rdf {
    syntax: Syntax,
    name: &'static str,
    about: &'static str,
    extensions: &'static [&'static str],
}

/// RDF as N-Triples.
pub(crate) static N_TRIPLES: Rdf =
    Rdf { syntax: Syntax::NTriples, name: "n-triples", about: "RDF as N-Triples", extensions: &["nt"] };
/// RDF as N-Quads.
pub(crate) static N_QUADS: Rdf =
    Rdf { syntax: Syntax::NQuads, name: "n-quads", about: "RDF as N-Quads", extensions: &["nq"] };
/// RDF as Turtle.
pub(crate) static TURTLE: Rdf =
    Rdf { syntax: Syntax::Turtle, name: TURTLE_NAME, about: "RDF as Turtle", extensions: &["ttl", "turtle"] };
/// RDF as TriG.
pub(crate) static TRIG: Rdf = Rdf { syntax: Syntax::TriG, name: "trig", about: "RDF as TriG", extensions: &["trig"] };
/// RDF as XML.
pub(crate) static RDF_XML: Rdf =
    Rdf { syntax: Syntax::Xml, name: "rdf-xml", about: "RDF as XML", extensions: &["rdf", "owl"] };
/// RDF as JSON-LD.
pub(crate) static JSON_LD: Rdf =
    Rdf { syntax: Syntax::JsonLd, name: "json-ld", about: "RDF as JSON-LD", extensions: &["jsonld"] };

/// The notations in lines of text, of which some are parts of others.
const TERSE: [&Rdf; 4] = [&N_TRIPLES, &N_QUADS, &TURTLE, &TRIG];

/// Whether a format is a notation of RDF in lines of text, of which some are parts of others.
pub(super) fn is_terse(format: &dyn Format) -> bool {
    TERSE.iter().any(|rdf| rdf.name == format.name())
}

/// The name of Turtle.
const TURTLE_NAME: &str = "turtle";

impl Format for Rdf {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        match self.syntax {
            Syntax::Xml if head.starts_with("<") && head.contains(store::RDF) => {
                if head.contains("RDF>") || head.contains(":RDF") || head.contains("<RDF") {
                    Sure::Certain
                } else {
                    Sure::No
                }
            }
            Syntax::JsonLd if head.text.starts_with(['{', '[']) => {
                let has = |key: &str| head.contains(&format!("\"{key}\""));
                if has("@context") || has("@graph") || has("@id") && (has("@type") || has("@value")) {
                    Sure::Certain
                } else {
                    Sure::No
                }
            }
            Syntax::Xml | Syntax::JsonLd => Sure::No,
            Syntax::Turtle | Syntax::NTriples | Syntax::NQuads | Syntax::TriG => match parse::look(&head.text) {
                Some(found) if found == self.syntax => Sure::Certain,
                // What could be the wider notation too.
                Some(Syntax::NTriples) if self.syntax == Syntax::Turtle => Sure::Likely,
                Some(Syntax::NTriples) if self.syntax == Syntax::NQuads => Sure::Perhaps,
                Some(Syntax::NQuads | Syntax::Turtle) if self.syntax == Syntax::TriG => Sure::Likely,
                _ => Sure::No,
            },
        }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let rule = if self.syntax == Syntax::Xml { Rule::Xml } else { Rule::Utf8 };
        // Texts of RDF may have a NUL character; those of a dossier may not.
        let without = (rule == Rule::Utf8).then(|| without_nul(input.bytes)).flatten();
        let bytes = without.as_deref().unwrap_or(input.bytes);
        let text = Input { bytes, ..*input }.text(rule, options)?;
        let mut report = Report::new(self.name);
        text.tell(&mut report);
        if without.is_some() {
            report.note(
                NoteKind::Changed,
                "a NUL character became \u{fffd}, because no text of a dossier can hold it",
                None,
            );
        }
        // The parsers are another's: a fault of theirs must not end the program.
        let parsed = guarded(|| parse::parse(self.syntax, &text, &mut report, progress)).unwrap_or_else(|| {
            let message = "this file could not be read: its parts contradict each other";
            let help = "save it again in the program that wrote it, or in another notation";
            Err(text.problem(codes::NOT_THE_FORMAT, (0, 1), message, help).into())
        });
        let store = parsed?;
        if ours::is_ours(&store) {
            return ours::read(&store, report, options, progress);
        }
        network::read(&store, &text, report, options, progress)
    }
}

/// A text with U+FFFD in place of NUL characters; none if it has none, or is in UTF-16.
fn without_nul(bytes: &[u8]) -> Option<Vec<u8>> {
    memchr::memchr(0, bytes)?;
    let text = std::str::from_utf8(bytes).ok()?;
    let is_rare = memchr::memchr_iter(0, bytes).count() * 20 < bytes.len();
    is_rare.then(|| text.replace('\0', "\u{fffd}").into_bytes())
}

/// Reads N-Triples that a service gave: as any other file, but with the references and ranks of Wikibase's statements apart
/// from the fields, for whoever makes claims of them.
///
/// # Errors
/// As [`Format::read`].
#[cfg(feature = "endpoint")]
pub(crate) fn read_citing(input: &Input<'_>, progress: &Progress) -> Result<(Read, Vec<Cited>), Failure> {
    let text = input.text(Rule::Utf8, &Options::default())?;
    let mut report = Report::new("n-triples");
    let parsed = guarded(|| parse::parse(Syntax::NTriples, &text, &mut report, progress)).unwrap_or_else(|| {
        let message = "this answer could not be read: its parts contradict each other";
        Err(text.problem(codes::NOT_THE_FORMAT, (0, 1), message, "ask again").into())
    });
    network::read_citing(&parsed?, &text, report, progress)
}

#[cfg(test)]
mod tests;
