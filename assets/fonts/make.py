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
    """Kana, JIS X 0208 level 1, GB 2312 level 1, the 2,350 syllables of KS X 1001, and marks."""
    chars = decodable("euc_jp", [1, 2, 4, 5, *range(16, 48)], range(1, 95))
    chars |= decodable("gb2312", [1, *range(16, 56)], range(1, 95))
    chars |= decodable("euc_kr", range(16, 41), range(1, 95))
    chars |= set(spans((0x3000, 0x30FF), (0x31F0, 0x31FF), (0xFF01, 0xFF65)))
    # Characters of states' names that lie outside the first levels.
    chars |= set(map(ord, "柬埔寨缅甸汶莱菲律宾馬來亞緬越臺灣總統與聯國東盟亞細亞"))
    return sorted(c for c in chars if c >= 0x2E80)


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
