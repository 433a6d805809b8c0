//! Imports before they happen: what is guessed, changed and accounted for.

use super::super::table::{Role, Shape, TableChoice};
use super::super::{KindChoice, UnknownEnds};
use super::choices::TextChoice;
use super::*;
use crate::dossier::model::Dossier;
use crate::dossier::ron_text::{self, built_in_vocabulary};

fn preview(files: &[(&str, &[u8])]) -> Preview {
    let files = files.iter().map(|(name, bytes)| (PathBuf::from(format!("/in/{name}")), bytes.to_vec()));
    Preview::new(files.collect(), None).unwrap_or_else(|problem| panic!("{problem:?}"))
}

fn account(preview: &Preview, choices: &Choices) -> Account {
    preview.account(choices, built_in_vocabulary(), Extent::Whole, &Progress::new()).unwrap()
}

fn taken(account: &Account) -> &Taken {
    account.outcome.as_ref().unwrap_or_else(|problem| panic!("{}", problem.to_text()))
}

fn sums(account: &Account) -> [usize; 4] {
    let report = &taken(account).report;
    [report.records_in(), report.taken_count(), report.merged_list().len(), report.refused_count()]
}

fn relations(dossier: &Dossier) -> Vec<String> {
    let one = |relation: &crate::dossier::model::Relation| {
        let when = relation.when.as_ref().map(|when| format!(" {}", when.date.written())).unwrap_or_default();
        format!("{} {} {}{when}", relation.from, relation.kind, relation.to)
    };
    dossier.relations().map(|(_, _, _, relation)| one(relation)).collect()
}

const NODES: &str = "id,name,type\na,Anna,person\nb,Board,body\n,,\n";
const EDGES: &str = "who,what,where,since\na,sits on,b,2014\na,sits on,,2015\na,leaves,x,1/2/2014\n";

#[test]
fn a_table_of_nodes_and_one_of_edges_are_read_together_and_roles_can_be_changed() {
    let preview = preview(&[("nodes.csv", NODES.as_bytes()), ("edges.csv", EDGES.as_bytes())]);
    let mut choices = Choices::default();
    let guessed = account(&preview, &choices);
    assert_eq!(guessed.tables.iter().map(|table| table.key.as_str()).collect::<Vec<_>>(), ["nodes.csv", "edges.csv"]);
    assert_eq!(guessed.tables[0].plan.roles, [Role::Id, Role::Name, Role::Kind]);
    let edges = &guessed.tables[1];
    assert_eq!(edges.rows[0].cells, ["who", "what", "where", "since"], "the heads are among the rows");
    let mut choice = TableChoice::default();
    for (column, role) in [(0, Role::From), (1, Role::RelationKind), (2, Role::To), (3, Role::Start)] {
        choice.set_role(&edges.plan, column, role);
    }
    choice.day_first = Some(true);
    choices.tables.insert("edges.csv".to_owned(), choice);
    choices.entity_kinds.insert("body".to_owned(), KindChoice::Known("organisation".to_owned()));
    choices.relation_kinds.insert("leaves".to_owned(), KindChoice::New("walks out of".to_owned()));
    let changed = account(&preview, &choices);
    assert_eq!(changed.tables[1].plan.shape, Shape::Edges);
    assert_eq!(sums(&changed), [5, 4, 0, 1]);
    let report = &taken(&changed).report;
    let refused: Vec<_> = report.refused_list().map(|r| format!("{}: {}", report.words(r.at), r.reason)).collect();
    assert_eq!(refused, ["“edges.csv”, row 3: `where` is empty"]);
    let dossier = &taken(&changed).dossier;
    assert_eq!(dossier.entity_by_id("b").map(|board| board.kind.as_str()), Some("organisation"));
    assert_eq!(relations(dossier), ["a sits_on b 2014/..", "a walks_out_of x 2014-02-01/.."]);
    let words: Vec<_> = taken(&changed).entity_kinds.iter().map(|used| (used.word.as_str(), used.count)).collect();
    assert_eq!(words, [("person", 1), ("body", 1), ("", 1)], "the end that no row tells of has no kind");
    choices.unknown_ends = UnknownEnds::Refuse;
    assert_eq!(sums(&account(&preview, &choices)), [5, 3, 0, 2]);
    let place = dossier.relations().next().and_then(|(_, _, _, r)| r.claims[0].at.clone());
    assert_eq!(place.as_deref(), Some("row 2"), "the source is the file");
}

