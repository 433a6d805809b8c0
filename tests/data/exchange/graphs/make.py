"""Makes the graph fixtures of this folder with independent programs, and `expected.json`: what each
program itself reads back. Hand-written files (in `hand/`) are only counted here, by the program named.

    pip install networkx==3.6.1 igraph==1.0.0 pydot==4.0.1 lxml tulip-python==6.0.0 stix2==3.0.2 anxwritter==1.25.0 \
        scipy==1.17.1
    apt install graphviz        # 2.43
    npm i graphology graphology-gexf graphology-graphml    # fixtures by graphology.mjs
    python make.py
"""
import datetime, json, os, re, subprocess, sys, uuid, warnings, zipfile
import networkx as nx, igraph as ig
warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
expected = []

def path(fmt, name):
    os.makedirs(os.path.join(HERE, fmt), exist_ok=True)
    return os.path.join(HERE, fmt, name)

def put(fmt, name, by, nodes, edges, directed, node=None, edge=None, position=None):
    """node: [id, {attribute: value}], edge: [from, to, {attribute: value}], position: [id, x, y]"""
    expected.append(dict(file=f"{fmt}/{name}", by=by, nodes=nodes, edges=edges, directed=directed,
                         node=node, edge=edge, position=position))

NODES = [("a", "Anna Blum", "person", "1970-05-01", 1.5), ("b", "Bert & Söhne <GmbH>", "firm", "2014-05", 2.0),
         ("c", "日本", "state", "", -3.25), ("d", 'says "hi"', "person", "1999", 1e-7), ("e", "Émile\tZola", "person", "1840-04-02", 0.0),
         ("f", "lonely", "thing", "", 7.0)]
EDGES = [("a", "b", "works_for", 2.5, "2014/2016"), ("b", "c", "sits_in", 1.0, ""), ("c", "a", "knows", 0.5, "2001-02-03"),
         ("d", "e", "knows", 3.0, ""), ("a", "b", "owns", 10.0, "2015"), ("d", "d", "knows", 1.0, "")]

def fill(g):
    for i, name, kind, born, score in NODES:
        g.add_node(i, label=name, kind=kind, born=born, score=score, age=len(name), alive=kind == "person")
    for s, t, kind, w, when in EDGES:
        g.add_edge(s, t, kind=kind, weight=w, when=when)
    g.graph["title"] = "six & seven"
    return g

def count_nx(fmt, name, g, directed, position=None, by="networkx"):
    n = "a" if "a" in g else next(iter(g))
    u, v, d = next((e for e in g.edges(data=True) if e[0] == n), next(iter(g.edges(data=True)), (None, None, {})))
    put(fmt, name, by, g.number_of_nodes(), g.number_of_edges(), directed,
        [str(n), {str(k): x for k, x in g.nodes[n].items() if isinstance(x, (str, int, float, bool)) and x != ""}],
        [str(u), str(v), {str(k): x for k, x in d.items() if isinstance(x, (str, int, float, bool)) and x != ""}] if u is not None else None,
        position)

# GraphML -------------------------------------------------------------------------------------------
for kind in (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph):
    name = f"networkx-{kind.__name__.lower()}.graphml"
    nx.write_graphml_lxml(fill(kind()), path("graphml", name), named_key_ids=kind is nx.DiGraph)
    count_nx("graphml", name, nx.read_graphml(path("graphml", name)), "directed" if "Di" in kind.__name__ else "undirected")
nx.write_graphml_xml(nx.path_graph(3, create_using=nx.DiGraph), path("graphml", "networkx-xml.graphml"))
count_nx("graphml", "networkx-xml.graphml", nx.read_graphml(path("graphml", "networkx-xml.graphml")), "directed")

def igraph_of(directed=True):
    g = ig.Graph(directed=directed)
    g["title"] = "six & seven"
    for i, name, kind, born, score in NODES:
        g.add_vertex(name=i, title=name, kind=kind, born=born, score=score, alive=kind == "person")
    for s, t, kind, w, when in EDGES:
        g.add_edge(s, t, kind=kind, weight=w, when=when)
    return g

