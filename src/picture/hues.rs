//! The colours of categories: twelve hues for each ground, chosen so that any two are told apart by readers with any colour
//! vision. What a category is, is not known here.

use super::theme::{Colour, Theme};

/// So many categories have a colour of their own.
pub(crate) const HUES: usize = 12;

/// On a light ground; the first are the easiest to tell apart.
const ON_LIGHT: [u32; HUES] = [
    0x27_2C_9A, 0xAA_8D_00, 0x00_95_EF, 0x77_06_02, 0x8C_55_BB, 0x70_52_00, 0xD8_66_B7, 0xA0_1E_5E, 0x26_8D_82,
    0x61_11_67, 0xB4_5D_47, 0x0A_5F_83,
];
/// The same hues on a dark ground, within 25 degrees.
const ON_DARK: [u32; HUES] = [
    0x1B_6B_D5, 0xAD_B9_05, 0xAD_CA_FF, 0xFE_B4_94, 0x99_82_FF, 0xFC_EB_47, 0xFF_73_AA, 0xC7_44_57, 0x99_FD_DD,
    0x8C_4B_9E, 0xBE_89_5E, 0x0B_B5_D4,
];

/// The colour of a category, from 0; `None` beyond the hues.
pub(crate) fn hue(number: usize, theme: &Theme) -> Option<Colour> {
    let hues = if theme.is_dark { &ON_DARK } else { &ON_LIGHT };
    hues.get(number).map(|rgb| Colour::hex(*rgb))
}

/// The colour of categories that have none of their own.
pub(crate) fn rest(theme: &Theme) -> Colour {
    theme.canvas.mix(theme.line, if theme.is_dark { 0.5 } else { 0.58 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::Portable as _;
    use crate::picture::vision::Vision;

    type Three = [f64; 3];

    fn times(matrix: &[Three; 3], v: Three) -> Three {
        matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
    }

    /// A colour as it is seen, in OKLab (Ottosson 2020).
    fn seen(colour: Colour, vision: &[Three; 3]) -> Three {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).power(2.4) }
        };
        let rgb = times(vision, [colour.r, colour.g, colour.b].map(linear)).map(|c| c.clamp(0.0, 1.0));
        let cones = [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ];
        let lab = [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ];
        times(&lab, times(&cones, rgb).map(|c| c.power(1.0 / 3.0)))
    }

    fn distance(a: Three, b: Three) -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    /// The least distance of two of these colours.
    fn least(colours: &[Colour], vision: &[Three; 3]) -> f64 {
        let all: Vec<Three> = colours.iter().map(|colour| seen(*colour, vision)).collect();
        let pairs = all.iter().enumerate().flat_map(|(n, a)| all[..n].iter().map(move |b| distance(*a, *b)));
        pairs.fold(f64::INFINITY, f64::min)
    }

    /// In OKLab 0.02 is about what is just noticed side by side; of marks that are apart it takes several times that.
    #[test]
    fn twelve_hues_are_told_apart_with_any_colour_vision() {
        for theme in Theme::ALL {
            let hues: Vec<Colour> = (0..HUES).filter_map(|number| hue(number, theme)).collect();
            assert_eq!((hues.len(), hue(HUES, theme)), (HUES, None));
            let with_rest: Vec<Colour> = hues.iter().copied().chain([rest(theme)]).collect();
            let common = least(&with_rest, &Vision::Usual.matrix());
            assert!(common >= 0.14, "{}: {common}", theme.name);
            for vision in [Vision::Protanopia, Vision::Deuteranopia, Vision::Tritanopia] {
                let found = least(&with_rest, &vision.matrix());
                assert!(found >= 0.09, "{}, {vision:?}: {found}", theme.name);
            }
        }
    }

    #[test]
    fn every_hue_is_legible_on_its_ground() {
        for theme in Theme::ALL {
            for number in 0..HUES {
                let contrast = hue(number, theme).unwrap().contrast(theme.canvas);
                assert!(contrast >= 3.0, "{}, {number}: {contrast}", theme.name);
            }
        }
    }

    /// A community keeps its family of colour when the theme is changed.
    #[test]
    fn both_grounds_have_the_same_hues() {
        let angle = |number: usize, theme: &Theme| {
            let [_, a, b] = seen(hue(number, theme).unwrap(), &Vision::Usual.matrix());
            b.arctangent(a).to_degrees()
        };
        for number in 0..HUES {
            let apart = (angle(number, &Theme::LIGHT) - angle(number, &Theme::DARK)).rem_euclid(360.0);
            assert!(apart.min(360.0 - apart) <= 26.0, "{number}: {apart}");
        }
    }
}
