//! The text of a query edited in parts: those that must all hold, taken away one by one, and what a field may be, chosen by a
//! click. Panels write with this what a person could have typed. Nothing here knows a dossier.

use std::fmt::Write as _;

use super::edit::narrowed;
use super::fields;
use super::parser::parse;
use super::syntax::{Expr, FieldName, OWN, Order, Query, Rule, Test, Wanted, written};
use super::values::Value;

/// What is asked of a value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Records with it, and with no other that was not asked for.
    Only,
    /// Records with it, too, where others are asked for already.
    Also,
    /// No records with it.
    Hide,
}

/// What a query says of a field, in parts of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Chosen {
    /// Values that are asked for; where it is empty, all are shown that are not hidden.
    pub(crate) only: Vec<String>,
    pub(crate) hidden: Vec<String>,
    /// Whether what says nothing there is asked for, or hidden; neither where `None`.
    pub(crate) unknown: Option<Wish>,
    /// From one value to another, as they are written.
    pub(crate) range: Option<(String, String)>,
}

/// The parts of a query that must all hold, each as it is written.
pub(crate) fn parts(text: &str) -> Vec<String> {
    exprs(&parse(text).query).iter().map(alone).collect()
}

/// Those parts of a query that ask for nothing but some fields, as one text: what of it can be asked of records that the rest was
/// not written for.
pub(crate) fn parts_on(text: &str, names: &[&str]) -> String {
    let query = parse(text).query;
    let on: Vec<Expr> = exprs(&query).into_iter().filter(|expr| is_on(expr, names)).collect();
    if on.is_empty() { String::new() } else { put_together(Wanted::All, &on) }
}

/// Whether a condition asks for nothing but some fields, wherever in it.
fn is_on(expr: &Expr, names: &[&str]) -> bool {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().all(|part| is_on(part, names)),
        Expr::Not(inner) | Expr::Test(Test::Scope(_, inner)) => is_on(inner, names),
        Expr::Test(Test::Field(FieldName::Known(field), _)) => names.contains(&field.word),
        Expr::Test(
            Test::Field(FieldName::Own(_), _) | Test::Words(_) | Test::Is(_) | Test::Near(..) | Test::Among(..),
        ) => false,
    }
}

/// The query without one of its parts.
pub(crate) fn without_part(text: &str, number: usize) -> String {
    let query = parse(text).query;
    let rest = exprs(&query).into_iter().enumerate().filter(|(at, _)| *at != number).map(|(_, expr)| expr);
    put_together(query.wanted, &rest.collect::<Vec<_>>())
}

/// What a query says of a field.
pub(crate) fn chosen(text: &str, name: &str) -> Chosen {
    let mut chosen = Chosen::default();
    let Some(name) = named(name) else { return chosen };
    for expr in exprs(&parse(text).query).iter().filter(|expr| is_of(expr, &name)) {
        read(expr, &mut chosen);
    }
    chosen
}

/// The query without what it says of a field.
pub(crate) fn without_field(text: &str, name: &str) -> String {
    let Some(name) = named(name) else { return text.to_owned() };
    let query = parse(text).query;
    let rest: Vec<Expr> = exprs(&query).into_iter().filter(|expr| !is_of(expr, &name)).collect();
    put_together(query.wanted, &rest)
}

/// The query once a value of a field is wished for; a wish that is fulfilled already is taken back. Without a value what says
/// nothing in the field is meant.
pub(crate) fn wished(text: &str, name: &str, value: Option<&str>, wish: Wish) -> String {
    let mut chosen = chosen(text, name);
    let Chosen { only, hidden, unknown, range } = &mut chosen;
    *range = None;
    match (value, wish) {
        (Some(value), Wish::Only) if *only == [value] && *unknown != Some(Wish::Only) => only.clear(),
        (Some(value), Wish::Only) => {
            (*only, *unknown) = (vec![value.to_owned()], None);
            hidden.clear();
        }
        (Some(value), Wish::Also) => {
            if !take_out(only, value) {
                only.push(value.to_owned());
            }
            take_out(hidden, value);
        }
        (Some(value), Wish::Hide) => {
            if !take_out(hidden, value) && !take_out(only, value) {
                hidden.push(value.to_owned());
            }
        }
        (None, Wish::Hide) => *unknown = (*unknown != Some(Wish::Hide)).then_some(Wish::Hide),
        (None, Wish::Only) => {
            let is_so = *unknown == Some(Wish::Only) && only.is_empty();
            (*only, *unknown) = (Vec::new(), (!is_so).then_some(Wish::Only));
            hidden.clear();
        }
        (None, Wish::Also) => *unknown = (*unknown != Some(Wish::Only)).then_some(Wish::Only),
    }
    with(text, name, &chosen)
}

/// The query once a field lies between two values; either may be open, as an empty text.
pub(crate) fn ranged(text: &str, name: &str, from: &str, to: &str) -> String {
    let range = (!from.is_empty() || !to.is_empty()).then(|| (from.to_owned(), to.to_owned()));
    with(text, name, &Chosen { range, ..Chosen::default() })
}

