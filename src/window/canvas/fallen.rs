//! How the renderer draws what falls with evidence that is struck: hollow, dashed or dotted, and crossed, so that neither colour nor
//! pattern alone says it. What falls is told in `explore::evidence`.

use kurbo::{CubicBez, ParamCurve as _, Point, Vec2};

use super::instance::{LinePlace, LineStyle, NodeStyle, half, line_flags, node_flags, rgba};
use crate::picture::scene::icons;
use crate::picture::scene::lines::bent;
use crate::picture::theme::Colour;

/// The same node once nothing vouches for it: hollow, with a cross and a dashed outline in the colour that it had.
pub(crate) fn fallen_node([fill, stroke, size, traits]: NodeStyle, ground: Option<Colour>) -> NodeStyle {
    const OUTLINE: f32 = 1.4;
    let was_outlined = traits >> 8 & node_flags::OUTLINED != 0;
    let outline = if was_outlined { stroke } else { fill };
    let ground = rgba(ground.unwrap_or(Colour { r: 255, g: 255, b: 255, a: 255 }));
    let flags = (node_flags::OUTLINED | node_flags::DASHED) << 8;
    let cross = icons::sign(icons::Sign::Cross).map_or(0, |sign| u32::from(sign.get()) << 24);
    [ground, outline, size & 0xffff | half(OUTLINE) << 16, traits & 0x00ff_ffff | flags | cross]
}

/// The same line once nothing vouches for it: dotted, with a hollow arrowhead and a cross at its middle.
pub(crate) fn fallen_line([colour, traits]: LineStyle) -> LineStyle {
    const DOTTED: u32 = 2;
    [colour, traits & !(0xff << 16) | DOTTED << 16 | (line_flags::HOLLOW | line_flags::FALLEN) << 24]
}

/// Where the cross of a line stands, if it has one: at the middle of what is seen of it.
pub(crate) fn cross_at([x0, y0, x1, y1, bend, cuts]: LinePlace, style: LineStyle) -> Option<Point> {
    if style[1] >> 24 & line_flags::FALLEN == 0 {
        return None;
    }
    let [x0, y0, x1, y1, bend] = [x0, y0, x1, y1, bend].map(|bits| f64::from(f32::from_bits(bits)));
    let (from, to) = (Point::new(x0, y0), Point::new(x1, y1));
    let middle = f64::from((cuts & 0xffff) + (cuts >> 16)) / 2.0 / 65_535.0;
    if from == to {
        // As the renderer draws loops.
        let way = |x: f64, y: f64| from + Vec2::new(x, y) * bend;
        let curve = CubicBez::new(from, way(-0.85, -1.5), way(0.85, -1.5), from);
        return Some(curve.eval(middle));
    }
    Some(bent(from, to, bend).eval(middle))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(ends: [f32; 4], bend: f32, cuts: [u32; 2]) -> LinePlace {
        let [a, b, c, d] = ends.map(f32::to_bits);
        [a, b, c, d, bend.to_bits(), cuts[0] | cuts[1] << 16]
    }

    #[test]
    fn a_cross_stands_in_the_middle_of_what_is_seen_of_a_line_that_falls() {
        let plain: LineStyle = [0, half(1.0)];
        let style = fallen_line(plain);
        let straight = place([0.0, 0.0, 100.0, 0.0], 0.0, [0, 65_535]);
        assert_eq!(cross_at(straight, plain), None, "others have none");
        assert!((cross_at(straight, style).unwrap() - Point::new(50.0, 0.0)).hypot() < 1e-6);
        // Bent to its right, y down; and from the outline of a large node on.
        let bent = place([0.0, 0.0, 100.0, 0.0], 10.0, [0, 65_535]);
        assert!((cross_at(bent, style).unwrap() - Point::new(50.0, 10.0)).hypot() < 1e-6);
        let cut = place([0.0, 0.0, 100.0, 0.0], 0.0, [26_214, 65_535]);
        assert!((cross_at(cut, style).unwrap() - Point::new(70.0, 0.0)).hypot() < 0.01);
        // At the top of a loop.
        let turned = place([5.0, 5.0, 5.0, 5.0], 8.0, [6_553, 58_982]);
        assert!((cross_at(turned, style).unwrap() - Point::new(5.0, -4.0)).hypot() < 0.01);
    }

    #[test]
    fn what_falls_differs_from_what_is_only_planned() {
        // Hollow and dashed is planned, too: the cross tells them apart.
        let planned: NodeStyle = [1, 2, half(6.0) | half(1.4) << 16, 3 | node_flags::DASHED << 8];
        let fallen = fallen_node(planned, None);
        let cross = icons::sign(icons::Sign::Cross).unwrap();
        assert_eq!(fallen[3] >> 24, u32::from(cross.get()));
        assert_eq!(fallen[3] & 0xff, 3, "the shape still tells the kind");
        let [_, dotted] = fallen_line([7, half(1.0)]);
        assert_eq!(dotted >> 24 & line_flags::FALLEN, line_flags::FALLEN);
        assert_eq!(dotted & 0xffff, half(1.0));
    }
}
