//! `chancery edit`: changes a dossier as the window does, for scripts: same changes, same text
//! editing, same saving.

use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches};

use super::{Command, Console, Exit, Failure, arguments, lines, one_line};
use crate::dossier::document::{self, Edit as Step};
use crate::dossier::edit::quick_entry;
use crate::dossier::edit::{self, Change, EntityField, InsertAt, RelationField, SourceField};
use crate::dossier::model::{Date, Dossier, FieldValue, List, Status, When};
use crate::dossier::ron_text::from_ron;
use crate::dossier::storage::{Refusal, Saved, Storage, read_limited};
use crate::problem::{Severity, printable};

pub(super) struct EditCommand;

/// What `add` can add.
const KINDS_OF_RECORD: [&str; 7] = ["line", "entity", "relation", "source", "view", "entity-kind", "relation-kind"];

impl Command for EditCommand {
    fn describe(&self) -> clap::Command {
        let id = |name: &'static str, help: &'static str| Arg::new(name).value_name("ID").required(true).help(help);
        clap::Command::new("edit")
            .about("Change a dossier, rewriting only the lines of changed records")
            .arg(arguments::file().required(true))
            .arg(
                Arg::new("apply")
                    .long("apply")
                    .value_name("CHANGES.ron")
                    .value_parser(clap::builder::PathBufValueParser::new())
                    .value_hint(clap::ValueHint::FilePath)
                    .help("Apply the list of changes in a file"),
            )
            .arg(
                Arg::new("dry-run")
                    .long("dry-run")
                    .global(true)
                    .action(ArgAction::SetTrue)
                    .help("Print the lines that would change, and write nothing"),
            )
            .arg(
                Arg::new("may-shrink")
                    .long("may-shrink")
                    .global(true)
                    .action(ArgAction::SetTrue)
                    .help("Allow a file to become much shorter"),
            )
            .subcommand(
                clap::Command::new("add")
                    .about(
                        "Add a record in RON, or a line such as 'Japan -> hosts -> Third AMMTC @2017 [beat-2015 P8.1]'",
                    )
                    .arg(Arg::new("what").value_name("WHAT").required(true).value_parser(KINDS_OF_RECORD))
                    .arg(Arg::new("record").value_name("RECORD").required(true).help("The record in RON, or the line"))
                    .arg(Arg::new("after").long("after").value_name("ID").help("Insert it after this record"))
                    .arg(Arg::new("in").long("in").value_name("PATH").help("Add it to this file of the dossier")),
            )
            .subcommand(
                clap::Command::new("set")
                    .about("Set fields of an entity, relation or source; FIELD= removes the field")
                    .arg(id("id", "Which record"))
                    .arg(
                        Arg::new("fields")
                            .value_name("FIELD=VALUE")
                            .required(true)
                            .num_args(1..)
                            .help("Such as name=Japan, when=2015-10, fields.iso=JP"),
                    ),
            )
            .subcommand(
                clap::Command::new("remove")
                    .about("Remove entities (with their relations), relations, sources or views")
                    .arg(id("id", "Which records").num_args(1..)),
            )
            .subcommand(
                clap::Command::new("rename")
                    .about("Change the id of an entity or source, everywhere it is used")
                    .arg(id("id", "The present id"))
                    .arg(Arg::new("to").value_name("NEW").required(true).help("The new id"))
                    .arg(
                        Arg::new("alias")
                            .long("keep-as-alias")
                            .action(ArgAction::SetTrue)
                            .help("Keep the old id as an alias"),
                    ),
            )
            .subcommand(
                clap::Command::new("merge")
                    .about("Merge two entities: relations move to the first, every claim is kept")
                    .arg(id("keep", "The one that stays"))
                    .arg(id("lose", "The one to merge and remove; its id becomes an alias")),
            )
            .after_help(
                "Examples:\n  chancery edit notes.ron set japan name=Nippon when=0660~\n  \
                 chancery edit notes.ron add entity '(id: \"laos\", kind: \"state\", name: \"Laos\")' --after japan\n  \
                 chancery edit notes.ron add line 'Japan -> hosts -> Third AMMTC @2017 [beat-2015 P8.1]'\n  \
                 chancery edit notes.ron remove laos --dry-run\n  chancery edit notes.ron merge japan tokyo\n  \
                 chancery edit notes.ron --apply changes.ron\n\n\
                 CHANGES.ron is a list of changes, made as one step or not at all:\n  [\n      \
                 add_entity(entity: (id: \"laos\", kind: \"state\", name: \"Laos\")),\n      \
                 set_entity(id: \"japan\", set: [name(\"Nippon\"), when((date: \"2015-10\")), note(None)]),\n      \
                 add_claim(of: entity(\"laos\"), claim: (source: \"beat-2015\", at: \"P2\")),\n      \
                 rename_entity(id: \"asean\", to: \"asean-10\", keep_as_alias: true),\n      \
                 merge_entities(keep: \"japan\", lose: \"tokyo\"),\n  ]\n\
                 Others: set_title, set_subtitle, set_note, remove_entity, split_entity, add_relation, set_relation,\n\
                 reverse_relation, remove_relation, set_claim, remove_claim, add_source, set_source, rename_source,\n\
                 remove_source, set_entity_kind, rename_entity_kind, remove_entity_kind, the same for relation_kind,\n\
                 add_view, set_view, remove_view.\n\n\
                 Exit status: 1 if the dossier has errors of syntax or a change is refused; nothing is written then.",
            )
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let path = arguments::file_of(matches);
        let storage = Storage::of_this_system();
        storage.finish_interrupted(&path).iter().for_each(|note| console.note(&printable(note)));
        let mut document = document::open(&path);
        if document.read_only {
            for problem in document.problems.iter().filter(|p| p.severity == Severity::Error) {
                console.note(&problem.to_text());
            }
            return Err(Failure::input(format!(
                "{} cannot be edited until its errors are fixed",
                printable(&path.display().to_string())
            )));
        }
        let dry = matches.get_flag("dry-run");
        let changes = changes(matches, &document.dossier)?;
        let before = document.files();
        let name = Change::name_all(&changes, &document.dossier);
        document.apply(Step { changes, ..Step::default() }).map_err(|refusal| refused(&refusal))?;
        if !document.is_changed() {
            console.note("no changes");
            return Ok(Exit::Done);
        }
        if dry {
            for file in document.files_to_save() {
                let old = before.get(file.number).map_or("", |f| f.text.as_str());
                console.print(&printable_lines(&lines::differences(&file.name, old, &file.text)));
            }
            return Ok(Exit::Done);
        }
        if document.path.is_none() {
            return Err(Failure::input("built-in examples are read-only; use --dry-run, or edit a copy"));
        }
        let saved = document.save(&storage, matches.get_flag("may-shrink")).map_err(|error| match error.why {
            Refusal::MuchShorter { .. } => {
                Failure::input(format!("{}; add --may-shrink to allow this", error.message()))
            }
            _ => Failure::input(error.to_string()),
        })?;
        for (path, _) in &saved.files {
            console.note(&format!("{}: {}", printable(&path.display().to_string()), printable(&name)));
        }
        told(&saved, &storage, &path, console);
        Ok(Exit::Done)
    }
}

