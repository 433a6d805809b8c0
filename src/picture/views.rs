//! View settings, how a view that is recorded in a dossier becomes them, and how they are recorded: the
//! words of the format become choices, and choices words. Window and command line both look through
//! here, so that a view is the same picture in both.

use std::collections::{BTreeMap, BTreeSet};

use crate::dossier::model::{
    Attribute, Colouring, Date, EntityId, Pin, Span, View, ViewLayout, ViewPage, colour_bounds, focus_steps, view_dates,
};
use crate::explore::query::filter::Filter;
use crate::explore::query::period::{Period, Since};
use crate::layout::options::chosen;
use crate::layout::{self, Areas, Direction, Effort, Form, Grouping, LAYOUTS, NamedLayout, Options, RowOrder, Style};
use crate::measure;
use crate::picture::encoding::{ColourBy, MANY, SizeBy, tells_communities, usual_colouring};
use crate::picture::lettering::Fonts;

/// View settings: all that sets the picture, except the dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewSettings {
    /// What is left out.
    pub filter: Filter,
    /// As-of date; `None` shows the whole record.
    pub as_of: Option<Date>,
    /// Dates at which the network is drawn side by side, in order; one picture where there are none.
    pub dates: Vec<Date>,
    /// An earlier date, for the time between both or a comparison; it counts only beside an as-of date.
    pub since: Option<Since>,
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
    /// In what form everything is drawn.
    pub form: Form,
    /// What the rows of a timeline or a matrix are ordered by; `None` is what is usual there.
    pub rows_by: Option<RowOrder>,
    /// Lines that run one way taper, instead of having arrowheads.
    pub tapered: bool,
    /// What has an area of its own behind it: entities of a kind, or other groups.
    pub areas: Areas,
    /// What colours say; `None` is what is usual.
    pub colour: Option<ColourBy>,
    /// What the area of nodes says, instead of the number of relations.
    pub size: Option<SizeBy>,
    /// What is folded into one node each, as views write it.
    pub fold: Vec<String>,
    /// What the filter does not find is dimmed, instead of hidden.
    pub dim_rest: bool,
    /// The page of figures, and what stands on it besides the network.
    pub page: ViewPage,
    /// What was brought in by expanding what: so that collapsing takes away just that. No part of a view.
    pub brought: BTreeMap<EntityId, BTreeSet<EntityId>>,
    /// Place only what is shown, afresh (figures), instead of everything once (window).
    pub compose: bool,
    /// Where letters may come from that no bundled font has (figures). No part of a view: it hangs on the machine.
    pub fonts: Fonts,
}

impl Default for ViewSettings {
    /// The whole record, placed as usual, in the shape of a window.
    fn default() -> Self {
        ViewSettings {
            filter: Filter::default(),
            as_of: None,
            dates: Vec::new(),
            since: None,
            pins: BTreeMap::new(),
            layout: layout::LAYOUTS[0].name().to_owned(),
            options: layout::Options::default(),
            seed: 1,
            afresh: 0,
            aspect: 1.25,
            form: Form::default(),
            rows_by: None,
            tapered: false,
            areas: Areas::Usual,
            colour: None,
            size: None,
            fold: Vec::new(),
            dim_rest: false,
            page: ViewPage::default(),
            brought: BTreeMap::new(),
            compose: false,
            fonts: Fonts::Bundled,
        }
    }
}

impl ViewSettings {
    /// Of what time the dossier is seen.
    pub(crate) fn period(&self) -> Period<'_> {
        Period::new(self.as_of.as_ref(), self.since.as_ref())
    }

    /// What rows are ordered by.
    pub(crate) fn row_order(&self) -> RowOrder {
        self.rows_by.unwrap_or(self.form.usual_order())
    }

    /// What colours say where so many nodes are drawn.
    pub(crate) fn colouring(&self, nodes: usize) -> Colouring {
        let usual = || if self.form.has_rows() { Colouring::Kind } else { usual_colouring(nodes) };
        self.colour.as_ref().map_or_else(usual, |colour| colour.by.clone())
    }

    /// What has areas behind it where so many nodes are drawn: of a large network usually what its colours say.
    pub(crate) fn areas_behind(&self, nodes: usize) -> Option<Grouping> {
        match self.areas {
            Areas::None => None,
            _ if self.form.has_rows() => None,
            Areas::Of(by) => Some(by),
            Areas::Usual => (nodes > MANY && tells_communities(&self.colouring(nodes))).then_some(Grouping::Community),
        }
    }
}

