//! Ids: the author's own short words, cheap to copy and never to be mixed up with each other.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What holds the text of an id.
pub(super) trait IdText {
    /// The id with this text.
    fn of(text: Arc<str>) -> Self;
}

impl IdText for String {
    fn of(text: Arc<str>) -> Self {
        (*text).to_owned()
    }
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id from its text. Any text is taken; the reader judges whether it is a good id.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The id's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The id's text, shared.
            pub(crate) fn shared(&self) -> Arc<str> {
                Arc::clone(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.as_ref().to_owned()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl IdText for $name {
            fn of(text: Arc<str>) -> Self {
                Self(text)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id_type! {
    /// The id of an entity: lower-case words joined by hyphens by custom, such as `japan`.
    EntityId
}
id_type! {
    /// The id of a relation: its own, or `FROM--KIND--TO` (and `--2`, `--3` … for parallel ones)
    /// where the author gave none.
    RelationId
}
id_type! {
    /// The id of a source, such as `beat-2015`.
    SourceId
}

/// Which of the dossier's files a record was read from: an index into `Dossier::files`.
/// 0 is the main file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileIndex(pub u16);
