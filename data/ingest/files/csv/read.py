"""Delimited text into DuckDB: every column as text, malformed rows in a table of their own."""

from __future__ import annotations

import gzip
import io
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import duckdb

from data.engine_errors import in_words, is_full
from data.errors import DataError
from data.ingest.files.csv.header import UTF8, Header, header, not_encoded, opened
from data.ingest.files.csv.repair import NOT_CLOSED, WRONG_WIDTH, Layout, layout, repair
from data.sql import ident, literal

if TYPE_CHECKING:
    from data.mapping.model import Source

# What DuckDB calls a fault -> what people read. Any other is a wrong number of columns.
_REASON = (
    f"CASE any_value(error_type)::VARCHAR WHEN 'UNQUOTED VALUE' THEN '{NOT_CLOSED}' "
    f"WHEN 'LINE SIZE OVER MAXIMUM' THEN 'row too long' ELSE '{WRONG_WIDTH}' END"
)
_FAULTS = "CREATE TABLE work.faults(line BIGINT, reason VARCHAR, detail VARCHAR, raw VARCHAR)"


def read_csv(con: duckdb.DuckDBPyConnection, table: str, path: Path, source: Source) -> None:
    """Creates `table` from a file, and `work.faults` (line, reason, detail, raw) of malformed rows.

    Raises DataError for an empty file, a damaged one, a wrong encoding or delimiter; MappingError
    for an unknown encoding.
    """
    delimiter = source.delimiter or ("\t" if is_tsv(path, source) else ",")
    head = header(path, source, delimiter)
    names = head.names
    con.execute(_FAULTS)
    with _aside(con) as folder, ThreadPoolExecutor() as beside:
        whole = beside.submit(_check_whole, path)
        try:
            plain = _simple(path, source.encoding, head, delimiter, Path(folder))
            with _text(plain, errors="replace") as text:
                shape = layout(text, delimiter[0], head.above)
            sound = _read(con, table, plain, names, delimiter)
            _check_encoding(con, path, source.encoding)
            if not sound or _swallowed(con, table, names, shape):
                _read_with_care(con, table, plain, names, shape)
        except (UnicodeError, duckdb.Error, OSError, EOFError, zlib.error) as error:
            whole.result()  # of a damaged file this is the reason
            if isinstance(error, UnicodeError):
                raise DataError(not_encoded(path, source.encoding, "not all of it")) from None
            if isinstance(error, OSError) or is_full(error):  # no fault of the file's
                raise
            raise DataError(
                f"{path.name} could not be read as text: {in_words(error)}. Write the file anew."
            ) from None
        whole.result()
    if _exists(con, "reject_errors"):
        con.execute(
            f"INSERT INTO work.faults SELECT line, {_REASON}, any_value(error_message), "
            "trim(any_value(csv_line), e'\\r\\n') FROM reject_errors GROUP BY line"
        )
        _forget_rejects(con)


def _aside(con: duckdb.DuckDBPyConnection) -> tempfile.TemporaryDirectory[str]:
    """A folder beside the stages: on their disk, and cleared up with them after a kill."""
    asked = "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"
    ((stages,),) = con.execute(asked).fetchall()
    return tempfile.TemporaryDirectory(dir=Path(stages).parent)


def _read(
    con: duckdb.DuckDBPyConnection, table: str, path: Path, names: list[str], delimiter: str
) -> bool:
    """Creates `table`; False where the file's faults are such that DuckDB cannot go on."""
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    compression = "gzip" if path.suffix == ".gz" else "none"
    try:
        con.execute(
            f"CREATE TABLE {table} AS SELECT * FROM read_csv({literal(str(path))}, "
            f"auto_detect=false, header=true, delim={literal(delimiter)}, quote='\"', "
            f"escape='\"', columns={{{types}}}, compression='{compression}', "
            "store_rejects=true, rejects_limit=0)"
        )
    except duckdb.InvalidInputException:  # of line ends that differ, for example
        return False
    return True


