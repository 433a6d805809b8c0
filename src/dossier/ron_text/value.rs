//! What a record says, as a tree of plain values in the order of the format: the middle ground
//! between the model and its text. What goes without saying is left out. Knows no text.

use crate::dossier::model::{
    Basis, Claim, Date, Entity, EntityKind, FieldValue, List, Name, NameRole, Pin, Record, Relation, RelationKind,
    Shape, Source, Status, View, When,
};

/// A value as it could be written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Text in quotes.
    Text(String),
    /// A bare word; `true` and `false` too.
    Word(&'static str),
    /// A number.
    Number(f64),
    /// `[ … ]`
    List(Vec<Value>),
    /// `( … )`, perhaps after a word; fields in the order of the format.
    Group(Option<&'static str>, Vec<(&'static str, Value)>),
    /// `{ … }`
    Map(Vec<(String, Value)>),
}

/// Fields in the making.
#[derive(Default)]
struct Fields(Vec<(&'static str, Value)>);

impl Fields {
    fn text(mut self, name: &'static str, text: &str) -> Self {
        self.0.push((name, Value::Text(text.to_owned())));
        self
    }

    fn maybe(mut self, name: &'static str, value: Option<Value>) -> Self {
        self.0.extend(value.map(|value| (name, value)));
        self
    }

    fn maybe_text(self, name: &'static str, text: Option<&String>) -> Self {
        self.maybe(name, text.map(|t| Value::Text(t.clone())))
    }

    fn date(self, name: &'static str, date: Option<&Date>) -> Self {
        self.maybe(name, date.map(|d| Value::Text(d.written().to_owned())))
    }

    fn when(self, when: Option<&When>) -> Self {
        self.date("when", when.map(|w| &w.date)).maybe_text("when_inferred", when.and_then(|w| w.inferred.as_ref()))
    }

    fn word(self, name: &'static str, word: Option<&'static str>) -> Self {
        self.maybe(name, word.map(Value::Word))
    }

    fn flag(self, name: &'static str, flag: bool) -> Self {
        self.word(name, flag.then_some("true"))
    }

    fn status(self, status: Status) -> Self {
        self.word("status", Some(status.word()).filter(|_| status != Status::Actual))
    }

    fn list(self, name: &'static str, values: Vec<Value>) -> Self {
        self.maybe(name, Some(values).filter(|v| !v.is_empty()).map(Value::List))
    }

    fn texts(self, name: &'static str, texts: &[String]) -> Self {
        self.list(name, texts.iter().map(|t| Value::Text(t.clone())).collect())
    }

    fn own(self, fields: &[(String, FieldValue)]) -> Self {
        let map = || Value::Map(fields.iter().map(|(key, value)| (key.clone(), own(value))).collect());
        self.maybe("fields", (!fields.is_empty()).then(map))
    }

    fn claims(self, claims: &[Claim]) -> Self {
        self.list("claims", claims.iter().map(claim).collect())
    }

    fn group(self) -> Value {
        Value::Group(None, self.0)
    }
}

/// What a record says.
pub(crate) fn of_record(record: &Record) -> Value {
    match record {
        Record::Entity(entity) => of_entity(entity),
        Record::Relation(relation) => of_relation(relation),
        Record::Source(source) => of_source(source),
        Record::EntityKind(kind) => of_entity_kind(kind),
        Record::RelationKind(kind) => of_relation_kind(kind),
        Record::View(view) => of_view(view),
    }
}

fn of_entity(entity: &Entity) -> Value {
    Fields::default()
        .text("id", entity.id.as_str())
        .text("kind", &entity.kind)
        .text("name", &entity.name)
        .list("names", entity.names.iter().map(name).collect())
        .when(entity.when.as_ref())
        .status(entity.status)
        .flag("unnamed", entity.unnamed)
        .flag("implied", entity.implied)
        .maybe_text("summary", entity.summary.as_ref())
        .own(&entity.fields)
        .claims(&entity.claims)
        .maybe_text("note", entity.note.as_ref())
        .group()
}

fn of_relation(relation: &Relation) -> Value {
    Fields::default()
        .maybe("id", relation.id_given.then(|| Value::Text(relation.id.to_string())))
        .text("from", relation.from.as_str())
        .text("kind", &relation.kind)
        .text("to", relation.to.as_str())
        .when(relation.when.as_ref())
        .status(relation.status)
        .maybe("weight", relation.weight.map(Value::Number))
        .maybe("ordinal", relation.ordinal.map(|n| Value::Number(f64::from(n))))
        .maybe_text("summary", relation.summary.as_ref())
        .own(&relation.fields)
        .claims(&relation.claims)
        .maybe_text("note", relation.note.as_ref())
        .group()
}

fn of_source(source: &Source) -> Value {
    Fields::default()
        .text("id", source.id.as_str())
        .maybe_text("title", source.title.as_ref())
        .maybe_text("author", source.author.as_ref())
        .maybe_text("publisher", source.publisher.as_ref())
        .maybe_text("section", source.section.as_ref())
        .date("published", source.published.as_ref())
        .maybe_text("published_inferred", source.published_inferred.as_ref())
        .maybe_text("url", source.url.as_ref())
        .date("retrieved", source.retrieved.as_ref())
        .maybe_text("text", source.text.as_ref())
        .maybe_text("licence", source.licence.as_ref())
        .maybe_text("note", source.note.as_ref())
        .group()
}

fn of_entity_kind(kind: &EntityKind) -> Value {
    let unusual = |text: &str, usual: &str| Some(text.to_owned()).filter(|t| t != usual);
    Fields::default()
        .text("id", &kind.id)
        .maybe_text("label", unusual(&kind.label, &EntityKind::usual_label(&kind.id)).as_ref())
        .maybe_text("plural", unusual(&kind.plural, &EntityKind::usual_plural(&kind.label)).as_ref())
        .maybe_text("colour", unusual(&kind.colour, EntityKind::NEUTRAL_COLOUR).as_ref())
        .word("shape", Some(kind.shape.word()).filter(|_| kind.shape != Shape::default()))
        .maybe_text("icon", kind.icon.as_ref())
        .flag("strong", kind.strong)
        .flag("enduring", kind.enduring)
        .group()
}

fn of_relation_kind(kind: &RelationKind) -> Value {
    let unusual = |text: &str, usual: &str| Some(text.to_owned()).filter(|t| t != usual);
    let inverse = RelationKind::usual_inverse(&kind.label, kind.directed);
    Fields::default()
        .text("id", &kind.id)
        .maybe_text("label", unusual(&kind.label, &EntityKind::usual_label(&kind.id)).as_ref())
        .maybe_text("inverse", unusual(&kind.inverse, &inverse).as_ref())
        .word("directed", Some("false").filter(|_| !kind.directed))
        .texts("from", &kind.from)
        .texts("to", &kind.to)
        .flag("enduring", kind.enduring)
        .group()
}

fn of_view(view: &View) -> Value {
    Fields::default()
        .text("name", &view.name)
        .maybe_text("title", view.title.as_ref())
        .maybe_text("subtitle", view.subtitle.as_ref())
        .date("as_of", view.as_of.as_ref())
        .maybe("focus", view.focus.as_ref().map(|id| Value::Text(id.to_string())))
        .maybe("hops", view.hops.map(|n| Value::Number(f64::from(n))))
        .texts("hide_kinds", &view.hide_kinds)
        .texts("hide_files", &view.hide_files)
        .flag("tapered", view.tapered)
        .word("hulls", view.hulls)
        .word("layout", view.placing.layout)
        .word("effort", view.placing.effort)
        .word("style", view.placing.style)
        .word("direction", view.placing.direction)
        .word("group", view.placing.group)
        .word("by", view.placing.by)
        .word("together", view.placing.together.map(|yes| if yes { "true" } else { "false" }))
        .maybe("seed", view.placing.seed.map(|n| Value::Number(f64::from(n))))
        .list("pins", view.placing.pins.iter().map(pin).collect())
        .group()
}

fn pin(pin: &Pin) -> Value {
    Fields::default()
        .text("id", pin.id.as_str())
        .maybe("x", Some(Value::Number(pin.x)))
        .maybe("y", Some(Value::Number(pin.y)))
        .group()
}

fn name(name: &Name) -> Value {
    let usual = NameRole::without_word(name.lang.as_deref());
    Fields::default()
        .text("text", &name.text)
        .maybe_text("lang", name.lang.as_ref())
        .word("role", Some(name.role.word()).filter(|_| name.role != usual))
        .group()
}

fn claim(claim: &Claim) -> Value {
    Fields::default()
        .text("source", claim.source.as_str())
        .maybe_text("at", claim.at.as_ref())
        .maybe_text("about", claim.about.as_ref())
        .maybe("basis", basis(&claim.basis))
        .maybe("rating", claim.rating.map(|r| Value::Text(r.text())))
        .maybe_text("quote", claim.quote.as_ref())
        .date("seen", claim.seen.as_ref())
        .maybe_text("note", claim.note.as_ref())
        .flag("superseded", claim.superseded)
        .group()
}

fn basis(basis: &Basis) -> Option<Value> {
    let fields = Fields::default();
    let fields = match basis {
        Basis::Stated => return None,
        Basis::Reported { by, to } => fields.text("by", by).maybe_text("to", to.as_ref()),
        Basis::Inferred { how } => fields.text("how", how),
        Basis::Judgement { by } => fields.maybe_text("by", by.as_ref()),
    };
    Some(Value::Group(Some(basis.word()), fields.0))
}

fn own(value: &FieldValue) -> Value {
    match value {
        FieldValue::Text(text) => Value::Text(text.clone()),
        FieldValue::Number(number) => Value::Number(*number),
        FieldValue::Flag(flag) => Value::Word(if *flag { "true" } else { "false" }),
        FieldValue::List(values) => Value::List(values.iter().map(own).collect()),
    }
}

/// The fields of a dossier's head, in the order of the format.
pub(crate) fn of_head(title: Option<&String>, subtitle: Option<&String>, note: Option<&String>) -> Value {
    Fields::default().maybe_text("title", title).maybe_text("subtitle", subtitle).maybe_text("note", note).group()
}

/// The order of fields by the format: in a dossier, a record, or what stands inside one.
pub(crate) fn order_of(what: What) -> &'static [&'static str] {
    use super::read::fields;
    match what {
        What::Dossier => fields::DOSSIER,
        What::Record(List::Entities) => fields::ENTITY,
        What::Record(List::Relations) => fields::RELATION,
        What::Record(List::Sources) => fields::SOURCE,
        What::Record(List::EntityKinds) => fields::ENTITY_KIND,
        What::Record(List::RelationKinds) => fields::RELATION_KIND,
        What::Record(List::Views) => fields::VIEW,
        What::Field("names") => fields::NAME,
        What::Field("claims") => fields::CLAIM,
        What::Field("pins") => fields::PIN,
        What::Field(_) => &["by", "to", "how"],
    }
}

/// What a group of fields is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// The dossier itself.
    Dossier,
    /// A record of a list.
    Record(List),
    /// What stands in a field of this name, or in the list in it.
    Field(&'static str),
}
