//! Golden files: what the program drew when somebody last looked, kept beside the tests. One variable,
//! `CHANCERY_GOLDEN=1`, re-makes all of them, so that a review sees what changed as a diff. What is
//! drawn, and how nearly it must be the same, is up to the tests that use this.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::path::Path;

/// Whether golden files are to be made anew instead of compared.
pub(crate) fn remake() -> bool {
    std::env::var_os("CHANCERY_GOLDEN").is_some()
}

/// A picture of 8 bits a channel, with alpha.
#[derive(PartialEq)]
pub(crate) struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

impl Picture {
    pub(crate) fn read(path: &Path) -> Picture {
        let file = File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Picture::decode(BufReader::new(file))
    }

    pub(crate) fn decode(from: impl std::io::BufRead + std::io::Seek) -> Picture {
        let mut decoder = png::Decoder::new(from);
        decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
        let mut reader = decoder.read_info().unwrap();
        let mut rgba = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut rgba).unwrap();
        assert_eq!((info.color_type, info.bit_depth), (png::ColorType::Rgba, png::BitDepth::Eight));
        Picture { width: info.width, height: info.height, rgba }
    }

    /// Writes it as small as may be; without the alpha where nothing shows through.
    pub(crate) fn write(&self, path: &Path) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let opaque = self.rgba.chunks(4).all(|pixel| pixel[3] == 255);
        let mut encoder = png::Encoder::new(BufWriter::new(File::create(path).unwrap()), self.width, self.height);
        encoder.set_compression(png::Compression::High);
        encoder.set_color(if opaque { png::ColorType::Rgb } else { png::ColorType::Rgba });
        let mut writer = encoder.write_header().unwrap();
        let rgb: Vec<u8> = self.rgba.chunks(4).flat_map(|pixel| &pixel[..3]).copied().collect();
        writer.write_image_data(if opaque { &rgb } else { &self.rgba }).unwrap();
    }
}
