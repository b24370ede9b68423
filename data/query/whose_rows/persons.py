"""How many different customers rows are of, where that decides whether a figure is shown."""

from __future__ import annotations

from dataclasses import replace
from functools import partial, reduce
from operator import and_
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.derived.few_customers import COMMENTS
from data.derived.of_comments import a_row_a_level
from data.derived.same_customer import series_of
from data.derived.ticket_sums import stored, types_of
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
from data.query.customer_movements import people
from data.query.results import tidy
from data.query.rows import Rows, no_day_sql
from data.query.ticket_questions import clock_of
from data.scope import Scope
from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition

OF = ("feedback", "orders", "tickets", "invitations")  # readers whose figures are of rows


class Counted(NamedTuple):
    """Rows that a figure is of: of a table, by the day of a clock, those that have some columns."""

    table: str
    clock: str = "day"
    needed: tuple[str, ...] = ()


def counted_for(metric: MetricDefinition) -> Counted:
    """The rows that a metric counts."""
    if metric.reader == "comments":
        return Counted(metric.table, needed=("voice",))
    if metric.table != "tickets":
        return Counted(metric.table)
    return Counted(metric.table, clock_of(metric), stored(metric.column))


def persons(
    snapshot: Snapshot,
    of: Counted,
    asked: CountQuery,
    apart: tuple[str, ...] = (),
    *,
    weighted: bool = False,
) -> pd.DataFrame:
    """Customers of cells by [period], keys, of answers series: these, `persons` and `alone`.

    `alone` are those who are in no other cell of the same keys `apart`: all where these are the
    keys, which costs least. Weighted, of the rows with
    a weight above 0. A row without a customer is of one of its own.
    """
    scope, keys, grain = asked
    rows = Rows(of.table, scope, (scope.span,), of.clock)
    by_series = of.table == "feedback" and not of.needed
    shape = keys, grain, apart, by_series, of.needed, weighted
    return tidy(snapshot, sql_of(snapshot, _persons, [rows], *shape), keys)


def are_few(snapshot: Snapshot, scope: Scope, n: int, needed: tuple[str, ...] = ()) -> bool:
    """True where the n answers of a scope are of fewer people than a figure may be of.

    Where no customer is known, each answer is of another one. `needed`: columns that they have.
    """
    catalog = snapshot.catalog
    known = catalog.has("feedback", "customer_id")
    few = catalog.rows_of_few
    most = few.get(COMMENTS, 0) if "voice" in needed else sum(few.values())
    if n < catalog.minimum_n or not known or n > most:
        return n < catalog.minimum_n
    found = persons(snapshot, Counted("feedback", needed=needed), CountQuery(scope))
    return int(found["persons"].max() if len(found) else 0) < catalog.minimum_n


def present(snapshot: Snapshot, scope: Scope, key: str) -> pd.DataFrame:
    """The customers who were there in a scope, by a key: the columns of `persons`."""
    rows = people(snapshot, scope)
    rows = replace(rows, made={**rows.made, "day": no_day_sql(snapshot.database.dialect)})
    shape = (key,), None, (), False, (), False
    return tidy(snapshot, sql_of(snapshot, _persons, [rows], *shape), (key,))


def leaders(snapshot: Snapshot, asked: CountQuery) -> pd.DataFrame:
    """Of the amounts of orders by [period], keys: these columns, whole, largest and second.

    The largest and the second are what one customer has of the whole; refunds are added to it.
    """
    scope, keys, grain = asked
    sql = sql_of(snapshot, _leaders, [Rows("orders", scope, (scope.span,))], keys, grain)
    return tidy(snapshot, sql, keys)


def _leader_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("orders"):
        asked = CountQuery(no_rows(snapshot.catalog, "orders"), (), "month")
        yield "largest amounts", partial(leaders, snapshot, asked)


@question("largest amounts", _leader_examples)
def _leaders(keys: tuple[str, ...], grain: str | None) -> ir.Table:
    rows = table(0, ("day", *keys, "customer_id", "amount"))
    cut = groups(rows, keys, grain)
    own = rows.aggregate(by={**cut, "customer_id": rows.customer_id}, own=rows.amount.abs().sum())
    place = ibis.row_number().over(ibis.window(group_by=[*cut], order_by=ibis.desc("own")))
    own = own.mutate(place=place)
    whole, largest = own.own.sum().fill_null(0.0), own.own.max().fill_null(0.0)
    second = own.own.max(where=own.place == 1).fill_null(0.0)
    return own.aggregate(by=[*cut], whole=whole, largest=largest, second=second)


def _examples(snapshot: Snapshot) -> Examples:
    for of in OF:
        if snapshot.catalog.has(of, "customer_id"):
            asked = CountQuery(no_rows(snapshot.catalog, of), (), "month")
            yield f"persons of {of}", partial(persons, snapshot, Counted(of), asked)
            key = dimensions(snapshot.catalog, of)[:1]
            asked = CountQuery(no_rows(snapshot.catalog, of), key, "month")
            yield (
                f"persons of {of}, and who is alone",
                partial(persons, snapshot, Counted(of), asked),
            )


@question("persons", _examples)
def _persons(
    keys: tuple[str, ...],
    grain: str | None,
    apart: tuple[str, ...],
    feedback: bool,
    needed: tuple[str, ...],
    weighted: bool,
) -> ir.Table:
    own = ("answer",) if feedback else ()
    weight = ("weight",) if weighted else ()
    columns = dict.fromkeys(("day", *keys, "customer_id", *own, *weight, *needed))
    rows = table(0, columns, types_of(needed))
    met = [rows[name].notnull() for name in needed]
    met += [rows.weight > 0] if weighted else []
    rows = rows.filter(reduce(and_, met)) if met else rows
    rows = a_row_a_level(rows, keys)
    cut = groups(rows, keys, grain) | ({"series": series_of(rows)} if feedback else {})
    if apart == keys:
        counted = rows.customer_id.nunique() + rows.count(where=rows.customer_id.isnull())
        found = rows.aggregate(by=cut, persons=ibis.coalesce(counted, 0).cast("int64"))
        return found.mutate(alone=found.persons)
    cells = rows.aggregate(by={**cut, "customer_id": rows.customer_id}, n=rows.count())
    held = [name for name in ("period", "series") if name in cells.columns] + [*apart]
    others = ibis.window(group_by=list(dict.fromkeys([*held, "customer_id"])))
    cells = cells.mutate(of_one=cells.count().over(others))
    unnamed = cells.customer_id.isnull()
    many = ibis.ifelse(unnamed, cells.n, 1)
    alone = ibis.ifelse(unnamed, cells.n, ibis.ifelse(cells.of_one == 1, 1, 0))
    sums = {"persons": many.sum().cast("int64"), "alone": alone.sum().cast("int64")}
    return cells.aggregate(by=[*cut], **{name: one.fill_null(0) for name, one in sums.items()})
