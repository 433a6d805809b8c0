//! What a person can say of tables before they are read. Reads none.

use super::choice::TableChoice;
use super::delimited::Delimiter;
use super::plan::Plan;

/// What a person can say of tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TableOptions {
    /// What stands between cells of delimited text.
    pub(crate) delimiter: Option<Delimiter>,
    /// How tables are read, by the name of the sheet or file; others are guessed.
    pub(crate) plans: Vec<(String, Plan)>,
    /// What is said of tables that are guessed, by the name of the sheet or file.
    pub(crate) choices: Vec<(String, TableChoice)>,
    /// Whether hidden sheets are read too.
    pub(crate) hidden_sheets: bool,
}

impl TableOptions {
    /// The plan that was made for a table.
    pub(crate) fn plan(&self, name: &str) -> Option<&Plan> {
        self.plans.iter().find(|(of, _)| of == name).map(|(_, plan)| plan)
    }

    /// What is said of a table.
    pub(crate) fn choice(&self, name: &str) -> Option<&TableChoice> {
        self.choices.iter().find(|(of, _)| of == name).map(|(_, choice)| choice)
    }
}
