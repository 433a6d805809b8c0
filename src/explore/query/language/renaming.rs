//! Other ids in the text of a query: a value that names a record by its id names it by its new one, and the rest of the
//! text stays to the byte. Names and aliases are no ids. Nothing here knows a dossier.

use std::ops::Range;

use super::fields::ValueType;
use super::parser::parse;
use super::syntax::written;
use super::values_of;
use crate::dossier::model::List;

/// The text of a query once a record of a list has another id.
pub(crate) fn renamed(text: &str, list: List, from: &str, to: &str) -> String {
    let query = parse(text).query;
    let mut values = Vec::new();
    query.condition.iter().for_each(|condition| values_of(condition, &mut values));
    let names = values.iter().filter(|(value, w)| lists(*value).contains(&list) && w.text == from && !w.begins);
    let mut places: Vec<Range<usize>> = names.map(|(_, written)| written.at.0.clone()).collect();
    places.sort_by_key(|place| place.start);
    let mut out = text.to_owned();
    for place in places.into_iter().rev() {
        out.replace_range(place, &written(to, false));
    }
    out
}

/// The lists whose ids a value may be.
fn lists(value: ValueType) -> &'static [List] {
    match value {
        ValueType::Id => &[List::Entities, List::Relations],
        ValueType::Entity | ValueType::Group(_) => &[List::Entities],
        ValueType::Source => &[List::Sources],
        ValueType::EntityKind => &[List::EntityKinds],
        ValueType::RelationKind => &[List::RelationKinds],
        ValueType::File
        | ValueType::Choice(_)
        | ValueType::Text
        | ValueType::Place
        | ValueType::Number
        | ValueType::Count
        | ValueType::Level
        | ValueType::Date(_)
        | ValueType::AsOf => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_renamed_wherever_they_stand_and_nothing_else() {
        let entity = |text: &str| renamed(text, List::Entities, "japan", "nippon");
        for (text, now) in [
            ("from:japan  OR\tto:( id:japan )", "from:nippon  OR\tto:( id:nippon )"),
            ("near:japan/2 in", "near:nippon/2 in"),
            ("near:\"japan\"/2", "near:nippon/2"),
            ("path:japan..asean", "path:nippon..asean"),
            ("path:asean..japan", "path:asean..nippon"),
            ("between:a,japan,b OR -common:japan,c", "between:a,nippon,b OR -common:nippon,c"),
            ("claim:(said-by:japan said-to:japan)", "claim:(said-by:nippon said-to:nippon)"),
            ("ends:(near:(id:japan,x)/1)", "ends:(near:(id:nippon,x)/1)"),
            ("surely:(NOT from:japan) from:japan", "surely:(NOT from:nippon) from:nippon"),
            ("from:japan statsu:actual (", "from:nippon statsu:actual ("),
            // Names, beginnings, words and other lists.
            ("from:Japan japan \"japan\" from:japan*", "from:Japan japan \"japan\" from:japan*"),
            ("rel:japan source:japan note:japan from:japans", "rel:japan source:japan note:japan from:japans"),
            ("kind:japan name:japan file:japan at:japan", "kind:japan name:japan file:japan at:japan"),
            ("", ""),
        ] {
            assert_eq!(entity(text), now, "{text}");
        }
    }

    #[test]
    fn each_list_has_its_fields_and_a_new_id_is_quoted_where_it_must_be() {
        let text = "kind:a id:a";
        assert_eq!(renamed(text, List::EntityKinds, "a", "b"), "kind:b id:a");
        assert_eq!(renamed(text, List::Sources, "a", "b"), text);
        assert_eq!(renamed("rel:a,c source:a", List::RelationKinds, "a", "b"), "rel:b,c source:a");
        assert_eq!(renamed("rel:a src:a", List::Sources, "a", "b"), "rel:a src:b");
        assert_eq!(renamed("id:a--hosts--b", List::Relations, "a--hosts--b", "tie"), "id:tie");
        assert_eq!(renamed("from:a", List::Entities, "a", "OR"), "from:\"OR\"");
        assert_eq!(renamed("near:a/2", List::Entities, "a", "b/3"), "near:\"b/3\"/2");
        assert_eq!(renamed("from:\"a\" to:a", List::Entities, "a", "日本"), "from:日本 to:日本");
    }
}
