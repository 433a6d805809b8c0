#!/usr/bin/env python3
"""How legible names in figures are, measured in the PDF by somebody else's program.

`pdftotext -bbox` (poppler) tells the box of every word of a page, from which this counts names that lie on each other,
names smaller than 6 pt, and names that are missing or shortened. The boxes are those of the letters' font, from its
highest to its lowest reach; what is compared is their middle part, where the ink of most letters is.

    python3 benches/legibility.py PROGRAM [--sizes 20,40,...,400] [--seeds 2] [--keep FOLDER]

The networks are made here, the same ones each time: names of one to five words, few hubs, half as many ties again as
nodes. The examples are drawn on several pages. Needs Python 3.9 and poppler-utils; exits with 1 if names overlap, are
smaller than 6 pt, or are in the SVG and not in the PDF.
"""
import argparse
import html
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LEAST_PT = 6.0
# What rounding may make of it.
ROUNDING = 0.06
# Ascent and descent of Inter together, in ems: the height of a box of one point.
REACH = 1.21
# Shares of a box above and below most ink, and what may touch at the sides, in points.
ABOVE, BELOW, SIDE = 0.2, 0.17, 0.3
EXAMPLES = ["example:asean-japan", "example:merrow-port"]
PAGES = [[], ["--size", "a4"], ["--size", "column"], ["--size", "two-columns"], ["--size", "slide"]]

STARTS = "Al Bren Cor Dal Es Fin Gar Hol Is Jor Kel Lor Mar Nor Ost Pel Quin Ras Sol Tor Ul Ver Wes Yar Zan".split()
MIDDLES = "a e i o u an en in on ar er or al el il".split()
ENDS = "d k l m n r s t v za na ra ta den ford ham ley mer ton wick".split()
OFFICES = "Ministry Office Bureau Committee Council Department Agency Union Bank Institute".split()


def word(random_):
    return random_.choice(STARTS) + random_.choice(MIDDLES) + random_.choice(ENDS)


def name(random_):
    kind = random_.random()
    if kind < 0.15:
        return word(random_)
    if kind < 0.65:
        return f"{word(random_)} {word(random_)}"
    if kind < 0.85:
        return f"{random_.choice(OFFICES)} of {word(random_)}"
    return f"{random_.choice(OFFICES)} of {word(random_)} and {word(random_)}"


def network(nodes, seed):
    """A dossier of so many nodes with names of their own."""
    random_ = random.Random(f"{nodes} {seed}")
    names, ends, ties = set(), [], set()
    while len(names) < nodes:
        names.add(name(random_))
    for node in range(1, nodes):
        other = random_.choice(ends) if ends and random_.random() < 0.7 else random_.randrange(node)
        ties.add((other, node))
        ends += [other, node]
    while len(ties) < nodes * 3 // 2 and nodes > 3:
        one, other = sorted(random_.sample(range(nodes), 2))
        ties.add((one, other))
    kinds = ["person", "organisation", "place"]
    entities = "".join(
        f'    (id: "n{at}", kind: "{kinds[at % 3]}", name: "{one}"),\n' for at, one in enumerate(sorted(names))
    )
    relations = "".join(
        f'    (from: "n{one}", kind: "related_to", to: "n{other}"),\n' for one, other in sorted(ties)
    )
    return f'Dossier(format: 1, title: "Network of {nodes}", entities: [\n{entities}], relations: [\n{relations}])\n'


def bare(text):
    return "".join(text.split())


def labels(svg):
    """Nodes of a figure in its order: id, and what is written beside it."""
    for group in re.findall(r'<g class="node".*?</g>', svg, re.S):
        found = re.search(r'<text class="label".*?</text>', group, re.S)
        spans = re.findall(r"<tspan[^>]*>(.*?)</tspan>", found.group(0), re.S) if found else []
        text = html.unescape(" ".join(spans)).replace("\u200c", "")
        yield re.search(r'data-id="([^"]*)"', group).group(1), text


