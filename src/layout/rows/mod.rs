//! The order of the rows of a timeline or of a matrix, from plain arrays. The same arrays always give the same order.
//! Where rows then stand, and what is drawn in them, is not known here.

pub(crate) mod axis;
mod cuthill_mckee;

use std::cmp::Reverse;

use super::form::RowOrder;

/// What rows are ordered by: one entry a row in each list, in the order of the dossier.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowFacts {
    /// Names as they are sorted.
    pub(crate) names: Vec<String>,
    /// The kind as a number, in the order of the vocabulary.
    pub(crate) kinds: Vec<usize>,
    /// When it begins and ends, in days; `None` for what has no date, which comes last.
    pub(crate) begins: Vec<Option<(i32, i32)>>,
    /// Relations as pairs of rows; parallel ones and loops count.
    pub(crate) edges: Vec<(u32, u32)>,
    /// The community as a number; asked for only where rows are ordered by it.
    pub(crate) communities: Vec<u32>,
}

/// Rows in their new order, and where a group of them begins: a kind or a community.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ordered {
    /// Old numbers, from the top.
    pub(crate) rows: Vec<u32>,
    /// New numbers of the first rows of all groups but the first.
    pub(crate) breaks: Vec<u32>,
}

impl RowFacts {
    fn degrees(&self) -> Vec<usize> {
        let mut degrees = vec![0; self.names.len()];
        for &(a, b) in &self.edges {
            degrees[a as usize] += 1;
            degrees[b as usize] += usize::from(a != b);
        }
        degrees
    }

    /// Orders the rows. What cannot be told apart otherwise goes by name, then by the order of the dossier.
    pub(crate) fn order(&self, by: RowOrder) -> Ordered {
        let count = self.names.len();
        let mut rows: Vec<u32> = (0..count as u32).collect();
        let name = |v: u32| (self.names[v as usize].as_str(), v);
        let begins = |v: u32| {
            let begins = self.begins[v as usize];
            (begins.is_none(), begins)
        };
        let mut group: Option<&dyn Fn(u32) -> usize> = None;
        let kind = |v: u32| self.kinds[v as usize];
        let community = |v: u32| self.communities[v as usize] as usize;
        match by {
            RowOrder::Beginning => rows.sort_by_key(|&v| (begins(v), name(v))),
            RowOrder::Kind => {
                rows.sort_by_key(|&v| (kind(v), begins(v), name(v)));
                group = Some(&kind);
            }
            RowOrder::Community => {
                let degrees = self.degrees();
                let mut sizes = vec![0usize; count];
                self.communities.iter().for_each(|c| sizes[*c as usize] += 1);
                let key = |v: u32| (Reverse(sizes[community(v)]), community(v), Reverse(degrees[v as usize]), name(v));
                rows.sort_by_key(|&v| key(v));
                group = Some(&community);
            }
            RowOrder::Degree => {
                let degrees = self.degrees();
                rows.sort_by_key(|&v| (Reverse(degrees[v as usize]), name(v)));
            }
            RowOrder::Name => rows.sort_by_key(|&v| name(v)),
            RowOrder::Bandwidth => rows = cuthill_mckee::reversed(count, &self.edges),
        }
        let breaks = group.map(|group| {
            let differ = |n: &u32| group(rows[*n as usize]) != group(rows[*n as usize - 1]);
            (1..count as u32).filter(differ).collect()
        });
        Ordered { breaks: breaks.unwrap_or_default(), rows }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> RowFacts {
        RowFacts {
            names: ["delta", "alpha", "charlie", "bravo", "echo"].map(str::to_owned).to_vec(),
            kinds: vec![1, 0, 1, 0, 1],
            begins: vec![Some((5, 9)), None, Some((5, 7)), Some((1, 2)), None],
            edges: vec![(0, 1), (0, 2), (0, 2), (3, 3), (0, 4)],
            communities: vec![0, 1, 0, 1, 0],
        }
    }

    fn named(by: RowOrder) -> (Vec<String>, Vec<u32>) {
        let facts = facts();
        let ordered = facts.order(by);
        (ordered.rows.iter().map(|v| facts.names[*v as usize].clone()).collect(), ordered.breaks)
    }

    #[test]
    fn rows_go_by_what_is_asked_for() {
        let of = |by| named(by).0.join(" ");
        assert_eq!(of(RowOrder::Beginning), "bravo charlie delta alpha echo");
        assert_eq!(of(RowOrder::Name), "alpha bravo charlie delta echo");
        assert_eq!(of(RowOrder::Degree), "delta charlie alpha bravo echo");
        assert_eq!(
            named(RowOrder::Kind),
            (["bravo", "alpha", "charlie", "delta", "echo"].map(str::to_owned).to_vec(), vec![2])
        );
        assert_eq!(
            named(RowOrder::Community),
            (["delta", "charlie", "echo", "alpha", "bravo"].map(str::to_owned).to_vec(), vec![3])
        );
    }

    #[test]
    fn every_order_has_every_row_once_and_is_always_the_same() {
        for (word, by) in RowOrder::ALL {
            let ordered = facts().order(*by);
            assert_eq!(ordered, facts().order(*by), "{word}");
            let mut rows = ordered.rows;
            rows.sort_unstable();
            assert_eq!(rows, [0, 1, 2, 3, 4], "{word}");
            assert_eq!(RowFacts::default().order(*by), Ordered::default(), "{word}");
        }
    }
}