fn with(text: &str, name: &str, chosen: &Chosen) -> String {
    let rest = without_field(text, name);
    let own = said(name, chosen);
    if own.is_empty() { rest } else { narrowed(&rest, &own) }
}

/// What is chosen of a field, as text.
fn said(name: &str, chosen: &Chosen) -> String {
    let Some(name) = named(name) else { return String::new() };
    let list = |values: &[String]| values.iter().map(|value| written(value, false)).collect::<Vec<_>>().join(",");
    let mut out = String::new();
    let mut part = |text: String| {
        let blank = if out.is_empty() { "" } else { " " };
        let _ = write!(out, "{blank}{text}");
    };
    match (chosen.only.is_empty(), chosen.unknown) {
        (false, Some(Wish::Only | Wish::Also)) => part(format!("({name}:{} OR no:{name})", list(&chosen.only))),
        (false, Some(Wish::Hide) | None) => part(format!("{name}:{}", list(&chosen.only))),
        (true, Some(Wish::Only | Wish::Also)) => part(format!("no:{name}")),
        (true, Some(Wish::Hide)) => part(format!("{name}:*")),
        (true, None) => {}
    }
    if !chosen.hidden.is_empty() {
        part(format!("-{name}:{}", list(&chosen.hidden)));
    }
    if let Some((from, to)) = &chosen.range {
        let end = |end: &str| if end.is_empty() { String::new() } else { written(end, false) };
        part(format!("{name}:{}..{}", end(from), end(to)));
    }
    out
}

/// Takes a value out of a list. Says whether it was there.
fn take_out(list: &mut Vec<String>, value: &str) -> bool {
    let before = list.len();
    list.retain(|each| each != value);
    list.len() < before
}

fn named(name: &str) -> Option<FieldName> {
    match name.strip_prefix(OWN) {
        Some(own) => Some(FieldName::Own(own.to_owned())),
        None => fields::named(name).map(FieldName::Known),
    }
}

fn exprs(query: &Query) -> Vec<Expr> {
    match &query.condition {
        Some(Expr::And(parts)) => parts.clone(),
        Some(other) => vec![other.clone()],
        None => Vec::new(),
    }
}

/// A part as it is written beside others.
fn alone(expr: &Expr) -> String {
    match expr {
        Expr::And(_) | Expr::Or(_) => format!("({expr})"),
        Expr::Not(_) | Expr::Test(_) => expr.to_string(),
    }
}

/// Parts as one text. What was asked of both ends of relations, or of relations at entities, is asked itself once it stands
/// alone: it was written so only to go with the rest.
fn put_together(wanted: Wanted, parts: &[Expr]) -> String {
    use super::scopes::Scope;
    let condition = match parts {
        [] => None,
        [Expr::Test(Test::Scope(Scope::From, a)), Expr::Test(Test::Scope(Scope::To, b))]
            if a == b && wanted == Wanted::All =>
        {
            Some((**a).clone())
        }
        [Expr::Test(Test::Scope(Scope::Has, inner))] if wanted == Wanted::All => Some((**inner).clone()),
        [one] => Some(one.clone()),
        several => Some(Expr::And(several.to_vec())),
    };
    Query { wanted, condition }.to_string()
}

/// Whether a part is about a field alone, in a way that can be chosen by a click.
fn is_of(expr: &Expr, name: &FieldName) -> bool {
    match expr {
        Expr::Test(Test::Field(field, rule)) => field == name && can_be_chosen(rule),
        Expr::Not(inner) => match &**inner {
            Expr::Test(Test::Field(field, Rule::OneOf(_) | Rule::Any)) => field == name,
            Expr::And(_) | Expr::Or(_) | Expr::Not(_) | Expr::Test(_) => false,
        },
        Expr::Or(either) => match &either[..] {
            [Expr::Test(Test::Field(a, Rule::OneOf(_))), Expr::Not(b)] => {
                a == name && matches!(&**b, Expr::Test(Test::Field(b, Rule::Any)) if b == name)
            }
            _ => false,
        },
        Expr::And(_) | Expr::Test(_) => false,
    }
}

fn can_be_chosen(rule: &Rule) -> bool {
    match rule {
        Rule::Any | Rule::OneOf(_) | Rule::Within(..) => true,
        Rule::Compare(order, _) => matches!(order, Order::AtMost | Order::AtLeast),
    }
}

