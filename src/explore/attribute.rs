//! What entities can be compared by: a measure of the network, or one of their own fields. Yields a value or a category for
//! each; nothing here knows that they become sizes and colours.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rustc_hash::FxBuildHasher;

use super::measuring::{Certainty, Counted};
use crate::dossier::model::{Attribute, Dossier, Entity, FieldValue, NodeIndex};
use crate::explore::query::filter::Shown;
use crate::measure::{self, MEASURES, Settings};
use crate::progress::{Cancelled, Progress};

/// All that entities of a dossier can be compared by: measures, then the fields that occur.
pub(crate) fn all(dossier: &Dossier) -> Vec<Attribute> {
    let fields: BTreeSet<&str> =
        dossier.entities().flat_map(|(_, entity)| &entity.fields).map(|(name, _)| name.as_str()).collect();
    let measures = MEASURES.iter().map(|measure| Attribute::Measure(measure.name));
    measures.chain(fields.into_iter().map(|name| Attribute::Field(name.to_owned()))).collect()
}

/// Something for each of some entities.
pub(crate) type ByEntity<T> = HashMap<NodeIndex, T, FxBuildHasher>;

/// What entities have of an attribute. What is not there has no value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Values {
    /// Numbers.
    Amounts(ByEntity<f64>),
    /// Categories: which of `names` each entity is in, the most frequent first.
    Categories { of: ByEntity<usize>, names: Vec<String> },
}

/// The values of what is shown: measures count only that.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn values(
    attribute: &Attribute,
    dossier: &Dossier,
    shown: &Shown,
    progress: &Progress,
) -> Result<Values, Cancelled> {
    match attribute {
        Attribute::Measure(name) => match measure::named(name) {
            Some(measure) => {
                let subject = Counted::new(dossier, shown, None, Certainty::All);
                let found = subject.measure(measure, &Settings::default(), progress)?;
                let with = subject.entities.iter().zip(found.values);
                let amounts = with.filter_map(|(at, value)| Some((*at, value?)));
                Ok(if measure.is_group() {
                    let names = |(at, number): (NodeIndex, f64)| (at, (number as i64, number.to_string()));
                    categories(amounts.map(names))
                } else {
                    Values::Amounts(amounts.collect())
                })
            }
            None => Ok(Values::Amounts(ByEntity::default())),
        },
        Attribute::Field(name) => {
            progress.report(0.0)?;
            Ok(field(name, dossier, shown))
        }
    }
}

/// An own field: amounts if every value is a number, categories otherwise.
fn field(name: &str, dossier: &Dossier, shown: &Shown) -> Values {
    let value_of =
        |entity: &'_ Entity| entity.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let found: Vec<(NodeIndex, FieldValue)> =
        shown.entities.iter().filter_map(|at| Some((*at, value_of(dossier.entity(*at)?)?))).collect();
    let number = |value: &FieldValue| match value {
        FieldValue::Number(number) => Some(*number),
        FieldValue::Text(_) | FieldValue::Flag(_) | FieldValue::List(_) => None,
    };
    match found.iter().map(|(at, value)| Some((*at, number(value)?))).collect::<Option<ByEntity<f64>>>() {
        Some(amounts) => Values::Amounts(amounts),
        None => categories(found.into_iter().map(|(at, value)| (at, (0, value.text())))),
    }
}

/// Categories in the order of how many are in them, then of their numbers and names.
fn categories(found: impl Iterator<Item = (NodeIndex, (i64, String))>) -> Values {
    let mut members: BTreeMap<(i64, String), Vec<NodeIndex>> = BTreeMap::new();
    found.for_each(|(at, category)| members.entry(category).or_default().push(at));
    let mut all: Vec<((i64, String), Vec<NodeIndex>)> = members.into_iter().collect();
    all.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    let mut of = ByEntity::default();
    for (number, (_, members)) in all.iter().enumerate() {
        of.extend(members.iter().map(|at| (*at, number)));
    }
    Values::Categories { of, names: all.into_iter().map(|((_, name), _)| name).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::Vocabulary;
    use crate::explore::communities::{self, Communities};
    use crate::explore::query::filter::Filter;

    fn dossier(fields: &[Option<FieldValue>]) -> Dossier {
        let mut dossier = Dossier::new(Vocabulary::default());
        for (number, value) in fields.iter().enumerate() {
            let mut entity = Entity::new(format!("e{number}").as_str(), "state", "A state");
            entity.fields = value.iter().map(|value| ("budget".to_owned(), value.clone())).collect();
            dossier.add_entity(entity).unwrap();
        }
        dossier
    }

    fn of(dossier: &Dossier, text: &str) -> Values {
        let attribute = Attribute::parse(text).unwrap();
        assert_eq!(attribute.to_string(), text);
        values(&attribute, dossier, &Filter::default().apply(dossier), &Progress::new()).unwrap()
    }

    #[test]
    fn numbers_are_amounts_and_all_else_is_a_category() {
        let numbers = dossier(&[Some(FieldValue::Number(2.0)), None, Some(FieldValue::Number(-1.0))]);
        let Values::Amounts(found) = of(&numbers, "field.budget") else { panic!("amounts") };
        assert_eq!(found.len(), 2);
        let text = |text: &str| Some(FieldValue::Text(text.to_owned()));
        let mixed = dossier(&[text("north"), Some(FieldValue::Number(2.0)), text("south"), text("south"), None]);
        let Values::Categories { of: found, names } = of(&mixed, "field.budget") else { panic!("categories") };
        assert_eq!((names, found.len()), (["south", "2", "north"].map(str::to_owned).to_vec(), 4));
        assert!(matches!(of(&mixed, "degree"), Values::Amounts(found) if found.len() == 5));
        assert!(
            matches!(of(&mixed, "component"), Values::Categories { names, .. } if names == ["1", "2", "3", "4", "5"])
        );
    }

    #[test]
    fn communities_have_the_numbers_of_the_measure() {
        let dossier = crate::dossier::document::open_example(&crate::dossier::document::EXAMPLES[0]).dossier;
        let counted = Counted::new(&dossier, &Filter::default().apply(&dossier), None, Certainty::All);
        let communities = Communities::of_whole(&dossier, None, &Progress::new()).unwrap();
        let numbers = counted.values(communities::MEASURE).unwrap();
        assert!(communities.all.len() > 3 && counted.entities.len() == dossier.entity_count());
        for (at, number) in counted.entities.iter().zip(numbers) {
            assert_eq!(communities.of(*at), number.map(|number| number as usize - 1));
        }
    }

    #[test]
    fn all_measures_and_fields_can_be_chosen() {
        let all = all(&dossier(&[Some(FieldValue::Flag(true)), Some(FieldValue::Number(1.0))]));
        assert_eq!(all.len(), MEASURES.len() + 1);
        assert_eq!(all.last(), Some(&Attribute::Field("budget".to_owned())));
    }
}
