//! Outlines of groups so large that no one sees single members: around where a group has more members than any other and no small
//! share of all. Members far from the others are left out, rather than have an outline reach over the ground of others.

use kurbo::{BezPath, Point, Rect, Shape as _};
use rayon::prelude::*;

use super::outline::Spot;
use super::raster::{Field, rounded, thinned};

/// Where a group has a smaller share of all than this, it has no land.
const SHARE: f32 = 0.34;
/// The distance to this neighbour of the same group says how far a member reaches.
const NEIGHBOUR: usize = 10;
/// So many members are asked for theirs; most of them, this share, are no farther from each other.
const ASKED: usize = 240;
const USUAL: f64 = 0.75;
/// Land is where as much is as so many members at one place, and this share of what is around the usual member.
const LEAST: f32 = 1.7;
const OF_USUAL: f32 = 0.2;
/// A piece of land holds at least this share of its group.
const PIECE: f64 = 0.08;
/// This share of a group at each side does not widen the map.
const OUTERMOST: f64 = 0.02;

/// The lands of groups, one an entry of `groups`.
pub(crate) fn lands(spots: &[Spot], groups: &[u32]) -> Vec<BezPath> {
    let members: Vec<Vec<Point>> =
        groups.par_iter().map(|group| spots.iter().filter(|s| s.group == *group).map(|s| s.at).collect()).collect();
    let (Some(whole), Some(reach)) = (inner(&members), usual_reach(&members)) else {
        return vec![BezPath::new(); groups.len()];
    };
    let empty = Field::over(whole.inflate(reach * 3.0, reach * 3.0), 0.0);
    let wide = (reach / 2.0 / empty.cell).ceil().clamp(1.0, 60.0) as usize;
    let heaps = |points: &mut dyn Iterator<Item = Point>| {
        let mut field = empty.clone();
        points.for_each(|at| field.add(at, 1.0));
        // Three times even is about a bell.
        (0..3).for_each(|_| field.spread(wide));
        field.values
    };
    let all = heaps(&mut spots.iter().map(|spot| spot.at));
    let own: Vec<Vec<f32>> = members.par_iter().map(|points| heaps(&mut points.iter().copied())).collect();
    // The largest and the next at each corner.
    let mut most = vec![(0.0f32, 0.0f32); all.len()];
    for values in &own {
        for (most, value) in most.iter_mut().zip(values) {
            *most = if *value > most.0 { (*value, most.0) } else { (most.0, most.1.max(*value)) };
        }
    }
    let alone = LEAST * peak(wide);
    let land = |(values, points): (&Vec<f32>, &Vec<Point>)| {
        let mut field = empty.clone();
        let mut around: Vec<f32> = points.iter().filter_map(|at| values.get(empty.place(*at)?).copied()).collect();
        around.sort_unstable_by(f32::total_cmp);
        let least = alone.max(around.get(around.len() / 2).map_or(0.0, |usual| usual * OF_USUAL));
        for (i, value) in values.iter().enumerate() {
            let rival = if *value >= most[i].0 { most[i].1 } else { most[i].0 };
            field.values[i] = (value - rival).min(value - all[i] * SHARE).min(value - least);
        }
        land_of(&field, points)
    };
    own.par_iter().zip(&members).map(land).collect()
}

/// The pieces that hold enough of these points, with the holes in them.
fn land_of(field: &Field, points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    let least = (points.len() as f64 * PIECE).max(2.0);
    let mut holes: Vec<BezPath> = Vec::new();
    for ring in field.rings() {
        let mut piece = BezPath::new();
        rounded(&thinned(&ring, 0.3 * field.cell), &mut piece);
        if piece.area().abs() < field.cell * field.cell * 4.0 {
            continue;
        }
        // With the inside on the left of who goes along, holes run clockwise.
        if piece.area() > 0.0 {
            holes.push(piece);
            continue;
        }
        let bounds = piece.bounding_box();
        let held = points.iter().filter(|at| bounds.contains(**at) && piece.winding(**at) != 0).count();
        if held as f64 >= least {
            path.extend(piece);
        }
    }
    // Of a piece that was left out the holes are, too.
    let holes = holes.into_iter().filter(|hole| {
        let corner = hole.elements().iter().find_map(kurbo::PathEl::end_point);
        corner.is_some_and(|corner| path.winding(corner) != 0)
    });
    let holes: Vec<BezPath> = holes.collect();
    path.extend(holes.into_iter().flatten());
    path
}

/// The box around all groups but the outermost of each; `None` without any.
fn inner(members: &[Vec<Point>]) -> Option<Rect> {
    let of = |points: &Vec<Point>| {
        let side = |of: fn(&Point) -> f64| {
            let mut all: Vec<f64> = points.iter().map(of).collect();
            all.sort_unstable_by(f64::total_cmp);
            let skip = (all.len() as f64 * OUTERMOST) as usize;
            Some((*all.get(skip)?, *all.get(all.len().checked_sub(1 + skip)?)?))
        };
        let ((x0, x1), (y0, y1)) = (side(|at| at.x)?, side(|at| at.y)?);
        Some(Rect::new(x0, y0, x1, y1))
    };
    members.par_iter().filter_map(of).reduce_with(|a, b| a.union(b))
}

