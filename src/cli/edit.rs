//! `chancery edit`: changes a dossier as the window does, for scripts: same changes, same text
//! editing, same saving.

use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches};

use super::{Command, Console, Exit, Failure, arguments, lines, one_line};
use crate::dossier::document::{self, Document, Edit};
use crate::dossier::edit::quick_entry;
use crate::dossier::edit::{Change, EditRefusal, InsertAt, RelationField};
use crate::dossier::model::schema::{Field, FieldType, Schema, type_in};
use crate::dossier::model::{Dossier, FieldValue, List};
use crate::dossier::ron_text::from_ron;
use crate::dossier::storage::{Refusal, Saved, Storage, is_standard, is_stream, read_named};
use crate::explore::query::views;
use crate::problem::{Severity, printable};
use crate::wording::listed;

pub(super) struct EditCommand;

/// What `chancery edit add` can add.
#[derive(Clone, Copy)]
enum Added {
    /// What a line of quick entry says.
    Line,
    /// One record in RON, for a list.
    Record(List),
}

/// What `add` can add, by the word for it.
const ADDED: [(&str, Added); 7] = [
    ("line", Added::Line),
    ("entity", Added::Record(List::Entities)),
    ("relation", Added::Record(List::Relations)),
    ("source", Added::Record(List::Sources)),
    ("view", Added::Record(List::Views)),
    ("entity-kind", Added::Record(List::EntityKinds)),
    ("relation-kind", Added::Record(List::RelationKinds)),
];

/// How a line of quick entry is written.
const LINE: &str = "A line is NAME -> KIND -> NAME, with NAME + NAME for several; NAME: KIND says what a new one is.\n\
    After it, in any order:\n  \
    @DATE, !STATUS\n  \
    [SOURCE PLACE \"QUOTATION\"]        who says so, and where; an unknown source is added\n  \
    [SOURCE PLACE by SPEAKER]         the source quotes somebody, given by id, name or alias\n  \
    [not SOURCE PLACE]                the source denies it\n\n\
    Example:\n  \
    chancery edit notes.ron add line --cite-ends 'ASEAN -> hosts -> Dialogue: meeting [beat-2015 P5.1 by nur-jazlan]'";

