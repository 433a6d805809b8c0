//! Connected components: taking a graph apart, and packing the drawn parts beside each other.

use super::Point;

/// The connected components, each in ascending order; the largest component first, then by
/// smallest node.
pub(crate) fn components(count: usize, edges: &[(u32, u32)]) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..count).collect();
    fn root(parent: &mut [usize], mut node: usize) -> usize {
        while parent[node] != node {
            parent[node] = parent[parent[node]];
            node = parent[node];
        }
        node
    }
    for &(a, b) in edges {
        let (a, b) = (root(&mut parent, a as usize), root(&mut parent, b as usize));
        parent[a.max(b)] = a.min(b);
    }
    let mut lists: Vec<Vec<usize>> = vec![Vec::new(); count];
    for node in 0..count {
        let root = root(&mut parent, node);
        lists[root].push(node);
    }
    lists.retain(|l| !l.is_empty());
    lists.sort_by_key(|l| (std::cmp::Reverse(l.len()), l[0]));
    lists
}

/// Where boxes of these sizes go so that none overlap and the whole has about the wanted aspect:
/// each box (largest first) goes to the corner where the whole grows least. Yields top left corners.
pub(crate) fn pack(sizes: &[(f64, f64)], aspect: f64, gap: f64) -> Vec<Point> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| (sizes[b].0 * sizes[b].1).total_cmp(&(sizes[a].0 * sizes[a].1)).then(a.cmp(&b)));
    let mut corners: Vec<Point> = vec![(0.0, 0.0)];
    let mut placed: Vec<(Point, (f64, f64))> = Vec::new();
    let mut out = vec![(0.0, 0.0); sizes.len()];
    let (mut width, mut height) = (0.0_f64, 0.0_f64);
    for number in order {
        let size = (sizes[number].0 + gap, sizes[number].1 + gap);
        let free = |at: Point| {
            // Later boxes are small and lie among the last ones placed: looking from the end ends soon.
            !placed
                .iter()
                .rev()
                .any(|(p, s)| at.0 < p.0 + s.0 && p.0 < at.0 + size.0 && at.1 < p.1 + s.1 && p.1 < at.1 + size.1)
        };
        let cost = |at: Point| {
            let (w, h) = (width.max(at.0 + size.0), height.max(at.1 + size.1));
            // The side of the smallest page of the wanted aspect that holds it all; nearness to the
            // origin breaks ties.
            (w.max(h * aspect), at.0 + at.1 * aspect)
        };
        let best = corners.iter().enumerate().filter(|(_, at)| free(**at)).min_by(|a, b| {
            let (a, b) = (cost(*a.1), cost(*b.1));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        let (index, at) = best.map_or((usize::MAX, (0.0, height)), |(i, at)| (i, *at));
        if index < corners.len() {
            corners.swap_remove(index);
        }
        out[number] = at;
        placed.push((at, size));
        corners.push((at.0 + size.0, at.1));
        corners.push((at.0, at.1 + size.1));
        // Very many parts: forget the innermost corners rather than grow quadratic.
        if corners.len() > 400 {
            corners.drain(..200);
        }
        (width, height) = (width.max(at.0 + size.0), height.max(at.1 + size.1));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_largest_first() {
        assert_eq!(components(6, &[(4, 5), (3, 4), (0, 1), (2, 2)]), [vec![3, 4, 5], vec![0, 1], vec![2]]);
    }

    #[test]
    fn packed_parts_do_not_overlap() {
        let sizes: Vec<(f64, f64)> =
            (0..60).map(|i| (10.0 + f64::from(i % 7) * 9.0, 8.0 + f64::from(i % 5) * 6.0)).collect();
        let at = pack(&sizes, 1.5, 4.0);
        for i in 0..60 {
            for j in 0..i {
                let apart = at[i].0 >= at[j].0 + sizes[j].0
                    || at[j].0 >= at[i].0 + sizes[i].0
                    || at[i].1 >= at[j].1 + sizes[j].1
                    || at[j].1 >= at[i].1 + sizes[i].1;
                assert!(apart, "{i} on {j}");
            }
        }
    }
}
