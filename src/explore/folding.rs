//! Folding: entities that stand as one node, and their relations counted as one line. Derived from what is shown and from what
//! a view says, and never written into a record: the folded network is a dossier of its own that is made anew where the other
//! changed. In it every entity that is not folded keeps its index, nodes of folds come after, and no id of theirs can be a
//! record's. Nothing here knows how a fold looks.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::attribute::{Values, values};
use super::communities::{self, Communities, Community};
use super::query::filter::{Filter, Shown};
use super::query::fold_text::{By, EVERY_KIND};
use super::query::language::{Evaluator, Wish, parse, wished};
use super::query::presence::{Presence, Presences};
use crate::dossier::model::{
    Attribute, Claim, Dossier, EdgeIndex, Entity, EntityId, EntityKind, NodeIndex, Relation, RelationId, RelationKind,
    Truth,
};
use crate::progress::{Cancelled, Progress};
use crate::wording::{capital, counted};

/// Begins ids of folds, of their kinds and of counted relations: ids of records have no blanks.
const MARK: &str = "fold ";

/// Whether an id is that of a fold, of its kind, or of counted relations.
pub(crate) fn is_fold(id: &str) -> bool {
    id.starts_with(MARK)
}

/// The id of the node that a single fold becomes.
pub(crate) fn fold_id(text: &str) -> EntityId {
    EntityId::new(format!("{MARK}{text}"))
}

/// Entities that stand as one node.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fold {
    /// The id of its node.
    pub(crate) id: EntityId,
    /// The text that folds it alone.
    pub(crate) text: String,
    /// The text of the view that folds it, perhaps with others.
    pub(crate) by: String,
    /// “Meetings (12)”.
    pub(crate) name: String,
    /// In the author's order.
    pub(crate) members: Vec<EntityId>,
}

/// Relations that stand as one line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bundle {
    pub(crate) id: RelationId,
    /// The ids of the nodes at its ends.
    pub(crate) ends: (EntityId, EntityId),
    /// In the author's order.
    pub(crate) relations: Vec<RelationId>,
}

/// A network in which some entities are folded.
#[derive(Debug)]
pub(crate) struct Folded {
    pub(crate) folds: Vec<Fold>,
    pub(crate) bundles: Vec<Bundle>,
    /// How many of the relations run inside of folds, and so are not drawn.
    pub(crate) inside: usize,
    /// The derived network.
    dossier: Dossier,
    entities: Vec<NodeIndex>,
    relations: Vec<EdgeIndex>,
    /// The node of each fold with its members, and the line of each bundle with its relations, by index.
    members: Vec<(NodeIndex, Vec<NodeIndex>)>,
    counted: Vec<(EdgeIndex, Vec<EdgeIndex>)>,
    /// In which fold an entity is, and which fold a node is.
    member_of: HashMap<NodeIndex, usize>,
    fold_at: HashMap<NodeIndex, usize>,
}

/// What is to be folded of what.
#[derive(Clone, Copy)]
pub(crate) struct Folding<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) revision: u64,
    /// What is drawn of it.
    pub(crate) drawn: &'a Shown,
    /// As views write it.
    pub(crate) texts: &'a [String],
}

