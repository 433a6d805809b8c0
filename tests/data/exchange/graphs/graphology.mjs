// Graphs as graphology writes and reads them; prints a line of JSON a file. Run by make.py.
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";
const require = createRequire(path.join(process.cwd(), "x.js"));
const { MultiGraph, Graph } = require("graphology");
const gexf = require("graphology-gexf");
const out = process.env.OUT;
const g = new MultiGraph();
g.setAttribute("title", "six & seven");
g.addNode("a", { label: "Anna Blum", kind: "person", born: "1970-05-01", score: 1.5, x: 3.5, y: -7, size: 4, color: "#ff6600" });
g.addNode("b", { label: "Bert & Söhne <GmbH>", kind: "firm", score: 2 });
g.addNode("c", { label: "日本", kind: "state" });
g.addDirectedEdgeWithKey("e0", "a", "b", { label: "works_for", weight: 2.5, when: "2014" });
g.addUndirectedEdgeWithKey("e1", "b", "c", { label: "near", weight: 1 });
g.addDirectedEdgeWithKey("e2", "a", "b", { label: "owns", weight: 10 });
fs.mkdirSync(path.join(out, "gexf"), { recursive: true });
for (const version of ["1.2", "1.3"]) {
  const file = `graphology-${version}.gexf`;
  const text = gexf.write(g, { version, formatNode: (k, { label, x, y, size, color, ...attributes }) => ({ label, attributes, viz: x === undefined ? {} : { x, y, z: 0, size, color } }) });
  fs.writeFileSync(path.join(out, "gexf", file), text);
  const back = gexf.parse(MultiGraph, text);
  console.log(JSON.stringify({ file: `gexf/${file}`, by: "graphology", nodes: back.order, edges: back.size,
    directed: back.directedSize && back.undirectedSize ? "mixed" : back.directedSize ? "directed" : "undirected",
    node: ["a", { kind: back.getNodeAttribute("a", "kind"), born: back.getNodeAttribute("a", "born"), score: back.getNodeAttribute("a", "score") }],
    edge: ["a", "b", { weight: back.getEdgeAttribute("e0", "weight"), when: back.getEdgeAttribute("e0", "when") }],
    position: ["a", back.getNodeAttribute("a", "x"), back.getNodeAttribute("a", "y")] }));
}
