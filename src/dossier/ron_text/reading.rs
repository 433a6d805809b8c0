//! From bytes to a dossier with all its problems: files are loaded, each record is read by itself as
//! its tree comes along, then all are put together and their texts kept for editing.

use std::collections::HashSet;
use std::sync::Arc;

use super::load::{Fetch, load};
use super::problems::Problems;
use super::read::{RecordNode, Resolved, Staging, head, resolve, unwrapped};
use super::reuse::Before;
use super::texts::TextFile;
use crate::dossier::model::{Dossier, DossierFile, List, Vocabulary};
use crate::problem::Problem;

/// What reading yields: as much of the dossier as could be read, and everything that is wrong.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The dossier; with syntax errors, the records that could be read.
    pub dossier: Dossier,
    /// All problems in order of file and place.
    pub problems: Vec<Problem>,
    /// Nothing may be saved over the file: it has syntax errors or a newer format.
    pub(crate) read_only: bool,
    /// The texts of its files in the order of [`Dossier::files`], cut for editing; none where it
    /// is read-only.
    pub(crate) texts: Vec<TextFile>,
    /// Ids (of views names) of records that stand twice: the second is in the text alone.
    pub(crate) shadowed: HashSet<(List, String)>,
}

/// How to read.
#[derive(Clone, Copy)]
pub(crate) enum Way<'a> {
    /// All of it.
    Anew,
    /// What stood with the same text in what was read before is taken over.
    Beside(&'a Before<'a>),
    /// Problems are counted, not told.
    Quietly,
}

/// Reads a dossier that starts with the kinds of a vocabulary.
pub(crate) fn read(name: &str, bytes: &[u8], fetch: &Fetch<'_>, vocabulary: &Arc<Vocabulary>, way: Way<'_>) -> Reading {
    let (before, quiet) = match way {
        Way::Anew => (None, false),
        Way::Beside(before) => (Some(before), false),
        Way::Quietly => (None, true),
    };
    let mut problems = Problems::new(quiet);
    let mut staging = Staging::new(&mut problems);
    let files = load(name, bytes, fetch, &mut staging, before);
    let mut dossier = Dossier::new(Arc::clone(vocabulary));
    let roots: Vec<RecordNode<'_>> = files.iter().filter_map(|file| head::root(&mut staging.reader, file)).collect();
    let mut newer = false;
    for root in &roots {
        newer |= head::format(&mut staging.reader, root, &mut dossier);
        head::titles(&mut staging.reader, root, &mut dossier);
        staging.take_rest(root);
    }
    dossier.files = files
        .iter()
        .map(|file| DossierFile {
            path: file.name.to_string(),
            title: file
                .tree
                .root()
                .and_then(|r| file.tree.field(r, "title", &file.text))
                .and_then(|t| unwrapped(file, t))
                .and_then(|t| file.text_of(t))
                .map(|t| t.into_owned()),
        })
        .collect();
    let Resolved { dossier, spans, troubled, shadowed } = resolve(staging, &files, dossier);
    let read_only = newer || files.iter().any(|f| f.broken) || roots.is_empty();
    let opens: Vec<[Option<usize>; 6]> = files.iter().map(|file| head::opens(&roots, file)).collect();
    drop(roots);
    let problems = problems.finish(&files);
    let mut texts = Vec::new();
    if !read_only {
        let parts = files.into_iter().zip(opens).zip(spans.into_iter().zip(troubled));
        texts.extend(parts.map(|((file, open), (spans, troubled))| {
            TextFile::new(file.name.to_string(), file.text, open, &spans, troubled)
        }));
    }
    Reading { dossier, problems, read_only, texts, shadowed }
}
