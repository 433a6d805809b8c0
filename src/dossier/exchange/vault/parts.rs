//! What a note is made of. How it is read is not known here.

/// Where something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Line, from 1.
    pub(super) line: u32,
    /// Byte offset of the line or of the place.
    pub(super) offset: usize,
}

/// A property with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Property {
    pub(super) key: String,
    pub(super) values: Vec<String>,
    /// Whether it holds properties of its own, which stand as text.
    pub(super) nested: bool,
    pub(super) place: Place,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a note, by path or name.
    Note(String),
    /// To a place in the same note.
    Here,
    /// To a picture or another file.
    Attachment,
}

/// A link to a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) target: Target,
    /// The key before it, `embeds` for what is shown in place; empty for a plain link.
    pub(super) kind: String,
    /// The heading or block that it leads to.
    pub(super) heading: String,
    /// What stands there instead of the name.
    pub(super) shown: String,
    pub(super) place: Place,
}

/// What a note says.
#[derive(Debug, Default)]
pub(super) struct Note {
    pub(super) properties: Vec<Property>,
    pub(super) tags: Vec<String>,
    pub(super) links: Vec<Link>,
    /// Where properties begin that do not end.
    pub(super) unclosed: Option<Place>,
}
