//! Layouts that were made of a dossier and may be wanted again: undoing one brings its positions back
//! without working them out anew.

use std::collections::BTreeMap;

use crate::dossier::model::{EntityId, ViewPage};
use crate::layout::{Backdrop, Options};
use crate::picture::views::ViewSettings;

/// Limit on cached positions; the latest layout always stays.
const POSITIONS: usize = 1_000_000;
/// No more layouts than this.
const LAYOUTS: usize = 24;

/// What decides where things stand, besides the dossier.
#[derive(Clone, Debug, PartialEq)]
struct LayoutKey {
    layout: String,
    options: Options,
    seed: u64,
    afresh: u32,
    aspect: u32,
    /// Only where pins move others.
    pins: BTreeMap<EntityId, (f32, f32)>,
    /// For a figure, which places only what it draws: everything that may decide what is drawn, and at what size.
    composed: Option<Box<ViewSettings>>,
}

/// Layouts of one revision of a dossier.
#[derive(Debug, Default)]
pub(crate) struct LayoutCache {
    revision: u64,
    /// The newest last.
    list: Vec<CachedLayout>,
}

#[derive(Debug)]
struct CachedLayout {
    of: LayoutKey,
    places: Vec<(f32, f32)>,
    behind: Backdrop,
}

impl LayoutCache {
    fn key(look: &ViewSettings, live: bool) -> LayoutKey {
        LayoutKey {
            layout: look.layout.clone(),
            options: look.options,
            seed: look.seed,
            afresh: look.afresh,
            aspect: look.aspect.to_bits(),
            pins: if live { look.pins.clone() } else { BTreeMap::new() },
            // What is around the network moves nothing in it.
            composed: look.compose.then(|| Box::new(ViewSettings { page: ViewPage::default(), ..look.clone() })),
        }
    }

    /// Keeps the places of all bodies, in their order.
    pub(crate) fn keep(
        &mut self,
        revision: u64,
        look: &ViewSettings,
        live: bool,
        places: Vec<(f32, f32)>,
        behind: Backdrop,
    ) {
        if self.revision != revision {
            *self = LayoutCache { revision, list: Vec::new() };
        }
        let key = Self::key(look, live);
        self.list.retain(|entry| entry.of != key);
        // Of one drag only the end is worth keeping.
        let drags = |of: &LayoutKey| {
            LayoutKey { pins: key.pins.clone(), ..of.clone() } == key
                && !key.pins.is_empty()
                && of.pins.keys().eq(key.pins.keys())
        };
        if self.list.last().is_some_and(|entry| drags(&entry.of)) {
            self.list.pop();
        }
        let most = (POSITIONS / places.len().max(1)).clamp(1, LAYOUTS);
        while self.list.len() >= most {
            self.list.remove(0);
        }
        self.list.push(CachedLayout { of: key, places, behind });
    }

    /// The places that were kept of a layout, and what lies behind them.
    pub(crate) fn recall(&self, revision: u64, look: &ViewSettings, live: bool) -> Option<(&[(f32, f32)], &Backdrop)> {
        let key = Self::key(look, live);
        let found = self.list.iter().find(|entry| entry.of == key).filter(|_| self.revision == revision)?;
        Some((&found.places, &found.behind))
    }
}
