// Dossiers as nobody would write them, but may: comments between any two tokens, odd spacing, raw
// strings, hexadecimal numbers, suffixes, `Some(…)`, unknown fields, duplicates, ghosts; and
// changes to them. Everything follows from a row of bytes, so that a fuzzer can steer it and a
// test can repeat it.

use chancery::dossier::edit::{Change, ClaimOwner, EntityField, InsertAt, RelationField, SourceField};
use chancery::dossier::model::{
    Basis, Claim, Date, Dossier, Entity, EntityKind, FieldValue, Level, Name, NameRole, Rating, Relation, RelationKind,
    Shape, Source, Status, View, When,
};

/// Choices: the bytes that were given, then what SplitMix64 (Steele, Lea and Flood 2014) yields.
pub(crate) struct Choices<'a> {
    bytes: &'a [u8],
    state: u64,
}

impl<'a> Choices<'a> {
    pub(crate) fn new(bytes: &'a [u8], seed: u64) -> Self {
        let state = bytes.iter().fold(seed, |s, b| s.wrapping_mul(31).wrapping_add(u64::from(*b)));
        Choices { bytes, state }
    }

    fn next(&mut self) -> u64 {
        if let Some((first, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            return u64::from(*first);
        }
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// Once in `n` times.
    pub(crate) fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn of<'x, T: ?Sized>(&mut self, all: &[&'x T]) -> &'x T {
        all[self.below(all.len())]
    }
}

const WORDS: &[&str] = &[
    "Japan",
    "日本",
    "the \"quoted\" one",
    "back\\slash",
    "two\nlines",
    "ASEAN",
    "a // no comment",
    "/* nor this */",
    "#",
    "x\u{202e}y",
    "é",
    "tab\there",
    "(a), [b]",
    "2015-10",
    "\"#",
    "long enough to fill a line that is already well filled with other words",
];
const DATES: &[&str] = &["2013", "2014-05", "2015-10-01", "2003/..", "1973~", "soon", "2016-33", "[2013,2014]"];

/// Texts of a dossier's files, the main one first.
pub(crate) fn dossier(choices: &mut Choices<'_>) -> Vec<(String, String)> {
    let mut writer = Writer::new(choices);
    let include = writer.choices.once_in(4);
    let main = writer.file(true, include);
    let mut files = vec![("main.ron".to_owned(), main)];
    if include {
        let mut writer = Writer::new(choices);
        let part = writer.file(false, false);
        files.push(("part.ron".to_owned(), part));
    }
    files
}

struct Writer<'c, 'b> {
    choices: &'c mut Choices<'b>,
    out: String,
    newline: &'static str,
    /// How wild gaps are: once in so many.
    wild: usize,
    /// Records a line each, fields in one line, as by hand.
    neat: bool,
}

