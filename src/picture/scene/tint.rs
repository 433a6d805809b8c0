//! Colours of lines in large networks: within a group of nodes of one colour a line has that colour, whatever
//! it stands for; between groups it is grey and fainter, so that groups and the bundles between them are
//! told apart. Small networks, charts, and lines whose colour says something else keep the colours of their looks.

use rustc_hash::FxHashSet;

use super::item::{NodeLook, Scene};
use crate::picture::theme::Colour;

/// Networks of so many nodes have coloured lines.
const COLOURED_FROM: usize = 300;
/// How much of its group's colour a line within it has.
const INSIDE: f32 = 0.7;
/// How much fainter a line between groups is.
const BETWEEN: f32 = 0.85;

/// How a line is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LinePaint {
    pub(crate) colour: Colour,
    /// From 0.0 to 1.0.
    pub(crate) opacity: f32,
    /// The colour of the group that it runs within.
    pub(crate) group: Option<Colour>,
}

impl Scene {
    /// Settles whether lines are coloured, once all looks are there: in a large network of more than one colour.
    pub(super) fn settle_lines(&mut self) {
        let colours: FxHashSet<Option<Colour>> = self.node_looks.iter().map(NodeLook::group_colour).collect();
        self.coloured_lines = self.nodes.len() >= COLOURED_FROM && self.chart.is_none() && colours.len() > 1;
    }

    /// How a line is painted.
    pub(crate) fn line_paint(&self, line: usize) -> LinePaint {
        let look = self.line_look(line);
        let plain = LinePaint { colour: look.colour, opacity: look.opacity, group: None };
        if !self.coloured_lines || !look.is_neutral {
            return plain;
        }
        let (from, to) = self.lines[line].ends;
        let group = self.group_colour(from as usize).filter(|colour| self.group_colour(to as usize) == Some(*colour));
        match group {
            Some(group) => LinePaint { colour: look.colour.mix(group, INSIDE), group: Some(group), ..plain },
            None => LinePaint { opacity: look.opacity * BETWEEN, ..plain },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::scene::sample::planted;

    #[test]
    fn lines_are_coloured_within_groups_and_faint_between_them() {
        let scene = planted(&[200, 150]);
        for (number, line) in scene.lines.iter().enumerate() {
            let (from, to) = (line.ends.0 as usize, line.ends.1 as usize);
            let (paint, look) = (scene.line_paint(number), scene.line_look(number));
            if (from < 200) == (to < 200) {
                assert_eq!(paint.group, scene.node_look(from).fill);
                assert!(paint.colour != look.colour && paint.opacity == look.opacity);
            } else {
                assert!(paint.group.is_none() && paint.colour == look.colour && paint.opacity < look.opacity);
            }
        }
    }

    #[test]
    fn small_networks_and_lines_that_say_something_keep_their_colours() {
        let keeps = |scene: &Scene| {
            (0..scene.lines.len()).all(|line| {
                let (paint, look) = (scene.line_paint(line), scene.line_look(line));
                (paint.colour, paint.opacity, paint.group) == (look.colour, look.opacity, None)
            })
        };
        assert!(keeps(&planted(&[149, 150])));
        assert!(keeps(&planted(&[400])), "one colour tells nothing apart");
        let mut said = planted(&[200, 150]);
        said.line_looks.iter_mut().for_each(|look| look.is_neutral = false);
        assert!(keeps(&said));
    }
}