/// Tells what a person should know after a save.
pub(super) fn told(saved: &Saved, storage: &Storage, main: &Path, console: &mut Console<'_>) {
    saved.notes.iter().for_each(|note| console.note(&printable(note)));
    if storage.is_edited_elsewhere(main) {
        console.note("note: this dossier is open with unsaved changes; the window will merge them with this change");
    }
}

/// Text of several lines for a terminal.
fn printable_lines(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

fn refused(refusal: &edit::Refusal) -> Failure {
    Failure::input(printable(&refusal.to_string()))
}

/// The changes that the arguments ask for.
fn changes(matches: &ArgMatches, dossier: &Dossier) -> Result<Vec<Change>, Failure> {
    let text = |m: &ArgMatches, name: &str| m.get_one::<String>(name).cloned().unwrap_or_default();
    let mut out = Vec::new();
    if let Some(path) = matches.get_one::<std::path::PathBuf>("apply") {
        let bytes = read_limited(path).map_err(|problem| Failure::input(one_line(&problem)))?;
        let list = String::from_utf8(bytes).map_err(|_| Failure::input("the list of changes is not UTF-8 text"))?;
        let read: Vec<Change> = from_ron(&list)
            .map_err(|error| Failure::input(format!("{}:{error}", printable(&path.display().to_string()))))?;
        out.extend(read);
    }
    match matches.subcommand() {
        Some(("add", m)) => {
            let place = InsertAt { file: m.get_one("in").cloned(), after: m.get_one("after").cloned() };
            out.extend(add(&text(m, "what"), &text(m, "record"), place, dossier)?);
        }
        Some(("set", m)) => {
            let fields = m.get_many::<String>("fields").into_iter().flatten();
            out.extend(set(&text(m, "id"), fields, dossier)?);
        }
        Some(("remove", m)) => {
            for id in m.get_many::<String>("id").into_iter().flatten() {
                out.push(remove(id, dossier)?);
            }
        }
        Some(("rename", m)) => out.push(rename(&text(m, "id"), &text(m, "to"), m.get_flag("alias"), dossier)?),
        Some(("merge", m)) => out.push(Change::MergeEntities {
            keep: text(m, "keep").into(),
            lose: text(m, "lose").into(),
            set: Vec::new(),
        }),
        _ if out.is_empty() => {
            return Err(Failure::usage("nothing to do: give --apply, add, set, remove, rename or merge"));
        }
        _ => {}
    }
    Ok(out)
}

fn add(what: &str, record: &str, place: InsertAt, dossier: &Dossier) -> Result<Vec<Change>, Failure> {
    fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Failure> {
        from_ron(text).map_err(|error| Failure::input(format!("the record cannot be read: {error}")))
    }
    Ok(vec![match what {
        "entity" => Change::AddEntity { entity: read(record)?, place },
        "relation" => Change::AddRelation { relation: read(record)?, place },
        "source" => Change::AddSource { source: read(record)?, place },
        "view" => Change::AddView { view: read(record)?, place },
        "entity-kind" => Change::SetEntityKind { kind: read(record)?, place },
        "relation-kind" => Change::SetRelationKind { kind: read(record)?, place },
        _ => {
            let entry = quick_entry::parse(record, dossier).map_err(|error| {
                Failure::input(format!("{}\n  {}\n  {}^", error.message, printable(record), " ".repeat(error.column)))
            })?;
            return Ok(entry.changes);
        }
    }])
}

/// What an id belongs to.
fn list_of(id: &str, dossier: &Dossier) -> Result<List, Failure> {
    let lists = [List::Entities, List::Relations, List::Sources, List::Views];
    let found = lists.into_iter().find(|list| dossier.spot(*list, id).is_some());
    found.ok_or_else(|| {
        let all = dossier.entities().map(|(_, e)| e.id.as_str());
        let all = all.chain(dossier.relations().map(|(.., r)| r.id.as_str()));
        let near = arguments::nearest(id, all.chain(dossier.sources.iter().map(|s| s.id.as_str())));
        let help = near.map(|near| format!("; did you mean `{}`?", printable(near))).unwrap_or_default();
        Failure::input(format!("there is no record `{}`{help}", printable(id)))
    })
}

fn remove(id: &str, dossier: &Dossier) -> Result<Change, Failure> {
    Ok(match list_of(id, dossier)? {
        List::Entities => Change::RemoveEntity { id: id.into() },
        List::Relations => Change::RemoveRelation { id: id.into() },
        List::Sources => Change::RemoveSource { id: id.into(), with_claims: false },
        _ => Change::RemoveView { name: id.to_owned() },
    })
}

fn rename(id: &str, to: &str, keep_as_alias: bool, dossier: &Dossier) -> Result<Change, Failure> {
    Ok(match list_of(id, dossier)? {
        List::Sources => Change::RenameSource { id: id.into(), to: to.into() },
        List::Relations => Change::SetRelation { id: id.into(), set: vec![RelationField::Id(Some(to.into()))] },
        _ => Change::RenameEntity { id: id.into(), to: to.into(), keep_as_alias },
    })
}

fn set<'a>(id: &str, fields: impl Iterator<Item = &'a String>, dossier: &Dossier) -> Result<Vec<Change>, Failure> {
    let list = list_of(id, dossier)?;
    let mut out = Vec::new();
    for field in fields {
        let (name, value) = field
            .split_once('=')
            .ok_or_else(|| Failure::usage(format!("`{field}` must be FIELD=VALUE; FIELD= removes the field")))?;
        out.push(match list {
            List::Entities => Change::SetEntity { id: id.into(), set: vec![entity_field(name, value)?] },
            List::Relations => Change::SetRelation { id: id.into(), set: vec![relation_field(name, value)?] },
            List::Sources => Change::SetSource { id: id.into(), set: vec![source_field(name, value)?] },
            _ => return Err(Failure::input("views are changed with --apply and set_view")),
        });
    }
    Ok(out)
}

