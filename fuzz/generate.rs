// Dossiers as nobody would write them, but may: comments between any two tokens, odd spacing, raw
// strings, hexadecimal numbers, suffixes, `Some(…)`, unknown fields, duplicates, ghosts. Everything
// follows from a row of bytes, so that a fuzzer can steer it and a test can repeat it. Changes to them
// are made next door.

#[path = "generate_changes.rs"]
mod changes;

pub(crate) use changes::change;

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

    // In one piece: a file from its beginning to its end.
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
            "relation_kinds" => &["label", "inverse", "directed", "kinds_from", "kinds_to", "enduring", "single"],
            _ => &["title", "filter", "as_of", "focus", "hops", "shown", "fold", "hide", "hide_kinds", "odd"],
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

    // In one piece: one arm a field.
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
            (_, "unnamed" | "strong" | "enduring" | "single" | "directed") => {
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
            (_, "hide_kinds" | "kinds_from" | "kinds_to" | "shown" | "fold") => {
                let kinds = self.choices.of(&["[]", "[\"state\", \"e0\"]", "[ \"topic\" , ]"]);
                self.put(kinds);
            }
            _ => self.text(),
        }
    }
}
