//! States at their geographic places, everything else near what it belongs to. Degrees are projected
//! onto the page by the equirectangular projection with its true parallel in the middle of the map
//! (Marinus of Tyre, as given by Snyder, "Map Projections: A Working Manual", 1987).

use std::borrow::Cow;

use super::distances::adjacency;
use super::organic::Organic;
use super::rect::{around, stretch_within};
use super::{BackLine, Backdrop, Input, Layout, Options, Point, finish, finished};
use crate::math::Portable as _;
use crate::progress::{Cancelled, Progress};

/// Times that what has no place looks at its neighbours.
const SWEEPS: usize = 8;
/// Room on the page, as a multiple of all boxes.
const ROOM: f64 = 5.0;

/// How far coasts are drawn around what has a place, in scene units.
const AROUND: f64 = 40.0;

pub(crate) struct Map;

impl Layout for Map {
    fn good_for(&self) -> &'static str {
        "Geography: states at their places, the rest near what they belong to."
    }

    fn synonyms(&self) -> &'static [&'static str] {
        &["geographic", "world"]
    }

    fn meaning(&self, _options: &Options) -> Cow<'static, str> {
        "states stand about where they are".into()
    }

    fn backdrop(&self, input: &Input<'_>, positions: &[(f32, f32)]) -> Backdrop {
        let mut out = Backdrop::default();
        let Some(projection) = projection(input) else { return out };
        let placed = positions.iter().enumerate().filter(|(v, _)| degrees(input, *v).is_some());
        let area = around(placed.map(|(v, at)| input.boxes[v].edges((f64::from(at.0), f64::from(at.1)))));
        let area = [area[0] - AROUND, area[1] - AROUND, area[2] + AROUND, area[3] + AROUND];
        for coast in coasts() {
            let mut line: Vec<(f32, f32)> = Vec::new();
            for pair in coast.windows(2) {
                let (a, b) = (projection.flat(pair[0]), projection.flat(pair[1]));
                // What crosses the cut would run across the whole page.
                let torn = (a.0 - b.0).abs() > 180.0 * projection.parallel * projection.scale;
                let Some((a, b)) = clipped(a, b, area).filter(|_| !torn) else { continue };
                let (a, b) = ((a.0 as f32, a.1 as f32), (b.0 as f32, b.1 as f32));
                if line.last() != Some(&a) {
                    if line.len() > 1 {
                        out.lines.push(BackLine { points: std::mem::take(&mut line), width: 1.0, node: None });
                    }
                    line = vec![a];
                }
                line.push(b);
            }
            if line.len() > 1 {
                out.lines.push(BackLine { points: line, width: 1.0, node: None });
            }
        }
        out
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        progress.report(0.0)?;
        let count = input.boxes.len();
        let Some(projection) = projection(input) else { return Organic.place(input, progress) };
        let near = adjacency(count, input.edges);
        let mut points: Vec<Option<Point>> =
            (0..count).map(|v| degrees(input, v).map(|d| projection.flat(d))).collect();
        // What has no place goes to the middle of its neighbours, from the places outwards.
        let fixed: Vec<bool> = points.iter().map(Option::is_some).collect();
        for sweep in 0..SWEEPS {
            progress.report(sweep as f32 / SWEEPS as f32 * 0.5)?;
            let before = points.clone();
            for v in (0..count).filter(|&v| !fixed[v]) {
                let known: Vec<Point> = near[v].iter().filter_map(|&u| before[u as usize]).collect();
                if !known.is_empty() {
                    let n = known.len() as f64;
                    let sum = known.iter().fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
                    // A little aside, each another way, so that not all lie on one point.
                    let (sin, cos) = (v as f64 * 2.399_963).sine_cosine();
                    let aside = 18.0 + 4.0 * (v % 5) as f64;
                    points[v] = Some((sum.0 / n + cos * aside, sum.1 / n + sin * aside));
                }
            }
        }
        // What hangs on no place stands below the map.
        let bottom = points.iter().flatten().map(|p| p.1).fold(0.0, f64::max) + 80.0;
        let mut along = points.iter().flatten().map(|p| p.0).fold(f64::INFINITY, f64::min);
        let mut out: Vec<Point> = Vec::with_capacity(count);
        for (v, p) in points.iter().enumerate() {
            out.push(p.unwrap_or_else(|| {
                along += f64::from(input.boxes[v].left) + 6.0;
                let at = (along, bottom);
                along += f64::from(input.boxes[v].right) + 6.0;
                at
            }));
        }
        finish::settle(input, &mut out);
        Ok(finished(out))
    }
}

/// The projection for what has a place; `None` if nothing has.
fn projection(input: &Input<'_>) -> Option<Projection> {
    let placed: Vec<(f64, f64)> = (0..input.boxes.len()).filter_map(|v| degrees(input, v)).collect();
    (!placed.is_empty()).then(|| Projection::new(input, &placed))
}

/// From degrees to the page, y down. It is cut where the widest gap between longitudes is, so that
/// the Pacific does not tear what belongs together.
struct Projection {
    /// The longitude at the left edge.
    cut: f64,
    /// How much shorter a degree of longitude is than one of latitude.
    parallel: f64,
    /// Scene units a degree.
    scale: f64,
}

