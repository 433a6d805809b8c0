// Pictures of nodes: squares that lie on their nodes, cut to the same shapes by the same tables, with
// the outline of each left free.

@group(1) @binding(0) var distances: texture_2d_array<f32>;
@group(1) @binding(3) var smooth_sampler: sampler;
@group(1) @binding(4) var portraits: texture_2d_array<f32>;

// As nodes have them.
const REACH: f32 = 1.75;
const OUTLINED: u32 = 2u;
const RING: u32 = 32u;
// Width of the rim where a node has no outline, and pixels along the side of a picture.
const RIM: f32 = 1.5;
const SIDE: f32 = 128.0;

struct Portrait {
    @location(0) at: vec2f,
    // Radius and width of the outline, in scene units.
    @location(1) sizes: vec2f,
    // Shape, flags, opacity (0 to 255), icon.
    @location(2) traits: vec4<u32>,
    @location(3) layer: u32,
}

struct Shaded {
    @builtin(position) position: vec4f,
    @location(0) offset: vec2f,
    // Radius, width of the rim inside the shape, half the side of the picture, all in pixels.
    @location(1) @interpolate(flat) sizes: vec3f,
    // Opacity, and which of the smaller copies is sampled.
    @location(2) @interpolate(flat) shades: vec2f,
    // Shape and layer.
    @location(3) @interpolate(flat) traits: vec2<u32>,
}

@vertex
fn vertex(@builtin(vertex_index) corner: u32, portrait: Portrait) -> Shaded {
    let radius = portrait.sizes.x * view.zoom;
    let flags = portrait.traits.y;
    let scale = select(view.thick, view.zoom, (flags & RING) != 0u);
    let half_line = max(portrait.sizes.y * scale, 1.0) * 0.5;
    let rim = select(max(RIM * view.thick, 1.0), half_line, (flags & OUTLINED) != 0u);
    let extent = view.shapes[min(portrait.traits.x, 15u)].xy * radius;
    let half_side = max(extent.x, extent.y);
    let sides = vec2f(f32(corner & 1u), f32(corner >> 1u)) * 2.0 - 1.0;
    var out: Shaded;
    out.offset = sides * extent;
    out.position = clip(pixel(portrait.at) + out.offset);
    out.sizes = vec3f(radius, rim, half_side);
    out.shades = vec2f(f32(portrait.traits.z) / 255.0 * view.strength, max(log2(SIDE / (half_side * 2.0)), 0.0));
    out.traits = vec2<u32>(portrait.traits.x, portrait.layer);
    return out;
}

@fragment
fn fragment(in: Shaded) -> @location(0) vec4f {
    let at = in.offset / in.sizes.x / REACH * 0.5 + 0.5;
    let distance = textureSampleLevel(distances, smooth_sampler, at, in.traits.x, 0.0).r * in.sizes.x;
    let within = in.offset / in.sizes.z * 0.5 + 0.5;
    let texel = textureSampleLevel(portraits, smooth_sampler, within, in.traits.y, in.shades.y);
    // Premultiplied: what is clear in the picture shows the ground.
    let colour = over_ground(texel.rgb + view.ground.rgb * (1.0 - texel.a), in.shades.x);
    // It comes in as the node grows large enough.
    let fade = saturate(in.sizes.x / view.point - 8.0);
    let alpha = clamp(0.5 - (distance + in.sizes.y), 0.0, 1.0) * fade * view.opacity;
    return vec4f(colour * alpha, alpha);
}
