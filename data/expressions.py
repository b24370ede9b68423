"""The questions as Ibis expressions, without a dialect: the one definition for every engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from data.rollups import weight_sums

COMMENTS = 20  # that a list has at most
COMMENT_LENGTH = 2_000  # characters of a comment that a list carries
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
    "n": "int64",
    "nw": "int64",
    "w": "float64",
    "w2": "float64",
}
_UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_WEIGHTS = ("nw", "w", "w2")


@dataclass(frozen=True)
class Filter:
    """A filter without its levels: whether it names any, and whether it takes empty cells."""

    column: str
    levels: bool
    empty: bool


@dataclass(frozen=True)
class Source:
    """A table that answers, whether its rows are counted already, and for how many spans."""

    table: str
    counted: bool
    spans: int


@dataclass(frozen=True)
class Shape:
    """A question without its dates and levels."""

    question: str
    columns: tuple[str, ...]
    grain: str | None
    sources: tuple[Source, ...]
    filters: tuple[Filter, ...]
    without: tuple[Filter, ...]


def marker(side: str, column: str) -> str:
    """What stands in compiled SQL where the levels of a column, or a date, go."""
    return f"@{side} {column}@"


def build(shape: Shape, prefix: str) -> ir.Table:
    """The expression of a shape; `prefix` begins the names of all tables."""
    ask, more = _QUESTIONS[shape.question]
    parts = [
        ask(_scoped(shape, number, source, prefix, more), shape, source.counted)
        for number, source in enumerate(shape.sources)
    ]
    return parts[0] if len(parts) == 1 else _added(ibis.union(*parts))


def _scoped(
    shape: Shape, number: int, source: Source, prefix: str, more: tuple[str, ...]
) -> ir.Table:
    """The rows of a source within its spans and filters."""
    filters = (*shape.filters, *shape.without)
    if source.counted:
        more = ("answer", "n", *(_WEIGHTS if "weight" in more else ()))
    names = dict.fromkeys(("day", *shape.columns, *(f.column for f in filters), *more))
    columns = {name: _TYPES.get(name, "string") for name in names}
    table = ibis.table(columns, name=prefix + source.table)
    if shape.question in _CLOCKS:
        table = table.mutate(day=table[_CLOCKS[shape.question]].cast("date"))
    spans = [
        table.day.between(*(_day(f"{end}{number}{span}") for end in ("start", "end")))
        for span in range(source.spans)
    ]
    conditions = [ibis.or_(*spans), *(_has_level(table, f, "in") for f in shape.filters)]
    if shape.without:
        inside = ibis.and_(*(_has_level(table, f, "out") for f in shape.without))
        # An empty cell is not in the segment, hence in the rest; SQL's NULL would drop it.
        conditions.append(~inside.fill_null(False))
    return table.filter(*conditions)


def _day(side: str) -> ir.DateValue:
    return ibis.literal(marker(side, "day")).cast("date")


def _has_level(table: ir.Table, wanted: Filter, side: str) -> ir.BooleanValue:
    column = table[wanted.column]
    listed = column.isin([marker(side, wanted.column)])
    if not wanted.empty:
        return listed
    return listed | column.isnull() if wanted.levels else column.isnull()


def _bucket(table: ir.Table, grain: str | None) -> dict[str, ir.Value]:
    return {"bucket": table.day.truncate(_UNITS[grain]).cast("date")} if grain else {}


def _counts(table: ir.Table, shape: Shape, counted: bool) -> ir.Table:
    groups = _bucket(table, shape.grain) | {key: table[key] for key in (*shape.columns, "answer")}
    if counted:
        return _added(table.select(**groups, **{name: table[name] for name in _sums(table)}))
    sums = {"n": table.count()}
    if shape.question == "weighted counts":
        sums |= weight_sums(table)
    return table.group_by(**groups).aggregate(**sums)


def _sums(table: ir.Table) -> list[str]:
    return [name for name in ("n", *_WEIGHTS) if name in table.columns]


def _added(cells: ir.Table) -> ir.Table:
    """Counts of the same cell added up."""
    names = _sums(cells)
    sums = {name: cells[name].sum().cast(_TYPES[name]) for name in names}
    keys = [name for name in cells.columns if name not in names]
    return cells.group_by(*keys).aggregate(**sums)


def _ticket_times(table: ir.Table, shape: Shape, _: bool) -> ir.Table:
    ended = table.filter(*(table[column].notnull() for column in shape.columns))
    (seconds,) = shape.columns
    return ended.select(**_bucket(ended, shape.grain), seconds=ended[seconds])


def _ticket_contacts(table: ir.Table, shape: Shape, _: bool) -> ir.Table:
    resolved = table.filter(table.contacts.notnull())
    once = resolved.contacts == 1
    if "reopened" in shape.columns:
        once = once & ~resolved.reopened.fill_null(False)
    sums = {"n": resolved.count(), "first_contact": once.cast("int64").sum().cast("int64")}
    return resolved.group_by(**_bucket(resolved, shape.grain)).aggregate(**sums)


def _order_amounts(table: ir.Table, shape: Shape, _: bool) -> ir.Table:
    amount = table.amount
    return table.group_by(**_bucket(table, shape.grain)).aggregate(
        n=amount.count(), total=amount.sum(), squares=(amount * amount).sum()
    )


def _newest_comments(table: ir.Table, shape: Shape, _: bool) -> ir.Table:
    written = table.filter(table.comment.notnull())
    newest = written.order_by(written.submitted_at.desc()).limit(COMMENTS)
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
_QUESTIONS: dict[
    str, tuple[Callable[[ir.Table, Shape, bool], ir.Table], tuple[str, ...]]
] = {  # what is asked, and the columns it needs beside those it shows
    "counts": (_counts, ("answer",)),
    "weighted counts": (_counts, ("answer", "weight")),
    "first_response": (_ticket_times, ("first_response_at",)),
    "resolution": (_ticket_times, ("resolved_at",)),
    "contacts": (_ticket_contacts, ("resolved_at",)),
    "orders": (_order_amounts, ()),
    "comments": (_newest_comments, ("comment", "submitted_at")),
}
