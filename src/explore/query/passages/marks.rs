//! The passages of a text that claims cite, found by their place and by their quotation, and how
//! much of the text that is.

use std::collections::HashSet;
use std::ops::Range;

use super::{BlockKind, Passages, Span, quotation};
use crate::dossier::edit::ClaimOwner;
use crate::dossier::model::{Claim, Dossier, SourceId};

/// Quotations without a place are looked for in the whole text, until so many bytes were searched.
const SEARCHED_BYTES: usize = 64 << 20;

/// A passage that a claim cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// Whose claim.
    pub(crate) of: ClaimOwner,
    /// Number of the claim, from 0.
    pub(crate) claim: usize,
}

/// All that claims cite of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// In the order of the text.
    pub list: Vec<Mark>,
    /// Where they are, each stretch once, in the order of the text.
    pub(crate) spans: Vec<Span>,
    /// How many sentences of paragraphs are cited.
    pub(crate) cited: usize,
    /// How many there are.
    pub(crate) sentences: usize,
    /// How many claims cite the source at a place that is not found in the text, or at none.
    pub(crate) placeless: usize,
}

impl Marks {
    /// Finds what the claims of a dossier cite of a source's text. Superseded claims do not count.
    pub(crate) fn new(text: &Passages, dossier: &Dossier, source: &SourceId) -> Marks {
        let mut finder = Finder { text, budget: SEARCHED_BYTES, marks: Marks::default() };
        for (_, entity) in dossier.entities() {
            finder.claims(source, &entity.claims, || ClaimOwner::Entity(entity.id.clone()));
        }
        for (_, _, _, relation) in dossier.relations() {
            finder.claims(source, &relation.claims, || ClaimOwner::Relation(relation.id.clone()));
        }
        let mut marks = finder.marks;
        // Records of one passage stay in the author's order.
        marks.list.sort_by_key(|mark| mark.span);
        marks.spans = marks.list.iter().map(|mark| mark.span).collect();
        marks.spans.dedup();
        marks.sentences = text.sentence_count();
        marks.cited = cited(text, &marks.list);
        marks
    }

    /// Which of the marks lie in a block.
    pub(crate) fn in_block(&self, block: usize) -> Range<usize> {
        let before = |mark: &Mark| mark.span.block < block;
        let until = |mark: &Mark| mark.span.block <= block;
        self.list.partition_point(before)..self.list.partition_point(until)
    }

    /// The marked stretches of a block.
    pub(crate) fn spans_in(&self, block: usize) -> &[Span] {
        let start = self.spans.partition_point(|span| span.block < block);
        &self.spans[start..self.spans.partition_point(|span| span.block <= block)]
    }

    /// Which of the marks are of exactly this stretch.
    pub fn at(&self, span: Span) -> Range<usize> {
        self.list.partition_point(|mark| mark.span < span)..self.list.partition_point(|mark| mark.span <= span)
    }

    /// The first mark of a record.
    pub(crate) fn first_of(&self, of: &ClaimOwner) -> Option<usize> {
        self.list.iter().position(|mark| mark.of == *of)
    }

    /// How much of the text is cited, in hundredths, rounded down.
    pub(crate) fn percent(&self) -> usize {
        (self.cited * 100).checked_div(self.sentences).unwrap_or(0)
    }
}

struct Finder<'t> {
    text: &'t Passages,
    budget: usize,
    marks: Marks,
}

