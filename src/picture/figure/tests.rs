//! What a figure promises to those who read it and to the programs that do.

mod formats;

use std::sync::Arc;

use super::*;
use crate::dossier::model::{Basis, Claim, Dossier, Entity, Relation, Status};
use crate::dossier::ron_text::built_in_vocabulary;
use crate::picture::views::ViewSettings;
use crate::progress::Progress;

const HOSTILE: &str = "<script>alert(1)</script> & \"quotes\" \u{202e}\u{0}\u{fffe} ]]>";

fn dossier() -> Dossier {
    let mut dossier = Dossier::new(built_in_vocabulary().clone());
    dossier.title = format!("Ten scripts {HOSTILE}");
    let names = [
        "日本",
        "新加坡",
        "ประเทศไทย",
        "ວຽງຈັນ",
        "မြန်မာ",
        "កម្ពុជា",
        "وزارة (2015) الخارجية",
        "சிங்கப்பூர்",
        "भारत",
        "Việt Nam",
        HOSTILE,
    ];
    for (i, name) in names.iter().enumerate() {
        let kind = ["state", "dialogue", "document", "official"][i % 4];
        let mut entity = Entity::new(format!("e{i}").as_str(), kind, *name);
        if i == 3 {
            entity.status = Status::Planned;
        }
        dossier.add_entity(entity).unwrap();
    }
    for i in 1..names.len() {
        let mut relation = Relation::new("e0", "related_to", format!("e{i}").as_str());
        let basis = match i % 4 {
            0 => Basis::Stated,
            1 => Basis::Reported { by: "e1".into(), to: None },
            2 => Basis::Inferred { how: "so".into(), on: Vec::new() },
            _ => Basis::Judgement { by: None },
        };
        relation.claims.push(Claim { basis, ..Claim::stated("s") });
        dossier.add_relation(relation).unwrap();
    }
    dossier
}

fn figure(extension: &str) -> Vec<u8> {
    let dossier = dossier();
    let size = PageSize { width_mm: 183.0, height_mm: 130.0 };
    let request = Request { size: Some(size), dpi: 100.0, ..Request::new(named(extension).unwrap()) };
    let pictures = Arc::default();
    let subject = FigureSubject::new(&dossier, &pictures);
    request.draw(subject, &Progress::new()).unwrap().bytes
}

#[test]
fn an_svg_is_valid_and_holds_nothing_but_what_it_should() {
    let svg = String::from_utf8(figure("svg")).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let elements = ["svg", "title", "desc", "metadata", "style", "rect", "g", "path", "text", "tspan"];
    let attributes = [
        "width",
        "height",
        "viewBox",
        "role",
        "aria-labelledby",
        "id",
        "class",
        "fill",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "stroke-linecap",
        "stroke-linejoin",
        "textLength",
        "lengthAdjust",
        "d",
        "x",
        "y",
        "font-family",
        "font-size",
        "font-weight",
        "space",
        "data-id",
        "data-kind",
        "data-presence",
        "data-from",
        "data-to",
        "data-of",
        "data-basis",
        "data-status",
    ];
    for node in document.descendants().filter(|n| n.is_element()) {
        assert!(elements.contains(&node.tag_name().name()), "{:?}", node.tag_name());
        for attribute in node.attributes() {
            assert!(attributes.contains(&attribute.name()), "{}", attribute.name());
        }
    }
    assert!(!svg.contains("http://") || svg.matches("http://").count() == 1, "only the namespace");
    assert!(!svg.contains("<script"));
    let style = document.descendants().find(|n| n.has_tag_name("style")).unwrap().text().unwrap().to_owned();
    assert!(style.matches("url(").count() == style.matches("url(data:font/woff;base64,").count());
}

#[test]
fn an_svg_says_what_each_thing_is() {
    let svg = String::from_utf8(figure("svg")).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let class = |name: &'static str| document.descendants().filter(move |n| n.attribute("class") == Some(name));
    assert_eq!(class("node").count(), 11);
    assert_eq!(class("relation").count(), 10);
    let labels: Vec<String> = class("label")
        .map(|l| l.descendants().filter_map(|d| d.text().filter(|_| d.is_text())).collect::<String>())
        .collect();
    for name in ["日本", "ประเทศไทย", "မြန်မာ", "កម្ពុជា", "சிங்கப்பூர்", "भारत", "Việt Nam"]
    {
        assert!(labels.iter().any(|l| l == name), "{name} in {labels:?}");
    }
    let relation = class("relation").find(|r| r.attribute("data-to") == Some("e1")).unwrap();
    assert_eq!(relation.attribute("data-basis"), Some("reported"));
    assert_eq!(relation.attribute("data-from"), Some("e0"));
    let planned = class("node").find(|n| n.attribute("data-id") == Some("e3")).unwrap();
    assert_eq!(planned.attribute("data-presence"), Some("planned"));
    assert_eq!(class("legend").count(), 1);
    assert_eq!(class("sources").count(), 1);
}

