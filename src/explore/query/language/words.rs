//! A query in words: what was understood, so that a person sees at once whether it was meant. The words for fields and flags
//! are in their tables; names are those of the dossier.

use super::domain::Domain;
use super::fields::{Field, ValueType};
use super::resolve::{Resolver, date_of};
use super::scopes::Scope;
use super::syntax::{Expr, FieldName, Order, Query, Rule, Steps, Test, Way, only_ids};
use super::values::{Value, Written};
use crate::wording::{counted, with_article};

/// What a condition speaks of, asked of records or of claims.
pub(super) fn domain(expr: &Expr, mode: Domain) -> Domain {
    match expr {
        Expr::And(parts) => parts.iter().map(|part| domain(part, mode)).reduce(|a, b| a & b).unwrap_or(mode),
        Expr::Or(parts) => parts.iter().map(|part| domain(part, mode)).reduce(|a, b| a | b).unwrap_or(mode),
        Expr::Not(inner) => domain(inner, mode),
        Expr::Test(test) => {
            let spoken = match test {
                Test::Words(_) | Test::Field(FieldName::Own(_), _) => return mode,
                Test::Scope(Scope::Surely, inner) => return domain(inner, mode),
                Test::Field(FieldName::Known(field), _) => field.domain,
                Test::Is(flag) => flag.domain,
                Test::Scope(scope, _) | Test::Among(scope, _) => scope.row().domain,
                Test::Near(..) => Domain::ENTITIES,
            };
            if mode.meets(Domain::RECORDS) && spoken.meets(Domain::CLAIMS) { mode } else { spoken & mode }
        }
    }
}

/// The words for a query: “relations from Japan that are not actual”.
pub(super) fn explain(query: &Query, resolver: Resolver<'_>) -> String {
    let Some(condition) = &query.condition else {
        return format!("all {}", query.wanted.domain().words());
    };
    let noun = (query.wanted.domain() & domain(condition, Domain::RECORDS)).words();
    let words = Words { resolver, of_claim: false };
    format!("{noun} {}", words.expr(condition, true, true))
}

/// The same without the noun: “from Japan”.
pub(super) fn explain_part(query: &Query, resolver: Resolver<'_>) -> String {
    let words = Words { resolver, of_claim: false };
    query.condition.as_ref().map_or_else(String::new, |condition| words.expr(condition, true, true))
}

#[derive(Clone, Copy)]
struct Words<'a> {
    resolver: Resolver<'a>,
    /// Whether claims are spoken of: what they do, rather than what follows a noun.
    of_claim: bool,
}

