//! Delimited tables as people and programs write them.

use super::super::graph::{Direction, Graph, When};
use super::super::tests::{fixture, read_as, read_named, sound};
use super::super::value::Purpose;
use super::plan::Role;
use super::*;

fn read(text: &str) -> Read {
    let read = read_named("csv", "x.csv", text.as_bytes()).unwrap();
    sound(&read);
    read
}

/// Reads files that belong together.
fn together(files: &[(&str, &str)]) -> Read {
    let inputs: Vec<Input<'_>> = files.iter().map(|(name, text)| Input { name, bytes: text.as_bytes() }).collect();
    let read = read_together(&inputs, &Options::default(), &Progress::new()).unwrap();
    sound(&read);
    read
}

/// All edges as text: ends, kind, weight.
fn edges(graph: &Graph) -> Vec<String> {
    let edge = |(number, (from, to)): (usize, &(u32, u32))| {
        let number = number as u32;
        let arrow = match graph.direction(number) {
            Direction::Directed => "->",
            Direction::Undirected => "--",
            Direction::Mutual => "<->",
        };
        let kind = graph.edge_kind(number).map(|kind| format!(" {kind}")).unwrap_or_default();
        let weight = graph.weight(number).map(|weight| format!(" {weight}")).unwrap_or_default();
        format!("{} {arrow} {}{kind}{weight}", graph.id(*from), graph.id(*to))
    };
    graph.ends().iter().enumerate().map(edge).collect()
}

fn only(text: &str) -> Vec<String> {
    edges(&read(text).graphs[0])
}

#[test]
fn delimiters_quotes_and_encodings_of_edge_lists() {
    for text in [
        "Source;Target;Weight\nAnna;Bert;2\n",
        "Source\tTarget\tWeight\nAnna\tBert\t2\n",
        "Source|Target|Weight\nAnna|Bert|2\n",
    ] {
        assert_eq!(only(text), ["Anna -> Bert 2"]);
    }
    assert_eq!(only("sep=;\r\nSource;Target;Weight\r\nAnna;Bert;2,5\r\n"), ["Anna -> Bert 2.5"]);
    let escaped = "Source,Target\n\"Anna \\\"Ann, the first\\\" Smith\",\"Bert Blue\"\n\"Cleo\",\"Dora\"\n";
    assert_eq!(only(escaped), ["Anna \"Ann, the first\" Smith -> Bert Blue", "Cleo -> Dora"]);
    let latin = read_as("csv", "x.csv", b"Source,Target\nJos\xe9,Andr\xe9\n").unwrap();
    assert_eq!(
        (edges(&latin.graphs[0]), latin.report.encoding),
        (vec!["José -> André".to_owned()], Some("windows-1252"))
    );
    let wide: Vec<u8> = "\u{feff}Source,Target\nJosé,André\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(edges(&read_as("csv", "x.csv", &wide).unwrap().graphs[0]), ["José -> André"]);
}

