//! The ids of relations whose author gave none: `FROM--KIND--TO`, then `--2`, `--3` … for parallel
//! ones, in the author's order. They follow from the records alone, so that a file that is saved
//! and read again has the same ones.

use super::{Relation, RelationId};

/// The id of the first relation between two ends of one kind. Relations with the same base number
/// each other.
///
/// Parts in which hyphens could pass for the joints are written with `~` instead, so that no base
/// looks like the numbered id of another.
pub(crate) fn base(relation: &Relation) -> String {
    let (from, kind, to) = (relation.from.as_str(), relation.kind.as_str(), relation.to.as_str());
    let mut out = String::with_capacity(from.len() + kind.len() + to.len() + 4);
    for (number, part) in [from, kind, to].into_iter().enumerate() {
        if number > 0 {
            out.push_str("--");
        }
        if is_plain(part) {
            out.push_str(part);
        } else {
            out.push_str(&part.replace('-', "~"));
        }
    }
    out
}

/// Whether a part's hyphens cannot pass for the joints.
fn is_plain(part: &str) -> bool {
    !(part.contains("--") || part.starts_with('-') || part.ends_with('-'))
}

/// Whether an id is the base of a relation, told without putting that together. Not told of parts whose
/// hyphens are written otherwise.
pub(super) fn is_base(id: &str, relation: &Relation) -> bool {
    let parts = [relation.from.as_str(), relation.kind.as_str(), relation.to.as_str()];
    let mut rest = Some(id);
    for (number, part) in parts.into_iter().enumerate() {
        let joint = if number > 0 { "--" } else { "" };
        rest = rest.and_then(|rest| rest.strip_prefix(joint)?.strip_prefix(part)).filter(|_| is_plain(part));
    }
    rest == Some("")
}

/// The id of number `n` of those with the same base, counted from 1.
pub(super) fn numbered(base: &str, n: usize) -> RelationId {
    if n == 1 { RelationId::new(base) } else { RelationId::new(format!("{base}--{n}")) }
}

/// The bases whose numbering an id that an author gave may stand in the way of.
pub(super) fn bases_touched_by(id: &str) -> impl Iterator<Item = &str> {
    let numbered = id.rsplit_once("--").filter(|(_, n)| n.parse::<usize>().is_ok()).map(|(base, _)| base);
    std::iter::once(id).chain(numbered)
}
