//! Where an entity stands among those that are shown, by every measure that gives amounts; and one measure of it over the years. How
//! measures work is in `measure`, what is counted is told in `measuring`; nothing here knows how values are shown.

use std::collections::HashMap;

use super::measuring::{Certainty, Counted};
use super::query::timeline;
use crate::dossier::model::{Date, Dossier, NodeIndex};
use crate::explore::query::filter::Shown;
use crate::measure::{MEASURES, NamedMeasure, Settings};
use crate::progress::{Cancelled, Progress};

/// A course has at most so many points: every so many years over a long time.
const MOST_POINTS: i32 = 48;

/// All measures of all entities that are counted.
pub(crate) struct Ranking {
    /// The number of each entity.
    number: HashMap<NodeIndex, usize>,
    measured: Vec<Ranked>,
}

struct Ranked {
    measure: &'static NamedMeasure,
    values: Vec<Option<f64>>,
    /// The values that are defined, ascending.
    sorted: Vec<f64>,
    bound: Option<f64>,
}

/// An entity by one measure.
#[derive(Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) measure: &'static NamedMeasure,
    pub(crate) value: f64,
    /// 1 for the highest value; those with the same value share the place.
    pub(crate) rank: usize,
    /// With how many others.
    pub(crate) shared: usize,
    /// Among so many that have a value.
    pub(crate) of: usize,
    /// How far an estimated value may be off.
    pub(crate) bound: Option<f64>,
}

/// What is counted: as of a date what is there certainly or possibly, else everything that is shown.
fn counted(dossier: &Dossier, shown: &Shown, as_of: Option<&Date>) -> Counted {
    let certainty = if as_of.is_some() { Certainty::Possible } else { Certainty::All };
    Counted::new(dossier, shown, as_of, certainty)
}

impl Ranking {
    /// Measures what is shown, with the default settings of each measure.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn new(
        dossier: &Dossier,
        shown: &Shown,
        as_of: Option<&Date>,
        progress: &Progress,
    ) -> Result<Ranking, Cancelled> {
        let subject = counted(dossier, shown, as_of);
        let mut measured = Vec::new();
        for measure in MEASURES.iter().filter(|measure| !measure.is_group()) {
            let found = subject.measure(measure, &Settings::default(), progress)?;
            let mut sorted: Vec<f64> = found.values.iter().flatten().copied().collect();
            sorted.sort_unstable_by(f64::total_cmp);
            measured.push(Ranked { measure, values: found.values, sorted, bound: found.bound });
        }
        let number = subject.entities.iter().enumerate().map(|(number, at)| (*at, number)).collect();
        Ok(Ranking { number, measured })
    }

    /// How many entities are counted.
    pub(crate) fn entities(&self) -> usize {
        self.number.len()
    }

    /// An entity by each measure that is defined for it; nothing of one that is not counted.
    pub(crate) fn of(&self, entity: NodeIndex) -> Vec<Standing> {
        let Some(number) = self.number.get(&entity) else { return Vec::new() };
        let standing = |ranked: &Ranked| {
            let value = (*ranked.values.get(*number)?)?;
            let not_above = ranked.sorted.partition_point(|other| *other <= value);
            let below = ranked.sorted.partition_point(|other| *other < value);
            Some(Standing {
                measure: ranked.measure,
                value,
                rank: ranked.sorted.len() - not_above + 1,
                shared: (not_above - below).saturating_sub(1),
                of: ranked.sorted.len(),
                bound: ranked.bound,
            })
        };
        self.measured.iter().filter_map(standing).collect()
    }
}

/// A measure of one entity at the end of each year, or of every so many years.
pub(crate) struct Course {
    /// `None` where the entity is not there, or the measure not defined.
    pub(crate) points: Vec<(i32, Option<f64>)>,
}

