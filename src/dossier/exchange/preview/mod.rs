//! An import before it happens: files, what a person says of them, and what would come of it. Nothing here writes a
//! file or changes a dossier.

mod account;
mod choices;
mod memory;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::encoding::{Rule, Text};
use super::failure::Failure;
use super::format::{Format, Holds, Input, KeptRow, Options, Read};
use super::records::{InputFile, READING_AND_MAPPING, mapped};
use super::report::Report;
use super::table::{self, Content, Look, Plan, Sheet};
use super::vault::VaultFolder;
use super::{own, told, vault, workbook};
use crate::dossier::model::Vocabulary;
use crate::problem::{Problem, codes};
use crate::progress::{Cancelled, Progress};
pub(crate) use account::{Account, Table, Taken};
pub(crate) use choices::Choices;

/// How many rows of a table are shown.
const ROWS_SHOWN: usize = 200;
/// How much of making records is hashing files.
const HASHING: f32 = 0.05;
/// Texts up to so many bytes are read whole at once.
const AT_ONCE: usize = 1 << 20;
/// Of larger ones so many bytes at first.
const SAMPLE: usize = 1 << 18;

/// How much of the files is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The beginning of large tables, to show something at once.
    Sample,
    /// All of it.
    Whole,
}

/// Why files cannot be imported.
#[derive(Debug)]
pub(crate) enum Unfit {
    /// One of them is damaged, or there is none.
    Wrong(Problem),
    /// One is a dossier, or of no format that is read.
    Unknown(Problem),
    /// Several were given, and one must be read by itself.
    Together(Problem),
}

impl From<Unfit> for Problem {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Wrong(problem) | Unfit::Unknown(problem) | Unfit::Together(problem) => problem,
        }
    }
}

/// A file of an import.
struct ImportFile {
    file: InputFile,
    bytes: Arc<[u8]>,
    format: &'static dyn Format,
    /// Its name in the choices.
    key: String,
}

impl ImportFile {
    fn input(&self) -> Input<'_> {
        Input { name: &self.file.shown, bytes: &self.bytes }
    }
}

/// Sheets of a workbook, which are the same whatever is said of them.
struct Book {
    sheets: Vec<Sheet<'static>>,
    report: Report,
}

/// Workbooks that were read, by the number of the file and whether hidden sheets were asked for.
type Books = BTreeMap<(usize, bool), Arc<Book>>;

/// Files that are to be imported. Clones share all of it.
#[derive(Clone)]
pub(crate) struct Preview {
    files: Arc<[ImportFile]>,
    /// The notes of a folder, which is the only file then.
    vault: Option<Arc<VaultFolder>>,
    /// Workbooks that were read, by number of the file and whether with hidden sheets.
    books: Arc<Mutex<Books>>,
}

impl Preview {
    /// Files by path and bytes; of which format they are is found out unless it is said.
    ///
    /// # Errors
    /// A file that is a dossier or of no format that is read, or several that do not belong together: only tables do, and
    /// the notes of a vault.
    pub(crate) fn new(files: Vec<(PathBuf, Vec<u8>)>, format: Option<&'static dyn Format>) -> Result<Self, Unfit> {
        let several = files.len() > 1;
        let named = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let names: Vec<String> = files.iter().map(|(path, _)| named(path)).collect();
        let mut out = Vec::new();
        for ((path, bytes), name) in files.into_iter().zip(&names) {
            let shown = path.to_string_lossy().into_owned();
            if let Some(conflict) = told::conflict(&Input { name: &shown, bytes: &bytes }) {
                return Err(Unfit::Wrong(conflict));
            }
            let format = format.or_else(|| super::of_file(&path, &bytes)).ok_or_else(|| {
                let message = format!("{shown} is already a dossier, or its format is unknown");
                let problem = Problem::error(codes::NOT_THE_FORMAT, message);
                Unfit::Unknown(problem.with_help("use File > Open for a dossier"))
            })?;
            let is_twice = names.iter().filter(|other| *other == name).count() > 1;
            let key = if is_twice { shown } else { name.clone() };
            out.push(ImportFile { file: InputFile::of(&path, &bytes), bytes: bytes.into(), format, key });
        }
        if out.is_empty() {
            return Err(Unfit::Wrong(Problem::error(codes::EMPTY, "no file was given")));
        }
        let is_note = |file: &ImportFile| file.format.name() == vault::VAULT && !file.bytes.starts_with(b"PK");
        let is_vault = out.iter().all(is_note);
        let alone = out.iter().find(|file| file.format.holds() == Holds::Network);
        if let Some(alone) = alone.filter(|_| several && !is_vault) {
            let (shown, name) = (&alone.file.shown, alone.format.name());
            let message = format!("only tables can be combined, and {shown} is a network ({name})");
            let problem = Problem::error(codes::NOT_THE_FORMAT, message);
            return Err(Unfit::Together(problem.with_help("import it by itself")));
        }
        Ok(Preview { files: out.into(), vault: None, books: Arc::default() })
    }