impl<'c, 'b> Writer<'c, 'b> {
    fn new(choices: &'c mut Choices<'b>) -> Self {
        let newline = if choices.once_in(4) { "\r\n" } else { "\n" };
        let wild = [3, 12, 1_000_000][choices.below(3)];
        let neat = choices.below(3) > 0;
        Writer { choices, out: String::new(), newline, wild, neat }
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A gap between two tokens: `usual`, or anything that means nothing.
    fn gap(&mut self, usual: &str) {
        if !self.choices.once_in(self.wild) {
            return self.put(usual);
        }
        for _ in 0..1 + self.choices.below(3) {
            match self.choices.below(7) {
                0 => self.put(" "),
                1 => {
                    let n = self.newline;
                    self.put(n);
                }
                2 => {
                    let n = self.newline;
                    self.put(&format!("{n}{n}\t "));
                }
                3 => {
                    let (word, n) = (self.choices.of(&["// note", "// (x), \"", "//"]), self.newline);
                    self.put(&format!("{word}{n}"));
                }
                4 => {
                    let word = self.choices.of(&["/**/", "/* a /* b */ c */", "/* ) */"]);
                    self.put(word);
                }
                5 => {
                    let n = self.newline;
                    self.put(&format!("/* two{n} lines */"));
                }
                _ => self.put("  \t"),
            }
        }
    }

    fn file(&mut self, main: bool, include: bool) -> String {
        if self.choices.once_in(6) {
            self.put("\u{feff}");
        }
        if self.choices.once_in(2) {
            self.put("#![enable(implicit_some)]");
            let n = self.newline;
            self.put(n);
        }
        self.gap("");
        let name = self.choices.of(&["Dossier", "Dossier", ""]);
        self.put(name);
        if !name.is_empty() {
            self.gap("");
        }
        self.put("(");
        let mut fields: Vec<&str> = vec!["format"];
        if !self.choices.once_in(5) {
            fields.push("title");
        }
        for name in ["subtitle", "note", "unknown_thing"] {
            if self.choices.once_in(4) {
                fields.push(name);
            }
        }
        if include {
            fields.push("include");
        }
        for name in ["entity_kinds", "relation_kinds", "sources", "entities", "relations", "views"] {
            let wanted = matches!(name, "entities" | "relations") || self.choices.once_in(2);
            if wanted && !self.choices.once_in(10) {
                fields.push(name);
            }
        }
        if self.choices.once_in(3) {
            let (a, b) = (self.choices.below(fields.len()), self.choices.below(fields.len()));
            fields.swap(a, b);
        }
        let count = fields.len();
        for (number, name) in fields.into_iter().enumerate() {
            let line = format!("{}    ", self.newline);
            self.gap(&line);
            self.put(name);
            self.gap("");
            self.put(":");
            self.gap(" ");
            match name {
                "format" => {
                    let one = self.choices.of(&["1", "0x1", "1u32", "0b1", "+1"]);
                    self.put(one);
                }
                "title" | "subtitle" | "note" => self.text(),
                "include" => self.put("[\"part.ron\"]"),
                "unknown_thing" => self.anything(),
                list => self.list(list, main),
            }
            if number + 1 < count || self.choices.below(3) > 0 {
                self.gap("");
                self.put(",");
            }
        }
        let line = self.newline.to_owned();
        self.gap(&line);
        self.put(")");
        self.gap(&line);
        std::mem::take(&mut self.out)
    }

    fn anything(&mut self) {
        let text = self.choices.of(&[
            "'c'",
            "'\\''",
            "b'x'",
            "b\"bytes\\xff\"",
            "br#\"raw\"#",
            "1.5e3",
            "-0x1F",
            "1_000u64",
            "inf",
            "{}",
            "()",
            "[1, 2.0, (x: 3)]",
            "Word(1, 2)",
            "Some((a: None))",
            "\"\\u{65E5}\\\n   x\"",
            "{\"k\": 'v', 1: true}",
            ".5",
        ]);
        self.put(text);
    }

    /// A text in quotes of some sort.
    fn text(&mut self) {
        let word = self.choices.of(WORDS);
        self.text_saying(word);
    }

    fn text_saying(&mut self, word: &str) {
        let raw = !word.contains(['\u{202e}', '\t']) && self.choices.once_in(4);
        let some = self.choices.once_in(8);
        if some {
            self.put("Some(");
            self.gap("");
        }
        if raw {
            self.put(&format!("r###\"{word}\"###"));
        } else if self.choices.once_in(5) {
            let escaped: String = word.chars().map(|c| format!("\\u{{{:x}}}", u32::from(c))).collect();
            self.put(&format!("\"{escaped}\""));
        } else {
            let escaped = word.replace('\\', "\\\\").replace('"', "\\\"");
            let escaped = if self.choices.once_in(2) { escaped.replace('\n', "\\n") } else { escaped };
            self.put(&format!("\"{escaped}\""));
        }
        if some {
            self.gap("");
            self.put(")");
        }
    }

    fn plain(&mut self, word: &str) {
        self.put(&format!("\"{word}\""));
    }

    fn list(&mut self, name: &str, main: bool) {
        self.put("[");
        let count = match name {
            "entities" => self.choices.below(6),
            "relations" => self.choices.below(7),
            _ => self.choices.below(3),
        };
        let inline = self.choices.once_in(5);
        for number in 0..count {
            let between = if inline {
                if number == 0 { String::new() } else { " ".to_owned() }
            } else if self.choices.once_in(5) {
                let comment = self.choices.of(&["// about it", "// two\n        // lines", "/* block */"]);
                let comment = comment.replace('\n', self.newline);
                let apart = if self.choices.once_in(2) { self.newline } else { "" };
                format!("{apart}{0}        {comment}{0}        ", self.newline)
            } else {
                format!("{}        ", self.newline)
            };
            self.gap(&between);
            self.record(name, number, main);
            if number + 1 < count || self.choices.below(3) > 0 {
                self.gap("");
                self.put(",");
                if !inline && self.choices.once_in(5) {
                    self.put(" // its own");
                    let n = self.newline;
                    self.put(n);
                }
            }
        }
        let line = if inline { String::new() } else { format!("{}    ", self.newline) };
        self.gap(&line);
        self.put("]");
    }

    fn id(&mut self, of: &str, number: usize, main: bool) -> String {
        let number = if self.choices.once_in(30) { 0 } else { number };
        format!("{of}{}{number}", if main { "" } else { "p" })
    }

    fn record(&mut self, list: &str, number: usize, main: bool) {
        let mut fields: Vec<&str> = match list {
            "entities" => vec!["id", "kind", "name"],
            "relations" => vec!["from", "kind", "to"],
            "views" => vec!["name"],
            _ => vec!["id"],
        };
        let more: &[&str] = match list {
            "entities" => &["names", "when", "status", "unnamed", "summary", "fields", "claims", "note", "odd"],
            "relations" => &["id", "when", "status", "weight", "ordinal", "summary", "fields", "claims", "note", "odd"],
            "sources" => &["title", "author", "publisher", "published", "url", "note", "odd"],
            "entity_kinds" => &["label", "plural", "colour", "shape", "strong", "enduring"],
            "relation_kinds" => &["label", "inverse", "directed", "kinds_from", "kinds_to", "enduring"],
            _ => &["title", "filter", "as_of", "focus", "hops", "hide", "hide_kinds", "odd"],
        };
        for name in more {
            if self.choices.once_in(4) {
                fields.push(name);
            }
        }
        if self.choices.once_in(6) {
            let (a, b) = (self.choices.below(fields.len()), self.choices.below(fields.len()));
            fields.swap(a, b);
        }
        let word = match list {
            "entities" => self.choices.of(&["", "", "Entity"]),
            "relations" => self.choices.of(&["", "", "Relation"]),
            _ => "",
        };
        self.put(word);
        self.put("(");
        let count = fields.len();
        for (at, name) in fields.into_iter().enumerate() {
            let usual = match (at, self.neat) {
                (0, true) => String::new(),
                (_, true) if at % 4 == 3 => format!("{}         ", self.newline),
                (_, true) => " ".to_owned(),
                _ => format!("{}            ", self.newline),
            };
            self.gap(&usual);
            self.put(name.strip_prefix("kinds_").unwrap_or(name));
            self.gap("");
            self.put(":");
            self.gap(" ");
            self.value(list, name, number, main);
            if at + 1 < count || self.choices.once_in(2) {
                self.gap("");
                self.put(",");
            }
        }
        self.gap("");
        self.put(")");
    }

    fn value(&mut self, list: &str, name: &str, number: usize, main: bool) {
        match (list, name) {
            ("entities", "id") => {
                let id = self.id("e", number, main);
                self.text_saying(&id);
            }
            ("relations", "id") => {
                let own = self.id("r", number, main);
                let id = self.choices.of(&[own.as_str(), own.as_str(), "e0--meets--e1", "e0--meets--e1--2"]).to_owned();
                self.plain(&id);
            }
            (_, "id") => {
                let id = self.id(&list[..1], number, main);
                self.plain(&id);
            }
            ("views", "name") => {
                let id = self.id("view ", number, main);
                self.plain(&id);
            }
            (_, "from" | "to" | "focus") => {
                let id = self.choices.of(&["e0", "e1", "e2", "e3", "e0", "e1", "ghost"]);
                self.plain(id);
            }
            (_, "kind") => {
                let kind = self.choices.of(&["state", "e0", "meets", "r0"]);
                self.plain(kind);
            }
            (_, "when" | "published" | "as_of") => {
                let date = self.choices.of(DATES);
                self.text_saying(date);
            }
            (_, "status") => {
                let word = self.choices.of(&["actual", "planned", "hoped", "ended"]);
                self.put(word);
            }
            (_, "unnamed" | "strong" | "enduring" | "directed") => {
                let word = self.choices.of(&["true", "false", "Some(true)", "None"]);
                self.put(word);
            }
            (_, "shape") => self.put("hexagon"),
            (_, "colour") => self.put("\"#1F6FB2\""),
            (_, "weight") => {
                let number = self.choices.of(&["1", "1.50", "0x1F", "2e3", "-1_0.5f64", "3u8", "\"heavy\"", "1e999"]);
                self.put(number);
            }
            (_, "ordinal" | "hops") => {
                let number = self.choices.of(&["1", "0b11", "2u16", "Some(3)"]);
                self.put(number);
            }
            (_, "odd") => self.anything(),
            (_, "fields") => {
                let map = self.choices.of(&[
                    "{}",
                    "{\"x\": 1.5, /* y */ \"y\": [true, \"z\"]}",
                    "{ \"x\": \"one\" , }",
                    "{\"k\": r#\"raw\"#, \"x\": 0x10, \"odd\": 'c'}",
                ]);
                self.put(map);
            }
            (_, "names") => {
                let names = self.choices.of(&[
                    "[]",
                    "[(text: \"B\"), (text: \"日本\", lang: \"ja\")]",
                    "[(text: \"B\", role: short), (lang: \"ja\"), Name(text: \"C\", role: alias,)]",
                    "[\n            (text: \"B\"), // b\n            // c\n            (text: \"C\", lang: Some(\"en\"), role: official),\n         ]",
                ]);
                let names = names.replace('\n', self.newline);
                self.put(&names);
            }
            (_, "claims") => {
                let claims = self.choices.of(&[
                    "[(source: \"s0\", at: \"P1\")]",
                    "[ (source: \"s0\", basis: reported(by: \"e1\", to: \"e0\")), (at: \"nowhere\"), (source:\"s1\",rating:\"B2\",),]",
                    "[\n            (source: \"s0\", at: \"P1\"), // first\n            // second\n            (source: \"s1\", basis: inferred(how: \"so\"), superseded: true),\n         ]",
                    "[(source: \"s0\", basis: judgement), (source: \"s0\", basis: judgement(), quote: r\"q\")]",
                ]);
                let claims = claims.replace('\n', self.newline);
                self.put(&claims);
            }
            (_, "hide_kinds" | "kinds_from" | "kinds_to") => {
                let kinds = self.choices.of(&["[]", "[\"state\", \"e0\"]", "[ \"topic\" , ]"]);
                self.put(kinds);
            }
            _ => self.text(),
        }
    }
}

fn word(choices: &mut Choices<'_>) -> String {
    choices.of(WORDS).to_owned()
}

fn maybe<T>(choices: &mut Choices<'_>, value: impl FnOnce(&mut Choices<'_>) -> T) -> Option<T> {
    if choices.once_in(3) { None } else { Some(value(choices)) }
}

