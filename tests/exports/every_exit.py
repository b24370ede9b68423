"""What each file and mail of a page says that its JSON does not: nothing, if all is right.

A number in words must be a value of the JSON as it is rounded; a typed one the value itself.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from html import unescape
from typing import Any

import openpyxl
import pytest
from pptx.oxml.ns import qn

from api.as_csv import heading, lines
from data.catalog import Catalog
from exports.about import about
from exports.excel.workbook import workbook
from exports.mail.charts import mail_panels
from exports.mail.digest import digest
from exports.pdf import pdf
from metrics.definitions import DEFINITIONS
from metrics.definitions.words import KINDS
from pages.as_json import panel_table
from pages.panel import Kind, Page, Panel
from tests.exports.held import numbers, unexplained, wrong_cells
from tests.exports.opened import ADDRESS, bars, made, sheet
from tests.exports.opened_pdf import Section, sections
from tests.exports.typed import flat, same

Json = Mapping[str, Any]
Rows = Sequence[Sequence[str]]
# Of how figures are worked out: no figures.
_METHOD = [
    *(words for both in KINDS.values() for words in both),
    *("Wilson (1927)", "95% interval", "95% intervals", "hold 95%", "95% band", "80% band"),
]
_MORE = re.compile(r"And ([\d,]+) more, see the link\.|And \d+ more columns, see the link\.")
_NAMED = 4  # hidden levels that are named; of more, how many more
_BARS = {  # what a bar and its words stand for, series by series
    Kind.BREAKDOWN: [("value", "low", "high")],
    Kind.DRIVERS: [("weight", "low", "high")],
    Kind.BRIDGE: [("mix", "mix_low", "mix_high"), ("rate", "rate_low", "rate_high")],
}


def of_slides(page: Page, twin: Json, catalog: Catalog) -> Iterator[str]:
    """Titles, tables, charts with the sheets behind them and their error bars, and all words."""
    said = asdict(about(page, catalog, ADDRESS))
    first, *others = made(page, catalog)
    cards = next((one for one in page.panels if one.kind == Kind.CARDS), None)
    yield from _differs(first.title, twin["headline"])
    yield from _of_words(first.lines[1:], twin, said)
    for table in first.tables if cards else []:
        yield from _of_table(table, cards, twin)
    place = dict[str, int]()
    for slide in others:
        title = slide.title.removesuffix(", continued")
        panel = next((one for one in page.panels if one.title.strip() == title), None)
        if panel is None:
            yield f"no panel is called {title}"
            continue
        told, start = twin["panels"][panel.key], place.get(title, 0)
        for table in slide.tables:
            yield from _of_table(table, panel, twin, start)
            place[title] = start + len(table) - 1
        yield from _of_words(slide.lines[1:], told, {**twin, "panels": None}, said)
        for chart in slide.charts:
            yield from _of_chart(chart, told)


def of_pdf(page: Page, twin: Json, catalog: Catalog) -> Iterator[str]:
    """The same of a PDF; of its charts the words that stand at bars."""
    told_of = about(page, catalog, ADDRESS)
    found, said = sections(pdf([page], catalog, [told_of])), asdict(told_of)
    yield from _differs(found[0].title, twin["headline"])
    yield from _of_words(found[0].words, twin, said)
    shown = [one for one in page.panels if one.kind != Kind.SPARKLINES]
    if len(shown) != len(found) - 1:
        yield f"{len(found) - 1} panels of {len(shown)}"
    for panel, part in zip(shown, found[1:], strict=False):
        told = twin["panels"][panel.key]
        yield from _differs(part.title, told["title"])
        for table in part.tables:
            yield from _of_table(table, panel, twin)
        yield from _of_words(part.words, told, {**twin, "panels": None}, said)
        yield from _of_bars(part, panel, told)


def of_workbook(page: Page, twin: Json, catalog: Catalog) -> Iterator[str]:
    """Cell by cell, typed."""
    told = about(page, catalog, ADDRESS)
    book = openpyxl.load_workbook(io.BytesIO(workbook(page, catalog, told)))
    first, *others = book.worksheets
    said = [str(cell.value) for (cell,) in first.iter_rows() if cell.value]
    yield from _differs(said[1], twin["headline"])
    yield from _of_words(said[2:], twin, asdict(told))
    shown = [one for one in page.panels if one.kind != Kind.SPARKLINES]
    for of_panel, panel in zip(others, shown, strict=True):
        rows = twin["panels"][panel.key]["rows"]
        if rows and not panel.missing:
            head, *cells = of_panel.iter_rows(values_only=True)
            yield from _of_typed(list(map(str, head)), cells, rows)


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
        yield from _of_typed(head, [[_read(cell) for cell in row] for row in cells], rows)


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
        yield from _of_table(table, cards, twin)
    for one in (html, made.text, made.subject):
        if " ".join(twin["headline"].split()) not in " ".join(one.split()):
            yield f"the headline is not in {one[:60]}"
    yield from _of_words(re.findall(r"<li[^>]*>(.*?)</li>", html), twin, asdict(told))
    pairs = [[f"{row[0]}: {row[1]}", *row[2:]] for row in table[1:]]
    for pair in pairs:
        if not all(cell in made.text for cell in pair):
            yield f"the text lacks {pair}"
    for panel, drawn in _drawn(page, made.html):
        yield from _of_words([drawn], twin["panels"][panel.key], asdict(told))
    lines_of_text = [
        one.removeprefix("- ") for one in made.text.split("\n") if one.startswith("- ")
    ]
    yield from _of_words(lines_of_text, twin, asdict(told))


def _drawn(page: Page, html: str) -> Iterator[tuple[Panel, str]]:
    """The panel and the words of each chart of a mail."""
    for part in html.split("<h2")[1:]:
        title = unescape(re.findall(r">(.*?)</h2>", part)[0])
        panel = next(one for one in page.panels if one.title == title)
        for alt in re.findall(r'<img [^>]*alt="([^"]*)"', part):
            yield panel, unescape(alt)
        for words in re.findall(r"<p[^>]*>(.*?)</p>", part.partition("</table>")[0]):
            yield panel, unescape(words)


def _of_table(table: Rows, panel: Panel, twin: Json, start: int = 0) -> Iterator[str]:
    """Row by row where the table has a row for each of the JSON; else beside all of them."""
    head, *rows = table
    told = twin["panels"][panel.key]["rows"]
    if panel.kind in _TURNED or len(told) < start + len(rows):
        for row in rows:
            for cell in row:
                yield from (f"{panel.key}: {one} in “{cell}”" for one in unexplained(cell, told))
        return
    for cells, own in zip(rows, told[start:], strict=False):
        yield from (f"{panel.key}, {one}" for one in wrong_cells(head, cells, own))


# Tables with several rows of the JSON in one of theirs.
_TURNED = {Kind.RISK, Kind.HEATMAP, Kind.MOVEMENT, Kind.COHORTS, Kind.LEAVING, Kind.QUADRANT}


def _of_chart(chart: Any, told: Json) -> Iterator[str]:  # noqa: ANN401
    """The sheet behind a native chart, row by row, and its error bars."""
    head, *rows = sheet(chart)
    for row in rows:
        own = _rows_called(str(row[0]), told)
        known = set(numbers(own))
        yield from (
            f"{told['title']}, {row[0]}: {one}"
            for one in row[1:]
            if isinstance(one, int | float) and float(one) not in known
        )
    for at, series in enumerate(chart.plots[0].series, start=1):
        if [row[at] for row in rows] != list(series.values):
            yield f"{told['title']}: the sheet is not what is drawn"
        if bars(series) is not None:
            yield from _of_lengths(bars(series), list(map(str, head)), rows, at)


def _of_lengths(own: Any, head: list[str], rows: Sequence[Any], at: int) -> Iterator[str]:  # noqa: ANN401
    """From each value, the ends that the sheet has are as far as the bars are long."""
    low, high = (head.index(f"{head[at]}: {end}") for end in ("low", "high"))
    for name, end, sign in (("plus", high, 1), ("minus", low, -1)):
        points = own.find(qn(f"c:{name}")).iter(qn("c:pt"))
        drawn = {int(one.get("idx")): float(one[0].text) for one in points}
        expected = {
            place: sign * (float(row[end]) - float(row[at]))
            for place, row in enumerate(rows)
            if row[end] is not None and row[at] is not None
        }
        if drawn != expected:
            yield f"error bars of {head[at]}: {drawn} instead of {expected}"


def _rows_called(name: str, told: Json) -> list[Json]:
    """The rows of a panel that a category of its chart stands for."""
    return [row for row in told["rows"] if name in _names(row) or _is_period(name, row)]


def _names(row: Json) -> set[str]:
    keys = ("touchpoint", "segment", "level", "driver")
    found = {str(row[key])[:60] for key in keys if row.get(key)}
    if "score" in row:
        found.add(f"{row['score']:g}")
    if row.get("step") == "others":
        found.add("Others")
    return {*found, DEFINITIONS[row["metric"]].short} if row.get("metric") else found


def _is_period(name: str, row: Json) -> bool:
    """Is it the name of the row's period, which may say how many of its days there are?"""
    return bool(row.get("period")) and not unexplained(
        name, row["period"], [row.get("days"), row.get("of_days")], _window(name)
    )


