//! `chancery layout`: positions and scores.

use super::{EXAMPLE, chancery};

/// A ring with spokes, as an edge list.
fn wheel(path: &std::path::Path) {
    let rows: String = (1..40).map(|i| format!("hub,n{i},2\nn{i},n{},1\n", i % 39 + 1)).collect();
    std::fs::write(path, format!("source,target,weight\n{rows}")).unwrap();
}

#[test]
fn an_edge_list_gets_positions_the_same_for_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let edges = folder.path().join("edges.csv");
    wheel(&edges);
    let place = |threads: &str, out: &str| {
        let out = folder.path().join(out);
        let ran =
            chancery(&["layout", edges.to_str().unwrap(), "-o", out.to_str().unwrap(), "--threads", threads, "--json"]);
        (ran.json(0), std::fs::read_to_string(out).unwrap())
    };
    let (report, one) = place("1", "one.csv");
    let (_, two) = place("2", "two.csv");
    assert_eq!(one, two);
    assert_eq!((report["nodes"].as_u64(), report["edges"].as_u64()), (Some(40), Some(78)));
    assert!(report["stress"].as_f64().unwrap() < 0.2, "{report}");
    let mut lines = one.lines();
    assert_eq!(lines.next(), Some("node,x,y"));
    assert!(lines.clone().count() == 40 && lines.all(|l| l.split(',').count() == 3));
}

#[test]
fn a_dossier_gets_positions_by_every_layout_without_overlaps() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.csv");
    for layout in
        ["organic", "force", "layered", "radial", "concentric", "circular", "grid", "timeline", "grouped", "map"]
    {
        let ran = chancery(&["layout", EXAMPLE, "-o", out.to_str().unwrap(), "--layout", layout, "--boxes", "--json"]);
        let report = ran.json(0);
        assert_eq!((report["layout"].as_str(), report["overlaps"].as_u64()), (Some(layout), Some(0)), "{report}");
        let table = std::fs::read_to_string(&out).unwrap();
        assert!(table.starts_with("node,x,y,left,right,up,down\n") && table.contains("\njapan,"));
    }
}

#[test]
fn what_is_wrong_with_a_graph_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let edges = folder.path().join("edges.csv");
    let out = folder.path().join("out.csv");
    std::fs::write(&edges, "source,target,weight\na,b,1\na,c,much\n").unwrap();
    let ran = chancery(&["layout", edges.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("edges.csv:3:1") && ran.err.contains("`much` is no weight"), "{}", ran.err);
    assert!(!out.exists());
    let ran = chancery(&["layout", EXAMPLE, "-o", out.to_str().unwrap(), "--layout", "spiral"]);
    assert!(ran.status == 2 && ran.err.contains("organic"), "{}", ran.err);
}
