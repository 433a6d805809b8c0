//! What colours and areas of the graph say: chosen, switched by a key, and brought out one by one. Communities of a large network
//! are found off the frame; until they are there, colours say kinds. How a colour looks is not known here.

use std::sync::Arc;

use super::{Effect, Session};
use crate::dossier::model::{Attribute, Colouring};
use crate::explore::communities::{self, Communities};
use crate::layout::{Areas, Grouping};
use crate::picture::encoding::{ColourBy, ColourCode, tells_communities};
use crate::picture::stages::{FOUND_AT_ONCE, ViewSettings};
use crate::window::action::{CameraWish, FrameCommand};

/// What is known of communities, and of what colours said.
#[derive(Default)]
pub(super) struct ColouringState {
    /// Those of the open document, at a revision.
    communities: Option<(u64, Arc<Communities>)>,
    /// Nobody wants to wait for them.
    given_up: bool,
    /// The measure or field that colours said last.
    attribute: Option<Attribute>,
}

impl ColouringState {
    /// For another text of the same dossier, in which indices may mean something else.
    pub(super) fn for_reread(self) -> Self {
        ColouringState { communities: None, ..self }
    }
}

impl Session {
    /// How many nodes are drawn, as far as is known.
    fn drawn_count(&self) -> usize {
        if self.positions.is_empty() { self.dossier().entity_count() } else { self.positions.len() }
    }

    /// What colours say.
    pub fn colouring(&self) -> Colouring {
        self.look.colouring(self.drawn_count())
    }

    /// What has areas behind it.
    pub(crate) fn areas_behind(&self) -> Option<Grouping> {
        self.look.areas_behind(self.drawn_count())
    }

    /// Lets colours say this. What is usual leaves no word in a view.
    pub(super) fn colour_by(&mut self, by: Colouring) {
        if let Colouring::Attribute(attribute) = &by
            && !tells_communities(&by)
        {
            self.colouring.attribute = Some(attribute.clone());
        }
        self.colouring.given_up = false;
        self.selection.show_colour(None);
        let usual = ViewSettings { colour: None, ..self.look.clone() }.colouring(self.drawn_count());
        self.change("change colours of nodes", |look| look.colour = (by != usual).then(|| ColourBy::new(by)));
    }

    /// Kinds, communities, then the measure or field that was chosen last.
    pub(super) fn next_colours(&mut self) {
        let now = self.colouring();
        let mut all = vec![Colouring::Kind, Colouring::Attribute(Attribute::Measure(communities::MEASURE))];
        all.extend(self.colouring.attribute.clone().map(Colouring::Attribute));
        if !all.contains(&now) {
            all.push(now.clone());
        }
        let at = all.iter().position(|by| *by == now).unwrap_or(0);
        let next = all[(at + 1) % all.len()].clone();
        self.colour_by(next);
    }

    /// Lays areas behind these groups, or behind none.
    pub(super) fn set_areas(&mut self, by: Option<Grouping>) {
        let usual = ViewSettings { areas: Areas::Usual, ..self.look.clone() }.areas_behind(self.drawn_count());
        self.change("change group areas", |look| {
            look.areas = if by == usual { Areas::Usual } else { by.map_or(Areas::None, Areas::Of) };
        });
    }

    pub(super) fn next_areas(&mut self) {
        let all: Vec<Option<Grouping>> =
            std::iter::once(None).chain(Grouping::ALL.iter().map(|(_, by)| Some(*by))).collect();
        let now = self.areas_behind();
        let at = all.iter().position(|by| *by == now).unwrap_or(0);
        self.set_areas(all[(at + 1) % all.len()]);
    }

    /// The colour whose nodes are brought out, if one is and nothing is selected.
    pub(crate) fn shown_colour(&self) -> Option<ColourCode> {
        self.selection.colour().filter(|_| self.selection().is_empty())
    }

    /// Whether what has one colour is brought out.
    pub fn shows_a_colour(&self) -> bool {
        self.shown_colour().is_some()
    }

    /// Brings out what has a colour, or ends that; and perhaps flies there.
    pub(super) fn show_colour(&mut self, colour: Option<ColourCode>, fly: bool) -> Effect {
        self.selection.show_colour(colour);
        match colour.filter(|_| fly) {
            Some(_) => Effect::Run(FrameCommand::MoveCamera(CameraWish::FitColour)),
            None => Effect::None,
        }
    }

    /// The communities of the open dossier, as far as they have been found.
    pub(crate) fn communities(&self) -> Option<&Arc<Communities>> {
        self.colouring.communities.as_ref().map(|(_, found)| found)
    }

