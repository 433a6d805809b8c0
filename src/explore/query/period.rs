//! Of what time a dossier is seen: all of it, the end of a date, the time between two dates, or two dates compared; and as which
//! days that is asked of dates. What is there at that time is worked out in `presence` and `between`.

use crate::dossier::model::{Date, Day, Extent, Span, Truth};

/// An earlier date beside the as-of date, and what is seen of the time from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The earlier date.
    pub date: Date,
    /// What is seen.
    pub span: Span,
}

/// Of what time a dossier is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period<'a> {
    /// The whole record, whatever its date.
    All,
    /// The end of a date.
    AsOf(&'a Date),
    /// From the first day of one date to the last of another: on any day, or throughout.
    Within { from: &'a Date, to: &'a Date, throughout: bool },
    /// The end of one date beside the end of another.
    Compared { before: &'a Date, after: &'a Date },
}

impl<'a> Period<'a> {
    /// What an as-of date and an earlier date beside it mean. Without the first the second means nothing.
    pub(crate) fn new(as_of: Option<&'a Date>, since: Option<&'a Since>) -> Self {
        match (as_of, since) {
            (None, _) => Period::All,
            (Some(date), None) => Period::AsOf(date),
            (Some(to), Some(Since { date, span })) => match span {
                Span::AnyTime => Period::Within { from: date, to, throughout: false },
                Span::Throughout => Period::Within { from: date, to, throughout: true },
                Span::Compare => Period::Compared { before: date, after: to },
            },
        }
    }

    /// The days that are asked about: of two dates that are compared, those of the later.
    pub(crate) fn window(self) -> Option<Window> {
        match self {
            Period::All => None,
            Period::AsOf(date) => Window::end_of(date),
            Period::Within { from, to, throughout } => Window::from_to(from, to, throughout),
            Period::Compared { after, .. } => Window::end_of(after),
        }
    }

    /// The two dates that are compared, if that is what is done.
    pub(crate) fn compared(self) -> Option<(&'a Date, &'a Date)> {
        match self {
            Period::Compared { before, after } => Some((before, after)),
            Period::All | Period::AsOf(_) | Period::Within { .. } => None,
        }
    }

    /// In words that go on a sentence: `as of June 2014`, `at any time from 2003 to 2013`; `None` for all of it.
    pub(crate) fn in_words(self) -> Option<String> {
        match self {
            Period::All => None,
            Period::AsOf(date) => Some(format!("as of {}", date.in_words())),
            Period::Within { from, to, throughout } => {
                let how = if throughout { "throughout" } else { "at any time" };
                Some(format!("{how} from {} to {}", from.in_words(), to.in_words()))
            }
            Period::Compared { before, after } => {
                Some(format!("from the end of {} to the end of {}", before.in_words(), after.in_words()))
            }
        }
    }
}

/// Why two dates are no period, in words; `None` where they are one.
pub(crate) fn fault(from: &Date, to: &Date, span: Span) -> Option<String> {
    let end = |date: &Date| date.latest().or(date.earliest());
    let (first, last) = (if span == Span::Compare { end(from) } else { from.earliest().or(from.latest()) }, end(to));
    let in_order = first.zip(last).is_some_and(|(a, b)| if span == Span::Compare { a < b } else { a <= b });
    let (from, to) = (from.written(), to.written());
    let wrong = if span == Span::Compare { "end after" } else { "end on or after the first day of" };
    (!in_order).then(|| format!("{to} does not {wrong} {from}; give the earlier date first"))
}

/// Days that are asked about, the last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    first: Day,
    last: Day,
    throughout: bool,
}

impl Window {
    /// One day.
    pub(crate) fn of_day(day: Day) -> Self {
        Window { first: day, last: day, throughout: false }
    }

    /// The last day of a date, or the first of one without; `None` for text that is no date.
    pub(crate) fn end_of(date: &Date) -> Option<Self> {
        Some(Self::of_day(date.latest().or(date.earliest())?))
    }

    /// From the first day of one date to the last of another, whichever comes first.
    pub(crate) fn from_to(from: &Date, to: &Date, throughout: bool) -> Option<Self> {
        let (a, b) = (from.earliest().or(from.latest())?, to.latest().or(to.earliest())?);
        Some(Window { first: a.min(b), last: a.max(b), throughout })
    }

