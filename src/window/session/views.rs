//! Views from the window's side: which of the dossier's views is open, whether what is shown is still
//! what it says, keeping what is shown as a view, and whether an arrangement made by hand would be
//! lost. What a view says is not known here, and nobody is asked here.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Effect, Session};
use crate::dossier::edit::{Change, InsertAt};
use crate::dossier::model::schema::FARTHEST;
use crate::dossier::model::{EntityId, View};
use crate::picture::stages::ViewSettings;
use crate::picture::views;
use crate::window::action::{Edits, Towards};

/// What an arrangement is called that is kept before anybody gave it a name.
const UNNAMED: &str = "Arrangement";

/// Which of the dossier's views is open.
#[derive(Default)]
pub(super) struct ViewState {
    /// Its name; see [`Session::open_view`].
    pub(super) open: Option<String>,
    /// Whether the person was asked on saving if the arrangement is to be kept as a view.
    was_offered: bool,
}

/// Places as near as a file may have them.
pub(super) fn bounded(places: Vec<(EntityId, (f32, f32))>) -> Vec<(EntityId, (f32, f32))> {
    let most = FARTHEST as f32;
    let bound = |x: f32| if x.is_nan() { 0.0 } else { x.clamp(-most, most) };
    places.into_iter().map(|(id, (x, y))| (id, (bound(x), bound(y)))).collect()
}

impl Session {
    /// The view that is open.
    pub fn open_view(&self) -> Option<&View> {
        self.view_called(self.view.open.as_deref()?)
    }

    /// The view of a name.
    pub(crate) fn view_called(&self, name: &str) -> Option<&View> {
        self.dossier().views.iter().find(|view| view.name == name)
    }

    /// Whether a view is open that says something else than what is shown.
    pub fn view_is_changed(&self) -> bool {
        self.open_view().is_some_and(|view| !views::is_said(&self.look_for(Some(view)), view))
    }

