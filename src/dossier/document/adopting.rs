//! The text of a merge: what the model does not hold is taken over from the other side too. Where
//! only they touched a record, its bytes are theirs, comments and unknown fields with them; where
//! both did, unknown fields are written one by one. Whatever cannot be carried is a conflict.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use super::Document;
use super::checking::bare;
use super::step::{Effects, Step};
use crate::dossier::compare::{Conflict, Merge, Side, Wanted, WantedHead, WrittenField};
use crate::dossier::model::{Dossier, FileIndex, List, Record, Relation, Spot};
use crate::dossier::ron_text::{ItemOfList, Patch, TextFile, Unread, UnreadHead};

/// Number of a file, and of a record in its list.
type At = (usize, usize);

/// The texts of one side, with where each record is.
struct Lines<'a> {
    dossier: &'a Dossier,
    texts: &'a [TextFile],
    places: OnceCell<HashMap<(List, String), At>>,
}

impl<'a> Lines<'a> {
    fn new(dossier: &'a Dossier, texts: &'a [TextFile]) -> Self {
        Lines { dossier, texts, places: OnceCell::new() }
    }

    fn place(&self, list: List, id: &str) -> Option<At> {
        let places = self.places.get_or_init(|| places(self.dossier, self.texts.len()));
        places.get(&(list, id.to_owned())).copied()
    }

    fn record(&self, list: List, id: &str) -> Option<&'a str> {
        let (file, at) = self.place(list, id)?;
        self.texts[file].record(list, at)
    }

    fn comments(&self, list: List, id: &str) -> Vec<String> {
        let around = self.place(list, id).and_then(|(file, at)| self.texts[file].around(list, at));
        around.map_or_else(Vec::new, |around| around.comments())
    }

    /// Whether a record stands in the same place with the same text, its comments included.
    fn has_at(&self, (file, list, at): (usize, List, usize), body: &str, comments: &[String]) -> bool {
        let text = self.texts.get(file);
        let same = text.and_then(|text| text.record(list, at)) == Some(body);
        same && text.and_then(|text| text.around(list, at)).is_some_and(|around| around.comments() == comments)
    }
}

/// Where each record of a dossier of some files stands.
fn places(dossier: &Dossier, files: usize) -> HashMap<(List, String), At> {
    let mut places = HashMap::new();
    for number in 0..files {
        for (_, list) in List::ALL {
            let ids = ids_in(dossier, list, FileIndex(number as u16));
            places.extend(ids.into_iter().enumerate().map(|(at, id)| ((list, id.to_owned()), (number, at))));
        }
    }
    places
}

/// The ids of the records of a list in a file, in order.
fn ids_in(dossier: &Dossier, list: List, file: FileIndex) -> Vec<&str> {
    match list {
        List::Entities => dossier.entities_in(file).map(|entity| entity.id.as_str()).collect(),
        List::Relations => dossier.relations_in(file).map(|relation| relation.id.as_str()).collect(),
        List::Sources => dossier.sources.iter().filter(|s| s.file == file).map(|s| s.id.as_str()).collect(),
        List::EntityKinds => {
            dossier.own_entity_kinds().filter(|(of, _)| *of == file).map(|(_, kind)| kind.id.as_str()).collect()
        }
        List::RelationKinds => {
            dossier.own_relation_kinds().filter(|(of, _)| *of == file).map(|(_, kind)| kind.id.as_str()).collect()
        }
        List::Views => dossier.views.iter().filter(|v| v.file == file).map(|v| v.name.as_str()).collect(),
    }
}

impl Document {
    /// Takes over from THEIRS what the model does not hold, after the changes of a merge were made.
    /// `ours` are the texts as they were before. Yields what could not be carried.
    pub(super) fn take_over(
        &mut self,
        base: Side<'_>,
        ours: (&Dossier, &[TextFile]),
        theirs: Side<'_>,
        merge: &Merge,
        name: &str,
    ) -> Vec<Conflict> {
        let (Some(base_texts), Some(their_texts)) = (base.texts, theirs.texts) else { return Vec::new() };
        let base = Lines::new(base.dossier, base_texts);
        let our = Lines::new(ours.0, ours.1);
        let mut patches = Vec::new();
        self.take_frames(&base, &our, their_texts, &mut patches);
        self.take_records(&base, &our, theirs.dossier, their_texts, &mut patches);
        let mut conflicts = Vec::new();
        for wanted in &merge.wanted {
            self.write_wanted(wanted, theirs, &mut patches, &mut conflicts);
        }
        for wanted in &merge.heads {
            self.write_head(wanted, their_texts, &mut patches, &mut conflicts);
        }
        conflicts.extend(self.lost_comments(base_texts, ours.1, their_texts));
        if !patches.is_empty() {
            let step = Step::from(Effects { ops: Vec::new(), patches });
            self.moved(&step, super::snapshot::Run::Done);
            self.history.push(name.to_owned(), step);
        }
        conflicts
    }

