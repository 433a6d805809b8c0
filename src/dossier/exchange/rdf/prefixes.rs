//! Whether each prefix of an XML document is declared where it is used. The parser lets pass those within literals of XML,
//! and those of files whose namespaces are mended for it. Knows no RDF.

use std::collections::HashMap;

use super::super::fault::Fault;
use super::super::xml::attributes;
use super::doctype;

/// Checks the prefixes of all elements and attributes.
///
/// # Errors
/// A prefix that neither its element nor one around it declares.
pub(super) fn check(text: &str) -> Result<(), Fault> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut open: Vec<Vec<&str>> = Vec::new();
    let mut next = 0;
    while let Some(at) = text.get(next..).and_then(|rest| memchr::memchr(b'<', rest.as_bytes())).map(|at| next + at) {
        let rest = text.get(at..).unwrap_or_default();
        let to = |end: &str| memchr::memmem::find(rest.as_bytes(), end.as_bytes()).map(|found| at + found + end.len());
        // What does not end is for the parser to tell.
        let end = if rest.starts_with("<!--") {
            to("-->")
        } else if rest.starts_with("<![CDATA[") {
            to("]]>")
        } else if rest.starts_with("<?") {
            to("?>")
        } else if rest.starts_with("<!") {
            Some(at + doctype::end(rest))
        } else if rest.starts_with("</") {
            let declared = open.pop().unwrap_or_default();
            forget(&mut known, &declared);
            to(">")
        } else {
            let length = doctype::tag_end(rest.as_bytes());
            let Some(tag) = rest.get(1..length).and_then(|tag| tag.strip_suffix('>')) else { return Ok(()) };
            let declared = element(tag.trim_end_matches('/'), &mut known, at)?;
            if tag.ends_with('/') {
                forget(&mut known, &declared);
            } else {
                open.push(declared);
            }
            Some(at + length)
        };
        let Some(end) = end else { return Ok(()) };
        next = end;
    }
    Ok(())
}

/// Checks an element; gives the prefixes that it declares.
fn element<'t>(tag: &'t str, known: &mut HashMap<&'t str, usize>, at: usize) -> Result<Vec<&'t str>, Fault> {
    let (name, raw) = tag.split_at(tag.find(|c: char| c.is_ascii_whitespace()).unwrap_or(tag.len()));
    let declared: Vec<&str> = attributes(raw).filter_map(|(name, _)| name.strip_prefix("xmlns:")).collect();
    for prefix in &declared {
        *known.entry(*prefix).or_default() += 1;
    }
    for used in std::iter::once(name).chain(attributes(raw).map(|(name, _)| name)) {
        let Some((prefix, _)) = used.split_once(':') else { continue };
        if !matches!(prefix, "xml" | "xmlns") && known.get(prefix).is_none_or(|count| *count == 0) {
            let prefix: String = prefix.chars().filter(|c| !c.is_control()).take(40).collect();
            let message = format!("the prefix `{prefix}` is used but not declared");
            let help = "add `xmlns:PREFIX=\"…\"` for it to this element or one around it, or export the file again";
            return Err(Fault::not_the_format(at, message, help));
        }
    }
    Ok(declared)
}

fn forget(known: &mut HashMap<&str, usize>, declared: &[&str]) {
    for prefix in declared {
        if let Some(count) = known.get_mut(*prefix) {
            *count = count.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_holds_in_the_element_that_declares_it() {
        for (text, wrong) in [
            ("<a:x xmlns:a='http://a'><a:y a:z='1' xml:lang='en'/></a:x>", None),
            ("<x xmlns='http://a' y='a:b'>c:d<!-- <e:f/> --><![CDATA[<g:h/>]]><?i:j k?></x>", None),
            ("<!DOCTYPE a:x [<!ENTITY e '<f:g/>'>]>\n<x/>", None),
            ("<x><a:y xmlns:a='http://a'/></x>", None),
            ("<a:x>", Some(0)),
            ("<x a:y='1'/>", Some(0)),
            ("<x><a:y xmlns:a='http://a'/><a:z/></x>", Some(28)),
            ("<x><y xmlns:a='http://a'></y><a:z/></x>", Some(29)),
            ("<x xmlns:a='http://a'><y xmlns:a='http://b'/><a:z/><b:z/></x>", Some(51)),
            ("<a:x", None),
            ("< a:x='1'>", Some(0)),
        ] {
            let found = match check(text) {
                Err(Fault::Wrong { at, .. }) => Some(at),
                _ => None,
            };
            assert_eq!(found, wrong, "{text}");
        }
    }
}