fn when(choices: &mut Choices<'_>) -> Option<When> {
    maybe(choices, |c| When {
        date: Date::read(c.of(DATES)),
        inferred: if c.once_in(3) { Some(word(c)) } else { None },
    })
}

fn status(choices: &mut Choices<'_>) -> Status {
    Status::ALL[choices.below(Status::ALL.len())].1
}

fn own(choices: &mut Choices<'_>) -> FieldValue {
    match choices.below(5) {
        0 => FieldValue::Number(choices.below(1000) as f64 / 8.0 - 20.0),
        1 => FieldValue::Flag(choices.once_in(2)),
        2 => FieldValue::List(vec![FieldValue::Text(word(choices)), FieldValue::Number(1e-9)]),
        _ => FieldValue::Text(word(choices)),
    }
}

fn claim(choices: &mut Choices<'_>) -> Claim {
    let basis = match choices.below(6) {
        0 => Basis::Reported { by: "e0".to_owned(), to: maybe(choices, |_| "e1".to_owned()) },
        1 => Basis::Inferred { how: word(choices), on: Vec::new() },
        2 => Basis::Judgement { by: maybe(choices, |_| "e1".to_owned()) },
        _ => Basis::Stated,
    };
    Claim {
        at: maybe(choices, |c| format!("P{}", c.below(9))),
        basis,
        rating: if choices.once_in(3) { Some(Rating::Level(Level::High)) } else { None },
        quote: if choices.once_in(4) { Some(word(choices)) } else { None },
        superseded: choices.once_in(6),
        ..Claim::stated(choices.of(&["s0", "s1"]))
    }
}

