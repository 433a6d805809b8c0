//! The Leiden method (Traag, Waltman and van Eck 2019): nodes move to the group where modularity gains most, groups are refined
//! so that each hangs together, and what was refined becomes the nodes of the next level. Works on plain weighted rows.

use std::collections::VecDeque;

use super::dice::Dice;
use crate::progress::{Cancelled, Progress};

/// How often it starts over from what it has found.
const PASSES: usize = 3;
/// A gain of modularity below this share of all weight is rounding.
const ROUNDING: f64 = 1e-12;

/// A weighted network: neighbours with the weight of the ties to them, and the weight that counts for each node.
pub(super) struct Level {
    starts: Vec<usize>,
    near: Vec<(u32, f64)>,
    degree: Vec<f64>,
    /// The sum of all degrees.
    total: f64,
}

impl Level {
    /// So many nodes, each with its neighbours; ties stand in the rows of both ends.
    pub(super) fn new<N: Iterator<Item = (u32, f64)>>(nodes: usize, near_of: impl Fn(usize) -> N) -> Self {
        let (mut starts, mut near) = (vec![0], Vec::new());
        for v in 0..nodes {
            near.extend(near_of(v));
            starts.push(near.len());
        }
        let sum = |v: usize| near[starts[v]..starts[v + 1]].iter().map(|(_, weight)| weight).sum();
        let degree: Vec<f64> = (0..nodes).map(sum).collect();
        let total = degree.iter().sum();
        Level { starts, near, degree, total }
    }

    fn nodes(&self) -> usize {
        self.degree.len()
    }

    fn near(&self, node: usize) -> &[(u32, f64)] {
        &self.near[self.starts[node]..self.starts[node + 1]]
    }

    /// The sum of degrees in each group.
    fn held(&self, groups: &[u32]) -> Vec<f64> {
        let mut held = vec![0.0; self.nodes()];
        groups.iter().zip(&self.degree).for_each(|(group, degree)| held[*group as usize] += degree);
        held
    }

    /// The network of so many groups. What is within a group stays in its degree.
    fn merged(&self, groups: &[u32], count: usize) -> Level {
        let members = members(groups, count);
        let mut sums = Sums::new(count);
        let (mut starts, mut near, mut degree) = (vec![0], Vec::new(), vec![0.0; count]);
        for (group, members) in members.iter().enumerate() {
            for &v in members {
                degree[group] += self.degree[v as usize];
                let others = self.near(v as usize).iter().map(|(u, weight)| (groups[*u as usize], *weight));
                others
                    .filter(|(other, _)| *other as usize != group)
                    .for_each(|(other, weight)| sums.add(other, weight));
            }
            near.extend(sums.take());
            starts.push(near.len());
        }
        Level { starts, near, degree, total: self.total }
    }
}

/// Sums by group, of few groups at a time.
struct Sums {
    of: Vec<f64>,
    touched: Vec<u32>,
}

impl Sums {
    fn new(groups: usize) -> Self {
        Sums { of: vec![0.0; groups], touched: Vec::new() }
    }

    fn add(&mut self, group: u32, weight: f64) {
        let sum = &mut self.of[group as usize];
        if *sum == 0.0 {
            self.touched.push(group);
        }
        *sum += weight;
    }

    /// The sums, in order of first appearance; all are 0 again afterwards.
    fn take(&mut self) -> impl Iterator<Item = (u32, f64)> + '_ {
        let of = &mut self.of;
        self.touched.drain(..).map(|group| (group, std::mem::take(&mut of[group as usize])))
    }
}

/// The group of each node, numbered from 0 by first appearance.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(super) fn groups_of(base: &Level, seed: u64, progress: &Progress) -> Result<Vec<u32>, Cancelled> {
    let mut groups: Vec<u32> = (0..base.nodes() as u32).collect();
    if base.total <= 0.0 {
        return Ok(groups);
    }
    let mut dice = Dice::new(seed);
    let mut best = modularity(base, &groups);
    for number in 0..PASSES {
        progress.report(number as f32 / PASSES as f32)?;
        let mut tried = groups.clone();
        pass(base, &mut tried, &mut dice, progress)?;
        let found = modularity(base, &tried);
        if found <= best + ROUNDING {
            break;
        }
        (groups, best) = (tried, found);
    }
    Ok(numbered(&groups).0)
}

/// Improves groups, level by level.
fn pass(base: &Level, groups: &mut [u32], dice: &mut Dice, progress: &Progress) -> Result<(), Cancelled> {
    let mut merged: Option<Level> = None;
    // Which node of the level each node is in.
    let mut of: Vec<u32> = (0..base.nodes() as u32).collect();
    let mut own = groups.to_vec();
    loop {
        let level = merged.as_ref().unwrap_or(base);
        move_nodes(level, &mut own, dice, progress)?;
        let (moved, count) = numbered(&own);
        groups.iter_mut().zip(&of).for_each(|(group, node)| *group = moved[*node as usize]);
        if count == level.nodes() {
            return Ok(());
        }
        let (mut refined, mut parts) = numbered(&refine(level, &moved, dice, progress)?);
        if parts == level.nodes() {
            // Nothing hangs together well enough: whole groups become the next nodes.
            (refined, parts) = (moved.clone(), count);
        }
        own = vec![0; parts];
        refined.iter().zip(&moved).for_each(|(part, group)| own[*part as usize] = *group);
        of.iter_mut().for_each(|node| *node = refined[*node as usize]);
        merged = Some(level.merged(&refined, parts));
    }
}

