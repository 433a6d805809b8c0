#!/usr/bin/env python3
"""Writes the networks beside it and what igraph 1.0 and networkx 3.6 say of them: `python3 expected.py`.

Each NETWORK.json has `nodes`, `edges` (from, to, weight, directed) and `expected`: settings and what was found. Where the two
libraries define a measure differently, the comment says whose definition is followed. Self-loops count in degrees alone, and
relations without direction hold both ways.
"""
import json, math, os, random

import igraph
import networkx as nx
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def networks():
    r = random.Random(7)
    karate = [(a, b, 1.0, False) for a, b in nx.karate_club_graph().edges()]
    yield "karate", 34, karate
    yield "path", 6, [(i, i + 1, 1.0, False) for i in range(5)]
    yield "star_out", 8, [(0, i, 1.0, True) for i in range(1, 8)]
    yield "directed", 20, [(*r.sample(range(20), 2), 1.0, True) for _ in range(60)]
    yield "weighted", 25, [(*r.sample(range(25), 2), float(r.randint(1, 9)), False) for _ in range(60)]
    yield "directed_weighted", 18, [(*r.sample(range(18), 2), r.choice([0.5, 1.5, 2.25, 4.0]), True) for _ in range(50)]
    apart = [(a, b, 1.0, False) for a, b in nx.cycle_graph(5).edges()] + [(5, 6, 2.0, True), (7, 8, 1.0, False), (8, 9, 1.0, False)]
    yield "apart", 12, apart
    parallel = [(*r.sample(range(12), 2), float(r.randint(1, 4)), r.random() < 0.5) for _ in range(40)]
    yield "parallel", 12, parallel + parallel[:10]
    loops = [(r.randrange(10), r.randrange(10), float(r.randint(1, 3)), r.random() < 0.6) for _ in range(30)]
    yield "loops", 10, loops + [(3, 3, 2.0, True), (4, 4, 1.0, False), (4, 4, 5.0, False)]
    blocks = []
    for a in range(30):
        for b in range(a):
            if r.random() < (0.5 if a // 10 == b // 10 else 0.03):
                blocks.append((a, b, 1.0, r.random() < 0.7))
    yield "blocks", 30, blocks


def simple(n, edges, weighting, directed):
    """The network with one edge a pair; `count`, `strength` and `length` are what joined it."""
    g = (nx.DiGraph if directed else nx.Graph)()
    g.add_nodes_from(range(n))
    for a, b, w, d in edges:
        if a == b:
            continue
        for x, y in [(a, b)] if not directed or d else [(a, b), (b, a)]:
            if g.has_edge(x, y):
                e = g[x][y]
                e["count"] += 1; e["strength"] += w; e["length"] = min(e["length"], w)
            else:
                g.add_edge(x, y, count=1, strength=w, length=w)
    tie = {"once": lambda e: 1.0, "distance": lambda e: 1.0, "each": lambda e: e["count"], "strength": lambda e: e["strength"]}
    for *_, e in g.edges(data=True):
        e["tie"] = float(tie[weighting](e))
        e["way"] = e["length"] if weighting == "distance" else 1.0
    return g


def along(g, way):
    return g.reverse() if way == "in" and g.is_directed() else g


def values(g, found):
    return [found[v] for v in range(g.number_of_nodes())]


def closeness(n, edges, weighting, way):
    # networkx: Wasserman and Faust where not all is reached; it goes by what leads to a node.
    g = along(simple(n, edges, weighting, way != "both"), way)
    return values(g, nx.closeness_centrality(g.reverse() if g.is_directed() else g, distance="way", wf_improved=True))


def harmonic(n, edges, weighting, way):
    # igraph: the mean, where networkx gives the sum.
    g = along(simple(n, edges, weighting, way != "both"), way)
    found = nx.harmonic_centrality(g.reverse() if g.is_directed() else g, distance="way")
    mean = [found[v] / (n - 1) for v in range(n)]
    i = igraph.Graph(n, list(g.edges()), directed=g.is_directed())
    other = i.harmonic_centrality(mode="out", weights=[e["way"] for *_, e in g.edges(data=True)])
    assert np.allclose(mean, np.nan_to_num(other), atol=1e-12)
    return mean


def betweenness(n, edges, weighting, way):
    g = along(simple(n, edges, weighting, way != "both"), way)
    if weighting == "each":
        # igraph: each of parallel edges is a way of its own.
        pairs = []
        for a, b, e in g.edges(data=True):
            pairs += [(a, b)] * e["count"]
        return igraph.Graph(n, pairs, directed=g.is_directed()).betweenness(directed=g.is_directed())
    return values(g, nx.betweenness_centrality(g, weight="way", normalized=False))


def pagerank(n, edges, weighting, way):
    g = along(simple(n, edges, weighting, way != "both"), way)
    return values(g, nx.pagerank(g, alpha=0.85, weight="tie", tol=1e-14, max_iter=100_000))


def matrix(n, edges, weighting, way):
    g = along(simple(n, edges, weighting, way != "both"), way)
    return nx.to_numpy_array(g, nodelist=range(n), weight="tie")


def eigenvector(n, edges, weighting, way):
    # igraph: the highest value is 1. Left undefined where two components share the largest eigenvalue, or with direction
    # where no cycle is.
    g = along(simple(n, edges, weighting, way != "both"), way)
    if not nx.is_connected(g.to_undirected()) or (g.is_directed() and not nx.is_strongly_connected(g)):
        return None
    w, x = np.linalg.eig(matrix(n, edges, weighting, way).T)
    x = np.abs(np.real(x[:, np.argmax(np.real(w))]))
    return list(x / x.max())


def katz(n, edges, weighting, way):
    # networkx, with an attenuation below the reciprocal of the largest eigenvalue for certain.
    g = along(simple(n, edges, weighting, way != "both"), way)
    a = matrix(n, edges, weighting, way).T
    bound = math.sqrt((a @ a).sum(axis=1).max())
    alpha = 0.85 / (bound if bound > 0 else 1.0)
    return values(g, nx.katz_centrality_numpy(g, alpha=alpha, beta=1.0, normalized=False, weight="tie"))


def degree(n, edges, weighting, way, weight=False):
    if weighting == "once" and not weight:
        g = along(simple(n, edges, weighting, way != "both"), way)
        return [float(d) for _, d in (g.out_degree() if g.is_directed() else g.degree())]
    # networkx counts a self-loop twice in all, once by direction.
    g = (nx.MultiGraph if way == "both" else nx.MultiDiGraph)()
    g.add_nodes_from(range(n))
    for a, b, w, d in edges:
        g.add_edge(a, b, w=w)
        if way != "both" and not d and a != b:
            g.add_edge(b, a, w=w)
    of = g.degree if way == "both" else g.out_degree if way == "out" else g.in_degree
    return [float(d) for _, d in of(weight="w" if weight else None)]


def constraint(n, edges, weighting, way):
    g = simple(n, edges, weighting, False)
    found = nx.constraint(g, weight="tie")
    return [None if math.isnan(found[v]) else found[v] for v in range(n)]


def clustering(n, edges, weighting, way):
    # igraph: no value below two neighbours, where networkx says 0.
    g = simple(n, edges, weighting, False)
    found = igraph.Graph(n, list(g.edges())).transitivity_local_undirected()
    return [None if math.isnan(x) else x for x in found]


def core(n, edges, weighting, way):
    # networkx: of the simple network; igraph counts parallel edges.
    g = simple(n, edges, weighting, False)
    return values(g, nx.core_number(g))


def cut_point(n, edges, weighting, way):
    points = set(nx.articulation_points(simple(n, edges, weighting, False)))
    return [float(v in points) for v in range(n)]


def component(n, edges, weighting, way):
    parts = sorted(nx.connected_components(simple(n, edges, weighting, False)), key=lambda c: (-len(c), min(c)))
    return [float(next(i for i, c in enumerate(parts) if v in c) + 1) for v in range(n)]


def wholes(n, edges):
    g = simple(n, edges, "once", False)
    d = simple(n, edges, "once", True)
    kinds = {v: v % 3 for v in range(n)}
    multi = nx.MultiGraph()
    multi.add_nodes_from(range(n))
    multi.add_edges_from((a, b) for a, b, *_ in edges if a != b)
    nx.set_node_attributes(multi, kinds, "kind")
    i = igraph.Graph(n, [(a, b) for a, b, *_ in edges if a != b])
    far = [x for v, row in nx.all_pairs_shortest_path_length(g) for u, x in row.items() if u != v]
    parts = list(nx.connected_components(g))
    return {
        "density": nx.density(g), "reciprocity": nx.overall_reciprocity(d),
        "components": len(parts), "largest_component": max(map(len, parts)),
        "diameter": i.diameter(directed=False), "mean_distance": sum(far) / len(far),
        "transitivity": None if math.isnan(igraph.Graph(n, list(g.edges())).transitivity_undirected()) else nx.transitivity(g),
        "assortativity": nx.attribute_assortativity_coefficient(multi, "kind"),
        "cut_points": len(list(nx.articulation_points(g))), "bridges": len(i.bridges()),
    }


PATHS = [("once", "both"), ("once", "out"), ("once", "in"), ("distance", "both"), ("distance", "out")]
TIES = [("once", "both"), ("once", "out"), ("once", "in"), ("each", "both"), ("each", "out"), ("strength", "both"), ("strength", "in")]
TABLE = [
    ("closeness", closeness, PATHS), ("harmonic", harmonic, PATHS),
    ("betweenness", betweenness, PATHS + [("each", "both"), ("each", "out")]),
    ("pagerank", pagerank, TIES), ("eigenvector", eigenvector, TIES), ("katz", katz, TIES),
    ("degree", lambda *a: degree(*a[:3], "both"), [("once", "both"), ("each", "both")]),
    ("in_degree", lambda *a: degree(*a[:3], "in"), [("once", "both"), ("each", "both")]),
    ("out_degree", lambda *a: degree(*a[:3], "out"), [("once", "both"), ("each", "both")]),
    ("strength", lambda *a: degree(*a[:3], "both", True), [("once", "both")]),
    ("in_strength", lambda *a: degree(*a[:3], "in", True), [("once", "both")]),
    ("out_strength", lambda *a: degree(*a[:3], "out", True), [("once", "both")]),
    ("constraint", constraint, [("once", "both"), ("each", "both"), ("strength", "both")]),
    ("clustering", clustering, [("once", "both")]), ("core", core, [("once", "both")]),
    ("cut_point", cut_point, [("once", "both")]), ("component", component, [("once", "both")]),
]

for name, n, edges in networks():
    expected = []
    for measure, find, settings in TABLE:
        for weighting, way in settings:
            found = find(n, edges, weighting, way)
            if found is not None:
                found = [None if x is None else float(x) for x in found]
                expected.append({"measure": measure, "weighting": weighting, "way": way, "values": found})
    whole = {key: None if x is None or math.isnan(x) else float(x) for key, x in wholes(n, edges).items()}
    with open(os.path.join(HERE, name + ".json"), "w") as f:
        f.write('{"nodes": %d,\n"edges": %s,\n"whole": %s,\n"expected": [\n' % (n, json.dumps(edges), json.dumps(whole)))
        f.write(",\n".join(json.dumps(e) for e in expected) + "\n]}\n")
    print(name, n, len(edges), len(expected))
