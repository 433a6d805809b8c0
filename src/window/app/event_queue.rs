//! What is typed goes where the focus was when it was typed, however slow the frame: events that came
//! together are spread over frames, so that a key that moves the focus, opens a dialog or runs a command
//! has had its effect before the next one is looked at. Nothing is dropped but repeats of a key that is
//! held down faster than the window can follow. What keys mean is not known here.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use egui::{Context, Event, Key, RawInput};

/// How many events wait for a later frame; shared with whoever wants to know.
pub(super) type Backlog = Arc<AtomicUsize>;

/// Events that wait for their frame.
#[derive(Default)]
pub(super) struct EventQueue {
    waiting: VecDeque<Event>,
    /// The last event decided something: a dialog that it opened is drawn, and takes the focus, before
    /// keys go on.
    rests: bool,
    backlog: Backlog,
}

/// What an event may share its frame with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    /// Anything: it moves neither focus nor text.
    Passes,
    /// More of its kind: it changes the text that has the focus.
    Types,
    /// Only what came before it, unless that was typed: it may move the focus or run a command.
    Decides,
}

impl EventQueue {
    /// An empty queue that counts in `backlog`.
    pub(super) fn new(backlog: Backlog) -> Self {
        EventQueue { backlog, ..EventQueue::default() }
    }

    fn take_in(&mut self, event: Event) {
        let again = |e: &Event| match (e, &event) {
            (Event::Key { key: a, pressed: true, .. }, Event::Key { key: b, pressed: true, repeat: true, .. }) => {
                a == b
            }
            _ => false,
        };
        // A key that is held down stops when it is let go, not when all its repeats are through.
        if !self.waiting.iter().rev().take(2).any(again) {
            self.waiting.push_back(event);
        }
    }

    /// The events of the next frame. `typing`: a field of text has the focus.
    fn next(&mut self, typing: bool) -> Vec<Event> {
        let mut frame = Vec::new();
        let rested = !std::mem::take(&mut self.rests);
        let mut typed = false;
        while let Some(event) = self.waiting.front() {
            let share = share(event, typing);
            let waits = match share {
                Share::Passes => false,
                Share::Types => !rested,
                Share::Decides => typed || !(rested || is_pointer(event)),
            };
            if waits {
                break;
            }
            typed |= share == Share::Types;
            frame.extend(self.waiting.pop_front());
            if share == Share::Decides {
                self.rests = true;
                // The letter that the same key types.
                let is_letter = |e: &Event| matches!(e, Event::Text(text) if text.chars().count() == 1);
                if matches!(frame.last(), Some(Event::Key { .. })) && self.waiting.front().is_some_and(is_letter) {
                    frame.extend(self.waiting.pop_front());
                }
                break;
            }
        }
        self.backlog.store(self.waiting.len() + usize::from(self.rests), Ordering::Relaxed);
        frame
    }
}

impl egui::Plugin for EventQueue {
    fn debug_name(&self) -> &'static str {
        "event queue"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        for event in input.events.drain(..) {
            self.take_in(event);
        }
        input.events = self.next(ctx.text_edit_focused());
        if self.rests || !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }
}

fn is_pointer(event: &Event) -> bool {
    matches!(event, Event::PointerButton { .. })
}

fn share(event: &Event, typing: bool) -> Share {
    match event {
        Event::Text(_) | Event::Ime(_) if typing => Share::Types,
        Event::Key { pressed: true, key, modifiers, .. } => {
            let shortcut = modifiers.command || modifiers.ctrl || modifiers.alt;
            if typing && !shortcut && edits_text(*key) { Share::Types } else { Share::Decides }
        }
        // Where two clicks make a double click, presses and releases follow each other quickly; the press
        // alone decides nothing.
        Event::PointerButton { pressed, .. } => {
            if *pressed {
                Share::Passes
            } else {
                Share::Decides
            }
        }
        Event::Copy
        | Event::Cut
        | Event::Paste(_)
        | Event::PasteImage(_)
        | Event::MiddleClickPaste { .. }
        | Event::AccessKitActionRequest(_) => Share::Decides,
        Event::Key { pressed: false, .. }
        | Event::Text(_)
        | Event::Ime(_)
        | Event::ModifiersChanged(_)
        | Event::PointerMoved(_)
        | Event::MouseMoved(_)
        | Event::PointerGone
        | Event::Zoom(_)
        | Event::Rotate(_)
        | Event::Touch { .. }
        | Event::MouseWheel { .. }
        | Event::WindowFocused(_) => Share::Passes,
    }
}