/// Moves each node to the neighbouring group that raises modularity most, or to one of its own, and then looks again at the
/// neighbours that it left behind.
fn move_nodes(level: &Level, groups: &mut [u32], dice: &mut Dice, progress: &Progress) -> Result<(), Cancelled> {
    let nodes = level.nodes();
    let mut held = level.held(groups);
    let mut sizes = vec![0u32; nodes];
    groups.iter().for_each(|group| sizes[*group as usize] += 1);
    let mut empty: Vec<u32> = (0..nodes as u32).filter(|group| sizes[*group as usize] == 0).collect();
    let mut order: Vec<u32> = (0..nodes as u32).collect();
    dice.shuffle(&mut order);
    let mut waits = vec![true; nodes];
    let mut queue: VecDeque<u32> = order.into();
    let mut sums = Sums::new(nodes);
    let mut steps = 0usize;
    while let Some(v) = queue.pop_front() {
        steps += 1;
        if steps.is_multiple_of(1024) {
            // How many steps are left is not known.
            progress.report(progress.done())?;
        }
        let v = v as usize;
        waits[v] = false;
        let (own, degree) = (groups[v], level.degree[v]);
        held[own as usize] -= degree;
        level.near(v).iter().for_each(|(u, weight)| sums.add(groups[*u as usize], *weight));
        let share = degree / level.total;
        let stay = sums.of[own as usize] - share * held[own as usize];
        let (mut best, mut gain) = (own, stay + ROUNDING * level.total);
        for (group, towards) in sums.take() {
            let candidate = towards - share * held[group as usize];
            if candidate > gain {
                (best, gain) = (group, candidate);
            }
        }
        if gain < 0.0
            && sizes[own as usize] > 1
            && let Some(group) = empty.last()
        {
            best = *group;
        }
        held[best as usize] += degree;
        if best != own {
            if sizes[best as usize] == 0 {
                empty.pop();
            }
            sizes[own as usize] -= 1;
            sizes[best as usize] += 1;
            if sizes[own as usize] == 0 {
                empty.push(own);
            }
            groups[v] = best;
            for &(u, _) in level.near(v) {
                if groups[u as usize] != best && !waits[u as usize] {
                    waits[u as usize] = true;
                    queue.push_back(u);
                }
            }
        }
    }
    Ok(())
}

/// Parts of groups: each node, alone at first, joins the part of its group that raises modularity most, if both are tied well
/// enough to the rest of the group.
fn refine(level: &Level, groups: &[u32], dice: &mut Dice, progress: &Progress) -> Result<Vec<u32>, Cancelled> {
    let nodes = level.nodes();
    let held = level.held(groups);
    let mut parts: Vec<u32> = (0..nodes as u32).collect();
    let mut part_held = level.degree.clone();
    let mut alone = vec![true; nodes];
    // What ties each part to the rest of its group.
    let to_group = |v: usize| {
        let within = level.near(v).iter().filter(|(u, _)| groups[*u as usize] == groups[v]);
        within.map(|(_, weight)| weight).sum::<f64>()
    };
    let mut tied: Vec<f64> = (0..nodes).map(to_group).collect();
    let mut order: Vec<u32> = (0..nodes as u32).collect();
    dice.shuffle(&mut order);
    let mut sums = Sums::new(nodes);
    for (step, v) in order.into_iter().map(|v| v as usize).enumerate() {
        if step.is_multiple_of(1024) {
            progress.report(progress.done())?;
        }
        let (degree, all) = (level.degree[v], held[groups[v] as usize]);
        let is_well_tied = |tied: f64, part: f64| tied >= part * (all - part) / level.total;
        if !alone[v] || !is_well_tied(tied[v], degree) {
            continue;
        }
        let within = level.near(v).iter().filter(|(u, _)| groups[*u as usize] == groups[v]);
        within.for_each(|(u, weight)| sums.add(parts[*u as usize], *weight));
        let mut best = (v as u32, ROUNDING * level.total, 0.0);
        for (part, towards) in sums.take() {
            let gain = towards - degree * part_held[part as usize] / level.total;
            if gain > best.1 && is_well_tied(tied[part as usize], part_held[part as usize]) {
                best = (part, gain, towards);
            }
        }
        let (part, _, towards) = best;
        if part as usize != v {
            parts[v] = part;
            (alone[v], alone[part as usize]) = (false, false);
            part_held[part as usize] += degree;
            part_held[v] = 0.0;
            tied[part as usize] += tied[v] - 2.0 * towards;
        }
    }
    Ok(parts)
}

/// Newman and Girvan's modularity of groups: the share of ties within them, less what chance would give. Self-loops do not
/// count; 0 without ties.
pub(super) fn modularity(level: &Level, groups: &[u32]) -> f64 {
    if level.total <= 0.0 {
        return 0.0;
    }
    let within = |v: usize| {
        let own = level.near(v).iter().filter(|(u, _)| groups[*u as usize] == groups[v]);
        own.map(|(_, weight)| weight).sum::<f64>()
    };
    let ties: f64 = (0..level.nodes()).map(within).sum();
    let chance: f64 = level.held(groups).iter().map(|held| (held / level.total).powi(2)).sum();
    ties / level.total - chance
}

fn members(groups: &[u32], count: usize) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); count];
    groups.iter().enumerate().for_each(|(v, group)| members[*group as usize].push(v as u32));
    members
}

/// The same groups, numbered from 0 by first appearance, and how many there are.
fn numbered(groups: &[u32]) -> (Vec<u32>, usize) {
    let mut names = vec![u32::MAX; groups.len()];
    let mut next = 0;
    let name = |group: &u32| {
        let name = &mut names[*group as usize];
        if *name == u32::MAX {
            *name = next;
            next += 1;
        }
        *name
    };
    let named = groups.iter().map(name).collect();
    (named, next as usize)
}
