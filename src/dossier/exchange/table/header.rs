//! Words that head columns, in the languages our users' tables are in. The one list that guesses of roles rest on.

use super::delimited::Delimiter;

/// What a word above a column says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Word {
    /// What records are known by.
    Id,
    /// What they are called.
    Name,
    /// What else they are called.
    Alias,
    /// What sort of thing they are.
    Kind,
    /// The first end of a relation. `source` may mean a citation instead.
    From,
    /// The second end of a relation.
    To,
    /// What sort of relation.
    RelationKind,
    /// A date.
    When,
    /// When it began.
    Start,
    /// When it ended.
    End,
    /// Where it is written.
    Source,
    /// An address.
    Url,
    /// A remark.
    Note,
    /// Whether it is, or is meant to be.
    Status,
    /// How strong.
    Weight,
    /// Whether it has a direction.
    Direction,
    /// What it lies in.
    Part,
    /// A coordinate to the right.
    X,
    /// A coordinate up or down.
    Y,
    /// A coordinate of depth.
    Z,
    /// Spells in Gephi's notation.
    Timeset,
    /// How it is drawn.
    Look,
    /// Nothing.
    Ignore,
    /// A person who may be an end.
    Person,
    /// A body, post or event that may be an end.
    Body,
    /// Something that a person has for life.
    Life,
}

