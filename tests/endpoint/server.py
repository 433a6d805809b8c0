"""An endpoint for tests, on this computer: a good one over pyoxigraph, and many that misbehave.

    python3 tests/endpoint/server.py [DATA.ttl …]

It prints its port on one line and serves until its standard input ends. The path says how it behaves:

    /good         answers queries about the data (needs pyoxigraph; 501 without it)
    /changed      the same after a few statements were changed
    /slow         answers nothing for a minute
    /trickle      a byte a second
    /drip         an answer without end, a few bytes at a time
    /cut          ends in the middle, though it says “all is well”
    /timeout      the same with the words of a timeout, as public endpoints do
    /maxrows      says in a header that there is more
    /429          asks to wait for a second, then answers
    /429-always   asks to wait for a second, always
    /429-minute   asks to wait for most of a minute
    /429-hour     asks to wait for an hour
    /503          as /429
    /500          fails
    /html         a web page
    /type         a result under another type
    /bomb         a small answer that unpacks to 4 GiB
    /endless      an answer without end
    /huge         a value of 10 MB
    /utf8         bytes that are no UTF-8
    /elsewhere    sends on to another host
    /file         sends on to a file
    /circle       sends on to itself
    /moved        sends on to /empty
    /empty        a result without rows
    /asked        how often each of these was asked for
    /left         whom the one who asked left before the end of the answer
    /agent        who asks
    /yente/…      a service of FollowTheMoney, see ftm.py; so are /yente-changed/… and /aleph/…
"""

import select
import socket
import sys
import threading
import time
import urllib.parse
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JSON = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":["s","p","o"]},"results":{"bindings":[]}}'
ROW = b'{"s":{"type":"uri","value":"http://example.org/s"},"p":{"type":"uri","value":"http://example.org/p"},"o":{"type":"literal","value":"%s"}}'
HEAD = b'{"head":{"vars":["s","p","o"]},"results":{"bindings":['

stores = {}
asked = {}
left = {}
lock = threading.Lock()


def store_of(name):
    """The data, read once."""
    import pyoxigraph

    with lock:
        if name not in stores:
            store = pyoxigraph.Store()
            for path in sys.argv[1:]:
                with open(path, "rb") as data:
                    store.load(data, pyoxigraph.RdfFormat.TURTLE)
            if name == "changed":
                store.update(CHANGE)
            stores[name] = store
        return stores[name]


