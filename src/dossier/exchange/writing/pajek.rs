//! Pajek networks: vertices by name, arcs and edges with weights and labels. The format holds nothing else.

use std::collections::HashSet;

use super::lost::Count;
use super::network::{Network, OwnWay, Way};
use super::{Failure, Steps, WriteOptions, Writer, Written, notation};
use crate::dossier::model::{Dossier, Relation};
use crate::progress::Progress;

/// Writes Pajek networks.
pub(crate) struct Pajek;

const WAY: Way = Way { nested: false, own: OwnWay::Cells { typed: false }, is_key: |_| false };

impl Writer for Pajek {
    fn name(&self) -> &'static str {
        "pajek"
    }

    fn title(&self) -> &'static str {
        "Pajek"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["net"]
    }

    fn write(&self, dossier: &Dossier, _: &WriteOptions, progress: &Progress) -> Result<Written, Failure> {
        let network = Network::new(dossier, WAY);
        let mut steps = Steps::new(progress, network.len());
        let mut out = format!("*Vertices {}\n", dossier.entity_count());
        let mut numbers = std::collections::HashMap::with_capacity(dossier.entity_count());
        let place = Frame::of(&network);
        let mut labels: HashSet<String> = HashSet::with_capacity(dossier.entity_count());
        let (mut kinds, mut said, mut signs) = (Count::default(), Count::default(), Count::default());
        for (number, entity) in (1_usize..).zip(network.nodes()) {
            steps.step()?;
            let id = entity.id.as_str();
            numbers.insert(id, number);
            kinds.add(id);
            if entity.when.is_some()
                || !entity.names.is_empty()
                || !entity.claims.is_empty()
                || !entity.fields.is_empty()
            {
                said.add(id);
            }
            // Programs know vertices by their labels: two of one name need the id beside it.
            let name = line(&entity.name, id, &mut signs);
            let mut label = name.clone();
            if labels.contains(&label) || label.is_empty() {
                label = format!("{name} ({})", line(id, id, &mut signs));
            }
            while !labels.insert(label.clone()) {
                label.push('\'');
            }
            out.push_str(&format!("{number} \"{label}\""));
            if let Some((x, y)) = network.position(entity).map(|at| place.put(at)) {
                out.push_str(&format!(" {} {} 0.5", notation::number(x), notation::number(y)));
            }
            out.push('\n');
        }
        for (head, directed) in [("*Arcs", true), ("*Edges", false)] {
            let mut relations = network.edges().filter(|r| network.is_directed(r) == directed).peekable();
            if relations.peek().is_none() {
                continue;
            }
            out.push_str(head);
            out.push('\n');
            for relation in relations {
                steps.step()?;
                let id = relation.id.as_str();
                let end = |id: &str| numbers.get(id).copied().unwrap_or(0);
                let weight = notation::number(relation.weight.unwrap_or(1.0));
                let kind = dossier.vocabulary.relation_kind_or_neutral(&relation.kind).label;
                let (from, to) = (end(relation.from.as_str()), end(relation.to.as_str()));
                out.push_str(&format!("{from} {to} {weight} l \"{}\"\n", line(&kind, id, &mut signs)));
                if says_more(relation) {
                    said.add(id);
                }
            }
        }
        let lost = [
            kinds.lost("ids and kinds of vertices: only their names are written"),
            said.lost("dates, further names, own fields and claims: Pajek has no place for them"),
            signs.lost("quotation marks and line breaks in names: they were replaced"),
        ];
        Ok(Written::one(out.into_bytes(), lost.into_iter().flatten().collect()))
    }
}

fn says_more(relation: &Relation) -> bool {
    relation.when.is_some() || !relation.claims.is_empty() || !relation.fields.is_empty()
}

/// A text that stays in its quotation marks and on its line.
fn line(text: &str, id: &str, changed: &mut Count) -> String {
    let mut any = false;
    let line = text.chars().map(|c| match c {
        '"' => {
            any = true;
            '\''
        }
        // Programs read texts as shells do.
        '\\' => {
            any = true;
            '/'
        }
        c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
            any = true;
            ' '
        }
        c => c,
    });
    let line: String = line.collect();
    if any {
        changed.add(id);
    }
    line.trim().to_owned()
}

/// Places from 0 to 1, as Pajek has them.
struct Frame {
    left: f64,
    top: f64,
    size: f64,
}

impl Frame {
    fn of(network: &Network<'_>) -> Self {
        let places: Vec<_> = network.nodes().filter_map(|entity| network.position(entity)).collect();
        let least = |of: fn(&(f64, f64)) -> f64| places.iter().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&(f64, f64)) -> f64| places.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (left, top) = (least(|at| at.0), least(|at| at.1));
        let size = (most(|at| at.0) - left).max(most(|at| at.1) - top);
        Frame { left, top, size: if size > 0.0 { size } else { 1.0 } }
    }

    fn put(&self, (x, y): (f64, f64)) -> (f64, f64) {
        // Pajek's own files have four digits.
        let part = |at: f64, from: f64| ((at - from) / self.size * 0.9 * 1e4).round() / 1e4 + 0.05;
        let short = |value: f64| (value * 1e4).round() / 1e4;
        (short(part(x, self.left)), short(part(y, self.top)))
    }
}
