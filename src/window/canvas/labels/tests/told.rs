//! Names that something else on the screen says already.

use super::*;

#[test]
fn what_other_words_say_has_no_name_of_its_own_unless_it_comes_first() {
    let thing = |n: i32| Thing {
        centre: Point::new(f64::from(n) * 200.0 - 300.0, 0.0),
        half: 7.0,
        importance: 4.0 - n as f32,
        strong: false,
        name: format!("Body {n}"),
    };
    let nodes = Plain::new((0..4).map(thing).collect());
    let still = |told, first| LabelView {
        told,
        reduced_motion: true,
        shape_at_most: usize::MAX,
        ..view(Point::ZERO, 1.0, 0, first)
    };
    let mut labels = Labels::default();
    let mut named = |view: LabelView<'_>| -> Vec<u32> {
        labels.choose(&view, &nodes);
        labels.names().iter().filter(|name| !name.leaving).map(|name| name.node).collect()
    };
    assert_eq!(named(still(&[], &[])), [0, 1, 2, 3]);
    assert_eq!(named(still(&[0, 2], &[])), [1, 3]);
    assert_eq!(named(still(&[0, 2], &[2])), [1, 2, 3]);
    assert_eq!(named(still(&[], &[])), [0, 1, 2, 3]);
}
