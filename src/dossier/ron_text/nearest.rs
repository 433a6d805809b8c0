//! "Did you mean …?": the candidate that differs least from what was written. The work is
//! budgeted, so that a file with a million misspelt words costs no more than one with a hundred.

/// How many steps of comparison one reading may spend; about a quarter of a second.
const BUDGET: usize = 50_000_000;

/// Finds near names until its budget is spent.
#[derive(Debug)]
pub(crate) struct Nearest {
    left: usize,
}

impl Default for Nearest {
    fn default() -> Self {
        Nearest { left: BUDGET }
    }
}

impl Nearest {
    /// The first of the candidates that are nearest to `word`, if any is near enough to be meant:
    /// at most one edit in three characters.
    pub(crate) fn find<'a>(&mut self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        let length = word.chars().count();
        // Very long words are not misspelt, they are something else.
        if length == 0 || length > 128 {
            return None;
        }
        let allowed = (length / 3).max(1);
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            let cost = 1 + length
                * candidate.len().min(256)
                * usize::from(candidate.len().abs_diff(word.len()) <= allowed * 4);
            self.left = self.left.saturating_sub(cost);
            if self.left == 0 {
                return None;
            }
            let count = candidate.chars().count();
            if count.abs_diff(length) > allowed || count > 256 || candidate == word {
                continue;
            }
            let distance = strsim::osa_distance(&word.to_lowercase(), &candidate.to_lowercase());
            if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }

    /// The same as a help text.
    pub(super) fn help<'a>(&mut self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
        self.find(word, candidates).map(|near| format!("did you mean `{near}`?"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised() {
        let mut nearest = Nearest::default();
        assert_eq!(nearest.find("jpan", ["japan", "java", "jordan"]), Some("japan"));
        assert_eq!(nearest.find("Japan", ["japan"]), Some("japan"));
        assert_eq!(nearest.find("umbrella", ["japan", "asean"]), None);
        assert_eq!(nearest.find("", ["a"]), None);
    }

    #[test]
    fn a_million_misspelt_words_cost_no_more_than_the_budget() {
        let mut nearest = Nearest::default();
        let names: Vec<String> = (0..20_000).map(|n| format!("name-{n}")).collect();
        let start = std::time::Instant::now();
        let found =
            (0..20_000).filter(|n| nearest.find(&format!("nmae-{n}"), names.iter().map(String::as_str)).is_some());
        assert!(found.count() < 20_000);
        assert!(start.elapsed().as_secs() < 5);
    }
}
