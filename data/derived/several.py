"""Columns of which a row may have several levels, in one text between bars: themes of comments."""

from __future__ import annotations

from collections.abc import Iterable

import ibis.expr.types as ir

from data.contract import BAR, SEVERAL


def a_row_a_level(rows: ir.Table, keys: Iterable[str]) -> ir.Table:
    """Rows that have several levels of one of the keys as a row for each of these levels."""
    for key in (one for one in keys if one in SEVERAL):
        held = rows[key].fill_null(BAR + BAR)  # a row without any stays one
        levels = held.substr(1, held.length() - 2).split(BAR).unnest()
        rows = rows.mutate(**{key: levels})
        rows = rows.mutate(**{key: rows[key].nullif("")})
    return rows
