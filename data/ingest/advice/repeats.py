"""Rows that repeat an id: copies, ids of several sources, or the id of something else."""

from __future__ import annotations

from data.contract import TABLES
from data.ingest.advice.case import Case
from data.mapping.model import TableMapping
from data.sql import ident, literal

_NEARLY_ALL = 0.9
_COPIES = "the same as rows that were taken, in every column that is mapped"


def mend(case: Case) -> str:
    """A query that makes ids, where rows are lost; that nothing is, where they are copies."""
    found, parts = case.repeated, case.mapping.table(case.table)
    if found is None:
        return ""
    lost = found.rows - found.copies
    if not lost:
        return f"They are {_COPIES}: copies, it seems, so that nothing is lost."
    said = f"{found.copies:,} of them are {_COPIES}. " if found.copies else ""
    key = TABLES[case.table].key[0]
    if found.of_other_parts >= lost * _NEARLY_ALL:
        names = " and ".join(f"'{name}'" for name in dict.fromkeys(p.source for p in parts))
        return (
            f"{said}The sources {names} have the same ids for different rows. Put the source "
            f"before the id: {_made(case, parts[0], key, own=True)}; so for each of them."
        )
    return (
        f"{said}Several different rows have one id: is it that of a row, or of something that has "
        f"several? A query makes one: {_made(case, parts[0], key, own=False)}"
        f"{'; so for each source' if len(parts) > 1 else ''}."
    )


def _made(case: Case, part: TableMapping, key: str, *, own: bool) -> str:
    """The query that makes ids of a part, and the line that maps them."""
    column = part.columns[key].column
    made = ident(column) if own and column else "row_number() over ()"
    if len(case.mapping.table(case.table)) > 1:
        made = f"concat({literal(f'{part.source}-')}, {made})"
    source = case.mapping.sources[part.source]
    rows = source.table or (f"({source.query})" if case.mapping.warehouse else part.source)
    return f'select {made} as own_id, t.* from {rows} as t, with {key} = "own_id"'