impl Words<'_> {
    /// A condition, or its denial; `outermost` needs no brackets.
    fn expr(self, expr: &Expr, is_so: bool, outermost: bool) -> String {
        let group = |parts: &[Expr], join: &dyn Fn(Vec<String>) -> String| {
            let words = join(parts.iter().map(|part| self.expr(part, true, false)).collect());
            match (is_so, outermost) {
                (true, true) => words,
                (true, false) => format!("({words})"),
                (false, _) => format!("not ({words})"),
            }
        };
        match expr {
            Expr::And(parts) if self.of_claim => group(parts, &|words| words.join(" and ")),
            Expr::And(parts) => group(parts, &|words| follow(&words)),
            Expr::Or(parts) => group(parts, &|words| words.join(" or ")),
            Expr::Not(inner) if matches!(**inner, Expr::Not(_)) => {
                let words = self.expr(inner, true, false);
                if is_so { format!("not ({words})") } else { words }
            }
            Expr::Not(inner) => self.expr(inner, !is_so, outermost),
            Expr::Test(test) => self.test(test, is_so),
        }
    }

    fn test(self, test: &Test, is_so: bool) -> String {
        let with = if is_so { "with" } else { "without" };
        match test {
            Test::Words(written) if self.of_claim => {
                format!("{} {} in its text", if is_so { "has" } else { "does not have" }, text(written))
            }
            Test::Words(written) => format!("{with} {} in their text", text(written)),
            Test::Field(name, rule) => self.field(name, rule, is_so),
            Test::Is(flag) => self.said(flag.says[usize::from(!is_so)], flag.domain, is_so, flag.says[0]),
            Test::Scope(scope, inner) => self.scope(*scope, inner, is_so),
            Test::Near(inner, steps) => deny(format!("{} {}", steps_in_words(*steps), self.entities(inner)), is_so),
            Test::Among(scope, values) => {
                let names: Vec<String> =
                    values.iter().map(|value| self.name(ValueType::Entity, &value.written)).collect();
                let words = match scope {
                    Scope::Path => format!("on a shortest path from {}", names.join(" to ")),
                    Scope::Common => format!("related to each of {}", and(&names)),
                    Scope::Between
                    | Scope::Has
                    | Scope::From
                    | Scope::To
                    | Scope::Ends
                    | Scope::Claim
                    | Scope::Only
                    | Scope::Surely
                    | Scope::Near => format!("between {}", and(&names)),
                };
                deny(words, is_so)
            }
        }
    }

    /// Of a record: with a claim that does so; of a claim: what it does.
    fn said(self, words: &str, domain: Domain, is_so: bool, plain: &str) -> String {
        let of_records_claim = domain.meets(Domain::CLAIMS) && !self.of_claim;
        match (of_records_claim, is_so) {
            (false, _) => words.to_owned(),
            (true, true) => format!("with a claim that {plain}"),
            (true, false) => format!("without a claim that {plain}"),
        }
    }

    fn field(self, name: &FieldName, rule: &Rule, is_so: bool) -> String {
        match (name, rule) {
            (FieldName::Known(field), Rule::Any) => {
                let noun = with_article(field.noun);
                let plain = format!("has {noun}");
                if field.domain.meets(Domain::CLAIMS) {
                    let denied = format!("does not have {noun}");
                    return self.said(if is_so { &plain } else { &denied }, field.domain, is_so, &plain);
                }
                format!("{} {noun}", if is_so { "with" } else { "without" })
            }
            (FieldName::Known(field), rule) => {
                let values = self.values(field, rule);
                let values = if field.value == ValueType::Count { number_of(&values, field.noun) } else { values };
                let [yes, no] = field.says.map(|says| says.replacen("{}", &values, 1));
                self.said(if is_so { &yes } else { &no }, field.domain, is_so, &yes)
            }
            (FieldName::Own(name), rule) => {
                let with = if is_so { "with" } else { "without" };
                match rule {
                    Rule::Any => format!("{with} a field “{name}”"),
                    Rule::OneOf(values) => {
                        let values: Vec<String> = values.iter().map(|value| text(&value.written)).collect();
                        format!("{with} a field “{name}” of {}", or(&values))
                    }
                    Rule::Compare(order, value) => {
                        format!("{with} a field “{name}” of {}", compared(*order, &value.written.text))
                    }
                    Rule::Within(from, to) => {
                        let end = |value: &Option<Value>| value.as_ref().map(|value| value.written.text.clone());
                        format!("{with} a field “{name}” of {}", between(end(from), end(to)))
                    }
                }
            }
        }
    }

    fn values(self, field: &Field, rule: &Rule) -> String {
        let is_date = matches!(field.value, ValueType::Date(_));
        let one = |value: &Value| match date_of(value) {
            Some(date) => date.in_words(),
            None => self.name(field.value, &value.written),
        };
        match rule {
            Rule::Any => String::new(),
            Rule::OneOf(values) => {
                let within = |value: &Value| match date_of(value) {
                    Some(date) if is_date && field.value.is_ordered() => match date.is_interval() {
                        true => format!("within the time {}", date.in_words()),
                        false => format!("in {}", date.in_words()),
                    },
                    _ => one(value),
                };
                or(&values.iter().map(within).collect::<Vec<_>>())
            }
            Rule::Compare(order, value) if is_date => match order {
                Order::Less => format!("before {}", one(value)),
                Order::AtMost => format!("in {} or earlier", one(value)),
                Order::More => format!("after {}", one(value)),
                Order::AtLeast => format!("in {} or later", one(value)),
            },
            Rule::Compare(order, value) => compared(*order, &one(value)),
            Rule::Within(from, to) => {
                let end = |value: &Option<Value>| value.as_ref().map(one);
                match (end(from), end(to)) {
                    (Some(from), None) if is_date => format!("in {from} or later"),
                    (None, Some(to)) if is_date => format!("in {to} or earlier"),
                    (Some(from), Some(to)) if is_date => format!("from {from} to {to}"),
                    (from, to) => between(from, to),
                }
            }
        }
    }

    /// A value as the dossier calls it.
    fn name(self, value: ValueType, written: &Written) -> String {
        // Of a group the member is told that was named.
        let value = if let ValueType::Group(_) = value { ValueType::Entity } else { value };
        let dossier = self.resolver.dossier;
        let label = |id: &String| match value {
            ValueType::EntityKind => dossier.vocabulary.entity_kind_or_neutral(id).label,
            ValueType::RelationKind => format!("“{}”", dossier.vocabulary.relation_kind_or_neutral(id).label),
            ValueType::Id | ValueType::Entity | ValueType::Group(_) => match dossier.entity_by_id(id) {
                Some(entity) => entity.label().to_owned(),
                None => id.clone(),
            },
            ValueType::Source
            | ValueType::File
            | ValueType::Choice(_)
            | ValueType::Text
            | ValueType::Place
            | ValueType::Number
            | ValueType::Count
            | ValueType::Level
            | ValueType::Date(_)
            | ValueType::AsOf => id.clone(),
        };
        match value {
            ValueType::Text => text(written),
            ValueType::Number | ValueType::Count | ValueType::Level | ValueType::Place => written.text.clone(),
            ValueType::Id
            | ValueType::EntityKind
            | ValueType::RelationKind
            | ValueType::Entity
            | ValueType::Source
            | ValueType::File
            | ValueType::Choice(_)
            | ValueType::Date(_)
            | ValueType::AsOf
            | ValueType::Group(_)
                if written.begins =>
            {
                match self.resolver.is_known(value, written) {
                    true => format!("“{}…”", written.text),
                    false => format!("“{}”", written.text),
                }
            }
            ValueType::Id
            | ValueType::EntityKind
            | ValueType::RelationKind
            | ValueType::Entity
            | ValueType::Source
            | ValueType::File
            | ValueType::Choice(_)
            | ValueType::Date(_)
            | ValueType::AsOf
            | ValueType::Group(_) => match self.resolver.meant(value, written).as_slice() {
                [] => format!("“{}”", written.text),
                meant => or(&meant.iter().map(label).collect::<Vec<_>>()),
            },
        }
    }

    /// “Japan”, or “entities of kind state”.
    fn entities(self, inner: &Expr) -> String {
        match only_ids(inner) {
            Some(values) => {
                or(&values.iter().map(|value| self.name(ValueType::Entity, &value.written)).collect::<Vec<_>>())
            }
            None => format!("entities {}", Words { of_claim: false, ..self }.expr(inner, true, false)),
        }
    }

    fn scope(self, scope: Scope, inner: &Expr, is_so: bool) -> String {
        let with = if is_so { "with" } else { "without" };
        let claims = |inner| Words { of_claim: true, ..self }.expr(inner, true, matches!(inner, Expr::And(_)));
        match scope {
            Scope::From => deny(format!("from {}", self.entities(inner)), is_so),
            Scope::To => deny(format!("to {}", self.entities(inner)), is_so),
            Scope::Ends => deny(format!("from or to {}", self.entities(inner)), is_so),
            Scope::Has => format!("{with} a relation {}", self.expr(inner, true, false)),
            Scope::Claim => format!("{with} one claim that {}", claims(inner)),
            Scope::Only => deny(format!("with claims of which each {}", claims(inner)), is_so),
            Scope::Surely => deny(format!("certainly {}", self.expr(inner, true, false)), is_so),
            Scope::Near | Scope::Path | Scope::Between | Scope::Common => String::new(),
        }
    }
}

