//! Merging everything that a file can hold: known and unknown fields in every record and at the top,
//! whole unknown lists, what could not be read, includes, and comments. For random base, ours and
//! theirs, every datum of either side is in the merge or in a conflict.
//!
//! `CHANCERY_MERGES=10000` sets how many are tried; by default it is fewer. `CHANCERY_SEED` is where
//! they begin.

mod file;

use std::collections::HashSet;

use chancery::dossier::compare;
use chancery::dossier::document::{self, Document};

use super::random::Random;
use file::{Field, File, Item, Value, field, item, list_in, quoted};

/// The lists of a file, with the text fields that their records have.
const LISTS: [(&str, &[&str]); 6] = [
    ("entity_kinds", &["label", "plural"]),
    ("relation_kinds", &["label", "inverse"]),
    ("sources", &["title", "author", "publisher", "note"]),
    ("entities", &["name", "summary", "note"]),
    ("relations", &["summary", "note"]),
    ("views", &["title", "subtitle"]),
];

/// Makes files and changes them; every datum it makes is a word of its own.
struct Maker {
    random: Random,
    side: char,
    count: usize,
}

impl Maker {
    fn word(&mut self) -> String {
        self.count += 1;
        format!("{}{}x", self.side, self.count)
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.random.below(n) == 0
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        (!all.is_empty()).then(|| all[self.random.below(all.len())].clone())
    }

    fn unknown(&mut self) -> Field {
        let names = ["shape_x", "colour_x", "page_x"];
        let name = names[self.random.below(names.len())];
        let value = match self.random.below(4) {
            0 => Value::Group("", vec![field("deep", quoted(&self.word())), field("n", Value::Plain("3".to_owned()))]),
            1 => Value::List(vec![Item { value: quoted(&self.word()), before: None }]),
            2 => Value::Plain(format!("Word_{}", self.word())),
            _ => quoted(&self.word()),
        };
        field(name, value)
    }

    fn claim(&mut self, sources: &[String], entities: &[String]) -> Item {
        let source = self.of(sources).unwrap_or_default();
        let mut fields = vec![field("source", quoted(&source)), field("at", quoted(&self.word()))];
        if self.one_in(3) {
            let by = self.of(entities).unwrap_or_default();
            fields.push(field("basis", Value::Group("reported", vec![field("by", quoted(&by))])));
        }
        if self.one_in(3) {
            fields.push(field("quote", quoted(&self.word())));
        }
        item(fields)
    }

    fn record(&mut self, file: &mut File, list: &str) -> Item {
        let (sources, entities) = (file.ids("sources"), file.ids("entities"));
        let id = self.word();
        let mut fields = match list {
            "relations" => {
                let ends = [self.of(&entities), self.of(&entities)].map(Option::unwrap_or_default);
                let mut fields = if self.one_in(3) { vec![field("id", quoted(&id))] } else { Vec::new() };
                let kind = ["meets", "hosts", "knows"][self.random.below(3)];
                fields
                    .extend([("from", &*ends[0]), ("kind", kind), ("to", &*ends[1])].map(|(n, v)| field(n, quoted(v))));
                fields.push(field("summary", quoted(&self.word())));
                fields
            }
            "views" => {
                let focus = self.of(&entities).unwrap_or_default();
                let pin = vec![
                    field("id", quoted(&focus)),
                    field("x", Value::Plain("1".into())),
                    field("y", Value::Plain("2".into())),
                ];
                let mut fields = vec![field("name", quoted(&id)), field("title", quoted(&self.word()))];
                if self.one_in(2) {
                    fields.push(field("focus", quoted(&focus)));
                    fields.push(field("pins", Value::List(vec![item(pin)])));
                }
                fields
            }
            "entities" => {
                vec![field("id", quoted(&id)), field("kind", quoted("state")), field("name", quoted(&self.word()))]
            }
            _ => vec![
                field("id", quoted(&id)),
                field(if list == "sources" { "title" } else { "label" }, quoted(&self.word())),
            ],
        };
        if ["entities", "relations"].contains(&list) {
            if self.one_in(2) {
                let claims = (0..1 + self.random.below(3)).map(|_| self.claim(&sources, &entities)).collect();
                fields.push(field("claims", Value::List(claims)));
            }
            if self.one_in(4) {
                fields.push(field("fields", Value::Map(vec![(self.word(), self.word())])));
            }
        }
        if list == "entities" && self.one_in(3) {
            fields.push(field("names", Value::List(vec![item(vec![field("text", quoted(&self.word()))])])));
        }
        if self.one_in(4) {
            fields.push(self.unknown());
        }
        let mut item = item(fields);
        item.before = self.one_in(4).then(|| self.word());
        item
    }

