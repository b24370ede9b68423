"""Whose answers, tickets and orders they are: a table of each, made at the load.

Several of one customer tell less than as many of several customers (metrics.inference
.design_effect), and come and go together (metrics.counts). How often that is so is asked of a
sample of customers where there are many rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from operator import and_

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from data.catalog import Dimension
from data.contract import BAR, RANKED, SEVERAL
from data.counted_ahead import SameCustomers
from data.derived.rollups import wrote
from data.derived.ticket_sums import stored, value_of
from data.duckdb_tables import Ask
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.design_effect import (
    Alike,
    alike_key,
    intraclass_correlation,
    level_key,
)
from metrics.series import group_place, metric_of, parse_answer, parse_series

_ROWS = 6_000  # that a table has at most, about: more tell no more
_LITTLE = 0.05  # of a design effect beyond 1: of an interval it is two or three per cent
_TABLES = ("feedback", "tickets", "orders")
COMMENTS = DEFINITIONS["theme_share"].key  # the series of rows that are comments, not answers
Write = Callable[[str, ir.Table], object]


def make_same_customer(
    tables: dict[str, ir.Table], dimensions: Sequence[Dimension], ask: Ask, write: Write
) -> tuple[SameCustomers, ...]:
    """Writes a table for each of the published ones that has several rows of one customer.

    Columns: day, customer (a number), the dimensions of the table, of feedback series, where there
    are comments whether one was written (wrote; NULL of a copy), and, where there is one, weight.
    Comments that are counted are rows of their own beside the answers that they came with, of the
    series COMMENTS.
    """
    made = (_make(name, tables[name], dimensions, ask, write) for name in _TABLES if name in tables)
    return tuple(one for one in made if one is not None)


def _make(
    table: str, rows: ir.Table, dimensions: Sequence[Dimension], ask: Ask, write: Write
) -> SameCustomers | None:
    if "customer_id" not in rows.columns:
        return None
    named = rows.filter(rows.customer_id.notnull())
    size = ask(named.aggregate(n=named.count(), customers=named.customer_id.nunique())).iloc[0]
    if int(size["n"]) <= int(size["customers"]):
        return None
    step = max(1, int(size["n"]) // _ROWS)
    sampled = _numbered(named, step)
    rows_of = int(ask(rows.aggregate(n=rows.count()))["n"].iloc[0])
    found = _alike(table, sampled, size["n"] / rows_of, ask)
    if not found and table == "feedback":
        return None
    keys = [one.key for one in dimensions if table in one.tables]
    columns: dict[str, ir.Value] = {name: sampled[name] for name in ("day", "customer", *keys)}
    if table == "feedback":
        columns["series"] = series_of(sampled)
        columns |= {"wrote": _wrote(sampled)} if "comment" in sampled.columns else {}
        columns |= {"weight": sampled.weight} if "weight" in sampled.columns else {}
    chosen = sampled.select(**columns)
    if table == "feedback":
        alike = {key.split(" ")[1] for key in found if not key.startswith(COMMENTS)}
        chosen = chosen.filter(chosen.series.isin(sorted(alike)))
        if any(key.startswith(COMMENTS) for key in found):
            columns["series"] = ibis.literal(COMMENTS)
            columns |= {"weight": ibis.literal(1.0)} if "weight" in columns else {}
            chosen = chosen.union(sampled.filter(sampled.voice).select(**columns))
    name = f"{table}_of_customers"
    write(name, chosen)
    return SameCustomers(table=table, name=name, step=step, alike=found)


def _wrote(rows: ir.Table) -> ir.Value:
    """Of a copy, NULL: it is neither of those who wrote nor of those who did not."""
    return ibis.ifelse(rows.comment.notnull(), wrote(rows).nullif(ibis.literal(False)), False)


def series_of(rows: ir.Table) -> ir.StringValue:
    """The series of each answer of feedback."""
    answer: ir.StringValue = rows.answer.cast("string")
    return answer.substr(0, answer.find("|"))


def _numbered(rows: ir.Table, step: int) -> ir.Table:
    """The rows of every step-th customer, in the order of their ids, and its number: customer."""
    ids = rows.select("customer_id").distinct()
    numbered = ids.mutate(customer=ibis.row_number().over(order_by=ids.customer_id).cast("int32"))
    chosen = numbered.filter(numbered.customer % step == 0)
    return rows.inner_join(chosen, "customer_id")


def _alike(table: str, rows: ir.Table, named: float, ask: Ask) -> dict[str, Alike]:
    """By `alike_key`, of the metrics to which a customer's answers are alike; `named`: of all."""
    of = _of_answers if table == "feedback" else _of_values
    found = {}
    for key, values, known in of(rows, table, ask):
        rho, more = intraclass_correlation(*values)
        if rho * more > _LITTLE:
            found[key] = Alike(round(rho, 6), round(more, 6), round(named * known, 6))
    return found