def words(pdf):
    """Words of a page with their boxes, in the order in which they are drawn."""
    told = subprocess.run(["pdftotext", "-raw", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True)
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    return [(tuple(map(float, found[:4])), html.unescape(found[4])) for found in re.findall(pattern, told.stdout)]


def boxes_of(named, drawn):
    """Boxes of the words of each name; names whose words are not drawn in this order are missing."""
    at, out, missing = 0, {}, []
    for node, text in named:
        wanted = bare(text)
        if not wanted:
            continue
        start = at
        while start < len(drawn):
            got, end = "", start
            while end < len(drawn) and len(got) < len(wanted) and wanted.startswith(got + bare(drawn[end][1])):
                got += bare(drawn[end][1])
                end += 1
            if got == wanted:
                break
            start += 1
        if start == len(drawn):
            missing.append(node)
            continue
        out[node] = [box for box, _ in drawn[start:end]]
        at = end
    return out, missing


def ink(box):
    x0, y0, x1, y1 = box
    height = y1 - y0
    return x0 + SIDE, y0 + ABOVE * height, x1 - SIDE, y1 - BELOW * height


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def measured(program, subject, more, folder):
    """Draws a figure, and counts."""
    svg, pdf = folder / "figure.svg", folder / "figure.pdf"
    start = time.monotonic()
    for out in (svg, pdf):
        subprocess.run([program, "figure", subject, "-o", str(out), *more], capture_output=True, check=True)
    took = (time.monotonic() - start) / 2
    named = list(labels(svg.read_text()))
    boxes, not_found = boxes_of(named, words(pdf))
    parts = [(node, ink(box)) for node, all_ in boxes.items() for box in all_]
    pairs = {
        tuple(sorted((one, other)))
        for at, (one, box) in enumerate(parts)
        for other, another in parts[:at]
        if one != other and overlap(box, another)
    }
    # Fonts of other scripts reach higher: only what is written in Latin letters has a size that a box tells.
    latin = {node for node, text in named if text.isascii()}
    sizes = {node: min((y1 - y0) / REACH for _, y0, _, y1 in all_) for node, all_ in boxes.items() if node in latin}
    small = [node for node, size in sizes.items() if size < LEAST_PT - ROUNDING]
    without = [node for node, text in named if not text]
    short = [node for node, text in named if "…" in text]
    least = min(sizes.values(), default=0.0)
    return len(named), sorted(pairs), small, without, short, not_found, least, took


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the program, such as target/release/chancery")
    parser.add_argument("--sizes", default="20,40,60,100,150,200,300,400", help="numbers of nodes")
    parser.add_argument("--seeds", type=int, default=2, help="networks of each number")
    parser.add_argument("--keep", type=Path, help="a folder for the dossiers that were made")
    asked = parser.parse_args()
    jobs = [(subject, page) for subject in EXAMPLES for page in PAGES]
    bad = False
    print(f"{'figure':<42}{'names':>6}{'overlap':>9}{'< 6 pt':>8}{'without':>9}{'short':>7}{'least pt':>10}{'s':>7}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        kept = asked.keep or folder
        kept.mkdir(parents=True, exist_ok=True)
        for nodes in filter(None, asked.sizes.split(",")):
            for seed in range(asked.seeds):
                path = kept / f"n{int(nodes):03}-{seed}.ron"
                path.write_text(network(int(nodes), seed))
                jobs.append((str(path), []))
        for subject, page in jobs:
            called = " ".join([Path(subject).stem if subject.endswith(".ron") else subject, *page[1:]])
            try:
                counted = measured(asked.program, subject, page, folder)
            except subprocess.CalledProcessError as error:
                print(f"{called:<42}{error.stderr.decode(errors='replace').strip()[:90]}")
                continue
            names, pairs, small, without, short, not_found, least, took = counted
            print(
                f"{called:<42}{names:>6}{len(pairs):>9}{len(small):>8}{len(without):>9}{len(short):>7}"
                f"{least:>10.2f}{took:>7.1f}",
                flush=True,
            )
            for one, other in pairs[:5]:
                print(f"    {one} lies on {other}")
            if not_found:
                print(f"    in the SVG and not in the PDF: {', '.join(not_found[:5])}")
            bad |= bool(pairs or small or not_found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