#[test]
fn a_role_that_comes_once_leaves_the_column_that_had_it() {
    let preview = preview(&[("x.csv", b"id,name,title\n1,Anna,Dr\n")]);
    let guessed = account(&preview, &Choices::default());
    let mut choice = TableChoice::default();
    choice.set_role(&guessed.tables[0].plan, 2, Role::Name);
    let choices = Choices { tables: [("x.csv".to_owned(), choice)].into(), ..Choices::default() };
    let changed = account(&preview, &choices);
    assert_eq!(changed.tables[0].plan.roles, [Role::Id, Role::Own, Role::Name]);
    assert_eq!(taken(&changed).dossier.entity_by_id("1").map(|e| e.name.as_str()), Some("Dr"));
}

#[test]
fn delimiter_encoding_heads_and_decimal_commas_can_be_said() {
    let text = encoding_rs::WINDOWS_1251.encode("скучно\nИван;Мария;1,5\n").0.into_owned();
    let preview = preview(&[("x.csv", &text)]);
    let mut choices = Choices::default();
    let text = TextChoice { encoding: Some("windows-1251".to_owned()), delimiter: Some(";".to_owned()) };
    choices.texts.insert("x.csv".to_owned(), text);
    let columns = [("column 1", Role::From), ("column 2", Role::To), ("column 3", Role::Weight)];
    let choice = TableChoice {
        header_row: Some(0),
        columns: columns.map(|(name, role)| (name.to_owned(), role)).into(),
        decimal_comma: Some(true),
        ..TableChoice::default()
    };
    choices.tables.insert("x.csv".to_owned(), choice);
    let account = account(&preview, &choices);
    assert_eq!(
        (account.tables[0].encoding, account.tables[0].delimiter),
        ("windows-1251", Some(table::Delimiter::Char(b';')))
    );
    assert_eq!(sums(&account), [2, 1, 0, 1]);
    let dossier = &taken(&account).dossier;
    assert!(dossier.entities().any(|(_, entity)| entity.name == "Мария"));
    assert_eq!(dossier.relations().next().and_then(|(_, _, _, r)| r.weight), Some(1.5));
}

#[test]
fn what_keeps_it_from_being_taken_in_is_said_and_the_table_is_there_to_be_mended() {
    let preview = preview(&[("x.csv", b"source,target\nAnna,Bert\n")]);
    let columns = [("source".to_owned(), Role::Ignore)].into();
    let choice = TableChoice { columns, ..TableChoice::default() };
    let choices = Choices { tables: [("x.csv".to_owned(), choice)].into(), ..Choices::default() };
    let account = account(&preview, &choices);
    assert_eq!(account.obstacle().as_deref(), Some("no column says where an edge starts"));
    assert_eq!(account.tables.len(), 1);
    let cut = self::preview(&[("x.csv", b"source,target\n\"Anna,Bert\nCleo,Dora\n")]);
    assert!(self::account(&cut, &Choices::default()).obstacle().unwrap().contains("not closed"));
    let wrong = Preview::new(vec![("/in/a.ron".into(), b"Dossier(format: 1)".to_vec())], None);
    assert!(matches!(wrong, Err(Unfit::Unknown(problem)) if problem.message.contains("is already a dossier")));
    let together = [("/in/x.csv", "source,target\na,b\n"), ("/in/g.dot", "digraph { a -> b }")];
    let together = together.map(|(name, text)| (PathBuf::from(name), text.as_bytes().to_vec()));
    let wrong = Preview::new(together.into(), None);
    assert!(matches!(wrong, Err(Unfit::Together(problem)) if problem.message.contains("/in/g.dot is a network (dot)")));
}

