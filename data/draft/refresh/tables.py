"""The rows of before and those of newer files, as tables of text beside each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from data.draft.files.read import RawTable
from data.draft.files.values import drop_no_data, values_of
from data.ingest.files.sources import Located, check_names, read_file
from data.mapping.model import Source
from data.sql import columns_of, ident
from detection.column import Column
from detection.tables.profile import Profile

_WORK = "work.file"


@dataclass
class Rows:
    """A table of text in the connection: its name as SQL, its columns, and what they hold."""

    con: duckdb.DuckDBPyConnection
    table: str
    columns: list[str]
    today: date
    malformed: int = 0  # lines of the file that are no rows of it
    _profiles: dict[str, Profile] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows it has."""
        ((rows,),) = self.con.execute(f"SELECT count(*) FROM {self.table}").fetchall()
        return int(rows)

    def profile(self, column: str) -> Profile:
        """What a column holds; worked out once."""
        if column not in self._profiles:
            values = values_of(self.con, self.table, column).counts
            self._profiles[column] = Profile(Column(column, values, self.count), self.today)
        return self._profiles[column]


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """The schemas that rows are read into."""
    con.execute("SET preserve_insertion_order = true; SET python_enable_replacements = false")
    con.execute("CREATE SCHEMA work; CREATE SCHEMA before; CREATE SCHEMA newer; CREATE SCHEMA made")


def rows_before(con: duckdb.DuckDBPyConnection, located: Located, today: date) -> Rows:
    """The rows of a source as a load reads them."""
    table, malformed = f"before.{ident(located.name)}", 0
    for place, path in enumerate(located.files):
        malformed += _read(con, _WORK if place else table, path, located.source)
        if place:
            con.execute(f"INSERT INTO {table} BY NAME FROM {_WORK}; DROP TABLE {_WORK}")
    return Rows(con, table, columns_of(con, table), today, malformed)


def newer_rows(con: duckdb.DuckDBPyConnection, raw: RawTable, today: date) -> Rows:
    """The rows of a brought table, without those that are no data."""
    table = f"newer.{ident(raw.name)}"
    source = Source.model_validate({"file": raw.path.name, **raw.source})
    _read(con, table, raw.path, source)
    names = columns_of(con, table)
    drop_no_data(con, table, names if source.header == 1 else [])
    return Rows(con, table, names, today)


def _read(con: duckdb.DuckDBPyConnection, table: str, path: Path, source: Source) -> int:
    """Reads a file; returns how many of its lines are malformed."""
    read_file(con, table, path, source)
    check_names(columns_of(con, table), path.name)
    if not con.execute("FROM duckdb_tables() WHERE table_name = 'faults'").fetchone():
        return 0
    ((malformed,),) = con.execute("SELECT count(*) FROM work.faults").fetchall()
    con.execute("DROP TABLE work.faults")
    return int(malformed)
