"""What comments say in columns of feedback: several themes in one text, answers read of them."""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir
import numpy as np
from pandas.api.extensions import ExtensionArray

from data.contract import BAR, SEVERAL
from metrics.sums.grouping import IntArray


def a_row_a_level(rows: ir.Table, keys: Iterable[str]) -> ir.Table:
    """Rows that have several levels of one of the keys as a row for each of these levels.

    What they hold are few different texts: these are taken apart, and joined to the rows.
    """
    for key in (one for one in keys if one in SEVERAL):
        held = rows.filter(rows[key].notnull()).select(_held=rows[key]).distinct()
        listed = held._held.substr(1, held._held.length() - 2).split(BAR)
        told = held.select("_held", _level=listed.unnest())
        told = told.filter(told._level != "")
        joined = rows.left_join(told, rows[key] == told._held)  # a row without any stays one
        columns = {name: joined[name] for name in rows.columns} | {key: joined._level}
        rows = joined.select(**columns)
    return rows


def each_level(column: ExtensionArray) -> tuple[IntArray, IntArray, list[str]]:
    """The same of cells that were read: their places, each once a level, and its place in levels.

    A cell without any is one row, of the place -1. The levels come last, in order.
    """
    text, texts = column.factorize()
    held = [str(one).strip(BAR).split(BAR) for one in texts]
    levels = sorted({level for own in held for level in own})
    place = {level: number for number, level in enumerate(levels)}
    sizes = np.array([*map(len, held), 1], dtype=np.int64)  # the last one for cells without any
    places = np.array([*(place[level] for own in held for level in own), -1], dtype=np.int64)
    first, many = (np.cumsum(sizes) - sizes)[text], sizes[text]
    rows = np.repeat(np.arange(len(text)), many)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    return rows, places[first[rows] + within], levels


def read_of_comments(feedback: ir.Table) -> ir.BooleanValue:
    """Which rows of published feedback are such; see data.ingest.comments.join."""
    if "tone" not in feedback.columns:
        return ibis.literal(False)
    sentiment = feedback.answer.cast("string").startswith("sentiment:")
    return sentiment & feedback.comment.notnull() & feedback.tone.isnull()
