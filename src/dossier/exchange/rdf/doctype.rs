//! What an XML document declares before it begins, looked at before a parser expands it: entities that stand in other
//! files, and those that were made to fill the memory. Knows no RDF.

use std::collections::HashMap;

use super::super::fault::Fault;
use super::super::limits::Limit;

/// Checks the declarations of a document.
///
/// # Errors
/// Entities of other files, entities that grow beyond [`Limit::Expansion`].
pub(super) fn check(text: &str) -> Result<(), Fault> {
    let Some(start) = memchr::memmem::find(text.as_bytes(), b"<!DOCTYPE") else { return Ok(()) };
    let mut sizes: HashMap<&str, usize> = HashMap::new();
    let mut at = start;
    let body = start + end(text.get(start..).unwrap_or_default());
    let declarations = text.get(..body).unwrap_or(text);
    while let Some(found) = declarations.get(at..).and_then(|rest| memchr::memmem::find(rest.as_bytes(), b"<!ENTITY")) {
        let begin = at + found;
        let rest = declarations.get(begin + 8..).unwrap_or_default();
        at = begin + 8;
        let mut words = rest.trim_start().splitn(2, |c: char| c.is_ascii_whitespace());
        let (name, rest) = (words.next().unwrap_or_default(), words.next().unwrap_or_default().trim_start());
        if name == "%" || rest.starts_with("SYSTEM") || rest.starts_with("PUBLIC") {
            return Err(Fault::not_the_format(
                begin,
                "this entity is in another file, which is not read",
                "write its text into this file",
            ));
        }
        let Some(quote @ ('"' | '\'')) = rest.chars().next() else { continue };
        let Some((value, _)) = rest.get(1..).and_then(|rest| rest.split_once(quote)) else { continue };
        let size = expanded(value, &sizes);
        if size > Limit::Expansion.most() {
            return Err(Fault::of(begin, Limit::Expansion.over()));
        }
        sizes.insert(name, size);
    }
    // What is used often must be short.
    let most = Limit::Expansion.most() + 16 * text.len();
    if expanded(text.get(body..).unwrap_or_default(), &sizes) > most {
        return Err(Fault::of(start, Limit::Expansion.over()));
    }
    Ok(())
}

/// The length of a text with its entities put in.
fn expanded(text: &str, sizes: &HashMap<&str, usize>) -> usize {
    let mut size = text.len();
    if sizes.is_empty() {
        return size;
    }
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('&') {
        rest = after;
        let end = after.bytes().take(256).position(|b| b == b';');
        if let Some(known) = end.and_then(|end| sizes.get(after.get(..end)?)) {
            size = size.saturating_add(*known);
        }
    }
    size
}

/// Where the declarations at the beginning of a text end.
pub(super) fn end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut inside) = (0, false);
    let find = |from: usize, what: &[u8]| {
        let found = bytes.get(from..).and_then(|rest| memchr::memmem::find(rest, what));
        found.map_or(bytes.len(), |found| from + found + what.len())
    };
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'<' if bytes.get(at..).is_some_and(|rest| rest.starts_with(b"<!--")) => find(at, b"-->"),
            b'"' | b'\'' => find(at + 1, &[*byte]),
            b'>' if !inside => return at + 1,
            _ => {
                inside = (inside || *byte == b'[') && *byte != b']';
                at + 1
            }
        };
    }
    text.len()
}

/// Where a tag ends: `>` in a value does not end it.
pub(super) fn tag_end(tag: &[u8]) -> usize {
    let mut quote = None;
    for (at, byte) in tag.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'>') => return at + 1,
            (None, _) => {}
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::codes;

    fn code(text: &str) -> Option<&'static str> {
        match check(text) {
            Ok(()) => None,
            Err(Fault::Wrong { code, .. }) => Some(code),
            Err(Fault::Problem(_, problem)) => Some(problem.code),
            Err(Fault::Cancelled) => panic!("nobody cancelled"),
        }
    }

    #[test]
    fn entities_that_grow_or_stand_elsewhere_are_refused() {
        let usual = "<!DOCTYPE rdf:RDF [<!ENTITY xsd \"http://www.w3.org/2001/XMLSchema#\" >]><a b=\"&xsd;date\"/>";
        assert_eq!(code(usual), None);
        assert_eq!(code("<a>no & declarations</a>"), None);
        let declared = "<!DOCTYPE a [ <!-- it's ]> --> <!ENTITY e \"]>'\"> ]>";
        assert_eq!(end(&format!("{declared}<a/>")), declared.len());
        let mut bomb = "<!DOCTYPE a [<!ENTITY e0 \"haha\">".to_owned();
        for n in 1..12 {
            bomb.push_str(&format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10)));
        }
        bomb.push_str("]><a>&e11;</a>");
        assert_eq!(code(&bomb), Some(codes::TOO_LARGE));
        let many = format!("<!DOCTYPE a [<!ENTITY e \"{}\">]><a>{}</a>", "x".repeat(100_000), "&e;".repeat(1_000));
        assert_eq!(code(&many), Some(codes::TOO_LARGE), "a long one that is used often");
        assert_eq!(code("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a/>"), Some(codes::NOT_THE_FORMAT));
        assert_eq!(code("<!DOCTYPE a [<!ENTITY % p SYSTEM \"x\">]><a/>"), Some(codes::NOT_THE_FORMAT));
    }
}