    /// Whether a file may include others than it does: not where they are open.
    fn may_include(&self) -> bool {
        self.texts.len() == 1
    }

    fn enter(&mut self, file: usize, done: Vec<Patch>, patches: &mut Vec<(u16, Patch)>) {
        patches.extend(done.into_iter().map(|patch| (file as u16, patch)));
    }

    /// Where only they touched what stands outside records, it is theirs.
    fn take_frames(&mut self, base: &Lines<'_>, our: &Lines<'_>, theirs: &[TextFile], patches: &mut Vec<(u16, Patch)>) {
        for number in 0..self.texts.len().min(our.texts.len()) {
            let of = |texts: &[TextFile]| texts.iter().position(|text| is_same_file(number, text, our.texts));
            let (Some(base_at), Some(their_at)) = (of(base.texts), of(theirs)) else { continue };
            let (base, ours, theirs) = (&base.texts[base_at], &our.texts[number], &theirs[their_at]);
            let include = |text: &TextFile| text.unread_head(number == 0).include;
            let may = self.may_include() || include(ours) == include(theirs);
            if ours.same_frame(base) && !theirs.same_frame(base) && may {
                let done = self.texts[number].take_frame(theirs);
                self.enter(number, done, patches);
            }
            let done = self.texts[number].take_head_comments([base, ours, theirs]);
            self.enter(number, done, patches);
        }
    }

    /// Where only they touched a record, or its comments, it is written as theirs.
    fn take_records(
        &mut self,
        base: &Lines<'_>,
        our: &Lines<'_>,
        theirs: &Dossier,
        their_texts: &[TextFile],
        patches: &mut Vec<(u16, Patch)>,
    ) {
        let mut here: Option<HashMap<(List, String), At>> = None;
        let mut around: Vec<Vec<Patch>> = self.texts.iter().map(|_| Vec::new()).collect();
        for (number, text) in their_texts.iter().enumerate() {
            for (_, list) in List::ALL {
                for (at, id) in ids_in(theirs, list, FileIndex(number as u16)).into_iter().enumerate() {
                    let (Some(body), Some(beside)) = (text.record(list, at), text.around(list, at)) else { continue };
                    if base.has_at((number, list, at), body, &beside.comments()) {
                        continue;
                    }
                    let (of_base, of_our) = (base.record(list, id), our.record(list, id));
                    let new_body = of_base != Some(body) && of_our != Some(body);
                    let was = base.comments(list, id);
                    let new_comments = was == our.comments(list, id) && was != beside.comments();
                    if !new_body && !new_comments {
                        continue;
                    }
                    let here = here.get_or_insert_with(|| places(&self.dossier, self.texts.len()));
                    let Some(&(file, at)) = here.get(&(list, id.to_owned())) else { continue };
                    if new_body {
                        let spot = Spot { list, file: FileIndex(file as u16), at };
                        let Some(record) = self.dossier.record(spot) else { continue };
                        // Where it says something else than theirs, only comments are taken over.
                        let whole = of_base == of_our && (of_base.is_some() || self.texts[file].is_plain(list, at));
                        let whole = whole.then(|| self.texts[file].replace_record(at, &record, body));
                        let versions = [of_base.unwrap_or("()"), of_our.unwrap_or("()"), body];
                        let done = match whole {
                            Some(Ok(done)) => done,
                            Some(Err(_)) | None => self.texts[file].take_inner_comments(at, &record, versions),
                        };
                        self.enter(file, done, patches);
                    }
                    if new_comments {
                        around[file].extend(self.texts[file].take_around(list, at, beside));
                    }
                }
            }
        }
        for (file, done) in around.into_iter().enumerate() {
            let done = self.texts[file].if_sound(done);
            self.enter(file, done, patches);
        }
    }

