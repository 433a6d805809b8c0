//! What an endpoint answered, as rows: JSON and XML by `sparesults`, bounded, and what of it is missing. What the rows mean
//! is known where the query was made.

use oxrdf::Term;
use sparesults::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};

use super::address::Host;
use super::query::Var;
use super::transport::Answer;
use crate::dossier::exchange::Failure;
use crate::guarded::guarded;
use crate::problem::{Problem, codes, printable};
use crate::progress::Progress;
use crate::wording::counted;

/// Most rows of an answer: far more than is ever asked for.
const MOST_ROWS: usize = 20_000;
/// Longest text of a term, in bytes. Longer ones are left out.
const LONGEST: usize = 1 << 20;

/// The rows of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rows {
    names: Vec<String>,
    rows: Vec<Vec<Option<Term>>>,
    /// What is missing, sentences without a full stop.
    pub(super) missing: Vec<String>,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    names: &'a [String],
    terms: &'a [Option<Term>],
}

impl<'a> Row<'a> {
    /// The term of a variable.
    pub(super) fn get(&self, var: Var) -> Option<&'a Term> {
        let at = self.names.iter().position(|name| name == var.0)?;
        self.terms.get(at)?.as_ref()
    }

    /// The IRI of a variable.
    pub(super) fn iri(&self, var: Var) -> Option<&'a str> {
        match self.get(var)? {
            Term::NamedNode(node) => Some(node.as_str()),
            Term::BlankNode(_) | Term::Literal(_) | Term::Triple(_) => None,
        }
    }

    /// The text of a variable, and its language; none is empty.
    pub(super) fn text(&self, var: Var) -> Option<(&'a str, &'a str)> {
        match self.get(var)? {
            Term::Literal(literal) => Some((literal.value(), literal.language().unwrap_or_default())),
            Term::NamedNode(_) | Term::BlankNode(_) | Term::Triple(_) => None,
        }
    }

    /// The number of a variable.
    pub(super) fn number(&self, var: Var) -> Option<usize> {
        self.text(var)?.0.trim().parse().ok()
    }
}

impl Rows {
    /// Reads an answer.
    ///
    /// # Errors
    /// What is no result, or a result that is cut off; or that a person asked to stop.
    pub(super) fn read(host: &Host, answer: &Answer, progress: &Progress) -> Result<Self, Failure> {
        let xml = answer.media.ends_with("xml");
        let format = if xml { QueryResultsFormat::Xml } else { QueryResultsFormat::Json };
        // The parsers are another's: a fault of theirs must not end the program.
        let read = guarded(|| parse(format, &answer.text, progress));
        let mut rows = match read {
            Some(Ok(rows)) => rows,
            Some(Err(Broken::Stopped)) => return Err(Failure::Cancelled),
            Some(Err(Broken::Wrong(message))) => return Err(wrong(host, answer, &message).into()),
            None => return Err(wrong(host, answer, "its parts contradict each other").into()),
        };
        rows.missing.extend(answer.cut.clone());
        Ok(rows)
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|terms| Row { names: &self.names, terms })
    }

    /// The first rows; whether there were more.
    pub(super) fn keep_first(&mut self, most: usize) -> bool {
        let more = self.rows.len() > most;
        self.rows.truncate(most);
        more
    }
}

enum Broken {
    Stopped,
    Wrong(String),
}

fn parse(format: QueryResultsFormat, text: &str, progress: &Progress) -> Result<Rows, Broken> {
    let wrong = |error: &dyn std::fmt::Display| Broken::Wrong(error.to_string());
    let parsed = QueryResultsParser::from_format(format).for_slice(text).map_err(|error| wrong(&error))?;
    let solutions = match parsed {
        SliceQueryResultsParserOutput::Solutions(solutions) => solutions,
        SliceQueryResultsParserOutput::Boolean(_) => {
            return Err(Broken::Wrong("it is yes or no instead of rows".into()));
        }
    };
    let names: Vec<String> = solutions.variables().iter().map(|var| var.as_str().to_owned()).collect();
    let mut rows = Rows { names, ..Rows::default() };
    let (mut too_long, mut too_many) = (0, false);
    for (number, solution) in solutions.enumerate() {
        if number % 256 == 0 && progress.is_cancelled() {
            return Err(Broken::Stopped);
        }
        let solution = solution.map_err(|error| wrong(&error))?;
        if number >= MOST_ROWS {
            too_many = true;
            break;
        }
        let fits = |term: &Option<Term>| term.as_ref().is_none_or(|term| length(term) <= LONGEST);
        if solution.values().iter().all(fits) {
            rows.rows.push(solution.values().to_vec());
        } else {
            too_long += 1;
        }
    }
    if too_long > 0 {
        let rows_are = counted(too_long, "row was", "rows were");
        rows.missing.push(format!("{rows_are} left out: a value is longer than {} MiB", LONGEST >> 20));
    }
    if too_many {
        rows.missing.push(format!("only the first {} were read", counted(MOST_ROWS, "row", "rows")));
    }
    Ok(rows)
}

fn length(term: &Term) -> usize {
    match term {
        Term::NamedNode(node) => node.as_str().len(),
        Term::BlankNode(node) => node.as_str().len(),
        Term::Literal(literal) => literal.value().len(),
        Term::Triple(triple) => length(&triple.object),
    }
}

