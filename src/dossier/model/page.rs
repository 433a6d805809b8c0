//! Pages of figures as views and command lines name them: a page that reports ask for, or a size; and how lines on it are labelled.
//! What is drawn on one is not known here.

use std::fmt;
use std::ops::RangeInclusive;

/// Sides of a page, in millimetres.
pub(crate) const PAGE_SIDE_MM: RangeInclusive<f64> = 20.0..=2_000.0;
/// Margins of a page, in millimetres.
pub(crate) const MARGIN_MM: RangeInclusive<f64> = 0.0..=50.0;

/// A page by name.
#[derive(Debug)]
pub(crate) struct NamedPage {
    /// The word of the format: `two-columns`.
    pub(crate) word: &'static str,
    /// What people call it.
    pub(crate) name: &'static str,
    pub(crate) page: FigurePage,
}

/// A page of a figure, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FigurePage {
    pub(crate) width_mm: f64,
    /// `None` is as high as what is drawn needs.
    pub(crate) height_mm: Option<f64>,
}

const fn wide(word: &'static str, name: &'static str, width_mm: f64) -> NamedPage {
    NamedPage { word, name, page: FigurePage { width_mm, height_mm: None } }
}

const fn sheet(word: &'static str, name: &'static str, width_mm: f64, height_mm: f64) -> NamedPage {
    NamedPage { word, name, page: FigurePage { width_mm, height_mm: Some(height_mm) } }
}

/// Pages by name: columns of journals (Elsevier and Springer ask for about these widths), sheets of ISO 216 and ANSI, screens.
pub(crate) const PAGES: &[NamedPage] = &[
    wide("two-columns", "Journal, two columns", 180.0),
    wide("wide-column", "Journal, one and a half columns", 114.0),
    wide("column", "Journal, one column", 85.0),
    sheet("a4", "A4", 210.0, 297.0),
    sheet("a4-landscape", "A4, landscape", 297.0, 210.0),
    sheet("a3", "A3", 297.0, 420.0),
    sheet("a3-landscape", "A3, landscape", 420.0, 297.0),
    sheet("letter", "US Letter", 215.9, 279.4),
    sheet("letter-landscape", "US Letter, landscape", 279.4, 215.9),
    sheet("slide", "Slide, 16 : 9", 254.0, 142.9),
    sheet("square", "Square", 180.0, 180.0),
    sheet("card", "Card for social media, 1.91 : 1", 200.0, 104.7),
];

/// How a figure says what its lines mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum RelationLabels {
    /// In words, where lines are so few that nearly every word has room; else not at all.
    #[default]
    Auto,
    /// The label of its kind on each line that has room for it.
    Words,
    /// A number on each line that has room for it, with a key in the legend.
    Numbers,
    /// Nothing is written on lines.
    None,
}

impl RelationLabels {
    /// Each with its word.
    pub(crate) const ALL: &[(&str, RelationLabels)] = &[
        ("auto", RelationLabels::Auto),
        ("words", RelationLabels::Words),
        ("numbers", RelationLabels::Numbers),
        ("none", RelationLabels::None),
    ];
    /// The words alone, in the same order.
    pub(crate) const WORDS: &[&str] = &[Self::ALL[0].0, Self::ALL[1].0, Self::ALL[2].0, Self::ALL[3].0];

    /// What a word of the format means; the usual without one.
    pub(crate) fn of(word: Option<&str>) -> RelationLabels {
        Self::ALL.iter().find(|(known, _)| Some(*known) == word).map(|(_, how)| *how).unwrap_or_default()
    }

    /// Its word.
    pub(crate) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, how)| *how == self).map_or(Self::WORDS[0], |(word, _)| word)
    }
}

/// Where the legend of a figure stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LegendAt {
    /// Under the network, or at its right where the network comes out much larger so.
    #[default]
    Auto,
    /// Under the network.
    Below,
    /// At its right.
    Right,
}