/// Measures an entity over all years from the first to the last date of the dossier.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn course(
    dossier: &Dossier,
    shown: &Shown,
    (entity, measure): (NodeIndex, &'static NamedMeasure),
    progress: &Progress,
) -> Result<Course, Cancelled> {
    let mut points = Vec::new();
    let Some((first, last)) = timeline::span(dossier) else { return Ok(Course { points }) };
    let (first, last) = (first.year(), last.year());
    let step = (last - first) / MOST_POINTS + 1;
    // The last year is always one of them.
    for year in (0..=(last - first) / step).rev().map(|steps| last - steps * step) {
        progress.report((year - first) as f32 / (last - first + 1) as f32)?;
        let end = Date::of_year(year);
        let subject = counted(dossier, shown, Some(&end));
        let value = match subject.entities.iter().position(|at| *at == entity) {
            Some(number) => subject.measure(measure, &Settings::default(), progress)?.values[number],
            None => None,
        };
        points.push((year, value));
    }
    Ok(Course { points })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::{EXAMPLES, open_example, open_texts};
    use crate::explore::query::filter::Filter;
    use crate::measure::named;

    #[test]
    fn an_entity_stands_where_its_value_does() {
        let dossier = open_example(&EXAMPLES[0]).dossier;
        let shown = Filter::default().apply(&dossier);
        let ranking = Ranking::new(&dossier, &shown, None, &Progress::new()).unwrap();
        assert_eq!(ranking.entities(), dossier.entity_count());
        let subject = Counted::new(&dossier, &shown, None, Certainty::All);
        for at in [0, 7, 20] {
            for standing in ranking.of(subject.entities[at]) {
                let values = subject.values(standing.measure.name).unwrap();
                assert_eq!(values[at], Some(standing.value));
                let above = values.iter().flatten().filter(|other| **other > standing.value).count();
                let same = values.iter().flatten().filter(|other| **other == standing.value).count();
                assert_eq!((standing.rank, standing.shared), (above + 1, same - 1), "{}", standing.measure.name);
                assert_eq!(standing.of, values.iter().flatten().count());
            }
        }
        let names: Vec<&str> = ranking.of(subject.entities[0]).iter().map(|standing| standing.measure.name).collect();
        assert!(names.starts_with(&["degree", "betweenness", "closeness", "pagerank", "in_degree", "out_degree"]));
        assert!(!names.contains(&"community"));
        let query = "kind:meeting".to_owned();
        let meetings = Filter { query, ..Filter::default() }.apply(&dossier);
        let ranking = Ranking::new(&dossier, &meetings, None, &Progress::new()).unwrap();
        let japan = dossier.entity_index("japan").unwrap();
        assert!(ranking.of(japan).is_empty() && ranking.entities() == meetings.entities.len());
    }

    fn dossier(dates: [&str; 3]) -> Dossier {
        let [first, second, end] = dates;
        let text = format!(
            "Dossier(format: 1, title: \"T\", entities: [
                (id: \"a\", kind: \"state\", name: \"A\"), (id: \"b\", kind: \"state\", name: \"B\"),
                (id: \"c\", kind: \"person\", name: \"C\", when: \"{end}\")],
             relations: [(from: \"a\", kind: \"knows\", to: \"b\", when: \"{first}\"),
                (from: \"a\", kind: \"knows\", to: \"c\", when: \"{second}\")])"
        );
        open_texts(&[("t.ron", &text)]).dossier
    }

    #[test]
    fn a_course_has_a_point_a_year_and_none_where_the_entity_is_not() {
        let dossier = dossier(["2001/2003", "2003/..", "2002/2004"]);
        let shown = Filter::default().apply(&dossier);
        let of = |id: &str| {
            let subject = (dossier.entity_index(id).unwrap(), named("degree").unwrap());
            course(&dossier, &shown, subject, &Progress::new()).unwrap().points
        };
        let values = [(2001, 1.0), (2002, 1.0), (2003, 2.0), (2004, 1.0)].map(|(year, value)| (year, Some(value)));
        assert_eq!(of("a"), values);
        assert_eq!(of("c"), [(2001, None), (2002, Some(0.0)), (2003, Some(1.0)), (2004, Some(1.0))]);
        let stopped = Progress::new();
        stopped.cancel();
        let subject = (dossier.entity_index("a").unwrap(), named("degree").unwrap());
        assert!(course(&dossier, &shown, subject, &stopped).is_err());
    }

    #[test]
    fn a_long_time_and_none_are_no_trouble() {
        for (dates, count) in [(["-0043", "2015", "Y100000"], 2..=50), (["", "", ""], 0..=0)] {
            let dossier = dossier(dates);
            let shown = Filter::default().apply(&dossier);
            let subject = (dossier.entity_index("a").unwrap(), named("degree").unwrap());
            let points = course(&dossier, &shown, subject, &Progress::new()).unwrap().points;
            assert!(count.contains(&points.len()), "{dates:?}: {}", points.len());
            assert!(points.is_sorted_by_key(|(year, _)| *year));
        }
    }
}
