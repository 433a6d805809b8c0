"""What Chancery writes, read by other programs: the same counts, direction and attributes.

    cargo test --lib -- --ignored files_for_other_programs     (with CHANCERY_WRITE_TO=FOLDER)
    python3 tests/exchange/written.py FOLDER

Needs networkx >= 3.4, igraph, pandas, openpyxl, followthemoney, rdflib and pyoxigraph; Graphviz (`dot`, `gvpr`), Gephi's
schema gexf.xsd with lxml (GEXF_XSD), and Cytoscape.js and graphology-gexf under node (CYTOSCAPE_JS, GRAPHOLOGY: folders with
node_modules) are used where they are there. Prints a line a file and program, and what differs.
"""

import collections
import json
import os
import subprocess
import sys
import tempfile
import urllib.parse

FOLDER = sys.argv[1]
SCHEMA = os.environ.get("GEXF_XSD", "")
CYTOSCAPE = os.environ.get("CYTOSCAPE_JS", "")
GRAPHOLOGY = os.environ.get("GRAPHOLOGY", "")
failures = 0


def tell(name, program, problems):
    global failures
    failures += bool(problems)
    print(f"{'DIFFERS' if problems else 'same   '} {name} read by {program}")
    for problem in problems[:5]:
        print(f"        {problem}")


def differ(what, is_, should, out):
    if is_ != should:
        out.append(f"{what}: {str(is_)[:150]} instead of {str(should)[:150]}")


def path(name, format, extension, suffix=""):
    return os.path.join(FOLDER, f"{name}.{format}{suffix}.{extension}")


def ends(edges):
    """Edges without direction have their ends in order."""
    return collections.Counter((f, t) if d else tuple(sorted((f, t))) for f, t, d in edges)


def compare(name, program, expected, nodes, edges, has_ids=True, directed=None, kinds=True):
    """nodes: id -> (name, kind, when); edges: list of (id, from, to, kind, when, directed)."""
    out = []
    differ("nodes", len(nodes), len(expected["nodes"]), out)
    differ("edges", len(edges), len(expected["edges"]), out)
    for node in expected["nodes"]:
        found = nodes.get(node["id"])
        if found is None:
            out.append(f"{node['id']} is missing")
            continue
        differ(f"name of {node['id']}", found[0], node["name"], out)
        if kinds:
            differ(f"kind of {node['id']}", found[1] or "", node["kind"], out)
            differ(f"date of {node['id']}", found[2] or None, node["when"], out)
    is_directed = (lambda e: e["directed"]) if directed is None else (lambda e: directed)
    differ(
        "ends",
        ends((e[1], e[2], e[5]) for e in edges),
        ends((e["from"], e["to"], is_directed(e)) for e in expected["edges"]),
        out,
    )
    if has_ids:
        known = {edge[0]: edge for edge in edges}
        for edge in expected["edges"]:
            found = known.get(edge["id"])
            if found is None:
                out.append(f"edge {edge['id']} is missing")
                continue
            differ(f"kind of {edge['id']}", found[3], edge["kind"], out)
            differ(f"date of {edge['id']}", found[4] or None, edge["when"], out)
    tell(name, program, out)


def networkx_of(graph, id_key=None, name_key="label", edge_id="key", edge_kind="kind"):
    nodes = {n: (d.get(name_key), d.get("kind"), d.get("when")) for n, d in graph.nodes(data=True)}
    edges = []
    for f, t, k, d in graph.edges(keys=True, data=True):
        edge = k if edge_id == "key" else d.get(edge_id)
        edges.append((edge, f, t, d.get(edge_kind), d.get("when"), graph.is_directed()))
    return nodes, edges


