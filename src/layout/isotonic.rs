//! Items in a row, each as near to its wanted place as its neighbours allow: least squares by
//! pooling adjacent violators (Ayer, Brunk, Ewing, Reid, Silverman 1955).

/// Places in the same order as `wanted`, ascending, each at least its entry of `apart` after the one
/// before it (the first entry is not used).
pub(crate) fn spread(wanted: &[f64], apart: &[f64]) -> Vec<f64> {
    let mut offset = 0.0;
    let offsets: Vec<f64> = (0..wanted.len())
        .map(|i| {
            offset += if i == 0 { 0.0 } else { apart[i] };
            offset
        })
        .collect();
    // Blocks of neighbours that touch: sum of what their members want, and how many they are.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (want, offset) in wanted.iter().zip(&offsets) {
        blocks.push((want - offset, 1));
        while let [.., a, b] = blocks[..] {
            if a.0 / a.1 as f64 <= b.0 / b.1 as f64 {
                break;
            }
            blocks.truncate(blocks.len() - 2);
            blocks.push((a.0 + b.0, a.1 + b.1));
        }
    }
    let starts = blocks.iter().flat_map(|(sum, many)| std::iter::repeat_n(sum / *many as f64, *many));
    starts.zip(&offsets).map(|(start, offset)| start + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_room_stands_where_it_wants_and_a_crowd_shares_its_middle() {
        let at = spread(&[0.0, 10.0, 10.0, 10.0, 50.0], &[0.0, 4.0, 4.0, 4.0, 4.0]);
        assert_eq!(at, [0.0, 6.0, 10.0, 14.0, 50.0]);
        assert_eq!(spread(&[5.0, 1.0], &[0.0, 2.0]), [2.0, 4.0]);
        assert!(spread(&[], &[]).is_empty());
    }
}
