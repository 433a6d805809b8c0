//! Addresses of services: http and https alone, without names or passwords in them, and which host they lead to. Nothing
//! here opens a connection.

use std::fmt;

use oxiri::Iri;

use crate::problem::{Problem, codes, printable};

/// Longest address that is taken, in bytes.
const LONGEST: usize = 2_048;

/// An address that begins with `http://` or `https://`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Address(Iri<String>);

/// A host as a person is asked about it: its name in lower case, and its port where that is not the usual one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Host(String);

impl Host {
    /// Its text.
    #[cfg_attr(not(feature = "window"), allow(dead_code, reason = "only the window keeps hosts"))]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is this computer.
    pub(crate) fn is_this_computer(&self) -> bool {
        let name = match self.0.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => self.0.split(':').next().unwrap_or_default(),
        };
        let address = name.parse::<std::net::IpAddr>();
        name == "localhost" || name.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(&self.0))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(self.0.as_str()))
    }
}

impl Address {
    /// Reads an address. One without `http://` or `https://` is taken as `https://`.
    ///
    /// # Errors
    /// What is wrong with it, and how to mend it.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let wrong = |why: &str, help: &str| {
            let shown: String = printable(text).chars().take(200).collect();
            Err(Problem::error(codes::BAD_VALUE, format!("`{shown}` is not an address of a service: {why}"))
                .with_help(help))
        };
        const LIKE: &str = "write it like https://example.org/sparql";
        if text.is_empty() || text.len() > LONGEST {
            return wrong(if text.is_empty() { "it is empty" } else { "it is too long" }, LIKE);
        }
        let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let Ok(iri) = Iri::parse(whole) else { return wrong("it has characters that addresses do not have", LIKE) };
        if !matches!(iri.scheme().to_ascii_lowercase().as_str(), "http" | "https") {
            return wrong("only http and https are used", LIKE);
        }
        let authority = iri.authority().unwrap_or_default();
        if authority.contains('@') {
            return wrong(
                "it has a name or a password in it",
                "remove the name or password and the @; save a key with `chancery endpoint key`",
            );
        }
        let name_end = authority.rfind(']').map_or(0, |end| end + 1);
        let (_, port) = authority.get(name_end..).and_then(|rest| rest.split_once(':')).unwrap_or(("", ""));
        if authority.trim_start_matches(':').is_empty() || authority.starts_with(':') {
            return wrong("it has no host", LIKE);
        }
        if !port.is_empty() && port.parse::<u16>().is_err() {
            return wrong("its port is not a number from 0 to 65535", LIKE);
        }
        if !iri.as_str().is_ascii() {
            return wrong("it has letters beyond ASCII", "write them as your browser copies them, with % or xn--");
        }
        Ok(Address(iri))
    }

    /// Its text.
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether what is sent there is encrypted.
    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme().eq_ignore_ascii_case("https")
    }

    /// The host that it leads to.
    pub(crate) fn host(&self) -> Host {
        let authority = self.0.authority().unwrap_or_default().to_ascii_lowercase();
        let usual = if self.is_https() { ":443" } else { ":80" };
        let name = authority.strip_suffix(usual).unwrap_or(&authority);
        Host(name.trim_end_matches(':').to_owned())
    }

    /// Where a server sends on from here.
    ///
    /// # Errors
    /// That it leads to another host, to what is not the web, or from an encrypted connection to one that is not.
    pub(crate) fn redirected(&self, location: &str) -> Result<Self, Problem> {
        let refused = |why: String| {
            let message = format!("{} redirects {why}; the redirect was not followed", self.host());
            Problem::error(codes::NO_ANSWER, message)
                .with_help("if that is right, add the other address as an endpoint")
        };
        let shown: String = printable(location).chars().take(200).collect();
        let resolved =
            self.0.resolve(location.trim()).map_err(|_| refused(format!("to `{shown}`, which is not an address")))?;
        let scheme = resolved.scheme().to_ascii_lowercase();
        let to = Address::parse(resolved.as_str()).map_err(|_| refused(format!("to `{shown}` ({scheme}:)")))?;
        if to.host() != self.host() {
            return Err(refused(format!("to another host, {}", to.host())));
        }
        if self.is_https() && !to.is_https() {
            return Err(refused("to an address without encryption".to_owned()));
        }
        Ok(to)
    }

    /// A place below it: parts of a path, escaped. What is asked of it goes.
    pub(crate) fn at(&self, path: &[&str]) -> Self {
        let base = self.0.as_str().split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let parts: String = path.iter().map(|part| format!("/{}", escaped(part).replace('+', "%20"))).collect();
        Iri::parse(format!("{base}{parts}")).map_or_else(|_| self.clone(), Address)
    }

    /// The same without an end of its path, if it has that.
    pub(crate) fn without_end(&self, end: &str) -> Self {
        let base = self.0.as_str().split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let bare = base.strip_suffix(end).unwrap_or(base);
        Iri::parse(bare.to_owned()).map_or_else(|_| self.clone(), Address)
    }

    /// The same with a query behind it: names and values, escaped.
    pub(crate) fn with_query(&self, values: &[(&str, &str)]) -> Self {
        let base = self.0.as_str().split('#').next().unwrap_or_default();
        let between = if base.contains('?') { '&' } else { '?' };
        let text = format!("{base}{between}{}", form(values));
        Iri::parse(text).map_or_else(|_| self.clone(), Address)
    }
}

