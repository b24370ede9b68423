"""What people read of rejected rows: how much of a table they are, and what usually mends it."""

from __future__ import annotations

from data.catalog import TableReport
from data.mapping.model import Mapping

_HEAVY = 0.2  # of a table's rows: more than this for one reason is rather the mapping's fault
# Reasons that are about one answer of a wide survey, not about its row.
_OF_ANSWERS = (
    "score not a number",
    "score outside the scale",
    "NPS score not a whole number",
    "duplicate response_id",
)


def heavy(rejected: int, every: int) -> bool:
    """True where a reason cost much of a table's rows."""
    return rejected > every * _HEAVY


def warning(
    mapping: Mapping, report: TableReport, reason: str, rejected: int, every: int, mended: str
) -> str:
    """The sentence on a reason for which `rejected` of `every` row of a table's sources failed.

    Rows of the source are counted, not answers: one column that is read wrongly fails them all.
    """
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


def nothing_left(
    mapping: Mapping, table: str, worst: tuple[str, int, str | None] | None, mended: str
) -> str:
    """Says why a main table has no row; `worst` is a reason, its rows and an example."""
    names = (
        source.file or source.table or f"the query '{part.source}'"
        for part in mapping.table(table)
        for source in [mapping.sources[part.source]]
    )
    sources = ", ".join(dict.fromkeys(names))
    if worst is None:
        return f"{sources}: there is a header but no row with data for the table '{table}'."
    reason, count, detail = worst
    return (
        f"{sources}: no row can be used for the table '{table}'. {count:,} were set aside: "
        f"{reason} (for example {detail}).{mended}"
    )
