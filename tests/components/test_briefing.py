"""The head of a page: that a view can be had as a file is said before anything is unfolded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from dash import html
from dash.development.base_component import Component

from components.briefing import briefing
from data.store.snapshots import Snapshot
from tests.pages.reading import read


def every(part: object) -> Iterator[Component]:
    if isinstance(part, list):
        for one in part:
            yield from every(one)
    elif isinstance(part, Component):
        yield part
        yield from every(getattr(part, "children", None))


@pytest.mark.parametrize("saved", [True, False])
def test_what_is_folded_away_is_named(saved: bool, snapshot: Snapshot) -> None:
    page = replace(read(snapshot, "overview"), saved=saved)
    parts = [*every(briefing(page, snapshot.catalog))]
    named = [str(one.children) for one in parts if isinstance(one, html.Summary)]
    files = [one.children for one in parts if isinstance(one, html.A) and hasattr(one, "download")]
    assert any("Excel, slides, PDF" in words for words in named) == saved
    assert files == (["Excel workbook", "slides", "PDF", "PNG", "SVG"] if saved else [])