/// The earlier date of a view; without an as-of date it means nothing.
fn since(view: &View) -> Option<Since> {
    view.as_of.as_ref()?;
    Some(Since { date: view.since.clone()?, span: pick(Span::ALL, view.span) })
}

/// Of what time a view shows the dossier, in words; `None` for all of it.
pub(crate) fn period_in_words(view: &View) -> Option<String> {
    Period::new(view.as_of.as_ref(), since(view).as_ref()).in_words()
}

/// Makes `look` what a view says. A view decides everything about the picture but its shape: what it
/// leaves out takes its default value.
pub fn apply(view: &View, look: &mut ViewSettings) {
    look.as_of.clone_from(&view.as_of);
    // Those that cannot be read are reported with the file.
    look.dates = view_dates(&view.dates).unwrap_or_default();
    look.since = since(view);
    look.filter = Filter {
        query: view.filter.clone().unwrap_or_default(),
        hidden: view.hide.iter().map(|id| EntityId::new(id.as_str())).collect(),
        hidden_kinds: view.hide_kinds.iter().cloned().collect(),
        hidden_files: view.hide_files.iter().cloned().collect(),
        foci: foci_of(view),
        start_empty: view.start_empty,
        shown: view.shown.iter().map(|id| EntityId::new(id.as_str())).collect(),
    };
    look.brought.clear();
    look.fold = distinct(&view.fold);
    look.dim_rest = view.dim_rest;
    look.page.clone_from(&view.page);
    let placing = &view.placing;
    let layout = placing.layout.and_then(layout::named).or(LAYOUTS.first().copied());
    look.layout = layout.map(|l| l.name().to_owned()).unwrap_or_default();
    look.options = Options {
        effort: pick(Effort::ALL, placing.effort),
        style: style_of(placing),
        direction: pick(Direction::ALL, placing.direction),
        together: placing.together.unwrap_or(false),
        by: pick(Grouping::ALL, placing.group),
        measure: placing.by.and_then(measure::named).map(|m| m.name),
    };
    look.form = pick(Form::ALL, view.shown_as);
    look.rows_by = view.rows_by.and_then(|word| chosen(RowOrder::ALL, word));
    look.tapered = view.tapered;
    look.areas = pick(Areas::ALL, view.areas);
    look.colour = ColourBy::read(view.colour_by.as_deref(), view.colour_bounds.as_deref());
    look.size = SizeBy::read(view.size_by.as_deref(), view.size_full);
    look.seed = placing.seed.map_or(1, u64::from);
    look.pins = placing.pins.iter().map(|p| (p.id.clone(), (p.x as f32, p.y as f32))).collect();
}

/// What a layout keeps true: in between by a number, else by a word.
fn style_of(placing: &ViewLayout) -> Style {
    placing.balance.map_or_else(|| pick(Style::ALL, placing.style), Style::between)
}

/// The word and the number of a style, as they were said where they still hold.
fn said_style(style: Style, had: &ViewLayout) -> (Option<&'static str>, Option<f64>) {
    if style_of(had) == style {
        return (had.style, had.balance);
    }
    match style {
        Style::BySize => (None, None),
        Style::Distances | Style::Communities => (word(Style::ALL, style), None),
        Style::Between(hundredths) => (None, Some(f64::from(hundredths) / 100.0)),
    }
}

/// The foci of a view: the first with its own steps, then those of the list.
fn foci_of(view: &View) -> Vec<(EntityId, u32)> {
    let mut foci: Vec<(EntityId, u32)> = view.focus.iter().map(|id| (id.clone(), view.hops.unwrap_or(1))).collect();
    let steps: Vec<u32> = view.foci_hops.as_deref().and_then(focus_steps).unwrap_or_default();
    for (number, id) in view.foci.iter().enumerate() {
        if foci.iter().all(|(known, _)| known.as_str() != id) {
            foci.push((EntityId::new(id.as_str()), steps.get(number).copied().unwrap_or(1)));
        }
    }
    foci
}

