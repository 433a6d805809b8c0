//! One note taken apart: properties, tags, links. Knows no other notes.

use super::parts::{Note, Place};
use super::{frontmatter, links};

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
