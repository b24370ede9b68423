"""Rows that repeat a key: the first is kept, the others are rejected."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.contract import Table


def without_duplicates(rows: ir.Table, table: Table) -> ir.Table:
    """Rows that repeat a key get the reason; the earliest is kept."""
    key = [column for column in table.key if column in rows.columns]
    if not key:
        return rows
    fine = rows._reason.isnull()
    if table.name == "feedback":
        fine = fine & rows.score.notnull()
    first = [c for c in ("_part", table.clock) if c in rows.columns]
    others = [c for c in rows.columns if c not in (*first, *key, "_reason", "_detail")]
    place = ibis.row_number().over(
        group_by=[fine, *(rows[c] for c in key)], order_by=[rows[c] for c in (*first, *others)]
    )
    numbered = rows.mutate(_place=place, _fine=fine)
    again = numbered._fine & (numbered._place > 0)
    texts = [
        ibis.literal(f"{', ' if c != key[0] else ''}{c}: ") + numbered[c].cast("string")
        for c in key
    ]
    shown = texts[0]
    for text in texts[1:]:
        shown = shown + text.fill_null("")
    return numbered.mutate(
        _reason=ibis.ifelse(again, f"duplicate {key[0]}", numbered._reason),
        _detail=ibis.ifelse(again, shown, numbered._detail),
    ).drop("_place", "_fine")
