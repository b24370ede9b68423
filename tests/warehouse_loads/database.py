"""A DuckDB database by URL, for tests: its tables, a mapping on it, its loads."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from data.frames import read_tables
from data.ingest.build import build
from data.store.snapshots import Snapshot, open_snapshot
from tests.voice.alone import unread
from tests.warehouse_loads import messy


class Database:
    """`company.duckdb` in a folder, and `mapping.toml` beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "company.duckdb"
        self.mapping = folder / "mapping.toml"
        self.out = folder / "out"
        self.warehouse = f'\n[warehouse]\nurl = "duckdb://{self.file}"\n'

    def execute(self, sql: str, **frames: pd.DataFrame) -> list[tuple[object, ...]]:
        """Runs SQL in which frames are tables."""
        with duckdb.connect(str(self.file)) as con:
            for name, frame in frames.items():
                con.register(name, frame)
            return con.execute(sql).fetchall()

    def put(self, name: str, frame: pd.DataFrame) -> None:
        """Makes a table of a frame."""
        self.execute(f"CREATE OR REPLACE TABLE {name} AS FROM frame", frame=frame)

    def put_messy(self) -> Database:
        """The messy company and its mapping."""
        for name, frame in messy.TABLES.items():
            self.put(name, frame)
        self.mapping.write_text(messy.mapping('table = "{}"', self.warehouse))
        return self

    def load(self) -> Path:
        """What stands for the version in use."""
        return build(self.mapping, self.out)

    def snapshot(self) -> Snapshot:
        """The version in use, open."""
        return open_snapshot(self.load())

    def tables(self) -> list[str]:
        """Names of all tables of ours."""
        sql = "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'cxlens%' ORDER BY 1"
        return [str(name) for (name,) in self.execute(sql)]


def messy_of_files(folder: Path) -> Path:
    """The messy company built from CSV files: what its database has to give as well."""
    folder.mkdir()
    for name, frame in messy.TABLES.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    mapping = folder / "mapping.toml"
    mapping.write_text(messy.mapping('file = "{}.csv"'))
    with unread():
        return build(mapping, folder / "out")


def check_messy(files: Path, snapshot: Snapshot) -> None:
    """The same rows taken, the same set aside for the same reasons."""
    plain = open_snapshot(files).catalog
    found = snapshot.catalog
    for mine, theirs in zip(plain.tables, found.tables, strict=True):
        assert mine.rejected == theirs.rejected, mine.table
        assert mine.accepted == theirs.accepted, mine.table
        assert (mine.no_answer, mine.first, mine.last) == (
            theirs.no_answer,
            theirs.first,
            theirs.last,
        )
    assert plain.dimensions == found.dimensions
    assert (plain.series, plain.answers) == (found.series, found.answers)
    assert (plain.doubts, plain.newest_alone) == (found.doubts, found.newest_alone)


def feedback_of(file: Path) -> pd.DataFrame:
    """The feedback of a data file, as the analyst has it."""
    found = read_tables(file).feedback
    assert found is not None
    return found
