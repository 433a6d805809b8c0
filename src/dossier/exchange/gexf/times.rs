//! Times of GEXF: `start` and `end`, open or not, moments, and the lists of version 1.3. Dates stay as they are written.

use std::borrow::Cow;

use super::super::fault::Fault;
use super::super::graph::When;
use super::super::xml::{Tag, Xml};

/// The times of one element.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found<'t> {
    start: Cow<'t, str>,
    end: Cow<'t, str>,
    moment: Cow<'t, str>,
    /// `<[2009, 2010]; [2012, 2013]>` or `<[2009, 2010, 2011]>`.
    spells: Cow<'t, str>,
    moments: Cow<'t, str>,
    /// Whether an end was told as not belonging to the spell.
    pub(super) open: bool,
}

/// Reads the times of a tag.
///
/// # Errors
/// As [`Xml::value`].
pub(super) fn of_tag<'t>(xml: &mut Xml<'t>, tag: &Tag<'t>) -> Result<Found<'t>, Fault> {
    let mut found = Found::default();
    for (name, raw) in tag.attributes() {
        let Some(slot) = found.slot(name) else { continue };
        *slot = match xml.value(raw)? {
            // What a spell without a beginning or an end is written as.
            value if matches!(value.trim(), "-Infinity" | "Infinity" | "-INF" | "INF") => Cow::Borrowed(""),
            value => value,
        };
        found.open |= matches!(name, "startopen" | "endopen");
    }
    Ok(found)
}

/// Whether an attribute says a time.
pub(super) fn is_time(name: &str) -> bool {
    Found::default().slot(name).is_some()
}

impl<'t> Found<'t> {
    /// Where the value of an attribute belongs; nowhere where it says no time.
    fn slot(&mut self, name: &str) -> Option<&mut Cow<'t, str>> {
        Some(match name {
            "start" | "startopen" => &mut self.start,
            "end" | "endopen" => &mut self.end,
            "timestamp" => &mut self.moment,
            "timestamps" => &mut self.moments,
            "intervals" => &mut self.spells,
            _ => return None,
        })
    }

    /// Whether there is no time.
    pub(super) fn is_empty(&self) -> bool {
        [&self.start, &self.end, &self.moment, &self.spells, &self.moments].iter().all(|text| text.is_empty())
    }

    /// The times, one by one.
    pub(super) fn iter(&self) -> impl Iterator<Item = When<'_>> + '_ {
        let spell = (!self.start.is_empty() || !self.end.is_empty()).then(|| When::Spell(&self.start, &self.end));
        let moment = (!self.moment.is_empty()).then(|| When::At(&self.moment));
        let brackets: &[_] = &['<', '>', '[', ']', '(', ')', ' '];
        let spells = self.spells.split(';').filter_map(move |spell| {
            let mut ends = spell.split(',').map(move |end| end.trim_matches(brackets));
            let (start, end) = (ends.next()?, ends.next().unwrap_or_default());
            let known = |end| if matches!(end, "-Infinity" | "Infinity") { "" } else { end };
            (!start.is_empty() || !end.is_empty()).then(|| When::Spell(known(start), known(end)))
        });
        let moments = self.moments.split([',', ';']).map(move |moment| moment.trim_matches(brackets));
        let moments = moments.filter(|moment| !moment.is_empty()).map(When::At);
        spell.into_iter().chain(moment).chain(spells).chain(moments)
    }

    /// All of them as a person would write them.
    pub(super) fn shown(&self) -> String {
        let one = |when| match when {
            When::At(moment) => moment.to_owned(),
            When::Spell(start, "") => format!("{start}/.."),
            When::Spell("", end) => format!("../{end}"),
            When::Spell(start, end) => format!("{start}/{end}"),
        };
        self.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::xml::Piece;
    use super::*;

    fn shown(attributes: &str) -> String {
        let text = format!("<spell {attributes}/>");
        let mut xml = Xml::new(&text);
        let Piece::Open(tag) = xml.next().unwrap() else { panic!() };
        of_tag(&mut xml, &tag).unwrap().shown()
    }

    #[test]
    fn spells_and_moments_are_read_in_all_spellings() {
        assert_eq!(shown("start='2009-01-01' end='2010'"), "2009-01-01/2010");
        assert_eq!(shown("startopen='2009'"), "2009/..");
        assert_eq!(shown("end='2.5' start='-Infinity'"), "../2.5");
        assert_eq!(shown("timestamp='2009'"), "2009");
        assert_eq!(shown("timestamps='&lt;[2009, 2010]&gt;'"), "2009, 2010");
        assert_eq!(shown("intervals='&lt;[2009, 2010]; [2012, Infinity]&gt;'"), "2009/2010, 2012/..");
        assert_eq!(shown("id='1'"), "");
    }
}
