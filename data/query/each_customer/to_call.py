"""Whom to call: customers whose last answer was bad, or much worse than the one before it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import Catalog
from data.query.compile import Examples, no_rows, question, sql_of, table
from data.query.results import plain
from data.query.rows import Rows, conditions_sql, date_sql, day_sql
from data.scope import Scope, Span
from data.sql import name_sql
from data.store.snapshots import Snapshot
from metrics.series import OF_THE_COMPANY, parse_answer, parse_series

RECENT = 90  # days in which the last answer was given
FELL = 3  # points against the answer before, from which on an answer is told of
MOST = 50_000  # customers of the list: as a file they take 100 MB of memory, and a second
_TYPES = {
    "submitted_at": "timestamp",
    "score": "float64",
    "bad": "int64",
    "annual_revenue": "float64",
    "of": "int64",
}


def to_call(snapshot: Snapshot, scope: Scope) -> pd.DataFrame:
    """Customers to call, of the scope's filters, as known at its end: at most MOST of them.

    Of each the newest NPS answer of the last RECENT days counts, of who gave none the newest of
    CSAT and CES. It is bad (a detractor, a score below the positive range), or lower by FELL
    points or more than the one before it in the same series. Who has left by then is left out.
    Columns: customer_id, series, score, before (the score before, NaN for none), answered (day),
    bad (bool), annual_revenue (NaN where not known), open_tickets (opened by then and waiting;
    NaN where tickets name no customer), of (how many customers there are in all), paid (their
    annual revenue in all, NaN or 0 where it is not known). Most annual revenue first, not known
    last; then with an open ticket; then the newest answer.
    """
    catalog, dialect = snapshot.catalog, snapshot.database.dialect
    end = scope.span.end
    first = end - timedelta(days=RECENT - 1)
    tables, columns = _shape(catalog)
    named = f"{name_sql('customer_id', dialect)} IS NOT NULL"
    made = given_sql(catalog, dialect)
    ever = Rows(
        "feedback",
        scope,
        (Span(min(catalog.first_day, first), end),),
        made=made
        | {"recent": flag_sql(f"{day_sql('day', dialect)} >= {date_sql(first, dialect)}")},
        where=(named, *asked_sql(catalog, dialect)),
    )
    rows = [ever]
    if "customers" in tables:
        churned = day_sql("churned_at", dialect)
        known = catalog.has("customers", "churned_at")
        left = f"{churned} <= {date_sql(end, dialect)}" if known else "1 = 0"
        rows.append(Rows("customers", made={"left": flag_sql(left)}, where=(named,)))
    if "tickets" in tables:
        until = Span(min(catalog.first_day, end), end)
        ended = day_sql("ended_at", dialect)
        waits = f"({ended} IS NULL OR {ended} > {date_sql(end, dialect)})"
        rows.append(Rows("tickets", spans=(until,), where=(named, waits)))
    found = plain(snapshot, sql_of(snapshot, _to_call, rows, tables, columns))
    return _tidy(found)


def _shape(catalog: Catalog) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which tables are read beside feedback, and columns of customers."""
    tables = tuple(
        name
        for name, columns in (("customers", ()), ("tickets", ("customer_id", "ended_at")))
        if catalog.has(name, *columns)
    )
    paid = catalog.has("customers", "annual_revenue")
    return tables, ("annual_revenue",) if paid else ()


def flag_sql(condition: str) -> str:
    """SQL for 1 where a condition holds, else 0."""
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def labels_of_company(catalog: Catalog) -> list[str]:
    """Answers to NPS, CSAT and CES."""
    return [
        label
        for label in catalog.answers
        if parse_series(parse_answer(label).series).metric in OF_THE_COMPANY
    ]


def asked_sql(catalog: Catalog, dialect: str) -> tuple[str, ...]:
    """That an answer is one of those that count."""
    return conditions_sql((("answer", tuple(labels_of_company(catalog))),), (), dialect)


def given_sql(catalog: Catalog, dialect: str) -> dict[str, str]:
    """SQL for the series and the score of an answer, and whether it is bad (1) or not (0)."""
    series: dict[str, list[str]] = {}
    scores: dict[str, list[str]] = {}
    bad = []
    for label in labels_of_company(catalog):
        given = parse_answer(label)
        series.setdefault(f"'{given.series}'", []).append(label)
        scores.setdefault(f"{given.score:g}", []).append(label)
        own = parse_series(given.series)
        group = own.group(given.score)
        if group == own.groups[0] if own.metric == "nps" else group != own.groups[-1]:
            bad.append(label)
    return {
        "series": _case(series, dialect),
        "score": _case(scores, dialect),
        "bad": flag_sql(conditions_sql((("answer", tuple(bad)),), (), dialect)[0]),
    }


