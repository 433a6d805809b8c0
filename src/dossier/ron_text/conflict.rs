//! Marks of an unsolved conflict: what git and its kin write into a text where two versions of it could
//! not be merged. Finds them and takes them out; knows nothing of what stands between them.

use std::ops::Range;
use std::sync::Arc;

use super::place::LineIndex;
use crate::problem::{Problem, codes};

/// The shortest mark.
const SHORTEST: usize = 7;
/// How much of a side's name is repeated, in characters.
const LABEL: usize = 40;

/// A conflict in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// The line of its first mark, and that of its last, from 1.
    lines: (usize, usize),
    /// Bytes of its first mark.
    pub(crate) bytes: (usize, usize),
    /// The sides, with their names, where all marks are there and in order.
    sides: Option<[Side; 2]>,
    /// Bytes to take out, so that the first side is left.
    taken_out: Vec<Range<usize>>,
}

/// One version of what was changed on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Side {
    label: String,
    /// Its lines; empty if it has none.
    lines: Range<usize>,
}

/// A line that is a mark.
#[derive(Clone, Copy)]
struct Mark<'a> {
    sign: char,
    length: usize,
    label: &'a str,
    line: usize,
    start: usize,
    end: usize,
}

/// A conflict whose end has not come yet.
struct Open<'a> {
    marks: Vec<Mark<'a>>,
    /// Lengths of marks of conflicts within: of merges of merges.
    inner: Vec<usize>,
    /// Where the first side ends, and where the second begins.
    first_end: Option<Mark<'a>>,
    between: Option<Mark<'a>>,
}

impl Conflict {
    /// Whether its marks are all there and in order, as nobody writes them by chance.
    pub(crate) fn is_whole(&self) -> bool {
        self.sides.is_some()
    }

    /// The problem, without its place.
    pub(crate) fn problem(&self) -> Problem {
        let shown = lines(self.lines.0..self.lines.1 + 1);
        let message = match &self.sides {
            Some([one, other]) => {
                format!("unresolved merge conflict in {shown}: {}, or {}", one.words(), other.words())
            }
            None if self.lines.0 == self.lines.1 => format!("a merge conflict marker is left in {shown}"),
            None => format!("merge conflict markers are left in {shown}"),
        };
        Problem::error(codes::CONFLICT, message).with_help("keep the right parts of both sides, and delete the markers")
    }

    /// The problem at its place in a file.
    pub(crate) fn problem_in(&self, name: &str, text: &str) -> Problem {
        self.problem().with_place(LineIndex::new(text).place(&Arc::from(name), text, self.bytes))
    }

    fn of(open: &Open<'_>) -> Option<Conflict> {
        let (first, last) = (open.marks.first()?, open.marks.last()?);
        let sides = match (open.first_end, open.between) {
            (Some(first_end), Some(between)) if first.sign == '<' && last.sign == '>' => {
                let side = |mark: &Mark<'_>, lines| Side { label: mark.label.chars().take(LABEL).collect(), lines };
                Some([side(first, first.line + 1..first_end.line), side(last, between.line + 1..last.line)])
            }
            _ => None,
        };
        let taken_out = match (&sides, open.first_end) {
            (Some(_), Some(end)) => vec![first.start..first.end, end.start..last.end],
            _ => open.marks.iter().map(|mark| mark.start..mark.end).collect(),
        };
        Some(Conflict { lines: (first.line, last.line), bytes: (first.start, first.end), sides, taken_out })
    }
}

impl Side {
    fn words(&self) -> String {
        let name = if self.label.is_empty() { String::new() } else { format!("`{}`: ", self.label) };
        let text = if self.lines.is_empty() { "nothing".to_owned() } else { lines(self.lines.clone()) };
        format!("{name}{text}")
    }
}

fn lines(range: Range<usize>) -> String {
    let (first, last) = (range.start, range.end - 1);
    if first == last { format!("line {first}") } else { format!("lines {first} to {last}") }
}

/// All conflicts of a text, in order.
pub(crate) fn conflicts(text: &str) -> Vec<Conflict> {
    let mut found = Vec::new();
    if !["<", ">", "|"].iter().any(|sign| text.contains(&sign.repeat(SHORTEST))) {
        return found;
    }
    let mut open: Option<Open<'_>> = None;
    for mark in marks(text) {
        let is_done = match &mut open {
            Some(now) if !begins_anew(now, mark) => take(now, mark),
            _ => {
                found.extend(open.take().as_ref().and_then(Conflict::of));
                let is_done = mark.sign == '>';
                open = Some(Open { marks: vec![mark], inner: Vec::new(), first_end: None, between: None });
                is_done
            }
        };
        if is_done {
            found.extend(open.take().as_ref().and_then(Conflict::of));
        }
    }
    found.extend(open.as_ref().and_then(Conflict::of));
    // A row of equals signs alone is a heading in somebody's note.
    let is_rule = |conflict: &Conflict| !conflict.is_whole() && text[conflict.bytes.0..].starts_with('=');
    found.retain(|conflict| !(is_rule(conflict) && conflict.lines.0 == conflict.lines.1));
    found
}

