"""What came of a load: rows taken and set aside, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import TableReport
from data.contacts import contacts_column, contacts_zero
from data.contract import DURATIONS, MAIN_TABLES, TABLES, Kind
from data.errors import DataError
from data.losses import LONGEST, heavy, warning
from data.mapping.model import Mapping
from data.rejects import nothing_left
from data.warehouse.cells import TYPES
from data.warehouse.publish import Ask


def rejected(mapping: Mapping, staged: dict[str, ir.Table]) -> ir.Table:
    """Every row that was set aside, as `engine.set_aside` shows it; `raw` is the row itself."""
    parts = []
    for table, rows in staged.items():
        aside = rows.filter(rows._reason.notnull())
        names = [source_name(mapping, part.source) for part in mapping.table(table)]
        source = ibis.cases(*((aside._part == i, name) for i, name in enumerate(names)))
        parts.append(
            aside.select(
                table_name=ibis.literal(table),
                source=source,
                row_number=ibis.null("int64"),
                reason=aside._reason,
                detail=aside._detail,
                raw=aside._raw,
            )
        )
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def source_name(mapping: Mapping, source: str) -> str:
    """A source's table, or what else to call it."""
    return mapping.sources[source].table or f"the query '{source}'"


def reports(
    ask: Ask,
    mapping: Mapping,
    written: dict[str, ir.Table],
    aside: ir.Table,
    rows_of: dict[str, int],
    unanswered: int,
) -> Iterator[TableReport]:
    """One report a table. Raises DataError where a main table has no row left."""
    lost = ask(
        aside.group_by(aside.table_name, aside.reason).aggregate(
            n=aside.count(), rows=aside.raw.nunique(), example=aside.detail.min()
        )
    )
    for table, rows in written.items():
        accepted, first, last = _span(ask, table, rows)
        mine = lost[lost["table_name"] == table].sort_values(
            ["n", "reason"], ascending=[False, True]
        )
        example = {
            reason: " ".join(text.split())[:LONGEST]
            for reason, text in zip(mine["reason"], mine["example"], strict=True)
            if isinstance(text, str)
        }
        if table in MAIN_TABLES and accepted == 0:
            worst = next(mine[["reason", "n", "example"]].itertuples(index=False), None)
            raise DataError(nothing_left(mapping, table, worst))
        every = sum(rows_of[part.source] for part in mapping.table(table))
        yield TableReport(
            table=table,
            accepted=accepted,
            set_aside={r: int(n) for r, n in zip(mine["reason"], mine["n"], strict=True)},
            examples=example,
            warnings=tuple(
                warning(table, reason, -int(gone), every, example)
                for gone, reason in sorted(zip(-mine["rows"], mine["reason"], strict=True))
                if heavy(-int(gone), every)
            )
            + (_no_contacts(ask, mapping, rows) if "contacts" in rows.columns else ()),
            no_answer=unanswered if table == "feedback" else 0,
            first=first,
            last=last,
        )


def _no_contacts(ask: Ask, mapping: Mapping, tickets: ir.Table) -> tuple[str, ...]:
    counts = tickets.aggregate(
        zero=(tickets.contacts < 1).ifelse(1, 0).sum(), known=tickets.contacts.count()
    )
    row = ask(counts).fillna(0).iloc[0]
    return contacts_zero(int(row["zero"]), int(row["known"]), contacts_column(mapping))


def _span(ask: Ask, table: str, rows: ir.Table) -> tuple[int, datetime | None, datetime | None]:
    """Rows, and the first and the last time in them; a ticket's answers are data as well."""
    clock = TABLES[table].clock
    events = [end for end in (clock, *DURATIONS) if end in rows.columns]
    figures = {"n": rows.count()}
    if events:
        figures["first"] = rows[events[0]].min().cast(TYPES[Kind.TIME])
    figures |= {f"last{i}": rows[end].max().cast(TYPES[Kind.TIME]) for i, end in enumerate(events)}
    row = ask(rows.aggregate(**figures)).iloc[0]
    last = [row[f"last{i}"] for i in range(len(events)) if pd.notna(row[f"last{i}"])]
    first = row["first"] if events and pd.notna(row["first"]) else None
    return (
        int(row["n"]),
        pd.Timestamp(first).to_pydatetime() if first is not None else None,
        pd.Timestamp(max(last)).to_pydatetime() if last else None,
    )
