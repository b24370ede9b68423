"""Which tables answer a question: the smallest that can, months and days apart."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.catalog import Rollup
from data.query.rows import Rows
from data.scope import Scope, Span
from data.store.snapshots import Snapshot

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """One table's share of a question: the spans of days that it answers for."""

    table: str
    counted: bool  # a rollup, whose rows are cells with their n; else rows of the table
    spans: tuple[Span, ...]

    def rows(self, scope: Scope, clock: str = "day") -> Rows:
        """Its rows of a scope, by the day of a clock; cells have their day."""
        return Rows(self.table, scope, self.spans, "day" if self.counted else clock)


def answers(snapshot: Snapshot, table: str, scope: Scope) -> bool:
    """True where the table was mapped and has every column that the scope filters by."""
    return snapshot.catalog.has(table, *scope.columns)


def parts(
    rollups: Sequence[Rollup],
    rows: int,
    span: Span,
    columns: frozenset[str],
    grain: str | None,
    table: str = "feedback",
) -> tuple[Part, ...]:
    """The tables that answer for a span, its dimensions and grain with the least to read.

    `rows` is the size of the table that the rollups are of. Whole months come from a month rollup
    where one has the dimensions; the days at both ends, or all of them, from a day rollup or from
    the rows.
    """
    able = [one for one in rollups if columns <= set(one.dimensions)]
    size, daily = min(
        ((one.cells, one.name) for one in able if one.unit == "day"), default=(rows, table)
    )
    counted = daily != table
    months = [(one.cells, one.name) for one in able if one.unit == "month" and one.cells < size]
    whole = _whole_months(span) if months and grain not in ("day", "week") else None
    if whole is None:
        return (Part(daily, counted, (span,)),)
    inner = Part(min(months)[1], True, (whole,))
    ends = (Span(span.start, whole.start - _DAY), Span(whole.end + _DAY, span.end))
    rest = tuple(one for one in ends if one.start <= one.end)
    return (inner, Part(daily, counted, rest)) if rest else (inner,)


def _whole_months(span: Span) -> Span | None:
    """The calendar months that lie in the span from their first to their last day."""
    start, end = span.start, span.end
    if start.day != 1:
        start = _last_of_month(start) + _DAY
    if end != _last_of_month(end):
        end = end.replace(day=1) - _DAY
    return Span(start, end) if start <= end else None


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