#[test]
fn of_a_large_text_the_beginning_is_shown_at_once() {
    let rows: String = (0..100_000).map(|n| format!("n{n},n{},\"a note\nof two lines\"\n", n + 1)).collect();
    let preview = preview(&[("x.csv", format!("source,target,note\n{rows}").as_bytes())]);
    let read = |extent| preview.account(&Choices::default(), built_in_vocabulary(), extent, &Progress::new()).unwrap();
    let sample = read(Extent::Sample);
    assert!(sample.is_sample && sample.obstacle().is_some() && sample.tables[0].has_more);
    let whole = read(Extent::Whole);
    assert_eq!(sums(&whole), [100_000, 100_000, 0, 0]);
    assert_eq!(sample.tables[0].plan, whole.tables[0].plan);
    let stopped = Progress::new();
    stopped.cancel();
    assert!(preview.account(&Choices::default(), built_in_vocabulary(), Extent::Whole, &stopped).is_err());
}

#[test]
fn sheets_of_a_workbook_and_a_text_are_tables_of_one_import() {
    let book = super::super::fixtures::file("workbook/libreoffice.xlsx");
    let preview = preview(&[("book.xlsx", &book), ("more.csv", b"source,target\nAnna,Bert\n")]);
    let account = account(&preview, &Choices::default());
    let keys: Vec<&str> = account.tables.iter().map(|table| table.key.as_str()).collect();
    assert!(keys.len() >= 3 && keys[0].starts_with("book.xlsx: ") && keys[keys.len() - 1] == "more.csv", "{keys:?}");
    let [all, taken_in, merged, refused] = sums(&account);
    assert_eq!(all, taken_in + merged + refused);
    let sources: Vec<_> = taken(&account).dossier.sources.iter().filter_map(|source| source.title.clone()).collect();
    assert_eq!(sources, ["book.xlsx", "more.csv"]);
}

#[test]
fn choices_are_written_read_and_kept_for_files_of_the_same_shape() {
    let first = preview(&[("nodes.csv", NODES.as_bytes())]);
    let guessed = account(&first, &Choices::default());
    let mut choices = Choices { title: Some("Who “sits” where".to_owned()), ..Choices::default() };
    let mut choice = TableChoice::default();
    choice.set_role(&guessed.tables[0].plan, 2, Role::Ignore);
    choices.tables.insert("nodes.csv".to_owned(), choice);
    choices.entity_kinds.insert(String::new(), KindChoice::New("Member".to_owned()));
    let whole = choices.whole(&account(&first, &choices));
    for choices in [&choices, &whole] {
        assert_eq!(Choices::read("map.ron", &choices.write()).as_ref(), Ok(choices), "{}", choices.write());
    }
    assert_eq!(whole.tables["nodes.csv"].rows, Some(Shape::Nodes));
    let second = preview(&[("nodes-2015.csv", b"id,name,type\nc,Cleo,x\n")]);
    let other = account(&second, &Choices::default());
    assert_eq!(Choices::shape_of(&guessed.tables), Choices::shape_of(&other.tables));
    let kept = Choices::kept(&choices.to_keep(&guessed.tables).unwrap(), &other.tables).unwrap();
    assert_eq!(kept.title, None);
    let made = account(&second, &kept);
    assert_eq!(taken(&made).dossier.entity_by_id("c").map(|cleo| cleo.kind.as_str()), Some("member"));
    assert_eq!(Choices::kept("Map(tables: 3", &other.tables), None);
}

#[test]
fn a_map_that_fits_nothing_is_told_with_what_there_is() {
    let preview = preview(&[("nodes.csv", NODES.as_bytes()), ("edges.csv", EDGES.as_bytes())]);
    let tables = account(&preview, &Choices::default()).tables;
    let fit = |text: &str| {
        let mut choices = Choices::read("map.ron", text).unwrap_or_else(|problem| panic!("{}", problem.to_text()));
        choices.fit(&tables, built_in_vocabulary()).map_err(|problem| problem.to_text())
    };
    assert_eq!(fit("Map(tables: {\"nodes.csv\": (columns: {\"id\": name})})"), Ok(()));
    assert!(fit("Map(tables: {\"node.csv\": ()})").unwrap_err().contains("`edges.csv`"));
    assert!(fit("Map(tables: {\"nodes.csv\": (columns: {\"idd\": id})})").unwrap_err().contains("`type`"));
    assert!(fit("(entity_kinds: {\"x\": known(\"stat\")})").unwrap_err().contains("new(\"stat\")"));
    let problem = Choices::read("map.ron", "Map(\n  tables: [],\n)").unwrap_err();
    assert_eq!(problem.place.map(|place| place.line), Some(2));
}