Values = tuple[np.ndarray, np.ndarray, np.ndarray]  # customers as numbers, their values, how often


def _of_answers(rows: ir.Table, _: str, ask: Ask) -> Iterator[tuple[str, Values, float]]:
    answers = rows.mutate(answer=rows.answer.cast("string"))
    frame = ask(answers.group_by("customer_id", "answer").aggregate(n=answers.count()))
    customers, _ids = pd.factorize(frame["customer_id"])
    label, labels = pd.factorize(frame["answer"])
    given = [parse_answer(str(one)) for one in labels]
    n = frame["n"].to_numpy(dtype=float)
    for series in dict.fromkeys(one.series for one in given):
        own = np.array([one.series == series for one in given])[label]
        for metric in _metrics_of(series):
            values = np.array([_value(metric, series, one.score) for one in given])[label]
            yield alike_key(metric, series), (customers[own], values[own], n[own]), 1.0
    if "voice" in rows.columns:
        yield from _of_comments(rows, ask)


def _of_comments(rows: ir.Table, ask: Ask) -> Iterator[tuple[str, Values, float]]:
    """Whether a comment names a theme at all, and whether it names each of them."""
    keys = [key for key in sorted(SEVERAL) if key in rows.columns]
    frame = ask(rows.filter(rows.voice).select("customer_id", *keys))
    customers, _ids = pd.factorize(frame["customer_id"])
    once = np.ones(len(frame))
    for key in keys:
        text, texts = pd.factorize(frame[key].fillna(""))
        if key == "theme":
            yield COMMENTS, (customers, (texts != "").astype(float)[text], once), 1.0
        levels = [{*held.strip(BAR).split(BAR)} - {""} for held in texts]
        for level in sorted(set[str]().union(*levels)):
            named = np.array([level in own for own in levels], dtype=float)[text]
            yield level_key(COMMENTS, key, level), (customers, named, once), 1.0


def _metrics_of(series: str) -> list[MetricDefinition]:
    return [one for one in DEFINITIONS.values() if one.feedback_metric == metric_of(series)]


def _value(metric: MetricDefinition, series: str, score: float) -> float:
    """What an answer adds to the metric: 1 for a promoter or a positive one, -1 for a detractor."""
    if metric.kind == "mean":
        return score
    scale = parse_series(series)
    group = group_place(score, scale.positive_from, scale.negative_to)
    return float(group - 1) if metric.kind == "net_share" else float(group == 2)


def _of_values(rows: ir.Table, table: str, ask: Ask) -> Iterator[tuple[str, Values, float]]:
    """Times are ranked: of a median or another quantile the order is all that matters."""
    metrics = [
        metric
        for metric in DEFINITIONS.values()
        if metric.reader == table
        and metric.kind in ("proportion", "mean", "quantile")
        and set(stored(metric.column)) <= set(rows.columns)
    ]
    values = {metric.key: _counted(rows, metric) for metric in metrics}
    frame = ask(rows.select("customer_id", **values))
    customers, _ids = pd.factorize(frame["customer_id"])
    for metric in metrics:
        column = frame[metric.key].astype(float)
        known = column.notna().to_numpy()
        ranked = column.rank() if metric.kind == "quantile" else column
        own = ranked.to_numpy()[known]
        yield metric.key, (customers[known], own, np.ones(len(own))), float(known.mean())


def _counted(rows: ir.Table, metric: MetricDefinition) -> ir.Value:
    """What the metric adds up or ranks, NULL of rows that it does not count."""
    value = value_of(rows, metric.column or "")
    value = value.cast("int32") if isinstance(value, ir.BooleanValue) else value
    needed = [metric.clock or "", RANKED.get(metric.column or "", "")]
    there = (rows[name].notnull() for name in needed if name in rows.columns)
    known = reduce(and_, there, ibis.literal(True))
    return ibis.ifelse(known, value, ibis.null(value.type()))
