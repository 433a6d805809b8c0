//! The outline of a group among others: around its members and their names at an even distance, joined
//! where members stand near each other, never around what is in another group. The idea is that of
//! Bubble Sets (Collins, Penn and Carpendale 2009), with distances in place of energies, so that the
//! margin is the same everywhere.

use kurbo::{BezPath, Point, Rect, Shape as _};

use super::raster::{Field, rounded, thinned};

/// Space between a member and the outline, in scene units.
const MARGIN: f64 = 8.0;
/// Radius of hollows between members: what is narrower is filled.
const FILLET: f64 = 16.0;
/// How far from its members a group is looked at.
const REACH: f64 = MARGIN + FILLET;
/// Space between the outline and a node of another group.
const APART: f64 = 3.0;
/// Half width of the way between two members that are joined, its margin included.
const WAY: f64 = 5.0;
/// Members farther apart than so many times the usual distance of neighbours are not joined.
const NEAR: f64 = 2.6;

/// A node as far as outlines go around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(crate) at: Point,
    /// Radius of a circle around its shape, in scene units.
    pub(crate) radius: f64,
    /// Box of its name.
    pub(crate) name: Option<Rect>,
    /// Its group; `NO_GROUP` is none.
    pub(crate) group: u32,
}

/// The usual distance between neighbours: half of all spots have another one nearer than that.
pub(crate) fn usual_distance(spots: &[Spot]) -> f64 {
    let nearest = |(i, a): (usize, &Spot)| {
        let others = spots.iter().enumerate().filter(|(j, _)| *j != i);
        others.map(|(_, b)| a.at.distance_squared(b.at)).fold(f64::INFINITY, f64::min).sqrt()
    };
    let mut all: Vec<f64> = spots.iter().enumerate().map(nearest).collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().filter(|d| d.is_finite()).unwrap_or(0.0)
}

/// The outline of a group, where neighbours are usually so far from each other; empty if it has less
/// than two members.
pub(crate) fn outline(spots: &[Spot], group: u32, usual: f64) -> BezPath {
    let members: Vec<&Spot> = spots.iter().filter(|s| s.group == group).collect();
    let mut path = BezPath::new();
    if members.len() < 2 {
        return path;
    }
    let area = |s: &Spot| {
        let body = Rect::from_center_size(s.at, (s.radius * 2.0, s.radius * 2.0));
        s.name.map_or(body, |name| body.union(name))
    };
    let Some(whole) = members.iter().map(|s| area(s)).reduce(|a, b| a.union(b)) else { return path };
    let whole = whole.inflate(REACH + 8.0, REACH + 8.0);
    let others: Vec<&Spot> = spots.iter().filter(|s| s.group != group && area(s).overlaps(whole)).collect();

    let inside = inside(whole, &members, &others, usual);
    let least = std::f64::consts::PI * MARGIN * MARGIN / 2.0;
    for ring in inside.rings() {
        let ring = thinned(&ring, 0.2 * inside.cell);
        let mut piece = BezPath::new();
        rounded(&ring, &mut piece);
        // A hollow that holds nothing is a blemish.
        let holds = |s: &&Spot| piece.contains(s.at);
        if piece.area().abs() > least && (members.iter().any(&holds) || others.iter().any(holds)) {
            path.extend(piece);
        }
    }
    path
}

/// How far inside of the outline each point of `whole` is; outside it is negative.
fn inside(whole: Rect, members: &[&Spot], others: &[&Spot], usual: f64) -> Field {
    let from_members = from_members(whole, members, &ways(members, others, usual));
    let cell = from_members.cell;
    // Out by more than the margin and in again: what is too narrow for a hollow is filled.
    let mut grown = from_members.clone();
    grown.values.iter_mut().for_each(|v| *v = REACH as f32 - *v);
    let mut inside = from_members.like(1e9);
    for ring in grown.rings() {
        for (i, a) in ring.iter().enumerate() {
            inside.near(*a, ring[(i + 1) % ring.len()], 0.0, FILLET + 2.0 * cell);
        }
    }
    for (value, grown) in inside.values.iter_mut().zip(&grown.values) {
        *value = if *grown > 0.0 { *value } else { -*value } - FILLET as f32;
    }
    // What is in other groups is outside, whatever is around it; the members are inside.
    let from_bodies = |spots: &[&Spot]| {
        let mut field = from_members.like(1e9);
        spots.iter().for_each(|s| field.near(s.at, s.at, s.radius, APART + 2.0 * cell));
        field
    };
    let (outsiders, bodies) = (from_bodies(others), from_bodies(members));
    for (value, (outsider, body)) in inside.values.iter_mut().zip(outsiders.values.iter().zip(&bodies.values)) {
        *value = value.min(outsider - APART as f32).max(APART as f32 - body);
    }
    inside
}

