//! Saving and the journal on a disk that fails: every call of a save is made to fail in turn, in
//! every way a disk has. What must hold: each file is whole, old or new, as the result says.

mod access;

use std::fs::Permissions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::*;

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// With this error, once.
    Once(io::ErrorKind),
    /// With this error, and every later call that changes something too.
    FromNowOn(io::ErrorKind),
    /// With this error, and every later call of the same sort too: no file can be renamed any more, say,
    /// while all else goes on.
    SortFromNowOn(io::ErrorKind),
    /// A write takes half of what it is given, then the disk is full.
    ShortThenFull,
    /// Every write takes a single byte at a time, and every call is interrupted once.
    Slow,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Sort {
    Look,
    Open,
    Create,
    Rename,
    Link,
    Remove,
    MakeFolder,
    Sync,
    Read,
    Write,
    Give,
    Lock,
}

impl Sort {
    /// Whether such a call changes something on the disk.
    fn changes(self) -> bool {
        match self {
            Sort::Look | Sort::Open | Sort::Read | Sort::Lock => false,
            Sort::Create
            | Sort::Rename
            | Sort::Link
            | Sort::Remove
            | Sort::MakeFolder
            | Sort::Sync
            | Sort::Write
            | Sort::Give => true,
        }
    }
}

/// The real disk, one call of which fails.
struct BadDisk {
    counter: Arc<Counter>,
}

struct Counter {
    calls: AtomicUsize,
    fails_at: usize,
    fault: Fault,
    /// The sort of the call that failed first.
    failed: Mutex<Option<Sort>>,
}

impl Counter {
    /// Counts a call, and fails it if it is its turn.
    fn call(&self, sort: Sort) -> io::Result<()> {
        let number = self.calls.fetch_add(1, Ordering::SeqCst);
        let changes = sort.changes();
        let mut failed = self.failed.lock().unwrap();
        if number == self.fails_at {
            *failed = Some(sort);
        }
        match self.fault {
            Fault::SortFromNowOn(kind) if *failed == Some(sort) => Err(kind.into()),
            Fault::Once(kind) if number == self.fails_at => Err(kind.into()),
            Fault::FromNowOn(kind) if number >= self.fails_at && changes => Err(kind.into()),
            Fault::Slow if number.is_multiple_of(2) => Err(io::ErrorKind::Interrupted.into()),
            _ => Ok(()),
        }
    }
}

impl BadDisk {
    fn new(fails_at: usize, fault: Fault) -> Self {
        BadDisk { counter: Arc::new(Counter { calls: AtomicUsize::new(0), fails_at, fault, failed: Mutex::new(None) }) }
    }

    fn file(&self, file: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        Box::new(BadFile { counter: Arc::clone(&self.counter), file })
    }
}

impl Disk for BadDisk {
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        self.counter.call(Sort::Look)?;
        RealDisk.stat(path)
    }
    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        self.counter.call(Sort::Look)?;
        RealDisk.real_path(path)
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.counter.call(Sort::Open)?;
        Ok(self.file(RealDisk.open(path)?))
    }
    fn open_own(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.counter.call(Sort::Open)?;
        Ok(self.file(RealDisk.open_own(path)?))
    }
    fn attributes(&self, path: &Path) -> io::Result<Attributes> {
        self.counter.call(Sort::Look)?;
        RealDisk.attributes(path)
    }
    fn create_new(&self, path: &Path, private: bool) -> io::Result<Box<dyn DiskFile>> {
        self.counter.call(Sort::Create)?;
        Ok(self.file(RealDisk.create_new(path, private)?))
    }
    fn open_to_write(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.counter.call(Sort::Create)?;
        Ok(self.file(RealDisk.open_to_write(path)?))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.counter.call(Sort::Rename)?;
        RealDisk.rename(from, to)
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.counter.call(Sort::Link)?;
        RealDisk.link(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.counter.call(Sort::Remove)?;
        RealDisk.remove(path)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.counter.call(Sort::MakeFolder)?;
        RealDisk.make_folder(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.counter.call(Sort::Look)?;
        RealDisk.list(folder)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // What a power cut would take cannot be seen here: waiting for the medium would only take time.
        let _ = folder;
        self.counter.call(Sort::Sync)
    }
}

struct BadFile {
    counter: Arc<Counter>,
    file: Box<dyn DiskFile>,
}

impl DiskFile for BadFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.counter.call(Sort::Read)?;
        // Short reads happen to anybody.
        let some = into.len().min(7);
        self.file.read(&mut into[..some])
    }
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let number = self.counter.calls.load(Ordering::SeqCst);
        self.counter.call(Sort::Write)?;
        match self.counter.fault {
            Fault::ShortThenFull if number == self.counter.fails_at => self.file.write(&bytes[..bytes.len() / 2]),
            Fault::ShortThenFull if number > self.counter.fails_at => Err(io::ErrorKind::StorageFull.into()),
            Fault::Slow => self.file.write(&bytes[..bytes.len().min(1)]),
            _ => self.file.write(bytes),
        }
    }
    fn stat(&self) -> io::Result<Stat> {
        self.counter.call(Sort::Look)?;
        self.file.stat()
    }
    fn set_attributes(&self, attributes: &Attributes) -> io::Result<()> {
        self.counter.call(Sort::Give)?;
        self.file.set_attributes(attributes)
    }
    fn sync(&self) -> io::Result<()> {
        self.counter.call(Sort::Sync)
    }
    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.counter.call(Sort::Write)?;
        self.file.cut(len)
    }
    fn set_permissions(&self, permissions: &Permissions) -> io::Result<()> {
        self.counter.call(Sort::Give)?;
        self.file.set_permissions(permissions)
    }
    fn set_owner(&self, owner: (u32, u32)) -> io::Result<()> {
        self.counter.call(Sort::Give)?;
        self.file.set_owner(owner)
    }
    fn try_lock(&self) -> io::Result<bool> {
        self.counter.call(Sort::Lock)?;
        self.file.try_lock()
    }
    fn twin(&self) -> io::Result<Box<dyn DiskFile>> {
        self.counter.call(Sort::Open)?;
        Ok(Box::new(BadFile { counter: Arc::clone(&self.counter), file: self.file.twin()? }))
    }
}

