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

/// Words about keys and the pointer, with the keys as this machine has them: `Ctrl+click toggles`, on a Mac `⌘-click toggles`.
pub(crate) fn with_keys_of_here(words: &str) -> String {
    with_keys_of(cfg!(target_os = "macos"), words)
}

/// Modifiers as they are written elsewhere and on a Mac.
const MODIFIERS: [(&str, &str); 3] = [("Ctrl", "⌘"), ("Alt", "⌥"), ("Shift", "⇧")];

fn with_keys_of(mac: bool, words: &str) -> String {
    if !mac {
        return words.to_owned();
    }
    let is_of_word = |c: char| c.is_alphanumeric() || c == '+';
    let one = |word: &str| {
        let (mut rest, mut signs) = (word, String::new());
        while let Some((left, sign)) =
            MODIFIERS.iter().find_map(|(name, sign)| Some((rest.strip_prefix(name)?.strip_prefix('+')?, sign)))
        {
            signs += sign;
            rest = left;
        }
        let last = MODIFIERS.iter().find(|(name, _)| !signs.is_empty() && *name == rest);
        let rest = last.map_or(rest, |(_, sign)| sign);
        let is_pointer = !signs.is_empty() && rest.starts_with(char::is_lowercase);
        format!("{signs}{}{rest}", if is_pointer { "-" } else { "" })
    };
    let mut out = String::new();
    let mut left = words;
    while let Some(start) = left.find(is_of_word) {
        let end = left[start..].find(|c| !is_of_word(c)).map_or(left.len(), |length| start + length);
        out += &left[..start];
        out += &one(&left[start..end]);
        left = &left[end..];
    }
    out + left
}

#[test]
fn keys_in_words_are_those_of_the_machine() {
    for (elsewhere, on_a_mac) in [
        ("Ctrl+K finds names", "⌘K finds names"),
        ("click; Shift+click adds, Ctrl+click toggles", "click; ⇧-click adds, ⌘-click toggles"),
        ("drag it, or Ctrl+arrows (Ctrl+Shift for more)", "drag it, or ⌘-arrows (⌘⇧ for more)"),
        ("drag, or Shift+↑ ↓, to select", "drag, or ⇧↑ ↓, to select"),
        ("Press Ctrl+Shift+G.", "Press ⌘⇧G."),
        ("Shift is not Alt, a+b", "Shift is not Alt, a+b"),
        ("Alt+Enter", "⌥Enter"),
    ] {
        assert_eq!(with_keys_of(true, elsewhere), on_a_mac);
        assert_eq!(with_keys_of(false, elsewhere), elsewhere);
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
