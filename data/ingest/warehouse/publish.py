"""Publishing in a warehouse: the accepted rows as tables of the version."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from data.catalog import Dimension
from data.contract import TABLES
from data.ingest.labels import Answers
from data.ingest.publish import published
from data.ingest.staged import Staged, answered
from data.ingest.warehouse.tables import Tables
from data.mapping.model import Mapping


def publish(
    tables: Tables,
    mapping: Mapping,
    staged: dict[str, Staged],
    dimensions: Sequence[Dimension],
    answers: Answers,
) -> dict[str, ir.Table]:
    """Writes every mapped table as questions ask for it; returns them."""
    written: dict[str, ir.Table] = {}
    # Customers first: the others take their segments from them.
    for name in sorted(mapping.tables, key=lambda name: name != "customers"):
        rows = answered(staged[name].accepted)
        if name == "feedback":
            rows = rows.mutate(answer=label(rows, answers))
        found = published(TABLES[name], rows, mapping, dimensions, written.get("customers"))
        written[name] = tables.create(name, found)
    return written


def label(rows: ir.Table, answers: Answers) -> ir.StringValue:
    """The label of each row's answer."""
    if not answers.given:
        return ibis.null("string")
    series = {answer[:4]: answer.series for answer in answers.given}
    scores = {answer.score: f"{answer.score:g}" for answer in answers.given}
    of_series = ibis.cases(
        *(
            (
                (rows.metric == metric)
                & (rows.scale_min == low)
                & (rows.scale_max == high)
                & _same(rows.positive_from, positive),
                key,
            )
            for (metric, low, high, positive), key in series.items()
        )
    )
    return of_series + "|" + ibis.cases(*((rows.score == s, text) for s, text in scores.items()))


def _same(column: ir.FloatingColumn, value: float | None) -> ir.BooleanValue:
    return column.isnull() if value is None else column == value
