"""Answers that no source has: the sentiment that was read of comments."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def read_of_comments(feedback: ir.Table) -> ir.BooleanValue:
    """Which rows of published feedback are such; see data.ingest.comments.join."""
    if "tone" not in feedback.columns:
        return ibis.literal(False)
    sentiment = feedback.answer.cast("string").startswith("sentiment:")
    return sentiment & feedback.comment.notnull() & feedback.tone.isnull()
