"""What came of a load: rows taken and set aside, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import TableReport
from data.contract import LATER, TABLES, Kind, main_tables
from data.errors import DataError
from data.ingest.advice import Case, mend
from data.ingest.advice.case import MOST_VALUES
from data.ingest.advice.repeated import compared
from data.ingest.reject_hints import LONGEST, heavy, warning
from data.ingest.rejects import nothing_left
from data.ingest.warehouse.cells import TYPES
from data.ingest.warehouse.publish import Ask, accepted
from data.mapping.model import Mapping


def rejected_rows(mapping: Mapping, staged: dict[str, ir.Table]) -> ir.Table:
    """Every rejected row, as `tables.rejected_rows` shows it; `raw` is the row itself."""
    parts = []
    for table, rows in staged.items():
        rejected = rows.filter(rows._reason.notnull())
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


def reports(
    ask: Ask,
    mapping: Mapping,
    written: dict[str, ir.Table],
    staged: dict[str, ir.Table],
    rejected: ir.Table,
    rows_of: dict[str, int],
    unanswered: int,
) -> Iterator[TableReport]:
    """One report a table. Raises DataError where a main table has no row left."""
    counted = ask(
        rejected.group_by(rejected.table_name, rejected.reason).aggregate(
            n=rejected.count(), rows=rejected.raw.nunique(), example=rejected.detail.min()
        )
    )
    for table, rows in written.items():
        taken, first, last = _span(ask, table, rows, mapping.company.today)
        mine = counted[counted["table_name"] == table].sort_values(
            ["n", "reason"], ascending=[False, True]
        )
        example = {
            reason: " ".join(text.split())[:LONGEST]
            for reason, text in zip(mine["reason"], mine["example"], strict=True)
            if isinstance(text, str)
        }
        if table in main_tables(mapping.tables) and taken == 0:
            worst = next(mine[["reason", "n", "example"]].itertuples(index=False), None)
            mended = (
                _advice(ask, mapping, table, staged[table], rejected, worst[0]) if worst else ""
            )
            raise DataError(nothing_left(mapping, table, worst, mended))
        every = sum(rows_of[part.source] for part in mapping.table(table))
        report = TableReport(
            table=table,
            accepted=taken,
            rejected={r: int(n) for r, n in zip(mine["reason"], mine["n"], strict=True)},
            examples=example,
            no_answer=unanswered if table == "feedback" else 0,
            first=first,
            last=last,
        )
        said = tuple(
            warning(mapping, report, reason, -int(gone), every,
                    _advice(ask, mapping, table, staged[table], rejected, reason))
            for gone, reason in sorted(zip(-mine["rows"], mine["reason"], strict=True))
            if heavy(-int(gone), every)
        )  # fmt: skip
        yield report.model_copy(update={"warnings": said})


def _advice(
    ask: Ask, mapping: Mapping, table: str, staged: ir.Table, rejected: ir.Table, reason: str
) -> str:
    """What mends a reason, judged by the values that failed for it."""
    failed = rejected.filter(
        rejected.table_name == table, rejected.reason == reason, rejected.detail.notnull()
    )
    counted = failed.group_by("detail").aggregate(n=failed.count())
    frame = ask(counted.order_by(ibis.desc("n"), "detail").limit(MOST_VALUES))
    details = dict(zip(frame["detail"], frame["n"].astype(int), strict=True))
    repeated = None
    if reason.startswith("duplicate"):
        key = [c for c in TABLES[table].key if c in staged.columns]
        columns = [c for c in staged.columns if c == "_part" or c[0] != "_"]
        again = staged.filter(staged._reason == reason).select(columns)
        repeated = compared(ask, again, accepted(staged).select(columns), key)
    return mend(Case.of(mapping, table, reason, details, repeated=repeated))


def _span(
    ask: Ask, table: str, rows: ir.Table, today: date
) -> tuple[int, datetime | None, datetime | None]:
    """Rows, and the first and the last time in them.

    A ticket's answers are data as well; so is a leaving, unless it is yet to come.
    """
    clock = TABLES[table].clock
    events = [rows[end] for end in (clock, *LATER) if end in rows.columns]
    figures = {"n": rows.count()}
    if events:
        figures["first"] = events[0].min().cast(TYPES[Kind.TIME])
        if "churned_at" in rows.columns:
            past = rows.churned_day <= ibis.literal(today)
            events.append(ibis.ifelse(past, rows.churned_at, ibis.null(rows.churned_at.type())))
    figures |= {f"last{i}": end.max().cast(TYPES[Kind.TIME]) for i, end in enumerate(events)}
    row = ask(rows.aggregate(**figures)).iloc[0]
    last = [row[f"last{i}"] for i in range(len(events)) if pd.notna(row[f"last{i}"])]
    first = row["first"] if events and pd.notna(row["first"]) else None
    return (
        int(row["n"]),
        pd.Timestamp(first).to_pydatetime() if first is not None else None,
        pd.Timestamp(max(last)).to_pydatetime() if last else None,
    )
