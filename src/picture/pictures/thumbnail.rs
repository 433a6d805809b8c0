//! A PNG or JPEG as a small square: decoded within limits, cut to its middle, scaled. Bytes in, pixels
//! out: no disk, no dossier.

use std::io::Cursor;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicU64, Ordering};

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::problem::{Problem, codes};

/// Pixels along a side of what is kept.
pub(crate) const SIDE: usize = 128;
/// Copies of what is kept, every one half as large as the one before.
pub(crate) const LEVELS: usize = 4;
/// The most pixels that a picture may have along a side.
pub(crate) const MAX_SIDE: usize = 4096;
/// The most that a decoder may take beside the pixels, in bytes.
const MAX_DECODER: usize = 32 << 20;

/// A picture as it is drawn in a node.
#[derive(Debug, PartialEq, Eq)]
pub struct Thumbnail {
    /// A number of its own, for whoever keeps it elsewhere.
    pub(crate) id: u64,
    /// [`SIDE`] x [`SIDE`] pixels row by row: red, green, blue, opacity; premultiplied.
    pixels: Vec<u8>,
    /// The same smaller, made once and not while something is drawn.
    smaller: Vec<Vec<u8>>,
}

impl Thumbnail {
    /// Reads a picture.
    ///
    /// # Errors
    /// What is wrong with it: neither PNG nor JPEG, damaged, too large.
    pub(crate) fn read(bytes: &[u8]) -> Result<Thumbnail, Problem> {
        // The decoders are not ours: should one of them fail, the picture is missing and no more.
        let decoded = catch_unwind(|| decode(bytes)).unwrap_or_else(|_| Err(damaged("its decoder failed")))?;
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let pixels = decoded.square(SIDE);
        let smaller = (1..LEVELS).map(|level| resample(&pixels, SIDE, (0, 0, SIDE), SIDE >> level)).collect();
        Ok(Thumbnail { id: NEXT.fetch_add(1, Ordering::Relaxed), pixels, smaller })
    }

    /// Pixels, premultiplied, of each copy from the largest to the smallest, with their number along a
    /// side.
    pub(crate) fn levels(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let all = std::iter::once(&self.pixels).chain(&self.smaller);
        all.enumerate().map(|(level, pixels)| (SIDE >> level, pixels.as_slice()))
    }

    /// Pixels, premultiplied, at another size of 1 to [`SIDE`] along a side.
    pub(crate) fn scaled(&self, side: usize) -> Vec<u8> {
        if side == SIDE {
            return self.pixels.clone();
        }
        resample(&self.pixels, SIDE, (0, 0, SIDE), side.clamp(1, SIDE))
    }

    /// As a PNG file; the same pixels give the same bytes.
    ///
    /// # Errors
    /// A problem that would be a fault of ours.
    pub(crate) fn to_png(&self) -> Result<Vec<u8>, Problem> {
        png_of(&self.pixels, (SIDE, SIDE))
    }
}

/// Premultiplied pixels as a PNG file; the same pixels give the same bytes.
///
/// # Errors
/// A problem that would be a fault of ours.
pub(crate) fn png_of(pixels: &[u8], (width, height): (usize, usize)) -> Result<Vec<u8>, Problem> {
    let straight = |p: &[u8]| {
        let whole = |c: u8| (u32::from(c) * 255 + u32::from(p[3]) / 2).checked_div(u32::from(p[3])).unwrap_or(0);
        [whole(p[0]).min(255) as u8, whole(p[1]).min(255) as u8, whole(p[2]).min(255) as u8, p[3]]
    };
    let bytes: Vec<u8> = pixels.chunks_exact(4).flat_map(straight).collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&bytes)?;
        writer.finish()
    });
    written.map_err(|e| Problem::warning(codes::IO, format!("a picture could not be encoded: {e}")))?;
    Ok(out)
}

fn damaged(why: impl std::fmt::Display) -> Problem {
    Problem::warning(codes::BAD_VALUE, format!("the picture is damaged: {why}"))
        .with_help("open it in a picture editor and save it again")
}

fn too_large(width: usize, height: usize) -> Problem {
    let message = format!("the picture has {width} × {height} pixels; the limit is {MAX_SIDE} × {MAX_SIDE}");
    Problem::warning(codes::TOO_LARGE, message).with_help("save a smaller copy; nodes show pictures small anyway")
}

/// Pixels of a whole picture: red, green, blue, opacity; not premultiplied.
struct Decoded {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
    /// How it is to be held, as cameras write it: 1 is as it is.
    orientation: u16,
}

