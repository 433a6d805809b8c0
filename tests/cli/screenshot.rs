//! `chancery --screenshot`: a picture of the window, without a display.

#[cfg(feature = "window")]
use super::run;
use super::{EXAMPLE, chancery};

#[cfg(feature = "window")]
fn take(arguments: &[&str]) -> (u32, u32, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("window.png").display().to_string();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_chancery"));
    command
        .args(["--screenshot", &path])
        .args(arguments)
        .env("HOME", folder.path())
        .env("XDG_RUNTIME_DIR", folder.path());
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    let ran = run(&mut command);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let mut reader =
        png::Decoder::new(std::io::BufReader::new(std::fs::File::open(path).unwrap())).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    (reader.info().width, reader.info().height, pixels)
}

#[cfg(feature = "window")]
#[test]
fn a_picture_has_the_size_asked_for_and_shows_something() {
    let (width, height, pixels) = take(&["--size", "900x600", "--theme", "light", EXAMPLE]);
    assert_eq!((width, height), (900, 600));
    let mut colours: Vec<&[u8]> = pixels.chunks(4).collect();
    colours.sort();
    colours.dedup();
    assert!(colours.len() > 100, "only {} colours", colours.len());
    let (width, height, dark) = take(&["--size", "900x600", "--scale", "2", "--theme", "dark", EXAMPLE]);
    assert_eq!((width, height), (1800, 1200));
    let brightness = |pixels: &[u8]| pixels.iter().map(|p| u64::from(*p)).sum::<u64>() / pixels.len() as u64;
    assert!(brightness(&dark) < brightness(&pixels) / 2);
}

#[cfg(feature = "window")]
#[test]
fn all_of_a_large_network_is_in_the_picture() {
    let folder = tempfile::tempdir().unwrap();
    let edges = folder.path().join("edges.csv");
    let mut random = crate::random::Random(5);
    let mut text = "source,target\n".to_owned();
    for node in 1..9_000 {
        text += &format!("{node},{}\n{node},{}\n", random.below(node), random.below(9_000));
    }
    std::fs::write(&edges, text).unwrap();
    let (width, height) = (1_600, 1_300);
    let (_, _, pixels) = take(&["--size", "1600x1300", "--theme", "light", &edges.display().to_string()]);
    // Nodes are blue, lines are grey; the rest of the window has no blue in its middle.
    let blue = |x: usize, y: usize| {
        let pixel = &pixels[(y * width + x) * 4..][..3];
        pixel[2] > pixel[0].saturating_add(16)
    };
    for (xs, ys) in [(500..750, 300..550), (750..1_000, 300..550), (500..750, 650..900), (750..1_000, 650..900)] {
        assert!(ys.end < height && xs.end < width);
        let found = ys.clone().map(|y| xs.clone().filter(|x| blue(*x, y)).count()).sum::<usize>();
        assert!(found > 300, "{found} in {xs:?}, {ys:?}");
    }
}

#[cfg(not(feature = "window"))]
#[test]
fn a_build_without_the_window_says_so() {
    let ran = chancery(&["--screenshot", "window.png", EXAMPLE]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("no window"), "{}", ran.err);
}

#[test]
fn where_the_picture_cannot_be_written_is_said() {
    let ran = chancery(&["--screenshot", "no/such/folder/window.png", EXAMPLE]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
}

#[cfg(feature = "window")]
#[test]
fn a_picture_of_what_is_not_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("window.png");
    let out_path = out.display().to_string();
    let missing = folder.path().join("none.ron").display().to_string();
    for (arguments, says) in [
        (&[missing.as_str()][..], "there is no file"),
        (&[folder.path().to_str().unwrap()], "is a folder"),
        (&["example:none"], "no built-in example"),
        (&[EXAMPLE, "--view", "none"], "no view `none`"),
        (&[EXAMPLE, "--select", "none"], "no entity or relation `none`"),
    ] {
        let ran = chancery(&[&["--screenshot", &out_path], arguments].concat());
        assert_eq!(ran.status, 1, "{arguments:?}: {}", ran.err);
        assert!(ran.err.starts_with("error: ") && ran.err.contains(says), "{arguments:?}: {}", ran.err);
        assert!(!out.exists(), "{arguments:?}");
    }
}
