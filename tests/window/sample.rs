//! A small dossier that has one of everything a panel must be able to show.

use chancery::dossier::document::Document;
use chancery::dossier::model::{
    Basis, Claim, Date, Dossier, DossierFile, Entity, EntityKind, FieldValue, FileIndex, Name, NameRole, Rating,
    Relation, RelationKind, Shape, Source, Status, View, Vocabulary, When,
};
use chancery::problem::{Place, Problem, Subject, codes};
use chancery::window::session::Session;

/// A session on the sample, at rest.
pub(super) fn session() -> Session {
    Session::new(Document::without_text(dossier(), problems()))
}

fn entity_kind(id: &str, label: &str, plural: &str, colour: &str, shape: Shape, strong: bool) -> EntityKind {
    let (id, label, plural, colour) = (id.to_owned(), label.to_owned(), plural.to_owned(), colour.to_owned());
    EntityKind { id, label, plural, colour, shape, icon: None, strong, enduring: strong }
}

fn relation_kind(id: &str, label: &str, inverse: &str) -> RelationKind {
    let (id, label, inverse) = (id.to_owned(), label.to_owned(), inverse.to_owned());
    RelationKind { id, label, inverse, directed: true, from: vec![], to: vec![], enduring: false, single: false }
}

fn when(text: &str) -> Option<When> {
    Some(When { date: Date::parse(text).unwrap(), inferred: None })
}

fn name(text: &str, lang: Option<&str>, role: NameRole) -> Name {
    Name { text: text.to_owned(), lang: lang.map(str::to_owned), role }
}

fn dossier() -> Dossier {
    let mut words = Vocabulary::default();
    for (id, label, plural, colour, shape, strong) in [
        ("state", "state", "states", "#1F6FB2", Shape::RoundedSquare, true),
        ("organisation", "organisation", "organisations", "#1F6FB2", Shape::Hexagon, true),
        ("ministry", "ministry", "ministries", "#1F6FB2", Shape::SmallSquare, false),
        ("official", "official", "officials", "#C77700", Shape::Disc, false),
        ("post", "post", "posts", "#C77700", Shape::Ring, false),
        ("group", "group", "groups", "#C77700", Shape::TwoDiscs, false),
        ("dialogue", "dialogue", "dialogues", "#9A4593", Shape::Stadium, false),
        ("meeting", "meeting", "meetings", "#9A4593", Shape::Diamond, false),
        ("event", "event", "events", "#9A4593", Shape::Star, false),
        ("initiative", "initiative", "initiatives", "#1B8A5A", Shape::Shield, false),
        ("topic", "topic", "topics", "#5F6B7A", Shape::TagLeft, false),
        ("threat", "threat", "threats", "#C8421A", Shape::Triangle, false),
        ("document", "document", "documents", "#7A746B", Shape::Page, false),
        ("place", "place", "places", "#7A746B", Shape::Pin, false),
    ] {
        words.set_entity_kind(entity_kind(id, label, plural, colour, shape, strong));
    }
    for (id, label, inverse) in [
        ("takes_part_in", "takes part in", "has as participant"),
        ("concerns", "concerns", "is the concern of"),
        ("names_as_channel", "names as channel", "is named as channel by"),
        ("hopes_for", "hopes for", "is hoped for by"),
        ("offers_to_fund", "offers to fund", "is offered funds by"),
        ("holds_post", "holds the post of", "is held by"),
    ] {
        words.set_relation_kind(relation_kind(id, label, inverse));
    }
    let mut dossier = Dossier::new(words);
    dossier.title = "A sample of everything".to_owned();
    dossier.subtitle = Some("Made for tests, after a true article".to_owned());
    dossier.note = Some("What is asked is not given, what is planned is not done.".to_owned());
    dossier.files = vec![
        DossierFile { path: "sample.ron".to_owned(), title: None },
        DossierFile { path: "background.ron".to_owned(), title: Some("Background".to_owned()) },
    ];
    dossier.sources = sources();
    dossier.views = vec![View {
        name: "as-of-2014".to_owned(),
        title: Some("What was there in 2014".to_owned()),
        subtitle: None,
        as_of: Date::parse("2014").ok(),
        ..View::default()
    }];
    for entity in entities() {
        dossier.add_entity(entity).unwrap();
    }
    for relation in relations() {
        dossier.add_relation(relation).unwrap();
    }
    dossier
}

fn sources() -> Vec<Source> {
    let mut beat = Source::new("beat");
    beat.title = Some("ASEAN and Japan talk about transnational crime, and what may come of it".to_owned());
    beat.publisher = Some("The Diplomat".to_owned());
    beat.section = Some("ASEAN Beat".to_owned());
    beat.published = Date::parse("2015-10-01").ok();
    beat.url = Some("https://example.org/article".to_owned());
    beat.retrieved = Date::parse("2026-11-20").ok();
    beat.licence = Some("short quotations only".to_owned());
    let mut bad = Source::new("leaflet");
    bad.title = Some("A leaflet".to_owned());
    bad.url = Some("javascript:alert(1)".to_owned());
    vec![beat, bad]
}

fn claim(at: &str, basis: Basis) -> Claim {
    Claim { at: Some(at.to_owned()), basis, ..Claim::stated("beat") }
}

