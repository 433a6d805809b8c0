//! Walking through the text by keys: sentence by sentence, choosing more or less of it, and to the
//! record that cites it.

use egui::{EventFilter, Key, Modifiers, Ui};

use super::rows::focus_id;
use crate::explore::query::passages::{Passages, Position};
use crate::window::action::Action;
use crate::window::panels::Context;

/// What keys ask for while the text has the focus: `↑` `↓` choose a sentence, with Shift more of
/// them, `Shift+←` `Shift+→` a word less or more, Enter goes to what cites it.
pub(crate) fn pressed(ui: &Ui, text: &Passages, context: Context<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    if !ui.memory(|m| m.has_focus(focus_id())) {
        return actions;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: false, tab: false };
    ui.memory_mut(|m| m.set_focus_lock_filter(focus_id(), filter));
    let press = |m: Modifiers, key: Key| ui.input_mut(|i| i.consume_key(m, key));
    let reading = &context.session.reading;
    let mark = reading.mark().and_then(|mark| reading.marks()?.list.get(mark)).map(|mark| mark.span);
    let now = reading.chosen().or_else(|| mark.map(|span| ((span.block, span.start), (span.block, span.end))));
    for (key, forward) in [(Key::ArrowDown, true), (Key::ArrowUp, false)] {
        // Shift first: a key without modifiers is also one with Shift to egui.
        if press(Modifiers::SHIFT, key)
            && let Some((from, to)) = now
        {
            let last = (to.0, to.1.saturating_sub(1));
            if let Some(next) = text.next_sentence(Some(last), forward) {
                let to = (next.block, next.end).max((from.0, from.1));
                actions.push(Action::ChoosePassage(Some((from, to))));
            }
        } else if press(Modifiers::NONE, key) {
            let from = now.map(|(from, to)| if forward { (to.0, to.1.saturating_sub(1)) } else { from });
            if let Some(next) = text.next_sentence(from, forward) {
                let words = ((next.block, next.start), (next.block, next.end));
                actions.push(Action::ChoosePassage(Some(words)));
                actions.push(Action::ShowPlace(words.0));
            }
        }
    }
    for (key, more) in [(Key::ArrowRight, true), (Key::ArrowLeft, false)] {
        if press(Modifiers::SHIFT, key)
            && let Some((from, to)) = now
        {
            let to = (to.0, by_a_word(&text.blocks()[to.0].text, to.1, more));
            if to > from {
                actions.push(Action::ChoosePassage(Some((from, to))));
            }
        }
    }
    if press(Modifiers::NONE, Key::Enter)
        && let Some((from, to)) = now
    {
        actions.extend(cited_between(from, to, context).map(Action::GoToPassage));
    }
    actions
}

/// The next record that cites something of the chosen words.
fn cited_between(from: Position, to: Position, context: Context<'_>) -> Option<usize> {
    if let Some(now) = context.session.reading.mark() {
        let span = context.session.reading.marks()?.list.get(now)?.span;
        return context.session.mark_at((span.block, span.start));
    }
    let marks = context.session.reading.marks()?;
    let touches = |mark: usize| {
        let span = marks.list[mark].span;
        (span.block, span.start) < to && from < (span.block, span.end)
    };
    (from.0..=to.0).flat_map(|block| marks.in_block(block)).find(|mark| touches(*mark))
}

/// A place a word further, or back.
fn by_a_word(text: &str, at: usize, more: bool) -> usize {
    if more {
        let rest = &text[at..];
        let lead = rest.len() - rest.trim_start().len();
        at + lead + rest.trim_start().find(char::is_whitespace).unwrap_or(rest.trim_start().len())
    } else {
        let before = text[..at].trim_end();
        before.rfind(char::is_whitespace).map_or(0, |blank| text[..blank].trim_end().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_walked_in_both_directions() {
        let text = "One two three.";
        assert_eq!((by_a_word(text, 3, true), by_a_word(text, 7, true), by_a_word(text, 14, true)), (7, 14, 14));
        assert_eq!((by_a_word(text, 14, false), by_a_word(text, 7, false), by_a_word(text, 3, false)), (7, 3, 0));
    }
}
