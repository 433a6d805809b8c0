//! Ratings: how sure a careful reader is of a claim.

use serde::{Deserialize, Serialize};

/// How sure, on three steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Doubtful.
    Low,
    /// Probable.
    Medium,
    /// As good as certain.
    High,
}

impl Level {
    /// `low`, `medium` or `high`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Level::Low => "low",
            Level::Medium => "medium",
            Level::High => "high",
        }
    }
}

/// A grade of a claim: a plain level or a NATO Admiralty code (STANAG 2511: reliability of the
/// source A–F, credibility of the information 1–6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Rating {
    /// high, medium or low.
    Level(Level),
    /// Such as B2.
    Admiralty {
        /// `A` (completely reliable) to `F` (cannot be judged).
        source: char,
        /// 1 (confirmed) to 6 (cannot be judged).
        information: u8,
    },
}

impl Rating {
    /// Reads `high`, `medium`, `low` or a code such as `B2`.
    pub fn parse(text: &str) -> Option<Rating> {
        match text {
            "high" => return Some(Rating::Level(Level::High)),
            "medium" => return Some(Rating::Level(Level::Medium)),
            "low" => return Some(Rating::Level(Level::Low)),
            _ => {}
        }
        let mut chars = text.chars();
        let (source, digit) = (chars.next()?, chars.next()?);
        let information = u8::try_from(digit.to_digit(10)?).ok()?;
        (chars.next().is_none() && ('A'..='F').contains(&source) && (1..=6).contains(&information))
            .then_some(Rating::Admiralty { source, information })
    }

    /// As it is written in a dossier.
    pub fn text(self) -> String {
        match self {
            Rating::Level(level) => level.word().to_owned(),
            Rating::Admiralty { source, information } => format!("{source}{information}"),
        }
    }

    /// The level that it comes to. A code goes by its worse sign: A, B, 1 and 2 are high, C and 3 medium, D, E, 4 and 5
    /// low. F and 6 say that nobody can judge it.
    pub(crate) fn level(self) -> Option<Level> {
        let step = |step: u32| match step {
            1 | 2 => Some(Level::High),
            3 => Some(Level::Medium),
            4 | 5 => Some(Level::Low),
            _ => None,
        };
        match self {
            Rating::Level(level) => Some(level),
            Rating::Admiralty { source, information } => {
                let source = step(u32::from(source).saturating_sub(u32::from('A')) + 1)?;
                Some(source.min(step(u32::from(information))?))
            }
        }
    }

    /// In words, for the inspector.
    pub(crate) fn in_words(self) -> String {
        match self {
            Rating::Level(level) => format!("{} certainty", level.word()),
            Rating::Admiralty { source, information } => {
                let source = match source {
                    'A' => "completely reliable",
                    'B' => "usually reliable",
                    'C' => "fairly reliable",
                    'D' => "not usually reliable",
                    'E' => "unreliable",
                    _ => "of unknown reliability",
                };
                let information = match information {
                    1 => "confirmed by others",
                    2 => "probably true",
                    3 => "possibly true",
                    4 => "doubtful",
                    5 => "improbable",
                    _ => "truth cannot be judged",
                };
                format!("source {source}, information {information}")
            }
        }
    }
}

impl TryFrom<String> for Rating {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Rating::parse(&text).ok_or_else(|| format!("`{text}` is not a rating"))
    }
}

impl From<Rating> for String {
    fn from(rating: Rating) -> Self {
        rating.text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_goes_by_its_worse_sign() {
        for (code, is) in [
            ("A1", Some(Level::High)),
            ("B2", Some(Level::High)),
            ("A3", Some(Level::Medium)),
            ("C1", Some(Level::Medium)),
            ("C5", Some(Level::Low)),
            ("E1", Some(Level::Low)),
            ("F1", None),
            ("A6", None),
            ("low", Some(Level::Low)),
        ] {
            assert_eq!(Rating::parse(code).unwrap().level(), is, "{code}");
        }
    }
}
