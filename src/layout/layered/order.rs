//! The order within layers: long edges cut into pieces of one layer each, then medians and
//! transpositions from above and from below (Gansner, Koutsofios, North, Vo 1993), keeping the order
//! with the fewest crossings (counted as Barth, Jünger, Mutzel 2002 do).

use crate::progress::{Cancelled, Progress};

/// Pieces of long edges at most; the longest edges beyond are drawn as they fall.
const PIECES: usize = 200_000;
/// Sweeps for small networks; fewer for large ones.
const SWEEPS: usize = 24;
/// Up to so many pieces and nodes neighbours are tried the other way round.
const TRANSPOSED: usize = 4_000;

/// Nodes and pieces of edges by layer. Pieces are numbered after the nodes.
pub(crate) struct Net {
    /// The order in each layer.
    pub(crate) layers: Vec<Vec<u32>>,
    /// Neighbours on the layer above.
    pub(crate) above: Vec<Vec<u32>>,
    /// Neighbours on the layer below.
    pub(crate) below: Vec<Vec<u32>>,
    /// Number of real nodes.
    pub(crate) nodes: usize,
    place: Vec<u32>,
}

impl Net {
    /// Cuts the edges of a graph whose nodes have layers.
    pub(crate) fn new(layer: &[u32], edges: &[(u32, u32)]) -> Self {
        let nodes = layer.len();
        let height = layer.iter().max().map_or(0, |l| *l as usize + 1);
        let mut net = Self {
            layers: vec![Vec::new(); height],
            above: vec![Vec::new(); nodes],
            below: vec![Vec::new(); nodes],
            nodes,
            place: vec![0; nodes],
        };
        let mut spans: Vec<(u32, u32, u32)> = edges
            .iter()
            .map(|&(a, b)| if layer[a as usize] <= layer[b as usize] { (a, b) } else { (b, a) })
            .map(|(a, b)| (layer[b as usize] - layer[a as usize], a, b))
            .filter(|s| s.0 > 0)
            .collect();
        spans.sort_unstable();
        spans.dedup();
        let mut pieces: Vec<u32> = Vec::new();
        for (span, a, b) in spans {
            if pieces.len() + span as usize > PIECES + 1 {
                break;
            }
            let mut last = a;
            for step in 1..span {
                let piece = net.above.len() as u32;
                pieces.push(layer[a as usize] + step);
                net.above.push(vec![last]);
                net.below.push(Vec::new());
                net.below[last as usize].push(piece);
                last = piece;
            }
            net.below[last as usize].push(b);
            net.above[b as usize].push(last);
        }
        net.place.resize(net.above.len(), 0);
        net.begin(layer, &pieces);
        net
    }

    /// The first order: as a search in depth from above comes upon them, so that trees do not cross.
    fn begin(&mut self, layer: &[u32], pieces: &[u32]) {
        let total = self.above.len();
        let of = |v: usize| if v < layer.len() { layer[v] } else { pieces[v - layer.len()] } as usize;
        let mut seen = vec![false; total];
        let mut starts: Vec<usize> = (0..total).collect();
        starts.sort_by_key(|&v| (of(v), v));
        let mut stack = Vec::new();
        for start in starts {
            stack.push(start as u32);
            while let Some(v) = stack.pop() {
                let v = v as usize;
                if std::mem::replace(&mut seen[v], true) {
                    continue;
                }
                self.layers[of(v)].push(v as u32);
                stack.extend(self.above[v].iter().rev().filter(|u| !seen[**u as usize]));
                stack.extend(self.below[v].iter().rev().filter(|u| !seen[**u as usize]));
            }
        }
        self.number();
    }

    fn number(&mut self) {
        for layer in &self.layers {
            for (i, &v) in layer.iter().enumerate() {
                self.place[v as usize] = i as u32;
            }
        }
    }

    /// Place of a node or piece in its layer.
    pub(crate) fn place_of(&self, v: usize) -> u32 {
        self.place[v]
    }

