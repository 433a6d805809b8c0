//! The questions that views keep as their filters: what is wrong with them, told at its place in the dossier's text, and
//! how they follow where ids change. How a view is shown is not known here.

use std::collections::HashMap;
use std::ops::Range;

use super::fold_text::is_question;
use super::language::{Evaluator, Fault, parse, renamed};
use crate::dossier::document::Document;
use crate::dossier::edit::Change;
use crate::dossier::model::schema::rename;
use crate::dossier::model::{Dossier, List, View};
use crate::dossier::ron_text::{LineIndex, bytes_in_literal};
use crate::problem::{Problem, codes};

/// The most problems that are told of one dossier's filters.
const MOST_PROBLEMS: usize = 1_000;

/// What is wrong with the filters of a document's views, each a warning at the fault. Where not all of a document could be read,
/// only mistakes of the language are: what its filters speak of may be in what was not.
pub(crate) fn problems(document: &Document) -> Vec<Problem> {
    let mut told = Vec::new();
    let is_whole = !document.read_only;
    let (mut evaluator, mut places) = (Evaluator::default(), Places { document, files: HashMap::new() });
    for view in &document.dossier.views {
        if told.len() >= MOST_PROBLEMS {
            let message = format!("the filter of the view `{}` and those after it were not looked at", view.name);
            told.push(Problem::note(codes::TOO_LARGE, message).with_help("fix the filters before it first"));
            break;
        }
        let filter = view.filter.iter().map(|text| (text, "filter", "the filter"));
        let folds = view.fold.iter().filter(|text| is_question(text)).map(|text| (text, "fold", "a fold"));
        for (text, field, what) in filter.chain(folds) {
            let read = if is_whole { evaluator.read(&document.dossier, 0, text) } else { parse(text) };
            for Fault { span, message, mend } in read.faults {
                let message = format!("{what} of the view `{}`: {message}", view.name);
                let mut problem = Problem::warning(codes::BAD_FILTER, message);
                problem.help = mend.map(|mend| mend.words);
                told.push(places.at(view, field, span, problem));
            }
        }
    }
    told
}

/// Puts problems where they are. Texts are put together once, and only where something is wrong.
struct Places<'d> {
    document: &'d Document,
    files: HashMap<usize, Option<(String, LineIndex)>>,
}

impl Places<'_> {
    /// A problem at some bytes of a question in a field of a view; of one in a list, where the list is.
    fn at(&mut self, view: &View, field: &str, fault: Range<usize>, problem: Problem) -> Problem {
        let document = self.document;
        let Some((number, field)) = document.span(List::Views, &view.name, Some(field)) else { return problem };
        let read = || document.text(number).map(|text| (text.clone(), LineIndex::new(&text)));
        let Some((text, lines)) = self.files.entry(number).or_insert_with(read) else { return problem };
        let Some(file) = document.dossier.files.get(number) else { return problem };
        let within = text.get(field.0..field.1).and_then(|literal| bytes_in_literal(literal, fault));
        let bytes = within.map_or(field, |within| (field.0 + within.start, field.0 + within.end));
        problem.with_place(lines.place(&file.path.as_str().into(), text, bytes))
    }
}

/// Changes of a dossier, and after each that gives a record another id the changes of the views whose filters name it:
/// what is asked stays what it was. Made twice, it adds nothing.
pub(crate) fn with_filters(dossier: &Dossier, changes: Vec<Change>) -> Vec<Change> {
    if changes.iter().all(|change| change.new_id().is_none()) {
        return changes;
    }
    let mut views = dossier.views.clone();
    let mut out = Vec::with_capacity(changes.len());
    for change in changes {
        let mut following = Vec::new();
        if let Some((list, from, to)) = change.new_id() {
            for view in &mut views {
                // What else a view names by an id follows with the change itself.
                rename(view, list, from, to);
                let mut is_other = false;
                for question in view.filter.iter_mut().chain(&mut view.fold) {
                    let now = renamed(question, list, from, to);
                    is_other |= now != *question;
                    *question = now;
                }
                if is_other {
                    following.push(Change::SetView { name: view.name.clone(), view: view.clone() });
                }
            }
        }
        if let Change::AddView { view, .. } = &change {
            views.push(view.clone());
        } else if let Change::SetView { name, view } = &change {
            views.iter_mut().filter(|old| old.name == *name).for_each(|old| old.clone_from(view));
        } else if let Change::RemoveView { name } = &change {
            views.retain(|view| view.name != *name);
        }
        out.push(change);
        out.extend(following);
    }
    out
}

