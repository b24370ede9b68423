"""Did contact help: customers who were contacted, each beside one like them who was not.

Pairs of the same stratum (segment, question, score) and time, each customer in one pair at most
(Rosenbaum 2002, "Observational Studies"). The one who was not contacted is followed as long after
the answer as the other one, and only who had not left or answered again by then: else whoever
lived to be contacted would be beside whoever had left before. Association: nobody drew lots.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from metrics.inference import intervals
from metrics.inference.differences import by_reach
from metrics.inference.verdicts import benjamini_hochberg, decide
from metrics.sums.grouping import Array

APART = 30  # days between the answers of a pair, at most
FOLLOWED = 90  # days after the contact
LEAST = 10  # pairs
POWER = 0.8


class Helped(NamedTuple):
    """Of pairs: means of both sides, and how much the contacted have more.

    `n` pairs; the 95 % interval, the verdict of `metrics.inference.verdicts`, and the difference
    that is told in 80 of 100 cases. All but `n` and `verdict` are NaN where pairs are too few.
    """

    n: int
    contacted: float
    others: float
    change: float
    low: float
    high: float
    verdict: str
    seen: float


def pairs_of(contacted: pd.DataFrame, others: pd.DataFrame, last_day: int) -> pd.DataFrame:
    """The pairs, by the day of the contact: a row each.

    Both have customer_id, stratum, answered, next_answered, left (days as numbers, NaN for never)
    and next_score; `contacted` has a row a customer and the day `contacted`, `others` any number
    of rows a customer. Columns: score, other_score (of the next answer within FOLLOWED days of
    the contact, NaN for none), stays, other_stays (1.0 or 0.0: still a customer after as many).
    Contacts that can't be followed so long by `last_day` are in no pair.
    """
    named = {*contacted["customer_id"]}
    by_stratum: dict[str, list[_One]] = {}
    for one in sorted(_ones(others), key=lambda one: (one.answered, one.customer_id)):
        if one.customer_id not in named:
            by_stratum.setdefault(one.stratum, []).append(one)
    days = dict(zip(contacted["customer_id"], contacted["contacted"].astype(float), strict=True))
    used: set[str] = set()
    found = []
    for one in sorted(_ones(contacted), key=lambda one: (days[one.customer_id], one.customer_id)):
        day = days[one.customer_id]
        if not _there(one, day, last_day):
            continue
        lag = day - one.answered
        for other in _near(one, by_stratum.get(one.stratum, [])):
            then = other.answered + lag
            if other.customer_id not in used and _there(other, then, last_day):
                used.add(other.customer_id)
                found.append((*_came_of(one, day), *_came_of(other, then)))
                break
    return pd.DataFrame(
        found, columns=["score", "stays", "other_score", "other_stays"], dtype=float
    )


def helped(pairs: pd.DataFrame, scale: tuple[float, float], least: int) -> tuple[Helped, Helped]:
    """What came of the next score on its scale, and of staying (in percent). Of `pairs_of`.

    `least`: pairs without which nothing is told. Those that are told are one family (Benjamini and
    Hochberg 1995). Of scores t of the differences of the pairs; of staying McNemar's exact test
    (1947) and the interval of the net share of pairs (Rocks 2016).
    """
    both = [
        pairs[["score", "other_score"]].dropna().to_numpy(float),
        pairs[["stays", "other_stays"]].dropna().to_numpy(float),
    ]
    span = scale[1] - scale[0]
    tested = [_scores(both[0], span), _stays(both[1])]
    enough = np.array([len(one) >= least for one in both])
    p = np.where(enough, [one.p_value for one in tested], np.nan)
    low, high = (np.array([getattr(one, end) for one in tested]) for end in ("low", "high"))
    compared = np.array([True, True])
    family = int(enough.sum())
    verdicts = decide(benjamini_hochberg(p), low, high, enough, compared)
    first, second = (
        _told(own, one, str(verdict), family if known else 0, times)
        for own, one, verdict, known, times in zip(
            both, tested, verdicts, enough, (1, 100), strict=True
        )
    )
    return first, second


def least_seen(error: float, n: int, family: int) -> float:
    """The difference that is told in 80 of 100 cases, where its standard error in n pairs is this.

    Though the others of its family of outcomes show nothing: of two it asks for p below 0.025. The
    interval is about a mean with one answer added, hence the last factor.
    """
    limit = stats.t.ppf(1 - 0.05 / (2 * family), n - 1)
    return float((limit + stats.t.ppf(POWER, n - 1)) * error * (n + 1) / n)


class _One(NamedTuple):
    customer_id: str
    stratum: str
    answered: float
    next_answered: float
    next_score: float
    left: float


class _Tested(NamedTuple):
    low: float
    high: float
    p_value: float
    error: float


def _ones(frame: pd.DataFrame) -> list[_One]:
    return [_One(*row) for row in zip(*(frame[name] for name in _One._fields), strict=True)]


def _near(one: _One, rows: list[_One]) -> Iterator[_One]:
    """Those whose answer is at most APART days from theirs, the nearest first; rows by day."""
    after = bisect_left(rows, one.answered, key=lambda row: row.answered)
    before = after - 1
    while True:
        back = one.answered - rows[before].answered if before >= 0 else math.inf
        ahead = rows[after].answered - one.answered if after < len(rows) else math.inf
        if min(back, ahead) > APART:
            return
        if back <= ahead:
            yield rows[before]
            before -= 1
        else:
            yield rows[after]
            after += 1


def _there(one: _One, day: float, last_day: int) -> bool:
    """Had they neither left nor answered again by the day, and is it known what came after?"""
    later = not (one.next_answered <= day or one.left <= day)
    return later and day + FOLLOWED <= last_day


def _came_of(one: _One, day: float) -> tuple[float, float]:
    end = day + FOLLOWED
    score = one.next_score if one.next_answered <= end else np.nan
    return score, float(not one.left <= end)


def _scores(values: Array, span: float) -> _Tested:
    """Of the differences of the pairs, on a scale of twice the span."""
    n, apart = len(values), values[:, 0] - values[:, 1]
    if n < 2:
        return _Tested(np.nan, np.nan, np.nan, np.nan)
    count, mean, variance = (np.array([one]) for one in (float(n), apart.mean(), apart.var(ddof=1)))
    found, error = intervals.mean_and_error(
        count, mean, variance, np.array([-span]), np.array([span])
    )
    tested = by_reach(found.value, found.low, found.high, count - 1)
    return _Tested(*(float(one[0]) for one in (tested.low, tested.high, tested.p_value, error)))


def _stays(values: Array) -> _Tested:
    n = len(values)
    if not n:
        return _Tested(np.nan, np.nan, np.nan, np.nan)
    more = float((values[:, 0] > values[:, 1]).sum())
    less = float((values[:, 0] < values[:, 1]).sum())
    found = intervals.net_share(np.array([float(n)]), np.array([more / n]), np.array([less / n]))
    _, error = intervals.adjusted_net_share(
        np.array([float(n)]), np.array([more / n]), np.array([less / n])
    )
    p_value = min(1.0, 2 * float(stats.binom.cdf(min(more, less), more + less, 0.5)))
    return _Tested(float(found.low[0]), float(found.high[0]), p_value, float(error[0]))


def _told(values: Array, one: _Tested, verdict: str, family: int, times: int) -> Helped:
    if not family:
        none = float("nan")
        return Helped(len(values), none, none, none, none, none, verdict, none)
    ours, theirs = (float(mean) * times for mean in values.mean(axis=0))
    seen = least_seen(one.error, len(values), family)
    ends = one.low * times, one.high * times
    return Helped(len(values), ours, theirs, ours - theirs, *ends, verdict, seen * times)