fn name(choices: &mut Choices<'_>) -> Name {
    let roles = NameRole::ALL;
    Name { text: word(choices), lang: maybe(choices, |_| "ja".to_owned()), role: roles[choices.below(roles.len())].1 }
}

fn entity_field(choices: &mut Choices<'_>, old: &Entity) -> EntityField {
    match choices.below(14) {
        0 => EntityField::Kind(choices.of(&["state", "topic", "e0"]).to_owned()),
        1 | 2 => EntityField::Name(word(choices)),
        3 => {
            let mut names = old.names.clone();
            if choices.once_in(2) && !names.is_empty() {
                names.remove(choices.below(names.len()));
            } else {
                names.insert(choices.below(names.len() + 1), name(choices));
            }
            EntityField::Names(names)
        }
        4 => EntityField::When(when(choices)),
        5 => EntityField::Status(status(choices)),
        6 => EntityField::Unnamed(choices.once_in(2)),
        7 => EntityField::Implied(choices.once_in(2)),
        8 => EntityField::Summary(maybe(choices, word)),
        9 => EntityField::Own(choices.of(&["x", "y", "new key"]).to_owned(), maybe(choices, own)),
        10 => EntityField::Fields(vec![("y".to_owned(), own(choices)), ("x".to_owned(), own(choices))]),
        11 => EntityField::Claims((0..choices.below(4)).map(|_| claim(choices)).collect()),
        _ => EntityField::Note(maybe(choices, word)),
    }
}

