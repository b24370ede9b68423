"""From answers to additive sums: a *counts frame* (n by score) and a *moments frame* (by cell).

A counts frame has columns keys..., `series` (a `Series.key`), `score`, `n`, and where answers are
weighted `nw` (those of n with a weight above 0), `w` (sum of weights) and `w2` (sum of squared
weights). Raw answers, n = 1, are one too.

A moments frame has one row per (keys..., series), sorted, and the columns `MOMENTS`. All are sums,
so that cells may be added and subtracted exactly, weighted or not. A missing key is a cell as well.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from metrics.series import Series, group_place, parse_series, positive_from
from metrics.sums.cells import MOMENTS, Cells, collect
from metrics.sums.grouping import add_up, categorical, group, labels, need, take


def answer_counts(feedback: pd.DataFrame, keys: Sequence[str] = ()) -> pd.DataFrame:
    """Count raw feedback into a counts frame; rows without a score are left out.

    Needs metric, score, scale_min, scale_max and the keys; uses positive_from and weight where
    present (an answer without a weight has weight 0). Raises ValueError naming a missing column.
    """
    need(feedback, ("metric", "score", "scale_min", "scale_max", *keys))
    given = np.flatnonzero(feedback["score"].notna())
    feedback = feedback.take(given)
    columns = {
        **labels(feedback, keys),
        "series": _series(feedback),
        "score": feedback["score"].astype(float).array,
    }
    codes, first = group(columns, len(given))
    counts = {**take(columns, first), "n": np.bincount(codes, minlength=len(first))}
    if "weight" in feedback:
        weight = feedback["weight"].fillna(0).to_numpy(dtype=float)
        counts["nw"] = np.bincount(codes, weights=weight > 0, minlength=len(first)).astype(np.int64)
        counts["w"] = add_up(codes, weight, len(first))
        counts["w2"] = add_up(codes, weight**2, len(first))
    return pd.DataFrame(counts)


def moments(counts: pd.DataFrame, keys: Sequence[str] = (), weighted: bool = False) -> pd.DataFrame:
    """A counts frame added up to a moments frame, a row per (keys..., series); see `add_counts`."""
    return add_counts(counts, keys, weighted).frame()


def add_counts(counts: pd.DataFrame, keys: Sequence[str] = (), weighted: bool = False) -> Cells:
    """Add a counts frame up to one cell per (keys..., series).

    `pos` counts scores in the series' positive range, `neg` those that count against it, `total`,
    `squares` and `cubes` are sums of scores, of their squares and cubes; weighted, each answer by
    its weight, and without one it is no answer. Raises ValueError naming a missing column.
    """
    sizes = ("nw", "w", "w2") if weighted else ("n", "n", "n")
    need(counts, ("score", *sizes))
    columns = labels(counts, (*keys, "series"))
    # As sorted categories, every later grouping by series is cheap.
    level, found = columns["series"].factorize()
    names = sorted(found)
    level = np.array([names.index(name) for name in found], dtype=np.int64)[level]
    columns["series"] = categorical(level, names)
    read = [parse_series(name) for name in names]
    ends = np.array([(one.positive_from, one.negative_to) for one in read], dtype=float)
    start, end = ends.reshape(-1, 2).T
    n, w, w2, score = (counts[name].to_numpy(dtype=float) for name in (*sizes, "score"))
    place = group_place(score, start[level], end[level])
    sums = (n, w, w2, w * (place == 2), w * (place == 0), w * score, w * score**2, w * score**3)
    codes, first = group(columns, len(counts))
    return collect(columns, codes, first, dict(zip(MOMENTS, sums, strict=True)))


def tally_moments(tally: pd.DataFrame, metric: str, keys: Sequence[str] = ()) -> pd.DataFrame:
    """A moments frame of a metric that is not a survey answer; see `add_tallies`."""
    return add_tallies(tally, metric, keys).frame()


def add_tallies(tally: pd.DataFrame, metric: str, keys: Sequence[str] = ()) -> Cells:
    """One cell per key of a metric that is not a survey answer; its `series` is the metric itself.

    `tally` has the keys, `n`, and what the metric needs of `positive` (how many of n), `total` and
    `squares` (sums of the values and of their squares), and of their `cubes` where these are known.
    Of a stock, n is what is there, `came` and `went` all that ever did. Of a number of customers,
    `total` are those that it is counted among.
    """
    need(tally, ("n",))
    columns = labels(tally, keys)
    columns["series"] = categorical(np.zeros(len(tally), dtype=np.int64), [metric])
    none = np.zeros(len(tally))
    n, positive, came, went, total, squares = (
        tally[name].to_numpy(dtype=float) if name in tally else none
        for name in ("n", "positive", "came", "went", "total", "squares")
    )
    cubes = tally["cubes"].to_numpy(dtype=float) if "cubes" in tally else np.full(len(n), np.nan)
    sums = dict(zip(MOMENTS, (n, n, n, positive + came, went, total, squares, cubes), strict=True))
    codes, first = group(columns, len(tally))
    return collect(columns, codes, first, sums)


def _series(feedback: pd.DataFrame) -> ExtensionArray:
    """The series of each answer, from metric, scale and positive range."""
    by = ["metric", "scale_min", "scale_max"]
    if "positive_from" in feedback:
        by.append("positive_from")
    codes, first = group(labels(feedback, by), len(feedback))
    names = [_series_key(*row) for row in feedback[by].iloc[first].itertuples(index=False)]
    return pd.array(names, dtype="str").take(codes)


def _series_key(metric: str, low: float, high: float, start: float = np.nan) -> str:
    start = positive_from(metric, low, high) if pd.isna(start) else start
    return Series(metric, low, high, start).key
