//! Claims: who says so, where, on what ground, how sure. Every record may carry several, and
//! claims that contradict each other may both stand.

use serde::{Deserialize, Serialize};

use super::serial::{is_false, is_stated};
use super::{Date, SourceId};

/// On what ground a claim rests. Who *says* is kept apart from what is *said*.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The source says it in its own voice.
    #[default]
    Stated,
    /// The source relays what someone else said: ids of entities of the dossier.
    Reported {
        /// Who is quoted: an entity's id.
        by: String,
        /// To whom it was said, if the source tells: an entity's id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// Nobody says it: the dossier's author worked it out.
    Inferred {
        /// How, in a sentence.
        how: String,
    },
    /// A reading or valuation rather than a fact.
    Judgement {
        /// Whose: an entity's id. `None` is the source's own author.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
}

impl Basis {
    /// The word that stands for it in a dossier and in exports: `stated`, `reported`,
    /// `inferred` or `judgement`.
    pub fn word(&self) -> &'static str {
        match self {
            Basis::Stated => "stated",
            Basis::Reported { .. } => "reported",
            Basis::Inferred { .. } => "inferred",
            Basis::Judgement { .. } => "judgement",
        }
    }

    /// How strong it is as evidence, larger is stronger; decides which of several claims a line
    /// is drawn by.
    pub(crate) fn strength(&self) -> u8 {
        match self {
            Basis::Stated => 3,
            Basis::Reported { .. } => 2,
            Basis::Judgement { .. } => 1,
            Basis::Inferred { .. } => 0,
        }
    }
}

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

/// One claim: a source says something about the record that the claim stands in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Which source; an id in `Dossier::sources`.
    pub source: SourceId,
    /// Where in it, such as `P5.1` (paragraph 5, sentence 1) or `p. 12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Which field of the record it supports (`when`, `name`, …); `None` is the record as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// On what ground.
    #[serde(default, skip_serializing_if = "is_stated")]
    pub basis: Basis,
    /// How sure a careful reader is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// A short quotation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// When it was looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Date>,
    /// Anything else worth saying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// No longer held; kept for the record.
    #[serde(default, skip_serializing_if = "is_false")]
    pub superseded: bool,
}

impl Claim {
    /// A plain statement by a source, all else empty.
    pub fn stated(source: impl Into<SourceId>) -> Self {
        Claim {
            source: source.into(),
            at: None,
            about: None,
            basis: Basis::Stated,
            rating: None,
            quote: None,
            seen: None,
            note: None,
            superseded: false,
        }
    }

    /// The strongest claim about the record as a whole that still stands: by it a line is drawn.
    pub(crate) fn strongest(claims: &[Claim]) -> Option<&Claim> {
        let standing = || claims.iter().filter(|c| !c.superseded);
        // The first of equals: the author's order decides.
        standing().filter(|c| c.about.is_none()).rev().max_by_key(|c| c.basis.strength()).or_else(|| standing().next())
    }
}
