"""What stands on slides: words, notes, links, texts for those who do not see; templates."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Inches

from data.store.snapshots import Snapshot
from exports.slides import TemplateError, read_template
from pages.index import read_page
from pages.panel import Kind, Page, Panel
from tests.exports.opened import ADDRESS, Opened, made, sheet
from tests.grid.companies import Company
from tests.grid.opening import opened
from view.pages import available_pages
from view.url import parse

HOSTILE = "=cmd|'/c calc'!A1\x00\x0b\x1b\ufffe <b>&amp;</b> " + "long " * 200


def page(snapshot: Snapshot, name: str, query: str = "") -> Page:
    return read_page(snapshot, parse(name, query, snapshot.catalog).view)


def test_a_briefing_then_a_slide_a_panel(snapshot: Snapshot) -> None:
    read = page(snapshot, "loyalty", "region=EMEA&period=last-90-days")
    first, *others = made(read, snapshot.catalog)
    assert first.title == read.headline
    assert all(one.name in first.words for one in read.findings)
    assert first.tables[0][1][0] == "NPS"  # one key figure has room there
    titles = [one.title for one in others]
    left = [one.title for one in read.panels if one.kind not in (Kind.CARDS, Kind.SPARKLINES)]
    assert [one for one in titles if one in left] == left
    for slide in (first, *others):
        assert "Region: EMEA" in slide.words
        assert "Data to 31 Oct 2026" in slide.words
        assert slide.links[-1:] == [f"{ADDRESS}/loyalty?from=2026-08-03&to=2026-10-31&region=EMEA"]
        assert read.account in slide.spoken
        assert len(slide.heard) == len(slide.charts) + len(slide.tables)
        assert all(slide.heard)


def test_rows_that_have_no_room_are_not_taken_for_all_that_are_left(snapshot: Snapshot) -> None:
    """Of thousands of comments twenty are on the page, of which some fit on a slide."""
    slides = made(page(snapshot, "voice"), snapshot.catalog)
    (comments,) = (one for one in slides if one.title == "Comments" and one.tables)
    assert "1 to 20 of" in comments.words
    shown = len(comments.tables[0]) - 1
    assert f"And {20 - shown} more of these, see the link." in comments.words


def test_every_page_has_slides(snapshot: Snapshot) -> None:
    for name in available_pages(snapshot.catalog):
        for slide in made(page(snapshot, name), snapshot.catalog):
            assert slide.title
            for wrong in (" nan", "None", "NaT"):
                assert wrong not in slide.words.replace("None can be told", ""), slide.title


def test_generated_companies_have_slides(tmp_path: Path) -> None:
    small = Company(asked=("nps", "csat"), rows=40, customers=6, minimum_n=10, days=120)
    found = opened(small.with_columns("feedback", "touchpoint", "comment"), tmp_path)
    told = [
        slide
        for name in available_pages(found.catalog)
        for slide in made(page(found, name, "period=all"), found.catalog)
    ]
    assert len(told) > len(available_pages(found.catalog))
    assert any("Not shown" in slide.words for slide in told)  # six customers are too few


def test_a_page_with_nothing_to_show(snapshot: Snapshot) -> None:
    read = page(snapshot, "overview", "from=2031-01-01&to=2031-02-01")
    (only,) = made(read, snapshot.catalog)
    assert only.title == read.headline


def test_words_of_others_are_text_and_nothing_else(snapshot: Snapshot) -> None:
    read = page(snapshot, "overview")
    panels = tuple(_renamed(one) for one in read.panels if one.kind != Kind.SPARKLINES)
    told = made(replace(read, headline=f"\ud800{HOSTILE}", panels=panels), snapshot.catalog)
    chart = next(one for slide in told for one in slide.charts if _has(one, "=cmd"))
    cells = [row[0] for row in sheet(chart)[1:]]
    assert cells[0].startswith("=cmd|'/c calc'!A1 <b>&amp;</b> long")  # type: ignore[attr-defined]
    types = {cell.data_type for cell in _column(chart)}
    assert types == {"s"}  # a formula would be of type "f"
    assert len(chart.plots[0].categories[0]) <= 60
    (listed,) = [one for slide in told for one in slide.tables if slide.title == "Listed"]
    assert listed[1][0].endswith("…")


def _renamed(panel: Panel) -> Panel:
    if panel.kind == Kind.BREAKDOWN:
        frame = panel.frame.copy()
        frame["touchpoint"] = [HOSTILE, *frame["touchpoint"].tolist()[1:]]
        return replace(panel, frame=frame, every=None)
    if panel.kind == Kind.DISTRIBUTION:
        frame = pd.DataFrame({"what": [HOSTILE], "how": ["@x"]})
        return Panel("listed", Kind.RECORDS, "Listed", HOSTILE, frame, note=HOSTILE)
    return panel


def _has(chart: object, start: str) -> bool:
    return any(str(row[0]).startswith(start) for row in sheet(chart))


def _column(chart: object) -> list[Any]:
    blob = chart.part.chart_workbook.xlsx_part.blob  # type: ignore[attr-defined]
    return list(load_workbook(BytesIO(blob)).active["A"])[1:]


def _template(words: str = "Ours") -> bytes:
    deck = Presentation()
    deck.slide_width = Inches(13)
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = "A slide of the template"
    deck.slide_master.name = words
    into = BytesIO()
    deck.save(into)
    return into.getvalue()


def test_a_template_gives_its_master_and_not_its_slides(snapshot: Snapshot) -> None:
    told: list[Opened] = made(page(snapshot, "loyalty"), snapshot.catalog, _template())
    assert "A slide of the template" not in " ".join(one.title for one in told)
    assert any(one.charts for one in told)


def test_a_template_that_can_not_be_used_says_why(tmp_path: Path) -> None:
    assert read_template(None) is None
    with pytest.raises(TemplateError, match="No such file"):
        read_template(tmp_path / "none.pptx")
    (tmp_path / "words.pptx").write_text("no presentation")
    with pytest.raises(TemplateError, match="is no PowerPoint presentation"):
        read_template(tmp_path / "words.pptx")
    deck = Presentation()
    for layout in deck.slide_layouts:
        for one in layout.placeholders:
            if one.placeholder_format.idx == 0:
                one.top, one.left, one.width, one.height = Inches(4), 0, Inches(5), Inches(3)
    deck.save(tmp_path / "low.pptx")
    with pytest.raises(TemplateError, match="a title at the top"):
        read_template(tmp_path / "low.pptx")
    (tmp_path / "ours.pptx").write_bytes(_template())
    assert read_template(tmp_path / "ours.pptx")
