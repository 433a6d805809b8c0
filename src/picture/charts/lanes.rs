//! A timeline of entities: a lane each, with bars after PlanningLines (Aigner and others 2005): solid where something is
//! certainly there, thin and hatched where it may be; an arrow where it goes on, “?” where nobody knows its end. Relations run
//! from lane to lane at their date.

use kurbo::{Point, Rect};

use super::{ChartParts, NODE_GAP, Tie, Tiles, entity, finish, names_width, rule, scene_of};
use crate::dossier::model::{Date, Day, Dossier, EdgeIndex, Entity, Extent, Relation, year_in_words};
use crate::explore::query::presence::Presence;
use crate::layout::Form;
use crate::layout::rows::axis::{TimeAxis, TimeMark};
use crate::picture::scene::chart::{Chart, Heading, Tile, TileLook, TileOf, TilePaint, TileShape};
use crate::picture::scene::{LegendEntry, Runs, Scene};
use crate::wording::counted;

/// Height of a lane, in scene units.
const ROW: f64 = 15.0;
/// Heights of what is certain and of what is possible.
const BARS: (f64, f64) = (8.0, 5.0);
/// The least width of a bar.
const LEAST: f64 = 4.0;
/// Widths of what stands at the end of a bar.
const ARROW: f64 = 7.0;
const QUESTION: f64 = 5.0;
/// Space between a bar and what stands at its end.
const GAP: f64 = 2.0;
/// How wide time is at least and at most; of so many lanes that they are read one part after another, no wider than can be
/// read with them.
const WIDTHS: (f64, f64) = (420.0, 1_400.0);
const LONG: (usize, f64) = (150, 640.0);
/// Room beside names and time.
const BESIDE: f64 = 50.0;
/// Room for years over the lanes.
const YEARS: f64 = 18.0;
/// Lines of one time stand so far apart, but all of them within so much.
const APART: f64 = 3.2;
const SPREAD: f64 = 40.0;
/// How far lines bend at most, and as a share of their length.
const BENDS: (f64, f64) = (9.0, 0.05);
/// Half the size of the dot where a line begins.
const DOT: f64 = 1.7;

/// When an entity begins and ends, to order it by; `None` without a date.
pub(super) fn begins(entity: &Entity) -> Option<(i32, i32)> {
    let extent = entity.when.as_ref()?.date.extent();
    let first = match extent.begin {
        // Nobody knows since when: by then it has begun.
        [i32::MIN, latest] if latest != i32::MIN => latest,
        [earliest, _] => earliest,
    };
    is_dated(&extent).then_some((first, extent.end[1]))
}

fn is_dated(extent: &Extent) -> bool {
    extent.begin.iter().chain(&extent.end).any(|day| is_day(*day))
}

fn is_day(day: i32) -> bool {
    day != i32::MIN && day != i32::MAX
}

/// A day as a year with a fraction.
fn time(day: i32) -> f64 {
    let year = Day::from_number(day).year();
    let first = |year: i32| Day::from_ymd(year, 1, 1).map_or(day, Day::number);
    let (from, to) = (first(year), first(year + 1));
    f64::from(year) + f64::from(day - from) / f64::from((to - from).max(1))
}

/// What stands at an end of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Known,
    Open,
    Unknown,
}

/// When something is there, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    /// From the first to the last day on which it may be there.
    possible: (i32, i32),
    /// From the first to the last day on which it certainly is; `None` where there is no such day.
    certain: Option<(i32, i32)>,
    ends: (End, End),
}

impl Span {
    /// `lasts`: what has only a date is there from then on, and nobody said until when.
    fn of(extent: Extent, is_moment: bool, lasts: bool) -> Span {
        let Extent { begin, end } = extent;
        let first = match begin {
            [i32::MIN, i32::MIN] => End::Open,
            [i32::MIN, _] => End::Unknown,
            [_, _] => End::Known,
        };
        if is_moment && lasts {
            let from = if begin[1] == i32::MAX { begin[0] } else { begin[1] };
            return Span {
                possible: (begin[0], i32::MAX),
                certain: Some((from, i32::MAX)),
                ends: (first, End::Unknown),
            };
        }
        let last = match end {
            [i32::MAX, i32::MAX] => End::Open,
            [_, i32::MAX] => End::Unknown,
            [_, _] => End::Known,
        };
        let certain = (begin[1] <= end[0]).then_some((begin[1], end[0]));
        // A beginning that nobody knows is certain of nothing before the day by which it has begun.
        Span { possible: (begin[0], end[1]), certain, ends: (first, last) }
    }
}

