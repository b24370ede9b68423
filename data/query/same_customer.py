"""Whose rows they are, customer by customer, for the design effects of figures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import ibis.expr.types as ir
import pandas as pd

from data.catalog import SameCustomers
from data.query.compile import (
    CountQuery,
    Examples,
    dimensions,
    groups,
    no_rows,
    question,
    sql_of,
    table,
)
from data.query.results import frames
from data.query.rows import Rows
from data.store.snapshots import Snapshot


def by_customer(
    snapshot: Snapshot, of: SameCustomers, asked: Sequence[CountQuery], weighted: bool = False
) -> list[pd.DataFrame]:
    """Frames of rows by customer, in one query.

    Columns: [period], keys..., of feedback series (categorical), customer (a number), w (how many;
    weighted, the sum of weights), w2 (weighted, the sum of squared weights, else as w).
    """
    shape = (of.table == "feedback", weighted)
    found = [
        sql_of(snapshot, _customers, [Rows(of.name, one.scope, (one.scope.span,))],
               one.keys, one.grain, *shape)
        for one in asked
    ]  # fmt: skip
    read = frames(snapshot, found, [one.keys for one in asked])
    if of.table == "feedback":
        return [one.assign(series=one["series"].astype("category")) for one in read]
    return read


def _examples(snapshot: Snapshot) -> Examples:
    catalog = snapshot.catalog
    for of in catalog.same_customer:
        scope, keys = no_rows(catalog, of.table), dimensions(catalog, of.table)[:1]
        weighted = of.table == "feedback" and catalog.weighted
        for name, grain in (("", None), (" by month", "month")):
            asked = [CountQuery(scope, keys, grain)] * 2
            yield (
                f"customers of {of.table}{name}",
                partial(by_customer, snapshot, of, asked, weighted),
            )


@question("rows by customer", _examples)
def _customers(keys: tuple[str, ...], grain: str | None, series: bool, weighted: bool) -> ir.Table:
    named = (*keys, *(("series",) if series else ()), "customer")
    rows = table(0, ("day", *named, *(("weight",) if weighted else ())))
    cut = groups(rows, named, grain)
    if not weighted:
        counted = rows.count().cast("float64")
        return rows.aggregate(by=cut, w=counted, w2=counted)
    weight = rows.weight.fill_null(0.0)
    return rows.aggregate(by=cut, w=weight.sum(), w2=(weight * weight).sum())
