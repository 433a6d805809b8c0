//! What the commands of the menus Edit and Record do with the selected records: deleting, copying
//! as text, pasting, duplicating, turning round, citing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Effect, ItemId, Session};
use crate::dossier::document;
use crate::dossier::edit::quick_entry::free_id;
use crate::dossier::edit::{Change, ClaimOwner, InsertAt};
use crate::dossier::model::{Claim, Entity, EntityId, List, Relation, RelationId, Source};
use crate::explore::folding::is_fold;
use crate::problem::Severity;
use crate::window::action::{Edits, Prompt};
use crate::wording::counted;

/// How far a copy stands from what it was made of, in scene units.
const BESIDE: (f32, f32) = (34.0, 26.0);

/// Records that are put in together.
#[derive(Default)]
struct Records {
    entities: Vec<Entity>,
    relations: Vec<Relation>,
    sources: Vec<Source>,
}

impl Session {
    /// Ids of the selected relations.
    pub(crate) fn selected_relations(&self) -> Vec<RelationId> {
        let relation = |thing: &ItemId| match thing {
            ItemId::Relation(id) => (!is_fold(id.as_str())).then(|| id.clone()),
            ItemId::Entity(_) => None,
        };
        self.selection().iter().filter_map(relation).collect()
    }

    /// A free id made from a name: `Kuala Lumpur` becomes `kuala-lumpur`, or `kuala-lumpur-2`.
    pub(crate) fn free_id(&self, name: &str) -> EntityId {
        EntityId::from(free_id(name, |id| self.dossier().entity_index(id).is_some()))
    }

    /// Where a new relation starts: the one selected entity, or that from which one came to the
    /// selected relation, so that one can go on from there.
    pub(super) fn connect_from(&self) -> Option<EntityId> {
        match self.selection() {
            [ItemId::Entity(id)] => Some(id.clone()),
            [ItemId::Relation(id)] => {
                let relation = self.dossier().relation_by_id(id.as_str())?;
                let came = self.came_from().filter(|id| [&relation.from, &relation.to].contains(id));
                Some(came.unwrap_or(&relation.from).clone())
            }
            _ => None,
        }
    }

