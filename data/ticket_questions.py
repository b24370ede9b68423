"""Questions on tickets as SQL: sums that add up, and the values that quantiles take.

A ticket belongs to the day of an event: its opening, its first response or its resolution. By the
day of opening, the newest periods would hold the quick ones only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ibis
import ibis.expr.types as ir
from sqlglot import exp

from data.compiled import with_rows
from data.contract import RANKED
from data.expressions import period
from data.plan import Part
from data.scope import NOT_STATED, Scope
from data.scoped import rows_sql, union_sql
from data.store import Snapshot

SUMS = ("n", "total", "squares")  # of each column; of yes and no, the total is the number of yes
UNBINNED = -1
Runs = Sequence[tuple[str | int, ...]]
_DERIVED: dict[str, tuple[str, Callable[[ir.Value], ir.BooleanValue]]] = {
    "resolved": ("resolved_at", lambda resolved_at: resolved_at.notnull()),
    "unanswered": ("answered", lambda answered: ~answered),
}
_TYPES = {
    "day": "date",
    "resolved_at": "timestamp",
    "answered": "boolean",
    "sla_met": "boolean",
    "first_contact_resolved": "boolean",
    "contacts": "float64",
    "quality_score": "float64",
    **dict.fromkeys(RANKED, "float64"),
    **dict.fromkeys(RANKED.values(), "int32"),
}


@dataclass(frozen=True)
class Tally:
    """Sums over the tickets of a scope by [period], keys... and, where they are ranked, bin.

    `columns` are added up; None counts the tickets. With `ranked` it is that column alone, of the
    tickets that have a bin.
    """

    scope: Scope
    clock: str  # the column that decides on the day
    columns: tuple[str | None, ...]
    keys: tuple[str, ...] = ()
    grain: str | None = None
    ranked: bool = False


def tallies(snapshot: Snapshot, asked: Sequence[Tally]) -> str:
    """SQL for several tallies at once: part, [period], keys..., bin, and `SUMS` of each column.

    Sums are numbered by the column's place: n0, total0, squares0, n1, ...
    """
    width = max(len(one.columns) for one in asked)
    sums = [f"{name}{place}" for place in range(width) for name in SUMS]
    parts = [_sql(snapshot, "tally", one, width) for one in asked]
    return _union(snapshot, asked, parts, ["bin", *sums])


def values(snapshot: Snapshot, asked: Sequence[tuple[Tally, Runs | None]]) -> str:
    """SQL for values of ranked columns: part, [period], keys..., bin, value, a row a ticket.

    The runs that come with a tally say which of its tickets, None all: each names a period and
    levels (as texts, `(not stated)` too), and the first and the last bin.
    """
    parts = [_sql(snapshot, "values", one, 1, runs) for one, runs in asked]
    return _union(snapshot, [one for one, _ in asked], parts, ["bin", "value"])


def _union(
    snapshot: Snapshot, asked: Sequence[Tally], parts: Sequence[str], more: list[str]
) -> str:
    grains, keys = any(one.grain for one in asked), [key for one in asked for key in one.keys]
    columns = list(dict.fromkeys([*(["period"] if grains else []), *keys, *more]))
    own = [{*(["period"] if one.grain else []), *one.keys, *more} for one in asked]
    return union_sql(parts, columns, own, snapshot.database.dialect)


def _sql(
    snapshot: Snapshot, question: str, tally: Tally, width: int, runs: Runs | None = None
) -> str:
    dialect, prefix = snapshot.database.dialect, snapshot.database.prefix
    shape = _Shape(
        question, tally.columns, tally.keys, tally.grain, tally.ranked, width, runs is not None
    )
    part = Part("tickets", False, (tally.scope.span,))
    rows = [rows_sql(part, tally.scope, shape.needed, tally.clock, dialect, prefix)]
    if runs is not None:
        rows.append(exp.select("*").from_(exp.values(runs, "runs", shape.run_columns)).sql(dialect))
    return with_rows(_compiled(shape, dialect), rows)


@dataclass(frozen=True)
class _Shape:
    """A question without its rows."""

    question: str
    columns: tuple[str | None, ...]
    keys: tuple[str, ...]
    grain: str | None
    ranked: bool
    width: int  # how many columns' sums there are, with 0 for those that it lacks
    runs: bool  # only tickets of runs, which are `rows1`

    @property
    def places(self) -> tuple[str, ...]:
        """The columns that tell cells apart."""
        return (*(("period",) if self.grain else ()), *self.keys)

    @property
    def run_columns(self) -> tuple[str, ...]:
        """The columns of runs; with names of their own, for an expression that has both."""
        return (*(f"_{name}" for name in self.places), "_low", "_high")

    @property
    def needed(self) -> list[str]:
        """The columns of its rows beside `day`."""
        stored = [_DERIVED.get(column, (column,))[0] for column in self.columns if column]
        bins = [RANKED[column] for column in stored if self.ranked]
        return list(dict.fromkeys((*self.keys, *stored, *bins)))


@lru_cache(maxsize=1024)
def _compiled(shape: _Shape, dialect: str) -> str:
    types = {name: _TYPES.get(name, "string") for name in ("day", *shape.needed)}
    table = ibis.table(types, name="rows0")
    expression = {"tally": _tally, "values": _values}[shape.question](table, shape)
    return str(ibis.to_sql(expression, dialect=dialect))


def _tally(table: ir.Table, shape: _Shape) -> ir.Table:
    groups = period(table, shape.grain) | {key: table[key] for key in shape.keys}
    if shape.ranked:
        groups["bin"] = table[_bin(shape)]
        table = table.filter(groups["bin"].notnull())
    sums: dict[str, ir.Value] = {}
    for place, column in enumerate(shape.columns):
        sums |= {f"{name}{place}": one for name, one in _sums(table, column).items()}
    added = table.aggregate(by=groups, **sums)
    bins = added.bin if shape.ranked else ibis.literal(UNBINNED)
    names = [f"{name}{place}" for place in range(shape.width) for name in SUMS]
    return added.select(
        *(name for name in groups if name != "bin"),
        bin=bins.cast("int64"),
        **{name: added[name] if name in sums else ibis.literal(0.0) for name in names},
    )


def _sums(table: ir.Table, column: str | None) -> dict[str, ir.Value]:
    if column is None:
        return {"n": table.count().cast("float64")}
    stored, derive = _DERIVED.get(column, (column, None))
    value = derive(table[stored]) if derive else table[stored]
    n = value.count().cast("float64")
    if isinstance(value, ir.BooleanValue):
        return {"n": n, "total": table.count(where=value).cast("float64")}
    return {"n": n, "total": _or_none(value.sum()), "squares": _or_none((value * value).sum())}


def _or_none(total: ir.FloatingValue) -> ir.FloatingValue:
    return total.fill_null(0.0)


def _values(table: ir.Table, shape: _Shape) -> ir.Table:
    (column,) = shape.columns
    found = table.select(
        **period(table, shape.grain),
        **{key: table[key] for key in shape.keys},
        bin=table[_bin(shape)].cast("int64"),
        value=table[column],
    )
    if not shape.runs:
        return found.filter(found.bin.notnull())
    texts = dict.fromkeys(shape.run_columns, "string") | {"_low": "int64", "_high": "int64"}
    runs = ibis.table(texts, name="rows1")
    runs = runs.mutate(_period=runs._period.cast("date")) if shape.grain else runs
    same = [found.bin.between(runs._low, runs._high)]
    same += [found.period == runs._period] if shape.grain else []
    same += [found[key].fill_null(NOT_STATED) == runs[f"_{key}"] for key in shape.keys]
    return found.join(runs, same).select(*found.columns)


def _bin(shape: _Shape) -> str:
    """The column of bins of a shape that is ranked."""
    return RANKED[shape.columns[0] or ""]
