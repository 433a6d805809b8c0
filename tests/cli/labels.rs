//! What `chancery figure` writes on lines and beside nodes where it is told: words, numbers with a key, or nothing; and what it
//! says of those that have no room.

use std::fs;

use roxmltree::{Document, Node};

use super::{EXAMPLE, chancery};

/// Six people and an office, tied in three ways, twice between the same two.
const SMALL: &str = r#"Dossier(format: 1, title: "Small", entities: [
    (id: "a", kind: "person", name: "Anna"),
    (id: "b", kind: "person", name: "Bo"),
    (id: "c", kind: "person", name: "Cem"),
    (id: "d", kind: "person", name: "Dana"),
    (id: "o", kind: "organisation", name: "Office"),
], relations: [
    (id: "ab", from: "a", kind: "knows", to: "b"),
    (id: "ba", from: "b", kind: "knows", to: "a"),
    (id: "ao", from: "a", kind: "works_for", to: "o"),
    (id: "co", from: "c", kind: "chairs", to: "o"),
    (id: "cd", from: "c", kind: "knows", to: "d"),
], views: [(name: "numbered", page: "a4", relation_labels: numbers)])"#;

/// Draws a file as SVG; also the notes.
fn drawn(text: Option<&str>, arguments: &[&str]) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("small.ron"), folder.path().join("figure.svg"));
    if let Some(text) = text {
        fs::write(&file, text).unwrap();
    }
    let subject = if text.is_some() { file.display().to_string() } else { EXAMPLE.to_owned() };
    let out_name = out.display().to_string();
    let ran = chancery(&[&["figure", &subject, "-o", &out_name], arguments].concat());
    assert_eq!(ran.status, 0, "{}", ran.err);
    (fs::read_to_string(out).unwrap(), ran.err)
}

fn of_class<'a>(svg: &'a Document<'a>, class: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    svg.descendants().filter(move |node| node.attribute("class") == Some(class))
}

fn letters(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "tspan")));
    texts.filter_map(|node| node.text()).collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is written on lines, with the titles of these.
fn labels(text: &str) -> Vec<(String, String)> {
    let svg = Document::parse(text).unwrap();
    of_class(&svg, "relation-label")
        .map(|label| {
            let of = label.attribute("data-of").unwrap();
            let line = of_class(&svg, "relation").find(|line| line.attribute("data-id") == Some(of)).expect(of);
            let title = line.children().find(|node| node.has_tag_name("title")).and_then(|node| node.text());
            (letters(label), title.unwrap_or_default().to_owned())
        })
        .collect()
}

#[test]
fn few_lines_say_in_words_what_they_mean() {
    let (text, notes) = drawn(Some(SMALL), &[]);
    let mut said: Vec<String> = labels(&text).into_iter().map(|(word, _)| word).collect();
    said.sort();
    assert_eq!(said, ["chairs", "knows", "knows ×2", "works for"]);
    assert!(!notes.contains("no room"), "{notes}");
    for (word, title) in labels(&text) {
        assert!(title.contains(word.trim_end_matches(" ×2")), "“{word}” stands on {title}");
    }
    assert!(labels(&drawn(Some(SMALL), &["--relation-labels", "none"]).0).is_empty());
}

#[test]
fn numbers_stand_on_lines_and_their_key_in_the_legend() {
    let (text, _) = drawn(Some(SMALL), &["--relation-labels", "numbers"]);
    let mut said: Vec<String> = labels(&text).into_iter().map(|(word, _)| word).collect();
    said.sort();
    assert_eq!(said, ["1", "1 ×2", "2", "3"], "what is on most lines is first, then by alphabet");
    let svg = Document::parse(&text).unwrap();
    let legend: Vec<String> = of_class(&svg, "legend").flat_map(|legend| legend.children()).map(letters).collect();
    for word in ["1", "2", "3", "knows", "chairs", "works for"] {
        assert!(legend.iter().any(|entry| entry == word), "{word}: {legend:?}");
    }
    let (bare, notes) = drawn(Some(SMALL), &["--relation-labels", "numbers", "--no-legend"]);
    assert!(labels(&bare).is_empty() && notes.contains("no legend to explain them"), "{notes}");
    let (of_view, _) = drawn(Some(SMALL), &["--view", "numbered"]);
    assert!(labels(&of_view).iter().any(|(word, _)| word == "1 ×2"), "a view says so, too");
}

