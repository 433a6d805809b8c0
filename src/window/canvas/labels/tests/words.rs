//! Words along lines.

use kurbo::QuadBez;

use super::*;
use crate::window::canvas::labels::lines::{LabelledLine, ShownWord};

/// Whether a point, from the middle of a word in screen points, is in the word's box.
fn is_in(word: &ShownWord, x: f32, y: f32) -> bool {
    let (sin, cos) = word.angle.sin_cos();
    let (along, beside) = (x * cos + y * sin, y * cos - x * sin);
    along.abs() <= word.text.width * word.size / 2.0 && beside.abs() <= word.size / 2.0
}

#[test]
fn words_stand_along_lines_and_on_nothing() {
    let nodes = Plain::scale_free(300);
    let mut labels = Labels::default();
    let view = LabelView { reduced_motion: true, shape_at_most: usize::MAX, ..view(Point::ZERO, 2.5, 0, &[]) };
    nodes.zoom.set(2.5);
    labels.choose(&view, &nodes);
    let line = |i: u32| {
        let (a, b) = (nodes.things[i as usize].centre, nodes.things[((i * 37 + 11) % 300) as usize].centre);
        let beside = Vec2::new(a.y - b.y, b.x - a.x) * 0.1;
        let word = ["takes part in", "", "reports to", "funds"][i as usize % 4];
        let curve = QuadBez::new(a, a.midpoint(b) + beside, b);
        LabelledLine { line: i, curve, word, count: 1 + i % 3, importance: (i % 7) as f32 }
    };
    let lines: Vec<LabelledLine<'_>> = (0..300).map(line).collect();
    assert!(labels.choose_words(&view, &nodes, &lines, &[]));
    let words = labels.words().to_vec();
    assert!(words.len() > 5, "{}", words.len());
    let names: Vec<PointBox> = labels.names().iter().map(|s| s.area(nodes.at(&view, s.node))).collect();
    // Points all over each word lie in no other word, in no name and in no shape.
    for (i, word) in words.iter().enumerate() {
        assert!(word.angle.abs() <= std::f32::consts::FRAC_PI_2 + 1e-6);
        let at = view.to_screen(word.centre);
        let (sin, cos) = word.angle.sin_cos();
        for (u, v) in (0..40).flat_map(|u| (0..5).map(move |v| (u as f32 / 39.0 - 0.5, v as f32 / 4.0 - 0.5))) {
            let (along, beside) = (u * word.text.width * word.size, v * word.size);
            let (x, y) = (at.0 + along * cos - beside * sin, at.1 + along * sin + beside * cos);
            let point = PointBox::new(x, y, 1e-3, 1e-3);
            assert!(names.iter().all(|n| !n.overlaps(&point)), "word {i} on a name");
            for other in words.iter().filter(|w| w.line != word.line) {
                let there = view.to_screen(other.centre);
                assert!(!is_in(other, x - there.0, y - there.1), "words {} and {}", word.line, other.line);
            }
            for t in &nodes.things {
                let (cx, cy) = view.to_screen(t.centre);
                let half = (t.half * view.zoom) as f32;
                assert!((x - cx).abs() > half || (y - cy).abs() > half, "word {i} on a shape");
            }
        }
    }
    // Nothing moves at rest; a count is said.
    let outcome = labels.choose(&view, &nodes);
    assert_eq!(outcome, Outcome { changed: false, unfinished: false });
    assert!(!labels.chose_anew());
    assert!(!labels.choose_words(&view, &nodes, &lines, &[]));
    // Where marks stand, words make way.
    let middles: Vec<PointBox> = words
        .iter()
        .map(|word| {
            let at = view.to_screen(word.centre);
            PointBox::new(at.0 - 3.0, at.1 - 3.0, 6.0, 6.0)
        })
        .collect();
    assert!(labels.choose_words(&view, &nodes, &lines, &middles));
    for word in labels.words() {
        let at = view.to_screen(word.centre);
        let middle = PointBox::new(at.0, at.1, 1e-3, 1e-3);
        assert!(middles.iter().all(|mark| !mark.overlaps(&middle)), "word {} on a mark", word.line);
    }
    assert!(words.iter().any(|w| w.text.text.starts_with('×') && w.angle == 0.0));
}
