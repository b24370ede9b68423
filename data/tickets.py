"""What tickets say of metrics: one query for all that adds up, one more for exact quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data import ticket_questions
from data.contract import RANKED
from data.engine import frames
from data.scope import Scope, Span
from data.scoped import conditions_sql, name_sql, within_sql
from data.store import Snapshot
from data.ticket_questions import Tally
from metrics.definitions import MetricDefinition
from metrics.durations import needed
from metrics.grouping import IntArray, group, labels

PERIOD = "period"
_SECONDS = {"hours": 3600.0, "minutes": 60.0}  # in a unit
_MOST_PLACES = 64  # that a condition names one by one
_BUCKETS = {
    "day": pd.DateOffset(days=1),
    "week": pd.DateOffset(days=7),
    "month": pd.DateOffset(months=1),
    "quarter": pd.DateOffset(months=3),
    "year": pd.DateOffset(years=1),
}


@dataclass(frozen=True)
class Answers:
    """What the tickets of one scope say of metrics, by key of the metric."""

    sums: dict[str, pd.DataFrame]  # [period], keys..., n and what `counts.add_tallies` takes
    times: dict[str, pd.DataFrame]  # [period], keys..., value, n, bin; see `metrics.durations`


def answers_of(
    snapshot: Snapshot,
    scopes: Sequence[Scope],
    metrics: Sequence[MetricDefinition],
    keys: tuple[str, ...] = (),
    grain: str | None = None,
) -> list[Answers]:
    """Of each scope what its tickets say of the metrics, by keys and periods of a grain.

    Values are in the metric's unit. Quantiles are exact by keys and periods together, by either of
    them, and over all. Metrics of kind stock are asked for by `backlogs`.
    """
    named = ((PERIOD,) if grain else ()) + keys
    wanted = _tallies(metrics)
    asked = [
        Tally(scope, clock, columns, keys, grain, ranked)
        for scope in scopes
        for clock, columns, ranked in wanted
    ]
    found = _frames(snapshot, ticket_questions.tallies(snapshot, asked), asked)
    own = [found[i * len(wanted) : (i + 1) * len(wanted)] for i in range(len(scopes))]
    ranked = [(one, tally) for one, tally in zip(asked, found, strict=True) if one.ranked]
    quantiles = [_quantiles(metrics, one) for one, _ in ranked]
    exact = iter(_counted(snapshot, ranked, quantiles, named))
    answers = []
    for tallied in own:
        sums: dict[str, pd.DataFrame] = {}
        times: dict[str, pd.DataFrame] = {}
        for (clock, columns, is_ranked), tally in zip(wanted, tallied, strict=True):
            values = next(exact) if is_ranked else None
            for metric in metrics:
                if _clock(metric) != clock or metric.column not in columns:
                    continue
                if metric.kind == "quantile" and values is not None:
                    scale = _SECONDS.get(metric.unit, 1.0)
                    times[metric.key] = values.assign(value=values["value"] / scale)
                else:
                    sums[metric.key] = _sums(tally, columns.index(metric.column), metric, named)
        answers.append(Answers(sums, times))
    return answers


def backlogs(
    snapshot: Snapshot, scopes: Sequence[Scope], keys: tuple[str, ...], grain: str
) -> list[pd.DataFrame]:
    """Of each scope the tickets that were open at the end of each period, or of the scope.

    Columns: period, keys..., opened, resolved (in the period), came, went (ever, up to its end),
    n (those open). Every period has every combination of keys that occurs.
    """
    first = snapshot.catalog.first_day
    clocks = ("day", "resolved_at")
    asked = []
    for scope in scopes:
        before = Span(first, scope.span.start - timedelta(days=1))
        earlier = Scope(before, scope.filters, scope.without)
        asked += [Tally(scope, clock, (None,), keys, grain) for clock in clocks]
        asked += [Tally(earlier, clock, (None,), keys) for clock in clocks]
    found = _frames(snapshot, ticket_questions.tallies(snapshot, asked), asked)
    return [
        _open(found[4 * place : 4 * place + 4], scope.span, keys, grain)
        for place, scope in enumerate(scopes)
    ]


def _open(
    parts: Sequence[pd.DataFrame], span: Span, keys: tuple[str, ...], grain: str
) -> pd.DataFrame:
    freq = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}[grain]
    periods = pd.period_range(span.start, span.end, freq=freq).start_time.as_unit("us")
    sizes = [len(part) for part in parts]
    every = {key: pd.concat([part[key] for part in parts], ignore_index=True) for key in keys}
    codes, first = group({key: one.array for key, one in every.items()}, sum(sizes))
    counts = np.zeros((4, len(periods), len(first)))
    start = 0
    for number, part in enumerate(parts):
        own = codes[start : start + len(part)]
        start += len(part)
        at = periods.get_indexer(part[PERIOD]) if number < 2 else np.zeros(len(part), int)
        np.add.at(counts[number], (at, own), part["n0"].to_numpy())
    opened, resolved = counts[:2]
    came, went = np.cumsum(counts[:2], axis=1) + counts[2:, :1]
    named = {key: one.array.take(np.tile(first, len(periods))) for key, one in every.items()}
    flat = {"opened": opened, "resolved": resolved, "came": came, "went": went, "n": came - went}
    return pd.DataFrame(
        {
            PERIOD: np.repeat(periods.array, len(first)),
            **named,
            **{name: one.ravel().astype(np.int64) for name, one in flat.items()},
        }
    )


def _clock(metric: MetricDefinition) -> str:
    return metric.clock or "day"


def _tallies(
    metrics: Sequence[MetricDefinition],
) -> list[tuple[str, tuple[str | None, ...], bool]]:
    """What to add up: by clock all columns together, and each that is ranked by itself."""
    plain: dict[str, dict[str | None, None]] = {}
    ranked: dict[tuple[str, str], None] = {}
    for metric in metrics:
        if metric.column in RANKED:
            ranked[_clock(metric), metric.column] = None
        else:
            plain.setdefault(_clock(metric), {})[metric.column] = None
    return [
        *((clock, tuple(columns), False) for clock, columns in plain.items()),
        *((clock, (column,), True) for clock, column in ranked),
    ]


def _quantiles(metrics: Sequence[MetricDefinition], tally: Tally) -> list[float]:
    return [
        metric.quantile
        for metric in metrics
        if metric.quantile and (_clock(metric), (metric.column,)) == (tally.clock, tally.columns)
    ]


def _frames(snapshot: Snapshot, sql: str, asked: Sequence[Tally]) -> list[pd.DataFrame]:
    found = frames(snapshot, sql, [one.keys for one in asked])
    return [
        frame if one.grain else frame.drop(columns=PERIOD, errors="ignore")
        for one, frame in zip(asked, found, strict=True)
    ]


def _sums(
    tally: pd.DataFrame, place: int, metric: MetricDefinition, keys: Sequence[str]
) -> pd.DataFrame:
    """The sums of one metric; of shares the total is the number of yes."""
    scale = _SECONDS.get(metric.unit, 1.0)
    n, total, squares = (tally[f"{name}{place}"] for name in ticket_questions.SUMS)
    sums = {"positive": total} if metric.kind == "proportion" else {}
    if metric.kind in ("mean", "total"):
        sums = {"total": total / scale, "squares": squares / scale**2}
    return pd.DataFrame({**{key: tally[key] for key in keys}, "n": n, **sums})


def _counted(
    snapshot: Snapshot,
    ranked: Sequence[tuple[Tally, pd.DataFrame]],
    quantiles: Sequence[Sequence[float]],
    named: tuple[str, ...],
) -> list[pd.DataFrame]:
    """Each tally with the values of the bins that its quantiles need in the place of their n."""
    period = tuple(name for name in named if name == PERIOD)
    cuts = dict.fromkeys([(), period, named[len(period) :], named])
    asked, resolved = [], []
    for (one, tally), wanted in zip(ranked, quantiles, strict=True):
        rows = needed(tally.rename(columns={"n0": "n"}), cuts, wanted)
        rows, condition = _condition(snapshot, one, tally, rows, named)
        resolved.append(rows)
        if condition:
            asked.append((one, condition))
    found = iter(
        frames(snapshot, ticket_questions.values(snapshot, asked), [one.keys for one, _ in asked])
        if asked
        else ()
    )
    counted = []
    for (_, tally), rows in zip(ranked, resolved, strict=True):
        names = [*named, "bin"]
        rest = tally.loc[~rows, [*names, "n0"]].rename(columns={"n0": "n"}).assign(value=np.nan)
        parts = [rest]
        if rows.any():
            parts.append(next(found).assign(n=1)[[*names, "n", "value"]])
        counted.append(pd.concat(parts, ignore_index=True))
    return counted


def _condition(
    snapshot: Snapshot,
    tally: Tally,
    frame: pd.DataFrame,
    wanted: npt.NDArray[np.bool_],
    named: tuple[str, ...],
) -> tuple[npt.NDArray[np.bool_], str]:
    """What tickets must meet to be in one of the wanted rows; and all rows that then are wanted.

    Where there are too many places, of period and keys, fewer of them are told apart.
    """
    if not wanted.any():
        return wanted, ""
    bins = frame["bin"].to_numpy()
    ways = (named, tuple(k for k in named if k != PERIOD), named[:1], ())
    for places in ways:
        codes, first = group(labels(frame, places), len(frame))
        if len(np.unique(codes[wanted])) <= _MOST_PLACES:
            break
    cell = codes * (bins.max() + 1) + bins
    resolved: npt.NDArray[np.bool_] = np.isin(cell, cell[wanted])
    dialect = snapshot.database.dialect
    column = name_sql(RANKED[tally.columns[0] or ""], dialect)
    own = []
    for place in np.unique(codes[wanted]):
        row = frame.iloc[first[place]]
        where = [_is(row[name], name, tally, dialect) for name in places]
        where.append(_among(column, bins[wanted & (codes == place)]))
        own.append(f"({' AND '.join(where)})")
    return resolved, f"{_among(column, bins[wanted])} AND ({' OR '.join(own)})"


def _among(column: str, bins: IntArray) -> str:
    """What tickets of these bins meet: bins in a row are one range, which engines read fastest."""
    found = np.unique(bins)
    runs = np.split(found, np.flatnonzero(np.diff(found) > 1) + 1)
    return f"({' OR '.join(f'{column} BETWEEN {run[0]} AND {run[-1]}' for run in runs)})"


def _is(value: Any, name: str, tally: Tally, dialect: str) -> str:  # noqa: ANN401
    """What tickets of a period or a level must meet."""
    if name != PERIOD:
        return conditions_sql(((name, (str(value),)),), (), dialect)[0]
    start = value.date()
    end = (value + _BUCKETS[tally.grain or "day"]).date() - timedelta(days=1)
    return within_sql(Span(start, end), tally.clock, dialect)
