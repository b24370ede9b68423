"""Panels as pictures: their numbers are those of the JSON twin, their words are words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from components.as_html import as_html
from components.panels.kinds import KINDS
from components.theme import LIGHT
from data.store.snapshots import Snapshot
from exports.about import about
from exports.charts import charts_of
from exports.grid import grid_of
from exports.pictures import picture, png
from exports.pictures.letters import shortened, width, wrapped
from exports.pictures.svg import WIDTH
from exports.words import plain
from pages.as_json import rows_json
from pages.index import read_page
from pages.panel import Kind, Page, Panel
from pages.to_call.cases import with_cases
from tests.exports.held.links import links
from tests.exports.held.words import numbers
from tests.exports.opened import ADDRESS
from tests.grid.companies import Company
from tests.grid.opening import opened
from view.cases import Case
from view.pages import available_pages
from view.url import parse

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    '"/><image href="https://elsewhere.example/a.png"/>',
    "&amp; & <![CDATA[x]]> --> \x00\x0b\x1b\ufffe",
    "\u202eright to left\u202c שלום مرحبا",
    "客户服务中心" * 12,
    "long " * 200 + "w" * 300,
)
DRAWN = {"svg", "title", "desc", "g", "rect", "text", "line", "path", "polyline", "polygon"}
MARKS = {"circle", "rect"}


def page(snapshot: Snapshot, name: str, query: str = "") -> Page:
    return read_page(snapshot, parse(name, query, snapshot.catalog).view)


def drawn(panel: Panel, of: Page, snapshot: Snapshot) -> ET.Element:
    told = about(of, snapshot.catalog, ADDRESS)
    return ET.fromstring(picture(panel, of, snapshot.catalog, told))


def marks(svg: ET.Element) -> list[ET.Element]:
    return [one for one in svg.iter() if "data-value" in one.attrib]


def words(svg: ET.Element) -> str:
    return " ".join(one.text or "" for one in svg.iter(f"{SVG}text"))


def fits(svg: ET.Element) -> Iterator[str]:
    """What stands outside of the picture, and texts on one line that overlap."""
    height = float(svg.get("height", 0))
    for group in svg.findall(f"{SVG}g"):
        top = float(group.get("transform", "").removesuffix(")").split()[1])
        lines: dict[float, list[tuple[float, float, str]]] = {}
        for one in group.iter(f"{SVG}text"):
            x, y = float(one.get("x", 0)), float(one.get("y", 0))
            wide = width(one.text or "", float(one.get("font-size", 0)))
            left = x - wide * {"end": 1, "middle": 0.5}.get(one.get("text-anchor", ""), 0)
            if left < 0 or left + wide > WIDTH or not 0 < top + y <= height:
                yield f"outside: {one.text}"
            lines.setdefault(y, []).append((left, left + wide, one.text or ""))
        for line in lines.values():
            ordered = sorted(line)
            for before, after in pairwise(ordered):
                if before[1] > after[0] + 0.5:
                    yield f"overlap: {before[2]} | {after[2]}"


@settings(max_examples=3, derandomize=True, database=None)
@given(data=st.data())
def test_every_number_is_that_of_the_twin(snapshot: Snapshot, data: st.DataObject) -> None:
    of = read_page(snapshot, data.draw(links(snapshot.catalog)))
    for panel in of.panels:
        known = set(numbers(rows_json(panel, snapshot.catalog)))
        charts = charts_of(panel, of, snapshot.catalog)
        found = marks(drawn(panel, of, snapshot))
        shown = [v for chart in charts for s in chart.series for v in s.values if v is not None]
        assert sorted(float(one.attrib["data-value"]) for one in found) == sorted(shown)
        for one in found:
            told = {k: float(one.attrib[k]) for k in one.attrib if k in ("data-low", "data-high")}
            told["value"] = float(one.attrib["data-value"])
            assert set(told.values()) <= known, panel.key
            assert one.findtext(f"{SVG}title")


def test_columns_and_their_intervals_stand_where_their_numbers_are(snapshot: Snapshot) -> None:
    of = page(snapshot, "loyalty")
    panel = next(one for one in of.panels if one.kind == Kind.DISTRIBUTION)
    svg = drawn(panel, of, snapshot)
    rows = rows_json(panel, snapshot.catalog)
    shares = [float(str(row["share"])) for row in rows]
    heights = [float(one.get("height", 0)) for one in marks(svg)]
    scale = heights[-1] / shares[-1]  # pixels of a percent
    assert heights == pytest.approx([scale * one for one in shares], abs=0.02)
    bars = [one.get("d", "") for one in svg.iter(f"{SVG}path") if one.get("class") == "interval"]
    lengths = []
    for path in bars:
        top, bottom = path.split("M")[1].removeprefix("M").split("V")
        lengths.append(float(bottom) - float(top.split()[1]))
    told = [float(str(row["share_high"])) - float(str(row["share_low"])) for row in rows]
    assert lengths == pytest.approx([scale * one for one in told], abs=0.11)


def test_the_band_of_a_trend_has_both_ends_of_each_interval(snapshot: Snapshot) -> None:
    of = page(snapshot, "loyalty", "period=all&compare=none")
    panel = next(one for one in of.panels if one.kind == Kind.TREND)
    svg = drawn(panel, of, snapshot)
    rows = rows_json(panel, snapshot.catalog)
    (band,) = svg.iter(f"{SVG}polygon")
    ys = [float(one.split(",")[1]) for one in band.attrib["points"].split()]
    dots = [float(one.get("cy", 0)) for one in marks(svg)][: len(rows)]
    values, lows, highs = (
        [float(str(row[name])) for row in rows] for name in ("value", "low", "high")
    )
    scale = (dots[0] - dots[values.index(max(values))]) / (max(values) - values[0])
    zero = dots[0] + scale * values[0]
    expected = [zero - scale * one for one in [*highs, *reversed(lows)]]
    assert ys == pytest.approx(expected, abs=0.5)


def test_every_panel_has_a_picture_that_holds_all_it_says(snapshot: Snapshot) -> None:
    kinds = set()
    for name in available_pages(snapshot.catalog):
        of = page(snapshot, name)
        for panel in of.panels:
            svg = drawn(panel, of, snapshot)
            assert {one.tag.removeprefix(SVG) for one in svg.iter()} <= DRAWN | MARKS
            assert [one.tag for one in svg][:2] == [f"{SVG}title", f"{SVG}desc"]
            assert list(fits(svg)) == [], (name, panel.key)
            said = words(svg)
            assert "Data to 31 Oct 2026, Europe/Copenhagen" in said.replace("  ", " ")
            assert f"{ADDRESS}/{name}" in said
            assert "nan" not in said.split()
            kinds.add(panel.kind)
    assert len(kinds) > 20


def test_what_is_heard_or_clicked_alone_is_in_no_file(snapshot: Snapshot) -> None:
    of = page(snapshot, "to-call")
    who = str(of.panels[0].frame["customer_id"].iloc[0])
    due = date(2026, 11, 3)
    made = Case(7, who, "open", "Ann", due, closed_on=None)
    of = with_cases(of, (made,))
    panel = next(one for one in of.panels if one.kind == Kind.TO_CALL)
    on_page, _ = as_html(KINDS[panel.kind].draw(panel, of, snapshot.catalog, LIGHT))
    assert "Make a case" in on_page and "visually-hidden" in on_page
    grid = grid_of(panel, of, snapshot.catalog)
    assert grid is not None
    assert [row[-1] for row in grid.rows] == [
        "open, Ann, due 3 Nov 2026" if row[0] == who else "" for row in grid.rows
    ]
    of = with_cases(of, (replace(made, own=True),))
    own = grid_of(of.panels[0], of, snapshot.catalog)
    assert own is not None
    assert own.rows == ((who, "open", "3 Nov 2026", ""),)


def test_a_sign_in_a_table_is_said_once_above_it(snapshot: Snapshot) -> None:
    of = page(snapshot, "touchpoints")
    panel = next(one for one in of.panels if one.kind == Kind.HEATMAP)
    said = words(drawn(panel, of, snapshot))
    assert "▼" in said.replace("▲▼", "")
    assert said.count("beyond noise") == said.count("▲▼ changes beyond noise") == 1


def test_each_kind_is_drawn_as_pixels(snapshot: Snapshot) -> None:
    seen: set[str] = set()
    for name in ("loyalty", "why", "service", "customers", "touchpoints"):
        of = page(snapshot, name)
        for panel in of.panels:
            if panel.kind in seen:
                continue
            seen.add(panel.kind)
            told = about(of, snapshot.catalog, ADDRESS)
            image = png(picture(panel, of, snapshot.catalog, told))
            assert image.startswith(b"\x89PNG\r\n")
            assert int.from_bytes(image[16:20]) == WIDTH * 3 // 2
    assert len(seen) > 12


@pytest.mark.parametrize("name", HOSTILE)
def test_words_of_others_are_words(snapshot: Snapshot, name: str) -> None:
    of = page(snapshot, "overview")
    for panel in of.panels:
        frame = panel.frame.copy()
        for column in ("touchpoint", "segment"):
            if column in frame:
                frame[column] = pd.Series([name] * len(frame), index=frame.index, dtype=object)
        asked = replace(panel, title=name, subtitle=name, note=name, frame=frame)
        svg = drawn(asked, of, snapshot)
        assert {one.tag.removeprefix(SVG) for one in svg.iter()} <= DRAWN | MARKS
        assert not any("href" in key for one in svg.iter() for key in one.attrib)
        assert list(fits(svg)) == []
        shown = words(svg)
        assert shown.startswith(wrapped(plain(name), 400, 20, 1)[0][:6].rstrip())
        assert not any(sign in shown for sign in "\u202e\u202c")  # 12 would be read as 21


def test_generated_companies_have_pictures(tmp_path: Path) -> None:
    small = Company(asked=("nps", "csat"), rows=40, customers=6, minimum_n=10, days=120)
    found = opened(small.with_columns("feedback", "touchpoint", "comment"), tmp_path)
    said = []
    for name in available_pages(found.catalog):
        of = page(found, name, "period=all")
        for panel in of.panels:
            svg = drawn(panel, of, found)
            assert list(fits(svg)) == [], (name, panel.key)
            said.append(words(svg))
    assert any("Not shown" in one for one in said)  # six customers are too few


def test_by_the_api(client: FlaskClient) -> None:
    link = "/api/loyalty/trend"
    svg = client.get(f"{link}.svg?region=EMEA&period=last-90-days")
    assert svg.status_code == 200
    assert svg.headers["Content-Disposition"] == "attachment; filename=loyalty-trend.svg"
    found = ET.fromstring(svg.text)
    assert "Region: EMEA" in words(found)
    assert "http://localhost/loyalty?from=2026-08-03&to=2026-10-31&region=EMEA" in words(found)
    image = client.get(f"{link}.png?region=EMEA&period=last-90-days")
    assert image.mimetype == "image/png"
    again = client.get(image.request.full_path, headers={"If-None-Match": image.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/api/loyalty/nothing.svg").status_code == 404
    assert client.get(f"{link}.png?region=Atlantis").status_code == 400


@given(st.text(max_size=80), st.floats(20, 400))
def test_shortened_and_wrapped_words_have_room(text: str, room: float) -> None:
    assert width(shortened(text, room, 12), 12) <= room + 12
    lines = wrapped(text, room, 12, 3)
    assert len(lines) <= 3
    assert all(width(one, 12) <= room + 12 for one in lines)
    if width(text, 12) <= room:
        assert lines == ([text.strip()] if text.strip() else [])


def test_words_are_broken_only_where_they_are_wider_than_the_room() -> None:
    assert wrapped("11.1% (8.0\u00a0–\u00a015.3)", 90, 12, 3) == ["11.1%", "(8.0\u00a0–\u00a015.3)"]
    assert wrapped("an " + "x" * 20, 90, 12, 2)[0] == "an xxxxxxxxx"
