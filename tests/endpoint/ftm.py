"""Two services of FollowTheMoney for tests, over a few made-up people and firms: yente, as OpenSanctions documents it, and
OpenAleph. Answers have the shape of theirs; what is in them is ours. `server.py` asks it by path.

    yente/…                      the service
    yente-changed/…              the same after a firm was sold
    aleph/api/2/…                OpenAleph
"""

import copy
import json
import urllib.parse

# Schema: the property of each end, and its name seen from the entity there.
EDGES = {
    "Directorship": (("director", "directorshipDirector"), ("organization", "directorshipOrganization")),
    "Family": (("person", "familyPerson"), ("relative", "familyRelative")),
    "Ownership": (("owner", "ownershipOwner"), ("asset", "ownershipAsset")),
}
# Schema and property of a reference, and its name seen from the other end.
REFERENCES = {("Sanction", "entity"): "sanctions", ("Person", "addressEntity"): "things"}

DATASETS = {
    "default": ("Sample Collection", None, ["aa_sanctions", "bb_register"]),
    "aa_sanctions": ("Sanctions list of Aland", "https://aland.example/sanctions", []),
    "bb_register": ("Register of companies of Bland", "https://bland.example/register", []),
}


def entity(id, schema, datasets, **properties):
    return {
        "id": id,
        "schema": schema,
        "caption": next((properties[own][0] for own in ("name", "full", "program") if own in properties), schema),
        "properties": properties,
        "datasets": datasets,
        "referents": [],
        "target": "aa_sanctions" in datasets,
        "first_seen": "2024-02-01T06:00:00",
        "last_seen": "2026-11-28T06:00:00",
        "last_change": "2025-05-05T06:00:00",
    }


BOTH = ["aa_sanctions", "bb_register"]
ENTITIES = [
    entity("NK-anna", "Person", BOTH, name=["Anna Kübler"], alias=["A. \"Anni\" Kuebler"], birthDate=["1970-02-03", "1971"],
           nationality=["aa"], position=["Minister of Water"], addressEntity=["addr-1"], wikidataId=["Q99999901"]),
    entity("NK-firm", "Company", ["bb_register"], name=["Firm Ltd"], jurisdiction=["bb"], registrationNumber=["0012"]),
    entity("NK-bert", "Person", ["bb_register"], name=["Bert Kübler"]),
    entity("addr-1", "Address", ["aa_sanctions"], full=["1 Harbour Road, Aland"]),
    entity("own-1", "Ownership", ["bb_register"], owner=["NK-anna"], asset=["NK-firm"], percentage=["51"],
           startDate=["2014-03"], endDate=["2019-12-31"]),
    entity("dir-1", "Directorship", ["bb_register"], director=["NK-bert"], organization=["NK-firm"], role=["Chair"],
           startDate=["2016"]),
    entity("fam-1", "Family", ["aa_sanctions"], person=["NK-anna"], relative=["NK-bert"], relationship=["brother"]),
    entity("san-1", "Sanction", ["aa_sanctions"], entity=["NK-anna"], authority=["Council of Aland"], program=["WATER-1"],
           startDate=["2022-04-08"], sourceUrl=["https://aland.example/sanctions/1"]),
    entity("NK-holding", "Company", ["bb_register"], name=["Great Holding"]),
]
for number in range(230):
    ENTITIES.append(entity(f"NK-part-{number}", "Company", ["bb_register"], name=[f"Part {number} Ltd"]))
    ENTITIES.append(entity(f"own-part-{number}", "Ownership", ["bb_register"], owner=["NK-holding"], asset=[f"NK-part-{number}"]))

# What each data set says where they differ; else all of an entity's say all.
SAID = {("NK-anna", "birthDate", "1970-02-03"): ["aa_sanctions"], ("NK-anna", "birthDate", "1971"): ["bb_register"]}
SOURCE_IDS = {"aa_sanctions": "aa-", "bb_register": "bb-"}
MERGED = {"NK-old": "NK-anna"}

CHANGED = copy.deepcopy(ENTITIES)
CHANGED[:] = [one for one in CHANGED if one["id"] != "dir-1"]
CHANGED.append(entity("own-2", "Ownership", ["bb_register"], owner=["NK-bert"], asset=["NK-firm"], startDate=["2026-10-01"]))
next(one for one in CHANGED if one["id"] == "own-1")["properties"]["percentage"] = ["49"]


class Service:
    def __init__(self, entities):
        self.all = {one["id"]: one for one in entities}

    def link(self, of, name):
        """The entities that a name leads to from an entity."""
        for schema, ends in EDGES.items():
            for own, reverse in ends:
                if reverse == name:
                    return [one for one in self.all.values() if one["schema"] == schema and of in one["properties"].get(own, [])]
        for (schema, own), reverse in REFERENCES.items():
            if reverse == name:
                return [one for one in self.all.values() if one["schema"] == schema and of in one["properties"].get(own, [])]
            if own == name and self.all[of]["schema"] == schema:
                return [self.all[id] for id in self.all[of]["properties"].get(own, [])]
        return []

    def names(self):
        for ends in EDGES.values():
            yield from (reverse for _, reverse in ends)
        for (_, own), reverse in REFERENCES.items():
            yield from (reverse, own)

    def nested(self, one, without):
        """An entity with what it names in it, but not what one comes from."""
        out = dict(one, properties={})
        for name, values in one["properties"].items():
            whole = [self.all[value] if value in self.all else value for value in values if value != without]
            if whole:
                out["properties"][name] = whole
        return out

    def search(self, words):
        phrase = words.startswith('"')
        wanted = words.strip('"').replace('\\"', '"').replace("\\\\", "\\").lower()
        found = []
        for one in self.all.values():
            if one["schema"] in EDGES or one["schema"] == "Sanction":
                continue
            names = " ".join(one["properties"].get("name", []) + one["properties"].get("alias", [])).lower()
            if wanted in names if phrase else all(word in names for word in wanted.split()):
                found.append(one)
        return found

    def statements(self, one):
        out = []
        for dataset in one["datasets"]:
            for prop, values in one["properties"].items():
                for value in values:
                    if dataset in SAID.get((one["id"], prop, value), one["datasets"]):
                        out.append({
                            "id": f"{dataset}-{one['id']}-{prop}-{value}", "entity_id": SOURCE_IDS[dataset] + one["id"],
                            "canonical_id": one["id"], "prop": prop, "prop_type": "name" if prop == "name" else "string",
                            "schema": one["schema"], "value": value, "dataset": dataset, "lang": None,
                            "original_value": None, "external": False, "origin": None,
                            "first_seen": "2024-02-01T06:00:00", "last_seen": "2026-11-27T06:00:00"})
        return out


