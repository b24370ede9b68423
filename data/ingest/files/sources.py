"""Sources: every file and query of a mapping as a table of text, or Parquet where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data.catalog import SourceFile
from data.errors import DataError, MappingError, nearest
from data.ingest.files.convert import as_text
from data.ingest.files.csv.read import read_csv
from data.ingest.files.formats.excel import read_excel
from data.ingest.files.formats.spss import read_spss
from data.ingest.files.parquet import ROW, not_parquet, open_in_place
from data.ingest.files.row_ids import note_places
from data.mapping.model import Mapping, Source
from data.sql import columns_of, ident, literal

_ENDINGS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".xlsx": "excel",
    ".xls": "excel",
    ".xlsb": "excel",
    ".ods": "excel",
    ".sav": "spss",
    ".zsav": "spss",
}

# How files of these formats begin, whatever their name.
_BEGINNINGS = {
    b"PAR1": ("a Parquet file", "parquet"),
    b"PK\x03\x04": ("a workbook or another zip file", "excel"),
    b"\xd0\xcf\x11\xe0": ("a workbook", "excel"),
    b"$FL2": ("an SPSS file", "spss"),
    b"$FL3": ("an SPSS file", "spss"),
}


@dataclass(frozen=True)
class Located:
    """The files of one source."""

    name: str
    source: Source
    files: tuple[Path, ...]


def locate(mapping: Mapping) -> tuple[Located, ...]:
    """Finds the files of all sources. Raises MappingError where there is none."""
    folder = (mapping.path.parent / mapping.folder).resolve()
    if not folder.is_dir():
        raise MappingError(
            f"{mapping.path.name}: there is no folder '{mapping.folder}' "
            f"(looked for {folder}). 'folder' is relative to the mapping file."
        )
    return tuple(
        Located(name, source, _find(mapping, name, source.file, folder) if source.file else ())
        for name, source in mapping.sources.items()
    )


def _find(mapping: Mapping, name: str, file: str, folder: Path) -> tuple[Path, ...]:
    exact = folder / file
    found = [exact] if Path(file).is_absolute() or exact.is_file() else sorted(folder.glob(file))
    files = tuple(path for path in found if path.is_file())
    if not files:
        place = (folder / file).parent
        beside = [p.name for p in sorted(place.iterdir())] if place.is_dir() else []
        raise MappingError(
            f"{mapping.path.name}, [sources.{name}]: there is no file '{file}' in {folder}. "
            f"{nearest(Path(file).name, beside)}"
        )
    return files


def read_files(
    con: duckdb.DuckDBPyConnection, located: Located, mapping: Mapping
) -> list[SourceFile]:
    """Creates the source's table from its files, or a view of Parquet files that no query reads.

    Malformed rows go to table `malformed`.
    """
    counts = None
    if stays_in_place(located, mapping):
        for path in located.files:
            _check_not_empty(path)
        counts = open_in_place(con, located.name, located.files)
    if counts is None:
        counts = _copy_files(con, located)
    note_places(con, located.name, _told_apart(located, mapping), counts)
    return [
        SourceFile(
            name=located.name,
            file=path.name,
            rows=rows,
            bytes=(status := path.stat()).st_size,
            modified_at=datetime.fromtimestamp(status.st_mtime, UTC),
        )
        for path, rows in zip(located.files, counts, strict=True)
    ]


def _told_apart(located: Located, mapping: Mapping) -> list[str]:
    """Each file as its folder has it; "" for one that the mapping names itself."""
    if [path.name for path in located.files] == [Path(located.source.file or "").name]:
        return [""]
    folder = (mapping.path.parent / mapping.folder).resolve()
    return [path.relative_to(folder).as_posix() for path in located.files]


def stays_in_place(located: Located, mapping: Mapping) -> bool:
    """True where all files of a source are Parquet and no query names it.

    Queries are promised tables of text.
    """
    if not all(format_of(path, located.source) == "parquet" for path in located.files):
        return False
    queries = (s.query.replace('"', "").lower() for s in mapping.sources.values() if s.query)
    return not any(located.name.replace('"', "").lower() in query for query in queries)


def _copy_files(con: duckdb.DuckDBPyConnection, located: Located) -> list[int]:
    """Creates the source's table of text; returns the rows of each file."""
    counts: list[int] = []
    for path in located.files:
        read_file(con, "work.file" if counts else ident(located.name), path, located.source)
        _keep_malformed(con, located.name, path)
        check_names(columns_of(con, "work.file" if counts else ident(located.name)), path.name)
        if counts:
            _append(con, located.name, path)
        counts.append(_count(con, located.name) - sum(counts))
    return counts