impl Command for EditCommand {
    // In one piece: a single description, read from the top as `--help` shows it.
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
                    .arg(Arg::new("what").value_name("WHAT").required(true).value_parser(ADDED.map(|(word, _)| word)))
                    .arg(Arg::new("record").value_name("RECORD").required(true).help("The record in RON, or the line"))
                    .arg(Arg::new("after").long("after").value_name("ID").help("Insert it after this record"))
                    .arg(Arg::new("in").long("in").value_name("PATH").help("Add it to this file of the dossier"))
                    .arg(
                        Arg::new("cite-ends")
                            .long("cite-ends")
                            .action(ArgAction::SetTrue)
                            .help("Cite the line's source for its ends that have no claim, too"),
                    )
                    .after_help(LINE),
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
                    .arg(id("id", "The current id"))
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
                    .arg(id("keep", "The entity to keep"))
                    .arg(id("lose", "The entity to merge into it and remove; its id becomes an alias")),
            )
            .after_help(
                "Examples:\n  chancery edit notes.ron set japan name=Nippon when=0660~\n  \
                 chancery edit notes.ron add entity '(id: \"laos\", kind: \"state\", name: \"Laos\")' --after japan\n  \
                 chancery edit notes.ron add line 'Japan -> hosts -> Third AMMTC @2017 [beat-2015 P8.1]'\n  \
                 chancery edit notes.ron remove laos --dry-run\n  chancery edit notes.ron merge japan tokyo\n  \
                 chancery edit notes.ron --apply changes.ron\n\n\
                 CHANGES.ron is a list of changes, of which all or none are applied:\n  [\n      \
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
        let mut document = opened_to_change(&path, &storage, console);
        if document.read_only {
            for problem in document.problems.iter().filter(|p| p.severity == Severity::Error) {
                console.note(&problem.to_text());
            }
            return Err(Failure::input(format!(
                "{} cannot be edited until its errors are fixed",
                printable(&arguments::shown(&path))
            )));
        }
        let dry = matches.get_flag("dry-run");
        let changes = changes(matches, &document.dossier, console)?;
        let before = document.files();
        let name = Change::name_all(&changes, &document.dossier);
        let changes = views::with_filters(&document.dossier, changes);
        document.apply(Edit { name: name.clone(), changes }).map_err(|refusal| refused(&refusal))?;
        let stays = !document.is_changed();
        if stays {
            console.note("no changes");
        }
        if is_standard(&path) && !dry {
            return stream(&document, console);
        }
        if stays {
            return Ok(Exit::Done);
        }
        if dry {
            for file in document.files_to_save() {
                let old = before.get(file.number).map_or("", |f| f.text.as_str());
                lines::print_differences(&file.name, old, &file.text, console);
            }
            return Ok(Exit::Done);
        }
        writable(&document, &path, "--dry-run")?;
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

/// Opens a dossier that is to be written back, after ending what an interrupted save had begun.
pub(super) fn opened_to_change(path: &Path, storage: &Storage, console: &mut Console<'_>) -> Document {
    if !is_stream(path) {
        storage.finish_interrupted(path).iter().for_each(|note| console.note(&printable(note)));
    }
    document::open_named(path)
}

/// Refuses a dossier that cannot be written back; `instead` shows what would be.
pub(super) fn writable(document: &Document, path: &Path, instead: &str) -> Result<(), Failure> {
    match &document.path {
        Some(_) => Ok(()),
        None if is_stream(path) => Err(Failure::input(format!(
            "{} is a pipe and cannot be saved to; use - for standard input and output",
            printable(&path.display().to_string())
        ))),
        None => Err(Failure::input(format!("built-in examples are read-only; use {instead}, or change a copy"))),
    }
}

/// Prints the changed text of a dossier that was read from standard input.
fn stream(document: &Document, console: &mut Console<'_>) -> Result<Exit, Failure> {
    if let Some(other) = document.files_to_save().iter().find(|file| file.number != 0) {
        return Err(Failure::input(format!(
            "the change concerns {}, and only the main file goes to standard output; name the dossier by its path",
            printable(&other.name)
        )));
    }
    console.print_bytes(document.text(0).unwrap_or_default().as_bytes());
    Ok(Exit::Done)
}

/// Tells what a person should know after a save.
pub(super) fn told(saved: &Saved, storage: &Storage, main: &Path, console: &mut Console<'_>) {
    saved.notes.iter().for_each(|note| console.note(&printable(note)));
    if storage.is_edited_elsewhere(main) {
        console.note("note: this dossier is open with unsaved changes; the window will merge them with this change");
    }
}

fn refused(refusal: &EditRefusal) -> Failure {
    Failure::input(printable(&refusal.to_string()))
}

/// The changes that the arguments ask for.
fn changes(matches: &ArgMatches, dossier: &Dossier, console: &mut Console<'_>) -> Result<Vec<Change>, Failure> {
    let text = |m: &ArgMatches, name: &str| m.get_one::<String>(name).cloned().unwrap_or_default();
    let mut out = Vec::new();
    if let Some(path) = matches.get_one::<std::path::PathBuf>("apply") {
        let bytes = read_named(path).map_err(|problem| Failure::input(one_line(&problem)))?;
        let list = String::from_utf8(bytes).map_err(|_| Failure::input("the list of changes is not UTF-8 text"))?;
        let read: Vec<Change> = from_ron(&list)
            .map_err(|error| Failure::input(format!("{}:{error}", printable(&path.display().to_string()))))?;
        out.extend(read);
    }
    match matches.subcommand() {
        Some(("add", m)) => {
            let place = InsertAt { file: m.get_one("in").cloned(), after: m.get_one("after").cloned() };
            let (what, record) = (text(m, "what"), text(m, "record"));
            match ADDED.iter().find(|(known, _)| *known == what).map(|(_, added)| *added) {
                None | Some(Added::Line) => out.extend(add_line(&record, m.get_flag("cite-ends"), dossier, console)?),
                Some(Added::Record(_)) if m.get_flag("cite-ends") => {
                    return Err(Failure::usage("--cite-ends goes with `add line`; a record brings its own claims"));
                }
                Some(Added::Record(list)) => out.push(add(list, &record, place)?),
            }
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
            return Err(Failure::usage("nothing to do: use --apply, add, set, remove, rename or merge"));
        }
        _ => {}
    }
    Ok(out)
}

/// What a line of quick entry says; its ends without a claim are given what it cites, or the offer is told.
fn add_line(line: &str, cite_ends: bool, dossier: &Dossier, console: &mut Console<'_>) -> Result<Vec<Change>, Failure> {
    let entry = quick_entry::parse(line, dossier).map_err(|error| {
        Failure::input(format!("{}\n  {}\n  {}^", error.message, printable(line), " ".repeat(error.column)))
    })?;
    if cite_ends {
        return Ok(entry.citing_ends().changes);
    }
    let uncited: Vec<&str> = entry.uncited_ends().collect();
    if !uncited.is_empty() {
        let has = if uncited.len() == 1 { "has" } else { "have" };
        console.note(&format!(
            "note: {} {has} no claim; add --cite-ends to cite the line's source there, too",
            listed(&uncited)
        ));
    }
    Ok(entry.changes)
}

fn add(list: List, record: &str, place: InsertAt) -> Result<Change, Failure> {
    fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Failure> {
        from_ron(text).map_err(|error| Failure::input(format!("the record cannot be read: {error}")))
    }
    Ok(match list {
        List::Entities => Change::AddEntity { entity: read(record)?, place },
        List::Relations => Change::AddRelation { relation: read(record)?, place },
        List::Sources => Change::AddSource { source: read(record)?, place },
        List::Views => Change::AddView { view: read(record)?, place },
        List::EntityKinds => Change::SetEntityKind { kind: read(record)?, place },
        List::RelationKinds => Change::SetRelationKind { kind: read(record)?, place },
    })
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
        List::Views => Change::RemoveView { name: id.to_owned() },
        List::EntityKinds => Change::RemoveEntityKind { id: id.to_owned() },
        List::RelationKinds => Change::RemoveRelationKind { id: id.to_owned() },
    })
}

