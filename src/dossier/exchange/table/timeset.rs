//! Spells as Gephi writes them in tables: `<[2001, 2002); [2005, 2006]>`, `<[2001.0]>`. Knows no rows.

use super::super::graph::When;

/// The moments and spells of such a text; `None` if it is none.
pub(crate) fn spells(text: &str) -> Option<Vec<When<'_>>> {
    let text = text.trim();
    let inner = text.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(text).trim();
    if !inner.starts_with(['[', '(', ']']) {
        return None;
    }
    let mut out = Vec::new();
    let mut rest = inner;
    while !rest.is_empty() {
        let (body, after) = rest.strip_prefix(['[', '(', ']'])?.split_once([']', ')', '['])?;
        let parts: Vec<&str> = body.split(',').map(|part| end(part.trim())).collect();
        match parts.as_slice() {
            // A second number below the first is a value that holds at that moment.
            [start, end] if is_less(end, start) => out.push(When::At(start)),
            [start, end] => out.push(When::Spell(start, end)),
            // A moment, or a list of moments.
            moments => out.extend(moments.iter().map(|moment| When::At(moment))),
        }
        rest = after.trim_start_matches([';', ' ', ',']);
    }
    Some(out)
}

fn is_less(end: &str, start: &str) -> bool {
    matches!((end.parse::<f64>(), start.parse::<f64>()), (Ok(end), Ok(start)) if end < start)
}

/// An end of a spell; infinite ones are open.
fn end(text: &str) -> &str {
    let bare = text.trim_start_matches(['+', '-']);
    if bare.eq_ignore_ascii_case("infinity") || bare.eq_ignore_ascii_case("inf") { "" } else { text.trim_matches('"') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_spells() {
        assert_eq!(
            spells("<[2001, 2002); (2005.5, Infinity]>"),
            Some(vec![When::Spell("2001", "2002"), When::Spell("2005.5", "")])
        );
        assert_eq!(spells("<[2001.0]>"), Some(vec![When::At("2001.0")]));
        assert_eq!(spells("[2014-05-01, 2014-06-01]"), Some(vec![When::Spell("2014-05-01", "2014-06-01")]));
        assert_eq!(spells("<[2001.2, 1.0]>"), Some(vec![When::At("2001.2")]));
        assert_eq!(spells("<[2001, 2002, 2003]>").map(|all| all.len()), Some(3));
        for wrong in ["2001", "<2001>", "<[2001>", ""] {
            assert_eq!(spells(wrong), None, "{wrong}");
        }
    }
}
