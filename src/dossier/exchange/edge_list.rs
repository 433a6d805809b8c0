//! Edge lists as CSV (RFC 4180): a header with `source`, `target` and perhaps `weight`, in any order;
//! other columns are passed over.

use std::collections::HashMap;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};

use super::{Format, Graph, Ids, MAX_EDGES, too_many_edges};
use crate::dossier::ron_text::LineIndex;
use crate::problem::{Problem, codes};

pub(crate) struct EdgeList;

/// Where the columns are.
struct Columns {
    source: usize,
    target: usize,
    weight: Option<usize>,
}

impl Format for EdgeList {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "edge list with the header source,target[,weight]"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn read(&self, name: &str, text: &str) -> Result<Graph, Problem> {
        let mut rows = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut record = ByteRecord::new();
        let help = "begin the file with the line source,target or source,target,weight";
        let problem = |at: usize, message: String, help: &str| {
            let file: Arc<str> = Arc::from(name);
            let place = LineIndex::new(text).place(&file, text, (at, at + 1));
            Problem::error(codes::SYNTAX, message).with_place(place).with_help(help)
        };
        let broken = |error: &csv::Error| {
            let at = error.position().map_or(0, |p| p.byte() as usize);
            problem(at, "this is not a valid CSV row".to_owned(), "look for a quotation mark that is not closed")
        };
        if !rows.read_byte_record(&mut record).map_err(|e| broken(&e))? {
            return Err(problem(0, "the file is empty".to_owned(), help));
        }
        let column = |wanted: &str| {
            record.iter().position(|c| std::str::from_utf8(c).is_ok_and(|c| c.trim().eq_ignore_ascii_case(wanted)))
        };
        let (Some(source), Some(target)) = (column("source"), column("target")) else {
            return Err(problem(0, "the first line has no columns `source` and `target`".to_owned(), help));
        };
        let columns = Columns { source, target, weight: column("weight") };
        let mut rest = Rest { name, text, columns, names: Names::default(), edges: Vec::new(), weights: Vec::new() };
        while rows.read_byte_record(&mut record).map_err(|e| broken(&e))? {
            let at = record.position().map_or(0, |p| p.byte() as usize);
            rest.row(&record).map_err(|(message, help)| problem(at, message, help))?;
            if rest.edges.len() > MAX_EDGES {
                return Err(too_many_edges(rest.name));
            }
        }
        debug_assert_eq!(rest.text.len(), text.len());
        Ok(rest.graph())
    }
}

/// The rows after the header, as they come in.
struct Rest<'a> {
    name: &'a str,
    text: &'a str,
    columns: Columns,
    names: Names,
    edges: Vec<(u32, u32)>,
    weights: Vec<f32>,
}

impl Rest<'_> {
    fn row(&mut self, record: &ByteRecord) -> Result<(), (String, &'static str)> {
        let cell = |column: usize| record.get(column).unwrap_or_default().trim_ascii();
        let (source, target) = (cell(self.columns.source), cell(self.columns.target));
        if source.is_empty() && target.is_empty() {
            return Ok(());
        }
        if source.is_empty() {
            return Err(("this row has a target but no source".to_owned(), "name the node that the edge comes from"));
        }
        let from = self.names.number(source);
        if target.is_empty() {
            // A node that is tied to nothing.
            return Ok(());
        }
        let to = self.names.number(target);
        if let Some(column) = self.columns.weight {
            let text = std::str::from_utf8(cell(column)).unwrap_or_default();
            let weight = if text.is_empty() { Ok(1.0) } else { text.parse::<f32>() };
            match weight {
                Ok(weight) if weight.is_finite() => self.weights.push(weight),
                _ => {
                    return Err((
                        format!("`{text}` is not a weight"),
                        "a weight is a number such as 2 or 0.5; leave it empty for 1",
                    ));
                }
            }
        }
        self.edges.push((from, to));
        Ok(())
    }

    fn graph(self) -> Graph {
        let (ids, order) = self.names.in_order();
        let mut edges = self.edges;
        if let Some(order) = order {
            for edge in &mut edges {
                *edge = (order[edge.0 as usize], order[edge.1 as usize]);
            }
        }
        Graph { ids, edges, weights: self.weights }
    }
}

/// Numbers by id. Most lists use small whole numbers: those need no hashing.
#[derive(Default)]
struct Names {
    /// By the whole number that an id is, its node's number plus one.
    small: Vec<u32>,
    /// All other ids.
    others: HashMap<Box<[u8]>, u32>,
    /// How each node is called, where not by a small number.
    called: Vec<Called>,
}

