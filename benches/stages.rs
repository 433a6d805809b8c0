//! How long each stage takes on the built-in examples: reading, search, layout, scene, SVG, PNG.
//!
//! Before criterion's own figures it prints each stage as a multiple of a calibrating loop, so
//! that figures of different machines can be compared.

use std::hint::black_box;
use std::time::{Duration, Instant};

use chancery::dossier::document::{EXAMPLES, open_example};
use chancery::dossier::model::{Date, Dossier};
use chancery::explore::query::search::Index;
use chancery::picture::figure::{
    self, Arrangements, ByHand, FIGURES, LineLabels, ManyLines, Page, PageFrame, PageSize, Painting, Writing,
};
use chancery::picture::stages::{self, Stages, ViewSettings};
use chancery::picture::theme::Theme;
use chancery::progress::Progress;
use criterion::Criterion;

fn main() {
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let unit = median(calibrate);
    println!("calibrating loop: {unit:?}");
    for example in EXAMPLES {
        for (name, mut stage) in stages_of(example) {
            let ratio = median(&mut stage).as_secs_f64() / unit.as_secs_f64();
            println!("{}/{name}: {ratio:.2} × the calibrating loop", example.name);
            criterion.bench_function(&format!("{}/{name}", example.name), |b| b.iter(&mut stage));
        }
    }
    criterion.final_summary();
}

/// A fixed amount of plain work: FNV-1a over 4 MiB.
fn calibrate() {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for n in 0..4u32 << 20 {
        hash = (hash ^ u64::from(black_box(n) & 0xff)).wrapping_mul(0x0100_0000_01b3);
    }
    black_box(hash);
}

fn median(mut work: impl FnMut()) -> Duration {
    work();
    let mut times: Vec<Duration> = (0..7)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

type Stage = (String, Box<dyn FnMut()>);

fn stages_of(example: &'static chancery::dossier::document::Example) -> Vec<Stage> {
    // The dossier lives as long as the process: every stage borrows it.
    let dossier: &'static Dossier = Box::leak(Box::new(open_example(example).dossier));
    let look = ViewSettings { aspect: 1.5, compose: true, ..ViewSettings::default() };
    let draw =
        |look: &ViewSettings| stages::draw(dossier, look, &Theme::PRINT, &Progress::new()).expect("nobody cancels");
    let (scene, shown) = draw(&look);
    let text = figure::words(dossier, &look, &shown, None, None);
    let mut list: Vec<Stage> = vec![
        ("read".to_owned(), Box::new(move || drop(black_box(open_example(example))))),
        ("search index".to_owned(), Box::new(move || drop(black_box(Index::new(dossier))))),
    ];
    {
        let look = look.clone();
        list.push(("layout and scene".to_owned(), Box::new(move || drop(black_box(draw(&look))))));
    }
    {
        // Only the as-of date changes: the layout is kept.
        let dates = ["2013", "2014"].map(|text| Date::parse(text).expect("a year"));
        let (mut kept, mut look, mut turn) = (Stages::default(), look, 0);
        let scene_alone = move || {
            turn += 1;
            look.as_of = Some(dates[turn % 2].clone());
            let _ = black_box(kept.update(dossier, 0, &look, &Theme::PRINT, &Progress::new()));
        };
        list.push(("scene".to_owned(), Box::new(scene_alone)));
    }
    for kind in FIGURES {
        let (scene, text) = (scene.clone(), text.clone());
        let write = move || {
            let (labels, known) = (LineLabels::default(), Arrangements::default());
            let page = Page {
                size: PageSize { width_mm: 180.0, height_mm: 120.0 },
                dpi: 150.0,
                scene: &scene,
                text: &text,
                theme: &Theme::PRINT,
                frame: PageFrame::default(),
                lines: ManyLines::default(),
                labels: &labels,
                by_hand: ByHand::default(),
                known: &known,
            };
            drop(black_box(kind.write(&Painting::new(&page), &Writing::default())));
        };
        list.push((kind.extension().to_owned(), Box::new(write)));
    }
    list
}