/// Whether a key without Ctrl or Alt stays within a field of text: all but those that leave it, choose
/// from a list below it, or are bound to commands everywhere.
fn edits_text(key: Key) -> bool {
    let function = key.name().len() > 1 && key.name().starts_with('F') && key.name()[1..].parse::<u8>().is_ok();
    !function
        && !matches!(
            key,
            Key::Enter | Key::Tab | Key::Escape | Key::ArrowUp | Key::ArrowDown | Key::PageUp | Key::PageDown
        )
}

#[cfg(test)]
mod tests {
    use egui::Modifiers;

    use super::*;

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    /// The frames that events are spread over; `typing` is asked before each.
    fn frames(events: Vec<Event>, typing: impl Fn(usize) -> bool) -> Vec<Vec<Event>> {
        let mut queue = EventQueue::default();
        events.into_iter().for_each(|e| queue.take_in(e));
        let mut out = Vec::new();
        while !queue.waiting.is_empty() || queue.rests {
            out.push(queue.next(typing(out.len())));
            assert!(out.len() < 100);
        }
        out
    }

    #[test]
    fn letters_after_a_key_that_opens_a_field_wait_until_it_is_there() {
        let open = key(Key::F, Modifiers::COMMAND);
        let events =
            vec![open.clone(), key(Key::N, Modifiers::NONE), text("n"), key(Key::O, Modifiers::NONE), text("o")];
        let frames = frames(events.clone(), |frame| frame > 0);
        assert_eq!(frames, [vec![open], vec![], events[1..].to_vec()]);
    }

    #[test]
    fn each_shortcut_has_a_frame_of_its_own_and_nothing_is_lost() {
        let undo = key(Key::Z, Modifiers::COMMAND);
        let given = frames(vec![undo.clone(), undo.clone(), undo.clone()], |_| false);
        assert_eq!(given.iter().filter(|frame| **frame == [undo.clone()]).count(), 3);
        assert_eq!(given.concat().len(), 3);
    }

    #[test]
    fn what_was_typed_is_drawn_before_enter_takes_it() {
        let enter = key(Key::Enter, Modifiers::NONE);
        let given = frames(vec![key(Key::A, Modifiers::NONE), text("a"), enter.clone(), text("b")], |_| true);
        assert_eq!(given[0], [key(Key::A, Modifiers::NONE), text("a")]);
        assert_eq!(given[1][0], enter);
        assert_eq!(given.concat().last(), Some(&text("b")));
    }

    #[test]
    fn a_letter_that_is_a_command_keeps_its_letter_with_it() {
        let new = key(Key::N, Modifiers::NONE);
        let given = frames(vec![new.clone(), text("n"), text("A")], |frame| frame > 0);
        assert_eq!(given, [vec![new, text("n")], vec![], vec![text("A")]]);
    }

    #[test]
    fn two_clicks_come_in_frames_that_follow_each_other() {
        let button = |pressed| Event::PointerButton {
            pos: egui::pos2(1.0, 1.0),
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        let given = frames(vec![button(true), button(false), button(true), button(false)], |_| false);
        assert_eq!(given[..2], [vec![button(true), button(false)], vec![button(true), button(false)]]);
    }

    #[test]
    fn a_key_that_is_held_down_does_not_run_on() {
        let held = |repeat| Event::Key {
            key: Key::ArrowLeft,
            physical_key: None,
            pressed: true,
            repeat,
            modifiers: Modifiers::NONE,
        };
        let events: Vec<Event> = (0..50).map(|n| held(n > 0)).collect();
        assert_eq!(frames(events, |_| false).concat().len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn the_order_of_events_stays(kinds in proptest::collection::vec(0u8..6, 0..30), typing in proptest::prelude::any::<bool>()) {
            let event = |(number, kind): (usize, &u8)| match kind {
                0 => key(Key::A, Modifiers::NONE),
                1 => key(Key::Enter, Modifiers::NONE),
                2 => key(Key::Z, Modifiers::COMMAND),
                3 => Event::PointerMoved(egui::pos2(number as f32, 0.0)),
                4 => Event::Copy,
                _ => text(&number.to_string()),
            };
            let events: Vec<Event> = kinds.iter().enumerate().map(event).collect();
            proptest::prop_assert_eq!(frames(events.clone(), |_| typing).concat(), events);
        }
    }
}
