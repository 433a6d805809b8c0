//! What one relies on: nothing lies on anything, nothing flickers, what is selected is named, and
//! the same path gives the same names. Tried by comparing all with all.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use super::*;
use crate::picture::scene::name_budget::is_covered;

mod told;
mod words;

struct Thing {
    centre: Point,
    half: f64,
    importance: f32,
    strong: bool,
    name: String,
}

/// Nodes in a list, found by cells.
struct Plain {
    things: Vec<Thing>,
    ranked: Vec<u32>,
    cells: HashMap<(i32, i32), Vec<u32>>,
    zoom: Cell<f64>,
    heads: Vec<u32>,
    /// How many names there may be goes by how many nodes are in view.
    counts: bool,
}

const CELL: f64 = 64.0;

impl Plain {
    fn new(things: Vec<Thing>) -> Self {
        let mut ranked: Vec<u32> = (0..things.len() as u32).collect();
        ranked.sort_by(|a, b| {
            let importance = |n: u32| things[n as usize].importance;
            importance(*b).total_cmp(&importance(*a)).then(a.cmp(b))
        });
        let mut cells: HashMap<(i32, i32), Vec<u32>> = HashMap::new();
        for (i, t) in things.iter().enumerate() {
            cells.entry(Self::cell(t.centre)).or_default().push(i as u32);
        }
        Plain { things, ranked, cells, zoom: Cell::new(1.0), heads: Vec::new(), counts: false }
    }

    fn cell(p: Point) -> (i32, i32) {
        ((p.x / CELL).floor() as i32, (p.y / CELL).floor() as i32)
    }

    /// A scale-free network (Barabási and Albert, 1999) strewn over a disc, in which a few nodes are
    /// much more important than the many.
    fn scale_free(count: usize) -> Self {
        let mut random = Random(11);
        let mut ends: Vec<usize> = vec![0, 1];
        let mut degree = vec![1_u32; count];
        for i in 2..count {
            for _ in 0..2 {
                let to = ends[random.below(ends.len())];
                degree[to] += 1;
                ends.extend([i, to]);
            }
            degree[i] += 1;
        }
        const PARTS: &[&str] =
            &["Bandar", "Sri", "Ministry of", "Port", "Tan", "Östlich", "東京", "မြန်မာ", "Council", "Nur"];
        let thing = |i: usize| {
            let turn = i as f64 * 2.399_963;
            let far = 26.0 * (i as f64).sqrt() + random.unit() * 20.0;
            // Which node stands where has nothing to do with how important it is.
            let place = (i * 7919) % count;
            let name = (0..1 + place % 4).map(|k| PARTS[(place / 3 + k * 7) % PARTS.len()]);
            let name = format!("{} {place}", name.collect::<Vec<_>>().join(" "));
            let degree = degree[place];
            let half = (6.5 + f64::from(degree).sqrt() * 0.95).min(12.5);
            let centre = Point::new(turn.cos() * far, turn.sin() * far);
            Thing { centre, half, importance: degree as f32, strong: place.is_multiple_of(9), name }
        };
        Plain::new((0..count).map(thing).collect())
    }

    /// Blocs side by side, four in a row, each with a hub in its middle, some lesser hubs and many leaves. The
    /// later the bloc, the smaller its hub.
    fn blocs(count: usize, members: usize) -> Self {
        let thing = |number: usize| {
            let (bloc, member) = (number / members, number % members);
            let turn = member as f64 * 2.4;
            let away = if (1..=8).contains(&member) { 150.0 } else { 11.0 * (member as f64).sqrt() };
            let corner = Vec2::new((bloc % 4) as f64 * 620.0, (bloc / 4) as f64 * 620.0);
            let importance = match member {
                0 => 300.0 / (1.0 + bloc as f32),
                1..=8 => 12.0,
                _ => 1.0,
            };
            let centre = Point::new(turn.cos() * away, turn.sin() * away) + corner;
            Thing {
                centre,
                half: 3.0,
                importance,
                strong: member == 0,
                name: format!("Member {member} of bloc {bloc}"),
            }
        };
        let nodes = Plain::new((0..count * members).map(thing).collect());
        Plain { heads: (0..count).map(|bloc| (bloc * members) as u32).collect(), counts: true, ..nodes }
    }

