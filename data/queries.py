"""The questions asked of the data, as Ibis expressions without a dialect.

Building and compiling an expression costs more than running it, so the SQL is compiled once for
each shape (which columns are grouped and filtered) with markers where the dates and levels go.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import ibis
import ibis.expr.types as ir
from sqlglot import exp

from data.scope import NOT_STATED, Filters, Scope

_TYPES = {
    "day": "date",
    "submitted_at": "timestamp",
    "weight": "float64",
    "amount": "float64",
    "first_response_at": "timestamp",
    "resolved_at": "timestamp",
    "first_response_seconds": "float64",
    "resolution_seconds": "float64",
    "contacts": "int64",
    "reopened": "boolean",
}
_UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
COMMENT_LENGTH = 2_000  # characters of a comment that a list carries


@dataclass(frozen=True)
class _Filter:
    """A filter without its levels: whether it names any, and whether it takes empty cells."""

    column: str
    levels: bool
    empty: bool


@dataclass(frozen=True)
class _Shape:
    question: str
    columns: tuple[str, ...]
    grain: str | None
    filters: tuple[_Filter, ...]
    without: tuple[_Filter, ...]
    dialect: str


def counts(scope: Scope, keys: tuple[str, ...], grain: str | None, *, weighted: bool) -> str:
    """SQL for the frame of counts of feedback: [bucket], keys..., answer, n [, nw, w, w2]."""
    return _sql("weighted counts" if weighted else "counts", scope, keys, grain)


def ticket_times(scope: Scope, grain: str, event: str) -> str:
    """SQL for one row a ticket that had the event (first_response, resolution): bucket, seconds.

    Medians are not additive, so the raw values are needed. A ticket belongs to the day on which
    the time ended: by the day of opening, the newest period would hold quick ones only.
    """
    return _sql(event, scope, (f"{event}_seconds",), grain)


def ticket_contacts(scope: Scope, grain: str, *, reopened: bool) -> str:
    """SQL for counts of resolved tickets whose contacts are known: bucket, n, first_contact.

    `reopened`: the data say which tickets were.
    """
    return _sql("contacts", scope, ("contacts", *(["reopened"] if reopened else [])), grain)


def order_amounts(scope: Scope, grain: str) -> str:
    """SQL for sums over orders: bucket, n, total, squares."""
    return _sql("orders", scope, ("amount",), grain)


def newest_comments(scope: Scope, columns: tuple[str, ...]) -> str:
    """SQL for the newest rows that have a comment, at most 20: columns..., comment, length."""
    return _sql("comments", scope, columns, None)


def _sql(
    question: str,
    scope: Scope,
    columns: tuple[str, ...],
    grain: str | None,
    dialect: str = "duckdb",
) -> str:
    """The question's SQL with dates and levels put in."""
    shape = _Shape(
        question, columns, grain, _shapes(scope.filters), _shapes(scope.without), dialect
    )
    values = {
        _marker("start", "day"): [scope.span.start.isoformat()],
        _marker("end", "day"): [scope.span.end.isoformat()],
    }
    for side, filters in (("in", scope.filters), ("out", scope.without)):
        for column, levels in filters:
            values[_marker(side, column)] = [level for level in levels if level != NOT_STATED]

    def literals(found: re.Match[str]) -> str:
        levels = values[found[1]]
        return ", ".join(exp.Literal.string(level).sql(dialect=dialect) for level in levels)

    # In one pass, so that a level that reads like a marker stays a level.
    return _MARKER.sub(literals, _compiled(shape))


def _marker(side: str, column: str) -> str:
    return f"@{side} {column}@"


_MARKER = re.compile(r"'(@\w+ \w+@)'")


def _shapes(filters: Filters) -> tuple[_Filter, ...]:
    return tuple(
        _Filter(column, any(level != NOT_STATED for level in levels), NOT_STATED in levels)
        for column, levels in filters
    )


