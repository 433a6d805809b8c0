//! `chancery diff --figure`: two dossiers in one picture, with what changed marked.

use std::path::Path;

use super::check::counted;
use super::figure::{PageSize, fitted, kind_of, plain_look};
use super::{Failure, one_line};
use crate::dossier::compare::{self, Changes, Difference, Union};
use crate::dossier::model::Dossier;
use crate::dossier::storage;
use crate::explore::query::filter::Shown;
use crate::picture::figure::{self, PageText};
use crate::picture::scene::mark_changes;
use crate::picture::stages;
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::progress::Progress;

/// Draws what differs into a file; yields what there is to say about it.
///
/// # Errors
/// What stands in the way.
pub(super) fn draw(out: &Path, old: &Dossier, new: &Dossier, difference: &Difference) -> Result<String, Failure> {
    let kind = kind_of(out)?;
    let theme = &Theme::PRINT;
    let both = compare::union(old, new, difference);
    let mut look = plain_look();
    let (page, grows) = PageSize::usual(both.dossier.entity_count());
    let drawn = fitted(page, grows, theme, |page| {
        look.aspect = page.aspect();
        // Nobody holds this progress, so that nobody can cancel it.
        let (mut scene, shown) = stages::draw(&both.dossier, &look, theme, &Progress::new()).ok()?;
        mark_changes(&mut scene, &both, theme);
        let text = words(&both, difference, &shown);
        Some((scene, shown, text))
    });
    let Some((page, scene, shown)) = drawn else { return Err(Failure::input("the drawing was stopped")) };
    let text = words(&both, difference, &shown);
    let bytes = kind.write(&page.with(&scene, &text, theme)).map_err(|problem| Failure::input(one_line(&problem)))?;
    storage::write_atomic(out, &bytes).map_err(|problem| Failure::input(one_line(&problem)))?;
    let what = summary(difference).unwrap_or_else(|| "nothing in the network changed".to_owned());
    Ok(format!("{}: {what}", printable(&out.display().to_string())))
}

/// Title and subtitle of the picture; the sources are those of what is shown.
fn words(both: &Union, difference: &Difference, shown: &Shown) -> PageText {
    let title = format!("What changed: {}", both.dossier.title);
    let what = summary(difference).unwrap_or_else(|| "Nothing in the network changed".to_owned());
    let lead = match both.left_out {
        0 => what,
        left_out => format!("{what}; {} further off not shown", counted(left_out, "entity", "entities")),
    };
    figure::words(&both.dossier, &plain_look(), shown, Some(&title), Some(&lead))
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
