//! FollowTheMoney lines: entities by the schema of their kind, relations by an edge schema where their ends allow it, else
//! as an unknown link with the words of the relation as its role. Sources stand as links and publishers.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::json::Members;
use super::lost::Count;
use super::{Failure, Steps, WriteOptions, Writer, Written};
use crate::dossier::model::{Claim, Date, Dossier, Entity, NameRole, Relation, Source};
use crate::progress::Progress;

/// Writes FollowTheMoney lines.
pub(crate) struct FollowTheMoney;

/// Kinds of entity with their schema (followthemoney 4.11).
const SCHEMATA: &[(&str, &str)] = &[
    ("person", "Person"),
    ("official", "Person"),
    ("organisation", "Organization"),
    ("company", "Company"),
    ("ministry", "PublicBody"),
    ("agency", "PublicBody"),
    ("state", "PublicBody"),
    ("group", "Organization"),
    ("post", "Position"),
    ("event", "Event"),
    ("meeting", "Event"),
    ("dialogue", "Event"),
    ("programme", "Project"),
    ("initiative", "Project"),
    ("document", "Document"),
    ("publication", "Document"),
    ("place", "Address"),
];
/// The schema of all others.
const OTHER: &str = "LegalEntity";

/// Schemata that are organisations.
const ORGANISATIONS: [&str; 3] = ["Organization", "Company", "PublicBody"];

/// A kind of relation, its edge schema, the schema's two properties, and the schemata that may stand at each end.
type EdgeSchema = (&'static str, &'static str, [&'static str; 2], [&'static [&'static str]; 2]);

/// Kinds of relation that have an edge schema.
const EDGES: &[EdgeSchema] = &[
    ("member_of", "Membership", ["member", "organization"], [LEGAL, &ORGANISATIONS]),
    ("holds_post", "Occupancy", ["holder", "post"], [&["Person"], &["Position"]]),
    ("works_for", "Employment", ["employee", "employer"], [&["Person"], &ORGANISATIONS]),
    ("owns", "Ownership", ["owner", "asset"], [LEGAL, &["Company"]]),
    ("chairs", "Directorship", ["director", "organization"], [LEGAL, &ORGANISATIONS]),
    ("takes_part_in", "ProjectParticipant", ["participant", "project"], [LEGAL, &["Project"]]),
];
const LEGAL: &[&str] = &["Person", "Organization", "Company", "PublicBody", "LegalEntity"];
/// The edge schema of all others.
const LINK: (&str, [&str; 2]) = ("UnknownLink", ["subject", "object"]);

/// Where a schema says when something begins and ends.
const DATES: &[(&str, [&str; 2])] = &[
    ("Organization", ["incorporationDate", "dissolutionDate"]),
    ("Company", ["incorporationDate", "dissolutionDate"]),
    ("PublicBody", ["incorporationDate", "dissolutionDate"]),
    ("LegalEntity", ["incorporationDate", "dissolutionDate"]),
    ("Position", ["inceptionDate", "dissolutionDate"]),
    ("Event", ["startDate", "endDate"]),
    ("Project", ["startDate", "endDate"]),
];

fn schema_of(kind: &str) -> &'static str {
    SCHEMATA.iter().find(|(known, _)| *known == kind).map_or(OTHER, |(_, schema)| schema)
}

impl Writer for FollowTheMoney {
    fn name(&self) -> &'static str {
        "ftm"
    }

    fn title(&self) -> &'static str {
        "FollowTheMoney"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ftm", "ijson", "jsonl"]
    }

    fn write(&self, dossier: &Dossier, _: &WriteOptions, progress: &Progress) -> Result<Written, Failure> {
        let mut steps = Steps::new(progress, dossier.entity_count() + dossier.relation_count());
        let mut out = Out {
            dossier,
            sources: dossier.sources.iter().map(|source| (source.id.as_str(), source)).collect(),
            ids: Ids::default(),
            text: String::new(),
            lost: Counts::default(),
        };
        for (_, entity) in dossier.entities() {
            steps.step()?;
            out.entity(entity);
        }
        for (_, _, _, relation) in dossier.relations() {
            steps.step()?;
            out.relation(relation);
        }
        let counts = out.lost;
        let lost = [
            counts.kinds.lost("kinds without a schema: written as LegalEntity, with the kind in `keywords`"),
            counts.links.lost("relations without a schema for their kind and ends: written as UnknownLink, with the kind in `role`; some programs show these without a direction"),
            counts.ids.lost("ids with characters that FollowTheMoney does not allow: they were changed"),
            counts.loops.lost("relations of a thing to itself, which FollowTheMoney does not allow"),
            counts.dates.lost("dates that are not a plain year, month or day, or that the schema has no property for: written as text in `notes` or `description`"),
            counts.names.lost("languages and roles of names that no property shows"),
            counts.own.lost("own fields: there is no property for them"),
            counts.claims.lost("claims in full: only their links and publishers are written"),
            counts.others.lost("weights, numbers in a series and marks: there is no property for them"),
        ];
        Ok(Written::one(out.text.into_bytes(), lost.into_iter().flatten().collect()))
    }
}

