//! What each format promises: that it can be read back, that no name does anything in it, and that the same figure
//! is the same file for any number of threads.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::*;
use crate::dossier::model::Source;
use crate::picture::figure::{Letters, Recipe, Standard, Writing};

const TURNED: &str = "abc\u{202e}gpj.exe";

/// Ten scripts and everything that could do harm.
fn hostile() -> Dossier {
    let mut dossier = super::dossier();
    dossier.title = format!("</title><script>alert(1)</script> {HOSTILE}");
    let mut source = Source::new("s");
    source.title = Some(format!("\" onload=\"alert(1) {HOSTILE} {TURNED}"));
    source.url = Some("javascript:alert(1)".to_owned());
    dossier.sources.push(source);
    let long = "x".repeat(10_000);
    let names = ["<img src=x onerror=alert(1)>", "]]><svg onload=alert(1)>", "'\"&lt;\u{7}\u{1b}[31m", TURNED, &long];
    for (n, name) in names.into_iter().enumerate() {
        let mut entity = Entity::new(format!("h{n}").as_str(), "state", name);
        entity.summary = Some(format!("--><script>alert({n})</script>"));
        entity.claims.push(Claim { quote: Some(HOSTILE.to_owned()), ..Claim::stated("s") });
        dossier.add_entity(entity).unwrap();
    }
    dossier
}

fn drawn(extension: &str, writing: Writing) -> Vec<u8> {
    let dossier = hostile();
    let size = Some(PageSize { width_mm: 183.0, height_mm: 150.0 });
    let request = Request { size, dpi: 60.0, writing, ..Request::new(named(extension).unwrap()) };
    request.draw(FigureSubject::new(&dossier, &Arc::default()), &Progress::new()).unwrap().bytes
}

fn text(extension: &str) -> String {
    String::from_utf8(drawn(extension, Writing::default())).unwrap()
}

/// What stands between the first such marks.
fn between<'a>(text: &'a str, opening: &str, closing: &str) -> &'a str {
    let start = text.find(opening).unwrap() + opening.len();
    &text[start..start + text[start..].find(closing).unwrap()]
}

#[test]
fn the_same_figure_is_the_same_file_for_any_number_of_threads() {
    for format in FIGURES {
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| drawn(format.extension(), Writing::default()))
        };
        assert!(with(1) == with(2), "{}", format.extension());
    }
}

#[test]
fn no_name_does_anything_in_a_page() {
    let page = text("html");
    assert_eq!(page.matches("<script").count(), 1, "only our own");
    assert_eq!(page.matches("</script>").count(), 1);
    for harm in ["<img", "<svg onload", "href=\"javascript", "onerror=alert(1)>", " onload=\"", "\u{202e}", "\u{7}"] {
        assert!(!page.contains(harm), "{harm}");
    }
    let svg = &page[page.find("<svg").unwrap()..page.find("</svg>").unwrap() + 6];
    let figure = roxmltree::Document::parse(svg).unwrap();
    let told: Vec<&str> =
        page.match_indices("<tr data-id=\"").map(|(at, _)| between(&page[at..], "\"", "\"")).collect();
    for node in figure.descendants().filter(|n| n.attribute("class") == Some("node")) {
        assert!(told.contains(&node.attribute("data-id").unwrap()), "{node:?}");
    }
}

#[test]
fn a_page_may_run_its_own_script_and_style_and_load_nothing() {
    use base64::Engine as _;
    let page = text("html");
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
    for (what, opening, closing) in [("script-src", "<script>", "</script>"), ("style-src", "<style>", "</style>")] {
        let inside = between(&page, opening, closing);
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(inside.as_bytes()));
        assert!(policy.contains(&format!("{what} 'sha256-{hash}'")), "{what}: {policy}");
    }
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(!page.contains(" style=\"") && !page.contains("@import") && !page.contains("src=\"http"));
    assert_eq!(page.matches("url(").count(), page.matches("url(data:font/woff;base64,").count());
}

#[test]
fn letters_as_outlines_need_no_font_and_keep_their_words() {
    let svg = String::from_utf8(drawn("svg", Writing { letters: Letters::Outlines, ..Writing::default() })).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    assert!(!svg.contains("@font-face") && !document.descendants().any(|n| n.has_tag_name("text")));
    for name in ["日本", "မြန်မာ", "சிங்கப்பூர்"] {
        assert!(document.descendants().any(|n| n.attribute("aria-label") == Some(name)), "{name}");
    }
}

#[test]
fn a_clear_page_has_no_ground() {
    let clear = || Writing { transparent: true, ..Writing::default() };
    let png = drawn("png", clear());
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
    assert_eq!(reader.info().color_type, ::png::ColorType::Rgba);
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    assert_eq!(pixels[3], 0, "the corner is clear");
    assert!(pixels.chunks_exact(4).any(|p| p[3] == 255));
    assert!(!String::from_utf8(drawn("svg", clear())).unwrap().contains("class=\"page\""));
}

#[test]
fn a_pdf_holds_its_fonts_and_says_what_it_is() {
    let pdf = drawn("pdf", Writing::default());
    assert!(pdf.starts_with(b"%PDF-1.7") && pdf.trim_ascii_end().ends_with(b"%%EOF"));
    let has = |what: &str| pdf.windows(what.len()).filter(|bytes| *bytes == what.as_bytes()).count();
    assert!(has("/FontFile") >= 8, "{} fonts", has("/FontFile"));
    assert_eq!(has("/FontFile"), has("/ToUnicode"), "all can be selected");
    assert!(has("/Figure") >= 1 && has("/Marked true") == 1 && has("/Lang") >= 1);
    for harm in ["/JavaScript", "/JS", "/Launch", "/URI", "/OpenAction", "/EmbeddedFile"] {
        assert_eq!(has(harm), 0, "{harm}");
    }
}

#[test]
fn a_pdf_keeps_to_the_standards_whatever_names_hold() {
    for (standard, mark) in [(Standard::Archive, "pdfaid:part"), (Standard::Accessible, "pdfuaid:part")] {
        let pdf = drawn("pdf", Writing { standard, ..Writing::default() });
        assert!(pdf.windows(mark.len()).any(|bytes| bytes == mark.as_bytes()), "{mark}");
    }
}

#[test]
fn the_recipe_is_in_every_format() {
    let recipe = Recipe {
        command: Some("chancery figure notes.ron --view 'Who <pays>'".to_owned()),
        data: Some("xxh3 00ff".to_owned()),
        ..Recipe::default()
    };
    for format in FIGURES {
        let bytes = drawn(format.extension(), Writing { recipe: recipe.clone(), ..Writing::default() });
        let has = |what: &str| bytes.windows(what.len()).any(|bytes| bytes == what.as_bytes());
        assert!(has("xxh3 00ff") && has("chancery figure notes.ron"), "{}", format.extension());
    }
}

#[test]
fn latin_letters_bring_a_small_font() {
    let mut dossier = Dossier::new(built_in_vocabulary().clone());
    dossier.title = "Two ports".to_owned();
    for (id, name) in [("a", "Avery Tavares"), ("b", "North Port")] {
        dossier.add_entity(Entity::new(id, "place", name)).unwrap();
    }
    let request = Request::new(named("svg").unwrap());
    let svg = request.draw(FigureSubject::new(&dossier, &Arc::default()), &Progress::new()).unwrap().bytes;
    assert!(svg.len() < 30_000, "{}", svg.len());
}
