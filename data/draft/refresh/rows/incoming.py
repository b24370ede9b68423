"""The newer rows of a source in one table, under the names of before, as the mapping reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.draft.refresh.brought import Newer
from data.draft.refresh.columns import Columns
from data.draft.refresh.reader import Written
from data.draft.refresh.rows.identity import FILE
from data.draft.refresh.tables import Rows
from data.sql import columns_of, ident


@dataclass(frozen=True)
class Part:
    """A newer table with its columns, and how those are written that the mapping uses."""

    newer: Newer
    columns: Columns
    written: Mapping[str, Written]


def incoming(source: str, before: Rows, parts: Sequence[Part]) -> Rows:
    """All parts as one table, with the number of the part of each row."""
    table = f"made.{ident(source)}"
    selects = " UNION ALL BY NAME ".join(
        _select(before, part, number) for number, part in enumerate(parts)
    )
    before.con.execute(f"CREATE OR REPLACE TABLE {table} AS {selects}")
    return Rows(before.con, table, columns_of(before.con, table), before.today)


def _select(before: Rows, part: Part, number: int) -> str:
    columns = [
        f"{part.written[name].sql if name in part.written else ident(called)} AS {ident(name)}"
        for name, called in part.columns.found.items()
    ]
    taken = {name.lower() for name in before.columns}
    columns += [ident(name) for name in part.columns.more if name.lower() not in taken]
    return f"SELECT {', '.join(columns)}, {number} AS {FILE} FROM {part.newer.rows.table}"
