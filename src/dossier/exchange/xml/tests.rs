//! Documents that are read and documents that are refused.

use super::*;

/// The document in short: tags with attributes, texts.
fn told(text: &str) -> Result<String, Fault> {
    let mut xml = Xml::new(text);
    let mut out = String::new();
    loop {
        match xml.next()? {
            Piece::Open(tag) => {
                out += &format!("<{}", tag.name);
                for (name, raw) in tag.attributes() {
                    out += &format!(" {name}={:?}", xml.value(raw)?);
                }
                out.push('>');
            }
            Piece::Text(text) => out += &text,
            Piece::Close => out += "</>",
            Piece::End => return Ok(out),
        }
    }
}

#[test]
fn text_attributes_and_references_are_read() {
    let text = "<?xml version='1.0'?><!-- <x> --><p:a b = 'c &quot;d&#x41;' e:f=\"1\n2\">x &amp; <![CDATA[<y>&amp;]]>\r\n<g/>&#66;</p:a>\n";
    assert_eq!(told(text).unwrap(), "<a b=\"c \\\"dA\" e:f=\"1 2\">x & <y>&amp;\n<g></>B</>");
}

#[test]
fn entities_of_the_file_are_resolved_within_limits() {
    let head = "<!DOCTYPE a SYSTEM 'x.dtd' [<!-- <!ENTITY o 'no'> --><!ENTITY o \"Office > &#88;\"><!ENTITY p '&o;, &o;'><!ENTITY o 'later'>]>";
    assert_eq!(told(&format!("{head}<a b='&o;'>&p;</a>")).unwrap(), "<a b=\"Office > X\">Office > X, Office > X</>");
    let mut bomb = String::from("<!DOCTYPE a [<!ENTITY e0 'ten bytes.'>");
    for n in 1..15 {
        bomb += &format!("<!ENTITY e{n} '{}'>", format!("&e{};", n - 1).repeat(10));
    }
    assert!(told(&format!("{bomb}]><a>&e14;</a>")).is_err());
    assert!(told("<!DOCTYPE a [<!ENTITY e '&e;'>]><a>&e;</a>").is_err());
    for refused in ["<!ENTITY e SYSTEM 'file:///etc/passwd'>", "<!ENTITY % e 'x'>", "<!ENTITY f PUBLIC 'a' 'b'>"] {
        assert!(told(&format!("<!DOCTYPE a [{refused}]><a/>")).is_err(), "{refused}");
    }
    assert!(told("<a>&nbsp;</a>").is_err() && told("<a b='&'/>").is_err() && told("<a b='&x'/>").is_err());
}

#[test]
fn what_is_open_at_the_end_is_told() {
    for cut in [
        "<a>\n <b",
        "<a>\n <b>",
        "<a>\n <b/>",
        "<a><!-- ",
        "<a><![CDATA[x",
        "<a b='",
        "<a",
        "<?xml",
        "",
        "<!DOCTYPE a [",
        "<a>&am",
    ] {
        assert!(told(cut).is_err(), "{cut}");
    }
    let Fault::Wrong { at: 5, message, .. } = told("<a>\n <b>").unwrap_err() else { panic!() };
    assert!(message.contains("<b>"));
    for wrong in
        ["<a></b>", "<a/><b/>", "<a/>x", "x<a/>", "<a b/>", "<a b=c/>", "<a b='x' c/>", "< a/>", "</a>", "<a b='<'/>"]
    {
        assert!(told(wrong).is_err(), "{wrong}");
    }
    let deep = "<a>".repeat(300) + &"</a>".repeat(300);
    assert!(told(&deep).is_err());
}

#[test]
fn entities_that_are_empty_are_counted() {
    let mut bomb = String::from("<!DOCTYPE a [<!ENTITY e0 ''>");
    for n in 1..5 {
        bomb += &format!("<!ENTITY e{n} '{}'>", format!("&e{};", n - 1).repeat(200));
    }
    let start = std::time::Instant::now();
    let Err(Fault::Problem(_, problem)) = told(&format!("{bomb}]><a>&e4;</a>")) else { panic!() };
    assert_eq!(problem.code, crate::problem::codes::TOO_LARGE);
    assert!(start.elapsed().as_millis() < 2_000);
}

#[test]
fn text_among_elements_is_refused_with_its_place() {
    for (text, expected) in [
        ("<a> \r\n\u{a0}&#32;<b/></a>", None),
        ("<a> \r\n  node id='b'/> </a>", Some((8, "`node id='b'/>`"))),
        ("<a>é&amp;</a>", Some((3, "`é`"))),
        ("<a>\n&lt;x</a>", Some((4, "`<`"))),
        ("<a><b/>\n<![CDATA[ two\nlines ]]></a>", Some((8, "`two`"))),
    ] {
        let mut xml = Xml::new(text);
        let found = loop {
            match xml.next().unwrap() {
                Piece::Text(text) => match xml.refuse_text(&text) {
                    Ok(()) => {}
                    Err(Fault::Wrong { at, message, .. }) => break Some((at, message)),
                    Err(_) => panic!("{text}"),
                },
                Piece::End => break None,
                Piece::Open(_) | Piece::Close => {}
            }
        };
        assert_eq!(found.as_ref().map(|(at, _)| *at), expected.map(|(at, _)| at), "{text}");
        assert!(found.iter().all(|(_, message)| message.contains(expected.unwrap_or_default().1)), "{found:?}");
    }
}

#[test]
fn an_attribute_stands_once() {
    let many: String = (0..20).map(|n| format!(" a{n}='1'")).collect();
    for (text, twice) in [
        ("<a b='1' c='2' b:b='3'/>".to_owned(), None),
        ("<a b='1' c='2' b='1'/>".to_owned(), Some("`b`")),
        (format!("<a{many}/>"), None),
        (format!("<a{many} a7='2'/>"), Some("`a7`")),
    ] {
        let problem = match Xml::new(&text).next() {
            Ok(_) => None,
            Err(Fault::Wrong { message, .. }) => Some(message),
            Err(_) => panic!("{text}"),
        };
        assert_eq!(problem.is_some(), twice.is_some(), "{text}");
        assert!(problem.iter().all(|message| message.contains(twice.unwrap_or_default())), "{problem:?}");
    }
}
