//! What was measured, as a table for people and as JSON for programs.

use std::fmt::Write as _;

/// Median and 99th percentile of some figures.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spread {
    /// Half are below it.
    pub(crate) median: f64,
    /// One in a hundred is above it.
    pub(crate) p99: f64,
}

impl Spread {
    pub(crate) fn of(mut all: Vec<f64>) -> Spread {
        all.sort_by(f64::total_cmp);
        let at = |share: f64| all.get(((all.len().max(1) - 1) as f64 * share).round() as usize).copied().unwrap_or(0.0);
        Spread { median: at(0.5), p99: at(0.99) }
    }
}

/// What was found: names, figures and their units, in order.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub(super) adapter: String,
    rows: Vec<(&'static str, f64, &'static str)>,
}

impl Report {
    pub(super) fn add(&mut self, name: &'static str, value: f64, unit: &'static str) {
        self.rows.push((name, value, unit));
    }

    pub(super) fn spread(&mut self, names: (&'static str, &'static str), spread: Spread) {
        self.add(names.0, spread.median, "ms");
        self.add(names.1, spread.p99, "ms");
    }

    /// As a table for people.
    pub fn table(&self) -> String {
        let mut out = format!("adapter  {}\n", self.adapter);
        for (name, value, unit) in &self.rows {
            let _ = writeln!(out, "{name:<28} {value:>14.3} {unit}");
        }
        out
    }

    /// As JSON; units stand in the names.
    pub fn json(&self) -> String {
        let mut map = serde_json::Map::new();
        map.insert("adapter".to_owned(), self.adapter.clone().into());
        for (name, value, unit) in &self.rows {
            let unit = match *unit {
                "" => String::new(),
                unit => format!("_{}", unit.replace(['/', ' '], "_")),
            };
            map.insert(format!("{}{unit}", name.replace([' ', '-'], "_")), (*value).into());
        }
        serde_json::Value::Object(map).to_string()
    }
}
