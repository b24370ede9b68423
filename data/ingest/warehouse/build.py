"""A load in a warehouse: its rows checked, and written beside them as tables of one version."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis.backends import BaseBackend

from data.catalog import Catalog, Rollup, SourceFile
from data.contract import TABLES
from data.derived.customer_columns import lives
from data.derived.lifetime import fit_lifetime, histories
from data.derived.outcomes import OUTCOMES, outcomes
from data.derived.rollups import ROWS_PER_CELL, candidates, rollup
from data.errors import DataError, MappingError, only_case_differs
from data.ingest.days import Days, days_of
from data.ingest.doubts import find_doubts
from data.ingest.doubts.accepted import Accepted
from data.ingest.doubts.stray_days import newest_alone
from data.ingest.goals import find_goals
from data.ingest.warehouse.answers import answers, unanswered
from data.ingest.warehouse.parts import united, without_duplicates
from data.ingest.warehouse.publish import Answers, find_dimensions, published
from data.ingest.warehouse.report import rejected_rows, reports, source_name
from data.ingest.warehouse.selfcheck import self_check
from data.ingest.warehouse.sources import source_tables
from data.ingest.warehouse.stage import Staging, stage_parts
from data.ingest.warehouse.tables import Tables, drop_versions
from data.mapping.model import Mapping
from data.store.connection import Address, close, connect
from data.store.fetch import fetch
from data.store.loaded import Loaded
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
        if file.exists():
            point_to(file)
            return file
        in_use = current_file(folder)
        drop_versions(backend, folder, in_use.stem if in_use else "")
        tables = Tables(backend, address, folder, version)
        tables.check_writing()
        staging = Staging.of(mapping, sources, address.engine)
        catalog = _load(tables, staging, version, rows_of, say)
    loaded = Loaded.of(address, tables.prefix, catalog)
    self_check(loaded)
    new = folder / f".new-{file.name}"
    new.write_text(loaded.model_dump_json(), encoding="utf-8")
    if approve:
        approve(new)
    new.replace(file)
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
    """Drops all tables of the loads into a folder: they were to try the mapping out."""
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
    """Rows of each source in use; twelve digits that change with them, their newest time, the day.

    And with the mapping and the format. What is changed in place is seen on the next day.
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
    mapping, staged = staging.mapping, {}
    silent = 0
    for name in mapping.tables:
        say(f"checking {name}")
        parts = stage_parts(staging, TABLES[name])
        if name == "feedback":
            parts = [  # questions read a part many times
                tables.create(f"part_{i}", part) if mapping.feedback[i].questions else part
                for i, part in enumerate(parts)
            ]
            rows = answers(mapping, parts)
        else:
            rows = united(parts, TABLES[name])
        staged[name] = tables.create(f"stage_{name}", without_duplicates(rows, TABLES[name]))
        if name == "feedback":
            _check_nps(tables, staged[name])
            silent = sum(tables.count(rows) for rows in unanswered(mapping, parts, staged[name]))
    say("writing tables")
    found_dimensions = find_dimensions(tables.frame, mapping, staged)
    dimensions = found_dimensions.dimensions
    goals = find_goals(mapping, dimensions)
    given = Answers(tables.frame, mapping, staged["feedback"]) if mapping.feedback else None
    written = {
        name: tables.create(name, published(TABLES[name], mapping, dimensions, staged, given))
        for name in mapping.tables
    }
    rejected = tables.create("rejected", rejected_rows(mapping, staged))
    found = found_dimensions.told_in(
        tuple(reports(tables.frame, mapping, written, staged, rejected, rows_of, silent))
    )
    for warning in (w for table in found for w in table.warnings):
        say(f"ATTENTION: {warning}")
    accepted = Accepted(mapping, dimensions, written, tables.frame)
    doubts = find_doubts(accepted)
    for doubt in doubts:
        say(f"DOUBT: {doubt.found} {doubt.mend}")
    columns = {name: tuple(table.columns) for name, table in written.items()}
    unplaced, first_left = _lives(tables, written)
    days = days_of(found, columns, first_left)
    weighted = bool(mapping.feedback) and "weight" in written["feedback"].columns
    rollups: tuple[Rollup, ...] = ()
    if mapping.feedback:
        say("counting ahead")
        keys = list(candidates(dimensions))
        rollups = tuple(_rollups(tables, written["feedback"], keys, weighted, days))
    after = outcomes(written, dimensions, given.labels if given else ())
    if after is not None:
        tables.create(OUTCOMES, after)
    ordered = next((one.last for one in found if one.table == "orders"), None)
    lifetime = ordered and fit_lifetime(tables.frame, histories(written["orders"]), ordered.date())
    for name in mapping.tables:
        tables.drop(f"stage_{name}")
    for i in range(len(mapping.feedback)):
        tables.drop(f"part_{i}")
    now = datetime.now(UTC)
    return Catalog(
        version=version,
        format=FORMAT,
        company=mapping.company.name,
        built_at=now,
        timezone=mapping.company.timezone,
        currency=mapping.company.currency,
        sample=mapping.company.sample,
        minimum_n=mapping.minimum_n,
        first_day=days.first,
        last_day=days.last,
        leaving_since=days.leaving,
        weighted=weighted,
        customers_shown=mapping.privacy.customers == "shown",
        series=given.series if given else (),
        answers=given.labels if given else (),
        dimensions=dimensions,
        rollups=rollups,
        unplaced=unplaced,
        activity=(),  # distinct customers are counted from the rows
        targets=goals.targets,
        benchmarks=goals.benchmarks,
        xqi=goals.xqi,
        repeat_days=mapping.service.repeat_days,
        lifetime=lifetime,
        outcomes=tuple(after.columns) if after is not None else (),
        sources=tuple(
            SourceFile(
                name=name, file=source_name(mapping, name), rows=rows, bytes=None, modified_at=None
            )
            for name, rows in rows_of.items()
        ),
        tables=found,
        columns=columns,
        doubts=doubts,
        newest_alone=newest_alone(accepted),
    )