#[test]
fn a_dossier_that_was_written_as_tables_or_a_network_comes_back_as_it_was() {
    let bytes = super::super::fixtures::example("merrow-port/merrow-port.ron").unwrap();
    let example = ron_text::read("x.ron", &bytes, &|path| panic!("{path} is another file")).dossier;
    for name in ["workbook", "graphml", "turtle", "csv"] {
        let writer = super::super::writer(name).unwrap_or_else(|| panic!("{name} is not written"));
        let options = super::super::WriteOptions { raw: false };
        let written = writer.write(&example, &options, &Progress::new()).unwrap();
        let extension = writer.extensions()[0];
        let named = |suffix: &str| PathBuf::from(format!("/in/port{suffix}.{extension}"));
        let files: Vec<_> = written.files.iter().map(|file| (named(file.suffix), file.bytes.clone())).collect();
        let preview = Preview::new(files, None).unwrap();
        let account = account(&preview, &Choices::default());
        assert!(account.tables.is_empty() && account.obstacle().is_none(), "{name}");
        let taken = taken(&account);
        assert!(taken.is_own, "{name}");
        let difference = crate::dossier::compare::diff(&example, &taken.dossier);
        assert!(difference.entities.is_empty() && difference.relations.is_empty() || name == "csv", "{name}");
        assert_eq!(taken.dossier.entity_count(), example.entity_count(), "{name}");
        assert!(
            taken.dossier.sources.iter().all(|source| source.id.as_str() != "port"),
            "{name}: no source for the file"
        );
        let chosen =
            Choices { entity_kinds: [("x".to_owned(), KindChoice::New("y".to_owned()))].into(), ..Choices::default() };
        let chosen = self::account(&preview, &chosen);
        assert!(
            self::taken(&chosen).report.notes().iter().any(|note| note.message.contains("kinds were chosen")),
            "{name}"
        );
    }
}

#[test]
fn a_folder_of_notes_is_one_source_and_what_of_it_was_not_read_is_refused() {
    let note = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let notes = vec![note("People/Anna.md", "Knows [[Bert]].\n"), note("Bert.md", ""), note("Bad.md", "\0")];
    let left_out = vec![("Large.md".to_owned(), "it is larger than 8 MiB".to_owned())];
    let vault = VaultFolder { notes: notes.clone(), left_out };
    let preview = Preview::of_folder(Path::new("/in/Field notes"), vault, &Progress::new()).unwrap();
    assert_eq!(preview.names().collect::<Vec<_>>(), ["Field notes"]);
    let account = account(&preview, &Choices::default());
    assert_eq!(sums(&account), [5, 3, 0, 2], "three notes, a link, and one that is too large");
    let Taken { dossier, report, .. } = taken(&account);
    let refused: Vec<_> = report.refused_list().map(|refused| refused.reason).collect();
    assert_eq!(refused[0], "Large.md: it is larger than 8 MiB");
    assert_eq!(dossier.sources.len(), 1);
    assert_eq!(dossier.sources[0].title.as_deref(), Some("Field notes"));
    let claims: Vec<_> = dossier.relations().flat_map(|(.., relation)| &relation.claims).collect();
    assert!(claims.iter().all(|claim| claim.source == dossier.sources[0].id), "{claims:?}");
    assert_eq!(claims[0].at.as_deref(), Some("“People/Anna.md”, line 1"));
    assert!(matches!(preview.with(Vec::new()), Err(Unfit::Together(_))));
    // The same notes one by one are the folder that they lie in.
    let files = notes.into_iter().map(|(path, bytes)| (Path::new("/in/Field notes").join(path), bytes));
    let each = Preview::new(files.collect(), super::super::named("obsidian")).unwrap();
    let each = super::tests::account(&each, &Choices::default());
    let sources = &taken(&each).dossier.sources;
    assert_eq!((sources.len(), sources[0].title.as_deref()), (1, Some("Field notes")));
}
