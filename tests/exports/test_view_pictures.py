"""Whole views as pictures: all that the page says, with the figures of its JSON twin."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from data.store.snapshots import Snapshot
from exports.about import about
from exports.pictures import view_picture
from exports.pictures.svg import WIDTH
from pages.as_json import page_json
from pages.panel import Kind, Page
from tests.exports.opened import ADDRESS
from tests.exports.test_pictures import DRAWN, HOSTILE, MARKS, SVG, fits, marks, page, words


def drawn(of: Page, snapshot: Snapshot) -> ET.Element:
    told = about(of, snapshot.catalog, ADDRESS)
    return ET.fromstring(view_picture(of, snapshot.catalog, told))


@pytest.mark.parametrize("name", ["overview", "service", "data"])
def test_it_says_all_that_the_page_says(snapshot: Snapshot, name: str) -> None:
    of = page(snapshot, name, "region=EMEA&period=last-90-days" if name != "data" else "")
    svg = drawn(of, snapshot)
    assert {one.tag.removeprefix(SVG) for one in svg.iter()} <= DRAWN | MARKS
    assert list(fits(svg)) == []
    said, twin = words(svg), page_json(of, snapshot.catalog)
    for told in (of.headline, *(one["name"] for one in twin["findings"])):
        assert told in said
    places = [said.find(one.title) for one in of.panels if one.kind != Kind.SPARKLINES]
    assert -1 not in places
    assert "Data to 31 Oct 2026, Europe/Copenhagen" in said
    assert f"{ADDRESS}/{name}" in said
    if name != "data":
        assert "Region: EMEA" in said


def test_its_marks_are_the_figures_of_the_twin(snapshot: Snapshot) -> None:
    of = page(snapshot, "loyalty", "region=APAC")
    rows = page_json(of, snapshot.catalog)["panels"]["trend"]["rows"]
    svg = drawn(of, snapshot)
    trend = [float(one.attrib["data-value"]) for one in marks(svg)][: len(rows)]
    assert trend == [row["value"] for row in rows]


def test_key_figures_are_there_whole(snapshot: Snapshot) -> None:
    of = page(snapshot, "overview")
    rows = page_json(of, snapshot.catalog)["panels"]["cards"]["rows"]
    said = words(drawn(of, snapshot))
    assert len(rows) > 10  # more than other tables have
    assert all(f"{row['n']:,}" in said for row in rows)


@pytest.mark.parametrize("name", HOSTILE)
def test_words_of_others_are_words(snapshot: Snapshot, name: str) -> None:
    of = replace(page(snapshot, "journey"), headline=name, rest=name, note=name)
    svg = drawn(of, snapshot)
    assert {one.tag.removeprefix(SVG) for one in svg.iter()} <= DRAWN | MARKS
    assert not any("href" in key for one in svg.iter() for key in one.attrib)
    assert list(fits(svg)) == []


def test_by_the_api(client: FlaskClient) -> None:
    link = "region=EMEA&period=last-90-days"
    svg = client.get(f"/api/loyalty.svg?{link}")
    assert svg.headers["Content-Disposition"] == "attachment; filename=loyalty.svg"
    said = words(ET.fromstring(svg.text))
    twin = client.get(f"/api/loyalty?{link}").get_json()
    assert twin["headline"] in said
    assert "http://localhost/loyalty?from=2026-08-03&to=2026-10-31&region=EMEA" in said
    image = client.get(f"/api/loyalty.png?{link}")
    assert image.mimetype == "image/png"
    assert int.from_bytes(image.data[16:20]) == WIDTH * 3 // 2
    again = client.get(image.request.full_path, headers={"If-None-Match": image.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/api/nothing.svg").status_code == 404
    assert client.get("/api/loyalty.png?region=Atlantis").status_code == 400
    shown = client.get(f"/loyalty?{link}").text
    assert "api/loyalty.png?" in shown
    assert "api/loyalty.svg?" in shown