def count_ig(fmt, name, g, by="igraph", id_attr="name", directed=None):
    v, e = g.vs[0], (g.es[0] if g.ecount() else None)
    keep = lambda d: {k: x for k, x in d.items() if isinstance(x, (str, int, float, bool)) and x == x and x != ""}
    ids = lambda x: str(x[id_attr]) if id_attr in x.attributes() else str(x.index)
    put(fmt, name, by, g.vcount(), g.ecount(), directed or ("directed" if g.is_directed() else "undirected"), [ids(v), keep(v.attributes())],
        [ids(g.vs[e.source]), ids(g.vs[e.target]), keep(e.attributes())] if e is not None else None)

for directed in (True, False):
    name = f"igraph-{'directed' if directed else 'undirected'}.graphml"
    igraph_of(directed).write_graphml(path("graphml", name))
    count_ig("graphml", name, ig.Graph.Read_GraphML(path("graphml", name)), id_attr="id")

# GEXF ----------------------------------------------------------------------------------------------
for version in ("1.1draft", "1.2draft"):
    for kind in (nx.Graph, nx.MultiDiGraph):
        g = fill(kind())
        for n, (x, y) in {"a": (1.5, -2.0), "b": (30.0, 4.25)}.items():
            g.nodes[n]["viz"] = {"position": {"x": x, "y": y, "z": 0.0}, "size": 3.0, "color": {"r": 255, "g": 102, "b": 0}}
        name = f"networkx-{version}-{kind.__name__.lower()}.gexf"
        nx.write_gexf(g, path("gexf", name), version=version)
        r = nx.read_gexf(path("gexf", name))
        count_nx("gexf", name, r, "directed" if "Di" in kind.__name__ else "undirected", ["a", 1.5, -2.0])
        # networkx reports what it took for a weight under the name it reads.
g = nx.DiGraph(mode="dynamic")
g.add_node("a", label="Anna", spells=[("2009-01-01", "2009-03-01"), ("2010-05-01", None)])
g.add_node("b", label="Bert", start="2009-01-01")
g.add_edge("a", "b", spells=[("2009-01-01", "2009-02-01"), ("2010-06-01", "2010-07-01")])
nx.write_gexf(g, path("gexf", "networkx-spells.gexf"))
put("gexf", "networkx-spells.gexf", "networkx", 2, 1, "directed")

# GML -----------------------------------------------------------------------------------------------
for kind in (nx.Graph, nx.MultiDiGraph):
    g = fill(kind()); name = f"networkx-{kind.__name__.lower()}.gml"
    for n in g: g.nodes[n].pop("label"); g.nodes[n]["alive"] = int(g.nodes[n]["alive"])
    for i, title, *_ in NODES: g.nodes[i]["title"] = title; g.nodes[i]["graphics"] = {"x": len(title) * 1.5, "y": 2.0, "fill": "#ff0000"}
    nx.write_gml(g, path("gml", name)); r = nx.read_gml(path("gml", name))
    count_nx("gml", name, r, "directed" if "Di" in kind.__name__ else "undirected", ["a", len("Anna Blum") * 1.5, 2.0])
for directed in (True, False):
    name = f"igraph-{'directed' if directed else 'undirected'}.gml"
    igraph_of(directed).write_gml(path("gml", name)); r = ig.Graph.Read_GML(path("gml", name))
    count_ig("gml", name, r)
try:
    from tulip import tlp
    tg = tlp.newGraph(); lab = tg.getStringProperty("viewLabel"); lay = tg.getLayoutProperty("viewLayout")
    ns = [tg.addNode() for _ in range(4)]
    for k, n in enumerate(ns): lab[n] = ["Anna", "Bert", "日本", "lonely"][k]; lay[n] = tlp.Coord(k * 10, k * -5, 0)
    for s, t in ((0, 1), (1, 2), (0, 1)): tg.addEdge(ns[s], ns[t])
    tlp.exportGraph("GML Export", tg, path("gml", "tulip.gml"))
    back = tlp.importGraph("GML", {"file::filename": path("gml", "tulip.gml")})
    put("gml", "tulip.gml", "tulip", back.numberOfNodes(), back.numberOfEdges(), None, ["0", {"label": "Anna"}])
except ImportError:
    pass