fn some(value: &str) -> Option<String> {
    Some(value.to_owned()).filter(|v| !v.is_empty())
}

fn unknown(name: &str, known: &[&str]) -> Failure {
    let near = arguments::nearest(name, known.iter().copied());
    let help = near.map_or_else(|| format!("; known are {}", known.join(", ")), |n| format!("; did you mean `{n}`?"));
    Failure::input(format!("there is no field `{}` to set{help}", printable(name)))
}

fn when(value: &str) -> Option<When> {
    some(value).map(|text| When::given(Date::read(&text)))
}

fn status(value: &str) -> Result<Status, Failure> {
    let found = Status::ALL.iter().find(|(word, _)| *word == value || value.is_empty()).map(|(_, s)| *s);
    found.ok_or_else(|| {
        let words: Vec<&str> = Status::ALL.iter().map(|(word, _)| *word).collect();
        Failure::input(format!("`{}` is not a status; use {}", printable(value), words.join(", ")))
    })
}

fn flag(value: &str) -> Result<bool, Failure> {
    match value {
        "true" | "yes" => Ok(true),
        "false" | "no" | "" => Ok(false),
        _ => Err(Failure::input(format!("`{}` is neither true nor false", printable(value)))),
    }
}

fn own(value: &str) -> Option<FieldValue> {
    // A number or a truth value where it is one, else text; in quotes always text.
    some(value).map(|text| from_ron::<FieldValue>(&text).unwrap_or(FieldValue::Text(text)))
}

