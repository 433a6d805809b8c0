// Tiles of density: pictures of many lines or nodes, made once and moved with the camera.

@group(1) @binding(1) var tiles: texture_2d_array<f32>;
@group(1) @binding(3) var smooth_sampler: sampler;

struct Tile {
    // Corners in the scene.
    @location(0) area: vec4f,
    // Corners in the texture.
    @location(1) within: vec4f,
    // Layer and opacity (0 to 255).
    @location(2) traits: vec2<u32>,
}

struct Shaded {
    @builtin(position) position: vec4f,
    @location(0) at: vec2f,
    @location(1) @interpolate(flat) layer: u32,
    @location(2) @interpolate(flat) opacity: f32,
}

@vertex
fn vertex(@builtin(vertex_index) corner: u32, tile: Tile) -> Shaded {
    let sides = vec2f(f32(corner & 1u), f32(corner >> 1u));
    var out: Shaded;
    out.position = clip(pixel(mix(tile.area.xy, tile.area.zw, sides)));
    out.at = mix(tile.within.xy, tile.within.zw, sides);
    out.layer = tile.traits.x;
    out.opacity = f32(tile.traits.y) / 255.0 * view.strength;
    return out;
}

@fragment
fn fragment(in: Shaded) -> @location(0) vec4f {
    return textureSampleLevel(tiles, smooth_sampler, in.at, in.layer, 0.0) * in.opacity;
}
