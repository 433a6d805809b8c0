//! Pictures of the renderer, compared with kept ones. Adapters and drivers differ by a shade at edges:
//! a picture passes if its pixels differ by less than 2 of 255 on average and no more than one in
//! fifty by more than 40. `CHANCERY_GOLDEN=1` makes them anew.

use std::path::{Path, PathBuf};

use chancery::layout::{Areas, Form, Grouping};
use chancery::window::bench::{Bench, picture};

use crate::golden::{Picture, remake};

fn bench(file: &str, theme: &str, scale: f32) -> Bench {
    Bench {
        file: PathBuf::from(file),
        positions: None,
        frames: 2,
        size: (560, 400),
        scale,
        window: false,
        areas: Areas::default(),
        form: Form::Network,
        theme: theme.to_owned(),
        pictures: None,
    }
}

fn check(name: &str, bench: &Bench, zoom: f64, around: Option<&str>) {
    let drawn = picture(bench, zoom, around).expect("there is a graphics adapter");
    let path = Path::new("tests/figures").join(format!("{name}.png"));
    if remake() {
        return Picture { width: drawn.width, height: drawn.height, rgba: drawn.rgba }.write(&path);
    }
    let kept = Picture::read(&path);
    assert_eq!((kept.width, kept.height), (drawn.width, drawn.height), "{name}");
    let differences: Vec<u8> = kept.rgba.iter().zip(&drawn.rgba).map(|(a, b)| a.abs_diff(*b)).collect();
    let mean = differences.iter().map(|d| f64::from(*d)).sum::<f64>() / differences.len() as f64;
    let far = differences.chunks(4).filter(|p| p.iter().any(|d| *d > 40)).count();
    let share = far as f64 / (differences.len() / 4) as f64;
    assert!(mean < 2.0 && share < 0.02, "{name}: mean {mean:.3}, far off {:.2} %", share * 100.0);
}

#[test]
fn the_example_looks_as_it_did() {
    check("canvas-light", &bench("example:asean-japan", "light", 1.0), 1.0, None);
    check("canvas-dark-near", &bench("example:asean-japan", "dark", 1.0), 2.4, Some("japan"));
    check("canvas-fine", &bench("example:asean-japan", "light", 2.0), 1.7, Some("asean"));
}

#[test]
fn areas_lie_behind_what_belongs_together() {
    let by = |areas, theme| Bench { areas: Areas::Of(areas), ..bench("example:asean-japan", theme, 1.0) };
    check("canvas-areas", &by(Grouping::Community, "light"), 1.0, None);
    check("canvas-areas-dark", &by(Grouping::Kind, "dark"), 1.0, None);
}

#[test]
fn icons_and_pictures_stand_in_their_shapes() {
    check("canvas-icons", &bench("tests/data/pictured/ports.ron", "light", 2.0), 1.0, None);
    check("canvas-pictures", &bench("tests/data/pictured/harbour.ron", "light", 2.0), 1.0, None);
    check("canvas-icons-near", &bench("tests/data/pictured/ports.ron", "dark", 1.0), 2.4, Some("north"));
}
