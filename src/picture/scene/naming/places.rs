//! The places where a name may stand: 24 around its node, and further off with a leader line. How much each
//! is liked follows Imhof (1975), adapted to names that stand under their shapes by custom. What else lies
//! there is not known here.

use kurbo::{Point, Rect, Vec2};

use super::super::bodies::NAME_GAP;
use super::super::cells::within;
use super::super::sides::{PLACES, Side};

/// What a place costs for each step that it is liked less than the one below the node.
const DISLIKED: f64 = 0.25;
/// What a name costs that is broken otherwise than usual.
const REWRAPPED: f64 = 0.2;
/// What a leader line costs, and each unit of its length.
const LEADER: (f64, f64) = (1.5, 0.03);
/// How far off names with a leader line stand, in scene units.
const FAR: [f64; 3] = [9.0, 18.0, 30.0];
/// And those of hubs, which stand in the midst of others.
const FARTHER: [f64; 4] = [45.0, 65.0, 90.0, 120.0];
/// What these cost more: whose name that is takes a while to find, so that it is only better than none.
const LAST_RESORT: f64 = 14.0;
/// A name that was put farther than this from its shape has a line to it, in scene units.
const APART: f64 = 6.0;
/// Sixteen directions, each an eighth of a right angle and a half further.
const WAYS: [(f64, f64); 16] = {
    const A: f64 = 0.923_879_532_511_286_7;
    const B: f64 = std::f64::consts::FRAC_1_SQRT_2;
    const C: f64 = 0.382_683_432_365_089_8;
    [
        (0.0, 1.0),
        (C, A),
        (B, B),
        (A, C),
        (1.0, 0.0),
        (A, -C),
        (B, -B),
        (C, -A),
        (0.0, -1.0),
        (-C, -A),
        (-B, -B),
        (-A, -C),
        (-1.0, 0.0),
        (-A, C),
        (-B, B),
        (-C, A),
    ]
};

/// A place where a name may stand.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The box of its letters.
    pub(super) area: Rect,
    /// How its lines stand in the block: 0.0 left, 0.5 centred, 1.0 right.
    pub(super) align: f32,
    /// Which way of breaking it.
    pub(super) wrap: usize,
    /// From its node to it, where it stands apart.
    pub(super) leader: Option<(Point, Point)>,
    /// What it costs by itself.
    pub(super) cost: f64,
}

/// How far along a name its node stands, how the lines then stand, and how much less that is liked.
const ALONG: [(f64, f32, f64); 5] =
    [(0.5, 0.5, 0.0), (0.25, 0.0, 0.5), (0.75, 1.0, 0.6), (0.05, 0.0, 0.9), (0.95, 1.0, 1.0)];
/// The same beside it, from top to bottom.
const DOWN: [(f64, f64); 5] = [(0.5, 0.0), (0.2, 0.4), (0.8, 0.4), (0.0, 0.7), (1.0, 0.7)];

/// All places of a name around a shape. `sizes` are those of the ways of breaking it, the usual first.
pub(super) fn places(centre: Point, shape: Rect, sizes: &[(f64, f64)], is_hub: bool) -> Vec<Place> {
    let farther = if is_hub { &FARTHER[..] } else { &[] };
    let mut out = Vec::with_capacity(sizes.len() * 24 + (FAR.len() + farther.len()) * WAYS.len());
    for (wrap, &size) in sizes.iter().enumerate() {
        let mut add = |origin: Point, align: f32, disliked: f64| {
            let cost = disliked * DISLIKED + if wrap > 0 { REWRAPPED } else { 0.0 };
            out.push(Place { area: Rect::from_origin_size(origin, size), align, wrap, leader: None, cost });
        };
        let (width, height) = size;
        for (along, align, disliked) in ALONG {
            let x = centre.x - width * along;
            add(Point::new(x, shape.y1 + NAME_GAP), align, disliked);
            add(Point::new(x, shape.y0 - NAME_GAP - height), align, disliked + 1.0);
        }
        let beside = NAME_GAP + 1.5;
        for (down, disliked) in DOWN {
            let y = centre.y - height * down;
            add(Point::new(shape.x1 + beside, y), 0.0, disliked + 0.6);
            add(Point::new(shape.x0 - beside - width, y), 1.0, disliked + 0.9);
        }
        for &(side, disliked) in PLACES.iter().filter(|(side, _)| is_corner(*side)) {
            let (offset, align) = side.offset(size, shape - centre.to_vec2(), NAME_GAP);
            add(centre + offset, align, disliked);
        }
    }
    if let Some(&size) = sizes.first() {
        FAR.iter().chain(farther).for_each(|far| apart(centre, shape, size, *far, &mut out));
    }
    out
}