fn relation_field(choices: &mut Choices<'_>, dossier: &Dossier) -> RelationField {
    match choices.below(13) {
        0 => RelationField::Id(maybe(choices, |c| c.of(&["r0", "r9", "e0--meets--e1", "e1--state--e0--2"]).into())),
        1 => RelationField::From(some_entity(choices, dossier)),
        2 => RelationField::To(some_entity(choices, dossier)),
        3 => RelationField::Kind(choices.of(&["meets", "r0", "state"]).to_owned()),
        4 => RelationField::When(when(choices)),
        5 => RelationField::Status(status(choices)),
        6 => RelationField::Weight(maybe(choices, |c| c.below(100) as f64 / 4.0)),
        7 => RelationField::Ordinal(maybe(choices, |c| c.below(9) as u32)),
        8 => RelationField::Summary(maybe(choices, word)),
        9 => RelationField::Own(choices.of(&["x", "y"]).to_owned(), maybe(choices, own)),
        10 => RelationField::Claims((0..choices.below(3)).map(|_| claim(choices)).collect()),
        _ => RelationField::Note(maybe(choices, word)),
    }
}

fn some_entity(choices: &mut Choices<'_>, dossier: &Dossier) -> chancery::dossier::model::EntityId {
    let at = choices.below(dossier.entity_count());
    dossier.entities().nth(at).map_or_else(|| "e0".into(), |(_, e)| e.id.clone())
}