impl Decoded {
    /// The largest square in the middle, at another size, premultiplied.
    fn square(mut self, to: usize) -> Vec<u8> {
        for p in self.pixels.chunks_exact_mut(4) {
            let over = |c: u8| ((u32::from(c) * u32::from(p[3]) + 127) / 255) as u8;
            let [r, g, b] = [p[0], p[1], p[2]].map(over);
            p[..3].copy_from_slice(&[r, g, b]);
        }
        let side = self.width.min(self.height);
        let middle = ((self.width - side) / 2, (self.height - side) / 2, side);
        turned(resample(&self.pixels, self.width, middle, to), to, self.orientation)
    }
}

/// The format is detected from the first bytes.
fn decode(bytes: &[u8]) -> Result<Decoded, Problem> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        decode_png(bytes)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        decode_jpeg(bytes)
    } else {
        Err(Problem::warning(codes::BAD_VALUE, "the file is neither a PNG nor a JPEG picture, whatever its name says")
            .with_help("save the picture as PNG or JPEG"))
    }
}

fn decode_png(bytes: &[u8]) -> Result<Decoded, Problem> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: MAX_DECODER });
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let header = decoder.read_header_info().map_err(damaged)?;
    let (width, height) = (header.width as usize, header.height as usize);
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(too_large(width, height));
    }
    let mut reader = decoder.read_info().map_err(damaged)?;
    let size = reader.output_buffer_size().ok_or_else(|| too_large(width, height))?;
    let mut buffer = vec![0; size];
    let frame = reader.next_frame(&mut buffer).map_err(damaged)?;
    let (width, height) = (frame.width as usize, frame.height as usize);
    let pixels = match frame.color_type {
        png::ColorType::Rgba => buffer,
        png::ColorType::GrayscaleAlpha => buffer.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect(),
        png::ColorType::Rgb => buffer.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect(),
        png::ColorType::Grayscale => buffer.iter().flat_map(|g| [*g, *g, *g, 255]).collect(),
        png::ColorType::Indexed => return Err(damaged("its palette cannot be read")),
    };
    whole(Decoded { width, height, pixels, orientation: 1 })
}

fn decode_jpeg(bytes: &[u8]) -> Result<Decoded, Problem> {
    // The decoder's own limit is a step larger, so that it is ours that tells.
    let options = DecoderOptions::default()
        .set_max_width(MAX_SIDE * 16)
        .set_max_height(MAX_SIDE * 16)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder.dimensions().ok_or_else(|| damaged("its size is missing"))?;
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(too_large(width, height));
    }
    if !is_whole_jpeg(bytes) {
        // The decoder would make up what is missing.
        return Err(damaged("its end is missing"));
    }
    let buffer = decoder.decode().map_err(damaged)?;
    let pixels = match decoder.output_colorspace() {
        Some(ColorSpace::Luma) => buffer.iter().flat_map(|g| [*g, *g, *g, 255]).collect(),
        _ => buffer.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect(),
    };
    let orientation = decoder.exif().and_then(|exif| orientation(exif)).unwrap_or(1);
    whole(Decoded { width, height, pixels, orientation })
}

/// Whether the mark of the end comes somewhere after the beginning of the pixels. What lies in segments
/// before, such as a smaller picture, does not count, nor does what a camera has put behind the end.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[mark, kind, high, low]) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        at += match (mark, kind) {
            (0xff, 0xda) => return bytes[at..].windows(2).any(|pair| pair == [0xff, 0xd9]),
            (0xff, 0x01 | 0xd0..=0xd8) => 2,
            (0xff, 0x02..=0xfe) => 2 + usize::from(u16::from_be_bytes([high, low])),
            _ => 1,
        };
    }
    false
}

/// As many pixels as its size says, and at least one.
fn whole(decoded: Decoded) -> Result<Decoded, Problem> {
    let Decoded { width, height, ref pixels, .. } = decoded;
    if width == 0 || height == 0 || pixels.len() < width * height * 4 {
        return Err(damaged("parts of it are missing"));
    }
    Ok(decoded)
}

