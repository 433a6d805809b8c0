#!/usr/bin/env python3
"""Makes the bundled font files of this folder out of their upstream releases. Run by make.sh.

Each file is a TrueType font with one script's characters, all its layout features and no hinting. The
faces for other scripts have no Latin letters, so that text is never drawn half in one and half in the
other; all keep the space.
"""
import sys
from fontTools import subset
from fontTools.misc.timeTools import timestampFromString
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

NOTO = "/usr/share/fonts/truetype/noto/NotoSans{}-Regular.ttf"
CJK = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
COMMON = [0x20, 0xA0, 0x200C, 0x200D, 0x25CC]


def spans(*pairs):
    return [c for a, b in pairs for c in range(a, b + 1)]


LATIN = spans((0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F),
              (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F),
              (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2318, 0x2318), (0x2325, 0x2325), (0x21E7, 0x21E7), (0x25A0, 0x25FF),
              (0xFFFD, 0xFFFD))
SCRIPTS = {
    "Arabic": spans((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
    "Devanagari": spans((0x900, 0x97F), (0xA8E0, 0xA8FF)),
    "Bengali": spans((0x980, 0x9FF), (0x964, 0x965)),
    "Tamil": spans((0xB80, 0xBFF), (0x964, 0x965)),
    "Thai": spans((0xE00, 0xE7F)),
    "Lao": spans((0xE80, 0xEFF)),
    "Myanmar": spans((0x1000, 0x109F), (0xAA60, 0xAA7F)),
    "Khmer": spans((0x1780, 0x17FF), (0x19E0, 0x19FF)),
    "Hebrew": spans((0x590, 0x5FF), (0xFB1D, 0xFB4F)),
    "Georgian": spans((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
    "Armenian": spans((0x530, 0x58F), (0xFB13, 0xFB17)),
    "Ethiopic": spans((0x1200, 0x139F), (0x2D80, 0x2DDF)),
    "Sinhala": spans((0xD80, 0xDFF), (0x964, 0x965)),
    "Gujarati": spans((0xA80, 0xAFF), (0x964, 0x965)),
    "Gurmukhi": spans((0xA00, 0xA7F), (0x964, 0x965)),
    "Telugu": spans((0xC00, 0xC7F), (0x964, 0x965)),
    "Kannada": spans((0xC80, 0xCFF), (0x964, 0x965)),
    "Malayalam": spans((0xD00, 0xD7F), (0x964, 0x965)),
    # Signs that people put into names: stars, ticks, warnings, hearts, dice, notes.
    "Symbols": spans((0x2600, 0x26FF), (0x1F700, 0x1F773)),
    "Symbols2": spans((0x2300, 0x23FF), (0x2600, 0x26FF), (0x2700, 0x27BF), (0x2B00, 0x2BFF), (0x1F300, 0x1F5FF)),
}


def decodable(codec, rows, cells):
    out = set()
    for row in rows:
        for cell in cells:
            try:
                out.update(map(ord, bytes([row + 0xA0, cell + 0xA0]).decode(codec)))
            except UnicodeDecodeError:
                pass
    return out


def east_asian():
    """Kana, JIS X 0208, GB 2312, level 1 of Big5, KS X 1001, Bopomofo, and marks."""
    chars = decodable("euc_jp", [1, 2, 4, 5, *range(16, 85)], range(1, 95))
    chars |= decodable("gb2312", [1, *range(16, 88)], range(1, 95))
    chars |= decodable("euc_kr", range(16, 94), range(1, 95))
    chars |= big5_level_1()
    chars |= set(spans((0x3000, 0x30FF), (0x3105, 0x312F), (0x31F0, 0x31FF), (0xFF01, 0xFF65)))
    # Characters of names of places that lie outside these sets.
    chars |= set(map(ord, "圳"))
    return sorted(c for c in chars if c >= 0x2E80)


def big5_level_1():
    """The 5,401 characters in common use, 0xA440 to 0xC67E."""
    out = set()
    for lead in range(0xA4, 0xC7):
        for trail in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            try:
                out.update(map(ord, bytes([lead, trail]).decode("big5")))
            except UnicodeDecodeError:
                pass
    return out


def reduce(font, chars, features="*"):
    options = subset.Options()
    options.hinting = False
    options.layout_features = [features]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["DSIG", "STAT", "meta", "VORG", "BASE"]
    reducer = subset.Subsetter(options)
    reducer.populate(unicodes=chars)
    reducer.subset(font)


def to_truetype(font):
    """Cubic outlines (CFF) become quadratic (glyf), so that one kind of outline serves all."""
    glyphs = font.getGlyphSet()
    order = font.getGlyphOrder()
    made = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        made[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, made
    for name in order:
        made[name].recalcBounds(glyf)
    metrics = font["hmtx"].metrics
    for name in order:
        metrics[name] = (metrics[name][0], getattr(made[name], "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements "
                  "maxSizeOfInstructions maxComponentElements maxPoints maxContours maxCompositePoints "
                  "maxCompositeContours maxComponentDepth").split():
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    font["post"].formatType = 3.0
    for table in ("CFF ", "VORG", "vhea", "vmtx"):
        if table in font:
            del font[table]
    font.sfntVersion = "\x00\x01\x00\x00"


def save(font, name):
    font.flavor = None
    font.recalcTimestamp = False
    font["head"].modified = font["head"].created = timestampFromString("Thu Jan  1 00:00:00 2026")
    font.save(name)


def main(inter):
    for weight in ("Regular", "SemiBold"):
        font = TTFont(f"{inter}/Inter-{weight}.woff2")
        reduce(font, LATIN)
        save(font, f"Inter-{weight}.ttf")
    for script, chars in SCRIPTS.items():
        font = TTFont(NOTO.format(script))
        extra = spans((0x30, 0x39)) + [0x2E, 0x2C, 0x3A, 0x2D, 0x2F] if script == "Arabic" else []
        reduce(font, COMMON + chars + extra)
        save(font, f"NotoSans{script}-Regular.ttf")
    font = TTFont(CJK, fontNumber=0)
    # Vertical and width variants would triple the size and are never asked for.
    reduce(font, COMMON[:2] + east_asian(), "kern")
    to_truetype(font)
    save(font, "NotoSansCJK-Regular.ttf")


main(sys.argv[1])
