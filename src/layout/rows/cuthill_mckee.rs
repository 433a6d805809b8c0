//! Reverse Cuthill–McKee (Cuthill and McKee 1969; George 1971): an order in which what is related is near each other, so
//! that the marks of a matrix lie along its diagonal. Each part begins at an end of it (George and Liu 1979).

/// All nodes in that order.
pub(super) fn reversed(count: usize, edges: &[(u32, u32)]) -> Vec<u32> {
    let near = neighbours(count, edges);
    let mut by_degree: Vec<u32> = (0..count as u32).collect();
    by_degree.sort_by_key(|&v| (near[v as usize].len(), v));
    let mut seen = vec![false; count];
    let mut out: Vec<u32> = Vec::with_capacity(count);
    for start in by_degree {
        if seen[start as usize] {
            continue;
        }
        for v in levels(&near, far_end(&near, start)).0 {
            seen[v as usize] = true;
            out.push(v);
        }
    }
    out.reverse();
    out
}

/// Neighbours of each node, each once and without itself, those with the fewest neighbours first.
fn neighbours(count: usize, edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut near: Vec<Vec<u32>> = vec![Vec::new(); count];
    for &(a, b) in edges.iter().filter(|(a, b)| a != b) {
        near[a as usize].push(b);
        near[b as usize].push(a);
    }
    for list in &mut near {
        list.sort_unstable();
        list.dedup();
    }
    let degrees: Vec<usize> = near.iter().map(Vec::len).collect();
    near.iter_mut().for_each(|list| list.sort_by_key(|&v| (degrees[v as usize], v)));
    near
}

/// The part of a node, level by level from it, with how many levels it has and where the last begins.
fn levels(near: &[Vec<u32>], start: u32) -> (Vec<u32>, usize, usize) {
    let mut seen = std::collections::HashSet::from([start]);
    let mut order = vec![start];
    let (mut depth, mut first) = (0, 0);
    loop {
        let level = first..order.len();
        let before = order.len();
        for at in level {
            let fresh = near[order[at] as usize].iter().filter(|v| seen.insert(**v)).copied();
            let fresh: Vec<u32> = fresh.collect();
            order.extend(fresh);
        }
        if order.len() == before {
            return (order, depth, first);
        }
        (depth, first) = (depth + 1, before);
    }
}

/// A node of the same part from which the last one is as far away as can easily be found.
fn far_end(near: &[Vec<u32>], start: u32) -> u32 {
    let mut here = start;
    let (mut order, mut depth, mut last) = levels(near, here);
    loop {
        let there = order[last..].iter().copied().min_by_key(|&v| (near[v as usize].len(), v)).unwrap_or(here);
        let further = levels(near, there);
        if further.1 <= depth {
            return here;
        }
        here = there;
        (order, depth, last) = further;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// How far apart in the order two related nodes are at most.
    fn bandwidth(order: &[u32], edges: &[(u32, u32)]) -> usize {
        let mut place = vec![0usize; order.len()];
        order.iter().enumerate().for_each(|(at, v)| place[*v as usize] = at);
        edges.iter().map(|(a, b)| place[*a as usize].abs_diff(place[*b as usize])).max().unwrap_or(0)
    }

    #[test]
    fn a_path_in_any_disorder_becomes_a_path() {
        // 0–37–74–…: neighbours are far apart before.
        let edges: Vec<(u32, u32)> = (0..100).map(|i| (i * 37 % 101, (i + 1) * 37 % 101)).collect();
        let order = reversed(101, &edges);
        assert_eq!(bandwidth(&order, &edges), 1);
        assert!(bandwidth(&(0..101).collect::<Vec<_>>(), &edges) >= 37);
    }

    #[test]
    fn a_grid_gets_the_bandwidth_of_its_shorter_side() {
        // In disorder: 37 and 61 have no common divisor.
        let at = |x: u32, y: u32| (x * 5 + y) * 37 % 61;
        let (mut edges, mut used) = (Vec::new(), std::collections::BTreeMap::new());
        let mut number = |v: u32| {
            let next = used.len() as u32;
            *used.entry(v).or_insert(next)
        };
        for x in 0..12 {
            for y in 0..5 {
                let here = number(at(x, y));
                if x < 11 {
                    edges.push((here, number(at(x + 1, y))));
                }
                if y < 4 {
                    edges.push((here, number(at(x, y + 1))));
                }
            }
        }
        assert_eq!(used.len(), 60);
        assert!(bandwidth(&reversed(60, &edges), &edges) <= 6);
    }

    proptest! {
        /// Against the best of all orders of a few nodes: never more than twice as wide, and one more.
        #[test]
        fn it_is_near_the_best_of_all_orders(edges in proptest::collection::vec((0_u32..6, 0_u32..6), 0..9)) {
            let mut best = usize::MAX;
            permute(&mut (0..6).collect(), 0, &mut |order| best = best.min(bandwidth(order, &edges)));
            let found = bandwidth(&reversed(6, &edges), &edges);
            prop_assert!(found <= 2 * best + 1, "{found} where {best} can be had");
        }
    }

    fn permute(order: &mut Vec<u32>, from: usize, each: &mut impl FnMut(&[u32])) {
        if from == order.len() {
            return each(order);
        }
        for at in from..order.len() {
            order.swap(from, at);
            permute(order, from + 1, each);
            order.swap(from, at);
        }
    }
}
