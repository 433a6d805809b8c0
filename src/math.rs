//! Functions of numbers that give the same bits on every system. The standard library asks the system's own
//! mathematics for these, and those differ in the last bits; figures and layouts must not. `clippy.toml` refuses the
//! standard ones outside the window. The square root and the basic operations are exact everywhere and are not here.

/// Functions for which the standard library asks the system.
pub(crate) trait Portable: Sized {
    fn sine(self) -> Self;
    fn cosine(self) -> Self;
    /// Sine and cosine.
    fn sine_cosine(self) -> (Self, Self);
    fn tangent(self) -> Self;
    fn arcsine(self) -> Self;
    /// Angle of the direction whose upward part is this and whose rightward part is `x`.
    fn arctangent(self, x: Self) -> Self;
    fn exponential(self) -> Self;
    fn natural_log(self) -> Self;
    fn log_base_2(self) -> Self;
    fn log_base_10(self) -> Self;
    fn power(self, exponent: Self) -> Self;
    /// Length of the longest side of a right triangle with these two others.
    fn hypotenuse(self, other: Self) -> Self;
}

impl Portable for f64 {
    fn sine(self) -> f64 {
        libm::sin(self)
    }

    fn cosine(self) -> f64 {
        libm::cos(self)
    }

    fn sine_cosine(self) -> (f64, f64) {
        libm::sincos(self)
    }

    fn tangent(self) -> f64 {
        libm::tan(self)
    }

    fn arcsine(self) -> f64 {
        libm::asin(self)
    }

    fn arctangent(self, x: f64) -> f64 {
        libm::atan2(self, x)
    }

    fn exponential(self) -> f64 {
        libm::exp(self)
    }

    fn natural_log(self) -> f64 {
        libm::log(self)
    }

    fn log_base_2(self) -> f64 {
        libm::log2(self)
    }

    fn log_base_10(self) -> f64 {
        libm::log10(self)
    }

    fn power(self, exponent: f64) -> f64 {
        libm::pow(self, exponent)
    }

    fn hypotenuse(self, other: f64) -> f64 {
        let length = (self * self + other * other).sqrt();
        // The squares of such lengths are ordinary numbers; others need more care.
        if (1e-140..1e140).contains(&length) { length } else { libm::hypot(self, other) }
    }
}

impl Portable for f32 {
    fn sine(self) -> f32 {
        libm::sinf(self)
    }

    fn cosine(self) -> f32 {
        libm::cosf(self)
    }

    fn sine_cosine(self) -> (f32, f32) {
        libm::sincosf(self)
    }

    fn tangent(self) -> f32 {
        libm::tanf(self)
    }

    fn arcsine(self) -> f32 {
        libm::asinf(self)
    }

    fn arctangent(self, x: f32) -> f32 {
        libm::atan2f(self, x)
    }

    fn exponential(self) -> f32 {
        libm::expf(self)
    }

    fn natural_log(self) -> f32 {
        libm::logf(self)
    }

    fn log_base_2(self) -> f32 {
        libm::log2f(self)
    }

    fn log_base_10(self) -> f32 {
        libm::log10f(self)
    }

    fn power(self, exponent: f32) -> f32 {
        libm::powf(self, exponent)
    }

    fn hypotenuse(self, other: f32) -> f32 {
        // Squares of any such numbers fit into the wider type.
        let (a, b) = (f64::from(self), f64::from(other));
        (a * a + b * b).sqrt() as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits of results, as they must come out on every system.
    #[test]
    fn results_have_the_same_bits_everywhere() {
        let values = |x: f64| {
            let (sine, cosine) = x.sine_cosine();
            let all = [sine, cosine, x.exponential(), x.natural_log(), x.power(0.37), x.arctangent(2.0)];
            all.into_iter().fold(0_u64, |sum, v| sum.rotate_left(7) ^ v.to_bits())
        };
        let sum = (1..=20_000).fold(0_u64, |sum, n| sum.rotate_left(1) ^ values(f64::from(n) * 0.017_3));
        assert_eq!(sum, BITS);
        let single = |x: f32| {
            let (sine, cosine) = x.sine_cosine();
            let all = [sine, cosine, x.exponential(), x.natural_log(), x.power(0.37), x.hypotenuse(1.7)];
            all.into_iter().fold(0_u32, |sum, v| sum.rotate_left(7) ^ v.to_bits())
        };
        let sum = (1..=20_000_u16).fold(0_u32, |sum, n| sum.rotate_left(1) ^ single(f32::from(n) * 0.004_3));
        assert_eq!(sum, SINGLE_BITS);
    }

    const BITS: u64 = 7_997_348_023_475_925_636;
    const SINGLE_BITS: u32 = 1_767_392_143;

    #[test]
    fn lengths_neither_overflow_nor_vanish() {
        for (a, b, length) in [(3.0, 4.0, 5.0), (3e200, 4e200, 5e200), (3e-200, -4e-200, 5e-200), (0.0, 0.0, 0.0)] {
            let got: f64 = f64::hypotenuse(a, b);
            assert!((got - length).abs() <= 1e-15 * length, "{a} {b}: {got}");
        }
        assert_eq!(f32::hypotenuse(3e30, 4e30), 5e30);
        assert_eq!(f64::hypotenuse(f64::INFINITY, 1.0), f64::INFINITY);
    }
}
