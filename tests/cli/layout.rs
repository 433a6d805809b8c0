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
    std::fs::write(&edges, "source,target,weight\na,b,1\n\"a,c,2\nc,d,1\n").unwrap();
    let ran = chancery(&["layout", edges.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("edges.csv:3:1"), "{}", ran.err);
    assert!(!out.exists());
    std::fs::write(&edges, "source,target,weight\na,b,1\na,c,much\n,d,1\n").unwrap();
    let ran = chancery(&["layout", edges.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "what can be taken in is");
    assert!(ran.err.contains("edges.csv:3:1") && ran.err.contains("edges.csv:4:1"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&out).unwrap().lines().count(), 4);
    let ran = chancery(&["layout", EXAMPLE, "-o", out.to_str().unwrap(), "--layout", "spiral"]);
    assert!(ran.status == 2 && ran.err.contains("organic"), "{}", ran.err);
}

#[test]
fn nodes_are_grouped_by_kind_country_or_community() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.csv");
    let place = |file: &str, by: &str| {
        let ran = chancery(&[
            "layout",
            file,
            "-o",
            out.to_str().unwrap(),
            "--layout",
            "grouped",
            "--group",
            by,
            "--boxes",
            "--json",
        ]);
        assert_eq!(ran.json(0)["overlaps"].as_u64(), Some(0), "{by}");
        std::fs::read_to_string(&out).unwrap()
    };
    let drawings = ["kind", "country", "community"].map(|by| place(EXAMPLE, by));
    assert!(drawings[0] != drawings[1] && drawings[1] != drawings[2] && drawings[0] != drawings[2]);

    // Two cliques joined by one edge lie apart: each node is nearer to all of its own than to the others' middle.
    let edges = folder.path().join("edges.csv");
    let mut rows = "source,target\na0,b0\n".to_owned();
    for clique in ["a", "b"] {
        for i in 0..6 {
            rows.extend((0..i).map(|j| format!("{clique}{i},{clique}{j}\n")));
        }
    }
    std::fs::write(&edges, rows).unwrap();
    let table = place(edges.to_str().unwrap(), "community");
    let at: Vec<(char, f64, f64)> = table
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[0].chars().next().unwrap(), cells[1].parse().unwrap(), cells[2].parse().unwrap())
        })
        .collect();
    let middle = |clique: char| {
        let own: Vec<_> = at.iter().filter(|n| n.0 == clique).collect();
        let n = own.len() as f64;
        (own.iter().map(|n| n.1).sum::<f64>() / n, own.iter().map(|n| n.2).sum::<f64>() / n)
    };
    let (a, b) = (middle('a'), middle('b'));
    for (clique, x, y) in &at {
        let (own, other) = if *clique == 'a' { (a, b) } else { (b, a) };
        assert!((x - own.0).hypot(y - own.1) < (x - other.0).hypot(y - other.1), "{table}");
    }
}