fn deny(words: String, is_so: bool) -> String {
    if is_so { words } else { format!("not {words}") }
}

fn text(written: &Written) -> String {
    format!("“{}{}”", written.text, if written.begins { "…" } else { "" })
}

/// Phrases after a noun: what is said of it with “that” follows without a comma.
fn follow(parts: &[String]) -> String {
    let mut out = String::new();
    for part in parts {
        let joined = if out.is_empty() {
            ""
        } else if part.starts_with("that ") && !out.contains(" that ") && !out.starts_with("that ") {
            " "
        } else {
            ", "
        };
        out.push_str(joined);
        out.push_str(part);
    }
    out
}

fn joined(words: &[String], last: &str) -> String {
    match words {
        [rest @ .., end] if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => words.concat(),
    }
}

fn or(words: &[String]) -> String {
    joined(words, "or")
}

fn and(words: &[String]) -> String {
    joined(words, "and")
}

/// `1 relation`, `more than 1 relations`: what is no plain number is said in the plural.
fn number_of(values: &str, noun: &str) -> String {
    let many = format!("{noun}s");
    match values.parse() {
        Ok(number) => counted(number, noun, &many),
        Err(_) => format!("{values} {many}"),
    }
}

fn compared(order: Order, value: &str) -> String {
    match order {
        Order::Less => format!("less than {value}"),
        Order::AtMost => format!("at most {value}"),
        Order::More => format!("more than {value}"),
        Order::AtLeast => format!("at least {value}"),
    }
}

fn between(from: Option<String>, to: Option<String>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("at least {from}"),
        (None, Some(to)) => format!("at most {to}"),
        (None, None) => String::new(),
    }
}

fn steps_in_words(steps: Steps) -> String {
    let reach = format!("within {}", counted(steps.most as usize, "step", "steps"));
    match steps.way {
        Way::Any => format!("{reach} of"),
        Way::In => format!("{reach} into"),
        Way::Out => format!("{reach} out of"),
    }
}