/// Whether a mark begins another conflict, the one before it having no end.
fn begins_anew(open: &Open<'_>, mark: Mark<'_>) -> bool {
    let length = open.marks.first().map_or(0, |first| first.length);
    mark.sign == '<' && open.inner.is_empty() && mark.length <= length
}

/// Takes a mark into a conflict; `true` if that is its end.
fn take<'a>(open: &mut Open<'a>, mark: Mark<'a>) -> bool {
    let length = open.marks.first().map_or(0, |first| first.length);
    if mark.sign == '<' {
        open.inner.push(mark.length);
    } else if let Some(&inner) = open.inner.last() {
        if mark.sign == '>' && mark.length == inner {
            open.inner.pop();
        }
    } else if mark.length == length {
        match mark.sign {
            '|' if open.first_end.is_none() => open.first_end = Some(mark),
            '=' if open.between.is_none() => {
                open.first_end = open.first_end.or(Some(mark));
                open.between = Some(mark);
            }
            _ => {}
        }
        open.marks.push(mark);
        return mark.sign == '>';
    } else {
        // Of another length, it belongs to the text.
        return false;
    }
    open.marks.push(mark);
    false
}

fn marks(text: &str) -> impl Iterator<Item = Mark<'_>> {
    let mut at = 0;
    text.split_inclusive('\n').zip(1..).filter_map(move |(whole, line)| {
        let bom = if at == 0 && whole.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let start = at + bom;
        at += whole.len();
        let content = whole[bom..].trim_end_matches(['\n', '\r']);
        let sign = content.chars().next().filter(|c| "<|=>".contains(*c))?;
        let label = content.trim_start_matches(sign);
        let length = content.len() - label.len();
        let is_mark = length >= SHORTEST && (label.is_empty() || label.starts_with([' ', '\t']));
        is_mark.then(|| Mark { sign, length, label: label.trim(), line, start, end: start + content.len() })
    })
}

/// The text with the first side of every conflict; what is taken out becomes blanks, so that every
/// place stays what it was.
pub(crate) fn first_sides(text: &str, conflicts: &[Conflict]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in conflicts.iter().flat_map(|conflict| &conflict.taken_out) {
        out.push_str(&text[at..range.start]);
        out.extend(text[range.clone()].bytes().map(|b| if b == b'\n' || b == b'\r' { char::from(b) } else { ' ' }));
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        conflicts(text).iter().map(|conflict| conflict.problem().message).collect()
    }

    #[test]
    fn a_conflict_is_told_once_with_its_sides() {
        for (text, says) in [
            (
                "a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n",
                "unresolved merge conflict in lines 2 to 6: `ours`: line 3, or `theirs`: line 5",
            ),
            (
                "<<<<<<<\r\n=======\r\nc\r\nd\r\n>>>>>>>",
                "unresolved merge conflict in lines 1 to 5: nothing, or lines 3 to 4",
            ),
            (
                "<<<<<<< a\n1\n||||||| base\n0\n=======\n2\n>>>>>>> b\n",
                "unresolved merge conflict in lines 1 to 7: `a`: line 2, or `b`: line 6",
            ),
            (
                "<<<<<<<<<< a\n1\n=======\n==========\n2\n>>>>>>>>>> b\n",
                "unresolved merge conflict in lines 1 to 6: `a`: lines 2 to 3, or `b`: line 5",
            ),
            (
                "<<<<<<< a\n1\n||||||| m\n<<<<<<<<< x\n0\n=========\n9\n>>>>>>>>> y\n=======\n2\n>>>>>>> b\n",
                "unresolved merge conflict in lines 1 to 11: `a`: line 2, or `b`: line 10",
            ),
            ("a\n<<<<<<< ours\nb\n", "a merge conflict marker is left in line 2"),
            ("a\n=======\nb\n>>>>>>> theirs\n", "merge conflict markers are left in lines 2 to 4"),
            (">>>>>>> theirs\n", "a merge conflict marker is left in line 1"),
        ] {
            assert_eq!(told(text), [says], "{text}");
        }
        for text in ["<<<<<< a\n", " <<<<<<< a\n", "<<<<<<<a\n", "a\n=======\nb\n", "// =======\n// >>>>>>> a", ""] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
        let two = "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n";
        assert_eq!(told(&two.repeat(3)).len(), 3);
        assert_eq!(told(&format!("<<<<<<< a\n1\n{two}")).len(), 2, "one without an end, and a whole one");
    }

    #[test]
    fn the_first_side_is_left_and_every_place_stays() {
        let text = "a\n<<<<<<< ü\nb\n||||||| m\n日\n=======\nc\n>>>>>>> d\ne\n";
        let left = first_sides(text, &conflicts(text));
        assert_eq!(left.len(), text.len());
        assert_eq!(left.split_whitespace().collect::<Vec<_>>(), ["a", "b", "e"]);
        assert_eq!(left.find("e\n"), text.find("e\n"));
        assert_eq!(left.lines().count(), text.lines().count());
    }
}
