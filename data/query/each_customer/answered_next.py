"""Answers of customers with the next one of each: what came after those who were contacted."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import Catalog
from data.query.compile import Examples, question, sql_of, table
from data.query.each_customer.to_call import (
    asked_sql,
    flag_sql,
    given_sql,
    labels_of_company,
)
from data.query.results import plain
from data.query.rows import Rows, conditions_sql, day_sql
from data.scope import Span
from data.sql import name_sql
from data.store.snapshots import Snapshot

_TYPES = {"submitted_at": "timestamp", "score": "float64", "told": "int64", "churned_day": "date"}
_COLUMNS = (
    *("customer_id", "answer", "series", "score", "segment"),
    *("answered", "next_answered", "next_score", "left"),
)


def answered_next(
    snapshot: Snapshot, span: Span, column: str, levels: Collection[str], segment: str
) -> pd.DataFrame:
    """Answers to NPS, CSAT and CES in a span whose `column` (customer_id or answer) is one of some.

    Each with the next one of the same customer in the same series within the span. Columns:
    customer_id, answer (as `series|score`), series, score, segment (the level, "" where the cell
    is empty, and where `segment` is ""), answered, next_answered (days, NaT for none), next_score,
    left (the day, NaT where it is not known). Raises UnavailableError.
    """
    catalog, dialect = snapshot.catalog, snapshot.database.dialect
    told = conditions_sql(((column, tuple(levels)),), (), dialect)[0]
    given = given_sql(catalog, dialect)
    made = {
        "series": given["series"],
        "score": given["score"],
        "told": flag_sql(told),
    }
    named = f"{name_sql('customer_id', dialect)} IS NOT NULL"
    where = (named, *asked_sql(catalog, dialect))
    rows = [Rows("feedback", spans=(span,), made=made, where=where)]
    leaves = catalog.has("customers", "churned_at")
    if leaves:
        churned = day_sql("churned_at", dialect)
        rows.append(Rows("customers", made={"churned_day": churned}, where=(named,)))
    found = plain(snapshot, sql_of(snapshot, _answered_next, rows, segment, leaves))
    for name in ("answered", "next_answered"):
        found[name] = pd.to_datetime(found[name]).dt.normalize()
    found["left"] = pd.to_datetime(found["churned_day"]) if leaves else pd.NaT
    stated = found[segment].astype(object).where(found[segment].notna(), "") if segment else ""
    found = found.assign(segment=stated, answer=found["answer"].astype(str))
    return found[list(_COLUMNS)]


def _examples(snapshot: Snapshot) -> Examples:
    catalog: Catalog = snapshot.catalog
    if catalog.has("feedback", "customer_id") and labels_of_company(catalog):
        day = Span(catalog.first_day, catalog.first_day)
        asked = partial(answered_next, snapshot, day, "customer_id", ["a"], "")
        yield "answers and the next ones", asked


@question("answers and the next ones", _examples)
def _answered_next(segment: str, leaves: bool) -> ir.Table:
    """`rows0` the answers, `rows1` customers with the day on which they left."""
    own = ("customer_id", "series", "submitted_at", "score", "answer", "told")
    rows = table(0, (*own, segment) if segment else own, _TYPES)
    # Of several at the same moment the worst first: engines keep no order among equals.
    later = ibis.window(
        group_by=["customer_id", "series"], order_by=[rows.submitted_at, rows.score]
    )
    each = rows.mutate(
        next_answered=rows.submitted_at.lead().over(later), next_score=rows.score.lead().over(later)
    )
    each = each.filter(each.told == 1).drop("told").rename(answered="submitted_at")
    if leaves:
        people = table(1, ("customer_id", "churned_day"), _TYPES)
        each = each.left_join(people, "customer_id").drop("customer_id_right")
    return each
