//! `chancery figure`: the same bytes wherever and however it runs, and SVG that others can read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use roxmltree::{Document, Node};

use super::{EXAMPLE, chancery, run};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Draws into a fresh folder and gives the bytes.
fn draw(extension: &str, arguments: &[&str], change: impl FnOnce(&mut Command)) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let out: PathBuf = folder.path().join(format!("figure.{extension}"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(["figure", EXAMPLE, "-o"]).arg(&out).args(arguments);
    change(&mut command);
    let ran = run(&mut command);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(ran.out, "", "results of figure are in its file");
    fs::read(out).unwrap()
}

fn draw_svg(arguments: &[&str]) -> String {
    String::from_utf8(draw("svg", arguments, |_| {})).unwrap()
}

fn of_class<'a>(svg: &'a Document<'a>, class: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    svg.descendants().filter(move |n| {
        n.has_tag_name((SVG, "g")) && n.attribute("class").is_some_and(|c| c.split(' ').any(|c| c == class))
    })
}

#[test]
fn a_figure_has_the_same_bytes_every_time() {
    for extension in ["svg", "png"] {
        let first = draw(extension, &[], |_| {});
        assert!(first.len() > 10_000);
        let mut others = vec![
            ("again", draw(extension, &[], |_| {})),
            ("one thread", draw(extension, &["--threads", "1"], |_| {})),
            ("two threads", draw(extension, &["--threads", "2"], |_| {})),
        ];
        for threads in ["1", "3"] {
            let drawn = draw(extension, &[], |command| {
                command.env("RAYON_NUM_THREADS", threads);
            });
            others.push(("threads by environment", drawn));
        }
        let empty = tempfile::tempdir().unwrap();
        let bare = draw(extension, &[], |command| {
            // As on a machine without fonts, settings or a language.
            command.env_clear().env("HOME", empty.path()).env("FONTCONFIG_FILE", "/dev/null").env("LC_ALL", "C");
        });
        others.push(("a bare environment", bare));
        for (how, bytes) in others {
            assert!(bytes == first, "{extension} differs with {how}");
        }
    }
}

#[test]
fn the_svg_tells_other_programs_what_is_what() {
    let info = chancery(&["info", "--json", EXAMPLE]).json(0);
    let text = draw_svg(&[]);
    let svg = Document::parse(&text).unwrap();
    let root = svg.root_element();
    assert!(root.has_tag_name(("http://www.w3.org/2000/svg", "svg")));
    assert_eq!(root.attribute("width"), Some("180mm"));
    for name in ["title", "desc"] {
        let node = root.children().find(|n| n.has_tag_name(name)).unwrap_or_else(|| panic!("no <{name}>"));
        assert!(node.text().is_some_and(|t| !t.trim().is_empty()));
    }
    let presences = ["certain", "possible", "planned", "absent"];
    let mut nodes = 0;
    for node in of_class(&svg, "node") {
        nodes += 1;
        for attribute in ["data-id", "data-kind"] {
            assert!(node.attribute(attribute).is_some_and(|v| !v.is_empty()), "{attribute}");
        }
        assert!(presences.contains(&node.attribute("data-presence").unwrap()));
        let label = node.descendants().find(|n| n.has_tag_name("text") && n.attribute("class") == Some("label"));
        let letters: String = label.expect("a label").descendants().filter_map(|n| n.text()).collect();
        assert!(!letters.trim().is_empty(), "real text, not outlines");
    }
    assert_eq!(Some(nodes), info["nodes"].as_u64());
    let ids: Vec<&str> = of_class(&svg, "node").filter_map(|n| n.attribute("data-id")).collect();
    let mut relations = 0;
    for relation in of_class(&svg, "relation") {
        relations += 1;
        for attribute in ["data-id", "data-kind"] {
            assert!(relation.attribute(attribute).is_some_and(|v| !v.is_empty()), "{attribute}");
        }
        for end in ["data-from", "data-to"] {
            assert!(ids.contains(&relation.attribute(end).unwrap()), "{end}");
        }
        let basis = relation.attribute("data-basis").unwrap();
        assert!(["stated", "reported", "inferred", "judgement"].contains(&basis), "{basis}");
        let status = relation.attribute("data-status").unwrap();
        assert!(["actual", "planned", "hoped", "requested", "cancelled", "ended"].contains(&status), "{status}");
        assert!(presences.contains(&relation.attribute("data-presence").unwrap()));
        assert!(relation.descendants().any(|n| n.has_tag_name("path")));
    }
    assert_eq!(Some(relations), info["edges"].as_u64());
    for class in ["legend", "sources"] {
        assert_eq!(of_class(&svg, class).count(), 1, "{class}");
    }
}

