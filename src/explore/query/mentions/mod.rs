//! Which of the dossier's names stand in a text, which sentences speak of two of them and are cited by nobody, and which
//! words look like names that the dossier does not have. [`NameFinder`] is made of a dossier and used for many texts;
//! [`TextNames`] is what it finds in one. Hebrew and Arabic write some words together with a name; those are not found.
//! Nothing here knows how it is shown.

mod trie;
mod uncited;
mod unknown;
mod words;

use std::hash::Hasher;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHasher;

use self::trie::{Scratch, Trie};
pub(crate) use self::uncited::UncitedSentence;
pub(crate) use self::unknown::UnknownName;
use super::passages::{Marks, Passages, Span};
use crate::dossier::model::naming::called;
use crate::dossier::model::{Dossier, Entity, EntityId};
use crate::progress::{Cancelled, Progress};

/// The names and aliases of a dossier, made ready for finding them in texts.
#[derive(Debug, Default)]
pub(crate) struct NameFinder {
    trie: Trie,
    /// Whose each name is.
    owners: Vec<EntityId>,
    fingerprint: u64,
}

/// A name of the dossier in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Where.
    pub(crate) span: Span,
    node: u32,
}

impl NameFinder {
    /// Of all names of a dossier.
    ///
    /// # Errors
    /// [`Cancelled`] when asked to stop.
    pub(crate) fn new(dossier: &Dossier, progress: &Progress) -> Result<Self, Cancelled> {
        let mut finder =
            NameFinder { trie: Trie::new(), owners: Vec::new(), fingerprint: NameFinder::fingerprint_of(dossier) };
        let all = dossier.entity_count().max(1) as f32;
        for (number, entity) in named(dossier).enumerate() {
            if number % 1024 == 0 {
                progress.report(number as f32 / all)?;
            }
            for name in names_of(entity) {
                finder.trie.add(finder.owners.len() as u32, name);
                finder.owners.push(entity.id.clone());
            }
        }
        Ok(finder)
    }

    /// A number that changes when the names do.
    fn fingerprint_of(dossier: &Dossier) -> u64 {
        let mut hasher = FxHasher::default();
        for entity in named(dossier) {
            for text in std::iter::once(entity.id.as_str()).chain(names_of(entity)) {
                hasher.write(text.as_bytes());
                hasher.write_u8(0xff);
            }
        }
        hasher.finish()
    }

    /// All mentions in a text, in its order.
    ///
    /// # Errors
    /// [`Cancelled`] when asked to stop.
    pub(crate) fn find(&self, text: &Passages, progress: &Progress) -> Result<Vec<Mention>, Cancelled> {
        let blocks = text.blocks();
        let found: Result<Vec<Vec<Mention>>, Cancelled> = blocks
            .par_iter()
            .enumerate()
            .map_init(Scratch::default, |scratch, (block, of)| {
                progress.report(block as f32 / blocks.len() as f32)?;
                let mut out = Vec::new();
                self.trie.find(&of.text, scratch, |hit| {
                    let span = Span { block, start: hit.start as usize, end: hit.end as usize };
                    out.push(Mention { span, node: hit.node });
                });
                Ok(out)
            })
            .collect();
        Ok(found?.concat())
    }

    /// Whose name a mention is, each once, in the dossier's order.
    fn owners_of(&self, mention: &Mention) -> Vec<&EntityId> {
        let mut out: Vec<&EntityId> = Vec::new();
        for name in self.trie.names_at(mention.node) {
            let owner = &self.owners[name as usize];
            if out.last() != Some(&owner) && !out.contains(&owner) {
                out.push(owner);
            }
        }
        out
    }
}

/// Entities that have names.
fn named(dossier: &Dossier) -> impl Iterator<Item = &Entity> {
    dossier.entities().map(|(_, entity)| entity).filter(|entity| !entity.ghost)
}

fn names_of(entity: &Entity) -> impl Iterator<Item = &str> {
    std::iter::once(entity.name.as_str()).chain(entity.names.iter().map(|name| name.text.as_str()))
}

/// What names there are in a text.
#[derive(Debug)]
pub(crate) struct TextNames {
    text: Arc<Passages>,
    finder: Arc<NameFinder>,
    mentions: Arc<Vec<Mention>>,
    unknown: Arc<Vec<UnknownName>>,
    uncited: Vec<UncitedSentence>,
}

impl TextNames {
    /// Looks for them. What was found before is taken over as far as neither the text nor the names have changed.
    ///
    /// # Errors
    /// [`Cancelled`] when asked to stop.
    pub(crate) fn new(
        text: &Arc<Passages>,
        dossier: &Dossier,
        marks: &Marks,
        before: Option<&TextNames>,
        progress: &Progress,
    ) -> Result<TextNames, Cancelled> {
        let now = NameFinder::fingerprint_of(dossier);
        let before = before.filter(|before| before.finder.fingerprint == now);
        let finder = match before {
            Some(before) => Arc::clone(&before.finder),
            None => Arc::new(NameFinder::new(dossier, progress)?),
        };
        let (mentions, unknown) = match before.filter(|before| Arc::ptr_eq(&before.text, text)) {
            Some(before) => (Arc::clone(&before.mentions), Arc::clone(&before.unknown)),
            None => {
                let mentions = finder.find(text, progress)?;
                let unknown = unknown::names(text, &mentions, &finder.trie, progress)?;
                (Arc::new(mentions), Arc::new(unknown))
            }
        };
        let uncited = uncited::sentences(text, &mentions, &finder, marks, progress)?;
        Ok(TextNames { text: Arc::clone(text), finder, mentions, unknown, uncited })
    }

    /// Whether they were looked for in this text.
    pub(crate) fn are_of(&self, text: &Arc<Passages>) -> bool {
        Arc::ptr_eq(&self.text, text)
    }

    /// The mentions in a block.
    pub(crate) fn in_block(&self, block: usize) -> &[Mention] {
        let start = self.mentions.partition_point(|mention| mention.span.block < block);
        &self.mentions[start..self.mentions.partition_point(|mention| mention.span.block <= block)]
    }

    /// The mention at a byte of a block.
    pub(crate) fn at(&self, (block, byte): (usize, usize)) -> Option<&Mention> {
        let here = self.in_block(block);
        here.get(here.partition_point(|mention| mention.span.end <= byte)).filter(|mention| mention.span.start <= byte)
    }

    /// The entities that a mention may mean: those that are called exactly so, else all that are called alike.
    pub(crate) fn called<'d>(&self, mention: &Mention, dossier: &'d Dossier) -> Vec<&'d Entity> {
        let all = self.finder.owners_of(mention).into_iter().filter_map(|id| dossier.entity_by_id(id.as_str()));
        let Span { block, start, end } = mention.span;
        let words = self.text.words((block, start), (block, end));
        let all: Vec<&Entity> = all.collect();
        // An id that happens to be written so is no name.
        let exact: Vec<&Entity> = called(&words, all.iter().copied());
        if all.len() > 1 && !exact.is_empty() { exact } else { all }
    }

    /// Sentences that speak of two entities and are cited by nobody, in the order of the text.
    pub(crate) fn uncited(&self) -> &[UncitedSentence] {
        &self.uncited
    }

    /// Likely names that the dossier does not have, the most frequent first.
    pub(crate) fn unknown(&self) -> &[UnknownName] {
        &self.unknown
    }
}

#[cfg(test)]
mod tests;
