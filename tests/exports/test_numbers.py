"""Every number of every exit is that of the JSON of the same link.

PPTX with the sheets behind charts and their error bars, PDF, XLSX, CSV and mail; pictures are held
in test_pictures.py, alerts in alerts/test_numbers.py.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from data.store.snapshots import Snapshot
from pages.as_json import page_json
from pages.index import read_page
from pages.panel import Kind
from tests.exports.held.every_exit import of_csv, of_mail, of_pdf, of_slides, of_workbook
from tests.exports.held.links import links
from tests.exports.opened import made
from view.url import parse, query_string

EXITS = (of_slides, of_pdf, of_workbook, of_csv, of_mail)
CUSTOMERS = ("", "C04052")
UNITS = {"%", "points", "score", "index"}  # shown in the unit of the JSON


@settings(max_examples=3, derandomize=True, database=None)
@given(data=st.data())
def test_every_number_is_that_of_the_twin(snapshot: Snapshot, data: st.DataObject) -> None:
    view = data.draw(links(snapshot.catalog, CUSTOMERS))
    page = read_page(snapshot, view)
    twin = page_json(page, snapshot.catalog)
    for wrong in EXITS:
        found = list(wrong(page, twin, snapshot.catalog))
        assert found == [], f"{view.page}?{query_string(view, snapshot.catalog)}"


def test_an_interval_without_an_upper_end_is_told(snapshot: Snapshot) -> None:
    query = "period=last-7-days&compare=year-ago&metric=resolution_business_p90"
    page = read_page(snapshot, parse("service", query, snapshot.catalog).view)
    twin = page_json(page, snapshot.catalog)
    rows = twin["panels"]["by_segment"]["rows"]
    assert [one for one in rows if one["low"] is not None and one["high"] is None]
    for wrong in EXITS:
        assert list(wrong(page, twin, snapshot.catalog)) == []


def test_a_number_that_is_another_is_found(snapshot: Snapshot) -> None:
    """Of key figures, of lines and of bars; lines of a PDF have no words."""
    page = read_page(snapshot, parse("loyalty", "region=EMEA", snapshot.catalog).view)
    twin = page_json(page, snapshot.catalog)
    bars = next(one.key for one in page.panels if one.kind == Kind.BREAKDOWN)
    for wrong in EXITS:
        for panel, name in (("cards", "n"), (bars if wrong == of_pdf else "trend", "low")):
            row = twin["panels"][panel]["rows"][0]
            known = row[name]
            row[name] = known + 1
            assert list(wrong(page, twin, snapshot.catalog)), (wrong.__name__, panel, name)
            row[name] = known


def test_key_figures_are_rounded_to_their_decimals_and_no_further(snapshot: Snapshot) -> None:
    view, _ = parse("overview", "region=EMEA", snapshot.catalog)
    read = read_page(snapshot, view)
    rows = page_json(read, snapshot.catalog)["panels"]["cards"]["rows"]
    tables = [
        table
        for slide in made(read, snapshot.catalog)
        if slide.title.startswith("Key figures")
        for table in slide.tables
    ]
    assert tables[0][0][:5] == ["Metric", "Figure", "95% interval", "n", "Compared with"]
    told = [row for table in tables for row in table[1:]]
    assert len(told) == len(rows)  # all of them, on as many slides as it takes
    for cells, row in zip(told, rows, strict=True):
        assert cells[3] == f"{row['n']:,}"
        if row["unit"] in UNITS and row["value"] is not None:
            shown = float(cells[1].strip("%").replace("−", "-").replace(",", ""))
            assert abs(shown - row["value"]) <= 0.0501
