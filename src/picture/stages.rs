//! Dossier and view → shown → layout → scene, each stage kept by what it was made from and redone
//! only when that changed. Shared by window and command line; independent of both.

mod composing;
mod encode;
mod previews;
mod stale;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use foldhash::fast::RandomState;

use self::composing::Owes;
pub(crate) use self::encode::FOUND_AT_ONCE;
use self::encode::{CommunityStage, Grouped};
use self::previews::ProgressPreviews;
pub(crate) use self::previews::See;
use self::stale::{Stale, is_partial};
use crate::dossier::model::{Dossier, EntityId, NodeIndex};
use crate::explore::folding::Folded;
use crate::explore::query::between::TwoDates;
use crate::explore::query::comparison::Comparison;
use crate::explore::query::filter::Shown;
use crate::explore::query::language::Evaluator;
use crate::explore::query::lifetimes::Lifetimes;
use crate::explore::query::presence::Presences;
use crate::layout::{self, Input};
use crate::math::Portable as _;
use crate::picture::encoding::{Encoded, Scales};
use crate::picture::layout_cache::LayoutCache;
use crate::picture::layout_input::Arrays;
use crate::picture::network::DrawnNetwork;
use crate::picture::pictures::Pictures;
use crate::picture::scene::Scene;
use crate::picture::scene::bodies::{Body, Medium, bodies, resize};
use crate::picture::theme::Theme;
pub use crate::picture::views::ViewSettings;
use crate::progress::{Cancelled, Progress};
use crate::wording::counted;

/// How often each stage has run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageRuns {
    /// Filters applied.
    pub(crate) shown: u32,
    /// Presences worked out.
    pub(crate) presences: u32,
    /// Layouts.
    pub layout: u32,
    /// Layouts that were remembered instead of made again.
    pub(crate) recalled: u32,
    /// Scenes.
    pub scene: u32,
}

/// The stages with what each has made.
#[derive(Default)]
pub struct Stages {
    made_from: Option<(u64, ViewSettings, &'static str)>,
    shown: Arc<Shown>,
    /// What is drawn of it: with the rest dimmed, and folded.
    drawn: DrawnNetwork,
    /// What questions have been answered of the dossier.
    evaluator: Evaluator,
    /// From when to when everything is there; worked out when first needed.
    lifetimes: Option<Lifetimes>,
    /// How everything stands where no time is asked about; worked out when first needed.
    whole: Option<Presences>,
    presences: Presences,
    /// Two dates, where they are compared, with the lists of what became of what is shown.
    compared: Option<(TwoDates, Arc<Comparison>)>,
    bodies: Vec<Body>,
    /// What sizes and colours say.
    encoded: Encoded,
    communities: CommunityStage,
    /// Places by entity, as the layout has them; pins come on top.
    places: HashMap<NodeIndex, (f32, f32), RandomState>,
    /// The same by id, for what comes after: indices do not outlive a dossier.
    known: HashMap<EntityId, (f32, f32)>,
    /// Layouts that may be wanted again.
    kept: LayoutCache,
    /// What lies behind them.
    behind: layout::Backdrop,
    /// Pictures of nodes.
    pictures: Arc<Pictures>,
    /// The scene does not have them yet.
    other_pictures: bool,
    /// What areas go around.
    groups: Option<Grouped>,
    scene: Arc<Scene>,
    /// The scene with nothing filtered out, where that was made: a filter shows a part of it at once.
    unfiltered: Option<Arc<Scene>>,
    /// What the scene lacks that takes longer; see [`Stages::settle`].
    owes: Option<Owes>,
    builds: StageRuns,
    /// Another layout was asked for while there was nothing to lay out.
    owes_manner: bool,
}

/// Puts scales that were worked out into settings that leave them open.
pub(crate) fn keep_scales(look: &mut ViewSettings, scales: &Scales) {
    if let Some(by) = look.colour.as_mut().filter(|by| by.bounds.is_empty()) {
        by.bounds.clone_from(&scales.bounds);
    }
    if let Some(by) = look.size.as_mut().filter(|by| by.full.is_none()) {
        by.full = scales.full;
    }
}

impl Stages {
    /// Nothing made yet; what is known of the dossier is shared with an evaluator.
    pub(crate) fn sharing(evaluator: &Evaluator) -> Self {
        Stages { evaluator: evaluator.sharing(), ..Stages::default() }
    }

