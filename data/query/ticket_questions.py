"""Questions on tickets as SQL: sums that add up, and the values that quantiles take.

A ticket belongs to the day of an event: its opening, its first response or its resolution. By the
day of opening, the newest periods would hold the quick ones only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd
from sqlglot import exp

from data.catalog import Catalog
from data.contract import RANKED
from data.derived.ticket_sums import (
    CELLS,
    measure,
    or_zero,
    stored,
    sum_names,
    sums_of,
    types_of,
)
from data.query.compile import Examples, Sql, dimensions, groups, no_rows, question, sql_of, table
from data.query.plan import parts
from data.query.results import parts_of, plain
from data.query.rows import Rows
from data.scope import NOT_STATED, Scope
from data.sql import name_sql
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition

# Bins of tickets, a row for each range of them: its first and last bin; where it is of one period
# and of some levels alone, after these, as texts (`2026-01-05`, `(not stated)`).
BinRanges = Sequence[tuple[str | int, ...]]

BACKLOG_CLOCKS = ("day", "ended_at")  # of tickets that came, and that left


@dataclass(frozen=True)
class TicketQuery:
    """A frame of sums over the tickets of a scope: by periods of a grain and by keys.

    `columns` are added up; None counts the tickets. With `ranked` there is one column, which has
    bins (see `contract.RANKED`): the sums are by its bin as well, of the tickets that have one.
    """

    scope: Scope
    clock: str  # the column that decides on the day
    columns: tuple[str | None, ...]
    keys: tuple[str, ...] = ()
    grain: str | None = None
    ranked: bool = False


def metrics_of(catalog: Catalog) -> list[MetricDefinition]:
    """The metrics of tickets that these data have all columns of."""
    every = (one for one in DEFINITIONS.values() if one.table == "tickets")
    return [one for one in every if catalog.has_all(one.needs)]


def measures(
    metrics: Sequence[MetricDefinition],
) -> list[tuple[str, tuple[str | None, ...], bool]]:
    """What to add up for metrics: clock, columns, and whether these are ranked.

    By each clock all columns together, and each that is ranked by itself.
    """
    plain: dict[str, dict[str | None, None]] = {}
    ranked: dict[tuple[str, str], None] = {}
    for metric in metrics:
        if metric.column in RANKED:
            ranked[clock_of(metric), metric.column] = None
        else:
            plain.setdefault(clock_of(metric), {})[metric.column] = None
    return [
        *((clock, tuple(columns), False) for clock, columns in plain.items()),
        *((clock, (column,), True) for clock, column in ranked),
    ]


def clock_of(metric: MetricDefinition) -> str:
    """The column that decides on the day on which a ticket counts for a metric."""
    return metric.clock or "day"


def added_up(snapshot: Snapshot, asked: Sequence[TicketQuery]) -> list[dict[str, Any]]:
    """The columns of `tallies`, of each query, in one query of the database."""
    return parts_of(snapshot, tallies(snapshot, asked), [one.keys for one in asked])


def tallies(snapshot: Snapshot, asked: Sequence[TicketQuery]) -> list[Sql]:
    """SQL for sums, of each query: [period], keys..., bin if ranked, `sum_names` of each column.

    Sums are numbered by the column's place: n0, total0, squares0, cubes0, n1, ... From rollups as
    far as there are any.
    """
    catalog, found = snapshot.catalog, []
    for one in asked:
        scope, size = one.scope, catalog.rows("tickets")
        needed = scope.columns | set(one.keys)
        own = parts(catalog.ticket_rollups, size, scope.span, needed, one.grain, "tickets")
        rows, counted = [part.rows(scope, one.clock) for part in own], [p.counted for p in own]
        shape = _shape(one, tuple(counted))
        found.append(sql_of(snapshot, _tallies, rows, shape))
    return found


def values(snapshot: Snapshot, asked: Sequence[tuple[TicketQuery, BinRanges | None]]) -> list[Sql]:
    """SQL for the values of ranked columns, of each query: [period], keys..., bin, value, n.

    Of the tickets in the bins that come with a query; None: of all that have one.
    """
    dialect, found = snapshot.database.dialect, []
    for one, ranges in asked:
        joined = ranges is not None and len(ranges[0]) > 2
        shape, bins = _shape(one), name_sql(_bin(one), dialect)
        where = (f"({_any_bin(ranges, bins)})",) if ranges is not None else ()
        rows: list[Rows | str] = [
            Rows("tickets", one.scope, (one.scope.span,), one.clock, where=where)
        ]
        if ranges is not None and joined:
            given = exp.values(ranges, "ranges", shape.range_columns)
            rows.append(exp.select("*").from_(given, copy=False).sql(dialect, copy=False))
        found.append(sql_of(snapshot, _values, rows, shape, joined))
    return found


def _any_bin(ranges: BinRanges, column: str) -> str:
    """What a ticket of any range meets: it leaves few for the join."""
    ends: list[list[int]] = []
    for low, high in sorted((int(one[-2]), int(one[-1])) for one in ranges):
        if ends and low <= ends[-1][1] + 1:
            ends[-1][1] = max(ends[-1][1], high)
        else:
            ends.append([low, high])
    return " OR ".join(f"{column} BETWEEN {low} AND {high}" for low, high in ends)


@dataclass(frozen=True)
class _Shape:
    """A ticket query without its scope."""

    clock: str
    columns: tuple[str | None, ...]
    keys: tuple[str, ...]
    grain: str | None
    ranked: bool
    counted: tuple[bool, ...]  # for each part, whether its rows are cells of a rollup

    @property
    def places(self) -> tuple[str, ...]:
        """The columns that tell cells apart."""
        return (*(("period",) if self.grain else ()), *self.keys)

    @property
    def range_columns(self) -> tuple[str, ...]:
        """The columns of ranges; with names of their own, for an expression that has both."""
        return (*(f"_{name}" for name in self.places), "_low", "_high")

    def table(self, number: int, *, counted: bool = False) -> ir.Table:
        """The rows that it reads: tickets, or cells of a rollup."""
        needed = [name for column in self.columns for name in stored(column)]
        columns = ("day", *self.keys, *(CELLS if counted else dict.fromkeys(needed)))
        return table(number, columns, types_of(columns))


def _shape(one: TicketQuery, counted: tuple[bool, ...] = (False,)) -> _Shape:
    return _Shape(one.clock, one.columns, one.keys, one.grain, one.ranked, counted)


def _tallies_examples(snapshot: Snapshot) -> Examples:
    able = metrics_of(snapshot.catalog)
    added = [metric for metric in able if metric.kind != "stock"]
    scope, keys = no_rows(snapshot.catalog, "tickets"), dimensions(snapshot.catalog, "tickets")[:1]
    if added:
        asked = [TicketQuery(scope, *one[:2], keys, "month", one[2]) for one in measures(added)]
        yield "sums of tickets", partial(added_up, snapshot, asked)
    if added != able:
        asked = [TicketQuery(scope, clock, (None,), keys, "month") for clock in BACKLOG_CLOCKS]
        yield "backlog", partial(added_up, snapshot, asked)


@question("sums of tickets", _tallies_examples)
def _tallies(shape: _Shape) -> ir.Table:
    found = [
        (_cells_tally if counted else _tally)(shape.table(number, counted=counted), shape)
        for number, counted in enumerate(shape.counted)
    ]
    if len(found) == 1:
        return found[0]
    whole, keys = ibis.union(*found), (*shape.places, *(("bin",) if shape.ranked else ()))
    sums = {name: whole[name].sum() for name in whole.columns if name not in keys}
    return whole.aggregate(by=keys, **sums)


def _tally(rows: ir.Table, shape: _Shape) -> ir.Table:
    if shape.ranked:
        rows = rows.filter(rows[_bin(shape)].notnull())
    sums: dict[str, ir.Value] = {}
    for place, column in enumerate(shape.columns):
        sums |= {f"{name}{place}": one for name, one in sums_of(rows, column).items()}
    return _added(rows, shape, sums, rows[_bin(shape)] if shape.ranked else None)


def _cells_tally(cells: ir.Table, shape: _Shape) -> ir.Table:
    """The same from the cells of a rollup, which has a row for each thing that is measured."""
    names = [measure(shape.clock, column) for column in shape.columns]
    cells = cells.filter(cells.measure.isin(names))
    sums: dict[str, ir.Value] = {}
    for place, name in enumerate(names):
        own = cells.measure == name if len(names) > 1 else None
        given = sum_names(shape.columns[place])
        sums |= {f"{one}{place}": or_zero(cells[one].sum(where=own)) for one in given}
    return _added(cells, shape, sums, cells.bin if shape.ranked else None)


def _added(
    rows: ir.Table, shape: _Shape, sums: dict[str, ir.Value], bins: ir.Value | None
) -> ir.Table:
    """The sums by [period], keys and, where they are ranked, bins."""
    cut = groups(rows, shape.keys, shape.grain)
    return rows.aggregate(by=cut | ({} if bins is None else {"bin": bins.cast("int64")}), **sums)


def _values_examples(snapshot: Snapshot) -> Examples:
    scope = no_rows(snapshot.catalog, "tickets")
    for metric in metrics_of(snapshot.catalog):
        if metric.kind == "quantile":
            clock, column = clock_of(metric), (metric.column,)
            asked = TicketQuery(scope, clock, column, (), "week", ranked=True)
            yield f"values of {metric.column}", partial(_value_rows, snapshot, asked)


def _value_rows(snapshot: Snapshot, asked: TicketQuery) -> pd.DataFrame:
    (sql,) = values(snapshot, [(asked, [("2026-01-05", 0, 1)])])
    return plain(snapshot, sql)


@question("values of tickets", _values_examples)
def _values(shape: _Shape, joined: bool) -> ir.Table:
    """`joined`: of bins of some periods and levels, which are in `rows1`."""
    rows, (column,) = shape.table(0), shape.columns
    cut = groups(rows, shape.keys, shape.grain)
    found = rows.select(**cut, bin=rows[_bin(shape)].cast("int64"), value=rows[column])
    if not joined:
        return _counted(found.filter(found.bin.notnull()))
    ranges = table(1, shape.range_columns, {"_low": "int64", "_high": "int64"})
    ranges = ranges.mutate(_period=ranges._period.cast("date")) if shape.grain else ranges
    same = [found.bin.between(ranges._low, ranges._high)]
    same += [found.period == ranges._period] if shape.grain else []
    same += [found[key].fill_null(NOT_STATED) == ranges[f"_{key}"] for key in shape.keys]
    return _counted(found.join(ranges, same).select(*found.columns))


def _counted(rows: ir.Table) -> ir.Table:
    """Equal values once, with their number: waits and business hours have many of them."""
    return rows.group_by(*rows.columns).aggregate(n=rows.count())


def _bin(one: TicketQuery | _Shape) -> str:
    """The column of bins of what is ranked."""
    return RANKED[one.columns[0] or ""]
