"""All tables of a warehouse, staged: typed, checked, and parted into accepted and rejected rows."""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir

from data.contract import TABLES, Table
from data.ingest.answers import answers, check_nps, count_unanswered
from data.ingest.staged import Staged, united
from data.ingest.warehouse.cells import shown
from data.ingest.warehouse.duplicates import without_duplicates
from data.ingest.warehouse.stage import Staging, stage_parts
from data.ingest.warehouse.tables import Tables
from data.mapping.model import Mapping


def stage(
    tables: Tables, staging: Staging, say: Callable[[str], None]
) -> tuple[dict[str, Staged], int]:
    """Stages every mapped table; returns them, and how many questions have no answer.

    Raises MappingError, or DataError where NPS was asked on another scale than its own.
    """
    mapping, unanswered = staging.mapping, 0
    staged: dict[str, Staged] = {}
    for name in mapping.tables:
        say(f"checking {name}")
        parts = stage_parts(staging, TABLES[name], tables.frame)
        if name == "feedback":
            parts = [  # questions read a part many times
                tables.create(f"part_{i}", part) if mapping.feedback[i].questions else part
                for i, part in enumerate(parts)
            ]
        rows = tables.create(f"stage_{name}", checked(mapping, TABLES[name], parts))
        staged[name] = staged_of(rows)
        if name == "feedback":
            check_nps(tables.frame, staged[name].accepted)
            unanswered = count_unanswered(tables.frame, mapping, parts, staged[name].accepted)
    return staged, unanswered


def checked(mapping: Mapping, table: Table, parts: list[ir.Table]) -> ir.Table:
    """The parts of a table as one, those rows that repeat a key with the reason."""
    if table.name == "feedback":
        rows = answers(mapping, parts, shown).drop("_question")
    else:
        rows = united(parts, table)
    return without_duplicates(rows, table)


def staged_of(rows: ir.Table) -> Staged:
    """The rows of a stage that are fine, and those that were rejected."""
    return Staged(rows.filter(rows._reason.isnull()), rows.filter(rows._reason.notnull()))


def drop_stages(tables: Tables, mapping: Mapping) -> None:
    """Drops what only the load needed."""
    for name in mapping.tables:
        tables.drop(f"stage_{name}")
    for i in range(len(mapping.feedback)):
        tables.drop(f"part_{i}")