/// How a camera says that a picture is to be held (Exif 2.32, tag 0x0112), from 1 to 8.
fn orientation(exif: &[u8]) -> Option<u16> {
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let little = exif.starts_with(b"II");
    let two = |at: usize| {
        let bytes: [u8; 2] = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let first = if little { two(4)? } else { two(6)? };
    let directory = usize::from(first);
    let entries = (0..usize::from(two(directory)?)).map(|n| directory + 2 + n * 12);
    let entry = entries.take(64).find(|at| two(*at) == Some(0x0112))?;
    two(entry + 8).filter(|value| (1..=8).contains(value))
}

/// A square of pixels, held as it is to be.
fn turned(pixels: Vec<u8>, side: usize, orientation: u16) -> Vec<u8> {
    if orientation == 1 {
        return pixels;
    }
    let last = side - 1;
    let source = |x: usize, y: usize| match orientation {
        2 => (last - x, y),
        3 => (last - x, last - y),
        4 => (x, last - y),
        5 => (y, x),
        6 => (y, last - x),
        7 => (last - y, last - x),
        8 => (last - y, x),
        _ => (x, y),
    };
    let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
    places
        .flat_map(|(x, y)| {
            let (x, y) = source(x, y);
            let at = (y * side + x) * 4;
            [pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]]
        })
        .collect()
}

/// A square part (left, top, side) of a picture at another size. Each pixel is a mean of those that it
/// stands for, weighted by a triangle: smooth where the picture grows, without flicker where it shrinks.
fn resample(pixels: &[u8], width: usize, (left, top, side): (usize, usize, usize), to: usize) -> Vec<u8> {
    let weights = weights(side, to);
    // Across first: rows of the part, `to` pixels each.
    let mut rows = vec![0.0f32; side * to * 4];
    for row in 0..side {
        let source = &pixels[((top + row) * width + left) * 4..][..side * 4];
        for (column, (first, shares)) in weights.iter().enumerate() {
            let out = &mut rows[(row * to + column) * 4..][..4];
            for (share, p) in shares.iter().zip(source[first * 4..].chunks_exact(4)) {
                out.iter_mut().zip(p).for_each(|(sum, c)| *sum += share * f32::from(*c));
            }
        }
    }
    let mut out = Vec::with_capacity(to * to * 4);
    for (first, shares) in &weights {
        for column in 0..to {
            let mut sum = [0.0f32; 4];
            for (number, share) in shares.iter().enumerate() {
                let p = &rows[((first + number) * to + column) * 4..][..4];
                sum.iter_mut().zip(p).for_each(|(sum, c)| *sum += share * c);
            }
            let [r, g, b, a] = sum.map(|c| (c + 0.5).clamp(0.0, 255.0) as u8);
            // Premultiplied colours are no stronger than their opacity.
            out.extend([r.min(a), g.min(a), b.min(a), a]);
        }
    }
    out
}

