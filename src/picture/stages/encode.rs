//! What colours, sizes and areas say: values of attributes, and communities, which are found here or given by who finds them
//! beside the drawing. How they look is not known here.

use std::sync::Arc;

use super::Stages;
use crate::dossier::model::{Colouring, Dossier, NodeIndex};
use crate::explore::attribute::{ByEntity, Values, values};
use crate::explore::communities::Communities;
use crate::explore::folding::Folded;
use crate::layout::{Grouping, NO_GROUP};
use crate::picture::encoding::{ColourBy, Coloured, Encoded, tells_communities};
use crate::picture::layout_input::Arrays;
use crate::picture::network::DrawnNetwork;
use crate::picture::scene::bodies::Body;
use crate::picture::theme::Colour;
use crate::picture::views::ViewSettings;
use crate::progress::{Cancelled, Progress};

/// Communities of up to so many entities are found while a picture is made, even where they may be given.
pub(crate) const FOUND_AT_ONCE: usize = 2_000;

/// What is known of communities.
#[derive(Default)]
pub(super) struct CommunityStage {
    /// Somebody else finds those of a large network.
    awaits: bool,
    given: Option<Arc<Communities>>,
    /// What was found here, at a revision.
    own: Option<(u64, Arc<Communities>)>,
    /// Those in use, if any are.
    used: Option<Arc<Communities>>,
    /// What is given is another than what was used.
    pub(super) is_new: bool,
}

impl CommunityStage {
    fn of(
        &mut self,
        (whole, revision): (&Dossier, u64),
        progress: &Progress,
    ) -> Result<Option<Arc<Communities>>, Cancelled> {
        if self.awaits && whole.entity_count() > FOUND_AT_ONCE {
            return Ok(self.given.clone());
        }
        if let Some((_, found)) = self.own.as_ref().filter(|(of, _)| *of == revision) {
            return Ok(Some(Arc::clone(found)));
        }
        let before = self.own.as_ref().map(|(_, found)| &**found);
        let found = Arc::new(Communities::of_whole(whole, before, progress)?);
        self.own = Some((revision, Arc::clone(&found)));
        Ok(Some(found))
    }
}

impl Stages {
    /// Communities of a large network are those given from now on, and not looked for while a picture is made.
    pub(crate) fn give_communities(&mut self, given: Option<&Arc<Communities>>) {
        let stage = &mut self.communities;
        stage.awaits = true;
        stage.is_new |= stage.given.as_ref().map(Arc::as_ptr) != given.map(Arc::as_ptr);
        stage.given = given.cloned();
    }

    /// Works out colours and sizes of what is drawn of a network, which folding may have made of the whole.
    pub(super) fn encode(
        &mut self,
        (whole, revision): (&Dossier, u64),
        network: &Dossier,
        look: &ViewSettings,
        progress: &Progress,
    ) -> Result<(), Cancelled> {
        let nodes = self.drawn.entities().len();
        let by = look.colour.clone().unwrap_or_else(|| ColourBy::new(look.colouring(nodes)));
        let by_community = tells_communities(&by.by);
        let wants = by_community || look.areas_behind(nodes) == Some(Grouping::Community);
        let communities = if wants { self.communities.of((whole, revision), progress)? } else { None };
        let counted = self.drawn.folded().map(|_| self.drawn.counted());
        let shown = counted.as_ref().unwrap_or(&self.shown);
        let (mut values_of, mut hues) = (None, usize::MAX);
        match &by.by {
            // Until they are found, colours say kinds.
            _ if by_community => {
                let found = communities.as_deref();
                values_of = found.map(|found| community_values(found, &self.drawn));
                // What stands alone belongs to no community.
                hues = found.map_or(0, |found| found.all.iter().take_while(|one| one.members.len() > 1).count());
            }
            Colouring::Kind => {}
            Colouring::Attribute(attribute) => values_of = Some(values(attribute, network, shown, progress)?),
        }
        let sizes = look.size.as_ref().map(|by| Ok((by, values(&by.attribute, network, shown, progress)?)));
        let sizes = sizes.transpose()?;
        let order = communities.as_deref().filter(|_| by_community).map_or(&[][..], Communities::colours);
        let colours = values_of.as_ref().map(|values| Coloured { by: &by, values, hues, order });
        self.encoded = Encoded::new(colours, sizes.as_ref().map(|(by, values)| (*by, values)), shown.entities.len());
        self.communities.used = communities;
        self.communities.is_new = false;
        Ok(())
    }

    /// Works out what areas go around.
    pub(super) fn group(&mut self, network: &Dossier, look: &ViewSettings) {
        let areas = look.areas_behind(self.drawn.entities().len());
        self.groups = areas.and_then(|by| match by {
            Grouping::Community => {
                let found = self.communities.used.as_deref()?;
                Some(Grouped::by_community(found, &self.drawn, &self.bodies, self.encoded.communities))
            }
            Grouping::Kind | Grouping::Country => Some(Grouped::new(network, &self.bodies, by)),
        });
    }
}

/// The place of a node's community: of a fold, where most of it is.
fn community_of(found: &Communities, folded: Option<&Folded>, at: NodeIndex) -> Option<usize> {
    match folded.and_then(|folded| folded.members_of(at)) {
        Some(members) => found.of_most(members),
        None => found.of(at),
    }
}

/// The communities of what is drawn.
fn community_values(found: &Communities, drawn: &DrawnNetwork) -> Values {
    let folded = drawn.folded().map(|folded| &**folded);
    let mut of = ByEntity::default();
    of.reserve(drawn.entities().len());
    of.extend(drawn.entities().iter().filter_map(|at| Some((*at, community_of(found, folded, *at)?))));
    Values::Categories { of, names: found.all.iter().map(|community| community.name.clone()).collect() }
}

/// Groups of bodies.
pub(super) struct Grouped {
    /// Of each body, in their order.
    pub(super) of: Vec<u32>,
    pub(super) names: Vec<String>,
    /// Where a group is a kind: the kind's colour.
    pub(super) colours: Vec<Option<Colour>>,
    /// Where colours of nodes say the same: so many groups have one of their own, and an area.
    pub(super) hues: Option<usize>,
    /// Numbers of these colours.
    pub(super) order: Vec<usize>,
}

impl Grouped {
    fn new(dossier: &Dossier, bodies: &[Body], by: Grouping) -> Self {
        let arrays = Arrays::new(dossier, bodies, by);
        let mut colours = vec![None; arrays.group_names.len()];
        if by == Grouping::Kind {
            for (&entity, &group) in arrays.entities.iter().zip(&arrays.groups) {
                let kind = dossier.entity(entity).map(|e| dossier.vocabulary.entity_kind_or_neutral(&e.kind));
                if let Some(colour) = colours.get_mut(group as usize).filter(|c| c.is_none()) {
                    *colour = kind.and_then(|kind| Colour::parse(&kind.colour));
                }
            }
        }
        Grouped { of: arrays.groups, names: arrays.group_names, colours, hues: None, order: Vec::new() }
    }

    fn by_community(found: &Communities, drawn: &DrawnNetwork, bodies: &[Body], hues: usize) -> Self {
        let folded = drawn.folded().map(|folded| &**folded);
        let group = |body: &Body| community_of(found, folded, body.entity).map_or(NO_GROUP, |place| place as u32);
        Grouped {
            of: bodies.iter().map(group).collect(),
            names: found.all.iter().map(|community| community.name.clone()).collect(),
            colours: Vec::new(),
            hues: (hues > 0).then_some(hues),
            order: found.colours().to_vec(),
        }
    }
}
