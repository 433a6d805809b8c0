//! Charts of i2 Analyst's Notebook in XML (`.anx`): entities, links with arrows and dates, attributes, cards with their
//! sources and grades. The binary `.anb` is closed and not read.

use std::borrow::Cow;

use super::encoding::Rule;
use super::fault::{Fault, MetAt as _};
use super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::graph::{Added, Direction, Graph, Position, Records, When};
use super::report::{At, NoteKind, Report, Unit, empty_end};
use super::value::{Purpose, Value, declared_boolean, number};
use super::xml::{Piece, Tag, Xml};
use crate::progress::Progress;

/// The exchange format of Analyst's Notebook.
pub(crate) struct Anx;

impl Format for Anx {
    fn name(&self) -> &'static str {
        "anx"
    }

    fn about(&self) -> &'static str {
        "i2 Analyst's Notebook exchange (XML)"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["anx"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        let chart = head.contains("<Chart>") || head.contains("<Chart ");
        let parts = ["<ChartItemCollection", "<ApplicationVersion", "<StrengthCollection", "<AttributeClassCollection"];
        match (head.starts_with("<") && chart, parts.iter().any(|part| head.contains(part))) {
            (true, true) => Sure::Certain,
            (true, false) => Sure::Perhaps,
            (false, _) => Sure::No,
        }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Xml, options)?;
        let mut report = Report::new(self.name());
        text.tell(&mut report);
        let part = report.part("", Unit::Element, "chart item");
        let mut graph = Graph::new(Direction::Undirected);
        graph.y_down = true;
        let pace = Pace::new(progress, text.as_str().len());
        let mut reader = Reader { xml: Xml::new(text.as_str()), pace, report: &mut report, graph, part, count: 0 };
        reader.file().map_err(|fault| fault.placed(&text))?;
        let graph = reader.graph;
        Read::finish(vec![graph], report, options)
    }
}

/// Elements of a chart item in which only others stand; their text is what is left of one of those.
const HOLDERS: [&str; 7] = ["ChartItem", "End", "Entity", "Link", "Icon", "AttributeCollection", "CardCollection"];

struct Reader<'t, 'r> {
    xml: Xml<'t>,
    pace: Pace<'r>,
    report: &'r mut Report,
    graph: Graph,
    part: u16,
    count: u32,
}

/// What a chart item is.
enum Item<'t> {
    Entity { id: Cow<'t, str>, identity: Cow<'t, str> },
    Link { ends: [Cow<'t, str>; 2], arrow: Cow<'t, str> },
}

/// What is told of a chart item.
#[derive(Default)]
struct Told<'t> {
    item: Option<Item<'t>>,
    label: Cow<'t, str>,
    kind: Cow<'t, str>,
    position: [Option<f64>; 2],
    when: Moment<'t>,
    /// Names with values.
    fields: Vec<(Cow<'t, str>, Purpose, Value<'t>)>,
    cards: Vec<Cow<'t, str>>,
}