    /// The notes of a folder by its path: one source, whatever the number of notes.
    ///
    /// # Errors
    /// [`Cancelled`] if a person asked to stop.
    pub(crate) fn of_folder(path: &Path, vault: VaultFolder, progress: &Progress) -> Result<Self, Cancelled> {
        let file = vault.file(path, progress)?;
        let key = file.name.clone();
        let folder = ImportFile { file, bytes: Arc::default(), format: &vault::Vault, key };
        Ok(Preview { files: Arc::new([folder]), vault: Some(Arc::new(vault)), books: Arc::default() })
    }

    /// Names of the files.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + '_ {
        self.files.iter().map(|file| file.file.name.as_str())
    }

    /// Names of the files in the choices.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> + '_ {
        self.files.iter().map(|file| file.key.as_str())
    }

    /// Whether the files are tables, so that there is something to choose.
    pub(crate) fn has_tables(&self) -> bool {
        self.files.iter().all(|file| file.format.holds() != Holds::Network)
    }

    /// Whether more of it is read as a whole than as a sample.
    pub(crate) fn is_large(&self) -> bool {
        self.files.iter().any(|file| file.format.holds() == Holds::Text && file.bytes.len() > AT_ONCE)
    }

    /// All its files and one or more others.
    ///
    /// # Errors
    /// As [`Preview::new`].
    pub(crate) fn with(&self, more: Vec<(PathBuf, Vec<u8>)>) -> Result<Self, Unfit> {
        if self.vault.is_some() {
            let problem =
                Problem::error(codes::NOT_THE_FORMAT, "a folder of notes cannot be combined with other files");
            return Err(Unfit::Together(problem.with_help("import it by itself")));
        }
        let here = self.files.iter().map(|file| (PathBuf::from(&file.file.shown), file.bytes.to_vec()));
        Preview::new(here.chain(more).collect(), None)
    }

    /// What would come of the choices.
    ///
    /// # Errors
    /// That a person asked to stop. What is wrong with the files is in the account.
    pub(crate) fn account(
        &self,
        choices: &Choices,
        vocabulary: &Vocabulary,
        extent: Extent,
        progress: &Progress,
    ) -> Result<Account, Cancelled> {
        let mut tables = Vec::new();
        let is_sample = extent == Extent::Sample && self.is_large();
        let [reading, mapping] = READING_AND_MAPPING.map(|(from, to)| progress.part(from, to));
        let outcome = match self.read(choices, is_sample, &mut tables, &reading) {
            Ok(read) => Ok(Box::new(self.taken(read, choices, vocabulary, &mut tables, &mapping)?)),
            Err(Failure::Wrong(problem)) => Err(Box::new(problem)),
            Err(Failure::Cancelled) => return Err(Cancelled),
        };
        Ok(Account { tables, is_sample, outcome })
    }

    fn taken(
        &self,
        mut read: Read,
        choices: &Choices,
        vocabulary: &Vocabulary,
        tables: &mut [Table],
        progress: &Progress,
    ) -> Result<Taken, Cancelled> {
        let files = self.sources(&progress.part(0.0, HASHING))?;
        let mapping = progress.part(HASHING, 1.0);
        let mapped = mapped(&mut read, &files, vocabulary.clone(), choices.kinds(), &mapping)?;
        let mut dossier = mapped.dossier;
        if let Some(title) = choices.title.as_ref().filter(|title| !title.trim().is_empty()) {
            dossier.title = title.trim().to_owned();
        }
        for row in read.refused_rows {
            let table = tables.iter_mut().find(|table| table.part == Some(row.part));
            if let Some(table) = table.filter(|table| table.rows.last().is_none_or(|last| last.number < row.number)) {
                table.rows.push(row);
            }
        }
        let (entity_kinds, relation_kinds) = (mapped.entity_kinds, mapped.relation_kinds);
        Ok(Taken { dossier, report: read.report, entity_kinds, relation_kinds, is_own: mapped.is_own })
    }

    /// The files as sources. Several notes are one: the folder that they lie in.
    fn sources(&self, progress: &Progress) -> Result<Vec<InputFile>, Cancelled> {
        let notes = self.files.iter().map(|file| (file.file.shown.as_str(), &*file.bytes));
        let Some((first, _)) = notes.clone().next().filter(|_| self.files.len() > 1 && !self.has_tables()) else {
            return Ok(self.files.iter().map(|file| file.file.clone()).collect());
        };
        let holds_all = |folder: &&Path| notes.clone().all(|(path, _)| Path::new(path).starts_with(folder));
        let folder = Path::new(first).ancestors().skip(1).find(holds_all).unwrap_or(Path::new(""));
        Ok(vec![InputFile::of_folder(folder, notes, progress)?])
    }

    /// Reads the files; of tables it is told first how they are read.
    fn read(
        &self,
        choices: &Choices,
        is_sample: bool,
        tables: &mut Vec<Table>,
        progress: &Progress,
    ) -> Result<Read, Failure> {
        let mut options = choices.options();
        let Some(first) = self.files.first() else { return Err(Failure::Cancelled) };
        if !self.has_tables() {
            options.encoding = choices.encoding(&first.key)?;
            if let Some(vault) = &self.vault {
                return vault.read(&options, progress);
            }
            let inputs: Vec<Input<'_>> = self.files.iter().map(ImportFile::input).collect();
            return super::read(first.format, &inputs, &options, progress);
        }
        // What is said of tables is for those of others: then one of ours is read as if it were theirs.
        let may_be_own = choices.tables.is_empty();
        let of_books = self.files.iter().filter(|file| file.format.holds() == Holds::Workbook).count();
        let [cells, rows] = if of_books > 0 { workbook::CELLS_AND_ROWS } else { [(0.0, 0.0), (0.0, 1.0)] };
        let (cells, rows) = (progress.part(cells.0, cells.1), progress.part(rows.0, rows.1));
        if may_be_own
            && let [file] = &*self.files
            && file.format.holds() == Holds::Workbook
            && let Some(read) = workbook::own_of(&file.input(), &options, progress)?
        {
            return Ok(read);
        }
        let (mut texts, mut delimiters, mut of_texts, mut books) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (number, file) in self.files.iter().enumerate() {
            let input = file.input();
            if file.format.holds() == Holds::Workbook {
                let (before, all) = (books.len() as f32, of_books as f32);
                let part = cells.part(before / all, (before + 1.0) / all);
                books.push(self.book(number, choices.hidden_sheets, &part)?);
                continue;
            }
            let encoding = choices.encoding(&file.key)?;
            texts.push(input.text(Rule::Any, &Options { encoding, ..Options::default() })?);
            delimiters.push(choices.delimiter(&file.key)?);
            of_texts.push(number);
        }
        let encodings: Vec<&'static str> = texts.iter().map(|text| text.encoding.name()).collect();
        let texts: Vec<Text<'_>> = if is_sample { texts.iter().map(beginning).collect() } else { texts };
        if may_be_own
            && books.is_empty()
            && let Some(read) = own::csv(&texts, &options, &rows)?
        {
            return Ok(read);
        }
        let mut report = books.first().map_or_else(|| Report::new("csv"), |book| book.report.clone());
        for note in books.iter().skip(1).flat_map(|book| book.report.notes()) {
            report.note(note.kind, &note.message, None);
        }
        let mut of_text = table::sheets_of(&texts, &delimiters, &mut report);
        for (sheet, number) in of_text.iter_mut().zip(&of_texts) {
            sheet.file = *number as u16;
            if let Some(file) = self.files.get(*number).filter(|_| self.files.len() > 1) {
                sheet.name.clone_from(&file.key);
            }
        }
        let mut sheets: Vec<&Sheet<'_>> = of_text.iter().chain(books.iter().flat_map(|book| &book.sheets)).collect();
        sheets.sort_by_key(|sheet| sheet.file);
        for sheet in &sheets {
            if let Some(choice) = choices.tables.get(self.key(sheet)) {
                options.tables.choices.push((sheet.name.clone(), choice.clone()));
            }
        }
        let looks = table::look(&sheets, &options);
        let of_file = |file: u16| of_texts.iter().position(|number| *number == usize::from(file));
        let encoding = |sheet: &Sheet<'_>| of_file(sheet.file).and_then(|at| encodings.get(at).copied());
        // Parts are numbered as tables are read: those of nodes first.
        let mut order: Vec<usize> = (0..looks.len()).collect();
        order.sort_by_key(|at| looks.get(*at).is_some_and(|look| look.plan.shape != table::Shape::Nodes));
        let part = |at: usize| order.iter().position(|other| *other == at).map(|part| part as u16);
        let shown = sheets.iter().zip(&looks).enumerate();
        let shown = shown.map(|(at, (sheet, look))| self.shown(sheet, look, encoding(sheet), part(at)));
        tables.extend(shown);
        let plans: Vec<Plan> = looks.into_iter().map(|look| look.plan).collect();
        table::read_looked_at(&sheets, plans, report, &options, &rows)
    }

    /// The name of a table in the choices.
    fn key<'a>(&'a self, sheet: &'a Sheet<'_>) -> &'a str {
        let file = self.files.get(usize::from(sheet.file));
        match (&sheet.content, file) {
            (Content::Text(..), Some(file)) => &file.key,
            (Content::Text(..), None) | (Content::Grid(_), _) => &sheet.name,
        }
    }

    fn shown(&self, sheet: &Sheet<'_>, look: &Look, encoding: Option<&'static str>, part: Option<u16>) -> Table {
        let rows = look.sample.rows.iter().take(ROWS_SHOWN);
        let delimiter = match &sheet.content {
            Content::Text(_, dialect) => Some(dialect.delimiter),
            Content::Grid(_) => None,
        };
        Table {
            key: self.key(sheet).to_owned(),
            file_key: self.files.get(usize::from(sheet.file)).map_or_else(String::new, |file| file.key.clone()),
            plan: look.plan.clone(),
            rows: rows.map(|row| KeptRow::of(row, part.unwrap_or_default())).collect(),
            has_more: look.sample.rows.len() > ROWS_SHOWN || !look.sample.whole,
            encoding: encoding.unwrap_or_default(),
            delimiter,
            part,
        }
    }

    /// The sheets of a workbook, read once.
    fn book(&self, number: usize, hidden: bool, progress: &Progress) -> Result<Arc<Book>, Failure> {
        let lock = || self.books.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(book) = lock().get(&(number, hidden)) {
            return Ok(Arc::clone(book));
        }
        let Some(file) = self.files.get(number) else { return Err(Failure::Cancelled) };
        let (mut sheets, report) = workbook::sheets_of(&file.input(), hidden, progress)?;
        for sheet in &mut sheets {
            sheet.file = number as u16;
            if self.files.len() > 1 {
                sheet.name = format!("{}: {}", file.file.name, sheet.name);
            }
        }
        let book = Arc::new(Book { sheets, report });
        lock().insert((number, hidden), Arc::clone(&book));
        Ok(book)
    }
}

/// The beginning of a text, up to the end of a line.
fn beginning<'a>(text: &'a Text<'_>) -> Text<'a> {
    let whole = text.as_str();
    let end = if whole.len() > SAMPLE {
        memchr::memrchr(b'\n', &whole.as_bytes()[..SAMPLE]).map_or(whole.len(), |at| at + 1)
    } else {
        whole.len()
    };
    Text::new(text.name(), whole.get(..end).unwrap_or(whole))
}

#[cfg(test)]
mod tests;
