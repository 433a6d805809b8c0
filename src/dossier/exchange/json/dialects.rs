//! The JSON formats that are lists of nodes and edges, each told in one table: where the lists stand, and which keys say
//! what. Reads nothing.

use super::super::format::Sure;
use super::super::graph::Direction;
use super::outline::Outline;

/// What stands at a path of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Nodes, as a list or by id.
    Nodes,
    /// Edges, as a list or by id.
    Edges,
    /// Both; those with two ends are edges.
    Mixed,
    /// Edges with any number of ends.
    Hyperedges,
    /// A network of its own.
    Graph,
    /// Whether edges have a direction.
    Directed,
    /// Neighbours of nodes, a list a node.
    Adjacency,
    /// Facts about the whole, by name.
    Meta,
    /// The same as a list of objects, or of names with their values.
    MetaList,
    /// Values of nodes, or of edges, in a list of their own.
    NodeValues,
    EdgeValues,
    /// Positions of nodes in a list of their own.
    Places,
    /// Short names and defaults of CX2.
    Declarations,
    /// Whether the writer of a CX2 file came to its end.
    Status,
    /// Nothing that says more.
    Nothing,
}

/// Keys of nodes; of each list the first that says something counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeKeys {
    pub(super) id: &'static [&'static str],
    pub(super) label: &'static [&'static str],
    pub(super) kind: &'static [&'static str],
    pub(super) parent: &'static [&'static str],
    pub(super) x: &'static [&'static str],
    pub(super) y: &'static [&'static str],
    pub(super) z: &'static [&'static str],
}

/// Keys of edges.
#[derive(Clone, Copy, Debug)]
pub(super) struct EdgeKeys {
    pub(super) id: &'static [&'static str],
    pub(super) from: &'static [&'static str],
    pub(super) to: &'static [&'static str],
    pub(super) kind: &'static [&'static str],
    pub(super) label: &'static [&'static str],
    pub(super) weight: &'static [&'static str],
    pub(super) direction: &'static [&'static str],
    pub(super) ports: [&'static str; 2],
}

/// One format.
#[derive(Debug)]
pub(super) struct Dialect {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) extensions: &'static [&'static str],
    pub(super) sniff: fn(&Outline) -> Sure,
    /// What stands where; `*` is any item of a list.
    pub(super) places: &'static [(&'static str, What)],
    pub(super) node: NodeKeys,
    pub(super) edge: EdgeKeys,
    /// What is left out at the beginning of a key that becomes a field.
    pub(super) prefixes: &'static [&'static str],
    /// Keys that say nothing beyond what is read.
    pub(super) said: &'static [&'static str],
    /// Whether records may stand one after the other without a list around them.
    pub(super) is_lines: bool,
    /// Direction of edges where the document says nothing.
    pub(super) direction: Direction,
    /// Whether that is the format's rule, and not a guess.
    pub(super) direction_is_rule: bool,
}

/// Pairs of keys that say from when until when.
pub(super) const SPELLS: [[&str; 2]; 5] =
    [["start", "end"], ["start_date", "end_date"], ["startDate", "endDate"], ["since", "until"], ["begin", "end"]];

const XYZ: [&[&str]; 3] =
    [&["x", "position.x", "attributes.x"], &["y", "position.y", "attributes.y"], &["z", "attributes.z"]];

fn certain(yes: bool) -> Sure {
    if yes { Sure::Certain } else { Sure::No }
}

fn likely(yes: bool) -> Sure {
    if yes { Sure::Likely } else { Sure::No }
}

const NODE: NodeKeys = NodeKeys {
    id: &["id", "_id"],
    label: &["label", "name", "title", "caption"],
    kind: &["kind", "type", "category", "categories"],
    parent: &["parent"],
    x: XYZ[0],
    y: XYZ[1],
    z: XYZ[2],
};

const EDGE: EdgeKeys = EdgeKeys {
    id: &["id", "_id"],
    from: &["source", "from", "source.id", "0"],
    to: &["target", "to", "target.id", "1"],
    kind: &["relation", "kind", "type", "interaction", "predicate"],
    label: &["label", "name", "title"],
    weight: &["weight"],
    direction: &["directed", "direction"],
    ports: ["", ""],
};

