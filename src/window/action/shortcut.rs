//! A key with its modifiers, as commands list it and people read it. Which command a key runs is
//! in the table of commands.

/// A key with its modifiers; `key` is egui's name of it (`K`, `ArrowLeft`, `0`, `F11`).
/// `command` is Ctrl, on a Mac ⌘.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub(crate) struct Shortcut {
    pub(crate) command: bool,
    pub(crate) shift: bool,
    pub(crate) alt: bool,
    pub(crate) key: &'static str,
}

impl Shortcut {
    /// As people write it: `Ctrl+Shift+A`.
    pub(crate) fn text(self) -> String {
        let mac = cfg!(target_os = "macos");
        let mut out = String::new();
        if self.command {
            out += if mac { "⌘" } else { "Ctrl+" };
        }
        if self.alt {
            out += if mac { "⌥" } else { "Alt+" };
        }
        if self.shift {
            out += if mac { "⇧" } else { "Shift+" };
        }
        out += match self.key {
            "ArrowLeft" => "←",
            "ArrowRight" => "→",
            "ArrowUp" => "↑",
            "ArrowDown" => "↓",
            "Plus" => "+",
            "Minus" => "−",
            "OpenBracket" => "[",
            "CloseBracket" => "]",
            "Escape" => "Esc",
            "Equals" => "=",
            "Slash" => "/",
            "Delete" => "Del",
            "Period" => ".",
            key => key,
        };
        out
    }
}

/// A key alone.
pub(super) const fn key(key: &'static str) -> Shortcut {
    Shortcut { command: false, shift: false, alt: false, key }
}

/// With Ctrl, on a Mac ⌘.
pub(super) const fn ctrl(key: &'static str) -> Shortcut {
    Shortcut { command: true, shift: false, alt: false, key }
}

pub(super) const fn ctrl_shift(key: &'static str) -> Shortcut {
    Shortcut { command: true, shift: true, alt: false, key }
}

pub(super) const fn ctrl_alt(key: &'static str) -> Shortcut {
    Shortcut { command: true, shift: false, alt: true, key }
}

pub(super) const fn shift(key: &'static str) -> Shortcut {
    Shortcut { command: false, shift: true, alt: false, key }
}

pub(super) const fn alt(key: &'static str) -> Shortcut {
    Shortcut { command: false, shift: false, alt: true, key }
}
