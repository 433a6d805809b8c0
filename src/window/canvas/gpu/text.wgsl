// Letters: one quad each from an atlas that holds the letter in red and its halo in green. Halos are
// drawn before letters, so that none lies on a neighbour.

@group(1) @binding(2) var atlas: texture_2d<f32>;
@group(1) @binding(3) var sharp_sampler: sampler;

struct Letter {
    // What the text stands beside, in the scene.
    @location(0) anchor: vec2f,
    // From there to the picture's corner, in sixteenths of a pixel.
    @location(1) offset: vec2<i32>,
    // Corner and size in the atlas, in texels.
    @location(2) within: vec4<u32>,
    @location(3) colour: vec4f,
    // Cosine and sine of the line's direction.
    @location(4) turn: vec2f,
    // 1 if only the halo is drawn; in the upper half by what the picture is scaled, 32768 is as it is.
    @location(5) traits: u32,
}

struct Shaded {
    @builtin(position) position: vec4f,
    @location(0) at: vec2f,
    @location(1) @interpolate(flat) colour: vec4f,
    @location(2) @interpolate(flat) ink: f32,
}

@vertex
fn vertex(@builtin(vertex_index) corner: u32, letter: Letter) -> Shaded {
    let sides = vec2f(f32(corner & 1u), f32(corner >> 1u));
    let size = vec2f(letter.within.zw);
    let scale = f32(letter.traits >> 16u) / 32768.0;
    let offset = vec2f(letter.offset) / 16.0 + sides * size * scale;
    var at = pixel(letter.anchor);
    // Upright letters stand on whole pixels, but for those whose size is on its way.
    if letter.turn.y == 0.0 && scale == 1.0 { at = floor(at + 0.5); }
    let turned = vec2f(offset.x * letter.turn.x - offset.y * letter.turn.y,
        offset.x * letter.turn.y + offset.y * letter.turn.x);
    var out: Shaded;
    out.position = clip(at + turned);
    out.at = (vec2f(letter.within.xy) + sides * size) / vec2f(textureDimensions(atlas));
    out.colour = letter.colour;
    out.ink = select(1.0, 0.0, (letter.traits & 1u) != 0u);
    return out;
}

@fragment
fn halo_fragment(in: Shaded) -> @location(0) vec4f {
    let alpha = textureSampleLevel(atlas, sharp_sampler, in.at, 0.0).g * in.colour.a;
    return vec4f(view.ground.rgb * alpha, alpha);
}

@fragment
fn letter_fragment(in: Shaded) -> @location(0) vec4f {
    let alpha = textureSampleLevel(atlas, sharp_sampler, in.at, 0.0).r * in.colour.a * in.ink;
    return vec4f(in.colour.rgb * alpha, alpha);
}
