"""Customers as they were known on a day: who was there, and what they had done by then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import ibis.expr.types as ir
import pandas as pd

from data.catalog import Catalog
from data.derived.lifetime import histories
from data.query.compile import Examples, no_rows, question, sql_of, table
from data.query.customer_movements import days_sql
from data.query.results import tidy
from data.query.rows import Rows, conditions_sql, date_sql, day_sql
from data.scope import Scope, Span
from data.sql import name_sql
from data.store.snapshots import Snapshot
from metrics.leaving.features import EVENTS, LOOK_BACK, RECENT
from metrics.series import parse_answer, parse_series

_NPS = ("detractor", "passive", "promoter")
_FLAGS = {"feedback": ("low", *_NPS), "tickets": ("waits",)}
_TYPES = {
    **dict.fromkeys(("joined_day", "churned_day"), "date"),
    "annual_revenue": "float64",
    **dict.fromkeys(("recent", *(flag for flags in _FLAGS.values() for flag in flags)), "int64"),
}
_Shape = tuple[tuple[str, ...], tuple[str, ...]]  # tables of EVENTS, columns of customers


def known_on(
    snapshot: Snapshot, scope: Scope, day: date, events: Sequence[str] = EVENTS
) -> pd.DataFrame:
    """Those of the scope's filters who were there at the end of a day, in the order of their ids.

    Columns: customer_id, joined_day, churned_day (whenever it is), annual_revenue (missing where
    it is not mapped), and of each of the tables `events` that names its customers the columns of
    `metrics.leaving.features.features`, from rows up to the day alone.
    """
    catalog, dialect = snapshot.catalog, snapshot.database.dialect
    tables = _tables(catalog, events)
    shape = tables, ("annual_revenue",) if catalog.has("customers", "annual_revenue") else ()
    joined, churned = days_sql(snapshot)
    on = date_sql(day, dialect)
    there = (f"{joined} <= {on}", f"({churned} IS NULL OR {churned} > {on})")
    made = {"joined_day": joined, "churned_day": churned}
    rows = [Rows("customers", scope, made=made, where=there)]
    rows += [_events(snapshot, name, day) for name in tables]
    found = tidy(snapshot, sql_of(snapshot, _known, rows, *shape))
    if "annual_revenue" not in found:
        found["annual_revenue"] = float("nan")
    return found.sort_values("customer_id", ignore_index=True)


def order_histories_of(snapshot: Snapshot, until: date, customers: Sequence[str]) -> pd.DataFrame:
    """Order histories of a few customers up to a day: customer_id and the columns of HISTORY."""
    who = conditions_sql((("customer_id", tuple(customers)),), (), snapshot.database.dialect)
    ever = Span(snapshot.catalog.first_day, until)
    rows = Rows("orders", spans=(ever,), where=who)
    return tidy(snapshot, sql_of(snapshot, _histories, [rows]))


def _tables(catalog: Catalog, events: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in events if catalog.has(name, "customer_id"))


def _events(snapshot: Snapshot, name: str, day: date) -> Rows:
    """The rows of a table in the look-back up to a day, with flags."""
    dialect, catalog = snapshot.database.dialect, snapshot.catalog
    after = date_sql(day - timedelta(days=RECENT), dialect)
    made = {"recent": f"CASE WHEN {day_sql('day', dialect)} > {after} THEN 1 ELSE 0 END"}
    if name == "feedback":
        made |= {
            flag: f"CASE WHEN {condition} THEN 1 ELSE 0 END"
            for flag, condition in _answers(catalog, dialect).items()
        }
    if name == "tickets":
        ended = day_sql("ended_at", dialect)
        known = catalog.has("tickets", "ended_at")
        waits = f"{ended} IS NULL OR {ended} > {date_sql(day, dialect)}"
        made["waits"] = f"CASE WHEN {waits if known else '1 = 0'} THEN 1 ELSE 0 END"
    span = Span(day - timedelta(days=LOOK_BACK - 1), day)
    named = f"{name_sql('customer_id', dialect)} IS NOT NULL"
    return Rows(name, spans=(span,), made=made, where=(named,))


def _answers(catalog: Catalog, dialect: str) -> dict[str, str]:
    """SQL for what an answer is: of NPS its group, of all others whether it is low."""
    labels: dict[str, list[str]] = {"low": [], **{group: [] for group in _NPS}}
    for label in catalog.answers:
        given = parse_answer(label)
        series = parse_series(given.series)
        group = series.group(given.score)
        if series.metric == "nps":
            labels[group.removesuffix("s")].append(label)
        elif group != series.groups[-1]:
            labels["low"].append(label)
    return {
        flag: conditions_sql((("answer", tuple(own)),), (), dialect)[0]
        for flag, own in labels.items()
    }


def _known_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("customers", "joined_at"):
        scope = no_rows(snapshot.catalog, "customers")
        yield "customers on a day", partial(known_on, snapshot, scope, scope.span.start)


@question("customers on a day", _known_examples)
def _known(tables: tuple[str, ...], values: tuple[str, ...]) -> ir.Table:
    """`rows0` the customers, then one for each of the tables."""
    people = table(0, ("customer_id", "joined_day", "churned_day", *values), _TYPES)
    found = people
    for number, name in enumerate(tables, 1):
        flags = _FLAGS.get(name, ())
        rows = table(number, ("customer_id", "day", "recent", *flags), _TYPES)
        done = _done(rows, name).rename(**{f"{name}_customer": "customer_id"})
        found = found.left_join(done, found.customer_id == done[f"{name}_customer"])
        found = found.drop(f"{name}_customer")
    return found


def _done(rows: ir.Table, name: str) -> ir.Table:
    """What each customer did: a row a customer."""
    sums: dict[str, ir.Value] = {f"{name}_n": rows.count(), f"{name}_recent": rows.recent.sum()}
    if name != "feedback":
        sums |= {"tickets_open": rows.waits.sum()} if name == "tickets" else {}
        return rows.aggregate(by="customer_id", **sums, **{f"{name}_last": rows.day.max()})
    sums |= {"low": rows.low.sum(), "low_recent": (rows.low * rows.recent).sum()}
    days = rows.aggregate(by=["customer_id", "day"], **{group: rows[group].sum() for group in _NPS})
    # Of several answers on the newest day the shares: engines keep no order among equals.
    asked = days.detractor + days.passive + days.promoter
    days = days.mutate(asked=asked).filter(asked > 0)
    newest = days.aggregate(
        by="customer_id", **{g: (days[g] / days.asked).argmax(days.day) for g in _NPS}
    )
    done = rows.aggregate(by="customer_id", **sums)
    newest = newest.rename(nps_customer="customer_id")
    return done.left_join(newest, done.customer_id == newest.nps_customer).drop("nps_customer")


def _histories_examples(snapshot: Snapshot) -> Examples:
    lifetime = snapshot.catalog.lifetime
    if lifetime:
        asked = partial(order_histories_of, snapshot, lifetime.until, ["a"])
        yield "order histories of customers", asked


@question("order histories of customers", _histories_examples)
def _histories() -> ir.Table:
    return histories(table(0, ("day", "customer_id", "amount")))