/// Each text once, in order.
fn distinct(texts: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in texts {
        if !out.contains(text) {
            out.push(text.clone());
        }
    }
    out
}

fn pick<T: Copy + Default>(all: &[(&str, T)], word: Option<&str>) -> T {
    word.and_then(|word| chosen(all, word)).unwrap_or_default()
}

/// Whether a view says just this picture.
pub fn is_said(settings: &ViewSettings, view: &View) -> bool {
    let ViewSettings { afresh, aspect, compose, .. } = *settings;
    let mut said = ViewSettings { afresh, aspect, compose, ..ViewSettings::default() };
    apply(view, &mut said);
    said.brought.clone_from(&settings.brought);
    // Scales that a view leaves open are whatever was worked out.
    if let (None, Some(said), Some(now)) = (&view.colour_bounds, &mut said.colour, &settings.colour) {
        said.bounds.clone_from(&now.bounds);
    }
    if let (None, Some(said), Some(now)) = (view.size_full, &mut said.size, &settings.size) {
        said.full = now.full;
    }
    said == *settings
}

/// Whether a word names something that sizes may say.
fn is_size(word: &Option<String>) -> bool {
    word.as_deref().is_some_and(|word| Attribute::parse(word).is_some())
}

/// The same of colours.
fn is_colour(word: &Option<String>) -> bool {
    word.as_deref().is_some_and(|word| Colouring::parse(word).is_some())
}

/// The reverse of [`apply`]: `view`, but saying these settings. What it says in its own way and means
/// the same stays as it was written, as does what settings do not hold, such as its title.
pub fn record(settings: &ViewSettings, view: &View) -> View {
    let ViewSettings { filter, as_of, since, dates, form, rows_by, tapered, areas, colour, size, .. } = settings;
    let ViewSettings { fold, dim_rest, .. } = settings;
    // Without an as-of date nothing is said of an earlier one, and what a view has of that means nothing.
    let since = since.as_ref().filter(|_| as_of.is_some());
    let Filter { query, hidden, hidden_kinds, hidden_files, foci, start_empty, shown } = filter;
    let names = |ids: &BTreeSet<EntityId>| ids.iter().map(|id| id.as_str().to_owned()).collect::<BTreeSet<String>>();
    let (focus, hops, foci, foci_hops) = record_foci(foci, view);
    View {
        name: view.name.clone(),
        title: view.title.clone(),
        subtitle: view.subtitle.clone(),
        filter: match &view.filter {
            Some(had) if had == query => Some(had.clone()),
            _ => (!query.is_empty()).then(|| query.clone()),
        },
        as_of: as_of.clone(),
        dates: match dates.is_empty() && view_dates(&view.dates).is_err() {
            // What cannot be read says nothing, and stays.
            true => view.dates.clone(),
            false => dates.iter().map(|date| date.written().to_owned()).collect(),
        },
        since: since.map_or_else(|| view.since.clone().filter(|_| as_of.is_none()), |since| Some(since.date.clone())),
        span: since.map_or(view.span.filter(|_| as_of.is_none() || view.since.is_none()), |since| {
            said_word(Span::ALL, since.span, view.span)
        }),
        focus,
        hops,
        foci,
        foci_hops,
        start_empty: *start_empty,
        shown: texts(&names(shown), &view.shown),
        hide: texts(&names(hidden), &view.hide),
        hide_kinds: texts(hidden_kinds, &view.hide_kinds),
        hide_files: texts(hidden_files, &view.hide_files),
        dim_rest: *dim_rest,
        // What means the same stays as it was written.
        fold: if distinct(&view.fold) == *fold { view.fold.clone() } else { fold.clone() },
        shown_as: said_word(Form::ALL, *form, view.shown_as),
        rows_by: rows_by.and_then(|by| word(RowOrder::ALL, by)),
        tapered: *tapered,
        areas: word(Areas::ALL, *areas),
        colour_by: match colour {
            Some(colour) => Some(colour.by.to_string()),
            // What cannot be read says nothing, and stays.
            None => view.colour_by.clone().filter(|word| Colouring::parse(word).is_none()),
        },
        colour_bounds: match colour {
            // What means the same stays as it was written.
            Some(by)
                if view.colour_bounds.as_deref().map(|text| colour_bounds(text).unwrap_or_default()).as_ref()
                    == Some(&by.bounds) =>
            {
                view.colour_bounds.clone()
            }
            Some(by) => by.bounds_written(),
            None => view.colour_bounds.clone().filter(|_| !is_colour(&view.colour_by)),
        },
        size_by: match size {
            Some(by) => Some(by.attribute.to_string()),
            None => view.size_by.clone().filter(|word| Attribute::parse(word).is_none()),
        },
        size_full: match size {
            Some(by) if SizeBy::read(view.size_by.as_deref(), view.size_full).as_ref() == Some(by) => view.size_full,
            Some(by) => by.full,
            None => view.size_full.filter(|_| !is_size(&view.size_by)),
        },
        page: settings.page.clone(),
        placing: record_placing(settings, &view.placing),
        file: view.file,
    }
}

