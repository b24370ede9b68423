"""Do the intervals on pages hold the truth where customers answer several times?

The truth is that of all answers there could be: of each level, and of each difference none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from benchmarks.claims.companies import FIRST_CONTACT, MEAN_AMOUNT, MEDIAN_HOURS, SCORES
from benchmarks.claims.rows import COVERED, Row, between, independent_tries, table
from benchmarks.claims.seen import pages_seen
from metrics.definitions import DEFINITIONS

_KINDS = {"quantile": "medians", "net_share": "NPS", "proportion": "shares", "mean": "means"}
_SIZES = (10, 30, 100, 1_000)  # the lowest of each class
_PANELS = ("cards", "breakdown", "heatmap", "journey")
_LIMITS = {"amounts": (0.90, COVERED[1]), "medians": (COVERED[0], 0.99)}
_AMOUNTS_FROM = 100  # orders


def truths() -> dict[str, float]:
    """The figure of all answers, tickets and orders there could be, by key of the metric."""
    found = {
        **MEDIAN_HOURS,
        "first_contact_resolution": 100 * FIRST_CONTACT,
        "average_order_value": MEAN_AMOUNT,
    }
    for metric, (first, shares) in SCORES.items():
        mean = sum((first + place) * share for place, share in enumerate(shares)) / 100
        found[f"{metric}_mean"] = mean
    nps, csat, ces = (SCORES[metric][1] for metric in ("nps", "csat", "ces"))
    return found | {"nps": sum(nps[9:]) - sum(nps[:7]), "csat": sum(csat[3:]), "ces": sum(ces[4:])}


def run(seed: int, rounds: int) -> pd.DataFrame:
    """The columns of `benchmarks.claims.rows.Row`: shares of intervals that hold the truth."""
    figures, known = pages_seen(seed, rounds).figures, truths()
    figures = figures[figures["panel_kind"].isin(_PANELS) & figures["metric"].isin(known)]
    figures = figures.assign(measure=figures["metric"].map(_kind))
    levels = _held(figures, "", figures["metric"].map(known), figures["n"])
    changes = _held(figures, "change_", 0.0, figures[["n", "base_n"]].min(axis=1))
    what = changes["rest"].map({False: "change", True: "difference from the rest"})
    found = pd.concat([levels.assign(what="level"), changes.assign(what=what)])
    return table(
        [
            *_shares(found, ("kind", "what")),
            *_shares(found, ("measure", "what")),
            *_shares(found, ("size", "what")),
            *_shares(found, ("kind", "measure", "what")),
        ]
    )


def _held(
    figures: pd.DataFrame, prefix: str, truth: float | pd.Series[float], n: pd.Series[float]
) -> pd.DataFrame:
    """The figures that have the interval; `held`: it holds the truth; `size`: of how many."""
    low, high = figures[f"{prefix}low"], figures[f"{prefix}high"]
    held = (low <= truth) & (truth <= high)
    size = pd.cut(n, [*_SIZES, np.inf], right=False, labels=[f"{one:,} or more" for one in _SIZES])
    counts = (n >= _AMOUNTS_FROM) | (figures["measure"] != "amounts")
    found = figures.assign(held=held, size=size.astype(str))
    return found[low.notna() & high.notna() & counts & (n >= _SIZES[0])]


def _kind(metric: str) -> str:
    return "amounts" if metric == "average_order_value" else _KINDS[DEFINITIONS[metric].kind]


def _shares(found: pd.DataFrame, by: Sequence[str]) -> Iterator[Row]:
    for names, own in found.groupby(list(by), sort=False):
        tries = independent_tries(own["held"], own["company"])
        limits = next((_LIMITS[name] for name in names if name in _LIMITS), COVERED)
        *of, what = map(str, names)
        case = ", ".join(of)
        yield between(case, what, own["held"].mean() * tries, tries, limits)
