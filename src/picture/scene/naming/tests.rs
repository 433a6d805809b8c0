//! What an arrangement promises: nothing on anything, hubs before leaves, and the same every time.

use super::*;
use crate::picture::scene::sample::planted;

/// A planted network in a room somewhat larger than itself.
fn room(scene: &Scene, letters: f64) -> Room {
    Room { area: scene.bounds.inflate(30.0, 30.0), letters, captions: Vec::new(), texts: None, fixed: Fixed::default() }
}

fn boxes(found: &Arrangement, letters: f64) -> Vec<(usize, Rect)> {
    let area = |name: &StandingName| {
        let size = (f64::from(name.label.text.width) * letters, f64::from(name.label.text.height) * letters);
        (name.node, Rect::from_origin_size(name.label.origin, size))
    };
    found.names.iter().map(area).collect()
}

#[test]
fn no_name_lies_on_another_on_a_foreign_node_or_on_an_arrowhead() {
    for (groups, letters) in
        [(&[20][..], 1.0), (&[40, 30], 1.0), (&[40, 30], 1.6), (&[90, 60], 1.0), (&[200, 150], 2.0)]
    {
        let mut scene = planted(groups);
        let found = arrange(&scene, &room(&scene, letters));
        assert_eq!(found.names.len() + found.left_out.len(), scene.nodes.len());
        for (line, course) in scene.lines.iter_mut().zip(&found.courses) {
            line.course = *course;
        }
        let names = boxes(&found, letters);
        let detail = Detail::new(&scene);
        let tips: Vec<Rect> =
            (0..scene.lines.len()).filter_map(|line| detail.curve(line).1).map(|tip| tip.bounding_box()).collect();
        for (at, (node, name)) in names.iter().enumerate() {
            assert!(names[..at].iter().all(|(_, other)| !index::overlap(*other, *name)), "{node} lies on a name");
            for other in (0..scene.nodes.len()).filter(|other| other != node) {
                assert!(!index::overlap(detail.node_bounds(other), *name), "{node} lies on node {other}");
            }
            assert!(tips.iter().all(|tip| !index::overlap(*tip, *name)), "{node} lies on an arrowhead");
        }
    }
}

#[test]
fn where_there_is_no_room_leaves_go_before_hubs() {
    let scene = planted(&[200, 150]);
    // As soon as letters are so large that some names have no room.
    let found = [1.5, 2.0, 2.5, 3.0, 4.0, 6.0]
        .into_iter()
        .map(|letters| arrange(&scene, &room(&scene, letters)))
        .find(|found| !found.left_out.is_empty())
        .unwrap();
    assert!(!found.names.is_empty());
    let mean = |nodes: &mut dyn Iterator<Item = usize>| {
        let all: Vec<f32> = nodes.map(|node| scene.importance(node)).collect();
        all.iter().sum::<f32>() / all.len() as f32
    };
    let named = mean(&mut found.names.iter().map(|name| name.node));
    assert!(named > mean(&mut found.left_out.iter().copied()) * 1.2);
}

#[test]
fn an_arrangement_is_the_same_every_time() {
    let scene = planted(&[60, 40]);
    let once = arrange(&scene, &room(&scene, 1.2));
    let again = arrange(&scene, &room(&scene, 1.2));
    assert_eq!(once.courses, again.courses);
    let origins = |found: &Arrangement| found.names.iter().map(|name| name.label.origin).collect::<Vec<_>>();
    assert_eq!(origins(&once), origins(&again));
}

/// A text on each line of a scene.
fn labelled(scene: &Scene, text: &str, letters: f64) -> LineTexts {
    let text = |line: u32| LineText { lines: vec![line], text: text.to_owned() };
    LineTexts {
        texts: (0..scene.lines.len() as u32).map(text).collect(),
        letters,
        most_ink: f64::INFINITY,
        fonts: scene.fonts,
    }
}

#[test]
fn what_is_written_on_lines_moves_no_name_and_lies_on_nothing_but_its_line() {
    for (groups, letters) in [(&[12][..], 1.0), (&[20, 9], 1.3), (&[40, 30], 1.0), (&[90, 60], 1.6)] {
        let mut scene = planted(groups);
        let plain = arrange(&scene, &room(&scene, letters));
        let texts = Some(labelled(&scene, "takes part in", letters));
        let found = arrange(&scene, &Room { texts, ..room(&scene, letters) });
        assert_eq!(plain.courses, found.courses);
        let origins = |found: &Arrangement| found.names.iter().map(|name| name.label.origin).collect::<Vec<_>>();
        assert_eq!(origins(&plain), origins(&found), "names come first");
        let words = found.words.as_ref().expect("words");
        assert_eq!(words.words.len() + words.left_out.len(), scene.lines.len());
        assert!(!words.words.is_empty());
        for (line, course) in scene.lines.iter_mut().zip(&found.courses) {
            line.course = *course;
        }
        let (names, detail) = (boxes(&found, letters), Detail::new(&scene));
        let tips: Vec<Rect> =
            (0..scene.lines.len()).filter_map(|line| detail.curve(line).1).map(|tip| tip.bounding_box()).collect();
        for (at, LineWord { plate, line, .. }) in words.words.iter().enumerate() {
            assert!(
                words.words[..at].iter().all(|other| !index::overlap(other.plate, *plate)),
                "{line} lies on a word"
            );
            assert!(names.iter().all(|(_, name)| !index::overlap(*name, *plate)), "{line} lies on a name");
            assert!(tips.iter().all(|tip| !index::overlap(*tip, *plate)), "{line} lies on an arrowhead");
            for node in 0..scene.nodes.len() {
                assert!(!index::overlap(detail.node_bounds(node), *plate), "{line} lies on node {node}");
            }
            let (path, _) = detail.curve(*line as usize);
            assert!(sampled(&path, None).iter().any(|at| plate.contains(*at)), "{line} stands beside its line");
        }
    }
}

#[test]
fn what_was_put_by_hand_stays_there_and_the_other_names_go_round_it() {
    let scene = planted(&[40, 30]);
    let usual = arrange(&scene, &room(&scene, 1.0));
    let (node, other) = (3, 7);
    // In the middle of the usual place of another name.
    let at = boxes(&usual, 1.0).iter().find(|(named, _)| *named == other).unwrap().1.center();
    let note = scene.nodes[12].centre() + kurbo::Vec2::new(0.0, 14.0);
    let note = Rect::from_center_size(note, (50.0, 20.0));
    let fixed = Fixed { boxes: vec![note], names: HashMap::from([(node, at)]), ..Fixed::default() };
    let found = arrange(&scene, &Room { fixed, ..room(&scene, 1.0) });
    let names = boxes(&found, 1.0);
    let moved = names.iter().find(|(named, _)| *named == node).unwrap().1;
    assert!((moved.center() - at).hypot() < 1e-6);
    let leader = found.names.iter().find(|name| name.node == node).unwrap().leader;
    assert!(leader.is_some(), "far from its node, it has a line to it");
    for (named, area) in names.iter().filter(|(named, _)| *named != node) {
        assert!(!index::overlap(*area, moved) && !index::overlap(*area, note), "{named}");
    }
}