    /// The pictures that nodes have from the next update on.
    pub(crate) fn set_pictures(&mut self, pictures: &Arc<Pictures>) {
        if !Arc::ptr_eq(&self.pictures, pictures) {
            self.pictures = Arc::clone(pictures);
            self.other_pictures = true;
        }
    }

    /// Brings every stage up to date. `revision` tells one state of the dossier from another.
    /// Yields whether the scene is a new one.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop; the next call starts over where it must.
    pub fn update(
        &mut self,
        dossier: &Dossier,
        revision: u64,
        look: &ViewSettings,
        theme: &Theme,
        progress: &Progress,
    ) -> Result<bool, Cancelled> {
        let is_new = self.update_in_haste(dossier, revision, look, theme, progress)?;
        Ok(self.settle(dossier, look, theme) || is_new)
    }

    /// The same, but of a large network of which only the filter has changed the scene may lack what takes longer until
    /// [`Stages::settle`] adds it.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop; the next call starts over where it must.
    pub fn update_in_haste(
        &mut self,
        dossier: &Dossier,
        revision: u64,
        look: &ViewSettings,
        theme: &Theme,
        progress: &Progress,
    ) -> Result<bool, Cancelled> {
        self.update_seen(dossier, revision, look, theme, progress, None)
    }

    /// The same; `see` is shown scenes of the layout while it is still at work. Its parameters are what a
    /// picture is made of; each caller has them apart.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop; the next call starts over where it must.
    pub(crate) fn update_seen(
        &mut self,
        dossier: &Dossier,
        revision: u64,
        look: &ViewSettings,
        theme: &Theme,
        progress: &Progress,
        see: Option<See<'_>>,
    ) -> Result<bool, Cancelled> {
        let mut stale = Stale::since(self.made_from.take(), revision, look, theme);
        stale.add_communities(self.communities.is_new);
        let layout = layout::named(&look.layout).unwrap_or(layout::LAYOUTS[0]);
        self.choose((dossier, revision), look, &stale, progress)?;
        let folded = self.drawn.folded().cloned();
        // The network that is drawn is the dossier, or what folding made of it.
        let (whole, dossier) = (dossier, folded.as_deref().map_or(dossier, Folded::dossier));
        self.give_bodies((whole, revision), dossier, look, &stale, progress)?;
        // Of a part it must be known which part it is; the key of a figure says so.
        let may_be_kept = look.compose || (!is_partial(look) && folded.is_none());
        if stale.layout && look.form.has_rows() {
            // Rows need no places; a network asks for them when it comes back.
            self.owes_manner |= stale.manner;
        } else if stale.layout {
            let manner = stale.manner | std::mem::take(&mut self.owes_manner);
            if stale.may_be_known && may_be_kept && self.recall(dossier, revision, look, layout.is_live()) {
                self.builds.recalled += 1;
            } else {
                self.lay_out(dossier, look, theme, progress, !manner, see)?;
                self.builds.layout += 1;
                if may_be_kept {
                    let places = self.bodies.iter().filter_map(|b| self.places.get(&b.entity)).copied().collect();
                    self.kept.keep(revision, look, layout.is_live(), places, self.behind.clone());
                }
            }
        }
        if stale.groups {
            progress.report(1.0)?;
            self.group(dossier, look);
        }
        let new_scene = stale.scene || self.other_pictures;
        if new_scene {
            self.make_scene(dossier, look, theme, &stale);
        }
        // The scales that were worked out are kept with it, so that asking for them by name changes nothing.
        let mut made = look.clone();
        keep_scales(&mut made, &self.scales());
        self.made_from = Some((revision, made, theme.name));
        Ok(new_scene)
    }

    /// Works out what is there at the time that is seen.
    fn see_period(&mut self, dossier: &Dossier, look: &ViewSettings) {
        self.presences = match look.period().window() {
            Some(window) => self.lifetimes.get_or_insert_with(|| Lifetimes::new(dossier)).over(window),
            None => self.whole.get_or_insert_with(|| Presences::whole(dossier)).clone(),
        };
        if let Some(drawn) = &self.shown.drawn {
            self.presences.limit(drawn);
        }
        if let Some(folded) = self.drawn.folded() {
            folded.add_presences(&mut self.presences);
        }
    }

