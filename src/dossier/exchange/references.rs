//! Character references of HTML 4 (`&eacute;`, `&#233;`, `&#xe9;`), which Graphviz and programs that write GML use in
//! plain text. Knows no format.

use std::borrow::Cow;

/// Names of the characters 160 to 255, in order.
const LATIN: &str = "\
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde \
    Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc \
    Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml \
    aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc \
    otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// Other names, each with its character.
const OTHERS: &str = "\
    Alpha Α Beta Β Chi Χ Dagger ‡ Delta Δ Epsilon Ε Eta Η Gamma Γ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν OElig Œ \
    Omega Ω Omicron Ο Phi Φ Pi Π Prime ″ Psi Ψ Rho Ρ Scaron Š Sigma Σ Tau Τ Theta Θ Upsilon Υ Xi Ξ Yuml Ÿ \
    Zeta Ζ alefsym ℵ alpha α and ∧ ang ∠ asymp ≈ bdquo „ beta β bull • cap ∩ chi χ circ ˆ clubs ♣ cong ≅ \
    crarr ↵ cup ∪ dArr ⇓ dagger † darr ↓ delta δ diams ♦ empty ∅ emsp \u{2003} ensp \u{2002} epsilon ε \
    equiv ≡ eta η euro € exist ∃ fnof ƒ forall ∀ frasl ⁄ gamma γ ge ≥ hArr ⇔ harr ↔ hearts ♥ hellip … \
    image ℑ infin ∞ int ∫ iota ι isin ∈ kappa κ lArr ⇐ lambda λ lang 〈 larr ← lceil ⌈ ldquo “ le ≤ lfloor ⌊ \
    lowast ∗ loz ◊ lrm \u{200e} lsaquo ‹ lsquo ‘ mdash — minus − mu μ nabla ∇ ndash – ne ≠ ni ∋ notin ∉ \
    nsub ⊄ nu ν oelig œ oline ‾ omega ω omicron ο oplus ⊕ or ∨ otimes ⊗ part ∂ permil ‰ perp ⊥ phi φ pi π \
    piv ϖ prime ′ prod ∏ prop ∝ psi ψ rArr ⇒ radic √ rang 〉 rarr → rceil ⌉ rdquo ” real ℜ rfloor ⌋ rho ρ \
    rlm \u{200f} rsaquo › rsquo ’ sbquo ‚ scaron š sdot ⋅ sigma σ sigmaf ς sim ∼ spades ♠ sub ⊂ sube ⊆ sum ∑ \
    sup ⊃ supe ⊇ tau τ there4 ∴ theta θ thetasym ϑ thinsp \u{2009} tilde ˜ trade ™ uArr ⇑ uarr ↑ upsih ϒ \
    upsilon υ weierp ℘ xi ξ zeta ζ zwj \u{200d} zwnj \u{200c}";

/// A text with its references resolved; what is none is left as it stands.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('&') {
        out.push_str(before);
        // The longest name has eight letters.
        let end = from.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((character(from.get(..end)?)?, from.get(end + 1..)?))) {
            Some((known, after)) => {
                out.push(known);
                rest = after;
            }
            None => {
                out.push('&');
                rest = from;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character of a reference without `&` and `;`.
fn character(name: &str) -> Option<char> {
    if let Some(digits) = name.strip_prefix('#') {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok()?,
            None if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
            _ => return None,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => {}
    }
    if let Some(number) = LATIN.split(' ').position(|known| known == name) {
        return char::from_u32(160 + number as u32);
    }
    let mut words = OTHERS.split(' ');
    while let (Some(known), Some(character)) = (words.next(), words.next()) {
        if known == name {
            return character.chars().next();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_and_what_is_none_stays() {
        assert_eq!(
            plain("A &amp; B &#26085;&#x672C; &eacute;&yuml;&nbsp;&Alpha;&euro;&zwnj;"),
            "A & B 日本 éÿ\u{a0}Α€\u{200c}"
        );
        assert_eq!(plain("AT&T; &#0; &#; &#x110000; &nothing; R&D &"), "AT&T; &#0; &#; &#x110000; &nothing; R&D &");
        assert!(matches!(plain("none"), Cow::Borrowed(_)));
    }

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(LATIN.split(' ').count(), 96);
        assert_eq!(OTHERS.split(' ').count() % 2, 0);
        assert!(OTHERS.split(' ').skip(1).step_by(2).all(|c| c.chars().count() == 1));
    }
}
