//! Rows of tables into a graph by their plans: node tables first, then what ties nodes together.

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::format::{Failure, KeptRow, Options, Pace, Read};
use super::super::graph::{Direction, Graph, When};
use super::super::records::{day_and_time, with_clock};
use super::super::report::{At, NoteKind, Open, Report, Unit};
use super::super::value::{Purpose, Value, number};
use super::names::Names;
use super::plan::{Plan, Role, Shape};
use super::row::{Row, Rows as _};
use super::sheet::{Sheet, SheetRows};
use super::taker::{OwnCell, Taker};
use super::timeset;
use crate::problem::{Problem, codes};
use crate::progress::Progress;
use crate::wording::counted;

/// Reads tables that belong together.
///
/// # Errors
/// What is wrong in a table, with its place.
pub(crate) fn take(
    sheets: &[(&Sheet<'_>, Plan)],
    report: Report,
    options: &Options,
    progress: &Progress,
) -> Result<Read, Failure> {
    let directed = sheets.iter().find(|(_, plan)| plan.shape != Shape::Nodes).is_none_or(|(_, plan)| plan.directed);
    let graph = Graph::new(if directed { Direction::Directed } else { Direction::Undirected });
    let mut taker = Taker {
        graph,
        report,
        names: Names::default(),
        again: Default::default(),
        ends: Default::default(),
        parents: Vec::new(),
        refused_rows: Vec::new(),
    };
    let total: usize = sheets.iter().map(|(sheet, _)| sheet.length()).sum();
    let (reading, ending) = (progress.part(0.0, READING), progress.part(READING, 1.0));
    let mut pace = Pace::new(&reading, total);
    let mut before = 0;
    let nodes_first = |nodes: bool| sheets.iter().filter(move |(_, plan)| (plan.shape == Shape::Nodes) == nodes);
    for (sheet, plan) in nodes_first(true).chain(nodes_first(false)) {
        plan.check().map_err(|why| {
            let problem = Problem::error(codes::NO_TABLE, named(&sheet.name, why));
            problem.with_help("name the columns in the first row, such as `id` and `name`, or `source` and `target`")
        })?;
        taker.sheet(sheet, plan, &mut |row, count| pace.reached(before + sheet.reached(row, count)))?;
        before += sheet.length();
    }
    taker.set_parents();
    let mut commas = HashSet::new();
    for (_, plan) in sheets {
        commas.extend((0..plan.names.len()).filter(|column| plan.has_decimal_comma(*column)).map(|c| plan.name(c)));
    }
    let Graph { nodes, edges, hyperedges, .. } = &mut taker.graph;
    let columns = nodes.columns.iter_mut().chain(edges.columns.iter_mut()).chain(hyperedges.columns.iter_mut());
    let count = columns.size_hint().0.max(1);
    for (number, column) in columns.enumerate() {
        ending.report(number as f32 / count as f32)?;
        column.settle()?;
        column.infer(commas.contains(column.name.as_str()))?;
    }
    let read = Read::finish(vec![taker.graph], taker.report, options)?;
    Ok(Read { refused_rows: taker.refused_rows, ..read })
}

/// How much of the work is reading rows; the rest is finding out of which types columns are.
const READING: f32 = 0.9;
/// How many refused rows are kept to be shown.
const REFUSED_ROWS: usize = 200;

fn named(name: &str, message: &str) -> String {
    if name.is_empty() { message.to_owned() } else { format!("“{name}”: {message}") }
}

/// Says how far the rows are.
pub(super) type Reached<'a> = &'a mut dyn FnMut(&Row, usize) -> Result<(), crate::progress::Cancelled>;

impl Taker {
    fn sheet(&mut self, sheet: &Sheet<'_>, plan: &Plan, reached: Reached<'_>) -> Result<(), Failure> {
        let part = self.report.part_in(sheet.file, &sheet.name, Unit::Row, "");
        if plan.shape == Shape::LeftOut {
            self.report.note(NoteKind::LeftOut, &named(&sheet.name, plan.shape.words()), None);
            return Ok(());
        }
        self.tell_plan(sheet, plan);
        match plan.shape {
            Shape::Nodes | Shape::Edges => self.table(sheet, plan, part, reached),
            Shape::Matrix => self.matrix(sheet, plan, part, reached),
            Shape::Adjacency => self.adjacency(sheet, plan, part, reached),
            Shape::LeftOut => Ok(()),
        }
    }

    fn tell_plan(&mut self, sheet: &Sheet<'_>, plan: &Plan) {
        let mut words = plan.shape.words().to_owned();
        for (name, role) in plan.names.iter().zip(&plan.roles).filter(|(_, role)| **role != Role::Own) {
            words.push_str(&format!("; `{name}` read as {}", role.words()));
        }
        for (role, _) in [Role::From, Role::To].iter().zip(plan.several).filter(|(_, mark)| mark.is_some()) {
            let name = plan.column(*role).map_or("", |column| plan.name(column));
            words.push_str(&format!("; a cell of `{name}` may name several nodes"));
        }
        if plan.is_numbered() {
            words.push_str("; no column has ids or names, so that rows are named by their numbers");
        }
        self.report.note(NoteKind::Guessed, &named(&sheet.name, &words), None);
    }

    /// Reads the rows of a table of nodes or edges.
    fn table(&mut self, sheet: &Sheet<'_>, plan: &Plan, part: u16, reached: Reached<'_>) -> Result<(), Failure> {
        let is_nodes = plan.shape == Shape::Nodes;
        let columns = if is_nodes { &mut self.graph.nodes.columns } else { &mut self.graph.edges.columns };
        let mut own = Vec::new();
        for (cell, role) in plan.roles.iter().enumerate() {
            let purpose = match role {
                Role::Own | Role::OwnList => Purpose::Own,
                Role::Source => Purpose::Source,
                Role::Url => Purpose::Url,
                Role::Note => Purpose::Note,
                Role::Status => Purpose::Status,
                Role::Look => Purpose::Look,
                Role::Start | Role::End if plan.column(*role) != Some(cell) => Purpose::Own,
                Role::When if !is_nodes && plan.column(*role) != Some(cell) => Purpose::Own,
                _ => continue,
            };
            let column = columns.named(plan.name(cell), purpose)?;
            own.push(OwnCell { cell, column, several: *role == Role::OwnList });
        }
        let fields = if is_nodes { Vec::new() } else { self.end_fields(plan)? };
        let mut rows = sheet.rows();
        let (mut row, mut heads, mut count) = (Row::default(), Row::default(), 0);
        while rows.next(&mut row)? {
            count += 1;
            reached(&row, count)?;
            if row.number <= plan.header_row {
                self.above(&row, plan, part);
                if row.number == plan.header_row {
                    heads = row.clone();
                }
                continue;
            }
            let at = At { part, number: row.number, offset: row.offset };
            let record = self.report.open(at);
            let refused = self.report.refused_count();
            let done = if let Some(reason) = unfit(&row, &heads, plan) {
                self.report.refused(record, &reason);
                Ok(())
            } else if is_nodes {
                self.node(record, &row, plan, &own)
            } else {
                self.edge(record, &row, plan, &own, &fields)
            };
            done.map_err(|problem| sheet.located(problem, &row))?;
            if self.report.refused_count() > refused && self.refused_rows.len() < REFUSED_ROWS {
                self.refused_rows.push(KeptRow::of(&row, part));
            }
        }
        if is_nodes {
            self.merge_again(plan, &own)?;
            self.graph.nodes.settle()?;
        }
        self.tell_rows(&rows);
        Ok(())
    }

    /// A row above the heads: a title or a remark.
    pub(super) fn above(&mut self, row: &Row, plan: &Plan, part: u16) {
        if row.number < plan.header_row {
            let at = At { part, number: row.number, offset: row.offset };
            self.report.note(NoteKind::LeftOut, "a row above the column headings", Some(at));
        }
    }

    /// What was noticed of the text itself.
    pub(super) fn tell_rows(&mut self, rows: &SheetRows<'_>) {
        let SheetRows::Text(rows) = rows else { return };
        if rows.comments > 0 {
            self.report.note(NoteKind::LeftOut, &counted(rows.comments, "line of comments", "lines of comments"), None);
        }
        if rows.loose_quotes > 0 {
            let message = format!(
                "{} text behind a closing quotation mark",
                counted(rows.loose_quotes, "cell has", "cells have")
            );
            self.report.note(NoteKind::Doubtful, &message, None);
        }
    }

    fn node(&mut self, record: Open, row: &Row, plan: &Plan, own: &[OwnCell]) -> Result<(), Problem> {
        let cell = |role| plan.column(role).map_or("", |column| row.cell(column));
        let (id, name) = (cell(Role::Id), cell(Role::Name));
        let [group, ..] = &plan.groups;
        let key = match (id, name) {
            ("", "") if plan.is_numbered() => Cow::Owned(row_id(record.at())),
            ("", "") => {
                let columns = [Role::Id, Role::Name].into_iter().filter_map(|role| plan.column(role));
                let names: Vec<String> = columns.map(|column| format!("`{}`", plan.name(column))).collect();
                let verb = if names.len() == 1 { "is" } else { "are" };
                self.report.refused(record, &format!("{} {verb} empty", names.join(" and ")));
                return Ok(());
            }
            ("", name) => Cow::Borrowed(name),
            (id, _) => grouped(group, id),
        };
        let added = self.graph.add_node(&key, record.at())?;
        if let super::super::graph::Added::Again(node) = added {
            if plan.is_numbered() {
                return self.apart(node, record, row, plan, own);
            }
            if self.graph.nodes.at(node).part == record.at().part {
                self.again.keep(node, record, row);
                return Ok(());
            }
            // Another table has the same id: it counts its records anew.
            return self.in_another_table(node, record, row, plan, own);
        }
        self.fill_node(added.number(), row, plan, own)?;
        self.report.taken(record);
        Ok(())
    }

    /// Sets all that a row says of a node that is new.
    pub(super) fn fill_node(&mut self, node: u32, row: &Row, plan: &Plan, own: &[OwnCell]) -> Result<(), Problem> {
        let cell = |role| plan.column(role).map_or("", |column| row.cell(column));
        let name = cell(Role::Name);
        if plan.is_numbered() {
            self.graph.nodes.set_label(node, &format!("row {}", row.number))?;
        }
        self.graph.nodes.set_label(node, name)?;
        self.names.put(name, node)?;
        self.more_of_node(node, row, plan)?;
        let kinds = cell(Role::Kind);
        let mut kinds = kinds.split(';').map(str::trim).filter(|kind| !kind.is_empty());
        self.graph.set_node_kind(node, kinds.next().unwrap_or(&plan.kind))?;
        let others: Vec<Cow<'_, str>> = kinds.map(Cow::Borrowed).collect();
        if !others.is_empty() {
            let column = self.graph.nodes.columns.named("other kinds", Purpose::Own)?;
            self.graph.nodes.columns.put(column, node, &Value::List(others))?;
        }
        for cell in no_coordinates(row, plan) {
            let column = self.graph.nodes.columns.named(plan.name(cell), Purpose::Own)?;
            self.graph.nodes.columns.put(column, node, &Value::text(row.cell(cell)))?;
        }
        put_own(&mut self.graph.nodes.columns, node, row, own)
    }

    /// Sets what may come again in another row of the same node.
    pub(super) fn more_of_node(&mut self, node: u32, row: &Row, plan: &Plan) -> Result<(), Problem> {
        for alias in plan.columns(Role::Alias).flat_map(|column| several(row.cell(column))) {
            if self.again.is_new_name(node, alias) {
                let name = super::super::graph::OtherName { node, text: alias, language: "", role: Default::default() };
                self.graph.add_name(name)?;
            }
            self.names.put(alias, node)?;
        }
        let mut times = Vec::new();
        times_of(row, plan, &mut times, &mut |message| self.report.note(NoteKind::Doubtful, message, None));
        for (start, end, moment) in times {
            if self.again.is_new_time(node, &start, &end) {
                let when = if moment { When::At(&start) } else { When::Spell(&start, &end) };
                self.graph.nodes.times.put(node, when)?;
            }
        }
        let part = plan.column(Role::Part).map_or("", |column| row.cell(column));
        if !part.is_empty() {
            self.parents.push((node, part.into()));
        }
        if let (Some(x), Some(y)) = (coordinate(row, plan, Role::X), coordinate(row, plan, Role::Y)) {
            self.graph.set_position(node, super::super::graph::Position { x, y, z: coordinate(row, plan, Role::Z) });
        }
        Ok(())
    }

    /// Puts nodes into those that their rows name, now that all are known.
    fn set_parents(&mut self) {
        for (node, text) in std::mem::take(&mut self.parents) {
            let parent = self.graph.node(&text).or(match self.names.find(&text).0 {
                super::names::Called::One(parent) => Some(parent),
                super::names::Called::None | super::names::Called::Several(_) => None,
            });
            match parent.filter(|parent| *parent != node) {
                Some(parent) => self.graph.set_parent(node, parent),
                None => {
                    // It stays a field.
                    let column = self.graph.nodes.columns.named("part of", Purpose::Own);
                    let _ = column.and_then(|column| self.graph.nodes.columns.put(column, node, &Value::text(&text)));
                }
            }
        }
    }
}

fn coordinate(row: &Row, plan: &Plan, role: Role) -> Option<f64> {
    plan.column(role).and_then(|column| number(row.cell(column), plan.has_decimal_comma(column)))
}

/// Cells below heads of coordinates that tell no place: words, and one coordinate without the other. They are fields.
pub(super) fn no_coordinates<'a>(row: &'a Row, plan: &'a Plan) -> impl Iterator<Item = usize> + 'a {
    let is_placed = [Role::X, Role::Y].iter().all(|role| coordinate(row, plan, *role).is_some());
    let is_told = move |role: &Role| is_placed && coordinate(row, plan, *role).is_some();
    let others = [Role::X, Role::Y, Role::Z].into_iter().filter(move |role| !is_told(role));
    others.filter_map(|role| plan.column(role)).filter(|column| !row.cell(*column).is_empty())
}

/// Why a row cannot be read at all.
fn unfit(row: &Row, heads: &Row, plan: &Plan) -> Option<String> {
    if row.is_broken {
        return Some("a quotation mark in this row is not closed".to_owned());
    }
    if row.width() > plan.roles.len() {
        let (one, many) =
            if plan.header_row > 0 { ("column heading", "column headings") } else { ("column", "columns") };
        let columns = plan.roles.len();
        return Some(format!(
            "the row has {}, but there {} {}",
            counted(row.width(), "cell", "cells"),
            if columns == 1 { "is" } else { "are" },
            counted(columns, one, many)
        ));
    }
    let same = plan.header_row > 0 && row.len() == heads.len() && row.cells().zip(heads.cells()).all(|(a, b)| a == b);
    same.then(|| "the row repeats the column headings".to_owned())
}

/// The id of a row that no column names.
fn row_id(at: At) -> String {
    match at.part {
        0 => format!("row-{}", at.number),
        part => format!("row-{}-of-table-{}", at.number, part + 1),
    }
}

/// An id in its group, where ids are unique in groups only.
pub(super) fn grouped<'a>(group: &str, id: &'a str) -> Cow<'a, str> {
    if group.is_empty() { Cow::Borrowed(id) } else { Cow::Owned(format!("{group}:{id}")) }
}

