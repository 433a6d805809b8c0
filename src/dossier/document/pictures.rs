//! The pictures that entities name: files in the dossier's folder, read as they are, never written. An
//! entity's own field `picture` names one, relative to the file that holds the record.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Document, Thumbnail};
use crate::dossier::model::{Entity, EntityId, FieldValue, List, path};
use crate::dossier::ron_text::LineIndex;
use crate::dossier::storage::{Fingerprint, Folder};
use crate::problem::{Problem, Severity, Subject, codes};

/// The own field that names a picture.
const FIELD: &str = "picture";
/// The most pictures that a dossier shows.
pub(crate) const MAX_PICTURES: usize = 500;

/// Pictures by the ids of their entities.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    by_entity: HashMap<EntityId, Arc<Thumbnail>>,
    /// By path within the folder, with what the file held: what is named again is not decoded again.
    by_file: HashMap<String, (Fingerprint, Arc<Thumbnail>)>,
}

impl Pictures {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_entity.is_empty()
    }

    /// The picture of an entity.
    pub fn of(&self, entity: &str) -> Option<&Arc<Thumbnail>> {
        self.by_entity.get(entity)
    }
}

/// What one entity names.
#[derive(Clone, Debug, PartialEq)]
struct Named {
    entity: EntityId,
    /// What it is called, for problems.
    label: String,
    /// The folder of the file that holds the record, within the dossier's folder.
    folder: Option<String>,
    /// What stands in its field.
    written: FieldValue,
}

/// The way to the pictures of a dossier, good for reading them on another thread.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct WayToPictures {
    /// The main file of the dossier; `None` where it lies nowhere.
    main: Option<PathBuf>,
    named: Vec<Named>,
    /// Those beyond [`MAX_PICTURES`].
    more: Vec<EntityId>,
}

impl Document {
    /// The way to all pictures that entities name.
    pub(crate) fn way_to_pictures(&self) -> WayToPictures {
        let mut way = WayToPictures { main: self.path.clone(), ..WayToPictures::default() };
        for (_, entity) in self.dossier.entities() {
            let Some(written) = picture_of(entity) else { continue };
            if way.named.len() == MAX_PICTURES {
                way.more.push(entity.id.clone());
                continue;
            }
            let file = usize::from(entity.file.0);
            let included = self.dossier.files.get(file).filter(|_| file > 0);
            let folder = included.and_then(|f| f.path.rsplit_once('/')).map(|(folder, _)| folder.to_owned());
            let (entity, label) = (entity.id.clone(), entity.label().to_owned());
            way.named.push(Named { entity, label, folder, written: written.clone() });
        }
        way
    }

    /// Reads all pictures that entities name; those that cannot be read become problems of the document.
    /// Takes as long as decoding them.
    pub(crate) fn load_pictures(&mut self) {
        let (pictures, missing) = self.way_to_pictures().read(&Pictures::default());
        self.pictures = Arc::new(pictures);
        let problems = self.at_their_fields(missing);
        self.problems.extend(problems);
    }

    /// Puts problems of pictures where the pictures are named.
    pub(crate) fn at_their_fields(&self, missing: Vec<Missing>) -> Vec<Problem> {
        // Texts are put together once, and only where something is missing.
        let mut files: HashMap<usize, Option<(String, LineIndex)>> = HashMap::new();
        let mut place = |Missing { entity, written, mut problem }: Missing| {
            problem.subject = Some(Subject::Entity(entity.shared()));
            let Some((number, span)) = self.span(List::Entities, entity.as_str(), Some("fields")) else {
                return problem;
            };
            let read = || self.text(number).map(|text| (text.clone(), LineIndex::new(&text)));
            let Some((text, lines)) = files.entry(number).or_insert_with(read) else { return problem };
            let Some(file) = self.dossier.files.get(number) else { return problem };
            // The very value, if it stands there as it was read.
            let quoted = written.map(|written| format!("\"{written}\""));
            let within = quoted.and_then(|q| Some((text.get(span.0..span.1)?.find(&q)?, q.len())));
            let bytes = within.map_or(span, |(at, length)| (span.0 + at, span.0 + at + length));
            problem.with_place(lines.place(&file.path.as_str().into(), text, bytes))
        };
        missing.into_iter().map(&mut place).collect()
    }
}