/// At which distance from the members, their names and the ways between them each point is.
fn from_members(whole: Rect, members: &[&Spot], ways: &[(Point, Point)]) -> Field {
    let mut field = Field::over(whole, 1e9);
    let reach = REACH + 2.0 * field.cell;
    for member in members {
        field.near(member.at, member.at, member.radius, reach);
        if let Some(name) = member.name {
            let half = name.height() / 2.0;
            let inset = half.min(name.width() / 2.0);
            let (left, right) =
                (Point::new(name.x0 + inset, name.center().y), Point::new(name.x1 - inset, name.center().y));
            field.near(left, right, half, reach);
        }
    }
    for (a, b) in ways {
        field.near(*a, *b, WAY - MARGIN, reach);
    }
    field
}

/// Ways between members: the shortest that join all (Prim 1957), less those that are long or would
/// cross a node of another group.
fn ways(members: &[&Spot], others: &[&Spot], usual: f64) -> Vec<(Point, Point)> {
    let mut nearest: Vec<(f64, usize)> = members.iter().map(|m| (m.at.distance(members[0].at), 0)).collect();
    let mut left: Vec<usize> = (1..members.len()).collect();
    let mut found: Vec<(f64, usize, usize)> = Vec::new();
    while let Some(place) = (0..left.len()).min_by(|a, b| nearest[left[*a]].0.total_cmp(&nearest[left[*b]].0)) {
        let next = left.swap_remove(place);
        found.push((nearest[next].0, nearest[next].1, next));
        for &other in &left {
            let distance = members[other].at.distance(members[next].at);
            if distance < nearest[other].0 {
                nearest[other] = (distance, next);
            }
        }
    }
    let blocked = |a: Point, b: Point| {
        let piece = kurbo::Line::new(a, b);
        others.iter().any(|o| {
            let away = kurbo::ParamCurveNearest::nearest(&piece, o.at, 1e-3).distance_sq;
            away < (o.radius + APART + WAY).powi(2)
        })
    };
    let short = found.iter().filter(|f| f.0 <= usual * NEAR);
    short.map(|f| (members[f.1].at, members[f.2].at)).filter(|(a, b)| !blocked(*a, *b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::NO_GROUP;

    fn spot(x: f64, y: f64, group: u32) -> Spot {
        Spot { at: Point::new(x, y), radius: 8.0, name: None, group }
    }

    /// Many spots in rows, none on another, in groups at random.
    fn mixed(seed: u32) -> Vec<Spot> {
        let mut state = seed;
        let mut next = move |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        (0..80)
            .map(|i| {
                let (x, y) = (f64::from(i % 10) * 60.0, f64::from(i / 10) * 50.0);
                let group = if i % 10 < 5 { next(2) } else { 1 + next(3) };
                let group = if group == 3 { NO_GROUP } else { group };
                spot(x + f64::from(next(30)), y + f64::from(next(20)), group)
            })
            .collect()
    }

    #[test]
    fn members_are_inside_and_all_others_outside() {
        for seed in 0..20 {
            let spots = mixed(seed);
            for group in 0..3 {
                let path = outline(&spots, group, usual_distance(&spots));
                for spot in &spots {
                    assert_eq!(path.winding(spot.at) != 0, spot.group == group, "seed {seed}, {spot:?}");
                    // Not only their centres.
                    let side = Point::new(spot.at.x + spot.radius, spot.at.y);
                    assert_eq!(path.winding(side) != 0, spot.group == group, "seed {seed}, beside {spot:?}");
                }
            }
        }
    }

    #[test]
    fn neighbours_share_an_outline_and_strangers_cut_it() {
        let pieces = |spots: &[Spot]| {
            let path = outline(spots, 0, 60.0);
            path.elements().iter().filter(|el| matches!(el, kurbo::PathEl::MoveTo(_))).count()
        };
        let row = [spot(0.0, 0.0, 0), spot(60.0, 0.0, 0), spot(120.0, 0.0, 0)];
        assert_eq!(pieces(&row), 1);
        let far = [spot(0.0, 0.0, 0), spot(60.0, 0.0, 0), spot(600.0, 0.0, 0)];
        assert_eq!(pieces(&far), 2, "what is far away has an area of its own");
        let parted = [spot(0.0, 0.0, 0), spot(120.0, 0.0, 0), spot(60.0, 0.0, 1)];
        assert_eq!(pieces(&parted), 2, "no way leads through another");
        assert!(outline(&row[..1], 0, 60.0).is_empty());
        assert!(outline(&[], 0, 60.0).is_empty());
    }
}