/// The parts of a cell with several values.
pub(super) fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '|']).map(str::trim).filter(|part| !part.is_empty())
}

pub(super) fn put_own(
    columns: &mut super::super::graph::Columns,
    record: u32,
    row: &Row,
    own: &[OwnCell],
) -> Result<(), Problem> {
    for OwnCell { cell, column, several: list } in own {
        let text = row.cell(*cell);
        if text.is_empty() {
            continue;
        }
        let value = if *list { Value::List(several(text).map(Cow::Borrowed).collect()) } else { Value::text(text) };
        columns.put(*column, record, &value)?;
    }
    Ok(())
}

/// What a direction says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ordered {
    Forward,
    Backward,
    Neither,
    Both,
}

/// What a cell of a column of directions says.
pub(crate) fn direction_word(cell: &str) -> Option<Ordered> {
    Some(match cell.to_lowercase().as_str() {
        "directed" | "->" | "→" | "true" | "yes" | "out" | "outgoing" | "forward" | "a->b" => Ordered::Forward,
        "reverse" | "reversed" | "<-" | "←" | "in" | "incoming" | "backward" => Ordered::Backward,
        "undirected" | "--" | "-" | "—" | "false" | "no" | "none" => Ordered::Neither,
        "mutual" | "bidirectional" | "bi-directional" | "both" | "<->" | "↔" | "two-way" => Ordered::Both,
        _ => return None,
    })
}

