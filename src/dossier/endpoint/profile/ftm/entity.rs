//! Entities as services give them: JSON with ids, or whole entities, in the properties that name others. Nothing is asked
//! here.

use std::collections::BTreeMap;

use serde_json::Value;

/// Deepest nesting of entities that is read.
const DEEPEST: usize = 4;
/// Most values of a property.
const MOST_VALUES: usize = 200;

/// An entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Entity {
    pub(super) id: String,
    pub(super) schema: String,
    /// What the service would show.
    pub(super) caption: String,
    /// Values by property; of those that name entities, the ids.
    pub(super) properties: BTreeMap<String, Vec<String>>,
    /// Names of the data sets that it is in.
    pub(super) datasets: Vec<String>,
    /// When the service saw it last, as it writes that.
    pub(super) last_seen: Option<String>,
}

impl Entity {
    /// Reads an entity; what stands whole in its properties goes to `nested`. `None` for what is none.
    pub(super) fn read(value: &Value, nested: &mut Vec<Entity>) -> Option<Entity> {
        Self::at_depth(value, nested, 0)
    }

    fn at_depth(value: &Value, nested: &mut Vec<Entity>, depth: usize) -> Option<Entity> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let (id, schema) = (text("id").filter(|id| !id.is_empty())?, text("schema")?);
        let mut properties: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, values) in value.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let one = std::slice::from_ref(values);
            let values = values.as_array().map_or(one, Vec::as_slice);
            let out = properties.entry(name.clone()).or_default();
            for value in values.iter().take(MOST_VALUES) {
                match value {
                    Value::String(text) => out.push(text.clone()),
                    Value::Number(number) => out.push(number.to_string()),
                    Value::Bool(is) => out.push(is.to_string()),
                    Value::Object(_) if depth < DEEPEST => {
                        if let Some(other) = Self::at_depth(value, nested, depth + 1) {
                            out.push(other.id.clone());
                            nested.push(other);
                        }
                    }
                    Value::Object(_) | Value::Array(_) | Value::Null => {}
                }
            }
        }
        properties.retain(|_, values| !values.is_empty());
        let list = |value: &Value| {
            value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let mut datasets: Vec<String> = value.get("datasets").map(list).unwrap_or_default();
        // OpenAleph has one collection where OpenSanctions has data sets.
        datasets.extend(collection(value).map(|(name, ..)| name));
        let names = properties.get("name").and_then(|names| names.first());
        let caption = text("caption").or_else(|| names.cloned()).unwrap_or_default();
        let last_seen = text("last_seen").or_else(|| text("updated_at"));
        Some(Entity { id, schema, caption, properties, datasets, last_seen })
    }

    /// Values of a property.
    pub(super) fn all(&self, property: &str) -> &[String] {
        self.properties.get(property).map_or(&[], Vec::as_slice)
    }

    /// What it is in a few words: who they are, or where.
    pub(super) fn description(&self) -> Option<String> {
        const WORDS: [&str; 8] =
            ["position", "summary", "description", "notes", "program", "country", "jurisdiction", "birthDate"];
        let words = WORDS.iter().find_map(|property| self.all(property).first())?;
        let line = words.lines().next().unwrap_or_default();
        let cut: String = line.chars().take(120).collect();
        Some(if cut.len() < line.len() { format!("{cut}…") } else { cut }).filter(|words| !words.trim().is_empty())
    }

    /// Whether one of its names is this one, not minding case.
    pub(super) fn is_called(&self, name: &str) -> bool {
        const NAMES: [&str; 5] = ["name", "alias", "weakAlias", "previousName", "abbreviation"];
        let name = name.to_lowercase();
        let names = NAMES.iter().flat_map(|property| self.all(property));
        names.chain([&self.caption]).any(|known| known.trim().to_lowercase() == name)
    }
}

/// The collection of an entity of OpenAleph: its name, title and address.
pub(super) fn collection(value: &Value) -> Option<(String, String, Option<String>)> {
    let of = value.get("collection")?;
    let text = |key: &str| of.get(key).and_then(Value::as_str).map(str::to_owned);
    let title = text("label").or_else(|| text("foreign_id"))?;
    let link = of.get("links").and_then(|links| links.get("ui")).and_then(Value::as_str).map(str::to_owned);
    Some((text("foreign_id").or_else(|| text("id")).unwrap_or_else(|| title.clone()), title, link))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn entities_within_entities_are_taken_apart() {
        let text = r#"{"id": "own", "schema": "Ownership", "caption": "Ownership", "datasets": ["a"], "last_seen": "2026-11-01T00:00:00",
            "properties": {"owner": ["anna"], "percentage": [51, null, true], "asset": [
                {"id": "firm", "schema": "Company", "properties": {"name": ["Firm Ltd"]}, "collection": {"foreign_id": "c", "label": "C"}},
                {"schema": "Company"}, ["x"]]}}"#;
        let mut nested = Vec::new();
        let entity = Entity::read(&serde_json::from_str(text).unwrap(), &mut nested).unwrap();
        assert_eq!((entity.all("owner"), entity.all("asset")), (&["anna".to_owned()][..], &["firm".to_owned()][..]));
        assert_eq!(entity.all("percentage"), ["51", "true"]);
        assert_eq!(nested.len(), 1, "what has no id is nothing");
        assert_eq!((nested[0].caption.as_str(), nested[0].datasets.as_slice()), ("Firm Ltd", &["c".to_owned()][..]));
        assert!(nested[0].is_called("firm LTD") && !nested[0].is_called("firm"));
    }

    #[test]
    fn nesting_ends() {
        let mut text = r#"{"id": "x", "schema": "S"}"#.to_owned();
        for _ in 0..20 {
            text = format!(r#"{{"id": "x", "schema": "S", "properties": {{"p": [{text}]}}}}"#);
        }
        let mut nested = Vec::new();
        assert!(Entity::read(&serde_json::from_str(&text).unwrap(), &mut nested).is_some());
        assert_eq!(nested.len(), DEEPEST);
    }

    proptest! {
        #[test]
        fn nothing_that_a_service_says_breaks_it(text in "[{}\\[\\]\",:a-z0-9 ]{0,80}") {
            if let Ok(value) = serde_json::from_str(&text) {
                let _ = Entity::read(&value, &mut Vec::new());
            }
        }
    }
}