impl Folded {
    /// Folds what is drawn; `None` where nothing is to be folded. An entity is in the first fold that finds it, certainly or
    /// possibly; of a single entity nothing is folded.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn new(
        folding: Folding<'_>,
        evaluator: &mut Evaluator,
        progress: &Progress,
    ) -> Result<Option<Folded>, Cancelled> {
        let mut groups: Vec<Group> = Vec::new();
        let (mut taken, mut texts): (HashSet<NodeIndex>, HashSet<String>) = Default::default();
        for text in folding.texts {
            progress.report(0.0)?;
            for mut group in groups_of(folding, text, evaluator, progress)? {
                group.members.retain(|at| !taken.contains(at));
                if group.members.len() > 1 && texts.insert(group.text.clone()) {
                    taken.extend(&group.members);
                    groups.push(group);
                }
            }
        }
        Ok((!groups.is_empty()).then(|| Folded::of(folding, groups)))
    }

    fn of(folding: Folding<'_>, groups: Vec<Group>) -> Folded {
        let Folding { drawn, .. } = folding;
        let mut folded = Folded {
            folds: Vec::new(),
            bundles: Vec::new(),
            inside: 0,
            dossier: folding.dossier.clone(),
            entities: Vec::new(),
            relations: Vec::new(),
            members: Vec::new(),
            counted: Vec::new(),
            member_of: HashMap::new(),
            fold_at: HashMap::new(),
        };
        for group in groups {
            folded.add_fold(folding.dossier, group);
        }
        let is_free = |at: &&NodeIndex| !folded.member_of.contains_key(at);
        folded.entities = drawn.entities.iter().filter(is_free).copied().collect();
        folded.entities.extend(folded.members.iter().map(|(at, _)| *at));
        folded.add_bundles(folding.dossier, &drawn.relations);
        folded
    }

    fn add_fold(&mut self, dossier: &Dossier, group: Group) {
        let kinds: HashSet<&str> =
            group.members.iter().filter_map(|at| dossier.entity(*at)).map(|entity| entity.kind.as_str()).collect();
        let only = if kinds.len() == 1 { kinds.into_iter().next() } else { None };
        let kind = folded_kind(dossier, only);
        let name = format!("{} ({})", group.name, group.members.len());
        let id = fold_id(&group.text);
        let entity = Entity::new(id.clone(), kind.id.clone(), name.clone());
        if self.dossier.vocabulary.entity_kind(&kind.id).is_none() {
            Arc::make_mut(&mut self.dossier.vocabulary).set_entity_kind(kind);
        }
        // Texts differ, and no record has such an id.
        let Ok(at) = self.dossier.add_entity(entity) else { return };
        self.member_of.extend(group.members.iter().map(|member| (*member, self.folds.len())));
        let id_of = |at: &NodeIndex| dossier.entity(*at).map(|entity| entity.id.clone());
        let members = group.members.iter().filter_map(id_of).collect();
        self.folds.push(Fold { id, text: group.text, by: group.by, name, members });
        self.fold_at.insert(at, self.members.len());
        self.members.push((at, group.members));
    }

    /// Keeps relations between entities that are not folded, and counts the others by what they join.
    fn add_bundles(&mut self, dossier: &Dossier, relations: &[EdgeIndex]) {
        let stands = |at: NodeIndex| self.member_of.get(&at).map_or(at, |fold| self.members[*fold].0);
        let mut number: HashMap<(NodeIndex, NodeIndex), usize> = HashMap::new();
        let mut bundles: Vec<((NodeIndex, NodeIndex), Vec<EdgeIndex>)> = Vec::new();
        for &at in relations {
            let Some((from, to)) = dossier.ends(at) else { continue };
            let (a, b) = (stands(from), stands(to));
            if (a, b) == (from, to) {
                self.relations.push(at);
            } else if a == b {
                self.inside += 1;
            } else {
                let next = bundles.len();
                let bundle = *number.entry((a.min(b), a.max(b))).or_insert(next);
                if bundle == next {
                    bundles.push(((a, b), Vec::new()));
                }
                bundles[bundle].1.push(at);
            }
        }
        for (ends, relations) in bundles {
            self.add_bundle(dossier, ends, relations);
        }
    }

    fn add_bundle(&mut self, dossier: &Dossier, (a, b): (NodeIndex, NodeIndex), counted_at: Vec<EdgeIndex>) {
        let id = |at: NodeIndex| self.dossier.entity(at).map(|entity| entity.id.clone());
        let Some((from, to)) = id(a).zip(id(b)) else { return };
        let kind = bundle_kind(counted_at.len());
        let all = || counted_at.iter().filter_map(|at| dossier.relation(*at));
        // The line says of all what its best-founded relation says.
        let best = all().max_by_key(|relation| Claim::strongest(&relation.claims).map(|claim| claim.basis.strength()));
        let mut line = Relation::new(from.clone(), kind.id.clone(), to.clone());
        line.id = RelationId::new(format!("{MARK}{from} {to}"));
        line.id_given = true;
        line.weight = Some(all().map(|relation| relation.weight.unwrap_or(1.0)).sum());
        line.when = best.and_then(|relation| relation.when.clone());
        line.claims = best.map(|relation| relation.claims.clone()).unwrap_or_default();
        line.status = best.map(|relation| relation.status).unwrap_or_default();
        let id = line.id.clone();
        if self.dossier.vocabulary.relation_kind(&kind.id).is_none() {
            Arc::make_mut(&mut self.dossier.vocabulary).set_relation_kind(kind);
        }
        let Ok(at) = self.dossier.add_relation(line) else { return };
        let relations = all().map(|relation| relation.id.clone()).collect();
        self.bundles.push(Bundle { id, ends: (from, to), relations });
        self.relations.push(at);
        self.counted.push((at, counted_at));
    }

    /// The derived network: the dossier, and nodes and lines of folds.
    pub(crate) fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// What is drawn of it.
    pub(crate) fn entities(&self) -> &[NodeIndex] {
        &self.entities
    }

    /// What is drawn of it.
    pub(crate) fn relations(&self) -> &[EdgeIndex] {
        &self.relations
    }

    /// Whether an entity is in a fold.
    pub(crate) fn is_inside(&self, at: NodeIndex) -> bool {
        self.member_of.contains_key(&at)
    }

    /// The nodes of folds with their members.
    pub(crate) fn members(&self) -> &[(NodeIndex, Vec<NodeIndex>)] {
        &self.members
    }

    /// What is in the fold that a node is; `None` of an entity.
    pub(crate) fn members_of(&self, at: NodeIndex) -> Option<&[NodeIndex]> {
        self.fold_at.get(&at).map(|fold| &self.members[*fold].1[..])
    }

    /// The lines of bundles with their relations.
    pub(crate) fn counted(&self) -> &[(EdgeIndex, Vec<EdgeIndex>)] {
        &self.counted
    }

    /// For how many relations a line stands.
    pub(crate) fn count_of(&self, at: EdgeIndex) -> usize {
        // Bundles come after all relations, in their order.
        let first = self.counted.first().map_or(usize::MAX, |(first, _)| first.index());
        let number = at.index().checked_sub(first);
        number.and_then(|number| self.counted.get(number)).map_or(1, |(_, relations)| relations.len())
    }

    /// How many relations a node has in the dossier that this was folded from; those inside of a fold are not its.
    pub(crate) fn degree(&self, dossier: &Dossier, at: NodeIndex) -> usize {
        let Some(members) = self.members_of(at) else { return dossier.degree(at) };
        let fold = members.first().and_then(|member| self.member_of.get(member));
        let is_outside = |other: &NodeIndex| self.member_of.get(other) != fold;
        let ties = members.iter().flat_map(|member| dossier.relations_of(*member));
        ties.filter(|(_, other, _)| is_outside(other)).count()
    }

    /// Makes folds and bundles as present as what of them is most present.
    pub(crate) fn add_presences(&self, presences: &mut Presences) {
        for (fold, members) in &self.members {
            let most = members.iter().map(|at| presences.entity(*at)).max();
            presences.put_entity(*fold, most.unwrap_or(Presence::Absent));
        }
        for (line, relations) in &self.counted {
            let most = relations.iter().map(|at| presences.relation(*at)).max();
            presences.put_relation(*line, most.unwrap_or(Presence::Absent));
        }
    }

    /// The fold of an id.
    pub(crate) fn fold(&self, id: &str) -> Option<&Fold> {
        self.folds.iter().find(|fold| fold.id.as_str() == id)
    }

    /// The bundle of an id.
    pub(crate) fn bundle(&self, id: &str) -> Option<&Bundle> {
        self.bundles.iter().find(|bundle| bundle.id.as_str() == id)
    }

    /// The node of a fold that an entity is in.
    pub(crate) fn fold_of(&self, entity: NodeIndex) -> Option<&Fold> {
        self.folds.get(*self.member_of.get(&entity)?)
    }

    /// What the texts of a view become where some of its folds, by id, are unfolded: a text that folds several leaves the
    /// others folded each by itself.
    pub(crate) fn without(&self, texts: &[String], unfolded: &[EntityId]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for text in texts {
            let of_text: Vec<&Fold> = self.folds.iter().filter(|fold| fold.by == *text).collect();
            let stay = of_text.iter().filter(|fold| !unfolded.contains(&fold.id));
            if stay.clone().count() == of_text.len() {
                out.push(text.clone());
            } else {
                out.extend(stay.map(|fold| fold.text.clone()));
            }
        }
        out
    }
}

