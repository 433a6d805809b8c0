//! A scene for tests: groups of nodes of a colour each, every member tied to the first of its group, and
//! the firsts in a ring.

use super::bodies::{Medium, bodies};
use super::build::{Parts, build};
use super::item::Scene;
use crate::dossier::model::{Dossier, Entity, EntityKind, NodeIndex, Relation, Shape, Vocabulary};
use crate::explore::query::presence::Presences;
use crate::math::Portable as _;
use crate::picture::encoding::Encoded;
use crate::picture::lettering::Fonts;
use crate::picture::network::DrawnNetwork;
use crate::picture::theme::Theme;

/// Colours of groups, in their order.
const COLOURS: [&str; 4] = ["#1F6FB2", "#C77700", "#9A4593", "#1B8A5A"];

/// Groups of these sizes, each in a square of its own, in a row.
pub(crate) fn planted(sizes: &[usize]) -> Scene {
    let mut vocabulary = Vocabulary::default();
    for (group, colour) in COLOURS.iter().enumerate() {
        vocabulary.set_entity_kind(EntityKind {
            id: format!("group-{group}"),
            label: format!("of group {group}"),
            plural: format!("of group {group}"),
            colour: (*colour).to_owned(),
            shape: Shape::ALL[0].1,
            icon: None,
            strong: false,
            enduring: true,
        });
    }
    let mut dossier = Dossier::new(vocabulary);
    let (mut positions, mut firsts) = (Vec::new(), Vec::new());
    for (group, size) in sizes.iter().enumerate() {
        let first = positions.len();
        firsts.push(first);
        for member in 0..*size {
            let kind = format!("group-{}", group % COLOURS.len());
            let (id, name) = (format!("e{}", first + member), format!("Member {member} of {group}"));
            dossier.add_entity(Entity::new(id.as_str(), &kind, name)).unwrap();
            // A sunflower: even, and no two in a line.
            let (turn, away) = (member as f32 * 2.4, 30.0 * (member as f32).sqrt());
            positions.push((group as f32 * 1_000.0 + away * turn.cosine(), away * turn.sine()));
            if member > 0 {
                relate(&mut dossier, first, first + member);
            }
        }
    }
    for (number, first) in firsts.iter().enumerate().skip(1) {
        relate(&mut dossier, firsts[number - 1], *first);
    }
    let entities: Vec<NodeIndex> = dossier.entities().map(|(index, _)| index).collect();
    let relations: Vec<_> = dossier.relations().map(|(index, ..)| index).collect();
    build(&Parts {
        encoded: &Encoded::default(),
        runs: None,
        dossier: &dossier,
        bodies: &bodies(&dossier, &entities, (Medium::Window, Fonts::Bundled), |at| dossier.degree(at)),
        positions: &positions,
        relations: &relations,
        presences: &Presences::at(&dossier, None),
        compared: None,
        theme: &Theme::LIGHT,
        tapered: false,
        drawn: &DrawnNetwork::default(),
    })
}

fn relate(dossier: &mut Dossier, from: usize, to: usize) {
    let relation = Relation::new(format!("e{from}").as_str(), "knows", format!("e{to}").as_str());
    dossier.add_relation(relation).unwrap();
}
