"""What comments say in columns of feedback: several themes in one text, answers read of them."""

from __future__ import annotations

from collections.abc import Iterable

import ibis
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


def read_of_comments(feedback: ir.Table) -> ir.BooleanValue:
    """Which rows of published feedback are such; see data.ingest.comments.join."""
    if "tone" not in feedback.columns:
        return ibis.literal(False)
    sentiment = feedback.answer.cast("string").startswith("sentiment:")
    return sentiment & feedback.comment.notnull() & feedback.tone.isnull()