def _lives(tables: Tables, written: dict[str, ir.Table]) -> tuple[int, date | None]:
    """How many customers have no place in time, and when the first of the others left."""
    customers = written.get("customers")
    if customers is None or "joined_day" not in customers.columns:
        return 0, None
    row = tables.frame(lives(customers)).iloc[0]
    left = row.get("left")
    return int(row["unplaced"]), None if pd.isna(left) else pd.Timestamp(left).date()


def _check_nps(tables: Tables, staged: ir.Table) -> None:
    wrong = staged.filter(
        staged._reason.isnull()
        & (staged.metric == "nps")
        & ((staged.scale_min != 0) | (staged.scale_max != 10))
    )
    counted = wrong.group_by("scale_min", "scale_max").aggregate(n=wrong.count())
    for low, high, n in tables.frame(counted).itertuples(index=False):
        raise DataError(
            f"feedback: {n:,} NPS answers state the scale {low:g} to {high:g}. "
            "NPS is asked on 0 to 10; use the metric 'rating' for another scale."
        )


def _rollups(
    tables: Tables,
    feedback: ir.Table,
    tried: list[tuple[str, tuple[str, ...]]],
    weighted: bool,
    days: Days,
) -> Iterator[Rollup]:
    """Writes the rollups that pay, judged by the rows of the month in the middle."""
    middle = days.first + (days.last - days.first) / 2
    month = feedback.filter(feedback.day.truncate("M").cast("date") == middle.replace(day=1))
    rows = tables.count(month)
    number = 0
    for unit, keys in tried:
        columns = ["answer", *keys, *(["day"] if unit == "day" else [])]
        cells = month.select(columns).distinct()
        if rows < tables.count(cells) * ROWS_PER_CELL:
            continue
        name = f"feedback_by_{unit}_{number}"
        table = tables.create(name, rollup(feedback, unit, keys, weighted=weighted))
        size = tables.count(table)
        number += 1
        yield Rollup(name=name, unit=unit, dimensions=keys, cells=size)
