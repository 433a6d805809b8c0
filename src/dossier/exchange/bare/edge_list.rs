//! Plain edge lists, fast: lines of two ids and perhaps a weight, parted by commas, without a quotation mark. Whatever
//! needs a second look is given back unread: faults are told by the reader of tables alone.

use std::collections::HashMap;

use memchr::memchr;

use super::{Bare, Ids};
use crate::dossier::exchange::limits::Limit;

/// Which columns there are, in their order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Source,
    Target,
    Weight,
}

/// Reads a plain edge list; `None` for all else.
pub(super) fn read(bytes: &[u8]) -> Option<Bare> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let columns = columns(bytes.split(|b| *b == b'\n').next()?)?;
    // Quotation marks, lone carriage returns and other encodings are for the reader of tables.
    if memchr(b'"', bytes).is_some() || std::str::from_utf8(bytes).is_err() {
        return None;
    }
    let weighted = columns.contains(&Column::Weight);
    let mut list = List { names: Names::default(), edges: Vec::new(), weights: Vec::new() };
    for line in bytes.split(|b| *b == b'\n').skip(1) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        list.line(line, &columns, weighted)?;
        Limit::Edges.check(list.edges.len()).ok()?;
    }
    Limit::Nodes.check(list.names.called.len()).ok()?;
    (!list.edges.is_empty()).then(|| list.bare())
}

fn columns(header: &[u8]) -> Option<Vec<Column>> {
    let header = header.strip_suffix(b"\r").unwrap_or(header);
    let column = |cell: &[u8]| match cell.trim_ascii().to_ascii_lowercase().as_slice() {
        b"source" => Some(Column::Source),
        b"target" => Some(Column::Target),
        b"weight" => Some(Column::Weight),
        _ => None,
    };
    let columns: Vec<Column> = header.split(|b| *b == b',').map(column).collect::<Option<_>>()?;
    let count = |wanted| columns.iter().filter(|c| **c == wanted).count();
    (count(Column::Source) == 1 && count(Column::Target) == 1 && count(Column::Weight) <= 1).then_some(columns)
}

/// The lines after the header, as they come in.
struct List {
    names: Names,
    edges: Vec<(u32, u32)>,
    weights: Vec<f32>,
}

impl List {
    fn line(&mut self, line: &[u8], columns: &[Column], weighted: bool) -> Option<()> {
        let (mut ends, mut weight) = ([&line[..0]; 2], None);
        let mut cells = line.split(|b| *b == b',');
        for column in columns {
            let cell = cells.next()?.trim_ascii();
            match column {
                Column::Source => ends[0] = cell,
                Column::Target => ends[1] = cell,
                Column::Weight => {
                    weight = std::str::from_utf8(cell).ok()?.parse::<f32>().ok().filter(|w| w.is_finite())
                }
            }
        }
        if cells.next().is_some() || ends[0].is_empty() || ends[1].is_empty() || weighted && weight.is_none() {
            return None;
        }
        Limit::Cell.check(ends[0].len().max(ends[1].len())).ok()?;
        self.weights.extend(weight);
        let edge = (self.names.number(ends[0]), self.names.number(ends[1]));
        self.edges.push(edge);
        Some(())
    }

    fn bare(self) -> Bare {
        let (ids, order) = self.names.in_order();
        let mut edges = self.edges;
        if let Some(order) = order {
            for edge in &mut edges {
                *edge = (order[edge.0 as usize], order[edge.1 as usize]);
            }
        }
        Bare { ids, edges, weights: self.weights }
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
    use super::super::super::tests::read_as;
    use super::*;

    #[test]
    fn columns_come_in_any_order() {
        let graph = read(b"Weight,TARGET,source\r\n2,b,a the first\r\n1,a the first, b\n").unwrap();
        assert_eq!((graph.ids.get(0), graph.ids.get(1), graph.ids.len()), ("a the first", "b", 2));
        assert_eq!(graph.edges, [(0, 1), (1, 0)]);
        assert_eq!(graph.weights, [2.0, 1.0]);
    }

    #[test]
    fn whole_numbers_stand_in_order_of_their_value() {
        let graph = read(b"source,target\n10,2\n2,7\n7,100000\n100000,10\n").unwrap();
        let ids: Vec<&str> = (0..graph.ids.len()).map(|i| graph.ids.get(i)).collect();
        assert_eq!(ids, ["2", "7", "10", "100000"]);
        assert_eq!(graph.edges, [(2, 0), (0, 1), (1, 3), (3, 2)]);
    }

    #[test]
    fn large_and_odd_numbers_are_ids_like_any_other() {
        let graph = read(b"source,target\n007,7\n4000000000,7\n99999999999999999999,007\n").unwrap();
        assert_eq!(graph.ids.len(), 4);
    }

    #[test]
    fn what_needs_thought_is_left_to_the_reader_of_tables() {
        for text in [
            "",
            "source,target\n",
            "a,b\n1,2\n",
            "source,target,since\n1,2,2014\n",
            "source,target,weight\n1,2,NA\n",
            "source,target,weight\n1,2,\n",
            "source,target\n,2\n",
            "source,target\n1\n",
            "source,target\n1,2,3\n",
            "source,target\n\"a,b\",2\n",
            "source;target\n1;2\n",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
        assert_eq!(read(b"source,target\ncaf\xe9,2\n"), None);
    }

    #[test]
    fn both_readers_say_the_same_of_a_plain_list() {
        for text in [
            "source,target,weight\nb,a,2\na,c,0.5\nb,a,1\nc,c,1e3\n",
            "source,target\n10,2\n2,7\r\n7,100000\n\n100000,10",
            "target,source\n007,7\n4000000000,7\n",
        ] {
            let read_whole = read_as("csv", "x.csv", text.as_bytes()).unwrap();
            assert_eq!(read(text.as_bytes()), Some(Bare::of(&read_whole)), "{text}");
        }
    }
}