#[derive(Default)]
struct Counts {
    kinds: Count,
    links: Count,
    ids: Count,
    loops: Count,
    dates: Count,
    names: Count,
    own: Count,
    claims: Count,
    others: Count,
}

struct Out<'d> {
    dossier: &'d Dossier,
    sources: HashMap<&'d str, &'d Source>,
    ids: Ids,
    text: String,
    lost: Counts,
}

/// The properties of one line, in order.
#[derive(Default)]
struct Properties(Vec<(&'static str, Vec<String>)>);

impl Properties {
    fn add(&mut self, name: &'static str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, texts)) if texts.iter().any(|known| known == text) => {}
            Some((_, texts)) => texts.push(text.to_owned()),
            None => self.0.push((name, vec![text.to_owned()])),
        }
    }
}

impl Out<'_> {
    fn line(&mut self, id: &str, schema: &str, properties: &Properties) {
        let mut line = Members::open(&mut self.text);
        line.text(&mut self.text, "id", id);
        line.text(&mut self.text, "schema", schema);
        line.key(&mut self.text, "properties");
        let mut members = Members::open(&mut self.text);
        for (name, texts) in &properties.0 {
            members.texts(&mut self.text, name, texts);
        }
        members.close(&mut self.text);
        line.close(&mut self.text);
        self.text.push('\n');
    }

    fn id(&mut self, id: &str, of_relation: bool) -> String {
        let (legal, changed) = self.ids.legal(id, of_relation);
        if changed {
            self.lost.ids.add(id);
        }
        legal
    }

    fn entity(&mut self, entity: &Entity) {
        let schema = schema_of(&entity.kind);
        let mut properties = Properties::default();
        let id = self.id(entity.id.as_str(), false);
        // An address is called by its whole text.
        if schema == "Address" {
            properties.add("full", &entity.name);
        }
        properties.add("name", &entity.name);
        for name in &entity.names {
            let property = match name.role {
                NameRole::Official | NameRole::Native | NameRole::Short | NameRole::Alias => "alias",
                NameRole::Acronym if LEGAL.contains(&schema) && schema != "Person" => "abbreviation",
                NameRole::Acronym => "alias",
                NameRole::Former => "previousName",
            };
            properties.add(property, &name.text);
            if name.lang.is_some() || !matches!(name.role, NameRole::Alias | NameRole::Former) {
                self.lost.names.add(entity.id.as_str());
            }
        }
        properties.add("summary", entity.summary.as_deref().unwrap_or_default());
        properties.add("notes", entity.note.as_deref().unwrap_or_default());
        properties.add("keywords", &entity.kind);
        if !SCHEMATA.iter().any(|(kind, _)| *kind == entity.kind) {
            self.lost.kinds.add(entity.id.as_str());
        }
        if let Some(when) = &entity.when {
            let names = DATES.iter().find(|(of, _)| *of == schema).map(|(_, names)| names);
            self.dates(entity.id.as_str(), &when.date, names, None, "notes", &mut properties);
        }
        self.claims(entity.id.as_str(), &entity.claims, false, &mut properties);
        self.lost.own.add_many(entity.id.as_str(), entity.fields.len());
        if entity.unnamed || entity.implied || entity.status != Default::default() {
            self.lost.others.add(entity.id.as_str());
        }
        self.line(&id, schema, &properties);
    }

    fn relation(&mut self, relation: &Relation) {
        let schema = |id: &str| self.dossier.entity_by_id(id).map_or(OTHER, |entity| schema_of(&entity.kind));
        let ends = [relation.from.as_str(), relation.to.as_str()];
        let schemata = ends.map(schema);
        let edge = EDGES.iter().find(|(kind, _, _, allowed)| {
            *kind == relation.kind && allowed.iter().zip(schemata).all(|(allowed, schema)| allowed.contains(&schema))
        });
        let own = relation.id.as_str();
        let (schema, keys) = edge.map_or(LINK, |(_, schema, keys, _)| (schema, *keys));
        if edge.is_none() {
            self.lost.links.add(own);
        }
        if ends[0] == ends[1] {
            self.lost.loops.add(own);
        }
        let mut properties = Properties::default();
        let id = self.id(own, true);
        for (key, end) in keys.into_iter().zip(ends) {
            let end = self.id(end, false);
            properties.add(key, &end);
        }
        // To hold a post is a role by itself, and has no such property.
        if schema != "Occupancy" {
            properties.add("role", &self.dossier.vocabulary.relation_kind_or_neutral(&relation.kind).label);
        }
        let word = if relation.status == Default::default() { "" } else { relation.status.word() };
        properties.add("status", word);
        properties.add("summary", relation.summary.as_deref().unwrap_or_default());
        properties.add("description", relation.note.as_deref().unwrap_or_default());
        if let Some(when) = &relation.when {
            self.dates(own, &when.date, Some(&["startDate", "endDate"]), Some("date"), "description", &mut properties);
        }
        self.claims(own, &relation.claims, true, &mut properties);
        self.lost.own.add_many(own, relation.fields.len());
        if relation.weight.is_some() || relation.ordinal.is_some() {
            self.lost.others.add(own);
        }
        self.line(&id, schema, &properties);
    }

    /// Dates as far as they are plain: year, month or day. What has no property stands in a remark.
    fn dates(
        &mut self,
        id: &str,
        date: &Date,
        names: Option<&[&'static str; 2]>,
        point: Option<&'static str>,
        remark: &'static str,
        properties: &mut Properties,
    ) {
        let written = date.written();
        let mut whole = true;
        match (written.split_once('/'), names) {
            (_, None) => whole = false,
            (None, Some([start, _])) if is_plain(written) => properties.add(point.unwrap_or(start), written),
            (None, Some(_)) => whole = false,
            (Some((from, to)), Some([start, end])) => {
                for (name, text) in [(*start, from), (*end, to)] {
                    if is_plain(text) {
                        properties.add(name, text);
                    } else {
                        whole &= text == ".." && name == *end;
                    }
                }
            }
        }
        if !whole {
            properties.add(remark, &format!("Date: {written}"));
            self.lost.dates.add(id);
        }
    }

    fn claims(&mut self, id: &str, claims: &[Claim], on_edge: bool, properties: &mut Properties) {
        for claim in claims {
            let source = self.sources.get(claim.source.as_str()).copied();
            let (url, publisher) = (source.and_then(|s| s.url.as_deref()), source.and_then(|s| s.publisher.as_deref()));
            properties.add("sourceUrl", url.filter(|url| url.starts_with("http")).unwrap_or_default());
            properties.add("publisher", publisher.unwrap_or_default());
            if let Some(seen) = claim.seen.as_ref().filter(|seen| is_plain(seen.written()) && on_edge) {
                properties.add("retrievedAt", seen.written());
            }
            self.lost.claims.add(id);
        }
    }
}

/// A year, month or day without marks, as the type of dates takes it.
fn is_plain(date: &str) -> bool {
    let bytes = date.as_bytes();
    let shaped =
        bytes.iter().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() });
    let month = date.get(5..7).is_none_or(|month| ("01"..="12").contains(&month));
    matches!(bytes.len(), 4 | 7 | 10) && shaped && month && Date::parse(date).is_ok()
}

