//! The fields by which a person filters at a click, each with its values, their labels and how many records have them. Which
//! records are counted is the caller's.

use super::counting::{Records, Values, asked, count};
use super::domain::Domain;
use super::fields::{self, Field, ValueType};
use super::index::Index;
use super::parts::{Chosen, Wish, chosen};
use super::resolve::Resolver;
use super::syntax::{FieldName, OWN};
use super::values::{At, Written, words_of};
use crate::dossier::model::Dossier;

/// Fields that are offered, with a title. Those of the author come after them.
const OFFERED: &[(&str, &str)] = &[
    ("kind", "Kind of entity"),
    ("rel", "Kind of relation"),
    ("status", "Status"),
    ("basis", "Basis"),
    ("certainty", "Certainty"),
    ("source", "Source"),
    ("said-by", "Speaker"),
    ("file", "File"),
    ("when", "Date"),
    ("degree", "Relations of an entity"),
    ("country", "Nearest state"),
    ("community", "Community"),
    ("component", "Component"),
];

/// At most so many values of a field are told: those that most records have.
const MOST_VALUES: usize = 60;

/// A field that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offered {
    /// As it is written in a query, without its colon.
    pub(crate) name: String,
    pub(crate) title: String,
    /// Whether it is counted only where somebody wants it.
    pub(crate) is_slow: bool,
}

/// What the records say in a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facet {
    pub(crate) name: String,
    pub(crate) title: String,
    /// Of what records are counted: “relations”.
    pub(crate) of: &'static str,
    /// How many records were asked.
    pub(crate) asked: usize,
    pub(crate) values: Vec<FacetValue>,
    /// How many more values there are.
    pub(crate) more: usize,
    /// Those that say nothing there.
    pub(crate) unknown: FacetValue,
    /// Numbers, and of dates years, where the field has them.
    pub(crate) histogram: Option<Histogram>,
    /// From one value to another, as it is chosen.
    pub(crate) range: Option<(String, String)>,
    /// Whether it is not counted yet, as nobody wanted it.
    pub(crate) waits: bool,
}

impl Facet {
    /// One that nobody wanted yet.
    pub(crate) fn waiting(offered: &Offered) -> Facet {
        Facet { name: offered.name.clone(), title: offered.title.clone(), waits: true, ..Facet::default() }
    }
}

/// A value that a record may have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FacetValue {
    /// As it is written in a query.
    pub(crate) text: String,
    pub(crate) label: String,
    pub(crate) records: usize,
    /// What is asked of it.
    pub(crate) wish: Option<Wish>,
}

/// How numbers are spread.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Histogram {
    pub(crate) least: f64,
    pub(crate) most: f64,
    /// How many lie in each of equal parts.
    pub(crate) bars: Vec<usize>,
    /// Whether they are years.
    pub(crate) is_years: bool,
}

/// Parts of a histogram at most.
const BARS: usize = 40;

impl Histogram {
    fn new(numbers: &[f64], is_years: bool) -> Option<Histogram> {
        let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !(least.is_finite() && most.is_finite()) {
            return None;
        }
        let is_whole = numbers.iter().all(|number| number.fract() == 0.0);
        let steps = if is_whole { most - least + 1.0 } else { BARS as f64 };
        let bars = (steps.min(BARS as f64) as usize).max(1);
        let width = if is_whole { steps } else { most - least } / bars as f64;
        let mut histogram = Histogram { least, most, bars: vec![0; bars], is_years };
        for number in numbers {
            let bar = if width > 0.0 { ((number - least) / width) as usize } else { 0 };
            histogram.bars[bar.min(bars - 1)] += 1;
        }
        Some(histogram)
    }

    /// Where a bar begins, and where the next does.
    pub(crate) fn bounds(&self, bar: usize) -> (f64, f64) {
        let is_whole = self.is_years || (self.least.fract() == 0.0 && self.most.fract() == 0.0);
        let width = (self.most - self.least + f64::from(u8::from(is_whole))) / self.bars.len().max(1) as f64;
        (self.least + width * bar as f64, self.least + width * (bar + 1) as f64)
    }
}

/// The fields that a dossier offers.
pub(super) fn offered(dossier: &Dossier, index: &Index) -> Vec<Offered> {
    let has_files = dossier.files.len() > 1;
    let known = OFFERED.iter().filter(|(name, _)| *name != "file" || has_files);
    let is_slow = |name: &str| match fields::named(name).map(|field| field.value) {
        Some(ValueType::Group(by)) => by.is_slow(),
        _ => false,
    };
    let mut offered: Vec<Offered> = known
        .map(|(name, title)| Offered { name: (*name).to_owned(), title: (*title).to_owned(), is_slow: is_slow(name) })
        .collect();
    let titled = |name: &String| Offered { name: format!("{OWN}{name}"), title: name.clone(), is_slow: false };
    offered.extend(index.own_fields(dossier).iter().map(titled));
    offered
}