fn read(expr: &Expr, chosen: &mut Chosen) {
    let texts = |values: &[Value]| values.iter().map(|value| value.written.text.clone()).collect::<Vec<_>>();
    let end = |value: &Option<Value>| value.as_ref().map(|value| value.written.text.clone()).unwrap_or_default();
    match expr {
        Expr::Test(Test::Field(_, Rule::OneOf(values))) => chosen.only.extend(texts(values)),
        Expr::Test(Test::Field(_, Rule::Any)) => chosen.unknown = Some(Wish::Hide),
        Expr::Test(Test::Field(_, Rule::Within(from, to))) => chosen.range = Some((end(from), end(to))),
        Expr::Test(Test::Field(_, Rule::Compare(Order::AtLeast, from))) => {
            chosen.range = Some((from.written.text.clone(), String::new()));
        }
        Expr::Test(Test::Field(_, Rule::Compare(_, to))) => {
            chosen.range = Some((String::new(), to.written.text.clone()))
        }
        Expr::Not(inner) => match &**inner {
            Expr::Test(Test::Field(_, Rule::OneOf(values))) => chosen.hidden.extend(texts(values)),
            _ => chosen.unknown = Some(Wish::Only),
        },
        Expr::Or(either) => either.iter().for_each(|part| read(part, chosen)),
        Expr::And(_) | Expr::Test(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_some_fields_alone_is_told_from_the_rest() {
        let on = |text: &str| parts_on(text, &["certainty", "when"]);
        assert_eq!(on("kind:state certainty:high japan"), "certainty:high");
        assert_eq!(on("certainty>low (when:2014 OR no:when) near:(id:japan)"), "certainty>low (when:2014 OR no:when)");
        assert_eq!(on("-certainty:low"), "-certainty:low");
        assert_eq!(on("has:(claim:(certainty:high))"), "claim:(certainty:high)");
        for text in ["", "japan", "(certainty:high OR kind:state)", "is:denied", "between:a,b", "field.x:1"] {
            assert_eq!(on(text), "", "{text}");
        }
    }

    #[test]
    fn a_click_writes_what_a_person_would() {
        use Wish::{Also, Hide, Only};
        for (text, name, value, wish, then) in [
            ("", "kind", Some("state"), Only, "kind:state"),
            ("kind:state", "kind", Some("state"), Only, ""),
            ("kind:state", "kind", Some("group"), Only, "kind:group"),
            ("kind:state", "kind", Some("group"), Also, "kind:state,group"),
            ("kind:state,group", "kind", Some("state"), Also, "kind:group"),
            ("kind:state", "kind", None, Also, "(kind:state OR no:kind)"),
            ("kind:state OR no:kind", "kind", None, Also, "kind:state"),
            ("", "kind", Some("state"), Hide, "-kind:state"),
            ("-kind:state", "kind", Some("group"), Hide, "-kind:state,group"),
            ("-kind:state,group", "kind", Some("state"), Hide, "-kind:group"),
            ("kind:state,group", "kind", Some("state"), Hide, "kind:group"),
            ("-kind:state", "kind", Some("state"), Only, "kind:state"),
            ("", "when", None, Only, "no:when"),
            ("no:when", "when", None, Only, ""),
            ("", "when", None, Hide, "when:*"),
            ("when:*", "when", None, Hide, ""),
            ("japan", "status", Some("planned"), Only, "japan status:planned"),
            ("from:japan", "status", Some("actual"), Hide, "from:japan -status:actual"),
            ("from:japan", "kind", Some("state"), Only, "kind:state has:(from:japan)"),
            ("kind:state has:(from:japan)", "kind", Some("state"), Only, "from:japan"),
            ("kind:state", "rel", Some("hosts"), Only, "rel:hosts from:kind:state"),
            ("", "field.how often", Some("every year"), Only, "field.\"how often\":\"every year\""),
            ("kind:state (a OR b)", "kind", Some("state"), Only, "a OR b"),
            ("entities japan", "kind", Some("state"), Hide, "entities japan -kind:state"),
        ] {
            let done = wished(text, name, value, wish);
            let then =
                if then == "rel:hosts from:kind:state" { "rel:hosts from:(kind:state) to:(kind:state)" } else { then };
            assert_eq!(done, then, "{text} {name} {value:?} {wish:?}");
            assert_eq!(parse(&done).faults, [], "{done}");
        }
    }

    #[test]
    fn what_was_written_is_what_is_chosen() {
        let text =
            "from:japan -status:actual,ended (basis:stated OR no:basis) when:2013..2015 degree>=3 -(kind:a OR x)";
        assert_eq!(
            chosen(text, "status"),
            Chosen { hidden: vec!["actual".into(), "ended".into()], ..Chosen::default() }
        );
        let basis = Chosen { only: vec!["stated".into()], unknown: Some(Wish::Only), ..Chosen::default() };
        assert_eq!(chosen(text, "basis"), basis);
        assert_eq!(chosen(text, "when").range, Some(("2013".into(), "2015".into())));
        assert_eq!(chosen("degree>=3", "degree").range, Some(("3".into(), String::new())));
        assert_eq!(chosen(text, "kind"), Chosen::default(), "in brackets with something else");
        assert_eq!(
            without_field(text, "status"),
            "from:japan (basis:stated OR no:basis) when:2013..2015 -(kind:a OR x)"
        );
        assert_eq!(parts("from:japan -status:actual (a OR b)"), ["from:japan", "-status:actual", "(a OR b)"]);
        assert_eq!(without_part("relations from:japan -status:actual", 0), "relations -status:actual");
        assert_eq!(without_part("a OR b", 0), "");
        assert_eq!(ranged("when:2013 kind:state", "when", "2014", ""), "kind:state when:2014..");
        assert_eq!(ranged("when:2013..", "when", "", ""), "");
    }
}