    fn base(&mut self) -> File {
        let titles = [field("format", Value::Plain("1".into())), field("title", quoted(&self.word()))];
        let mut file = File { header: self.one_in(2).then(|| self.word()), fields: titles.into() };
        if self.one_in(3) {
            let paths = ["a.ron", "b.ron", "c.ron"].map(|path| Item { value: quoted(path), before: None });
            file.fields.push(field("include", Value::List(paths.into())));
        }
        for (list, _) in LISTS {
            for _ in 0..1 + self.random.below(3) {
                let record = self.record(&mut file, list);
                file.list(list).push(record);
            }
        }
        if self.one_in(2) {
            file.fields.push(field("people", Value::List(vec![item(vec![field("id", quoted(&self.word()))])])));
        }
        file
    }

    /// Changes one thing.
    fn change(&mut self, file: &mut File) {
        let (list, texts) = LISTS[self.random.below(6)];
        match self.random.below(16) {
            0 => self.change_head(file),
            1 => self.change_include(file),
            2 => {
                let record = self.record(file, list);
                let place = self.random.below(file.list(list).len() + 1);
                file.list(list).insert(place, record);
            }
            3 => self.remove_record(file, list),
            4 => file.header = Some(self.word()),
            5 => {
                let word = self.word();
                if let Some(item) = self.item(file.list(list)) {
                    item.before = Some(word);
                }
            }
            6 => {
                // What cannot be read.
                let record = match self.random.below(2) {
                    0 => item(vec![field("kind_x", quoted(&self.word()))]),
                    _ => item(vec![field("", quoted(&self.word()))]),
                };
                if self.one_in(4) {
                    file.list(list).push(record);
                }
            }
            7 => self.rename(file),
            8..=10 => self.change_unknown(file, list),
            11 | 12 => self.change_inner(file, list),
            _ => {
                let name = texts[self.random.below(texts.len())];
                let (word, comment) = (self.word(), self.one_in(6).then(|| self.word()));
                let remove = self.one_in(5) && !["name", "label"].contains(&name);
                let Some(Item { value: Value::Group(_, fields), .. }) = self.item(file.list(list)) else { return };
                let at = fields.iter().position(|f| f.name == name);
                match at {
                    _ if fields.first().is_some_and(|f| f.name.is_empty()) => {}
                    Some(at) if remove => drop(fields.remove(at)),
                    Some(at) => {
                        fields[at].value = quoted(&word);
                        fields[at].after = comment;
                    }
                    None => fields.push(Field { before: comment, ..field(name, quoted(&word)) }),
                }
            }
        }
    }

