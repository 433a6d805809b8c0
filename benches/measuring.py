"""Times igraph on the graphs of `measuring.rs`, for a look side by side: python3 benches/measuring.py (needs igraph)."""

import os
import sys
import time

import igraph


def graph(entities, hubs):
    """Three relations from each entity, drawn by the same generator as in `measuring.rs`."""
    seed, ends, edges = 1, [0], []

    def below(end):
        nonlocal seed
        seed = (seed * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        return seed * end >> 64

    for start in range(entities):
        for _ in range(3):
            to = ends[below(len(ends))] if hubs else below(entities)
            ends += [start, to]
            edges.append((start, to))
    return igraph.Graph(n=entities, edges=edges, directed=True)


def timed(name, work):
    begun = time.perf_counter()
    found = work()
    print(f"{(time.perf_counter() - begun) * 1e3:8.0f} ms  {name}")
    return found


def main():
    entities = int(os.environ.get("CHANCERY_ENTITIES", 100_000))
    print(f"igraph {igraph.__version__}, Python {sys.version.split()[0]}")
    for name, hubs in [("random", False), ("with hubs", True)]:
        directed = graph(entities, hubs)
        print(f"{name}: {directed.vcount()} entities, {directed.ecount()} relations")
        timed("pagerank", directed.pagerank)
        timed("component", lambda: directed.connected_components(mode="weak"))
        plain = directed.as_undirected(mode="collapse").simplify()
        timed("core", plain.coreness)
        leiden = timed("community", lambda: plain.community_leiden("modularity", n_iterations=2))
        print(f"             modularity {leiden.modularity:.4f}")


main()