    /// The last day.
    pub(crate) fn last(self) -> Day {
        self.last
    }

    /// The day by which something must have been told to count: the first that is asked about, or the last of any.
    pub(crate) fn told_by(self) -> Day {
        if self.throughout { self.first } else { self.last }
    }

    /// Whether it is asked about any of several days.
    pub(crate) fn is_any_of_several(self) -> bool {
        !self.throughout && self.first < self.last
    }

    /// Whether what begins and ends so is there on the days that are asked about.
    pub(crate) fn holds(self, extent: Extent) -> Truth {
        let (by, until) = if self.throughout { (self.first, self.last) } else { (self.last, self.first) };
        Truth::known(
            extent.begin[1] <= by.number() && extent.end[0] >= until.number(),
            extent.begin[0] <= by.number() && extent.end[1] >= until.number(),
        )
    }

    /// Whether all of these are there on one and the same of the days.
    pub(crate) fn holds_together(self, extents: [Extent; 3]) -> Truth {
        let always = Window { throughout: true, ..self };
        let partial = extents.into_iter().filter(|extent| always.holds(*extent) != Truth::Yes);
        // What is there all the time meets any other.
        if partial.count() <= 1 {
            return Truth::Yes;
        }
        let meet = |late: usize, early: usize| {
            let begin = extents.iter().map(|e| e.begin[late]).fold(self.first.number(), i32::max);
            let end = extents.iter().map(|e| e.end[early]).fold(self.last.number(), i32::min);
            begin <= end
        };
        Truth::known(meet(1, 0), meet(0, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATES: &[&str] = &[
        "2013",
        "2014-05",
        "2014-05-20",
        "1973~",
        "2015?",
        "[2012,2014]",
        "[2013..]",
        "[..2014]",
        "2003/2013",
        "2010/",
        "/2012",
        "2010/..",
        "../2012",
        "[2009..2011]/[2013..2015]",
        "2012~/2013~",
        "some day",
    ];

    #[test]
    fn on_one_day_it_is_what_the_date_says() {
        for text in DATES {
            let date = Date::read(text);
            for day in date.turning_days().into_iter().flat_map(|day| [day.before(), day, day.next()]) {
                assert_eq!(Window::of_day(day).holds(date.standing()), date.holds_on(day), "{text} on {day}");
            }
        }
    }

    #[test]
    fn throughout_is_at_most_each_day_and_each_day_at_most_any_time() {
        let year = |year| Day::from_ymd(year, 7, 1).unwrap();
        for text in DATES {
            let extent = Date::read(text).standing();
            for (from, to) in [(1970, 1975), (2009, 2012), (2010, 2020), (2013, 2014), (2014, 2014)] {
                let any = Window { first: year(from), last: year(to), throughout: false };
                let all = Window { throughout: true, ..any };
                for on in from..=to {
                    let on = Window::of_day(year(on)).holds(extent);
                    assert!(all.holds(extent) <= on && on <= any.holds(extent), "{text} from {from} to {to}");
                }
            }
        }
    }

    #[test]
    fn a_period_is_told_in_words() {
        let (from, to) = (Date::read("2003"), Date::read("2014-06"));
        let said = |span| Period::new(Some(&to), Some(&Since { date: from.clone(), span })).in_words().unwrap();
        assert_eq!(said(Span::AnyTime), "at any time from 2003 to June 2014");
        assert_eq!(said(Span::Throughout), "throughout from 2003 to June 2014");
        assert_eq!(said(Span::Compare), "from the end of 2003 to the end of June 2014");
        assert_eq!(Period::new(None, Some(&Since { date: from, span: Span::Compare })), Period::All);
    }

    #[test]
    fn dates_that_are_no_period_are_refused_with_the_reason() {
        let of = |from: &str, to: &str, span| fault(&Date::read(from), &Date::read(to), span);
        assert_eq!(of("2013", "2014", Span::Compare), None);
        assert_eq!(of("2013", "2013", Span::AnyTime), None);
        assert_eq!(of("2013-02", "2013-02-01", Span::Throughout), None);
        assert!(of("2013", "2013-12", Span::Compare).unwrap().contains("2013-12 does not end after 2013"));
        assert!(of("2014", "2013", Span::AnyTime).is_some());
        assert!(of("soon", "2013", Span::AnyTime).is_some());
    }
}