/// The kind of a fold of one kind, or of several.
fn folded_kind(dossier: &Dossier, only: Option<&str>) -> EntityKind {
    match only {
        Some(id) => {
            let kind = dossier.vocabulary.entity_kind_or_neutral(id);
            let label = format!("folded {}", kind.plural);
            EntityKind { id: format!("{MARK}{id}"), plural: label.clone(), label, strong: true, ..kind }
        }
        None => {
            let label = "folded entities".to_owned();
            EntityKind { plural: label.clone(), label, strong: true, ..EntityKind::new(MARK) }
        }
    }
}

/// The kind of so many relations.
fn bundle_kind(count: usize) -> RelationKind {
    let label = counted(count, "relation", "relations");
    RelationKind {
        id: format!("{MARK}{label}"),
        label: label.clone(),
        inverse: label,
        directed: false,
        ..RelationKind::new("")
    }
}

/// What is to become one node.
struct Group {
    text: String,
    by: String,
    name: String,
    members: Vec<NodeIndex>,
}

/// The groups that a text folds, among what is drawn.
fn groups_of(
    folding: Folding<'_>,
    text: &str,
    evaluator: &mut Evaluator,
    progress: &Progress,
) -> Result<Vec<Group>, Cancelled> {
    let Folding { dossier, revision, drawn, .. } = folding;
    let group = |text: String, by: &str, name: String, members: Vec<NodeIndex>| Group {
        text,
        by: by.to_owned(),
        name,
        members,
    };
    Ok(match By::read(text) {
        By::EveryKind => {
            let mut kinds: BTreeMap<&str, Vec<NodeIndex>> = BTreeMap::new();
            for &at in &drawn.entities {
                if let Some(entity) = dossier.entity(at) {
                    kinds.entry(&entity.kind).or_default().push(at);
                }
            }
            let of_kind = |(kind, members): (&str, Vec<NodeIndex>)| {
                let single = wished("", EVERY_KIND, Some(kind), Wish::Only);
                group(single, text, plural(dossier, kind), members)
            };
            kinds.into_iter().map(of_kind).collect()
        }
        By::Each(attribute) => {
            let each = |Valued { value, name, members }: Valued| {
                let single = match &attribute {
                    // A group is meant by any of its members.
                    Attribute::Measure(name) => wished("", name, leading(dossier, &members), Wish::Only),
                    Attribute::Field(_) => wished("", &attribute.to_string(), Some(&value), Wish::Only),
                };
                group(single, text, name, members)
            };
            by_value(dossier, &attribute, drawn, progress)?.into_iter().map(each).collect()
        }
        By::Question(text) => {
            let query = parse(text).query;
            // A text of which nothing was understood asks for nothing.
            if query.condition.is_none() {
                return Ok(Vec::new());
            }
            let answer = evaluator.ask(dossier, revision, &query);
            let is_found = |at: &&NodeIndex| answer.entity(**at) != Truth::No;
            let members: Vec<NodeIndex> = drawn.entities.iter().filter(is_found).copied().collect();
            let name = question_name(dossier, text, &members);
            vec![group(text.to_owned(), text, name, members)]
        }
    })
}

