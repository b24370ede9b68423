"""Doubts about new data, where nobody is there to judge: lost rows, a file that ends midway."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.catalog import Catalog
from data.contract import main_tables
from data.errors import DataError
from data.ingest.files.sources import Located

_FEWEST = 0.5  # of the rows in use
_TAIL = 65536  # bytes at the end of a file that are looked at; even, for UTF-16
_MALFORMED = ("wrong number of columns", "quotes that do not close")
_WAY_OUT = "If this is right, run, with the server's CXLENS_FOLDER: python app.py build"


def check_rows(new: Catalog, in_use: Catalog, mapping: Path) -> None:
    """Raises DataError where a main table has less than half of the rows in use.

    A source that is still being written does that, and a clock that is years behind, for which
    everything lies in the future.
    """
    before = {table.table: table.accepted for table in in_use.tables}
    for table in new.tables:
        if table.table not in main_tables(new.columns):
            continue
        if table.accepted < before.get(table.table, 0) * _FEWEST:
            raise DataError(
                f"The table '{table.table}' has {table.accepted:,} rows, less than half of the "
                f"{before[table.table]:,} in use, so the new data were not taken. "
                f"{_WAY_OUT} {mapping}"
            )


def check_ends(new: duckdb.DuckDBPyConnection, located: tuple[Located, ...], mapping: Path) -> None:
    """Raises DataError where a text file ends in the middle of a row, as one cut short does.

    `new`: the data file, open.
    """
    reasons = ", ".join(f"'{reason}'" for reason in _MALFORMED)
    last: dict[str, str] = dict(
        new.execute(
            "SELECT source, arg_max(raw, row_number) FROM rejected "
            f"WHERE reason IN ({reasons}) AND raw IS NOT NULL GROUP BY source"
        ).fetchall()
    )
    for source in located:
        for path in source.files:
            row = last.get(path.name)
            if row and path.suffix != ".gz" and _ends_with(path, source.source.encoding, row):
                raise DataError(
                    f"{path.name} ends in the middle of a row ({row[-60:]!r}), so it is not whole "
                    f"and the new data were not taken. {_WAY_OUT} {mapping}"
                )


def _ends_with(path: Path, encoding: str, row: str) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        return file.read().decode(encoding, errors="replace").endswith(row[-1000:])