def by_networkx(name, expected):
    import networkx

    mixed = len({e["directed"] for e in expected["edges"]}) == 2
    directed = any(e["directed"] for e in expected["edges"])
    graph = networkx.read_graphml(path(name, "graphml", "graphml"), force_multigraph=True)
    compare(f"{name} GraphML", "networkx", expected, *networkx_of(graph), directed=directed)
    marks = [d["directed"] for _, _, d in graph.edges(data=True)]
    out = []
    differ("edges that are marked as without direction", marks.count(False), sum(not e["directed"] for e in expected["edges"]), out)
    claims = sum(len(json.loads(d.get("claims", "[]"))) for _, d in graph.nodes(data=True))
    differ("claims of nodes", claims, sum(n["claims"] for n in expected["nodes"]), out)
    tell(f"{name} GraphML attributes", "networkx", out)
    if not mixed:
        graph = networkx.read_gexf(path(name, "gexf", "gexf"))
        nodes = {n: (d.get("label"), None, d.get("when")) for n, d in graph.nodes(data=True)}
        edges = [(d.get("id"), f, t, None, d.get("when"), graph.is_directed()) for f, t, d in graph.edges(data=True)]
        compare(f"{name} GEXF", "networkx", expected, nodes, edges, has_ids=False, directed=directed, kinds=False)
        ids = {d.get("id") for _, _, d in graph.edges(data=True)}
        tell(f"{name} GEXF ids of edges", "networkx", [] if ids == {e["id"] for e in expected["edges"]} else [str(ids)])
    with open(path(name, "node-link", "json"), encoding="utf-8") as file:
        graph = networkx.node_link_graph(json.load(file))
    compare(f"{name} node-link", "networkx", expected, *networkx_of(graph), directed=directed)
    with open(path(name, "cytoscape.js", "cyjs"), encoding="utf-8") as file:
        graph = networkx.cytoscape_graph(json.load(file))
    nodes, edges = networkx_of(graph, name_key="name", edge_kind="interaction")
    compare(f"{name} Cytoscape.js", "networkx", expected, nodes, edges, directed=directed)
    graph = networkx.read_gml(path(name, "gml", "gml"))
    nodes, edges = networkx_of(graph, name_key="name")
    compare(f"{name} GML", "networkx", expected, nodes, edges, directed=directed)
    if not mixed:
        graph = networkx.read_pajek(path(name, "pajek", "net"))
        out = []
        differ("nodes", graph.number_of_nodes(), len(expected["nodes"]), out)
        differ("edges", graph.number_of_edges(), len(expected["edges"]), out)
        differ("directed", graph.is_directed(), directed, out)
        tell(f"{name} Pajek", "networkx", out)


def by_igraph(name, expected):
    import igraph

    mixed = len({e["directed"] for e in expected["edges"]}) == 2
    directed = any(e["directed"] for e in expected["edges"])

    def read(graph, id_key, name_key, edge_kind="kind"):
        def text(value):
            return None if value is None or value == "" or value != value else str(value)

        ids = [str(v[id_key]) for v in graph.vs]
        nodes = {str(v[id_key]): (v[name_key], text(v["kind"]), text(v["when"])) for v in graph.vs}
        edges = []
        for edge in graph.es:
            when = text(edge["when"]) if "when" in graph.es.attributes() else None
            edges.append((edge["id"], ids[edge.source], ids[edge.target], edge[edge_kind], when, graph.is_directed()))
        return nodes, edges

    graph = igraph.Graph.Read_GraphML(path(name, "graphml", "graphml"))
    # igraph 1.0 gives edges the ids of vertices.
    nodes, edges = read(graph, "id", "label")
    compare(f"{name} GraphML", "igraph", expected, nodes, edges, has_ids=False, directed=directed)
    out = []
    kinds = collections.Counter((e[1], e[2], e[3], e[4]) for e in edges)
    differ("kinds and dates of edges", kinds, collections.Counter((e["from"], e["to"], e["kind"], e["when"]) for e in expected["edges"]), out)
    tell(f"{name} GraphML attributes", "igraph", out)
    graph = igraph.Graph.Read_GML(path(name, "gml", "gml"))
    out = []
    differ("nodes", graph.vcount(), len(expected["nodes"]), out)
    differ("edges", graph.ecount(), len(expected["edges"]), out)
    differ("directed", graph.is_directed(), directed, out)
    labels = {v["label"] for v in graph.vs}
    differ("labels", labels, {n["id"] for n in expected["nodes"]}, out)
    tell(f"{name} GML", "igraph", out)
    if not mixed:
        graph = igraph.Graph.Read_Pajek(path(name, "pajek", "net"))
        out = []
        differ("nodes", graph.vcount(), len(expected["nodes"]), out)
        differ("edges", graph.ecount(), len(expected["edges"]), out)
        differ("directed", graph.is_directed(), directed, out)
        tell(f"{name} Pajek", "igraph", out)


