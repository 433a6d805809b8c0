"""Makes the files in rdf/ and rdf.json, what rdflib reads of them.

Needs rdflib 7.6, pyoxigraph 0.5 and the command rapper of raptor 2.0.15. Run in this folder.

- rdflib-*: one small network, written by rdflib in each notation.
- pyoxigraph-*: the same by Oxigraph's Python package.
- raptor-*: the same by rapper.
- hand-*: written by hand: what the programs above do not write (RDF 1.2, reification, lists, named graphs).
- wikibase-*: the shape of Wikidata's dumps, with made-up statements.
"""

import json
import pathlib
import subprocess

import pyoxigraph
import rdflib
from rdflib.namespace import RDF, RDFS, SKOS, OWL

HERE = pathlib.Path("rdf")
HERE.mkdir(exist_ok=True)

SMALL = """
@prefix ex: <http://example.org/people/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <http://schema.org/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:anna a foaf:Person ; foaf:name "Anna Kübler" ; skos:altLabel "Анна"@ru , "Anna K." ;
  schema:birthDate "1970-05"^^xsd:gYearMonth ; foaf:knows ex:bert , ex:cleo ; org:memberOf ex:club ;
  schema:height 1.75 ; schema:active true ; schema:score 12 ; foaf:homepage <https://example.org/~anna> ;
  rdfs:comment "A \\"quoted\\" remark\\nin two lines" .
ex:bert a foaf:Person ; foaf:name "Bert" ; foaf:knows ex:anna ; org:memberOf ex:club .
ex:cleo a foaf:Person ; rdfs:label "Cleo"@en , "クレオ"@ja .
ex:club a org:Organization , foaf:Group ; skos:prefLabel "The Club"@en , "Der Klub"@de ;
  schema:foundingDate "1999-04-30"^^xsd:date ; schema:dissolutionDate "2010"^^xsd:gYear ;
  schema:location [ rdfs:label "A place without an address" ] ; schema:subOrganization ex:unknown .
"""


def nodes_and_edges(path, notation):
    """Counts as the reader's rules say: resources but for cells of lists and nodes of statements; statements between
    resources but for types, addresses and sources outside the file."""
    data = rdflib.Dataset() if notation in ("trig", "nquads", "json-ld") else rdflib.Graph()
    data.parse(path, format=notation)
    triples = {(s, p, o) for s, p, o, *_ in (data.quads() if isinstance(data, rdflib.Dataset) else data)}
    subjects = {s for s, _, _ in triples}
    cells = {s for s, p, _ in triples if p in (RDF.first, RDF.rest)} | {RDF.nil}
    stated = {s for s, p, _ in triples if p == RDF.subject}
    pages = {rdflib.URIRef(u) for u in (
        "http://xmlns.com/foaf/0.1/homepage", "http://www.w3.org/ns/prov#wasDerivedFrom", str(RDFS.seeAlso), str(OWL.sameAs))}
    is_resource = lambda t: isinstance(t, (rdflib.URIRef, rdflib.BNode))
    edges = [(s, p, o) for s, p, o in triples if is_resource(o) and p != RDF.type and s not in cells and s not in stated
             and o not in cells and not (p in pages and o not in subjects)]
    whole = rdflib.Graph()
    for triple in triples:
        whole.add(triple)
    for s, p, o in triples:
        if o in cells and s not in cells and o != RDF.nil:
            edges += [(s, p, i) for i in whole.items(o) if is_resource(i)]
    asserted = set(edges)
    for node in stated:
        g = {p: o for s, p, o in triples if s == node and p in (RDF.subject, RDF.predicate, RDF.object)}
        edge = (g[RDF.subject], g[RDF.predicate], g[RDF.object])
        if edge in asserted:
            asserted.discard(edge)
        else:
            edges.append(edge)
    nodes = (subjects - cells - stated) | {o for _, _, o in edges} | {s for s, _, _ in edges}
    kinds = {}
    for _, p, _ in edges:
        name = str(p).replace("#", "/").rsplit("/", 1)[1]
        kinds[name] = kinds.get(name, 0) + 1
    label = lambda s: sorted(str(o) for ss, p, o in triples if ss == s and p in (
        SKOS.prefLabel, RDFS.label, rdflib.URIRef("http://xmlns.com/foaf/0.1/name")))
    return {"nodes": len(nodes), "edges": len(edges), "statements": len(triples), "kinds": kinds,
            "labels": sorted(x for s in nodes for x in label(s))}


def main():
    small = HERE / "small.tmp.ttl"
    small.write_text(SMALL, encoding="utf-8")
    graph = rdflib.Graph().parse(small, format="turtle")
    made = {}
    for notation, ending in [("turtle", "ttl"), ("nt", "nt"), ("pretty-xml", "rdf"), ("json-ld", "jsonld")]:
        path = HERE / f"rdflib-small.{ending}"
        graph.serialize(path, format=notation, encoding="utf-8")
        made[path] = {"pretty-xml": "xml"}.get(notation, notation)
    plain = HERE / "rdflib-small-plain.rdf"
    graph.serialize(plain, format="xml", encoding="utf-8")
    made[plain] = "xml"
    dataset = rdflib.Dataset()
    for triple in graph:
        dataset.graph(rdflib.URIRef("http://example.org/graphs/1")).add(triple)
    for notation, ending in [("nquads", "nq"), ("trig", "trig")]:
        path = HERE / f"rdflib-small.{ending}"
        dataset.serialize(path, format=notation, encoding="utf-8")
        made[path] = notation
    store = pyoxigraph.Store()
    store.load(SMALL.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    quads = list(store)
    for kind, ending, notation in [
        (pyoxigraph.RdfFormat.TURTLE, "ttl", "turtle"), (pyoxigraph.RdfFormat.N_TRIPLES, "nt", "nt"),
        (pyoxigraph.RdfFormat.RDF_XML, "rdf", "xml"), (pyoxigraph.RdfFormat.JSON_LD, "jsonld", "json-ld"),
        (pyoxigraph.RdfFormat.TRIG, "trig", "trig"), (pyoxigraph.RdfFormat.N_QUADS, "nq", "nquads"),
    ]:
        path = HERE / f"pyoxigraph-small.{ending}"
        pyoxigraph.serialize(quads if kind.supports_datasets else [q.triple for q in quads], str(path), format=kind)
        made[path] = notation
    for kind, name, notation in [("rdfxml-abbrev", "raptor-small.rdf", "xml"), ("turtle", "raptor-small.ttl", "turtle"),
                                 ("ntriples", "raptor-small.nt", "nt")]:
        path = HERE / name
        out = subprocess.run(["rapper", "-q", "-i", "turtle", "-o", kind, str(small), "http://example.org/"],
                             capture_output=True, check=True).stdout
        path.write_bytes(out)
        made[path] = notation
    small.unlink()
    for path in sorted(HERE.glob("hand-*")):
        if "12" not in path.name:
            made[path] = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "trig": "trig"}[path.suffix[1:]]
    table = {str(path): nodes_and_edges(path, notation) for path, notation in sorted(made.items())}
    pathlib.Path("rdf.json").write_text(json.dumps(table, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


main()
