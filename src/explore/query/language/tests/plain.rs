//! A plain evaluator: asks a question record by record, with nothing remembered and no sets.

use petgraph::Direction;

use super::super::domain::Domain;
use super::super::fields::{ABOUT, Field, ValueType};
use super::super::index::{Index, Phrase};
use super::super::readers::{Of, Subject};
use super::super::resolve::{self, Resolver};
use super::super::scopes::Scope;
use super::super::syntax::{Expr, FieldName, Rule, Test, Way};
use super::super::{columns, values};
use crate::dossier::model::{Claim, Date, Dossier, EdgeIndex, NodeIndex, Truth};
use crate::explore::query::presence::{Presence, Presences};

#[derive(Clone, Copy)]
pub(super) enum Asked<'a> {
    Entity(NodeIndex),
    Relation(EdgeIndex),
    Claim(&'a Claim),
}

pub(super) struct Plain<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) index: &'a Index,
}

impl Plain<'_> {
    /// `None` where a condition does not speak of it.
    pub(super) fn expr(&self, expr: &Expr, of: Asked<'_>) -> Option<Truth> {
        match expr {
            Expr::And(parts) => parts.iter().map(|p| self.expr(p, of)).reduce(|a, b| Some(a?.min(b?))).flatten(),
            Expr::Or(parts) => parts.iter().filter_map(|p| self.expr(p, of)).max(),
            Expr::Not(inner) => self.expr(inner, of).map(not),
            Expr::Test(test) => self.test(test, of),
        }
    }

    fn test(&self, test: &Test, of: Asked<'_>) -> Option<Truth> {
        match test {
            Test::Words(written) => {
                let phrase = Phrase::new(&written.text, written.begins);
                Some(known(self.texts(of).iter().any(|text| phrase.is_in(text))))
            }
            Test::Field(FieldName::Known(field), Rule::OneOf(dates)) if field.value == ValueType::AsOf => {
                let presence = |date: &Date| {
                    let all = Presences::at(self.dossier, Some(date));
                    match of {
                        Asked::Entity(at) => Some(all.entity(at)),
                        Asked::Relation(at) => Some(all.relation(at)),
                        Asked::Claim(_) => None,
                    }
                };
                let truth = |presence| match presence {
                    Presence::Certain => Truth::Yes,
                    Presence::Possible => Truth::Maybe,
                    Presence::Planned | Presence::Absent => Truth::No,
                };
                dates.iter().filter_map(|v| presence(resolve::date_of(v)?)).map(truth).max()
            }
            Test::Field(FieldName::Known(Field { value: ValueType::Group(by), .. }), rule) => {
                let Asked::Entity(at) = of else { return None };
                let group = |at| self.index.groups(*by, self.dossier).leader(at);
                let mine = group(at);
                let meant =
                    |written| Resolver { dossier: self.dossier, index: self.index }.meant(ValueType::Entity, written);
                let is_mine = |id: String| self.dossier.entity_index(&id).and_then(group) == mine;
                Some(known(match rule {
                    Rule::Any => mine.is_some(),
                    Rule::OneOf(values) => mine.is_some() && values.iter().flat_map(|v| meant(&v.written)).any(is_mine),
                    Rule::Compare(..) | Rule::Within(..) => false,
                }))
            }
            Test::Field(name, rule) => {
                let spoken = match name {
                    FieldName::Known(field) => field.domain,
                    FieldName::Own(_) => Domain::RECORDS,
                };
                self.leaf(spoken, test, of, &|subject| {
                    let matcher = Resolver { dossier: self.dossier, index: self.index }.matcher(name, rule);
                    let mut truths = Vec::new();
                    columns::read(name, subject, &mut |datum| truths.push(matcher.truth(&datum)));
                    let open = matches!(name, FieldName::Known(f) if f.value.may_be_missing()) && *rule != Rule::Any;
                    truths.into_iter().max().unwrap_or(if open { Truth::Maybe } else { Truth::No })
                })
            }
            Test::Is(flag) => self.leaf(flag.domain, test, of, &|subject| known((flag.test)(subject))),
            Test::Scope(scope, inner) => self.scope(*scope, inner, of),
            Test::Near(inner, steps) => {
                let Asked::Entity(at) = of else { return None };
                let mut rim = vec![at];
                let mut best = self.expr(inner, of)?;
                for _ in 0..steps.most.min(9) {
                    rim = rim.into_iter().flat_map(|at| std::iter::once(at).chain(self.next(at, steps.way))).collect();
                    rim.sort_unstable();
                    rim.dedup();
                    best = rim.iter().filter_map(|&at| self.expr(inner, Asked::Entity(at))).max().max(Some(best))?;
                }
                Some(best)
            }
            Test::Among(scope, values) => self.among(*scope, values, of),
        }
    }

    /// Those from whom a step along `way` leads here.
    fn next(&self, at: NodeIndex, way: Way) -> Vec<NodeIndex> {
        let graph = self.dossier.graph();
        let ins = graph.neighbors_directed(at, Direction::Incoming).filter(|_| way != Way::In);
        ins.chain(graph.neighbors_directed(at, Direction::Outgoing).filter(|_| way != Way::Out)).collect()
    }

    fn subject<'s>(&'s self, of: Asked<'s>) -> Subject<'s> {
        let of = match of {
            Asked::Entity(at) => Of::Entity(at, self.dossier.entity(at).unwrap()),
            Asked::Relation(at) => Of::Relation(self.dossier.relation(at).unwrap()),
            Asked::Claim(claim) => Of::Claim(claim),
        };
        Subject { dossier: self.dossier, of }
    }

    fn claims<'s>(&'s self, of: Asked<'s>) -> &'s [Claim] {
        match of {
            Asked::Entity(at) => &self.dossier.entity(at).unwrap().claims,
            Asked::Relation(at) => &self.dossier.relation(at).unwrap().claims,
            Asked::Claim(_) => &[],
        }
    }

    /// The claims that count for a question.
    fn counting<'s>(&'s self, of: Asked<'s>, about: bool) -> Vec<&'s Claim> {
        let claims = self.claims(of);
        if about {
            claims.iter().filter(|c| c.supports()).collect()
        } else {
            Claim::carrying(claims).map(|(_, c)| c).collect()
        }
    }

    fn leaf(&self, spoken: Domain, test: &Test, of: Asked<'_>, truth: &dyn Fn(Subject<'_>) -> Truth) -> Option<Truth> {
        let own = match of {
            Asked::Entity(_) => Domain::ENTITIES,
            Asked::Relation(_) => Domain::RELATIONS,
            Asked::Claim(_) => Domain::CLAIMS,
        };
        if spoken.meets(Domain::CLAIMS) && own != Domain::CLAIMS {
            let about = matches!(test, Test::Field(FieldName::Known(f), _) if f.word == ABOUT);
            let each = self.counting(of, about).into_iter().map(|claim| truth(self.subject(Asked::Claim(claim))));
            return Some(each.max().unwrap_or(Truth::No));
        }
        spoken.meets(own).then(|| truth(self.subject(of)))
    }

    fn texts(&self, of: Asked<'_>) -> Vec<String> {
        let mut out = Vec::new();
        match of {
            Asked::Entity(at) => {
                let e = self.dossier.entity(at).unwrap();
                out.extend([e.id.to_string(), e.name.clone()]);
                out.extend(e.names.iter().map(|n| n.text.clone()));
                out.extend(e.summary.iter().chain(&e.note).cloned());
                out.extend(e.fields.iter().map(|(_, value)| value.text()));
            }
            Asked::Relation(at) => {
                let r = self.dossier.relation(at).unwrap();
                out.extend(r.summary.iter().chain(&r.note).cloned());
                out.extend(r.fields.iter().map(|(_, value)| value.text()));
            }
            Asked::Claim(claim) => out.extend(claim.quote.iter().chain(&claim.note).cloned()),
        }
        let standing = self.claims(of).iter().filter(|claim| claim.supports());
        out.extend(standing.flat_map(|claim| claim.quote.iter().chain(&claim.note).cloned()));
        out
    }

    fn scope(&self, scope: Scope, inner: &Expr, of: Asked<'_>) -> Option<Truth> {
        let end = |at| self.expr(inner, Asked::Entity(at)).unwrap_or(Truth::No);
        let about = expr_mentions(inner);
        match (scope, of) {
            (Scope::Surely, of) => self.expr(inner, of).map(|truth| known(truth == Truth::Yes)),
            (Scope::From | Scope::To | Scope::Ends, Asked::Relation(at)) => {
                let (from, to) = self.dossier.ends(at)?;
                Some(match scope {
                    Scope::From => end(from),
                    Scope::To => end(to),
                    _ => end(from).max(end(to)),
                })
            }
            (Scope::Has, Asked::Entity(at)) => {
                let each = self.dossier.relations_of(at).filter_map(|(r, ..)| self.expr(inner, Asked::Relation(r)));
                Some(each.max().unwrap_or(Truth::No))
            }
            (Scope::Claim, Asked::Entity(_) | Asked::Relation(_)) => {
                let each = self.counting(of, about).into_iter().filter_map(|c| self.expr(inner, Asked::Claim(c)));
                Some(each.max().unwrap_or(Truth::No))
            }
            (Scope::Only, Asked::Entity(_) | Asked::Relation(_)) => {
                let each = self.counting(of, about).into_iter().filter_map(|c| self.expr(inner, Asked::Claim(c)));
                Some(each.min().unwrap_or(Truth::No))
            }
            _ => None,
        }
    }

    fn among(&self, scope: Scope, values: &[values::Value], of: Asked<'_>) -> Option<Truth> {
        let resolver = Resolver { dossier: self.dossier, index: self.index };
        let of_value = |v: &values::Value| -> Vec<NodeIndex> {
            resolver
                .meant(ValueType::Entity, &v.written)
                .iter()
                .filter_map(|id| self.dossier.entity_index(id))
                .collect()
        };
        let sets: Vec<Vec<NodeIndex>> = values.iter().map(of_value).collect();
        let steps = |from: &[NodeIndex], to: NodeIndex| -> Option<usize> {
            let mut reached = from.to_vec();
            (0..=self.dossier.entity_count()).find(|_| {
                let there = reached.contains(&to);
                reached = reached.iter().flat_map(|&at| std::iter::once(at).chain(self.next(at, Way::Any))).collect();
                reached.sort_unstable();
                reached.dedup();
                there
            })
        };
        match (scope, of) {
            (Scope::Common, Asked::Entity(at)) => {
                Some(known(sets.iter().all(|set| self.next(at, Way::Any).iter().any(|other| set.contains(other)))))
            }
            (Scope::Between, Asked::Relation(at)) => {
                let (from, to) = self.dossier.ends(at)?;
                let pairs = (0..sets.len()).flat_map(|a| (0..sets.len()).map(move |b| (a, b))).filter(|(a, b)| a != b);
                Some(known(pairs.into_iter().any(|(a, b)| sets[a].contains(&from) && sets[b].contains(&to))))
            }
            (Scope::Path, of) => {
                let least = sets[1].iter().filter_map(|&to| steps(&sets[0], to)).min();
                let is_on = |a: NodeIndex, b: NodeIndex, between: usize| {
                    let whole = steps(&sets[0], a).zip(steps(&sets[1], b)).map(|(a, b)| a + b + between);
                    whole.is_some() && whole == least
                };
                match of {
                    Asked::Entity(at) => Some(known(is_on(at, at, 0))),
                    Asked::Relation(at) => {
                        let (from, to) = self.dossier.ends(at)?;
                        Some(known(is_on(from, to, 1) || is_on(to, from, 1)))
                    }
                    Asked::Claim(_) => None,
                }
            }
            _ => None,
        }
    }
}

fn expr_mentions(expr: &Expr) -> bool {
    expr.to_string().contains("about:")
}

fn not(truth: Truth) -> Truth {
    match truth {
        Truth::Yes => Truth::No,
        Truth::Maybe => Truth::Maybe,
        Truth::No => Truth::Yes,
    }
}

fn known(is: bool) -> Truth {
    if is { Truth::Yes } else { Truth::No }
}
