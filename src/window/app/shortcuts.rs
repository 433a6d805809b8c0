//! From keys to commands, by the list of commands alone.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use crate::window::action::{Action, COMMANDS, Command, CommandInfo, Shortcut};

/// Wishes whose keys were pressed in this frame. While text is typed only shortcuts with Ctrl,
/// Alt or a function key count.
pub(crate) fn pressed(ctx: &Context) -> Vec<Action> {
    let typing = ctx.text_edit_focused();
    // More modifiers first: egui lets `Ctrl+Z` take `Ctrl+Shift+Z` otherwise.
    let mut all: Vec<(Shortcut, &CommandInfo)> =
        COMMANDS.iter().flat_map(|c| c.shortcuts.iter().map(move |s| (*s, c))).collect();
    all.sort_by_key(|(s, _)| std::cmp::Reverse(u8::from(s.command) + u8::from(s.shift) + u8::from(s.alt)));
    let mut out = Vec::new();
    for (shortcut, info) in all {
        let Some(key) = Key::from_name(shortcut.key) else { continue };
        let function_key = shortcut.key.len() > 1 && shortcut.key.starts_with('F');
        if typing && !(shortcut.command || shortcut.alt || function_key) {
            continue;
        }
        if typing && info.text_first {
            continue;
        }
        let modifiers =
            Modifiers { alt: shortcut.alt, shift: shortcut.shift, command: shortcut.command, ..Modifiers::NONE };
        if ctx.input_mut(|i| i.consume_shortcut(&KeyboardShortcut::new(modifiers, key))) {
            out.push(Action::Run(info.command));
        }
    }
    // Systems turn these keys into events before they are seen.
    if !typing {
        ctx.input(|i| {
            for event in &i.events {
                match event {
                    egui::Event::Copy => out.push(Action::Run(Command::Copy)),
                    egui::Event::Cut => out.push(Action::Run(Command::Cut)),
                    egui::Event::Paste(text) => out.push(Action::Paste(text.clone())),
                    _ => {}
                }
            }
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_names_a_key_that_egui_knows() {
        for info in COMMANDS {
            for shortcut in info.shortcuts {
                assert!(Key::from_name(shortcut.key).is_some(), "{}: {}", info.name, shortcut.key);
            }
        }
    }
}
