//! Joining imports to a dossier that is open.

use std::path::PathBuf;

use super::*;
use crate::dossier::exchange::{Choices, Extent, Preview};
use crate::dossier::ron_text::{self, built_in_vocabulary};
use crate::progress::Progress;

const OPEN: &str = r#"Dossier(format: 1, title: "T",
    sources: [(id: "paper", title: "Paper")],
    entities: [
        (id: "anna", kind: "person", name: "Anna Ek", fields: {"age": 41, "wikidata": "Q1"}),
        (id: "jose", kind: "person", name: "José Ruiz", names: [(text: "Pepe", role: alias)]),
        (id: "board", kind: "organisation", name: "Board"),
        (id: "board-2", kind: "organisation", name: "Board"),
        (id: "mercury", kind: "place", name: "Mercury"),
    ],
    relations: [(from: "anna", kind: "member_of", to: "board", when: "2014", claims: [(source: "paper")])],
)"#;

fn open() -> Dossier {
    let none = |_: &str| unreachable!();
    ron_text::read("open.ron", OPEN.as_bytes(), &none).dossier
}

fn import(files: &[(&str, &str)]) -> Dossier {
    let files = files.iter().map(|(name, text)| (PathBuf::from(*name), text.as_bytes().to_vec())).collect();
    let preview = Preview::new(files, None).unwrap();
    let account = preview.account(&Choices::default(), built_in_vocabulary(), Extent::Whole, &Progress::new()).unwrap();
    account.outcome.unwrap_or_else(|problem| panic!("{}", problem.to_text())).dossier
}

fn applied(mut dossier: Dossier, joined: &Joined) -> Dossier {
    for change in &joined.changes {
        crate::dossier::edit::apply(&mut dossier, change).unwrap_or_else(|why| panic!("{why}: {change:?}"));
    }
    dossier
}

#[test]
fn entities_are_matched_by_identifier_then_by_name_and_what_is_unsure_has_candidates() {
    let nodes = "id,name,type,wikidata\nanna,Anna Ek,person,\nx1,A. Ek,person,q1\nx2,Jose\u{301} Ruiz,person,\n\
                 x3,PEPE,person,\nx4,Board,organisation,\nx5,Mercury,person,\nx6,Nobody yet,person,\n";
    let joined = join(&open(), &import(&[("n.csv", nodes)]), &JoinChoices::default());
    let unsure: Vec<(&str, usize, &str, bool)> = joined
        .unsure
        .iter()
        .map(|u| (u.id.as_str(), u.candidates.len(), u.candidates[0].why, u.taken == SameAs::New))
        .collect();
    assert_eq!(
        unsure,
        [
            ("x1", 1, "another record is joined to it already", true),
            ("x3", 1, "the name is written differently", true),
            ("x4", 2, "several have this name", true),
            ("x5", 1, "the kind differs", true),
        ]
    );
    assert_eq!((joined.entities_matched, joined.entities_added), (2, 5));
    let same = [("x4".to_owned(), SameAs::Known("board-2".into()))].into();
    let chosen = join(&open(), &import(&[("n.csv", nodes)]), &JoinChoices { same, ..JoinChoices::default() });
    assert_eq!((chosen.entities_matched, chosen.entities_added), (3, 4));
    let dossier = applied(open(), &chosen);
    assert!(dossier.entity_by_id("board-2").unwrap().claims.len() == 1 && dossier.entity_by_id("x4").is_none());
    // The same row is known by what it was joined to.
    let again = join(&dossier, &import(&[("n.csv", nodes)]), &JoinChoices::default());
    assert_eq!((again.entities_matched, again.entities_added, again.changes.len()), (7, 0, 0), "{:?}", again.changes);
}

#[test]
fn numbers_that_count_rows_are_no_identifiers_of_others() {
    let numbered = OPEN.replace("\"anna\"", "\"1\"");
    let none = |_: &str| unreachable!();
    let open = ron_text::read("open.ron", numbered.as_bytes(), &none).dossier;
    let joined = join(&open, &import(&[("n.csv", "id,name\n1,Zoe\n")]), &JoinChoices::default());
    assert_eq!(joined.unsure[0].candidates[0].why, "the same ID, but another name");
    let dossier = applied(open, &joined);
    assert_eq!(dossier.entity_by_id("zoe").map(|zoe| zoe.name.as_str()), Some("Zoe"));
}

#[test]
fn blank_cells_change_nothing_and_what_differs_is_told_and_kept_by_choice() {
    let nodes = "id,name,type,age,town\nanna,Anna Ek-Ruiz,person,42,Lund\nboard,,,,\n";
    let import = import(&[("n.csv", nodes)]);
    let joined = join(&open(), &import, &JoinChoices::default());
    let told: Vec<String> =
        joined.conflicts.iter().map(|c| format!("{}: {} {} / {}", c.record, c.field, c.open, c.imported)).collect();
    assert_eq!(told, ["Anna Ek: name Anna Ek / Anna Ek-Ruiz", "Anna Ek: age 41 / 42"]);
    let dossier = applied(open(), &joined);
    let anna = dossier.entity_by_id("anna").unwrap();
    assert_eq!((anna.name.as_str(), anna.names.len()), ("Anna Ek", 0));
    let field = |entity: &crate::dossier::model::Entity, key: &str| {
        entity.fields.iter().find(|(k, _)| k == key).map(|(_, value)| value.text())
    };
    assert_eq!((field(anna, "age"), field(anna, "town")), (Some("41".into()), Some("Lund".into())));
    let board = dossier.entity_by_id("board").unwrap();
    assert_eq!((board.name.as_str(), board.kind.as_str()), ("Board", "organisation"));
    let both = JoinChoices { differing: Differing::KeepBoth, ..JoinChoices::default() };
    let dossier = applied(open(), &join(&open(), &import, &both));
    let anna = dossier.entity_by_id("anna").unwrap();
    assert_eq!((anna.names[0].text.as_str(), field(anna, "age")), ("Anna Ek-Ruiz", Some("41, 42".into())));
}

#[test]
fn parallel_relations_stay_apart_and_the_same_file_joined_twice_changes_nothing() {
    let edges =
        "source,target,type,when\nanna,board,member of,2014\nanna,board,member of,2014\nanna,board,member of,2015\n";
    let import = import(&[("e.csv", edges)]);
    let joined = join(&open(), &import, &JoinChoices::default());
    // Another source says the same: it stands beside.
    assert_eq!((joined.relations_added, joined.relations_matched), (3, 0));
    let once = applied(open(), &joined);
    assert_eq!(once.relation_count(), 4);
    let again = join(&once, &import, &JoinChoices::default());
    assert_eq!((again.changes.len(), again.relations_matched), (0, 3), "{:?}", again.changes);
    let newer = self::import(&[("e.csv", "source,target,type,when,role\nanna,board,member of,2015,chair\n")]);
    let newer = join(&once, &newer, &JoinChoices::default());
    assert_eq!((newer.relations_added, newer.relations_matched), (0, 1), "another state of the same file");
}
