"""Questions on whole tables: how many rows a level has, and the rows that were not taken.

The latter come in batches: there may be more of them than memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import ibis.expr.types as ir
import pandas as pd

from data.derived.of_comments import a_row_a_level
from data.query.compile import Examples, question, sql_of, table
from data.query.results import plain, tidy
from data.query.rows import NO_ROWS, Rows, is_sql
from data.sql import name_sql
from data.store.snapshots import Snapshot

REJECTED = ("table_name", "source", "row_number", "reason", "detail", "raw")
_BLOCK = 64  # numbers of rows that are counted together
_MOST_ROWS, _MOST_SIZE = 4096, 2_000_000  # of a batch; characters of what its rows held
_TYPES = {"row_number": "int64"}


def rows_of_levels(snapshot: Snapshot, key: str, of: str) -> dict[str, int]:
    """Level of a dimension -> its rows in a table, those that leave it empty among them."""
    return _levels_of(snapshot, key, Rows(of))


def _levels_of(snapshot: Snapshot, key: str, rows: Rows) -> dict[str, int]:
    frame = tidy(snapshot, sql_of(snapshot, _levels, [rows], key), [key])
    return {str(level): int(n) for level, n in zip(frame[key], frame["n"], strict=True)}


def _levels_examples(snapshot: Snapshot) -> Examples:
    for one in snapshot.catalog.dimensions[:1]:
        rows = Rows(one.tables[0], where=NO_ROWS)
        yield "rows by level", partial(_levels_of, snapshot, one.key, rows)


@question("rows by level", _levels_examples)
def _levels(key: str) -> ir.Table:
    rows = a_row_a_level(table(0, (key,)), (key,))
    return rows.group_by(key).aggregate(n=rows.count())


class Rejected(NamedTuple):
    """How many rows were not taken, and all of them, with REJECTED, by table, source and number.

    A batch is asked for when it is wanted, so that a slow reader holds nobody up.
    """

    rows: int
    batches: Iterator[pd.DataFrame]


class _Run(NamedTuple):
    """Rows of one source beside each other, and the characters that they held."""

    where: tuple[str, ...]  # SQL of what they meet
    rows: int
    size: int

    @property
    def page(self) -> int:
        """How many of them are asked for at once."""
        most = min(_MOST_ROWS, self.rows * _MOST_SIZE // max(self.size, 1))
        return min(self.rows, max(most, 1))


def rejected_batches(snapshot: Snapshot) -> Rejected:
    """Every row that was not taken. They are counted at once. Raises UnavailableError."""
    blocks = _blocks_of(snapshot, Rows("rejected"))
    return Rejected(int(blocks["n"].sum()), _batches(snapshot, blocks))


def _batches(snapshot: Snapshot, blocks: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for (name, source), own in blocks.groupby(["table_name", "source"]):
        for run in _runs(str(name), str(source), own, snapshot.database.dialect):
            rows = Rows("rejected", where=run.where)
            for first in range(0, run.rows, run.page):
                yield _rows_of(snapshot, rows, (run.page, first) if run.page < run.rows else None)


def _runs(name: str, source: str, blocks: pd.DataFrame, dialect: str) -> Iterator[_Run]:
    """Blocks of a source, joined as long as they make one batch. Databases number no rows."""
    of_source = (is_sql("table_name", name, dialect), is_sql("source", source, dialect))
    number = name_sql("row_number", dialect)
    numbered = blocks.dropna(subset="block").sort_values("block")
    first, rows, size = 0, 0, 0
    for block, n, held in numbered[["block", "n", "size"]].itertuples(index=False):
        if rows and (rows + n > _MOST_ROWS or size + held > _MOST_SIZE):
            before = f"{number} >= {first} AND {number} < {int(block) * _BLOCK}"
            yield _Run((*of_source, before), rows, size)
            first, rows, size = int(block) * _BLOCK, 0, 0
        rows, size = rows + int(n), size + int(held)
    if rows:
        yield _Run((*of_source, f"{number} >= {first}"), rows, size)
    for n, held in blocks.loc[blocks["block"].isna(), ["n", "size"]].itertuples(index=False):
        yield _Run((*of_source, f"{number} IS NULL"), int(n), int(held))


def _blocks_of(snapshot: Snapshot, rows: Rows) -> pd.DataFrame:
    return plain(snapshot, sql_of(snapshot, _blocks, [rows]))


def _rows_of(snapshot: Snapshot, rows: Rows, page: tuple[int, int] | None) -> pd.DataFrame:
    return plain(snapshot, sql_of(snapshot, _rejected, [rows], page))


def _blocks_examples(snapshot: Snapshot) -> Examples:
    yield "rejected rows counted", partial(_blocks_of, snapshot, Rows("rejected", where=NO_ROWS))


@question("rejected rows counted", _blocks_examples)
def _blocks() -> ir.Table:
    rows = table(0, ("table_name", "source", "row_number", "raw"), _TYPES)
    block = (rows.row_number / _BLOCK).floor().cast("int64")
    size = rows.raw.length().sum().fill_null(0).cast("int64")
    return rows.group_by(rows.table_name, rows.source, block=block).aggregate(
        n=rows.count(), size=size
    )


def _rejected_examples(snapshot: Snapshot) -> Examples:
    rows = Rows("rejected", where=NO_ROWS)
    yield "rejected rows", partial(_rows_of, snapshot, rows, None)
    yield "a page of rejected rows", partial(_rows_of, snapshot, rows, (1, 1))


@question("rejected rows", _rejected_examples)
def _rejected(page: tuple[int, int] | None) -> ir.Table:
    """`page`: how many rows, after how many; None for all."""
    rows = table(0, REJECTED, _TYPES).order_by(*REJECTED)
    return rows.limit(page[0], offset=page[1]) if page else rows