type RecordedFoci = (Option<EntityId>, Option<u32>, Vec<String>, Option<String>);

/// The foci as a view says them. One that says the same already stays as it was written.
fn record_foci(foci: &[(EntityId, u32)], view: &View) -> RecordedFoci {
    if foci_of(view) == foci {
        return (view.focus.clone(), view.hops, view.foci.clone(), view.foci_hops.clone());
    }
    let Some(((first, hops), more)) = foci.split_first() else { return (None, None, Vec::new(), None) };
    let steps = more.iter().any(|(_, hops)| *hops != 1).then(|| {
        let steps: Vec<String> = more.iter().map(|(_, hops)| hops.to_string()).collect();
        steps.join(", ")
    });
    let had = view.hops.filter(|_| view.focus.is_some());
    let ids = more.iter().map(|(id, _)| id.as_str().to_owned()).collect();
    (Some(first.clone()), said(*hops, had, 1), ids, steps)
}

fn record_placing(settings: &ViewSettings, had: &ViewLayout) -> ViewLayout {
    let ViewSettings { pins, layout, options, seed, .. } = settings;
    let Options { effort, style, direction, together, by, measure } = options;
    let usual = LAYOUTS.first().map_or("", |usual| usual.name());
    // A name that no layout has stands for the usual one.
    let layout = layout::named(layout).map_or(usual, NamedLayout::name);
    let (style, balance) = said_style(*style, had);
    ViewLayout {
        layout: said(layout, had.layout, usual),
        effort: said_word(Effort::ALL, *effort, had.effort),
        style,
        balance,
        direction: said_word(Direction::ALL, *direction, had.direction),
        group: said_word(Grouping::ALL, *by, had.group),
        by: *measure,
        together: said(*together, had.together, false),
        // A view has room for 32 bits; the window draws no seed beyond them.
        seed: said(*seed as u32, had.seed, 1),
        pins: record_pins(pins, &had.pins),
    }
}

/// A value as it was said, or not at all where it goes without saying.
fn said<T: PartialEq>(now: T, had: Option<T>, usual: T) -> Option<T> {
    match had {
        Some(had) if had == now => Some(had),
        _ => (now != usual).then_some(now),
    }
}

