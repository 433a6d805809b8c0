//! What stands between two brackets, cut into pieces without a gap: each item with the blanks and
//! comments that lead up to it and the comma and comment that trail it. Items are put in and taken
//! out by the rules of a careful hand: a new one does as its neighbours do, one that goes takes
//! along the comments that belong to it and no other.

use super::lexer::{TokenKind, is_blank, lex};
use super::syntax::SyntaxErrors;

/// An item with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Blanks and comments before it, from where the item before it ends.
    pub(crate) lead: String,
    /// The item itself.
    pub(crate) body: String,
    /// Its comma, if it has one, and the comment at the end of its line.
    pub(crate) trail: String,
}

impl Piece {
    /// Whether it begins a line.
    pub(crate) fn begins_line(&self) -> bool {
        own_lead(&self.lead).contains('\n')
    }

    /// Whether nothing may follow in its line.
    pub(crate) fn ends_line(&self) -> bool {
        ends_with_line_comment(&self.trail)
    }

    fn has_comma(&self) -> bool {
        comma_of(&self.trail).is_some()
    }

    /// Whether it stands below what comes before it.
    pub(crate) fn stands_below(&self) -> bool {
        leading_breaks(&self.lead) > 0
    }
}

/// The pieces between two brackets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pieces {
    /// The opening bracket and the word before it.
    pub open: String,
    pub(crate) items: Vec<Piece>,
    /// What stands between the last item and the closing bracket.
    pub(crate) tail: String,
    /// The closing bracket.
    pub(crate) close: String,
}

/// How a new item is set where its neighbours do not show it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Habit<'a> {
    /// Line break of the file.
    pub(crate) newline: &'a str,
    /// Indentation of items that begin lines.
    pub(crate) indent: &'a str,
    /// Indentation of the closing bracket.
    pub(crate) outer: &'a str,
    /// A first item begins a line.
    pub(crate) block: bool,
}

impl Pieces {
    /// Cuts a bracketed text. `open` and `close` are where the bracket's inside begins and ends,
    /// `items` the bytes of the items.
    pub(crate) fn cut(
        text: &str,
        start: usize,
        open: usize,
        close: usize,
        end: usize,
        items: &[(usize, usize)],
    ) -> Pieces {
        let mut pieces = Pieces { open: text[start..open].to_owned(), ..Pieces::default() };
        let mut at = open;
        for (from, to) in items {
            let trail = trail_end(text, *to, close);
            pieces.items.push(Piece {
                lead: text[at..*from].to_owned(),
                body: text[*from..*to].to_owned(),
                trail: text[*to..trail].to_owned(),
            });
            at = trail;
        }
        text[at..close].clone_into(&mut pieces.tail);
        text[close..end].clone_into(&mut pieces.close);
        pieces
    }

    /// The text again.
    pub(crate) fn join(&self) -> String {
        let items = self.items.iter().map(|piece| piece.lead.len() + piece.body.len() + piece.trail.len());
        let frame = self.open.len() + self.tail.len() + self.close.len();
        let mut out = String::with_capacity(frame + items.sum::<usize>());
        out.push_str(&self.open);
        for piece in &self.items {
            out.push_str(&piece.lead);
            out.push_str(&piece.body);
            out.push_str(&piece.trail);
        }
        out.push_str(&self.tail);
        out.push_str(&self.close);
        out
    }

    /// Puts an item in before number `at`.
    pub(crate) fn insert(&mut self, at: usize, body: String, habit: Habit<'_>) {
        let before = at.checked_sub(1).map(|n| &self.items[n]);
        let new = new_piece(before, self.items.first(), self.items.get(at), &mut self.tail, body, habit);
        if at == self.items.len()
            && let Some(last) = self.items.last_mut()
        {
            give_comma(&mut last.trail);
        }
        if at == 0
            && let Some(first) = self.items.first()
        {
            let lead = lead_of_second(first, self.items.get(1));
            self.items[0].lead = lead;
        }
        self.items.insert(at, new);
    }

    /// Takes item number `at` out, with its comments.
    pub(crate) fn remove(&mut self, at: usize) {
        let gone = self.items.remove(at);
        let last = at == self.items.len();
        if last && !gone.has_comma() && at > 0 {
            drop_comma(&mut self.items[at - 1].trail);
        }
        let before_ends_line = at.checked_sub(1).is_some_and(|n| self.items[n].ends_line());
        let next = match self.items.get_mut(at) {
            Some(next) => &mut next.lead,
            None => &mut self.tail,
        };
        *next = closed_up(&gone.lead, next, last, at == 0, before_ends_line);
    }
}

