"""Which customers the data have: of those who read some rows alone, those rows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import ibis
import ibis.expr.types as ir

from data.catalog import Catalog
from data.query.compile import Examples, question, sql_of, table
from data.query.results import plain
from data.query.rows import Rows, conditions_sql
from data.sql import name_sql
from data.store.snapshots import Snapshot

_TABLES = ("customers", "feedback")


def known_customers(snapshot: Snapshot, ids: Iterable[str]) -> set[str]:
    """Those of some ids that have a row of customers or of feedback. Raises UnavailableError."""
    wanted, tables = tuple(sorted({*ids})), _tables(snapshot.catalog)
    if not wanted or not tables:
        return set()
    dialect = snapshot.database.dialect
    # The id `(not stated)` is nobody's, where a condition takes it for all rows without one.
    named = f"{name_sql('customer_id', dialect)} IS NOT NULL"
    where = (*conditions_sql((("customer_id", wanted),), (), dialect), named)
    rows = [Rows(name, where=where) for name in tables]
    return {*plain(snapshot, sql_of(snapshot, _known, rows, len(tables)))["customer_id"]}


def _tables(catalog: Catalog) -> list[str]:
    return [name for name in _TABLES if catalog.has(name, "customer_id")]


def _examples(snapshot: Snapshot) -> Examples:
    if _tables(snapshot.catalog):
        yield "known customers", partial(known_customers, snapshot, ["a"])


@question("known customers", _examples)
def _known(tables: int) -> ir.Table:
    found = [table(number, ("customer_id",)) for number in range(tables)]
    return ibis.union(*found).distinct() if found[1:] else found[0].distinct()
