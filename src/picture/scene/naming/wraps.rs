//! The ways in which a name may be broken into lines in a figure: the usual one, narrower ones with a line more,
//! and one with a line less. A name is shortened only where it fits no other way, and then so that it stays
//! apart from the others. Where names stand is not known here.

use std::collections::HashMap;

use super::super::bodies::{PAGE_LINES, name_style, shape_page_name, shape_short_name};
use super::super::item::Scene;
use crate::picture::lettering::{Shortened, TextBlock, TextStyle, shape_block};

/// How wide other ways may be, as a share of the usual.
const NARROWER: [f32; 2] = [0.78, 0.55];
const WIDER: f32 = 1.7;
/// Another way must be narrower than this share of the one before.
const WORTH: f32 = 0.9;
/// No line is made longer than this to save another.
const WIDEST: f32 = 130.0;

/// The ways to break one name, the usual first; none for an empty one.
#[derive(Clone, Debug, Default)]
pub(super) struct NameWraps {
    blocks: Vec<TextBlock>,
}

impl NameWraps {
    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Width and height of each.
    pub(super) fn sizes(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.blocks.iter().map(|block| (f64::from(block.width), f64::from(block.height)))
    }

    /// One of them.
    pub(super) fn take(&mut self, number: usize) -> TextBlock {
        self.blocks.swap_remove(number)
    }
}

/// The ways to break the name of each node.
pub(super) fn wraps(scene: &Scene) -> Vec<NameWraps> {
    let style = |node: usize| name_style(scene.node_look(node).strong, scene.fonts);
    let usual = |node: usize| {
        let name = scene.label(node).trim();
        (!name.is_empty()).then(|| shape_page_name(name, style(node)))
    };
    let mut blocks: Vec<Option<TextBlock>> = (0..scene.nodes.len()).map(usual).collect();
    tell_apart(&mut blocks, |node| shape_short_name(scene.label(node), style(node), Shortened::InMiddle));
    let all = |(node, block): (usize, Option<TextBlock>)| match block {
        Some(block) => ways(scene.label(node), style(node), block),
        None => NameWraps::default(),
    };
    blocks.into_iter().enumerate().map(all).collect()
}

/// Shortens names elsewhere that came out alike.
fn tell_apart(blocks: &mut [Option<TextBlock>], again: impl Fn(usize) -> TextBlock) {
    let words = |block: &TextBlock| block.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    let mut seen: HashMap<String, usize> = HashMap::new();
    for block in blocks.iter().flatten() {
        *seen.entry(words(block)).or_default() += 1;
    }
    for (node, block) in blocks.iter_mut().enumerate() {
        if block.as_ref().is_some_and(|block| block.is_short && seen.get(&words(block)).is_some_and(|n| *n > 1)) {
            *block = Some(again(node));
        }
    }
}

/// All ways to break a name, of which the usual one is known.
fn ways(name: &str, style: TextStyle, usual: TextBlock) -> NameWraps {
    let mut blocks = vec![usual];
    if blocks[0].is_short {
        return NameWraps { blocks };
    }
    for share in NARROWER {
        let block = shape_block(name, style, blocks[0].width * share, PAGE_LINES);
        let narrowest = blocks.iter().map(|block| block.width).fold(f32::INFINITY, f32::min);
        if !block.is_short && block.width < narrowest * WORTH {
            blocks.push(block);
        }
    }
    if blocks[0].lines.len() > 1 {
        let wide = (blocks[0].width * WIDER).min(WIDEST);
        let block = shape_block(name, style, wide, PAGE_LINES);
        if !block.is_short && block.width <= wide && block.lines.len() < blocks[0].lines.len() {
            blocks.push(block);
        }
    }
    NameWraps { blocks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::lettering::Fonts;

    fn lines(block: &TextBlock) -> Vec<&str> {
        block.lines.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn a_name_has_ways_with_a_line_more() {
        let name = "Ministry of Trade and Industry";
        let style = name_style(false, Fonts::Bundled);
        let all = ways(name, style, shape_page_name(name, style));
        let counts: Vec<usize> = all.blocks.iter().map(|block| block.lines.len()).collect();
        assert!(counts[0] == 2 && counts.contains(&3), "{counts:?}");
        assert!(all.blocks.iter().all(|block| !block.is_short && block.lines.len() <= PAGE_LINES));
        assert_eq!(ways("Japan", style, shape_page_name("Japan", style)).blocks.len(), 1);
    }

    #[test]
    fn long_names_stay_whole_and_endless_ones_stay_apart() {
        let style = name_style(false, Fonts::Bundled);
        let name = |number: usize| {
            format!(
                "Permanent Secretariat of the Standing Committee for the Coordination of Inland Waterway \
                Administration and Ferry Safety {number}"
            )
        };
        let block = shape_page_name(&name(1), style);
        assert!(!block.is_short && block.lines.len() <= PAGE_LINES, "{:?}", lines(&block));
        let names: Vec<String> = (0..3).map(|n| format!("{} {}", name(n).repeat(4), n)).collect();
        let mut blocks: Vec<Option<TextBlock>> = names.iter().map(|name| Some(shape_page_name(name, style))).collect();
        tell_apart(&mut blocks, |node| shape_short_name(&names[node], style, Shortened::InMiddle));
        let mut texts: Vec<String> = blocks.iter().flatten().map(|block| lines(block).join(" ")).collect();
        assert!(texts.iter().zip(0..).all(|(text, n)| text.ends_with(&format!(" {n}")) && text.contains('…')));
        texts.dedup();
        assert_eq!(texts.len(), 3);
    }
}