fn place(choices: &mut Choices<'_>, dossier: &Dossier, after: Option<String>) -> InsertAt {
    let file = if choices.once_in(3) { dossier.files.last().map(|f| f.path.clone()) } else { None };
    InsertAt { file, after: after.filter(|_| choices.once_in(2)) }
}

/// A change that mostly makes sense.
pub(crate) fn change(choices: &mut Choices<'_>, dossier: &Dossier) -> Change {
    let entity = some_entity(choices, dossier);
    let record = dossier.entity_by_id(entity.as_str()).cloned().unwrap_or_else(|| Entity::new("e0", "state", "E"));
    let at = choices.below(dossier.relation_count());
    let relation = dossier.relations().nth(at).map_or_else(|| "none".into(), |(.., r)| r.id.clone());
    let at = choices.below(dossier.sources.len());
    let source = dossier.sources.get(at).map_or_else(|| "s0".into(), |s| s.id.clone());
    let fresh = choices.below(40);
    let of = |choices: &mut Choices<'_>| {
        if choices.once_in(2) { ClaimOwner::Entity(entity.clone()) } else { ClaimOwner::Relation(relation.clone()) }
    };
    match choices.below(34) {
        0 => Change::SetTitle(word(choices)),
        1 => Change::SetSubtitle(maybe(choices, word)),
        2 => Change::SetNote(maybe(choices, word)),
        3..=5 => {
            let mut new = Entity::new(format!("n{fresh}").as_str(), "state", word(choices));
            for _ in 0..choices.below(5) {
                let field = entity_field(choices, &new);
                set(&mut new, field);
            }
            let place = place(choices, dossier, Some(entity.to_string()).filter(|_| !record.ghost));
            Change::AddEntity { entity: new, place }
        }
        6..=8 => {
            let mut new = Relation::new(entity.clone(), "meets", some_entity(choices, dossier));
            new.when = when(choices);
            new.claims.push(claim(choices));
            if choices.once_in(4) {
                new.id = format!("n{fresh}").as_str().into();
                new.id_given = true;
            }
            Change::AddRelation { relation: new, place: place(choices, dossier, Some(relation.to_string())) }
        }
        9 => Change::RemoveEntity { id: entity },
        10 | 11 => Change::RemoveRelation { id: relation },
        12..=16 => {
            let set = (0..1 + choices.below(2)).map(|_| entity_field(choices, &record)).collect();
            Change::SetEntity { id: entity, set }
        }
        17..=20 => {
            let set = (0..1 + choices.below(2)).map(|_| relation_field(choices, dossier)).collect();
            Change::SetRelation { id: relation, set }
        }
        21 => Change::ReverseRelation { id: relation },
        22 => Change::RenameEntity {
            id: entity,
            to: format!("n{fresh}").as_str().into(),
            keep_as_alias: choices.once_in(2),
        },
        23 => Change::MergeEntities { keep: entity, lose: some_entity(choices, dossier), set: vec![] },
        24 => Change::SplitEntity {
            id: entity,
            entity: Entity::new(format!("n{fresh}").as_str(), "state", "Split"),
            relations: if choices.once_in(2) { vec![relation] } else { vec![] },
            claims: if choices.once_in(2) { vec![0] } else { vec![] },
        },
        25 => Change::AddClaim { of: of(choices), claim: claim(choices), at: maybe(choices, |_| 0) },
        26 => Change::SetClaim { of: of(choices), at: choices.below(2), claim: claim(choices) },
        27 => Change::RemoveClaim { of: of(choices), at: choices.below(2) },
        28 => {
            let new = Source { title: maybe(choices, word), ..Source::new(format!("n{fresh}").as_str()) };
            Change::AddSource { source: new, place: place(choices, dossier, Some(source.to_string())) }
        }
        29 => match choices.below(4) {
            0 => Change::RemoveSource { id: source, with_claims: choices.once_in(2) },
            1 => Change::RenameSource { id: source, to: format!("n{fresh}").as_str().into() },
            _ => Change::SetSource {
                id: source,
                set: vec![
                    SourceField::Title(maybe(choices, word)),
                    SourceField::Text(maybe(choices, |_| "texts/a.md".to_owned())),
                    SourceField::Published(maybe(choices, |c| Date::read(c.of(DATES)))),
                ],
            },
        },
        30 => {
            let kind = EntityKind {
                id: choices.of(&["e0", "state", "new"]).to_owned(),
                label: "label".to_owned(),
                plural: choices.of(&["labels", "many"]).to_owned(),
                colour: "#112233".to_owned(),
                shape: Shape::Ring,
                icon: maybe(choices, |_| "flag".to_owned()),
                strong: choices.once_in(2),
                enduring: choices.once_in(2),
            };
            match choices.below(4) {
                0 => Change::RemoveEntityKind { id: "e0".to_owned() },
                1 => Change::RenameEntityKind { id: "e0".to_owned(), to: format!("k{fresh}") },
                _ => Change::SetEntityKind { kind, place: place(choices, dossier, None) },
            }
        }
        31 => {
            let kind = RelationKind {
                id: choices.of(&["r0", "meets", "new"]).to_owned(),
                label: "label".to_owned(),
                inverse: choices.of(&["label (from)", "other"]).to_owned(),
                directed: choices.once_in(2),
                from: vec!["state".to_owned()],
                to: vec![],
                enduring: choices.once_in(2),
            };
            match choices.below(4) {
                0 => Change::RemoveRelationKind { id: "r0".to_owned() },
                1 => Change::RenameRelationKind { id: "r0".to_owned(), to: format!("k{fresh}") },
                _ => Change::SetRelationKind { kind, place: place(choices, dossier, None) },
            }
        }
        _ => {
            let old = dossier.views.first().map(|v| v.name.clone());
            let new = View {
                name: format!("view {fresh}"),
                title: maybe(choices, word),
                subtitle: None,
                filter: maybe(choices, word),
                as_of: maybe(choices, |c| Date::read(c.of(DATES))),
                focus: Some(entity),
                hops: maybe(choices, |c| c.below(4) as u32),
                hide: dossier.entities().take(choices.below(3)).map(|(_, e)| e.id.to_string()).collect(),
                hide_kinds: vec![],
                hide_files: vec![],
                tapered: choices.once_in(3),
                areas: choices.once_in(3).then_some("community"),
                placing: Default::default(),
                file: Default::default(),
            };
            match (choices.below(3), old) {
                (0, Some(name)) => Change::RemoveView { name },
                (1, Some(name)) => Change::SetView { name, view: new },
                _ => Change::AddView { view: new, place: place(choices, dossier, None) },
            }
        }
    }
}

fn set(entity: &mut Entity, field: EntityField) {
    match field {
        EntityField::Names(names) => entity.names = names,
        EntityField::When(when) => entity.when = when,
        EntityField::Summary(summary) => entity.summary = summary,
        EntityField::Claims(claims) => entity.claims = claims,
        EntityField::Fields(fields) => entity.fields = fields,
        EntityField::Status(status) => entity.status = status,
        _ => {}
    }
}