/// What has a value, and what that is called.
struct Valued {
    value: String,
    name: String,
    members: Vec<NodeIndex>,
}

/// What is drawn by its values of an attribute, which are worked out of the whole dossier so that numbers of groups stay what
/// they are whatever is shown.
fn by_value(
    dossier: &Dossier,
    attribute: &Attribute,
    drawn: &Shown,
    progress: &Progress,
) -> Result<Vec<Valued>, Cancelled> {
    if *attribute == Attribute::Measure(communities::MEASURE) {
        return by_community(dossier, drawn, progress);
    }
    let all = Filter::default().apply(dossier);
    let found = values(attribute, dossier, &all, progress)?;
    let mut groups: Vec<(String, Vec<NodeIndex>)> = Vec::new();
    match (found, attribute) {
        (Values::Categories { of, names }, _) => {
            groups.extend(names.into_iter().map(|name| (name, Vec::new())));
            for &at in &drawn.entities {
                if let Some(group) = of.get(&at) {
                    groups[*group].1.push(at);
                }
            }
        }
        // Numbers of a field are values like others; those of a measure are no groups.
        (Values::Amounts(of), Attribute::Field(_)) => {
            let mut numbers: BTreeMap<String, Vec<NodeIndex>> = BTreeMap::new();
            for &at in &drawn.entities {
                if let Some(number) = of.get(&at) {
                    numbers.entry(number.to_string()).or_default().push(at);
                }
            }
            groups.extend(numbers);
        }
        (Values::Amounts(_), Attribute::Measure(_)) => {}
    }
    groups.retain(|(_, members)| !members.is_empty());
    // Numbers say nothing, so that a group of a measure is called after the one that leads it.
    let valued = |(value, members): (String, Vec<NodeIndex>)| Valued {
        name: match attribute {
            Attribute::Measure(_) => led_name(dossier, &members),
            Attribute::Field(_) => value.clone(),
        },
        value,
        members,
    };
    Ok(groups.into_iter().map(valued).collect())
}

