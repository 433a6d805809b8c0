//! Letters that the built-in fonts lack, from fonts that are installed: only where somebody asks for it, the same whatever
//! else is installed, and told in the figure. The fonts are made here, of some glyphs of a built-in one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Ran, run};

/// A font of its own name that draws some characters with glyphs of Inter (OpenType; the tables `cmap` and `name`).
fn font(family: &str, characters: &[(char, u32)], fs_type: u16) -> Vec<u8> {
    let whole = fs::read("assets/fonts/Inter-Regular.ttf").unwrap();
    let be16 = |at: usize| u16::from_be_bytes([whole[at], whole[at + 1]]);
    let be32 = |at: usize| u32::from_be_bytes(whole[at..at + 4].try_into().unwrap()) as usize;
    let mut tables: Vec<([u8; 4], Vec<u8>)> = Vec::new();
    for record in (0..usize::from(be16(4))).map(|number| 12 + 16 * number) {
        let tag: [u8; 4] = whole[record..record + 4].try_into().unwrap();
        if [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"post", b"OS/2"].contains(&&tag) {
            tables.push((tag, whole[be32(record + 8)..be32(record + 8) + be32(record + 12)].to_vec()));
        }
    }
    let os2 = tables.iter_mut().find(|(tag, _)| tag == b"OS/2").unwrap();
    os2.1[8..10].copy_from_slice(&fs_type.to_be_bytes());
    let name: Vec<u8> = family.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let head = [0, 1, 18, 3, 1, 0x409, 1, name.len() as u16, 0].into_iter().flat_map(u16::to_be_bytes);
    tables.push((*b"name", head.chain(name.iter().copied()).collect()));
    let mut cmap: Vec<u8> = [0_u16, 1, 3, 10, 0, 12, 12, 0].iter().flat_map(|value| value.to_be_bytes()).collect();
    let count = characters.len() as u32;
    let groups = characters.iter().flat_map(|(c, glyph)| [u32::from(*c), u32::from(*c), *glyph]);
    [16 + 12 * count, 0, count].into_iter().chain(groups).for_each(|v| cmap.extend(v.to_be_bytes()));
    tables.push((*b"cmap", cmap));
    tables.sort();
    let mut out = vec![0, 1, 0, 0, 0, tables.len() as u8, 0, 0, 0, 0, 0, 0];
    let mut at = (12 + 16 * tables.len()) as u32;
    for (tag, table) in &tables {
        out.extend(tag);
        [0, at, table.len() as u32].iter().for_each(|value| out.extend(value.to_be_bytes()));
        at += table.len().next_multiple_of(4) as u32;
    }
    for (_, table) in &tables {
        out.extend(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

/// A folder with a dossier, and one of fonts in it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        fs::create_dir_all(desk.path("fonts/deep")).unwrap();
        let text = "Dossier(format: 1, title: \"Two scribes\", entities: [\n  (id: \"a\", kind: \"state\", name: \"𓀀𓀁 \
                    of Egypt\"),\n  (id: \"b\", kind: \"state\", name: \"Anna\"),\n], relations: [(from: \"a\", kind: \
                    \"borders\", to: \"b\")])";
        fs::write(desk.path("a.ron"), text).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn install(&self, name: &str, font: Vec<u8>) {
        fs::write(self.path("fonts").join(name), font).unwrap();
    }

    fn draw(&self, command: &str, out: &str, more: &[&str]) -> (Ran, Vec<u8>) {
        let out = self.path(out);
        let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
        program.arg(command).arg(self.path("a.ron")).arg("-o").arg(&out).args(more);
        let ran = run(program.env("CHANCERY_FONTS", self.path("fonts")));
        (ran, fs::read(&out).unwrap_or_default())
    }
}

const GLYPHS: [(char, u32); 2] = [('𓀀', 40), ('𓀁', 50)];

fn has(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|part| part == words.as_bytes())
}

#[test]
fn installed_fonts_count_only_where_somebody_asks_for_them() {
    let desk = Desk::new();
    let formats = ["svg", "pdf", "png", "html"];
    let before: Vec<Vec<u8>> =
        formats.iter().map(|format| desk.draw("figure", &format!("a.{format}"), &[]).1).collect();
    desk.install("a.ttf", font("Test Signs", &GLYPHS, 0));
    for (format, before) in formats.iter().zip(&before) {
        let (ran, bytes) = desk.draw("figure", &format!("a.{format}"), &[]);
        assert!(bytes == *before, "{format}");
        assert!(ran.err.contains("no built-in font has 𓀀 (U+13000)"), "{}", ran.err);
        let (ran, bytes) = desk.draw("figure", &format!("b.{format}"), &["--system-fonts"]);
        assert!(ran.status == 0 && bytes != *before, "{format}: {}", ran.err);
        assert!(!ran.err.contains("boxes") && ran.err.contains("installed fonts: Test Signs"), "{}", ran.err);
        assert!(has(&bytes, "Test Signs (xxh3 ") && has(&bytes, "--system-fonts"), "{format}");
    }
    let (_, svg) = desk.draw("figure", "b.svg", &["--system-fonts"]);
    assert!(has(&svg, "@font-face{font-family:\"Test Signs\"") && has(&svg, ">𓀀𓀁</tspan>"));
    let (ran, docx) = desk.draw("brief", "b.docx", &["--system-fonts"]);
    assert!(ran.status == 0 && docx.len() > 1_000, "{}", ran.err);
    let (ran, pdf) = desk.draw("brief", "b.pdf", &["--system-fonts"]);
    assert!(ran.status == 0 && has(&pdf, "Test Signs (xxh3 "), "{}", ran.err);
}

#[test]
fn the_same_font_is_chosen_whatever_files_are_called_or_broken() {
    let desk = Desk::new();
    desk.install("z.ttf", font("Alpha", &GLYPHS, 0));
    let (_, alone) = desk.draw("figure", "a.svg", &["--system-fonts"]);
    desk.install("a.ttf", font("Beta", &GLYPHS, 0));
    desk.install("deep/broken.ttf", font("Aardvark", &GLYPHS, 0)[..3_000].to_vec());
    desk.install("0.ttf", vec![0; 9]);
    desk.install("1.ttc", b"ttcf\0\x01\0\0\xff\xff\xff\xff\0\0\0\0".to_vec());
    let (ran, among_others) = desk.draw("figure", "a.svg", &["--system-fonts"]);
    assert!(ran.status == 0 && alone == among_others, "{}", ran.err);
    // What even they lack is told.
    desk.install("z.ttf", font("Alpha", &GLYPHS[..1], 0));
    fs::remove_file(desk.path("fonts/a.ttf")).unwrap();
    let (ran, _) = desk.draw("figure", "a.svg", &["--system-fonts"]);
    assert!(ran.err.contains("neither the built-in nor the installed fonts have 𓀁 (U+13001)"), "{}", ran.err);
}

#[test]
fn a_font_that_may_not_be_embedded_is_drawn_as_outlines() {
    let desk = Desk::new();
    desk.install("a.ttf", font("Strict", &GLYPHS, 2));
    let (ran, svg) = desk.draw("figure", "a.svg", &["--system-fonts"]);
    assert!(ran.err.contains("letters of Strict are outlines, not text"), "{}", ran.err);
    assert!(!has(&svg, "font-family:\"Strict\"") && has(&svg, "aria-label=\"𓀀𓀁\""));
    assert!(has(&svg, ", drawn as outlines)") && has(&svg, "> of Egypt</tspan>"));
    let fonts = |pdf: &[u8]| pdf.windows(9).filter(|part| part == b"/FontFile").count();
    let (_, strict) = desk.draw("figure", "a.pdf", &["--system-fonts"]);
    desk.install("a.ttf", font("Lenient", &GLYPHS, 8));
    let (_, lenient) = desk.draw("figure", "a.pdf", &["--system-fonts"]);
    assert_eq!((fonts(&strict) + 1, fonts(&strict) > 0), (fonts(&lenient), true));
}

#[test]
fn a_check_tells_that_fonts_are_others() {
    let desk = Desk::new();
    desk.install("a.ttf", font("Test Signs", &GLYPHS, 0));
    assert_eq!(desk.draw("figure", "a.svg", &["--system-fonts"]).0.status, 0);
    assert_eq!(desk.draw("figure", "a.svg", &["--system-fonts", "--check"]).0.status, 0);
    desk.install("a.ttf", font("Test Signs", &[('𓀀', 41), ('𓀁', 50)], 0));
    let (ran, _) = desk.draw("figure", "a.svg", &["--system-fonts", "--check"]);
    assert!(ran.status == 1 && ran.out.contains("fonts was “Test Signs (xxh3 "), "{}", ran.out);
    fs::remove_file(desk.path("fonts/a.ttf")).unwrap();
    let (ran, _) = desk.draw("figure", "a.svg", &["--system-fonts", "--check"]);
    assert!(ran.status == 1 && ran.out.contains("and is not told"), "{}", ran.out);
    assert!(Path::new(&desk.path("a.svg")).exists());
}
