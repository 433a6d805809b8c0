//! The choice of places over all names at once: each takes the cheapest that is free, and may push up to
//! three others to other places, which may push again, where all together are the better for it, until nothing moves.
//! Knows boxes and costs, and neither nodes nor lines.

use kurbo::{Point, Rect};

use super::super::cells::{crosses, overlap};

/// A place that a name may take.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) cost: f64,
    /// The box of its letters with the space around them.
    pub(super) area: Rect,
    /// Its leader line.
    pub(super) leader: Option<(Point, Point)>,
}

impl Candidate {
    fn hits(&self, other: &Candidate) -> bool {
        let leads = |a: &Candidate, b: &Candidate| a.leader.is_some_and(|(from, to)| crosses(b.area, from, to));
        let both = self.leader.zip(other.leader).is_some_and(|(a, b)| are_crossed(a, b));
        overlap(self.area, other.area) || leads(self, other) || leads(other, self) || both
    }

    fn reach(&self) -> Rect {
        self.leader.map_or(self.area, |(from, to)| Rect::from_points(from, to).union(self.area))
    }

    /// What does not meet this box is not hit, nor does it hit.
    fn around(&self) -> Rect {
        self.reach().inflate(HAIR, HAIR)
    }
}

/// Whether two strokes cross or touch.
fn are_crossed((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |from: Point, to: Point, at: Point| (to - from).cross(at - from);
    let apart = |from, to, one, other| side(from, to, one) * side(from, to, other) > 0.0;
    !apart(a, b, c, d) && !apart(c, d, a, b) && overlap(grown(a, b), grown(c, d))
}

fn grown(a: Point, b: Point) -> Rect {
    Rect::from_points(a, b).inflate(HAIR, HAIR)
}

/// A name with its places, the cheapest first, and what it costs to leave it out.
pub(super) struct Choices {
    pub(super) places: Vec<Candidate>,
    pub(super) left_out: f64,
}

/// How near strokes count as crossed.
const HAIR: f64 = 0.5;
/// The box of a name that stands nowhere: nothing meets it.
const NOWHERE: Rect = Rect::new(f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
/// Names that one may push away.
const PUSHED: usize = 3;
/// How far pushes go on, and to how many places each.
const DEPTH: usize = 4;
const TRIED: usize = 8;
/// So many places are looked at for one name that moves: in a crowd pushes would go on and on.
const LOOKS: usize = 600;
/// Rounds at most.
const ROUNDS: usize = 20;
/// What must be gained.
const GAIN: f64 = 1e-9;

/// The place of each name by its number, or none where there is no room for it.
pub(super) fn choose(names: &[Choices]) -> Vec<Option<usize>> {
    let mut search = Search::new(names);
    // The dearest to leave out first: what they take, others cannot.
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&a, &b| names[b].left_out.total_cmp(&names[a].left_out).then(a.cmp(&b)));
    for &name in &order {
        let at = search.best_free(name, f64::INFINITY);
        search.stand(name, at);
    }
    for _ in 0..ROUNDS {
        order.sort_by(|&a, &b| search.cost(b).total_cmp(&search.cost(a)).then(a.cmp(&b)));
        let mut moved = false;
        for &name in &order {
            moved |= search.improve(name);
        }
        if !moved {
            break;
        }
    }
    search.taken
}

struct Search<'a> {
    names: &'a [Choices],
    /// Names that may come into each other's way.
    near: Vec<Vec<u32>>,
    taken: Vec<Option<usize>>,
    /// Around each name where it stands, side by side: most of what is near is ruled out by these.
    around: Vec<Rect>,
}

impl<'a> Search<'a> {
    fn new(names: &'a [Choices]) -> Self {
        let reach = |name: &Choices| name.places.iter().map(Candidate::reach).reduce(|a, b| a.union(b));
        let reaches: Vec<Option<Rect>> = names.iter().map(reach).collect();
        let touches = |a: Option<Rect>, b: Option<Rect>| a.zip(b).is_some_and(|(a, b)| overlap(a, b));
        let near = |at: usize| {
            let others = (0..names.len()).filter(|other| *other != at && touches(reaches[at], reaches[*other]));
            others.map(|other| other as u32).collect()
        };
        Search {
            names,
            near: (0..names.len()).map(near).collect(),
            taken: vec![None; names.len()],
            around: vec![NOWHERE; names.len()],
        }
    }

