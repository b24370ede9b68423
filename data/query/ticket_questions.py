"""Questions on tickets as SQL: sums that add up, and the values that quantiles take.

A ticket belongs to the day of an event: its opening, its first response or its resolution. By the
day of opening, the newest periods would hold the quick ones only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import ibis
import ibis.expr.types as ir
from sqlglot import exp

from data.contract import RANKED
from data.derived.ticket_sums import (
    CELLS,
    SUMS,
    UNBINNED,
    measure,
    or_zero,
    stored,
    sums_of,
    types_of,
)
from data.query.compile import with_rows
from data.query.expressions import period
from data.query.plan import Part, parts
from data.query.rows import name_sql, rows_sql, union_sql
from data.scope import NOT_STATED, Scope
from data.store.snapshots import Snapshot

BinRanges = Sequence[tuple[str | int, ...]]


@dataclass(frozen=True)
class TicketQuery:
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


def tallies(snapshot: Snapshot, asked: Sequence[TicketQuery]) -> str:
    """SQL for several tallies at once: part, [period], keys..., bin, and `SUMS` of each column.

    Sums are numbered by the column's place: n0, total0, squares0, n1, ...
    """
    width = max(len(one.columns) for one in asked)
    sums = [f"{name}{place}" for place in range(width) for name in SUMS]
    selects = [_sql(snapshot, "tally", one, width) for one in asked]
    return _union(snapshot, asked, selects, ["bin", *sums])


def values(snapshot: Snapshot, asked: Sequence[tuple[TicketQuery, BinRanges | None]]) -> str:
    """SQL for values of ranked columns: part, [period], keys..., bin, value, n.

    The runs that come with a tally say which of its tickets, None all: each names the first and the
    last bin, for some periods and levels alone after these (as texts, `(not stated)` too).
    """
    selects = [_sql(snapshot, "values", one, 1, runs) for one, runs in asked]
    return _union(snapshot, [one for one, _ in asked], selects, ["bin", "value", "n"])


def _union(
    snapshot: Snapshot, asked: Sequence[TicketQuery], selects: Sequence[str], more: list[str]
) -> str:
    grains, keys = any(one.grain for one in asked), [key for one in asked for key in one.keys]
    columns = list(dict.fromkeys([*(["period"] if grains else []), *keys, *more]))
    own = [{*(["period"] if one.grain else []), *one.keys, *more} for one in asked]
    return union_sql(selects, columns, own, snapshot.database.dialect)


def _sql(
    snapshot: Snapshot, question: str, tally: TicketQuery, width: int, runs: BinRanges | None = None
) -> str:
    dialect, prefix = snapshot.database.dialect, snapshot.database.prefix
    scope, whole = tally.scope, (Part("tickets", False, (tally.scope.span,)),)
    answering = whole if question == "values" else _parts(snapshot, tally)
    counted = tuple(part.counted for part in answering)
    own = (tally.clock, tally.columns, tally.keys, tally.grain, tally.ranked, width)
    joined = runs is not None and len(runs[0]) > 2
    shape = _Shape(question, *own, joined, counted)
    rows = [
        rows_sql(part, scope, (*CELLS, *shape.keys), "day", dialect, prefix)
        if part.counted
        else rows_sql(part, scope, shape.needed, tally.clock, dialect, prefix)
        for part in answering
    ]
    if runs is not None:
        rows[0] += f" AND ({_any_bin(runs, name_sql(_bin(shape), dialect))})"
    if runs is not None and joined:
        table = exp.values(runs, "runs", shape.run_columns)
        rows.append(exp.select("*").from_(table, copy=False).sql(dialect, copy=False))
    return with_rows(_compiled(shape, dialect), rows)


def _parts(snapshot: Snapshot, tally: TicketQuery) -> tuple[Part, ...]:
    """The tables that answer: rollups as far as there are any."""
    catalog, scope = snapshot.catalog, tally.scope
    columns = scope.columns | set(tally.keys)
    rows = catalog.rows("tickets")
    return parts(catalog.ticket_rollups, rows, scope.span, columns, tally.grain, "tickets")


def _any_bin(runs: BinRanges, column: str) -> str:
    """What a ticket of any run meets: it leaves few for the join."""
    ends: list[list[int]] = []
    for low, high in sorted((int(run[-2]), int(run[-1])) for run in runs):
        if ends and low <= ends[-1][1] + 1:
            ends[-1][1] = max(ends[-1][1], high)
        else:
            ends.append([low, high])
    return " OR ".join(f"{column} BETWEEN {low} AND {high}" for low, high in ends)


@dataclass(frozen=True)
class _Shape:
    """A question without its rows."""

    question: str
    clock: str
    columns: tuple[str | None, ...]
    keys: tuple[str, ...]
    grain: str | None
    ranked: bool
    width: int  # how many columns' sums there are, with 0 for those that it lacks
    runs: bool  # only tickets of runs of some periods and levels, which are `rows1`
    counted: tuple[bool, ...]  # for each part, whether its rows are cells of a rollup

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
        columns = [name for column in self.columns for name in stored(column)]
        return list(dict.fromkeys((*self.keys, *columns)))


@lru_cache(maxsize=1024)
def _compiled(shape: _Shape, dialect: str) -> str:
    tables = []
    for number, counted in enumerate(shape.counted):
        columns = ("day", *CELLS, *shape.keys) if counted else ("day", *shape.needed)
        tables.append(ibis.table(types_of(columns), name=f"rows{number}"))
    if shape.question == "values":
        return str(ibis.to_sql(_values(tables[0], shape), dialect=dialect))
    found = [
        _cells_tally(table, shape) if counted else _tally(table, shape)
        for table, counted in zip(tables, shape.counted, strict=True)
    ]
    if len(found) == 1:
        return str(ibis.to_sql(found[0], dialect=dialect))
    whole = ibis.union(*found)
    keys = (*shape.places, "bin")
    added = whole.group_by(*keys).aggregate(
        **{name: whole[name].sum() for name in whole.columns if name not in keys}
    )
    return str(ibis.to_sql(added, dialect=dialect))


def _tally(table: ir.Table, shape: _Shape) -> ir.Table:
    if shape.ranked:
        table = table.filter(table[_bin(shape)].notnull())
    sums: dict[str, ir.Value] = {}
    for place, column in enumerate(shape.columns):
        sums |= {f"{name}{place}": one for name, one in sums_of(table, column).items()}
    return _added(table, shape, sums, table[_bin(shape)] if shape.ranked else None)


def _cells_tally(cells: ir.Table, shape: _Shape) -> ir.Table:
    """The same from the cells of a rollup, which has a row for each thing that is measured."""
    names = [measure(shape.clock, column) for column in shape.columns]
    cells = cells.filter(cells.measure.isin(names))
    sums: dict[str, ir.Value] = {}
    for place, name in enumerate(names):
        own = cells.measure == name if len(names) > 1 else None
        sums |= {f"{one}{place}": or_zero(cells[one].sum(where=own)) for one in SUMS}
    return _added(cells, shape, sums, cells.bin if shape.ranked else None)


def _added(
    table: ir.Table, shape: _Shape, sums: dict[str, ir.Value], bins: ir.Value | None
) -> ir.Table:
    """The sums by [period], keys and bins, with 0 for those that the question lacks."""
    groups = period(table, shape.grain) | {key: table[key] for key in shape.keys}
    ranked = {} if bins is None else {"bin": bins}
    added = table.aggregate(by=groups | ranked, **sums)
    names = [f"{name}{place}" for place in range(shape.width) for name in SUMS]
    return added.select(
        *groups,
        bin=(ibis.literal(UNBINNED) if bins is None else added.bin).cast("int64"),
        **{name: added[name] if name in sums else ibis.literal(0.0) for name in names},
    )


def _values(table: ir.Table, shape: _Shape) -> ir.Table:
    (column,) = shape.columns
    found = table.select(
        **period(table, shape.grain),
        **{key: table[key] for key in shape.keys},
        bin=table[_bin(shape)].cast("int64"),
        value=table[column],
    )
    if not shape.runs:
        return _counted(found.filter(found.bin.notnull()))
    texts = dict.fromkeys(shape.run_columns, "string") | {"_low": "int64", "_high": "int64"}
    runs = ibis.table(texts, name="rows1")
    runs = runs.mutate(_period=runs._period.cast("date")) if shape.grain else runs
    same = [found.bin.between(runs._low, runs._high)]
    same += [found.period == runs._period] if shape.grain else []
    same += [found[key].fill_null(NOT_STATED) == runs[f"_{key}"] for key in shape.keys]
    return _counted(found.join(runs, same).select(*found.columns))


def _counted(rows: ir.Table) -> ir.Table:
    """Equal values once, with their number: waits and business hours have many of them."""
    return rows.group_by(*rows.columns).aggregate(n=rows.count())


def _bin(shape: _Shape) -> str:
    """The column of bins of a shape that is ranked."""
    return RANKED[shape.columns[0] or ""]