# DOT -----------------------------------------------------------------------------------------------
def count_dot(name, file=None):
    """Graphviz's own reader: nodes, edges, and the first node's and edge's attributes by gvpr."""
    p = file or path("dot", name)
    prog = 'BEGIN{int g=0} BEG_G{printf("G %d %d %d\\n", isDirect($G)?1:0, nNodes($G), nEdges($G));}'
    out = subprocess.run(["gvpr", 'BEG_G{print("G ", isDirect($G), " ", nNodes($G), " ", nEdges($G));} N{string a = fstAttr($G,"N"); while(a != ""){ print("N\\t", $.name, "\\t", a, "\\t", aget($,a)); a = nxtAttr($G,"N",a);} } E{string b = fstAttr($G,"E"); while(b != ""){ print("E\\t", $.tail.name, "\\t", $.head.name, "\\t", b, "\\t", aget($,b)); b = nxtAttr($G,"E",b);} }', p],
                         capture_output=True, text=True, encoding='utf-8', errors='replace')
    graphs = [l.split() for l in out.stdout.splitlines() if l.startswith("G ")]
    if not graphs:
        print(name, "not read by graphviz:", out.stderr.strip()); return
    nodes, first = {}, None
    for l in out.stdout.split("\n"):
        f = l.split("\t")
        if l.startswith("N\t") and (first in (None, f[1])) and f[3] not in ("", "\\N"): first = f[1]; nodes[f[2]] = f[3]
    edge, fe = {}, None
    for l in out.stdout.split("\n"):
        f = l.split("\t")
        if l.startswith("E\t") and len(f) == 5 and (fe in (None, (f[1], f[2]))) and f[4] != "" and f[3] not in edge: fe = (f[1], f[2]); edge[f[3]] = f[4]
    put("dot", name, "graphviz", sum(int(g[2]) for g in graphs), sum(int(g[3]) for g in graphs),
        "directed" if graphs[0][1] == "1" else "undirected", [first, nodes] if first else None, [fe[0], fe[1], edge] if fe else None)

import pydot
for kind in (nx.Graph, nx.MultiDiGraph):
    g = fill(kind()); name = f"networkx-{kind.__name__.lower()}.dot"
    for n in g: g.nodes[n]["label"] = '"' + g.nodes[n]["label"].replace('"', '\\"') + '"'
    nx.nx_pydot.write_dot(g, path("dot", name)); count_dot(name)
for directed in (True, False):
    name = f"igraph-{'directed' if directed else 'undirected'}.dot"
    igraph_of(directed).write_dot(path("dot", name)); count_dot(name)
for f in sorted(os.listdir(os.path.join(HERE, "hand", "dot"))):
    src = os.path.join(HERE, "hand", "dot", f)
    with open(src, "rb") as i, open(path("dot", "hand-" + f), "wb") as o: o.write(i.read())
    count_dot("hand-" + f)
src = path("dot", "hand-cluster.dot")
with open(path("dot", "graphviz-laid-out.dot"), "wb") as o: o.write(subprocess.run(["dot", "-Tdot", src], capture_output=True).stdout)
count_dot("graphviz-laid-out.dot")
with open(path("gml", "graphviz.gml"), "wb") as o: o.write(subprocess.run(["gv2gml", src], capture_output=True).stdout)
n, e = len(re.findall(r"(?m)^\s*node \[", open(path("gml", "graphviz.gml")).read())), len(re.findall(r"(?m)^\s*edge \[", open(path("gml", "graphviz.gml")).read()))
back = subprocess.run(["gml2gv", path("gml", "graphviz.gml")], capture_output=True).stdout
cnt = subprocess.run(["gc", "-n", "-e"], input=back, capture_output=True).stdout.split()
put("gml", "graphviz.gml", "graphviz", int(cnt[0]), int(cnt[1]), "directed")

