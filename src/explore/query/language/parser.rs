//! From tokens to a query. Any text gives one: what cannot be understood is told as a fault and left out, and the rest
//! stands. How the tests with values are read is told in `conditions`; nothing here knows a dossier.

use std::ops::Range;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::domain::Domain;
use super::fault::{Fault, Faults, Mend};
use super::lexer::{Sort, Token, tokens};
use super::syntax::{Expr, Query, Test, Wanted};
use super::values::{At, Written};

/// Longest text that is read, in bytes.
pub const MOST_BYTES: usize = 4096;
/// How deep brackets and negations may lie in each other.
const MOST_DEPTH: usize = 64;

/// A text that was read: what it asks, as far as it could be understood, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What is asked.
    pub query: Query,
    /// What is wrong, in the order of the text; empty where all was understood.
    pub faults: Vec<Fault>,
}

/// Reads a query. Never fails: see [`Parsed::faults`].
///
/// ```
/// use chancery::explore::query::language::parse;
/// let parsed = parse("from:japan NOT status:actual");
/// assert_eq!(parsed.query.to_string(), "from:japan -status:actual");
/// assert!(parsed.faults.is_empty());
/// let parsed = parse("from:japan statsu:actual");
/// assert_eq!(parsed.faults[0].span, 11..17);
/// ```
pub fn parse(text: &str) -> Parsed {
    let mut faults = Faults::default();
    let mut read = text;
    if text.len() > MOST_BYTES {
        let end = (0..=MOST_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        read = &text[..end];
        faults.add(
            end..text.len(),
            format!("the query is too long: the limit is {MOST_BYTES} bytes"),
            Mend::advice("shorten it"),
        );
    }
    let mut parser = Parser { text: read, tokens: tokens(read), at: 0, depth: 0, faults };
    let query = parser.query();
    let mut faults = parser.faults.list;
    faults.sort_by_key(|fault| fault.span.start);
    Parsed { query, faults }
}

/// A condition that was read, what it speaks of, and where it stands.
pub(super) struct Part {
    pub(super) expr: Expr,
    pub(super) domain: Domain,
    pub(super) span: Range<usize>,
}

/// A place among the tokens.
pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    tokens: Vec<Token>,
    pub(super) at: usize,
    depth: usize,
    pub(super) faults: Faults,
}