/// What some records say in a field, those that are wanted, with what a query asks of it.
pub(super) fn facet(
    offered: &Offered,
    text: &str,
    (records, wanted): (Records<'_>, Domain),
    resolver: Resolver<'_>,
) -> Facet {
    let (name, field) = match offered.name.strip_prefix(OWN) {
        Some(own) => (FieldName::Own(own.to_owned()), None),
        None => match fields::named(&offered.name) {
            Some(field) => (FieldName::Known(field), Some(field)),
            None => return Facet::default(),
        },
    };
    let of = asked(&name, wanted);
    let counted = count(&name, of, resolver, records);
    let chosen = chosen(text, &offered.name);
    let unknown =
        FacetValue { label: "Unknown".to_owned(), records: counted.unknown, wish: chosen.unknown, text: String::new() };
    let is_years = field.is_some_and(|field| matches!(field.value, ValueType::Date(_)));
    let is_level = field.is_some_and(|field| field.value == ValueType::Level);
    Facet {
        name: offered.name.clone(),
        title: offered.title.clone(),
        of: of.words(),
        asked: counted.asked,
        unknown,
        histogram: Histogram::new(&counted.numbers, is_years).filter(|_| !is_level),
        range: chosen.range.clone(),
        waits: false,
        more: counted.texts.len().saturating_sub(MOST_VALUES),
        values: values(field, &counted, &chosen, resolver),
    }
}

/// The values with their labels, those that most records have first; words of a closed list keep their order.
fn values(field: Option<&'static Field>, counted: &Values, chosen: &Chosen, resolver: Resolver<'_>) -> Vec<FacetValue> {
    let meant = |texts: &[String]| -> Vec<(String, String)> {
        let ids = |text: &String| {
            let written = Written { text: text.clone(), begins: false, at: At::default() };
            let ids = field.map(|field| resolver.meant(field.value, &written)).unwrap_or_default();
            if ids.is_empty() {
                vec![(text.clone(), text.clone())]
            } else {
                ids.into_iter().map(|id| (id, text.clone())).collect()
            }
        };
        texts.iter().flat_map(ids).collect()
    };
    let (only, hidden) = (meant(&chosen.only), meant(&chosen.hidden));
    let listed = field.map(|field| words_of(field.value)).unwrap_or_default();
    let mut all: Vec<String> = listed.iter().map(|word| (*word).to_owned()).collect();
    let mut found: Vec<(&String, usize)> = counted.texts.iter().map(|(text, records)| (text, *records)).collect();
    found.sort_by_key(|(text, records)| (std::cmp::Reverse(*records), *text));
    let told = found.into_iter().take(MOST_VALUES).map(|(text, _)| text.clone());
    let asked = only.iter().chain(&hidden).map(|(id, _)| id.clone());
    for text in told.chain(asked) {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    let value = |text: String| {
        let said =
            |list: &[(String, String)]| list.iter().find(|(id, _)| *id == text).map(|(_, written)| written.clone());
        let (wish, written) = match (said(&only), said(&hidden)) {
            (Some(written), _) => (Some(Wish::Only), written),
            (None, Some(written)) => (Some(Wish::Hide), written),
            (None, None) => (None, text.clone()),
        };
        let records = counted.texts.get(&text).copied().unwrap_or(0);
        FacetValue { label: label(field, &text, resolver), text: written, records, wish }
    };
    all.into_iter().map(value).collect()
}

fn label(field: Option<&Field>, text: &str, resolver: Resolver<'_>) -> String {
    let dossier = resolver.dossier;
    match field.map(|field| field.value) {
        Some(ValueType::EntityKind) => dossier.vocabulary.entity_kind_or_neutral(text).label,
        Some(ValueType::RelationKind) => dossier.vocabulary.relation_kind_or_neutral(text).label,
        Some(ValueType::Group(by)) => {
            let leader = dossier.entity_index(text);
            let name = leader.and_then(|leader| resolver.index.groups(by, dossier).name(leader));
            name.unwrap_or(text).to_owned()
        }
        Some(ValueType::Entity | ValueType::Id) => dossier.label_of(text),
        Some(ValueType::Source) => {
            let source = dossier.sources.iter().find(|source| source.id.as_str() == text);
            source.map_or_else(|| text.to_owned(), |source| source.short_label())
        }
        Some(ValueType::File) => {
            let file = dossier.files.iter().find(|file| file.path == text);
            file.and_then(|file| file.title.clone()).unwrap_or_else(|| text.to_owned())
        }
        Some(
            ValueType::Choice(_)
            | ValueType::Text
            | ValueType::Place
            | ValueType::Number
            | ValueType::Count
            | ValueType::Level
            | ValueType::Date(_)
            | ValueType::AsOf,
        )
        | None => text.to_owned(),
    }
}