# Pajek ---------------------------------------------------------------------------------------------
for kind in (nx.MultiGraph, nx.MultiDiGraph):
    g = kind(); name = f"networkx-{kind.__name__.lower()}.net"
    for i, title, k, born, score in NODES: g.add_node(title.replace('"', "").replace("\t", " "), x="%.2f" % (score + 1), y="0.5", shape="box")
    names = {i: t.replace('"', "").replace("\t", " ") for i, t, *_ in NODES}
    for s, t, k, w, when in EDGES: g.add_edge(names[s], names[t], weight=w, c="Blue", l=k)
    nx.write_pajek(g, path("pajek", name)); r = nx.read_pajek(path("pajek", name))
    put("pajek", name, "networkx", r.number_of_nodes(), r.number_of_edges(), "directed" if "Di" in name or r.is_directed() else "undirected",
        ["Anna Blum", {"shape": "box"}], ["Anna Blum", names["b"], {"weight": 2.5, "c": "Blue"}], ["Anna Blum", 2.5, 0.5])
for directed in (True, False):
    g = igraph_of(directed); g.vs["id"] = g.vs["title"]; del g.es["kind"]
    name = f"igraph-{'directed' if directed else 'undirected'}.net"
    g.write_pajek(path("pajek", name)); r = ig.Graph.Read_Pajek(path("pajek", name))
    put("pajek", name, "igraph", r.vcount(), r.ecount(), "directed" if r.is_directed() else "undirected", [r.vs[0]["name"], {}],
        [r.vs[r.es[0].source]["name"], r.vs[r.es[0].target]["name"], {"weight": 2.5}])

# Hand-written, counted by programs that read them -------------------------------------------------------
def hand(fmt, f, read, by, count, directed=None):
    src = os.path.join(HERE, "hand", fmt, f)
    with open(src, "rb") as i, open(path(fmt, "hand-" + f), "wb") as o: o.write(i.read())
    if read is None: return
    g = read(src)
    count(fmt, "hand-" + f, g, by)

for f in sorted(os.listdir(os.path.join(HERE, "hand", "graphml"))):
    src = os.path.join(HERE, "hand", "graphml", f)
    with open(src, "rb") as i, open(path("graphml", "hand-" + f), "wb") as o: o.write(i.read())
    try:
        r = nx.read_graphml(src, force_multigraph=True)
        count_nx("graphml", "hand-" + f, r, "directed" if r.is_directed() else "undirected")
    except Exception as error:
        try:
            count_ig("graphml", "hand-" + f, ig.Graph.Read_GraphML(src), id_attr="id")
        except Exception as second:
            print(f, "read by neither:", error, second)
for f in sorted(os.listdir(os.path.join(HERE, "hand", "gexf"))):
    src = os.path.join(HERE, "hand", "gexf", f)
    with open(src, "rb") as i, open(path("gexf", "hand-" + f), "wb") as o: o.write(i.read())
    try:
        r = nx.read_gexf(src)
        count_nx("gexf", "hand-" + f, r, "directed" if r.is_directed() else "undirected")
    except Exception as error:
        print(f, "not read by networkx:", error)
for f in sorted(os.listdir(os.path.join(HERE, "hand", "pajek"))):
    src = os.path.join(HERE, "hand", "pajek", f)
    with open(src, "rb") as i, open(path("pajek", "hand-" + f), "wb") as o: o.write(i.read())
    try:
        r = ig.Graph.Read_Pajek(src)
        put("pajek", "hand-" + f, "igraph", r.vcount(), r.ecount(), None)
    except Exception as error:
        try:
            r = nx.read_pajek(src); put("pajek", "hand-" + f, "networkx", r.number_of_nodes(), r.number_of_edges(), None)
        except Exception as second: print(f, "read by neither:", error, second)
for f in sorted(os.listdir(os.path.join(HERE, "hand", "dl"))):
    src = os.path.join(HERE, "hand", "dl", f)
    with open(src, "rb") as i, open(path("dl", "hand-" + f), "wb") as o: o.write(i.read())
    try:
        r = ig.Graph.Read_DL(src)
        put("dl", "hand-" + f, "igraph", r.vcount(), r.ecount(), "directed")
    except Exception as error:
        print(f, "not read by igraph:", error)
for f in sorted(os.listdir(os.path.join(HERE, "hand", "gml"))):
    src = os.path.join(HERE, "hand", "gml", f)
    with open(src, "rb") as i, open(path("gml", "hand-" + f), "wb") as o: o.write(i.read())
    try:
        r = ig.Graph.Read_GML(src); put("gml", "hand-" + f, "igraph", r.vcount(), r.ecount(), "directed" if r.is_directed() else "undirected")
    except Exception as error: print(f, "not read by igraph:", error)

