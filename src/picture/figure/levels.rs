//! What of a network a figure draws one by one: everything of a small one; of a large one lines as density or
//! thinned, and dots as shapes up to a number. How each is drawn is not told here.

use crate::picture::scene::Scene;
use crate::wording::counted;

/// Up to so many lines all are drawn, whatever is asked for.
pub(crate) const LINES_EACH: usize = 4_000;
/// Up to so many nodes are drawn as shapes; more are dots of a picture.
pub(crate) const NODES_EACH: usize = 20_000;
/// Lines that are left of a network at most where they are thinned.
const THINNED: usize = 20_000;
/// Up to so many nodes names and lines are arranged together; of more some are named.
const ARRANGED: usize = 400;
/// Above so many nodes some are named, lines may be hairlines, and arrowheads and icons give way.
const CROWD: usize = 400;

/// How lines are drawn where there are many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ManyLines {
    /// A picture of how many run where.
    #[default]
    Density,
    /// Of each node the line to its best-known neighbour.
    Thinned,
    /// Every one.
    All,
}

impl ManyLines {
    /// With the words that choose them.
    pub(crate) const ALL: &[(&str, ManyLines)] =
        &[("density", ManyLines::Density), ("thinned", ManyLines::Thinned), ("all", ManyLines::All)];
}

/// How the lines of a scene are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    Density,
    /// These, one by one.
    Some(Vec<u32>),
    All,
}

/// How the lines of a scene are drawn where `many` is asked for.
pub(super) fn lines(scene: &Scene, many: ManyLines) -> Lines {
    if scene.lines.len() <= LINES_EACH || scene.chart.is_some() {
        return Lines::All;
    }
    match many {
        ManyLines::Density => Lines::Density,
        ManyLines::Thinned => Lines::Some(thinned(scene)),
        ManyLines::All => Lines::All,
    }
}

/// Whether nodes are shapes of their own, and not dots of a picture.
pub(super) fn has_shapes(scene: &Scene) -> bool {
    scene.nodes.len() <= NODES_EACH || scene.chart.is_some()
}

/// Whether names and lines of a scene are arranged together.
pub(super) fn is_arranged(scene: &Scene) -> bool {
    scene.nodes.len() <= ARRANGED && scene.chart.is_none()
}

/// Whether what cannot be told apart is left out.
pub(super) fn is_crowd(scene: &Scene) -> bool {
    scene.nodes.len() > CROWD && scene.chart.is_none()
}

/// What a reader must know of the lines; nothing where each is drawn.
pub(super) fn says(scene: &Scene, many: ManyLines) -> Option<String> {
    match lines(scene, many) {
        Lines::All => None,
        Lines::Density => Some("The stronger the tone, the more lines run there.".to_owned()),
        Lines::Some(drawn) => {
            let all = counted(scene.lines.len(), "relation", "relations");
            Some(format!("Only {} of {all} are drawn.", drawn.len()))
        }
    }
}

/// Of each node the line to its best-known neighbour, of as well-known ones the first; if these are too many,
/// those whose lesser end is best known. In the order of the scene.
fn thinned(scene: &Scene) -> Vec<u32> {
    let mut best: Vec<Option<u32>> = vec![None; scene.nodes.len()];
    let far_end = |line: u32, node: u32| {
        let (from, to) = scene.lines[line as usize].ends;
        scene.importance(if from == node { to } else { from } as usize)
    };
    for (number, line) in scene.lines.iter().enumerate() {
        let (from, to) = line.ends;
        let number = number as u32;
        for node in [from, to].into_iter().filter(|_| from != to) {
            let place = &mut best[node as usize];
            if place.is_none_or(|known| far_end(number, node) > far_end(known, node)) {
                *place = Some(number);
            }
        }
    }
    let mut drawn: Vec<u32> = best.into_iter().flatten().collect();
    drawn.sort_unstable();
    drawn.dedup();
    let lesser_end = |line: &u32| {
        let (from, to) = scene.lines[*line as usize].ends;
        scene.importance(from as usize).min(scene.importance(to as usize))
    };
    drawn.sort_by(|a, b| lesser_end(b).total_cmp(&lesser_end(a)));
    drawn.truncate(THINNED);
    drawn.sort_unstable();
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::scene::sample::planted;

    #[test]
    fn few_lines_are_all_drawn_and_many_as_asked_for() {
        let small = planted(&[300, 200]);
        let large = planted(&[3_000, 2_000]);
        for (_, many) in ManyLines::ALL {
            assert_eq!((lines(&small, *many), says(&small, *many)), (Lines::All, None));
            assert_eq!(says(&large, *many).is_none(), *many == ManyLines::All);
        }
        assert_eq!(lines(&large, ManyLines::Density), Lines::Density);
        assert!(has_shapes(&large) && is_crowd(&large) && !is_crowd(&planted(&[300])));
    }

    #[test]
    fn every_node_keeps_its_line_to_its_best_known_neighbour() {
        let mut scene = planted(&[3_000, 1_500]);
        // A second line to a leaf is not needed by anyone.
        let mut extra = scene.lines[0].clone();
        extra.ends = (5, 6);
        scene.lines.push(extra);
        let Lines::Some(drawn) = lines(&scene, ManyLines::Thinned) else { panic!("lines are thinned") };
        assert!(drawn.is_sorted() && !drawn.contains(&(scene.lines.len() as u32 - 1)));
        let mut has_line = vec![false; scene.nodes.len()];
        for line in &drawn {
            let (from, to) = scene.lines[*line as usize].ends;
            (has_line[from as usize], has_line[to as usize]) = (true, true);
        }
        assert!(has_line.iter().all(|has| *has));
    }
}