    fn item<'i>(&mut self, items: &'i mut [Item]) -> Option<&'i mut Item> {
        let at = self.random.below(items.len());
        items.get_mut(at)
    }

    fn change_head(&mut self, file: &mut File) {
        let name = ["title", "subtitle", "note", "people", "places", "version_x"][self.random.below(6)];
        let word = self.word();
        let value = if ["people", "places"].contains(&name) {
            Value::List(vec![item(vec![field("id", quoted(&word))])])
        } else {
            quoted(&word)
        };
        let (before, after) = (self.one_in(4).then(|| self.word()), self.one_in(4).then(|| self.word()));
        match file.fields.iter().position(|f| f.name == name) {
            Some(at) if self.one_in(4) && name != "title" => drop(file.fields.remove(at)),
            Some(at) => file.fields[at] = Field { before, after, ..field(name, value) },
            None => {
                let place = 1 + self.random.below(file.fields.len());
                file.fields.insert(place, Field { before, after, ..field(name, value) });
            }
        }
    }

    fn change_include(&mut self, file: &mut File) {
        if !file.fields.iter().any(|f| f.name == "include") {
            file.fields.insert(2, field("include", Value::List(Vec::new())));
        }
        let new = Item { value: quoted(&format!("{}.ron", self.word())), before: None };
        let paths = file.list("include");
        match self.random.below(3) {
            0 if !paths.is_empty() => {
                let at = self.random.below(paths.len());
                paths.remove(at);
            }
            1 if paths.len() > 1 => paths.reverse(),
            _ => {
                let at = self.random.below(paths.len() + 1);
                paths.insert(at, new);
            }
        }
        file.fields.retain(|f| f.name != "include" || !matches!(&f.value, Value::List(paths) if paths.is_empty()));
    }

    fn change_unknown(&mut self, file: &mut File, list: &str) {
        let new = self.unknown();
        let (deep, remove, comment) = (self.one_in(2), self.one_in(4), self.one_in(3).then(|| self.word()));
        let Some(Item { value: Value::Group(_, fields), .. }) = self.item(file.list(list)) else { return };
        if fields.first().is_some_and(|f| f.name.is_empty()) {
            return;
        }
        let inner = ["claims", "names", "pins"].into_iter().find(|name| fields.iter().any(|f| f.name == *name));
        let fields = match inner.filter(|_| deep) {
            Some(name) => match self.item(list_in(fields, name)) {
                Some(Item { value: Value::Group(_, fields), .. }) => fields,
                _ => return,
            },
            None => fields,
        };
        let basis = fields.iter().position(|f| f.name == "basis").filter(|_| self.one_in(2));
        let fields = match basis.map(|at| &mut fields[at].value) {
            Some(Value::Group(_, fields)) => fields,
            _ => fields,
        };
        match fields.iter().position(|f| f.name == new.name) {
            Some(at) if remove => drop(fields.remove(at)),
            Some(at) => fields[at] = Field { before: comment, ..new },
            None => {
                let at = self.random.below(fields.len() + 1);
                fields.insert(at, Field { after: comment, ..new });
            }
        }
    }

    /// Changes claims, names or data of the author's own.
    fn change_inner(&mut self, file: &mut File, list: &str) {
        let list = if ["entities", "relations"].contains(&list) { list } else { "entities" };
        let (sources, entities) = (file.ids("sources"), file.ids("entities"));
        let (claim, word, key) = (self.claim(&sources, &entities), self.word(), self.word());
        let what = self.random.below(6);
        let Some(Item { value: Value::Group(_, fields), .. }) = self.item(file.list(list)) else { return };
        if fields.first().is_some_and(|f| f.name.is_empty()) {
            return;
        }
        if what == 0 {
            match fields.iter_mut().find(|f| f.name == "fields").map(|f| &mut f.value) {
                Some(Value::Map(data)) if self.one_in(2) && !data.is_empty() => data[0].1 = word,
                Some(Value::Map(data)) => data.push((key, word)),
                _ => fields.push(field("fields", Value::Map(vec![(key, word)]))),
            }
            return;
        }
        if sources.is_empty() {
            return;
        }
        let claims = list_in(fields, "claims");
        match what {
            1 | 2 => claims.push(claim),
            3 if claims.len() > 1 => {
                let at = self.random.below(claims.len());
                claims.remove(at);
            }
            4 => claims.push(item(vec![field("at", quoted(&word))])),
            _ => {
                if let Some(Item { value: Value::Group(_, fields), .. }) = self.item(claims) {
                    match fields.iter_mut().find(|f| f.name == "quote") {
                        Some(quote) => quote.value = quoted(&word),
                        None => fields.push(field("quote", quoted(&word))),
                    }
                }
            }
        }
        fields.retain(|f| f.name != "claims" || !matches!(&f.value, Value::List(claims) if claims.is_empty()));
    }

    /// Takes a record away, and what cites it: claims of a source, relations of an entity.
    fn remove_record(&mut self, file: &mut File, list: &str) {
        let (at, count) = (self.random.below(file.list(list).len()), file.list(list).len());
        let ids = file.ids(list);
        if count < 2 || (ids.len() != count && list != "relations") {
            return;
        }
        file.list(list).remove(at);
        let Some(id) = ids.get(at).map(|id| format!("\"{id}\"")) else { return };
        let cites = |value: &Value| {
            let mut text = String::new();
            value.print(2, &mut text);
            text.contains(&id)
        };
        if list == "entities" {
            file.list("relations").retain(|relation| !cites(&relation.value));
            file.list("views").retain(|view| !cites(&view.value));
        }
        if ["entities", "sources"].contains(&list) {
            for list in ["entities", "relations"] {
                for item in file.list(list) {
                    let Value::Group(_, fields) = &mut item.value else { continue };
                    if fields.iter().any(|f| f.name == "claims") {
                        list_in(fields, "claims").retain(|claim| !cites(&claim.value));
                        fields.retain(|f| f.name != "claims" || !matches!(&f.value, Value::List(l) if l.is_empty()));
                    }
                }
            }
        }
    }

    /// Another id for an entity, wherever it stands.
    fn rename(&mut self, file: &mut File) {
        let ids = file.ids("entities");
        let (Some(id), true) = (self.of(&ids), self.one_in(3)) else { return };
        let to = self.word();
        fn change(value: &mut Value, from: &str, to: &str) {
            match value {
                Value::Plain(text) if text.trim_matches('"') == from => *text = format!("\"{to}\""),
                Value::Plain(_) | Value::Map(_) => {}
                Value::List(items) => items.iter_mut().for_each(|item| change(&mut item.value, from, to)),
                Value::Group(_, fields) => fields.iter_mut().for_each(|field| change(&mut field.value, from, to)),
            }
        }
        file.fields.iter_mut().for_each(|field| change(&mut field.value, &id, &to));
    }
}

