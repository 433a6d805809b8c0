// Areas of groups: one triangle an instance. Their edges lie under outlines, so that they need not be
// smooth themselves.

struct Triangle {
    @location(0) first: vec2f,
    @location(1) second: vec2f,
    @location(2) third: vec2f,
    @location(3) fill: vec4f,
}

struct Shaded {
    @builtin(position) position: vec4f,
    @location(0) @interpolate(flat) fill: vec4f,
}

@vertex
fn vertex(@builtin(vertex_index) corner: u32, triangle: Triangle) -> Shaded {
    var at = triangle.first;
    if corner == 1u { at = triangle.second; }
    if corner == 2u { at = triangle.third; }
    var out: Shaded;
    out.position = clip(pixel(at));
    out.fill = vec4f(triangle.fill.rgb, 1.0) * triangle.fill.a * view.strength;
    return out;
}

@fragment
fn fragment(in: Shaded) -> @location(0) vec4f {
    return in.fill;
}
