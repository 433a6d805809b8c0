//! Charts of small dossiers and of the examples: order, places, cells, and what is refused.

use super::*;
use crate::dossier::document::{EXAMPLES, open_example};
use crate::dossier::model::{Entity, EntityKind, Relation, Shape, Vocabulary, When};
use crate::picture::lettering::Fonts;
use crate::picture::scene::bodies::{Medium, bodies};
use crate::picture::scene::chart::{TileOf, TilePaint, TileShape};
use crate::picture::theme::Theme;

fn drawn(dossier: &Dossier, form: Form, rows_by: Option<RowOrder>) -> Scene {
    let entities: Vec<NodeIndex> = dossier.entities().map(|(index, _)| index).collect();
    let relations: Vec<EdgeIndex> = dossier.relations().map(|(index, ..)| index).collect();
    compose(ChartParts {
        fonts: Fonts::Bundled,
        dossier,
        bodies: bodies(dossier, &entities, (Medium::Window, Fonts::Bundled), |at| dossier.degree(at)),
        relations: &relations,
        presences: &Presences::at(dossier, None),
        drawn: &DrawnNetwork::default(),
        encoded: &Encoded::default(),
        theme: &Theme::LIGHT,
        form,
        order: rows_by.unwrap_or(form.usual_order()),
        aspect: 1.25,
        dates: [None, None],
        compared: None,
    })
}

/// Entities `e0`, `e1`, … of kind `sort`, each with a date or none.
fn dossier(dates: &[&str], relations: &[(usize, usize)]) -> Dossier {
    let mut vocabulary = Vocabulary::default();
    vocabulary.set_entity_kind(EntityKind {
        id: "sort".into(),
        label: "sort".into(),
        plural: "sorts".into(),
        colour: "#336699".into(),
        shape: Shape::Disc,
        icon: None,
        strong: false,
        enduring: false,
    });
    let mut dossier = Dossier::new(vocabulary);
    for (number, date) in dates.iter().enumerate() {
        let mut entity = Entity::new(format!("e{number}"), "sort", format!("Entity {number}"));
        entity.when = (!date.is_empty()).then(|| When { date: Date::parse(date).unwrap(), inferred: None });
        dossier.add_entity(entity).unwrap();
    }
    for &(from, to) in relations {
        dossier.add_relation(Relation::new(format!("e{from}"), "knows", format!("e{to}"))).unwrap();
    }
    dossier
}

fn ids(scene: &Scene) -> Vec<&str> {
    scene.nodes.iter().map(|node| &*node.id).collect()
}

#[test]
fn lanes_are_ordered_and_undated_ones_stand_apart() {
    let dossier = dossier(&["2010/2012", "", "2005", "../2001", ""], &[(0, 2), (0, 1), (1, 4)]);
    let scene = drawn(&dossier, Form::Timeline, None);
    assert_eq!(ids(&scene), ["e3", "e2", "e0", "e1", "e4"]);
    let heights: Vec<f32> = scene.nodes.iter().map(|node| node.at.1).collect();
    assert!(heights.windows(2).all(|pair| pair[1] > pair[0]));
    assert!(heights[3] - heights[2] > heights[2] - heights[1], "undated ones stand apart");
    let chart = scene.chart.as_ref().unwrap();
    assert_eq!(chart.apart.as_ref().map(|(_, words)| words.as_str()), Some("No date (2)"));
    // Two relations touch what happens at a date; the third has none anywhere.
    assert_eq!(scene.lines.len(), 2);
    assert_eq!(chart.says, "2 entities without a date at the bottom; 1 relation without a date not drawn");
    for line in 0..scene.lines.len() {
        let [from, to] = scene.run(line);
        let ends = scene.lines[line].ends;
        assert_eq!(from.0, to.0, "upright");
        assert_eq!((from.1, to.1), (scene.nodes[ends.0 as usize].at.1, scene.nodes[ends.1 as usize].at.1));
    }
    let arrows: Vec<u32> = chart
        .tiles
        .iter()
        .filter(|tile| tile.shape == TileShape::ArrowLeft)
        .filter_map(|tile| if let TileOf::Node(row) = tile.of { Some(row) } else { None })
        .collect();
    assert_eq!(arrows, [0], "only what was always there");
}