#[derive(Clone)]
enum Called {
    Number(u32),
    Text(Box<[u8]>),
}

/// Whole numbers below this go by a table, as far as the table is not mostly empty.
const SMALL: u32 = 1 << 26;

impl Names {
    fn number(&mut self, id: &[u8]) -> u32 {
        if let Some(value) = whole(id)
            && (value as usize) < (self.called.len() + 1024) * 8
        {
            if self.small.len() <= value as usize {
                self.small.resize((value as usize + 1).next_power_of_two(), 0);
            }
            // Under a large number an id may have been met before the table reached so far.
            if self.small[value as usize] == 0
                && let Some(known) = self.others.get(id)
            {
                return *known;
            }
            let slot = &mut self.small[value as usize];
            if *slot == 0 {
                self.called.push(Called::Number(value));
                *slot = self.called.len() as u32;
            }
            return *slot - 1;
        }
        if let Some(known) = self.others.get(id) {
            return *known;
        }
        let number = self.called.len() as u32;
        self.called.push(Called::Text(id.into()));
        self.others.insert(id.into(), number);
        number
    }

    /// The ids; where all are whole numbers in order of their value, with the new number of each.
    fn in_order(self) -> (Ids, Option<Vec<u32>>) {
        let value = |c: &Called| match c {
            Called::Number(value) => Some(u64::from(*value)),
            Called::Text(text) => {
                std::str::from_utf8(text).ok().filter(|t| !t.starts_with('0')).and_then(|t| t.parse().ok())
            }
        };
        let mut ids = Ids::default();
        let values: Option<Vec<u64>> = self.called.iter().map(value).collect();
        let mut digits = String::new();
        let mut push = |called: &Called| match called {
            Called::Number(value) => {
                use std::fmt::Write as _;
                digits.clear();
                let _ = write!(digits, "{value}");
                ids.push(&digits);
            }
            Called::Text(text) => ids.push(&String::from_utf8_lossy(text)),
        };
        let Some(values) = values else {
            self.called.iter().for_each(push);
            return (ids, None);
        };
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        order.sort_by_key(|&i| values[i as usize]);
        let mut new = vec![0u32; order.len()];
        for (place, &old) in order.iter().enumerate() {
            push(&self.called[old as usize]);
            new[old as usize] = place as u32;
        }
        (ids, Some(new))
    }
}

/// An id that is a whole number as it is usually written, below [`SMALL`].
fn whole(id: &[u8]) -> Option<u32> {
    if id.is_empty() || id.len() > 9 || (id[0] == b'0' && id.len() > 1) {
        return None;
    }
    let mut value = 0u32;
    for &digit in id {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value * 10 + u32::from(digit - b'0');
    }
    (value < SMALL).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Graph, Problem> {
        EdgeList.read("x.csv", text)
    }

    #[test]
    fn columns_come_in_any_order_and_others_are_passed_over() {
        let graph = read("note,Weight,TARGET,source\r\nhello,2,b,\"a, the first\"\n,,a,b\n").unwrap();
        assert_eq!((graph.ids.get(0), graph.ids.get(1), graph.ids.len()), ("a, the first", "b", 3));
        assert_eq!(graph.edges, [(0, 1), (1, 2)]);
        assert_eq!(graph.weights, [2.0, 1.0]);
    }

    #[test]
    fn whole_numbers_stand_in_order_of_their_value() {
        let graph = read("source,target\n10,2\n2,7\n7,100000\n100000,10\n").unwrap();
        let ids: Vec<&str> = (0..graph.ids.len()).map(|i| graph.ids.get(i)).collect();
        assert_eq!(ids, ["2", "7", "10", "100000"]);
        assert_eq!(graph.edges, [(2, 0), (0, 1), (1, 3), (3, 2)]);
    }

    #[test]
    fn large_and_odd_numbers_are_ids_like_any_other() {
        let graph = read("source,target\n007,7\n4000000000,7\n99999999999999999999,007\n").unwrap();
        assert_eq!(graph.ids.len(), 4);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let place = |text: &str| read(text).unwrap_err().place.map(|p| (p.line, p.column));
        assert_eq!(place(""), Some((1, 1)));
        assert_eq!(place("a,b\n1,2\n"), Some((1, 1)));
        assert_eq!(place("source,target,weight\n1,2,3\n1,2,NaN\n"), Some((3, 1)));
        assert_eq!(place("source,target\n,2\n"), Some((2, 1)));
    }
}