    /// Whether communities are to be found for the state that is open.
    pub(super) fn wants_communities(&self) -> bool {
        let state = &self.colouring;
        let is_known = state.communities.as_ref().is_some_and(|(revision, _)| *revision == self.revision);
        if is_known || state.given_up || self.dossier().entity_count() <= FOUND_AT_ONCE {
            return false;
        }
        tells_communities(&self.colouring()) || self.areas_behind() == Some(Grouping::Community)
    }

    /// They have been found. Where they are what they were, nothing is drawn anew.
    pub(super) fn communities_found(&mut self, found: Communities) {
        match &mut self.colouring.communities {
            Some((revision, known)) if **known == found => *revision = self.revision,
            state => {
                *state = Some((self.revision, Arc::new(found)));
                self.selection.show_colour(None);
            }
        }
    }

    /// Nobody waits for communities any more, until they are asked for again.
    pub(super) fn give_up_communities(&mut self) {
        self.colouring.given_up = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::open_texts;
    use crate::progress::Progress;
    use crate::window::action::{Action, Command};
    use crate::window::session::exploring::{Exploration, ExploreKey};

    /// So many rings of 40, each joined to the next.
    fn rings(count: usize) -> Session {
        let mut text = String::from("Dossier(format: 1, title: \"Rings\", sources: [(id: \"s\")], entities: [\n");
        let all = count * 40;
        (0..all).for_each(|n| text += &format!("(id: \"e{n}\", kind: \"person\", name: \"Person {n}\"),\n"));
        text += "], relations: [\n";
        for n in 0..all {
            let ring = n / 40 * 40;
            for step in [1, 2, 3] {
                text += &format!("(from: \"e{n}\", kind: \"supports\", to: \"e{}\"),\n", ring + (n + step) % 40);
            }
        }
        Session::new(open_texts(&[("rings.ron", &(text + "])"))]))
    }

    fn wanted(session: &Session) -> Option<Exploration> {
        session.explorations_wanted().into_iter().find(|one| matches!(one.key, ExploreKey::Communities(..)))
    }

    fn find(session: &mut Session) {
        let exploration = wanted(session).expect("communities are wanted");
        let found = exploration.run(&Progress::new()).unwrap();
        session.explored(exploration.key, found);
    }

    #[test]
    fn communities_of_a_large_network_are_found_once_a_network() {
        let mut session = rings(52);
        assert_eq!(session.colouring().to_string(), "community");
        assert_eq!(session.areas_behind(), Some(Grouping::Community));
        find(&mut session);
        let first = Arc::clone(session.communities().unwrap());
        assert_eq!(first.all.len(), 52);
        assert!(wanted(&session).is_none());
        // Another revision of the same network has the same communities, and nothing is drawn anew for them.
        session.revision += 1;
        find(&mut session);
        assert!(Arc::ptr_eq(&first, session.communities().unwrap()) && wanted(&session).is_none());
    }

    #[test]
    fn who_does_not_wait_is_asked_no_more_until_communities_are_wanted_again() {
        let mut session = rings(52);
        assert_eq!(session.perform(Action::StopCommunities), Effect::None);
        assert!(wanted(&session).is_none());
        assert_eq!(session.perform(Action::Run(Command::NextColours)), Effect::None);
        assert_eq!((session.colouring(), wanted(&session).is_none()), (Colouring::Kind, true));
        assert_eq!(session.perform(Action::Run(Command::NextColours)), Effect::None);
        assert!(wanted(&session).is_some());
        assert_eq!(session.look.colour, None, "what is usual leaves no word in a view");
        // Of a small network they are found where it is drawn.
        assert!(wanted(&rings(20)).is_none());
    }

    #[test]
    fn the_key_goes_through_kinds_communities_and_the_measure_in_use() {
        let mut session = rings(2);
        assert_eq!((session.colouring(), session.areas_behind()), (Colouring::Kind, None));
        let next = |session: &mut Session| {
            assert_eq!(session.perform(Action::Run(Command::NextColours)), Effect::None);
            session.colouring().to_string()
        };
        assert_eq!([next(&mut session), next(&mut session)], ["community", "kind"]);
        let by = Colouring::Attribute(Attribute::Measure("betweenness"));
        assert_eq!(session.perform(Action::ColourBy(by)), Effect::None);
        let seen = [next(&mut session), next(&mut session), next(&mut session), next(&mut session)];
        assert_eq!(seen, ["kind", "community", "betweenness", "kind"]);
        // Areas are usual where there are none, and are taken away where they are usual.
        session.set_areas(Some(Grouping::Kind));
        assert_eq!(session.look.areas, Areas::Of(Grouping::Kind));
        session.set_areas(None);
        assert_eq!(session.look.areas, Areas::Usual);
        let mut large = rings(10);
        large.set_areas(None);
        assert_eq!((large.look.areas, large.areas_behind()), (Areas::None, None));
        large.set_areas(Some(Grouping::Community));
        assert_eq!(large.look.areas, Areas::Usual);
    }
}
