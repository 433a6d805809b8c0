//! What a person says of an import: how texts are read, what columns are for, which kinds words mean. Written and read
//! as RON, so that it can be made by hand and kept for files of the same shape.

use std::collections::BTreeMap;

use encoding_rs::Encoding;
use ron::extensions::Extensions;
use serde::{Deserialize, Serialize};

use super::super::format::{Options, UnknownEnds};
use super::super::records::{KindChoice, KindChoices};
use super::super::table::{Delimiter, Shape, TableChoice};
use super::account::{Account, Table};
use crate::dossier::model::Vocabulary;
use crate::problem::{Place, Problem, codes};

/// What a person says of a text file; `None` is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TextChoice {
    /// Name of its encoding, as on the web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) encoding: Option<String>,
    /// What stands between cells, as [`Delimiter::word`] says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) delimiter: Option<String>,
}

/// All that a person says of an import. What is not said is guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename = "Map")]
pub(crate) struct Choices {
    /// Title of the dossier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// How texts are read, by the name of the file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) texts: BTreeMap<String, TextChoice>,
    /// Whether hidden sheets of workbooks are read too.
    #[serde(skip_serializing_if = "is_no")]
    pub(crate) hidden_sheets: bool,
    /// What becomes of relations to entities that no row tells of.
    pub(crate) unknown_ends: UnknownEnds,
    /// How tables are read, by the name of the sheet or file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tables: BTreeMap<String, TableChoice>,
    /// Kinds of entity, by the words of the file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) entity_kinds: BTreeMap<String, KindChoice>,
    /// Kinds of relation, by the words of the file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) relation_kinds: BTreeMap<String, KindChoice>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_no(flag: &bool) -> bool {
    !flag
}

impl Choices {
    /// Reads choices that were written as RON.
    ///
    /// # Errors
    /// What is wrong, with its place in the file of this name.
    pub(crate) fn read(name: &str, text: &str) -> Result<Self, Problem> {
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        options.from_str(text).map_err(|error| {
            let at = error.span.start;
            let (line, column) = (at.line as u32, at.col as u32);
            let line_text = text.lines().nth(at.line.saturating_sub(1)).unwrap_or_default();
            let place = Place {
                file: name.into(),
                line,
                column,
                length: 1,
                line_text: line_text.into(),
                line_from: 1,
                bytes: (0, 0),
            };
            let help = "`--map-out` writes one to begin with";
            Problem::error(codes::NOT_THE_FORMAT, error.code.to_string()).with_place(place).with_help(help)
        })
    }

    /// The choices as RON, ending in a line break.
    pub(crate) fn write(&self) -> String {
        let style = ron::ser::PrettyConfig::new()
            .struct_names(true)
            .extensions(Extensions::IMPLICIT_SOME)
            .depth_limit(4)
            .new_line("\n");
        // A struct of texts, numbers and words can be written.
        ron::ser::to_string_pretty(self, style).unwrap_or_default() + "\n"
    }

    /// All that an account comes to as choices: nothing is left to be guessed. Words that are guessed as kinds are
    /// told by these.
    pub(crate) fn whole(&self, account: &Account) -> Self {
        let tables = account.tables.iter().map(|table| (table.key.clone(), TableChoice::whole(&table.plan)));
        let mut whole = Choices { tables: tables.collect(), ..self.clone() };
        for table in account.tables.iter().filter(|table| table.delimiter.is_some()) {
            let text = whole.texts.entry(table.file_key.clone()).or_default();
            text.encoding.get_or_insert_with(|| table.encoding.to_owned());
            text.delimiter = table.delimiter.map(Delimiter::word).or(text.delimiter.take());
        }
        let Ok(taken) = &account.outcome else { return whole };
        let built_in = crate::dossier::ron_text::built_in_vocabulary();
        let vocabulary = &taken.dossier.vocabulary;
        for used in &taken.entity_kinds {
            let label = vocabulary.entity_kind(&used.id).map_or(used.id.clone(), |kind| kind.label.clone());
            let known = built_in.entity_kind(&used.id).is_some();
            let choice = if known { KindChoice::Known(used.id.clone()) } else { KindChoice::New(label) };
            whole.entity_kinds.entry(used.word.clone()).or_insert(choice);
        }
        for used in &taken.relation_kinds {
            let label = vocabulary.relation_kind(&used.id).map_or(used.id.clone(), |kind| kind.label.clone());
            let known = built_in.relation_kind(&used.id).is_some();
            let choice = if known { KindChoice::Known(used.id.clone()) } else { KindChoice::New(label) };
            whole.relation_kinds.entry(used.word.clone()).or_insert(choice);
        }
        whole
    }