    /// Looks for an order with few crossings.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn reduce_crossings(&mut self, progress: &Progress) -> Result<(), Cancelled> {
        let total = self.above.len();
        let sweeps = (400_000 / total.max(1)).clamp(4, SWEEPS);
        let mut best = (self.crossings(), self.layers.clone());
        for sweep in 0..sweeps {
            if best.0 == 0 {
                break;
            }
            progress.report(progress.done())?;
            let down = sweep % 2 == 0;
            let height = self.layers.len();
            for step in 1..height {
                let layer = if down { step } else { height - 1 - step };
                self.sort_layer(layer, down, sweep % 4 < 2);
            }
            if total <= TRANSPOSED {
                self.transpose();
            }
            let now = self.crossings();
            if now < best.0 {
                best = (now, self.layers.clone());
            }
        }
        self.layers = best.1;
        self.number();
        Ok(())
    }

    /// Sorts one layer by the medians of its neighbours on one side; what has none stays in place.
    fn sort_layer(&mut self, layer: usize, from_above: bool, ties_left: bool) {
        let sides = if from_above { &self.above } else { &self.below };
        let old = std::mem::take(&mut self.layers[layer]);
        let mut places: Vec<u32> = Vec::new();
        let mut median = |v: u32| -> Option<f64> {
            places.clear();
            places.extend(sides[v as usize].iter().map(|u| self.place[*u as usize]));
            places.sort_unstable();
            let (n, m) = (places.len(), places.len() / 2);
            let at = |i: usize| f64::from(places[i]);
            match n {
                0 => None,
                _ if n % 2 == 1 => Some(at(m)),
                2 => Some((at(0) + at(1)) / 2.0),
                _ => {
                    let (left, right) = (at(m - 1) - at(0), at(n - 1) - at(m));
                    let both = left + right;
                    Some(if both > 0.0 { (at(m - 1) * right + at(m) * left) / both } else { at(m) })
                }
            }
        };
        let mut moving: Vec<(f64, usize, u32)> = Vec::new();
        let mut fixed: Vec<Option<u32>> = vec![None; old.len()];
        for (i, &v) in old.iter().enumerate() {
            match median(v) {
                Some(m) => moving.push((m, if ties_left { i } else { old.len() - i }, v)),
                None => fixed[i] = Some(v),
            }
        }
        moving.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut next = moving.into_iter().map(|m| m.2);
        self.layers[layer] = fixed.into_iter().filter_map(|f| f.or_else(|| next.next())).collect();
        for (i, &v) in self.layers[layer].iter().enumerate() {
            self.place[v as usize] = i as u32;
        }
    }

    /// Swaps neighbours while that saves crossings.
    fn transpose(&mut self) {
        for _ in 0..4 {
            let mut better = false;
            for layer in 0..self.layers.len() {
                for i in 1..self.layers[layer].len() {
                    let (a, b) = (self.layers[layer][i - 1] as usize, self.layers[layer][i] as usize);
                    let count = |v: usize, u: usize| self.between(&self.above, v, u) + self.between(&self.below, v, u);
                    if count(b, a) < count(a, b) {
                        self.layers[layer].swap(i - 1, i);
                        self.place.swap(a, b);
                        better = true;
                    }
                }
            }
            if !better {
                break;
            }
        }
    }

    /// Crossings between the edges of two neighbours, `v` standing left of `u`.
    fn between(&self, side: &[Vec<u32>], v: usize, u: usize) -> usize {
        let at = |w: &u32| self.place[*w as usize];
        side[v].iter().map(|p| side[u].iter().filter(|q| at(q) < at(p)).count()).sum()
    }

    /// All crossings between neighbouring layers, by a tree of counts.
    fn crossings(&self) -> u64 {
        let mut total = 0;
        let mut ends: Vec<u32> = Vec::new();
        for pair in self.layers.windows(2) {
            ends.clear();
            for &v in &pair[0] {
                let first = ends.len();
                ends.extend(self.below[v as usize].iter().map(|u| self.place[*u as usize]));
                ends[first..].sort_unstable();
            }
            let mut leaves = 1;
            while leaves < pair[1].len() {
                leaves *= 2;
            }
            let mut counts = vec![0u32; 2 * leaves];
            for &end in &ends {
                let mut at = leaves + end as usize;
                while at > 1 {
                    counts[at] += 1;
                    if at.is_multiple_of(2) {
                        total += u64::from(counts[at + 1]);
                    }
                    at /= 2;
                }
            }
        }
        total
    }
}