/// The place of a name whose middle was put by hand, broken as usual; it stays in the room.
pub(super) fn place_at(middle: Point, shape: Rect, sizes: &[(f64, f64)], room: Rect) -> Option<Place> {
    let area = within(room, Rect::from_center_size(middle, *sizes.first()?));
    let centre = shape.center();
    let end = Point::new(centre.x.clamp(area.x0, area.x1), centre.y.clamp(area.y0, area.y1));
    let way = end - centre;
    let (length, radius) = (way.hypot(), shape.width().min(shape.height()) / 2.0 + 1.0);
    let leader = (length > radius + APART).then(|| (centre + way * (radius / length), end));
    let align = match way.x {
        x if x > shape.width() / 2.0 => 0.0,
        x if x < -shape.width() / 2.0 => 1.0,
        _ => 0.5,
    };
    Some(Place { area, align, wrap: 0, leader, cost: 0.0 })
}

fn is_corner(side: Side) -> bool {
    match side {
        Side::RightBelow | Side::RightAbove | Side::LeftBelow | Side::LeftAbove => true,
        Side::Below | Side::Right | Side::Left | Side::Above => false,
    }
}

/// Places with a leader line, so far off.
fn apart(centre: Point, shape: Rect, size: (f64, f64), far: f64, out: &mut Vec<Place>) {
    for way in WAYS.map(|(x, y)| Vec2::new(x, y)) {
        // How far a box reaches in that direction.
        let reach = |width: f64, height: f64| (way.x * width / 2.0).abs() + (way.y * height / 2.0).abs();
        let edge = reach(shape.width(), shape.height());
        let middle = shape.center() + way * (edge + far + reach(size.0, size.1));
        let area = Rect::from_center_size(middle, size);
        let start = centre + way * (shape.width().min(shape.height()) / 2.0 + 1.0);
        let end = Point::new(start.x.clamp(area.x0, area.x1), start.y.clamp(area.y0, area.y1));
        let align = if way.x > 0.3 {
            0.0
        } else if way.x < -0.3 {
            1.0
        } else {
            0.5
        };
        let length = ((end.x - start.x).powi(2) + (end.y - start.y).powi(2)).sqrt();
        let resort = if FAR.contains(&far) { 0.0 } else { LAST_RESORT };
        let cost = LEADER.0 + LEADER.1 * length + resort;
        out.push(Place { area, align, wrap: 0, leader: Some((start, end)), cost });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_24_places_around_its_node_a_way_of_breaking_and_none_lies_on_it() {
        let centre = Point::new(30.0, -20.0);
        for radius in [2.0, 6.5, 12.5] {
            let shape = Rect::from_center_size(centre, (radius * 2.0, radius * 2.0));
            let all = places(centre, shape, &[(40.0, 11.0), (25.0, 22.0)], false);
            let near = all.iter().filter(|place| place.leader.is_none());
            assert_eq!(near.clone().count(), 48);
            // The shape of a disc, of which corners of names may touch the box.
            let disc = shape.inflate(-radius * 0.3, -radius * 0.3);
            assert!(all.iter().all(|place| place.area.intersect(disc).is_zero_area()));
            let best = near.min_by(|a, b| a.cost.total_cmp(&b.cost)).unwrap();
            assert!(best.cost == 0.0 && best.area.y0 > shape.y1, "below, where the layout has left room");
            for place in all.iter().filter(|place| place.leader.is_some()) {
                let (start, end) = place.leader.unwrap();
                assert!((end - start).hypot() < 45.0 && place.cost > 1.5);
                assert!(place.area.inflate(0.1, 0.1).contains(end));
            }
        }
    }
}
