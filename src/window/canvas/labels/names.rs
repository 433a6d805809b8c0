//! Shaped names, kept as long as they are looked at. A name is shaped once, at the size of the
//! scene, and drawn larger or smaller: its lines and proportions are the same at every zoom.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::picture::lettering::{TextBlock, TextStyle, Weight, estimate_block, shape_block};

/// Letters of ordinary and of strong names, in scene units, as the scene sets them.
pub(crate) const SIZES: (f32, f32) = (9.0, 10.0);
/// Names are broken into lines at about this width, in scene units.
const WIDTH: f32 = 84.0;
/// Lines of a name at most.
const LINES: usize = 3;
/// Names that are kept; a view shows some hundreds at most.
const KEPT: usize = 4096;

/// What is known of a name.
#[derive(Clone)]
pub(super) struct KnownName {
    /// Width and height in scene units, estimated as long as it is not shaped.
    pub size: (f32, f32),
    /// The shaped text.
    pub(crate) block: Option<Arc<TextBlock>>,
    /// The last round in which it was asked for.
    round: u64,
}

/// Names by number of their node or line.
#[derive(Default)]
pub(crate) struct NameCache {
    known: FxHashMap<u32, KnownName>,
}

impl NameCache {
    /// Forgets all names: numbers mean other things now.
    pub(crate) fn clear(&mut self) {
        self.known.clear();
    }

    /// What is known of a name; `text` is asked for it and for whether it is strong when it is new.
    pub(crate) fn get<'a>(&mut self, number: u32, round: u64, text: impl FnOnce() -> (&'a str, bool)) -> &KnownName {
        if self.known.len() >= KEPT && !self.known.contains_key(&number) {
            // What has not been seen for longest goes; what is shown is held by who shows it.
            let mut rounds: Vec<u64> = self.known.values().map(|n| n.round).collect();
            let middle = rounds.len() / 2;
            let (_, &mut median, _) = rounds.select_nth_unstable(middle);
            self.known.retain(|_, n| n.round > median);
        }
        let name = self.known.entry(number).or_insert_with(|| {
            let (text, strong) = text();
            KnownName { size: estimate_block(text, style(strong), WIDTH, LINES), block: None, round }
        });
        name.round = round;
        name
    }

    /// Shapes a name that is known.
    pub(super) fn shape(&mut self, number: u32, text: &str, strong: bool) -> Arc<TextBlock> {
        let block = Arc::new(shape_block(text, style(strong), WIDTH, LINES));
        if let Some(name) = self.known.get_mut(&number) {
            name.size = (block.width, block.height);
            name.block = Some(Arc::clone(&block));
        }
        block
    }
}

fn style(strong: bool) -> TextStyle {
    if strong { TextStyle::bundled(SIZES.1, Weight::SemiBold) } else { TextStyle::bundled(SIZES.0, Weight::Regular) }
}