/// networkx 3.6 writes `edges`, before it `links` (networkx#8611); D3 has the same shape.
pub(super) static NODE_LINK: Dialect = Dialect {
    name: "node-link",
    about: "node-link JSON of networkx and D3: lists of nodes and of links or edges",
    extensions: &["json"],
    sniff: |o| {
        likely(
            (o.has("nodes[]") || o.has("nodes{}"))
                && (o.has("links[]")
                    || o.has("edges[]")
                    || o.has("nodes/*/id")
                    || o.has("adjacency[]")
                    || o.has("multigraph")
                    || o.has("nodes/*/name")),
        )
    },
    places: &[
        ("nodes", What::Nodes),
        ("links", What::Edges),
        ("edges", What::Edges),
        ("adjacency", What::Adjacency),
        ("graph", What::Meta),
        ("metadata", What::Meta),
        ("directed", What::Directed),
        ("multigraph", What::Nothing),
    ],
    node: NODE,
    edge: EDGE,
    prefixes: &[],
    said: &[],
    is_lines: false,
    direction: Direction::Directed,
    direction_is_rule: false,
};

/// https://js.cytoscape.org/#notation/elements-json
pub(super) static CYTOSCAPE_JS: Dialect = Dialect {
    name: "cytoscape.js",
    about: "Cytoscape.js: elements with data, position and parent",
    extensions: &["cyjs", "json"],
    sniff: |o| {
        let is_certain = certain(
            o.has("elements/nodes/*/data{}")
                || o.has("elements/edges/*/data{}")
                || o.has("elements/*/data{}")
                || o.has("*/data/source")
                || o.has("*/data/id")
                || (o.has("elements/nodes[]") && o.has("elements/edges[]"))
                || (o.has("nodes/*/data/id") && !o.has("nodes/*/id"))
                || o.has("edges/*/data/source"),
        );
        // Elements need no ids.
        is_certain.max(likely(o.has("*/data{}")))
    },
    places: &[
        ("elements/nodes", What::Nodes),
        ("elements/edges", What::Edges),
        ("elements", What::Mixed),
        // What `elements` holds may stand alone.
        ("nodes", What::Nodes),
        ("edges", What::Edges),
        ("", What::Mixed),
        ("data", What::Meta),
        ("directed", What::Directed),
        ("multigraph", What::Nothing),
        ("style", What::Nothing),
        ("format_version", What::Nothing),
        ("generated_by", What::Nothing),
        ("target_cytoscapejs_version", What::Nothing),
    ],
    node: NodeKeys {
        id: &["data.id", "data.value"],
        label: &["data.label", "data.name", "data.shared_name"],
        kind: &["data.kind", "data.type"],
        parent: &["data.parent"],
        ..NODE
    },
    edge: EdgeKeys {
        id: &["data.id"],
        from: &["data.source"],
        to: &["data.target"],
        kind: &["data.interaction", "data.shared_interaction", "data.relation", "data.kind", "data.type"],
        label: &["data.label", "data.name"],
        weight: &["data.weight"],
        direction: &["data.directed"],
        ..EDGE
    },
    prefixes: &["data.", "position."],
    said: &[],
    is_lines: false,
    direction: Direction::Directed,
    direction_is_rule: true,
};

/// https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2)/
pub(super) static CX2: Dialect = Dialect {
    name: "cx2",
    about: "CX2 and CX of Cytoscape and NDEx",
    extensions: &["cx2", "cx"],
    sniff: |o| certain(o.has("*/CXVersion") || o.has("*/numberVerification[]") || o.has("*/nodes/*/@id")),
    places: &[
        ("*/nodes", What::Nodes),
        ("*/edges", What::Edges),
        ("*/attributeDeclarations", What::Declarations),
        ("*/networkAttributes", What::MetaList),
        ("*/nodeAttributes", What::NodeValues),
        ("*/edgeAttributes", What::EdgeValues),
        ("*/cartesianLayout", What::Places),
        ("*/numberVerification", What::Nothing),
        ("*/status", What::Status),
        ("*/CXVersion", What::Nothing),
        ("*/hasFragments", What::Nothing),
        ("*/metaData", What::Nothing),
    ],
    node: NodeKeys { id: &["id", "@id"], label: &["v.name", "n"], kind: &["v.type"], parent: &[], ..NODE },
    edge: EdgeKeys {
        id: &["id", "@id"],
        from: &["s"],
        to: &["t"],
        kind: &["v.interaction", "i"],
        label: &["v.name"],
        weight: &["v.weight"],
        direction: &[],
        ..EDGE
    },
    prefixes: &["v."],
    said: &[],
    is_lines: false,
    direction: Direction::Directed,
    direction_is_rule: true,
};

