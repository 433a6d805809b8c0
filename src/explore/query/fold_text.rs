//! How a view writes what it folds: a question of the query language, or an attribute of which each value is folded. What is
//! then folded, and what that does to the network, is not known here.

use super::language::written_id;
use crate::dossier::model::Attribute;

/// The word that folds every kind.
pub(crate) const EVERY_KIND: &str = "kind";

/// The text that folds just these entities.
pub(crate) fn these<'i>(ids: impl IntoIterator<Item = &'i str>) -> String {
    let ids: Vec<String> = ids.into_iter().map(written_id).collect();
    format!("id:{}", ids.join(","))
}

/// What a view's text folds.
pub(crate) enum By<'t> {
    EveryKind,
    /// Each value of an attribute.
    Each(Attribute),
    /// All that a question finds.
    Question(&'t str),
}

impl By<'_> {
    pub(crate) fn read(text: &str) -> By<'_> {
        if text == EVERY_KIND {
            return By::EveryKind;
        }
        // With a colon it asks for one value.
        if let Some(attribute) = Attribute::parse(text).filter(|_| !text.contains(':')) {
            return By::Each(attribute);
        }
        By::Question(text)
    }
}

/// Whether a fold's text is a question of the query language.
pub(crate) fn is_question(text: &str) -> bool {
    matches!(By::read(text), By::Question(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_groups_are_told_from_questions() {
        for (text, expected) in [
            ("kind", "every kind"),
            ("community", "each community"),
            ("field.bloc", "each field.bloc"),
            ("community:japan", "question"),
            ("component:3", "question"),
            ("kind:meeting", "question"),
            ("field.bloc:ASEAN", "question"),
            ("degree:3", "question"),
            ("community:", "question"),
            ("", "question"),
        ] {
            let read = match By::read(text) {
                By::EveryKind => "every kind".to_owned(),
                By::Each(attribute) => format!("each {attribute}"),
                By::Question(_) => "question".to_owned(),
            };
            assert_eq!(read, expected, "{text}");
            assert_eq!(is_question(text), expected == "question");
        }
        assert_eq!(these(["a", "b c", "x,y"]), "id:a,\"b c\",\"x,y\"");
    }
}
