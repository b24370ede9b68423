"""Parquet files, read where they are: a view over them instead of a copy, with their own types."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from data.engine_errors import in_words
from data.errors import DataError
from data.ingest.files.convert import as_text
from data.sql import ident, literal

ROW = "rowid"  # number of a row in its source, from 0: a table of DuckDB has one, the view gets one
_NUMBER = "file_row_number"


def open_in_place(
    con: duckdb.DuckDBPyConnection, source: str, paths: Sequence[Path]
) -> list[int] | None:
    """Creates a view named as the source; returns the rows of each file.

    Columns keep their types where all files agree, and are text elsewhere. None, and no view,
    where the files cannot be read as one: they differ, or a column has the row number's name.
    """
    shapes = [_columns(con, path) for path in paths]
    if any(set(shape) != set(shapes[0]) for shape in shapes):
        return None
    if {ROW, _NUMBER} & {name.lower() for name in shapes[0]}:
        return None
    counts: list[int] = []
    selects = []
    for path, shape in zip(paths, shapes, strict=True):
        columns = [
            ident(name)
            if len({other[name] for other in shapes}) == 1
            else f"{as_text(ident(name), kind)} AS {ident(name)}"
            for name, kind in shape.items()
        ]
        columns.append(f"{sum(counts)} + {_NUMBER} AS {ROW}")
        file = f"read_parquet({literal(str(path))}, {_NUMBER} = true)"
        selects.append(f"SELECT {', '.join(columns)} FROM {file}")
        counts.append(_count(con, path))
    con.execute(f"CREATE VIEW {ident(source)} AS {' UNION ALL BY NAME '.join(selects)}")
    return counts


def types_of(con: duckdb.DuckDBPyConnection, source: str) -> dict[str, str]:
    """Column -> DuckDB type of a source's table or view, without the view's row number."""
    columns = con.execute(f"DESCRIBE {ident(source)}").fetchall()
    # A column of that name in a file is text, since such files are copied.
    return {name: kind for name, kind, *_ in columns if (name, kind) != (ROW, "BIGINT")}


def not_parquet(path: Path, error: duckdb.Error) -> str:
    """What to say of a file that is no Parquet, or a damaged one."""
    return (
        f"{path.name} could not be read as Parquet: {in_words(error)}. Is it whole, and of that "
        "format? Else write it anew."
    )


def _columns(con: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    try:
        rows = con.execute(f"DESCRIBE FROM read_parquet({literal(str(path))})").fetchall()
    except duckdb.Error as error:
        raise DataError(not_parquet(path, error)) from None
    return {name: kind for name, kind, *_ in rows}


def _count(con: duckdb.DuckDBPyConnection, path: Path) -> int:
    row = con.execute(f"SELECT count(*) FROM read_parquet({literal(str(path))})").fetchone()
    return int(row[0]) if row else 0