impl<'t> Reader<'t, '_> {
    fn file(&mut self) -> Result<(), Fault> {
        loop {
            match self.xml.next()? {
                Piece::Open(tag) => {
                    self.pace.reached(tag.at)?;
                    match (tag.name, self.xml.depth()) {
                        ("Chart", 1) => {}
                        (_, 1) => {
                            let message = format!("this file has <{}> where <Chart> should be", tag.name);
                            return Err(Fault::not_the_format(tag.at, message, "it is of another format, or damaged"));
                        }
                        ("ChartItemCollection", 2) => {}
                        ("ChartItem", 3) => self.item(tag)?,
                        // Legends, palettes, styles: what the chart looks like.
                        _ => self.xml.skip()?,
                    }
                }
                Piece::Close => {}
                Piece::Text(text) => self.xml.refuse_text(&text)?,
                Piece::End => break,
            }
        }
        self.graph.keep_repeated(self.report).met_at(self.xml.position())
    }

    fn item(&mut self, tag: Tag<'t>) -> Result<(), Fault> {
        self.count += 1;
        let place = At { part: self.part, number: self.count, offset: tag.at as u32 };
        let record = self.report.open(place);
        let mut told = Told::default();
        self.head(tag, &mut told)?;
        let mut open = vec![tag.name];
        while let Some(above) = open.last().copied() {
            match self.xml.next()? {
                Piece::Open(inner) => {
                    if self.part_of_item(inner, above, &mut told)? {
                        open.push(inner.name);
                    }
                }
                Piece::Text(text) if HOLDERS.contains(&above) => self.xml.refuse_text(&text)?,
                Piece::Text(text) if text.trim().is_empty() => {}
                Piece::Text(_) => {
                    self.report.note(NoteKind::LeftOut, &format!("the text in <{above}> was ignored"), Some(place));
                }
                Piece::Close => drop(open.pop()),
                Piece::End => break,
            }
        }
        let (records, row) = match told.item.take() {
            None => {
                self.report.refused(record, "the item is neither an entity nor a link");
                return Ok(());
            }
            Some(Item::Entity { id, identity }) => {
                let node = match self.graph.add_node(&id, place).met_at(tag.at)? {
                    Added::New(node) | Added::Implied(node) => {
                        self.report.taken(record);
                        node
                    }
                    Added::Again(node) => {
                        self.report.merged_node(record, self.graph.nodes.at(node));
                        node
                    }
                };
                if told.label.is_empty() {
                    told.label = identity;
                } else if identity != told.label {
                    told.fields.push((Cow::Borrowed("identity"), Purpose::Own, Value::Text(identity)));
                }
                self.graph.set_node_kind(node, &told.kind).met_at(tag.at)?;
                if let [Some(x), Some(y)] = told.position {
                    self.graph.set_position(node, Position { x, y, z: None });
                }
                (&mut self.graph.nodes, node)
            }
            Some(Item::Link { ends: [from, to], arrow }) => {
                if let Some(reason) = empty_end([("End1Id", &from), ("End2Id", &to)]) {
                    self.report.refused(record, &reason);
                    return Ok(());
                }
                let from = self.graph.end(&from, place).met_at(tag.at)?;
                let to = self.graph.end(&to, place).met_at(tag.at)?;
                // The head is at the second end.
                let ((from, to), direction) = match &*arrow {
                    "ArrowOnHead" => ((from, to), Direction::Directed),
                    "ArrowOnTail" => ((to, from), Direction::Directed),
                    "ArrowOnBoth" => ((from, to), Direction::Mutual),
                    _ => ((from, to), Direction::Undirected),
                };
                let edge = self.graph.add_edge(from, to, place).met_at(tag.at)?;
                self.report.taken(record);
                self.graph.set_direction(edge, direction);
                self.graph.set_edge_kind(edge, &told.kind).met_at(tag.at)?;
                (&mut self.graph.edges, edge)
            }
        };
        take(records, row, told, tag.at)
    }

    /// The attributes of the item itself.
    fn head(&mut self, tag: Tag<'t>, told: &mut Told<'t>) -> Result<(), Fault> {
        for (name, raw) in tag.attributes() {
            let value = self.xml.value(raw)?;
            let (name, purpose) = match name {
                "Label" => {
                    told.label = value;
                    continue;
                }
                "DateTime" | "DateSet" | "TimeSet" => {
                    told.when.tell(name, value);
                    continue;
                }
                "Description" => ("description", Purpose::Note),
                "DateTimeDescription" => ("date", Purpose::Own),
                "SourceReference" => ("source reference", Purpose::Source),
                "SourceType" => ("source type", Purpose::Source),
                "GradeOneIndex" => ("grade one", Purpose::Own),
                "GradeTwoIndex" => ("grade two", Purpose::Own),
                "GradeThreeIndex" => ("grade three", Purpose::Own),
                _ => continue,
            };
            if !value.is_empty() {
                told.fields.push((Cow::Borrowed(name), purpose, Value::Text(value)));
            }
        }
        Ok(())
    }

    /// An element in a chart item; gives whether it is still open.
    fn part_of_item(&mut self, tag: Tag<'t>, above: &str, told: &mut Told<'t>) -> Result<bool, Fault> {
        match tag.name {
            // aliasanx writes dates as elements, and only those that are set.
            "DateTime" if above == "ChartItem" => {
                let mut text = String::new();
                self.xml.content(&mut text)?;
                told.when.has_date.get_or_insert(true);
                told.when.tell("DateTime", Cow::Owned(text.trim().to_owned()));
                return Ok(false);
            }
            "DateTimeDescription" if above == "ChartItem" => {
                let mut text = String::new();
                self.xml.content(&mut text)?;
                if !text.trim().is_empty() {
                    let text = Value::Text(Cow::Owned(text.trim().to_owned()));
                    told.fields.push((Cow::Borrowed("date"), Purpose::Own, text));
                }
                return Ok(false);
            }
            "End" => {
                for (name, raw) in tag.attributes() {
                    match name {
                        "X" => told.position[0] = number(raw, false),
                        "Y" => told.position[1] = number(raw, false),
                        _ => {}
                    }
                }
            }
            "Entity" => {
                let id = self.xml.attribute(&tag, "EntityId")?;
                let identity = self.xml.attribute(&tag, "Identity")?.unwrap_or_default();
                let Some(id) = id.or_else(|| (!identity.is_empty()).then(|| identity.clone())) else {
                    return Err(Fault::not_the_format(
                        tag.at,
                        "this entity has no EntityId",
                        "give it one that links can name",
                    ));
                };
                told.item = Some(Item::Entity { id, identity });
            }
            "Link" => {
                let mut ends = [None, None];
                for (end, name) in ends.iter_mut().zip([["End1Id", "End1Reference"], ["End2Id", "End2Reference"]]) {
                    *end = match self.xml.attribute(&tag, name[0])? {
                        Some(id) => Some(id),
                        None => self.xml.attribute(&tag, name[1])?,
                    };
                }
                let [Some(from), Some(to)] = ends else {
                    return Err(Fault::not_the_format(
                        tag.at,
                        "this link has no End1Id or no End2Id",
                        "name both of its ends",
                    ));
                };
                told.item = Some(Item::Link { ends: [from, to], arrow: Cow::Borrowed("") });
            }
            "Attribute" => {
                let name = self.xml.attribute(&tag, "AttributeClass")?.unwrap_or(Cow::Borrowed("attribute"));
                let value = self.xml.attribute(&tag, "Value")?.unwrap_or_default();
                told.fields.push((name, Purpose::Own, Value::Text(value)));
            }
            "Card" => {
                let card = self.card(tag)?;
                told.cards.push(Cow::Owned(card));
            }
            name if name.ends_with("Style") => {
                if told.kind.is_empty() {
                    told.kind = self.xml.attribute(&tag, "Type")?.unwrap_or_default();
                }
                if let (Some(Item::Link { arrow, .. }), Some(style)) =
                    (&mut told.item, self.xml.attribute(&tag, "ArrowStyle")?)
                {
                    *arrow = style;
                }
            }
            _ => {}
        }
        Ok(true)
    }

    /// A card in one text: what it says, when, from where, how it is graded.
    fn card(&mut self, tag: Tag<'t>) -> Result<String, Fault> {
        let mut parts: [Cow<'t, str>; 8] = [const { Cow::Borrowed("") }; 8];
        let mut when = Moment::default();
        for (name, raw) in tag.attributes() {
            let value = self.xml.value(raw)?;
            match name {
                "Summary" => parts[0] = value,
                "Text" => parts[1] = value,
                "DateTimeDescription" => parts[3] = value,
                "SourceReference" => parts[4] = value,
                "SourceType" => parts[5] = value,
                "GradeOneIndex" => parts[6] = value,
                "GradeTwoIndex" => parts[7] = value,
                _ => when.tell(name, value),
            }
        }
        parts[2] = Cow::Owned(when.text().to_owned());
        let words = ["", "", "date: ", "date: ", "source: ", "source type: ", "grade one: ", "grade two: "];
        let told =
            words.iter().zip(&parts).filter(|(_, part)| !part.is_empty()).map(|(word, part)| format!("{word}{part}"));
        Ok(told.collect::<Vec<_>>().join("; "))
    }
}

