//! How time and memory grow with the number of one thing in a file: claims of a record, parallel
//! relations, kinds, keys of a GraphML file, rows of a CSV file, and one very long note or comment. Each
//! command runs as a user runs it, on a file and on one of twice the size. A ratio of times near 2 is
//! linear growth, near 4 is growth with the square; the peak of memory is given as a multiple of the
//! file's size. `CHANCERY_GROWTH=4` makes every file four times as large.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

struct Case {
    name: &'static str,
    /// How many of the thing the smaller file has.
    count: usize,
    /// What the files are called: the extension tells how they are read.
    file: &'static str,
    text: fn(usize) -> String,
    /// `FILE` stands for the file; `OTHER` for one of the same size that differs, where there is one.
    arguments: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        name: "claims of a record",
        count: 8_000,
        file: "a.ron",
        text: claims,
        arguments: &["diff", "FILE", "OTHER"],
    },
    Case { name: "parallel relations", count: 60_000, file: "a.csv", text: parallel, arguments: &["info", "FILE"] },
    Case { name: "kinds of entity", count: 8_000, file: "a.ron", text: kinds, arguments: &["info", "FILE"] },
    Case {
        name: "kinds of entity, drawn",
        count: 2_000,
        file: "a.ron",
        text: kinds,
        arguments: &["figure", "FILE", "-o", "a.svg", "--layout", "grid"],
    },
    Case { name: "keys of GraphML", count: 50_000, file: "a.graphml", text: keys, arguments: &["info", "FILE"] },
    Case { name: "rows of CSV", count: 500_000, file: "a.csv", text: rows, arguments: &["info", "FILE"] },
    Case {
        name: "letters of a note, edit",
        count: 50_000_000,
        file: "a.ron",
        text: note,
        arguments: &["edit", "FILE", "set", "a", "name=B", "--dry-run"],
    },
    Case {
        name: "letters of a note, info",
        count: 50_000_000,
        file: "a.ron",
        text: note,
        arguments: &["info", "FILE"],
    },
    Case {
        name: "letters of a comment, fmt",
        count: 50_000_000,
        file: "a.ron",
        text: comment,
        arguments: &["fmt", "FILE"],
    },
    Case {
        name: "letters of a comment, check",
        count: 50_000_000,
        file: "a.ron",
        text: comment,
        arguments: &["check", "FILE"],
    },
];

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let scale: usize = std::env::var("CHANCERY_GROWTH").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    println!(
        "{:<28} {:>9} {:>8} {:>8} {:>6} {:>9} {:>6}",
        "many", "count", "time", "twice", "ratio", "peak MB", "÷ file"
    );
    for case in CASES.iter().filter(|case| case.name.contains(&wanted)) {
        let (once, _, _) = run(case, case.count * scale);
        let (twice, peak, size) = run(case, 2 * case.count * scale);
        println!(
            "{:<28} {:>9} {:>8.2} {:>8.2} {:>6.1} {:>9.0} {:>6.1}",
            case.name,
            2 * case.count * scale,
            once.as_secs_f64(),
            twice.as_secs_f64(),
            twice.as_secs_f64() / once.as_secs_f64(),
            peak as f64 / 1e6,
            peak as f64 / size as f64
        );
    }
}

/// Time, peak of memory in bytes (as far as it could be seen) and size of the file.
fn run(case: &Case, count: usize) -> (Duration, u64, usize) {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let text = (case.text)(count);
    let size = text.len();
    std::fs::write(folder.path().join(case.file), &text).expect("room for the file");
    std::fs::write(folder.path().join("other.ron"), text.replace("P", "H")).expect("room for the other");
    drop(text);
    let arguments = case.arguments.iter().map(|argument| match *argument {
        "FILE" => case.file,
        "OTHER" => "other.ron",
        word => word,
    });
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(arguments).current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let mut child = command.spawn().expect("the program was built for this");
    let mut peak = 0;
    while child.try_wait().expect("it can be waited for").is_none() {
        peak = peak.max(peak_so_far(child.id()));
        std::thread::sleep(Duration::from_millis(5));
    }
    (begun.elapsed(), peak, size)
}

/// The most memory that a process has held until now, where the system tells it.
fn peak_so_far(process: u32) -> u64 {
    let status = std::fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status"));
    let kilobytes = status.ok().and_then(|status| {
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?.to_owned();
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    });
    kilobytes.unwrap_or(0) * 1024
}

fn claims(count: usize) -> String {
    let claims: String = (0..count).map(|n| format!("(source:\"s\",at:\"P{n}\"),")).collect();
    format!(
        "Dossier(format: 1, title: \"T\", sources: [(id:\"s\",title:\"S\")], \
         entities: [(id:\"a\",kind:\"state\",name:\"A\",claims:[{claims}])])"
    )
}

fn parallel(count: usize) -> String {
    format!("source,target\n{}", "a,b\n".repeat(count))
}

fn kinds(count: usize) -> String {
    let kinds: String = (0..count).map(|n| format!("(id:\"k{n}\",label:\"k\",colour:\"#{n:06x}\"),")).collect();
    let entities: String = (0..count).map(|n| format!("(id:\"e{n}\",kind:\"k{n}\",name:\"N\"),")).collect();
    format!("Dossier(format: 1, title: \"T\", entity_kinds: [{kinds}], entities: [{entities}])")
}

fn keys(count: usize) -> String {
    let keys: String = (0..count).map(|n| format!("<key id=\"k{n}\" for=\"edge\" attr.name=\"weight\"/>")).collect();
    let data = "<data key=\"zz\">1</data>".repeat(count);
    format!(
        "<graphml>{keys}<graph><node id=\"a\"/><node id=\"b\"/>\
         <edge source=\"a\" target=\"b\">{data}</edge></graph></graphml>"
    )
}

fn rows(count: usize) -> String {
    let row = |n: usize| format!("node {},node {},{}\n", n / 3, (n * 7919) % count, n % 9 + 1);
    format!("source,target,weight\n{}", (0..count).map(row).collect::<String>())
}

fn note(letters: usize) -> String {
    let text = "A long note. ".repeat(letters / 13);
    format!("Dossier(format: 1, title: \"T\", entities: [(id:\"a\",kind:\"state\",name:\"A\",note:\"{text}\")])")
}

fn comment(letters: usize) -> String {
    let lines = "// A comment of many lines, which stays where it is.\n".repeat(letters / 53);
    format!("Dossier(format: 1, title: \"T\", entities: [\n{lines}(id:\"a\",kind:\"state\",name:\"A\")])")
}
