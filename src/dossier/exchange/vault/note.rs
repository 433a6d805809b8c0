//! One note taken apart: properties, tags, links. Knows no other notes.

use super::{frontmatter, links};

/// Where something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Line, from 1.
    pub(super) line: u32,
    /// Byte offset of the line or of the place.
    pub(super) offset: usize,
}

/// A property with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Property {
    pub(super) key: String,
    pub(super) values: Vec<String>,
    /// Whether it holds properties of its own, which stand as text.
    pub(super) nested: bool,
    pub(super) place: Place,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a note, by path or name.
    Note(String),
    /// To a place in the same note.
    Here,
    /// To a picture or another file.
    Attachment,
}

/// A link to a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) target: Target,
    /// The key before it, `embeds` for what is shown in place; empty for a plain link.
    pub(super) kind: String,
    /// The heading or block that it leads to.
    pub(super) heading: String,
    /// What stands there instead of the name.
    pub(super) shown: String,
    pub(super) place: Place,
}

/// What a note says.
#[derive(Debug, Default)]
pub(super) struct Note {
    pub(super) properties: Vec<Property>,
    pub(super) tags: Vec<String>,
    pub(super) links: Vec<Link>,
    /// Where properties begin that do not end.
    pub(super) unclosed: Option<Place>,
}

impl Note {
    /// Takes a note apart.
    pub(super) fn read(text: &str) -> Self {
        let mut note = Note::default();
        let mut start = 0;
        match frontmatter::split(text) {
            Some(Ok((properties, end))) => {
                start = end;
                let begin = text.find('\n').map_or(0, |at| at + 1);
                note.properties = frontmatter::read(properties, begin);
            }
            Some(Err(place)) => note.unclosed = Some(place),
            None => {}
        }
        note.take_properties();
        let line = text.get(..start).map_or(0, |head| memchr::memchr_iter(b'\n', head.as_bytes()).count()) as u32;
        note.body(text.get(start..).unwrap_or_default(), start, line);
        let mut seen = std::collections::HashSet::new();
        note.tags.retain(|tag| seen.insert(tag.to_lowercase()));
        note
    }

    /// Tags and links among the properties.
    fn take_properties(&mut self) {
        for property in std::mem::take(&mut self.properties) {
            let key = property.key.to_lowercase();
            if key == "tags" || key == "tag" {
                let parts = property.values.iter().flat_map(|value| value.split([',', ' ']));
                let tags = parts.map(|tag| tag.trim().trim_start_matches('#').to_owned()).filter(|tag| !tag.is_empty());
                self.tags.extend(tags);
                continue;
            }
            for value in property.values.iter().filter(|value| value.contains("[[")) {
                links::wiki(value, property.place, &property.key, &mut self.links);
            }
            self.properties.push(property);
        }
    }

    /// The text line by line, without what is code or a comment.
    fn body(&mut self, text: &str, from: usize, before: u32) {
        let (mut fence, mut comment) = (None::<(char, usize)>, false);
        let mut offset = from;
        for (number, raw) in text.split_inclusive('\n').enumerate() {
            let place = Place { line: before + number as u32 + 1, offset };
            offset += raw.len();
            let line = raw.trim_end();
            let bare = line.trim_start();
            if let Some(mark) = bare.chars().next().filter(|c| matches!(c, '`' | '~')) {
                let length = bare.chars().take_while(|c| *c == mark).count();
                match fence {
                    None if length >= 3 => {
                        fence = Some((mark, length));
                        continue;
                    }
                    Some((open, least)) if open == mark && length >= least && bare.chars().all(|c| c == mark) => {
                        fence = None;
                        continue;
                    }
                    _ => {}
                }
            }
            if fence.is_some() {
                continue;
            }
            let plain = links::without_code(line, &mut comment);
            links::line(&plain, place, self);
        }
    }
}
