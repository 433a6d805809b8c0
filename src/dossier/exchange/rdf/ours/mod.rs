//! Dossiers as Turtle and back, without loss. Records are resources, fields properties: those of the W3C and of schema.org
//! where they have one ([`words`]), else of a vocabulary of our own that has the names of the fields. Relations and
//! claims are resources of their own, so that dates, ratings and quotations stand where they belong. What is said twice
//! so that other programs understand it (an edge as a plain statement, a padded date) is not read back.

mod read;
mod words;
mod write;

pub(super) use read::{is_ours, read};
pub(crate) use write::Turtle;

#[cfg(test)]
mod tests;