/// Ids of letters, digits, points and hyphens.
#[derive(Default)]
struct Ids {
    known: HashMap<(bool, String), String>,
    taken: HashSet<String>,
}

impl Ids {
    /// An id that may be written, always the same for one record, and whether it is another than it was.
    fn legal(&mut self, id: &str, of_relation: bool) -> (String, bool) {
        let key = (of_relation, id.to_owned());
        if let Some(known) = self.known.get(&key) {
            return (known.clone(), false);
        }
        let mut base = legal(id).into_owned();
        if base.is_empty() {
            base = "x".to_owned();
        }
        let mut fresh = base.clone();
        let mut number = 1;
        while !self.taken.insert(fresh.clone()) {
            number += 1;
            fresh = format!("{base}-{number}");
        }
        let changed = fresh != id;
        self.known.insert(key, fresh.clone());
        (fresh, changed)
    }
}

fn legal(id: &str) -> Cow<'_, str> {
    let is_good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let edges = |id: &str| id.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
    if id.chars().all(is_good) && edges(id) == id {
        return Cow::Borrowed(id);
    }
    let mut out = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            c if is_good(c) => out.push(c),
            '_' => out.push('-'),
            // Other letters by their number, so that different ids stay different.
            c if c.is_alphanumeric() => out.push_str(&format!("u{:x}", u32::from(c))),
            _ => out.push('.'),
        }
    }
    Cow::Owned(edges(&out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_such_as_the_type_of_references_takes() {
        for (id, written) in
            [("japan", "japan"), ("a--member_of--b", "a--member-of--b"), ("日", "u65e5"), ("_a_", "a"), ("--", "")]
        {
            assert_eq!(legal(id), written);
        }
        let mut ids = Ids::default();
        assert_eq!(ids.legal("a_b", false), ("a-b".to_owned(), true));
        assert_eq!(ids.legal("a-b", false), ("a-b-2".to_owned(), true));
        assert_eq!(ids.legal("a-b", false).0, "a-b-2");
    }
}
