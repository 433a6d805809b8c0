"""Writes the JSON fixtures, each by a program of its own, and what that program itself reads of it.

    pip install networkx igraph followthemoney pandas
    npm install graphology graphology-generators cytoscape      (in a folder given as NODE_MODULES)
    python tests/data/exchange/make_json.py

Versions used: networkx 3.6.1, followthemoney 4.11.2, graphology 0.26, cytoscape 3.33.
"""

import json
import os
import subprocess

import networkx
from followthemoney import model

here = os.path.dirname(os.path.abspath(__file__))
os.makedirs(os.path.join(here, "json"), exist_ok=True)
expected = {}


def write(name, data):
    with open(os.path.join(here, name), "w") as file:
        json.dump(data, file) if not isinstance(data, str) else file.write(data)


karate = networkx.karate_club_graph()
weights = sum(w for *_, w in karate.edges(data="weight"))
for key in ("edges", "links"):
    write(f"json/networkx-{key}.json", networkx.node_link_data(karate, edges=key))
    with open(os.path.join(here, f"json/networkx-{key}.json")) as file:
        back = networkx.node_link_graph(json.load(file), edges=key)
    expected[f"json/networkx-{key}.json"] = dict(format="node-link", nodes=len(back), edges=back.size(), directed=back.is_directed(), weights=weights)
multi = networkx.MultiDiGraph([("a", "b"), ("a", "b"), ("b", "b")])
write("json/networkx-multi.json", networkx.node_link_data(multi, edges="edges"))
expected["json/networkx-multi.json"] = dict(format="node-link", nodes=2, edges=3, directed=True)
write("json/networkx-cytoscape.json", networkx.cytoscape_data(karate))
expected["json/networkx-cytoscape.json"] = dict(format="cytoscape.js", nodes=34, edges=78, weights=weights)

entities = [
    model.make_entity("Person"), model.make_entity("Company"), model.make_entity("Directorship"), model.make_entity("Associate"),
]
for number, entity in enumerate(entities):
    entity.id = f"e{number}"
entities[0].add("name", ["Anna", "Anna Smith"])
entities[1].add("name", "ACME")
entities[2].add("director", "e0")
entities[2].add("organization", "e1")
entities[2].add("startDate", "2014-05")
entities[3].add("person", "e0")
entities[3].add("associate", "e9")
write("json/followthemoney.ftm.json", "".join(json.dumps(entity.to_dict()) + "\n" for entity in entities))
expected["json/followthemoney.ftm.json"] = dict(format="ftm", nodes=3, edges=2, directed=True)

script = """
const fs = require('fs'); const Graph = require('graphology'); const cytoscape = require('cytoscape');
const g = new Graph({multi: true, type: 'mixed'});
for (let i = 0; i < 6; i++) g.addNode('n' + i, {label: 'N' + i, x: i, y: -i});
for (let i = 0; i < 6; i++) g.addDirectedEdge('n' + i, 'n' + (i + 1) % 6, {weight: i + 0.5});
g.addUndirectedEdge('n0', 'n3');
fs.writeFileSync(process.argv[1] + '/graphology.json', JSON.stringify(g.export()));
const back = new Graph({multi: true}); back.import(JSON.parse(fs.readFileSync(process.argv[1] + '/graphology.json')));
const cy = cytoscape({headless: true, elements: [{data: {id: 'a'}}, {data: {id: 'b', parent: 'a'}, position: {x: 3, y: 4}}, {data: {id: 'c'}}, {data: {id: 'bc', source: 'b', target: 'c', weight: 2}}]});
fs.writeFileSync(process.argv[1] + '/cytoscape.json', JSON.stringify(cy.json()));
const cyBack = cytoscape({headless: true}); cyBack.json(JSON.parse(fs.readFileSync(process.argv[1] + '/cytoscape.json')));
console.log(JSON.stringify([back.order, back.size, cyBack.nodes().length, cyBack.edges().length]));
"""
out = subprocess.run(["node", "-e", script, os.path.join(here, "json")], check=True, capture_output=True, text=True,
                     env={**os.environ, "NODE_PATH": os.environ["NODE_MODULES"]}).stdout
order, size, nodes, edges = json.loads(out)
expected["json/graphology.json"] = dict(format="graphology", nodes=order, edges=size, directed=True, weights=18.0)
expected["json/cytoscape.json"] = dict(format="cytoscape.js", nodes=nodes, edges=edges, directed=True, weights=2.0)
write("json.json", json.dumps(expected, indent=1, sort_keys=True))
