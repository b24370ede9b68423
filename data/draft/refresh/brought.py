"""Newer files, read beside the rows of before, each with the source that it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from data.draft.files.read import RawTable, read_raw
from data.draft.refresh.match import source_of
from data.draft.refresh.tables import Rows, newer_rows, prepare, rows_before
from data.draft.refresh.uses import Uses, uses_of
from data.draft.refresh.words import rows, shown
from data.errors import DataError, MappingError
from data.ingest.files.sources import locate
from data.mapping.model import Mapping as CompanyMapping

_MEMORY = "25%"  # of the machine's, as for a load


@dataclass(frozen=True)
class Newer:
    """A brought table, and what it is called in messages."""

    place: str
    rows: Rows


@dataclass
class Brought:
    """Rows of before and newer ones by source, what the mapping uses of them, and what is told."""

    con: duckdb.DuckDBPyConnection
    before: dict[str, Rows]
    used: dict[str, Uses]
    newer: dict[str, list[Newer]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def read_brought(
    mapping: CompanyMapping, files: Sequence[Path], folder: Path, today: date
) -> Brought:
    """All rows, in a database in `folder`. Raises DataError where no file is of a source."""
    if mapping.warehouse:
        raise MappingError(
            f"{mapping.path.name} asks a database, which has its newer rows itself. Files are "
            "brought for a mapping of files."
        )
    con = duckdb.connect(str(folder / "refresh.duckdb"))
    con.execute(f"SET memory_limit = '{_MEMORY}'")
    prepare(con)
    located = [one for one in locate(mapping) if one.files]
    before = {one.name: rows_before(con, one, today) for one in located}
    used = uses_of(mapping, {name: rows.columns for name, rows in before.items()})
    found = Brought(con, before, used)
    left = []
    for table in read_raw(files, folder):
        there, place = newer_rows(con, table, today), _place(table)
        asked = {name: list(used[name]) for name in before}
        source = source_of(table, there.columns, asked, {one.name: one.files for one in located})
        if not source:
            left.append(place)
            continue
        found.newer.setdefault(source, []).append(Newer(place, there))
        if said := table.evidence.get("rows"):
            found.told.append(f"{place}: {said}")
    if not found.newer:
        raise DataError(f"{' and '.join(left)}: no table for this mapping. {_wanted(asked)}")
    found.told += [f"{place} is not used: it is none of the mapping's files" for place in left]
    found.told += [f"'{name}' is as before" for name in before if name not in found.newer]
    found.told += [
        f"'{name}' had {rows(number)} that the load set aside as malformed: only its old file has "
        "them"
        for name in found.newer
        if (number := before[name].malformed)
    ]
    return found


def _place(table: RawTable) -> str:
    sheet = table.source.get("sheet")
    return f"{table.path.name}, sheet “{sheet}”" if sheet else table.path.name


def _wanted(used: Mapping[str, Sequence[str]]) -> str:
    """The columns that each source is known by."""
    told = [f"'{name}' has the columns {shown(columns)}" for name, columns in used.items()]
    return f"Expected one with most columns of a file of before: {'; '.join(told)}."
