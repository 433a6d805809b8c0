#!/usr/bin/env python3
"""How good the communities of `chancery measure --by community` are: their modularity beside that of igraph's Leiden method.

    python3 communities.py CHANCERY [EDGES.csv…]     (igraph 1.0; tables have a head source,target)

Without tables: a random network and one of Barabási and Albert, each of 100,000 nodes and 300,000 edges. Both memberships
are scored by igraph. Prints the share by which ours is higher or lower.
"""
import csv, os, random, subprocess, sys, tempfile, time

import igraph


def read(path):
    with open(path, newline="") as f:
        rows = list(csv.reader(f))[1:]
    return [(a, b) for a, b, *_ in rows]


def made(folder):
    random.seed(5)
    for name, g in [("random", igraph.Graph.Erdos_Renyi(n=100_000, m=300_000)), ("barabasi", igraph.Graph.Barabasi(100_000, 3))]:
        path = os.path.join(folder, name + ".csv")
        with open(path, "w") as f:
            f.write("source,target\n" + "".join(f"n{e.source},n{e.target}\n" for e in g.es))
        yield path


program, *paths = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    for path in paths or made(folder):
        edges = read(path)
        g = igraph.Graph.TupleList(edges, directed=False).simplify()
        random.seed(1)
        begun = time.time()
        theirs = g.community_leiden(objective_function="modularity", n_iterations=2).modularity
        took = time.time() - begun
        begun = time.time()
        out = subprocess.run([program, "measure", path, "--by", "community", "--csv", "-o", "-"], capture_output=True, text=True, check=True).stdout
        group = {row["id"]: int(row["community"]) for row in csv.DictReader(out.splitlines())}
        ours = g.modularity([group[name] for name in g.vs["name"]])
        print(f"{os.path.basename(path)}: {g.vcount()} nodes, {g.ecount()} edges; igraph {theirs:.4f} in {took:.2f} s, "
              f"ours {ours:.4f} in {time.time() - begun:.2f} s with reading and all else: {100 * (ours / theirs - 1):+.2f} %")
