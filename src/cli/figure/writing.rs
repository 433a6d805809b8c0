//! How a figure is written: letters or their outlines, with or without a ground, to which standard.

use clap::{Arg, ArgAction, ArgMatches};

use crate::layout::options::chosen;
use crate::picture::figure::{Letters, Standard, Writing};

fn words<T>(all: &[(&'static str, T)]) -> Vec<&'static str> {
    all.iter().map(|(word, _)| *word).collect()
}

/// The arguments that say so.
pub(super) fn arguments() -> [Arg; 3] {
    [
        Arg::new("text").long("text").value_name("HOW").value_parser(words(Letters::ALL)).help(
            "Letters as text, or as outlines, which look the same in every program: for Word and for print \
             [default: text]",
        ),
        Arg::new("transparent").long("transparent").action(ArgAction::SetTrue).help("Leave the page without a colour"),
        Arg::new("pdf").long("pdf").value_name("STANDARD").value_parser(words(Standard::ALL)).help(
            "Keep a PDF to a standard: a2 (PDF/A-2a, for archives) or ua (PDF/UA-1, for reading aloud) \
             [default: plain]",
        ),
    ]
}

/// What was asked for; the recipe is told elsewhere.
pub(super) fn given(matches: &ArgMatches) -> Writing {
    let word = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    Writing {
        letters: word("text").and_then(|word| chosen(Letters::ALL, word)).unwrap_or_default(),
        transparent: matches.get_flag("transparent"),
        standard: word("pdf").and_then(|word| chosen(Standard::ALL, word)).unwrap_or_default(),
        ..Writing::default()
    }
}