fn word<T: Copy + PartialEq>(all: &[(&'static str, T)], now: T) -> Option<&'static str> {
    all.iter().find(|(_, one)| *one == now).map(|(word, _)| *word)
}

fn said_word<T: Copy + Default + PartialEq>(
    all: &[(&'static str, T)],
    now: T,
    had: Option<&'static str>,
) -> Option<&'static str> {
    if pick(all, had) == now {
        return had;
    }
    word(all, now).filter(|_| now != T::default())
}

/// Those that stay in their order, then those that came.
fn texts(now: &BTreeSet<String>, had: &[String]) -> Vec<String> {
    let stay = had.iter().filter(|text| now.contains(*text));
    let come = now.iter().filter(|text| !had.contains(*text));
    stay.chain(come).cloned().collect()
}

fn record_pins(now: &BTreeMap<EntityId, (f32, f32)>, had: &[Pin]) -> Vec<Pin> {
    // Of several pins of one entity the last counts.
    let last: BTreeMap<&EntityId, usize> = had.iter().enumerate().map(|(at, pin)| (&pin.id, at)).collect();
    let stay = had.iter().enumerate().filter(|(at, pin)| last.get(&pin.id) == Some(at)).filter_map(|(_, pin)| {
        let (x, y) = *now.get(&pin.id)?;
        let as_written = |now: f32, had: f64| if had as f32 == now { had } else { decimal(now) };
        Some(Pin { id: pin.id.clone(), x: as_written(x, pin.x), y: as_written(y, pin.y) })
    });
    let come = now.iter().filter(|(id, _)| !last.contains_key(id));
    let come = come.map(|(id, (x, y))| Pin { id: id.clone(), x: decimal(*x), y: decimal(*y) });
    stay.chain(come).collect()
}

/// The number with the fewest digits that is the same in 32 bits: 0.1 rather than 0.10000000149.
fn decimal(number: f32) -> f64 {
    number.to_string().parse().ok().filter(|short| *short as f32 == number).unwrap_or(f64::from(number))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::{option, sample};

    use super::*;
    use crate::dossier::model::{FileIndex, LegendAt, Note, RelationLabels};

    fn maybe<T: Clone + std::fmt::Debug + 'static>(words: &'static [T]) -> impl Strategy<Value = Option<T>> {
        option::of(sample::select(words))
    }

    fn ids() -> impl Strategy<Value = Vec<String>> {
        vec(sample::select(&["a", "b", "c", "d"][..]).prop_map(str::to_owned), 0..4)
    }

    fn placing() -> impl Strategy<Value = ViewLayout> {
        let coordinate = || prop_oneof![Just(0.0), Just(-12.5), Just(0.1), -1e6..1e6];
        let pin = (sample::select(&["a", "b", "c"][..]), coordinate(), coordinate());
        let pins = vec(pin.prop_map(|(id, x, y)| Pin { id: id.into(), x, y }), 0..4);
        let chosen = (
            maybe(layout::NAMES),
            maybe(Effort::WORDS),
            (maybe(Style::WORDS), maybe(&[0.0, 0.25, 0.4, 0.999, 1.0, -3.0, 1e9][..])),
            maybe(Direction::WORDS),
            maybe(Grouping::WORDS),
            maybe(measure::NAMES),
        );
        (chosen, option::of(any::<bool>()), option::of(any::<u32>()), pins).prop_map(
            |((layout, effort, (style, balance), direction, group, by), together, seed, pins)| ViewLayout {
                layout,
                effort,
                style,
                balance,
                direction,
                group,
                by,
                together,
                seed,
                pins,
            },
        )
    }

    fn page() -> impl Strategy<Value = ViewPage> {
        let credit = option::of(Just("A. Author".to_owned()));
        let numbers = (maybe(&["a4", "180x120", "no page"][..]), maybe(&[0.0, 5.0, -1.0][..]));
        let words = (maybe(RelationLabels::WORDS), maybe(LegendAt::WORDS));
        let names = (ids(), maybe(&[-4.0, 12.5][..]));
        (numbers, credit, any::<bool>(), any::<bool>(), words, names).prop_map(
            |((page, margin), credit, hide_legend, hide_sources, (relation_labels, legend_at), (hide_names, x))| {
                ViewPage {
                    page: page.map(str::to_owned),
                    margin,
                    credit,
                    hide_legend,
                    hide_sources,
                    relation_labels,
                    moved_names: x.into_iter().map(|x| Pin { id: "e1".into(), x, y: 3.0 }).collect(),
                    notes: hide_names
                        .iter()
                        .map(|id| Note { text: "Why".to_owned(), about: Some(id.as_str().into()), x, y: x })
                        .collect(),
                    hide_names,
                    legend_at,
                }
            },
        )
    }

    fn view() -> impl Strategy<Value = View> {
        const DATES: &[&[&str]] =
            &[&[], &["2012", "2013", "2014-06"], &["2012"], &["2013", "2012", "2014"], &["2001", "2002", "2003"]];
        let dates = sample::select(DATES);
        let as_of = (
            maybe(&["2015", "2015-10", "1200~", "2003-05/2013"][..]),
            maybe(&["2013", "2014-05", "soon"][..]),
            maybe(Span::WORDS),
        );
        let focus = (option::of(sample::select(&["a", "b"][..])), option::of(0_u32..9));
        let foci = (ids(), maybe(&["2, 1", "", "3", "x, 0,4, 9"][..]));
        let folds = vec(sample::select(&["kind:state", "community", "from:a OR"][..]).prop_map(str::to_owned), 0..4);
        let brought = (any::<bool>(), ids(), any::<bool>(), folds);
        let hiding = (ids(), ids(), ids(), foci, brought);
        let title = option::of(Just("A finding".to_owned()));
        let filter = maybe(&["", "kind:state", "from:a  -status:actual"][..]);
        let encoding = (
            maybe(&["degree", "kind", "community", "field.budget", "nothing of this name"][..]),
            maybe(&["0, 1, 2.5, 4, 12, 30", "0,1,2,3,4,5", "none"][..]),
            maybe(&["betweenness", "field.x"][..]),
            maybe(&[1.0, 2.5][..]),
        );
        let rows = (maybe(Form::WORDS), maybe(RowOrder::WORDS));
        let drawn = ((any::<bool>(), rows), maybe(Areas::WORDS), encoding);
        ((title, filter), (as_of, dates), focus, hiding, drawn, (page(), placing())).prop_map(
            |(
                (title, filter),
                (as_of, dates),
                (focus, hops),
                (hide, hide_kinds, hide_files, (foci, foci_hops), (start_empty, shown, dim_rest, fold)),
                ((tapered, (shown_as, rows_by)), areas, encoding),
                (page, placing),
            )| View {
                name: "v".to_owned(),
                subtitle: title.clone(),
                title,
                filter: filter.map(str::to_owned),
                dates: dates.iter().map(|date| (*date).to_owned()).collect(),
                as_of: as_of.0.map(Date::read),
                since: as_of.1.map(Date::read),
                span: as_of.2,
                focus: focus.map(EntityId::new),
                hops,
                foci,
                foci_hops: foci_hops.map(str::to_owned),
                start_empty,
                shown,
                dim_rest,
                fold,
                hide,
                hide_kinds,
                hide_files,
                shown_as,
                rows_by,
                tapered,
                areas,
                colour_by: encoding.0.map(str::to_owned),
                colour_bounds: encoding.1.filter(|_| encoding.0.is_some()).map(str::to_owned),
                size_by: encoding.2.map(str::to_owned),
                size_full: encoding.3.filter(|_| encoding.2.is_some()),
                page,
                placing,
                file: FileIndex::default(),
            },
        )
    }

    fn settings_of(view: &View) -> ViewSettings {
        let mut settings = ViewSettings::default();
        apply(view, &mut settings);
        settings
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Whatever is shown, recording it in any view makes that say it, and nothing else of it changes.
        #[test]
        fn what_is_recorded_is_what_was_shown(shown in view(), before in view()) {
            let settings = settings_of(&shown);
            let after = record(&settings, &before);
            prop_assert_eq!(&settings_of(&after), &settings);
            prop_assert!(is_said(&settings, &after));
            prop_assert_eq!(is_said(&settings, &before), settings_of(&before) == settings);
            prop_assert_eq!((&after.name, &after.title, &after.subtitle), (&before.name, &before.title, &before.subtitle));
        }

        /// A view that says it already keeps its own way of saying it, but for pins that do not count.
        #[test]
        fn what_says_it_already_stays_as_it_was_written(shown in view()) {
            let mut once = shown.clone();
            let mut seen = BTreeSet::new();
            once.placing.pins.retain(|pin| seen.insert(pin.id.clone()));
            prop_assert_eq!(record(&settings_of(&once), &once), once);
        }
    }

    #[test]
    fn numbers_are_recorded_with_few_digits() {
        for (number, written) in [(0.1_f32, 0.1), (-132.05, -132.05), (12.5, 12.5), (1e6, 1e6)] {
            assert_eq!(decimal(number), written);
        }
    }
}
