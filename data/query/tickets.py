"""What tickets say of metrics: one query for all that adds up, one more for exact quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd

from data.derived.ticket_sums import SUMS, sum_names
from data.grains import buckets
from data.query import ticket_questions
from data.query.compile import CountQuery
from data.query.results import parts_of
from data.query.ticket_questions import (
    BACKLOG_CLOCKS,
    BinRanges,
    TicketQuery,
    added_up,
    clock_of,
    measures,
)
from data.scope import Scope, Span
from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition
from metrics.durations import needed
from metrics.privacy.protection import Flags
from metrics.rest_quantiles import needed_of_rests
from metrics.sums.grouping import Labels, group, stack, take

PERIOD = "period"
_SECONDS = {"hours": 3600.0, "minutes": 60.0}  # in a unit
_FEW = 20_000  # values that are asked for as they are
_MORE = 100_000  # values that cost less than to tell by period and level which are needed


@dataclass(frozen=True)
class Answers:
    """What the tickets of one scope say of metrics, by key of the metric."""

    sums: dict[str, pd.DataFrame]  # [period], keys..., n and what `counts.add_tallies` takes
    times: dict[str, pd.DataFrame]  # [period], keys..., value, n, bin; see `metrics.durations`


def answers_of(
    snapshot: Snapshot,
    scopes: Sequence[CountQuery],
    metrics: Sequence[MetricDefinition],
    by_week: Sequence[CountQuery] = (),
    amounts: Sequence[MetricDefinition] = (),
) -> list[Answers]:
    """The sums and times of metrics of tickets, for each scope by its keys and periods.

    Those `by_week` come last, with the amounts alone, in the same query.

    Values are in the metric's unit. A quantile is exact over the whole scope, for each combination
    of its keys, for each period, and for both together. Metrics that are shown beside another one
    of these, and are no part of the index, are not asked for by period. For metrics of kind stock
    there is `backlogs`.
    """
    every = [(one, metrics) for one in scopes] + [(one, amounts) for one in by_week]
    asked = [
        TicketQuery(one.scope, clock, columns, one.keys, one.grain, ranked)
        for one, wanted in every
        for clock, columns, ranked in measures(wanted)
    ]
    found = added_up(snapshot, asked) if asked else []
    ranked = [(one, tally) for one, tally in zip(asked, found, strict=True) if one.ranked]
    exact, tallied = iter(_counted(snapshot, ranked, metrics)), iter(found)
    answers = []
    for one, wanted in every:
        named = ((PERIOD,) if one.grain else ()) + one.keys
        sums: dict[str, pd.DataFrame] = {}
        times: dict[str, pd.DataFrame] = {}
        for clock, columns, is_ranked in measures(wanted):
            tally, values = next(tallied), next(exact) if is_ranked else None
            by_scale: dict[float, pd.DataFrame] = {}
            for metric in wanted:
                if clock_of(metric) != clock or metric.column not in columns:
                    continue
                if metric.kind == "quantile" and values is not None:
                    scale = _SECONDS.get(metric.unit, 1.0)
                    if scale not in by_scale:
                        by_scale[scale] = pd.DataFrame({**values, "value": values["value"] / scale})
                    times[metric.key] = by_scale[scale]
                else:
                    sums[metric.key] = _sums(tally, columns.index(metric.column), metric, named)
        answers.append(Answers(sums, times))
    return answers


def backlogs(
    snapshot: Snapshot, scopes: Sequence[Scope], keys: tuple[str, ...], grain: str
) -> list[pd.DataFrame]:
    """The tickets that were open at the end of each period (the last one: of the scope).

    A frame for each scope.
    Columns: period, keys..., opened, left (in the period), came, went (ever, up to its end),
    n (those open). Every period has every combination of keys that occurs. What left is resolved,
    closed without a solution, or a call that nobody answered.
    """
    first = snapshot.catalog.first_day
    asked = []
    for scope in scopes:
        before = Span(first, scope.span.start - timedelta(days=1))
        earlier = replace(scope, span=before)
        asked += [TicketQuery(scope, clock, (None,), keys, grain) for clock in BACKLOG_CLOCKS]
        asked += [TicketQuery(earlier, clock, (None,), keys) for clock in BACKLOG_CLOCKS]
    found = added_up(snapshot, asked)
    return [
        _open(found[4 * place : 4 * place + 4], scope.span, keys, grain)
        for place, scope in enumerate(scopes)
    ]


def _open(parts: Sequence[Labels], span: Span, keys: tuple[str, ...], grain: str) -> pd.DataFrame:
    periods = pd.DatetimeIndex(buckets(span, grain)).as_unit("us")
    sizes = [len(part["n0"]) for part in parts]
    every = reduce(stack, ({key: part[key] for key in keys} for part in parts))
    codes, first = group(every, sum(sizes))
    counts = np.zeros((4, len(periods), len(first)))
    start = 0
    for number, part in enumerate(parts):
        own = codes[start : start + sizes[number]]
        start += sizes[number]
        at = periods.get_indexer(pd.Index(part[PERIOD])) if number < 2 else np.zeros(len(own), int)
        np.add.at(counts[number], (at, own), np.asarray(part["n0"]))
    opened, left = counts[:2]
    came, went = np.cumsum(counts[:2], axis=1) + counts[2:, :1]
    named = take(every, np.tile(first, len(periods)))
    flat = {"opened": opened, "left": left, "came": came, "went": went, "n": came - went}
    return pd.DataFrame(
        {
            PERIOD: np.repeat(periods.array, len(first)),
            **named,
            **{name: one.ravel().astype(np.int64) for name, one in flat.items()},
        }
    )


def _sums(tally: Labels, place: int, metric: MetricDefinition, keys: Sequence[str]) -> pd.DataFrame:
    """The sums of one metric; of shares the total is the number of yes."""
    named = {name: np.asarray(tally[f"{name}{place}"]) for name in sum_names(metric.column)}
    sums = {"positive": named["total"]} if metric.kind == "proportion" else {}
    if metric.kind in ("mean", "total"):
        scale = _SECONDS.get(metric.unit, 1.0)
        sums = {name: named[name] / scale**power for power, name in enumerate(SUMS[1:], 1)}
    return pd.DataFrame({**{key: tally[key] for key in keys}, "n": named["n"], **sums})


def _counted(
    snapshot: Snapshot,
    ranked: Sequence[tuple[TicketQuery, Labels]],
    metrics: Sequence[MetricDefinition],
) -> list[dict[str, Any]]:
    """Each tally with the values of the bins that its quantiles need in the place of their n."""
    of_index = frozenset(part.metric for part in snapshot.catalog.xqi)
    known, asked = [], []
    for one, tally in ranked:
        rows, ranges = _needed(one, tally, metrics, of_index)
        known.append(rows)
        if rows.any():
            asked.append((one, ranges))
    keys_of = [one.keys for one, _ in asked]
    found = iter(
        parts_of(snapshot, ticket_questions.values(snapshot, asked), keys_of) if asked else ()
    )
    return [
        _together(tally, ~rows, next(found) if rows.any() else None, _places(one))
        for (one, tally), rows in zip(ranked, known, strict=True)
    ]


def _together(
    tally: Labels, known: Flags, values: Labels | None, places: tuple[str, ...]
) -> dict[str, Any]:
    """Cells that are known by their bin alone, and values: places, bin, value, n.

    In the order of bins and values, for all quantiles and cuts that are asked of them.
    """
    rows = np.flatnonzero(known)
    columns = take({name: tally[name] for name in (*places, "bin")}, rows)
    n, value = np.asarray(tally["n0"])[rows].astype(np.int64), np.full(len(rows), np.nan)
    if values is not None:
        columns = stack(columns, values)
        n = np.append(n, np.asarray(values["n"]))
        value = np.append(value, np.asarray(values["value"], dtype=float))
    bins = np.asarray(columns["bin"])
    order = np.lexsort((value, bins))
    columns = {name: column for name, column in columns.items() if name != "bin"}
    return {**take(columns, order), "bin": bins[order], "n": n[order], "value": value[order]}


def _needed(
    one: TicketQuery, tally: Labels, metrics: Sequence[MetricDefinition], of_index: frozenset[str]
) -> tuple[Flags, BinRanges | None]:
    """The rows of a tally whose values it takes, and their bins; where there are few, all."""
    n, bins = np.asarray(tally["n0"]), np.asarray(tally["bin"])
    if n.sum() <= _FEW:
        return np.ones(len(n), dtype=bool), None
    cuts: dict[tuple[str, ...], list[float]] = {}
    asked = {metric.key for metric in metrics}
    for metric in metrics:
        same = (clock_of(metric), (metric.column,)) == (one.clock, one.columns)
        if not same or metric.quantile is None:
            continue
        alone = metric.beside not in asked or metric.key in of_index
        periods = one.grain and alone
        by_period = [(PERIOD,), _places(one)] if periods else []
        for cut in dict.fromkeys([(), one.keys, *by_period]):
            cuts.setdefault(cut, []).append(metric.quantile)
    if not cuts:  # of the ranked column a mean is asked for, which its sums tell
        return np.zeros(len(n), dtype=bool), None
    rows = needed(tally, bins, n, cuts)
    if one.keys:  # each level may stand against the others
        *within, by = one.keys
        rows |= needed_of_rests(tally, bins, n, by, within, cuts[one.keys])
    everywhere = np.isin(bins, bins[rows])
    # The same bins of every period and level are asked for more simply, but may have more values.
    if n[everywhere].sum() - n[rows].sum() <= _MORE:
        return everywhere, _ranges(tally, everywhere, ())
    return rows, _ranges(tally, rows, _places(one))


def _places(one: TicketQuery) -> tuple[str, ...]:
    return ((PERIOD,) if one.grain else ()) + one.keys


def _ranges(tally: Labels, chosen: Flags, named: tuple[str, ...]) -> BinRanges:
    """Period and keys as texts, first and last bin of each run of bins that lie together."""
    rows = np.flatnonzero(chosen)
    places = take({name: tally[name] for name in named}, rows)
    codes, first = group(places, len(rows))
    bins = np.asarray(tally["bin"])[rows].astype(np.int64)
    order = np.lexsort((bins, codes))
    codes, bins = codes[order], bins[order]
    new = np.append(True, (np.diff(codes) != 0) | (np.diff(bins) > 1))
    starts, ends = np.flatnonzero(new), np.append(np.flatnonzero(new)[1:], len(bins)) - 1
    texts = [
        pd.DatetimeIndex(column).strftime("%Y-%m-%d") if name == PERIOD else column.astype("str")
        for name, column in take(places, first[codes[starts]]).items()
    ]
    return list(zip(*texts, bins[starts].tolist(), bins[ends].tolist(), strict=True))
