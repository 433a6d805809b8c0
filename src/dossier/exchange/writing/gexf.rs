//! GEXF 1.3, for Gephi: kinds, typed attributes, spells from dates, places. The format tells directions edge by edge.

use super::columns::Sort;
use super::derived::Recorded;
use super::lost::{self, Holds};
use super::network::{Column, Directions, Network, OwnWay, Way};
use super::xml::Escaper;
use super::{CREATOR, Failure, Lost, Steps, WriteOptions, Writer, Written, notation};
use crate::dossier::exchange::value::Value;
use crate::dossier::model::{Date, Day, Dossier};
use crate::progress::Progress;

/// Writes GEXF.
pub(crate) struct Gexf;

const WAY: Way = Way { nested: true, own: OwnWay::Typed { lists: false, flags: true }, is_key: |_| true };

impl Writer for Gexf {
    fn name(&self) -> &'static str {
        "gexf"
    }

    fn title(&self) -> &'static str {
        "GEXF"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["gexf"]
    }

    fn write(&self, dossier: &Dossier, _: &WriteOptions, progress: &Progress) -> Result<Written, Failure> {
        let network = Network::new(dossier, WAY);
        let mut steps = Steps::new(progress, network.len());
        let mut xml = Escaper::default();
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
             xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n",
        );
        out.push_str("  <meta>\n    <creator>");
        out.push_str(CREATOR);
        out.push_str("</creator>\n    <description>");
        xml.put(&mut out, dossier.given_title());
        out.push_str("</description>\n  </meta>\n");
        let is_dated = dossier.dates().any(Date::is_parsed);
        let default = if network.directions == Directions::None { "undirected" } else { "directed" };
        out.push_str("  <graph defaultedgetype=\"");
        out.push_str(default);
        out.push_str(if is_dated {
            "\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n"
        } else {
            "\" mode=\"static\">\n"
        });
        declare(&mut out, &mut xml, "node", &network.entities);
        declare(&mut out, &mut xml, "edge", &network.relations);
        let mut far = 0;
        out.push_str("    <nodes>\n");
        for entity in network.nodes() {
            steps.step()?;
            out.push_str("      <node");
            xml.attribute(&mut out, "id", entity.id.as_str());
            xml.attribute(&mut out, "label", &entity.name);
            if !entity.kind.is_empty() {
                xml.attribute(&mut out, "kind", &entity.kind);
            }
            far += spell(&mut out, entity.when.as_ref().map(|when| &when.date));
            out.push_str(">\n");
            values(&mut out, &mut xml, dossier, &network.entities, entity);
            if let Some((x, y)) = network.position(entity) {
                out.push_str("        <viz:position");
                xml.attribute(&mut out, "x", &notation::number(x));
                xml.attribute(&mut out, "y", &notation::number(-y));
                out.push_str(" z=\"0\"/>\n");
            }
            out.push_str("      </node>\n");
        }
        out.push_str("    </nodes>\n    <edges>\n");
        for relation in network.edges() {
            steps.step()?;
            out.push_str("      <edge");
            for (name, text) in [
                ("id", relation.id.as_str()),
                ("source", relation.from.as_str()),
                ("target", relation.to.as_str()),
                ("kind", &relation.kind),
            ] {
                if !text.is_empty() {
                    xml.attribute(&mut out, name, text);
                }
            }
            if matches!(network.directions, Directions::Mixed(_)) && !network.is_directed(relation) {
                out.push_str(" type=\"undirected\"");
            }
            let label = dossier.vocabulary.relation_kind(&relation.kind).map(|kind| kind.label.as_str());
            if let Some(label) = label {
                xml.attribute(&mut out, "label", label);
            }
            if let Some(weight) = relation.weight {
                xml.attribute(&mut out, "weight", &notation::number(weight));
            }
            far += spell(&mut out, relation.when.as_ref().map(|when| &when.date));
            out.push_str(">\n");
            values(&mut out, &mut xml, dossier, &network.relations, relation);
            out.push_str("      </edge>\n");
        }
        out.push_str("    </edges>\n  </graph>\n</gexf>\n");
        let mut lost = lost::of(dossier, Holds { claims: true, whole: false });
        lost.extend(lost::characters(xml.replaced));
        let what = "spells of dates outside the years 1 to 9999: these dates are only in `when`";
        lost.extend((far > 0).then(|| Lost { what: what.to_owned(), count: far, first: Vec::new() }));
        Ok(Written::one(out.into_bytes(), lost))
    }
}

fn declare<R: Recorded>(out: &mut String, xml: &mut Escaper, class: &str, columns: &[Column<R>]) {
    out.push_str("    <attributes");
    xml.attribute(out, "class", class);
    out.push_str(" mode=\"static\">\n");
    for (number, column) in columns.iter().enumerate() {
        out.push_str("      <attribute");
        xml.attribute(out, "id", &number.to_string());
        xml.attribute(out, "title", &column.name);
        let word = match column.sort {
            Sort::Text | Sort::Date | Sort::Texts | Sort::Nested => "string",
            Sort::Number => "double",
            Sort::Whole => "long",
            Sort::Flag => "boolean",
        };
        xml.attribute(out, "type", word);
        out.push_str("/>\n");
    }
    out.push_str("    </attributes>\n");
}

/// From when to when something so dated may be there, as attributes; gives 1 for a date that has no place in them. What
/// is not marked as ending goes on.
fn spell(out: &mut String, date: Option<&Date>) -> usize {
    let Some(date) = date.filter(|date| date.is_parsed()) else { return 0 };
    let extent = date.standing();
    let day = |number: i32| (number != i32::MIN && number != i32::MAX).then(|| Day::from_number(number));
    let days = [("start", day(extent.begin[0])), ("end", day(extent.end[1]))];
    if days.iter().any(|(_, day)| day.is_some_and(|day| !(1..=9999).contains(&day.year()))) {
        return 1;
    }
    for (name, day) in days {
        if let Some(day) = day {
            out.push_str(&format!(" {name}=\"{day}\""));
        }
    }
    0
}

fn values<R: Recorded>(out: &mut String, xml: &mut Escaper, dossier: &Dossier, columns: &[Column<R>], record: &R) {
    let mut any = false;
    for (number, column) in columns.iter().enumerate() {
        let Some(value) = column.value(dossier, record) else { continue };
        let text = match &value {
            Value::Real(real) => notation::number(*real).into(),
            Value::List(texts) => notation::texts(texts).into(),
            other => other.shown(),
        };
        if text.is_empty() {
            continue;
        }
        if !any {
            out.push_str("        <attvalues>\n");
            any = true;
        }
        out.push_str("          <attvalue");
        xml.attribute(out, "for", &number.to_string());
        xml.attribute(out, "value", &text);
        out.push_str("/>\n");
    }
    if any {
        out.push_str("        </attvalues>\n");
    }
}
