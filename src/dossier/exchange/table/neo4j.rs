//! Column heads of `neo4j-admin import` (Neo4j Operations Manual, “Import”): `name:type(Group)`. Knows no rows.

/// What such a head says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head<'a> {
    /// Name before the colon; may be empty.
    pub(crate) name: &'a str,
    /// What the column is.
    pub(crate) field: Field,
    /// Group in which ids are unique; empty where all are.
    pub(crate) group: &'a str,
}

/// What a column with such a head is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Id of a node.
    Id,
    /// Kinds of a node, parted by semicolons.
    Label,
    /// Id of an edge's first node.
    StartId,
    /// Id of an edge's second node.
    EndId,
    /// Kind of an edge.
    Type,
    /// To be passed over.
    Ignore,
    /// A value of its own.
    Value,
    /// Several values, parted by semicolons.
    Values,
}

/// What a head says, if it is one of this notation.
pub(crate) fn head(text: &str) -> Option<Head<'_>> {
    let (name, rest) = text.trim().split_once(':')?;
    // Options in braces stand last.
    let rest = rest.split('{').next().unwrap_or(rest).trim_end();
    let (word, group) = match rest.split_once('(') {
        Some((word, group)) => (word, group.strip_suffix(')')?),
        None => (rest, ""),
    };
    let (word, several) = word.strip_suffix("[]").map_or((word, false), |word| (word, true));
    let value = if several { Field::Values } else { Field::Value };
    let field = match word.to_ascii_uppercase().as_str() {
        "ID" => Field::Id,
        "LABEL" => Field::Label,
        "START_ID" => Field::StartId,
        "END_ID" => Field::EndId,
        "TYPE" => Field::Type,
        "IGNORE" => Field::Ignore,
        "INT" | "LONG" | "FLOAT" | "DOUBLE" | "BOOLEAN" | "BYTE" | "SHORT" | "CHAR" | "STRING" | "POINT" | "DATE"
        | "LOCALTIME" | "TIME" | "LOCALDATETIME" | "DATETIME" | "DURATION"
            if !name.is_empty() =>
        {
            value
        }
        _ => return None,
    };
    Some(Head { name, field, group })
}

/// Whether a cell is a head that only this notation has.
pub(crate) fn is_header(cell: &str) -> bool {
    head(cell).is_some()
}

/// Whether a cell heads the ids of nodes, or of first ends: a table of this notation has one of them.
pub(crate) fn is_key(cell: &str) -> bool {
    head(cell).is_some_and(|head| matches!(head.field, Field::Id | Field::StartId))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_tell_name_type_and_group() {
        assert_eq!(head("personId:ID(Person)"), Some(Head { name: "personId", field: Field::Id, group: "Person" }));
        let typed = head("id:ID(Person){id-type:long}").map(|head| (head.name, head.field, head.group));
        assert_eq!(typed, Some(("id", Field::Id, "Person")));
        assert_eq!(head("at:datetime{timezone:Europe/Oslo}").map(|head| head.field), Some(Field::Value));
        assert_eq!(head(":START_ID").map(|h| h.field), Some(Field::StartId));
        assert_eq!(head("born:int").map(|h| (h.name, h.field)), Some(("born", Field::Value)));
        assert_eq!(head("names:string[]").map(|h| h.field), Some(Field::Values));
        assert_eq!(head(":LABEL").map(|h| h.field), Some(Field::Label));
        for plain in ["name", "Time: start", "a:b", ":int", "10:30"] {
            assert_eq!(head(plain), None, "{plain}");
        }
    }
}
