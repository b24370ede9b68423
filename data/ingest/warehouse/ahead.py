"""What is counted ahead in a warehouse; distinct customers are counted from the rows."""

from __future__ import annotations

from collections.abc import Iterator

from data.catalog import Rollup
from data.derived.lifetime import fit_lifetime, histories
from data.derived.outcomes import OUTCOMES, outcomes
from data.derived.rollups import ROWS_PER_CELL, candidates, rollup
from data.derived.same_customer import make_same_customer
from data.ingest.catalog import Ahead, Findings
from data.ingest.days import Days
from data.ingest.labels import Answers
from data.ingest.published import Published
from data.ingest.warehouse.tables import Tables


def count_ahead(
    tables: Tables, published: Published, answers: Answers, findings: Findings
) -> Ahead:
    """Writes the tables beside the published ones that save reading these."""
    written, until = published.tables, findings.newest_order
    after = outcomes(written, published.dimensions, answers.labels)
    if after is not None:
        tables.create(OUTCOMES, after)
    return Ahead(
        rollups=tuple(_rollups(tables, published, findings.days)) if "feedback" in written else (),
        lifetime=fit_lifetime(tables.frame, histories(written["orders"]), until) if until else None,
        outcomes=tuple(after.columns) if after is not None else (),
        same_customer=make_same_customer(
            written, published.dimensions, tables.frame, tables.create
        ),
    )


def _rollups(tables: Tables, published: Published, days: Days) -> Iterator[Rollup]:
    """Writes the rollups that pay, judged by the rows of the month in the middle."""
    feedback, weighted = published.tables["feedback"], published.weighted
    middle = days.first + (days.last - days.first) / 2
    month = feedback.filter(feedback.day.truncate("M").cast("date") == middle.replace(day=1))
    rows = tables.count(month)
    number = 0
    for unit, keys in candidates(published.dimensions):
        columns = ["answer", *keys, *(["day"] if unit == "day" else [])]
        cells = month.select(columns).distinct()
        if rows < tables.count(cells) * ROWS_PER_CELL:
            continue
        name = f"feedback_by_{unit}_{number}"
        table = tables.create(name, rollup(feedback, unit, keys, weighted=weighted))
        size = tables.count(table)
        number += 1
        yield Rollup(name=name, unit=unit, dimensions=keys, cells=size)
