"""From answers to additive sums: a *counts frame* (n by score) and a *moments frame* (by cell).

A counts frame has columns keys..., `series` (a `Series.key`), `score`, `n`, and where answers are
weighted `w` (sum of weights) and `w2` (sum of squared weights). Raw answers, n = 1, are one too.

A moments frame has one row per (keys..., series), sorted, and the columns `MOMENTS`. All are
sums, so that cells may be added and subtracted exactly, weighted or not; effective n (Kish 1965,
(sum w)^2 / sum w^2) is taken from them late. Unweighted, w = w2 = answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.grouping import group_codes
from metrics.series import Series, parse_series, positive_from

MOMENTS = ("answers", "w", "w2", "pos", "neg", "total", "squares")
DETRACTOR_TO = 6  # NPS: scores 0-6


def answer_counts(feedback: pd.DataFrame, keys: Sequence[str] = ()) -> pd.DataFrame:
    """Count raw feedback into a counts frame; rows without a score are left out.

    Needs metric, score, scale_min, scale_max and the keys; uses positive_from and weight where
    present (an answer without a weight has weight 0). Raises ValueError naming a missing column.
    """
    _need(feedback, ("metric", "score", "scale_min", "scale_max", *keys))
    given = feedback[feedback["score"].notna()]
    given = given.assign(series=_series(given))
    by = [*keys, "series", "score"]
    codes, first = group_codes(given, by)
    counts = given[by].iloc[first].reset_index(drop=True)
    counts["score"] = counts["score"].astype(float)
    counts["n"] = np.bincount(codes, minlength=len(first))
    if "weight" in given:
        weight = given["weight"].fillna(0).to_numpy(dtype=float)
        counts["w"] = _sum(codes, weight, len(first))
        counts["w2"] = _sum(codes, weight**2, len(first))
    return counts


def moments(counts: pd.DataFrame, keys: Sequence[str] = (), weighted: bool = False) -> pd.DataFrame:
    """Add a counts frame up to one row per (keys..., series).

    `pos` counts scores from the series' positive range, `neg` scores to 6 (of use for NPS only),
    `total` and `squares` are sums of scores and of their squares; weighted, each answer by its
    weight. Raises ValueError naming a missing column.
    """
    _need(counts, (*keys, "series", "score", "n", *(("w", "w2") if weighted else ())))
    codes, first = group_codes(counts, [*keys, "series"])
    cells = counts[[*keys, "series"]].iloc[first].reset_index(drop=True)
    n = counts["n"].to_numpy(dtype=float)
    w = counts["w"].to_numpy(dtype=float) if weighted else n
    w2 = counts["w2"].to_numpy(dtype=float) if weighted else n
    score = counts["score"].to_numpy(dtype=float)
    start = np.array([parse_series(key).positive_from for key in cells["series"]])
    positive = score >= start[codes] if len(codes) else np.zeros(0, dtype=bool)
    sums = (n, w, w2, w * positive, w * (score <= DETRACTOR_TO), w * score, w * score**2)
    return _with_sums(cells, codes, sums)


def tally_moments(tally: pd.DataFrame, metric: str, keys: Sequence[str] = ()) -> pd.DataFrame:
    """A moments frame of a metric that is not a survey answer; its `series` is the metric itself.

    `tally` has the keys, `n`, and what the metric needs of `positive` (how many of n), `total` and
    `squares` (sums of the values and of their squares).
    """
    _need(tally, (*keys, "n"))
    codes, first = group_codes(tally, keys)
    cells = tally[list(keys)].iloc[first].reset_index(drop=True).assign(series=metric)
    none = np.zeros(len(tally))
    n, positive, total, squares = (
        tally[name].to_numpy(dtype=float) if name in tally else none
        for name in ("n", "positive", "total", "squares")
    )
    return _with_sums(cells, codes, (n, n, n, positive, none, total, squares))


def add_moments(cells: pd.DataFrame, keys: Sequence[str] = ()) -> pd.DataFrame:
    """Add a moments frame up over the keys that are not named."""
    _need(cells, (*keys, "series", *MOMENTS))
    by = [*keys, "series"]
    if len(cells.columns) == len(by) + len(MOMENTS):
        return cells
    codes, first = group_codes(cells, by)
    sums = tuple(cells[name].to_numpy(dtype=float) for name in MOMENTS)
    return _with_sums(cells[by].iloc[first].reset_index(drop=True), codes, sums)


def _with_sums(
    cells: pd.DataFrame, codes: npt.NDArray[np.int64], sums: Sequence[npt.NDArray[np.float64]]
) -> pd.DataFrame:
    for name, values in zip(MOMENTS, sums, strict=True):
        cells[name] = _sum(codes, values, len(cells))
    cells["answers"] = np.rint(cells["answers"]).astype(np.int64)
    return cells


def _sum(
    codes: npt.NDArray[np.int64], values: npt.NDArray[np.float64], size: int
) -> npt.NDArray[np.float64]:
    return np.bincount(codes, weights=values, minlength=size)[:size].astype(float)


def _series(feedback: pd.DataFrame) -> pd.Categorical:
    """The series of each answer, from metric, scale and positive range."""
    by = ["metric", "scale_min", "scale_max"]
    if "positive_from" in feedback:
        by.append("positive_from")
    codes, first = group_codes(feedback, by)
    names = [_series_key(*row) for row in feedback[by].iloc[first].itertuples(index=False)]
    distinct = sorted(set(names))
    place = np.array([distinct.index(name) for name in names], dtype=np.int64)
    return pd.Categorical.from_codes(place[codes] if len(codes) else codes, categories=distinct)


def _series_key(metric: str, low: float, high: float, start: float = np.nan) -> str:
    start = positive_from(metric, low, high) if pd.isna(start) else start
    return Series(metric, low, high, start).key


def _need(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in frame]
    if missing:
        have = ", ".join(map(str, frame.columns))
        raise ValueError(f"columns {', '.join(missing)} are missing; the frame has {have}")