def format_of(path: Path, source: Source) -> str | None:
    """The format of a file, by its source or else its name; None where neither says it."""
    ending = next((e for s in reversed(path.suffixes) if (e := _ENDINGS.get(s.lower()))), None)
    return source.format or ending


def _check_not_empty(path: Path) -> None:
    if path.stat().st_size == 0:
        raise DataError(f"{path.name} is empty (0 bytes).")


def read_file(con: duckdb.DuckDBPyConnection, table: str, path: Path, source: Source) -> None:
    """Creates `table` of text from one file, and `work.faults` of rows that CSV has malformed.

    Raises DataError for what cannot be read, MappingError for what the source says wrongly.
    """
    kind = format_of(path, source)
    if kind is None:
        raise MappingError(
            f'{path.name}: cannot tell its format from the name. Set format = "csv", "tsv", '
            '"parquet", "excel" or "spss" on its source.'
        )
    _check_not_empty(path)
    if source.has_layout and kind in ("parquet", "spss"):
        raise MappingError(
            f"{path.name}: 'skip', 'header' and 'notes' are for text and workbooks. Remove them "
            "from its source: this file tells its columns itself."
        )
    if kind == "excel":
        read_excel(con, table, path, source)
    elif kind == "spss":
        read_spss(con, table, path)
    elif kind == "parquet":
        _read_parquet(con, table, path)
    else:
        _check_is_text(path, kind)
        read_csv(con, table, path, source)


def _check_is_text(path: Path, kind: str) -> None:
    with path.open("rb") as file:
        found = _BEGINNINGS.get(file.read(4))
    if found:
        raise DataError(
            f"{path.name} was to be read as {kind}, but is {found[0]}. Set format = "
            f'"{found[1]}" on its source.'
        )


def _read_parquet(con: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    try:
        create_as_text(con, table, f"SELECT * FROM read_parquet({literal(str(path))})")
    except duckdb.Error as error:
        raise DataError(not_parquet(path, error)) from None


def create_as_text(con: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    """Creates a table from a query with every column as text; whole floats lose their `.0`."""
    columns = con.execute(f"DESCRIBE {query}").fetchall()
    selected = [f"{as_text(ident(name), kind)} AS {ident(name)}" for name, kind, *_ in columns]
    con.execute(f"CREATE TABLE {table} AS SELECT {', '.join(selected)} FROM ({query})")


def check_names(names: list[str], place: str) -> None:
    """Raises DataError for a column that would hide the numbers of the rows."""
    for name in names:
        if name.lower() == ROW:
            raise DataError(
                f"{place} has a column '{name}', a name that is taken. Give it another name."
            )


def comment_of(con: duckdb.DuckDBPyConnection, source: str) -> str:
    """What to know of a source's table where a column is missing in it; empty for most."""
    rows = con.execute(
        "SELECT comment FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = ?",
        [source],
    ).fetchall()
    return rows[0][0] or "" if rows else ""


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {ident(table)}").fetchone()
    return int(row[0]) if row else 0


def _append(con: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    first, more = columns_of(con, ident(table)), columns_of(con, "work.file")
    different = sorted(set(first) ^ set(more))
    if different:
        raise DataError(
            f"{path.name} has other columns than the files before it in the source '{table}': "
            f"'{different[0]}' is only in one of them. Map files of another shape as a source "
            "of their own."
        )
    con.execute(f"INSERT INTO {ident(table)} BY NAME SELECT * FROM work.file")
    con.execute("DROP TABLE work.file")


def _keep_malformed(con: duckdb.DuckDBPyConnection, source: str, path: Path) -> None:
    """Moves the rows that the CSV reader refused into `work.malformed`."""
    if con.execute("FROM duckdb_tables() WHERE table_name = 'faults'").fetchone():
        con.execute(
            "INSERT INTO work.malformed SELECT ?, ?, line, reason, detail, raw FROM work.faults",
            [source, path.name],
        )
        con.execute("DROP TABLE work.faults")