/// A new item between two others, in their manner.
pub(crate) fn new_piece(
    before: Option<&Piece>,
    first: Option<&Piece>,
    after: Option<&Piece>,
    tail: &mut String,
    body: String,
    habit: Habit<'_>,
) -> Piece {
    let own_line = || format!("{}{}", habit.newline, habit.indent);
    let mut lead = match (before, after) {
        (None, None) => {
            let lead = first_lead(tail, habit);
            let trail = if habit.block { ",".to_owned() } else { String::new() };
            return Piece { lead, body, trail };
        }
        (None, Some(after)) => {
            let own = comments_of_own_line(&after.lead);
            after.lead[..after.lead.len() - own.len()].to_owned()
                + if own.is_empty() || !after.begins_line() { "" } else { &own[..indent_start(&own)] }
        }
        (Some(before), _) if before.begins_line() => line_break(&before.lead),
        (Some(before), after) => {
            let is_first = first.is_some_and(|f| std::ptr::eq(f, before));
            match after {
                Some(after) if is_first && after.begins_line() => line_break(&after.lead),
                _ => " ".to_owned(),
            }
        }
    };
    if before.is_some_and(Piece::ends_line) && !lead.contains('\n') {
        lead = own_line();
    }
    let comma = match after {
        Some(_) => true,
        None => before.is_some_and(Piece::has_comma) || !is_trivia(tail),
    };
    Piece { lead, body, trail: if comma { ",".to_owned() } else { String::new() } }
}

/// The lead of the item that was first once another has come before it.
pub(crate) fn lead_of_second(first: &Piece, second: Option<&Piece>) -> String {
    let own = comments_of_own_line(&first.lead);
    if !own.is_empty() {
        return own;
    }
    let model = second.unwrap_or(first);
    if model.begins_line() { line_break(&model.lead) } else { " ".to_owned() }
}

/// Where a first item goes; what stood between the brackets stays before it.
fn first_lead(tail: &mut String, habit: Habit<'_>) -> String {
    let mut inside = std::mem::take(tail);
    // What was not read stands there too, perhaps without a comma.
    let tokens = lex(&inside, &mut SyntaxErrors::default());
    if let Some(foreign) = tokens.iter().rfind(|t| !t.kind.is_trivia()).filter(|t| t.kind != TokenKind::Comma) {
        inside.insert(foreign.end as usize, ',');
    }
    let kept = inside.trim_end_matches(is_blank);
    if habit.block || ends_with_line_comment(kept) {
        *tail = format!("{}{}", habit.newline, habit.outer);
        return format!("{kept}{}{}", habit.newline, habit.indent);
    }
    if kept.is_empty() { String::new() } else { format!("{kept} ") }
}

/// What follows an item that is gone: its own lead is `lead`, that of what follows `next`.
pub(crate) fn closed_up(lead: &str, next: &str, next_is_tail: bool, first: bool, before_ends_line: bool) -> String {
    if !next_is_tail && !leading_trivia(next).contains('\n') {
        // The rest of the line stays, and so does all above it.
        return format!("{}{}", up_to_line_start(lead), next.trim_start_matches(is_blank));
    }
    let kept = kept_of_lead(lead, next, next_is_tail, first);
    let broken = next.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']);
    if (ends_with_line_comment(&kept) || (kept.is_empty() && before_ends_line)) && !broken {
        let indent = lead.rsplit('\n').next().filter(|i| i.chars().all(is_blank)).unwrap_or("");
        return format!("{kept}\n{indent}{next}");
    }
    kept + next
}

/// The blanks and comments directly before an item: all of its lead, unless something stands there
/// that was not read.
fn own_lead(lead: &str) -> &str {
    if lead.chars().all(is_blank) {
        return lead;
    }
    let tokens = lex(lead, &mut SyntaxErrors::default());
    let foreign = tokens.iter().rfind(|t| !t.kind.is_trivia());
    foreign.map_or(lead, |t| &lead[t.end as usize..])
}

/// The blanks and comments at the beginning of a lead.
fn leading_trivia(lead: &str) -> &str {
    &lead[..skip_trivia(lead, 0)]
}

/// A lead without the comments in the item's own line.
fn up_to_line_start(lead: &str) -> &str {
    let own = own_lead(lead);
    let before = lead.len() - own.len();
    let tokens = lex(own, &mut SyntaxErrors::default());
    let slice = |n: usize| &own[tokens[n].start as usize..tokens[n].end as usize];
    let is_blank = |n: &usize| tokens[*n].kind == TokenKind::Blank;
    let broken = (0..tokens.len()).rev().filter(is_blank).find(|n| slice(*n).contains('\n'));
    match broken.or_else(|| Some(0).filter(|n| *n < tokens.len() && is_blank(n))) {
        Some(n) => &lead[..before + tokens[n].end as usize],
        None => &lead[..before],
    }
}