/// Names and values as a form sends them (`application/x-www-form-urlencoded`).
pub(crate) fn form(values: &[(&str, &str)]) -> String {
    let pairs: Vec<String> =
        values.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    pairs.join("&")
}

fn escaped(text: &str) -> String {
    use fmt::Write as _;
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => out.push(byte as char),
            b' ' => out.push('+'),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_the_web_and_names_a_host() {
        for (text, host) in [
            ("https://Query.Example.org/sparql", "query.example.org"),
            ("query.example.org:443/sparql", "query.example.org"),
            ("http://127.0.0.1:7878/query", "127.0.0.1:7878"),
            ("http://[::1]:80/query", "[::1]"),
            (" example.org ", "example.org"),
        ] {
            assert_eq!(Address::parse(text).unwrap().host().as_str(), host, "{text}");
        }
        for text in [
            "",
            "file:///etc/passwd",
            "ftp://a.org/",
            "https://",
            "https://:80/",
            "https://me:secret@a.org/",
            "https://a.org:99999/",
            "https://a b/",
            "javascript://a/",
            "https://日本.example/",
        ] {
            let problem = Address::parse(text).unwrap_err();
            assert!(problem.help.is_some(), "{text}: {problem:?}");
        }
        let here = |text: &str| Address::parse(text).unwrap().host().is_this_computer();
        assert!(here("http://localhost:1/") && here("http://127.3.2.1/") && here("http://[::1]:9/"));
        assert!(!here("http://localhost.example.org/") && !here("http://10.0.0.1/"));
    }

    #[test]
    fn one_is_sent_on_only_within_the_host() {
        let from = Address::parse("https://a.org/x/sparql?b=c").unwrap();
        assert_eq!(from.redirected("../sparql/").unwrap().as_str(), "https://a.org/sparql/");
        for (to, why) in [
            ("https://b.org/sparql", "another host, b.org"),
            ("//b.org/", "another host"),
            ("http://a.org/", "without encryption"),
            ("file:///etc/passwd", "file:"),
            ("https://a.org:8443/", "another host"),
            ("http://[", "not an address"),
        ] {
            let problem = from.redirected(to).unwrap_err();
            assert!(problem.message.contains(why), "{to}: {}", problem.message);
        }
        let plain = Address::parse("http://a.org/").unwrap();
        assert!(plain.redirected("https://a.org/").is_ok(), "to encryption");
    }

    #[test]
    fn what_is_sent_is_escaped() {
        assert_eq!(form(&[("query", "a b&c=\"日\"+\n")]), "query=a+b%26c%3D%22%E6%97%A5%22%2B%0A");
        let service = Address::parse("https://a.org/api/2/?x=1").unwrap();
        assert_eq!(service.at(&["entities", "a/b c?d"]).as_str(), "https://a.org/api/2/entities/a%2Fb%20c%3Fd");
        assert_eq!(service.without_end("/api/2").as_str(), "https://a.org");
        let base = Address::parse("https://a.org/w/api.php?x=1").unwrap();
        assert_eq!(base.with_query(&[("search", "a/b#c")]).as_str(), "https://a.org/w/api.php?x=1&search=a%2Fb%23c");
    }
}
