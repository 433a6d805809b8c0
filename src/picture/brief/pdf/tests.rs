//! Where words stand on the pages of a PDF, and that all of them are told.

use std::collections::BTreeSet;

use kurbo::Rect;

use super::super::tests::brief;
use super::super::{MARGIN_MM, PAGE_MM};
use super::*;
use crate::dossier::document::{EXAMPLES, open_example, open_texts};
use crate::picture::figure::pdf::Shown;
use crate::picture::figure::{Item, POINTS_PER_MM};

/// The lines of letters of a page, but for its figure: where, and the words.
fn lines(shown: &[Shown]) -> Vec<(Rect, String)> {
    let items = shown.iter().flat_map(|shown| match shown {
        Shown::Words(items) | Shown::Ornament(items) => items.as_slice(),
        Shown::Figure(..) => &[],
    });
    let texts = items.filter_map(|item| if let Item::Text(text) = item { Some(text) } else { None });
    let placed = texts.flat_map(|text| &text.runs).map(|run| {
        let (at, size) = (run.origin, run.size);
        (Rect::new(at.x, at.y - 0.7 * size, at.x + run.width, at.y + 0.2 * size), run.text.clone())
    });
    placed.filter(|(_, words)| !words.trim().is_empty()).collect()
}

fn parts_of(told: &[Told], out: &mut Vec<(usize, usize)>) {
    for one in told {
        match one {
            Told::Part(page, part) => out.push((*page, *part)),
            Told::Group(_, inside) => parts_of(inside, out),
        }
    }
}

fn assert_well_set(document: &PdfDocument<'_>) {
    let [margin, width, height] = [MARGIN_MM, PAGE_MM.0, PAGE_MM.1].map(|mm| mm * POINTS_PER_MM);
    let page = Rect::new(margin - 0.1, margin - 0.1, width - margin + 0.1, height - margin / 3.0);
    for (number, sheet) in document.pages.iter().enumerate() {
        let lines = lines(&sheet.shown);
        for (at, (one, words)) in lines.iter().enumerate() {
            assert!(page.contains_rect(*one), "page {number}: {words} at {one:?}");
            for (other, others) in &lines[..at] {
                let both = one.intersect(*other);
                assert!(both.width() < 0.5 || both.height() < 0.5, "page {number}: {words} over {others}");
            }
        }
    }
    let mut told = Vec::new();
    parts_of(&document.told, &mut told);
    let each: BTreeSet<(usize, usize)> = told.iter().copied().collect();
    assert_eq!(each.len(), told.len(), "nothing is told twice");
    for (number, sheet) in document.pages.iter().enumerate() {
        for (part, shown) in sheet.shown.iter().enumerate() {
            assert_eq!(each.contains(&(number, part)), !matches!(shown, Shown::Ornament(_)), "page {number}: {part}");
        }
    }
}

#[test]
fn words_lie_within_the_margins_and_on_nothing_and_all_are_told() {
    for example in EXAMPLES {
        let document = open_example(example);
        let brief = brief(&document.dossier);
        let laid = laid_out(&brief);
        assert!(laid.pages.len() > 3, "{}", laid.pages.len());
        assert_well_set(&laid);
        // A head stands on each page that a table goes on on.
        let heads = laid.pages.iter().filter(|page| lines(&page.shown).iter().any(|(_, w)| w == "What is known"));
        assert!(heads.count() > 1);
        let headings: Vec<&str> = laid.headings.iter().map(|(words, ..)| words.as_str()).collect();
        assert_eq!(headings, ["Who is who", "Relations", "Timeline", "What is uncertain", "Sources"]);
    }
}

#[test]
fn a_cell_higher_than_a_page_goes_on_on_the_next() {
    let long = "word ".repeat(4_000);
    let text = format!(
        "Dossier(format: 1, title: \"Long\", sources: [(id: \"s\", title: \"A source\")], entities: [\
         (id: \"a\", kind: \"state\", name: \"Longland\", summary: \"{long}\", claims: [(source: \"s\")]),\
         (id: \"b\", kind: \"state\", name: \"{}\", claims: [(source: \"s\")])])",
        "Unbroken".repeat(40)
    );
    let document = open_texts(&[("long.ron", &text)]);
    let brief = brief(&document.dossier);
    let laid = laid_out(&brief);
    assert_well_set(&laid);
    let words: usize =
        laid.pages.iter().flat_map(|page| lines(&page.shown)).map(|(_, w)| w.matches("word").count()).sum();
    assert_eq!(words, 4_000);
}
