//! On what a claim rests: each basis with its word and the parts that it says more with.

use serde::{Deserialize, Serialize};

use super::List;

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
        /// From what: ids of entities and relations of the dossier.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        on: Vec<String>,
    },
    /// A reading or valuation rather than a fact.
    Judgement {
        /// Whose: an entity's id. `None` is the source's own author.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
}

/// What is known of one basis beside its word.
pub(crate) struct BasisKind {
    /// The word that a dossier has for it.
    pub(crate) word: &'static str,
    /// What it says more, in the order in which a file has it.
    pub(crate) parts: &'static [BasisPart],
}

/// A field in the brackets after the word.
pub(crate) struct BasisPart {
    /// Its name in a file.
    pub(crate) name: &'static str,
    /// What a person asks where it must be given and is not; `None` where it may be missing.
    pub(crate) needed: Option<Needed>,
    /// The lists of the records that it may name.
    pub(crate) refers: &'static [List],
    /// Whether it is a list of texts.
    pub(crate) many: bool,
    /// How it is said in a line after the word; `{}` is its text.
    pub(crate) phrase: &'static str,
}

/// Words for a part that must be given.
pub(crate) struct Needed {
    /// As in “`reported` must say *by whom*”.
    pub(crate) question: &'static str,
    /// As in “`who is quoted` is empty”.
    pub(crate) what: &'static str,
    /// An author may leave it blank in a file. We do not.
    pub(crate) may_be_blank: bool,
}

const BY: BasisPart = BasisPart { name: "by", needed: None, refers: &[List::Entities], many: false, phrase: " by {}" };

impl Basis {
    /// Every basis, the one that goes without saying first.
    pub(crate) const KINDS: &'static [BasisKind] = &[
        BasisKind { word: "stated", parts: &[] },
        BasisKind {
            word: "reported",
            parts: &[
                BasisPart {
                    needed: Some(Needed { question: "by whom", what: "who is quoted", may_be_blank: true }),
                    ..BY
                },
                BasisPart { name: "to", phrase: " to {}", ..BY },
            ],
        },
        BasisKind {
            word: "inferred",
            parts: &[
                BasisPart {
                    name: "how",
                    needed: Some(Needed { question: "how", what: "how a claim is inferred", may_be_blank: false }),
                    refers: &[],
                    many: false,
                    phrase: ": {}",
                },
                BasisPart {
                    name: "on",
                    needed: None,
                    refers: &[List::Entities, List::Relations],
                    many: true,
                    phrase: ", from {}",
                },
            ],
        },
        BasisKind { word: "judgement", parts: &[BY] },
    ];

    /// The basis of a kind with these parts, each with its texts; `None` where one is missing that it
    /// needs.
    pub(crate) fn with(kind: &BasisKind, mut texts: impl FnMut(&'static str) -> Vec<String>) -> Option<Basis> {
        let mut one = |part| texts(part).pop();
        Some(match kind.word {
            "reported" => Basis::Reported { by: one("by")?, to: one("to") },
            "inferred" => Basis::Inferred { how: one("how")?, on: texts("on") },
            "judgement" => Basis::Judgement { by: one("by") },
            _ => Basis::Stated,
        })
    }

    /// Its row among [`Basis::KINDS`].
    pub(crate) fn kind(&self) -> &'static BasisKind {
        let number = match self {
            Basis::Stated => 0,
            Basis::Reported { .. } => 1,
            Basis::Inferred { .. } => 2,
            Basis::Judgement { .. } => 3,
        };
        &Self::KINDS[number]
    }

    /// The word that stands for it in a dossier and in exports: `stated`, `reported`,
    /// `inferred` or `judgement`.
    pub fn word(&self) -> &'static str {
        self.kind().word
    }

    /// What it says more, part by part; of a part with several texts, one after the other.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (&'static BasisPart, &str)> {
        let (first, second, more): (Option<&String>, Option<&String>, &[String]) = match self {
            Basis::Stated => (None, None, &[]),
            Basis::Reported { by, to } => (Some(by), to.as_ref(), &[]),
            Basis::Inferred { how, on } => (Some(how), None, on),
            Basis::Judgement { by } => (by.as_ref(), None, &[]),
        };
        let parts = self.kind().parts;
        let single = parts.iter().zip([first, second]).filter_map(|(part, text)| Some((part, text?.as_str())));
        let several = parts.iter().filter(|part| part.many);
        single.chain(several.flat_map(move |part| more.iter().map(move |text| (part, text.as_str()))))
    }

    /// The same, to be changed.
    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = (&'static BasisPart, &mut String)> {
        let parts = self.kind().parts;
        let (first, second, more): (Option<&mut String>, Option<&mut String>, &mut [String]) = match self {
            Basis::Stated => (None, None, &mut []),
            Basis::Reported { by, to } => (Some(by), to.as_mut(), &mut []),
            Basis::Inferred { how, on } => (Some(how), None, on),
            Basis::Judgement { by } => (by.as_mut(), None, &mut []),
        };
        let single = parts.iter().zip([first, second]).filter_map(|(part, text)| Some((part, text?)));
        let several = parts.iter().find(|part| part.many);
        single.chain(several.into_iter().zip([more]).flat_map(|(part, more)| more.iter_mut().map(move |id| (part, id))))
    }

    /// Who says it, where that is not the source itself: an entity's id.
    pub(crate) fn said_by(&self) -> Option<&str> {
        match self {
            Basis::Reported { by, .. } => Some(by),
            Basis::Judgement { by } => by.as_deref(),
            Basis::Stated | Basis::Inferred { .. } => None,
        }
    }

    /// To whom it was said: an entity's id.
    pub(crate) fn said_to(&self) -> Option<&str> {
        match self {
            Basis::Reported { to, .. } => to.as_deref(),
            Basis::Stated | Basis::Inferred { .. } | Basis::Judgement { .. } => None,
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
