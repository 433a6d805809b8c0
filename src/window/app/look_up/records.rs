//! The records that the listed ties would become, as far as they are read: a part for each page. They are used to run a
//! query on rows, and to apply the window's date and filter to rows. Draws nothing and asks no server.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::dossier::endpoint::{Offered, Tie, entity_of, relations_of_ties};
use crate::dossier::model::{Dossier, EdgeIndex, NodeIndex, Shape, Truth};
use crate::explore::query::language::{Evaluator, Fault, parse, parts_on, speaks_of};
use crate::explore::query::period::Period;
use crate::explore::query::presence::{Presence, Presences};
use crate::problem::Problem;

/// Most ties whose records are read at once.
pub(super) const AT_ONCE: usize = 100;

/// Fields of evidence and time: what the window's filter says of these holds for what is offered, too. The rest of it was written
/// for the records of the dossier.
const EVIDENCE: [&str; 8] = ["certainty", "basis", "status", "when", "before", "after", "as-of", "date"];

/// The records.
#[derive(Default)]
pub(super) struct Records {
    parts: Vec<Part>,
    /// Which ties were asked for, whatever became of them.
    asked: BTreeSet<Tie>,
    of: HashMap<Tie, Record>,
    /// Why not all could be read.
    pub(super) trouble: Option<Problem>,
}

/// The records of some ties.
struct Part {
    offered: Arc<Offered>,
    evaluator: Evaluator,
}

/// What a tie became.
struct Record {
    part: usize,
    relations: Vec<EdgeIndex>,
    /// The entity that it leads to, seen from the thing.
    other: Option<NodeIndex>,
}

/// How a row stands at the window's date and filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) presence: Presence,
    /// The filter lets it through.
    pub(super) passes: bool,
}

impl Standing {
    /// Of a row that nothing is known of, at a time that is asked about.
    fn unknown(period: Period<'_>) -> Self {
        let presence = if period == Period::All { Presence::Certain } else { Presence::Possible };
        Standing { presence, passes: true }
    }

    /// Of two rows about one thing, how the thing stands: as the better of them.
    pub(super) fn or(self, other: Standing) -> Standing {
        match (self.passes, other.passes) {
            (true, false) => self,
            (false, true) => other,
            _ => Standing { presence: self.presence.max(other.presence), ..self },
        }
    }
}

/// What a question finds among rows.
#[derive(Default)]
pub(super) struct Found {
    /// Numbers of rows.
    pub(super) rows: Vec<usize>,
    /// How many rows could not be asked, as their records are not read.
    pub(super) unread: usize,
    pub(super) faults: Vec<Fault>,
}

/// What the window's filter says of evidence and time.
pub(super) fn on_evidence(filter: &str) -> String {
    parts_on(filter, &EVIDENCE)
}

impl Records {
    /// Whether the records of a tie were asked for.
    pub(super) fn were_asked(&self, tie: &Tie) -> bool {
        self.asked.contains(tie)
    }

    /// Adds what was read of some ties of a thing.
    pub(super) fn add(&mut self, thing: &str, ties: BTreeSet<Tie>, offered: Arc<Offered>) {
        let dossier = &offered.dossier;
        let hub = entity_of(dossier, thing);
        let part = self.parts.len();
        let ties: Vec<Tie> = ties.into_iter().collect();
        for (tie, relations) in ties.iter().zip(relations_of_ties(dossier, &ties)) {
            let ends = relations.first().and_then(|relation| dossier.ends(*relation));
            let Some((from, to)) = ends else { continue };
            let other = Some(if Some(from) == hub { to } else { from });
            self.of.insert(tie.clone(), Record { part, relations, other });
        }
        self.asked.extend(ties);
        self.parts.push(Part { offered, evaluator: Evaluator::default() });
        self.trouble = None;
    }

    /// The records of some ties could not be read.
    pub(super) fn fail(&mut self, ties: BTreeSet<Tie>, why: Problem) {
        self.asked.extend(ties);
        self.trouble = Some(why);
    }

    /// Those that could not be read may be asked for again.
    pub(super) fn forget_failed(&mut self) {
        self.asked.retain(|tie| self.of.contains_key(tie));
        self.trouble = None;
    }

    fn dossier_of(&self, record: &Record) -> Option<&Dossier> {
        self.parts.get(record.part).map(|part| &part.offered.dossier)
    }

