//! Views: recorded ways of looking at a dossier. Computed positions are not part of a view;
//! layouts are deterministic. The words for layouts and their options are the format's own: the model
//! knows nothing of how a layout works.

use super::Reference;
use crate::dossier::model::{Date, EntityId, FileIndex, LegendAt, List, RelationLabels, Span};
use crate::layout::{self, Areas, Direction, Effort, Form, Grouping, RowOrder, Style};
use crate::measure;

record! {
    /// A saved view: content, as-of date, layout and title.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct View ("view") {
        /// The name it is called up by.
        pub name: String = Needed,
        /// Title of the figure: the finding.
        pub title: Option<String> = Text,
        /// What stands under the title of the figure.
        pub subtitle: Option<String> = Text,
        /// A question in the query language: only what it finds is shown.
        pub filter: Option<String> = Text,
        /// The date at whose end things are shown; all dates where `None`.
        pub as_of: Option<Date> = Date,
        /// Dates at the ends of which the same network is drawn side by side, three to six in order:
        /// `["2012", "2013", "2014-06"]`.
        pub dates: Vec<String> = Texts { element: "date" },
        /// An earlier date beside it: the time from there to the as-of date is seen.
        pub since: Option<Date> = Date,
        /// What is seen of that time: one of [`Span::WORDS`]; the first where `None`.
        pub span: Word = Choice(Span::WORDS),
        /// Entity in the middle, if only its surroundings are shown.
        pub focus: Option<EntityId> = MaybeReference {
            refers: Some(Reference { list: List::Entities, verb: Some("focuses on") }),
        },
        /// How many steps around the focus; 1 where `None`.
        pub hops: Option<u32> = Whole,
        /// Further entities whose surroundings are shown.
        pub foci: Vec<String> = Texts {
            refers: Some(Reference { list: List::Entities, verb: Some("focuses on") }),
            element: "focus",
        },
        /// How many steps around each of them, in their order: `2, 1`; 1 where it says nothing.
        pub foci_hops: Option<String> = Text,
        /// Nothing is shown but what was brought in.
        pub start_empty: bool = Flag(false),
        /// Entities that were brought in, whatever else leaves them out.
        pub shown: Vec<String> = Texts {
            refers: Some(Reference { list: List::Entities, verb: Some("shows") }),
            element: "shown entity",
        },
        /// Entities that are left out one by one.
        pub hide: Vec<String> = Texts {
            refers: Some(Reference { list: List::Entities, verb: Some("hides") }),
            element: "hidden entity",
        },
        /// Kinds of entity that are left out.
        pub hide_kinds: Vec<String> = Texts {
            refers: Some(Reference { list: List::EntityKinds, verb: Some("hides the kind") }),
            element: "hidden kind",
        },
        /// Included files whose records are left out, by path.
        pub hide_files: Vec<String> = Texts { element: "hidden file" },
        /// What the filter does not find is dimmed instead of hidden.
        pub dim_rest: bool = Flag(false),
        /// What is folded into one node each: questions such as `kind:meeting`, or an attribute (`community`, `field.bloc`) of
        /// which each value becomes a node.
        pub fold: Vec<String> = Texts { element: "fold" },
        /// In what form it is drawn: one of [`Form::WORDS`]; a network where `None`.
        pub shown_as: Word = Choice(Form::WORDS),
        /// What the rows of a timeline or a matrix are ordered by: one of [`RowOrder::WORDS`].
        pub rows_by: Word = Choice(RowOrder::WORDS),
        /// Lines that run one way are wide where they begin and narrow where they end, instead of having
        /// arrowheads.
        pub tapered: bool = Flag(false),
        /// What has an area of its own behind it: one of [`Areas::WORDS`]; where `None`, communities of a large network that is
        /// coloured by them.
        pub areas: Word = Choice(Areas::WORDS) { former: Some("hulls") },
        /// What colours say: `kind`, a measure, or a field of the author's own as `field.budget`; where `None`, kinds, and in a large
        /// network communities.
        pub colour_by: Option<String> = Text,
        /// The bounds of five steps of colour, ascending: `0, 1, 2.5, 4, 12, 30`; where `None`, as many entities are in each.
        pub colour_bounds: Option<String> = Text,
        /// What areas of nodes say: a measure, or a field of the author's own.
        pub size_by: Option<String> = Text,
        /// The value that is drawn largest; where `None`, the largest that is shown.
        pub size_full: Option<f64> = Number,
        /// The page of its figures.
        pub page: ViewPage = Group(PAGE, None),
        /// The layout and what is chosen about it.
        pub placing: ViewLayout = Group(PLACING, None),
    }
    beside {
        /// Which file it was read from.
        pub file: FileIndex,
    }
}

