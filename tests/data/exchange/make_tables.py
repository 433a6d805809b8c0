"""Writes the fixtures of tables and workbooks, each by a program of its own, and what that program itself reads of it.

    pip install pandas openpyxl networkx igraph xlsxwriter xlwt odfpy     (and LibreOffice as soffice)
    python tests/data/exchange/make_tables.py

Versions used: pandas 3.1.1, openpyxl 3.1.5, networkx 3.6.1, igraph 1.0.0, XlsxWriter 3.3.1, xlwt 1.3.0, odfpy 1.4.1,
LibreOffice 7.4.
"""

import datetime
import json
import os
import subprocess

import igraph
import networkx
import openpyxl
import pandas
import xlsxwriter
import xlwt

here = os.path.dirname(os.path.abspath(__file__))
expected = {}


def path(name):
    os.makedirs(os.path.dirname(os.path.join(here, name)), exist_ok=True)
    return os.path.join(here, name)


def told(name, nodes, edges, directed=True, weights=None):
    expected[name] = {"nodes": nodes, "edges": edges, "directed": directed, "weights": weights}


# networkx: edge lists, adjacency lists, Pandas frames of edges, adjacency matrices.
karate = networkx.karate_club_graph()
networkx.write_edgelist(karate, path("table/networkx.edgelist"), data=False)
back = networkx.read_edgelist(path("table/networkx.edgelist"))
told("table/networkx.edgelist", back.number_of_nodes(), back.number_of_edges())
networkx.write_weighted_edgelist(karate, path("table/networkx-weighted.edgelist"))
back = networkx.read_weighted_edgelist(path("table/networkx-weighted.edgelist"))
told("table/networkx-weighted.edgelist", back.number_of_nodes(), back.number_of_edges(), weights=sum(w for *_, w in back.edges(data="weight")))
networkx.write_adjlist(karate, path("table/networkx.adjlist"))
back = networkx.read_adjlist(path("table/networkx.adjlist"))
told("table/networkx.adjlist", back.number_of_nodes(), back.number_of_edges())
frame = networkx.to_pandas_edgelist(karate)
frame.to_csv(path("table/pandas-edges.csv"))  # with the index that pandas adds
told("table/pandas-edges.csv", karate.number_of_nodes(), karate.number_of_edges(), weights=float(frame["weight"].sum()))
frame.to_csv(path("table/pandas-edges.tsv"), index=False, sep="\t", encoding="utf-16")
told("table/pandas-edges.tsv", karate.number_of_nodes(), karate.number_of_edges(), weights=float(frame["weight"].sum()))
frame.to_csv(path("table/pandas-german.csv"), index=False, sep=";", decimal=",", float_format="%.2f", encoding="cp1252",
             columns=["source", "target", "weight"])
names = {0: "Müller", 1: "Lefèvre", 2: "Ångström", 3: "Peña"}
frame.replace({"source": names, "target": names}).rename(columns={"source": "von", "target": "nach", "weight": "gewicht"}).to_csv(
    path("table/pandas-german.csv"), index=False, sep=";", decimal=",", float_format="%.2f", encoding="cp1252")
told("table/pandas-german.csv", karate.number_of_nodes(), karate.number_of_edges(), weights=float(frame["weight"].sum()))
matrix = networkx.to_pandas_adjacency(karate)
matrix.to_csv(path("table/pandas-matrix.csv"))
told("table/pandas-matrix.csv", karate.number_of_nodes(), karate.number_of_edges(), directed=False, weights=float(frame["weight"].sum()))

# igraph: edge lists by number and by name.
ring = igraph.Graph.Ring(5, directed=True)
ring.vs["name"] = ["a", "b", "c", "d", "e"]
ring.es["weight"] = [1.5, 2, 3, 4, 5]
ring.write_edgelist(path("table/igraph.edgelist"))
told("table/igraph.edgelist", 5, 5)
ring.write_ncol(path("table/igraph.ncol"))
told("table/igraph.ncol", 5, 5, weights=15.5)

# A workbook as people keep it: a sheet for each kind and one for links.
PEOPLE = [("p1", "Anna Smith", "May 2014"), ("p2", "Bert Blue", "2015"), ("p3", "Cleo", "2016-03-07"), ("p4", "Dora", "")]
BODIES = [("b1", "World Bank", "Washington"), ("b2", "Ministry of Foreign Affairs", "Tokyo")]
MEETINGS = [("m1", "First session"), ("m2", "Second session")]
LINKS = [
    ("p1", "b1", "works for", "May 2014"),
    ("Bert Blue", "World Bank", "works for", "2015"),
    ("p3", "m1", "takes part in", "2016-03-07"),
    ("cleo", "m2", "takes part in", ""),
    ("", "m2", "takes part in", ""),
    ("p4", "nobody", "knows", ""),
]


def when(text):
    """A date of a cell and its number format."""
    if text == "":
        return None, None
    for pattern, number_format in (("%B %Y", "mmm yyyy"), ("%Y-%m-%d", "yyyy-mm-dd"), ("%Y", "yyyy")):
        try:
            return datetime.datetime.strptime(text, pattern), number_format
        except ValueError:
            pass
    raise ValueError(text)