    /// The shape and the kind, in words, of what a tie leads to.
    pub(super) fn kind_of(&self, tie: &Tie) -> Option<(Shape, String)> {
        let record = self.of.get(tie)?;
        let dossier = self.dossier_of(record)?;
        let kind = dossier.vocabulary.entity_kind_or_neutral(&dossier.entity(record.other?)?.kind);
        Some((kind.shape, kind.label.clone()))
    }

    /// The date of what a tie became, as it is written.
    pub(super) fn date_of(&self, tie: &Tie) -> Option<String> {
        let record = self.of.get(tie)?;
        let dossier = self.dossier_of(record)?;
        let dates = record.relations.iter().filter_map(|relation| dossier.relation(*relation)?.when.as_ref());
        let dates: Vec<String> = dates.map(|when| when.date.written().to_owned()).collect();
        (!dates.is_empty()).then(|| dates.join(", "))
    }

    /// What a question finds among rows: those whose relation is found certainly or possibly, or what it leads to.
    pub(super) fn find(&mut self, text: &str, ties: &[Tie]) -> Found {
        let parsed = parse(text);
        let mut faults = parsed.faults;
        // A value is wrong if nothing of what is listed has it.
        let mut unknown: Option<Vec<Fault>> = None;
        let mut answers = Vec::new();
        for part in &mut self.parts {
            let dossier = &part.offered.dossier;
            let new = part.evaluator.unknown(dossier, 0, &parsed.query);
            unknown = Some(match unknown {
                Some(mut before) => {
                    before.retain(|fault| new.iter().any(|other| other.span == fault.span));
                    before
                }
                None => new,
            });
            answers.push(part.evaluator.ask(dossier, 0, &parsed.query));
        }
        faults.extend(unknown.unwrap_or_default());
        faults.sort_by_key(|fault| fault.span.start);
        let mut found = Found { faults, ..Found::default() };
        let (_, of_ties) = speaks_of(&parsed.query);
        for (number, tie) in ties.iter().enumerate() {
            let Some(record) = self.of.get(tie) else {
                found.unread += 1;
                continue;
            };
            let Some(answer) = answers.get(record.part) else { continue };
            let is_tie = record.relations.iter().any(|relation| answer.relation(*relation) != Truth::No);
            let other = record.other.map_or(Truth::No, |other| answer.entity(other));
            // Where ties are asked for, too, what may be so of its end alone is no answer: most have no date of their own.
            if is_tie || other == Truth::Yes || (other == Truth::Maybe && !of_ties) {
                found.rows.push(number);
            }
        }
        found
    }

    /// How rows stand at a time and by a filter of evidence.
    pub(super) fn standings(&mut self, ties: &[Tie], period: Period<'_>, filter: &str) -> Vec<Standing> {
        let query = (!filter.is_empty()).then(|| parse(filter).query);
        let at_parts: Vec<_> = self
            .parts
            .iter_mut()
            .map(|part| {
                let dossier = &part.offered.dossier;
                let mut presences = Presences::over(dossier, period.window());
                let drawn = query.as_ref().map(|query| part.evaluator.drawn(dossier, 0, query));
                if let Some(drawn) = &drawn {
                    presences.limit(drawn);
                }
                (presences, drawn)
            })
            .collect();
        let standing = |tie: &Tie| {
            let record = self.of.get(tie)?;
            let (presences, drawn) = at_parts.get(record.part)?;
            let of = |relation: &EdgeIndex| Standing {
                presence: presences.relation(*relation),
                passes: drawn.as_ref().is_none_or(|drawn| drawn.relation(*relation) != Truth::No),
            };
            record.relations.iter().map(of).reduce(Standing::or)
        };
        ties.iter().map(|tie| standing(tie).unwrap_or(Standing::unknown(period))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document;
    use crate::dossier::endpoint::Told;
    use crate::dossier::model::Date;

    const HUB: &str = "http://a.org/hub";

    fn tie(number: usize) -> Tie {
        Tie {
            from: format!("http://a.org/{number}"),
            property: "http://a.org/member".to_owned(),
            to: Some(HUB.to_owned()),
            statement: None,
            deprecated: false,
        }
    }

    /// Three members of a hub: one until 2001, one for certain, one of whom little is known.
    fn records() -> (Records, Vec<Tie>) {
        let text = r#"Dossier(format: 1, title: "T", sources: [(id: "s", title: "S")], entities: [
            (id: "hub", kind: "organisation", name: "Hub", fields: {"iri": "http://a.org/hub"}),
            (id: "a", kind: "state", name: "Norland", fields: {"iri": "http://a.org/0"}),
            (id: "b", kind: "state", name: "Southmark", fields: {"iri": "http://a.org/1"}),
            (id: "c", kind: "person", name: "Ada Lund", fields: {"iri": "http://a.org/2"}),
        ], relations: [
            (from: "a", kind: "member_of", to: "hub", when: "1990/2001", fields: {"property": "http://a.org/member"},
             claims: [(source: "s", rating: "low")]),
            (from: "hub", kind: "member_of", to: "b", when: "1990/2020", fields: {"property": "http://a.org/member"},
             claims: [(source: "s", rating: "high")]),
            (from: "c", kind: "member_of", to: "hub", fields: {"property": "http://a.org/member"}, claims: [(source: "s")]),
        ])"#;
        let document = document::open_texts(&[("offered.ron", text)]);
        assert!(!document.read_only, "{:?}", document.problems);
        let offered = Offered { dossier: document.dossier, told: Told::default(), notes: Vec::new() };
        let ties: Vec<Tie> = (0..4).map(tie).collect();
        let mut records = Records::default();
        records.add(HUB, ties.iter().take(3).cloned().collect(), Arc::new(offered));
        (records, ties)
    }

