//! What a frame of the canvas, and an edit while somebody reads, take from the memory's allocator: as
//! much for a large network as for a small one, as long as as much of it is on the screen. A test of its own and not part of `all`,
//! since the counting allocator would slow every other test, and they would run beside it.

#![cfg(feature = "window")]

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use allocation_counter::{AllocationInfo, measure};
use chancery::dossier::document::{self, Document};
use chancery::dossier::edit::{Change, EntityField, InsertAt};
use chancery::dossier::model::{EntityId, Relation};
use chancery::picture::stages::{ViewSettings, draw};
use chancery::picture::theme::Theme;
use chancery::progress::Progress;
use chancery::window::canvas::attention::Attention;
use chancery::window::canvas::camera::Camera;
use chancery::window::canvas::frame_request::FrameRequest;
use chancery::window::canvas::packed_scene::PackedScene;
use chancery::window::canvas::plan::{Planner, Rest};
use kurbo::{Point, Vec2};

/// Scene units from a node to the next.
const APART: usize = 44;

/// A sheet of nodes, each tied to the next on its right and below, and some to one further away: a
/// larger sheet only goes on further than a smaller one.
fn sheet(across: usize, down: usize) -> Arc<PackedScene> {
    let name = |x: usize, y: usize| format!("Committee {x} of {y}");
    let mut text = String::from("source,target\n");
    let mut pins = BTreeMap::new();
    for (x, y) in (0..down).flat_map(|y| (0..across).map(move |x| (x, y))) {
        // The id that reading makes of the name.
        let id = format!("committee-{x}-of-{y}");
        pins.insert(EntityId::new(id), ((x * APART) as f32, (y * APART) as f32));
        let far = [(x + 1, y), (x, y + 1), (x + 3, y + 2)];
        for (tx, ty) in far.into_iter().take(2 + usize::from(x % 3 == 0)).filter(|(x, y)| *x < across && *y < down) {
            let _ = writeln!(text, "{},{}", name(x, y), name(tx, ty));
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheet.csv");
    std::fs::write(&path, text).unwrap();
    let document = document::open(&path);
    let look = ViewSettings { pins, layout: "grid".into(), aspect: 1.6, ..ViewSettings::default() };
    let (scene, _) = draw(&document.dossier, &look, &Theme::LIGHT, &Progress::new()).unwrap();
    assert_eq!(scene.nodes.len(), across * down);
    Arc::new(PackedScene::new(Arc::new(scene), None))
}

/// A canvas without a window or a graphics adapter.
struct Bare {
    stock: Arc<PackedScene>,
    planner: Planner,
    attention: Attention,
    frame: u32,
}

impl Bare {
    fn new(stock: &Arc<PackedScene>) -> Self {
        Bare { stock: Arc::clone(stock), planner: Planner::new(|| ()), attention: Attention::default(), frame: 0 }
    }

    fn frame(&mut self, camera: Camera) -> Rest {
        self.frame += 1;
        let (frame, rest) = self.planner.plan(&FrameRequest {
            stock: &self.stock,
            camera,
            size: (1280.0, 800.0),
            scale: 1.0,
            theme: &Theme::LIGHT,
            overlay: &self.attention.overlay,
            dims: false,
            first: &[],
            bright: &HashSet::new(),
            bright_lines: &HashSet::new(),
            now: f64::from(self.frame) / 60.0,
            still: false,
        });
        // A renderer would say what it has.
        let mut ack = frame.ack.lock().unwrap();
        ack.renderer = 1;
        ack.atlas = frame.atlas.id;
        ack.tiles.extend(frame.tile_uploads.iter().map(|u| u.id));
        rest
    }

    fn settle(&mut self, camera: Camera) {
        let begun = Instant::now();
        loop {
            let rest = self.frame(camera);
            if !rest.fading && !rest.waiting {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(120), "it never comes to rest");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// What frames along a path take, after the same path was gone once so that all has its room.
    fn path(&mut self, count: u32, camera: impl Fn(f64) -> Camera) -> AllocationInfo {
        let share = |i: u32| f64::from(i) / f64::from(count - 1);
        self.settle(camera(0.0));
        for i in 0..count {
            self.frame(camera(share(i)));
        }
        self.settle(camera(0.0));
        measure(|| (0..count).for_each(|i| _ = self.frame(camera(share(i)))))
    }
}

/// Fails if the larger of two networks takes notably more.
fn compare(what: &str, small: &AllocationInfo, large: &AllocationInfo, frames: u64) {
    println!(
        "{what}: {} and {} allocations, {} and {} bytes in {frames} frames",
        small.count_total, large.count_total, small.bytes_total, large.bytes_total
    );
    // Leaves of the index lie otherwise in another network, so that some lists are a little longer.
    let most = |n: u64| n + n / 4;
    assert!(large.count_total <= most(small.count_total) + 2 * frames, "{what}");
    assert!(large.bytes_total <= most(small.bytes_total) + 2048 * frames, "{what}");
}

#[test]
fn what_a_frame_allocates_does_not_grow_with_the_network() {
    let (small, large) = (sheet(50, 40), sheet(250, 160));
    let (mut small, mut large) = (Bare::new(&small), Bare::new(&large));
    let at = |x: f64, y: f64, zoom: f64| Camera { centre: Point::new(x, y), zoom };
    let near = |_: f64| at(1100.0, 880.0, 1.3);
    let pan = |t: f64| at(900.0 + 400.0 * t, 700.0 + 300.0 * t, 1.3);
    let zoom = |t: f64| at(1100.0, 880.0, 1.1 + 1.5 * t);
    const FRAMES: u32 = 60;
    compare("at rest", &small.path(FRAMES, near), &large.path(FRAMES, near), FRAMES.into());
    compare("panning", &small.path(FRAMES, pan), &large.path(FRAMES, pan), FRAMES.into());
    compare("zooming", &small.path(FRAMES, zoom), &large.path(FRAMES, zoom), FRAMES.into());
}

#[test]
fn the_same_from_afar_where_all_is_density() {
    let of = |stock: Arc<PackedScene>| {
        let bounds = stock.scene.bounds;
        let mut bare = Bare::new(&stock);
        // All of it in view, whatever its size.
        let zoom = (1200.0 / bounds.width()).min(760.0 / bounds.height());
        let pan = |t: f64| Camera { centre: bounds.center() + Vec2::new(40.0 * t / zoom, 0.0), zoom };
        bare.path(60, pan)
    };
    compare("from afar", &of(sheet(200, 128)), &of(sheet(400, 256)), 60);
}

/// A ring of states, each a member of the next.
fn ring(states: usize) -> Document {
    let mut text = String::from("Dossier(format: 1, title: \"Ring\", entities: [\n");
    for n in 0..states {
        let _ = writeln!(text, "(id: \"e{n}\", kind: \"state\", name: \"State {n}\"),");
    }
    text.push_str("], relations: [\n");
    for n in 0..states {
        let _ = writeln!(text, "(from: \"e{n}\", kind: \"member_of\", to: \"e{}\"),", (n + 1) % states);
    }
    text.push_str("])\n");
    document::open_texts(&[("ring.ron", &text)])
}

#[test]
fn an_edit_while_a_snapshot_is_held_allocates_no_more_in_a_large_network() {
    let edits = |states: usize| {
        let mut document = ring(states);
        let name = |name: &str| Change::SetEntity { id: "e7".into(), set: vec![EntityField::Name(name.to_owned())] };
        let relation = Relation::new("e3", "supports", "e5");
        let tie = Change::AddRelation { relation, place: InsertAt::default() };
        // Lists that grow get their room.
        for change in [name("First"), tie.clone()] {
            document.apply(change).unwrap();
            document.undo().unwrap();
        }
        let held = document.snapshot();
        assert_eq!(held.dossier().entity_by_id("e7").unwrap().name, "State 7");
        let taken = measure(|| {
            document.apply(name("Second")).unwrap();
            document.undo().unwrap();
            document.redo().unwrap();
            document.mark_saved();
            document.apply(tie).unwrap();
            document.undo().unwrap();
        });
        assert_eq!(held.dossier().entity_by_id("e7").unwrap().name, "State 7");
        assert_eq!(document.snapshot().dossier().entity_by_id("e7").unwrap().name, "Second");
        taken
    };
    let (small, large) = (edits(500), edits(20_000));
    compare("edits while a snapshot is held", &small, &large, 1);
}
