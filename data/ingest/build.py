"""Building a data file: sources read, staged, checked and published as one immutable file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from data.catalog import SourceFile
from data.duckdb_tables import asking
from data.durable import move_durably
from data.engine_errors import in_words
from data.errors import DataError, MappingError
from data.ingest.catalog import catalog_of, examine
from data.ingest.comments.mapped import has_comments
from data.ingest.dimensions import find_dimensions
from data.ingest.files.ahead import count_ahead
from data.ingest.files.faults import ripe_at
from data.ingest.files.publish import publish
from data.ingest.files.queries import run_query
from data.ingest.files.rejects import collect_rejects
from data.ingest.files.sources import Located, locate, read_files, stays_in_place
from data.ingest.files.stage_all import stage
from data.ingest.files.version import note_later, version_now, version_of
from data.ingest.goals import find_goals
from data.ingest.labels import label_answers
from data.ingest.progress import Progress, Steps
from data.ingest.published import Published
from data.ingest.rejects.report import report_tables
from data.ingest.staged import taken
from data.ingest.warehouse.build import load
from data.intake.published import with_sent
from data.mapping import Mapping, load_mapping
from data.meaning.kept import keep_vectors, move_beside
from data.sql import literal, literals
from data.store.snapshots import opens
from data.store.versions import BUILDING, COMMENTS, point_to

__all__ = ["DataError", "MappingError", "build"]

# Of the memory that DuckDB finds; what does not fit goes to files beside the stages. A server may
# be at work on the same machine.
_MEMORY = "25%"
_SPILLED = 0.75  # of what is free at the beginning; the new file needs room as well


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
    mapping = with_sent(load_mapping(mapping_path), folder)
    folder.mkdir(parents=True, exist_ok=True)
    if mapping.warehouse:
        return load(mapping, folder, progress or (lambda _: None), approve)
    located = locate(mapping)
    of_sources = version_of(mapping, located, folder)
    version = version_now(mapping, located, folder)
    file = folder / f"{version}.duckdb"
    if not opens(file):
        with tempfile.TemporaryDirectory(prefix=BUILDING, dir=folder) as temporary:
            new = Path(temporary) / "new.duckdb"
            try:
                ripe = _build(mapping, located, version, new, folder, progress or (lambda _: None))
            except duckdb.Error as error:  # a full disk, for example
                raise DataError(f"The data file could not be built: {in_words(error)}.") from error
            if approve:
                approve(new)
            note_later(file, of_sources, ripe)
            move_beside(new, file)
            move_durably(new, file)
    point_to(file)
    return file


def _build(
    mapping: Mapping,
    located: tuple[Located, ...],
    version: str,
    file: Path,
    folder: Path,
    progress: Progress,
) -> datetime | None:
    """Builds the file; returns when the first row in the future is in the past, if there is one."""
    with _stages(file) as con:
        spoken = has_comments(mapping)
        steps = Steps(con, len(located) + len(mapping.tables) + 2 + spoken, progress)
        files = _read(con, mapping, located, steps)
        staged, unanswered = stage(con, mapping, steps)
        said = None
        if spoken:
            # What reads comments takes memory and half a second: web workers never load it.
            from data.ingest.comments.read import read_comments

            with steps.step("reading comments"):
                staged, said, vectors = read_comments(con, mapping, staged, folder)
                if vectors:
                    keep_vectors(vectors, file)
                del vectors  # what comes next needs the room
        else:  # of comments that are mapped no longer
            for left in folder.glob(f"{COMMENTS}*"):
                left.unlink(missing_ok=True)
        ask = asking(con)
        with steps.step("writing the data file"):
            found = find_dimensions(ask, mapping, taken(staged))
            goals = find_goals(mapping, found.dimensions)
            answers = label_answers(ask, mapping, staged)
            tables = publish(con, mapping, staged, found.dimensions, answers)
            published = Published(mapping, found.dimensions, tables, ask)
            rejected = collect_rejects(con, mapping, files, staged)
            reports = report_tables(published, rejected, unanswered)
            findings = examine(published, reports, found)
        with steps.step("counting ahead"):
            ahead = count_ahead(con, published, answers, findings)
        findings.tell(progress)
        catalog = catalog_of(published, version, files, answers, goals, findings, ahead)
        catalog = catalog.model_copy(update={"comments_read": said})
        con.execute("CREATE TABLE built.meta(catalog VARCHAR, mapping VARCHAR)")
        kept = [catalog.model_dump_json(), mapping.as_json()]
        con.execute("INSERT INTO built.meta VALUES (?, ?)", kept)
        con.execute("CHECKPOINT built; DETACH built")
        return ripe_at(con, mapping)


@contextmanager
def _stages(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A file beside the new one for sources and stages, so that the data file has no holes.

    Its schemas: `work` for stages, `rejected` and `accepted` for their rows, `built` the new file.
    """
    with duckdb.connect(str(file.with_name("stages.duckdb"))) as con:
        con.execute("SET python_enable_replacements = false; SET TimeZone = 'UTC'")
        con.execute(f"SET preserve_insertion_order = true; SET memory_limit = '{_MEMORY}'")
        spilled = int(shutil.disk_usage(file.parent).free * _SPILLED)
        con.execute(f"SET max_temp_directory_size = '{spilled}B'")
        con.execute(f"ATTACH {literal(str(file))} AS built")
        con.execute(
            "CREATE SCHEMA work; CREATE SCHEMA rejected; CREATE SCHEMA accepted; "
            "CREATE TABLE work.malformed(source VARCHAR, file VARCHAR, line BIGINT, "
            "reason VARCHAR, detail VARCHAR, raw VARCHAR); "
            "CREATE TABLE work.placed(source VARCHAR, file VARCHAR, first BIGINT)"
        )
        yield con


def _read(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, located: tuple[Located, ...], steps: Steps
) -> list[SourceFile]:
    """Reads the sources: files first, then queries over them, which reach no other file."""
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
    return files
