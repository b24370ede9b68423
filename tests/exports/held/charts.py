"""Charts beside the JSON: the sheets behind native ones, their error bars, the words at bars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pptx.oxml.ns import qn

from metrics.definitions import DEFINITIONS
from pages.panel import Kind, Panel
from tests.exports.held.parts import Json
from tests.exports.held.pdf import Section
from tests.exports.held.words import numbers, unexplained
from tests.exports.opened import bars, sheet

_BARS = {  # what a bar and its words stand for, series by series
    Kind.BREAKDOWN: [("value", "low", "high")],
    Kind.DRIVERS: [("weight", "low", "high")],
    Kind.BRIDGE: [("mix", "mix_low", "mix_high"), ("rate", "rate_low", "rate_high")],
}
_SUFFIX = {"%": "%", "hours": " h", "minutes": " min", "seconds": " s"}


def of_chart(chart: Any, told: Json) -> Iterator[str]:  # noqa: ANN401
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


def of_bars(part: Section, panel: Panel, told: Json) -> Iterator[str]:
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
                ends = [f"{_shown(row[low], decimals)}{suffix}", "or more"]
                if row[high] is not None:
                    ends[1] = f"to {_shown(row[high], decimals)}{suffix}"
                expected += f" ({' '.join(ends)})"
            if row.get("n") is not None:
                expected += f", n {row['n']:,.0f}"
            if expected[:40] not in drawn:  # a long one is cut
                yield f"{told['title']}: {expected} is not at its bar"


def _of_lengths(own: Any, head: list[str], rows: Sequence[Any], at: int) -> Iterator[str]:  # noqa: ANN401
    """From each value, the ends that the sheet has are as far as the bars are long."""
    low, high = (head.index(f"{head[at]}: {end}") for end in ("low", "high"))
    for name, end, sign in (("plus", high, 1), ("minus", low, -1)):
        points = own.find(qn(f"c:{name}")).iter(qn("c:pt"))
        drawn = {int(one.get("idx")): float(one[0].text) for one in points}
        expected = {
            place: sign * (float(row[end]) - float(row[at]))
            for place, row in enumerate(rows)
            if None not in (row[low], row[high], row[at])
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


def _shown(value: float, decimals: int) -> str:
    digits = f"{abs(value):,.{decimals}f}"
    return f"−{digits}" if value < 0 and float(digits.replace(",", "")) else digits
