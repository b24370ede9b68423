"""Tables, sentences and typed cells beside the JSON: what they say that it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from metrics.definitions import DEFINITIONS
from metrics.definitions.words import KINDS
from pages.panel import Kind, Panel
from tests.exports.held.typed import flat, same
from tests.exports.held.words import unexplained, wrong_cells
from tests.exports.opened import ADDRESS

Json = Mapping[str, Any]
Rows = Sequence[Sequence[str]]
# Of how figures are worked out: no figures.
_METHOD = [
    *(words for both in KINDS.values() for words in both),
    *("Wilson (1927)", "95% interval", "95% intervals", "95% band", "80% band"),
]
_MORE = re.compile(
    r"And ([\d,]+) more(?: of these)?, see the link\.|And \d+ more columns, see the link\."
)
_NAMED = 4  # hidden levels that are named; of more, how many more
# Tables with several rows of the JSON in one of theirs.
_TURNED = {Kind.RISK, Kind.HEATMAP, Kind.MOVEMENT, Kind.COHORTS, Kind.LEAVING, Kind.QUADRANT}


def of_table(table: Rows, panel: Panel, twin: Json, start: int = 0) -> Iterator[str]:
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


def of_words(said: Sequence[str], *told: Any) -> Iterator[str]:  # noqa: ANN401
    """Sentences: their numbers are of the JSON, or what it says itself."""
    more = [*range(1, sum(1 for _ in _hidden(told)) - _NAMED + 1)]
    units = {one["name"]: _unit(one["figure"]) for one in _findings(told)}
    for words in said:
        left = "" if words.startswith(ADDRESS) else _MORE.sub(" ", words)
        unit = next(
            (units[name] for name in units if words.lstrip("• ").startswith(f"{name} ")), ""
        )
        wrong = unexplained(left, told, _METHOD, more, unit=unit)
        yield from (f"{one} in “{words}”" for one in wrong)


def of_typed(
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


def is_of_a_row(said: str, rows: Sequence[Json]) -> bool:
    """Has one row all of a figure: its value, both ends and n?"""
    return any(not unexplained(said, row, unit=_unit(row)) for row in rows)


def differs(said: str, told: str) -> Iterator[str]:
    if "".join(said.split()) != "".join(told.split()):
        yield f"“{said}” instead of “{told}”"


def _unit(row: Json) -> str:
    metric = DEFINITIONS.get(str(row.get("metric")))
    return metric.unit if metric else ""


def _findings(told: Sequence[Any]) -> Iterator[Json]:
    for one in told:
        if isinstance(one, Mapping):
            yield from one.get("findings", ())


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
