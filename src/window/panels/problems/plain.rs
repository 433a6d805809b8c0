//! What is wrong, in the domain's words: by the names of records rather than by the notation of the
//! file. Where a problem has no better words, those of the reader without its marks.

use crate::dossier::model::{Dossier, Entity, EntityId, Relation};
use crate::problem::{Problem, Subject, printable};
use crate::window::panels::widgets::sentence;
use crate::wording::{alternatives, with_article};

/// A record as a person calls it: an entity by its name, a relation as a sentence, a source by its label.
pub(super) fn name_of(subject: Option<&Subject>, dossier: &Dossier) -> Option<String> {
    let name = match subject? {
        Subject::Entity(id) => dossier.entity_by_id(id).filter(|entity| !entity.ghost)?.label().to_owned(),
        Subject::Relation(id) => format!("“{}”", dossier.sentence_of(dossier.relation_by_id(id)?)),
        Subject::Source(id) => dossier.source(&(&**id).into())?.short_label(),
    };
    Some(printable(&name))
}

/// The entity that a problem is about.
pub(super) fn entity_of<'d>(problem: &Problem, dossier: &'d Dossier) -> Option<&'d Entity> {
    let Some(Subject::Entity(id)) = &problem.subject else { return None };
    dossier.entity_by_id(id)
}

/// The relation that a problem is about.
pub(super) fn relation_of<'d>(problem: &Problem, dossier: &'d Dossier) -> Option<&'d Relation> {
    let Some(Subject::Relation(id)) = &problem.subject else { return None };
    dossier.relation_by_id(id)
}

/// The text to blame, without its quotation marks.
pub(super) fn culprit(problem: &Problem) -> String {
    let place = problem.place.as_ref();
    place.map_or_else(String::new, |place| place.parts()[1].trim_matches(['"', ',', ' ']).to_owned())
}

/// The reader's words.
pub(super) fn as_read(_: &Problem, _: &Dossier) -> Option<String> {
    None
}

/// The reader's words, led in by the record's name.
pub(super) fn of_its_record(problem: &Problem, dossier: &Dossier) -> Option<String> {
    let name = name_of(problem.subject.as_ref(), dossier)?;
    Some(format!("{name}: {}", sentence(&problem.message)))
}

pub(super) fn no_claim(problem: &Problem, dossier: &Dossier) -> Option<String> {
    Some(format!("{} has no source.", name_of(problem.subject.as_ref(), dossier)?))
}

/// The end of a relation that its kind does not foresee, the kinds that it does, and whether it is where it starts.
pub(super) fn unforeseen_end<'d>(problem: &Problem, dossier: &'d Dossier) -> Option<(&'d EntityId, Vec<String>, bool)> {
    let relation = relation_of(problem, dossier)?;
    let kind = dossier.vocabulary.relation_kind_or_neutral(&relation.kind);
    let ends = [(&relation.from, kind.from, true), (&relation.to, kind.to, false)];
    let is_unforeseen = |end: &EntityId, foreseen: &[String]| {
        let entity = dossier.entity_by_id(end.as_str());
        !foreseen.is_empty() && entity.is_some_and(|entity| !foreseen.contains(&entity.kind))
    };
    let culprit = culprit(problem);
    let mut ends = ends.into_iter().filter(|(end, foreseen, _)| is_unforeseen(end, foreseen));
    ends.find(|(end, ..)| end.as_str() == culprit)
}

pub(super) fn unforeseen_ends(problem: &Problem, dossier: &Dossier) -> Option<String> {
    let relation = relation_of(problem, dossier)?;
    let (end, foreseen, starts) = unforeseen_end(problem, dossier)?;
    let label = |kind: &String| with_article(&dossier.vocabulary.entity_kind_or_neutral(kind).label);
    let foreseen: Vec<String> = foreseen.iter().map(label).collect();
    let entity = dossier.entity_by_id(end.as_str())?;
    let verb = dossier.vocabulary.relation_kind_or_neutral(&relation.kind).label;
    let side = if starts { "starts at" } else { "leads to" };
    Some(printable(&format!(
        "“{}”: “{verb}” {side} {}, and {} is {}.",
        dossier.sentence_of(relation),
        alternatives(&foreseen),
        entity.label(),
        label(&entity.kind)
    )))
}

pub(super) fn suspect_text(problem: &Problem, dossier: &Dossier) -> Option<String> {
    let name = name_of(problem.subject.as_ref(), dossier)?;
    Some(format!("{name} has invisible or direction-changing characters in a name, and may pass for another."))
}

pub(super) fn unknown_kind(problem: &Problem, dossier: &Dossier) -> Option<String> {
    let name = name_of(problem.subject.as_ref(), dossier)?;
    let kind = printable(&culprit(problem));
    Some(format!("{name} is of the kind “{kind}”, which this dossier does not have; it is drawn in grey."))
}

pub(super) fn missing_source(problem: &Problem, dossier: &Dossier) -> Option<String> {
    let name = name_of(problem.subject.as_ref(), dossier)?;
    Some(format!("{name} cites “{}”, which is not among the sources.", printable(&culprit(problem))))
}

pub(super) fn unknown_id(problem: &Problem, dossier: &Dossier) -> Option<String> {
    match entity_of(problem, dossier) {
        Some(ghost) if ghost.ghost => Some(format!(
            "A relation names “{}”, which is not in the dossier; an empty node stands for it.",
            printable(ghost.id.as_str())
        )),
        _ => of_its_record(problem, dossier),
    }
}