    /// What names a view gets.
    fn budget(&self, before: Budget, view: &LabelView<'_>) -> Budget {
        if !self.counts {
            return before;
        }
        let nodes = (0..self.things.len() as u32).filter(|number| self.in_view(view, *number)).count();
        before.next(nodes, view.size, view.size.0 * view.size.1)
    }

    /// The built-in example as it stands when it is opened.
    fn example() -> Self {
        use crate::dossier::document::{EXAMPLES, open_example};
        use crate::picture::stages::{ViewSettings, draw};
        let document = open_example(&EXAMPLES[0]);
        let progress = crate::progress::Progress::new();
        let look = ViewSettings { aspect: 1.6, ..ViewSettings::default() };
        let (scene, _) = draw(&document.dossier, &look, &crate::picture::theme::Theme::LIGHT, &progress).unwrap();
        let thing = |(i, n): (usize, &crate::picture::scene::Node)| Thing {
            centre: n.centre(),
            half: f64::from(n.radius),
            importance: n.degree as f32,
            strong: scene.node_look(i).strong,
            name: scene.label(i).to_owned(),
        };
        Plain::new(scene.nodes.iter().enumerate().map(thing).collect())
    }

    fn is_drawn(&self, number: u32) -> bool {
        self.things[number as usize].half * self.zoom.get() >= 4.0
    }

    fn at(&self, view: &LabelView<'_>, number: u32) -> (f32, f32) {
        view.to_screen(self.things[number as usize].centre)
    }

    fn in_view(&self, view: &LabelView<'_>, number: u32) -> bool {
        let (x, y) = self.at(view, number);
        x >= 0.0 && y >= 0.0 && x <= view.size.0 && y <= view.size.1
    }
}

impl Nodes for Plain {
    fn node(&self, number: u32) -> LabelNode {
        let t = &self.things[number as usize];
        let bounds = Rect::new(-t.half, -t.half, t.half, t.half);
        LabelNode { centre: t.centre, bounds, importance: t.importance, side: Side::Below, strong: t.strong }
    }

    fn name(&self, number: u32) -> &str {
        &self.things[number as usize].name
    }

    fn heads(&self) -> &[u32] {
        &self.heads
    }

    fn best(&self, area: Rect, each: &mut dyn FnMut(Candidate) -> bool) {
        for &number in &self.ranked {
            let Thing { centre, importance, .. } = self.things[number as usize];
            if area.contains(centre) && !each(Candidate { number, centre, importance }) {
                return;
            }
        }
    }

    fn near(&self, area: Rect, zoom: f64, each: &mut dyn FnMut(Obstacle)) {
        let mut each = |number: u32| {
            let node = self.node(number);
            let from_zoom = 4.0 / self.things[number as usize].half;
            each(Obstacle { number, bounds: node.bounds + node.centre.to_vec2(), from_zoom });
        };
        let (a, b) = (
            Self::cell(Point::new(area.x0 - 13.0, area.y0 - 13.0)),
            Self::cell(Point::new(area.x1 + 13.0, area.y1 + 13.0)),
        );
        // From far away shapes are dots, none of which counts.
        if 12.5 * zoom < 4.0 {
            return;
        }
        if i64::from(b.0) - i64::from(a.0) > 100 || i64::from(b.1) - i64::from(a.1) > 100 {
            (0..self.things.len() as u32).for_each(each);
            return;
        }
        for cell in (a.0..=b.0).flat_map(|x| (a.1..=b.1).map(move |y| (x, y))) {
            for &number in self.cells.get(&cell).into_iter().flatten() {
                each(number);
            }
        }
    }
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, end: usize) -> usize {
        self.next() as usize % end
    }

    fn unit(&mut self) -> f64 {
        self.next() as f64 / (1_u64 << 31) as f64
    }
}