# Matrix Market -------------------------------------------------------------------------------------
def matrices():
    # SciPy has two: the one it uses, which is the C++ library fast_matrix_market, and its former one in Python.
    import scipy.io, scipy.io._mmio as former, scipy.sparse as sp
    real = sp.coo_array(([2.5, 1.0, -0.5, 1e-7], ([0, 1, 2, 3], [1, 2, 0, 3])), shape=(5, 5))
    whole = sp.coo_array(([3, 1, 7], ([1, 2, 3], [0, 1, 3])), shape=(4, 4))
    both_ways = whole + whole.T - sp.coo_array(([7], ([3], [3])), shape=(4, 4))
    for by, write, read in (("fast_matrix_market", scipy.io.mmwrite, scipy.io.mmread), ("scipy", former.mmwrite, former.mmread)):
        for name, matrix, options, directed in (
            ("real", real, {}, "directed"),
            ("integer", whole.astype(int), {"comment": "a comment"}, "directed"),
            ("symmetric", both_ways.astype(int), {"symmetry": "symmetric"}, "undirected"),
        ):
            file = f"{by.replace('_', '-')}-{name}.mtx"
            write(path("matrix-market", file), matrix, **options)
            back = sp.coo_array(read(path("matrix-market", file)))
            entries = list(zip(back.row.tolist(), back.col.tolist(), back.data.tolist()))
            # A symmetric matrix holds each entry beside the diagonal twice: one edge.
            entries = [e for e in entries if directed == "directed" or e[0] >= e[1]]
            row, column, value = entries[0]
            put("matrix-market", file, by, back.shape[0], len(entries), directed, [str(row + 1), {}], [str(row + 1), str(column + 1), {"weight": value}])
matrices()

# STIX ----------------------------------------------------------------------------------------------
import stix2
day = datetime.datetime(2024, 1, 15, 8, 30, tzinfo=datetime.timezone.utc)
u = lambda kind, k: f"{kind}--{uuid.UUID(int=0x4000_8000_0000_0000_0000 + k, version=4)}"
org = stix2.Identity(id=u("identity", 1), name="Office of X", identity_class="organization", created=day, modified=day)
actor = stix2.ThreatActor(id=u("threat-actor", 2), name="Bear & Söhne", threat_actor_types=["crime-syndicate"], created=day, modified=day, created_by_ref=org, confidence=70, aliases=["Ursus"])
mal = stix2.Malware(id=u("malware", 3), name="日本", is_family=False, created=day, modified=day, created_by_ref=org, revoked=True)
rel = stix2.Relationship(id=u("relationship", 4), relationship_type="uses", source_ref=actor, target_ref=mal, created=day, modified=day, start_time=day, stop_time=datetime.datetime(2024, 6, 1, tzinfo=datetime.timezone.utc), confidence=85)
sight = stix2.Sighting(id=u("sighting", 5), sighting_of_ref=mal, where_sighted_refs=[org], count=3, first_seen=day, created=day, modified=day)
rep = stix2.Report(id=u("report", 6), name="Report 1", published=day, object_refs=[actor, mal, rel], created=day, modified=day, created_by_ref=org,
                   external_references=[stix2.ExternalReference(source_name="ACME", url="https://example.org/1")])
bundle = stix2.Bundle(org, actor, mal, rel, sight, rep, id=u("bundle", 7))
with open(path("stix", "stix2.json"), "w") as o: o.write(bundle.serialize(pretty=True))
back = stix2.parse(open(path("stix", "stix2.json")).read())
put("stix", "stix2.json", "stix2", sum(o.type not in ("relationship", "sighting") for o in back.objects), None, "directed",
    [actor.id, {"name": "Bear & Söhne", "confidence": 70}], [actor.id, mal.id, {"relationship_type": "uses"}])

# i2 ------------------------------------------------------------------------------------------------
from anxwritter import ANXChart, Card
c = ANXChart()
c.add_icon(id="Anna Blum", type="Person", color="Blue", attributes={"Phone": "555", "Height": 1.72}, x=100, y=50, description="A note",
           cards=[Card(summary="seen at port", date="2024-01-15", source_ref="R7", source_type="Officer", description="Two lines")])
