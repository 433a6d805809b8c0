//! Guesses how a table is read from its heads and its first rows. Takes nothing out of the table.

use std::collections::{HashMap, HashSet};

use super::super::value;
use super::choice::TableChoice;
use super::header::{self, Word};
use super::heads::Heads;
use super::plan::{Plan, Role, Shape};
use super::row::Row;
use super::sample::Sample;
use super::{dict, heads, neo4j, pattern, several};

/// How a table called `name` is read, if a person says something of it.
pub(crate) fn plan_as_chosen(name: &str, sample: &Sample, choice: Option<&TableChoice>) -> Plan {
    let Some(choice) = choice else { return plan(name, sample) };
    let heads = match choice.header_row {
        Some(number) => heads::in_row(sample, number),
        None => heads::named(sample, choice.columns.keys().map(String::as_str)).or_else(|| heads::find(sample)),
    };
    let mut plan = plan_below(name, sample, heads);
    choice.apply(&mut plan);
    several::find(&mut plan, sample);
    plan
}

/// How a table called `name` is read.
pub(crate) fn plan(name: &str, sample: &Sample) -> Plan {
    plan_below(name, sample, heads::find(sample))
}

fn plan_below(name: &str, sample: &Sample, heads: Option<Heads>) -> Plan {
    // Rows of data begin here.
    let from = heads.as_ref().map_or(0, |heads| heads.row + 1);
    let (header_row, names) = match heads {
        Some(heads) => (sample.rows.get(heads.row).map_or(0, |row| row.number), heads.names),
        None => (0, (1..=sample.width().max(1)).map(|n| format!("column {n}")).collect()),
    };
    let decimal_commas: Vec<_> = (0..names.len()).map(|column| decimal_commas(sample, from, column)).collect();
    let mut plan = Plan {
        shape: Shape::Nodes,
        header_row,
        roles: vec![Role::Own; names.len()],
        names,
        decimal_comma: decimal_commas.iter().sum::<isize>() > 0,
        decimal_commas: decimal_commas.iter().map(|more| (*more != 0).then_some(*more > 0)).collect(),
        day_first: None,
        directed: true,
        kind: String::new(),
        end_kinds: Default::default(),
        groups: Default::default(),
        several: [None; 2],
        one_end: false,
    };
    if is_prose(sample) {
        plan.shape = Shape::LeftOut;
    } else if plan.names.iter().any(|name| neo4j::is_key(name)) {
        neo4j_roles(&mut plan);
    } else if header_row > 0 && pattern::is_matrix(sample, from, &plan.names) {
        plan.shape = Shape::Matrix;
    } else if header_row > 0 {
        roles(&mut plan, sample, from);
    } else if pattern::lists_neighbours(&sample.rows, sample.whole) {
        plan.shape = Shape::Adjacency;
    } else if pattern::is_square(sample) {
        plan.shape = Shape::Matrix;
    } else if pattern::is_adjacency(sample) {
        plan.shape = Shape::Adjacency;
    } else {
        bare_roles(&mut plan, sample);
    }
    if plan.shape == Shape::Nodes && plan.kind.is_empty() && plan.column(Role::Kind).is_none() && says_something(name) {
        plan.kind = name.to_owned();
    }
    debug_assert_eq!(plan.roles.len(), plan.names.len());
    several::find(&mut plan, sample);
    plan
}

/// Long texts in one column, or nothing at all: a remark and no table.
fn is_prose(sample: &Sample) -> bool {
    let letters: usize = sample.rows.iter().map(|row| row.cell(0).len()).sum();
    sample.rows.is_empty() || (sample.rows.iter().all(|row| row.width() <= 1) && letters > 60 * sample.rows.len())
}

/// Whether the name of a sheet is one that says what its rows are.
fn says_something(name: &str) -> bool {
    const USUAL: [&str; 18] = [
        "node",
        "nodes",
        "vertices",
        "entities",
        "table",
        "data",
        "sheet",
        "tabelle",
        "feuil",
        "feuille",
        "hoja",
        "foglio",
        "planilha",
        "лист",
        "工作表",
        "シート",
        "시트",
        "blad",
    ];
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_lowercase();
    !bare.is_empty() && !USUAL.contains(&bare.as_str())
}