/// Start, end and whether it is a moment, of all times that a row has.
pub(super) fn times_of(row: &Row, plan: &Plan, out: &mut Vec<(String, String, bool)>, doubt: &mut dyn FnMut(&str)) {
    let precise = |column: usize| {
        let precision = plan.roles.iter().position(|role| *role == Role::Precision(column)).map(|c| row.cell(c));
        let date = precision.map(|precision| with_precision(row.cell(column), precision));
        let date = date.unwrap_or_else(|| row.cell(column).to_owned());
        plan.day_first.and_then(|day_first| in_order(&date, day_first)).unwrap_or(date)
    };
    // Of several columns the first that says something stands; the others are fields as well.
    let date = |role| plan.columns(role).map(precise).find(|date| !date.is_empty()).unwrap_or_default();
    let (start, end) = (date(Role::Start), date(Role::End));
    if !start.is_empty() || !end.is_empty() {
        out.push((start, end, false));
    }
    // An edge that is dated in two ways is one edge all the same.
    let most = if plan.shape == Shape::Edges { 1 } else { usize::MAX };
    let whens = plan.columns(Role::When).map(precise).filter(|when| !when.is_empty()).take(most);
    out.extend(whens.map(|when| (when, String::new(), true)));
    let set = plan.column(Role::Timeset).map_or("", |column| row.cell(column));
    match timeset::spells(set) {
        Some(spells) => out.extend(spells.into_iter().map(|when| match when {
            When::At(text) => (text.to_owned(), String::new(), true),
            When::Spell(start, end) => (start.to_owned(), end.to_owned(), false),
        })),
        None if set.is_empty() => {}
        None => {
            doubt("time intervals in an unknown notation were kept as one date");
            out.push((set.to_owned(), String::new(), true));
        }
    }
}

