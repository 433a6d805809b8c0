//! What a printable scene promises.

use kurbo::Shape as _;

use super::*;
use crate::dossier::model::{Claim, Dossier, Entity, EntityKind, NodeIndex, Relation, Shape, Status, Vocabulary};
use crate::explore::query::presence::Presences;
use crate::layout::{Input, LAYOUTS};
use crate::picture::lettering::Fonts;
use crate::picture::theme::Theme;
use crate::progress::Progress;

fn dossier(count: usize) -> Dossier {
    let mut vocabulary = Vocabulary::default();
    for (word, shape) in Shape::ALL {
        vocabulary.set_entity_kind(EntityKind {
            id: (*word).to_owned(),
            label: word.replace('_', " "),
            plural: format!("{word}s"),
            colour: "#1F6FB2".to_owned(),
            shape: *shape,
            icon: None,
            strong: *word == "hexagon",
            enduring: true,
        });
    }
    let mut dossier = Dossier::new(vocabulary);
    for i in 0..count {
        let kind = Shape::ALL[i % Shape::ALL.len()].0;
        let mut entity = Entity::new(format!("e{i}").as_str(), kind, format!("A thing with a name, number {i}"));
        if i % 9 == 4 {
            entity.status = Status::Planned;
        }
        dossier.add_entity(entity).unwrap();
    }
    for i in 1..count {
        for j in [i / 3, i / 2 + 1] {
            let mut relation = Relation::new(format!("e{i}").as_str(), "knows", format!("e{}", j % count).as_str());
            relation.claims.push(Claim::stated("s"));
            dossier.add_relation(relation).unwrap();
        }
    }
    // Parallel in both directions, and one to itself.
    for (a, b) in [("e0", "e1"), ("e1", "e0"), ("e0", "e1"), ("e2", "e2")] {
        dossier.add_relation(Relation::new(a, "knows", b)).unwrap();
    }
    dossier
}

fn scene(dossier: &Dossier) -> Scene {
    let entities: Vec<NodeIndex> = dossier.entities().map(|(i, _)| i).collect();
    let bodies = bodies::bodies(dossier, &entities, (bodies::Medium::Window, Fonts::Bundled), |at| dossier.degree(at));
    let boxes: Vec<_> = bodies.iter().map(bodies::Body::node_box).collect();
    let edges: Vec<(u32, u32)> = dossier.relations().map(|(_, a, b, _)| (a.index() as u32, b.index() as u32)).collect();
    let input = Input { aspect: 1.4, seed: 1, ..Input::new(&boxes, &edges) };
    let places = LAYOUTS[0].place(&input, &Progress::new()).unwrap();
    let relations: Vec<_> = dossier.relations().map(|(i, _, _, _)| i).collect();
    build(&Parts {
        encoded: &crate::picture::encoding::Encoded::default(),
        runs: None,
        dossier,
        bodies: &bodies,
        positions: &places,
        relations: &relations,
        presences: &Presences::at(dossier, None),
        compared: None,
        theme: &Theme::LIGHT,
        tapered: false,
        drawn: &crate::picture::network::DrawnNetwork::default(),
    })
}

#[test]
fn no_name_lies_on_another_or_on_a_foreign_node() {
    for count in [3, 17, 60] {
        let scene = scene(&dossier(count));
        assert_eq!(overlaps(&scene), [], "{count} nodes");
    }
}

#[test]
fn lines_begin_and_end_at_outlines() {
    let scene = scene(&dossier(40));
    let fine = Detail::new(&scene);
    for (line, ends) in fine.lines().zip(scene.lines.iter().map(|line| line.ends)) {
        let (from, to) = (fine.node(ends.0 as usize), fine.node(ends.1 as usize));
        let start = line.path.segments().next().map(|s| kurbo::ParamCurve::start(&s)).unwrap();
        assert!(!from.outline.contains((start - from.centre).to_point()), "{} starts inside", line.id);
        let tip = line.tip.as_ref().unwrap().outline.elements()[0].end_point().unwrap();
        assert!(!to.outline.contains((tip - to.centre).to_point()), "{} ends inside", line.id);
        let near = to.outline.segments().map(|s| {
            use kurbo::ParamCurveNearest as _;
            s.nearest((tip - to.centre).to_point(), 0.01).distance_sq
        });
        let near = near.fold(f64::INFINITY, f64::min).sqrt();
        assert!(near < 3.5, "{} ends {near} from its outline", line.id);
    }
}

#[test]
fn parallel_relations_fan_out() {
    let scene = scene(&dossier(12));
    let middles: Vec<kurbo::Point> = Detail::new(&scene)
        .lines()
        .filter(|l| matches!((&*l.from, &*l.to), ("e0", "e1") | ("e1", "e0")))
        .map(|l| kurbo::ParamCurve::eval(&l.path.segments().next().unwrap(), 0.5))
        .collect();
    assert!(middles.len() >= 3);
    for (i, a) in middles.iter().enumerate() {
        for b in &middles[..i] {
            assert!((*a - *b).hypot() > 5.0, "{middles:?}");
        }
    }
}

#[test]
fn the_legend_lists_what_occurs_and_nothing_else() {
    let scene = scene(&dossier(8));
    let kinds = scene.legend.iter().filter(|e| matches!(e, LegendEntry::Kind { .. })).count();
    assert_eq!(kinds, 8);
    let has = |test: fn(&LegendEntry) -> bool| scene.legend.iter().any(test);
    assert!(has(|e| matches!(e, LegendEntry::Planned { .. })));
    assert!(!has(|e| matches!(e, LegendEntry::Line { dash: Dash::Dotted, .. })));
    assert!(!has(|e| matches!(e, LegendEntry::Possible { .. })));
}

#[test]
fn a_thing_is_found_by_its_index_and_says_what_it_is() {
    let dossier = dossier(20);
    let scene = scene(&dossier);
    for (number, node) in scene.nodes.iter().enumerate() {
        assert_eq!(scene.node_of(&dossier, node.entity), Some(number));
        assert_eq!(scene.name(number), dossier.entity(node.entity).unwrap().name);
        assert_eq!(node.unseen, 0);
    }
    for (number, line) in scene.lines.iter().enumerate() {
        assert_eq!(scene.line_of(&dossier, line.relation), Some(number));
    }
    // A dossier that has changed since may have something else under the same indices.
    let other = Dossier::default();
    assert_eq!(scene.node_of(&other, scene.nodes[0].entity), None);
    assert_eq!(scene.line_of(&other, scene.lines[0].relation), None);
    assert!(scene.describe_node(0).starts_with("A thing with a name, number 0, "));
    assert!(scene.describe_line(0).contains(" knows "));
    assert!(scene.node_looks.len() < 40 && scene.line_looks.len() < 4);
}
