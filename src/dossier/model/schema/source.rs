//! Sources: what the dossier's author read.

use super::{Reference, Schema, TextRule};
use crate::dossier::model::{Date, FileIndex, List, SourceId, year_in_words};

record! {
    /// One source. Everything but the id may be missing: what is not known is left out, not made up.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Source ("source") {
        /// The author's short word for it.
        pub id: SourceId = Id,
        /// What it is called by those who published it.
        pub title: Option<String> as Title = Text { label: "Title" },
        /// Who wrote it; several are named in one text.
        pub author: Option<String> as Author = Text { label: "Author" },
        /// Who answers for it: newspaper, publisher, office, site.
        pub publisher: Option<String> as Publisher = Text {
            label: "Publisher",
            hint: "Name of the newspaper, journal or publisher",
        },
        /// Section or series within the publication.
        pub section: Option<String> as Section = Text {
            label: "Section",
            hint: "Section or series within the publication",
        },
        /// When it came out, as exactly as that is known.
        pub published: Option<Date> as Published = Date { label: "Published", hint: "2015-10" },
        /// How the date of publication was worked out, if the source does not give it.
        pub published_inferred: Option<String> as PublishedInferred = Text,
        /// Where it can be read; shown, never fetched.
        pub url: Option<String> as Url = Text { text: TextRule::Link, label: "Link", hint: "https://…" },
        /// When it was looked up.
        pub retrieved: Option<Date> as Retrieved = Date { label: "Accessed", hint: "2026-03-01" },
        /// File with its text, in the dossier's folder: a relative path, as
        /// [`path::inside`](crate::dossier::model::path::inside) takes it.
        pub text: Option<String> as Text = Text {
            text: TextRule::Path,
            label: "Text file",
            hint: "A file in the dossier’s folder, such as article.txt",
        },
        /// The sources that it copies or relays, so that support counts origins and not copies.
        pub draws_on: Vec<String> as DrawsOn = Texts {
            refers: Some(Reference { list: List::Sources, verb: Some("draws on") }),
            element: "source that it draws on",
            label: "Draws on",
            hint: "IDs of the sources that it copies or relays",
        },
        /// Under what licence it may be quoted.
        pub licence: Option<String> as Licence = Text {
            label: "Licence",
            hint: "Licence of the text, such as CC BY 4.0",
        },
        /// What the author adds; no reader takes it apart.
        pub note: Option<String> as Note = Text { label: "Note", remark: true },
    }
    beside {
        /// The file that lists it.
        pub file: FileIndex,
    }
    /// A field of a source with its new value; `None` takes it away.
    changes SourceField {}
}

impl Source {
    /// A source of which only the id is known.
    pub fn new(id: impl Into<SourceId>) -> Self {
        Source { id: id.into(), ..Schema::blank() }
    }

    /// The shortest words that tell a reader which source is meant: section or publisher with
    /// the year, else the title, else the id.
    pub(crate) fn short_label(&self) -> String {
        let name = self.section.as_ref().or(self.publisher.as_ref());
        let year = self.published.as_ref().and_then(|d| d.earliest()).map(|day| year_in_words(day.year()));
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
