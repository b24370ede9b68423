"""What is worked out of customers at the load, for files and databases alike."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def with_days(customers: ir.Table) -> ir.Table:
    """With the days on which they joined and left, as far as these are mapped.

    joined_day is empty for who left before, so that they are in no answer.
    """
    days = {
        f"{name}_day": customers[f"{name}_at"].cast("date")
        for name in ("joined", "churned")
        if f"{name}_at" in customers.columns
    }
    if len(days) > 1:
        joined, churned = days["joined_day"], days["churned_day"]
        days["joined_day"] = ibis.ifelse(churned < joined, ibis.null("date"), joined)
    return customers.mutate(**days)


def lives(customers: ir.Table) -> ir.Table:
    """One row: `unplaced` customers, who have no joined_day, and the day on which one first `left`.

    `left` is of those who are placed, and only where it is mapped when customers leave.
    """
    placed = customers.joined_day.notnull()
    sums: dict[str, ir.Value] = {"unplaced": customers.count(where=~placed)}
    if "churned_day" in customers.columns:
        sums["left"] = customers.churned_day.min(where=placed)
    return customers.aggregate(**sums)
