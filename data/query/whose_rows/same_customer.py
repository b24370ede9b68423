"""Whose rows they are, customer by customer, for the design effects of figures.

The tables of the load are a few thousand rows, and every panel takes them in another way: so each
is read once a version, and its rows are chosen and counted here. Whose rows may be seen has to be
restricted here too, as in `compile.sql_of`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from weakref import WeakKeyDictionary

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from data.contract import BAR, SEVERAL
from data.counted_ahead import SameCustomers
from data.derived.of_comments import each_level
from data.derived.same_customer import COMMENTS
from data.grains import bucket_start
from data.query.compile import CountQuery, Examples, dimensions, question, sql_of, table
from data.query.results import frames, tidy
from data.query.rows import Rows
from data.scope import NOT_STATED, Filters, Scope, Span
from data.store.database import Database
from data.store.snapshots import Snapshot
from metrics.inference.design_effect import EVERY_LEVEL
from metrics.privacy.protection import Flags
from metrics.sums.grouping import IntArray, add_up, categorical, coded, group, labels

_DAYS = "datetime64[D]"
_OTHERS = "of_others"
# Of each version that somebody holds, its tables by name.
_READ: WeakKeyDictionary[Database, dict[str, pd.DataFrame]] = WeakKeyDictionary()


def by_customer(
    snapshot: Snapshot,
    of: SameCustomers,
    asked: Sequence[CountQuery],
    weighted: bool = False,
    wrote: bool | None = None,
) -> list[pd.DataFrame]:
    """Frames of rows by customer; with `wrote`, of answers that came with a comment or without.

    Columns: [period], keys..., of feedback series (categorical), customer (a number), w (how many;
    weighted, the sum of weights), w2 (weighted, the sum of squared weights, else as w).
    """
    tables = _READ.setdefault(snapshot.database, {})
    if of.name not in tables:
        tables[of.name] = _rows(snapshot, of)
    rows = tables[of.name]
    rows = rows if wrote is None else rows[rows["wrote"].eq(wrote).fillna(False).to_numpy(bool)]
    return [_counted(rows, one, weighted) for one in asked]


def _rows(snapshot: Snapshot, of: SameCustomers) -> pd.DataFrame:
    """The whole of a table: day, dimensions, of feedback series, customer, weight and wrote.

    And whether they are rows of others, of which there are some for the rest of a comparison. All
    readers of these rows share it: so it has the columns that they have, not those of one reader.
    """
    snapshot = replace(snapshot, catalog=snapshot.of_rows or snapshot.catalog)
    every = dimensions(snapshot.catalog, of.table)
    keys = [key for key in every if key not in SEVERAL]
    feedback = of.table == "feedback"
    written = feedback and snapshot.catalog.has("feedback", "comment")
    shape = every, feedback, snapshot.catalog.weighted, written
    sql, totals = sql_of(snapshot, _customers, [Rows(of.name)], *shape), snapshot.catalog.totals
    if totals and of in totals.same_customer:
        first = snapshot.catalog.first_day
        others = Rows(of.name, Scope(Span(first, first), others=True))  # of all days
        beside = sql_of(snapshot, _customers, [others], *shape)
        sides = frames(snapshot, [sql, beside], [keys, keys])
        rows = pd.concat(
            [side.assign(**{_OTHERS: place == 1}) for place, side in enumerate(sides)],
            ignore_index=True,
        )
    else:
        rows = tidy(snapshot, sql, keys).assign(**{_OTHERS: False})
    rows["day"] = pd.to_datetime(rows["day"]).to_numpy().astype(_DAYS)
    if feedback:
        codes, names = coded(rows["series"].array)
        rows["series"] = categorical(codes, names)
    return rows


def _counted(rows: pd.DataFrame, asked: CountQuery, weighted: bool) -> pd.DataFrame:
    """The rows of a scope by [period], keys, series and customer."""
    inside = np.flatnonzero(_inside(rows, asked.scope))
    several: dict[str, pd.Categorical] = {}
    for key in sorted(SEVERAL.intersection(asked.keys)):
        repeated, levels = _a_row_a_level(rows, inside, key)
        several = {name: one.take(repeated) for name, one in several.items()} | {key: levels}
        inside = inside[repeated]
    keys = (key for key in asked.keys if key not in several)
    named = (*keys, *(name for name in ("series", "customer") if name in rows))
    columns = several | {name: one.take(inside) for name, one in labels(rows, named).items()}
    if asked.grain:
        day, days = pd.factorize(rows["day"].to_numpy()[inside])
        starts = [bucket_start(one, asked.grain) for one in days.astype(_DAYS).tolist()]
        columns = {"period": pd.DatetimeIndex(starts).as_unit("us").array.take(day), **columns}
    codes, first = group(columns, len(inside))
    own = {name: one.take(first) for name, one in columns.items()}
    weight = rows["weight"].to_numpy(dtype=float)[inside] if weighted else np.ones(len(inside))
    return pd.DataFrame(
        {**own, "w": add_up(codes, weight, len(first)), "w2": add_up(codes, weight**2, len(first))}
    )


def _a_row_a_level(
    rows: pd.DataFrame, inside: IntArray, key: str
) -> tuple[IntArray, pd.Categorical]:
    """Which of the places, for each level of a key of which rows have several, and these levels.

    Comments that are counted have EVERY_LEVEL: each is among those that may name it.
    """
    held = rows[key].to_numpy(dtype=object)[inside]
    if "series" in rows:
        series, known = coded(rows["series"].array)
        counted = np.array([one == COMMENTS for one in known], dtype=bool)[series[inside]]
        held = np.where(counted, EVERY_LEVEL, held)
    repeated, level, levels = each_level(pd.array(held, dtype="str"))
    names = [*levels, NOT_STATED]
    return repeated, categorical(np.where(level < 0, len(levels), level), names)


def _inside(rows: pd.DataFrame, scope: Scope) -> Flags:
    """Which rows are of a scope."""
    day = rows["day"].to_numpy().astype(_DAYS)
    inside = (day >= np.datetime64(scope.span.start)) & (day <= np.datetime64(scope.span.end))
    inside &= _met(rows, scope.filters)
    others = rows[_OTHERS].to_numpy(dtype=bool)
    rest = bool(scope.without) or scope.others
    out = ~others & _met(rows, scope.without) if rest else others
    return np.asarray(inside & ~out)


def _met(rows: pd.DataFrame, filters: Filters) -> Flags:
    met = np.ones(len(rows), dtype=bool)
    for key, levels in filters:
        codes, names = coded(rows[key].array)
        if key in SEVERAL:
            ours = [f"{BAR}{level}{BAR}" for level in levels]
            met &= np.array(
                [any(one in name for one in ours) for name in names] + [NOT_STATED in levels]
            )[codes]
            continue
        met &= np.isin(codes, [place for place, name in enumerate(names) if name in levels])
    return met


def _examples(snapshot: Snapshot) -> Examples:
    for of in snapshot.catalog.same_customer:
        yield f"customers of {of.table}", partial(_rows, snapshot, of)


@question("rows by customer", _examples)
def _customers(keys: tuple[str, ...], series: bool, weighted: bool, written: bool) -> ir.Table:
    named = (*(("series",) if series else ()), *(("weight",) if series and weighted else ()))
    named = (*named, *(("wrote",) if written else ()))
    rows = table(0, ("day", *keys, "customer", *named), {"wrote": "boolean"})
    weight = rows.weight.fill_null(0.0) if "weight" in named else ibis.literal(1.0)
    return rows.mutate(weight=weight)
