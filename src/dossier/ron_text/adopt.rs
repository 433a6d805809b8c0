//! Text taken over from another version of the same file, to the byte: what stands outside records,
//! and the comments around them. Whoever asks has made sure that both say the same.

use super::parser::parse;
use super::punctuated::{comments, is_trivia};
use super::texts::{Patch, TextFile};
use super::unread::with_comments;
use crate::dossier::model::{List, Record};

/// The comments around a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'a> {
    /// What stands before it, up to the record before.
    lead: &'a str,
    /// Its comma, and what ends its line.
    trail: &'a str,
}

impl Around<'_> {
    /// The comments alone.
    pub(crate) fn comments(&self) -> Vec<String> {
        comments(self.lead).into_iter().chain(comments(self.trail)).collect()
    }
}

impl TextFile {
    /// What stands around a record.
    pub(crate) fn around(&self, list: List, at: usize) -> Option<Around<'_>> {
        let stretch = self.stretch(list, at)?;
        Some(Around { lead: stretch.lead(), trail: stretch.trail() })
    }

    /// Whether a record says nothing that the model does not hold: no comment, and nothing unread.
    pub(crate) fn is_plain(&self, list: List, at: usize) -> bool {
        self.unread(list, at).is_empty() && self.record(list, at).is_some_and(|text| comments(text).is_empty())
    }

    /// Whether the text outside records is the same.
    pub(crate) fn same_frame(&self, other: &TextFile) -> bool {
        self.frame() == other.frame()
    }

    /// Takes over all text outside records. Takes nothing where the whole would not be sound.
    pub(crate) fn take_frame(&mut self, from: &TextFile) -> Vec<Patch> {
        let patches = self.replace_frame(from.frame().to_owned()).unwrap_or_default();
        self.if_sound(patches)
    }

    /// Takes over the comments outside records that only THEIRS changed, of BASE, OURS and THEIRS.
    pub(crate) fn take_head_comments(&mut self, versions: [&TextFile; 3]) -> Vec<Patch> {
        let mut text = with_comments(self.frame(), self.newline(), versions.map(|file| file.frame()));
        let [base, ours, theirs] = versions.map(|file| around_root(file.frame()));
        let now = around_root(&text);
        let new = |part: fn(&(String, String)) -> &String| {
            let one_sided =
                part(&base) == part(&ours) && part(&ours) == part(&now) && is_trivia_or_attributes(part(&theirs));
            if one_sided { part(&theirs).clone() } else { part(&now).clone() }
        };
        let (before, after) = (new(|around| &around.0), new(|around| &around.1));
        text = format!("{before}{}{after}", &text[now.0.len()..text.len() - now.1.len()]);
        if text == self.frame() {
            return Vec::new();
        }
        let patches = self.replace_frame(text).unwrap_or_default();
        self.if_sound(patches)
    }

    /// Takes over the comments in a record that only THEIRS changed, of BASE, OURS and THEIRS.
    pub(crate) fn take_inner_comments(&mut self, at: usize, record: &Record, versions: [&str; 3]) -> Vec<Patch> {
        let Some(now) = self.record(record.list(), at) else { return Vec::new() };
        let text = with_comments(now, self.newline(), versions);
        if text == now { Vec::new() } else { self.replace_record(at, record, &text).unwrap_or_default() }
    }

    /// Takes over the comments around a record. Takes nothing where something stands there that is
    /// no comment.
    pub(crate) fn take_around(&mut self, list: List, at: usize, from: Around<'_>) -> Vec<Patch> {
        let Some(own) = self.around(list, at).filter(|own| is_trivia(own.lead) && is_trivia(from.lead)) else {
            return Vec::new();
        };
        let lead = if comments(own.lead) == comments(from.lead) { own.lead } else { from.lead };
        let trail = if comments(own.trail) == comments(from.trail) {
            own.trail.to_owned()
        } else {
            // Whether there is a comma depends on what follows here.
            let comma = if own.trail.trim_start().starts_with(',') { "," } else { "" };
            let other = from.trail.trim_start();
            format!("{comma}{}", other.strip_prefix(',').unwrap_or(from.trail))
        };
        let lead = lead.to_owned();
        self.replace_around(list, at, lead, trail)
    }

    /// Keeps patches that have been run if the whole is sound text with them, else takes them back.
    pub(crate) fn if_sound(&mut self, patches: Vec<Patch>) -> Vec<Patch> {
        if patches.is_empty() || parse(&self.print()).1.is_empty() {
            return patches;
        }
        for patch in patches.into_iter().rev() {
            self.run(&patch.inverse());
        }
        Vec::new()
    }

    /// All its comments.
    pub(crate) fn comments(&self) -> Vec<String> {
        comments(&self.print())
    }
}

/// What stands before and after the value of a file.
fn around_root(text: &str) -> (String, String) {
    let (tree, _) = parse(text);
    let (start, end) = tree.root().map_or((0, text.len()), |root| tree.bytes(root));
    (text[..start].to_owned(), text[end..].to_owned())
}

/// Whether nothing stands in a text but blanks, comments and attributes of the file.
fn is_trivia_or_attributes(text: &str) -> bool {
    parse(text).0.root().is_none()
}