/// What an entity's field says.
fn picture_of(entity: &Entity) -> Option<&FieldValue> {
    entity.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(FIELD)).map(|(_, value)| value)
}

/// A picture that is named and cannot be shown.
#[derive(Debug)]
pub(crate) struct Missing {
    entity: EntityId,
    /// What stands in the field, if it is text.
    written: Option<String>,
    problem: Problem,
}

impl WayToPictures {
    /// Whether no entity names one.
    pub(crate) fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// Reads them all, one after the other, so that no more than one is in memory at its full size.
    /// What is in `before` and is still the same file is taken from there.
    pub(crate) fn read(&self, before: &Pictures) -> (Pictures, Vec<Missing>) {
        let mut pictures = Pictures::default();
        let mut missing = Vec::new();
        for named in &self.named {
            match self.one(named, before, &mut pictures) {
                Ok(thumbnail) => drop(pictures.by_entity.insert(named.entity.clone(), thumbnail)),
                Err(mut problem) => {
                    problem.severity = Severity::Warning;
                    problem.message = format!("the picture of {} is not shown: {}", named.label, problem.message);
                    let written = match &named.written {
                        FieldValue::Text(text) => Some(text.clone()),
                        _ => None,
                    };
                    missing.push(Missing { entity: named.entity.clone(), written, problem });
                }
            }
        }
        if let Some(first) = self.more.first() {
            let message = format!(
                "a dossier shows at most {MAX_PICTURES} pictures; {} from this one on were skipped",
                self.more.len()
            );
            let problem = Problem::warning(codes::TOO_LARGE, message).with_help("remove some pictures");
            missing.push(Missing { entity: first.clone(), written: None, problem });
        }
        (pictures, missing)
    }

    fn one(&self, named: &Named, before: &Pictures, read: &mut Pictures) -> Result<Arc<Thumbnail>, Problem> {
        const MEND: &str = "name a PNG or JPEG file in the dossier's own folder, as in \"pictures/japan.png\"";
        let FieldValue::Text(written) = &named.written else {
            let problem = Problem::warning(codes::WRONG_TYPE, "`picture` must be the name of a file, in quotes");
            return Err(problem.with_help(MEND));
        };
        let relative = path::inside(named.folder.as_deref(), written)
            .map_err(|why| Problem::warning(codes::BAD_VALUE, why).with_help(MEND))?;
        if let Some((_, known)) = read.by_file.get(&relative) {
            return Ok(Arc::clone(known));
        }
        let Some(main) = &self.main else {
            let message = format!("cannot look for {relative}: the dossier has not been saved to a folder");
            return Err(
                Problem::warning(codes::IO, message).with_help("save the dossier in the picture’s folder first")
            );
        };
        let bytes = Folder::of(main).read_picture(&relative)?;
        let fingerprint = Fingerprint::of(&bytes);
        let thumbnail = match before.by_file.get(&relative) {
            Some((was, known)) if *was == fingerprint => Arc::clone(known),
            _ => Arc::new(Thumbnail::read(&bytes)?),
        };
        read.by_file.insert(relative, (fingerprint, Arc::clone(&thumbnail)));
        Ok(thumbnail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::open;
    use crate::dossier::storage::write_atomic;

    const PNG: &[u8] = include_bytes!("../../../tests/data/pictured/pictures/sato.png");

    fn dossier(folder: &std::path::Path, fields: &str) -> Document {
        let main = folder.join("main.ron");
        let ron = format!(
            "Dossier(format: 1, title: \"T\",\n  entities: [(id: \"a\", kind: \"state\", name: \"A\", fields: {{{fields}}})])"
        );
        write_atomic(&main, ron.as_bytes()).unwrap();
        let mut document = open(&main);
        document.problems.clear();
        document.load_pictures();
        document
    }

    #[test]
    fn a_picture_beside_the_dossier_is_read_and_read_again_only_when_it_is_another() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("pictures")).unwrap();
        write_atomic(&folder.path().join("pictures/a.png"), PNG).unwrap();
        let document = dossier(folder.path(), "\"picture\": \"pictures/a.png\"");
        assert_eq!(document.problems, []);
        let first = document.pictures.of("a").unwrap();
        let (again, missing) = document.way_to_pictures().read(&document.pictures);
        assert!(missing.is_empty() && Arc::ptr_eq(again.of("a").unwrap(), first));
        let other = include_bytes!("../../../tests/data/pictured/pictures/north.png");
        write_atomic(&folder.path().join("pictures/a.png"), other).unwrap();
        let (again, _) = document.way_to_pictures().read(&document.pictures);
        assert!(!Arc::ptr_eq(again.of("a").unwrap(), first));
        assert!(again.of("b").is_none());
    }

