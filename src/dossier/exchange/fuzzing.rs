//! What a fuzzer does with a reader, for the targets in `fuzz/`: it reads whatever comes, and holds what was read to what
//! must be so.

use super::{FORMATS, Failure, Format, Input, InputFile, Options, Read, detect, dossier, named, problems};
use crate::dossier::exchange::format::Sure;
use crate::dossier::ron_text::built_in_vocabulary;
use crate::progress::Progress;

/// Finding out the format of a file is a target of its own: it tries every format on every input, and would slow down the
/// runs of each reader.
const DETECTION: &str = "detection";

/// The names of all readers, and of what finds the reader of a file.
#[doc(hidden)]
pub fn reader_names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name()).chain([DETECTION]).collect()
}

/// Reads bytes by the reader of a name and makes a dossier of them. Panics where a promise is broken: sums that do not
/// add up, ends that are not there, messages that would garble a terminal.
#[doc(hidden)]
pub fn fuzz_reader(name: &str, bytes: &[u8]) {
    if name == DETECTION {
        let _ = detect(bytes, "fuzzed", Sure::Perhaps);
        return;
    }
    let Some(format) = named(name) else { panic!("there is no reader {name}") };
    let input = Input { name: "fuzzed", bytes };
    match format.read(&input, &Options::default(), &Progress::new()) {
        Ok(read) => check(format, read, &input),
        Err(Failure::Wrong(problem)) => {
            let text = problem.to_text();
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        }
        Err(Failure::Cancelled) => panic!("nobody cancelled"),
    }
}

fn check(format: &dyn Format, mut read: Read, input: &Input<'_>) {
    let report = &read.report;
    let accounted = report.taken_count() + report.merged_list().len() + report.refused_count();
    assert_eq!(report.records_in(), accounted, "records of {}", format.name());
    assert!(!read.graphs.is_empty(), "no graph of {}", format.name());
    for graph in &read.graphs {
        let nodes = graph.nodes.len() as u32;
        assert!(graph.ends().iter().all(|(from, to)| *from < nodes && *to < nodes));
        assert!(graph.hyper_ends().all(|(_, end)| end.node < nodes));
        assert_eq!(graph.ends().len(), graph.edges.len());
    }
    drop(problems(&read.report, &[*input]));
    let file = InputFile { shown: input.name.to_owned(), name: input.name.to_owned(), hash: String::new() };
    let made = dossier(&mut read, &[file], (**built_in_vocabulary()).clone(), &Progress::new());
    let made = made.expect("nobody cancelled");
    made.check_indices().expect("the dossier is sound");
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    #[test]
    fn every_fixture_passes_as_every_format() {
        let names = ["graphs", "json", "rdf", "vault"].into_iter().flat_map(fixtures::names);
        for name in names {
            let bytes = fixtures::file(&name);
            if bytes.len() > 20_000 {
                continue;
            }
            for reader in reader_names() {
                fuzz_reader(reader, &bytes);
            }
        }
    }
}
