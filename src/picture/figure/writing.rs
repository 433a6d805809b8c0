//! How a figure is written, whatever it shows: as letters or as their outlines, to which standard, and the recipe
//! that comes with it, by which it can be made again. How each format does it is not told here.

use crate::dossier::model::Date;

/// How a figure is written.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    /// How letters are written, in formats that keep text.
    pub letters: Letters,
    /// Whether the page has no colour of its own.
    pub transparent: bool,
    /// The standard that a PDF keeps to.
    pub standard: Standard,
    /// How the figure was made.
    pub recipe: Recipe,
}

/// How letters are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Letters {
    /// As text that can be searched and changed.
    #[default]
    Text,
    /// As shapes, which look the same in every program.
    Outlines,
}

impl Letters {
    /// With the words that choose them.
    pub(crate) const ALL: &[(&str, Letters)] = &[("text", Letters::Text), ("outlines", Letters::Outlines)];
}

/// A standard for PDF files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standard {
    /// PDF 1.7 without further promises.
    #[default]
    Plain,
    /// PDF/A-2a: to be kept for long.
    Archive,
    /// PDF/UA-1: to be read aloud.
    Accessible,
}

impl Standard {
    /// With the words that choose them.
    pub(crate) const ALL: &[(&str, Standard)] =
        &[("plain", Standard::Plain), ("a2", Standard::Archive), ("ua", Standard::Accessible)];
}

/// How a figure was made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recipe {
    /// The command that makes it again.
    pub command: Option<String>,
    /// The view that it shows.
    pub view: Option<String>,
    /// A hash of the texts that it was made from.
    pub data: Option<String>,
    /// The date of what it shows. It stands for the day on which the figure was made, which is not asked for.
    pub date: Option<Date>,
    /// Installed fonts that some of its letters come from, each with a hash of its file. They are known once it is drawn.
    pub(crate) fonts: Option<String>,
}

impl Recipe {
    /// Name and version of the program.
    pub(crate) const PROGRAM: &str = concat!("Chancery ", env!("CARGO_PKG_VERSION"));

    /// What there is to say, with what it is.
    pub(crate) fn rows(&self) -> Vec<(&'static str, String)> {
        let program = Some(("Program", Self::PROGRAM.to_owned()));
        let command = self.command.clone().map(|command| ("Command", command));
        let view = self.view.clone().map(|view| ("View", view));
        let data = self.data.clone().map(|data| ("Data", data));
        let fonts = self.fonts.clone().map(|fonts| ("Fonts", fonts));
        [program, command, view, data, fonts].into_iter().flatten().collect()
    }
}
