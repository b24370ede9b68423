"""Ids of rows whose mapping names none: their source, their file and their number in it.

They stay the same from load to load while rows are only added at the end of files.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from data.sql import literal


def note_places(
    con: duckdb.DuckDBPyConnection, source: str, files: Sequence[str], counts: Sequence[int]
) -> None:
    """Adds to `work.placed` where in a source the rows of each file begin.

    `files`: what tells each from the others, "" for the only one; `counts`: rows of each.
    """
    first = 0
    for file, rows in zip(files, counts, strict=True):
        con.execute("INSERT INTO work.placed VALUES (?, ?, ?)", [source, file, first])
        first += rows


def row_id(con: duckdb.DuckDBPyConnection, source: str) -> str:
    """SQL of the id of a row by its `_row`: `survey:17`, of several files `survey:2026-01.csv:17`.

    The first row below a header is 1.
    """
    placed = con.execute(
        "SELECT file, first FROM work.placed WHERE source = ? ORDER BY first DESC", [source]
    ).fetchall()
    cases = " ".join(
        f"WHEN _row >= {first} THEN concat_ws(':', {literal(source)}, "
        f"nullif({literal(file)}, ''), _row + 1 - {first})"
        for file, first in placed
    )
    return f"CASE {cases} END"
