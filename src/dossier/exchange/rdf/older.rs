//! RDF/XML as older programs wrote it, made into what a parser of today takes: entities in single quotation marks, and
//! attributes without the namespace that the first specification did not ask for (RDF 1.1 XML Syntax, 6.1.4).

use std::borrow::Cow;

use super::super::xml::attributes;
use super::doctype;
use super::store::RDF;

/// Attributes that mean those of RDF where they have no namespace.
const OF_RDF: &[&str] = &["ID", "about", "resource", "parseType", "type", "bagID", "aboutEach", "aboutEachPrefix"];

/// The same with all entities in double quotation marks.
pub(super) fn double_quoted(text: &str) -> Cow<'_, str> {
    let Some(start) = memchr::memmem::find(text.as_bytes(), b"<!DOCTYPE") else { return Cow::Borrowed(text) };
    let end = start + doctype::end(text.get(start..).unwrap_or_default());
    let mut out = String::new();
    let (mut kept, mut at) = (0, start);
    while let Some(found) = text.get(at..end).and_then(|rest| memchr::memmem::find(rest.as_bytes(), b"<!ENTITY")) {
        at += found + 8;
        let Some(open) = text.get(at..end).and_then(|rest| rest.find(['\'', '"'])).map(|quote| at + quote) else {
            break;
        };
        let Some(value) = text.get(open + 1..end) else { break };
        let is_single = text.as_bytes().get(open) == Some(&b'\'');
        let Some(length) = value.find(if is_single { '\'' } else { '"' }) else { break };
        let (value, close) = (&value[..length], open + 1 + length);
        if is_single {
            out.push_str(&text[kept..open]);
            out.push('"');
            out.push_str(&value.replace('"', "&quot;"));
            out.push('"');
            kept = close + 1;
        }
        at = close + 1;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[kept..]);
    Cow::Owned(out)
}

/// The same with each attribute in a namespace: those that mean RDF in its, all others left out, as the specification
/// has it. None if nothing is to be changed.
pub(super) fn with_namespaces(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let (mut kept, mut at, mut is_changed) = (0, 0, false);
    let mut prefix: Option<String> = None;
    let bytes = text.as_bytes();
    while let Some(open) = bytes.get(at..).and_then(|rest| memchr::memchr(b'<', rest)).map(|found| at + found) {
        let rest = text.get(open..)?;
        at = match rest.as_bytes().get(1)? {
            b'!' if rest.starts_with("<!--") => open + rest.find("-->")? + 3,
            b'!' if rest.starts_with("<![CDATA[") => open + rest.find("]]>")? + 3,
            b'!' => open + doctype::end(rest),
            b'?' => open + rest.find("?>")? + 2,
            b'/' => open + rest.find('>')? + 1,
            _ => {
                let end = open + doctype::tag_end(rest.as_bytes());
                let tag = text.get(open..end)?;
                let name_end = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))?;
                let raw = tag.get(name_end..)?.trim_end_matches('>').trim_end_matches('/');
                let is_bound =
                    |(name, value): (&str, &str)| Some((name.strip_prefix("xmlns:")?.to_owned(), value == RDF));
                let found = attributes(raw).filter_map(is_bound).find(|(_, is_rdf)| *is_rdf).map(|(name, _)| name);
                let is_first = prefix.is_none();
                let of_rdf = prefix.get_or_insert_with(|| found.clone().unwrap_or_else(|| "rdf".to_owned()));
                let declares = is_first && found.is_none();
                let is_bare = |(name, _): (&str, &str)| !name.contains(':') && name != "xmlns";
                if declares || attributes(raw).any(is_bare) {
                    is_changed = true;
                    out.push_str(text.get(kept..open + name_end)?);
                    if declares {
                        out.push_str(&format!(" xmlns:{of_rdf}=\"{RDF}\""));
                    }
                    for (name, value) in attributes(raw) {
                        let quote = if value.contains('"') { '\'' } else { '"' };
                        let name = match () {
                            () if !is_bare((name, value)) => Cow::Borrowed(name),
                            () if OF_RDF.contains(&name) => Cow::Owned(format!("{of_rdf}:{name}")),
                            () => continue,
                        };
                        out.push_str(&format!(" {name}={quote}{value}{quote}"));
                    }
                    // Lines keep their numbers.
                    out.extend(raw.chars().filter(|c| *c == '\n'));
                    out.push_str(if tag.ends_with("/>") { "/>" } else { ">" });
                    kept = end;
                }
                end
            }
        };
    }
    out.push_str(text.get(kept..)?);
    is_changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_in_single_quotation_marks_become_double() {
        let text = "<!DOCTYPE r [<!ENTITY a 'http://a/'><!ENTITY b \"it's\"><!ENTITY c 'x\"y'>]><r a='&a;'/>";
        let wanted = "<!DOCTYPE r [<!ENTITY a \"http://a/\"><!ENTITY b \"it's\"><!ENTITY c \"x&quot;y\">]><r a='&a;'/>";
        assert_eq!(double_quoted(text), wanted);
        assert!(matches!(double_quoted("<r a='1'/>"), Cow::Borrowed(_)));
    }

    #[test]
    fn attributes_of_rdf_get_its_namespace_and_others_go() {
        let head = format!("<rdf:RDF xmlns:rdf=\"{RDF}\">");
        let text = format!(
            "{head}\n<rdf:Description about=\"http://a\"\n odd='1' rdf:type='http://t'><!-- <x y='1'/> --></rdf:Description></rdf:RDF>"
        );
        let made = with_namespaces(&text).unwrap();
        assert_eq!(
            made,
            format!(
                "{head}\n<rdf:Description rdf:about=\"http://a\" rdf:type=\"http://t\"\n><!-- <x y='1'/> --></rdf:Description></rdf:RDF>"
            )
        );
        assert_eq!(with_namespaces(&made), None);
        let plain = format!("<RDF xmlns=\"{RDF}\"><Description about=\"http://a\"/></RDF>");
        let made = with_namespaces(&plain).unwrap();
        assert!(
            made.starts_with(&format!("<RDF xmlns:rdf=\"{RDF}\" xmlns=\"{RDF}\">"))
                && made.contains("<Description rdf:about=\"http://a\"/>"),
            "{made}"
        );
        let _ = with_namespaces("<a b='");
    }
}
