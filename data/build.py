"""Building a data file: sources read, staged, checked and published as one immutable file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from data.answers import count_unanswered, stage_answers
from data.catalog import Catalog, Rollup, SourceFile, Target
from data.contract import MAIN_TABLES, TABLES
from data.dimensions import find_dimensions
from data.duplicates import set_aside_duplicates
from data.errors import DataError, MappingError
from data.mapping import Mapping, load_mapping
from data.publish import publish
from data.rejects import collect_rejects, report_tables
from data.rollups import make_rollups
from data.sources import Located, columns_of, locate, read_files, run_query
from data.sql import literal
from data.stage import Staging, stage_parts
from data.versions import point_to, version_of

__all__ = ["DataError", "MappingError", "build"]

Progress = Callable[[str], None]


def build(mapping_path: Path, folder: Path, progress: Progress | None = None) -> Path:
    """Builds `folder/<version>.duckdb` from a mapping's sources and makes it the current file.

    An unchanged version is not built again. Raises MappingError or DataError; then the file that
    was current before stays so.
    """
    mapping = load_mapping(mapping_path)
    located = locate(mapping)
    folder.mkdir(parents=True, exist_ok=True)
    version = version_of(mapping, located)
    file = folder / f"{version}.duckdb"
    if not file.exists():
        with tempfile.TemporaryDirectory(prefix=".building-", dir=folder) as temporary:
            new = Path(temporary) / "new.duckdb"
            try:
                _build(mapping, located, version, new, progress or (lambda _: None))
            except duckdb.Error as error:  # a full disk, for example
                raise DataError(f"The data file could not be built: {error}") from error
            new.replace(file)
    point_to(file)
    return file


def _build(
    mapping: Mapping, located: tuple[Located, ...], version: str, file: Path, progress: Progress
) -> None:
    # Sources and stages live in a file of their own, so that the data file has no holes.
    with duckdb.connect(str(file.with_name("stages.duckdb"))) as con:
        con.execute("SET python_enable_replacements = false; SET TimeZone = 'UTC'")
        con.execute("SET preserve_insertion_order = true")
        con.execute(f"ATTACH {literal(str(file))} AS built")
        con.execute(
            "CREATE SCHEMA work; CREATE TABLE work.malformed"
            "(source VARCHAR, file VARCHAR, line BIGINT, reason VARCHAR, detail VARCHAR, "
            "raw VARCHAR)"
        )
        files: list[SourceFile] = []
        for source in located:
            if source.files:
                progress(f"reading {', '.join(f.name for f in source.files)}")
                files += read_files(con, source)
        # From here on, SQL out of the mapping cannot reach any file.
        con.execute("SET enable_external_access = false; SET lock_configuration = true")
        for source in located:
            if not source.files:
                progress(f"running the query of '{source.name}'")
                run_query(con, source, mapping)
        unanswered = _stage(con, mapping, progress)
        progress("writing the data file")
        dimensions = find_dimensions(con, mapping)
        series, answers = publish(con, mapping, dimensions)
        weighted = "weight" in columns_of(con, "built.feedback") if mapping.feedback else False
        rollups: tuple[Rollup, ...] = ()
        if mapping.feedback:
            progress("counting ahead")
            with con.cursor() as built:
                built.execute("USE built")
                rollups = make_rollups(built, dimensions, weighted=weighted)
        collect_rejects(con, mapping, files)
        tables = report_tables(con, mapping, unanswered)
        for warning in (w for table in tables for w in table.warnings):
            progress(f"ATTENTION: {warning}")
        main = [table for table in tables if table.table in MAIN_TABLES]
        catalog = Catalog(
            version=version,
            company=mapping.company.name,
            built_at=datetime.now(UTC),
            timezone=mapping.company.timezone,
            currency=mapping.company.currency,
            sample=mapping.company.sample,
            minimum_n=mapping.minimum_n,
            first_day=min(table.first for table in main if table.first).date(),
            last_day=max(table.last for table in main if table.last).date(),
            weighted=weighted,
            series=series,
            answers=answers,
            dimensions=dimensions,
            rollups=rollups,
            targets=tuple(Target(metric=m, value=v) for m, v in mapping.targets.items()),
            sources=tuple(files),
            tables=tables,
            columns={t: tuple(columns_of(con, f"built.{t}")) for t in mapping.tables},
        )
        con.execute("CREATE TABLE built.meta(catalog VARCHAR)")
        con.execute("INSERT INTO built.meta VALUES (?)", [catalog.model_dump_json()])
        con.execute("CHECKPOINT built; DETACH built")


def _stage(con: duckdb.DuckDBPyConnection, mapping: Mapping, progress: Progress) -> int:
    """Stages all tables; returns how many questions of feedback have no answer."""
    tomorrow = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
    staging = Staging(con, mapping, f"TIMESTAMP '{tomorrow:%Y-%m-%d %H:%M:%S}'")
    for name in mapping.tables:
        progress(f"checking {name}")
        if name == "feedback":
            stage_answers(staging)
        else:
            parts = " UNION ALL BY NAME ".join(
                f"SELECT *, {number} AS _part FROM {part}"
                for number, part in enumerate(stage_parts(staging, TABLES[name]))
            )
            con.execute(f"CREATE TABLE work.{name} AS {parts}")
        set_aside_duplicates(con, TABLES[name])
    return count_unanswered(staging) if mapping.feedback else 0