/// The errors a disk may give.
const KINDS: &[io::ErrorKind] = &[
    io::ErrorKind::StorageFull,
    io::ErrorKind::PermissionDenied,
    io::ErrorKind::ReadOnlyFilesystem,
    io::ErrorKind::Interrupted,
    io::ErrorKind::NotFound,
    io::ErrorKind::Other,
];

fn all_faults() -> impl Iterator<Item = Fault> {
    let once = KINDS.iter().map(|kind| Fault::Once(*kind));
    let on = KINDS.iter().filter(|kind| **kind != io::ErrorKind::Interrupted).map(|kind| Fault::FromNowOn(*kind));
    let sorts = KINDS.iter().filter(|kind| **kind != io::ErrorKind::Interrupted).map(|k| Fault::SortFromNowOn(*k));
    once.chain(on).chain(sorts).chain([Fault::ShortThenFull, Fault::Slow])
}

fn no_check(_: &[FileToSave<'_>]) -> Result<(), String> {
    Ok(())
}

fn saving() -> Saving<'static> {
    Saving { check: &no_check, may_shrink: false, journal: None }
}

fn expecting(content: &[u8]) -> Expected {
    Expected::Content(Fingerprint::of(content))
}

/// A dossier of two files, in a folder and in one inside it, and a place for the program's own.
struct Place {
    _folder: tempfile::TempDir,
    main: PathBuf,
    part: PathBuf,
    state: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("dossier");
        std::fs::create_dir_all(inside.join("parts")).unwrap();
        let (main, part) = (inside.join("main.ron"), inside.join("parts/part.ron"));
        std::fs::write(&main, "old main").unwrap();
        std::fs::write(&part, "old part").unwrap();
        Place { main, part, state: folder.path().join("state"), _folder: folder }
    }

    fn storage(&self) -> Storage {
        Storage::new(Arc::new(RealDisk), &self.state)
    }

    fn contents(&self) -> (String, String) {
        (std::fs::read_to_string(&self.main).unwrap(), std::fs::read_to_string(&self.part).unwrap())
    }

    fn base(&self) -> Base {
        let print = |path: &Path| (path.to_owned(), fingerprint(&RealDisk, path).unwrap().unwrap());
        vec![print(&self.main), print(&self.part)]
    }

    fn files<'a>(&'a self, main: &'a [u8], part: &'a [u8]) -> [FileToSave<'a>; 2] {
        [
            FileToSave { path: &self.main, bytes: main, expected: expecting(b"old main") },
            FileToSave { path: &self.part, bytes: part, expected: expecting(b"old part") },
        ]
    }
}

