//! The text of each notation as statements, by the oxttl family, and which notation a text is. What could fill the memory
//! or the stack of a parser is looked for before it begins.

use std::rc::Rc;

use oxjsonld::{JsonLdParseError, JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{GraphName, Quad};
use oxrdfxml::{RdfXmlParseError, RdfXmlParser};
use oxttl::{NQuadsParser, NTriplesParser, TriGParser, TurtleParseError, TurtleParser};

use super::super::encoding::Text;
use super::super::failure::Failure;
use super::super::fault::{Fault, Lines as LineCount, MetAt as _};
use super::super::limits::Limit;
use super::super::report::{At, NoteKind, Report, Unit};
use super::Syntax;
use super::lines::{Lines, Reached};
use super::store::Store;
use super::{doctype, older, prefixes};
use crate::progress::Progress;

/// What relative names of resources are completed by where the file says nothing.
pub(super) const BASE: &str = "file:///";
/// The part of the work that reading the text is.
pub(super) const SHARE: f32 = 0.6;

/// Reads all statements of a text.
///
/// # Errors
/// What is wrong, with its place; a limit; or that a person asked to stop.
pub(super) fn parse(
    syntax: Syntax,
    text: &Text<'_>,
    report: &mut Report,
    progress: &Progress,
) -> Result<Store, Failure> {
    let part = report.part("", Unit::Line, "");
    let mut store = Store::default();
    let source = text.as_str();
    let done = match syntax {
        Syntax::Turtle | Syntax::NTriples | Syntax::NQuads | Syntax::TriG => {
            nesting(source).and_then(|()| terse(syntax, source, part, &mut store, progress))
        }
        Syntax::Xml => xml(source, part, &mut store, progress),
        Syntax::JsonLd => json(source, part, &mut store, report, progress),
    };
    done.map_err(|fault| fault.placed(text))?;
    store.close();
    Ok(store)
}

/// Where a statement was read.
fn place(part: u16, (line, offset): (u32, usize)) -> At {
    At { part, number: line.max(1), offset: offset as u32 }
}

fn terse(syntax: Syntax, source: &str, part: u16, store: &mut Store, progress: &Progress) -> Result<(), Fault> {
    let (lines, reached) = Lines::new(source, SHARE, progress);
    match syntax {
        Syntax::NTriples => {
            let found = NTriplesParser::new().for_reader(lines);
            terse_each(
                found.map(|triple| triple.map(|t| t.in_graph(GraphName::DefaultGraph))),
                &reached,
                source,
                part,
                store,
            )
        }
        Syntax::NQuads => terse_each(NQuadsParser::new().for_reader(lines), &reached, source, part, store),
        Syntax::TriG => {
            let parser = TriGParser::new().with_base_iri(BASE).unwrap_or_else(|_| TriGParser::new());
            terse_each(parser.for_reader(lines), &reached, source, part, store)
        }
        Syntax::Turtle | Syntax::Xml | Syntax::JsonLd => {
            let parser = TurtleParser::new().with_base_iri(BASE).unwrap_or_else(|_| TurtleParser::new());
            let found = parser.for_reader(lines);
            terse_each(
                found.map(|triple| triple.map(|t| t.in_graph(GraphName::DefaultGraph))),
                &reached,
                source,
                part,
                store,
            )
        }
    }
}

fn terse_each(
    found: impl Iterator<Item = Result<Quad, TurtleParseError>>,
    reached: &Rc<Reached>,
    source: &str,
    part: u16,
    store: &mut Store,
) -> Result<(), Fault> {
    for quad in found {
        match quad {
            Ok(quad) => add(store, &quad, place(part, reached.place()))?,
            Err(TurtleParseError::Syntax(error)) => {
                let range = error.location();
                let at = (range.start.offset as usize).min(source.len());
                return Err(wrong(source, at, range.end.offset as usize, error.message()));
            }
            Err(TurtleParseError::Io(error)) => return Err(stopped(reached, &error)),
        }
    }
    Ok(())
}

fn add(store: &mut Store, quad: &Quad, at: At) -> Result<(), Fault> {
    store.add(&quad.subject, quad.predicate.as_str(), &quad.object, &quad.graph_name, at).met_at(at.offset as usize)
}

/// The error of a parser: that the text ends too early where it is met at its end.
fn wrong(source: &str, at: usize, end: usize, message: &str) -> Fault {
    let message = sentence(message);
    if end.max(at) >= source.trim_end().len() {
        let help = "the file is cut off: save or copy it again";
        return Fault::cut_off(at, format!("the file ends before its last statement is complete: {message}"), help);
    }
    Fault::not_the_format(at, message, "correct this statement, or save the file again in the program that wrote it")
}

/// What a parser says, as one of our messages.
fn sentence(message: &str) -> String {
    message.trim().trim_end_matches('.').chars().take(300).collect()
}

fn stopped(reached: &Reached, error: &std::io::Error) -> Fault {
    if reached.is_cancelled() {
        return Fault::Cancelled;
    }
    let (_, offset) = reached.place();
    if error.kind() == std::io::ErrorKind::OutOfMemory {
        return Fault::of(offset, Limit::Cell.over());
    }
    Fault::not_the_format(offset, sentence(&error.to_string()), "save the file again")
}

/// Checks that statements about statements do not nest deeper than is read. Marks in texts count too: they hardly ever
/// lie so deep.
fn nesting(source: &str) -> Result<(), Fault> {
    let (mut depth, mut passed, bytes) = (0usize, 0, source.as_bytes());
    for at in memchr::memchr2_iter(b'<', b'>', bytes) {
        if at < passed || bytes.get(at) != bytes.get(at + 1) {
            continue;
        }
        passed = at + 2;
        if bytes.get(at) == Some(&b'>') {
            depth = depth.saturating_sub(1);
            continue;
        }
        depth += 1;
        Limit::Depth.check(depth).met_at(at)?;
    }
    Ok(())
}

fn xml(source: &str, part: u16, store: &mut Store, progress: &Progress) -> Result<(), Fault> {
    doctype::check(source)?;
    prefixes::check(source)?;
    let quoted = older::double_quoted(source);
    let Err(fault) = xml_of_today(&quoted, part, store, progress) else { return Ok(()) };
    // As the parser says it.
    let is_older = matches!(&fault, Fault::Wrong { message, .. } if message.contains("namespaces are required"));
    let Some(older) = is_older.then(|| older::with_namespaces(&quoted)).flatten() else { return Err(fault) };
    *store = Store::default();
    // Places in it are about those of the file.
    xml_of_today(&older, part, store, progress).map_err(|fault| fault.before(source.len()))
}

fn xml_of_today(source: &str, part: u16, store: &mut Store, progress: &Progress) -> Result<(), Fault> {
    let open = depth_of_elements(source)?;
    progress.report(0.0)?;
    // The text is UTF-8 by now, whatever its declaration says.
    let trimmed = source.trim_start();
    let mut skipped = source.len() - trimmed.len();
    if trimmed.starts_with("<?xml") {
        skipped += trimmed.find("?>").map_or(0, |end| end + 2);
    }
    let body = source.get(skipped..).unwrap_or_default();
    let parser = RdfXmlParser::new().with_base_iri(BASE).unwrap_or_else(|_| RdfXmlParser::new());
    let mut found = parser.for_slice(body);
    let mut count = LineCount::default();
    let mut next_report = 0;
    while let Some(triple) = found.next() {
        let at = (skipped + found.buffer_position() as usize).min(source.len());
        if at >= next_report {
            next_report = at + (1 << 16);
            progress.report(at as f32 / source.len().max(1) as f32 * SHARE)?;
        }
        match triple {
            Ok(triple) => {
                let place = place(part, (count.line(source, at.saturating_sub(1)), at.saturating_sub(1)));
                add(store, &triple.in_graph(GraphName::DefaultGraph), place)?;
            }
            Err(error) => {
                let error = RdfXmlParseError::from(error);
                return Err(wrong(source, at.saturating_sub(1), at, &error.to_string()));
            }
        }
    }
    if open > 0 {
        let help = "the file is cut off: save or copy it again";
        let at = source.trim_end().len().saturating_sub(1);
        return Err(Fault::cut_off(at, "the file ends before its first element is closed", help));
    }
    Ok(())
}

/// Checks that elements do not nest deeper than is read; gives how many are open at the end.
fn depth_of_elements(source: &str) -> Result<usize, Fault> {
    let (mut depth, mut next) = (0usize, 0usize);
    let bytes = source.as_bytes();
    while let Some(at) = bytes.get(next..).and_then(|rest| memchr::memchr(b'<', rest)).map(|at| next + at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let to = |end: &[u8]| memchr::memmem::find(rest, end).map_or(bytes.len(), |found| at + found + end.len());
        if rest.starts_with(b"<!--") {
            next = to(b"-->");
        } else if rest.starts_with(b"<![CDATA[") {
            next = to(b"]]>");
        } else if rest.starts_with(b"<?") {
            next = to(b"?>");
        } else if rest.starts_with(b"<!") {
            next = at + doctype::end(source.get(at..).unwrap_or_default());
        } else if rest.starts_with(b"</") {
            depth = depth.saturating_sub(1);
            next = to(b">");
        } else {
            let end = doctype::tag_end(rest);
            next = at + end;
            if !rest.get(..end).is_some_and(|tag| tag.ends_with(b"/>")) {
                depth += 1;
                Limit::Depth.check(depth).met_at(at)?;
            }
        }
    }
    Ok(depth)
}

/// Contexts that are known without being fetched, each with what it amounts to.
const KNOWN_CONTEXTS: &[(&str, &str)] =
    &[("schema.org", r#"{"@context":{"@vocab":"http://schema.org/","id":"@id","type":"@type"}}"#)];

/// The address without its scheme and what is at its end.
fn host(address: &str) -> &str {
    let rest = address.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    rest.trim_end_matches('/').trim_end_matches("/docs/jsonldcontext.jsonld")
}

fn json(source: &str, part: u16, store: &mut Store, report: &mut Report, progress: &Progress) -> Result<(), Fault> {
    depth_of_json(source)?;
    let (lines, reached) = Lines::new(source, SHARE, progress);
    let parser = JsonLdParser::new().with_base_iri(BASE).unwrap_or_else(|_| JsonLdParser::new());
    let found = parser.for_reader(lines).with_load_document_callback(|address, _| {
        let known = KNOWN_CONTEXTS.iter().find(|(known, _)| host(address) == *known);
        let (_, document) = known.ok_or_else(|| {
            format!("the context {address} is not in this file, and nothing is downloaded; copy it into this file")
        })?;
        Ok(JsonLdRemoteDocument { document: document.as_bytes().to_vec(), document_url: address.to_owned() })
    });
    for quad in found {
        match quad {
            Ok(quad) => add(store, &quad, place(part, reached.place()))?,
            Err(JsonLdParseError::Syntax(error)) => {
                let message = error.to_string();
                return Err(match error.location() {
                    Some(range) => wrong(
                        source,
                        (range.start.offset as usize).min(source.len()),
                        range.end.offset as usize,
                        &message,
                    ),
                    None => {
                        let help = "copy what is missing into this file, or save it in another format such as Turtle";
                        Fault::not_the_format(reached.place().1, sentence(&message), help)
                    }
                });
            }
            Err(JsonLdParseError::Io(error)) => return Err(stopped(&reached, &error)),
        }
    }
    let context = |name: &&(&str, &str)| source.contains("\"@context\"") && source.contains(name.0);
    for (name, _) in KNOWN_CONTEXTS.iter().filter(context) {
        let message = format!("terms without a prefix were read as those of {name}; nothing was downloaded");
        report.note(NoteKind::Guessed, &message, None);
    }
    Ok(())
}

/// Checks that objects and lists do not nest deeper than is read.
fn depth_of_json(source: &str) -> Result<(), Fault> {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => {
                depth += 1;
                if depth > Limit::Depth.most() {
                    return Err(Fault::of(at, Limit::Depth.over()));
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// Which of the terse notations the beginning of a text is; none if it is none of them.
pub(super) fn look(text: &str) -> Option<Syntax> {
    let mut rest = text;
    let mut declared = false;
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix('#') {
            rest = comment.split_once('\n')?.1;
            continue;
        }
        let word = |words: &[&str]| {
            words.iter().any(|word| {
                let head = rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
                head && rest[word.len()..].starts_with(|c: char| c.is_whitespace())
            })
        };
        if word(&["@prefix", "@base", "@version", "prefix", "base", "version"]) {
            declared = true;
            // To the end of the IRI, or of the quoted version.
            let end = rest.find(['>', '\n'])?;
            rest = rest.get(end + 1..)?.trim_start().trim_start_matches('.');
            continue;
        }
        break;
    }
    let opens = |(at, c): (usize, char)| c == '{' && !rest.get(at + 1..).is_some_and(|after| after.starts_with('|'));
    let braces = outside(rest).any(opens);
    if declared {
        return Some(if braces { Syntax::TriG } else { Syntax::Turtle });
    }
    if rest.starts_with("<?") || rest.starts_with("<!") || !speaks(rest) {
        return None;
    }
    // A line may be cut off where the head ends.
    let whole = rest.rsplit_once('\n').map_or(rest, |(whole, _)| whole);
    let lines = whole.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let terms: Vec<usize> = lines.take(50).map(|line| terms_of(line).unwrap_or(0)).collect();
    Some(match () {
        () if terms.iter().all(|count| *count == 3) => Syntax::NTriples,
        () if terms.iter().all(|count| matches!(count, 3 | 4)) => Syntax::NQuads,
        () if braces => Syntax::TriG,
        () => Syntax::Turtle,
    })
}

/// Whether a text without prefixes begins with a subject and a predicate.
fn speaks(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_iri = |word: &str| word.starts_with('<') && word.ends_with('>') && word.contains(':') && !word.contains('"');
    let subject = words.next().is_some_and(|word| is_iri(word) || word.starts_with("_:"));
    subject && words.next().is_some_and(|word| is_iri(word) || word == "a")
}

/// How many terms a line of N-Triples or N-Quads has; none if it is no such line.
fn terms_of(line: &str) -> Option<usize> {
    let mut rest = line.trim_start();
    let mut count = 0;
    while !rest.starts_with('.') {
        let end = match rest.chars().next()? {
            '<' => {
                let end = rest.find('>')?;
                let iri = rest.get(1..end)?;
                if iri.contains([' ', '<', '"']) || !iri.contains(':') {
                    return None;
                }
                end + 1
            }
            '_' if rest.starts_with("_:") => rest.find(char::is_whitespace).unwrap_or(rest.len()),
            '"' if count == 2 => {
                let mut escaped = false;
                let close = rest.char_indices().skip(1).find(|(_, c)| {
                    let closes = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    closes
                });
                let behind = close?.0 + 1;
                let tail = rest.get(behind..)?;
                behind + tail.find(char::is_whitespace).unwrap_or(tail.len())
            }
            _ => return None,
        };
        rest = rest.get(end..)?.trim_start();
        count += 1;
        if count > 4 {
            return None;
        }
    }
    Some(count)
}

/// The characters of a text of Turtle that stand in no IRI, text or comment.
fn outside(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut inside: Option<char> = None;
    let mut escaped = false;
    text.char_indices().filter(move |(_, c)| match (inside, c) {
        (Some('"' | '\''), _) if escaped => {
            escaped = false;
            false
        }
        (Some('"' | '\''), '\\') => {
            escaped = true;
            false
        }
        (Some(end), c) if end == *c => {
            inside = None;
            false
        }
        (Some(_), _) => false,
        (None, '"' | '\'') => {
            inside = Some(*c);
            false
        }
        (None, '<') => {
            inside = Some('>');
            false
        }
        (None, '#') => {
            inside = Some('\n');
            false
        }
        (None, _) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notations_are_known_by_how_they_begin() {
        for (text, expected) in [
            ("@prefix a: <http://a/> .\na:b a:c a:d .", Some(Syntax::Turtle)),
            ("# hello\nPREFIX a: <http://a/>\na:b a:c \"{\" .", Some(Syntax::Turtle)),
            ("@prefix a: <http://a/> . a:g { a:b a:c a:d }", Some(Syntax::TriG)),
            ("@prefix a: <http://a/> . a:b a:c a:d {| a:e 1 |} .", Some(Syntax::Turtle)),
            ("<http://a> <http://b> \"x \\\" y\"@en .\n", Some(Syntax::NTriples)),
            ("_:a <http://b> _:c <http://g> .\n", Some(Syntax::NQuads)),
            ("<html><body>a . b</body></html>", None),
            ("a,b\nc,d\n", None),
            ("graph [ node [ id 1 ] ]", None),
            ("", None),
        ] {
            assert_eq!(look(text), expected, "{text}");
        }
    }
}