c.add_icon(id="Bert & Söhne", type="Firm", x=-20, y=7)
c.add_box(id="日本", type="Place")
c.add_link(from_id="Anna Blum", to_id="Bert & Söhne", type="Call", arrow="->", date="2024-01-15", time="13:45:00", label="rang")
c.add_link(from_id="Bert & Söhne", to_id="日本", type="Sits in", arrow="<-")
c.add_link(from_id="Anna Blum", to_id="日本", type="Visited")
c.to_anx(path("anx", "anxwritter.anx"))
put("anx", "anxwritter.anx", "anxwritter", 3, 3, "mixed", ["Anna Blum", {"Phone": "555"}], ["Anna Blum", "Bert & Söhne", {"type": "Call"}], ["Anna Blum", 100, 50])

# Maltego: the shape that the readers of others (VirusTotal's vt_graph_api, Canari) expect ----------------------
MTG = '''<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:mtg="http://maltego.paterva.com/xml/mtgx" xmlns:y="http://www.yworks.com/xml/graphml">
<VersionInfo createdBy="Maltego" subtitle="" version="1.0"/>
<key for="node" id="d0" attr.name="MaltegoEntity"/><key for="edge" id="d1" attr.name="MaltegoLink"/><key for="node" id="d2" yfiles.type="nodegraphics"/>
<graph edgedefault="directed" id="G">
<node id="n0"><data key="d0"><mtg:MaltegoEntity id="x1" type="maltego.Person"><mtg:Properties value="person.fullname" displayValue="person.fullname">
<mtg:Property displayName="Full Name" name="person.fullname" type="string"><mtg:Value>Anna Blum</mtg:Value></mtg:Property>
<mtg:Property displayName="First Names" name="person.firstnames" type="string"><mtg:Value>Anna</mtg:Value></mtg:Property></mtg:Properties><mtg:Notes show="false">A note</mtg:Notes></mtg:MaltegoEntity></data>
<data key="d2"><mtg:EntityRenderer><mtg:Position x="12.5" y="-4.0"/></mtg:EntityRenderer></data></node>
<node id="n1"><data key="d0"><mtg:MaltegoEntity type="maltego.EmailAddress"><mtg:Properties value="email"><mtg:Property displayName="Email" name="email" type="string"><mtg:Value>a@example.org</mtg:Value></mtg:Property></mtg:Properties></mtg:MaltegoEntity></data></node>
<edge id="e0" source="n0" target="n1"><data key="d1"><mtg:MaltegoLink type="maltego.link.manual-link"><mtg:Properties><mtg:Property displayName="Label" name="maltego.link.manual.type" type="string"><mtg:Value>writes as</mtg:Value></mtg:Property></mtg:Properties></mtg:MaltegoLink></data></edge>
</graph></graphml>
'''
with zipfile.ZipFile(path("mtgx", "shape.mtgx"), "w", zipfile.ZIP_DEFLATED) as z:
    for name, text in (("version.properties", "maltego.client.version=4.2\n"), ("Graphs/Graph1.graphml", MTG)):
        z.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text, compress_type=zipfile.ZIP_DEFLATED)
r = nx.read_graphml
put("mtgx", "shape.mtgx", "zipfile", 2, 1, "directed", ["n0", {"person.firstnames": "Anna"}], ["n0", "n1", {}], ["n0", 12.5, -4.0])

# graphology ------------------------------------------------------------------------------------------
js = os.environ.get("GRAPHOLOGY")
if js:
    out = subprocess.run(["node", os.path.join(HERE, "graphology.mjs")], cwd=js, capture_output=True, text=True, env=dict(os.environ, OUT=HERE))
    if out.returncode: print(out.stderr)
    for line in out.stdout.splitlines(): expected.append(json.loads(line))

with open(os.path.join(HERE, "expected.json"), "w") as o:
    o.write("[\n" + ",\n".join(json.dumps(e, ensure_ascii=False, sort_keys=True) for e in expected) + "\n]\n")
print(len(expected), "files")