    fn stand(&mut self, name: usize, at: Option<usize>) -> Option<usize> {
        self.around[name] = at.map_or(NOWHERE, |at| self.names[name].places[at].around());
        std::mem::replace(&mut self.taken[name], at)
    }

    fn cost(&self, name: usize) -> f64 {
        self.taken[name].map_or(self.names[name].left_out, |at| self.names[name].places[at].cost)
    }

    /// The names that stand where this one would, or nothing if they are more than may be pushed.
    fn hit(&self, name: usize, place: &Candidate, most: usize) -> Option<Vec<usize>> {
        let mut hit = Vec::new();
        let around = place.around();
        for &other in &self.near[name] {
            let other = other as usize;
            if !overlap(self.around[other], around) {
                continue;
            }
            if self.taken[other].is_some_and(|at| self.names[other].places[at].hits(place)) {
                if hit.len() == most {
                    return None;
                }
                hit.push(other);
            }
        }
        Some(hit)
    }

    /// The cheapest free place below a cost.
    fn best_free(&self, name: usize, below: f64) -> Option<usize> {
        let places = self.names[name].places.iter().take_while(|place| place.cost < below);
        places.enumerate().find(|(_, place)| self.hit(name, place, 0).is_some()).map(|(at, _)| at)
    }

    /// Moves a name to a cheaper place if all together gain by it.
    fn improve(&mut self, name: usize) -> bool {
        let now = self.cost(name);
        let mut push = Push { allowance: now - GAIN, done: Vec::new(), settled: vec![name], looks: LOOKS };
        let count = self.names[name].places.iter().take_while(|place| place.cost < now - GAIN).count();
        (0..count).any(|at| self.seat(name, at, &mut push, DEPTH))
    }

    /// Puts a name at a place and those that stand there elsewhere, for less than what is allowed; else everything stays.
    fn seat(&mut self, name: usize, at: usize, push: &mut Push, depth: usize) -> bool {
        if push.looks == 0 {
            return false;
        }
        push.looks -= 1;
        let place = &self.names[name].places[at];
        let Some(hit) = self.hit(name, place, PUSHED) else { return false };
        if hit.iter().any(|other| push.settled.contains(other)) {
            return false;
        }
        let (allowance, mark, settled) = (push.allowance, push.done.len(), push.settled.len());
        push.allowance += hit.iter().map(|other| self.cost(*other)).sum::<f64>() - place.cost;
        for &other in &hit {
            self.set(other, None, push);
        }
        self.set(name, Some(at), push);
        if push.allowance > 0.0 && self.settle(hit, push, depth) {
            return true;
        }
        for (other, was) in push.done.drain(mark..).rev() {
            self.stand(other, was);
        }
        push.allowance = allowance;
        push.settled.truncate(settled);
        false
    }

    fn set(&mut self, name: usize, at: Option<usize>, push: &mut Push) {
        let was = self.stand(name, at);
        push.done.push((name, was));
    }

    /// Gives names that were pushed away other places, or none, for less than what is allowed.
    fn settle(&mut self, mut pushed: Vec<usize>, push: &mut Push, depth: usize) -> bool {
        pushed.sort_by(|&a, &b| self.names[b].left_out.total_cmp(&self.names[a].left_out).then(a.cmp(&b)));
        push.settled.extend(&pushed);
        for name in pushed {
            let left_out = self.names[name].left_out;
            if let Some(at) = self.best_free(name, push.allowance.min(left_out)) {
                push.allowance -= self.names[name].places[at].cost;
                self.set(name, Some(at), push);
                continue;
            }
            let tried = self.names[name].places.len().min(TRIED);
            if depth > 0 && (0..tried).any(|at| self.seat(name, at, push, depth - 1)) {
                continue;
            }
            push.allowance -= left_out;
            if push.allowance <= 0.0 {
                return false;
            }
        }
        true
    }
}

