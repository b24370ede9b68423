"""What each file and mail of a page says that its JSON does not: nothing, if all is right.

A number in words must be a value of the JSON as it is rounded; a typed one the value itself.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import asdict
from html import unescape

import openpyxl
import pytest

from api.as_csv import heading, lines
from data.catalog import Catalog
from exports.about import about
from exports.excel.workbook import workbook
from exports.mail.charts import mail_panels
from exports.mail.digest import digest
from exports.pdf import pdf
from pages.as_json import panel_table
from pages.panel import Kind, Page, Panel
from tests.exports.held.charts import of_bars, of_chart
from tests.exports.held.parts import Json, differs, is_of_a_row, of_table, of_typed, of_words
from tests.exports.held.pdf import sections
from tests.exports.opened import ADDRESS, made

_FIGURE = re.compile(r"−?\d[\d,.]*(?:%| \w+)? \([^()]+ to [^()]+\), n [\d,]+")


def of_slides(page: Page, twin: Json, catalog: Catalog) -> Iterator[str]:
    """Titles, tables, charts with the sheets behind them and their error bars, and all words."""
    said = asdict(about(page, catalog, ADDRESS))
    first, *others = made(page, catalog)
    cards = next((one for one in page.panels if one.kind == Kind.CARDS), None)
    yield from differs(first.title, twin["headline"])
    yield from of_words(first.lines[1:], twin, said)
    if cards:
        for table in first.tables:
            yield from of_table(table, cards, twin)
    place = dict[str, int]()
    for slide in others:
        title = slide.title.removesuffix(", continued")
        panel = next((one for one in page.panels if one.title.strip() == title), None)
        if panel is None:
            yield f"no panel is called {title}"
            continue
        told, start = twin["panels"][panel.key], place.get(title, 0)
        for table in slide.tables:
            yield from of_table(table, panel, twin, start)
            place[title] = start + len(table) - 1
        yield from of_words(slide.lines[1:], told, {**twin, "panels": None}, said)
        for chart in slide.charts:
            yield from of_chart(chart, told)


def of_pdf(page: Page, twin: Json, catalog: Catalog) -> Iterator[str]:
    """The same of a PDF; of its charts the words that stand at bars."""
    told_of = about(page, catalog, ADDRESS)
    found, said = sections(pdf([page], catalog, [told_of])), asdict(told_of)
    yield from differs(found[0].title, twin["headline"])
    yield from of_words(found[0].words, twin, said)
    shown = [one for one in page.panels if one.kind != Kind.SPARKLINES]
    if len(shown) != len(found) - 1:
        yield f"{len(found) - 1} panels of {len(shown)}"
    for panel, part in zip(shown, found[1:], strict=False):
        told = twin["panels"][panel.key]
        yield from differs(part.title, told["title"])
        for table in part.tables:
            yield from of_table(table, panel, twin)
        yield from of_words(part.words, told, {**twin, "panels": None}, said)
        yield from of_bars(part, panel, told)


def of_workbook(page: Page, twin: Json, catalog: Catalog) -> Iterator[str]:
    """Cell by cell, typed."""
    told = about(page, catalog, ADDRESS)
    book = openpyxl.load_workbook(io.BytesIO(workbook(page, catalog, told)))
    first, *others = book.worksheets
    said = [str(cell.value) for (cell,) in first.iter_rows() if cell.value]
    yield from differs(said[1], twin["headline"])
    yield from of_words(said[2:], twin, asdict(told))
    shown = [one for one in page.panels if one.kind != Kind.SPARKLINES]
    for of_panel, panel in zip(others, shown, strict=True):
        rows = twin["panels"][panel.key]["rows"]
        if rows and not panel.missing:
            head, *cells = of_panel.iter_rows(values_only=True)
            yield from of_typed(list(map(str, head)), cells, rows)


def of_csv(page: Page, twin: Json, catalog: Catalog) -> Iterator[str]:
    """Cell by cell, as a spreadsheet reads them."""
    for panel in page.panels:
        rows, table = twin["panels"][panel.key]["rows"], panel_table(panel, page.view, catalog)
        if not rows or panel.missing:
            continue
        text = heading(
            list(map(str, table)),
        ) + lines(table)
        head, *cells = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
        yield from of_typed(head, [[_read(cell) for cell in row] for row in cells], rows)


def of_mail(page: Page, twin: Json, catalog: Catalog) -> Iterator[str]:
    """Headline, findings and key figures in both forms, and what is said of the charts."""
    told = about(page, catalog, ADDRESS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("exports.mail.charts.png", str.encode)  # what is seen is no text
        panels = mail_panels(page, catalog, told)
    made = digest(page, catalog, told, "Mondays", f"{ADDRESS}/u", panels)
    html = unescape(made.html)
    cards = next((one for one in page.panels if one.kind == Kind.CARDS), None)
    table = _html_table(made.html)
    if cards and table:
        yield from of_table(table, cards, twin)
    for one in (html, made.text, made.subject):
        if " ".join(twin["headline"].split()) not in " ".join(one.split()):
            yield f"the headline is not in {one[:60]}"
    yield from of_words(re.findall(r"<li[^>]*>(.*?)</li>", html), twin, asdict(told))
    pairs = [[f"{row[0]}: {row[1]}", *row[2:]] for row in table[1:]]
    for pair in pairs:
        if not all(cell in made.text for cell in pair):
            yield f"the text lacks {pair}"
    for panel, drawn in _drawn(page, made.html):
        yield from of_words([drawn], twin["panels"][panel.key], asdict(told))
        rows = twin["panels"][panel.key]["rows"]
        yield from (
            f"{one} is of no row" for one in _FIGURE.findall(drawn) if not is_of_a_row(one, rows)
        )
    lines_of_text = [
        one.removeprefix("- ") for one in made.text.split("\n") if one.startswith("- ")
    ]
    yield from of_words(lines_of_text, twin, asdict(told))


def _drawn(page: Page, html: str) -> Iterator[tuple[Panel, str]]:
    """The panel and the words of each chart of a mail."""
    for part in html.split("<h2")[1:]:
        title = unescape(re.findall(r">(.*?)</h2>", part)[0])
        panel = next(one for one in page.panels if one.title == title)
        for alt in re.findall(r'<img [^>]*alt="([^"]*)"', part):
            yield panel, unescape(alt)
        for words in re.findall(r"<p[^>]*>(.*?)</p>", part.partition("</table>")[0]):
            yield panel, unescape(words)


def _read(cell: str) -> object:
    """A cell of a CSV as what it was: numbers are not quoted, which `csv` does not tell."""
    try:
        return float(cell)
    except ValueError:
        return {"True": True, "False": False, "": None}.get(cell, cell.removeprefix("'"))


def _html_table(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.S)
    return [
        [unescape(one) for one in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows
    ]
