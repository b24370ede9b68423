"""What rows were set aside for: an example of each reason, and what usually mends it."""

from __future__ import annotations

import duckdb

from data.csv_repair import NOT_CLOSED
from data.errors import nearest
from data.mapping.model import Mapping
from data.number_advice import number_advice
from data.sql import ident
from metrics.series import FEEDBACK_METRICS

_HEAVY = 0.2  # of a table's rows: more than this for one reason is rather the mapping's fault
LONGEST = 120


def examples(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Reason -> the first value that was set aside for it, as `column: value`."""
    rows = con.execute(
        "SELECT reason, arg_min(detail, rowid) FROM built.rejected "
        "WHERE table_name = ? AND detail IS NOT NULL GROUP BY reason",
        [table],
    ).fetchall()
    return {reason: " ".join(detail.split())[:LONGEST] for reason, detail in rows}


def warnings(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, table: str, example: dict[str, str]
) -> tuple[str, ...]:
    """A sentence on each reason that set aside much of a table, the heaviest first.

    Rows of the source are counted, not answers: one column that is read wrongly fails them all.
    """
    counts = [f"SELECT count(*) AS n FROM {ident(p.source)}" for p in mapping.table(table)]
    malformed = "reason IN (SELECT reason FROM work.malformed)"
    rows = con.execute(
        "WITH lost AS (SELECT reason, count(DISTINCT (source, row_number)) AS n "
        "FROM built.rejected WHERE table_name = ? GROUP BY reason), "
        f"every AS (SELECT (SELECT sum(n) FROM ({' UNION ALL '.join(counts)})) "
        f"+ coalesce((SELECT sum(n) FROM lost WHERE {malformed}), 0) AS n) "
        "SELECT reason, lost.n, every.n FROM lost, every ORDER BY lost.n DESC, reason",
        [table],
    ).fetchall()
    return tuple(
        warning(table, reason, lost, every, example)
        for reason, lost, every in rows
        if heavy(lost, every)
    )


def heavy(lost: int, every: int) -> bool:
    """True where a reason cost much of a table's rows."""
    return lost > every * _HEAVY


def warning(table: str, reason: str, lost: int, every: int, example: dict[str, str]) -> str:
    """The sentence on a reason that set aside much of a table."""
    return (
        f"{100 * lost / every:.0f} % of the rows of {table} ({lost:,} of {every:,}) have been "
        f"set aside: {reason}{f' (for example {example[reason]})' if reason in example else ''}."
        f"{mend(reason, example.get(reason, ''))}"
    )


def mend(reason: str, example: str) -> str:
    """A sentence on the option that usually mends a reason, after a space; empty for some."""
    column, _, value = example.partition(": ")
    if reason == "date not understood":
        return (
            " Without a format, dates must be ISO (2024-02-13 or 2024-02-13 18:30). Say how they "
            f'are written: {{ column = "{column}", format = "%d/%m/%Y" }}.'
        )
    if reason.endswith("not yes or no"):
        return (
            " Say which texts mean yes and no: "
            f'{{ column = "{column}", values = {{ "{value}" = "yes", "..." = "no" }} }}.'
        )
    if reason.endswith("not a number") and (told := number_advice(column, value)):
        return told
    if reason.endswith("not a number"):
        return (
            f' Turn words into numbers with values = {{ "{value}" = 5 }}, or name codes that '
            f'mean "no answer": blank = ["{value}"].'
        )
    if reason == "score outside the scale":
        code = value.partition(" ")[0]
        return (
            f' A code that means "no answer" goes into blank = [{code}]. If another scale was '
            "asked, state it: scale_min and scale_max, or the scale of the question or the metric."
        )
    if reason == "metric not known":
        return (
            f" {nearest(value, FEEDBACK_METRICS)} Say what the texts mean: "
            f'{{ column = "...", values = {{ "{value}" = "csat" }} }}.'
        )
    if reason == NOT_CLOSED:
        return ' Export the file anew: a quote inside a quoted field must be doubled ("").'
    if reason == "wrong number of columns":
        return " Check the delimiter of the source."
    if reason.startswith("duplicate"):
        return (
            " Is it the id of a row, or of something that has several? A query makes one: "
            "select row_number() over () as id, * from the source."
        )
    if reason == "date in the future":
        return " Check the format, and the time zone."
    return ""