fn rename(id: &str, to: &str, keep_as_alias: bool, dossier: &Dossier) -> Result<Change, Failure> {
    Ok(match list_of(id, dossier)? {
        List::Sources => Change::RenameSource { id: id.into(), to: to.into() },
        List::Relations => Change::SetRelation { id: id.into(), set: vec![RelationField::Id(Some(to.into()))] },
        List::Entities => Change::RenameEntity { id: id.into(), to: to.into(), keep_as_alias },
        List::EntityKinds => Change::RenameEntityKind { id: id.to_owned(), to: to.to_owned() },
        List::RelationKinds => Change::RenameRelationKind { id: id.to_owned(), to: to.to_owned() },
        List::Views => return Err(Failure::input("views are renamed with --apply and set_view")),
    })
}

fn set<'a>(id: &str, fields: impl Iterator<Item = &'a String>, dossier: &Dossier) -> Result<Vec<Change>, Failure> {
    let list = list_of(id, dossier)?;
    let gone = || Failure::input(format!("there is no record `{}`", printable(id)));
    let mut out = Vec::new();
    for field in fields {
        let (name, value) = field
            .split_once('=')
            .ok_or_else(|| Failure::usage(format!("`{field}` must be FIELD=VALUE; FIELD= removes the field")))?;
        out.push(match list {
            List::Entities => {
                let entity = dossier.entity_by_id(id).ok_or_else(gone)?;
                Change::SetEntity { id: entity.id.clone(), set: vec![assigned(entity, name, value)?] }
            }
            List::Relations => {
                let relation = dossier.relation_by_id(id).ok_or_else(gone)?;
                Change::SetRelation { id: relation.id.clone(), set: vec![assigned(relation, name, value)?] }
            }
            List::Sources => {
                let source = dossier.source(&id.into()).ok_or_else(gone)?;
                Change::SetSource { id: source.id.clone(), set: vec![assigned(source, name, value)?] }
            }
            List::Views | List::EntityKinds | List::RelationKinds => {
                return Err(Failure::input("views are changed with --apply and set_view"));
            }
        });
    }
    Ok(out)
}

