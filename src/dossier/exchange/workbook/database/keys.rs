//! What refers to what in a database: numbers that are keys are unique in their table only, so that the table stands
//! before them. Reads no rows.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::quoted;

/// What a column of a table is for.
#[derive(Debug)]
pub(super) enum Column<'k> {
    /// Nothing that is known here.
    Plain,
    /// It tells rows of the table of this name apart.
    Key(String),
    /// One end of a link, a row of the table of this name.
    End(String),
    /// It refers to a row of another table.
    Refers { column: &'k str, own: OwnKey<'k>, to: String },
    /// A column that is added and says the same in each row.
    Said(String),
}

/// The column by which the rows of a table are told apart.
#[derive(Clone, Debug)]
pub(super) struct OwnKey<'k> {
    pub(super) column: &'k str,
    /// What stands before its numbers.
    pub(super) prefix: String,
}

#[derive(Debug, Default)]
struct About {
    columns: Vec<String>,
    /// The only column of the primary key.
    key: Option<String>,
    /// Columns that refer to a table and a column of it.
    refers: BTreeMap<String, (String, Option<String>)>,
}

/// The keys of all tables.
#[derive(Debug, Default)]
pub(super) struct Keys {
    tables: BTreeMap<String, About>,
    /// Tables that others refer to.
    referred: BTreeSet<String>,
}

impl Keys {
    /// Of these tables, as they declare them.
    pub(super) fn of(connection: &Connection, names: &[&str]) -> rusqlite::Result<Self> {
        let mut keys = Keys::default();
        for name in names {
            let mut about = About::default();
            let mut statement = connection.prepare(&format!("PRAGMA main.table_info({})", quoted(name)))?;
            let mut rows = statement.query([])?;
            let mut primary = Vec::new();
            while let Some(row) = rows.next()? {
                let (column, part): (String, i64) = (row.get("name")?, row.get("pk")?);
                if part > 0 {
                    primary.push(column.clone());
                }
                about.columns.push(column);
            }
            about.key = if primary.len() == 1 { primary.pop() } else { None };
            let mut statement = connection.prepare(&format!("PRAGMA main.foreign_key_list({})", quoted(name)))?;
            let mut rows = statement.query([])?;
            // A key of several columns has several rows.
            let mut found: BTreeMap<i64, Vec<(String, String, Option<String>)>> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let reference = (row.get("from")?, row.get("table")?, row.get("to")?);
                found.entry(row.get("id")?).or_default().push(reference);
            }
            for (from, table, to) in
                found.into_values().filter_map(|mut parts| parts.pop().filter(|_| parts.is_empty()))
            {
                let known = names.iter().find(|name| name.eq_ignore_ascii_case(&table));
                if let Some(known) = known {
                    about.refers.insert(from, ((*known).to_owned(), to));
                }
            }
            keys.tables.insert((*name).to_owned(), about);
        }
        let own = |keys: &Keys, table: &str| keys.tables.get(table).and_then(|about| about.key.clone());
        let mut referred = BTreeSet::new();
        for about in keys.tables.values_mut() {
            about.refers.retain(|column, _| about.columns.contains(column));
        }
        for about in keys.tables.values() {
            for (table, column) in about.refers.values() {
                // References to another column than the key are values like others.
                let key = own(&keys, table);
                if key.is_some()
                    && column.as_ref().is_none_or(|to| key.as_ref().is_some_and(|k| k.eq_ignore_ascii_case(to)))
                {
                    referred.insert(table.clone());
                }
            }
        }
        for about in keys.tables.values_mut() {
            about.refers.retain(|_, (table, _)| referred.contains(table));
        }
        keys.referred = referred;
        Ok(keys)
    }

    /// What the columns of a table are for, in their order; nothing for a view.
    pub(super) fn columns(&self, table: &str) -> Vec<Column<'_>> {
        let Some(about) = self.tables.get(table) else { return Vec::new() };
        let is_own = |column: &str| about.key.as_deref() == Some(column);
        // A table of links has two columns that refer to others, and no rows that others refer to.
        let is_link = about.refers.len() == 2 && !self.referred.contains(table);
        let own = about.key.as_deref().map(|column| OwnKey { column, prefix: self.prefix(table) });
        let columns = about.columns.iter().map(|column| match about.refers.get(column) {
            Some((to, _)) if is_link => Column::End(self.prefix(to)),
            Some(_) if is_own(column) => Column::Key(self.prefix(table)),
            Some((to, _)) => match &own {
                Some(own) => Column::Refers { column, own: own.clone(), to: self.prefix(to) },
                None => Column::Key(self.prefix(to)),
            },
            // Where keys are referred to, all keys are told with their table, so that none is taken for another.
            None if is_own(column) && !self.referred.is_empty() && !is_link => Column::Key(self.prefix(table)),
            None => Column::Plain,
        });
        columns.collect()
    }

    /// What stands before the keys of a table: its name, or that of the table whose rows its own are more of.
    fn prefix(&self, table: &str) -> String {
        let mut name = table;
        // A ring of tables ends somewhere.
        for _ in 0..8 {
            let about = self.tables.get(name);
            let more_of = about.and_then(|about| about.refers.get(about.key.as_deref()?));
            match more_of {
                Some((other, _)) => name = other,
                None => break,
            }
        }
        // Ids have no blanks.
        name.replace(char::is_whitespace, "_")
    }
}