/// What stays of the lead of an item that goes: all but its line's indentation and the comments
/// on lines of their own directly above it.
fn kept_of_lead(lead: &str, next: &str, next_is_tail: bool, first: bool) -> String {
    let tokens = lex(lead, &mut SyntaxErrors::default());
    let slice = |n: usize| &lead[tokens[n].start as usize..tokens[n].end as usize];
    let breaks_line = |n: usize| tokens[n].kind == TokenKind::Blank && slice(n).contains('\n');
    let mut cut = lead.len();
    let mut above = false;
    for n in (0..tokens.len()).rev() {
        let token = tokens[n];
        match token.kind {
            TokenKind::Blank => {
                let breaks = slice(n).matches('\n').count();
                if breaks >= 2 {
                    let before = &lead[..token.start as usize];
                    let next_is_apart =
                        next.trim_start_matches([' ', '\t', '\r']).starts_with('\n') && leading_breaks(next) >= 2;
                    let keep = if before.chars().all(is_blank) { !first && !next_is_tail } else { true };
                    let gap = if keep && !next_is_apart { up_to_last_break(slice(n)) } else { "" };
                    return format!("{before}{gap}");
                }
                above |= breaks == 1;
                cut = token.start as usize;
            }
            TokenKind::Comment => {
                let own_line = n > 0 && breaks_line(n - 1);
                if above && !own_line {
                    return lead[..token.end as usize].to_owned();
                }
                cut = token.start as usize;
            }
            _ => return lead[..token.end as usize].to_owned(),
        }
    }
    lead[..cut].to_owned()
}

/// Line breaks before the first character that is no blank.
fn leading_breaks(text: &str) -> usize {
    text.chars().take_while(|c| is_blank(*c)).filter(|c| *c == '\n').count()
}

/// A blank up to its last line break.
fn up_to_last_break(blank: &str) -> &str {
    let end = blank.rfind('\n').unwrap_or(0);
    blank[..end].strip_suffix('\r').unwrap_or(&blank[..end])
}

/// The last line break of a lead and the indentation after it.
pub(crate) fn line_break(lead: &str) -> String {
    let Some(at) = lead.rfind('\n') else { return " ".to_owned() };
    let start = if lead[..at].ends_with('\r') { at - 1 } else { at };
    let indent: String = lead[at + 1..].chars().take_while(|c| is_blank(*c)).collect();
    format!("{}{indent}", &lead[start..=at])
}

/// The comments directly above an item that begins a line, with the blanks around them.
pub(crate) fn comments_of_own_line(lead: &str) -> String {
    let kept = kept_of_lead(lead, "", true, true);
    let rest = lead.strip_prefix(kept.as_str()).unwrap_or("");
    if rest.chars().all(is_blank) { String::new() } else { rest.to_owned() }
}

/// Where the first thing that is no blank begins.
fn indent_start(text: &str) -> usize {
    text.find(|c| !is_blank(c)).unwrap_or(text.len())
}

/// Where the comma is in what trails an item.
fn comma_of(trail: &str) -> Option<usize> {
    let at = skip_trivia(trail, 0);
    trail[at..].starts_with(',').then_some(at)
}

/// Sees to it that an item has a comma.
pub(crate) fn give_comma(trail: &mut String) {
    if comma_of(trail).is_none() {
        trail.insert(0, ',');
    }
}

fn drop_comma(trail: &mut String) {
    if let Some(at) = comma_of(trail) {
        trail.remove(at);
    }
}

/// Whether there is nothing but blanks and comments.
pub(crate) fn is_trivia(text: &str) -> bool {
    skip_trivia(text, 0) == text.len()
}

/// The comments in a text, without blanks at their ends.
pub(super) fn comments(text: &str) -> Vec<String> {
    if !text.contains('/') {
        return Vec::new();
    }
    let tokens = lex(text, &mut SyntaxErrors::default());
    let comments = tokens.iter().filter(|token| token.kind == TokenKind::Comment);
    comments.map(|token| text[token.start as usize..token.end as usize].trim_end().to_owned()).collect()
}

/// Whether a text ends within a comment that goes to the end of its line.
pub(crate) fn ends_with_line_comment(text: &str) -> bool {
    let tokens = lex(text, &mut SyntaxErrors::default());
    let last = tokens
        .iter()
        .rev()
        .find(|t| t.kind != TokenKind::Blank || text[t.start as usize..t.end as usize].contains('\n'));
    last.is_some_and(|t| t.kind == TokenKind::Comment && text[t.start as usize..].starts_with("//"))
}

