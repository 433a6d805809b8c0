// What all pipelines share: the view, and the way from the scene to the screen. Colours are in
// gamma space, as egui's targets are, and premultiplied when they leave.

struct View {
    // Scene point in the middle of the view, and the view's size in pixels.
    centre: vec2f,
    size: vec2f,
    // Pixels a scene unit, pixels a point, and what a line's width is multiplied by.
    zoom: f32,
    point: f32,
    thick: f32,
    // How strongly things are drawn: 1, or less where others are brought out.
    strength: f32,
    ground: vec4f,
    accent: vec4f,
    // How far parallel lines fan out, length of arrowheads in pixels, pieces a curve, opacity.
    fan: f32,
    tip: f32,
    pieces: f32,
    opacity: f32,
    // Widths of lines at their start and at their end, where they taper; nought where they do not.
    taper: vec4f,
    // Of each shape at radius 1: half width, half height, how far below the centre icons sit, and half
    // their size.
    shapes: array<vec4f, 16>,
}

@group(0) @binding(0) var<uniform> view: View;

fn pixel(p: vec2f) -> vec2f {
    return (p - view.centre) * view.zoom + view.size * 0.5;
}

fn clip(p: vec2f) -> vec4f {
    return vec4f(p.x / view.size.x * 2.0 - 1.0, 1.0 - p.y / view.size.y * 2.0, 0.0, 1.0);
}

// A colour over the ground at an opacity: mixed, not see-through, so that lines do not shine
// through faint shapes.
fn over_ground(colour: vec3f, opacity: f32) -> vec3f {
    return mix(view.ground.rgb, colour, opacity);
}
