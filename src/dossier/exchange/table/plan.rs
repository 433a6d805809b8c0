//! What each column of a table is for. Guessed from its head and its first rows, and a person may say otherwise.
//! Takes nothing out of the table.

use serde::{Deserialize, Serialize};

use super::super::limits::Limit;

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// Id of the record.
    Id,
    /// Name of the record.
    Name,
    /// Other names, parted by semicolons or bars.
    Alias,
    /// Kind of a node.
    Kind,
    /// First end: an id, or a name.
    From,
    /// Id of the first end where another column has its name.
    FromId,
    /// Name of the first end where another column has its id.
    FromName,
    /// Kind of the first end.
    FromKind,
    /// A field of the first end.
    FromOwn,
    /// Second end: an id, or a name.
    To,
    /// Id of the second end where another column has its name.
    ToId,
    /// Name of the second end where another column has its id.
    ToName,
    /// Kind of the second end.
    ToKind,
    /// A field of the second end.
    ToOwn,
    /// Kind of an edge.
    RelationKind,
    /// Whether an edge has a direction.
    Direction,
    /// Weight of an edge.
    Weight,
    /// A date.
    When,
    /// When it began.
    Start,
    /// When it ended.
    End,
    /// Spells in Gephi's notation.
    Timeset,
    /// Precision of the date in the column of this number, as Wikidata counts it.
    Precision(usize),
    /// The node that this one lies in.
    Part,
    /// Coordinate to the right.
    X,
    /// Coordinate up or down.
    Y,
    /// Coordinate of depth.
    Z,
    /// Where it is written.
    Source,
    /// An address.
    Url,
    /// A remark.
    Note,
    /// Whether it is, or is meant to be.
    Status,
    /// How it is drawn.
    Look,
    /// A field of its own.
    Own,
    /// A field of its own with several values, parted by semicolons or bars.
    OwnList,
    /// Nothing that is wanted.
    Ignore,
}

impl Role {
    /// All that a person can choose, in the order in which they are offered.
    pub(crate) const CHOICES: &'static [Role] = &[
        Role::Id,
        Role::Name,
        Role::Alias,
        Role::Kind,
        Role::From,
        Role::To,
        Role::RelationKind,
        Role::When,
        Role::Start,
        Role::End,
        Role::Source,
        Role::Url,
        Role::Note,
        Role::Status,
        Role::Own,
        Role::OwnList,
        Role::Ignore,
        Role::FromId,
        Role::FromName,
        Role::FromKind,
        Role::FromOwn,
        Role::ToId,
        Role::ToName,
        Role::ToKind,
        Role::ToOwn,
        Role::Direction,
        Role::Weight,
        Role::Timeset,
        Role::Part,
        Role::X,
        Role::Y,
        Role::Z,
    ];

    /// Whether a table has one column of it at most.
    pub(crate) fn comes_once(self) -> bool {
        match self {
            Role::Own
            | Role::OwnList
            | Role::FromOwn
            | Role::ToOwn
            | Role::Alias
            | Role::Ignore
            | Role::Look
            | Role::Source
            | Role::Url
            | Role::Note
            | Role::Status
            | Role::When
            | Role::Start
            | Role::End
            | Role::Precision(_) => false,
            Role::Id
            | Role::Name
            | Role::Kind
            | Role::From
            | Role::FromId
            | Role::FromName
            | Role::FromKind
            | Role::To
            | Role::ToId
            | Role::ToName
            | Role::ToKind
            | Role::RelationKind
            | Role::Direction
            | Role::Weight
            | Role::Timeset
            | Role::Part
            | Role::X
            | Role::Y
            | Role::Z => true,
        }
    }

    /// Which end of an edge it is about, 0 or 1; `None` if it is about neither.
    pub(crate) fn end(self) -> Option<usize> {
        match self {
            Role::From | Role::FromId | Role::FromName | Role::FromKind | Role::FromOwn => Some(0),
            Role::To | Role::ToId | Role::ToName | Role::ToKind | Role::ToOwn => Some(1),
            Role::Id
            | Role::Name
            | Role::Alias
            | Role::Kind
            | Role::RelationKind
            | Role::Direction
            | Role::Weight
            | Role::When
            | Role::Start
            | Role::End
            | Role::Timeset
            | Role::Precision(_)
            | Role::Part
            | Role::X
            | Role::Y
            | Role::Z
            | Role::Source
            | Role::Url
            | Role::Note
            | Role::Status
            | Role::Look
            | Role::Own
            | Role::OwnList
            | Role::Ignore => None,
        }
    }

    /// In a few words for people.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Role::Id => "id",
            Role::Name => "name",
            Role::Alias => "other names",
            Role::Kind => "kind",
            Role::From => "from",
            Role::FromId => "id of the from node",
            Role::FromName => "name of the from node",
            Role::FromKind => "kind of the from node",
            Role::FromOwn => "field of the from node",
            Role::To => "to",
            Role::ToId => "id of the to node",
            Role::ToName => "name of the to node",
            Role::ToKind => "kind of the to node",
            Role::ToOwn => "field of the to node",
            Role::RelationKind => "relation kind",
            Role::Direction => "direction",
            Role::Weight => "weight",
            Role::When => "date",
            Role::Start => "start date",
            Role::End => "end date",
            Role::Timeset => "time intervals",
            Role::Precision(_) => "precision of a date",
            Role::Part => "part of",
            Role::X => "x",
            Role::Y => "y",
            Role::Z => "z",
            Role::Source => "source",
            Role::Url => "url",
            Role::Note => "note",
            Role::Status => "status",
            Role::Look => "appearance",
            Role::Own => "own field",
            Role::OwnList => "field with several values",
            Role::Ignore => "ignored",
        }
    }
}

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    /// A node a row.
    Nodes,
    /// An edge a row.
    Edges,
    /// A number for each pair: the same nodes down and across.
    Matrix,
    /// A node and its neighbours a row.
    Adjacency,
    /// Nothing of a network.
    LeftOut,
}

