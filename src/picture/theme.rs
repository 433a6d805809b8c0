//! Colours and sizes as tokens: light, dark and print. Nothing here knows a dossier or a screen.

use crate::math::Portable as _;
use std::fmt;

/// An sRGB colour with straight alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour {
    pub(crate) r: u8,
    pub(crate) g: u8,
    pub(crate) b: u8,
    /// Opacity, 255 is opaque.
    pub(crate) a: u8,
}

impl Colour {
    /// An opaque colour from `0xRRGGBB`.
    pub(crate) const fn hex(rgb: u32) -> Self {
        Colour { r: (rgb >> 16) as u8, g: (rgb >> 8) as u8, b: rgb as u8, a: 255 }
    }

    /// Reads `#RRGGBB`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        u32::from_str_radix(digits, 16).ok().map(Self::hex)
    }

    /// The same colour at an opacity from 0.0 to 1.0.
    #[must_use]
    pub(crate) fn with_opacity(self, opacity: f32) -> Self {
        Colour { a: (opacity.clamp(0.0, 1.0) * 255.0).round() as u8, ..self }
    }

    /// This colour mixed with another: 0.0 is this one, 1.0 the other. Mixed in sRGB, as CSS does.
    #[must_use]
    pub(crate) fn mix(self, other: Colour, share: f32) -> Self {
        let mix = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share.clamp(0.0, 1.0)).round() as u8;
        Colour { r: mix(self.r, other.r), g: mix(self.g, other.g), b: mix(self.b, other.b), a: mix(self.a, other.a) }
    }

    /// This ink on a ground, fainter by a share, yet never below a contrast that it had.
    #[must_use]
    pub(crate) fn fainter(self, ground: Colour, share: f32, least: f32) -> Self {
        let ink = Colour { a: 255, ..self };
        let steps = (0..20).map(|step| ground.mix(ink, share + (1.0 - share) * step as f32 / 20.0));
        steps.into_iter().find(|colour| colour.contrast(ground) >= least).unwrap_or(ink)
    }

    /// Relative luminance (WCAG 2.2).
    pub(crate) fn luminance(self) -> f32 {
        let linear = |c: u8| {
            let c = f32::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).power(2.4) }
        };
        0.2126 * linear(self.r) + 0.7152 * linear(self.g) + 0.0722 * linear(self.b)
    }

    /// Contrast ratio with another colour (WCAG 2.2), 1 to 21.
    pub(crate) fn contrast(self, other: Colour) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl fmt::Display for Colour {
    /// `#rrggbb`; the alpha is left to whoever writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

/// The least contrast of text with its ground (WCAG 2.2, 1.4.3).
pub(crate) const TEXT_CONTRAST: f32 = 4.5;
/// The least contrast of text that is off: of what cannot be used now, or is not in question.
pub(crate) const OFF_CONTRAST: f32 = 3.0;

/// A panel's ground where it is tinted with the accent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tint {
    /// Every other row.
    Striped,
    /// Under the pointer.
    Hovered,
    /// While it is pressed, or what it opens is open.
    Pressed,
    /// What is selected; a passage that is cited.
    Selected,
    /// The passage one is at.
    Passage,
    /// Words that are chosen.
    Chosen,
}

impl Tint {
    /// How much of the accent is in it.
    fn share(self) -> f32 {
        match self {
            Tint::Striped => 0.03,
            Tint::Hovered => 0.06,
            Tint::Pressed => 0.10,
            Tint::Selected => 0.12,
            Tint::Passage => 0.26,
            Tint::Chosen => 0.42,
        }
    }
}

