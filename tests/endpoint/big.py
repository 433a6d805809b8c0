"""A store of about two million statements in the shape of Wikidata's, with a hub of 60,000 neighbours, served on this
computer: for measuring, not for every day.

    python3 tests/endpoint/big.py [NEIGHBOURS [ITEMS]]

It needs pyoxigraph and some 2 GiB of memory. When it is ready it prints its port on one line; it serves until its standard
input ends. `GET /took` says how long the queries since the last such request took in the store itself. Items are Q1 …; Q1 is
the hub, of which Q2 … are members by statements with rank, start and reference; and each item has neighbours of its own.
"""

import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

NEIGHBOURS = int(sys.argv[1]) if len(sys.argv) > 1 else 60_000
ITEMS = int(sys.argv[2]) if len(sys.argv) > 2 else 140_000

WIKIDATA = "http://www.wikidata.org"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
DESCRIPTION = NamedNode("http://schema.org/description")
DERIVED = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
DATE = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")


def wikibase(name):
    return NamedNode("http://wikiba.se/ontology#" + name)


def entity(name):
    return NamedNode(f"{WIKIDATA}/entity/{name}")


def prop(part, name):
    return NamedNode(f"{WIKIDATA}/prop/{part}{name}")


NORMAL, RANK = wikibase("NormalRank"), wikibase("rank")
COUNTRY, HUMAN = entity("Q6256"), entity("Q5")
PROPERTIES = {"P463": "member of", "P530": "diplomatic relation", "P361": "part of"}


def vocabulary():
    for name, label in PROPERTIES.items():
        of = entity(name)
        yield of, RDF_TYPE, wikibase("Property")
        yield of, wikibase("propertyType"), wikibase("WikibaseItem")
        yield of, wikibase("claim"), prop("", name)
        yield of, wikibase("statementProperty"), prop("statement/", name)
        yield of, wikibase("directClaim"), prop("direct/", name)
        yield of, LABEL, Literal(label, language="en")
    for start in ("P580",):
        of = entity(start)
        yield of, RDF_TYPE, wikibase("Property")
        yield of, wikibase("propertyType"), wikibase("Time")
        yield of, wikibase("qualifier"), prop("qualifier/", start)
        yield of, wikibase("qualifierValue"), prop("qualifier/value/", start)
        yield of, LABEL, Literal("start time", language="en")
    for item, label in ((COUNTRY, "country"), (HUMAN, "human")):
        yield item, LABEL, Literal(label, language="en")


def statement(of, property, to, number, dated):
    node = NamedNode(f"{WIKIDATA}/entity/statement/Q{of}-{property}-{number}")
    yield entity(f"Q{of}"), prop("", property), node
    yield entity(f"Q{of}"), prop("direct/", property), to
    yield node, prop("statement/", property), to
    yield node, RANK, NORMAL
    yield node, RDF_TYPE, wikibase("BestRank")
    if dated:
        year = 1900 + number % 120
        value = NamedNode(f"{WIKIDATA}/value/{year}")
        yield node, prop("qualifier/", "P580"), Literal(f"{year}-01-01T00:00:00Z", datatype=DATE)
        yield node, prop("qualifier/value/", "P580"), value
        yield node, DERIVED, NamedNode(f"{WIKIDATA}/reference/{number % 1000}")


def statements():
    yield from vocabulary()
    for year in range(1900, 2020):
        value = NamedNode(f"{WIKIDATA}/value/{year}")
        yield value, RDF_TYPE, wikibase("TimeValue")
        yield value, wikibase("timeValue"), Literal(f"{year}-01-01T00:00:00Z", datatype=DATE)
        yield value, wikibase("timePrecision"), Literal(9)
    for item in range(1, ITEMS + 1):
        of = entity(f"Q{item}")
        yield of, LABEL, Literal("Great Hub" if item == 1 else f"Item {item}", language="en")
        yield of, DESCRIPTION, Literal("an item of the big store", language="en")
        yield of, prop("direct/", "P31"), COUNTRY if item % 7 else HUMAN
        if 1 < item <= NEIGHBOURS + 1:
            yield from statement(item, "P463", entity("Q1"), item, True)
        if item > 1:
            yield from statement(item, "P361", entity(f"Q{item // 2}"), item, False)
        if item % 2:
            yield from statement(item, "P530", entity(f"Q{item * 37 % ITEMS + 1}"), item, False)


store = pyoxigraph.Store()
spent = [0.0]
lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        form = urllib.parse.parse_qs(self.rfile.read(length).decode("utf-8"))
        begun = time.perf_counter()
        try:
            body = store.query(form["query"][0]).serialize(format=pyoxigraph.QueryResultsFormat.JSON)
            status = 200
        except (SyntaxError, ValueError, OSError) as error:
            status, body = 400, str(error).encode()
        took = (time.perf_counter() - begun) * 1000
        with lock:
            spent[0] += took
        self.answer(status, "application/sparql-results+json" if status == 200 else "text/plain", body)

    def do_GET(self):
        """How long all queries took since this was asked, in milliseconds."""
        with lock:
            told, spent[0] = spent[0], 0.0
        self.answer(200, "application/json", f'{{"ms": {told:.1f}}}'.encode())

    def answer(self, status, media, body):
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main():
    begun = time.perf_counter()
    store.bulk_extend(Quad(*triple) for triple in statements())
    print(f"{len(store)} statements in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # Who started it is gone when this ends.
    sys.stdin.read()


if __name__ == "__main__":
    main()