fn view(centre: Point, zoom: f64, step: usize, first: &[u32]) -> LabelView<'_> {
    LabelView {
        captions: &[],
        told: &[],
        centre,
        zoom,
        size: (1280.0, 800.0),
        pixels_per_point: 1.0,
        now: step as f64 / 60.0,
        reduced_motion: false,
        far: false,
        budget: Budget::default(),
        first,
        scene: 1,
        positions: 1,
        shape_at_most: SHAPED,
    }
}

/// In from far away, out again half way, and in to the end, about a point that is not the middle.
fn path(from: f64, to: f64) -> Vec<(Point, f64)> {
    let zoom = |t: f64| from * (to / from).powf(t);
    let at = |i: usize| match i {
        0..90 => i as f64 / 90.0 * 0.8,
        90..130 => 0.8 - (i - 90) as f64 / 40.0 * 0.4,
        _ => 0.4 + (i - 130) as f64 / 70.0 * 0.6,
    };
    (0..200).map(|i| (Point::new(120.0 - i as f64 * 0.4, -60.0 + i as f64 * 0.2), zoom(at(i)))).collect()
}

/// What was shown in each step: the nodes, and where.
type Trace = Vec<Vec<(u32, Vec2)>>;

fn walk(nodes: &Plain, path: &[(Point, f64)], first: &[u32]) -> Trace {
    let mut labels = Labels::default();
    let (mut out, mut budget) = (Vec::new(), Budget::default());
    for (step, &(centre, zoom)) in path.iter().enumerate() {
        nodes.zoom.set(zoom);
        let view = view(centre, zoom, step, first);
        budget = nodes.budget(budget, &view);
        let view = LabelView { budget, ..view };
        labels.choose(&view, nodes);
        check(&labels, &view, nodes, step);
        let shown = labels.names().iter().filter(|s| !s.leaving);
        out.push(shown.map(|s| (s.node, s.offset)).collect());
    }
    out
}

/// No name on another, or on a foreign node, unless it is a hub's and the node matters much less.
fn check(labels: &Labels, view: &LabelView<'_>, nodes: &Plain, step: usize) {
    let shown: Vec<&ShownName> = labels.names().iter().filter(|s| !s.leaving).collect();
    assert!(shown.len() <= view.budget.names);
    let areas: Vec<PointBox> = shown.iter().map(|s| s.area(nodes.at(view, s.node))).collect();
    for (i, a) in areas.iter().enumerate() {
        for (j, b) in areas[..i].iter().enumerate() {
            assert!(!a.overlaps(b), "step {step}: {} and {}", shown[i].node, shown[j].node);
        }
        if view.first.contains(&shown[i].node) {
            continue;
        }
        for number in 0..nodes.things.len() as u32 {
            let importance = |number: u32| nodes.things[number as usize].importance;
            let may_cover = is_covered(importance(shown[i].node), importance(number));
            if number != shown[i].node && nodes.is_drawn(number) && !may_cover {
                let (x, y) = nodes.at(view, number);
                let half = (nodes.things[number as usize].half * view.zoom) as f32;
                let shape = PointBox { x0: x - half, y0: y - half, x1: x + half, y1: y + half };
                assert!(!a.grown(-0.05).overlaps(&shape), "step {step}: {} on {number}", shown[i].node);
            }
        }
    }
}

/// Names that vanish and return within 10 steps, and all that vanish, while their node is in view.
fn flicker(trace: &Trace, nodes: &Plain, path: &[(Point, f64)]) -> (usize, usize, usize) {
    let sets: Vec<HashSet<u32>> = trace.iter().map(|s| s.iter().map(|n| n.0).collect()).collect();
    let (mut returned, mut vanished, mut shown) = (0, 0, 0);
    for step in 1..sets.len() {
        shown += sets[step].len();
        for &number in sets[step - 1].difference(&sets[step]) {
            if !nodes.in_view(&view(path[step].0, path[step].1, step, &[]), number) {
                continue;
            }
            vanished += 1;
            returned += usize::from(sets[step + 1..].iter().take(10).any(|s| s.contains(&number)));
        }
    }
    (returned, vanished, shown)
}

