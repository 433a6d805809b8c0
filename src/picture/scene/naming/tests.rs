//! What an arrangement promises: nothing on anything, hubs before leaves, and the same every time.

use super::*;
use crate::dossier::model::Shape;
use crate::picture::scene::sample::planted;
use crate::picture::theme::Colour;

fn arrange(scene: &Scene, room: &Room) -> Arrangement {
    super::arrange(scene, room, &Arrangements::default())
}

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
            assert!(names[..at].iter().all(|(_, other)| !cells::overlap(*other, *name)), "{node} lies on a name");
            for other in (0..scene.nodes.len()).filter(|other| other != node) {
                assert!(!cells::overlap(detail.node_bounds(other), *name), "{node} lies on node {other}");
            }
            assert!(tips.iter().all(|tip| !cells::overlap(*tip, *name)), "{node} lies on an arrowhead");
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
                words.words[..at].iter().all(|other| !cells::overlap(other.plate, *plate)),
                "{line} lies on a word"
            );
            assert!(names.iter().all(|(_, name)| !cells::overlap(*name, *plate)), "{line} lies on a name");
            assert!(tips.iter().all(|tip| !cells::overlap(*tip, *plate)), "{line} lies on an arrowhead");
            for node in 0..scene.nodes.len() {
                assert!(!cells::overlap(detail.node_bounds(node), *plate), "{line} lies on node {node}");
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
        assert!(!cells::overlap(*area, moved) && !cells::overlap(*area, note), "{named}");
    }
}

#[test]
fn no_name_lies_on_the_words_of_areas() {
    let scene = planted(&[40, 30]);
    let usual = arrange(&scene, &room(&scene, 1.0));
    let captions: Vec<Rect> = boxes(&usual, 1.0).into_iter().step_by(7).map(|(_, area)| area).collect();
    let found = arrange(&scene, &Room { captions: captions.clone(), ..room(&scene, 1.0) });
    assert!(found.names.len() > 60, "most have other places");
    for (node, area) in boxes(&found, 1.0) {
        assert!(captions.iter().all(|caption| !cells::overlap(*caption, area)), "{node}");
    }
}

/// The same network with one thing changed after another that decides where names, lines or words go.
fn changed(scene: &Scene, letters: f64) -> Vec<(&'static str, Scene, Room)> {
    let words = |scene: &Scene| Room { texts: Some(labelled(scene, "meets", letters)), ..room(scene, letters) };
    let with = |name: &'static str, change: &dyn Fn(&mut Scene, &mut Room)| {
        let (mut scene, mut room) = (scene.clone(), words(scene));
        change(&mut scene, &mut room);
        (name, scene, room)
    };
    let beside = |scene: &Scene, node: usize| {
        Rect::from_center_size(scene.nodes[node].centre() + kurbo::Vec2::new(0.0, 14.0), (50.0, 20.0))
    };
    let texts = |room: &mut Room, change: &dyn Fn(&mut LineTexts)| change(room.texts.as_mut().unwrap());
    vec![
        with("nothing", &|_, _| {}),
        with("a node moves", &|scene, _| scene.nodes[3].at.0 += 9.0),
        with("a node grows", &|scene, _| scene.nodes[3].radius *= 2.0),
        with("hardly any room", &|_, room| room.letters *= 4.0),
        with("hardly any room, and other hubs", &|scene, room| {
            room.letters *= 4.0;
            scene.nodes.iter_mut().step_by(2).for_each(|node| node.degree += 40);
        }),
        with("other shapes", &|scene, _| scene.node_looks.iter_mut().for_each(|look| look.shape = Shape::Stadium)),
        with("strong names", &|scene, _| scene.node_looks.iter_mut().for_each(|look| look.strong = !look.strong)),
        with("another line", &|scene, _| scene.lines[0].ends = (1, 17)),
        with("a bend", &|scene, _| scene.lines.iter_mut().for_each(|line| line.course.bend = -line.course.bend)),
        with("a loop", &|scene, _| scene.lines[2].course.turn = 1),
        with("arrowheads", &|scene, _| {
            scene.line_looks.iter_mut().for_each(|look| look.directed = !look.directed);
        }),
        with("more room", &|_, room| room.area = room.area.inflate(40.0, 60.0)),
        with("larger letters", &|_, room| room.letters *= 1.3),
        with("a caption", &|scene, room| room.captions = vec![beside(scene, 5)]),
        with("a note", &|scene, room| room.fixed.boxes = vec![beside(scene, 7)]),
        with("the line of a note", &|scene, room| {
            room.fixed.lines = vec![(scene.nodes[4].centre(), scene.nodes[9].centre())];
        }),
        with("a name put by hand", &|scene, room| {
            room.fixed.names = HashMap::from([(5, beside(scene, 9).center())]);
        }),
        with("other words", &|_, room| {
            texts(room, &|texts| {
                texts.texts.iter_mut().for_each(|text| text.text = "pays".to_owned());
            })
        }),
        with("fewer words", &|_, room| texts(room, &|texts| texts.texts.truncate(3))),
        with("larger words", &|_, room| texts(room, &|texts| texts.letters *= 1.4)),
        with("too much ink", &|_, room| texts(room, &|texts| texts.most_ink = 1e-6)),
    ]
}

#[test]
fn what_is_known_of_an_arrangement_is_what_would_be_made() {
    let scene = planted(&[12, 9]);
    let known = Arrangements::default();
    let all = changed(&scene, 1.2);
    let made: Vec<String> = all.iter().map(|(_, scene, room)| format!("{:?}", arrange(scene, room))).collect();
    for (number, one) in made.iter().enumerate() {
        let alike = made[..number].iter().position(|other| other == one).map(|at| all[at].0);
        assert_eq!(alike, None, "{}: a change that changes nothing tests nothing", all[number].0);
    }
    // In two rounds: the second finds everything.
    for _ in 0..2 {
        for ((name, scene, room), made) in all.iter().zip(&made) {
            assert_eq!(format!("{:?}", super::arrange(scene, room, &known)), *made, "{name}");
        }
    }
}

#[test]
fn another_colour_moves_nothing_and_makes_nothing_anew() {
    let scene = planted(&[12, 9]);
    let (known, room) = (Arrangements::default(), room(&scene, 1.2));
    let before = super::arrange(&scene, &room, &known);
    let mut dark = scene.clone();
    let ink = Colour::hex(0x01_02_03);
    dark.node_looks.iter_mut().for_each(|look| look.ink = ink);
    let after = super::arrange(&dark, &room, &known);
    assert!(after.names.iter().all(|name| name.label.colour == ink));
    let origins = |found: &Arrangement| found.names.iter().map(|name| name.label.origin).collect::<Vec<_>>();
    assert_eq!(origins(&before), origins(&after));
    assert!(format!("{known:?}").contains("names: 1,"), "{known:?}");
}