    /// What can be done with what was selected last, where it stands.
    pub(super) fn menu_of_selection(&self) -> Effect {
        let Some(thing) = self.selection().last().cloned() else { return Effect::None };
        let at = |id: &EntityId| self.positions.get(id).copied();
        let place = match &thing {
            ItemId::Entity(id) => at(id),
            ItemId::Relation(id) => self.dossier().relation_by_id(id.as_str()).and_then(|r| {
                let (from, to) = (at(&r.from)?, at(&r.to)?);
                Some(((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0))
            }),
        };
        Effect::Ask(Prompt::Menu(Some(thing), place.unwrap_or_default()))
    }

    /// Deletes what is selected.
    pub(super) fn delete(&mut self) -> Effect {
        let (entities, relations) = (self.selected_entities(), self.selected_relations());
        let dossier = self.dossier();
        let mut gone: BTreeSet<RelationId> = BTreeSet::new();
        for index in entities.iter().filter_map(|id| dossier.entity_index(id.as_str())) {
            let ties = dossier.relations_of(index).filter_map(|(edge, _, _)| dossier.relation(edge));
            gone.extend(ties.map(|r| r.id.clone()));
        }
        let with = gone.len();
        let alone: Vec<RelationId> = relations.into_iter().filter(|id| !gone.contains(id)).collect();
        let what = match (&entities[..], &alone[..]) {
            ([], [only]) => self.sentence(only),
            ([], many) => relations_words(many.len()),
            ([only], []) => self.dossier().label_of(only.as_str()),
            (many, []) => counted(many.len(), "entity", "entities"),
            (many, others) => {
                format!("{} and {}", counted(many.len(), "entity", "entities"), relations_words(others.len()))
            }
        };
        let say = if with > 0 {
            format!("Deleted {what}, and {} with it", relations_words(with))
        } else {
            format!("Deleted {what}")
        };
        let say = if entities.len() > 1 { say.replace(" with it", " with them") } else { say };
        // Derived ids of parallel relations move up when one goes: the later ones go first.
        let mut alone = alone;
        alone.sort_by_key(|id| std::cmp::Reverse(dossier.relation_index(id.as_str())));
        let changes: Vec<Change> = alone
            .into_iter()
            .map(|id| Change::RemoveRelation { id })
            .chain(entities.into_iter().map(|id| Change::RemoveEntity { id }))
            .collect();
        self.edit(Edits { name: format!("delete {what}"), changes, say, ..Edits::default() })
    }

    /// Turns the selected relations round.
    pub(super) fn reverse(&mut self) -> Effect {
        let changes = self.selected_relations().into_iter().map(|id| Change::ReverseRelation { id }).collect();
        self.edit(Edits::of(changes))
    }

    /// Cites what was cited last, for each selected record; asks where nothing was.
    pub(super) fn cite_as_last(&mut self) -> Effect {
        let Some((source, at)) = self.last_cited() else { return self.new_claim() };
        let claim = Claim { at: at.map(str::to_owned), ..Claim::stated(source.clone()) };
        let place = at.map_or(String::new(), |at| format!(" {at}"));
        let say = format!("Cited {source}{place}");
        let ofs = self.selected_records();
        let ofs = ofs.iter().map(|thing| match thing {
            ItemId::Entity(id) => ClaimOwner::Entity(id.clone()),
            ItemId::Relation(id) => ClaimOwner::Relation(id.clone()),
        });
        let changes = ofs.map(|of| Change::AddClaim { of, claim: claim.clone(), at: None }).collect();
        self.edit(Edits { name: format!("cite {source}{place}"), changes, say, ..Edits::default() })
    }

    /// Asks for a claim of what was selected last.
    pub(super) fn new_claim(&self) -> Effect {
        match self.selection().last() {
            Some(ItemId::Entity(id)) => Effect::Ask(Prompt::Claim(ClaimOwner::Entity(id.clone()), None)),
            Some(ItemId::Relation(id)) => Effect::Ask(Prompt::Claim(ClaimOwner::Relation(id.clone()), None)),
            None => Effect::None,
        }
    }

    /// The selected records as RON text that can be pasted here, in another window or in a file:
    /// entities, the relations among them, and the sources they cite.
    pub fn selection_as_text(&self) -> String {
        let chosen = self.chosen();
        let text = |list: List, id: &str, else_text: &dyn Fn() -> String| {
            let found = self.document.record_text(list, id).map(str::to_owned);
            let text = found.unwrap_or_else(else_text);
            format!("        {},\n", text.trim())
        };
        let mut out = String::from("Dossier(\n    format: 1,\n");
        let ron = |r: Result<String, ron::Error>| r.unwrap_or_default();
        let mut list = |name: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                out += &format!("    {name}: [\n{}    ],\n", lines.concat());
            }
        };
        let sources = chosen.sources.iter();
        list("sources", sources.map(|s| text(List::Sources, s.id.as_str(), &|| ron(ron::to_string(s)))).collect());
        let entities = chosen.entities.iter();
        list("entities", entities.map(|e| text(List::Entities, e.id.as_str(), &|| ron(ron::to_string(e)))).collect());
        let relations = chosen.relations.iter();
        list(
            "relations",
            relations.map(|r| text(List::Relations, r.id.as_str(), &|| ron(ron::to_string(r)))).collect(),
        );
        out + ")\n"
    }

    /// Makes the selected records a second time, beside the first.
    pub(super) fn duplicate(&mut self) -> Effect {
        let chosen = self.chosen();
        self.put_in(chosen, "duplicate", "Duplicated")
    }

    /// Puts records from RON text into the dossier.
    pub(super) fn paste(&mut self, text: &str) -> Effect {
        match read_records(text) {
            Ok(records) => self.put_in(records, "paste", "Pasted"),
            Err(why) => Effect::Refused(why),
        }
    }

    /// The selected entities, the selected relations and those among the entities, and what they
    /// cite.
    fn chosen(&self) -> Records {
        let dossier = self.dossier();
        let inside: BTreeSet<EntityId> = self.selected_entities().into_iter().collect();
        let chosen: BTreeSet<RelationId> = self.selected_relations().into_iter().collect();
        let entities = inside.iter().filter_map(|id| dossier.entity_by_id(id.as_str())).filter(|e| !e.ghost);
        let entities: Vec<Entity> = entities.cloned().collect();
        let mut relations: BTreeMap<_, &Relation> = BTreeMap::new();
        for index in inside.iter().filter_map(|id| dossier.entity_index(id.as_str())) {
            for (edge, _, _) in dossier.relations_of(index) {
                let among = dossier.relation(edge).filter(|r| inside.contains(&r.from) && inside.contains(&r.to));
                relations.extend(among.map(|r| (edge, r)));
            }
        }
        for index in chosen.iter().filter_map(|id| dossier.relation_index(id.as_str())) {
            relations.extend(dossier.relation(index).map(|r| (index, r)));
        }
        let relations: Vec<Relation> = relations.into_values().cloned().collect();
        let claims = entities.iter().flat_map(|e| &e.claims).chain(relations.iter().flat_map(|r| &r.claims));
        let cited: BTreeSet<_> = claims.map(|c| c.source.clone()).collect();
        let sources = dossier.sources.iter().filter(|s| cited.contains(&s.id)).cloned().collect();
        Records { entities, relations, sources }
    }

    // In one piece: the ids that entities get here are those that relations then take.
    fn put_in(&mut self, records: Records, name: &str, said: &str) -> Effect {
        let dossier = self.dossier();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut renamed: BTreeMap<EntityId, EntityId> = BTreeMap::new();
        let (mut changes, mut select, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for source in records.sources.into_iter().filter(|s| dossier.source(&s.id).is_none()) {
            changes.push(Change::AddSource { source, place: InsertAt::default() });
        }
        for mut entity in records.entities {
            let in_use = |id: &str| taken.contains(id) || dossier.entity_by_id(id).is_some_and(|e| !e.ghost);
            let id = match entity.id.as_str() {
                id if in_use(id) => EntityId::from(free_id(id, in_use)),
                _ => entity.id.clone(),
            };
            if let Some(at) = self.positions.get(&entity.id) {
                places.push((id.clone(), (at.0 + BESIDE.0, at.1 + BESIDE.1)));
            }
            taken.insert(id.to_string());
            renamed.insert(entity.id.clone(), id.clone());
            select.push(ItemId::Entity(id.clone()));
            entity.id = id;
            changes.push(Change::AddEntity { entity, place: InsertAt::default() });
        }
        let entities = renamed.len();
        let (mut relations, mut loose) = (0, Vec::new());
        for mut relation in records.relations {
            for end in [&mut relation.from, &mut relation.to] {
                if let Some(id) = renamed.get(end) {
                    *end = id.clone();
                } else if dossier.entity_index(end.as_str()).is_none() {
                    loose.push(end.to_string());
                }
            }
            if relation.id_given && dossier.relation_index(relation.id.as_str()).is_some() {
                relation.id_given = false;
            }
            if !relation.id_given {
                relation.id = RelationId::new("");
            }
            relations += 1;
            changes.push(Change::AddRelation { relation, place: InsertAt::default() });
        }
        if !loose.is_empty() {
            loose.dedup();
            let ends = loose.join(", ");
            return Effect::Refused(format!(
                "Could not paste: relations need {ends}, which this dossier lacks. Copy that too."
            ));
        }
        if changes.is_empty() {
            return Effect::Refused("The clipboard contains no records.".to_owned());
        }
        let words = match (entities, relations) {
            (0, 0) => "sources".to_owned(),
            (0, n) => relations_words(n),
            (n, 0) => counted(n, "entity", "entities"),
            (n, m) => format!("{} and {}", counted(n, "entity", "entities"), relations_words(m)),
        };
        let (name, say) = (format!("{name} {words}"), format!("{said} {words}"));
        self.edit(Edits { name, changes, places, select, say, ..Edits::default() })
    }

    /// A relation as a sentence in quotes.
    fn sentence(&self, id: &RelationId) -> String {
        let relation = self.dossier().relation_by_id(id.as_str());
        relation.map_or_else(|| id.to_string(), |relation| format!("“{}”", self.dossier().sentence_of(relation)))
    }
}