impl Projection {
    fn new(input: &Input<'_>, degrees: &[(f64, f64)]) -> Self {
        let mut longitudes: Vec<f64> = degrees.iter().map(|d| d.0.rem_euclid(360.0)).collect();
        longitudes.sort_by(f64::total_cmp);
        let last = longitudes.len() - 1;
        let mut widest = (360.0 - longitudes[last] + longitudes[0], longitudes[0]);
        for pair in longitudes.windows(2) {
            if pair[1] - pair[0] > widest.0 {
                widest = (pair[1] - pair[0], pair[1]);
            }
        }
        let (low, high) = degrees.iter().fold((90.0f64, -90.0f64), |m, d| (m.0.min(d.1), m.1.max(d.1)));
        let parallel = f64::midpoint(low, high).to_radians().cosine().max(0.2);
        // Half of the gap lies on each side.
        let cut = (widest.1 - widest.0 / 2.0).rem_euclid(360.0);
        let mut made = Self { cut, parallel, scale: 1.0 };
        made.scale = scale(input, &degrees.iter().map(|d| made.flat(*d)).collect::<Vec<_>>());
        made
    }

    fn flat(&self, (longitude, latitude): (f64, f64)) -> Point {
        ((longitude - self.cut).rem_euclid(360.0) * self.parallel * self.scale, -latitude * self.scale)
    }
}

/// Where a node is, in degrees, if that is a place on Earth.
fn degrees(input: &Input<'_>, node: usize) -> Option<(f64, f64)> {
    let (lon, lat) = input.places.get(node).copied().flatten()?;
    let good = lon.is_finite() && lat.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 360.0;
    good.then_some((f64::from(lon), f64::from(lat)))
}

/// The coasts of the world: closed lines of longitude and latitude in degrees. The table is part of
/// the program: a line that cannot be read is a fault of ours, and a test looks for it.
fn coasts() -> impl Iterator<Item = Vec<(f64, f64)>> {
    include_str!("../../assets/map/coasts.csv").lines().map(|line| {
        let tenths: Vec<f64> = line.split(',').filter_map(|cell| cell.parse().ok()).collect();
        tenths.as_chunks::<2>().0.iter().map(|[lon, lat]| (lon / 10.0, lat / 10.0)).collect()
    })
}

/// The part of a segment that lies within `area`, unless it is a single point.
fn clipped(a: Point, b: Point, area: [f64; 4]) -> Option<(Point, Point)> {
    let (enter, leave) = stretch_within(a, b, area).filter(|(enter, leave)| enter < leave)?;
    let at = |share: f64| (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
    Some((at(enter), at(leave)))
}

/// Scene units a degree: so that all boxes have room on the map.
fn scale(input: &Input<'_>, flat: &[Point]) -> f64 {
    let bounds = around(flat.iter().map(|p| [p.0, p.1, p.0, p.1]));
    let (w, h) = ((bounds[2] - bounds[0]).max(1.0), (bounds[3] - bounds[1]).max(1.0));
    let area: f64 =
        input.boxes.iter().map(|b| (f64::from(b.width()) + 5.0) * (f64::from(b.height()) + 5.0)).sum::<f64>().max(1e4);
    (area * ROOM / (w * h)).sqrt().clamp(2.0, 400.0)
}

#[cfg(test)]
mod tests {
    use super::super::NodeBox;
    use super::*;

    #[test]
    fn north_is_up_and_the_pacific_does_not_tear() {
        let boxes = vec![NodeBox { left: 4.0, right: 4.0, up: 4.0, down: 4.0 }; 5];
        // Japan, Australia, Fiji, Samoa (the other side of the date line), and a ministry of Japan.
        let places = [Some((139.7, 35.7)), Some((149.1, -35.3)), Some((178.4, -18.1)), Some((-171.8, -13.8)), None];
        let edges = [(4, 0)];
        let at = Map.place(&Input { places: &places, ..Input::new(&boxes, &edges) }, &Progress::new()).unwrap();
        assert!(at[0].1 < at[2].1 && at[2].1 < at[1].1, "{at:?}");
        assert!(at[0].0 < at[1].0 && at[1].0 < at[2].0 && at[2].0 < at[3].0, "{at:?}");
        // Coasts lie behind them, and go no further than the page.
        let input = Input { places: &places, ..Input::new(&boxes, &edges) };
        let coasts = Map.backdrop(&input, &at);
        assert!(coasts.lines.len() > 5);
        let points = || coasts.lines.iter().flat_map(|l| &l.points);
        assert!(points().all(|p| p.0 >= at[0].0.min(at[4].0) - 60.0 && p.0 <= at[3].0 + 60.0));
        assert!(coasts.lines.iter().flat_map(|l| l.points.windows(2)).all(|p| (p[0].0 - p[1].0).abs() < 200.0));
        let far = |a: usize, b: usize| (at[a].0 - at[b].0).hypotenuse(at[a].1 - at[b].1);
        assert!((1..4).all(|v| far(4, 0) < far(4, v)));
    }

    #[test]
    fn every_line_of_the_table_of_coasts_is_a_closed_line_on_earth() {
        let mut count = 0;
        for coast in coasts() {
            assert!(coast.len() > 3 && coast.first() == coast.last(), "{coast:?}");
            assert!(coast.iter().all(|p| p.0.abs() <= 180.0 && p.1.abs() <= 90.0), "{coast:?}");
            count += 1;
        }
        assert!(count > 50);
    }
}
