//! How much room a name will take, without shaping it: for networks of which only a small part is
//! ever read. The same rules of breaking as in `wrap`, over widths of single characters. ASCII
//! comes out as shaped, because pairs of letters are kerned; scripts whose signs join come out a little too
//! wide rather than too narrow, since signs that join take less room than apart.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI16, Ordering};

use super::breaking::{Widths, Words, opportunities};
use super::shape::line_width;
use super::wrap::{LINE_HEIGHT, LONGEST, WIDEST, shape_block};
use super::{Face, TextStyle, Weight, chars, undrawable};

/// What is added to lines in scripts whose signs join, as a share.
const SLACK: f32 = 0.01;

/// Width and height that [`super::shape_block`] would give a block, nearly: within 3 % for names
/// in Latin letters, seldom less than 0.97 of it in other scripts.
pub(crate) fn estimate_block(text: &str, style: TextStyle, max_width: f32, max_lines: usize) -> (f32, f32) {
    // Of installed fonts nothing is known beforehand; letters that need them are few.
    if style.fonts.are_installed() && !undrawable(text).is_empty() {
        let block = shape_block(text, style, max_width, max_lines);
        return (block.width, block.height);
    }
    let text = text.trim();
    let max_lines = max_lines.max(1);
    let max_width = max_width / style.size;
    let mut ruler = Ruler::new(style.weight);
    let mut total = 0.0;
    for c in text.chars().take(LONGEST) {
        total += ruler.step(c);
    }
    let joins = ruler.joins;
    let slack = if joins { 1.0 + SLACK } else { 1.0 };
    if total * slack <= max_width {
        return (total * style.size, style.size * ruler.height(1));
    }

    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let mut starts = opportunities(&text[..end], Words::Whole).into_iter().peekable();
    let mut widths: Vec<(f32, f32)> = vec![(0.0, 0.0)];
    let mut ruler = Ruler::new(style.weight);
    for (at, c) in text[..end].char_indices() {
        if starts.next_if_eq(&at).is_some() {
            widths.push((0.0, 0.0));
            ruler.before = 0;
        }
        let advance = ruler.step(c) * slack;
        if let Some((full, trimmed)) = widths.last_mut() {
            *full += advance;
            if c != ' ' {
                *trimmed = *full;
            }
        }
    }
    let breaks = Widths::new(&widths).balanced(max_width, max_lines);
    let widest = (max_width * WIDEST).max(8.0);
    let mut width: f32 = 0.0;
    for (number, range) in breaks.iter().enumerate() {
        let Some((last, rest)) = widths[range.clone()].split_last() else { continue };
        let line = rest.iter().map(|w| w.0).sum::<f32>() + last.1;
        let is_cut = number + 1 == breaks.len() && range.end < widths.len();
        width = width.max(if is_cut {
            // What is cut reaches to the edge, but for a part of a letter; the ellipsis takes the
            // place of one at least.
            (widths[range.start..].iter().map(|w| w.0).sum::<f32>() + 0.7).min(max_width)
        } else {
            line.min(widest)
        });
    }
    if joins {
        // Shaped, it may yet fit on fewer lines.
        width = width.max(total.min(max_width));
    }
    (width * style.size, style.size * ruler.height(breaks.len()))
}

/// Walks a text and says how wide each character is.
struct Ruler {
    weight: Weight,
    /// The base of the letter before, 0 if none.
    before: u8,
    /// Reach above and below the baseline of all faces that were met.
    reach: (f32, f32),
    face: Option<Face>,
    /// Whether signs of a script were met that join, stack or change beside each other.
    joins: bool,
}

impl Ruler {
    fn new(weight: Weight) -> Self {
        Ruler { weight, before: 0, reach: (0.96, 0.25), face: None, joins: false }
    }

    fn step(&mut self, c: char) -> f32 {
        let known = chars::of(c);
        let before = std::mem::replace(&mut self.before, known.base);
        let advance = known.advance(self.weight) + kern(before, known.base, self.weight);
        if c.is_ascii() {
            return advance;
        }
        let face = known.face(self.weight);
        if face != self.face
            && let Some(face) = face
        {
            self.face = Some(face);
            self.joins |= !matches!(face.family(), "Inter" | "Noto Sans CJK JP");
            let reach = face.reach();
            self.reach = (self.reach.0.max(reach.0), self.reach.1.max(reach.1));
        }
        advance
    }

    /// Height of so many lines, in ems.
    fn height(&self, lines: usize) -> f32 {
        let (up, down) = self.reach;
        up + down + LINE_HEIGHT.max(up + down - 0.05) * (lines as f32 - 1.0)
    }
}

