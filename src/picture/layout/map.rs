//! States at their places, everything else near what it belongs to. Degrees become a page by the
//! equirectangular projection with its true parallel in the middle of what is shown (Marinus of Tyre,
//! as Snyder, "Map Projections: A Working Manual", 1987, gives it).

use super::distances::adjacency;
use super::organic::Organic;
use super::{Input, Layout, Point, finish, finished};
use crate::progress::{Cancelled, Progress};

/// Times that what has no place looks at its neighbours.
const SWEEPS: usize = 8;
/// Room on the page, as a multiple of all boxes.
const ROOM: f64 = 5.0;

/// The layout.
pub struct Map;

impl Layout for Map {
    fn name(&self) -> &'static str {
        "map"
    }

    fn good_for(&self) -> &'static str {
        "Where it is: states at their places, the rest near what it belongs to."
    }

    fn meaning(&self) -> &'static str {
        "states stand about where they are"
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        progress.report(0.0)?;
        let count = input.boxes.len();
        let degrees = |v: usize| {
            let (lon, lat) = input.places.get(v).copied().flatten()?;
            let good = lon.is_finite() && lat.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 360.0;
            good.then_some((f64::from(lon), f64::from(lat)))
        };
        let placed: Vec<usize> = (0..count).filter(|&v| degrees(v).is_some()).collect();
        if placed.is_empty() {
            return Organic.place(input, progress);
        }
        let near = adjacency(count, input.edges);
        let flat = project(&placed.iter().filter_map(|&v| degrees(v)).collect::<Vec<_>>());
        let scale = scale(input, &flat);
        let mut points: Vec<Option<Point>> = vec![None; count];
        for (&v, p) in placed.iter().zip(&flat) {
            points[v] = Some((p.0 * scale, p.1 * scale));
        }
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
                    let (sin, cos) = (v as f64 * 2.399_963).sin_cos();
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

/// Degrees to a plane, y down, cut where the widest gap between longitudes is, so that the Pacific
/// does not tear what belongs together.
fn project(degrees: &[(f64, f64)]) -> Vec<Point> {
    let mut longitudes: Vec<f64> = degrees.iter().map(|d| d.0.rem_euclid(360.0)).collect();
    longitudes.sort_by(f64::total_cmp);
    let last = longitudes.len() - 1;
    let mut start = (360.0 - longitudes[last] + longitudes[0], longitudes[0]);
    for pair in longitudes.windows(2) {
        if pair[1] - pair[0] > start.0 {
            start = (pair[1] - pair[0], pair[1]);
        }
    }
    let (low, high) = degrees.iter().fold((90.0f64, -90.0f64), |m, d| (m.0.min(d.1), m.1.max(d.1)));
    let parallel = f64::midpoint(low, high).to_radians().cos().max(0.2);
    degrees.iter().map(|(lon, lat)| ((lon - start.1).rem_euclid(360.0) * parallel, -lat)).collect()
}

/// Scene units a degree: so that all boxes have room on the map.
fn scale(input: &Input<'_>, flat: &[Point]) -> f64 {
    let bounds = flat.iter().fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |b, p| {
        [b[0].min(p.0), b[1].min(p.1), b[2].max(p.0), b[3].max(p.1)]
    });
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
        let far = |a: usize, b: usize| (at[a].0 - at[b].0).hypot(at[a].1 - at[b].1);
        assert!((1..4).all(|v| far(4, 0) < far(4, v)));
    }
}
