"""The questions as Ibis expressions, without a dialect: the one definition for every engine.

They are asked of the tables `rows0`, `rows1`, ...: the rows of a scope (`data/query/rows.py`).
Several hold a part each of the same counts, and are added up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from data.derived.rollups import amounts, weight_sums
from data.grains import GRAINS

COMMENTS = 20  # that a list has at most
COMMENT_LENGTH = 2_000  # characters of a comment that a list carries
_TYPES = {
    "day": "date",
    "submitted_at": "timestamp",
    "weight": "float64",
    "amount": "float64",
    "n": "int64",
    "nw": "int64",
    "w": "float64",
    "w2": "float64",
    "total": "float64",
    "squares": "float64",
}
WEIGHTS = ("nw", "w", "w2")  # sums of weighted answers
AMOUNTS = ("n", "total", "squares")  # sums of orders


@dataclass(frozen=True)
class Shape:
    """A question without its rows. `counted`: for each part, whether its rows are cells with n."""

    question: str
    columns: tuple[str, ...]
    grain: str | None
    counted: tuple[bool, ...] = (False,)


def needed(shape: Shape, counted: bool) -> list[str]:
    """The columns of its rows that a question reads, beside `day`."""
    _, more = _QUESTIONS[shape.question]
    if counted and shape.question == "orders":
        more = AMOUNTS
    elif counted:
        more = ("answer", "n", *(WEIGHTS if "weight" in more else ()))
    return list(dict.fromkeys((*shape.columns, *more)))


def build(shape: Shape) -> ir.Table:
    """The expression of a question."""
    ask, _ = _QUESTIONS[shape.question]
    parts = []
    for number, counted in enumerate(shape.counted):
        columns = {name: _TYPES.get(name, "string") for name in ("day", *needed(shape, counted))}
        parts.append(ask(ibis.table(columns, name=f"rows{number}"), shape, counted))
    return parts[0] if len(parts) == 1 else _added(ibis.union(*parts))


def bucket(day: ir.DateValue, grain: str) -> ir.DateValue:
    """First day of the day's bucket."""
    return day.truncate(GRAINS[grain].unit).cast("date")


def period(table: ir.Table, grain: str | None) -> dict[str, ir.Value]:
    """The column `period`, the first day of each row's bucket, where there is a grain."""
    return {"period": bucket(table.day, grain)} if grain else {}


def _counts(table: ir.Table, shape: Shape, counted: bool) -> ir.Table:
    groups = period(table, shape.grain) | {key: table[key] for key in (*shape.columns, "answer")}
    if counted:
        return _added(table.select(**groups, **{name: table[name] for name in _sums(table)}))
    sums = {"n": table.count()}
    if shape.question == "weighted counts":
        sums |= weight_sums(table)
    return table.group_by(**groups).aggregate(**sums)


def _sums(table: ir.Table) -> list[str]:
    return [name for name in ("n", *WEIGHTS, *AMOUNTS[1:]) if name in table.columns]


def _added(cells: ir.Table) -> ir.Table:
    """Counts of the same cell added up."""
    names = _sums(cells)
    sums = {name: cells[name].sum().fill_null(0).cast(_TYPES[name]) for name in names}
    keys = [name for name in cells.columns if name not in names]
    return cells.aggregate(by=keys, **sums)


def _order_amounts(table: ir.Table, shape: Shape, counted: bool) -> ir.Table:
    groups = period(table, shape.grain) | {key: table[key] for key in shape.columns}
    if counted:
        return _added(table.select(**groups, **{name: table[name] for name in AMOUNTS}))
    return table.aggregate(by=groups, **amounts(table))


def _newest_comments(table: ir.Table, shape: Shape, _: bool) -> ir.Table:
    written = table.filter(table.comment.notnull())
    newest = written.order_by(written.submitted_at.desc(), written.response_id).limit(COMMENTS)
    return newest.select(
        *shape.columns,
        comment=newest.comment.substr(0, COMMENT_LENGTH),
        length=newest.comment.length(),
    )


_Ask = Callable[[ir.Table, Shape, bool], ir.Table]
# What is asked, and the columns that it reads beside those of the shape.
_QUESTIONS: dict[str, tuple[_Ask, tuple[str, ...]]] = {
    "counts": (_counts, ("answer",)),
    "weighted counts": (_counts, ("answer", "weight")),
    "orders": (_order_amounts, ("amount",)),
    "comments": (_newest_comments, ("comment", "submitted_at", "response_id")),
}