SERVICES = {"yente": Service(ENTITIES), "yente-changed": Service(CHANGED), "aleph": Service(ENTITIES)}


def results(found, limit, offset):
    return {"results": found[offset:offset + limit], "total": {"value": len(found), "relation": "eq"}, "limit": limit, "offset": offset}


def answer(path, query):
    """Status, JSON, and where it is sent on to."""
    which, _, rest = path.partition("/")
    service, parts = SERVICES[which], [urllib.parse.unquote(part) for part in rest.split("/") if part]
    values = urllib.parse.parse_qs(query)
    value = lambda name, usual="": values.get(name, [usual])[0]
    limit, offset = int(value("limit", "10")), int(value("offset", "0"))
    if which == "aleph":
        return aleph(service, parts, value, limit, offset)
    if parts == ["catalog"]:
        datasets = [{"name": name, "title": title, "url": url, "load": True, "version": "1", "children": children}
                    for name, (title, url, children) in DATASETS.items()]
        return 200, {"datasets": datasets, "current": [], "outdated": [], "index_stale": False}, None
    if parts[:1] == ["search"] and parts[1:] == ["default"]:
        return 200, dict(results(service.search(value("q")), limit, offset), facets={}), None
    if parts == ["statements"]:
        one = service.all.get(value("canonical_id"))
        return 200, results(service.statements(one) if one else [], limit, offset), None
    if parts[:1] == ["entities"] and len(parts) > 1:
        id = parts[1]
        if id in MERGED:
            return 308, {}, f"/{which}/entities/{MERGED[id]}?{query}"
        if id not in service.all:
            return 404, {"detail": "No such entity!"}, None
        one = service.all[id]
        page = lambda name: results([service.nested(other, id) for other in service.link(id, name)], limit, offset)
        if len(parts) == 2:
            return 200, one if value("nested") == "false" else service.nested(one, None), None
        if parts[2:] == ["adjacent"]:
            adjacent = {name: page(name) for name in service.names()}
            return 200, {"entity": one, "adjacent": {name: found for name, found in adjacent.items() if found["results"]}}, None
        if parts[2] == "adjacent":
            return 200, page(parts[3]), None
    return 404, {"detail": "Not Found"}, None


COLLECTIONS = {"aa_sanctions": 7, "bb_register": 8}


def of_aleph(one):
    """An entity as OpenAleph gives it: in one collection, without a caption."""
    name = one["datasets"][-1]
    title, url, _ = DATASETS[name]
    inner = lambda value: of_aleph(value) if isinstance(value, dict) else value
    properties = {own: [inner(value) for value in values] for own, values in one["properties"].items()}
    out = {"id": one["id"], "schema": one["schema"], "properties": properties}
    out["collection"] = {"id": str(COLLECTIONS[name]), "foreign_id": name, "label": title,
                         "links": {"ui": f"https://aleph.example/datasets/{COLLECTIONS[name]}"}}
    out["updated_at"] = "2026-11-20T08:00:00.000000"
    return out


def aleph(service, parts, value, limit, offset):
    if parts == ["api", "2", "metadata"]:
        return 200, {"status": "ok", "maintenance": False, "app": {"title": "Sample Aleph", "version": "5.1.0"}}, None
    if parts == ["api", "2", "entities"]:
        schema = value("filter:schemata")
        found = service.search(value("q")) if value("q") else list(service.all.values())
        if schema != "Thing":
            found = [one for one in found if one["schema"] == schema]
            for own, _ in EDGES.get(schema, ()):
                wanted = value(f"filter:properties.{own}")
                found = [one for one in found if not wanted or wanted in one["properties"].get(own, [])]
        # What an entity names stands in it.
        whole = [of_aleph(service.nested(one, None)) for one in found]
        return 200, {"status": "ok", "results": whole[offset:offset + limit], "total": len(whole), "total_type": "eq",
                     "limit": limit, "offset": offset, "page": 1, "pages": 1}, None
    if parts[:3] == ["api", "2", "entities"] and parts[3:] and parts[3] in service.all:
        id = parts[3]
        if len(parts) == 4:
            return 200, of_aleph(service.nested(service.all[id], None)), None
        if parts[4:] == ["expand"]:
            found = [(name, service.link(id, name)) for name in service.names()]
            beside = lambda one: [service.all[other] for values in one["properties"].values() for other in values if other in service.all and other != id]
            every = [{"property": name, "count": len(some),
                      "entities": [of_aleph(one) for edge in some[:limit] for one in [edge] + beside(edge)]}
                     for name, some in found if some]
            return 200, {"status": "ok", "total": sum(one["count"] for one in every), "results": every}, None
    return 404, {"status": "error", "message": "Not found"}, None


def body(path, query):
    status, told, to = answer(path, query)
    return status, json.dumps(told, ensure_ascii=False).encode(), to
