//! Queries made of queries: what of the present one another leaves, and what it adds. The texts stay as they were written
//! wherever they can. Nothing here knows a dossier.

use super::domain::Domain;
use super::parser::parse;
use super::syntax::{Expr, Wanted, written};
use super::words::domain;

/// The text of a query in pieces that another can be made of.
struct Piece {
    wanted: Wanted,
    /// The condition as it was written, if all of it was understood.
    text: String,
    is_either: bool,
    /// Of what it speaks; everything where it has no condition.
    domain: Domain,
}

impl Piece {
    fn new(text: &str) -> Piece {
        let parsed = parse(text);
        let wanted = parsed.query.wanted;
        let all = wanted.domain();
        let Some(condition) = parsed.query.condition else {
            return Piece { wanted, text: String::new(), is_either: false, domain: all };
        };
        let word = wanted.word().unwrap_or_default();
        let written = text.trim().strip_prefix(word).unwrap_or(text).trim();
        Piece {
            wanted,
            text: if parsed.faults.is_empty() { written.to_owned() } else { condition.to_string() },
            is_either: matches!(condition, Expr::Or(_)),
            domain: domain(&condition, Domain::RECORDS) & all,
        }
    }

    /// To be followed by another condition that must hold, too.
    fn among_all(&self) -> String {
        if self.is_either { format!("({})", self.text) } else { self.text.clone() }
    }

    /// Without the word that says which records are wanted, but as narrow.
    fn alone(&self) -> String {
        let (limit, limited) = match self.wanted {
            Wanted::All => return self.text.clone(),
            Wanted::Entities => ("degree>=0", Domain::ENTITIES),
            Wanted::Relations => ("from:(degree>=0)", Domain::RELATIONS),
        };
        if self.text.is_empty() {
            return limit.to_owned();
        }
        let spoken = parse(&self.text).query.condition.map_or(Domain::RECORDS, |c| domain(&c, Domain::RECORDS));
        if spoken == limited { self.text.clone() } else { format!("{} {limit}", self.among_all()) }
    }

    fn is_everything(&self) -> bool {
        self.wanted == Wanted::All && self.text.is_empty()
    }
}

/// `text` as it stands once it was understood: what was not is left out.
pub(crate) fn sound(text: &str) -> String {
    let parsed = parse(text);
    if parsed.faults.is_empty() { text.trim().to_owned() } else { parsed.query.to_string() }
}

/// A test that finds the record of an ID.
pub(crate) fn id_test(id: &str) -> String {
    format!("id:{}", written(id, false))
}

/// What `text` finds of what `present` shows. Of entities that are shown it finds the ties among them, of relations the ends.
pub(crate) fn narrowed(present: &str, text: &str) -> String {
    let (now, new) = (Piece::new(present), Piece::new(text));
    if now.is_everything() {
        return sound(text);
    }
    if new.is_everything() {
        return sound(present);
    }
    if now.domain.meets(new.domain) {
        let wanted = if new.wanted == Wanted::All { now.wanted } else { new.wanted };
        let word = wanted.word().unwrap_or_default();
        let parts = [word.to_owned(), now.among_all(), new.among_all()];
        return parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    }
    let (shown, asked) = (now.alone(), Piece::new(&new.alone()).among_all());
    if now.domain == Domain::ENTITIES {
        format!("{asked} from:({shown}) to:({shown})")
    } else {
        format!("{asked} has:({shown})")
    }
}

/// What `present` shows together with what `text` finds.
pub(crate) fn widened(present: &str, text: &str) -> String {
    let (now, new) = (Piece::new(present), Piece::new(text));
    if now.is_everything() || new.is_everything() {
        return String::new();
    }
    format!("{} OR {}", now.alone(), new.alone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::{EXAMPLES, open_example};
    use crate::dossier::model::Truth;
    use crate::explore::query::language::Evaluator;

    #[test]
    fn a_second_question_narrows_and_is_added_as_text() {
        for (present, text, narrow, wide) in [
            ("", "kind:state", "kind:state", ""),
            ("kind:state", "", "kind:state", ""),
            ("kind:state", " is:alone ", "kind:state is:alone", "kind:state OR is:alone"),
            (
                "from:japan OR to:japan",
                "rel:hosts",
                "(from:japan OR to:japan) rel:hosts",
                "from:japan OR to:japan OR rel:hosts",
            ),
            ("Tokyo", "a OR b", "Tokyo (a OR b)", "Tokyo OR a OR b"),
            ("kind:state", "rel:hosts", "rel:hosts from:(kind:state) to:(kind:state)", "kind:state OR rel:hosts"),
            ("from:japan", "kind:state", "kind:state has:(from:japan)", "from:japan OR kind:state"),
            ("entities tokyo", "kind:state", "entities tokyo kind:state", "tokyo degree>=0 OR kind:state"),
            ("kind:state", "entities", "entities kind:state", "kind:state OR degree>=0"),
            (
                "entities",
                "relations",
                "from:(degree>=0) from:(degree>=0) to:(degree>=0)",
                "degree>=0 OR from:(degree>=0)",
            ),
            ("kind:state (", "is:alone basis:", "kind:state is:alone", "kind:state OR is:alone"),
        ] {
            assert_eq!(
                (narrowed(present, text).as_str(), widened(present, text).as_str()),
                (narrow, wide),
                "{present} | {text}"
            );
            assert_eq!(parse(narrow).faults, [], "{narrow}");
            assert_eq!(parse(wide).faults, [], "{wide}");
        }
    }

    #[test]
    fn what_is_narrowed_shows_less_and_what_is_added_more() {
        let dossier = open_example(&EXAMPLES[0]).dossier;
        let mut evaluator = Evaluator::default();
        let texts = [
            "kind:state",
            "from:japan",
            "Tokyo",
            "kind:dialogue as-of:2014-06",
            "entities asean",
            "rel:held_in OR is:unnamed",
            "status:planned",
        ];
        for present in texts {
            for text in texts {
                let mut drawn = |text: &str| evaluator.drawn(&dossier, 0, &parse(text).query);
                let (now, new) = (drawn(present), drawn(text));
                let (narrow, wide) = (drawn(&narrowed(present, text)), drawn(&widened(present, text)));
                for (at, _) in dossier.entities() {
                    let most = now.entity(at).min(new.entity(at));
                    assert!(narrow.entity(at) <= most, "{present} | {text}");
                    assert!(wide.entity(at) >= now.entity(at).max(new.entity(at)), "{present} | {text}");
                }
                for (at, ..) in dossier.relations() {
                    assert!(
                        wide.relation(at) >= now.relation(at).max(new.relation(at)) || now.relation(at) == Truth::No
                    );
                }
            }
        }
    }
}