/// What is wrong with a result, and whether it only ends too early: a server that runs out of time has said “all is well”
/// before.
fn wrong(host: &Host, answer: &Answer, message: &str) -> Problem {
    let text = answer.text.trim_end();
    let end: String =
        text.get(text.ceil_char_boundary(text.len().saturating_sub(4_096))..).unwrap_or_default().to_lowercase();
    if end.contains("timeoutexception") || end.contains("timeout exception") || end.contains("timed out") {
        let message = format!("{host} ran out of time in the middle of its answer");
        return Problem::error(codes::CUT_OFF, message).with_help("ask for less: one property, an exact name");
    }
    if !text.ends_with('}') && !text.ends_with('>')
        || message.contains("end of file")
        || message.contains("unexpected eof")
    {
        let message = format!("the answer from {host} ends before it is complete");
        return Problem::error(codes::CUT_OFF, message)
            .with_help("nothing of it was taken; try again, or ask for less");
    }
    let message: String = printable(message).chars().take(200).collect();
    let message = format!("the answer from {host} is not a result of SPARQL: {}", message.trim_end_matches('.'));
    Problem::error(codes::NOT_THE_FORMAT, message).with_help("check that the address is that of a SPARQL endpoint")
}

#[cfg(test)]
mod tests {
    use super::super::address::Address;
    use super::*;
    use crate::dossier::model::Day;

    fn read(media: &str, text: &str) -> Result<Rows, Failure> {
        let host = Address::parse("https://a.org/").unwrap().host();
        let answer =
            Answer { media: media.into(), text: text.into(), day: Day::from_number(0), is_kept: false, cut: None };
        Rows::read(&host, &answer, &Progress::new())
    }

    fn problem(text: &str) -> Problem {
        match read("application/sparql-results+json", text) {
            Err(Failure::Wrong(problem)) => problem,
            other => panic!("{text}: {other:?}"),
        }
    }

    const HEAD: &str = r#"{"head":{"vars":["s","n"]},"results":{"bindings":["#;

    #[test]
    fn rows_are_read_from_json_and_xml() {
        let json = format!(
            r#"{HEAD}{{"s":{{"type":"uri","value":"http://a.org/x"}},"n":{{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"7"}}}},{{"n":{{"type":"literal","xml:lang":"ja","value":"日本"}}}}]}}}}"#
        );
        let xml = r#"<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/><variable name="n"/></head><results><result><binding name="s"><uri>http://a.org/x</uri></binding><binding name="n"><literal datatype="http://www.w3.org/2001/XMLSchema#integer">7</literal></binding></result><result><binding name="n"><literal xml:lang="ja">日本</literal></binding></result></results></sparql>"#;
        for (media, text) in [("application/json", json.as_str()), ("application/sparql-results+xml", xml)] {
            let rows = read(media, text).unwrap();
            let all: Vec<Row<'_>> = rows.iter().collect();
            assert_eq!(
                (all.len(), all[0].iri(Var("s")), all[0].number(Var("n"))),
                (2, Some("http://a.org/x"), Some(7))
            );
            assert_eq!((all[1].iri(Var("s")), all[1].text(Var("n"))), (None, Some(("日本", "ja"))));
            assert_eq!(all[0].get(Var("none")), None);
        }
    }

    #[test]
    fn what_is_cut_off_or_no_result_is_told_as_that() {
        let row = r#"{"s":{"type":"uri","value":"http://a.org/x"}}"#;
        assert_eq!(problem(&format!("{HEAD}{row},")).code, codes::CUT_OFF);
        let timed_out = format!("{HEAD}{row}\njava.util.concurrent.TimeoutException\n\tat java.base/x(Y.java:1)");
        assert!(problem(&timed_out).message.contains("ran out of time"));
        assert_eq!(problem("{\"results\": 7}").code, codes::NOT_THE_FORMAT);
        assert_eq!(problem("{\"boolean\": true}").code, codes::NOT_THE_FORMAT);
        let bad_iri = format!("{HEAD}{{\"s\":{{\"type\":\"uri\",\"value\":\"http://a.org/> <x\"}}}}]}}}}");
        assert_eq!(problem(&bad_iri).code, codes::NOT_THE_FORMAT);
        assert_eq!(problem("").code, codes::CUT_OFF);
    }

    #[test]
    fn values_without_end_are_left_out_and_rows_counted() {
        let long = "x".repeat(LONGEST + 1);
        let text = format!("{HEAD}{{\"n\":{{\"type\":\"literal\",\"value\":\"{long}\"}}}},{{}}]}}}}");
        let rows = read("application/json", &text).unwrap();
        assert_eq!((rows.len(), rows.missing.len()), (1, 1), "{:?}", rows.missing);
        let many = format!("{HEAD}{}{{}}]}}}}", "{},".repeat(MOST_ROWS));
        let mut rows = read("application/json", &many).unwrap();
        assert_eq!((rows.len(), rows.missing.len()), (MOST_ROWS, 1));
        assert!(rows.keep_first(100) && rows.len() == 100 && !rows.keep_first(100));
    }
}