#[test]
fn a_date_decides_what_is_there() {
    let presence = |as_of: &str| {
        let text = draw_svg(&["--as-of", as_of]);
        let svg = Document::parse(&text).unwrap();
        let node = of_class(&svg, "node").find(|n| n.attribute("data-id") == Some("cybercrime-dialogue"));
        node.and_then(|n| n.attribute("data-presence")).map(str::to_owned)
    };
    assert_eq!(presence("2014-06").as_deref(), Some("certain"));
    assert!([None, Some("absent".to_owned())].contains(&presence("2013-12")));
}

#[test]
fn options_say_what_is_shown_and_how_large() {
    let count = |arguments: &[&str]| of_class(&Document::parse(&draw_svg(arguments)).unwrap(), "node").count();
    let all = count(&[]);
    let near = count(&["--focus", "japan", "--hops", "1"]);
    let further = count(&["--focus", "japan", "--hops", "2"]);
    assert!(1 < near && near < further && further <= all, "{near}, {further}, {all}");
    assert!(count(&["--hide-kind", "topic", "--hide-file", "background.ron"]) < all);
    let titled = draw_svg(&["--title", "A <finding> & more", "--size", "210x148mm"]);
    let svg = Document::parse(&titled).unwrap();
    assert_eq!(svg.root_element().attribute("width"), Some("210mm"));
    assert!(svg.descendants().filter_map(|n| n.text()).any(|t| t.contains("A <finding> & more")));
    let png = draw("png", &["--size", "100x50mm", "--dpi", "254"], |_| {});
    let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().height), (1000, 500));
    assert_ne!(draw_svg(&["--theme", "dark"]), draw_svg(&[]));
}

#[test]
fn recorded_views_are_drawn() {
    let view = draw_svg(&["--view", "article only"]);
    assert!(view.contains("rests on the word of one deputy minister"), "the view's title");
    assert_ne!(view, draw_svg(&[]));
}

