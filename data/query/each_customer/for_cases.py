"""For which customers a rule makes a case: their last answer, what they pay, tickets that wait."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import partial

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import Catalog
from data.mapping.cases.rules import When
from data.query.compile import Examples, question, sql_of, table
from data.query.each_customer.to_call import flag_sql
from data.query.results import plain
from data.query.rows import Rows, conditions_sql, date_sql, day_sql
from data.scope import Span
from data.sql import name_sql
from data.store.snapshots import Snapshot
from metrics.series import OF_THE_COMPANY, parse_answer, parse_series

RECENT = 30  # days in which the answer was given
_TYPES = {
    "submitted_at": "timestamp",
    "met": "int64",
    "left_out": "int64",
    "annual_revenue": "float64",
}


def for_cases(
    snapshot: Snapshot, when: When, scale: tuple[float, float], today: date
) -> pd.DataFrame:
    """Customers who meet a rule on a day, by their last answer to its metric on this scale.

    Of the RECENT days to that day. Columns: customer_id, response_id, answered (day), score. Most
    annual revenue first, not known last, then the newest answer. Who has left is not among them.
    Raises UnavailableError.
    """
    asked = _labels(snapshot.catalog, when.metric, scale)
    low, high = when.scores
    told = [label for label in asked if low <= parse_answer(label).score <= high]
    if not told:
        return pd.DataFrame(columns=["customer_id", "response_id", "answered", "score"])
    shape = _shape(snapshot.catalog, when)
    found = plain(
        snapshot,
        sql_of(snapshot, _for_cases, _rows(snapshot, when, (asked, told), today), *shape),
    )
    found["answered"] = pd.to_datetime(found["submitted_at"]).dt.normalize()
    found["score"] = [parse_answer(str(one)).score for one in found["answer"]]
    paid = found["annual_revenue"] if "annual_revenue" in found else float("nan")
    ordered = found.assign(paid=paid).sort_values(
        ["paid", "submitted_at", "customer_id"], ascending=[False, False, True], ignore_index=True
    )
    return ordered[["customer_id", "response_id", "answered", "score"]]


def _labels(catalog: Catalog, metric: str, scale: tuple[float, float]) -> list[str]:
    """Answers to the metric on that scale."""
    series = {label: parse_series(parse_answer(label).series) for label in catalog.answers}
    wanted = (metric, *scale)
    return [
        label
        for label, one in series.items()
        if (one.metric, one.scale_min, one.scale_max) == wanted
    ]


def _shape(catalog: Catalog, when: When) -> tuple[str, tuple[str, ...], bool]:
    """Which customers are read ("" for none), which columns of them, and whether tickets are.

    Of those who pay enough those alone who are known to; else all but who is known to have left.
    """
    paid = ("annual_revenue",) if catalog.has("customers", "annual_revenue") else ()
    who = "known" if when.revenue_over is not None else "all"
    return who if catalog.has("customers") else "", paid, when.ticket_days is not None


def _rows(
    snapshot: Snapshot, when: When, labels: tuple[Collection[str], Collection[str]], today: date
) -> list[Rows]:
    catalog, dialect = snapshot.catalog, snapshot.database.dialect
    named = f"{name_sql('customer_id', dialect)} IS NOT NULL"
    asked, told = (conditions_sql((("answer", tuple(one)),), (), dialect)[0] for one in labels)
    recent = Span(today - timedelta(days=RECENT - 1), today)
    made = {"met": flag_sql(told)}
    rows = [Rows("feedback", spans=(recent,), made=made, where=(named, asked))]
    if catalog.has("customers"):
        gone = []
        if catalog.has("customers", "churned_at"):
            gone.append(f"{day_sql('churned_at', dialect)} <= {date_sql(today, dialect)}")
        if when.revenue_over is not None:
            paid = name_sql("annual_revenue", dialect)
            gone.append(f"{paid} IS NULL OR {paid} <= {when.revenue_over!r}")
        out = flag_sql(" OR ".join(gone) or "1 = 0")
        rows.append(Rows("customers", made={"left_out": out}, where=(named,)))
    if when.ticket_days is not None:
        opened = today - timedelta(days=when.ticket_days)
        until = Span(min(catalog.first_day, opened), opened)
        ended = day_sql("ended_at", dialect)
        known = catalog.has("tickets", "ended_at")
        waits = (f"({ended} IS NULL OR {ended} > {date_sql(today, dialect)})",) if known else ()
        rows.append(Rows("tickets", spans=(until,), where=(named, *waits)))
    return rows


def _examples(snapshot: Snapshot) -> Examples:
    catalog = snapshot.catalog
    if not catalog.has("feedback", "customer_id"):
        return
    for label in catalog.answers:
        series = parse_series(parse_answer(label).series)
        if series.metric in OF_THE_COMPANY:
            ends = (series.scale_min, series.scale_max)
            days = 1 if catalog.has("tickets", "customer_id", "ended_at") else None
            when = When.model_validate({series.metric: ends, "ticket_days": days})
            before = catalog.first_day - timedelta(days=1)
            yield "customers of a rule", partial(for_cases, snapshot, when, ends, before)
            return


@question("customers of a rule", _examples)
def _for_cases(customers: str, columns: tuple[str, ...], tickets: bool) -> ir.Table:
    """`rows0` the answers, then customers, then their tickets."""
    rows = table(0, ("customer_id", "response_id", "submitted_at", "answer", "met"), _TYPES)
    # Of several answers at the same moment one that meets the rule: engines keep no order.
    newest = ibis.window(
        group_by="customer_id",
        order_by=[ibis.desc(rows.submitted_at), ibis.desc(rows.met), rows.response_id, rows.answer],
    )
    last = rows.mutate(place=ibis.row_number().over(newest))
    last = last.filter(last.place == 0, last.met == 1).drop("place", "met")
    if customers:
        people = table(1, ("customer_id", "left_out", *columns), _TYPES)
        last = last.left_join(people, "customer_id").drop("customer_id_right")
        unknown = 1 if customers == "known" else 0
        last = last.filter(last.left_out.fill_null(unknown) == 0).drop("left_out")
    if tickets:
        waiting = table(2 if customers else 1, ("customer_id",)).distinct()
        last = last.semi_join(waiting, "customer_id")
    return last
