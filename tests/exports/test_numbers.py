"""Every number on slides is the one of the JSON twin of the same link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.oxml.ns import qn

from data.store.snapshots import Snapshot
from pages.as_json import page_json
from pages.index import read_page
from tests.exports.opened import bars, made, sheet
from view.url import parse

PAGES = ("overview", "why", "loyalty", "touchpoints", "customers", "service")
QUERIES = st.builds(
    "&".join,
    st.tuples(
        st.sampled_from(["period=all", "period=last-90-days", "from=2026-02-10&to=2026-05-03"]),
        st.sampled_from(["compare=previous", "compare=year-ago", "compare=none"]),
        st.sampled_from(["", "region=EMEA", "plan=Team&region=APAC"]),
        st.sampled_from(["", "grain=week", "grain=quarter"]),
    ),
)
UNITS = {"%", "points", "score", "index"}  # shown in the unit of the JSON


def numbers(found: object) -> Iterator[float]:
    if isinstance(found, dict):
        for one in found.values():
            yield from numbers(one)
    elif isinstance(found, list):
        for one in found:
            yield from numbers(one)
    elif isinstance(found, int | float) and not isinstance(found, bool):
        yield float(found)


@settings(max_examples=6)
@given(page=st.sampled_from(PAGES), query=QUERIES)
def test_every_number_is_that_of_the_twin(snapshot: Snapshot, page: str, query: str) -> None:
    view, _ = parse(page, query, snapshot.catalog)
    read = read_page(snapshot, view)
    twin = page_json(read, snapshot.catalog)["panels"]
    titles = {panel["title"]: panel["rows"] for panel in twin.values()}
    assert len(titles) == len(twin)
    for slide in made(read, snapshot.catalog):
        rows = titles.get(slide.title.removesuffix(", continued"), [])
        known = set(numbers(rows))
        for chart in slide.charts:
            cells = sheet(chart)
            told = [one for row in cells[1:] for one in row[1:] if isinstance(one, int | float)]
            assert {float(one) for one in told} <= known, (slide.title, query)
            for at, series in enumerate(chart.plots[0].series, start=1):
                assert [row[at] for row in cells[1:]] == list(series.values)
                own = bars(series)
                if own is not None:
                    _lengths(own, cells, at)
        if any("comparison" in row for row in rows) and slide.charts:
            shown = [row["value"] for row in rows if row["value"] is not None]
            first = [one for one in slide.charts[0].plots[0].series[0].values if one is not None]
            metrics = {row["metric"] for row in rows}
            assert len(metrics) > 1 or first == shown[: len(first)]


def _lengths(own: Any, cells: list[list[object]], at: int) -> None:  # noqa: ANN401
    """From each value, the ends that the sheet has are as far as the bars are long."""
    head = list(map(str, cells[0]))
    low, high = (head.index(f"{head[at]}: {end}") for end in ("low", "high"))
    for name, end, sign in (("plus", high, 1), ("minus", low, -1)):
        points = own.find(qn(f"c:{name}")).iter(qn("c:pt"))
        drawn = {int(one.get("idx")): float(one[0].text) for one in points}
        expected = {
            place: sign * (float(str(row[end])) - float(str(row[at])))
            for place, row in enumerate(cells[1:])
            if row[end] is not None and row[at] is not None
        }
        assert drawn == expected


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
