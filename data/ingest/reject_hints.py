"""What rows were set aside for: an example of each reason, and what usually mends it."""

from __future__ import annotations

import duckdb
import ibis

from data.catalog import TableReport
from data.contract import TABLES
from data.ingest.advice import Case, mend
from data.ingest.advice.case import MOST_VALUES
from data.ingest.advice.repeated import Repeated, compared
from data.ingest.files.faults import ROW_ID
from data.mapping.model import Mapping
from data.sql import columns_of, ident

_HEAVY = 0.2  # of a table's rows: more than this for one reason is rather the mapping's fault
LONGEST = 120
# Reasons that are about one answer of a wide survey, not about its row.
_OF_ANSWERS = (
    "score not a number",
    "score outside the scale",
    "NPS score not a whole number",
    "duplicate response_id",
)


def examples(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Reason -> the first value that was set aside for it, as `column: value`."""
    rows = con.execute(
        "SELECT reason, arg_min(detail, rowid) FROM built.rejected "
        "WHERE table_name = ? AND detail IS NOT NULL GROUP BY reason",
        [table],
    ).fetchall()
    return {reason: " ".join(detail.split())[:LONGEST] for reason, detail in rows}


def warnings(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, report: TableReport
) -> tuple[str, ...]:
    """A sentence on each reason that set aside much of a table, the heaviest first.

    Rows of the source are counted, not answers: one column that is read wrongly fails them all.
    """
    table = report.table
    counts = [f"SELECT count(*) AS n FROM {ident(p.source)}" for p in mapping.table(table)]
    malformed = "reason IN (SELECT reason FROM work.malformed)"
    rows = con.execute(
        "WITH counted AS (SELECT reason, count(DISTINCT (source, row_number)) AS n "
        "FROM built.rejected WHERE table_name = ? GROUP BY reason), "
        f"every AS (SELECT (SELECT sum(n) FROM ({' UNION ALL '.join(counts)})) "
        f"+ coalesce((SELECT sum(n) FROM counted WHERE {malformed}), 0) AS n) "
        "SELECT reason, counted.n, every.n FROM counted, every ORDER BY counted.n DESC, reason",
        [table],
    ).fetchall()
    return tuple(
        warning(mapping, report, reason, rejected, every, advice(con, mapping, table, reason))
        for reason, rejected, every in rows
        if heavy(rejected, every)
    )


def heavy(rejected: int, every: int) -> bool:
    """True where a reason cost much of a table's rows."""
    return rejected > every * _HEAVY


def warning(
    mapping: Mapping, report: TableReport, reason: str, rejected: int, every: int, mended: str
) -> str:
    """The sentence on a reason that set aside `rejected` of `every` row of a table's sources."""
    table, example = report.table, report.examples.get(reason)
    shown = f" (for example {example})" if example else ""
    wide = any(part.questions for part in mapping.table(table))
    if wide and reason in _OF_ANSWERS:
        gone = report.rejected[reason]
        answers = report.accepted + sum(report.rejected.get(one, 0) for one in _OF_ANSWERS)
        counted = (
            f"{100 * gone / answers:.0f} % of the answers of {table} ({gone:,} of {answers:,}), "
            f"in {rejected:,} of {every:,} rows,"
        )
    else:
        counted = (
            f"{100 * rejected / every:.0f} % of the rows of {table} ({rejected:,} of {every:,})"
        )
    return f"{counted} have been set aside: {reason}{shown}.{mended}"


def advice(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    table: str,
    reason: str,
    *,
    all_failed: bool = False,
) -> str:
    """What mends a reason, judged by the values that failed for it; after a space, or empty."""
    details = con.execute(
        "SELECT detail, count(*) FROM built.rejected WHERE table_name = ? AND reason = ? "
        "AND detail IS NOT NULL GROUP BY detail ORDER BY count(*) DESC, min(rowid) LIMIT ?",
        [table, reason, MOST_VALUES],
    ).fetchall()
    repeated = _repeated(con, table, reason) if reason.startswith("duplicate") else None
    return mend(
        Case.of(mapping, table, reason, dict(details), repeated=repeated, all_failed=all_failed)
    )


def _repeated(con: duckdb.DuckDBPyConnection, table: str, reason: str) -> Repeated:
    """The rows that repeat a key beside those that are kept."""
    same = " AND ".join(f"a.{column} = t.{column}" for column in ROW_ID)
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW again AS FROM work.{table} AS t WHERE EXISTS "
        f"(FROM rejected.{table} AS a WHERE {same} AND a._reason = '{reason}')"
    )
    columns = [c for c in columns_of(con, "again") if c == "_part" or not c.startswith("_")]
    types = {c: "int64" if c == "_part" else "string" for c in columns}
    again = ibis.table(types, name="again")
    kept = ibis.table(types, name=table, database="accepted")
    if table == "feedback":
        kept = kept.filter(kept.score.notnull())
    key = [c for c in TABLES[table].key if c in columns]
    return compared(
        lambda asked: con.execute(str(ibis.to_sql(asked, "duckdb"))).df(), again, kept, key
    )
