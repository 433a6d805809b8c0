//! Places in a sorted list that are asked for in order: the next one is most often near the last. Nothing here knows what is listed.

/// The place of the first item from `from` on that does not come before what is looked for.
pub(crate) fn next_place<T>(list: &[T], from: usize, is_before: impl Fn(&T) -> bool) -> usize {
    let mut step = 1;
    while list.get(from + step).is_some_and(&is_before) {
        step *= 2;
    }
    let near = list.get(from..list.len().min(from + step + 1)).unwrap_or_default();
    from + near.partition_point(is_before)
}

#[test]
fn places_are_those_of_a_plain_search() {
    let list: Vec<usize> = (0..200).map(|n| n * n / 7).collect();
    for from in (0..=list.len()).step_by(3) {
        for wanted in 0..6_000 {
            let plain = from + list[from..].partition_point(|item| *item < wanted);
            assert_eq!(next_place(&list, from, |item| *item < wanted), plain, "{wanted} from {from}");
        }
    }
    assert_eq!(next_place(&[0_u8; 0], 0, |_| true), 0);
}
