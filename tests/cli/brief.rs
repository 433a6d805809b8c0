//! `chancery brief` as its users meet it.

use super::{EXAMPLE, chancery};

#[test]
fn a_report_is_written_in_each_format_with_what_it_needs_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    for (name, begins) in
        [("a.docx", &b"PK\x03\x04"[..]), ("a.md", b"# "), ("a.html", b"<!DOCTYPE html>"), ("a.pdf", b"%PDF-")]
    {
        let ran = chancery(&["brief", EXAMPLE, "--focus", "japan", "-o", &path(name)]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(ran.err.contains(name) && ran.err.contains("entities"), "{}", ran.err);
        assert!(std::fs::read(path(name)).unwrap().starts_with(begins), "{name}");
    }
    let text = std::fs::read_to_string(path("a.md")).unwrap();
    assert!(text.contains("](a.svg)") && text.contains("[^1]: "), "{text}");
    assert!(text.contains("--focus japan"), "how it was made: {text}");
    assert!(std::fs::read_to_string(path("a.svg")).unwrap().contains("<svg"));
}

#[test]
fn a_stream_has_no_figure_beside_it_and_says_so() {
    let ran = chancery(&["brief", EXAMPLE, "--format", "md", "-o", "-"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.starts_with("# ") && !ran.out.contains("!["), "{}", ran.out);
    assert!(ran.err.contains("the figure is left out"), "{}", ran.err);
}

#[test]
fn an_unknown_format_is_refused_with_those_there_are() {
    let ran = chancery(&["brief", EXAMPLE, "-o", "a.odt"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains(".docx, .pdf, .md, .html"), "{}", ran.err);
}
