//! Where dates go when they are moved: by hand, to the next change, or on by themselves; and what comes of another way of seeing
//! time. Knows no widgets.

use super::axis::{Axis, day_date, year_date};
use super::play::Stride;
use crate::dossier::model::{Date, Day, Span};
use crate::explore::query::period::{Since, fault};
use crate::window::action::{Action, DateStep, PeriodMode};
use crate::window::session::Session;

/// Which of two dates; an as-of date alone is the later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Which {
    Earlier,
    #[default]
    Later,
}

/// How time is seen.
pub(super) fn mode(session: &Session) -> PeriodMode {
    match session.look.since.as_ref().filter(|_| session.as_of().is_some()).map(|since| since.span) {
        None => PeriodMode::AsOf,
        Some(Span::Compare) => PeriodMode::Compare,
        Some(Span::AnyTime | Span::Throughout) => PeriodMode::Between,
    }
}

/// One of the dates, as it is set.
pub(super) fn date(session: &Session, which: Which) -> Option<&Date> {
    let as_of = session.as_of()?;
    match which {
        Which::Later => Some(as_of),
        Which::Earlier => session.look.since.as_ref().map(|since| &since.date),
    }
}

/// The day that a date stands for: the last, but the first of the earlier end of a time.
pub(super) fn day(session: &Session, which: Which) -> Option<Day> {
    let date = date(session, which)?;
    match (which, mode(session)) {
        (Which::Earlier, PeriodMode::Between) => date.earliest().or(date.latest()),
        (Which::Earlier | Which::Later, _) => date.latest().or(date.earliest()),
    }
}

/// Sets one of the dates.
///
/// # Errors
/// Why that is not possible, in words.
pub(super) fn set(session: &Session, which: Which, date: Date) -> Result<Action, String> {
    match (which, session.look.since.as_ref(), session.as_of()) {
        (Which::Earlier, Some(since), Some(to)) => both(since.span, date, to.clone()),
        (Which::Later, Some(since), Some(_)) => both(since.span, since.date.clone(), date),
        (_, None, _) | (_, _, None) => Ok(Action::SetAsOf(Some(date))),
    }
}

/// Sets both dates; beside an as-of date alone, the time between them is seen.
///
/// # Errors
/// Why they are no period, in words.
pub(super) fn set_both(session: &Session, from: Date, to: Date) -> Result<Action, String> {
    both(session.look.since.as_ref().map(|since| since.span).unwrap_or_default(), from, to)
}

/// Sets both.
fn both(span: Span, from: Date, to: Date) -> Result<Action, String> {
    match fault(&from, &to, span) {
        Some(fault) => Err(fault),
        None => Ok(Action::SetPeriod(Since { date: from, span }, to)),
    }
}

/// Moves a date to a unit of the axis, or both by as much; `None` where that is no period.
pub(super) fn to_unit(session: &Session, axis: &Axis, which: Which, unit: i64, together: bool) -> Option<Action> {
    let now = |which| day(session, which).map(|day| axis.unit_of(day));
    let (Some(earlier), Some(later), true) = (now(Which::Earlier), now(Which::Later), together) else {
        return set(session, which, axis.date_of(unit)?).ok();
    };
    let moved = match which {
        Which::Earlier => unit - earlier,
        Which::Later => unit - later,
    };
    let moved = moved.clamp(axis.first_unit() - earlier.max(axis.first_unit()), (axis.last_unit() - later).max(0));
    let span = session.look.since.as_ref()?.span;
    both(span, axis.date_of(earlier + moved)?, axis.date_of(later + moved)?).ok()
}

/// What comes of another way of seeing time: of two dates, the later is at first the last change, and the earlier a large step
/// before it.
pub(super) fn see(session: &Session, axis: &Axis, (stops, last): (&[Day], Day), wanted: PeriodMode) -> Option<Action> {
    let later = match session.as_of() {
        Some(date) => date.clone(),
        None => day_date(stops.last().copied().unwrap_or(last))?,
    };
    let had = session.look.since.as_ref();
    let span = match wanted {
        PeriodMode::AsOf => return Some(Action::SetAsOf(session.as_of().cloned())),
        PeriodMode::Compare => Span::Compare,
        PeriodMode::Between => had.map(|since| since.span).filter(|span| *span != Span::Compare).unwrap_or_default(),
    };
    let kept = had.and_then(|since| both(span, since.date.clone(), later.clone()).ok());
    kept.or_else(|| {
        let end = later.latest().or(later.earliest())?;
        both(span, axis.date_of(axis.unit_of(end) - axis.large_step())?, later).ok()
    })
}

/// To the change before or after, or to the last date of the dossier.
pub(super) fn step(
    session: &Session,
    (stops, (first, last)): (&[Day], (Day, Day)),
    which: Which,
    step: DateStep,
) -> Option<Action> {
    let now = day(session, which);
    let day = match step {
        DateStep::Latest => last,
        DateStep::Earlier => match now {
            None => stops.last().copied().unwrap_or(last),
            Some(now) => stops.iter().rev().find(|stop| **stop < now).copied().unwrap_or(first.min(now)),
        },
        DateStep::Later => next(stops, now?)?,
    };
    set(session, which, day_date(day)?).ok()
}

fn next(stops: &[Day], now: Day) -> Option<Day> {
    stops.get(stops.partition_point(|stop| *stop <= now)).copied()
}

/// One step of playing; `None` at the end. A time of two dates keeps its length, a comparison its earlier date.
pub(super) fn play(session: &Session, stops: &[Day], last: Day, stride: Stride) -> Option<Action> {
    let now = day(session, Which::Later).unwrap_or(Day::from_number(i32::MIN));
    let (until, date) = match stride {
        Stride::Changes => {
            let day = next(stops, now)?;
            (day, day_date(day)?)
        }
        Stride::Years => {
            let first = stops.first().map_or(last, |first| last.min(*first)).year();
            let year = if session.as_of().is_some() { now.year().saturating_add(1).max(first) } else { first };
            let date = year_date(i64::from(year)).filter(|_| year <= last.year())?;
            (date.latest()?, date)
        }
    };
    match (mode(session), &session.look.since) {
        (PeriodMode::Between, Some(since)) => {
            let by = i64::from(until.number()) - i64::from(now.number());
            let from = i64::from(day(session, Which::Earlier)?.number()) + by;
            both(since.span, day_date(Day::from_number(i32::try_from(from).ok()?))?, date).ok()
        }
        (PeriodMode::AsOf | PeriodMode::Compare | PeriodMode::Between, _) => set(session, Which::Later, date).ok(),
    }
}

/// Where playing begins anew: at the first change, or the first after the date that a comparison keeps.
pub(super) fn rewind(session: &Session, stops: &[Day]) -> Option<Action> {
    let first = *stops.first()?;
    match (mode(session), session.look.since.as_ref()) {
        (PeriodMode::Compare, Some(_)) => {
            set(session, Which::Later, day_date(next(stops, day(session, Which::Earlier)?)?)?).ok()
        }
        (PeriodMode::Between, Some(since)) => {
            let length = day(session, Which::Later)?.number().saturating_sub(day(session, Which::Earlier)?.number());
            let to = Day::from_number(first.number().saturating_add(length));
            both(since.span, day_date(first)?, day_date(to)?).ok()
        }
        (PeriodMode::AsOf | PeriodMode::Compare | PeriodMode::Between, _) => Some(Action::SetAsOf(day_date(first))),
    }
}
