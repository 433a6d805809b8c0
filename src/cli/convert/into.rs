//! `chancery convert --into`: joins what was read to a dossier. How records are matched is decided in the exchange.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::account::MOST_PRINTED;
use crate::cli::edit::{opened_to_change, told};
use crate::cli::{Console, Failure, arguments};
use crate::dossier::document::Document;
use crate::dossier::exchange::{self, Conflict, Differing, JoinChoices, SameAs};
use crate::dossier::model::Dossier;
use crate::dossier::storage::Storage;
use crate::problem::{Severity, printable};
use crate::wording::{counted, in_figures};

/// The dossier that files are joined to, if one was named.
pub(super) fn opened(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Option<Document>, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("into") else { return Ok(None) };
    let open = opened_to_change(path, &Storage::of_this_system(), console);
    let name = printable(&arguments::shown(path));
    if open.is_imported() {
        return Err(Failure::input(format!("{name} is not a dossier; --into needs one")));
    }
    if open.read_only {
        for problem in open.problems.iter().filter(|problem| problem.severity == Severity::Error) {
            console.note(&problem.to_text());
        }
        return Err(Failure::input(format!("nothing can be joined to {name} until its errors are fixed")));
    }
    Ok(Some(open))
}

/// Joins what was read to the open dossier, and writes that.
pub(super) fn join(
    mut open: Document,
    read: &Dossier,
    out: &Path,
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let both = matches.get_one::<String>("differing").is_some_and(|what| what == "both");
    let differing = if both { Differing::KeepBoth } else { Differing::KeepOpen };
    let joined = exchange::join(&open.dossier, read, &JoinChoices { differing, ..JoinChoices::default() });
    console.note(&format!(
        "joined: {} added, {} already there; {} added, {} already there",
        counted(joined.entities_added, "entity", "entities"),
        in_figures(joined.entities_matched),
        counted(joined.relations_added, "relation", "relations"),
        in_figures(joined.relations_matched)
    ));
    for unsure in joined.unsure.iter().take(MOST_PRINTED) {
        let candidates: Vec<String> = unsure.candidates.iter().map(|one| format!("{}: {}", one.id, one.why)).collect();
        let taken = match &unsure.taken {
            SameAs::Known(id) => format!("matched to {id}"),
            SameAs::New => "added".to_owned(),
        };
        console.note(&printable(&format!("not certain: “{}”, {taken} ({})", unsure.name, candidates.join("; "))));
    }
    for conflict in joined.conflicts.iter().take(MOST_PRINTED) {
        let Conflict { record, field, open, imported } = conflict;
        let kept = if both { "both kept" } else { "kept" };
        console.note(&printable(&format!("differs: {record}: `{field}`: {open} ({kept}), imported: {imported}")));
    }
    let more = joined.unsure.len().saturating_sub(MOST_PRINTED) + joined.conflicts.len().saturating_sub(MOST_PRINTED);
    if more > 0 {
        console.note(&counted(more, "more uncertain or differing record", "more uncertain or differing records"));
    }
    let refused = |why: &dyn std::fmt::Display| Failure::input(printable(&why.to_string()));
    open.apply(joined.changes).map_err(|refusal| refused(&refusal))?;
    let absolute = |path: &Path| std::path::absolute(path).ok();
    let is_same = open.path.as_deref().and_then(absolute).is_some_and(|path| absolute(out) == Some(path));
    if is_same {
        let storage = Storage::of_this_system();
        let saved = open.save(&storage, false).map_err(|error| refused(&error))?;
        told(&saved, &storage, out, console);
        return Ok(());
    }
    if open.files().len() > 1 {
        let name = printable(&out.display().to_string());
        return Err(Failure::usage(format!(
            "the dossier has several files and cannot be written to {name}; give the dossier itself as OUT"
        )));
    }
    console.deliver(out, open.text(0).unwrap_or_default().as_bytes())
}