/// The change that sets a field of a record to what was typed.
fn assigned<R: Schema>(record: &R, name: &str, value: &str) -> Result<R::Change, Failure> {
    let settable = || R::FIELDS.iter().filter(|field| field.change.is_some());
    if let Some(key) = name.strip_prefix("fields.") {
        let own = settable().find_map(own_fields);
        // A number or a truth value where it is one, else text; in quotes always text.
        let datum = some(value).map(|text| from_ron::<FieldValue>(&text).unwrap_or(FieldValue::Text(text)));
        return own.map(|set| set(key.to_owned(), datum)).ok_or_else(|| unknown::<R>(name));
    }
    let field = settable().find(|field| field.name == name && own_fields(field).is_none());
    let Some((field, change)) = field.and_then(|field| Some((field, field.change?))) else {
        return Err(unknown::<R>(name));
    };
    let mut record = record.clone();
    match &field.kind {
        FieldType::Names(lens) => *(lens.put)(&mut record) = ron(name, value)?,
        FieldType::Claims(lens) => *(lens.put)(&mut record) = ron(name, value)?,
        FieldType::Id(_)
        | FieldType::OwnId(_)
        | FieldType::Reference(_)
        | FieldType::MaybeReference(_)
        | FieldType::Needed(_)
        | FieldType::Text(_)
        | FieldType::Implied(..)
        | FieldType::Texts(_)
        | FieldType::Word(_)
        | FieldType::Choice(_)
        | FieldType::Flag(..)
        | FieldType::MaybeFlag(_)
        | FieldType::Number(_)
        | FieldType::Whole(_)
        | FieldType::Coordinate(_)
        | FieldType::Date(_)
        | FieldType::When(..)
        | FieldType::Rating(_)
        | FieldType::Basis(_)
        | FieldType::Pins(_)
        | FieldType::Notes(_)
        | FieldType::OwnFields(..)
        | FieldType::Group(..) => type_in(&mut record, field, value).map_err(|why| Failure::input(printable(&why)))?,
    }
    Ok(change(&record))
}

/// Makes the change that gives a datum of the author's own, by its key, another value or none.
type SetDatum<C> = fn(String, Option<FieldValue>) -> C;

/// How the author's own data are changed, where the field holds such.
fn own_fields<R: Schema>(field: &Field<R>) -> Option<SetDatum<R::Change>> {
    if let FieldType::OwnFields(_, set) = field.kind { Some(set) } else { None }
}

fn some(value: &str) -> Option<String> {
    Some(value.to_owned()).filter(|v| !v.is_empty())
}

fn unknown<R: Schema>(name: &str) -> Failure {
    let own = |field: &Field<R>| own_fields(field).is_some();
    let fields = || R::FIELDS.iter().filter(|field| field.change.is_some());
    let mut known: Vec<&str> = fields().filter(|field| !own(field)).map(|field| field.name).collect();
    known.extend(fields().any(own).then_some("fields.KEY"));
    let near = arguments::nearest(name, known.iter().copied());
    let help = near.map_or_else(|| format!("; known are {}", known.join(", ")), |n| format!("; did you mean `{n}`?"));
    Failure::input(format!("there is no field `{}` to set{help}", printable(name)))
}

fn ron<T: serde::de::DeserializeOwned + Default>(name: &str, value: &str) -> Result<T, Failure> {
    if value.is_empty() {
        return Ok(T::default());
    }
    from_ron(value).map_err(|error| Failure::input(format!("`{name}` cannot be read: {error}")))
}
