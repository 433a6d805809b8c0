//! Databases of SQLite: tables and views as sheets. The file is read as it lies in memory: nothing is written, no other
//! file opened, no extension loaded, and what the database would have run is held to reading within limits of size and
//! time. What refers to what is in `keys`.

mod keys;
mod lock;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use self::keys::{Column, Keys};
use super::super::format::{Failure, Format, Head, Holds, Input, Options, Read, Sure};
use super::super::limits::Limit;
use super::super::report::{NoteKind, Report};
use super::super::table::{Content, Sheet};
use super::Workbook;
use super::cell::{self, Said};
use super::sheets::Fill;
use crate::problem::{Problem, codes};
use crate::progress::Progress;
use crate::wording::counted;

/// How files of SQLite begin.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";
/// Rows between two reports.
const STEP: u32 = 1024;

/// A database.
pub(crate) struct Database;

impl Format for Database {
    fn holds(&self) -> Holds {
        Holds::Workbook
    }

    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn about(&self) -> &'static str {
        "SQLite databases: a table of nodes for each kind, and tables of links"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["sqlite", "sqlite3", "db", "db3", "gpkg"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        if head.bytes.starts_with(MAGIC) { Sure::Certain } else { Sure::No }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        if !input.bytes.starts_with(MAGIC) {
            let problem = Problem::error(codes::NOT_THE_FORMAT, format!("{} is no SQLite database", input.name));
            return Err(problem.with_help("a database that is encrypted must be decrypted first").into());
        }
        Workbook.read(input, options, progress)
    }
}

/// The tables and views of a database.
pub(super) fn read(input: &Input<'_>, progress: &Progress) -> Result<(Vec<Sheet<'static>>, Report), Failure> {
    Limit::Bytes.check(input.bytes.len())?;
    let mut report = Report::new("sqlite");
    let wrong = |error: rusqlite::Error| {
        let message = format!("{} cannot be read as a database: {error}", input.name);
        Problem::error(codes::NOT_THE_FORMAT, message).with_help("run `PRAGMA integrity_check` on it in SQLite")
    };
    let (connection, limits) = lock::opened(input.bytes, progress).map_err(wrong)?;
    if lock::has_log(input.bytes) {
        let message =
            "the database keeps changes in a second file (`-wal`); those that are only there are missing here";
        report.note(NoteKind::Doubtful, message, None);
    }
    let tables = tables(&connection, &mut report).map_err(wrong)?;
    Limit::Sheets.check(tables.len())?;
    let names: Vec<&str> = tables.iter().filter(|table| !table.is_view).map(|table| table.name.as_str()).collect();
    let keys = Keys::of(&connection, &names).map_err(wrong)?;
    let mut sheets = Vec::new();
    let count = tables.len() as f32;
    for (number, table) in tables.iter().enumerate() {
        let progress = progress.part(number as f32 / count, (number + 1) as f32 / count);
        limits.begin(table.is_view);
        let reader = Reader { connection: &connection, table, keys: &keys, progress: &progress };
        match reader.read(&mut sheets, &mut report) {
            Ok(()) => {}
            Err(Trouble::Failure(failure)) => return Err(failure),
            // What a view asks for may be more than can be given; the tables are there all the same.
            Err(Trouble::Sqlite(error)) if table.is_view && !progress.is_cancelled() => {
                let message = format!("the view “{}” was not read: {error}", table.name);
                report.note(NoteKind::LeftOut, &message, None);
            }
            Err(Trouble::Sqlite(error)) => return Err(wrong(error).into()),
        }
    }
    Ok((sheets, report))
}

/// A table or a view.
#[derive(Debug)]
struct Table {
    name: String,
    is_view: bool,
}

/// The tables and views in the order of their names; what holds no rows of its own is told.
fn tables(connection: &Connection, report: &mut Report) -> rusqlite::Result<Vec<Table>> {
    let mut statement = connection.prepare("PRAGMA main.table_list")?;
    let mut rows = statement.query([])?;
    let mut tables = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, kind): (String, String) = (row.get("name")?, row.get("type")?);
        match kind.as_str() {
            _ if name.starts_with("sqlite_") => {}
            "table" | "view" => tables.push(Table { is_view: kind == "view", name }),
            "virtual" => {
                report.note(NoteKind::LeftOut, &format!("“{name}”: an index or a table of an extension"), None);
            }
            // What extensions keep their own data in.
            _ => {}
        }
    }
    tables.sort_by(|a, b| (a.is_view, &a.name).cmp(&(b.is_view, &b.name)));
    Ok(tables)
}

/// Why a table was not read.
enum Trouble {
    Failure(Failure),
    Sqlite(rusqlite::Error),
}

