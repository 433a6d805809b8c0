//! What a save meets and must neither widen, lose nor wait for: access lists, attributes, pipes and links
//! beside the file; and sets that a disk leaves half saved.

use std::time::{Duration, Instant};

use super::*;

/// An access list as Linux keeps it: owner and group read and write, one user reads, nobody else.
#[cfg(target_os = "linux")]
fn access_list(user: u32) -> Vec<u8> {
    let entries: [(u16, u16, u32); 5] =
        [(1, 6, u32::MAX), (2, 4, user), (4, 0, u32::MAX), (16, 4, u32::MAX), (32, 0, u32::MAX)];
    let mut bytes = 2u32.to_le_bytes().to_vec();
    for (tag, may, id) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(may.to_le_bytes());
        bytes.extend(id.to_le_bytes());
    }
    bytes
}

/// Gives a file or folder an attribute; whether the disk has any.
#[cfg(target_os = "linux")]
fn give(path: &Path, name: &str, value: &[u8]) -> bool {
    match rustix::fs::setxattr(path, name, value, rustix::fs::XattrFlags::empty()) {
        Ok(()) => true,
        Err(rustix::io::Errno::NOTSUP) => false,
        Err(error) => panic!("{name}: {error}"),
    }
}

#[cfg(target_os = "linux")]
#[test]
fn access_lists_and_attributes_are_kept_and_none_comes_from_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    let place = Place::new();
    if !give(&place.main, "system.posix_acl_access", &access_list(65_534)) {
        return;
    }
    assert!(give(&place.main, "user.origin", b"archive"));
    let before = (Attributes::of(&place.main).unwrap(), mode(&place.main));
    assert!(before.0.has_access_list() && before.1 == 0o640);
    // Whatever is made in the folder inherits a list that lets another user in.
    assert!(give(place.part.parent().unwrap(), "system.posix_acl_default", &access_list(4_321)));
    std::fs::set_permissions(&place.part, Permissions::from_mode(0o640)).unwrap();
    place.storage().save(&place.files(b"new main", b"new part"), &saving()).unwrap();
    assert_eq!((Attributes::of(&place.main).unwrap(), mode(&place.main)), before);
    assert!(!Attributes::of(&place.part).unwrap().has_access_list(), "nobody gets in by the folder's list");
    assert_eq!(mode(&place.part), 0o640);
    // So it is with figures and tables.
    super::super::write_atomic(&place.main, b"newer").unwrap();
    super::super::write_atomic(&place.part, b"newer").unwrap();
    assert_eq!((Attributes::of(&place.main).unwrap(), mode(&place.main)), before);
    assert!(!Attributes::of(&place.part).unwrap().has_access_list());
}

/// A disk that takes no attributes.
#[cfg(target_os = "linux")]
#[test]
fn a_save_that_cannot_keep_an_attribute_is_refused_and_told() {
    let place = Place::new();
    if !give(&place.main, "user.origin", b"archive") {
        return;
    }
    let attributes = Attributes::of(&place.main).unwrap();
    // Nobody can give a pipe a user attribute.
    let pipe = place.main.with_file_name("pipe");
    make_pipe(&pipe);
    let open = std::fs::OpenOptions::new().read(true).write(true).open(&pipe).unwrap();
    let error = SaveError::from_io(&place.main, &attributes.give(&open).unwrap_err());
    let told = error.to_string();
    assert!(matches!(error.why, Refusal::AccessNotKept(_)), "{told}");
    assert!(told.contains("extended attribute user.origin cannot be kept"), "{told}");
}

#[cfg(target_os = "linux")]
fn make_pipe(path: &Path) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_named_like_ours_and_is_no_file_is_neither_waited_for_nor_touched() {
    let place = Place::new();
    let folder = place.main.parent().unwrap();
    let outside = place.state.with_file_name("outside");
    std::fs::write(&outside, "theirs").unwrap();
    make_pipe(&folder.join(".chancery-0123456789abcdef.set"));
    make_pipe(&folder.join(".chancery-0123456789abcdef"));
    std::os::unix::fs::symlink(&outside, folder.join(".chancery-1123456789abcdef.set")).unwrap();
    std::fs::create_dir(folder.join(".chancery-2123456789abcdef.set")).unwrap();
    let began = Instant::now();
    place.storage().save(&place.files(b"new main", b"new part"), &saving()).unwrap();
    assert_eq!(place.storage().finish_interrupted(&place.main), [""; 0]);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert_eq!(std::fs::read_to_string(&outside).unwrap(), "theirs");
    // A pipe in the place of a file is told, and not opened to be waited for.
    let pipe = folder.join("pipe.ron");
    make_pipe(&pipe);
    assert!(RealDisk.open(&pipe).is_err() && RealDisk.open_to_write(&pipe).is_err());
    assert!(read_limited(&pipe).unwrap_err().message.contains("a device or a pipe"));
    assert!(Folder::of(&place.main).read("pipe.ron").unwrap_err().message.contains("a device or a pipe"));
}

/// Three files of a dossier, the last of which is new.
fn three(place: &Place) -> [PathBuf; 3] {
    [place.main.clone(), place.part.clone(), place.main.with_file_name("third.ron")]
}

fn held(paths: &[PathBuf; 3]) -> [Option<String>; 3] {
    paths.clone().map(|path| std::fs::read_to_string(path).ok())
}

#[test]
fn a_set_that_a_disk_left_half_saved_is_whole_once_the_disk_is_well() {
    let old = [Some("old main".to_owned()), Some("old part".to_owned()), None];
    let new = ["new main", "new part", "new third"].map(|text| Some(text.to_owned()));
    let (mut half, mut ended) = (0, [0, 0]);
    // In either order: a new file may be replaced first, and then has to be taken away again.
    for order in [[0, 1, 2], [0, 2, 1]] {
        for fault in [Fault::SortFromNowOn(io::ErrorKind::PermissionDenied), Fault::FromNowOn(io::ErrorKind::Other)] {
            for fails_at in 0.. {
                let place = Place::new();
                let paths = three(&place);
                let disk = BadDisk::new(fails_at, fault);
                let counter = Arc::clone(&disk.counter);
                let failing = Storage::new(Arc::new(disk), &place.state);
                let file = |at: usize| FileToSave {
                    path: &paths[at],
                    bytes: new[at].as_ref().unwrap().as_bytes(),
                    expected: old[at].as_ref().map_or(Expected::Nothing, |text| expecting(text.as_bytes())),
                };
                let result = failing.save(&order.map(file), &saving());
                let made = counter.calls.load(Ordering::SeqCst);
                let now = held(&paths);
                let is_half = now != old && now != new;
                if let Err(SaveError { why: Refusal::HalfSaved(_), .. }) = &result {
                    half += 1;
                } else {
                    assert!(!is_half, "{fault:?} at {fails_at}: {result:?}, {now:?}");
                }
                // While the disk goes on failing nothing is lost of it.
                let said = failing.finish_interrupted(&place.main);
                assert!(!is_half || held(&paths) != now || said.is_empty() || said[0].contains("cannot be completed"));
                place.storage().finish_interrupted(&place.main);
                let end = held(&paths);
                assert!(end == old || end == new, "{fault:?} at {fails_at}: {end:?} after {now:?}");
                ended[usize::from(end == new)] += usize::from(is_half);
                assert_eq!(place.storage().finish_interrupted(&place.main), [""; 0], "{fault:?} at {fails_at}");
                if made <= fails_at {
                    break;
                }
            }
        }
    }
    assert!(half > 5 && ended[0] > 0 && ended[1] > 0, "{half} {ended:?}");
}