/// Where what trails an item ends: after its comma, and after a comment with which the line ends.
pub(crate) fn trail_end(text: &str, end: usize, limit: usize) -> usize {
    let text = &text[..limit];
    let comma = skip_trivia(text, end);
    let mut at = if text[comma..].starts_with(',') { comma + 1 } else { end };
    loop {
        let next = skip_inline(text, at);
        let Some(comment) = comment_end(text, next) else { return at };
        let after = skip_inline(text, comment);
        let line_ends = text[after..].starts_with(['\n', '\r']) || comment_end(text, after).is_some();
        if !line_ends {
            return at;
        }
        at = comment;
    }
}

fn skip_inline(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest.find(|c| !is_blank(c) || c == '\n' || c == '\r').unwrap_or(rest.len())
}

fn skip_trivia(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let blank = rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
        at += blank;
        match comment_end(text, at) {
            Some(end) => at = end,
            None => return at,
        }
    }
}

/// Where the comment that begins at `at` ends, if one begins there.
fn comment_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes.get(at..at + 2)? {
        b"//" => {
            let end = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n);
            Some(if end < bytes.len() && bytes[end - 1] == b'\r' { end - 1 } else { end })
        }
        b"/*" => {
            let (mut at, mut level) = (at + 2, 1_usize);
            while level > 0 {
                match bytes.get(at..at + 2)? {
                    b"/*" => (at, level) = (at + 2, level + 1),
                    b"*/" => (at, level) = (at + 2, level - 1),
                    _ => at += 1,
                }
            }
            Some(at)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::ron_text::parse;

    fn cut(text: &str) -> Pieces {
        let (tree, errors) = parse(text);
        assert!(errors.is_empty(), "{errors:?}");
        let root = tree.root().unwrap();
        super::super::splice::cut(text, &tree, root)
    }

    fn without(text: &str, at: usize) -> String {
        let mut pieces = cut(text);
        assert_eq!(pieces.join(), text);
        pieces.remove(at);
        let out = pieces.join();
        assert!(parse(&out).1.is_empty(), "{out}");
        out
    }

    const BLOCK: Habit<'static> = Habit { newline: "\n", indent: "    ", outer: "", block: true };

    fn with(text: &str, at: usize) -> String {
        let mut pieces = cut(text);
        pieces.insert(at, "new".to_owned(), Habit { block: false, ..BLOCK });
        let out = pieces.join();
        assert!(parse(&out).1.is_empty(), "{out}");
        out
    }

    #[test]
    fn what_goes_takes_its_own_comments_and_no_other() {
        let list = "[ // all of them\n    // far\n\n    // near\n    /* too */\n    a, // its own\n    // next\n    b,\n    // end\n]";
        assert_eq!(without(list, 0), "[ // all of them\n    // far\n\n    // next\n    b,\n    // end\n]");
        assert_eq!(
            without(list, 1),
            "[ // all of them\n    // far\n\n    // near\n    /* too */\n    a, // its own\n    // end\n]"
        );
        assert_eq!(without("[a, b, c]", 0), "[b, c]");
        assert_eq!(without("[a, b, c]", 1), "[a, c]");
        assert_eq!(without("[a, b, c]", 2), "[a, b]");
        assert_eq!(without("[a, /* of b */ b, c]", 1), "[a, c]");
        assert_eq!(without("[a, b // of both\n]", 1), "[a\n]");
        assert_eq!(without("[\n    a,\n\n    b,\n\n    c,\n]", 1), "[\n    a,\n\n    c,\n]");
        assert_eq!(without("[\r\n    a,\r\n    b,\r\n]", 0), "[\r\n    b,\r\n]");
        assert_eq!(without("[ // all\n  a]", 0), "[ // all\n  ]");
    }

    #[test]
    fn what_comes_does_as_its_neighbours_do() {
        assert_eq!(with("[a, b]", 2), "[a, b, new]");
        assert_eq!(with("[a, b,]", 2), "[a, b, new,]");
        assert_eq!(with("[a, b]", 1), "[a, new, b]");
        assert_eq!(with("[a, b]", 0), "[new, a, b]");
        assert_eq!(with("[]", 0), "[new]");
        assert_eq!(with("[ /* none */ ]", 0), "[ /* none */ new]");
        assert_eq!(with("[ // none\n]", 0), "[ // none\n    new\n]");
        assert_eq!(with("[\n  a,\n  b, // of b\n  // end\n]", 2), "[\n  a,\n  b, // of b\n  new,\n  // end\n]");
        assert_eq!(with("[\n  a,\n  b // of b\n]", 2), "[\n  a,\n  b, // of b\n  new\n]");
        assert_eq!(with("[\n  // of a\n  a,\n]", 0), "[\n  new,\n  // of a\n  a,\n]");
        assert_eq!(with("[\r\n\ta,\r\n]", 1), "[\r\n\ta,\r\n\tnew,\r\n]");
        let mut pieces = cut("[]");
        pieces.insert(0, "new".to_owned(), BLOCK);
        assert_eq!(pieces.join(), "[\n    new,\n]");
    }
}
