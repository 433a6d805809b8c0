//! What a server's answer is worth before anything of it is read: status, media type, size, UTF-8. Each fault is told with
//! what the server itself says of it. Nothing here opens a connection.

use super::super::address::Host;
use super::{MOST_BYTES, Request};
use crate::dossier::exchange::Failure;
use crate::problem::{Problem, codes, printable};

/// What a server answered, whatever it is.
pub(super) struct Got {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) bytes: Bytes,
}

impl Got {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// Longest words of a server that are shown, in characters.
const SHOWN: usize = 200;

/// The bytes of an answer, as far as they were read.
pub(super) struct Bytes {
    pub(super) bytes: Vec<u8>,
    /// There were more than are read.
    pub(super) over: bool,
}

/// The media type of an answer that can be read.
///
/// # Errors
/// That it is an error, a web page, or of another type.
pub(super) fn judge(host: &Host, request: &Request, got: &Got) -> Result<String, Failure> {
    let media = got.header("content-type").unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let told = |message: String, help: &str| Err(Problem::error(codes::NO_ANSWER, message).with_help(help).into());
    let words = first_words(&got.bytes.bytes);
    let said = if words.is_empty() { String::new() } else { format!(": {words}") };
    let status = got.status;
    match status {
        200..=299 => {}
        400 => {
            return told(format!("{host} rejected the query{said}"), "another profile may fit this endpoint better");
        }
        401 | 403 => {
            return told(
                format!("{host} needs a key, or rejected the one it got ({status}{said})"),
                "enter the key in the window under Languages, contact, key…, or use `chancery endpoint key`",
            );
        }
        404 | 410 => {
            return told(format!("{host} has nothing at this address ({status})"), "check the path of the address");
        }
        405 | 415 => {
            return told(
                format!("{host} does not take queries at this address ({status})"),
                "check the path of the address",
            );
        }
        408 | 504 => {
            return told(format!("{host} ran out of time ({status}{said})"), "ask for less, or try again later");
        }
        413 | 414 => {
            return told(format!("the query is too long for {host} ({status})"), "take fewer things at a time");
        }
        429 => return told(format!("{host} gets too many requests ({status}{said})"), "wait a minute"),
        500..=599 => return told(format!("{host} failed ({status}{said})"), "try again later"),
        _ => return told(format!("{host} gave an answer that was not expected ({status}{said})"), "check the address"),
    }
    if got.bytes.over {
        let message = format!("the answer from {host} is larger than {} MiB, the limit", MOST_BYTES >> 20);
        return Err(Problem::error(codes::TOO_LARGE, message).with_help("ask for less").into());
    }
    if media.contains("html") {
        let page = if words.is_empty() { "a web page".to_owned() } else { format!("a web page (“{words}”)") };
        return told(
            format!("{host} answered with {page} instead of data"),
            "the address of the service is often another one, such as …/sparql",
        );
    }
    let fits = match media.as_str() {
        "application/json" | "text/json" => true,
        "application/sparql-results+json" | "application/sparql-results+xml" | "application/xml" | "text/xml" => {
            request.query.is_some()
        }
        _ => false,
    };
    if !fits {
        let media = if media.is_empty() { "no type".to_owned() } else { format!("`{}`", printable(&media)) };
        return told(
            format!("{host} answered with {media}, which is not what was asked for"),
            "check the address and the profile",
        );
    }
    Ok(media)
}

/// Whether a problem is that the server has nothing at an address, as [`judge`] says it.
pub(crate) fn says_nothing_there(problem: &Problem) -> bool {
    problem.code == codes::NO_ANSWER && ["(404)", "(410)"].iter().any(|status| problem.message.ends_with(status))
}

/// The text of an answer.
///
/// # Errors
/// Bytes that are no UTF-8.
pub(super) fn text_of(host: &Host, bytes: Bytes) -> Result<String, Failure> {
    String::from_utf8(bytes.bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("the answer from {host} is not UTF-8 (at byte {at})");
        Problem::error(codes::NOT_UTF8, message)
            .with_help("nothing of it was taken; tell those who run the server")
            .into()
    })
}

/// The first words of a message, without tags; of a page its title.
fn first_words(bytes: &[u8]) -> String {
    let head = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
    let text = String::from_utf8_lossy(head);
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|from| {
        let from = from + lower.get(from..)?.find('>')? + 1;
        text.get(from..from + lower.get(from..)?.find("</title")?)
    });
    let source = title.unwrap_or(&text);
    let (mut plain, mut tag) = (String::new(), false);
    for c in source.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => {
                tag = false;
                plain.push(' ');
            }
            _ if tag => {}
            _ => plain.push(c),
        }
        if plain.len() > 8 * SHOWN {
            break;
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let words = words.join(" ");
    let cut: String = words.chars().take(SHOWN).collect();
    printable(if cut.len() < words.len() { format!("{cut}…") } else { cut }.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_title_and_an_error_by_its_first_words() {
        assert_eq!(first_words(b"<html><head><TITLE>Query &amp; Service</TITLE></head>x"), "Query &amp; Service");
        assert_eq!(first_words(b"<h1>Bad</h1>\n<p>Parse error at 'x'.</p>"), "Bad Parse error at 'x'");
        assert_eq!(first_words(&b"\xff\xfe".repeat(1 << 20)).chars().count(), SHOWN + 1);
        assert_eq!(first_words(b""), "");
    }
}
