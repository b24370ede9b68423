"""A presentation as read by others: its words, tables, charts and the sheets behind these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn

from data.catalog import Catalog
from exports.about import about
from exports.slides import slides
from pages.panel import Page

ADDRESS = "https://cx.example.org"


@dataclass(frozen=True)
class Opened:
    """One slide."""

    title: str
    charts: list[Any]
    tables: list[list[list[str]]]
    words: str  # all but the notes
    lines: list[str]  # of its texts, the title first
    spoken: str
    links: list[str]
    heard: list[str]  # texts of charts and tables


def made(page: Page, catalog: Catalog, template: bytes | None = None) -> list[Opened]:
    """The slides of one page."""
    return read(slides([page], catalog, [about(page, catalog, ADDRESS)], template))


def read(file: bytes) -> list[Opened]:
    """All slides of a file."""
    return [_read(one) for one in Presentation(BytesIO(file)).slides]


def sheet(chart: Any) -> list[list[object]]:  # noqa: ANN401
    """The cells of the workbook behind a chart, formulas as text."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    found = load_workbook(BytesIO(blob)).active
    return [list(row) for row in found.iter_rows(values_only=True)]


def bars(series: Any) -> Any:  # noqa: ANN401
    """The error bars of a series; None without."""
    return series._element.find(qn("c:errBars"))


def _read(slide: Any) -> Opened:  # noqa: ANN401
    shapes = list(slide.shapes)
    tables = [one.table for one in shapes if one.has_table]
    drawn = [one for one in shapes if one.has_chart or one.has_table]
    return Opened(
        slide.shapes.title.text_frame.text,
        [one.chart for one in shapes if one.has_chart],
        [[[cell.text for cell in row.cells] for row in one.rows] for one in tables],
        " ".join(_words(shapes)),
        [one.text for s in shapes if s.has_text_frame for one in s.text_frame.paragraphs],
        slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "",
        [one.target_ref for one in slide.part.rels.values() if one.is_external],
        [one._element.nvGraphicFramePr.cNvPr.get("descr", "") for one in drawn],
    )


def _words(shapes: list[Any]) -> Iterator[str]:
    for one in shapes:
        if one.has_text_frame:
            yield one.text_frame.text
        elif one.has_table:
            yield from (cell.text for row in one.table.rows for cell in row.cells)
        elif one.has_chart:
            yield from (str(cell) for row in sheet(one.chart) for cell in row if cell is not None)