#[test]
fn solid_bars_lie_inside_hatched_ones() {
    let scene = drawn(&dossier(&["2003-05/2013", "1990/1999"], &[]), Form::Timeline, None);
    let chart = scene.chart.as_ref().unwrap();
    for row in 0..2 {
        let bars: Vec<_> = chart.tiles_of(row..row + 1).iter().filter(|t| t.shape == TileShape::Bar).collect();
        let paints: Vec<TilePaint> = bars.iter().map(|t| chart.tile_looks[usize::from(t.look)].paint).collect();
        assert_eq!(paints, [TilePaint::Hatched, TilePaint::Full, TilePaint::Hatched]);
        assert!(bars.windows(2).all(|pair| (pair[0].area.x1 - pair[1].area.x0).abs() < 1e-9));
        assert!(bars[1].area.height() > bars[0].area.height());
    }
}

#[test]
fn a_matrix_is_the_same_on_both_sides_of_its_diagonal() {
    let dossier = dossier(&["", "", "", ""], &[(0, 1), (1, 0), (2, 3), (3, 3)]);
    let scene = drawn(&dossier, Form::Matrix, Some(RowOrder::Name));
    let chart = scene.chart.as_ref().unwrap();
    let cell = |tile: &Tile| {
        let at = |v: f64| (v / chart.row).floor() as u32;
        let TileOf::Cell(number) = tile.of else { panic!("a cell") };
        (at(tile.area.center().y), at(tile.area.center().x), number, tile.count)
    };
    let cells: std::collections::BTreeSet<_> = chart.tiles.iter().map(cell).collect();
    assert!(
        cells.iter().all(|&(row, column, number, count)| cells.contains(&(column, row, number, count))),
        "{cells:?}"
    );
    assert_eq!(
        cells.iter().map(|c| (c.0, c.1, c.3)).collect::<Vec<_>>(),
        [(0, 1, 2), (1, 0, 2), (2, 3, 0), (3, 2, 0), (3, 3, 0)]
    );
    assert_eq!(chart.cells.iter().map(Vec::len).sum::<usize>(), scene.lines.len());
    // Each row's tiles are found by the row.
    for row in 0..4 {
        assert!(chart.tiles_of(row..row + 1).iter().all(|tile| cell(tile).0 as usize == row));
    }
}

#[test]
fn every_form_and_order_shows_the_examples_whole_and_always_the_same() {
    for example in EXAMPLES {
        let document = open_example(example);
        let count = document.dossier.entity_count();
        for form in [Form::Timeline, Form::Matrix] {
            for (word, by) in RowOrder::ALL {
                let scene = drawn(&document.dossier, form, Some(*by));
                assert_eq!(scene.nodes.len(), count, "{word}");
                let mut all = ids(&scene);
                all.sort_unstable();
                all.dedup();
                assert_eq!(all.len(), count, "{word}");
                let chart = scene.chart.as_ref().unwrap();
                assert!(chart.tiles.iter().all(|tile| tile.area.x0.is_finite() && tile.area.x1 >= tile.area.x0));
                let again = drawn(&document.dossier, form, Some(*by));
                assert_eq!(ids(&scene), ids(&again));
                assert_eq!(chart.tiles, again.chart.as_ref().unwrap().tiles);
                for (row, node) in scene.nodes.iter().enumerate() {
                    assert_eq!(scene.row_at(f64::from(node.at.1)), Some(row));
                }
            }
        }
    }
}

#[test]
fn more_rows_than_can_be_shown_are_refused_in_words() {
    let dates = vec![""; Form::Matrix.most_rows() + 1];
    let scene = drawn(&dossier(&dates, &[]), Form::Matrix, None);
    let refused = scene.chart.as_ref().unwrap().refused.clone().unwrap();
    assert_eq!(refused.message, "a matrix shows at most 500 entities, and there are 501");
    assert!(scene.nodes.is_empty());
    assert!(drawn(&dossier(&dates[1..], &[]), Form::Matrix, None).chart.as_ref().unwrap().refused.is_none());
    assert!(drawn(&dossier(&[], &[]), Form::Timeline, None).nodes.is_empty());
}