/// A set of tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// `light`, `dark` or `print`.
    pub(crate) name: &'static str,
    /// Whether the ground is dark.
    pub(crate) is_dark: bool,
    /// Ground of the graph.
    pub(crate) canvas: Colour,
    /// Ground of panels.
    pub(crate) panel: Colour,
    /// Hairlines between things.
    pub(crate) hairline: Colour,
    pub(crate) ink: Colour,
    /// Second ink: less important text.
    pub(crate) ink_second: Colour,
    /// Third ink: least important text, still 4.5:1 on canvas and panel.
    pub(crate) ink_third: Colour,
    /// Selection, links, focus.
    pub(crate) accent: Colour,
    pub(crate) line: Colour,
    /// Relation lines that are too many to be told apart, at their most crowded.
    pub(crate) crowd: Colour,
    /// Ground of text fields and quoted cards.
    pub(crate) field: Colour,
    pub(crate) error: Colour,
    pub(crate) warning: Colour,
    /// What came between two dates.
    pub(crate) came: Colour,
    /// What went.
    pub(crate) went: Colour,
}

impl Theme {
    /// For a light window.
    pub const LIGHT: Theme = Theme {
        name: "light",
        is_dark: false,
        canvas: Colour::hex(0xFA_F9_F6),
        panel: Colour::hex(0xF3_F1_EC),
        hairline: Colour::hex(0xE1_DD_D4),
        ink: Colour::hex(0x22_26_2B),
        ink_second: Colour::hex(0x50_56_5E),
        // Shades under the sketch's, which are too light where a row is selected.
        ink_third: Colour::hex(0x5C_62_6A),
        accent: Colour::hex(0x08_6A_65),
        line: Colour::hex(0x8B_90_98),
        crowd: Colour::hex(0x8B_90_98),
        field: Colour::hex(0xFB_FA_F8),
        error: Colour::hex(0xB3_26_1E),
        warning: Colour::hex(0x84_56_00),
        came: Colour::hex(0x1D_69_B0),
        went: Colour::hex(0xB0_52_0A),
    };

    /// For a dark window.
    pub const DARK: Theme = Theme {
        name: "dark",
        is_dark: true,
        canvas: Colour::hex(0x16_18_1B),
        panel: Colour::hex(0x1D_20_24),
        hairline: Colour::hex(0x2C_30_36),
        ink: Colour::hex(0xE8_E6_E1),
        ink_second: Colour::hex(0xA9_AE_B5),
        ink_third: Colour::hex(0x98_9E_A5),
        accent: Colour::hex(0x4F_C3_BB),
        line: Colour::hex(0x6E_74_7C),
        // Of a few lines on a dark ground less is seen than on a light one.
        crowd: Colour::hex(0x80_86_8E),
        field: Colour::hex(0x16_18_1B),
        error: Colour::hex(0xF2_8B_82),
        warning: Colour::hex(0xE5_B5_5B),
        came: Colour::hex(0x69_AE_F2),
        went: Colour::hex(0xEC_97_48),
    };

    /// For figures on paper.
    pub const PRINT: Theme = Theme {
        name: "print",
        is_dark: false,
        canvas: Colour::hex(0xFF_FF_FF),
        panel: Colour::hex(0xFF_FF_FF),
        hairline: Colour::hex(0xD9_D5_CC),
        // On white the sketch's inks are dark enough.
        ink_second: Colour::hex(0x5A_60_68),
        ink_third: Colour::hex(0x67_6D_75),
        accent: Colour::hex(0x0A_7A_74),
        line: Colour::hex(0x7C_82_8A),
        crowd: Colour::hex(0x7C_82_8A),
        field: Colour::hex(0xFF_FF_FF),
        ..Theme::LIGHT
    };

    pub(crate) const ALL: &[&Theme] = &[&Theme::LIGHT, &Theme::DARK, &Theme::PRINT];

    /// A panel's ground, tinted with the accent.
    pub(crate) fn tinted(&self, tint: Tint) -> Colour {
        self.panel.mix(self.accent, tint.share())
    }

    /// The ground of selected text in a field.
    pub(crate) fn selected_text(&self) -> Colour {
        self.field.mix(self.accent, 0.16)
    }

