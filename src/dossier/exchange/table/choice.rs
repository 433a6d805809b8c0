//! What a person says of a table where the guess is wrong: only what was said, so that the rest is guessed anew when
//! something changes. Reads no table.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::plan::{Plan, Role, Shape};

/// What a person says of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TableChoice {
    /// What a row is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rows: Option<Shape>,
    /// Number of the row that heads the columns, from 1; 0 if none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) header_row: Option<u32>,
    /// What columns are for, by their names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) columns: BTreeMap<String, Role>,
    /// Kind of all entities of a table without a column of kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    /// Whether relations have a direction where no column tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) directed: Option<bool>,
    /// Whether numbers have a decimal comma.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) decimal_comma: Option<bool>,
    /// Whether `1/2/2014` is in February.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) day_first: Option<bool>,
}

impl TableChoice {
    /// Everything that a plan says, as a choice: nothing is left to be guessed.
    pub(crate) fn whole(plan: &Plan) -> Self {
        let columns = match plan.shape {
            Shape::Nodes | Shape::Edges => plan.names.iter().cloned().zip(plan.roles.iter().copied()).collect(),
            Shape::Matrix | Shape::Adjacency | Shape::LeftOut => BTreeMap::new(),
        };
        TableChoice {
            rows: Some(plan.shape),
            header_row: Some(plan.header_row),
            columns,
            kind: Some(plan.kind.clone()).filter(|kind| !kind.is_empty()),
            directed: Some(plan.directed),
            decimal_comma: Some(plan.decimal_comma),
            day_first: plan.day_first,
        }
    }

    /// Gives a column a role; of a role that a record has once, another column loses it.
    pub(crate) fn set_role(&mut self, plan: &Plan, column: usize, role: Role) {
        if role.comes_once() {
            for other in plan.columns(role).filter(|other| *other != column) {
                self.columns.insert(plan.name(other).to_owned(), Role::Own);
            }
        }
        self.columns.insert(plan.name(column).to_owned(), role);
    }

    /// Changes a guessed plan to what was said.
    pub(super) fn apply(&self, plan: &mut Plan) {
        let has_columns = matches!(plan.shape, Shape::Nodes | Shape::Edges | Shape::LeftOut);
        for (name, role) in self.columns.iter().filter(|_| has_columns) {
            if let Some(slot) = plan.names.iter().position(|n| n == name).and_then(|at| plan.roles.get_mut(at)) {
                *slot = *role;
            }
        }
        let said: Vec<Role> = self.columns.values().copied().filter(|role| role.comes_once()).collect();
        for (name, role) in plan.names.iter().zip(&mut plan.roles) {
            if said.contains(role) && !self.columns.contains_key(name) {
                *role = Role::Own;
            }
        }
        match self.rows {
            Some(shape) => as_shape(plan, shape),
            None if !self.columns.is_empty() && matches!(plan.shape, Shape::Nodes | Shape::Edges) => {
                let ties = plan.roles.iter().any(|role| role.end().is_some());
                plan.shape = if ties { Shape::Edges } else { Shape::Nodes };
            }
            None => {}
        }
        plan.kind = self.kind.clone().unwrap_or_else(|| std::mem::take(&mut plan.kind));
        plan.directed = self.directed.unwrap_or(plan.directed);
        if let Some(comma) = self.decimal_comma.filter(|comma| *comma != plan.decimal_comma) {
            plan.decimal_comma = comma;
            plan.decimal_commas.clear();
        }
        plan.day_first = self.day_first.or(plan.day_first);
    }
}

/// Makes a plan one of this shape. What columns were for in the other shape is given up where it means nothing.
fn as_shape(plan: &mut Plan, shape: Shape) {
    if shape == Shape::Nodes && plan.shape != Shape::Nodes {
        plan.roles.iter_mut().filter(|role| role.end().is_some()).for_each(|role| *role = Role::Own);
        let is_named = plan.column(Role::Id).is_some() || plan.column(Role::Name).is_some();
        if let Some(first) = plan.roles.first_mut().filter(|_| !is_named) {
            *first = Role::Name;
        }
    }
    plan.shape = shape;
}
