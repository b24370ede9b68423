"""Questions on whole tables: how many rows a level has, and the rows that were not taken."""

from __future__ import annotations

from functools import partial

import ibis.expr.types as ir
import pandas as pd

from data.query.compile import Examples, question, sql_of, table
from data.query.results import plain, tidy
from data.query.rows import Rows
from data.store.snapshots import Snapshot

_NONE = ("1 = 0",)  # what no row meets


def rows_of_levels(snapshot: Snapshot, key: str, of: str) -> dict[str, int]:
    """Level of a dimension -> its rows in a table, those that leave it empty among them."""
    return _levels_of(snapshot, key, Rows(of))


def _levels_of(snapshot: Snapshot, key: str, rows: Rows) -> dict[str, int]:
    frame = tidy(snapshot, sql_of(snapshot, _levels, [rows], key), [key])
    return {str(level): int(n) for level, n in zip(frame[key], frame["n"], strict=True)}


def rejected_rows(snapshot: Snapshot) -> pd.DataFrame:
    """Every row that was not taken: table_name, source, row_number, reason, detail, raw."""
    return _rejected_of(snapshot, Rows("rejected"))


def _rejected_of(snapshot: Snapshot, rows: Rows) -> pd.DataFrame:
    return plain(snapshot, sql_of(snapshot, _rejected, [rows]))


def _levels_examples(snapshot: Snapshot) -> Examples:
    for one in snapshot.catalog.dimensions[:1]:
        rows = Rows(one.tables[0], where=_NONE)
        yield "rows by level", partial(_levels_of, snapshot, one.key, rows)


@question("rows by level", _levels_examples)
def _levels(key: str) -> ir.Table:
    rows = table(0, (key,))
    return rows.group_by(key).aggregate(n=rows.count())


def _rejected_examples(snapshot: Snapshot) -> Examples:
    yield "rejected rows", partial(_rejected_of, snapshot, Rows("rejected", where=_NONE))


@question("rejected rows", _rejected_examples)
def _rejected() -> ir.Table:
    rows = table(0, ("table_name", "source", "row_number", "reason", "detail", "raw"))
    return rows.order_by("table_name", "source", "row_number")