    /// What is shown, without what is remembered of entities that are gone, unless a view names them.
    fn look_for(&self, view: Option<&View>) -> Cow<'_, ViewSettings> {
        let dossier = self.dossier();
        let is_named = |id: &EntityId| {
            let pins = view.into_iter().flat_map(|view| &view.placing.pins);
            let lists = view.into_iter().flat_map(|view| view.hide.iter().chain(&view.shown));
            pins.map(|pin| pin.id.as_str()).chain(lists.map(String::as_str)).any(|named| named == id.as_str())
        };
        let is_gone = |id: &&EntityId| dossier.entity_index(id.as_str()).is_none() && !is_named(id);
        let look = &self.look;
        let remembered = look.pins.keys().chain(&look.filter.hidden).chain(&look.filter.shown);
        let gone: BTreeSet<&EntityId> = remembered.filter(is_gone).collect();
        if gone.is_empty() {
            return Cow::Borrowed(look);
        }
        let mut rest = look.clone();
        rest.pins.retain(|id, _| !gone.contains(id));
        rest.filter.hidden.retain(|id| !gone.contains(id));
        rest.filter.shown.retain(|id| !gone.contains(id));
        Cow::Owned(rest)
    }

    pub(super) fn use_view(&mut self, name: &str) {
        let Some(view) = self.view_called(name).cloned() else { return };
        self.change_view("use view", false, |look, open| {
            views::apply(&view, look);
            *open = Some(view.name);
        });
    }

    /// The changes that keep what is shown as the view of a name: that one, or a new one.
    pub(crate) fn keeping_view(&self, name: &str) -> Edits {
        let old = self.view_called(name);
        let look = self.look_for(old);
        let opens = Some(name.to_owned());
        match old {
            Some(old) => {
                let change = Change::SetView { name: name.to_owned(), view: views::record(&look, old) };
                let (name, say) = (format!("update the view “{name}”"), format!("Updated the view “{name}”"));
                Edits { name, opens, say, ..Edits::one(change) }
            }
            None => {
                let view = views::record(&look, &View { name: name.to_owned(), ..View::default() });
                let (name, say) = (format!("save the view “{name}”"), format!("Saved the view “{name}”"));
                Edits { name, opens, say, ..Edits::one(Change::AddView { view, place: InsertAt::default() }) }
            }
        }
    }

    pub(super) fn update_view(&mut self) -> Effect {
        let name = self.open_view().map(|view| view.name.clone());
        name.map_or(Effect::None, |name| self.edit(self.keeping_view(&name)))
    }

    /// A copy of the open view under a name that is free, opened in its place.
    pub(super) fn duplicate_view(&mut self) -> Effect {
        let Some(view) = self.open_view() else { return Effect::None };
        let free = |name: &String| self.view_called(name).is_none();
        let Some(copy) = (2..).map(|number| format!("{} {number}", view.name)).find(free) else { return Effect::None };
        // After the one that it is a copy of, in the same file.
        let file = self.dossier().files.get(usize::from(view.file.0)).filter(|_| view.file.0 > 0);
        let place = InsertAt { file: file.map(|file| file.path.clone()), after: Some(view.name.clone()) };
        let (name, say) = (format!("duplicate the view “{}”", view.name), format!("Added the view “{copy}”"));
        let view = View { name: copy.clone(), ..view.clone() };
        let change = Change::AddView { view, place };
        self.edit(Edits { name, opens: Some(copy), say, ..Edits::one(change) })
    }

    /// Whether the open view can change places with another of its file.
    pub(super) fn can_move_view(&self, towards: Towards) -> bool {
        self.place_of_view(towards).is_some()
    }

    /// The view that the open one comes after once it has changed places with its neighbour; inside, nothing means the
    /// beginning.
    fn place_of_view(&self, towards: Towards) -> Option<Option<String>> {
        let open = self.open_view()?;
        let names: Vec<&str> =
            self.dossier().views.iter().filter(|view| view.file == open.file).map(|view| view.name.as_str()).collect();
        let at = names.iter().position(|name| *name == open.name)?;
        match towards {
            Towards::Previous if at == 0 => None,
            Towards::Previous => {
                Some(at.checked_sub(2).and_then(|before| names.get(before)).map(|name| (*name).to_owned()))
            }
            Towards::Next => names.get(at + 1).map(|name| Some((*name).to_owned())),
        }
    }

    /// Moves the open view up or down among those of its file.
    pub(super) fn move_view(&mut self, towards: Towards) -> Effect {
        let Some(after) = self.place_of_view(towards) else { return Effect::None };
        let Some(name) = self.open_view().map(|view| view.name.clone()) else { return Effect::None };
        let say = match towards {
            Towards::Previous => format!("Moved the view “{name}” up"),
            Towards::Next => format!("Moved the view “{name}” down"),
        };
        self.edit(Edits { say, ..Edits::one(Change::MoveView { name, after }) })
    }

    pub(super) fn delete_view(&mut self) -> Effect {
        let Some(name) = self.open_view().map(|view| view.name.clone()) else { return Effect::None };
        let say = format!("Deleted the view “{name}”");
        self.edit(Edits { say, ..Edits::one(Change::RemoveView { name }) })
    }

    /// The name of the view that is open once these changes are made.
    pub(super) fn view_after(&self, changes: &[Change]) -> Option<String> {
        let mut open = self.view.open.clone();
        for change in changes {
            if let Change::SetView { name, view } = change
                && open.as_ref() == Some(name)
            {
                open = Some(view.name.clone());
            }
            if let Change::RemoveView { name } = change
                && open.as_ref() == Some(name)
            {
                open = None;
            }
        }
        open
    }

    /// The kinds that are hidden once these changes are made: those of new ids stay hidden.
    pub(super) fn hidden_kinds_after(&self, changes: &[Change]) -> BTreeSet<String> {
        let mut kinds = self.look.filter.hidden_kinds.clone();
        for change in changes {
            if let Change::RenameEntityKind { id, to } = change
                && kinds.remove(id)
            {
                kinds.insert(to.clone());
            }
        }
        kinds
    }

    /// Whether nodes were put somewhere by hand and no view keeps their places.
    pub fn has_unkept_arrangement(&self) -> bool {
        if !self.is_editable() || !self.steps.arrange() {
            return false;
        }
        let view = self.open_view();
        let kept = view.map_or_else(BTreeMap::new, |view| {
            let mut look = ViewSettings::default();
            views::apply(view, &mut look);
            look.pins
        });
        self.look_for(view).pins != kept
    }

    /// Whether a save is to ask first if the arrangement becomes the first view; it does so once.
    pub(crate) fn offers_view(&self) -> bool {
        !self.view.was_offered && self.dossier().views.is_empty() && self.has_unkept_arrangement()
    }

    /// The question was answered.
    pub(crate) fn has_been_offered_view(&mut self) {
        self.view.was_offered = true;
    }

    /// The changes that keep the arrangement: in the view that is open, or in a new one.
    pub(crate) fn keeping_arrangement(&self) -> Edits {
        if let Some(view) = self.open_view() {
            return self.keeping_view(&view.name);
        }
        let names = (1..).map(|number| if number == 1 { UNNAMED.to_owned() } else { format!("{UNNAMED} {number}") });
        let free = names.into_iter().find(|name| self.view_called(name).is_none());
        self.keeping_view(&free.unwrap_or_default())
    }
}
