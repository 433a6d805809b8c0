#!/usr/bin/env python3
"""Runs other layout programs and chancery side by side and writes benches/layout.md with pictures.

  compare.py --harness DIR [--chancery BIN] [--graphs a,b] [--keep-peers] [--no-labelled] [--no-sheet]

DIR holds the comparison harness (measure.py, quality.py) and has been installed (its install.sh);
PEERS_HOME says where. BIN is a release build. Needs numpy and, for the contact sheet, Pillow. All runs
are one thread; CPU is user time of the whole process, reading and writing included. With --keep-peers the
rows of other programs, and small labelled networks with --no-labelled, stay as benches/layout.md has them.
"""
import argparse, csv, math, os, random, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
GRAPHS = "karate,lesmis,davis,ir1k,path2k,comps500,tree10k,ba10k,ir10k,grid100,ir100k,ir1m".split(",")
# What runs on what: up to this number of nodes.
PEERS = {"ogdf_fmme": 2_000_000, "ogdf_fmmm": 12_000, "ogdf_stress": 5_000, "s_gd2": 2_500, "graphviz_sfdp": 12_000, "igraph_umap": 120_000}
OURS = {"chancery": ([], 2_000_000), "chancery --style distances": (["--style", "distances"], 2_000_000), "chancery --style communities": (["--style", "communities"], 120_000), "chancery --effort best": (["--effort", "best"], 12_000)}


def arguments():
    a = argparse.ArgumentParser()
    a.add_argument("--harness", required=True)
    a.add_argument("--chancery", default=os.path.join(ROOT, "target", "release", "chancery"))
    a.add_argument("--graphs", default=",".join(GRAPHS))
    a.add_argument("--keep-peers", action="store_true")
    a.add_argument("--no-labelled", action="store_true")
    a.add_argument("--no-sheet", action="store_true")
    return a.parse_args()


def large(M, option):
    """Every graph by every program that is tried on its size."""
    rows = []
    for graph in option.graphs.split(","):
        edges = os.path.join(M.HOME, "graphs", graph + ".csv")
        e, ids = M.quality.read_edges(edges)
        for name, (extra, top) in OURS.items():
            if len(ids) > top:
                continue
            out = os.path.join(M.HOME, "out", f"{graph}.{name.replace(' ', '_')}.csv")
            command = [option.chancery, "layout", edges, "-o", out, "--threads", "1", *extra]
            status, cpu, wall, rss, _, err = M.timed(command, 600)
            if status != "ok":
                sys.exit(f"{graph} {name}: {status} {err}")
            score = M.quality.score(e, M.quality.read_positions(out, ids))
            rows.append({"graph": graph, "program": name, "cpu": cpu, "rss": rss, "out": out, **score})
            show(rows[-1])
        rows += kept(graph) if option.keep_peers else []
        for peer, top in () if option.keep_peers else PEERS.items():
            if len(ids) > top or (graph == "comps500" and peer in ("ogdf_fmme", "s_gd2")):
                continue
            r = M.run_one(graph, peer, 600)
            if r["status"] == "ok":
                rows.append({"graph": graph, "program": peer, "cpu": r["cpu_s"], "rss": r["rss_mb"], "out": os.path.join(M.HOME, "out", f"{graph}.{peer}.csv"), **{k: r[k] for k in ("n", "m", "stress", "np1", "np2", "cross_per_edge")}})
                show(rows[-1])
    return rows


RESULT = os.path.join(HERE, "layout.md")
COLUMNS = ("cpu", "rss", "stress", "np1", "np2", "cross_per_edge")


def kept(graph):
    """What the table says of other programs on a graph; their drawings are used where they still lie in the harness."""
    rows = []
    for line in open(RESULT):
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        if len(cells) == 8 and cells[0] == graph and cells[1] in PEERS:
            rows.append({"graph": graph, "program": cells[1], "out": None, **dict(zip(COLUMNS, map(float, cells[2:])))})
    return rows


def kept_part(heading):
    """A part of the text as it is, from its heading to the next."""
    text = open(RESULT).read()
    start = text.find(heading)
    end = text.find("\n## ", start + 1)
    return text[start:end].rstrip() if start >= 0 else ""


