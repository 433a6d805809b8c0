//! Playing through time: whether the date moves on by itself, by what, and how fast. Where it moves to is worked out in `moves`.

use egui::Ui;

use super::super::widgets::{TextLook, line, text_button};
use crate::picture::theme::Theme;

/// Steps a second, with their words, from the slowest on.
const SPEEDS: &[(f64, &str)] = &[
    (0.25, "every 4 s"),
    (0.5, "every 2 s"),
    (1.0, "1 a second"),
    (2.0, "2 a second"),
    (4.0, "4 a second"),
    (10.0, "10 a second"),
];

/// What the date moves on by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stride {
    /// To where something changes.
    #[default]
    Changes,
    Years,
}

/// Whether time moves on by itself, and how.
pub(super) struct Play {
    pub(super) is_on: bool,
    pub(super) stride: Stride,
    /// A place in [`SPEEDS`].
    speed: usize,
    /// When the next step is due, on egui's clock.
    due: Option<f64>,
    /// No step was made yet.
    is_new: bool,
}

impl Default for Play {
    fn default() -> Self {
        Play { is_on: false, stride: Stride::default(), speed: 2, due: None, is_new: true }
    }
}

impl Play {
    pub(super) fn toggle(&mut self) {
        self.is_on = !self.is_on;
        (self.due, self.is_new) = (None, true);
    }

    /// Whether this is the first step since it began.
    pub(super) fn takes_first_step(&mut self) -> bool {
        std::mem::take(&mut self.is_new)
    }

    pub(super) fn stop(&mut self) {
        self.is_on = false;
    }

    /// Whether a step is due in this frame; sees to it that a frame comes when the next one is. Steps that were missed are not
    /// made up for.
    pub(super) fn is_due(&mut self, ui: &Ui) -> bool {
        if !self.is_on {
            return false;
        }
        let now = ui.input(|input| input.time);
        let every = SPEEDS.get(self.speed).map_or(1.0, |(speed, _)| 1.0 / speed);
        let is_due = now >= self.due.unwrap_or(now);
        if is_due {
            self.due = Some(now + every);
        }
        let wait = self.due.map_or(every, |due| due - now);
        ui.ctx().request_repaint_after_secs(wait as f32);
        is_due
    }

    /// The button, what it moves by, and how fast.
    pub(super) fn controls(&mut self, ui: &mut Ui, theme: &Theme) {
        let label = if self.is_on { "Pause" } else { "Play" };
        if text_button(ui, label, &format!("{label} through time"), theme).clicked() {
            self.toggle();
        }
        let (words, name, other) = match self.stride {
            Stride::Changes => ("by changes", "Step by changes", Stride::Years),
            Stride::Years => ("by years", "Step by years", Stride::Changes),
        };
        if text_button(ui, words, name, theme).clicked() {
            self.stride = other;
        }
        if text_button(ui, " − ", "Slower", theme).clicked() {
            self.speed = self.speed.saturating_sub(1);
            self.due = None;
        }
        line(ui, SPEEDS.get(self.speed).map_or("", |(_, words)| words), TextLook::faint(theme));
        if text_button(ui, " + ", "Faster", theme).clicked() {
            self.speed = (self.speed + 1).min(SPEEDS.len() - 1);
            self.due = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_go_from_every_four_seconds_to_ten_a_second() {
        assert!(SPEEDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!((SPEEDS[0].0, SPEEDS[SPEEDS.len() - 1].0), (0.25, 10.0));
        assert_eq!(SPEEDS[Play::default().speed].1, "1 a second");
    }
}
