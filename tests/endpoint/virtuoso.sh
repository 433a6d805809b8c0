#!/bin/sh
# Asks a real Virtuoso, as Debian packages it, for the sample: search, expand, take, ask again. Where it differs from other
# engines (years, booleans, rows that are cut) the dossier must not.
#
#   apt-get install virtuoso-opensource      (or virtuoso-opensource-7)
#   tests/endpoint/virtuoso.sh [CHANCERY]
#
# CHANCERY is the program, target/debug/chancery if it is not named. Needs curl and some 500 MB in a temporary folder; the
# server listens on this computer alone and is gone afterwards. Exit status: 0 all is as expected, 1 something is not, 77 there
# is no Virtuoso here.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
chancery=${1:-$here/target/debug/chancery}
data=$here/tests/data/exchange/rdf/wikibase-sample.ttl
port=${PORT:-18890}
isql_port=${ISQL_PORT:-11111}

server=$(command -v virtuoso-t || command -v virtuoso-opensource-t || true)
isql=$(command -v isql-vt || command -v isql-virtuoso || command -v isql-v || true)
if [ -z "$server" ] || [ -z "$isql" ]; then
    echo "skipped: virtuoso-t or its isql is not here; install virtuoso-opensource" >&2
    exit 77
fi
for program in curl "$chancery"; do
    command -v "$program" > /dev/null || { echo "$program is not here" >&2; exit 77; }
done

work=$(mktemp -d)
pid=
end() {
    [ -z "$pid" ] || kill "$pid" 2> /dev/null || true
    [ -z "$pid" ] || wait "$pid" 2> /dev/null || true
    rm -rf "$work"
}
trap end EXIT INT TERM

cp "$data" "$work/sample.ttl"
cat > "$work/virtuoso.ini" <<INI
[Database]
DatabaseFile = $work/virtuoso.db
TransactionFile = $work/virtuoso.trx
ErrorLogFile = $work/virtuoso.log
LockFile = $work/virtuoso.lck
xa_persistent_file = $work/virtuoso.pxa

[TempDatabase]
DatabaseFile = $work/virtuoso-temp.db
TransactionFile = $work/virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:$isql_port
DirsAllowed = $work
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000

[HTTPServer]
ServerPort = 127.0.0.1:$port
ServerThreads = 5

[SPARQL]
; So few that an answer is cut, as DBpedia cuts at 10,000.
ResultSetMaxRows = 200
DefaultQuery = select 1
INI

(cd "$work" && exec "$server" +foreground +configfile "$work/virtuoso.ini") > "$work/out" 2>&1 &
pid=$!
url=http://127.0.0.1:$port/sparql
waited=0
until curl -sf -o "$work/probe" --get --data-urlencode 'query=SELECT * WHERE { ?s ?p ?o } LIMIT 1' "$url"; do
    kill -0 "$pid" 2> /dev/null || { cat "$work/out" "$work/virtuoso.log" >&2; exit 1; }
    waited=$((waited + 1))
    [ "$waited" -lt 120 ] || { echo "Virtuoso does not answer after two minutes" >&2; exit 1; }
    sleep 1
done
sql() {
    "$isql" "127.0.0.1:$isql_port" dba dba ERRORS=STDOUT "EXEC=$1" > "$work/sql" 2>&1 || { cat "$work/sql" >&2; exit 1; }
}
sql "DB.DBA.TTLP_MT(file_to_string_output('$work/sample.ttl'), '', 'http://sample.example/', 255); checkpoint;"

failed=0
check() {
    what=$1
    shift
    if "$@"; then echo "ok: $what"; else echo "NOT OK: $what" >&2; failed=1; fi
}
has() { grep -qF "$1" "$2"; }

# Nothing of the person's own is touched.
XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_STATE_HOME=$work/state XDG_CACHE_HOME=$work/cache
export XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME
ask() { "$chancery" endpoint "$@"; }

asean=http://www.wikidata.org/entity/Q7768
ask search "$url" ASEAN > "$work/found" 2> "$work/notes"
check "ASEAN is found by its exact name" has "$asean" "$work/found"
ask search "$url" asea --how containing > "$work/found" 2>> "$work/notes"
check "and by a part of it" has "$asean" "$work/found"
ask expand "$url" "$asean" > "$work/properties" 2>> "$work/notes"
check "14 members of every rank" has "← 14  member of" "$work/properties"

printf 'Dossier(format: 1, title: "Sample")\n' > "$work/virtuoso.ron"
ask take "$url" "$asean" --property P463 --in --into "$work/virtuoso.ron" 2> "$work/take"
check "a dossier without errors" "$chancery" check "$work/virtuoso.ron"
for line in 'when: "1967-08-08"' 'when: "1967-08"' 'when: "2002/2025-10-26"' 'name: "Malaysia"' 'as cited by'; do
    check "$line" has "$line" "$work/virtuoso.ron"
done
cp "$work/virtuoso.ron" "$work/before.ron"
ask take "$url" "$asean" --property P463 --in --into "$work/virtuoso.ron" 2>> "$work/take"
check "the same again changes nothing" cmp -s "$work/before.ron" "$work/virtuoso.ron"

# Asked again after a day of joining became known, and a member came.
sql "SPARQL PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> WITH <http://sample.example/> DELETE { ?i rdfs:label \"Laos\"@en } INSERT { ?i rdfs:label \"Lao PDR\"@en } WHERE { ?i rdfs:label \"Laos\"@en };"
ask again "$url" --into "$work/virtuoso.ron" > "$work/again" 2>> "$work/notes"
check "what changed there is told" has "Lao PDR" "$work/again"

# More rows than the server gives: told, not hidden.
ask search "$url" e --how containing > "$work/many" 2> "$work/cut" || true
curl -s -D "$work/head" -o "$work/rows" --get --data-urlencode 'query=SELECT * WHERE { ?s ?p ?o }' "$url"
check "this server cuts at 200 rows and says so" has "X-SPARQL-MaxRows" "$work/head"

cat "$work/notes" "$work/take" | sort -u | sed 's/^/  /'
exit "$failed"
