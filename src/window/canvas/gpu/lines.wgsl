// Lines: strips along a curve, with patterns by arc length; arrowheads that meet outlines.

const DIRECTED: u32 = 1u;
const HOLLOW: u32 = 2u;
const ACCENT: u32 = 4u;
const STRONG: u32 = 8u;
const FANNED: u32 = 16u;
const FALLEN: u32 = 32u;

struct Line {
    @location(0) start: vec2f,
    @location(1) finish: vec2f,
    // How far the middle lies beside the straight line; of a loop, its size.
    @location(2) bend: f32,
    // Share of the curve where it leaves the first outline and meets the second.
    @location(3) cut: vec2f,
    @location(4) colour: vec4f,
    // Width in scene units.
    @location(5) width: vec2f,
    // Pattern and flags stand in the upper half of the word that holds the width.
    @location(6) traits: vec4<u32>,
}

struct Curve { a: vec2f, b: vec2f, c: vec2f, d: vec2f }

// As a cubic, in pixels: a loop is one, and a bent line is a quadratic raised to one.
fn curve(line: Line) -> Curve {
    let a = pixel(line.start);
    if all(line.start == line.finish) {
        let size = line.bend * view.zoom;
        return Curve(a, a + vec2f(-0.85, -1.5) * size, a + vec2f(0.85, -1.5) * size, a);
    }
    let d = pixel(line.finish);
    let way = d - a;
    let beside = vec2f(-way.y, way.x) / max(length(way), 1e-6);
    let fan = select(1.0, view.fan, (line.traits.w & FANNED) != 0u);
    let control = (a + d) * 0.5 + beside * line.bend * fan * view.zoom * 2.0;
    return Curve(a, mix(a, control, 2.0 / 3.0), mix(d, control, 2.0 / 3.0), d);
}

fn point_at(c: Curve, t: f32) -> vec2f {
    let s = 1.0 - t;
    return s * s * s * c.a + 3.0 * s * s * t * c.b + 3.0 * s * t * t * c.c + t * t * t * c.d;
}

fn speed_at(c: Curve, t: f32) -> vec2f {
    let s = 1.0 - t;
    return 3.0 * (s * s * (c.b - c.a) + 2.0 * s * t * (c.c - c.b) + t * t * (c.d - c.c));
}

// Arc length by Gauss and Legendre's three points: gentle curves need no more.
fn arc(c: Curve, t0: f32, t1: f32) -> f32 {
    let middle = (t0 + t1) * 0.5;
    let half_span = (t1 - t0) * 0.5;
    let out = half_span * 0.7745967;
    return half_span * (0.8888889 * length(speed_at(c, middle))
        + 0.5555556 * (length(speed_at(c, middle - out)) + length(speed_at(c, middle + out))));
}

fn ink(line: Line) -> vec3f {
    let accented = (line.traits.w & ACCENT) != 0u;
    let colour = select(line.colour.rgb, view.accent.rgb, accented);
    return over_ground(colour, line.colour.a * view.strength);
}

// Whether a line says by its width which way it runs.
fn tapers(line: Line) -> bool {
    return view.taper.x > 0.0 && (line.traits.w & DIRECTED) != 0u && (line.traits.w & HOLLOW) == 0u;
}

// Length of the arrowhead, as a share of the curve's parameter.
fn head(c: Curve, line: Line) -> f32 {
    if (line.traits.w & DIRECTED) == 0u || view.tip <= 0.0 || tapers(line) { return 0.0; }
    let whole = arc(c, line.cut.x, line.cut.y);
    let long = min(view.tip, whole * 0.6);
    return min(long / max(length(speed_at(c, line.cut.y)), 1e-3), (line.cut.y - line.cut.x) * 0.6);
}

struct Stroke {
    @builtin(position) position: vec4f,
    // Distance from the start along the curve, and from its middle line, in pixels.
    @location(0) along: vec2f,
    @location(1) @interpolate(flat) colour: vec3f,
    // Half width, opacity of what is thinner than a pixel.
    @location(2) width: vec2f,
    @location(3) @interpolate(flat) dash: u32,
    // Half of an even width: what marks and gaps are measured by.
    @location(4) @interpolate(flat) even: f32,
}

fn stroke_at(line: Line, share: f32, side: f32) -> Stroke {
    let c = curve(line);
    let end = line.cut.y - head(c, line);
    let t = mix(line.cut.x, end, share);
    let flags = line.traits.w;
    let grown = select(select(1.0, 1.35, (flags & ACCENT) != 0u), 2.0, (flags & STRONG) != 0u);
    let even = line.width.x * view.thick * grown;
    let wide = select(even, even * mix(view.taper.x, view.taper.y, share), tapers(line));
    let half_width = max(wide, 1.0) * 0.5;
    let way = speed_at(c, t);
    let beside = vec2f(-way.y, way.x) / max(length(way), 1e-6);
    let reach = half_width + 0.75;
    var out: Stroke;
    out.position = clip(point_at(c, t) + beside * reach * side);
    out.along = vec2f(0.0, reach * side);
    if line.traits.z != 0u { out.along.x = arc(c, line.cut.x, t); }
    out.colour = ink(line);
    out.width = vec2f(half_width, min(wide, 1.0));
    out.dash = line.traits.z;
    out.even = max(even, 1.0) * 0.5;
    return out;
}

@vertex
fn stroke_vertex(@builtin(vertex_index) number: u32, line: Line) -> Stroke {
    return stroke_at(line, f32(number >> 1u) / view.pieces, f32(number & 1u) * 2.0 - 1.0);
}