fn ron<T: serde::de::DeserializeOwned + Default>(name: &str, value: &str) -> Result<T, Failure> {
    if value.is_empty() {
        return Ok(T::default());
    }
    from_ron(value).map_err(|error| Failure::input(format!("`{name}` cannot be read: {error}")))
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<Option<T>, Failure> {
    let read = |text: String| text.parse().map_err(|_| Failure::input(format!("`{name}` must be a number")));
    some(value).map(read).transpose()
}

fn entity_field(name: &str, value: &str) -> Result<EntityField, Failure> {
    const KNOWN: &[&str] =
        &["kind", "name", "names", "when", "status", "unnamed", "implied", "summary", "claims", "note", "fields.KEY"];
    Ok(match name {
        "kind" => EntityField::Kind(value.to_owned()),
        "name" => EntityField::Name(value.to_owned()),
        "names" => EntityField::Names(ron(name, value)?),
        "when" => EntityField::When(when(value)),
        "status" => EntityField::Status(status(value)?),
        "unnamed" => EntityField::Unnamed(flag(value)?),
        "implied" => EntityField::Implied(flag(value)?),
        "summary" => EntityField::Summary(some(value)),
        "claims" => EntityField::Claims(ron(name, value)?),
        "note" => EntityField::Note(some(value)),
        _ => match name.strip_prefix("fields.") {
            Some(key) => EntityField::Own(key.to_owned(), own(value)),
            None => return Err(unknown(name, KNOWN)),
        },
    })
}

fn relation_field(name: &str, value: &str) -> Result<RelationField, Failure> {
    const KNOWN: &[&str] =
        &["id", "from", "kind", "to", "when", "status", "weight", "ordinal", "summary", "claims", "note", "fields.KEY"];
    Ok(match name {
        "id" => RelationField::Id(some(value).map(Into::into)),
        "from" => RelationField::From(value.into()),
        "kind" => RelationField::Kind(value.to_owned()),
        "to" => RelationField::To(value.into()),
        "when" => RelationField::When(when(value)),
        "status" => RelationField::Status(status(value)?),
        "weight" => RelationField::Weight(number(name, value)?),
        "ordinal" => RelationField::Ordinal(number(name, value)?),
        "summary" => RelationField::Summary(some(value)),
        "claims" => RelationField::Claims(ron(name, value)?),
        "note" => RelationField::Note(some(value)),
        _ => match name.strip_prefix("fields.") {
            Some(key) => RelationField::Own(key.to_owned(), own(value)),
            None => return Err(unknown(name, KNOWN)),
        },
    })
}

fn source_field(name: &str, value: &str) -> Result<SourceField, Failure> {
    const KNOWN: &[&str] = &[
        "title",
        "author",
        "publisher",
        "section",
        "published",
        "published_inferred",
        "url",
        "retrieved",
        "text",
        "licence",
        "note",
    ];
    let date = || some(value).map(|text| Date::read(&text));
    Ok(match name {
        "title" => SourceField::Title(some(value)),
        "author" => SourceField::Author(some(value)),
        "publisher" => SourceField::Publisher(some(value)),
        "section" => SourceField::Section(some(value)),
        "published" => SourceField::Published(date()),
        "published_inferred" => SourceField::PublishedInferred(some(value)),
        "url" => SourceField::Url(some(value)),
        "retrieved" => SourceField::Retrieved(date()),
        "text" => SourceField::Text(some(value)),
        "licence" => SourceField::Licence(some(value)),
        "note" => SourceField::Note(some(value)),
        _ => return Err(unknown(name, KNOWN)),
    })
}
