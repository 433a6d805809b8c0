//! What a claim, a date and a relation's standing say, in words. Free of drawing.

use super::LineMark;
use crate::dossier::model::{Basis, Claim, Date, Dossier, Rating, Relation, Source, Status, When};
use crate::picture::scene::Dash;

/// A piece of a sentence: plain words, or the name of an entity with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SentencePart {
    /// Plain words.
    Plain(String),
    /// An entity that can be gone to: id and name.
    Entity(String, String),
}

/// Who says so, as a sentence whose names can be links.
pub(crate) fn who_says_so(claim: &Claim, source: Option<&Source>, dossier: &Dossier) -> Vec<SentencePart> {
    let plain = |text: &str| SentencePart::Plain(text.to_owned());
    let entity = |id: &str| match dossier.entity_by_id(id) {
        Some(entity) => SentencePart::Entity(id.to_owned(), entity.label().to_owned()),
        None => SentencePart::Plain(id.to_owned()),
    };
    let author = || author_of(source);
    // A denial differs in its first words alone.
    let lead = |says: &str, denies: &str| if claim.denies { denies.to_owned() } else { says.to_owned() };
    let led = |says: &str, denies: &str| SentencePart::Plain(lead(says, denies));
    let judged = || lead("Judgement of ", "Denied in the judgement of ");
    match &claim.basis {
        Basis::Stated => vec![SentencePart::Plain(format!("{}{}", lead("Stated by ", "Denied by "), author()))],
        Basis::Reported { by, to } => {
            let mut out = vec![led("Reported: according to ", "Denied, according to "), entity(by)];
            out.extend(to.iter().flat_map(|to| [plain(", to "), entity(to)]));
            out
        }
        Basis::Inferred { how, on } => {
            let mut out = vec![SentencePart::Plain(format!("{}{how}", lead("Inferred: ", "Denial inferred: ")))];
            out.extend(premises(on, dossier));
            out
        }
        Basis::Judgement { by: None } => vec![SentencePart::Plain(format!("{}{}", judged(), author()))],
        Basis::Judgement { by: Some(by) } => vec![SentencePart::Plain(judged()), entity(by)],
    }
}

/// What an inference rests on, led in by “from”.
fn premises(on: &[String], dossier: &Dossier) -> Vec<SentencePart> {
    let mut out = Vec::new();
    for (number, id) in on.iter().enumerate() {
        out.push(SentencePart::Plain(if number == 0 { "; from " } else { ", " }.to_owned()));
        out.push(match (dossier.entity_by_id(id), dossier.relation_by_id(id)) {
            (Some(entity), _) => SentencePart::Entity(id.clone(), entity.label().to_owned()),
            (None, Some(relation)) => SentencePart::Plain(format!("“{}”", dossier.sentence_of(relation))),
            (None, None) => SentencePart::Plain(id.clone()),
        });
    }
    out
}

/// Who wrote a source, as far as it says.
fn author_of(source: Option<&Source>) -> String {
    source.and_then(|s| s.author.as_deref()).unwrap_or("the author").to_owned()
}

/// The same sentence, led in by the field that the claim is about, and followed by how sure one can
/// be where that is a plain level: `On the date: stated by the author; high certainty`.
pub(crate) fn whole_sentence(claim: &Claim, source: Option<&Source>, dossier: &Dossier) -> Vec<SentencePart> {
    let mut out = who_says_so(claim, source, dossier);
    if let Some(about) = &claim.about {
        if let Some(SentencePart::Plain(first)) = out.first_mut() {
            let mut chars = first.chars();
            *first = chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect());
        }
        out.insert(0, SentencePart::Plain(format!("On the {}: ", field_word(about))));
    }
    if let Some(rating @ Rating::Level(_)) = claim.rating {
        out.push(SentencePart::Plain(format!("; {}", rating.in_words())));
    }
    out
}

/// The same in one piece.
pub(crate) fn claim_sentence(claim: &Claim, dossier: &Dossier) -> String {
    let parts = whole_sentence(claim, dossier.source(&claim.source), dossier);
    let text = |part| match part {
        SentencePart::Plain(text) | SentencePart::Entity(_, text) => text,
    };
    parts.into_iter().map(text).collect()
}

