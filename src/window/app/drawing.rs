//! The picture on the screen: what was ordered of the render thread, what came back, and which
//! state of the dossier it shows. How a picture is made is not known here.

use std::sync::Arc;
use std::time::Duration;

use super::pictures::PictureWatch;
use super::render_thread::{DrawOrder, DrawnPicture, RenderThread};
use super::waker::Waker;
use crate::dossier::model::{Attribute, Colouring, EntityId};
use crate::explore::communities::Communities;
use crate::explore::query::language::Evaluator;
use crate::picture::stages::{ViewSettings, keep_scales};
use crate::picture::theme::Theme;
use crate::window::canvas::packed_scene::PackedScene;
use crate::window::session::Session;

/// How long a frame waits for a small picture, so that it shows without a flicker of the old one.
const PATIENCE: Duration = Duration::from_millis(12);

/// The picture on the screen and the thread that makes the next one.
pub(super) struct Drawing {
    pub(super) thread: RenderThread,
    /// Revision, view settings and theme of the last order.
    pub(super) ordered: Option<(u64, ViewSettings, &'static str)>,
    pub(super) picture: DrawnPicture,
    /// The communities that were given to be drawn last.
    communities: Option<Arc<Communities>>,
    /// What colours and sizes said in the last picture that was finished.
    encoded: Said,
    /// The revision that the picture shows.
    pub(super) revision: u64,
    /// The opened document that the picture shows.
    pub(super) opened: u64,
    /// Pictures inside nodes.
    pub(super) pictured: PictureWatch,
    /// Bring the whole of the next picture into view.
    pub(super) fit_when_drawn: bool,
    /// The picture was given from outside, for measuring, and is never redrawn.
    pub(super) given: bool,
    /// Entities that another program changed, and since when they are highlighted.
    pub(super) flash: Option<(f64, Vec<EntityId>)>,
}

/// What colours and sizes say.
fn encoded(look: &ViewSettings) -> Said {
    (look.colour.as_ref().map(|by| by.by.clone()), look.size.as_ref().map(|by| by.attribute.clone()))
}

/// What colours say and what sizes say, where that is not what is usual.
type Said = (Option<Colouring>, Option<Attribute>);

/// What [`Drawing::keep`] did.
pub(super) enum Taken {
    /// The picture on the screen is still the last one.
    Nothing,
    /// There is another picture; `fit`: bring the whole of it into view.
    Picture { fit: bool },
    /// The picture could not be drawn: why.
    Failed(String),
}

impl Drawing {
    /// Nothing drawn yet. What is known of the dossier is shared with this evaluator.
    pub(super) fn new(waker: Waker, shared: &Evaluator) -> Self {
        Drawing {
            thread: RenderThread::start(move || waker.wake(), shared),
            ordered: None,
            picture: DrawnPicture::default(),
            communities: None,
            encoded: (None, None),
            revision: 0,
            opened: 0,
            pictured: PictureWatch::default(),
            fit_when_drawn: false,
            given: false,
            flash: None,
        }
    }

    /// Shows a finished picture of a session from now on, for measuring.
    pub(super) fn give(&mut self, stock: Arc<PackedScene>, session: &Session) {
        self.ordered = Some((session.revision, session.look.clone(), "light"));
        self.picture = DrawnPicture { stock, ..DrawnPicture::default() };
        self.revision = session.revision;
        self.opened = session.opened;
        self.given = true;
    }

    /// Whether what colours or sizes say is being worked out.
    pub(super) fn is_measuring(&self) -> bool {
        self.thread.is_busy() && self.ordered.as_ref().is_some_and(|(_, look, _)| encoded(look) != self.encoded)
    }

    /// Puts the scales of the picture into the settings that it was drawn with, which left them open.
    pub(super) fn keep_scales(&mut self, look: &mut ViewSettings) {
        if self.thread.is_busy() {
            return;
        }
        if let Some((_, ordered, _)) = self.ordered.as_mut().filter(|(_, ordered, _)| ordered == look) {
            keep_scales(ordered, &self.picture.scales);
            look.clone_from(ordered);
        }
    }

    /// Has everything drawn anew if these are not the communities that were drawn.
    pub(super) fn redraw_for(&mut self, communities: Option<&Arc<Communities>>) {
        if self.communities.as_ref().map(Arc::as_ptr) != communities.map(Arc::as_ptr) {
            self.communities = communities.cloned();
            self.ordered = None;
        }
    }

    /// Orders a new picture if anything it is made of has changed, and takes what is ready.
    pub(super) fn keep(&mut self, session: &Session, theme: &'static Theme, glide: bool) -> Taken {
        let is_new = match &self.ordered {
            Some((revision, look, name)) => {
                *revision != session.revision || *look != session.look || *name != theme.name
            }
            None => true,
        };
        if is_new {
            self.ordered = Some((session.revision, session.look.clone(), theme.name));
            self.thread.order(DrawOrder {
                snapshot: session.document.snapshot(),
                pictures: Arc::clone(&session.pictures),
                revision: session.revision,
                look: session.look.clone(),
                communities: session.communities().cloned(),
                theme,
                glide,
            });
        }
        match self.thread.take(if is_new { PATIENCE } else { Duration::ZERO }) {
            Ok(Some(picture)) => {
                // To let go of a large one takes longer than a frame has.
                let before = std::mem::replace(&mut self.picture, picture);
                rayon::spawn(move || drop(before));
                if !self.thread.is_busy() {
                    self.encoded = encoded(&session.look);
                }
                // What can be seen already is shown, finished or not.
                self.revision = session.revision;
                self.opened = session.opened;
                Taken::Picture { fit: !self.thread.is_busy() && std::mem::take(&mut self.fit_when_drawn) }
            }
            Ok(None) => Taken::Nothing,
            Err(message) => Taken::Failed(message),
        }
    }
}