fn calm(nodes: &Plain, path: &[(Point, f64)]) {
    let trace = walk(nodes, path, &[]);
    let (returned, vanished, shown) = flicker(&trace, nodes, path);
    println!("{returned} of {vanished} that vanished came back within 10 steps; {shown} names in all steps");
    assert!(shown > 200 * 8, "{shown}");
    assert!(returned * 100 < vanished.max(1), "{returned} of {vanished} flicker");
    assert!(trace == walk(nodes, path, &[]), "the same path gives other names");
}

#[test]
fn ten_thousand_stay_calm_and_apart_along_a_path() {
    calm(&Plain::scale_free(10_000), &path(0.08, 4.0));
}

#[test]
fn a_crowd_stays_calm_as_it_thins_out() {
    let nodes = Plain { counts: true, ..Plain::scale_free(10_000) };
    calm(&nodes, &path(0.08, 4.0));
    calm(&Plain::blocs(12, 400), &path(0.3, 4.0));
}

#[test]
fn a_crowd_names_the_best_known_of_each_bloc_and_the_hubs_before_leaves() {
    let nodes = Plain::blocs(12, 400);
    nodes.zoom.set(0.3);
    let leaf = 3_000;
    for first in [&[][..], &[leaf]] {
        let mut labels = Labels::default();
        let whole = view(Point::new(930.0, 620.0), 0.4, 0, first);
        let budget = nodes.budget(Budget::default(), &whole);
        let view = LabelView { budget, reduced_motion: true, shape_at_most: usize::MAX, ..whole };
        labels.choose(&view, &nodes);
        check(&labels, &view, &nodes, 0);
        let named: HashSet<u32> = labels.names().iter().map(|name| name.node).collect();
        assert!((15..=40).contains(&named.len()), "{}", named.len());
        assert!(nodes.heads.iter().all(|head| named.contains(head)), "{named:?}");
        assert!(first.iter().all(|node| named.contains(node)));
        let leaves = |number: &&u32| nodes.things[**number as usize].importance < 2.0 && !first.contains(number);
        assert_eq!(named.iter().filter(leaves).count(), 0, "no leaf before lesser hubs");
        // Near by, where few are in view, leaves have names.
        let near = LabelView { centre: nodes.things[leaf as usize].centre, zoom: 6.0, ..view };
        let near = LabelView { budget: nodes.budget(budget, &near), ..near };
        // While it moves few are shaped; the rest follows once it is at rest.
        for _ in 0..3 {
            labels.choose(&near, &nodes);
        }
        let mut afresh = Labels::default();
        afresh.choose(&near, &nodes);
        let leaves = |labels: &Labels| {
            labels.names().iter().filter(|name| nodes.things[name.node as usize].importance < 2.0).count()
        };
        assert!(leaves(&afresh) > 5 && leaves(&labels) * 10 >= leaves(&afresh) * 9, "{} leaves", leaves(&labels));
    }
}

#[test]
fn what_is_selected_in_a_crowd_is_named_however_few_names_there_are() {
    let nodes = Plain::blocs(12, 400);
    nodes.zoom.set(0.3);
    let selected: Vec<u32> = (0..12).flat_map(|bloc| [0, 1, 3, 5, 7].map(|member| bloc * 400 + member)).collect();
    let whole = view(Point::new(930.0, 620.0), 0.4, 0, &selected);
    let budget = nodes.budget(Budget::default(), &whole);
    let mut labels = Labels::default();
    labels.choose(&LabelView { budget, reduced_motion: true, shape_at_most: usize::MAX, ..whole }, &nodes);
    let named = labels.names().iter().filter(|name| selected.contains(&name.node)).count();
    assert!(named > budget.names, "{named} of {} are named", selected.len());
}

#[test]
fn the_example_stays_calm_and_apart_along_a_path() {
    calm(&Plain::example(), &path(0.3, 6.0));
}

