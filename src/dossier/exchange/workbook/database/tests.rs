//! Databases as sheets, and what a hostile one can do.

use rusqlite::serialize::Data;
use rusqlite::{Connection, MAIN_DB};

use super::super::super::tests::{read_as, read_named, sound};
use super::*;

fn database(statements: &str) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(statements).unwrap();
    match connection.serialize(MAIN_DB).unwrap() {
        Data::Shared(bytes) => bytes.to_vec(),
        Data::Owned(bytes) => bytes.to_vec(),
    }
}

fn read(statements: &str) -> Read {
    let read = read_as("sqlite", "x.db", &database(statements)).unwrap();
    sound(&read);
    read
}

fn edges(read: &Read) -> Vec<String> {
    let graph = &read.graphs[0];
    let ends = (0..).zip(graph.ends());
    let mut edges: Vec<String> = ends
        .map(|(edge, (from, to))| {
            format!("{} {} {}", graph.id(*from), graph.edge_kind(edge).unwrap_or("-"), graph.id(*to))
        })
        .collect();
    edges.sort();
    edges
}

fn notes(read: &Read) -> String {
    read.report.notes().iter().map(|note| format!("{}\n", note.message)).collect()
}

const PEOPLE: &str = "
    CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, born DATE, city_id INTEGER REFERENCES city(id), photo BLOB);
    CREATE TABLE city(id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE club(id INTEGER PRIMARY KEY, name TEXT, dues REAL);
    CREATE TABLE membership(person_id INTEGER REFERENCES person, club_id INTEGER REFERENCES club(id), since TEXT);
    INSERT INTO city VALUES (1, 'Rome');
    INSERT INTO person VALUES (1, 'Anna', '1970-05-01', 1, x'ff'), (2, 'Bert', NULL, NULL, NULL);
    INSERT INTO club VALUES (1, 'Chess', 12.5), (2, 'Go', 7);
    INSERT INTO membership VALUES (1, 1, '2003'), (1, 2, '2004-05'), (2, 2, NULL);
";

#[test]
fn tables_are_kinds_and_foreign_keys_are_edges() {
    let read = read(PEOPLE);
    let graph = &read.graphs[0];
    assert_eq!(graph.nodes.len(), 5, "the same number in two tables is not the same row");
    let anna = graph.node("person:1").unwrap();
    assert_eq!((graph.nodes.label(anna).as_deref(), graph.node_kind(anna)), (Some("Anna"), Some("person")));
    let chess = graph.node("club:1").unwrap();
    assert_eq!(graph.nodes.columns.shown("dues", chess).as_deref(), Some("12.5"));
    assert_eq!(
        edges(&read),
        [
            "person:1 city city:1",
            "person:1 membership club:1",
            "person:1 membership club:2",
            "person:2 membership club:2",
        ]
    );
    let times: Vec<_> = graph.edges.times.iter().map(|(_, when)| when.texts().0).collect();
    assert_eq!(times, ["2003", "2004-05"]);
    assert!(notes(&read).contains("“person”: 1 binary value"), "{}", notes(&read));
    assert_eq!(read.report.refused_count(), 0);
    assert_eq!(read.report.format, "sqlite");
}

#[test]
fn tables_without_declared_keys_are_read_like_sheets() {
    let read = read(
        "CREATE TABLE ties(source TEXT, target TEXT, weight REAL);
         INSERT INTO ties VALUES ('a', 'b', 2.0), ('b', 'c', 0.5);",
    );
    assert_eq!(edges(&read), ["a - b", "b - c"]);
    assert_eq!(read.graphs[0].weight(0), Some(2.0));
}

#[test]
fn views_are_read_within_limits() {
    let ties = "CREATE TABLE t(source TEXT, target TEXT); INSERT INTO t VALUES ('a', 'b');";
    let good = read(&format!("{ties} CREATE VIEW v AS SELECT target AS source, source AS target FROM t;"));
    assert_eq!(edges(&good), ["a - b", "b - a"]);
    for endless in [
        "CREATE VIEW v AS WITH RECURSIVE r(source, target) AS (SELECT 1, 2 UNION ALL SELECT source, target FROM r) \
         SELECT * FROM r",
        "CREATE VIEW v AS SELECT hex(randomblob(1000000000)) AS source, 1 AS target",
        "CREATE VIEW v AS SELECT load_extension('evil') AS source, 1 AS target",
        "CREATE VIEW v AS SELECT * FROM no_such_table",
    ] {
        let began = std::time::Instant::now();
        let bad = read(&format!("{ties} {endless};"));
        assert_eq!(edges(&bad), ["a - b"], "{endless}");
        assert!(notes(&bad).contains("the view “v” was not read"), "{endless}: {}", notes(&bad));
        assert!(began.elapsed().as_secs() < 20, "{endless}");
    }
}

#[test]
fn what_takes_long_is_cut_off_in_views_alone() {
    let numbers = "CREATE TABLE n(x); \
         INSERT INTO n WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < 2000) SELECT x FROM r;";
    let slow = "CREATE VIEW v AS SELECT count(*) AS source, 1 AS target FROM n a, n b, n c;";
    let began = std::time::Instant::now();
    let read = read(&format!("{numbers} {slow} CREATE TABLE t(source, target); INSERT INTO t VALUES ('a', 'b');"));
    assert!(notes(&read).contains("the view “v” was not read: interrupted"), "{}", notes(&read));
    assert!(began.elapsed().as_secs() < 30);
}

#[test]
fn a_person_can_stop_it() {
    let bytes = database(PEOPLE);
    let progress = Progress::new();
    progress.cancel();
    let read = Database.read(&Input { name: "x.db", bytes: &bytes }, &Options::default(), &progress);
    assert!(matches!(read, Err(Failure::Cancelled)));
    let slow = "CREATE TABLE n(x); \
         INSERT INTO n WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < 2000) SELECT x FROM r;
         CREATE VIEW v AS SELECT count(*) AS source, 1 AS target FROM n a, n b, n c;";
    let bytes = database(slow);
    let progress = Progress::new();
    let stopper = {
        let progress = progress.clone();
        std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(200));
            progress.cancel();
            std::time::Instant::now()
        })
    };
    let read = Database.read(&Input { name: "x.db", bytes: &bytes }, &Options::default(), &progress);
    let stopped = stopper.join().unwrap();
    assert!(matches!(read, Err(Failure::Cancelled)));
    assert!(stopped.elapsed().as_millis() < 1_000, "{:?}", stopped.elapsed());
}

#[test]
fn a_second_file_is_missed_and_damage_is_told() {
    let mut bytes = database(PEOPLE);
    bytes[18] = 2;
    bytes[19] = 2;
    let read = read_as("sqlite", "x.db", &bytes).unwrap();
    assert_eq!(read.graphs[0].nodes.len(), 5);
    assert!(notes(&read).contains("-wal"), "{}", notes(&read));
    for end in [100, 4096, bytes.len() / 2] {
        let problem = read_named("sqlite", "x.db", &bytes[..end]).unwrap_err();
        assert!(problem.message.contains("x.db") || problem.code == codes::EMPTY, "{end}: {}", problem.message);
    }
    for at in (100..bytes.len()).step_by(97) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        // Whatever comes of it, nothing else does.
        let _ = read_named("sqlite", "x.db", &damaged);
    }
    assert!(read_named("sqlite", "x.db", b"id,name\n1,Anna\n").unwrap_err().message.contains("no SQLite database"));
    let empty = read_named("sqlite", "x.db", &database("PRAGMA user_version = 1")).unwrap_err();
    assert_eq!(empty.code, codes::EMPTY);
}
