//! One node or line as the renderer takes it: a few words each, numbers packed to halves and bytes.
//! Knows no scene and no GPU; what goes into the words is `packed_scene`'s to say.

use std::sync::Arc;

use crate::picture::pictures::Thumbnail;
use crate::picture::theme::Colour;

/// What is special about a node, as bits.
pub(crate) mod node_flags {
    /// The outline is dashed.
    pub(crate) const DASHED: u32 = 1;
    /// There is an outline.
    pub(crate) const OUTLINED: u32 = 2;
    /// A ring around it says that it is selected.
    pub(crate) const SELECTED: u32 = 4;
    /// The pointer is over it.
    pub(crate) const HOVERED: u32 = 8;
    /// The outline grows with the node.
    pub(crate) const RING: u32 = 32;
}

/// What is special about a line, as bits.
pub(crate) mod line_flags {
    /// It has an arrowhead.
    pub(crate) const DIRECTED: u32 = 1;
    /// The arrowhead is hollow.
    pub(crate) const HOLLOW: u32 = 2;
    /// It takes the accent.
    pub(crate) const ACCENT: u32 = 4;
    /// It is drawn wider: selected or hovered.
    pub(crate) const STRONG: u32 = 8;
    /// It is one of several between the same two, and fans out as there is room.
    pub(crate) const FANNED: u32 = 16;
    /// A cross at its middle says that it falls with what is struck.
    pub(crate) const FALLEN: u32 = 32;
}

/// Where a node is: x and y in scene units, as bits of `f32`.
pub(crate) type NodePlace = [u32; 2];
/// How a node looks: fill, outline (RGBA8 each; where there is no outline, the icon's colour), radius and
/// outline's width (halves), then shape, flags, opacity and icon (bytes; icon 0 is none).
pub(crate) type NodeStyle = [u32; 4];
/// Where a line runs: both ends, bend (`f32` each), and the shares of the curve where it is cut
/// (16 bits each).
pub(crate) type LinePlace = [u32; 6];
/// How a line looks: RGBA8; width (half), pattern and flags (bytes).
pub(crate) type LineStyle = [u32; 2];

/// A node with a picture.
#[derive(Clone, Debug)]
pub(crate) struct Portrait {
    /// Where it is.
    pub(crate) place: NodePlace,
    /// How it looks.
    pub(crate) style: NodeStyle,
    /// What it shows.
    pub(crate) picture: Arc<Thumbnail>,
}

/// A colour as four bytes.
pub(crate) fn rgba(colour: Colour) -> u32 {
    u32::from_le_bytes([colour.r, colour.g, colour.b, colour.a])
}

/// A number as 16-bit half precision.
pub(crate) fn half(value: f32) -> u32 {
    u32::from(half_bits(value))
}

/// IEEE 754 binary16, rounded to nearest; what does not fit is as large as can be.
fn half_bits(value: f32) -> u16 {
    let value = if value.is_finite() { value.clamp(-65504.0, 65504.0) } else { 0.0 };
    let bits = value.to_bits();
    let sign = ((bits >> 16) & 0x8000) as u16;
    let exponent = ((bits >> 23) & 0xff) as i32 - 127 + 15;
    if exponent <= 0 {
        // Too small for its own exponent: in steps of 2^-24.
        return sign | (value.abs() * 16_777_216.0).round() as u16;
    }
    let mantissa = (bits >> 13) & 0x3ff;
    let rounded = ((exponent as u32) << 10 | mantissa) + ((bits >> 12) & 1);
    sign | rounded.min(0x7bff) as u16
}

/// The number that a half stands for.
pub(crate) fn from_half(bits: u16) -> f32 {
    let (exponent, mantissa) = (i32::from(bits >> 10 & 0x1f), f32::from(bits & 0x3ff));
    let size = match exponent {
        0 => mantissa / 16_777_216.0,
        _ => (1.0 + mantissa / 1024.0) * 2.0_f32.powi(exponent - 15),
    };
    if bits & 0x8000 == 0 { size } else { -size }
}

pub(super) fn unorm16(value: f32) -> u32 {
    (value.clamp(0.0, 1.0) * 65535.0).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_as_ieee_has_them() {
        for (value, bits) in [
            (0.0, 0),
            (1.0, 0x3c00),
            (-2.0, 0xc000),
            (0.5, 0x3800),
            (65504.0, 0x7bff),
            (1e9, 0x7bff),
            (5.960_464_5e-8, 1),
            (12.5, 0x4a40),
            (0.1, 0x2e66),
            (f32::NAN, 0),
        ] {
            assert_eq!(half_bits(value), bits, "{value}");
            assert_eq!(half_bits(from_half(bits)), bits, "{value}");
        }
    }
}
