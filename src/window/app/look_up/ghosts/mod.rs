//! Ghosts: what is offered and not yet in the dossier, over the canvas around what it would be tied to. They are made anew only
//! when what is offered, the network or how it is looked at has changed. Nothing of them is part of the network, saved or in a
//! figure; nothing here knows how they come to be offered.

mod model;
mod paint;
mod slots;

pub(super) use model::{Ghosts, Offered, Row, Told, Version};
pub(super) use paint::Seen;
