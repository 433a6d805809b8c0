//! Dossier and view → shown → layout → scene, each stage kept by what it was made from and redone
//! only when that changed. Used by window and command line alike; knows nobody who looks.

use std::collections::BTreeMap;

use crate::dossier::model::{Date, Dossier, EntityId};
use crate::explore::query::filter::{Filter, Shown};
use crate::picture::scene::Scene;
use crate::picture::theme::Theme;
use crate::progress::{Cancelled, Progress};

/// A way of looking: everything that decides the picture besides the dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// What is left out.
    pub filter: Filter,
    /// As-of date; `None` shows the whole record.
    pub as_of: Option<Date>,
    /// Nodes put somewhere by hand, in scene units.
    pub pins: BTreeMap<EntityId, (f32, f32)>,
    /// Name of the layout.
    pub layout: String,
    /// Seed of the layout.
    pub seed: u64,
    /// Wanted width divided by height.
    pub aspect: f32,
    /// Place only what is shown, afresh (figures), instead of everything once (window).
    pub compose: bool,
}

/// Draws a dossier once: shown, placed, made a scene. For figures and commands.
pub fn draw(dossier: &Dossier, look: &Look, theme: &Theme, progress: &Progress) -> Result<(Scene, Shown), Cancelled> {
    let _ = (dossier, look, theme, progress);
    todo!()
}