// How much of a mark of this length, centred at `middle` in the period, covers a place.
fn mark(along: f32, middle: f32, mark_length: f32) -> f32 {
    return clamp(mark_length * 0.5 - abs(along - middle) + 0.5, 0.0, 1.0);
}

@fragment
fn stroke_fragment(in: Stroke) -> @location(0) vec4f {
    let aside = abs(in.along.y);
    var covered = clamp(in.width.x + 0.5 - aside, 0.0, 1.0);
    if in.dash != 0u {
        let w = max(in.even * 2.0, 1.0);
        // Dots are as large as the line is wide where they are.
        let dot = max(in.width.x * 2.0, 1.0) * 0.62;
        if in.dash == 1u {
            let at = in.along.x - floor(in.along.x / (8.5 * w)) * 8.5 * w;
            covered *= max(mark(at, 2.5 * w, 5.0 * w), mark(at, 11.0 * w, 5.0 * w));
        } else if in.dash == 2u {
            let at = abs(fract(in.along.x / (3.0 * w)) - 0.5) * 3.0 * w;
            covered = clamp(dot + 0.5 - length(vec2f(at, aside)), 0.0, 1.0);
        } else {
            let at = in.along.x - floor(in.along.x / (12.0 * w)) * 12.0 * w;
            let dot_here = clamp(dot + 0.5 - length(vec2f(at - 9.0 * w, aside)), 0.0, 1.0);
            covered = max(covered * max(mark(at, 3.0 * w, 6.0 * w), mark(at, 15.0 * w, 6.0 * w)), dot_here);
        }
    }
    let alpha = covered * in.width.y * view.opacity;
    return vec4f(in.colour * alpha, alpha);
}

struct Head {
    @builtin(position) position: vec4f,
    // Along from the base, and aside, in pixels.
    @location(0) offset: vec2f,
    @location(1) @interpolate(flat) colour: vec3f,
    @location(2) @interpolate(flat) size: vec2f,
    @location(3) @interpolate(flat) hollow: u32,
}

@vertex
fn head_vertex(@builtin(vertex_index) corner: u32, line: Line) -> Head {
    let c = curve(line);
    let back = head(c, line);
    let tip = point_at(c, line.cut.y);
    let base = point_at(c, line.cut.y - back);
    let way = (tip - base) / max(length(tip - base), 1e-6);
    let beside = vec2f(-way.y, way.x);
    let size = vec2f(length(tip - base), length(tip - base) * 0.41);
    var out: Head;
    // What has no head has no area.
    let grow = select(0.0, 1.0, back > 0.0);
    let along = mix(-1.5, size.x + 1.5, f32(corner & 1u));
    let aside = (size.y + 1.5) * (f32(corner >> 1u) * 2.0 - 1.0);
    out.offset = vec2f(along, aside);
    out.position = clip(base + (way * along + beside * aside) * grow);
    out.colour = ink(line);
    out.size = size;
    out.hollow = line.traits.w & HOLLOW;
    return out;
}

@fragment
fn head_fragment(in: Head) -> @location(0) vec4f {
    let slope = normalize(vec2f(in.size.y, in.size.x));
    let side = (in.offset.x - in.size.x) * slope.x + abs(in.offset.y) * slope.y;
    let distance = max(-in.offset.x, side);
    let inside = clamp(0.5 - distance, 0.0, 1.0);
    var colour = vec4f(in.colour, 1.0) * inside;
    if in.hollow != 0u {
        let edge = clamp(max(view.thick, 1.0) * 0.5 + 0.5 - abs(distance), 0.0, 1.0);
        colour = mix(vec4f(view.ground.rgb, 1.0) * inside, vec4f(in.colour, 1.0), edge);
    }
    return colour * view.opacity;
}

struct Cross {
    @builtin(position) position: vec4f,
    // From its middle, in pixels.
    @location(0) offset: vec2f,
    @location(1) @interpolate(flat) colour: vec3f,
    // Half its side, half the width of its strokes, radius of the ground that it stands on.
    @location(2) @interpolate(flat) size: vec3f,
}

// Upright however the line runs: turned by an eighth it would be a plus.
@vertex
fn cross_vertex(@builtin(vertex_index) corner: u32, line: Line) -> Cross {
    let c = curve(line);
    // Not so large that nothing of the line is left.
    let room = arc(c, line.cut.x, line.cut.y) * 0.17;
    let size = min(max(3.0 * view.thick, 2.6 * view.point), room);
    let shows = (line.traits.w & FALLEN) != 0u && size >= 1.6 * view.point;
    let ground = size * 1.4142136 + max(1.2 * view.thick, 1.0);
    var out: Cross;
    let sides = vec2f(f32(corner & 1u), f32(corner >> 1u)) * 2.0 - 1.0;
    out.offset = sides * (ground + 1.0);
    // What has no cross has no area.
    let middle = point_at(c, mix(line.cut.x, line.cut.y, 0.5));
    out.position = clip(middle + out.offset * select(0.0, 1.0, shows));
    out.colour = ink(line);
    out.size = vec3f(size, max(0.62 * view.thick, 0.55 * view.point), ground);
    return out;
}

@fragment
fn cross_fragment(in: Cross) -> @location(0) vec4f {
    let at = abs(in.offset);
    let along = (at.x + at.y) * 0.7071068;
    let aside = abs(at.x - at.y) * 0.7071068;
    let beyond = max(along - in.size.x * 1.4142136, 0.0);
    let stroke = clamp(in.size.y + 0.5 - length(vec2f(beyond, aside)), 0.0, 1.0);
    let ground = clamp(in.size.z + 0.5 - length(in.offset), 0.0, 1.0);
    let colour = mix(vec4f(view.ground.rgb, 1.0) * ground, vec4f(in.colour, 1.0), stroke);
    return colour * view.opacity;
}
