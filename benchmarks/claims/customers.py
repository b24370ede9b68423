"""Do the product's intervals hold the truth where customers answer, ask and buy several times?

Each company has sixty groups of customers: their figures are as good as independent, and are read
by the same door as those of pages. The truth is that of all answers there could be: of a level the
figure of them, of a change and of a difference from the rest none.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.claims.companies import (
    FIRST_CONTACT,
    GROUP,
    MEAN_AMOUNT,
    MEDIAN_HOURS,
    REOPENED,
    SCORES,
    Company,
    opened,
)
from benchmarks.claims.rows import COVERED, Row, between, independent_tries, table
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from pages.figures.read import read
from view.url import parse

_COMPANY = Company(16_000, groups=60)
COMPANIES = {
    "once": _COMPANY,
    "2 answers of a customer": Company(16_000, 2, alike=0.5, groups=60),
    "5 answers of a customer": Company(16_000, 5, alike=0.5, groups=60),
    "10 answers of a customer": Company(16_000, 10, alike=0.5, groups=60),
    "5, some far more often": Company(16_000, 5, alike=0.5, spread=1.0, groups=60),
    "5 within 2 months": Company(16_000, 5, alike=0.5, stay=2, groups=60),
}
_VIEWS = {
    "change": "period=last-12-months",
    "difference from the rest": "period=all&compare=rest",
}
_KINDS = {"quantile": "medians", "net_share": "NPS", "proportion": "shares", "mean": "means"}
_SIZES = (10, 30, 100, 300)  # the lowest of each class
_LIMITS = {"amounts": (0.90, COVERED[1]), "medians": (COVERED[0], 0.99)}
_AMOUNTS_FROM = 100  # orders


def run(seed: int, rounds: int) -> pd.DataFrame:
    """The columns of `benchmarks.claims.rows.Row`: shares of intervals that hold the truth.

    Companies of one kind a round, in turn.
    """
    parts = []
    for number in range(rounds):
        place = number % len(COMPANIES)
        kind = list(COMPANIES)[place]
        with tempfile.TemporaryDirectory() as folder:
            snapshot = opened(COMPANIES[kind], Path(folder), (seed, number))
            parts += [part.assign(kind=kind, company=number) for part in _intervals(snapshot)]
    found = pd.concat(parts, ignore_index=True)
    return table(
        [
            *_shares(found, ("kind", "what")),
            *_shares(found, ("measure", "what")),
            *_shares(found, ("size", "what")),
            *_shares(found, ("kind", "measure", "what")),
        ]
    )


def truths() -> dict[str, float]:
    """The figure of all answers, tickets and orders there could be, by key of the metric."""
    found = {
        **MEDIAN_HOURS,
        "first_contact_resolution": 100 * FIRST_CONTACT * (1 - REOPENED),
        "average_order_value": MEAN_AMOUNT,
    }
    for metric, (first, shares) in SCORES.items():
        mean = sum((first + place) * share for place, share in enumerate(shares)) / 100
        found[f"{metric}_mean"] = mean
    nps, csat, ces = (SCORES[metric][1] for metric in ("nps", "csat", "ces"))
    counted = {"nps": sum(nps[9:]) - sum(nps[:7]), "csat": sum(csat[3:]), "ces": sum(ces[4:])}
    del found["nps_mean"]
    return found | counted


def _intervals(snapshot: Snapshot) -> Iterator[pd.DataFrame]:
    """A row an interval: measure, what, size, and `held`, whether it holds the truth."""
    group = snapshot.catalog.dimension(GROUP)
    assert group is not None
    for what, query in _VIEWS.items():
        view, notices = parse("overview", query, snapshot.catalog)
        assert not notices, notices
        for key, truth in truths().items():
            metric = DEFINITIONS[key]
            frame = read(snapshot, view, [metric], (GROUP,)).levels([metric], group)
            assert frame is not None, key
            measure = "amounts" if key == "average_order_value" else _KINDS[metric.kind]
            least = _AMOUNTS_FROM if measure == "amounts" else _SIZES[0]
            level = _held(frame, "", truth, frame["n"], least).assign(what="level")
            change = _held(frame, "change_", 0.0, frame[["n", "base_n"]].min(axis=1), least)
            for found in (level, change.assign(what=what)):
                yield found.assign(measure=measure)


def _held(
    frame: pd.DataFrame, prefix: str, truth: float, n: pd.Series[int], least: int
) -> pd.DataFrame:
    low, high = (frame[f"{prefix}{end}"].astype(float) for end in ("low", "high"))
    size = pd.cut(n, [*_SIZES, np.inf], right=False, labels=[f"from {one}" for one in _SIZES])
    found = pd.DataFrame({"held": (low <= truth) & (truth <= high), "size": size.astype(str)})
    return found[low.notna() & high.notna() & (n >= least)]


def _shares(found: pd.DataFrame, by: Sequence[str]) -> Iterator[Row]:
    for names, own in found.groupby(list(by), sort=False):
        tries = independent_tries(own["held"], own["company"])
        limits = next((_LIMITS[name] for name in names if name in _LIMITS), COVERED)
        *of, what = map(str, names)
        yield between(", ".join(of), what, own["held"].mean() * tries, tries, limits)