/// A field of a record as a person would call it: `when` is `date`.
pub(crate) fn field_word(field: &str) -> String {
    match field {
        "when" => "date".to_owned(),
        "ordinal" => "number in the series".to_owned(),
        other => other.replace('_', " "),
    }
}

/// A place in a source as printed, and in full: `P5.1` is `¶ 5.1`, paragraph 5, sentence 1.
pub(crate) fn place_words(at: &str) -> (String, String) {
    let numbers = at.strip_prefix('P').and_then(|rest| rest.split_once('.'));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match (numbers, at.strip_prefix('P')) {
        (Some((paragraph, sentence)), _) if digits(paragraph) && digits(sentence) => {
            (format!("¶ {paragraph}.{sentence}"), format!("Paragraph {paragraph}, sentence {sentence}"))
        }
        (_, Some(paragraph)) if digits(paragraph) => (format!("¶ {paragraph}"), format!("Paragraph {paragraph}")),
        _ => (at.to_owned(), at.to_owned()),
    }
}

/// A date in words, and what to say beside it: as written, and whether we worked it out, with how.
pub(crate) fn date_words(when: &When) -> (String, Option<(String, String)>) {
    let words = plain_date(&when.date);
    let written = when.date.written();
    let remark = match &when.inferred {
        Some(how) => Some((format!("{written}, inferred"), format!("Inferred: {how}"))),
        None if words != written => Some((written.to_owned(), format!("As written in the file: {written}"))),
        None => None,
    };
    (words, remark)
}

/// A date in words; text that is no date as it was written.
pub(crate) fn plain_date(date: &Date) -> String {
    if date.is_parsed() { date.in_words() } else { format!("{} (not recognised as a date)", date.written()) }
}

/// How a relation's line is drawn, and the words for all that sets it apart from a plain
/// statement of fact (`planned`, `reported`).
pub(crate) fn relation_mark(relation: &Relation) -> (LineMark, Vec<&'static str>) {
    let strongest = Claim::strongest(&relation.claims);
    let (dash, basis) = match strongest.map(|claim| &claim.basis) {
        None => (Dash::Solid, Some("no source")),
        Some(Basis::Stated) => (Dash::Solid, None),
        Some(Basis::Reported { .. }) => (Dash::Dashed, Some("reported")),
        Some(Basis::Inferred { .. }) => (Dash::Dotted, Some("inferred")),
        Some(Basis::Judgement { .. }) => (Dash::DashDot, Some("judgement")),
    };
    let status = (relation.status != Status::Actual).then(|| status_word(relation.status));
    let mark = LineMark { dash, hollow: relation.status.is_prospective() };
    (mark, status.into_iter().chain(basis).collect())
}

/// A status as a person would say it.
pub(crate) fn status_word(status: Status) -> &'static str {
    match status {
        Status::Actual => "actual",
        Status::Planned => "planned",
        Status::Hoped => "hoped for",
        Status::Requested => "requested",
        Status::Cancelled => "cancelled",
        Status::Ended => "ended",
    }
}

/// The name of a language tag in English, for the languages a dossier is likely to have; others
/// are shown by their tag.
pub(crate) fn language_name(tag: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("ar", "Arabic"),
        ("bn", "Bengali"),
        ("de", "German"),
        ("el", "Greek"),
        ("en", "English"),
        ("es", "Spanish"),
        ("fa", "Persian"),
        ("fil", "Filipino"),
        ("fr", "French"),
        ("he", "Hebrew"),
        ("hi", "Hindi"),
        ("id", "Indonesian"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("km", "Khmer"),
        ("ko", "Korean"),
        ("lo", "Lao"),
        ("ms", "Malay"),
        ("my", "Burmese"),
        ("ne", "Nepali"),
        ("nl", "Dutch"),
        ("pl", "Polish"),
        ("pt", "Portuguese"),
        ("ru", "Russian"),
        ("si", "Sinhala"),
        ("sw", "Swahili"),
        ("ta", "Tamil"),
        ("th", "Thai"),
        ("tl", "Tagalog"),
        ("tr", "Turkish"),
        ("uk", "Ukrainian"),
        ("ur", "Urdu"),
        ("vi", "Vietnamese"),
        ("zh", "Chinese"),
        ("zh-Hans", "Chinese, simplified"),
        ("zh-Hant", "Chinese, traditional"),
    ];
    let find = |tag: &str| NAMES.iter().find(|(t, _)| t.eq_ignore_ascii_case(tag)).map(|(_, name)| *name);
    find(tag).or_else(|| find(tag.split('-').next().unwrap_or(tag)))
}