#[test]
fn many_lines_have_words_only_where_somebody_asks_and_what_has_no_room_is_counted() {
    assert!(labels(&drawn(None, &[]).0).is_empty());
    let (text, notes) = drawn(None, &["--relation-labels", "words"]);
    let written = labels(&text);
    assert!(written.len() > 40, "{}", written.len());
    for (word, title) in &written {
        assert!(title.contains(word.split(" ×").next().unwrap()), "“{word}” stands on {title}");
    }
    let note = notes.lines().find(|line| line.contains("words on lines")).expect("some have no room");
    let count = |at: usize| note.split_whitespace().nth(at).unwrap().parse::<usize>().unwrap();
    let (without, all) = (count(1), count(3));
    assert_eq!(written.len() + without, all, "{note}");
}

#[test]
fn where_lines_cannot_be_labelled_it_is_said() {
    for form in ["timeline", "matrix"] {
        let (text, notes) = drawn(None, &["--as", form, "--relation-labels", "words"]);
        assert!(labels(&text).is_empty() && notes.contains("not in a timeline or matrix"), "{notes}");
        assert!(!drawn(None, &["--as", form]).1.contains("labelled"), "nobody asked");
    }
}

#[test]
fn pictures_side_by_side_have_numbers_with_one_key() {
    let dates = ["--dates", "2012,2013,2014-06", "--relation-labels", "numbers"];
    let (text, _) = drawn(None, &dates);
    let svg = Document::parse(&text).unwrap();
    let legend: Vec<String> = of_class(&svg, "legend").flat_map(|legend| legend.children()).map(letters).collect();
    assert_eq!(legend.iter().filter(|entry| *entry == "1").count(), 1);
    assert_eq!(of_class(&svg, "panel").filter(|panel| letters(*panel).contains(" 1 ")).count(), 3);
    assert!(labels(&drawn(None, &dates[..2]).0).is_empty());
}

#[test]
fn the_key_lists_no_number_that_is_on_no_line() {
    for more in [&["--size", "114x100mm"][..], &["--size", "85x85mm"], &["--dates", "2012,2013,2014-06"]] {
        let (text, told) = drawn(None, &[&["--relation-labels", "numbers"], more].concat());
        let svg = Document::parse(&text).unwrap();
        let is_number = |text: &String| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let legend = of_class(&svg, "legend").flat_map(|legend| legend.children()).map(letters);
        let mut key: Vec<String> = legend.filter(is_number).collect();
        let mut written: Vec<String> = of_class(&svg, "relation-label")
            .map(letters)
            .map(|text| text.split(' ').next().unwrap().to_owned())
            .collect();
        for numbers in [&mut key, &mut written] {
            numbers.sort();
            numbers.dedup();
        }
        assert_eq!(key, written, "{more:?}: {told}");
    }
}

#[test]
fn a_dossier_without_a_title_has_figures_without_one() {
    let untitled = SMALL.replace("title: \"Small\", ", "");
    let (text, _) = drawn(Some(&untitled), &[]);
    let svg = Document::parse(&text).unwrap();
    assert!(!text.contains("Untitled") && text.contains("<title id=\"title\">Figure</title>"));
    let head = |svg: &Document<'_>| of_class(svg, "head").next().map(letters).unwrap_or_default();
    assert!(head(&svg).starts_with("5 entities, 5 relations"), "{}", head(&svg));
    let (text, _) = drawn(Some(&untitled), &["--title", "Who knows whom"]);
    assert!(head(&Document::parse(&text).unwrap()).starts_with("Who knows whom"));
}

#[test]
fn a_name_can_be_hidden_and_is_counted() {
    let named = |text: &str| {
        let svg = Document::parse(text).unwrap();
        of_class(&svg, "node").filter(|node| !letters(*node).is_empty()).count()
    };
    let (all, _) = drawn(Some(SMALL), &[]);
    let (fewer, notes) = drawn(Some(SMALL), &["--hide-name", "a", "--hide-name", "o"]);
    assert_eq!((named(&all), named(&fewer)), (5, 3));
    assert!(notes.contains("2 names are hidden"), "{notes}");
    assert!(fewer.contains("<title>Anna, "), "it is still told what the node is");
    let hidden = SMALL.replace("relation_labels: numbers", "hide_names: [\"b\"]");
    let (of_view, notes) = drawn(Some(&hidden), &["--view", "numbered"]);
    assert_eq!(named(&of_view), 4);
    assert!(notes.contains("1 name is hidden"), "{notes}");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("x.svg").display().to_string();
    let ran = chancery(&["figure", EXAMPLE, "-o", &out, "--hide-name", "nobody"]);
    assert!(ran.status == 1 && ran.err.contains("no entity `nobody`"), "{}", ran.err);
}