/// How many more cells of a column have a decimal comma than a decimal point. A mark before three digits may part
/// thousands: it tells nothing.
fn decimal_commas(sample: &Sample, from: usize, column: usize) -> isize {
    let tells = |cell: &str| match (cell.contains(','), cell.contains('.')) {
        (true, true) => {
            isize::from(value::number(cell, true).is_some()) - isize::from(value::number(cell, false).is_some())
        }
        (true, false) => isize::from(value::number(cell, true).is_some() && !value::is_grouped(cell, ',')),
        (false, true) => -isize::from(value::real(cell, false).is_some() && !value::is_grouped(cell, '.')),
        (false, false) => 0,
    };
    sample.column(from, column).map(tells).sum()
}

/// Roles of a table without heads.
fn bare_roles(plan: &mut Plan, sample: &Sample) {
    let numbers =
        |column| sample.column(0, column).all(|cell| value::number(cell, plan.has_decimal_comma(column)).is_some());
    let roles: &[Role] = match plan.names.len() {
        _ if (0..plan.names.len().min(2)).any(|column| is_measure(plan, sample, column)) => &[],
        // What is blank throughout is no end and no name.
        _ if (0..plan.names.len().min(2)).any(|column| sample.column(0, column).next().is_none()) => &[],
        0 | 1 => &[Role::Name],
        2 => &[Role::From, Role::To],
        _ if numbers(2) => &[Role::From, Role::To, Role::Weight],
        _ if sample.column(0, 2).all(|cell| dict::pairs(cell).is_some()) => &[Role::From, Role::To],
        _ if numbers(1) && !numbers(0) => &[Role::Name],
        _ => &[Role::From, Role::To, Role::RelationKind],
    };
    plan.shape = if roles.len() < 2 { Shape::Nodes } else { Shape::Edges };
    let has_both = |row: &&Row| !row.cell(0).is_empty() && !row.cell(1).is_empty();
    if plan.shape == Shape::Edges && sample.rows.iter().filter(has_both).count() * 2 < sample.rows.len() {
        // Most rows would be edges without an end.
        plan.shape = Shape::LeftOut;
        return;
    }
    for (slot, role) in plan.roles.iter_mut().zip(roles) {
        *slot = *role;
    }
}

/// Whether a column holds numbers of which some have fractions: no end of an edge, and no name.
fn is_measure(plan: &Plan, sample: &Sample, column: usize) -> bool {
    let number = |cell: &str| value::number(cell, plan.has_decimal_comma(column));
    let numbers: Option<Vec<f64>> = sample.column(0, column).map(number).collect();
    numbers.is_some_and(|numbers| numbers.iter().any(|number| number.fract() != 0.0))
}

/// Roles of a table of `neo4j-admin import`.
fn neo4j_roles(plan: &mut Plan) {
    let names = std::mem::take(&mut plan.names);
    for (number, full) in names.iter().enumerate() {
        let head = neo4j::head(full);
        let role = match head.as_ref().map(|head| head.field) {
            Some(neo4j::Field::Id) => Role::Id,
            Some(neo4j::Field::Label) => Role::Kind,
            Some(neo4j::Field::StartId) => Role::From,
            Some(neo4j::Field::EndId) => Role::To,
            Some(neo4j::Field::Type) => Role::RelationKind,
            Some(neo4j::Field::Ignore) => Role::Ignore,
            Some(neo4j::Field::Values) => Role::OwnList,
            Some(neo4j::Field::Value) | None => Role::Own,
        };
        let name = head.as_ref().map_or(full.as_str(), |head| head.name);
        let group = head.as_ref().map_or("", |head| head.group);
        let of = match role {
            Role::Id => Some(0),
            Role::From => Some(1),
            Role::To => Some(2),
            _ => None,
        };
        if !plan.roles.iter().take(number).any(|before| *before == role)
            && let Some(slot) = of.and_then(|of| plan.groups.get_mut(of))
        {
            *slot = group.to_owned();
        }
        let is_name = role == Role::Own && header::word(name) == Some(Word::Name) && plan.column(Role::Name).is_none();
        if let Some(slot) = plan.roles.get_mut(number) {
            *slot = if is_name { Role::Name } else { role };
        }
        plan.names.push(if name.is_empty() { full.clone() } else { name.to_owned() });
    }
    once(plan);
    if plan.column(Role::From).is_some() && plan.column(Role::To).is_some() {
        plan.shape = Shape::Edges;
        // Ids and names of a table of relationships are its fields.
        plan.roles.iter_mut().filter(|role| **role == Role::Name).for_each(|role| *role = Role::Own);
    }
}

