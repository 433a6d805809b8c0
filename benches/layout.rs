//! How long the organic layout takes on graphs of several kinds and sizes, one thread, as criterion
//! measures it and as a multiple of a calibrating loop, so that machines can be compared.

use std::hint::black_box;
use std::time::{Duration, Instant};

use chancery::layout::{Input, LAYOUTS, NodeBox, Options, Style};
use chancery::progress::Progress;
use criterion::Criterion;

type Edges = Vec<(u32, u32)>;

fn main() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    pool.install(|| {
        let mut criterion = Criterion::default().sample_size(10).configure_from_args();
        let unit = best(calibrate);
        println!("calibrating loop: {unit:?}");
        for (name, count, edges) in graphs() {
            for style in [Style::Distances, Style::Communities] {
                let boxes = vec![NodeBox { left: 0.0, right: 0.0, up: 0.0, down: 0.0 }; count];
                let options = Options { style, ..Options::default() };
                let input = Input { options, ..Input::new(&boxes, &edges) };
                let mut work = || {
                    black_box(LAYOUTS[0].place(&input, &Progress::new())).expect("nobody cancels");
                };
                let ratio = best(&mut work).as_secs_f64() / unit.as_secs_f64();
                println!("{name} {style:?}: {ratio:.2} × the calibrating loop");
                criterion.bench_function(&format!("{name} {style:?}"), |b| b.iter(&mut work));
            }
        }
        criterion.final_summary();
    });
}

/// A ring of communities, a grid, a tree, all reckoned with without chance.
fn graphs() -> Vec<(&'static str, usize, Edges)> {
    let society = |n: u32| -> Edges {
        let tree = (1..n).map(|i| (i, libm::pow(f64::from(i), 0.7) as u32 * 7 % i));
        tree.chain((0..n).map(|i| (i, (i + 1 + i * 31 % 60) % n))).collect()
    };
    let grid = |side: u32| -> Edges {
        let right = (0..side * side).filter(|i| (i + 1) % side != 0).map(|i| (i, i + 1));
        right.chain((0..side * (side - 1)).map(|i| (i, i + side))).collect()
    };
    let tree =
        |n: u32| -> Edges { (1..n).map(|i| (i, (u64::from(i) * 2_654_435_761 % u64::from(i)) as u32)).collect() };
    vec![
        ("society-100", 100, society(100)),
        ("society-1000", 1_000, society(1_000)),
        ("society-10000", 10_000, society(10_000)),
        ("grid-10000", 10_000, grid(100)),
        ("tree-10000", 10_000, tree(10_000)),
    ]
}

/// A fixed amount of plain work: FNV-1a over 4 MiB.
fn calibrate() {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for n in 0..4u32 << 20 {
        hash = (hash ^ u64::from(black_box(n) & 0xff)).wrapping_mul(0x0100_0000_01b3);
    }
    black_box(hash);
}

fn best(mut work: impl FnMut()) -> Duration {
    let times = (0..3).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}
