"""What tickets say of metrics: one query for all that adds up, one more for exact quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from data import ticket_questions
from data.contract import RANKED
from data.engine import frames
from data.queries import Asked
from data.scope import Scope, Span
from data.store import Snapshot
from data.ticket_questions import Tally
from data.ticket_sums import SUMS
from metrics.definitions import MetricDefinition
from metrics.durations import needed
from metrics.grouping import group, labels

PERIOD = "period"
_SECONDS = {"hours": 3600.0, "minutes": 60.0}  # in a unit
_FEW = 20_000  # values that are asked for as they are


@dataclass(frozen=True)
class Answers:
    """What the tickets of one scope say of metrics, by key of the metric."""

    sums: dict[str, pd.DataFrame]  # [period], keys..., n and what `counts.add_tallies` takes
    times: dict[str, pd.DataFrame]  # [period], keys..., value, n, bin; see `metrics.durations`


def answers_of(
    snapshot: Snapshot,
    scopes: Sequence[Asked],
    metrics: Sequence[MetricDefinition],
) -> list[Answers]:
    """Of each scope what its tickets say of the metrics, by its keys and periods of its grain.

    Values are in the metric's unit. Quantiles are exact by keys and periods together, by either of
    them, and over all; those that stand beside another metric, and are no part of the index, by
    keys and over all alone. Metrics of kind stock are asked for by `backlogs`.
    """
    wanted = _tallies(metrics)
    if not wanted:
        return [Answers({}, {}) for _ in scopes]
    asked = [
        Tally(one.scope, clock, columns, one.keys, one.grain, ranked)
        for one in scopes
        for clock, columns, ranked in wanted
    ]
    found = _frames(snapshot, ticket_questions.tallies(snapshot, asked), asked)
    own = [found[i * len(wanted) : (i + 1) * len(wanted)] for i in range(len(scopes))]
    ranked = [(one, tally) for one, tally in zip(asked, found, strict=True) if one.ranked]
    exact = iter(_counted(snapshot, ranked, metrics))
    answers = []
    for one, tallied in zip(scopes, own, strict=True):
        named = ((PERIOD,) if one.grain else ()) + one.keys
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
        at = periods.get_indexer(pd.Index(part[PERIOD])) if number < 2 else np.zeros(len(part), int)
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
    n, total, squares = (tally[f"{name}{place}"] for name in SUMS)
    sums = {"positive": total} if metric.kind == "proportion" else {}
    if metric.kind in ("mean", "total"):
        sums = {"total": total / scale, "squares": squares / scale**2}
    return pd.DataFrame({**{key: tally[key] for key in keys}, "n": n, **sums})


def _counted(
    snapshot: Snapshot,
    ranked: Sequence[tuple[Tally, pd.DataFrame]],
    metrics: Sequence[MetricDefinition],
) -> list[pd.DataFrame]:
    """Each tally with the values of the bins that its quantiles need in the place of their n."""
    of_index = frozenset(part.metric for part in snapshot.catalog.xqi)
    known, asked = [], []
    for one, tally in ranked:
        rows = _needed(one, tally, metrics, of_index)
        known.append(rows)
        if rows.any():
            asked.append((one, None if rows.all() else _runs(tally[rows], _places(one))))
    sql = ticket_questions.values(snapshot, asked) if asked else ""
    found = iter(frames(snapshot, sql, [one.keys for one, _ in asked]) if asked else ())
    counted = []
    for (one, tally), rows in zip(ranked, known, strict=True):
        names = [*_places(one), "bin"]
        parts = [tally.loc[~rows, [*names, "n0"]].rename(columns={"n0": "n"}).assign(value=np.nan)]
        if rows.any():
            parts.append(next(found)[[*names, "n", "value"]])
        counted.append(pd.concat(parts, ignore_index=True))
    return counted


def _needed(
    one: Tally,
    tally: pd.DataFrame,
    metrics: Sequence[MetricDefinition],
    of_index: frozenset[str],
) -> npt.NDArray[np.bool_]:
    """The rows of a tally whose values it takes; where there are few, all."""
    counted = tally.rename(columns={"n0": "n"})
    rows = np.zeros(len(tally), dtype=bool)
    for metric in metrics:
        same = (_clock(metric), (metric.column,)) == (one.clock, one.columns)
        if not same or metric.quantile is None:
            continue
        if counted["n"].sum() <= _FEW:
            return np.ones(len(tally), dtype=bool)
        periods = one.grain and (not metric.beside or metric.key in of_index)
        by_period = [(PERIOD,), _places(one)] if periods else []
        cuts = dict.fromkeys([(), one.keys, *by_period])
        rows |= needed(counted, cuts, [metric.quantile])
    return rows


def _places(one: Tally) -> tuple[str, ...]:
    return ((PERIOD,) if one.grain else ()) + one.keys


def _runs(rows: pd.DataFrame, named: tuple[str, ...]) -> list[tuple[str | int, ...]]:
    """Period and keys as texts, first and last bin of each run of bins that lie together."""
    codes, first = group(labels(rows, named), len(rows))
    bins = rows["bin"].to_numpy(dtype=np.int64)
    order = np.lexsort((bins, codes))
    codes, bins = codes[order], bins[order]
    new = np.append(True, (np.diff(codes) != 0) | (np.diff(bins) > 1))
    starts, ends = np.flatnonzero(new), np.append(np.flatnonzero(new)[1:], len(bins)) - 1
    places = rows.iloc[first[codes[starts]]]
    texts = [
        places[name].dt.strftime("%Y-%m-%d") if name == PERIOD else places[name].astype(str)
        for name in named
    ]
    return list(zip(*texts, bins[starts].tolist(), bins[ends].tolist(), strict=True))
