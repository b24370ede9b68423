"""Rejected rows in a warehouse, as they are shown to people."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.ingest.rejects.report import Rejected
from data.ingest.staged import Staged
from data.ingest.warehouse.tables import Tables
from data.mapping.model import Mapping


def collect_rejects(
    tables: Tables, mapping: Mapping, staged: dict[str, Staged], rows_of: dict[str, int]
) -> Rejected:
    """Writes the rejected rows. `rows_of`: how many rows each source has.

    A database has no order of rows: the lowest detail is the example.
    """
    rows = tables.create("rejected", rejected_rows(mapping, staged))
    every = {
        name: sum(rows_of[part.source] for part in mapping.table(name)) for name in mapping.tables
    }
    return Rejected(rows.mutate(row=rows.raw, place=rows.detail), staged, every)


def rejected_rows(mapping: Mapping, staged: dict[str, Staged]) -> ir.Table:
    """Every rejected row, as `feedback.rejected_rows` shows it; `raw` is the row itself."""
    parts = []
    for table, (_, rejected) in staged.items():
        names = [source_name(mapping, part.source) for part in mapping.table(table)]
        source = ibis.cases(*((rejected._part == i, name) for i, name in enumerate(names)))
        parts.append(
            rejected.select(
                table_name=ibis.literal(table),
                source=source,
                row_number=ibis.null("int64"),
                reason=rejected._reason,
                detail=rejected._detail,
                raw=rejected._raw,
            )
        )
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def source_name(mapping: Mapping, source: str) -> str:
    """A source's table, or what else to call it."""
    return mapping.sources[source].table or f"the query '{source}'"
