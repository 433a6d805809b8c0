//! Dossier and view → shown → layout → scene, each stage kept by what it was made from and redone
//! only when that changed. Used by window and command line alike; knows nobody who looks.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::dossier::model::{Date, Dossier, EntityId, NodeIndex};
use crate::explore::query::filter::{Filter, Shown};
use crate::explore::query::presence::Presences;
use crate::picture::arrays::Arrays;
use crate::picture::layout::{self, Input};
use crate::picture::scene::bodies::{Body, bodies};
use crate::picture::scene::{Scene, build};
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
    /// Name of the layout; one that is not known is the default.
    pub layout: String,
    /// What is chosen about the layout.
    pub options: layout::Options,
    /// Seed of the layout.
    pub seed: u64,
    /// Wanted width divided by height.
    pub aspect: f32,
    /// Place only what is shown, afresh (figures), instead of everything once (window).
    pub compose: bool,
}

/// How often each stage has run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Builds {
    /// Filters applied.
    pub shown: u32,
    /// Presences worked out.
    pub presences: u32,
    /// Layouts.
    pub layout: u32,
    /// Scenes.
    pub scene: u32,
}

/// The stages with what each has made.
#[derive(Default)]
pub struct Stages {
    made_from: Option<(u64, Look, &'static str)>,
    shown: Shown,
    presences: Presences,
    bodies: Vec<Body>,
    /// Places by entity, as the layout has them; pins come on top.
    places: HashMap<NodeIndex, (f32, f32)>,
    scene: Arc<Scene>,
    builds: Builds,
}

impl Stages {
    /// Brings every stage up to date. `revision` tells one state of the dossier from another.
    /// Yields whether the scene is a new one.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop; the next call starts over where it must.
    pub fn update(
        &mut self,
        dossier: &Dossier,
        revision: u64,
        look: &Look,
        theme: &Theme,
        progress: &Progress,
    ) -> Result<bool, Cancelled> {
        let before = self.made_from.take();
        let new_dossier = before.as_ref().is_none_or(|(r, _, _)| *r != revision);
        let differs = |part: fn(&Look, &Look) -> bool| before.as_ref().is_none_or(|(_, old, _)| part(old, look));
        let new_shown = new_dossier || differs(|a, b| a.filter != b.filter);
        let new_presences = new_dossier || differs(|a, b| a.as_of != b.as_of);
        let new_layout = new_dossier
            || differs(|a, b| {
                (&a.layout, a.options, a.seed, a.compose) != (&b.layout, b.options, b.seed, b.compose)
                    || a.aspect != b.aspect
            })
            || (look.compose && (new_shown || differs(|a, b| a.pins != b.pins)));
        let new_scene = new_shown
            || new_presences
            || new_layout
            || differs(|a, b| a.pins != b.pins)
            || before.as_ref().is_none_or(|(_, _, name)| *name != theme.name);
        if new_shown {
            self.shown = look.filter.apply(dossier);
            self.builds.shown += 1;
        }
        if new_presences {
            self.presences = Presences::at(dossier, look.as_of.as_ref());
            self.builds.presences += 1;
        }
        if new_layout {
            let entities: Vec<NodeIndex> =
                if look.compose { self.shown.entities.clone() } else { dossier.entities().map(|(i, _)| i).collect() };
            self.bodies = bodies(dossier, &entities);
            self.places = place(dossier, &self.bodies, look, progress)?;
            self.builds.layout += 1;
        }
        if new_scene {
            self.scene = Arc::new(self.compose(dossier, look, theme));
            self.builds.scene += 1;
        }
        self.made_from = Some((revision, look.clone(), theme.name));
        Ok(new_scene)
    }

    fn compose(&self, dossier: &Dossier, look: &Look, theme: &Theme) -> Scene {
        let shown: std::collections::HashSet<NodeIndex> = self.shown.entities.iter().copied().collect();
        let bodies: Vec<Body> = self.bodies.iter().filter(|b| shown.contains(&b.entity)).cloned().collect();
        let pinned = |index: NodeIndex| dossier.entity(index).and_then(|e| look.pins.get(&e.id)).copied();
        let at = |b: &Body| pinned(b.entity).or_else(|| self.places.get(&b.entity).copied()).unwrap_or_default();
        let positions: Vec<(f32, f32)> = bodies.iter().map(at).collect();
        build(dossier, &bodies, &positions, &self.shown.relations, &self.presences, theme)
    }

    /// The scene as it now stands.
    pub fn scene(&self) -> Arc<Scene> {
        Arc::clone(&self.scene)
    }

    /// What the filter lets through.
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// Presence of everything at the as-of date.
    pub fn presences(&self) -> &Presences {
        &self.presences
    }

    /// How often each stage has run.
    pub fn builds(&self) -> Builds {
        self.builds
    }
}

fn place(
    dossier: &Dossier,
    bodies: &[Body],
    look: &Look,
    progress: &Progress,
) -> Result<HashMap<NodeIndex, (f32, f32)>, Cancelled> {
    let arrays = Arrays::new(dossier, bodies);
    let pin = |b: &Body| dossier.entity(b.entity).and_then(|e| look.pins.get(&e.id)).copied();
    // In the window pins do not move the others: nothing moves unasked.
    let pins: Vec<Option<(f32, f32)>> = if look.compose { bodies.iter().map(pin).collect() } else { Vec::new() };
    let input = Input { pins: &pins, aspect: look.aspect, seed: look.seed, options: look.options, ..arrays.input() };
    let layout = layout::named(&look.layout).unwrap_or(layout::LAYOUTS[0]);
    let places = layout.place(&input, progress)?;
    Ok(arrays.entities.into_iter().zip(places).collect())
}

/// Draws a dossier once: shown, placed, made a scene. For figures and commands.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub fn draw(dossier: &Dossier, look: &Look, theme: &Theme, progress: &Progress) -> Result<(Scene, Shown), Cancelled> {
    let mut stages = Stages::default();
    stages.update(dossier, 0, look, theme, progress)?;
    let scene = Arc::unwrap_or_clone(stages.scene);
    Ok((scene, stages.shown))
}