/// The day in the middle of when something begins, or else ends.
fn moment(extent: &Extent) -> Option<f64> {
    let middle = |[low, high]: [i32; 2]| match (is_day(low), is_day(high)) {
        (true, true) => Some(f64::midpoint(time(low), time(high))),
        (true, false) => Some(time(low)),
        (false, true) => Some(time(high)),
        (false, false) => None,
    };
    middle(extent.begin).or_else(|| middle(extent.end))
}

/// When a relation is drawn: at its own date, or else at that of what happens once at one of its ends.
fn time_of(dossier: &Dossier, relation: &Relation, ends: [Option<&Entity>; 2]) -> Option<f64> {
    let dated = |date: &Date| moment(&date.extent());
    if let Some(own) = relation.when.as_ref().and_then(|when| dated(&when.date)) {
        return Some(own);
    }
    let happens = |entity: &&Entity| !dossier.vocabulary.entity_kind_or_neutral(&entity.kind).enduring;
    let at_ends = ends.into_iter().flatten().filter(happens).filter_map(|entity| dated(&entity.when.as_ref()?.date));
    // What links two things that happen is there when both have.
    at_ends.reduce(f64::max)
}

/// The lane chart of rows in their order; ties are between rows.
pub(super) fn compose(parts: &ChartParts<'_>, ties: &[Tie]) -> Scene {
    let spans: Vec<Option<Span>> =
        parts.bodies.iter().map(|body| entity(parts, body).and_then(|e| span(parts, e))).collect();
    let dated = spans.iter().filter(|span| span.is_some()).count();
    let undated = spans.len() - dated;
    let gap = if dated > 0 && undated > 0 { ROW } else { 0.0 };
    let height = |row: usize| (row as f64 + 0.5) * ROW + if row < dated { 0.0 } else { gap };
    let heights: Vec<f64> = (0..spans.len()).map(height).collect();
    let bottom = spans.len() as f64 * ROW + gap;
    let timed: Vec<(Tie, f64)> = ties.iter().filter_map(|tie| Some((*tie, tie_time(parts, tie)?))).collect();
    let names = names_width(parts);
    let most = if spans.len() > LONG.0 { LONG.1 } else { WIDTHS.1 };
    let width = (f64::from(parts.aspect) * (bottom + YEARS) - names - BESIDE).clamp(WIDTHS.0, most);
    let days = spans
        .iter()
        .flatten()
        .flat_map(|s| [s.possible.0, s.possible.1].into_iter().chain(s.certain.into_iter().flat_map(|c| [c.0, c.1])));
    let times = days.filter(|day| is_day(*day)).map(time).chain(timed.iter().map(|(_, time)| *time));
    let axis = TimeAxis::new(&times.collect::<Vec<_>>(), width);
    let drawn = runs(&timed, &axis, &heights);
    let scene = scene_of(parts, &heights, &drawn);
    let mut chart = Chart {
        form: Form::Timeline,
        area: Rect::new(0.0, 0.0, width + ARROW + GAP, bottom),
        row: ROW,
        says: says(undated, ties.len() - drawn.len()),
        ..Chart::default()
    };
    if gap > 0.0 {
        let words = format!("No date ({undated})");
        chart.apart = Some((Point::new(-NODE_GAP, dated as f64 * ROW + ROW / 2.0), words));
    }
    rules(parts, &mut chart, &axis, &heights);
    let mut tiles = Tiles::default();
    let mut starts: Vec<Vec<Point>> = vec![Vec::new(); heights.len()];
    for (number, line) in scene.lines.iter().enumerate() {
        let [from, to] = scene.run(number).map(|at| Point::new(f64::from(at.0), f64::from(at.1)));
        starts[line.ends.0 as usize].push(from);
        if !scene.line_look(number).directed {
            starts[line.ends.1 as usize].push(to);
        }
    }
    for (row, span) in spans.iter().enumerate() {
        tiles.begin_row();
        if let Some(span) = span {
            Lane::new(parts, &scene, row, &axis, &mut tiles).bars(*span);
        }
        for at in &starts[row] {
            let look = TileLook { paint: TilePaint::Full, colour: parts.theme.line, ink: parts.theme.canvas };
            let area = Rect::from_center_size(*at, (2.0 * DOT, 2.0 * DOT));
            tiles.push(Tile { area, shape: TileShape::Dot, of: TileOf::End, look: 0, count: 0 }, look);
        }
    }
    let legend = legend(parts, &tiles);
    tiles.put_into(&mut chart);
    finish(scene, parts, chart, YEARS, legend)
}