fn relations_words(number: usize) -> String {
    counted(number, "relation", "relations")
}

/// Reads a dossier, a list of records, or one record.
fn read_records(text: &str) -> Result<Records, String> {
    const LIMIT: usize = 8 << 20;
    if text.trim().is_empty() {
        return Err("The clipboard is empty.".to_owned());
    }
    if text.len() > LIMIT {
        return Err("The clipboard has more than 8 MiB. Open it as a file instead.".to_owned());
    }
    let inner = text.trim().trim_start_matches('[').trim_end_matches(']').trim_end_matches(',').to_owned();
    let wrapped = |list: &str| format!("Dossier(format: 1, {list}: [\n{inner}\n])");
    let tries = [text.to_owned(), wrapped("entities"), wrapped("relations"), wrapped("sources")];
    let mut first_error = None;
    for attempt in tries {
        let read = document::open_texts(&[("pasted.ron", &attempt)]);
        // Ends that are not in what was copied are looked up in the dossier.
        let wrong = read.read_only || read.problems.iter().any(|p| p.severity == Severity::Error);
        let records = Records {
            entities: read.dossier.entities().filter(|(_, e)| !e.ghost).map(|(_, e)| e.clone()).collect(),
            relations: read.dossier.relations().map(|(_, _, _, r)| r.clone()).collect(),
            sources: read.dossier.sources.clone(),
        };
        let some = !records.entities.is_empty() || !records.relations.is_empty() || !records.sources.is_empty();
        let broken = wrong && (read.read_only || records.relations.is_empty());
        if some && !broken {
            return Ok(records);
        }
        first_error = first_error.or_else(|| read.problems.first().map(|p| p.message.clone()));
    }
    let why = first_error.map_or(String::new(), |why| format!(": {why}"));
    Err(format!("The clipboard text is not a RON record{why}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_whole_in_lists_and_alone() {
        let one = "(id: \"laos\", kind: \"state\", name: \"Laos\")";
        for text in
            [one.to_owned(), format!("{one},"), format!("[{one}]"), format!("Dossier(format: 1, entities: [{one}])")]
        {
            let records = read_records(&text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!(records.entities.len(), 1, "{text}");
        }
        let relation = "(from: \"a\", kind: \"member_of\", to: \"b\")";
        assert_eq!(read_records(relation).map(|r| r.relations.len()), Ok(1));
        assert!(read_records("Dear Sir or Madam").is_err());
        assert!(read_records("  ").is_err());
    }
}
