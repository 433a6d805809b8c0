//! Views: recorded ways of looking at a dossier. Computed positions are not part of a view;
//! layouts are deterministic.

use super::{Date, EntityId, FileIndex};

/// A way of looking: what is shown, as of when, under which title.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The name it is called up by.
    pub name: String,
    /// Title of the figure: the finding.
    pub title: Option<String>,
    /// Subtitle of the figure.
    pub subtitle: Option<String>,
    /// As-of date.
    pub as_of: Option<Date>,
    /// Entity in the middle, if only its surroundings are shown.
    pub focus: Option<EntityId>,
    /// How many steps around the focus; 1 where `None`.
    pub hops: Option<u32>,
    /// Kinds of entity that are left out.
    pub hide_kinds: Vec<String>,
    /// Included files whose records are left out, by path.
    pub hide_files: Vec<String>,
    /// Which file it was read from.
    pub file: FileIndex,
}
