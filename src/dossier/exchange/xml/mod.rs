//! XML as the readers of graphs need it, over quick-xml: pieces in order, with their place; entities of the file itself
//! resolved within limits, nothing fetched from outside, open elements told at the end. Knows no format.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::fault::{Fault, MetAt as _};
use super::limits::Limit;

/// How deep entities may lie in each other.
const ENTITY_DEPTH: usize = 16;

/// One piece of a document.
#[derive(Debug)]
pub(crate) enum Piece<'a> {
    /// An element begins; its [`Piece::Close`] follows also where it is empty.
    Open(Tag<'a>),
    /// Characters, which may come in several pieces.
    Text(Cow<'a, str>),
    /// The innermost element ends.
    Close,
    /// The document is complete.
    End,
}

/// The start of an element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag<'a> {
    /// Offset of its `<`.
    pub(crate) at: usize,
    /// Name without a prefix.
    pub(crate) name: &'a str,
    /// What stands between name and `>`.
    raw: &'a str,
}

impl<'a> Tag<'a> {
    /// Name and raw value of each attribute, the name with its prefix.
    pub(crate) fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.raw }
    }
}

/// What is left of the attributes of a tag. It ends early where one is malformed, which [`Xml`] has ruled out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_ascii_start();
        let equals = memchr::memchr(b'=', rest.as_bytes())?;
        let (name, value) = (rest.get(..equals)?.trim_ascii_end(), rest.get(equals + 1..)?.trim_ascii_start());
        let quote = *value.as_bytes().first().filter(|q| matches!(q, b'"' | b'\''))?;
        let value = value.get(1..)?;
        let end = memchr::memchr(quote, value.as_bytes())?;
        self.rest = value.get(end + 1..)?;
        Some((name, value.get(..end)?))
    }
}

/// Name and raw value of each attribute of what stands between the name of a tag and its end.
pub(crate) fn attributes(raw: &str) -> Attributes<'_> {
    Attributes { rest: raw }
}

/// A document that is being read.
pub(crate) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    entities: HashMap<&'a str, Cow<'a, str>>,
    /// Bytes that entities have become so far, and one for each time that one was named: it may be empty.
    expanded: usize,
    /// Offsets of the elements that are open.
    open: Vec<u32>,
    /// The last tag was empty, and its end is still to be told.
    ends: bool,
    /// Offset of the piece that came last.
    piece: usize,
    /// Names of the attributes of the tag that came last.
    names: Vec<&'a str>,
    /// Whether the outermost element has ended.
    complete: bool,
    /// Where a document type of another file is named, which is not fetched.
    pub(crate) outside: Option<usize>,
}

