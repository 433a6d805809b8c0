//! How far a typed word is from a word of a name, in slips of the fingers. Nothing here knows what is
//! searched.

/// Longest word whose slips are forgiven, in characters.
pub(super) const MAX_SLIP_WORD: usize = 32;

/// How many slips are forgiven in a word of so many characters.
pub(super) fn slips_allowed(characters: usize) -> usize {
    match characters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// How many slips (a letter wrong, missing, too many, or two swapped) lie between `typed` and
/// the beginning of `word` that fits it best; `None` if more than `most`.
///
/// Optimal string alignment (the restricted Damerau–Levenshtein distance), whose last row is read
/// at its least, so that a word need not be typed to its end.
pub(super) fn slips(typed: &[char], word: &str, most: usize) -> Option<usize> {
    const WIDTH: usize = MAX_SLIP_WORD + 3;
    if typed.is_empty() || typed.len() > MAX_SLIP_WORD {
        return None;
    }
    let mut letters = ['\0'; WIDTH];
    let mut length = 0;
    for (slot, c) in letters.iter_mut().zip(word.chars().take(typed.len() + most)) {
        *slot = c;
        length += 1;
    }
    if length + most < typed.len() {
        return None;
    }
    let mut rows = [[0usize; WIDTH + 1]; 3];
    for (j, slot) in rows[0].iter_mut().enumerate() {
        *slot = j;
    }
    for i in 1..=typed.len() {
        let (now, last, older) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = i;
        let mut least = i;
        for j in 1..=length {
            let cost = usize::from(typed[i - 1] != letters[j - 1]);
            let mut d = (rows[last][j] + 1).min(rows[now][j - 1] + 1).min(rows[last][j - 1] + cost);
            if i > 1 && j > 1 && typed[i - 1] == letters[j - 2] && typed[i - 2] == letters[j - 1] {
                d = d.min(rows[older][j - 2] + 1);
            }
            rows[now][j] = d;
            least = least.min(d);
        }
        if least > most {
            return None;
        }
    }
    rows[typed.len() % 3][..=length].iter().copied().min().filter(|d| *d <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_against_the_best_beginning() {
        let count = |typed: &str, word: &str| slips(&typed.chars().collect::<Vec<_>>(), word, 2);
        assert_eq!(count("japan", "japan"), Some(0));
        assert_eq!(count("jpaan", "japan"), Some(1));
        assert_eq!(count("jappan", "japan"), Some(1));
        assert_eq!(count("malasia", "malaysia"), Some(1));
        assert_eq!(count("cyberkri", "cybercrime"), Some(1));
        assert_eq!(count("zebra", "japan"), None);
        assert_eq!(count(&"a".repeat(99), "a"), None);
        assert_eq!(count("", "a"), None);
    }
}