// In one piece: a list of records.
fn entities() -> Vec<Entity> {
    let mut out = Vec::new();
    let mut japan = Entity::new("japan", "state", "Japan");
    japan.names = vec![
        name("日本", Some("ja"), NameRole::Native),
        name("日本国", Some("ja"), NameRole::Official),
        name("اليابان (دولة) 2014", Some("ar"), NameRole::Native),
        name("ญี่ปุ่น", Some("th"), NameRole::Native),
        name("ဂျပန်နိုင်ငံ", Some("my"), NameRole::Native),
        name("ជប៉ុន", Some("km"), NameRole::Native),
        name("ஜப்பான்", Some("ta"), NameRole::Native),
        name("जापान", Some("hi"), NameRole::Native),
        name("Nhật Bản", Some("vi"), NameRole::Native),
        name("Tokyo", None, NameRole::Alias),
    ];
    japan.claims = vec![claim("P1.1", Basis::Stated)];
    out.push(japan);
    out.push(Entity::new("asean", "organisation", "ASEAN"));
    let mut dialogue = Entity::new("cyber", "dialogue", "ASEAN-Japan Cybercrime Dialogue");
    dialogue.names = vec![name("Cybercrime Dialogue", None, NameRole::Short)];
    dialogue.when = Some(When {
        date: Date::parse("2014-05").unwrap(),
        inferred: Some("the article says “in May last year” and is of 2015".to_owned()),
    });
    dialogue.summary = Some("A standing dialogue on crime that is committed with computers.".to_owned());
    dialogue.fields = vec![("working_language".to_owned(), FieldValue::Text("English".to_owned()))];
    let mut old = claim("P4.2", Basis::Stated);
    old.superseded = true;
    let mut said = claim("P4.1", Basis::Reported { by: "nur".to_owned(), to: Some("media".to_owned()) });
    said.rating = Rating::parse("B2");
    said.quote = Some("it would become the base of their cooperation".to_owned());
    dialogue.claims = vec![old, claim("P4.1", Basis::Stated), said];
    out.push(dialogue);
    out.push(Entity::new("nur", "official", "Nur Jazlan Mohamed"));
    let mut media = Entity::new("media", "group", "some media outlets");
    media.unnamed = true;
    out.push(media);
    let mut committee = Entity::new("committee", "dialogue", "Committee dialogue");
    committee.status = Status::Requested;
    out.push(committee);
    out.push(Entity::new("crime", "topic", "Cyber crime"));
    out.push(Entity::new("statement", "document", "Joint statement"));
    let mut arab = Entity::new("foreign", "ministry", "وزارة الخارجية (المغرب)");
    arab.summary = Some("A ministry whose name reads from right to left: وزارة الخارجية, and goes on.".to_owned());
    out.push(arab);
    let mut hostile = Entity::new("hostile", "threat", "evil\u{202e}txt.exe\u{7}");
    hostile.claims = vec![Claim::stated("leaflet")];
    out.push(hostile);
    let mut place = Entity::new("port", "place", "Vientiane");
    place.file = FileIndex(1);
    out.push(place);
    let long = "An extraordinarily long name of an intergovernmental working group on the harmonisation of everything";
    out.push(Entity::new("long", "group", long));
    out.push(Entity::new("post", "post", "Deputy Home Minister"));
    out.push(Entity::new("star", "event", "40 years of relations"));
    out.push(Entity::new("shield", "initiative", "Safe harbours"));
    out.push(Entity::new("session", "meeting", "Second session"));
    let mut ghost = Entity::new("jpan", "unheard_of", "jpan");
    ghost.ghost = true;
    out.push(ghost);
    out
}

fn relations() -> Vec<Relation> {
    let mut out = Vec::new();
    let mut add = |from: &str, kind: &str, to: &str, date: &str, status: Status, basis: Basis| {
        let mut relation = Relation::new(from, kind, to);
        relation.when = if date.is_empty() { None } else { when(date) };
        relation.status = status;
        relation.claims = vec![claim("P4.1", basis)];
        out.push(relation);
    };
    let by_nur = || Basis::Reported { by: "nur".to_owned(), to: None };
    let inferred = || Basis::Inferred { how: "both are named in one breath".to_owned(), on: Vec::new() };
    use Status::{Actual, Hoped, Planned};
    add("asean", "takes_part_in", "cyber", "2014-05/..", Actual, Basis::Stated);
    add("japan", "takes_part_in", "cyber", "2014-05/..", Actual, inferred());
    add("cyber", "concerns", "crime", "", Actual, Basis::Judgement { by: None });
    add("statement", "names_as_channel", "cyber", "2015-10", Actual, Basis::Stated);
    add("long", "takes_part_in", "cyber", "[2016-33,2016-34]", Actual, by_nur());
    add("asean", "hopes_for", "cyber", "2017", Hoped, Basis::Stated);
    add("japan", "offers_to_fund", "committee", "2016", Planned, by_nur());
    add("nur", "holds_post", "post", "2003", Actual, Basis::Stated);
    add("foreign", "takes_part_in", "session", "2013", Actual, Basis::Stated);
    add("jpan", "takes_part_in", "session", "", Actual, Basis::Stated);
    out
}

fn problems() -> Vec<Problem> {
    let line = "    (from: \"jpan\", kind: \"takes_part_in\", to: \"session\", when: \"2015-13\"),";
    let place = |column, length| Place {
        line_from: 1,
        file: "sample.ron".into(),
        line: 83,
        column,
        length,
        line_text: line.into(),
        bytes: (0, 0),
    };
    vec![
        Problem::error(codes::UNKNOWN_ID, "This relation starts at “jpan”, which is not in the dossier.")
            .with_place(place(12, 6))
            .with_help("did you mean “japan”?")
            .with_subject(Subject::Entity("jpan".into())),
        Problem::warning(codes::BAD_DATE, "“2015-13” is not a date: there is no month 13.").with_place(place(64, 9)),
        Problem::note(codes::NO_CLAIM, "Nobody is said to have claimed “Vientiane”.")
            .with_subject(Subject::Entity("port".into())),
    ]
}