/// Roles of a table with heads.
fn roles(plan: &mut Plan, sample: &Sample, from: usize) {
    let words: Vec<Option<Word>> = plan.names.iter().map(|name| header::word(name)).collect();
    let first = |word: Word| words.iter().position(|w| *w == Some(word));
    let dated = [Word::Start, Word::End, Word::When, Word::RelationKind].into_iter().any(|word| first(word).is_some());
    let compound = |end: Word| {
        plan.names.iter().position(|name| stem(name).is_some_and(|(stem, _)| header::word(&stem) == Some(end)))
    };
    let end = |word| first(word).or_else(|| compound(word));
    let (persons, bodies) = (first(Word::Person), first(Word::Body));
    let ends = match (end(Word::From), end(Word::To), persons, bodies) {
        (Some(from), Some(to), ..) if from != to => Some((from, to, false)),
        (_, _, Some(person), Some(body)) if dated || first(Word::Name).is_none() => Some((person, body, true)),
        // A lone letter means an end only beside the other end: `a` may be the fourth of `r`, `g`, `b`, `a`.
        (None, Some(to), ..) if header::normal(plan.name(to)).len() > 1 => {
            let source = first(Word::Source).filter(|column| header::is_start_too(plan.name(*column)));
            source.or(first(Word::Name)).or(first(Word::Id)).filter(|from| *from != to).map(|from| (from, to, false))
        }
        _ => None,
    };
    match ends {
        Some((from_column, to_column, tenure)) => {
            plan.shape = Shape::Edges;
            edge_roles(plan, &words, (from_column, to_column), tenure);
            if tenure {
                plan.end_kinds = [from_column, to_column].map(|column| header::normal(plan.name(column)));
                own_of_ends(plan, sample, from);
            }
            direction(plan, sample, from);
            one_date(plan, sample, from);
        }
        None => node_roles(plan, &words, sample, from),
    }
    precisions(plan);
    for column in 0..plan.roles.len() {
        let blank = sample.column(from, column).next().is_none();
        let unnamed = sample.rows.get(from.saturating_sub(1)).is_some_and(|row| row.cell(column).is_empty());
        // An index that a program has added: 0, 1, 2 … under no head.
        let index =
            column == 0 && unnamed && sample.column(from, 0).enumerate().all(|(at, cell)| cell == at.to_string());
        if let Some(role) = plan.roles.get_mut(column)
            && *role == Role::Own
            && unnamed
            && (blank || index)
        {
            *role = Role::Ignore;
        }
    }
}

/// Of several columns with dates the finest is the date of an edge, which is one edge however often it is dated; the
/// others are fields.
fn one_date(plan: &mut Plan, sample: &Sample, from: usize) {
    // How fine a cell is: a day, a month, a year; what is no date (seconds since 1970) counts nothing.
    let fineness = |cell: &str| {
        let day = cell.split([' ', 'T']).next().unwrap_or_default();
        let is_date = day.len() <= 10 && day.bytes().any(|b| b.is_ascii_digit());
        match day.matches(['-', '/', '.']).count() {
            marks @ 1.. if is_date => marks + 1,
            0 if is_date && day.len() == 4 => 1,
            _ => 0,
        }
    };
    let columns: Vec<usize> = plan.columns(Role::When).collect();
    let fine = |column: &usize| -> usize { sample.column(from, *column).map(fineness).sum() };
    // Beside a year `event_date` is the date, if it is finer.
    let is_date = |column: &usize| {
        let name = header::normal(plan.name(*column));
        header::word(&name).is_none() && name.split(' ').next_back().and_then(header::word) == Some(Word::When)
    };
    let others: Vec<usize> = plan.columns(Role::Own).filter(|_| !columns.is_empty()).filter(is_date).collect();
    // Of several that are as fine the first.
    let Some(finest) = columns.iter().chain(&others).copied().rev().max_by_key(fine) else { return };
    if let Some(role) = plan.roles.get_mut(finest) {
        *role = Role::When;
    }
    for column in columns.into_iter().filter(|column| *column != finest) {
        if let Some(role) = plan.roles.get_mut(column) {
            *role = Role::Own;
        }
    }
}