def _window(name: str) -> list[str]:
    return re.findall(r"^\d+ months to", name)


def _of_bars(part: Section, panel: Panel, told: Json) -> Iterator[str]:
    """What is written at the bars of a chart, level by level."""
    columns = _BARS.get(panel.kind)
    if columns is None or not part.drawn:
        return
    metric = DEFINITIONS.get(panel.metric)
    decimals, suffix = (1, "%") if panel.kind == Kind.DRIVERS else (0, "")
    if metric and panel.kind != Kind.DRIVERS:
        decimals, suffix = metric.decimals, _SUFFIX.get(metric.unit, "")
    steps = [row for row in told["rows"] if row.get("step") not in ("before", "now")]
    drawn = part.drawn[0]
    for row in steps[:20]:
        for value, low, high in columns:
            if row[value] is None:
                continue
            expected = _shown(row[value], decimals) + suffix
            if row[low] is not None:
                ends = (f"{_shown(row[end], decimals)}{suffix}" for end in (low, high))
                expected += f" ({' to '.join(ends)})"
            if row.get("n") is not None:
                expected += f", n {row['n']:,.0f}"
            if expected[:40] not in drawn:  # a long one is cut
                yield f"{told['title']}: {expected} is not at its bar"


_SUFFIX = {"%": "%", "hours": " h", "minutes": " min", "seconds": " s"}


