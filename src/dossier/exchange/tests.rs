//! What holds for all formats: no bytes make a reader panic, and every record is accounted for.

use proptest::prelude::*;

use super::*;
use crate::problem::Problem;

pub(super) use super::fixtures::file as fixture;

/// Reads bytes as a format that must be found out by content alone.
pub(crate) fn read_as(format: &str, name: &str, bytes: &[u8]) -> Result<Read, Problem> {
    assert_eq!(detect(bytes, "unnamed", Sure::Perhaps).map(Format::name), Some(format), "{name} is found out");
    read_named(format, name, bytes)
}

/// Reads bytes as a format.
pub(crate) fn read_named(format: &str, name: &str, bytes: &[u8]) -> Result<Read, Problem> {
    match named(format).unwrap().read(&Input { name, bytes }, &Options::default(), &Progress::new()) {
        Ok(read) => Ok(read),
        Err(Failure::Wrong(problem)) => Err(problem),
        Err(Failure::Cancelled) => panic!("nobody cancelled"),
    }
}

pub(crate) fn sound(read: &Read) {
    let report = &read.report;
    assert_eq!(report.records_in(), report.taken_count() + report.merged_list().len() + report.refused_count());
    for graph in &read.graphs {
        let nodes = graph.nodes.len() as u32;
        assert!(graph.ends().iter().all(|(from, to)| *from < nodes && *to < nodes));
        assert!(graph.hyper_ends().all(|(_, end)| end.node < nodes));
        assert_eq!(graph.ends().len(), graph.edges.len());
    }
}

#[test]
fn formats_are_found_by_name_and_extension() {
    for format in FORMATS {
        assert_eq!(named(format.name()).map(Format::name), Some(format.name()));
        for extension in format.extensions() {
            assert!(has_extension(*format, &format!("x.{}", extension.to_uppercase())));
        }
    }
}

/// All fixtures of a size that can be read often.
fn fixtures() -> Vec<String> {
    let folders = ["graphs", "json", "rdf", "table", "vault", "workbook"];
    let names = folders.into_iter().flat_map(super::fixtures::names);
    names.filter(|name| fixture(name).len() < 200_000).collect()
}

/// Reads bytes as every format: none may crash, and what is read must be sound.
fn read_as_all(bytes: &[u8]) {
    for format in FORMATS {
        let input = Input { name: "x", bytes };
        match format.read(&input, &Options::default(), &Progress::new()) {
            Ok(read) => sound(&read),
            Err(Failure::Wrong(_)) => {}
            Err(Failure::Cancelled) => panic!("nobody cancelled"),
        }
    }
    let _ = detect(bytes, "x", Sure::Perhaps);
}

#[test]
fn damaged_files_are_read_or_refused_by_every_format() {
    let names = fixtures();
    assert!(names.len() >= 20);
    for (number, name) in names.iter().enumerate() {
        let whole = fixture(name);
        let Some(format) = detect(&whole, name, Sure::Perhaps) else { continue };
        for round in 0..12 {
            // Cut somewhere, and a byte changed somewhere, the same in each run.
            let mix = (number * 31 + round * 7919) * 2_654_435_761 % 1_000_003;
            let cut = &whole[..whole.len() * (mix % 100) / 100];
            let mut changed = whole.clone();
            let at = mix % changed.len().max(1);
            changed[at] = [0, 0xff, b'"', b'<', b'\n', b'['][round % 6];
            for bytes in [cut, &changed] {
                if let Ok(read) = format.read(&Input { name, bytes }, &Options::default(), &Progress::new()) {
                    sound(&read);
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(raw in prop::collection::vec(any::<u8>(), 0..120)) {
        read_as_all(&raw);
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "[a-c0-2,;\"\\\\\n\r\t<>/=\\[\\]{}:*#() -]{0,80}") {
        for start in ["", "source,target\n", "id,name\n1,", "{\"nodes\":[{\"id\":", "[{\"data\":{\"id\":", "{\"id\":\"a\",\"schema\":\"Payment\",\"properties\":{"] {
            read_as_all(format!("{start}{text}").as_bytes());
        }
    }
}