def _read_with_care(
    con: duckdb.DuckDBPyConnection, table: str, path: Path, names: list[str], shape: Layout
) -> None:
    """Creates `table` anew from a well-formed copy."""
    con.execute(f"DROP TABLE IF EXISTS {table}")
    _forget_rejects(con)
    with _aside(con) as folder:
        copy = Path(folder) / "repaired.csv"
        with _text(path) as text:
            faults = repair(text, copy, shape)
        if not _read(con, table, copy, names, shape.delimiter):
            raise duckdb.InvalidInputException("even line by line no rows are found")
    if faults:
        con.executemany("INSERT INTO work.faults VALUES (?, ?, ?, ?)", faults)


def _swallowed(con: duckdb.DuckDBPyConnection, table: str, names: list[str], shape: Layout) -> bool:
    """True where a quote that does not close may have taken rows into its cell."""
    if _exists(con, "reject_errors"):
        wide = (
            "FROM reject_errors WHERE error_type IN ('UNQUOTED VALUE', 'LINE SIZE OVER MAXIMUM') "
            "OR regexp_matches(trim(csv_line, e'\\r\\n'), '[\\r\\n]') LIMIT 1"
        )
        if con.execute(wide).fetchone():
            return True
    if shape.begins is None:
        return False
    inside = literal(f"[\\r\\n]{shape.begins}")
    cells = " OR ".join(
        f"(strlen({cell}) > {shape.shortest} AND contains({cell}, {literal(shape.end)}) "
        f"AND regexp_matches({cell}, {inside}))"
        for cell in map(ident, names)
    )
    return con.execute(f"FROM {table} WHERE {cells} LIMIT 1").fetchone() is not None


def _exists(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return con.execute("FROM duckdb_tables() WHERE table_name = ?", [table]).fetchone() is not None


def _forget_rejects(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")


def _check_encoding(con: duckdb.DuckDBPyConnection, path: Path, encoding: str) -> None:
    if not _exists(con, "reject_errors"):
        return
    wrong = con.execute(
        "SELECT line FROM reject_errors WHERE error_type = 'INVALID ENCODING' ORDER BY line LIMIT 1"
    ).fetchone()
    if wrong:
        raise DataError(not_encoded(path, encoding, f"in line {wrong[0]}"))


def _check_whole(path: Path) -> None:
    """Raises DataError for a gzip file that is cut short or damaged: DuckDB checks no sum."""
    if path.suffix != ".gz":
        return
    try:
        with gzip.open(path) as file:
            while file.read(1 << 20):
                pass
    except (OSError, EOFError, zlib.error):
        raise DataError(
            f"{path.name} is damaged or cut short: its content does not fit its own checksum. "
            "Fetch or write the file anew."
        ) from None


def is_tsv(path: Path, source: Source) -> bool:
    """True where tabs are expected between the columns."""
    return source.format == "tsv" or ".tsv" in path.suffixes


def _text(path: Path, errors: str = "strict") -> TextIO:
    """UTF-8 text with its line ends as they are."""
    return io.TextIOWrapper(opened(path), encoding="utf-8-sig", errors=errors, newline="")


def _simple(path: Path, encoding: str, head: Header, delimiter: str, folder: Path) -> Path:
    """The file itself where it is UTF-8 below one row of names, else such a copy.

    Raises UnicodeError.
    """
    utf8 = encoding.lower() in UTF8
    if utf8 and head.plain:
        return path
    copy = folder / "simple.csv"
    encoding = "utf-8-sig" if utf8 else encoding
    with (
        io.TextIOWrapper(opened(path), encoding=encoding, newline="") as text,
        copy.open("w", encoding="utf-8", newline="") as out,
    ):
        for _ in range(head.above):
            text.readline()
        block = text.read(1 << 20)
        # Any names will do: readers know the real ones. Lines that end differently are read slowly.
        end = text.newlines if isinstance(text.newlines, str) else "\n"
        out.write(delimiter.join("x" * len(head.names)) + end)
        while block:
            out.write(block)
            block = text.read(1 << 20)
    return copy
