//! Graphs of Maltego (`.mtgx`): GraphML in a ZIP archive. Entries are read one by one within limits, never written to a
//! disk.

use std::io::{Cursor, Read as _};

use super::encoding::{Rule, Text};
use super::format::{Failure, Format, Head, Input, Options, Read, Sure};
use super::graphml;
use super::limits::Limit;
use super::report::{NoteKind, Report};
use crate::problem::{Problem, codes};
use crate::progress::Progress;
use crate::wording::counted;

/// Text of this length may come out of any archive, in bytes.
const SMALL: usize = 16 << 20;
/// So many times its size may come out of a larger one; GraphML is packed some twenty times.
const MOST_RATIO: usize = 100;

/// The archive of Maltego.
pub(crate) struct Mtgx;

impl Format for Mtgx {
    fn name(&self) -> &'static str {
        "mtgx"
    }

    fn about(&self) -> &'static str {
        "Maltego graphs (a ZIP archive of GraphML)"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["mtgx"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        match head.bytes.starts_with(b"PK\x03\x04") {
            true if head.has_part("graphs/") && head.has_part(".graphml") => Sure::Certain,
            // Its graphs may come after much else; workbooks begin with these.
            true if !["[content_types].xml", "mimetype", "xl/"].into_iter().any(|part| head.has_part(part)) => {
                Sure::Perhaps
            }
            _ => Sure::No,
        }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let mut archive = zip::ZipArchive::new(Cursor::new(input.bytes)).map_err(|error| broken(input.name, &error))?;
        let mut report = Report::new(self.name());
        let mut graphs = Vec::new();
        let most = Limit::Unpacked.most().min(SMALL + MOST_RATIO * input.bytes.len());
        let mut unpacked = 0;
        for number in 0..archive.len() {
            let mut entry = archive.by_index(number).map_err(|error| broken(input.name, &error))?;
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if !name.to_ascii_lowercase().ends_with(".graphml") {
                continue;
            }
            Limit::Graphs.check(graphs.len() + 1)?;
            if entry.is_symlink() || entry.is_dir() {
                report.note(NoteKind::LeftOut, "an entry of the archive that is not a file", None);
                continue;
            }
            let room = most.saturating_sub(unpacked);
            let mut bytes = Vec::new();
            let read = entry.by_ref().take(room as u64 + 1).read_to_end(&mut bytes);
            read.map_err(|error| broken(input.name, &zip::result::ZipError::Io(error)))?;
            unpacked += bytes.len();
            if unpacked > most {
                let message = format!("{} unpacks to more than {}", input.name, counted(most, "byte", "bytes"));
                let problem = Problem::error(codes::TOO_LARGE, message);
                return Err(problem
                    .with_help("the file may be a decompression bomb; open it only if you trust where it came from")
                    .into());
            }
            let text = Text::decode(&format!("{}/{name}", input.name), &bytes, Rule::Xml, options.encoding)?;
            graphs.append(&mut graphml::graphs(&text, &mut report, progress)?);
        }
        if graphs.is_empty() {
            let problem = Problem::error(codes::NOT_THE_FORMAT, format!("{} has no graph in it", input.name));
            return Err(problem.with_help("save it from Maltego again, as `.mtgx`").into());
        }
        Read::finish(graphs, report, options)
    }
}

fn broken(name: &str, error: &zip::result::ZipError) -> Problem {
    let problem = Problem::error(codes::NOT_THE_FORMAT, format!("{name} cannot be unpacked: {error}"));
    problem.with_help("the archive is damaged or cut off: save or copy it again")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fixture, read_as, read_named};

    #[test]
    fn entities_and_links_of_maltego_are_read() {
        let read = read_as("mtgx", "shape.mtgx", &fixture("graphs/mtgx/shape.mtgx")).unwrap();
        let graph = &read.graphs[0];
        assert_eq!((graph.nodes.len(), graph.ends()), (2, &[(0, 1)][..]));
        assert_eq!((graph.node_kind(0), graph.nodes.label(0).as_deref()), (Some("maltego.Person"), Some("Anna Blum")));
        assert_eq!(graph.nodes.columns.shown("person.firstnames", 0).as_deref(), Some("Anna"));
        assert_eq!(graph.nodes.columns.shown("description", 0).as_deref(), Some("A note"));
        assert_eq!(
            (graph.position(0).map(|p| (p.x, p.y)), graph.edges.label(0).as_deref()),
            (Some((12.5, -4.0)), Some("writes as"))
        );
    }

    #[test]
    fn what_unpacks_to_far_too_much_is_refused_soon() {
        let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        bomb.start_file("Graphs/Graph1.graphml", zip::write::SimpleFileOptions::default()).unwrap();
        let blanks = vec![b' '; 1 << 20];
        for _ in 0..64 {
            std::io::Write::write_all(&mut bomb, &blanks).unwrap();
        }
        let bytes = bomb.finish().unwrap().into_inner();
        assert!(bytes.len() < 1 << 20);
        let start = std::time::Instant::now();
        assert_eq!(read_named("mtgx", "x.mtgx", &bytes).unwrap_err().code, crate::problem::codes::TOO_LARGE);
        assert!(start.elapsed().as_secs() < 5, "seconds on a busy machine");
    }

    #[test]
    fn damaged_archives_are_refused() {
        let whole = fixture("graphs/mtgx/shape.mtgx");
        for cut in [4, 50, whole.len() / 2, whole.len() - 1] {
            assert!(read_named("mtgx", "x.mtgx", &whole[..cut]).is_err(), "{cut}");
        }
        let mut bent = whole.clone();
        for byte in bent.iter_mut().skip(200).take(40) {
            *byte ^= 0x55;
        }
        assert!(read_named("mtgx", "x.mtgx", &bent).is_err());
    }
}