def by_pandas(name, expected):
    import networkx
    import pandas

    def frame_compare(what, nodes, edges, name_column, ends_columns, program):
        found = {r["id"]: (r[name_column], r["kind"], r["when"]) for _, r in nodes.iterrows()}
        f, t = ends_columns
        rows = [(r["id"], r[f], r[t], r["kind"], r["when"], str(r["directed"]).lower() in ("true", "1")) for _, r in edges.iterrows()]
        compare(what, program, expected, found, rows)

    nodes = pandas.read_csv(path(name, "csv", "csv"), dtype=str, na_filter=False)
    edges = pandas.read_csv(path(name, "csv", "csv", "-edges"), dtype=str, na_filter=False)
    frame_compare(f"{name} CSV", nodes, edges, "label", ("source", "target"), "pandas")
    graph = networkx.from_pandas_edgelist(edges, create_using=networkx.MultiDiGraph, edge_key="id")
    tell(f"{name} CSV", "networkx", [] if graph.number_of_edges() == len(expected["edges"]) else ["edges are lost"])
    book = pandas.read_excel(path(name, "workbook", "xlsx"), sheet_name=None, dtype=str, na_filter=False)
    frame_compare(f"{name} XLSX", book["Entities"], book["Relations"], "name", ("from", "to"), "pandas")
    out = []
    claims = sum(n["claims"] for n in expected["nodes"]) + sum(e["claims"] for e in expected["edges"])
    differ("claims", len(book["Claims"]), claims, out)
    differ("sources", len(book["Sources"]), expected["sources"], out)
    tell(f"{name} XLSX claims and sources", "pandas", out)


def by_openpyxl(name, expected):
    import openpyxl

    book = openpyxl.load_workbook(path(name, "workbook", "xlsx"))
    out = []
    for sheet in book:
        differ(f"{sheet.title} is frozen at", sheet.freeze_panes, "A2", out)
        formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        differ(f"formulas in {sheet.title}", len(formulas), 0, out)
    differ("entities", book["Entities"].max_row - 1, len(expected["nodes"]), out)
    differ("relations", book["Relations"].max_row - 1, len(expected["edges"]), out)
    differ("first head is bold", book["Entities"]["A1"].font.b, True, out)
    tell(f"{name} XLSX", "openpyxl", out)


def by_libreoffice(name, expected):
    with tempfile.TemporaryDirectory() as folder:
        source = path(name, "workbook", "xlsx")
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, source]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        except (OSError, subprocess.SubprocessError) as error:
            print(f"skipped {name} XLSX by LibreOffice: {error}")
            return
        import openpyxl

        saved = openpyxl.load_workbook(os.path.join(folder, os.path.basename(source)))
        before = openpyxl.load_workbook(source)
        out = []
        differ("sheets", saved.sheetnames, before.sheetnames, out)
        for sheet in before:
            rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
            # LibreOffice saves yes and no as formulas.
            yes_or_no = {"=TRUE()": True, "=FALSE()": False}
            width = len(rows[0])
            again = [[yes_or_no.get(c.value, c.value) for c in row][:width] for row in saved[sheet.title].iter_rows()]
            differ(f"cells of {sheet.title}", again, rows, out)
        tell(f"{name} XLSX", "LibreOffice", out)


def by_followthemoney(name, expected):
    from followthemoney import model

    entities, out = [], []
    with open(path(name, "ftm", "ftm"), encoding="utf-8") as file:
        for line in file:
            raw = json.loads(line)
            clean = model.get_proxy(raw, cleaned=False)
            entities.append(clean)
            for prop, values in raw["properties"].items():
                if prop not in clean.schema.properties:
                    out.append(f"{raw['schema']} has no {prop}")
                elif set(values) != set(clean.get(prop)):
                    out.append(f"{raw['id']} {prop}: {values} became {clean.get(prop)}")
            try:
                clean.schema.validate({"properties": {p: clean.get(p) for p in raw["properties"]}})
            except Exception as error:
                out.append(f"{raw['id']}: {error}")
    edges = [e for e in entities if e.schema.edge]
    differ("nodes", len(entities) - len(edges), len(expected["nodes"]), out)
    differ("edges", len(edges), len(expected["edges"]), out)
    ids = {e.id for e in entities}
    for edge in edges:
        for key in (edge.schema.edge_source, edge.schema.edge_target):
            for end in edge.get(key):
                if end not in ids:
                    out.append(f"{edge.id}: {end} is not there")
    tell(f"{name} FollowTheMoney", "followthemoney", out)


