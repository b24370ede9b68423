"""Rows that repeat a key: copies of the row that is kept, rows of another part, or others."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.duckdb_tables import Ask


@dataclass(frozen=True)
class Repeated:
    """Rows that were rejected because their key was there before."""

    rows: int
    copies: int  # the same as the row that is kept, in every mapped column
    of_other_parts: int  # no copies, and the row that is kept is of another part of the table


def compared(ask: Ask, again: ir.Table, kept: ir.Table, key: list[str]) -> Repeated:
    """Compares staged rows that repeat a key with those that are kept.

    Both tables have `_part`, the columns of the key and all others that the mapping has; those kept
    also what was read of comments.
    """
    own = [c for c in kept.columns if c in again.columns and c[0] != "_"]
    read = {"language"} if "comment" in own else set()  # a comment may tell what was not stated
    others = [c for c in own if c not in key and c not in read]
    first = kept.rename({f"kept_{c}": c for c in kept.columns})
    both = again.join(
        first, [again[c].fill_null("") == first[f"kept_{c}"].fill_null("") for c in key]
    )
    same = ibis.literal(True)
    for column in others:
        same = same & _alike(both[column], both[f"kept_{column}"])
    lost = ~same & (both._part != both.kept__part)
    row = ask(
        both.aggregate(
            rows=both.count(),
            copies=same.ifelse(1, 0).sum(),
            of_other_parts=lost.ifelse(1, 0).sum(),
        )
    ).iloc[0]
    rows, copies, of_other_parts = (
        0 if pd.isna(row[name]) else int(row[name]) for name in ("rows", "copies", "of_other_parts")
    )
    return Repeated(rows, copies, of_other_parts)


def _alike(one: ir.Value, other: ir.Value) -> ir.BooleanValue:
    alike: ir.BooleanValue = (one.isnull() & other.isnull()) | (one == other).fill_null(False)
    return alike
