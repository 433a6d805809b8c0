//! Opens a dossier and prints what rests on one of its sources, and whether on that alone.
//!
//! `cargo run --example who_rests_on -- FILE SOURCE`

use std::path::Path;

use chancery::dossier::document;
use chancery::dossier::model::{Claim, SourceId};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, source] = arguments.as_slice() else {
        eprintln!("usage: who_rests_on FILE SOURCE");
        std::process::exit(2);
    };
    match report(Path::new(file), source) {
        Ok(text) => print!("{text}"),
        Err(why) => {
            eprintln!("error: {why}");
            std::process::exit(1);
        }
    }
}

/// A line for each entity and relation that cites the source.
pub(crate) fn report(file: &Path, source: &str) -> Result<String, String> {
    let document = document::open(file);
    if document.read_only {
        return Err(document.problems.first().map(|p| p.message.clone()).unwrap_or_default());
    }
    let dossier = &document.dossier;
    let id = SourceId::new(source);
    let cited = dossier.source(&id).ok_or_else(|| format!("the dossier has no source {source}"))?;
    let title = cited.title.as_deref().unwrap_or(source);
    let mut text = format!("On “{title}” rest:\n");
    let mut line = |what: &str, claims: &[Claim]| {
        let cites = claims.iter().filter(|c| c.source == id).count();
        if cites > 0 {
            let alone = if cites == claims.len() { ", and on nothing else" } else { "" };
            text.push_str(&format!("  {what}{alone}\n"));
        }
    };
    for (_, entity) in dossier.entities() {
        line(&entity.name, &entity.claims);
    }
    for (_, from, to, relation) in dossier.relations() {
        if let (Some(from), Some(to)) = (dossier.entity(from), dossier.entity(to)) {
            line(&format!("{} – {} – {}", from.name, relation.kind, to.name), &relation.claims);
        }
    }
    Ok(text)
}
