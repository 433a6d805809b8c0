//! Which records a field names.

use crate::dossier::model::List;

/// The records that a field names.
pub(crate) struct Reference {
    pub(crate) list: List,
    /// Says in a sentence what a record does with a record that is not there, as in “the view `x`
    /// *focuses on* `y`, which does not exist”. Without it, whoever knows more reports it.
    pub(crate) verb: Option<&'static str>,
}
