//! Dossiers of format 1 as versions of Chancery have written and read them, under
//! `tests/data/format1/`: every later version must read each to the same model, which is beside it as
//! JSON, write it back unchanged, and make of a list of changes the same text. Files are added where
//! the format gains a field (`CHANCERY_GOLDEN=1` writes the model of a file that has none); those that
//! are there are never touched again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chancery::dossier::document::{self, Document};
use chancery::dossier::edit::Change;
use chancery::dossier::model::{Date, Dossier, FileIndex};
use chancery::problem::Severity;
use serde::Serialize;
use serde_json::{Value, json};

use crate::golden::remake;

const FOLDER: &str = "tests/data/format1";

/// The main files.
fn dossiers() -> Vec<PathBuf> {
    let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let mut dossiers: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e == "ron")).collect();
    dossiers.sort();
    assert!(dossiers.len() >= 5, "{dossiers:?}");
    dossiers
}

/// All that is known after reading, apart from problems, whose words may change. Kinds are those that
/// the dossier itself declares: the built-in vocabulary may grow.
fn model(dossier: &Dossier) -> Value {
    let built_in = document::open_texts(&[("empty.ron", "Dossier(format: 1, title: \"\")")]).dossier.vocabulary.clone();
    let own = &dossier.vocabulary;
    let entity_kinds: Vec<_> = own.entity_kinds.iter().filter(|k| !built_in.entity_kinds.contains(k)).collect();
    let relation_kinds: Vec<_> = own.relation_kinds.iter().filter(|k| !built_in.relation_kinds.contains(k)).collect();
    let placed = |file: FileIndex, record: Value| json!({"file": file.0, "record": record});
    let entities = dossier.entities().map(|(_, entity)| {
        let mut row = placed(entity.file, of(entity));
        row["days"] = entity.when.as_ref().map_or(Value::Null, |when| days(&when.date));
        row
    });
    let relations = dossier.relations().map(|(_, _, _, relation)| {
        let mut row = placed(relation.file, of(relation));
        row["id"] = json!(relation.id.as_str());
        row
    });
    // The main file has the path that it was opened by.
    let files = dossier.files.iter().enumerate().map(|(number, file)| {
        let name = Path::new(&file.path).file_name().and_then(|name| name.to_str());
        json!({"path": if number == 0 { name } else { Some(&*file.path) }, "title": file.title})
    });
    json!({
        "title": dossier.title,
        "subtitle": dossier.subtitle,
        "note": dossier.note,
        "files": files.collect::<Vec<_>>(),
        "entity_kinds": of(&entity_kinds),
        "relation_kinds": of(&relation_kinds),
        "sources": dossier.sources.iter().map(|s| placed(s.file, of(s))).collect::<Vec<_>>(),
        "entities": entities.collect::<Vec<_>>(),
        "relations": relations.collect::<Vec<_>>(),
        "views": dossier.views.iter().map(|v| placed(v.file, of(v))).collect::<Vec<_>>(),
    })
}

fn of(record: &impl Serialize) -> Value {
    serde_json::to_value(record).unwrap()
}

/// The first and the last day that a date may mean.
fn days(date: &Date) -> Value {
    json!([date.earliest(), date.latest()].map(|day| day.map(|day| day.to_string())))
}

fn open(path: &Path) -> Document {
    let document = document::open(path);
    let errors: Vec<_> = document.problems.iter().filter(|p| p.severity == Severity::Error).collect();
    assert!(errors.is_empty() && !document.read_only, "{}: {errors:?}", path.display());
    document
}

#[test]
fn each_is_read_to_the_same_model() {
    for path in dossiers() {
        let read = model(&open(&path).dossier);
        let sidecar = path.with_extension("json");
        if remake() && !sidecar.exists() {
            fs::write(&sidecar, serde_json::to_string_pretty(&read).unwrap() + "\n").unwrap();
        }
        let kept = fs::read_to_string(&sidecar).unwrap_or_else(|e| panic!("{}: {e}", sidecar.display()));
        let kept: Value = serde_json::from_str(&kept).unwrap();
        differences(&kept, &read, &path.display().to_string());
    }
}

