//! A record that goes somewhere else in its list, with the comments that belong to it.

use super::punctuated::{Piece, comments_of_own_line, give_comma};
use super::texts::{Patch, TextFile};
use crate::dossier::model::List;

impl TextFile {
    /// Makes record number `from` of a list number `to`, counted without it. Its own text stays as it is.
    ///
    /// # Errors
    /// Why it cannot be; the text is then as it was.
    pub(crate) fn reorder(&mut self, list: List, from: usize, to: usize) -> Result<Vec<Patch>, String> {
        let moved = self.piece(list, from).ok_or("this record does not exist")?;
        let mut patches = self.remove(list, from)?;
        let done = self.insert_piece(&mut patches, list, to, |_, _| Ok(moved.body.clone()));
        let done = done.and_then(|()| self.bring_along(&mut patches, list, to, &moved));
        self.or_take_back(done, patches)
    }

    /// Gives record number `at` the comments that it had where it came from.
    fn bring_along(&mut self, patches: &mut Vec<Patch>, list: List, at: usize, moved: &Piece) -> Result<(), String> {
        let mut piece = self.piece(list, at).ok_or("this record does not exist")?;
        let above = comments_of_own_line(&moved.lead);
        if !above.is_empty() && piece.begins_line() {
            piece.lead = above;
        }
        if !moved.trail.trim_start().trim_start_matches(',').trim().is_empty() {
            piece.trail.clone_from(&moved.trail);
            give_comma(&mut piece.trail);
        }
        self.set_piece(patches, list, at, &piece);
        if !piece.ends_line() {
            return Ok(());
        }
        // A comment must not swallow what comes after it.
        match self.piece(list, at + 1) {
            Some(next) if next.stands_below() => {}
            Some(mut next) => {
                next.lead = format!("{}{}", self.newline(), next.lead);
                self.set_piece(patches, list, at + 1, &next);
            }
            None => {
                let tail_at = self.tail(list).ok_or("the list is not closed")?;
                let tail = self.frame()[tail_at.0..tail_at.1].to_owned();
                if !tail.trim_start_matches([' ', '\t', '\r']).starts_with('\n') {
                    let below = format!("{}{tail}", self.newline());
                    self.set_tail(patches, tail_at, &below);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::problem::{Problem, codes};

    fn names(text: &str) -> Vec<String> {
        let nothing = |_: &str| Err(Problem::error(codes::IO, "nothing is included"));
        let read = read("x.ron", text.as_bytes(), &nothing);
        assert!(!read.read_only, "{text}\n{:?}", read.problems);
        read.dossier.views.iter().map(|view| view.name.clone()).collect()
    }

    /// Moves a view, and takes it back to the byte.
    fn moved(views: &str, from: usize, to: usize) -> String {
        let text = format!("Dossier(\n    format: 1,\n    title: \"x\",\n    views: {views},\n)\n");
        let nothing = |_: &str| Err(Problem::error(codes::IO, "nothing is included"));
        let mut file = read("x.ron", text.as_bytes(), &nothing).texts.remove(0);
        let mut expected = names(&text);
        let name = expected.remove(from);
        expected.insert(to, name);
        let patches = file.reorder(List::Views, from, to).unwrap();
        let now = file.print();
        assert_eq!(names(&now), expected, "{now}");
        for patch in patches.into_iter().rev() {
            file.run(&patch.inverse());
        }
        assert_eq!(file.print(), text);
        now
    }

    #[test]
    fn views_change_places_however_they_are_set() {
        for views in [
            "[(name: \"a\"), (name: \"b\"), (name: \"c\")]",
            "[(name: \"a\"),\n        (name: \"b\"),\n        (name: \"c\")]",
            "[\n        (name: \"a\"),\n        (name: \"b\"),\n        (name: \"c\"),\n    ]",
            "[\n        (name: \"a\"), (name: \"b\"),\n        (name: \"c\")\n    ]",
            "[(name: \"a\"), // first\n (name: \"b\") /* second */, (name: \"c\")]",
            "[\n // of the report\n\n // above a\n (name: \"a\"), // beside a\n // above b\n (name: \"b\"),\n (name: \"c\") // last\n]",
        ] {
            for from in 0..3 {
                for to in (0..3).filter(|to| *to != from) {
                    moved(views, from, to);
                }
            }
        }
    }

    #[test]
    fn a_view_takes_its_comments_along() {
        let views =
            "[\n        // above a\n        (name: \"a\", title: \"A\"), // beside a\n        (name: \"b\"),\n    ]";
        let now = moved(views, 0, 1);
        let expected =
            "[\n        (name: \"b\"),\n        // above a\n        (name: \"a\", title: \"A\"), // beside a\n    ]";
        assert!(now.contains(expected), "{now}");
    }
}