#[test]
fn whatever_call_fails_every_file_is_whole_and_as_the_result_says() {
    let mut failures = 0;
    for fault in all_faults() {
        for fails_at in 0.. {
            let place = Place::new();
            let disk = BadDisk::new(fails_at, fault);
            let counter = Arc::clone(&disk.counter);
            let storage = Storage::new(Arc::new(disk), &place.state);
            let journal = Journal::new(&storage, "main", Some(&place.main), place.base());
            let number = journal.append("edit", b"new");
            let before = journal.state();
            let how = Saving { check: &no_check, may_shrink: false, journal: Some((&journal, number)) };
            let saved = storage.save(&place.files(b"new main", b"new part"), &how);
            let made = counter.calls.load(Ordering::SeqCst);
            drop(journal);
            // As the next start finds it, on a disk that is well again.
            let well = Storage::new(Arc::new(BadDisk::new(usize::MAX, Fault::ShortThenFull)), &place.state);
            well.finish_interrupted(&place.main);
            let contents = place.contents();
            let (old, new) =
                (("old main".to_owned(), "old part".to_owned()), ("new main".to_owned(), "new part".to_owned()));
            let unsaved: Vec<JournalEntry> = well.leftovers().list.into_iter().flat_map(|l| l.edits).collect();
            match &saved {
                Ok(_) => assert_eq!(contents, new, "{fault:?} at {fails_at}"),
                // Where the disk fails for good the step back may fail too: then the new set is completed.
                Err(_) => assert!(
                    contents == old || (contents == new && made > fails_at),
                    "{fault:?} at {fails_at}: {contents:?}"
                ),
            }
            if matches!(fault, Fault::Once(_)) && saved.is_err() {
                assert_eq!(contents, old, "{fault:?} at {fails_at}");
            }
            // An edit that was written down and is not in the files is offered.
            if contents == old && before.written == number {
                assert_eq!(unsaved.len(), 1, "{fault:?} at {fails_at}");
                assert_eq!(unsaved[0].change, b"new");
            }
            if contents == new {
                assert_eq!(unsaved, [], "{fault:?} at {fails_at}: saved, and offered once more");
            }
            failures += usize::from(saved.is_err());
            // Another save, once the disk is well, always succeeds.
            let base = place.base();
            let files = [
                FileToSave { path: &place.main, bytes: b"newer main", expected: Expected::Content(base[0].1) },
                FileToSave { path: &place.part, bytes: b"newer part", expected: Expected::Content(base[1].1) },
            ];
            well.save(&files, &saving()).unwrap();
            if made <= fails_at || fault == Fault::Slow {
                assert!(saved.is_ok(), "{fault:?}: {saved:?}");
                assert!(fault == Fault::Slow || fails_at > 40, "only {fails_at} calls were made to fail");
                break;
            }
        }
    }
    assert!(failures > 100, "{failures}");
}

#[test]
fn what_was_changed_outside_is_never_written_over() {
    let place = Place::new();
    let storage = place.storage();
    std::fs::write(&place.part, "theirs").unwrap();
    let error = storage.save(&place.files(b"new main", b"new part"), &saving()).unwrap_err();
    assert_eq!(error.path, place.part);
    assert_eq!(error.why, Refusal::Changed { found: Some(Fingerprint::of(b"theirs")) });
    assert!(error.to_string().contains("merge"));
    assert_eq!(place.contents(), ("old main".into(), "theirs".into()));
    // The person saw it and wants theirs replaced.
    let mut files = place.files(b"new main", b"new part");
    files[1].expected = Expected::Anything;
    storage.save(&files, &saving()).unwrap();
    assert_eq!(place.contents(), ("new main".into(), "new part".into()));
    assert_eq!(storage.version_with(&place.part, Fingerprint::of(b"theirs")).unwrap(), b"theirs");
    // Gone, or there where nothing was.
    std::fs::remove_file(&place.part).unwrap();
    let file = |expected| [FileToSave { path: &place.part, bytes: b"x", expected }];
    let gone = storage.save(&file(expecting(b"new part")), &saving()).unwrap_err();
    assert_eq!(gone.why, Refusal::Changed { found: None });
    storage.save(&file(Expected::Nothing), &saving()).unwrap();
    let other = [FileToSave { path: &place.part, bytes: b"y", expected: Expected::Nothing }];
    assert!(matches!(storage.save(&other, &saving()).unwrap_err().why, Refusal::Changed { found: Some(_) }));
    // What is there is what we mean already.
    storage.save(&file(Expected::Nothing), &saving()).unwrap();
}

