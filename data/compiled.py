"""Compiled questions: SQL made once for each shape, with markers where dates and levels go.

Building and compiling an Ibis expression costs more than running it. The shape of a question is all
but the dates and levels: which columns are grouped and filtered, which tables answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import ibis
from sqlglot import exp

from data import expressions
from data.expressions import Filter, Shape, Source, marker
from data.plan import Part
from data.scope import NOT_STATED, Filters, Scope


class Place(NamedTuple):
    """Where a question is asked: SQLGlot's name of the dialect, and what table names begin with."""

    dialect: str = "duckdb"
    prefix: str = ""


def sql(
    question: str,
    scope: Scope,
    columns: tuple[str, ...],
    grain: str | None,
    answering: tuple[Part, ...],
    place: Place,
) -> str:
    """The question's SQL, asked of these tables, with dates and levels put in."""
    sources = tuple(Source(part.table, part.counted, len(part.spans)) for part in answering)
    shape = Shape(question, columns, grain, sources, _shapes(scope.filters), _shapes(scope.without))
    values = dict(_values(scope, answering))

    def literals(found: re.Match[str]) -> str:
        levels = values[found[1]]
        return ", ".join(exp.Literal.string(level).sql(dialect=place.dialect) for level in levels)

    # In one pass, so that a level that reads like a marker stays a level.
    return _MARKER.sub(literals, _compiled(shape, place))


_MARKER = re.compile(r"'(@\w+ \w+@)'")


def _values(scope: Scope, answering: tuple[Part, ...]) -> Iterator[tuple[str, list[str]]]:
    for number, part in enumerate(answering):
        for which, span in enumerate(part.spans):
            yield marker(f"start{number}{which}", "day"), [span.start.isoformat()]
            yield marker(f"end{number}{which}", "day"), [span.end.isoformat()]
    for side, filters in (("in", scope.filters), ("out", scope.without)):
        for column, levels in filters:
            yield marker(side, column), [level for level in levels if level != NOT_STATED]


def _shapes(filters: Filters) -> tuple[Filter, ...]:
    return tuple(
        Filter(column, any(level != NOT_STATED for level in levels), NOT_STATED in levels)
        for column, levels in filters
    )


@lru_cache(maxsize=4096)
def _compiled(shape: Shape, place: Place) -> str:
    return str(ibis.to_sql(expressions.build(shape, place.prefix), dialect=place.dialect))
