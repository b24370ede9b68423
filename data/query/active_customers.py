"""Questions on customers, which do not add up over months or segments: exact, never estimated.

Whole months of segments of customers come from the masks of `activity`; all else from the rows.
An event is a key of EVENTS; its table must have customer_id, and rows without are nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import Catalog
from data.derived.activity import ACTIVITY, EVENTS, MONTHS_A_WORD, REPEATS, month_number
from data.query import feedback
from data.query.compile import with_rows
from data.query.plan import Part
from data.query.rows import conditions_sql, name_sql, rows_sql
from data.scope import Scope, Span
from data.store.snapshots import Snapshot


def active_customers(snapshot: Snapshot, scope: Scope, event: str) -> int:
    """How many customers gave feedback, ordered or did something else in the scope."""
    if _by_months(snapshot, event, scope):
        (customers,) = _ask_months(snapshot, "active", scope, scope.span, event)
    else:
        (customers,) = _ask_rows(snapshot, "active", event, scope)
    return customers


def retained_customers(
    snapshot: Snapshot, scope: Scope, base: Scope, event: str
) -> tuple[int, int]:
    """How many customers were active in the base scope, and how many of these in the scope."""
    same = (scope.filters, scope.without) == (base.filters, base.without)
    if same and _by_months(snapshot, event, scope, base):
        before, kept = _ask_months(snapshot, "retained", scope, base.span, event)
    else:
        before, kept = _ask_rows(snapshot, "retained", event, base, scope)
    return before, kept


def repeat_customers(snapshot: Snapshot, scope: Scope) -> tuple[int, int]:
    """How many customers ordered in the scope, and how many of these more than once."""
    if _by_months(snapshot, "orders", scope):
        ordered, again = _ask_months(snapshot, "repeated", scope, scope.span, "orders")
    else:
        ordered, again = _ask_rows(snapshot, "repeated", "orders", scope)
    return ordered, again


def repeat_levels(snapshot: Snapshot, scope: Scope, keys: Sequence[str]) -> pd.DataFrame:
    """Customers who ordered in the scope, and of these more than once: keys..., n, positive.

    The keys are segments of customers, so that each customer is in one row alone.
    """
    activity = set(snapshot.catalog.activity)
    if _by_months(snapshot, "orders", scope) and set(keys) <= activity:
        words, rows = _month_rows(snapshot, "repeated", scope, scope.span, "orders", keys)
        question = "repeated months"
    else:
        place = (snapshot.database.dialect, snapshot.database.prefix)
        part = Part("orders", False, (scope.span,))
        words, rows = 0, rows_sql(part, scope, ("customer_id", *keys), "day", *place)
        question = "repeated rows"
    compiled = _compiled(question, words, snapshot.database.dialect, tuple(keys))
    return feedback.tidy(snapshot, with_rows(compiled, [rows]), keys)


def engaged_customers(snapshot: Snapshot, scope: Scope) -> int | None:
    """How many of the customers who were there in the scope were engaged in it.

    None where the masks of months can't tell; `data/query/customer_questions.py` asks the rows.
    """
    catalog = snapshot.catalog
    if not {"joined_month", "churned_month"} <= set(catalog.activity):
        return None
    if not _by_months(snapshot, "engagement", scope):
        return None
    first, _ = _days(catalog)
    start, end = (month_number(day, first) for day in (scope.span.start, scope.span.end))
    there = (
        f"joined_month <= {end}",
        f"(churned_month IS NULL OR churned_month >= {start})",
    )
    (customers,) = _ask_months(snapshot, "active", scope, scope.span, "engagement", there)
    return customers


def _days(catalog: Catalog) -> tuple[date, date]:
    days = catalog.days(*EVENTS)
    assert days is not None  # else there are no masks
    return days


def _by_months(snapshot: Snapshot, event: str, *scopes: Scope) -> bool:
    """True where the masks have the event, and all that the scopes filter by."""
    needed = {f"{EVENTS[event]}_0"}.union(*(scope.columns for scope in scopes))
    months = all(scope.span.whole_months for scope in scopes)
    return months and needed <= set(snapshot.catalog.activity)


def _ask_months(
    snapshot: Snapshot,
    question: str,
    scope: Scope,
    base: Span,
    event: str,
    more: Sequence[str] = (),
) -> list[int]:
    words, rows = _month_rows(snapshot, question, scope, base, event, (), more)
    return _ask(snapshot, f"{question} months", words, [rows])


def _month_rows(
    snapshot: Snapshot,
    question: str,
    scope: Scope,
    base: Span,
    event: str,
    keys: Sequence[str] = (),
    more: Sequence[str] = (),
) -> tuple[int, str]:
    """How many words of months are needed, and SQL for these of the customers of the scope."""
    catalog, database = snapshot.catalog, snapshot.database
    masks, before = (_masks(span, *_days(catalog)) for span in (scope.span, base))
    words = sorted(masks | before) or [0]
    columns = {key: name_sql(key, database.dialect) for key in keys}
    for place, word in enumerate(words):
        columns[f"months_{place}"] = name_sql(f"{EVENTS[event]}_{word}", database.dialect)
        columns[f"span_{place}"] = str(masks.get(word, 0))
        columns[f"base_{place}"] = str(before.get(word, 0))
        if question == "repeated":
            columns[f"repeats_{place}"] = name_sql(f"{REPEATS}_{word}", database.dialect)
    shown = ", ".join(f"{sql} AS {name_sql(c, database.dialect)}" for c, sql in columns.items())
    conditions = [*conditions_sql(scope.filters, scope.without, database.dialect), *more]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = f"SELECT {shown} FROM {name_sql(database.prefix + ACTIVITY, database.dialect)}{where}"
    return len(words), rows


def _masks(span: Span, first: date, last: date) -> dict[int, int]:
    """Word -> its bits that are months of the span, for words that have any."""
    masks: dict[int, int] = {}
    start, end = max(span.start, first), min(span.end, last)
    for month in range(month_number(start, first), month_number(end, first) + 1):
        word, bit = divmod(month, MONTHS_A_WORD)
        masks[word] = masks.get(word, 0) | 1 << bit
    return masks


def _ask_rows(snapshot: Snapshot, question: str, table: str, *scopes: Scope) -> list[int]:
    place = (snapshot.database.dialect, snapshot.database.prefix)
    rows = [
        rows_sql(Part(table, False, (scope.span,)), scope, ("customer_id",), "day", *place)
        for scope in scopes
    ]
    return _ask(snapshot, f"{question} rows", 0, rows)


def _ask(snapshot: Snapshot, question: str, words: int, rows: Sequence[str]) -> list[int]:
    compiled = _compiled(question, words, snapshot.database.dialect)
    found = snapshot.database.frame(with_rows(compiled, rows))
    return [int(number) for number in found.iloc[0]]


@lru_cache(maxsize=64)
def _compiled(question: str, words: int, dialect: str, keys: tuple[str, ...] = ()) -> str:
    return str(ibis.to_sql(_QUESTIONS[question](words, keys), dialect=dialect))


def _months_table(words: int, *names: str, keys: Sequence[str] = ()) -> ir.Table:
    columns = {f"{name}_{i}": "int64" for i in range(words) for name in ("months", *names)}
    return ibis.table({**columns, **dict.fromkeys(keys, "string")}, name="rows0")


def _common(rows: ir.Table, words: int, months: str, span: str) -> list[ir.IntegerValue]:
    """The bits of each word that are in the span."""
    return [rows[f"{months}_{i}"] & rows[f"{span}_{i}"] for i in range(words)]


def _any(words: Sequence[ir.IntegerValue]) -> ir.BooleanValue:
    return ibis.or_(*(word != 0 for word in words))


def _counted(rows: ir.Table, more: ir.BooleanColumn, keys: Sequence[str] = ()) -> ir.Table:
    """How many customers there are, and of how many more is true."""
    return rows.aggregate(by=keys, n=rows.count(), positive=rows.count(where=more).fill_null(0))


def _active_months(words: int, _: Sequence[str]) -> ir.Table:
    rows = _months_table(words, "span")
    rows = rows.filter(_any(_common(rows, words, "months", "span")))
    return rows.aggregate(n=rows.count())


def _retained_months(words: int, _: Sequence[str]) -> ir.Table:
    rows = _months_table(words, "span", "base")
    rows = rows.filter(_any(_common(rows, words, "months", "base")))
    return _counted(rows, _any(_common(rows, words, "months", "span")))


def _repeated_months(words: int, keys: Sequence[str]) -> ir.Table:
    rows = _months_table(words, "span", "repeats", keys=keys)
    rows = rows.filter(_any(_common(rows, words, "months", "span")))
    months = _common(rows, words, "months", "span")
    several = [word & (word - 1) for word in months]  # not 0 where two bits or more are set
    spread = sum(ibis.ifelse(word != 0, 1, 0) for word in months)
    again = _any([*several, *_common(rows, words, "repeats", "span")]) | (spread > 1)
    return _counted(rows, again, keys)


def _customers(place: int, keys: Sequence[str] = ()) -> ir.Table:
    columns = dict.fromkeys(("customer_id", *keys), "string")
    rows = ibis.table(columns, name=f"rows{place}")
    named = rows.filter(rows.customer_id.notnull())
    return named.aggregate(by=["customer_id", *keys], times=named.count())


def _active_rows(_: int, __: Sequence[str]) -> ir.Table:
    customers = _customers(0)
    return customers.aggregate(n=customers.count())


def _retained_rows(_: int, __: Sequence[str]) -> ir.Table:
    base, now = _customers(0), _customers(1).select(again="customer_id")
    both = base.left_join(now, base.customer_id == now.again)
    return _counted(both, both.again.notnull())


def _repeated_rows(_: int, keys: Sequence[str]) -> ir.Table:
    customers = _customers(0, keys)
    return _counted(customers, customers.times > 1, keys)


_QUESTIONS: dict[str, Callable[[int, Sequence[str]], ir.Table]] = {
    "active months": _active_months,
    "retained months": _retained_months,
    "repeated months": _repeated_months,
    "active rows": _active_rows,
    "retained rows": _retained_rows,
    "repeated rows": _repeated_rows,
}
