"""Building a data file: sources read, staged, checked and published as one immutable file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import ibis

from data.catalog import Catalog, Rollup, SourceFile
from data.contract import TABLES, Table
from data.derived.activity import ACTIVITY, make_activity
from data.derived.customer_columns import lives
from data.derived.customer_rows import make_customer_rows
from data.derived.lifetime import HISTORY, fit_lifetime
from data.derived.outcomes import make_outcomes
from data.derived.rollups import make_order_rollups, make_rollups
from data.derived.ticket_rollups import make_ticket_rollups
from data.engine_errors import in_words
from data.errors import DataError, MappingError
from data.ingest.days import days_of
from data.ingest.dimensions import find_dimensions
from data.ingest.doubts import find_doubts
from data.ingest.doubts.accepted import Accepted
from data.ingest.doubts.stray_days import newest_alone
from data.ingest.files.answers import check_nps, count_unanswered, stage_answers
from data.ingest.files.duplicates import reject_duplicates
from data.ingest.files.faults import reject_faults, ripe_at
from data.ingest.files.queries import run_query
from data.ingest.files.sources import Located, locate, read_files, stays_in_place
from data.ingest.files.stage import Staging, stage_parts
from data.ingest.files.version import note_later, version_now, version_of
from data.ingest.goals import find_goals
from data.ingest.progress import Progress, Steps
from data.ingest.publish import publish
from data.ingest.reject_reasons import FUTURE_AFTER
from data.ingest.rejects import collect_rejects, report_tables
from data.ingest.warehouse.build import load
from data.mapping import Mapping, load_mapping
from data.sql import columns_of, literal, literals
from data.store.versions import FORMAT, point_to

__all__ = ["DataError", "MappingError", "build"]

# Of the memory that DuckDB finds; what does not fit goes to files beside the stages. A server may
# be at work on the same machine.
_MEMORY = "25%"


def build(
    mapping_path: Path,
    folder: Path,
    progress: Progress | None = None,
    approve: Callable[[Path], None] | None = None,
) -> Path:
    """Builds `folder/<version>.duckdb` from a mapping's sources and makes it the current file.

    Of a warehouse it is `<version>.json`. An unchanged version is not built again. Raises
    MappingError or DataError, or what `approve` raises over the new file; then the file that was
    current before stays so.
    """
    mapping = load_mapping(mapping_path)
    folder.mkdir(parents=True, exist_ok=True)
    if mapping.warehouse:
        return load(mapping, folder, progress or (lambda _: None), approve)
    located = locate(mapping)
    of_sources = version_of(mapping, located)
    version = version_now(mapping, located, folder)
    file = folder / f"{version}.duckdb"
    if not file.exists():
        with tempfile.TemporaryDirectory(prefix=".building-", dir=folder) as temporary:
            new = Path(temporary) / "new.duckdb"
            try:
                ripe = _build(mapping, located, version, new, progress or (lambda _: None))
            except duckdb.Error as error:  # a full disk, for example
                raise DataError(f"The data file could not be built: {in_words(error)}.") from error
            if approve:
                approve(new)
            note_later(file, of_sources, ripe)
            new.replace(file)
    point_to(file)
    return file


def _build(
    mapping: Mapping, located: tuple[Located, ...], version: str, file: Path, progress: Progress
) -> datetime | None:
    """Builds; returns when the first row that lies in the future does so no longer."""
    # Sources and stages live in a file of their own, so that the data file has no holes.
    with duckdb.connect(str(file.with_name("stages.duckdb"))) as con:
        con.execute("SET python_enable_replacements = false; SET TimeZone = 'UTC'")
        con.execute(f"SET preserve_insertion_order = true; SET memory_limit = '{_MEMORY}'")
        steps = Steps(con, len(located) + len(mapping.tables) + 2, progress)
        con.execute(f"ATTACH {literal(str(file))} AS built")
        con.execute(
            "CREATE SCHEMA work; CREATE SCHEMA rejected; CREATE SCHEMA accepted; "
            "CREATE TABLE work.malformed(source VARCHAR, file VARCHAR, line BIGINT, "
            "reason VARCHAR, detail VARCHAR, raw VARCHAR)"
        )
        files: list[SourceFile] = []
        for source in located:
            if source.files:
                with steps.step(f"reading {', '.join(f.name for f in source.files)}"):
                    files += read_files(con, source, mapping)
        # From here on, SQL out of the mapping cannot reach any file but Parquet sources.
        in_place = [str(f) for s in located if stays_in_place(s, mapping) for f in s.files]
        con.execute(f"SET allowed_paths = [{literals(in_place)}]")
        con.execute("SET enable_external_access = false; SET lock_configuration = true")
        for source in located:
            if not source.files:
                with steps.step(f"running the query of '{source.name}'"):
                    run_query(con, source, mapping)
        unanswered = _stage(con, mapping, steps)
        with steps.step("writing the data file"):
            found = find_dimensions(con, mapping)
            dimensions = found.dimensions
            goals = find_goals(mapping, dimensions)
            series, answers = publish(con, mapping, dimensions)
            collect_rejects(con, mapping, files)
            tables = found.told_in(report_tables(con, mapping, unanswered))
        weighted = "weight" in columns_of(con, "built.feedback") if mapping.feedback else False
        rollups: tuple[Rollup, ...] = ()
        columns = {t: tuple(columns_of(con, f"built.{t}")) for t in mapping.tables}
        unplaced, first_left = _lives(con, columns.get("customers", ()))
        days = days_of(tables, columns, first_left)
        with steps.step("counting ahead"):
            if mapping.feedback:
                with con.cursor() as built:
                    built.execute("USE built")
                    rollups = make_rollups(built, dimensions, weighted=weighted)
            ticket_rollups: tuple[Rollup, ...] = ()
            if mapping.tickets:
                with con.cursor() as built:
                    built.execute("USE built")
                    ticket_rollups = make_ticket_rollups(built, dimensions)
            order_rollups: tuple[Rollup, ...] = ()
            if mapping.orders:
                with con.cursor() as built:
                    built.execute("USE built")
                    order_rollups = make_order_rollups(built, dimensions)
            activity = make_activity(con, mapping, dimensions, tables)
            ordered = next((one.last for one in tables if one.table == "orders"), None)
            lifetime = fit_lifetime(
                lambda asked: con.execute(str(ibis.to_sql(asked, dialect="duckdb"))).df(),
                ibis.table(HISTORY, ACTIVITY, database="built"),
                ordered.date() if ordered else None,
            )
            customer_rows = make_customer_rows(con, mapping)
            outcomes = make_outcomes(con, mapping.tables, dimensions, answers)
            accepted = Accepted.from_files(con, mapping, dimensions)
            doubts = find_doubts(accepted)
        for warning in (w for table in tables for w in table.warnings):
            progress(f"ATTENTION: {warning}")
        for doubt in doubts:
            progress(f"DOUBT: {doubt.found} {doubt.mend}")
        catalog = Catalog(
            version=version,
            format=FORMAT,
            company=mapping.company.name,
            built_at=datetime.now(UTC),
            timezone=mapping.company.timezone,
            currency=mapping.company.currency,
            sample=mapping.company.sample,
            minimum_n=mapping.minimum_n,
            first_day=days.first,
            last_day=days.last,
            leaving_since=days.leaving,
            weighted=weighted,
            customers_shown=mapping.privacy.customers == "shown",
            series=series,
            answers=answers,
            dimensions=dimensions,
            rollups=rollups,
            ticket_rollups=ticket_rollups,
            order_rollups=order_rollups,
            activity=activity,
            unplaced=unplaced,
            customer_rows=customer_rows,
            targets=goals.targets,
            benchmarks=goals.benchmarks,
            xqi=goals.xqi,
            repeat_days=mapping.service.repeat_days,
            lifetime=lifetime,
            outcomes=outcomes,
            sources=tuple(files),
            tables=tables,
            columns=columns,
            doubts=doubts,
            newest_alone=newest_alone(accepted),
        )
        con.execute("CREATE TABLE built.meta(catalog VARCHAR)")
        con.execute("INSERT INTO built.meta VALUES (?)", [catalog.model_dump_json()])
        con.execute("CHECKPOINT built; DETACH built")
        return ripe_at(con, mapping)


def _lives(con: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> tuple[int, date | None]:
    """How many customers have no place in time, and when the first of the others left."""
    known = {name: "date" for name in ("joined_day", "churned_day") if name in columns}
    if "joined_day" not in known:
        return 0, None
    asked = lives(ibis.table(known, name="customers", database="built"))
    ((unplaced, *left),) = con.execute(str(ibis.to_sql(asked, dialect="duckdb"))).fetchall()
    return int(unplaced), left[0] if left else None


def _stage(con: duckdb.DuckDBPyConnection, mapping: Mapping, steps: Steps) -> int:
    """Stages all tables; returns how many questions of feedback have no answer."""
    tomorrow = datetime.now(UTC).replace(tzinfo=None) + FUTURE_AFTER
    staging = Staging(con, mapping, f"TIMESTAMP '{tomorrow:%Y-%m-%d %H:%M:%S}'")
    for name in mapping.tables:
        with steps.step(f"checking {name}"):
            _stage_table(staging, TABLES[name])
            reject_faults(con, TABLES[name])
            reject_duplicates(con, TABLES[name])
    if not mapping.feedback:
        return 0
    check_nps(staging)
    return count_unanswered(staging)


def _stage_table(staging: Staging, table: Table) -> None:
    """Creates the view `work.<table>`: its rows, typed, those that fail with their reason."""
    if table.name == "feedback":
        stage_answers(staging)
        return
    parts = " UNION ALL BY NAME ".join(
        f"SELECT *, {number} AS _part, 0 AS _question FROM {part}"
        for number, part in enumerate(stage_parts(staging, table))
    )
    staging.con.execute(f"CREATE VIEW work.{table.name} AS {parts}")