def by_graphviz(name, expected):
    file = path(name, "dot", "dot")
    try:
        text = subprocess.run(["dot", "-Tdot_json", file], capture_output=True, text=True, timeout=60)
    except OSError as error:
        print(f"skipped {name} DOT: {error}")
        return
    if text.returncode:
        tell(f"{name} DOT", "dot", [text.stderr[:300]])
        return
    graph = json.loads(text.stdout)
    names = {o["_gvid"]: o["name"] for o in graph["objects"]}
    nodes = {o["name"]: (o["label"].replace("&amp;", "&"), o.get("kind"), o.get("when")) for o in graph["objects"]}
    edges = [
        (e["id"], names[e["tail"]], names[e["head"]], e["kind"], e.get("when"), graph["directed"] and e.get("dir") != "none")
        for e in graph["edges"]
    ]
    compare(f"{name} DOT", "dot -Tdot_json", expected, nodes, edges)
    program = 'BEGIN{int n=0;int e=0} N{n++} E{e++} END{printf("%d %d",n,e)}'
    counts = subprocess.run(["gvpr", program, file], capture_output=True, text=True, timeout=60)
    should = f"{len(expected['nodes'])} {len(expected['edges'])}"
    tell(f"{name} DOT", "gvpr", [] if counts.stdout == should else [counts.stdout + counts.stderr])


def by_schema(name):
    if not SCHEMA:
        print(f"skipped {name} GEXF by its schema: GEXF_XSD names no file")
        return
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.validate(etree.parse(path(name, "gexf", "gexf")))
    tell(f"{name} GEXF", "the schema of GEXF 1.3", [str(e) for e in schema.error_log])


def by_cytoscape(name, expected):
    if not CYTOSCAPE:
        print(f"skipped {name} Cytoscape.js: CYTOSCAPE_JS names no folder with node_modules")
        return
    script = """
        const cytoscape = require('cytoscape');
        const text = JSON.parse(require('fs').readFileSync(process.argv[1]));
        const cy = cytoscape({headless: true, elements: text.elements, data: text.data});
        console.log(JSON.stringify({
            nodes: cy.nodes().map(n => [n.id(), n.data('name'), n.data('kind'), n.data('when')]),
            edges: cy.edges().map(e => [e.id(), e.source().id(), e.target().id(), e.data('interaction'), e.data('when'), e.data('directed')]),
        }));"""
    done = subprocess.run(["node", "-e", script, path(name, "cytoscape.js", "cyjs")], capture_output=True, text=True, cwd=CYTOSCAPE, timeout=120)
    if done.returncode:
        tell(f"{name} Cytoscape.js", "cytoscape.js", [done.stderr[-300:]])
        return
    found = json.loads(done.stdout)
    nodes = {n[0]: tuple(n[1:]) for n in found["nodes"]}
    compare(f"{name} Cytoscape.js", "cytoscape.js", expected, nodes, [tuple(e) for e in found["edges"]])


def by_graphology(name, expected):
    if not GRAPHOLOGY:
        print(f"skipped {name} GEXF by graphology: GRAPHOLOGY names no folder with node_modules")
        return
    script = """
        const {MultiGraph} = require('graphology');
        const gexf = require('graphology-gexf');
        const g = gexf.parse(MultiGraph, require('fs').readFileSync(process.argv[1], 'utf8'));
        console.log(JSON.stringify({
            nodes: g.mapNodes((n, a) => [n, a.label, null, a.when]),
            edges: g.mapEdges((e, a, f, t, x, y, undirected) => [e, f, t, null, a.when, !undirected]),
        }));"""
    done = subprocess.run(["node", "-e", script, path(name, "gexf", "gexf")], capture_output=True, text=True, cwd=GRAPHOLOGY, timeout=120)
    if done.returncode:
        tell(f"{name} GEXF", "graphology", [done.stderr[-300:]])
        return
    found = json.loads(done.stdout)
    nodes = {n[0]: tuple(n[1:]) for n in found["nodes"]}
    out = []
    differ("dates of nodes", {n: v[2] or None for n, v in nodes.items()}, {n["id"]: n["when"] for n in expected["nodes"]}, out)
    dates = {e[0]: e[4] or None for e in found["edges"]}
    differ("dates of edges", dates, {e["id"]: e["when"] for e in expected["edges"]}, out)
    tell(f"{name} GEXF dates", "graphology", out)
    compare(f"{name} GEXF", "graphology", expected, nodes, [tuple(e) for e in found["edges"]], has_ids=False, kinds=False)


TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
STATEMENT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DERIVATION = "http://www.w3.org/ns/prov#qualifiedDerivation"
OURS = "urn:chancery:"


def rdf_compare(name, program, expected, triples):
    """triples: (subject, predicate, object), each as the text of it."""
    said = collections.defaultdict(lambda: collections.defaultdict(list))
    plain = set()
    for subject, predicate, thing in triples:
        said[subject][predicate].append(thing)
        plain.add((subject, predicate, thing))

    def one(subject, predicate):
        values = said[subject].get(predicate, [])
        return values[0] if values else None

    def id_of(iri, what):
        return urllib.parse.unquote(iri.removeprefix(OURS + what))

    nodes, edges, out = {}, [], []
    claims = collections.Counter()
    for subject in list(said):
        types = said[subject].get(TYPE, [])
        if OURS + "terms#Entity" in types:
            kind = [id_of(t, "kind:") for t in types if t.startswith(OURS + "kind:")]
            node = id_of(subject, "entity:")
            nodes[node] = (one(subject, LABEL), "".join(kind), one(subject, OURS + "terms#when"))
            claims["nodes"] += len(said[subject].get(DERIVATION, []))
        if OURS + "terms#Relation" in types:
            f, p, t = (one(subject, STATEMENT + part) for part in ("subject", "predicate", "object"))
            kind = id_of(p, "relation-kind:")
            directed = one(p, OURS + "terms#directed") != "false"
            when = one(subject, OURS + "terms#when")
            edges.append((id_of(subject, "relation:"), id_of(f, "entity:"), id_of(t, "entity:"), kind, when, directed))
            claims["edges"] += len(said[subject].get(DERIVATION, []))
            if (f, p, t) not in plain:
                out.append(f"{subject}: the statement itself is missing")
    differ("claims of nodes", claims["nodes"], sum(n["claims"] for n in expected["nodes"]), out)
    differ("claims of edges", claims["edges"], sum(e["claims"] for e in expected["edges"]), out)
    tell(f"{name} Turtle claims", program, out)
    # Kinds of the vocabulary that comes with the program say nothing of their direction in the file.
    undirected = {e["kind"] for e in expected["edges"] if not e["directed"]}
    edges = [(*e[:5], e[3] not in undirected) for e in edges]
    compare(f"{name} Turtle", program, expected, nodes, edges)


def by_rdflib(name, expected):
    import rdflib

    graph = rdflib.Graph().parse(path(name, "turtle", "ttl"), format="turtle")
    rdf_compare(name, "rdflib", expected, [tuple(str(part) for part in triple) for triple in graph])


def by_pyoxigraph(name, expected):
    import pyoxigraph

    read = pyoxigraph.parse(path=path(name, "turtle", "ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    rdf_compare(name, "pyoxigraph", expected, [tuple(part.value for part in (q.subject, q.predicate, q.object)) for q in read])


for file in sorted(os.listdir(FOLDER)):
    if not file.endswith(".expected.json"):
        continue
    name = file.removesuffix(".expected.json")
    with open(os.path.join(FOLDER, file), encoding="utf-8") as text:
        expected = json.load(text)
    for check in (by_networkx, by_igraph, by_pandas, by_openpyxl, by_libreoffice, by_followthemoney, by_graphviz, by_cytoscape, by_graphology, by_rdflib, by_pyoxigraph):
        try:
            check(name, expected)
        except Exception as error:
            tell(name, check.__name__, [f"{type(error).__name__}: {error}"])
    by_schema(name)
print("all the same" if not failures else f"{failures} differ")
sys.exit(bool(failures))
