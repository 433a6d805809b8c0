//! A query as text. Only here it becomes one; every term is written by `oxrdf`.

use std::fmt;

use oxrdf::Literal;

use super::{Column, Node, Path, Pattern, Select, Test, Var};

impl fmt::Display for Var {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "?{}", self.0)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Var(var) => var.fmt(f),
            Node::Iri(iri) => iri.fmt(f),
            Node::Literal(literal) => f.write_str(&apart(&literal.to_string())),
        }
    }
}

/// A literal as written, so that a backslash and a `u` after it are never next to each other: some servers read `\u0022`
/// before anything else (SPARQL 1.1, 19.2), whatever stands before the backslash.
fn apart(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut chars = written.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if c != '\\' {
            continue;
        }
        let escaped = chars.next();
        out.extend(escaped);
        if escaped == Some('\\')
            && let Some(next) = chars.next_if(|next| matches!(next, 'u' | 'U'))
        {
            out.push_str(if next == 'u' { "\\u0075" } else { "\\u0055" });
        }
    }
    out
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::One(node) => node.fmt(f),
            Path::Either(properties) => {
                for (number, property) in properties.iter().enumerate() {
                    write!(f, "{}{property}", if number > 0 { "|" } else { "" })?;
                }
                Ok(())
            }
            Path::Upwards(property) => write!(f, "{property}*"),
        }
    }
}

/// Conditions with a word between them; of none, the word's neutral one.
fn joined(f: &mut fmt::Formatter<'_>, tests: &[Test], between: &str, none: &str) -> fmt::Result {
    if tests.is_empty() {
        return f.write_str(none);
    }
    f.write_str("(")?;
    for (number, test) in tests.iter().enumerate() {
        write!(f, "{}{test}", if number > 0 { between } else { "" })?;
    }
    f.write_str(")")
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |text: &str| Node::Literal(Literal::new_simple_literal(text));
        match self {
            Test::IsIri(var) => write!(f, "isIRI({var})"),
            Test::IsLiteral(var) => write!(f, "isLiteral({var})"),
            Test::Not(test) => write!(f, "(!{test})"),
            Test::All(tests) => joined(f, tests, " && ", "true"),
            Test::Any(tests) => joined(f, tests, " || ", "false"),
            Test::NoLanguage(var) => write!(f, "(LANG({var}) = \"\")"),
            Test::Language(var, range) => write!(f, "LANGMATCHES(LANG({var}), {})", text(range)),
            Test::Contains(var, part) => write!(f, "CONTAINS(LCASE(STR({var})), LCASE({}))", text(part)),
            Test::After(var, last) => write!(f, "(STR({var}) > {})", text(last)),
        }
    }
}

fn all(f: &mut fmt::Formatter<'_>, patterns: &[Pattern]) -> fmt::Result {
    f.write_str("{ ")?;
    for pattern in patterns {
        write!(f, "{pattern} ")?;
    }
    f.write_str("}")
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Triple(subject, path, object) => write!(f, "{subject} {path} {object} ."),
            Pattern::Values(vars, rows) => {
                f.write_str("VALUES (")?;
                vars.iter().try_for_each(|var| write!(f, "{var} "))?;
                f.write_str(") { ")?;
                for row in rows {
                    f.write_str("(")?;
                    row.iter().try_for_each(|term| write!(f, "{term} "))?;
                    f.write_str(") ")?;
                }
                f.write_str("}")
            }
            Pattern::Union(arms) => {
                for (number, arm) in arms.iter().enumerate() {
                    f.write_str(if number > 0 { "\nUNION " } else { "" })?;
                    all(f, arm)?;
                }
                Ok(())
            }
            Pattern::Optional(patterns) => f.write_str("OPTIONAL ").and_then(|()| all(f, patterns)),
            Pattern::Without(patterns) => f.write_str("FILTER NOT EXISTS ").and_then(|()| all(f, patterns)),
            Pattern::Filter(test) => write!(f, "FILTER({test})"),
            Pattern::Bind(term, var) => write!(f, "BIND({term} AS {var})"),
            Pattern::Sub(select) => write!(f, "{{ {select} }}"),
            Pattern::Graph(graph, patterns) => write!(f, "GRAPH {graph} ").and_then(|()| all(f, patterns)),
        }
    }
}

impl fmt::Display for Select {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.distinct { "SELECT DISTINCT" } else { "SELECT" })?;
        for column in &self.columns {
            match column {
                Column::Var(var) => write!(f, " {var}")?,
                Column::Count(of, name) => write!(f, " (COUNT({of}) AS {name})")?,
            }
        }
        f.write_str(" WHERE ")?;
        all(f, &self.pattern)?;
        if !self.group.is_empty() {
            f.write_str(" GROUP BY")?;
            self.group.iter().try_for_each(|var| write!(f, " {var}"))?;
        }
        if let Some(order) = &self.order {
            write!(f, " ORDER BY STR({order})")?;
        }
        write!(f, " LIMIT {}", self.limit)
    }
}
