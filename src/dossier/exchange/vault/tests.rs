//! What of a vault becomes nodes and edges.

use std::io::Write as _;

use super::super::tests::{fixture, read_as, sound};
use super::*;

const NOTES_OF_VAULT: [&str; 5] = ["People/Anna.md", "People/Bert.md", "Club.md", "Old/Club.md", "Empty.md"];

fn check(read: &Read) {
    sound(read);
    let graph = &read.graphs[0];
    assert_eq!(graph.nodes.len(), 6, "five notes and one that is not there");
    let anna = graph.node("Anna").unwrap();
    assert_eq!((graph.node_kind(anna), graph.nodes.label(anna).as_deref()), (Some("person"), Some("Anna")));
    assert_eq!(graph.names().map(|name| name.text).collect::<Vec<_>>(), ["Anna K.", "Anna Kübler"]);
    assert_eq!(graph.nodes.times.of(anna), [When::Spell("1970-05-01", "")]);
    assert_eq!(graph.nodes.columns.shown("tags", anna).as_deref(), Some("asia; people/board"));
    assert_eq!(graph.nodes.columns.shown("height", anna).as_deref(), Some("1.75"));
    let mut edges: Vec<_> = (0..)
        .zip(graph.ends())
        .map(|(edge, (from, to))| (graph.id(*from), graph.edge_kind(edge).unwrap_or(""), graph.id(*to)))
        .collect();
    edges.sort_unstable();
    let wanted = [
        ("Anna", "", "Bert"),
        ("Anna", "", "Old/Club"),
        ("Anna", "embeds", "Bert"),
        ("Anna", "member of", "Club"),
        ("Bert", "", "Anna"),
        ("Bert", "reports to", "Nobody"),
        ("Club", "chair", "Anna"),
    ];
    assert_eq!(edges, wanted);
    assert!(!graph.is_told(graph.node("Nobody").unwrap()));
    assert_eq!(read.report.merged_list().len(), 1, "a link that comes twice");
    assert_eq!(read.report.refused_count(), 1, "a picture");
}

#[test]
fn a_folder_of_notes_is_read() {
    let files: Vec<(String, Vec<u8>)> = NOTES_OF_VAULT
        .iter()
        .map(|name| (format!("/home/x/vault/{name}"), fixture(&format!("vault/{name}"))))
        .collect();
    let inputs: Vec<Input<'_>> = files.iter().map(|(name, bytes)| Input { name, bytes }).collect();
    let read = super::super::read(&Vault, &inputs, &Options::default(), &Progress::new()).unwrap();
    check(&read);
}

fn packed(extra: impl FnOnce(&mut zip::ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in NOTES_OF_VAULT {
        zip.start_file(format!("vault/{name}"), options).unwrap();
        zip.write_all(&fixture(&format!("vault/{name}"))).unwrap();
    }
    zip.start_file("vault/.trash/Gone.md", options).unwrap();
    zip.write_all(b"[[Anna]]").unwrap();
    extra(&mut zip);
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_archive_of_a_vault_is_read_without_what_is_hidden() {
    let bytes = packed(|_| {});
    check(&read_as("obsidian", "vault.zip", &bytes).unwrap());
    let cut = &bytes[..bytes.len() - 30];
    assert_eq!(super::super::tests::read_named("obsidian", "vault.zip", cut).unwrap_err().code, codes::CUT_OFF);
}

#[test]
fn bombs_and_links_to_files_are_refused() {
    let options = zip::write::SimpleFileOptions::default();
    let bomb = packed(|zip| {
        zip.start_file("vault/Bomb.md", options).unwrap();
        zip.write_all(&vec![b' '; 40 << 20]).unwrap();
    });
    assert!(bomb.len() < 1 << 20);
    assert_eq!(super::super::tests::read_named("obsidian", "v.zip", &bomb).unwrap_err().code, codes::TOO_LARGE);
    let linked = packed(|zip| zip.add_symlink("vault/Passwords.md", "/etc/passwd", options).unwrap());
    let read = super::super::tests::read_named("obsidian", "v.zip", &linked).unwrap();
    assert!(read.report.refused_list().any(|refused| refused.reason.contains("link to another file")));
    assert!(read.graphs[0].node("Passwords").is_none());
}

#[test]
fn a_person_can_stop_it() {
    let progress = Progress::new();
    progress.cancel();
    let bytes = packed(|_| {});
    for (name, bytes) in [("v.zip", bytes.as_slice()), ("a.md", b"[[b]]".as_slice())] {
        assert!(matches!(Vault.read(&Input { name, bytes }, &Options::default(), &progress), Err(Failure::Cancelled)));
    }
}