    #[test]
    fn a_question_is_asked_of_what_rows_would_become() {
        let (mut records, ties) = records();
        for (question, rows) in [
            ("kind:state", vec![0, 1]),
            ("-kind:state", vec![2]),
            ("certainty:high", vec![1, 2]),
            ("surely:(certainty:high)", vec![1]),
            ("when:2010", vec![1, 2]),
            ("name:Ada OR norland", vec![0, 2]),
            ("kind:person when:1995", vec![2]),
        ] {
            let found = records.find(question, &ties);
            assert_eq!((found.rows, found.unread), (rows, 1), "{question}");
            assert!(found.faults.is_empty(), "{question}: {:?}", found.faults);
        }
        assert!(!records.were_asked(&ties[3]) && records.were_asked(&ties[0]));
        assert_eq!(records.kind_of(&ties[2]).map(|(_, kind)| kind.to_lowercase()).as_deref(), Some("person"));
        assert_eq!(records.date_of(&ties[0]).as_deref(), Some("1990/2001"));
    }

    #[test]
    fn what_is_wrong_in_a_question_is_told_with_its_place() {
        let (mut records, ties) = records();
        let found = records.find("kind:state knd:x", &ties);
        assert_eq!(found.faults.iter().map(|fault| fault.span.start).collect::<Vec<_>>(), [11]);
        let found = records.find("from:japan", &ties);
        assert!(found.faults[0].message.contains("`japan`"), "{:?}", found.faults);
    }

    #[test]
    fn rows_stand_as_relations_of_the_dossier_would() {
        use Presence::{Absent, Certain, Possible};
        let (mut records, ties) = records();
        let date = Date::parse("2010").unwrap();
        let mut at = |period, filter: &str| {
            let found = records.standings(&ties, period, filter).into_iter();
            found.map(|standing| (standing.presence, standing.passes)).collect::<Vec<_>>()
        };
        assert_eq!(at(Period::All, ""), [(Certain, true); 4]);
        let (a, b, c, unread) = ((Absent, true), (Certain, true), (Possible, true), (Possible, true));
        assert_eq!(at(Period::AsOf(&date), ""), [a, b, c, unread]);
        // Whose certainty is not told is possibly high, as everywhere.
        let filter = on_evidence("kind:person certainty:high id:japan");
        assert_eq!(filter, "certainty:high");
        assert_eq!(at(Period::All, &filter), [(Certain, false), (Certain, true), (Possible, true), (Certain, true)]);
        let low = Standing { presence: Certain, passes: false };
        let pale = Standing { presence: Absent, passes: true };
        assert_eq!((low.or(pale), pale.or(low)), (pale, pale));
    }

    #[test]
    fn what_could_not_be_read_is_asked_again_only_if_wanted() {
        let (mut records, ties) = records();
        let problem = Problem::error(crate::problem::codes::NO_ANSWER, "no");
        records.fail([ties[3].clone()].into(), problem);
        assert!(records.were_asked(&ties[3]) && records.trouble.is_some());
        records.forget_failed();
        assert!(!records.were_asked(&ties[3]) && records.were_asked(&ties[0]) && records.trouble.is_none());
    }
}