impl Parser<'_> {
    fn query(&mut self) -> Query {
        let wanted = Wanted::WORDS.iter().find(|(word, _)| self.is_keyword(word));
        let start = self.here();
        if wanted.is_some() {
            self.at += 1;
        }
        let wanted = wanted.map(|(_, wanted)| *wanted).unwrap_or_default();
        let part = self.whole();
        let Some(part) = part else { return Query { wanted, condition: None } };
        if part.domain.meets(wanted.domain()) {
            return Query { wanted, condition: Some(part.expr) };
        }
        let (asked, spoken) = (wanted.domain().words(), part.domain.words());
        self.faults.add(start, format!("this asks for {asked}, but the rest is about {spoken}"), Mend::put(spoken));
        Query { wanted: Wanted::All, condition: Some(part.expr) }
    }

    /// Everything, over closing brackets that nothing opened.
    fn whole(&mut self) -> Option<Part> {
        let mut parts = Vec::new();
        loop {
            parts.extend(self.either(Domain::RECORDS));
            let Some(token) = self.peek() else { break };
            let span = token.span.clone();
            self.faults.add(span, "there is no opening bracket for this one", Mend::advice("remove it"));
            self.at += 1;
        }
        self.all_of(parts)
    }

    /// Parts with `OR` between.
    pub(super) fn either(&mut self, mode: Domain) -> Option<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut or: Option<Range<usize>> = None;
        loop {
            let before = self.at;
            let part = self.each(mode);
            if self.at == before
                && let Some(or) = or.take().or_else(|| self.is_or().then(|| self.here()))
            {
                self.faults.add(
                    or,
                    "`OR` needs a condition on both sides",
                    Mend::advice("add one, or put \"OR\" in quotes"),
                );
            }
            parts.extend(part);
            if !self.is_or() {
                break;
            }
            or = Some(self.here());
            self.at += 1;
        }
        let span = spanned(&parts)?;
        let domain = parts.iter().fold(Domain::NONE, |all, part| all | part.domain);
        let mut exprs: Vec<Expr> = parts.into_iter().map(|part| part.expr).collect();
        let expr = if exprs.len() == 1 { exprs.pop()? } else { Expr::Or(exprs) };
        Some(Part { expr, domain, span })
    }

    /// Parts that follow each other: all of them must hold.
    fn each(&mut self, mode: Domain) -> Option<Part> {
        let mut parts = Vec::new();
        while let Some(token) = self.peek() {
            if token.sort == Sort::Close || self.is_or() {
                break;
            }
            if self.is_keyword("AND") {
                self.at += 1;
                continue;
            }
            parts.extend(self.not(mode));
        }
        self.all_of(parts)
    }

    /// The parts that speak of the same; others are told and left out.
    fn all_of(&mut self, parts: Vec<Part>) -> Option<Part> {
        let span = spanned(&parts)?;
        let mut exprs = Vec::new();
        let mut domain: Option<Domain> = None;
        for part in parts {
            match domain {
                Some(before) if !before.meets(part.domain) => self.clash(before, &part),
                _ => {
                    domain = Some(domain.map_or(part.domain, |before| before & part.domain));
                    exprs.push(part.expr);
                }
            }
        }
        let expr = if exprs.len() == 1 { exprs.pop()? } else { Expr::And(exprs) };
        Some(Part { expr, domain: domain?, span })
    }

    fn clash(&mut self, before: Domain, part: &Part) {
        if !self.faults.has_room() {
            return;
        }
        let text = &self.text[part.span.clone()];
        let (said, spoken) = (before.words(), part.domain.words());
        let scope = if before == Domain::ENTITIES { "has" } else { "ends" };
        let message = format!("this is about {spoken}, but the part before it is about {said}; no record is both");
        self.faults.add(part.span.clone(), message, Mend::put(format!("{scope}:({text})")));
    }

    /// A part, or one that is denied.
    fn not(&mut self, mode: Domain) -> Option<Part> {
        let start = self.here();
        let is_minus = self.peek().is_some_and(|token| token.sort == Sort::Minus);
        if !is_minus && !self.is_keyword("NOT") {
            return self.atom(mode);
        }
        self.at += 1;
        let follows =
            self.peek().is_some_and(|next| (next.glued || !is_minus) && next.sort != Sort::Close) && !self.is_or();
        if !follows {
            let mend = Mend::advice("put it directly before what is left out, as in -kind:state");
            self.faults.add(start, "nothing to exclude after it", mend);
            return None;
        }
        let part = self.deeper(|parser| parser.not(mode))?;
        Some(Part { expr: Expr::Not(Box::new(part.expr)), domain: part.domain, span: start.start..part.span.end })
    }

    /// Reads something one level deeper; past the deepest level it is left out.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Option<Part>) -> Option<Part> {
        if self.depth == MOST_DEPTH {
            let message = format!("brackets are more than {MOST_DEPTH} deep");
            self.faults.add(self.here(), message, Mend::advice("remove some of them"));
            self.skip();
            return None;
        }
        self.depth += 1;
        let part = read(self);
        self.depth -= 1;
        part
    }

    /// Past what is not read: to the bracket that closes this level.
    fn skip(&mut self) {
        let mut open = 0_usize;
        while let Some(token) = self.peek() {
            match token.sort {
                Sort::Open => open += 1,
                Sort::Close if open == 0 => return,
                Sort::Close => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }

    fn atom(&mut self, mode: Domain) -> Option<Part> {
        let token = self.peek()?.clone();
        match token.sort {
            Sort::Open => self.brackets(mode),
            Sort::Quoted(..) => {
                let written = self.value()?;
                self.words(written, mode)
            }
            Sort::Word(word) if self.sign_follows(&word) => self.test(&word, mode),
            Sort::Word(_) | Sort::Colon | Sort::Comma | Sort::Order(_) | Sort::Range => {
                let written = self.run();
                self.words(written, mode)
            }
            // Whoever calls has looked for these.
            Sort::Minus | Sort::Close | Sort::Or => {
                self.at += 1;
                None
            }
        }
    }

    /// A question in brackets; brackets that stay open close at the end.
    pub(super) fn brackets(&mut self, mode: Domain) -> Option<Part> {
        let open = self.here();
        self.at += 1;
        let part = self.deeper(|parser| parser.either(mode));
        let end = if self.peek().is_some_and(|token| token.sort == Sort::Close) {
            let end = self.here().end;
            self.at += 1;
            end
        } else {
            self.faults.add(open.clone(), "this bracket is not closed", Mend::advice("add ) where it ends"));
            self.text.len()
        };
        match part {
            Some(part) => Some(Part { span: open.start..end, ..part }),
            None => {
                if self.faults.list.iter().all(|fault| fault.span.end <= open.start || fault.span.start >= end) {
                    self.faults.add(open.start..end, "these brackets are empty", Mend::advice("remove them"));
                }
                None
            }
        }
    }

    /// Words to be found in what is written.
    pub(super) fn words(&mut self, written: Written, mode: Domain) -> Option<Part> {
        let span = written.at.0.clone();
        let is_sign = |c: char| c.general_category_group() == GeneralCategoryGroup::Punctuation || c.is_whitespace();
        if written.text.chars().all(is_sign) {
            self.faults.add(
                span,
                "this has no letters or digits to search for",
                Mend::advice("write a word, or remove it"),
            );
            return None;
        }
        Some(Part { expr: Expr::Test(Test::Words(written)), domain: mode, span })
    }

    // --- Tokens.

    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    /// Where the next token stands, or the text ends.
    pub(super) fn here(&self) -> Range<usize> {
        self.peek().map_or(self.text.len()..self.text.len(), |token| token.span.clone())
    }

    /// Where the token before the next ends.
    pub(super) fn behind(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.span.end)
    }

    /// Whether the token so many places on follows directly.
    pub(super) fn glued_at(&self, on: usize) -> bool {
        self.tokens.get(self.at + on).is_some_and(|token| token.glued)
    }

    pub(super) fn sort_at(&self, on: usize) -> Option<&Sort> {
        self.tokens.get(self.at + on).map(|token| &token.sort)
    }

    /// The next token, if it follows the last directly.
    pub(super) fn glued(&self) -> Option<&Sort> {
        self.peek().filter(|token| token.glued).map(|token| &token.sort)
    }

    /// Whether the next token is this word, and no name of a field.
    pub(super) fn is_keyword(&self, word: &str) -> bool {
        let names = self.glued_at(1) && matches!(self.sort_at(1), Some(Sort::Colon | Sort::Order(_)));
        !names && matches!(self.sort_at(0), Some(Sort::Word(is)) if is == word)
    }

    fn is_or(&self) -> bool {
        self.sort_at(0) == Some(&Sort::Or) || self.is_keyword("OR")
    }

    /// Whether a word is followed by what makes a test of it.
    fn sign_follows(&self, word: &str) -> bool {
        let is_sign = |on| self.glued_at(on) && matches!(self.sort_at(on), Some(Sort::Colon | Sort::Order(_)));
        is_sign(1)
            || (word == super::syntax::OWN
                && matches!(self.sort_at(1), Some(Sort::Quoted(..)))
                && self.glued_at(1)
                && is_sign(2))
    }

    /// A bare word with all signs that are glued to it.
    pub(super) fn run(&mut self) -> Written {
        let start = self.here().start;
        self.at += 1;
        while let Some(Sort::Word(_) | Sort::Colon | Sort::Comma | Sort::Order(_) | Sort::Range) = self.glued() {
            self.at += 1;
        }
        self.bare(start..self.behind())
    }

    /// A bare text; a star at its end says that it only begins so.
    pub(super) fn bare(&self, span: Range<usize>) -> Written {
        let text = &self.text[span.clone()];
        let (text, begins) = match text.strip_suffix('*') {
            Some(text) if !text.is_empty() => (text, true),
            _ => (text, false),
        };
        Written { text: text.to_owned(), begins, at: At(span) }
    }

    /// A value: a text in quotes, or a bare one up to a comma or two dots.
    pub(super) fn value(&mut self) -> Option<Written> {
        let token = self.peek()?.clone();
        match token.sort {
            Sort::Quoted(text, closed) => {
                self.at += 1;
                if !closed {
                    self.faults.add(
                        token.span.start..token.span.start + 1,
                        "this quote is not closed",
                        Mend::advice("add \" where it ends"),
                    );
                }
                let (begins, end) = self.star();
                Some(Written { text, begins, at: At(token.span.start..end) })
            }
            Sort::Word(_) => {
                self.at += 1;
                while let Some(Sort::Word(_) | Sort::Colon | Sort::Order(_)) = self.glued() {
                    self.at += 1;
                }
                Some(self.bare(token.span.start..self.behind()))
            }
            _ => None,
        }
    }
}

impl Parser<'_> {
    /// Takes a star directly after a text in quotes, also where steps follow it as in `near:"a b"*/2`. Says whether there was
    /// one, and where it ends.
    fn star(&mut self) -> (bool, usize) {
        let end = self.behind();
        let rest = match self.glued() {
            Some(Sort::Word(word)) => word.strip_prefix('*').filter(|rest| rest.is_empty() || rest.starts_with('/')),
            _ => None,
        };
        match rest.map(str::to_owned) {
            None => return (false, end),
            Some(rest) if rest.is_empty() => self.at += 1,
            Some(rest) => {
                let token = &mut self.tokens[self.at];
                (token.sort, token.span.start) = (Sort::Word(rest), end + 1);
            }
        }
        (true, end + 1)
    }
}

fn spanned(parts: &[Part]) -> Option<Range<usize>> {
    Some(parts.first()?.span.start..parts.last()?.span.end)
}
