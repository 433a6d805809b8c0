//! The words around a figure: title, subtitle, description and sources, worked out from what is
//! shown, so that window and command line say the same.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::alternative::alternative;
use super::page::PageText;
use crate::dossier::model::{Claim, Date, Dossier, EntityId, SourceId};
use crate::explore::query::filter::Shown;
use crate::layout;
use crate::picture::charts;
use crate::picture::views::ViewSettings;
use crate::wording::{capital, counted, listed};

/// Words for a figure of what is shown. `title` and `subtitle` stand in for the dossier's own.
/// The subtitle ends with the as-of date, how many things are shown and hidden, and what
/// position means, which is mostly nothing.
pub fn words(
    dossier: &Dossier,
    look: &ViewSettings,
    shown: &Shown,
    title: Option<&str>,
    subtitle: Option<&str>,
) -> PageText {
    // A dossier without a title has none on its figures either.
    let title = title.unwrap_or(dossier.given_title()).to_owned();
    let mut parts: Vec<String> = Vec::new();
    let lead = subtitle.or(dossier.subtitle.as_deref()).map(|s| s.trim_end_matches('.').to_owned());
    let changes = if look.period().compared().is_some() { "changes " } else { "" };
    let as_of = look.period().in_words().map(|time| format!("{changes}{time}"));
    let tells = |lead: &str, as_of: &str| lead.to_lowercase().contains(&as_of.to_lowercase());
    match (lead, as_of) {
        (Some(lead), Some(as_of)) if tells(&lead, &as_of) => parts.push(lead),
        (Some(lead), Some(as_of)) => parts.push(format!("{lead}, {as_of}")),
        (Some(lead), None) => parts.push(lead),
        (None, Some(as_of)) => parts.push(capital(&as_of)),
        (None, None) => {}
    }
    if let Some((_, hops)) = look.filter.foci.first() {
        let name = |id: &EntityId| dossier.entity_by_id(id.as_str()).map_or(id.to_string(), |e| e.name.clone());
        let names: Vec<String> = look.filter.foci.iter().map(|(id, _)| name(id)).collect();
        let steps = |hops: u32| counted(hops as usize, "step", "steps");
        // Where each has its own steps, they are told beside the names.
        let each = |(name, (_, hops)): (&String, &(EntityId, u32))| format!("{name} ({})", steps(*hops));
        parts.push(if look.filter.foci.iter().all(|(_, other)| other == hops) {
            format!("{} around {}", steps(*hops), listed(&names))
        } else {
            format!("Around {}", listed(&names.iter().zip(&look.filter.foci).map(each).collect::<Vec<_>>()))
        });
    }
    let (entities, relations) = (shown.entities.len(), shown.relations.len());
    let counts =
        format!("{}, {}", counted(entities, "entity", "entities"), counted(relations, "relation", "relations"));
    let meaning = meaning(look);
    parts.push(match shown.hidden_entities {
        0 => format!("{counts}; {meaning}"),
        hidden => format!("{counts} ({} left out); {meaning}", counted(hidden, "entity", "entities")),
    });
    if !look.dates.is_empty() {
        parts.push("Everything has the same place at each date".to_owned());
    }
    let subtitle = format!("{}.", parts.join(". "));
    let mut sources = sources(dossier, shown);
    let cited =
        if sources.is_empty() { "No source is cited".to_owned() } else { format!("Sources: {}", sources.join("; ")) };
    let dates: Vec<String> = look.dates.iter().map(Date::in_words).collect();
    let at = if dates.is_empty() { String::new() } else { format!(" As of {}.", listed(&dates)) };
    let (alternative, long) = alternative(dossier, look, shown, &title);
    let description = format!("{long}{at} {subtitle} {cited}.");
    // Who cannot see the figure is told them all the same.
    if look.page.hide_sources {
        sources.clear();
    }
    let credit = look.page.credit.clone().unwrap_or_default();
    PageText { title, subtitle, sources, credit, alternative, description, fonts: look.fonts }
}