#[test]
fn a_hub_in_a_crowd_keeps_its_name_before_leaves() {
    let thing = |x: i32, y: i32| {
        let is_hub = (x, y) == (0, 0);
        let (half, importance) = if is_hub { (6.0, 48.0) } else { (4.0, 1.0) };
        let name = if is_hub { "A hub with a name".to_owned() } else { format!("{x} {y}") };
        Thing { centre: Point::new(f64::from(x) * 19.0, f64::from(y) * 19.0), half, importance, strong: false, name }
    };
    let things: Vec<Thing> = (-3..=3).flat_map(|y| (-3..=3).map(move |x| thing(x, y))).collect();
    let hub = things.iter().position(|t| t.importance > 1.0).unwrap() as u32;
    let nodes = Plain::new(things);
    let mut labels = Labels::default();
    let mut leaves = 0;
    for step in 0..40 {
        let view = view(Point::ZERO, 1.0, step, &[]);
        labels.choose(&view, &nodes);
        check(&labels, &view, &nodes, step);
        let is_named = labels.names().iter().any(|name| name.node == hub);
        leaves = labels.names().iter().filter(|name| name.node != hub).count();
        assert!(is_named || leaves == 0, "step {step}");
    }
    assert!(leaves > 0, "leaves at the edge have names, too");
}

#[test]
fn what_is_selected_is_named_wherever_it_is_in_view() {
    let nodes = Plain::scale_free(10_000);
    let mut random = Random(3);
    for _ in 0..6 {
        let first = [random.below(10_000) as u32];
        let centre = nodes.things[first[0] as usize].centre;
        let path: Vec<(Point, f64)> = path(0.05, 4.0)
            .into_iter()
            .step_by(4)
            .map(|(_, zoom)| (centre + Vec2::new(random.unit() - 0.5, random.unit() - 0.5) * 1400.0 / zoom, zoom))
            .collect();
        let trace = walk(&nodes, &path, &first);
        for (step, (shown, &(centre, zoom))) in trace.iter().zip(&path).enumerate() {
            let seen = nodes.in_view(&view(centre, zoom, step, &first), first[0]);
            assert!(!seen || shown.iter().any(|s| s.0 == first[0]), "step {step}");
        }
    }
}

#[test]
fn panning_changes_only_what_comes_and_goes() {
    let nodes = Plain::scale_free(10_000);
    let mut labels = Labels::default();
    let mut before: HashMap<u32, Vec2> = HashMap::new();
    let mut stayed = 0;
    for step in 0..120 {
        let view = view(Point::new(step as f64 * 9.0, step as f64 * -4.0), 1.0, step, &[]);
        labels.choose(&view, &nodes);
        check(&labels, &view, &nodes, step);
        let now: HashMap<u32, Vec2> =
            labels.names().iter().filter(|s| !s.leaving).map(|s| (s.node, s.offset)).collect();
        for (number, offset) in &before {
            if let Some(other) = now.get(number) {
                stayed += usize::from(offset == other);
            }
        }
        // Little goes but at the edges of the view.
        let inside = |n: &&u32| {
            let (x, y) = nodes.at(&view, **n);
            x > 120.0 && x < 1160.0 && y > 80.0 && y < 720.0
        };
        let lost = before.keys().filter(|n| !now.contains_key(n)).filter(inside).count();
        assert!(lost <= 1 + before.len() / 20, "step {step}: {lost} of {}", before.len());
        before = now;
    }
    assert!(stayed > 120 * 20, "{stayed}");
}