    /// Works out what became of what is shown, where two dates are compared.
    fn compare(&mut self, dossier: &Dossier, look: &ViewSettings) {
        self.compared = look.period().compared().map(|(before, after)| {
            let lifetimes = self.lifetimes.get_or_insert_with(|| Lifetimes::new(dossier));
            let mut two = TwoDates::of(dossier, lifetimes, before, after);
            let (entities, relations) = (self.shown.entities.iter().copied(), self.shown.relations.iter().copied());
            let lists = Comparison::new(dossier, &two, (before, after), entities, relations);
            if let Some(folded) = self.drawn.folded() {
                two.presences_mut().into_iter().for_each(|presences| folded.add_presences(presences));
            }
            (two, Arc::new(lists))
        });
    }

    /// What of the dossier is drawn, and how present it is.
    fn choose(
        &mut self,
        (dossier, revision): (&Dossier, u64),
        look: &ViewSettings,
        stale: &Stale,
        progress: &Progress,
    ) -> Result<(), Cancelled> {
        if stale.shown {
            self.shown = Arc::new(look.filter.apply_with(dossier, revision, &mut self.evaluator));
            self.builds.shown += 1;
        }
        if stale.drawn {
            self.drawn = DrawnNetwork::new((dossier, revision), &self.shown, look, &mut self.evaluator, progress)?;
        }
        if stale.dossier {
            (self.lifetimes, self.whole) = (None, None);
        }
        if stale.presences {
            self.see_period(dossier, look);
            self.builds.presences += 1;
        }
        if stale.presences || stale.shown {
            self.compare(dossier, look);
        }
        Ok(())
    }

    /// Colours, sizes and names of what is placed of a network, which folding may have made of the whole.
    fn give_bodies(
        &mut self,
        (whole, revision): (&Dossier, u64),
        network: &Dossier,
        look: &ViewSettings,
        stale: &Stale,
        progress: &Progress,
    ) -> Result<(), Cancelled> {
        if stale.encoded {
            self.encode((whole, revision), network, look, progress)?;
        }
        if stale.bodies {
            let folded = self.drawn.folded();
            let is_free = |at: &NodeIndex| folded.is_none_or(|folded| !folded.is_inside(*at));
            let entities: Vec<NodeIndex> = if is_partial(look) {
                self.drawn.entities().to_vec()
            } else {
                network.entities().map(|(at, _)| at).filter(is_free).collect()
            };
            let medium = Medium::of(look.compose, entities.len());
            self.bodies = bodies(network, &entities, (medium, look.fonts), |at| match folded {
                Some(folded) => folded.degree(whole, at),
                None => whole.degree(at),
            });
            resize(network, &mut self.bodies, |at| self.encoded.radius(at));
        }
        Ok(())
    }

    /// Where a body stood before; a fold begins where its most central member stood, so that nothing has to make room.
    fn stood(&self, dossier: &Dossier, body: &Body) -> Option<(f32, f32)> {
        let known = |at: NodeIndex| dossier.entity(at).and_then(|e| self.known.get(&e.id)).copied();
        known(body.entity).or_else(|| {
            let places: Vec<(f32, f32)> =
                self.drawn.folded()?.members_of(body.entity)?.iter().filter_map(|at| known(*at)).collect();
            let count = places.len() as f32;
            let sum = places.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
            let away = |at: &(f32, f32)| (at.0 - sum.0 / count).hypotenuse(at.1 - sum.1 / count);
            places.iter().copied().min_by(|a, b| away(a).total_cmp(&away(b)))
        })
    }

    /// Notes where everything stands. What is folded or not placed now keeps the place that it had, for when it comes back,
    /// unless all else was placed anew.
    fn remember(&mut self, dossier: &Dossier, places: &[(f32, f32)], keep: bool) {
        if keep {
            self.known.retain(|id, _| dossier.entity_index(id.as_str()).is_some());
        } else {
            self.known.clear();
        }
        let ids = self.bodies.iter().filter_map(|b| dossier.entity(b.entity)).map(|e| e.id.clone());
        self.known.extend(ids.zip(places.iter().copied()));
    }

    /// Puts everything where it stood when it was last placed so, if that is known.
    fn recall(&mut self, dossier: &Dossier, revision: u64, look: &ViewSettings, live: bool) -> bool {
        let Some((places, behind)) = self.kept.recall(revision, look, live) else { return false };
        if places.len() != self.bodies.len() {
            return false;
        }
        self.behind = behind.clone();
        let ids = self.bodies.iter().filter_map(|b| dossier.entity(b.entity)).map(|e| e.id.clone());
        if !look.compose {
            self.known = ids.zip(places.iter().copied()).collect();
        }
        self.places = self.bodies.iter().map(|b| b.entity).zip(places.iter().copied()).collect();
        true
    }

