//! The pictures that nodes show: decoded, cut to a square and scaled, by the ids of their entities. What
//! names them and how their files are read is the dossier's.

mod thumbnail;

use std::collections::HashMap;
use std::sync::Arc;

use crate::dossier::document::{Document, MissingPicture, PictureFiles};
use crate::dossier::model::EntityId;
use crate::dossier::storage::Fingerprint;
use crate::problem::Problem;

pub use thumbnail::Thumbnail;
pub(crate) use thumbnail::{LEVELS as THUMBNAIL_LEVELS, SIDE as THUMBNAIL_SIDE, png_of};

/// Pictures by the ids of their entities.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    by_entity: HashMap<EntityId, Arc<Thumbnail>>,
    /// By path within the folder, with what the file held: what is named again is not decoded again.
    by_file: HashMap<String, (Fingerprint, Arc<Thumbnail>)>,
}

impl Pictures {
    /// Reads picture files. What is in `before` and is still the same file is taken from there.
    pub(crate) fn read(files: &PictureFiles, before: &Pictures) -> (Pictures, Vec<MissingPicture>) {
        let mut by_file = HashMap::new();
        let (decoded, missing) = files.read(|path, bytes| {
            let fingerprint = Fingerprint::of(bytes);
            let thumbnail = match before.by_file.get(path) {
                Some((was, known)) if *was == fingerprint => Arc::clone(known),
                _ => Arc::new(Thumbnail::read(bytes)?),
            };
            by_file.insert(path.to_owned(), (fingerprint, Arc::clone(&thumbnail)));
            Ok(thumbnail)
        });
        (Pictures { by_entity: decoded.into_iter().collect(), by_file }, missing)
    }

    /// All pictures of a document, and what is wrong with those that cannot be shown. Takes as long as
    /// decoding them.
    pub(crate) fn of_document(document: &Document) -> (Pictures, Vec<Problem>) {
        let (pictures, missing) = Pictures::read(&document.picture_files(), &Pictures::default());
        (pictures, document.at_their_fields(missing))
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_entity.is_empty()
    }

    /// The picture of an entity.
    pub fn of(&self, entity: &str) -> Option<&Arc<Thumbnail>> {
        self.by_entity.get(entity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::open;
    use crate::dossier::storage::write_atomic;
    use crate::problem::{Severity, codes};

    const PNG: &[u8] = include_bytes!("../../../tests/data/pictured/pictures/sato.png");

    /// A document with one entity, its pictures, and what is wrong with these.
    struct Read {
        document: Document,
        pictures: Pictures,
        problems: Vec<Problem>,
    }

    fn read(main: &std::path::Path) -> Read {
        let document = open(main);
        let (pictures, problems) = Pictures::of_document(&document);
        Read { document, pictures, problems }
    }

    fn dossier(folder: &std::path::Path, fields: &str) -> Read {
        let main = folder.join("main.ron");
        let ron = format!(
            "Dossier(format: 1, title: \"T\",\n  entities: [(id: \"a\", kind: \"state\", name: \"A\", fields: {{{fields}}})])"
        );
        write_atomic(&main, ron.as_bytes()).unwrap();
        read(&main)
    }

    #[test]
    fn a_picture_beside_the_dossier_is_read_and_read_again_only_when_it_is_another() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("pictures")).unwrap();
        write_atomic(&folder.path().join("pictures/a.png"), PNG).unwrap();
        let Read { document, pictures, problems } = dossier(folder.path(), "\"picture\": \"pictures/a.png\"");
        assert_eq!(problems, []);
        let first = pictures.of("a").unwrap();
        let (again, missing) = Pictures::read(&document.picture_files(), &pictures);
        assert!(missing.is_empty() && Arc::ptr_eq(again.of("a").unwrap(), first));
        let other = include_bytes!("../../../tests/data/pictured/pictures/north.png");
        write_atomic(&folder.path().join("pictures/a.png"), other).unwrap();
        let (again, _) = Pictures::read(&document.picture_files(), &pictures);
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
            let read = dossier(&inside, &format!("\"n\": 1, \"picture\": \"{written}\""));
            assert!(read.pictures.is_empty(), "{written}");
            let [problem] = &read.problems[..] else { panic!("{written}: {:?}", read.problems) };
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
        let read = dossier(folder.path(), "\"picture\": \"a.png\"");
        assert!(read.pictures.is_empty());
        assert_eq!(read.problems[0].code, codes::BAD_INCLUDE);
    }

    #[test]
    fn what_is_no_picture_is_told_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        write_atomic(&folder.path().join("a.png"), b"Not a picture.").unwrap();
        write_atomic(&folder.path().join("huge.png"), &vec![0; (8 << 20) + 1]).unwrap();
        let told = |fields: &str| {
            let read = dossier(folder.path(), fields);
            assert!(read.pictures.is_empty());
            (read.problems[0].code, read.problems[0].message.clone())
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
        let all: String = (0..503).map(entity).collect();
        let part = format!("Dossier(format: 1, title: \"P\", entities: [{all}])");
        write_atomic(&folder.path().join("parts/p.ron"), part.as_bytes()).unwrap();
        let main = folder.path().join("main.ron");
        write_atomic(&main, b"Dossier(format: 1, title: \"T\", include: [\"parts/p.ron\"])").unwrap();
        let read = read(&main);
        assert!(read.pictures.of("e499").is_some() && read.pictures.of("e500").is_none());
        assert_eq!(read.problems.len(), 1);
        assert!(read.problems[0].message.contains("from this one on, 3 were skipped"), "{}", read.problems[0].message);
        assert_eq!(&*read.problems[0].place.as_ref().unwrap().file, "parts/p.ron");
    }
}