def _case(values: dict[str, list[str]], dialect: str) -> str:
    """The value whose labels have the answer."""
    ways = (
        f"WHEN {conditions_sql((('answer', tuple(labels)),), (), dialect)[0]} THEN {value}"
        for value, labels in values.items()
    )
    return f"CASE {' '.join(ways)} END"


def _tidy(found: pd.DataFrame) -> pd.DataFrame:
    """In an order that no engine makes its own, with all columns."""
    for name in ("annual_revenue", "open_tickets"):
        if name not in found:
            found[name] = float("nan")
    found["answered"] = pd.to_datetime(found["answered"]).dt.normalize()
    found["bad"] = found["bad"].astype(bool)
    for name in ("score", "before", "annual_revenue", "open_tickets", "paid"):
        found[name] = found[name].astype("float64")
    waits = found["open_tickets"].fillna(0) > 0
    ordered = found.assign(waits=waits).sort_values(
        ["annual_revenue", "waits", "answered", "customer_id"],
        ascending=[False, False, False, True],
        ignore_index=True,
    )
    return ordered.drop(columns="waits")


def _examples(snapshot: Snapshot) -> Examples:
    catalog = snapshot.catalog
    if catalog.has("feedback", "customer_id") and labels_of_company(catalog):
        yield "whom to call", partial(to_call, snapshot, no_rows(catalog, "feedback"))


@question("whom to call", _examples)
def _to_call(tables: tuple[str, ...], columns: tuple[str, ...]) -> ir.Table:
    """`rows0` the answers, then one for each of the tables."""
    last = _last_answers()
    number = 0
    if "customers" in tables:
        number += 1
        people = table(number, ("customer_id", "left", *columns), {**_TYPES, "left": "int64"})
        last = last.left_join(people, "customer_id").drop("customer_id_right")
        last = last.filter(last.left.fill_null(0) == 0).drop("left")
    if "tickets" in tables:
        tickets = table(number + 1, ("customer_id",))
        waiting = tickets.aggregate(by="customer_id", open_tickets=tickets.count())
        last = last.left_join(waiting, "customer_id").drop("customer_id_right")
        last = last.mutate(open_tickets=last.open_tickets.fill_null(0))
    order: list[ir.Value] = [ibis.desc(last[name].fill_null(-1)) for name in columns]
    if "tickets" in tables:
        order.append(ibis.desc((last.open_tickets > 0).ifelse(1, 0)))
    order += [ibis.desc(last.answered), last.customer_id]
    paid = last[columns[0]].sum() if columns else ibis.literal(0.0)
    return last.mutate(of=last.count(), paid=paid).order_by(order).limit(MOST)


def _last_answers() -> ir.Table:
    """The last answer of each customer, where it is bad or fell, with the one before it."""
    rows = table(
        0,
        ("customer_id", "series", "submitted_at", "score", "bad", "recent"),
        {**_TYPES, "recent": "int64"},
    )
    answered = rows.filter(rows.recent == 1).select("customer_id").distinct()
    rows = rows.semi_join(answered, "customer_id")  # windows over all would take much longer
    # Of several answers at the same moment the worst: none of them came before another.
    rows = rows.group_by(["customer_id", "series", "submitted_at", "recent"]).aggregate(
        score=rows.score.min(), bad=rows.bad.max()
    )
    newest = ibis.window(group_by=["customer_id", "series"], order_by=ibis.desc(rows.submitted_at))
    each = rows.mutate(place=ibis.row_number().over(newest), before=rows.score.lead().over(newest))
    each = each.filter(each.place == 0, each.recent == 1)
    nps = each.series.startswith("nps:").ifelse(0, 1)
    one = ibis.window(
        group_by="customer_id",
        order_by=[nps, ibis.desc(each.submitted_at), ibis.desc(each.bad), each.series],
    )
    each = each.mutate(chosen=ibis.row_number().over(one))
    fell = each.before - each.score >= FELL
    told = each.filter(each.chosen == 0, (each.bad == 1) | fell.fill_null(False))
    return told.select(
        "customer_id", "series", "score", "before", "bad", answered=told.submitted_at.date()
    )