fn span(parts: &ChartParts<'_>, entity: &Entity) -> Option<Span> {
    let date = &entity.when.as_ref()?.date;
    let extent = date.extent();
    let lasts = parts.dossier.vocabulary.entity_kind_or_neutral(&entity.kind).enduring;
    is_dated(&extent).then(|| Span::of(extent, !date.is_interval(), lasts))
}

fn tie_time(parts: &ChartParts<'_>, tie: &Tie) -> Option<f64> {
    // What relates to itself would be a line from a lane to itself.
    let relation = parts.dossier.relation(tie.relation).filter(|_| tie.from != tie.to)?;
    let end = |row: u32| entity(parts, &parts.bodies[row as usize]);
    time_of(parts.dossier, relation, [end(tie.from), end(tie.to)])
}

/// Where relations run: upright at their time, beside each other where they share it.
fn runs(timed: &[(Tie, f64)], axis: &TimeAxis, heights: &[f64]) -> Vec<(EdgeIndex, Runs)> {
    let mut order: Vec<(f64, usize)> = timed.iter().enumerate().map(|(n, (_, time))| (axis.x(*time), n)).collect();
    let ends = |n: usize| (timed[n].0.from.min(timed[n].0.to), timed[n].0.from.max(timed[n].0.to), n);
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| ends(a.1).cmp(&ends(b.1))));
    let mut out: Vec<Option<(EdgeIndex, Runs)>> = vec![None; timed.len()];
    for same in order.chunk_by(|a, b| b.0 - a.0 < APART / 2.0) {
        let step = APART.min(SPREAD / same.len() as f64);
        let middle = (same.len() as f64 - 1.0) / 2.0;
        for (place, (x, number)) in same.iter().enumerate() {
            let tie = timed[*number].0;
            let x = (x + (place as f64 - middle) * step).clamp(0.0, axis.width()) as f32;
            let (from, to) = (heights[tie.from as usize], heights[tie.to as usize]);
            // To the right, whichever way it runs.
            let bend = BENDS.0.min((to - from).abs() * BENDS.1) * if to > from { -1.0 } else { 1.0 };
            let ends = [(x, from as f32), (x, to as f32)];
            out[*number] = Some((tie.relation, Runs { ends, bend: bend as f32 }));
        }
    }
    out.into_iter().flatten().collect()
}

/// Years, lanes and the dates that are seen.
fn rules(parts: &ChartParts<'_>, chart: &mut Chart, axis: &TimeAxis, heights: &[f64]) {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (theme, area) = (parts.theme, chart.area);
    // Lanes without anything else on them are found by these.
    let faint = theme.canvas.mix(theme.hairline, 0.6);
    chart.rules.extend(heights.iter().map(|y| rule((0.0, *y), (area.x1, *y), faint, 0.6)));
    for (mark, x) in axis.marks() {
        chart.rules.push(rule((x, area.y0 - 3.0), (x, area.y1), theme.hairline, 0.8));
        let words = match mark {
            TimeMark::Year(year) => i32::try_from(year).map(year_in_words).unwrap_or_default(),
            TimeMark::Month(_, month) => MONTHS[(month as usize - 1).min(11)].to_owned(),
        };
        chart.headings.push(Heading { x, words, node: None });
    }
    for day in parts.dates.into_iter().flatten().filter_map(|date| date.latest().or(date.earliest())) {
        let x = axis.x(time(day.number()));
        chart.rules.push(rule((x, area.y0 - 3.0), (x, area.y1), theme.accent, 1.2));
    }
}

