//! What is new in the figure of a view since it was last looked at: which records it shows now that it did not show then, and
//! which say something else by now. Kept beside the program's other state, by dossier and view.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher as _, Hasher as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::dossier::model::{Date, Dossier, Record};
use crate::dossier::ron_text::of_record;
use crate::picture::network::DrawnNetwork;
use crate::window::action::ItemId;
use crate::wording::counted;

/// Records of a view that are kept at most; of larger ones nothing is told.
const MOST: usize = 20_000;

/// A record as a figure shows it: which, and a number that another content would change.
pub(crate) type ShownRecord = (ItemId, u64);

/// What a figure showed, by record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Look {
    /// The day, in EDTF.
    on: String,
    /// Numbers of contents by the records' ids; relations after an `r`, entities after an `e`.
    records: BTreeMap<String, u64>,
}

/// What is new in a view.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NewInView {
    /// Since when, in words.
    since: String,
    new: Vec<ItemId>,
    changed: Vec<ItemId>,
    gone: usize,
}

/// What is known of the views of a dossier.
#[derive(Default)]
pub(super) struct Looks {
    /// The opened document, and its file.
    of: Option<(u64, Option<PathBuf>)>,
    before: BTreeMap<String, Look>,
    /// What is told of views, since they were last looked at.
    told: HashMap<String, NewInView>,
    /// There is something to be kept.
    changed: bool,
}

/// The records that a figure shows, in order.
pub(super) fn shown_records(dossier: &Dossier, drawn: &DrawnNetwork) -> Vec<ShownRecord> {
    let network = drawn.network(dossier);
    let entities = drawn.entities().iter().filter_map(|at| network.entity(*at));
    let entities = entities.map(|entity| {
        let id = entity.id.clone();
        (ItemId::Entity(id), content(&Record::from(entity.clone())))
    });
    let relations = drawn.relations().iter().filter_map(|at| network.relation(*at));
    let relations = relations.map(|relation| {
        let id = relation.id.clone();
        (ItemId::Relation(id), content(&Record::from(relation.clone())))
    });
    entities.chain(relations).take(MOST + 1).collect()
}

/// A number of what a record says, the same each time the program runs.
fn content(record: &Record) -> u64 {
    let mut hasher = foldhash::quality::FixedState::default().build_hasher();
    hasher.write(format!("{:?}", of_record(record)).as_bytes());
    hasher.finish()
}

fn key(item: &ItemId) -> String {
    match item {
        ItemId::Entity(id) => format!("e{id}"),
        ItemId::Relation(id) => format!("r{id}"),
    }
}

impl Look {
    fn of(shown: &[ShownRecord], on: &str) -> Look {
        Look { on: on.to_owned(), records: shown.iter().map(|(item, content)| (key(item), *content)).collect() }
    }

    fn since(&self, shown: &[ShownRecord]) -> NewInView {
        let mut new = NewInView { since: Date::read(&self.on).in_words(), ..NewInView::default() };
        let mut known = 0;
        for (item, content) in shown {
            match self.records.get(&key(item)) {
                None => new.new.push(item.clone()),
                Some(before) => {
                    known += 1;
                    if before != content {
                        new.changed.push(item.clone());
                    }
                }
            }
        }
        new.gone = self.records.len().saturating_sub(known);
        new
    }
}

impl NewInView {
    /// Whether there is nothing to tell.
    pub(super) fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone == 0
    }

    /// In a few words: `3 new, 1 changed`.
    pub(super) fn in_words(&self) -> String {
        let parts = [(self.new.len(), "new"), (self.changed.len(), "changed"), (self.gone, "no longer shown")];
        let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        parts.collect::<Vec<_>>().join(", ")
    }

    /// The same in a sentence with the day.
    pub(super) fn sentence(&self) -> String {
        format!("{} since you last looked at it ({})", self.in_words(), self.since)
    }

    /// Whether anything is new or changed.
    pub(super) fn has_items(&self) -> bool {
        !self.new.is_empty() || !self.changed.is_empty()
    }

    /// What is new or changed.
    pub(super) fn items(&self) -> Vec<ItemId> {
        self.new.iter().chain(&self.changed).cloned().collect()
    }

    /// What is selected by a click, in words.
    pub(super) fn selects(&self) -> String {
        let count = self.new.len() + self.changed.len();
        format!(
            "Select {} that {} new or changed",
            counted(count, "record", "records"),
            if count == 1 { "is" } else { "are" }
        )
    }
}

