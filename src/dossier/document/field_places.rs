//! Where fields of records stand in the texts of a document, for problems that are found only after reading.

use std::collections::HashMap;

use super::Document;
use crate::dossier::model::List;
use crate::dossier::ron_text::LineIndex;
use crate::problem::Place;

/// Finds places; each text is put together once, and only where one is asked for.
pub(crate) struct FieldPlaces<'d> {
    document: &'d Document,
    texts: HashMap<usize, Option<(String, LineIndex)>>,
}

impl<'d> FieldPlaces<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        FieldPlaces { document, texts: HashMap::new() }
    }

    /// Where a field of a record stands: the very value `written` in quotes, if it stands there so, else the whole
    /// field. `None` where the record has no text.
    pub(crate) fn place(&mut self, list: List, id: &str, field: &str, written: Option<&str>) -> Option<Place> {
        let document = self.document;
        let (number, span) = document.span(list, id, Some(field))?;
        let file = document.dossier.files.get(number)?;
        let read = || document.text(number).map(|text| (text.clone(), LineIndex::new(&text)));
        let (text, lines) = self.texts.entry(number).or_insert_with(read).as_ref()?;
        let quoted = written.map(|written| format!("\"{written}\""));
        let within = quoted.and_then(|quoted| Some((text.get(span.0..span.1)?.find(&quoted)?, quoted.len())));
        let bytes = within.map_or(span, |(at, length)| (span.0 + at, span.0 + at + length));
        Some(lines.place(&file.path.as_str().into(), text, bytes))
    }
}
