//! How readers see colours who see them otherwise: without colour, or with one sort of cone missing (Machado, Oliveira and Fernandes
//! 2009, severity 1, on linear sRGB). For checking colours and for showing a figure as such readers see it.

use crate::math::Portable as _;

/// A way of seeing colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Vision {
    #[default]
    Usual,
    /// As a black-and-white printer shows it.
    Grey,
    Protanopia,
    Deuteranopia,
    Tritanopia,
}

type Matrix = [[f64; 3]; 3];

impl Vision {
    /// Each with what it is called.
    pub(crate) const ALL: [(Vision, &str); 5] = [
        (Vision::Usual, "as it is"),
        (Vision::Grey, "in grey"),
        (Vision::Protanopia, "red-blind"),
        (Vision::Deuteranopia, "green-blind"),
        (Vision::Tritanopia, "blue-blind"),
    ];

    /// What linear red, green and blue become.
    pub(crate) fn matrix(self) -> Matrix {
        // Luminance of sRGB (IEC 61966-2-1).
        const LUMINANCE: [f64; 3] = [0.212_6, 0.715_2, 0.072_2];
        match self {
            Vision::Usual => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Vision::Grey => [LUMINANCE; 3],
            Vision::Protanopia => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            Vision::Deuteranopia => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            Vision::Tritanopia => [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        }
    }

    /// Pixels of four bytes, the last of them opacity, as they are seen.
    pub(crate) fn see(self, pixels: &mut [u8]) {
        if self == Vision::Usual {
            return;
        }
        let linear: Vec<f64> = (0..=255u8).map(linear).collect();
        let matrix = self.matrix();
        // Pages have few colours in long stretches.
        let (mut last, mut seen) = ([0; 3], [0; 3]);
        for pixel in pixels.chunks_exact_mut(4) {
            let now = [pixel[0], pixel[1], pixel[2]];
            if now != last {
                let light = now.map(|byte| linear[usize::from(byte)]);
                seen = matrix.map(|row| encoded(row.iter().zip(light).map(|(share, light)| share * light).sum()));
                last = now;
            }
            pixel[..3].copy_from_slice(&seen);
        }
    }
}

/// The light of a byte of sRGB, from 0 to 1.
fn linear(byte: u8) -> f64 {
    let value = f64::from(byte) / 255.0;
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).power(2.4) }
}

/// The byte of sRGB for a light.
fn encoded(light: f64) -> u8 {
    let light = light.clamp(0.0, 1.0);
    let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.power(1.0 / 2.4) - 0.055 };
    (value * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(vision: Vision, [r, g, b]: [u8; 3]) -> [u8; 3] {
        let mut pixel = [r, g, b, 255];
        vision.see(&mut pixel);
        [pixel[0], pixel[1], pixel[2]]
    }

    #[test]
    fn greys_stay_as_they_are_and_lost_colours_become_alike() {
        for (vision, name) in Vision::ALL {
            for byte in [0, 1, 60, 128, 254, 255] {
                let seen = seen(vision, [byte; 3]);
                let far = seen.map(|c| c.abs_diff(byte)).into_iter().max();
                assert!(far <= Some(1), "{name}: {byte} is seen as {seen:?}");
            }
        }
        let apart = |vision: Vision, a: [u8; 3], b: [u8; 3]| {
            let (a, b) = (seen(vision, a), seen(vision, b));
            (0..3).map(|channel| a[channel].abs_diff(b[channel])).max().unwrap()
        };
        // Brick and olive of the same lightness are nearly one to who lacks the green cone.
        let (brick, olive) = ([0xB2, 0x5A, 0x3C], [0x7A, 0x77, 0x3C]);
        assert!(apart(Vision::Usual, brick, olive) > 50);
        assert!(apart(Vision::Deuteranopia, brick, olive) < 10);
        let [r, g, b] = seen(Vision::Grey, brick);
        assert!(r == g && g == b);
    }

    #[test]
    fn opacity_and_usual_sight_change_nothing() {
        let mut pixels = [10, 200, 30, 7, 10, 200, 30, 255];
        Vision::Usual.see(&mut pixels);
        assert_eq!(pixels, [10, 200, 30, 7, 10, 200, 30, 255]);
        Vision::Protanopia.see(&mut pixels);
        assert_eq!((pixels[3], pixels[7]), (7, 255));
        assert_eq!(pixels[..3], pixels[4..7]);
    }
}
