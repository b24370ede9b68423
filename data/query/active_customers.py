"""Questions on active customers, which do not add up over months or segments: exact figures.

Whole months of segments of customers come from the masks of `activity`; all else from the rows.
An event is a key of EVENTS; its table must have customer_id, and rows without are nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import Catalog
from data.derived.activity import ACTIVITY, EVENTS, MONTHS_A_WORD, REPEATS, month_number
from data.query.compile import Examples, Question, no_rows, question, sql_of, table
from data.query.results import numbers, tidy
from data.query.rows import Rows
from data.scope import Scope, Span
from data.sql import name_sql
from data.store.snapshots import Snapshot


def active_customers(snapshot: Snapshot, scope: Scope, event: str) -> int:
    """How many customers gave feedback, ordered or did something else in the scope."""
    if _by_months(snapshot, event, scope):
        (customers,) = _ask_months(snapshot, _active, scope, scope.span, event)
    else:
        (customers,) = _ask_rows(snapshot, _active, event, scope)
    return customers


def retained_customers(
    snapshot: Snapshot, scope: Scope, base: Scope, event: str
) -> tuple[int, int]:
    """How many customers were active in the base scope, and how many of these in the scope."""
    same = replace(scope, span=base.span) == base
    if same and _by_months(snapshot, event, scope, base):
        before, kept = _ask_months(snapshot, _retained, scope, base.span, event)
    else:
        before, kept = _ask_rows(snapshot, _retained, event, base, scope)
    return before, kept


def repeat_customers(snapshot: Snapshot, scope: Scope) -> tuple[int, int]:
    """How many customers ordered in the scope, and how many of these more than once."""
    frame = repeat_levels(snapshot, scope, ())
    return int(frame["n"].iloc[0]), int(frame["positive"].iloc[0])


def repeat_levels(snapshot: Snapshot, scope: Scope, keys: Sequence[str]) -> pd.DataFrame:
    """Customers who ordered in the scope, and of these more than once: keys..., n, positive.

    The keys are segments of customers, so that each customer is in one row alone.
    """
    words, rows = 0, Rows("orders", scope, (scope.span,))
    if _by_months(snapshot, "orders", scope) and set(keys) <= set(snapshot.catalog.activity):
        words, rows = _month_rows(snapshot, scope, scope.span, "orders")
    return tidy(snapshot, sql_of(snapshot, _repeated, [rows], words, tuple(keys)), keys)


def engaged_customers(snapshot: Snapshot, scope: Scope) -> int | None:
    """How many of the customers who were there in the scope were engaged in it.

    None where the masks of months can't tell; `data/query/customers.py` asks the rows.
    """
    catalog = snapshot.catalog
    if not {"joined_month", "churned_month"} <= set(catalog.activity):
        return None
    if not _by_months(snapshot, "engagement", scope):
        return None
    first, _ = _months(catalog)
    start, end = (month_number(day, first) for day in (scope.span.start, scope.span.end))
    there = (
        f"joined_month <= {end}",
        f"(churned_month IS NULL OR churned_month >= {start})",
    )
    (customers,) = _ask_months(snapshot, _active, scope, scope.span, "engagement", there)
    return customers


def _months(catalog: Catalog) -> tuple[date, int]:
    """A day of the first month of the masks, and how many months they have room for.

    Not up to the newest day of these rows: those of others may be newer.
    """
    days = catalog.days(*EVENTS)
    assert days is not None  # else there are no masks
    words = max(
        sum(one.startswith(f"{name}_") for one in catalog.activity) for name in EVENTS.values()
    )
    return catalog.activity_from or days[0], words * MONTHS_A_WORD


def _by_months(snapshot: Snapshot, event: str, *scopes: Scope) -> bool:
    """True where the masks have the event, and all that the scopes filter by."""
    needed = {f"{EVENTS[event]}_0"}.union(*(scope.columns for scope in scopes))
    months = all(scope.span.whole_months for scope in scopes)
    return months and needed <= set(snapshot.catalog.activity)


def _ask_months(
    snapshot: Snapshot,
    asked: Question[[int]],
    scope: Scope,
    base: Span,
    event: str,
    more: tuple[str, ...] = (),
) -> list[int]:
    words, rows = _month_rows(snapshot, scope, base, event, more)
    return numbers(snapshot, sql_of(snapshot, asked, [rows], words))


def _month_rows(
    snapshot: Snapshot, scope: Scope, base: Span, event: str, more: tuple[str, ...] = ()
) -> tuple[int, Rows]:
    """How many words of months are needed, and these of the customers of the scope."""
    catalog, dialect = snapshot.catalog, snapshot.database.dialect
    masks, before = (_masks(span, *_months(catalog)) for span in (scope.span, base))
    words = sorted(masks | before) or [0]
    made = {}
    for place, word in enumerate(words):
        made[f"months_{place}"] = name_sql(f"{EVENTS[event]}_{word}", dialect)
        made[f"repeats_{place}"] = name_sql(f"{REPEATS}_{word}", dialect)
        made[f"span_{place}"] = str(masks.get(word, 0))
        made[f"base_{place}"] = str(before.get(word, 0))
    return len(words), Rows(ACTIVITY, scope, made=made, where=more)


def _masks(span: Span, first: date, months: int) -> dict[int, int]:
    """Word -> its bits that are months of the span, for words that have any."""
    masks: dict[int, int] = {}
    start, end = (month_number(day, first) for day in (span.start, span.end))
    for month in range(max(start, 0), min(end, months - 1) + 1):
        word, bit = divmod(month, MONTHS_A_WORD)
        masks[word] = masks.get(word, 0) | 1 << bit
    return masks


def _ask_rows(snapshot: Snapshot, asked: Question[[int]], event: str, *scopes: Scope) -> list[int]:
    rows = [Rows(event, scope, (scope.span,)) for scope in scopes]
    return numbers(snapshot, sql_of(snapshot, asked, rows, 0))


def _months_table(words: int, *names: str, keys: Sequence[str] = ()) -> ir.Table:
    columns = {f"{name}_{i}": "int64" for i in range(words) for name in ("months", *names)}
    return table(0, (*columns, *keys), columns)


def _common(rows: ir.Table, words: int, months: str, span: str) -> list[ir.IntegerValue]:
    """The bits of each word that are in the span."""
    return [rows[f"{months}_{i}"] & rows[f"{span}_{i}"] for i in range(words)]


def _any(words: Sequence[ir.IntegerValue]) -> ir.BooleanValue:
    return ibis.or_(*(word != 0 for word in words))


def _customers(place: int, keys: Sequence[str] = ()) -> ir.Table:
    """A row a customer of `rows<place>`, with how many rows they have."""
    rows = table(place, ("customer_id", *keys))
    named = rows.filter(rows.customer_id.notnull())
    return named.aggregate(by=["customer_id", *keys], times=named.count())


def _counted(rows: ir.Table, more: ir.BooleanColumn, keys: Sequence[str] = ()) -> ir.Table:
    """How many customers there are, and of how many more is true."""
    return rows.aggregate(by=keys, n=rows.count(), positive=rows.count(where=more).fill_null(0))


def _scopes(snapshot: Snapshot, event: str) -> list[Scope]:
    """Scopes of no rows: one for the rows, and one for the masks where there are any."""
    catalog = snapshot.catalog
    if not catalog.has(event, "customer_id"):
        return []
    first = (catalog.last_day.replace(day=1) + timedelta(days=62)).replace(day=1)
    month = Scope(Span(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)))
    return [no_rows(catalog, event), *([month] if _by_months(snapshot, event, month) else [])]


def _active_examples(snapshot: Snapshot) -> Examples:
    for event in EVENTS:
        for scope in _scopes(snapshot, event):
            yield f"customers of {event}", partial(active_customers, snapshot, scope, event)


@question("active customers", _active_examples)
def _active(words: int) -> ir.Table:
    """`words` of masks of months; 0: from the rows."""
    customers = _customers(0)
    if words:
        rows = _months_table(words, "span")
        customers = rows.filter(_any(_common(rows, words, "months", "span")))
    return customers.aggregate(n=customers.count())


def _retained_examples(snapshot: Snapshot) -> Examples:
    for event in EVENTS:
        for scope in _scopes(snapshot, event):
            yield f"retained of {event}", partial(retained_customers, snapshot, scope, scope, event)


@question("retained customers", _retained_examples)
def _retained(words: int) -> ir.Table:
    """Of masks the words, and 0 for rows: those of the base scope, then those of the scope."""
    if words:
        rows = _months_table(words, "span", "base")
        rows = rows.filter(_any(_common(rows, words, "months", "base")))
        return _counted(rows, _any(_common(rows, words, "months", "span")))
    base, now = _customers(0), _customers(1).select(again="customer_id")
    both = base.left_join(now, base.customer_id == now.again)
    return _counted(both, both.again.notnull())


def _repeated_examples(snapshot: Snapshot) -> Examples:
    segments = [d.key for d in snapshot.catalog.dimensions if d.segment and "orders" in d.tables]
    for scope in _scopes(snapshot, "orders"):
        yield "repeat customers", partial(repeat_customers, snapshot, scope)
        by = partial(repeat_levels, snapshot, scope, segments[:1])
        yield "repeat customers by level", by


@question("repeat customers", _repeated_examples)
def _repeated(words: int, keys: tuple[str, ...]) -> ir.Table:
    if not words:
        customers = _customers(0, keys)
        return _counted(customers, customers.times > 1, keys)
    rows = _months_table(words, "span", "repeats", keys=keys)
    rows = rows.filter(_any(_common(rows, words, "months", "span")))
    months = _common(rows, words, "months", "span")
    several = [word & (word - 1) for word in months]  # not 0 where two bits or more are set
    spread = sum(ibis.ifelse(word != 0, 1, 0) for word in months)
    again = _any([*several, *_common(rows, words, "repeats", "span")]) | (spread > 1)
    return _counted(rows, again, keys)