#[test]
fn nothing_becomes_empty_or_much_shorter_unless_it_is_meant() {
    let place = Place::new();
    let storage = place.storage();
    let long = "x".repeat(5_000);
    std::fs::write(&place.main, &long).unwrap();
    let try_it = |bytes: &[u8], may_shrink| {
        let files = [FileToSave { path: &place.main, bytes, expected: expecting(long.as_bytes()) }];
        storage.save(&files, &Saving { may_shrink, ..saving() }).map_err(|error| error.why)
    };
    assert_eq!(try_it(b"", false).unwrap_err(), Refusal::MuchShorter { from: 5_000, to: 0 });
    assert_eq!(try_it(b" \n", false).unwrap_err(), Refusal::MuchShorter { from: 5_000, to: 0 });
    assert_eq!(try_it(&long.as_bytes()[..2_000], false).unwrap_err(), Refusal::MuchShorter { from: 5_000, to: 2_000 });
    assert_eq!(std::fs::read_to_string(&place.main).unwrap(), long);
    try_it(&long.as_bytes()[..2_000], true).unwrap();
}

#[test]
fn what_does_not_say_what_is_meant_is_not_written() {
    let place = Place::new();
    let check = |files: &[FileToSave<'_>]| Err(format!("{} files", files.len()));
    let how = Saving { check: &check, may_shrink: false, journal: None };
    let error = place.storage().save(&place.files(b"new main", b"new part"), &how).unwrap_err();
    assert_eq!(error.why, Refusal::WrongContent("2 files".into()));
    assert_eq!(place.contents().0, "old main");
}

#[cfg(unix)]
#[test]
fn links_permissions_and_neighbours_stay() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let place = Place::new();
    let storage = place.storage();
    let link = place.main.with_file_name("link.ron");
    std::os::unix::fs::symlink("parts/part.ron", &link).unwrap();
    std::fs::set_permissions(&place.part, Permissions::from_mode(0o640)).unwrap();
    // Whoever may give files away can see that the owner is kept.
    let given = std::os::unix::fs::chown(&place.part, Some(4321), Some(1234)).is_ok();
    let before = std::fs::metadata(&place.part).unwrap();
    let files = [FileToSave { path: &link, bytes: b"new part", expected: expecting(b"old part") }];
    let saved = storage.save(&files, &saving()).unwrap();
    assert_eq!(saved, Saved { files: vec![(link.clone(), Fingerprint::of(b"new part"))], notes: vec![] });
    let after = std::fs::metadata(&place.part).unwrap();
    assert_eq!(after.mode(), before.mode());
    assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()), "{given}");
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::read_dir(place.part.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
    std::fs::set_permissions(&place.part, Permissions::from_mode(0o440)).unwrap();
    let files = [FileToSave { path: &place.part, bytes: b"newer", expected: expecting(b"new part") }];
    assert_eq!(storage.save(&files, &saving()).unwrap_err().why, Refusal::ReadOnlyFile);
}

#[test]
fn every_refusal_says_what_where_and_how_to_mend_it() {
    let place = Place::new();
    let storage = place.storage();
    let gone = place.main.with_file_name("none").join("x.ron");
    let files = [FileToSave { path: &gone, bytes: b"x", expected: Expected::Nothing }];
    assert_eq!(storage.save(&files, &saving()).unwrap_err().why, Refusal::NoFolder);
    let folder = place.main.parent().unwrap();
    let files = [FileToSave { path: folder, bytes: b"x", expected: Expected::Nothing }];
    assert_eq!(storage.save(&files, &saving()).unwrap_err().why, Refusal::NotAFile);
    for why in [
        Refusal::Changed { found: None },
        Refusal::MuchShorter { from: 2, to: 0 },
        Refusal::WrongContent("x".into()),
        Refusal::Busy,
        Refusal::NoFolder,
        Refusal::NotAFile,
        Refusal::ReadOnlyFile,
        Refusal::ReadOnlyDisk,
        Refusal::NotAllowed,
        Refusal::AccessNotKept("x".into()),
        Refusal::HalfSaved("x".into()),
        Refusal::DiskFull,
        Refusal::RenameRefused("x".into()),
        Refusal::Disk("x".into()),
    ] {
        let error = SaveError { path: "a/b.ron".into(), why };
        assert!(error.message().contains("a/b.ron") && error.help().len() > 10);
    }
    let refused = |kind| {
        let (mut seen, mut at) = (Vec::new(), 0);
        loop {
            let place = Place::new();
            let disk = BadDisk::new(at, Fault::FromNowOn(kind));
            let counter = Arc::clone(&disk.counter);
            let storage = Storage::new(Arc::new(disk), &place.state);
            match storage.save(&place.files(b"new main", b"new part"), &saving()) {
                Err(error) => seen.push(error.why),
                Ok(_) if counter.calls.load(Ordering::SeqCst) <= at => return seen,
                Ok(_) => {}
            }
            at += 1;
        }
    };
    assert!(refused(io::ErrorKind::StorageFull).contains(&Refusal::DiskFull));
    assert!(refused(io::ErrorKind::ReadOnlyFilesystem).contains(&Refusal::ReadOnlyDisk));
    let denied = refused(io::ErrorKind::PermissionDenied);
    assert!(denied.contains(&Refusal::NotAllowed));
    assert!(denied.iter().any(|why| matches!(why, Refusal::RenameRefused(_))));
}