/// Fails at the first value that is not as it was, with the way to it.
fn differences(was: &Value, is: &Value, at: &str) {
    match (was, is) {
        (Value::Object(old), Value::Object(new)) => {
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names {
                differences(&was[name.as_str()], &is[name.as_str()], &format!("{at}, {name}"));
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (number, (old, new)) in old.iter().zip(new).enumerate() {
                differences(old, new, &format!("{at}, {number}"));
            }
        }
        _ => assert_eq!(was, is, "{at}"),
    }
}

#[test]
fn each_is_written_back_unchanged() {
    let folder = |path: &Path| path.parent().unwrap().to_owned();
    for path in dossiers() {
        let mut document = open(&path);
        let on_disk: Vec<String> = document
            .dossier
            .files
            .iter()
            .enumerate()
            .map(|(number, file)| if number == 0 { path.clone() } else { folder(&path).join(&file.path) })
            .map(|path| fs::read_to_string(path).unwrap())
            .collect();
        let texts = |document: &Document| document.files().into_iter().map(|file| file.text).collect::<Vec<_>>();
        assert_eq!(texts(&document), on_disk, "{}", path.display());
        // Every record goes and comes back.
        let mut changes = vec![Change::SetTitle("another".to_owned())];
        changes.extend(document.dossier.entities().map(|(_, e)| Change::RemoveEntity { id: e.id.clone() }));
        for change in changes {
            let what = format!("{}: {change:?}", path.display());
            let before = document.dossier.clone();
            document.apply(change).unwrap_or_else(|refusal| panic!("{what}: {refusal}"));
            assert_ne!(texts(&document), on_disk, "{what}");
            document.undo().expect("there is something to undo");
            assert_eq!(texts(&document), on_disk, "{what}");
            document.dossier.same_as(&before).unwrap_or_else(|why| panic!("{what}: {why}"));
        }
        document.check().unwrap();
    }
}

#[test]
fn a_list_of_changes_is_read_and_written_into_a_dossier_as_ever() {
    let read = |name: &str| fs::read_to_string(Path::new(FOLDER).join(name)).unwrap();
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let changes: Vec<Change> = options.from_str(&read("changes/changes.ron")).unwrap();
    let mut document = document::open_texts(&[("before.ron", &read("changes/before.ron"))]);
    for change in changes {
        let what = format!("{change:?}");
        document.apply(change).unwrap_or_else(|refusal| panic!("{what}: {refusal}"));
    }
    assert_eq!(document.text(0).as_deref(), Some(read("written.ron").as_str()));
}

#[test]
fn every_word_of_the_grammar_is_in_some_file() {
    let readme = fs::read_to_string("README.md").unwrap();
    let grammar = readme.split("### Grammar").nth(1).unwrap().split("```").nth(1).unwrap();
    let mut corpus = String::new();
    for path in dossiers() {
        corpus += &open(&path).files().into_iter().map(|file| file.text).collect::<String>();
    }
    let words = |text: &str| -> BTreeSet<String> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        text.split(|c| !is_word(c))
            .filter(|w| w.starts_with(|c: char| c.is_ascii_lowercase()))
            .map(str::to_owned)
            .collect()
    };
    let (asked, used) = (words(grammar), words(&corpus));
    assert!(asked.len() > 150, "{asked:?}");
    // What the grammar says in plain English.
    let english = BTreeSet::from(["with", "else", "as", "below", "path"].map(str::to_owned));
    let missing: Vec<&String> = asked.difference(&used).filter(|word| !english.contains(*word)).collect();
    assert!(missing.is_empty(), "no dossier of the corpus has {missing:?}; add a file, and leave those that are there");
}
