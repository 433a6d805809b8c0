//! The picture files that entities name: files in the dossier's folder, read as they are, never written.
//! An entity's own field `picture` names one, relative to the file that holds the record. Bytes only:
//! what they show is for whoever draws them.

use std::collections::HashMap;
use std::path::PathBuf;

use super::{Document, FieldPlaces};
use crate::dossier::model::{Entity, EntityId, FieldValue, List, path};
use crate::dossier::storage::Folder;
use crate::problem::{Problem, Severity, Subject, codes};
use crate::wording::counted;

/// The own field that names a picture.
const FIELD: &str = "picture";
/// The most pictures that a dossier shows.
const MAX_PICTURES: usize = 500;

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
pub(crate) struct PictureFiles {
    /// The main file of the dossier; `None` where it lies nowhere.
    main: Option<PathBuf>,
    named: Vec<Named>,
    /// Those beyond [`MAX_PICTURES`].
    more: Vec<EntityId>,
}

impl Document {
    /// The picture files that entities name.
    pub(crate) fn picture_files(&self) -> PictureFiles {
        let mut files = PictureFiles { main: self.path.clone(), ..PictureFiles::default() };
        for (_, entity) in self.dossier.entities() {
            let Some(written) = picture_of(entity) else { continue };
            if files.named.len() == MAX_PICTURES {
                files.more.push(entity.id.clone());
                continue;
            }
            let file = usize::from(entity.file.0);
            let included = self.dossier.files.get(file).filter(|_| file > 0);
            let folder = included.and_then(|f| f.path.rsplit_once('/')).map(|(folder, _)| folder.to_owned());
            let (entity, label) = (entity.id.clone(), entity.label().to_owned());
            files.named.push(Named { entity, label, folder, written: written.clone() });
        }
        files
    }

    /// Puts problems of pictures where the pictures are named.
    pub(crate) fn at_their_fields(&self, missing: Vec<MissingPicture>) -> Vec<Problem> {
        let mut places = FieldPlaces::new(self);
        let placed = |MissingPicture { entity, written, mut problem }: MissingPicture| {
            problem.subject = Some(Subject::Entity(entity.shared()));
            problem.place =
                places.place(List::Entities, entity.as_str(), "fields", written.as_deref()).or(problem.place);
            problem
        };
        missing.into_iter().map(placed).collect()
    }
}

/// What an entity's field says.
fn picture_of(entity: &Entity) -> Option<&FieldValue> {
    entity.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(FIELD)).map(|(_, value)| value)
}

/// A picture that is named and cannot be shown.
#[derive(Debug)]
pub(crate) struct MissingPicture {
    entity: EntityId,
    /// What stands in the field, if it is text.
    written: Option<String>,
    problem: Problem,
}

impl PictureFiles {
    /// Whether no entity names one.
    pub(crate) fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// Reads them all, one after the other, and hands each to `decode` with its path, each file once. No
    /// more than one is in memory at its full size.
    pub(crate) fn read<T: Clone>(
        &self,
        mut decode: impl FnMut(&str, &[u8]) -> Result<T, Problem>,
    ) -> (Vec<(EntityId, T)>, Vec<MissingPicture>) {
        let mut by_path: HashMap<String, T> = HashMap::new();
        let mut decoded = Vec::new();
        let mut missing = Vec::new();
        for named in &self.named {
            match self.one(named, &mut by_path, &mut decode) {
                Ok(picture) => decoded.push((named.entity.clone(), picture)),
                Err(mut problem) => {
                    problem.severity = Severity::Warning;
                    problem.message = format!("the picture of {} is not shown: {}", named.label, problem.message);
                    let written = match &named.written {
                        FieldValue::Text(text) => Some(text.clone()),
                        FieldValue::Number(_) | FieldValue::Flag(_) | FieldValue::List(_) => None,
                    };
                    missing.push(MissingPicture { entity: named.entity.clone(), written, problem });
                }
            }
        }
        if let Some(first) = self.more.first() {
            let message = format!(
                "a dossier shows at most {MAX_PICTURES} pictures; from this one on, {} skipped",
                counted(self.more.len(), "was", "were")
            );
            let problem = Problem::warning(codes::TOO_LARGE, message).with_help("remove some pictures");
            missing.push(MissingPicture { entity: first.clone(), written: None, problem });
        }
        (decoded, missing)
    }

    fn one<T: Clone>(
        &self,
        named: &Named,
        by_path: &mut HashMap<String, T>,
        decode: &mut impl FnMut(&str, &[u8]) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        const MEND: &str = "name a PNG or JPEG file in the dossier's own folder, as in \"pictures/japan.png\"";
        let FieldValue::Text(written) = &named.written else {
            let problem = Problem::warning(codes::WRONG_TYPE, "`picture` must be the name of a file, in quotes");
            return Err(problem.with_help(MEND));
        };
        let relative = path::inside(named.folder.as_deref(), written)
            .map_err(|why| Problem::warning(codes::BAD_VALUE, why).with_help(MEND))?;
        if let Some(known) = by_path.get(&relative) {
            return Ok(known.clone());
        }
        let Some(main) = &self.main else {
            let message = format!("cannot look for {relative}: the dossier has not been saved to a folder");
            return Err(
                Problem::warning(codes::IO, message).with_help("save the dossier in the picture’s folder first")
            );
        };
        let picture = decode(&relative, &Folder::of(main).read_picture(&relative)?)?;
        by_path.insert(relative, picture.clone());
        Ok(picture)
    }
}