/// A moment, with what of it is set.
#[derive(Default)]
struct Moment<'t> {
    text: Cow<'t, str>,
    has_date: Option<bool>,
    has_time: Option<bool>,
}

impl<'t> Moment<'t> {
    /// One of the attributes that say it; others are passed over.
    fn tell(&mut self, name: &str, value: Cow<'t, str>) {
        match name {
            "DateTime" => self.text = value,
            "DateSet" => self.has_date = declared_boolean(value.trim()),
            "TimeSet" => self.has_time = declared_boolean(value.trim()),
            _ => {}
        }
    }

    /// The moment as far as it is set: i2 writes midnight where no time is known.
    fn text(&self) -> &str {
        if self.has_date != Some(true) {
            return "";
        }
        let text = self.text.strip_suffix(".000").unwrap_or(&self.text);
        if self.has_time == Some(true) { text } else { text.split('T').next().unwrap_or_default() }
    }
}

/// Sets what entities and links have in common.
fn take(records: &mut Records, row: u32, told: Told<'_>, at: usize) -> Result<(), Fault> {
    records.set_label(row, &told.label).met_at(at)?;
    records.times.put(row, When::At(told.when.text())).met_at(at)?;
    for (name, purpose, value) in told.fields {
        let column = records.columns.named(&name, purpose).met_at(at)?;
        records.columns.put(column, row, &value).met_at(at)?;
    }
    if !told.cards.is_empty() {
        let column = records.columns.named("cards", Purpose::Note).met_at(at)?;
        records.columns.put(column, row, &Value::List(told.cards)).met_at(at)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fixture, read_as, read_named};
    use super::*;
    use crate::problem::codes;

    #[test]
    fn entities_links_cards_and_dates_are_read() {
        let read = read_as("anx", "anxwritter.anx", &fixture("graphs/anx/anxwritter.anx")).unwrap();
        let graph = &read.graphs[0];
        assert_eq!((graph.nodes.len(), graph.ends()), (3, &[(0, 1), (2, 1), (0, 2)][..]));
        assert_eq!(
            (graph.nodes.label(1).as_deref(), graph.node_kind(0), graph.edge_kind(1)),
            (Some("Bert & Söhne"), Some("Person"), Some("Sits in"))
        );
        let directions = [0, 1, 2].map(|edge| graph.direction(edge));
        assert_eq!(directions, [Direction::Directed, Direction::Directed, Direction::Undirected]);
        assert_eq!(
            (graph.edges.times.of(0), graph.edges.label(0).as_deref()),
            (vec![When::At("2024-01-15T13:45:00")], Some("rang"))
        );
        let cards = "seen at port; Two lines; date: 2024-01-15; source: R7; source type: Officer";
        assert_eq!(graph.nodes.columns.shown("cards", 0).as_deref(), Some(cards));
        assert_eq!(
            (graph.nodes.columns.shown("Phone", 0).as_deref(), graph.nodes.columns.shown("description", 0).as_deref()),
            (Some("555"), Some("A note"))
        );
        assert_eq!(
            (graph.position(0).map(|p| (p.x, p.y)), graph.position(1).map(|p| (p.x, p.y))),
            (Some((100.0, 50.0)), Some((-20.0, 7.0)))
        );
    }

    #[test]
    fn what_is_neither_entity_nor_link_is_refused() {
        let text = "<Chart><ChartItemCollection><ChartItem Label='x'/><ChartItem><Link End1Id='1' End2Id='2'/></ChartItem></ChartItemCollection></Chart>";
        let read = read_named("anx", "x", text.as_bytes()).unwrap();
        assert_eq!((read.report.refused_count(), read.graphs[0].ends().len(), read.graphs[0].implied()), (1, 1, 2));
        for (text, code) in [
            ("<Chart><ChartItemCollection>", codes::CUT_OFF),
            ("<Charts/>", codes::NOT_THE_FORMAT),
            (
                "<Chart><ChartItemCollection><ChartItem><Link End1Id='1'/></ChartItem></ChartItemCollection></Chart>",
                codes::NOT_THE_FORMAT,
            ),
        ] {
            assert_eq!(read_named("anx", "x", text.as_bytes()).unwrap_err().code, code, "{text}");
        }
    }

    /// A chart with one entity that has these attributes, and this after its end.
    fn chart(attributes: &str, inside: &str) -> String {
        format!(
            "<Chart><ChartItemCollection><ChartItem Label='A' {attributes}><End X='1' Y='2'><Entity EntityId='a' Identity='A'>\
             <Icon><IconStyle Type='Person'/></Icon></Entity></End>{inside}</ChartItem></ChartItemCollection></Chart>"
        )
    }

    #[test]
    fn dates_are_attributes_or_elements_with_truths_in_any_case() {
        let at = "2014-05-01T10:00:00";
        let element =
            format!("<DateTime>{at}</DateTime><DateTimeDescription> met </DateTimeDescription><TimeZone Name='x'/>");
        let unset = format!("DateTime='{at}'");
        let (whole, dated) =
            (format!("{unset} DateSet='TRUE' TimeSet='1'"), format!("{unset} DateSet='true' TimeSet='False'"));
        let element = element.as_str();
        let day = "2014-05-01";
        for (attributes, inside, expected) in [
            // aliasanx.
            ("DateSet='True' TimeSet='True'", element, at),
            ("DateSet='True'", element, day),
            ("", element, day),
            ("DateSet='False' TimeSet='True'", element, ""),
            (&whole, "", at),
            (&dated, "", day),
            // i2 writes a date where none is set.
            (&unset, "", ""),
        ] {
            let text = chart(attributes, inside);
            let graph = read_named("anx", "x", text.as_bytes()).unwrap().graphs.remove(0);
            let times = graph.nodes.times.of(0);
            let expected = if expected.is_empty() { Vec::new() } else { vec![When::At(expected)] };
            assert_eq!(times, expected, "{text}");
            let said = graph.nodes.columns.shown("date", 0);
            assert_eq!(said.as_deref(), (!inside.is_empty()).then_some("met"), "{text}");
        }
    }

    #[test]
    fn text_among_elements_is_refused_and_other_text_is_noted() {
        for inside in [
            "\n AttributeCollection>",
            "<AttributeCollection>\nAttribute AttributeClass='x' Value='1'/></AttributeCollection>",
            "<CardCollection>\nCard Text='x'/></CardCollection>",
        ] {
            let problem = read_named("anx", "x", chart("", inside).as_bytes()).unwrap_err();
            assert_eq!((problem.place.map(|p| p.line), problem.code), (Some(2), codes::NOT_THE_FORMAT), "{inside}");
        }
        let lost = "<Chart>\n ChartItemCollection></Chart>";
        assert_eq!(read_named("anx", "x", lost.as_bytes()).unwrap_err().place.map(|p| p.line), Some(2));
        let read = read_named("anx", "x", chart("", "<Extra>\n</Extra><Extra>more</Extra>").as_bytes()).unwrap();
        let notes: Vec<_> = read.report.notes().iter().map(|note| (note.message.as_str(), note.count)).collect();
        assert_eq!(notes, [("the text in <Extra> was ignored", 1)]);
    }

    #[test]
    fn an_attribute_that_an_item_has_twice_is_kept_twice() {
        let value = |value: &str| format!("<Attribute AttributeClass='Phone' Value='{value}'/>");
        let inside = format!("<AttributeCollection>{}{}</AttributeCollection>", value("111"), value("222"));
        let read = read_named("anx", "x", chart("", &inside).as_bytes()).unwrap();
        assert_eq!(read.graphs[0].nodes.columns.shown("Phone", 0).as_deref(), Some("111; 222"));
        assert_eq!(read.report.notes().len(), 1);
    }
}