/// `person` and `id` of `personID`, `source` and `name` of `source_name`.
fn stem(name: &str) -> Option<(String, Suffix)> {
    let normal = header::normal(name);
    let (stem, last) = normal.rsplit_once(' ')?;
    let suffix = match last {
        "id" | "qid" | "key" | "code" => Suffix::Id,
        "name" | "label" | "title" => Suffix::Name,
        "type" | "kind" | "class" => Suffix::Kind,
        "precision" => Suffix::Precision,
        _ => return None,
    };
    Some((stem.to_owned(), suffix))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suffix {
    Id,
    Name,
    Kind,
    Precision,
}

/// What part of an end a column is, if its name is that of an end with a suffix.
fn part_of_end(plan: &Plan, name: &str, ends: (usize, usize)) -> Option<Role> {
    let (stem, suffix) = stem(name)?;
    let is = |column: usize, word| {
        let of = header::normal(plan.name(column));
        of == stem || header::word(&stem) == Some(word)
    };
    let (from, to) = (is(ends.0, Word::From), is(ends.1, Word::To));
    match (suffix, from, to) {
        (Suffix::Id, true, _) => Some(Role::FromId),
        (Suffix::Name, true, _) => Some(Role::FromName),
        (Suffix::Kind, true, _) => Some(Role::FromKind),
        (Suffix::Id, _, true) => Some(Role::ToId),
        (Suffix::Name, _, true) => Some(Role::ToName),
        (Suffix::Kind, _, true) => Some(Role::ToKind),
        (Suffix::Id | Suffix::Name | Suffix::Kind, false, false) | (Suffix::Precision, ..) => None,
    }
}

fn edge_roles(plan: &mut Plan, words: &[Option<Word>], ends: (usize, usize), tenure: bool) {
    let has_kind = words.contains(&Some(Word::RelationKind));
    let mut roles = Vec::with_capacity(words.len());
    for (number, word) in words.iter().enumerate() {
        let part = part_of_end(plan, plan.name(number), ends);
        let role = match word {
            word if number == ends.0 && (part.is_none() || *word != Some(Word::From)) => Role::From,
            word if number == ends.1 && (part.is_none() || *word != Some(Word::To)) => Role::To,
            _ if part.is_some() => part.unwrap_or(Role::Own),
            Some(Word::Id) => Role::Id,
            Some(Word::Name) if tenure => Role::FromName,
            Some(Word::Life) if tenure => Role::FromOwn,
            Some(Word::Name) => Role::Name,
            Some(Word::Kind) if has_kind => Role::Own,
            Some(Word::Kind | Word::RelationKind) => Role::RelationKind,
            other => common(*other),
        };
        roles.push(role);
    }
    plan.roles = roles;
    once(plan);
}

/// Roles that mean the same in tables of nodes and of edges.
fn common(word: Option<Word>) -> Role {
    match word {
        Some(Word::When) => Role::When,
        Some(Word::Start) => Role::Start,
        Some(Word::End) => Role::End,
        Some(Word::Source) => Role::Source,
        Some(Word::Url) => Role::Url,
        Some(Word::Note) => Role::Note,
        Some(Word::Status) => Role::Status,
        Some(Word::Weight) => Role::Weight,
        Some(Word::Direction) => Role::Direction,
        Some(Word::Timeset) => Role::Timeset,
        Some(Word::Ignore) => Role::Ignore,
        Some(
            Word::Id
            | Word::Name
            | Word::Alias
            | Word::Kind
            | Word::From
            | Word::To
            | Word::RelationKind
            | Word::Part
            | Word::X
            | Word::Y
            | Word::Z
            | Word::Person
            | Word::Body
            | Word::Life
            // The columns of a table are data, whatever they are called.
            | Word::Look,
        )
        | None => Role::Own,
    }
}

fn node_roles(plan: &mut Plan, words: &[Option<Word>], sample: &Sample, from: usize) {
    // A column that is blank throughout names nothing.
    let is_blank = |column| sample.rows.len() > from && sample.column(from, column).next().is_none();
    let names_nothing = |column, word: &Word| matches!(word, Word::Id | Word::Name) && is_blank(column);
    let words = words.iter().enumerate().map(|(column, word)| word.filter(|word| !names_nothing(column, word)));
    let words: Vec<Option<Word>> = words.collect();
    let has = |word| words.contains(&Some(word));
    let named = has(Word::Name) || has(Word::Id);
    // Groups that are numbered are no nodes: their numbers may be the same as ids.
    let is_numbered = |name: &String| {
        let column = plan.names.iter().position(|other| other == name);
        column.is_some_and(|column| sample.column(from, column).all(|cell| value::number(cell, true).is_some()))
    };
    let mut roles: Vec<Role> = words
        .iter()
        .zip(&plan.names)
        .map(|(word, name)| match word {
            Some(Word::Id) => Role::Id,
            Some(Word::Name) => Role::Name,
            Some(Word::Alias) => Role::Alias,
            Some(Word::Kind) => Role::Kind,
            Some(Word::Part) if header::is_group(name) && is_numbered(name) => Role::Own,
            Some(Word::Part) => Role::Part,
            Some(Word::X) => Role::X,
            Some(Word::Y) => Role::Y,
            Some(Word::Z) => Role::Z,
            Some(Word::Person | Word::Body) if !named => Role::Name,
            // Without a second end it is where the record comes from.
            Some(Word::From) if header::normal(name) == "source" => Role::Source,
            Some(Word::Weight | Word::Direction) => Role::Own,
            other => common(*other),
        })
        .collect();
    if !named && !roles.contains(&Role::Name) {
        // The first column of texts that are all different; else the first column.
        let distinct = |column: &usize| {
            let mut seen = HashSet::new();
            sample.column(from, *column).all(|cell| value::number(cell, true).is_none() && seen.insert(cell))
                && is_full(sample, from, *column)
        };
        // Where no column names them, rows go by their numbers.
        let column =
            (0..roles.len()).find(distinct).or_else(|| Some(0).filter(|first| could_name(plan, sample, from, *first)));
        if let Some(role) = column.and_then(|column| roles.get_mut(column)) {
            *role = Role::Name;
        }
    }
    // `item` beside `itemLabel` is its id.
    if !roles.contains(&Role::Id) {
        let pair = |name: &String| stem(name).filter(|(_, suffix)| *suffix == Suffix::Name).map(|(stem, _)| stem);
        let id = roles.iter().zip(&plan.names).filter(|(role, _)| **role == Role::Name).find_map(|(_, name)| {
            let stem = pair(name)?;
            plan.names.iter().position(|other| header::normal(other) == stem)
        });
        if let Some(role) = id.and_then(|id| roles.get_mut(id)) {
            *role = Role::Id;
        }
    }
    plan.roles = roles;
    // Of two names the second is another name.
    let mut names = 0;
    for role in plan.roles.iter_mut().filter(|role| **role == Role::Name) {
        names += 1;
        if names > 1 {
            *role = Role::Alias;
        }
    }
    once(plan);
    // Coordinates come in pairs of numbers; `x` alone is a field, and so is what is mostly something else.
    let is_pair = [Role::X, Role::Y].iter().all(|role| {
        plan.column(*role).is_some_and(|column| {
            let cells = || sample.column(from, column);
            let is_number = |cell: &&str| value::number(cell, plan.has_decimal_comma(column)).is_some();
            cells().filter(is_number).count() * 2 >= cells().count()
        })
    });
    if !is_pair {
        let is_coordinate = |role: &&mut Role| matches!(role, Role::X | Role::Y | Role::Z);
        plan.roles.iter_mut().filter(is_coordinate).for_each(|role| *role = Role::Own);
    }
}

/// Whether a column may name the rows without a head that says so. Numbers with fractions are measures, and what most rows
/// have in common is no name of one: rows of the same would become one node.
fn could_name(plan: &Plan, sample: &Sample, from: usize, column: usize) -> bool {
    let has_comma = plan.has_decimal_comma(column);
    let count = sample.column(from, column).count();
    let distinct = sample.column(from, column).collect::<HashSet<_>>().len();
    let number = |cell: &str| value::number(cell, has_comma);
    if !is_full(sample, from, column) {
        return false;
    }
    if count == 0 || sample.column(from, column).any(|cell| number(cell).is_none()) {
        return count < MANY || distinct * 2 >= count;
    }
    distinct == count && sample.column(from, column).filter_map(number).all(|number| number.fract() == 0.0)
}

/// Whether a column has a cell in nearly every row: a row without a name is refused. One blank cell may be an oversight.
fn is_full(sample: &Sample, from: usize, column: usize) -> bool {
    let rows = sample.rows.len().saturating_sub(from);
    let blank = rows - sample.column(from, column).count().min(rows);
    blank * MANY <= rows || blank == 1 && rows > 2
}

/// From so many rows on it says something that they have a cell in common.
const MANY: usize = 10;

/// Leaves each role that a record has once to its first column.
fn once(plan: &mut Plan) {
    let mut seen = HashSet::new();
    for role in &mut plan.roles {
        if role.comes_once() && !seen.insert(*role) {
            *role = Role::Own;
        }
    }
}

/// `type` that says `directed` is no kind.
fn direction(plan: &mut Plan, sample: &Sample, from: usize) {
    let Some(column) = plan.column(Role::RelationKind) else { return };
    let mut cells = sample.column(from, column).peekable();
    let says = cells.peek().is_some() && cells.all(|cell| super::take::direction_word(cell).is_some());
    let other = plan
        .names
        .iter()
        .position(|name| header::word(name) == Some(Word::RelationKind) && plan.column(Role::Direction).is_none());
    if says && let Some(role) = plan.roles.get_mut(column) {
        *role = Role::Direction;
        if let Some(role) = other.filter(|o| *o != column).and_then(|o| plan.roles.get_mut(o)) {
            *role = Role::RelationKind;
        }
    }
}

/// Columns that say the same in every row of an end are that end's own.
fn own_of_ends(plan: &mut Plan, sample: &Sample, from: usize) {
    let columns: Vec<usize> = plan.columns(Role::Own).collect();
    let keys =
        [[Role::FromId, Role::From], [Role::ToId, Role::To]].map(|roles| roles.iter().find_map(|r| plan.column(*r)));
    for column in columns {
        for (key, role) in keys.iter().zip([Role::FromOwn, Role::ToOwn]) {
            let Some(key) = key else { continue };
            let mut said: HashMap<&str, &str> = HashMap::new();
            let (mut again, mut same) = (0, true);
            for row in sample.rows.iter().skip(from).filter(|row| !row.cell(*key).is_empty()) {
                if let Some(before) = said.insert(row.cell(*key), row.cell(column)) {
                    again += usize::from(!before.is_empty());
                    same &= before == row.cell(column);
                }
            }
            let differs = said.values().collect::<HashSet<_>>().len() > 1;
            if again > 0
                && same
                && differs
                && let Some(slot) = plan.roles.get_mut(column)
            {
                *slot = role;
                break;
            }
        }
    }
}

/// `startTimePrecision` beside `startTime`.
fn precisions(plan: &mut Plan) {
    for number in 0..plan.names.len() {
        let Some((stem, Suffix::Precision)) = stem(plan.name(number)) else { continue };
        let of = plan.names.iter().position(|name| header::normal(name) == stem);
        if let (Some(of), Some(role)) = (of, plan.roles.get_mut(number)) {
            *role = Role::Precision(of);
        }
    }
}
