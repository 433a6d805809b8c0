//! Areas behind groups: which groups get one, in which colour, and where their names stand. What makes
//! a group is told from outside; how an outline runs is in `outline.rs`.

mod lands;
mod names;
mod outline;
mod raster;

use std::collections::BTreeMap;

use kurbo::{BezPath, Point, Rect, Shape as _};
use rayon::prelude::*;

use self::lands::lands;
use self::names::Room;
use self::outline::{Spot, outline, usual_distance};
use super::detail::Detail;
use super::item::{GroupArea, Label, LegendEntry, Scene};
use crate::layout::NO_GROUP;
use crate::picture::hues::{FAMILIES, hue};
use crate::picture::theme::{Colour, Theme};
use crate::wording::tells;

/// So many groups get an area at most: the largest.
const MOST: usize = 40;
/// So many of them are in the legend.
const LISTED: usize = 12;
/// Up to so many nodes outlines go around each member; above, around where a group is most.
const SINGLE: usize = 400;
/// How much of its colour an area's ground and its outline have.
const GROUND: (f32, f32) = (0.1, 0.16);
const EDGE: (f32, f32) = (0.5, 0.55);
/// The same where nodes have the colour, too.
const EDGE_OF_HUES: f32 = 0.6;
/// Groups of the nodes of a scene.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Groups<'a> {
    /// Of each node, in the scene's order; [`NO_GROUP`] is none.
    pub(crate) of: &'a [u32],
    /// What they are called, by number.
    pub(crate) names: &'a [String],
    /// Their own colours, by number; where there is none, neighbours in number differ.
    pub(crate) colours: &'a [Option<Colour>],
    /// So many groups are coloured as categories, as their nodes are and the legend says; others have no area then.
    pub(crate) hues: Option<usize>,
    /// Numbers of these colours; a group beyond these has that of its own number.
    pub(crate) order: &'a [usize],
}

/// Lays areas behind the groups of a scene.
pub(crate) fn set_areas(scene: &mut Scene, groups: &Groups<'_>, theme: &Theme) {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for group in groups.of.iter().filter(|g| **g != NO_GROUP) {
        *sizes.entry(*group).or_default() += 1;
    }
    let has_area = |group: u32| groups.hues.is_none_or(|hues| (group as usize) < hues);
    let mut chosen: Vec<(u32, usize)> =
        sizes.into_iter().filter(|(group, size)| *size > 1 && has_area(*group)).collect();
    chosen.sort_by_key(|(group, size)| (std::cmp::Reverse(*size), *group));
    chosen.truncate(MOST);
    let chosen: Vec<u32> = chosen.into_iter().map(|(group, _)| group).collect();
    let fine = Detail::new(scene);
    let single = scene.nodes.len() <= SINGLE;
    let spots: Vec<Spot> = (0..scene.nodes.len())
        .map(|n| {
            let radius = if single { reach(fine.node_bounds(n), scene.nodes[n].centre()) } else { 0.0 };
            let name = single.then(|| fine.name_bounds(n)).filter(|b| b.width() > 0.0);
            let group = groups.of.get(n).copied().unwrap_or(NO_GROUP);
            Spot { at: scene.nodes[n].centre(), radius, name, group }
        })
        .collect();
    let paths: Vec<BezPath> = if single {
        let usual = usual_distance(&spots);
        chosen.par_iter().map(|group| outline(&spots, *group, usual)).collect()
    } else {
        lands(&spots, &chosen)
    };
    // Of a large network no one sees single names, lines or nodes.
    let mut room = if single { Room::new(scene, &paths) } else { Room::new(&Scene::default(), &paths) };
    let size = names::size_among(scene.bounds);
    let share = |of: (f32, f32)| if theme.is_dark { of.1 } else { of.0 };
    let outline_share = if groups.hues.is_some() { EDGE_OF_HUES } else { share(EDGE) };
    let mut captions: Vec<Label> = Vec::new();
    // The captions of groups, by group, in a network of which nobody sees single nodes.
    let mut captioned: BTreeMap<u32, u32> = BTreeMap::new();
    let mut listed = Vec::new();
    let mut areas: Vec<GroupArea> = Vec::new();
    for (number, (&group, path)) in chosen.iter().zip(paths).enumerate() {
        if path.is_empty() {
            continue;
        }
        let own = groups.colours.get(group as usize).copied().flatten();
        let of_nodes = groups.hues.and_then(|_| {
            let number = groups.order.get(group as usize).copied().unwrap_or(group as usize);
            hue(number, theme)
        });
        let usual = || theme.kind_colour(own.unwrap_or(Colour::hex(FAMILIES[number % FAMILIES.len()])));
        let colour = of_nodes.unwrap_or_else(usual);
        let name = groups.names.get(group as usize).cloned().unwrap_or_default();
        let (fill, edge) = (colour.with_opacity(share(GROUND)), theme.canvas.mix(colour, outline_share));
        if !name.is_empty() {
            let ink = colour.mix(theme.ink, 0.55);
            let caption = match single {
                true => room.place(&name, &path, (ink, scene.fonts)),
                false => room.place_over(&name, size, &path, (ink, scene.fonts)),
            };
            if caption.is_some() && !single {
                captioned.insert(group, (scene.captions.len() + captions.len()) as u32);
            }
            captions.extend(caption);
        }
        // Where nodes have the same colours, the legend says them already.
        if !name.is_empty() && groups.hues.is_none() {
            listed.push(LegendEntry::Area { fill, edge, word: name.clone() });
        }
        areas.push(GroupArea { path, fill, edge, name });
    }
    let boxes = areas.iter().map(|h| h.path.bounding_box()).chain(captions.iter().map(Label::bounds));
    scene.bounds = boxes.fold(scene.bounds, |all, one| all.union(one));
    // What stands behind is told after the kinds and before the lines.
    scene.list_areas(listed.into_iter().take(LISTED).collect());
    scene.areas = areas;
    let told = (0..scene.nodes.len()).filter_map(|node| {
        let group = groups.of.get(node)?;
        let is_told = tells(groups.names.get(*group as usize)?, scene.label(node));
        captioned.get(group).filter(|_| is_told).map(|caption| (*caption, node as u32))
    });
    scene.told = told.collect();
    scene.captions_over = !single && !captions.is_empty();
    scene.captions.extend(captions);
}

/// How far a shape reaches from its centre.
fn reach(bounds: Rect, centre: Point) -> f64 {
    // Corners of shapes are rounded or empty.
    (bounds.x1 - centre.x).max(centre.x - bounds.x0).max(bounds.y1 - centre.y).max(centre.y - bounds.y0) * 1.08
}