/// The words of a text that a [`Maker`] made, those in comments apart.
fn words(text: &str) -> [HashSet<String>; 2] {
    let mut out = [HashSet::new(), HashSet::new()];
    for line in text.lines() {
        let (data, comment) = line.split_once("//").unwrap_or((line, ""));
        for (part, words) in [data, comment].into_iter().zip(&mut out) {
            let made = |word: &&str| word.ends_with('x') && word[1..].starts_with(|c: char| c.is_ascii_digit());
            let parts = part.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 2);
            words.extend(parts.filter(made).map(str::to_owned));
        }
    }
    out
}

fn open(text: &str) -> Document {
    document::open_texts(&[("whole.ron", text)])
}

/// Codes of problems in which a record cites what is not there, with their words.
fn citing_nothing(document: &Document) -> HashSet<String> {
    let codes = ["unknown-id", "missing-source", "bad-view"];
    document.problems.iter().filter(|p| codes.contains(&p.code)).map(|p| p.message.clone()).collect()
}

/// Merges THEIRS into OURS and asks for everything that either side has.
fn merged(base: &str, ours: &str, theirs: &str, told: &str) -> (Document, Vec<compare::Conflict>) {
    let (base_document, mut result, their_document) = (open(base), open(ours), open(theirs));
    let known: HashSet<String> = [&result, &their_document].into_iter().flat_map(citing_nothing).collect();
    let conflicts = result.merge(&base_document, &their_document, "merge").conflicts;
    let text = result.text(0).unwrap();
    let told = format!("{told}\n--- result, {conflicts:#?}\n{text}");
    let in_conflicts = format!("{conflicts:?}");
    result.check().unwrap_or_else(|why| panic!("{why}\n{told}"));
    let [there, comments] = words(&text);
    let [[base, base_notes], [our, our_notes], [their, their_notes]] = [base, ours, theirs].map(words);
    let told_of = |word: &String| in_conflicts.contains(word.as_str());
    let wanted = our.difference(&base).chain(their.difference(&base)).chain(our.intersection(&their));
    for word in wanted.filter(|word| !there.contains(*word)) {
        assert!(told_of(word), "{word} is gone\n{told}");
    }
    let wanted = our_notes.iter().chain(their_notes.difference(&base_notes));
    for word in wanted.filter(|word| !comments.contains(*word) && !told_of(word)) {
        // A comment goes with what it is about.
        let alive = our_notes.contains(word) && their_notes.contains(word);
        let new = !base_notes.contains(word);
        assert!(!alive && !new, "the comment {word} is gone\n{told}");
    }
    if conflicts.is_empty() {
        let taken_away = base.iter().filter(|word| !our.contains(*word) || !their.contains(*word));
        for word in taken_away {
            assert!(!there.contains(word), "{word} was taken away and is there\n{told}");
        }
    }
    let again = open(&text);
    for problem in citing_nothing(&again).difference(&known) {
        assert!(!conflicts.is_empty(), "{problem}\n{told}");
    }
    result.undo();
    assert_eq!(result.text(0).unwrap(), ours, "a merge is one step\n{told}");
    result.redo();
    (result, conflicts)
}