/// A push under way.
struct Push {
    /// What the names that still stand nowhere may cost together, at most.
    allowance: f64,
    /// What was changed, and what it was before.
    done: Vec<(usize, Option<usize>)>,
    /// Names that stay where this push has put them.
    settled: Vec<usize>,
    /// So many places may still be looked at.
    looks: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(x: f64, cost: f64) -> Candidate {
        Candidate { cost, area: Rect::new(x, 0.0, x + 10.0, 5.0), leader: None }
    }

    #[test]
    fn leaders_are_in_the_way_of_what_they_cross_and_not_of_what_is_beside_them() {
        let leader = |from: (f64, f64), to: (f64, f64)| Candidate {
            leader: Some((from.into(), to.into())),
            area: Rect::from_center_size(to, (4.0, 2.0)),
            cost: 0.0,
        };
        let long = leader((0.0, 0.0), (60.0, 60.0));
        assert!(long.hits(&leader((0.0, 60.0), (60.0, 0.0))), "they cross");
        assert!(!long.hits(&leader((20.0, 0.0), (80.0, 60.0))), "side by side");
        let beside = Candidate { area: Rect::new(40.0, 5.0, 60.0, 15.0), ..candidate(0.0, 0.0) };
        assert!(!long.hits(&beside), "within the box of the leader, and not on it");
        assert!(long.hits(&Candidate { area: Rect::new(25.0, 25.0, 35.0, 35.0), ..candidate(0.0, 0.0) }));
    }

    fn name(places: &[(f64, f64)]) -> Choices {
        Choices { places: places.iter().map(|(x, cost)| candidate(*x, *cost)).collect(), left_out: 50.0 }
    }

    fn total(names: &[Choices], taken: &[Option<usize>]) -> f64 {
        let cost = |(name, at): (&Choices, &Option<usize>)| at.map_or(name.left_out, |at| name.places[at].cost);
        names.iter().zip(taken).map(cost).sum()
    }

    #[test]
    fn a_name_gives_way_where_another_needs_its_place_more() {
        let both = [name(&[(0.0, 0.0), (20.0, 0.3)]), name(&[(5.0, 0.0)])];
        assert_eq!(choose(&both), [Some(1), Some(0)]);
        let chain = [name(&[(0.0, 0.0), (20.0, 0.5)]), name(&[(5.0, 0.0)]), name(&[(22.0, 0.0), (40.0, 0.2)])];
        assert_eq!(choose(&chain), [Some(1), Some(0), Some(1)]);
    }

    #[test]
    fn no_names_overlap_and_the_choice_is_near_the_best() {
        let mut seed = 3u32;
        let mut random = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from((seed >> 16) % below)
        };
        let (mut found, mut best) = (0.0, 0.0);
        for _ in 0..60 {
            let names: Vec<Choices> = (0..6)
                .map(|_| {
                    let mut places: Vec<(f64, f64)> = (0..4).map(|_| (random(70), random(20) / 10.0)).collect();
                    places.sort_by(|a, b| a.1.total_cmp(&b.1));
                    name(&places)
                })
                .collect();
            let taken = choose(&names);
            let placed: Vec<&Candidate> =
                taken.iter().zip(&names).filter_map(|(at, name)| at.map(|at| &name.places[at])).collect();
            for (number, place) in placed.iter().enumerate() {
                assert!(placed[..number].iter().all(|other| !place.hits(other)));
            }
            found += total(&names, &taken);
            best += exhaustive(&names, &mut Vec::new());
        }
        assert!(found <= best * 1.02, "{found} for {best}");
    }

    /// The least cost of all ways.
    fn exhaustive(names: &[Choices], taken: &mut Vec<Option<usize>>) -> f64 {
        let Some(name) = names.get(taken.len()) else { return total(names, taken) };
        let mut least = f64::INFINITY;
        for at in (0..name.places.len()).map(Some).chain([None]) {
            let free = at.is_none_or(|at| {
                let others = taken.iter().zip(names).filter_map(|(at, name)| at.map(|at| &name.places[at]));
                others.into_iter().all(|other| !name.places[at].hits(other))
            });
            if free {
                taken.push(at);
                least = least.min(exhaustive(names, taken));
                taken.pop();
            }
        }
        least
    }
}
