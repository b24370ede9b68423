"""Publishing in a warehouse: checked rows with the columns that questions ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import Dimension
from data.contract import COMPUTED, DATED_TABLES, MAX_LEVELS, Table
from data.derived.customer_columns import with_days
from data.derived.ticket_columns import with_computed
from data.errors import DataError
from data.ingest.dimensions import Counted, Found, dimensions_of
from data.mapping.model import Mapping
from data.scope import NOT_STATED
from metrics.series import Answer, by_metric

Ask = Callable[[ir.Table], pd.DataFrame]
_CASES_OF_ANSWERS = 1000
_PLACES = ("metric", "scale_min", "scale_max", "positive_from")


def accepted(rows: ir.Table) -> ir.Table:
    """The staged rows that are fine, questions without an answer left out."""
    fine = rows._reason.isnull()
    return rows.filter(fine & rows.score.notnull() if "score" in rows.columns else fine)


def find_dimensions(ask: Ask, mapping: Mapping, staged: dict[str, ir.Table]) -> Found:
    """The dimensions of the staged tables; see `data.ingest.dimensions.dimensions_of`."""
    columns = {table: set(rows.columns) for table, rows in staged.items()}
    return dimensions_of(
        columns, mapping, lambda key, tables: _count(ask, key, [staged[table] for table in tables])
    )


def _count(ask: Ask, key: str, tables: Sequence[ir.Table]) -> Counted:
    counts: dict[str, int] = {}
    for rows in tables:
        stated = rows.filter(rows._reason.isnull() & (rows[key] != NOT_STATED))
        counted = stated.group_by(level=stated[key]).aggregate(n=stated.count())
        frame = ask(counted.order_by(ibis.desc("n")).limit(MAX_LEVELS + 1))
        for level, n in zip(frame["level"], frame["n"], strict=True):
            counts[str(level)] = counts.get(str(level), 0) + int(n)
    levels = sorted(counts, key=lambda level: (-counts[level], level))
    return Counted({level: counts[level] for level in levels}, len(counts))


class Answers:
    """Every answer given: its series and its label `series|score`."""

    def __init__(self, ask: Ask, mapping: Mapping, staged: ir.Table) -> None:
        rows = accepted(staged)
        cases = ask(rows.group_by(*_PLACES, "score").aggregate(n=rows.count()))
        if len(cases) > _CASES_OF_ANSWERS:
            raise DataError(
                f"feedback: there are {len(cases):,} different scores. Scores are answers on a "
                "scale; round them with a query."
            )
        self._series: dict[tuple[str, float, float, float | None], str] = {}
        self._scores: dict[float, str] = {}
        counts: dict[str, int] = {}
        labels: dict[tuple[str, float], str] = {}
        for metric, low, high, positive, score, n in cases.itertuples(index=False):
            stated = None if pd.isna(positive) else float(positive)
            key = mapping.series(metric, low, high, stated).key
            self._series[metric, low, high, stated] = key
            self._scores[score] = f"{score:g}"
            counts[key] = counts.get(key, 0) + int(n)
            labels[key, score] = Answer(key, score).label
        self.labels = tuple(dict.fromkeys(labels[place] for place in sorted(labels)))
        self.series = by_metric(counts)

    def label(self, rows: ir.Table) -> ir.StringValue:
        """The label of each row's answer."""
        if not self.labels:
            return ibis.null("string")
        series = ibis.cases(
            *(
                (
                    (rows.metric == metric)
                    & (rows.scale_min == low)
                    & (rows.scale_max == high)
                    & (
                        rows.positive_from.isnull()
                        if positive is None
                        else rows.positive_from == positive
                    ),
                    key,
                )
                for (metric, low, high, positive), key in self._series.items()
            )
        )
        scores = ibis.cases(*((rows.score == score, text) for score, text in self._scores.items()))
        return series + "|" + scores


def published(
    table: Table,
    mapping: Mapping,
    dimensions: tuple[Dimension, ...],
    staged: dict[str, ir.Table],
    answers: Answers | None,
) -> ir.Table:
    """The rows of a table as questions ask for them: with day, answer, customers' segments."""
    rows, levels = accepted(staged[table.name]), {d.key for d in dimensions}
    if table.name == "tickets":
        rows = with_computed(rows, mapping)
    if table.name == "customers":
        rows = with_days(rows)
    own = [s.key for s in mapping.segments if s.table == table.name]
    columns: dict[str, ir.Value] = {}
    for column in table.columns:
        scored = table.name == "feedback" and column.name in ("score", *_PLACES)
        if column.name in rows.columns and not scored:
            columns[column.name] = _stated(rows, column.name, levels)
        if column.name == table.clock and table.name in DATED_TABLES:
            columns["day"] = rows[column.name].cast("date")
            if answers is not None and table.name == "feedback":
                columns["answer"] = answers.label(rows)
    columns |= {c: rows[c] for c in COMPUTED.get(table.name, ()) if c in rows.columns}
    columns |= {key: _stated(rows, key, levels) for key in own}
    found = rows.select(**columns)
    more = [d.key for d in dimensions if d.segment and table.name in d.tables and d.key not in own]
    if not more:
        return found
    customers = accepted(staged["customers"])
    of_customers = customers.select(
        _customer=customers.customer_id, **{key: _stated(customers, key, levels) for key in more}
    )
    joined = found.left_join(of_customers, found.customer_id == of_customers._customer)
    return joined.select(*found.columns, *more)


def _stated(rows: ir.Table, name: str, levels: set[str]) -> ir.Value:
    return rows[name].nullif(NOT_STATED) if name in levels else rows[name]
