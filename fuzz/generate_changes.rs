// Changes that mostly make sense, to dossiers that were generated or written. Everything follows from
// [`Choices`], as the dossiers do.

use chancery::dossier::edit::{Change, ClaimOwner, EntityField, InsertAt, RelationField, SourceField};
use chancery::dossier::model::{
    Basis, Claim, Date, Dossier, Entity, EntityKind, FieldValue, Level, Name, NameRole, Rating, Relation, RelationKind,
    Shape, Source, Status, View, When,
};

use super::{Choices, DATES, WORDS};

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

/// A change that mostly makes sense. In one piece: one arm a change.
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
                single: choices.once_in(3),
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
                dates: if choices.once_in(4) {
                    vec!["2012".to_owned(), "2013".to_owned(), word(choices)]
                } else {
                    vec![]
                },
                since: maybe(choices, |c| Date::read(c.of(DATES))),
                span: choices.once_in(3).then_some("compare"),
                focus: Some(entity),
                hops: maybe(choices, |c| c.below(4) as u32),
                foci: dossier.entities().take(choices.below(2)).map(|(_, e)| e.id.to_string()).collect(),
                foci_hops: maybe(choices, word),
                start_empty: choices.once_in(3),
                shown: dossier.entities().take(choices.below(3)).map(|(_, e)| e.id.to_string()).collect(),
                hide: dossier.entities().take(choices.below(3)).map(|(_, e)| e.id.to_string()).collect(),
                hide_kinds: vec![],
                hide_files: vec![],
                dim_rest: choices.once_in(3),
                fold: if choices.once_in(3) { vec!["kind:state".to_owned(), word(choices)] } else { vec![] },
                shown_as: choices.once_in(3).then_some("timeline"),
                rows_by: choices.once_in(3).then_some("degree"),
                tapered: choices.once_in(3),
                areas: choices.once_in(3).then(|| if choices.once_in(2) { "community" } else { "none" }),
                colour_by: maybe(choices, word),
                colour_bounds: maybe(choices, word),
                size_by: choices.once_in(3).then(|| "degree".to_owned()),
                size_full: choices.once_in(3).then_some(2.5),
                page: Default::default(),
                placing: Default::default(),
                file: Default::default(),
            };
            match (choices.below(4), old) {
                (0, Some(name)) => Change::RemoveView { name },
                (3, Some(name)) => Change::MoveView { name, after: None },
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