impl LegendAt {
    /// Each with its word.
    pub(crate) const ALL: &[(&str, LegendAt)] =
        &[("auto", LegendAt::Auto), ("below", LegendAt::Below), ("right", LegendAt::Right)];
    /// The words alone, in the same order.
    pub(crate) const WORDS: &[&str] = &[Self::ALL[0].0, Self::ALL[1].0, Self::ALL[2].0];

    /// What a word of the format means; the usual without one.
    pub(crate) fn of(word: Option<&str>) -> LegendAt {
        Self::ALL.iter().find(|(known, _)| Some(*known) == word).map(|(_, at)| *at).unwrap_or_default()
    }
}

impl FigurePage {
    /// The page of a word or a size, `two-columns`, `180x120mm`, `18x12cm`, `180`: of a single number the height is as needed.
    ///
    /// # Errors
    /// What is wrong with the text, as the end of a sentence.
    pub(crate) fn read(text: &str) -> Result<FigurePage, String> {
        let text = text.trim();
        if let Some(named) = PAGES.iter().find(|page| page.word == text) {
            return Ok(named.page);
        }
        let (numbers, unit_mm) = [("mm", 1.0), ("cm", 10.0), ("in", 25.4)]
            .into_iter()
            .find_map(|(unit, mm)| Some((text.strip_suffix(unit)?, mm)))
            .unwrap_or((text, 1.0));
        let side = |text: &str| text.trim().parse::<f64>().ok().map(|n| n * unit_mm);
        let (width, height) = match numbers.split_once(['x', 'X', '×']) {
            Some((width, height)) => (side(width), side(height).map(Some)),
            None => (side(numbers), Some(None)),
        };
        match width.zip(height) {
            // Not-a-number is in no range.
            Some((width_mm, height_mm))
                if PAGE_SIDE_MM.contains(&width_mm) && height_mm.is_none_or(|mm| PAGE_SIDE_MM.contains(&mm)) =>
            {
                Ok(FigurePage { width_mm, height_mm })
            }
            Some(_) => Err(format!("each side must be {} to {} mm", PAGE_SIDE_MM.start(), PAGE_SIDE_MM.end())),
            None => Err("a page is written as WIDTHxHEIGHTmm, such as 180x120mm (also cm, in), or by name".to_owned()),
        }
    }

    /// What the page is called, if it has a name.
    pub(crate) fn named(self) -> Option<&'static NamedPage> {
        PAGES.iter().find(|named| named.page == self)
    }
}

impl fmt::Display for FigurePage {
    /// As [`FigurePage::read`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.named(), self.height_mm) {
            (Some(named), _) => f.write_str(named.word),
            (None, Some(height)) => write!(f, "{}x{height}", self.width_mm),
            (None, None) => write!(f, "{}", self.width_mm),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_written_as_they_are_read() {
        for named in PAGES {
            assert_eq!(FigurePage::read(named.word), Ok(named.page), "{}", named.word);
            assert_eq!(named.page.to_string(), named.word);
        }
        let free = FigurePage { width_mm: 120.0, height_mm: None };
        let fixed = FigurePage { width_mm: 120.0, height_mm: Some(90.5) };
        for page in [free, fixed] {
            assert_eq!(FigurePage::read(&page.to_string()), Ok(page));
        }
        for text in ["120x90.5", "120 x 90.5 mm", "12×9.05cm", " 120X90.5mm "] {
            let read = FigurePage::read(text).unwrap();
            assert!((read.height_mm.unwrap() - 90.5).abs() < 1e-9, "{text}");
        }
        assert_eq!(FigurePage::read("4in").map(|page| page.height_mm), Ok(None));
    }

    #[test]
    fn every_word_for_labels_of_relations_means_itself() {
        for (word, how) in RelationLabels::ALL {
            assert_eq!((RelationLabels::of(Some(word)), how.word()), (*how, *word));
        }
        assert_eq!(RelationLabels::of(None), RelationLabels::Auto);
    }

    #[test]
    fn what_is_no_page_is_refused() {
        for text in ["", "a5x", "A4", "x", "120x", "x90", "120x90x80", "NaN", "infx90", "10x90", "120x9000", "-120x90"]
        {
            assert!(FigurePage::read(text).is_err(), "{text}");
        }
    }
}
