"""How many rows a few customers have together: more rows are surely of more customers."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.contract import TABLES
from data.derived.same_customer import series_of
from data.duckdb_tables import Ask

COMMENTS = "comments"  # the reader of pages that counts them has the same name


def rows_of_few(tables: Mapping[str, ir.Table], few: int, ask: Ask) -> dict[str, int]:
    """The rows of the few customers with most of them, by table; of feedback by series.

    Nothing of what has a row a customer at most. A row without a customer is of one of its own.
    Comments that are counted are a table of their own, COMMENTS.
    """
    found: dict[str, int] = {}
    for table, rows in tables.items():
        if "customer_id" not in rows.columns or TABLES[table].key == ("customer_id",):
            continue
        named = rows.filter(rows.customer_id.notnull())
        if table == "feedback":
            found |= _by_name(named, series_of(named), few, ask)
        else:
            found |= _by_name(named, ibis.literal(table), few, ask)
        if "voice" in rows.columns:
            found |= _by_name(named.filter(named.voice), ibis.literal(COMMENTS), few, ask)
    return found


def _by_name(named: ir.Table, of: ir.StringValue, few: int, ask: Ask) -> dict[str, int]:
    customers = named.group_by(named.customer_id, of=of).aggregate(n=named.count())
    sizes = ask(customers.group_by("of", "n").aggregate(customers=customers.count()))
    found = {str(name): _most(own, few) for name, own in sizes.groupby("of")}
    return {name: most for name, most in found.items() if most > few}


def largest_amounts(orders: ir.Table | None, ask: Ask) -> tuple[float, float] | None:
    """What the two customers with most of it have ordered for, refunds added; None without any."""
    if orders is None:
        return None
    customers = orders.group_by("customer_id").aggregate(amount=orders.amount.abs().sum())
    found = ask(customers.order_by(customers.amount.desc()).limit(2))["amount"].tolist()
    return float(found[0]), float(found[1]) if len(found) > 1 else 0.0


def _most(sizes: pd.DataFrame, few: int) -> int:
    """Rows of the few customers with most; `sizes`: how many customers have n rows."""
    sizes = sizes.sort_values("n", ascending=False)
    before = sizes["customers"].cumsum() - sizes["customers"]
    taken = (few - before).clip(0, sizes["customers"])
    return int((taken * sizes["n"]).sum() + (few - taken.sum()))