    #[test]
    fn what_lies_outside_the_folder_is_never_read_and_told_at_its_place() {
        let outside = tempfile::tempdir().unwrap();
        let secret = outside.path().join("secret.png");
        write_atomic(&secret, PNG).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("dossier");
        std::fs::create_dir(&inside).unwrap();
        write_atomic(&folder.path().join("above.png"), PNG).unwrap();
        for written in ["../above.png", secret.to_str().unwrap(), "C:/a.png", "https://example.org/a.png", ""] {
            let document = dossier(&inside, &format!("\"n\": 1, \"picture\": \"{written}\""));
            assert!(document.pictures.is_empty(), "{written}");
            let [problem] = &document.problems[..] else { panic!("{written}: {:?}", document.problems) };
            assert_eq!((problem.severity, problem.code), (Severity::Warning, codes::BAD_VALUE), "{written}");
            assert!(problem.message.starts_with("the picture of A is not shown"), "{}", problem.message);
            assert!(problem.help.is_some());
            let place = problem.place.as_ref().unwrap();
            assert_eq!(place.line, 2);
            let blamed: String = place.line_text.chars().skip(place.column as usize - 1).collect();
            assert!(blamed.starts_with(&format!("\"{written}\"")), "{blamed}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out_of_the_folder() {
        let outside = tempfile::tempdir().unwrap();
        write_atomic(&outside.path().join("secret.png"), PNG).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.png"), folder.path().join("a.png")).unwrap();
        let document = dossier(folder.path(), "\"picture\": \"a.png\"");
        assert!(document.pictures.is_empty());
        assert_eq!(document.problems[0].code, codes::BAD_INCLUDE);
    }

    #[test]
    fn what_is_no_picture_is_told_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        write_atomic(&folder.path().join("a.png"), b"Not a picture.").unwrap();
        write_atomic(&folder.path().join("huge.png"), &vec![0; (8 << 20) + 1]).unwrap();
        let told = |fields: &str| {
            let document = dossier(folder.path(), fields);
            assert!(document.pictures.is_empty());
            (document.problems[0].code, document.problems[0].message.clone())
        };
        assert!(told("\"picture\": \"a.png\"").1.contains("neither a PNG nor a JPEG"));
        assert_eq!(told("\"picture\": \"none.png\"").0, codes::IO);
        assert_eq!(told("\"picture\": \"huge.png\"").0, codes::TOO_LARGE);
        assert_eq!(told("\"picture\": 7").0, codes::WRONG_TYPE);
    }

    #[test]
    fn a_record_of_another_file_names_pictures_beside_that_file_and_there_is_a_most_of_them() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("parts")).unwrap();
        write_atomic(&folder.path().join("parts/a.png"), PNG).unwrap();
        let entity =
            |id: usize| format!("(id: \"e{id}\", kind: \"state\", name: \"E\", fields: {{\"Picture\": \"a.png\"}}),");
        let all: String = (0..MAX_PICTURES + 3).map(entity).collect();
        let part = format!("Dossier(format: 1, title: \"P\", entities: [{all}])");
        write_atomic(&folder.path().join("parts/p.ron"), part.as_bytes()).unwrap();
        let main = folder.path().join("main.ron");
        write_atomic(&main, b"Dossier(format: 1, title: \"T\", include: [\"parts/p.ron\"])").unwrap();
        let mut document = open(&main);
        document.problems.clear();
        document.load_pictures();
        assert!(document.pictures.of("e499").is_some() && document.pictures.of("e500").is_none());
        assert_eq!(document.problems.len(), 1);
        assert!(document.problems[0].message.contains("3 from this one on"), "{}", document.problems[0].message);
        assert_eq!(&*document.problems[0].place.as_ref().unwrap().file, "parts/p.ron");
    }
}