#[test]
fn a_view_records_how_everything_is_placed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.ron");
    let records = r#"entities: [
            (id: "a", kind: "state", name: "A"), (id: "b", kind: "state", name: "B"), (id: "c", kind: "topic", name: "C"),
            (id: "d", kind: "topic", name: "D"), (id: "e", kind: "person", name: "E"), (id: "f", kind: "person", name: "F"),
        ],
        relations: [(from: "a", kind: "k", to: "b"), (from: "b", kind: "k", to: "c"), (from: "c", kind: "k", to: "d"),
            (from: "d", kind: "k", to: "e"), (from: "e", kind: "k", to: "f"), (from: "a", kind: "k", to: "c")],"#;
    let views = r#"views: [
            (name: "plain"),
            (name: "grouped", layout: grouped, group: community, effort: best, seed: 7),
            (name: "right", layout: layered, direction: right, together: true),
            (name: "between", layout: concentric, by: betweenness),
            (name: "pinned", pins: [(id: "a", x: 0, y: 0), (id: "b", x: 500.0, y: 0)]),
        ],"#;
    fs::write(&file, format!("Dossier(format: 1, title: \"T\", {records}\n{views})")).unwrap();
    let file = file.display().to_string();
    let out = folder.path().join("out.svg").display().to_string();
    let svg = |arguments: &[&str]| {
        let ran = chancery(&[&["figure", &file, "-o", &out][..], arguments].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        without_recipe(&fs::read_to_string(&out).unwrap())
    };
    let plain = svg(&[]);
    assert_eq!(svg(&["--view", "plain"]), plain);
    for (view, options) in [
        ("grouped", &["--layout", "grouped", "--group", "community", "--effort", "best", "--seed", "7"][..]),
        ("right", &["--layout", "layered", "--direction", "right", "--together"]),
        ("between", &["--layout", "concentric", "--by", "betweenness"]),
    ] {
        let drawn = svg(&["--view", view]);
        assert!(drawn != plain && drawn == svg(options), "{view}");
        // What is asked for on the command line goes before what the view says.
        assert_eq!(
            svg(&["--view", view, "--layout", "circular"]),
            svg(&[&["--layout", "circular"], &options[2..]].concat())
        );
    }
    let pinned = svg(&["--view", "pinned"]);
    assert_ne!(pinned, plain);
    assert_eq!(svg(&["--view", "pinned", "--layout", "circular"]), svg(&["--layout", "circular"]));
}

