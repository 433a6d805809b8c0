// Nodes: one quad each, cut to shape by a table of distances made from the same outlines that
// figures draw.

@group(1) @binding(0) var distances: texture_2d_array<f32>;
@group(1) @binding(3) var smooth_sampler: sampler;

// The table reaches so far from the centre, in radii.
const REACH: f32 = 1.75;

const DASHED: u32 = 1u;
const OUTLINED: u32 = 2u;
const SELECTED: u32 = 4u;
const HOVERED: u32 = 8u;
// The outline grows with the node: a ring.
const RING: u32 = 32u;

struct Node {
    @location(0) at: vec2f,
    @location(1) fill: vec4f,
    @location(2) stroke: vec4f,
    // Radius and width of the outline, in scene units.
    @location(3) sizes: vec2f,
    // Shape, flags, opacity (0 to 255), icon (0 is none).
    @location(4) traits: vec4<u32>,
}

struct Shaded {
    @builtin(position) position: vec4f,
    @location(0) offset: vec2f,
    @location(1) @interpolate(flat) fill: vec3f,
    @location(2) @interpolate(flat) stroke: vec3f,
    // Radius, half the outline's width, ring radius, width of the rim, all in pixels.
    @location(3) @interpolate(flat) sizes: vec4f,
    @location(4) @interpolate(flat) traits: vec3<u32>,
}

@vertex
fn vertex(@builtin(vertex_index) corner: u32, node: Node) -> Shaded {
    let radius = max(node.sizes.x * view.zoom, 0.9 * view.point);
    let scale = select(view.thick, view.zoom, (node.traits.y & RING) != 0u);
    let half_line = select(0.0, max(node.sizes.y * scale, 1.0) * 0.5, (node.traits.y & OUTLINED) != 0u);
    let extent = view.shapes[min(node.traits.x, 15u)].xy * radius;
    let ring = max(extent.x, extent.y) * 1.12 + 4.0 * view.point;
    // A rim in the colour of the ground: shapes of one colour that touch stay apart, and lines that
    // pass under a shape end short of it. Thinner around what is small, or it would hide more than it tells.
    let rim = min(radius * 0.2, 1.2 * view.point);
    var half_size = extent + half_line + rim + 1.0;
    if (node.traits.y & HOVERED) != 0u { half_size += 2.0 * view.point; }
    if (node.traits.y & SELECTED) != 0u { half_size = vec2f(ring + 2.0 * view.point); }
    let sides = vec2f(f32(corner & 1u), f32(corner >> 1u)) * 2.0 - 1.0;
    let opacity = f32(node.traits.z) / 255.0 * view.strength;
    var out: Shaded;
    out.offset = sides * half_size;
    out.position = clip(pixel(node.at) + out.offset);
    out.fill = over_ground(node.fill.rgb, node.fill.a * opacity);
    out.stroke = over_ground(node.stroke.rgb, node.stroke.a * opacity);
    out.sizes = vec4f(radius, half_line, ring, rim);
    out.traits = node.traits.xyw;
    return out;
}

fn covered(distance: f32) -> f32 {
    return clamp(0.5 - distance, 0.0, 1.0);
}

// How far icons reach in their tables, which follow those of the shapes.
const ICON_REACH: f32 = 1.125;
const SHAPES: u32 = 16u;

// How much of a place the icon covers. It comes in as the node grows large enough for it to be read.
fn icon(in: Shaded) -> f32 {
    let seat = view.shapes[min(in.traits.x, 15u)].zw * in.sizes.x;
    let at = (in.offset - vec2f(0.0, seat.x)) / seat.y / ICON_REACH * 0.5 + 0.5;
    if any(at != saturate(at)) { return 0.0; }
    let layer = SHAPES + in.traits.z - 1u;
    let distance = textureSampleLevel(distances, smooth_sampler, at, layer, 0.0).r * seat.y;
    return covered(distance) * saturate(in.sizes.x / view.point * 0.5 - 3.0);
}

@fragment
fn fragment(in: Shaded) -> @location(0) vec4f {
    let at = in.offset / in.sizes.x / REACH * 0.5 + 0.5;
    let distance = textureSampleLevel(distances, smooth_sampler, at, in.traits.x, 0.0).r * in.sizes.x;
    let flags = in.traits.y;
    var colour = vec4f(in.fill, 1.0) * covered(distance);
    if (flags & OUTLINED) != 0u {
        var line = covered(abs(distance) - in.sizes.y);
        if (flags & DASHED) != 0u {
            // A whole number of marks around the shape.
            let turn = atan2(in.offset.y, in.offset.x) / 6.2831853 + 0.5;
            let marks = max(round(6.2831853 * in.sizes.x / (5.4 * max(view.thick, 1.0))), 6.0);
            let along = abs(fract(turn * marks) - 0.5) * 2.0;
            let pixels = 6.2831853 * in.sizes.x / marks * 0.5;
            line *= clamp((0.6 - along) * pixels + 0.5, 0.0, 1.0);
        }
        colour = mix(colour, vec4f(in.stroke, 1.0), line);
    }
    // The outline's colour is the icon's too.
    if in.traits.z != 0u { colour = mix(colour, vec4f(in.stroke, 1.0), icon(in)); }
    if (flags & HOVERED) != 0u {
        let line = covered(abs(distance) - 1.0 * view.point);
        colour = mix(colour, vec4f(view.accent.rgb, 1.0), line);
    }
    if (flags & SELECTED) != 0u {
        let line = covered(abs(length(in.offset) - in.sizes.z) - 0.9 * view.point);
        colour = mix(colour, vec4f(view.accent.rgb, 1.0), line);
    }
    let rim = covered(distance - in.sizes.y - in.sizes.w);
    colour += vec4f(view.ground.rgb, 1.0) * rim * (1.0 - colour.a);
    return colour * view.opacity;
}