    /// The theme with this name.
    pub(crate) fn named(name: &str) -> Option<&'static Theme> {
        Self::ALL.iter().find(|t| t.name == name).copied()
    }

    /// A kind's colour on this theme's canvas: as given, made lighter (or darker) in small steps
    /// until it has the 3:1 that graphics need (WCAG 2.2, 1.4.11).
    pub(crate) fn kind_colour(&self, given: Colour) -> Colour {
        let towards = if self.is_dark { Colour::hex(0xFF_FF_FF) } else { Colour::hex(0) };
        (0..=20)
            .map(|step| given.mix(towards, step as f32 * 0.05))
            .find(|c| c.contrast(self.canvas) >= 3.0)
            .unwrap_or(towards)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Grounds that text in every ink stands on.
    fn grounds(theme: &Theme) -> Vec<(String, Colour)> {
        let plain = [("canvas", theme.canvas), ("panel", theme.panel), ("field", theme.field)];
        let tints = [Tint::Striped, Tint::Hovered, Tint::Pressed, Tint::Selected];
        let plain = plain.iter().map(|(name, colour)| ((*name).to_owned(), *colour));
        plain
            .chain(tints.iter().map(|tint| (format!("{tint:?}"), theme.tinted(*tint))))
            .chain([("selected text".to_owned(), theme.selected_text())])
            .collect()
    }

    #[test]
    fn every_ink_is_legible_on_every_ground() {
        for theme in [&Theme::LIGHT, &Theme::DARK] {
            for (ground, colour) in grounds(theme) {
                for (name, ink) in [
                    ("ink", theme.ink),
                    ("second", theme.ink_second),
                    ("third", theme.ink_third),
                    ("accent", theme.accent),
                    ("error", theme.error),
                    ("warning", theme.warning),
                ] {
                    let ratio = ink.contrast(colour);
                    assert!(ratio >= TEXT_CONTRAST, "{}: {name} on {ground} has {ratio:.2}", theme.name);
                }
            }
            // Running text alone stands on these, and the words of buttons on the accent.
            for (ink, ground) in [
                (theme.ink, theme.tinted(Tint::Passage)),
                (theme.ink, theme.tinted(Tint::Chosen)),
                (theme.panel, theme.accent),
            ] {
                assert!(ink.contrast(ground) >= TEXT_CONTRAST, "{}: {ink} on {ground}", theme.name);
            }
        }
    }

    #[test]
    fn figures_are_legible_and_lines_are_seen() {
        let print = &Theme::PRINT;
        for ink in [print.ink, print.ink_second, print.ink_third, print.accent] {
            assert!(ink.contrast(print.canvas) >= TEXT_CONTRAST, "{ink}");
        }
        for theme in Theme::ALL {
            assert!(theme.line.contrast(theme.canvas) >= 3.0, "{}: lines", theme.name);
        }
    }

    #[test]
    fn an_ink_gets_fainter_as_far_as_it_may() {
        for theme in Theme::ALL {
            for ink in [theme.ink, theme.ink_second, theme.ink_third, theme.accent] {
                for share in [0.0, 0.1, 0.5, 1.0] {
                    for least in [OFF_CONTRAST, TEXT_CONTRAST] {
                        let faint = ink.fainter(theme.canvas, share, least);
                        assert!(faint.contrast(theme.canvas) >= least, "{}: {ink} at {share}", theme.name);
                        assert!(faint.contrast(theme.canvas) <= ink.contrast(theme.canvas) + 0.01);
                    }
                }
            }
            let (half, faint) = (theme.canvas.mix(theme.ink, 0.8), theme.ink.fainter(theme.canvas, 0.8, OFF_CONTRAST));
            assert_eq!(half, faint, "{}: what is dark enough is as faint as was asked for", theme.name);
        }
    }

    #[test]
    fn colours_are_read_and_written() {
        let colour = Colour::parse("#1F6FB2").unwrap();
        assert_eq!(colour.to_string(), "#1f6fb2");
        assert_eq!(Colour::parse("#1F6FB"), None);
        assert_eq!(Colour::parse("1F6FB2"), None);
        assert_eq!(Colour::parse("#+F6FB2"), None);
    }
}