    /// What a record is called by now. A relation without an id of its own is known by what it says.
    fn id_of(&self, wanted: &Wanted) -> String {
        let Some(relation) = &wanted.relation else { return wanted.id.clone() };
        let meant = bare(relation);
        let is_new = |r: &&Relation| {
            let file = self.texts.get(usize::from(r.file.0));
            let at = self.dossier.spot(List::Relations, r.id.as_str());
            let unread = file.zip(at).map(|(file, spot)| file.unread(List::Relations, spot.at));
            unread.is_some_and(|unread| differences(&unread, &wanted.fields).is_empty() || unread.is_empty())
        };
        let same_ends = |r: &&Relation| r.from == meant.from && r.to == meant.to && r.kind == meant.kind;
        let alike = self.dossier.relations().map(|(.., r)| r).filter(same_ends).filter(|r| bare(r) == meant);
        alike.filter(is_new).last().map_or_else(|| wanted.id.clone(), |r| r.id.to_string())
    }

    /// Makes the text of a record say what it shall say beyond the model.
    fn write_wanted(
        &mut self,
        wanted: &Wanted,
        theirs: Side<'_>,
        patches: &mut Vec<(u16, Patch)>,
        conflicts: &mut Vec<Conflict>,
    ) {
        let (list, id) = (wanted.list, wanted.id.as_str());
        let found = self.dossier.spot(list, &self.id_of(wanted));
        let found = found.and_then(|spot| Some((spot, self.dossier.record(spot)?)));
        let Some((spot, record)) = found else {
            let lost = wanted.fields.iter().map(|field| lost(list.one(), id, &field.name, None, Some(&field.said)));
            return conflicts.extend(lost.map(|conflict| Conflict { list: Some(list), ..conflict }));
        };
        let file = usize::from(spot.file.0);
        let actual = self.texts[file].unread(list, spot.at);
        let after = nearest_before(theirs, list, &record);
        let write = |texts: &mut [TextFile], key: (&ItemOfList, &str), new: Option<&WrittenField>| {
            let new = new.map(|field| (&field.text, after(field)));
            let new = new.as_ref().map(|(text, after)| (*text, after.as_slice()));
            texts[file].set_unread(spot.at, &record, key, new)
        };
        for (key, new) in differences(&actual, &wanted.fields) {
            match write(&mut self.texts, key, new).ok().filter(|_| Unread::is_field(key.1)) {
                Some(done) => self.enter(file, done, patches),
                None => {
                    let is = actual.iter().find(|unread| (&unread.item, unread.name.as_str()) == key);
                    let name = named(key);
                    let one = lost(list.one(), id, &name, is.map(|is| &is.said), new.map(|new| &new.said));
                    conflicts.push(Conflict { list: Some(list), ..one });
                }
            }
        }
    }

    /// Makes the head of a file say what it shall say beside titles and remarks.
    fn write_head(
        &mut self,
        wanted: &WantedHead,
        theirs: &[TextFile],
        patches: &mut Vec<(u16, Patch)>,
        conflicts: &mut Vec<Conflict>,
    ) {
        let is_it = |(number, text): (usize, &TextFile)| {
            if wanted.path.is_empty() { number == 0 } else { text.path == wanted.path }
        };
        let find = |texts: &[TextFile]| texts.iter().enumerate().position(is_it);
        let Some(file) = find(&self.texts) else { return };
        let their = find(theirs).map(|at| &theirs[at]);
        let UnreadHead { include, fields: actual } = self.texts[file].unread_head(file == 0);
        let after: HashMap<String, Vec<String>> = their
            .map(|t| t.unread_head(file == 0).fields)
            .unwrap_or_default()
            .into_iter()
            .map(|unread| (unread.name, unread.after))
            .collect();
        let title = self.dossier.title.clone();
        for (key, new) in differences(&actual, &wanted.fields) {
            let is_title = ["title", "subtitle", "note"].contains(&key.1) && file == 0;
            let after = after.get(key.1).map_or(&[][..], Vec::as_slice);
            let write = |text: &mut TextFile| text.set_unread_in_head(key.1, new.map(|new| (&new.text, after)));
            let done = Some(())
                .filter(|()| !is_title && Unread::is_field(key.1))
                .and_then(|()| write(&mut self.texts[file]).ok());
            match done {
                Some(done) => self.enter(file, done, patches),
                None => {
                    let is = actual.iter().find(|unread| unread.name == key.1);
                    let one = lost("dossier", "", key.1, is.map(|is| &is.said), new.map(|new| &new.said));
                    conflicts.push(Conflict { label: title.clone(), ..one });
                }
            }
        }
        if include.as_ref() != Some(&wanted.include) {
            let now = include.as_deref().filter(|_| self.may_include());
            match now.and_then(|now| self.texts[file].set_include(now, &wanted.include, their).ok()) {
                Some(done) => self.enter(file, done, patches),
                None => {
                    let shown = |paths: &[String]| Some(paths.join(", ")).filter(|paths| !paths.is_empty());
                    let (ours, theirs) = (include.as_deref().and_then(shown), shown(&wanted.include));
                    let one = lost("dossier", "", "include", ours.as_ref(), theirs.as_ref());
                    conflicts.push(Conflict { label: title, ..one });
                }
            }
        }
    }

