//! What the stages have becomes a scene: all of it, a part of it at once where only a filter has changed, the same at another time,
//! or on its way between two places. How a scene is put together is not known here.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::Stages;
use super::encode::Grouped;
use super::previews::some_of;
use super::stale::{self, Stale};
use crate::dossier::model::{Dossier, EdgeIndex, EntityId, NodeIndex};
use crate::layout;
use crate::picture::charts::{self, ChartParts};
use crate::picture::scene::bodies::{Body, Medium};
use crate::picture::scene::{Groups, Parts, Scene, build, part_of, restyled, set_areas, set_behind};
use crate::picture::theme::Theme;
use crate::picture::views::ViewSettings;

/// The shape of rows in a window, whose sides are taken by panels.
const ROWS_IN_WINDOW: f32 = 1.05;

/// A scene of fewer nodes and lines is made anew at once.
const LARGE: usize = 20_000;

/// What a scene that was made in haste still lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owes {
    /// Areas, and what else lies behind.
    Behind,
    /// Bends of lines and places of names, too.
    Everything,
}

fn is_large(scene: &Scene) -> bool {
    scene.nodes.len() + scene.lines.len() >= LARGE
}

/// While things move, areas follow up to so many nodes; of more they are drawn where things come to rest.
const MOVING_AREAS: usize = 300;

impl Stages {
    /// Makes the scene anew, at once where a part of the whole will do for now.
    pub(super) fn make_scene(&mut self, dossier: &Dossier, look: &ViewSettings, theme: &Theme, stale: &Stale) {
        if stale.whole || self.other_pictures {
            self.unfiltered = None;
        }
        let (scene, owes) = if stale.time_alone && !self.other_pictures {
            (restyled(&self.scene, &self.parts(dossier, look, theme)), self.owes)
        } else if let Some((scene, owes)) = self.part_of_whole(dossier, look, theme, stale) {
            (scene, Some(owes))
        } else {
            (self.compose(dossier, look, theme), None)
        };
        self.owes = owes;
        let before = std::mem::replace(&mut self.scene, Arc::new(scene));
        // To let go of a large one takes as long as to make it.
        rayon::spawn(move || drop(before));
        if owes.is_none() && stale.may_be_part && self.draws_all(dossier) {
            self.unfiltered.get_or_insert_with(|| Arc::clone(&self.scene));
        }
        self.builds.scene += 1;
        self.other_pictures = false;
    }

    fn draws_all(&self, dossier: &Dossier) -> bool {
        self.drawn.entities().len() == self.bodies.len() && self.drawn.relations().len() == dossier.relation_count()
    }

    /// What is drawn of a large network, taken from the scene of the whole, with what lay behind the last scene; and what it
    /// lacks.
    fn part_of_whole(
        &self,
        dossier: &Dossier,
        look: &ViewSettings,
        theme: &Theme,
        stale: &Stale,
    ) -> Option<(Scene, Owes)> {
        let whole = self.unfiltered.as_ref().filter(|whole| stale.may_be_part && is_large(whole))?;
        let part = part_of(whole, &self.parts(dossier, look, theme))?;
        let mut scene = part.scene;
        scene.pictures = Arc::clone(&self.pictures);
        scene.keep_behind(&self.scene);
        Some((scene, if part.is_complete { Owes::Behind } else { Owes::Everything }))
    }

    /// Makes the scene what it would be without haste. Yields whether it is another one.
    pub fn settle(&mut self, dossier: &Dossier, look: &ViewSettings, theme: &Theme) -> bool {
        let Some(owes) = self.owes.take() else { return false };
        self.scene = Arc::new(match owes {
            Owes::Everything => self.compose(dossier, look, theme),
            Owes::Behind => {
                let mut scene = self.scene.bare();
                self.lay_behind(&mut scene, theme, true);
                scene
            }
        });
        true
    }

    /// Whether the scene still lacks something.
    pub(crate) fn owes(&self) -> bool {
        self.owes.is_some()
    }

    /// The scene with nothing filtered out, if it was made.
    pub(crate) fn unfiltered(&self) -> Option<&Arc<Scene>> {
        self.unfiltered.as_ref()
    }

    /// Makes the scene of the whole where a filter has kept it from being made, so that the next filter finds it.
    pub(crate) fn make_ready(&mut self, dossier: &Dossier, look: &ViewSettings, theme: &Theme) {
        let is_many = dossier.entity_count() + dossier.relation_count() >= LARGE;
        if self.unfiltered.is_some()
            || !is_many
            || !stale::may_be_part(look)
            || self.bodies.len() != dossier.entity_count()
        {
            return;
        }
        let relations: Vec<EdgeIndex> = dossier.relations().map(|(at, ..)| at).collect();
        let positions: Vec<(f32, f32)> = self.bodies.iter().map(|b| self.place_of(dossier, look, b)).collect();
        let parts = self.parts(dossier, look, theme);
        self.unfiltered = Some(Arc::new(build(&Parts { positions: &positions, relations: &relations, ..parts })));
    }

    /// The scene with everything on its way from where it stood (by id) to where it belongs:
    /// `share` 0 is there, 1 is here.
    pub(crate) fn between(
        &self,
        dossier: &Dossier,
        look: &ViewSettings,
        theme: &Theme,
        from: &BTreeMap<EntityId, (f32, f32)>,
        share: f32,
    ) -> Scene {
        self.compose_at(dossier, look, theme, false, |b, at| {
            let was = dossier.entity(b.entity).and_then(|e| from.get(&e.id)).copied().unwrap_or(at);
            (was.0 + (at.0 - was.0) * share, was.1 + (at.1 - was.1) * share)
        })
    }

