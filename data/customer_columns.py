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
