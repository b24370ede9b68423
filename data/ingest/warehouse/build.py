"""A load in a warehouse: rows are checked there and written as the tables of one version."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

from data.catalog import Catalog, SourceFile
from data.contract import TABLES
from data.durable import UNFINISHED, move_durably
from data.errors import DataError, MappingError, only_case_differs
from data.ingest.catalog import catalog_of, examine
from data.ingest.dimensions import find_dimensions
from data.ingest.goals import find_goals
from data.ingest.labels import label_answers
from data.ingest.published import Published
from data.ingest.rejects.report import report_tables
from data.ingest.staged import taken
from data.ingest.warehouse.ahead import count_ahead
from data.ingest.warehouse.publish import publish
from data.ingest.warehouse.rejects import collect_rejects, source_name
from data.ingest.warehouse.selfcheck import self_check
from data.ingest.warehouse.sources import source_tables
from data.ingest.warehouse.stage import Staging
from data.ingest.warehouse.stage_all import drop_stages, stage
from data.ingest.warehouse.tables import Tables, drop_versions
from data.mapping.model import Mapping
from data.store.connection import Address, close, connect
from data.store.fetch import fetch
from data.store.loaded import Loaded
from data.store.snapshots import opens
from data.store.versions import FORMAT, current_file, point_to

Say = Callable[[str], None]
Approve = Callable[[Path], None]


def load(mapping: Mapping, folder: Path, say: Say, approve: Approve | None = None) -> Path:
    """Loads what a warehouse holds now; returns the file that stands for it, the current one.

    What has been loaded already is not loaded again. Raises MappingError or DataError, or what
    `approve` raises over the new file; then the version that was in use stays so.
    """
    address = _address(mapping)
    with _connected(address) as backend:
        sources = source_tables(backend, mapping, address)
        rows_of, version = _version(backend, mapping, sources, address)
        file = folder / f"{version}.json"
        if opens(file):
            point_to(file)
            return file
        in_use = current_file(folder)
        drop_versions(backend, folder, in_use.stem if in_use else "")
        tables = Tables(backend, address, folder, version)
        tables.check_writing()
        staging = Staging.of(mapping, sources, address.engine)
        catalog = _load(tables, staging, version, rows_of, say)
    loaded = Loaded.of(address, tables.prefix, catalog, mapping.as_json())
    self_check(loaded)
    new = folder / f"{UNFINISHED}{file.name}"
    new.write_text(loaded.model_dump_json(), encoding="utf-8")
    if approve:
        approve(new)
    move_durably(new, file)
    point_to(file)
    return file


def version_now(mapping: Mapping) -> str:
    """The version of what a warehouse holds now. Raises MappingError or DataError."""
    address = _address(mapping)
    # A DuckDB file that is being read can't be opened for writing.
    with _connected(address, reading=address.engine == "duckdb") as backend:
        sources = source_tables(backend, mapping, address)
        return _version(backend, mapping, sources, address)[1]


def discard(mapping: Mapping, folder: Path) -> None:
    """Drops all tables of the loads into a folder, after a mapping was only tried out."""
    address = _address(mapping)
    with _connected(address) as backend:
        drop_versions(backend, folder, "")


def _address(mapping: Mapping) -> Address:
    assert mapping.warehouse is not None
    return Address.of(mapping.warehouse)


@contextlib.contextmanager
def _connected(address: Address, *, reading: bool = False) -> Iterator[BaseBackend]:
    """A connection that may write; what a driver raises becomes DataError."""
    try:
        backend = connect(address, reading=reading)
    except MappingError:
        raise
    except Exception as error:  # each driver has its own
        reason = address.without_secrets(error)
        raise DataError(f"{address.shown} can't be reached: {reason}") from None
    try:
        yield backend
    except (MappingError, DataError, OSError):
        raise
    except Exception as error:  # each driver has its own
        reason = address.without_secrets(error)
        raise DataError(f"The load in {address.shown} failed: {reason}") from error
    finally:
        close(backend)


def _version(
    backend: BaseBackend,
    mapping: Mapping,
    sources: dict[str, tuple[ir.Table, frozenset[str]]],
    address: Address,
) -> tuple[dict[str, int], str]:
    """How many rows each source has, and the version: twelve hexadecimal digits.

    The version changes with the number of rows, their newest time, the mapping, the format and the
    day. So a row that is changed in place is seen on the next day.
    """
    digest = hashlib.sha256(f"{FORMAT} {mapping.company.today} {mapping.warehouse}".encode())
    digest.update(mapping.path.read_bytes())
    counts = {}
    for name in mapping.tables:
        for part in mapping.table(name):
            rows, figures = sources[part.source][0], {}
            clock = part.columns.get(TABLES[name].clock or "")
            column = clock.column if clock else None
            if column and column not in rows.columns:
                column = only_case_differs(column, rows.columns)
            if column:
                figures["newest"] = rows[column].max().cast("string")
            asked = rows.aggregate(n=rows.count(), **figures)
            row = fetch(backend, str(ibis.to_sql(asked, dialect=address.engine))).iloc[0]
            counts[part.source] = int(row["n"])
            digest.update(f"{part.source} {row.tolist()}".encode())
    return counts, digest.hexdigest()[:12]


def _load(
    tables: Tables, staging: Staging, version: str, rows_of: dict[str, int], say: Say
) -> Catalog:
    """Writes the tables of a version; `rows_of`: how many rows each source has."""
    mapping, ask = staging.mapping, tables.frame
    staged, unanswered = stage(tables, staging, say)
    say("writing tables")
    found = find_dimensions(ask, mapping, taken(staged))
    goals = find_goals(mapping, found.dimensions)
    answers = label_answers(ask, mapping, staged)
    written = publish(tables, mapping, staged, found.dimensions, answers)
    published = Published(mapping, found.dimensions, written, ask)
    rejected = collect_rejects(tables, mapping, staged, rows_of)
    reports = report_tables(published, rejected, unanswered)
    findings = examine(published, reports, found)
    findings.tell(say)
    if mapping.feedback:
        say("counting ahead")
    ahead = count_ahead(tables, published, answers, findings)
    drop_stages(tables, mapping)
    sources = [
        SourceFile(
            name=name, file=source_name(mapping, name), rows=rows, bytes=None, modified_at=None
        )
        for name, rows in rows_of.items()
    ]
    return catalog_of(published, version, sources, answers, goals, findings, ahead)