#[test]
fn notes_of_a_view_stand_on_its_figure_and_names_and_legend_where_they_were_put() {
    let page = |fields: &str| SMALL.replace("relation_labels: numbers", fields);
    let noted = page(
        "notes: [(text: \"Never met <Bo>\", about: \"a\"), (text: \"A draft\", x: 0, y: 0), (text: \"Of one who is gone\", about: \"d\")], hide: [\"d\"]",
    );
    let (text, told) = drawn(Some(&noted), &["--view", "numbered"]);
    let svg = Document::parse(&text).unwrap();
    let notes: Vec<Node<'_, '_>> = of_class(&svg, "note").collect();
    assert_eq!(notes.iter().map(|note| letters(*note)).collect::<Vec<_>>(), ["Never met <Bo>", "A draft"]);
    assert_eq!(notes[0].attribute("data-of"), Some("a"));
    let paths = |note: &Node<'_, '_>| note.descendants().filter(|node| node.tag_name().name() == "path").count();
    assert_eq!((paths(&notes[0]), paths(&notes[1])), (2, 1), "only the first has a line to its node");
    assert!(told.contains("1 note is about an entity that is not shown"), "{told}");
    assert!(text.contains("Notes: Anna: Never met &lt;Bo&gt;; A draft."), "for those who do not see it");
    // A name goes where it is put, and the others stay legible.
    let name_at = |text: &str| -> (f64, f64) {
        let svg = Document::parse(text).unwrap();
        let node = of_class(&svg, "node").find(|node| node.attribute("data-id") == Some("a")).unwrap();
        let span = node.descendants().find(|node| node.tag_name().name() == "tspan").unwrap();
        let number = |name: &str| span.attribute(name).unwrap().split(' ').next().unwrap().parse().unwrap();
        (number("x"), number("y"))
    };
    let usual = name_at(&drawn(Some(&page("relation_labels: none")), &["--view", "numbered"]).0);
    let moved = name_at(
        &drawn(Some(&page("relation_labels: none, moved_names: [(id: \"a\", x: 0, y: -40)]")), &["--view", "numbered"])
            .0,
    );
    assert!(moved.1 < usual.1 - 30.0, "{usual:?} {moved:?}");
    // The legend stands at the right if that is asked for.
    let legend = |at: &str| -> f64 {
        let (text, _) = drawn(Some(&page(&format!("legend_at: {at}"))), &["--view", "numbered"]);
        let svg = Document::parse(&text).unwrap();
        let span = of_class(&svg, "legend")
            .flat_map(|legend| legend.descendants())
            .find(|node| node.has_attribute("x"))
            .unwrap();
        span.attribute("x").unwrap().split(' ').next().unwrap().parse().unwrap()
    };
    assert!(legend("right") > legend("below") + 100.0);
}

#[test]
fn notes_stand_on_the_pictures_of_the_dates_at_which_what_they_are_about_is_there() {
    let dated = r#"Dossier(format: 1, title: "Dated", entities: [
    (id: "a", kind: "person", name: "Anna"),
    (id: "l", kind: "organisation", name: "Late Office", when: "2013/.."),
], relations: [(id: "al", from: "a", kind: "works_for", to: "l")], views: [(name: "noted", notes: [
    (text: "Always", about: "a"), (text: "From 2013 on", about: "l"), (text: "A draft"), (text: "Of nobody", about: "gone"),
])])"#;
    let (text, told) = drawn(Some(dated), &["--view", "noted", "--dates", "2012,2013,2014", "--despite-errors"]);
    let svg = Document::parse(&text).unwrap();
    let notes: Vec<Vec<String>> = of_class(&svg, "panel")
        .map(|panel| panel.descendants().filter(|node| node.attribute("class") == Some("note")).map(letters).collect())
        .collect();
    assert_eq!(
        notes,
        [&["Always", "A draft"][..], &["Always", "From 2013 on", "A draft"], &["Always", "From 2013 on", "A draft"]]
    );
    assert!(told.contains("1 note is about an entity that is not shown"), "{told}");
    assert!(text.contains("Notes: Anna: Always; "), "for those who do not see it");
}

#[test]
fn lines_of_an_arabic_name_do_not_join_whatever_program_shapes_them() {
    let long = SMALL.replace("\"Office\"", "\"جامعة الدول العربية للتعاون\"");
    let (text, _) = drawn(Some(&long), &[]);
    let svg = Document::parse(&text).unwrap();
    let node = of_class(&svg, "node").find(|node| node.attribute("data-id") == Some("o")).unwrap();
    let lines: Vec<&str> =
        node.descendants().filter(|span| span.tag_name().name() == "tspan").filter_map(|span| span.text()).collect();
    assert!(lines.len() > 1, "{lines:?}");
    let (last, others) = lines.split_last().unwrap();
    assert!(others.iter().all(|line| line.ends_with('\u{200c}')) && !last.contains('\u{200c}'), "{lines:?}");
}
