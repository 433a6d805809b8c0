//! Which stages of drawing must run again after a change of the dossier or of the view. What a stage does is not known here.

use crate::layout::{self, Areas, Form};
use crate::picture::theme::Theme;
use crate::picture::views::ViewSettings;

/// Whether only what is drawn is placed, instead of everything once.
pub(super) fn is_partial(look: &ViewSettings) -> bool {
    look.compose || look.filter.start_empty
}

/// Whether what is drawn is a part of the scene of the whole, and of nothing else: comparisons have other widths and keys, of
/// lines that taper and of charts the shape goes by presence, and folds are none of the dossier's records.
pub(super) fn may_be_part(look: &ViewSettings) -> bool {
    look.period().compared().is_none()
        && !look.tapered
        && look.form == Form::Network
        && look.fold.is_empty()
        && !is_partial(look)
}

/// Which stages are to run again.
pub(super) struct Stale {
    pub(super) dossier: bool,
    pub(super) shown: bool,
    /// What is drawn of it, and folded.
    pub(super) drawn: bool,
    pub(super) presences: bool,
    pub(super) encoded: bool,
    pub(super) bodies: bool,
    pub(super) layout: bool,
    /// How things are laid out is another, so that nothing needs to stay where it was.
    pub(super) manner: bool,
    /// The layout may have been made before: only what decides it has changed, not the dossier.
    pub(super) may_be_known: bool,
    pub(super) groups: bool,
    pub(super) scene: bool,
    /// Of the scene nothing but the time is another.
    pub(super) time_alone: bool,
    /// What stands where, or how large it is, is another.
    pub(super) whole: bool,
    /// What is drawn may be a part of the scene of the whole.
    pub(super) may_be_part: bool,
}

impl Stale {
    pub(super) fn since(
        before: Option<(u64, ViewSettings, &'static str)>,
        revision: u64,
        look: &ViewSettings,
        theme: &Theme,
    ) -> Stale {
        let before = before.as_ref();
        let new_dossier = before.is_none_or(|(r, _, _)| *r != revision);
        let differs = |part: fn(&ViewSettings, &ViewSettings) -> bool| before.is_none_or(|(_, old, _)| part(old, look));
        let shown = new_dossier || differs(|a, b| a.filter != b.filter);
        let presences = new_dossier || differs(|a, b| a.period() != b.period() || a.filter.query != b.filter.query);
        let drawn = shown || differs(|a, b| a.dim_rest != b.dim_rest || a.fold != b.fold);
        let folds = |look: &ViewSettings| !look.fold.is_empty();
        let other_folds = drawn && (folds(look) || before.is_some_and(|(_, old, _)| folds(old)));
        // Whether only what is shown is placed, or folds are, now or before.
        let places_some = |look: &ViewSettings| is_partial(look) || folds(look);
        let other_shown = drawn && (places_some(look) || before.is_some_and(|(_, old, _)| places_some(old)));
        let manner = differs(|a, b| {
            (&a.layout, a.options, a.seed, a.afresh, a.compose) != (&b.layout, b.options, b.seed, b.afresh, b.compose)
                || a.aspect != b.aspect
        });
        let is_live = layout::named(&look.layout).unwrap_or(layout::LAYOUTS[0]).is_live();
        let other_pins = differs(|a, b| a.pins != b.pins);
        let form = differs(|a, b| a.form != b.form);
        let layout = new_dossier || manner || form || ((look.compose || is_live) && other_pins) || other_shown;
        // What belongs together, and how large each node is, does not hang on where things stand. What is usual goes by how much
        // is drawn, and in what form.
        let other_size = differs(|a, b| a.size != b.size) || (drawn && look.size.is_some());
        let encoded = other_size || drawn || form || differs(|a, b| a.colour != b.colour || a.areas != b.areas);
        let bodies =
            new_dossier || other_shown || other_size || differs(|a, b| a.compose != b.compose || a.fonts != b.fonts);
        let scene_otherwise = drawn
            || encoded
            || layout
            || bodies
            || differs(|a, b| a.pins != b.pins || a.tapered != b.tapered || a.areas != b.areas)
            || differs(|a, b| a.rows_by != b.rows_by)
            || before.is_none_or(|(_, _, name)| *name != theme.name);
        let is_plain = |look: &ViewSettings| may_be_part(look) && !look.dim_rest;
        let time_alone = !scene_otherwise && is_plain(look) && before.is_some_and(|(_, old, _)| is_plain(old));
        Stale {
            dossier: new_dossier,
            shown,
            drawn,
            presences: presences || other_folds,
            encoded,
            bodies,
            layout,
            manner,
            may_be_known: manner || form || (is_live && other_pins),
            groups: bodies || form || differs(|a, b| a.areas != b.areas) || (encoded && look.areas == Areas::Usual),
            scene: presences || scene_otherwise,
            time_alone,
            whole: new_dossier || layout || bodies || form || other_pins,
            may_be_part: may_be_part(look),
        }
    }

    /// Communities have been found, by which things may be coloured or grouped.
    pub(super) fn add_communities(&mut self, are_new: bool) {
        self.encoded |= are_new;
        self.groups |= are_new;
        self.scene |= are_new;
        self.time_alone &= !are_new;
    }
}