def _shown(value: float, decimals: int) -> str:
    digits = f"{abs(value):,.{decimals}f}"
    return f"−{digits}" if value < 0 and float(digits.replace(",", "")) else digits


def _of_words(said: Sequence[str], *told: Any) -> Iterator[str]:  # noqa: ANN401
    """Sentences: their numbers are of the JSON, or what it says itself."""
    more = [*range(1, sum(1 for _ in _hidden(told)) - _NAMED + 1)]
    for words in said:
        left = "" if words.startswith(ADDRESS) else _MORE.sub(" ", words)
        yield from (f"{one} in “{words}”" for one in unexplained(left, told, _METHOD, more))


def _hidden(told: object) -> Iterator[object]:
    """Figures within that are hidden."""
    if isinstance(told, Mapping):
        if told.get("hidden"):
            yield told
        for one in told.values():
            yield from _hidden(one)
    elif isinstance(told, list | tuple):
        for one in told:
            yield from _hidden(one)


def _of_typed(
    head: Sequence[str], cells: Sequence[Sequence[Any]], rows: Sequence[Json]
) -> Iterator[str]:
    if len(cells) != len(rows):
        yield f"{len(cells)} rows of {len(rows)}"
    for own, row in zip(cells, map(flat, rows), strict=False):
        given = dict(zip(head, own, strict=True))
        yield from (
            f"{key}: {given.get(key)} instead of {value}"
            for key, value in row.items()
            if not same(given.get(key), value)
        )
        more = {key for key, value in given.items() if value not in (None, "")} - set(row)
        yield from (f"{key}: {given[key]}" for key in more - {"notes"})


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


def _differs(said: str, told: str) -> Iterator[str]:
    if "".join(said.split()) != "".join(told.split()):
        yield f"“{said}” instead of “{told}”"