impl<E: Into<Failure>> From<E> for Trouble {
    fn from(failure: E) -> Self {
        Trouble::Failure(failure.into())
    }
}

/// A name in a statement.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

struct Reader<'c> {
    connection: &'c Connection,
    table: &'c Table,
    keys: &'c Keys,
    progress: &'c Progress,
}

impl Reader<'_> {
    /// Reads the table, and one more sheet for each column of it that refers to another table.
    fn read(&self, sheets: &mut Vec<Sheet<'static>>, report: &mut Report) -> Result<(), Trouble> {
        let name = &self.table.name;
        let columns = self.keys.columns(name);
        let is_link = columns.iter().filter(|column| matches!(column, Column::End(_))).count() == 2;
        if is_link {
            report.note(NoteKind::Guessed, &format!("“{name}”: its two foreign keys are the ends of edges"), None);
        }
        sheets.push(self.sheet(name.clone(), &format!("SELECT * FROM {}", quoted(name)), &columns, report)?);
        for column in &columns {
            let Column::Refers { column, own, to } = column else { continue };
            let column: &str = column;
            let (own_name, other) = (quoted(own.column), quoted(column));
            let statement = format!("SELECT {own_name}, {other} FROM {} WHERE {other} IS NOT NULL", quoted(name));
            let kind = column.strip_suffix("_id").unwrap_or(column).to_owned();
            let ends = [Column::End(own.prefix.clone()), Column::End(to.clone()), Column::Said(kind)];
            sheets.push(self.sheet(format!("{name}: {column}"), &statement, &ends, report)?);
        }
        Ok(())
    }

    /// The rows of a statement as a sheet.
    fn sheet(
        &self,
        name: String,
        statement: &str,
        columns: &[Column<'_>],
        report: &mut Report,
    ) -> Result<Sheet<'static>, Trouble> {
        let sqlite = Trouble::Sqlite;
        let mut statement = self.connection.prepare(statement).map_err(sqlite)?;
        let mut heads: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        let width = heads.len();
        let mut ends = ["source", "target"].into_iter();
        for (head, column) in heads.iter_mut().zip(columns) {
            if let Column::End(_) = column
                && let Some(end) = ends.next()
            {
                end.clone_into(head);
            }
        }
        // A relation is called after its table, unless the table tells more of it.
        let is_link = ends.next().is_none();
        let tells = heads.iter().any(|head| ["relation", "kind", "type"].contains(&head.to_lowercase().as_str()));
        let said =
            columns.iter().find_map(|column| if let Column::Said(kind) = column { Some(kind.clone()) } else { None });
        let said = said.or_else(|| (is_link && !tells).then(|| name.clone()));
        heads.extend(said.is_some().then(|| "relation".to_owned()));
        let mut fill = Fill::new(&name, Vec::new());
        let plain = |text: String| Said { text, doubt: None };
        for (column, head) in (0..).zip(heads) {
            fill.cell((0, column), plain(head), report)?;
        }
        let mut rows = statement.query([]).map_err(sqlite)?;
        let (mut number, mut binary) = (0u32, 0);
        while let Some(row) = rows.next().map_err(sqlite)? {
            number = number.saturating_add(1);
            if number.is_multiple_of(STEP) {
                // How many rows there are is not known.
                self.progress.report(1.0 - 1.0 / (1.0 + number as f32 / 100_000.0))?;
            }
            for column in 0..width {
                let said = match row.get_ref(column).map_err(sqlite)? {
                    ValueRef::Null => continue,
                    ValueRef::Integer(number) => match columns.get(column) {
                        Some(Column::Key(table) | Column::End(table)) => plain(format!("{table}:{number}")),
                        // It is said by the edge.
                        Some(Column::Refers { .. }) => continue,
                        Some(Column::Said(_)) | None | Some(Column::Plain) => plain(number.to_string()),
                    },
                    ValueRef::Real(number) => cell::said(&calamine::DataRef::Float(number), None),
                    ValueRef::Text(_) if matches!(columns.get(column), Some(Column::Refers { .. })) => continue,
                    ValueRef::Text(text) => plain(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(_) => {
                        binary += 1;
                        continue;
                    }
                };
                fill.cell((number, column as u32), said, report)?;
            }
            if let Some(said) = &said {
                fill.cell((number, width as u32), plain(said.clone()), report)?;
            }
        }
        if binary > 0 {
            let values = counted(binary, "binary value", "binary values");
            report.note(NoteKind::LeftOut, &format!("“{name}”: {values}"), None);
        }
        let content = Content::Grid(fill.done()?);
        Ok(Sheet { called: name.clone(), name, file: 0, content })
    }
}

#[cfg(test)]
mod tests;