def show(r):
    print(f"{r['graph']:9} {r['program']:30} {r['cpu']:7.2f} s {r['rss']:6.0f} MiB  stress {r['stress']:.4f}  np2 {r['np2']:.3f}  crossings/edge {r['cross_per_edge']:.3g}", flush=True)


def dominated(rows):
    """Who is as good or better than one of our two drawings, the default and that of distances, in all three, in its time or less."""
    out = []
    for ours in (r for r in rows if r["program"] in ("chancery", "chancery --style distances")):
        for r in rows:
            if r["graph"] == ours["graph"] and not r["program"].startswith("chancery"):
                if r["cpu"] <= ours["cpu"] and r["stress"] <= ours["stress"] and r["np2"] >= ours["np2"] and r["cross_per_edge"] <= ours["cross_per_edge"]:
                    out.append(f"{ours['graph']}: {r['program']} ({ours['program']})")
    return out


# ---- small labelled networks -----------------------------------------------
KINDS = ["state", "ministry", "official", "dialogue", "meeting", "document"]
WORDS = "Harbour Border Finance Justice Northern Maritime Joint Special Customs Trade Health Rural Police Training River Energy Senior Digital Regional Cultural".split()


def dossier(path, nodes, seed):
    """A made-up network: states, what belongs to them, dialogues between."""
    r = random.Random(seed)
    names = []
    kinds = []
    for i in range(nodes):
        kind = KINDS[min(i * 6 // nodes, 5)] if i % 3 else r.choice(KINDS)
        kinds.append(kind)
        names.append(" ".join(r.sample(WORDS, r.choice([1, 2, 2, 3]))) + f" {i}")
    edges = {(r.randrange(max(1, int(i ** 0.8))), i) for i in range(1, nodes)}
    while len(edges) < int(nodes * 1.5):
        a, b = r.randrange(nodes), r.randrange(nodes)
        if a != b and (b, a) not in edges:
            edges.add((a, b))
    with open(path, "w") as f:
        f.write('Dossier(format: 1, title: "made up", entities: [\n')
        for i in range(nodes):
            f.write(f'  (id: "n{i}", kind: "{kinds[i]}", name: "{names[i]}"),\n')
        f.write("], relations: [\n")
        for a, b in sorted(edges):
            f.write(f'  (from: "n{a}", kind: "takes_part_in", to: "n{b}"),\n')
        f.write("])\n")
    return sorted(edges)


def boxes_of(path):
    with open(path, newline="") as f:
        rows = list(csv.DictReader(f))
    number = lambda r, k: float(r[k])
    return [r["node"] for r in rows], [(number(r, "x"), number(r, "y")) for r in rows], [tuple(number(r, k) for k in ("left", "right", "up", "down")) for r in rows]


def graphviz(program, edges, boxes, extra):
    """Positions by Graphviz for the same boxes; its nodes are placed by their middles."""
    text = "graph { node [shape=box, fixedsize=true, label=\"\"];\n"
    for i, (l, r, u, d) in enumerate(boxes):
        text += f"{i} [width={(l + r) / 72:.5f}, height={(u + d) / 72:.5f}];\n"
    text += "".join(f"{a} -- {b};\n" for a, b in edges) + "}\n"
    out = subprocess.run([program, "-Tplain", *extra], input=text, capture_output=True, text=True, check=True).stdout
    at = [(0.0, 0.0)] * len(boxes)
    for line in out.splitlines():
        p = line.split()
        if p and p[0] == "node":
            l, r, u, d = boxes[int(p[1])]
            at[int(p[1])] = (float(p[2]) * 72 + (l - r) / 2, -float(p[3]) * 72 + (u - d) / 2)
    return at


def score(edges, boxes, at):
    """Overlaps, crossings, lines through foreign boxes, area."""
    side = [(x - l, y - u, x + r, y + d) for (x, y), (l, r, u, d) in zip(at, boxes)]
    n = len(at)
    overlaps = sum(1 for i in range(n) for j in range(i) if min(side[i][2], side[j][2]) - max(side[i][0], side[j][0]) > 0.01 and min(side[i][3], side[j][3]) - max(side[i][1], side[j][1]) > 0.01)
    turn = lambda a, b, c: (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    crossings = 0
    for i, (a, b) in enumerate(edges):
        for c, d in edges[:i]:
            if len({a, b, c, d}) == 4:
                p, q, r, s = at[a], at[b], at[c], at[d]
                crossings += turn(p, q, r) * turn(p, q, s) < 0 and turn(r, s, p) * turn(r, s, q) < 0
    through = 0
    for a, b in edges:
        (x0, y0), (x1, y1) = at[a], at[b]
        for v in range(n):
            if v in (a, b):
                continue
            lo, hi = 0.0, 1.0
            for by, room in ((-(x1 - x0), x0 - side[v][0]), (x1 - x0, side[v][2] - x0), (-(y1 - y0), y0 - side[v][1]), (y1 - y0, side[v][3] - y0)):
                if by == 0:
                    if room <= 0:
                        lo, hi = 1.0, 0.0
                elif by < 0:
                    lo = max(lo, room / by)
                else:
                    hi = min(hi, room / by)
            through += lo < hi
    width = max(s[2] for s in side) - min(s[0] for s in side)
    height = max(s[3] for s in side) - min(s[1] for s in side)
    return overlaps, crossings, through, width * height


def labelled(option):
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        todo = [(f"example:{n}", None) for n in ("asean-japan", "merrow-port")]
        for k in range(30):
            path = os.path.join(folder, f"made-{k}.ron")
            dossier(path, 20 + k * 180 // 29, k)
            todo.append((path, k))
        for path, k in todo:
            out = os.path.join(folder, "out.csv")
            subprocess.run([option.chancery, "layout", path, "-o", out, "--boxes", "--aspect", "1.3"], check=True)
            ids, at, boxes = boxes_of(out)
            edges = edges_of(path, ids, option, k)
            scores = {"chancery": score(edges, boxes, at)}
            scores["neato"] = score(edges, boxes, graphviz("neato", edges, boxes, ["-Goverlap=prism", "-Gsep=+4"]))
            scores["sfdp"] = score(edges, boxes, graphviz("sfdp", edges, boxes, ["-Goverlap=prism", "-Gsep=+4"]))
            rows.append((os.path.basename(path), len(ids), len(edges), scores))
            print(rows[-1], flush=True)
    return rows


def edges_of(path, ids, option, k):
    """The relations as pairs of numbers, read from the figure's own data."""
    place = {v: i for i, v in enumerate(ids)}
    text = open(path).read() if k is not None else "".join(open(p).read() for p in example_files(path))
    import re
    pairs = re.findall(r'from:\s*"([^"]+)".*?to:\s*"([^"]+)"', text, re.S)
    return sorted({(min(place[a], place[b]), max(place[a], place[b])) for a, b in pairs if a in place and b in place and a != b})


def example_files(name):
    folder = os.path.join(ROOT, "assets", "examples", name.split(":")[1])
    single = folder + ".ron"
    if os.path.exists(single):
        return [single]
    return sorted(os.path.join(d, f) for d, _, files in os.walk(folder) for f in files if f.endswith(".ron"))


# ---- writing -----------------------------------------------------------------
def sheet(M, rows, path):
    from PIL import Image, ImageDraw
    columns = ["chancery", "chancery --style distances", "chancery --style communities", "ogdf_fmme", "igraph_umap"]
    graphs = [g for g in "lesmis,ir1k,comps500,tree10k,ba10k,ir10k,grid100,ir100k".split(",") if any(r["graph"] == g for r in rows)]
    cell, top = 300, 22
    image = Image.new("RGB", (cell * len(columns), (cell + top) * len(graphs)), "white")
    pen = ImageDraw.Draw(image)
    for j, g in enumerate(graphs):
        e, ids = M.quality.read_edges(os.path.join(M.HOME, "graphs", g + ".csv"))
        for i, c in enumerate(columns):
            found = [r for r in rows if r["graph"] == g and r["program"] == c]
            for r in found:
                r["out"] = r["out"] or os.path.join(M.HOME, "out", f"{g}.{c}.csv")
            found = [r for r in found if os.path.exists(r["out"])]
            x0, y0 = i * cell, j * (cell + top)
            pen.text((x0 + 6, y0 + 5), f"{g}  {c}" + ("" if found else "  (not run)"), fill="#444444")
            if not found:
                continue
            X = M.quality.read_positions(found[0]["out"], ids)
            low, span = X.min(0), max(float((X.max(0) - X.min(0)).max()), 1e-9)
            P = (X - low - (X.max(0) - low) / 2) / span * (cell - 20) + [x0 + cell / 2, y0 + top + cell / 2]
            big = Image.new("L", (cell * 3, cell * 3), 255)
            brush = ImageDraw.Draw(big)
            Q = (P - [x0, y0 + top]) * 3
            shade = 120 if len(e) < 3000 else 190
            for a, b in e if len(e) < 60_000 else e[:: len(e) // 60_000 + 1]:
                brush.line([tuple(Q[a]), tuple(Q[b])], fill=shade, width=1)
            r = 4 if len(ids) < 200 else 2 if len(ids) < 3000 else 1
            for x, y in Q:
                brush.ellipse([x - r, y - r, x + r, y + r], fill=30)
            image.paste(big.resize((cell, cell), Image.LANCZOS).convert("RGB"), (x0, y0 + top))
    image = image.quantize(32)
    image.save(path, optimize=True)


def main():
    option = arguments()
    sys.path.insert(0, option.harness)
    import measure as M
    rows = large(M, option)
    text = ["# Layouts side by side", "", "Written by `benches/compare.py`. One thread; CPU is user time of the whole process with reading and writing. Stress: 0 best; NP2: 1 best. The definitions are those of `chancery layout --json`.", ""]
    text += ["| graph | program | CPU s | MiB | stress | NP1 | NP2 | crossings/edge |", "|---|---|---:|---:|---:|---:|---:|---:|"]
    for r in sorted(rows, key=lambda r: (GRAPHS.index(r["graph"]) if r["graph"] in GRAPHS else 99)):
        strong = "**" if r["program"].startswith("chancery") else ""
        text.append(f"| {r['graph']} | {strong}{r['program']}{strong} | {r['cpu']:.2f} | {r['rss']:.0f} | {r['stress']:.4f} | {r['np1']:.3f} | {r['np2']:.3f} | {r['cross_per_edge']:.3g} |")
    worse = dominated(rows)
    text += ["", "Programs that in our time or less are as good or better in stress, NP2 and crossings at once than one of our drawings, by default or true to distances: " + (", ".join(worse) if worse else "none") + ".", ""]
    labels = "## Small labelled networks"
    if option.no_labelled:
        text += [kept_part(labels), ""]
    else:
        found = labelled(option)
        text += [labels, "", "The two examples and 30 made-up dossiers with their real label boxes, against Graphviz with `-Goverlap=prism -Gsep=+4` for the same boxes. Sums, and on how many of the 32 chancery has no more than the other:", "", "| | overlaps | crossings | lines through foreign boxes | area (million) |", "|---|---:|---:|---:|---:|"]
        for name in ("chancery", "neato", "sfdp"):
            total = [sum(s[name][k] for _, _, _, s in found) for k in range(4)]
            text.append(f"| {name} | {total[0]} | {total[1]} | {total[2]} | {total[3] / 1e6:.2f} |")
        for name in ("neato", "sfdp"):
            wins = [sum(s["chancery"][k] <= s[name][k] for _, _, _, s in found) for k in range(4)]
            text.append(f"| no more than {name} on | {wins[0]} | {wins[1]} | {wins[2]} | {wins[3]} |")
        text.append("")
    if not option.no_sheet:
        sheet(M, rows, os.path.join(HERE, "layout.png"))
        text += ["## Drawings", "", "![Eight graphs by five programs](layout.png)", ""]
    with open(RESULT, "w") as f:
        f.write("\n".join(text))


if __name__ == "__main__":
    main()