#[test]
fn what_cannot_be_drawn_is_said_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.ron").display().to_string();
    fs::write(&broken, r#"Dossier(format: 1, title: "T", entities: [(id: "a", kind: "state", name: 7)])"#).unwrap();
    let svg = folder.path().join("out.svg");
    let out = svg.display().to_string();
    let png = folder.path().join("out.png").display().to_string();
    let doc = folder.path().join("out.docx").display().to_string();
    for (arguments, status, says) in [
        (&[EXAMPLE, "-o", &doc][..], 2, ".svg"),
        (&[EXAMPLE, "-o", "noextension"], 2, ".png"),
        (&[EXAMPLE, "-o", &out, "--focus", "Tokyo"], 1, "did you mean `japan`"),
        (&[EXAMPLE, "-o", &out, "--hide-kind", "stat"], 1, "did you mean `state`"),
        (&[EXAMPLE, "-o", &out, "--view", "none"], 1, "article only"),
        (&[EXAMPLE, "-o", &out, "--layout", "none"], 2, "there are"),
        (&[EXAMPLE, "-o", &out, "--hops", "2"], 2, "--focus"),
        (&[EXAMPLE, "-o", &out, "--size", "180x"], 2, "180x120mm"),
        (&[EXAMPLE, "-o", &png, "--size", "2000x2000mm", "--dpi", "2400"], 2, "million pixels"),
        (&[EXAMPLE, "-o", &out, "--as-of", "01.10.2015"], 2, "2015-10-01"),
        (&[&broken, "-o", &out], 1, "wrong-type"),
        (&["missing.ron", "-o", &out], 1, "missing.ron"),
    ] {
        let ran = chancery(&[&["figure"][..], arguments].concat());
        assert_eq!(ran.status, status, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(says), "{arguments:?} should say {says}: {}", ran.err);
        assert!(!svg.exists() && !Path::new(&png).exists(), "{arguments:?}");
    }
    let ran = chancery(&["figure", &broken, "-o", &out, "--despite-errors"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(svg.exists());
    let nowhere = folder.path().join("no/such/folder/out.svg").display().to_string();
    let ran = chancery(&["figure", EXAMPLE, "-o", &nowhere]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("out.svg"), "{}", ran.err);
}

/// A figure but for how it was made.
fn without_recipe(svg: &str) -> String {
    let (before, rest) = svg.split_once("<metadata").unwrap();
    format!("{before}{}", rest.split_once("</metadata>").unwrap().1)
}

/// Width and height of a figure in millimetres.
fn page_of(svg: &str) -> (f64, f64) {
    let svg = Document::parse(svg).unwrap();
    let side = |name: &str| svg.root_element().attribute(name).unwrap().trim_end_matches("mm").parse().unwrap();
    (side("width"), side("height"))
}

#[test]
fn a_page_is_named_or_measured_and_keeps_only_what_is_wanted() {
    assert_eq!(page_of(&draw_svg(&["--size", "a4-landscape"])), (297.0, 210.0));
    assert_eq!(page_of(&draw_svg(&["--size", "180x120"])), (180.0, 120.0));
    let (width, height) = page_of(&draw_svg(&["--size", "two-columns"]));
    assert!(width == 180.0 && height > 120.0, "as high as needed: {height}");
    let plain = draw_svg(&["--size", "a4"]);
    assert!(plain.contains("our inference") && plain.contains("ASEAN Secretariat"));
    let bare = draw_svg(&["--size", "a4", "--no-legend", "--no-sources", "--credit", "Drawn by A. Author"]);
    let drawn = Document::parse(&bare).unwrap();
    let written = |part: &str| of_class(&drawn, part).flat_map(|g| g.descendants().filter_map(|n| n.text())).collect();
    let (legend, sources): (String, String) = (written("legend"), written("sources"));
    assert!(legend.trim().is_empty() && sources.contains("Drawn by A. Author"), "{legend}{sources}");
    assert!(!sources.contains("Secretariat"), "{sources}");
}

#[test]
fn a_view_says_on_which_page_it_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paged.ron").display().to_string();
    let text = r#"Dossier(format: 1, title: "T", entities: [(id: "a", kind: "state", name: "A")],
        views: [(name: "v", page: "square", margin: 20, credit: "By A", hide_legend: true)])"#;
    fs::write(&file, text).unwrap();
    let out = folder.path().join("out.svg").display().to_string();
    let draw = |more: &[&str]| {
        let ran = chancery(&[&["figure", &file, "-o", &out, "--view", "v"], more].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        fs::read_to_string(&out).unwrap()
    };
    let usual = draw(&[]);
    assert!(page_of(&usual) == (180.0, 180.0) && usual.contains("By A"));
    let other = draw(&["--size", "120x90", "--credit", "By B"]);
    assert!(page_of(&other) == (120.0, 90.0) && other.contains("By B") && !other.contains("By A"));
}

#[test]
fn tapered_lines_say_by_their_width_where_they_run() {
    let tapered = draw_svg(&["--tapered"]);
    assert_eq!(tapered, draw_svg(&["--tapered"]));
    assert!(tapered.contains("direction: wide end to narrow end"));
    let svg = Document::parse(&tapered).unwrap();
    // Only what is planned or hoped for keeps its hollow arrowhead.
    for relation in of_class(&svg, "relation") {
        let paths = relation.children().filter(Node::is_element).filter(|n| n.has_tag_name((SVG, "path"))).count();
        let meant = matches!(relation.attribute("data-status"), Some("planned" | "hoped" | "requested"));
        assert_eq!(paths, if meant { 2 } else { 1 }, "{:?}", relation.attribute("data-id"));
    }
    assert!(!draw_svg(&[]).contains("narrow one"));
}

/// A figure of a file with its bytes.
fn draw_file(file: &str, extension: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join(format!("figure.{extension}"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(["figure", file, "-o"]).arg(&out);
    let ran = run(&mut command);
    assert_eq!(ran.status, 0, "{}", ran.err);
    fs::read(out).unwrap()
}

#[test]
fn icons_of_kinds_stand_in_their_shapes_and_in_the_legend() {
    let svg = String::from_utf8(draw_file("tests/data/pictured/ports.ron", "svg")).unwrap();
    let document = Document::parse(&svg).unwrap();
    let is_drawn = |n: &Node<'_, '_>| n.has_tag_name((SVG, "path")) && n.attribute("class") != Some("halo");
    let paths = |node: Node<'_, '_>| node.children().filter(is_drawn).count();
    let nodes: Vec<usize> = of_class(&document, "node").map(paths).collect();
    assert_eq!(nodes, [2; 16], "each has its shape and its icon");
    // Sixteen kinds, the hairline, one pattern of lines and the two signs of what is planned.
    assert_eq!(of_class(&document, "legend").map(paths).sum::<usize>(), 2 * 16 + 4);
}

#[test]
fn pictures_stand_in_the_figure_itself_cut_to_the_shape_of_their_nodes() {
    const HARBOUR: &str = "tests/data/pictured/harbour.ron";
    let bytes = draw_file(HARBOUR, "svg");
    assert!(bytes == draw_file(HARBOUR, "svg") && draw_file(HARBOUR, "png") == draw_file(HARBOUR, "png"));
    let svg = String::from_utf8(bytes).unwrap();
    let document = Document::parse(&svg).unwrap();
    let mut cuts = Vec::new();
    for node in of_class(&document, "node") {
        let id = node.attribute("data-id").unwrap();
        let image = node.children().find(|n| n.has_tag_name((SVG, "image")));
        assert_eq!(image.is_some(), !["south", "lim", "talks"].contains(&id), "{id}");
        let Some(image) = image else { continue };
        let link = image.attribute(("http://www.w3.org/1999/xlink", "href")).unwrap();
        assert!(link.starts_with("data:image/png;base64,iVBOR"), "nothing is fetched from elsewhere");
        let cut = image.attribute("clip-path").unwrap().strip_prefix("url(#").unwrap().strip_suffix(')').unwrap();
        let clip = node.children().find(|n| n.attribute("id") == Some(cut)).expect("its own clip");
        // Cut along the very outline that is drawn under it and, as a line, over it.
        let outline = clip.first_element_child().unwrap().attribute("d");
        let same: Vec<Node<'_, '_>> =
            node.children().filter(|n| n.attribute("d").is_some() && n.attribute("d") == outline).collect();
        assert!(same.iter().any(|n| n.attribute("fill") == Some("none") && n.attribute("stroke").is_some()), "{id}");
        cuts.push(cut.to_owned());
    }
    cuts.sort();
    cuts.dedup();
    assert_eq!(cuts.len(), 7);
}

#[test]
fn areas_hold_their_group_and_are_told_in_the_legend() {
    let plain = draw_svg(&[]);
    assert!(!plain.contains("class=\"area\""));
    for by in ["kind", "country", "community"] {
        let drawn = draw_svg(&["--areas", by]);
        assert_eq!(drawn, draw_svg(&["--hulls", by]), "{by}: the same bytes, under its former name too");
        let svg = Document::parse(&drawn).unwrap();
        let areas: Vec<Node<'_, '_>> = of_class(&svg, "area").collect();
        assert!(areas.len() >= 3, "{by}: {} areas", areas.len());
        let legend = of_class(&svg, "legend").next().unwrap();
        let words: String = legend.descendants().filter_map(|n| n.text()).collect();
        for area in areas {
            let name = area.children().find(|n| n.has_tag_name((SVG, "title"))).and_then(|n| n.text()).unwrap();
            let start: String = name.chars().take_while(|c| *c != '…').collect();
            assert!(words.contains(start.trim()), "{by}: {name} is in the legend: {words}");
        }
    }
    // A view says it, too.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ron");
    let text = r#"Dossier(format: 1, entities: [(id: "a", kind: "state", name: "A"), (id: "b", kind: "state", name: "B")],
        relations: [(from: "a", kind: "has_relations_with", to: "b")], views: [(name: "v", hulls: kind)])"#;
    std::fs::write(&file, text).unwrap();
    let out = folder.path().join("a.svg").display().to_string();
    let ran = chancery(&["figure", &file.display().to_string(), "-o", &out, "--view", "v"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(std::fs::read_to_string(&out).unwrap().contains("<title>States</title>"));
    let ran = chancery(&["figure", EXAMPLE, "-o", &out, "--areas", "colour"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("community"), "{}", ran.err);
}

#[test]
fn a_large_network_is_coloured_by_its_communities() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("edges.csv").display().to_string();
    // Twenty rings of 16, each joined to the next.
    let mut rows = "source,target\n".to_owned();
    for n in 0..320 {
        let ring = n / 16 * 16;
        rows.extend([1, 2, 3].map(|step| format!("n{n},n{}\n", ring + (n + step) % 16)));
        rows.extend((n == ring).then(|| format!("n{n},n{}\n", (n + 16) % 320)));
    }
    std::fs::write(&file, rows).unwrap();
    let drawn = |arguments: &[&str]| {
        let out = folder.path().join("a.svg").display().to_string();
        let ran = chancery(&[&["figure", &file, "-o", &out], arguments].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        std::fs::read_to_string(&out).unwrap()
    };
    let usual = drawn(&[]);
    let svg = Document::parse(&usual).unwrap();
    let areas = of_class(&svg, "area").count();
    assert!((8..=12).contains(&areas), "{areas} areas");
    let legend = of_class(&svg, "legend").next().unwrap();
    let words: String = legend.descendants().filter_map(|n| n.text()).collect();
    assert!(words.contains("Colour: Community") && words.contains("8 others (128)"), "{words}");
    // What stands in the picture in its colour is not listed again, and what has no room there is.
    let is_seen = |n: &Node<'_, '_>| n.is_text() && !n.parent().is_some_and(|p| p.has_tag_name((SVG, "title")));
    let seen: Vec<&str> = svg.descendants().filter(is_seen).filter_map(|n| n.text()).collect();
    for ring in 0..12 {
        let (name, counted) = (format!("n{} and n{}", ring * 16, ring * 16 + 1), " (16)");
        let said = seen.iter().filter(|text| text.strip_suffix(counted).unwrap_or(text) == name).count();
        assert_eq!(said, 1, "{name}");
    }
    assert!(words.contains("Colour: Community, labelled in the figure"), "{words}");
    assert_eq!(without_recipe(&usual), without_recipe(&drawn(&["--colour-by", "community"])));
    let kinds = drawn(&["--colour-by", "kind"]);
    assert!(!kinds.contains("class=\"area\"") && !kinds.contains("Colour: "));
    let bare = drawn(&["--areas", "none"]);
    assert!(!bare.contains("class=\"area\"") && bare.contains("Colour: "));
}

#[test]
fn dates_are_drawn_side_by_side_with_one_legend_and_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let out = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (first, second) = (out("a.svg"), out("b.svg"));
    let draw = |to: &str, more: &[&str]| {
        chancery(&[&["figure", EXAMPLE, "-o", to, "--dates", "2012,2013,2014-06"][..], more].concat())
    };
    assert_eq!(draw(&first, &[]).status, 0);
    assert_eq!(draw(&second, &["--threads", "2"]).status, 0);
    let svg = std::fs::read_to_string(&first).unwrap();
    assert!(svg == std::fs::read_to_string(&second).unwrap(), "the same bytes");
    let count = |part: &str| svg.matches(part).count();
    assert_eq!((count("class=\"panel\""), count("class=\"legend\""), count("class=\"sources\"")), (3, 1, 1));
    for (date, says) in [("2012", "2012: "), ("2013", "2013: "), ("2014-06", "June 2014: Came ")] {
        assert!(svg.contains(&format!("data-date=\"{date}\"")) && svg.contains(says), "{date}");
    }
    // Everything stands where it stood.
    let panels: Vec<&str> = svg.split("class=\"panel\"").skip(1).collect();
    let nodes = |panel: &str| panel.matches("class=\"node\"").count();
    assert!(panels.iter().all(|panel| nodes(panel) == nodes(panels[0]) && nodes(panel) == 49));
    assert_eq!(draw(&out("c.png"), &["--dpi", "60"]).status, 0);
}

#[test]
fn dates_that_are_no_series_are_refused_with_a_fix() {
    for (dates, says) in [
        ("2012,2013", "2 dates are given, not 3 to 6"),
        ("2012,2014,2013", "`2013` does not end after `2014`"),
        ("2012,soon,2014", "`soon` is not a date"),
        ("1,2,3,4,5,6,7", "7 dates are given"),
    ] {
        let ran = chancery(&["figure", EXAMPLE, "-o", "/nowhere/x.svg", "--dates", dates]);
        assert_eq!(ran.status, 2, "{dates}");
        assert!(ran.err.contains(says), "{dates}: {}", ran.err);
    }
    let both = chancery(&["figure", EXAMPLE, "-o", "x.svg", "--dates", "2012,2013,2014", "--as-of", "2012"]);
    assert_eq!(both.status, 2);
}

/// A figure of the example in a form, as a document.
fn in_form(options: &[&str]) -> String {
    let svg = draw_svg(options);
    assert_eq!(svg, draw_svg(&[options, &["--threads", "1"]].concat()), "{options:?}");
    svg
}

#[test]
fn a_timeline_has_a_lane_for_each_dated_entity_and_says_what_it_leaves_out() {
    let text = in_form(&["--as", "timeline"]);
    let svg = Document::parse(&text).unwrap();
    let mut lanes: Vec<&str> = of_class(&svg, "lane").filter_map(|lane| lane.attribute("data-of")).collect();
    lanes.dedup();
    assert_eq!(lanes.len(), 15, "{lanes:?}");
    assert_eq!(of_class(&svg, "node").count(), 49);
    let relations = of_class(&svg, "relation").count();
    let says = format!("{} relations without a date not drawn", 105 - relations);
    assert!(text.contains("lanes by beginning") && text.contains(&says), "{says}");
    for word in ["No date (34)", "possibly present", "open start or end", "Lanes by beginning"] {
        assert!(text.contains(word), "{word}");
    }
    assert_ne!(text, in_form(&["--as", "timeline", "--rows-by", "kind"]));
}

#[test]
fn a_matrix_has_a_cell_on_both_sides_for_each_two_that_are_related() {
    let text = in_form(&["--as", "matrix", "--rows-by", "bandwidth"]);
    let svg = Document::parse(&text).unwrap();
    let cells: Vec<&str> = of_class(&svg, "cell").filter_map(|cell| cell.attribute("data-relations")).collect();
    let relations: usize = cells.iter().map(|ids| ids.split(' ').count()).sum();
    assert_eq!(relations, 2 * 105);
    assert_eq!(of_class(&svg, "relation").count(), 0, "cells stand for lines");
    assert!(text.contains("by bandwidth (reverse Cuthill–McKee)"));
    let turned =
        svg.descendants().filter(|n| n.attribute("transform").is_some_and(|t| t.starts_with("rotate(-90"))).count();
    assert_eq!(turned, 49, "each column has its name");
}

#[test]
fn a_matrix_of_more_than_five_hundred_is_refused_with_what_helps() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.ron");
    let entities: String = (0..501).map(|n| format!("(id: \"e{n}\", kind: \"person\", name: \"{n}\"),")).collect();
    fs::write(&file, format!("Dossier(format: 1, title: \"Many\", entities: [{entities}])")).unwrap();
    let out = folder.path().join("many.svg").display().to_string();
    let ran = chancery(&["figure", &file.display().to_string(), "-o", &out, "--as", "matrix"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("a matrix shows at most 500 entities, and there are 501"), "{}", ran.err);
    assert!(ran.err.to_lowercase().contains("filter, focus on an entity, or hide kinds"), "{}", ran.err);
}
