//! Time from left to right for rows: later is always further right, every year is even in itself, and years in which much
//! begins or ends are wider than others. Times are years with a fraction; 1 BC is 0.

use super::super::round_years;
use crate::math::Portable as _;

/// Share of the width that goes by the years themselves; the rest goes by how much begins or ends in them.
const EVEN: f64 = 0.25;
/// Least space between two marks.
const MARK: f64 = 34.0;
/// Up to so many years each has a width of its own; of more, as many as make so many stretches.
const STRETCHES: f64 = 400.0;

/// From times to places.
#[derive(Clone, Debug)]
pub(crate) struct TimeAxis {
    /// Times with their places, ascending in both; at least two.
    knots: Vec<(f64, f64)>,
}

/// What stands at a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeMark {
    /// The beginning of a year.
    Year(i64),
    /// The beginning of a month of a year, from 1 to 12.
    Month(i64, u32),
}

impl TimeAxis {
    /// Of times, over a width. Without any it shows one year.
    pub(crate) fn new(times: &[f64], width: f64) -> TimeAxis {
        let finite = || times.iter().copied().filter(|t| t.is_finite());
        let first = finite().fold(f64::INFINITY, f64::min).min(1e9).floor();
        let first = if finite().next().is_none() { 0.0 } else { first };
        let last = finite().fold(first, f64::max).floor() + 1.0;
        let step = ((last - first) / STRETCHES).ceil().max(1.0);
        let count = ((last - first) / step).ceil() as usize;
        let mut crowd = vec![0.0; count];
        for time in finite() {
            crowd[(((time - first) / step) as usize).min(count - 1)] += 1.0_f64;
        }
        // Ten times as much does not need ten times the room.
        crowd.iter_mut().for_each(|c| *c = c.power(0.75));
        let all: f64 = crowd.iter().sum();
        let mut knots = vec![(first, 0.0)];
        let mut x = 0.0;
        for (number, crowd) in crowd.iter().enumerate() {
            let share = if all > 0.0 { crowd / all } else { 1.0 / count as f64 };
            x += width * (EVEN / count as f64 + (1.0 - EVEN) * share);
            knots.push((first + (number + 1) as f64 * step, x));
        }
        TimeAxis { knots }
    }

    /// The place of a time; what is outside is at the nearer end.
    pub(crate) fn x(&self, time: f64) -> f64 {
        let after = self.knots.partition_point(|(t, _)| *t <= time);
        if after == 0 {
            return 0.0;
        }
        let Some((b, a)) = self.knots.get(after).zip(self.knots.get(after - 1)) else { return self.width() };
        a.1 + (b.1 - a.1) * (time - a.0) / (b.0 - a.0)
    }

    /// From the first to the last place.
    pub(crate) fn width(&self) -> f64 {
        self.knots.last().map_or(0.0, |knot| knot.1)
    }

    /// Marks with their places, ascending, so many as can be told apart: round years first, others between them where they
    /// have room, then months.
    pub(crate) fn marks(&self) -> Vec<(TimeMark, f64)> {
        let (first, last) = (self.knots[0].0, self.knots[self.knots.len() - 1].0);
        let mut marks: Vec<(TimeMark, f64)> = Vec::new();
        let mut offer = |mark: TimeMark, time: f64| {
            let x = self.x(time);
            if marks.iter().all(|m| (m.1 - x).abs() >= MARK) {
                marks.push((mark, x));
            }
        };
        for step in [100_000_000i64, 1_000_000, 100_000, 10_000, 1_000, 500, 100, 50, 10, 5, 2, 1] {
            if (last - first) / step as f64 <= STRETCHES {
                round_years(first as i64, last as i64, step).for_each(|year| offer(TimeMark::Year(year), year as f64));
            }
        }
        if last - first <= STRETCHES {
            for step in [6, 3, 1] {
                for year in first as i64..last as i64 {
                    let months = (1..12).filter(|m| m % step == 0);
                    months.for_each(|m| offer(TimeMark::Month(year, m + 1), year as f64 + f64::from(m) / 12.0));
                }
            }
        }
        marks.sort_by(|a, b| a.1.total_cmp(&b.1));
        marks
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn crowded_years_are_wider_and_marks_are_round() {
        let times = [1967.5, 2014.1, 2014.2, 2014.4, 2014.9, 2015.3, 2015.8];
        let axis = TimeAxis::new(&times, 600.0);
        let wide = |year: f64| axis.x(year + 1.0) - axis.x(year);
        assert!(wide(2014.0) > 3.0 * wide(1990.0), "{} {}", wide(2014.0), wide(1990.0));
        assert!((axis.width() - 600.0).abs() < 1e-9);
        assert_eq!((axis.x(1900.0), axis.x(2030.0)), (0.0, axis.width()));
        let marks = axis.marks();
        assert!(marks.iter().any(|m| m.0 == TimeMark::Year(2000)), "{marks:?}");
        assert!(marks.iter().any(|m| matches!(m.0, TimeMark::Month(2014, _))), "{marks:?}");
        assert!(marks.windows(2).all(|m| m[1].1 - m[0].1 >= MARK));
    }

    #[test]
    fn nothing_and_nonsense_have_an_axis_too() {
        for times in [&[][..], &[f64::NAN], &[0.0], &[-4e9, 4e9], &[f64::INFINITY, 5.0]] {
            let axis = TimeAxis::new(times, 100.0);
            assert!(axis.width().is_finite() && axis.marks().len() < 20, "{times:?}");
        }
    }

    proptest! {
        #[test]
        fn later_is_always_further_right(mut times in proptest::collection::vec(-3000.0..2100.0_f64, 1..40)) {
            let axis = TimeAxis::new(&times, 700.0);
            times.sort_by(f64::total_cmp);
            for pair in times.windows(2).filter(|pair| pair[1] - pair[0] > 1e-6) {
                prop_assert!(axis.x(pair[0]) < axis.x(pair[1]));
            }
            prop_assert!(times.iter().all(|t| (0.0..=700.0 + 1e-6).contains(&axis.x(*t))));
        }
    }
}
