//! A query as a tree, and the text that it is written in: printing a tree and parsing it again gives the same tree. What it
//! means for a dossier is not known here.

use std::fmt;

use super::domain::Domain;
use super::fields::{Field, Flag};
use super::scopes::Scope;
use super::values::{Value, Written};

/// What is asked: everything, where there is no condition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    pub(crate) wanted: Wanted,
    pub(crate) condition: Option<Expr>,
}

/// Which records are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Whatever the condition speaks of.
    #[default]
    All,
    Entities,
    Relations,
}

impl Wanted {
    /// The words that ask for them.
    pub(crate) const WORDS: [(&'static str, Wanted); 2] =
        [("entities", Wanted::Entities), ("relations", Wanted::Relations)];

    /// The word that asks for it; none for everything.
    pub(crate) fn word(self) -> Option<&'static str> {
        Self::WORDS.iter().find(|(_, wanted)| *wanted == self).map(|(word, _)| *word)
    }

    /// What that leaves.
    pub(crate) fn domain(self) -> Domain {
        match self {
            Wanted::All => Domain::RECORDS,
            Wanted::Entities => Domain::ENTITIES,
            Wanted::Relations => Domain::RELATIONS,
        }
    }
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    /// Two or more.
    And(Vec<Expr>),
    /// Two or more.
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Test(Test),
}

/// One test.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    /// Words anywhere in what is written.
    Words(Written),
    Field(FieldName, Rule),
    Is(&'static Flag),
    /// With a question inside; of `near` the steps and the way.
    Scope(Scope, Box<Expr>),
    Near(Box<Expr>, Steps),
    /// `path`, `between` and `common`.
    Among(Scope, Vec<Value>),
}

/// How far, and along which way of the relations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Steps {
    pub(crate) most: u32,
    pub(crate) way: Way,
}

/// Which way relations are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Any,
    /// Against their direction: from where they end to where they start.
    In,
    /// Along their direction.
    Out,
}

impl Way {
    /// The words for the ways that have one.
    pub(crate) const WORDS: [(&'static str, Way); 2] = [("in", Way::In), ("out", Way::Out)];
}

/// A field of the table, or one of the author's own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FieldName {
    Known(&'static Field),
    Own(String),
}

/// What a field must be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rule {
    /// Anything at all.
    Any,
    /// One of these.
    OneOf(Vec<Value>),
    Compare(Order, Value),
    /// From one to the other, both included; one end at least is given.
    Within(Option<Value>, Option<Value>),
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Order {
    /// Every comparison with its sign; longer signs come first.
    pub(crate) const SIGNS: [(&'static str, Order); 4] =
        [("<=", Order::AtMost), (">=", Order::AtLeast), ("<", Order::Less), (">", Order::More)];

    fn sign(self) -> &'static str {
        Self::SIGNS.iter().find(|(_, order)| *order == self).map_or("", |(sign, _)| sign)
    }
}

/// The field of the author's own begins so.
pub(crate) const OWN: &str = "field.";

/// Words that mean something by themselves and are put in quotes where they do not.
const RESERVED: [&str; 7] = ["OR", "AND", "NOT", "entities", "relations", "in", "out"];

/// Signs that end a bare word.
pub(super) const SIGNS: [char; 9] = ['(', ')', '"', ':', ',', '<', '>', '=', '|'];

/// A text as it is written in a query.
pub(crate) fn written(text: &str, begins: bool) -> String {
    let bare = !text.is_empty()
        && !text.starts_with(['-', '['])
        && !text.ends_with('*')
        && !text.contains("..")
        && !text.chars().any(|c| c.is_whitespace() || SIGNS.contains(&c))
        && !RESERVED.contains(&text)
        && !has_steps(text);
    let star = if begins { "*" } else { "" };
    if bare {
        return format!("{text}{star}");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out + star
}

/// Whether it ends as `near:x/2` does.
fn has_steps(text: &str) -> bool {
    text.rsplit_once('/').is_some_and(|(_, steps)| !steps.is_empty() && steps.bytes().all(|b| b.is_ascii_digit()))
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(&self.text, self.begins))
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.wanted.word(), &self.condition) {
            (Some(wanted), Some(condition)) => write!(f, "{wanted} {condition}"),
            (Some(wanted), None) => f.write_str(wanted),
            (None, Some(condition)) => write!(f, "{condition}"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = |f: &mut fmt::Formatter<'_>, parts: &[Expr], between: &str, inner: fn(&Expr) -> bool| {
            for (at, part) in parts.iter().enumerate() {
                f.write_str(if at > 0 { between } else { "" })?;
                if inner(part) { write!(f, "({part})")? } else { write!(f, "{part}")? }
            }
            Ok(())
        };
        match self {
            Expr::And(parts) => each(f, parts, " ", |part| matches!(part, Expr::And(_) | Expr::Or(_))),
            Expr::Or(parts) => each(f, parts, " OR ", |part| matches!(part, Expr::Or(_))),
            Expr::Not(inner) => match &**inner {
                Expr::Test(Test::Field(name, Rule::Any)) => write!(f, "no:{name}"),
                Expr::And(_) | Expr::Or(_) => write!(f, "-({inner})"),
                Expr::Not(_) | Expr::Test(_) => write!(f, "-{inner}"),
            },
            Expr::Test(test) => write!(f, "{test}"),
        }
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FieldName::Known(field) => f.write_str(field.word),
            FieldName::Own(name) => write!(f, "{OWN}{}", written(name, false)),
        }
    }
}

fn list(values: &[Value]) -> String {
    values.iter().map(|value| value.written.to_string()).collect::<Vec<_>>().join(",")
}

/// The entities of a question that asks for nothing but them: `from:japan` is `from:(id:japan)`.
pub(crate) fn only_ids(inner: &Expr) -> Option<&[Value]> {
    match inner {
        Expr::Test(Test::Field(FieldName::Known(field), Rule::OneOf(values))) if field.word == "id" => Some(values),
        _ => None,
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inside = |inner: &Expr| only_ids(inner).map_or_else(|| format!("({inner})"), list);
        match self {
            Test::Words(words) => write!(f, "{words}"),
            Test::Field(name, Rule::Any) => write!(f, "{name}:*"),
            Test::Field(name, Rule::OneOf(values)) => write!(f, "{name}:{}", list(values)),
            Test::Field(name, Rule::Compare(order, value)) => write!(f, "{name}{}{}", order.sign(), value.written),
            Test::Field(name, Rule::Within(from, to)) => {
                let end = |end: &Option<Value>| end.as_ref().map(|v| v.written.to_string()).unwrap_or_default();
                write!(f, "{name}:{}..{}", end(from), end(to))
            }
            Test::Is(flag) => write!(f, "is:{}", flag.word),
            Test::Scope(scope, inner) => match scope.row().takes {
                super::scopes::Takes::QuestionOrEntities => write!(f, "{}:{}", scope.row().word, inside(inner)),
                _ => write!(f, "{}:({inner})", scope.row().word),
            },
            Test::Near(inner, steps) => {
                write!(f, "near:{}/{}", inside(inner), steps.most)?;
                let way = Way::WORDS.iter().find(|(_, way)| *way == steps.way);
                way.map_or(Ok(()), |(word, _)| write!(f, " {word}"))
            }
            Test::Among(Scope::Path, ends) => {
                let ends: Vec<String> = ends.iter().map(|end| end.written.to_string()).collect();
                write!(f, "path:{}", ends.join(".."))
            }
            Test::Among(scope, values) => write!(f, "{}:{}", scope.row().word, list(values)),
        }
    }
}
