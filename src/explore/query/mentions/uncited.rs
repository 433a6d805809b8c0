//! Sentences in which two entities are named and of which no claim cites anything: where a relation may be found.

use super::{Mention, NameFinder};
use crate::dossier::model::EntityId;
use crate::explore::query::passages::{BlockKind, Marks, Passages, Span};
use crate::progress::{Cancelled, Progress};

/// Such a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UncitedSentence {
    /// Where it is.
    pub(crate) span: Span,
    /// The first two entities that are named in it.
    pub(crate) ends: (EntityId, EntityId),
}

/// So many are listed.
const MOST: usize = 2_000;

/// All such sentences of paragraphs, in the order of the text.
pub(super) fn sentences(
    text: &Passages,
    mentions: &[Mention],
    finder: &NameFinder,
    marks: &Marks,
    progress: &Progress,
) -> Result<Vec<UncitedSentence>, Cancelled> {
    let mut out = Vec::new();
    let mut rest = mentions;
    while let Some(first) = rest.first() {
        let number = first.span.block;
        let (here, later) = rest.split_at(rest.partition_point(|mention| mention.span.block == number));
        rest = later;
        progress.report(1.0 - rest.len() as f32 / mentions.len() as f32)?;
        let block = &text.blocks()[number];
        if !matches!(block.kind, BlockKind::Paragraph(_)) {
            continue;
        }
        let cited = marks.spans_in(number);
        let mut within = here;
        for sentence in &block.sentences {
            within = &within[within.partition_point(|mention| mention.span.start < sentence.start)..];
            let named = &within[..within.partition_point(|mention| mention.span.start < sentence.end)];
            let is_cited = || cited.iter().any(|span| span.start < sentence.end && sentence.start < span.end);
            if named.len() < 2 || is_cited() {
                continue;
            }
            if let Some(ends) = two(named, finder) {
                let span = Span { block: number, start: sentence.start, end: sentence.end };
                out.push(UncitedSentence { span, ends });
                if out.len() == MOST {
                    return Ok(out);
                }
            }
        }
    }
    Ok(out)
}

/// The first two entities that are named; names that several bear count for the first of them.
fn two(named: &[Mention], finder: &NameFinder) -> Option<(EntityId, EntityId)> {
    let owner = |mention: &Mention| finder.owners_of(mention).first().map(|id| (*id).clone());
    let first = owner(named.first()?)?;
    let second = named[1..].iter().filter_map(owner).find(|id| *id != first)?;
    Some((first, second))
}