book = xlsxwriter.Workbook(path("workbook/xlsxwriter.xlsx"))
bold = book.add_format({"bold": True})
sheet = book.add_worksheet("people")
sheet.merge_range("A1:C1", "People of the network", bold)
sheet.write_row("A3", ["id", "name", "since"], bold)
for number, (key, name, since) in enumerate(PEOPLE):
    row = 3 + number + (1 if number > 1 else 0)  # a blank row in the midst
    sheet.write(row, 0, key)
    sheet.write(row, 1, name)
    date, number_format = when(since)
    if date:
        sheet.write_datetime(row, 2, date, book.add_format({"num_format": number_format}))
sheet = book.add_worksheet("bodies")
sheet.write_row("A1", ["id", "name", "seat", "members", "long id"], bold)
for number, (key, name, seat) in enumerate(BODIES):
    sheet.write_row(1 + number, 0, [key, name, seat])
    sheet.write_formula(1 + number, 3, f"=COUNTIF(links!B:B,A{2 + number})+1", None, 2 + number)
    sheet.write_number(1 + number, 4, 12345678901234567890)
sheet = book.add_worksheet("meetings")
sheet.merge_range("A1:A2", "id", bold)
sheet.merge_range("B1:C1", "Meeting", bold)
sheet.write_row("B2", ["name", "place"], bold)
sheet.merge_range(2, 2, 3, 2, "Tokyo")
for number, (key, name) in enumerate(MEETINGS):
    sheet.write_row(2 + number, 0, [key, name])
sheet = book.add_worksheet("links")
sheet.write_row("A1", ["from", "to", "relation", "since", "code"], bold)
for number, (source, target, relation, since) in enumerate(LINKS):
    sheet.write_row(1 + number, 0, [source, target, relation])
    date, number_format = when(since)
    if date:
        sheet.write_datetime(1 + number, 3, date, book.add_format({"num_format": number_format}))
    sheet.write_string(1 + number, 4, f"00{number}")
sheet = book.add_worksheet("notes to self")
sheet.write("A1", "secret")
sheet.hide()
sheet = book.add_worksheet("read me")
sheet.write("A1", "This workbook was made by hand. It lists who works where, and who took part in which session.")
book.close()
told("workbook/xlsxwriter.xlsx", 9, 5)

# openpyxl: its formulas have no cached value.
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Sheet1"
sheet.append(["Source", "Target", "Weight", "When", "Sum"])
for number in range(3):
    sheet.append(["a", f"b{number}", 1.5 + number, datetime.date(2014, 5, 1 + number), f"=C{number + 2}*2"])
    sheet.cell(number + 2, 4).number_format = "dd/mm/yyyy"
book.save(path("workbook/openpyxl.xlsx"))
told("workbook/openpyxl.xlsx", 4, 3, weights=7.5)

# The same tables in the older and the open format, by other writers.
book = xlwt.Workbook()
sheet = book.add_sheet("Nodes")
for row, cells in enumerate([["Id", "Label", "Population"], ["a", "Alpha", 12], ["b", "Béta", 7.5], ["c", "日本", 3]]):
    for column, value in enumerate(cells):
        sheet.write(row, column, value)
sheet = book.add_sheet("Edges")
for row, cells in enumerate([["Source", "Target", "Type"], ["a", "b", "Directed"], ["b", "c", "Undirected"], ["a", "b", "Directed"]]):
    for column, value in enumerate(cells):
        sheet.write(row, column, value)
book.save(path("workbook/xlwt.xls"))
told("workbook/xlwt.xls", 3, 3)
with pandas.ExcelWriter(path("workbook/pandas.ods"), engine="odf") as writer:
    pandas.DataFrame({"Id": ["a", "b", "c"], "Label": ["Alpha", "Béta", "日本"], "Founded": [datetime.date(1990, 1, 2)] * 3}).to_excel(
        writer, sheet_name="Nodes", index=False)
    pandas.DataFrame({"Source": ["a", "b"], "Target": ["b", "c"], "Weight": [1, 2.5]}).to_excel(writer, sheet_name="Edges", index=False)
told("workbook/pandas.ods", 3, 2, weights=3.5)

# LibreOffice, from the workbook above.
for form in ("ods", "xls"):
    subprocess.run(["soffice", "--headless", "--convert-to", form, "--outdir", path("workbook"), path("workbook/xlsxwriter.xlsx")],
                   check=True, capture_output=True)
    os.replace(path(f"workbook/xlsxwriter.{form}"), path(f"workbook/libreoffice.{form}"))
    told(f"workbook/libreoffice.{form}", 9, 5)
# xlsx written anew by LibreOffice.
os.makedirs("/tmp/lo", exist_ok=True)
subprocess.run(["soffice", "--headless", "--convert-to", "xlsx", "--outdir", "/tmp/lo", path("workbook/libreoffice.ods")], check=True, capture_output=True)
os.replace("/tmp/lo/libreoffice.xlsx", path("workbook/libreoffice.xlsx"))
told("workbook/libreoffice.xlsx", 9, 5)

with open(path("tables.json"), "w") as file:
    json.dump(expected, file, indent=1, sort_keys=True)