impl<'a> Xml<'a> {
    /// Begins a document.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        Xml {
            text,
            reader,
            entities: HashMap::new(),
            expanded: 0,
            open: Vec::new(),
            ends: false,
            piece: 0,
            names: Vec::new(),
            complete: false,
            outside: None,
        }
    }

    /// Number of open elements.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// How far reading has come, as a byte offset.
    pub(crate) fn position(&self) -> usize {
        self.reader.buffer_position() as usize
    }

    /// The next piece.
    ///
    /// # Errors
    /// What is not XML, an element that is not closed, a limit.
    pub(crate) fn next(&mut self) -> Result<Piece<'a>, Fault> {
        if std::mem::take(&mut self.ends) {
            return Ok(self.close());
        }
        loop {
            let start = self.position();
            let event = self.reader.read_event().map_err(|error| self.broken(&error))?;
            let stop = self.position();
            self.piece = start;
            let text = self.text;
            let part = |head: usize, tail: usize| text.get(start + head..stop.saturating_sub(tail)).unwrap_or_default();
            match event {
                Event::Start(_) => return self.open(start, part(1, 1)).map(Piece::Open),
                Event::Empty(_) => {
                    self.ends = true;
                    return self.open(start, part(1, 2)).map(Piece::Open);
                }
                Event::End(_) => return Ok(self.close()),
                Event::Text(_) => {
                    let text = part(0, 0);
                    if self.depth() > 0 {
                        return Ok(Piece::Text(plain_lines(text)));
                    }
                    if let Some(at) = text.find(|c: char| !matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{feff}' | '\0')) {
                        let what = if self.complete {
                            "text after the end of the document"
                        } else {
                            "text before the document"
                        };
                        return Err(Fault::not_the_format(start + at, what, "remove it, or save the file again"));
                    }
                }
                Event::CData(_) if self.depth() > 0 => return Ok(Piece::Text(plain_lines(part(9, 3)))),
                Event::GeneralRef(_) if self.depth() > 0 => {
                    let mut out = String::new();
                    self.resolve(start, part(1, 1), &mut out, 0)?;
                    return Ok(Piece::Text(Cow::Owned(out)));
                }
                Event::CData(_) | Event::GeneralRef(_) => {
                    return Err(Fault::not_the_format(
                        start,
                        "text outside the document",
                        "remove it, or save the file again",
                    ));
                }
                Event::DocType(_) => self.declare(start, part(0, 0))?,
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof => return self.end(),
            }
        }
    }

    /// Passes over what is left of an element whose [`Piece::Open`] came last.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        let depth = self.depth();
        while self.depth() >= depth && depth > 0 {
            self.next()?;
        }
        Ok(())
    }

    /// Refuses the [`Piece::Text`] that came last unless it is blank: where only elements may stand it is what is left of
    /// a tag that has lost its `<`, and what the tag said would be lost.
    ///
    /// # Errors
    /// A text that is not blank, with its place.
    pub(crate) fn refuse_text(&self, text: &str) -> Result<(), Fault> {
        let is_blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0');
        if text.chars().all(is_blank) {
            return Ok(());
        }
        let raw = self.text.get(self.piece..).unwrap_or_default();
        let at = self.piece + raw.find(|c| !is_blank(c)).unwrap_or(0);
        let line = text.trim_matches(is_blank).lines().next().unwrap_or_default();
        let words: String = line.trim_end().chars().take(40).collect();
        let message = format!("the text `{words}` is between tags where no text is allowed");
        Err(Fault::not_the_format(
            at,
            message,
            "if it is a tag that has lost its `<`, put that back; otherwise remove the text",
        ))
    }

    /// The text in an element whose [`Piece::Open`] came last, without that of elements in it.
    ///
    /// # Errors
    /// As [`Xml::next`]; a text over [`Limit::Cell`].
    pub(crate) fn content(&mut self, out: &mut String) -> Result<(), Fault> {
        let depth = self.depth();
        out.clear();
        while self.depth() >= depth && depth > 0 {
            if let Piece::Text(text) = self.next()?
                && self.depth() == depth
            {
                self.collect(out, &text)?;
            }
        }
        Ok(())
    }

    /// Adds text to a value within [`Limit::Cell`].
    ///
    /// # Errors
    /// A value over the limit.
    pub(crate) fn collect(&self, out: &mut String, text: &str) -> Result<(), Fault> {
        Limit::Cell.check(out.len() + text.len()).met_at(self.position())?;
        out.push_str(text);
        Ok(())
    }

    /// A value of an attribute as text.
    ///
    /// # Errors
    /// An entity that the file does not define; a limit.
    pub(crate) fn value(&mut self, raw: &'a str) -> Result<Cow<'a, str>, Fault> {
        if memchr::memchr3(b'&', b'\n', b'\t', raw.as_bytes()).is_none() && !raw.contains('\r') {
            return Ok(Cow::Borrowed(raw));
        }
        let at = (raw.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        self.references(at, raw, 0, true).map(Cow::Owned)
    }

    /// The value of one attribute of a tag.
    ///
    /// # Errors
    /// As [`Xml::value`].
    pub(crate) fn attribute(&mut self, tag: &Tag<'a>, name: &str) -> Result<Option<Cow<'a, str>>, Fault> {
        match tag.attributes().find(|(of, _)| *of == name) {
            Some((_, raw)) => self.value(raw).map(Some),
            None => Ok(None),
        }
    }

    fn open(&mut self, at: usize, inside: &'a str) -> Result<Tag<'a>, Fault> {
        if self.complete {
            return Err(Fault::not_the_format(at, "a second document begins here", "keep one document in a file"));
        }
        self.open.push(at as u32);
        Limit::Depth.check(self.open.len()).met_at(at)?;
        let end = inside.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inside.len());
        let (name, raw) = inside.split_at_checked(end).unwrap_or((inside, ""));
        if name.is_empty() {
            return Err(Fault::not_the_format(at, "a tag without a name", "write `<` in text as `&lt;`"));
        }
        let mut attributes = Attributes { rest: raw };
        self.names.clear();
        for (name, value) in attributes.by_ref() {
            if name.is_empty() || name.contains(|c: char| c.is_ascii_whitespace()) || value.contains('<') {
                return Err(malformed(at));
            }
            self.names.push(name);
        }
        if let Some(twice) = twice(&mut self.names) {
            let message = format!("this tag has the attribute `{twice}` twice");
            return Err(Fault::not_the_format(at, message, "keep one of the two"));
        }
        if !attributes.rest.trim_ascii().is_empty() {
            return Err(malformed(at));
        }
        Ok(Tag { at, name: name.rsplit(':').next().unwrap_or(name), raw })
    }

    fn close(&mut self) -> Piece<'a> {
        self.open.pop();
        self.complete = self.open.is_empty();
        Piece::Close
    }

    fn end(&mut self) -> Result<Piece<'a>, Fault> {
        if let Some(&open) = self.open.last() {
            let rest = self.text.get(open as usize + 1..).unwrap_or_default();
            let name =
                rest.split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
            let message = format!("the file ends inside <{name}>, which begins here");
            return Err(Fault::cut_off(open as usize, message, "the file is cut off: save or copy it again"));
        }
        if !self.complete {
            return Err(Fault::not_the_format(0, "there is no element in this file", "it is not XML: save it again"));
        }
        Ok(Piece::End)
    }

    fn broken(&self, error: &quick_xml::Error) -> Fault {
        let at = self.reader.error_position() as usize;
        if let quick_xml::Error::Syntax(error) = error {
            return Fault::cut_off(
                at,
                format!("the file ends here: {error}"),
                "the file is cut off: save or copy it again",
            );
        }
        Fault::not_the_format(
            at,
            format!("this is not XML: {error}"),
            "look for a tag that is not closed, or for `&` or `<` that should be `&amp;` or `&lt;`",
        )
    }

    /// The internal part of a document type: entities of the file's own.
    fn declare(&mut self, at: usize, doctype: &'a str) -> Result<(), Fault> {
        let head = doctype.get(..doctype.find('[').unwrap_or(doctype.len())).unwrap_or_default();
        if head.contains("SYSTEM") || head.contains("PUBLIC") {
            self.outside = Some(at);
        }
        let mut rest = doctype.get(head.len()..).unwrap_or_default();
        loop {
            // What may stand between declarations, so that what is quoted or commented declares nothing.
            let Some(next) = rest.find('<') else { return Ok(()) };
            rest = rest.get(next..).unwrap_or_default();
            let end = if rest.starts_with("<!--") {
                rest.find("-->").map(|n| n + 3)
            } else if rest.starts_with("<?") {
                rest.find("?>").map(|n| n + 2)
            } else {
                end_of_declaration(rest)
            };
            let declaration = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            if let Some(entity) = declaration.strip_prefix("<!ENTITY") {
                self.entity(at + (doctype.len() - rest.len()), entity.trim_ascii_start())?;
            }
            rest = rest.get(declaration.len().max(1)..).unwrap_or_default();
        }
    }

    fn entity(&mut self, at: usize, declaration: &'a str) -> Result<(), Fault> {
        if declaration.starts_with('%') {
            return Err(Fault::not_the_format(
                at,
                "parameter entities are not read",
                "save the file without a document type",
            ));
        }
        let name_end = declaration.find(|c: char| c.is_ascii_whitespace()).unwrap_or(declaration.len());
        let (name, value) = declaration.split_at_checked(name_end).unwrap_or((declaration, ""));
        let value = value.trim_ascii_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(value) = quote.and_then(|quote| value.get(1..)?.split(quote).next()) else {
            let message = format!("the entity `{name}` comes from another file, and files are read alone");
            return Err(Fault::not_the_format(at, message, "write its text into the file"));
        };
        if self.entities.len() >= 10_000 {
            return Err(Fault::of(at, Limit::Expansion.over()));
        }
        // The first declaration of a name holds.
        self.entities.entry(name).or_insert(Cow::Borrowed(value));
        Ok(())
    }

    /// What a reference stands for: `amp`, `#38`, `#x26`, or an entity of the file.
    fn resolve(&mut self, at: usize, name: &str, out: &mut String, depth: usize) -> Result<(), Fault> {
        if let Some(known) = character(name) {
            out.push(known);
            return Ok(());
        }
        let Some(value) = self.entities.get(name).cloned() else {
            let message = format!("`&{name};` is not defined in this file");
            return Err(Fault::not_the_format(at, message, "write the character itself, or `&amp;` for `&`"));
        };
        if depth >= ENTITY_DEPTH {
            return Err(Fault::of(at, Limit::Expansion.over()));
        }
        if value.contains('<') {
            let message = format!("the entity `{name}` holds elements, which are not read from entities");
            return Err(Fault::not_the_format(at, message, "write its text into the file"));
        }
        let text = self.references(at, &value, depth + 1, false)?;
        self.expanded += text.len() + 1;
        if self.expanded > Limit::Expansion.most() + self.text.len().saturating_mul(4) {
            return Err(Fault::of(at, Limit::Expansion.over()));
        }
        out.push_str(&text);
        Ok(())
    }

    /// A text with its references resolved; in an attribute a line break is a space.
    fn references(&mut self, at: usize, raw: &str, depth: usize, attribute: bool) -> Result<String, Fault> {
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(next) = rest.find(['&', '\t', '\n', '\r']) {
            let (before, from) = rest.split_at_checked(next).unwrap_or((rest, ""));
            out.push_str(before);
            if let Some(reference) = from.strip_prefix('&') {
                let here = at + if depth == 0 { raw.len() - from.len() } else { 0 };
                let Some(end) = reference.find(';') else {
                    return Err(Fault::not_the_format(
                        here,
                        "`&` begins a reference that does not end",
                        "write `&` as `&amp;`",
                    ));
                };
                self.resolve(here, reference.get(..end).unwrap_or_default(), &mut out, depth)?;
                rest = reference.get(end + 1..).unwrap_or_default();
            } else {
                let breaks = if from.starts_with("\r\n") { 2 } else { 1 };
                match from.get(..breaks) {
                    Some(space) if !attribute => out.push_str(space),
                    _ => out.push(' '),
                }
                rest = from.get(breaks..).unwrap_or_default();
            }
        }
        out.push_str(rest);
        Ok(out)
    }
}

/// A name that is there twice. Few are compared sooner than they are sorted.
fn twice<'a>(names: &mut [&'a str]) -> Option<&'a str> {
    const FEW: usize = 8;
    if names.len() <= FEW {
        return names.iter().enumerate().find(|(at, name)| names.iter().take(*at).any(|n| n == *name)).map(|(_, n)| *n);
    }
    names.sort_unstable();
    names.array_windows().find(|[one, other]| one == other).map(|[one, _]| *one)
}

fn malformed(at: usize) -> Fault {
    Fault::not_the_format(at, "the attributes of this element are not XML", "an attribute is written name=\"value\"")
}

/// The length of a declaration up to its `>`, which may stand in quotation marks before.
fn end_of_declaration(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// XML tells every line break as a line feed.
fn plain_lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

/// The character of a reference that needs no declaration.
fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok()?,
                None if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
                _ => return None,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
    })
}

#[cfg(test)]
mod tests;