#[test]
fn a_figure_is_the_same_every_time() {
    for figure_kind in FIGURES {
        let extension = figure_kind.extension();
        assert!(figure(extension) == figure(extension), "{extension}");
    }
}

/// A figure of `count` entities in a grid, two relations each, drawn so.
fn large_figure(count: usize, extension: &str, lines: ManyLines) -> Vec<u8> {
    let mut dossier = Dossier::new(built_in_vocabulary().clone());
    for i in 0..count {
        let kind = ["state", "dialogue", "official"][i * 3 / count];
        dossier.add_entity(Entity::new(format!("e{i}").as_str(), kind, format!("Number {i}"))).unwrap();
    }
    for i in 0..count {
        // Every thirtieth is a hub.
        for other in [i / 30 * 30, (i * 7 + 3) % count].into_iter().filter(|other| *other != i) {
            let ends = (format!("e{other}"), format!("e{i}"));
            dossier.add_relation(Relation::new(ends.0.as_str(), "related_to", ends.1.as_str())).unwrap();
        }
    }
    let usual = Request::new(named(extension).unwrap());
    let settings = ViewSettings { layout: "grid".to_owned(), ..ViewSettings::default() };
    let size = Some(PageSize { width_mm: 120.0, height_mm: 120.0 });
    let request = Request { settings, size, dpi: 75.0, lines, ..usual };
    request.draw(FigureSubject::new(&dossier, &Arc::default()), &Progress::new()).unwrap().bytes
}

#[test]
fn many_lines_are_a_picture_or_thinned_or_all_as_asked_for() {
    let drawn = |count: usize, lines: ManyLines| {
        let svg = String::from_utf8(large_figure(count, "svg", lines)).unwrap();
        let document = roxmltree::Document::parse(&svg).unwrap();
        let of = |class: &str| document.descendants().filter(|n| n.attribute("class") == Some(class)).count();
        (of("density"), of("relation"), of("node"), of("label"))
    };
    let (pictures, relations, nodes, names) = drawn(2_100, ManyLines::Density);
    assert_eq!((pictures, relations, nodes), (1, 0, 2_100));
    assert!((10..=40).contains(&names), "{names} names");
    let (pictures, relations, ..) = drawn(2_100, ManyLines::Thinned);
    assert_eq!(pictures, 0);
    assert!((1_050..=2_100).contains(&relations), "{relations} of 4,130");
    assert_eq!(drawn(2_100, ManyLines::All).1, 4_130);
    assert_eq!(drawn(900, ManyLines::Density).1, 1_770, "few enough to be drawn one by one");
}

#[test]
fn a_picture_of_density_shows_lines_and_is_the_same_for_any_number_of_threads() {
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| large_figure(2_100, "png", ManyLines::Density))
    };
    let one = with(1);
    assert!(one == with(3));
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(&one)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    // Lines are grey and blue on white: neither alone, nor a blot.
    let inked = pixels.chunks_exact(3).filter(|p| p.iter().any(|c| *c < 250)).count();
    assert!((pixels.len() / 3 / 10..pixels.len() / 3 * 9 / 10).contains(&inked), "{inked}");
}