#[test]
fn at_rest_nothing_changes_and_names_fade_in() {
    let nodes = Plain::scale_free(2_000);
    let mut labels = Labels::default();
    let ask = |step: usize| view(Point::ZERO, 0.8, step, &[]);
    let first = labels.choose(&ask(0), &nodes);
    assert!(first.changed && first.unfinished);
    assert!(labels.names().iter().all(|s| s.opacity == 0.0));
    let settled = (1..120).find(|&step| !labels.choose(&ask(step), &nodes).unfinished).expect("it settles");
    assert!(labels.names().len() > 20 && labels.names().iter().all(|s| s.opacity == 1.0));
    let still = labels.choose(&ask(settled + 1), &nodes);
    assert_eq!(still, Outcome { changed: false, unfinished: false });
    // All at once where nothing may move.
    let mut at_once = Labels::default();
    let view = LabelView { reduced_motion: true, shape_at_most: usize::MAX, ..ask(0) };
    assert!(!at_once.choose(&view, &nodes).unfinished);
    let names = |l: &Labels| l.names().iter().map(|s| s.node).collect::<Vec<_>>();
    assert!(at_once.names().iter().all(|s| s.opacity == 1.0));
    assert_eq!(names(&at_once).len(), names(&labels).len());
}

#[test]
fn what_a_selection_pushed_aside_comes_back() {
    let nodes = Plain::scale_free(2_000);
    let mut labels = Labels::default();
    let still =
        |first| LabelView { reduced_motion: true, shape_at_most: usize::MAX, ..view(Point::ZERO, 0.8, 0, first) };
    let names = |l: &Labels| l.names().iter().map(|s| s.node).collect::<HashSet<_>>();
    labels.choose(&still(&[]), &nodes);
    let before = names(&labels);
    let hidden: Vec<u32> = (0..2_000).filter(|n| nodes.in_view(&still(&[]), *n) && !before.contains(n)).collect();
    labels.choose(&still(&hidden[..3]), &nodes);
    assert!(hidden[..3].iter().all(|n| names(&labels).contains(n)));
    let pushed: Vec<u32> = before.difference(&names(&labels)).copied().collect();
    labels.choose(&still(&[]), &nodes);
    // They were shown, so they stay; whoever was pushed aside returns where there is room again.
    labels.choose(&LabelView { centre: Point::new(0.5, 0.0), ..still(&[]) }, &nodes);
    assert!(names(&labels).len() + pushed.len() >= before.len());
    let budget = Budget::default().next(2_000, (1280.0, 800.0), 1e6);
    for view in [LabelView { budget, ..still(&[]) }, LabelView { budget, zoom: 0.1, ..still(&hidden[..1]) }] {
        labels.choose(&view, &nodes);
        assert!(labels.names().len() <= 40);
    }
}

#[test]
fn a_window_that_was_tiny_names_as_much_as_before() {
    let nodes = Plain::scale_free(300);
    let mut labels = Labels::default();
    let ordinary = LabelView { reduced_motion: true, shape_at_most: usize::MAX, ..view(Point::ZERO, 1.0, 0, &[]) };
    labels.choose(&ordinary, &nodes);
    let before = labels.names().len();
    labels.choose(&LabelView { size: (90.0, 30.0), ..ordinary }, &nodes);
    labels.choose(&ordinary, &nodes);
    assert!(before > 20 && labels.names().len() * 10 >= before * 9, "{before} and {}", labels.names().len());
}

#[test]
fn odd_views_show_nothing_and_break_nothing() {
    let nodes = Plain::scale_free(50);
    let mut labels = Labels::default();
    let ordinary = view(Point::ZERO, 1.0, 0, &[]);
    labels.choose(&ordinary, &nodes);
    for odd in [
        LabelView { zoom: 0.0, ..ordinary },
        LabelView { zoom: f64::NAN, ..ordinary },
        LabelView { size: (0.0, 0.0), ..ordinary },
        LabelView { centre: Point::new(1e300, f64::MAX), ..ordinary },
        LabelView { zoom: 1e12, ..ordinary },
        LabelView { size: (1e9, 1e9), ..ordinary },
        LabelView { pixels_per_point: 0.0, ..ordinary },
        LabelView { now: f64::NAN, ..ordinary },
    ] {
        labels.choose(&odd, &nodes);
        assert!(labels.names().iter().all(|s| s.opacity.is_finite() && s.scale.is_finite()));
    }
}
