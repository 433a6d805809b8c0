//! What is worked out on the way to a figure and kept, so that the next one of the same subject takes less: the stages of its picture, and
//! where names and lines went.

use std::sync::Arc;

use crate::picture::network::DrawnNetwork;
use crate::picture::pictures::Pictures;
use crate::picture::scene::naming::Arrangements;
use crate::picture::stages::Stages;

/// The steps to a figure with what each has made.
#[derive(Default)]
pub struct FigureSteps {
    pub(super) stages: Stages,
    pub(super) known: Arrangements,
}

impl FigureSteps {
    /// Nothing made yet; nodes have these pictures.
    pub(crate) fn with_pictures(pictures: &Arc<Pictures>) -> FigureSteps {
        let mut steps = FigureSteps::default();
        steps.set_pictures(pictures);
        steps
    }

    /// The pictures that nodes have from the next figure on.
    pub(crate) fn set_pictures(&mut self, pictures: &Arc<Pictures>) {
        self.stages.set_pictures(pictures);
    }

    /// What was drawn last.
    pub(crate) fn drawn(&self) -> &DrawnNetwork {
        self.stages.drawn()
    }
}