impl Finder<'_> {
    fn claims(&mut self, source: &SourceId, claims: &[Claim], of: impl Fn() -> ClaimOwner) {
        for (claim, cites) in claims.iter().enumerate() {
            if cites.source != *source || cites.superseded {
                continue;
            }
            let spans = self.spans(cites);
            self.marks.placeless += usize::from(spans.is_empty());
            self.marks.list.extend(spans.into_iter().map(|span| Mark { span, of: of(), claim }));
        }
    }

    fn spans(&mut self, claim: &Claim) -> Vec<Span> {
        let placed = claim.at.as_deref().map(|at| self.text.spans(at)).unwrap_or_default();
        let Some(quote) = claim.quote.as_deref().filter(|q| !q.trim().is_empty()) else { return placed };
        let (whole, blocks) = match (placed.first(), placed.last()) {
            (Some(first), Some(last)) => (false, first.block..last.block.max(first.block) + 1),
            _ => (true, 0..self.text.blocks.len()),
        };
        match self.find(quote, blocks) {
            Some(found) => vec![found],
            None if whole => Vec::new(),
            None => placed,
        }
    }

    /// A quotation, of which parts may be left out (`…`): from its first words to its last.
    fn find(&mut self, quote: &str, blocks: Range<usize>) -> Option<Span> {
        let folded = self.text.folded();
        let dots = quote.replace("[...]", "…").replace("[…]", "…").replace("...", "…");
        let mut parts = dots.split('…').map(quotation::fold).filter(|part| !part.is_empty());
        let first = parts.next()?;
        let cost = folded.len_of(&blocks);
        self.budget = self.budget.checked_sub(cost)?;
        let found = folded.find(first.trim(), blocks)?;
        let Some(last) = parts.next_back() else { return Some(found) };
        let end = folded.find(last.trim(), found.block..found.block + 1).filter(|end| end.end > found.end);
        Some(end.map_or(found, |end| Span { end: end.end, ..found }))
    }
}

/// How many sentences of paragraphs are touched by a mark.
fn cited(text: &Passages, marks: &[Mark]) -> usize {
    let mut seen: HashSet<(usize, usize)> = HashSet::new();
    for mark in marks {
        let block = &text.blocks[mark.span.block];
        if !matches!(block.kind, BlockKind::Paragraph(_)) {
            continue;
        }
        let first = block.sentences.partition_point(|s| s.end <= mark.span.start);
        let after = block.sentences.partition_point(|s| s.start < mark.span.end);
        seen.extend((first..after).map(|sentence| (mark.span.block, sentence)));
    }
    seen.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Relation, Vocabulary};

    fn claim(at: &str, quote: &str) -> Claim {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Claim { at: some(at), quote: some(quote), ..Claim::stated("s") }
    }

    #[test]
    fn passages_are_found_by_place_and_by_quotation() {
        let text = Passages::new("Two ports met. They said “yes” twice.\n\nThe rest is — as ever — silence.", false);
        let mut dossier = Dossier::new(Vocabulary::default());
        let mut entity = Entity::new("a", "k", "A");
        let old = Claim { superseded: true, ..claim("P1", "") };
        let other = Claim::stated("t");
        entity.claims =
            vec![claim("P1.2", "they said \"Yes\""), claim("", "as ever - silence"), claim("p. 9", ""), old, other];
        dossier.add_entity(entity).unwrap();
        let mut relation = Relation::new("a", "k", "a");
        relation.claims = vec![claim("P2", "not there"), claim("", "The rest … silence")];
        dossier.add_relation(relation).unwrap();
        let marks = Marks::new(&text, &dossier, &"s".into());
        let words = |mark: &Mark| text.words((mark.span.block, mark.span.start), (mark.span.block, mark.span.end));
        let found: Vec<(String, usize)> = marks.list.iter().map(|mark| (words(mark), mark.claim)).collect();
        let expected = [
            ("They said “yes”", 0),
            ("The rest is — as ever — silence", 1),
            ("The rest is — as ever — silence.", 0),
            ("as ever — silence", 1),
        ];
        assert_eq!(found, expected.map(|(words, claim)| (words.to_owned(), claim)));
        assert_eq!((marks.cited, marks.sentences, marks.percent(), marks.placeless), (2, 3, 66, 1));
        assert_eq!(marks.in_block(0), 0..1);
        assert_eq!(marks.first_of(&ClaimOwner::Entity("a".into())), Some(0));
    }
}