/// https://graphology.github.io/serialization.html
pub(super) static GRAPHOLOGY: Dialect = Dialect {
    name: "graphology",
    about: "graphology: nodes by key, with attributes",
    extensions: &["json"],
    sniff: |o| {
        certain(
            o.has("nodes/*/key") && (o.has("nodes/*/attributes{}") || o.has("options{}") || o.has("edges/*/source")),
        )
    },
    places: &[
        ("nodes", What::Nodes),
        ("edges", What::Edges),
        ("attributes", What::Meta),
        ("options/type", What::Directed),
        ("options", What::Nothing),
    ],
    node: NodeKeys {
        id: &["key"],
        label: &["attributes.label", "attributes.name"],
        kind: &["attributes.kind", "attributes.type", "attributes.nodeType"],
        parent: &["attributes.parent"],
        ..NODE
    },
    edge: EdgeKeys {
        id: &["key"],
        kind: &["attributes.relation", "attributes.kind", "attributes.type"],
        label: &["attributes.label", "attributes.name"],
        weight: &["attributes.weight"],
        direction: &["undirected"],
        ..EDGE
    },
    prefixes: &["attributes."],
    said: &[],
    is_lines: false,
    direction: Direction::Directed,
    direction_is_rule: true,
};

/// https://jsongraphformat.info (versions 1 and 2)
pub(super) static JSON_GRAPH_FORMAT: Dialect = Dialect {
    name: "json-graph-format",
    about: "JSON Graph Format: a graph or graphs with nodes, edges and hyperedges",
    extensions: &["jgf", "json"],
    sniff: |o| {
        // Old maps of Oligrapher have a graph as well.
        if o.has("graph/edges/?/node1_id") {
            return Sure::No;
        }
        certain(
            o.has("graph/nodes{}")
                || o.has("graph/nodes[]")
                || o.has("graph/edges[]")
                || o.has("graphs/*/nodes{}")
                || o.has("graphs/*/nodes[]")
                || o.has("graphs/*/edges[]"),
        )
    },
    places: &[
        ("graphs/*", What::Graph),
        ("graph/nodes", What::Nodes),
        ("graph/edges", What::Edges),
        ("graph/hyperedges", What::Hyperedges),
        ("graph/directed", What::Directed),
        ("graph/metadata", What::Meta),
        ("graphs/*/nodes", What::Nodes),
        ("graphs/*/edges", What::Edges),
        ("graphs/*/hyperedges", What::Hyperedges),
        ("graphs/*/directed", What::Directed),
        ("graphs/*/metadata", What::Meta),
    ],
    node: NodeKeys {
        kind: &["metadata.kind", "metadata.type"],
        x: &["metadata.x"],
        y: &["metadata.y"],
        z: &["metadata.z"],
        ..NODE
    },
    edge: EdgeKeys { kind: &["relation"], weight: &["metadata.weight"], ..EDGE },
    prefixes: &["metadata."],
    said: &[],
    is_lines: false,
    direction: Direction::Directed,
    direction_is_rule: true,
};

/// https://github.com/public-accountability/oligrapher
pub(super) static OLIGRAPHER: Dialect = Dialect {
    name: "oligrapher",
    about: "Oligrapher maps of LittleSis",
    extensions: &["json"],
    sniff: |o| {
        certain(
            o.has("edges/?/node1_id")
                || o.has("edges/*/node1_id")
                || o.has("graph/edges/?/node1_id")
                || (o.has("captions{}") || o.has("captions[]")) && o.has("edges{}"),
        )
    },
    places: &[
        ("nodes", What::Nodes),
        ("edges", What::Edges),
        ("graph/nodes", What::Nodes),
        ("graph/edges", What::Edges),
        ("attributes", What::Meta),
        ("settings", What::Nothing),
    ],
    node: NodeKeys {
        label: &["name", "display.name"],
        kind: &["type"],
        x: &["x", "display.x"],
        y: &["y", "display.y"],
        ..NODE
    },
    edge: EdgeKeys {
        from: &["node1_id"],
        to: &["node2_id"],
        kind: &["category", "category_id"],
        label: &["label", "display.label"],
        direction: &["arrow", "display.arrow"],
        ..EDGE
    },
    prefixes: &["display."],
    said: &[],
    is_lines: false,
    direction: Direction::Undirected,
    direction_is_rule: true,
};

/// https://docs.kumu.io/guides/import/blueprints
pub(super) static KUMU: Dialect = Dialect {
    name: "kumu",
    about: "Kumu blueprints: elements and connections",
    extensions: &["json"],
    sniff: |o| certain(o.has("connections[]") || o.has("elements/*/attributes{}")),
    places: &[
        ("elements", What::Nodes),
        ("connections", What::Edges),
        ("description", What::Nothing),
        ("maps", What::Nothing),
    ],
    node: NodeKeys {
        id: &["_id", "id", "label", "attributes.label"],
        label: &["label", "attributes.label"],
        kind: &["type", "attributes.element type", "attributes.type"],
        ..NODE
    },
    edge: EdgeKeys {
        from: &["from"],
        to: &["to"],
        kind: &["type", "attributes.connection type", "attributes.type"],
        label: &["label", "attributes.label"],
        direction: &["direction"],
        ..EDGE
    },
    prefixes: &["attributes."],
    said: &[],
    is_lines: false,
    direction: Direction::Directed,
    direction_is_rule: true,
};