#[test]
fn two_windows_that_save_at_once_lose_nothing() {
    let place = Place::new();
    let windows: Vec<_> = (0..4)
        .map(|window| {
            let (storage, main) = (place.storage(), place.main.clone());
            std::thread::spawn(move || {
                let mut done = 0;
                while done < 5 {
                    let there = std::fs::read(&main).unwrap();
                    let bytes = [&there[..], format!(" {window}.{done}").as_bytes()].concat();
                    let files = [FileToSave { path: &main, bytes: &bytes, expected: expecting(&there) }];
                    match storage.save(&files, &saving()) {
                        Ok(_) => done += 1,
                        Err(error) => assert!(matches!(error.why, Refusal::Changed { .. }), "{error}"),
                    }
                }
            })
        })
        .collect();
    for window in windows {
        window.join().unwrap();
    }
    let text = place.contents().0;
    for window in 0..4 {
        for done in 0..5 {
            assert!(text.contains(&format!(" {window}.{done}")), "{text}");
        }
    }
}

#[test]
fn an_interrupted_set_is_completed_or_forgotten_and_never_leads_out() {
    let place = Place::new();
    let storage = place.storage();
    let folder = place.main.parent().unwrap();
    let stage = |renamed: usize| {
        let pairs = [(&place.main, "old main", "new main"), (&place.part, "old part", "new part")];
        let mut entries = Vec::new();
        for (at, (path, old, new)) in pairs.into_iter().enumerate() {
            let mut new_file = temporary::Temporary::new(&RealDisk, path.parent().unwrap(), true).unwrap();
            new_file.write(new.as_bytes()).unwrap();
            entries.push(set::Entry {
                target: path.clone(),
                temporary: Some(new_file.path.clone()),
                old: Some(Fingerprint::of(old.as_bytes())),
                new: Some(Fingerprint::of(new.as_bytes())),
            });
            std::fs::write(path, old).unwrap();
            if at < renamed {
                std::fs::rename(&new_file.path, path).unwrap();
            }
        }
        drop(set::write(&RealDisk, folder, &entries).unwrap());
    };
    stage(0);
    assert_eq!(storage.finish_interrupted(&place.main), [""; 0]);
    assert_eq!(place.contents(), ("old main".into(), "old part".into()));
    stage(1);
    assert_eq!(storage.finish_interrupted(&place.main).len(), 1);
    assert_eq!(place.contents(), ("new main".into(), "new part".into()));
    stage(1);
    std::fs::write(&place.part, "theirs").unwrap();
    let said = storage.finish_interrupted(&place.main);
    assert!(said[0].contains("changed since"), "{said:?}");
    assert_eq!(place.contents().1, "theirs");
    stage(2);
    assert_eq!(storage.finish_interrupted(&place.main), [""; 0]);
    let left = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
    // The new content that could not take its place lies beside it still.
    assert_eq!((left(folder), left(place.part.parent().unwrap())), (2, 2));
    // A note that came with somebody else's folder.
    for json in [
        r#"[{"target":"../x","temporary":"../.chancery-0000000000000000","old":null,"new":"1-00000000000000000000000000000000"}]"#,
        r#"[{"target":"/etc/x","temporary":"/etc/.chancery-0000000000000000","old":null,"new":"1-00000000000000000000000000000000"}]"#,
        r#"[{"target":"main.ron","temporary":"main.ron","old":null,"new":"1-00000000000000000000000000000000"}]"#,
        "[",
        "",
    ] {
        let note = folder.join(".chancery-0123456789abcdef.set");
        std::fs::write(&note, format!("{}\n{json}\n", Fingerprint::of(json.as_bytes()))).unwrap();
        assert_eq!(storage.finish_interrupted(&place.main), [""; 0]);
        assert!(!note.exists() && place.main.exists());
    }
}