/// Seeds far up whose files a merge did not get right before: a speaker without a name in a new record; a
/// relation removed that the other side had moved to another entity.
const ONCE_WRONG: &[u64] = &[5704, 8922];

#[test]
fn every_datum_of_either_side_is_in_the_merge_or_in_a_conflict() {
    let number = |name: &str, default: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    let (first, cases) = (number("CHANCERY_SEED", 0), number("CHANCERY_MERGES", 300));
    let (mut clean, mut clashing) = (0, 0);
    for seed in ONCE_WRONG.iter().copied().chain(first..first + cases) {
        if one(seed) { clean += 1 } else { clashing += 1 }
    }
    println!("{clean} without a conflict, {clashing} with one");
    assert!(clean * 5 > cases && clashing * 20 > cases, "{clean} and {clashing} of {cases}");
}

/// Merges random versions both ways round. Whether that was possible without a conflict.
pub(super) fn one(seed: u64) -> bool {
    let mut maker = Maker { random: Random(seed), side: 'b', count: 0 };
    let base = maker.base();
    let mut sides = [base.clone(), base.clone()];
    for (file, side) in sides.iter_mut().zip(['o', 't']) {
        maker.side = side;
        for _ in 0..1 + maker.random.below(4) {
            maker.change(file);
        }
    }
    let [base, ours, theirs] = [base.print(), sides[0].print(), sides[1].print()];
    let told = format!("seed {seed}\n--- base\n{base}--- ours\n{ours}--- theirs\n{theirs}");
    for text in [&base, &ours, &theirs] {
        let document = open(text);
        assert!(!document.read_only, "{:?}\n{told}", document.problems);
    }
    let (one, conflicts) = merged(&base, &ours, &theirs, &told);
    let (two, mirrored) = merged(&base, &theirs, &ours, &told);
    // What has no name stays in ours, and cannot be carried from theirs; comments neither, at times.
    let counts = |conflict: &&compare::Conflict| {
        let field = serde_json::to_value(conflict).unwrap()["field"].as_str().map(str::to_owned);
        field.is_none_or(|field| field != "comment" && !field.contains(' '))
    };
    assert!(
        conflicts.iter().any(|c| counts(&c)) == mirrored.iter().any(|c| counts(&c)),
        "a conflict one way round alone\n{told}\n{conflicts:#?}\n{mirrored:#?}"
    );
    let clean = conflicts.is_empty() && mirrored.is_empty();
    if clean {
        let difference = compare::diff(&one, &two);
        assert!(difference.is_empty(), "{}\n{told}\n{}", difference.to_text(), two.text(0).unwrap());
    }
    // Whatever differs between two versions is told.
    let data = |text: &str| words(text)[0].clone();
    if data(&base) != data(&theirs) {
        assert!(!compare::diff(&open(&base), &open(&theirs)).is_empty(), "nothing is told\n{told}");
    }
    clean
}
