"""Unknown files as tables of text: how each has to be read, with the evidence, and what it holds.

Nothing is asked of whoever names the files. What is found is tried: the draft reads each file as a
load will, with the reader of loads and the very settings that the mapping is going to state.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from data.contract import SEGMENT_KEY
from data.draft.files.services import service_of
from data.draft.files.settings import Settings, check_width, settings_of
from data.draft.files.titles import without_title
from data.draft.files.values import drop_no_data, sample_of, values_in, values_of
from data.engine_errors import in_words, is_full
from data.errors import DataError
from data.ingest.files.formats.spss import labels_of
from data.ingest.files.sources import check_names, format_of, read_file
from data.mapping.model import Source
from data.sql import columns_of
from detection.column import Column

_LONGEST_NAME = 40
_SHOWN = 5  # empty columns
_MEMORY = "25%"  # of the machine's, as for a load
_TABLE = "main.raw"


@dataclass(frozen=True)
class RawTable:
    """A file, or a sheet of one, as a load would read it.

    `name`: of its source. `source`: what `[sources.NAME]` has to say beside `file`. `evidence`: key
    of `source` to why; `rows` and `columns` of what is left out here. `columns`: those that have a
    value; `rows`: that are data. `sample`: up to 20,000 rows spread evenly, a column each, trimmed
    text, None for empty. `service`: whose export it is; "" where that is not known. `cut`: column
    with too many values to keep them all, to which are kept.
    """

    name: str
    path: Path
    source: dict[str, object]
    evidence: dict[str, str]
    columns: tuple[Column, ...]
    rows: int
    sample: pd.DataFrame
    service: str
    cut: dict[str, str] = field(default_factory=dict)


def read_raw(paths: Sequence[Path], folder: Path) -> tuple[RawTable, ...]:
    """A table a file, or a sheet that has data, in their order. `folder`: for temporary files.

    Raises DataError, in words, for a file that is no table, is damaged or too large to be one.
    """
    found: list[RawTable] = []
    for path in paths:
        ways = list(settings_of(path))
        for settings in ways:
            sheet = settings.source.get("sheet") if len(ways) > 1 else None
            name = _name(path, str(sheet or ""), {table.name for table in found})
            found.append(_read(path, name, settings, folder))
    return tuple(found)


def _read(path: Path, name: str, settings: Settings, folder: Path) -> RawTable:
    with tempfile.TemporaryDirectory(dir=folder) as own:
        database = Path(own) / "raw.duckdb"
        with duckdb.connect(str(database)) as con:
            con.execute(f"SET memory_limit = '{_MEMORY}'; SET preserve_insertion_order = true")
            con.execute("SET python_enable_replacements = false; CREATE SCHEMA work")
            try:
                source = Source.model_validate({"file": path.name, **settings.source})
                read_file(con, _TABLE, path, source)
                return _described(con, path, name, settings)
            except duckdb.Error as error:
                if is_full(error):
                    raise
                raise DataError(f"{path.name} could not be read: {in_words(error)}.") from None


def _described(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, settings: Settings
) -> RawTable:
    names = columns_of(con, _TABLE)
    check_names(names, path.name)
    check_width(path, len(names))
    evidence = dict(settings.evidence)
    left_out = [*_malformed(con, path), *drop_no_data(con, _TABLE, _header(settings, names))]
    if left_out:
        evidence["rows"] = "; ".join(left_out)
    ((rows,),) = con.execute(f"SELECT count(*) FROM {_TABLE}").fetchall()
    if not rows:
        raise DataError(f"{path.name} has no rows below its header. Expected a row an answer.")
    told = labels_of(path) if settings.source.get("format") == "spss" or _is_spss(path) else {}
    sample = sample_of(con, _TABLE, names, rows)
    whole = len(sample) == rows
    columns, cut, empty = [], {}, []
    short = without_title(names)
    for place, column in enumerate(names):
        values = values_in(sample[column]) if whole else values_of(con, _TABLE, column)
        if values.counts.empty:
            empty.append(column)
            continue
        if values.cut:
            cut[column] = values.cut
        label = settings.labels[place] if place < len(settings.labels) else ""
        label = label or short.get(column, "")
        codes: dict[str, str] = {}
        if column in told:
            label, codes = told[column]
        columns.append(Column(column, values.counts, rows, label, codes))
    if empty:
        evidence["columns"] = f"empty: {len(empty):,} ({', '.join(empty[:_SHOWN])})"
    return RawTable(
        name=name,
        path=path,
        source=settings.source,
        evidence=evidence,
        columns=tuple(columns),
        rows=rows,
        sample=sample[[column.name for column in columns]],
        service=service_of([*names, *settings.labels]),
        cut=cut,
    )


def _header(settings: Settings, names: list[str]) -> list[str]:
    return names if settings.source.get("header", 1) == 1 else []


def _is_spss(path: Path) -> bool:
    return format_of(path, Source(file=path.name)) == "spss"


def _malformed(con: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """What is said of lines that do not fit. Raises DataError where they are most of all."""
    if not con.execute("FROM duckdb_tables() WHERE table_name = 'faults'").fetchone():
        return []
    counts = con.execute(
        "SELECT reason, count(*), min(line) FROM work.faults GROUP BY reason ORDER BY 2 DESC, 1"
    ).fetchall()
    ((fine,),) = con.execute(f"SELECT count(*) FROM {_TABLE}").fetchall()
    wrong = sum(count for _, count, _ in counts)
    if wrong > fine:
        reason, _, line = counts[0]
        raise DataError(
            f"{path.name}: {wrong:,} of {wrong + fine:,} rows cannot be read; {reason}, first in "
            f"row {line - 1:,}. Expected a table with the same columns in each row. Export it anew."
        )
    return [f"set aside, {reason}: {count:,}" for reason, count, _ in counts]


def _name(path: Path, sheet: str, taken: set[str]) -> str:
    """A name for a source: of the file, and of its sheet where it has several."""
    whole = f"{Path(path.stem).stem if path.suffix == '.gz' else path.stem} {sheet}"
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_NAME].strip("_")
    name = words if SEGMENT_KEY.fullmatch(words) else f"table_{words}".strip("_")
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name}_{number}"
    return unique