impl Looks {
    /// Goes on with a document; what was kept of it is read by `kept`.
    pub(super) fn go_to(&mut self, opened: u64, file: Option<&Path>, kept: impl FnOnce() -> Option<String>) {
        if self.of.as_ref().is_some_and(|(of, at)| *of == opened && at.as_deref() == file) {
            return;
        }
        let file = file.map(Path::to_owned);
        // A dossier that is saved elsewhere is the same one.
        if self.of.as_ref().is_some_and(|(of, _)| *of == opened) {
            (self.of, self.changed) = (Some((opened, file)), true);
            return;
        }
        // What cannot be read is forgotten: it is no more than a help.
        let before = kept().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        *self = Looks { of: Some((opened, file)), before, ..Looks::default() };
    }

    /// Enters what the figure of a view shows, and whether the person looks at it.
    pub(super) fn see(&mut self, view: &str, shown: &[ShownRecord], is_open: bool, today: &str) {
        if shown.len() > MOST {
            return;
        }
        let news = self.before.get(view).map(|before| before.since(shown)).unwrap_or_default();
        // What is told of the view that is open stays told while it is looked at.
        if !is_open || !news.is_empty() {
            self.told.insert(view.to_owned(), news);
        }
        if is_open {
            let look = Look::of(shown, today);
            if self.before.get(view).is_none_or(|before| before.records != look.records) {
                self.before.insert(view.to_owned(), look);
                self.changed = true;
            }
        }
    }

    /// What is to be told of a view, if anything.
    pub(super) fn told(&self, view: &str) -> Option<&NewInView> {
        self.told.get(view).filter(|news| !news.is_empty())
    }

    /// The person has gone on to another view: what was told of this one has been read.
    pub(super) fn has_read(&mut self, view: &str) {
        self.told.remove(view);
    }

    /// What is to be kept, for which file; once.
    pub(super) fn take_changed(&mut self) -> Option<(PathBuf, String)> {
        let path = self.of.as_ref()?.1.clone()?;
        if !std::mem::take(&mut self.changed) {
            return None;
        }
        serde_json::to_string(&self.before).ok().map(|text| (path, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(records: &[(&str, u64)]) -> Vec<ShownRecord> {
        records.iter().map(|(id, content)| (ItemId::Entity((*id).into()), *content)).collect()
    }

    #[test]
    fn what_is_new_is_told_since_a_view_was_looked_at_and_kept() {
        let path = PathBuf::from("/dossiers/notes.ron");
        let mut looks = Looks::default();
        looks.go_to(1, Some(&path), || None);
        looks.see("all", &shown(&[("a", 1), ("b", 2)]), false, "2026-11-28");
        assert!(looks.told("all").is_none() && looks.take_changed().is_none(), "nobody has looked at it");
        looks.see("all", &shown(&[("a", 1), ("b", 2)]), true, "2026-11-28");
        let (kept_for, kept) = looks.take_changed().unwrap();
        assert_eq!((kept_for, looks.take_changed()), (path.clone(), None));

        let mut later = Looks::default();
        later.go_to(7, Some(&path), || Some(kept));
        later.see("all", &shown(&[("a", 9), ("c", 3), ("d", 4)]), false, "2026-12-01");
        let told = later.told("all").unwrap();
        assert_eq!(told.in_words(), "2 new, 1 changed, 1 no longer shown");
        assert_eq!(told.sentence(), format!("{} since you last looked at it (28 November 2026)", told.in_words()));
        assert_eq!(told.items().len(), 3);
        // While it is looked at it stays told; then it is known.
        later.see("all", &shown(&[("a", 9), ("c", 3), ("d", 4)]), true, "2026-12-01");
        assert!(later.told("all").is_some());
        later.see("all", &shown(&[("a", 9), ("c", 3), ("d", 4)]), true, "2026-12-01");
        assert!(later.told("all").is_some());
        later.has_read("all");
        later.see("all", &shown(&[("a", 9), ("c", 3), ("d", 4)]), false, "2026-12-02");
        assert_eq!(later.told("all"), None);
    }

    #[test]
    fn what_was_kept_in_another_form_is_forgotten() {
        let mut looks = Looks::default();
        looks.go_to(1, None, || Some("{\"all\": 3}".to_owned()));
        looks.see("all", &shown(&[("a", 1)]), true, "2026-11-28");
        assert!(looks.told("all").is_none() && looks.take_changed().is_none(), "it lies nowhere");
    }

    #[test]
    fn a_record_with_another_content_has_another_number() {
        use crate::dossier::model::Entity;
        let mut entity = Entity::new("a", "state", "A");
        let before = content(&Record::from(entity.clone()));
        assert_eq!(before, content(&Record::from(entity.clone())));
        entity.note = Some("seen".to_owned());
        assert_ne!(before, content(&Record::from(entity)));
    }
}
