//! Views: recorded ways of looking at a dossier. Computed positions are not part of a view;
//! layouts are deterministic. The words for layouts and their options are the format's own: the model
//! knows nothing of how a layout works.

use super::{Date, EntityId, FileIndex};

/// A way of looking: what is shown, as of when, how placed, under which title.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// How everything is placed.
    pub placing: Placing,
    /// Which file it was read from.
    pub file: FileIndex,
}

/// How a view places things; what is `None` is as usual.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placing {
    /// One of [`LAYOUT_WORDS`].
    pub layout: Option<&'static str>,
    /// One of [`EFFORT_WORDS`].
    pub effort: Option<&'static str>,
    /// One of [`STYLE_WORDS`].
    pub style: Option<&'static str>,
    /// One of [`DIRECTION_WORDS`].
    pub direction: Option<&'static str>,
    /// One of [`GROUP_WORDS`].
    pub group: Option<&'static str>,
    /// One of [`MEASURE_WORDS`].
    pub by: Option<&'static str>,
    /// Whether one group stays together.
    pub together: Option<bool>,
    /// Seed of what is random.
    pub seed: Option<u32>,
    /// Entities that stand at places of their own.
    pub pins: Vec<Pin>,
}

/// An entity at a place of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    /// Which.
    pub id: EntityId,
    /// To the right, in units of which ordinary letters are 9 high.
    pub x: f64,
    /// Downwards, in the same units.
    pub y: f64,
}

/// Words of the format for layouts.
pub const LAYOUT_WORDS: &[&str] =
    &["organic", "force", "layered", "radial", "concentric", "circular", "grid", "timeline", "grouped", "map"];
/// For how long a layout may look for a better drawing.
pub const EFFORT_WORDS: &[&str] = &["draft", "normal", "best"];
/// For what `organic` keeps true.
pub const STYLE_WORDS: &[&str] = &["distances", "communities"];
/// For where lines point in `layered`.
pub const DIRECTION_WORDS: &[&str] = &["down", "up", "right", "left"];
/// For what makes a group.
pub const GROUP_WORDS: &[&str] = &["kind", "country", "community"];
/// For what rings of `concentric` go by.
pub const MEASURE_WORDS: &[&str] = &["degree", "betweenness", "closeness", "pagerank"];