/// Words in the form that [`normal`] gives, with what they say.
#[rustfmt::skip]
const WORDS: &[(Word, &[&str])] = &[
    (Word::Id, &["id", "identifier", "key", "uid", "uuid", "nodeid", "node id", "ident", "kennung", "schluessel",
        "schlüssel", "identifiant", "clave", "identificador", "codice", "chiave", "識別子", "編號", "编号", "번호", "ид",
        "идентификатор", "qid", "wikidata", "gwcode", "~id"]),
    (Word::Name, &["name", "label", "title", "fullname", "full name", "display name", "displayname", "itemlabel",
        "country name", "nom", "libellé", "libelle", "intitulé", "nombre", "etiqueta", "título", "titulo", "nome",
        "titolo", "bezeichnung", "titel", "naam", "名前", "名称", "氏名", "名稱", "姓名", "名字", "이름", "성명", "명칭", "имя",
        "название", "наименование", "nama", "judul", "caption", "entity", "element", "node", "person name",
        "org name"]),
    (Word::Alias, &["alias", "aliases", "aka", "also known as", "other name", "other names", "othernames",
        "alternative name", "alternativename", "synonym", "synonyms", "local name", "native name", "short name",
        "acronym", "abbreviation", "abbr", "früherer name", "weitere namen", "autres noms", "otros nombres", "別名",
        "别名", "略称", "별칭", "псевдоним", "weakalias"]),
    (Word::Kind, &["type", "kind", "category", "class", "group type", "entity type", "node type", "schema", "art",
        "typ", "kategorie", "tipo", "categoría", "categoria", "catégorie", "genre", "classe", "種類", "種別", "分類",
        "类型", "类别", "종류", "유형", "тип", "вид", "категория", "jenis", "kategori", ":label", "~label", "labels"]),
    (Word::From, &["source", "from", "src", "from id", "source id", "sourceid", "fromid", "start node",
        "startnode", "origin", "sender", "subject", "von", "quelle", "ausgangspunkt", "de origine", "origine",
        "desde", "origen", "da", "起点", "元", "从", "來源", "出发", "출발", "от", "источник узел", "dari", "node1",
        "node 1", "node a", "nodea", "entity1", "entity 1", "entity a", "actor1", "person1", ":start id", "~from",
        "payer", "tail", "head node", "vertex1", "i"]),
    (Word::To, &["target", "to", "dst", "dest", "destination", "to id", "target id", "targetid", "toid",
        "end node", "endnode", "receiver", "recipient", "object", "an", "nach", "ziel", "zu", "destino", "hasta",
        "hacia", "a", "cible", "終点", "先", "到", "目标", "目標", "도착", "к", "цель", "ke", "node2", "node 2", "node b", "nodeb",
        "entity2", "entity 2", "entity b", "actor2", "person2", ":end id", "~to", "beneficiary", "vertex2", "j"]),
    (Word::RelationKind, &["relation", "relationship", "relation type", "relationship type", "relationtype",
        "edge type", "edgetype", "link type", "tie", "interaction", "predicate", "connection", "connection type",
        "verb", "beziehung", "beziehungstyp", "verhältnis", "lien", "type de lien", "relación", "relacion",
        "vínculo", "relazione", "legame", "関係", "关系", "關係", "관계", "связь", "отношение", "hubungan", ":type", "rel",
        "property"]),
    (Word::When, &["when", "date", "datum", "fecha", "data evento", "dated", "year", "jahr", "année", "annee",
        "año", "anno", "日付", "日期", "年", "날짜", "дата", "год", "tanggal", "tahun", "time", "timestamp"]),
    (Word::Start, &["start", "since", "begin", "start date", "startdate", "begins", "begin date", "from date",
        "fromdate", "date from", "valid from", "validfrom", "started", "starttime", "start time", "start year",
        "inception", "founded", "beginn", "anfang", "seit", "ab", "début", "debut", "date debut", "depuis",
        "inicio", "desde fecha", "inizio", "dal", "開始", "開始日", "开始", "시작", "начало", "с даты", "mulai", "sejak",
        "dari tanggal", "startet am", "startdatum"]),
    (Word::End, &["end", "until", "till", "end date", "enddate", "ends", "to date", "todate", "date to",
        "valid to", "validto", "ended", "endtime", "end time", "end year", "abolished", "dissolved", "ende", "bis",
        "schluss", "fin", "date fin", "jusqu", "jusque", "fin fecha", "fine", "al", "終了", "終了日", "结束", "끝", "종료",
        "конец", "по дату", "selesai", "sampai", "enddatum", "finish"]),
    (Word::Source, &["source ref", "reference", "references", "citation", "sources", "record", "quelle ref",
        "beleg", "référence", "referencia", "fuente", "riferimento", "fonte", "出典", "資料", "来源", "출처", "источник",
        "sumber", "provenance", "source title", "evidence", "bron"]),
    (Word::Url, &["url", "link", "href", "website", "web", "uri", "source url", "sourceurl", "homepage",
        "lien web", "enlace", "sito", "webseite", "网址", "網址", "リンク", "ссылка", "tautan", "image url"]),
    (Word::Status, &["status"]),
    (Word::Note, &["note", "notes", "comment", "comments", "remark", "remarks", "description", "desc", "summary",
        "bemerkung", "anmerkung", "notiz", "kommentar", "beschreibung", "remarque", "commentaire", "nota", "notas",
        "comentario", "descripción", "descripcion", "descrizione", "osservazioni", "備考", "注釈", "备注", "備註", "說明",
        "说明", "비고", "설명", "примечание", "описание", "catatan", "keterangan", "opmerking"]),
    (Word::Weight, &["weight", "strength", "gewicht", "stärke", "poids", "force", "peso", "重み", "权重", "權重", "가중치",
        "вес", "bobot", "edge weight"]),
    (Word::Direction, &["direction", "directed", "richtung", "dirección", "direccion", "sens", "direzione", "方向",
        "방향", "направление", "arah"]),
    (Word::Part, &["parent", "group", "cluster", "part of", "parent id", "parentid", "belongs to", "übergeordnet",
        "gruppe", "groupe", "grupo", "gruppo", "親", "上级", "상위", "группа"]),
    (Word::X, &["x", "pos x", "x pos", "posx", "x coordinate"]),
    (Word::Y, &["y", "pos y", "y pos", "posy", "y coordinate"]),
    (Word::Z, &["z", "pos z"]),
    (Word::Timeset, &["timeset", "interval", "spells", "timestamps"]),
    (Word::Look, &["color", "colour", "size", "shape", "farbe", "couleur"]),
    (Word::Ignore, &["unnamed: 0"]),
    (Word::Life, &["dob", "dod", "born", "died", "birth date", "death date", "date of birth", "date of death", "birthday",
        "gender", "sex", "birthplace", "place of birth", "nationality", "geburtsdatum", "geschlecht", "naissance", "sexe",
        "nacimiento", "sexo", "生年月日", "性別", "性别"]),
    (Word::Person, &["person", "persons", "people", "holder", "officeholder", "politician", "official", "minister",
        "member", "ambassador", "employee", "director", "personne", "persona", "personaje", "amtsinhaber",
        "mitglied", "membre", "miembro", "personid", "人物", "人名", "인물", "лицо", "человек", "orang", "pejabat",
        "owner", "shareholder", "author"]),
    (Word::Body, &["position", "post", "office", "organisation", "organization", "org", "company", "institution",
        "committee", "body", "party", "ministry", "employer", "agency", "amt", "behörde", "organisation name",
        "poste", "organisation id", "fonction", "cargo", "puesto", "organización", "organizacion", "empresa",
        "carica", "organizzazione", "azienda", "役職", "機関", "組織", "公司", "机构", "職位", "职位", "직위", "기관", "организация",
        "должность", "jabatan", "lembaga", "organisasi", "team", "club", "asset", "event", "meeting", "role in"]),
];

