//! What a record must have to be written and read again: ids that are words, names that are not
//! blank, numbers that are finite. What was wrong before may stay wrong, so that a record with a
//! fault can still be mended piece by piece.

use super::Refusal;
use crate::dossier::model::{Basis, Claim, FieldValue, ICON_WORDS, Name, Record, path};

/// Whether a record may become this one.
///
/// # Errors
/// What it lacks, unless it lacked that before.
pub(crate) fn check(new: &Record, old: Option<&Record>) -> Result<(), Refusal> {
    match fault(new) {
        Some(refusal) if old.and_then(fault).as_ref() != Some(&refusal) => Err(refusal),
        _ => Ok(()),
    }
}

/// Whether a text may be an id.
///
/// # Errors
/// Why it may not.
pub(super) fn id(id: &str) -> Result<(), Refusal> {
    let why = if id.trim().is_empty() {
        "is empty"
    } else if id.chars().any(|c| c.is_whitespace() || c.is_control()) {
        "has white space or control characters"
    } else if id.chars().count() > 128 {
        "is longer than 128 characters"
    } else {
        return Ok(());
    };
    Err(Refusal::new(format!("the id `{id}` {why}"))
        .with_help("ids are short words of your own, joined by hyphens, such as `kuala-lumpur`"))
}

fn fault(record: &Record) -> Option<Refusal> {
    let found = match record {
        Record::Entity(entity) => id(entity.id.as_str())
            .and_then(|()| filled("kind", &entity.kind))
            .and_then(|()| filled("name", &entity.name))
            .and_then(|()| names(&entity.names))
            .and_then(|()| own(&entity.fields))
            .and_then(|()| claims(&entity.claims)),
        Record::Relation(relation) => {
            let own_id = if relation.id_given { id(relation.id.as_str()) } else { Ok(()) };
            own_id
                .and_then(|()| filled("kind", &relation.kind))
                .and_then(|()| filled("from", relation.from.as_str()))
                .and_then(|()| filled("to", relation.to.as_str()))
                .and_then(|()| finite("weight", relation.weight.unwrap_or(0.0)))
                .and_then(|()| own(&relation.fields))
                .and_then(|()| claims(&relation.claims))
        }
        Record::Source(source) => id(source.id.as_str()).and_then(|()| text_file(source.text.as_deref())),
        Record::EntityKind(kind) => {
            id(&kind.id).and_then(|()| colour(&kind.colour)).and_then(|()| icon(kind.icon.as_deref()))
        }
        Record::RelationKind(kind) => id(&kind.id),
        Record::View(view) => filled("name", &view.name),
    };
    found.err()
}

fn filled(field: &str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(Refusal::new(format!("`{field}` is empty"))) } else { Ok(()) }
}

fn text_file(written: Option<&str>) -> Result<(), Refusal> {
    let Some(Err(why)) = written.map(|written| path::inside(None, written)) else { return Ok(()) };
    Err(Refusal::new(format!("`text` names no file that may be read: {why}"))
        .with_help("name a text file in the dossier's own folder, such as article.txt"))
}

fn finite(field: &str, number: f64) -> Result<(), Refusal> {
    if number.is_finite() { Ok(()) } else { Err(Refusal::new(format!("`{field}` must be a finite number"))) }
}

fn names(names: &[Name]) -> Result<(), Refusal> {
    names.iter().try_for_each(|name| filled("text of a name", &name.text))
}

fn colour(colour: &str) -> Result<(), Refusal> {
    let good = colour.len() == 7 && colour.starts_with('#') && colour[1..].bytes().all(|b| b.is_ascii_hexdigit());
    if good {
        return Ok(());
    }
    Err(Refusal::new(format!("`{colour}` is not a colour")).with_help("write #RRGGBB, two hexadecimal digits each"))
}

fn icon(icon: Option<&str>) -> Result<(), Refusal> {
    match icon.filter(|icon| !ICON_WORDS.contains(icon)) {
        None => Ok(()),
        Some(icon) => Err(Refusal::new(format!("there is no icon `{icon}`"))
            .with_help(format!("there are {}", ICON_WORDS.join(", ")))),
    }
}

fn own(fields: &[(String, FieldValue)]) -> Result<(), Refusal> {
    fn value(key: &str, of: &FieldValue) -> Result<(), Refusal> {
        match of {
            FieldValue::Number(number) => finite(key, *number),
            FieldValue::List(values) => values.iter().try_for_each(|of| value(key, of)),
            FieldValue::Text(_) | FieldValue::Flag(_) => Ok(()),
        }
    }
    for (number, (key, of)) in fields.iter().enumerate() {
        if fields[..number].iter().any(|(k, _)| k == key) {
            return Err(Refusal::new(format!("the key `{key}` appears twice")));
        }
        value(key, of)?;
    }
    Ok(())
}

fn claims(claims: &[Claim]) -> Result<(), Refusal> {
    claims.iter().try_for_each(|claim| {
        filled("source of a claim", claim.source.as_str())?;
        match &claim.basis {
            // Who is quoted may be left blank by an author, but not by us.
            Basis::Inferred { how } => filled("how a claim is inferred", how),
            Basis::Reported { by, .. } => filled("who is quoted", by),
            Basis::Stated | Basis::Judgement { .. } => Ok(()),
        }
    })
}
