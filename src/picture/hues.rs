//! The colours of categories: seven families of kinds, and twelve hues for each ground, chosen so that any two are told
//! apart by readers with any colour vision. What a category is, is not known here.

use super::theme::{Colour, Theme};

/// The colours of families of kinds, and of groups that have none of their own: also where two kinds have the same shape
/// they are told apart with any colour vision, on light and on dark grounds.
pub(crate) const FAMILIES: [u32; 7] =
    [0x0A_6F_CA, 0xC4_75_00, 0x9D_43_96, 0x19_88_53, 0xBC_41_1D, 0x5C_66_70, 0x7C_79_76];

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
    use crate::dossier::ron_text::built_in_vocabulary;
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

    /// CIELAB of a colour as it is seen, under D65.
    fn lab(colour: Colour, vision: &[Three; 3]) -> Three {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).power(2.4) }
        };
        let rgb = times(vision, [colour.r, colour.g, colour.b].map(linear)).map(|c| c.clamp(0.0, 1.0));
        let to_xyz = [
            [0.412_456_4, 0.357_576_1, 0.180_437_5],
            [0.212_672_9, 0.715_152_2, 0.072_175],
            [0.019_333_9, 0.119_192, 0.950_304_1],
        ];
        let [x, y, z] = times(&to_xyz, rgb);
        let root = |t: f64| if t > 216.0 / 24_389.0 { libm::cbrt(t) } else { (24_389.0 / 27.0 * t + 16.0) / 116.0 };
        let (x, y, z) = (root(x / 0.950_47), root(y), root(z / 1.088_83));
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// The difference of two colours by CIEDE2000 (Sharma, Wu and Dalal 2005).
    fn difference([l1, a1, b1]: Three, [l2, a2, b2]: Three) -> f64 {
        let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25.0_f64.powi(7))).sqrt();
        let stretch = 1.0 + 0.5 * (1.0 - seventh((a1.hypotenuse(b1) + a2.hypotenuse(b2)) / 2.0));
        let (a1, a2) = (a1 * stretch, a2 * stretch);
        let (c1, c2) = (a1.hypotenuse(b1), a2.hypotenuse(b2));
        let (h1, h2) =
            (b1.arctangent(a1).to_degrees().rem_euclid(360.0), b2.arctangent(a2).to_degrees().rem_euclid(360.0));
        let turn = (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0;
        let hue = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sine();
        let (l, c, h) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0, (h1 + turn / 2.0).rem_euclid(360.0));
        let wave = |factor: f64, shift: f64| (factor * h + shift).to_radians().cosine();
        let t = 1.0 - 0.17 * wave(1.0, -30.0) + 0.24 * wave(2.0, 0.0) + 0.32 * wave(3.0, 6.0) - 0.2 * wave(4.0, -63.0);
        let of_l = (l2 - l1) / (1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt());
        let (of_c, of_h) = ((c2 - c1) / (1.0 + 0.045 * c), hue / (1.0 + 0.015 * c * t));
        let blue = 60.0 * (-((h - 275.0) / 25.0).powi(2)).exponential();
        let both = -blue.to_radians().sine() * 2.0 * seventh(c) * of_c * of_h;
        (of_l * of_l + of_c * of_c + of_h * of_h + both).sqrt()
    }

    #[test]
    fn the_difference_of_colours_is_that_of_the_standard() {
        // From the table of Sharma, Wu and Dalal.
        for (a, b, expected) in [
            ([50.0, 2.677_2, -79.775_1], [50.0, 0.0, -82.748_5], 2.042_5),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.149_2),
            ([50.0, 2.5, 0.0], [58.0, 24.0, 15.0], 19.453_5),
            ([2.077_6, 0.079_5, -1.135], [0.903_3, -0.063_6, -0.551_4], 0.908_2),
        ] {
            assert!((difference(a, b) - expected).abs() < 1e-4, "{}", difference(a, b));
        }
    }

    #[test]
    fn families_of_kinds_are_told_apart_with_any_colour_vision() {
        let visions = Vision::ALL.into_iter().filter(|(vision, _)| *vision != Vision::Grey);
        for (vision, name) in visions {
            for theme in Theme::ALL {
                let colours = FAMILIES.map(|family| lab(theme.kind_colour(Colour::hex(family)), &vision.matrix()));
                for (number, colour) in colours.iter().enumerate() {
                    for (other, before) in colours[..number].iter().enumerate() {
                        let apart = difference(*colour, *before);
                        assert!(apart >= 10.0, "{}, {name}: {number} and {other}: {apart}", theme.name);
                    }
                }
            }
        }
    }

    #[test]
    fn the_kinds_that_are_built_in_have_the_colours_of_families() {
        for kind in built_in_vocabulary().entity_kinds.iter() {
            let colour = Colour::parse(&kind.colour);
            assert!(FAMILIES.iter().any(|family| Some(Colour::hex(*family)) == colour), "{}", kind.id);
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
