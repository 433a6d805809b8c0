//! Views: recorded ways of looking at a dossier. Computed positions are not part of a view;
//! layouts are deterministic.

use serde::{Deserialize, Serialize};

use super::{Date, EntityId, FileIndex};

/// A way of looking: what is shown, as of when, under which title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// The name it is called up by.
    pub name: String,
    /// Title of the figure: the finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Subtitle of the figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// As-of date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// Entity in the middle, if only its surroundings are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<EntityId>,
    /// How many steps around the focus; 1 where `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hops: Option<u32>,
    /// Kinds of entity that are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hide_kinds: Vec<String>,
    /// Included files whose records are left out, by path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hide_files: Vec<String>,
    /// Which file it was read from.
    #[serde(skip)]
    pub file: FileIndex,
}
