"""All tables of files, staged: typed, checked, and parted into accepted and rejected rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import duckdb
import ibis
import ibis.expr.types as ir

from data.contract import TABLES, Table
from data.duckdb_tables import asking, compiled
from data.ingest.answers import answers, check_nps, count_unanswered
from data.ingest.files.duplicates import reject_duplicates
from data.ingest.files.faults import reject_faults, staged_of
from data.ingest.files.stage import Staging, stage_parts
from data.ingest.progress import Steps
from data.ingest.rejects.reasons import FUTURE_AFTER
from data.ingest.staged import Staged, united
from data.mapping.model import Mapping


def stage(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, steps: Steps
) -> tuple[dict[str, Staged], int]:
    """Stages every mapped table; returns them, and how many questions have no answer.

    Raises MappingError, or DataError where NPS was asked on another scale than its own.
    """
    tomorrow = datetime.now(UTC).replace(tzinfo=None) + FUTURE_AFTER
    staging = Staging(con, mapping, f"TIMESTAMP '{tomorrow:%Y-%m-%d %H:%M:%S}'")
    parts: dict[str, list[ir.Table]] = {}
    staged: dict[str, Staged] = {}
    for name in mapping.tables:
        with steps.step(f"checking {name}"):
            parts[name] = stage_parts(staging, TABLES[name])
            rows = _whole(mapping, TABLES[name], parts[name])
            con.execute(f"CREATE VIEW work.{name} AS {compiled(rows)}")
            reject_faults(con, TABLES[name])
            reject_duplicates(con, TABLES[name])
            staged[name] = staged_of(con, name)
    if not mapping.feedback:
        return staged, 0
    answered = staged["feedback"].accepted
    check_nps(asking(con), answered)
    return staged, count_unanswered(asking(con), mapping, parts["feedback"], answered)


def _whole(mapping: Mapping, table: Table, parts: list[ir.Table]) -> ir.Table:
    """The parts of a table as one, with `_question`, which is 0 but for wide surveys."""
    if table.name == "feedback":
        return answers(mapping, parts, _shown)
    return united(parts, table).mutate(_question=ibis.literal(0, "int64"))


@ibis.udf.scalar.builtin(name="format")  # type: ignore[untyped-decorator]
def _format(pattern: str, number: float) -> str:
    """DuckDB's function."""
    raise NotImplementedError


def _shown(number: ir.FloatingValue) -> ir.StringValue:
    return cast(ir.StringValue, _format("{:g}", number))