/// `1/2/2014` in the order that a person says, as EDTF; `None` for what is written otherwise or is no day then.
fn in_order(date: &str, day_first: bool) -> Option<String> {
    let (date, time) = day_and_time(date);
    let mut parts = date.split(['/', '-', '.']).map(str::trim);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let short = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse::<u32>().ok()).flatten();
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let (first, second) = (short(first)?, short(second)?);
    let (day, month) = if day_first { (first, second) } else { (second, first) };
    let fits = is_year && parts.next().is_none() && (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then(|| with_clock(format!("{year}-{month:02}-{day:02}"), time))
}

/// A date cut to a precision as Wikidata counts it: 11 is a day, 10 a month, 9 a year, 8 ten years, 7 a hundred.
fn with_precision(date: &str, precision: &str) -> String {
    let Some((year, rest)) = date.get(1..).and_then(|tail| tail.find('-')).map(|at| date.split_at(at + 1)) else {
        return date.to_owned();
    };
    let digits = year.trim_start_matches(['+', '-']);
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return date.to_owned();
    }
    match precision {
        "11" => format!("{year}{}", rest.get(..6).unwrap_or(rest)),
        "10" => format!("{year}{}", rest.get(..3).unwrap_or(rest)),
        "9" => year.to_owned(),
        "8" => format!("{}X", &year[..year.len() - 1]),
        "7" => format!("{}XX", &year[..year.len() - 2]),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_is_kept() {
        for (date, precision, expected) in [
            ("1955-01-01", "9", "1955"),
            ("1955-01-01T00:00:00Z", "11", "1955-01-01"),
            ("1955-03-00", "10", "1955-03"),
            ("1955-01-01", "8", "195X"),
            ("1955-01-01", "7", "19XX"),
            ("about 1955", "9", "about 1955"),
            ("1955-01-01", "", "1955-01-01"),
            ("", "9", ""),
        ] {
            assert_eq!(with_precision(date, precision), expected, "{date} {precision}");
        }
    }
}
