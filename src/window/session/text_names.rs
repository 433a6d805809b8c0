//! Names in the text that is read: when they have to be looked for anew, and what is made of them, with place and
//! quotation as words chosen by hand are cited. Looking for them is the frame's, off its thread.

use std::sync::Arc;

use super::{ItemId, Session};
use crate::dossier::document::Snapshot;
use crate::dossier::edit::{Change, ClaimOwner, EntityField, InsertAt, likely_kind};
use crate::dossier::model::{Claim, Entity, EntityId, Name, NameRole};
use crate::explore::query::mentions::{Mention, TextNames, UncitedSentence, UnknownName};
use crate::explore::query::passages::{Marks, Passages, Span};
use crate::progress::Progress;
use crate::window::action::{Action, Edits, Prompt, SelectHow};

/// What the names were looked for in: the opened document, its revision, the text by the count of those read.
pub(crate) type NamesKey = (u64, u64, u64);

/// Names to be looked for.
pub(crate) struct NamesSearch {
    /// In what.
    pub(crate) key: NamesKey,
    snapshot: Arc<Snapshot>,
    text: Arc<Passages>,
    marks: Arc<Marks>,
    before: Option<Arc<TextNames>>,
}

impl NamesSearch {
    /// Looks for them; nothing where it was stopped.
    pub(crate) fn run(&self, progress: &Progress) -> Option<TextNames> {
        TextNames::new(&self.text, self.snapshot.dossier(), &self.marks, self.before.as_deref(), progress).ok()
    }
}

impl Session {
    /// The search that is needed, if what is known of the names is not up to date.
    pub(crate) fn names_wanted(&self) -> Option<NamesSearch> {
        let reading = &self.reading;
        let (text, (revision, marks)) = (reading.text()?, reading.marks.as_ref()?);
        let key = (self.opened, self.revision, reading.texts_read);
        let known = reading.names.as_ref().map(|(key, _)| *key);
        let is_done = [known, reading.names_failed].contains(&Some(key));
        (reading.open && *revision == self.revision && !is_done).then(|| NamesSearch {
            key,
            snapshot: self.document.snapshot(),
            text: Arc::clone(text),
            marks: Arc::clone(marks),
            before: reading.names.as_ref().map(|(_, names)| Arc::clone(names)),
        })
    }

    /// Names have been found.
    pub(crate) fn names_came(&mut self, key: NamesKey, names: TextNames) {
        if key.0 == self.opened && key.2 == self.reading.texts_read {
            self.reading.names = Some((key, Arc::new(names)));
        }
    }

    /// Names cannot be found, through a fault of ours.
    pub(crate) fn names_failed(&mut self, key: NamesKey) {
        self.reading.names_failed = Some(key);
    }

    /// The names in the text that is read, once they are known.
    pub(crate) fn names_in_text(&self) -> Option<&TextNames> {
        let (_, names) = self.reading.names.as_ref()?;
        Some(&**names).filter(|names| self.reading.text().is_some_and(|text| names.are_of(text)))
    }

    /// Goes to the entity that a mention means; of several all are selected, to choose from.
    pub(crate) fn go_to_mention(&self, mention: &Mention) -> Option<Action> {
        let called = self.names_in_text()?.called(mention, self.dossier());
        let mut things: Vec<ItemId> = called.into_iter().map(|entity| ItemId::Entity(entity.id.clone())).collect();
        match things.len() {
            0 => None,
            1 => things.pop().map(Action::GoTo),
            _ => Some(Action::Select(things, SelectHow::Replace)),
        }
    }

    /// The sentence in which a stretch of the text lies.
    pub(crate) fn sentence_of(&self, span: Span) -> Option<Span> {
        let text = self.reading.text()?;
        let sentence = text.sentence_at((span.block, span.start))?;
        let sentence = text.blocks()[span.block].sentences.get(sentence)?;
        // A name that a sentence was cut in is cited with what is left of it.
        Some(Span { block: span.block, start: sentence.start.min(span.start), end: sentence.end.max(span.end) })
    }

    fn claim_of(&self, span: Span) -> Option<Claim> {
        let sentence = self.sentence_of(span)?;
        self.passage_between((sentence.block, sentence.start), (sentence.block, sentence.end))
    }

    /// The kind that a new entity of this name gets unless another is said: the one that the name
    /// tells, else the last one, else the most frequent.
    pub(crate) fn kind_for_new(&self, name: &str) -> String {
        if let Some(kind) = likely_kind(name, &self.dossier().vocabulary) {
            return kind;
        }
        let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        if self.last_kind().is_none() {
            for (_, entity) in self.dossier().entities().filter(|(_, entity)| !entity.ghost) {
                *counts.entry(&entity.kind).or_default() += 1;
            }
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(kind, _)| kind);
        self.last_kind().or(most).unwrap_or("organisation").to_owned()
    }

    /// Adds an entity that is called so, citing the sentence.
    pub(crate) fn add_name(&self, name: &UnknownName) -> Option<Action> {
        let claim = self.claim_of(name.span)?;
        let id = self.free_id(&name.text);
        let mut entity = Entity::new(id.clone(), self.kind_for_new(&name.text), name.text.as_str());
        entity.claims.push(claim);
        let edits = Edits {
            changes: vec![Change::AddEntity { entity, place: InsertAt::default() }],
            select: vec![ItemId::Entity(id)],
            say: format!("Added {}", name.text),
            ..Edits::default()
        };
        Some(Action::Edit(Box::new(edits)))
    }

    /// Which entity a name is likely another name of: the one that is selected, else what a search finds.
    pub(crate) fn likely_owner(&self, name: &UnknownName) -> Option<EntityId> {
        if let [ItemId::Entity(id)] = self.selection() {
            return Some(id.clone());
        }
        let hit = self.search().find(&name.text, 1).into_iter().next()?;
        self.dossier().entity(hit.entity).filter(|entity| !entity.ghost).map(|entity| entity.id.clone())
    }

    /// Makes it another name of an entity, citing the sentence.
    pub(crate) fn tie_name(&self, name: &UnknownName, to: &EntityId) -> Option<Action> {
        let entity = self.dossier().entity_by_id(to.as_str())?;
        let claim = Claim { about: Some("names".to_owned()), ..self.claim_of(name.span)? };
        let mut names = entity.names.clone();
        names.push(Name { text: name.text.clone(), lang: None, role: NameRole::Alias });
        let set = vec![EntityField::Names(names)];
        let edits = Edits {
            name: format!("add a name to {}", entity.label()),
            changes: vec![
                Change::SetEntity { id: to.clone(), set },
                Change::AddClaim { of: ClaimOwner::Entity(to.clone()), claim, at: None },
            ],
            say: format!("{} is another name of {}", name.text, entity.label()),
            ..Edits::default()
        };
        Some(Action::Edit(Box::new(edits)))
    }

    /// Asks which relation a sentence tells between the two that it names, citing it.
    pub(crate) fn relate_sentence(&self, sentence: &UncitedSentence) -> Option<Action> {
        let (from, to) = sentence.ends.clone();
        let claim = Box::new(self.claim_of(sentence.span)?);
        Some(Action::Ask(Prompt::RelateCiting(from, Some(to), claim)))
    }
}