#[test]
fn each_column_tells_its_own_decimal_mark() {
    assert_eq!(only("source;target;weight;b1;b2\na;b;1.5;2,5;3,5\nb;c;2.5;2,5;3,5\n"), ["a -> b 1.5", "b -> c 2.5"]);
    // A column that does not tell goes by the others.
    assert_eq!(only("source;target;weight;b1\na;b;1.500;2,5\n"), ["a -> b 1500"]);
    // Where all have three digits behind the comma it may part thousands: they stay as they are.
    let thousands = read("name,n\na,\"6,718\"\nb,\"12,426\"\n");
    assert_eq!(thousands.graphs[0].nodes.columns.shown("n", 1).as_deref(), Some("12,426"));
    assert_eq!(only("source,target,weight\na,b,\"1,250\"\n"), ["a -> b 1250"]);
    let read = read("name;share;part\nAnna;2,5;0.5\nBert;1,5;0.25\n");
    let columns = &read.graphs[0].nodes.columns;
    assert_eq!(
        (columns.shown("share", 0).as_deref(), columns.shown("part", 1).as_deref()),
        (Some("2.5"), Some("0.25"))
    );
    assert_eq!(columns.get("share").map(|column| column.data().type_word()), Some("numbers"));
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_an_error_there() {
    let problem = read_as("csv", "x.csv", b"Source,Target\n\"Anna,Bert\nCleo,Dora\nErik,Fay\n").unwrap_err();
    assert_eq!(problem.place.as_ref().map(|p| (p.line, p.column)), Some((2, 1)));
    assert!(problem.to_text().contains("not closed"), "{}", problem.to_text());
}

#[test]
fn rows_that_cannot_be_taken_are_named() {
    let read = read("source,target,weight\na,b,1\na,,2\n,b,3\n,,\na,b,c,d\nsource,target,weight\nb,c,NA\n");
    assert_eq!(edges(&read.graphs[0]), ["a -> b 1", "b -> c"]);
    let refused: Vec<_> =
        read.report.refused_list().map(|r| format!("{}: {}", read.report.words(r.at), r.reason)).collect();
    assert_eq!(
        refused,
        [
            "row 3: `target` is empty",
            "row 4: `source` is empty",
            "row 6: the row has 4 cells, but there are 3 column headings",
            "row 7: the row repeats the column headings",
        ]
    );
    assert_eq!((read.report.records_in(), read.report.taken_count()), (6, 2));
    let doubt = read
        .report
        .notes()
        .iter()
        .find(|n| n.message.contains("a weight that is not a number was kept as a field"))
        .unwrap();
    assert_eq!(read.report.words(doubt.places[0]), "row 8");
}

#[test]
fn all_columns_of_an_edge_list_are_kept() {
    let read = read(
        "source,target,relation,since,value,value_means,direction,record\n\
         Australia,org:ADB,member_of,,,role,directed,as.json\n\
         Burma,China,borders,1960-01,2129,km,undirected,bm.json\n\
         Burma,China,borders,1960-01,2129,km,undirected,bm.json\n",
    );
    let graph = &read.graphs[0];
    assert_eq!(edges(graph), ["Australia -> org:ADB member_of", "Burma -- China borders", "Burma -- China borders"]);
    assert_eq!(graph.edges.times.of(1), [When::Spell("1960-01", "")]);
    assert_eq!(graph.edges.columns.shown("value", 1).as_deref(), Some("2129"));
    assert_eq!(graph.edges.columns.shown("record", 0).as_deref(), Some("as.json"));
    assert_eq!(graph.edges.at(2).number, 4);
}

#[test]
fn nodes_and_edges_are_joined_by_id_else_by_name() {
    let nodes = "id,kind,label,local_name\np1,person,Anna Smith,\np2,person,Bert,Berti; B.\np3,person,Bert,\no1,body,World Bank,WB\n";
    let ties =
        "source,target,relation\np1,o1,works for\nanna smith,World Bank,knows\nBert,p1,knows\nBerti,nobody,knows\n";
    let read = together(&[("edges.csv", ties), ("nodes.csv", nodes)]);
    let graph = &read.graphs[0];
    assert_eq!(edges(graph), ["p1 -> o1 works for", "p1 -> o1 knows", "p2 -> nobody knows"]);
    let refused: Vec<_> =
        read.report.refused_list().map(|r| format!("{}: {}", read.report.words(r.at), r.reason)).collect();
    assert_eq!(refused, ["“edges.csv”, row 4: 2 nodes are named `Bert`; give an id instead"]);
    assert_eq!((graph.node_kind(0), graph.nodes.label(3).as_deref()), (Some("person"), Some("World Bank")));
    assert_eq!(graph.names().map(|n| (n.node, n.text)).collect::<Vec<_>>(), [(1, "Berti"), (1, "B."), (3, "WB")]);
    assert!(read.report.notes().iter().any(|n| n.message.contains("a node that the file does not define")));
    let options = Options { ends: super::super::UnknownEnds::Refuse, ..Options::default() };
    let inputs = [Input { name: "n.csv", bytes: nodes.as_bytes() }, Input { name: "e.csv", bytes: ties.as_bytes() }];
    let strict = read_together(&inputs, &options, &Progress::new()).unwrap();
    sound(&strict);
    assert_eq!((strict.graphs[0].nodes.len(), strict.graphs[0].ends().len(), strict.report.refused_count()), (4, 2, 2));
}

#[test]
fn the_same_id_again_is_more_of_it_or_another_node() {
    let read = read(
        "gwcode,country_name,start,end,note\n2,Union,1816-01-01,9999-12-31,\n41,Haiti,1816-01-01,1915-07-04,first\n\
         41,Haiti,1934-08-15,9999-12-31,second\n41,,,,\n41,Hispaniola,,,\n2,Union,1816-01-01,9999-12-31,\n",
    );
    let graph = &read.graphs[0];
    let ids: Vec<_> = (0..graph.nodes.len() as u32).map(|n| graph.id(n)).collect();
    assert_eq!(ids, ["2", "41", "41 (2)"]);
    assert_eq!(graph.nodes.times.of(1).len(), 2);
    assert_eq!(graph.nodes.times.of(0).len(), 1);
    assert_eq!(graph.nodes.columns.shown("note", 1).as_deref(), Some("first; second"));
    assert_eq!((read.report.taken_count(), read.report.merged_list().len()), (3, 3));
}

#[test]
fn kinds_and_parents_of_all_rows_of_a_node_are_kept() {
    let read = read("id,name,type,parent\n1,Anna,A;B;C,2\n2,G,A,\n3,H,B,\n4,X,A,2\n4,X,B,3\n4,X,C;B,2\n");
    let graph = &read.graphs[0];
    let kinds = |node| (graph.node_kind(node), graph.nodes.columns.shown("other kinds", node));
    assert_eq!(kinds(0), (Some("A"), Some("B; C".to_owned())));
    assert_eq!(kinds(3), (Some("A"), Some("B; C".to_owned())));
    assert_eq!((graph.parent(3), graph.more_parents()), (Some(1), &[(3, 2)][..]));
}

#[test]
fn persons_and_posts_are_ends_with_their_own_fields() {
    let read = read(
        "position,person,personID,start,end,gender,DOB\n\
         Minister,Anna,Q1,1999-04-26,2001-11-21,female,1950\n\
         Minister,Bert,Q2,2001-12-13,,male,1943-05-17\n\
         Speaker,Anna,Q1,2001-12-13,2006-12-12,female,1950\n",
    );
    let graph = &read.graphs[0];
    assert_eq!(edges(graph), ["Q1 -> Minister", "Q2 -> Minister", "Q1 -> Speaker"]);
    assert_eq!(
        (graph.nodes.label(0).as_deref(), graph.node_kind(0), graph.node_kind(1)),
        (Some("Anna"), Some("person"), Some("position"))
    );
    assert_eq!(graph.nodes.columns.shown("DOB", 0).as_deref(), Some("1950"));
    assert_eq!(graph.edges.times.of(1), [When::Spell("2001-12-13", "")]);
    assert_eq!(read.report.taken_count(), 3);
}

#[test]
fn precision_columns_cut_dates() {
    let read = read("item,itemLabel,inception,inceptionPrecision\nQ1,First,1955-01-01,9\nQ2,Second,1959-08-19,11\n");
    let graph = &read.graphs[0];
    assert_eq!(
        (graph.nodes.times.of(0), graph.nodes.times.of(1)),
        (vec![When::Spell("1955", "")], vec![When::Spell("1959-08-19", "")])
    );
}

#[test]
fn heads_of_gephi_kumu_and_neo4j() {
    let gephi = "Source,Target,Type,Id,Label,timeset,Weight\na,b,Directed,0,knows,\"<[2001, 2003]; [2005, 2006]>\",1.0\na,b,Undirected,1,,,2.0\n";
    let graph = &read(gephi).graphs[0];
    assert_eq!(edges(graph), ["a -> b 1", "a -- b 2"]);
    assert_eq!(
        (graph.edge_id(1).as_deref(), graph.edges.label(0).as_deref(), graph.edges.times.of(0).len()),
        (Some("1"), Some("knows"), 2)
    );
    let kumu = [
        ("elements.csv", "Label,Type,Description,Tags\nAnna,Person,Boss,x|y\nACME,Organization,,\n"),
        ("connections.csv", "From,To,Direction,Type,Label\nAnna,ACME,mutual,Employment,\n"),
    ];
    let read_kumu = together(&kumu);
    assert_eq!(edges(&read_kumu.graphs[0]), ["Anna <-> ACME Employment"]);
    assert_eq!(read_kumu.graphs[0].node_kind(0), Some("Person"));
    let neo4j = [
        ("actors.csv", "personId:ID(Actor),name,born:int,names:string[],:LABEL\n1,Keanu,1964,a;b,Actor;Person\n"),
        ("movies.csv", "movieId:ID(Movie),title,:LABEL\n1,The Matrix,Movie\n"),
        ("roles.csv", ":START_ID(Actor),role,:END_ID(Movie),:TYPE\n1,Neo,1,ACTED_IN\n"),
    ];
    let read_neo4j = together(&neo4j);
    let graph = &read_neo4j.graphs[0];
    assert_eq!(edges(graph), ["Actor:1 -> Movie:1 ACTED_IN"]);
    assert_eq!(
        (graph.nodes.label(1).as_deref(), graph.nodes.columns.shown("names", 0).as_deref()),
        (Some("The Matrix"), Some("a; b"))
    );
    assert_eq!(
        (graph.node_kind(0), graph.nodes.columns.shown("other kinds", 0).as_deref()),
        (Some("Actor"), Some("Person"))
    );
}

#[test]
fn matrices_and_adjacency_lists() {
    assert_eq!(only(",a,b,c\na,0,1,0\nb,1,0,2.5\nc,0,2.5,0\n"), ["a -- b 1", "b -- c 2.5"]);
    assert_eq!(only(";a;b\na;0;1\nb;0;0\n"), ["a -> b"]);
    assert_eq!(only("0 1 0\n0 0 1\n1 0 0\n"), ["1 -> 2", "2 -> 3", "3 -> 1"]);
    assert_eq!(only("a;b;c\nb;c\nc\nd;a;b;c\n"), ["a -> b", "a -> c", "b -> c", "d -> a", "d -> b", "d -> c"]);
    // One row short of its names is a table.
    assert_eq!(read(",a,b,c\nx,0,1,0\ny,1,0,2.5\n").graphs[0].ends().len(), 0);
}

#[test]
fn lists_without_heads() {
    let snap = "# Undirected graph: x.txt\n# Nodes: 3 Edges: 2\n# FromNodeId\tToNodeId\n0\t1\n1\t2\n";
    assert_eq!(only(snap), ["0 -- 1", "1 -- 2"]);
    assert_eq!(only("1 2 0.5\n2  3 1\n"), ["1 -> 2 0.5", "2 -> 3 1"]);
    assert_eq!(only("Anna,Bert\nBert,Cleo\n"), ["Anna -> Bert", "Bert -> Cleo"]);
    assert_eq!(only("Anna,Bert,3\nBert,Cleo,4\n"), ["Anna -> Bert 3", "Bert -> Cleo 4"]);
    assert_eq!(only("#source,target\na,b\n"), ["a -> b"]);
    assert_eq!(read("name\nAnna Smith\nBert\n").graphs[0].nodes.len(), 2);
}

#[test]
fn what_only_looks_like_another_notation_is_read_as_it_is() {
    let files = [("nodes.csv", "id,name\n1,Tokyo\n"), ("links.csv", "source,target\n1,2\n")];
    assert_eq!(together(&files).graphs[0].node_kind(0), None);
    let colours = read("id,name,r,g,b,a\n1,Anna,255,0,0,1\n2,Bo,255,0,0,1\n");
    assert_eq!((colours.graphs[0].nodes.len(), colours.graphs[0].ends().len()), (2, 0));
    assert_eq!(only("i,j\nx,y\n"), ["x -> y"]);
    let typed = read("source,target,born:date\nx,y,2014\n");
    assert_eq!(edges(&typed.graphs[0]), ["x -> y"]);
    assert_eq!(typed.graphs[0].edges.columns.shown("born:date", 0).as_deref(), Some("2014"));
    assert_eq!(only("#metoo,#timesup\n#timesup,#oscars\n"), ["#metoo -> #timesup", "#timesup -> #oscars"]);
    assert_eq!(only("#metoo,#timesup\nAnna,Bert\n"), ["Anna -> Bert"]);
}

#[test]
fn blank_columns_name_nothing_and_rows_without_ends_are_no_edges() {
    let read = read("id,name,score\n,Anna,1\n,Bert,2\n");
    let counts = (read.graphs[0].nodes.len(), read.report.refused_count());
    assert_eq!((counts, read.graphs[0].nodes.label(0).as_deref()), ((2, 0), Some("Anna")));
    let dated = self::read("from,to,year,date\na,b,2020,2020-01-05\n");
    assert_eq!(dated.graphs[0].edges.times.of(0), [When::At("2020-01-05")], "the finest");
    assert_eq!(dated.graphs[0].edges.columns.shown("year", 0).as_deref(), Some("2020"));
    let seconds = self::read("from,to,year,timestamp\na,b,2020,1578510533\n");
    assert_eq!(seconds.graphs[0].edges.times.of(0), [When::At("2020")]);
    let notes = self::read(",note one\n,note two\na,b\n");
    assert_eq!((notes.graphs[0].ends().len(), notes.report.records_in()), (0, 0));
}

#[test]
fn titles_and_merged_cells_stand_over_the_heads() {
    let text = "People of 2014,,,\n,,,\nPerson,,Body,\nid,name,id,name\n1,Anna,b,Bank\n";
    let read = read(text);
    let look = look_of(text);
    assert_eq!(look.plan.names, ["Person id", "Person name", "Body id", "Body name"]);
    assert_eq!(read.report.records_in(), 1);
    let one_over = look_of("Who,,When\n,Town,\nAnna,Rome,2014\nBert,Oslo,2015\n");
    assert_eq!(one_over.plan.header_row, 1);
}

fn look_of(text: &str) -> Look {
    let text = Text::new("x", text);
    let found = dialect::find(&text, None);
    let sheet =
        Sheet { name: String::new(), called: String::new(), file: 0, content: Content::Text(&text, found.dialect) };
    look(&[&sheet], &Options::default()).remove(0)
}

#[test]
fn a_person_can_say_otherwise() {
    let text = "a,b,c\nx,y,z\ny,z,x\n";
    let mut plan = look_of(text).plan;
    plan.shape = Shape::Edges;
    plan.header_row = 1;
    plan.names = ["a", "b", "c"].map(str::to_owned).to_vec();
    plan.roles = vec![Role::To, Role::RelationKind, Role::From];
    let options = Options {
        tables: TableOptions { plans: vec![(String::new(), plan.clone())], ..TableOptions::default() },
        ..Options::default()
    };
    let input = Input { name: "x.csv", bytes: text.as_bytes() };
    let read = Csv.read(&input, &options, &Progress::new()).unwrap();
    assert_eq!(edges(&read.graphs[0]), ["z -> x y", "x -> y z"]);
    plan.roles = vec![Role::Own, Role::RelationKind, Role::From];
    let options = Options {
        tables: TableOptions { plans: vec![(String::new(), plan)], ..TableOptions::default() },
        ..Options::default()
    };
    let Err(Failure::Wrong(problem)) = Csv.read(&input, &options, &Progress::new()) else { panic!() };
    assert_eq!(problem.message, "no column says where an edge ends");
}

#[test]
fn prose_and_other_formats_are_no_tables() {
    for text in [
        "Dear reader,\nthis is a letter, and has commas.\n\nYours\n",
        "{\"a\": 1, \"b\": 2}",
        "<a,b>",
        "*Vertices 2\n1 \"a\"\n",
        "hello",
    ] {
        let head = Head::new(text.as_bytes());
        assert_eq!(Csv.sniff(&head), Sure::No, "{text}");
    }
}

#[test]
fn cancelled_in_the_midst() {
    let text = format!("source,target\n{}", "a,b\n".repeat(100_000));
    let progress = Progress::new();
    progress.cancel();
    let input = Input { name: "x.csv", bytes: text.as_bytes() };
    assert!(matches!(Csv.read(&input, &Options::default(), &progress), Err(Failure::Cancelled)));
}

#[test]
fn what_other_programs_wrote_is_read_as_they_read_it() {
    let expected: serde_json::Value = serde_json::from_slice(&fixture("tables.json")).unwrap();
    let mut count = 0;
    for (name, told) in expected.as_object().unwrap().iter().filter(|(name, _)| name.starts_with("table/")) {
        let read =
            read_as("csv", name, &fixture(name)).unwrap_or_else(|problem| panic!("{name}: {}", problem.to_text()));
        sound(&read);
        let graph = &read.graphs[0];
        assert_eq!(
            (graph.nodes.len() as u64, graph.ends().len() as u64),
            (told["nodes"].as_u64().unwrap(), told["edges"].as_u64().unwrap()),
            "{name}\n{:?}",
            read.report
        );
        if let Some(sum) = told["weights"].as_f64() {
            let weights: f64 = (0..graph.ends().len() as u32).filter_map(|edge| graph.weight(edge)).sum();
            assert!((weights - sum).abs() < 1e-9, "{name}: {weights} for {sum}");
        }
        let directed = graph.direction(0) == Direction::Directed;
        assert_eq!(directed, told["directed"].as_bool().unwrap(), "{name}");
        assert_eq!(read.report.refused_count(), 0, "{name}\n{:?}", read.report);
        count += 1;
    }
    assert_eq!(count, 9);
}

#[test]
fn values_of_one_node_that_are_too_long_for_a_field_are_in_several() {
    let rows: String = ["x", "y", "z"].iter().map(|word| format!("1,Anna,{}\n", word.repeat(400_000))).collect();
    let read = read(&format!("id,name,value\n{rows}2,Bert,\n"));
    let columns = &read.graphs[0].nodes.columns;
    let lengths = ["value", "value (2)"].map(|name| columns.shown(name, 0).map(|text| text.len()));
    assert_eq!(lengths, [Some(800_002), Some(400_000)]);
    assert!(read.report.notes().iter().any(|note| note.message.contains("`value`: the values of one node")));
}

#[test]
fn names_of_one_letter_under_full_rows_are_no_heads() {
    let read = read("who,what,where,since\na,sits on,b,2014\na,sits on,,2015\na,leaves,x,1/2/2014\n");
    assert_eq!(read.report.records_in(), 3, "{:?}", read.report.notes());
}

#[test]
fn columns_that_are_called_like_drawing_are_data() {
    let read = read("path,size,color,b\nd3,417,red,true\nd3/array,12,#ff0000,false\n");
    let columns = &read.graphs[0].nodes.columns;
    assert_eq!(columns.iter().map(|column| column.purpose).collect::<Vec<_>>(), [Purpose::Own; 3]);
    assert_eq!(
        (columns.shown("size", 0).as_deref(), columns.shown("color", 1).as_deref()),
        (Some("417"), Some("#ff0000"))
    );
}

#[test]
fn a_long_table_whose_rows_name_each_other_keeps_its_heads() {
    let rows: String = (0..1_500).map(|n| format!("{n},{},{}\n", n ^ 1, if n % 3 == 0 { "" } else { "y" })).collect();
    assert_eq!(look_of(&format!("id,partner,note\n{rows}")).plan.header_row, 1);
}

#[test]
fn rows_of_one_name_that_differ_are_told() {
    let told = |text: &str| {
        let read = read(text);
        let told = read.report.notes().iter().filter(|note| note.kind == NoteKind::Doubtful).map(|note| note.count);
        (read.graphs[0].nodes.len(), told.sum::<usize>())
    };
    assert_eq!(told("name,town\nAnna,Linz\nBert,Graz\nAnna,Wels\n"), (2, 1));
    assert_eq!(told("name,town\nAnna,Linz\nBert,Graz\nAnna,Linz\nBert,\n"), (2, 0), "they say the same");
    assert_eq!(told("id,town\nAnna,Linz\nBert,Graz\nAnna,Wels\n"), (2, 0), "an id tells that they are one");
}

#[test]
fn rows_that_no_column_names_stay_apart() {
    let iris = "sepal_length,sepal_width,species\n5.1,3.5,setosa\n4.9,3.0,setosa\n5.1,3.5,setosa\n";
    let read = self::read(iris);
    let graph = &read.graphs[0];
    assert_eq!((graph.nodes.len(), read.report.merged_list().len()), (3, 0));
    assert_eq!((graph.id(2), graph.nodes.label(2).as_deref()), ("row-4", Some("row 4")));
    assert_eq!(graph.nodes.columns.shown("sepal_length", 2).as_deref(), Some("5.1"));
    let told: String = read.report.notes().iter().map(|note| note.message.as_str()).collect();
    assert!(told.contains("rows are named by their numbers"), "{told}");
    let same: String = (0..20).map(|n| format!("KS,{}\n", n % 3)).collect();
    let nodes = |text: &str| self::read(text).graphs[0].nodes.len();
    assert_eq!(nodes(&format!("state,count\n{same}")), 20, "what all rows say names none of them");
    assert_eq!(nodes("x,y\n404,7\n4172,7\n404,8\n"), 3);
    assert_eq!(nodes("chicken,eggs_laid\nFoghorn Leghorn,0\nChicken Little,3\n"), 2);
    assert_eq!(nodes("count,deaths\n1900,12\n1901,13\n"), 2);
    // The numbers of two tables are not the same rows.
    let two = together(&[("a.csv", iris), ("b.csv", iris)]);
    assert_eq!((two.graphs[0].nodes.len(), two.report.refused_count()), (6, 0));
    let bare = "1.5,2.5,3.5\n1.5,2.5,4.5\n1.5,2.0,4.5\n2.5,1.0,0.5\n";
    let read = self::read(bare);
    assert_eq!((read.graphs[0].nodes.len(), read.graphs[0].ends().len()), (4, 0));
}

#[test]
fn rows_with_one_end_are_events_where_that_is_usual() {
    let text = "data_id,event_date,year,actor1,actor2,interaction,notes\n\
        1,2020-03-25,2020,Protesters,,60,\n2,2020-03-22,2020,Protesters,Police,61,n\n\
        3,2020-03-21,2020,,Police,60,m\n4,2020-03-20,2020,Rioters,,60,\n5,2020-03-19,2020,,,60,\n";
    let read = read(text);
    let graph = &read.graphs[0];
    assert_eq!(only(text), ["Protesters -> Police 61"]);
    assert_eq!((graph.hyperedges.len(), graph.hyper_ends().len()), (3, 3));
    let ends: Vec<_> = graph.hyper_ends().map(|(_, end)| graph.id(end.node)).collect();
    assert_eq!(ends, ["Protesters", "Police", "Rioters"]);
    assert_eq!(graph.edges.times.of(0), [When::At("2020-03-22")], "the day, not the year");
    assert_eq!(graph.hyperedges.times.of(1), [When::At("2020-03-21")]);
    let columns = &graph.hyperedges.columns;
    assert_eq!(
        (columns.shown("interaction", 1).as_deref(), columns.shown("year", 1).as_deref()),
        (Some("60"), Some("2020"))
    );
    assert_eq!(columns.shown("notes", 1).as_deref(), Some("m"));
    assert_eq!((read.report.taken_count(), read.report.refused_count()), (4, 1));
    let one = self::read("source,target\na,b\nb,c\nc,\nd,a\n");
    assert_eq!((one.report.refused_count(), one.graphs[0].hyperedges.len()), (1, 0), "one is an oversight");
}

#[test]
fn cells_that_name_several_ends_are_an_edge_to_each() {
    let mails =
        "From,To,Subject\na@x.org,\"b@x.org, c@x.org\",Hi\nb@x.org,a@x.org,Re\nc@x.org,\"a@x.org, a@x.org\",Re\n";
    let read = read(mails);
    assert_eq!(only(mails), ["a@x.org -> b@x.org", "a@x.org -> c@x.org", "b@x.org -> a@x.org", "c@x.org -> a@x.org"]);
    assert_eq!(
        read.graphs[0].edges.label(1).or(read.graphs[0].edges.columns.shown("Subject", 1)).as_deref(),
        Some("Hi")
    );
    assert_eq!((read.report.records_in(), read.report.taken_count(), read.graphs[0].nodes.len()), (3, 3, 3));
    assert!(read.report.notes().iter().any(|note| note.message.contains("names several ends")));
    let names = "source,target\nAnna,Bert; Cleo\nBert,Anna; Cleo\nCleo,Dora\n";
    assert_eq!(only(names), ["Anna -> Bert", "Anna -> Cleo", "Bert -> Anna", "Bert -> Cleo", "Cleo -> Dora"]);
    let people = "source,target\n\"Smith, Anna\",\"Blue, Bert\"\n\"Blue, Bert\",\"Klee, Cleo\"\n";
    assert_eq!(only(people), ["Smith, Anna -> Blue, Bert", "Blue, Bert -> Klee, Cleo"]);
    let most = |count: usize| (0..count).map(|n| format!("u{n}@x.org")).collect::<Vec<_>>().join(";");
    let bomb = format!("from,to\n{},{}\n", most(200), most(200));
    let refused = self::read(&bomb);
    assert_eq!((refused.report.refused_count(), refused.graphs[0].ends().len()), (1, 0));
}

#[test]
fn the_first_of_two_rows_heads_the_columns() {
    for text in ["A,B,C\nX,Y,Z\n", "\u{feff}A,B,C\nX,Y,Z\n"] {
        let read = read(text);
        assert_eq!((look_of(text).plan.header_row, read.report.taken_count()), (1, 1), "{:?}", read.report);
    }
}

#[test]
fn a_square_of_numbers_is_a_matrix_without_heads() {
    assert_eq!(only("0,1,0\n1,0,2\n0,2,0\n"), ["1 -- 2 1", "2 -- 3 2"]);
    let floats = "0.0e+00 1.0e+00 0.0e+00\n1.0e+00 0.0e+00 1.0e+00\n0.0e+00 1.0e+00 0.0e+00\n";
    assert_eq!(only(floats), ["1 -- 2", "2 -- 3"]);
    for corner in ["", "n"] {
        assert_eq!(only(&format!("{corner},0,1,2\n0,0,1,0\n1,1,0,1\n2,0,1,0\n")), ["0 -- 1", "1 -- 2"]);
    }
    assert_eq!(only("n,a,b\na,,1\nb,1,\n"), ["a -- b"]);
    // More rows than are looked at.
    let cell = |row: usize, column: usize| if row.abs_diff(column) == 1 { "1" } else { "0" };
    let row = |row| (0..1_100).map(|column| cell(row, column)).collect::<Vec<_>>().join(",");
    assert_eq!(only(&(0..1_100).map(row).collect::<Vec<_>>().join("\n")).len(), 1_099);
    assert_eq!(only("1 2 5\n2 3 1\n1 3 2\n"), ["1 -> 2 5", "2 -> 3 1", "1 -> 3 2"], "three edges");
}

#[test]
fn lists_of_neighbours_are_neither_matrices_nor_names() {
    let all = ["0 -> 1", "0 -> 2", "0 -> 3", "1 -> 2", "1 -> 3", "2 -> 3"];
    assert_eq!(only("0 1 2 3\n1 2 3\n2 3\n3\n"), all);
    assert_eq!(only("0 1 2 3\n1 0 2 3\n2 0 1 3\n3 0 1 2\n").len(), 12);
    let names = "Anna,Bert,Cleo,Dora\nBert,Cleo\nCleo,Dora\nDora\n";
    assert_eq!(only(names), ["Anna -> Bert", "Anna -> Cleo", "Anna -> Dora", "Bert -> Cleo", "Cleo -> Dora"]);
    // Most rows are a name alone.
    for mark in [" ", "\t", ",", ";", "|"] {
        let star = format!("Anna{mark}Bert{mark}Cleo{mark}Dora\nBert\nCleo\nDora\n");
        assert_eq!(only(&star), ["Anna -> Bert", "Anna -> Cleo", "Anna -> Dora"], "{star}");
    }
    assert_eq!(only("Anna A;Bert B;Cleo C\nBert B\nCleo C\n"), ["Anna A -> Bert B", "Anna A -> Cleo C"]);
    let ring: String = (1..9).map(|n| format!("{n} {}\n", n + 1)).collect();
    let ring = read(&format!("0 1 9\n{ring}9\n"));
    assert_eq!((ring.graphs[0].ends().len(), ring.report.refused_count()), (10, 0));
    let leaves: Vec<String> = (1..1_500).map(|n| n.to_string()).collect();
    assert_eq!(only(&format!("0 {}\n{}\n", leaves.join(" "), leaves.join("\n"))).len(), 1_499);
    // Two words may be one name.
    assert_eq!(read("Anna Smith\nSmith\nBert\n").graphs[0].nodes.len(), 3);
}

#[test]
fn a_column_that_few_rows_have_names_none() {
    let count = |text: &str| {
        let read = read(text);
        (read.graphs[0].nodes.len(), read.report.refused_count())
    };
    let messages = "When made,Stock Code,Quantity,Message\n2007,ABC,1,\n2008,ABC,2,Goods returned\n2009,PQR,3,\n";
    assert_eq!(count(messages), (3, 0));
    assert_eq!(count("what,count\nw1,1\n,2\nw3,3\n,4\n"), (4, 0));
    let most: String = (0..20).map(|n| format!("w{n},{n}\n")).collect();
    assert_eq!(count(&format!("what,count\n{most},5\n")), (20, 1), "one of many is an oversight");
    for blank in [",x,1\n,y,2\n,z,3\n", ",1,2\n,2,3\n,5,6\n", ",1\n,2\n,3\n", "u,,c\nv,,c\nw,,e\n"] {
        assert_eq!(count(blank), (3, 0), "{blank}");
    }
    // Heads of a table that begins in the third column.
    for text in [",,Ware,Menge\n,,Holz,3\n,,Stein,4\n", ",,Wer,Ort\n,,Anna,Rom\n,,Bert,Bonn\n"] {
        assert_eq!((look_of(text).plan.header_row, count(text)), (1, (2, 0)), "{text}");
    }
}

#[test]
fn what_is_no_pair_of_coordinates_is_a_field() {
    let read = read("id,name,x,y,z\n1,Anna,4.5,NA,\n2,Bert,NA,7,8\n3,Cleo,1,2,high\n4,Dora,3,,\n4,Dora,5,,\n");
    let graph = &read.graphs[0];
    let shown = |name, node| graph.nodes.columns.shown(name, node);
    assert_eq!((shown("x", 0).as_deref(), shown("y", 0).as_deref()), (Some("4.5"), Some("NA")));
    let bert = (shown("x", 1), shown("y", 1), shown("z", 1));
    assert_eq!(bert, (Some("NA".to_owned()), Some("7".to_owned()), Some("8".to_owned())));
    assert_eq!(graph.position(2).map(|at| (at.x, at.y)), Some((1.0, 2.0)));
    assert_eq!((shown("x", 2), shown("z", 2).as_deref()), (None, Some("high")));
    assert_eq!(shown("x", 3).as_deref(), Some("3; 5"));
    let challenge = self::read("x,y\n404,NA\n404,NA\n405,2015-01-01\n");
    let columns = &challenge.graphs[0].nodes.columns;
    assert_eq!((columns.shown("x", 1).as_deref(), columns.shown("y", 2).as_deref()), (Some("404"), Some("2015-01-01")));
}

#[test]
fn numbers_of_groups_are_no_ids() {
    let parents = |text: &str| {
        let read = read(text);
        let graph = &read.graphs[0];
        (0..graph.nodes.len() as u32).filter(|node| graph.parent(*node).is_some()).count()
    };
    assert_eq!(parents("id,name,group\n1,Anna,1\n2,Bert,1\n3,Cleo,2\n"), 0);
    assert_eq!(parents("id,name,parent\n1,Anna,\n2,Bert,1\n3,Cleo,2\n"), 2);
    assert_eq!(parents("id,name,group\ng,Bank,\n2,Bert,g\n"), 1);
}

#[test]
fn words_for_a_source_are_ends_beside_the_other_end() {
    for heads in ["来源,目标", "Источник,Цель", "fuente,destino", "source,cible"] {
        assert_eq!(only(&format!("{heads},depuis\nA,B,1999\n")), ["A -> B"], "{heads}");
    }
    assert_eq!(read("name,来源\nA,book\n").graphs[0].ends().len(), 0);
}