/// A question that is asked, but not kept, once these changes are made.
pub(crate) fn filter_after(filter: &str, changes: &[Change]) -> String {
    let ids = changes.iter().filter_map(Change::new_id);
    ids.fold(filter.to_owned(), |text, (list, from, to)| renamed(&text, list, from, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::{EXAMPLES, open_example, open_texts};
    use crate::problem::Severity;

    /// A view with this literal as its filter, and what is wrong: `line:column culprit | message | help`.
    fn told(literal: &str) -> Vec<String> {
        let text = format!(
            "Dossier(format: 1, title: \"T\",\n  entities: [(id: \"japan\", kind: \"state\", name: \"Japan\")],\n  \
             views: [(name: \"v\", filter: {literal})],\n)"
        );
        let document = open_texts(&[("main.ron", &text)]);
        assert!(!document.read_only, "{:?}", document.problems);
        let told = |problem: Problem| {
            assert_eq!((problem.code, problem.severity), (codes::BAD_FILTER, Severity::Warning));
            let place = problem.place.as_ref().unwrap();
            let message = problem.message.strip_prefix("the filter of the view `v`: ").unwrap().to_owned();
            let help = problem.help.clone().unwrap_or_default();
            format!("{}:{} {} | {message} | {help}", place.line, place.column, place.parts()[1])
        };
        problems(&document).into_iter().map(told).collect()
    }

    #[test]
    fn a_fault_is_told_at_its_place_however_the_text_is_written() {
        let fault = "`jpan` is not an entity of this dossier | did you mean japan (Japan)?";
        for literal in [
            r#""from:jpan""#,
            r#"Some("from:jpan")"#,
            r#"r"from:jpan""#,
            r###"r##"from:jpan "x""##"###,
            r#""\"a b\" OR from:jpan""#,
            r#""日本 OR \u{65E5} OR from:jpan""#,
            r#""a OR\n  from:jpan""#,
        ] {
            let before = literal.split_once("jpan").unwrap().0.chars().count();
            let column = "  views: [(name: \"v\", filter: ".len() + before + 1;
            assert_eq!(told(literal), [format!("3:{column} jpan | {fault}")], "{literal}");
        }
        assert_eq!(told("\"a OR\n from:jpan\""), [format!("4:7 jpan | {fault}")], "after a line break");
        assert_eq!(told("r\"a OR\r\n from:jpan\""), [format!("4:7 jpan | {fault}")]);
    }

    #[test]
    fn each_fault_has_its_message_and_its_mend() {
        let all = told("\"kind:stat statsu:actual (\"");
        assert_eq!(all.len(), 3, "{all:?}");
        assert!(all[0].starts_with("3:37 stat | `stat` is not a kind of entity of this dossier | did you mean state"));
        assert!(all[1].starts_with("3:42 statsu | ") && all[1].contains("status"), "{}", all[1]);
        assert!(all[2].contains("this bracket is not closed | add )"), "{}", all[2]);
        assert_eq!(told("\"\""), [""; 0]);
        assert_eq!(told("\"ends:Japan kind:state\"").len(), 1, "relations are no entities");
        assert_eq!(told("\"has:(ends:Japan) kind:state\""), [""; 0]);
    }

    #[test]
    fn what_is_right_or_was_not_read_is_not_told() {
        for example in EXAMPLES {
            assert_eq!(problems(&open_example(example)), []);
        }
        let broken =
            open_texts(&[("a.ron", "Dossier(format: 1, title: \"T\", views: [(name: \"v\", filter: \"from:x\")], ")]);
        assert!(broken.read_only);
        assert_eq!(problems(&broken), []);
    }

    #[test]
    fn a_filter_in_another_file_is_told_there_and_there_is_a_most_of_them() {
        let views: String =
            (0..400).map(|n| format!("(name: \"v{n}\", filter: \"from:a from:b from:c\"),\n")).collect();
        let part = format!("Dossier(format: 1, title: \"P\", views: [\n{views}])");
        let main = "Dossier(format: 1, title: \"T\", include: [\"p.ron\"])";
        let all = problems(&open_texts(&[("main.ron", main), ("p.ron", &part)]));
        let place = all[3].place.as_ref().unwrap();
        assert_eq!((&*place.file, place.line, place.column), ("p.ron", 3, 28));
        assert_eq!(all.len(), 1_003);
        let last = all.last().unwrap();
        assert_eq!(last.message, "the filter of the view `v334` and those after it were not looked at");
    }
}