/// What position means.
fn meaning(look: &ViewSettings) -> Cow<'static, str> {
    if look.form.has_rows() {
        return charts::meaning(look.form, look.row_order()).into();
    }
    layout::named(&look.layout).unwrap_or(layout::LAYOUTS[0]).meaning(&look.options)
}

/// Whether anything that is shown rests on a source.
pub(super) fn cites(dossier: &Dossier, shown: &Shown) -> bool {
    !sources(dossier, shown).is_empty()
}

/// Citations of every source that something shown rests on, in the dossier's order.
fn sources(dossier: &Dossier, shown: &Shown) -> Vec<String> {
    let entities = shown.entities.iter().filter_map(|&i| dossier.entity(i)).flat_map(|e| &e.claims);
    let relations = shown.relations.iter().filter_map(|&i| dossier.relation(i)).flat_map(|r| &r.claims);
    let standing = |c: &&Claim| c.supports();
    let cited: BTreeSet<&SourceId> = entities.chain(relations).filter(standing).map(|c| &c.source).collect();
    dossier.sources.iter().filter(|s| cited.contains(&s.id)).map(|s| s.citation()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Date, Entity, Source, Span, Vocabulary};
    use crate::explore::query::period::Since;

    #[test]
    fn a_figure_says_what_it_shows_and_on_what_it_rests() {
        let mut dossier = Dossier::new(Vocabulary::default());
        dossier.title = "Two ports".to_owned();
        for id in ["a", "b"] {
            dossier.sources.push(Source { title: Some(format!("Paper {id}")), ..Source::new(id) });
        }
        let mut port = Entity::new("north", "place", "North Port");
        port.claims.push(Claim::stated("b"));
        let index = dossier.add_entity(port).unwrap();
        let look = ViewSettings { compose: true, ..ViewSettings::default() };
        let shown = Shown { entities: vec![index], relations: vec![], hidden_entities: 3, ..Shown::default() };
        let words = words(&dossier, &look, &shown, None, Some("As the papers have it."));
        assert_eq!(words.title, "Two ports");
        assert_eq!(
            words.subtitle,
            "As the papers have it. 1 entity, 0 relations (3 entities left out); position has no meaning."
        );
        let since = Some(Since { date: Date::read("2013"), span: Span::Compare });
        let look = ViewSettings { as_of: Some(Date::read("2014-06")), since, ..look };
        let compared = super::words(&dossier, &look, &shown, None, None).subtitle;
        assert!(compared.starts_with("Changes from the end of 2013 to the end of June 2014. 1 entity"), "{compared}");
        let look = ViewSettings { since: None, ..look };
        for (subtitle, begins) in [
            ("As of June 2014", "As of June 2014. 1 entity"),
            ("As the papers have it", "As the papers have it, as of June 2014. 1 entity"),
        ] {
            let said = super::words(&dossier, &look, &shown, None, Some(subtitle)).subtitle;
            assert!(said.starts_with(begins), "{said}");
        }
        assert_eq!(words.sources, ["“Paper b”"]);
    }

    #[test]
    fn a_dossier_without_a_title_has_none_on_its_figures() {
        let mut dossier = Dossier::new(Vocabulary::default());
        dossier.title = Dossier::UNTITLED.to_owned();
        let said = |title| words(&dossier, &ViewSettings::default(), &Shown::default(), title, None);
        assert_eq!(said(None).title, "");
        assert!(!said(None).description.contains("Untitled") && !said(None).alternative.contains("Untitled"));
        assert_eq!(said(Some("Who pays")).title, "Who pays");
    }

    #[test]
    fn what_is_left_out_is_one_entity_or_several() {
        let dossier = Dossier::new(Vocabulary::default());
        for (hidden_entities, said) in
            [(0, "0 relations; "), (1, "(1 entity left out); "), (2, "(2 entities left out); ")]
        {
            let shown = Shown { entities: vec![], relations: vec![], hidden_entities, ..Shown::default() };
            let subtitle = words(&dossier, &ViewSettings::default(), &shown, None, None).subtitle;
            assert!(subtitle.contains(said), "{subtitle}");
        }
    }
}
