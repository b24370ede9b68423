"""What came of each table: rows accepted and rejected, with the reasons and what mends them."""

from __future__ import annotations

from collections.abc import Mapping as Named
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import TableReport
from data.contract import LATER, TABLES, Kind, main_tables
from data.derived.of_comments import read_of_comments
from data.errors import DataError
from data.ingest.advice import Case, mend
from data.ingest.advice.case import MOST_VALUES
from data.ingest.advice.repeated import compared
from data.ingest.published import Published
from data.ingest.rejects.hints import heavy, nothing_left, warning
from data.ingest.staged import TYPES, Staged, answered

_LONGEST_EXAMPLE = 120


@dataclass(frozen=True)
class Rejected:
    """The rejected rows of all tables, and what they are compared with.

    `rows`: table_name, reason, detail (the value at fault), row (the same for all answers of a row
    of the source) and place (the detail of the lowest is the example). `every`: rows of each
    table's sources.
    """

    rows: ir.Table
    staged: dict[str, Staged]
    every: Named[str, int]


def report_tables(
    published: Published, rejected: Rejected, unanswered: int
) -> tuple[TableReport, ...]:
    """A report of each mapped table. Raises DataError where a main table has no row left."""
    mapping, rows = published.mapping, rejected.rows
    counted = published.ask(
        rows.group_by("table_name", "reason").aggregate(
            n=rows.count(), rows=rows.row.nunique(), example=rows.detail.argmin(rows.place)
        )
    )
    reports = []
    for table in mapping.tables:
        mine = counted[counted["table_name"] == table].sort_values(
            ["n", "reason"], ascending=[False, True]
        )
        reasons = {
            str(reason): (int(n), int(gone), text if isinstance(text, str) else None)
            for _, reason, n, gone, text in mine.itertuples(index=False)
        }
        taken = report_taken(published, table)
        if table in main_tables(mapping.tables) and taken.accepted == 0:
            worst = next(((why, n, text) for why, (n, _, text) in reasons.items()), None)
            mended = _advice(published, rejected, table, worst[0], all_failed=True) if worst else ""
            raise DataError(nothing_left(mapping, table, worst, mended))
        aside = {
            "rejected": {reason: n for reason, (n, _, _) in reasons.items()},
            "examples": {
                reason: " ".join(text.split())[:_LONGEST_EXAMPLE]
                for reason, (_, _, text) in reasons.items()
                if text is not None
            },
            "no_answer": unanswered if table == "feedback" else 0,
        }
        report = taken.model_copy(update=aside)
        gone = {reason: rows for reason, (_, rows, _) in reasons.items()}
        said = _warnings(published, rejected, report, gone)
        reports.append(report.model_copy(update={"warnings": said}))
    return tuple(reports)


def _warnings(
    published: Published, rejected: Rejected, report: TableReport, gone: dict[str, int]
) -> tuple[str, ...]:
    """A sentence on each reason for which many rows failed, the heaviest first."""
    every = rejected.every[report.table]
    found = sorted((-rows, reason) for reason, rows in gone.items() if heavy(rows, every))
    return tuple(
        warning(
            published.mapping,
            report,
            reason,
            -rows,
            every,
            _advice(published, rejected, report.table, reason),
        )
        for rows, reason in found
    )


def _advice(
    published: Published, rejected: Rejected, table: str, reason: str, *, all_failed: bool = False
) -> str:
    """What mends a reason, judged by the values that failed for it; after a space, or empty."""
    rows = rejected.rows
    chosen = rows.filter(rows.table_name == table, rows.reason == reason, rows.detail.notnull())
    counted = chosen.group_by("detail").aggregate(n=chosen.count(), place=chosen.place.min())
    frame = published.ask(counted.order_by(ibis.desc("n"), "place").limit(MOST_VALUES))
    details = dict(zip(frame["detail"], frame["n"].astype(int), strict=True))
    repeated = None
    if reason.startswith("duplicate"):
        kept, failed = rejected.staged[table]
        key = [c for c in TABLES[table].key if c in kept.columns]
        again = failed.filter(failed._reason == reason)
        repeated = compared(published.ask, again, answered(kept), key)
    case = Case.of(
        published.mapping, table, reason, details, repeated=repeated, all_failed=all_failed
    )
    return mend(case)


def report_taken(published: Published, table: str) -> TableReport:
    """How many rows were taken, and the first and the last time in them.

    A ticket's answers are data as well; so is a leaving, unless it is yet to come.
    """
    rows, today = published.tables[table], published.mapping.company.today
    events = [rows[end] for end in (TABLES[table].clock, *LATER) if end in rows.columns]
    figures = {"n": rows.count()}
    if "tone" in rows.columns:
        figures["read"] = rows.count(where=read_of_comments(rows))
    if events:
        figures["first"] = events[0].min().cast(TYPES[Kind.TIME])
        if "churned_at" in rows.columns:
            past = rows.churned_day <= ibis.literal(today)
            events.append(ibis.ifelse(past, rows.churned_at, ibis.null(rows.churned_at.type())))
    figures |= {f"last{i}": end.max().cast(TYPES[Kind.TIME]) for i, end in enumerate(events)}
    row = published.ask(rows.aggregate(**figures)).iloc[0]
    last = [row[f"last{i}"] for i in range(len(events)) if pd.notna(row[f"last{i}"])]
    first = row["first"] if events and pd.notna(row["first"]) else None
    return TableReport(
        table=table,
        accepted=int(row["n"]),
        rejected={},
        read=int(row.get("read", 0)),
        first=pd.Timestamp(first).to_pydatetime() if first is not None else None,
        last=pd.Timestamp(max(last)).to_pydatetime() if last else None,
    )
