//! `chancery diff --figure`: two dossiers in one picture, with what changed marked.

use std::path::Path;
use std::sync::Arc;

use super::figure::{failure_of, format_of};
use super::{Console, Failure};
use crate::dossier::compare::{self, Changes, Difference};
use crate::dossier::model::Dossier;
use crate::picture::figure::{FigureSubject, Request};
use crate::problem::printable;
use crate::progress::Progress;
use crate::wording::counted;

/// Draws what differs into a file, and tells what does.
///
/// # Errors
/// What stands in the way.
pub(super) fn draw(
    out: &Path,
    (old, new): (&Dossier, &Dossier),
    difference: &Difference,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let format = format_of(out)?;
    let union = compare::union(old, new, difference);
    let what = summary(difference);
    let lead = what.clone().unwrap_or_else(|| "Nothing in the network changed".to_owned());
    let lead = match union.left_out {
        0 => lead,
        left_out => format!("{lead}; {} further away not shown", counted(left_out, "entity", "entities")),
    };
    let request = Request {
        title: Some(match union.dossier.given_title() {
            "" => "What changed".to_owned(),
            title => format!("What changed: {title}"),
        }),
        subtitle: Some(lead),
        ..Request::new(format)
    };
    let subject = FigureSubject { dossier: &union.dossier, pictures: &Arc::default(), changes: Some(&union) };
    // Nobody holds this progress, so that nobody can cancel it.
    let drawn = request.draw(subject, &Progress::new()).map_err(failure_of)?;
    console.deliver(out, &drawn.bytes)?;
    let what = what.unwrap_or_else(|| "nothing in the network changed".to_owned());
    console.note(&format!("{}: {what}", printable(&out.display().to_string())));
    Ok(())
}

/// `Entities: 2 added, 1 removed. Relations: 3 changed`; `None` if neither changed.
fn summary(difference: &Difference) -> Option<String> {
    let told = |name: &str, changes: &Changes| {
        let counts =
            [(changes.added.len(), "added"), (changes.removed.len(), "removed"), (changes.changed.len(), "changed")];
        let said: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        (!said.is_empty()).then(|| format!("{name}: {}", said.join(", ")))
    };
    let parts = [told("Entities", &difference.entities), told("Relations", &difference.relations)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(". "))
}