/// A lane while its bars are laid into it.
struct Lane<'a> {
    tiles: &'a mut Tiles,
    axis: &'a TimeAxis,
    row: u32,
    y: f64,
    look: TileLook,
}

impl<'a> Lane<'a> {
    fn new(parts: &ChartParts<'_>, scene: &Scene, row: usize, axis: &'a TimeAxis, tiles: &'a mut Tiles) -> Lane<'a> {
        let look = scene.node_look(row);
        let plain = look.fill.or(look.stroke.map(|s| s.colour)).unwrap_or(parts.theme.ink_third);
        let absent = match look.presence {
            Presence::Absent | Presence::Planned => true,
            Presence::Possible | Presence::Certain => look.dashed,
        };
        let paint = if absent { TilePaint::Hollow } else { TilePaint::Full };
        let colour = parts.theme.canvas.mix(plain, look.opacity);
        let look = TileLook { paint, colour, ink: parts.theme.canvas };
        Lane { tiles, axis, row: row as u32, y: f64::from(scene.nodes[row].at.1), look }
    }

    fn tile(&mut self, (from, to): (f64, f64), height: f64, shape: TileShape, paint: TilePaint) {
        let area = Rect::new(from, self.y - height / 2.0, to, self.y + height / 2.0);
        self.tiles
            .push(Tile { area, shape, of: TileOf::Node(self.row), look: 0, count: 0 }, TileLook { paint, ..self.look });
    }

    fn possible(&mut self, from: f64, to: f64) {
        self.tile((from, to), BARS.1, TileShape::Bar, TilePaint::Hatched);
    }

    fn x(&self, day: i32) -> f64 {
        match day {
            i32::MIN => 0.0,
            i32::MAX => self.axis.width(),
            day => self.axis.x(time(day)),
        }
    }

    fn bars(&mut self, span: Span) {
        let (mut from, mut to) = (self.x(span.possible.0), self.x(span.possible.1));
        if to - from < LEAST {
            let middle = f64::midpoint(from, to);
            (from, to) = (middle - LEAST / 2.0, middle + LEAST / 2.0);
        }
        match span.certain {
            Some(days) => {
                let (start, end) = (self.x(days.0).max(from), self.x(days.1).min(to));
                let short = (LEAST - (end - start)).max(0.0) / 2.0;
                let (start, end) = ((start - short).max(from), (end + short).min(to));
                if start - from > 1.0 {
                    self.possible(from, start);
                }
                self.tile((start, end), BARS.0, TileShape::Bar, self.look.paint);
                if to - end > 1.0 {
                    self.possible(end, to);
                }
            }
            None => self.possible(from, to),
        }
        match span.ends.0 {
            End::Known => {}
            End::Open => self.tile((from - ARROW, from), BARS.0, TileShape::ArrowLeft, TilePaint::Full),
            End::Unknown => {
                self.tile((from - GAP - QUESTION, from - GAP), BARS.0, TileShape::Question, TilePaint::Full)
            }
        }
        match span.ends.1 {
            End::Known => {}
            End::Open => self.tile((to, to + ARROW), BARS.0, TileShape::ArrowRight, TilePaint::Full),
            End::Unknown => self.tile((to + GAP, to + GAP + QUESTION), BARS.0, TileShape::Question, TilePaint::Full),
        }
    }
}

/// What the bars that occur say.
fn legend(parts: &ChartParts<'_>, tiles: &Tiles) -> Vec<LegendEntry> {
    let colour = parts.theme.ink_second;
    let occurs = |shape: &[TileShape], paint: TilePaint| {
        let is_node = |tile: &&Tile| matches!(tile.of, TileOf::Node(_));
        let mut drawn = tiles.tiles.iter().filter(is_node);
        drawn.any(|t| shape.contains(&t.shape) && tiles.looks[usize::from(t.look)].paint == paint)
    };
    let all = [
        (&[TileShape::Bar][..], TilePaint::Full, "present"),
        (&[TileShape::Bar], TilePaint::Hatched, "possibly present"),
        (&[TileShape::Bar], TilePaint::Hollow, "planned or not present"),
        (&[TileShape::ArrowRight, TileShape::ArrowLeft], TilePaint::Full, "open start or end"),
        (&[TileShape::Question], TilePaint::Full, "start or end not known"),
    ];
    let entry = |&(shape, paint, word): &(&[TileShape], TilePaint, &'static str)| LegendEntry::Tile {
        shape: shape[0],
        paint,
        colour,
        share: if paint == TilePaint::Hatched { BARS.1 / BARS.0 } else { 1.0 },
        word,
    };
    all.iter().filter(|(shape, paint, _)| occurs(shape, *paint)).map(entry).collect()
}

/// What is not drawn at a date.
fn says(undated: usize, undrawn: usize) -> String {
    let mut out = Vec::new();
    if undated > 0 {
        out.push(format!("{} without a date at the bottom", counted(undated, "entity", "entities")));
    }
    if undrawn > 0 {
        out.push(format!("{} without a date not drawn", counted(undrawn, "relation", "relations")));
    }
    out.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, lasts: bool) -> Span {
        let date = Date::parse(text).unwrap();
        Span::of(date.extent(), !date.is_interval(), lasts)
    }

