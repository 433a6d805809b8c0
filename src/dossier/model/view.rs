//! Views: recorded ways of looking at a dossier. Computed positions are not part of a view;
//! layouts are deterministic. The words for layouts and their options are the format's own: the model
//! knows nothing of how a layout works.

use serde::{Deserialize, Serialize};

use super::{Date, EntityId, FileIndex};

/// A saved view: content, as-of date, layout and title.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// Lines that run one way are wide where they begin and narrow where they end, instead of having
    /// arrowheads.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tapered: bool,
    /// What has an area of its own behind it: one of [`GROUP_WORDS`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "known::group")]
    pub hulls: Word,
    /// How everything is placed.
    #[serde(default, skip_serializing_if = "ViewLayout::is_default")]
    pub placing: ViewLayout,
    /// Which file it was read from.
    #[serde(skip)]
    pub file: FileIndex,
}

/// A word of the format, if one is given.
pub(crate) type Word = Option<&'static str>;

/// Layout settings of a view; `None` means the default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ViewLayout {
    /// One of [`LAYOUT_WORDS`].
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "known::layout")]
    pub(crate) layout: Word,
    /// One of [`EFFORT_WORDS`].
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "known::effort")]
    pub(crate) effort: Word,
    /// One of [`STYLE_WORDS`].
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "known::style")]
    pub(crate) style: Word,
    /// One of [`DIRECTION_WORDS`].
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "known::direction")]
    pub(crate) direction: Word,
    /// One of [`GROUP_WORDS`].
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "known::group")]
    pub(crate) group: Word,
    /// One of [`MEASURE_WORDS`].
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "known::by")]
    pub(crate) by: Word,
    /// Whether one group stays together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) together: Option<bool>,
    /// Seed of what is random.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) seed: Option<u32>,
    /// Entities that stand at places of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) pins: Vec<Pin>,
}

/// An entity at a place of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Which.
    pub(crate) id: EntityId,
    /// To the right, in units of which ordinary letters are 9 high.
    pub(crate) x: f64,
    /// Downwards, in the same units.
    pub(crate) y: f64,
}

/// Words of the format for layouts.
pub(crate) const LAYOUT_WORDS: &[&str] =
    &["organic", "force", "layered", "radial", "concentric", "circular", "grid", "timeline", "grouped", "map"];
/// For how long a layout may look for a better drawing.
pub(crate) const EFFORT_WORDS: &[&str] = &["draft", "normal", "best"];
/// For what `organic` keeps true.
pub(crate) const STYLE_WORDS: &[&str] = &["distances", "communities"];
/// For where lines point in `layered`.
pub(crate) const DIRECTION_WORDS: &[&str] = &["down", "up", "right", "left"];
/// For what makes a group.
pub(crate) const GROUP_WORDS: &[&str] = &["kind", "country", "community"];
/// For what rings of `concentric` go by.
pub(crate) const MEASURE_WORDS: &[&str] = &["degree", "betweenness", "closeness", "pagerank"];

impl ViewLayout {
    /// Whether everything is as usual.
    pub(crate) fn is_default(&self) -> bool {
        *self == ViewLayout::default()
    }
}

/// Words from changes that were written down: only those of the format are taken.
mod known {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer};

    fn word<'de, D: Deserializer<'de>>(from: D, words: &[&'static str]) -> Result<super::Word, D::Error> {
        let Some(word) = Option::<String>::deserialize(from)? else { return Ok(None) };
        let known = words.iter().find(|w| **w == word).copied();
        known.map(Some).ok_or_else(|| D::Error::custom(format!("`{word}` is none of {}", words.join(", "))))
    }

    macro_rules! fields {
        ($($name:ident $words:ident),*) => {
            $(pub(super) fn $name<'de, D: Deserializer<'de>>(from: D) -> Result<super::Word, D::Error> {
                word(from, super::$words)
            })*
        };
    }

    fields! {
        layout LAYOUT_WORDS,
        effort EFFORT_WORDS,
        style STYLE_WORDS,
        direction DIRECTION_WORDS,
        group GROUP_WORDS,
        by MEASURE_WORDS
    }
}
