//! Dictionaries as Python prints them, which networkx writes behind the ends of an edge. Knows no table.

/// The keys and values of a dictionary: `{'weight': 7, 'tags': ['a', 'b']}`. Values within values stay as they are written;
/// `None` says nothing. None for what is no dictionary.
pub(super) fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let mut rest = text.strip_prefix('{')?.strip_suffix('}')?.trim();
    let mut out = Vec::new();
    while !rest.is_empty() {
        let (key, after) = value(rest)?;
        let (value, after) = value(after.trim_start().strip_prefix(':')?.trim_start())?;
        if value != "None" {
            out.push((key, value));
        }
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(more) => more.trim_start(),
            None if after.is_empty() => after,
            None => return None,
        };
    }
    Some(out)
}

/// The value that a text begins with, and what follows it.
fn value(text: &str) -> Option<(String, &str)> {
    match text.chars().next()? {
        quote @ ('"' | '\'') => string(text.get(1..)?, quote),
        '[' | '(' | '{' => {
            let (inside, after) = text.split_at_checked(nested(text)?)?;
            Some((inside.to_owned(), after))
        }
        _ => {
            let end = text.find([',', ':', '(', ')', '[', ']', '{', '}', '"', '\'']).unwrap_or(text.len());
            let (word, after) = text.split_at_checked(end)?;
            if word.trim().is_empty() {
                return None;
            }
            if !after.starts_with('(') {
                return Some((word.trim().to_owned(), after));
            }
            // `datetime.date(2014, 5, 1)`; a number of NumPy is one.
            let (inside, after) = after.split_at_checked(nested(after)?)?;
            let number = inside.trim_matches(['(', ')']);
            let is_number = word.starts_with("np.") && number.parse::<f64>().is_ok();
            Some((if is_number { number.to_owned() } else { format!("{word}{inside}") }, after))
        }
    }
}

/// Where the bracket that a text begins with is closed.
fn nested(text: &str) -> Option<usize> {
    let (mut depth, mut quote, mut is_escaped) = (0_usize, None, false);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if is_escaped => is_escaped = false,
            (Some(_), '\\') => is_escaped = true,
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '(' | '{') => depth += 1,
            (None, ']' | ')' | '}') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// A text up to its closing mark, and what follows it.
fn string(text: &str, quote: char) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some((out, text.get(at + 1..)?));
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        let (at, escape) = chars.next()?;
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        match escape {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            '\\' | '\'' | '"' => out.push(escape),
            _ if digits > 0 => {
                let code = u32::from_str_radix(text.get(at + 1..at + 1 + digits)?, 16).ok()?;
                out.push(char::from_u32(code)?);
                chars.nth(digits - 1)?;
            }
            _ => out.extend(['\\', escape]),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::super::graph::Graph;
    use super::super::super::tests::{read_as, sound};
    use super::*;

    fn found(text: &str) -> Option<Vec<(String, String)>> {
        pairs(text)
    }

    #[test]
    fn what_python_prints_is_understood() {
        let of = |all: &[(&str, &str)]| Some(all.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect());
        for (text, expected) in [
            ("{}", of(&[])),
            ("{'weight': 7, 'color': 'green'}", of(&[("weight", "7"), ("color", "green")])),
            ("{'a': \"it's\", 'b': 'x\\n\\'y\\u00e9'}", of(&[("a", "it's"), ("b", "x\n'y\u{e9}")])),
            ("{'a': ['x, y', {'b': (1, 2)}], 'c': None}", of(&[("a", "['x, y', {'b': (1, 2)}]")])),
            ("{'d': datetime.date(2014, 5, 1), 3: -2.5}", of(&[("d", "datetime.date(2014, 5, 1)"), ("3", "-2.5")])),
            ("{'w': np.float64(2.5), 'b': True, }", of(&[("w", "2.5"), ("b", "True")])),
            ("{'a': 1} {'b': 2}", None),
            ("{'a': 1},{'b': 2}", None),
            ("{'a'}", None),
            ("{'a': }", None),
            ("{'a: 1}", None),
            ("{'a': [1}", None),
            ("{a b}", None),
            ("{", None),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    fn graph(name: &str, text: &str) -> Graph {
        let read = read_as("csv", name, text.as_bytes()).unwrap();
        sound(&read);
        assert_eq!(read.report.refused_count(), 0, "{:?}", read.report);
        read.graphs.into_iter().next().unwrap()
    }

    #[test]
    fn edge_lists_of_networkx_are_read() {
        let third = "{'weight': 0.5, 'label': 'owes', 'note to': 'a, b'}";
        for mark in [" ", "\t"] {
            let rows = ["1 2 {'weight': 7, 'color': 'green'}", "2 3 {}", &format!("3 1 {third}")];
            let text = rows.map(|row| format!("{}\n", row.replacen(' ', mark, 2))).concat();
            let graph = graph("x.edgelist", &text);
            assert_eq!((graph.nodes.len(), graph.ends()), (3, &[(0, 1), (1, 2), (2, 0)][..]), "{text}");
            assert_eq!([0, 1, 2].map(|edge| graph.weight(edge)), [Some(7.0), None, Some(0.5)]);
            assert_eq!([0, 1, 2].map(|edge| graph.edge_kind(edge)), [None; 3]);
            assert_eq!(graph.edges.columns.shown("color", 0).as_deref(), Some("green"));
            assert_eq!(graph.edges.columns.shown("note to", 2).as_deref(), Some("a, b"));
            assert_eq!(graph.edges.label(2).as_deref(), Some("owes"));
        }
        // No row is taken for heads.
        let graph = graph("x.edgelist", "Anna Bert {'type': 'pays'}\nCleo Dora {'type': 'owns', 'weight': 'much'}\n");
        assert_eq!((graph.nodes.len(), graph.edge_kind(0), graph.edge_kind(1)), (4, Some("pays"), Some("owns")));
        assert_eq!(graph.edges.columns.shown("weight", 1).as_deref(), Some("much"));
    }

    #[test]
    fn empty_dictionaries_say_nothing() {
        let graph = graph("x.edgelist", "1 2 {}\n2 3 {}\n");
        assert_eq!((graph.ends().len(), graph.edge_kind(0), graph.weight(0)), (2, None, None));
        let graph = self::graph("x.csv", "1,2,{'weight': 7, 'a': 'b'}\n2,3,{}\n");
        assert_eq!((graph.ends().len(), graph.weight(0)), (2, Some(7.0)));
    }
}
