"""Views as PDF: tagged, with the figures of the JSON twin, and words that are never code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from data.store.snapshots import Snapshot
from exports.about import about
from exports.pdf import pdf
from pages.as_json import page_json
from pages.panel import Kind, Page
from tests.exports.opened import ADDRESS
from tests.exports.test_pictures import page
from view.pages import available_pages

HOSTILE = (
    '#panic("read as code")',
    '#read("/etc/hostname")',
    '"); #image("x.png") //',
    "$ x^2 $ *bold* _it_ `raw` \\u{41} <label> @ref",
    "<script>alert(1)</script> & &amp; \x00\x0b\ufffe",
)


def read(of: Page, snapshot: Snapshot) -> PdfReader:
    return PdfReader(BytesIO(pdf([of], snapshot.catalog, [about(of, snapshot.catalog, ADDRESS)])))


def words(found: PdfReader) -> str:
    """All text, without the places where a long word may be broken."""
    text = " ".join(one.extract_text() for one in found.pages)
    return " ".join(text.replace("\u200b", "").split())


def tags(found: PdfReader) -> list[dict[str, Any]]:
    """All elements of the structure."""
    root: Any = found.trailer["/Root"]
    return list(_inside(root["/StructTreeRoot"]["/K"]))


def _inside(what: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    one = what.get_object() if hasattr(what, "get_object") else what
    if isinstance(one, list):
        for part in one:
            yield from _inside(part)
    elif isinstance(one, dict) and "/S" in one:
        yield one
        yield from _inside(one.get("/K", []))


def test_it_is_tagged_for_screen_readers(snapshot: Snapshot) -> None:
    of = page(snapshot, "overview")
    found = read(of, snapshot)
    root: Any = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    kinds = [str(one["/S"]) for one in tags(found)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == sum(one.kind != Kind.SPARKLINES for one in of.panels)
    assert "/TH" in kinds
    heard = [str(one["/Alt"]) for one in tags(found) if "/Alt" in one]
    assert len(heard) == kinds.count("/Figure") == 4
    assert all("95% interval" in one for one in heard)


def test_it_has_the_figures_of_the_twin_with_scope_method_and_link(snapshot: Snapshot) -> None:
    of = page(snapshot, "overview", "region=EMEA&period=last-90-days")
    said = words(read(of, snapshot))
    twin = page_json(of, snapshot.catalog)
    for told in (twin["headline"], "Region: EMEA", "Data to 31 Oct 2026", "Wilson (1927)"):
        assert told in said
    assert "/overview?from=2026-08-03&to=2026-10-31&region=EMEA" in said.replace(" ", "")
    for row in twin["panels"]["cards"]["rows"]:
        assert f"{row['n']:,}" in said
        if row["unit"] == "%" and row["value"] is not None:
            assert f"{row['value']:.1f}%" in said


def test_every_page_has_one(snapshot: Snapshot) -> None:
    for name in available_pages(snapshot.catalog):
        said = words(read(page(snapshot, name), snapshot))
        assert "Quillmere Telecom" in said, name


@pytest.mark.parametrize("name", HOSTILE)
def test_words_of_others_are_no_code(snapshot: Snapshot, name: str) -> None:
    of = page(snapshot, "overview")
    renamed = []
    for panel in of.panels:
        frame = panel.frame.copy()
        for column in ("touchpoint", "segment"):
            if column in frame:
                frame[column] = pd.Series([name] * len(frame), index=frame.index, dtype=object)
        renamed.append(replace(panel, title=name, subtitle=name, note=name, frame=frame))
    said = words(read(replace(of, headline=name, panels=tuple(renamed)), snapshot))
    shown = "".join(one for one in name if one.isprintable() and one != "\ufffe")
    assert said.replace(" ", "").count(shown.replace(" ", "")) > len(renamed)


def test_signs_without_a_font_are_boxes_and_no_error(snapshot: Snapshot) -> None:
    of = replace(page(snapshot, "journey"), headline="Fine \U0001f44d \U00013000")
    assert "Fine" in words(read(of, snapshot))


def test_by_the_api(client: FlaskClient) -> None:
    one = client.get("/api/loyalty.pdf?region=EMEA")
    assert one.status_code == 200
    assert one.headers["Content-Disposition"] == "attachment; filename=loyalty.pdf"
    again = client.get(one.request.full_path, headers={"If-None-Match": one.headers["ETag"]})
    assert again.status_code == 304
    links = ["/service", "/journey?region=EMEA"]
    several = client.get("/api/pack.pdf", query_string={"view": links})
    said = words(PdfReader(BytesIO(several.get_data())))
    heads = [client.get(f"/api/{link[1:]}").get_json()["headline"] for link in links]
    assert 0 <= said.index(heads[0]) < said.index(heads[1])
    refused = client.get("/api/pack.pdf")
    assert refused.status_code == 400
    assert "/api/pack.pdf?view=LINK" in refused.get_json()["errors"][0]
