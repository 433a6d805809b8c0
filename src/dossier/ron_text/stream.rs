//! A text read record by record: each record's tree is handed on and then forgotten, so that a file
//! of a hundred megabytes needs little more memory than what it says. What is no record makes up a
//! small tree of its own, the frame. Only for texts without errors; others are parsed whole.

use super::lexer::{Bracket, Stream, Token, TokenKind};
use super::parser::parse_tokens;
use super::syntax::SyntaxErrors;
use super::tree::Tree;
use crate::dossier::model::List;

/// How deep the records of a list lie.
const RECORD_DEPTH: usize = 3;

/// Told that a record begins at a byte, it may say where records end that need not be read.
pub(crate) type Skip<'a> = dyn FnMut(List, usize) -> Option<usize> + 'a;

/// Hands the records of a text on, each with its list and its tree, which comes back to be used
/// again. Yields the frame; `None` if the text has errors or is of no usual shape: then it must be
/// parsed whole, and what was handed on forgotten. In one piece: an automaton whose whole state is in
/// the variables at its head.
pub(crate) fn stream(text: &str, on_record: &mut dyn FnMut(List, Tree) -> Tree, skip: &mut Skip<'_>) -> Option<Tree> {
    let mut errors = SyntaxErrors::default();
    let mut tokens = Stream::new(text, &mut errors);
    let mut frame: Vec<Token> = Vec::new();
    let mut item: Vec<Token> = Vec::new();
    let mut room = Vec::new();
    let mut open: Vec<Bracket> = Vec::new();
    let mut list: Option<List> = None;
    let mut seen = [false; 6];
    // Records were skipped, and nothing came after them yet.
    let mut skipped = false;
    while let Some(token) = tokens.next() {
        if !tokens.is_sound() {
            return None;
        }
        if let (Some(of), 2, true, false) = (list, open.len(), item.is_empty(), skipped)
            && matches!(token.kind, TokenKind::Open(_) | TokenKind::Word)
            && let Some(end) = skip(of, token.start as usize)
        {
            tokens.go_on_at(end);
            skipped = true;
            continue;
        }
        match token.kind {
            kind if kind.is_trivia() => continue,
            TokenKind::Unknown => return None,
            TokenKind::Open(bracket) => {
                if let (Bracket::Square, [Bracket::Round], None) = (bracket, &open[..], list) {
                    list = list_before(text, &frame);
                    if let Some(list) = list
                        && std::mem::replace(&mut seen[list as usize], true)
                    {
                        return None;
                    }
                    open.push(bracket);
                    frame.push(token);
                    continue;
                }
                open.push(bracket);
            }
            TokenKind::Close(bracket) if open.pop() != Some(bracket) => return None,
            _ => {}
        }
        let Some(of) = list else {
            frame.push(token);
            continue;
        };
        let ends_list = open.len() == 1;
        let ends_item = ends_list || (open.len() == 2 && token.kind == TokenKind::Comma);
        if !ends_item {
            if skipped {
                return None;
            }
            item.push(token);
            continue;
        }
        if std::mem::take(&mut skipped) {
            // What was skipped was a record.
        } else if !item.is_empty() {
            let parts = (std::mem::take(&mut item), std::mem::take(&mut room));
            let (tree, errors) = parse_tokens(text, parts.0, parts.1, SyntaxErrors::default(), RECORD_DEPTH);
            if !errors.is_empty() {
                return None;
            }
            let tree = on_record(of, tree);
            (item, room) = (tree.tokens, tree.nodes);
            item.clear();
            room.clear();
        } else if !ends_list {
            return None;
        }
        if ends_list {
            frame.push(token);
            list = None;
        }
    }
    if !open.is_empty() || !errors.is_empty() {
        return None;
    }
    let (frame, errors) = parse_tokens(text, frame, Vec::new(), SyntaxErrors::default(), 1);
    (errors.is_empty() && frame.root().is_some()).then_some(frame)
}

/// The list whose field stands at the end of these tokens.
fn list_before(text: &str, frame: &[Token]) -> Option<List> {
    let [.., before, name, colon] = frame else { return None };
    let starts_field = matches!(before.kind, TokenKind::Open(Bracket::Round) | TokenKind::Comma);
    if !starts_field || name.kind != TokenKind::Word || colon.kind != TokenKind::Colon {
        return None;
    }
    let name = &text[name.start as usize..name.end as usize];
    List::ALL.iter().find(|(field, _)| *field == name).map(|(_, list)| *list)
}
