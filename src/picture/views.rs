//! View settings, and how a view that is recorded in a dossier becomes them: the words of the format
//! become choices. Window and command line both look through here, so that a view is the same picture
//! in both.

use std::collections::{BTreeMap, BTreeSet};

use crate::dossier::model::{Date, EntityId, View};
use crate::explore::query::filter::Filter;
use crate::measure;
use crate::picture::layout::options::chosen;
use crate::picture::layout::{self, Direction, Effort, Grouping, LAYOUTS, Options, Style};

/// View settings: all that sets the picture, except the dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewSettings {
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
    /// Incremented to force a full relayout, ignoring earlier positions.
    pub afresh: u32,
    /// Wanted width divided by height.
    pub aspect: f32,
    /// Lines that run one way taper, instead of having arrowheads.
    pub tapered: bool,
    /// What has an area of its own behind it: entities of a kind, or other groups.
    pub areas: Option<Grouping>,
    /// Place only what is shown, afresh (figures), instead of everything once (window).
    pub compose: bool,
}

impl Default for ViewSettings {
    /// The whole record, placed as usual, in the shape of a window.
    fn default() -> Self {
        ViewSettings {
            filter: Filter::default(),
            as_of: None,
            pins: BTreeMap::new(),
            layout: layout::LAYOUTS[0].name().to_owned(),
            options: layout::Options::default(),
            seed: 1,
            afresh: 0,
            aspect: 1.25,
            tapered: false,
            areas: None,
            compose: false,
        }
    }
}

/// Makes `look` what a view says. A view decides everything about the picture but its shape: what it
/// leaves out takes its default value.
pub fn apply(view: &View, look: &mut ViewSettings) {
    look.as_of.clone_from(&view.as_of);
    look.filter = Filter {
        hidden: BTreeSet::new(),
        hidden_kinds: view.hide_kinds.iter().cloned().collect(),
        hidden_files: view.hide_files.iter().cloned().collect(),
        focus: view.focus.clone().map(|id| (id, view.hops.unwrap_or(1))),
    };
    let placing = &view.placing;
    let layout = placing.layout.and_then(layout::named).or(LAYOUTS.first().copied());
    look.layout = layout.map(|l| l.name().to_owned()).unwrap_or_default();
    look.options = Options {
        effort: pick(Effort::ALL, placing.effort),
        style: pick(Style::ALL, placing.style),
        direction: pick(Direction::ALL, placing.direction),
        together: placing.together.unwrap_or(false),
        by: pick(Grouping::ALL, placing.group),
        measure: placing.by.and_then(measure::named).map(|m| m.name),
    };
    look.tapered = view.tapered;
    look.areas = view.areas.and_then(|word| chosen(Grouping::ALL, word));
    look.seed = placing.seed.map_or(1, u64::from);
    look.pins = placing.pins.iter().map(|p| (p.id.clone(), (p.x as f32, p.y as f32))).collect();
}

fn pick<T: Copy + Default>(all: &[(&str, T)], word: Option<&str>) -> T {
    word.and_then(|word| chosen(all, word)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::words;

    fn all_words<T>(all: &[(&'static str, T)]) -> Vec<&'static str> {
        all.iter().map(|(word, _)| *word).collect()
    }

    #[test]
    fn the_format_has_a_word_for_everything_that_can_be_chosen() {
        assert_eq!(words::LAYOUT_WORDS, LAYOUTS.iter().map(|l| l.name()).collect::<Vec<_>>());
        assert_eq!(words::EFFORT_WORDS, all_words(Effort::ALL));
        assert_eq!(words::STYLE_WORDS, all_words(Style::ALL));
        assert_eq!(words::DIRECTION_WORDS, all_words(Direction::ALL));
        assert_eq!(words::GROUP_WORDS, all_words(Grouping::ALL));
    }
}