/// A word of the format, if one is given.
type Word = Option<&'static str>;

group! {
    /// The page of a view's figures, and what stands on it besides the network.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct ViewPage in View.page as PAGE {
        /// A page by name or by size, `two-columns` or `180x120`; of a width alone, 180 mm where `None`, the height is as needed.
        pub page: Option<String> = Text,
        /// Millimetres that stay empty around everything.
        pub margin: Option<f64> = Number,
        /// Who made the figure, and under which terms it may be used: the last line of the page.
        pub credit: Option<String> = Text,
        /// The legend is left out.
        pub hide_legend: bool = Flag(false),
        /// The list of sources is left out.
        pub hide_sources: bool = Flag(false),
        /// How lines say what they mean: one of [`RelationLabels::WORDS`]; the first where `None`.
        pub relation_labels: Word = Choice(RelationLabels::WORDS),
        /// Entities whose names are not written.
        pub hide_names: Vec<String> = Texts {
            refers: Some(Reference { list: List::Entities, verb: Some("hides the name of") }),
            element: "hidden name",
        },
        /// Names at places of their own: the middle of each, from that of its node.
        pub moved_names: Vec<Pin> = Pins { element: "moved name" },
        /// Where the legend stands: one of [`LegendAt::WORDS`]; the first where `None`.
        pub legend_at: Word = Choice(LegendAt::WORDS),
        /// Notes on the page, with or without an entity that they are about.
        pub notes: Vec<Note> = Notes { element: "note" },
    }
}

group! {
    /// Layout settings of a view; `None` means the default.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct ViewLayout in View.placing as PLACING {
        /// One of [`layout::NAMES`].
        pub(crate) layout: Word = Choice(layout::NAMES),
        /// One of [`Effort::WORDS`].
        pub(crate) effort: Word = Choice(Effort::WORDS),
        /// One of [`Style::WORDS`].
        pub(crate) style: Word = Choice(Style::WORDS),
        /// In between, how far from `distances`, 0, towards `communities`, 1; it counts instead of `style`.
        pub(crate) balance: Option<f64> = Number,
        /// One of [`Direction::WORDS`].
        pub(crate) direction: Word = Choice(Direction::WORDS),
        /// One of [`Grouping::WORDS`].
        pub(crate) group: Word = Choice(Grouping::WORDS),
        /// What rings of `concentric` go by: one of [`measure::NAMES`].
        pub(crate) by: Word = Choice(measure::NAMES),
        /// Whether one group stays together.
        pub(crate) together: Option<bool> = MaybeFlag,
        /// Seed of what is random.
        pub(crate) seed: Option<u32> = Whole,
        /// Entities that stand at places of their own.
        pub(crate) pins: Vec<Pin> = Pins { element: "pinned node" },
    }
}

record! {
    /// An entity at a place of its own.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Pin ("pin") {
        /// The entity that is pinned.
        pub(crate) id: EntityId = Reference {
            refers: Some(Reference { list: List::Entities, verb: Some("pins") }),
            identity: true,
        },
        /// To the right, in units of which ordinary letters are 9 high.
        pub(crate) x: f64 = Coordinate,
        /// Downwards, in the same units.
        pub(crate) y: f64 = Coordinate,
    }
    beside {}
}

record! {
    /// A note on a figure: a few words with a line to the entity that they are about, or at a place of their own.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Note ("note") {
        /// What it says.
        pub text: String = Needed { likeness: true },
        /// The entity that it is about.
        pub about: Option<EntityId> = MaybeReference {
            refers: Some(Reference { list: List::Entities, verb: Some("has a note about") }),
            likeness: true,
        },
        /// The middle of the note to the right of that of its entity, or of where the drawing has its origin, in units of which
        /// ordinary letters are 9 high; a free place nearby where `None`.
        pub x: Option<f64> = Number,
        /// Downwards, in the same units.
        pub y: Option<f64> = Number,
    }
    beside {}
}