#[test]
fn a_png_has_its_size_and_resolution() {
    let bytes = figure("png");
    let reader = ::png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    let info = reader.info();
    assert_eq!((info.width, info.height), (720, 512));
    assert_eq!(info.pixel_dims.unwrap().xppu, 3937);
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_before_it_is_drawn_and_an_svg_of_that_size_is_not() {
    let dossier = dossier();
    let pictures = Arc::default();
    let huge = PageSize { width_mm: 2000.0, height_mm: 2000.0 };
    let drawn = |extension: &str| {
        let request = Request { size: Some(huge), dpi: 1200.0, ..Request::new(named(extension).unwrap()) };
        let stopped = Progress::new();
        stopped.cancel();
        request.draw(FigureSubject::new(&dossier, &pictures), &stopped)
    };
    let Err(Undrawn::TooLarge(problem)) = drawn("png") else { panic!("refused, and before it could be cancelled") };
    assert!(problem.message.contains("8928 million pixels"), "{}", problem.message);
    assert!(matches!(drawn("svg"), Err(Undrawn::Cancelled)));
}

#[test]
fn a_page_grows_until_names_are_legible_and_only_where_nobody_asked_for_a_size() {
    let mut dossier = Dossier::new(built_in_vocabulary().clone());
    for i in 0..60 {
        let name = format!("A dialogue with a rather long name, the {i}th of them");
        dossier.add_entity(Entity::new(format!("e{i}").as_str(), "dialogue", name.as_str())).unwrap();
        for other in [i / 2, i / 3].into_iter().filter(|other| *other < i) {
            let ends = (format!("e{other}"), format!("e{i}"));
            dossier.add_relation(Relation::new(ends.0.as_str(), "related_to", ends.1.as_str())).unwrap();
        }
    }
    let pictures = Arc::default();
    let subject = FigureSubject::new(&dossier, &pictures);
    let grown = Request::new(named("svg").unwrap()).draw(subject, &Progress::new()).unwrap().size;
    let first = place::natural_height_mm(grown.width_mm, 60);
    assert!(grown.height_mm > first, "{first} mm did not grow");
    let asked = PageSize { height_mm: first, ..grown };
    let request = Request { size: Some(asked), ..Request::new(named("svg").unwrap()) };
    assert_eq!(request.draw(subject, &Progress::new()).unwrap().size, asked);
}

#[test]
fn a_long_heading_leaves_the_columns_of_its_key_as_they_are() {
    use crate::picture::scene::LegendEntry;
    use crate::picture::scene::chart::{TilePaint, TileShape};
    use crate::picture::theme::Theme;

    let theme = &Theme::LIGHT;
    let tile = |word: &'static str| LegendEntry::Tile {
        shape: TileShape::Bar,
        paint: TilePaint::Full,
        colour: theme.ink,
        share: 0.8,
        word,
    };
    let heights = |heading: &str| {
        let words = ["stated", "reported", "our inference", "possible"];
        let heading = LegendEntry::Heading { word: heading.to_owned() };
        let entries: Vec<LegendEntry> = std::iter::once(heading).chain(words.map(tile)).collect();
        let size = PageSize { width_mm: 180.0, height_mm: 150.0 };
        let legend =
            place::surround(size, page::PageFrame::default(), &page::PageText::default(), theme, &entries).legend;
        let mut heights: Vec<i64> = legend.words.iter().map(|text| text.origin.y.round() as i64).collect();
        assert_eq!(heights.len(), entries.len());
        heights.dedup();
        heights
    };
    assert_eq!(heights("Rows and columns by community, then number of relations of each of them").len(), 2);
    assert_eq!(heights("Cells").len(), 1, "a short one stands in line with the others");
}

#[test]
fn a_small_page_keeps_half_for_the_network_however_many_colours_there_are() {
    use crate::picture::encoding::ColourCode;
    use crate::picture::figure::place::surround;
    use crate::picture::scene::{ColourRow, LegendEntry};
    use crate::picture::theme::Theme;
    let row = |number: usize| {
        let name = format!("A community of some length, number {number}");
        LegendEntry::Swatch(ColourRow {
            code: ColourCode::Nothing,
            fill: Theme::LIGHT.ink,
            edge: Theme::LIGHT.ink,
            word: name.clone(),
            name,
            count: None,
        })
    };
    let entries: Vec<LegendEntry> = std::iter::once(LegendEntry::Heading { word: "Colour: Community".to_owned() })
        .chain((0..13).map(row))
        .collect();
    let words = PageText { title: "A title".to_owned(), ..PageText::default() };
    for side in [60.0, 90.0, 120.0, 250.0] {
        let size = PageSize { width_mm: side, height_mm: side };
        let around = surround(size, PageFrame::default(), &words, &Theme::LIGHT, &entries);
        let (_, page) = around.size;
        // Half of what title and margins leave, which on a small page is less.
        assert!(around.area.height() > 0.29 * page, "{side}: {} of {page}", around.area.height());
        let rows = around.legend.words.len();
        assert!(if side > 200.0 { rows == entries.len() } else { rows < entries.len() && rows > 1 }, "{side}: {rows}");
    }
}