/// A sentence that is made for a terminal, without its marks of code, with a capital and a stop.
pub(crate) fn sentence(message: &str) -> String {
    let mut opens = true;
    let mut out = String::with_capacity(message.len());
    for c in message.trim().chars() {
        match c {
            '`' => {
                out.push(if opens { '“' } else { '”' });
                opens = !opens;
            }
            c => out.push(c),
        }
    }
    let out = crate::wording::capital(&crate::problem::printable(&out));
    if out.ends_with(['.', '?', '!', '…']) { out } else { out + "." }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Vocabulary};

    fn text(pieces: &[SentencePart]) -> String {
        pieces
            .iter()
            .map(|p| match p {
                SentencePart::Plain(t) | SentencePart::Entity(_, t) => t.as_str(),
            })
            .collect()
    }

    #[test]
    fn it_is_said_who_says_so() {
        let mut dossier = Dossier::new(Vocabulary::default());
        dossier.add_entity(Entity::new("nur", "official", "Nur Jazlan Mohamed")).unwrap();
        let says = |basis: Basis| text(&who_says_so(&Claim { basis, ..Claim::stated("s") }, None, &dossier));
        assert_eq!(says(Basis::Stated), "Stated by the author");
        let reported = Basis::Reported { by: "nur".into(), to: Some("media".into()) };
        assert_eq!(says(reported), "Reported: according to Nur Jazlan Mohamed, to media");
        assert_eq!(says(Basis::Inferred { how: "by the year".into(), on: Vec::new() }), "Inferred: by the year");
        assert_eq!(says(Basis::Judgement { by: None }), "Judgement of the author");
        assert_eq!(says(Basis::Judgement { by: Some("nur".into()) }), "Judgement of Nur Jazlan Mohamed");
        let denies =
            |basis: Basis| text(&who_says_so(&Claim { basis, denies: true, ..Claim::stated("s") }, None, &dossier));
        assert_eq!(denies(Basis::Stated), "Denied by the author");
        let reported = Basis::Reported { by: "nur".into(), to: Some("media".into()) };
        assert_eq!(denies(reported), "Denied, according to Nur Jazlan Mohamed, to media");
        let inferred = Basis::Inferred { how: "by the year".into(), on: vec!["nur".into()] };
        assert_eq!(denies(inferred), "Denial inferred: by the year; from Nur Jazlan Mohamed");
    }

    #[test]
    fn a_claim_says_what_it_is_about_and_how_sure_it_is() {
        let dossier = Dossier::new(Vocabulary::default());
        let mut claim = Claim::stated("s");
        claim.about = Some("when".into());
        claim.rating = Rating::parse("high");
        let sentence = text(&whole_sentence(&claim, None, &dossier));
        assert_eq!(sentence, "On the date: stated by the author; high certainty");
    }

    #[test]
    fn places_are_printed_as_paragraphs() {
        assert_eq!(place_words("P5.1"), ("¶ 5.1".into(), "Paragraph 5, sentence 1".into()));
        assert_eq!(place_words("P12"), ("¶ 12".into(), "Paragraph 12".into()));
        assert_eq!(place_words("p. 12").0, "p. 12");
        assert_eq!(place_words("Preface").0, "Preface");
    }

    #[test]
    fn a_plain_statement_of_fact_needs_no_word() {
        let mut relation = Relation::new("a", "k", "b");
        assert_eq!(relation_mark(&relation).1, ["no source"]);
        relation.claims.push(Claim::stated("s"));
        assert!(relation_mark(&relation).1.is_empty());
        relation.status = Status::Planned;
        relation.claims[0].basis = Basis::Reported { by: "x".into(), to: None };
        let (mark, words) = relation_mark(&relation);
        assert_eq!(words, ["planned", "reported"]);
        assert_eq!(mark, LineMark { dash: Dash::Dashed, hollow: true });
    }

    #[test]
    fn languages_have_names() {
        assert_eq!(language_name("ja"), Some("Japanese"));
        assert_eq!(language_name("zh-hant"), Some("Chinese, traditional"));
        assert_eq!(language_name("pt-BR"), Some("Portuguese"));
        assert_eq!(language_name("tlh"), None);
    }
}
