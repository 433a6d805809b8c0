//! `Retry-After` and the other dates of HTTP (RFC 9110, 5.6.7 and 10.2.3). Nothing here waits.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::dossier::model::Day;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How long to wait: a number of seconds, or a time in the form that HTTP prefers; `now` is in seconds since 1970.
pub(super) fn read(text: &str, now: u64) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that does not fit is a very long time.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::from(u32::MAX))));
    }
    let then = time(text)?;
    Some(Duration::from_secs(then.saturating_sub(now)))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` in seconds since 1970.
fn time(text: &str) -> Option<u64> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let [_, day, month, year, clock, "GMT"] = words[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)? as u32 + 1;
    let day = Day::from_ymd(year.parse().ok()?, month, day.parse().ok()?)?;
    let parts: Vec<u64> = clock.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hours, minutes, seconds] = parts[..] else { return None };
    let in_day = (hours < 24 && minutes < 60 && seconds < 61).then_some(hours * 3_600 + minutes * 60 + seconds)?;
    u64::try_from(day.number()).ok().map(|day| day * 86_400 + in_day)
}

/// The time in seconds since 1970.
pub(super) fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

/// The day by UTC.
pub(super) fn today() -> Day {
    day_of(seconds())
}

/// The day of a number of seconds since 1970, by UTC.
fn day_of(seconds: u64) -> Day {
    Day::from_number(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_time_are_read() {
        let now = 784_111_777;
        assert_eq!(read("120", 0), Some(Duration::from_secs(120)));
        assert_eq!(read(" 0 ", 0), Some(Duration::ZERO));
        assert_eq!(read("Sun, 06 Nov 1994 08:50:37 GMT", now), Some(Duration::from_secs(60)));
        assert_eq!(read("Sun, 06 Nov 1994 08:40:37 GMT", now), Some(Duration::ZERO), "the time is over");
        assert!(read("99999999999999999999999", 0).is_some_and(|time| time > Duration::from_secs(1 << 30)));
        for text in ["", "soon", "-1", "1.5", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT"] {
            assert_eq!(read(text, now), None, "{text}");
        }
        assert_eq!(day_of(784_111_777).ymd(), (1994, 11, 6));
    }
}
