//! The settings of the view that decide which rows and ghosts are shown: its dates, and what its filter says of evidence. Their words are
//! made when they change, not each frame.

use super::records::on_evidence;
use crate::dossier::model::Date;
use crate::explore::query::period::Since;
use crate::picture::stages::ViewSettings;

/// The look of the window, as far as rows go by it.
#[derive(Default)]
pub(super) struct RowsLook {
    /// How often it has changed.
    pub(super) version: u64,
    /// The time in words: “as of 2014”.
    pub(super) time: Option<String>,
    /// What the filter says of evidence.
    pub(super) evidence: String,
    /// What the filter does not find is pale instead of hidden.
    pub(super) dims: bool,
    as_of: Option<Date>,
    since: Option<Since>,
    query: String,
}

impl RowsLook {
    /// Follows the look of the window.
    pub(super) fn follow(&mut self, look: &ViewSettings) {
        let is_same = (&self.as_of, &self.since, &self.query, self.dims)
            == (&look.as_of, &look.since, &look.filter.query, look.dim_rest);
        if !is_same {
            *self = RowsLook {
                version: self.version + 1,
                time: look.period().in_words(),
                evidence: on_evidence(&look.filter.query),
                dims: look.dim_rest,
                as_of: look.as_of.clone(),
                since: look.since.clone(),
                query: look.filter.query.clone(),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rows_go_by_is_put_into_words_when_it_changes() {
        let (mut rows, mut look) = (RowsLook::default(), ViewSettings::default());
        rows.follow(&look);
        assert_eq!((rows.version, rows.time.as_deref(), rows.evidence.as_str()), (0, None, ""));
        look.filter.query = "kind:person certainty:high".to_owned();
        rows.follow(&look);
        assert_eq!((rows.version, rows.evidence.as_str()), (1, "certainty:high"));
        look.as_of = Date::parse("2014").ok();
        look.dim_rest = true;
        rows.follow(&look);
        assert_eq!((rows.version, rows.time.as_deref(), rows.dims), (2, Some("as of 2014"), true));
        look.seed += 1;
        rows.follow(&look);
        assert_eq!(rows.version, 2, "nothing that rows go by");
    }
}