/// How far from each other members of a group usually stand; `None` where no group has several.
fn usual_reach(members: &[Vec<Point>]) -> Option<f64> {
    let count: usize = members.iter().map(Vec::len).sum();
    let step = count.div_ceil(ASKED).max(1);
    let asked: Vec<(Point, &Vec<Point>)> =
        members.iter().flat_map(|group| group.iter().map(move |at| (*at, group))).step_by(step).collect();
    let reach = |(at, group): &(Point, &Vec<Point>)| {
        let mut away: Vec<f64> = group.iter().map(|other| at.distance_squared(*other)).collect();
        let place = NEIGHBOUR.min(away.len() - 1);
        (place > 0).then(|| away.select_nth_unstable_by(place, f64::total_cmp).1.sqrt())
    };
    let mut all: Vec<f64> = asked.par_iter().filter_map(reach).filter(|reach| *reach > 0.0).collect();
    all.sort_unstable_by(f64::total_cmp);
    all.get((all.len() as f64 * USUAL) as usize).copied()
}

/// How high a single spot is once it has been spread three times.
fn peak(wide: usize) -> f32 {
    let mut row = vec![0.0f32; 6 * wide + 1];
    row[3 * wide] = 1.0;
    for _ in 0..3 {
        row = (0..row.len())
            .map(|at| row[at.saturating_sub(wide)..=(at + wide).min(row.len() - 1)].iter().sum())
            .collect();
    }
    row[3 * wide].powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::Portable as _;

    fn spot(x: f64, y: f64, group: u32) -> Spot {
        Spot { at: Point::new(x, y), radius: 8.0, name: None, group }
    }

    /// A disc of evenly strewn spots (Vogel 1979), the inner part of which is left out.
    fn disc(middle: (f64, f64), count: u32, hollow: u32, group: u32) -> Vec<Spot> {
        (hollow..count)
            .map(|i| {
                let (away, turn) = (f64::from(i).sqrt() * 20.0, f64::from(i) * 2.399_963);
                spot(middle.0 + away * turn.cosine(), middle.1 + away * turn.sine(), group)
            })
            .collect()
    }

    fn inside(path: &BezPath, spots: &[Spot], group: u32) -> f64 {
        let own: Vec<&Spot> = spots.iter().filter(|spot| spot.group == group).collect();
        own.iter().filter(|spot| path.winding(spot.at) != 0).count() as f64 / own.len() as f64
    }

    #[test]
    fn far_off_members_are_left_out() {
        let mut spots = disc((0.0, 0.0), 400, 0, 0);
        let near = BezPath::area(&lands(&spots, &[0])[0]).abs();
        // A twentieth of the group stands far off, alone or in pairs, and one spot farther than anything.
        spots.extend((0..10).flat_map(|n| {
            let at = (900.0 + f64::from(n) * 300.0, f64::from(n % 3) * 700.0 - 600.0);
            [spot(at.0, at.1, 0), spot(at.0 + 15.0, at.1, 0)]
        }));
        spots.push(spot(90_000.0, -80_000.0, 0));
        spots.extend(disc((1_500.0, 0.0), 300, 0, 1));
        let lands = lands(&spots, &[0, 1]);
        assert!((lands[0].area().abs() / near - 1.0).abs() < 0.15, "{} {near}", lands[0].area());
        assert!(inside(&lands[0], &spots, 0) > 0.9 && inside(&lands[0], &spots, 1) == 0.0);
        assert!(inside(&lands[1], &spots, 1) > 0.95 && inside(&lands[1], &spots, 0) < 0.01);
    }

    #[test]
    fn land_is_no_wider_than_its_members_and_has_holes() {
        for count in [60, 300, 3_000] {
            let spots = disc((0.0, 0.0), count, 0, 0);
            let land = &lands(&spots, &[0])[0];
            assert!(inside(land, &spots, 0) > 0.9, "{count}");
            let radius = (land.area().abs() / std::f64::consts::PI).sqrt();
            let widest = f64::from(count).sqrt() * 20.0;
            assert!(radius < widest + 60.0 && radius > widest - 30.0, "{count}: {radius} {widest}");
        }
        let ring = disc((0.0, 0.0), 3_000, 1_000, 0);
        let land = &lands(&ring, &[0])[0];
        assert!(land.winding(Point::ORIGIN) == 0 && inside(land, &ring, 0) > 0.9);
    }

    #[test]
    fn odd_spots_have_no_land() {
        assert_eq!(lands(&[], &[]), []);
        assert!(lands(&[], &[0]).iter().all(|path| path.is_empty()));
        let same: Vec<Spot> = (0..500).map(|_| spot(3.0, 4.0, 0)).collect();
        assert_eq!(lands(&same, &[0, 7]).len(), 2);
        assert!(lands(&[spot(0.0, 0.0, 0)], &[0])[0].is_empty());
    }

    #[test]
    fn lands_lie_where_a_group_is_most() {
        let spots: Vec<Spot> = (0..10_000)
            .map(|i| {
                let (x, y) = (f64::from(i % 100) * 10.0, f64::from(i / 100) * 10.0);
                spot(x, y, u32::from(x > 500.0))
            })
            .collect();
        let lands = lands(&spots, &[0, 1]);
        assert!(lands[0].winding(Point::new(200.0, 500.0)) != 0 && lands[0].winding(Point::new(800.0, 500.0)) == 0);
        assert!(lands[1].winding(Point::new(200.0, 500.0)) == 0 && lands[1].winding(Point::new(800.0, 500.0)) != 0);
    }
}
