//! Sources: what the dossier's author read.

use serde::{Deserialize, Serialize};

use super::{Date, FileIndex, SourceId};

/// One source. Everything but the id may be missing: what is not known is left out, not made up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The author's short word for it.
    pub id: SourceId,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Section or series within the publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// How the date of publication was worked out, if the source does not give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_inferred: Option<String>,
    /// Where it can be read; shown, never fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved: Option<Date>,
    /// File with its text, in the dossier's folder: a relative path, as [`super::path::inside`] takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Under what licence it may be quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Anything else worth saying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Which file lists it.
    #[serde(skip)]
    pub file: FileIndex,
}

impl Source {
    /// A source of which only the id is known.
    pub fn new(id: impl Into<SourceId>) -> Self {
        Source {
            id: id.into(),
            title: None,
            author: None,
            publisher: None,
            section: None,
            published: None,
            published_inferred: None,
            url: None,
            retrieved: None,
            text: None,
            licence: None,
            note: None,
            file: FileIndex::default(),
        }
    }

    /// The shortest words that tell a reader which source is meant: section or publisher with
    /// the year, else the title, else the id.
    pub(crate) fn short_label(&self) -> String {
        let name = self.section.as_ref().or(self.publisher.as_ref());
        let year = self.published.as_ref().and_then(|d| d.earliest()).map(|day| day.year());
        match (name, year, &self.title) {
            (Some(name), Some(year), _) => format!("{name}, {year}"),
            (Some(name), None, _) => name.clone(),
            (None, _, Some(title)) => title.clone(),
            (None, _, None) => self.id.to_string(),
        }
    }

    /// One line as under a printed figure: author, “title”, publisher, section, date.
    pub(crate) fn citation(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.author.clone());
        parts.extend(self.title.as_ref().map(|t| format!("“{t}”")));
        parts.extend(self.publisher.clone());
        parts.extend(self.section.clone());
        parts.extend(self.published.as_ref().map(|d| d.in_words()));
        if parts.is_empty() { self.id.to_string() } else { parts.join(", ") }
    }
}