    /// Comments that one side alone has and that found no place.
    fn lost_comments(&self, base: &[TextFile], ours: &[TextFile], theirs: &[TextFile]) -> Vec<Conflict> {
        let count = |texts: &[TextFile]| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            texts.iter().flat_map(TextFile::comments).for_each(|comment| *counts.entry(comment).or_default() += 1);
            counts
        };
        let (base, here) = (count(base), count(&self.texts));
        let times = |counts: &BTreeMap<String, usize>, comment: &str| counts.get(comment).copied().unwrap_or(0);
        let is_lost = |(comment, count): &(String, usize)| *count > times(&base, comment).max(times(&here, comment));
        let lost_of = |texts: &[TextFile]| count(texts).into_iter().filter(is_lost).map(|(comment, _)| comment);
        let told = |ours: Option<&String>, theirs: Option<&String>| Conflict {
            label: self.dossier.title.clone(),
            ..lost("dossier", "", "comment", ours, theirs)
        };
        let ours = lost_of(ours).map(|comment| told(Some(&comment), None));
        ours.chain(lost_of(theirs).map(|comment| told(None, Some(&comment)))).collect()
    }
}

/// Whether a file of some texts is file `number` of others: main files are one whatever their name.
fn is_same_file(number: usize, text: &TextFile, of: &[TextFile]) -> bool {
    of.get(number).is_some_and(|file| file.path == text.path) || number == 0
}

/// What is to be written or taken away so that what is becomes what is wanted.
fn differences<'w>(
    actual: &'w [Unread],
    wanted: &'w [WrittenField],
) -> Vec<((&'w ItemOfList, &'w str), Option<&'w WrittenField>)> {
    let is = |field: &WrittenField| actual.iter().find(|u| u.item == field.item && u.name == field.name);
    let new = wanted.iter().filter(|field| is(field).is_none_or(|unread| unread.text != field.text));
    let gone = actual.iter().filter(|u| !wanted.iter().any(|field| u.item == field.item && u.name == field.name));
    let new = new.map(|field| ((&field.item, field.name.as_str()), Some(field)));
    gone.map(|unread| ((&unread.item, unread.name.as_str()), None)).chain(new).collect()
}

/// For a field of THEIRS, the fields that stand before it there.
fn nearest_before<'a>(theirs: Side<'a>, list: List, record: &'a Record) -> impl Fn(&WrittenField) -> Vec<String> + 'a {
    let spot = theirs.dossier.spot(list, record.id());
    let text = spot.and_then(|spot| Some((spot, theirs.texts?.get(usize::from(spot.file.0))?)));
    let unread = text.map(|(spot, text)| text.unread(list, spot.at)).unwrap_or_default();
    move |field| {
        let same = |u: &&Unread| u.name == field.name && u.text == field.text;
        unread.iter().find(same).map(|u| u.after.clone()).unwrap_or_default()
    }
}

fn named((item, name): (&ItemOfList, &str)) -> String {
    item.as_ref().map_or_else(|| name.to_owned(), |(list, number)| format!("{name} of {list} item {}", number + 1))
}

/// The conflict about something that could not be carried.
fn lost(sort: &'static str, id: &str, field: &str, ours: Option<&String>, theirs: Option<&String>) -> Conflict {
    Conflict {
        sort,
        id: id.to_owned(),
        label: id.to_owned(),
        field: Some(field.to_owned()),
        base: None,
        ours: ours.cloned(),
        theirs: theirs.cloned(),
        take_theirs: Vec::new(),
        list: None,
    }
}