/// How much nearer (or further) two letters stand than their widths say, in ems.
fn kern(a: u8, b: u8, weight: Weight) -> f32 {
    const LETTERS: usize = 95;
    const UNKNOWN: i16 = i16::MIN;
    const UNIT: f32 = 16384.0;
    static PAIRS: [OnceLock<Box<[AtomicI16]>>; 2] = [const { OnceLock::new() }; 2];
    let number = |c: u8| usize::from(c).checked_sub(usize::from(b' ')).filter(|n| *n < LETTERS);
    let Some((first, second)) = number(a).zip(number(b)) else { return 0.0 };
    let pairs = PAIRS[weight as usize]
        .get_or_init(|| std::iter::repeat_with(|| AtomicI16::new(UNKNOWN)).take(LETTERS * LETTERS).collect());
    let place = &pairs[first * LETTERS + second];
    let known = place.load(Ordering::Relaxed);
    if known != UNKNOWN {
        return f32::from(known) / UNIT;
    }
    let (a, b) = (char::from(a), char::from(b));
    let both = line_width(String::from_iter([a, b]).as_str(), TextStyle::bundled(1.0, weight), None);
    let apart = chars::of(a).advance(weight) + chars::of(b).advance(weight);
    let found = ((both - apart) * UNIT).round() as i16;
    place.store(found, Ordering::Relaxed);
    f32::from(found) / UNIT
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATIN: &[&str] = &[
        "Japan",
        "Counter Terrorism Dialogue",
        "ASEAN Senior Officials Meeting on Transnational Crime",
        "Second AMMTC + Japan",
        "Nur Jazlan Mohamed",
        "Việt Nam",
        "ASEAN–Japan",
        "Đà Nẵng và Thừa Thiên Huế",
        "São Tomé e Príncipe",
        "Ministère des Affaires étrangères et européennes",
        "AVATAR Tokyo Yay Wave LTd.",
        "Person 4711 of Port 42 (2015/16)",
        "L'Aquila — Öffentlichkeitsarbeit im Auswärtigen Amt",
        "Κυπριακή Δημοκρατία",
        "Министерство иностранных дел",
        "",
        "a",
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    ];
    const OTHERS: &[&str] = &[
        "東南アジア諸国連合",
        "日本国外務省アジア大洋州局南部アジア部",
        "新加坡共和国外交部",
        "대한민국 외교부 동남아시아국",
        "ประเทศไทย",
        "กระทรวงการต่างประเทศ ราชอาณาจักรไทย",
        "ວຽງຈັນ",
        "ສາທາລະນະລັດ ປະຊາທິປະໄຕ ປະຊາຊົນລາວ",
        "မြန်မာ",
        "ပြည်ထောင်စု သမ္မတ မြန်မာနိုင်ငံတော်",
        "ព្រះរាជាណាចក្រកម្ពុជា",
        "ក្រសួងការបរទេស និងសហប្រតិបត្តិការអន្តរជាតិ",
        "وزارة الخارجية",
        "جامعة الدول العربية (القاهرة) 1945",
        "சிங்கப்பூர் குடியரசு வெளியுறவு அமைச்சு",
        "भारत गणराज्य विदेश मंत्रालय",
        "বাংলাদেশ পররাষ্ট্র মন্ত্রণালয়",
    ];

    fn both(text: &str, weight: Weight, width: f32) -> ((f32, f32), (f32, f32)) {
        let style = TextStyle::bundled(9.0, weight);
        let block = shape_block(text, style, width, 3);
        (estimate_block(text, style, width, 3), (block.width, block.height))
    }

    #[test]
    fn latin_names_are_within_three_in_a_hundred() {
        for &text in LATIN {
            for weight in [Weight::Regular, Weight::SemiBold] {
                for width in [60.0, 84.0, 120.0, 1000.0] {
                    let (guess, real) = both(text, weight, width);
                    let near = |a: f32, b: f32| (a - b).abs() <= b * 0.03 + 0.01;
                    let cut = shape_block(text, TextStyle::bundled(9.0, weight), width, 3).lines;
                    let cut = cut.iter().any(|l| l.text.ends_with('…'));
                    // Where a text is cut, up to a letter of the width is left over.
                    let wide =
                        if cut { guess.0 >= real.0 * 0.97 && guess.0 < real.0 + 9.0 } else { near(guess.0, real.0) };
                    assert!(wide && near(guess.1, real.1), "{text} at {width}: {guess:?} for {real:?}");
                }
            }
        }
    }

    #[test]
    fn names_in_other_scripts_are_never_taken_for_smaller() {
        for &text in OTHERS.iter().chain(LATIN) {
            for width in [50.0, 70.0, 84.0, 110.0, 1000.0] {
                let (guess, real) = both(text, Weight::Regular, width);
                let enough = guess.0 >= real.0 * 0.97 && guess.1 >= real.1 * 0.97;
                assert!(enough, "{text} at {width}: {guess:?} for {real:?}");
                assert!(guess.0 <= real.0 * 1.6 + 9.0, "{text} at {width}: {guess:?} for {real:?}");
            }
        }
    }
}
