//! Which layer each node is on: cycles opened by a search in depth, then the longest path from
//! above, then what has no parents pulled down to its children.

use super::super::NO_GROUP;

/// The layer of each node, from 0. With `groups` (one a node, else empty) a group shares a layer.
pub(crate) fn assign(nodes: usize, edges: &[(u32, u32)], groups: &[u32]) -> Vec<u32> {
    let forward = acyclic(nodes, edges);
    let mut out: Vec<Vec<u32>> = vec![Vec::new(); nodes];
    let mut waiting = vec![0u32; nodes];
    for &(a, b) in &forward {
        out[a as usize].push(b);
        waiting[b as usize] += 1;
    }
    let mut layer = vec![0u32; nodes];
    let mut order: Vec<u32> = (0..nodes as u32).filter(|&v| waiting[v as usize] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        let v = order[next] as usize;
        next += 1;
        for &u in &out[v] {
            let u = u as usize;
            layer[u] = layer[u].max(layer[v] + 1);
            waiting[u] -= 1;
            if waiting[u] == 0 {
                order.push(u as u32);
            }
        }
    }
    // From the bottom up: a node that nothing holds above goes right above its highest child.
    let mut held = vec![false; nodes];
    for &(_, b) in &forward {
        held[b as usize] = true;
    }
    for &v in order.iter().rev() {
        let v = v as usize;
        if !held[v]
            && let Some(highest) = out[v].iter().map(|&u| layer[u as usize]).min()
        {
            layer[v] = highest.saturating_sub(1);
        }
    }
    if groups.iter().any(|g| *g != NO_GROUP) { by_group(&layer, groups) } else { dense(layer) }
}

/// Edges without self-loops, each turned so that there is no cycle: those that lead back to a node
/// on the way of the search are turned round.
fn acyclic(nodes: usize, edges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut out: Vec<Vec<u32>> = vec![Vec::new(); nodes];
    let mut into = vec![0u32; nodes];
    for &(a, b) in edges.iter().filter(|(a, b)| a != b) {
        out[a as usize].push(b);
        into[b as usize] += 1;
    }
    // 0 not seen, 1 on the way, 2 done.
    let mut state = vec![0u8; nodes];
    let mut result = Vec::with_capacity(edges.len());
    let mut starts: Vec<usize> = (0..nodes).collect();
    // Where there is no source, what leads out more than in is the likely beginning.
    starts.sort_by_key(|&v| (into[v] > 0, into[v] as i64 - out[v].len() as i64, v));
    let mut stack: Vec<(usize, usize)> = Vec::new();
    for start in starts {
        if state[start] != 0 {
            continue;
        }
        state[start] = 1;
        stack.push((start, 0));
        while let Some((v, k)) = stack.pop() {
            let Some(&u) = out[v].get(k) else {
                state[v] = 2;
                continue;
            };
            stack.push((v, k + 1));
            let u = u as usize;
            if state[u] == 1 {
                result.push((u as u32, v as u32));
            } else {
                result.push((v as u32, u as u32));
                if state[u] == 0 {
                    state[u] = 1;
                    stack.push((u, 0));
                }
            }
        }
    }
    result
}

/// Groups in order of their mean layer, one layer each; what is in no group goes to the group's
/// layer that is nearest to its own.
fn by_group(layer: &[u32], groups: &[u32]) -> Vec<u32> {
    let mut means: Vec<(f64, u32)> = Vec::new();
    let mut known: Vec<u32> = groups.iter().copied().filter(|g| *g != NO_GROUP).collect();
    known.sort_unstable();
    known.dedup();
    for &group in &known {
        let members: Vec<f64> =
            groups.iter().zip(layer).filter(|(g, _)| **g == group).map(|(_, l)| f64::from(*l)).collect();
        means.push((members.iter().sum::<f64>() / members.len() as f64, group));
    }
    means.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let of = |group: u32, own: u32| {
        let place = means.iter().position(|m| m.1 == group).unwrap_or_else(|| {
            let gap = |m: &(f64, u32)| (m.0 - f64::from(own)).abs();
            (0..means.len()).min_by(|&a, &b| gap(&means[a]).total_cmp(&gap(&means[b]))).unwrap_or(0)
        });
        place as u32
    };
    groups.iter().zip(layer).map(|(g, l)| of(*g, *l)).collect()
}

/// The same layers without empty ones between.
fn dense(layer: Vec<u32>) -> Vec<u32> {
    let mut used: Vec<u32> = layer.clone();
    used.sort_unstable();
    used.dedup();
    layer.into_iter().map(|l| used.binary_search(&l).unwrap_or(0) as u32).collect()
}