/// A header in one spelling: lower case, parts of words apart, one blank between them.
pub(crate) fn normal(header: &str) -> String {
    let mut out = String::with_capacity(header.len() + 4);
    let mut before = ' ';
    for c in header.trim_start_matches(['#', '%']).trim().chars() {
        let part = c.is_whitespace() || matches!(c, '_' | '-' | '.' | '/');
        // `startDate`, but not `DOB` or `personID` in the midst of the capitals.
        if c.is_uppercase() && before.is_lowercase() && !out.ends_with(' ') {
            out.push(' ');
        }
        if !part {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
        before = c;
    }
    out.truncate(out.trim_end().len());
    out
}

/// What a header says, if it is a known word as a whole.
pub(crate) fn word(header: &str) -> Option<Word> {
    let normal = normal(header);
    let joined = normal.replace(' ', "");
    let is = |word: &&str| **word == normal || (word.len() > 3 && **word == joined);
    WORDS.iter().find(|(_, words)| words.iter().any(is)).map(|(word, _)| *word)
}

/// Whether a header means a group, of which there need be no record; the other words for [`Word::Part`] name a record.
pub(crate) fn is_group(header: &str) -> bool {
    ["group", "cluster", "gruppe", "groupe", "grupo", "gruppo", "группа"].contains(&normal(header).as_str())
}

/// Whether a word for where something is written is the usual one for where an edge starts as well.
pub(crate) fn is_start_too(header: &str) -> bool {
    ["来源", "источник", "fuente", "fonte", "bron", "sumber"].contains(&normal(header).as_str())
}

/// Whether a cell is a word that heads columns.
pub(crate) fn is_known(cell: &str) -> bool {
    !cell.is_empty() && cell.len() < 64 && (word(cell).is_some() || super::neo4j::is_header(cell))
}

/// Whether the first line of a text is a header behind a comment mark, as in `#source,target`.
pub(crate) fn is_header_behind_mark(text: &str, delimiter: Delimiter) -> bool {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let Some(line) = line.strip_prefix(['#', '%']) else { return false };
    let cells: Vec<&str> = match delimiter {
        Delimiter::Char(char) => line.split(char::from(char)).collect(),
        Delimiter::Blanks => line.split_whitespace().collect(),
    };
    cells.len() > 1
        && cells.iter().all(|cell| !cell.trim().is_empty())
        && cells.iter().filter(|c| is_known(c)).count() > 1
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_word_is_there_once_and_in_its_normal_form() {
        let mut seen = HashSet::new();
        for (_, words) in WORDS {
            for word in *words {
                assert!(seen.insert(*word), "{word} twice");
                assert_eq!(normal(word), *word);
            }
        }
    }

    #[test]
    fn headers_are_known_however_they_are_spelt() {
        for (header, expected) in [
            ("Source", Some(Word::From)),
            ("START_DATE", Some(Word::Start)),
            ("startDate", Some(Word::Start)),
            (" Start  date ", Some(Word::Start)),
            ("Beziehung", Some(Word::RelationKind)),
            ("関係", Some(Word::RelationKind)),
            ("Weight", Some(Word::Weight)),
            ("gadget", None),
            ("", None),
        ] {
            assert_eq!(word(header), expected, "{header}");
        }
        assert_eq!((normal("personID"), normal("DOB")), ("person id".into(), "dob".into()));
    }
}