/// Linkurious and Ogma: https://doc.linkurious.com/ogma/latest/
pub(super) static LINKURIOUS: Dialect = Dialect {
    name: "linkurious",
    about: "Linkurious and Ogma: nodes with categories and properties",
    extensions: &["json"],
    sniff: |o| {
        certain(
            o.has("nodes/*/data/categories[]")
                || o.has("nodes/*/categories[]")
                || o.has("nodes/*/data/properties{}")
                || o.has("edges/*/data/properties{}"),
        )
    },
    places: &[("nodes", What::Nodes), ("edges", What::Edges)],
    node: NodeKeys {
        label: &["data.properties.name", "data.name", "properties.name", "data.properties.title", "attributes.text"],
        kind: &["data.categories", "categories", "data.type"],
        ..NODE
    },
    edge: EdgeKeys {
        kind: &["data.type", "type"],
        label: &["data.properties.name"],
        weight: &["data.properties.weight"],
        ..EDGE
    },
    prefixes: &["data.properties.", "data.", "properties.", "attributes."],
    said: &[],
    is_lines: false,
    direction: Direction::Directed,
    direction_is_rule: true,
};

/// https://jsoncanvas.org/spec/1.0/
pub(super) static CANVAS: Dialect = Dialect {
    name: "canvas",
    about: "Obsidian canvas: cards and lines",
    extensions: &["canvas"],
    sniff: |o| {
        certain(o.has("edges/*/fromNode") || (o.has("nodes/*/x") && o.has("nodes/*/width") && o.has("nodes/*/type")))
    },
    places: &[("nodes", What::Nodes), ("edges", What::Edges)],
    node: NodeKeys { label: &["label", "text", "file", "url"], kind: &["type"], ..NODE },
    edge: EdgeKeys {
        from: &["fromNode"],
        to: &["toNode"],
        kind: &["label"],
        label: &[],
        direction: &[],
        ports: ["fromSide", "toSide"],
        ..EDGE
    },
    prefixes: &[],
    said: &[],
    is_lines: false,
    direction: Direction::Directed,
    direction_is_rule: true,
};

/// https://neo4j.com/docs/apoc/current/export/json/
pub(super) static APOC: Dialect = Dialect {
    name: "apoc",
    about: "JSON of Neo4j's APOC: nodes and relationships, one a line or in a list",
    extensions: &["json", "jsonl"],
    sniff: |o| {
        let has = |at: &str, key: &str| o.has(&format!("{at}{key}"));
        let is = |at: &str| has(at, "type") && has(at, "id") && (has(at, "labels[]") || has(at, "start/id"));
        certain(is("") || is("*/") || is("nodes/*/") && o.has("rels[]"))
    },
    places: &[("", What::Mixed), ("nodes", What::Nodes), ("rels", What::Edges)],
    node: NodeKeys {
        label: &["properties.name", "properties.title", "properties.label"],
        kind: &["labels"],
        parent: &[],
        x: &["properties.x"],
        y: &["properties.y"],
        z: &["properties.z"],
        ..NODE
    },
    edge: EdgeKeys {
        from: &["start.id"],
        to: &["end.id"],
        kind: &["label"],
        label: &["properties.name", "properties.title"],
        weight: &["properties.weight"],
        direction: &[],
        ..EDGE
    },
    prefixes: &["properties."],
    said: &["type", "start.labels", "end.labels"],
    is_lines: true,
    direction: Direction::Directed,
    direction_is_rule: true,
};

/// https://graphviz.org/docs/outputs/json/
pub(super) static GRAPHVIZ: Dialect = Dialect {
    name: "graphviz-json",
    about: "JSON of Graphviz (dot -Tjson and its kin)",
    extensions: &["json"],
    sniff: |o| certain(o.has("objects/*/_gvid") || o.has("edges/*/_gvid")),
    places: &[
        ("objects", What::Nodes),
        ("edges", What::Edges),
        ("directed", What::Directed),
        ("strict", What::Nothing),
        ("bb", What::Nothing),
        ("xdotversion", What::Nothing),
        ("_subgraph_cnt", What::Nothing),
        ("_draw_", What::Nothing),
        ("_ldraw_", What::Nothing),
    ],
    node: NodeKeys { id: &["name"], label: &["label"], kind: &["kind", "type"], ..NODE },
    edge: EdgeKeys { id: &["key"], label: &["label"], direction: &[], ..EDGE },
    prefixes: &[],
    said: &["_gvid"],
    is_lines: false,
    direction: Direction::Directed,
    direction_is_rule: true,
};
