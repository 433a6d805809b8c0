//! What briefs say, in every format, and that hostile text stays text.

use std::io::Read as _;
use std::sync::Arc;

use super::*;
use crate::dossier::document::{EXAMPLES, open_example, open_texts};
use crate::dossier::model::Dossier;
use crate::picture::figure::FIGURES;

pub(super) fn brief(dossier: &Dossier) -> Brief {
    let pictures = Arc::default();
    let subject = FigureSubject::new(dossier, &pictures);
    Brief::of(&Request::new(FIGURES[0]), subject, &Progress::new()).unwrap_or_else(|_| panic!("it can be drawn"))
}

/// The texts of a brief in each format that is text, those of a document from its main part. What pages of a PDF hold is
/// tested where they are set.
fn texts(brief: &Brief) -> Vec<(&'static str, String)> {
    let text = |format: &&dyn BriefFormat| {
        let bytes = format.write(brief, Some("figure.svg")).unwrap();
        let text = if format.extension() == "docx" { entry(&bytes, "word/document.xml") } else { bytes };
        (format.extension(), String::from_utf8(text).unwrap())
    };
    BRIEFS.iter().filter(|format| format.extension() != "pdf").map(text).collect()
}

/// An entry of an archive, found by its local header, as a reader that knows nothing of the writer would.
fn entry(archive: &[u8], name: &str) -> Vec<u8> {
    let number = |at: usize, length: usize| {
        archive[at..at + length].iter().rev().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte))
    };
    let mut at = 0;
    while archive[at..].starts_with(b"PK\x03\x04") {
        let (packed, length, named) = (number(at + 18, 4), number(at + 22, 4), number(at + 26, 2));
        let start = at + 30 + named + number(at + 28, 2);
        if &archive[at + 30..at + 30 + named] == name.as_bytes() {
            let mut out = Vec::new();
            flate2::read::DeflateDecoder::new(&archive[start..start + packed]).read_to_end(&mut out).unwrap();
            assert_eq!((out.len(), crc32fast::hash(&out) as usize), (length, number(at + 14, 4)));
            return out;
        }
        at = start + packed;
    }
    panic!("no entry {name}");
}

#[test]
fn a_brief_has_every_part_in_every_format() {
    let document = open_example(&EXAMPLES[0]);
    let brief = brief(&document.dossier);
    for (format, text) in texts(&brief) {
        for part in
            ["Who is who", "Relations", "Timeline", "What is uncertain", "Sources", "Reported by one person only"]
        {
            assert!(text.contains(part), "{format}: {part}");
        }
        assert!(text.contains("Most connected: "), "{format}: what the figure shows is told");
        let names = document.dossier.entities().map(|(_, entity)| &entity.name);
        names.filter(|name| name.chars().all(char::is_alphanumeric)).for_each(|name| {
            assert!(text.contains(name.as_str()), "{format}: {name}");
        });
    }
}

#[test]
fn it_tells_only_what_is_shown() {
    let text = r#"Dossier(format: 1, title: "Two", sources: [(id: "a", title: "Alpha"), (id: "b", title: "Beta")],
        entities: [
            (id: "one", kind: "state", name: "Oneland", claims: [(source: "a")]),
            (id: "two", kind: "person", name: "Twofold", claims: [(source: "b")], status: planned),
        ])"#;
    let document = open_texts(&[("two.ron", text)]);
    let pictures = Arc::default();
    let mut request = Request::new(FIGURES[0]);
    request.settings.filter.hidden_kinds.insert("person".to_owned());
    let subject = FigureSubject::new(&document.dossier, &pictures);
    let brief = Brief::of(&request, subject, &Progress::new()).unwrap_or_else(|_| panic!("it can be drawn"));
    for (format, text) in texts(&brief) {
        assert!(text.contains("Oneland") && text.contains("Alpha"), "{format}");
        assert!(!text.contains("Twofold") && !text.contains("Beta"), "{format}");
    }
}

#[test]
fn hostile_text_stays_text() {
    let bad = "<script>alert(1)</script> ]]> \\u{202e}txt | # *b* ![x](javascript:alert(1)) \\u{1}";
    let text = format!(
        "Dossier(format: 1, title: \"{bad}\", sources: [(id: \"s\", title: \"{bad}\", url: \"javascript:alert(1)\")],
        entities: [(id: \"one\", kind: \"state\", name: \"{bad}\", summary: \"{bad}\", claims: [(source: \"s\", quote: \"{bad}\")])])"
    );
    let document = open_texts(&[("bad.ron", &text)]);
    assert_eq!(document.dossier.entities().count(), 1, "{:?}", document.problems);
    let brief = brief(&document.dossier);
    for (format, text) in texts(&brief) {
        // Behind a backslash it is text in Markdown.
        let text = if format == "md" { text.replace("\\<", "").replace("\\]", "") } else { text };
        assert!(!text.contains("<script"), "{format}");
        assert!(!text.chars().any(|c| c == '\u{202e}' || c == '\u{1}'), "{format}");
        assert!(!text.contains("href=\"javascript") && !text.contains("<javascript"), "{format}");
        assert!(format != "md" || !text.contains("](javascript"), "{format}");
        if format == "docx" {
            roxmltree::Document::parse(&text).unwrap();
        }
    }
}

#[test]
fn every_part_of_a_document_is_well_formed_and_no_bytes_differ() {
    let document = open_example(&EXAMPLES[0]);
    let docx = BRIEFS.iter().find(|format| format.extension() == "docx").unwrap();
    for format in BRIEFS {
        let [one, other] = [(); 2].map(|()| format.write(&brief(&document.dossier), None).unwrap());
        assert!(one == other, "{}", format.extension());
    }
    let one = docx.write(&brief(&document.dossier), None).unwrap();
    for name in [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/numbering.xml",
        "word/footer.xml",
        "word/media/figure.svg",
    ] {
        let text = String::from_utf8(entry(&one, name)).unwrap();
        roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    assert!(entry(&one, "word/media/figure.png").starts_with(b"\x89PNG"));
}

#[test]
fn widths_of_columns_are_those_of_the_style_sheet() {
    let document = open_example(&EXAMPLES[0]);
    for block in &brief(&document.dossier).blocks {
        if let Block::Table { heads, .. } = block {
            assert_eq!(heads.iter().map(|(_, share)| share).sum::<u32>(), 100);
            for (_, share) in *heads {
                assert!(include_str!("brief.css").contains(&format!(".w{share}{{width:{share}%}}")), "{share}");
            }
        }
    }
}