    /// Whether what was said by name is about something that is there. A table by another name is taken for the only
    /// one, where there is one of each.
    ///
    /// # Errors
    /// The first name that nothing has, with what there is.
    pub(crate) fn fit(&mut self, tables: &[Table], vocabulary: &Vocabulary) -> Result<(), Problem> {
        let wrong = |message: String, help: String| Err(Problem::error(codes::NO_TABLE, message).with_help(help));
        if let [only] = tables
            && let Some((key, choice)) = self.tables.pop_first()
        {
            let key = if self.tables.is_empty() { only.key.clone() } else { key };
            self.tables.insert(key, choice);
        }
        for (key, choice) in &self.tables {
            let Some(table) = tables.iter().find(|table| table.key == *key) else {
                let names: Vec<String> = tables.iter().map(|table| format!("`{}`", table.key)).collect();
                let help = format!("there are {}", crate::wording::listed(&names));
                return wrong(format!("there is no table `{key}`"), help);
            };
            let has_columns = matches!(table.plan.shape, Shape::Nodes | Shape::Edges | Shape::LeftOut);
            if let Some(name) = choice.columns.keys().find(|name| has_columns && !table.plan.names.contains(name)) {
                let names: Vec<String> = table.plan.names.iter().map(|name| format!("`{name}`")).collect();
                let help = format!("its columns are {}", crate::wording::listed(&names));
                return wrong(format!("the table `{key}` has no column `{name}`"), help);
            }
        }
        let unknown = |choices: &BTreeMap<String, KindChoice>, is_known: &dyn Fn(&str) -> bool| {
            choices.values().find_map(|choice| match choice {
                KindChoice::Known(id) if !is_known(id) => Some(id.clone()),
                KindChoice::Known(_) | KindChoice::New(_) => None,
            })
        };
        let entity = unknown(&self.entity_kinds, &|id| vocabulary.entity_kind(id).is_some());
        let relation = unknown(&self.relation_kinds, &|id| vocabulary.relation_kind(id).is_some());
        match entity.or(relation) {
            Some(id) => wrong(format!("there is no kind `{id}`"), format!("for a new one write new(\"{id}\")")),
            None => Ok(()),
        }
    }

    /// Options for reading that are not about single tables.
    pub(super) fn options(&self) -> Options {
        let mut options = Options { ends: self.unknown_ends, ..Options::default() };
        options.tables.hidden_sheets = self.hidden_sheets;
        options
    }

    /// What words are to be.
    pub(super) fn kinds(&self) -> KindChoices {
        KindChoices { entities: self.entity_kinds.clone(), relations: self.relation_kinds.clone() }
    }

    /// The encoding that is said for a file.
    ///
    /// # Errors
    /// A name that no encoding has.
    pub(super) fn encoding(&self, file: &str) -> Result<Option<&'static Encoding>, Problem> {
        let Some(name) = self.texts.get(file).and_then(|text| text.encoding.as_deref()) else { return Ok(None) };
        let unknown = || Problem::error(codes::NOT_THE_FORMAT, format!("there is no encoding `{name}`"));
        Encoding::for_label(name.trim().as_bytes()).map(Some).ok_or_else(unknown)
    }

    /// The delimiter that is said for a file.
    ///
    /// # Errors
    /// What can be no delimiter.
    pub(super) fn delimiter(&self, file: &str) -> Result<Option<Delimiter>, Problem> {
        let Some(word) = self.texts.get(file).and_then(|text| text.delimiter.as_deref()) else { return Ok(None) };
        let wrong = |why| Problem::error(codes::NOT_THE_FORMAT, format!("`{word}` is not a separator")).with_help(why);
        Delimiter::read(word).map(Some).map_err(wrong)
    }
}