@lru_cache(maxsize=2048)
def _compiled(shape: _Shape) -> str:
    build, name = _QUESTIONS[shape.question]
    wanted = {"day", *shape.columns, *(f.column for f in (*shape.filters, *shape.without))}
    extra = {
        "counts": {"answer"},
        "weighted counts": {"answer", "weight"},
        "contacts": {"resolved_at"},
        "first_response": {"first_response_at"},
        "resolution": {"resolved_at"},
        "comments": {"comment", "submitted_at"},
    }
    names = sorted(wanted | extra.get(shape.question, set()))
    table = ibis.table({column: _TYPES.get(column, "string") for column in names}, name=name)
    if shape.question in _CLOCKS:
        table = table.mutate(day=table[_CLOCKS[shape.question]].cast("date"))
    return str(ibis.to_sql(build(_scoped(table, shape), shape), dialect=shape.dialect))


def _scoped(table: ir.Table, shape: _Shape) -> ir.Table:
    start, end = (ibis.literal(_marker(side, "day")).cast("date") for side in ("start", "end"))
    conditions = [table.day.between(start, end)]
    conditions += [_has_level(table, f, "in") for f in shape.filters]
    if shape.without:
        inside = ibis.and_(*(_has_level(table, f, "out") for f in shape.without))
        # An empty cell is not in the segment, hence in the rest; SQL's NULL would drop it.
        conditions.append(~inside.fill_null(False))
    return table.filter(*conditions)


def _has_level(table: ir.Table, wanted: _Filter, side: str) -> ir.BooleanValue:
    column = table[wanted.column]
    listed = column.isin([_marker(side, wanted.column)])
    if not wanted.empty:
        return listed
    return listed | column.isnull() if wanted.levels else column.isnull()


def _bucket(table: ir.Table, grain: str | None) -> dict[str, ir.Value]:
    return {"bucket": table.day.truncate(_UNITS[grain])} if grain else {}


def _counts(table: ir.Table, shape: _Shape) -> ir.Table:
    groups = _bucket(table, shape.grain) | {key: table[key] for key in (*shape.columns, "answer")}
    sums = {"n": table.count()}
    if shape.question == "weighted counts":
        # An answer without a weight has no part in weighted figures.
        weight = table.weight.fill_null(0.0)
        nw = (weight > 0).sum().cast("int64")
        sums |= {"nw": nw, "w": weight.sum(), "w2": (weight * weight).sum()}
    return table.group_by(**groups).aggregate(**sums)


def _ticket_times(table: ir.Table, shape: _Shape) -> ir.Table:
    ended = table.filter(*(table[column].notnull() for column in shape.columns))
    (seconds,) = shape.columns
    return ended.select(**_bucket(ended, shape.grain), seconds=ended[seconds])


def _ticket_contacts(table: ir.Table, shape: _Shape) -> ir.Table:
    resolved = table.filter(table.contacts.notnull())
    once = resolved.contacts == 1
    if "reopened" in shape.columns:
        once = once & ~resolved.reopened.fill_null(False)
    sums = {"n": resolved.count(), "first_contact": once.cast("int64").sum()}
    return resolved.group_by(**_bucket(resolved, shape.grain)).aggregate(**sums)


def _order_amounts(table: ir.Table, shape: _Shape) -> ir.Table:
    amount = table.amount
    return table.group_by(**_bucket(table, shape.grain)).aggregate(
        n=amount.count(), total=amount.sum(), squares=(amount * amount).sum()
    )


def _newest_comments(table: ir.Table, shape: _Shape) -> ir.Table:
    written = table.filter(table.comment.notnull())
    newest = written.order_by(written.submitted_at.desc()).limit(20)
    return newest.select(
        *shape.columns,
        comment=newest.comment.substr(0, COMMENT_LENGTH),
        length=newest.comment.length(),
    )


# Questions about tickets go by the day of an event, not by that of the opening.
_CLOCKS = {
    "contacts": "resolved_at",
    "first_response": "first_response_at",
    "resolution": "resolved_at",
}
_QUESTIONS: dict[str, tuple[Callable[[ir.Table, _Shape], ir.Table], str]] = {
    "counts": (_counts, "feedback"),
    "weighted counts": (_counts, "feedback"),
    "first_response": (_ticket_times, "tickets"),
    "resolution": (_ticket_times, "tickets"),
    "contacts": (_ticket_contacts, "tickets"),
    "orders": (_order_amounts, "orders"),
    "comments": (_newest_comments, "feedback"),
}