    /// Places everything. With `keep` what had a place keeps it as far as the layout can.
    /// Its parameters are those of [`Stages::update_seen`] that a layout needs.
    fn lay_out(
        &mut self,
        dossier: &Dossier,
        look: &ViewSettings,
        theme: &Theme,
        progress: &Progress,
        keep: bool,
        see: Option<See<'_>>,
    ) -> Result<(), Cancelled> {
        // The old backdrop says nothing of what is seen while the new layout is at work.
        self.behind = layout::Backdrop::default();
        let stood: Vec<Option<(f32, f32)>> =
            if look.compose { Vec::new() } else { self.bodies.iter().map(|b| self.stood(dossier, b)).collect() };
        let began = Instant::now();
        let layout = layout::named(&look.layout).unwrap_or(layout::LAYOUTS[0]);
        let arrays = Arrays::new(dossier, &self.bodies, look.options.by);
        let arrays = arrays.measured(dossier, &*layout, &look.options, progress)?;
        let pin = |b: &Body| dossier.entity(b.entity).and_then(|e| look.pins.get(&e.id)).copied();
        // In the window pins do not move the others, unless the layout lives: nothing moves unasked.
        let pins: Vec<Option<(f32, f32)>> =
            if look.compose || layout.is_live() { self.bodies.iter().map(pin).collect() } else { Vec::new() };
        let compose = |positions: &[(f32, f32)]| {
            let place: HashMap<NodeIndex, (f32, f32)> =
                self.bodies.iter().map(|b| b.entity).zip(positions.iter().copied()).collect();
            self.compose_at(dossier, look, theme, false, |b, at| place.get(&b.entity).copied().unwrap_or(at))
        };
        let glimpses = see.map(|see| ProgressPreviews::new(&compose, see));
        let input = Input {
            pins: &pins,
            before: if keep { &stood } else { &[] },
            keeps_all: look.filter.start_empty || self.drawn.folded().is_some(),
            aspect: look.aspect,
            seed: look.seed,
            options: look.options,
            watch: glimpses.as_ref().map(|g| g as &dyn layout::Watch),
            ..arrays.input()
        };
        let mut places = layout.place(&input, progress)?;
        if !keep && layout.turns() && pins.iter().all(Option::is_none) {
            layout::align::align(&mut places, &stood);
            layout::clear(&input, &mut places);
        }
        self.behind = layout.backdrop(&input, &places);
        if !look.compose {
            self.remember(dossier, &places, keep);
        }
        log::debug!(
            "layout {}: {} in {} ms",
            layout.name(),
            counted(places.len(), "node", "nodes"),
            began.elapsed().as_millis()
        );
        self.places = arrays.entities.into_iter().zip(places).collect();
        Ok(())
    }

    /// The scene as it now stands.
    pub fn scene(&self) -> Arc<Scene> {
        Arc::clone(&self.scene)
    }

    /// The scales of colour and size of the scene: bounds of steps, and the value that is drawn largest.
    pub(crate) fn scales(&self) -> Scales {
        Scales { bounds: self.encoded.bounds.clone(), full: self.encoded.full }
    }

    /// What is drawn of it.
    pub(crate) fn drawn(&self) -> &DrawnNetwork {
        &self.drawn
    }

    /// What became of what is shown, where two dates are compared.
    pub(crate) fn comparison(&self) -> Option<&Arc<Comparison>> {
        self.compared.as_ref().map(|(_, lists)| lists)
    }

    /// What the filter lets through.
    pub(crate) fn shown(&self) -> &Arc<Shown> {
        &self.shown
    }

    /// How often each stage has run.
    pub(crate) fn builds(&self) -> StageRuns {
        self.builds
    }
}

/// Draws a dossier once: shown, placed, made a scene.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub fn draw(
    dossier: &Dossier,
    look: &ViewSettings,
    theme: &Theme,
    progress: &Progress,
) -> Result<(Scene, Shown), Cancelled> {
    let mut stages = Stages::default();
    stages.update(dossier, 0, look, theme, progress)?;
    Ok((Arc::unwrap_or_clone(stages.scene), Arc::unwrap_or_clone(stages.shown)))
}

#[cfg(test)]
mod tests;
