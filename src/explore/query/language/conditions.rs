//! The tests of a query: `field:value`, comparisons, `no:` and `is:`, and the scopes. The second half of the parser; what
//! brackets, `OR` and minus make of tests is told in `parser`.

use std::ops::Range;

use super::domain::Domain;
use super::fault::Mend;
use super::fields::{self, FIELDS, FLAGS, Field, ValueType};
use super::lexer::Sort;
use super::parser::{Parser, Part};
use super::scopes::{self, SCOPES, Scope, ScopeRow, Takes};
use super::syntax::{Expr, FieldName, OWN, Order, Rule, Steps, Test, Way};
use super::values::{self, At, Meaning, Value, Written};
use crate::dossier::ron_text::Nearest;

/// Most steps of `near:`; beyond it everything that hangs together is near.
const MOST_STEPS: u32 = 1000;

impl Parser<'_> {
    /// A word with a colon or a comparison after it.
    pub(super) fn test(&mut self, word: &str, mode: Domain) -> Option<Part> {
        let start = self.here();
        let own = word.strip_prefix(OWN);
        let has_colon = self.sort_at(1) == Some(&Sort::Colon);
        if let Some(row) = scopes::named(word).filter(|_| has_colon) {
            self.at += 2;
            return self.scope(row, start, mode);
        }
        match word {
            "no" | "is" if has_colon => {
                self.at += 2;
                self.listed(word == "no", start, mode)
            }
            _ => match (fields::named(word), own) {
                (Some(field), _) => {
                    self.at += 1;
                    self.field(FieldName::Known(field), start, mode)
                }
                (None, Some("")) if matches!(self.sort_at(1), Some(Sort::Quoted(..))) => {
                    self.at += 1;
                    let name = self.value()?.text;
                    self.field(FieldName::Own(name), start, mode)
                }
                (None, Some(name)) if !name.is_empty() => {
                    self.at += 1;
                    self.field(FieldName::Own(name.to_owned()), start, mode)
                }
                _ => self.unknown(word, start, mode),
            },
        }
    }

    /// No field of that name: the words are looked for as text.
    fn unknown(&mut self, word: &str, start: Range<usize>, mode: Domain) -> Option<Part> {
        if self.faults.has_room() {
            let names = FIELDS.iter().map(|f| f.word).chain(SCOPES.iter().map(|s| s.word)).chain(["no", "is"]);
            let near = Nearest::default().find(&word.to_lowercase(), names);
            let mend = near.map_or_else(|| Mend::advice("put it in quotes to look for it as text"), Mend::near);
            self.faults.add(start, format!("there is no field `{word}`"), mend);
        }
        let written = self.run();
        self.words(written, mode)
    }

    /// What a test speaks of where claims are not asked one by one: of the records that have such a claim.
    fn domain(&mut self, domain: Domain, mode: Domain, span: Range<usize>) -> Option<Domain> {
        let domain = match mode {
            Domain::CLAIMS => domain & Domain::CLAIMS,
            _ if domain.meets(Domain::CLAIMS) => Domain::RECORDS,
            _ => domain & mode,
        };
        if domain == Domain::NONE {
            let message = format!("this cannot be asked about {}", mode.words());
            self.faults.add(span, message, Mend::advice("put it outside the brackets"));
            return None;
        }
        Some(domain)
    }

    /// What follows a field's name: its colon or comparison, and values.
    fn field(&mut self, name: FieldName, start: Range<usize>, mode: Domain) -> Option<Part> {
        let sort = self.sort_at(0).cloned();
        self.at += 1;
        let rule = match sort {
            Some(Sort::Order(order)) => self.compared(&name, order, &start),
            _ => self.one_of(&name, &start),
        };
        let span = start.start..self.behind();
        let rule = rule?;
        let spoken = match &name {
            FieldName::Known(field) => field.domain,
            FieldName::Own(_) => Domain::RECORDS,
        };
        let domain = self.domain(spoken, mode, span.clone())?;
        Some(Part { expr: Expr::Test(Test::Field(name, rule)), domain, span })
    }

    fn compared(&mut self, name: &FieldName, order: Order, start: &Range<usize>) -> Option<Rule> {
        let Some(written) = self.glued_value() else { return self.no_value(name, start) };
        let span = written.at.0.clone();
        let value = self.read(name, written)?;
        let has_order = match name {
            FieldName::Known(field) => field.value.is_ordered(),
            FieldName::Own(_) => value.meaning != Meaning::Text,
        };
        if !has_order {
            let message = match name {
                FieldName::Known(field) => {
                    format!("`{}` has no order, so it cannot be compared", field.word)
                }
                FieldName::Own(_) => "only numbers can be compared".to_owned(),
            };
            let text = format!("{name}:{}", value.written);
            self.faults.add(start.start..span.end, message, Mend::put(text));
            return None;
        }
        Some(Rule::Compare(order, value))
    }

    fn one_of(&mut self, name: &FieldName, start: &Range<usize>) -> Option<Rule> {
        if self.glued() == Some(&Sort::Range) {
            return self.within(name, None, start);
        }
        let Some(first) = self.glued_value() else { return self.no_value(name, start) };
        if &self.text[first.at.0.clone()] == "*" {
            return Some(Rule::Any);
        }
        if self.glued() == Some(&Sort::Range) {
            return self.within(name, Some(first), start);
        }
        let mut written = vec![first];
        while self.glued() == Some(&Sort::Comma) {
            self.at += 1;
            match self.glued_value() {
                Some(value) => written.push(value),
                None => {
                    let comma = self.behind() - 1..self.behind();
                    self.faults.add(
                        comma,
                        "a value is missing after the comma",
                        Mend::advice("add it right after the comma"),
                    );
                }
            }
        }
        let values: Vec<Value> = written.into_iter().filter_map(|written| self.read(name, written)).collect();
        (!values.is_empty()).then_some(Rule::OneOf(values))
    }

    /// From one value to another, after the first.
    fn within(&mut self, name: &FieldName, first: Option<Written>, start: &Range<usize>) -> Option<Rule> {
        self.at += 1;
        let last = self.glued_value();
        if first.is_none() && last.is_none() {
            return self.no_value(name, start);
        }
        let span = start.start..self.behind();
        let has_order =
            matches!(name, FieldName::Own(_)) || matches!(name, FieldName::Known(f) if f.value.is_ordered());
        if !has_order {
            self.faults.add(
                span,
                "this field has no order, so it has no range",
                Mend::advice("put a text with dots in quotes"),
            );
            return None;
        }
        let mut read = |written: Option<Written>| match written {
            Some(written) => self.read(name, written).map(Some),
            None => Some(None),
        };
        let (from, to) = (read(first)?, read(last)?);
        let is_text = |value: &Option<Value>| value.as_ref().is_some_and(|v| v.meaning == Meaning::Text);
        if is_text(&from) || is_text(&to) {
            self.faults.add(span, "a range is between two numbers", Mend::advice("such as 2..5"));
            return None;
        }
        Some(Rule::Within(from, to))
    }

    fn no_value<T>(&mut self, name: &FieldName, start: &Range<usize>) -> Option<T> {
        if self.faults.has_room() {
            let says = match name {
                FieldName::Known(field) => match values::words_of(field.value) {
                    words if words.is_empty() => field.value.says().to_owned(),
                    words => words.join(", "),
                },
                FieldName::Own(_) => "a value".to_owned(),
            };
            let span = start.start..self.behind();
            self.faults.add(
                span,
                format!("`{name}` needs a value right after its sign"),
                Mend::advice(format!("write {says}")),
            );
        }
        None
    }

    fn glued_value(&mut self) -> Option<Written> {
        self.glued()?;
        self.value()
    }

    /// A value as its field wants it.
    fn read(&mut self, name: &FieldName, written: Written) -> Option<Value> {
        let span = written.at.0.clone();
        let read = match name {
            // Why it is none is worked out only where it will be told.
            FieldName::Known(field) if !self.faults.has_room() && values::is_no_date(&written, field) => return None,
            FieldName::Known(field) => values::read(written, field),
            FieldName::Own(_) => {
                let number = written.text.parse::<f64>().ok().filter(|n| n.is_finite() && !written.begins);
                Ok(Value { meaning: number.map_or(Meaning::Text, Meaning::Number), written })
            }
        };
        match read {
            Ok(value) => Some(value),
            Err(refusal) => {
                self.faults.add(span, refusal.message, refusal.mend);
                None
            }
        }
    }

    /// `no:` with fields, or `is:` with flags.
    fn listed(&mut self, is_no: bool, start: Range<usize>, mode: Domain) -> Option<Part> {
        let mut parts: Vec<Part> = Vec::new();
        loop {
            let Some(written) = self.glued_value() else {
                let (word, such) = if is_no { ("no", "no:when") } else { ("is", "is:unnamed") };
                let span = start.start..self.behind();
                self.faults.add(
                    span,
                    format!("`{word}:` needs a word right after it"),
                    Mend::advice(format!("such as {such}")),
                );
                break;
            };
            let span = written.at.0.clone();
            let test = if is_no { self.no(&written) } else { self.is(&written) };
            if let Some((expr, domain)) = test
                && let Some(domain) = self.domain(domain, mode, span.clone())
            {
                parts.push(Part { expr, domain, span: start.start..span.end });
            }
            if self.glued() != Some(&Sort::Comma) {
                break;
            }
            self.at += 1;
        }
        let domain = parts.iter().fold(Domain::NONE, |all, part| all | part.domain);
        let mut exprs: Vec<Expr> = parts.into_iter().map(|part| part.expr).collect();
        let expr = if exprs.len() > 1 { Expr::Or(exprs) } else { exprs.pop()? };
        Some(Part { expr, domain, span: start.start..self.behind() })
    }

    fn no(&mut self, written: &Written) -> Option<(Expr, Domain)> {
        let name = match (fields::named(&written.text), written.text.strip_prefix(OWN)) {
            (Some(field), _) => (FieldName::Known(field), field.domain),
            (None, Some(name)) if !name.is_empty() => (FieldName::Own(name.to_owned()), Domain::RECORDS),
            (None, Some(_)) if matches!(self.glued(), Some(Sort::Quoted(..))) => {
                (FieldName::Own(self.value()?.text), Domain::RECORDS)
            }
            _ => {
                self.no_such(&written.at, &written.text, "field", FIELDS.iter().map(|field| field.word));
                return None;
            }
        };
        Some((Expr::Not(Box::new(Expr::Test(Test::Field(name.0, Rule::Any)))), name.1))
    }

    fn is(&mut self, written: &Written) -> Option<(Expr, Domain)> {
        match fields::flag(&written.text) {
            Some(flag) => Some((Expr::Test(Test::Is(flag)), flag.domain)),
            None => {
                self.no_such(&written.at, &written.text, "flag", FLAGS.iter().map(|flag| flag.word));
                None
            }
        }
    }

    fn no_such<'a>(&mut self, at: &At, text: &str, what: &str, names: impl Iterator<Item = &'a str> + Clone) {
        if self.faults.has_room() {
            let near = Nearest::default().find(&text.to_lowercase(), names.clone());
            let all = || Mend::advice(format!("there are {}", names.collect::<Vec<_>>().join(", ")));
            self.faults.add(at.0.clone(), format!("there is no {what} `{text}`"), near.map_or_else(all, Mend::near));
        }
    }

    /// What follows a scope's colon.
    fn scope(&mut self, row: &'static ScopeRow, start: Range<usize>, mode: Domain) -> Option<Part> {
        let is_open = self.glued() == Some(&Sort::Open);
        let test = match row.takes {
            Takes::Question | Takes::QuestionOrEntities if is_open => self.question(row, &start, mode),
            Takes::QuestionOrEntities => self.entities(row, &start).map(|values| match row.scope {
                Scope::Near => {
                    let (inner, steps) = self.steps_in(values);
                    Test::Near(Box::new(ids(inner)), steps)
                }
                scope => Test::Scope(scope, Box::new(ids(values))),
            }),
            Takes::Question => {
                let rest = if self.glued().is_some() { self.run().text } else { String::new() };
                let span = start.start..self.behind();
                let message = format!("`{}:` needs a query in brackets", row.word);
                let mend = if rest.is_empty() {
                    Mend::advice(format!("such as {}", row.example))
                } else {
                    Mend::put(format!("{}:({rest})", row.word))
                };
                self.faults.add(span, message, mend);
                None
            }
            Takes::Entities(least) => {
                self.entities(row, &start).and_then(|values| self.among(row, values, least, &start))
            }
            Takes::Ends => self.ends(row, &start),
        };
        let span = start.start..self.behind();
        let test = test?;
        let spoken = if row.scope == Scope::Surely { mode } else { row.domain };
        let domain = match &test {
            Test::Scope(Scope::Surely, _) => mode,
            _ => self.domain(spoken, mode, span.clone())?,
        };
        Some(Part { expr: Expr::Test(test), domain, span })
    }

    /// A question in brackets, which must speak of what the scope asks about.
    fn question(&mut self, row: &'static ScopeRow, start: &Range<usize>, mode: Domain) -> Option<Test> {
        let inner_mode = match row.scope {
            Scope::Surely => mode,
            Scope::Claim | Scope::Only => Domain::CLAIMS,
            _ => Domain::RECORDS,
        };
        let part = self.brackets(inner_mode)?;
        if row.scope != Scope::Surely && !part.domain.meets(row.inside) {
            let (asks, speaks) = (row.inside.words(), part.domain.words());
            let text = &self.text[part.span.clone()];
            let mend = match row.scope {
                Scope::Has => Mend::put(format!("near:{text}")),
                _ => Mend::put(format!("{}:(has:{text})", row.word)),
            };
            self.faults.add(
                start.start..part.span.end,
                format!("`{}:` asks about {asks}, but this is about {speaks}", row.word),
                mend,
            );
            return None;
        }
        let inner = Box::new(part.expr);
        Some(match row.scope {
            Scope::Near => {
                let steps = match self.glued() {
                    Some(Sort::Word(word)) => word.strip_prefix('/').and_then(|digits| digits.parse().ok()),
                    _ => None,
                };
                self.at += usize::from(steps.is_some());
                Test::Near(inner, self.way(steps))
            }
            scope => Test::Scope(scope, inner),
        })
    }

    /// Entities after a colon.
    fn entities(&mut self, row: &'static ScopeRow, start: &Range<usize>) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        while let Some(written) = self.glued_value() {
            values.push(Value { written, meaning: Meaning::Text });
            if self.glued() != Some(&Sort::Comma) {
                break;
            }
            self.at += 1;
        }
        if values.is_empty() {
            let span = start.start..self.behind();
            self.faults.add(
                span,
                format!("`{}:` needs an entity right after it", row.word),
                Mend::advice(format!("such as {}", row.example)),
            );
            return None;
        }
        Some(values)
    }

    fn among(
        &mut self,
        row: &'static ScopeRow,
        values: Vec<Value>,
        least: usize,
        start: &Range<usize>,
    ) -> Option<Test> {
        if values.len() >= least {
            return Some(Test::Among(row.scope, values));
        }
        let span = start.start..self.behind();
        self.faults.add(
            span,
            format!("`{}:` needs two entities or more", row.word),
            Mend::advice(format!("such as {}", row.example)),
        );
        None
    }

    fn ends(&mut self, row: &'static ScopeRow, start: &Range<usize>) -> Option<Test> {
        let from = self.glued_value();
        let dots = self.glued() == Some(&Sort::Range);
        self.at += usize::from(dots);
        let to = if dots { self.glued_value() } else { None };
        match (from, to) {
            (Some(from), Some(to)) => {
                let value = |written| Value { written, meaning: Meaning::Text };
                Some(Test::Among(row.scope, vec![value(from), value(to)]))
            }
            _ => {
                let span = start.start..self.behind();
                self.faults.add(
                    span,
                    format!("`{}:` needs two ends", row.word),
                    Mend::advice(format!("such as {}", row.example)),
                );
                None
            }
        }
    }

    /// The steps at the end of the last of several entities, as in `near:japan/2`.
    fn steps_in(&mut self, mut values: Vec<Value>) -> (Vec<Value>, Steps) {
        let mut most = None;
        // After a text in quotes they stand apart.
        if let Some(Sort::Word(word)) = self.glued()
            && let Some(steps) = word.strip_prefix('/').and_then(|digits| digits.parse().ok())
        {
            most = Some(steps);
            self.at += 1;
        } else if let Some(last) = values.last_mut()
            && !self.text[last.written.at.0.clone()].ends_with(['"', '*'])
            && let Some((name, digits)) = last.written.text.rsplit_once('/')
            && !name.is_empty()
            && let Ok(steps) = digits.parse()
        {
            most = Some(steps);
            let (name, begins) = match name.strip_suffix('*') {
                Some(name) if !name.is_empty() => (name.to_owned(), true),
                _ => (name.to_owned(), false),
            };
            last.written.at.0.end -= digits.len() + 1;
            (last.written.text, last.written.begins) = (name, begins);
        }
        let steps = self.way(most);
        (values, steps)
    }

    /// So many steps, one where none are given, and the way that may follow.
    fn way(&mut self, most: Option<u32>) -> Steps {
        let way = Way::WORDS.iter().find(|(word, _)| self.is_keyword(word) && !self.glued_at(0));
        self.at += usize::from(way.is_some());
        Steps { most: most.unwrap_or(1).min(MOST_STEPS), way: way.map_or(Way::Any, |(_, way)| *way) }
    }
}

/// `japan` in `from:japan` is `(id:japan)`.
fn ids(values: Vec<Value>) -> Expr {
    Expr::Test(Test::Field(FieldName::Known(id_field()), Rule::OneOf(values)))
}

/// The field by which entities are named.
pub(super) fn id_field() -> &'static Field {
    FIELDS.iter().find(|field| field.value == ValueType::Id).unwrap_or(&FIELDS[0])
}