    fn compose(&self, dossier: &Dossier, look: &ViewSettings, theme: &Theme) -> Scene {
        self.compose_at(dossier, look, theme, true, |_, at| at)
    }

    /// What a scene of what is drawn is built of.
    fn parts<'a>(&'a self, dossier: &'a Dossier, look: &ViewSettings, theme: &'a Theme) -> Parts<'a> {
        Parts {
            dossier,
            bodies: &self.bodies,
            positions: &[],
            relations: self.drawn.relations(),
            presences: &self.presences,
            compared: self.compared.as_ref().map(|(two, _)| two),
            theme,
            tapered: look.tapered,
            encoded: &self.encoded,
            runs: None,
            drawn: &self.drawn,
        }
    }

    /// The scene, each node where `place` says, which is told where it belongs; and whether it is
    /// to stay.
    pub(super) fn compose_at(
        &self,
        dossier: &Dossier,
        look: &ViewSettings,
        theme: &Theme,
        stays: bool,
        place: impl Fn(&Body, (f32, f32)) -> (f32, f32),
    ) -> Scene {
        let dossier = self.drawn.network(dossier);
        let shown: HashSet<NodeIndex, RandomState> = self.drawn.entities().iter().copied().collect();
        let bodies: Vec<Body> = self.bodies.iter().filter(|b| shown.contains(&b.entity)).cloned().collect();
        if look.form.has_rows() {
            return self.chart(dossier, look, theme, bodies);
        }
        let positions: Vec<(f32, f32)> = bodies.iter().map(|b| place(b, self.place_of(dossier, look, b))).collect();
        let relations = match stays {
            true => Cow::Borrowed(self.drawn.relations()),
            false => some_of(self.drawn.relations()),
        };
        let parts = self.parts(dossier, look, theme);
        let mut scene = build(&Parts { bodies: &bodies, positions: &positions, relations: &relations, ..parts });
        if relations.len() < self.drawn.relations().len() {
            // That not all are drawn yet says nothing of what is hidden.
            scene.nodes.iter_mut().for_each(|node| node.unseen = 0);
        }
        scene.is_folded = self.drawn.folded().is_some();
        scene.medium = Medium::of(look.compose, self.bodies.len());
        scene.fonts = look.fonts;
        // While dates are compared, signs stand where pictures would.
        if self.compared.is_none() {
            scene.pictures = Arc::clone(&self.pictures);
        }
        self.lay_behind(&mut scene, theme, stays || bodies.len() <= MOVING_AREAS);
        scene
    }

    /// Where a body belongs: where it is pinned, or where the layout has it.
    fn place_of(&self, dossier: &Dossier, look: &ViewSettings, body: &Body) -> (f32, f32) {
        let pinned = || dossier.entity(body.entity).and_then(|e| look.pins.get(&e.id)).copied();
        let pin = if look.pins.is_empty() { None } else { pinned() };
        pin.or_else(|| self.places.get(&body.entity).copied()).unwrap_or_default()
    }

    /// Puts behind a scene what belongs there.
    fn lay_behind(&self, scene: &mut Scene, theme: &Theme, with_areas: bool) {
        if self.behind != layout::Backdrop::default() {
            // What belongs to a node goes with it: not shown where it is hidden or stands elsewhere.
            let stands = |at: NodeIndex, scene: &Scene| {
                scene.place_of(at).is_some_and(|place| self.places.get(&at) == Some(&place))
            };
            let standing: Vec<bool> = self.bodies.iter().map(|body| stands(body.entity, scene)).collect();
            set_behind(scene, &self.behind, theme, |line| {
                line.node.is_none_or(|node| standing.get(node).copied().unwrap_or(false))
            });
        }
        if let Some(groups) = &self.groups
            && groups.of.len() == self.bodies.len()
            && with_areas
        {
            let of = self.bodies.iter().zip(&groups.of).filter(|(b, _)| scene.place_of(b.entity).is_some());
            let of: Vec<u32> = of.map(|(_, group)| *group).collect();
            let Grouped { names, colours, hues, order, .. } = groups;
            set_areas(scene, &Groups { of: &of, names, colours, hues: *hues, order }, theme);
        }
    }

    /// The scene of bodies in rows.
    fn chart(&self, dossier: &Dossier, look: &ViewSettings, theme: &Theme, bodies: Vec<Body>) -> Scene {
        let mut scene = charts::compose(ChartParts {
            dossier,
            bodies,
            relations: self.drawn.relations(),
            drawn: &self.drawn,
            presences: &self.presences,
            encoded: &self.encoded,
            theme,
            form: look.form,
            order: look.row_order(),
            aspect: if look.compose { look.aspect } else { ROWS_IN_WINDOW },
            dates: [look.as_of.as_ref(), look.since.as_ref().map(|since| &since.date)],
            compared: self.compared.as_ref().map(|(two, _)| two),
            fonts: look.fonts,
        });
        scene.fonts = look.fonts;
        scene.is_folded = self.drawn.folded().is_some();
        scene.pictures = Arc::clone(&self.pictures);
        scene
    }
}
