"""Questions by customer: what each answered and what became of their tickets, and who left.

Customers are numbers, the same in all questions that are asked of the same `Whose`. Where feedback
names nobody, each response is somebody of their own.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import Catalog
from data.contract import RANKED
from data.derived.same_customer import series_of
from data.derived.ticket_sums import stored, types_of, value_of
from data.query.compile import Examples, no_rows, question, sql_of, table
from data.query.customer_movements import lives, people
from data.query.results import numbers, plain, tidy
from data.query.rows import Rows
from data.scope import Scope
from data.store.snapshots import Snapshot

MOST = 200_000  # customers: of more, every so many-th


class Whose(NamedTuple):
    """Customers with an outcome: who answered a series in a scope, or was there as it began.

    `series`: "" for those who were there; `alone`: by answers without a touchpoint; `step`: every
    so many-th of them.
    """

    scope: Scope
    series: str = ""
    alone: bool = False
    step: int = 1


def identity(catalog: Catalog) -> str:
    """The column of feedback that says whose an answer is."""
    return "customer_id" if catalog.has("feedback", "customer_id") else "response_id"


def bounded(snapshot: Snapshot, whose: Whose) -> tuple[Whose, int]:
    """The same of at most `MOST` customers, and how many there are. Raises UnavailableError."""
    sql = sql_of(snapshot, _how_many, [_rows(snapshot, whose)], *_shape(snapshot.catalog, whose))
    (many,) = numbers(snapshot, sql)
    return whose._replace(step=-(-many // MOST) or 1), many


def answers_by_customer(
    snapshot: Snapshot, whose: Whose, scope: Scope, key: str = "", *, apart: bool = False
) -> pd.DataFrame:
    """How often each of the customers gave an answer in a scope, by a dimension of feedback.

    `apart`: in responses alone that answered nothing of the series of `whose`. Columns: customer
    (int), `key` if any (categorical), series, score, n. Raises UnavailableError.
    """
    catalog = snapshot.catalog
    own = Rows("feedback", scope, (scope.span,))
    keys = (key,) if key else ()
    apart = apart and bool(whose.series) and catalog.has("feedback", "response_id")
    shape = keys, apart, identity(catalog), *_shape(catalog, whose), whose.step
    return tidy(snapshot, sql_of(snapshot, _answers, [own, _rows(snapshot, whose)], *shape), keys)


def tickets_by_customer(
    snapshot: Snapshot, whose: Whose, scope: Scope, columns: tuple[str, ...]
) -> pd.DataFrame:
    """Of those who opened tickets in a scope: customer, n, and the mean of each of the columns.

    Yes and no as 1 and 0; times as the logarithm of 1 and their minutes; NaN where not known.
    """
    own = Rows("tickets", scope, (scope.span,))
    shape = columns, *_shape(snapshot.catalog, whose), whose.step
    return plain(snapshot, sql_of(snapshot, _tickets, [own, _rows(snapshot, whose)], *shape))


def leaving_by_customer(snapshot: Snapshot, whose: Whose) -> pd.DataFrame:
    """Of customers who were there as the scope began: customer, left (1 or 0) before it ended."""
    shape = (*_shape(snapshot.catalog, whose), whose.step)
    return plain(snapshot, sql_of(snapshot, _leaving, [_rows(snapshot, whose)], *shape))


def _shape(catalog: Catalog, whose: Whose) -> tuple[str, str, bool]:
    """What the expression of who they are depends on."""
    who = identity(catalog) if whose.series else "customer_id"
    return who, whose.series, whose.alone


def _rows(snapshot: Snapshot, whose: Whose) -> Rows:
    if whose.series:
        return Rows("feedback", whose.scope, (whose.scope.span,))
    return people(snapshot, whose.scope)


def _asked_of(number: int, who: str, series: str, alone: bool) -> ir.Table:
    """The rows of those with an outcome: `who` and, of those who were there, whether they left."""
    if not series:
        rows = lives(number)
        there = rows.filter(rows.joined.isnull(), rows.customer_id.notnull())
        return there.select("customer_id", left=there.churned.notnull().cast("int32"))
    rows = table(number, (who, "answer", *(("touchpoint",) if alone else ())))
    rows = rows.filter(rows[who].notnull(), series_of(rows) == series)
    return rows.filter(rows.touchpoint.isnull()) if alone else rows


def _numbered(number: int, who: str, series: str, alone: bool, step: int) -> ir.Table:
    """Every step-th of them, in the order of their ids: who, customer (a number)."""
    ids = _asked_of(number, who, series, alone).select(who=who).distinct()
    numbered = ids.mutate(customer=ibis.row_number().over(order_by=ids.who).cast("int32"))
    return numbered.filter(numbered.customer % step == 0) if step > 1 else numbered


def _examples(snapshot: Snapshot) -> Examples:
    catalog = snapshot.catalog
    for series in catalog.series[:1] if catalog.has("feedback") else ():
        scope = no_rows(catalog, "feedback")
        alone = catalog.has("feedback", "touchpoint")
        yield "how many answered", partial(bounded, snapshot, Whose(scope, series, alone))


@question("how many have an outcome", _examples)
def _how_many(who: str, series: str, alone: bool) -> ir.Table:
    rows = _asked_of(0, who, series, alone)
    return rows.aggregate(n=rows[who].nunique())


def _answers_examples(snapshot: Snapshot) -> Examples:
    catalog = snapshot.catalog
    for series in catalog.series[:1] if catalog.has("feedback") else ():
        scope = no_rows(catalog, "feedback")
        for step in (1, 2):
            whose = Whose(scope, series, step=step)
            ask = partial(answers_by_customer, snapshot, whose, scope)
            yield "answers by customer", ask
            yield "answers by customer, of other responses", partial(ask, apart=True)


@question("answers by customer", _answers_examples)
def _answers(
    keys: tuple[str, ...],
    apart: bool,
    named: str,
    who: str,
    series: str,
    alone: bool,
    step: int,
) -> ir.Table:
    rows = table(0, dict.fromkeys((named, "answer", *keys, *(("response_id",) if apart else ()))))
    if apart:
        answered = rows.filter(series_of(rows) == series).select("response_id").distinct()
        rows = rows.anti_join(answered, "response_id")
    chosen = _numbered(1, who, series, alone, step)
    own = rows.inner_join(chosen, rows[named] == chosen.who)
    return own.group_by("customer", "answer", *keys).aggregate(n=own.count())


def _tickets_examples(snapshot: Snapshot) -> Examples:
    catalog = snapshot.catalog
    if catalog.has("tickets", "customer_id") and catalog.has("customers"):
        scope = no_rows(catalog, "tickets")
        columns = tuple(one for one in RANKED if catalog.has("tickets", one))
        whose = Whose(Scope(scope.span))
        yield "tickets by customer", partial(tickets_by_customer, snapshot, whose, scope, columns)


@question("tickets by customer", _tickets_examples)
def _tickets(columns: tuple[str, ...], who: str, series: str, alone: bool, step: int) -> ir.Table:
    read = {name: None for column in columns for name in stored(column)}
    rows = table(0, ("customer_id", *read), types_of(read))
    chosen = _numbered(1, who, series, alone, step)
    own = rows.inner_join(chosen, rows.customer_id == chosen.who)
    means = {column: _mean(own, column) for column in columns}
    return own.group_by("customer").aggregate(n=own.count(), **means)


def _mean(rows: ir.Table, column: str) -> ir.Value:
    value = value_of(rows, column)
    if isinstance(value, ir.BooleanValue):
        value = value.cast("float64")
    elif column in RANKED:
        # Where the bin is not known, neither is the time: nobody answered. Of what is below 0, as
        # of clocks that were put back, an engine would stop at the logarithm.
        known = rows[RANKED[column]].notnull()
        minutes = (1 + ibis.ifelse(value > 0, value, 0.0) / 60).ln()
        value = ibis.ifelse(known, minutes, ibis.null("float64"))
    return value.mean()


def _leaving_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("customers"):
        scope = replace(no_rows(snapshot.catalog, "customers"), without=())
        yield "who left", partial(leaving_by_customer, snapshot, Whose(scope))


@question("who left", _leaving_examples)
def _leaving(who: str, series: str, alone: bool, step: int) -> ir.Table:
    rows = _asked_of(0, who, series, alone)
    chosen = rows.mutate(
        customer=ibis.row_number().over(order_by=rows.customer_id).cast("int32")
    ).select("customer", "left")
    return chosen.filter(chosen.customer % step == 0) if step > 1 else chosen