impl Shape {
    /// In a word for people.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Shape::Nodes => "one node per row",
            Shape::Edges => "one edge per row",
            Shape::Matrix => "a matrix of nodes",
            Shape::Adjacency => "one node and its neighbours per row",
            Shape::LeftOut => "not a table of nodes or edges",
        }
    }
}

/// How a table is read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    /// What it is about.
    pub(crate) shape: Shape,
    /// Number of the row (as [`Row::number`](super::row::Row::number)) that heads the columns; 0 for none. Rows above
    /// it are left out.
    pub(crate) header_row: u32,
    /// Name of each column; made up where the table has none.
    pub(crate) names: Vec<String>,
    /// What each column is for, as long as `names`.
    pub(crate) roles: Vec<Role>,
    /// Whether numbers have a decimal comma in columns that do not tell by themselves.
    pub(crate) decimal_comma: bool,
    /// Whether the numbers of each column have a decimal comma, where its cells tell; empty where a person told.
    pub(crate) decimal_commas: Vec<Option<bool>>,
    /// Whether `1/2/2014` is in February, where a person says so; else the dates of the file tell.
    pub(crate) day_first: Option<bool>,
    /// Direction of edges that no column tells.
    pub(crate) directed: bool,
    /// Kind of all nodes of a node table without a column of kinds; empty for none.
    pub(crate) kind: String,
    /// Kinds of the ends of all edges; empty for none.
    pub(crate) end_kinds: [String; 2],
    /// Prefix of ids of nodes, where they are unique only in a group: nodes, first and second ends.
    pub(crate) groups: [String; 3],
    /// What stands between the ends of a cell that names several: first and second ends; none where a cell names one.
    pub(crate) several: [Option<char>; 2],
    /// Whether a row with one end alone is an event; else it is refused.
    pub(crate) one_end: bool,
}

impl Plan {
    /// Whether the numbers of a column have a decimal comma.
    pub(crate) fn has_decimal_comma(&self, column: usize) -> bool {
        self.decimal_commas.get(column).copied().flatten().unwrap_or(self.decimal_comma)
    }

    /// Whether rows are known by their numbers alone: no column has ids or names of nodes.
    pub(crate) fn is_numbered(&self) -> bool {
        self.shape == Shape::Nodes && !self.roles.iter().any(|role| matches!(role, Role::Id | Role::Name))
    }

    /// Adds columns without a heading up to so many.
    pub(crate) fn widen(&mut self, width: usize) {
        if !matches!(self.shape, Shape::Nodes | Shape::Edges) {
            return;
        }
        while self.names.len() < width && self.names.len() < Limit::Columns.most() {
            self.names.push(format!("column {}", self.names.len() + 1));
            self.roles.push(Role::Own);
        }
    }

    /// The first column of a role.
    pub(crate) fn column(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|r| *r == role)
    }

    /// The columns of a role.
    pub(crate) fn columns(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.roles.iter().enumerate().filter(move |(_, r)| **r == role).map(|(number, _)| number)
    }

    /// The name of a column; empty if there is none.
    pub(crate) fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    /// Whether all that the shape needs has a column.
    ///
    /// # Errors
    /// Which column is missing, in words.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let has = |roles: &[Role]| roles.iter().any(|role| self.roles.contains(role));
        match self.shape {
            Shape::Edges if !has(&[Role::From, Role::FromId, Role::FromName]) => {
                Err("no column says where an edge starts")
            }
            Shape::Edges if !has(&[Role::To, Role::ToId, Role::ToName]) => Err("no column says where an edge ends"),
            Shape::Nodes | Shape::Edges | Shape::Matrix | Shape::Adjacency | Shape::LeftOut => Ok(()),
        }
    }
}