/// What is drawn by its communities.
fn by_community(dossier: &Dossier, drawn: &Shown, progress: &Progress) -> Result<Vec<Valued>, Cancelled> {
    let communities = Communities::of_whole(dossier, None, progress)?;
    let mut members: Vec<Vec<NodeIndex>> = vec![Vec::new(); communities.all.len()];
    for &at in &drawn.entities {
        if let Some(place) = communities.of(at) {
            members[place].push(at);
        }
    }
    let valued = |(number, (community, members)): (usize, (Community, Vec<NodeIndex>))| Valued {
        value: (number + 1).to_string(),
        name: community.name,
        members,
    };
    let all = communities.all.into_iter().zip(members).enumerate();
    Ok(all.filter(|(_, (_, members))| !members.is_empty()).map(valued).collect())
}

fn plural(dossier: &Dossier, kind: &str) -> String {
    capital(&dossier.vocabulary.entity_kind_or_neutral(kind).plural)
}

/// The one that is tied to most.
fn leader<'d>(dossier: &'d Dossier, members: &[NodeIndex]) -> Option<&'d Entity> {
    let leader = members.iter().copied().min_by_key(|at| (std::cmp::Reverse(dossier.degree(*at)), *at));
    leader.and_then(|at| dossier.entity(at))
}

fn leading<'d>(dossier: &'d Dossier, members: &[NodeIndex]) -> Option<&'d str> {
    leader(dossier, members).map(|entity| entity.id.as_str())
}

/// Called after its leader, and that there are more: two names would leave no room for the number.
fn led_name(dossier: &Dossier, members: &[NodeIndex]) -> String {
    leader(dossier, members).map(|entity| format!("{} …", entity.label())).unwrap_or_default()
}

/// A value as it was meant, where nothing else stands beside it.
fn one_value(written: &str) -> Option<&str> {
    let quoted = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let bare =
        || Some(written).filter(|text| !text.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '(')));
    quoted.filter(|text| !text.contains('"')).or_else(bare)
}

/// What a question is called that folds these: by their kind where it asks for that, by the value of a field, else by the
/// one that leads it.
fn question_name(dossier: &Dossier, text: &str, members: &[NodeIndex]) -> String {
    let mut kinds = members.iter().filter_map(|at| dossier.entity(*at)).map(|entity| entity.kind.as_str());
    let first = kinds.next();
    let is_one = text.split_whitespace().count() == 1;
    let value =
        text.strip_prefix("field.").and_then(|rest| rest.split_once(':')).and_then(|(_, value)| one_value(value));
    match (first, value) {
        (Some(kind), _) if is_one && text.starts_with("kind:") && kinds.all(|other| other == kind) => {
            plural(dossier, kind)
        }
        (_, Some(value)) => value.to_owned(),
        _ => led_name(dossier, members),
    }
}

#[cfg(test)]
mod tests;
