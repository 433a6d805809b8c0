//! Whether the links of a chain fit together in time: all together on some day, or beginning one after another; certainly,
//! possibly or not. A link of several relations fits if one of them does. Nothing here knows a dossier.

use crate::dossier::model::{Date, Day, Truth};

/// When one relation begins and ends, each from the first to the last day that it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    begin: [i32; 2],
    end: [i32; 2],
}

impl Span {
    /// Of a date; of none, always where the kind endures, and any day otherwise.
    pub(super) fn of(date: Option<&Date>, endures: bool) -> Self {
        match date {
            Some(date) => {
                let extent = date.extent();
                Span { begin: extent.begin, end: extent.end }
            }
            None if endures => Span { begin: [i32::MIN; 2], end: [i32::MAX; 2] },
            None => Span { begin: [i32::MIN, i32::MAX], end: [i32::MIN, i32::MAX] },
        }
    }
}

/// How the links of a chain lie in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InTime {
    /// All on one day.
    pub(crate) together: Truth,
    /// The first such day, where there is one.
    pub(crate) day: Option<Day>,
    /// Each begins no earlier than the one before.
    pub(crate) in_turn: Truth,
}

impl InTime {
    pub(super) fn of(links: &[Vec<Span>]) -> Self {
        let (certain, possible) = (meet(links, |s| (s.begin[1], s.end[0])), meet(links, |s| (s.begin[0], s.end[1])));
        let truth = |certain: bool, possible: bool| match (certain, possible) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::Maybe,
            (false, false) => Truth::No,
        };
        let day = certain.or(possible).filter(|day| *day > i32::MIN);
        InTime {
            together: truth(certain.is_some(), possible.is_some()),
            day: day.map(Day::from_number),
            in_turn: truth(certainly_in_turn(links), possibly_in_turn(links)),
        }
    }
}

/// The first day on which some relation of every link holds, from the first to the last day that is told of each.
fn meet(links: &[Vec<Span>], span: impl Fn(&Span) -> (i32, i32)) -> Option<i32> {
    let holds =
        |day: i32| links.iter().all(|link| link.iter().map(&span).any(|(first, last)| first <= day && day <= last));
    let mut days: Vec<i32> = links.iter().flatten().map(|one| span(one).0).collect();
    days.sort_unstable();
    days.into_iter().find(|day| holds(*day))
}

/// Each link begins on the earliest day that it may, and no earlier than the one before.
fn possibly_in_turn(links: &[Vec<Span>]) -> bool {
    let mut now = i32::MIN;
    links.iter().all(|link| {
        let day = link.iter().filter(|span| span.begin[1] >= now).map(|span| span.begin[0].max(now)).min();
        now = day.unwrap_or(now);
        day.is_some()
    })
}

/// The last day on which each may have begun is no later than the first of the next.
fn certainly_in_turn(links: &[Vec<Span>]) -> bool {
    let mut now = i32::MIN;
    links.iter().enumerate().all(|(number, link)| {
        let after = link.iter().filter(|span| number == 0 || span.begin[0] >= now);
        let day = after.map(|span| span.begin[1]).min();
        now = day.unwrap_or(now);
        day.is_some()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn in_time(links: &[&[&str]]) -> (Truth, Truth) {
        let span = |text: &&str| {
            let date = (!text.is_empty()).then(|| Date::parse(text).unwrap());
            Span::of(date.as_ref(), false)
        };
        let links: Vec<Vec<Span>> = links.iter().map(|link| link.iter().map(span).collect()).collect();
        let found = InTime::of(&links);
        (found.together, found.in_turn)
    }

    #[test]
    fn links_are_together_or_in_turn() {
        use Truth::{Maybe, No, Yes};
        for (links, expected) in [
            (&[&["1967-08-08/.."][..], &["2015-10-01"], &["2015-10-01"]][..], (Yes, Yes)),
            (&[&["2013"], &["2015"]], (No, Yes)),
            (&[&["2015"], &["2013"]], (No, No)),
            (&[&["2015"], &["2015-06"]], (Maybe, Maybe)),
            (&[&["2003/2010"], &["2008/2012"]], (Yes, Yes)),
            (&[&["2015"], &["2013", "2016"]], (No, Yes)),
            (&[&[""], &["2013"]], (Maybe, Maybe)),
            (&[&["2013"]], (Maybe, Yes)),
            (&[&["2013~"], &["2014"]], (Maybe, Maybe)),
        ] {
            assert_eq!(in_time(links), expected, "{links:?}");
        }
    }

    proptest! {
        /// What is certain holds whatever the days turn out to be; what is possible holds for some.
        #[test]
        fn verdicts_agree_with_every_choice_of_days(
            links in prop::collection::vec((0..6_i32, 0..3_i32, 0..3_i32, 0..3_i32), 1..4)
        ) {
            let spans: Vec<Span> = links
                .iter()
                .map(|&(low, begin, gap, end)| Span { begin: [low, low + begin], end: [low + begin + gap, low + begin + gap + end] })
                .collect();
            let verdict = InTime::of(&spans.iter().map(|span| vec![*span]).collect::<Vec<_>>());
            let (mut all_together, mut some_together, mut all_turn, mut some_turn) = (true, false, true, false);
            let mut choices: Vec<Vec<(i32, i32)>> = vec![vec![]];
            for span in &spans {
                choices = choices
                    .into_iter()
                    .flat_map(|chosen| {
                        (span.begin[0]..=span.begin[1]).flat_map(move |begin| {
                            let chosen = chosen.clone();
                            (span.end[0]..=span.end[1]).map(move |end| [&chosen[..], &[(begin, end)]].concat())
                        })
                    })
                    .collect();
            }
            for choice in choices {
                let first = choice.iter().map(|(begin, _)| *begin).max().unwrap();
                let together = choice.iter().all(|(_, end)| *end >= first);
                let in_turn = choice.windows(2).all(|pair| pair[0].0 <= pair[1].0);
                (all_together, some_together) = (all_together && together, some_together || together);
                (all_turn, some_turn) = (all_turn && in_turn, some_turn || in_turn);
            }
            let truth = |all, some| if all { Truth::Yes } else if some { Truth::Maybe } else { Truth::No };
            prop_assert_eq!(verdict.in_turn, truth(all_turn, some_turn));
            prop_assert_eq!(verdict.together == Truth::No, !some_together);
            prop_assert!(verdict.together != Truth::Yes || all_together);
        }
    }
}