CHANGE = """
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wds: <http://www.wikidata.org/entity/statement/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
# Myanmar joined on a day that is known now; Brunei's seat is no longer believed; Laos has another name.
DELETE { wds:Q836-5B384CE3 pq:P580 ?v ; pqv:P580 ?n }
INSERT { wds:Q836-5B384CE3 pq:P580 "1997-07-23T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> ;
         pqv:P580 <http://www.wikidata.org/value/cf96546963f118efa88de75dcf031927> }
WHERE { wds:Q836-5B384CE3 pq:P580 ?v ; pqv:P580 ?n } ;
DELETE DATA { wds:Q921-FE2EF495 wikibase:rank wikibase:NormalRank } ;
INSERT DATA { wds:Q921-FE2EF495 wikibase:rank wikibase:DeprecatedRank } ;
DELETE DATA { wd:Q819 rdfs:label "Laos"@en } ;
INSERT DATA { wd:Q819 rdfs:label "Lao PDR"@en } ;
# A new member, and relations between two that were members before.
INSERT DATA {
  wd:Q691 rdfs:label "Papua New Guinea"@en ; wdt:P31 wd:Q6256 ; p:P463 wds:Q691-0A1B2C3D .
  wds:Q691-0A1B2C3D a wikibase:BestRank ; ps:P463 wd:Q7768 ; wikibase:rank wikibase:NormalRank ;
    pq:P580 "2026-11-01T00:00:00Z"^^xsd:dateTime ; pqv:P580 <http://www.wikidata.org/value/0a1b2c3d4e5f> .
  <http://www.wikidata.org/value/0a1b2c3d4e5f> a wikibase:TimeValue ; wikibase:timePrecision 10 ;
    wikibase:timeValue "2026-11-01T00:00:00Z"^^xsd:dateTime .
  wd:Q833 p:P530 wds:Q833-5E6F7A8B .
  wds:Q833-5E6F7A8B a wikibase:BestRank ; ps:P530 wd:Q819 ; wikibase:rank wikibase:NormalRank }
"""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, body, status=200, media=JSON, **headers):
        self.send_response(status)
        self.send_header("Content-Type", media)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self, media=JSON, **headers):
        """An answer that ends with its connection."""
        self.send_response(200)
        self.send_header("Content-Type", media)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def do_GET(self):
        self.serve(None)

    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        form = urllib.parse.parse_qs(self.rfile.read(length).decode("utf-8"))
        self.serve(form.get("query", [""])[0])

    def serve(self, query):
        mode = urllib.parse.urlsplit(self.path).path.strip("/")
        try:
            self.behave(mode, query)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
            with lock:
                left[mode] = left.get(mode, 0) + 1

    def wait(self, seconds):
        """Does nothing for so long, but sees when the other side closes the connection."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            readable, _, _ = select.select([self.connection], [], [], 0.1)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionResetError

    def behave(self, mode, query):
        with lock:
            asked[mode] = asked.get(mode, 0) + 1
            times = asked[mode]
        if "/" in mode:
            return self.entities(mode)
        if mode in ("good", "changed"):
            return self.query(mode, query)
        if mode in ("asked", "left"):
            with lock:
                told = repr(asked if mode == "asked" else left)
            return self.answer(told.encode(), media="application/json")
        if mode == "agent":
            return self.answer(b'{"agent": "%s"}' % self.headers.get("User-Agent", "").encode(), media="application/json")
        if mode == "slow":
            self.wait(60)
            return self.answer(EMPTY)
        if mode == "trickle":
            self.stream()
            for byte in EMPTY * 10:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                self.wait(1)
            return None
        if mode == "drip":
            self.stream()
            self.wfile.write(HEAD)
            while True:
                self.wfile.write(ROW % b"x" + b",")
                self.wait(0.02)
        if mode == "cut":
            return self.answer(HEAD + ROW % b"x" + b",")
        if mode == "timeout":
            return self.answer(HEAD + ROW % b"x" + b"\njava.util.concurrent.TimeoutException\n\tat a.b.C(D.java:1)\n")
        if mode == "maxrows":
            return self.answer(HEAD + ROW % b"x" + b"]}}", X_SPARQL_MaxRows="1")
        if mode in ("429", "503") and times > 1:
            return self.answer(EMPTY)
        if mode in ("429", "429-always", "503"):
            return self.answer(b"Too Many Requests", int(mode[:3]), "text/plain", Retry_After="1")
        if mode == "429-minute":
            return self.answer(b"Too Many Requests", 429, "text/plain", Retry_After="50")
        if mode == "429-hour":
            return self.answer(b"Too Many Requests", 429, "text/plain", Retry_After="3600")
        if mode == "500":
            return self.answer(b"<h1>Internal error</h1> <p>out of memory</p>", 500, "text/html")
        if mode == "400":
            return self.answer(b"Parse error: line 1", 400, "text/plain")
        if mode == "html":
            return self.answer(b"<html><head><title>Query service</title></head></html>", media="text/html; charset=utf-8")
        if mode == "type":
            return self.answer(EMPTY, media="application/octet-stream")
        if mode == "bomb":
            self.stream(Content_Encoding="gzip")
            pack = zlib.compressobj(9, zlib.DEFLATED, 31)
            zeros = b" " * (1 << 20)
            for _ in range(4096):
                self.wfile.write(pack.compress(zeros))
            return self.wfile.write(pack.flush())
        if mode == "endless":
            self.stream()
            self.wfile.write(HEAD)
            while True:
                self.wfile.write((ROW % b"x" + b",") * 1000)
        if mode == "huge":
            return self.answer(HEAD + ROW % (b"x" * 10_000_000) + b"," + ROW % b"y" + b"]}}")
        if mode == "utf8":
            return self.answer(HEAD + ROW % b"\xff\xfe" + b"]}}")
        if mode == "elsewhere":
            return self.answer(b"", 302, Location="https://elsewhere.example/sparql")
        if mode == "file":
            return self.answer(b"", 307, Location="file:///etc/passwd")
        if mode == "circle":
            return self.answer(b"", 301, Location="/circle")
        if mode == "moved":
            return self.answer(b"", 308, Location="/empty")
        if mode == "empty":
            return self.answer(EMPTY)
        return self.answer(b"nothing here", 404, "text/plain")

    def entities(self, path):
        import ftm

        if path.partition("/")[0] not in ftm.SERVICES:
            return self.answer(b"nothing here", 404, "text/plain")
        status, body, to = ftm.body(path, urllib.parse.urlsplit(self.path).query)
        return self.answer(body, status, "application/json", **({"Location": to} if to else {}))

    def query(self, name, query):
        try:
            import pyoxigraph
        except ImportError:
            return self.answer(b"pyoxigraph is not installed", 501, "text/plain")
        try:
            result = store_of(name).query(query)
        except (SyntaxError, ValueError, OSError) as error:
            return self.answer(str(error).encode(), 400, "text/plain")
        xml = self.headers.get("Accept", "").startswith("application/sparql-results+xml")
        media = "application/sparql-results+xml" if xml else JSON
        form = pyoxigraph.QueryResultsFormat.XML if xml else pyoxigraph.QueryResultsFormat.JSON
        return self.answer(result.serialize(format=form), media=media)


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # Who started it is gone when this ends.
    sys.stdin.read()


if __name__ == "__main__":
    main()
