"""Several answers of one customer: do intervals hold the truth, and is nothing found in noise?

Customers have opinions of their own, in two equal periods and at touchpoints by chance; no period,
segment or touchpoint differs from any other. Computed by the core alone, from its frames.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from benchmarks.claims.rows import COVERED, Row, between, table
from metrics.definitions import DEFINITIONS
from metrics.estimates import against_rest, figures
from metrics.inference.design_effect import (
    Alike,
    SameCustomer,
    alike_key,
    intraclass_correlation,
)
from metrics.series import group_place, parse_series
from metrics.sums.counts import add_counts

_SERIES = {"nps": "nps:0-10", "csat": "csat:1-5", "csat_mean": "csat:1-5"}
# Shares of the scores of each series, lowest first.
_SHARES = {
    "nps:0-10": (2, 1, 2, 2, 3, 5, 7, 15, 20, 18, 25),
    "csat:1-5": (5, 7, 13, 35, 40),
}
_CUSTOMERS = 400
_OPINION = 0.5  # of the variance behind an answer
_STEPS = (1, 4)  # all customers, and every fourth
_ANSWERS = {
    "2 answers": (2.0, 0.0),
    "5 answers": (5.0, 0.0),
    "10 answers": (10.0, 0.0),
    "heavy tail": (3.0, 1.2),
}


def run(seed: int, rounds: int) -> pd.DataFrame:
    """The columns of `benchmarks.claims.rows.Row`: coverage of levels and of differences."""
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for many, (mean, tail) in _ANSWERS.items():
        for step in _STEPS:
            tried = [_once(rng, mean, tail, step) for _ in range(rounds)]
            rows += _shares(pd.concat(tried, ignore_index=True), f"{many}, every {step}. customer")
    return table(rows)


def _shares(found: pd.DataFrame, name: str) -> Iterator[Row]:
    for (metric, measure), own in found.groupby(["metric", "measure"]):
        yield between(
            name, f"{metric}, {measure}", own["held"].mean() * len(own), len(own), COVERED
        )


def _once(rng: np.random.Generator, mean: float, tail: float, step: int) -> pd.DataFrame:
    """Whether each interval of one company holds the truth: metric, measure, held."""
    often = 1 + rng.poisson((mean - 1) * rng.lognormal(-(tail**2) / 2, tail, _CUSTOMERS))
    who = np.repeat(np.arange(_CUSTOMERS), often)
    own = rng.normal(size=_CUSTOMERS)[who] * np.sqrt(_OPINION)
    latent = own + rng.normal(size=len(who)) * np.sqrt(1 - _OPINION)
    answers = pd.DataFrame(
        {
            "customer": who,
            "segment": rng.choice(list("abc"), _CUSTOMERS, p=(0.6, 0.3, 0.1))[who],
            "touchpoint": rng.choice(list("xyz"), len(who), p=(0.5, 0.4, 0.1)),
            "now": rng.random(len(who)) < 0.5,
        }
    )
    return pd.concat(
        [_held(answers, latent, metric, series, step) for metric, series in _SERIES.items()],
        ignore_index=True,
    )


def _held(
    answers: pd.DataFrame, latent: np.ndarray, metric: str, series: str, step: int
) -> pd.DataFrame:
    """Of the intervals of one metric: measure, metric, held."""
    shares, scale = np.array(_SHARES[series]) / 100, parse_series(series)
    scores = scale.scale_min + np.arange(len(shares))
    score = scores[np.searchsorted(stats.norm.ppf(np.cumsum(shares)[:-1]), latent)]
    rows = answers.assign(series=pd.Categorical([series] * len(score)), score=score, n=1)
    value = _values(metric, series, scores)
    truth = float((shares * value).sum()) * (1 if metric == "csat_mean" else 100)
    rho, more = intraclass_correlation(
        answers["customer"].to_numpy(), _values(metric, series, score), np.ones(len(score))
    )
    alike = {alike_key(DEFINITIONS[metric], series): Alike(rho, more, 1.0)}
    sampled = rows[rows["customer"] % step == 0].assign(w=1.0, w2=1.0)
    by = {"total": (), "segments": ("segment",), "touchpoints": ("touchpoint",)}
    found = []
    for name, keys in by.items():
        named = [*keys, "series", "customer"]
        both, people = ([one[one["now"]], one[~one["now"]]] for one in (rows, sampled))
        sides = [
            side.groupby(named, observed=True)[["w", "w2"]].sum().reset_index() for side in people
        ]
        same = {"feedback": SameCustomer(sides[0], sides[1], alike, step)}
        cells = [add_counts(side, keys) for side in both]
        found.append((name, figures(*cells, [metric], keys, 10, same)))
        if keys:
            whole = {"feedback": SameCustomer(sides[0], None, alike, step)}
            rest = against_rest(cells[0], [metric], keys[0], (), 10, same=whole)
            found.append((f"{name} against the rest", rest))
    frames = []
    for name, frame in found:
        held = {
            name: (frame["low"] <= truth) & (truth <= frame["high"]),
            f"{name}, change": (frame["change_low"] <= 0) & (frame["change_high"] >= 0),
        }
        shown = frame["hidden"] == ""
        frames += [
            pd.DataFrame({"measure": measure, "metric": metric, "held": one[shown]})
            for measure, one in held.items()
            if not (measure.endswith("rest"))
        ]
    return pd.concat(frames, ignore_index=True)


def _values(metric: str, series: str, scores: np.ndarray) -> np.ndarray:
    """What a score adds to a metric."""
    scale = parse_series(series)
    group = group_place(
        scores, *np.broadcast_arrays(scale.positive_from, scale.negative_to, scores)[:2]
    )
    if metric == "nps":
        return group - 1.0
    return scores.astype(float) if metric == "csat_mean" else (group == 2).astype(float)