    fn day(text: &str) -> i32 {
        Date::parse(text).unwrap().earliest().unwrap().number()
    }

    #[test]
    fn spans_are_solid_where_certain_and_say_what_is_open_or_unknown() {
        let span = of("2003-05/2013", false);
        assert_eq!(span.possible, (day("2003-05-01"), day("2013-12-31")));
        assert_eq!(span.certain, Some((day("2003-05-31"), day("2013-01-01"))));
        assert_eq!(span.ends, (End::Known, End::Known));
        assert_eq!(of("2003/..", false).ends, (End::Known, End::Open));
        assert_eq!(of("../2003", false).ends, (End::Open, End::Known));
        assert_eq!((of("2003/", false).ends, of("2003/", false).certain), ((End::Known, End::Unknown), None));
        assert_eq!(of("/2003", false).ends, (End::Unknown, End::Known));
        // What happens in some month may have been on any of its days; what is founded in it is there from then on.
        assert_eq!((of("2014-05", false).certain, of("2014-05", false).possible.1), (None, day("2014-05-31")));
        let founded = of("2014-05", true);
        assert_eq!((founded.certain, founded.ends.1), (Some((day("2014-05-31"), i32::MAX)), End::Unknown));
        assert_eq!(of("2014-05-07", false).certain, Some((day("2014-05-07"), day("2014-05-07"))));
    }

    #[test]
    fn what_is_certain_is_what_dates_hold_on() {
        use crate::dossier::model::Truth;
        for text in ["2003-05/2013", "2003/..", "../2003", "2003/", "/2003", "1990~/1995?", "[2003,2005]/2010"] {
            let (span, date) = (of(text, false), Date::parse(text).unwrap());
            for number in (day("1980-01-01")..day("2020-01-01")).step_by(17) {
                let holds = date.holds_on(Day::from_number(number));
                let within = |(from, to): (i32, i32)| from <= number && number <= to;
                let certain = span.certain.is_some_and(within);
                assert!(!certain || holds == Truth::Yes, "{text} {number}: certain where it is {holds:?}");
                assert!(within(span.possible) || holds == Truth::No, "{text} {number}: outside where it is {holds:?}");
            }
        }
    }

    #[test]
    fn times_are_years_with_a_fraction() {
        assert_eq!(time(day("2015-01-01")), 2015.0);
        assert!((time(day("2015-07-02")) - 2015.5).abs() < 0.01);
        assert_eq!(time(day("-0004-01-01")), -4.0);
    }
}
