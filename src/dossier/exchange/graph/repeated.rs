//! What a file says of a record more than once under one name, in formats where nothing tells which holds: all is kept.

use super::super::report::{NoteKind, Report};
use super::super::texts::Index;
use super::super::value::{Purpose, Value};
use super::{Further, Graph, Records};
use crate::problem::Problem;

impl Graph {
    /// Keeps all values that a record has under one name, and notes them; else the last one would stand alone. To be
    /// called once, before [`Graph::settle`], where a later value is not meant to replace an earlier one.
    ///
    /// # Errors
    /// A text over a limit, too many columns.
    pub(crate) fn keep_repeated(&mut self, report: &mut Report) -> Result<(), Problem> {
        for records in [&mut self.nodes, &mut self.edges, &mut self.hyperedges] {
            keep_kinds(records, &self.kind_names, report)?;
            keep_values(records, report)?;
        }
        Ok(())
    }
}

/// Keeps, in a field, the kinds that a later kind replaced.
fn keep_kinds(records: &mut Records, names: &Index, report: &mut Report) -> Result<(), Problem> {
    let mut earlier = std::mem::take(&mut records.earlier_kinds);
    earlier.retain(|(row, kind)| records.kind(*row) != Some(*kind));
    // Kinds are numbered as they are met.
    earlier.sort_unstable();
    earlier.dedup();
    let mut further = Further::new();
    for same in earlier.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((row, _)) = same.first().copied() else { continue };
        let column = records.columns.named("other kinds", Purpose::Own)?;
        let mut kinds = Index::default();
        for (_, kind) in same {
            kinds.put(names.get(*kind))?;
        }
        if records.columns.put_all(column, row, &kinds, &mut further)? {
            report.split_values("other kinds", records.at(row));
        }
        let message = "a record has several kinds; the last one was used, the others are in the field `other kinds`";
        report.note(NoteKind::Doubtful, message, Some(records.at(row)));
    }
    Ok(())
}

/// Keeps texts as a list. Numbers stay numbers, for the sake of the other records: those after the first are in a further
/// column of the name.
fn keep_values(records: &mut Records, report: &mut Report) -> Result<(), Problem> {
    let mut further = Further::new();
    let count = records.columns.iter().len();
    for number in 0..count {
        let Some(column) = records.columns.at_mut(number).filter(|column| column.purpose != Purpose::Look) else {
            continue;
        };
        // A list is no colour, and would make data of all colours.
        let is_list = column.is_text() && column.purpose != Purpose::MayBeLook;
        let name = column.name.clone();
        for (row, values) in column.repeated() {
            let at = Some(records.at(row));
            if is_list {
                if records.columns.put_all(number, row, &texts(&values)?, &mut further)? {
                    report.split_values(&name, records.at(row));
                }
                report.note(NoteKind::Doubtful, &format!("`{name}`: a record has several values; all were kept"), at);
            } else if let [first, rest @ ..] = values.as_slice() {
                // Of values of a record in a column the last one stands.
                records.columns.put(number, row, first)?;
                let beside = records.columns.further(number, 1, &mut further)?;
                match rest {
                    [only] => records.columns.put(beside, row, only)?,
                    _ => drop(records.columns.put_all(beside, row, &texts(rest)?, &mut further)?),
                }
                let beside = records.columns.name(beside);
                let message = format!(
                    "`{name}`: a record has several values; the first was kept here, the others in the field `{beside}`"
                );
                report.note(NoteKind::Doubtful, &message, at);
            }
        }
    }
    Ok(())
}

/// The texts of values, each once.
fn texts(values: &[Value<'_>]) -> Result<Index, Problem> {
    let mut index = Index::default();
    for value in values {
        match value {
            Value::List(texts) => {
                for text in texts {
                    index.put(text)?;
                }
            }
            other => drop(index.put(&other.shown())?),
        }
    }
    Ok(index)
}

#[cfg(test)]
mod tests {
    use super::super::super::report::At;
    use super::*;

    fn graph(values: &[(&str, Purpose, u32, Value<'_>)]) -> (Graph, Report) {
        let mut graph = Graph::default();
        for id in ["a", "b", "c"] {
            graph.add_node(id, At::default()).unwrap();
        }
        for (name, purpose, row, value) in values {
            let column = graph.nodes.columns.named(name, *purpose).unwrap();
            graph.nodes.columns.put(column, *row, value).unwrap();
        }
        let mut report = Report::new("test");
        graph.keep_repeated(&mut report).unwrap();
        graph.settle().unwrap();
        (graph, report)
    }

    #[test]
    fn texts_are_a_list_and_numbers_stay_numbers() {
        let text = |row, text| ("phone", Purpose::Own, row, Value::text(text));
        let number = |row, number| ("seats", Purpose::Own, row, Value::Integer(number));
        let (graph, report) = graph(&[
            text(0, "111"),
            text(1, "5"),
            text(0, "222"),
            text(0, "111"),
            number(0, 7),
            number(1, 3),
            number(1, 4),
            number(2, 1),
            number(2, 2),
            number(2, 3),
        ]);
        let columns = &graph.nodes.columns;
        let own = |name: &str, row| columns.get(name).and_then(|column| column.own(row));
        assert_eq!(own("phone", 0), Some(Value::List(vec!["111".into(), "222".into()])));
        assert_eq!([0, 1, 2].map(|row| own("seats", row)), [7, 3, 1].map(|n| Some(Value::Integer(n))));
        assert_eq!([0, 1, 2].map(|row| columns.shown("seats (2)", row).unwrap_or_default()), ["", "4", "2; 3"]);
        assert_eq!(report.notes().iter().map(|note| note.count).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn the_same_again_and_what_is_drawing_is_not_kept_twice() {
        let text = |name, purpose, row, text| (name, purpose, row, Value::text(text));
        let (graph, report) = graph(&[
            text("phone", Purpose::Own, 1, "5"),
            text("phone", Purpose::Own, 0, "111"),
            text("phone", Purpose::Own, 0, "111"),
            text("fill", Purpose::Look, 0, "#000000"),
            text("fill", Purpose::Look, 0, "#ffffff"),
            text("color", Purpose::MayBeLook, 1, "#000000"),
            text("color", Purpose::MayBeLook, 0, "#000000"),
            text("color", Purpose::MayBeLook, 0, "#ffffff"),
        ]);
        let columns = &graph.nodes.columns;
        assert_eq!(
            (columns.shown("phone", 0).as_deref(), columns.shown("phone", 1).as_deref()),
            (Some("111"), Some("5"))
        );
        assert_eq!(columns.get("color").map(|column| column.purpose), Some(Purpose::Look));
        assert_eq!(columns.shown("color (2)", 0).as_deref(), Some("#ffffff"));
        assert_eq!(report.notes().len(), 1);
    }

    #[test]
    fn a_kind_that_a_later_one_replaced_is_a_field() {
        let (mut graph, mut report) = graph(&[]);
        for (node, kind) in [(0, "Person"), (0, "Bank"), (0, "Person"), (0, "Firm"), (1, "Bank"), (1, "Bank")] {
            graph.set_node_kind(node, kind).unwrap();
        }
        graph.keep_repeated(&mut report).unwrap();
        graph.settle().unwrap();
        assert_eq!((graph.node_kind(0), graph.node_kind(1)), (Some("Firm"), Some("Bank")));
        assert_eq!(graph.nodes.columns.shown("other kinds", 0).as_deref(), Some("Person; Bank"));
        assert_eq!((graph.nodes.columns.shown("other kinds", 1), report.notes().len()), (None, 1));
    }
}