/// For each of `to` places: the first of `from` that it is made of, and the share of each.
fn weights(from: usize, to: usize) -> Vec<(usize, Vec<f32>)> {
    let step = from as f32 / to as f32;
    let reach = step.max(1.0);
    let of = |place: usize| {
        let centre = (place as f32 + 0.5) * step;
        let first = ((centre - reach).floor().max(0.0) as usize).min(from - 1);
        let last = ((centre + reach).ceil() as usize).clamp(first + 1, from);
        let mut shares: Vec<f32> =
            (first..last).map(|n| (1.0 - (n as f32 + 0.5 - centre).abs() / reach).max(0.0)).collect();
        let sum: f32 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= sum.max(1e-6));
        (first, shares)
    };
    (0..to).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, colour: png::ColorType, pixels: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, width, height);
        encoder.set_color(colour);
        encoder.write_header().unwrap().write_image_data(pixels).unwrap();
        out
    }

    fn told(bytes: &[u8]) -> (&'static str, String) {
        let problem = Thumbnail::read(bytes).unwrap_err();
        assert!(problem.help.is_some(), "{}", problem.message);
        (problem.code, problem.message)
    }

    fn at(thumbnail: &Thumbnail, x: usize, y: usize) -> [u8; 4] {
        let start = (y * SIDE + x) * 4;
        thumbnail.pixels[start..start + 4].try_into().unwrap()
    }

    /// A red left half and a blue right half beside margins of green that are cut off.
    fn wide() -> Vec<u8> {
        let pixel = |x: usize| match x {
            0..100 | 300.. => [0, 255, 0],
            100..200 => [255, 0, 0],
            _ => [0, 0, 255],
        };
        let row: Vec<u8> = (0..400).flat_map(pixel).collect();
        row.repeat(200)
    }

    #[test]
    fn a_picture_is_cut_to_its_middle_and_scaled() {
        let thumbnail = Thumbnail::read(&png(400, 200, png::ColorType::Rgb, &wide())).unwrap();
        assert_eq!(at(&thumbnail, 20, 64), [255, 0, 0, 255]);
        assert_eq!(at(&thumbnail, 108, 64), [0, 0, 255, 255]);
        assert!(thumbnail.pixels.chunks(4).skip(2).step_by(61).all(|p| p[1] < 120), "green was cut off");
        assert_eq!(thumbnail.scaled(16).len(), 16 * 16 * 4);
        let levels: Vec<(usize, usize)> = thumbnail.levels().map(|(side, pixels)| (side, pixels.len())).collect();
        assert_eq!(levels, [128, 64, 32, 16].map(|side| (side, side * side * 4)));
        let again = Thumbnail::read(&thumbnail.to_png().unwrap()).unwrap();
        assert_eq!(again.pixels, thumbnail.pixels);
        assert_ne!(again.id, thumbnail.id);
    }

    #[test]
    fn one_pixel_fills_the_square_and_what_is_clear_stays_clear() {
        let thumbnail = Thumbnail::read(&png(1, 1, png::ColorType::GrayscaleAlpha, &[200, 0])).unwrap();
        assert!(thumbnail.pixels.iter().all(|c| *c == 0));
        let thumbnail = Thumbnail::read(&png(1, 3, png::ColorType::Grayscale, &[9, 200, 9])).unwrap();
        assert_eq!(at(&thumbnail, 127, 0), [200, 200, 200, 255]);
    }

    #[test]
    fn hostile_files_are_told_and_never_more() {
        assert_eq!(told(b"").0, codes::BAD_VALUE);
        assert!(told(b"GIF89a, called .png").1.contains("neither"));
        let good = png(400, 200, png::ColorType::Rgb, &wide());
        for cut in [8, 20, 40, good.len() / 2, good.len() - 20] {
            assert!(told(&good[..cut]).1.contains("damaged"), "cut at {cut}");
        }
        // A header that claims more than a terabyte.
        let mut huge = good.clone();
        huge[16..24].copy_from_slice(&[0, 16, 0, 0, 0, 16, 0, 0]);
        let crc = crc32fast::hash(&huge[12..29]);
        huge[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(told(&huge).0, codes::TOO_LARGE);
        // Every byte of a small one damaged in turn: told or shown, never worse.
        let small = png(8, 8, png::ColorType::Rgb, &[77; 192]);
        for place in 0..small.len() {
            let mut bytes = small.clone();
            bytes[place] ^= 0x55;
            let _ = Thumbnail::read(&bytes);
        }
    }

    #[test]
    fn a_picture_is_held_as_the_camera_says() {
        let colour = include_bytes!("../../../tests/data/pictured/pictures/quay.jpg");
        let said = |value: u8| {
            let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
            exif.extend([value, 0, 0, 0, 0, 0, 0]);
            let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1, 0, exif.len() as u8 + 2];
            bytes.extend(exif);
            bytes.extend(&colour[2..]);
            Thumbnail::read(&bytes).unwrap()
        };
        let plain = Thumbnail::read(colour).unwrap();
        assert_eq!(said(1).pixels, plain.pixels);
        // A quarter turn to the right: what was at the top left is at the top right.
        assert_eq!(at(&said(6), 127, 0), at(&plain, 0, 0));
        assert_eq!(at(&said(6), 10, 20), at(&plain, 20, 117));
        assert_eq!(at(&said(8), 10, 20), at(&plain, 107, 10));
        assert_eq!(at(&said(3), 10, 20), at(&plain, 117, 107));
        assert_eq!(said(9).pixels, plain.pixels);
    }

    #[test]
    fn jpegs_are_read_grey_ones_too_and_damaged_ones_do_no_harm() {
        let colour = include_bytes!("../../../tests/data/pictured/pictures/quay.jpg");
        let [r, g, b, a] = at(&Thumbnail::read(colour).unwrap(), 64, 100);
        assert!(b > r && g > r && a == 255, "the sea is blue, not {:?}", (r, g, b));
        let grey = include_bytes!("../../../tests/data/pictured/pictures/grey.jpg");
        let [r, g, b, _] = at(&Thumbnail::read(grey).unwrap(), 64, 64);
        assert!(r == g && g == b);
        for cut in [3, 10, 100, 300, colour.len() / 2, colour.len() - 60] {
            assert!(told(&colour[..cut]).1.contains("damaged"), "cut at {cut}");
        }
        let frame = colour.windows(2).position(|w| w == [0xff, 0xc0]).expect("a plain JPEG");
        let mut huge = colour.to_vec();
        huge[frame + 5..frame + 9].copy_from_slice(&[0x40, 0, 0x40, 0]);
        assert_eq!(told(&huge).0, codes::TOO_LARGE);
        for place in (2..colour.len()).step_by(3) {
            let mut bytes = colour.to_vec();
            bytes[place] ^= 0x2a;
            let _ = Thumbnail::read(&bytes);
        }
    }
}
